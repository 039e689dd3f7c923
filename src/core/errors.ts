/**
 * What the user gave cannot be used: an input, the configuration, an address, a token.
 * Everything that is thrown and is not a `UserError` (or a `Cancelled`) is a bug of ours and is shown as one.
 */
export class UserError extends Error {
  override readonly name: string = 'UserError';
  /** A code of the action's reason table. */
  readonly reasonCode: string;
  /** What to do, with the exact YAML or command. */
  readonly remedy: string;
  /** Where in the user's files, when it is there. */
  readonly place: { readonly file: string; readonly line: number; readonly column: number } | undefined;

  constructor(
    message: string,
    options: {
      readonly reasonCode: string;
      readonly remedy: string;
      readonly place?: { readonly file: string; readonly line: number; readonly column: number };
    },
  ) {
    super(message);
    this.reasonCode = options.reasonCode;
    this.remedy = options.remedy;
    this.place = options.place;
  }
}

/** The run was cancelled (SIGINT, SIGTERM). Ends every wait; the action decides what is still to be put right. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
  constructor() {
    super('The run was cancelled.');
  }
}

/** The message of whatever was thrown. */
export function messageOf(thrown: unknown): string {
  // Not by `instanceof`: an error may come from another realm.
  const message: unknown =
    typeof thrown === 'object' && thrown !== null && 'message' in thrown ? thrown.message : undefined;
  return typeof message === 'string' ? message : String(thrown);
}
