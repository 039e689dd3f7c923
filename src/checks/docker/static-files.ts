import type { DjangoEvaluation } from '../../django/evaluation.ts';
import { askedBy } from '../env/reads.ts';
import type { Project } from '../project.ts';
import { defineRule, type Hit } from '../rule.ts';
import { deployed } from '../settings/severities.ts';
import { list, member, setting, text } from '../settings/values.ts';
import { isDevelopment, type ManagementRun, managementCommand, managementRuns, modulesOf } from './management.ts';
import { placeIn, type RunningImage, runningImages, stagesBehind } from './running.ts';
import { exists } from './settings-modules.ts';

const IN_IMAGE =
  'RUN SECRET_KEY=only-for-this-line DATABASE_URL=postgres://localhost/unused \\\n    python manage.py collectstatic --noinput';

/** The runs of collectstatic that end up in an image, or in a stage that it copies from. */
function collecting(image: RunningImage): readonly ManagementRun[] {
  return stagesBehind(image)
    .flatMap(managementRuns)
    .filter(
      ({ name }, index, all) =>
        name === 'collectstatic' && all.findIndex(({ run }) => run === all[index]?.run) === index,
    );
}

export const collectedWith = defineRule({
  id: 'docker/collectstatic-settings',
  title: 'Static files are collected with the settings that serve them',
  severity: deployed('medium'),
  why: 'The storage decides the names of the files. Collected with other settings there is no manifest, or not the one the site looks into: pages without style, or status 500.',
  remedy: 'RUN python manage.py collectstatic --noinput --settings=project.settings.production',
  source: ['S1-052', 'S2-014', 'C07'],
  judge: project =>
    runningImages(project).flatMap(image => {
      const running = modulesOf(image.services);
      return collecting(image).flatMap(({ settings, command, words }): readonly Hit[] => {
        if (settings === undefined || settings.includes('$') || running.length === 0 || running.includes(settings))
          return [];
        // A module that is not there ends the build, which docker/settings-missing says.
        if (exists(settings, image.dockerfile.checkout) === false) return [];
        if (sameStorage(project, settings, running)) return [];
        return [
          {
            subject: `${image.title}: collectstatic`,
            place: { file: command.file, line: command.line },
            message: `Static files are collected with ${settings}, and served with ${running.join(', ')}.`,
            evidence: `manage.py ${words.join(' ')}`.slice(0, 160),
            remedy: `RUN python manage.py collectstatic --noinput --settings=${running[0]}`,
            ...(isDevelopment(settings) ? { severity: 'high' as const } : {}),
          },
        ];
      });
    }),
});

/** Both were evaluated, and say the same of static files; for staging production's settings are evaluated as well. */
function sameStorage({ evaluations, counterpart }: Project, one: string, others: readonly string[]): boolean {
  const all = counterpart === undefined ? evaluations : [...evaluations, counterpart];
  const storage = (module: string) => {
    const found = all.find(({ answer }) => answer.settings?.module === module);
    return found === undefined ? undefined : JSON.stringify([setting(found, 'STATIC_ROOT')?.value, storageOf(found)]);
  };
  const mine = storage(one);
  return mine !== undefined && others.every(other => storage(other) === mine);
}

function storageOf(evaluation: DjangoEvaluation): string | undefined {
  return (
    text(member(setting(evaluation, 'STORAGES')?.value, 'staticfiles', 'BACKEND')) ??
    text(setting(evaluation, 'STATICFILES_STORAGE')?.value)
  );
}

export const collectedFor = defineRule({
  id: 'docker/collectstatic-variables',
  title: 'The build has the variables that collectstatic’s settings demand',
  severity: deployed('medium'),
  why: 'Settings that refuse to load without a variable end the build, on every machine that does not happen to pass it.',
  remedy: `Give them values that last for one command:\n${IN_IMAGE}`,
  source: ['S1-052', 'Coolify passes build variables as ARG when their box is ticked'],
  judge: project =>
    // Coolify writes its variables into the Dockerfile by itself: what it has is there.
    project.application !== undefined
      ? []
      : runningImages(project).flatMap(image =>
          collecting(image).flatMap(({ run, command, settings }): readonly Hit[] => {
            const evaluation = project.evaluations.find(
              ({ answer, module }) => settings !== undefined && (answer.settings?.module ?? module) === settings,
            );
            if (evaluation === undefined || run.mounts.some(mount => /type=secret/.test(mount))) return [];
            const given = new Set([
              ...run.environment.keys(),
              ...Object.keys(command.assignments),
              ...Object.keys(command.exports ?? {}),
              ...image.stage.arguments.keys(),
            ]);
            const { required } = askedBy({ ...project, evaluations: [evaluation] });
            const missing = [...required].sort().filter(name => !given.has(name) && name !== 'DJANGO_SETTINGS_MODULE');
            if (missing.length === 0) return [];
            return [
              {
                subject: `${image.title}: collectstatic`,
                place: { file: command.file, line: command.line },
                message: `${settings} does not load without ${missing.join(', ')}, and nothing sets ${missing.length === 1 ? 'it' : 'them'} at this line: the build ends here unless the platform passes ${missing.length === 1 ? 'it' : 'them'} as build arguments.`,
                evidence: command.words.join(' ').slice(0, 160),
              },
            ];
          }),
        ),
});

