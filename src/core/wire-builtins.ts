/**
 * Node's plain HTTP and TLS, without what `import` of them costs: it asks for every name that a module has, and with them for
 * `http.WebSocket`, for which Node loads its whole built-in undici (22 ms, as much as everything else that a first request needs), and for
 * `tls.rootCertificates`, which makes texts of all of them (2 ms).
 */
export const { Agent: PlainAgent, request: sendPlain } = process.getBuiltinModule('node:http');
export const { checkServerIdentity, connect, createSecureContext, getCACertificates } =
  process.getBuiltinModule('node:tls');
