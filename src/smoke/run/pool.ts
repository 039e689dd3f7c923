/** Runs `work` on every item, `atOnce` of them at a time, in order; the results are in the items' order. */
export async function inPool<Item, End>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<End>,
): Promise<readonly End[]> {
  const ends = new Map<number, End>();
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) ends.set(index, await work(item));
  };
  await Promise.all(Array.from({ length: Math.min(Math.max(1, atOnce), items.length) }, worker));
  return [...ends].sort(([a], [b]) => a - b).map(([, end]) => end);
}
