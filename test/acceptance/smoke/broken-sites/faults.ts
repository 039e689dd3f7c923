import type { FastapiOptions } from '../../../../lab/fastapi/index.ts';
import type { Alteration, OpenOptions } from '../../../../lab/site/index.ts';
import type { Place } from '../site-scene.ts';

/** The ways in which the tables break a site, in few words. */

export const GOOD_DJANGO: Place = { django: {} };
export const GOOD_FASTAPI: Place = { fastapi: {} };

/** Settings of the project that make it staging. */
export const STAGING = { DJANGO_SETTINGS_MODULE: 'obc_management.settings.staging' };

export function django(options: OpenOptions): Place {
  return { django: options };
}

export function fastapi(options: FastapiOptions): Place {
  return { fastapi: options };
}

/** The Django site with other variables. */
export function configured(environment: Readonly<Record<string, string>>): Place {
  return { django: { environment } };
}

/** The Django site behind an edge, or with a view, that does this to some answers. */
export function altered(...alterations: readonly Alteration[]): Place {
  return { django: { alterations } };
}

export function alteredFastapi(...alterations: readonly Alteration[]): Place {
  return { fastapi: { alterations } };
}

/** One header of every answer, or of those of a path; null takes it away. */
export function header(name: string, value: string | null, path = /./): Alteration {
  return { on: { path }, headers: { [name]: value } };
}

/** A path that is answered by something else than the application. */
export function answered(path: RegExp, body: string, type = 'text/plain; charset=utf-8', status = 200): Alteration {
  return { on: { path }, answer: { status, headers: { 'content-type': type }, body } };
}

export function cookie(name: string, rewrite: (line: string) => string): Alteration {
  return { on: { path: /./ }, cookies: line => (line.startsWith(`${name}=`) ? rewrite(line) : line) };
}

export function text(path: RegExp, body: (text: string) => string): Alteration {
  return { on: { path }, body };
}

/** A page for people, with what is given in its body. */
export function page(body: string, head = '<title>OBCMS</title>'): string {
  return `<!doctype html><html lang="en"><head>${head}</head><body>${body}</body></html>`;
}

export const HTML = 'text/html; charset=utf-8';
export const JSON_TYPE = 'application/json';

/** Its answer for plain HTTP names the host it was asked for; nothing in front of it keeps that name from being a lie. */
export const TRUSTING_EDGE: OpenOptions = { trustForwarded: true, httpRedirect: 'none' };

/** As a catch-all of a front end: the same page for every path of these. */
export function frontEndAt(path: RegExp): Alteration {
  return answered(path, page('<div id="root"></div>', '<title>Front end</title>'), HTML);
}
