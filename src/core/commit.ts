/** A full commit id: 40 (SHA-1) or 64 (SHA-256) lower-case hex digits. Made by `parseSha` only. */
export type Sha = string & { readonly __brand: 'Sha' };

const FULL = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** Fewer digits than this are not proof of anything (git itself starts at 7). */
const MINIMUM_ABBREVIATION = 7;

/** Reads a full commit id; undefined for anything else, abbreviations included. */
export function parseSha(text: string): Sha | undefined {
  const candidate = text.trim().toLowerCase();
  return isSha(candidate) ? candidate : undefined;
}

function isSha(text: string): text is Sha {
  return FULL.test(text);
}

/** The first 7 characters, for people. Other text (`HEAD`, a tag) is returned whole. */
export function abbreviate(commit: string): string {
  return FULL.test(commit) ? commit.slice(0, MINIMUM_ABBREVIATION) : commit;
}

/**
 * Whether `reported` names `commit`: the whole id, or an abbreviation of at least 7 hex digits
 * (applications often report `git rev-parse --short`).
 */
export function namesCommit(reported: string, commit: Sha): boolean {
  const candidate = reported.trim().toLowerCase();
  return candidate.length >= MINIMUM_ABBREVIATION && /^[0-9a-f]+$/.test(candidate) && commit.startsWith(candidate);
}
