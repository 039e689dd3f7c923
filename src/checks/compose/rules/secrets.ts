import { count, inSequence } from '../../../core/text.ts';
import type { Project } from '../../project.ts';
import { defineRule, type Hit, type Rule } from '../../rule.ts';
import { isSecretName, secretKind } from '../../secrets/names.ts';
import { placeholderIn } from '../../secrets/strength.ts';
import { deployed } from '../../settings/severities.ts';
import type { ComposeVariable } from '../facts.ts';
import { type Running, running } from './running.ts';

/** Judged by `compose/grafana-password`, which knows what Grafana does without it. */
const GRAFANA = 'GF_SECURITY_ADMIN_PASSWORD';
/** A password between user and host. */
const IN_ADDRESS = /:\/\/[^\s:/@]*:(?<password>[^@/\s]+)@/;
const DEFAULT = /\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*):?-(?<value>[^${}]+)\}/g;

interface Written {
  readonly variable: ComposeVariable;
  readonly services: readonly Running[];
}

export const literal: Rule = defineRule({
  id: 'compose/literal-secret',
  title: 'Secrets are not written in the stack',
  severity: deployed('high'),
  why: 'Whoever can read the repository, now or in any of its copies, has the secret, and changing it needs a commit that shows the new one.',
  remedy:
    'Take it from the environment, and change the secret, because it has been seen:\nPOSTGRES_PASSWORD: ${POSTGRES_PASSWORD:?set POSTGRES_PASSWORD}',
  source: [
    'S1-074',
    'S1-165',
    'S1-155',
    'S4-011',
    'https://docs.docker.com/compose/how-tos/environment-variables/best-practices/',
  ],
  judge: project =>
    writtenVariables(project).flatMap(({ variable, services }): Hit[] => {
      const secret = literalIn(variable);
      if (secret === undefined) return [];
      const { name, place } = variable;
      const mark = placeholderIn(secret);
      const key = secretKind(name) === 'django-key';
      return [
        {
          place,
          subject: `${place.file}: ${name}`,
          message: `${name} of ${namesOf(services)} is written in the file${mark === null ? '' : ', and it is a placeholder that everybody knows'}: anybody who sees the repository has it.`,
          evidence: `${name}: *** (${count(secret.length, 'character')})`,
          remedy: `Take it from the environment, and change the secret, because it has been seen:\n${name}: \${${name}:?set ${name}}`,
          ...(key ? { severity: 'critical' as const } : {}),
        },
      ];
    }),
});

/** The secret in a value that is no variable: the whole of it, or the password in an address. */
function literalIn({ name, value, written }: ComposeVariable): string | undefined {
  if (value === undefined || value === '' || name === GRAFANA) return undefined;
  const plain = written.replace(/\$\$/g, '');
  const address = IN_ADDRESS.exec(plain)?.groups?.['password'];
  if (address !== undefined) return address.includes('$') ? undefined : address;
  if (plain.includes('$') || !isSecretName(name) || /^(true|false|yes|no|on|off|\d{1,3})$/i.test(value))
    return undefined;
  return /^\/(run\/secrets|etc|var|app|secrets)\//.test(value) ? undefined : value;
}

export const fallback: Rule = defineRule({
  id: 'compose/default-secret',
  title: 'No secret has a default that everybody can read',
  severity: deployed('high'),
  why: 'When the variable is forgotten, the stack starts all the same, with a password that stands in the repository, and nobody notices.',
  remedy: 'Let Compose refuse to start without it:\nPOSTGRES_PASSWORD: ${POSTGRES_PASSWORD:?set POSTGRES_PASSWORD}',
  source: ['S1-074', 'S1-155', 'S0-017'],
  judge: project =>
    writtenVariables(project).flatMap(({ variable, services }): Hit[] => {
      if (variable.name === GRAFANA) return [];
      const found = [...variable.written.matchAll(DEFAULT)].find(({ groups, index }) => {
        const own = isSecretName(groups?.['name'] ?? '');
        const whole = isSecretName(variable.name) && variable.written.trim().startsWith('${') && index === 0;
        return own || whole || IN_ADDRESS.test(groups?.['value'] ?? '');
      });
      const name = found?.groups?.['name'];
      if (name === undefined) return [];
      const key = secretKind(name) === 'django-key';
      const used =
        !project.given.empty && !project.given.variables.has(name) && !project.given.unreadable.includes(name);
      return [
        {
          place: variable.place,
          subject: `${variable.place.file}: ${name}`,
          message: `${namesOf(services)} ${services.length === 1 ? 'starts' : 'start'} with the ${name} that stands in the file when the variable is not set${used ? ', and it is not set' : ''}.`,
          evidence: `\${${name}:-***}`,
          remedy: `Let Compose refuse to start without it:\n\${${name}:?set ${name}}`,
          ...(key || used ? { severity: 'critical' as const } : {}),
        },
      ];
    }),
});

