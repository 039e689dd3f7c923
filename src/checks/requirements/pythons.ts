import type { Repository } from '../../core/repository.ts';
import type { Dockerfile } from '../docker/facts.ts';
import { builtStages } from './deployed.ts';
import type { RequirementFacts } from './facts.ts';

type PythonVersion = RequirementFacts['pythons'][number];

/** Files that name one version on a line, with the pattern that finds it. */
const PINS: readonly (readonly [name: RegExp, kind: PythonVersion['kind'], version: RegExp])[] = [
  [/(?:^|\/)\.python-version$/, 'pin', /^\s*(?:cpython-|python-?)?(3\.\d+(?:\.\d+)?)\s*$/],
  [/(?:^|\/)runtime\.txt$/, 'pin', /^\s*python-(3\.\d+(?:\.\d+)?)/],
  [/(?:^|\/)\.tool-versions$/, 'pin', /^\s*python\s+(3\.\d+(?:\.\d+)?)/],
  [/(?:^|\/)(?:\.?mise)\.toml$/, 'pin', /^\s*python\s*=\s*"(3\.\d+(?:\.\d+)?)"/],
  [/(?:^|\/)nixpacks\.toml$/, 'pin', /(?:NIXPACKS_PYTHON_VERSION\s*=\s*["']|["']python)(3(?:\.?\d+)(?:\.\d+)?)["']/],
  [/(?:^|\/)project\.toml$/, 'pin', /^\s*(?:BP_CPYTHON_VERSION\s*=|value\s*=)\s*["'](3\.\d+(?:\.[\d*]+)?)["']/],
  [
    /^\.github\/workflows\/[^/]+\.ya?ml$/,
    'workflow',
    /^\s*(?:-\s*)?python-version:\s*["']?(3\.\d+(?:\.\d+)?)["']?\s*(?:#.*)?$/,
  ],
  [
    /(?:^|\/)\.?env(?:[.-][^/]*)?$|\.env$/,
    'pin',
    /^\s*(?:export\s+)?(?:BP_CPYTHON_VERSION|BP_PYTHON_VERSION|NIXPACKS_PYTHON_VERSION)\s*=\s*["']?(3\.\d+(?:\.[\d*]+)?)/,
  ],
];
const ELSEWHERE = /(?:^|\/)(?:node_modules|site-packages|\.venv|venv|fixtures|testdata)\//;

/** Every version of Python that the repository names for running this project. */
export async function pythonsOf(
  repository: Repository,
  dockerfiles: readonly Dockerfile[],
  pyprojects: readonly { readonly file: string; readonly version: string; readonly line: number }[],
): Promise<RequirementFacts['pythons']> {
  const found: PythonVersion[] = [];
  for (const { file, version, line } of pyprojects) found.push({ version, kind: 'range', place: { file, line } });
  for (const dockerfile of dockerfiles) found.push(...imagesOf(dockerfile));
  for (const path of repository.files) {
    if (ELSEWHERE.test(path)) continue;
    const known = PINS.find(([name]) => name.test(path));
    if (known === undefined) continue;
    const [, kind, pattern] = known;
    const text = await repository.read(path);
    for (const [index, line] of (text ?? '').split(/\r\n|\r|\n/).entries()) {
      const version = pattern.exec(line)?.[1];
      if (version !== undefined) found.push({ version: dotted(version), kind, place: { file: path, line: index + 1 } });
    }
  }
  return found;
}

function imagesOf(dockerfile: Dockerfile): readonly PythonVersion[] {
  return builtStages(dockerfile).flatMap(({ base, from }) => {
    const isPython = /(?:^|\/)python$/.test(base.name);
    const version = isPython
      ? /^(3\.\d+(?:\.\d+)?)/.exec(base.tag ?? '')?.[1]
      : /(?:^|[-:])python(3\.\d+)/.exec(base.text)?.[1];
    const own = from.stage === undefined;
    return version === undefined || !own
      ? []
      : [{ version, kind: 'image' as const, place: { file: dockerfile.file, line: from.line } }];
  });
}

/** Nix names `python313`. */
function dotted(version: string): string {
  return /^3\d+$/.test(version) ? `3.${version.slice(1)}` : version;
}
