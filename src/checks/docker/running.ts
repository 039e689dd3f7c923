import type { Place } from '../../core/findings.ts';
import { inSequence } from '../../core/text.ts';
import type { Project } from '../project.ts';
import type { Service } from '../services/facts.ts';
import type { Dockerfile, Stage } from './facts.ts';
import { isOfficial } from './image.ts';

/** A stage that would run under the profile, with the services that are made from it. */
export interface RunningImage {
  readonly dockerfile: Dockerfile;
  readonly stage: Stage;
  readonly services: readonly Service[];
  /** `Dockerfile`, `docker/Dockerfile: web`: what it is called in findings. */
  readonly title: string;
}

/** Every image that is built here and run, once. */
export function runningImages({ services }: Pick<Project, 'services'>): readonly RunningImage[] {
  const images = new Map<Stage, Service[]>();
  const files = new Map<Stage, Dockerfile>();
  for (const service of services) {
    if (service.image === undefined) continue;
    const { stage, dockerfile } = service.image;
    images.set(stage, [...(images.get(stage) ?? []), service]);
    files.set(stage, dockerfile);
  }
  return [...images].flatMap(([stage, own]): RunningImage[] => {
    const dockerfile = files.get(stage);
    if (dockerfile === undefined) return [];
    const alone = dockerfile.stages.length === 1 || dockerfile.stages.at(-1) === stage;
    return [{ dockerfile, stage, services: own, title: alone ? dockerfile.file : `${dockerfile.file}: ${stage.name}` }];
  });
}

/** The stages that take part in building an image: its own chain, and what it copies from. */
export function stagesBehind({ dockerfile, stage }: Pick<RunningImage, 'dockerfile' | 'stage'>): readonly Stage[] {
  const found = new Set<Stage>();
  const waiting = [stage];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    const names = new Set([...next.chain, ...next.copies.map(({ from }) => from ?? '')]);
    waiting.push(...dockerfile.stages.filter(({ name }, index) => names.has(name) || names.has(String(index))));
  }
  return dockerfile.stages.filter(each => found.has(each));
}

export function placeIn({ dockerfile }: Pick<RunningImage, 'dockerfile'>, line: number): Place {
  return { file: dockerfile.file, line };
}

/** `web and worker`, for messages; nothing when the image is run by itself. */
export function usersOf(services: readonly Service[]): string {
  return inSequence(
    [...new Set(services.filter(({ compose }) => compose !== undefined).map(({ name }) => name))].sort(),
  );
}

/** Images whose content is known well enough to say what is not in them. */
export function isKnownBase({ base }: Stage): boolean {
  return (
    (isOfficial(base) && /^(?:.*\/)?(?:python|debian|ubuntu|alpine|node|buildpack-deps|bitnami)$/.test(base.name)) ||
    /^ghcr\.io\/astral-sh\/uv$/.test(base.name)
  );
}
