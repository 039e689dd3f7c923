/** Somebody with a browser behind the HTTPS proxy: keeps cookies, fills in forms, follows nothing on its own. */
import { request } from 'node:http';

export const HOST = 'obcms.example';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface Visitor {
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** Sends a form with the CSRF token of the page it is on. */
  submit(page: string, fields: Readonly<Record<string, string>>, to?: string): Promise<Answer>;
  /** Sends JSON; a token from `signIn` or a form page goes with it. */
  postJson(path: string, value: unknown): Promise<Answer>;
  signIn(username: string, password: string): Promise<Answer>;
}

export function visitor(port: number): Visitor {
  const cookies = new Map<string, string>();
  let token = '';

  const send = async (
    method: string,
    path: string,
    headers: Readonly<Record<string, string>> = {},
    body = '',
  ): Promise<Answer> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await exchange(port, method, path, { ...(cookie === '' ? {} : { cookie }), ...headers }, body);
    for (const line of [answer.headers['set-cookie'] ?? []].flat()) {
      const [pair = ''] = line.split(';');
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    token = /name="csrfmiddlewaretoken" value="([^"]+)"/.exec(answer.body)?.[1] ?? token;
    return answer;
  };

  const self: Visitor = {
    get: (path, headers) => send('GET', path, headers),
    submit: async (page, fields, to = page) => {
      await send('GET', page);
      const form = new URLSearchParams({ ...fields, csrfmiddlewaretoken: token });
      return send('POST', to, { 'content-type': 'application/x-www-form-urlencoded' }, form.toString());
    },
    postJson: (path, value) =>
      send('POST', path, { 'content-type': 'application/json', 'x-csrftoken': token }, JSON.stringify(value)),
    signIn: (username, password) => self.submit('/login/', { username, password }),
  };
  return self;
}

function exchange(
  port: number,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<Answer> {
  const proxied = { host: HOST, 'x-forwarded-proto': 'https', 'x-forwarded-host': HOST, origin: `https://${HOST}` };
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        host: '127.0.0.1',
        port,
        method,
        path,
        agent: false,
        headers: { ...proxied, 'content-length': String(Buffer.byteLength(body)), ...headers },
      },
      answer => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('error', reject);
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            body: Buffer.concat(parts).toString(),
          }),
        );
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}
