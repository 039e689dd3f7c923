import type { Place } from '../../core/findings.ts';
import type { Project } from '../project.ts';
import { defineRule, type Hit } from '../rule.ts';
import { isSecretName } from '../secrets/names.ts';
import { settingsOption } from '../services/programs.ts';
import { list, setting } from '../settings/values.ts';
import type { WorkflowCommand } from './facts.ts';

const CHECKLIST = 'https://docs.djangoproject.com/en/5.2/ref/django-admin/#check';

interface Managed {
  /** `check`, `migrate`. */
  readonly name: string;
  readonly words: readonly string[];
}

/** The command of Django that a command line runs; undefined when it runs none. */
function managed(words: readonly string[]): Managed | undefined {
  const at = words.findIndex(word => /(?:^|\/)manage\.py$|(?:^|\/)django-admin$/.test(word) || word === 'django');
  const start = words[at] === 'django' && words[at - 1] !== '-m' ? -1 : at;
  if (start === -1) return undefined;
  const rest = words.slice(start + 1);
  const name = rest.find(word => !word.startsWith('-'));
  return name === undefined ? undefined : { name, words: rest };
}

function* steps({ source }: Project): Generator<{ readonly step: WorkflowCommand; readonly managed: Managed }> {
  for (const { commands } of source.workflows)
    for (const step of commands) {
      const found = managed(step.command.words);
      if (found !== undefined) yield { step, managed: found };
    }
}

export const deployCheck = defineRule({
  id: 'source/deploy-check',
  title: 'Workflows run check --deploy with the settings that are deployed, and stop when it fails',
  severity: 'medium',
  why: 'With the settings of a developer’s machine it says nothing about the site, and a step that may fail says nothing at all.',
  remedy:
    'Name the settings, and let warnings count:\npython manage.py check --deploy --fail-level WARNING\n  env:\n    DJANGO_SETTINGS_MODULE: config.settings.production',
  source: ['S0-044', 'S1-032', 'S1-033', 'S1-153', CHECKLIST],
  judge: project => {
    const found: Hit[] = [];
    for (const { step, managed: command } of steps(project)) {
      if (command.name !== 'check' || !command.words.includes('--deploy')) continue;
      const settings = settingsOf(step, command);
      const said =
        settings !== undefined && /(?:^|[._])(?:dev|development|local|test|testing|ci)$/.test(settings)
          ? { message: `check --deploy runs with ${settings}, which is not what is deployed.`, evidence: settings }
          : isForgiven(step)
            ? {
                message: 'check --deploy may fail here without anything turning red.',
                evidence: step.tolerated === true ? 'continue-on-error' : '|| true',
              }
            : settings === undefined && !startsElsewhere(step)
              ? {
                  message:
                    'check --deploy runs with the settings that manage.py takes by itself, which are often a developer’s.',
                  evidence: 'neither --settings nor DJANGO_SETTINGS_MODULE',
                  severity: 'low' as const,
                }
              : undefined;
      if (said !== undefined) found.push({ place: step.place, subject: `${step.place.file}: ${step.job}`, ...said });
    }
    return found;
  },
});

function settingsOf({ command, environment }: WorkflowCommand, { words }: Managed): string | undefined {
  return (
    settingsOption(words) ??
    command.assignments['DJANGO_SETTINGS_MODULE'] ??
    command.exports?.['DJANGO_SETTINGS_MODULE'] ??
    environment.get('DJANGO_SETTINGS_MODULE')
  );
}

/** In a container of the project's own image, whose environment decides. */
function startsElsewhere({ command, script }: WorkflowCommand): boolean {
  return command.words[0] === 'docker' || command.words.includes('compose') || /GITHUB_ENV/.test(script ?? '');
}

/** What follows catches its failure. */
function isForgiven({ tolerated, script, command }: WorkflowCommand): boolean {
  if (tolerated === true) return true;
  const line = (script ?? '').split(/\n(?!.*\\\n)/).find(text => /check\b.*--deploy/.test(text)) ?? '';
  return (
    /--deploy[^|&;]*\|\|\s*(?:true|:|echo\b|exit 0)/.test(line) ||
    (/^\s*set \+e/m.test(script ?? '') && command.after !== 'success')
  );
}

