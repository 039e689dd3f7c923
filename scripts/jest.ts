import { join } from 'node:path';
import { command } from './command.ts';
import { ROOT } from './root.ts';

/**
 * Runs jest over these paths and options. Its last line is the closing line `N passed, N failed, N skipped`.
 * @returns its exit status
 */
export async function jest(words: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  const { status } = await command(process.execPath, [join(ROOT, 'node_modules/jest/bin/jest.js'), ...words], {
    // jest loads ES modules only with this flag.
    env: { ...process.env, NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning', ...env },
    show: true,
  });
  return status;
}
