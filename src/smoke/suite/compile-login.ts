import { checkJsonPath } from './compile-expect.ts';
import type { Compiling, Path } from './compiling.ts';
import type { KnownNames } from './known-names.ts';
import type { WrittenLogin } from './schema.ts';
import type { Login } from './suite.ts';
import { templateOf } from './template.ts';

const DEFAULT_ACCESS = '$.access';

/**
 * A way to sign in.
 * @throws UserError for a name or JSONPath that cannot be used
 */
export async function loginOf(
  name: string,
  written: WrittenLogin,
  path: Path,
  names: KnownNames,
  compiling: Compiling,
): Promise<Login> {
  const common = { name, place: compiling.keyPlace(path) };
  const read = (key: string, text: string) => templateOf(text, [...path, key], names, compiling);
  if (written.kind === 'bearer') {
    return { ...common, kind: 'bearer', token: read('token', written.token), path: written.path };
  }
  const credentials = {
    username: read('username', written.username),
    password: read('password', written.password),
  };
  if (written.kind === 'basic') return { ...common, kind: 'basic', ...credentials, path: written.path };
  const fields = { username: written.fields?.username ?? 'username', password: written.fields?.password ?? 'password' };
  if (written.kind === 'django-form') {
    return {
      ...common,
      kind: 'django-form',
      path: written.path,
      ...credentials,
      fields,
      landsOn: written['lands-on'],
    };
  }
  const { access = DEFAULT_ACCESS, send = 'json' } = written;
  if (access !== DEFAULT_ACCESS) await checkJsonPath(access, [...path, 'access'], compiling, 'value');
  return { ...common, kind: 'jwt', path: written.path, ...credentials, fields, send, access };
}
