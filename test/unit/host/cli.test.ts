import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { cli } from '../../../src/cli.ts';

let out = '';
let complained = '';
const original = { out: process.stdout.write, err: process.stderr.write };

beforeEach(() => {
  out = '';
  complained = '';
  process.stdout.write = (chunk: string | Uint8Array) => {
    out += String(chunk);
    return true;
  };
  process.stderr.write = (chunk: string | Uint8Array) => {
    complained += String(chunk);
    return true;
  };
});
afterEach(() => {
  process.stdout.write = original.out;
  process.stderr.write = original.err;
});

describe('the terminal door', () => {
  test('without words says how it is used, and that this was wrong', async () => {
    expect(await cli([])).toBe(2);
    expect(complained).toContain('Actions: check-deploy, migration-safety, redeploy');
    expect(out).toBe('');
  });

  test.each(['--help', 'help'])('%s is an answer', async word => {
    expect(await cli([word])).toBe(0);
    expect(out).toContain('Exit status: 0 passed, 1 failed, 2 error in what you gave, 3 inconclusive.');
  });

  test('lists the inputs of an action, with the variable that keeps a token off the command line', async () => {
    expect(await cli(['redeploy', '--help'])).toBe(0);
    expect(out).toMatch(/--coolify-token[^\n]*\n[^\n]*Variable: COOLIFY_TOKEN/);
    expect(out).toMatch(/--pin auto\|never\|always/);
  });

  test('takes an input that is on or off without a value', async () => {
    expect(await cli(['smoke-test', '--list', '--presets', 'https', '--base-url', 'https://site.example'])).toBe(0);
    expect(out).toMatch(/https\/redirect: .*\n[\s\S]* checks would run; nothing was sent\.\npassed \(listed\)/);
    expect(await cli(['smoke-test', '--list', 'maybe', '--presets', 'https', '--base-url', 'https://a.example'])).toBe(
      2,
    );
  });

  test.each([
    [['redploy'], 'There is no action "redploy"; did you mean redeploy?'],
    [['constructor'], 'There is no action "constructor"'],
    [['redeploy', '--coolify-uri', 'x'], 'redeploy has no input "coolify-uri"; did you mean --coolify-url?'],
    [['redeploy', '--coolify-tokn=12|secret'], 'redeploy has no input "coolify-tokn"; did you mean --coolify-token?'],
    [['redeploy', '--sha'], '--sha needs a value'],
    [['redeploy', 'web'], 'web'],
  ])('%j is refused', async (words, message) => {
    expect(await cli(words)).toBe(2);
    expect(complained).toContain(message);
    expect(complained).toContain('Every input of an action: <action> --help');
    expect(complained).not.toContain('secret');
  });
});
