import { defineRule } from '../rule.ts';
import { isAtLeast } from '../versions.ts';
import { acrossSettings, type Fault } from './across.ts';
import { proxiesSend } from './entrance.ts';
import { deployed } from './severities.ts';
import { entries, list, member, shown, text, truth } from './values.ts';

export const frames = defineRule({
  id: 'settings/frames',
  title: 'Foreign pages cannot frame the site',
  severity: deployed('low', 'medium'),
  why: 'A page in an invisible frame gets the clicks of a visitor who thinks of something else.',
  remedy: 'X_FRAME_OPTIONS = "DENY"\nMIDDLEWARE += ["django.middleware.clickjacking.XFrameOptionsMiddleware"]',
  source: ['S1-019', 'Django security.W002', 'Django security.W019', 'RFC 7034'],
  judge: project =>
    acrossSettings(
      project,
      { needs: ['X_FRAME_OPTIONS', 'MIDDLEWARE'], of: 'web' },
      ({ value, installed }): Fault[] => {
        if (
          framesPolicy(value('SECURE_CSP')) ||
          framesPolicy(value('CONTENT_SECURITY_POLICY')) ||
          value('CSP_FRAME_ANCESTORS') !== undefined
        )
          return [];
        if (!installed('django.middleware.clickjacking.XFrameOptionsMiddleware'))
          return proxiesSend(project, /x-frame-options|frame-ancestors|framedeny/i)
            ? []
            : [
                {
                  on: 'MIDDLEWARE',
                  subject: 'XFrameOptionsMiddleware',
                  message: 'Nothing sends X-Frame-Options: any page may frame the site.',
                  evidence: 'MIDDLEWARE has no XFrameOptionsMiddleware',
                },
              ];
        const option = text(value('X_FRAME_OPTIONS'))?.toUpperCase();
        if (option === 'DENY' || option === undefined) return [];
        return option === 'SAMEORIGIN'
          ? [
              {
                on: 'X_FRAME_OPTIONS',
                severity: 'low',
                message: 'The site may frame itself; DENY is stricter where it never does.',
              },
            ]
          : [
              {
                on: 'X_FRAME_OPTIONS',
                message: `Browsers know only DENY and SAMEORIGIN, and ignore ${shown(option)}.`,
              },
            ];
      },
    ),
});

function framesPolicy(policy: Parameters<typeof member>[0]): boolean {
  return (
    member(policy, 'frame-ancestors') !== undefined || member(policy, 'DIRECTIVES', 'frame-ancestors') !== undefined
  );
}

export const nosniff = defineRule({
  id: 'settings/nosniff',
  title: 'Browsers do not guess the type of a file',
  severity: deployed('low', 'medium'),
  why: 'A browser that guesses takes an uploaded text for a page, and runs the scripts in it.',
  remedy: 'SECURE_CONTENT_TYPE_NOSNIFF = True',
  source: ['S1-018', 'Django security.W006'],
  judge: project =>
    acrossSettings(project, { needs: ['SECURE_CONTENT_TYPE_NOSNIFF'], of: 'web' }, ({ value }) =>
      truth(value('SECURE_CONTENT_TYPE_NOSNIFF')) === false &&
      !proxiesSend(project, /x-content-type-options|contenttypenosniff/i)
        ? [{ on: 'SECURE_CONTENT_TYPE_NOSNIFF', message: 'X-Content-Type-Options is not sent.' }]
        : [],
    ),
});

const REFERRER_POLICIES = new Set([
  'no-referrer',
  'no-referrer-when-downgrade',
  'origin',
  'origin-when-cross-origin',
  'same-origin',
  'strict-origin',
  'strict-origin-when-cross-origin',
  'unsafe-url',
]);

export const referrer = defineRule({
  id: 'settings/referrer-policy',
  title: 'Addresses of pages stay on the site',
  severity: deployed('low'),
  why: 'The Referer header tells other sites which page a visitor came from, with everything in its address: search words, tokens of password links.',
  remedy: 'SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"',
  source: ['Django security.W022', 'Django security.E023', 'https://www.w3.org/TR/referrer-policy/'],
  judge: project =>
    acrossSettings(project, { needs: ['SECURE_REFERRER_POLICY'], of: 'web' }, ({ value }): Fault[] => {
      const found = value('SECURE_REFERRER_POLICY');
      const policies = (list(found) ?? text(found)?.split(',') ?? []).map(policy => policy.trim());
      const [wrong] = policies.filter(policy => !REFERRER_POLICIES.has(policy));
      if (truth(found) === false)
        return proxiesSend(project, /referrer-?policy/i)
          ? []
          : [{ on: 'SECURE_REFERRER_POLICY', message: 'Referrer-Policy is not sent.' }];
      if (wrong !== undefined)
        return [
          {
            on: 'SECURE_REFERRER_POLICY',
            severity: 'medium',
            message: `${shown(wrong)} is no policy: browsers ignore it, and Django’s own check fails with security.E023.`,
          },
        ];
      return policies.at(-1) === 'unsafe-url'
        ? [
            {
              on: 'SECURE_REFERRER_POLICY',
              severity: 'medium',
              message: 'Whole addresses are told to every other site.',
            },
          ]
        : [];
    }),
});

