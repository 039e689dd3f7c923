import { describe, expect, test } from '@jest/globals';
import { judge } from '../../../src/checks/judge.ts';
import type { Family } from '../../../src/checks/profile.ts';
import { defineRule, type Hit, type Rule } from '../../../src/checks/rule.ts';
import { projectWith } from '../../support/checks.ts';

const rule = (id: Rule['id'], hits: readonly Hit[], severity: Rule['severity'] = 'high'): Rule =>
  defineRule({ id, title: '', severity, why: '', remedy: 'Mend it.', source: ['S1-001'], judge: () => hits });
const hit = (subject: string, parts: Partial<Hit> = {}): Hit => ({
  subject,
  message: 'It is wrong.',
  evidence: 'seen',
  ...parts,
});
const ALL = new Set<Family>(['settings', 'docker', 'compose']);
const project = projectWith({ profile: 'staging' });

describe('judging a project', () => {
  test('puts the worst first, then family, file, line and subject', () => {
    const rules = [
      rule('compose/b', [
        hit('web', { place: { file: 'b.yml', line: 2 } }),
        hit('web', { place: { file: 'a.yml', line: 9 } }),
      ]),
      rule('compose/a', [hit('b'), hit('a')], 'low'),
      rule('docker/a', [hit('USER', { place: { file: 'Dockerfile', line: 1 } })], 'critical'),
      rule('settings/z', [hit('HOSTS')]),
    ];
    const { findings } = judge(project, rules, ALL);
    expect(findings.map(({ rule: id, subject, place }) => [id, subject, place?.file])).toEqual([
      ['docker/a', 'USER', 'Dockerfile'],
      ['settings/z', 'HOSTS', undefined],
      ['compose/b', 'web', 'a.yml'],
      ['compose/b', 'web', 'b.yml'],
      ['compose/a', 'a', undefined],
      ['compose/a', 'b', undefined],
    ]);
  });

  test('tells an equal fault of two services once', () => {
    const twice = hit('DEBUG', { place: { file: 'a.py', line: 3 } });
    expect(judge(project, [rule('settings/a', [twice, { ...twice }])], ALL).findings).toHaveLength(1);
  });

  test('lists a thousand findings of a rule, and keeps the others as one that no path excuses', () => {
    const many = Array.from({ length: 1_002 }, (_, at) => hit(`S${at}`, { place: { file: 'a.env', line: at + 1 } }));
    const { findings, unknown } = judge(project, [rule('settings/a', many), rule('docker/a', [hit('x')])], ALL);
    expect(findings).toHaveLength(1_002);
    expect(findings.filter(({ subject }) => subject === 'the rest')).toEqual([
      expect.objectContaining({
        rule: 'settings/a',
        severity: 'high',
        message: '2 more findings of this rule are not listed.',
      }),
    ]);
    expect(findings.find(({ subject }) => subject === 'the rest')).not.toHaveProperty('place');
    expect(unknown).toEqual([]);
  });

  test('shows no secret that a rule quotes of a file', () => {
    const secret = 'q7Zp4Kd9LwXrVn2TyJb';
    const quoted = { subject: `redis-server --requirepass ${secret}`, message: `Bearer ${secret}` };
    const [finding] = judge(
      project,
      [rule('docker/a', [{ ...quoted, evidence: `API_TOKEN=${secret}`, remedy: `https://x:${secret}@y/` }])],
      ALL,
    ).findings;
    expect(JSON.stringify(finding)).not.toContain(secret);
    const [unknown] = judge(project, [rule('docker/a', [{ ...quoted, evidence: '', unknown: true }])], ALL).unknown;
    expect(JSON.stringify(unknown)).not.toContain(secret);
  });

  test('keeps what is unknown apart from what is wrong', () => {
    const judgement = judge(
      project,
      [rule('settings/a', [hit('CACHES', { unknown: true, message: 'comes from a stub' })])],
      ALL,
    );
    expect(judgement.findings).toEqual([]);
    expect(judgement.unknown).toEqual([{ rule: 'settings/a', subject: 'CACHES', why: 'comes from a stub' }]);
  });

  test('takes the severity of the profile, and does not ask rules that are off in it', () => {
    const severities = { development: 'off', staging: 'medium', production: 'critical' } as const;
    const rules = [
      rule('settings/a', [hit('a')], severities),
      rule('settings/b', [hit('b')], { ...severities, staging: 'off' }),
    ];
    const { findings, rules: asked } = judge(project, rules, ALL);
    expect(findings.map(({ rule: id, severity }) => [id, severity])).toEqual([['settings/a', 'medium']]);
    expect(asked).toBe(1);
  });

  test("lets a hit's own severity and remedy win", () => {
    const { findings } = judge(project, [rule('settings/a', [hit('a', { severity: 'low', remedy: 'Do this.' })])], ALL);
    expect(findings[0]).toMatchObject({ severity: 'low', remedy: 'Do this.', dummy: false, source: ['S1-001'] });
  });

  test('asks only the families it was told to', () => {
    const rules = [rule('settings/a', [hit('a')]), rule('docker/a', [hit('a')])];
    expect(judge(project, rules, new Set<Family>(['docker'])).findings.map(({ rule: id }) => id)).toEqual(['docker/a']);
  });
});
