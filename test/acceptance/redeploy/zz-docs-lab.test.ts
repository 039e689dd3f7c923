import { expect, test } from '@jest/globals';
import { inScene, triggers } from '../scene.ts';

test('a phantom id is not believed', () =>
  inScene({ version: '4.1.2' }, async scene => {
    scene.coolify.traps.enable('phantom-uuid', { times: 1 });
    const run = await scene.run();

    expect(scene.coolify.traps.fired('phantom-uuid')).toBe(1);
    expect(run.outputs['reason-code']).toBe('deployed');
    expect(scene.web.current?.tag).toBe(scene.next);
    expect(triggers(scene.coolify)).toBeGreaterThanOrEqual(1);
  }));
