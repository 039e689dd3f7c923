import type { FastapiOptions } from '../options.ts';
import { definePreset } from '../preset.ts';
import { debugTraceback, docsClosed, serverHeader } from './closed.ts';
import { methodNotAllowed, notFoundJson, redirectScheme } from './routing.ts';

export const fastapi = definePreset<FastapiOptions>({
  name: 'fastapi',
  about: 'A FastAPI application that keeps its documentation and its errors to itself, and answers in JSON.',
  checks: [docsClosed, notFoundJson, methodNotAllowed, redirectScheme, debugTraceback, serverHeader],
});
