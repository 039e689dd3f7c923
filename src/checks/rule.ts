import type { Place, Severity } from '../core/findings.ts';
import type { Family, Profile } from './profile.ts';
import type { Project } from './project.ts';

/**
 * One thing that must be true of a project that is fit to be deployed: data for people (its docs page, its SARIF entry and its row in
 * `docs/requirements.md` are made of it) and one pure function over facts that are collected elsewhere.
 */
export interface Rule {
  /** `family/name`, stable: users ignore by it. */
  readonly id: `${Family}/${string}`;
  /** A sentence that is true when nothing is found: "Hosts are named one by one". */
  readonly title: string;
  /** What a finding is worth; a hit may say less, or more where its own evidence is worse. `off`: not judged under that profile. */
  readonly severity: Severity | Readonly<Record<Profile, Severity | 'off'>>;
  /** What goes wrong, for whom, when it does not hold. */
  readonly why: string;
  /** What to change. Sentences on the first line; lines after it are exact settings, YAML or commands. */
  readonly remedy: string;
  /** Where this comes from: ids of the demands of `docs/requirements.md` (`S1-047`, `C23`), and the words or addresses of manuals. At least one. */
  readonly source: readonly string[];
  /** Versions it holds for, when not for all: `Django 4.2 to 5.0`. For the docs; `judge` looks at the version itself. */
  readonly versions?: string;
  /** Pure. Nothing for what holds, and nothing for what is not there to be judged. */
  judge(project: Project): readonly Hit[];
}

/** One place where a rule does not hold. */
export interface Hit {
  /** A line that exists, of a file of the repository; absent only when no file is to blame. */
  readonly place?: Place;
  /** What it is about: a setting, a variable, `docker-compose.prod.yml: web`. Part of the finding's identity, so never a line number. */
  readonly subject: string;
  /** One or two sentences: what is wrong here, and what it means. */
  readonly message: string;
  /** What shows it, in a few words: the evaluated value, the line's text. Never a secret. */
  readonly evidence: string;
  /** Instead of the rule's, when the exact change can be given. */
  readonly remedy?: string;
  /** Instead of the rule's. */
  readonly severity?: Severity;
  /** It rests on a variable that was filled by `missing: dummy`. */
  readonly dummy?: boolean;
  /** Not wrong but unknowable here (a stubbed module, an unreadable variable): shown apart, never counted as a finding. */
  readonly unknown?: true;
}

export function defineRule(rule: Rule): Rule {
  return rule;
}
