import type { StartedBy } from '../../src/coolify/trigger.ts';
import type { ResourceResult, TaskResult } from '../../src/release/result.ts';
import { closed, type FactsSchema, flag, text, textOrNull } from './result-schema.ts';

// Tables with a key for each member of the union: a new state without a place in the schema does not compile.
const STATES: Readonly<Record<ResourceResult['state'], true>> = {
  live: true,
  'already-live': true,
  triggered: true,
  planned: true,
  failed: true,
  unknown: true,
  'not-reached': true,
};

const STARTED_BY: Readonly<Record<StartedBy, true>> = { 'this-run': true, 'someone-else': true, unknown: true };

const TASK_STATUSES: Readonly<Record<TaskResult['status'], true>> = {
  success: true,
  failed: true,
  'already-run': true,
  unknown: true,
};

const seconds = (type: string | readonly string[]) => ({ type, minimum: 0, description: 'Whole seconds.' });

const resource = closed({
  name: text('Name of the resource, or its id when it has none.'),
  uuid: text('Id of the application in Coolify.'),
  application: text('Name of the application in Coolify.'),
  state: { enum: Object.keys(STATES), description: 'What became of it.' },
  'reason-code': textOrNull('Why it did not end well.'),
  'deployment-uuid': textOrNull('The deployment that was followed.'),
  'started-by': { enum: [...Object.keys(STARTED_BY), null], description: 'Who started that deployment.' },
  'deployment-status': textOrNull("Coolify's word on the deployment."),
  commit: textOrNull('The commit that is live; null for docker images and when it is not known.'),
  image: textOrNull('For docker images: name and tag that are live.'),
  'health-gated': flag('Whether Coolify lets a new container take over only when it is healthy.'),
  pinned: flag('Whether the commit was pinned for the time of the deployment.'),
  'version-proved': flag('Whether the live site showed the wanted version.'),
  'live-version': textOrNull('What the live site showed last.'),
  status: textOrNull("Coolify's word on the application afterwards."),
  'duration-seconds': seconds(['integer', 'null']),
  plan: textOrNull('With dry-run: what a run would do.'),
  tasks: {
    type: 'array',
    items: closed({
      task: text('Name or id of the scheduled task.'),
      status: { enum: Object.keys(TASK_STATUSES) },
      output: { type: 'array', items: { type: 'string' } },
    }),
  },
});

/** What `redeploy` knows of a release, in the order in which it is written. */
export const redeployFactsSchema: FactsSchema = {
  environment: textOrNull('The environment that was deployed to.'),
  sha: textOrNull('The commit that was asked for.'),
  'image-tag': textOrNull('For docker images: the tag that was asked for.'),
  'coolify-url': text('Address of Coolify.'),
  'coolify-version': text('Version of Coolify.'),
  url: text('Address of the live site; empty when there is none.'),
  'duration-seconds': seconds('integer'),
  'dry-run': flag('Whether nothing was to be written.'),
  resources: { type: 'array', items: resource, description: 'Every application, in the order of the request.' },
};
