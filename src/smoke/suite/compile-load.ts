import { boundOf, inMilliseconds } from './compile-expect.ts';
import { type RequestDefaults, requestOf } from './compile-request.ts';
import type { Compiling, Path } from './compiling.ts';
import type { KnownNames } from './known-names.ts';
import type { WrittenLoad } from './schema.ts';
import { LOAD_MEASURES, type Load, type LoadLimit } from './suite.ts';

const DEFAULT_CONCURRENCY = 5;

/**
 * A load with its limits. A share of errors is always one of them: a site that answers 500 to everybody is quick.
 * @throws UserError for a request that cannot be sent
 */
export async function loadOf(
  written: WrittenLoad,
  path: Path,
  names: KnownNames,
  defaults: RequestDefaults,
  compiling: Compiling,
): Promise<Load> {
  const { rate, concurrency, duration, expect, ...request } = written;
  const limits = LOAD_MEASURES.flatMap((measure): readonly LoadLimit[] => {
    const limit = expect?.[measure];
    if (limit === undefined) return [];
    const read = measure === 'errors' ? percentage : inMilliseconds;
    return [{ measure, ...boundOf(limit, read), place: compiling.keyPlace([...path, 'expect', measure]) }];
  });
  const none: LoadLimit = { measure: 'errors', operator: '<=', bound: 0, place: compiling.keyPlace(path) };
  return {
    request: await requestOf(request, path, names, defaults, compiling),
    rate,
    concurrency: concurrency ?? DEFAULT_CONCURRENCY,
    duration: inMilliseconds(duration),
    limits: limits.some(({ measure }) => measure === 'errors') ? limits : [...limits, none],
    place: compiling.keyPlace(path),
  };
}

function percentage(text: string): number {
  return Number(text.replace('%', '').trim());
}
