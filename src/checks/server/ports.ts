import type { Place } from '../../core/findings.ts';
import { inSequence } from '../../core/text.ts';
import { formText } from '../docker/form.ts';
import type { CoolifyApplication } from '../project.ts';
import { defineRule } from '../rule.ts';
import { addressesOf } from './bind.ts';
import type { ServerFacts } from './facts.ts';
import { faultsOf } from './values.ts';

/** Something that believes to know the port. */
interface Belief {
  readonly port: string;
  readonly what: string;
  readonly place: Place;
  /** A request really goes there: nothing answers it. Else it is only a note for people and tools. */
  readonly used: boolean;
}

export const portDiffers = defineRule({
  id: 'server/port-differs',
  title: 'Whoever speaks to the server uses the port it listens on',
  severity: { development: 'medium', staging: 'high', production: 'high' },
  why: 'A proxy or a health check that asks another port gets no answer: the site is a 502, or the container counts as unhealthy and is never put into service.',
  remedy: 'Use one port everywhere: bind, EXPOSE, the health check, Compose and Coolify’s “Ports Exposes”.',
  source: ['S0-032', 'S1-101', 'S2-016', 'C02'],
  judge: project =>
    faultsOf(project, ['gunicorn', 'uvicorn', 'hypercorn', 'daphne', 'uwsgi', 'runserver'], server => {
      const ports = addressesOf(server)?.map(({ port }) => port);
      if (ports === undefined || ports.length === 0 || ports.includes(undefined)) return undefined;
      const wrong = beliefsOf(server, project.application).filter(({ port }) => !ports.includes(port));
      // EXPOSE alone means nothing when everything that asks is right.
      const first = wrong.find(({ used }) => used) ?? wrong[0];
      if (first === undefined) return undefined;
      const listening = inSequence(ports.filter(port => port !== undefined));
      return {
        setting: 'port',
        place: first.place,
        message: who =>
          `${server.program} of ${who} listens on port ${listening}, while ${inSequence(
            wrong.map(({ what, port }) => `${what} says ${port}`),
          )}${first.used ? ': nothing answers there' : ''}.`,
        evidence: `${listening} and ${inSequence([...new Set(wrong.map(({ port }) => port))])}`,
        ...(first.used ? {} : { severity: 'low' as const }),
      };
    }),
});

function beliefsOf(server: ServerFacts, application: CoolifyApplication | undefined): readonly Belief[] {
  const { service } = server;
  if (service === undefined) return [];
  const found: Belief[] = [];
  const stage = service.image;
  for (const { value, line } of stage?.stage.exposed ?? []) {
    const port = /^(\d+)(?:\/tcp)?$/.exec(value)?.[1];
    if (port !== undefined && stage !== undefined && stage.stage.exposed.length === 1)
      found.push({ port, what: 'EXPOSE', place: { file: stage.dockerfile.file, line }, used: false });
  }
  for (const { target, place } of service.compose?.ports ?? []) {
    const port = /^(\d+)(?:\/tcp)?$/.exec(target)?.[1];
    if (port !== undefined && service.compose?.ports.length === 1)
      found.push({ port, what: 'the published port', place, used: true });
  }
  for (const [label, value] of service.compose?.labels ?? [])
    if (/^traefik\.http\.services\.[^.]+\.loadbalancer\.server\.port$/i.test(label) && /^\d+$/.test(value))
      found.push({
        port: value,
        what: 'the label for Traefik',
        place: service.compose?.placeOf('labels', label) ?? service.place,
        used: true,
      });
  found.push(...checked(server));
  // With Compose, Coolify takes the port of each domain; its form speaks of a single container.
  if (application !== undefined && service.compose === undefined)
    for (const port of application.ports.length === 1 ? application.ports : [])
      if (/^\d+$/.test(port)) found.push({ port, what: 'Coolify’s “Ports Exposes”', place: service.place, used: true });
  return found;
}

/** The port of a health check that asks this very container. */
function checked({ service }: ServerFacts): readonly Belief[] {
  const check = service?.healthcheck?.check;
  if (service === undefined || check === undefined || check === 'none') return [];
  const text = formText(check.test);
  const filled = text.replace(
    /\$\{(\w+):?-(\d+)\}|\$\{?(\w+)\}?/g,
    (all, name?: string, fallback?: string, bare?: string) => {
      const variable = name ?? bare ?? '';
      return service.environment.has(variable) ? (service.environment.get(variable) ?? all) : (fallback ?? all);
    },
  );
  const ports = [...filled.matchAll(/\b(?:localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0):(\d+)/g)].map(
    match => match[1] ?? '',
  );
  const asked = [...new Set(ports)];
  const [port] = asked;
  return asked.length === 1 && port !== undefined
    ? [{ port, what: 'its health check', place: check.place, used: true }]
    : [];
}
