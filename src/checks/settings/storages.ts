import { defineRule } from '../rule.ts';
import { acrossSettings, type Evaluated, type Fault } from './across.ts';
import { persistenceOf, websOf } from './mounts.ts';
import { deployed } from './severities.ts';
import { entries, list, member, shown, text, truth } from './values.ts';

const STORAGES_PAGE = 'https://docs.djangoproject.com/en/5.2/ref/settings/#std-setting-STORAGES';
const FILES = 'django.core.files.storage.FileSystemStorage';

/** The class that stores uploads, whichever setting this Django reads it from. */
function mediaStorage({ value, since }: Evaluated): string {
  const old = since('5.1') ? undefined : text(value('DEFAULT_FILE_STORAGE'));
  return old ?? text(member(value('STORAGES'), 'default', 'BACKEND')) ?? FILES;
}

const isLocal = (storage: string): boolean =>
  /^django\.core\.files\.storage\.(?:filesystem\.)?FileSystemStorage$/.test(storage);

export const storagesIgnored = defineRule({
  id: 'settings/storages-ignored',
  title: 'The storages are named where this Django reads them',
  severity: deployed('medium'),
  why: 'From 5.1 on Django reads STORAGES only. What DEFAULT_FILE_STORAGE and STATICFILES_STORAGE say is silently ignored: uploads go to the container’s disk, static files lose their hashes.',
  remedy: 'STORAGES = {\n    "default": {"BACKEND": "..."},\n    "staticfiles": {"BACKEND": "..."},\n}',
  source: ['S1-049', 'C03', 'https://docs.djangoproject.com/en/5.1/releases/5.1/#features-removed-in-5-1'],
  versions: 'Django 5.1 and later; STORAGES itself from 4.2 on',
  judge: project =>
    acrossSettings(project, { needs: ['STORAGES'], of: 'any' }, ({ value, since, isSet }): Fault[] => {
      if (!since('4.2'))
        return isSet('STORAGES')
          ? [
              {
                on: 'STORAGES',
                severity: 'high',
                message:
                  'This Django does not read STORAGES (4.2 is the first that does): uploads go to the disk, static files have no hashes.',
                remedy: 'STATICFILES_STORAGE = "..."\nDEFAULT_FILE_STORAGE = "..."',
              },
            ]
          : [];
      if (!since('5.1')) return [];
      return OLD.flatMap(({ name, key }): Fault[] => {
        if (!isSet(name)) return [];
        const wanted = text(value(name));
        const found = text(member(value('STORAGES'), key, 'BACKEND'));
        if (wanted === undefined || wanted === found) return [];
        const lost = key === 'default' && found !== undefined && isLocal(found);
        return [
          {
            on: name,
            ...(lost ? { severity: 'high' as const } : {}),
            evidence: `${name} = ${shown(value(name))}, in force: ${found ?? 'nothing'}`,
            message: `${name} is not read any more; ${found ?? 'nothing'} is used instead${lost ? ', so uploads stay on the container’s disk' : ''}.`,
            remedy: `STORAGES = {..., "${key}": {"BACKEND": "${wanted}"}}`,
          },
        ];
      });
    }),
});

const OLD = [
  { name: 'DEFAULT_FILE_STORAGE', key: 'default' },
  { name: 'STATICFILES_STORAGE', key: 'staticfiles' },
] as const;

export const storagesWhole = defineRule({
  id: 'settings/storages-whole',
  title: 'STORAGES names both storages',
  severity: deployed('high'),
  why: 'STORAGES replaces Django’s default as a whole. Without `staticfiles` collectstatic stops (staticfiles.E005), without `default` the first upload ends with 500.',
  remedy:
    'STORAGES = {\n    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},\n    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},\n}',
  source: ['S1-049', 'Django staticfiles.E005', STORAGES_PAGE],
  versions: 'Django 4.2 and later',
  judge: project =>
    acrossSettings(project, { needs: ['STORAGES'], of: 'web' }, ({ value, since, isSet, installed }): Fault[] => {
      const storages = entries(value('STORAGES'));
      if (!since('4.2') || !isSet('STORAGES') || storages === undefined) return [];
      return ['default', ...(installed('django.contrib.staticfiles') ? ['staticfiles'] : [])]
        .filter(key => storages[key] === undefined)
        .map(key => ({
          on: 'STORAGES',
          subject: `STORAGES: ${key}`,
          evidence: `STORAGES names ${Object.keys(storages).join(', ') || 'nothing'}`,
          ...(key === 'default' ? { severity: 'medium' as const } : {}),
          message:
            key === 'default'
              ? 'STORAGES has no "default": whatever saves an upload ends with 500.'
              : 'STORAGES has no "staticfiles": collectstatic and every {% static %} end with an error.',
        }));
    }),
});

export const mediaKept = defineRule({
  id: 'settings/media-kept',
  title: 'Uploads outlive the container',
  severity: deployed('low'),
  why: 'What is written into a container is gone with the next deployment, and every other container has its own: a worker cannot open what the web was sent.',
  remedy:
    'In Coolify: "Persistent Storage" of the resource, with the folder of MEDIA_ROOT as its destination; or an object store.',
  source: ['S0-008', 'S0-033', 'S1-132', 'https://coolify.io/docs/knowledge-base/persistent-storage'],
  judge: project =>
    acrossSettings(project, { needs: ['STORAGES', 'MEDIA_ROOT'], of: 'web' }, evaluated => {
      const root = text(evaluated.value('MEDIA_ROOT')) ?? '';
      if (!isLocal(mediaStorage(evaluated)) || root === '' || !evaluated.isSet('MEDIA_ROOT')) return [];
      // With a stack its mounts are known, and what they lack stands in its file: compose/media-volume.
      return persistenceOf(websOf(project), root) !== 'unknown'
        ? []
        : [
            {
              on: 'MEDIA_ROOT',
              message:
                'Uploads are files of the container, and nothing here shows a volume at their place: without a persistent storage in Coolify they are gone with the next deployment.',
            },
          ];
    }),
});

