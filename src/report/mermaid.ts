import type { Milliseconds } from '../core/duration.ts';
import { oneLine } from '../core/text.ts';

export interface Lane {
  readonly name: string;
  /** Each state with the moment it began, milliseconds since the epoch; the last one is the end. */
  readonly transitions: readonly { readonly state: string; readonly at: number }[];
}

/** A Gantt picture: one section a lane, one bar a state, the end as a milestone. */
export function timeline(lanes: readonly Lane[]): string {
  const begin = Math.min(...lanes.flatMap(({ transitions }) => transitions.map(({ at }) => at)));
  const lines = lanes.flatMap(({ name, transitions }) => [
    `    section ${word(name)}`,
    ...transitions.map(({ state, at }, index) => {
      const from = wholeSeconds(at - begin);
      const next = transitions[index + 1];
      if (next === undefined) return `    ${word(state)} :milestone, ${mark(state)}${from}, ${from}`;
      return `    ${word(state)} :${mark(state)}${from}, ${Math.max(from + SECOND, wholeSeconds(next.at - begin))}`;
    }),
  ]);
  return ['```mermaid', 'gantt', '    dateFormat x', '    axisFormat %M:%S', ...lines, '```'].join('\n');
}

const SECOND: Milliseconds = 1_000;

/**
 * Milliseconds, and `dateFormat x`: with `X` Mermaid 11 reads a bar's start as milliseconds and its end as seconds.
 */
function wholeSeconds(duration: Milliseconds): Milliseconds {
  return Math.round(duration / SECOND) * SECOND;
}

function mark(state: string): string {
  return state === 'failed' || state === 'cancelled-by-user' ? 'crit, ' : state === 'finished' ? 'done, ' : 'active, ';
}

/** What happens one after another: a box with things in it, or (without things) a moment between two boxes. */
export interface Stage {
  readonly title: string;
  readonly items: readonly { readonly label: string; readonly mark: 'none' | 'attention' | 'stop' }[];
}

/** Boxes are for a look; more than this nobody reads. */
const MOST_ITEMS = 20;

/** A flow chart from left to right; what is marked has a border that says so. */
export function stages(list: readonly Stage[]): string {
  const lines = list.flatMap(({ title, items }, stage) => {
    if (items.length === 0) return [`    s${stage}(["${label(title)}"])`];
    const shown = items.slice(0, MOST_ITEMS);
    const rest = items.length - shown.length;
    return [
      `    subgraph s${stage} ["${label(title)}"]`,
      '        direction TB',
      ...shown.map((item, index) => `        s${stage}i${index}["${label(item.label)}"]${MARKS[item.mark]}`),
      ...(rest === 0 ? [] : [`        s${stage}rest["and ${rest} more"]`]),
      // Without arrows between them Mermaid sets them side by side, however many there are.
      ...shown.slice(1).map((_, index) => `        s${stage}i${index} --- s${stage}i${index + 1}`),
      '    end',
    ];
  });
  const order = list.map((_, stage) => `s${stage}`).join(' --> ');
  return [
    '```mermaid',
    'flowchart LR',
    ...lines,
    ...(list.length < 2 ? [] : [`    ${order}`]),
    '    classDef attention stroke:#9a6700,stroke-width:2px',
    '    classDef stop stroke:#cf222e,stroke-width:3px',
    '```',
  ].join('\n');
}

const MARKS: Readonly<Record<Stage['items'][number]['mark'], string>> = {
  none: '',
  attention: ':::attention',
  stop: ':::stop',
};

/** Text in quotation marks: no quote, no markup, and nothing that reads as the beginning of a list. */
function label(text: string): string {
  return (
    oneLine(text, 80)
      .replace(/[^\p{L}\p{N} ._:()-]/gu, ' ')
      .replace(/([.:)-])\s+(?=\S)/g, (_, mark: string) => (mark === ':' ? ': ' : mark))
      .replace(/\s+/g, ' ')
      .replace(/^[-. ]+/, '')
      .trim() || 'unnamed'
  );
}

/** Mermaid takes ":", ";", "#" and "," for syntax. */
function word(text: string): string {
  return (
    oneLine(text, 40)
      .replace(/[^\p{L}\p{N} ._-]/gu, ' ')
      .replace(/_/g, ' ')
      .trim() || 'unnamed'
  );
}
