import type { World } from '../core/world.ts';
import type { MigrationId } from '../migrations/facts.ts';
import type { Applied } from '../migrations/request.ts';
import type { MigrationSafetyRequest } from './migration-safety-request.ts';
import { inWorkspace } from './site-inputs.ts';

/** Reads the file of the input `applied`, when it names one. @throws UserError when there is none, or nothing in it */
export async function appliedOf({ inputs, own }: MigrationSafetyRequest, world: World): Promise<Applied> {
  const { applied } = own;
  if (applied === 'from-base') return { from: 'base' };
  if (applied === 'database') return { from: 'database' };
  const text = await world.readFile(inWorkspace(applied.file, world));
  if (text === undefined)
    throw inputs.refusal(
      'applied',
      'is neither from-base nor database, and no file; its path starts at the root of the checkout',
    );
  const ids = appliedIn(text);
  if (ids === undefined)
    throw inputs.refusal(
      'applied',
      'holds no list of migrations; write the output of "manage.py showmigrations --plan" into it',
    );
  return { from: 'file', file: applied.file, ids };
}

/** `[X]  auth.0001_initial (0.1s)`, as `showmigrations --plan` writes it. */
const PLAN_LINE = /^\[([ Xx])\]\s+([A-Za-z_]\w*\.\w+)\b/;
/** ` [X] 0001_initial (2 squashed migrations)` below the name of its app, as `showmigrations` writes it. */
const LIST_LINE = /^\s+\[([ Xx-])\]\s+(\w+)/;
const APP_LINE = /^([A-Za-z_]\w*)$/;
/** One migration a line; of Alembic its revision, also as `alembic current` marks it. */
const BARE_LINE = /^([A-Za-z_]\w*\.\w+|[0-9a-z_-]{3,64})(?:\s+\((?:head|effective head|mergepoint|branchpoint)\))*$/;

/** Ids of what is applied; undefined when the text is no such list. */
export function appliedIn(text: string): readonly MigrationId[] | undefined {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map(line => line.trimEnd())
    .filter(line => line !== '' && !line.startsWith('#'));
  const isList = lines.some(line => LIST_LINE.test(line));
  const ids: MigrationId[] = [];
  let app = '';
  for (const line of lines) {
    const [, planMark, planned] = PLAN_LINE.exec(line) ?? [];
    const [, listMark, name] = LIST_LINE.exec(line) ?? [];
    if (planned !== undefined) {
      if (/x/i.test(planMark ?? '')) ids.push(planned);
    } else if (name !== undefined) {
      if (/x/i.test(listMark ?? '')) ids.push(`${app}.${name}`);
    } else if (isList) {
      // ` (no migrations)` stands below apps without any.
      app = APP_LINE.exec(line)?.[1] ?? app;
    } else {
      const bare = BARE_LINE.exec(line)?.[1];
      if (bare === undefined) return undefined;
      ids.push(bare);
    }
  }
  return lines.length === 0 ? undefined : ids;
}
