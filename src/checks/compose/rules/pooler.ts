import { inSequence } from '../../../core/text.ts';
import { defineRule, type Hit, type Rule } from '../../rule.ts';
import { programOf } from '../../services/programs.ts';
import { deployed } from '../../settings/severities.ts';
import { linesOf, neighbours, type Running, running } from './running.ts';

export const port: Rule = defineRule({
  id: 'compose/pooler-port',
  title: 'The project asks the pooler on the port it listens on',
  severity: deployed('high'),
  why: 'On another port nobody answers: no page that needs the database works.',
  remedy: 'Use the same port on both sides:\nDATABASE_URL: postgres://user:${DB_PASSWORD}@pgbouncer:6432/app',
  source: ['C34', 'S1-144', 'S1-143'],
  judge: project => {
    const asking = running(project)
      .filter(({ own }) => own)
      .flatMap(service =>
        neighbours(service, project, 'pooler').flatMap(pooler => {
          const listens = portOf(pooler);
          const used = [...service.environment].flatMap(([name, value]) => {
            const found = new RegExp(`^[a-z0-9+]+://(?:[^@/]*@)?${pooler.name}(?::(?<port>\\d+))?(?:[/?]|$)`).exec(
              value ?? '',
            );
            return found === null ? [] : [{ name, port: found.groups?.['port'] ?? '5432' }];
          });
          const wrong = used.find(({ port: asked }) => listens !== undefined && asked !== listens);
          if (wrong === undefined || listens === undefined) return [];
          return [{ service, pooler, wrong, listens, place: service.compose.placeOf('environment', wrong.name) }];
        }),
      );
    return linesOf(asking).flatMap(([first, ...others]): Hit[] => {
      if (first === undefined) return [];
      const { service, pooler, wrong, listens, place } = first;
      const who = inSequence([first, ...others].map(each => `"${each.service.name}"`));
      return [
        {
          place,
          subject: `${service.title}: ${wrong.name}`,
          message: `${wrong.name} of ${who} names port ${wrong.port}, and "${pooler.name}" listens on ${listens}.`,
          evidence: `${pooler.name}:${wrong.port}`,
        },
      ];
    });
  },
});

const INI = /\.ini$/;

/** What the usual images and a mounted pgbouncer.ini say; undefined when nothing is known. */
export function poolerValue(pooler: Running, ini: string, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = pooler.environment.get(name);
    if (value !== undefined && value !== '') return value;
  }
  for (const { file, text } of pooler.configuration) {
    const found = INI.test(file) ? new RegExp(`^\\s*${ini}\\s*=\\s*(\\S+)`, 'm').exec(text)?.[1] : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function portOf(pooler: Running): string | undefined {
  const said = poolerValue(pooler, 'listen_port', 'LISTEN_PORT', 'PGBOUNCER_LISTEN_PORT', 'PGBOUNCER_PORT');
  if (said !== undefined) return /^\d+$/.test(said) ? said : undefined;
  if (pooler.configuration.length > 0 || pooler.image !== undefined) return undefined;
  if (/^(docker\.io\/)?edoburu\/pgbouncer/.test(pooler.imageName)) return '5432';
  return /bitnami[a-z]*\/pgbouncer/.test(pooler.imageName) ? '6432' : undefined;
}

export const mode: Rule = defineRule({
  id: 'compose/pooler-mode',
  title: 'The pooler shares connections',
  severity: deployed('medium'),
  why: 'In session mode a client keeps its server connection for as long as it is connected: with Django’s persistent connections nothing is shared, and the pool runs dry where PostgreSQL itself would have.',
  remedy:
    'Pool by transaction, and switch server-side cursors off in Django:\nPOOL_MODE: transaction\nDATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True',
  source: ['S1-143', 'S1-145', 'S1-026', 'https://www.pgbouncer.org/features.html'],
  judge: project =>
    running(project)
      .filter(({ role, configuration }) => role === 'pooler' && configuration.length === 0)
      .flatMap((pooler): Hit[] => {
        const names = ['POOL_MODE', 'PGBOUNCER_POOL_MODE'];
        const name = names.find(candidate => pooler.environment.has(candidate));
        const value = name === undefined ? undefined : pooler.environment.get(name);
        const known = name !== undefined && value === undefined;
        if (known || (value ?? 'session') === 'transaction' || !/pgbouncer/.test(pooler.imageName)) return [];
        if (pooler.start.commands.some(({ words }) => programOf(words).name !== 'pgbouncer')) return [];
        return [
          {
            place: name === undefined ? pooler.place : pooler.compose.placeOf('environment', name),
            subject: pooler.title,
            message: `"${pooler.name}" pools by ${value ?? 'session'}: a connection that Django keeps open is shared with nobody.`,
            evidence: name === undefined ? 'no POOL_MODE: session' : `${name}: ${value}`,
          },
        ];
      }),
});
