/** What health pages say of themselves and of what they have asked, read from JSON of any of the usual shapes. */

const GOOD = new Set(
  'healthy ok okay up pass passing passed alive live ready success successful true running available working green good connected online'.split(
    ' ',
  ),
);
const BAD = new Set(
  'unhealthy error fail failed failing failure down dead not_ready not-ready notready unavailable critical red bad false disconnected offline broken degraded timeout warn warning'.split(
    ' ',
  ),
);
/** Keys that carry the verdict of the object they stand in. */
const VERDICT_KEYS = new Set([
  'status',
  'state',
  'ok',
  'healthy',
  'ready',
  'up',
  'alive',
  'success',
  'result',
  'available',
]);
const DEEPEST = 6;
const MOST = 100;

/** One thing that a readiness page says it has asked. */
interface NamedCheck {
  /** As a path: `checks.database`. */
  readonly name: string;
  readonly good: boolean;
}

/** The verdict a page gives on itself: by `status`, `ok` and their like at the top; undefined when it gives none. */
export function overallVerdict(json: unknown): boolean | undefined {
  if (typeof json === 'boolean' || typeof json === 'string') return verdictOf(json);
  if (!isObject(json)) return undefined;
  const said = Object.entries(json)
    .filter(([key]) => VERDICT_KEYS.has(key.toLowerCase()))
    .map(([, value]) => verdictOf(value))
    .filter(verdict => verdict !== undefined);
  return said.length === 0 ? undefined : said.every(verdict => verdict);
}

/**
 * `{checks: {database: true}}`, `{database: "ok"}`, `{components: {db: {status: "UP"}}}`, `{checks: [{name: "database", ok: true}]}`,
 * `{databases: [{default: {ok: true}}]}`: each leaf that is a verdict, named by its way there. The page's verdict on itself is not one.
 */
export function namedChecks(json: unknown): readonly NamedCheck[] {
  const found: NamedCheck[] = [];
  if (isObject(json)) collect(json, [], found);
  else if (Array.isArray(json)) collectList(json, [], found);
  return found;
}

function collect(object: Readonly<Record<string, unknown>>, way: readonly string[], found: NamedCheck[]): void {
  if (way.length > DEEPEST || found.length >= MOST) return;
  for (const [key, value] of Object.entries(object)) {
    const isVerdict = VERDICT_KEYS.has(key.toLowerCase());
    const name = isVerdict ? way : [...way, key];
    const good = verdictOf(value);
    if (isObject(value)) collect(value, name, found);
    else if (Array.isArray(value)) collectList(value, name, found);
    else if (good !== undefined && name.length > 0) found.push({ name: name.join('.'), good });
  }
}

function collectList(list: readonly unknown[], way: readonly string[], found: NamedCheck[]): void {
  for (const item of list.slice(0, MOST)) {
    if (!isObject(item)) continue;
    const name = item['name'] ?? item['check'] ?? item['component'] ?? item['service'];
    collect(item, typeof name === 'string' ? [...way, name] : way, found);
  }
}

function verdictOf(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return undefined;
  const word = value.trim().toLowerCase().replaceAll(' ', '_');
  if (GOOD.has(word)) return true;
  // django-health-check writes the error itself after the word: `unavailable: ...`.
  return BAD.has(word) || BAD.has(/^[a-z_-]+/.exec(word)?.[0] ?? '') ? false : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
