import { createHash } from 'node:crypto';

/** Looks random and is the same in every run: what a careful team would have as a secret. At most 128 characters. */
export function secretOf(name: string, length: number): string {
  const digest = (part: number) => createHash('sha512').update(`${name} ${part}`).digest('base64url');
  return `${digest(1)}${digest(2)}`.replace(/[-_]/g, 'x').slice(0, length);
}
