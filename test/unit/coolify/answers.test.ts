import { describe, expect, test } from '@jest/globals';
import {
  hasEnded,
  readApplication,
  readDeployAnswer,
  readDeployment,
  readExecution,
  readList,
  readTask,
  readVariable,
} from '../../../src/coolify/answers.ts';
import { application, row, rowFields } from '../../support/coolify-answers.ts';

const HOPELESS = [undefined, null, 'text', 7, true, [], {}, [[]]];

test.each([
  ['a deployment', readDeployment],
  ['an application', readApplication],
  ['a task', readTask],
  ['an execution', readExecution],
])('%s without its id is none, whatever it is instead', (_, read) => {
  for (const value of HOPELESS) expect(read(value)).toBeUndefined();
});

describe('a deployment', () => {
  test('is read with numbers as text, and truth as Coolify writes it', () => {
    const read = row({
      id: '42',
      pull_request_id: '0',
      force_rebuild: 1,
      restart_only: '1',
      rollback: 'true',
      is_api: false,
      is_webhook: 1,
    });
    expect(read).toMatchObject({
      id: 42,
      pullRequest: 0,
      forced: true,
      restartOnly: true,
      rollback: true,
      startedBy: 'webhook',
    });
  });

  test('is read with hardly anything in it', () => {
    expect(readDeployment({ deployment_uuid: 'x' })).toEqual({
      uuid: 'x',
      id: 0,
      status: '',
      commit: 'HEAD',
      pullRequest: 0,
      forced: false,
      restartOnly: false,
      rollback: false,
      startedBy: 'person',
      finishedAt: undefined,
      serverName: '',
      path: '',
      log: undefined,
    });
  });

  test('without a log yet is not one whose log may not be read', () => {
    expect(row({ logs: null }).log).toBe('');
    expect(row().log).toBeUndefined();
  });

  test('never carries the nested application and its secrets', () => {
    const read = readDeployment({ ...rowFields(), application: { environment: { secret: 'hunter2' } }, logs: '[]' });
    expect(JSON.stringify(read)).not.toContain('hunter2');
  });

  test.each([
    ['queued', false],
    ['in_progress', false],
    ['finished', true],
    ['failed', true],
    ['cancelled-by-user', true],
    ['success', false],
  ])('that is %s has ended: %p', (status, ended) => {
    expect(hasEnded(row({ status }))).toBe(ended);
  });
});

test('a list may be an array, or an object with the keys of a sorted collection', () => {
  expect(readList([rowFields(), null, 'x'], readDeployment)).toHaveLength(1);
  expect(readList({ 4: rowFields({ id: 4 }), 0: rowFields({ id: 1 }) }, readDeployment).map(({ id }) => id)).toEqual([
    1, 4,
  ]);
  expect(readList('no list', readDeployment)).toEqual([]);
});

describe('the answer to a deploy call', () => {
  test('names each resource', () => {
    expect(
      readDeployAnswer({
        deployments: [
          { message: 'queued', resource_uuid: 'a', deployment_uuid: 'd' },
          { message: 'no', resource_uuid: 'b' },
          null,
        ],
      }),
    ).toEqual([
      { resource: 'a', message: 'queued', deployment: 'd' },
      { resource: 'b', message: 'no', deployment: undefined },
    ]);
  });

  test('for a tag is details and messages that belong to nobody', () => {
    expect(
      readDeployAnswer({ message: ['a queued', 'b queued'], details: [{ resource_uuid: 'a', deployment_uuid: 'd' }] }),
    ).toEqual([
      { resource: 'a', message: '', deployment: 'd' },
      { resource: '', message: 'a queued', deployment: undefined },
      { resource: '', message: 'b queued', deployment: undefined },
    ]);
    expect(readDeployAnswer({ message: 'queued' })).toEqual([
      { resource: '', message: 'queued', deployment: undefined },
    ]);
  });

  test.each([[[]], ['x'], [null], [{}]])('%j is none', value => {
    expect(readDeployAnswer(value)).toBeUndefined();
  });
});

describe('an application', () => {
  test('has the first of its addresses', () => {
    expect(application({ fqdn: ' https://a.example , https://b.example' }).address).toBe('https://a.example');
    expect(application({ fqdn: null }).address).toBeUndefined();
    expect(application({ fqdn: '' }).address).toBeUndefined();
  });

  test('before 4.2 tells no settings, which is not the same as settings that are off', () => {
    expect(application({ settings: undefined }).consistentName).toBeUndefined();
    expect(application({ settings: { is_consistent_container_name_enabled: 0 } }).consistentName).toBe(false);
  });

  test('is pinned to HEAD when it says nothing', () => {
    expect(application({ git_commit_sha: null }).pin).toBe('HEAD');
    expect(application({ git_commit_sha: 'abc1234' }).pin).toBe('abc1234');
  });
});

test('a variable has the values the token may see', () => {
  expect(readVariable({ key: 'A', value: 'x', real_value: 'y' })).toEqual({ key: 'A', values: ['x', 'y'] });
  expect(readVariable({ key: 'A', value: null })).toEqual({ key: 'A', values: [] });
});
