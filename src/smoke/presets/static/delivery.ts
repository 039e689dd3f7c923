import { count, oneLine } from '../../../core/text.ts';
import { answerInWords, mediaType } from '../answer-words.ts';
import type { StaticOptions } from '../options.ts';
import { defineCheck, type Judgement, type SiteAnswer } from '../preset.ts';
import { hashIn, isCodeFile, withOtherHash } from './names.ts';
import { assetsOf, type Loaded, notAsked, nothingToSee, type PageAssets, pathOf, some } from './page-assets.ts';
import type { Reference } from './references.ts';

const MANIFEST_STORAGE =
  'STORAGES = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}, refer to files with {% static %}, and run collectstatic when the image is built.';

export const hashedNames = defineCheck<StaticOptions, PageAssets>({
  id: 'static/hashed-names',
  title: 'Stylesheets and scripts have names that change with their content',
  why: 'After a deployment, browsers go on with the old file of the same name: the new page with the old script.',
  accepts: [
    'each own stylesheet and script is called like `site.3f2a1b9c0d4e.css`: eight or more hex digits before the ending (Django writes twelve), or the hash of a bundler as in `index-BxT3f9aQ.js`',
    'a hash in the query (`site.css?v=3f2a1b9c`) is a warning: caches in between may ignore it, and old pages get new files',
    'scripts without an ending, such as /jsi18n/, are pages and not judged',
  ],
  remedy: MANIFEST_STORAGE,
  source: 'Django 5.2: ManifestStaticFilesStorage, twelve digits of an MD5; WhiteNoise 6',
  severity: 'failure',
  collect: assetsOf,
  judge: judgeNames,
});

function judgeNames(facts: PageAssets): Judgement {
  const nothing = nothingToSee(facts);
  if (nothing !== undefined) return { verdict: 'not-knowable', why: nothing };
  const files = codeFiles(facts.references.own);
  if (files.length === 0)
    return { verdict: 'not-knowable', why: `${pathOf(facts.page.url)} refers to no own stylesheet or script` };
  const expected = 'a hash in each name';
  const unhashed = files.filter(({ url }) => hashIn(url.pathname) === undefined);
  if (unhashed.length === 0)
    return {
      verdict: 'holds',
      actual: `${count(files.length, 'file')}, ${pathOf(files[0]?.url ?? facts.page.url)} first`,
    };
  const bare = unhashed.filter(({ url }) => !/[=?&][0-9a-zA-Z_-]{6,}/.test(url.search));
  if (bare.length > 0) return { verdict: 'broken', expected, actual: some(bare.map(({ url }) => pathOf(url))) };
  return {
    verdict: 'doubtful',
    expected,
    actual: `only in the query: ${some(unhashed.map(({ url }) => oneLine(`${url.pathname}${url.search}`, 120)))}`,
  };
}

interface WrongHashFacts {
  readonly assets: PageAssets;
  /** undefined: no file of the page has a hash. */
  readonly wrong: SiteAnswer | undefined;
}

export const wrongHash = defineCheck<StaticOptions, WrongHashFacts>({
  id: 'static/wrong-hash-404',
  title: 'A file of another release answers 404',
  why: 'When a page for every path answers for files that are gone, browsers run HTML as a script ("Unexpected token <") and may cache it for a year.',
  accepts: ['404 (or 410) for the name of a file with another hash; 403, as buckets answer, is a warning'],
  remedy:
    'Take STATIC_URL (and /assets/) out of the rule that answers every path with the page of the front end: nginx `location /assets/ { try_files $uri =404; }`.',
  source: 'WhiteNoise 6, measured: a wrong hash answers 404',
  severity: 'failure',
  async collect(site, options) {
    const assets = await assetsOf(site, options);
    const hashed = codeFiles(assets.references.own).find(({ url }) => hashIn(url.pathname) !== undefined);
    const hash = hashed === undefined ? undefined : hashIn(hashed.url.pathname);
    if (hashed === undefined || hash === undefined) return { assets, wrong: undefined };
    return { assets, wrong: await site.ask({ path: withOtherHash(hashed.url.pathname, hash) }) };
  },
  judge: judgeWrongHash,
});

function judgeWrongHash({ assets, wrong }: WrongHashFacts): Judgement {
  const nothing = nothingToSee(assets);
  if (nothing !== undefined) return { verdict: 'not-knowable', why: nothing };
  if (wrong === undefined)
    return { verdict: 'not-knowable', why: 'no own stylesheet or script has a hash in its name' };
  const actual = `${pathOf(wrong.url)}: ${answerInWords(wrong)}`;
  if (wrong.status === 404 || wrong.status === 410)
    return { verdict: 'holds', actual: `${pathOf(wrong.url)}: ${wrong.status}` };
  return { verdict: wrong.status === 403 ? 'doubtful' : 'broken', expected: '404', actual };
}

const YEAR_SECONDS = 31_536_000;

export const cachedFar = defineCheck<StaticOptions, PageAssets>({
  id: 'static/cached-far',
  title: 'Files with a hash in their name are kept by browsers for a year',
  why: 'Otherwise every visit asks again for files that cannot change, and the application answers each time.',
  accepts: [
    '`Cache-Control: max-age` of at least 31536000 for own stylesheets and scripts with a hash (WhiteNoise sends `max-age=315360000, public, immutable`)',
    'without `immutable` a warning: reloading a page then asks again',
    'a year for a file without a hash is a warning: it cannot be replaced',
  ],
  remedy: `${MANIFEST_STORAGE} WhiteNoise then knows the hashed files; with another server: Cache-Control: public, max-age=31536000, immutable.`,
  source:
    'OBCMS runbook: hashed address has max-age=31536000 and immutable; WhiteNoise 6, measured: ten years; RFC 8246',
  severity: 'failure',
  collect: assetsOf,
  judge: judgeCaching,
});

