import type { CorsOptions } from '../options.ts';
import { definePreset } from '../preset.ts';
import { allowedOrigins, vary } from './allowed.ts';
import { credentials, foreign, nearMisses, nullOrigin } from './strangers.ts';

export const cors = definePreset<CorsOptions>({
  name: 'cors',
  about:
    'Scripts of other sites can read answers only where they are allowed to. Asked of an API’s path; static files are another matter, because WhiteNoise opens them to everybody by default. Strangers are not judged where nothing of the application is seen.',
  checks: [foreign, credentials, nullOrigin, nearMisses, allowedOrigins, vary],
});
