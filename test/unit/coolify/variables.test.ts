import { describe, expect, test } from '@jest/globals';
import { addedVariables, readApplicationForm } from '../../../src/coolify/application-form.ts';
import { readVariableRow, runningVariables, type VariableRow } from '../../../src/coolify/variables.ts';

const row = (fields: object): VariableRow => {
  const read = readVariableRow({ key: 'A', value: 'x', is_preview: false, ...fields });
  if (read === undefined) throw new Error('no row');
  return read;
};

describe('the variables that run', () => {
  test('leave out rows of previews and of builds', () => {
    const rows = [row({}), row({ is_preview: true, value: 'preview' }), row({ key: 'B', is_runtime: false })];
    expect([...runningVariables(rows).values]).toEqual([['A', 'x']]);
  });

  test('are unreadable when their value is not there, and never absent or empty', () => {
    const { is_preview: _, ...hidden } = { key: 'B', is_preview: false };
    const running = runningVariables([row({}), row({ ...hidden, value: undefined, is_shown_once: true })]);
    expect([running.unreadable, running.insensitive]).toEqual([['B'], false]);
  });

  test('show that the token may not read values when none is there', () => {
    const rows = [row({ value: undefined }), row({ key: 'B', value: undefined, is_shown_once: true })];
    expect(runningVariables(rows)).toMatchObject({ unreadable: ['A', 'B'], insensitive: true });
    expect(runningVariables([row({ value: undefined, is_shown_once: true })]).insensitive).toBe(false);
  });

  test('have an empty value where Coolify holds null', () => {
    expect(runningVariables([row({ value: null })])).toMatchObject({ values: new Map([['A', '']]), unreadable: [] });
  });

  test('fill names into each other, but not into a literal and not what does not exist', () => {
    const rows = [
      row({ key: 'HOST', value: 'db' }),
      row({ key: 'URL', value: 'postgres://${HOST}/$NAME' }),
      row({ key: 'RAW', value: 'a$HOST', is_literal: true }),
    ];
    expect(Object.fromEntries(runningVariables(rows).values)).toEqual({
      HOST: 'db',
      URL: 'postgres://db/$NAME',
      RAW: 'a$HOST',
    });
  });

  test('take a shared variable as Coolify fills it in', () => {
    expect(row({ value: '{{team.KEY}}', real_value: "'abc'" }).value).toBe('abc');
    expect(row({ value: 'plain', real_value: "'plain'" }).value).toBe('plain');
    expect(row({ value: '{{team.KEY}}', real_value: '{{team.KEY}}' }).value).toBeUndefined();
    expect(row({ value: '{{team.KEY}}' }).value).toBeUndefined();
    expect(row({ value: 'a template: {{ name }}' }).value).toBe('a template: {{ name }}');
  });

  test.each([null, 3, [], {}, { key: '' }, { key: 7 }])('are no rows when they are %p', value => {
    expect(readVariableRow(value)).toBeUndefined();
  });
});

describe('the form of an application', () => {
  test('has what decides how it runs', () => {
    const form = readApplicationForm({
      uuid: 'abcdefg',
      name: 'web',
      build_pack: 'dockerfile',
      start_command: ' gunicorn x ',
      pre_deployment_command: 'python manage.py migrate',
      post_deployment_command: null,
      base_directory: '/backend/',
      dockerfile_location: '/docker/Dockerfile',
      health_check_enabled: 1,
      health_check_path: '/health/',
      health_check_port: 8000,
      ports_exposes: '8000, 9000',
      fqdn: 'https://a.example,https://b.example',
    });
    expect(form).toEqual({
      uuid: 'abcdefg',
      name: 'web',
      branch: '',
      buildPack: 'dockerfile',
      startCommand: 'gunicorn x',
      preDeployment: 'python manage.py migrate',
      postDeployment: undefined,
      baseDirectory: 'backend',
      dockerfile: 'docker/Dockerfile',
      composeFile: undefined,
      health: { enabled: true, path: '/health/', port: '8000' },
      ports: ['8000', '9000'],
      domains: ['https://a.example', 'https://b.example'],
    });
  });

  test('of a Compose application has the addresses of its services', () => {
    const domains = (text: unknown) => readApplicationForm({ uuid: 'abcdefg', docker_compose_domains: text })?.domains;
    expect(domains('{"web":{"domain":"https://a.example,https://b.example"},"x":{"domain":""}}')).toEqual([
      'https://a.example',
      'https://b.example',
    ]);
    expect([domains('[]'), domains('no JSON'), domains(null), domains('{"web":3}')]).toEqual([[], [], [], []]);
  });

  test('knows what Coolify adds to the container', () => {
    const form = readApplicationForm({
      uuid: 'abcdefg',
      git_branch: 'main',
      fqdn: 'https://a.example,http://b.example',
    });
    expect(form && addedVariables(form, 'abc')).toEqual({
      SOURCE_COMMIT: 'abc',
      COOLIFY_BRANCH: 'main',
      COOLIFY_RESOURCE_UUID: 'abcdefg',
      COOLIFY_URL: 'https://a.example,http://b.example',
      COOLIFY_FQDN: 'a.example,b.example',
    });
  });

  test('of anything else is none', () => {
    expect([null, [], 'x', {}, { uuid: '' }].map(readApplicationForm)).toEqual(Array(5).fill(undefined));
  });
});
