import { chooseEnvironment } from '../config/environment.ts';
import { defineAction } from '../core/action.ts';
import { messageOf } from '../core/errors.ts';
import { count } from '../core/text.ts';
import type { World } from '../core/world.ts';
import { junit } from '../report/junit.ts';
import { figuresOf } from '../smoke/figures.ts';
import { junitReport } from '../smoke/junit-report.ts';
import { describe } from '../smoke/listing.ts';
import { SMOKE_REASONS } from '../smoke/reasons.ts';
import type { SmokeRun } from '../smoke/result.ts';
import { runSuite } from '../smoke/run/run.ts';
import { verdictOf } from '../smoke/verdict.ts';
import { exchangesOf, outputsOf, type SmokeTestOutcome, smokeFacts } from './smoke-test-facts.ts';
import { findingsOf } from './smoke-test-findings.ts';
import { SMOKE_TEST_INPUTS, SMOKE_TEST_OUTPUTS } from './smoke-test-inputs.ts';
import { tell } from './smoke-test-log.ts';
import { complete, readRequest, type SmokeTestRequest, type SmokeTestSetup } from './smoke-test-request.ts';
import { smokeTestSummary } from './smoke-test-summary.ts';

/** Asks whether the deployed site works for a real visitor, over the real edge. */
export const smokeTest = defineAction({
  name: 'smoke-test',
  schemaVersion: 1,
  description: 'Asks whether the deployed site works for a real visitor, over the real edge.',
  inputs: SMOKE_TEST_INPUTS,
  outputs: SMOKE_TEST_OUTPUTS,
  reasons: SMOKE_REASONS,
  read: readRequest,
  async run(request: SmokeTestRequest, world): Promise<SmokeTestOutcome> {
    const setup = await complete(request, await chooseEnvironment(request, world), world);
    return setup.list ? listed(setup, world) : tested(setup, world);
  },
  present: (outcome: SmokeTestOutcome) => ({
    summary: smokeTestSummary(outcome),
    outputs: outputsOf(outcome.details),
  }),
});

/** What would run, without a request: whether the suite can be read, its secrets are there, and it checks anything at all. */
async function listed({ plan, base }: SmokeTestSetup, world: World): Promise<SmokeTestOutcome> {
  const chosen = plan.items.filter(({ choice }) => choice.chosen).length;
  await world.host.chapter(`What would run against ${base.href}`, async () => {
    for (const line of describe(plan)) world.host.line(line);
  });
  const ending =
    chosen === 0
      ? {
          outcome: 'error' as const,
          reasonCode: 'nothing-checked',
          headline: 'Nothing would be checked: everything is left out.',
        }
      : {
          outcome: 'passed' as const,
          reasonCode: 'listed',
          headline: `${count(chosen, 'check')} would run; nothing was sent.`,
        };
  return { ...ending, remedy: '', findings: [], facts: {}, details: undefined };
}

async function tested(setup: SmokeTestSetup, world: World): Promise<SmokeTestOutcome> {
  const wire = await world.wire({ authorities: setup.authorities });
  const run = await runSuite(setup.plan, { ...setup, wire, world }).finally(() => wire.close());
  const { source } = setup.suite;
  await tell(run, source, world.host);
  return {
    ...verdictOf(run),
    findings: findingsOf(run, source),
    facts: smokeFacts(setup, run),
    evidence: exchangesOf(run),
    details: { setup, run, figures: figuresOf(run.results), junitPath: await junitFile(setup, run, world) },
  };
}

/** A report that cannot be written takes nothing from what was found out. */
async function junitFile({ junit: path, suite }: SmokeTestSetup, run: SmokeRun, world: World): Promise<string> {
  if (path === undefined) return '';
  try {
    await world.writeFile(path, world.host.redact(junit(junitReport(run, suite.source))));
    return path;
  } catch (thrown) {
    world.host.annotate({
      level: 'warning',
      title: 'The JUnit report could not be written',
      message: `${path}: ${messageOf(thrown)}`,
    });
    return '';
  }
}
