/** The options of each preset as its checks get them: defaults filled in. Spelled in the suite with hyphens where the names here have capitals. */

/** `https: { path: /login/ }` */
export interface HttpsOptions {
  /** Where a visitor starts; default `/`. */
  readonly path: string;
}

/** `headers: { path: /login/ }` */
export interface HeadersOptions {
  readonly path: string;
}

/** `cookies: { path: /login/, language-cookies... }` */
export interface CookiesOptions {
  readonly path: string;
}

/** `cors: { path: /api/v1/, allowed: [https://app.obcms.example] }` */
export interface CorsOptions {
  readonly path: string;
  readonly allowed: readonly string[];
}

/** `leaks: { metrics: [/metrics/], admin: /admin/, docs: [/docs] }`: paths beside, or instead of, the usual ones. */
export interface LeaksOptions {
  readonly metrics: readonly string[];
  /** undefined: the site has no admin. */
  readonly admin: string | undefined;
  readonly docs: readonly string[];
  /** An API path whose browsable form must not be shown; undefined: none. */
  readonly api: string | undefined;
}

/** `health: { path: /health/, ready: /ready/, version: '/health/#$.version', secret: $HEALTH_CHECK_SECRET }` */
export interface HealthOptions {
  readonly path: string;
  /** undefined: the site has no readiness page. */
  readonly ready: string | undefined;
}

/** `static: { page: /login/ }` */
export interface StaticOptions {
  readonly page: string;
}

/** `django: { login: /login/, admin: /admin/ }` */
export interface DjangoOptions {
  readonly login: string;
  /** undefined: the site has no admin. */
  readonly admin: string | undefined;
}

/** `fastapi: { docs: [/docs, /redoc, /openapi.json] }` */
export interface FastapiOptions {
  readonly docs: readonly string[];
}
