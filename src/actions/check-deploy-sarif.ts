import { severityIn } from '../checks/judge.ts';
import { addressOf } from '../checks/page.ts';
import { RULES } from '../checks/rules.ts';
import { type SarifRule, sarif } from '../report/sarif.ts';
import type { CheckDeployed } from './check-deploy-facts.ts';
import { VERSION } from './package-version.ts';
import { sarifFindings } from './sarif-file.ts';

/** What was found, what is accepted and what is gone, for code scanning. */
export function sarifOf({ setup, ignoring, against }: CheckDeployed): string {
  const findings = sarifFindings({ against, ignoring, compared: setup.baseline !== undefined });
  return sarif({ tool: 'check-deploy', version: VERSION, rules: rulesFor(setup.request.profile), findings });
}

function rulesFor(profile: CheckDeployed['setup']['request']['profile']): readonly SarifRule[] {
  return RULES.map(rule => {
    const severity = severityIn(rule, profile);
    const { id, title, why, remedy } = rule;
    return { id, title, why, remedy, severity: severity === 'off' ? 'low' : severity, help: addressOf(id) };
  });
}
