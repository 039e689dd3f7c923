// src/core/wire.ts
const PROXIED = "PROXIED";
const UNENDED = "UNENDED";
export { UNENDED as n, PROXIED as t };
