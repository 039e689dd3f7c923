import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
  const folder = mkdtempSync(join(tmpdir(), 'scratch-action-'));
  folders.push(folder);
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
  return folder;
}

export function removeScratchActions(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}
