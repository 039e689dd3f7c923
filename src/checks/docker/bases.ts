import { defineRule, type Hit } from '../rule.ts';
import { deployed } from '../settings/severities.ts';
import type { ImageName, Stage } from './facts.ts';
import { imageName, isOfficial, shortName } from './image.ts';
import { placeIn, type RunningImage, runningImages, stagesBehind } from './running.ts';

interface Base {
  readonly name: ImageName;
  readonly line: number;
  readonly how: 'FROM' | 'COPY';
}

/** Every image from outside that goes into this one: its base, those of the stages it copies from, and images it copies from. */
function basesOf(image: RunningImage): readonly Base[] {
  const stages = stagesBehind(image);
  const names = new Set(image.dockerfile.stages.flatMap(({ name }, index) => [name, String(index)]));
  const froms = stages.flatMap((stage): Base[] =>
    stage.from.stage === undefined ? [{ name: imageName(stage.from.image), line: stage.from.line, how: 'FROM' }] : [],
  );
  const copies = stages.flatMap(({ copies: all }) =>
    all.flatMap(({ from, line }): Base[] =>
      from === undefined || names.has(from) ? [] : [{ name: imageName(from), line, how: 'COPY' }],
    ),
  );
  const lines = new Set<number>();
  return [...froms, ...copies].filter(({ line }) => !lines.has(line) && lines.add(line) !== undefined);
}

const EXACT =
  'Name at least the minor version, and better a digest that an update robot raises:\nFROM python:3.13-slim-bookworm';

export const pinned = defineRule({
  id: 'docker/base-unpinned',
  title: 'Base images are named by a version',
  severity: deployed('medium', 'high'),
  why: 'Without a version the next build takes whatever was published last: another Python, another Debian, and a deployment that fails or behaves differently although nothing was changed.',
  remedy: EXACT,
  source: ['S2-046', 'hadolint DL3006', 'hadolint DL3007', 'CKV_DOCKER_7'],
  judge: project =>
    runningImages(project).flatMap(image =>
      basesOf(image).flatMap(({ name, line, how }): readonly Hit[] => {
        const { text, tag, digest } = name;
        if (digest !== undefined || text.toLowerCase() === 'scratch' || text.includes('$')) return [];
        const floating = tag === undefined || /^(?:latest|stable|rolling|edge|devel)$/.test(tag);
        const wide = !floating && isWide(name);
        if (!floating && !wide) return [];
        const hit = {
          subject: `${image.dockerfile.file}: ${text}`,
          place: placeIn(image, line),
          evidence: how === 'FROM' ? `FROM ${text}` : `COPY --from=${text}`,
        };
        const message = floating
          ? `${text} names ${tag === undefined ? 'no version' : `"${tag}"`}: every build may get another one.`
          : `${text} leaves the minor version open: a new one arrives with the next build.`;
        // A tool that is copied out of its image is easily seen to be another one; the ground everything stands on is not.
        if (how === 'COPY') return [{ ...hit, message, severity: 'low' }];
        return [wide ? { ...hit, message, severity: 'medium' } : { ...hit, message }];
      }),
    ),
});

/** `python:3`, `python:slim`, `node:alpine`: the part before the first dash is no `major.minor`. */
function isWide(name: ImageName): boolean {
  if (!isOfficial(name) || shortName(name) !== 'python') return false;
  return !/^[0-9]+\.[0-9]+/.test(name.tag ?? '');
}

/** Distributions and Pythons that get no security updates any more, with the month in which that ended. */
const ENDED: readonly {
  readonly pattern: RegExp;
  readonly only?: string;
  readonly what: string;
  readonly since: string;
}[] = [
  { pattern: /(?:^|-)(?:wheezy|jessie|stretch)(?:-|$)/, what: 'Debian 9 and older', since: 'June 2022' },
  { pattern: /(?:^|-)buster(?:-|$)/, what: 'Debian 10 (buster)', since: 'June 2024' },
  { pattern: /(?:^|-)bullseye(?:-|$)/, what: 'Debian 11 (bullseye)', since: 'August 2026' },
  { pattern: /^(?:8|9|10|11)(?:[.-]|$)/, only: 'debian', what: 'Debian 11 and older', since: 'August 2026' },
  {
    pattern: /^(?:trusty|xenial|bionic|focal|14\.04|16\.04|18\.04|20\.04)(?:-|$)/,
    only: 'ubuntu',
    what: 'Ubuntu 20.04 and older',
    since: 'May 2025',
  },
  { pattern: /alpine3\.(?:[0-9]|1[0-9]|20)$/, what: 'Alpine 3.20 and older', since: 'April 2026' },
  { pattern: /^3\.(?:[0-9]|1[0-9]|20)(?:\.|$)/, only: 'alpine', what: 'Alpine 3.20 and older', since: 'April 2026' },
  {
    pattern: /^(?:2(?:\.|-|$)|3\.[0-8](?:[.-]|$))/,
    only: 'python',
    what: 'Python 3.8 and older',
    since: 'October 2024',
  },
  { pattern: /^3\.9(?:[.-]|$)/, only: 'python', what: 'Python 3.9', since: 'October 2025' },
  { pattern: /^3\.10(?:[.-]|$)/, only: 'python', what: 'Python 3.10', since: 'October 2026' },
];

export const supported = defineRule({
  id: 'docker/old-base',
  title: 'The base image still gets security updates',
  severity: deployed('medium'),
  why: 'Holes that are found from now on stay open in every image made from it.',
  remedy: 'Move to a supported release:\nFROM python:3.13-slim-bookworm',
  source: [
    'S2-010',
    'S2-046',
    'https://endoflife.date/debian',
    'https://devguide.python.org/versions/',
    'https://endoflife.date/alpine',
  ],
  judge: project =>
    runningImages(project).flatMap(image =>
      groundsOf(image).flatMap((stage): readonly Hit[] => {
        const { text, tag } = imageName(stage.from.image);
        const short = shortName(imageName(stage.from.image));
        const old = ENDED.filter(
          ({ pattern, only }) => (only === undefined || only === short) && pattern.test(tag ?? ''),
        );
        if (old.length === 0) return [];
        return [
          {
            subject: `${image.dockerfile.file}: ${text}`,
            place: placeIn(image, stage.from.line),
            message: `${old.map(({ what, since }) => `${what} has had no security updates since ${since}`).join('; ')}.`,
            evidence: `FROM ${text}`,
          },
        ];
      }),
    ),
});

/** Only what ends up in the image that runs: its own chain. */
function groundsOf({ dockerfile, stage }: RunningImage): readonly Stage[] {
  return dockerfile.stages.filter(({ name, from }) => stage.chain.includes(name) && from.stage === undefined);
}
