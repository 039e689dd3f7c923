/** What happens, chapter by chapter, and what must be true afterwards. */
import type { ReleaseName } from '../app/history.ts';
import type { RunResult } from '../runner/index.ts';
import { askedBeforehand } from './beforehand.ts';
import { type EnvironmentName, ROLES } from './environment.ts';
import type { Stage } from './stage.ts';

const COMMUNITY = 'Sitio Malinao';
/** How long Coolify answers 502 in the third chapter. */
const COOLIFY_AWAY_MS = 3_000;
/** The reads of one deployment; the first asks whether it exists. */
const DEPLOYMENT_READ = /\/deployments\/[a-z0-9]{20,}$/;

/** Signing in, and what is refused: the health page to a POST. */
const MAY_POST: readonly string[] = ['/login/', '/api/v1/auth/token/', '/health/'];
const DEAD: readonly string[] = ['login/web', 'The front page shows the way in', 'static/page'];
const LOOPING: readonly string[] = ['https/redirect-loop', 'login/web', 'The front page shows the way in'];

export async function tell(stage: Stage): Promise<void> {
  await firstRelease(stage);
  await plainChange(stage);
  await expandingMigration(stage);
  const before = standing(stage, 'production');
  await releaseThatDoesNotBoot(stage);
  await healthyButDead(stage);
  await redirectLoop(stage);
  await productionUntouched(stage, before);
  await askedBeforehand(stage);
}

async function firstRelease(stage: Stage): Promise<void> {
  stage.chapter(
    'The first release, to staging and then to production',
    'Each deployment is a run of redeploy. It asks Coolify, follows the deployment to its end, and believes it only when ' +
      'the live site itself names the commit three times in a row. The pages go first, because their start migrates the ' +
      'database; the worker follows. Then smoke-test visits the site with the suite that is kept in examples/smoke: ' +
      'it signs in, makes a community and removes it, has Celery do a task, and looks at what browsers are told.',
  );
  for (const name of ['staging', 'production'] as const) {
    await expectDeployed(stage, name, 'first');
    await stage.expect(`An account for ${name} is made with manage.py in the running container`, 0, () =>
      makeAccount(stage, name),
    );
    await expectWorks(stage, name, 'first');
  }
  const { world } = stage;
  const { account, database } = world.environments.staging;
  const person = stage.person('staging');
  await stage.expect('The visit made a community on staging and left none behind', [true, []], async () => [
    asked(stage, 'staging', 'POST').includes('/communities/add/'),
    await world.postgres.query(database, 'SELECT name FROM communities_community'),
  ]);
  await stage.expect('In production the visit only read', [], () =>
    asked(stage, 'production', 'POST').filter(path => !MAY_POST.includes(path)),
  );
  await stage.expect('A person signs in over HTTPS and is led to the dashboard', [302, '/dashboard/'], async () => {
    const answer = await person.submit('/login/', { username: account.name, password: account.password });
    return [answer.status, answer.location];
  });
  await stage.expect(`They record ${COMMUNITY}: a row in PostgreSQL`, [{ name: COMMUNITY }], async () => {
    await person.submit('/communities/add/', { name: COMMUNITY, region: 'XII' });
    return world.postgres.query(database, 'SELECT name FROM communities_community');
  });
}

async function plainChange(stage: Stage): Promise<void> {
  stage.chapter(
    'A plain change, while visitors look on',
    'The same commit that was proven on staging goes to production. The front page is asked several times a second ' +
      'during every deployment from now on: a rolling update that drops one request shows.',
  );
  await expectDeployed(stage, 'staging', 'plain');
  await expectWorks(stage, 'staging', 'plain');
  await stage.expect('The change is on the page, and the person is still signed in', true, async () =>
    (await stage.person('staging').get('/communities/')).body.includes('1 on record.'),
  );
  await stage.expect('Production still runs the first release', stage.world.history.releases.first.sha, () =>
    version(stage, 'production'),
  );
  await expectDeployed(stage, 'production', 'plain');
  await expectWorks(stage, 'production', 'plain');
}

