import { defineRule } from '../rule.ts';
import { acrossSettings, type Evaluated, type Fault } from './across.ts';
import { reach } from './network.ts';
import { deployed } from './severities.ts';
import { count, entries, isSecret, member, secretIn, shown, text, truth } from './values.ts';

const MAIL_PAGE = 'https://docs.djangoproject.com/en/5.2/topics/email/';

/** A way out for mail: the one of EMAIL_*, or one of MAILERS (Django 6.1). */
interface Mailer {
  readonly on: string;
  readonly alias: string | undefined;
  readonly backend: string;
  option(name: MailOption): ReturnType<Evaluated['value']>;
}

type MailOption = 'host' | 'port' | 'username' | 'password' | 'use_tls' | 'use_ssl' | 'timeout';

const OLD_NAMES: Readonly<Record<MailOption, string>> = {
  host: 'EMAIL_HOST',
  port: 'EMAIL_PORT',
  username: 'EMAIL_HOST_USER',
  password: 'EMAIL_HOST_PASSWORD',
  use_tls: 'EMAIL_USE_TLS',
  use_ssl: 'EMAIL_USE_SSL',
  timeout: 'EMAIL_TIMEOUT',
};

function mailersOf({ value, since, isSet }: Evaluated): readonly Mailer[] {
  const mailers = since('6.1') && isSet('MAILERS') ? entries(value('MAILERS')) : undefined;
  if (mailers !== undefined)
    return Object.entries(mailers).map(([alias, mailer]) => ({
      on: 'MAILERS',
      alias,
      backend: text(member(mailer, 'BACKEND')) ?? SMTP,
      option: name => member(mailer, 'OPTIONS', name),
    }));
  return [
    {
      on: 'EMAIL_BACKEND',
      alias: undefined,
      backend: text(value('EMAIL_BACKEND')) ?? SMTP,
      option: name => value(OLD_NAMES[name]),
    },
  ];
}

const SMTP = 'django.core.mail.backends.smtp.EmailBackend';
const SCOPE = { needs: ['EMAIL_BACKEND', 'MAILERS'], of: 'any' } as const;

const onOf = ({ on, alias }: Mailer, option: MailOption): string => (alias === undefined ? OLD_NAMES[option] : on);
const subjectOf = ({ alias }: Mailer, name: string): string =>
  alias === undefined ? name : `MAILERS: ${alias}: ${name}`;

export const mailBackend = defineRule({
  id: 'settings/mail-backend',
  title: 'Mail leaves the machine',
  // Staging may well catch its mail; production may not.
  severity: deployed('low', 'high'),
  why: 'These backends print mail, keep it or throw it away, and report success: password links, invitations and error reports reach nobody.',
  remedy: 'EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"',
  source: ['S1-027', 'S1-166', 'C19', 'Django mail.E001', `${MAIL_PAGE}#email-backends`],
  judge: project =>
    acrossSettings(project, SCOPE, evaluated =>
      mailersOf(evaluated).flatMap((mailer): Fault[] => {
        const kind = /mail\.backends\.(console|dummy|locmem|filebased)\b/.exec(mailer.backend)?.[1];
        if (kind === undefined || (mailer.alias !== undefined && mailer.alias !== 'default')) return [];
        return [
          {
            on: mailer.on,
            subject: subjectOf(mailer, mailer.alias === undefined ? 'EMAIL_BACKEND' : 'BACKEND'),
            evidence: `${mailer.alias === undefined ? 'EMAIL_BACKEND' : `MAILERS['${mailer.alias}']`}: ${mailer.backend}`,
            message: `Mail ${FATE[kind] ?? 'goes nowhere'}: it reaches nobody.`,
          },
        ];
      }),
    ),
});

const FATE: Readonly<Record<string, string>> = {
  console: 'is printed into the log, links to reset passwords included',
  dummy: 'is thrown away',
  locmem: 'is kept in memory',
  filebased: 'is written into a folder of the container',
};

export const mailServer = defineRule({
  id: 'settings/mail-server',
  title: 'The mail server is another machine',
  severity: deployed('low', 'medium'),
  why: 'In a container nothing listens on port 25 of localhost: whatever sends mail, resetting a password first, ends with 500.',
  remedy: 'EMAIL_HOST = env("EMAIL_HOST")',
  source: ['S1-173', 'S2-027', 'S1-166', `${MAIL_PAGE}#smtp-backend`],
  judge: project => {
    // What systemd starts is on a machine, which may well have a mail server of its own.
    if (project.servers.length > 0 && project.servers.every(({ unit }) => unit !== undefined)) return [];
    return acrossSettings(project, SCOPE, evaluated =>
      mailersOf(evaluated).flatMap((mailer): Fault[] => {
        const host = text(mailer.option('host')) ?? 'localhost';
        if (!isSmtp(mailer) || reach(host) !== 'local' || host.startsWith('/')) return [];
        const asked = ['EMAIL_HOST', 'EMAIL_BACKEND', 'EMAIL_PORT', 'DEFAULT_FROM_EMAIL', 'MAILERS'].some(
          evaluated.isSet,
        );
        return [
          {
            on: onOf(mailer, 'host'),
            subject: subjectOf(mailer, 'EMAIL_HOST'),
            evidence: `host ${shown(host)}`,
            // Without any mail setting the project may never send one.
            ...(asked ? {} : { severity: 'low' as const }),
            message: 'Mail is handed to a server on the same machine, which a container has not.',
          },
        ];
      }),
    );
  },
});

const isSmtp = ({ backend }: Mailer): boolean => /smtp/i.test(backend);

