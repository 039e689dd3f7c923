import type { Explanation, Issue } from '../../config/document-format.ts';
import { nearest } from '../../core/nearest.ts';
import { inSequence, oneLine } from '../../core/text.ts';
import { TARGET_REMEDY, targetProblem } from './compile-target.ts';
import { CHECK_NAME } from './schema.ts';
import { COOKIE_NAME, STATUS_CLASS } from './schema-comparison.ts';
import { ORIGIN, VERSION } from './schema-presets.ts';
import {
  BOUNDS,
  CAPTURE_NAME,
  DURATION_FORM,
  FORBIDDEN_HEADERS,
  HEADER_NAME,
  HEADER_VALUE,
  HOST,
  JSONPATH,
  LOGIN_NAME,
  PATH,
  SECRET,
  TAG,
  TARGET,
} from './schema-text.ts';

/**
 * What is said about a value that the schema of the suite refuses, where that is more than what it says about any schema's.
 * @param where what holds it or what it is, `"checks.0.get"`
 */
export function wrongValue(
  issue: Issue,
  where: string,
  path: readonly string[],
  value: unknown,
): Explanation | undefined {
  const key = path.at(-1) ?? '';
  switch (issue.code) {
    case 'invalid_key':
      return wrongName(key, patternOf(issue.issues[0]));
    case 'invalid_format':
      return wrongForm(issue, where, key, value);
    case 'invalid_value':
      return wrongWord(issue.values.map(String), where, key, value);
    case 'invalid_union':
      // The kind of a login: a word that tells groups apart.
      return issue.errors.length > 0 || value === undefined
        ? undefined
        : wrongWord(optionsOf(issue), where, key, value);
    case 'invalid_type':
      if (path[0] === 'presets' && path.length === 3 && value === null) return withoutOptions(where, key);
      return QUOTED_KEYS.includes(key) && value !== undefined && value !== null ? unquoted(where, key) : undefined;
    case 'too_small':
    case 'custom':
      return value !== undefined && isEmpty(value)
        ? { problem: `${where} is empty`, remedy: `Fill it in, or leave "${key}" out.` }
        : beyond(issue, where);
    case 'too_big':
      return beyond(issue, where);
    default:
      return undefined;
  }
}

const QUOTED_KEYS: readonly string[] = ['matches', 'regex', 'contains', 'access'];

function unquoted(where: string, key: string): Explanation {
  return {
    problem: `${where} is not read as text`,
    remedy: `Quote it: YAML reads "[", "{" and bare numbers as something else.\n${key}: '[a-z]+'`,
  };
}

/** `- https:` instead of `- https`. */
function withoutOptions(where: string, key: string): Explanation {
  return { problem: `${where} has a colon and no options`, remedy: `Leave the colon out:\npresets:\n  - ${key}` };
}

