import { advise, sqlName } from '../remedies/code.ts';
import { defineHazard } from '../rule.ts';
import { actHits } from './statements.ts';

/**
 * Extensions that an owner of the database may create since PostgreSQL 13: those whose control file says `trusted`. PostgreSQL 18,
 * contrib and procedural languages.
 */
const TRUSTED: ReadonlySet<string> = new Set([
  'btree_gin',
  'btree_gist',
  'citext',
  'cube',
  'dict_int',
  'fuzzystrmatch',
  'hstore',
  'intarray',
  'isn',
  'lo',
  'ltree',
  'pg_trgm',
  'pgcrypto',
  'plpgsql',
  'seg',
  'tablefunc',
  'tcn',
  'tsm_system_rows',
  'tsm_system_time',
  'unaccent',
  'uuid-ossp',
]);

export const extension = defineHazard({
  id: 'server/extension',
  title: 'Extensions are there before the migrations run',
  severity: 'medium',
  verdict: 'review',
  why: 'CREATE EXTENSION needs the files on the server and a role that may create it; the role that migrates often may not, and the migration fails.',
  remedy: 'Have it created once by an administrator.',
  source: ['https://www.postgresql.org/docs/current/sql-createextension.html'],
  versions: 'PostgreSQL 13 and newer know trusted extensions',
  judge: played =>
    actHits(played, (act, { who }) => {
      if (act.act !== 'create-extension') return undefined;
      const trusted = TRUSTED.has(act.name) && played.facts.server.major >= 13;
      return {
        about: act.name,
        hit: {
          message: trusted
            ? `${who} creates the extension ${act.name}: the role that migrates needs the right CREATE on the database, and the server its files (postgresql-contrib).`
            : `${who} creates the extension ${act.name}, which only a superuser may${act.name === 'vector' || act.name.startsWith('postgis') ? ', and whose files are not part of the official image' : ''}: unless it is there already, the migration fails for the role that migrates.`,
          remedy: advise(
            'Have an administrator create it once, before the deployment.',
            `CREATE EXTENSION IF NOT EXISTS ${sqlName(act.name)};`,
          ),
          ...(trusted ? { verdict: 'safe', severity: 'low' } : {}),
        },
      };
    }),
});
