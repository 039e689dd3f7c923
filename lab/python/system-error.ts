/**
 * The code of a system error, such as ENOENT, or undefined when the value has none.
 *
 * Not by `instanceof Error`: jest runs tests in a realm of their own, where errors of Node's modules are not instances
 * of the `Error` a test sees.
 */
export function systemErrorCode(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
