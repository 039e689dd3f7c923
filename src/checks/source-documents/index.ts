import type { Demand } from './demand.ts';
import { HOSTING_GUIDE } from './demands/hosting-guide.ts';
import { MIGRATIONS } from './demands/migrations.ts';
import { PRODUCTION_CONTAINERS } from './demands/production-containers.ts';
import { PRODUCTION_OPERATIONS } from './demands/production-operations.ts';
import { PRODUCTION_SERVERS } from './demands/production-servers.ts';
import { PRODUCTION_SETTINGS } from './demands/production-settings.ts';
import { SERVICE_GUIDE } from './demands/service-guide.ts';
import { STAGING_SETUP } from './demands/staging-setup.ts';

const ALL: readonly Demand[] = [
  ...STAGING_SETUP,
  ...PRODUCTION_SETTINGS,
  ...PRODUCTION_CONTAINERS,
  ...PRODUCTION_SERVERS,
  ...PRODUCTION_OPERATIONS,
  ...HOSTING_GUIDE,
  ...SERVICE_GUIDE,
  ...MIGRATIONS,
];

/** Every demand, in the order of its document. */
export const DEMANDS: readonly Demand[] = [...ALL].sort((a, b) => (a.id < b.id ? -1 : 1));
