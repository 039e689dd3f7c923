import type { Place } from '../../core/findings.ts';

/** What the project says it depends on: requirements files, pyproject.toml, lock files. */
export interface RequirementFacts {
  readonly files: readonly RequirementFile[];
  /** The file that the images install; undefined when unclear. With what it includes. */
  readonly deployed: RequirementFile | undefined;
  /** Python versions that files name: `FROM python:3.13`, `.python-version`, `requires-python`, workflows. */
  readonly pythons: readonly {
    readonly version: string;
    readonly kind: 'image' | 'pin' | 'range' | 'workflow';
    readonly place: Place;
  }[];
}

export interface RequirementFile {
  readonly file: string;
  readonly kind: 'requirements' | 'constraints' | 'pyproject' | 'poetry-lock' | 'uv-lock' | 'pipfile-lock';
  /** Own and included ones. */
  readonly entries: readonly RequirementEntry[];
  readonly includes: readonly string[];
  /** Where each of them is named. */
  readonly includedAt?: ReadonlyMap<string, Place>;
  readonly unreadable: readonly { readonly place: Place; readonly text: string }[];
}

export interface RequirementEntry {
  /** Normalised as PEP 503 says: `psycopg2-binary`. */
  readonly name: string;
  readonly extras: readonly string[];
  /** As written: `>=5.2,<5.3`; empty: any. */
  readonly specifier: string;
  /** The one version it can be (`==`, a lock file); undefined for a range. */
  readonly pinned: string | undefined;
  readonly hashed: boolean;
  readonly marker: string | undefined;
  /** Installed from an address or a path. */
  readonly direct: string | undefined;
  readonly place: Place;
}
