import { describe, expect, test } from '@jest/globals';
import { failureOf } from '../../../src/core/http-failure.ts';

const coded = (code: string, message = 'it broke') => Object.assign(new Error(message), { code });

describe('an error of the network', () => {
  test.each([
    ['ENOTFOUND', 'dns', 'no'],
    ['EAI_AGAIN', 'dns', 'no'],
    ['ECONNREFUSED', 'refused', 'no'],
    ['ENETUNREACH', 'refused', 'no'],
    ['UND_ERR_CONNECT_TIMEOUT', 'refused', 'no'],
    ['CERT_HAS_EXPIRED', 'tls', 'no'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls', 'no'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls', 'no'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'tls', 'no'],
    ['INVALID_PURPOSE', 'tls', 'no'],
    ['ETIMEDOUT', 'timeout', 'unknown'],
    ['ECONNRESET', 'reset', 'unknown'],
    ['EPIPE', 'reset', 'unknown'],
    ['UND_ERR_SOCKET', 'reset', 'unknown'],
    ['HPE_INVALID_CONSTANT', 'other', 'unknown'],
    ['', 'other', 'unknown'],
  ])('%s is of the kind %s, and the request was seen: %s', (code, kind, requestSeen) => {
    expect(failureOf(coded(code))).toMatchObject({ kind, requestSeen, code });
  });

  test('names its code once', () => {
    expect(failureOf(coded('ECONNRESET', 'socket hang up')).message).toBe('socket hang up (ECONNRESET)');
    expect(failureOf(coded('ECONNRESET', 'read ECONNRESET')).message).toBe('read ECONNRESET');
  });

  test('does not repeat advice about command line options', () => {
    const advised =
      'unable to verify the first certificate; if the root CA is installed locally, try running Node.js with --use-system-ca';
    expect(failureOf(coded('UNABLE_TO_VERIFY_LEAF_SIGNATURE', advised)).message).toBe(
      'unable to verify the first certificate (UNABLE_TO_VERIFY_LEAF_SIGNATURE)',
    );
  });

  test('is looked for inside what wraps it', () => {
    const wrapped = new TypeError('fetch failed', { cause: coded('ECONNREFUSED') });
    expect(failureOf(wrapped).kind).toBe('refused');
    const both = Object.assign(new AggregateError([coded('ECONNREFUSED'), coded('ENETUNREACH')]), { code: 'X' });
    expect(failureOf(both)).toMatchObject({ kind: 'refused', code: 'ECONNREFUSED' });
  });

  test('is whatever was thrown, when it is no error at all', () => {
    expect(failureOf('boom')).toEqual({ kind: 'other', message: 'boom', requestSeen: 'unknown', code: '' });
    expect(failureOf(undefined)).toMatchObject({ kind: 'other', message: 'undefined' });
  });
});
