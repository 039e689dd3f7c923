import type { ActionDefinition, COMMON_OUTPUTS, Presentation } from '../core/action.ts';
import { Cancelled, messageOf, UserError } from '../core/errors.ts';
import { type Finding, type Place, SEVERITIES, type Severity } from '../core/findings.ts';
import { type InputSpecs, Inputs } from '../core/inputs.ts';
import { EXIT_CODES, type JsonObject, type Outcome } from '../core/outcome.ts';
import { oneLine } from '../core/text.ts';
import type { Annotation, Host, World } from '../core/world.ts';
import { verdict } from '../report/verdict.ts';

type Raw = ReadonlyMap<string, string>;

/** Runs an action to its end and writes everything that is promised on every terminal path. Never throws. */
export async function perform<Specs extends InputSpecs, Request, Result extends Outcome>(
  action: ActionDefinition<Specs, Request, Result>,
  raw: Raw,
  world: World,
): Promise<Outcome> {
  const { host } = world;
  maskSecrets(action.inputs, raw, host);
  try {
    const request = action.read(new Inputs(action.inputs, raw));
    const result = await action.run(request, world);
    await conclude(action, result, present(action, result, world), host);
    return result;
  } catch (thrown) {
    const outcome = outcomeOf(thrown, host);
    const place = thrown instanceof UserError ? thrown.place : undefined;
    await conclude(action, outcome, { summary: verdict(action.name, outcome), outputs: {} }, host, place);
    return outcome;
  }
}

/** A summary that cannot be made takes nothing from an outcome that is known. */
function present<Specs extends InputSpecs, Request, Result extends Outcome>(
  action: ActionDefinition<Specs, Request, Result>,
  result: Result,
  world: World,
): Presentation {
  try {
    return action.present(result, world);
  } catch (thrown) {
    world.host.line(`The summary could not be made: ${messageOf(thrown)}`);
    return { summary: verdict(action.name, result), outputs: {} };
  }
}

/** Runs an action's post step. Never throws; `false` when it failed. */
export async function performPost<Specs extends InputSpecs, Request, Result extends Outcome>(
  action: ActionDefinition<Specs, Request, Result>,
  state: Raw,
  raw: Raw,
  world: World,
): Promise<boolean> {
  maskSecrets(action.inputs, raw, world.host);
  try {
    await action.post?.(state, new Inputs(action.inputs, raw), world);
    return true;
  } catch (thrown) {
    announce(world.host, action.name, outcomeOf(thrown, world.host));
    return false;
  }
}

/** The exit status of the step: the runner only knows 0 and not 0. */
export function exitCodeOf(outcome: Outcome): number {
  return EXIT_CODES[outcome.outcome];
}

/** Before anything else is done with the inputs, so that no error message can show one. */
function maskSecrets(specs: InputSpecs, raw: Raw, host: Host): void {
  for (const [name, spec] of Object.entries(specs)) {
    const value = raw.get(name);
    if (spec.secret !== true || value === undefined || value === '') continue;
    host.mask(value);
    // Coolify's tokens are `<id>|<secret>`; the part after the bar is the secret on its own.
    const bar = value.indexOf('|');
    if (bar >= 0) host.mask(value.slice(bar + 1));
  }
}

async function conclude(
  action: ActionContract,
  outcome: Outcome,
  presentation: Presentation,
  host: Host,
  place?: Place,
): Promise<void> {
  const result = resultOf(action, outcome);
  const path = await decoration(host, 'The report could not be written', () =>
    host.report(`${action.name}.json`, { ...result, ...outcome.evidence }),
  );
  for (const name of Object.keys(action.outputs)) {
    // The next step opens what a path names: with a part of it hidden, because a weak password is a word of it, that is nothing.
    host.output(name, presentation.outputs[name] ?? '', name.endsWith('-path') ? 'safe' : undefined);
  }
  const common: Record<keyof typeof COMMON_OUTPUTS, string> = {
    outcome: outcome.outcome,
    'reason-code': outcome.reasonCode,
    // Before it is encoded: taking a secret out of finished JSON could break it.
    result: JSON.stringify(host.redactJson(result)),
    'report-path': path ?? '',
  };
  for (const [name, value] of Object.entries(common)) host.output(name, value, 'safe');
  await decoration(host, 'The summary could not be written', async () => {
    if (presentation.summary !== '') host.summary(presentation.summary);
  });
  announce(host, action.name, outcome, place);
  if (host.kind === 'terminal' && outcome.findingsTold === true) return;
  const decisive = outcome.decisive ?? 'critical';
  const shown = worstFirst(outcome.findings).filter(finding => isWorthALine(finding, outcome));
  for (const finding of shown.slice(0, outcome.mostAnnotations)) host.annotate(annotationOf(finding, decisive));
}

