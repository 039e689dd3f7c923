import type { Rule } from '../rule.ts';
import { adminAddresses, clientAddress, errorsReported, trackerEnvironment } from './attention.ts';
import { deadSettings, misplacedDatabaseKeys } from './dead.ts';
import { connectsAtImport, printsAtImport, writesAtImport } from './effects.ts';
import { productionModule } from './layout.ts';
import { logsReplaced } from './logging-replaced.ts';
import { parity } from './parity.ts';
import { SAFETY } from './safety.ts';
import { servicesAgree } from './services-agree.ts';
import { autoField } from './time-zone.ts';
import { debugDefault, debugVariable, dependsOnDebug, silentDefault } from './variations.ts';

export const RULES: readonly Rule[] = [
  debugDefault,
  debugVariable,
  dependsOnDebug,
  silentDefault,
  ...SAFETY,
  productionModule,
  servicesAgree,
  parity,
  logsReplaced,
  deadSettings,
  misplacedDatabaseKeys,
  autoField,
  writesAtImport,
  connectsAtImport,
  printsAtImport,
  adminAddresses,
  clientAddress,
  errorsReported,
  trackerEnvironment,
];
