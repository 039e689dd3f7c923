import { afterEach, describe, expect, test } from '@jest/globals';
import { runAction } from '../../../../lab/runner/index.ts';
import { braces, removeScratchActions, scratchComposite } from './scratch-action.ts';

afterEach(removeScratchActions);

describe('in a composite the lab refuses', () => {
  const refused: readonly [what: string, steps: string, message: RegExp][] = [
    ['an action of another repository', '- { uses: actions/checkout@v6 }', /only \$\/ .* are modelled/],
    ['the bare root', '- { uses: $/ }', /a path has to follow/],
    ['a version after $/', '- { uses: $/x@v1 }', /takes no @/],
    ['a way out of the repository', '- { uses: $/../x }', /stay in the repository/],
    ['an expression in uses', `- { uses: "$/${braces('inputs.x')}" }`, /not evaluated/],
    ['a run without a shell', '- { run: "true" }', /shell/],
    [
      'a time limit, which composites do not know',
      '- { run: "true", shell: bash, timeout-minutes: 1 }',
      /timeout-minutes/,
    ],
    [
      'an id twice',
      '- { id: a, run: "true", shell: bash }\n- { id: A, run: "true", shell: bash }',
      /'A' may not be used/,
    ],
    [
      'a context that composites do not have',
      `- { run: "true", shell: bash, env: { A: "${braces('secrets.A')}" } }`,
      /no context "secrets"/,
    ],
  ];
  test.each(refused)('%s', async (_, steps, message) => {
    await expect(runAction({ action: scratchComposite({ steps }) })).rejects.toThrow(message);
  });
});
