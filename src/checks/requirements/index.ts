import type { Rule } from '../rule.ts';
import { driver, driverKind, missing } from './needed.ts';
import { contradiction, developmentPackages, minimum, obsolete } from './packages.ts';
import { contradicting, hashes, installedDrift, movingSource, unpinned, unreadable } from './pinning.ts';
import { pythonDrift, updates } from './python.ts';

export const RULES: readonly Rule[] = [
  driver,
  missing,
  unreadable,
  hashes,
  contradicting,
  contradiction,
  minimum,
  unpinned,
  movingSource,
  installedDrift,
  pythonDrift,
  driverKind,
  obsolete,
  developmentPackages,
  updates,
];
