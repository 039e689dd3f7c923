import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AnyAction } from '../../src/actions/index.ts';
import { COMMON_OUTPUTS } from '../../src/core/action.ts';
import { ROOT } from '../root.ts';
import { type Generated, type Generator, inputDescription, isRequired } from './generated.ts';
import { cell, code, table } from './markdown-table.ts';
import { hazardFamiliesTable } from './migration-rule-pages.ts';
import { reasonTable } from './reason-codes.ts';
import { accountsTable, familiesTable } from './requirements-page.ts';

/** The tables that a page may ask for with `<!-- generated: <name> -->` and `<!-- /generated -->` around them. */
const TABLES: Readonly<Record<string, (action: AnyAction) => string>> = {
  inputs: inputTable,
  outputs: outputTable,
  'reason codes': action => reasonTable(action.reasons),
  families: familiesTable,
  'hazard families': hazardFamiliesTable,
  'demands by answer': accountsTable,
};

/** The pages of the actions, with their tables up to date. An action without a page has none to keep. */
export const tables: Generator = async actions => (await Promise.all(actions.map(page))).flat();

async function page(action: AnyAction): Promise<readonly Generated[]> {
  const path = `actions/${action.name}/README.md`;
  const file = join(ROOT, path);
  return existsSync(file) ? [{ path, text: filled(await readFile(file, 'utf8'), action) }] : [];
}

/** Replaces what stands between the markers; throws when a marker asks for a table that does not exist. */
export function filled(markdown: string, action: AnyAction): string {
  return filledWith(
    markdown,
    Object.fromEntries(Object.entries(TABLES).map(([name, make]) => [name, () => make(action)])),
  );
}

/** The same with tables of another origin. */
export function filledWith(markdown: string, tables: Readonly<Record<string, () => string>>): string {
  return markdown.replace(/<!-- generated: ([^>]*?) -->[\s\S]*?<!-- \/generated -->/g, (_, name: string) => {
    const make = tables[name.trim()];
    if (make === undefined) throw new Error(`There is no table "${name}"; there are ${Object.keys(tables).join(', ')}`);
    return `<!-- generated: ${name} -->\n\n${make()}\n\n<!-- /generated -->`;
  });
}

function inputTable(action: AnyAction): string {
  const rows = Object.entries(action.inputs).map(([name, spec]) => [
    code(name),
    cell(inputDescription(spec)),
    isRequired(spec) ? 'required' : code(spec.default ?? ''),
    code(spec.example.split('\n')[0] ?? ''),
  ]);
  return table(['input', 'meaning', 'default', 'example'], rows);
}

function outputTable(action: AnyAction): string {
  const rows = Object.entries({ ...COMMON_OUTPUTS, ...action.outputs }).map(([name, meaning]) => [
    code(name),
    cell(meaning),
  ]);
  return table(['output', 'meaning'], rows);
}
