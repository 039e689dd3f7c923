/** A change that people make, and what has to be said of it. */
export interface Fault {
  readonly edit: { readonly file: string; readonly find: string; readonly replace: string };
  /** `marker`: a text that stands on the line of the finding, in the changed project. */
  readonly expect: { readonly rule: string; readonly file: string; readonly marker: string };
}

export interface ForeignProject {
  /** Of its folder here. */
  readonly name: string;
  /** How it keeps its settings, in a few words. */
  readonly layout: string;
  /** What its team keeps in Coolify. */
  readonly environment: Readonly<Record<string, string>>;
  /** Folder of `manage.py`, the settings module that production runs with, and the services that do. */
  readonly directory: string;
  readonly settings: string | null;
  readonly services: readonly string[];
  /** The module that is missed first where only Django is installed. */
  readonly missing: string;
  /** The one that reads settings, so that nothing can stand in for it. */
  readonly reader: string;
  /** The first variable that the settings demand. */
  readonly demands: string;
  readonly faults: readonly Fault[];
}
