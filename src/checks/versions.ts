import { compare, explain, satisfies } from '@renovatebot/pep440';

/**
 * Versions and ranges of Python packages, as PEP 440 orders them. A candidate counts as the release it becomes: 6.1rc1 knows what 6.1 knows.
 * Poetry's own `^5.2`, `~5.2`, bare versions and `||` are read as what they mean in PEP 440.
 */

/** `5.2` of `5.2.17` and of `5.2.*`; undefined for what is no version. */
export function seriesOf(version: string): string | undefined {
  return partsOf(version)?.slice(0, 2).join('.');
}

/** Whether a version names its patch: `3.13.2`, and not `3.13`. */
export function isExact(version: string): boolean {
  return (partsOf(version)?.length ?? 0) > 2;
}

/** False also for what is no version. */
export function isAtLeast(version: string, bound: string): boolean {
  const release = releaseOf(version);
  return release !== undefined && compare(release, bound) >= 0;
}

/** False also for what is no version. */
export function isOlder(version: string, bound: string): boolean {
  const release = releaseOf(version);
  return release !== undefined && compare(release, bound) < 0;
}

/** Whether a range allows a version; undefined when it, or the version, is not understood, which is no reason to say that they differ. */
export function fits(version: string, specifier: string): boolean | undefined {
  const release = releaseOf(version);
  if (release === undefined) return undefined;
  const own = [version.trim(), release];
  const answers = specifier.split('||').map(range => {
    const clauses = clausesOf(range).map(clause => {
      if (clause === undefined) return undefined;
      return own.some(each => satisfies(each, clause, { prereleases: true }));
    });
    if (clauses.includes(false)) return false;
    return clauses.includes(undefined) ? undefined : true;
  });
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}

/** Whether a range allows a version of this series: what `python:3.13` is depends on the day. */
export function fitsSeries(series: string, specifier: string): boolean | undefined {
  const within = [`${series}.0`, `${series}.9999`, ...turns(specifier).filter(turn => seriesOf(turn) === series)];
  const answers = within.map(version => fits(version, specifier));
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}

/** Whether everything an entry allows is older than `bound`: pinned below it, or bounded from above. */
export function isAlwaysOlder(
  { pinned, specifier }: { readonly pinned: string | undefined; readonly specifier: string },
  bound: string,
): boolean {
  if (pinned !== undefined) return isOlder(pinned, bound);
  const later = [bound, FAR, ...turns(specifier).filter(turn => isAtLeast(turn, bound))];
  return later.every(version => fits(version, specifier) === false);
}

/** Later than every release there is. */
const FAR = '99999';

/** What a range says of versions only changes at those it names, and behind them. */
function turns(specifier: string): readonly string[] {
  return [...specifier.matchAll(/\d[^\s,|*]*/g)].flatMap(([written]) => {
    const release = releaseOf(written.replace(/\.$/, ''));
    return release === undefined ? [] : [release, `${release}.0.1`];
  });
}

/** The clauses of one range, each in PEP 440; undefined for one that is not understood. */
function clausesOf(range: string): readonly (string | undefined)[] {
  return range
    .split(',')
    .map(clause => clause.trim())
    .filter(clause => clause !== '' && clause !== '*')
    .flatMap(clause => {
      const [, operator = '', written = ''] = /^(===|~=|==|!=|<=|>=|<|>|\^|~)?\s*(\S+)$/.exec(clause) ?? [];
      const parts = partsOf(written);
      if (parts === undefined) return [undefined];
      if (operator === '^' || operator === '~') {
        return [`>=${written}`, `<${operator === '^' ? ceilingOf(parts) : next(parts.slice(0, 2))}`];
      }
      return [`${operator === '' ? '==' : operator}${written}`];
    });
}

/** Of Poetry's `^`: the first number that is not zero may not change. */
function ceilingOf(parts: readonly number[]): string {
  const first = parts.findIndex(part => part > 0);
  return next(first === -1 ? parts : parts.slice(0, first + 1));
}

function next(parts: readonly number[]): string {
  return parts.map((part, index) => (index === parts.length - 1 ? part + 1 : part)).join('.');
}

/** Without what makes it a candidate, a post-release or somebody's own build. */
function releaseOf(version: string): string | undefined {
  return explain(withoutStar(version))?.base_version;
}

function partsOf(version: string): readonly number[] | undefined {
  return explain(withoutStar(version))?.release;
}

function withoutStar(version: string): string {
  return version.trim().replace(/\.\*$/, '');
}
