import type { Rule } from '../rule.ts';
import { addressShape, databaseTls, ownLoopback, pooler, redisSharing, redisTls } from './addresses-rules.ts';
import { boolean } from './booleans.ts';
import { committedSecret, templateBoots, templateSecret } from './committed.ts';
import { groups } from './groups.ts';
import { duplicate, encoding, readersDiffer, unreadableLine } from './lines-rules.ts';
import { debugVariable, errorTracker, logLevel, modeFlag, settingsModule, workerCount } from './modes.ts';
import { required, silentDefaults } from './required.ts';
import { passwordIsName, placeholder, sameSecret, weakSecret } from './secrets-rules.ts';
import { hostList, mailPair, originList } from './shapes.ts';
import { siblings, unreadable } from './siblings.ts';
import { bucketEndpoint, googleCredentials } from './storage.ts';
import { drift, templateAgainstGiven, templateLacks } from './templates.ts';
import { mistypedName, unread } from './unread.ts';

export const RULES: readonly Rule[] = [
  required,
  silentDefaults,
  groups,
  mistypedName,
  unread,
  placeholder,
  weakSecret,
  passwordIsName,
  sameSecret,
  committedSecret,
  templateSecret,
  templateBoots,
  templateLacks,
  templateAgainstGiven,
  drift,
  debugVariable,
  settingsModule,
  modeFlag,
  boolean,
  hostList,
  originList,
  addressShape,
  ownLoopback,
  databaseTls,
  redisTls,
  redisSharing,
  pooler,
  mailPair,
  bucketEndpoint,
  googleCredentials,
  logLevel,
  errorTracker,
  workerCount,
  siblings,
  unreadable,
  readersDiffer,
  duplicate,
  unreadableLine,
  encoding,
];
