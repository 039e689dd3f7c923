import type { Project } from '../project.ts';
import { defineRule, type Hit } from '../rule.ts';
import { deployed } from '../settings/severities.ts';
import type { Checkout } from './facts.ts';
import { isDevelopment, managementRuns, modulesOf } from './management.ts';
import { placeIn, type RunningImage, runningImages, stagesBehind } from './running.ts';

export const settingsExist = defineRule({
  id: 'docker/settings-missing',
  title: 'Settings modules that images name exist',
  severity: 'critical',
  why: 'Django imports the module by its name: a file that was renamed or never committed ends the build, or the start.',
  remedy: 'Name a module that is there:\nENV DJANGO_SETTINGS_MODULE=project.settings.production',
  source: ['S1-046', 'C07', 'S2-014'],
  judge: project =>
    project.framework !== 'django'
      ? []
      : runningImages(project).flatMap(image =>
          namesIn(image, project).flatMap(({ module, line, file, evidence, builds }): readonly Hit[] => {
            if (exists(module, image.dockerfile.checkout) !== false) return [];
            return [
              {
                subject: `${image.dockerfile.file}: ${module}`,
                place: { file, line },
                message: `${module} is no module of the repository: ${builds ? 'the build ends at this line' : 'nothing that runs with it starts'}.`,
                evidence,
                ...nearby(module, image.dockerfile.checkout),
              },
            ];
          }),
        ),
});

interface Named {
  readonly module: string;
  readonly file: string;
  readonly line: number;
  readonly evidence: string;
  readonly builds: boolean;
}

function namesIn(image: RunningImage, project: Project): readonly Named[] {
  const built = stagesBehind(image).flatMap(stage =>
    managementRuns(stage).flatMap(({ settings, command }): readonly Named[] => {
      // The ENV line is to blame when the command leaves it to that.
      const line = stage.environment.get('DJANGO_SETTINGS_MODULE');
      const own = line?.value !== settings;
      if (settings === undefined || command.conditional === true) return [];
      const at = own || line === undefined ? command : { file: image.dockerfile.file, line: line.line };
      return [
        {
          module: settings,
          file: at.file,
          line: at.line,
          evidence: command.words.join(' ').slice(0, 160),
          builds: own,
        },
      ];
    }),
  );
  // What services start with is asked of the project's own Python where there is one.
  const asked = project.evaluations.length > 0;
  const { stage } = image;
  const set = stage.environment.get('DJANGO_SETTINGS_MODULE');
  const used = set !== undefined && image.services.some(({ settings }) => settings === set.value);
  const env =
    used && !asked
      ? [
          {
            module: set.value,
            ...placeIn(image, set.line),
            evidence: `ENV DJANGO_SETTINGS_MODULE=${set.value}`,
            builds: false,
          },
        ]
      : [];
  const lines = new Set<string>();
  return [...built, ...env].filter(({ module, file, line }) => {
    const key = `${module} ${file} ${line}`;
    return !lines.has(key) && lines.add(key) !== undefined;
  });
}

/** Undefined when it may be a package from elsewhere: nothing of the repository begins like it. */
export function exists(module: string, { files }: Checkout): boolean | undefined {
  if (!/^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/.test(module)) return undefined;
  const path = module.replaceAll('.', '/');
  const first = path.split('/')[0] ?? '';
  let known = false;
  for (const file of files) {
    if (endsAt(file, `${path}.py`) || endsAt(file, `${path}/__init__.py`)) return true;
    known ||= file.startsWith(`${first}/`) || file.includes(`/${first}/`);
  }
  return known ? false : undefined;
}

function endsAt(file: string, path: string): boolean {
  return file === path || file.endsWith(`/${path}`);
}

function nearby(module: string, { files }: Checkout): { readonly remedy?: string } {
  const folder = module.slice(0, module.lastIndexOf('.')).replaceAll('.', '/');
  const siblings = [...files].flatMap(file => {
    const match = /^(?:.*\/)?([^/]+)\.py$/.exec(file);
    const name = match?.[1];
    return name !== undefined &&
      name !== '__init__' &&
      endsAt(file, `${folder}/${name}.py`) &&
      /settings|production|staging|base|dev|local/.test(file)
      ? [`${module.slice(0, module.lastIndexOf('.'))}.${name}`]
      : [];
  });
  return siblings.length === 0 ? {} : { remedy: `Name a module that is there: ${siblings.slice(0, 6).join(', ')}.` };
}

export const developmentSettings = defineRule({
  id: 'docker/development-settings',
  title: 'Images are built for the settings they run with in production',
  severity: deployed('high'),
  why: 'Settings of a developer’s machine have debugging on, open hosts and local stores; everything that forgets to name others starts with them.',
  remedy: 'ENV DJANGO_SETTINGS_MODULE=project.settings.production',
  source: ['C07', 'S2-014', 'S1-052'],
  judge: project =>
    runningImages(project).flatMap((image): readonly Hit[] => {
      const set = image.stage.environment.get('DJANGO_SETTINGS_MODULE');
      if (set === undefined || !isDevelopment(set.value)) return [];
      // Where the settings could be evaluated, it is said of them.
      const evaluated = project.evaluations.some(({ answer }) => answer.settings?.module === set.value);
      const using = image.services.filter(({ settings, own }) => own && settings === set.value);
      if (evaluated && using.length > 0) return [];
      return [
        {
          subject: `${image.title}: DJANGO_SETTINGS_MODULE`,
          place: placeIn(image, set.line),
          message:
            using.length > 0
              ? `The image runs with ${set.value}, settings of a developer’s machine.`
              : `The image names ${set.value}; whatever is started without another name (a shell, a one-off command) gets those.`,
          evidence: `ENV DJANGO_SETTINGS_MODULE=${set.value}`,
          ...(using.length > 0 ? {} : { severity: 'medium' as const }),
        },
      ];
    }),
});

export const oneModule = defineRule({
  id: 'docker/settings-differ',
  title: 'Web, worker, beat and migrations run with the same settings',
  severity: deployed('medium'),
  why: 'Processes with other settings talk to other databases, queues and caches, or without the safety of production, and nobody notices until data differ.',
  remedy: 'Set it once, in the image:\nENV DJANGO_SETTINGS_MODULE=project.settings.production',
  source: ['C07'],
  judge: project => {
    const modules = modulesOf(project.services);
    const web = project.services.find(({ own, role, settings }) => own && role === 'web' && settings !== undefined);
    if (web?.settings === undefined || modules.length < 2) return [];
    const { settings: main } = web;
    return project.services.flatMap((service): readonly Hit[] => {
      const { own, settings, title, name, place, compose } = service;
      if (!own || settings === undefined || settings === main || settings.includes('$')) return [];
      // A stack's services are compared with all their variables by Compose's own rule.
      if (compose !== undefined) return [];
      return [
        {
          subject: title,
          place,
          message: `${name} runs with ${settings}, the web with ${main}.`,
          evidence: `DJANGO_SETTINGS_MODULE: ${settings}`,
          ...(isDevelopment(settings) && !isDevelopment(main) ? { severity: 'high' as const } : {}),
        },
      ];
    });
  },
});
