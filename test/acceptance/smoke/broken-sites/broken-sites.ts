import type { BrokenSite } from './broken-site.ts';
import { ANSWERS } from './django-answers.ts';
import { EDGES } from './django-edges.ts';
import { RELEASES_AND_SETTINGS } from './django-settings.ts';
import { FASTAPI_SITES } from './fastapi-sites.ts';

export const BROKEN_SITES: readonly BrokenSite[] = [...EDGES, ...RELEASES_AND_SETTINGS, ...ANSWERS, ...FASTAPI_SITES];
