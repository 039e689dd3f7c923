import { oneLine } from '../../../core/text.ts';
import { broken, holds } from '../judgements.ts';
import type { HeadersOptions } from '../options.ts';
import { defineCheck, type Judgement, type SiteAnswer } from '../preset.ts';
import { bothPages, judgePages, NOWHERE, type Pages } from './pages.ts';

/** A product with a number behind it: `nginx/1.24.0`, `Python 3.12`, `gunicorn/23.0`. */
const VERSIONED = /[a-z][a-z0-9_.+-]*[/ ]v?\d/i;

export const server = defineCheck<HeadersOptions, Pages>({
  id: 'headers/server',
  title: 'The Server header names no version',
  why: 'A version tells which known holes are worth a try, and spares an attacker the search.',
  accepts: ['no Server header, or a name without a version, such as `gunicorn` or `cloudflare`'],
  remedy:
    'nginx: `server_tokens off;`. `WSGIServer` is Django’s development server: start gunicorn or uvicorn instead. At the edge the header can be dropped by the label `traefik.http.middlewares.<name>.headers.customResponseHeaders.Server=`.',
  source: 'gunicorn sends `Server: gunicorn`, and Traefik passes it through; OWASP WSTG-INFO-02',
  severity: 'warning',
  collect: bothPages,
  judge: pages => judgePages(pages, NOWHERE, judgeServer),
});

function judgeServer(answer: SiteAnswer): Judgement {
  const value = answer.header('server') ?? '';
  if (value === '') return holds('no Server header');
  const said = oneLine(value, 100);
  return VERSIONED.test(value) ? broken('no version in Server', `Server: ${said}`) : holds(`Server: ${said}`);
}

/** Headers that exist to say what a site is made with. */
const BANNERS = ['x-powered-by', 'x-aspnet-version', 'x-aspnetmvc-version', 'x-runtime-version'];

export const poweredBy = defineCheck<HeadersOptions, Pages>({
  id: 'headers/powered-by',
  title: 'No header says what the site is made with',
  why: 'It helps nobody but those who look for sites with a known hole.',
  accepts: [`none of ${BANNERS.join(', ')}`],
  remedy:
    'Switch it off where it is made (Express: `app.disable("x-powered-by")`, Next.js: `poweredByHeader: false`, PHP: `expose_php = Off`), or drop it at the edge: the label `traefik.http.middlewares.<name>.headers.customResponseHeaders.X-Powered-By=`.',
  source: 'OWASP WSTG-INFO-02 and WSTG-INFO-08',
  severity: 'warning',
  collect: bothPages,
  judge: pages => judgePages(pages, NOWHERE, judgeBanners),
});

function judgeBanners(answer: SiteAnswer): Judgement {
  const found = BANNERS.filter(name => (answer.header(name) ?? '') !== '');
  if (found.length === 0) return holds('none');
  return broken('none', found.map(name => `${name}: ${oneLine(answer.header(name) ?? '', 60)}`).join(', '));
}
