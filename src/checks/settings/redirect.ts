import { defineRule } from '../rule.ts';
import { acrossSettings, type Fault } from './across.ts';
import { proxiesSay } from './entrance.ts';
import { deployed } from './severities.ts';
import { list, shown, truth } from './values.ts';

export const redirectOff = defineRule({
  id: 'settings/redirect-off',
  title: 'Plain HTTP is redirected',
  severity: deployed('low', 'medium'),
  why: 'Who types the bare name starts on plain HTTP, where everything can be read and changed. Either the proxy redirects or Django does.',
  remedy: 'SECURE_SSL_REDIRECT = True\nSECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")',
  source: ['S1-010', 'S1-033', 'S2-025', 'C22', 'Django security.W008'],
  judge: project =>
    acrossSettings(project, { needs: ['SECURE_SSL_REDIRECT'], of: 'web' }, ({ value }) => {
      if (truth(value('SECURE_SSL_REDIRECT')) === true) return [];
      if (proxiesSay(project, /redirectscheme|redirections?\.entrypoint|return 30[128] https:|rewrite .*https:\/\//i))
        return [];
      return [
        {
          on: 'SECURE_SSL_REDIRECT',
          message:
            'Django does not redirect plain HTTP, and no proxy file here does: it rests on a switch of the proxy that nothing here shows ("Force Https" in Coolify).',
        },
      ];
    }),
});

export const redirectExempt = defineRule({
  id: 'settings/redirect-exempt',
  title: 'Exemptions from the redirect match the paths they mean, and no more',
  severity: deployed('medium'),
  why: 'Django takes the leading slash off a path before it compares. A pattern that begins with one never matches, and the health check is redirected: its 301 passes for success and proves nothing.',
  remedy: 'SECURE_REDIRECT_EXEMPT = [r"^health/$", r"^ready/$"]',
  source: ['S1-010', 'https://docs.djangoproject.com/en/5.2/ref/settings/#secure-redirect-exempt'],
  judge: project =>
    acrossSettings(project, { needs: ['SECURE_REDIRECT_EXEMPT', 'SECURE_SSL_REDIRECT'], of: 'web' }, ({ value }) =>
      truth(value('SECURE_SSL_REDIRECT')) !== true
        ? []
        : (list(value('SECURE_REDIRECT_EXEMPT')) ?? []).flatMap((pattern): Fault[] => {
            const broad = /^\^?(?:\.\*|\(\.\*\))?\$?$/.test(pattern);
            if (!broad && !/^\^?\//.test(pattern)) return [];
            return [
              {
                on: 'SECURE_REDIRECT_EXEMPT',
                subject: `SECURE_REDIRECT_EXEMPT: ${pattern}`,
                evidence: `SECURE_REDIRECT_EXEMPT holds ${shown(pattern)}`,
                message: broad
                  ? pattern === '^$'
                    ? 'The start page is exempt from the redirect.'
                    : 'Every path is exempt: the redirect does nothing.'
                  : `${pattern} begins with a slash, so it matches no path.`,
                remedy: broad
                  ? 'Name the health paths only.'
                  : `Without the slash:\nSECURE_REDIRECT_EXEMPT = [r"${pattern.replace('/', '')}"]`,
              },
            ];
          }),
    ),
});
