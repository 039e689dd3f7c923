/**
 * Turns SIGINT and SIGTERM into an aborted signal. The runner sends SIGINT to this process alone, SIGTERM 7.5 s later and
 * kills 2.5 s after that, so whoever listens has a few seconds to put things right and write the outputs.
 */
export function cancellation(): AbortSignal {
  const controller = new AbortController();
  const cancel = () => controller.abort();
  process.on('SIGINT', cancel);
  process.on('SIGTERM', cancel);
  return controller.signal;
}
