import { s as oneLine } from "./text.js";
// src/report/mermaid.ts
function timeline(lanes) {
	const begin = Math.min(...lanes.flatMap(({ transitions }) => transitions.map(({ at }) => at)));
	return [
		"```mermaid",
		"gantt",
		"    dateFormat x",
		"    axisFormat %M:%S",
		...lanes.flatMap(({ name, transitions }) => [`    section ${word(name)}`, ...transitions.map(({ state, at }, index) => {
			const from = wholeSeconds(at - begin);
			const next = transitions[index + 1];
			if (next === void 0) return `    ${word(state)} :milestone, ${mark(state)}${from}, ${from}`;
			return `    ${word(state)} :${mark(state)}${from}, ${Math.max(from + SECOND, wholeSeconds(next.at - begin))}`;
		})]),
		"```"
	].join("\n");
}
const SECOND = 1e3;
function wholeSeconds(duration) {
	return Math.round(duration / SECOND) * SECOND;
}
function mark(state) {
	return state === "failed" || state === "cancelled-by-user" ? "crit, " : state === "finished" ? "done, " : "active, ";
}
const MOST_ITEMS = 20;
function stages(list) {
	const lines = list.flatMap(({ title, items }, stage) => {
		if (items.length === 0) return [`    s${stage}(["${label(title)}"])`];
		const shown = items.slice(0, MOST_ITEMS);
		const rest = items.length - shown.length;
		return [
			`    subgraph s${stage} ["${label(title)}"]`,
			"        direction TB",
			...shown.map((item, index) => `        s${stage}i${index}["${label(item.label)}"]${MARKS[item.mark]}`),
			...rest === 0 ? [] : [`        s${stage}rest["and ${rest} more"]`],
			...shown.slice(1).map((_, index) => `        s${stage}i${index} --- s${stage}i${index + 1}`),
			"    end"
		];
	});
	const order = list.map((_, stage) => `s${stage}`).join(" --> ");
	return [
		"```mermaid",
		"flowchart LR",
		...lines,
		...list.length < 2 ? [] : [`    ${order}`],
		"    classDef attention stroke:#9a6700,stroke-width:2px",
		"    classDef stop stroke:#cf222e,stroke-width:3px",
		"```"
	].join("\n");
}
const MARKS = {
	none: "",
	attention: ":::attention",
	stop: ":::stop"
};
function label(text) {
	return oneLine(text, 80).replace(/[^\p{L}\p{N} ._:()-]/gu, " ").replace(/([.:)-])\s+(?=\S)/g, (_, mark) => mark === ":" ? ": " : mark).replace(/\s+/g, " ").replace(/^[-. ]+/, "").trim() || "unnamed";
}
function word(text) {
	return oneLine(text, 40).replace(/[^\p{L}\p{N} ._-]/gu, " ").replace(/_/g, " ").trim() || "unnamed";
}
export { timeline as n, stages as t };
