import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { startCoolify } from '../../../../lab/coolify/index.ts';
import { lightRuntime, lightSource } from '../../../../lab/coolify/runtime-light.ts';
import { startGithub } from '../../../../lab/github/index.ts';
import { type Canary, sightings } from '../canaries.ts';
import { around, placesOf, textsBelow } from '../leaving.ts';
import { inWords, LIMIT_MS, pooled, printTable, tally } from '../pool.ts';
import { watchArguments } from '../process-arguments.ts';
import { STORIES, type Story } from './canary-stories.ts';
import { GIVEN, VARIABLES, WORKFLOW } from './canary-variables.ts';
import { watchEnvironments } from './process-environments.ts';
import { checkoutOf } from './project.ts';
import { tryOut } from './trial.ts';

jest.setTimeout(LIMIT_MS);
const AT_ONCE = 3;

interface Sighting {
  readonly story: string;
  readonly ended: string;
  readonly found: readonly string[];
  readonly places: number;
}

async function tell(story: Story): Promise<Sighting> {
  const project = await checkoutOf(story.tree);
  const temporary = mkdtempSync(join(tmpdir(), 'sweep-temporary-'));
  const github = await startGithub({ repository: 'org/app', pullRequests: [7] });
  const token = github.token({ permissions: { contents: 'read', pull_requests: 'write' } });
  const coolify = story.coolify === true ? await application() : undefined;
  const secrets: readonly Canary[] = [
    ...Object.values(GIVEN),
    ...Object.values(WORKFLOW),
    ...(story.own ?? []),
    { name: 'github-token', value: token },
    ...(coolify === undefined ? [] : [{ name: 'coolify-token', value: coolify.secret }]),
  ];
  const watch = watchArguments(secrets);
  // The project's Python has the variables of the application, as the application has. Nothing of the workflow is its business.
  const surroundings = watchEnvironments(
    [...Object.values(WORKFLOW), { name: 'github-token', value: token }],
    temporary,
  );
  try {
    const trial = await tryOut({
      workspace: project.path,
      inputs: {
        comment: 'true',
        'github-token': token,
        ...(coolify?.inputs ?? envInputs(project.path)),
        ...story.inputs,
      },
      context: { api_url: github.url, event_name: 'pull_request', event: PULL_REQUEST, ref: 'refs/pull/7/merge' },
      env: {
        TMPDIR: temporary,
        ...Object.fromEntries(Object.entries(WORKFLOW).map(([name, { value }]) => [name, value])),
      },
    });
    const places = {
      ...placesOf(trial),
      comment: github.comments
        .of(7)
        .map(({ body }) => body)
        .join('\n'),
      'temporary files': textsBelow(temporary),
    };
    const found = [
      ...Object.entries(places).flatMap(([place, text]) =>
        sightings(text, secrets).map(sighting => `${sighting} in ${place}: ${around(text, sighting, secrets)}`),
      ),
      ...watch.found,
      ...surroundings.found,
      ...trial.broken,
    ];
    if (!trial.ended.startsWith('error/') && places.comment === '') found.push('there is no comment to look at');
    if (!trial.ended.startsWith('error/') && surroundings.seen === 0) found.push('no Python was seen');
    if (!story.ended.includes(trial.ended)) found.push(`ended ${trial.ended}: ${trial.headline}`);
    return { story: story.name, ended: trial.ended, found, places: Object.keys(places).length };
  } finally {
    watch.stop();
    surroundings.stop();
    await coolify?.stop();
    await github.stop();
    await project.remove();
    rmSync(temporary, { recursive: true, force: true });
  }
}

const PULL_REQUEST = {
  number: 7,
  pull_request: { number: 7, head: { repo: { full_name: 'org/app' } }, base: { repo: { full_name: 'org/app' } } },
};

/** Half of the variables in a file, half as lines. */
function envInputs(_: string): Readonly<Record<string, string>> {
  return {
    env: Object.entries(VARIABLES)
      .map(([name, value]) => `${name}=${value}`)
      .join('\n'),
  };
}

async function application() {
  const source = lightSource({ main: 'a'.repeat(40) });
  const coolify = await startCoolify({ version: '4.3.10', runtime: lightRuntime() });
  const app = coolify.addApplication({ name: 'web', source, web: false, environment: VARIABLES });
  const token = coolify.token({ abilities: ['read', 'read:sensitive'] });
  return {
    secret: token.split('|')[1] ?? token,
    inputs: { 'coolify-url': coolify.url, 'coolify-token': token, resource: app.uuid, 'allow-insecure': 'true' },
    stop: () => coolify.stop(),
  };
}

describe('a secret of a check of the deployment', () => {
  test('shows nowhere, in no form, whatever the project does with it', async () => {
    const chosen = process.env['SWEEPS'] === 'full' ? STORIES : STORIES.filter(({ quick }) => quick === true);
    const began = performance.now();
    const seen = await pooled(chosen, AT_ONCE, tell);
    printTable('Canary sweep of check-deploy', [
      ['story', 'ended', 'places', 'found'],
      ...seen.map(({ story, ended, places, found }) => [story, ended, places, found.length]),
    ]);
    printTable('Counts', [
      ['forms of each', 14],
      ['outcomes', inWords(tally(seen.map(({ ended }) => ended.split('/')[0] ?? '')))],
      ['seconds', Math.round((performance.now() - began) / 1_000)],
    ]);
    expect(
      seen
        .filter(({ found }) => found.length > 0)
        .map(({ story, found }) => `${story}\n    ${[...new Set(found)].slice(0, 40).join('\n    ')}`),
    ).toEqual([]);
  });
});
