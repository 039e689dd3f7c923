import { expect, test } from '@jest/globals';
import { readDockerfiles } from '../../../../src/checks/docker/read.ts';
import { sourcesOf } from '../../../../src/checks/docker/sources.ts';
import { repositoryPaths } from '../../../../src/checks/shell/path.ts';
import { memoryRepository } from '../../../support/checks.ts';

async function behind(path: string, ...lines: readonly string[]): Promise<readonly string[]> {
  const [file] = await readDockerfiles(memoryRepository({ Dockerfile: lines.join('\n') }), [], []);
  const stage = file?.stages.at(-1);
  if (file === undefined || stage === undefined) throw new Error('no stage');
  return repositoryPaths(path, sourcesOf(stage, file));
}

test('a path of the container leads back to the file that was copied there', async () => {
  expect(await behind('/app/src/manage.py', 'FROM x', 'WORKDIR /app', 'COPY . .')).toEqual(['src/manage.py']);
  expect(await behind('/app/manage.py', 'FROM x', 'COPY src/ /app/')).toContain('src/manage.py');
  expect(await behind('/start.sh', 'FROM x', 'COPY docker/start.sh /')).toContain('docker/start.sh');
  expect(await behind('/usr/local/bin/a.sh', 'FROM x', 'COPY docker/*.sh /usr/local/bin/')).toEqual(['docker/a.sh']);
  expect(await behind('/elsewhere', 'FROM x', 'COPY . /app')).toEqual([]);
});

test('a later COPY of the same path comes first', async () => {
  expect(await behind('/app/a', 'FROM x', 'COPY one /app', 'COPY two /app')).toEqual(['two/a', 'one/a']);
  expect(await behind('/app/a', 'FROM x', 'COPY one /app', 'COPY two /app', 'COPY one /app')).toEqual([
    'one/a',
    'two/a',
  ]);
});

test('what another stage had comes along', async () => {
  const stages = ['FROM x AS build', 'COPY . /src', 'FROM y'];
  expect(await behind('/app/docker/a.sh', ...stages, 'COPY --from=build /src /app')).toEqual(['docker/a.sh']);
  expect(await behind('/a.sh', ...stages, 'COPY --from=0 /src/docker/a.sh /a.sh')).toEqual(['docker/a.sh']);
  expect(await behind('/all/src/b', ...stages, 'COPY --from=build / /all')).toEqual(['b']);
});
