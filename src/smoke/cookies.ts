/** One `Set-Cookie` line, read as browsers read it (RFC 6265 5.2). */
export interface SetCookie {
  readonly name: string;
  readonly value: string;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  /** As written: `Lax`, `Strict`, `None`; undefined when absent or something else. */
  readonly sameSite: 'Strict' | 'Lax' | 'None' | undefined;
  readonly path: string | undefined;
  readonly domain: string | undefined;
  /** Seconds; 0 or less deletes. */
  readonly maxAge: number | undefined;
  /** Epoch milliseconds of `Expires`. */
  readonly expires: number | undefined;
}
