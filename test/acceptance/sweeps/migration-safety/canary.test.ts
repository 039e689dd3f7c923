import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { startGithub } from '../../../../lab/github/index.ts';
import { type Postgres, startPostgres } from '../../../../lab/postgres/server.ts';
import { checkoutOfTwo } from '../../migration-safety/scene.ts';
import { SHOP } from '../../migration-safety/shop.ts';
import { type Canary, sightings } from '../canaries.ts';
import { watchEnvironments } from '../check-deploy/process-environments.ts';
import { around, placesOf, textsBelow } from '../leaving.ts';
import { inWords, LIMIT_MS, pooled, printTable, tally } from '../pool.ts';
import { watchArguments } from '../process-arguments.ts';
import { OWN, STORIES, type Story, WORKFLOW } from './canary-stories.ts';
import { tryOut } from './trial.ts';

jest.setTimeout(LIMIT_MS);

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
  await postgres.query(
    'postgres',
    `CREATE ROLE canary LOGIN SUPERUSER PASSWORD '${OWN.password.value.replaceAll("'", "''")}'`,
  );
  await postgres.createDatabase('shop');
  await postgres.createDatabase('scratch');
  await postgres.query(
    'shop',
    `CREATE TABLE orders_order (id bigint PRIMARY KEY, number varchar(40) NOT NULL, quantity integer, note text NOT NULL);
     CREATE TABLE django_migrations (id bigint PRIMARY KEY, app varchar(255), name varchar(255), applied timestamptz);
     INSERT INTO django_migrations VALUES (1, 'orders', '0001_initial', now())`,
  );
});
afterAll(() => postgres?.stop());

interface Sighting {
  readonly story: string;
  readonly ended: string;
  readonly found: readonly string[];
}

const PULL_REQUEST = {
  number: 7,
  pull_request: { number: 7, head: { repo: { full_name: 'org/app' } }, base: { repo: { full_name: 'org/app' } } },
};

async function tell(story: Story): Promise<Sighting> {
  const checkout = await checkoutOfTwo(story.running ?? SHOP, story.next);
  const temporary = mkdtempSync(join(tmpdir(), 'sweep-temporary-'));
  const github = await startGithub({ repository: 'org/app', pullRequests: [7] });
  const token = github.token({ permissions: { contents: 'read', pull_requests: 'write' } });
  const secrets: readonly Canary[] = [...Object.values(OWN), { name: 'github-token', value: token }];
  const watch = watchArguments(secrets);
  // What the scratch database is reached with goes over standard input; nothing of the workflow is the project's business.
  const surroundings = watchEnvironments(secrets, temporary);
  try {
    const trial = await tryOut({
      workspace: checkout.directory,
      inputs: { comment: 'true', 'github-token': token, ...story.inputs?.(postgres) },
      context: { api_url: github.url, event_name: 'pull_request', event: PULL_REQUEST, ref: 'refs/pull/7/merge' },
      env: { TMPDIR: temporary, ...Object.fromEntries(WORKFLOW.map(name => [name, OWN[name].value])) },
      timeoutMs: 300_000,
    });
    const comments = github.comments.of(7).map(({ body }) => body);
    const places = { ...placesOf(trial), comment: comments.join('\n'), 'temporary files': textsBelow(temporary) };
    const found = [
      ...Object.entries(places).flatMap(([place, text]) =>
        sightings(text, secrets).map(sighting => `${sighting} in ${place}: ${around(text, sighting, secrets)}`),
      ),
      ...watch.found,
      ...surroundings.found,
      ...trial.broken,
      ...trial.foldersLeft.map(name => `left the folder ${name}`),
    ];
    if (!story.ended.includes(trial.ended)) found.push(`ended ${trial.ended}: ${trial.headline}`);
    return { story: story.name, ended: trial.ended, found };
  } finally {
    watch.stop();
    surroundings.stop();
    await github.stop();
    await checkout.dispose();
    rmSync(temporary, { recursive: true, force: true });
  }
}

describe('a secret of a comparison of two releases', () => {
  test('shows nowhere, in no form, whatever becomes of the run', async () => {
    const chosen = process.env['SWEEPS'] === 'full' ? STORIES : STORIES.filter(({ quick }) => quick === true);
    const began = performance.now();
    // There is one scratch database, and one run uses it at a time.
    const isMeasured = (story: Story) => story.inputs?.(postgres)['trace-database-url'] !== undefined;
    const [measured, others] = await Promise.all([
      pooled(chosen.filter(isMeasured), 1, tell),
      pooled(
        chosen.filter(story => !isMeasured(story)),
        2,
        tell,
      ),
    ]);
    const seen = [...measured, ...others];
    printTable('Canary sweep of migration-safety', [
      ['story', 'ended', 'found'],
      ...seen.map(({ story, ended, found }) => [story, ended, found.length]),
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
