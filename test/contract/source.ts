import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type ParseOptions, parseSync } from '@swc/core';
import { ROOT } from '../../scripts/root.ts';

const SYNTAX: ParseOptions = { syntax: 'typescript', target: 'es2024' };

/** One file of `src`, and what the contract tests want to know of it. */
export interface Module {
  /** Relative to `src`. */
  readonly path: string;
  readonly text: string;
  /** The first folder of the path; the file itself for what stands at the top. */
  readonly room: string;
  /** What it imports, types and `import()` included: paths relative to `src`, packages by their name. */
  readonly imports: readonly string[];
  readonly nodes: readonly Node[];
}

/** A node of the syntax tree, with the nodes it stands in. */
export interface Node {
  readonly type: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly parents: readonly Node[];
}

let known: readonly Module[] | undefined;

/** Every TypeScript file under `src`; read and parsed once. */
export function modules(): readonly Module[] {
  known ??= readModules();
  return known;
}

function readModules(): readonly Module[] {
  const folder = join(ROOT, 'src');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.ts'))
    .sort()
    .map(path => moduleOf(path, readFileSync(join(folder, path), 'utf8')));
}

export function moduleOf(path: string, text: string): Module {
  const nodes: Node[] = [];
  collect(parseSync(text, SYNTAX), [], nodes);
  const imports = nodes.flatMap(importsOf).map(specifier => resolved(path, specifier));
  return { path, text, room: path.split('/')[0] ?? path, imports: [...new Set(imports)], nodes };
}

function collect(value: unknown, parents: readonly Node[], into: Node[]): void {
  if (Array.isArray(value)) {
    for (const each of value) collect(each, parents, into);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const fields: Record<string, unknown> = { ...value };
  const { type } = fields;
  const node = typeof type === 'string' ? { type, fields, parents } : undefined;
  if (node !== undefined) into.push(node);
  for (const each of Object.values(fields)) collect(each, node === undefined ? parents : [...parents, node], into);
}

function importsOf({ type, fields }: Node): readonly string[] {
  const source = {
    ImportDeclaration: 'source',
    ExportNamedDeclaration: 'source',
    ExportAllDeclaration: 'source',
    TsImportType: 'argument',
  }[type];
  if (source !== undefined) return literal(fields[source]);
  if (type !== 'CallExpression' || field(fields['callee'], 'type') !== 'Import') return [];
  const [first]: unknown[] = Array.isArray(fields['arguments']) ? fields['arguments'] : [];
  return literal(field(first, 'expression'));
}

function literal(value: unknown): readonly string[] {
  const text = field(value, 'value');
  return field(value, 'type') === 'StringLiteral' && typeof text === 'string' ? [text] : [];
}

function resolved(from: string, specifier: string): string {
  return specifier.startsWith('.') ? relative('.', join(dirname(from), specifier)) : specifier;
}

/** A field of something that may be an object. */
export function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
}