async function expandingMigration(stage: Stage): Promise<void> {
  stage.chapter(
    'An expanding migration, while Coolify goes away',
    'A nullable column is added: the old release goes on working beside the new one. During the deployment to ' +
      'production Coolify answers 502 for three seconds, as it does when it updates itself; the action waits and follows on.',
  );
  const { world } = stage;
  await expectDeployed(stage, 'staging', 'expand');
  await expectWorks(stage, 'staging', 'expand');
  await stage.expect('The column exists on staging and not yet in production', [true, false], async () => [
    await hasMunicipality(stage, 'staging'),
    await hasMunicipality(stage, 'production'),
  ]);
  world.coolify.traps.enable('bad-gateway', { path: DEPLOYMENT_READ, nth: 2, durationMs: COOLIFY_AWAY_MS });
  await expectDeployed(stage, 'production', 'expand');
  await expectWorks(stage, 'production', 'expand');
  await stage.expect('Coolify really was away meanwhile', true, () => world.coolify.traps.fired('bad-gateway') > 0);
  await stage.expect('The column exists in production too', true, () => hasMunicipality(stage, 'production'));
}

async function releaseThatDoesNotBoot(stage: Stage): Promise<void> {
  stage.chapter(
    'A release that does not boot',
    'Somebody forgot to commit a file. The image builds, the container starts, and gunicorn gives up. The webhook of ' +
      'Coolify answers 200 to this as to everything; the action says what happened and why.',
  );
  const { world } = stage;
  const { expand } = world.history.releases;
  const run = await stage.deploy('staging', 'no-boot');
  await stage.expect('The run fails, with the code for machines', ['failure', 'failed', 'deployment-failed'], () => [
    run.conclusion,
    run.outputs['outcome'],
    run.outputs['reason-code'],
  ]);
  await stage.expect("Its summary says that a Python import fails, and shows Python's own words", [true, true], () => [
    run.summary.includes('a Python import fails'),
    run.summary.includes("No module named 'obc_management.telemetry'"),
  ]);
  await stage.expect('The live site is the release before', expand.sha, () => version(stage, 'staging'));
  await stage.expect(`${COMMUNITY} is still on its page, and in the database`, [true, 1], async () => {
    const page = await stage.person('staging').get('/communities/');
    const rows = await world.postgres.query('staging', 'SELECT 1 FROM communities_community WHERE name = $1', [
      COMMUNITY,
    ]);
    return [page.status === 200 && page.body.includes(COMMUNITY), rows.length];
  });
  await stage.expect('The worker was not reached: it runs the release before too', expand.sha, () =>
    workerCommit(stage, 'staging'),
  );
}

async function healthyButDead(stage: Stage): Promise<void> {
  stage.chapter(
    'A release that is healthy and dead',
    'Every page now names the support address, and nobody added the setting. The health page knows nothing of it: ' +
      'it answers 200, Coolify is content, the commit is live. Only a visitor finds out, and smoke-test is one.',
  );
  await expectGreenDeployment(stage, 'healthy-but-dead');
  const run = await expectRed(stage, 'healthy-but-dead');
  await stage.expect('It names the sign-in, the front page and the missing stylesheets', DEAD, () =>
    DEAD.filter(id => failedChecks(run).includes(id)),
  );
  await stage.expect('The health page is none of what failed', [], () =>
    failedChecks(run).filter(id => id.startsWith('health/')),
  );
  await stage.expect("Its summary shows the suite's own line and the status that came", [true, true], () => [
    run.summary.includes('lands-on: /dashboard/'),
    run.summary.includes('500'),
  ]);
}

async function redirectLoop(stage: Stage): Promise<void> {
  stage.chapter(
    'A release that sends everybody round in circles',
    'Somebody tidied up the settings of the old proxy. Django no longer knows that a visitor came by HTTPS, and sends ' +
      'him there, again and again. The health page is exempt from that, so it is green as before.',
  );
  await expectGreenDeployment(stage, 'redirect-loop');
  const run = await expectRed(stage, 'redirect-loop');
  await stage.expect('It names the loop, and the sign-in behind it', LOOPING, () =>
    LOOPING.filter(id => failedChecks(run).includes(id)),
  );
  await stage.expect('Its summary gives the setting that is missing', true, () =>
    run.summary.includes('SECURE_PROXY_SSL_HEADER'),
  );
}

/** `redeploy` alone is green: the commit is live, and its health page says so. */
async function expectGreenDeployment(stage: Stage, release: ReleaseName): Promise<void> {
  const { sha } = stage.world.history.releases[release];
  // The worker of such a release is not wanted.
  const run = await stage.deploy('staging', release, { inputs: { resources: 'web' }, harms: true });
  await stage.expect('The deployment is green: to Coolify nothing is wrong', ['passed', 'deployed'], () => [
    run.outputs['outcome'],
    run.outputs['reason-code'],
  ]);
  await stage.expect('The health page answers 200 and names the commit', [200, sha], async () => [
    (await stage.person('staging').get('/health/')).status,
    await version(stage, 'staging'),
  ]);
}

