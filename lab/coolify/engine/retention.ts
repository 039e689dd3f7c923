import type { Instance } from '../instance.ts';
import type { Application, StoredImage } from '../records.ts';

/**
 * Docker cleanup of one application: the image that runs stays, and of the others the newest `docker_images_to_keep`
 * (default 2). Images pulled from a registry are not the application's own and stay.
 */
export async function pruneImages(instance: Instance, application: Application): Promise<readonly StoredImage[]> {
  if (application.columns.build_pack === 'dockerimage') return [];
  const running = [application.current, ...application.previews.values()].map(each => each?.tag);
  const others = application.images.filter(stored => !running.includes(stored.tag)).toSorted(newestFirst);
  const surplus = others.slice(application.settings.docker_images_to_keep);
  for (const stored of surplus) {
    application.images.splice(application.images.indexOf(stored), 1);
    await instance.runtime.remove(stored.image);
  }
  return surplus;
}

/** Keeps an image; building a tag again replaces the older build. */
export function storeImage(application: Application, stored: StoredImage): void {
  const known = application.images.findIndex(each => each.tag === stored.tag);
  if (known >= 0) application.images.splice(known, 1);
  application.images.push(stored);
}

function newestFirst(a: StoredImage, b: StoredImage): number {
  return b.createdAt.getTime() - a.createdAt.getTime();
}
