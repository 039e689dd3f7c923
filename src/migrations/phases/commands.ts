import type { MigratingPlace, MigrationFacts } from '../facts.ts';
import type { Phase, PhasePlan } from './plan.ts';

/** The commands of one place for one phase: lines that can be copied. */
export interface PlaceCommands {
  readonly place: MigratingPlace['kind'] | 'safemigrate' | 'by-hand';
  /** "Entrypoint of the image, before the new release serves". */
  readonly title: string;
  readonly phase: Exclude<Phase, 'split'>;
  readonly text: string;
}

type Named = Pick<MigrationFacts, 'framework'>;

/**
 * What to run, where: by places that work with Coolify. Its pre-deployment command is not among them, because it runs in the container of the
 * release before; a scheduled task is right after the deploy, because it runs in the container that serves.
 */
export function commandsOf(plan: PhasePlan, facts: Named & Pick<MigrationFacts, 'pending'>): readonly PlaceCommands[] {
  const after = plan.migrations.filter(({ phase }) => phase === 'after-deploy');
  const early = plan.migrations.filter(({ phase }) => phase !== 'after-deploy');
  const late = plan.mode === 'after' ? plan.migrations : plan.mode === 'phased' ? after : [];
  const first = plan.mode === 'after' ? [] : plan.mode === 'phased' ? early : plan.migrations;
  const before = first.length === 0 ? [] : late.length === 0 ? [everything(facts)] : upTo(first, facts);
  return [
    ...(before.length === 0 ? [] : placesBefore(before)),
    ...(late.length === 0 ? [] : placesAfter(facts)),
    ...(facts.framework === 'django' && plan.migrations.some(({ migration }) => migration.mark !== undefined)
      ? safemigrate(before.length > 0, late.length > 0)
      : []),
  ];
}

/** The command of one place for all pending migrations, where the phase does not matter. */
export function commandFor(place: 'entrypoint' | 'compose-service', facts: Named): string {
  const [found] = placesBefore([everything(facts)]).filter(each => each.place === place);
  return found?.text ?? everything(facts);
}

/** All that is pending, in one command. */
export function everything({ framework }: Named): string {
  return framework === 'django' ? 'python manage.py migrate --noinput' : 'alembic upgrade head';
}

/** The last migration of each app that is to run, one command an app: what they depend on comes with them. */
function upTo(migrations: PhasePlan['migrations'], { framework }: Named): readonly string[] {
  if (framework === 'alembic') {
    const last = migrations.at(-1)?.migration.name;
    return last === undefined ? [] : [`alembic upgrade ${last}`];
  }
  const targets = new Map<string, string>();
  for (const { migration } of migrations) targets.set(migration.app, migration.name);
  return [...targets].map(([app, name]) => `python manage.py migrate ${app} ${name} --noinput`);
}

function placesBefore(commands: readonly string[]): readonly PlaceCommands[] {
  const chained = commands.join(' && ');
  return [
    {
      place: 'entrypoint',
      title: 'Entrypoint of the image, before the new release serves',
      phase: 'before-deploy',
      text: `#!/bin/sh\nset -e\n${commands.join('\n')}\nexec "$@"`,
    },
    {
      place: 'compose-service',
      title: 'Service of the Compose file that the others wait for',
      phase: 'before-deploy',
      text: [
        'migrate:',
        commands.length === 1
          ? `  command: [${chained
              .split(' ')
              .map(word => JSON.stringify(word))
              .join(', ')}]`
          : `  command: ["sh", "-c", ${JSON.stringify(chained)}]`,
        '  restart: "no"',
        '  exclude_from_hc: true',
        'web:',
        '  depends_on:',
        '    migrate:',
        '      condition: service_completed_successfully',
      ].join('\n'),
    },
    {
      place: 'by-hand',
      title: 'By hand, in a container of the new release',
      phase: 'before-deploy',
      text: commands.join('\n'),
    },
  ];
}

function placesAfter(facts: Named): readonly PlaceCommands[] {
  const command = everything(facts);
  const url = 'https://<coolify>/api/v1/applications/<uuid>/scheduled-tasks';
  const task = JSON.stringify({ name: 'migrate', command, frequency: 'yearly', enabled: false });
  return [
    {
      place: 'scheduled-task',
      title: 'Scheduled task of Coolify (4.3 or newer), executed when the deployment has finished',
      phase: 'after-deploy',
      text: [
        '# once: a task that never runs by itself',
        `curl --fail -X POST -H "Authorization: Bearer $COOLIFY_TOKEN" -H 'Content-Type: application/json' -d '${task}' ${url}`,
        '# at each deployment, then read .../executions until its status is success or failed',
        `curl --fail -X POST -H "Authorization: Bearer $COOLIFY_TOKEN" ${url}/<task>/execute`,
      ].join('\n'),
    },
    {
      place: 'by-hand',
      title: 'By hand, in the container that serves',
      phase: 'after-deploy',
      text: command,
    },
  ];
}

function safemigrate(before: boolean, after: boolean): readonly PlaceCommands[] {
  return [
    ...(before
      ? [
          {
            place: 'safemigrate' as const,
            title: 'django-safemigrate, before the new release serves',
            phase: 'before-deploy' as const,
            text: 'python manage.py safemigrate --noinput',
          },
        ]
      : []),
    ...(after
      ? [
          {
            place: 'safemigrate' as const,
            title: 'django-safemigrate, after the deploy',
            phase: 'after-deploy' as const,
            text: 'python manage.py migrate --noinput',
          },
        ]
      : []),
  ];
}
