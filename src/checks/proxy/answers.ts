import type { Project } from '../project.ts';
import { defineRule, type Hit } from '../rule.ts';
import { addressesOf } from '../server/bind.ts';
import { count, list, setting, text, truth } from '../settings/values.ts';
import { effectiveList, everyDirective, type Handover, handovers, used, usersOf, webHandovers } from './nginx-view.ts';

const HEALTH =
  /^\/(api\/)?(health|healthz|health-check|healthcheck|ready|readyz|readiness|live|livez|liveness|up|status)\/?$/;

export const constantHealth = defineRule({
  id: 'proxy/constant-health',
  title: 'Health is answered by the application, not by the proxy',
  severity: { development: 'off', staging: 'medium', production: 'medium' },
  why: 'A proxy that answers its own constant says “healthy” while the application behind it is dead: no alarm, no restart, and a deployment that passes.',
  remedy:
    'Hand the path on, or give the proxy’s own answer a name that nobody takes for the site’s:\nlocation /health/ {\n    proxy_pass http://web;\n}',
  source: ['S1-089', 'https://nginx.org/en/docs/http/ngx_http_rewrite_module.html#return'],
  judge: project => {
    const real = new Set(
      project.evaluations.flatMap(({ answer }) =>
        answer.visits.filter(({ view }) => view !== null).map(({ path }) => path),
      ),
    );
    const asked = project.application?.health.enabled === true ? project.application.health.path : undefined;
    const hit = (file: string, path: string, place: NonNullable<Hit['place']>, shows: string): Hit => {
      const hides = path === asked || [...real].some(known => known.replace(/\/$/, '') === path.replace(/\/$/, ''));
      return {
        place,
        subject: `${file}: ${path}`,
        message: `The proxy answers ${path} itself with a constant${hides ? ', although the site has a view for it' : ''}: it says nothing about the application.`,
        evidence: shows,
        ...(hides ? { severity: 'high' as const } : {}),
      };
    };
    const nginx = used(project, 'nginx').flatMap(({ file, directives }) =>
      everyDirective(directives).flatMap(({ name, words, block }) => {
        const path = words.at(-1) ?? '';
        const constant = block?.find(inner => inner.name === 'return' && /^2\d\d$/.test(inner.words[0] ?? ''));
        if (name !== 'location' || constant === undefined || !HEALTH.test(path)) return [];
        return [hit(file, path, constant.place, `location ${path}, return ${constant.words[0]}`)];
      }),
    );
    const caddy = used(project, 'caddy').flatMap(({ file, directives }) =>
      everyDirective(directives).flatMap(({ name, words, place }) => {
        const path = words.find(word => word.startsWith('/')) ?? '';
        return name === 'respond' && HEALTH.test(path) ? [hit(file, path, place, `respond ${words.join(' ')}`)] : [];
      }),
    );
    return [...nginx, ...caddy];
  },
});

/** Headers that Django sends by itself, and whether it does. */
const OURS: readonly (readonly [
  header: string,
  sends: (read: (name: string) => unknown, middleware: readonly string[]) => boolean,
])[] = [
  ['Strict-Transport-Security', (read, own) => security(own) && Number(read('SECURE_HSTS_SECONDS')) > 0],
  ['X-Content-Type-Options', (read, own) => security(own) && read('SECURE_CONTENT_TYPE_NOSNIFF') === true],
  ['X-Frame-Options', (_, own) => own.some(name => name.endsWith('XFrameOptionsMiddleware'))],
  ['Referrer-Policy', (read, own) => security(own) && typeof read('SECURE_REFERRER_POLICY') === 'string'],
  [
    'Cross-Origin-Opener-Policy',
    (read, own) => security(own) && typeof read('SECURE_CROSS_ORIGIN_OPENER_POLICY') === 'string',
  ],
];

function security(middleware: readonly string[]): boolean {
  return middleware.some(name => name.endsWith('SecurityMiddleware'));
}