export const mailTls = defineRule({
  id: 'settings/mail-tls',
  title: 'Mail is sent over TLS, the way its port expects it',
  severity: deployed('medium'),
  why: 'Port 465 speaks TLS from the first byte, 587 after STARTTLS: the wrong one waits until it times out. Without either, password and mail can be read on the way. Django refuses both at once.',
  remedy: 'EMAIL_PORT = 587\nEMAIL_USE_TLS = True\nEMAIL_USE_SSL = False',
  source: [
    'S1-173',
    'S2-027',
    'S4-017',
    'RFC 8314 section 3.3',
    `${MAIL_PAGE}#django.core.mail.backends.smtp.EmailBackend`,
  ],
  judge: project =>
    acrossSettings(project, SCOPE, evaluated =>
      mailersOf(evaluated)
        .filter(isSmtp)
        .flatMap((mailer): Fault[] => {
          const tls = truth(mailer.option('use_tls')) === true;
          const ssl = truth(mailer.option('use_ssl')) === true;
          const port = count(mailer.option('port')) ?? 25;
          const host = text(mailer.option('host')) ?? 'localhost';
          const fault = {
            on: onOf(mailer, ssl ? 'use_ssl' : tls ? 'use_tls' : 'port'),
            subject: subjectOf(mailer, 'TLS'),
            evidence: `port ${port}, STARTTLS ${shown(tls)}, TLS from the start ${shown(ssl)}`,
          };
          if (tls && ssl)
            return [
              {
                ...fault,
                severity: 'high',
                message: 'EMAIL_USE_TLS and EMAIL_USE_SSL exclude each other: Django refuses to send.',
              },
            ];
          if (port === 465 && !ssl)
            return [
              {
                ...fault,
                on: onOf(mailer, 'port'),
                severity: 'high',
                message: 'Port 465 waits for TLS from the first byte, which EMAIL_USE_SSL is for: no mail goes out.',
                remedy: 'EMAIL_PORT = 465\nEMAIL_USE_SSL = True\nEMAIL_USE_TLS = False',
              },
            ];
          if (port === 587 && ssl)
            return [
              {
                ...fault,
                severity: 'high',
                message:
                  'Port 587 begins in plain text and switches by STARTTLS, which EMAIL_USE_TLS is for: no mail goes out.',
              },
            ];
          if (tls || ssl || reach(host) === 'local') return [];
          const login = hasLogin(mailer);
          if (reach(host) === 'private' && !login) return [];
          return [
            {
              ...fault,
              on: onOf(mailer, 'use_tls'),
              severity: login ? 'medium' : 'low',
              message: `Mail${login ? ' and the password of the mail account are' : ' is'} sent in plain text.`,
            },
          ];
        }),
    ),
});

function hasLogin(mailer: Mailer): boolean {
  const password = mailer.option('password');
  return isSecret(password) ? (secretIn(password)?.length ?? 0) > 0 : truth(mailer.option('username')) === true;
}

export const mailSender = defineRule({
  id: 'settings/mail-sender',
  title: 'Mail comes from an address of the site',
  severity: deployed('low', 'medium'),
  why: 'Mail from a name that does not exist is refused or sorted out by the receiver: password links are never seen.',
  remedy: 'DEFAULT_FROM_EMAIL = "site@example.org"\nSERVER_EMAIL = DEFAULT_FROM_EMAIL',
  source: ['S2-026', 'S1-166', 'https://docs.djangoproject.com/en/5.2/ref/settings/#default-from-email'],
  judge: project =>
    acrossSettings(project, { needs: ['DEFAULT_FROM_EMAIL'], of: 'any' }, evaluated => {
      const { value, isSet, setting } = evaluated;
      // Who sets nothing about mail may never send one; who prints it has another finding.
      const sends =
        ['EMAIL_HOST', 'EMAIL_BACKEND', 'MAILERS', 'ANYMAIL'].some(isSet) &&
        mailersOf(evaluated).some(({ backend }) => !/backends\.(?:console|dummy|locmem|filebased)/.test(backend));
      const sender = text(value('DEFAULT_FROM_EMAIL')) ?? '';
      const domain = /@([^>\s]+)/.exec(sender)?.[1]?.toLowerCase() ?? '';
      if (!sends || setting('DEFAULT_FROM_EMAIL')?.dummy === true) return [];
      const flaw =
        domain === ''
          ? 'is no address'
          : reach(domain) === 'local'
            ? 'ends in a name that no receiver can look up'
            : /^(?:example\.(?:com|org|net)|(?:your|my)-?(?:domain|site|company)\.)/.test(domain)
              ? 'is an address from a template'
              : undefined;
      return flaw === undefined ? [] : [{ on: 'DEFAULT_FROM_EMAIL', message: `The sender ${shown(sender)} ${flaw}.` }];
    }),
});

export const mailTimeout = defineRule({
  id: 'settings/mail-timeout',
  title: 'A mail server that does not answer is given up',
  severity: { development: 'off', staging: 'off', production: 'low' },
  why: 'Without a time limit a request that sends mail waits for as long as the operating system does, minutes, and holds its process.',
  remedy: 'EMAIL_TIMEOUT = 10',
  source: ['S1-173', 'https://docs.djangoproject.com/en/5.2/ref/settings/#email-timeout'],
  judge: project =>
    acrossSettings(project, { ...SCOPE, of: 'web' }, evaluated =>
      mailersOf(evaluated)
        .filter(mailer => isSmtp(mailer) && reach(text(mailer.option('host')) ?? 'localhost') !== 'local')
        .filter(mailer => (mailer.option('timeout') ?? null) === null)
        .map(mailer => ({
          on: onOf(mailer, 'timeout'),
          subject: subjectOf(mailer, 'EMAIL_TIMEOUT'),
          evidence: 'EMAIL_TIMEOUT = None',
          message: 'A mail server that does not answer holds a process for minutes.',
        })),
    ),
});
