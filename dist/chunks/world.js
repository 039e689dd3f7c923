import { n as UserError, r as messageOf, t as Cancelled } from "./errors.js";
import { r as parseSha } from "./commit.js";
import { n as parseDuration } from "./duration.js";
import { t as nearest } from "./nearest.js";
import { c as withoutCommands, i as indentedLines, n as cut, s as oneLine } from "./text.js";
import { appendFileSync } from "node:fs";
import { mkdir, mkdtemp, readFile, readdir, realpath, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, sep } from "node:path";
import * as os from "os";
import * as fs from "fs";
import { setTimeout as setTimeout$1 } from "node:timers/promises";
// src/actions/index.ts
const LOADERS = {
	"check-deploy": async () => erase((await import("./check-deploy.js")).checkDeploy),
	"migration-safety": async () => erase((await import("./migration-safety.js")).migrationSafety),
	redeploy: async () => erase((await import("./redeploy.js")).redeploy),
	"smoke-test": async () => erase((await import("./smoke-test.js")).smokeTest)
};
const ACTION_NAMES = Object.keys(LOADERS).filter(isActionName);
function isActionName(name) {
	return Object.hasOwn(LOADERS, name);
}
async function load(name) {
	return LOADERS[name]();
}
function erase(action) {
	return action;
}
// src/host/cancellation.ts
function cancellation(heard) {
	const controller = new AbortController();
	const cancel = () => controller.abort();
	process.on("SIGINT", cancel);
	process.on("SIGTERM", cancel);
	if (heard.length > 0) cancel();
	return controller.signal;
}
// src/host/leave.ts
const GRACE = 2e3;
function leave(exitCode) {
	process.exitCode = exitCode;
	setTimeout(() => process.exit(exitCode), GRACE).unref();
}
// src/core/findings.ts
const SEVERITIES = [
	"critical",
	"high",
	"medium",
	"low"
];
// src/core/inputs.ts
var Inputs = class {
	#specs;
	#values;
	constructor(specs, values) {
		this.#specs = specs;
		this.#values = values;
	}
	text(name) {
		const given = this.#values.get(name)?.trim();
		if (given !== void 0 && given !== "") return given;
		const fallback = this.#specs[name]?.default;
		return fallback === void 0 || fallback.includes("${{") ? void 0 : fallback;
	}
	flag(name) {
		const value = this.text(name);
		if (value === void 0 || value === "false") return false;
		if (value === "true") return true;
		throw this.refusal(name, "is neither true nor false");
	}
	duration(name) {
		const value = this.text(name);
		if (value === void 0) return void 0;
		const duration = parseDuration(value);
		if (duration === void 0) throw this.refusal(name, "is no duration: write a number with its unit, such as 90s, 30m or 1h30m");
		return duration;
	}
	choice(name, choices) {
		const value = this.text(name);
		const chosen = choices.find((choice) => choice === value);
		if (chosen !== void 0) return chosen;
		const close = value === void 0 ? void 0 : nearest(value, choices);
		throw this.refusal(name, `must be one of ${choices.join(", ")}${close === void 0 ? "" : ` (did you mean ${close}?)`}`);
	}
	commit(name) {
		const value = this.text(name);
		if (value === void 0) return void 0;
		const sha = parseSha(value);
		if (sha === void 0) throw this.refusal(name, "is no full commit id: 40 hexadecimal digits are needed, because a shorter one, a branch or a tag can come to mean another commit");
		return sha;
	}
	lines(name) {
		return (this.text(name) ?? "").split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("#"));
	}
	refusal(name, problem) {
		const spec = this.#specs[name];
		const value = this.text(name);
		const shown = value === void 0 ? "which is empty" : spec?.secret === true || spec?.hidden === true ? "whose value is secret" : `which is "${oneLine(withoutUserinfo(value), LONGEST_SHOWN)}"`;
		const end = /[?.!]$/.test(problem) ? "" : ".";
		return new UserError(`The input "${name}", ${shown}, ${problem}${end}`, {
			reasonCode: "invalid-input",
			remedy: exampleOf(name, spec?.example ?? "")
		});
	}
};
const LONGEST_SHOWN = 200;
function withoutUserinfo(value) {
	return value.replace(/(:\/\/)[^\s/]*@/g, "$1***@");
}
function exampleOf(name, example) {
	return `with:\n  ${name}: ${example.includes("\n") ? `|\n    ${example.split("\n").join("\n    ")}` : example}`;
}
// src/core/outcome.ts
const EXIT_CODES = {
	passed: 0,
	failed: 1,
	error: 2,
	inconclusive: 3
};
// src/report/markdown.ts
function plain(text, limit = 300) {
	return oneLine(text, limit).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/[\\`*_{}[\]()#+!|~$]/g, (character) => `&#${character.charCodeAt(0)};`).replace(/@/g, "&#64;").replace(/:\/\//g, "&#58;//").replace(/www\./gi, (match) => `${match.slice(0, 3)}&#46;`).replace(/^(\s*)([-=]|\d+\.)/, (_, space, mark) => `${space}&#${mark.charCodeAt(0)};${mark.slice(1)}`);
}
function code(text, limit = 200) {
	const safe = oneLine(text, limit).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/[|`*_[\]\\~$@]/g, (character) => `&#${character.charCodeAt(0)};`).replace(/:\/\//g, "&#58;//").replace(/www\./gi, (match) => `${match.slice(0, 3)}&#46;`);
	return safe === "" ? "" : `<code>${safe}</code>`;
}
function block(lines, language = "text") {
	const text = lines.flatMap((line) => indentedLines(line)).join("\n");
	const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map((match) => match[0].length));
	const fence = "`".repeat(Math.max(3, longest + 1));
	return `${fence}${language}\n${text}\n${fence}`;
}
function link(label, address) {
	return /^https?:\/\/[^\s()<>"|`\\[\]]+$/.test(address) ? `[${plain(label)}](${address})` : plain(label);
}
function table(headings, rows) {
	const line = (cells) => `| ${cells.join(" | ")} |`;
	return [
		line(headings),
		line(headings.map(() => "---")),
		...rows.map(line)
	].join("\n");
}
function folded(title, body) {
	return `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;
}
// src/report/remedy.ts
const YAML = /^(\s+\S|[A-Za-z][\w-]*:(\s|$))/;
function remedyMarkdown(remedy) {
	const lines = remedy.split("\n");
	const start = lines.findIndex((line) => YAML.test(line) || line.startsWith("curl "));
	const prose = start < 0 ? lines : lines.slice(0, start);
	const yaml = start < 0 ? [] : lines.slice(start);
	const language = yaml[0]?.startsWith("curl ") ? "sh" : "yaml";
	return [...prose.length === 0 ? [] : [prose.map((line) => plain(line, 600)).join("\n")], ...yaml.length === 0 ? [] : [block(yaml, language)]].join("\n\n");
}
// src/report/verdict.ts
function verdict(title, outcome) {
	return [
		`### ${title}: ${outcome.outcome}`,
		`${plain(outcome.headline, 1e3)} (${code(outcome.reasonCode)})`,
		...outcome.remedy === "" ? [] : ["**What to do**", remedyMarkdown(outcome.remedy)]
	].join("\n\n");
}
// src/host/perform.ts
async function perform(action, raw, world) {
	const { host } = world;
	maskSecrets(action.inputs, raw, host);
	try {
		const request = action.read(new Inputs(action.inputs, raw));
		const result = await action.run(request, world);
		await conclude(action, result, present(action, result, world), host);
		return result;
	} catch (thrown) {
		const outcome = outcomeOf(thrown, host);
		const place = thrown instanceof UserError ? thrown.place : void 0;
		await conclude(action, outcome, {
			summary: verdict(action.name, outcome),
			outputs: {}
		}, host, place);
		return outcome;
	}
}
function present(action, result, world) {
	try {
		return action.present(result, world);
	} catch (thrown) {
		world.host.line(`The summary could not be made: ${messageOf(thrown)}`);
		return {
			summary: verdict(action.name, result),
			outputs: {}
		};
	}
}
async function performPost(action, state, raw, world) {
	maskSecrets(action.inputs, raw, world.host);
	try {
		await action.post?.(state, new Inputs(action.inputs, raw), world);
		return true;
	} catch (thrown) {
		announce(world.host, action.name, outcomeOf(thrown, world.host));
		return false;
	}
}
function exitCodeOf(outcome) {
	return EXIT_CODES[outcome.outcome];
}
function maskSecrets(specs, raw, host) {
	for (const [name, spec] of Object.entries(specs)) {
		const value = raw.get(name);
		if (spec.secret !== true || value === void 0 || value === "") continue;
		host.mask(value);
		const bar = value.indexOf("|");
		if (bar >= 0) host.mask(value.slice(bar + 1));
	}
}
async function conclude(action, outcome, presentation, host, place) {
	const result = resultOf(action, outcome);
	const path = await decoration(host, "The report could not be written", () => host.report(`${action.name}.json`, {
		...result,
		...outcome.evidence
	}));
	for (const name of Object.keys(action.outputs)) host.output(name, presentation.outputs[name] ?? "", name.endsWith("-path") ? "safe" : void 0);
	const common = {
		outcome: outcome.outcome,
		"reason-code": outcome.reasonCode,
		result: JSON.stringify(host.redactJson(result)),
		"report-path": path ?? ""
	};
	for (const [name, value] of Object.entries(common)) host.output(name, value, "safe");
	await decoration(host, "The summary could not be written", async () => {
		if (presentation.summary !== "") host.summary(presentation.summary);
	});
	announce(host, action.name, outcome, place);
	if (host.kind === "terminal" && outcome.findingsTold === true) return;
	const decisive = outcome.decisive ?? "critical";
	const shown = worstFirst(outcome.findings).filter((finding) => isWorthALine(finding, outcome));
	for (const finding of shown.slice(0, outcome.mostAnnotations)) host.annotate(annotationOf(finding, decisive));
}
function isWorthALine({ severity, place }, { mostAnnotations, decisive = "critical" }) {
	if (mostAnnotations === void 0 || isDecisive(severity, decisive)) return true;
	return severity !== "low" && place !== void 0;
}
function isDecisive(severity, decisive) {
	return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(decisive);
}
const LEVELS = {
	critical: "error",
	high: "warning",
	medium: "warning",
	low: "notice"
};
const LONGEST_SUBJECT = 100;
function annotationOf(finding, decisive) {
	return {
		level: isDecisive(finding.severity, decisive) ? "error" : LEVELS[finding.severity],
		title: finding.subject === "" ? finding.rule : `${oneLine(finding.subject, LONGEST_SUBJECT)}: ${finding.rule}`,
		message: finding.remedy === "" ? finding.message : `${finding.message}\n\n${finding.remedy}`,
		...finding.place === void 0 ? {} : { place: finding.place }
	};
}
function worstFirst(findings) {
	return [...findings].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}
function resultOf(action, outcome) {
	return {
		schema: `obcms-deploy/${action.name}@${action.schemaVersion}`,
		outcome: outcome.outcome,
		"reason-code": outcome.reasonCode,
		headline: outcome.headline,
		remedy: outcome.remedy,
		...outcome.facts,
		findings: outcome.findings.map((finding) => ({
			rule: finding.rule,
			severity: finding.severity,
			subject: finding.subject,
			file: finding.place?.file ?? null,
			line: finding.place?.line ?? null,
			message: finding.message,
			evidence: finding.evidence,
			remedy: finding.remedy,
			...finding.source === void 0 ? {} : { source: [...finding.source] },
			...finding.dummy === void 0 ? {} : { dummy: finding.dummy }
		}))
	};
}
async function decoration(host, problem, work) {
	try {
		return await work();
	} catch (thrown) {
		host.line(`${problem}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
		return;
	}
}
function announce(host, action, outcome, place) {
	if (outcome.outcome === "passed") {
		host.line(outcome.headline);
		return;
	}
	const message = outcome.remedy === "" ? outcome.headline : `${outcome.headline}\n\n${outcome.remedy}`;
	host.annotate({
		level: outcome.outcome === "inconclusive" ? "warning" : "error",
		title: `${action}: ${outcome.outcome} (${outcome.reasonCode})`,
		message,
		...place === void 0 ? {} : { place }
	});
}
function outcomeOf(thrown, host) {
	if (thrown instanceof UserError) return {
		outcome: "error",
		reasonCode: thrown.reasonCode,
		headline: thrown.message,
		remedy: thrown.remedy,
		findings: [],
		facts: {}
	};
	if (thrown instanceof Cancelled) return {
		outcome: "inconclusive",
		reasonCode: "cancelled",
		headline: "The run was cancelled before anything was changed.",
		remedy: "",
		findings: [],
		facts: {}
	};
	const stack = thrown instanceof Error ? thrown.stack ?? thrown.message : String(thrown);
	for (const line of stack.split("\n")) host.line(line);
	return {
		outcome: "error",
		reasonCode: "internal-error",
		headline: `This is a defect of obcms-deploy, not of your application: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
		remedy: "Please open an issue with the lines above; they hold no secret that this run knows of.",
		findings: [],
		facts: {}
	};
}
// node_modules/@actions/core/lib/utils.js
function toCommandValue(input) {
	if (input === null || input === void 0) return "";
	else if (typeof input === "string" || input instanceof String) return input;
	return JSON.stringify(input);
}
function toCommandProperties(annotationProperties) {
	if (!Object.keys(annotationProperties).length) return {};
	return {
		title: annotationProperties.title,
		file: annotationProperties.file,
		line: annotationProperties.startLine,
		endLine: annotationProperties.endLine,
		col: annotationProperties.startColumn,
		endColumn: annotationProperties.endColumn
	};
}
// node_modules/@actions/core/lib/command.js
function issueCommand(command, properties, message) {
	const cmd = new Command(command, properties, message);
	process.stdout.write(cmd.toString() + os.EOL);
}
function issue(name, message = "") {
	issueCommand(name, {}, message);
}
const CMD_STRING = "::";
var Command = class {
	constructor(command, properties, message) {
		if (!command) command = "missing.command";
		this.command = command;
		this.properties = properties;
		this.message = message;
	}
	toString() {
		let cmdStr = CMD_STRING + this.command;
		if (this.properties && Object.keys(this.properties).length > 0) {
			cmdStr += " ";
			let first = true;
			for (const key in this.properties) if (this.properties.hasOwnProperty(key)) {
				const val = this.properties[key];
				if (val) {
					if (first) first = false;
					else cmdStr += ",";
					cmdStr += `${key}=${escapeProperty(val)}`;
				}
			}
		}
		cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
		return cmdStr;
	}
};
function escapeData(s) {
	return toCommandValue(s).replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
}
function escapeProperty(s) {
	return toCommandValue(s).replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A").replace(/:/g, "%3A").replace(/,/g, "%2C");
}
// \0crypto-on-call
const randomUUID = () => process.getBuiltinModule("node:crypto").randomUUID();
// node_modules/@actions/core/lib/file-command.js
function issueFileCommand(command, message) {
	const filePath = process.env[`GITHUB_${command}`];
	if (!filePath) throw new Error(`Unable to find environment variable for file command ${command}`);
	if (!fs.existsSync(filePath)) throw new Error(`Missing file at path: ${filePath}`);
	fs.appendFileSync(filePath, `${toCommandValue(message)}${os.EOL}`, { encoding: "utf8" });
}
function prepareKeyValueMessage(key, value) {
	const delimiter = `ghadelimiter_${randomUUID()}`;
	const convertedValue = toCommandValue(value);
	if (key.includes(delimiter)) throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
	if (convertedValue.includes(delimiter)) throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
	return `${key}<<${delimiter}${os.EOL}${convertedValue}${os.EOL}${delimiter}`;
}
// node_modules/@actions/core/lib/core.js
var __awaiter = void 0 && (void 0).__awaiter || function(thisArg, _arguments, P, generator) {
	function adopt(value) {
		return value instanceof P ? value : new P(function(resolve) {
			resolve(value);
		});
	}
	return new (P || (P = Promise))(function(resolve, reject) {
		function fulfilled(value) {
			try {
				step(generator.next(value));
			} catch (e) {
				reject(e);
			}
		}
		function rejected(value) {
			try {
				step(generator["throw"](value));
			} catch (e) {
				reject(e);
			}
		}
		function step(result) {
			result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected);
		}
		step((generator = generator.apply(thisArg, _arguments || [])).next());
	});
};
var ExitCode;
(function(ExitCode) {
	ExitCode[ExitCode["Success"] = 0] = "Success";
	ExitCode[ExitCode["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
function setSecret(secret) {
	issueCommand("add-mask", {}, secret);
}
function setOutput(name, value) {
	if (process.env["GITHUB_OUTPUT"] || "") return issueFileCommand("OUTPUT", prepareKeyValueMessage(name, value));
	process.stdout.write(os.EOL);
	issueCommand("set-output", { name }, toCommandValue(value));
}
function error(message, properties = {}) {
	issueCommand("error", toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
function warning(message, properties = {}) {
	issueCommand("warning", toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
function notice(message, properties = {}) {
	issueCommand("notice", toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
function info(message) {
	process.stdout.write(message + os.EOL);
}
function startGroup(name) {
	issue("group", name);
}
function endGroup() {
	issue("endgroup");
}
function saveState(name, value) {
	if (process.env["GITHUB_STATE"] || "") return issueFileCommand("STATE", prepareKeyValueMessage(name, value));
	issueCommand("save-state", { name }, toCommandValue(value));
}
// src/core/redaction.ts
const MASK = "***";
const SHORTEST_SECRET = 4;
const NEVER_MASKED = new Set([
	"true",
	"false",
	"null",
	"none",
	"http",
	"https",
	"head",
	"localhost",
	"production",
	"staging",
	"smoke"
]);
const INDEXED_BY = 4;
const OWN_WORDS = new Set([
	"schema",
	"outcome",
	"reason-code",
	"state",
	"group",
	"severity",
	"rule",
	"family",
	"framework",
	"profile",
	"fail-on",
	"chosen"
]);
var Redactor = class {
	#landmarks = new Map();
	#everywhere = [];
	#secrets = new Set();
	#pattern;
	learn(secret) {
		const values = [secret, ...secret.split(/\r?\n/)].map((value) => value.trim()).flatMap(inPieces).filter(isWorthMasking);
		const fresh = [...new Set(values)].filter((value) => !this.#secrets.has(value));
		if (fresh.length === 0) return fresh;
		for (const value of fresh) this.#secrets.add(value);
		for (const value of fresh) this.#prepare({
			secret: value,
			base64: base64Forms(value)
		});
		return fresh;
	}
	redact(text) {
		if (this.#secrets.size === 0 || text === "") return text;
		const there = this.#candidates(text);
		return there.length === 0 ? text : text.replace(this.#patternOf(there), "***");
	}
	#prepare(known) {
		const landmark = landmarkOf(known.secret);
		if (landmark.length < INDEXED_BY) this.#everywhere.push(known);
		const texts = landmark.length < INDEXED_BY ? known.base64 : [landmark, ...known.base64];
		for (const text of texts) {
			const start = text.slice(0, INDEXED_BY);
			const others = this.#landmarks.get(start);
			if (others === void 0) this.#landmarks.set(start, [{
				text,
				of: known
			}]);
			else others.push({
				text,
				of: known
			});
		}
	}
	#candidates(text) {
		const there = new Set(this.#everywhere);
		for (let at = 0; at + INDEXED_BY <= text.length; at += 1) for (const landmark of this.#landmarks.get(text.slice(at, at + INDEXED_BY)) ?? []) if (!there.has(landmark.of) && text.startsWith(landmark.text, at)) there.add(landmark.of);
		return [...there].sort((a, b) => b.secret.length - a.secret.length);
	}
	line(text, limit) {
		const indentation = /^ {0,40}/.exec(text)?.[0] ?? "";
		const line = this.redact(oneLine(this.redact(text), limit));
		return line === "" ? "" : `${indentation}${line}`;
	}
	json(value) {
		if (typeof value === "string") return this.redact(value);
		if (Array.isArray(value)) return value.map((item) => this.json(item));
		if (typeof value !== "object" || value === null) return value;
		return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, OWN_WORDS.has(key) ? item : this.json(item)]));
	}
	#patternOf(there) {
		const last = this.#pattern;
		if (last !== void 0 && last.of.length === there.length && there.every((known, at) => known === last.of[at])) return last.pattern;
		const forms = there.flatMap(({ secret, base64 }) => [anySpelling(secret), ...base64.map(escapeForPattern)]);
		const pattern = new RegExp(forms.join("|"), "g");
		this.#pattern = {
			of: there,
			pattern
		};
		return pattern;
	}
};
function landmarkOf(secret) {
	return (secret.match(/[A-Za-z0-9]+/g) ?? []).reduce((longest, run) => run.length > longest.length ? run : longest, "");
}
const LONGEST_PIECE = 2048;
const MOST_PIECES = 64;
function inPieces(value) {
	if (value.length <= LONGEST_PIECE) return [value];
	const pieces = Math.min(MOST_PIECES, Math.ceil(value.length / LONGEST_PIECE));
	return Array.from({ length: pieces }, (_, index) => value.slice(index * LONGEST_PIECE, (index + 1) * LONGEST_PIECE));
}
function isWorthMasking(value) {
	return value.length >= SHORTEST_SECRET && !NEVER_MASKED.has(value.toLowerCase());
}
function anySpelling(secret) {
	return Array.from(secret, spellings).join("");
}
const NAMED_ENTITIES = {
	"&": "&amp;",
	"<": "&lt;",
	">": "&gt;",
	"\"": "&quot;",
	"'": "&apos;"
};
function spellings(character, index) {
	if (/[A-Za-z0-9]/.test(character)) return character;
	const point = character.codePointAt(0) ?? 0;
	return `(?:${[
		character === "\\" ? "\\\\{1,2}" : `(?:${index === 0 ? "(?<=(?<!\\\\)(?:\\\\\\\\){0,8})" : ""}\\\\)?${escapeForPattern(character)}`,
		Array.from(Buffer.from(character, "utf8"), (byte) => `%${anyCase(byte.toString(16).padStart(2, "0"))}`).join(""),
		Array.from({ length: character.length }, (_, at) => `\\\\u${anyCase(character.charCodeAt(at).toString(16).padStart(4, "0"))}`).join(""),
		`&#0*${point};`,
		`&#[xX]0*${anyCase(point.toString(16))};`,
		NAMED_ENTITIES[character],
		SHORT_ESCAPES[character],
		character === " " ? "\\+" : void 0
	].filter((form) => form !== void 0).join("|")})`;
}
const SHORT_ESCAPES = {
	"\n": "\\\\n",
	"\r": "\\\\r",
	"	": "\\\\t"
};
function anyCase(hex) {
	return hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}
function base64Forms(secret) {
	const bytes = Buffer.from(secret, "utf8");
	const forms = [];
	for (const offset of [
		0,
		1,
		2
	]) {
		const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64").replace(/=+$/, "");
		const unstableHead = offset === 0 ? 0 : offset + 1;
		const unstableTail = (offset + bytes.length) % 3 === 0 ? 0 : 1;
		const stable = encoded.slice(unstableHead, encoded.length - unstableTail);
		if (stable.length >= 6) forms.push(stable, stable.replace(/\+/g, "-").replace(/\//g, "_"));
	}
	return forms;
}
function escapeForPattern(text) {
	return text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}
// src/host/annotations.ts
function asProperties(annotation) {
	const { place, title } = annotation;
	if (place === void 0) return { title };
	return {
		title,
		file: place.file,
		startLine: place.line,
		...place.column === void 0 ? {} : { startColumn: place.column }
	};
}
// src/host/runner.ts
const SUMMARY_LIMIT = 1e6;
const MOST_ANNOTATIONS = 10;
const LONGEST_MESSAGE = 4e3;
const PROGRESS_EVERY = 15e3;
const TIMES = /\d+ (?:s|min|h|d)\b/g;
function runnerHost(environment) {
	const redactor = new Redactor();
	const printed = new Map();
	const print = (text) => info(withoutCommands(redactor.line(text)));
	let lastProgress = {
		words: "",
		at: 0
	};
	return {
		kind: "runner",
		context: runContext(environment),
		mask(secret) {
			for (const value of redactor.learn(secret)) setSecret(value);
		},
		redact: (text) => redactor.redact(text),
		redactJson: (value) => redactor.json(value),
		line: print,
		progress(text) {
			const words = text.replace(TIMES, "");
			const now = performance.now();
			if (words === lastProgress.words && now - lastProgress.at < PROGRESS_EVERY) return;
			lastProgress = {
				words,
				at: now
			};
			print(text);
		},
		async chapter(title, body) {
			startGroup(withoutCommands(redactor.line(title, 200)));
			try {
				return await body();
			} finally {
				endGroup();
			}
		},
		annotate(annotation) {
			const already = printed.get(annotation.level) ?? 0;
			printed.set(annotation.level, already + 1);
			if (already < MOST_ANNOTATIONS) annotate(annotation, redactor);
			else print(`${annotation.title}: ${annotation.message}`);
		},
		output: (name, value, safe) => setOutput(name, safe === void 0 ? redactor.redact(value) : value),
		summary(markdown) {
			const file = environment["GITHUB_STEP_SUMMARY"];
			if (file) appendFileSync(file, `${cutBytes(redactor.redact(markdown), SUMMARY_LIMIT)}\n`);
		},
		state: (name, value) => saveState(name, value),
		async report(name, content) {
			const folder = environment["RUNNER_TEMP"] ?? tmpdir();
			return writeReport(join(folder, "obcms-deploy", "report-"), name, JSON.stringify(redactor.json(content), null, 2));
		}
	};
}
const ISSUE = {
	error,
	warning,
	notice
};
function annotate(annotation, redactor) {
	const lines = indentedLines(redactor.redact(annotation.message));
	const message = cut(redactor.redact(lines.join("\n")), LONGEST_MESSAGE);
	ISSUE[annotation.level](message, asProperties({
		...annotation,
		title: redactor.line(annotation.title, 200)
	}));
}
function cutBytes(text, limit) {
	const bytes = Buffer.from(text, "utf8");
	if (bytes.length <= limit) return text;
	return `${bytes.subarray(0, limit).toString("utf8").replace(/\uFFFD+$/, "")}\n\n(cut)`;
}
async function writeReport(prefix, name, text) {
	await mkdir(dirname(prefix), { recursive: true });
	const path = join(await mkdtemp(prefix), name);
	await writeFile(path, `${text}\n`, { mode: 384 });
	return path;
}
function runContext(environment) {
	const value = (name) => environment[name] || void 0;
	return {
		repository: value("GITHUB_REPOSITORY"),
		githubApi: value("GITHUB_API_URL") ?? "https://api.github.com",
		githubServer: value("GITHUB_SERVER_URL") ?? "https://github.com",
		workspace: value("GITHUB_WORKSPACE") ?? process.cwd()
	};
}
// src/core/clock.ts
const systemClock = {
	now: () => Date.now(),
	elapsed: () => performance.now(),
	async sleep(duration, signal) {
		if (signal.aborted) throw new Cancelled();
		try {
			await setTimeout$1(Math.max(0, duration), void 0, { signal });
		} catch {
			throw new Cancelled();
		}
	}
};
function deadlineIn(clock, duration) {
	const at = clock.elapsed() + duration;
	return {
		at,
		remaining: () => Math.max(0, at - clock.elapsed()),
		passed: () => clock.elapsed() >= at
	};
}
// src/core/process.ts
const MOST_OUTPUT = 1048576;
function start(request) {
	const { spawn } = process.getBuiltinModule("node:child_process");
	return spawn(request.command, [...request.args], {
		cwd: request.directory,
		env: { ...request.environment },
		shell: false,
		stdio: [
			request.input === void 0 ? "ignore" : "pipe",
			"pipe",
			"pipe",
			...request.answer === void 0 ? [] : ["pipe"]
		],
		detached: process.platform !== "win32"
	});
}
const systemProcesses = { run(request) {
	return new Promise((resolve, reject) => {
		if (request.signal.aborted) return reject(new Cancelled());
		let child;
		try {
			child = start(request);
		} catch (thrown) {
			return resolve({
				ok: false,
				reason: "other",
				message: messageOf(thrown)
			});
		}
		const settle = (finish) => {
			clearTimeout(timer);
			request.signal.removeEventListener("abort", cancel);
			finish();
		};
		const cancel = () => {
			end(child);
			settle(() => reject(new Cancelled()));
		};
		const timer = setTimeout(() => {
			end(child);
			settle(() => resolve({
				ok: false,
				reason: "timeout",
				message: `${request.command} did not end within ${request.timeout / 1e3} s`
			}));
		}, request.timeout);
		request.signal.addEventListener("abort", cancel, { once: true });
		const stdout = collect(child.stdout, request.mostOutput);
		const stderr = collect(child.stderr);
		const answer = answerOf(child, request);
		give(child, request.input);
		child.once("error", (thrown) => {
			const reason = thrown.code === "ENOENT" ? "not-found" : "other";
			settle(() => resolve({
				ok: false,
				reason,
				message: thrown.message
			}));
		});
		child.once("close", (code) => {
			const told = answer();
			settle(() => resolve({
				ok: true,
				exitCode: code ?? -1,
				stdout: stdout(),
				stderr: stderr(),
				...told === void 0 ? {} : { answer: told }
			}));
		});
	});
} };
function collect(stream, most = MOST_OUTPUT) {
	const chunks = [];
	let size = 0;
	stream?.on("data", (chunk) => {
		if (size < most) chunks.push(chunk);
		size += chunk.length;
	});
	return () => Buffer.concat(chunks).toString("utf8");
}
function answerOf(child, { answer }) {
	const stream = child.stdio[ANSWER];
	if (answer === void 0 || !isReadable(stream)) return () => void 0;
	let size = 0;
	stream.on("data", (chunk) => {
		size += chunk.length;
	});
	const text = collect(stream, answer.bytes);
	return () => size <= answer.bytes ? text() : void 0;
}
const ANSWER = 3;
function isReadable(stream) {
	return stream !== null && stream !== void 0 && "read" in stream;
}
function give(child, input) {
	const { stdin } = child;
	if (stdin === null || input === void 0) return;
	stdin.on("error", () => void 0);
	if (typeof input === "string") stdin.end(input);
	else input.then((text) => stdin.end(text), () => end(child));
}
function end(child) {
	try {
		if (child.pid !== void 0 && process.platform !== "win32") process.kill(-child.pid, "SIGKILL");
		else child.kill("SIGKILL");
	} catch {}
	child.stdout?.destroy();
	child.stderr?.destroy();
	const answer = child.stdio[ANSWER];
	if (isReadable(answer)) answer.destroy();
}
// src/host/tree.ts
const NOT_SOURCE = new Set([
	".git",
	".hg",
	".svn",
	".mypy_cache",
	".pytest_cache",
	".ruff_cache",
	".tox",
	".venv",
	"__pycache__",
	"node_modules",
	"site-packages",
	"venv"
]);
const MOST_FILES = 2e5;
const systemTree = {
	async list(root) {
		const found = [];
		const folders = [""];
		for (let folder = folders.pop(); folder !== void 0 && found.length < MOST_FILES; folder = folders.pop()) for (const entry of await entriesOf(join(root, folder))) {
			const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
			if (entry.isFile()) found.push(path);
			else if (entry.isDirectory() && !NOT_SOURCE.has(entry.name)) folders.push(path);
		}
		return found.sort();
	},
	async read(root, path, most) {
		const real = await within(root, path);
		if (real === void 0) return void 0;
		const found = await stat(real).catch(() => void 0);
		if (found?.isFile() !== true || found.size > most) return void 0;
		const bytes = await readFile(real).catch(() => void 0);
		return bytes === void 0 || bytes.includes(0) ? void 0 : bytes.toString("utf8");
	},
	async kind(root, path) {
		const real = await within(root, path);
		if (real === void 0) return void 0;
		const found = await stat(real).catch(() => void 0);
		if (found?.isFile() === true) return "file";
		return found?.isDirectory() === true ? "folder" : void 0;
	}
};
async function entriesOf(folder) {
	return readdir(folder, { withFileTypes: true }).catch(() => []);
}
async function within(root, path) {
	try {
		const [base, real] = await Promise.all([realpath(root), realpath(join(root, path))]);
		return real === base || real.startsWith(`${base}${sep}`) ? real : void 0;
	} catch {
		return;
	}
}
// src/host/world.ts
function worldFor(host, environment, signal) {
	return {
		host,
		clock: systemClock,
		http: (trust) => lazyHttp(trust, environment),
		wire: (trust) => import("./wire-node.js").then(({ nodeWire }) => nodeWire(trust, environment)),
		processes: systemProcesses,
		database: (url, options) => import("./postgres.js").then(({ openPostgres }) => openPostgres(url, options)),
		environment,
		readFile: async (path) => (await readIfThere(path))?.toString("utf8"),
		readBytes: readIfThere,
		tree: systemTree,
		writeFile: async (path, content) => {
			await mkdir(dirname(path), { recursive: true });
			await writeFile(path, content);
		},
		temporaryFolder: () => newFolder(environment["RUNNER_TEMP"] ?? tmpdir()),
		random: Math.random,
		signal
	};
}
async function newFolder(within) {
	const path = await realpath(await mkdtemp(join(within, "obcms-deploy-")));
	return {
		path,
		remove: () => rm(path, {
			recursive: true,
			force: true,
			maxRetries: 3
		})
	};
}
function lazyHttp(trust, environment) {
	let opened;
	return { async send(request) {
		opened ??= import("./http-undici.js").then(({ undiciHttp }) => undiciHttp(trust, environment));
		return (await opened).send(request);
	} };
}
const NO_SUCH_FILE = new Set([
	"ENOENT",
	"ENOTDIR",
	"EISDIR"
]);
async function readIfThere(path) {
	try {
		return await readFile(path);
	} catch (thrown) {
		const code = typeof thrown === "object" && thrown !== null && "code" in thrown ? thrown.code : void 0;
		if (NO_SUCH_FILE.has(String(code))) return void 0;
		throw thrown;
	}
}
export { ACTION_NAMES as C, cancellation as S, load as T, table as _, writeReport as a, SEVERITIES as b, perform as c, remedyMarkdown as d, block as f, plain as g, link as h, runnerHost as i, performPost as l, folded as m, deadlineIn as n, Redactor as o, code as p, runContext as r, exitCodeOf as s, worldFor as t, verdict as u, EXIT_CODES as v, isActionName as w, leave as x, withoutUserinfo as y };
