import { type Document, isMap, isScalar, parseDocument, visit } from 'yaml';

/** How a path of the same repository is written for an engine that does not know `$/`. */
export type SelfReference = (path: string) => string;

/**
 * A workflow or composite action as act 0.2.87 can read it. GitHub has learnt three things since that act has not:
 * `$/path` (the same repository at the same commit), `concurrency.queue` and `environment.deployment`.
 * The first is written out; the other two change nothing about what the steps do, and are left out.
 * @throws Error when the text is not YAML
 */
export function scratchCopy(text: string, self: SelfReference): string {
  const document = parseDocument(text);
  const [problem] = document.errors;
  if (problem !== undefined) throw new Error(`not YAML: ${problem.message}`);
  leaveOut(document, 'concurrency', 'queue');
  leaveOut(document, 'environment', 'deployment');
  visit(document, {
    Pair(_, pair) {
      const { key, value } = pair;
      if (!isScalar(key) || key.value !== 'uses' || !isScalar(value) || typeof value.value !== 'string') return;
      if (value.value.startsWith('$/')) value.value = self(value.value.slice('$/'.length));
    },
  });
  return document.toString({ lineWidth: 0 });
}

/** Takes `key` out of every mapping called `parent`, wherever the workflow or a job has one. */
function leaveOut(document: Document, parent: string, key: string): void {
  visit(document, {
    Pair(_, pair) {
      if (isScalar(pair.key) && pair.key.value === parent && isMap(pair.value)) pair.value.delete(key);
    },
  });
}
