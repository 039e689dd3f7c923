import type { Severity } from '../../core/findings.ts';

/** What is known of a check of Django's own, beyond what it says itself. */
export interface KnownCheck {
  readonly severity: Severity;
  /** The setting it is about: the finding stands where that is set. */
  readonly setting?: string;
  readonly remedy?: string;
}

/**
 * Checks that no rule of `settings/*` covers. A severity here wins over Django's level, which calls everything about a deployment a warning.
 * Source: https://docs.djangoproject.com/en/6.0/ref/checks/, and the checks of 3.2 to 6.1 themselves.
 */
export const KNOWN: Readonly<Record<string, KnownCheck>> = {
  'security.W027': {
    severity: 'medium',
    setting: 'SECURE_CSP',
    remedy:
      'Without it templates have no nonce, and browsers block the inline code that should have one.\n"context_processors": [..., "django.template.context_processors.csp"]',
  },
  'security.E100': { severity: 'medium', setting: 'DEFAULT_HASHING_ALGORITHM' },
  'security.E101': { severity: 'high', setting: 'CSRF_FAILURE_VIEW' },
  'security.E102': { severity: 'high', setting: 'CSRF_FAILURE_VIEW' },
  'async.E001': {
    severity: 'high',
    remedy:
      'Take DJANGO_ALLOW_ASYNC_UNSAFE out of the environment: with it, database code runs in the event loop and can corrupt data.',
  },
  'caches.E001': { severity: 'high', setting: 'CACHES' },
  'caches.W002': {
    severity: 'high',
    setting: 'CACHES',
    remedy:
      'Give the cache a folder of its own: in a served folder visitors can read it, and whoever can upload there runs code through pickled entries.',
  },
  'caches.W003': { severity: 'low', setting: 'CACHES' },
  'mail.W001': { severity: 'medium', setting: 'MAILERS' },
  'files.E001': { severity: 'high', setting: 'FILE_UPLOAD_TEMP_DIR' },
  'staticfiles.E001': { severity: 'high', setting: 'STATICFILES_DIRS' },
  'staticfiles.E003': { severity: 'high', setting: 'STATICFILES_DIRS' },
  'staticfiles.W004': {
    severity: 'low',
    setting: 'STATICFILES_DIRS',
    remedy: 'Commit the folder, or take it out of STATICFILES_DIRS: collectstatic ignores what is not there.',
  },
  'sites.E101': { severity: 'high', setting: 'SITE_ID' },
  'urls.E006': { severity: 'high' },
  'urls.E007': { severity: 'high', setting: 'ROOT_URLCONF' },
  'urls.E008': { severity: 'high', setting: 'ROOT_URLCONF' },
};

/** Warnings about code that works: worth tidying, and nothing to hold a deployment back for. */
const TIDY = /^(?:admin|auth|contenttypes|fields|models|signals|sites|staticfiles|templates|translation|urls)\.W\d/;

/** Only about a deployed site; a developer's machine has no use for them. */
const DEPLOYED_ONLY = /^(?:security\.W|mail\.E001|caches\.W002|async\.E001)/;

/** Django's levels: 10 debug, 20 info, 30 warning, 40 error, 50 critical. */
export function severityOf(id: string | null, level: number): Severity {
  const known = id === null ? undefined : KNOWN[id];
  if (known !== undefined) return known.severity;
  if (level >= 40) return 'high';
  if (level < 30 || (id !== null && TIDY.test(id))) return 'low';
  return 'medium';
}

export function onlyDeployed(id: string | null): boolean {
  return id !== null && DEPLOYED_ONLY.test(id);
}

/** Names of Django's own apps: their checks stand in its documentation. */
export function isDjangos(id: string | null): boolean {
  return (
    id !== null &&
    /^(?:4_0|admin|async|auth|caches|commands|compatibility|contenttypes|database|fields|files|gis|mail|models|mysql|postgres|security|signals|sites|staticfiles|templates|translation|urls)\.[EWI]\d/.test(
      id,
    )
  );
}
