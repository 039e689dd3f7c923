import type { Place, Severity } from '../../core/findings.ts';
import type { Visit } from '../../django/answer.ts';
import type { DjangoEvaluation } from '../../django/evaluation.ts';
import type { Project } from '../project.ts';
import { defineRule, type Hit, type Rule } from '../rule.ts';
import { headOf, webEvaluations } from '../settings/across.ts';
import { allows } from '../settings/hosts.ts';
import { assigned, list, placed, setting, shown } from '../settings/values.ts';
import { acrossEvaluations } from './across.ts';
import { type Address, addressesOf, askedBy } from './addresses.ts';
import type { Probe } from './probes.ts';

const FACTS = 'Django’s answers to its own test client, with the Host that the probe sends';

function acrossAddresses(
  project: Project,
  look: (address: Address, evaluation: DjangoEvaluation) => readonly Hit[],
): readonly Hit[] {
  return acrossEvaluations(webEvaluations(project), evaluation =>
    addressesOf(project, evaluation).flatMap(address => look(address, evaluation)),
  );
}

function at(place: Place | undefined): { readonly place?: Place } {
  return place === undefined ? {} : { place };
}

function whoAsks(probes: readonly Probe[]): string {
  const names = [...new Set(probes.map(({ by }) => by))];
  return names.length === 0 ? 'A probe' : `The probe of ${names.join(' and ')}`;
}

export const healthPath = defineRule({
  id: 'django/health-path',
  title: 'The health address exists',
  severity: 'high',
  why: 'A probe that is answered 404 calls the container unhealthy for ever: Coolify takes the deployment back, Compose never starts what waits for it.',
  remedy: 'Name a path that the URLconf knows, with its slash at the end.',
  source: ['C01', 'S1-089', 'S1-070', FACTS],
  judge: project =>
    acrossAddresses(project, (address, evaluation) => {
      const { path, named, exists, probes, inside } = address;
      if (!named || exists || inside.every(({ status }) => status === null)) return [];
      const others = addressesOf(project, evaluation);
      const withSlash = others.find(other => other.exists && other.path === `${path}/`);
      const place = probes.find(probe => probe.place !== undefined)?.place;
      if (withSlash !== undefined) return [slashMissing(path, withSlash.path, probes, place)];
      const existing = others.filter(other => other.exists).map(other => other.path);
      const status = inside.find(visit => visit.status !== null)?.status;
      return [
        {
          subject: path,
          ...at(place),
          message: `${whoAsks(probes)} asks ${path}, and no URL pattern matches it.`,
          evidence: `${path}: no view, status ${status}`,
          ...(existing.length === 0 ? {} : { remedy: `Ask an address that exists: ${existing.join(', ')}.` }),
        },
      ];
    }),
});

/** `/health` is sent on to `/health/`: `curl -f` counts the redirect as success. */
function slashMissing(path: string, right: string, probes: readonly Probe[], place: Place | undefined): Hit {
  return {
    subject: path,
    ...at(place),
    severity: 'medium',
    message: `${whoAsks(probes)} asks ${path}, which Django only redirects to ${right}: for curl -f a redirect is a success, so nothing is checked.`,
    evidence: `${path}: no view of its own; ${right} has one`,
    remedy: `Write the slash: ${right}`,
  };
}

export const healthMissing = defineRule({
  id: 'django/health-missing',
  title: 'The project has an address for health checks',
  severity: { development: 'off', staging: 'medium', production: 'medium' },
  why: 'Without one a deployment counts as done when the process runs, whether it can answer a request or not.',
  remedy:
    'Add two views: one that answers 200 as long as the process lives, one that asks database and cache.\npath("health/", health)\npath("ready/", ready)',
  source: ['S1-089', 'C01', FACTS],
  judge: project =>
    acrossEvaluations(webEvaluations(project), evaluation => {
      const addresses = addressesOf(project, evaluation);
      const answered = addresses.some(({ inside }) => inside.some(({ status }) => status !== null));
      if (!answered || addresses.some(({ named, exists }) => named && !exists)) return [];
      const place = assigned(evaluation, 'ROOT_URLCONF')?.place ?? headOf(evaluation);
      const existing = addresses.filter(({ exists }) => exists);
      if (existing.length === 0) return [{ subject: 'health address', ...at(place), ...absent(addresses) }];
      // One address that asks its services is late for some and too early for others, and good enough to be silent here.
      const asks = existing.some(({ readiness, reached }) => readiness || (reached?.refused.length ?? 0) > 0);
      const readiness = addresses.filter(address => address.readiness);
      if (asks || readiness.length === 0) return [];
      return [{ subject: 'readiness address', ...at(place), severity: 'low', ...absent(readiness) }];
    }),
});

function absent(addresses: readonly Address[]): Pick<Hit, 'message' | 'evidence'> {
  const paths = addresses.map(({ path }) => path);
  return {
    message: `${paths.length === 1 ? paths[0] : `None of ${paths.join(', ')}`} ${paths.length === 1 ? 'does not exist' : 'exists'}, and nothing names another address.`,
    evidence: paths.map(path => `${path}: no view`).join('; '),
  };
}

