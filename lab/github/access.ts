/**
 * Who may ask, and how often: tokens with permissions, the hourly limit and the secondary limit.
 *
 * Source: GitHub REST documentation, "Permissions required for GitHub Apps", "Rate limits for the REST API".
 */
import { randomBytes } from 'node:crypto';

export type Level = 'none' | 'read' | 'write';

export type Permissions = Readonly<Record<string, Level>>;

export interface TokenRequest {
  /** Default: `contents: read`, and `metadata: read`, which every token of an app has. What is not named is `none`. */
  readonly permissions?: Permissions;
  /** Requests an hour. Default 1000, the limit of GITHUB_TOKEN for one repository. */
  readonly hourlyLimit?: number;
}

/** What a request needs. `metadata` is the permission to see that the repository exists. */
export interface Need {
  readonly permission: string;
  readonly level: 'read' | 'write';
  /** Another permission that does as well: comments of pull requests are comments of issues. */
  readonly or?: string;
}

export interface Refusal {
  readonly status: number;
  readonly message: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Visitor {
  /** For records: never the token itself. */
  readonly label: string;
  readonly permissions: Permissions;
  readonly hourlyLimit: number;
  used: number;
  resetAt: number;
}

export interface Tokens {
  issue(request?: TokenRequest): string;
  revoke(token: string): void;
  /** @param authorization the header, `Bearer` or `token`. `anonymous` without one, undefined for an unknown token. */
  identify(authorization: string | undefined): Visitor | undefined;
}

/** Anonymous requests share 60 an hour. */
const anonymousLimit = 60;

export function createTokens(): Tokens {
  const visitors = new Map<string, Visitor>();
  const anonymous = newVisitor('anonymous', {}, anonymousLimit);
  let count = 0;
  return {
    issue(request = {}) {
      count += 1;
      const token = `ghs_${randomBytes(18).toString('hex')}`;
      const permissions = { metadata: 'read', ...(request.permissions ?? { contents: 'read' }) } as const;
      visitors.set(token, newVisitor(`token ${count}`, permissions, request.hourlyLimit ?? 1000));
      return token;
    },
    revoke: token => void visitors.delete(token),
    identify(authorization) {
      if (authorization === undefined) return anonymous;
      return visitors.get(authorization.replace(/^(?:bearer|token)\s+/i, ''));
    },
  };
}

function newVisitor(label: string, permissions: Permissions, hourlyLimit: number): Visitor {
  return { label, permissions, hourlyLimit, used: 0, resetAt: 0 };
}

const hourMs = 60 * 60 * 1000;

/** Counts the request. Undefined: it may pass. */
export function countRequest(visitor: Visitor): Refusal | undefined {
  if (Date.now() >= visitor.resetAt) {
    visitor.resetAt = Date.now() + hourMs;
    visitor.used = 0;
  }
  visitor.used = Math.min(visitor.used + 1, visitor.hourlyLimit + 1);
  if (visitor.used <= visitor.hourlyLimit) return undefined;
  return { status: 403, message: 'API rate limit exceeded for installation ID 1.', headers: {} };
}

/** A request answered by 304 costs nothing. */
export function refundRequest(visitor: Visitor): void {
  visitor.used = Math.max(0, visitor.used - 1);
}

export function limitHeaders(visitor: Visitor): Record<string, string> {
  return {
    'x-ratelimit-limit': String(visitor.hourlyLimit),
    'x-ratelimit-remaining': String(Math.max(0, visitor.hourlyLimit - visitor.used)),
    'x-ratelimit-reset': String(Math.ceil(visitor.resetAt / 1000)),
    'x-ratelimit-used': String(Math.min(visitor.used, visitor.hourlyLimit)),
    'x-ratelimit-resource': 'core',
  };
}

/**
 * A private repository does not exist for those who may not see it (404). Those who may see it, but lack the permission,
 * are told so (403), and which permission would do in `x-accepted-github-permissions`.
 */
export function refusePermission(visitor: Visitor, need: Need, isPrivate: boolean): Refusal | undefined {
  const names = [need.permission, ...(need.or === undefined ? [] : [need.or])];
  const levels = names.map(name => visitor.permissions[name] ?? 'none');
  if (levels.some(has => has === 'write' || has === need.level)) return undefined;
  if (!isPrivate && need.level === 'read') return undefined;
  if (visitor.permissions['metadata'] === undefined) return { status: 404, message: 'Not Found', headers: {} };
  return {
    status: 403,
    message: 'Resource not accessible by integration',
    headers: { 'x-accepted-github-permissions': names.map(name => `${name}=${need.level}`).join('; ') },
  };
}
