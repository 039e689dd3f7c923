import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from '../../scripts/root.ts';

/** The root action and the actions it calls, read without their code: what does not fit together is said in words. */

interface Input {
  readonly description: string;
  readonly required?: boolean;
  readonly default?: string;
}

export interface InnerContract {
  readonly inputs: Readonly<Record<string, Input>>;
  readonly outputs: Readonly<Record<string, { readonly description: string }>>;
}

export interface RootContract {
  readonly inputs: Readonly<Record<string, Input>>;
  readonly outputs: Readonly<Record<string, { readonly description: string; readonly value: string }>>;
  readonly runs: {
    readonly using: string;
    readonly steps: readonly {
      readonly id?: string;
      readonly uses?: string;
      readonly run?: string;
      readonly env?: Readonly<Record<string, string>>;
      readonly with?: Readonly<Record<string, string>>;
    }[];
  };
}

/** The contract of the action `$/name`; nothing when there is none. */
export type Sibling = (name: string) => InnerContract | undefined;

export const readRoot = (): RootContract => parse(readFileSync(join(ROOT, 'action.yml'), 'utf8'));

/** Everything in which the root action and its siblings do not agree. */
export function disagreements(root: RootContract, sibling: Sibling): readonly string[] {
  const { steps, using } = root.runs;
  const problems: string[] = using === 'composite' ? [] : [`runs.using is ${using}`];
  const inner = new Map<string, InnerContract>();
  const used = new Set<string>();
  for (const { id, uses, run, env = {}, with: given = {} } of steps) {
    if (run !== undefined) {
      if (/\$\{\{/.test(run)) problems.push(`${id}: a script with an expression in it`);
      continue;
    }
    const name = /^\$\/([\w-]+)$/.exec(uses ?? '')?.[1];
    const contract = name === undefined ? undefined : sibling(name);
    if (id === undefined || name === undefined || contract === undefined) {
      problems.push(`${id}: uses ${uses}, which is no action beside this one`);
      continue;
    }
    for (const text of Object.values(env)) for (const input of inputsIn(text)) used.add(input);
    problems.push(...passedOn(root, id, given, contract));
    for (const text of Object.values(given)) {
      for (const input of inputsIn(text)) used.add(input);
      problems.push(...unknownOutputs(`${id}.with`, text, inner));
    }
    // Only now: a step cannot look at its own outputs.
    inner.set(id, contract);
  }
  for (const input of Object.keys(root.inputs)) if (!used.has(input)) problems.push(`input ${input} goes nowhere`);
  for (const [output, { value }] of Object.entries(root.outputs)) {
    if (outputsIn(value).length === 0) problems.push(`output ${output} comes from no step`);
    problems.push(...unknownOutputs(`output ${output}`, value, inner));
  }
  return [...problems, ...sameWords(root, inner)];
}

/** What a step gives to its action, against what that action takes. */
function passedOn(
  root: RootContract,
  id: string,
  given: Readonly<Record<string, string>>,
  contract: InnerContract,
): readonly string[] {
  const problems: string[] = [];
  for (const [name, spec] of Object.entries(contract.inputs)) {
    if (spec.required === true && given[name] === undefined) problems.push(`${id}: ${name} is required and not given`);
  }
  for (const [name, text] of Object.entries(given)) {
    const spec = contract.inputs[name];
    if (spec === undefined) {
      problems.push(`${id}: there is no input ${name}`);
      continue;
    }
    for (const input of inputsIn(text)) {
      const own = root.inputs[input];
      if (own === undefined) problems.push(`${id}.${name}: there is no inputs.${input}`);
      // Text that is empty, once passed on, wins over the default of the inner action: so both have the same. One that
      // goes by another name inside may have a default where the inner one has none.
      else if (own.default !== spec.default && (input === name || spec.default !== undefined))
        problems.push(`${id}.${name}: the default is ${own.default}, not ${spec.default}`);
      else if (spec.required === true && own.required !== true) problems.push(`${input} has to be required, for ${id}`);
    }
  }
  return problems;
}

/** An input means what it means in an action it goes to; an output that keeps its name, what it meant there. */
function sameWords(root: RootContract, inner: ReadonlyMap<string, InnerContract>): readonly string[] {
  const problems: string[] = [];
  for (const [input, { description }] of Object.entries(root.inputs)) {
    const meant = root.runs.steps.flatMap(({ id, with: given = {} }) =>
      Object.entries(given)
        .filter(([, text]) => inputsIn(text).includes(input))
        .map(([name]) => inner.get(id ?? '')?.inputs[name]?.description),
    );
    if (!meant.includes(description)) problems.push(`input ${input} is described in other words`);
  }
  for (const [output, { description, value }] of Object.entries(root.outputs)) {
    const [, id = '', name = ''] = /^\$\{\{ steps\.([\w-]+)\.outputs\.([\w-]+) \}\}$/.exec(value) ?? [];
    if (name !== output) continue;
    const meant = inner.get(id)?.outputs[output]?.description;
    if (meant !== undefined && meant !== description) problems.push(`output ${output} is described in other words`);
  }
  return problems;
}

function unknownOutputs(where: string, text: string, inner: ReadonlyMap<string, InnerContract>): readonly string[] {
  return outputsIn(text)
    .filter(({ id, name }) => inner.get(id)?.outputs[name] === undefined)
    .map(({ id, name }) => `${where}: no earlier step gives ${id}.${name}`);
}

function inputsIn(text: string): readonly string[] {
  return [...String(text).matchAll(/\binputs\.([\w-]+)/g)].map(([, name]) => name ?? '');
}

function outputsIn(text: string): readonly { readonly id: string; readonly name: string }[] {
  return [...String(text).matchAll(/\bsteps\.([\w-]+)\.outputs\.([\w-]+)/g)].map(([, id, name]) => ({
    id: id ?? '',
    name: name ?? '',
  }));
}
