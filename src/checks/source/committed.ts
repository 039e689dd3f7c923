import { named } from '../env/uses.ts';
import { baseName } from '../paths.ts';
import type { Project } from '../project.ts';
import { defineRule, type Hit } from '../rule.ts';
import type { SourceFacts } from './facts.ts';

const REMOVE =
  'Take it out of git, keep it out, and change whatever secret it holds: it stays in the history.\ngit rm --cached <file>\necho "<file>" >> .gitignore';
const ELSEWHERE = /(?:^|\/)(?:node_modules|site-packages|fixtures?|testdata|tests?|__fixtures__|docs?|examples?)\//;

/** Nothing can be said about git without git. */
function unlessUnknown(source: SourceFacts, judged: () => readonly Hit[]): readonly Hit[] {
  if (source.tracked) return judged();
  return [
    {
      subject: 'git',
      message: 'Git did not answer, so it is not known what is committed.',
      evidence: 'no list of tracked files',
      unknown: true,
    },
  ];
}

export const privateKey = defineRule({
  id: 'source/private-key',
  title: 'No private key is in git',
  severity: 'critical',
  why: 'Whoever can read the repository can log in, sign or decrypt with it, and the history keeps it for ever.',
  remedy: REMOVE,
  source: ['S1-165', 'S2-028', 'S0-017'],
  judge: ({ source }) =>
    unlessUnknown(source, () =>
      source.files.flatMap((file): Hit[] => {
        const text = source.texts.get(file);
        const line =
          text === undefined
            ? undefined
            : lineWith(text, /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----|PuTTY-User-Key-File-\d/);
        const account = text !== undefined && /"private_key"\s*:\s*"-----BEGIN/.test(text);
        const store = /\.(?:p12|pfx|jks|keystore)$/i.test(file);
        if (line === undefined && !account && !store) return [];
        const example = ELSEWHERE.test(file) || /(?:example|sample|dummy|test|snakeoil|localhost)/i.test(file);
        return [
          {
            place: { file, line: line ?? (account && text !== undefined ? (lineWith(text, /"private_key"/) ?? 1) : 1) },
            subject: file,
            message: account
              ? 'The key of a service account is in git.'
              : store
                ? 'A store of keys is in git.'
                : 'A private key is in git.',
            evidence: account
              ? '"private_key" in JSON'
              : store
                ? file.slice(file.lastIndexOf('.'))
                : 'BEGIN PRIVATE KEY',
            remedy: REMOVE.replaceAll('<file>', file),
            ...(example ? { severity: 'low' as const } : store ? { severity: 'high' as const } : {}),
          },
        ];
      }),
    ),
});

export const databaseInGit = defineRule({
  id: 'source/database',
  title: 'No database and no dump is in git',
  severity: 'high',
  why: 'It holds people’s data, their password hashes and sessions, for everybody who can read the repository; as a SQLite file it is also copied into the image, and every deployment brings the old one back.',
  remedy: REMOVE,
  source: ['S1-165', 'S2-019', 'S2-001'],
  judge: ({ source }) =>
    unlessUnknown(source, () =>
      source.files.flatMap((file): Hit[] => {
        if (ELSEWHERE.test(file)) return [];
        const text = source.texts.get(file);
        const sqlite = /\.(?:sqlite3?|db3)$|(?:^|\/)db\.sqlite\d?$/i.test(file);
        const archive =
          /\.(?:dump|pgdump|sql\.(?:gz|bz2|xz|zst)|bak)$/i.test(file) &&
          !/\.(?:py|conf|cfg|ya?ml|json|md)\.bak$/i.test(file);
        const line =
          /\.sql$/i.test(file) && text !== undefined
            ? lineWith(
                text,
                /^-- (?:PostgreSQL|MySQL|MariaDB) (?:database )?dump|^COPY \S+ (?:\([^)]*\) )?FROM stdin;|^SET statement_timeout = 0;/m,
              )
            : undefined;
        if (!sqlite && !archive && line === undefined) return [];
        return [
          {
            place: { file, line: line ?? 1 },
            subject: file,
            message: sqlite ? 'A SQLite database is in git.' : 'A dump of a database is in git.',
            evidence: line === undefined ? baseName(file) : 'written by a dump program',
            remedy: REMOVE.replaceAll('<file>', file),
          },
        ];
      }),
    ),
});

export const userlist = defineRule({
  id: 'source/userlist',
  title: 'No list of database users and passwords is in git',
  severity: 'high',
  why: 'PgBouncer’s userlist.txt holds passwords, or hashes that log in as well as they do.',
  remedy: 'Have PgBouncer ask the database (auth_query), or make the file when the container starts, from variables.',
  source: ['S1-165', 'https://www.pgbouncer.org/config.html#authentication-file-format'],
  judge: ({ source }) =>
    unlessUnknown(source, () =>
      source.files
        .filter(file => /(?:^|\/)userlist\.txt$/i.test(file))
        .flatMap((file): Hit[] => {
          const line = lineWith(source.texts.get(file) ?? '', /^\s*"[^"]+"\s+"(?![<$]|"|.*\$\{)[^"]+"/m);
          return line === undefined
            ? []
            : [
                {
                  place: { file, line },
                  subject: file,
                  message: 'PgBouncer’s users and their passwords are in git.',
                  evidence: 'a name and a password between quotation marks',
                },
              ];
        }),
    ),
});

