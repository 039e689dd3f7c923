import { duration } from '../durations.ts';

/** As Go reads them, or a bare number of seconds, which Compose takes for `stop_grace_period`. Milliseconds. */
export function composeDuration(text: string | undefined): number | undefined {
  const bare = /^\s*(\d+)\s*$/.exec(text ?? '')?.[1];
  return bare === undefined ? duration(text) : Number(bare) * 1_000;
}

/** `512m`, `2G`, `1.5gb`, `1073741824` in bytes: Compose counts in 1,024s. */
export function bytes(text: string | undefined): number | undefined {
  const found = /^(\d+(?:\.\d+)?)\s*([kmgt]?)(i?b)?$/i.exec(text?.trim() ?? '');
  if (found === null) return undefined;
  const power = ['', 'k', 'm', 'g', 't'].indexOf((found[2] ?? '').toLowerCase());
  return Number(found[1]) * 1_024 ** power;
}

export function number(text: string | undefined): number | undefined {
  const value = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** `true`, `yes`, `on`, `1` as Compose casts them. */
export function truth(text: string | undefined): boolean {
  return /^(true|yes|y|on|1)$/i.test(text ?? '');
}

/** Words of a command line that stands in one string, as Compose splits it: quotes and backslashes, no shell. */
export function words(text: string): readonly string[] {
  const found: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let index = 0; index < text.length; index += 1) {
    const sign = text.charAt(index);
    if (quote !== '') {
      if (sign === quote) quote = '';
      else if (sign === '\\' && quote === '"' && /["\\$`]/.test(text.charAt(index + 1)))
        word = (word ?? '') + text.charAt(++index);
      else word = (word ?? '') + sign;
    } else if (sign === '"' || sign === "'") {
      quote = sign;
      word ??= '';
    } else if (sign === '\\') word = (word ?? '') + text.charAt(++index);
    else if (/\s/.test(sign)) {
      if (word !== undefined) found.push(word);
      word = undefined;
    } else word = (word ?? '') + sign;
  }
  if (word !== undefined) found.push(word);
  return found;
}
