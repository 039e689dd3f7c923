/** What the name of a secret has in it, in settings, variables and log lines alike; `pass` but not "passed" or "passenger". */
const WORDS =
  'secret|token|passw|passphrase|pass(?![a-z])|pwd|api[_-]?key|private[_-]?key|access[_-]?key|dsn|credential';

/** A name before a value in a log line: only what is certainly no ordinary word. */
export const SECRET_IN_TEXT = new RegExp(WORDS, 'i');

/** The name of an application's variable, whose value is learnt and never shown: rather too many than one too few. */
export const SECRET_VARIABLE = new RegExp(`${WORDS}|key|auth|salt|_url$|^url$`, 'i');
