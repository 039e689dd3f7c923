/** Small projects as strangers write them: each careful as it stands, and with faults that people make. See README.md beside this file. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ATLAS } from './atlas.ts';
import { CLINIC } from './clinic.ts';
import { HARBOUR } from './harbour.ts';
import { LEDGER } from './ledger.ts';
import { LIBRARY } from './library.ts';
import { PARCELS } from './parcels.ts';
import type { Fault, ForeignProject } from './project.ts';

export type { Fault, ForeignProject } from './project.ts';

const HERE = fileURLToPath(new URL('./', import.meta.url));

/** Everything the Django projects import. */
export const ALL_PACKAGES = join(HERE, 'requirements.txt');
/** Django and nothing else. */
export const DJANGO_ONLY = join(HERE, 'django-only.txt');

/** The Django projects, by how they keep their settings. */
export const DJANGO_PROJECTS: readonly ForeignProject[] = [LIBRARY, CLINIC, LEDGER, ATLAS, HARBOUR];
export { ATLAS, CLINIC, HARBOUR, LEDGER, LIBRARY, PARCELS };

/** The files of a project by path, with faults put in. @throws when the text that a fault replaces is not there exactly once */
export function filesOf({ name }: ForeignProject, faults: readonly Fault[] = []): Readonly<Record<string, string>> {
  const files = textsBelow(join(HERE, name));
  for (const { edit } of faults) files[edit.file] = edited(files[edit.file], edit);
  return files;
}

function edited(text: string | undefined, { file, find, replace }: Fault['edit']): string {
  const parts = text?.split(find) ?? [];
  if (parts.length !== 2) throw new Error(`${file} holds ${Math.max(0, parts.length - 1)} times: ${find}`);
  return parts.join(replace);
}

/** The line of a file that holds a text. @throws when none or several do */
export function lineOf(text: string | undefined, marker: string): number {
  const lines = (text ?? '').split('\n');
  const found = lines.flatMap((line, index) => (line.includes(marker) ? [index + 1] : []));
  const [line] = found;
  if (line === undefined || found.length > 1) throw new Error(`${found.length} lines hold: ${marker}`);
  return line;
}

function textsBelow(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    entry => entry.isFile() && !entry.parentPath.includes('__pycache__'),
  );
  const paths = entries.map(entry => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(paths.map(path => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]));
}
