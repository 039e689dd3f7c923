/** Containers of the lab are processes of this machine; what they print should read as if they had a root of their own. */
import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '../../scripts/root.ts';

export interface Places {
  /** The world's folder. */
  readonly directory: string;
  readonly python: { readonly python: string; readonly bin: string };
}

/** Gives the function that turns paths of this machine into those of a container: `/app`, `/venv`, `/usr/local`. */
export function asInContainer({ directory, python }: Places): (text: string) => string {
  const images = new RegExp(`${literal(join(directory, 'runtime', 'images'))}/[^/\\s"]+`, 'g');
  const places: readonly (readonly [string, string])[] = [
    [dirname(python.bin), '/venv'],
    [join(dirname(realpathSync(python.python)), '..'), '/usr/local'],
    [directory, '/lab'],
    [ROOT, '/project'],
  ];
  return text => places.reduce((told, [from, to]) => told.replaceAll(from, to), text.replace(images, '/app'));
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
