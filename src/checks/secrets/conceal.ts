import { isSecretName } from './names.ts';
import { secretFacts } from './strength.ts';

/**
 * What rules quote of a project's files, without the secrets that people write into commands, addresses and assignments. The last of
 * several locks: whatever a rule shows passes here.
 */
export function concealed(text: string): string {
  return withoutSecrets(text, value => !isHarmless(value));
}

/** Of advice, which is full of examples, only what no example looks like is taken. */
export function concealedAdvice(text: string): string {
  return withoutSecrets(text, value => !isHarmless(value) && looksMade(value));
}

const STARS = '***';
/** Nothing that people read is longer; the expressions below must not meet a megabyte of one letter. */
const LONGEST = 4_000;

type IsSecret = (value: string) => boolean;
/** The groups of an expression: what stays in front, the value, what stays behind. */
type Shape = readonly [expression: RegExp, keeps?: (before: string, value: string) => boolean];

const VALUE = String.raw`"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[^\s"'\`,;)}\]]+`;

const SHAPES: readonly Shape[] = [
  // Logins of addresses. A text that was cut short may end within one.
  [/([a-z][a-z0-9+.-]*:\/\/[^\s'"@/:]*:)(?!\d+(?:\/|\b))([^\s'"@]+)(@|$)/gi],
  [/([a-z][a-z0-9+.-]*:\/\/)([^\s'"@/:]+)(@)/gi, (_, value) => value === 'git' || value === STARS],
  [/(hooks\.slack\.com\/services\/|discord(?:app)?\.com\/api\/webhooks\/)([^\s'"]+)()/gi],
  // `NAME=value` and `NAME = "value"`, of names that are a secret's.
  [new RegExp(String.raw`([A-Za-z_][\w.-]*["']?\]?\s?=\s?)(${VALUE})()`, 'g'), before => !isSecretName(nameIn(before))],
  // `"NAME": value`, the value one word that nobody would say.
  [
    new RegExp(String.raw`([A-Za-z_][\w.-]*["']?:\s+)(${VALUE})()`, 'g'),
    (before, value) => !isSecretName(nameIn(before)) || !looksMade(value),
  ],
  // Options of programs.
  [
    new RegExp(String.raw`((?:^|\s)--?[A-Za-z][\w-]*[=\s]\s*)(${VALUE})()`, 'g'),
    before => !isSecretName(nameIn(before)) && !/requirepass|masterauth|userpass/i.test(before),
  ],
  [new RegExp(String.raw`((?:requirepass|masterauth)\s+)(${VALUE})()`, 'gi')],
  [/((?:^|\s)(?:-u|--user|--proxy-user)[=\s]?\s*["']?[^\s:"'$]+:)([^\s"']+)()/g, (_, value) => /^\d+$/.test(value)],
  [new RegExp(String.raw`(redis-cli\b[^\n]*?\s-a\s+)(${VALUE})()`, 'g')],
  // Headers.
  [/(\b(?:Bearer|Basic|Token|ApiKey)\s+)([\w.~+/=|-]{8,})()/g, (_, value) => !looksMade(value)],
  // What its own beginning tells.
  [/(\b)((?:gh[pousr]_|github_pat_|glpat-|sk_live_|rk_live_|xox[abprs]-|AKIA|eyJ)[\w.-]{12,})()/g],
];

function withoutSecrets(text: string, isSecret: IsSecret): string {
  return SHAPES.reduce(
    (rest, [expression, keeps]) =>
      rest.replace(expression, (whole: string, before: string, value: string, behind: string) =>
        keeps?.(before, value) === true || !isSecret(bare(value)) ? whole : `${before}${STARS}${behind}`,
      ),
    text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text,
  );
}

/** The name in `"NAME"] = `, `--api-token=` and `NAME=`. */
function nameIn(before: string): string {
  const words = before.match(/[A-Za-z_][\w.-]*/g) ?? [];
  return (words.at(-1) ?? '').replace(/[.-]/g, '_');
}

const bare = (value: string): string => value.replace(/^["']|["']$/g, '');

/** References, what was concealed already, and words that say that there is no value. */
function isHarmless(value: string): boolean {
  return /^(?:\$|\{\{|<|…|\*{3}|%\(|env\b|os\.|config\(|get_|None\b|True\b|False\b|\.{3}|-$|$)/.test(value);
}

/** Not a word and not a stand-in: nobody writes it in an explanation. */
function looksMade(value: string): boolean {
  const { length, placeholder, repetitive, words, distinct } = secretFacts(bare(value), '00');
  return length >= 12 && distinct >= 6 && placeholder === null && !repetitive && words < 0.45 && /\d|[^\w]/.test(value);
}
