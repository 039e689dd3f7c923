import { oneLine } from '../../core/text.ts';
import { parseVersionSource, VERSION_SHAPE } from '../version-source.ts';
import { checkJsonPath } from './compile-expect.ts';
import type { Compiling, Path } from './compiling.ts';

/** @throws UserError when the version of the running release could not be read by this text */
export async function checkVersionSource(written: string, path: Path, compiling: Compiling): Promise<void> {
  const source = parseVersionSource(written);
  if (typeof source === 'string') {
    throw compiling.refuse(path, `"${oneLine(written, 120)}" ${source}`, `Please ${VERSION_SHAPE}.`);
  }
  if (source.kind === 'json') await checkJsonPath(source.query, path, compiling, 'value');
}
