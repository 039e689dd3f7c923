import { defineRule, type Hit } from '../rule.ts';
import { everyDirective, used } from './nginx-view.ts';

const TRAEFIK = 'https://doc.traefik.io/traefik/routing/entrypoints/#forwarded-headers';
const CLOUDFLARE_LIST = 'https://www.cloudflare.com/ips-v4';

/** Cloudflare's IPv4 ranges; to be compared with its list when this is renewed. */
const CLOUDFLARE: readonly string[] = [
  '103.21.244.0/22',
  '103.22.200.0/22',
  '103.31.4.0/22',
  '104.16.0.0/13',
  '104.24.0.0/14',
  '108.162.192.0/18',
  '131.0.72.0/22',
  '141.101.64.0/18',
  '162.158.0.0/15',
  '172.64.0.0/13',
  '173.245.48.0/20',
  '188.114.96.0/20',
  '190.93.240.0/20',
  '197.234.240.0/22',
  '198.41.128.0/17',
];

const EVERYBODY = /^(0\.0\.0\.0\/[01]|::\/0|\*)$/;
/** RFC 1918, loopback, link-local, carrier-grade NAT, unique local. */
const PRIVATE =
  /^(10\.|127\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|::1|f[cd][0-9a-f]{2}:|fe80:|unix:|localhost)/i;

interface Trusted {
  readonly file: string;
  readonly key: string;
  readonly addresses: readonly string[];
  readonly place: NonNullable<Hit['place']>;
}

/** Every list of addresses whose headers are believed. */
function trustedLists(project: Parameters<typeof used>[0]): readonly Trusted[] {
  const nginx = used(project, 'nginx').flatMap(({ file, directives }) => {
    const all = everyDirective(directives).filter(({ name }) => name === 'set_real_ip_from');
    const [first] = all;
    return first === undefined
      ? []
      : [{ file, key: 'set_real_ip_from', addresses: all.flatMap(({ words }) => words), place: first.place, all }];
  });
  const traefik = used(project, 'traefik').flatMap(({ file, directives }) =>
    directives
      .filter(({ name }) => /(forwardedheaders|proxyprotocol)\.trustedips(\[\d+\])?$/i.test(name))
      .map(({ name, words, place }) => ({
        file,
        key: name,
        addresses: words.flatMap(word => word.split(',')).map(word => word.trim()),
        place,
      })),
  );
  const caddy = used(project, 'caddy').flatMap(({ file, directives }) =>
    everyDirective(directives)
      .filter(({ name }) => name === 'trusted_proxies')
      .map(({ name, words, place }) => ({
        file,
        key: name,
        addresses: words.filter(word => word !== 'static'),
        place,
      })),
  );
  return [
    ...nginx.map(({ all, ...list }) => ({
      ...list,
      place: all.find(({ words }) => words.some(word => EVERYBODY.test(word)))?.place ?? list.place,
    })),
    ...traefik,
    ...caddy,
  ];
}

export const trustsEverybody = defineRule({
  id: 'proxy/trusts-everybody',
  title: 'Forwarded headers are believed from known proxies only',
  severity: { development: 'off', staging: 'high', production: 'high' },
  why: 'A proxy that believes X-Forwarded-For and X-Forwarded-Proto of anybody lets every stranger choose his address and claim https: rate limits, allow-lists and secure cookies fall.',
  remedy:
    'Name the networks of the proxies before it:\nforwardedHeaders:\n  insecure: false\n  trustedIPs:\n    - "127.0.0.1/32"\n    - "10.0.0.0/8"',
  source: ['S1-035', 'S1-036', TRAEFIK, 'https://nginx.org/en/docs/http/ngx_http_realip_module.html'],
  judge: project => [
    ...used(project, 'traefik').flatMap(({ file, directives }) =>
      directives
        .filter(
          ({ name, words }) =>
            /(forwardedheaders|proxyprotocol)\.insecure$/i.test(name) && words[0]?.toLowerCase() === 'true',
        )
        .map(({ name, place }) => ({
          place,
          subject: `${file}: ${name}`,
          message:
            'Traefik believes forwarded headers from everybody: strangers choose their address, host and scheme.',
          evidence: `${name} = true`,
        })),
    ),
    ...trustedLists(project)
      .filter(({ addresses }) => addresses.some(address => EVERYBODY.test(address)))
      .map(({ file, key, place, addresses }) => ({
        place,
        subject: `${file}: ${key}`,
        message: `${key} names every address there is: whoever sends the header is believed.`,
        evidence: `${key} ${addresses.find(address => EVERYBODY.test(address))}`,
        remedy: 'Name the networks of the proxies before it:\n10.0.0.0/8',
      })),
  ],
});

export const trustedRanges = defineRule({
  id: 'proxy/trusted-ranges',
  title: 'Trusted addresses are those of proxies',
  severity: { development: 'off', staging: 'low', production: 'medium' },
  why: 'A public range that is nobody’s proxy makes everybody in it believed; a list of Cloudflare that is not whole shows some visitors as Cloudflare.',
  remedy: `Keep private ranges and, behind Cloudflare, its whole list: ${CLOUDFLARE_LIST}`,
  source: ['S1-036', 'S1-037', CLOUDFLARE_LIST, TRAEFIK],
  judge: project => {
    const lists = trustedLists(project).filter(({ addresses }) => !addresses.some(address => EVERYBODY.test(address)));
    // nginx and Traefik may spread one list over several entries of a file.
    return lists.flatMap(({ file, key, addresses, place }): readonly Hit[] => {
      const own = addresses.filter(address => CLOUDFLARE.includes(address));
      const left = CLOUDFLARE.filter(range => !addresses.includes(range));
      if (own.length > 0 && left.length > 0)
        return [
          {
            place,
            subject: `${file}: ${key}`,
            message: `${key} holds ${own.length} of Cloudflare’s ${CLOUDFLARE.length} ranges; visitors that come through the others are taken for Cloudflare itself.`,
            evidence: `missing ${left.slice(0, 3).join(', ')}${left.length > 3 ? ', …' : ''}`,
          },
        ];
      const wide = addresses.find(address => {
        const size = Number(/\/(\d+)$/.exec(address)?.[1] ?? 32);
        return (
          !PRIVATE.test(address) &&
          !CLOUDFLARE.includes(address) &&
          /^\d+\.\d+\.\d+\.\d+\/\d+$/.test(address) &&
          size < 24
        );
      });
      if (wide === undefined || own.length > 0) return [];
      return [
        {
          place,
          subject: `${file}: ${key}`,
          message: `${key} believes the public network ${wide}; anybody with an address in it chooses what the site takes him for.`,
          evidence: `${key} ${wide}`,
        },
      ];
    });
  },
});

export const dashboard = defineRule({
  id: 'proxy/dashboard-open',
  title: 'Traefik’s dashboard is closed',
  severity: { development: 'off', staging: 'high', production: 'high' },
  why: 'api.insecure opens dashboard and API on port 8080 without a login: they tell every service, route and middleware.',
  remedy: 'api:\n  dashboard: true\n  insecure: false',
  source: ['S1-035', 'C29', 'https://doc.traefik.io/traefik/operations/api/#insecure'],
  judge: project =>
    used(project, 'traefik').flatMap(({ file, directives }) =>
      directives
        .filter(({ name, words }) => name.toLowerCase() === 'api.insecure' && words[0]?.toLowerCase() === 'true')
        .map(({ name, place }) => ({
          place,
          subject: `${file}: ${name}`,
          message: 'Traefik’s dashboard and API answer everybody who reaches port 8080.',
          evidence: 'api.insecure = true',
        })),
    ),
});