export const mediaS3 = defineRule({
  id: 'settings/media-s3',
  title: 'Uploads in an object store are private, and none replaces another',
  severity: deployed('medium'),
  why: 'A public object is for everybody who has, or guesses, its address, for ever. And django-storages replaces a file that has the same name: the second "scan.pdf" is the first one’s end.',
  remedy:
    'AWS_DEFAULT_ACL = "private"\nAWS_QUERYSTRING_AUTH = True\nAWS_QUERYSTRING_EXPIRE = 3600\nAWS_S3_FILE_OVERWRITE = False',
  source: ['S1-135', 'https://django-storages.readthedocs.io/en/latest/backends/amazon-S3.html'],
  judge: project =>
    acrossSettings(project, { needs: ['STORAGES'], of: 'web' }, (evaluated): Fault[] => {
      const { value, isSet } = evaluated;
      const storage = mediaStorage(evaluated);
      if (!/^storages\.backends\.s3/.test(storage)) return [];
      const option = (key: string, name: string) => member(value('STORAGES'), 'default', 'OPTIONS', key) ?? value(name);
      const on = (name: string) => (isSet(name) ? name : 'STORAGES');
      const acl = text(option('default_acl', 'AWS_DEFAULT_ACL'));
      return [
        ...(acl?.startsWith('public') === true
          ? [
              {
                on: on('AWS_DEFAULT_ACL'),
                subject: 'AWS_DEFAULT_ACL',
                evidence: `default_acl = '${acl}'`,
                message: `Uploads are ${acl}: whoever has an address can ${acl === 'public-read-write' ? 'read and replace' : 'read'} them, for ever.`,
                ...(acl === 'public-read-write' ? { severity: 'critical' as const } : {}),
              },
            ]
          : []),
        ...(truth(option('querystring_auth', 'AWS_QUERYSTRING_AUTH')) === false && acl?.startsWith('public') !== true
          ? [
              {
                on: on('AWS_QUERYSTRING_AUTH'),
                subject: 'AWS_QUERYSTRING_AUTH',
                evidence: 'querystring_auth = False',
                message: 'Addresses of uploads are not signed: either the bucket is public, or nobody can open them.',
              },
            ]
          : []),
        ...(truth(option('file_overwrite', 'AWS_S3_FILE_OVERWRITE')) === true
          ? [
              {
                on: on('AWS_S3_FILE_OVERWRITE'),
                subject: 'AWS_S3_FILE_OVERWRITE',
                evidence: 'file_overwrite = True',
                message: 'An upload replaces an earlier one of the same name.',
              },
            ]
          : []),
      ];
    }),
});

export const uploads = defineRule({
  id: 'settings/uploads',
  title: 'A request body has a limit',
  severity: deployed('medium'),
  why: 'Without a limit one request can fill the memory of a process, or keep it busy with a million fields.',
  remedy: 'DATA_UPLOAD_MAX_MEMORY_SIZE = 2621440\nDATA_UPLOAD_MAX_NUMBER_FIELDS = 1000',
  source: [
    'S4-038',
    'S2-053',
    'C30',
    'https://docs.djangoproject.com/en/5.2/ref/settings/#data-upload-max-memory-size',
  ],
  judge: project =>
    acrossSettings(project, { needs: [], of: 'web' }, ({ value }): Fault[] =>
      ['DATA_UPLOAD_MAX_MEMORY_SIZE', 'DATA_UPLOAD_MAX_NUMBER_FIELDS', 'DATA_UPLOAD_MAX_NUMBER_FILES'].flatMap(
        (name): Fault[] => {
          const found = value(name);
          if (found === null) return [{ on: name, message: `${name} is None: there is no limit.` }];
          const large = name === 'DATA_UPLOAD_MAX_MEMORY_SIZE' && typeof found === 'number' && found > LARGE_BODY;
          return large
            ? [
                {
                  on: name,
                  severity: 'low',
                  message: `A body of ${Math.round(found / 1_048_576)} MB is read into memory as a whole; files do not count, they have a limit of their own.`,
                },
              ]
            : [];
        },
      ),
    ),
});

/** 100 MB: more than any form, and what a small container has to spare. */
const LARGE_BODY = 104_857_600;

export const templatesCached = defineRule({
  id: 'settings/templates-cached',
  title: 'Templates are compiled once',
  severity: { development: 'off', staging: 'off', production: 'low' },
  why: 'Loaders that are named one by one read and compile a template for every page; Django’s own choice caches them.',
  remedy: 'Leave `loaders` out of OPTIONS and use "APP_DIRS": True.',
  source: ['https://docs.djangoproject.com/en/5.2/ref/templates/api/#django.template.loaders.cached.Loader'],
  judge: project =>
    acrossSettings(project, { needs: ['TEMPLATES'], of: 'web' }, ({ value }) => {
      const loaders = member(value('TEMPLATES'), 0, 'OPTIONS', 'loaders');
      const named = list(loaders) ?? [];
      return named.length > 0 && !JSON.stringify(loaders).includes('cached.Loader')
        ? [
            {
              on: 'TEMPLATES',
              subject: 'TEMPLATES: loaders',
              evidence: `loaders: ${named.join(', ')}`,
              message: 'Templates are read and compiled for every page.',
            },
          ]
        : [];
    }),
});