export const collectedOnce = defineRule({
  id: 'docker/collectstatic',
  title: 'Static files are collected once, while the image is built',
  severity: deployed('medium'),
  why: 'Nowhere: the admin and every page come without style. At every start: each replica does it again before it answers, and with another result if a build differs.',
  remedy: IN_IMAGE,
  source: ['S1-159', 'S1-052', 'S2-037', 'S0-008'],
  judge: project =>
    runningImages(project).flatMap((image): readonly Hit[] => {
      const web = image.services.find(({ own, role }) => own && role === 'web');
      if (project.framework !== 'django' || web === undefined) return [];
      const inImage = collecting(image);
      const atStart = web.start.commands.find(command => managementCommand(command)?.name === 'collectstatic');
      const [first] = inImage;
      if (atStart !== undefined && first !== undefined)
        return [
          {
            subject: `${image.title}: collectstatic`,
            place: { file: atStart.file, line: atStart.line },
            message:
              'Static files are collected in the image and again at every start: the second time only makes the start slower.',
            evidence: atStart.words.join(' ').slice(0, 160),
            severity: 'low',
            remedy: 'Take the command out of the start.',
          },
        ];
      const swallowed = inImage.find(run => isSwallowed(run));
      if (swallowed !== undefined)
        return [
          {
            subject: `${image.title}: collectstatic`,
            place: { file: swallowed.command.file, line: swallowed.command.line },
            message: 'The image is built even when collectstatic fails: the site then runs without static files.',
            evidence: swallowed.run.text.replace(/\s+/g, ' ').slice(0, 160),
            severity: 'high',
            remedy: `Let the build end with it:\n${IN_IMAGE}`,
          },
        ];
      if (
        first !== undefined ||
        atStart !== undefined ||
        collectsElsewhere(project, image) ||
        web.start.unknown !== undefined
      )
        return [];
      const needs = servesStatic(project);
      if (needs === false) return [];
      return [
        {
          subject: `${image.title}: collectstatic`,
          place: placeIn(image, image.stage.command?.line ?? image.stage.line),
          message: 'No line of the image, of its start or of a workflow collects static files.',
          evidence: 'no collectstatic',
          ...(needs === true ? { severity: 'high' as const } : {}),
        },
      ];
    }),
});

/** `... || true`: what stands right after it on failure does nothing. */
function isSwallowed({ run, command }: ManagementRun): boolean {
  const next = run.commands[run.commands.indexOf(command) + 1];
  return next?.after === 'failure' && /^(?:true|:|echo)$/.test(next.words[0] ?? '');
}

/** A script that could not be read may collect them, and so may a deployment command or another service. */
function collectsElsewhere({ application, services, source }: Project, { stage }: RunningImage): boolean {
  const commands = [
    ...services.flatMap(({ start }) => start.commands),
    ...source.workflows.flatMap(file => file.commands.map(({ command }) => command)),
  ];
  const typed = [application?.preDeployment, application?.postDeployment, application?.startCommand];
  const copied = stage.copies.some(({ paths }) => paths.some(path => /static/.test(path)));
  const hidden = stage.runs.some(
    run =>
      /collectstatic/.test(run.text) ||
      run.commands.some(({ words }) => /\.sh$|^make$|^just$|^invoke$/.test(words[0] ?? '')),
  );
  return (
    copied ||
    hidden ||
    typed.some(line => line?.includes('collectstatic')) ||
    commands.some(({ words }) => words.includes('collectstatic'))
  );
}

/** WhiteNoise serves what was collected; undefined when the settings are not known. */
function servesStatic({ evaluations }: Project): boolean | undefined {
  const known = evaluations.filter(({ answer }) => answer.settings !== null);
  if (known.length === 0) return undefined;
  if (
    known.some(
      evaluation => list(setting(evaluation, 'MIDDLEWARE')?.value)?.some(name => /whitenoise/i.test(name)) === true,
    )
  )
    return true;
  const installed = known.flatMap(evaluation => list(setting(evaluation, 'INSTALLED_APPS')?.value) ?? []);
  return installed.length > 0 && !installed.includes('django.contrib.staticfiles') ? false : undefined;
}
