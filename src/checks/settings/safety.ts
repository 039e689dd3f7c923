import type { Rule } from '../rule.ts';
import { cacheApart, cacheDummy, cacheRedis, cacheShared } from './cache.ts';
import { cachePrefix } from './cache-prefix.ts';
import { cookieDomain, cookiesSameSite, cookiesSecure, csrfCookieHttpOnly, sessionHttpOnly } from './cookies.ts';
import { atomicRequests, databaseConnections, databaseEngine, databaseTls } from './database.ts';
import { debug, debugPropagation, developerTools } from './debug.ts';
import { contentPolicy, frames, nosniff, opener, referrer } from './headers.ts';
import { hostsEmpty, hostsPlaceholder, hostsShape, hostsSite, hostsWildcard } from './hosts.ts';
import { hsts, hstsPreload } from './hsts.ts';
import { logFormat, logLevel, logsLost, logsToFiles, logsToStdout } from './logging.ts';
import { mailBackend, mailSender, mailServer, mailTimeout, mailTls } from './mail.ts';
import { cacheMiddleware, middlewareMissing, middlewareOrder } from './middleware.ts';
import { originHosts, originPlain, originScheme, originShape } from './origins.ts';
import { passwordHasher, passwordValidators } from './passwords.ts';
import { connectionPool, preparedStatements, serverSideCursors } from './pooling.ts';
import { proxyHeaderMissing, proxyHeaderShape, proxyHeaderTrust } from './proxy-header.ts';
import { redirectExempt, redirectOff } from './redirect.ts';
import { cors, restFramework, tokenLife } from './rest.ts';
import { keyFallbacks, secretKey, secretsApart } from './secret-keys.ts';
import { sessionAge, sessionSerializer, sessionStore } from './sessions.ts';
import { staticHashed, staticRoot, staticServed, whitenoiseMode, whitenoiseOrder } from './static-files.ts';
import { mediaKept, mediaS3, storagesIgnored, storagesWhole, templatesCached, uploads } from './storages.ts';
import { timeZone } from './time-zone.ts';

/** Rules about the values of settings alone: what they say of settings with one variable changed shows what that variable decides. */
export const SAFETY: readonly Rule[] = [
  debug,
  debugPropagation,
  developerTools,
  hostsEmpty,
  hostsWildcard,
  hostsShape,
  hostsSite,
  hostsPlaceholder,
  originScheme,
  originShape,
  originPlain,
  originHosts,
  proxyHeaderMissing,
  proxyHeaderShape,
  proxyHeaderTrust,
  redirectOff,
  redirectExempt,
  hsts,
  hstsPreload,
  cookiesSecure,
  sessionHttpOnly,
  cookiesSameSite,
  cookieDomain,
  csrfCookieHttpOnly,
  frames,
  nosniff,
  referrer,
  opener,
  contentPolicy,
  middlewareMissing,
  middlewareOrder,
  cacheMiddleware,
  databaseEngine,
  databaseTls,
  databaseConnections,
  serverSideCursors,
  preparedStatements,
  connectionPool,
  atomicRequests,
  cacheShared,
  cacheDummy,
  cacheRedis,
  cacheApart,
  cachePrefix,
  sessionStore,
  sessionSerializer,
  sessionAge,
  staticServed,
  staticHashed,
  staticRoot,
  whitenoiseOrder,
  whitenoiseMode,
  storagesIgnored,
  storagesWhole,
  mediaKept,
  mediaS3,
  uploads,
  templatesCached,
  mailBackend,
  mailServer,
  mailTls,
  mailSender,
  mailTimeout,
  logsToStdout,
  logsToFiles,
  logsLost,
  logLevel,
  logFormat,
  secretKey,
  keyFallbacks,
  secretsApart,
  passwordHasher,
  passwordValidators,
  restFramework,
  tokenLife,
  cors,
  timeZone,
];
