import { o as __toESM, r as __exportAll } from "./rolldown-runtime.js";
import { r as messageOf } from "./errors.js";
import { n as bounded, t as TooMuchWork } from "./bounded.js";
// src/smoke/expect/json-path.ts
var json_path_exports = __exportAll({
	problemOfJsonPath: () => problemOfJsonPath,
	queryJson: () => queryJson
});
const MOST_NODES = 1e4;
const DEEPEST_DESCENT = 200;
async function queryJson(query, document) {
	const environment = await load();
	try {
		const compiled = environment.compile(query);
		const one = compiled.singularQuery();
		const find = () => firstOf(compiled.lazyQuery(asGiven(document)));
		return {
			ok: true,
			one,
			values: one ? find() : bounded(find)
		};
	} catch (thrown) {
		return {
			ok: false,
			why: `${query} was given up: ${inOurWords(thrown)}`
		};
	}
}
async function problemOfJsonPath(query) {
	const environment = await load();
	try {
		environment.compile(query);
		return;
	} catch (thrown) {
		return messageOf(thrown);
	}
}
function firstOf(nodes) {
	const values = [];
	for (const { value } of nodes) {
		if (values.length === 1e4) throw new TooMuchWork(`it finds more than ${MOST_NODES.toLocaleString("en")} values`);
		values.push(asJson(value));
	}
	return values;
}
function inOurWords(thrown) {
	const message = messageOf(thrown);
	return message.startsWith("recursion limit") ? `the answer is nested deeper than ${200} levels` : message;
}
let environment;
function load() {
	environment ??= import("./json-p3.cjs.js").then((m) => __toESM(m.default, 1)).then(({ JSONPathEnvironment }) => new JSONPathEnvironment({ maxRecursionDepth: 200 }));
	return environment;
}
function asGiven(document) {
	return document;
}
function asJson(value) {
	return value;
}
export { problemOfJsonPath as n, queryJson as r, json_path_exports as t };
