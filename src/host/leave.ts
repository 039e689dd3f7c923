const GRACE = 2_000;

/**
 * Ends the process with this status once everything printed has left it: `process.exit` would cut what a pipe has not taken yet
 * (always on Windows). What still holds the event loop open after a moment, such as a socket, is left behind.
 */
export function leave(exitCode: number): void {
  process.exitCode = exitCode;
  setTimeout(() => process.exit(exitCode), GRACE).unref();
}
