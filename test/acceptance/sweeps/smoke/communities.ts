/** What is really in the application's database, asked of its API behind everybody's back. */

export interface Communities {
  /** Names on record that contain the text. */
  named(part: string): Promise<readonly string[]>;
  /** Removes them, so that the next case finds an empty table. */
  remove(part: string): Promise<void>;
}

interface Row {
  readonly id: number;
  readonly name: string;
}

export function communitiesOf(
  address: string,
  { user, password }: { readonly user: string; readonly password: string },
): Communities {
  let token: { readonly value: string; readonly until: number } | undefined;

  /** Tokens are good for five minutes. */
  const authorization = async (): Promise<string> => {
    if (token === undefined || Date.now() > token.until) {
      const answer = await ask('/api/v1/auth/token/', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username: user, password }),
      });
      const { access } = (await answer.json()) as { readonly access: string };
      token = { value: access, until: Date.now() + 120_000 };
    }
    return `Bearer ${token.value}`;
  };
  /** The edge before it takes this for what the visitor used. */
  const ask = async (path: string, init: RequestInit): Promise<Response> => {
    const headers = { ...init.headers, 'x-forwarded-proto': 'https', connection: 'close' };
    const answer = await fetch(`${address}${path}`, { ...init, headers, redirect: 'manual' });
    if (!answer.ok)
      throw new Error(`${init.method ?? 'GET'} ${path} answered ${answer.status}: ${await answer.text()}`);
    return answer;
  };
  const rows = async (part: string): Promise<readonly Row[]> => {
    const found: Row[] = [];
    for (let page = 1; ; page += 1) {
      const answer = await ask(`/api/v1/communities/?page=${page}`, {
        headers: { authorization: await authorization() },
      });
      const { results, next } = (await answer.json()) as {
        readonly results: readonly Row[];
        readonly next: string | null;
      };
      found.push(...results.filter(({ name }) => name.includes(part)));
      if (next === null) return found;
    }
  };
  return {
    named: async part => (await rows(part)).map(({ name }) => name),
    async remove(part) {
      for (const { id } of await rows(part)) {
        await ask(`/api/v1/communities/${id}/`, {
          method: 'DELETE',
          headers: { authorization: await authorization() },
        });
      }
    },
  };
}
