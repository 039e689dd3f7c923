/** A job summary as HTML. Summaries carry text of servers and commits, so no tag survives that is not one of four. */
import { Marked } from 'marked';

/** All a summary of ours needs; none of them takes an attribute. */
const KEPT_TAGS = /&lt;(\/?(?:details|summary|code|br))&gt;/g;

export interface SummaryOptions {
  /** What stands where the summary has a Mermaid diagram, as HTML. */
  readonly picture: string;
  /** Whether what the summary folds is open. */
  readonly unfolded: boolean;
}

export function summaryHtml(markdown: string, { picture, unfolded }: SummaryOptions): string {
  const folded = unfolded ? '<details open>' : '<details>';
  const reader = new Marked({ gfm: true, async: false });
  reader.use({
    renderer: {
      html: ({ text }) => escapeHtml(text).replace(KEPT_TAGS, '<$1>').replaceAll('<details>', folded),
      code: ({ text, lang }) => (lang === 'mermaid' ? picture : `<pre>${escapeHtml(text)}</pre>`),
      heading({ tokens }) {
        return `<h4>${this.parser.parseInline(tokens)}</h4>`;
      },
      // Everything a summary links to ended with the lab.
      link({ tokens }) {
        return `<span class="ref">${this.parser.parseInline(tokens)}</span>`;
      },
      image: ({ text }) => escapeHtml(text),
    },
  });
  return String(reader.parse(markdown));
}

/** For text and for attributes. Entities that are there already stay: they are text in any case. */
export function escapeHtml(text: string): string {
  return text
    .replace(/&(?!#?[a-z0-9]{1,10};)/gi, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');
}
