import type { Repository } from '../../core/repository.ts';
import { baseName } from '../paths.ts';
import type { Checkout } from './facts.ts';

const MOST_SCRIPTS = 100;

/** Looks at the names of all files, and into the shell scripts among them. */
export async function readCheckout(repository: Repository): Promise<Checkout> {
  const paths = new Set(repository.files);
  for (const file of repository.files)
    for (let end = file.lastIndexOf('/'); end > 0; end = file.lastIndexOf('/', end - 1)) {
      const folder = file.slice(0, end);
      if (paths.has(folder)) break;
      paths.add(folder);
    }
  const scripts = new Map<string, { interpreter: string | undefined; windows: boolean }>();
  for (const file of repository.files.filter(isScript).slice(0, MOST_SCRIPTS)) {
    const text = await repository.read(file);
    if (text === undefined) continue;
    const first = text.slice(0, text.indexOf('\n') === -1 ? 300 : text.indexOf('\n'));
    scripts.set(file, {
      interpreter: first.startsWith('#!') ? first.slice(2, 300).trim() : undefined,
      windows: first.endsWith('\r'),
    });
  }
  return {
    files: new Set(repository.files),
    paths,
    executable: repository.executable,
    scripts,
    secretFiles: repository.files.filter(isSecretFile),
  };
}

function isScript(path: string): boolean {
  const name = baseName(path);
  return /\.(?:sh|bash)$|entrypoint/i.test(name) || /^(?:start|run|web|worker|beat|init)$/.test(name);
}

/** By its name a file of secrets, and neither a template nor something public. */
export function isSecretFile(path: string): boolean {
  return /(?:^|\/)(?:\.env(?:\.[\w.-]+)?|id_(?:rsa|ed25519|ecdsa)|[\w.-]+\.key)$/.test(path) && !isForCopying(path);
}

export function isForCopying(path: string): boolean {
  return /example|template|sample|dist$|\.tpl$|test|public|fullchain|cert\.pem$|ca\.pem$|bundle\.pem$/i.test(path);
}
