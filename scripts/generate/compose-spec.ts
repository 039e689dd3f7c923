import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../root.ts';
import { type Generator, origin } from './generated.ts';

const SOURCE = 'vendor/compose-spec/compose-spec.json';

/** The Compose schema as a module, so that it is in the bundle: without its explanations, which nobody reads there. */
export const composeSpec: Generator = async () => {
  const schema: unknown = JSON.parse(await readFile(join(ROOT, SOURCE), 'utf8'));
  const text = JSON.stringify(schema, (key, value: unknown) => (isExplanation(key, value) ? undefined : value));
  const literal = text.replace(/\\/g, '\\\\').replace(/'/g, "\\'");
  return [
    {
      path: 'src/checks/compose/compose-spec.ts',
      text: [
        `// ${origin(SOURCE)}`,
        '// The Compose Specification: Copyright The Compose Specification Authors, Apache-2.0 (vendor/compose-spec/LICENSE).',
        '/** The schema of Compose files as JSON text, its descriptions left out. */',
        `export const COMPOSE_SPEC =\n  '${literal}';`,
        '',
      ].join('\n'),
    },
  ];
};

/** A `description` that is a text explains; one that is a map is a key called so. */
function isExplanation(key: string, value: unknown): boolean {
  return key === 'description' && typeof value === 'string';
}
