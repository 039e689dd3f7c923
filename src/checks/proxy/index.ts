import type { Rule } from '../rule.ts';
import { constantHealth, duplicateHeaders, upstreamMissing } from './answers.ts';
import { bodySize, timeouts } from './chain.ts';
import { aliasTraversal, hiddenFiles, listing, serverTokens, sourceServed } from './exposure.ts';
import { clientClaims, forwardedHeaders, schemeBehindProxy } from './forwarding.ts';
import { doesNotLoad, unused } from './loading.ts';
import { poolerClients, poolerLogin, poolerPort, poolMode } from './pooler.ts';
import { httpsRedirect, tlsVersions } from './tls.ts';
import { dashboard, trustedRanges, trustsEverybody } from './trust.ts';

export const RULES: readonly Rule[] = [
  doesNotLoad,
  unused,
  forwardedHeaders,
  schemeBehindProxy,
  clientClaims,
  trustsEverybody,
  trustedRanges,
  dashboard,
  constantHealth,
  duplicateHeaders,
  upstreamMissing,
  bodySize,
  timeouts,
  httpsRedirect,
  tlsVersions,
  aliasTraversal,
  sourceServed,
  listing,
  hiddenFiles,
  serverTokens,
  poolMode,
  poolerLogin,
  poolerPort,
  poolerClients,
];
