import { duration } from '../durations.ts';
import type { Healthcheck } from './facts.ts';
import { formOf } from './form.ts';
import type { Written } from './instructions.ts';

/** `HEALTHCHECK NONE`, or the check with its times. */
export function healthOf(written: Written, file: string): Healthcheck | 'none' | undefined {
  if (/^none$/i.test(written.text)) return 'none';
  const cmd = /^(\s*cmd\b\s*)([\s\S]*)$/i.exec(written.text);
  if (cmd === null) return undefined;
  const flag = (name: string) => written.flags.find(each => each.name === name)?.value;
  const retries = Number(flag('retries') ?? Number.NaN);
  return {
    test: formOf(cmd[2] ?? ''),
    interval: duration(flag('interval')),
    timeout: duration(flag('timeout')),
    retries: Number.isInteger(retries) ? retries : undefined,
    startPeriod: duration(flag('start-period')),
    place: { file, line: written.line },
  };
}
