import { messageOf } from '../core/errors.ts';
import type { Finding } from '../core/findings.ts';
import type { World } from '../core/world.ts';
import type { AgainstBaseline, BaselineEntry } from '../report/baseline.ts';
import type { AfterIgnoring } from '../report/ignore.ts';
import type { SarifFinding } from '../report/sarif.ts';

/** What was found, what is accepted and what is gone, for code scanning. */
export function sarifFindings({
  against,
  ignoring,
  compared,
}: {
  readonly against: AgainstBaseline;
  readonly ignoring: AfterIgnoring;
  /** There was an earlier report. */
  readonly compared: boolean;
}): readonly SarifFinding[] {
  const state = (baseline: 'new' | 'unchanged' | 'absent') => (compared ? { baseline } : {});
  return [
    ...against.fresh.map(finding => ({ finding, ...state('new') })),
    ...against.known.map(finding => ({ finding, ...state('unchanged') })),
    ...ignoring.ignored.map(({ finding, line }) => ({ finding, accepted: line.reason, ...state('unchanged') })),
    ...against.gone.map(entry => ({ finding: goneFinding(entry), ...state('absent') })),
  ];
}

/** Of what is not there any more only the earlier report knows. */
function goneFinding({ rule, file, subject, severity }: BaselineEntry): Finding {
  const place = file === undefined ? {} : { place: { file, line: 1 } };
  return { rule, severity, subject, message: 'Not found any more.', evidence: '', remedy: '', ...place };
}

/**
 * Writes the report and gives its path; empty when none is wanted, or when it cannot be written: that takes nothing from what was found out.
 * @param path absolute
 */
export async function writeSarif(path: string | undefined, text: () => string, world: World): Promise<string> {
  if (path === undefined) return '';
  try {
    await world.writeFile(path, text());
    return path;
  } catch (thrown) {
    const message = `${path}: ${messageOf(thrown)}`;
    world.host.annotate({ level: 'warning', title: 'The SARIF report could not be written', message });
    return '';
  }
}
