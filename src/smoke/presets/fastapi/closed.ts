import { inSequence, oneLine } from '../../../core/text.ts';
import { type ClosedFacts, inSmallGroups, judgeClosed, lookAt } from '../leaks/closed.ts';
import { debugPageIn, tracebackIn } from '../leaks/debug-page.ts';
import { docsIn } from '../leaks/open-signs.ts';
import type { FastapiOptions } from '../options.ts';
import { defineCheck, type Judgement, type SiteAnswer } from '../preset.ts';
import { unknownPage } from '../unknown-path.ts';

/** Open unless the application says otherwise. */
const DOCS = ['/docs', '/redoc', '/openapi.json'];

export const docsClosed = defineCheck<FastapiOptions, ClosedFacts>({
  id: 'fastapi/docs-closed',
  title: 'Swagger UI, ReDoc and the OpenAPI document are not open to everybody',
  why: 'FastAPI serves them unless told otherwise: every endpoint, parameter and model, for whoever asks.',
  accepts: [
    '401, 403 or 404 (or another refusal), or a redirect to a sign-in page, at /docs, /redoc, /openapi.json and the paths of `fastapi: { docs: [...] }`',
  ],
  remedy:
    'app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None) in production. Public on purpose: skip fastapi/docs-closed.',
  source: 'FastAPI manual: conditional OpenAPI; OBCMS hardening guide: 404 on the listed paths',
  severity: 'failure',
  collect: (site, { docs }) => lookAt(site, [...DOCS, ...docs]),
  judge: facts =>
    judgeClosed(facts, docsIn, {
      expected: '401, 403, 404 or a sign-in page',
      unclear:
        'It does not look like documentation, and is a page of its own. Look at it; when it is public on purpose, skip fastapi/docs-closed.',
    }),
});

interface ErrorFacts {
  readonly pages: readonly SiteAnswer[];
}

export const debugTraceback = defineCheck<FastapiOptions, ErrorFacts>({
  id: 'fastapi/debug-traceback',
  title: 'No answer is a debugger or a traceback',
  why: 'With debug=True an error answers with the source code around it.',
  accepts: [
    'no traceback and no page of a debugger at /, at a path that does not exist, and at the documentation paths',
  ],
  remedy:
    'FastAPI(debug=False), which is the default; let exception handlers log (logging.exception) and answer {"detail": "Internal Server Error"}.',
  source: 'Starlette: ServerErrorMiddleware answers `Internal Server Error` unless debug; OWASP WSTG, stack traces',
  severity: 'failure',
  async collect(site, { docs }) {
    const paths = [...new Set(['/', ...DOCS, ...docs])];
    return { pages: [...(await inSmallGroups(paths, path => site.page(path))), await unknownPage(site)] };
  },
  judge({ pages }) {
    const shown = pages.filter(page => tracebackIn(page) === 'shown' || debugPageIn(page) !== undefined);
    if (shown.length === 0) return { verdict: 'holds', actual: `none in ${pages.length} answers` };
    const named = shown.map(page => `${oneLine(page.url.pathname, 80)} (${page.status})`);
    return { verdict: 'broken', expected: 'no traceback', actual: `at ${inSequence(named)}` };
  },
});

const DISCLOSING = ['server', 'x-powered-by'];

export const serverHeader = defineCheck<FastapiOptions, SiteAnswer>({
  id: 'fastapi/server-header',
  title: 'Answers do not name the version of the server',
  why: 'A version tells which known holes to try.',
  accepts: ['no `Server` and `X-Powered-By`, or a name without a version: uvicorn says `uvicorn`'],
  remedy: 'uvicorn --no-server-header, or in front of it a middleware that sets Server to a bare name.',
  source: 'Measured: gunicorn and uvicorn send their bare name; OWASP WSTG, fingerprinting',
  severity: 'warning',
  collect: unknownPage,
  judge: judgeServer,
});

function judgeServer(answer: SiteAnswer): Judgement {
  const sent = DISCLOSING.flatMap(name => {
    const value = answer.header(name);
    return value === undefined ? [] : [{ name, value: oneLine(value, 80) }];
  });
  const disclosing = sent.filter(({ value }) => /\d+\.\d+|[a-z][/ ]v?\d/i.test(value));
  const shown = (headers: typeof sent) => headers.map(({ name, value }) => `${name}: ${value}`).join('; ');
  if (disclosing.length > 0) return { verdict: 'broken', expected: 'no version', actual: shown(disclosing) };
  return { verdict: 'holds', actual: sent.length === 0 ? 'neither header is sent' : shown(sent) };
}
