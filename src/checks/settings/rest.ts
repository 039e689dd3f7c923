import { defineRule } from '../rule.ts';
import { acrossSettings, type Fault } from './across.ts';
import { deployed } from './severities.ts';
import { count, entries, list, member, shown, text, truth } from './values.ts';

const REST_PAGE = 'https://www.django-rest-framework.org/api-guide/settings/';

export const restFramework = defineRule({
  id: 'settings/rest-framework',
  title: 'The API is closed, limited and answers with data',
  severity: deployed('low'),
  why: 'What a view does not say, the defaults do: open to everybody, as often as anybody likes, with a page full of forms for whoever opens it in a browser.',
  remedy:
    'REST_FRAMEWORK = {\n    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],\n    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],\n    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.AnonRateThrottle"],\n    "DEFAULT_THROTTLE_RATES": {"anon": "60/min"},\n}',
  source: ['S2-053', REST_PAGE, 'https://www.django-rest-framework.org/api-guide/throttling/'],
  judge: project =>
    acrossSettings(project, { needs: ['REST_FRAMEWORK'], of: 'web' }, ({ value, installed }): Fault[] => {
      if (!installed('rest_framework')) return [];
      const rest = value('REST_FRAMEWORK');
      const classes = (name: string) => list(member(rest, name));
      const open = classes('DEFAULT_PERMISSION_CLASSES');
      const fault = (name: string, message: string): Fault => ({
        on: 'REST_FRAMEWORK',
        subject: `REST_FRAMEWORK: ${name}`,
        evidence: `${name}: ${shown(member(rest, name))}`,
        message,
      });
      return [
        ...(open === undefined || open.length === 0 || open.some(name => name.endsWith('AllowAny'))
          ? [
              {
                ...fault('DEFAULT_PERMISSION_CLASSES', 'A view that says nothing is open to everybody.'),
                severity: 'medium' as const,
              },
            ]
          : []),
        ...((classes('DEFAULT_THROTTLE_CLASSES') ?? []).length === 0
          ? [
              fault(
                'DEFAULT_THROTTLE_CLASSES',
                'Nothing limits how often a client may ask: passwords can be tried, and lists be read out.',
              ),
            ]
          : []),
        ...((classes('DEFAULT_RENDERER_CLASSES')?.some(name => name.endsWith('BrowsableAPIRenderer')) ?? true)
          ? [
              fault(
                'DEFAULT_RENDERER_CLASSES',
                'The browsable API is on: pages with forms, and a query for each choice of each relation.',
              ),
            ]
          : []),
        ...(classes('DEFAULT_AUTHENTICATION_CLASSES')?.some(name => name.endsWith('.BasicAuthentication')) === true
          ? [
              fault(
                'DEFAULT_AUTHENTICATION_CLASSES',
                'Passwords are accepted with every request, and can be tried with every request.',
              ),
            ]
          : []),
      ];
    }),
});

/** Seconds: what a stolen token may be good for. The first is asked for, the second still common. */
const ACCESS = { wanted: 900, most: 3600 } as const;
const REFRESH = { wanted: 30 * 86_400, most: 30 * 86_400 } as const;

export const tokenLife = defineRule({
  id: 'settings/token-life',
  title: 'Tokens end soon',
  severity: deployed('medium'),
  why: 'An access token cannot be called back: whoever stole it has until it ends. A refresh token can make new ones all that time.',
  remedy:
    'SIMPLE_JWT = {\n    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=15),\n    "REFRESH_TOKEN_LIFETIME": timedelta(days=30),\n    "ROTATE_REFRESH_TOKENS": True,\n    "BLACKLIST_AFTER_ROTATION": True,\n}',
  source: ['S4-013', 'C41', 'https://django-rest-framework-simplejwt.readthedocs.io/en/latest/settings.html'],
  judge: project =>
    acrossSettings(project, { needs: ['SIMPLE_JWT'], of: 'web' }, ({ value, isSet, installed }): Fault[] => {
      const jwt = entries(value('SIMPLE_JWT'));
      if (jwt === undefined || !isSet('SIMPLE_JWT')) return [];
      const fault = (name: string, message: string): Fault => ({
        on: 'SIMPLE_JWT',
        subject: `SIMPLE_JWT: ${name}`,
        evidence: `${name}: ${shown(jwt[name])}`,
        message,
      });
      const access = count(jwt['ACCESS_TOKEN_LIFETIME']) ?? 0;
      const refresh = count(jwt['REFRESH_TOKEN_LIFETIME']) ?? 0;
      const rotates = truth(jwt['ROTATE_REFRESH_TOKENS']) === true;
      return [
        ...(access > ACCESS.wanted
          ? [
              {
                ...fault('ACCESS_TOKEN_LIFETIME', `An access token is good for ${span(access)}.`),
                ...(access > 86_400
                  ? { severity: 'high' as const }
                  : access <= ACCESS.most
                    ? { severity: 'low' as const }
                    : {}),
              },
            ]
          : []),
        ...(refresh > REFRESH.most
          ? [fault('REFRESH_TOKEN_LIFETIME', `A refresh token is good for ${span(refresh)}.`)]
          : []),
        ...(rotates && truth(jwt['BLACKLIST_AFTER_ROTATION']) !== true
          ? [
              {
                ...fault(
                  'BLACKLIST_AFTER_ROTATION',
                  'Refresh tokens are exchanged, but the old one stays good: a stolen one is never noticed.',
                ),
                severity: 'low' as const,
              },
            ]
          : []),
        ...(truth(jwt['BLACKLIST_AFTER_ROTATION']) === true && !installed('rest_framework_simplejwt.token_blacklist')
          ? [
              fault(
                'BLACKLIST_AFTER_ROTATION',
                'rest_framework_simplejwt.token_blacklist is not installed, so no token is ever refused.',
              ),
            ]
          : []),
        ...(text(jwt['ALGORITHM'])?.toLowerCase() === 'none'
          ? [{ ...fault('ALGORITHM', 'Tokens are not signed: anybody can make one.'), severity: 'critical' as const }]
          : []),
      ];
    }),
});

