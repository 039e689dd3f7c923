import type { CheckGroup, CheckState, Readiness } from '../../src/smoke/result.ts';
import { closed, type FactsSchema, text, textOrNull } from './result-schema.ts';

// Tables with a key for each member of the union: a new state without a place in the schema does not compile.
const STATES: Readonly<Record<CheckState, true>> = {
  passed: true,
  warned: true,
  failed: true,
  skipped: true,
  unfinished: true,
};

const GROUPS: Readonly<Record<CheckGroup, true>> = { presets: true, logins: true, checks: true, 'clean-up': true };

const READINESS: Readonly<Record<Readiness['kind'], true>> = {
  ready: true,
  wrong: true,
  silent: true,
  'not-asked': true,
};

const count = (description: string) => ({ type: 'integer', minimum: 0, description });
const milliseconds = (description: string) => ({ type: ['integer', 'null'], minimum: 0, description });
const line = { type: ['integer', 'null'], minimum: 1, description: 'Line in the suite, from 1.' };

const problem = closed({
  message: text('What was not as expected.'),
  expected: textOrNull('What would have been accepted.'),
  actual: textOrNull('What came.'),
  remedy: text('What it may mean and what to do; may be empty.'),
  line,
});

const check = closed({
  id: text(
    '`https/certificate-time` of a preset, `login/<name>`, the name of a check, `clean-up/<name of its check>`.',
  ),
  group: { enum: Object.keys(GROUPS), description: 'The part of the run it belongs to.' },
  title: text('The sentence people read.'),
  tags: { type: 'array', items: { type: 'string' } },
  state: { enum: Object.keys(STATES), description: 'How it ended; only passed and warned count as passed.' },
  note: text('What was seen, or why it was skipped.'),
  'duration-ms': count('Whole milliseconds.'),
  line,
  problems: { type: 'array', items: problem },
});

/** What `smoke-test` knows of a run, in the order in which it is written. */
export const smokeTestFactsSchema: FactsSchema = {
  environment: textOrNull('The environment that was visited.'),
  url: text('Address of the site.'),
  suite: textOrNull('File of the suite; null when only presets were run.'),
  'expected-sha': textOrNull('The commit that had to be live.'),
  readiness: closed({
    state: { enum: Object.keys(READINESS), description: 'What waiting for the site showed.' },
    path: textOrNull('The page that was asked.'),
    'waited-ms': count('Whole milliseconds.'),
    version: textOrNull('The version that the page said.'),
    why: textOrNull('Why it was not ready.'),
  }),
  'cut-short': { enum: ['timeout', 'cancelled', null], description: 'Why the run ended before everything was run.' },
  'duration-seconds': count('Whole seconds, waiting included.'),
  passed: count('Checks that held, those with a warning included.'),
  warned: count('Checks that held with a warning.'),
  failed: count('Checks and clean-ups that did not hold.'),
  skipped: count('Checks that were left out, or could not be known from here.'),
  unfinished: count('Checks that had not ended when the run was cut short.'),
  requests: count('Answered requests, without those of load checks.'),
  'p50-ms': milliseconds('Half of the requests were answered in this time.'),
  'p95-ms': milliseconds('95 % of the requests were answered in this time.'),
  'p99-ms': milliseconds('99 % of the requests were answered in this time.'),
  checks: { type: 'array', items: check, description: 'Every check, in the order of the suite.' },
};
