import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunResult } from '../../../lab/runner/index.ts';
import type { Canary } from './canaries.ts';

/** Where a secret could leave a step that judges a checkout. */

export interface Written {
  readonly run: RunResult;
  /** Texts of the files that were written, as they are; empty when there are none. */
  readonly reportText: string;
  readonly sarifText: string;
  readonly leftBehind: string;
}

/** For the message of a failure: the line that the value stands in. */
export function around(text: string, sighting: string, secrets: readonly Canary[]): string {
  const value = secrets.find(({ name }) => sighting.startsWith(`${name} (`))?.value.split('\n')[0] ?? '';
  const at = text.indexOf(value);
  return at < 0 ? '' : JSON.stringify(text.slice(Math.max(0, at - 100), at + value.length + 20));
}

/** Everything that leaves the step. `add-mask` is the one command that has to name a secret. */
export function placesOf({ run, reportText, sarifText, leftBehind }: Written): Readonly<Record<string, string>> {
  const legible = (json: string): string =>
    json === '' ? '' : JSON.stringify(JSON.parse(json), null, 1).replace(/\\n/g, '\n');
  return {
    log: run.log,
    'log before the runner masked it': run.rawLog
      .split('\n')
      .filter(line => !line.startsWith('::add-mask::'))
      .join('\n'),
    summary: run.rawSummary,
    outputs: Object.entries(run.outputs)
      .map(([name, value]) => `${name}=${value}`)
      .join('\n'),
    result: legible(run.outputs['result'] ?? ''),
    report: legible(reportText),
    SARIF: legible(sarifText),
    annotations: JSON.stringify(run.annotations),
    'annotations as text': run.annotations.map(({ title, message }) => `${title}\n${message}`).join('\n'),
    state: JSON.stringify(run.state),
    'exported environment': JSON.stringify(run.exportedEnv),
    'files of the step': leftBehind,
  };
}

/** Every file below a folder, with its name. */
export function textsBelow(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => `${entry.name}\n${readFileSync(join(entry.parentPath, entry.name), 'utf8')}`)
    .join('\n');
}