interface Litter {
  readonly title: string;
  readonly file: RegExp;
  readonly why: string;
}

/** What programs leave behind, and what people upload. */
const LITTER: readonly Litter[] = [
  {
    title: 'schedules of Celery beat',
    file: /(?:^|\/)celerybeat-schedule(?:\.(?:db|dat|bak|dir|pag))?$|(?:^|\/)celerybeat\.pid$/,
    why: 'beat starts with the times that somebody’s machine left, and runs everything that was due since',
  },
  {
    title: 'uploaded files',
    file: /(?:^|\/)(?:media|mediafiles|uploads)\/(?!.*(?:\.gitkeep|\.gitignore|README(?:\.md)?|\.htaccess)$).+/,
    why: 'they are people’s files, and each deployment brings the old ones back',
  },
  {
    title: 'collected static files',
    file: /(?:^|\/)(?:staticfiles|static_root|collected_static|static_collected)\/(?!\.git).+/,
    why: 'the image collects them anew; the old ones lie between',
  },
  {
    title: 'compiled Python files',
    file: /(?:^|\/)__pycache__\/|\.pyc$/,
    why: 'Python may load them instead of the source',
  },
  {
    title: 'logs',
    file: /(?:^|\/)logs?\/[^/]+\.log(?:\.\d+)?$|(?:^|\/)(?:debug|django|error|celery|gunicorn)\.log$/,
    why: 'they name people and addresses',
  },
];

export const litter = defineRule({
  id: 'source/litter',
  title: 'Nothing that programs make or people upload is in git',
  severity: 'low',
  why: 'It goes into every image, hides what really changed in a commit, and may be people’s data.',
  remedy: 'git rm -r --cached <path>\necho "<path>" >> .gitignore',
  source: ['S1-165', 'S2-019', 'S0-008'],
  judge: ({ source }) =>
    unlessUnknown(source, () =>
      LITTER.flatMap(({ title, file, why }): Hit[] => {
        const found = source.files.filter(
          path =>
            file.test(path) &&
            !/(?:^|\/)(?:node_modules|tests?|fixtures?|templates?|docs?)\//.test(path) &&
            !/\.(?:py|html)$/.test(path),
        );
        const [first] = found;
        if (first === undefined) return [];
        return [
          {
            place: { file: first, line: 1 },
            subject: title,
            message: `Git tracks ${title}: ${why}.`,
            evidence: named(found, 3),
            ...exactly(found),
            ...(/uploaded|beat/.test(title) ? { severity: 'medium' as const } : {}),
          },
        ];
      }),
    ),
});

/** The commands for these very files, when they are few and a shell takes their names as they are. */
function exactly(found: readonly string[]): Pick<Hit, 'remedy'> {
  if (found.length > 3 || !found.every(path => /^[\w./-]+$/.test(path))) return {};
  const ignore = found.map(path => `echo "/${path}" >> .gitignore`);
  return {
    remedy: ['Take it out of git, and keep it out:', `git rm --cached ${found.join(' ')}`, ...ignore].join('\n'),
  };
}

export const ignored = defineRule({
  id: 'source/gitignore',
  title: 'Git ignores .env',
  severity: 'medium',
  why: 'One `git add .` on a machine with a real .env puts every secret into the history.',
  remedy: 'Add to .gitignore:\n.env\n.env.*\n!.env*.example',
  source: ['S1-165', 'S0-049', 'S2-019'],
  judge: (project: Project) => {
    const { source } = project;
    const uses = project.environmentFiles.length > 0 || project.framework === 'django';
    if (!source.tracked || !uses) return [];
    const root = source.texts.get('.gitignore');
    if (root !== undefined && ignoresEnv(root)) return [];
    return [
      {
        ...(root === undefined ? {} : { place: { file: '.gitignore', line: 1 } }),
        subject: '.gitignore',
        message:
          root === undefined
            ? 'The repository has no .gitignore, so nothing keeps a .env out.'
            : '.gitignore does not keep .env out.',
        evidence: root === undefined ? 'no .gitignore' : `${root.split('\n').length} lines, none for .env`,
      },
    ];
  },
});

/** The last pattern that matches decides. */
function ignoresEnv(text: string): boolean {
  let is = false;
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const negated = line.startsWith('!');
    const pattern = line.replace(/^!/, '').replace(/^\/|^\*\*\//, '');
    const expression = new RegExp(
      `^${pattern
        .replace(/[.+^${}()|\\]/g, '\\$&')
        .replace(/\*+/g, '.*')
        .replace(/\?/g, '.')}$`,
    );
    if (expression.test('.env')) is = !negated;
  }
  return is;
}

/** 1-based; undefined when the pattern is nowhere. */
function lineWith(text: string, pattern: RegExp): number | undefined {
  const at = text.search(pattern);
  return at === -1 ? undefined : text.slice(0, at).split('\n').length;
}
