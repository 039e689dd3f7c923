import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { ROOT } from '../../../scripts/root.ts';
import {
  type MigrationSafetyOutcome,
  migrationEvidence,
  migrationFacts,
  outputsOf,
} from '../../../src/actions/migration-safety-facts.ts';
import type { MigrationSafetyJudged } from '../../../src/actions/migration-safety-judged.ts';
import { tell } from '../../../src/actions/migration-safety-log.ts';
import { sarifOf } from '../../../src/actions/migration-safety-sarif.ts';
import { commentParts, migrationSafetySummary } from '../../../src/actions/migration-safety-summary.ts';
import { shortened } from '../../../src/actions/pull-request-comment.ts';
import type { IgnoreLine } from '../../../src/report/ignore.ts';
import { PAYLOADS } from '../../acceptance/sweeps/hostile-text.ts';
import { breakouts } from '../../acceptance/sweeps/markdown-structure.ts';
import {
  judgedMigration,
  madeBreak,
  madeFacts,
  madeHazard,
  madeSetup,
  pendingMigration,
  settledFrom,
} from '../../support/judged-migrations.ts';
import { recordingHost, recordingWorld } from '../../support/recording-world.ts';

function outcomeOf(judged: MigrationSafetyJudged): MigrationSafetyOutcome {
  const { outcome, reasonCode, headline, remedy } = judged.verdict;
  return {
    outcome,
    reasonCode,
    headline,
    remedy,
    findings: judged.against.fresh,
    facts: migrationFacts(judged),
    details: { judged, sarifPath: '/out/report.sarif' },
  };
}
const summaryOf = (judged: MigrationSafetyJudged) =>
  migrationSafetySummary(outcomeOf(judged), { ...recordingWorld(), environment: { GITHUB_SHA: 'c'.repeat(40) } });

const blocked = madeHazard('release/select-fails', 'blocked');
const note = madeHazard('lock/no-timeout', 'safe', { migration: undefined, sql: undefined, breaks: [] });
const line = (parts: Partial<IgnoreLine>): IgnoreLine => ({
  rule: 'release/select-fails',
  path: undefined,
  reason: 'nobody reads it',
  text: 'release/select-fails -- nobody reads it',
  ...parts,
});
const ignoring = (lines: readonly IgnoreLine[]) => {
  const setup = madeSetup();
  return { ...setup, own: { ...setup.own, ignore: lines } };
};