export const open: Rule = defineRule({
  id: 'compose/no-password',
  title: 'The database asks for a password',
  severity: deployed('high'),
  why: 'A database that trusts everybody on its network belongs to whoever gets into any container of it.',
  remedy: 'Take the line away and set a password:\nPOSTGRES_PASSWORD: ${POSTGRES_PASSWORD:?set POSTGRES_PASSWORD}',
  source: ['S1-155', 'S0-017', 'https://hub.docker.com/_/postgres (POSTGRES_HOST_AUTH_METHOD)'],
  judge: project =>
    writtenVariables(project).flatMap(({ variable: { name, value, place }, services }): Hit[] => {
      const trusts = name === 'POSTGRES_HOST_AUTH_METHOD' && value === 'trust';
      const empty =
        /^(ALLOW_EMPTY_PASSWORD|MYSQL_ALLOW_EMPTY_PASSWORD|MARIADB_ALLOW_EMPTY_ROOT_PASSWORD)$/.test(name) &&
        /^(yes|true|1)$/i.test(value ?? '');
      if (!trusts && !empty) return [];
      return [
        {
          place,
          subject: `${place.file}: ${name}`,
          message: `${namesOf(services)} lets everybody in without a password.`,
          evidence: `${name}: ${value}`,
        },
      ];
    }),
});

/** Variables by the line that sets them: an anchor gives the same one to several services. */
function writtenVariables(project: Project): readonly Written[] {
  const found = new Map<string, { variable: ComposeVariable; services: Running[] }>();
  for (const service of running(project))
    for (const variable of service.compose.environment.values()) {
      const key = `${variable.place.file}:${variable.place.line}:${variable.name}`;
      const known = found.get(key);
      if (known === undefined) found.set(key, { variable, services: [service] });
      else known.services.push(service);
    }
  return [...found.values()];
}

function namesOf(services: readonly Running[]): string {
  return inSequence(services.map(({ name }) => `"${name}"`));
}

export const grafana: Rule = defineRule({
  id: 'compose/grafana-password',
  title: 'Grafana’s admin has a password of its own',
  severity: deployed('high'),
  why: 'Without one Grafana starts with admin and admin: whoever finds it reads every metric, and can reach the databases it is connected to.',
  remedy: 'environment:\n  GF_SECURITY_ADMIN_PASSWORD: ${GRAFANA_PASSWORD:?set GRAFANA_PASSWORD}',
  source: ['S4-011', 'https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/#admin_password'],
  judge: project =>
    running(project)
      .filter(({ imageName }) => /(^|\/)grafana(-oss|-enterprise)?(:|@|$)/.test(imageName))
      .flatMap((service): Hit[] => {
        const { environment, complete, compose, name, title } = service;
        if (environment.has(`${GRAFANA}__FILE`) || (!environment.has(GRAFANA) && !complete)) return [];
        const written = compose.environment.get(GRAFANA)?.written ?? '';
        const value = environment.get(GRAFANA);
        const problem = !environment.has(GRAFANA)
          ? 'starts with the password "admin"'
          : /:-[^}]/.test(written)
            ? 'starts with a password that stands in the file when the variable is not set'
            : !written.includes('$') && compose.environment.has(GRAFANA) && value !== undefined
              ? 'has its password written in the file'
              : value !== undefined && value.length > 0 && value.length < 16
                ? `has a password of ${count(value.length, 'character')}`
                : undefined;
        if (problem === undefined) return [];
        const short = problem.startsWith('has a password of');
        return [
          {
            place: compose.environment.get(GRAFANA)?.place ?? service.place,
            subject: title,
            message: `"${name}" ${problem}.`,
            evidence: environment.has(GRAFANA) ? `${GRAFANA}: ***` : `no ${GRAFANA}`,
            ...(short ? { severity: 'medium' as const } : {}),
          },
        ];
      }),
});
