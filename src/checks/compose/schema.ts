import { oneLine } from '../../core/text.ts';
import type { ComposeProblem } from './facts.ts';
import { at, child, type Located, type LocatedMap, placeAt, plain, textOf } from './located.ts';
import { explained, type SchemaError } from './schema-words.ts';

/** What of a document (interpolated, before merging) Compose would refuse to read. */
export type SchemaCheck = (document: LocatedMap) => readonly ComposeProblem[];

const DURATION = /^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h|d|w))+$/;
const DURATIONS = [
  ['stop_grace_period'],
  ...['interval', 'timeout', 'start_period', 'start_interval'].map(key => ['healthcheck', key]),
];
const MOST_PROBLEMS = 20;

/** Holds documents against the Compose specification's own schema (`vendor/compose-spec`). Loads the validator; once is enough for a run. */
export async function schemaCheck(): Promise<SchemaCheck> {
  const [{ Ajv2020 }, { COMPOSE_SPEC }] = await Promise.all([import('ajv/dist/2020.js'), import('./compose-spec.ts')]);
  // The schema is ours to trust: checking it against its own schema, and polishing the code made of it, takes longer than all its use.
  const ajv = new Ajv2020({
    allErrors: true,
    strict: false,
    verbose: true,
    validateFormats: false,
    logger: false,
    meta: false,
    validateSchema: false,
    code: { optimize: false },
  });
  const { $schema: _, ...schema }: Record<string, unknown> = JSON.parse(COMPOSE_SPEC);
  const validate = ajv.compile(schema);
  return document => {
    if (validate(plain(document))) return durations(document);
    const errors = (validate.errors ?? []).map(
      ({ keyword, instancePath, params, parentSchema, message }): SchemaError => ({
        keyword,
        path: pathOf(instancePath),
        params,
        keys: keysOf(parentSchema, schema),
        message: message ?? keyword,
      }),
    );
    const told = outermost(errors.filter(error => !isEcho(error)))
      .filter(({ path }) => !unsure(at(document, ...path)))
      .slice(0, MOST_PROBLEMS)
      .map(({ path, errors: here }) => {
        const { words, key } = explained(path, here, at(document, ...path));
        const place = placeAt(document, document.place, key === undefined ? path : [...path, key]);
        return { place, message: oneLine(words, 300) };
      });
    return [...told, ...durations(document)];
  };
}

/** A key that is known at its place, called unknown because something inside it is wrong. */
function isEcho({ keyword, params, keys }: SchemaError): boolean {
  const key = String(params['unevaluatedProperty']);
  return keyword === 'unevaluatedProperties' && (keys.includes(key) || key.startsWith('x-'));
}

/** The schema takes any text for a duration; Compose does not. */
function durations(document: LocatedMap): readonly ComposeProblem[] {
  const services = child(document, 'services');
  if (services?.kind !== 'map') return [];
  return [...services.entries].flatMap(([name, { node }]) =>
    DURATIONS.flatMap(path => {
      const value = at(node, ...path);
      const written = textOf(value);
      if (value === undefined || written === undefined || unsure(value) || DURATION.test(written)) return [];
      const message = `"services.${name}.${path.join('.')}" is no duration: a number and a unit, such as 30s or 1m30s`;
      return [{ place: value.place, message: oneLine(message, 300) }];
    }),
  );
}

/** Errors of one place together, without those that only repeat that something below them is wrong. */
function outermost(errors: readonly SchemaError[]) {
  const places = new Map<string, { path: readonly (string | number)[]; errors: SchemaError[] }>();
  for (const error of errors) {
    const key = JSON.stringify(error.path);
    const known = places.get(key);
    if (known === undefined) places.set(key, { path: error.path, errors: [error] });
    else known.errors.push(error);
  }
  const all = [...places.values()];
  return all.filter(
    ({ path, errors: own }) =>
      own.some(({ keyword }) => keyword === 'additionalProperties' || keyword === 'unevaluatedProperties') ||
      !all.some(other => other.path.length > path.length && path.every((part, index) => part === other.path[index])),
  );
}

/** What it comes to depends on a variable that is not known here. */
function unsure(node: Located | undefined): boolean {
  if (node?.kind === 'scalar') return node.unsure;
  if (node?.kind === 'list') return node.items.some(unsure);
  return false;
}

function pathOf(pointer: string): readonly (string | number)[] {
  return pointer
    .split('/')
    .slice(1)
    .map(part => part.replace(/~1/g, '/').replace(/~0/g, '~'))
    .map(part => (/^\d+$/.test(part) ? Number(part) : part));
}

/** The keys a schema names, with those of the definitions it is put together from. */
function keysOf(schema: unknown, root: unknown, depth = 0): readonly string[] {
  if (depth > 4) return [];
  const reference = text(part(schema, '$ref'))?.replace('#/$defs/', '');
  const parts = part(schema, 'allOf');
  return [
    ...Object.keys(part(schema, 'properties') ?? {}),
    ...(Array.isArray(parts) ? parts.flatMap(each => keysOf(each, root, depth + 1)) : []),
    ...(reference === undefined ? [] : keysOf(part(part(root, '$defs'), reference), root, depth + 1)),
  ];
}

function part(value: unknown, key: string): object | string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const found: unknown = Object.entries(value).find(([name]) => name === key)?.[1];
  return (typeof found === 'object' && found !== null) || typeof found === 'string' ? found : undefined;
}

function text(value: object | string | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A stack is nothing without services: the one thing the schema lets pass. */
export function hasServices(tree: LocatedMap): boolean {
  const services = child(tree, 'services');
  return services?.kind === 'map' && services.entries.size > 0 && textOf(services) === undefined;
}
