import { oneLine } from '../../../core/text.ts';
import { onceSeen, type Surroundings, surroundings } from '../application-seen.ts';
import type { LeaksOptions } from '../options.ts';
import { defineCheck, type Judgement } from '../preset.ts';
import { type ClosedFacts, judgeClosed, lookAt } from './closed.ts';
import { adminIn } from './open-signs.ts';

const NO_ADMIN = 'the suite says that the site has no admin';

export const adminClosed = defineCheck<LeaksOptions, ClosedFacts | undefined>({
  id: 'leaks/admin',
  title: 'The admin shows nothing but its sign-in page',
  why: 'Who gets into the admin can read and change every row.',
  accepts: [
    'a sign-in page, a redirect to one, 401, 403 or 404 (or another refusal)',
    'a page without signs of the admin is a warning',
  ],
  remedy:
    'Use admin.site.urls as it is, or a subclass whose has_permission() asks for request.user.is_active and request.user.is_staff; middleware that signs visitors in has no place in production.',
  source: 'Django 5.2: AdminSite.has_permission; OBCMS hardening guide, admin',
  severity: 'failure',
  collect: async (site, { admin }) => (admin === undefined ? undefined : await lookAt(site, [admin])),
  judge: judgeAdmin,
});

function judgeAdmin(facts: ClosedFacts | undefined): Judgement {
  if (facts === undefined) return { verdict: 'not-knowable', why: NO_ADMIN };
  return judgeClosed(facts, adminIn, {
    expected: 'a sign-in page, 401, 403 or 404',
    unclear:
      'There is a page without a field for a password. Look at it; name the right path with `leaks: { admin: /path/ }`, or `admin: false`.',
  });
}

/** Addresses that lists of allowed networks like to contain. */
const SPOOFED = ['127.0.0.1', '10.0.0.1'];

interface AllowListFacts {
  readonly path: string;
  readonly plainly: number;
  readonly around: Surroundings;
  readonly spoofed: readonly { readonly address: string; readonly status: number }[];
}

export const adminAllowList = defineCheck<LeaksOptions, AllowListFacts | undefined>({
  id: 'leaks/admin-allow-list',
  title: 'A made-up X-Forwarded-For does not get past the allow-list of the admin',
  why: 'Middleware that trusts the first entry of X-Forwarded-For lets in whoever writes 127.0.0.1 there.',
  accepts: [
    'an admin that answers 403 still refuses (401, 403, 404, 400) with `X-Forwarded-For` and `X-Real-IP` of 127.0.0.1 and 10.0.0.1',
    'not knowable when the admin has no allow-list (it does not answer 403)',
  ],
  remedy:
    "Take the last entry that the own proxy has added, not the first: request.META['HTTP_X_FORWARDED_FOR'].split(',')[-1].strip(); and leave Traefik's forwardedHeaders.insecure off.",
  source: 'OBCMS middleware that trusted the first entry; MDN, X-Forwarded-For, security concerns',
  severity: 'failure',
  async collect(site, { admin }) {
    if (admin === undefined) return undefined;
    const { status: plainly } = await site.page(admin);
    const spoofed = [];
    for (const address of plainly === 403 ? SPOOFED : []) {
      const headers = { 'X-Forwarded-For': address, 'X-Real-IP': address };
      spoofed.push({ address, status: (await site.ask({ path: admin, headers })).status });
    }
    return { path: admin, plainly, around: await surroundings(site), spoofed };
  },
  judge: judgeAllowList,
});

function judgeAllowList(facts: AllowListFacts | undefined): Judgement {
  if (facts === undefined) return { verdict: 'not-knowable', why: NO_ADMIN };
  const path = oneLine(facts.path, 80);
  if (facts.plainly !== 403) {
    return { verdict: 'not-knowable', why: `${path} answers ${facts.plainly}, so no allow-list is seen` };
  }
  const entered = facts.spoofed.find(({ status }) => ![400, 401, 403, 404].includes(status));
  if (entered === undefined) {
    const actual = `${path}: 403, also as ${facts.spoofed.map(({ address }) => address).join(' and ')}`;
    return onceSeen({ verdict: 'holds', actual }, facts.around);
  }
  return {
    verdict: 'broken',
    expected: '403 whatever X-Forwarded-For says',
    actual: `${entered.status} with X-Forwarded-For: ${entered.address}`,
  };
}
