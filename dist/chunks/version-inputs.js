import { n as UserError } from "./errors.js";
import { l as nearest, r as inSequence, s as oneLine } from "./text.js";
import { isAbsolute, join } from "node:path";
// src/config/environment.ts
const DEFAULT_CONFIGURATION = ".github/obcms-deploy.yml";
async function chooseEnvironment(given, world) {
	const file = given.config ?? ".github/obcms-deploy.yml";
	const content = await world.readFile(isAbsolute(file) ? file : join(world.host.context.workspace, file));
	if (content === void 0) {
		if (given.config === void 0) return {
			name: given.environment,
			configuration: void 0,
			file: void 0
		};
		throw new UserError(`The configuration "${file}" does not exist${isAbsolute(file) ? "" : ` in ${world.host.context.workspace}`}.`, {
			reasonCode: "invalid-configuration",
			remedy: "Check the path, and that the job checks the repository out before this step:\nsteps:\n  - uses: actions/checkout@v6"
		});
	}
	if (given.environment === void 0) return {
		name: void 0,
		configuration: void 0,
		file
	};
	const { parseConfiguration } = await import("./load.js");
	const { environments } = parseConfiguration(content, file);
	const configuration = Object.hasOwn(environments, given.environment) ? environments[given.environment] : void 0;
	if (configuration !== void 0) return {
		name: given.environment,
		configuration,
		file
	};
	const names = Object.keys(environments);
	const close = nearest(given.environment, names);
	throw new UserError(`${file} has no environment "${oneLine(given.environment, 60)}"${close === void 0 ? "" : `; did you mean "${close}"?`}`, {
		reasonCode: "unknown-environment",
		remedy: `It has ${inSequence(names)}. Write:\nwith:\n  environment: ${close ?? names[0] ?? "staging"}`
	});
}
// src/core/action.ts
const COMMON_REASONS = {
	"invalid-input": {
		outcome: "error",
		meaning: "An input is missing, misspelt or contradicts another.",
		remedy: "The message names the input and shows a value that would be accepted."
	},
	"invalid-configuration": {
		outcome: "error",
		meaning: "The configuration file cannot be read or does not fit its schema.",
		remedy: "The message gives file, line, column and the nearest valid key."
	},
	cancelled: {
		outcome: "inconclusive",
		meaning: "The run was cancelled before the answer was known.",
		remedy: "Run the job again; the message says what was left running."
	},
	"internal-error": {
		outcome: "error",
		meaning: "A defect of this action, not of your application.",
		remedy: "Please open an issue with the stack that is shown."
	}
};
function defineAction(definition) {
	return definition;
}
// src/config/reasons.ts
const CONFIGURATION_REASONS = { "unknown-environment": {
	outcome: "error",
	meaning: "The configuration has no environment of this name.",
	remedy: "The message lists the names it has."
} };
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
export { VERSION_SHAPE as a, CONFIGURATION_REASONS as c, DEFAULT_CONFIGURATION as d, chooseEnvironment as f, versionOf as i, COMMON_REASONS as l, checkQuery as n, describeSource as o, configuredVersion as r, parseVersionSource as s, checkConfiguredQuery as t, defineAction as u };
