import { describe, expect, jest, test } from '@jest/globals';
import { EVIL_HOST, HEADER_PAYLOAD, PAYLOADS } from './hostile-text.ts';
import { PLACES } from './lies.ts';
import { breakouts } from './markdown-structure.ts';
import { type Own, obeyed } from './obeyed.ts';
import { inWords, pooled, printTable, tally } from './pool.ts';
import { PATIENT_HEALTH, type Scenario, TASK } from './scenarios.ts';
import { type Lie, openStage, type Stage, type StagedRun } from './stage.ts';

jest.setTimeout(600_000);
const AT_ONCE = 24;
const ENDS_WITHIN = 30_000;
/** A status that never becomes good is given its grace of a minute, after the time for the deployment and for the version. */
const ENDS_AFTER_GRACE = 90_000;

function limitOf(name: string): number {
  return name.startsWith('application.status') ? ENDS_AFTER_GRACE : ENDS_WITHIN;
}
const OWN: Own = {
  title: /^(redeploy: |An application is still pinned|[^:]+: redeploy\/[a-z-]+$)/,
  hosts: ['127.0.0.1', 'localhost', 'github.com'],
};

interface Story {
  readonly name: string;
  readonly lie?: Lie;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly prepare?: (stage: Stage) => void;
}

const scenario: Scenario = {
  name: 'hostile',
  version: '4.3.10',
  applications: [
    { name: 'web', health: PATIENT_HEALTH, tasks: [TASK], environment: { SECRET_KEY: 'a-secret-of-the-application' } },
  ],
  inputs: { logs: 'always', timeout: '6s', 'health-timeout': '5s', 'after-tasks': `web: ${TASK.name}` },
  reason: 'deployed',
  prepare: ({ source, commits }) => source.move('main', commits.later),
};

/** No environment variable can carry a NUL, so no input does. */
const asInput = (text: string): string => text.replaceAll('\0', '').slice(0, 60_000);
const oneLine = (text: string): string =>
  asInput(text)
    .replace(/[\r\n]+/g, ' ')
    .slice(0, 2_000);

const STORIES: readonly Story[] = [
  ...PLACES.flatMap(place =>
    Object.entries(PAYLOADS)
      .slice(0, place.single === true ? 1 : undefined)
      .map(([kind, payload]) => ({ name: `${place.name}: ${kind}`, lie: place.lie(payload) })),
  ),
  ...Object.entries(PAYLOADS).flatMap(([kind, payload]): readonly Story[] => [
    {
      name: `version of the site: ${kind}`,
      prepare: stage => stage.runtime.behave(stage.commits.next, { version: payload }),
    },
    {
      name: `page of the site as text: ${kind}`,
      inputs: { version: '/page~/version: ([^]+)/' },
      prepare: stage =>
        stage.runtime.behave(stage.commits.next, { routes: { '/page': { status: 200, body: `version: ${payload}` } } }),
    },
    {
      name: `output of the task: ${kind}`,
      prepare: stage =>
        stage.runtime.behave(stage.commits.next, { exec: () => ({ exitCode: 1, output: payload.split('\n') }) }),
    },
    { name: `environment: ${kind}`, inputs: { environment: asInput(payload) } },
    { name: `sha: ${kind}`, inputs: { sha: asInput(payload) } },
    { name: `after-tasks: ${kind}`, inputs: { 'after-tasks': `web: ${oneLine(payload)}` } },
    {
      name: `after-tasks of another: ${kind}`,
      inputs: { 'after-tasks': `${oneLine(payload).replaceAll(':', '.')}: x` },
    },
    { name: `coolify-url: ${kind}`, inputs: { 'coolify-url': asInput(payload) } },
    { name: `tag: ${kind}`, inputs: { resources: '', tag: oneLine(payload) } },
  ]),
  {
    name: 'redirect of the site',
    prepare: stage =>
      stage.runtime.behave(stage.commits.next, {
        routes: { '/health/': { status: 302, headers: { location: HEADER_PAYLOAD } } },
      }),
  },
];

