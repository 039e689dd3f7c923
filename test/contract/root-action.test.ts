import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { ROOT } from '../../scripts/root.ts';
import { COMMON_OUTPUTS } from '../../src/core/action.ts';
import { disagreements, type InnerContract, type RootContract, readRoot } from './root-contract.ts';

/** By its contract, which exists before its door is made. */
function sibling(name: string): InnerContract | undefined {
  const path = join(ROOT, 'actions', name, 'action.yml');
  return existsSync(path) ? parse(readFileSync(path, 'utf8')) : undefined;
}

describe('the root action', () => {
  test('agrees with the actions it calls: inputs, defaults, words, outputs', () => {
    expect(disagreements(readRoot(), sibling)).toEqual([]);
  });

  test('calls only actions of its own repository and commit, and runs no script', () => {
    const { steps } = readRoot().runs;
    expect(steps.map(({ uses }) => uses)).toEqual(['$/smoke-test', '$/redeploy', '$/smoke-test']);
    expect(steps.filter(({ run }) => run !== undefined)).toEqual([]);
  });

  test('reads the suite as the visit will, before anything is deployed', () => {
    const { steps } = readRoot().runs;
    const [reading, , visit] = steps.map(({ with: given }) => given ?? {});
    const { list, 'expected-sha': expected, ...same } = reading ?? {};
    expect([list, expected]).toEqual(['true', '${{ inputs.sha }}']);
    expect(visit).toMatchObject(same);
    for (const name of ['suite', 'presets', 'variables', 'only', 'skip']) expect(same).toHaveProperty(name);
  });

  test('tells the visit which commit was deployed, where, and where the site says so', () => {
    const visit = readRoot().runs.steps.find(({ id }) => id === 'smoke-test')?.with;
    expect(visit).toMatchObject({
      'expected-sha': '${{ steps.redeploy.outputs.deployed-sha }}',
      'base-url': '${{ inputs.base-url || steps.redeploy.outputs.url }}',
      // Without it a site that is deployed by inputs alone could not be asked for its commit.
      version: '${{ inputs.version }}',
    });
  });

  test('has the outputs that every action has, first and in the same order', () => {
    expect(Object.keys(readRoot().outputs).slice(0, 4)).toEqual(Object.keys(COMMON_OUTPUTS));
  });

  test('has no input that would let it pass without a deployment or without a visit', () => {
    for (const name of ['wait', 'dry-run', 'list']) expect(readRoot().inputs).not.toHaveProperty(name);
  });
});

describe('a root action is found out when', () => {
  const inner: InnerContract = {
    inputs: {
      token: { description: 'A token.', required: true },
      wait: { description: 'Waits.', default: 'true' },
    },
    outputs: { url: { description: 'An address.' } },
  };
  const good: RootContract = {
    inputs: { token: { description: 'A token.', required: true }, wait: { description: 'Waits.', default: 'true' } },
    outputs: { url: { description: 'An address.', value: '${{ steps.a.outputs.url }}' } },
    runs: {
      using: 'composite',
      steps: [{ id: 'a', uses: '$/a', with: { token: '${{ inputs.token }}', wait: '${{ inputs.wait }}' } }],
    },
  };
  const beside = (name: string) => (name === 'a' ? inner : undefined);
  const [step] = good.runs.steps;
  const stepWith = (more: object): RootContract => ({ ...good, runs: { ...good.runs, steps: [{ ...step, ...more }] } });

  test('not: a good one', () => {
    expect(disagreements(good, beside)).toEqual([]);
  });

  const wrong: readonly [why: string, root: RootContract, problem: RegExp][] = [
    ['it calls another repository', stepWith({ uses: 'actions/checkout@v6' }), /no action beside/],
    ['it calls the workspace', stepWith({ uses: './a' }), /no action beside/],
    ['it calls an action that is not there', stepWith({ uses: '$/b' }), /no action beside/],
    [
      'a script has an expression in it',
      stepWith({ uses: undefined, run: 'echo ${{ inputs.token }}' }),
      /a script with/,
    ],
    [
      'an input is not known inside',
      stepWith({ with: { ...step?.with, tokn: '${{ inputs.token }}' } }),
      /no input tokn/,
    ],
    [
      'what is passed on does not exist',
      stepWith({ with: { ...step?.with, wait: '${{ inputs.wiat }}' } }),
      /no inputs\.wiat/,
    ],
    ['what is required is not given', stepWith({ with: { wait: '${{ inputs.wait }}' } }), /token is required/],
    ['an input goes nowhere', stepWith({ with: { token: '${{ inputs.token }}' } }), /input wait goes nowhere/],
    [
      'a step looks at its own outputs',
      stepWith({ with: { ...step?.with, wait: '${{ inputs.wait || steps.a.outputs.url }}' } }),
      /no earlier step gives a\.url/,
    ],
    [
      'a default is another one',
      { ...good, inputs: { ...good.inputs, wait: { description: 'Waits.', default: 'false' } } },
      /default is false, not true/,
    ],
    [
      'a default is missing',
      { ...good, inputs: { ...good.inputs, wait: { description: 'Waits.' } } },
      /default is undefined, not true/,
    ],
    [
      'a required input is not',
      { ...good, inputs: { ...good.inputs, token: { description: 'A token.' } } },
      /has to be required/,
    ],
    [
      'an input is described in other words',
      { ...good, inputs: { ...good.inputs, wait: { description: 'Hurries.', default: 'true' } } },
      /input wait is described/,
    ],
    [
      'an output is described in other words',
      { ...good, outputs: { url: { description: 'A name.', value: '${{ steps.a.outputs.url }}' } } },
      /output url is described/,
    ],
    [
      'an output comes from nowhere',
      { ...good, outputs: { url: { description: 'An address.', value: 'https://x' } } },
      /comes from no step/,
    ],
    [
      'an output does not exist inside',
      { ...good, outputs: { url: { description: 'An address.', value: '${{ steps.a.outputs.uri }}' } } },
      /no earlier step gives a\.uri/,
    ],
    ['it is no composite', { ...good, runs: { ...good.runs, using: 'node24' } }, /runs\.using/],
  ];
  test.each(wrong)('%s', (_, root, problem) => {
    expect(disagreements(root, beside).join('\n')).toMatch(problem);
  });
});
