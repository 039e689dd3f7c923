import { appendFileSync } from 'node:fs';

/** Of one sweep. All pairs of the faults take nine minutes on two busy cores. */
export const LIMIT_MS = process.env['SWEEPS'] === 'full' ? 1_800_000 : 600_000;

/** Runs the work of a sweep, so many cases at once: each sleeps most of its life. */
export async function pooled<Case, Result>(
  cases: readonly Case[],
  atOnce: number,
  work: (item: Case) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next; index < cases.length; index = next) {
      next += 1;
      const item = cases[index];
      if (item !== undefined) results[index] = await work(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, cases.length) }, worker));
  return results;
}

/** The part of a table for people: counts by what they count. */
export function tally(values: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const value of values.toSorted()) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

/** One line a row, columns aligned, to stderr, which jest leaves alone, and to the job's summary where there is one. */
export function printTable(title: string, rows: readonly (readonly (string | number)[])[]): void {
  const texts = rows.map(row => row.map(String));
  const widths = (texts[0] ?? []).map((_, column) => Math.max(...texts.map(row => (row[column] ?? '').length)));
  const lines = texts.map(row =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  process.stderr.write(`\n${title}\n${lines.map(line => `  ${line}`).join('\n')}\n`);
  const summary = process.env['GITHUB_STEP_SUMMARY'] ?? '';
  if (summary !== '') appendFileSync(summary, `\n### ${title}\n\n\`\`\`text\n${lines.join('\n')}\n\`\`\`\n`);
}

export function inWords(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, amount]) => `${amount} ${name}`)
    .join(', ');
}