export const duplicateHeaders = defineRule({
  id: 'proxy/duplicate-headers',
  title: 'Each security header is sent once',
  severity: { development: 'off', staging: 'low', production: 'medium' },
  why: 'A header that is there twice with two values is read differently by each browser: a frame policy may count as none at all, and of HSTS the first wins.',
  remedy:
    'Let one of the two send it; with Django’s middleware leave it out of nginx, or hide Django’s:\nproxy_hide_header X-Frame-Options;',
  source: ['S1-178', 'RFC 6797, section 8.1; RFC 7034', 'https://nginx.org/en/docs/http/ngx_http_headers_module.html'],
  judge: project => {
    const sent = sentByDjango(project);
    const found: Hit[] = [];
    for (const handover of webHandovers(project)) {
      const own = effectiveList(handover, 'add_header');
      const hidden = handover.blocks
        .flatMap(block => block.filter(({ name }) => name === 'proxy_hide_header'))
        .map(({ words }) => words[0]?.toLowerCase());
      const seen = new Set<string>();
      for (const { words, place } of own) {
        const name = (words[0] ?? '').toLowerCase();
        const known = OURS.find(([header]) => header.toLowerCase() === name)?.[0];
        const twice = seen.has(name) && known !== undefined;
        seen.add(name);
        if (known === undefined || (!twice && (!sent.has(known) || hidden.includes(name)))) continue;
        const key = `${handover.file.file}: ${known}`;
        if (found.some(({ subject }) => subject === key)) continue;
        found.push({
          place,
          subject: key,
          message: twice
            ? `nginx adds ${known} twice.`
            : `nginx adds ${known} to answers that already have it from Django: it is sent twice.`,
          evidence: `add_header ${words.slice(0, 2).join(' ')}`,
        });
      }
    }
    return found;
  },
});

function sentByDjango(project: Project): ReadonlySet<string> {
  const sent = new Set<string>();
  for (const evaluation of project.evaluations) {
    const middleware = list(setting(evaluation, 'MIDDLEWARE')?.value) ?? [];
    const read = (name: string): unknown => {
      const value = setting(evaluation, name)?.value;
      return count(value) ?? text(value) ?? truth(value);
    };
    for (const [header, sends] of OURS) if (sends(read, middleware)) sent.add(header);
  }
  return sent;
}

export const upstreamMissing = defineRule({
  id: 'proxy/upstream-missing',
  title: 'The proxy hands requests to a container that exists, on its port',
  severity: { development: 'medium', staging: 'high', production: 'high' },
  why: 'nginx looks names up when it starts and ends with “host not found in upstream” when one is unknown; a port where nothing listens is a 502 for everybody.',
  remedy: 'Use the name of the Compose service and the port its server listens on:\nproxy_pass http://web:8000;',
  source: ['C02', 'S4-028', 'https://nginx.org/en/docs/http/ngx_http_upstream_module.html'],
  judge: project =>
    onePerTarget(handovers(project)).flatMap((handover): readonly Hit[] => {
      const { host, port, pass, file } = handover;
      const users = usersOf(project, file).filter(({ stack }) => stack !== undefined);
      const stack = users[0]?.stack;
      if (host === undefined || stack === undefined || users.some(({ compose }) => compose?.networkMode === 'host'))
        return [];
      const names = stack.services.flatMap(({ name, raw }) => [
        name,
        ...strings(raw['container_name']),
        ...strings(raw['hostname']),
        ...aliases(raw['networks']),
      ]);
      const shared =
        stack.networks.some(({ external }) => external) ||
        users.some(
          ({ compose }) =>
            'extra_hosts' in (compose?.raw ?? {}) ||
            'links' in (compose?.raw ?? {}) ||
            'external_links' in (compose?.raw ?? {}),
        );
      if (!names.includes(host)) {
        if (shared || host.includes('.') || host.startsWith('[') || host === 'localhost') return [];
        return [
          {
            place: pass.place,
            subject: `${file.file}: ${host}`,
            message: `nginx hands requests to ${host}, and no service of ${stack.files.join(' and ')} has that name: it does not start.`,
            evidence: pass.words.join(' '),
          },
        ];
      }
      const server = project.servers.find(({ service }) => service?.stack === stack && service.name === host);
      const ports = server === undefined ? undefined : addressesOf(server)?.map(address => address.port);
      if (
        ports === undefined ||
        ports.length === 0 ||
        ports.includes(undefined) ||
        port === undefined ||
        ports.includes(port)
      )
        return [];
      return [
        {
          place: pass.place,
          subject: `${file.file}: ${host}:${port}`,
          message: `nginx hands requests to ${host}:${port}, where ${server?.program} listens on ${ports.join(' and ')}: every request ends in a 502.`,
          evidence: `${host}:${port}`,
        },
      ];
    }),
});

function onePerTarget(found: readonly Handover[]): readonly Handover[] {
  const key = ({ file, host, port }: Handover): string => JSON.stringify([file.file, host, port]);
  return found.filter((handover, index) => found.findIndex(other => key(other) === key(handover)) === index);
}

function strings(value: unknown): readonly string[] {
  return typeof value === 'string' ? [value] : [];
}

function aliases(networks: unknown): readonly string[] {
  if (typeof networks !== 'object' || networks === null || Array.isArray(networks)) return [];
  return Object.values(networks).flatMap((network: unknown) =>
    typeof network === 'object' && network !== null && 'aliases' in network && Array.isArray(network.aliases)
      ? network.aliases.flatMap(strings)
      : [],
  );
}
