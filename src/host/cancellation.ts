/**
 * Turns SIGINT and SIGTERM into an aborted signal. The runner sends SIGINT to this process alone, SIGTERM 7.5 s later and
 * kills 2.5 s after that, so whoever listens has a few seconds to put things right and write the outputs.
 *
 * @param heard signals that came while the bundle was still being loaded, kept by the entry in `dist`
 */
export function cancellation(heard: readonly unknown[]): AbortSignal {
  const controller = new AbortController();
  const cancel = () => controller.abort();
  process.on('SIGINT', cancel);
  process.on('SIGTERM', cancel);
  if (heard.length > 0) cancel();
  return controller.signal;
}
