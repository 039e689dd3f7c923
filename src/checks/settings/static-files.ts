import { inSequence } from '../../core/text.ts';
import type { SettingJson } from '../../django/answer.ts';
import { defineRule } from '../rule.ts';
import { acrossSettings, type Evaluated, type Fault } from './across.ts';
import { entranceOf, proxiesSay } from './entrance.ts';
import { deployed } from './severities.ts';
import { count, list, member, shown, text, truth } from './values.ts';

const STATIC_PAGE = 'https://docs.djangoproject.com/en/5.2/ref/contrib/staticfiles/';
const WHITENOISE = 'whitenoise.middleware.WhiteNoiseMiddleware';

/** The class that stores static files, whichever setting this Django reads it from. */
export function staticStorage({ value, since }: Pick<Evaluated, 'value' | 'since'>): string {
  const old = since('5.1') ? undefined : text(value('STATICFILES_STORAGE'));
  return old ?? text(member(value('STORAGES'), 'staticfiles', 'BACKEND')) ?? PLAIN;
}

const PLAIN = 'django.contrib.staticfiles.storage.StaticFilesStorage';

/** Whether names carry a hash of their content; undefined for classes that are not known. */
export function hashes(storage: string): boolean | undefined {
  if (/Manifest/.test(storage)) return true;
  return storage === PLAIN || storage === 'whitenoise.storage.CompressedStaticFilesStorage' ? false : undefined;
}

/** A day: what a visitor can be asked to wait for a new stylesheet. */
const LONG_AGE = 86_400;

export const staticHashed = defineRule({
  id: 'settings/static-hashed',
  title: 'Files that are cached for long carry a hash in their names',
  severity: deployed('high'),
  why: 'A browser that was told to keep site.css for a year shows new pages with the old stylesheet for a year. Only a name that changes with its content may be kept.',
  remedy:
    'STORAGES["staticfiles"] = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}\nWHITENOISE_MAX_AGE = 60',
  source: ['S1-049', 'S1-050', 'S0-008', 'https://whitenoise.readthedocs.io/en/stable/django.html#WHITENOISE_MAX_AGE'],
  judge: project =>
    acrossSettings(project, { needs: ['STORAGES', 'WHITENOISE_MAX_AGE'], of: 'web' }, (evaluated): Fault[] => {
      const { value, installed, since } = evaluated;
      if (!installed(WHITENOISE)) return [];
      const storage = staticStorage(evaluated);
      const age = value('WHITENOISE_MAX_AGE');
      const long = age !== null && (count(age) ?? 60) >= LONG_AGE;
      const on = since('4.2') ? 'STORAGES' : 'STATICFILES_STORAGE';
      if (hashes(storage) === false && long)
        return [
          {
            on: 'WHITENOISE_MAX_AGE',
            with: [on],
            evidence: `WHITENOISE_MAX_AGE = ${shown(age)}, static files: ${storage}`,
            message:
              'Names do not change with their content, and browsers are told to keep them for ' +
              `${days(age)}: visitors see old files with new pages.`,
          },
        ];
      if (hashes(storage) === false)
        return [
          {
            on,
            subject: 'static files',
            severity: 'low',
            evidence: `static files: ${storage}`,
            message:
              'Names do not change with their content, so browsers ask for every file again and again, and may mix old files with new pages for as long as they keep them.',
          },
        ];
      return long && hashes(storage) === true
        ? [
            {
              on: 'WHITENOISE_MAX_AGE',
              severity: 'low',
              message: `Names with a hash are kept for good without it; it only makes browsers keep the others (favicon, robots.txt) for ${days(age)}.`,
              remedy: 'WHITENOISE_MAX_AGE = 60',
            },
          ]
        : [];
    }),
});

function days(age: SettingJson | undefined): string {
  const number = Math.floor((count(age) ?? 0) / 86_400);
  return number >= 365 ? 'a year' : `${number} day${number === 1 ? '' : 's'}`;
}

