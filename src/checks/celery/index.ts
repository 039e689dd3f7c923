import type { Rule } from '../rule.ts';
import { beatMissing, oneBeat, scheduledTasks, scheduleFile, schedulerInstalled } from './beat.ts';
import { broker, eager, results, serializers, startupRetry, timezone } from './broker.ts';
import { acknowledgement, poolLimits, prefetch, recycling, timeLimits, visibility } from './limits.ts';
import { concurrency, events, flowerOpen, forceRoot, logLevel, ping } from './running.ts';
import { idleShutdown, softShutdown } from './shutdown.ts';
import { detached, developmentSettings, exported, target, targetLate } from './starting.ts';

export const RULES: readonly Rule[] = [
  target,
  targetLate,
  exported,
  developmentSettings,
  detached,
  broker,
  results,
  serializers,
  eager,
  timezone,
  startupRetry,
  timeLimits,
  visibility,
  poolLimits,
  prefetch,
  recycling,
  acknowledgement,
  softShutdown,
  idleShutdown,
  oneBeat,
  beatMissing,
  scheduledTasks,
  scheduleFile,
  schedulerInstalled,
  concurrency,
  forceRoot,
  events,
  flowerOpen,
  ping,
  logLevel,
];
