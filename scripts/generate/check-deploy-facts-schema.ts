import type { FamilyState } from '../../src/actions/check-deploy-facts.ts';
import { FRAMEWORKS } from '../../src/actions/check-deploy-inputs.ts';
import { FAMILIES, PROFILES } from '../../src/checks/profile.ts';
import { ATTESTED_KEYS } from '../../src/checks/source-documents/attested.ts';
import { SEVERITIES } from '../../src/core/findings.ts';
import { closed, type FactsSchema, flag, text, textOrNull } from './result-schema.ts';

// A table with a key for each member of the union: a new state without a place in the schema does not compile.
const STATES: Readonly<Record<FamilyState, true>> = {
  judged: true,
  'nothing-there': true,
  'not-judged': true,
  'not-asked': true,
};

const count = (description: string) => ({ type: 'integer', minimum: 0, description });
const list = (items: object, description: string) => ({ type: 'array', items, description });
const texts = (description: string) => list({ type: 'string' }, description);
const severity = { enum: [...SEVERITIES] };
const line = { type: ['integer', 'null'], minimum: 1, description: 'Line in the file, from 1.' };
const file = textOrNull('File in the repository.');

const entry = { rule: text('Stable id, family/name.'), severity, subject: text('What it is about.'), file, line };

const family = closed({
  family: { enum: [...FAMILIES] },
  state: { enum: Object.keys(STATES), description: 'Whether its rules were asked.' },
  findings: count('Findings of this family.'),
  why: text('Why it was not judged; empty when it was.'),
});

const started = closed({ program: text('The program.'), service: textOrNull('The service that starts it.') });

const found = closed({
  'environment-files': texts('Files of variables.'),
  dockerfiles: texts('Dockerfiles.'),
  stacks: list(
    closed({
      files: texts('Compose files, in the order of -f.'),
      profile: { enum: [...PROFILES] },
      chosen: { enum: ['input', 'name'], description: 'Who says that they belong together.' },
    }),
    'Compose stacks.',
  ),
  services: list(
    closed({
      title: text('What people call it.'),
      role: text('What it does.'),
      settings: textOrNull('Settings module that its environment names.'),
    }),
    'What would run under the profile.',
  ),
  servers: list(started, 'Application servers.'),
  celery: list(started, 'Programs of Celery.'),
  proxies: list(
    closed({
      file: text('File in the repository.'),
      program: text('The program.'),
      used: flag('Whether something uses it.'),
    }),
    'Configurations of proxies.',
  ),
  requirements: texts('Files of requirements.'),
  workflows: texts('Workflow files.'),
});

const evaluation = closed({
  services: texts('The services that run with it.'),
  module: textOrNull('Settings module.'),
  variations: count('How often it was tried again with one variable changed.'),
  checks: count("Messages of Django's own checks."),
  failure: {
    anyOf: [{ type: 'null' }, closed({ kind: text('What kind of failure.'), message: text('One line.') })],
    description: 'Why the settings did not load, or what came after them broke off.',
  },
});

const day = text('Day, as 2026-01-31.');
const key = { enum: Object.keys(ATTESTED_KEYS) };

/** What `check-deploy` knows of a project, in the order in which it is written. */
export const checkDeployFactsSchema: FactsSchema = {
  environment: textOrNull('The environment that was judged.'),
  profile: { enum: [...PROFILES], description: 'How strict it was judged.' },
  'fail-on': { enum: [...SEVERITIES], description: 'The least severity that fails.' },
  framework: {
    enum: ['none', ...FRAMEWORKS.filter(name => name !== 'auto')],
    description: 'What the project is made with.',
  },
  directory: text('Folder of manage.py or alembic.ini; empty for the root.'),
  site: textOrNull('Origin of the site.'),
  python: textOrNull('Version of the interpreter that was asked.'),
  django: textOrNull('Version of the installed Django.'),
  critical: count('Critical findings.'),
  high: count('High findings.'),
  medium: count('Medium findings.'),
  low: count('Low findings.'),
  'findings-left-out': count('Findings that only the report has.'),
  rules: count('Rules that were asked.'),
  families: list(family, 'What became of each family of rules.'),
  found,
  evaluations: list(evaluation, 'Evaluations of the settings.'),
  variables: closed({
    given: count('Variables whose values were known.'),
    unreadable: texts('Names whose values could not be read.'),
    'made-up': texts('Names that got a stand-in.'),
  }),
  stubs: texts('Modules that were stood in for.'),
  coolify: {
    anyOf: [
      { type: 'null' },
      closed({
        url: text('Address of Coolify.'),
        application: text('The application that was judged.'),
        compared: texts('Applications whose variables were compared with it.'),
      }),
    ],
  },
  unknown: list(
    closed({ rule: text('Stable id.'), subject: text('What it is about.'), why: text('Why it could not be known.') }),
    'What rules could not say.',
  ),
  ignored: list(closed({ ...entry, reason: text('Why it is accepted.') }), 'Findings that are accepted.'),
  'stale-ignores': texts('Lines of ignore that nothing needs any more.'),
  known: list(closed(entry), 'Findings that the baseline holds already.'),
  baseline: {
    anyOf: [
      { type: 'null' },
      closed({
        file: text('The earlier report.'),
        known: count('Findings that it holds already.'),
        gone: list(
          closed({ rule: text('Stable id.'), severity, subject: text('What it was about.'), file }),
          'What it holds and is not found any more.',
        ),
      }),
    ],
  },
  attested: closed({
    attested: list(closed({ key, date: day }), 'Looked at in time.'),
    overdue: list(closed({ key, date: day, 'period-days': count('Days it held for.') }), 'Looked at too long ago.'),
    missing: list(key, 'Looked at by nobody.'),
  }),
};

/** What its findings hold beside the common keys. */
export const checkDeployFinding: FactsSchema = {
  source: texts('Demands of docs/requirements.md, and manuals.'),
  dummy: flag('Whether it rests on a stand-in for an absent variable.'),
};
