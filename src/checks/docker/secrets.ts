import { defineRule, type Hit } from '../rule.ts';
import { isSecretName } from '../secrets/names.ts';
import { secretFacts } from '../secrets/strength.ts';
import { looksReal } from '../secrets/verdict.ts';
import { deployed } from '../settings/severities.ts';
import { isForCopying, isSecretFile } from './checkout.ts';
import type { Assigned, Copied, Stage } from './facts.ts';
import { placeIn, type RunningImage, runningImages, stagesBehind } from './running.ts';
import { isRemote } from './sources.ts';

const AT_RUN =
  'Give it when the container starts (Coolify: Environment Variables; Compose: environment). For one command of the build:\nRUN --mount=type=secret,id=token TOKEN="$(cat /run/secrets/token)" ...';

export const secretInImage = defineRule({
  id: 'docker/secret-in-image',
  title: 'No secret is written into the image',
  severity: deployed('high'),
  why: 'ENV and ARG stand in the image’s history: whoever can pull the image, or read the repository, reads them, and a later line does not take them back.',
  remedy: AT_RUN,
  source: ['hadolint DL3064', 'Docker build check SecretsUsedInArgOrEnv', 'S1-165'],
  judge: project =>
    runningImages(project).flatMap(image => {
      const hits = stagesBehind(image).flatMap(stage => [
        ...stage.assigned.flatMap(assigned => [
          ...assignedHit(image, stage, assigned),
          ...handedInHit(image, stage, assigned),
        ]),
        ...stage.runs.flatMap(({ commands }) => commands.flatMap(command => typedHit(image, command))),
      ]);
      return hits.filter(
        (hit, index) =>
          hits.findIndex(({ subject, place }) => subject === hit.subject && place?.line === hit.place?.line) === index,
      );
    }),
});

function assignedHit(
  image: RunningImage,
  stage: Stage,
  { keyword, name, value, written, line }: Assigned,
): readonly Hit[] {
  if (value === undefined || value === '' || written === undefined || isOnlyReference(written)) return [];
  const place = placeIn(image, line);
  const subject = `${image.dockerfile.file}: ${keyword} ${name}`;
  const evidence = `${keyword} ${name}=… (${value.length} characters)`;
  if (hasCredentials(value))
    return [{ subject, place, evidence, message: `${keyword} ${name} holds an address with a password in it.` }];
  if (!isSecretName(name)) return [];
  const facts = secretFacts(value, '00');
  if (looksReal(facts))
    return [{ subject, place, evidence, message: `${keyword} ${name} holds what looks like a real secret.` }];
  // A stand-in for the build does no harm; as ENV of the image that runs it is what the application uses when nobody sets another.
  if (keyword === 'ARG' || stage !== image.stage) return [];
  const overridden = image.services.every(({ own, compose }) => !own || compose?.environment.get(name) !== undefined);
  return overridden
    ? []
    : [
        {
          subject,
          place,
          evidence,
          severity: 'medium',
          message: `${name} has a value in the image: a container that is started without one runs with this, which everybody can read.`,
          remedy: `Say it for the one command that needs it, so that the start fails without a real one:\nRUN ${name}=only-for-this-line python manage.py collectstatic --noinput`,
        },
      ];
}

