import { isInside } from '../../paths.ts';
import type { Project } from '../../project.ts';
import { defineRule, type Hit, type Rule } from '../../rule.ts';
import { deployed } from '../../settings/severities.ts';
import { member, setting, text } from '../../settings/values.ts';
import { type Running, running } from './running.ts';

/** Folder of the container in which uploads lie; undefined when they lie elsewhere (S3), or nobody can say. */
function mediaFolder(service: Running, project: Project): string | undefined {
  const evaluation = project.evaluations.find(({ services }) => services.includes(service.title));
  if (evaluation === undefined) return undefined;
  const root = setting(evaluation, 'MEDIA_ROOT');
  const storage =
    text(member(setting(evaluation, 'STORAGES')?.value, 'default', 'BACKEND')) ??
    text(setting(evaluation, 'DEFAULT_FILE_STORAGE')?.value);
  if (storage !== undefined && !/FileSystemStorage$/.test(storage)) return undefined;
  return root === undefined || root.default ? undefined : inContainer(fromRoot(text(root.value), project), service);
}

/** Settings make absolute paths of the machine they are evaluated on. */
function fromRoot(path: string | undefined, { root }: Project): string | undefined {
  if (path === undefined || root === undefined) return path;
  return path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path;
}

/** A folder that the settings name, where the image has it: those of the checkout are where the checkout is. */
function inContainer(path: string | undefined, { sources }: Running): string | undefined {
  if (path === undefined || path === '') return undefined;
  if (path.startsWith('/')) return path.replace(/\/+$/, '');
  const inside = path.replace(/^\.\//, '').replace(/\/+$/, '');
  const found = sources
    .filter(({ repository }) => repository === '' || inside === repository || inside.startsWith(`${repository}/`))
    .sort((a, b) => b.repository.length - a.repository.length)[0];
  if (found === undefined) return undefined;
  const rest = found.repository === '' ? inside : inside.slice(found.repository.length + 1);
  return [found.container === '/' ? '' : found.container, rest].filter(part => part !== '').join('/');
}

function mountOn({ compose }: Running, folder: string) {
  return compose.volumes.find(
    ({ target, kind, source }) =>
      (folder === target || folder.startsWith(`${target}/`)) && kind !== 'tmpfs' && source !== undefined,
  );
}

export const media: Rule = defineRule({
  id: 'compose/media-volume',
  title: 'What people upload outlives the container',
  severity: deployed('high'),
  why: 'Without a volume, uploads lie in the container: the next deployment deletes them all, and nothing says so.',
  remedy: 'Mount a named volume where MEDIA_ROOT is, or store uploads in S3:\nvolumes:\n  - media:/app/media',
  source: ['S0-008', 'S0-033', 'S1-072', 'S4-030', 'S1-132'],
  judge: project =>
    running(project)
      .filter(({ role, own }) => own && role === 'web')
      .flatMap((service): Hit[] => {
        const folder = mediaFolder(service, project);
        if (folder === undefined || mountOn(service, folder) !== undefined) return [];
        return [
          {
            place: service.place,
            subject: service.title,
            message: `"${service.name}" keeps uploads in ${folder}, and no volume lies there: they are gone with the next deployment.`,
            evidence: `MEDIA_ROOT is ${folder}; no volume on it`,
            remedy: `volumes:\n  - media:${folder}`,
          },
        ];
      }),
});

export const shared: Rule = defineRule({
  id: 'compose/media-shared',
  title: 'Web and workers see the same uploads',
  severity: deployed('medium'),
  why: 'A task that is to work on an upload does not find the file: it lies in the volume of the web only.',
  remedy: 'Mount the same volume in both:\nworker:\n  volumes:\n    - media:/app/media',
  source: ['S1-072', 'S0-033'],
  judge: project =>
    running(project)
      .filter(({ role, own }) => own && role === 'worker')
      .flatMap((service): Hit[] => {
        const web = running(project).find(({ stack, role, own }) => stack === service.stack && own && role === 'web');
        const named = web?.compose.volumes.find(
          ({ source, target, kind }) => kind === 'volume' && /media|upload/i.test(`${source} ${target}`),
        );
        const folder = web === undefined ? undefined : mediaFolder(web, project);
        const mount = (web === undefined || folder === undefined ? undefined : mountOn(web, folder)) ?? named;
        if (web === undefined || mount === undefined || isInside(mount.source ?? '') === false) return [];
        if (service.compose.volumes.some(({ source }) => source === mount.source)) return [];
        return [
          {
            place: service.place,
            subject: service.title,
            message: `"${web.name}" keeps uploads in the volume "${mount.source}", which "${service.name}" does not mount: its tasks do not find them.`,
            evidence: `${mount.source}:${mount.target} only in ${web.name}`,
            remedy: `${service.name}:\n  volumes:\n    - ${mount.source}:${mount.target}`,
          },
        ];
      }),
});

export const statics: Rule = defineRule({
  id: 'compose/static-volume',
  title: 'No volume hides the static files of a newer image',
  severity: deployed('medium'),
  why: 'Docker fills a named volume from the image once, when it is empty. From then on it hides what newer images collected: pages ask for files that are not there.',
  remedy: 'Take the volume away and let WhiteNoise serve what is in the image, or collect when the container starts.',
  source: ['S1-072', 'S0-008', 'S1-159', 'https://docs.docker.com/engine/storage/volumes/'],
  judge: project =>
    running(project)
      .filter(({ role, own }) => own && role === 'web')
      .flatMap((service): Hit[] => {
        const collected = service.image?.stage.runs.some(({ commands }) =>
          commands.some(({ words }) => words.includes('collectstatic')),
        );
        if (collected !== true || service.start.unknown !== undefined) return [];
        if (service.start.commands.some(({ words }) => words.includes('collectstatic'))) return [];
        const evaluation = project.evaluations.find(({ services }) => services.includes(service.title));
        const root = evaluation === undefined ? undefined : text(setting(evaluation, 'STATIC_ROOT')?.value);
        const folder = inContainer(root, service);
        const mount = service.compose.volumes.find(
          ({ kind, source, target }) =>
            kind === 'volume' &&
            source !== undefined &&
            (folder === undefined ? /\/static(files|_root|_collected)?$/.test(target) : target === folder),
        );
        if (mount === undefined) return [];
        return [
          {
            place: mount.place,
            subject: service.title,
            message: `The volume "${mount.source}" keeps the static files of the first image for ever: those that newer images collect are hidden behind it.`,
            evidence: `${mount.source}:${mount.target}; collectstatic runs while the image is built`,
          },
        ];
      }),
});

export const code: Rule = defineRule({
  id: 'compose/mounted-code',
  title: 'What runs is the code in the image',
  severity: deployed('high'),
  why: 'A mounted folder hides the code that was built and tested: what runs is whatever lies on the server, Coolify has no checkout there, and going back to an older image changes nothing.',
  remedy: 'Take the mount away from this file; it belongs into docker-compose.override.yml for development.',
  source: ['S1-054', 'S1-072', 'C06'],
  judge: project =>
    running(project)
      .filter(({ own }) => own)
      .flatMap(service =>
        service.compose.volumes
          .filter(
            ({ kind, source, target }) =>
              kind === 'bind' && source !== undefined && hidesCode(source, target, service, project),
          )
          .map(
            (mount): Hit => ({
              place: mount.place,
              subject: service.title,
              message: `"${service.name}" runs the code that lies in ${mount.source === '' ? 'the folder of the file' : mount.source} on the server, not the one in its image.`,
              evidence: `${mount.source === '' ? '.' : mount.source}:${mount.target}`,
            }),
          ),
      ),
});

/** A folder of the repository that holds Python, over one into which the image copied code. */
function hidesCode(source: string, target: string, { image }: Running, project: Project): boolean {
  if (!isInside(source) || image === undefined) return false;
  const prefix = source === '' ? '' : `${source}/`;
  const { directory } = project;
  const holdsProject = directory === source || directory.startsWith(prefix) || prefix.startsWith(`${directory}/`);
  const holdsPython = project.source.files.some(file => file.startsWith(prefix) && file.endsWith('.py'));
  if (!holdsProject || (project.source.files.length > 0 && !holdsPython)) return false;
  return image.stage.copies.some(({ from, target: copied }) => {
    const into = copied.replace(/\/+$/, '') || '/';
    return from === undefined && (into === target || target.startsWith(`${into}/`) || into.startsWith(`${target}/`));
  });
}
