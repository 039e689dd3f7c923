import { defineRule } from '../rule.ts';
import { acrossSettings } from './across.ts';
import { proxiesSend } from './entrance.ts';
import { deployed } from './severities.ts';
import { count, shown, truth } from './values.ts';

/** Browsers keep it for so many seconds: a year is what the preload list asks for. */
const YEAR = 31_536_000;
const DAY = 86_400;
const HSTS_PAGE = 'https://hstspreload.org/#deployment-recommendations';

export const hsts = defineRule({
  id: 'settings/hsts',
  title: 'Browsers are told to stay on HTTPS, for long enough',
  severity: deployed('low', 'medium'),
  why: 'Until a browser has seen the header, the first request of every visit can be led astray. Too long before TLS is proven locks visitors out; too short protects nobody.',
  remedy: 'In steps: 3600 until TLS is proven, then 86400, then for good:\nSECURE_HSTS_SECONDS = 31536000',
  source: ['S1-011', 'S0-060', 'C21', 'Django security.W004', HSTS_PAGE],
  judge: project =>
    acrossSettings(project, { needs: ['SECURE_HSTS_SECONDS'], of: 'web' }, ({ value, profile }) => {
      const seconds = count(value('SECURE_HSTS_SECONDS'));
      if (seconds === undefined || proxiesSend(project, /strict-transport-security|stsseconds/i)) return [];
      if (seconds <= 0) return [{ on: 'SECURE_HSTS_SECONDS', message: 'Strict-Transport-Security is not sent.' }];
      if (profile !== 'production' || seconds >= YEAR) return [];
      return [
        {
          on: 'SECURE_HSTS_SECONDS',
          severity: 'low',
          message: `Browsers forget it after ${seconds < DAY ? 'less than a day' : `${Math.floor(seconds / DAY)} days`}; fine as a step, short for good.`,
        },
      ];
    }),
});

export const hstsPreload = defineRule({
  id: 'settings/hsts-preload',
  title: 'HSTS covers subdomains and asks for preloading where that can work',
  severity: deployed('low'),
  why: 'A subdomain over plain HTTP can set cookies for the whole site. And the browsers’ list only takes a registrable domain that promises a year for all of its subdomains: asked for otherwise it does nothing, and is hard to take back.',
  remedy: 'SECURE_HSTS_SECONDS = 31536000\nSECURE_HSTS_INCLUDE_SUBDOMAINS = True\nSECURE_HSTS_PRELOAD = True',
  source: ['S1-012', 'S1-013', 'C21', 'Django security.W005', 'Django security.W021', HSTS_PAGE],
  judge: project =>
    acrossSettings(
      project,
      { needs: ['SECURE_HSTS_SECONDS', 'SECURE_HSTS_INCLUDE_SUBDOMAINS', 'SECURE_HSTS_PRELOAD'], of: 'web' },
      ({ value, profile }) => {
        const seconds = count(value('SECURE_HSTS_SECONDS')) ?? 0;
        const subdomains = truth(value('SECURE_HSTS_INCLUDE_SUBDOMAINS'));
        const preload = truth(value('SECURE_HSTS_PRELOAD'));
        if (seconds <= 0) return [];
        if (preload === true && (subdomains !== true || seconds < YEAR))
          return [
            {
              on: 'SECURE_HSTS_PRELOAD',
              severity: 'medium',
              evidence: `SECURE_HSTS_PRELOAD = True, SECURE_HSTS_SECONDS = ${seconds}, SECURE_HSTS_INCLUDE_SUBDOMAINS = ${shown(subdomains ?? null)}`,
              message: `Preloading is asked for ${subdomains === true ? 'with less than a year' : 'without subdomains'}: the browsers’ list refuses that.`,
            },
          ];
        // A subdomain's own header covers what lies below it only; staging is to be left again.
        if (profile !== 'production' || seconds < YEAR || !isApex(project.site?.hostname)) return [];
        if (subdomains === false)
          return [
            {
              on: 'SECURE_HSTS_INCLUDE_SUBDOMAINS',
              message: 'Subdomains are not covered: one over plain HTTP can set cookies for the whole site.',
            },
          ];
        return preload === false
          ? [
              {
                on: 'SECURE_HSTS_PRELOAD',
                message:
                  'A year for all subdomains is promised, but not asked into the browsers’ list: the very first visit stays open.',
              },
            ]
          : [];
      },
    ),
});

/** `example.org`, `www.example.org`: the names whose promise covers a whole domain. */
function isApex(host: string | undefined): boolean {
  return host === undefined || host.split('.').length <= 2 || host.startsWith('www.');
}
