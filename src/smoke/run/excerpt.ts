import { oneLine } from '../../core/text.ts';
import type { WireAnswer } from '../../core/wire.ts';
import { withoutSecretFields } from './learning.ts';

const MOST_LINES = 4;
const WIDEST = 160;
/** The beginning is what says which page it is. */
const LOOKED_AT = 8_192;

/** The first lines of a body that say something: of a page its title and its first words, of anything else its beginning. */
export function excerptOf(answer: WireAnswer, redact: (text: string) => string): readonly string[] {
  // Redacted before it is cut: half a secret would not be known again.
  const text = withoutSecretFields(redact(answer.body.slice(0, 2 * LOOKED_AT))).slice(0, LOOKED_AT);
  const type = answer.headers['content-type']?.[0] ?? '';
  const lines =
    /html/i.test(type) || /^\s*<(?:!doctype|html)/i.test(text) ? wordsOfPage(text) : text.split(/\r\n|\n|\r/);
  return lines
    .map(line => oneLine(line, WIDEST))
    .filter(line => line !== '')
    .slice(0, MOST_LINES);
}

function wordsOfPage(html: string): readonly string[] {
  return html
    .replace(/<(script|style|svg)\b[^>]{0,2000}>[\s\S]{0,8192}?(?:<\/\1\s*>|$)/gi, ' ')
    .replace(/<!--[\s\S]{0,8192}?(?:-->|$)/g, ' ')
    .replace(/<\/?(?:title|h[1-6]|p|div|li|tr|br|head|body|form|pre|section|main|header|nav|ul)\b[^>]{0,2000}>/gi, '\n')
    .replace(/<[^>]{0,2000}>/g, ' ')
    .split('\n')
    .map(line => line.replace(/\s+/g, ' ').trim());
}
