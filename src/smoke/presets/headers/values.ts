/** Reading header values as browsers read them. */

/** Splits a list header at its commas, wherever several lines or one were sent; commas within quotes and parentheses stay. */
export function listItems(values: readonly string[]): readonly string[] {
  return values.flatMap(value => splitOutside(value, ',')).map(item => item.trim());
}

/** The parts of one item: `max-age=1; preload`. */
export function parameters(item: string): readonly string[] {
  return splitOutside(item, ';').map(part => part.trim());
}

/** Splits at a separator that is neither within double quotes nor within parentheses. */
function splitOutside(text: string, separator: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (quoted && character === '\\') at += 1;
    else if (character === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (character === '(') depth += 1;
    else if (character === ')') depth = Math.max(0, depth - 1);
    else if (character === separator && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)];
}

/** What Strict-Transport-Security says. */
export interface Hsts {
  /** Seconds. */
  readonly maxAge: number;
  readonly includeSubDomains: boolean;
  readonly preload: boolean;
}

/**
 * One Strict-Transport-Security value; undefined when browsers ignore it: without a max-age, with a directive given twice, with one that is
 * malformed (RFC 6797 6.1). Of several headers browsers take the first (8.1), so this is asked of that one.
 */
export function parseHsts(value: string): Hsts | undefined {
  const directives = new Map<string, string | undefined>();
  for (const part of parameters(value)) {
    if (part === '') continue;
    const found = /^([!#$%&'*+.^_`|~0-9a-z-]+)(?:\s*=\s*(?:"([^"]*)"|([!#$%&'*+.^_`|~0-9a-z-]+)))?$/i.exec(part);
    const name = found?.[1]?.toLowerCase();
    if (found === null || name === undefined || directives.has(name)) return undefined;
    directives.set(name, found[2] ?? found[3]);
  }
  const maxAge = directives.get('max-age');
  if (maxAge === undefined || !/^\d+$/.test(maxAge)) return undefined;
  return {
    maxAge: Number(maxAge),
    includeSubDomains: directives.has('includesubdomains'),
    preload: directives.has('preload'),
  };
}

/**
 * The names in a Permissions-Policy; undefined when it is not the dictionary that RFC 8941 wants, because browsers then ignore all of it:
 * `geolocation 'none'`, the spelling of the older Feature-Policy, is the usual one.
 */
export function parsePermissions(values: readonly string[]): readonly string[] | undefined {
  const members = listItems(values);
  const names = members.map(member => MEMBER.exec(member)?.[1]);
  return names.every(name => name !== undefined) ? names : undefined;
}

const ITEM = String.raw`(?:\*|[A-Za-z*][\w:/.*-]*|"(?:[^"\\]|\\.)*")`;
const PARAMETERS = String.raw`(?:\s*;\s*[a-z*][a-z0-9_.*-]*(?:=${ITEM})?)*`;
/** `name=(self "https://maps.example")`, `name=*`, `name=self`, `name=()`. */
const MEMBER = new RegExp(
  `^([a-z*][a-z0-9_.*-]*)=(?:\\(\\s*(?:${ITEM}(?:\\s+${ITEM})*\\s*)?\\)|${ITEM})${PARAMETERS}$`,
);

/** Words of an X-Robots-Tag that hold for every robot; what follows `googlebot:` holds for that one only. */
export function robotsWords(values: readonly string[]): readonly string[] {
  return values.flatMap(value => {
    const words: string[] = [];
    let addressed = false;
    for (const item of listItems([value])) {
      const [first = '', ...rest] = item.toLowerCase().split(':');
      const word = first.trim();
      if (rest.length === 0) {
        if (!addressed) words.push(word);
      } else if (!VALUED_WORDS.has(word)) {
        addressed = word !== '*';
        if (!addressed) words.push(rest.join(':').trim());
      }
    }
    return words;
  });
}

/** Rules that have a value themselves, so that their colon names no robot. */
const VALUED_WORDS = new Set(['unavailable_after', 'max-snippet', 'max-image-preview', 'max-video-preview']);
