import type { Repository } from '../../core/repository.ts';
import type { Service } from '../services/facts.ts';
import { parseCaddy } from './caddy.ts';
import type { Directive, ProxyFile } from './facts.ts';
import { type FoundFile, findProxyFiles } from './find.ts';
import { type ParsedFile, parseNginx } from './nginx.ts';
import { nginxLoadProblems } from './nginx-load.ts';
import { parsePgbouncer } from './pgbouncer.ts';
import { parseTraefikToml, parseTraefikYaml, traefikFlags, traefikLabels } from './traefik.ts';
import { fillsVariables, type Use, usesOf } from './uses.ts';

/**
 * The configurations of proxies and poolers in the repository, read and with who uses them; and, in the same shape, what Compose says to
 * Traefik by labels and flags. Never throws: what cannot be read is a problem of the file.
 *
 * @param asked globs of the input `files`
 */
export async function readProxies(
  repository: Repository,
  asked: readonly string[],
  services: readonly Service[],
): Promise<readonly ProxyFile[]> {
  const found = await findProxyFiles(repository, asked);
  const files = await Promise.all(
    found.map(async (file): Promise<ProxyFile> => {
      const uses = usesOf(file, services);
      const parsed = await parse(file);
      return {
        file: file.file,
        program: file.program,
        usedBy: uses.map(({ who }) => who),
        directives: parsed.directives,
        problems: [...parsed.problems, ...loadProblems(file, parsed, uses)],
      };
    }),
  );
  return [...withIncludes(files), ...fromCompose(services)];
}

async function parse({ file, program, text }: FoundFile): Promise<ParsedFile> {
  switch (program) {
    case 'nginx':
      return parseNginx(text, file);
    case 'caddy':
      return parseCaddy(text, file);
    case 'pgbouncer':
      return parsePgbouncer(text, file);
    case 'traefik':
      return file.endsWith('.toml') ? parseTraefikToml(text, file) : parseTraefikYaml(text, file);
  }
}

function loadProblems({ program }: FoundFile, { directives, problems }: ParsedFile, uses: readonly Use[]) {
  if (program !== 'nginx' || problems.length > 0 || uses.length === 0) return [];
  return nginxLoadProblems(directives, uses.every(fillsVariables) ? 'templates' : 'none');
}

/** A file that a used one includes is used by it: by the end of the path, as a container's path has no root in the repository. */
function withIncludes(files: readonly ProxyFile[]): readonly ProxyFile[] {
  return files.map(file => {
    if (file.usedBy.length > 0 || file.program !== 'nginx') return file;
    const from = files.filter(
      other =>
        other.usedBy.length > 0 &&
        other !== file &&
        included(other.directives).some(path => endsAlike(file.file, path)),
    );
    return from.length === 0 ? file : { ...file, usedBy: from.flatMap(({ usedBy }) => usedBy) };
  });
}

function included(directives: readonly Directive[]): readonly string[] {
  return directives.flatMap(({ name, words, block }) => [
    ...(name === 'include' ? words : []),
    ...(block === undefined ? [] : included(block)),
  ]);
}

/** `include snippets/*.conf` and `nginx/snippets/tls.conf`: the name fits, and the folder above it where the path has one. */
function endsAlike(file: string, path: string): boolean {
  const wanted = path.split('/').slice(-2);
  const own = file.split('/').slice(-wanted.length);
  return wanted.every((part, index) => matches(own[index] ?? '', part)) && wanted.at(-1) !== 'mime.types';
}

function matches(name: string, pattern: string): boolean {
  const [start = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return name === pattern;
  const end = rest.at(-1) ?? '';
  return name.length >= start.length + end.length && name.startsWith(start) && name.endsWith(end);
}

/** One entry a Compose file: labels of every service, and the flags of Traefik's own. */
function fromCompose(services: readonly Service[]): readonly ProxyFile[] {
  const byFile = new Map<string, { readonly directives: Directive[]; readonly who: string[] }>();
  for (const { compose, imageName, title, place } of services) {
    if (compose === undefined) continue;
    const isTraefik = /(^|\/)traefik(:|@|$)/.test(imageName);
    const own = [...traefikLabels(compose), ...(isTraefik ? traefikFlags(compose) : [])];
    if (own.length === 0) continue;
    const entry = byFile.get(place.file) ?? { directives: [], who: [] };
    entry.directives.push(...own);
    entry.who.push(title);
    byFile.set(place.file, entry);
  }
  return [...byFile].map(([file, { directives, who }]) => ({
    file,
    program: 'traefik',
    usedBy: who,
    directives,
    problems: [],
  }));
}
