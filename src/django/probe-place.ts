/** Line 1-based; file relative to the checkout's root, absolute outside of it. */
export interface ProbePlace {
  readonly file: string;
  readonly line: number;
}
