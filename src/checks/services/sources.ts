import type { ComposeService } from '../compose/facts.ts';
import type { Dockerfile, Stage } from '../docker/facts.ts';
import { sourcesOf as sourcesOfStage } from '../docker/sources.ts';
import { isInside } from '../paths.ts';
import type { SourcePath } from '../shell/path.ts';

/** Where an image, and the volumes a service mounts over it, hold files of the repository. Later ones hide earlier ones. */
export function sourcesOf(
  image: { readonly dockerfile: Dockerfile; readonly stage: Stage } | undefined,
  service: ComposeService | undefined,
): readonly SourcePath[] {
  const copied = image === undefined ? [] : sourcesOfStage(image.stage, image.dockerfile);
  const mounted = (service?.volumes ?? []).flatMap(({ kind, source, target }) =>
    kind === 'bind' && source !== undefined && isInside(source) ? [{ container: target, repository: source }] : [],
  );
  return [...copied, ...mounted];
}
