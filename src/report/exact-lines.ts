/** A remedy as its two parts: what is said, and what is to be written down as it stands. */
export interface ChangeParts {
  readonly prose: string;
  readonly exact: readonly string[];
  /** Of the exact lines, as Markdown names it. */
  readonly language: 'yaml' | 'dockerfile' | 'python' | 'sql' | 'text';
}

/** The first line is a sentence, and the lines after it are exact; a remedy may also begin with its exact lines. */
export function changeParts(remedy: string): ChangeParts {
  const [first = '', ...rest] = remedy.split('\n');
  const exact = isExact(first) ? [first, ...rest] : rest;
  return { prose: exact.length > rest.length ? '' : first, exact, language: languageOf(exact) };
}

const YAML_KEY = /^\s*(?:-\s+)?[A-Za-z][\w.-]*:(?:\s|$)/;
const INSTRUCTION =
  /^(?:FROM|RUN|COPY|ADD|USER|HEALTHCHECK|CMD|ENTRYPOINT|ENV|ARG|WORKDIR|EXPOSE|STOPSIGNAL)\s+[^a-z\s]|^(?:FROM|RUN|COPY|USER|CMD|ENV) \S/;
const PYTHON =
  /^\s*(?:from |import |def |if |with |class |MIDDLEWARE|@|operations\b|(?:migrations|models|op|sa)\.\w+\(|\w+ = (?:models|migrations)\.)/;
const SQL = /^\s*(?:ALTER|CREATE|DROP|UPDATE|DELETE|INSERT|SELECT|SET|VALIDATE|REINDEX|COMMENT) \w/;
const ASSIGNMENT = /^[A-Z][A-Z0-9_]*(?:\[.*\])?\s*(?:=|\+=)\s/;

/** What nobody would write as a sentence: settings, keys, instructions, commands. */
function isExact(line: string): boolean {
  // Several words before a colon announce what follows.
  if (/ .*\S:$/.test(line)) return false;
  return (
    ASSIGNMENT.test(line) ||
    INSTRUCTION.test(line) ||
    // `Either: this` is a sentence, `healthcheck:` and `restart: always` are not.
    /^[a-z][\w.-]*:(?:\s|$)/.test(line) ||
    // A variable, a version, a key of an ini file.
    /^[A-Z][A-Z0-9_]*=/.test(line) ||
    /^[a-z][\w.-]*(?:\[\w+\])?(?:[<>=]=|\s=\s)\S*/.test(line) ||
    /^\[\w+\]$/.test(line) ||
    // nginx; the opening line of a list or a block.
    /[;{[\\]$/.test(line) ||
    /^"[\w-]+": /.test(line) ||
    /^(?:from \S+ import|import|git (?:rm|add)|celery|gunicorn|docker compose|apt-get install|python -[cm]) \S/.test(
      line,
    )
  );
}

function languageOf(lines: readonly string[]): ChangeParts['language'] {
  // A comment could be of any of them.
  const first = lines.find(line => !/^\s*(?:#(?!!)|$)/.test(line)) ?? '';
  if (YAML_KEY.test(first)) return 'yaml';
  if (INSTRUCTION.test(first)) return 'dockerfile';
  if (ASSIGNMENT.test(first) || PYTHON.test(first)) return 'python';
  if (SQL.test(first)) return 'sql';
  return 'text';
}
