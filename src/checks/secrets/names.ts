/**
 * Names of variables and settings whose values are secrets, for `re.IGNORECASE` and `i` alike. What only speaks about a secret (its
 * age, its header, the hasher of passwords) is none.
 */
export const SECRET_NAMES =
  '^(?!.*(?:KEY_PREFIX|KEY_FUNCTION|PUBLIC_KEY|PUBLISHABLE|PASSWORD_(?:HASHERS|RESET|VALIDATORS|CHANGE|MIN|MAX|REQUIRE)|PASSWORD_VALIDATORS|' +
  'KEY_COLUMN|KEY_FIELD|KEYWORD|SITE_KEY|' +
  '_(?:LIFETIME|AGE|TIMEOUT|EXPIRE|EXPIRES|EXPIRY|EXPIRATION|SECONDS|MINUTES|HOURS|DAYS|LENGTH|NAME|HEADER|HEADERS|HEADER_NAME|HEADER_TYPES|CLASS|CLASSES|BACKEND|' +
  'MODEL|ALGORITHM|SERIALIZER|SERIALIZERS|ENABLED|REQUIRED|ROTATION|ROTATE|VERSION|PATH|FILE|DIR|LIMIT|TYPE|FORMAT|FIELD|PARAM|ENDPOINT|REGION)$|' +
  '^(?:ROTATE|UPDATE|BLACKLIST)_|(?:^|_)(?:USE|ALLOW|ENABLE|REQUIRE)_))' +
  '(?:.*(?:SECRET|PASSWORD|PASSWD|PASSPHRASE|APIKEY|CREDENTIAL|WEBHOOK_URL).*|' +
  '(?:.*_)?(?:PASS|PWD|PW|KEY|KEYS|TOKEN|TOKENS|SALT|DSN|AUTH|PEPPER)(?:_FALLBACKS|_OLD|_NEW|_PREVIOUS|_ID|_BASE64|_HEX|_[0-9]+|[0-9]*)?)$';

const secret = new RegExp(SECRET_NAMES, 'i');

export function isSecretName(name: string): boolean {
  return secret.test(name);
}

/** Values that say nothing worth hiding, by name. */
const PUBLIC =
  /^(?:DEBUG|.*_DEBUG|ALLOWED_HOSTS|.*_ALLOWED_HOSTS|.*_HOSTS?|HOST|.*HOSTNAME|PORT|.*_PORT|LOG_LEVEL|.*_LOG_LEVEL|LOGLEVEL|LOG_FORMAT|TIME_ZONE|TZ|.*_TIMEZONE|LANGUAGE_CODE|LANG|LC_ALL|DJANGO_SETTINGS_MODULE|DJANGO_ENV|APP_ENV|ENV|ENVIRONMENT|.*_ENVIRONMENT|NODE_ENV|.*_TRUSTED_ORIGINS|.*_ALLOWED_ORIGINS|CORS_.*|SITE_NAME|SITE_ID|.*_TLS|.*_SSL|.*SSLMODE|SSL_MODE|EMAIL_BACKEND|.*_BACKEND|.*_ENGINE|USE_.*|ENABLE_.*|.*_ENABLED|FEATURE_.*|.*_(?:WORKERS|THREADS|TIMEOUT|SECONDS|MINUTES|HOURS|DAYS|AGE|LIFETIME|CONCURRENCY|REPLICAS|REGION|REGION_NAME|LIMIT|SIZE|COUNT|RATE|PERCENT|MODE|VERSION)|WEB_CONCURRENCY|GUNICORN_CMD_ARGS|WORKERS|THREADS|TIMEOUT|DATABASE_NAME|DB_NAME|DB_ENGINE|POSTGRES_DB|PGDATABASE|PYTHON[A-Z_]*|SECURE_.*|SESSION_COOKIE_.*|CSRF_COOKIE_.*|STATIC_URL|MEDIA_URL|STATIC_ROOT|MEDIA_ROOT|CONN_MAX_AGE|.*_CONN_MAX_AGE|REMAP_SIGTERM)$/i;

/** Whether a finding may show the value of this variable. Everything that is not known to be harmless is treated as a secret. */
export function isPublic(name: string): boolean {
  return PUBLIC.test(name) && !isSecretName(name);
}

/**
 * `django-key` signs sessions; `password` and `token` are made by whoever deploys; `issued` comes from somebody else (a mail
 * provider, a cloud), so its length is not theirs to choose.
 */
export type SecretKind = 'django-key' | 'password' | 'token' | 'issued';

const ISSUED =
  /^(?:AWS|S3|SPACES|DO|DIGITALOCEAN|AZURE|GOOGLE|GCP|GITHUB|GITLAB|STRIPE|PAYPAL|TWILIO|SENDGRID|MAILGUN|MAILJET|POSTMARK|BREVO|SENTRY|OPENAI|ANTHROPIC|GEMINI|SLACK|TELEGRAM|FACEBOOK|RECAPTCHA|HCAPTCHA|TURNSTILE|CLOUDFLARE|CF|EMAIL|SMTP|MAIL|SOCIAL_AUTH|OIDC|LDAP|ALGOLIA|MAPBOX|NEW_RELIC|DATADOG|COOLIFY|HF|HUGGINGFACE)_|_(?:API_KEY|APIKEY|DSN|CLIENT_SECRET|WEBHOOK_URL|AUTH)$|^(?:API_KEY|EMAIL_HOST_PASSWORD)$|ACCESS_KEY(?:_ID)?$/i;

/** Undefined when the name is none of a secret's. */
export function secretKind(name: string): SecretKind | undefined {
  if (!isSecretName(name)) return undefined;
  if (/^(?:DJANGO_|APP_|OBCMS_)?SECRET_?KEY(?:_FALLBACKS|_OLD|_PREVIOUS)?$/i.test(name)) return 'django-key';
  if (ISSUED.test(name)) return 'issued';
  if (/PASS|PWD|_PW$/i.test(name)) return 'password';
  return 'token';
}
