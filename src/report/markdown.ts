import { indentedLines, oneLine } from '../core/text.ts';

/**
 * Markdown and HTML made of untrusted text. Everything that a server, tool, branch or commit can control goes through one of
 * these before it stands in a summary or a comment.
 */

/** Inline text: no markup, no mention, no link, no comment marker; fits into a table cell. */
export function plain(text: string, limit = 300): string {
  return (
    oneLine(text, limit)
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/[\\`*_{}[\]()#+!|~$]/g, character => `&#${character.charCodeAt(0)};`)
      .replace(/@/g, '&#64;')
      .replace(/:\/\//g, '&#58;//')
      // Addresses without a scheme become links as well.
      .replace(/www\./gi, match => `${match.slice(0, 3)}&#46;`)
      .replace(
        /^(\s*)([-=]|\d+\.)/,
        (_, space: string, mark: string) => `${space}&#${mark.charCodeAt(0)};${mark.slice(1)}`,
      )
  );
}

/** Inline code that survives backticks and table bars in its text. */
export function code(text: string, limit = 200): string {
  const safe = oneLine(text, limit)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[|`*_[\]\\~$@]/g, character => `&#${character.charCodeAt(0)};`)
    .replace(/:\/\//g, '&#58;//')
    .replace(/www\./gi, match => `${match.slice(0, 3)}&#46;`);
  return safe === '' ? '' : `<code>${safe}</code>`;
}

/** A block of lines, each made harmless, whose fence is longer than any run of backticks inside. */
export function block(lines: readonly string[], language = 'text'): string {
  const text = lines.flatMap(line => indentedLines(line)).join('\n');
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(match => match[0].length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return `${fence}${language}\n${text}\n${fence}`;
}

/** A link with an untrusted label. An address that could end the link or the table cell around it is left out. */
export function link(label: string, address: string): string {
  return /^https?:\/\/[^\s()<>"|`\\[\]]+$/.test(address) ? `[${plain(label)}](${address})` : plain(label);
}

export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(headings), line(headings.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A folded part; `title` is ours, `body` is Markdown. */
export function folded(title: string, body: string): string {
  return `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;
}
