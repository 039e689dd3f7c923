import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from '../root.ts';
import type { Generator } from './generated.ts';
import { cell, code, table } from './markdown-table.ts';
import { filledWith } from './tables.ts';

const PAGE = 'docs/deploy-one-environment.md';

interface Root {
  readonly inputs: Readonly<Record<string, { description: string; required?: boolean; default?: string }>>;
  readonly outputs: Readonly<Record<string, { description: string }>>;
  readonly runs: { readonly steps: readonly { uses: string; with: Readonly<Record<string, string>> }[] };
}

/** The page of the root action, with its tables up to date: it has no code, so they come from its `action.yml`. */
export const rootPage: Generator = async () => {
  const root: Root = parse(await readFile(join(ROOT, 'action.yml'), 'utf8'));
  const page = await readFile(join(ROOT, PAGE), 'utf8');
  return [{ path: PAGE, text: filledWith(page, { inputs: () => inputTable(root), outputs: () => outputTable(root) }) }];
};

function inputTable({ inputs, runs }: Root): string {
  const rows = Object.entries(inputs).map(([name, { description, required, default: value }]) => [
    code(name),
    cell(description),
    required === true ? 'required' : code(value ?? ''),
    [...new Set(stepsWith(name, runs.steps))].join(', '),
  ]);
  return table(['input', 'meaning', 'default', 'goes to'], rows);
}

/** The actions that get an input; one twice when two steps call it. */
function stepsWith(input: string, steps: Root['runs']['steps']): readonly string[] {
  const named = new RegExp(`\\binputs\\.${input}(?![\\w-])`);
  return steps
    .filter(step => Object.values(step.with).some(text => named.test(text)))
    .map(({ uses }) => uses.slice('$/'.length));
}

function outputTable({ outputs }: Root): string {
  return table(
    ['output', 'meaning'],
    Object.entries(outputs).map(([name, { description }]) => [code(name), cell(description)]),
  );
}
