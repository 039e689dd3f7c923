/**
 * The part of GitHub's expression language that an `action.yml` needs: literals, dotted paths, `!`, `==`, `!=`, `&&`,
 * `||`, parentheses and the four status functions. Anything else is an error, never a guess.
 */

export type Value = string | number | boolean | null | { readonly [key: string]: unknown } | readonly unknown[];

export interface Scope {
  /** `github`, `job`, `runner`, `inputs`, ... */
  readonly contexts: Readonly<Record<string, unknown>>;
  /** What `success()` and `failure()` look at: the job's status, or inside a composite the composite's own so far. */
  readonly status: 'success' | 'failure' | 'cancelled';
  /** What `cancelled()` looks at: the job's status, everywhere. Default: `status`. */
  readonly jobStatus?: 'success' | 'failure' | 'cancelled';
}

/** Replaces every `${{ }}` in a text. */
export function evaluateTemplate(text: string, scope: Scope): string {
  return text.replace(/\$\{\{(.*?)\}\}/gs, (_whole, expression: string) => asText(evaluate(expression, scope)));
}

/**
 * An `if:`, with or without its braces. One that names no status function means `success() && (...)`, and so does none.
 */
export function evaluateCondition(condition: string | undefined, scope: Scope): boolean {
  const expression = (condition ?? '').replace(/^\s*\$\{\{(.*)\}\}\s*$/s, '$1').trim();
  if (expression === '') return isTrue(evaluate('success()', scope));
  const tokens = tokenize(expression);
  const asksStatus = tokens.some((token, at) => statusFunctions.has(token) && tokens[at + 1] === '(');
  return isTrue(evaluate(asksStatus ? expression : `success() && (${expression})`, scope));
}

/** One expression, without its braces. */
export function evaluate(expression: string, scope: Scope): Value {
  const tokens = tokenize(expression);
  let position = 0;
  const peek = () => tokens[position];
  const take = () => tokens[position++];
  const fail = (what: string): never => {
    throw new Error(`The lab's runner cannot evaluate "${expression.trim()}": ${what}.`);
  };

  function or(): Value {
    let left = and();
    while (peek() === '||') {
      take();
      const right = and();
      left = isTrue(left) ? left : right;
    }
    return left;
  }
  function and(): Value {
    let left = comparison();
    while (peek() === '&&') {
      take();
      const right = comparison();
      left = isTrue(left) ? right : left;
    }
    return left;
  }
  function comparison(): Value {
    const left = unary();
    const operator = peek();
    if (operator !== '==' && operator !== '!=') return left;
    take();
    return isEqual(left, unary()) === (operator === '==');
  }
  function unary(): Value {
    if (peek() !== '!') return primary();
    take();
    return !isTrue(unary());
  }
  function primary(): Value {
    const token = take();
    if (token === undefined) return fail('it ends too early');
    if (token === '(') {
      const inner = or();
      if (take() !== ')') return fail('a parenthesis is not closed');
      return inner;
    }
    if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
    if (/^-?\d/.test(token)) return Number(token);
    if (token in literals) return literals[token] ?? null;
    if (!/^[A-Za-z_]/.test(token)) return fail(`"${token}" was not expected`);
    if (peek() !== '(') return lookUp(token);
    take();
    if (take() !== ')') return fail(`${token}() with arguments is not modelled`);
    return statusFunction(token);
  }
  function lookUp(path: string): Value {
    const [context = '', ...keys] = path.split('.');
    if (!(context in scope.contexts)) fail(`there is no context "${context}" here`);
    let value: unknown = scope.contexts[context];
    for (const key of keys) value = property(value, key);
    return (value ?? null) as Value;
  }
  function statusFunction(name: string): boolean {
    if (name === 'always') return true;
    if (name === 'success') return scope.status === 'success';
    if (name === 'failure') return scope.status === 'failure';
    if (name === 'cancelled') return (scope.jobStatus ?? scope.status) === 'cancelled';
    return fail(`the function ${name}() is not modelled`);
  }

  const value = or();
  if (position < tokens.length) fail(`"${peek()}" was not expected`);
  return value;
}

const statusFunctions: ReadonlySet<string> = new Set(['success', 'failure', 'cancelled', 'always']);

const literals: Readonly<Record<string, Value>> = { true: true, false: false, null: null };

const tokenPattern = /\s+|'(?:[^']|'')*'|-?\d+(?:\.\d+)?|[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*|&&|\|\||==|!=|!|\(|\)/y;

function tokenize(expression: string): string[] {
  const tokens: string[] = [];
  tokenPattern.lastIndex = 0;
  let end = 0;
  while (end < expression.length) {
    const token = tokenPattern.exec(expression)?.[0];
    if (token === undefined) {
      throw new Error(
        `The lab's runner cannot evaluate "${expression.trim()}": "${expression.slice(end)}" is not modelled.`,
      );
    }
    end = tokenPattern.lastIndex;
    if (token.trim() !== '') tokens.push(token);
  }
  return tokens;
}

/** Property names are compared without regard to case, as GitHub does. */
function property(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return null;
  const found = Object.entries(value).find(([name]) => name.toLowerCase() === key.toLowerCase());
  return found?.[1];
}

function isTrue(value: Value): boolean {
  return value !== false && value !== null && value !== '' && value !== 0;
}

/** Strings without regard to case; different types as numbers. */
function isEqual(left: Value, right: Value): boolean {
  if (typeof left === 'string' && typeof right === 'string') return left.toLowerCase() === right.toLowerCase();
  if (typeof left === typeof right) return left === right;
  return asNumber(left) === asNumber(right);
}

function asNumber(value: Value): number {
  if (value === null || value === '') return 0;
  return typeof value === 'object' ? Number.NaN : Number(value);
}

function asText(value: Value): string {
  if (value === null) return '';
  return typeof value === 'object' ? 'Object' : String(value);
}

export { asText, isTrue };
