// src/core/duration.ts
const UNITS = {
	ms: 1,
	s: 1e3,
	m: 6e4,
	h: 36e5,
	d: 864e5
};
function parseDuration(text) {
	const compact = text.trim().toLowerCase().replace(/\s+/g, "");
	if (!/^(\d+(ms|s|m|h|d))+$/.test(compact)) return void 0;
	let total = 0;
	for (const [, amount, unit] of compact.matchAll(/(\d+)(ms|s|m|h|d)/g)) total += Number(amount) * (UNITS[unit ?? ""] ?? 0);
	return Number.isSafeInteger(total) ? total : void 0;
}
function inWords(duration) {
	const seconds = Math.max(0, Math.round(duration / 1e3));
	if (seconds < 60) return `${seconds} s`;
	const minutes = Math.floor(seconds / 60);
	if (minutes < 60) return pair(minutes, "min", seconds % 60, "s");
	const hours = Math.floor(minutes / 60);
	if (hours < 48) return pair(hours, "h", minutes % 60, "min");
	return pair(Math.floor(hours / 24), "d", hours % 24, "h");
}
function pair(large, largeUnit, small, smallUnit) {
	return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}
export { parseDuration as n, inWords as t };
