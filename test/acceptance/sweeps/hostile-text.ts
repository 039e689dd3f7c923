/** Text that tries to be more than text: commands to the runner, Markdown, terminal sequences, and simply too much. */

export const EVIL_HOST = 'evil.example';
/** Stands in every command and name of a payload, so that an obeyed one is recognised. */
export const MARK = 'pwned';

const COMMANDS = [
  `::set-output name=${MARK}::1`,
  `::add-mask::${MARK}-mask`,
  `::save-state name=${MARK}::1`,
  `::error title=${MARK}::${MARK}`,
  `::stop-commands::${MARK}-token`,
  `##[add-mask]${MARK}-mask`,
  `##[set-output name=${MARK};]1`,
  `##[group]${MARK}`,
];

const MARKUP = [
  '</code></summary></details></td></tr></table>',
  `<img src="https://${EVIL_HOST}/x.png"><script>alert(1)</script><!-- `,
  `![picture](https://${EVIL_HOST}/x.png)`,
  `[link](https://${EVIL_HOST}/)`,
  `<https://${EVIL_HOST}/> https://${EVIL_HOST}/ www.${EVIL_HOST} somebody@${EVIL_HOST}`,
  '# Heading',
  'Heading\n=======',
  '| a | b |\n| --- | --- |\n| 1 | 2 |',
  '- item\n1. item\n> quote\n---',
  '@everyone #1 **bold** _it_ `code` $math$ ~~gone~~ \\',
  '```\nfence\n```',
  '````` ~~~~~ ```mermaid\ngraph TD\nclick A "https://evil.example"\n%%{init: {}}%%',
];

const CONTROLS =
  '\u001b[31mred\u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007\u009b31m \r::warning::cr \u202egnp.exe\u2066 \u2028::warning::ls\u2029 \u0085 \u0000 \u200b\ufeff';

/** The first begins with a command, because line ends become blanks on the way and only a line's beginning counts. */
export const PAYLOADS: Readonly<Record<string, string>> = {
  'many lines': `${COMMANDS.join('\n')}\r${COMMANDS.join('\r')}\r\n${MARKUP.join('\n')}\n${CONTROLS}`,
  'a megabyte': `${MARKUP.join(' ').replace(/\n/g, ' ')} ${'W'.repeat(600_000)}\n${'```'.repeat(100_000)}::set-output name=${MARK}::1\n`,
};

/** For a header's value, where no line can end. */
export const HEADER_PAYLOAD = `https://${EVIL_HOST}/</details><img/src=x>|a|##[add-mask]${MARK}-mask[l](https://${EVIL_HOST})\`\`\`::error::${MARK}`;
