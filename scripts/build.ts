import { copyFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type OutputChunk, type Plugin, rolldown } from 'rolldown';
import { ACTION_NAMES, load } from '../src/actions/index.ts';
import { licences } from './licences.ts';
import { ROOT } from './root.ts';

const DIST = join(ROOT, 'dist');

/**
 * Bundles the actions into `dist`: shared code once, one chunk where the actions split, a tiny entry for each door. It is made aside and then
 * put in the old one's place, so that a build that fails leaves what was there.
 */
export async function build(directory: string = DIST): Promise<void> {
  const aside = `${directory}.new`;
  await rm(aside, { recursive: true, force: true });
  await buildInto(aside);
  await rm(directory, { recursive: true, force: true });
  await rename(aside, directory);
}

async function buildInto(directory: string): Promise<void> {
  const bundle = await rolldown({
    input: { index: join(ROOT, 'src/main.ts'), terminal: join(ROOT, 'src/cli.ts') },
    platform: 'node',
    plugins: [cryptoOnCall, parserBesideChunks],
    cwd: ROOT,
    logLevel: 'warn',
    // The toolkit's OIDC client brings an HTTP client that nothing here uses; without this it would load at every start.
    treeshake: { moduleSideEffects: [{ test: /node_modules\/(@actions\/|undici\/|tunnel\/)/, sideEffects: false }] },
  });
  const { output } = await bundle.write({
    dir: directory,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name].js',
    // Readable stacks matter more than the last kilobytes; comments are most of what minifying would save.
    minify: { compress: false, mangle: false, codegen: { removeWhitespace: false } },
    comments: { annotation: false, jsdoc: false, legal: false },
  });
  await bundle.close();
  await writeEntries(directory);
  await copyProbe(directory);
  await copyParser(directory);
  const modules = output
    .filter((part): part is OutputChunk => part.type === 'chunk')
    .flatMap(chunk => Object.keys(chunk.modules));
  await writeFile(join(directory, 'licences.txt'), await licences(modules));
}

/** The toolkit needs a random word for each output, and would load all of `crypto`, WebCrypto included, at every start: 5 ms. */
const cryptoOnCall: Plugin = {
  name: 'crypto-on-call',
  resolveId: (id, importer) => (id === 'crypto' && importer?.includes('@actions/core') ? CRYPTO : undefined),
  load: id =>
    id === CRYPTO ? "export const randomUUID = () => process.getBuiltinModule('node:crypto').randomUUID();" : undefined,
};
const CRYPTO = '\0crypto-on-call';

/**
 * PostgreSQL's parser is WebAssembly that its wrapper reads from beside itself, in words of CommonJS that a module has not got. In the bundle
 * its place is that of the chunks.
 */
const parserBesideChunks: Plugin = {
  name: 'parser-beside-chunks',
  resolveId: id => (id === 'chunks-folder' ? CHUNKS : undefined),
  load: id => (id === CHUNKS ? 'export const folder = import.meta.dirname;' : undefined),
  transform(code, id) {
    if (!id.endsWith('/libpg-query/wasm/libpg-query.js')) return undefined;
    const placed = code
      .replace('__dirname+"/"', 'require("chunks-folder").folder+"/"')
      .replaceAll('require("node:', 'process.getBuiltinModule("node:');
    if (!placed.includes('chunks-folder') || placed.includes('__dirname'))
      throw new Error('libpg-query finds its WebAssembly in another way than it did');
    return placed;
  },
};
const CHUNKS = '\0chunks';
const PARSER = 'node_modules/libpg-query/wasm/libpg-query.wasm';

/** A laptop may have any Node: an old one is told what is missing instead of failing inside a dependency. */
const CLI = `#!/usr/bin/env node
if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(\`obcms-deploy needs Node 24 or newer; this is \${process.version}.\`);
  process.exitCode = 2;
} else {
  const heard = [];
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => heard.push(signal));
  const { run } = await import('./terminal.js');
  await run(process.argv.slice(2), heard);
}
`;

/** Loading takes a tenth of a second, in which a cancel would otherwise end the process without a word. */
const entry = (name: string, what: 'main' | 'post') => `const heard = [];
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => heard.push(signal));
const { ${what} } = await import('./index.js');
await ${what}('${name}', heard);
`;

/** What `main:` and `post:` of the doors point at. */
async function writeEntries(directory: string): Promise<void> {
  await writeFile(join(directory, 'package.json'), '{ "type": "module" }\n');
  for (const name of ACTION_NAMES) {
    await writeFile(join(directory, `${name}.js`), entry(name, 'main'));
    if ((await load(name)).post === undefined) continue;
    await writeFile(join(directory, `${name}-post.js`), entry(name, 'post'));
  }
  await writeFile(join(directory, 'cli.js'), CLI, { mode: 0o755 });
}

/** Python runs it as it is: a copy beside the bundle, where `src/django/probe.ts` looks for it. */
async function copyProbe(directory: string): Promise<void> {
  const source = join(ROOT, 'src/django/python');
  const target = join(directory, 'python');
  await mkdir(target, { recursive: true });
  const files = (await readdir(source)).filter(name => name.endsWith('.py')).sort();
  for (const name of files) await copyFile(join(source, name), join(target, name));
}

async function copyParser(directory: string): Promise<void> {
  await copyFile(join(ROOT, PARSER), join(directory, 'chunks', basename(PARSER)));
}

if (import.meta.main) await build();
