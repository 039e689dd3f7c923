import { expect, test } from '@jest/globals';
import { startCoolify } from '../../../../lab/coolify/index.ts';
import { lightRuntime, lightSource } from '../../../../lab/coolify/runtime-light.ts';
import { storyOf } from '../../../../lab/demo/chronicle.ts';

const FIRST = '1'.repeat(40);
const BAD = '2'.repeat(40);

test("a deployment's log is cut into the phases it went through, without gaps", async () => {
  const source = lightSource({ main: FIRST });
  const runtime = lightRuntime();
  const coolify = await startCoolify({ version: '4.3.10', runtime });
  try {
    const health = { health_check_enabled: true, health_check_path: '/health/' };
    const web = coolify.addApplication({ name: 'web', source, domain: 'site.example', health });
    const first = storyOf(await coolify.deploy(web), 'staging', 'web');
    const second = storyOf(await coolify.deploy(web, { force: true }), 'staging', 'web');
    coolify.traps.enable('failed-health');
    source.move('main', BAD);
    const third = storyOf(await coolify.deploy(web), 'staging', 'web');

    expect(first.phases.map(({ phase }) => phase)).toEqual(['queued', 'building', 'proving health']);
    expect(second.phases.map(({ phase }) => phase)).toEqual(['queued', 'building', 'proving health', 'swapping']);
    expect([third.status, third.sha]).toEqual(['failed', BAD]);
    for (const { phases } of [first, second, third]) {
      expect(phases.every(({ from, to }) => to >= from)).toBe(true);
      expect(phases.slice(1).every(({ from }, index) => from === phases[index]?.to)).toBe(true);
    }
  } finally {
    await coolify.stop();
  }
});
