import { describe, expect, test } from '@jest/globals';
import { scratchCopy } from '../../scripts/workflows/scratch-copy.ts';

const self = (path: string) => `org/obcms-deploy/${path}@v1`;

describe('the copy of a workflow that act can read', () => {
  test('names the repository where the original says $/', () => {
    const copy = scratchCopy(
      'jobs:\n  a:\n    uses: $/.github/workflows/x.yml\n  b:\n    steps:\n      - uses: $/redeploy # why\n',
      self,
    );
    expect(copy).toBe(
      'jobs:\n  a:\n    uses: org/obcms-deploy/.github/workflows/x.yml@v1\n  b:\n    steps:\n      - uses: org/obcms-deploy/redeploy@v1 # why\n',
    );
  });

  test('leaves every other reference as it is', () => {
    const text =
      'jobs:\n  a:\n    steps:\n      - uses: actions/checkout@v6\n      - uses: ./here\n      - run: echo "uses $/x"\n';
    expect(scratchCopy(text, self)).toBe(text);
  });

  test('loses the queue of a concurrency group and keeps the group, in the workflow and in a job', () => {
    const group = 'concurrency:\n  group: deploy\n  cancel-in-progress: false\n';
    const indented = group.replace(/^/gm, '    ').trimEnd();
    const text = `${group}  queue: max\njobs:\n  a:\n${indented}\n      queue: max\n`;
    expect(scratchCopy(text, self)).toBe(`${group}jobs:\n  a:\n${indented}\n`);
  });

  test('loses the deployment switch of an environment and keeps its name', () => {
    const text =
      'jobs:\n  a:\n    environment:\n      name: staging\n      deployment: false\n  b:\n    environment: production\n';
    expect(scratchCopy(text, self)).toBe(text.replace('      deployment: false\n', ''));
  });

  test('keeps a step of the name queue, an input of the name deployment and long lines', () => {
    const text = `jobs:\n  queue:\n    steps:\n      - with:\n          deployment: x\n        run: ${'word '.repeat(60)}end\n`;
    expect(scratchCopy(text, self)).toBe(text);
  });

  test('refuses what is not YAML', () => {
    expect(() => scratchCopy('jobs: [', self)).toThrow(/not YAML/);
  });
});
