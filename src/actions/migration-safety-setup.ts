import { isAbsolute, join } from 'node:path';
import type { ChosenEnvironment } from '../config/environment.ts';
import type { World } from '../core/world.ts';
import { HAZARD_FAMILIES } from '../migrations/hazards/families.ts';
import type { MigrationRequest } from '../migrations/request.ts';
import type { Baseline } from '../report/baseline.ts';
import { unknownRule } from '../report/ignore.ts';
import { appliedOf } from './migration-safety-applied.ts';
import { baseOf } from './migration-safety-base.ts';
import type { MigrationSafetyRequest } from './migration-safety-request.ts';
import { baselineOf, pathOf } from './project-inputs.ts';
import { authoritiesOf } from './site-inputs.ts';

/** Everything a comparison needs, read and checked; of the project itself nothing was read yet. */
export interface MigrationSafetySetup {
  readonly environment: string | undefined;
  readonly request: MigrationRequest;
  readonly own: MigrationSafetyRequest['own'];
  /** The worst verdict that passes. */
  readonly allow: 'safe' | 'review';
  readonly baseline: Baseline | undefined;
  /** Absolute path; undefined when no SARIF report is wanted. */
  readonly sarif: string | undefined;
  readonly authorities: readonly string[];
}

/** What could not be known is accepted like a hazard, by its code. */
export const UNKNOWN_FAMILY = 'unknown';

/** Inputs over configuration; the running release from whoever knows it. */
export async function complete(
  request: MigrationSafetyRequest,
  chosen: ChosenEnvironment,
  rules: readonly { readonly id: string }[],
  world: World,
): Promise<MigrationSafetySetup> {
  const { inputs, own } = request;
  for (const line of own.ignore) {
    if (line.rule.startsWith(`${UNKNOWN_FAMILY}/`)) continue;
    const problem = unknownRule(line, rules, HAZARD_FAMILIES);
    if (problem !== undefined) throw inputs.refusal('ignore', `has a line that ${problem}`);
  }
  const authorities = await authoritiesOf(inputs, world);
  const baseline = await baselineOf(inputs, 'migration-safety', world);
  const applied = await appliedOf(request, world);
  const app = await applicationOf(chosen, world);
  const base = await baseOf(
    { base: own.base, environment: chosen.name, token: inputs.text('github-token'), authorities },
    world,
  );
  const coolify = await coolifyOf(request, chosen, authorities, world);
  return {
    environment: chosen.name,
    own,
    allow: own.allow ?? chosen.configuration?.gates?.migrations?.allow ?? 'safe',
    baseline,
    authorities,
    sarif: pathOf(inputs.text('sarif'), world),
    request: {
      directory: own.directory ?? app?.directory,
      framework: own.framework === 'auto' ? (app?.framework ?? 'auto') : own.framework,
      settings: own.settings ?? app?.settings,
      python: own.python,
      base,
      applied,
      databaseUrl: own.databaseUrl,
      traceDatabaseUrl: own.traceDatabaseUrl,
      postgres: own.postgres,
      hotTables: [...new Set([...own.hotTables, ...(app?.['hot-tables'] ?? [])])],
      smallTables: [...new Set([...own.smallTables, ...(app?.['small-tables'] ?? [])])],
      mode: app?.migrate ?? 'before',
      safemigrate: own.safemigrate,
      ...(coolify === undefined ? {} : { coolify }),
    },
  };
}

/** What talks to Coolify is loaded when it is to be asked. */
async function coolifyOf(
  request: MigrationSafetyRequest,
  chosen: ChosenEnvironment,
  authorities: readonly string[],
  world: World,
): Promise<MigrationRequest['coolify']> {
  const { inputs } = request;
  if (inputs.text('coolify-token') === undefined && inputs.text('resource') === undefined) return undefined;
  const { coolifyPlacesOf } = await import('./migration-safety-coolify.ts');
  return coolifyPlacesOf(request, chosen, authorities, world);
}

/** What the file says of the application holds for every environment, so it is read without one as well. */
async function applicationOf(chosen: ChosenEnvironment, world: World): Promise<ChosenEnvironment['app']> {
  const { file, name } = chosen;
  if (file === undefined || name !== undefined) return chosen.app;
  const content = await world.readFile(isAbsolute(file) ? file : join(world.host.context.workspace, file));
  if (content === undefined) return undefined;
  const { parseConfiguration } = await import('../config/load.ts');
  return parseConfiguration(content, file).app;
}
