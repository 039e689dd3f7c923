import type { Place } from '../../core/findings.ts';
import type { ComposeService, ComposeStack } from '../compose/facts.ts';
import type { CommandForm, Dockerfile, Healthcheck, Stage } from '../docker/facts.ts';
import type { Start } from '../shell/facts.ts';

export const ROLES = [
  'web',
  'worker',
  'beat',
  'flower',
  'migrate',
  'database',
  'cache',
  'pooler',
  'proxy',
  'other',
] as const;
/** What a container does, by the programs it really starts; by its image where it starts none of ours. */
export type Role = (typeof ROLES)[number];

/** One container as it would run: Compose over image, with the given environment in the place of `${...}`. */
export interface Service {
  /** `web`; for an image without Compose the Dockerfile's path, for a Procfile its entry. */
  readonly name: string;
  /** What people call it: `docker-compose.prod.yml: web`, `Dockerfile`, `Procfile: worker`. */
  readonly title: string;
  readonly place: Place;
  /** What it is for, and everything else it does on the way: a web that migrates first has `['web', 'migrate']`. */
  readonly role: Role;
  readonly roles: readonly Role[];
  readonly stack: ComposeStack | undefined;
  readonly compose: ComposeService | undefined;
  /** The Dockerfile and stage it is built from; undefined for a ready image. */
  readonly image: { readonly dockerfile: Dockerfile; readonly stage: Stage } | undefined;
  /** `postgres:17-alpine`, or what the stage is made from. */
  readonly imageName: string;
  readonly start: Start;
  /** Entrypoint and command as written, for messages. */
  readonly written: { readonly entrypoint: CommandForm | undefined; readonly command: CommandForm | undefined };
  /** Image, env_file, environment, exports of the entrypoint: what the last program sees. Undefined: the variable is set, its value is not known. */
  readonly environment: ReadonlyMap<string, string | undefined>;
  /** Absolute in the container. */
  readonly directory: string | undefined;
  readonly user: string | undefined;
  /** The one that holds: Compose's, else the image's (`inherited`). */
  readonly healthcheck: { readonly check: Healthcheck | 'none'; readonly inherited: boolean } | undefined;
  /** It runs this project's code. */
  readonly own: boolean;
  /** Path in the container of a folder of the repository, and back: where the image puts the checkout (`/app` -> ``). */
  readonly sources: readonly { readonly container: string; readonly repository: string }[];
  /** DJANGO_SETTINGS_MODULE as its program sees it; undefined when nothing sets it (then manage.py, wsgi.py or celery.py decide). */
  readonly settings: string | undefined;
  /** Commands of its start that change the schema, in order. */
  readonly migrations: readonly Migration[];
  /** The image's ENTRYPOINT never looks at its words: what `command` says is not started. Where that entrypoint is written. */
  readonly swallows: Place | undefined;
  /** Everything that is set for it is in `environment`: no `env_file` that could not be read. */
  readonly complete: boolean;
  /** Configuration of the repository that a database, a cache or a pooler mounts. */
  readonly configuration: readonly { readonly file: string; readonly target: string; readonly text: string }[];
}

/** One command that changes the schema when a service starts. */
export interface Migration {
  readonly place: Place;
  /** `manage.py migrate --noinput`. */
  readonly text: string;
  /** Two at a time wait for each other: the command takes a lock in the database. */
  readonly locked: boolean;
  /** It stands behind a condition that is not known. */
  readonly conditional: boolean;
}
