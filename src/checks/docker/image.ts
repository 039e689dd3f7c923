import type { ImageName } from './facts.ts';

/** `registry:5000/team/app:1.2@sha256:...` in its parts. */
export function imageName(text: string): ImageName {
  const [named = '', digest] = text.split('@', 2);
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  return {
    text,
    name: colon === -1 ? named : named.slice(0, colon),
    tag: colon === -1 ? undefined : named.slice(colon + 1),
    digest,
  };
}

/** The last part of its name: `docker.io/library/python` is `python`. */
export function shortName({ name }: ImageName): string {
  return name.slice(name.lastIndexOf('/') + 1).toLowerCase();
}

/** One of Docker's own images, not somebody's with the same last word. */
export function isOfficial({ name }: ImageName): boolean {
  return /^(?:(?:docker\.io|registry-1\.docker\.io|index\.docker\.io|mirror\.gcr\.io)\/)?(?:library\/)?[^/]+$|^public\.ecr\.aws\/docker\/library\/[^/]+$/.test(
    name,
  );
}
