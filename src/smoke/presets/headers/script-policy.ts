import { oneLine } from '../../../core/text.ts';
import { broken, holds } from '../judgements.ts';
import type { HeadersOptions } from '../options.ts';
import { defineCheck, type Judgement, type SiteAnswer } from '../preset.ts';
import { nonces, parseCsp, type ScriptGap, scriptGaps } from './csp.ts';
import { bothPages, judged, judgePages, ON_EACH_DOCUMENT, type Pages } from './pages.ts';

const EXPECTED = "a Content-Security-Policy in force, without 'unsafe-inline' and 'unsafe-eval' for scripts";

export const contentSecurityPolicy = defineCheck<HeadersOptions, Pages>({
  id: 'headers/csp',
  title: 'A Content-Security-Policy keeps strangers’ scripts from running',
  why: 'One field that is shown without escaping is enough for a script in every visitor’s session; the policy is what stops it then.',
  accepts: [
    'Content-Security-Policy in force (not only Report-Only), which says what scripts may run (script-src, or default-src)',
    "no 'unsafe-inline' there, unless a nonce, a hash or 'strict-dynamic' makes it void; no 'unsafe-eval'",
    "no `*`, `https:`, `http:` or `data:` there, unless 'strict-dynamic' makes it void: Mozilla's Observatory counts them like 'unsafe-inline'",
    'nonces are new in every answer',
    'of several policies every one must agree before a script runs, so one that is strict is enough',
  ],
  remedy:
    "Django 6: `'django.middleware.csp.ContentSecurityPolicyMiddleware'` and `SECURE_CSP = {'default-src': [CSP.SELF], 'script-src': [CSP.SELF, CSP.NONCE]}`; before, the package django-csp. Move inline scripts and onclick attributes into files first, and watch the browser’s console.",
  source: 'Mozilla Observatory, -25 without or report-only, -20 unsafe-inline, -10 unsafe-eval; CSP Level 3',
  severity: 'failure-in-production',
  collect: bothPages,
  judge(pages) {
    const reused = reusedNonce(pages);
    if (reused !== undefined)
      return broken(
        'a nonce that is new in every answer',
        `the nonce ${oneLine(reused, 8)} in two answers: whoever read it once can use it`,
        'Make the nonce anew for every answer (django-csp and Django 6 do), and keep pages with one out of shared caches.',
      );
    return judgePages(pages, ON_EACH_DOCUMENT, judgePolicy);
  },
});

function judgePolicy(answer: SiteAnswer): Judgement {
  const policies = parseCsp(answer.headers['content-security-policy'] ?? []);
  if (policies.length === 0) {
    const isReported = answer.headers['content-security-policy-report-only'] !== undefined;
    return broken(EXPECTED, isReported ? 'a policy that only reports' : 'no Content-Security-Policy');
  }
  const gaps = scriptGaps(policies);
  if (gaps.length > 0) return broken(EXPECTED, `a policy with ${gaps.map(inWords).join(' and ')}`);
  const names = [...new Set(policies.flatMap(policy => [...policy.keys()]))];
  return holds(oneLine(`a policy with ${names.join(', ')}`, 160));
}

function inWords(gap: ScriptGap): string {
  return gap === 'scripts from anywhere' ? 'scripts from anywhere (*, https: or data:)' : gap;
}

function reusedNonce(pages: Pages): string | undefined {
  const [first, second] = judged(pages, ON_EACH_DOCUMENT).map(answer =>
    nonces(parseCsp(answer.headers['content-security-policy'] ?? [])),
  );
  return first?.find(nonce => second?.includes(nonce) === true);
}
