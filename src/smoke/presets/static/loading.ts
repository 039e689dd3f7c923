import { count } from '../../../core/text.ts';
import { answerInWords, isHtml, mediaType, redirectTarget, startsAsHtml } from '../answer-words.ts';
import type { StaticOptions } from '../options.ts';
import { defineCheck, type Judgement, type SiteAnswer } from '../preset.ts';
import {
  assetsOf,
  type Loaded,
  load,
  MOST_ASSETS,
  notAsked,
  nothingToSee,
  type PageAssets,
  pathOf,
  some,
} from './page-assets.ts';
import { type Reference, referencesOfCss } from './references.ts';

const MANIFEST = 'ValueError: Missing staticfiles manifest entry';

export const staticPage = defineCheck<StaticOptions, PageAssets>({
  id: 'static/page',
  title: 'The page itself answers, and refers to stylesheets and scripts',
  why: 'All other checks of this preset start from the files of this page. A `{% static %}` whose file is not in the manifest turns every page into a 500.',
  accepts: [
    '200 with HTML that refers to at least one file, or has its styles in itself',
    'a page without any style is suspicious, and fails: either the wrong page was named, or it lost its files',
  ],
  remedy: 'Name a page that a visitor sees without signing in: `static: { page: /login/ }`.',
  source:
    'OBCMS runbook: a page of the site is asked, and what it names is fetched; Django 5.2: ManifestStaticFilesStorage',
  severity: 'failure',
  collect: assetsOf,
  judge: judgePage,
});

function judgePage({ page, references }: PageAssets): Judgement {
  const expected = '200 with an HTML page that refers to stylesheets or scripts';
  const actual = `${pathOf(page.url)}: ${answerInWords(page)}`;
  if (page.status >= 500) {
    const remedy = `Look into the log of the web resource. With "${MANIFEST}" run \`python manage.py collectstatic --noinput\` when the image is built, with the settings of production.`;
    return { verdict: 'broken', expected, actual, remedy };
  }
  if (page.status !== 200 || !isHtml(page)) return { verdict: 'broken', expected, actual };
  const { own, plain, foreignHosts, inline } = references;
  if (own.length + plain.length + foreignHosts.length > 0) {
    const foreign = foreignHosts.length === 0 ? '' : `, files of ${count(foreignHosts.length, 'other host')}`;
    return { verdict: 'holds', actual: `${count(own.length, 'own file')}${foreign}` };
  }
  if (inline) return { verdict: 'holds', actual: 'no files: its styles and scripts stand in the page' };
  return { verdict: 'broken', expected, actual: `${actual}, without any stylesheet or script` };
}

export const assetsLoad = defineCheck<StaticOptions, PageAssets>({
  id: 'static/assets-load',
  title: 'Every file the page refers to is there, with the right type and content',
  why: 'The health page is green and the site has no styles, or no scripts: a blank or broken page for every visitor.',
  accepts: [
    '200, not empty, no HTML page in place of the file',
    'text/css for stylesheets, a JavaScript type for scripts, no text for images: with nosniff browsers refuse anything else',
    `the first ${MOST_ASSETS} own files; files of other hosts are not asked`,
  ],
  remedy: 'Run `python manage.py collectstatic --noinput` when the image is built.',
  source:
    'OBCMS runbook: application healthy, static files missing; the asset named in the page answers 200 with the right type',
  severity: 'failure',
  collect: assetsOf,
  judge: judgeAssets,
});

function judgeAssets(facts: PageAssets): Judgement {
  const nothing = nothingToSee(facts);
  if (nothing !== undefined) return { verdict: 'not-knowable', why: nothing };
  const { loaded, left, references } = facts;
  const plain = references.plain.map(
    ({ url }) => `${pathOf(url)}: asked by plain HTTP, which browsers refuse on this page`,
  );
  return judgeLoaded(loaded, plain, left);
}

function judgeLoaded(loaded: readonly Loaded[], others: readonly string[], left: number): Judgement {
  const expected = 'each 200, of its type, not empty';
  const faults = loaded.map(({ reference, answer }) => ({ reference, answer, fault: faultOf(reference, answer) }));
  const bad = faults.filter(({ fault }) => fault !== undefined);
  const named = [...bad.map(({ reference, fault }) => `${pathOf(reference.url)}: ${fault}`), ...others];
  if (named.length > 0) {
    const remedy = remedyFor(
      bad.map(({ answer }) => answer),
      loaded.length,
    );
    return { verdict: 'broken', expected, actual: `${some(named)}${notAsked(left)}`, remedy };
  }
  const away = loaded.filter(({ answer }) => redirectTarget(answer) !== undefined);
  if (away.length > 0) {
    const actual = `${some(away.map(({ reference, answer }) => `${pathOf(reference.url)}: ${answerInWords(answer)}`))}`;
    return {
      verdict: 'doubtful',
      expected,
      actual,
      remedy: 'Redirects to another host are not followed. Name the files where they are.',
    };
  }
  return { verdict: 'holds', actual: `${count(loaded.length, 'file')}${notAsked(left)}` };
}

