import type { RuleCases } from '../../../support/rule-cases.ts';
import { DATA } from './compose/data.ts';
import { HEALTH } from './compose/health.ts';
import { IMAGES } from './compose/images.ts';
import { MIGRATING } from './compose/migrating.ts';
import { PORTS } from './compose/ports.ts';
import { SECRETS } from './compose/secrets.ts';
import { SERVICES } from './compose/services.ts';
import { STOPPING } from './compose/stopping.ts';
import { VALID } from './compose/valid.ts';
import { WAITING } from './compose/waiting.ts';

export const CASES: RuleCases = {
  ...VALID,
  ...MIGRATING,
  ...WAITING,
  ...HEALTH,
  ...STOPPING,
  ...PORTS,
  ...SECRETS,
  ...DATA,
  ...SERVICES,
  ...IMAGES,
};
