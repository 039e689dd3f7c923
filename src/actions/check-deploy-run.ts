import { againstBaseline } from '../checks/baseline.ts';
import { brokenOff } from '../checks/broken-off.ts';
import { collectProject } from '../checks/collect.ts';
import { applyIgnore } from '../checks/ignore.ts';
import { type Judged, type Judgement, judge } from '../checks/judge.ts';
import type { Family } from '../checks/profile.ts';
import type { Project } from '../checks/project.ts';
import { RULES } from '../checks/rules.ts';
import { checkVerdict } from '../checks/verdict.ts';
import type { ChosenEnvironment } from '../config/environment.ts';
import { Cancelled, messageOf } from '../core/errors.ts';
import type { Host, World } from '../core/world.ts';
import { commentOn } from './check-deploy-comment.ts';
import {
  type CheckDeployed,
  type CheckDeployOutcome,
  checkEvidence,
  checkFacts,
  withinOutput,
} from './check-deploy-facts.ts';
import { tell } from './check-deploy-log.ts';
import type { CheckDeployRequest } from './check-deploy-request.ts';
import { sarifOf } from './check-deploy-sarif.ts';
import { type CheckDeploySetup, complete } from './check-deploy-setup.ts';

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
  const shown = withinOutput(checked);
  const outcome: CheckDeployOutcome = {
    ...verdict,
    findings: shown,
    findingsTold: true,
    mostAnnotations: MOST_ANNOTATIONS,
    decisive: setup.own.failOn,
    facts: checkFacts(checked, shown.length),
    evidence: checkEvidence(checked),
    details: { checked, sarifPath: await sarifFile(checked, world) },
  };
  await commentOn(outcome, checked, request, world);
  return outcome;
}

/** What of the project was judged, and what became of the findings. */
function judged(setup: CheckDeploySetup, project: Project, host: Host): CheckDeployed {
  const { families } = setup.own;
  const out = new Set(project.unjudged.filter(({ reason }) => reason !== 'skipped').map(({ family }) => family));
  const asked: ReadonlySet<Family> = new Set([...families].filter(family => !out.has(family)));
  const raw = judge(project, RULES, asked);
  // Once, and here: names of findings are compared with an earlier report, which was redacted as well.
  const judgement: Judgement = { ...raw, findings: raw.findings.map(finding => redacted(finding, host)) };
  const ignoring = applyIgnore(judgement.findings, setup.own.ignore, asked);
  const against = againstBaseline(
    ignoring.left,
    ignoring.ignored.map(({ finding }) => finding),
    setup.baseline,
    asked,
  );
  const unjudged = [...project.unjudged, ...brokenOff(project, against.fresh)];
  return { setup, project, judgement, ignoring, against, unjudged };
}

function redacted(finding: Judged, host: Host): Judged {
  const { subject, message, evidence, remedy } = finding;
  return {
    ...finding,
    subject: host.redact(subject),
    message: host.redact(message),
    evidence: host.redact(evidence),
    remedy: host.redact(remedy),
  };
}

/** A module that the input itself names and that is not there is a misspelt input, not a fault of the project. */
function refuseUnknownSettings({ inputs, own }: CheckDeployRequest, { evaluations, directory }: Project): void {
  if (own.settings === undefined) return;
  const failure = evaluations.map(({ answer }) => answer.failure).find(each => each?.kind === 'settings-missing');
  if (failure === undefined || failure === null) return;
  const from = directory === '' ? 'the root of the checkout' : directory;
  throw inputs.refusal('settings', `is no module that can be imported from ${from}`);
}

/** A report that cannot be written takes nothing from what was found out. */
async function sarifFile(checked: CheckDeployed, world: World): Promise<string> {
  const { sarif: path } = checked.setup;
  if (path === undefined) return '';
  try {
    await world.writeFile(path, sarifOf(checked));
    return path;
  } catch (thrown) {
    const message = `${path}: ${messageOf(thrown)}`;
    world.host.annotate({ level: 'warning', title: 'The SARIF report could not be written', message });
    return '';
  }
}