function isEmpty(value: unknown): boolean {
  if (typeof value === 'string') return value === '';
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function beyond(issue: Issue, where: string): Explanation | undefined {
  if (issue.code === 'too_small')
    return {
      problem: `${where} must be ${issue.inclusive === true ? 'at least' : 'more than'} ${issue.minimum}`,
      remedy: 'Give a number in these bounds.',
    };
  if (issue.code === 'too_big')
    return { problem: `${where} must be at most ${issue.maximum}`, remedy: 'Give a number in these bounds.' };
  return undefined;
}

function wrongWord(words: readonly string[], where: string, key: string, value: unknown): Explanation | undefined {
  if (typeof value !== 'string' || words.length < 2) return undefined;
  const close = nearest(value, words);
  const meant = close === undefined ? '' : `; did you mean "${close}"?`;
  const isPreset = words.includes('https');
  return {
    problem: `${isPreset ? 'there is no preset' : `${where} cannot be`} "${oneLine(value, 60)}"${meant}`,
    remedy: isPreset
      ? `Presets are ${inSequence(words)}.`
      : `It is ${inSequence(words, 'or')}. Write:\n${key}: ${close ?? words[0]}`,
  };
}

/** A name of the user's own choice. */
function wrongName(name: string, pattern: string | undefined): Explanation | undefined {
  const shown = `"${oneLine(name, 60)}"`;
  if (pattern === String(HEADER_NAME)) {
    return FORBIDDEN_HEADERS.some(header => header === name.toLowerCase())
      ? {
          problem: `the header ${shown} is the connection's own and cannot be given`,
          remedy: 'Leave it out: host and length follow from the request.',
        }
      : { problem: `${shown} cannot be the name of a header`, remedy: 'Header names hold letters, digits and "-".' };
  }
  if (pattern === String(CAPTURE_NAME)) {
    return name === 'run'
      ? {
          problem: '"run" cannot be captured: ${run} is the name that is unique to the run',
          remedy: 'Choose another name.',
        }
      : {
          problem: `${shown} cannot be the name of a capture`,
          remedy: 'Names start with a lower-case letter and hold lower-case letters, digits, "-" and "_" only.',
        };
  }
  if (pattern === String(JSONPATH)) {
    return {
      problem: `${shown} is no JSONPath: it does not start with "$"`,
      remedy: `Write:\njson: { '$.${/^[\w.-]+$/.test(name) ? name : 'id'}': ... }`,
    };
  }
  if (pattern === String(COOKIE_NAME))
    return {
      problem: `${shown} cannot be the name of a cookie`,
      remedy: 'Cookie names hold no spaces, ";", "=" and ",".',
    };
  if (pattern === String(LOGIN_NAME)) {
    return {
      problem: `${shown} cannot be the name of a login`,
      remedy: 'Names start with a letter and hold letters, digits, "-" and "_" only.',
    };
  }
  return undefined;
}

function wrongForm(issue: Issue, where: string, key: string, value: unknown): Explanation | undefined {
  const pattern = patternOf(issue);
  const shown = oneLine(String(value), 80);
  if (pattern === String(TARGET))
    return { problem: `"${key}" ${targetProblem(String(value))}: "${shown}"`, remedy: TARGET_REMEDY };
  // What stands in place of a secret may be one.
  if (pattern === String(SECRET)) {
    const name = key === 'token' ? 'SMOKE_TOKEN' : key === 'secret' ? 'HEALTH_CHECK_SECRET' : 'SMOKE_PASSWORD';
    return {
      problem: `${where} stands in the suite as text, and a suite never holds a secret`,
      remedy: `Revoke the value if it was committed, give the step the secret, and write ${key}: $${name} in the suite.\nenv:\n  ${name}: \${{ secrets.${name} }}`,
    };
  }
  if ((pattern === String(BOUNDS.time) || pattern === String(BOUNDS.latency)) && NO_TIME.test(shown)) {
    const bound = pattern === String(BOUNDS.time) ? '< 2s' : '< 500ms';
    return {
      problem: `${where} compares with no time at all: "${shown}"`,
      remedy: `Every answer takes longer than that. Write the longest time that is good:\n${key}: '${bound}'`,
    };
  }
  const form = FORMS.get(pattern ?? '');
  return form === undefined ? undefined : { problem: `${where} ${form.is}: "${shown}"`, remedy: form.write(key) };
}

/** An operator that is right, and a time of zero, with which nothing can be compared. */
const NO_TIME = /^[<>]=?\s*(?:0+\s*(?:ms|s|m|h|d)\s*)+$/;

interface Form {
  /** The end of a sentence that starts with the name of the value. */
  readonly is: string;
  readonly write: (key: string) => string;
}

const example = (value: string) => (key: string) => `Write:\n${/^\d+$/.test(key) ? `- ${value}` : `${key}: ${value}`}`;

const FORMS: ReadonlyMap<string, Form> = new Map<string, Form>([
  [
    String(DURATION_FORM),
    {
      is: 'is no length of time',
      write: key => `Write a whole number with its unit (ms, s, m, h):\n${key}: ${key === 'duration' ? '15s' : '10s'}`,
    },
  ],
  [
    String(BOUNDS.time),
    { is: 'is no bound on a time', write: example("'< 2s'   # <, <=, > or >=, and a time with its unit (ms, s, m)") },
  ],
  [
    String(BOUNDS.latency),
    { is: 'is no limit for a time', write: example("'< 500ms'   # < or <=, and a time with its unit (ms, s, m)") },
  ],
  [String(BOUNDS.days), { is: 'is no bound on days', write: example("'> 7'") }],
  [String(BOUNDS.share), { is: 'is no limit below 100 %', write: example("'< 1%'   # < or <=, and a percentage") }],
  [String(PATH), { is: 'is no path of the site', write: example('/login/   # it starts with one "/"') }],
  [
    String(HOST),
    {
      is: 'is no host',
      write: () => 'Write the host without "https://" and without a path, in small letters:\nhosts: [cdn.example]',
    },
  ],
  [
    String(ORIGIN),
    {
      is: 'is no origin',
      write: () => 'Write scheme and host without a path, in small letters:\nallowed: [https://app.obcms.example]',
    },
  ],
  [
    String(VERSION),
    {
      is: 'says no place of a version',
      write: example("'/health/#$.version'   # <path>#<JSONPath>, or <path>~/<regex with one group>/"),
    },
  ],
  [String(JSONPATH), { is: 'is no JSONPath', write: example("'$.id'   # it starts with $") }],
  [String(STATUS_CLASS), { is: 'is no status', write: example('200   # without quotes; or [401, 403], or 2xx') }],
  [
    String(TAG),
    {
      is: 'cannot be a tag',
      write: () => 'Tags start with a letter and hold letters, digits, "-" and "_" only:\ntags: [security]',
    },
  ],
  [
    String(HEADER_VALUE),
    {
      is: 'holds what no header may: a line break, or a letter beyond Latin-1',
      write: () => 'Write the value on one line, other letters percent-encoded.',
    },
  ],
  [
    String(CHECK_NAME),
    {
      is: 'cannot be the name of a check',
      write: () =>
        'Names are one line and do not start with "login/" or "clean-up/", which reports use themselves:\nname: The login page is there',
    },
  ],
]);

function patternOf(issue: unknown): string | undefined {
  if (typeof issue !== 'object' || issue === null || !('pattern' in issue)) return undefined;
  return typeof issue.pattern === 'string' ? issue.pattern : undefined;
}

function optionsOf(issue: Issue): readonly string[] {
  return 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String) : [];
}
