import { describe, expect, test } from '@jest/globals';
import type { Project } from '../../../../src/checks/project.ts';
import { dependsOnDebug, silentDefault } from '../../../../src/checks/settings/variations.ts';
import { database, secret, site, variation } from '../cases/settings/made.ts';

const HASHED = {
  default: { BACKEND: 'x.Storage' },
  staticfiles: { BACKEND: 'whitenoise.storage.CompressedManifestStaticFilesStorage' },
};
const PLAIN = { ...HASHED, staticfiles: { BACKEND: 'django.contrib.staticfiles.storage.StaticFilesStorage' } };
const YEAR = 31_536_000;

const said = (project: Project, rule = dependsOnDebug) =>
  rule.judge(project).map(({ subject, severity }) => [subject, severity]);

describe('a setting that hangs on the variable of DEBUG', () => {
  test('weighs what the rules say of the settings without it, each by its own part', async () => {
    const project = await site(
      { DEBUG: false, STORAGES: HASHED, WHITENOISE_MAX_AGE: YEAR, WHITENOISE_AUTOREFRESH: false, INTERNAL_IPS: [] },
      {
        answer: {
          variations: [
            variation('DEBUG', 'absent', {
              STORAGES: [HASHED, PLAIN],
              WHITENOISE_AUTOREFRESH: [false, true],
              INTERNAL_IPS: [[], ['127.0.0.1']],
            }),
          ],
        },
      },
    );
    expect(said(project)).toEqual([
      ['STORAGES', 'high'],
      ['WHITENOISE_AUTOREFRESH', 'medium'],
      ['INTERNAL_IPS', 'low'],
    ]);
  });

  test('shows where two dictionaries part, and not all of them', async () => {
    const project = await site(
      { DEBUG: false, STORAGES: HASHED },
      { answer: { variations: [variation('DEBUG', 'absent', { STORAGES: [HASHED, PLAIN] })] } },
    );
    expect(dependsOnDebug.judge(project)[0]?.evidence).toBe(
      "STORAGES['staticfiles']['BACKEND'] = 'whitenoise.storage.CompressedManifestStaticFilesStorage'; with DEBUG absent: 'django.contrib.staticfiles.storage.StaticFilesStorage'",
    );
  });

  test('is one finding where both ways of changing the variable show it', async () => {
    const both = [
      variation('DEBUG', 'absent', { STORAGES: [HASHED, PLAIN] }),
      variation('DEBUG', 'off', { STORAGES: [HASHED, PLAIN] }),
    ];
    expect(said(await site({ DEBUG: false, STORAGES: HASHED }, { answer: { variations: both } }))).toHaveLength(1);
  });

  test('counts a variable of any name that switches DEBUG', async () => {
    const changes = [
      variation('APP_MODE', 'on', { DEBUG: [false, true] }),
      variation('APP_MODE', 'absent', { STORAGES: [HASHED, PLAIN] }),
    ];
    expect(said(await site({ DEBUG: false, STORAGES: HASHED }, { answer: { variations: changes } }))).toEqual([
      ['STORAGES', 'medium'],
    ]);
  });
});

describe('a default that takes over in silence', () => {
  const absent = (name: string, differences: Parameters<typeof variation>[2]) => ({
    answer: { variations: [variation(name, 'absent', differences)] },
  });

  test('is worth as much as what is lost: data and keys are high, the rest is not', async () => {
    const sqlite = database({ ENGINE: 'django.db.backends.sqlite3', NAME: 'db.sqlite3', HOST: '' });
    const lost = await site({ DATABASES: database() }, absent('DATABASE_URL', { DATABASES: [database(), sqlite] }));
    const open = await site(
      { SESSION_COOKIE_SECURE: true },
      absent('SESSION_COOKIE_SECURE', { SESSION_COOKIE_SECURE: [true, false] }),
    );
    expect(said(lost, silentDefault)).toEqual([['DATABASE_URL', 'high']]);
    expect(said(open, silentDefault)).toEqual([['SESSION_COOKIE_SECURE', 'medium']]);
  });

  test('is judged as the settings would be without the variable, the key too', async () => {
    const weak = secret({ placeholder: 'django-insecure' });
    const project = await site({ SECRET_KEY: secret() }, absent('SECRET_KEY', { SECRET_KEY: [secret(), weak] }));
    const given = {
      variables: new Map([['SECRET_KEY', { name: 'SECRET_KEY', value: 'x', origin: 'env' as const }]]),
      unreadable: [],
      empty: false,
    };
    expect(said({ ...project, given }, silentDefault)).toEqual([['SECRET_KEY', 'high']]);
  });

  test('is no fault when nothing gets worse', async () => {
    expect(
      said(await site({ SITE_NAME: 'OBCMS' }, absent('SITE_NAME', { SITE_NAME: ['OBCMS', 'site'] })), silentDefault),
    ).toEqual([]);
  });
});
