import { describe, expect, test } from '@jest/globals';
import {
  type CheckDeployed,
  type CheckDeployOutcome,
  checkEvidence,
  checkFacts,
} from '../../../src/actions/check-deploy-facts.ts';
import type { CheckDeploySetup } from '../../../src/actions/check-deploy-setup.ts';
import { checkDeploySummary, commentParts } from '../../../src/actions/check-deploy-summary.ts';
import { withinOutput } from '../../../src/actions/findings-in-output.ts';
import { shortened } from '../../../src/actions/pull-request-comment.ts';
import type { Judged } from '../../../src/checks/judge.ts';
import { FAMILIES } from '../../../src/checks/profile.ts';
import { PAYLOADS } from '../../acceptance/sweeps/hostile-text.ts';
import { breakouts } from '../../acceptance/sweeps/markdown-structure.ts';
import { evaluationWith, projectWith } from '../../support/checks.ts';
import { judgedFinding } from '../../support/judged.ts';
import { recordingWorld } from '../../support/recording-world.ts';

/** A judged project in which every text that comes from outside is this one. */
function checkedWith(text: string, findings: readonly Judged[]): CheckDeployed {
  const [finding] = findings;
  if (finding === undefined) throw new Error('a test gives at least one finding');
  const given = { variables: new Map(), unreadable: [text], empty: false };
  const project = projectWith({
    directory: text,
    evaluations: [evaluationWith({ module: text, services: [text], answer: { stubs: [text], dummies: [text] } })],
    unjudged: [{ family: 'django', reason: 'timeout', why: text, remedy: text }],
  });
  const setup: CheckDeploySetup = {
    environment: text,
    request: {
      profile: 'staging',
      site: undefined,
      directory: undefined,
      settings: undefined,
      framework: 'auto',
      python: undefined,
      given,
      application: undefined,
      siblings: new Map(),
      envFile: undefined,
      missing: 'fail',
      stubs: 'never',
      compose: new Map(),
      files: new Map(),
      healthPaths: [],
    },
    own: {
      profile: undefined,
      directory: undefined,
      settings: undefined,
      framework: 'auto',
      python: undefined,
      missing: 'fail',
      stubs: 'never',
      variables: new Map(),
      compose: new Map(),
      files: new Map(),
      families: new Set(FAMILIES),
      ignore: [],
      failOn: 'high',
      comment: false,
      allowInsecure: false,
    },
    baseline: { file: text, entries: [] },
    sarif: undefined,
    attested: { attested: [{ key: 'uptime-monitor', date: '2026-01-31' }], overdue: [], missing: ['secrets-rotated'] },
    authorities: [],
    coolify: undefined,
  };
  const line = { rule: 'compose/x', path: undefined, reason: text, text };
  return {
    setup,
    project,
    judgement: { findings, rules: 3, unknown: [{ rule: 'compose/x', subject: text, why: text }] },
    ignoring: { left: findings, ignored: [{ finding, line }], stale: [line] },
    against: {
      fresh: findings,
      known: [finding],
      gone: [{ rule: 'compose/x', file: text, subject: text, severity: 'low' }],
    },
    unjudged: project.unjudged,
  };
}

function outcomeOf(checked: CheckDeployed, text: string): CheckDeployOutcome {
  return {
    outcome: 'failed',
    reasonCode: 'unfit',
    headline: text,
    remedy: text,
    findings: checked.against.fresh,
    facts: {},
    details: { checked, sarifPath: '' },
  };
}

const hostile = (text: string) =>
  judgedFinding('compose/privileged', 'high', {
    subject: text,
    message: text,
    evidence: text,
    remedy: text,
    place: { file: text, line: 3 },
  });
const HOSTS = ['github.com', 'github.example'];
/** Counts, findings, not judged, unknown, ignored, stale, known, gone, attested. */
const TABLES = 9;

