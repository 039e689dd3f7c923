import type { Repository } from '../../core/repository.ts';
import type { UnitValue } from './facts.ts';
import type { ServerStart } from './start.ts';

/** Characters of one value, over all its lines. */
const LONGEST = 20_000;

/** The systemd unit of a start, when that is what starts it: the last value of each key. */
export async function unitOf(
  { service }: Pick<ServerStart, 'service'>,
  repository: Repository,
): Promise<ReadonlyMap<string, UnitValue> | undefined> {
  const { file } = service.place;
  if (!file.endsWith('.service')) return undefined;
  const text = await repository.read(file);
  return text === undefined ? undefined : unitValues(text, file);
}

/** `[Section]`, `Key=value`, comments with `#` and `;`, and a backslash that carries a value on to the next line. */
export function unitValues(text: string, file: string): ReadonlyMap<string, UnitValue> {
  const values = new Map<string, UnitValue>();
  const lines = text.split(/\r?\n/);
  let section = '';
  for (let index = 0; index < lines.length; index += 1) {
    let line = (lines[index] ?? '').trim();
    const start = index;
    while (line.endsWith('\\') && index + 1 < lines.length && line.length < LONGEST) {
      index += 1;
      line = `${line.slice(0, -1)} ${(lines[index] ?? '').trim()}`;
    }
    const named = /^\[([^\]]*)\]$/.exec(line)?.[1];
    if (named !== undefined) section = named;
    const equals = line.indexOf('=');
    if (named !== undefined || equals < 1 || line.startsWith('#') || line.startsWith(';')) continue;
    values.set(`${section}.${line.slice(0, equals).trim()}`, {
      value: line.slice(equals + 1).trim(),
      place: { file, line: start + 1 },
    });
  }
  return values;
}
