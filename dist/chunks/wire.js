// src/core/wire.ts
const PROXIED = "PROXIED";
export { PROXIED as t };
