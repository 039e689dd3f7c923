import type { Project } from '../project.ts';
import type { RequirementEntry } from '../requirements/facts.ts';
import { defineRule, type Hit } from '../rule.ts';
import { deployed } from '../settings/severities.ts';
import type { Stage } from './facts.ts';
import { packagesOf } from './installed.ts';
import { isKnownBase, placeIn, type RunningImage, runningImages, stagesBehind } from './running.ts';

/** A distribution that is not complete without a library of the system. */
interface Need {
  readonly distribution: string;
  readonly extra?: string;
  /** With one of these extras the wheel brings the library along. */
  readonly unless?: readonly string[];
  readonly library: string;
  /** Debian's or Alpine's package, for the image that runs. */
  readonly runs: RegExp;
  /** Headers, for the stage that installs; there are no wheels. */
  readonly builds?: RegExp;
  readonly debian: string;
}

/** From the installation pages of each; psycopg2 and pycairo are published as source only. */
const NEEDS: readonly Need[] = [
  {
    distribution: 'psycopg2',
    library: 'libpq',
    runs: /^(?:libpq5|libpq|libpq-dev|postgresql.*)$/,
    builds: /^(?:libpq-dev|postgresql-dev|postgresql[0-9]*-dev|libpq-devel)$/,
    debian: 'libpq5',
  },
  {
    distribution: 'psycopg',
    unless: ['binary'],
    library: 'libpq',
    runs: /^(?:libpq5|libpq|libpq-dev|postgresql.*)$/,
    debian: 'libpq5',
  },
  {
    distribution: 'pycairo',
    library: 'cairo',
    runs: /^(?:libcairo2|libcairo2-dev|cairo|cairo-dev)$/,
    builds: /^(?:libcairo2-dev|cairo-dev)$/,
    debian: 'libcairo2',
  },
  {
    distribution: 'rlpycairo',
    library: 'cairo',
    runs: /^(?:libcairo2|libcairo2-dev|cairo|cairo-dev)$/,
    builds: /^(?:libcairo2-dev|cairo-dev)$/,
    debian: 'libcairo2',
  },
  {
    distribution: 'reportlab',
    extra: 'pycairo',
    library: 'cairo',
    runs: /^(?:libcairo2|libcairo2-dev|cairo|cairo-dev)$/,
    builds: /^(?:libcairo2-dev|cairo-dev)$/,
    debian: 'libcairo2',
  },
  {
    distribution: 'cairocffi',
    library: 'cairo',
    runs: /^(?:libcairo2|libcairo2-dev|cairo|cairo-dev|libpangocairo.*)$/,
    debian: 'libcairo2',
  },
  {
    distribution: 'cairosvg',
    library: 'cairo',
    runs: /^(?:libcairo2|libcairo2-dev|cairo|cairo-dev|libpangocairo.*)$/,
    debian: 'libcairo2',
  },
  {
    distribution: 'weasyprint',
    library: 'Pango',
    runs: /^(?:libpango.*|pango|weasyprint|py3-weasyprint)$/,
    debian: 'libpangoft2-1.0-0',
  },
  {
    distribution: 'mysqlclient',
    library: 'libmariadb',
    runs: /^(?:libmariadb.*|default-libmysqlclient-dev|mariadb-(?:connector-c|client|dev).*|libmysqlclient.*)$/,
    builds: /^(?:default-libmysqlclient-dev|libmariadb-dev.*|mariadb-dev|mariadb-connector-c-dev|libmysqlclient-dev)$/,
    debian: 'libmariadb3',
  },
  {
    distribution: 'python-magic',
    library: 'libmagic',
    runs: /^(?:libmagic1.*|libmagic|libmagic-dev|file)$/,
    debian: 'libmagic1',
  },
  {
    distribution: 'python-ldap',
    library: 'libldap',
    runs: /^(?:libldap.*|openldap.*)$/,
    builds: /^(?:libldap2?-dev|openldap-dev)$/,
    debian: 'libldap-2.5-0',
  },
];

export const systemLibraries = defineRule({
  id: 'docker/system-library',
  title: 'Libraries that packages need from the system are in the image',
  severity: deployed('high'),
  why: 'Without headers the package does not install and the build ends; without the library it fails when it is first used: "no library called cairo", "libpq.so.5: cannot open shared object file".',
  remedy:
    'RUN apt-get update && apt-get install --yes --no-install-recommends libcairo2 && rm -rf /var/lib/apt/lists/*',
  source: [
    'S1-059',
    'C05',
    'https://www.psycopg.org/docs/install.html',
    'https://doc.courtbouillon.org/weasyprint/stable/first_steps.html',
  ],
  judge: project =>
    runningImages(project)
      .filter(isBare)
      .flatMap(image => NEEDS.flatMap(need => hitsOf(need, image, project))),
});

