import { checkVersionSource } from './compile-version.ts';
import type { Compiling, Path } from './compiling.ts';
import type { KnownNames } from './known-names.ts';
import { PRESET_DEFAULTS, PRESET_NAMES, type PresetName, type PresetOptions } from './preset-options.ts';
import type { WrittenPreset } from './schema-presets.ts';
import type { PresetUse } from './suite.ts';
import { templateOf } from './template.ts';

/**
 * The presets of a suite with all their options.
 * @throws UserError when one stands twice, or has an option that cannot be used
 */
export async function presetsOf(
  written: readonly WrittenPreset[],
  names: KnownNames,
  compiling: Compiling,
): Promise<readonly PresetUse[]> {
  const found: PresetUse[] = [];
  for (const [index, preset] of written.entries()) {
    const path = ['presets', String(index)];
    const name = nameOf(preset, path, compiling);
    const place = compiling.place(path);
    const earlier = found.find(one => one.name === name);
    if (earlier !== undefined) {
      throw compiling.refuse(
        path,
        `the preset "${name}" stands twice, in lines ${earlier.place?.line} and ${place.line}`,
        'Keep one of the two, with all its options.',
      );
    }
    found.push({ name, options: await optionsOf(preset, name, [...path, name], names, compiling), place });
  }
  return found;
}

function nameOf(preset: WrittenPreset, path: Path, compiling: Compiling): PresetName {
  if (typeof preset === 'string') return preset;
  const [name, second] = PRESET_NAMES.filter(one => Object.hasOwn(preset, one));
  if (name !== undefined && second === undefined) return name;
  throw second === undefined
    ? compiling.refuse(path, 'this names no preset', 'Write its name, or its name with options:\npresets:\n  - https')
    : compiling.refuseKey(
        [...path, second],
        `"${second}" stands in the same item as "${name}"`,
        `Give each preset an item of its own:\npresets:\n  - ${name}: ...\n  - ${second}: ...`,
      );
}

async function optionsOf(
  preset: WrittenPreset,
  name: PresetName,
  path: Path,
  names: KnownNames,
  compiling: Compiling,
): Promise<PresetUse['options']> {
  if (typeof preset === 'string') return { ...PRESET_DEFAULTS[name] };
  switch (name) {
    case 'leaks': {
      const usual = PRESET_DEFAULTS.leaks;
      const { metrics = usual.metrics, admin, docs = [], api } = preset.leaks ?? {};
      const all = [...new Set([...usual.docs, ...docs])];
      return { metrics, admin: orNone(admin, usual.admin), docs: all, api } satisfies PresetOptions['leaks'];
    }
    case 'health': {
      const usual = PRESET_DEFAULTS.health;
      const { path: page = usual.path, ready, version, secret } = preset.health ?? {};
      if (version !== undefined) await checkVersionSource(version, [...path, 'version'], compiling);
      return {
        path: page,
        ready: orNone(ready, usual.ready),
        version,
        secret: secret === undefined ? undefined : templateOf(secret, [...path, 'secret'], names, compiling),
      } satisfies PresetOptions['health'];
    }
    case 'django': {
      const usual = PRESET_DEFAULTS.django;
      const { login = usual.login, admin } = preset.django ?? {};
      return { login, admin: orNone(admin, usual.admin) } satisfies PresetOptions['django'];
    }
    case 'fastapi':
      return { docs: [...new Set([...PRESET_DEFAULTS.fastapi.docs, ...(preset.fastapi?.docs ?? [])])] };
    default:
      return { ...PRESET_DEFAULTS[name], ...preset[name] };
  }
}

/** `false` says that the site has none; saying nothing says the usual one. */
function orNone(written: string | false | undefined, usual: string | undefined): string | undefined {
  if (written === undefined) return usual;
  return written === false ? undefined : written;
}
