import type { StaticOptions } from '../options.ts';
import { definePreset } from '../preset.ts';
import { cachedFar, compressed, hashedNames, wrongHash } from './delivery.ts';
import { assetsLoad, cssReferences, staticPage } from './loading.ts';

/** `static` is a reserved word; in the suite the preset has its plain name. */
export const staticFiles = definePreset<StaticOptions>({
  name: 'static',
  about:
    'What a page refers to is there, has a name that changes with its content, is cached for long and sent compressed.',
  checks: [staticPage, assetsLoad, cssReferences, hashedNames, wrongHash, cachedFar, compressed],
});
