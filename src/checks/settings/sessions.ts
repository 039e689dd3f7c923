import { defineRule } from '../rule.ts';
import { acrossSettings, type Fault } from './across.ts';
import { cachesOf } from './cache.ts';
import { processesOf } from './processes.ts';
import { deployed } from './severities.ts';
import { count, text } from './values.ts';

const SESSION_PAGE = 'https://docs.djangoproject.com/en/5.2/topics/http/sessions/';

export const sessionStore = defineRule({
  id: 'settings/session-store',
  title: 'Sessions are where every process finds them',
  severity: deployed('high'),
  why: 'A session in the memory or in a folder of one process does not exist in the next: visitors are logged out at random, and all of them with every deployment.',
  remedy: 'SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"',
  source: ['S0-007', `${SESSION_PAGE}#configuring-the-session-engine`],
  judge: project =>
    acrossSettings(project, { needs: ['SESSION_ENGINE', 'CACHES'], of: 'web' }, ({ value, installed }): Fault[] => {
      if (!installed('django.contrib.sessions')) return [];
      const engine = (text(value('SESSION_ENGINE')) ?? '').replace(/^.*\./, '');
      const alias = text(value('SESSION_CACHE_ALIAS')) ?? 'default';
      const kind = cachesOf({ value }).find(cache => cache.alias === alias)?.kind;
      const { several, what } = processesOf(project);
      const evidence = `SESSION_ENGINE = ...${engine}${engine.startsWith('cache') ? `, CACHES['${alias}'] is a ${kind ?? 'missing'} cache` : ''}; ${what}`;
      if (engine === 'cache' && kind === 'dummy')
        return [
          {
            on: 'SESSION_ENGINE',
            severity: 'critical',
            evidence,
            message: 'Sessions are kept in a cache that keeps nothing: nobody can log in.',
          },
        ];
      if (engine === 'cache' && kind === 'memory')
        return [
          {
            on: 'SESSION_ENGINE',
            ...(several === true ? {} : { severity: 'medium' as const }),
            evidence,
            message:
              several === true
                ? 'Sessions are kept in the memory of one process: the next request may reach another, where the visitor is not logged in.'
                : 'Sessions are kept in the memory of the process: everybody is logged out by every restart.',
          },
        ];
      if (engine === 'cached_db' && kind === 'memory' && several === true)
        return [
          {
            on: 'SESSION_ENGINE',
            severity: 'medium',
            evidence,
            message:
              'Each process keeps its own copy of a session: one that was changed or ended elsewhere goes on in the others.',
          },
        ];
      return engine === 'file'
        ? [
            {
              on: 'SESSION_ENGINE',
              severity: 'medium',
              evidence,
              message: 'Sessions are files of one container: everybody is logged out by every deployment.',
            },
          ]
        : [];
    }),
});

export const sessionSerializer = defineRule({
  id: 'settings/session-serializer',
  title: 'Sessions are data, not code',
  severity: deployed('medium', 'high'),
  why: 'Unpickling runs what it reads: whoever can write a session (a leaked key with signed cookies, an open Redis) runs code on the server.',
  remedy: 'SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"',
  source: [`${SESSION_PAGE}#session-serialization`],
  judge: project =>
    acrossSettings(project, { needs: ['SESSION_SERIALIZER'], of: 'web' }, ({ value }) =>
      /pickle/i.test(text(value('SESSION_SERIALIZER')) ?? '')
        ? [{ on: 'SESSION_SERIALIZER', message: 'Sessions are pickles.' }]
        : [],
    ),
});

/** A quarter of a year; Django's own default is two weeks. */
const LONG_SESSION = 90 * 86_400;

export const sessionAge = defineRule({
  id: 'settings/session-age',
  title: 'A session ends',
  severity: { development: 'off', staging: 'off', production: 'low' },
  why: 'A session that was left open on a shared machine, or stolen, is good until it ends.',
  remedy: 'SESSION_COOKIE_AGE = 1209600',
  source: ['https://docs.djangoproject.com/en/5.2/ref/settings/#session-cookie-age'],
  judge: project =>
    acrossSettings(project, { needs: ['SESSION_COOKIE_AGE'], of: 'web' }, ({ value, installed }) => {
      const seconds = count(value('SESSION_COOKIE_AGE')) ?? 0;
      return seconds > LONG_SESSION && installed('django.contrib.sessions')
        ? [{ on: 'SESSION_COOKIE_AGE', message: `A session lasts ${Math.floor(seconds / 86_400)} days.` }]
        : [];
    }),
});
