import { describe, expect, test } from '@jest/globals';
import { CLINIC, DJANGO_PROJECTS, filesOf, LEDGER } from '../../../lab/projects/index.ts';
import { decisive, expectedOf, judge, linesOf, statesOf } from './foreign-scene.ts';

/** Projects the action was not written for, in the layouts that settings are kept in. */

describe.each(DJANGO_PROJECTS.map(project => [project.name, project.layout, project] as const))(
  '%s: %s',
  (_name, _layout, project) => {
    test('is fit as its careful team wrote it, and was really judged', async () => {
      const checked = await judge(project);
      expect(decisive(checked)).toEqual([]);
      expect(checked.result).toMatchObject({
        outcome: 'passed',
        'reason-code': 'fit',
        framework: 'django',
        directory: project.directory,
        django: '5.2.17',
        evaluations: [{ module: project.settings, services: project.services, failure: null }],
        stubs: [],
        variables: { 'made-up': [] },
      });
      expect(statesOf(checked)).toMatchObject({
        django: 'judged',
        settings: 'judged',
        env: 'judged',
        server: 'judged',
      });
      expect(checked.result.evaluations?.[0]?.variations).toBeGreaterThan(3);
    });

    test('with faults that people make it has each at its line, and nothing else', async () => {
      const checked = await judge(project, { faults: project.faults });
      expect(decisive(checked)).toEqual(expectedOf(project));
      expect(checked.result).toMatchObject({ outcome: 'failed', 'reason-code': 'unfit' });
      expect(checked.outputs['outcome']).toBe('failed');
    });
  },
);

describe('which settings hold when the environment does not say', () => {
  const bare = {
    Dockerfile: filesOf(CLINIC)['Dockerfile']?.replace(/ \\\n {4}DJANGO_SETTINGS_MODULE=\S+/, ''),
    'docker-compose.local.yml': undefined,
  };
  const withoutStack = { ...bare, 'docker-compose.production.yml': undefined };

  test('those of wsgi.py, where manage.py means a laptop', async () => {
    const checked = await judge(CLINIC, { files: withoutStack });
    expect(decisive(checked)).toEqual([]);
    expect(checked.result.evaluations).toMatchObject([
      { module: 'config.settings.production', services: ['Dockerfile'] },
    ]);
  });

  test('also where nothing says how the project is started', async () => {
    const checked = await judge(CLINIC, { files: { ...withoutStack, Dockerfile: undefined } });
    expect(decisive(checked)).toEqual([]);
    expect(checked.result.evaluations).toMatchObject([
      { module: 'config.settings.production', services: ['the given environment'] },
    ]);
  });

  test('a container that migrates by manage.py then has the laptop’s, which is said once and of nothing else', async () => {
    const checked = await judge(CLINIC, { files: bare });
    expect(decisive(checked)).toEqual(['settings/module config/settings/local.py:1']);
    expect(checked.result.evaluations?.map(({ module }) => module)).toEqual([
      'config.settings.production',
      'config.settings.local',
    ]);
  });

  test('the input wins over everything', async () => {
    const checked = await judge(CLINIC, { inputs: { settings: 'config.settings.local', profile: 'development' } });
    expect(checked.result).toMatchObject({ outcome: 'passed', evaluations: [{ module: 'config.settings.local' }] });
  });
});

describe('settings that one variable switches', () => {
  test.each([
    ['staging', 'src/ledger/settings/staging.py'],
    ['production', 'src/ledger/settings/production.py'],
  ])('are those of %s, at the lines of its file', async (environment, file) => {
    const text = filesOf(LEDGER)[file] ?? '';
    const checked = await judge(LEDGER, {
      files: {
        [file]: `${text}DEBUG = True\n`,
        'deploy/compose.production.yaml': filesOf(LEDGER)['deploy/compose.production.yaml']?.replace(
          'DJANGO_ENV: production',
          `DJANGO_ENV: ${environment}`,
        ),
      },
      inputs: { environment },
    });
    expect(checked.result.profile).toBe(environment);
    expect(decisive(checked)).toEqual([`settings/debug ${file}:${text.split('\n').length}`]);
  });

  test('that names no machine end in their own words', async () => {
    const checked = await judge(LEDGER, {
      files: {
        'deploy/compose.production.yaml': undefined,
        'deploy/Dockerfile': undefined,
      },
      inputs: { env: linesOf({ ...LEDGER.environment, DJANGO_ENV: 'prod' }) },
    });
    expect(checked.result).toMatchObject({ outcome: 'failed', 'reason-code': 'settings-refused' });
    expect(checked.result.headline).toContain('production, staging or development');
    expect(checked.findings.find(({ rule }) => rule === 'django/settings-refuse')).toMatchObject({
      file: 'src/ledger/settings/__init__.py',
      line: 14,
    });
  });
});
