// src/config/schema-patterns.ts
const RESOURCE_ID = /^[a-z0-9]{7,40}$/;
export { RESOURCE_ID as t };