function span(seconds: number): string {
  const units = [
    [86_400, 'day'],
    [3600, 'hour'],
    [60, 'minute'],
  ] as const;
  const [size, unit] = units.find(([length]) => seconds >= length) ?? [1, 'second'];
  const number = Math.round(seconds / size);
  return `${number} ${unit}${number === 1 ? '' : 's'}`;
}

export const cors = defineRule({
  id: 'settings/cors',
  title: 'Other origins that may read the API are named one by one, and are HTTPS',
  severity: deployed('medium'),
  why: 'Every page on the internet may read what the API answers; with credentials, in the name of whoever looks at that page.',
  remedy: 'CORS_ALLOW_ALL_ORIGINS = False\nCORS_ALLOWED_ORIGINS = ["https://app.example.org"]',
  source: [
    'S4-018',
    'S0-004',
    'https://github.com/adamchainz/django-cors-headers#configuration',
    'https://fetch.spec.whatwg.org/#http-cors-protocol',
  ],
  judge: project =>
    acrossSettings(
      project,
      { needs: ['CORS_ALLOWED_ORIGINS', 'CORS_ALLOW_ALL_ORIGINS', 'CORS_ALLOW_CREDENTIALS'], of: 'web' },
      ({ value, installed, isSet }): Fault[] => {
        if (!installed('corsheaders')) return [];
        const credentials = truth(value('CORS_ALLOW_CREDENTIALS')) === true;
        const all = ['CORS_ALLOW_ALL_ORIGINS', 'CORS_ORIGIN_ALLOW_ALL'].find(name => truth(value(name)) === true);
        const patterns = list(value('CORS_ALLOWED_ORIGIN_REGEXES')) ?? [];
        const names =
          isSet('CORS_ORIGIN_WHITELIST') && !isSet('CORS_ALLOWED_ORIGINS')
            ? 'CORS_ORIGIN_WHITELIST'
            : 'CORS_ALLOWED_ORIGINS';
        if (all !== undefined)
          return [
            {
              on: all,
              ...(credentials ? { severity: 'high' as const } : {}),
              evidence: `${all} = True, CORS_ALLOW_CREDENTIALS = ${shown(credentials)}`,
              message: credentials
                ? 'Every page on the internet may read the API with the session of whoever looks at it.'
                : 'Every page on the internet may read the API.',
            },
          ];
        const inert = !installed('corsheaders.middleware') && (list(value(names)) ?? []).length > 0;
        return [
          ...(inert
            ? [
                {
                  on: 'MIDDLEWARE',
                  subject: 'CorsMiddleware',
                  evidence: 'MIDDLEWARE has no CorsMiddleware',
                  message: 'CorsMiddleware is not installed, so the list of origins does nothing.',
                },
              ]
            : []),
          ...patterns
            .filter(pattern => /^\^?(?:https\??:\/\/)?\.[*+]\$?$/.test(pattern) || !/(?:\$|\\Z)$/.test(pattern))
            .map(pattern => ({
              on: 'CORS_ALLOWED_ORIGIN_REGEXES',
              subject: `CORS_ALLOWED_ORIGIN_REGEXES: ${pattern}`,
              evidence: `CORS_ALLOWED_ORIGIN_REGEXES holds ${shown(pattern)}`,
              ...(credentials ? { severity: 'high' as const } : {}),
              message:
                'The pattern is not bound to the whole origin, so names that somebody else can register match it.',
            })),
          ...(list(value(names)) ?? []).flatMap((origin): Fault[] => {
            const flaw = originFlaw(origin);
            return flaw === undefined
              ? []
              : [
                  {
                    on: names,
                    subject: `${names}: ${origin}`,
                    evidence: `${names} holds ${shown(origin)}`,
                    ...(flaw.low ? { severity: 'low' as const } : {}),
                    message: flaw.message,
                  },
                ];
          }),
        ];
      },
    ),
});

function originFlaw(origin: string): { readonly message: string; readonly low: boolean } | undefined {
  if (origin === 'null')
    return { message: 'The origin "null" is that of every sandboxed frame and every local file.', low: false };
  if (!origin.includes('://'))
    return {
      message: 'An origin without a scheme matches nothing, and the check of corsheaders stops management commands.',
      low: false,
    };
  if (/^[a-z]+:\/\/[^/]*\//i.test(origin))
    return { message: 'An origin ends after the host; with a slash or a path it matches nothing.', low: false };
  if (/^http:\/\/(?:localhost|127\.|\[::1\])/.test(origin))
    return {
      message: 'A page on a developer’s machine may read this API; nothing but habit says whose machine that is.',
      low: true,
    };
  return origin.startsWith('http://')
    ? {
        message: 'A page that came over plain HTTP may read the API: whoever can change that page can, too.',
        low: false,
      }
    : undefined;
}
