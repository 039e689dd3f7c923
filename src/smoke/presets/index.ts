import { cookies } from './cookies/index.ts';
import { cors } from './cors/index.ts';
import { django } from './django/index.ts';
import { fastapi } from './fastapi/index.ts';
import { headers } from './headers/index.ts';
import { health } from './health/index.ts';
import { https } from './https/index.ts';
import { leaks } from './leaks/index.ts';
import type { Preset } from './preset.ts';
import { staticFiles } from './static/index.ts';

/** Every preset by its name in the suite, in the order in which they run and stand in the docs. */
export const PRESETS: Readonly<Record<string, Preset>> = table([
  https,
  headers,
  cookies,
  cors,
  leaks,
  health,
  staticFiles,
  django,
  fastapi,
]);

/** Which options belong to which preset is checked by the suite's schema before a preset sees them; from here on they are one type. */
function table(presets: readonly Preset<never>[]): Readonly<Record<string, Preset>> {
  return Object.fromEntries(presets.map(preset => [preset.name, preset as unknown as Preset]));
}
