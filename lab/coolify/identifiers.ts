import { randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Profile } from './profiles.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const LOWER = `${LETTERS}0123456789`;
const MIXED = `${LOWER}${LETTERS.toUpperCase()}`;

/** A resource's uuid: 24 characters of [a-z0-9], starting with a letter where the version uses cuid2. */
export function resourceUuid(shape: Profile['uuidShape']): string {
  return shape === 'cuid2' ? draw(LETTERS, 1) + draw(LOWER, 23) : draw(LOWER, 24);
}

/** The part of an API token after the pipe: 40 alphanumeric characters and their crc32b in hex. */
export function tokenSecret(): string {
  const entropy = draw(MIXED, 40);
  return entropy + crc32(entropy).toString(16).padStart(8, '0');
}

function draw(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
}
