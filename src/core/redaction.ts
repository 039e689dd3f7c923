/** Shown where a secret stood; the runner's own mask looks the same. */
export const MASK = '***';

/** Shorter values are words of the language more often than secrets; masking them hides the log, not the secret. */
const SHORTEST_SECRET = 4;
const NEVER_MASKED = new Set(['true', 'false', 'null', 'none', 'http', 'https', 'head', 'localhost', 'production', 'staging']);

/**
 * Knows the secrets of this run and takes them out of text, in the forms in which they travel:
 * plain, URL-, JSON- and HTML-encoded, and base64 at each of the three byte offsets.
 */
export class Redactor {
  readonly #forms = new Set<string>();
  #pattern: RegExp | undefined;

  /** @returns the values that are new and worth masking: the secret itself and each of its lines */
  learn(secret: string): readonly string[] {
    const values = [secret, ...secret.split(/\r?\n/)].map(value => value.trim()).filter(isWorthMasking);
    const fresh = [...new Set(values)].filter(value => !this.#forms.has(value));
    for (const value of fresh) for (const form of encodedForms(value)) this.#forms.add(form);
    if (fresh.length > 0) this.#pattern = undefined;
    return fresh;
  }

  redact(text: string): string {
    if (this.#forms.size === 0 || text === '') return text;
    this.#pattern ??= new RegExp(
      // Longest first, so that a secret that contains another is hidden whole.
      [...this.#forms].sort((a, b) => b.length - a.length).map(escapeForPattern).join('|'),
      'g',
    );
    return text.replace(this.#pattern, MASK);
  }
}

function isWorthMasking(value: string): boolean {
  return value.length >= SHORTEST_SECRET && !NEVER_MASKED.has(value.toLowerCase());
}

/** Every form in which `secret` may appear in a log, a URL, a page or a report. */
export function encodedForms(secret: string): readonly string[] {
  const url = encodeURIComponent(secret);
  const form = new URLSearchParams({ v: secret }).toString().slice(2);
  const json = JSON.stringify(secret).slice(1, -1);
  const html = secret
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
  const candidates = [
    secret,
    url,
    url.replace(/%[0-9A-F]{2}/g, code => code.toLowerCase()),
    form,
    json,
    json.replace(/\//g, '\\/'),
    html,
    html.replace(/'/g, '&#x27;'),
    html.replace(/'/g, '&#39;'),
    html.replace(/'/g, '&apos;'),
    ...base64Forms(secret),
  ];
  return [...new Set(candidates)].filter(candidate => candidate.length >= SHORTEST_SECRET);
}

/** The parts of base64 (and base64url) text that depend on the secret alone, for each position it can have in a longer text. */
function base64Forms(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const forms: string[] = [];
  for (const offset of [0, 1, 2]) {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64').replace(/=+$/, '');
    const unstableHead = offset === 0 ? 0 : offset + 1;
    const unstableTail = (offset + bytes.length) % 3 === 0 ? 0 : 1;
    const stable = encoded.slice(unstableHead, encoded.length - unstableTail);
    // Short stable parts would hide ordinary text.
    if (stable.length >= 6) forms.push(stable, stable.replace(/\+/g, '-').replace(/\//g, '_'));
  }
  return forms;
}

function escapeForPattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
