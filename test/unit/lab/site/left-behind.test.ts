import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { visitor } from '../../../../lab/demo/visitor.ts';

const SITES = new URL('../../../../lab/site/index.ts', import.meta.url).href;
const OPEN = `
  const { openSites } = await import(${JSON.stringify(SITES)});
  const sites = await openSites();
  const site = await sites.open({ release: 'first' });
  console.log(JSON.stringify({ folder: sites.caFile, origin: site.origin, log: site.logs(50) }));
  setInterval(() => undefined, 1_000);`;

test('a process that is killed leaves no file and no server behind', async () => {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', OPEN], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  for await (const part of child.stdout.setEncoding('utf8')) {
    said += part;
    if (said.includes('\n')) break;
  }
  const { folder, origin, log } = JSON.parse(said);
  const [, port = ''] = /Listening at: http:\/\/127\.0\.0\.1:(\d+)/.exec(log) ?? [];
  const application = `http://127.0.0.1:${port}/health/`;
  expect((await fetch(application)).status).toBe(200);
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  const gone = async () =>
    !existsSync(dirname(dirname(folder))) &&
    (await fetch(application).then(
      () => false,
      () => true,
    ));
  for (let turn = 0; turn < 100 && !(await gone()); turn += 1) await wait(100);
  expect(await gone()).toBe(true);
  await expect(visitor(origin, '').get('/')).rejects.toThrow('ECONNREFUSED');
}, 90_000);
