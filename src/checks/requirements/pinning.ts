import { named } from '../env/uses.ts';
import { defineRule, type Hit } from '../rule.ts';
import { written } from './declared.ts';

export const unpinned = defineRule({
  id: 'requirements/unpinned',
  title: 'The image installs versions that are written down',
  severity: { development: 'low', staging: 'medium', production: 'medium' },
  why: 'Two builds of one commit hold different packages: what was tested on staging is not what production gets, and a rollback does not bring back what ran.',
  remedy:
    'Keep what you ask for in one file and let a tool pin it in another:\nuv pip compile --generate-hashes requirements/production.in -o requirements/production.txt',
  source: ['S2-008', 'S1-044', 'S1-045', 'https://pip.pypa.io/en/stable/topics/repeatable-installs/'],
  judge: ({ requirements: { deployed } }) => {
    if (deployed === undefined || /lock$/.test(deployed.kind)) return [];
    const loose = deployed.entries.filter(({ pinned, direct }) => pinned === undefined && direct === undefined);
    const [first] = loose.filter(({ specifier }) => specifier === '').concat(loose);
    if (first === undefined) return [];
    const any = loose.filter(({ specifier }) => specifier === '').length;
    return [
      {
        place: first.place,
        subject: deployed.file,
        message:
          any > 0
            ? `${any} of ${deployed.entries.length} packages may be of any version: each build takes the newest.`
            : `${loose.length} of ${deployed.entries.length} packages are given as a range: each build takes the newest in it.`,
        evidence: named((any > 0 ? loose.filter(({ specifier }) => specifier === '') : loose).map(written)),
        ...(any > 0 ? {} : { severity: 'low' as const }),
      },
    ];
  },
});

