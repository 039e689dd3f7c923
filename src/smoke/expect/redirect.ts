import type { Seen } from './seen.ts';

type Redirect =
  /** `shown`: path, query and fragment on the request's own scheme, host and port; the whole address elsewhere. */
  | { readonly kind: 'redirect'; readonly target: URL; readonly shown: string }
  | { readonly kind: 'none'; readonly why: string }
  | { readonly kind: 'unreadable'; readonly why: string };

const REDIRECTS = [301, 302, 303, 307, 308];

/** Where an answer sends its visitor. */
export function redirectOf({ url, answer }: Seen): Redirect {
  const location = answer.headers['location'] ?? [];
  const [first] = location;
  if (!REDIRECTS.includes(answer.status)) return { kind: 'none', why: `status ${answer.status} is no redirect` };
  if (first === undefined) return { kind: 'none', why: `status ${answer.status} without a Location` };
  if (location.some(other => other !== first)) {
    return { kind: 'unreadable', why: 'Location was sent several times, each with another address' };
  }
  const target = URL.parse(first, url.href);
  if (target === null)
    return { kind: 'unreadable', why: `Location ${JSON.stringify(first.slice(0, 100))} is no address` };
  return { kind: 'redirect', target, shown: shownFrom(url, target) };
}

/** An expected place as {@link redirectOf} shows it. What is neither an absolute path nor an address stays as it is and equals nothing. */
export function expectedRedirect(text: string, url: URL): string {
  const target = /^(?:\/|https?:)/i.test(text) ? URL.parse(text, url.href) : null;
  return target === null ? text : shownFrom(url, target);
}

/** It leads to where it came from: a visitor's browser gives up after twenty rounds. */
export function isLoop(seen: Seen): boolean {
  const redirect = redirectOf(seen);
  return redirect.kind === 'redirect' && withoutFragment(redirect.target) === withoutFragment(seen.url);
}

function shownFrom(url: URL, target: URL): string {
  return target.origin === url.origin ? `${target.pathname}${target.search}${target.hash}` : target.href;
}

function withoutFragment(url: URL): string {
  return url.href.slice(0, url.href.length - url.hash.length);
}
