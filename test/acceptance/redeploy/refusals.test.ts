import { describe, expect, test } from '@jest/globals';
import { VERSIONS } from '../../../lab/coolify/index.ts';
import { inScene, type Scene, type SceneOptions, shown, triggers } from '../scene.ts';

interface Refusal {
  readonly options?: SceneOptions;
  readonly prepare?: (scene: Scene) => void;
  readonly inputs?: (scene: Scene) => Record<string, string>;
  readonly reason: string;
  readonly words: readonly string[];
}

const REFUSALS: Readonly<Record<string, Refusal>> = {
  'a token that may only deploy': {
    options: { token: { abilities: ['deploy'] } },
    reason: 'token-ability',
    words: ['lacks the ability "read"', 'Tick deploy first'],
  },
  'a token that may only read': {
    options: { token: { abilities: ['read'] } },
    inputs: () => ({ pin: 'never' }),
    reason: 'token-ability',
    words: ['"deploy"'],
  },
  'an expired token': {
    options: { token: { abilities: ['deploy', 'read'], expired: true } },
    reason: 'token-refused',
    words: ['30 days'],
  },
  'a token that is none': {
    inputs: () => ({ 'coolify-token': '7|abcdefabcdefabcdefabcdef' }),
    reason: 'token-refused',
    words: ['12|abc'],
  },
  'the API switched off': {
    prepare: scene => scene.coolify.traps.enable('api-disabled'),
    reason: 'api-disabled',
    words: ['/settings/advanced'],
  },
  'a runner whose address is not allowed': {
    prepare: scene => scene.coolify.traps.enable('ip-not-allowed'),
    reason: 'address-not-allowed',
    words: ['Allowed IPs'],
  },
  'an id that does not exist': {
    inputs: () => ({ resources: 'web=zzzzzzzzzzzzzzzzzzzzzzzz' }),
    reason: 'resource-not-found',
    words: ['This token sees', 'web='],
  },
  'the id of a service': {
    inputs: scene => ({ resources: scene.coolify.addService({ name: 'stack' }).uuid }),
    reason: 'not-an-application',
    words: ['service'],
  },
  'a tag nobody has': {
    inputs: () => ({ resources: '', tag: 'nobody' }),
    reason: 'resource-not-found',
    words: ['nobody'],
  },
  'a Coolify that calls itself a beta': {
    prepare: scene => scene.coolify.traps.enable('wrong-version', { text: '4.0.0-beta.460' }),
    reason: 'coolify-unsupported',
    words: ['beta'],
  },
};

describe.each(VERSIONS)('found before anything is triggered, on Coolify %s', version => {
  test.concurrent.each(Object.entries(REFUSALS))('%s', (_name, refusal) =>
    inScene({ ...refusal.options, version }, async scene => {
      refusal.prepare?.(scene);
      const run = await scene.run(refusal.inputs?.(scene));

      expect(run.outputs).toMatchObject({ outcome: 'error', 'reason-code': refusal.reason, 'deployment-uuid': '' });
      for (const words of refusal.words) expect(shown(run)).toContain(words);
      expect(run.conclusion).toBe('failure');
      expect(scene.coolify.deployments.filter(({ isApi }) => isApi)).toHaveLength(0);
      expect(run.rawLog.replace(/::add-mask::.*/g, '')).not.toContain(scene.token);
    }),
  );
});

describe('a token of a plain member', () => {
  test.concurrent.each([
    ['4.1.2', 'deployed'],
    ['4.2.0', 'token-role'],
    ['4.3.10', 'token-role'],
  ] as const)('on %s ends %s', (version, reason) =>
    inScene({ version, token: { abilities: ['deploy', 'read'], role: 'member' } }, async scene => {
      const run = await scene.run({ pin: 'never' });
      expect(run.outputs['reason-code']).toBe(reason);
      expect(triggers(scene.coolify)).toBe(reason === 'deployed' ? 1 : 0);
    }),
  );
});
