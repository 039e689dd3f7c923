import type { HazardRule } from './hazards/rule.ts';

/** Where the page of a rule is, from the root of this project. */
export function pageOf(rule: HazardRule['id'] | string): string {
  return `docs/migration-rules/${rule.replace('/', '-')}.md`;
}

/** The same on the web, for reports that are read elsewhere. */
export function addressOf(rule: HazardRule['id'] | string): string {
  return `https://github.com/org/obcms-deploy/blob/v1/${pageOf(rule)}`;
}
