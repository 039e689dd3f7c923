/** A setting that Django stopped reading, or never read. */
export interface DeadName {
  readonly name: string;
  /** First version that does not read it; undefined: none ever did. */
  readonly since: string | undefined;
  /** What to do instead, or why nothing is to be done. */
  readonly instead: string;
}

/**
 * From "Features removed" of Django's release notes 1.8 to 6.0. DEFAULT_FILE_STORAGE and STATICFILES_STORAGE have a rule of their own,
 * because what they said is lost with them.
 */
export const DEAD_NAMES: readonly DeadName[] = [
  { name: 'TEMPLATE_DEBUG', since: '1.10', instead: 'TEMPLATES follows DEBUG by itself.' },
  { name: 'TEMPLATE_DIRS', since: '1.10', instead: 'Name the folders in TEMPLATES["DIRS"].' },
  { name: 'TEMPLATE_LOADERS', since: '1.10', instead: 'Name them in TEMPLATES["OPTIONS"].' },
  { name: 'TEMPLATE_CONTEXT_PROCESSORS', since: '1.10', instead: 'Name them in TEMPLATES["OPTIONS"].' },
  { name: 'TEMPLATE_STRING_IF_INVALID', since: '1.10', instead: 'Name it in TEMPLATES["OPTIONS"].' },
  { name: 'MIDDLEWARE_CLASSES', since: '2.0', instead: 'None of these runs: move them into MIDDLEWARE.' },
  { name: 'SEND_BROKEN_LINK_EMAILS', since: '1.6', instead: 'Add BrokenLinkEmailsMiddleware.' },
  { name: 'USE_ETAGS', since: '2.1', instead: 'Add ConditionalGetMiddleware.' },
  { name: 'DEFAULT_CONTENT_TYPE', since: '3.0', instead: 'Pages are text/html.' },
  { name: 'FILE_CHARSET', since: '3.1', instead: 'Files are UTF-8.' },
  { name: 'PASSWORD_RESET_TIMEOUT_DAYS', since: '4.0', instead: 'PASSWORD_RESET_TIMEOUT, in seconds.' },
  { name: 'DEFAULT_HASHING_ALGORITHM', since: '4.0', instead: 'Everything is signed with SHA-256.' },
  {
    name: 'SECURE_BROWSER_XSS_FILTER',
    since: '4.0',
    instead: 'Browsers have no such filter any more; a content security policy does its work.',
  },
  { name: 'USE_L10N', since: '5.0', instead: 'Formats always follow the language.' },
  {
    name: 'USE_DEPRECATED_PYTZ',
    since: '5.0',
    instead: 'Zones are zoneinfo’s: look for localize() and normalize() in the code.',
  },
  { name: 'CSRF_COOKIE_MASKED', since: '5.0', instead: 'The cookie is never masked.' },
  { name: 'FORMS_URLFIELD_ASSUME_HTTPS', since: '6.0', instead: 'Addresses without a scheme are https.' },
  { name: 'DATABASE_ENGINE', since: '1.4', instead: 'Name it in DATABASES.' },
  { name: 'DATABASE_NAME', since: '1.4', instead: 'Name it in DATABASES.' },
  { name: 'CACHE_BACKEND', since: '1.5', instead: 'Name it in CACHES.' },
  { name: 'SECURE_XSS_FILTER', since: undefined, instead: 'No Django ever read it.' },
  { name: 'SECURE_HSTS_INCLUDE_SUB_DOMAINS', since: undefined, instead: 'Write SECURE_HSTS_INCLUDE_SUBDOMAINS.' },
  {
    name: 'SECURE_FRAME_DENY',
    since: undefined,
    instead: 'Write X_FRAME_OPTIONS = "DENY"; the name is django-secure’s.',
  },
  { name: 'HSTS_SECONDS', since: undefined, instead: 'Write SECURE_HSTS_SECONDS.' },
  { name: 'SESSION_SECURE_COOKIE', since: undefined, instead: 'Write SESSION_COOKIE_SECURE.' },
  { name: 'CSRF_TRUSTED_ORIGIN', since: undefined, instead: 'Write CSRF_TRUSTED_ORIGINS.' },
  { name: 'ALLOWED_HOST', since: undefined, instead: 'Write ALLOWED_HOSTS.' },
  { name: 'STATIC_DIRS', since: undefined, instead: 'Write STATICFILES_DIRS.' },
  { name: 'CORS_ORIGIN_WHITELIST_ALL', since: undefined, instead: 'Write CORS_ALLOW_ALL_ORIGINS.' },
];

/** Keys of a database that do nothing as settings of their own. */
export const DATABASE_KEYS = [
  'CONN_MAX_AGE',
  'CONN_HEALTH_CHECKS',
  'DISABLE_SERVER_SIDE_CURSORS',
  'ATOMIC_REQUESTS',
] as const;
