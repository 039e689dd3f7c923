/** Coolify's ids: 7 characters at first, 24 later, lower-case letters and digits, no fixed start (since 4.2). */
export const RESOURCE_ID = /^[a-z0-9]{7,40}$/;
