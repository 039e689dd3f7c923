import type { Json } from '../core/outcome.ts';
import type { MigrationsAnswer } from './migrations-answer.ts';
import type { ProbePlace } from './probe-place.ts';

/** What the probe answers: JSON on a file descriptor of its own. Holds no secret: see `SettingJson`. */
export interface ProbeAnswer {
  readonly schema: 'obcms-deploy/probe@1';
  readonly python: InstalledPython;
  readonly evaluations: readonly EvaluationAnswer[];
  readonly servers: readonly ServerAnswer[];
}

export interface InstalledPython {
  /** `3.13.1` */
  readonly version: string;
  readonly executable: string;
  /** Installed distributions, names as PEP 503 normalises them. */
  readonly packages: Readonly<Record<string, string>>;
}

export interface EvaluationAnswer {
  readonly id: string;
  /** Django's version; null when it is not installed. */
  readonly django: string | null;
  readonly settings: SettingsAnswer | null;
  /** Why there are no settings, or why what came after them broke off (`stage`). */
  readonly failure: Failure | null;
  /** Variables that the project's own files read, first read first. */
  readonly reads: readonly VariableRead[];
  /** What happened on the side while settings were evaluated. */
  readonly effects: readonly Effect[];
  /** Names that `missing: dummy` filled because the settings do not load without them. */
  readonly dummies: readonly string[];
  /** Names it filled because their values are not known here (`EvaluationQuestion.unknown`); the settings may do without them. */
  readonly guessed?: readonly string[];
  /** Top-level modules that `stub-imports: missing` stood in for. */
  readonly stubs: readonly string[];
  readonly variations: readonly Variation[];
  readonly checks: readonly CheckMessage[] | null;
  readonly visits: readonly Visit[];
  readonly celery: readonly CeleryAnswer[];
  /** With depth `migrations`, when the graph could be read. */
  readonly migrations?: MigrationsAnswer | null;
}

export type FailureKind =
  /** The settings module does not exist. */
  | 'settings-missing'
  /** A third-party module that the project imports is not installed. */
  | 'module-missing'
  /** A variable without a default is absent. */
  | 'variable-missing'
  /** The project itself refuses: ImproperlyConfigured, or any other exception of its own while settings load. */
  | 'refused'
  | 'syntax'
  | 'exit'
  | 'timeout'
  /** The process died (a signal, out of memory). */
  | 'died';

export interface Failure {
  readonly kind: FailureKind;
  readonly stage: 'settings' | 'setup' | 'checks' | 'visits' | 'celery' | 'migrations';
  /** `KeyError` */
  readonly type: string;
  /** One line, values of secret variables taken out. */
  readonly message: string;
  /** The module or variable that is missing. */
  readonly name: string | null;
  /** The innermost frame of the project's own files. */
  readonly place: ProbePlace | null;
  /** It broke on what the probe does not let happen (a connection, a program, a database), so elsewhere it may well not break. */
  readonly sandboxed?: true;
}

/**
 * JSON as it is, and objects with `$` for what JSON has not:
 * `{$:'secret', ...SecretFacts}`, `{$:'url', scheme, host, port, user, password, path, query}` (user and password as secret facts or null),
 * `{$:'path', value}`, `{$:'seconds', value}` (timedelta), `{$:'pattern', value}` (compiled or lazy), `{$:'name', value}` (class or function:
 * dotted), `{$:'schedule', value}` (Celery's), `{$:'unknown', why:'stub'|'depth'|'size'}`, `{$:'object', type}`. Tuples and sets are arrays.
 */
export type SettingJson = Json;

export interface SettingsAnswer {
  readonly module: string;
  /** Project files that made them, in the order they ran. */
  readonly files: readonly string[];
  /** By name; only what was asked for. Django's own defaults are in it, with `default: true`. */
  readonly values: Readonly<Record<string, SettingAnswer>>;
  /** Every other upper-case name the project sets, with facts where its name is a secret's. */
  readonly others: Readonly<Record<string, { readonly place: ProbePlace | null; readonly secret: SettingJson | null }>>;
}

