import type { Project } from '../../src/checks/project.ts';

/**
 * For each rule a project in which it must fire, and one as close to it as possible in which it must not. Made by the family's real readers
 * from the text of files wherever it has one, so that a case proves the way from the text to the finding.
 */
export type RuleCases = Readonly<
  Record<string, { readonly fires: readonly FiringCase[]; readonly silent: readonly SilentCase[] }>
>;

export interface FiringCase {
  /** What is wrong, in a few words. */
  readonly name: string;
  readonly project: Project | Promise<Project>;
  /** File and line of the finding; null when it has none. One entry a finding. */
  readonly at: readonly (readonly [file: string, line: number] | null)[];
}

export interface SilentCase {
  /** Why this is right, in a few words. */
  readonly name: string;
  readonly project: Project | Promise<Project>;
}
