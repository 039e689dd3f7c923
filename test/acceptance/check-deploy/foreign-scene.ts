import { ALL_PACKAGES, type Fault, type ForeignProject, filesOf, lineOf } from '../../../lab/projects/index.ts';
import { provisionPython } from '../../../lab/python/provision.ts';
import { type Checked, type CheckOptions, check, checkoutOf, type Files, type Inputs } from './scene.ts';

export interface ForeignRun {
  readonly faults?: readonly Fault[];
  /** Files beside and instead of the project's; undefined removes one. */
  readonly files?: Files;
  readonly inputs?: Inputs;
  /** The requirements that are installed. Default: everything the project imports. */
  readonly packages?: string;
  readonly options?: CheckOptions;
}

/** Judges a project with its real environment, as the committed bundle does on a fresh checkout of it. */
export async function judge(project: ForeignProject, run: ForeignRun = {}): Promise<Checked> {
  const { python } = await provisionPython({ requirements: run.packages ?? ALL_PACKAGES });
  const files = Object.entries({ ...filesOf(project, run.faults), ...run.files });
  const checkout = await checkoutOf(Object.fromEntries(files.filter(([, text]) => text !== undefined)));
  try {
    return await check(checkout, { python, env: linesOf(project.environment), ...run.inputs }, run.options);
  } finally {
    await checkout.dispose();
  }
}

export function linesOf(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n');
}

/** What of it would fail the step by default, as `rule file:line`, sorted. */
export function decisive({ findings }: Checked): readonly string[] {
  return findings
    .filter(({ severity }) => severity === 'critical' || severity === 'high')
    .map(({ rule, file, line }) => `${rule} ${file ?? '-'}:${line ?? '-'}`)
    .sort();
}

/** What the faults of a project have to come to, in the same words. */
export function expectedOf(project: ForeignProject): readonly string[] {
  const files = filesOf(project, project.faults);
  return project.faults
    .map(({ expect: { rule, file, marker } }) => `${rule} ${file}:${lineOf(files[file], marker)}`)
    .sort();
}

/** How each family ended. */
export function statesOf({ result }: Checked): Readonly<Record<string, string>> {
  return Object.fromEntries((result.families ?? []).map(({ family, state }) => [family, state]));
}
