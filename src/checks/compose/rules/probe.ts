import type { Healthcheck } from '../../docker/facts.ts';
import { formText } from '../../docker/form.ts';
import type { Running } from './running.ts';

/** A health check that asks over HTTP. */
export interface HttpProbe {
  readonly tool: 'curl' | 'wget' | 'python' | 'other';
  readonly port: string | undefined;
  /** `/` when the address has none. */
  readonly path: string;
  /** An answer of 400 or more makes it fail. */
  readonly fails: boolean;
}

const ADDRESS =
  /https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|\$\{?HOSTNAME\}?)(?::(?<port>\$\{[^}]*\}|[^/\s"'`)]+))?(?<path>\/[^\s"'`)|;&]*)?/;

/** What a check asks over HTTP; undefined when it asks in another way. */
export function httpProbe({ test }: Pick<Healthcheck, 'test'>): HttpProbe | undefined {
  const text = formText(test);
  const found = ADDRESS.exec(text)?.groups;
  if (found === undefined) return undefined;
  const tool = /\bcurl\b/.test(text)
    ? 'curl'
    : /\bwget\b/.test(text)
      ? 'wget'
      : /\bpython[0-9.]*\b/.test(text)
        ? 'python'
        : 'other';
  const fails =
    tool !== 'curl' ||
    /(^|\s)(-[A-Za-z]*f[A-Za-z]*|--fail(-with-body)?)(\s|$)/.test(text) ||
    /http_code|grep/.test(text);
  return { tool, port: found['port'], path: found['path'] ?? '/', fails };
}

/** The check that holds for a service, when it is one. */
export function checkOf({ healthcheck }: Pick<Running, 'healthcheck'>): Healthcheck | undefined {
  return healthcheck === undefined || healthcheck.check === 'none' ? undefined : healthcheck.check;
}
