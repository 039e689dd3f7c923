import type { Place } from '../../core/findings.ts';
import type { Project } from '../project.ts';
import { defineRule, type Hit } from '../rule.ts';
import { deployed } from '../settings/severities.ts';
import { askedBy } from './reads.ts';
import { GIVEN, named } from './uses.ts';

export const required = defineRule({
  id: 'env/required',
  title: 'Every variable that the settings demand is there',
  severity: deployed('critical'),
  why: 'Settings that refuse to load start nothing: no web, no worker, no migration.',
  remedy: 'Add it to the variables of the application in Coolify, for every service that runs the project’s code.',
  source: ['S0-021', 'S0-022', 'S0-017', 'S1-008', 'S1-009', 'S1-164', 'S2-026'],
  judge: project => {
    // Nothing was given: that the variables are absent says nothing of the environment that will be.
    if (project.given.empty) return [];
    const unreadable = new Set(project.given.unreadable);
    return project.evaluations.flatMap(({ answer, services, variables }): Hit[] => {
      // The name that the settings broke off at is django/missing-variable's.
      const broken = answer.failure?.kind === 'variable-missing' ? answer.failure.name : null;
      const absent = new Set(answer.dummies.filter(name => name !== broken));
      return [...absent].sort().flatMap((name): Hit[] => {
        if (unreadable.has(name)) return [];
        const read = answer.reads.find(known => known.name === name);
        const at = read?.place ?? null;
        const place: Place | undefined =
          at === null || at.file.startsWith('/') ? undefined : { file: at.file, line: at.line };
        return [
          {
            ...(place === undefined ? {} : { place }),
            subject: name,
            dummy: true,
            message: `${name} is not set for ${named(services)}, and the settings refuse to load without it.`,
            evidence: `read without a default; ${variables.size} variables are there`,
            remedy: `Set ${name} for ${named(services)}.`,
          },
        ];
      });
    });
  },
});

/** Names whose silent default is never what a deployed site should run with, with what else would do. */
const ESSENTIAL: readonly (readonly [name: RegExp, instead: readonly RegExp[]])[] = [
  [/^(?:DJANGO_)?SECRET_KEY$/, []],
  [/^(?:DJANGO_)?ALLOWED_HOSTS$/, []],
  [/^(?:DJANGO_)?CSRF_TRUSTED_ORIGINS$/, []],
  [/^DATABASE_URL$/, [/^(?:POSTGRES|PG|DB|DATABASE)_?HOST/]],
  [/^(?:POSTGRES|DB|DATABASE)_(?:HOST|PASSWORD)$/, [/^DATABASE_URL$/, /^PGHOST$/]],
  [/^REDIS_URL$/, [/^REDIS_HOST$/, /^CACHE_URL$/]],
  [/^CELERY_BROKER_URL$/, [/^REDIS_URL$/, /^BROKER_URL$/]],
  [/^CELERY_RESULT_BACKEND$/, [/^REDIS_URL$/, /^CELERY_BROKER_URL$/, /^BROKER_URL$/]],
  [/^EMAIL_HOST$/, [/^EMAIL_URL$/, /API_KEY$/, /^EMAIL_BACKEND$/]],
];

export const silentDefaults = defineRule({
  id: 'env/silent-default',
  title: 'What every deployed site needs of its own is not left to a default',
  // What the default came to is judged by the settings' rules, with their weight.
  severity: deployed('low'),
  why: 'The settings go on without it and take what was meant for a developer’s machine: a database file, a cache in memory, mail to localhost.',
  remedy: 'Set it for this environment, and let the settings refuse to load without it.',
  source: ['S0-007', 'S0-021', 'S0-022', 'S1-164', 'S1-173', 'S2-022', 'S2-026'],
  judge: project => {
    if (project.given.empty) return [];
    const there = namesThere(project);
    const { reads } = askedBy(project);
    return [...reads.values()].flatMap(({ name, present, optional, place }): Hit[] => {
      const essential = ESSENTIAL.find(([pattern]) => pattern.test(name));
      if (essential === undefined || present || !optional || there.has(name)) return [];
      if (essential[1].some(pattern => [...there].some(known => pattern.test(known)))) return [];
      return [
        {
          ...(place === null || place.file.startsWith('/') ? {} : { place: { file: place.file, line: place.line } }),
          subject: name,
          message: `${name} is not set, and the settings go on with their default.`,
          evidence: `read with a default; absent in ${GIVEN}`,
          remedy: `Set ${name} for this environment.`,
        },
      ];
    });
  },
});

/** Set, or set somewhere we may not look. */
function namesThere({ given, services }: Project): ReadonlySet<string> {
  return new Set([
    ...given.variables.keys(),
    ...given.unreadable,
    ...services.filter(({ own }) => own).flatMap(({ environment }) => [...environment.keys()]),
  ]);
}
