/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  // Acceptance tests wait for real deployments, most of the time asleep.
  testTimeout: 120_000,
  maxConcurrency: 6,
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2024',
          parser: { syntax: 'typescript', importAttributes: true },
          experimental: { keepImportAttributes: true },
        },
        module: { type: 'es6', resolveFully: false },
      },
    ],
  },
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  reporters: ['default', '<rootDir>/scripts/closing-line.mjs'],
  modulePathIgnorePatterns: ['<rootDir>/.lab', '<rootDir>/.cache', '<rootDir>/dist'],
};
