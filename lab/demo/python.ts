/** The Python environment, made at the first start; interruptible, which an installation in this process would not be. */

import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { supervise } from '../coolify/runtime-process-supervised.ts';
import { type PythonEnvironment, provisionPython } from '../python/provision.ts';

const PROVISION = new URL('../python/provision.ts', import.meta.url).href;
const HERE = fileURLToPath(new URL('.', import.meta.url));
/** Finding what is there already takes a tenth of a second. */
const SAY_AFTER_MS = 700;

/** Throws with pip's own words when it fails, and when `signal` aborts. */
export async function readyPython(signal: AbortSignal, say: (text: string) => void): Promise<PythonEnvironment> {
  const said: string[] = [];
  const provision = supervise({
    command: [process.execPath, '--input-type=module', '--eval', SCRIPT],
    directory: HERE,
    environment: environmentOfOurs(),
    output: line => said.push(line),
    graceMs: 0,
  });
  const stop = (): void => {
    provision.stop().catch(() => undefined);
  };
  signal.addEventListener('abort', stop, { once: true });
  const slow = new AbortController();
  wait(SAY_AFTER_MS, undefined, { signal: slow.signal }).then(
    () => say('Making the Python environment in .lab/python. Only the first start does this; it needs PyPI.'),
    () => undefined,
  );
  const exitCode = await provision.exited;
  slow.abort();
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  if (exitCode !== 0) throw new Error(said.join('\n'));
  return provisionPython();
}

const SCRIPT = `
  const { provisionPython } = await import(${JSON.stringify(PROVISION)});
  await provisionPython().catch(error => { console.error(error.message); process.exit(1); });`;

/** pip needs the machine's proxy and mirror settings, wherever they are. */
function environmentOfOurs(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
