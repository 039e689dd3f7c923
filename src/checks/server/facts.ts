import type { Place } from '../../core/findings.ts';
import type { Service } from '../services/facts.ts';

/** An application server as it would run: gunicorn's file evaluated in Python, the command line over it. */
export interface ServerFacts {
  readonly program: 'gunicorn' | 'uvicorn' | 'uwsgi' | 'hypercorn' | 'daphne' | 'runserver';
  readonly service: Service | undefined;
  /** Where it is started. */
  readonly place: Place;
  /** The file of `--config`, relative to the root, and whether it is there (resolved as the program resolves it). */
  readonly config:
    | {
        readonly file: string;
        readonly asked: string;
        /** The path it comes to from the working directory: absolute in a container. */
        readonly resolved: string;
        readonly exists: boolean;
        /** The path that would work, from the working directory. */
        readonly wouldExist?: string;
      }
    | undefined;
  /** What it is asked to serve; undefined when nothing says it, or what says it cannot be read. */
  readonly application: ServedApplication | undefined;
  /** Values for 1, 2, 4 and 8 cores; one entry under 0 when they do not depend on them. Names are the program's own (`workers`, `worker_class`). */
  readonly values: ReadonlyMap<number, Readonly<Record<string, ServerValue>>>;
  /** Options its table does not know: it refuses them at its start, unless it is newer than the table. */
  readonly unknownOptions: readonly string[];
  /** Keys of the systemd unit that starts it, with the section before them (`Service.Restart`); undefined when none does. */
  readonly unit: ReadonlyMap<string, UnitValue> | undefined;
  /** Why the file could not be evaluated; then `values` hold the command line and defaults only, and what the file may say is unknown. */
  readonly problem: string | undefined;
}

export interface ServerValue {
  /** A text with `$` in it is not known: it stands as it is written. Several addresses are joined by commas. */
  readonly value: string | number | boolean | null;
  readonly from: 'default' | 'file' | 'environment' | 'command';
  readonly place?: Place;
  /** It rests on a variable that is set and cannot be read here. */
  readonly unknown?: true;
}

export interface ServedApplication {
  /** `obc_management.wsgi:application`. */
  readonly asked: string;
  readonly place: Place;
  /** The module's file, relative to the root, when it was found where the server looks. */
  readonly file: string | undefined;
  /** False: it is in none of the folders the server looks in. Undefined: it may be an installed package, or a folder is not known. */
  readonly exists: boolean | undefined;
  /** The name after the colon stands in the file; undefined without the file. */
  readonly named: boolean | undefined;
  /** Folders that were looked in, as they are called in the container. */
  readonly searched: readonly string[];
  /** A folder, seen from where the server starts, in which it would be found. */
  readonly wouldExist?: string;
}

export interface UnitValue {
  readonly value: string;
  readonly place: Place;
}