/** A visit that must find the site broken. A hundred requests more would say the same again. */
async function expectRed(stage: Stage, release: ReleaseName): Promise<RunResult> {
  const run = await stage.visit('staging', release, { skip: 'load' });
  await stage.expect('The visit is red, and with it the job', ['failure', 'failed', 'checks-failed'], () => [
    run.conclusion,
    run.outputs['outcome'],
    run.outputs['reason-code'],
  ]);
  return run;
}

async function productionUntouched(stage: Stage, before: unknown): Promise<void> {
  stage.chapter(
    'Production was never touched',
    'Staging shows a broken release: nothing puts the one before back. But a commit that was not proven on staging does ' +
      'not go further. And a job for the pages that is run once more by mistake changes nothing.',
  );
  const { expand } = stage.world.history.releases;
  await stage.expect('The same containers serve production as before', before, () => standing(stage, 'production'));
  await stage.expect('Production names the last good commit', expand.sha, () => version(stage, 'production'));
  const again = await stage.deploy('production', 'expand', { inputs: { resources: 'web' } });
  await stage.expect(
    'Run again, the job finds the commit live and deploys nothing',
    'already-live',
    () => again.outputs['reason-code'],
  );
  await stage.expect('Still the same containers', before, () => standing(stage, 'production'));
}

/** A run that must pass, and what must be true of every application afterwards. */
async function expectDeployed(stage: Stage, name: EnvironmentName, release: ReleaseName): Promise<RunResult> {
  const { sha } = stage.world.history.releases[release];
  const run = await stage.deploy(name, release);
  await stage.expect('The run passes', ['success', 'passed', 'deployed'], () => [
    run.conclusion,
    run.outputs['outcome'],
    run.outputs['reason-code'],
  ]);
  await stage.expect(
    `The live site of ${name} names ${sha.slice(0, 7)}, and the worker runs it`,
    [sha, sha],
    async () => [await version(stage, name), workerCommit(stage, name)],
  );
  return run;
}

/** A visit of a site that works. The load is made once, for the first release. */
async function expectWorks(stage: Stage, name: EnvironmentName, release: ReleaseName): Promise<void> {
  const run = await stage.visit(name, release, release === 'first' ? {} : { skip: 'load' });
  await stage.expect(`${name} works for a visitor`, ['success', 'passed', 'works', '0'], () => [
    run.conclusion,
    run.outputs['outcome'],
    run.outputs['reason-code'],
    run.outputs['failed'],
  ]);
}

async function makeAccount(stage: Stage, name: EnvironmentName): Promise<number | undefined> {
  const { account, applications } = stage.world.environments[name];
  const command = `python src/manage.py ensure_user ${account.name}`;
  const done = await applications.web.current?.container.exec(command, () => undefined);
  return done?.exitCode;
}

/** Paths, without what follows "?", that were asked of an environment's site with this method. */
function asked(stage: Stage, name: EnvironmentName, method: string): readonly string[] {
  const { visits } = stage.world.environments[name].site;
  return visits.filter(visit => visit.method === method).map(({ path }) => path.replace(/\?.*/, ''));
}

/** Ids of the checks that did not hold, as the action's result has them. */
function failedChecks({ outputs }: RunResult): readonly string[] {
  const { checks = [] }: { checks?: readonly { id: string; state: string }[] } = JSON.parse(outputs['result'] ?? '{}');
  return checks.filter(({ state }) => state === 'failed').map(({ id }) => id);
}

/** What the container of the worker was told it is, as far as it still runs. */
function workerCommit(stage: Stage, name: EnvironmentName): string | undefined {
  const { current } = stage.world.environments[name].applications.worker;
  return current?.container.state === 'running' ? current.container.image.commit : undefined;
}

async function version(stage: Stage, name: EnvironmentName): Promise<string> {
  const answer: unknown = JSON.parse((await stage.person(name).get('/health/')).body);
  return typeof answer === 'object' && answer !== null && 'version' in answer ? String(answer.version) : '';
}

async function hasMunicipality(stage: Stage, name: EnvironmentName): Promise<boolean> {
  const statement = 'SELECT 1 FROM information_schema.columns WHERE table_name = $1 AND column_name = $2';
  const { postgres, environments } = stage.world;
  const rows = await postgres.query(environments[name].database, statement, ['communities_community', 'municipality']);
  return rows.length === 1;
}

/** The containers of an environment: the same names are the same processes. */
function standing(stage: Stage, name: EnvironmentName): unknown {
  const { applications } = stage.world.environments[name];
  return ROLES.map(role => [role, applications[role].current?.container.name]);
}
