import { baseName } from '../paths.ts';
import type { EnvironmentFile } from './facts.ts';

/** Endings of programs, documents and encrypted stores: whatever their name begins with, they hold no `NAME=value` lines to judge. */
const NO_LINES =
  /\.(?:py|pyc|pyi|[cm]?[jt]sx?|d\.ts|sh|bash|zsh|fish|ps1|bat|json|ya?ml|toml|ini|md|rst|html?|css|go|rs|rb|php|java|lock|gpg|asc|age|enc|sops|vault|j2|jinja2?|tpl\.yml|tf|png|svg|zip|gz)$/i;
/** Dependencies, and files that tests read. */
const ELSEWHERE = /(?:^|\/)(?:node_modules|site-packages|\.venv|venv|vendor|fixtures|testdata|__fixtures__)\//;

const TEMPLATE = /(?:^|[._-])(?:example|sample|template|tmpl|tpl|dist|defaults?|skeleton|skel|blank)(?:[._-]|$)/i;
const PROFILES: readonly (readonly [NonNullable<EnvironmentFile['profile']>, RegExp])[] = [
  ['staging', /(?:^|[._-])(?:staging|stage|stg|uat|preprod|pre-?production)(?:[._-]|$)/i],
  ['production', /(?:^|[._-])(?:production|prod|prd|live)(?:[._-]|$)/i],
  ['development', /(?:^|[._-])(?:development|develop|dev|local|test|testing|ci|docker-dev|debug)(?:[._-]|$)/i],
];

/** Whether a path is that of a file of variables: `.env`, `.env.production`, `env.sample`, `deploy/web.env`, `example.env`. */
export function isEnvironmentFile(path: string): boolean {
  const name = baseName(path);
  if (NO_LINES.test(name) || ELSEWHERE.test(path)) return false;
  return /^\.?env(?:[._-]|$)/i.test(name) || /\.env$/i.test(name) || (/\.env[._-]/i.test(name) && TEMPLATE.test(name));
}

export function kindOf(path: string): EnvironmentFile['kind'] {
  return TEMPLATE.test(baseName(path)) ? 'template' : 'values';
}

/** By its name, else by the folder it lies in (`deploy/production/.env`). */
export function profileOf(path: string): EnvironmentFile['profile'] {
  const parts = path.split('/').reverse();
  for (const part of parts.slice(0, 2)) {
    const found = PROFILES.find(([, pattern]) => pattern.test(part));
    if (found !== undefined) return found[0];
  }
  return undefined;
}