/** Slim and Alpine images; the full ones hold most headers. What is copied from an unknown image may bring libraries. */
function isBare({ stage, services, dockerfile }: RunningImage): boolean {
  const { base, runs, copies } = stage;
  const names = new Set(dockerfile.stages.flatMap(({ name }, index) => [name, String(index)]));
  const foreign = copies.some(
    ({ from, paths }) =>
      from !== undefined && (!names.has(from) || paths.some(path => /^\/(?:usr(?:\/lib.*)?|lib.*)?\/?$/.test(path))),
  );
  const hidden = runs.some(({ commands }) =>
    commands.some(
      ({ words }) =>
        /\.sh$/.test(words[0] ?? '') || words.some(word => /\$|^(?:xargs|@.*)$/.test(word) && words[0] === 'apt-get'),
    ),
  );
  const listed = runs.some(({ text }) => /xargs|\$\(cat|apt\.txt|packages\.txt/.test(text));
  return (
    isKnownBase(stage) &&
    /slim|alpine/.test(base.tag ?? '') &&
    services.some(({ own }) => own) &&
    !foreign &&
    !hidden &&
    !listed
  );
}

function hitsOf(need: Need, image: RunningImage, project: Project): readonly Hit[] {
  const entry = entryFor(need, project);
  if (entry === undefined) return [];
  const here = [...packagesOf(image.stage)];
  const hit = {
    subject: `${image.title}: ${need.distribution}`,
    evidence: `${entry.name}${entry.extras.length === 0 ? '' : `[${entry.extras.join(',')}]`}${entry.specifier} in ${entry.place.file}`,
  };
  const installing = stagesBehind(image).find(installs);
  if (need.builds !== undefined && installing !== undefined && isSlim(installing)) {
    const headers = [...packagesOf(installing)].some(name => need.builds?.test(name) === true);
    if (!headers)
      return [
        {
          ...hit,
          place: placeIn(
            image,
            installing.runs.find(({ text }) => /install|sync/.test(text) && !/apt|apk/.test(text))?.line ??
              installing.line,
          ),
          severity: 'critical',
          message: `${entry.name} is built from source, and the stage that installs it has no headers of ${need.library}: the build ends here.`,
          remedy:
            need.distribution === 'psycopg2'
              ? 'Use a wheel that brings the library along (psycopg[binary], psycopg2-binary), or install what it is built with:\napt-get install --yes --no-install-recommends gcc libpq-dev'
              : `Install what it is built with: gcc and the headers of ${need.library}.`,
        },
      ];
  }
  if (here.some(name => need.runs.test(name))) return [];
  return [
    {
      ...hit,
      place: placeIn(image, image.stage.line),
      message: `${entry.name} needs ${need.library} from the system, and no line of this image installs it.`,
      remedy: `RUN apt-get update && apt-get install --yes --no-install-recommends ${need.debian} && rm -rf /var/lib/apt/lists/*`,
    },
  ];
}

function isSlim({ base }: Stage): boolean {
  return /slim|alpine/.test(base.tag ?? '');
}

function installs({ runs }: Stage): boolean {
  return runs.some(({ commands }) =>
    commands.some(({ words }) =>
      /pip[0-9.]* (?:install|wheel)|uv (?:pip install|sync)|poetry install|pipenv (?:install|sync)/.test(
        words.join(' '),
      ),
    ),
  );
}

function entryFor(need: Need, { requirements }: Project): RequirementEntry | undefined {
  return requirements.deployed?.entries.find(({ name, extras, marker }) => {
    if (name !== need.distribution || (need.extra !== undefined && !extras.includes(need.extra))) return false;
    if (marker !== undefined && /win32|Windows|darwin/.test(marker)) return false;
    // `psycopg[binary]` also stands in lock files as a distribution of its own.
    const bundled = need.unless?.some(
      extra =>
        extras.includes(extra) ||
        requirements.deployed?.entries.some(other => other.name === `${need.distribution}-${extra}`),
    );
    return bundled !== true;
  });
}
