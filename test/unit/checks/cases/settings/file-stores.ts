import type { RuleCases } from '../../../../support/rule-cases.ts';
import { APPS, FORWARDED, fires, MIDDLEWARE, silent, WEB } from './made.ts';

const S3 = { default: { BACKEND: 'storages.backends.s3.S3Storage' } };
const FILES = { default: { BACKEND: 'django.core.files.storage.FileSystemStorage' } };
const PLAIN = 'django.contrib.staticfiles.storage.StaticFilesStorage';
const HASHED = 'whitenoise.storage.CompressedManifestStaticFilesStorage';
const statics = (backend: string) => ({ ...FILES, staticfiles: { BACKEND: backend } });
const YEAR = 31_536_000;
/** Static files, uploads and templates. */
export const CASES: RuleCases = {
  'settings/static-served': {
    fires: [
      fires('nobody does', {
        MIDDLEWARE: MIDDLEWARE.filter(name => !name.startsWith('whitenoise')),
        STATIC_URL: '/static/',
      }),
    ],
    silent: [
      silent('WhiteNoise does', { STATIC_URL: '/static/' }),
      silent('another host does', { MIDDLEWARE: [], STATIC_URL: 'https://cdn.obcms.example/static/' }),
      silent(
        'a proxy of the same stack may',
        { MIDDLEWARE: [], STATIC_URL: '/static/' },
        { compose: `${WEB}  nginx:\n    image: nginx:1.27\n` },
      ),
    ],
  },
  'settings/static-hashed': {
    fires: [
      fires('plain names, kept for a year', { WHITENOISE_MAX_AGE: YEAR, STORAGES: statics(PLAIN) }),
      fires('plain names', { STORAGES: statics(PLAIN) }),
      fires(
        'plain names by the older setting',
        { STATICFILES_STORAGE: PLAIN, WHITENOISE_MAX_AGE: 60 },
        { django: '4.1.13' },
      ),
    ],
    silent: [
      silent('names with a hash', { WHITENOISE_MAX_AGE: 60, STORAGES: statics(HASHED) }),
      silent('a storage of the project’s own', { WHITENOISE_MAX_AGE: YEAR, STORAGES: statics('core.storage.Files') }),
    ],
  },
  'settings/static-root': {
    fires: [
      fires('not set', { STATIC_ROOT: null, STORAGES: statics(HASHED) }),
      fires('one of the sources', { STATIC_ROOT: '/checkout/src/static', STATICFILES_DIRS: ['/checkout/src/static/'] }),
      fires('the uploads’ folder', { STATIC_ROOT: '/checkout/src/files', MEDIA_ROOT: '/checkout/src/files' }),
    ],
    silent: [
      silent('a folder of its own beside the sources', {
        STATIC_ROOT: '/checkout/src/staticfiles',
        STATICFILES_DIRS: ['/checkout/src/static'],
      }),
      silent('an object store needs none', {
        STATIC_ROOT: null,
        STORAGES: statics('storages.backends.s3.S3StaticStorage'),
      }),
    ],
  },
  'settings/whitenoise-order': {
    fires: [
      fires('after the sessions', {
        MIDDLEWARE: [MIDDLEWARE[0], MIDDLEWARE[2], MIDDLEWARE[1]].map(name => name ?? ''),
      }),
      fires('before security', { MIDDLEWARE: [MIDDLEWARE[1], MIDDLEWARE[0]].map(name => name ?? '') }),
    ],
    silent: [
      silent('right after security', { MIDDLEWARE }),
      silent('CORS between them', {
        MIDDLEWARE: [MIDDLEWARE[0] ?? '', 'corsheaders.middleware.CorsMiddleware', MIDDLEWARE[1] ?? ''],
      }),
    ],
  },
  'settings/whitenoise-mode': {
    fires: [
      fires('looks at the disk for every request', { WHITENOISE_AUTOREFRESH: true }),
      fires('serves the sources', { WHITENOISE_USE_FINDERS: true }),
    ],
    silent: [
      silent('off', { WHITENOISE_AUTOREFRESH: false, WHITENOISE_USE_FINDERS: false }),
      silent('WhiteNoise is not installed', { WHITENOISE_AUTOREFRESH: true, MIDDLEWARE: [] }),
    ],
  },
  'settings/storages-ignored': {
    fires: [
      fires('uploads stay on the disk', {
        DEFAULT_FILE_STORAGE: 'storages.backends.s3.S3Storage',
        STORAGES: statics(HASHED),
      }),
      fires('a Django before STORAGES', { STORAGES: statics(HASHED) }, { django: '3.2.25' }),
    ],
    silent: [
      silent('both say the same', {
        DEFAULT_FILE_STORAGE: 'django.core.files.storage.FileSystemStorage',
        STORAGES: statics(HASHED),
      }),
      silent('a Django that reads it', { STATICFILES_STORAGE: HASHED }, { django: '4.1.13' }),
    ],
  },
  'settings/storages-whole': {
    fires: [fires('no static files', { STORAGES: FILES })],
    silent: [
      silent('both', { STORAGES: statics(HASHED) }),
      silent('no application needs static files', { STORAGES: FILES, INSTALLED_APPS: [] }),
    ],
  },
  'settings/media-kept': {
    fires: [fires('no stack to tell', { MEDIA_ROOT: '/checkout/src/media' })],
    silent: [
      silent(
        'a volume at its place',
        { MEDIA_ROOT: '/checkout/src/media' },
        { compose: `${WEB}    volumes: ["media:/app/src/media"]\nvolumes:\n  media:\n` },
      ),
      silent('an object store', { MEDIA_ROOT: '/checkout/src/media', STORAGES: S3 }, { compose: WEB }),
      silent('no uploads', { MEDIA_ROOT: '' }, { compose: WEB }),
    ],
  },
  'settings/media-s3': {
    fires: [
      fires('public', { AWS_DEFAULT_ACL: 'public-read', STORAGES: S3, AWS_S3_FILE_OVERWRITE: false }),
      fires('one replaces another, by default', { STORAGES: S3 }),
    ],
    silent: [
      silent('private, and none replaced', {
        STORAGES: {
          default: {
            BACKEND: 'storages.backends.s3boto3.S3Boto3Storage',
            OPTIONS: { default_acl: 'private', file_overwrite: false },
          },
        },
      }),
      silent('no object store', { AWS_DEFAULT_ACL: 'public-read', STORAGES: FILES }),
    ],
  },
  'settings/uploads': {
    fires: [
      fires('no limit', { DATA_UPLOAD_MAX_MEMORY_SIZE: null }),
      fires('a very large one', { DATA_UPLOAD_MAX_MEMORY_SIZE: 1_073_741_824 }),
    ],
    silent: [silent('ten megabytes', { DATA_UPLOAD_MAX_MEMORY_SIZE: 10_485_760 })],
  },
  'settings/templates-cached': {
    fires: [
      fires('loaders by name', {
        TEMPLATES: [{ OPTIONS: { loaders: ['django.template.loaders.filesystem.Loader'] } }],
      }),
    ],
    silent: [
      silent('the cached loader', {
        TEMPLATES: [{ OPTIONS: { loaders: [['django.template.loaders.cached.Loader', ['x.Loader']]] } }],
      }),
      silent('Django’s own choice', {
        TEMPLATES: [{ APP_DIRS: true, OPTIONS: {} }],
        INSTALLED_APPS: APPS,
        SECURE_PROXY_SSL_HEADER: FORWARDED,
      }),
    ],
  },
};
