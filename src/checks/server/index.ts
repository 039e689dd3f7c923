import type { Rule } from '../rule.ts';
import { bindLoopback } from './bind.ts';
import { reload, runserver } from './development-server.ts';
import { accessLog, logFiles, logLevel } from './logs.ts';
import { portDiffers } from './ports.ts';
import { backlog, daemon, forwarded, preload, requestLimits, switchUser, workerTemporary } from './process.ts';
import {
  applicationMissing,
  configFails,
  configMissing,
  interfaceDiffers,
  unknownOption,
  workerClassNamed,
} from './starting.ts';
import { gracefulTimeout, keepalive, recycling, timeout } from './timeouts.ts';
import { unitRestart, unitUser } from './unit-rules.ts';
import { uwsgiSocket, uwsgiWanted } from './uwsgi-rules.ts';
import { manyThreads, oneWorker, workersTooMany } from './workers.ts';

export const RULES: readonly Rule[] = [
  configMissing,
  configFails,
  applicationMissing,
  unknownOption,
  interfaceDiffers,
  runserver,
  reload,
  bindLoopback,
  portDiffers,
  daemon,
  switchUser,
  workersTooMany,
  oneWorker,
  workerClassNamed,
  manyThreads,
  timeout,
  gracefulTimeout,
  keepalive,
  recycling,
  accessLog,
  logFiles,
  logLevel,
  preload,
  workerTemporary,
  forwarded,
  requestLimits,
  backlog,
  uwsgiWanted,
  uwsgiSocket,
  unitRestart,
  unitUser,
];