export const staticRoot = defineRule({
  id: 'settings/static-root',
  title: 'Static files are collected into a folder of their own',
  severity: deployed('high'),
  why: 'Without STATIC_ROOT collectstatic stops with an error; inside of a source folder it collects its own output; shared with uploads, what visitors upload is served as part of the site.',
  remedy: 'STATIC_ROOT = BASE_DIR / "staticfiles"',
  source: ['S1-048', 'Django staticfiles.E002', `${STATIC_PAGE}#collectstatic`],
  judge: project =>
    acrossSettings(
      project,
      { needs: ['STATIC_ROOT', 'STATICFILES_DIRS', 'STORAGES'], of: 'web' },
      (evaluated): Fault[] => {
        const { value, installed } = evaluated;
        if (!installed('django.contrib.staticfiles')) return [];
        const root = text(value('STATIC_ROOT'))?.replace(/\/+$/, '') ?? '';
        const local = hashes(staticStorage(evaluated)) !== undefined;
        if (root === '')
          return local
            ? [
                {
                  on: 'STATIC_ROOT',
                  // Its finders need no collected files.
                  ...(truth(value('WHITENOISE_USE_FINDERS')) === true ? { severity: 'medium' as const } : {}),
                  message: 'STATIC_ROOT is not set: collectstatic fails, and nothing is there to be served.',
                },
              ]
            : [];
        const folders = Array.isArray(value('STATICFILES_DIRS')) ? foldersOf(value('STATICFILES_DIRS')) : [];
        const within = folders.find(folder => root === folder || root.startsWith(`${folder}/`));
        if (within !== undefined)
          return [
            {
              on: 'STATIC_ROOT',
              evidence: `STATIC_ROOT = ${shown(value('STATIC_ROOT'))}, STATICFILES_DIRS = ${shown(value('STATICFILES_DIRS'))}`,
              message:
                root === within
                  ? 'STATIC_ROOT is one of the source folders: collectstatic refuses (staticfiles.E002).'
                  : 'STATIC_ROOT lies inside of a source folder, so each collectstatic also collects what the last one left.',
              ...(root === within ? {} : { severity: 'medium' as const }),
            },
          ];
        return root === text(value('MEDIA_ROOT'))?.replace(/\/+$/, '')
          ? [
              {
                on: 'STATIC_ROOT',
                message:
                  'Static files and uploads share one folder: what visitors upload is served as part of the site.',
              },
            ]
          : [];
      },
    ),
});

function foldersOf(value: SettingJson | undefined): readonly string[] {
  const items: readonly SettingJson[] = Array.isArray(value) ? value : [];
  // An entry may be a pair of prefix and folder.
  return items.flatMap(item => text(item) ?? list(item)?.[1] ?? []).map(folder => folder.replace(/\/+$/, ''));
}

