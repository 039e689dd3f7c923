import { RULES as CELERY } from './celery/index.ts';
import { RULES as COMPOSE } from './compose/index.ts';
import { RULES as DJANGO } from './django/index.ts';
import { RULES as DOCKER } from './docker/index.ts';
import { RULES as ENV } from './env/index.ts';
import { RULES as PROXY } from './proxy/index.ts';
import { RULES as REQUIREMENTS } from './requirements/index.ts';
import type { Rule } from './rule.ts';
import { RULES as SERVER } from './server/index.ts';
import { RULES as SETTINGS } from './settings/index.ts';
import { RULES as SOURCE } from './source/index.ts';

/** Every rule there is, family by family. */
export const RULES: readonly Rule[] = [
  ...DJANGO,
  ...SETTINGS,
  ...ENV,
  ...DOCKER,
  ...COMPOSE,
  ...SERVER,
  ...CELERY,
  ...PROXY,
  ...REQUIREMENTS,
  ...SOURCE,
];
