import type { HeadersOptions } from '../options.ts';
import { definePreset } from '../preset.ts';
import { poweredBy, server } from './banners.ts';
import { contentTypeOptions, frameOptions, openerPolicy, permissionsPolicy, referrerPolicy } from './browser-rules.ts';
import { hsts } from './hsts.ts';
import { noindex } from './noindex.ts';
import { contentSecurityPolicy } from './script-policy.ts';

export const headers = definePreset<HeadersOptions>({
  name: 'headers',
  about:
    'The headers by which a site tells browsers what they must not do, judged on the page a visitor ends on and on the page for an address that does not exist.',
  checks: [
    hsts,
    contentTypeOptions,
    frameOptions,
    referrerPolicy,
    openerPolicy,
    contentSecurityPolicy,
    permissionsPolicy,
    server,
    poweredBy,
    noindex,
  ],
});
