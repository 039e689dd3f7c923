// src/core/commit.ts
const FULL = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const MINIMUM_ABBREVIATION = 7;
function parseSha(text) {
	const candidate = text.trim().toLowerCase();
	return isSha(candidate) ? candidate : void 0;
}
function isSha(text) {
	return FULL.test(text);
}
function abbreviate(commit) {
	return FULL.test(commit) ? commit.slice(0, MINIMUM_ABBREVIATION) : commit;
}
function namesCommit(reported, commit) {
	const candidate = reported.trim().toLowerCase();
	return candidate.length >= MINIMUM_ABBREVIATION && /^[0-9a-f]+$/.test(candidate) && commit.startsWith(candidate);
}
export { namesCommit as n, parseSha as r, abbreviate as t };
