import { HAZARDS } from '../migrations/hazards/rules.ts';
import { addressOf } from '../migrations/page.ts';
import { type SarifRule, sarif } from '../report/sarif.ts';
import type { MigrationSafetyJudged } from './migration-safety-judged.ts';
import { VERSION } from './package-version.ts';
import { sarifFindings } from './sarif-file.ts';

/** What was found, what is accepted and what is gone, for code scanning. */
export function sarifOf({ setup, ignoring, against }: MigrationSafetyJudged): string {
  const rules: readonly SarifRule[] = HAZARDS.map(({ id, title, why, remedy, severity }) => ({
    id,
    title,
    why,
    remedy,
    severity,
    help: addressOf(id),
  }));
  const findings = sarifFindings({ against, ignoring, compared: setup.baseline !== undefined });
  return sarif({ tool: 'migration-safety', version: VERSION, rules, findings });
}
