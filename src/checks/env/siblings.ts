import { defineRule, type Hit } from '../rule.ts';
import { deployed } from '../settings/severities.ts';
import { askedBy } from './reads.ts';
import { GIVEN, named } from './uses.ts';

/** What web, worker and beat must share to be one application. */
const SHARED = [
  'SECRET_KEY',
  'DATABASE_URL',
  'REDIS_URL',
  'CELERY_BROKER_URL',
  'CELERY_RESULT_BACKEND',
  'DJANGO_SETTINGS_MODULE',
];

export const siblings = defineRule({
  id: 'env/siblings',
  title: 'The resources of an environment share key, database and broker',
  severity: deployed('high'),
  why: 'A worker with another key cannot read what the web signed; with another database it works on other rows; with another broker it waits for tasks that never come.',
  remedy: 'Make it one shared variable of the environment in Coolify, and refer to it from every resource.',
  source: ['S0-036', 'S0-021', 'S0-022', 'C07'],
  judge: ({ given, siblings: others }) =>
    [...others].flatMap(([resource, environment]) =>
      SHARED.flatMap((name): Hit[] => {
        if (given.unreadable.includes(name) || environment.unreadable.includes(name)) {
          const where = given.unreadable.includes(name) ? GIVEN : resource;
          return [
            {
              subject: `${resource}: ${name}`,
              message: `${name} of ${where} may not be read, so it cannot be compared.`,
              evidence: 'value not readable',
              unknown: true,
            },
          ];
        }
        const own = given.variables.get(name);
        const other = environment.variables.get(name);
        if (own === undefined || own.origin === 'dummy' || own.value === other?.value) return [];
        if (other === undefined && name === 'DJANGO_SETTINGS_MODULE') return [];
        return [
          {
            ...(own.place === undefined ? {} : { place: own.place }),
            subject: `${resource}: ${name}`,
            message:
              other === undefined
                ? `${resource} has no ${name}, which the application that is judged has.`
                : `${resource} has another ${name} than the application that is judged.`,
            evidence: other === undefined ? 'absent' : 'the values differ',
            ...(name === 'DJANGO_SETTINGS_MODULE' ? { severity: 'medium' as const } : {}),
          },
        ];
      }),
    ),
});

export const unreadable = defineRule({
  id: 'env/unreadable-values',
  title: 'The values of the environment may be read',
  severity: deployed('low'),
  why: 'What cannot be read cannot be judged: it is neither taken for absent nor for good.',
  remedy: 'Give the Coolify token the ability read:sensitive, and do not mark variables as shown once.',
  source: ['S1-164', 'Coolify: API tokens, read:sensitive'],
  judge: project => {
    const { reads } = askedBy(project);
    const names = project.given.unreadable.filter(name => reads.size === 0 || reads.has(name));
    if (names.length === 0) return [];
    return [
      {
        subject: GIVEN,
        message: `${names.length === 1 ? 'One variable' : `${names.length} variables`} that the settings read may not be read here: ${named(names)}.`,
        evidence: named(names),
        unknown: true,
      },
    ];
  },
});
