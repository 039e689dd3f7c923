import { describe, expect, test } from '@jest/globals';
import { PRESETS } from '../../../../src/smoke/presets/index.ts';

const presets = Object.values(PRESETS);
const checks = presets.flatMap(preset => preset.checks.map(check => ({ preset, check })));

describe('the table of presets', () => {
  test('is not empty, and neither is a preset', () => {
    expect(presets.map(({ name }) => name)).toEqual(expect.arrayContaining(['https', 'headers', 'cookies', 'cors']));
    expect(presets.filter(preset => preset.checks.length === 0)).toEqual([]);
  });

  test('has ids that users can skip by: the preset, a slash, words with hyphens, and each once', () => {
    const ids = checks.map(({ check }) => check.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(checks.filter(({ preset, check }) => !check.id.startsWith(`${preset.name}/`))).toEqual([]);
    expect(ids.filter(id => !/^[a-z]+\/[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id))).toEqual([]);
  });

  test.each(checks.map(({ check }) => [check.id, check] as const))('says of %s what the docs need', (_, check) => {
    const texts = [check.title, check.why, check.remedy, check.source, ...check.accepts];
    expect(texts.filter(text => text.trim() === '' || text !== text.trim())).toEqual([]);
    expect(check.accepts.length).toBeGreaterThan(0);
    expect(check.title).toMatch(/^[A-Z0-9]/);
    expect(check.title).not.toMatch(/\.$/);
  });
});
