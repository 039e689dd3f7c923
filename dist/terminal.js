import { C as ACTION_NAMES, S as cancellation, T as load, a as writeReport, c as perform, o as Redactor, r as runContext, s as exitCodeOf, t as worldFor, v as EXIT_CODES, w as isActionName, x as leave } from "./chunks/world.js";
import { r as messageOf } from "./chunks/errors.js";
import { t as nearest } from "./chunks/nearest.js";
import { i as indentedLines } from "./chunks/text.js";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs, styleText } from "node:util";
// src/host/terminal.ts
const CLEAR_LINE = "\r\x1B[2K";
function terminalHost(terminal, context) {
	const redactor = new Redactor();
	const outputs = new Map();
	let pending = "";
	let told = "";
	const paint = (style, text) => terminal.interactive ? styleText(style, text, { validateStream: false }) : text;
	const print = (text) => {
		if (pending !== "" && terminal.interactive) terminal.write(CLEAR_LINE);
		pending = "";
		terminal.write(`${text}\n`);
	};
	const clean = (text) => redactor.line(text);
	return {
		kind: "terminal",
		context,
		outputs,
		mask: (secret) => void redactor.learn(secret),
		redact: (text) => redactor.redact(text),
		redactJson: (value) => redactor.json(value),
		line: (text) => print(`  ${clean(text)}`),
		progress(text) {
			const line = `  ${clean(text)}`;
			if (line === (terminal.interactive ? pending : told)) return;
			told = line;
			if (!terminal.interactive) {
				print(line);
				return;
			}
			terminal.write(`${CLEAR_LINE}${paint("dim", line.slice(0, terminal.columns - 1))}`);
			pending = line;
		},
		async chapter(title, body) {
			print(paint("bold", clean(title)));
			return body();
		},
		annotate(annotation) {
			const lines = indentedLines(redactor.redact(annotationLines(annotation).join("\n")));
			for (const line of lines) print(`  ${paint(STYLES[annotation.level], redactor.redact(line))}`);
		},
		output(name, value, safe) {
			outputs.set(name, safe === void 0 ? redactor.redact(value) : value);
		},
		summary: () => void 0,
		state: () => void 0,
		report: (name, content) => writeReport(join(tmpdir(), "obcms-deploy-"), name, JSON.stringify(redactor.json(content), null, 2))
	};
}
const STYLES = {
	error: "red",
	warning: "yellow",
	notice: "cyan"
};
function annotationLines(annotation) {
	const { place } = annotation;
	const at = place === void 0 ? "" : `${place.file}:${place.line}${place.column === void 0 ? "" : `:${place.column}`}: `;
	const where = annotation.message.startsWith(at) ? "" : at;
	return [`${annotation.level}: ${where}${annotation.title}`, ...annotation.message.split("\n").map((line) => `  ${line}`)];
}
// src/cli.ts
const DEFAULT_COLUMNS = 80;
const COLOURS = {
	passed: "green",
	failed: "red",
	error: "red",
	inconclusive: "yellow"
};
async function run(words, heard) {
	leave(await cli(words, heard));
}
async function cli(words, heard = []) {
	const [name, ...rest] = words;
	if (name === void 0 || name === "--help" || name === "help") return usage(name === void 0 ? 2 : 0);
	if (!isActionName(name)) {
		const close = nearest(name, ACTION_NAMES);
		return complain(`There is no action "${name}"${close === void 0 ? "" : `; did you mean ${close}?`}`);
	}
	const action = await load(name);
	if (rest.includes("--help")) return help(action);
	const parsed = readWords(action, rest);
	if (typeof parsed === "string") return complain(parsed);
	const { stdout } = process;
	const interactive = stdout.isTTY === true && process.env["NO_COLOR"] === void 0;
	const host = terminalHost({
		write: (text) => stdout.write(text),
		interactive,
		columns: stdout.columns || DEFAULT_COLUMNS
	}, runContext(process.env));
	const outcome = await perform(action, parsed, worldFor(host, process.env, cancellation(heard)));
	const report = host.outputs.get("report-path");
	const ending = `${outcome.outcome} (${outcome.reasonCode})`;
	const painted = interactive ? styleText(COLOURS[outcome.outcome], ending, { validateStream: false }) : ending;
	stdout.write(`${painted}${report ? `, report: ${report}` : ""}\n`);
	return exitCodeOf(outcome);
}
function readWords(action, words) {
	const names = Object.keys(action.inputs);
	const options = Object.fromEntries(names.map((name) => [name, { type: "string" }]));
	const unknown = words.filter((word) => word.startsWith("--")).map((word) => word.slice(2).replace(/=.*/s, "")).find((word) => !names.includes(word));
	if (unknown !== void 0) {
		const close = nearest(unknown, names);
		return `${action.name} has no input "${unknown}"${close === void 0 ? "" : `; did you mean --${close}?`}`;
	}
	try {
		const args = withSwitches(action, words);
		const { values } = parseArgs({
			args: [...args],
			options,
			strict: true,
			allowPositionals: false
		});
		const defaults = Object.entries(action.inputs).map(([name, spec]) => [name, terminalDefault(spec)]);
		const given = Object.entries(values).map(([name, value]) => [name, String(value)]);
		return new Map([...defaults, ...given]);
	} catch (thrown) {
		const message = messageOf(thrown);
		const bare = /^Option '(--[\w-]+) <value>' argument missing/.exec(message)?.[1];
		return bare === void 0 ? message : `${bare} needs a value, such as ${bare} ${exampleFor(action, bare)}`;
	}
}
const SWITCH = ["true", "false"];
function withSwitches(action, words) {
	return words.map((word, index) => {
		const choices = action.inputs[word.replace(/^--/, "")]?.choices ?? [];
		return word.startsWith("--") && choices.length > 0 && choices.every((choice) => SWITCH.includes(choice)) && !SWITCH.includes(words[index + 1] ?? "") ? `${word}=true` : word;
	});
}
function exampleFor(action, option) {
	return (action.inputs[option.slice(2)]?.example ?? "").split("\n")[0] ?? "";
}
function isForRunners(value) {
	return value === void 0 || value.includes("${{");
}
function terminalDefault(spec) {
	const fromEnvironment = spec.variable === void 0 ? void 0 : process.env[spec.variable];
	if (fromEnvironment) return fromEnvironment;
	return spec.default === void 0 || isForRunners(spec.default) ? "" : spec.default;
}
function complain(message) {
	process.stderr.write(`${message}\nEvery input of an action: <action> --help\n`);
	return EXIT_CODES.error;
}
function usage(exitCode) {
	const text = [
		"obcms-deploy <action> [--input value ...]",
		"",
		`Actions: ${ACTION_NAMES.join(", ")}`,
		"Inputs of one: obcms-deploy <action> --help",
		"",
		"Exit status: 0 passed, 1 failed, 2 error in what you gave, 3 inconclusive."
	];
	(exitCode === 0 ? process.stdout : process.stderr).write(`${text.join("\n")}\n`);
	return exitCode;
}
function help(action) {
	const lines = Object.entries(action.inputs).flatMap(([name, spec]) => [`  --${name}${spec.choices === void 0 ? "" : ` ${spec.choices.join("|")}`}`, `      ${spec.description}${isForRunners(spec.default) ? "" : ` Default: ${spec.default}`}${spec.variable === void 0 ? "" : ` Variable: ${spec.variable}`}`]);
	process.stdout.write(`obcms-deploy ${action.name}: ${action.description}\n\n${lines.join("\n")}\n`);
	return 0;
}
export { cli, run };
