import type { Place } from '../../core/findings.ts';
import type { Repository } from '../../core/repository.ts';
import { baseName } from '../paths.ts';

export interface SystemdUnit {
  readonly name: string;
  /** `ExecStart` without systemd's own marks. */
  readonly text: string;
  readonly place: Place;
  readonly environment: ReadonlyMap<string, string>;
  readonly directory: string | undefined;
}

const MOST_UNITS = 50;

/** The `*.service` files of the repository that start something. Source: systemd.service(5), systemd.exec(5). */
export async function systemdUnits(repository: Repository): Promise<readonly SystemdUnit[]> {
  const units: SystemdUnit[] = [];
  for (const file of repository.files.filter(path => path.endsWith('.service')).slice(0, MOST_UNITS)) {
    const text = await repository.read(file);
    const unit = text === undefined ? undefined : unitOf(text, file);
    if (unit !== undefined) units.push(unit);
  }
  return units;
}

function unitOf(text: string, file: string): SystemdUnit | undefined {
  const assignments = assignmentsOf(text);
  const start = assignments.findLast(({ key, value }) => key === 'ExecStart' && value !== '');
  if (start === undefined) return undefined;
  const environment = new Map<string, string>();
  for (const { key, value } of assignments) {
    if (key !== 'Environment') continue;
    for (const [, quoted, bare] of value.matchAll(/"([^"]*)"|(\S+)/g)) {
      const pair = quoted ?? bare ?? '';
      const equals = pair.indexOf('=');
      if (equals > 0) environment.set(pair.slice(0, equals), pair.slice(equals + 1));
    }
  }
  return {
    name: baseName(file),
    text: start.value.replace(/^[-@:+!|]+/, ''),
    place: { file, line: start.line },
    environment,
    directory: assignments.findLast(({ key }) => key === 'WorkingDirectory')?.value.replace(/^-/, ''),
  };
}

/** `Key=value` lines, a backslash at the end of a line joins the next one. */
function assignmentsOf(
  text: string,
): readonly { readonly key: string; readonly value: string; readonly line: number }[] {
  const found: { key: string; value: string; line: number }[] = [];
  let open: { text: string; line: number } | undefined;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = open?.line ?? index + 1;
    const whole = `${open?.text ?? ''}${raw}`;
    if (raw.endsWith('\\') && whole.length < 20_000) {
      open = { text: `${whole.slice(0, -1)} `, line };
      continue;
    }
    open = undefined;
    const [, key, value] = /^([A-Za-z]+)\s*=\s*(.*)$/.exec(whole) ?? [];
    if (key !== undefined && value !== undefined) found.push({ key, value: value.trim(), line });
  }
  return found;
}
