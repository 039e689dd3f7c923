import type { World } from '../core/world.ts';
import type { ReadyProbe } from '../django/probe.ts';
import type { Drift, MigrationId, PendingMigration, Release, Unread } from './facts.ts';

/** Two checkouts of one project, and in which Python they are asked. */
export interface ReleasesQuestion {
  readonly head: TreePlace;
  readonly base: TreePlace;
  /** Absolute path or command: see `findPython`. */
  readonly python: string;
  readonly settings: string | undefined;
  /** Ids that are applied (of Alembic: current revisions); undefined: all that base has. */
  readonly applied: readonly MigrationId[] | undefined;
  /** Major version of the PostgreSQL that the SQL is written for; undefined: the newest that this framework supports. */
  readonly postgres: number | undefined;
  readonly safemigrate: boolean;
  /** Begun while the base was still being written out, in the head's folder; whoever gives it also dismisses it. */
  readonly ready?: ReadyProbe;
}

export interface TreePlace {
  /** Absolute: the root of the checkout; places are relative to it. */
  readonly root: string;
  /** Of `manage.py` or `alembic.ini`, relative to the root; `''` is the root. */
  readonly directory: string;
  readonly commit: string | undefined;
}

/** What the project's own Python says of both. */
export interface AskedReleases {
  /** Of Django, or of Alembic. */
  readonly version: string;
  /** Of the session that migrates; undefined when the framework leaves it to the server. */
  readonly timeZone: string | undefined;
  readonly base: Release;
  readonly head: Release;
  readonly pending: readonly PendingMigration[];
  readonly schema: readonly string[];
  /** See `MigrationFacts.history`. */
  readonly history?: readonly string[];
  readonly drift: readonly Drift[];
  readonly unknown: readonly Unread[];
  /** Variables that were absent and filled with stand-ins. */
  readonly dummies: readonly string[];
  /** Modules that were not installed and stood in for. */
  readonly stubs: readonly string[];
}

export type AskWorld = Pick<World, 'processes' | 'environment' | 'signal'>;
