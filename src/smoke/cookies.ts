/** One `Set-Cookie` line, read as browsers read it (RFC 6265 5.2). */
export interface SetCookie {
  readonly name: string;
  readonly value: string;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  /** As written: `Lax`, `Strict`, `None`; undefined when absent or something else. */
  readonly sameSite: 'Strict' | 'Lax' | 'None' | undefined;
  readonly path: string | undefined;
  readonly domain: string | undefined;
  /** Seconds; 0 or less deletes. */
  readonly maxAge: number | undefined;
  /** Epoch milliseconds of `Expires`. */
  readonly expires: number | undefined;
}

/** What browsers ignore a whole line for: control characters other than the tab. */
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f]/;

/**
 * Reads one line. Of an attribute that occurs twice the last one counts; an attribute that makes no sense counts as absent.
 * @returns undefined for a line that sets nothing: without a name, without `=`, with control characters
 */
export function parseSetCookie(line: string): SetCookie | undefined {
  if (CONTROL.test(line)) return undefined;
  const [pair = '', ...attributes] = line.split(';');
  const [name, value] = halves(pair);
  if (name === '' || value === undefined) return undefined;
  const cookie: { -readonly [key in keyof SetCookie]: SetCookie[key] } = {
    name,
    value,
    secure: false,
    httpOnly: false,
    sameSite: undefined,
    path: undefined,
    domain: undefined,
    maxAge: undefined,
    expires: undefined,
  };
  for (const attribute of attributes) {
    const [word, setting = ''] = halves(attribute);
    switch (word.toLowerCase()) {
      case 'secure':
        cookie.secure = true;
        break;
      case 'httponly':
        cookie.httpOnly = true;
        break;
      case 'samesite':
        cookie.sameSite = SAME_SITE.find(known => known.toLowerCase() === setting.toLowerCase());
        break;
      case 'path':
        cookie.path = setting.startsWith('/') ? setting : undefined;
        break;
      case 'domain':
        cookie.domain = setting.replace(/^\./, '').toLowerCase() || undefined;
        break;
      case 'max-age':
        if (/^-?\d+$/.test(setting)) cookie.maxAge = Number(setting);
        break;
      case 'expires':
        cookie.expires = parseCookieDate(setting) ?? cookie.expires;
        break;
    }
  }
  return cookie;
}

const SAME_SITE = ['Strict', 'Lax', 'None'] as const;

function halves(text: string): [name: string, value: string | undefined] {
  const at = text.indexOf('=');
  return at < 0 ? [text.trim(), undefined] : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * The date of `Expires` in any of the forms that are in use (RFC 6265 5.1.1): the parts may stand in any order, and everything that is
 * no part of a date is skipped, the time zone too, which is always taken as UTC.
 * @returns epoch milliseconds, or undefined when it is no date
 */
export function parseCookieDate(text: string): number | undefined {
  let time: readonly [number, number, number] | undefined;
  let day: number | undefined;
  let month: number | undefined;
  let year: number | undefined;
  for (const token of text.split(/[\t -/;-@[-`{-~]+/)) {
    const clock = /^(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\D|$)/.exec(token);
    const named = MONTHS.indexOf(token.slice(0, 3).toLowerCase());
    if (time === undefined && clock !== null) {
      time = [Number(clock[1]), Number(clock[2]), Number(clock[3])];
    } else if (day === undefined && /^\d{1,2}(?:\D|$)/.test(token)) {
      day = Number.parseInt(token, 10);
    } else if (month === undefined && named >= 0) {
      month = named;
    } else if (year === undefined && /^\d{2,4}(?:\D|$)/.test(token)) {
      year = fullYear(Number.parseInt(token, 10));
    }
  }
  if (time === undefined || day === undefined || month === undefined || year === undefined) return undefined;
  const [hours, minutes, seconds] = time;
  if (year < 1601 || hours > 23 || minutes > 59 || seconds > 59) return undefined;
  const moment = new Date(Date.UTC(year, month, day, hours, minutes, seconds));
  // 31 February would become a day in March.
  return moment.getUTCDate() === day && moment.getUTCMonth() === month ? moment.getTime() : undefined;
}

function fullYear(year: number): number {
  if (year >= 70 && year <= 99) return 1900 + year;
  return year < 70 ? 2000 + year : year;
}
