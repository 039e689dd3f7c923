import type { X509Certificate } from 'node:crypto';
import type { Certificate } from './wire.ts';

/** A certificate as a check reads it. Texts in it were written by whoever made the certificate. */
export function certificateOf(certificate: X509Certificate): Certificate {
  const { subject, issuer } = certificate.toLegacyObject();
  const names = alternativeNames(certificate.subjectAltName ?? '');
  const signer = [firstOf(issuer?.CN), firstOf(issuer?.O)].filter(part => part !== undefined);
  return {
    subject: firstOf(subject?.CN) ?? names[0] ?? '',
    issuer: signer.join(', '),
    names,
    notBefore: certificate.validFromDate.getTime(),
    notAfter: certificate.validToDate.getTime(),
  };
}

/** A name that occurs twice comes as a list, whatever the types say. */
function firstOf(value: unknown): string | undefined {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' && first !== '' ? first : undefined;
}

/**
 * The DNS names and addresses in Node's one-line form, `DNS:a.example, IP Address:10.0.0.1`. Node writes a value that holds a comma or a
 * quote as a JSON string, so that `DNS:"a.example, DNS:b.example"` stays the one strange name that it is instead of becoming two good ones.
 */
export function alternativeNames(line: string): readonly string[] {
  const names: string[] = [];
  const entry = /(?:^|, )(DNS|IP Address|[^:,"]+):("(?:[^"\\]|\\.)*"|[^,"]*)/gy;
  for (const [, kind, value = ''] of line.matchAll(entry)) {
    if (kind === 'DNS' || kind === 'IP Address') names.push(unquoted(value));
  }
  return names;
}

function unquoted(value: string): string {
  if (!value.startsWith('"')) return value;
  try {
    const text: unknown = JSON.parse(value);
    return typeof text === 'string' ? text : value;
  } catch {
    return value;
  }
}
