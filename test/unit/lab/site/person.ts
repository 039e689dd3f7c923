/** Somebody with a browser at one site: keeps cookies, says where forms come from, follows nothing. */
import { type Answer, type Call, type CallOptions, client } from '../edge/client.ts';

export interface Person {
  readonly call: (path: string, options?: CallOptions) => Promise<Answer>;
  /** Opens a page, then sends its form. */
  submit(path: string, fields: Readonly<Record<string, string>>): Promise<Answer>;
  postJson(path: string, value: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
}

export function person(origin: string, ca: string): Person {
  const send: Call = client(ca);
  const cookies = new Map<string, string>();
  const call: Person['call'] = async (path, options = {}) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await send(`${origin}${path}`, { ...options, headers: { cookie, ...options.headers } });
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    return answer;
  };
  const post = (path: string, type: string, body: string, headers: Readonly<Record<string, string>> = {}) =>
    call(path, {
      method: 'POST',
      headers: { origin, 'content-type': type, 'x-csrftoken': cookies.get('csrftoken') ?? '', ...headers },
      body,
    });
  return {
    call,
    submit: async (path, fields) => {
      await call(path);
      return post(path, 'application/x-www-form-urlencoded', new URLSearchParams({ ...fields }).toString());
    },
    postJson: (path, value, headers) => post(path, 'application/json', JSON.stringify(value), headers),
  };
}
