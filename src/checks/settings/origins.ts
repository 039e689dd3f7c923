import { defineRule } from '../rule.ts';
import { acrossSettings, type Evaluated, type Fault } from './across.ts';
import { entranceOf } from './entrance.ts';
import { allows } from './hosts.ts';
import { reach } from './network.ts';
import { deployed } from './severities.ts';
import { list, shown, truth } from './values.ts';

const ORIGINS_PAGE = 'https://docs.djangoproject.com/en/5.2/ref/settings/#csrf-trusted-origins';
const SCOPE = { needs: ['CSRF_TRUSTED_ORIGINS'], of: 'web' } as const;

export const originScheme = defineRule({
  id: 'settings/csrf-origin-scheme',
  title: 'Each trusted origin is written as this Django compares it',
  severity: deployed('high'),
  why: 'Since 4.0 Django compares whole origins. Without its scheme an entry matches nothing, and 4_0.E001 stops `manage.py migrate` and every other command that runs the checks.',
  remedy: 'Write the scheme:\nCSRF_TRUSTED_ORIGINS=https://www.example.org',
  source: ['S0-029', 'S1-039', 'Django 4_0.E001', ORIGINS_PAGE],
  judge: project =>
    acrossSettings(project, SCOPE, ({ value, since }) =>
      (list(value('CSRF_TRUSTED_ORIGINS')) ?? []).flatMap((origin): Fault[] => {
        const schemed = origin.includes('://');
        if (schemed === since('4.0')) return [];
        return [
          {
            on: 'CSRF_TRUSTED_ORIGINS',
            subject: `CSRF_TRUSTED_ORIGINS: ${origin}`,
            evidence: `CSRF_TRUSTED_ORIGINS holds ${shown(origin)}`,
            message: schemed
              ? 'Before Django 4.0 entries are host names; one with a scheme matches nothing.'
              : 'An entry has no scheme, so it matches nothing, and Django’s own check stops management commands.',
            remedy: schemed
              ? 'Write the host name alone.'
              : `Write the scheme:\nCSRF_TRUSTED_ORIGINS=https://${origin.trim()}`,
          },
        ];
      }),
    ),
});

export const originShape = defineRule({
  id: 'settings/csrf-origin-shape',
  title: 'Each trusted origin can match an Origin header',
  severity: deployed('medium'),
  why: 'Browsers send scheme, host and port, and nothing after them. With a path, a slash or a blank an entry matches no request, and the forms it was meant for end in 403.',
  remedy: 'End it after the host:\nCSRF_TRUSTED_ORIGINS=https://www.example.org',
  source: ['S0-029', 'S1-039', 'RFC 6454 section 7', ORIGINS_PAGE],
  judge: project =>
    acrossSettings(project, SCOPE, ({ value }) =>
      (list(value('CSRF_TRUSTED_ORIGINS')) ?? []).flatMap((origin): Fault[] => {
        const flaw = flawOf(origin);
        return flaw === undefined
          ? []
          : [
              {
                on: 'CSRF_TRUSTED_ORIGINS',
                subject: `CSRF_TRUSTED_ORIGINS: ${origin}`,
                evidence: `CSRF_TRUSTED_ORIGINS holds ${shown(origin)}`,
                message: `An entry ${flaw}, so it matches no request.`,
              },
            ];
      }),
    ),
});

