/**
 * What the runner does to a log so that secrets do not show: every value and the forms it commonly takes become `***`.
 *
 * Source: actions/runner, SecretMasker and ValueEncoders (2.336). The comparison is exact, letter case included.
 */
export interface Masks {
  /** One `add-mask`: the value, and each of its lines. No minimum length: the runner has none either. */
  add(value: string): void;
  apply(text: string): string;
  /** The values as given, without the derived forms. */
  readonly values: readonly string[];
}

export function createMasks(): Masks {
  const values: string[] = [];
  const hidden = new Set<string>();
  const addOne = (value: string) => {
    if (value === '') return;
    values.push(value);
    for (const form of forms(value)) if (form !== '') hidden.add(form);
  };
  return {
    values,
    add(value) {
      addOne(value);
      const lines = value.split(/[\r\n]+/);
      if (lines.length > 1) for (const line of lines) addOne(line.trim());
    },
    apply: text => replaceAll(text, hidden),
  };
}

/** The value and the forms derived from it. */
export function forms(value: string): string[] {
  return [
    value,
    base64(value, 0),
    base64(value, 1),
    base64(value, 2),
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(value).replace(/[!'()*]/g, char => `%${char.charCodeAt(0).toString(16).toUpperCase()}`),
    xmlEscaped(value),
    value.replaceAll("'", "''"),
    value.length > 8 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value,
  ];
}

/** What is left of the value's Base64 form when 0, 1 or 2 of its bytes belong to the group before. */
function base64(value: string, shift: 0 | 1 | 2): string {
  const bytes = Buffer.from(value);
  return bytes.subarray(bytes.length > shift ? shift : 0).toString('base64');
}

function xmlEscaped(value: string): string {
  const names: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };
  return value.replace(/[&<>"']/g, char => `&${names[char] ?? ''};`);
}

/** Overlapping and adjoining finds become one `***`, so that the number of stars says nothing. */
function replaceAll(text: string, hidden: ReadonlySet<string>): string {
  const finds: { start: number; end: number }[] = [];
  for (const value of hidden) {
    for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
      finds.push({ start: at, end: at + value.length });
    }
  }
  finds.sort((a, b) => a.start - b.start);
  let result = '';
  let done = 0;
  let open: { start: number; end: number } | undefined;
  for (const find of finds) {
    if (open !== undefined && find.start <= open.end) {
      open.end = Math.max(open.end, find.end);
      continue;
    }
    if (open !== undefined) {
      result += `${text.slice(done, open.start)}***`;
      done = open.end;
    }
    open = { ...find };
  }
  if (open === undefined) return text;
  return `${result}${text.slice(done, open.start)}***${text.slice(open.end)}`;
}
