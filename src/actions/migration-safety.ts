import { chooseEnvironment } from '../config/environment.ts';
import { defineAction } from '../core/action.ts';
import { MIGRATION_REASONS } from '../migrations/reasons.ts';
import { type MigrationSafetyOutcome, outputsOf } from './migration-safety-facts.ts';
import { MIGRATION_SAFETY_INPUTS, MIGRATION_SAFETY_OUTPUTS } from './migration-safety-inputs.ts';
import { type MigrationSafetyRequest, readRequest, secretsOf } from './migration-safety-request.ts';
import { migrationSafetySummary } from './migration-safety-summary.ts';

/** Asks whether the pending migrations can run while the previous release keeps serving, and whether there is a way back. */
export const migrationSafety = defineAction({
  name: 'migration-safety',
  schemaVersion: 1,
  description:
    'Asks whether the pending migrations can run while the previous release keeps serving, and whether there is a way back.',
  inputs: MIGRATION_SAFETY_INPUTS,
  outputs: MIGRATION_SAFETY_OUTPUTS,
  reasons: MIGRATION_REASONS,
  read: readRequest,
  async run(request: MigrationSafetyRequest, world): Promise<MigrationSafetyOutcome> {
    for (const secret of secretsOf(request)) world.host.mask(secret);
    const chosen = await chooseEnvironment(request, world);
    // Loaded when the inputs are right: the rules and PostgreSQL's own parser are most of what there is.
    const { runMigrationSafety } = await import('./migration-safety-run.ts');
    return runMigrationSafety(request, chosen, world);
  },
  present: (outcome: MigrationSafetyOutcome, world) => ({
    summary: migrationSafetySummary(outcome, world),
    outputs: outputsOf(outcome.details),
  }),
});
