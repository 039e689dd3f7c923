import { oneLine } from '../../../core/text.ts';

/** A command line for evidence: one line, with what may be a password taken out. */
export function shownCommand(text: string): string {
  const harmless = text
    .replace(/\s+/g, ' ')
    .replace(
      /((?:pass(?:word|wd)?|secret|token|auth|requirepass|masterauth)[\w-]*["']?[=:\s]\s*)("[^"]*"|'[^']*'|[^\s"']+)/gi,
      '$1***',
    )
    .replace(/(\s-a\s+)(\S+)/g, '$1***')
    .replace(/(:\/\/[^\s:/@]*:)[^\s@/]*@/g, '$1***@');
  return oneLine(harmless, 160);
}
