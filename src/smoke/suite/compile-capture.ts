import { checkRegex } from './compile-comparison.ts';
import { checkJsonPath } from './compile-expect.ts';
import type { Compiling, Path } from './compiling.ts';
import type { KnownNames } from './known-names.ts';
import type { WrittenCaptures } from './schema-comparison.ts';
import type { Capture } from './suite.ts';

/**
 * What a step keeps of its answer.
 * @throws UserError for a name that is taken, or a source that could never be read
 */
export async function capturesOf(
  written: WrittenCaptures | undefined,
  path: Path,
  names: KnownNames,
  compiling: Compiling,
): Promise<readonly Capture[]> {
  const found: Capture[] = [];
  for (const [name, source] of Object.entries(written ?? {})) {
    const at = [...path, name];
    if (names.isVariable(name)) {
      throw compiling.refuseKey(
        at,
        `the capture "${name}" has the name of a variable`,
        'Choose another name: a value that changes its meaning on the way is a trap.',
      );
    }
    const from =
      typeof source === 'string' ? ({ kind: 'json', path: source } as const) : sourceOf(source, at, compiling);
    if (from.kind === 'json')
      await checkJsonPath(from.path, typeof source === 'string' ? at : [...at, 'json'], compiling, 'value');
    const regex = typeof source === 'string' ? undefined : source.regex;
    if (regex !== undefined) checkRegex(regex, [...at, 'regex'], compiling);
    found.push({ name, from, regex, place: compiling.keyPlace(at) });
  }
  return found;
}

type WrittenSource = Exclude<WrittenCaptures[string], string>;

function sourceOf({ json, header, cookie, body }: WrittenSource, path: Path, compiling: Compiling): Capture['from'] {
  const sources: readonly Capture['from'][] = [
    ...(json === undefined ? [] : [{ kind: 'json' as const, path: json }]),
    ...(header === undefined ? [] : [{ kind: 'header' as const, name: header.toLowerCase() }]),
    ...(cookie === undefined ? [] : [{ kind: 'cookie' as const, name: cookie }]),
    ...(body === undefined ? [] : [{ kind: 'body' as const }]),
  ];
  const [only, ...others] = sources;
  if (only !== undefined && others.length === 0) return only;
  const name = path.at(-1);
  throw compiling.refuse(
    path,
    `the capture "${name}" has ${only === undefined ? 'no source' : `${sources.length} sources`}, and needs one`,
    `Write one of:\ncapture: { ${name}: '$.id' }\ncapture: { ${name}: { header: location, regex: '(\\d+)' } }\ncapture: { ${name}: { cookie: csrftoken } }\ncapture: { ${name}: { body: true } }`,
  );
}