export interface SettingAnswer {
  readonly value: SettingJson;
  /** The project does not set it. */
  readonly default: boolean;
  /** The assignment that won, across imports; null for defaults and for what was set by code that cannot be followed. */
  readonly place: ProbePlace | null;
  /** It holds the value of a variable that `missing: dummy` filled. */
  readonly dummy: boolean;
  /** For LOGGING: what an earlier assignment of the project had given it, when the winning one put something else in its place. */
  readonly replaced?: { readonly value: SettingJson; readonly place: ProbePlace | null };
  /** Variables whose reading stands in the winning assignment, or in those its names come from. */
  readonly variables: readonly string[];
}

export interface VariableRead {
  readonly name: string;
  readonly place: ProbePlace | null;
  /** It was there. */
  readonly present: boolean;
  /** It was absent and the settings went on all the same. */
  readonly optional: boolean;
  /** How the project reads it: `bool`, `int`, `list`, `str`, `url`, or null when that is not seen. */
  readonly cast: string | null;
}

export interface Effect {
  readonly kind: 'printed' | 'wrote' | 'connected' | 'resolved' | 'started';
  /** A path relative to the root where it lies in it, `host:port`, a program: never content. */
  readonly what: string;
  readonly place: ProbePlace | null;
  /** The probe did not let it happen: sockets and processes. */
  readonly refused: boolean;
}

/** The settings evaluated again with one variable changed. */
export interface Variation {
  readonly variable: string;
  /** `off` and `on` spell booleans as the project's own files do. */
  readonly change: 'absent' | 'off' | 'on';
  /** `closed`: they refuse to load, which is good where a variable is absent. */
  readonly end: 'same' | 'differs' | 'closed';
  readonly failure: Failure | null;
  readonly differences: readonly {
    readonly setting: string;
    readonly given: SettingJson;
    readonly then: SettingJson;
    readonly place: ProbePlace | null;
  }[];
}

export interface CheckMessage {
  readonly id: string | null;
  /** Django's numbers: 10 debug to 50 critical. */
  readonly level: number;
  readonly message: string;
  readonly hint: string | null;
  /** What it is about: a model, a setting; `?` when nothing. */
  readonly object: string;
  readonly silenced: boolean;
  readonly place: ProbePlace | null;
}

export interface Visit {
  readonly path: string;
  readonly host: string;
  readonly forwardedProto: 'https' | null;
  /** The address has a view: `core.views.health`. */
  readonly view: string | null;
  /** Where the view is defined. */
  readonly place: ProbePlace | null;
  readonly status: number | null;
  readonly location: string | null;
  readonly contentType: string | null;
  /** Keys of a JSON object at the top; null when the body is none. */
  readonly keys: readonly string[] | null;
  /** What was refused while it ran: `database`, `cache`, `socket`, `process`. */
  readonly refused: readonly string[];
  /** The exception that ended it, as `Type: message`. */
  readonly error: string | null;
}

export interface CeleryAnswer {
  readonly target: string;
  readonly problem: string | null;
  /** Celery's version; null when it is not installed. */
  readonly version: string | null;
  /** Effective configuration, Celery's lower-case names: `task_acks_late`, `broker_url`, ... Values as `SettingJson`. */
  readonly configuration: Readonly<Record<string, SettingJson>>;
  readonly tasks: readonly string[];
  readonly beat: readonly { readonly name: string; readonly task: string; readonly place: ProbePlace | null }[];
  /** Where the app is made, and what its file sets DJANGO_SETTINGS_MODULE to when nothing else does. */
  readonly place: ProbePlace | null;
  readonly defaultSettings: { readonly module: string; readonly place: ProbePlace } | null;
  /** Loading the site had made an app by the time Celery was asked; null when that is not known. */
  readonly loaded: boolean | null;
}

export interface ServerAnswer {
  readonly id: string;
  readonly problem: string | null;
  /** Names the file sets (its own imports and functions left out) for each number of cores. */
  readonly cores: Readonly<Record<'1' | '2' | '4' | '8', Readonly<Record<string, Json>>>>;
  /** Line of the last assignment of each name. */
  readonly lines: Readonly<Record<string, number>>;
  readonly reads: readonly VariableRead[];
}
