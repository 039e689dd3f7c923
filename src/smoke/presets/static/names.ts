/** Whether the name of a file changes when its content does. */

/** Django's manifest storage writes 12 hex digits of an MD5; bundlers eight and more. */
const HEX = /[.-]([0-9a-f]{8,64})(?=\.)/g;
/** Vite and Rollup: eight characters of base64url between a dash and the ending. */
const BUNDLER = /-([A-Za-z0-9_-]{8})\.(?:css|m?js)$/;

/** The hash in the file's name; undefined when there is none. */
export function hashIn(pathname: string): string | undefined {
  const file = pathname.slice(pathname.lastIndexOf('/') + 1);
  // A date (20240101) is digits only, and a word such as `feedface` letters only; hashes of eight can be both, rarely.
  const hex = [...file.matchAll(HEX)].map(found => found[1] ?? '').find(hash => isMixed(hash) || hash.length >= 12);
  if (hex !== undefined) return hex;
  const bundled = BUNDLER.exec(file)?.[1];
  return bundled !== undefined && looksRandom(bundled) ? bundled : undefined;
}

/** The same name with another hash of the same length. */
export function withOtherHash(pathname: string, hash: string): string {
  const other = [...hash].map(otherCharacter).join('');
  const at = pathname.lastIndexOf(hash);
  return `${pathname.slice(0, at)}${other}${pathname.slice(at + hash.length)}`;
}

/** A stylesheet or script that is a file: pages that write JavaScript themselves (`/jsi18n/`) have no ending. */
export function isCodeFile(pathname: string): boolean {
  return /\.(?:css|m?js)$/i.test(pathname);
}

function isMixed(hash: string): boolean {
  return /[0-9]/.test(hash) && /[a-f]/.test(hash);
}

/** Digits among letters, or capitals within: `DatePick` is a word, `BxT3f9aQ` is not. */
function looksRandom(text: string): boolean {
  if (/^\d+$/.test(text)) return false;
  return (
    (/\d/.test(text) && /[A-Za-z]/.test(text)) || (/[a-z]/.test(text) && /[A-Z]{2}|[a-z][A-Z].*[a-z][A-Z]/.test(text))
  );
}

function otherCharacter(character: string): string {
  const digits = '0123456789abcdef';
  const at = digits.indexOf(character);
  if (at !== -1) return digits[15 - at] ?? '0';
  return character === 'Q' ? 'R' : 'Q';
}
