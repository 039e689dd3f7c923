import { brokenOff } from '../checks/broken-off.ts';
import { collectProject } from '../checks/collect.ts';
import { type Judgement, judge } from '../checks/judge.ts';
import { FAMILIES, type Family } from '../checks/profile.ts';
import type { Project } from '../checks/project.ts';
import { RULES } from '../checks/rules.ts';
import { checkVerdict } from '../checks/verdict.ts';
import type { ChosenEnvironment } from '../config/environment.ts';
import { Cancelled } from '../core/errors.ts';
import type { Host, World } from '../core/world.ts';
import { againstBaseline } from '../report/baseline.ts';
import { applyIgnore } from '../report/ignore.ts';
import { type CheckDeployed, type CheckDeployOutcome, checkEvidence, checkFacts } from './check-deploy-facts.ts';
import { tell } from './check-deploy-log.ts';
import type { CheckDeployRequest } from './check-deploy-request.ts';
import { sarifOf } from './check-deploy-sarif.ts';
import { type CheckDeploySetup, complete } from './check-deploy-setup.ts';
import { commentParts } from './check-deploy-summary.ts';
import { withinOutput } from './findings-in-output.ts';
import { commentOn } from './pull-request-comment.ts';
import { redactedFinding } from './redacted-finding.ts';
import { writeSarif } from './sarif-file.ts';

/** GitHub keeps ten of a kind for a step; the log and the summary have all. */
const MOST_ANNOTATIONS = 10;

/** Reads the project, judges it, and says what it comes to. */
export async function runCheckDeploy(
  request: CheckDeployRequest,
  chosen: ChosenEnvironment,
  world: World,
): Promise<CheckDeployOutcome> {
  const setup = await complete(request, chosen, RULES, world);
  const project = await collectProject(setup.request, world);
  // What was asked when the run ended did not answer, which says nothing about the project.
  if (world.signal.aborted) throw new Cancelled();
  refuseUnknownSettings(request, project);
  const checked = judged(setup, project, world.host);
  await tell(checked, world.host);
  const verdict = checkVerdict({
    failOn: setup.own.failOn,
    asked: setup.own.families,
    unjudged: checked.unjudged,
    fresh: checked.against.fresh,
    ignored: checked.ignoring.ignored.length,
    known: checked.against.known.length,
  });
  const shown = withinOutput(checked.against.fresh);
  const outcome: CheckDeployOutcome = {
    ...verdict,
    findings: shown,
    findingsTold: true,
    mostAnnotations: MOST_ANNOTATIONS,
    decisive: setup.own.failOn,
    facts: checkFacts(checked, shown.length),
    evidence: checkEvidence(checked),
    details: { checked, sarifPath: await writeSarif(setup.sarif, () => sarifOf(checked), world) },
  };
  if (setup.own.comment) {
    const about = {
      marker: `obcms-deploy check-deploy ${setup.environment ?? ''}`.trim(),
      token: request.inputs.text('github-token'),
      authorities: setup.authorities,
      partsBySize: commentParts(outcome, world),
    };
    await commentOn(about, world);
  }
  return outcome;
}

/** What of the project was judged, and what became of the findings. */
function judged(setup: CheckDeploySetup, project: Project, host: Host): CheckDeployed {
  const { families } = setup.own;
  const out = new Set(project.unjudged.filter(({ reason }) => reason !== 'skipped').map(({ family }) => family));
  const asked: ReadonlySet<Family> = new Set([...families].filter(family => !out.has(family)));
  const raw = judge(project, RULES, asked);
  // Once, and here: names of findings are compared with an earlier report, which was redacted as well.
  const judgement: Judgement = { ...raw, findings: raw.findings.map(finding => redactedFinding(finding, host)) };
  const isJudged = (name: string) => !FAMILIES.some(family => family === name && !asked.has(family));
  const ignoring = applyIgnore(judgement.findings, setup.own.ignore, isJudged);
  const against = againstBaseline(
    ignoring.left,
    ignoring.ignored.map(({ finding }) => finding),
    setup.baseline,
    isJudged,
  );
  const unjudged = [...project.unjudged, ...brokenOff(project, against.fresh)];
  return { setup, project, judgement, ignoring, against, unjudged };
}

/** A module that the input itself names and that is not there is a misspelt input, not a fault of the project. */
function refuseUnknownSettings({ inputs, own }: CheckDeployRequest, { evaluations, directory }: Project): void {
  if (own.settings === undefined) return;
  const failure = evaluations.map(({ answer }) => answer.failure).find(each => each?.kind === 'settings-missing');
  if (failure === undefined || failure === null) return;
  const from = directory === '' ? 'the root of the checkout' : directory;
  throw inputs.refusal('settings', `is no module that can be imported from ${from}`);
}
