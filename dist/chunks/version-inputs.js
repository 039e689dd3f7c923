import { D as nearest, E as oneLine, S as inSequence, y as withoutUserinfo } from "./world.js";
import { n as UserError, r as messageOf } from "./errors.js";
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
// src/smoke/version-page.ts
function probeHeaders(probe) {
	return {
		Accept: probe.kind === "text" ? "*/*" : "application/json, */*;q=0.5",
		"Cache-Control": "no-cache",
		"User-Agent": "obcms-deploy"
	};
}
async function readAnswer(answer, probe) {
	const wrong = (why) => ({
		kind: "wrong-answer",
		status: answer.status,
		why
	});
	if (answer.status >= 300 && answer.status < 400) return wrong(`it redirects to ${oneLine([answer.headers["location"] ?? "nowhere"].flat()[0] ?? "nowhere", 120)}`);
	if (answer.status < 200 || answer.status > 299) return wrong(`it answers ${answer.status}`);
	switch (probe.kind) {
		case "health": return {
			kind: "answered",
			value: ""
		};
		case "text": return readText(answer.body, probe.pattern, wrong);
		case "json": return readJson(answer.body, probe.query, wrong);
	}
}
async function readText(body, pattern, wrong) {
	const { bounded, TooMuchWork } = await import("./bounded.js").then((n) => n.r);
	try {
		const value = bounded(() => pattern.exec(body)?.[1]);
		return value === void 0 ? wrong("the regular expression finds nothing in the page") : {
			kind: "answered",
			value: oneLine(value, 200)
		};
	} catch (thrown) {
		if (!(thrown instanceof TooMuchWork)) throw thrown;
		return wrong(`the regular expression was given up on the page: ${messageOf(thrown)}`);
	}
}
async function readJson(body, query, wrong) {
	let document;
	try {
		document = JSON.parse(body);
	} catch {
		return wrong("the page is not JSON");
	}
	const { queryJson } = await import("./json-path.js").then((n) => n.t);
	const nodes = await queryJson(query, document);
	if (!nodes.ok) return wrong(nodes.why);
	const [value] = nodes.values;
	if (value === void 0) return wrong(`${query} finds nothing in the answer`);
	if (typeof value !== "string" && typeof value !== "number") return wrong(`${query} finds something that is neither text nor number`);
	return {
		kind: "answered",
		value: oneLine(String(value), 200)
	};
}
// src/actions/site-inputs.ts
function siteOf(inputs, chosen, allowInsecure) {
	const given = inputs.text("base-url");
	const text = given ?? chosen.configuration?.url;
	if (text === void 0) return void 0;
	const problem = siteProblem(text, allowInsecure);
	if (problem === void 0) return new URL(text);
	if (given !== void 0) throw inputs.refusal("base-url", problem);
	throw inConfiguration(chosen, "url", text, problem);
}
function siteProblem(text, allowInsecure) {
	if (!URL.canParse(text)) return "is no address: write it with https://";
	const { protocol, username } = new URL(text);
	if (username !== "") return "holds a user name";
	if (protocol === "http:" && !allowInsecure) return "is plain HTTP; use https, or set allow-insecure: true";
	return protocol === "https:" || protocol === "http:" ? void 0 : "is neither https nor http";
}
function withoutFile(chosen, world) {
	if (chosen.file !== void 0) return chosen.name === void 0 ? `; give it, or name an environment of ${chosen.file}` : "";
	if (chosen.name === void 0) return "";
	return `, and there is no ${DEFAULT_CONFIGURATION} in ${world.host.context.workspace}: does the job check the repository out before this step?`;
}
const EXAMPLES = {
	url: "url: https://staging.example",
	"coolify.url": "coolify:\n      url: https://coolify.example"
};
function inConfiguration(chosen, key, value, problem) {
	return new UserError(`${chosen.file ?? "The configuration"}: "environments.${chosen.name}.${key}", which is "${oneLine(withoutUserinfo(value), 100)}", ${problem}.`, {
		reasonCode: "invalid-configuration",
		remedy: `environments:\n  ${chosen.name}:\n    ${EXAMPLES[key]}`
	});
}
async function authoritiesOf(inputs, world) {
	const file = inputs.text("ca-file");
	if (file === void 0) return [];
	const content = await world.readFile(inWorkspace(file, world));
	if (content === void 0) throw inputs.refusal("ca-file", "does not exist; the path starts at the root of the checkout");
	if (!content.includes("-----BEGIN CERTIFICATE-----")) throw inputs.refusal("ca-file", "holds no certificate in PEM form");
	return [content];
}
function inWorkspace(path, world) {
	return isAbsolute(path) ? path : join(world.host.context.workspace, path);
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
export { defineAction as _, authoritiesOf as a, siteOf as c, readAnswer as d, VERSION_SHAPE as f, COMMON_REASONS as g, CONFIGURATION_REASONS as h, versionOf as i, withoutFile as l, parseVersionSource as m, checkQuery as n, inConfiguration as o, describeSource as p, configuredVersion as r, inWorkspace as s, checkConfiguredQuery as t, probeHeaders as u, chooseEnvironment as v };
