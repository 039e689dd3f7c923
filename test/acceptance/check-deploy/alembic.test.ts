import { describe, expect, test } from '@jest/globals';
import { REQUIREMENTS } from '../../../lab/fastapi/index.ts';
import { PARCELS } from '../../../lab/projects/index.ts';
import { decisive, expectedOf, judge, statesOf } from './foreign-scene.ts';

const without = { packages: REQUIREMENTS };

describe('a project with FastAPI and Alembic', () => {
  test('is judged without the families that need Django, and the log says which and why', async () => {
    const checked = await judge(PARCELS, without);
    expect(decisive(checked)).toEqual([]);
    expect(checked.result).toMatchObject({
      outcome: 'passed',
      'reason-code': 'fit',
      framework: 'alembic',
      directory: '',
      django: null,
      evaluations: [],
      found: {
        dockerfiles: ['Dockerfile'],
        servers: [{ program: 'uvicorn', service: 'docker-compose.prod.yml: api' }],
        proxies: [{ file: 'nginx/parcels.conf', program: 'nginx', used: true }],
      },
    });
    expect(statesOf(checked)).toEqual({
      django: 'nothing-there',
      settings: 'nothing-there',
      env: 'judged',
      docker: 'judged',
      compose: 'judged',
      server: 'judged',
      celery: 'nothing-there',
      proxy: 'judged',
      requirements: 'judged',
      source: 'judged',
    });
    expect(checked.run.log).toContain('this is no Django project');
    expect(checked.run.rawSummary).toContain('this is no Django project');
  });

  test('with faults has each at its line', async () => {
    const checked = await judge(PARCELS, { ...without, faults: PARCELS.faults });
    expect(decisive(checked)).toEqual(expectedOf(PARCELS));
    expect(checked.result).toMatchObject({ outcome: 'failed', 'reason-code': 'unfit' });
  });

  test('named as Django is a wrong input, and so is a folder without either', async () => {
    const django = await judge(PARCELS, { ...without, inputs: { framework: 'django' } });
    expect(django.result).toMatchObject({ outcome: 'error', 'reason-code': 'invalid-input' });
    expect(django.result.headline).toContain('There is no manage.py in the checkout');
    const elsewhere = await judge(PARCELS, {
      ...without,
      inputs: { framework: 'alembic', 'working-directory': 'api' },
    });
    expect(elsewhere.result.headline).toContain('There is no alembic.ini in "api"');
  });

  test('asked only for what it has not ends as nothing to judge', async () => {
    const checked = await judge(PARCELS, { ...without, inputs: { families: 'django, settings, celery' } });
    expect(checked.result).toMatchObject({ outcome: 'inconclusive', 'reason-code': 'nothing-to-judge' });
  });
});
