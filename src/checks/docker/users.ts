import { baseName } from '../paths.ts';
import { defineRule, type Hit } from '../rule.ts';
import { deployed } from '../settings/severities.ts';
import type { Command } from '../shell/facts.ts';
import type { Stage } from './facts.ts';
import { isOfficial, shortName } from './image.ts';
import { isKnownBase, placeIn, type RunningImage, runningImages, usersOf } from './running.ts';

const RUN_AS = 'Make a user and switch to it before CMD:\nRUN useradd --system --create-home --uid 1000 app\nUSER app';

export const rootUser = defineRule({
  id: 'docker/root-user',
  title: 'The application does not run as root',
  severity: deployed('high'),
  why: 'Whoever finds a hole in the application or a library is root in the container: free to change the code and to use every hole of the kernel.',
  remedy: RUN_AS,
  source: ['S1-053', 'S2-012', 'hadolint DL3002', 'CKV_DOCKER_3', 'CKV_DOCKER_8'],
  judge: project =>
    runningImages(project).flatMap((image): readonly Hit[] => {
      const asRoot = image.services.filter(({ user, start }) => isRoot(user) && !switches(start.commands));
      if (asRoot.length === 0 || !image.services.some(({ own }) => own)) return [];
      const { user, from, base } = image.stage;
      const names = usersOf(asRoot);
      const hit = {
        subject: `${image.title}: USER`,
        place: placeIn(image, user?.line ?? from.line),
        evidence: user === undefined ? 'no USER instruction' : `USER ${user.value}`,
      };
      if (user === undefined && !isKnownBase(image.stage))
        return isNonRoot(base.text)
          ? []
          : [{ ...hit, unknown: true, message: `No USER instruction, and the user of ${base.text} is not known.` }];
      const who = names === '' ? 'The container runs' : `The containers of ${names} run`;
      return [{ ...hit, message: `${who} as root.` }];
    }),
});

/** Root by name or number; a numeric group does not matter. */
export function isRoot(user: string | undefined): boolean {
  return user === undefined || user === '' || /^(?:root|0)(?::|$)/.test(user);
}

/** The programs that stay are started through gosu, su-exec or setpriv. */
function switches(commands: readonly Command[]): boolean {
  const staying = commands.filter(({ replacesShell }) => replacesShell);
  return staying.length > 0 && staying.every(({ user }) => user !== undefined && !isRoot(user));
}

function isNonRoot(image: string): boolean {
  return /nonroot|unprivileged|^cgr\.dev\/chainguard\/|bitnami\//.test(image);
}

/** Users that the common images bring with them. */
const BROUGHT = new Set(
  'root nobody daemon bin sys sync games man lp mail news uucp proxy www-data backup list irc gnats operator ftp guest _apt'.split(
    ' ',
  ),
);
const OF_IMAGE: Readonly<Record<string, string>> = {
  node: 'node',
  postgres: 'postgres',
  nginx: 'nginx',
  redis: 'redis',
  ubuntu: 'ubuntu',
};

export const userExists = defineRule({
  id: 'docker/user-missing',
  title: 'Users that are named exist in the image',
  severity: 'critical',
  why: 'Docker looks the name up in the image’s /etc/passwd: without an entry no container starts, and a COPY for that user ends the build.',
  remedy: 'Make the user in a line before, or name a number:\nRUN useradd --system --uid 1000 app',
  source: ['S1-053', 'Dockerfile reference, USER'],
  judge: project =>
    runningImages(project).flatMap((image): readonly Hit[] => {
      const { stage } = image;
      if (!isKnownBase(stage) || mayMakeUsers(stage)) return [];
      const made = usersMade(stage);
      const missing = (owner: string | undefined, line: number) => {
        const name = owner?.split(':')[0] ?? '';
        if (name === '' || /^[0-9]+$|\$/.test(name) || BROUGHT.has(name)) return false;
        if (OF_IMAGE[shortName(stage.base)] === name && isOfficial(stage.base)) return false;
        return !made.some(each => each.name === name && each.line < line);
      };
      const hits: Hit[] = [];
      const { user } = stage;
      if (user !== undefined && missing(user.value, user.line))
        hits.push({
          subject: `${image.title}: USER ${user.value}`,
          place: placeIn(image, user.line),
          message: `No line of the image makes the user "${user.value.split(':')[0]}", and ${stage.base.text} has none of that name: no container starts.`,
          evidence: `USER ${user.value}`,
        });
      for (const { owner, line, keyword } of stage.copies)
        if (missing(owner, line))
          hits.push({
            subject: `${image.title}: ${keyword} --chown=${owner}`,
            place: placeIn(image, line),
            message: `The user "${owner?.split(':')[0]}" does not exist yet when this line is reached: the build ends here.`,
            evidence: `${keyword} --chown=${owner}`,
          });
      return hits;
    }),
});