/** No value in the file: whoever builds hands the real one in, and the history keeps it. */
function handedInHit(image: RunningImage, stage: Stage, { keyword, name, written, line }: Assigned): readonly Hit[] {
  if (!isSecretName(name)) return [];
  const place = placeIn(image, line);
  const subject = `${image.dockerfile.file}: ${keyword} ${name}`;
  const argument = /^["']?\$(?:\{([A-Za-z_]\w*)(?:[:-][^}]*)?\}|([A-Za-z_]\w*))["']?$/.exec(written ?? '');
  const from = argument?.[1] ?? argument?.[2];
  if (keyword !== 'ENV' || from === undefined) return [];
  return stage.assigned.some(other => other.keyword === 'ARG' && other.name === from && other.written === undefined)
    ? [
        {
          subject,
          place,
          evidence: `ARG ${from}, ENV ${name}=$${from}`,
          message: `${name} of the build is written into the image: whoever can pull it reads it there.`,
        },
      ]
    : [];
}

function typedHit(
  image: RunningImage,
  { words, assignments, file, line }: Stage['runs'][number]['commands'][number],
): readonly Hit[] {
  const place = { file, line };
  const word = words.find(each => hasCredentials(each) && !/\$/.test(each));
  if (
    word !== undefined &&
    /^(?:curl|wget|git|pip|pip3|uv|poetry|npm|python|python3)$/.test(words[0]?.split('/').at(-1) ?? '')
  )
    return [
      {
        subject: `${image.dockerfile.file}: ${words[0]}`,
        place,
        evidence: `${words[0]} … (an address with a password)`,
        message: 'An address with a password stands in a RUN: it is in the image’s history.',
      },
    ];
  return Object.entries(assignments).flatMap(([name, value]): readonly Hit[] => {
    if (value.includes('$') || !isSecretName(name) || PHRASE.test(value) || !looksReal(secretFacts(value, '00')))
      return [];
    return [
      {
        subject: `${image.dockerfile.file}: ${name}`,
        place,
        evidence: `${name}=… (${value.length} characters)`,
        message: `${name} holds what looks like a real secret; the line is in the image’s history.`,
      },
    ];
  });
}

/** `while-building`: what is said for one command of the build speaks to its readers; what is real there has other characters too. */
const PHRASE = /^[a-z]+(?:[-_. ][a-z]+)+$/i;

function isOnlyReference(written: string): boolean {
  return /^["']?\$(?:\{[^}]*\}|\w+)["']?$/.test(written);
}

const WITH_PASSWORD = /^["']?(?:git\+)?[a-z][a-z0-9+.-]*:\/\/([^/@\s:]*):?([^/@\s]*)@([^/\s:]+)/i;

/** An address with a real looking user part; stand-ins for local servers and placeholders are none. */
function hasCredentials(value: string): boolean {
  const match = WITH_PASSWORD.exec(value);
  const secret = match?.[2] || (/^(?:https?|git\+https)/.test(value) ? match?.[1] : '');
  if (match === null || secret === undefined || secret === '' || secret.includes('$')) return false;
  if (/^(?:localhost|127\.0\.0\.1|db|postgres|redis|database|example\.|host$)/.test(match[3] ?? ''))
    return looksReal(secretFacts(secret, '00'));
  const facts = secretFacts(secret, '00');
  return (
    facts.placeholder === null && !facts.repetitive && secret !== match[1] && secret.length >= 6 && facts.words < 0.9
  );
}

export const environmentCopied = defineRule({
  id: 'docker/secret-file-copied',
  title: 'No file of secrets is copied into the image',
  severity: deployed('high'),
  why: 'Every layer can be read by whoever can pull the image, and the file lies where a hole in the application finds it.',
  remedy: AT_RUN,
  source: ['S1-165', 'S2-019'],
  judge: project =>
    runningImages(project)
      .flatMap(image =>
        stagesBehind(image).flatMap(({ copies }) =>
          copies.flatMap((copied): readonly Hit[] =>
            secretFilesIn(copied, image).map(path => ({
              subject: `${image.dockerfile.file}: ${path}`,
              place: placeIn(image, copied.line),
              message: `${copied.keyword} puts ${path} into the image.`,
              evidence: `${copied.keyword} ${copied.paths.join(' ')} ${copied.target}`.slice(0, 160),
            })),
          ),
        ),
      )
      .filter((hit, index, all) => all.findIndex(({ subject }) => subject === hit.subject) === index),
});

const NAMED_SECRET = /\.env$|\.(?:pem|p12|pfx)$/;

/** What COPY names, and the tracked files that `COPY . .` takes along because nothing leaves them out. */
function secretFilesIn({ from, paths }: Copied, { dockerfile }: RunningImage): readonly string[] {
  if (from !== undefined) return [];
  const { context, checkout, ignore } = dockerfile;
  const prefix = context === '' ? '' : `${context}/`;
  return paths
    .filter(path => !isRemote(path))
    .flatMap(path => {
      const clean = path.replace(/^(?:\.?\/)+/, '').replace(/\/$/, '');
      if (isSecretFile(clean) || (NAMED_SECRET.test(clean) && !isForCopying(clean))) return [clean];
      const folder = clean === '' || clean === '.' ? prefix : `${prefix}${clean}/`;
      return checkout.secretFiles
        .filter(file => file.startsWith(folder))
        .filter(file => ignore?.excludes(file.slice(prefix.length)) !== true)
        .slice(0, 5);
    });
}
