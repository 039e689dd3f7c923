import type { DjangoOptions } from '../options.ts';
import { definePreset } from '../preset.ts';
import { adminCss, staticManifest } from './admin-css.ts';
import { csrfEnforced, csrfOrigin, csrfPasses } from './csrf.ts';
import { loginPage, logoutGet, openRedirect } from './sign-in.ts';

export const django = definePreset<DjangoOptions>({
  name: 'django',
  about: "Django's sign-in, CSRF protection and admin work behind the proxy as they do at home.",
  checks: [loginPage, csrfEnforced, csrfPasses, csrfOrigin, openRedirect, logoutGet, adminCss, staticManifest],
});