export const opener = defineRule({
  id: 'settings/opener-policy',
  title: 'Windows of other sites are kept apart',
  severity: deployed('low'),
  why: 'A page that opens the site in a window keeps a handle on it, and can lead it elsewhere.',
  remedy: 'SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"',
  source: ['Django security.E024', 'https://docs.djangoproject.com/en/5.2/ref/middleware/#cross-origin-opener-policy'],
  versions: 'Django 4.0 and later',
  judge: project =>
    acrossSettings(
      project,
      { needs: ['SECURE_CROSS_ORIGIN_OPENER_POLICY'], of: 'web' },
      ({ value, since }): Fault[] => {
        const found = value('SECURE_CROSS_ORIGIN_OPENER_POLICY');
        if (!since('4.0') || found === undefined) return [];
        const policy = text(found);
        if (policy !== undefined && OPENER_POLICIES.has(policy)) return [];
        return truth(found) === false || policy === 'unsafe-none'
          ? [
              {
                on: 'SECURE_CROSS_ORIGIN_OPENER_POLICY',
                message: 'Cross-Origin-Opener-Policy does not keep other windows apart.',
              },
            ]
          : [
              {
                on: 'SECURE_CROSS_ORIGIN_OPENER_POLICY',
                severity: 'medium',
                message: `${shown(found)} is no policy: browsers ignore it, and Django’s own check fails with security.E024.`,
              },
            ];
      },
    ),
});

const OPENER_POLICIES = new Set(['same-origin', 'same-origin-allow-popups']);

export const contentPolicy = defineRule({
  id: 'settings/content-policy',
  title: 'The content security policy is in force, and lets no foreign script in',
  severity: deployed('medium'),
  why: 'The policy is what stops a script that got into a page. One that allows inline scripts or every source stops nothing, and one under a name that nothing reads is not sent.',
  remedy:
    'Django 6.0 and later (before that, the package django-csp has settings of its own):\nSECURE_CSP = {"default-src": ["\'self\'"], "script-src": ["\'self\'", CSP.NONCE]}',
  source: [
    'Django security.E026',
    'https://docs.djangoproject.com/en/6.0/ref/csp/',
    'https://django-csp.readthedocs.io/en/latest/migration-guide.html',
  ],
  judge: project =>
    acrossSettings(project, { needs: [], of: 'web' }, ({ value, isSet, since, installed }): Fault[] => {
      const faults: Fault[] = [];
      for (const name of ['SECURE_CSP', 'SECURE_CSP_REPORT_ONLY']) {
        const policy = value(name);
        if (policy === undefined || !isSet(name)) continue;
        if (!since('6.0'))
          faults.push({
            on: name,
            message: `This Django does not read ${name} (6.0 is the first that does): no policy is sent.`,
          });
        else if (entries(policy) === undefined)
          faults.push({ on: name, message: `${name} is no dictionary: Django’s own check fails with security.E026.` });
        else if (truth(policy) === true && !installed('django.middleware.csp.ContentSecurityPolicyMiddleware'))
          faults.push({
            on: name,
            message: 'ContentSecurityPolicyMiddleware is not installed, so the policy is not sent.',
          });
        else if (name === 'SECURE_CSP') faults.push(...openSources(name, policy));
      }
      const version = project.python?.packages['django-csp'];
      if (isSet('CSP_DEFAULT_SRC') && version !== undefined && isAtLeast(version, '4'))
        faults.push({
          on: 'CSP_DEFAULT_SRC',
          message: `django-csp ${version} does not read CSP_* settings any more: no policy is sent.`,
          remedy: 'Move them into CONTENT_SECURITY_POLICY = {"DIRECTIVES": {...}}.',
        });
      const directives = member(value('CONTENT_SECURITY_POLICY'), 'DIRECTIVES');
      return [...faults, ...(directives === undefined ? [] : openSources('CONTENT_SECURITY_POLICY', directives))];
    }),
});

function openSources(name: string, policy: Parameters<typeof member>[0]): readonly Fault[] {
  const directive = member(policy, 'script-src') === undefined ? 'default-src' : 'script-src';
  const found = member(policy, directive);
  const sources = list(found) ?? (text(found) ?? '').split(/\s+/);
  const nonce = sources.some(source => /nonce|sha(?:256|384|512)-|strict-dynamic/i.test(source));
  return sources
    .filter(
      source =>
        source === '*' || source === 'https:' || (source === "'unsafe-inline'" && !nonce) || source === "'unsafe-eval'",
    )
    .map(source => ({
      on: name,
      subject: `${name}: ${directive} ${source}`,
      severity: 'low' as const,
      evidence: `${directive} ${sources.join(' ')}`,
      message: `${directive} allows ${source}, which lets in most of what a policy is there to stop.`,
    }));
}
