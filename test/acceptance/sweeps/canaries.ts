/** Secret values that are found again wherever and however they show up. */

export interface Canary {
  /** For the message of a failure. */
  readonly name: string;
  readonly value: string;
}

/** What a password manager, a key generator or a careless person makes of a secret. */
export const ODD = 'q7|Zp+4/Kd=Lw&Xr<Vn>Ty"Jb\'Hm Gs ä€Fc';
/** The same as far as a header can carry it. */
export const HEADER_ODD = 'q7|Zp+4/Kd=Lw&Xr<Vn>TyJb%Hm';
export const MULTI_LINE =
  '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\nQm4xV2s3RzhUZ1hjN2pQdzZIbmQyTGU1\n-----END PRIVATE KEY-----';
export const URL_PASSWORD = 'pg+pass/W0rd=9xQ';

/** A value of its own for every place that takes one. */
export function canary(name: string, shape = ''): Canary {
  const own = Buffer.from(`${name}!`).toString('hex').slice(0, 18);
  return { name, value: `cnry${own}${shape}` };
}

/** Where a canary stands in a text, in any of the forms secrets travel in. */
export function sightings(text: string, canaries: readonly Canary[]): readonly string[] {
  return canaries.flatMap(({ name, value }) =>
    value
      .split('\n')
      .filter(line => line.length >= 12 && !/^-----/.test(line))
      .flatMap(line =>
        formsOf(line)
          .filter(([, form]) => text.includes(form))
          .map(([kind]) => `${name} (${kind})`),
      ),
  );
}

type Forms = readonly (readonly [kind: string, form: string])[];

const known = new Map<string, Forms>();

function formsOf(value: string): Forms {
  const forms = known.get(value) ?? encode(value);
  known.set(value, forms);
  return forms;
}

function encode(value: string): Forms {
  const url = encodeURIComponent(value);
  const html = value.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  return [
    ['plain', value],
    ['URL', url],
    ['URL, lower case', url.replace(/%[0-9A-F]{2}/g, code => code.toLowerCase())],
    ['form', new URLSearchParams({ v: value }).toString().slice(2)],
    ['JSON', JSON.stringify(value).slice(1, -1)],
    [
      'JSON in PHP',
      JSON.stringify(value)
        .slice(1, -1)
        .replace(/\//g, '\\/')
        .replace(/[\u0080-\uffff]/g, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`),
    ],
    ['HTML', html.replace(/"/g, '&quot;')],
    ['HTML, all quotes', html.replace(/"/g, '&quot;').replace(/'/g, '&#039;')],
    ...base64Of(value),
  ];
}

/** What of the base64 text depends on the value alone, wherever it stands in what was encoded. */
function base64Of(value: string): readonly (readonly [kind: string, form: string])[] {
  const bytes = Buffer.from(value);
  return [0, 1, 2].flatMap(before => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64url');
    const stable = encoded.slice(
      before === 0 ? 0 : before + 1,
      encoded.length - ((before + bytes.length) % 3 === 0 ? 0 : 1),
    );
    return [
      [`base64, offset ${before}`, stable.replace(/-/g, '+').replace(/_/g, '/')],
      [`base64url, offset ${before}`, stable],
    ] as const;
  });
}

/** A text that prints the value in every form at once, as careless programs do between them. */
export function spelled(canaries: readonly Canary[]): readonly string[] {
  return canaries.flatMap(({ value }) => [
    `value ${value}`,
    ...formsOf(value).map(([kind, form]) => `${kind}: ${form} end`),
    `in base64: ${Buffer.from(`user:${value}`).toString('base64')} and ${Buffer.from(value).toString('base64')}`,
    `<a href="/?x=${encodeURIComponent(value)}">`,
  ]);
}
