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

/** Mermaid takes ":", ";", "#" and "," for syntax. */
function word(text: string): string {
  return (
    oneLine(text, 40)
      .replace(/[^\p{L}\p{N} ._-]/gu, ' ')
      .replace(/_/g, ' ')
      .trim() || 'unnamed'
  );
}