describe('the summary', () => {
  test.each(Object.entries(PAYLOADS))('keeps its structure with %s in every text from outside', (_, text) => {
    const checked = checkedWith(text, [hostile(text)]);
    const world = { ...recordingWorld(), environment: { GITHUB_SHA: 'abc' } };
    const summary = checkDeploySummary(outcomeOf(checked, text), world);
    expect(breakouts(summary, HOSTS, TABLES)).toEqual([]);
    expect(summary.length).toBeLessThan(200_000);
  });

  test('shows what decides first, and folds what is below it', () => {
    const findings = [judgedFinding('compose/privileged', 'high'), judgedFinding('compose/links', 'low')];
    const summary = checkDeploySummary(outcomeOf(checkedWith('x', findings), 'x'), recordingWorld());
    const fold = summary.indexOf('<details><summary>Below high: 1 low finding</summary>');
    expect(summary.indexOf('compose/privileged')).toBeGreaterThan(0);
    expect(summary.indexOf('compose/privileged')).toBeLessThan(fold);
    expect(summary.indexOf('compose/links')).toBeGreaterThan(fold);
  });

  test('folds nothing away when nothing decides', () => {
    const findings = [judgedFinding('compose/links', 'low')];
    const summary = checkDeploySummary(outcomeOf(checkedWith('x', findings), 'x'), recordingWorld());
    expect(summary.indexOf('compose/links')).toBeLessThan(summary.indexOf('<details>'));
    expect(summary).not.toContain('Below high');
  });

  test('says how much is left out, and what stands in the report', () => {
    const many = Array.from({ length: 300 }, (_, index) =>
      judgedFinding('compose/privileged', 'high', { subject: `s${index}` }),
    );
    const summary = checkDeploySummary(outcomeOf(checkedWith('x', many), 'x'), recordingWorld());
    expect(summary).toContain('100 more are in the report.');
  });
});

describe('the comment', () => {
  test.each(Object.entries(PAYLOADS))('fits, and keeps its structure, with %s in every text', (_, text) => {
    const many = Array.from({ length: 300 }, () => hostile(text));
    const comment = shortened(commentParts(outcomeOf(checkedWith(text, many), text), recordingWorld()));
    expect(comment.length).toBeLessThanOrEqual(65_036);
    expect(breakouts(comment, HOSTS, TABLES)).toEqual([]);
    expect(comment).toMatch(/^### Check deploy of .*: failed\n/);
  });

  test('of a small size still holds the verdict, and says where the rest is', () => {
    const many = Array.from({ length: 300 }, () => judgedFinding('compose/privileged', 'high'));
    const comment = shortened(commentParts(outcomeOf(checkedWith('x', many), 'It is so.'), recordingWorld()), 800);
    expect(comment.length).toBeLessThanOrEqual(800);
    expect(comment).toMatch(/It is so\.[\s\S]*The job summary has the rest\.$/);
  });
});

describe('the result', () => {
  test('is cut to what an environment variable holds, worst first, and the report is not', () => {
    const many = Array.from({ length: 3_000 }, (_, index) =>
      judgedFinding('compose/privileged', 'high', { subject: `s${index}` }),
    );
    const checked = checkedWith('x'.repeat(300), many);
    const shown = withinOutput(checked.against.fresh);
    expect(shown).toEqual(many.slice(0, shown.length));
    expect(JSON.stringify([shown, checkFacts(checked, shown.length)]).length).toBeLessThan(110_000);
    expect(checkFacts(checked, shown.length)['findings-left-out']).toBe(3_000 - shown.length);
    expect(checkEvidence(checked)['findings']).toHaveLength(3_000);
  });

  test('has the first finding even if it alone is too long, cut', () => {
    const long = judgedFinding('compose/privileged', 'high', { evidence: 'x'.repeat(100_000) });
    const checked = checkedWith('x', [long]);
    expect(withinOutput(checked.against.fresh).map(({ evidence }) => evidence.length)).toEqual([2_000]);
    expect(JSON.stringify(checkEvidence(checked)['findings']).length).toBeGreaterThan(100_000);
  });
});
