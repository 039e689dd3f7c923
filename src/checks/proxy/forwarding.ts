import type { Project } from '../project.ts';
import { defineRule, type Hit } from '../rule.ts';
import { setting, truth } from '../settings/values.ts';
import type { Directive } from './facts.ts';
import {
  effectiveList,
  type Handover,
  includesUnknown,
  listensWithTls,
  placeOf,
  usersOf,
  webHandovers,
} from './nginx-view.ts';

const NGINX = 'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_set_header';

/** What Django must be told, and what it believes when it is not. */
const HEADERS: readonly {
  readonly name: string;
  readonly wanted: string;
  readonly without: string;
  readonly severity: Hit['severity'];
}[] = [
  {
    name: 'Host',
    wanted: '$host',
    without: 'Django sees the name of its own container as the host and refuses every request with a 400',
    severity: 'high',
  },
  {
    name: 'X-Forwarded-Proto',
    wanted: '$scheme',
    without: 'Django takes every request for plain HTTP',
    severity: 'medium',
  },
  {
    name: 'X-Forwarded-For',
    wanted: '$proxy_add_x_forwarded_for',
    without: 'every visitor has the proxy’s address',
    severity: 'low',
  },
];

export const forwardedHeaders = defineRule({
  id: 'proxy/forwarded-headers',
  title: 'The proxy tells Django who asked for what, and how',
  severity: { development: 'off', staging: 'medium', production: 'medium' },
  why: 'Behind a proxy Django knows host, scheme and client only from headers. Without them hosts are refused, redirects loop and logs name the proxy.',
  remedy:
    'proxy_set_header Host $host;\nproxy_set_header X-Real-IP $remote_addr;\nproxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;\nproxy_set_header X-Forwarded-Proto $scheme;',
  source: ['S1-178', 'S1-021', NGINX],
  judge: project =>
    HEADERS.flatMap(({ name, wanted, without, severity }) => {
      const lacking = proxied(project).filter(
        handover => !includesUnknown(handover) && headerOf(handover, name) === undefined,
      );
      return onePerFile(lacking).map((handover): Hit => {
        const loops = name === 'X-Forwarded-Proto' && redirects(project);
        const level = loops ? 'high' : severity;
        return {
          place: handover.pass.place,
          subject: `${handover.file.file}: ${name}`,
          message: `nginx hands requests on without ${name}: ${without}${loops ? ', and SECURE_SSL_REDIRECT sends them round for ever' : ''}.`,
          evidence: `no proxy_set_header ${name}`,
          remedy: `proxy_set_header ${name} ${wanted};`,
          ...(level === undefined ? {} : { severity: level }),
        };
      });
    }),
});

export const schemeBehindProxy = defineRule({
  id: 'proxy/scheme-behind-proxy',
  title: 'A proxy behind another one passes on the scheme it was told',
  severity: { development: 'off', staging: 'high', production: 'high' },
  why: 'TLS ends at the first proxy. The second one speaks HTTP, so that its $scheme is http: Django then redirects to https for ever, or refuses every form.',
  remedy:
    'Pass on what the first proxy said:\nmap $http_x_forwarded_proto $forwarded_proto {\n  default $http_x_forwarded_proto;\n  ""      $scheme;\n}\nproxy_set_header X-Forwarded-Proto $forwarded_proto;',
  source: ['S1-178', 'S1-021', 'S1-040', NGINX],
  judge: project => {
    if (project.site?.protocol !== 'https:' || tlsEndsHere(project)) return [];
    const wrong = proxied(project).filter(handover => {
      const value = headerOf(handover, 'X-Forwarded-Proto')?.words[1];
      return (value === '$scheme' || value === 'http') && !listensWithTls(handover.server);
    });
    const believed = project.evaluations.some(
      evaluation => truth(setting(evaluation, 'SECURE_PROXY_SSL_HEADER')?.value) === true,
    );
    return onePerFile(wrong).map(handover => {
      const header = headerOf(handover, 'X-Forwarded-Proto');
      return {
        place: placeOf(handover, header),
        subject: `${handover.file.file}: X-Forwarded-Proto`,
        message: `This nginx listens without TLS behind another proxy and overwrites X-Forwarded-Proto with ${header?.words[1]}: Django takes https visitors for http${redirects(project) ? ' and redirects them for ever' : ''}.`,
        evidence: `proxy_set_header X-Forwarded-Proto ${header?.words[1]}`,
        ...(believed || redirects(project) ? {} : { severity: 'medium' as const }),
      };
    });
  },
});

export const clientClaims = defineRule({
  id: 'proxy/client-claims',
  title: 'The first proxy does not pass on what clients claim of themselves',
  severity: { development: 'off', staging: 'low', production: 'medium' },
  why: 'Where TLS ends, X-Forwarded-Proto and X-Forwarded-For of the client are claims of a stranger. Passed on as they are, he chooses his address and whether he came by https.',
  remedy: 'proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;\nproxy_set_header X-Forwarded-Proto $scheme;',
  source: ['S1-035', 'S1-178', NGINX],
  judge: project =>
    ['X-Forwarded-Proto', 'X-Forwarded-For', 'X-Real-IP'].flatMap(name => {
      const own = `$http_${name.toLowerCase().replaceAll('-', '_')}`;
      const claimed = proxied(project).filter(
        handover => listensWithTls(handover.server) && headerOf(handover, name)?.words[1] === own,
      );
      return onePerFile(claimed).map(handover => ({
        place: placeOf(handover, headerOf(handover, name)),
        subject: `${handover.file.file}: ${name}`,
        message: `TLS ends at this nginx, and it passes on ${name} as the client sent it.`,
        evidence: `proxy_set_header ${name} ${own}`,
      }));
    }),
});

function proxied(project: Project): readonly Handover[] {
  return webHandovers(project).filter(({ pass }) => pass.name === 'proxy_pass');
}

function headerOf(handover: Handover, name: string): Directive | undefined {
  return effectiveList(handover, 'proxy_set_header').find(
    ({ words }) => words[0]?.toLowerCase() === name.toLowerCase(),
  );
}

/** The same slip in ten locations of a file is one. */
export function onePerFile(found: readonly Handover[]): readonly Handover[] {
  return found.filter((handover, index) => found.findIndex(({ file }) => file === handover.file) === index);
}

function redirects(project: Project): boolean {
  return project.evaluations.some(evaluation => truth(setting(evaluation, 'SECURE_SSL_REDIRECT')?.value) === true);
}

/** One of the proxies in the repository has the certificate, so that none of them is sure to stand behind another. */
function tlsEndsHere(project: Project): boolean {
  const nginx = webHandovers(project).some(({ server }) => listensWithTls(server));
  const services = project.services.filter(({ imageName }) => /(^|\/)(traefik|caddy)(:|@|$)/.test(imageName));
  const machine = project.proxies.some(file => file.usedBy.length > 0 && usersOf(project, file).length === 0);
  return nginx || services.length > 0 || machine;
}
