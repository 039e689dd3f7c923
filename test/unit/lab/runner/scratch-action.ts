import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folders: string[] = [];

export interface ScratchAction {
  /** Lines of `inputs:`, each indented by two blanks. */
  readonly inputs?: readonly string[];
  /** The source of `main`, an ES module with `fs`, `env` and `put` (append a line to a command file) in scope. */
  readonly main: string;
  readonly post?: string;
  readonly postIf?: string;
  readonly using?: string;
}

const prelude = `
import fs from 'node:fs';
import { spawn } from 'node:child_process';
const env = process.env;
const put = (file, line) => fs.appendFileSync(env[file], line + '\\n');
`;

/** `expression` in the braces of a workflow file. */
export function braces(expression: string): string {
  return `$\{{ ${expression} }}`;
}

/** An action in a temporary folder; returns the folder. */
export function scratchAction(action: ScratchAction): string {
  const folder = scratchFolder();
  writeAction(folder, action);
  return folder;
}

export interface ScratchComposite {
  readonly inputs?: readonly string[];
  readonly outputs?: Readonly<Record<string, string>>;
  /** Lines of `steps:`. */
  readonly steps: string;
  /** The actions beside it, by the name of their folder: `$/name`. */
  readonly beside?: Readonly<Record<string, ScratchAction | ScratchComposite>>;
}

/** A composite at the root of a repository of its own; returns the folder. */
export function scratchComposite(action: ScratchComposite): string {
  const folder = scratchFolder();
  writeComposite(folder, action);
  writeBeside(folder, action.beside ?? {});
  return folder;
}

/** A composite whose `action.yml` is written already, with other actions beside it; returns the folder. */
export function scratchRepository(manifest: string, beside: NonNullable<ScratchComposite['beside']>): string {
  const folder = scratchFolder();
  writeFileSync(join(folder, 'action.yml'), manifest);
  writeBeside(folder, beside);
  return folder;
}

function writeBeside(folder: string, beside: NonNullable<ScratchComposite['beside']>): void {
  for (const [name, other] of Object.entries(beside)) {
    mkdirSync(join(folder, name), { recursive: true });
    if ('steps' in other) writeComposite(join(folder, name), other);
    else writeAction(join(folder, name), other);
  }
}

function writeComposite(folder: string, { inputs, outputs, steps }: ScratchComposite): void {
  const values = Object.entries(outputs ?? {}).map(([name, value]) => `  ${name}: { value: "${value}" }`);
  const manifest = [
    'name: scratch composite',
    ...(inputs === undefined ? [] : ['inputs:', ...inputs]),
    ...(values.length === 0 ? [] : ['outputs:', ...values]),
    'runs:',
    '  using: composite',
    '  steps:',
    ...steps
      .split('\n')
      .filter(line => line.trim() !== '')
      .map(line => `    ${line}`),
  ];
  writeFileSync(join(folder, 'action.yml'), `${manifest.join('\n')}\n`);
}

function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'scratch-action-'));
  folders.push(folder);
  return folder;
}

function writeAction(folder: string, action: ScratchAction): void {
  const manifest = [
    'name: scratch',
    ...(action.inputs === undefined ? [] : ['inputs:', ...action.inputs]),
    'runs:',
    `  using: ${action.using ?? 'node24'}`,
    '  main: main.mjs',
    ...(action.post === undefined ? [] : ['  post: post.mjs']),
    ...(action.postIf === undefined ? [] : [`  post-if: ${action.postIf}`]),
  ];
  writeFileSync(join(folder, 'action.yml'), `${manifest.join('\n')}\n`);
  writeFileSync(join(folder, 'main.mjs'), prelude + action.main);
  if (action.post !== undefined) writeFileSync(join(folder, 'post.mjs'), prelude + action.post);
}

export function removeScratchActions(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}
