import type { TestExpression } from 'unbash';
import { fits } from './pattern.ts';
import type { ShellState } from './state.ts';
import { textOf } from './word.ts';

/** What a condition comes to; `unknown` when it hangs on what only the running container knows. */
export type Truth = 'true' | 'false' | 'unknown';

/** A word of a test, with its expansion left as written where it is not known. */
export interface Operand {
  readonly text: string;
  readonly known: boolean;
}

/** `[ ... ]` and `test ...`, by their arguments without the closing bracket. Files are never looked at: a volume may hide them. */
export function truthOfTest(operands: readonly Operand[]): Truth {
  const [first, second, third] = operands;
  if (first === undefined) return 'false';
  if (first.text === '!' && operands.length > 1) return opposite(truthOfTest(operands.slice(1)));
  if (second === undefined) return first.known ? truth(first.text !== '') : 'unknown';
  if (operands.length === 2) return unary(first.text, second);
  return operands.length === 3 && third !== undefined ? binary(first, second.text, third, false) : 'unknown';
}

/** `[[ ... ]]` */
export function truthOfExpression(expression: TestExpression, state: ShellState): Truth {
  switch (expression.type) {
    case 'TestUnary':
      return unary(expression.operator, textOf(expression.operand, state));
    case 'TestBinary':
      return binary(textOf(expression.left, state), expression.operator, textOf(expression.right, state), true);
    case 'TestNot': {
      const inner = truthOfExpression(expression.operand, state);
      return expression.negations.length % 2 === 1 ? opposite(inner) : inner;
    }
    case 'TestGroup':
      return truthOfExpression(expression.expression, state);
    default: {
      const truths = expression.operands.map(part => truthOfExpression(part, state));
      const decides = expression.operator === '&&' ? 'false' : 'true';
      if (truths.includes(decides)) return decides;
      return truths.includes('unknown') ? 'unknown' : opposite(decides);
    }
  }
}

export function opposite(given: Truth): Truth {
  return given === 'unknown' ? given : truth(given === 'false');
}

function unary(operator: string, { text, known }: Operand): Truth {
  if (!known) return 'unknown';
  if (operator === '-n') return truth(text !== '');
  if (operator === '-z') return truth(text === '');
  return operator === '!' ? truth(text === '') : 'unknown';
}

function binary(left: Operand, operator: string, right: Operand, patterns: boolean): Truth {
  if (!left.known || !right.known) return 'unknown';
  const equal = () => (patterns ? fits(left.text, right.text) : left.text === right.text);
  if (operator === '=' || operator === '==') return truth(equal());
  if (operator === '!=') return truth(!equal());
  const compared = NUMBERS[operator];
  if (compared === undefined || !isNumber(left.text) || !isNumber(right.text)) return 'unknown';
  return truth(compared(Number(left.text), Number(right.text)));
}

const NUMBERS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '-eq': (a, b) => a === b,
  '-ne': (a, b) => a !== b,
  '-lt': (a, b) => a < b,
  '-le': (a, b) => a <= b,
  '-gt': (a, b) => a > b,
  '-ge': (a, b) => a >= b,
};

function isNumber(text: string): boolean {
  return /^-?[0-9]{1,15}$/.test(text.trim());
}

function truth(holds: boolean): Truth {
  return holds ? 'true' : 'false';
}
