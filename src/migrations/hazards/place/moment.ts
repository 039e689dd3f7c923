import { commandFor } from '../../phases/commands.ts';
import type { MigrateMode } from '../../phases/phase.ts';
import { defineHazard, type HazardHit } from '../rule.ts';
import { inBrackets, PLACES, placesOf, shown } from './wording.ts';

export const preDeployment = defineHazard({
  id: 'place/pre-deployment',
  title: 'The migrations that run are those of the new release',
  severity: 'high',
  verdict: 'review',
  why: "Coolify runs the pre-deployment command in the container that is running, before it builds or pulls anything: it has the old release's files, and does not know the new migrations.",
  remedy: 'Migrate in the entrypoint of the new release, or in a migrate service of the Compose file.',
  source: ['S0-031', 'S1-078'],
  judge: ({ facts }) =>
    placesOf(facts, 'pre-deployment').map(place => ({
      ...shown(place),
      subject: `pre-deployment${inBrackets(place)}`,
      message: `"${place.command}"${inBrackets(place)} runs in the ${place.container === undefined ? 'container' : `container ${place.container}`} of the running release, before the new one is built: it finds ${facts.pending.length === 1 ? 'not the pending migration' : `none of the ${facts.pending.length} pending migrations`}, and on the first deployment it does not run at all.`,
      remedy: `Take it out of the pre-deployment command, and migrate when the new container starts${/\bcollectstatic\b/.test(place.command) ? ', static files with it (migrate first, then collectstatic --noinput)' : ''}:\n${commandFor('entrypoint', facts)}`,
    })),
});

export const wrongMoment = defineHazard({
  id: 'place/moment',
  title: 'Migrations run when the configuration says that they run',
  severity: 'high',
  verdict: 'review',
  why: "The verdict is about a moment. When the project's files run the migrations at another one than `app.migrate` says, it is about a deployment that does not happen.",
  remedy: 'Say in `.github/obcms-deploy.yml` when the migrations run:\napp:\n  migrate: after',
  source: ['S3-023', 'Coolify, post-deployment command'],
  judge: ({ facts, mode }): readonly HazardHit[] => {
    if (mode === 'after' || mode === 'phased') return [];
    if (placesOf(facts, 'entrypoint', 'compose-service').length > 0) return [];
    return placesOf(facts, 'post-deployment', 'scheduled-task').map(place => ({
      ...shown(place),
      subject: `${place.kind}${inBrackets(place)}`,
      message: `"${place.command}"${inBrackets(place)} ${LATE[place.kind] ?? ''}: the new release meets the old schema, and nobody hears when the migration stops.`,
      remedy: `Migrate when the new container starts:\n${commandFor('entrypoint', facts)}\nor say that they run after the deploy, in .github/obcms-deploy.yml:\napp:\n  migrate: after`,
    }));
  },
});

const LATE: Readonly<Record<string, string>> = {
  'post-deployment': 'runs after the new release serves, and Coolify does not fail a deployment over it',
  'scheduled-task': 'runs in the container that serves, at its hour and not with a deployment',
};

export const makesMigrations = defineHazard({
  id: 'place/makemigrations',
  title: 'Nobody makes migrations where they are run',
  severity: 'high',
  verdict: 'review',
  why: 'makemigrations in a container writes files that no repository has and that the next container lacks: the database then has migrations that nobody can read.',
  remedy: 'Make migrations on your machine, commit them, and let the deployment only migrate.',
  source: ['Django, makemigrations', 'S1-080'],
  judge: ({ facts }) =>
    facts.places
      .filter(
        ({ kind, command }) =>
          kind !== 'workflow' && /\bmakemigrations\b(?![^&;|]*--(?:check|dry-run)\b)/.test(command),
      )
      .map(place => ({
        ...shown(place),
        subject: `makemigrations${inBrackets(place)}`,
        message: `${capital(PLACES[place.kind])} runs "${place.command}": it makes migrations that are in no commit, and that were judged by nobody.`,
      })),
});

export const noPlace = defineHazard({
  id: 'place/none',
  title: "The project's files say where its migrations run",
  severity: 'low',
  verdict: 'safe',
  why: 'A step that a person has to remember is forgotten once, and then the new release meets the old schema.',
  remedy: 'Migrate when the new container starts, or in a service that the others wait for.',
  source: ['S2-036', 'S1-087'],
  judge: ({ facts, mode }) =>
    facts.places.length > 0 || facts.pending.length === 0
      ? []
      : [
          {
            subject: 'places',
            message: `${
              facts.coolifyAsked === true
                ? 'Neither a file of the project nor a command in Coolify runs its migrations'
                : 'No file of the project runs its migrations (commands that are typed into Coolify are read when coolify-token is given)'
            }, so a person has to, beside every deployment; the verdict is about ${MOMENT[mode ?? 'before']}.`,
            remedy: `Migrate when the new container starts:\n${commandFor('entrypoint', facts)}`,
          },
        ],
});

const MOMENT: Readonly<Record<MigrateMode, string>> = {
  before: 'the moment before the new release serves',
  after: 'the time after the new release began to serve, as app.migrate says',
  phased: 'two moments, before and after the new release begins to serve, as app.migrate says',
};

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