export const makemigrations = defineRule({
  id: 'source/makemigrations',
  title: 'Migrations are made on a developer’s machine and committed',
  severity: 'high',
  why: 'A migration that is made in a container or a workflow is in no commit: the next deployment makes another one of the same name, and the database and the code part.',
  remedy:
    'Make them locally, commit them, and let the workflow only look:\npython manage.py makemigrations --check --dry-run',
  source: ['S1-156', 'C24', 'https://docs.djangoproject.com/en/5.2/topics/migrations/#workflow'],
  judge: project => {
    const found = new Map<string, Hit>();
    const add = (place: Place, subject: string, more: Partial<Hit> = {}) =>
      found.set(`${place.file}:${place.line}`, {
        place,
        subject,
        message: 'Migrations are made here, where nobody commits them.',
        evidence: 'makemigrations without --check',
        ...more,
      });
    for (const { title, own, start } of project.services)
      if (own) for (const { words, file, line } of start.commands) if (makes(words)) add({ file, line }, title);
    for (const { file, stages } of project.dockerfiles)
      for (const { runs } of stages)
        for (const { commands } of runs)
          for (const { words, line } of commands) if (makes(words)) add({ file, line }, file);
    for (const { step, managed: command } of steps(project))
      if (makesMigrations(command) && !/git (?:commit|diff)/.test(step.script ?? ''))
        add(step.place, `${step.place.file}: ${step.job}`, { severity: 'medium' });
    for (const [file, text] of project.source.texts) {
      if (!/entrypoint|\.sh$|(?:^|\/)(?:Procfile|release)$/i.test(file)) continue;
      for (const [index, line] of text.split('\n').entries())
        if (/^[^#]*manage\.py\s+makemigrations\b(?!.*--(?:check|dry-run))/.test(line))
          if (!found.has(`${file}:${index + 1}`)) add({ file, line: index + 1 }, file, { severity: 'medium' });
    }
    return [...found.values()];
  },
});

function makes(words: readonly string[]): boolean {
  const command = managed(words);
  return command !== undefined && makesMigrations(command);
}

function makesMigrations({ name, words }: Managed): boolean {
  return name === 'makemigrations' && !words.some(word => word === '--check' || word === '--dry-run');
}

export const migrateInWorkflow = defineRule({
  id: 'source/migrate-in-workflow',
  title: 'No workflow migrates a database that is in use',
  severity: 'medium',
  why: 'The runner reaches the database over the internet with its password, and the schema changes before or after the code that goes with it, with nobody who holds the two together.',
  remedy:
    'Migrate where the release starts: a migrate service of the Compose file that the others wait for, or an entrypoint that takes a lock.',
  source: ['C24', 'S1-061', 'S1-156', 'S0-014'],
  judge: project => {
    const found: Hit[] = [];
    for (const { step, managed: command } of steps(project)) {
      if (command.name !== 'migrate' || command.words.some(word => word === '--check' || word === '--plan')) continue;
      const secret = [...step.environment, ...Object.entries(step.command.assignments)].find(
        ([name, value]) =>
          /DATABASE|POSTGRES|^DB_|^PG/.test(name) && /\$\{\{\s*secrets\./.test(value) && !/TEST|_CI\b|CI_/i.test(value),
      );
      if (secret === undefined) continue;
      found.push({
        place: step.place,
        subject: `${step.place.file}: ${step.job}`,
        message: `The job ${step.job} migrates the database of the secret in ${secret[0]}.`,
        evidence: `${secret[0]} from secrets`,
      });
    }
    return found;
  },
});

export const printedSecret = defineRule({
  id: 'source/printed-secret',
  title: 'Workflows print no secrets',
  severity: 'medium',
  why: 'GitHub masks a secret only in the form it is stored in: encoded, cut or as a part of JSON it stands in a log that everybody with access can read.',
  remedy: 'Hand secrets on by env: or a file, and print names only.',
  source: [
    'S1-165',
    'S0-017',
    'https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/use-secrets',
  ],
  judge: ({ source }) =>
    source.workflows.flatMap(({ file, commands }) =>
      commands.flatMap(({ command, job, place, script, environment }): Hit[] => {
        const [program = '', ...words] = command.words;
        const line =
          (script ?? '')
            .split('\n')
            .find(text => text.includes(program) && words.every(word => text.includes(word.slice(0, 12)))) ?? '';
        if (command.role === 'piped' || /[>|]/.test(line.replace(/\$\{\{[^}]*\}\}/g, ''))) return [];
        const everything =
          (program === 'printenv' || program === 'env') && words.length === 0 && holdsSecrets(environment);
        const printed =
          (program === 'echo' || program === 'printf') &&
          showsSecret(words.join(' '), environment) &&
          !words.some(word => word.startsWith('::add-mask::'));
        const dumped =
          program === 'cat' && words.some(word => /(?:^|\/)\.env(?:\.(?:production|staging|prod))?$/.test(word));
        if (!everything && !printed && !dumped) return [];
        return [
          {
            place,
            subject: `${file}: ${job}`,
            message: everything
              ? 'The step prints its whole environment, secrets and all.'
              : dumped
                ? 'The step prints a file of variables.'
                : 'The step prints a secret.',
            evidence: program,
          },
        ];
      }),
    ),
});

/** Values of `env:` stand in the words already, where the shell would have filled them in. */
function showsSecret(word: string, environment: ReadonlyMap<string, string>): boolean {
  if (/\$\{\{\s*secrets\.(?!GITHUB_TOKEN)/.test(word)) return true;
  return [...word.matchAll(/\$\{?([A-Za-z_][A-Za-z0-9_]*)\}?/g)].some(
    ([, name = '']) => isSecretName(name) && /\$\{\{\s*secrets\./.test(environment.get(name) ?? ''),
  );
}

function holdsSecrets(environment: ReadonlyMap<string, string>): boolean {
  return [...environment.values()].some(value => /\$\{\{\s*secrets\./.test(value));
}

export const brokenWorkflow = defineRule({
  id: 'source/workflow',
  title: 'Workflows are YAML that can be read',
  severity: 'low',
  why: 'GitHub does not start a workflow that it cannot read: its checks are silently gone.',
  remedy: 'Repair the YAML where the parser stopped; the place stands in what it says.',
  source: ['S0-044', 'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax'],
  judge: ({ source }) =>
    source.workflows.flatMap(({ file, problem, line = 1 }): Hit[] =>
      problem === undefined
        ? []
        : [
            {
              place: { file, line },
              subject: file,
              message: 'This workflow is not YAML that can be read, so GitHub never starts it.',
              evidence: problem.slice(0, 160),
            },
          ],
    ),
});

export const safemigrate = defineRule({
  id: 'source/safemigrate',
  title: 'django-safemigrate is installed under its own name',
  severity: 'high',
  why: 'The app is called django_safemigrate: under "safemigrate" Django does not start, and without it the command safemigrate is unknown.',
  remedy: 'INSTALLED_APPS += ["django_safemigrate"]',
  source: ['C36', 'S1-086'],
  judge: project => {
    const hits = new Map<string, Hit>();
    for (const evaluation of project.evaluations) {
      const apps = setting(evaluation, 'INSTALLED_APPS');
      const names = (list(apps?.value) ?? []).map(name => name.split('.')[0]);
      if (names.includes('safemigrate'))
        hits.set('label', {
          ...(apps?.place === undefined ? {} : { place: apps.place }),
          subject: 'INSTALLED_APPS',
          message: 'INSTALLED_APPS names "safemigrate", which is no module of django-safemigrate.',
          evidence: 'safemigrate',
        });
      else if (apps !== undefined && !names.includes('django_safemigrate'))
        for (const { own, start, title } of project.services)
          if (own)
            for (const { words, file, line } of start.commands)
              if (managed(words)?.name === 'safemigrate')
                hits.set(`${file}:${line}`, {
                  place: { file, line },
                  subject: title,
                  message:
                    'safemigrate is run, and django_safemigrate is not among INSTALLED_APPS: the command is unknown.',
                  evidence: 'manage.py safemigrate',
                });
    }
    return [...hits.values()];
  },
});
