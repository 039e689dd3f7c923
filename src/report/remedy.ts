import { block, plain } from './markdown.ts';

/** A line of YAML or of a list of it, as remedies end with: `key: value`, `key:`, or anything indented. */
const YAML = /^(\s+\S|[A-Za-z][\w-]*:(\s|$))/;

/** What to do, as Markdown: the sentences as text, the YAML or command after them as a block. */
export function remedyMarkdown(remedy: string): string {
  const lines = remedy.split('\n');
  const start = lines.findIndex(line => YAML.test(line) || line.startsWith('curl '));
  const prose = start < 0 ? lines : lines.slice(0, start);
  const yaml = start < 0 ? [] : lines.slice(start);
  const language = yaml[0]?.startsWith('curl ') ? 'sh' : 'yaml';
  return [
    ...(prose.length === 0 ? [] : [prose.map(line => plain(line, 600)).join('\n')]),
    ...(yaml.length === 0 ? [] : [block(yaml, language)]),
  ].join('\n\n');
}
