import { RESOURCE_ID } from '../config/schema-patterns.ts';

/** Where a Coolify is, and what else the pasted address said. */
export interface CoolifyAddress {
  /** Base of the API with a trailing slash: `https://coolify.example/api/v1/`. */
  readonly api: URL;
  /** For people: `https://coolify.example`. */
  readonly home: string;
  /** Ids from a pasted deploy webhook address (`?uuid=a,b`). */
  readonly uuids: readonly string[];
  /** Tag from a pasted deploy webhook address (`?tag=x`). */
  readonly tag: string | undefined;
}

export type AddressProblem =
  | { readonly problem: 'not-a-url' }
  | { readonly problem: 'not-http' }
  | { readonly problem: 'credentials' }
  | { readonly problem: 'insecure' }
  /** A webhook for the preview of a pull request. */
  | { readonly problem: 'preview' }
  | { readonly problem: 'several-tags' }
  | { readonly problem: 'bad-id' };

/**
 * Reads what people paste: the address with or without a trailing slash, with or without `/api/v1`, or the whole deploy
 * webhook that Coolify shows (`<base>/api/v1/deploy?uuid=X&force=false`). A `force=false` from there is ignored on purpose:
 * up to 4.1.2 Coolify took the text "false" for true.
 */
export function readAddress(
  text: string,
  options: { readonly allowInsecure: boolean },
): CoolifyAddress | AddressProblem {
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(withScheme)) return { problem: 'not-a-url' };
  const url = new URL(withScheme);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { problem: 'not-http' };
  if (url.username !== '' || url.password !== '') return { problem: 'credentials' };
  if (url.protocol === 'http:' && !options.allowInsecure) return { problem: 'insecure' };
  const prefix = url.pathname
    .replace(/\/+$/, '')
    .replace(/(\/api)?(\/v1)?(\/deploy)?$/, '')
    .replace(/\/+$/, '');
  const home = `${url.origin}${prefix}`;
  const list = (name: string) =>
    (url.searchParams.get(name) ?? '')
      .split(',')
      .map(item => item.trim())
      .filter(item => item !== '');
  if (url.searchParams.has('pr') || url.searchParams.has('pull_request_id')) return { problem: 'preview' };
  const uuids = list('uuid');
  const tags = list('tag');
  if (tags.length > 1) return { problem: 'several-tags' };
  if (!uuids.every(uuid => RESOURCE_ID.test(uuid))) return { problem: 'bad-id' };
  return { api: new URL(`${home}/api/v1/`), home, uuids, tag: tags[0] };
}