describe('the summary', () => {
  const judged = settledFrom({
    migrations: [
      judgedMigration('communities.0002_add'),
      judgedMigration('communities.0003_drop', [blocked], { phase: 'split' }),
    ],
    general: [note],
  });

  test('begins with the verdict, then the migrations, the picture, and what is wrong', () => {
    const summary = summaryOf(judged);
    const parts = [
      '### Migration safety of production: failed',
      '- The running release on the new schema:',
      '- Back to its code afterwards',
      '| Migration | Verdict | Phase | Reversible | What |',
      '```mermaid',
      '<summary>blocked: <code>release/select-fails</code>',
      '<summary>1 worth knowing</summary>',
      '<summary>What was compared, and how</summary>',
    ].map(part => summary.indexOf(part));
    expect(parts).toEqual([...parts].sort((a, b) => a - b));
    expect(parts[0]).toBe(0);
  });

  test('shows the statement as SQL, the replacement as Python, and who breaks', () => {
    const breaks = [madeBreak({}), madeBreak({ model: 'communities.Visit' })];
    const summary = summaryOf(
      settledFrom({
        migrations: [
          judgedMigration('communities.0003_drop', [madeHazard('release/select-fails', 'blocked', { breaks })]),
        ],
      }),
    );
    expect(summary).toContain('```sql\nALTER TABLE "communities_community" DROP COLUMN');
    expect(summary).toContain('```python\noperations = [');
    expect(summary).toContain('| running | <code>communities.Community</code> | SELECT | always |');
    expect(summary).toContain('Lock ACCESS EXCLUSIVE on');
  });

  test('says how to run what is not blocked, and not how to run what is', () => {
    expect(summaryOf(judged)).not.toContain('How to run them');
    expect(summaryOf(settledFrom({ migrations: [judgedMigration('communities.0002_add')] }))).toContain(
      'How to run them',
    );
  });

  test('of nothing pending is short', () => {
    const summary = summaryOf(settledFrom({}));
    expect(summary).toMatch(/^### Migration safety of production: passed\n\nNo migration is pending/);
    expect(summary).not.toContain('mermaid');
  });

  test('of a run that could judge nothing is its verdict', () => {
    const outcome: MigrationSafetyOutcome = {
      outcome: 'inconclusive',
      reasonCode: 'shallow',
      headline: 'The checkout is shallow.',
      remedy: 'Fetch it:\nsteps:\n  - uses: actions/checkout@v6',
      findings: [],
      facts: {},
      details: undefined,
    };
    const summary = migrationSafetySummary(outcome, recordingWorld());
    expect(summary).toMatch(/^### Migration safety: inconclusive\n[\s\S]*```yaml\nsteps:/);
    expect(outputsOf(undefined)).toEqual({});
  });
});

describe('what is accepted', () => {
  const migrations = [judgedMigration('communities.0003_drop', [blocked])];
  test.each([
    ['its migration', 'communities.0003_drop'],
    ['its app', 'communities'],
    ['its table', 'communities_community'],
    ['nothing else', undefined],
  ])('by the rule and %s decides no more, and is listed', (_, path) => {
    const judged = settledFrom({ migrations }, ignoring([line({ path })]));
    expect(judged.verdict.reasonCode).toBe('safe');
    expect(judged.migrations.map(({ verdict }) => verdict)).toEqual(['safe']);
    expect(summaryOf(judged)).toContain('<summary>Ignored (1)</summary>');
  });

  test('for another migration is left as it is, and the line is stale', () => {
    const judged = settledFrom({ migrations }, ignoring([line({ path: 'communities.0004_more' })]));
    expect([judged.verdict.reasonCode, judged.stale.length]).toEqual(['blocked', 1]);
  });

  test('of what could not be known is accepted by its code', () => {
    const facts = madeFacts({ unknown: [{ code: 'third-party', about: 'celery', why: 'It changed.', remedy: '' }] });
    const of = (lines: readonly IgnoreLine[]) => settledFrom({}, ignoring(lines), facts).verdict.reasonCode;
    expect(of([])).toBe('needs-review');
    expect(of([line({ rule: 'unknown/third-party', path: 'celery' })])).toBe('nothing-pending');
    expect(of([line({ rule: 'unknown/third-party', path: 'allauth' })])).toBe('needs-review');
  });

  test('because an earlier report has it counts no more', () => {
    const { rule, subject, severity, place } = blocked;
    const baseline = { file: 'b.json', entries: [{ rule, subject, severity, file: place?.file }] };
    expect(settledFrom({ migrations }, madeSetup({ baseline })).verdict.reasonCode).toBe('safe');
  });
});

/** Everything that comes from outside is this text. */
function hostile(text: string, amount: number): MigrationSafetyJudged {
  const hazard = madeHazard('release/select-fails', 'blocked', {
    subject: text,
    message: text,
    evidence: text,
    remedy: `${text}\n${text}`,
    sql: text,
    table: text,
    column: text,
    operation: text,
    place: { file: text, line: 3 },
    breaks: [madeBreak({ model: text, why: text, table: text })],
  });
  const migration = pendingMigration(text, { file: text });
  const migrations = Array.from({ length: amount }, () => ({
    ...judgedMigration(text, [hazard]),
    migration: { ...migration, operations: migration.operations.map(each => ({ ...each, text })) },
  }));
  const setup = madeSetup({
    environment: text,
    baseline: { file: text, entries: [{ rule: text, subject: text, severity: 'low', file: text }] },
  });
  const facts = madeFacts({
    version: text,
    unknown: [{ code: text, about: text, why: text, remedy: text }],
    places: [{ kind: 'entrypoint', place: { file: text, line: 1 }, command: text }],
    drift: [{ app: text, text, operation: text, place: undefined }],
  });
  const accepted = { ...setup, own: { ...setup.own, ignore: [line({ path: 'elsewhere', text })] } };
  return settledFrom(
    {
      migrations,
      rollback: {
        safe: 'false',
        why: text,
        until: text,
        lost: [{ migration: text, what: text }],
        irreversible: [text],
      },
    },
    { ...accepted, request: { ...accepted.request, base: { ref: text, from: 'input' }, mode: 'phased' } },
    facts,
  );
}
const HOSTS = ['github.com', 'github.example'];
/** Migrations, hazards, statements that break, not known, two releases, lost, places, drift, stale, gone. */
const TABLES = 10;

describe('text from outside', () => {
  test.each(Object.entries(PAYLOADS))('keeps the structure of the summary: %s', (_, text) => {
    expect(breakouts(summaryOf(hostile(text, 1)), HOSTS, TABLES)).toEqual([]);
  });

  test.each(Object.entries(PAYLOADS))('fits into a comment and keeps its structure: %s', (_, text) => {
    const comment = shortened(commentParts(outcomeOf(hostile(text, 200)), recordingWorld()));
    expect(comment.length).toBeLessThanOrEqual(65_036);
    expect(breakouts(comment, HOSTS, TABLES + 40)).toEqual([]);
  });
});

describe('the result', () => {
  const schema: Readonly<Record<string, unknown>> = JSON.parse(
    readFileSync(join(ROOT, 'schema/migration-safety-result.schema.json'), 'utf8'),
  );
  const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(schema);
  const around = (judged: MigrationSafetyJudged, facts: object) => ({
    schema: 'obcms-deploy/migration-safety@1',
    outcome: judged.verdict.outcome,
    'reason-code': judged.verdict.reasonCode,
    headline: judged.verdict.headline,
    remedy: judged.verdict.remedy,
    ...facts,
  });

  test.each([
    ['something blocked', settledFrom({ migrations: [judgedMigration('a.0001', [blocked])], general: [note] })],
    ['nothing pending', settledFrom({})],
    ['hostile texts', hostile('x'.repeat(3_000), 300)],
  ])('fits its schema with %s, and so does the report', (_, judged) => {
    for (const facts of [{ ...migrationFacts(judged), findings: [] }, migrationEvidence(judged)]) {
      validate(around(judged, facts));
      expect(validate.errors ?? []).toEqual([]);
    }
  });

  test('of many migrations fits into an output, and the report has all of them', () => {
    const judged = hostile('x'.repeat(3_000), 300);
    const facts = migrationFacts(judged);
    expect(JSON.stringify(facts).length).toBeLessThan(60_000);
    expect(facts['pending']).toBe(300);
    expect(facts['migrations-left-out']).toBeGreaterThanOrEqual(200);
    expect(migrationEvidence(judged)['migrations']).toHaveLength(300);
  });

  test('is in the outputs', () => {
    const judged = settledFrom({
      migrations: [judgedMigration('a.0001'), judgedMigration('a.0002', [], { phase: 'after-deploy' })],
    });
    expect(outputsOf({ judged, sarifPath: '/x' })).toMatchObject({
      verdict: 'safe',
      pending: '2',
      'backward-compatible': 'true',
      'rollback-safe': 'true',
      'sarif-path': '/x',
    });
    expect(JSON.parse(outputsOf({ judged, sarifPath: '' })['phases'] ?? '')).toMatchObject({
      'before-deploy': ['a.0001'],
      'after-deploy': ['a.0002'],
    });
  });

  test('as SARIF names the rule and the line', () => {
    const log = JSON.parse(sarifOf(settledFrom({ migrations: [judgedMigration('a.0001', [blocked])] })));
    expect(log.runs[0].tool.driver.name).toBe('obcms-deploy migration-safety');
    expect(log.runs[0].results[0]).toMatchObject({ ruleId: 'release/select-fails', level: 'error' });
  });
});

test('the log tells what is compared, then the migrations, then what is wrong', async () => {
  const host = recordingHost();
  await tell(settledFrom({ migrations: [judgedMigration('a.0001', [blocked])] }), host);
  const text = host.lines.join('\n');
  expect(text).toMatch(
    /^running {7}aaaaaaa, origin\/production[\s\S]*\nBLOCKED a\.0001 \(before-deploy\)[\s\S]*\nBLOCKED release\/select-fails/,
  );
  expect(text).toContain('    SQL: ALTER TABLE');
});
