import { UNENDED, type WireFailure } from '../../core/wire.ts';
import type { Problem } from '../result.ts';
import type { SuitePlace } from '../suite/suite.ts';

/** The site was asked and did not answer. Ends a preset's check as failed. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly failure: WireFailure;
  /** `GET /health/`. */
  readonly asked: string;

  constructor(asked: string, failure: WireFailure) {
    super(saidOf(asked, failure));
    this.asked = asked;
    this.failure = failure;
  }
}

/** Not by `instanceof`: scripted sites of tests throw it from elsewhere. */
export function isNoAnswer(thrown: unknown): thrown is NoAnswer {
  return typeof thrown === 'object' && thrown !== null && 'name' in thrown && thrown.name === 'NoAnswer';
}

/** The request cannot have reached the site: nothing of it was answered, and nothing was done. */
export function neverArrived(failure: WireFailure): boolean {
  return failure.requestSeen === 'no';
}

const REMEDIES: Readonly<Record<WireFailure['kind'], string>> = {
  dns: 'The name cannot be looked up from this runner. Check the address and its DNS entry.',
  refused:
    'Nothing listens there, or a firewall is in between. Check that the edge runs and that this runner may reach it.',
  tls: 'The certificate or the handshake was refused; a visitor would see a warning. If it is signed by a private authority:\nwith:\n  ca-file: certificates/authority.pem',
  reset: 'The connection broke off. The edge or the application ended it: see their logs at this moment.',
  timeout:
    'The answer did not come in time. Give the request a longer `timeout`, or see what keeps the application busy.',
  other: 'What came was no HTTP that a browser would understand. See the log of the edge.',
};

const ENDLESS =
  'The page began to come and did not come to its end: see what keeps the application busy, or give the request a longer `timeout`. What never ends on purpose (an event stream, long polling) cannot be checked so: check a page beside it.';

/** An answer that began is one, though nobody saw its end. */
function saidOf(asked: string, failure: WireFailure): string {
  return failure.code === UNENDED ? `${asked}: ${failure.message}` : `${asked} got no answer: ${failure.message}`;
}

export function noAnswerProblem(asked: string, failure: WireFailure, place: SuitePlace | undefined): Problem {
  return {
    message: saidOf(asked, failure),
    expected: undefined,
    actual: undefined,
    remedy: failure.code === UNENDED ? ENDLESS : REMEDIES[failure.kind],
    place,
    excerpt: [],
  };
}
