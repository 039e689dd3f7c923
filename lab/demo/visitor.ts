/** People in front of the site: one who signs in and fills in forms, and a crowd that never stops asking. */
import { Agent, request } from 'node:https';
import { setTimeout as wait } from 'node:timers/promises';

export interface Answer {
  readonly status: number;
  readonly location: string;
  readonly body: string;
}

export interface Visitor {
  get(path: string): Promise<Answer>;
  /** Opens the page of a form, then sends it with the token it carries. */
  submit(path: string, fields: Readonly<Record<string, string>>): Promise<Answer>;
}

/** How a crowd fared. */
export interface Visits {
  readonly requests: number;
  /** What went wrong, one line each: a status from 500 on, or no answer at all. */
  readonly failures: readonly string[];
}

const ANSWER_LIMIT_MS = 10_000;
const EVERY_MS = 200;

/** @param ca PEM text of the authority that signed the site's certificate, which is verified */
export function visitor(origin: string, ca: string, agent: Agent = new Agent({ ca })): Visitor {
  const cookies = new Map<string, string>();
  const send = async (method: string, path: string, body = ''): Promise<Answer> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const form = { 'content-type': 'application/x-www-form-urlencoded', origin, referer: `${origin}${path}` };
    const headers = { ...(cookie === '' ? {} : { cookie }), ...(method === 'POST' ? form : {}) };
    const { setCookie, ...answer } = await exchange(new URL(path, origin), { method, headers, agent, body });
    for (const line of setCookie) {
      const [pair = ''] = line.split(';');
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    return answer;
  };
  return {
    get: path => send('GET', path),
    submit: async (path, fields) => {
      const page = await send('GET', path);
      const token = /name="csrfmiddlewaretoken" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
      return send('POST', path, new URLSearchParams({ ...fields, csrfmiddlewaretoken: token }).toString());
    },
  };
}

/** Asks for the front page several times a second until told to stop. */
export function crowd(origin: string, ca: string): { stop(): Promise<Visits> } {
  const leaving = new AbortController();
  // One connection for all: what is looked at is the application, and handshakes would cost the machine more than it does.
  const agent = new Agent({ ca, keepAlive: true, maxSockets: 1 });
  const person = visitor(origin, ca, agent);
  const failures: string[] = [];
  let requests = 0;
  const visits = (async () => {
    while (!leaving.signal.aborted) {
      requests += 1;
      const failure = await person.get('/').then(
        ({ status }) => (status === 200 ? undefined : `the front page answered ${status}`),
        (error: unknown) => `no answer: ${error instanceof Error ? error.message : String(error)}`,
      );
      if (failure !== undefined) failures.push(failure);
      await wait(EVERY_MS);
    }
    agent.destroy();
  })();
  return {
    stop: async () => {
      leaving.abort();
      await visits;
      return { requests, failures };
    },
  };
}

function exchange(
  url: URL,
  asked: {
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly agent: Agent;
    readonly body: string;
  },
): Promise<Answer & { readonly setCookie: readonly string[] }> {
  return new Promise((resolve, reject) => {
    const { method, headers, agent, body } = asked;
    const signal = AbortSignal.timeout(ANSWER_LIMIT_MS);
    const sent = request(url, { method, headers, agent, signal }, answer => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          location: answer.headers.location ?? '',
          setCookie: answer.headers['set-cookie'] ?? [],
          body: Buffer.concat(parts).toString(),
        }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
