import { severityIn } from '../checks/judge.ts';
import { addressOf } from '../checks/page.ts';
import { RULES } from '../checks/rules.ts';
import type { Finding } from '../core/findings.ts';
import { type SarifFinding, type SarifRule, sarif } from '../report/sarif.ts';
import type { CheckDeployed } from './check-deploy-facts.ts';

/** As in package.json, which a contract test holds against it. */
export const VERSION = '0.1.0';

/** What was found, what is accepted and what is gone, for code scanning. */
export function sarifOf({ setup, ignoring, against }: CheckDeployed): string {
  const compared = setup.baseline !== undefined;
  const state = (baseline: 'new' | 'unchanged' | 'absent') => (compared ? { baseline } : {});
  const findings: readonly SarifFinding[] = [
    ...against.fresh.map(finding => ({ finding, ...state('new') })),
    ...against.known.map(finding => ({ finding, ...state('unchanged') })),
    ...ignoring.ignored.map(({ finding, line }) => ({ finding, accepted: line.reason, ...state('unchanged') })),
    ...against.gone.map(entry => ({ finding: goneFinding(entry), ...state('absent') })),
  ];
  return sarif({ version: VERSION, rules: rulesFor(setup.request.profile), findings });
}

function rulesFor(profile: CheckDeployed['setup']['request']['profile']): readonly SarifRule[] {
  return RULES.map(rule => {
    const severity = severityIn(rule, profile);
    const { id, title, why, remedy } = rule;
    return { id, title, why, remedy, severity: severity === 'off' ? 'low' : severity, help: addressOf(id) };
  });
}

/** Of what is not there any more only the earlier report knows. */
function goneFinding({ rule, file, subject, severity }: CheckDeployed['against']['gone'][number]): Finding {
  const place = file === undefined ? {} : { place: { file, line: 1 } };
  return { rule, severity, subject, message: 'Not found any more.', evidence: '', remedy: '', ...place };
}
