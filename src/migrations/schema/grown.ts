/**
 * A copy of a map with one more entry, in constant time where the map is the newest of its line: ten thousand indexes on one table would
 * otherwise be copied ten thousand times. The one before stays as it is. A name that is there already keeps its place, as in a Map.
 */
export function grown<Value>(map: ReadonlyMap<string, Value>, name: string, value: Value): ReadonlyMap<string, Value> {
  if (map.has(name)) return new Map(map).set(name, value);
  const entries = map instanceof Grown ? map.entriesToGrow() : undefined;
  const shared: Entries<Value> = entries ?? new Map([...map].map(([key, each], at) => [key, { each, at }]));
  shared.set(name, { each: value, at: shared.size });
  return new Grown(shared);
}

type Entries<Value> = Map<string, { readonly each: Value; readonly at: number }>;

/** The first `size` entries of a map that others of its line may let grow. */
class Grown<Value> implements ReadonlyMap<string, Value> {
  readonly size: number;
  readonly #entries: Entries<Value>;

  constructor(entries: Entries<Value>) {
    this.#entries = entries;
    this.size = entries.size;
  }

  /** Undefined when another one has grown from this already. */
  entriesToGrow(): Entries<Value> | undefined {
    return this.#entries.size === this.size ? this.#entries : undefined;
  }

  get(name: string): Value | undefined {
    const found = this.#entries.get(name);
    return found !== undefined && found.at < this.size ? found.each : undefined;
  }

  has(name: string): boolean {
    const found = this.#entries.get(name);
    return found !== undefined && found.at < this.size;
  }

  *entries(): MapIterator<[string, Value]> {
    for (const [name, { each, at }] of this.#entries) {
      if (at >= this.size) return;
      yield [name, each];
    }
  }

  *keys(): MapIterator<string> {
    for (const [name] of this.entries()) yield name;
  }

  *values(): MapIterator<Value> {
    for (const [, value] of this.entries()) yield value;
  }

  [Symbol.iterator](): MapIterator<[string, Value]> {
    return this.entries();
  }

  forEach(run: (value: Value, name: string, map: ReadonlyMap<string, Value>) => void): void {
    for (const [name, value] of this.entries()) run(value, name, this);
  }
}
