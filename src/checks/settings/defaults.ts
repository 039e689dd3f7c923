import type { SettingJson } from '../../django/answer.ts';
import { isAtLeast } from '../versions.ts';

/** A default, and from which version of Django on it holds; the last that fits counts. */
type Since = readonly (readonly [from: string, value: SettingJson])[];

/**
 * What holds where a project says nothing. The probe tells Django's own defaults as well; this table is for what packages read with
 * `getattr(settings, ...)`, and for settings that a version does not know. Sources: `django/conf/global_settings.py` of 3.2 to 6.1, and the
 * settings pages of the packages.
 */
const DEFAULTS: Readonly<Record<string, SettingJson | { readonly since: Since }>> = {
  ALLOWED_HOSTS: [],
  ADMINS: [],
  APPEND_SLASH: true,
  AUTH_PASSWORD_VALIDATORS: [],
  CACHES: { default: { BACKEND: 'django.core.cache.backends.locmem.LocMemCache' } },
  CACHE_MIDDLEWARE_ALIAS: 'default',
  CACHE_MIDDLEWARE_KEY_PREFIX: '',
  CSRF_COOKIE_DOMAIN: null,
  CSRF_COOKIE_HTTPONLY: false,
  CSRF_COOKIE_NAME: 'csrftoken',
  CSRF_COOKIE_SAMESITE: 'Lax',
  CSRF_COOKIE_SECURE: false,
  CSRF_TRUSTED_ORIGINS: [],
  CSRF_USE_SESSIONS: false,
  DATABASES: {},
  DATA_UPLOAD_MAX_MEMORY_SIZE: 2_621_440,
  DATA_UPLOAD_MAX_NUMBER_FIELDS: 1000,
  DATA_UPLOAD_MAX_NUMBER_FILES: 100,
  DEBUG: false,
  DEBUG_PROPAGATE_EXCEPTIONS: false,
  DEFAULT_AUTO_FIELD: {
    since: [
      ['3.2', 'django.db.models.AutoField'],
      ['6.0', 'django.db.models.BigAutoField'],
    ],
  },
  DEFAULT_FROM_EMAIL: 'webmaster@localhost',
  EMAIL_BACKEND: 'django.core.mail.backends.smtp.EmailBackend',
  EMAIL_HOST: 'localhost',
  EMAIL_HOST_USER: '',
  EMAIL_PORT: 25,
  EMAIL_TIMEOUT: null,
  EMAIL_USE_SSL: false,
  EMAIL_USE_TLS: false,
  INSTALLED_APPS: [],
  LOGGING: {},
  LOGGING_CONFIG: 'logging.config.dictConfig',
  MEDIA_ROOT: '',
  MEDIA_URL: '/',
  MIDDLEWARE: [],
  PASSWORD_HASHERS: ['django.contrib.auth.hashers.PBKDF2PasswordHasher'],
  SECRET_KEY_FALLBACKS: [],
  SECURE_CONTENT_TYPE_NOSNIFF: true,
  SECURE_CROSS_ORIGIN_OPENER_POLICY: { since: [['4.0', 'same-origin']] },
  SECURE_CSP: { since: [['6.0', {}]] },
  SECURE_CSP_REPORT_ONLY: { since: [['6.0', {}]] },
  SECURE_HSTS_INCLUDE_SUBDOMAINS: false,
  SECURE_HSTS_PRELOAD: false,
  SECURE_HSTS_SECONDS: 0,
  SECURE_PROXY_SSL_HEADER: null,
  SECURE_REDIRECT_EXEMPT: [],
  SECURE_REFERRER_POLICY: 'same-origin',
  SECURE_SSL_HOST: null,
  SECURE_SSL_REDIRECT: false,
  SERVER_EMAIL: 'root@localhost',
  SESSION_CACHE_ALIAS: 'default',
  SESSION_COOKIE_AGE: 1_209_600,
  SESSION_COOKIE_DOMAIN: null,
  SESSION_COOKIE_HTTPONLY: true,
  SESSION_COOKIE_NAME: 'sessionid',
  SESSION_COOKIE_SAMESITE: 'Lax',
  SESSION_COOKIE_SECURE: false,
  SESSION_ENGINE: 'django.contrib.sessions.backends.db',
  SESSION_FILE_PATH: null,
  SESSION_SERIALIZER: 'django.contrib.sessions.serializers.JSONSerializer',
  STATICFILES_DIRS: [],
  STATIC_ROOT: null,
  STATIC_URL: null,
  STORAGES: {
    since: [
      [
        '4.2',
        {
          default: { BACKEND: 'django.core.files.storage.FileSystemStorage' },
          staticfiles: { BACKEND: 'django.contrib.staticfiles.storage.StaticFilesStorage' },
        },
      ],
    ],
  },
  TIME_ZONE: 'America/Chicago',
  USE_TZ: {
    since: [
      ['3.2', false],
      ['5.0', true],
    ],
  },
  USE_X_FORWARDED_HOST: false,
  USE_X_FORWARDED_PORT: false,
  X_FRAME_OPTIONS: 'DENY',
  // whitenoise.readthedocs.io: autorefresh, finders and a maximum age of 0 where DEBUG is on.
  WHITENOISE_MANIFEST_STRICT: true,
  // django-cors-headers
  CORS_ALLOWED_ORIGINS: [],
  CORS_ALLOWED_ORIGIN_REGEXES: [],
  CORS_ALLOW_ALL_ORIGINS: false,
  CORS_ALLOW_CREDENTIALS: false,
  // django-storages, Amazon S3
  AWS_DEFAULT_ACL: null,
  AWS_QUERYSTRING_AUTH: true,
  AWS_QUERYSTRING_EXPIRE: 3600,
  AWS_S3_FILE_OVERWRITE: true,
  // djangorestframework and djangorestframework-simplejwt
  REST_FRAMEWORK: {},
  SIMPLE_JWT: {},
};

/** Undefined when no default is known. A Django that is not known counts as the newest. */
export function defaultOf(name: string, django: string | null): SettingJson | undefined {
  const known = Object.hasOwn(DEFAULTS, name) ? DEFAULTS[name] : undefined;
  if (known === undefined || !isVersioned(known)) return known;
  return known.since.filter(([from]) => django === null || isAtLeast(django, from)).at(-1)?.[1];
}

function isVersioned(value: SettingJson | { readonly since: Since }): value is { readonly since: Since } {
  return typeof value === 'object' && value !== null && 'since' in value;
}
