import { readFileSync } from 'node:fs';
import { Agent, type RequestOptions, request } from 'node:https';
import type { Target } from './task.ts';

/**
 * The login flow without any tool, over one connection of a process that runs already: what the server itself takes for it, in ms.
 * Throws when it does not lead to the page behind it.
 */
export async function bareLogin({ origin, caFile, user, password }: Target): Promise<number> {
  const agent = new Agent({ keepAlive: true, ca: readFileSync(caFile) });
  const cookies = new Map<string, string>();
  const ask = async (path: string, options: RequestOptions = {}, body?: string): Promise<Answer> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await send(`${origin}${path}`, { ...options, agent, headers: { cookie, ...options.headers } }, body);
    for (const line of answer.cookies) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (name !== undefined && value !== undefined) cookies.set(name, value);
    }
    return answer;
  };
  try {
    const began = performance.now();
    const page = await ask('/login/');
    const token = /name="csrfmiddlewaretoken" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    const form = new URLSearchParams({ csrfmiddlewaretoken: token, username: user, password }).toString();
    const headers = { origin, 'content-type': 'application/x-www-form-urlencoded' };
    await ask('/login/', { method: 'POST', headers }, form);
    const behind = await ask('/dashboard/');
    if (behind.status !== 200) throw new Error(`The page behind the login answered ${behind.status}.`);
    return performance.now() - began;
  } finally {
    agent.destroy();
  }
}

interface Answer {
  readonly status: number;
  readonly cookies: readonly string[];
  readonly text: string;
}

function send(url: string, options: RequestOptions, body: string | undefined): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, options, answer => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (piece: string) => {
        text += piece;
      });
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, cookies: answer.headers['set-cookie'] ?? [], text }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
