import { collection, STEPCI_HEAD, type Target, type Task } from './task.ts';

const STATUS = ["pm.test('answers', () => pm.response.to.have.status(200));"];

/** One page and its status: what is left of a tool when there is next to nothing to do. */
export function oneGet({ origin }: Target): Task {
  const url = `${origin}/`;
  return {
    title: 'one cold GET over TLS, status checked',
    requests: 1,
    suite: [
      'version: 1',
      'checks:',
      '  - name: The page is there',
      '    get: /',
      '    expect: { status: 200 }',
      '',
    ].join('\n'),
    stepci: JSON.stringify({
      ...STEPCI_HEAD,
      tests: { page: { steps: [{ name: 'page', http: { url, method: 'GET', check: { status: 200 } } }] } },
    }),
    newman: collection([{ name: 'page', url, test: STATUS }]),
    hurl: `GET ${url}\nHTTP 200\n`,
  };
}

/** As many checks as a big suite has: status and one value of a JSON answer each. */
export function manyChecks({ origin }: Target, amount: number): Task {
  const numbers = Array.from({ length: amount }, (_, index) => index + 1);
  const url = (number: number) => `${origin}/items/${number}`;
  return {
    title: `${amount} checks, status and a JSON value each`,
    requests: amount,
    suite: [
      'version: 1',
      'checks:',
      ...numbers.flatMap(number => [
        `  - name: Item ${number} is there`,
        `    get: /items/${number}`,
        `    expect: { status: 200, json: { '$.id': ${number} } }`,
      ]),
      '',
    ].join('\n'),
    stepci: JSON.stringify({
      ...STEPCI_HEAD,
      tests: Object.fromEntries(
        numbers.map(number => [
          `item${number}`,
          {
            steps: [
              {
                name: `item ${number}`,
                http: { url: url(number), method: 'GET', check: { status: 200, jsonpath: { '$.id': number } } },
              },
            ],
          },
        ]),
      ),
    }),
    newman: collection(
      numbers.map(number => ({
        name: `item ${number}`,
        url: url(number),
        test: [...STATUS, `pm.test('value', () => pm.expect(pm.response.json().id).to.equal(${number}));`],
      })),
    ),
    hurl: numbers.map(number => `GET ${url(number)}\nHTTP 200\n[Asserts]\njsonpath "$.id" == ${number}\n`).join('\n'),
  };
}
