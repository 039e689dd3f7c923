import type { DjangoEvaluation } from '../../django/evaluation.ts';
import { defineRule } from '../rule.ts';
import { headOf } from './across.ts';
import { assigned, isSecret, setting, shown } from './values.ts';

/**
 * What may well differ between staging and production: who they are, where their data are, how strictly HSTS binds, what is let out. All
 * else is what a rehearsal is for.
 */
const OWN =
  /^(?:ALLOWED_HOSTS|CSRF_TRUSTED_ORIGINS|CORS_ALLOWED_.*|DATABASES|CACHES|CELERY_BROKER_URL|CELERY_RESULT_BACKEND|REDIS_URL|BROKER_URL|CHANNEL_LAYERS|SITE_(?:NAME|URL|ID)|BASE_URL|FRONTEND_URL|DOMAIN|EMAIL_.*|MAILERS|ANYMAIL|DEFAULT_FROM_EMAIL|SERVER_EMAIL|ADMINS|MANAGERS|SECURE_HSTS_.*|LOGGING|LOG_.*|SENTRY_.*|ENVIRONMENT|APP_ENV|AWS_(?!DEFAULT_ACL|QUERYSTRING|S3_FILE_OVERWRITE).*|.*_COOKIE_(?:DOMAIN|NAME)|SECRET_KEY.*|METRICS_TOKEN|HEALTH_CHECK.*|ALLOWED_ADMIN_IPS|ADMIN_URL|CACHE_MIDDLEWARE_KEY_PREFIX|BASE_DIR|WSGI_APPLICATION|SILENCED_SYSTEM_CHECKS)$/;

/** Settings whose difference makes staging safer or weaker than production, or another program. */
const POSTURE =
  /^(?:DEBUG|MIDDLEWARE|SECURE_.*|SESSION_.*|CSRF_COOKIE_(?:SECURE|HTTPONLY|SAMESITE)|X_FRAME_OPTIONS|USE_X_FORWARDED_.*|STORAGES|AUTHENTICATION_BACKENDS|AUTH_PASSWORD_VALIDATORS|PASSWORD_HASHERS|CORS_ALLOW_.*|REST_FRAMEWORK|SIMPLE_JWT|CELERY_TASK_(?:ALWAYS_EAGER|ACKS_LATE).*)$/;

export const parity = defineRule({
  id: 'settings/parity',
  title: 'Staging is made like production',
  severity: { development: 'off', staging: 'low', production: 'off' },
  why: 'What differs is not rehearsed: a middleware that only production has fails for the first time in production.',
  remedy: 'from .production import *\nand only what has to differ after it.',
  source: ['S0-004', 'C43', 'S1-028', 'https://12factor.net/dev-prod-parity'],
  judge: ({ evaluations, counterpart }) => {
    const staging = evaluations.find(({ answer }) => answer.settings !== null);
    if (staging === undefined || counterpart === undefined || counterpart.answer.settings === null) return [];
    return namesOf(staging, counterpart)
      .filter(name => !OWN.test(name))
      .flatMap(name => {
        const [own, other] = [setting(staging, name), setting(counterpart, name)];
        if (own === undefined || other === undefined || isSecret(own.value) || isSecret(other.value)) return [];
        if (JSON.stringify(own.value) === JSON.stringify(other.value)) return [];
        const place = assigned(staging, name)?.place ?? assigned(counterpart, name)?.place ?? headOf(staging);
        return [
          {
            subject: name,
            ...(place === undefined ? {} : { place }),
            ...(POSTURE.test(name) ? { severity: 'medium' as const } : {}),
            ...(own.dummy || other.dummy ? { dummy: true } : {}),
            message: `${name} differs between staging and production (${counterpart.answer.settings?.module ?? 'production'}).`,
            evidence: `staging ${shown(own.value)}, production ${shown(other.value)}`,
          },
        ];
      });
  },
});

function namesOf(...evaluations: readonly DjangoEvaluation[]): readonly string[] {
  const names = evaluations.flatMap(({ answer }) => Object.keys(answer.settings?.values ?? {}));
  return [...new Set(names)].sort();
}
