import { expect, test } from '@jest/globals';
import type { Site } from '../../../../src/smoke/presets/preset.ts';
import { answered, answeredJson } from '../../../support/scripted-wire.ts';
import { prepare, scene } from './scene.ts';
import { HOLDS, presetOf } from './stand-in-preset.ts';

const OK = answered(200, 'ok');

test('a null that is captured is a value', async () => {
  const { wire, states } = await scene({
    suite: `
checks:
  - name: Parent
    steps:
      - { get: /, capture: { parent: '$.parent' } }
      - { post: /, json: { parent: '\${parent}' } }
`,
    site: () => answeredJson(200, { parent: null }),
  });
  expect(states).toEqual(['Parent: passed']);
  expect(wire.visits[1]?.body).toBe('{"parent":null}');
});

test.each(['Barangay Poblaci\u{1F600}', 'two\nlines'])(
  'a captured value that no header can carry is not sent: %j',
  async name => {
    const { wire, result } = await scene({
      suite: `
checks:
  - name: Header
    steps:
      - { get: /, capture: { name: '$.name' } }
      - { get: /second, headers: { X-Name: '\${name}' } }
`,
      site: () => answeredJson(200, { name }),
    });
    expect(wire.calls).toEqual(['GET /']);
    expect(result('Header').problems[0]?.message).toContain('its header X-Name has');
  },
);

test('an option that is a secret reaches the checks of its preset as text, and is masked', async () => {
  const seen: unknown[] = [];
  const preset = presetOf('health', { ready: async () => HOLDS });
  const { world } = await scene({
    suite: 'presets: [health: { secret: $METRICS_TOKEN }]\n',
    presets: {
      health: {
        ...preset,
        checks: preset.checks.map(check => ({
          ...check,
          collect: async (_site: Site, options: Readonly<Record<string, unknown>>) => {
            seen.push(options['secret'], options['path']);
            return HOLDS as never;
          },
        })),
      },
    },
    site: () => OK,
  });
  expect(seen).toEqual(['metrics-token-123456', '/health/']);
  expect(world.host.masked).toContain('metrics-token-123456');
});

test('JSON that is captured keeps its type in the next request', async () => {
  const { wire } = await scene({
    suite: `
checks:
  - name: Types
    steps:
      - { get: /, capture: { id: '$.id', name: '$.name' } }
      - { post: /, json: { id: '\${id}', both: '\${id}-\${name}' } }
`,
    site: () => answeredJson(200, { id: 42, name: 'x' }),
  });
  expect(wire.visits[1]?.body).toBe('{"id":42,"both":"42-x"}');
});

test('files are sent as a form with a boundary that is in none of them', async () => {
  const { visitOf } = await import('../../../../src/smoke/run/request.ts');
  const { scopeOf } = await import('../../../../src/smoke/run/scope.ts');
  const { plan, options } = await prepare({
    suite: "checks: [{ name: a, post: /up, form: { a: 'ü' } }]",
    site: () => OK,
  });
  const [item] = plan.items;
  if (item?.group !== 'checks') throw new Error('no check');
  const step = item.check.steps[0];
  if (step?.request.body?.kind !== 'form') throw new Error('no form');
  const context = {
    ...options,
    hosts: [],
    run: 'r1',
    secret: () => undefined,
    limits: {} as never,
  };
  const content = new TextEncoder().encode('before ----smoke-r1 after');
  const addressed = visitOf(
    {
      ...step.request,
      body: {
        kind: 'multipart',
        fields: step.request.body.fields,
        files: [{ name: 'photo', filename: 'a"b.png', content }],
      },
    },
    scopeOf(context),
    context,
  );
  if (!addressed.ok) throw new Error(addressed.why);
  expect(addressed.visit.headers).toEqual({ 'Content-Type': 'multipart/form-data; boundary=----smoke-r1x' });
  expect(new TextDecoder().decode(addressed.visit.body as Uint8Array)).toBe(
    '------smoke-r1x\r\nContent-Disposition: form-data; name="a"\r\n\r\nü\r\n' +
      '------smoke-r1x\r\nContent-Disposition: form-data; name="photo"; filename="a%22b.png"\r\nContent-Type: image/png\r\n\r\n' +
      'before ----smoke-r1 after\r\n------smoke-r1x--\r\n',
  );
});
