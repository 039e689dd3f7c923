import type { Judged } from '../../src/checks/judge.ts';
import type { Severity } from '../../src/core/findings.ts';

/** A finding of this rule, with whatever a test says of it. */
export function judgedFinding(rule: Judged['rule'], severity: Severity, parts: Partial<Judged> = {}): Judged {
  return {
    rule,
    severity,
    subject: 'web',
    place: { file: 'docker-compose.yml', line: 3 },
    message: 'It is wrong.',
    evidence: 'privileged: true',
    remedy: 'Mend it.\nprivileged: false',
    source: ['S1-074'],
    dummy: false,
    ...parts,
  };
}
