import type { WireResult } from '../../../core/wire.ts';
import { onceSeen, type Surroundings, surroundings } from '../application-seen.ts';
import type { LeaksOptions } from '../options.ts';
import { defineCheck, type Judgement } from '../preset.ts';

interface TraceFacts {
  readonly around: Surroundings;
  /** A value sent in a header, which only an echo brings back. */
  readonly token: string;
  readonly result: WireResult;
}

export const trace = defineCheck<LeaksOptions, TraceFacts>({
  id: 'leaks/trace',
  title: 'TRACE is refused',
  why: 'TRACE sends a request back, cookies that scripts cannot read and headers that the proxy adds included.',
  accepts: [
    '405, 501, 400, 403 or another refusal; a redirect; or no answer at all',
    'a page that does not echo the request is a warning; an echo fails',
  ],
  remedy:
    'Let views name their methods (@require_safe, @require_http_methods(["GET", "POST"])); a web server in between: `TraceEnable off` for Apache.',
  source: 'RFC 9110 9.3.8; OWASP WSTG, HTTP methods; Django views with named methods answer 405',
  severity: 'failure',
  async collect(site) {
    // The site itself must answer, so that silence below means TRACE was turned away.
    const around = await surroundings(site);
    const token = `trace-${site.run}`;
    return {
      around,
      token,
      result: await site.attempt({ method: 'TRACE', path: '/', headers: { 'X-Smoke-Test': token } }),
    };
  },
  judge: facts => onceSeen(judgeTrace(facts), facts.around),
});

function judgeTrace({ token, result }: TraceFacts): Judgement {
  const expected = '405 or another refusal';
  if (!result.ok) return { verdict: 'holds', actual: `no answer (${result.failure.kind})` };
  const { status, body, headers } = result.answer;
  const echoes =
    body.includes(token) || headers['content-type']?.some(type => type.startsWith('message/http')) === true;
  if (echoes) return { verdict: 'broken', expected, actual: `${status} with the request sent back` };
  if (status < 300 || status === 500 || status > 501) {
    return { verdict: 'doubtful', expected, actual: `${status} without the request sent back` };
  }
  return { verdict: 'holds', actual: `${status}` };
}
