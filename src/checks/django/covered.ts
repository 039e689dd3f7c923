import { severityIn } from '../judge.ts';
import type { Profile } from '../profile.ts';
import type { Rule } from '../rule.ts';
import { RULES as SETTINGS } from '../settings/index.ts';

/**
 * Messages of Django's own checks that a rule with a sharper eye judges as well: it knows the proxy, the profile and the line. One fault is
 * one finding, so these are left to that rule. A test holds every name here against the rules there are.
 */
export const COVERED: Readonly<Record<string, Rule['id']>> = {
  '4_0.E001': 'settings/csrf-origin-scheme',
  'mail.E001': 'settings/mail-backend',
  'models.W042': 'settings/auto-field',
  'security.E023': 'settings/referrer-policy',
  'security.E024': 'settings/opener-policy',
  'security.E026': 'settings/content-policy',
  'security.W001': 'settings/middleware-missing',
  'security.W002': 'settings/frames',
  'security.W003': 'settings/middleware-missing',
  'security.W004': 'settings/hsts',
  'security.W005': 'settings/hsts-preload',
  'security.W006': 'settings/nosniff',
  'security.W008': 'settings/redirect-off',
  'security.W009': 'settings/secret-key',
  'security.W010': 'settings/cookies-secure',
  'security.W011': 'settings/cookies-secure',
  'security.W012': 'settings/cookies-secure',
  'security.W013': 'settings/session-httponly',
  'security.W014': 'settings/session-httponly',
  'security.W015': 'settings/session-httponly',
  'security.W016': 'settings/cookies-secure',
  'security.W018': 'settings/debug',
  'security.W019': 'settings/frames',
  'security.W020': 'settings/hosts-empty',
  'security.W021': 'settings/hsts-preload',
  'security.W022': 'settings/referrer-policy',
  'security.W025': 'settings/secret-key-fallbacks',
  'staticfiles.E002': 'settings/static-root',
  'staticfiles.E005': 'settings/storages-whole',
};

/** Whether another rule is asked about it under this profile: what it leaves out is said here after all. */
export function isCovered(id: string | null, profile: Profile): boolean {
  const name = id === null ? undefined : COVERED[id];
  const rule = name === undefined ? undefined : SETTINGS.find(one => one.id === name);
  return rule !== undefined && severityIn(rule, profile) !== 'off';
}
