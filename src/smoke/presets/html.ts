/**
 * The tags of an HTML page: enough to see what a browser will load and which fields a form has. Not a tree: nothing is repaired and
 * nothing is nested. Comments, and the text of scripts, styles, titles and text areas, never count as tags. Time is linear in the page.
 */

export interface Tag {
  /** In lower case. */
  readonly name: string;
  readonly closing: boolean;
  /** Names in lower case, values with their entities resolved; of two with one name the first counts, as in browsers. */
  readonly attributes: ReadonlyMap<string, string>;
  /** What stands between a script, style, title or text area and its end; empty for all others. */
  readonly text: string;
}

interface FormField {
  readonly name: string;
  /** In lower case; `text` when an input does not say. For what is no input: `textarea`, `select`, `button`. */
  readonly type: string;
  readonly value: string;
}

export interface Form {
  /** As written; undefined: the page itself. */
  readonly action: string | undefined;
  /** In lower case. */
  readonly method: string;
  readonly fields: readonly FormField[];
}

/** Elements whose content is text up to their own end tag. */
const RAW_TEXT = new Set(['script', 'style', 'title', 'textarea', 'xmp', 'iframe', 'noembed', 'noframes']);
const FIELD_TAGS = new Set(['input', 'textarea', 'select', 'button']);

export function tagsOf(html: string): readonly Tag[] {
  const tags: Tag[] = [];
  let at = html.indexOf('<');
  while (at !== -1) {
    const read = html.startsWith('<!--', at) ? afterComment(html, at) : readTag(html, at);
    if (read.tag !== undefined) tags.push(read.tag);
    at = html.indexOf('<', read.end);
  }
  return tags;
}

/** Forms in their order; fields outside of a form belong to none. */
export function formsOf(tags: readonly Tag[]): readonly Form[] {
  const forms: { action: string | undefined; method: string; fields: FormField[] }[] = [];
  let open = false;
  for (const tag of tags) {
    if (tag.name === 'form') {
      open = !tag.closing;
      if (open) {
        const method = (tag.attributes.get('method') ?? 'get').trim().toLowerCase();
        forms.push({ action: tag.attributes.get('action')?.trim(), method, fields: [] });
      }
    } else if (open && !tag.closing && FIELD_TAGS.has(tag.name)) {
      forms.at(-1)?.fields.push(fieldOf(tag));
    }
  }
  return forms;
}

/** What relative addresses of the page start from: `<base href>`, or the page's own address. */
export function baseOf(tags: readonly Tag[], page: URL): URL {
  const href = tags.find(tag => tag.name === 'base' && tag.attributes.has('href'))?.attributes.get('href');
  return addressOf(href, page) ?? page;
}

/** An address as a browser understands it; undefined when it is none, or empty. */
export function addressOf(written: string | undefined, base: URL): URL | undefined {
  const trimmed = written?.trim() ?? '';
  return trimmed === '' || !URL.canParse(trimmed, base.href) ? undefined : new URL(trimmed, base);
}

function fieldOf(tag: Tag): FormField {
  const written = tag.attributes.get('type')?.trim().toLowerCase();
  return {
    name: tag.attributes.get('name') ?? '',
    type: tag.name === 'input' ? (written ?? 'text') : tag.name,
    value: tag.name === 'textarea' ? tag.text : (tag.attributes.get('value') ?? ''),
  };
}

interface Read {
  readonly tag?: Tag;
  /** Where to go on. */
  readonly end: number;
}

function afterComment(html: string, at: number): Read {
  // `<!-->` and `<!--->` are whole comments, so the dashes of the beginning may be those of the end.
  const end = html.indexOf('-->', at + 2);
  return { end: end === -1 ? html.length : end + 3 };
}

const NAME = /\/?([a-zA-Z][^\s/>]*)/y;

function readTag(html: string, at: number): Read {
  NAME.lastIndex = at + 1;
  const name = NAME.exec(html)?.[1]?.toLowerCase();
  if (name === undefined) {
    const isDeclaration = html[at + 1] === '!' || html[at + 1] === '?';
    const end = isDeclaration ? html.indexOf('>', at) : at;
    return { end: end === -1 ? html.length : end + 1 };
  }
  const closing = html[at + 1] === '/';
  const { attributes, end } = readAttributes(html, NAME.lastIndex);
  if (end === undefined) return { end: html.length };
  if (closing || !RAW_TEXT.has(name)) return { tag: { name, closing, attributes, text: '' }, end };
  const text = html.slice(end, rawTextEnd(html, name, end));
  return { tag: { name, closing, attributes, text }, end: end + text.length };
}

function rawTextEnd(html: string, name: string, from: number): number {
  const ending = new RegExp(`</${name}(?=[\\s/>])`, 'gi');
  ending.lastIndex = from;
  return ending.exec(html)?.index ?? html.length;
}

const SPACE_OR_SLASH = /[\s/]*/y;
const ATTRIBUTE_NAME = /([^\s/>][^\s/>=]*)(\s*=\s*)?/y;
const UNQUOTED = /[^\s>]*/y;

/** `end` is undefined when the page ends within the tag: browsers drop such a tag. */
function readAttributes(html: string, from: number): { attributes: Map<string, string>; end: number | undefined } {
  const attributes = new Map<string, string>();
  let at = from;
  for (;;) {
    SPACE_OR_SLASH.lastIndex = at;
    SPACE_OR_SLASH.exec(html);
    at = SPACE_OR_SLASH.lastIndex;
    if (html[at] === '>') return { attributes, end: at + 1 };
    ATTRIBUTE_NAME.lastIndex = at;
    const found = ATTRIBUTE_NAME.exec(html);
    if (found === null) return { attributes, end: undefined };
    const value =
      found[2] === undefined ? { text: '', end: ATTRIBUTE_NAME.lastIndex } : readValue(html, ATTRIBUTE_NAME.lastIndex);
    if (value === undefined) return { attributes, end: undefined };
    const name = (found[1] ?? '').toLowerCase();
    if (!attributes.has(name)) attributes.set(name, withoutEntities(value.text));
    at = value.end;
  }
}

/** undefined: the page ends before the quote does. */
function readValue(html: string, at: number): { readonly text: string; readonly end: number } | undefined {
  const quote = html[at];
  if (quote === '"' || quote === "'") {
    const end = html.indexOf(quote, at + 1);
    return end === -1 ? undefined : { text: html.slice(at + 1, end), end: end + 1 };
  }
  UNQUOTED.lastIndex = at;
  const text = UNQUOTED.exec(html)?.[0] ?? '';
  return { text, end: at + text.length };
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00A0' };

function withoutEntities(value: string): string {
  if (!value.includes('&')) return value;
  return value.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]+));/g, (whole, decimal, hex, name) => {
    if (typeof name === 'string') return ENTITIES[name] ?? whole;
    const code = typeof hex === 'string' ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
  });
}
