import type { ChosenEnvironment } from '../config/environment.ts';
import { messageOf } from '../core/errors.ts';
import { count } from '../core/text.ts';
import type { World } from '../core/world.ts';
import { junit } from '../report/junit.ts';
import { figuresOf } from '../smoke/figures.ts';
import { junitReport } from '../smoke/junit-report.ts';
import { describe } from '../smoke/listing.ts';
import type { SmokeRun } from '../smoke/result.ts';
import { runSuite } from '../smoke/run/run.ts';
import { verdictOf } from '../smoke/verdict.ts';
import { exchangesOf, type SmokeTestOutcome, smokeFacts } from './smoke-test-facts.ts';
import { findingsOf } from './smoke-test-findings.ts';
import { tell } from './smoke-test-log.ts';
import type { SmokeTestRequest } from './smoke-test-request.ts';
import { complete, type PlannedSuite, planned, type SmokeTestSetup } from './smoke-test-setup.ts';

/** Reads the suite, then lists it or runs it. */
export async function runSmokeTest(
  request: SmokeTestRequest,
  chosen: ChosenEnvironment,
  world: World,
): Promise<SmokeTestOutcome> {
  return request.own.list
    ? listed(await planned(request, chosen, world), world)
    : tested(await complete(request, chosen, world), world);
}

/** What would run, without a request: whether the suite can be read, its secrets are there, and it checks anything at all. */
async function listed({ plan }: PlannedSuite, world: World): Promise<SmokeTestOutcome> {
  const chosen = plan.items.filter(({ choice }) => choice.chosen).length;
  await world.host.chapter('What would run', async () => {
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
    ...verdictOf(run, setup.base),
    findings: findingsOf(run, source),
    findingsTold: true,
    facts: smokeFacts(setup, run),
    evidence: exchangesOf(run),
    details: { setup, run, figures: figuresOf(run.results), junitPath: await junitFile(setup, run, world) },
  };
}

/** A report that cannot be written takes nothing from what was found out. */
async function junitFile({ junit: path, suite }: SmokeTestSetup, run: SmokeRun, world: World): Promise<string> {
  if (path === undefined) return '';
  try {
    await world.writeFile(path, junit(junitReport(run, suite.source, text => world.host.redact(text))));
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