export const staticServed = defineRule({
  id: 'settings/static-served',
  title: 'Somebody serves the static files',
  severity: deployed('medium', 'high'),
  why: 'With DEBUG off Django serves no static file. Without WhiteNoise, a web server or an object store every stylesheet and script, the admin’s too, is 404.',
  remedy:
    'MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "whitenoise.middleware.WhiteNoiseMiddleware", ...]',
  source: ['S1-042', 'S1-047', 'S2-041', 'https://docs.djangoproject.com/en/5.2/howto/static-files/deployment/'],
  judge: project =>
    acrossSettings(project, { needs: ['MIDDLEWARE', 'STATIC_URL', 'STORAGES'], of: 'web' }, evaluated => {
      const { value, installed, isSet } = evaluated;
      if (!installed('django.contrib.staticfiles') || !isSet('STATIC_URL') || installed('whitenoise.middleware'))
        return [];
      if (hashes(staticStorage(evaluated)) === undefined || /^(?:https?:)?\/\//.test(text(value('STATIC_URL')) ?? ''))
        return [];
      // A middleware of the project's own may wrap WhiteNoise; a proxy may share the folder.
      const wrapped = (list(value('MIDDLEWARE')) ?? []).some(name => /whitenoise|static|servestatic/i.test(name));
      if (wrapped || project.services.some(({ role }) => role === 'proxy') || proxiesSay(project, /\bstatic/i))
        return [];
      return [
        {
          on: 'MIDDLEWARE',
          subject: 'static files',
          // A server that no file here shows may do it.
          ...(entranceOf(project).known ? {} : { severity: 'medium' as const }),
          evidence: 'MIDDLEWARE has no WhiteNoise, and no proxy here serves a folder',
          message: 'Nothing here serves the static files: every stylesheet and script is 404.',
        },
      ];
    }),
});

export const whitenoiseOrder = defineRule({
  id: 'settings/whitenoise-order',
  title: 'WhiteNoise comes right after SecurityMiddleware',
  severity: deployed('low'),
  why: 'What stands before it works for every stylesheet: a session is read from the database, a page is looked up in the cache. Before SecurityMiddleware, files go out without its headers and its redirect.',
  remedy:
    'MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "whitenoise.middleware.WhiteNoiseMiddleware", ...]',
  source: ['S1-047', 'https://whitenoise.readthedocs.io/en/stable/django.html#enable-whitenoise'],
  judge: project =>
    acrossSettings(project, { needs: ['MIDDLEWARE'], of: 'web' }, ({ value }): Fault[] => {
      const names = list(value('MIDDLEWARE')) ?? [];
      const own = names.indexOf(WHITENOISE);
      const security = names.indexOf('django.middleware.security.SecurityMiddleware');
      if (own < 0 || own === security + 1) return [];
      const before = names.slice(security + 1, own).filter(name => !HARMLESS_BEFORE.test(name));
      const evidence = `MIDDLEWARE: ${names
        .slice(0, own + 1)
        .map(name => name.replace(/^.*\./, ''))
        .join(', ')}`;
      if (security > own)
        return [
          {
            on: 'MIDDLEWARE',
            subject: 'WhiteNoiseMiddleware',
            evidence,
            message:
              'WhiteNoise comes before SecurityMiddleware: static files go out without HSTS, nosniff and the redirect.',
          },
        ];
      const costly = before.filter(name => COSTLY_BEFORE.test(name));
      const slow = costly.length > 0 ? costly : before;
      return before.length === 0
        ? []
        : [
            {
              on: 'MIDDLEWARE',
              subject: 'WhiteNoiseMiddleware',
              evidence,
              ...(costly.length > 0 ? { severity: 'medium' as const } : {}),
              message: `${inSequence(slow.map(name => name.replace(/^.*\./, '')))} ${slow.length === 1 ? 'works' : 'work'} for every static file before WhiteNoise answers.`,
            },
          ];
    }),
});

/** They have to come first, and cost next to nothing. */
const HARMLESS_BEFORE = /corsheaders|prometheus|opentelemetry|health|request_?id|correlation|structlog/i;
/** They ask the database or the cache, or compress what is compressed already. */
const COSTLY_BEFORE = /contrib\.(?:sessions|auth|messages)|middleware\.(?:cache|gzip|locale|csrf)/;

export const whitenoiseMode = defineRule({
  id: 'settings/whitenoise-mode',
  title: 'WhiteNoise serves what was collected, and looks at it once',
  severity: deployed('medium'),
  why: 'Autorefresh looks at the disk for every request, and the finders serve files that nobody collected: both are for a developer’s machine, slow, and hide that collectstatic is missing.',
  remedy: 'WHITENOISE_AUTOREFRESH = False\nWHITENOISE_USE_FINDERS = False',
  source: ['S1-050', 'https://whitenoise.readthedocs.io/en/stable/django.html#WHITENOISE_AUTOREFRESH'],
  judge: project =>
    acrossSettings(
      project,
      { needs: ['WHITENOISE_AUTOREFRESH', 'WHITENOISE_USE_FINDERS', 'WHITENOISE_MANIFEST_STRICT'], of: 'web' },
      ({ value, installed, isSet }): Fault[] => {
        if (!installed(WHITENOISE)) return [];
        return [
          ...(truth(value('WHITENOISE_AUTOREFRESH')) === true
            ? [
                {
                  on: 'WHITENOISE_AUTOREFRESH',
                  message:
                    'WhiteNoise looks for files on the disk for every request; its authors say never to do that in production.',
                },
              ]
            : []),
          ...(truth(value('WHITENOISE_USE_FINDERS')) === true
            ? [
                {
                  on: 'WHITENOISE_USE_FINDERS',
                  message:
                    'WhiteNoise serves files from the sources that collectstatic never saw: without a hash, uncompressed.',
                },
              ]
            : []),
          ...(isSet('WHITENOISE_MANIFEST_STRICT') && truth(value('WHITENOISE_MANIFEST_STRICT')) === false
            ? [
                {
                  on: 'WHITENOISE_MANIFEST_STRICT',
                  severity: 'low' as const,
                  message:
                    'A name that is missing from the manifest is served without a hash and ends as 404, where a strict manifest would show the mistake at once.',
                },
              ]
            : []),
        ];
      },
    ),
});
