import type { Json } from '../../core/outcome.ts';
import { cut, inSequence, oneLine } from '../../core/text.ts';
import type { Comparison, JsonType, Subject } from '../suite/suite.ts';
import { LONGEST_SHOWN, preview } from './preview.ts';
import { sourceOf } from './regex.ts';
import { resolveJsonShown, resolveShown, type Scope } from './template.ts';

/** What an expectation is about, for the middle of a sentence: `header "location"`, `$.state`, `days left of the certificate`. */
export function nameOf(subject: Subject): string {
  switch (subject.kind) {
    case 'header':
      return `header ${preview(subject.name, 80)}`;
    case 'cookie': {
      const name = `cookie ${preview(subject.name, 80)}`;
      return subject.attribute === 'value' ? name : `${subject.attribute} of ${name}`;
    }
    case 'json':
      return oneLine(subject.path, 100);
    case 'schema':
      // One that stands in the suite is called by its line: `the schema in line 5`.
      return `${subject.name.startsWith('the schema ') ? '' : 'schema '}${oneLine(subject.name, 80)}`;
    case 'days-left':
      return 'days left of the certificate';
    case 'status':
    case 'body':
    case 'redirect':
    case 'time':
      return subject.kind;
  }
}

/**
 * What was expected, on one line of at most 200 characters: `401 or 403`, `not "x"`, `< 2 s`. Secrets stand as `$NAME`.
 * @throws NameUnknown when a name in the comparison has no value
 */
export function describeExpected(comparison: Comparison, subject: Subject, scope: Scope): string {
  if (subject.kind === 'schema') return `valid by ${oneLine(subject.name, 100)}`;
  return cut(oneLine(words(comparison, { scope, amount: amountOf(subject) }), LONGEST_SHOWN * 2), LONGEST_SHOWN);
}

interface Wording {
  readonly scope: Scope;
  readonly amount: (number: number) => string;
}

function words(comparison: Comparison, by: Wording): string {
  switch (comparison.kind) {
    case 'equals': {
      const value = resolveJsonShown(comparison.value, by.scope);
      return typeof value === 'number' ? by.amount(value) : shown(value, by.scope);
    }
    case 'class':
      return `${comparison.hundreds}xx`;
    case 'matches':
      return `a match of /${cleaned(sourceOf(comparison.pattern, hidingSecrets(by.scope)), by.scope)}/`;
    case 'contains':
      return `${shown(resolveShown(comparison.text, by.scope), by.scope)} in it`;
    case 'type':
      return TYPES[comparison.type];
    case 'order':
      return `${comparison.operator} ${by.amount(comparison.bound)}`;
    case 'length':
      return `a length of ${words(comparison.of, { ...by, amount: String })}`;
    case 'absent':
      return comparison.absent ? 'nothing there' : 'something there';
    case 'not':
      return comparison.of.kind === 'any'
        ? `none of ${listed(comparison.of.of, by, 'and')}`
        : `not ${words(comparison.of, by)}`;
    case 'any':
      return listed(comparison.of, by, 'or');
    case 'all':
      return listed(comparison.of, by, 'and');
  }
}

/** The first few; the rest is counted. */
function listed(all: readonly Comparison[], by: Wording, last: string): string {
  const most = 8;
  const first = all.slice(0, most).map(of => words(of, by));
  return all.length > most ? `${first.join(', ')} ${last} ${all.length - most} more` : inSequence(first, last);
}

function shown(value: Json, scope: Scope): string {
  return preview(value, 120, text => cleaned(text, scope));
}

/** A captured value may be a secret that was learnt at run time. */
function cleaned(text: string, scope: Scope): string {
  return scope.redact?.(text) ?? text;
}

function hidingSecrets(scope: Scope): Scope {
  return { value: name => scope.value(name), secret: name => `$${name}` };
}

const TYPES: Readonly<Record<JsonType, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null',
};

/** How a number of this subject is written: `1.2 s`, `6.5 days`, `503`. */
export function amountOf(subject: Subject): (amount: number) => string {
  switch (subject.kind) {
    case 'time':
      return milliseconds =>
        Math.abs(milliseconds) < 1_000 ? `${rounded(milliseconds, 0)} ms` : `${rounded(milliseconds / 1_000, 2)} s`;
    case 'days-left':
      return days => `${rounded(days, 1)} ${rounded(days, 1) === '1' ? 'day' : 'days'}`;
    default:
      return String;
  }
}

function rounded(amount: number, digits: number): string {
  return String(Number(amount.toFixed(digits)));
}
