import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

interface Package {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly text: string;
}

/** The licences of every package that has a module in the bundle, sorted by name. Fails when one has none. */
export async function licences(modules: readonly string[]): Promise<string> {
  const folders = new Set(modules.map(packageFolder).filter(folder => folder !== undefined));
  const packages = await Promise.all([...folders].map(readPackage));
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

async function readPackage(folder: string): Promise<Package> {
  const manifest: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const field = (name: string): string => {
    const value: unknown =
      typeof manifest === 'object' && manifest !== null
        ? Object.getOwnPropertyDescriptor(manifest, name)?.value
        : undefined;
    return typeof value === 'string' ? value : '';
  };
  const file = (await readdir(folder)).find(name => /^(licen[cs]e|copying)/i.test(name));
  const licence = field('license');
  if (licence === '') throw new Error(`${folder} names no licence`);
  const text =
    file !== undefined && existsSync(join(folder, file))
      ? await readFile(join(folder, file), 'utf8')
      : `Licensed under ${licence}; the package holds no licence text.`;
  return { name: field('name'), version: field('version'), licence, text };
}
