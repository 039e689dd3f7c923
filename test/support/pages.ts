/** The pages that users copy from, and the YAML in them. */
export const PAGES = [
  'README.md',
  'actions/check-deploy/README.md',
  'actions/redeploy/README.md',
  'actions/smoke-test/README.md',
  'docs/configuration.md',
  'docs/deploy-one-environment.md',
  'docs/how-smoke-test-works.md',
  'docs/smoke-suite.md',
];

export interface Block {
  /** `page:line` of its first line. */
  readonly where: string;
  readonly text: string;
}

export function yamlBlocks(markdown: string, page: string): readonly Block[] {
  return [...markdown.matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(({ index, 1: text = '' }) => ({
    where: `${page}:${markdown.slice(0, index).split('\n').length + 1}`,
    text,
  }));
}
