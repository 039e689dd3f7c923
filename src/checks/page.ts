import type { Rule } from './rule.ts';

/** Where the page of a rule is, from the root of this project. */
export function pageOf(rule: Rule['id'] | string): string {
  return `docs/deploy-rules/${rule.replace('/', '-')}.md`;
}

/** The same on the web, for reports that are read elsewhere. */
export function addressOf(rule: Rule['id'] | string): string {
  return `https://github.com/org/obcms-deploy/blob/v1/${pageOf(rule)}`;
}
