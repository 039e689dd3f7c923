import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from './root.ts';

interface Package {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly text: string;
}

/** What is kept here under another licence and reaches the bundle through a module that is made from it. */
const VENDORED = [
  {
    name: 'compose-spec',
    version: 'as check-jsonschema 0.39.0 carries it',
    licence: 'Apache-2.0',
    module: 'src/checks/compose/compose-spec.ts',
    text: 'vendor/compose-spec/LICENSE',
  },
] as const;

/** The licences of every package, and of every vendored file, that has a module in the bundle, sorted by name. Fails when one has none. */
export async function licences(modules: readonly string[]): Promise<string> {
  const folders = new Set(modules.map(packageFolder).filter(folder => folder !== undefined));
  const vendored = VENDORED.filter(({ module }) => modules.includes(join(ROOT, module)));
  const packages = await Promise.all([...[...folders].map(readPackage), ...vendored.map(readVendored)]);
  packages.sort((a, b) => (a.name < b.name ? -1 : 1));
  const head = 'Packages in this bundle, with their licences.\n';
  return [
    head,
    ...packages.map(
      ({ name, version, licence, text }) => `${'-'.repeat(80)}\n${name} ${version} (${licence})\n\n${text.trim()}\n`,
    ),
  ].join('\n');
}

function packageFolder(module: string): string | undefined {
  const path = module.replace(/^\0/, '').split('?')[0] ?? '';
  const at = path.lastIndexOf('/node_modules/');
  if (at < 0) return undefined;
  const [first = '', second = ''] = path.slice(at + '/node_modules/'.length).split('/');
  const name = first.startsWith('@') ? join(first, second) : first;
  return join(path.slice(0, at), 'node_modules', name);
}

async function readVendored({ name, version, licence, text }: (typeof VENDORED)[number]): Promise<Package> {
  return { name, version, licence, text: await readFile(join(ROOT, text), 'utf8') };
}

async function readPackage(folder: string): Promise<Package> {
  const manifest: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const field = (name: string): string => {
    const value: unknown =
      typeof manifest === 'object' && manifest !== null
        ? Object.getOwnPropertyDescriptor(manifest, name)?.value
        : undefined;
    return typeof value === 'string' ? value : '';
  };
  const licence = field('license');
  if (licence === '') throw new Error(`${folder} names no licence`);
  // More than one where a package may be had under either of two.
  const files = (await readdir(folder)).filter(name => /^(licen[cs]e|copying)/i.test(name)).sort();
  const texts = await Promise.all(files.map(file => readFile(join(folder, file), 'utf8')));
  const text =
    texts.length === 0
      ? `Licensed under ${licence}; the package holds no licence text.`
      : texts.map(each => each.trim()).join('\n\n');
  return { name: field('name'), version: field('version'), licence, text };
}
