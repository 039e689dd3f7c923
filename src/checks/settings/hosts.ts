import type { Severity } from '../../core/findings.ts';
import type { Profile } from '../profile.ts';
import { defineRule } from '../rule.ts';
import { acrossSettings, type Fault } from './across.ts';
import { deployed } from './severities.ts';
import { list, shown } from './values.ts';

const HOSTS_PAGE = 'https://docs.djangoproject.com/en/5.2/ref/settings/#allowed-hosts';
const SCOPE = { needs: ['ALLOWED_HOSTS'], of: 'web' } as const;

export const hostsEmpty = defineRule({
  id: 'settings/hosts-empty',
  title: 'ALLOWED_HOSTS names a host',
  severity: deployed('critical'),
  why: 'With DEBUG off and no allowed host, Django answers every request with 400.',
  remedy: 'Demand the variable, and stop the start when it is missing:\nALLOWED_HOSTS = env.list("ALLOWED_HOSTS")',
  source: ['S0-028', 'S1-008', 'Django security.W020', HOSTS_PAGE],
  judge: project =>
    acrossSettings(project, SCOPE, ({ value }) => {
      const hosts = list(value('ALLOWED_HOSTS'));
      return hosts?.every(host => host.trim() === '') === true
        ? [{ on: 'ALLOWED_HOSTS', message: 'No host is allowed, so every request is answered with 400.' }]
        : [];
    }),
});

export const hostsWildcard = defineRule({
  id: 'settings/hosts-wildcard',
  title: 'Hosts are named one by one',
  severity: deployed('medium', 'high'),
  why: 'Django makes the links of password mails and redirects from the Host header. When any host is allowed, whoever sends the request decides where they lead, and caches keep it.',
  remedy: 'Name the site, and what the health check asks for:\nALLOWED_HOSTS = ["www.example.org", "localhost"]',
  source: ['S0-028', 'S1-151', 'C23', HOSTS_PAGE],
  judge: project =>
    acrossSettings(project, SCOPE, ({ value }) =>
      (list(value('ALLOWED_HOSTS')) ?? []).flatMap((host): Fault[] => {
        const name = host.trim();
        if (name === '*' || name === '.')
          return [
            {
              on: 'ALLOWED_HOSTS',
              message:
                'Every host is allowed: a request with a foreign Host header decides where links in mails and redirects lead.',
            },
          ];
        if (!name.startsWith('.')) return [];
        const whole = name.split('.').filter(part => part !== '').length < 2;
        return [
          {
            on: 'ALLOWED_HOSTS',
            subject: `ALLOWED_HOSTS: ${name}`,
            severity: whole ? 'high' : 'low',
            message: whole
              ? `${name} allows every name below a whole top-level domain.`
              : `${name} allows every subdomain, those that others may get one day among them.`,
          },
        ];
      }),
    ),
});

export const hostsShape = defineRule({
  id: 'settings/hosts-shape',
  title: 'Each allowed host can match a Host header',
  severity: deployed('medium'),
  why: 'Django compares the Host header, without its port, with each entry as it is written. A blank, a scheme, a port or a path makes an entry that no request ever matches.',
  remedy:
    'Split and strip, and keep names only:\nALLOWED_HOSTS = [host.strip() for host in env.list("ALLOWED_HOSTS") if host.strip()]',
  source: ['S1-005', 'S0-028', HOSTS_PAGE],
  judge: project =>
    acrossSettings(project, SCOPE, ({ value, profile, project: { site } }) => {
      const hosts = list(value('ALLOWED_HOSTS')) ?? [];
      return hosts.flatMap((host): Fault[] => {
        const flaw = flawOf(host);
        if (flaw === undefined) return [];
        const name = bare(host);
        const sites = site !== undefined && name === site.hostname && !hosts.includes(site.hostname);
        return [
          {
            on: 'ALLOWED_HOSTS',
            subject: `ALLOWED_HOSTS: ${host}`,
            evidence: `ALLOWED_HOSTS holds ${shown(host)}`,
            ...weightOf(host, hosts, sites, profile),
            message: `An entry ${flaw}, so it matches no request${sites ? ', and the site’s own name is refused with 400' : ''}.`,
          },
        ];
      });
    }),
});

