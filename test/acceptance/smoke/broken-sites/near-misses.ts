import type { Place } from '../site-scene.ts';
import { GOOD_DJANGO, GOOD_FASTAPI } from './faults.ts';
import type { NearMiss } from './near-miss.ts';
import { DJANGO, FASTAPI } from './near-misses-django.ts';
import { COOKIES, CORS, HEADERS } from './near-misses-headers.ts';
import { HEALTH_MISSES, STATIC } from './near-misses-health.ts';
import { HTTPS } from './near-misses-https.ts';
import { LEAKS } from './near-misses-leaks.ts';
import { DJANGO_PRESETS, djangoSuite, FASTAPI_PRESETS, fastapiSuite, type Suite } from './suites.ts';

export const NEAR_MISSES: readonly NearMiss[] = [
  ...HTTPS,
  ...HEADERS,
  ...COOKIES,
  ...CORS,
  ...LEAKS,
  ...HEALTH_MISSES,
  ...STATIC,
  ...DJANGO,
  ...FASTAPI,
];

/** The check's preset alone, so that a second check that cries out is seen as well. */
export function suiteFor({ check, at, options, login = false }: NearMiss): Suite {
  const [preset = ''] = check.split('/');
  const usual: Readonly<Record<string, string>> = 'django' in at ? DJANGO_PRESETS : FASTAPI_PRESETS;
  const presets = [`${preset}: ${options ?? usual[preset] ?? ''}`];
  return 'django' in at
    ? djangoSuite({ presets, login, clocked: check === 'health/fast', checks: [] })
    : fastapiSuite({ presets, login, clocked: check === 'health/fast', checks: [] });
}

export function goodPlace({ at, good }: NearMiss): Place {
  return good ?? ('django' in at ? GOOD_DJANGO : GOOD_FASTAPI);
}
