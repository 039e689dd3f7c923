import { isHtml, mediaType } from '../answer-words.ts';
import { tagsOf } from '../html.ts';
import type { SiteAnswer } from '../preset.ts';

/** What a page shows that should be closed, told by its content. Each gives a name for people, or undefined. */

const LOOKED_AT = 256 * 1024;
type Signs = readonly (readonly [name: string, mark: RegExp])[];

const SCHEMA: Signs = [
  ['an OpenAPI document', /^[^<]{0,4000}["']?(?:openapi|swagger)["']?\s*:\s*["']?[123]\.\d/],
  ['an AsyncAPI document', /^[^<]{0,4000}["']?asyncapi["']?\s*:\s*["']?[23]\.\d/],
];

const DOCS: Signs = [
  ['Swagger UI', /swagger-ui|SwaggerUIBundle/i],
  ['ReDoc', /<redoc[\s>]|redoc(?:\.standalone|\.min)?\.js|Redoc\.init\(/i],
  ['RapiDoc', /<rapi-doc[\s>]/i],
  ['Stoplight Elements', /<elements-api[\s>]|@stoplight\/elements/i],
  ['Scalar', /@scalar\/api-reference|Scalar\.createApiReference|id="api-reference"/i],
  ['GraphiQL', /graphiql(?:\.min)?\.(?:js|css)|GraphiQL\.createFetcher/i],
  ["Django REST framework's documentation", /rest_framework\/docs\/|coreapi-\d/],
];

export function docsIn(answer: SiteAnswer): string | undefined {
  const body = answer.body.slice(0, LOOKED_AT);
  return signIn(body, SCHEMA) ?? signIn(body, DOCS) ?? drfPageIn(answer);
}

/** The browsable API, also when it carries a refusal; its templates load files of `rest_framework`. */
export function drfPageIn(answer: SiteAnswer): string | undefined {
  if (!isHtml(answer)) return undefined;
  const tags = tagsOf(answer.body.slice(0, LOOKED_AT));
  const loads = tags.some(({ attributes }) =>
    /\/rest_framework\/(?:css|js|img)\//.test(attributes.get('href') ?? attributes.get('src') ?? ''),
  );
  const shows = tags.some(({ attributes }) =>
    /(?:^|\s)(?:response-info|request-info)(?:\s|$)/.test(attributes.get('class') ?? ''),
  );
  return loads || shows ? "Django REST framework's browsable page" : undefined;
}

const EXPOSITION =
  /^# (?:HELP|TYPE|UNIT|EOF)\b|^[a-zA-Z_:][\w:]*(?:\{[^}\n]{0,500}\})? [-+]?(?:\d[\d.e+-]*|NaN|Inf)(?: \d+)?\s*$/m;

export function metricsIn(answer: SiteAnswer): string | undefined {
  if (isHtml(answer)) return undefined;
  if (/openmetrics|version=0\.0\.4/.test(answer.header('content-type') ?? ''))
    return 'metrics in the format of Prometheus';
  if (EXPOSITION.test(answer.body.slice(0, LOOKED_AT))) return 'metrics in the format of Prometheus';
  return mediaType(answer) === 'application/json' && answer.body.trim() !== '' ? 'JSON' : undefined;
}

const TOOLBARS: Signs = [
  ['django-debug-toolbar', /id=["']?djDebug|djdt-|^\s*\{"content":[\s\S]{0,2000}"scripts":/],
  ['Silk', /<title>\s*Silky?\b|\/silk\/lib\/|silk\/css\//i],
  ["Werkzeug's console", /<title>[^<]{0,100}Werkzeug Debugger<\/title>|var EVALEX\s*=|__debugger__=yes/],
];

export function toolbarIn(answer: SiteAnswer): string | undefined {
  return signIn(answer.body.slice(0, LOOKED_AT), TOOLBARS);
}

const LISTINGS: Signs = [
  ['a list of files', /<title>\s*(?:Index of|Directory listing for|Listing of|Contents of) ?[/<]/i],
  ['a list of files', /<h1>\s*(?:Index of|Directory listing for) \//i],
  ['a list of files', /<a href="\.\.\/?">(?:\.\.\/?|Parent Directory|\[To Parent Directory\])<\/a>/i],
  ['the list of a bucket', /<ListBucketResult[\s>]/],
  ['a list of files as JSON', /^\s*\[\s*\{\s*"name"\s*:\s*"[^"]*"\s*,\s*"type"\s*:\s*"(?:file|directory)"/],
];

export function listingIn(answer: SiteAnswer): string | undefined {
  return signIn(answer.body.slice(0, LOOKED_AT), LISTINGS);
}

const ADMIN: Signs = [
  ["the admin's menu of a signed-in person", /id="user-tools"|action="[^"]{0,200}\/logout\/"/],
  ['the list of its tables', /class="[^"]*\bapp-[\w-]+ module|id="recent-actions-module"/],
];

/** Only what Django's admin shows to people who are signed in. */
export function adminIn(answer: SiteAnswer): string | undefined {
  return signIn(answer.body.slice(0, LOOKED_AT), ADMIN);
}

function signIn(body: string, signs: Signs): string | undefined {
  return signs.find(([, mark]) => mark.test(body))?.[0];
}