/** Whoever comes by the name that was meant is refused, unless it stands there once more as it should. */
function weightOf(
  host: string,
  hosts: readonly string[],
  sites: boolean,
  profile: Profile,
): { readonly severity?: Severity } {
  if (host.trim() === '') return { severity: 'low' };
  if (sites) return { severity: 'critical' };
  return profile === 'production' && !hosts.includes(bare(host)) ? { severity: 'high' } : {};
}

function flawOf(host: string): string | undefined {
  if (host.trim() === '') return 'is blank';
  if (host !== host.trim()) return `has blanks at its ends (${shown(host)})`;
  if (host.includes('://')) return `carries a scheme (${shown(host)})`;
  if (/["'<>${}]/.test(host)) return `holds a character that no host name has (${shown(host)})`;
  if (host.includes('/')) return `carries a path (${shown(host)})`;
  if (/[,;\s]/.test(host)) return `is a list in one entry (${shown(host)})`;
  if (/^[^[\]:]+:\d+$|\]:\d+$/.test(host)) return `carries a port (${shown(host)})`;
  if (host.includes('*') && host !== '*') return `holds a "*", which only counts alone (${shown(host)})`;
  return undefined;
}

function bare(host: string): string {
  return host
    .trim()
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/[:/].*$/, '')
    .toLowerCase();
}

export const hostsSite = defineRule({
  id: 'settings/hosts-site',
  title: 'The site’s own name is an allowed host',
  severity: deployed('critical'),
  why: 'Visitors ask for the public name. When it is not allowed, each of them gets 400.',
  remedy: 'Add the public name to the variable:\nALLOWED_HOSTS=www.example.org,localhost',
  source: ['S0-028', 'S1-151', HOSTS_PAGE],
  judge: project =>
    acrossSettings(project, SCOPE, ({ value, setting, project: { site } }) => {
      const hosts = list(value('ALLOWED_HOSTS'));
      if (site === undefined || hosts === undefined || setting('ALLOWED_HOSTS')?.dummy === true) return [];
      const named = hosts.filter(host => host.trim() !== '');
      // An empty list, and entries that are only written wrongly, are other rules' findings.
      if (named.length === 0 || named.some(host => allows(bare(host), site.hostname) || host === '*')) return [];
      return [
        {
          on: 'ALLOWED_HOSTS',
          message: `The public name ${site.hostname} is not among the allowed hosts, so visitors get 400.`,
          remedy: `Add it where the hosts come from:\nALLOWED_HOSTS=${site.hostname},${named.join(',')}`,
        },
      ];
    }),
});

/** As Django's `validate_host`: equal, or below an entry that begins with a dot. */
export function allows(entry: string, host: string): boolean {
  const name = host.toLowerCase();
  if (entry === '*') return true;
  return entry.startsWith('.') ? name.endsWith(entry) || name === entry.slice(1) : name === entry;
}

export const hostsPlaceholder = defineRule({
  id: 'settings/hosts-placeholder',
  title: 'Allowed hosts are real names',
  severity: deployed('low', 'medium'),
  why: 'A name from a template means that nobody went through the list: the site’s own may be missing, and whoever owns the example’s name is trusted.',
  remedy: 'Take it out, and name the site.',
  source: ['S0-028', 'S1-164', 'RFC 2606'],
  judge: project =>
    acrossSettings(project, SCOPE, ({ value, project: { site } }) =>
      (list(value('ALLOWED_HOSTS')) ?? [])
        .filter(host => PLACEHOLDER.test(host) && !PLACEHOLDER.test(site?.hostname ?? ''))
        .map(host => ({
          on: 'ALLOWED_HOSTS',
          subject: `ALLOWED_HOSTS: ${host}`,
          message: `${host} is a name from a template.`,
        })),
    ),
});

const PLACEHOLDER =
  /(?:^|[.-])(?:example\.(?:com|org|net)|your-?(?:domain|site|app|host|server|name)|my-?domain|change-?me|placeholder|domain\.(?:com|tld))/i;
