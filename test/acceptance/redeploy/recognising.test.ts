import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { VERSIONS } from '../../../lab/coolify/index.ts';
import { inScene, shown, triggers } from '../scene.ts';

describe('what it is talking to', () => {
  test.concurrent.each(VERSIONS)('names Coolify %s and what it can do', version =>
    inScene({ version }, async scene => {
      const run = await scene.run({ 'dry-run': 'true' });
      expect(run.log).toContain(`Coolify ${version} at ${scene.coolify.url}`);
      const canPin = version.startsWith('4.0') || version.startsWith('4.1') ? 'no' : 'yes';
      expect(run.log).toContain(`deploys a pinned commit: ${canPin}`);
    }),
  );

  test.concurrent.each([
    ['with a trailing slash', (url: string) => `${url}/`],
    ['with /api/v1', (url: string) => `${url}/api/v1`],
    ['with /api/v1/', (url: string) => `${url}/api/v1/`],
  ])('takes the address %s', (_name, change) =>
    inScene({}, async scene => {
      const run = await scene.run({ 'coolify-url': change(scene.coolify.url), 'dry-run': 'true' });
      expect(run.outputs['reason-code']).toBe('planned');
    }),
  );

  test.concurrent('takes the whole deploy webhook, with the id in it, and drops its force=false', () =>
    inScene({ version: '4.1.2' }, async scene => {
      const webhook = `${scene.coolify.url}/api/v1/deploy?uuid=${scene.web.uuid}&force=false`;
      const run = await scene.run({ 'coolify-url': webhook, resources: '' });
      expect(run.outputs['reason-code']).toBe('deployed');
      expect(scene.coolify.deployments.at(-1)?.force).toBe(false);
    }));

  test.concurrent('a login page is recognised, named, and never gets the token', () =>
    inScene({}, async scene => {
      scene.coolify.traps.enable('login-redirect');
      const run = await scene.run();
      expect(run.outputs).toMatchObject({ outcome: 'error', 'reason-code': 'not-coolify' });
      expect(shown(run)).toContain('redirects to');
      expect(shown(run)).toContain('/login');
      expect(triggers(scene.coolify)).toBe(0);
    }));

  test.concurrent('another web site is recognised by what it answers', () =>
    inScene({}, async scene => {
      const other = createServer((_request, response) => response.end('<html><title>Welcome to OBCMS</title></html>'));
      await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve));
      const run = await scene.run({ 'coolify-url': `http://127.0.0.1:${(other.address() as AddressInfo).port}` });
      other.close();
      expect(run.outputs).toMatchObject({ outcome: 'error', 'reason-code': 'not-coolify' });
      expect(shown(run)).toContain('Welcome to OBCMS');
      expect(shown(run)).toContain('coolify-url: https://coolify.example');
    }));

  test.concurrent('a port where nobody listens, a name that does not exist and a certificate nobody signed are told apart', () =>
    inScene({}, async scene => {
      const tls = await scene.edge.site({ name: 'coolify', certificate: 'self-signed' });
      const [unknownName, badCertificate] = await Promise.all([
        scene.run({ 'coolify-url': 'https://coolify.invalid' }),
        scene.run({ 'coolify-url': tls.origin }),
      ]);
      expect(shown(unknownName)).toContain('does not exist');
      expect(shown(badCertificate)).toContain('certificate');
      expect(shown(badCertificate)).toContain('ca-file');
      for (const run of [unknownName, badCertificate]) {
        expect(run.outputs).toMatchObject({ outcome: 'error', 'reason-code': 'coolify-unreachable' });
        expect(run.durationMs).toBeLessThan(20_000);
      }
    }));

  test.concurrent('over TLS with a private authority it needs the authority, and then works', () =>
    inScene({}, async scene => {
      const site = await scene.edge.site({ name: 'coolify' });
      site.target(Number(new URL(scene.coolify.url).port));
      const inputs = { 'coolify-url': site.origin, 'allow-insecure': 'false', 'dry-run': 'true' };
      const trusted = await scene.run(inputs);
      const untrusted = await scene.run({ ...inputs, 'ca-file': '' });
      expect(trusted.outputs['reason-code']).toBe('planned');
      expect(untrusted.outputs['reason-code']).toBe('coolify-unreachable');
    }));
});
