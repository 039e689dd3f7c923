import { lexer, type Token, type Tokens } from 'marked';

const OWN_HTML = /^<\/?(details|summary|code)>$/;
/** Controls and invisible formatting; a summary has line ends and tabs of its own. */
export const LEFT_OVER = /(?![\n\t])[\p{Cc}\p{Cf}\u2028\u2029]/u;

/**
 * What stands in a job summary beyond the structure that the action itself gives it, as GitHub-flavoured Markdown reads it.
 * @param tables so many it may have
 */
export function breakouts(markdown: string, hosts: readonly string[], tables = 1): readonly string[] {
  const wrong: string[] = [];
  if (LEFT_OVER.test(markdown)) wrong.push('control or invisible characters');
  const tokens = everyToken(lexer(markdown, { gfm: true }));
  const headings = tokens.filter(({ type }) => type === 'heading');
  if (headings.length !== 1 || headings.some(token => (token as Tokens.Heading).depth !== 3))
    wrong.push(`headings: ${headings.map(({ raw }) => raw.slice(0, 60)).join(' / ')}`);
  if (tokens.filter(({ type }) => type === 'table').length > tables) wrong.push('a table of its own');
  for (const token of tokens) {
    if (token.type === 'image') wrong.push(`an image: ${token.raw.slice(0, 80)}`);
    if (token.type === 'blockquote' || token.type === 'hr' || token.type === 'del')
      wrong.push(`${token.type}: ${token.raw.slice(0, 80)}`);
    if (token.type === 'link' && !hosts.includes(hostOf((token as Tokens.Link).href)))
      wrong.push(`a link to ${(token as Tokens.Link).href.slice(0, 80)}`);
    if (token.type === 'html') wrong.push(...strangers(token.raw));
    if (
      token.type === 'code' &&
      (token as Tokens.Code).lang === 'mermaid' &&
      /click|:\/\/|%%/.test(token.raw.replace(/^```mermaid/, ''))
    )
      wrong.push('syntax of its own in the picture');
    // What GitHub links on its own although it is written as plain text.
    if (token.type === 'text' && /(^|[\s(*_~])www\.[a-z]/i.test(token.raw))
      wrong.push(`a bare address: ${token.raw.slice(0, 80)}`);
    if (token.type === 'text' && /(^|[^\w`&#;])@[a-z]/i.test(token.raw))
      wrong.push(`a mention: ${token.raw.slice(0, 80)}`);
  }
  const html = tokens
    .filter(({ type }) => type === 'html')
    .map(({ raw }) => raw)
    .join('');
  for (const name of ['details', 'summary', 'code']) {
    const opened = html.split(`<${name}>`).length;
    if (opened !== html.split(`</${name}>`).length) wrong.push(`<${name}> is not closed as often as opened`);
  }
  return [...new Set(wrong)];
}

/** Tags in a piece of HTML that the action does not use. */
function strangers(raw: string): readonly string[] {
  const tags = raw.match(/<[^>]*>?/g) ?? [];
  return tags.filter(tag => !OWN_HTML.test(tag)).map(tag => `HTML: ${tag.slice(0, 60)}`);
}

function everyToken(tokens: readonly Token[]): readonly Token[] {
  return tokens.flatMap(token => {
    const inner = 'tokens' in token && Array.isArray(token.tokens) ? everyToken(token.tokens) : [];
    if (token.type === 'list') return [token, ...everyToken((token as Tokens.List).items)];
    if (token.type === 'table') {
      const { header, rows } = token as Tokens.Table;
      return [token, ...everyToken([...header, ...rows.flat()].flatMap(cell => cell.tokens))];
    }
    return [token, ...inner];
  });
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).hostname : address;
}
