/**
 * What the probe is asked: one JSON text on stdin of one Python process, however many evaluations it holds. Environments travel in it,
 * never in the process's own environment or arguments.
 */
export interface ProbeQuestion {
  readonly schema: 'obcms-deploy/probe-question@1';
  /** Absolute: the checkout. Places in answers are relative to it. */
  readonly root: string;
  /** Absolute: the folder of `manage.py`; first on `sys.path`. */
  readonly directory: string;
  /** Hexadecimal; HMAC key of this run. */
  readonly key: string;
  readonly stubs: 'never' | 'missing';
  /** Top-level modules that are never stood in for: see `stubbing.ts`. */
  readonly neverStubbed: readonly string[];
  readonly missing: 'fail' | 'dummy';
  /** What marks a placeholder, and the words of its dictionary: see `src/checks/secrets/`. */
  readonly marks: {
    readonly patterns: readonly { readonly name: string; readonly pattern: string }[];
    readonly words: readonly string[];
  };
  /** Settings whose values may leave the process; of all others only the name does, and facts if the name is a secret's. */
  readonly settings: { readonly names: readonly string[]; readonly prefixes: readonly string[] };
  /** Names of settings and variables that are secrets, as a regular expression both languages read. */
  readonly secretNames: string;
  readonly evaluations: readonly EvaluationQuestion[];
  /** gunicorn files, each evaluated for 1, 2, 4 and 8 cores. */
  readonly servers: readonly ServerQuestion[];
  /** Milliseconds for one evaluation, and for everything. */
  readonly limits: { readonly evaluation: number; readonly total: number };
}

export interface EvaluationQuestion {
  /** Comes back in the answer. */
  readonly id: string;
  /** Dotted module; undefined: what manage.py, wsgi.py or the environment say. */
  readonly settings: string | undefined;
  /** The whole environment of the evaluation, beside what a process needs to start (PATH, HOME, LANG). */
  readonly environment: Readonly<Record<string, string>>;
  /** Names that are set, with a value that is not known here: `missing: dummy` fills them from the start. */
  readonly unknown?: readonly string[];
  /** Try the settings again with variables taken away or switched: see `Variation`. */
  readonly variations: boolean;
  /** How the project's own files spell booleans; default: `0` and `1`. */
  readonly booleans?: { readonly off: string; readonly on: string };
  /**
   * `settings`: evaluate only. `checks`: django.setup() and system checks. `deep`: and addresses, Celery. `migrations`: django.setup() with
   * PostgreSQL in place of the databases, and the graph of migrations; the project's own code can destroy no file then.
   */
  readonly depth: 'settings' | 'checks' | 'deep' | 'migrations';
  /** With depth `migrations`. */
  readonly migrations?: MigrationsQuestion;
  /** A checkout of its own; undefined: that of the whole question. Places in the answer are relative to it. */
  readonly tree?: CheckoutTree;
  readonly visits: readonly VisitQuestion[];
  /** What follows `celery -A`. */
  readonly celery: readonly string[];
}

export interface CheckoutTree {
  /** Absolute. */
  readonly root: string;
  /** Absolute: the folder of `manage.py` or `alembic.ini`. */
  readonly directory: string;
}

/** At most one evaluation of each side in a question: the two run at once, and head learns from base what is applied. */
export interface MigrationsQuestion {
  /** Alembic has no settings: they are not evaluated, and the answer's `django` is Alembic's version. */
  readonly framework: 'django' | 'alembic';
  readonly side: 'base' | 'head';
  /** Only head: ids (`app.name`; of Alembic revisions) that are applied; null: all that base has. */
  readonly applied: readonly string[] | null;
  /** Major version of the server that SQL is written for; null: the newest that the installed Django was made for. */
  readonly postgres: number | null;
  /** Read the marks of django-safemigrate. */
  readonly safemigrate: boolean;
}

/** One request of Django's test client: no network, and no database, cache or socket can be reached while it runs. */
export interface VisitQuestion {
  readonly path: string;
  readonly host: string;
  readonly forwardedProto: 'https' | undefined;
}

export interface ServerQuestion {
  readonly id: string;
  /** Absolute. */
  readonly file: string;
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
}
