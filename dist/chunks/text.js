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
export { lastLines as a, withoutCommands as c, indentedLines as i, cut as n, lowerFirst as o, inSequence as r, oneLine as s, count as t };
