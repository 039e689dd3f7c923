import { defineRule, type Hit } from '../rule.ts';
import type { Directive } from './facts.ts';
import { everyDirective, listensOf, listensWithTls, used, webHandovers } from './nginx-view.ts';

export const tlsVersions = defineRule({
  id: 'proxy/tls-versions',
  title: 'Only TLS 1.2 and 1.3 are spoken',
  severity: { development: 'off', staging: 'medium', production: 'medium' },
  why: 'TLS 1.0 and 1.1 are broken and refused by browsers; payment and health standards forbid them.',
  remedy: 'ssl_protocols TLSv1.2 TLSv1.3;',
  source: ['S1-178', 'RFC 8996', 'https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_protocols'],
  judge: project => [
    ...used(project, 'nginx').flatMap(({ file, directives }) =>
      everyDirective(directives).flatMap(({ name, words, place }): readonly Hit[] => {
        const old = name === 'ssl_protocols' ? words.filter(word => /^(SSLv[23]|TLSv1(\.1)?)$/.test(word)) : [];
        if (old.length === 0) return [];
        return [
          {
            place,
            subject: `${file}: ssl_protocols`,
            message: `nginx speaks ${old.join(' and ')}.`,
            evidence: `ssl_protocols ${words.join(' ')}`,
          },
        ];
      }),
    ),
    ...used(project, 'traefik').flatMap(({ file, directives }) =>
      directives.flatMap(({ name, words, place }): readonly Hit[] =>
        /tls\.options\..*minversion$/i.test(name) && /^VersionTLS1[01]$/.test(words[0] ?? '')
          ? [
              {
                place,
                subject: `${file}: minVersion`,
                message: `Traefik speaks ${words[0]}.`,
                evidence: `minVersion ${words[0]}`,
                remedy: 'minVersion: VersionTLS12',
              },
            ]
          : [],
      ),
    ),
  ],
});

export const httpsRedirect = defineRule({
  id: 'proxy/https-redirect',
  title: 'Plain HTTP is sent on to HTTPS',
  severity: { development: 'off', staging: 'medium', production: 'medium' },
  why: 'Where the site also answers over plain HTTP, passwords and sessions of whoever types the address without https travel in the open.',
  remedy: 'server {\n    listen 80;\n    return 301 https://$host$request_uri;\n}',
  source: ['S1-178', 'C22', 'https://nginx.org/en/docs/http/ngx_http_rewrite_module.html#return'],
  judge: project => {
    const all = webHandovers(project);
    if (!all.some(({ server }) => listensWithTls(server))) return [...temporary(project), ...traefikPlain(project)];
    const plain = all.filter(({ server }) => server !== undefined && !listensWithTls(server) && onPort80(server));
    const seen = new Set<Directive | undefined>();
    const open = plain.filter(({ server }) => !seen.has(server) && seen.add(server) !== undefined);
    return [
      ...open.map(({ file, pass }) => ({
        place: pass.place,
        subject: `${file.file}: listen 80`,
        message:
          'This nginx has a certificate and hands requests on port 80 to the site all the same, without sending them to https.',
        evidence: 'listen 80 with proxy_pass',
      })),
      ...temporary(project),
      ...traefikPlain(project),
    ];
  },
});

function onPort80(server: Directive): boolean {
  const listens = listensOf(server);
  return listens.length === 0 || listens.some(({ words }) => /(^|:)80$/.test(words[0] ?? ''));
}

/** A redirect to https that browsers forget. */
function temporary(project: Parameters<typeof used>[0]): readonly Hit[] {
  return used(project, 'nginx').flatMap(({ file, directives }) =>
    everyDirective(directives)
      .filter(
        ({ name, words }) =>
          name === 'return' &&
          /^30[27]$/.test(words[0] ?? '') &&
          /^https:\/\/(\$host|\$server_name|\$http_host)/.test(words[1] ?? ''),
      )
      .map(
        ({ place, words }): Hit => ({
          place,
          subject: `${file}: return ${words[0]}`,
          message: `The way to https is a ${words[0]}, which browsers and search engines forget.`,
          evidence: `return ${words.join(' ')}`,
          severity: 'low',
        }),
      ),
  );
}

function traefikPlain(project: Parameters<typeof used>[0]): readonly Hit[] {
  const all = used(project, 'traefik').flatMap(({ directives }) => directives);
  const points = all.filter(({ name }) => /^entrypoints\.[^.]+\.address$/i.test(name));
  const on = (port: string) => points.find(({ words }) => new RegExp(`:${port}(/tcp)?$`).test(words[0] ?? ''));
  const plain = on('80');
  const sends = all.some(({ name }) => /\.http\.redirections\.entrypoint\.to$|redirectscheme\.scheme$/i.test(name));
  if (plain === undefined || on('443') === undefined || sends) return [];
  return [
    {
      place: plain.place,
      subject: `${plain.place.file}: ${plain.name}`,
      message: 'Traefik listens on port 80 and 443, and nothing sends requests from the first to the second.',
      evidence: `${plain.name} ${plain.words.join(' ')}`,
      remedy:
        'entryPoints:\n  web:\n    address: ":80"\n    http:\n      redirections:\n        entryPoint:\n          to: websecure\n          scheme: https\n          permanent: true',
    },
  ];
}
