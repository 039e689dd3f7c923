import { n as UserError } from "./errors.js";
import { s as oneLine } from "./text.js";
// src/smoke/version-source.ts
const VERSION_SHAPE = "write <path>#<JSONPath>, such as /health/#$.version, or <path>~/<regular expression with one group>/, such as /~/build: ([0-9a-f]+)/";
function parseVersionSource(text) {
	if (!text.startsWith("/")) return "does not start with the path of a page (\"/...\")";
	const json = /^([^#~]*)#(\$.*)$/s.exec(text);
	if (json !== null) return {
		kind: "json",
		path: json[1] ?? "/",
		query: json[2] ?? "$"
	};
	const pattern = /^(.*?)~\/(.+)\/$/s.exec(text);
	if (pattern !== null) return textSource(pattern[1] ?? "/", pattern[2] ?? "");
	return "has neither a JSONPath after \"#\" nor a regular expression between \"~/\" and \"/\"";
}
function textSource(path, pattern) {
	try {
		if ((new RegExp(`${pattern}|`).exec("")?.length ?? 0) !== 2) return "has a regular expression without exactly one group ( )";
		return {
			kind: "text",
			path,
			pattern: new RegExp(pattern)
		};
	} catch (thrown) {
		return `has a regular expression that cannot be used (${thrown instanceof Error ? thrown.message : "unknown"})`;
	}
}
async function problemOfQuery(query) {
	const { problemOfJsonPath } = await import("./json-path.js").then((n) => n.t);
	return problemOfJsonPath(query);
}
function describeSource(source) {
	return source.kind === "json" ? `${source.query} of ${source.path}` : `the text of ${source.path}`;
}
// src/actions/version-inputs.ts
function versionOf(inputs) {
	const text = inputs.text("version");
	if (text === void 0) return void 0;
	const source = parseVersionSource(text);
	if (typeof source === "string") throw inputs.refusal("version", `${source}; ${VERSION_SHAPE}`);
	return source;
}
function configuredVersion(chosen, resource) {
	const text = chosen.configuration?.coolify?.resources[resource]?.version;
	if (text === void 0) return void 0;
	const source = parseVersionSource(text);
	if (typeof source !== "string") return source;
	throw inResource(chosen, resource, `, which is "${oneLine(text, 100)}", ${source}`);
}
async function checkQuery(inputs, version) {
	const problem = await problemOf(version);
	if (problem !== void 0) throw inputs.refusal("version", `has a JSONPath that cannot be used (${oneLine(problem, 200)})`);
}
async function checkConfiguredQuery(chosen, resource, version) {
	const problem = await problemOf(version);
	if (problem !== void 0) throw inResource(chosen, resource, ` has a JSONPath that cannot be used: ${oneLine(problem, 200)}`);
}
async function problemOf(version) {
	return version?.kind === "json" ? problemOfQuery(version.query) : void 0;
}
function inResource(chosen, resource, problem) {
	return new UserError(`${chosen.file}: "environments.${chosen.name}.coolify.resources.${resource}.version"${problem}.`, {
		reasonCode: "invalid-configuration",
		remedy: `${VERSION_SHAPE}.`
	});
}
export { VERSION_SHAPE as a, versionOf as i, checkQuery as n, describeSource as o, configuredVersion as r, parseVersionSource as s, checkConfiguredQuery as t };
