import { defineRule, type Hit, type Rule } from '../../rule.ts';
import { imageReference } from '../../services/images.ts';
import { deployed } from '../../settings/severities.ts';
import type { PublishedPort } from '../facts.ts';
import { redisPassword } from './redis.ts';
import { neighbours, type Running, running } from './running.ts';

/** Tools that are for the people of the project and nobody else. */
const TOOLS =
  /^(grafana|prometheus|alertmanager|adminer|pgadmin4?|phpmyadmin|redis-commander|redisinsight|mailhog|mailpit|mailcatcher|portainer|node-exporter|redis-exporter|redis_exporter|postgres-exporter|postgres_exporter|loki|rabbitmq|minio|dozzle|kibana|elasticsearch|opensearch|meilisearch)/;

export const data: Rule = defineRule({
  id: 'compose/published-port',
  title: 'Only what visitors need listens on the machine’s addresses',
  severity: deployed('critical'),
  why: 'A published port is open to the whole internet: Docker writes its own rules in front of ufw and the like. Databases and Redis found that way are emptied by machines within hours.',
  remedy:
    'Take the port away (services of the stack reach each other by name), or bind it to the machine itself:\nports:\n  - "127.0.0.1:5432:5432"',
  source: ['C29', 'S1-168', 'S1-073', 'S4-010', 'https://docs.docker.com/engine/network/packet-filtering-firewalls/'],
  judge: project =>
    running(project).flatMap((service): Hit[] => {
      const verdict = exposure(service);
      if (verdict === undefined) return [];
      return service.compose.ports.filter(isPublic).map(port => ({
        place: port.place,
        subject: `${service.title}: ${port.target}`,
        message: verdict.message,
        evidence: written(port),
        severity: verdict.severity,
        remedy: `Take the port away (services of the stack reach each other by name), or bind it to the machine itself:\nports:\n  - "127.0.0.1:${port.published ?? port.target}:${port.target}"`,
      }));
    }),
});

function exposure(
  service: Running,
): { readonly message: string; readonly severity: 'critical' | 'high' | 'medium' } | undefined {
  const { name, role, imageName } = service;
  if (role === 'database')
    return {
      message: `The database "${name}" is open to the internet: one password away from all data.`,
      severity: 'critical',
    };
  if (role === 'cache')
    return redisPassword(service) === 'none'
      ? { message: `"${name}" is open to the internet and asks for no password.`, severity: 'critical' }
      : {
          message: `"${name}" is open to the internet: its password can be tried a hundred thousand times a second.`,
          severity: 'high',
        };
  if (role === 'pooler')
    return { message: `The pooler "${name}" opens the database to the internet.`, severity: 'high' };
  if (role === 'flower')
    return {
      message: `Flower ("${name}") is open to the internet: it shows every task with its arguments, and can stop workers.`,
      severity: 'high',
    };
  if (TOOLS.test(imageReference(imageName).short))
    return { message: `"${name}" is a tool for yourselves, and it is open to the internet.`, severity: 'medium' };
  return undefined;
}

/** On every address of the machine, or on one that is not its own loop. */
function isPublic({ host, published }: PublishedPort): boolean {
  if (published === undefined) return false;
  return (
    host === undefined ||
    !(/^127\./.test(host) || host === 'localhost' || host === '::1' || host.includes('$') || isPrivate(host))
  );
}

function isPrivate(host: string): boolean {
  return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/.test(host);
}

function written({ host, published, target }: PublishedPort): string {
  return [host, published, target].filter(part => part !== undefined && part !== '').join(':');
}

export const web: Rule = defineRule({
  id: 'compose/web-port',
  title: 'The web is reached through the proxy only',
  severity: deployed('low'),
  why: 'A fixed port of the machine can be held by one container: Coolify cannot start the new release beside the old one, so that every deployment is a gap. And whoever uses it goes past the proxy: no TLS, and forwarded headers as they please.',
  remedy: 'Let the proxy reach it inside the network:\nexpose:\n  - "8000"',
  source: ['S1-071', 'C02', 'https://coolify.io/docs/knowledge-base/rolling-updates'],
  judge: project =>
    running(project)
      .filter(({ role }) => role === 'web')
      .flatMap(service =>
        service.compose.ports.filter(isPublic).map((port): Hit => {
          const proxy = neighbours(service, project, 'proxy')[0];
          return {
            place: port.place,
            subject: `${service.title}: ${port.target}`,
            message:
              proxy === undefined
                ? `"${service.name}" takes the machine’s port ${port.published}: no rolling update on Coolify, and a way past its proxy.`
                : `"${service.name}" can be reached on port ${port.published} past "${proxy.name}".`,
            evidence: written(port),
          };
        }),
      ),
});
