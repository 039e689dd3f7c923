import type { Project } from '../project.ts';
import type { SecretFacts } from '../secrets/facts.ts';
import { isSecretName, type SecretKind, secretKind } from '../secrets/names.ts';
import { secretFacts } from '../secrets/strength.ts';
import { connectionOf, passwordOf } from './connection.ts';
import { type Use, usesOf } from './uses.ts';

/** A secret in a variable: the whole value, or the password of an address. */
export interface SecretUse {
  readonly use: Use;
  /** `SECRET_KEY`, `the password in DATABASE_URL`. */
  readonly title: string;
  readonly kind: SecretKind;
  readonly value: string;
  readonly facts: SecretFacts;
  /** Characters it should have where a demand names its own number. */
  readonly recommended: number | undefined;
  /** Who it lets in: a user's name or a database's, which it must not be. */
  readonly names: readonly string[];
}

/** Facts are only compared with limits here, so that any key of their tags will do. */
const NO_KEY = '00';
const RECOMMENDED: readonly (readonly [RegExp, number])[] = [
  [/REDIS|CELERY|BROKER|VALKEY|CACHE/, 24],
  [/GRAFANA|FLOWER|PGADMIN/, 16],
];

/** The secrets in use; what settings write down themselves is judged by their own rules. */
export function secretsInUse(project: Project): readonly SecretUse[] {
  const uses = usesOf(project).filter(({ dummy }) => !dummy);
  const values = new Map(uses.map(({ name, value }) => [name, value]));
  return uses.flatMap(use => secretOf(use, values) ?? []);
}

export function secretOf(use: Use, values: ReadonlyMap<string, string>): SecretUse | undefined {
  const { name, value } = use;
  const connection = connectionOf(value);
  const password = connection === undefined ? undefined : passwordOf(connection);
  const recommended = RECOMMENDED.find(([pattern]) => pattern.test(name))?.[1];
  if (connection !== undefined && password !== undefined && !/DSN$|WEBHOOK/.test(name)) {
    const title = `the password in ${name}`;
    const names = [connection.user, connection.path].filter(word => word !== '');
    return { use, title, kind: 'password', value: password, facts: secretFacts(password, NO_KEY), recommended, names };
  }
  // The path of a secret is none.
  if (/CREDENTIALS$/.test(name) && /^\.{0,2}\/|\.json$/.test(value.trim())) return undefined;
  const kind = secretKind(name);
  if (kind === undefined || !isSecretName(name) || value === '') return undefined;
  return {
    use,
    title: name,
    kind,
    value,
    facts: secretFacts(value, NO_KEY),
    recommended,
    names: besides(name, values),
  };
}

/** `POSTGRES_USER` and `POSTGRES_DB` beside `POSTGRES_PASSWORD`. */
function besides(name: string, values: ReadonlyMap<string, string>): readonly string[] {
  const stem = /^(.*?)_?(?:PASSWORD|PASSWD|PASS|PWD)$/.exec(name)?.[1];
  if (stem === undefined) return [];
  return ['USER', 'USERNAME', 'DB', 'NAME', 'DATABASE'].flatMap(
    last => values.get(stem === '' ? last : `${stem}_${last}`) ?? [],
  );
}
