import type { Place } from '../../core/findings.ts';
import type { DjangoEvaluation } from '../../django/evaluation.ts';
import type { Project } from '../project.ts';
import type { Hit } from '../rule.ts';
import type { Service } from '../services/facts.ts';
import { titlesInWords } from '../services/titles.ts';

/**
 * Asks these evaluations one by one, and says once what several of them share, with the services it holds for when those are not all.
 */
export function acrossEvaluations(
  evaluations: readonly DjangoEvaluation[],
  look: (evaluation: DjangoEvaluation) => readonly Hit[],
): readonly Hit[] {
  const merged = new Map<string, { readonly hit: Hit; readonly services: readonly string[] }>();
  for (const evaluation of evaluations) {
    for (const hit of look(evaluation)) {
      const key = JSON.stringify([hit.place, hit.subject, hit.message, hit.severity, hit.unknown]);
      const before = merged.get(key);
      const services = [...new Set([...(before?.services ?? []), ...evaluation.services])];
      merged.set(key, { hit: before?.hit ?? hit, services });
    }
  }
  const everybody = new Set(evaluations.flatMap(({ services }) => services)).size;
  return [...merged.values()].map(({ hit, services }) =>
    services.length === everybody
      ? hit
      : { ...hit, message: `${hit.message} This holds for ${titlesInWords(services)}.` },
  );
}

/** The first of these services, as it would run. */
export function serviceOf(project: Project, { services }: DjangoEvaluation): Service | undefined {
  return services.map(name => project.services.find(({ title }) => title === name)).find(found => found !== undefined);
}

/** Where a variable of a service is set: its Compose file, the image it is built from, else where the service itself stands. */
export function variablePlace(service: Service | undefined, name: string): Place | undefined {
  const composed = service?.compose?.environment.get(name)?.place;
  const line = service?.image?.stage.environment.get(name)?.line;
  if (composed !== undefined) return composed;
  if (service?.image !== undefined && line !== undefined) return { file: service.image.dockerfile.file, line };
  return service?.place;
}
