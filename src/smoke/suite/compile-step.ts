import type { Milliseconds } from '../../core/duration.ts';
import { capturesOf } from './compile-capture.ts';
import { belowFourHundred, expectationsOf, inMilliseconds } from './compile-expect.ts';
import { type RequestDefaults, requestOf } from './compile-request.ts';
import type { Compiling, Path } from './compiling.ts';
import type { KnownNames } from './known-names.ts';
import type { WrittenStep } from './schema.ts';
import type { Step } from './suite.ts';

/** How long `until` is waited for when `within` does not say so. */
const DEFAULT_WITHIN: Milliseconds = 30_000;

/**
 * One step, with what it may name.
 * @throws UserError for a step that cannot be sent or judged
 */
export async function stepOf(
  written: WrittenStep,
  path: Path,
  names: KnownNames,
  defaults: RequestDefaults,
  compiling: Compiling,
): Promise<Step> {
  const { expect, capture, until, within } = written;
  if (within !== undefined && until === undefined) {
    throw compiling.refuseKey(
      [...path, 'within'],
      '"within" stands without "until", so that nothing is waited for',
      `Say what is waited for:\nuntil: { status: 200 }\nwithin: ${within}`,
    );
  }
  const request = await requestOf(written, path, names, defaults, compiling);
  const method = [...path, request.method.toLowerCase()];
  return {
    request,
    // An error page may hold the text, or come in time: unless a status is asked for, it has to be none.
    expect: [
      ...(expect?.status === undefined && !asksForRedirect(expect) ? [belowFourHundred(method, compiling)] : []),
      ...(expect === undefined ? [] : await expectationsOf(expect, [...path, 'expect'], names, compiling)),
    ],
    captures: await capturesOf(capture, [...path, 'capture'], names, compiling),
    until:
      until === undefined
        ? undefined
        : {
            expect: await expectationsOf(until, [...path, 'until'], names, compiling),
            within: within === undefined ? DEFAULT_WITHIN : inMilliseconds(within),
          },
    place: compiling.keyPlace(method),
  };
}

/** A redirect has a status of its own. That there is none (`absent`) is true of every error page as well. */
function asksForRedirect(expect: WrittenStep['expect']): boolean {
  return expect?.redirect !== undefined && !JSON.stringify(expect.redirect).includes('"absent"');
}
