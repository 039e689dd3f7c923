import { defineRule } from '../rule.ts';
import { acrossSettings, type Fault } from './across.ts';
import { databasesOf } from './database.ts';
import { DATABASE_KEYS, DEAD_NAMES } from './dead-names.ts';

export const deadSettings = defineRule({
  id: 'settings/dead',
  title: 'Every setting is one that this Django reads',
  severity: 'low',
  why: 'A setting that nothing reads looks like protection, or like a choice, and is none.',
  remedy: 'Remove it, or write the name that is read.',
  source: ['S1-007', 'S1-020', 'C27', 'C03', 'https://docs.djangoproject.com/en/5.2/internals/deprecation/'],
  versions: 'the table names the version for each',
  judge: project =>
    acrossSettings(project, { needs: [], of: 'any' }, ({ isSet, since }) =>
      DEAD_NAMES.filter(({ name, since: end }) => isSet(name) && (end === undefined || since(end))).map(
        ({ name, since: end, instead }): Fault => ({
          on: name,
          evidence: `${name} is set`,
          // What it said is lost with it, and it was meant to protect or to run something.
          ...(MEANT.has(name) ? { severity: 'medium' as const } : {}),
          message:
            end === undefined
              ? `No Django reads ${name}. ${instead}`
              : `Django does not read ${name} since ${end}. ${instead}`,
        }),
      ),
    ),
});

const MEANT = new Set([
  'MIDDLEWARE_CLASSES',
  'SECURE_HSTS_INCLUDE_SUB_DOMAINS',
  'SECURE_FRAME_DENY',
  'HSTS_SECONDS',
  'SESSION_SECURE_COOKIE',
  'CSRF_TRUSTED_ORIGIN',
  'ALLOWED_HOST',
]);

export const misplacedDatabaseKeys = defineRule({
  id: 'settings/database-keys',
  title: 'What a connection is told stands in DATABASES',
  severity: { development: 'off', staging: 'low', production: 'medium' },
  why: 'CONN_MAX_AGE and its like are keys of a database. As settings of their own nothing reads them, and what they were meant to change stays as it was.',
  remedy: 'DATABASES["default"]["CONN_MAX_AGE"] = 600',
  source: ['S1-026', 'S1-142', 'S1-145', 'https://docs.djangoproject.com/en/5.2/ref/settings/#databases'],
  judge: project =>
    acrossSettings(project, { needs: ['DATABASES'], of: 'any' }, evaluated => {
      const [database] = databasesOf(evaluated);
      return DATABASE_KEYS.filter(name => evaluated.isSet(name)).flatMap((name): Fault[] => {
        const wanted = evaluated.value(name);
        const found = database?.values[name];
        return wanted === undefined || found === wanted || (found !== undefined && found !== false && found !== 0)
          ? []
          : [
              {
                on: name,
                message: `${name} is a setting of its own, which nothing reads, and the database does not have it.`,
                remedy: `DATABASES["default"]["${name}"] = ${name}`,
              },
            ];
      });
    }),
});
