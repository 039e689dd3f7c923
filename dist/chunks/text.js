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
// src/core/nearest.ts
function nearest(word, candidates) {
	const limit = Math.max(2, Math.floor(word.length / 3));
	let best;
	for (const candidate of candidates) {
		const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
		if (distance <= limit && (best === void 0 || distance < best.distance)) best = {
			candidate,
			distance
		};
	}
	return best?.candidate;
}
function editDistance(a, b) {
	let beforePrevious = [];
	let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
	for (let i = 1; i <= a.length; i += 1) {
		const current = [i];
		for (let j = 1; j <= b.length; j += 1) {
			const same = a[i - 1] === b[j - 1];
			let distance = Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + (same ? 0 : 1));
			if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) distance = Math.min(distance, (beforePrevious[j - 2] ?? 0) + 1);
			current.push(distance);
		}
		beforePrevious = previous;
		previous = current;
	}
	return previous[b.length] ?? 0;
}
// src/core/text.ts
const ESCAPES = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|[@-Z\\-_])/g;
const CONTROLS = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g;
const INVISIBLE = /[\u00AD\u061C\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]|\uDB40[\uDC00-\uDC7F]/g;
const LONGEST_LINE = 1e3;
function oneLine(text, limit = LONGEST_LINE) {
	return cut(text.slice(0, limit * 8).replace(ESCAPES, "").replace(/[\r\n\t]+/g, " ").replace(CONTROLS, "").replace(INVISIBLE, "").trim(), limit);
}
function lastLines(text, limit) {
	return text.split(/\r\n|\n|\r/).map(indented).filter((line) => line !== "").slice(-limit);
}
function indentedLines(text, limit = LONGEST_LINE) {
	return text.split(/\r\n|\n|\r/).map((line) => `${/^ {0,40}/.exec(line)?.[0] ?? ""}${oneLine(line, limit)}`.trimEnd());
}
function indented(line) {
	const indentation = /^[ \t]{0,40}/.exec(line)?.[0].replace(/\t/g, "    ") ?? "";
	const text = oneLine(line);
	return text === "" ? "" : `${indentation}${text}`;
}
function withoutCommands(line) {
	return line.replace(/##\[/g, "# #[").replace(/^(\s*)::/, "$1: :");
}
function cut(text, limit) {
	if (text.length <= limit) return text;
	const end = limit - 1;
	const splitsPair = /[\uD800-\uDBFF]/.test(text.charAt(end - 1));
	return `${text.slice(0, splitsPair ? end - 1 : end)}…`;
}
function inSequence(words, last = "and") {
	if (words.length <= 1) return words.join("");
	return `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;
}
function count(amount, noun, plural = `${noun}s`) {
	return `${amount} ${amount === 1 ? noun : plural}`;
}
function lowerFirst(sentence) {
	return /^(Coolify|Django)\b/.test(sentence) ? sentence : `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`;
}
export { lastLines as a, withoutCommands as c, parseDuration as d, indentedLines as i, nearest as l, cut as n, lowerFirst as o, inSequence as r, oneLine as s, count as t, inWords as u };
