import type { Finding } from '../core/findings.ts';
import { cut } from '../core/text.ts';

/** Characters of findings in `result`: whoever hands it to another step does so in one environment variable of at most 128 kB. */
const MOST_CHARACTERS = 60_000;
/** Of one text of a finding there; the report has all of it. */
const LONGEST_TEXT = 2_000;

/** The first findings, as many as an output takes. */
export function withinOutput<Found extends Finding>(
  findings: readonly Found[],
  most = MOST_CHARACTERS,
): readonly Found[] {
  let left = most;
  return findings.map(shortened).filter(finding => {
    left -= left <= 0 ? 0 : JSON.stringify(finding).length;
    return left > 0;
  });
}

function shortened<Found extends Finding>(finding: Found): Found {
  const { subject, message, evidence, remedy } = finding;
  return {
    ...finding,
    subject: cut(subject, LONGEST_TEXT),
    message: cut(message, LONGEST_TEXT),
    evidence: cut(evidence, LONGEST_TEXT),
    remedy: cut(remedy, LONGEST_TEXT),
  };
}
