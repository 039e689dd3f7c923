import type { WireAnswer } from '../../core/wire.ts';
import { CookieJar } from '../cookie-jar.ts';
import type { SetCookie } from '../cookies.ts';
import { hiddenField, learnFrom } from './learning.ts';

/** What a visitor carries from one page to the next, on the site's own origin only. */
export class Session {
  readonly #jar: CookieJar;
  /** The value of `Authorization`; sent to the site's own origin and nowhere else. */
  readonly authorization: string | undefined;
  /** The last cookie that was called something with `csrf`; Django's own name can be changed. */
  #csrfCookie: string | undefined;
  /** Of the last page with a form, for sites that keep the secret in the session and not in a cookie. */
  #formToken: string | undefined;
  #page: URL | undefined;

  constructor(
    authorization?: string,
    from?: {
      readonly jar: CookieJar;
      readonly csrfCookie: string | undefined;
      readonly formToken: string | undefined;
      readonly page: URL | undefined;
    },
  ) {
    this.authorization = authorization;
    this.#jar = from?.jar ?? new CookieJar();
    this.#csrfCookie = from?.csrfCookie;
    this.#formToken = from?.formToken;
    this.#page = from?.page;
  }

  /** The same visitor, going another way from here on. */
  copy(): Session {
    return new Session(this.authorization, {
      jar: this.#jar.copy(),
      csrfCookie: this.#csrfCookie,
      formToken: this.#formToken,
      page: this.#page,
    });
  }

  /**
   * Takes in an answer of the site: secrets first, then cookies, then what the next form needs.
   * @returns the cookies that were accepted
   */
  take(url: URL, answer: WireAnswer, now: number, mask: (secret: string) => void): readonly SetCookie[] {
    learnFrom(answer, mask);
    const cookies = this.#jar.store(url, answer.headers['set-cookie'] ?? [], now);
    for (const { name } of cookies) if (/csrf/i.test(name)) this.#csrfCookie = name;
    this.#formToken = hiddenField(answer.body, 'csrfmiddlewaretoken') ?? this.#formToken;
    if (answer.status < 300) this.#page = url;
    return cookies;
  }

  cookieHeader(url: URL, now: number): string | undefined {
    return this.#jar.header(url, now);
  }

  cookie(name: string, url: URL, now: number): string | undefined {
    return this.#jar.get(name, url, now);
  }

  /**
   * What Django compares with the visitor's secret: the newest cookie (a login changes it), else the token of the last form. The plain cookie
   * value is accepted as well as the masked one of a form.
   */
  csrfToken(url: URL, now: number): string | undefined {
    const cookie = this.#csrfCookie === undefined ? undefined : this.#jar.get(this.#csrfCookie, url, now);
    return cookie ?? this.#formToken;
  }

  /** The page from which a visitor would send a form. */
  referrer(url: URL): string {
    const { origin, pathname, search } = this.#page ?? url;
    return `${origin}${pathname}${search}`;
  }
}
