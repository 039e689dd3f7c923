import type { Place } from '../core/findings.ts';
import type { World } from '../core/world.ts';
import type { FindingLinks } from '../report/findings-table.ts';

/** Lines of the checkout on GitHub's pages, at the commit of this run; no links on a laptop. */
export function linksOf({ host, environment }: World, rule: FindingLinks['rule']): FindingLinks {
  const { githubServer, repository } = host.context;
  const commit = environment['GITHUB_SHA'];
  const base =
    repository === undefined || commit === undefined || commit === ''
      ? undefined
      : `${githubServer}/${repository}/blob/${commit}`;
  const path = (file: string) => file.split('/').map(encodeURIComponent).join('/').replace(/[()]/g, encodeURIComponent);
  return {
    rule,
    place: ({ file, line }: Place) => (base === undefined ? undefined : `${base}/${path(file)}#L${line}`),
  };
}
