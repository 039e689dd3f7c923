import type { Place } from '../../core/findings.ts';
import type { Profile } from '../profile.ts';

/** One or several Compose files, merged as Compose merges them. */
export interface ComposeStack {
  /** In the order of `-f`. */
  readonly files: readonly string[];
  /** All that belongs to it, with what its files extend and include. */
  readonly read: readonly string[];
  readonly profile: Profile;
  /** Said by the input `compose`, or found by the names of the files. */
  readonly chosen: 'input' | 'name';
  /** Why these files serve this profile, when neither the input nor their names say so. */
  readonly note: string | undefined;
  readonly name: string | undefined;
  readonly services: readonly ComposeService[];
  readonly volumes: readonly NamedPart[];
  readonly networks: readonly NamedPart[];
  /** What does not fit the Compose schema or cannot be read: such a file starts nothing. */
  readonly problems: readonly ComposeProblem[];
  /** `${NAME}` without a default and without a value in the given environment. */
  readonly unset: readonly { readonly name: string; readonly place: Place; readonly required: boolean }[];
  /** Top-level `version`, which Compose ignores. */
  readonly version: Place | undefined;
}

export interface ComposeProblem {
  readonly place: Place;
  /** Without a full stop. */
  readonly message: string;
  /** Compose may well read it: it only lies where nobody looks. */
  readonly unknown?: true;
}

export interface NamedPart {
  readonly name: string;
  readonly place: Place;
  readonly external: boolean;
  readonly driver: string | undefined;
}

/** A service after merge, `extends`, anchors and interpolation. */
export interface ComposeService {
  readonly name: string;
  readonly place: Place;
  /** Everything, interpolated: for rules about keys that have no field here. */
  readonly raw: Readonly<Record<string, unknown>>;
  /** Where a key of `raw` was set last: `healthcheck.test`, `environment.DEBUG`; the service's own place when unknown. */
  placeOf(...path: readonly (string | number)[]): Place;
  readonly image: string | undefined;
  readonly build: ComposeBuild | undefined;
  /** Profiles it is started with; empty: always. */
  readonly profiles: readonly string[];
  /** `undefined` leaves the image's; an empty list resets it. */
  readonly entrypoint: readonly string[] | undefined;
  readonly command: readonly string[] | undefined;
  readonly workingDirectory: string | undefined;
  readonly user: string | undefined;
  readonly environment: ReadonlyMap<string, ComposeVariable>;
  readonly environmentFiles: readonly { readonly path: string; readonly required: boolean; readonly place: Place }[];
  readonly healthcheck: ComposeHealthcheck | undefined;
  readonly dependsOn: readonly { readonly service: string; readonly condition: string; readonly place: Place }[];
  readonly restart: string | undefined;
  /** Milliseconds; Compose's default is 10 s. */
  readonly stopGracePeriod: number | undefined;
  readonly stopSignal: string | undefined;
  readonly init: boolean;
  readonly ports: readonly PublishedPort[];
  readonly expose: readonly string[];
  readonly volumes: readonly Mount[];
  readonly networks: readonly string[];
  readonly networkMode: string | undefined;
  readonly replicas: number | undefined;
  /** Bytes and CPUs; undefined where there is no limit. */
  readonly limits: { readonly memory: number | undefined; readonly cpus: number | undefined };
  readonly labels: ReadonlyMap<string, string>;
}

export interface ComposeBuild {
  /** Relative to the root. */
  readonly context: string;
  readonly dockerfile: string;
  readonly target: string | undefined;
  readonly args: ReadonlyMap<string, string>;
}

/** `written` is the text before interpolation: a literal secret has no `${`. */
export interface ComposeVariable {
  readonly name: string;
  /** Undefined: passed through from the environment Compose runs in (`NAME:` without a value), or not set there. */
  readonly value: string | undefined;
  readonly written: string;
  readonly place: Place;
}

export type ComposeHealthcheck =
  | { readonly disabled: true; readonly place: Place }
  | {
      readonly disabled: false;
      readonly test: readonly string[];
      readonly interval: number | undefined;
      readonly timeout: number | undefined;
      readonly retries: number | undefined;
      readonly startPeriod: number | undefined;
      readonly place: Place;
    };

export interface PublishedPort {
  /** Address of the host it listens on; undefined: every one. */
  readonly host: string | undefined;
  readonly published: string | undefined;
  readonly target: string;
  readonly place: Place;
}

export interface Mount {
  readonly kind: 'volume' | 'bind' | 'tmpfs' | 'other';
  /** Volume name or host path. */
  readonly source: string | undefined;
  readonly target: string;
  readonly readOnly: boolean;
  readonly place: Place;
}
