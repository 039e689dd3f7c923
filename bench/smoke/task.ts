/** The same work, written for each tool. Text in the tool's own format. */
export interface Task {
  readonly title: string;
  /** What a good run asks of the server. */
  readonly requests: number;
  readonly suite: string;
  readonly stepci: string;
  readonly newman: string;
  readonly hurl: string;
}

/** Where a task is done, and as whom. */
export interface Target {
  readonly origin: string;
  /** PEM file of the authority that signed the server's certificate. */
  readonly caFile: string;
  readonly user: string;
  readonly password: string;
}

/** StepCI verifies certificates only when told to. Eight at once, as ours does without being told. */
export const STEPCI_HEAD = {
  version: '1.1',
  name: 'bench',
  config: { concurrency: 8, http: { rejectUnauthorized: true } },
};

/** A collection for newman. `test` is the script that judges the answer. */
export function collection(items: readonly CollectionItem[]): string {
  return JSON.stringify({
    info: { name: 'bench', schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json' },
    item: items.map(({ name, method = 'GET', url, header = {}, form, test }) => ({
      name,
      event: [{ listen: 'test', script: { type: 'text/javascript', exec: test } }],
      request: {
        method,
        url,
        header: Object.entries(header).map(([key, value]) => ({ key, value })),
        ...(form === undefined ? {} : { body: { mode: 'urlencoded', urlencoded: pairs(form) } }),
      },
    })),
  });
}

export interface CollectionItem {
  readonly name: string;
  readonly method?: 'GET' | 'POST';
  readonly url: string;
  readonly header?: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>>;
  readonly test: readonly string[];
}

function pairs(fields: Readonly<Record<string, string>>): readonly { key: string; value: string; type: 'text' }[] {
  return Object.entries(fields).map(([key, value]) => ({ key, value, type: 'text' }));
}
