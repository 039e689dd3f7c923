/**
 * One small migration with one purpose: what it does to a table in use, and to the release that is running. Laid out as an app of its own by
 * `lab/migrations/project.ts`, and measured on a real PostgreSQL.
 */
export interface Case {
  /** The app's label: snake_case. Tables are `<name>_<model in lower case>`. */
  readonly name: string;
  /** One sentence. */
  readonly says: string;
  /** Ids of the rules that must be found, others may be as well. None: nothing above `low`. */
  readonly rules: readonly string[];
  /** Versions of Django that can run it: `>=5.0`. All from 3.2 on without. */
  readonly django?: string;
  /** Major versions of PostgreSQL that can run it: `>=14`. */
  readonly postgres?: string;
  /** Python: the value of `operations` in `0001_before`, brackets included. */
  readonly before: string;
  /** The migrations that are pending, in order; each depends on the one before it. */
  readonly after: readonly CaseMigration[];
  /** Import lines for `0001_before`, beyond `from django.db import migrations, models`. */
  readonly imports?: string;
  /** SQL for the synthetic rows, once they are there: where what a filler writes would hide the point. */
  readonly prepare?: string;
  /** Applying it on the synthetic rows (`rows`) or at all (`always`) is refused by Django or PostgreSQL, for this reason. */
  readonly fails?: { readonly on: 'rows' | 'always'; readonly why: string };
}

export interface CaseMigration {
  /** `0002_add_code` */
  readonly name: string;
  /** Python: the value of `operations`, brackets included. */
  readonly operations: string;
  /** `atomic = False` on the class. */
  readonly atomic?: false;
  /** Import lines and functions for the top of its file. */
  readonly imports?: string;
}
