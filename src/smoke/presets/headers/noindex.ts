import { oneLine } from '../../../core/text.ts';
import { isDoor, placeOf } from '../application-seen.ts';
import { isRedirect, redirectTarget } from '../https/journey.ts';
import { broken, holds, notKnowable } from '../judgements.ts';
import type { HeadersOptions } from '../options.ts';
import { defineCheck, type Judgement, type SiteAnswer } from '../preset.ts';
import { bothPages, type Pages } from './pages.ts';
import { robotsWords } from './values.ts';

export const noindex = defineCheck<HeadersOptions, Pages>({
  id: 'headers/noindex',
  title: 'Search engines keep out of staging',
  why: 'Copies of production that got into a search index show unfinished pages and test data to everybody, under a name that looks real.',
  accepts: [
    'in staging: `X-Robots-Tag: noindex` (or `none`) for every robot',
    'in staging: a sign-in in front of every page: 401, 403, or a redirect to another host wherever one asks',
    'elsewhere not asked',
  ],
  remedy:
    'Send `X-Robots-Tag: noindex` at the edge of staging, by the label `traefik.http.middlewares.<name>.headers.customResponseHeaders.X-Robots-Tag=noindex`, or put basic auth in front. A robots.txt does not do: it keeps robots from reading the header, not pages out of the index.',
  source: 'Google, "Block search indexing with noindex"; staging is a copy of production',
  severity: 'failure',
  collect: bothPages,
  judge({ page, error }, _options, profile) {
    if (profile !== 'staging') return notKnowable('asked of staging only: production is meant to be found');
    if (page.status >= 500)
      return notKnowable(`${placeOf(page)} is no page that could be indexed; see https/redirect-loop`);
    return judgeIndexing(page, error);
  },
});

function judgeIndexing(page: SiteAnswer, error: SiteAnswer): Judgement {
  const expected = 'X-Robots-Tag: noindex, or a sign-in in front';
  const words = robotsWords(page.headers['x-robots-tag'] ?? []);
  if (words.includes('noindex') || words.includes('none')) return holds(`${words.join(', ')} on ${placeOf(page)}`);
  if (isDoor(page)) return holds(`a sign-in in front: ${placeOf(page)}`);
  const [led, astray] = [leadsTo(page), leadsTo(error)];
  // A gate in front sends every address to its sign-in; a front page that only lives elsewhere does not.
  if (led !== undefined && led === astray) return holds(`every page leads to ${oneLine(led, 100)}`);
  const said = page.header('x-robots-tag');
  return broken(expected, `${said === undefined ? 'no X-Robots-Tag' : `"${oneLine(said, 100)}"`} on ${placeOf(page)}`);
}

/** The other host that an answer leads to. */
function leadsTo(answer: SiteAnswer): string | undefined {
  const host = isRedirect(answer) ? redirectTarget(answer)?.host : undefined;
  return host === answer.url.host ? undefined : host;
}
