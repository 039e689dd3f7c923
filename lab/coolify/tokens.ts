import { tokenSecret } from './identifiers.ts';

export const ABILITIES = ['read', 'read:sensitive', 'write', 'write:sensitive', 'deploy', 'root'] as const;
export type Ability = (typeof ABILITIES)[number];

export interface TokenSpec {
  readonly abilities: readonly Ability[];
  /** Role of the owner in the team; owner by default. */
  readonly role?: 'owner' | 'admin' | 'member';
  readonly expired?: boolean;
  /** Requests are counted by user; tokens share user 1 unless told otherwise. */
  readonly user?: number;
  /** `none`: the token names no team (400). `left`: its owner is no longer in the team (401 from 4.1.2). */
  readonly team?: 'member-of' | 'none' | 'left';
}

export interface Token {
  readonly id: number;
  readonly abilities: readonly Ability[];
  readonly role: 'owner' | 'admin' | 'member';
  readonly expired: boolean;
  readonly user: number;
  readonly team: 'member-of' | 'none' | 'left';
}

/** The personal access tokens of the instance. The secret part is kept only to compare. */
export class TokenStore {
  readonly #bySecret = new Map<string, Token>();

  /** Creates a token; returns what the user copies: `<id>|<40 alphanumeric><8 hex>`. */
  create(spec: TokenSpec): string {
    const secret = tokenSecret();
    const token: Token = {
      id: this.#bySecret.size + 1,
      abilities: spec.abilities,
      role: spec.role ?? 'owner',
      expired: spec.expired ?? false,
      user: spec.user ?? 1,
      team: spec.team ?? 'member-of',
    };
    this.#bySecret.set(secret, token);
    return `${token.id}|${secret}`;
  }

  /** The token of an Authorization header. The number before the pipe belongs to it and must match. */
  find(authorization: string | undefined): Token | undefined {
    const [, id, secret] = /^Bearer (\d+)\|(.+)$/i.exec(authorization ?? '') ?? [];
    const token = this.#bySecret.get(secret ?? '');
    return token !== undefined && String(token.id) === id ? token : undefined;
  }
}

/** Whether a token may do something. Only `root` implies anything. */
export function allows(token: Token, ability: Ability): boolean {
  return token.abilities.includes('root') || token.abilities.includes(ability);
}