export const healthHost = defineRule({
  id: 'django/health-host',
  title: 'Django accepts the Host that the probe sends',
  severity: { development: 'medium', staging: 'high', production: 'high' },
  why: 'The probe asks from inside the container and says localhost. A host that is not allowed is answered 400 before any view, so the container is unhealthy for ever.',
  remedy: 'ALLOWED_HOSTS=<your domain>,localhost,127.0.0.1',
  source: ['C23', 'S2-024', 'S0-028', FACTS],
  judge: project =>
    acrossAddresses(project, (address, evaluation) =>
      address.probes
        .filter(({ renames }) => !renames)
        .flatMap(probe => {
          const visit = askedBy(address, probe);
          if (visit?.status !== 400 || !address.exists) return [];
          const hosts = setting(evaluation, 'ALLOWED_HOSTS');
          const patterns = list(hosts?.value) ?? [];
          const name = hostnameOf(probe.host);
          if (patterns.some(pattern => allows(pattern.toLowerCase(), name))) return [];
          return [
            {
              subject: `${name} in ALLOWED_HOSTS`,
              ...at(hosts?.place ?? headOf(evaluation) ?? probe.place),
              message: `${whoAsks([probe])} asks ${probe.path} with the Host ${probe.host}, which is not allowed: it is answered 400, and the container never becomes healthy.`,
              evidence: `ALLOWED_HOSTS = ${shown(hosts?.value)}; ${probe.path} from ${probe.host}: 400`,
              remedy: `Add the name the probe uses:\nALLOWED_HOSTS=${[...patterns, name].join(',')}`,
              ...(hosts?.dummy === true ? { dummy: true } : {}),
            },
          ];
        }),
    ),
});

function hostnameOf(host: string): string {
  return host.replace(/:\d+$/, '').toLowerCase();
}

export const healthRedirect = defineRule({
  id: 'django/health-redirect',
  title: 'The health address answers by itself, without a redirect',
  severity: { development: 'off', staging: 'high', production: 'high' },
  why: 'The probe speaks plain HTTP from inside. For curl -f a redirect is a success, so a site that answers nothing but redirects is healthy; wget and curl -L follow it to a port where nobody speaks TLS, and the container is unhealthy for ever.',
  remedy: 'SECURE_REDIRECT_EXEMPT = [r"^health/$", r"^ready/$"]',
  source: ['C01', 'C22', 'S1-089', FACTS],
  judge: project =>
    acrossAddresses(project, (address, evaluation) => {
      if (!address.exists) return [];
      const { probes } = address;
      if (probes.length === 0) return notAsked(address, evaluation);
      return probes
        .filter(({ forwards }) => !forwards)
        .flatMap(probe => {
          const visit = askedBy(address, probe);
          return visit === undefined || !isRedirect(visit) ? [] : [redirected(visit, probe, evaluation)];
        });
    }),
});

/** Nobody is known to ask it from inside: worth a word, as the first who does will be misled. */
function notAsked({ inside }: Address, evaluation: DjangoEvaluation): readonly Hit[] {
  const visit = inside.find(isRedirect);
  return visit === undefined ? [] : [redirected(visit, undefined, evaluation, 'low')];
}

function isRedirect({ status }: Visit): boolean {
  return status !== null && status >= 300 && status < 400 && status !== 304;
}

function redirected(visit: Visit, probe: Probe | undefined, evaluation: DjangoEvaluation, severity?: Severity): Hit {
  const { path, status, location } = visit;
  const secure = location?.startsWith('https://') === true && location.endsWith(path);
  const cause = secure
    ? (assigned(evaluation, 'SECURE_REDIRECT_EXEMPT')?.place ?? assigned(evaluation, 'SECURE_SSL_REDIRECT')?.place)
    : placed(visit.place);
  const place = cause ?? probe?.place ?? headOf(evaluation);
  const who = probe === undefined ? 'A probe from inside the container' : whoAsks([probe]);
  const effect =
    probe?.follows === true
      ? 'it follows to where nobody answers, so the container is unhealthy for ever'
      : 'for curl -f that is a success, so nothing is checked';
  return {
    subject: path,
    ...at(place),
    message: `${who} that asks ${path} is sent to ${location ?? 'another address'}: ${effect}.`,
    evidence: `${path} from ${visit.host} without X-Forwarded-Proto: ${status}, Location ${location ?? '?'}`,
    remedy: secure
      ? `Exempt it from the redirect (the pattern has no slash in front):\nSECURE_REDIRECT_EXEMPT = [r"^${pattern(path)}$"]`
      : 'Let the view answer everybody: no login, no redirect.',
    ...(severity === undefined ? {} : { severity }),
  };
}

function pattern(path: string): string {
  return path.replace(/^\//, '').replace(/[.+*?^$()[\]{}|\\]/g, '\\$&');
}

export const HEALTH_ADDRESS_RULES: readonly Rule[] = [healthPath, healthMissing, healthHost, healthRedirect];
