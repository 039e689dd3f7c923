import type { Project } from '../../src/checks/project.ts';
import type { Repository } from '../../src/core/repository.ts';
import type { EvaluationAnswer, SettingAnswer, SettingJson } from '../../src/django/answer.ts';
import type { DjangoEvaluation } from '../../src/django/evaluation.ts';

/** A project with nothing in it, and what a test says of it. */
export function projectWith(parts: Partial<Project> = {}): Project {
  return {
    profile: 'production',
    site: new URL('https://obcms.example'),
    directory: 'src',
    framework: 'django',
    given: { variables: new Map(), unreadable: [], empty: true },
    siblings: new Map(),
    application: undefined,
    evaluations: [],
    counterpart: undefined,
    python: undefined,
    pythonFrom: undefined,
    environmentFiles: [],
    dockerfiles: [],
    stacks: [],
    services: [],
    servers: [],
    celery: [],
    proxies: [],
    requirements: { files: [], deployed: undefined, pythons: [] },
    source: { tracked: true, files: [], workflows: [], texts: new Map() },
    unjudged: [],
    ...parts,
  };
}

/** Files by path, as a checkout in which git tracks them all. */
export function memoryRepository(files: Readonly<Record<string, string>>): Repository {
  const paths = Object.keys(files).sort();
  return {
    root: '/checkout',
    files: paths,
    tracked: new Set(paths),
    executable: new Set(paths.filter(path => path.endsWith('.sh'))),
    read: async path => files[path],
    has: async path => paths.some(known => known === path || known.startsWith(`${path}/`)),
  };
}

export interface SettingsGiven {
  readonly django?: string;
  readonly module?: string;
  /** Taken as set by the project, each on a line of its own from 1 on, in `src/config/settings/production.py`. */
  readonly settings?: Readonly<Record<string, SettingJson>>;
  /** Taken as Django's own. */
  readonly defaults?: Readonly<Record<string, SettingJson>>;
  readonly answer?: Partial<EvaluationAnswer>;
  readonly services?: readonly string[];
  readonly variables?: readonly string[];
}

export const SETTINGS_FILE = 'src/config/settings/production.py';

/** An evaluation of settings, as the probe would answer. */
export function evaluationWith(given: SettingsGiven = {}): DjangoEvaluation {
  const own = Object.entries(given.settings ?? {}).map(([name, value], index): [string, SettingAnswer] => [
    name,
    { value, default: false, place: { file: SETTINGS_FILE, line: index + 1 }, dummy: false, variables: [] },
  ]);
  const defaults = Object.entries(given.defaults ?? {}).map(([name, value]): [string, SettingAnswer] => [
    name,
    { value, default: true, place: null, dummy: false, variables: [] },
  ]);
  return {
    services: given.services ?? ['the given environment'],
    module: given.module ?? 'config.settings.production',
    variables: new Set(given.variables ?? []),
    answer: {
      id: 'production',
      django: given.django ?? '5.2.17',
      settings: {
        module: given.module ?? 'config.settings.production',
        files: [SETTINGS_FILE],
        values: Object.fromEntries([...defaults, ...own]),
        others: {},
      },
      failure: null,
      reads: [],
      effects: [],
      dummies: [],
      stubs: [],
      variations: [],
      checks: [],
      visits: [],
      celery: [],
      ...given.answer,
    },
  };
}