export const movingSource = defineRule({
  id: 'requirements/moving-source',
  title: 'Packages from repositories are named by commit',
  severity: { development: 'low', staging: 'medium', production: 'medium' },
  why: 'A branch moves: the next build holds code that nobody looked at.',
  remedy: 'Name the commit:\nname @ git+https://host/owner/name@<40 hexadecimal digits>',
  source: ['https://pip.pypa.io/en/stable/topics/vcs-support/', 'S2-008'],
  judge: ({ requirements: { deployed } }) =>
    (deployed?.entries ?? []).flatMap(({ name, direct, place }): Hit[] => {
      if (
        direct === undefined ||
        !/^git\+/.test(direct) ||
        /@[0-9a-f]{7,40}(?:#|$)|@v?\d+(?:\.\d+)+(?:#|$)/.test(direct)
      )
        return [];
      return [
        {
          place,
          subject: name,
          message: `${name} is installed from whatever its repository’s branch holds at that moment.`,
          evidence: 'git+ without a commit or a tag',
        },
      ];
    }),
});

export const hashes = defineRule({
  id: 'requirements/hashes',
  title: 'Either every requirement has hashes or none',
  severity: 'high',
  why: 'One hash switches pip to its strict mode, in which it refuses the whole file because of those without.',
  remedy:
    'Make the file anew with a tool that writes all hashes:\nuv pip compile --generate-hashes requirements/production.in -o requirements/production.txt',
  source: ['https://pip.pypa.io/en/stable/topics/secure-installs/#hash-checking-mode', 'S2-008'],
  judge: ({ requirements: { files } }) =>
    files.flatMap(({ file, kind, entries }): Hit[] => {
      const bare = entries.filter(({ hashed, direct }) => !hashed && direct === undefined);
      const [first] = bare;
      if (kind !== 'requirements' || first === undefined || bare.length === entries.length) return [];
      if (entries.every(({ hashed }) => !hashed)) return [];
      return [
        {
          place: first.place,
          subject: file,
          message: `${bare.length} of ${entries.length} requirements have no hash, so pip refuses to install the file.`,
          evidence: named(bare.map(({ name }) => name)),
        },
      ];
    }),
});

export const contradicting = defineRule({
  id: 'requirements/contradicting',
  title: 'No package is asked for in two versions',
  severity: 'medium',
  why: 'pip refuses two versions of one package; what is installed then is what the image had before.',
  remedy: 'Keep one of the lines.',
  source: ['S2-008', 'https://pip.pypa.io/en/stable/topics/dependency-resolution/'],
  judge: ({ requirements: { files } }) => {
    const found = new Map<string, Hit>();
    for (const { kind, entries } of files) {
      if (kind !== 'requirements') continue;
      for (const [index, entry] of entries.entries()) {
        const before = entries.slice(0, index).find(({ name }) => name === entry.name);
        if (before === undefined || entry.marker !== undefined || before.marker !== undefined) continue;
        const versions = [before, entry].map(({ specifier }) => /^==(.+)$/.exec(specifier)?.[1]);
        if (versions[0] === undefined || versions[1] === undefined || versions[0] === versions[1]) continue;
        found.set(`${entry.place.file}:${entry.place.line}`, {
          place: entry.place,
          subject: entry.name,
          message: `${entry.name} is asked for as ${versions[1]} here and as ${versions[0]} ${before.place.file === entry.place.file ? 'on an earlier line' : `in ${before.place.file}`}.`,
          evidence: `${written(before)}, ${written(entry)}`,
        });
      }
    }
    return [...found.values()];
  },
});

export const unreadable = defineRule({
  id: 'requirements/unreadable',
  title: 'pip can read the requirements, and the files they include are there',
  severity: 'high',
  why: 'pip stops at the first line it cannot read or the first file it does not find: the image is not built.',
  remedy:
    'Write it as PEP 508 says (name, versions, marker), and name included files relative to the file:\n-r base.txt',
  source: ['S2-008', 'PEP 508', 'https://pip.pypa.io/en/stable/reference/requirements-file-format/'],
  judge: ({ requirements: { files, deployed } }) => {
    const known = new Set(files.map(({ file }) => file));
    const found = new Map<string, Hit>();
    for (const { file, kind, unreadable: lines, includes, includedAt } of files) {
      if (kind !== 'requirements') continue;
      const severity: Pick<Hit, 'severity'> =
        deployed?.file === file || deployed?.includes.includes(file) === true ? {} : { severity: 'low' };
      for (const { place, text } of lines)
        found.set(`${place.file}:${place.line}`, {
          place,
          subject: place.file,
          message: 'pip cannot read this line.',
          evidence: text.slice(0, 60),
          ...severity,
        });
      for (const include of includes) {
        if (known.has(include)) continue;
        const place = includedAt?.get(include) ?? { file, line: 1 };
        // Who includes the file that includes it has the same fault: once is enough, at its worst.
        const key = `${place.file}:${place.line}`;
        if (found.has(key) && severity.severity === 'low') continue;
        found.set(key, {
          place,
          subject: place.file,
          message: `${place.file} includes ${include}, which is not there.`,
          evidence: `-r ${include}`,
          ...severity,
        });
      }
    }
    return [...found.values()];
  },
});

/** Packages whose behaviour rules of this tool depend on; Django's version is judged by a rule of its own (django/version-differs). */
const WATCHED = [
  'celery',
  'gunicorn',
  'whitenoise',
  'djangorestframework',
  'redis',
  'django-environ',
  'psycopg',
  'psycopg2',
];

export const installedDrift = defineRule({
  id: 'requirements/installed',
  title: 'What is installed here is what the image installs',
  severity: 'low',
  why: 'The installed versions decide what was judged: another Celery or Redis client has other defaults.',
  remedy: 'Install the file that is deployed before the check:\npip install -r requirements/production.txt',
  source: ['C03', 'S1-044', 'S2-002'],
  judge: project => {
    const packages = project.python?.packages;
    const { deployed } = project.requirements;
    if (packages === undefined || deployed === undefined) return [];
    const different = WATCHED.flatMap(name => {
      const entry = deployed.entries.find(known => known.name === name && known.marker === undefined);
      const installed = packages[name];
      return entry?.pinned === undefined || installed === undefined || entry.pinned === installed
        ? []
        : [{ entry, installed }];
    });
    const [first] = different;
    if (first === undefined) return [];
    return [
      {
        place: first.entry.place,
        subject: deployed.file,
        message: `${different.length === 1 ? 'One package is' : `${different.length} packages are`} installed here in another version than ${deployed.file} says.`,
        evidence: named(
          different.map(({ entry, installed }) => `${entry.name} ${installed} here, ${entry.pinned} deployed`),
        ),
      },
    ];
  },
});
