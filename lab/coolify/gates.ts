import type { Answer } from './answer.ts';
import { json, message } from './answer.ts';
import type { Incoming } from './call.ts';
import type { Instance } from './instance.ts';
import type { Ability, Token } from './tokens.ts';
import { allows } from './tokens.ts';
import type { TrapSubject } from './traps.ts';

export type Passage =
  | { readonly token: Token; readonly sensitive: boolean; readonly headers: Readonly<Record<string, string>> }
  | { readonly refusal: Answer };

/**
 * The gates in front of every route but /health, in Coolify's order: token, throttle, team, API switch and allowed
 * addresses, sensitive flag, ability of the route.
 */
export function passGates(
  instance: Instance,
  request: Incoming,
  ability: Ability | undefined,
  throttle: Throttle,
): Passage {
  const { traps, profile } = instance;
  const subject: TrapSubject = { method: request.method, path: request.path };
  const token = instance.tokens.find(request.headers['authorization']);
  if (token === undefined || token.expired || traps.springs('expired-token', subject) !== undefined) {
    return { refusal: message(401, 'Unauthenticated.') };
  }

  const forcedWait = traps.springs('too-many-attempts', subject);
  const allowance =
    forcedWait === undefined ? throttle.take(token.user) : throttle.exhausted(forcedWait.retryAfterSeconds);
  if (allowance.refused) return { refusal: message(429, 'Too Many Attempts.', allowance.headers) };
  const refuse = (answer: Answer): Passage => ({
    refusal: { ...answer, headers: { ...answer.headers, ...allowance.headers } },
  });

  if (token.team === 'none') {
    return refuse(
      json(400, { message: 'Invalid token.', docs: 'https://coolify.io/docs/api-reference/authorization' }),
    );
  }
  if (token.team === 'left' && profile.checksMembership) return refuse(message(401, 'Invalid token.'));
  if (traps.springs('api-disabled', subject) !== undefined) {
    return refuse(json(403, { success: true, message: 'API is disabled.' }));
  }
  if (traps.springs('ip-not-allowed', subject) !== undefined) {
    return refuse(json(403, { success: true, message: 'You are not allowed to access the API.' }));
  }

  const exceeding = exceedingAbilities(instance, token, traps.springs('member-token', subject) !== undefined);
  if (exceeding.length > 0) {
    return refuse(
      message(
        403,
        `This API token has permissions (${exceeding.join(', ')}) that exceed your current role in this team.`,
      ),
    );
  }
  if (ability !== undefined && !allows(token, ability)) {
    return refuse(message(403, `Missing required permissions: ${ability}`));
  }
  return { token, sensitive: allows(token, 'read:sensitive'), headers: allowance.headers };
}

/** The abilities a plain member may not use; one of them on the token spoils every request made with it. */
function exceedingAbilities({ profile }: Instance, token: Token, forced: boolean): readonly string[] {
  if (forced) return ['deploy'];
  if (token.role !== 'member') return [];
  return token.abilities.filter(ability => profile.refusedToMembers.includes(ability));
}

interface Allowance {
  readonly refused: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

const WINDOW_MS = 60_000;

/** The framework's throttle: a fixed window of a minute a user, whatever the token. */
export class Throttle {
  readonly #limit: number;
  readonly #windows = new Map<number, { used: number; readonly endsAt: number }>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  take(user: number): Allowance {
    const now = Date.now();
    const open = this.#windows.get(user);
    const window = open !== undefined && open.endsAt > now ? open : { used: 0, endsAt: now + WINDOW_MS };
    this.#windows.set(user, window);
    if (window.used >= this.#limit) return this.exhausted(Math.ceil((window.endsAt - now) / 1000));
    window.used += 1;
    const headers = {
      'x-ratelimit-limit': String(this.#limit),
      'x-ratelimit-remaining': String(this.#limit - window.used),
    };
    return { refused: false, headers };
  }

  exhausted(retryAfterSeconds = 1): Allowance {
    const headers = {
      'x-ratelimit-limit': String(this.#limit),
      'x-ratelimit-remaining': '0',
      'retry-after': String(retryAfterSeconds),
      'x-ratelimit-reset': String(Math.floor(Date.now() / 1000) + retryAfterSeconds),
    };
    return { refused: true, headers };
  }
}