/** What is wrong with a file as it came; undefined when it is fine, or led to another host. */
export function faultOf({ kind }: Reference, answer: SiteAnswer): string | undefined {
  if (redirectTarget(answer) !== undefined)
    return redirectTarget(answer)?.origin === answer.url.origin ? answerInWords(answer) : undefined;
  if (answer.status !== 200) return `${answer.status}`;
  if (answer.body === '') return 'empty';
  const type = mediaType(answer);
  if (type === 'text/html' || ((kind === 'stylesheet' || kind === 'script') && startsAsHtml(answer.body))) {
    return 'an HTML page instead of the file';
  }
  const accepted = TYPES[kind];
  return accepted === undefined || accepted.test(type) ? undefined : `${type === '' ? 'no content type' : type}`;
}

const TYPES: Readonly<Partial<Record<Reference['kind'], RegExp>>> = {
  stylesheet: /^text\/css$/,
  script: /^(?:text|application)\/(?:x-)?(?:java|ecma)script$/,
  image: /^(?:image\/|application\/octet-stream$)/,
};

function remedyFor(bad: readonly SiteAnswer[], all: number): string {
  if (bad.some(answer => isHtml(answer) && answer.status === 200)) {
    return 'A rule that answers every path with a page answers for files as well, or a sign-in stands in front of them. Serve STATIC_URL before that rule, and let it answer 404 for what is not there.';
  }
  if (bad.length > 0 && bad.length === all && bad.every(({ status }) => status === 404)) {
    return 'No file is served. Three things must be there: STATIC_ROOT in the settings; `RUN python manage.py collectstatic --noinput` in the Dockerfile; "whitenoise.middleware.WhiteNoiseMiddleware" right after SecurityMiddleware (or the web server serving STATIC_ROOT).';
  }
  if (bad.some(({ status }) => status === 404)) {
    return 'Page and files are not of one release: run collectstatic when the image is built, not in a volume that outlives it, and redeploy.';
  }
  return 'Fetch the file and see. An empty one often comes of a disk that was full when it was written; a wrong type from the table of the web server.';
}

interface CssFacts {
  readonly assets: PageAssets;
  readonly sheets: number;
  readonly loaded: readonly Loaded[];
  readonly plain: readonly Reference[];
  readonly left: number;
}

export const cssReferences = defineCheck<StaticOptions, CssFacts>({
  id: 'static/css-references',
  title: 'What the stylesheets load is there as well: fonts, images, imported stylesheets',
  why: 'collectstatic rewrites addresses in stylesheets; icons and fonts that were missed are gone for visitors, and nowhere in the page.',
  accepts: [
    `each url(...) and @import of the page's own stylesheets, and of those they import: 200, not empty, no HTML page (the first ${MOST_ASSETS})`,
  ],
  remedy:
    'Put the file into STATICFILES_DIRS or the static folder of its application, and run collectstatic when the image is built.',
  source: 'Django 5.2: ManifestStaticFilesStorage rewrites url() and @import; OBCMS runbook, static files',
  severity: 'failure',
  async collect(site, options) {
    const assets = await assetsOf(site, options);
    const sheets = assets.loaded.filter(isSheet);
    const first = referencesIn(sheets, site.base);
    const direct = await load(site, first.own);
    const imported = direct.loaded.filter(isSheet);
    const second = referencesIn(imported, site.base);
    const known = new Set(first.own.map(({ url }) => url.href));
    const indirect = await load(
      site,
      second.own.filter(({ url }) => !known.has(url.href)),
    );
    return {
      assets,
      sheets: sheets.length + imported.length,
      loaded: [...direct.loaded, ...indirect.loaded],
      plain: [...first.plain, ...second.plain],
      left: direct.left + indirect.left,
    };
  },
  judge: judgeCss,
});

function isSheet({ reference, answer }: Loaded): boolean {
  return reference.kind === 'stylesheet' && answer.status === 200 && mediaType(answer) === 'text/css';
}

function referencesIn(
  sheets: readonly Loaded[],
  site: URL,
): { own: readonly Reference[]; plain: readonly Reference[] } {
  const found = sheets.map(({ answer }) => referencesOfCss(answer.body, answer.url, site));
  const own = new Map(found.flatMap(references => references.own).map(reference => [reference.url.href, reference]));
  return { own: [...own.values()], plain: found.flatMap(references => references.plain) };
}

function judgeCss({ assets, sheets, loaded, plain, left }: CssFacts): Judgement {
  const nothing = nothingToSee(assets);
  if (nothing !== undefined) return { verdict: 'not-knowable', why: nothing };
  if (sheets === 0) return { verdict: 'not-knowable', why: 'the page has no own stylesheet that loads' };
  if (loaded.length === 0 && plain.length === 0) {
    return { verdict: 'not-knowable', why: `${count(sheets, 'own stylesheet')}, and no own file is named in it` };
  }
  const others = plain.map(({ url }) => `${pathOf(url)}: asked by plain HTTP, which browsers refuse on this page`);
  return judgeLoaded(loaded, others, left);
}
