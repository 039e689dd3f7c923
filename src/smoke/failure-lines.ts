import { cut, oneLine } from '../core/text.ts';
import type { Problem } from './result.ts';
import type { SuitePlace, SuiteSource } from './suite/suite.ts';

/** Longest line of a suite that is worth showing whole. */
const WIDEST = 160;

/**
 * What was not as expected, as plain lines for a log, a summary or a JUnit report: the suite's own line, expected and actual under the
 * place they are about, then what it may mean.
 *
 * @param source the suite the places belong to; undefined when there is none, as for presets named by the input
 */
export function failureLines(problem: Problem, source: SuiteSource | undefined): readonly string[] {
  const { place, expected, actual, excerpt, message, remedy } = problem;
  const quoted = source === undefined || place === undefined ? [] : [quotation(source, place)];
  const indent = quoted.length === 0 ? '  ' : `${' '.repeat(String(place?.line ?? 0).length)} |   `;
  return [
    ...(source !== undefined && place !== undefined ? [`${source.file}:${place.line}:${place.column}`] : []),
    ...quoted,
    ...(message === '' ? [] : [`${quoted.length === 0 ? '' : indent}${oneLine(message, 500)}`]),
    ...(expected === undefined ? [] : [`${indent}expected: ${oneLine(expected, 300)}`]),
    ...(actual === undefined ? [] : [`${indent}actual:   ${oneLine(actual, 300)}`]),
    ...remedy.split('\n').flatMap(line => (line.trim() === '' ? [] : [`  ${line.trimEnd()}`])),
    ...(excerpt.length === 0 ? [] : ['  the answer began:', ...excerpt.map(line => `    ${oneLine(line, 200)}`)]),
  ];
}

function quotation({ lines }: SuiteSource, { line }: SuitePlace): string {
  return `${line} | ${cut((lines[line - 1] ?? '').trimEnd(), WIDEST)}`;
}
