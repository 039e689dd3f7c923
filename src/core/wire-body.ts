import type { Transform } from 'node:stream';
import { messageOf } from './errors.ts';

/** A body as it came, after the wire's own limit was applied. */
export interface RawBody {
  readonly bytes: Buffer;
  /** More came, or would have come, than was kept. */
  readonly cut: boolean;
  /** Why it ended too early, or went on too long; undefined when it is as long as its headers say. */
  readonly damage: string | undefined;
}

interface ReadBody {
  readonly text: string;
  readonly truncated: boolean;
  readonly damage: string | undefined;
}

/** No honest site packs a page more often; each layer multiplies what a bomb becomes. */
const MOST_ENCODINGS = 3;

/** RFC 8878 section 3.1.1.1.2: what a receiver should support. A hostile frame may ask for 128 MiB of memory otherwise. */
const ZSTD_WINDOW_LOG = 23;

/** Decoders give out this much at a time, so that little is lost when the next piece turns out to be broken. */
const SMALL_PIECES = 256;

/**
 * How many bytes of a packed body are worth receiving when at most `maxBytes` of the unpacked one are kept. What does not shrink grows by
 * less than this when it is packed.
 */
export function mostPackedBytes(maxBytes: number): number {
  return maxBytes + Math.ceil(maxBytes / 16) + 1024;
}

/** `identity`, and what people write here who mean the charset: browsers show such pages as they are. */
const NO_ENCODING = new Set(['', 'identity', 'none', 'binary', 'utf-8', 'utf8', 'iso-8859-1']);

/** The encodings of a body in the order in which they were applied; `identity` is none. */
export function encodingsOf(header: readonly string[]): readonly string[] {
  const words = header.join(',').toLowerCase().split(',');
  return words.map(word => word.trim()).filter(word => !NO_ENCODING.has(word));
}

/** Unpacks, cuts and turns into text. What was unpacked before a break is kept. */
export async function readBody(
  raw: RawBody,
  headers: Readonly<Record<string, readonly string[]>>,
  maxBytes: number,
): Promise<ReadBody> {
  const encodings = encodingsOf(headers['content-encoding'] ?? []);
  const unpacked = raw.bytes.length === 0 ? raw : await unpack(raw, encodings, maxBytes);
  const bytes = unpacked.bytes.subarray(0, maxBytes);
  return {
    text: decode(bytes, headers['content-type']?.[0] ?? ''),
    truncated: unpacked.cut || bytes.length < unpacked.bytes.length,
    damage: unpacked.damage,
  };
}

async function unpack(raw: RawBody, encodings: readonly string[], maxBytes: number): Promise<RawBody> {
  if (encodings.length > MOST_ENCODINGS) {
    return { ...raw, damage: `the body says that it was packed ${encodings.length} times; it was left as it came` };
  }
  let body = raw;
  for (const encoding of encodings.toReversed()) body = await unpackOnce(body, encoding, mostPackedBytes(maxBytes));
  return body;
}

async function unpackOnce(packed: RawBody, encoding: string, most: number): Promise<RawBody> {
  const decoder = await decoderFor(encoding, packed.bytes);
  if (decoder === undefined) {
    const damage = `the encoding ${JSON.stringify(encoding.slice(0, 40))} is not known; the body was left as it came`;
    return { ...packed, damage: packed.damage ?? damage };
  }
  const whole = await drain(decoder(undefined), packed.bytes, most);
  // Once more in small pieces: what a decoder had ready when it met the break is lost with it.
  const { bytes, cut, broken } =
    whole.broken === undefined ? whole : await drain(decoder(SMALL_PIECES), packed.bytes, most);
  // A body that we cut off ourselves ends in the middle of a stream; that is no fault of the site.
  const incomplete = broken !== undefined && !packed.cut ? `the ${encoding} stream is broken: ${broken}` : undefined;
  return { bytes, cut: cut || packed.cut, damage: packed.damage ?? incomplete };
}

type Decoder = (chunkSize: number | undefined) => Transform;

async function decoderFor(encoding: string, packed: Buffer): Promise<Decoder | undefined> {
  const zlib = await import('node:zlib');
  const withSize = (chunkSize: number | undefined) => (chunkSize === undefined ? {} : { chunkSize });
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return size => zlib.createGunzip(withSize(size));
    case 'deflate': {
      // RFC 9110 8.4.1.2 means the zlib format; some servers leave its two bytes out, and browsers accept both.
      const zlibFormat = ((packed[0] ?? 0) & 0x0f) === 8 && packed.length > 1 && packed.readUInt16BE(0) % 31 === 0;
      return size => (zlibFormat ? zlib.createInflate(withSize(size)) : zlib.createInflateRaw(withSize(size)));
    }
    case 'br':
      return size => zlib.createBrotliDecompress(withSize(size));
    case 'zstd':
      return size =>
        zlib.createZstdDecompress({
          ...withSize(size),
          params: { [zlib.constants.ZSTD_d_windowLogMax]: ZSTD_WINDOW_LOG },
        });
    default:
      return undefined;
  }
}

interface Drained {
  readonly bytes: Buffer;
  readonly cut: boolean;
  readonly broken: string | undefined;
}

function drain(decoder: Transform, packed: Buffer, most: number): Promise<Drained> {
  return new Promise(resolve => {
    const pieces: Buffer[] = [];
    let size = 0;
    const end = (cut: boolean, broken: string | undefined) => {
      decoder.destroy();
      resolve({ bytes: Buffer.concat(pieces), cut, broken });
    };
    decoder.on('data', (piece: Buffer) => {
      if (size > most) return;
      pieces.push(piece);
      size += piece.length;
      if (size > most) end(true, undefined);
    });
    decoder.on('error', error => end(false, messageOf(error)));
    decoder.on('end', () => end(false, undefined));
    decoder.end(packed);
  });
}

function decode(bytes: Buffer, contentType: string): string {
  const charset = /;\s*charset\s*=\s*(?:"([^"]*)"|([^\s;,]+))/i.exec(contentType);
  return decoderOf(charset?.[1] ?? charset?.[2] ?? 'utf-8').decode(bytes);
}

function decoderOf(charset: string): { decode(bytes: Uint8Array): string } {
  try {
    return new TextDecoder(charset.trim());
  } catch {
    return new TextDecoder('utf-8');
  }
}
