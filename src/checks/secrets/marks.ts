import { WORDS } from './words.ts';

/** What shows that a text stands where a secret will be: a name for people, and a pattern. */
export interface Mark {
  readonly name: string;
  /**
   * Searched for (not anchored by itself), upper and lower case alike, in the value without blanks and quotation marks at its ends.
   * Means the same to JavaScript (`i`) and Python (`re.ASCII | re.IGNORECASE`): no `\d`, no named groups, no look-behind.
   */
  readonly pattern: string;
}

/**
 * In this order; the first that is found names the placeholder. Each is long enough, or tied to the ends, that a random key does not
 * hold it by chance: `xxx` or `$(` alone stand in one Django key of fifty.
 */
const PATTERNS: readonly Mark[] = [
  { name: 'django-insecure', pattern: '^django-insecure-' },
  {
    name: 'change-me',
    pattern:
      'changeme|change-me|(?:^|[^a-z0-9])change[-_. ]{0,2}(?:me|this|it|in|before|after|for|the|to|your|key|password|secret|now)',
  },
  {
    name: 'change-me',
    pattern: '^(?:please[-_. ]?)?change(?:d|[-_. ][a-z]+)?[0-9!]*$|to[-_. ]be[-_. ]changed|needs?[-_. ]to[-_. ]change',
  },
  { name: 'replace-me', pattern: 'replace[-_. ]?(?:me|this|with|by|it)|^replaced?(?:[^a-z0-9]|$)' },
  {
    name: 'your-',
    pattern: '(?:^|[^a-z0-9])your[-_. ]|^your[a-z]{0,12}(?:key|secret|password|token|domain|host|user|name|email)',
  },
  {
    name: 'unexpanded',
    pattern:
      '\\$\\{[a-z_][a-z0-9_]*(?::?[-?+=][^}]*)?\\}|\\$\\([a-z][a-z0-9_.-]* [^)]*\\)?|^\\$\\([^)]*\\)$|`[a-z]+ [^`]*`',
  },
  {
    name: 'unexpanded',
    pattern: '\\{\\{[^{}]*\\}\\}|^\\$[a-z_][a-z_]{3,}$|^%[a-z_]{3,}%$|^@[a-z_]{3,}@$|^__[a-z][a-z0-9_]*__$',
  },
  { name: 'angle brackets', pattern: '^<[^<>]*>$|<[a-z][a-z]+(?:[-_ ][a-z]+)*>' },
  { name: 'square brackets', pattern: '^\\[[a-z][a-z _-]*\\]$' },
  { name: 'generate', pattern: 'generate[-_. ]|[-_. ]generate|^generated?$|openssl[-_. ]rand|get_random_secret_key' },
  {
    name: 'random',
    pattern:
      '(?:^|[-_. ])random[-_. ](?:secret|key|string|value|password|token|[0-9])|(?:a|the|some|long|very)[-_. ]random[-_. ]',
  },
  { name: 'example', pattern: 'example|sample' },
  { name: 'placeholder', pattern: 'placeholder|place[-_ ]holder' },
  {
    name: 'dummy',
    pattern: '(?:^|[^a-z0-9])dummy|dummy(?:[^a-z0-9]|$)|(?:^|[^a-z0-9])(?:fake|foobar|lorem|ipsum)(?:[^a-z0-9]|$)',
  },
  { name: 'insecure', pattern: 'insecure|not[-_. ]?(?:so[-_. ]?)?(?:secure|secret|safe)|unsafe' },
  {
    name: 'here',
    pattern:
      '(?:^|[-_. ])(?:goes|put|enter|insert|fill|paste|set|add|key|secret|password|token|value|string)[-_. ](?:[a-z]+[-_. ])*here$|[-_. ]here$',
  },
  { name: 'here', pattern: '^(?:put|enter|insert|fill|paste)[-_. ](?:in|your|the|a|here|it)' },
  {
    name: 'to do',
    pattern:
      '^(?:todo|tbd|tba|fixme|none|null|nil|undefined|unset|empty|n/a|blank|redacted|removed|hidden|masked|set-?me)[!.:]*$|^(?:todo|fixme)[-_: ]',
  },
  { name: 'xxx', pattern: '^x{3,}(?:[^a-z0-9]|$)|^x{6,}|x{6,}$|(?:^|[-_])x{4,}(?:[-_]|$)|^[*.#?]{3,}$|\\.\\.\\.$' },
  {
    name: 'test',
    pattern:
      '(?:^|[^a-z0-9])(?:test|testing|demo|dev|development|local|staging|temp|temporary|unused|only)[-_. ](?:[a-z]+[-_. ])*(?:key|secret|password|pass|token|only)(?:[^a-z]|$)',
  },
  { name: 'test', pattern: '^(?:test|testing|demo|temp|dev|foo|bar|baz|abc|asdf)[-_.]?[0-9!]*$' },
  {
    name: 'says secret',
    pattern:
      's[e3]cr[e3]t[-_. ]?(?:key|token|string|value|password)|(?:^|[^a-z0-9])s[e3]cr[e3]ts?(?:[^a-z]|$)|^(?:my|the|a|super|top|very|jwt|app|django)[-_. ]?(?:[a-z]+[-_. ])?s[e3]cr[e3]t',
  },
  {
    name: 'says password',
    pattern:
      'p[a@4][s$5]{2}w[o0]r[dt]|passwd|^p[a@4][s$5]{2}[-_@]?[0-9]*[!@#$]*$|[-_.@](?:pass|pwd|pw)[0-9!@#$]*$|kennwort|contrase|wachtwoord',
  },
  {
    name: 'a default',
    pattern:
      '^(?:admin|administrator|root|user|guest|postgres|postgresql|redis|rabbitmq|django|grafana|minio|minioadmin|mysql|default|master|welcome|letmein|changeit|qwerty|iloveyou|dragon|monkey|login|hello|trustno1|1q2w3e4r[a-z0-9]*|1qaz2wsx[a-z0-9]*|zaq1[a-z0-9]*|q1w2e3r4[a-z0-9]*)[-_.@#!]*[0-9]{0,6}[-_.@#!$*]*$',
  },
];

/** Shared with the Python probe, which is handed them with its question. */
export const MARKS: { readonly patterns: readonly Mark[]; readonly words: readonly string[] } = {
  patterns: PATTERNS,
  words: WORDS,
};
