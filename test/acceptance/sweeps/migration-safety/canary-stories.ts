import type { Postgres } from '../../../../lab/postgres/server.ts';
import type { Files } from '../../migration-safety/scene.ts';
import { BLOCKED, migration, SAFE, SHOP } from '../../migration-safety/shop.ts';
import { type Canary, canary, ODD } from '../canaries.ts';

/** Secrets of every run: in the addresses of databases, in the workflow's environment. */
export const OWN = {
  password: canary('database password', 'p|/+='),
  tracePassword: canary('trace password', 'q&<>"'),
  user: canary('user of an address'),
  GITHUB_TOKEN: canary('env GITHUB_TOKEN'),
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: canary('env ID_TOKEN'),
  SECRET_KEY: canary('env SECRET_KEY', ODD),
  DATABASE_URL: canary('env DATABASE_URL'),
} satisfies Readonly<Record<string, Canary>>;

export const WORKFLOW = ['GITHUB_TOKEN', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN', 'SECRET_KEY', 'DATABASE_URL'] as const;

export interface Story {
  readonly name: string;
  /** What may come of it. */
  readonly ended: readonly string[];
  readonly running?: Files;
  readonly next: Files;
  /** Addresses, where there is a server whose password is `OWN.password`. */
  inputs?(postgres: Postgres): Readonly<Record<string, string>>;
  readonly quick?: true;
}

const address = (port: number | string, database: string, password: string, user = 'canary'): string =>
  `postgres://${encodeURIComponent(user)}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
const CLOSED = 1;

/** A project whose settings take everything apart that they find, and tell it. */
const telling = (code: string): Files => ({
  'shop/settings.py': `${SHOP['shop/settings.py']}\nimport os, sys, urllib.parse\n${code}\n`,
});
const EVERYTHING = `
for name, value in list(os.environ.items()):
    print(name, value)
    print(name, urllib.parse.quote(value, safe=""), file=sys.stderr)
    os.write(1, (name + "=" + value + "\\n").encode())
`;
const RAISING = `
raise ValueError(" ".join(os.environ.values()), [open("/proc/%d/environ" % os.getppid(), "rb").read(), open("/proc/%d/cmdline" % os.getppid(), "rb").read()])
`;

export const STORIES: readonly Story[] = [
  {
    name: 'good, with a database',
    ended: ['passed/safe'],
    next: SAFE,
    inputs: ({ port }) => ({ 'database-url': address(port, 'shop', OWN.password.value) }),
    quick: true,
  },
  {
    name: 'blocked, measured on a scratch database',
    ended: ['failed/blocked'],
    next: BLOCKED,
    inputs: ({ port }) => ({ 'trace-database-url': address(port, 'scratch', OWN.password.value) }),
    quick: true,
  },
  {
    name: 'blocked',
    ended: ['failed/blocked'],
    next: BLOCKED,
  },
  {
    name: 'a database that is not there',
    ended: ['inconclusive/database-unreadable'],
    next: SAFE,
    inputs: () => ({
      'database-url': address(CLOSED, OWN.user.value, OWN.password.value, OWN.user.value),
    }),
    quick: true,
  },
  {
    name: 'a wrong password',
    ended: ['inconclusive/database-unreadable'],
    next: SAFE,
    inputs: ({ port }) => ({ 'database-url': address(port, 'shop', `${OWN.tracePassword.value}`) }),
    quick: true,
  },
  {
    name: 'a wrong password of the scratch database',
    ended: ['inconclusive/database-unreadable'],
    next: SAFE,
    inputs: ({ port }) => ({ 'trace-database-url': address(port, 'scratch', OWN.tracePassword.value) }),
  },
  {
    name: 'a scratch database that is none',
    ended: ['error/not-a-scratch-database'],
    next: SAFE,
    inputs: ({ port }) => ({ 'trace-database-url': address(port, 'shop', OWN.password.value) }),
    quick: true,
  },
  {
    name: 'an address that is none',
    ended: ['error/invalid-input'],
    next: SAFE,
    inputs: () => ({ 'database-url': `mysql://${OWN.user.value}:${OWN.password.value}@127.0.0.1/x` }),
  },
  {
    name: 'a password that was not encoded',
    ended: ['error/invalid-input', 'inconclusive/database-unreadable'],
    next: SAFE,
    inputs: () => ({ 'database-url': `postgres://u:${OWN.password.value}@127.0.0.1:1/shop` }),
  },
  {
    name: 'settings tell everything they find',
    ended: ['passed/safe'],
    running: { ...SHOP, ...telling(EVERYTHING) },
    next: SAFE,
    inputs: ({ port }) => ({ 'database-url': address(port, 'shop', OWN.password.value) }),
    quick: true,
  },
  {
    name: 'settings raise with what their parent has',
    ended: ['failed/import-failed'],
    next: { ...SAFE, ...telling(RAISING) },
    inputs: ({ port }) => ({
      'database-url': address(port, 'shop', OWN.password.value),
    }),
  },
  {
    name: 'settings never end',
    ended: ['inconclusive/timeout'],
    next: { ...SAFE, ...telling('import time\ntime.sleep(1000)') },
    inputs: ({ port }) => ({ 'database-url': address(port, 'shop', OWN.password.value) }),
  },
  {
    name: 'a migration raises with what it was given',
    ended: ['failed/import-failed'],
    next: migration([], { head: `import os\n${RAISING}` }),
    inputs: ({ port }) => ({ 'trace-database-url': address(port, 'scratch', OWN.password.value) }),
  },
  {
    name: 'a migration raises on the scratch database with its address',
    ended: ['failed/blocked', 'failed/needs-review', 'inconclusive/database-unreadable'],
    next: migration(['migrations.RunPython(tell, migrations.RunPython.noop)'], {
      head: `
def tell(apps, schema_editor):
    settings = schema_editor.connection.settings_dict
    print(settings)
    raise ValueError(str(settings), settings["PASSWORD"])
`,
    }),
    inputs: ({ port }) => ({ 'trace-database-url': address(port, 'scratch', OWN.password.value) }),
    quick: true,
  },
  {
    name: 'a statement fails on the scratch database with the password in it',
    ended: ['failed/blocked', 'failed/needs-review', 'inconclusive/database-unreadable'],
    next: migration(['migrations.RunPython(tell, migrations.RunPython.noop)'], {
      head: `
def tell(apps, schema_editor):
    schema_editor.execute("SELECT '" + schema_editor.connection.settings_dict["PASSWORD"].replace("'", "") + "'::integer")
`,
    }),
    inputs: ({ port }) => ({ 'trace-database-url': address(port, 'scratch', OWN.password.value) }),
  },
];
