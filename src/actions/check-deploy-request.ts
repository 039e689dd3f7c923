import { FAMILIES, type Family, PROFILES, type Profile } from '../checks/profile.ts';
import type { CheckRequest, FileKind } from '../checks/request.ts';
import { SEVERITIES, type Severity } from '../core/findings.ts';
import { nearest } from '../core/nearest.ts';
import { inSequence, oneLine } from '../core/text.ts';
import type { IgnoreLine } from '../report/ignore.ts';
import {
  type CheckDeployInputs,
  FILE_KINDS,
  FRAMEWORKS,
  MISSING_POLICIES,
  STUB_POLICIES,
} from './check-deploy-inputs.ts';
import { folderOf, ignoreLines, settingsOf, wordsOf } from './project-inputs.ts';

/** The inputs alone, parsed; what the configuration, Coolify and files add is not known yet. */
export interface CheckDeployRequest {
  readonly inputs: CheckDeployInputs;
  readonly config: string | undefined;
  readonly environment: string | undefined;
  readonly own: Pick<CheckRequest, 'framework' | 'python' | 'missing' | 'stubs' | 'compose' | 'files'> & {
    readonly profile: Profile | undefined;
    readonly directory: string | undefined;
    readonly settings: string | undefined;
    /** `NAME=value` of the input `env`, in its order. */
    readonly variables: ReadonlyMap<string, string>;
    readonly families: ReadonlySet<Family>;
    readonly ignore: readonly IgnoreLine[];
    readonly failOn: Severity;
    readonly comment: boolean;
    readonly allowInsecure: boolean;
  };
}

export function readRequest(inputs: CheckDeployInputs): CheckDeployRequest {
  return {
    inputs,
    config: inputs.text('config'),
    environment: inputs.text('environment'),
    own: {
      profile: inputs.text('profile') === undefined ? undefined : inputs.choice('profile', PROFILES),
      directory: folderOf(inputs),
      settings: settingsOf(inputs),
      framework: inputs.choice('framework', FRAMEWORKS),
      python: inputs.text('python'),
      missing: inputs.choice('missing', MISSING_POLICIES),
      stubs: inputs.choice('stub-imports', STUB_POLICIES),
      variables: variablesOf(inputs),
      compose: composeOf(inputs),
      files: filesOf(inputs),
      families: familiesOf(inputs),
      ignore: ignoreLines(inputs, 'compose/image-tag -- built here'),
      failOn: inputs.choice('fail-on', SEVERITIES),
      comment: inputs.flag('comment'),
      allowInsecure: inputs.flag('allow-insecure'),
    },
  };
}

/** As `os.environ` takes it; the value is everything behind the first `=`, quotes and all. */
const VARIABLE = /^(?:export\s+)?([A-Za-z_]\w*)\s*=(.*)$/;

function variablesOf(inputs: CheckDeployInputs): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  for (const line of inputs.lines('env')) {
    const [, name, value = ''] = VARIABLE.exec(line) ?? [];
    // What stands before the mistake may be a secret: only the number of the line is told.
    if (name === undefined)
      throw inputs.refusal('env', `has a line ${lineNumber(line, inputs)} that is not NAME=value`);
    if (variables.has(name)) throw inputs.refusal('env', `sets ${name} twice`);
    variables.set(name, unquoted(value.trim()));
  }
  return variables;
}

function lineNumber(line: string, inputs: CheckDeployInputs): number {
  const lines = (inputs.text('env') ?? '').split(/\r?\n/).map(text => text.trim());
  return lines.indexOf(line) + 1;
}

/** People copy lines out of env files: one pair of quotes around everything belongs to the file and not to the value. */
function unquoted(value: string): string {
  return /^(["'])(.*)\1$/s.exec(value)?.[2] ?? value;
}

function composeOf(inputs: CheckDeployInputs): CheckRequest['compose'] {
  const stacks = new Map<Profile, readonly (readonly string[])[]>();
  for (const line of inputs.lines('compose')) {
    const [key, rest] = pair(line);
    const files = wordsOf(rest).map(insideOf('compose', inputs));
    const profile = PROFILES.find(known => known === key);
    if (profile === undefined) throw unknownKey('compose', key, 'profile', PROFILES, inputs);
    if (files.length === 0) throw inputs.refusal('compose', `names no file for ${profile}`);
    stacks.set(profile, [...(stacks.get(profile) ?? []), files]);
  }
  return stacks;
}

function filesOf(inputs: CheckDeployInputs): CheckRequest['files'] {
  const globs = new Map<FileKind, readonly string[]>();
  for (const line of inputs.lines('files')) {
    const [key, rest] = pair(line);
    const kind = FILE_KINDS.find(known => known === key);
    if (kind === undefined) throw unknownKey('files', key, 'kind', FILE_KINDS, inputs);
    const given = wordsOf(rest).map(insideOf('files', inputs));
    if (given.length === 0) throw inputs.refusal('files', `names no file for ${kind}`);
    globs.set(kind, [...(globs.get(kind) ?? []), ...given]);
  }
  return globs;
}

/** What stands before and behind the first colon; without one, everything is the key. */
function pair(line: string): readonly [key: string, rest: string] {
  const colon = line.indexOf(':');
  return colon < 0 ? [line, ''] : [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
}

function insideOf(name: 'compose' | 'files', inputs: CheckDeployInputs): (path: string) => string {
  return path => {
    const relative = path.replace(/^(\.\/+)+/, '');
    if (!relative.startsWith('/') && !relative.split('/').includes('..')) return relative;
    throw inputs.refusal(name, `has the path "${oneLine(path, 80)}", which leads out of the checkout`);
  };
}

function unknownKey(
  name: 'compose' | 'files',
  key: string,
  noun: string,
  known: readonly string[],
  inputs: CheckDeployInputs,
): Error {
  const close = nearest(key, known) ?? known.find(word => key.length > 2 && word.startsWith(key.toLowerCase()));
  const meant = close === undefined ? '' : ` (did you mean ${close}?)`;
  return inputs.refusal(
    name,
    `has the line "${oneLine(key, 60)}: ...", which names no ${noun}${meant}; there are ${inSequence(known)}`,
  );
}

function familiesOf(inputs: CheckDeployInputs): ReadonlySet<Family> {
  const words = inputs.lines('families').flatMap(wordsOf);
  if (words.length === 0) return new Set(FAMILIES);
  return new Set(words.map(word => familyCalled(word, inputs)));
}

function familyCalled(word: string, inputs: CheckDeployInputs): Family {
  const family = FAMILIES.find(known => known === word.replace(/\/\*$/, ''));
  if (family !== undefined) return family;
  const close = nearest(word, FAMILIES);
  const meant = close === undefined ? '' : ` (did you mean ${close}?)`;
  throw inputs.refusal(
    'families',
    `has "${oneLine(word, 60)}", which is no family of rules${meant}; there are ${inSequence(FAMILIES)}`,
  );
}