function judgeCaching(facts: PageAssets): Judgement {
  const nothing = nothingToSee(facts);
  if (nothing !== undefined) return { verdict: 'not-knowable', why: nothing };
  const code = facts.loaded.filter(
    ({ reference, answer }) => isCodeFile(reference.url.pathname) && answer.status === 200,
  );
  const hashed = code.filter(({ reference }) => hashIn(reference.url.pathname) !== undefined);
  const expected = `max-age of at least ${YEAR_SECONDS}, immutable`;
  const shown = (files: readonly Loaded[]) =>
    some(
      files.map(
        ({ reference, answer }) =>
          `${pathOf(reference.url)}: ${oneLine(answer.header('cache-control') ?? 'no Cache-Control', 100)}`,
      ),
    );
  const short = hashed.filter(({ answer }) => !isKeptForAYear(answer));
  if (short.length > 0) return { verdict: 'broken', expected, actual: shown(short) };
  const changeable = code.filter(file => !hashed.includes(file) && isKeptForAYear(file.answer));
  if (changeable.length > 0) {
    const remedy =
      'Give the file a hash in its name, or a short max-age: browsers that have it will not ask for a year.';
    return { verdict: 'doubtful', expected: 'a year only for files with a hash', actual: shown(changeable), remedy };
  }
  if (hashed.length === 0)
    return { verdict: 'not-knowable', why: 'no own stylesheet or script with a hash in its name loads' };
  const mutable = hashed.filter(({ answer }) => !directivesOf(answer).includes('immutable'));
  if (mutable.length > 0) return { verdict: 'doubtful', expected, actual: shown(mutable) };
  return {
    verdict: 'holds',
    actual: `${count(hashed.length, 'file')}: ${oneLine(hashed[0]?.answer.header('cache-control') ?? '', 100)}`,
  };
}

function isKeptForAYear(answer: SiteAnswer): boolean {
  const directives = directivesOf(answer);
  if (directives.includes('no-store') || directives.includes('no-cache')) return false;
  const age = directives
    .map(directive => /^max-age="?(\d{1,12})"?$/.exec(directive)?.[1])
    .find(found => found !== undefined);
  return Number(age ?? 0) >= YEAR_SECONDS;
}

function directivesOf(answer: SiteAnswer): readonly string[] {
  return (answer.header('cache-control') ?? '')
    .toLowerCase()
    .split(',')
    .map(directive => directive.trim());
}

/** Below this, compressing costs more than it saves. */
const WORTH_COMPRESSING = 1_024;
const TEXT = /^(?:text\/|application\/(?:javascript|x-javascript|ecmascript|json|manifest\+json|xml)|image\/svg\+xml)/;

export const compressed = defineCheck<StaticOptions, PageAssets>({
  id: 'static/compressed',
  title: 'Text files come compressed',
  why: 'Stylesheets and scripts are three to five times as large otherwise, which is felt on a telephone.',
  accepts: [
    `Content-Encoding gzip, br, zstd or deflate for own text files of more than ${WORTH_COMPRESSING} bytes, asked with Accept-Encoding: gzip, br`,
    'without `Vary: Accept-Encoding` a warning: a cache may give the compressed file to who cannot read it',
  ],
  remedy:
    'whitenoise.storage.CompressedManifestStaticFilesStorage compresses at collectstatic (add the package `brotli` for br); in Traefik: the middleware `compress`.',
  source: 'OBCMS runbook: with Accept-Encoding br, gzip the answer has a Content-Encoding; WhiteNoise 6',
  severity: 'failure',
  collect: assetsOf,
  judge: judgeCompression,
});

function judgeCompression(facts: PageAssets): Judgement {
  const nothing = nothingToSee(facts);
  if (nothing !== undefined) return { verdict: 'not-knowable', why: nothing };
  const files = facts.loaded.filter(
    ({ answer }) =>
      answer.status === 200 &&
      TEXT.test(mediaType(answer)) &&
      mediaType(answer) !== 'text/html' &&
      answer.body.length > WORTH_COMPRESSING,
  );
  if (files.length === 0)
    return { verdict: 'not-knowable', why: `no own text file of more than ${WORTH_COMPRESSING} bytes loads` };
  const expected = 'Content-Encoding: gzip or br';
  const encodingOf = (answer: SiteAnswer) => answer.header('content-encoding')?.trim().toLowerCase() ?? '';
  const plain = files.filter(({ answer }) => !/^(?:gzip|x-gzip|br|zstd|deflate)$/.test(encodingOf(answer)));
  if (plain.length > 0) {
    const named = plain.map(
      ({ reference, answer }) => `${pathOf(reference.url)}: ${count(answer.body.length, 'character')}, not compressed`,
    );
    return { verdict: 'broken', expected, actual: some(named) };
  }
  const careless = files.filter(
    ({ answer }) => !/(?:^|[\s,])(?:accept-encoding|\*)(?:$|[\s,])/i.test(answer.header('vary') ?? ''),
  );
  if (careless.length > 0) {
    const remedy = 'Send `Vary: Accept-Encoding` with each file that may come compressed.';
    return {
      verdict: 'doubtful',
      expected: 'Vary: Accept-Encoding',
      actual: some(careless.map(({ reference }) => pathOf(reference.url))),
      remedy,
    };
  }
  return {
    verdict: 'holds',
    actual: `${count(files.length, 'file')}: ${encodingOf(files[0]?.answer ?? facts.page)}${notAsked(facts.left)}`,
  };
}

function codeFiles(references: readonly Reference[]): readonly Reference[] {
  return references.filter(({ url, kind }) => (kind === 'stylesheet' || kind === 'script') && isCodeFile(url.pathname));
}