function usersMade({ runs }: Stage): readonly { readonly name: string; readonly line: number }[] {
  return runs.flatMap(({ commands, line }) =>
    commands.flatMap(({ words }) => {
      const program = baseName(words[0] ?? '');
      if (program !== 'useradd' && program !== 'adduser') return [];
      // BusyBox and Debian put the name last, or the group after it.
      return words.slice(1).flatMap(name => (name.startsWith('-') ? [] : [{ name, line }]));
    }),
  );
}

/** Something that cannot be looked into may make users: a script that is not here, /etc/passwd from elsewhere, a name that is a variable. */
function mayMakeUsers({ runs, copies }: Stage): boolean {
  return (
    copies.some(
      ({ target, from }) => /^\/etc(?:\/passwd)?\/?$/.test(target) || (target === '/' && from !== undefined),
    ) ||
    runs.some(({ commands, text }) => {
      if (/\/etc\/passwd|newusers/.test(text)) return true;
      return commands.some(
        ({ words, file }) =>
          (/(?:user|^adduser|^useradd)/.test(baseName(words[0] ?? '')) && words.some(word => word.includes('$'))) ||
          (/\.(?:sh|py)$/.test(words[0] ?? '') && file !== ''),
      );
    })
  );
}

/** Programs that only root may use in an image. */
const ROOTS_OWN = new Set([
  'apt-get',
  'apt',
  'apk',
  'dnf',
  'microdnf',
  'yum',
  'dpkg',
  'useradd',
  'adduser',
  'groupadd',
  'addgroup',
]);

export const needsRoot = defineRule({
  id: 'docker/needs-root',
  title: 'Packages and users are installed before the image stops being root',
  severity: 'critical',
  why: 'After USER every RUN is that user: the package manager may not write, and the build ends there.',
  remedy: 'Move the RUN above USER, or switch back for it:\nUSER root\nRUN ...\nUSER app',
  source: ['S1-053', 'Dockerfile reference, USER: "runs ... for the remainder of the current stage"'],
  judge: project =>
    runningImages(project).flatMap(image =>
      image.stage.runs.flatMap(({ user, commands }): readonly Hit[] => {
        if (isRoot(user) || user.includes('$')) return [];
        const refused = commands.find(
          ({ words, through, after, conditional }) =>
            ROOTS_OWN.has(baseName(words[0] ?? '')) &&
            !through?.includes('sudo') &&
            after !== 'failure' &&
            conditional !== true,
        );
        if (refused === undefined || refused.words.some(word => /^--(?:version|help|download-only|root)/.test(word)))
          return [];
        return [
          {
            subject: `${image.title}: ${refused.words.slice(0, 2).join(' ')}`,
            place: { file: refused.file, line: refused.line },
            message: `This runs as "${user}", and only root may: the build ends here.`,
            evidence: `${shown(refused)} after USER ${user}`,
          },
        ];
      }),
    ),
});

function shown({ words }: Command): string {
  return words.join(' ').slice(0, 120);
}

export function isOwn(image: RunningImage): boolean {
  return image.services.some(({ own }) => own);
}
