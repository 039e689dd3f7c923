import type {
  CookiesOptions,
  CorsOptions,
  DjangoOptions,
  FastapiOptions,
  HeadersOptions,
  HealthOptions,
  HttpsOptions,
  LeaksOptions,
  StaticOptions,
} from '../presets/options.ts';
import type { Template } from './suite.ts';

export const PRESET_NAMES = [
  'https',
  'headers',
  'cookies',
  'cors',
  'leaks',
  'health',
  'static',
  'django',
  'fastapi',
] as const;
export type PresetName = (typeof PRESET_NAMES)[number];

/** The options of each preset, defaults filled in. */
export interface PresetOptions {
  readonly https: HttpsOptions;
  readonly headers: HeadersOptions;
  readonly cookies: CookiesOptions;
  readonly cors: CorsOptions;
  readonly leaks: LeaksOptions;
  /** `version` and `secret` are for the wait for readiness as well. */
  readonly health: HealthOptions & { readonly version: string | undefined; readonly secret: Template | undefined };
  readonly static: StaticOptions;
  readonly django: DjangoOptions;
  readonly fastapi: FastapiOptions;
}

/** Where frameworks put their API documentation when nobody says otherwise. */
const USUAL_DOCS = ['/docs', '/api/docs', '/swagger', '/redoc', '/schema', '/openapi.json', '/api/schema/'] as const;
const FASTAPI_DOCS = ['/docs', '/redoc', '/openapi.json'] as const;

/** What a preset asks when it stands in the suite, or in the input `presets`, by its name alone. */
export const PRESET_DEFAULTS: PresetOptions = {
  https: { path: '/' },
  headers: { path: '/' },
  cookies: { path: '/' },
  cors: { path: '/', allowed: [] },
  leaks: { metrics: ['/metrics', '/metrics/'], admin: '/admin/', docs: USUAL_DOCS, api: undefined },
  health: { path: '/health/', ready: '/ready/', version: undefined, secret: undefined },
  static: { page: '/' },
  django: { login: '/login/', admin: '/admin/' },
  fastapi: { docs: FASTAPI_DOCS },
};
