/** As in package.json, which a contract test holds against it. */
export const VERSION = '0.1.0';
