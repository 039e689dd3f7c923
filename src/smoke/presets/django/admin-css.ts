import { count, oneLine } from '../../../core/text.ts';
import { answerInWords } from '../answer-words.ts';
import { inSmallGroups } from '../leaks/closed.ts';
import type { DjangoOptions } from '../options.ts';
import { defineCheck, type Judgement, type SiteAnswer } from '../preset.ts';
import { faultOf } from '../static/loading.ts';
import { type Loaded, load, some } from '../static/page-assets.ts';
import { referencesOf } from '../static/references.ts';
import { unknownPage } from '../unknown-path.ts';

interface AdminFacts {
  readonly page: SiteAnswer;
  readonly sheets: readonly Loaded[];
  readonly foreign: number;
}

export const adminCss = defineCheck<DjangoOptions, AdminFacts | undefined>({
  id: 'django/admin-css',
  title: 'The admin has its stylesheets',
  why: 'They come from the package django.contrib.admin through collectstatic: when they are missing, collectstatic did not run for this image.',
  accepts: [
    "each own stylesheet of the admin's sign-in page: 200, text/css, not empty",
    'not knowable when the admin is closed from here (401, 403, 404), or its files come from another host',
  ],
  remedy:
    'Run `python manage.py collectstatic --noinput` in the Dockerfile with the settings of production, and keep WhiteNoiseMiddleware right after SecurityMiddleware.',
  source: 'OBCMS runbook, static files: /static/admin/css/base.css answers 200, text/css, larger than 0',
  severity: 'failure',
  async collect(site, { admin }) {
    if (admin === undefined) return undefined;
    const page = await site.page(admin);
    const { own, foreignHosts } = referencesOf(page);
    const { loaded } = await load(
      site,
      own.filter(({ kind }) => kind === 'stylesheet'),
    );
    return { page, sheets: loaded, foreign: foreignHosts.length };
  },
  judge: judgeAdminCss,
});

function judgeAdminCss(facts: AdminFacts | undefined): Judgement {
  if (facts === undefined) return { verdict: 'not-knowable', why: 'the suite says that the site has no admin' };
  const { page, sheets, foreign } = facts;
  const path = oneLine(page.url.pathname, 80);
  const expected = 'each 200, text/css, not empty';
  if (page.status >= 500) return { verdict: 'broken', expected, actual: `${path}: ${answerInWords(page)}` };
  if (page.status !== 200) return { verdict: 'not-knowable', why: `${path} answers ${answerInWords(page)}` };
  const faults = sheets.flatMap(({ reference, answer }) => {
    const fault = faultOf(reference, answer);
    return fault === undefined ? [] : [`${oneLine(reference.url.pathname, 120)}: ${fault}`];
  });
  if (faults.length > 0) return { verdict: 'broken', expected, actual: some(faults) };
  const [first] = sheets;
  if (first !== undefined) {
    const caching = oneLine(first.answer.header('cache-control') ?? 'no Cache-Control', 80);
    return { verdict: 'holds', actual: `${count(sheets.length, 'stylesheet')}, ${caching}` };
  }
  if (foreign > 0)
    return { verdict: 'not-knowable', why: `the files of ${path} come from another host, which is not asked` };
  return { verdict: 'broken', expected, actual: `${path} refers to no stylesheet` };
}

const MANIFEST = /Missing staticfiles manifest entry for/;

export const staticManifest = defineCheck<DjangoOptions, readonly SiteAnswer[]>({
  id: 'django/static-manifest',
  title: 'No page fails on its way to a visitor',
  why: 'A file that collectstatic did not see turns every page that names it into a 500, the page for 404 included; health pages name no files and stay green.',
  accepts: [
    'the front page, the sign-in page, the admin and a path that does not exist answer below 500, without "Missing staticfiles manifest entry"',
  ],
  remedy:
    'Look into the log of the web resource. With "ValueError: Missing staticfiles manifest entry" run `python manage.py collectstatic --noinput` in the Dockerfile with the settings of production, and check the spelling in {% static %}.',
  source:
    'Django 5.2: ManifestStaticFilesStorage raises ValueError for a file without an entry; OBCMS runbook, static files',
  severity: 'failure',
  async collect(site, { login, admin }) {
    const paths = ['/', login, ...(admin === undefined ? [] : [admin])];
    return [...(await inSmallGroups([...new Set(paths)], path => site.page(path))), await unknownPage(site)];
  },
  judge(pages) {
    const failing = pages.filter(({ status, body }) => status >= 500 || MANIFEST.test(body));
    if (failing.length === 0) {
      return {
        verdict: 'holds',
        actual: pages.map(page => `${oneLine(page.url.pathname, 60)}: ${page.status}`).join(', '),
      };
    }
    const named = failing.map(page => {
      const cause = MANIFEST.test(page.body) ? ', a static file is missing in the manifest' : '';
      return `${oneLine(page.url.pathname, 60)}: ${page.status}${cause}`;
    });
    return { verdict: 'broken', expected: 'an answer below 500 on each', actual: some(named) };
  },
});
