import type { Rule } from '../rule.ts';
import { apt, aptAsks } from './apt.ts';
import { pinned, supported } from './bases.ts';
import { buildTools } from './build-tools.ts';
import { copyMissing, copyOrder, ignoreFile } from './context.ts';
import { healthAddress, healthMissing, healthTimes, healthTool, healthVerdict } from './health-rules.ts';
import { logsDirectory } from './logs.ts';
import { migratesInBuild } from './migrating.ts';
import { pipCache, pythonFlags } from './python-image.ts';
import { pythonDrift } from './pythons.ts';
import { remoteScript } from './remote.ts';
import { repeated } from './repeated.ts';
import { environmentCopied, secretInImage } from './secrets.ts';
import { developmentSettings, oneModule, settingsExist } from './settings-modules.ts';
import { signals, stopSignal } from './signals.ts';
import { startFile, startsNothing, unreadable } from './starting.ts';
import { collectedFor, collectedOnce, collectedWith } from './static-files.ts';
import { systemLibraries } from './system-libraries.ts';
import { needsRoot, rootUser, userExists } from './users.ts';
import { wrapperInstalled } from './wrappers.ts';

export const RULES: readonly Rule[] = [
  unreadable,
  copyMissing,
  startFile,
  wrapperInstalled,
  startsNothing,
  rootUser,
  userExists,
  needsRoot,
  pinned,
  supported,
  pythonDrift,
  settingsExist,
  developmentSettings,
  oneModule,
  collectedOnce,
  collectedWith,
  collectedFor,
  migratesInBuild,
  healthMissing,
  healthTool,
  healthVerdict,
  healthAddress,
  healthTimes,
  signals,
  stopSignal,
  secretInImage,
  environmentCopied,
  ignoreFile,
  copyOrder,
  apt,
  aptAsks,
  pipCache,
  buildTools,
  remoteScript,
  pythonFlags,
  systemLibraries,
  logsDirectory,
  repeated,
];
