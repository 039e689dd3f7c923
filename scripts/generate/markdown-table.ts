type Row = readonly string[];

/** A Markdown table. The cells are Markdown already. */
export function table(head: Row, rows: readonly Row[]): string {
  const line = (cells: Row) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Text of ours for a cell: a bar would end it, a line break would end the table. */
export function cell(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ').replaceAll('|', '\\|');
}

/** A value as code in a cell. */
export function code(value: string): string {
  return value === '' ? '' : `\`${cell(value)}\``;
}