/** Where there are more findings than lines for them, what is only tidy belongs into the summary, and so does what decided nothing and has no line. */
function isWorthALine({ severity, place }: Finding, { mostAnnotations, decisive = 'critical' }: Outcome): boolean {
  if (mostAnnotations === undefined || isDecisive(severity, decisive)) return true;
  return severity !== 'low' && place !== undefined;
}

function isDecisive(severity: Severity, decisive: Severity): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(decisive);
}

/** Of findings that did not decide the outcome, and should be known all the same. */
const LEVELS = { critical: 'error', high: 'warning', medium: 'warning', low: 'notice' } as const;

const LONGEST_SUBJECT = 100;

function annotationOf(finding: Finding, decisive: Severity): Annotation {
  return {
    level: isDecisive(finding.severity, decisive) ? 'error' : LEVELS[finding.severity],
    // Titles are cut at their end, and the rule is what can be looked up.
    title: finding.subject === '' ? finding.rule : `${oneLine(finding.subject, LONGEST_SUBJECT)}: ${finding.rule}`,
    message: finding.remedy === '' ? finding.message : `${finding.message}\n\n${finding.remedy}`,
    ...(finding.place === undefined ? {} : { place: finding.place }),
  };
}

function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}

interface ActionContract {
  readonly name: string;
  readonly schemaVersion: number;
  readonly outputs: Readonly<Record<string, string>>;
}

/** The `result` of an outcome: fixed key order, the common part first. */
function resultOf(action: ActionContract, outcome: Outcome): JsonObject {
  return {
    schema: `obcms-deploy/${action.name}@${action.schemaVersion}`,
    outcome: outcome.outcome,
    'reason-code': outcome.reasonCode,
    headline: outcome.headline,
    remedy: outcome.remedy,
    ...outcome.facts,
    findings: outcome.findings.map(finding => ({
      rule: finding.rule,
      severity: finding.severity,
      subject: finding.subject,
      file: finding.place?.file ?? null,
      line: finding.place?.line ?? null,
      message: finding.message,
      evidence: finding.evidence,
      remedy: finding.remedy,
      ...(finding.source === undefined ? {} : { source: [...finding.source] }),
      ...(finding.dummy === undefined ? {} : { dummy: finding.dummy }),
    })),
  };
}

/** Summaries and reports never change the outcome. */
async function decoration<Result>(
  host: Host,
  problem: string,
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await work();
  } catch (thrown) {
    host.line(`${problem}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    return undefined;
  }
}

function announce(host: Host, action: string, outcome: Outcome, place?: Place): void {
  if (outcome.outcome === 'passed') {
    host.line(outcome.headline);
    return;
  }
  const message = outcome.remedy === '' ? outcome.headline : `${outcome.headline}\n\n${outcome.remedy}`;
  host.annotate({
    level: outcome.outcome === 'inconclusive' ? 'warning' : 'error',
    title: `${action}: ${outcome.outcome} (${outcome.reasonCode})`,
    message,
    ...(place === undefined ? {} : { place }),
  });
}

function outcomeOf(thrown: unknown, host: Host): Outcome {
  if (thrown instanceof UserError) {
    return {
      outcome: 'error',
      reasonCode: thrown.reasonCode,
      headline: thrown.message,
      remedy: thrown.remedy,
      findings: [],
      facts: {},
    };
  }
  if (thrown instanceof Cancelled) {
    return {
      outcome: 'inconclusive',
      reasonCode: 'cancelled',
      headline: 'The run was cancelled before anything was changed.',
      remedy: '',
      findings: [],
      facts: {},
    };
  }
  const stack = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  for (const line of stack.split('\n')) host.line(line);
  return {
    outcome: 'error',
    reasonCode: 'internal-error',
    headline: `This is a defect of obcms-deploy, not of your application: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    remedy: 'Please open an issue with the lines above; they hold no secret that this run knows of.',
    findings: [],
    facts: {},
  };
}