function flawOf(origin: string): string | undefined {
  if (origin.trim() === '') return 'is blank';
  if (origin !== origin.trim()) return 'has blanks at its ends';
  const [, rest] = origin.split('://');
  if (rest === undefined) return undefined;
  if (rest.endsWith('/') && rest.indexOf('/') === rest.length - 1) return 'ends with a slash';
  if (rest.includes('/')) return 'has a path';
  if (rest === '*' || rest === '') return 'names no host';
  if (/["'<>{}\s,;]/.test(rest)) return 'holds a character that no origin has';
  return rest.endsWith(':443') && origin.startsWith('https:')
    ? 'names the port 443, which browsers leave out'
    : undefined;
}

export const originPlain = defineRule({
  id: 'settings/csrf-origin-plain',
  title: 'Trusted origins are HTTPS',
  severity: deployed('low', 'medium'),
  why: 'Whoever can change a page on its way (any shared network) can make a page of a plain HTTP origin post a visitor’s forms.',
  remedy: 'CSRF_TRUSTED_ORIGINS=https://www.example.org',
  source: ['S0-029', 'S1-039', ORIGINS_PAGE],
  judge: project =>
    acrossSettings(project, SCOPE, ({ value }) =>
      (list(value('CSRF_TRUSTED_ORIGINS')) ?? [])
        .filter(origin => /^http:\/\//i.test(origin.trim()))
        .map(origin => ({
          on: 'CSRF_TRUSTED_ORIGINS',
          subject: `CSRF_TRUSTED_ORIGINS: ${origin}`,
          evidence: `CSRF_TRUSTED_ORIGINS holds ${shown(origin)}`,
          message: 'Forms are accepted from a page that came over plain HTTP.',
          ...(isLocal(origin) ? { severity: 'low' as const } : {}),
        })),
    ),
});

function isLocal(origin: string): boolean {
  const address = origin.trim();
  return URL.canParse(address) && reach(new URL(address).hostname) === 'local';
}

export const originHosts = defineRule({
  id: 'settings/csrf-origin-hosts',
  title: 'Trusted origins and allowed hosts name the same site',
  severity: deployed('low'),
  why: 'A form is accepted when its origin is the address Django sees, or is trusted. Behind a proxy whose headers Django does not read, only the list helps; and an origin that is nobody’s host here trusts another site with the visitors’ sessions.',
  remedy: 'One origin for each public host:\nCSRF_TRUSTED_ORIGINS=https://www.example.org',
  source: ['S0-029', 'S1-009', 'S1-152', 'S1-021', ORIGINS_PAGE],
  judge: project =>
    acrossSettings(project, { needs: ['CSRF_TRUSTED_ORIGINS', 'ALLOWED_HOSTS'], of: 'web' }, evaluated => [
      ...siteLeftOut(evaluated),
      ...foreignOrigins(evaluated),
    ]),
});

function siteLeftOut({ value, setting, since, project, project: { site } }: Evaluated): readonly Fault[] {
  if (site?.protocol !== 'https:' || !since('4.0') || setting('CSRF_TRUSTED_ORIGINS')?.dummy === true) return [];
  const origins = (list(value('CSRF_TRUSTED_ORIGINS')) ?? []).filter(origin => origin.includes('://'));
  if (origins.some(origin => matches(origin.trim().replace(/\/$/, ''), site))) return [];
  const { serverKnowsHttps, serverSpeaksHttps, known } = entranceOf(project);
  const seen = truth(value('SECURE_PROXY_SSL_HEADER')) === true || serverKnowsHttps || serverSpeaksHttps;
  return [
    {
      on: 'CSRF_TRUSTED_ORIGINS',
      subject: `CSRF_TRUSTED_ORIGINS: ${site.origin}`,
      severity: seen ? 'low' : known ? 'high' : 'medium',
      message: seen
        ? `The site’s own origin ${site.origin} is not trusted by name; forms work only as long as the proxy hands on host and scheme.`
        : `The site’s own origin ${site.origin} is not trusted, and behind the proxy Django takes requests for plain HTTP: every form ends in 403.`,
      remedy: `CSRF_TRUSTED_ORIGINS=${site.origin}`,
    },
  ];
}

function foreignOrigins({ value, setting }: Evaluated): readonly Fault[] {
  const hosts = list(value('ALLOWED_HOSTS')) ?? [];
  if (hosts.length === 0 || setting('ALLOWED_HOSTS')?.dummy === true || setting('CSRF_TRUSTED_ORIGINS')?.dummy === true)
    return [];
  return (list(value('CSRF_TRUSTED_ORIGINS')) ?? []).flatMap((origin): Fault[] => {
    const host = /^https?:\/\/(?:\*\.)?([^/:]+)/i.exec(origin.trim())?.[1];
    if (host === undefined || hosts.some(entry => allows(entry.trim().toLowerCase(), host))) return [];
    if (hosts.some(entry => entry.trim().endsWith(`.${host}`))) return [];
    return [
      {
        on: 'CSRF_TRUSTED_ORIGINS',
        subject: `CSRF_TRUSTED_ORIGINS: ${origin}`,
        evidence: `CSRF_TRUSTED_ORIGINS holds ${shown(origin)}`,
        message: `${origin} is trusted with forms, but is no host of this site.`,
        remedy: 'Take it out, unless that site posts forms here.',
      },
    ];
  });
}

function matches(origin: string, site: URL): boolean {
  if (origin.toLowerCase() === site.origin) return true;
  const [scheme, host] = origin.toLowerCase().split('://');
  return `${scheme}:` === site.protocol && host?.startsWith('*.') === true && allows(host.slice(1), site.hostname);
}