/** The name a user gives a resource may hold anything but a comma and an equals sign. */
const NAMES: readonly Story[] = Object.entries(PAYLOADS).map(([kind, payload]) => ({
  name: `name of the resource: ${kind}`,
  inputs: { resources: oneLine(payload).replace(/[,=]/g, ' ').slice(0, 500) },
}));

interface Verdict {
  readonly name: string;
  readonly ended: string;
  readonly milliseconds: number;
  readonly wrong: readonly string[];
}

async function tell(story: Story): Promise<Verdict> {
  const stage = await openStage(scenario, story.lie);
  try {
    story.prepare?.(stage);
    const named = NAMES.includes(story);
    const given = named
      ? { resources: `${story.inputs?.['resources']}=${stage.applications[0]?.uuid}`, 'after-tasks': '' }
      : story.inputs;
    const run = await stage.run({}, given);
    return {
      name: story.name,
      ended: `${run.outputs['outcome']}/${run.outputs['reason-code']}`,
      milliseconds: run.durationMs,
      wrong: judge(stage, run),
    };
  } catch (thrown) {
    // A state too large for the environment of the post step, for one.
    return { name: story.name, ended: 'could not run', milliseconds: 0, wrong: [String(thrown)] };
  } finally {
    await stage.stop();
  }
}

function judge(stage: Stage, run: StagedRun): readonly string[] {
  const wrong: string[] = [];
  if (run.outputs['outcome'] === undefined || run.outputs['reason-code'] === 'internal-error')
    wrong.push(`ended ${run.outputs['reason-code']}: ${run.log.slice(-500)}`);
  if (run.post !== undefined && run.post.conclusion !== 'success')
    wrong.push(`post ended as ${run.post.conclusion}: ${run.post.log.slice(-300)}`);
  wrong.push(...obeyed(run, OWN));
  if (stage.faults.foreignRequests.length > 0) wrong.push('a foreign host was asked');
  return [...new Set(wrong)];
}

describe('text that servers and users control', () => {
  test('is shown as text, and nothing more', async () => {
    const all = [...STORIES, ...NAMES];
    const verdicts = await pooled(all, AT_ONCE, tell);
    // Whether it was the text or the crowd that made a run slow, the run alone can tell.
    const slow = all.filter(({ name }, index) => (verdicts[index]?.milliseconds ?? 0) > limitOf(name));
    const alone = await pooled(slow, 1, tell);
    printTable('Hostile-text sweep of redeploy', [
      ['places', PLACES.length + 10],
      ['payloads', Object.keys(PAYLOADS).length],
      ['runs', verdicts.length],
      ['ended', inWords(tally(verdicts.map(({ ended }) => ended)))],
    ]);
    expect(
      verdicts.filter(({ wrong }) => wrong.length > 0).map(({ name, wrong }) => `${name}\n    ${wrong.join('\n    ')}`),
    ).toEqual([]);
    expect(alone.filter(({ name, milliseconds }) => milliseconds > limitOf(name)).map(({ name }) => name)).toEqual([]);
    // Runs that end at the door have shown nothing of what servers say.
    expect(verdicts.filter(({ ended }) => ended === 'passed/deployed').length).toBeGreaterThan(50);
    expect(verdicts.length).toBeGreaterThan(100);
  });

  test('would be noticed if it broke out of the Markdown', () => {
    const summary = (text: string): string =>
      `### Deployment: failed\n\n${text}\n\n| Resource | State |\n| --- | --- |\n| web | <code>x</code> |`;
    expect(breakouts(summary('all well'), [])).toEqual([]);
    for (const markup of [
      '# Heading',
      `![x](https://${EVIL_HOST}/x.png)`,
      `[x](https://${EVIL_HOST})`,
      `www.${EVIL_HOST}`,
      '<img src=x>',
      '</details>',
      '<b>',
      '| a |\n| --- |',
      '---\n',
      '@everyone',
      '> quote',
      '\u202e',
      '\u001b[31m',
    ]) {
      expect([markup, breakouts(summary(markup), []).length > 0]).toEqual([markup, true]);
    }
  });
});
