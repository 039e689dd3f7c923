import type { CookiesOptions } from '../options.ts';
import { definePreset } from '../preset.ts';
import { csrfSameSite, httpOnly, prefixes, sameSite, secure } from './attributes.ts';

export const cookies = definePreset<CookiesOptions>({
  name: 'cookies',
  about:
    'Cookies that carry a session or a CSRF token are kept from plain HTTP, from scripts and from other sites: those of the page and of every login of the suite.',
  checks: [secure, httpOnly, sameSite, csrfSameSite, prefixes],
});
