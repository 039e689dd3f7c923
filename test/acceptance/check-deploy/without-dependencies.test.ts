import { describe, expect, test } from '@jest/globals';
import { REQUIREMENTS as NO_DJANGO } from '../../../lab/fastapi/index.ts';
import { ATLAS, DJANGO_ONLY, DJANGO_PROJECTS, filesOf, LIBRARY } from '../../../lab/projects/index.ts';
import { decisive, judge, statesOf } from './foreign-scene.ts';

/** The interpreter of the job is not the one of the project. */

describe.each(DJANGO_PROJECTS.map(project => [project.name, project] as const))(
  '%s, where only Django is installed',
  (_name, project) => {
    test.each(['never', 'missing'])(
      'names the module that has to be installed, with stub-imports: %s, and judges the rest',
      async stubs => {
        const checked = await judge(project, { packages: DJANGO_ONLY, inputs: { 'stub-imports': stubs } });
        expect(checked.result).toMatchObject({ outcome: 'inconclusive', 'reason-code': 'not-installed' });
        const missing = stubs === 'never' ? project.missing : project.reader;
        expect(checked.result.headline).toContain(`the module ${missing} is not installed`);
        expect(checked.result.remedy).toContain('pip install -r requirements.txt');
        // Nothing can stand in for what reads the settings themselves.
        expect(checked.result.remedy.includes('stub-imports: missing')).toBe(missing !== project.reader);
        expect(statesOf(checked)).toMatchObject({ django: 'not-judged', settings: 'not-judged', server: 'judged' });
        expect(decisive(checked)).toEqual([]);
        expect(checked.findings.some(({ rule }) => /^(django|settings)\//.test(rule))).toBe(false);
      },
    );
  },
);

test('where not even Django is installed it is Django that is asked for', async () => {
  const checked = await judge(LIBRARY, { packages: NO_DJANGO, inputs: { 'stub-imports': 'missing' } });
  expect(checked.result).toMatchObject({ outcome: 'inconclusive', 'reason-code': 'not-installed', django: null });
  expect(checked.result.headline).toContain('the module django is not installed');
  expect(checked.result.remedy).not.toContain('stub-imports');
});

describe('a module that only does things, and is not there', () => {
  const SENTRY = `import sentry_sdk
from sentry_sdk.integrations.django import DjangoIntegration

sentry_sdk.init(dsn=os.environ.get("SENTRY_DSN", ""), integrations=[DjangoIntegration()])
`;
  const settings = (more: string) => ({
    'library/settings.py': `${filesOf(LIBRARY)['library/settings.py']}\n${more}`,
    'requirements.txt': `${filesOf(LIBRARY)['requirements.txt']}sentry-sdk==2.44.0\n`,
  });

  test('stops the judgement, and may be stood in for', async () => {
    const checked = await judge(LIBRARY, { files: settings(SENTRY) });
    expect(checked.result).toMatchObject({ outcome: 'inconclusive', 'reason-code': 'not-installed' });
    expect(checked.result.headline).toContain('the module sentry_sdk is not installed');
    expect(checked.result.remedy).toContain('stub-imports: missing');
  });

  test('with a stand-in everything else is judged, and the stand-in is told', async () => {
    const checked = await judge(LIBRARY, { files: settings(SENTRY), inputs: { 'stub-imports': 'missing' } });
    expect(decisive(checked)).toEqual([]);
    expect(checked.result).toMatchObject({ outcome: 'passed', 'reason-code': 'fit', stubs: ['sentry_sdk'] });
    expect(statesOf(checked)).toMatchObject({ django: 'judged', settings: 'judged' });
  });

  test('a setting that comes from a stand-in is unknown, and a fault beside it is found all the same', async () => {
    const more = 'import vault\n\nSECRET_KEY = vault.read("library")\nSESSION_COOKIE_SECURE = False\n';
    const checked = await judge(LIBRARY, { files: settings(more), inputs: { 'stub-imports': 'missing' } });
    expect(decisive(checked)).toEqual([expect.stringMatching(/^settings\/cookies-secure library\/settings\.py:\d+$/)]);
    expect(checked.report.unknown).toContainEqual(
      expect.objectContaining({ rule: 'settings/secret-key', subject: 'SECRET_KEY' }),
    );
  });
});

test('an application or a middleware that is not installed is named', async () => {
  const text = filesOf(LIBRARY)['library/settings.py'] ?? '';
  const files = { 'library/settings.py': text.replace('    "loans",\n', '    "loans",\n    "django_vite",\n') };
  const refused = await judge(LIBRARY, { files });
  expect(refused.result.headline).toContain('the module django_vite is not installed');
  const stubbed = await judge(LIBRARY, { files, inputs: { 'stub-imports': 'missing' } });
  expect(stubbed.result).toMatchObject({ outcome: 'passed', stubs: ['django_vite'] });
});

test('stand-ins for variables keep a project without its environment judged, and every finding says what rests on them', async () => {
  const checked = await judge(ATLAS, { faults: ATLAS.faults, inputs: { env: '', missing: 'dummy' } });
  expect(checked.result).toMatchObject({
    outcome: 'failed',
    variables: { given: 0, 'made-up': expect.arrayContaining([ATLAS.demands]) },
  });
  const marked = (rule: string) => checked.findings.find(finding => finding.rule === rule)?.dummy;
  expect(marked('settings/hosts-wildcard')).toBe(false);
  expect(marked('settings/database-engine')).toBe(true);
});
