import type { DatabaseFacts, TableSize } from './facts.ts';
import type { TableKnowledge } from './played.ts';
import type { Schema } from './schema/schema.ts';

/** From these on, going through a table takes long enough to be noticed by those who wait for it: some tens of milliseconds. */
const LARGE_ROWS = 10_000;
const LARGE_BYTES = 10 * 1024 * 1024;

/**
 * Who is how large, and who is hot.
 * @param hot names of tables as users write them, `app_*` allowed
 * @param small tables that are known to stay small, whatever their size is said to be
 */
export function tableKnowledge(
  database: Pick<DatabaseFacts, 'tables'> | undefined,
  hot: readonly string[],
  small: readonly string[],
): TableKnowledge {
  const isHot = matcher(hot);
  const isSmall = matcher(small);
  const sizes = new Map<string, boolean>();
  for (const [name, size] of database?.tables ?? []) sizes.set(withoutPublic(name), isLargeSize(size));
  const sizeOf = (name: string): TableSize | undefined =>
    database?.tables.get(name) ?? database?.tables.get(`public.${name}`);

  /** New tables have what pending migrations put in; of a partitioned one its parts decide. */
  function isLarge(table: string, schema: Schema): boolean {
    if (isSmall(table)) return false;
    const known = schema.tables.get(table);
    if (known?.isNew === true) return known.filled;
    if (known !== undefined && known.partitions.length > 0) return known.partitions.some(part => isLarge(part, schema));
    return sizes.get(table) ?? true;
  }

  return {
    isLarge,
    isHot,
    sizeInWords: table => {
      const size = sizeOf(table);
      if (isSmall(table) && size === undefined) return 'small, as you say';
      return size === undefined ? 'of unknown size' : inWords(size);
    },
  };
}

function isLargeSize({ rows, bytes }: TableSize): boolean {
  // Before the first ANALYZE only the size on disk is known; the planner's guess may be old, so either is enough.
  return (rows ?? 0) >= LARGE_ROWS || bytes >= LARGE_BYTES;
}

function inWords({ rows, bytes }: TableSize): string {
  if (rows !== undefined) return rows === 1 ? 'about 1 row' : `about ${rounded(rows).toLocaleString('en-US')} rows`;
  const megabytes = bytes / 1024 / 1024;
  return megabytes < 1 ? 'less than 1 MB' : `about ${rounded(megabytes).toLocaleString('en-US')} MB`;
}

/** To two figures: the planner only estimates. */
function rounded(count: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, count))) - 1);
  return Math.round(count / step) * step;
}

function matcher(names: readonly string[]): (table: string) => boolean {
  const exact = new Set(names.filter(name => !name.includes('*')).map(withoutPublic));
  const patterns = names.filter(name => name.includes('*')).map(name => toPattern(withoutPublic(name)));
  return table => exact.has(table) || patterns.some(pattern => pattern.test(table));
}

function toPattern(glob: string): RegExp {
  const parts = glob.split('*').map(part => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}

function withoutPublic(name: string): string {
  return name.startsWith('public.') ? name.slice('public.'.length) : name;
}
