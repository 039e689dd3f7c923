// Runs one of our TypeScript scripts on Node 24, whatever Node >= 20 started this file.
// The binary comes from the npm registry (workspace tools/node24), so that nothing has to be installed by hand.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const packages = [`node-${process.platform}-${process.arch}`, `node-bin-${process.platform}-${process.arch}`];
const places = packages.flatMap(name => [
  join(root, 'node_modules', name, 'bin', 'node'),
  join(root, 'tools', 'node24', 'node_modules', name, 'bin', 'node'),
]);
const major = Number(process.versions.node.split('.')[0]);
const node = places.find(existsSync) ?? (major >= 24 ? process.execPath : undefined);

if (node === undefined) {
  console.error(
    `Node 24 is needed and neither this Node (${process.version}) nor the npm packages ${packages.join(', ')} provide it.\n` +
      `Run "npm ci" first. On a platform without such a package, start the command with Node 24 or newer.`,
  );
  process.exit(2);
}

const [script, ...rest] = process.argv.slice(2);
const child = spawn(node, ['--disable-warning=ExperimentalWarning', join(root, script ?? ''), ...rest], {
  stdio: 'inherit',
  env: { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` },
});
// The terminal sends Ctrl-C to the whole group already; a kill from elsewhere reaches only us.
process.on('SIGTERM', () => child.kill('SIGTERM'));
process.on('SIGINT', () => {});
child.on('exit', (code, signal) => {
  process.exit(code ?? (signal === 'SIGINT' ? 130 : 143));
});
