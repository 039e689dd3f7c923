import { readDocument, refusal } from '../../config/document.ts';
import { nearest } from '../../core/nearest.ts';
import { inSequence, oneLine } from '../../core/text.ts';
import { checkOf } from './compile-check.ts';
import { inMilliseconds } from './compile-expect.ts';
import { loginOf } from './compile-login.ts';
import { presetsOf } from './compile-presets.ts';
import { DEFAULT_TIMEOUT, type RequestDefaults } from './compile-request.ts';
import { Compiling } from './compiling.ts';
import type { SuiteContext } from './context.ts';
import { SUITE_FORMAT } from './format.ts';
import { KnownNames } from './known-names.ts';
import type { WrittenSuite } from './schema.ts';
import type { Login, Suite, SuiteCheck } from './suite.ts';
import { namedTemplates } from './template.ts';

/**
 * Reads a smoke suite. Everything wrong that can be known before a request is sent is found here.
 * @param source `file` as the user wrote it, for messages; `suite` when the input held the text itself
 * @throws UserError `invalid-suite`, `nothing-checked` or `secret-missing`, with file, line and column
 */
export async function loadSuite(
  text: string,
  source: { readonly file: string },
  context: SuiteContext,
): Promise<Suite> {
  const { file } = source;
  const { value: written, places } = readDocument(text, file, SUITE_FORMAT);
  const compiling = new Compiling(file, places, context);
  const names = new KnownNames(context.variables.keys());
  refuseNothing(written, compiling);
  const presets = await presetsOf(written.presets ?? [], names, compiling);
  checkSkip(written.skip ?? [], compiling);
  const logins = await loginsOf(written, names, compiling);
  const defaults = defaultsOf(written, names, compiling);
  const checks = await checksOf(written, { logins: logins.map(({ name }) => name), names, defaults }, compiling);
  const missing = compiling.missingSecrets();
  if (missing !== undefined) throw missing;
  return {
    source: { file, lines: text.split(/\r\n|\n|\r/) },
    presets,
    skip: written.skip ?? [],
    logins,
    hosts: defaults.hosts,
    checks,
  };
}

/** A suite that checks nothing would otherwise pass. */
function refuseNothing({ presets = [], logins = {}, checks = [] }: WrittenSuite, compiling: Compiling): void {
  if (presets.length + Object.keys(logins).length + checks.length > 0) return;
  throw refusal(
    compiling.file,
    compiling.place([]),
    'the suite has no presets, no logins and no checks, so that nothing would be checked',
    'Add what is to be checked:\npresets: [https, headers]\nchecks:\n  - name: The login page is there\n    get: /login/\n    expect: { status: 200 }',
    'nothing-checked',
  );
}

function checkSkip(skip: readonly string[], compiling: Compiling): void {
  const { knownChecks } = compiling.context;
  for (const [index, id] of skip.entries()) {
    if (knownChecks.includes(id)) continue;
    const close = nearest(id, knownChecks);
    const preset = knownChecks.filter(known => known.startsWith(`${id.split('/')[0]}/`));
    throw compiling.refuse(
      ['skip', String(index)],
      `there is no preset check "${oneLine(id, 80)}"${close === undefined ? '' : `; did you mean "${close}"?`}`,
      preset.length === 0
        ? 'Ids are <preset>/<check>, such as headers/csp; with `list: true` the action prints them all.'
        : `This preset has ${inSequence(preset)}.`,
    );
  }
}

async function loginsOf(written: WrittenSuite, names: KnownNames, compiling: Compiling): Promise<readonly Login[]> {
  const logins: Login[] = [];
  for (const [name, login] of Object.entries(written.logins ?? {}))
    logins.push(await loginOf(name, login, ['logins', name], names, compiling));
  return logins;
}

function defaultsOf({ defaults, hosts = [] }: WrittenSuite, names: KnownNames, compiling: Compiling): RequestDefaults {
  const cookies = Object.keys(defaults?.headers ?? {}).find(name => name.toLowerCase() === 'cookie');
  if (cookies !== undefined) {
    throw compiling.refuseKey(
      ['defaults', 'headers', cookies],
      `the header "${cookies}" would replace the session of every login`,
      'Give it to single requests of checks without "as".',
    );
  }
  return {
    timeout: defaults?.timeout === undefined ? DEFAULT_TIMEOUT : inMilliseconds(defaults.timeout),
    headers: namedTemplates(defaults?.headers, ['defaults', 'headers'], names, compiling),
    hosts: hosts.map(host => host.replace(/:443$/, '')),
  };
}

async function checksOf(
  written: WrittenSuite,
  surroundings: Parameters<typeof checkOf>[2],
  compiling: Compiling,
): Promise<readonly SuiteCheck[]> {
  const checks: SuiteCheck[] = [];
  const lines = new Map<string, number>();
  for (const [index, check] of (written.checks ?? []).entries()) {
    const path = ['checks', String(index)];
    const at = [...path, 'name'];
    const { line } = compiling.place(at);
    const earlier = lines.get(check.name);
    if (earlier !== undefined) {
      throw compiling.refuse(
        at,
        `the name "${oneLine(check.name, 80)}" stands twice, in lines ${earlier} and ${line}`,
        'Reports tell checks by their names: give each its own.',
      );
    }
    if (compiling.context.knownChecks.includes(check.name)) {
      throw compiling.refuse(
        at,
        `"${check.name}" is the id of a preset check and cannot be the name of another`,
        'Give the check a sentence that is true when it holds:\nname: The login page is there',
      );
    }
    lines.set(check.name, line);
    checks.push(await checkOf(check, path, surroundings, compiling));
  }
  return checks;
}
