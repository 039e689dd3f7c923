import type { Json } from '../../core/outcome.ts';
import type { WireAnswer } from '../../core/wire.ts';
import { preview } from './preview.ts';
import { incomplete } from './seen.ts';

type JsonBody = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly why: string };

/** The body as JSON, parsed once an answer however many expectations ask for it. */
export function jsonOf(answer: WireAnswer): JsonBody {
  const known = parsed.get(answer);
  if (known !== undefined) return known;
  const body = parse(answer);
  parsed.set(answer, body);
  return body;
}

const parsed = new WeakMap<WireAnswer, JsonBody>();

function parse(answer: WireAnswer): JsonBody {
  const broken = incomplete(answer);
  if (broken !== undefined) return { ok: false, why: broken };
  if (answer.body === '') return { ok: false, why: 'the body is empty, not JSON' };
  try {
    const value: Json = JSON.parse(answer.body);
    return { ok: true, value };
  } catch {
    return { ok: false, why: `the body is not JSON: ${preview(answer.body, 80)}` };
  }
}
