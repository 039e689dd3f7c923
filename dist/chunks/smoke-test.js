import { a as CONFIGURATION_REASONS, i as defineAction, n as chooseEnvironment, r as COMMON_REASONS } from "./environment.js";
import { n as cut, s as oneLine, t as count } from "./text.js";
import { i as versionOf } from "./version-inputs.js";
import { t as abbreviate } from "./commit.js";
import { t as inWords } from "./duration.js";
import { _ as table, f as block, g as plain, m as folded, p as code, u as verdict } from "./world.js";
// src/smoke/figures.ts
function figuresOf(results) {
	const states = {
		passed: 0,
		warned: 0,
		failed: 0,
		skipped: 0,
		unfinished: 0
	};
	for (const { state } of results) states[state] += 1;
	return {
		states,
		times: timesOf(results.flatMap(({ exchanges }) => exchanges))
	};
}
function timesOf(exchanges) {
	const answered = exchanges.filter(({ status }) => status !== void 0).sort((a, b) => a.total - b.total);
	const slowest = answered.at(-1);
	if (slowest === void 0) return void 0;
	const totals = answered.map(({ total }) => total);
	return {
		requests: answered.length,
		p50: percentile(totals, .5),
		p95: percentile(totals, .95),
		p99: percentile(totals, .99),
		slowest
	};
}
function percentile(sorted, share) {
	return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
// src/smoke/failure-lines.ts
const WIDEST = 160;
function failureLines(problem, source) {
	const { place, expected, actual, excerpt, message, remedy } = problem;
	const quoted = source === void 0 || place === void 0 ? [] : [quotation(source, place)];
	const indent = quoted.length === 0 ? "  " : `${" ".repeat(String(place?.line ?? 0).length)} |   `;
	return [
		...source !== void 0 && place !== void 0 ? [`${source.file}:${place.line}:${place.column}`] : [],
		...quoted,
		...message === "" ? [] : [`${quoted.length === 0 ? "" : indent}${oneLine(message, 500)}`],
		...expected === void 0 ? [] : [`${indent}expected: ${oneLine(expected, 300)}`],
		...actual === void 0 ? [] : [`${indent}actual:   ${oneLine(actual, 300)}`],
		...remedy.split("\n").flatMap((line) => line.trim() === "" ? [] : [`  ${line.trimEnd()}`]),
		...excerpt.length === 0 ? [] : ["  the answer began:", ...excerpt.map((line) => `    ${oneLine(line, 200)}`)]
	];
}
function quotation({ lines }, { line }) {
	return `${line} | ${cut((lines[line - 1] ?? "").trimEnd(), WIDEST)}`;
}
// src/smoke/reasons.ts
const SMOKE_REASONS = {
	works: {
		outcome: "passed",
		meaning: "Every check that was run held, at least one was run, and all clean-up worked.",
		remedy: "Nothing."
	},
	listed: {
		outcome: "passed",
		meaning: "With `list: true`: the suite could be read, what would run was printed, and nothing was sent. Says nothing about the site.",
		remedy: "Leave `list` out to run it."
	},
	"checks-failed": {
		outcome: "failed",
		meaning: "At least one check did not hold.",
		remedy: "The summary shows the suite's lines with what was expected and what came, and what it may mean."
	},
	"clean-up-failed": {
		outcome: "failed",
		meaning: "Every check held, but something that the suite made could not be removed again.",
		remedy: "Remove by hand what the summary lists, and mend the `always` steps."
	},
	"not-ready": {
		outcome: "failed",
		meaning: "The site answered while it was waited for, but not as it must: an error, a redirect, or another version than `expected-sha`.",
		remedy: "Open the address in the message. A deployment that takes longer needs a longer `wait-ready`."
	},
	unreachable: {
		outcome: "inconclusive",
		meaning: "The site did not answer once until `wait-ready` was over.",
		remedy: "Check the address, its DNS entry, and whether the runner can reach it."
	},
	timeout: {
		outcome: "inconclusive",
		meaning: "`timeout` was over before every check had ended, and none had failed so far.",
		remedy: "Give a longer `timeout`, or look in the summary for the check that took so long."
	},
	"nothing-checked": {
		outcome: "error",
		meaning: "No check was run: the suite is empty, or everything in it was left out.",
		remedy: "Give a suite or presets, and check `only` and `skip`."
	},
	"invalid-suite": {
		outcome: "error",
		meaning: "The suite cannot be read or does not fit its format. Nothing was sent.",
		remedy: "The message gives file, line, column and the nearest valid word."
	},
	"secret-missing": {
		outcome: "error",
		meaning: "The suite uses `$NAME`, and there is no such environment variable, or it is empty. Nothing was sent.",
		remedy: "Give it to the step under `env:`. Secrets are not passed to workflows of forks."
	},
	...CONFIGURATION_REASONS,
	...COMMON_REASONS
};
// src/smoke/telling-order.ts
const ORDER = [
	"logins",
	"checks",
	"clean-up",
	"presets"
];
function mostTellingFirst(results) {
	return ORDER.flatMap((group) => results.filter((result) => result.group === group));
}
// src/actions/smoke-test-facts.ts
function smokeFacts(setup, run) {
	const { states, times } = figuresOf(run.results);
	return {
		environment: setup.environment ?? null,
		url: setup.base.href,
		suite: setup.suite.source.file || null,
		"expected-sha": setup.expected ?? null,
		readiness: readinessJson(run.readiness),
		"cut-short": run.cutShort ?? null,
		"duration-seconds": Math.round(run.duration / 1e3),
		passed: states.passed + states.warned,
		warned: states.warned,
		failed: states.failed,
		skipped: states.skipped,
		unfinished: states.unfinished,
		requests: times?.requests ?? 0,
		"p50-ms": wholeOrNull(times?.p50),
		"p95-ms": wholeOrNull(times?.p95),
		"p99-ms": wholeOrNull(times?.p99),
		checks: run.results.map(checkJson)
	};
}
function exchangesOf(run) {
	return { exchanges: run.results.flatMap(({ id, exchanges }) => exchanges.map((exchange) => exchangeJson(id, exchange))) };
}
function readinessJson(readiness) {
	const asked = readiness.kind === "not-asked" ? void 0 : readiness;
	return {
		state: readiness.kind,
		path: asked?.path ?? null,
		"waited-ms": asked === void 0 ? 0 : Math.round(asked.waited),
		version: readiness.kind === "ready" ? readiness.version ?? null : null,
		why: readiness.kind === "wrong" || readiness.kind === "silent" ? readiness.why : null
	};
}
function checkJson(result) {
	return {
		id: result.id,
		group: result.group,
		title: result.title,
		tags: [...result.tags],
		state: result.state,
		note: result.note,
		"duration-ms": Math.round(result.duration),
		line: result.place?.line ?? null,
		problems: result.problems.map(({ message, expected, actual, remedy, place }) => ({
			message,
			expected: expected ?? null,
			actual: actual ?? null,
			remedy,
			line: place?.line ?? null
		}))
	};
}
function exchangeJson(check, exchange) {
	return {
		check,
		method: exchange.method,
		target: exchange.target,
		status: exchange.status ?? null,
		"dns-ms": tenthsOrNull(exchange.dns),
		"connect-ms": tenthsOrNull(exchange.connect),
		"tls-ms": tenthsOrNull(exchange.tls),
		"first-byte-ms": tenthsOrNull(exchange.firstByte),
		"transfer-ms": tenthsOrNull(exchange.transfer),
		"total-ms": tenthsOrNull(exchange.total)
	};
}
const wholeOrNull = (value) => value === void 0 ? null : Math.round(value);
const tenthsOrNull = (value) => value === void 0 ? null : Math.round(value * 10) / 10;
function outputsOf(facts) {
	if (facts === void 0) return {};
	const { states, times } = facts.figures;
	return {
		passed: String(states.passed + states.warned),
		failed: String(states.failed),
		skipped: String(states.skipped + states.unfinished),
		"p95-ms": times === void 0 ? "" : String(Math.round(times.p95)),
		"junit-path": facts.junitPath
	};
}
// src/actions/smoke-test-request.ts
function readRequest(inputs) {
	const timeout = inputs.duration("timeout");
	if (!timeout) throw inputs.refusal("timeout", "must be longer than nothing");
	return {
		inputs,
		config: inputs.text("config"),
		environment: inputs.text("environment"),
		own: {
			presets: [...new Set(inputs.lines("presets").flatMap(wordsOf))],
			variables: variablesOf(inputs),
			expected: expectedOf(inputs),
			version: versionOf(inputs),
			waitReady: inputs.duration("wait-ready") ?? 0,
			timeout,
			concurrency: concurrencyOf(inputs),
			only: inputs.lines("only"),
			skip: inputs.lines("skip"),
			allowInsecure: inputs.flag("allow-insecure"),
			list: inputs.flag("list")
		}
	};
}
function wordsOf(line) {
	return line.split(",").map((word) => word.trim()).filter((word) => word !== "");
}
const VARIABLE = /^([a-z][a-z0-9_-]*)\s*=\s*(.*)$/;
function variablesOf(inputs) {
	const variables = new Map();
	for (const line of inputs.lines("variables")) {
		const [, name, value] = VARIABLE.exec(line) ?? [];
		if (name === void 0 || value === void 0) throw inputs.refusal("variables", `has the line "${oneLine(line, 80)}", which is not "name=value" with a name of lower-case letters, digits, "-" and "_"`);
		if (name === "run") throw inputs.refusal("variables", "sets \"run\", which every suite has already");
		if (variables.has(name)) throw inputs.refusal("variables", `sets "${name}" twice`);
		variables.set(name, value);
	}
	return variables;
}
const COMMIT = /^[0-9a-f]{7,64}$/i;
function expectedOf(inputs) {
	const text = inputs.text("expected-sha");
	if (text === void 0) return void 0;
	if (!COMMIT.test(text)) throw inputs.refusal("expected-sha", "is no commit id of at least 7 hexadecimal digits");
	return text.toLowerCase();
}
const MOST_AT_ONCE = 100;
function concurrencyOf(inputs) {
	const number = Number(inputs.text("concurrency"));
	if (Number.isInteger(number) && number >= 1 && number <= MOST_AT_ONCE) return number;
	throw inputs.refusal("concurrency", `is no whole number from 1 to ${MOST_AT_ONCE}`);
}
// src/actions/smoke-test-inputs.ts
const SMOKE_TEST_INPUTS = {
	config: {
		description: "Path of the configuration file; `.github/obcms-deploy.yml` is used when it exists.",
		example: ".github/obcms-deploy.yml"
	},
	environment: {
		description: "Environment of the configuration to visit; a label when there is no configuration. It decides how strict the presets are, and whether checks that write are run.",
		example: "staging"
	},
	"base-url": {
		description: "Address of the site. Without it, the environment's `url` in the configuration.",
		example: "https://staging.example"
	},
	suite: {
		description: "Path of the smoke suite, or its text: a value with a line break is a suite. Without it, the environment's `smoke` in the configuration.",
		example: "smoke/staging.yml"
	},
	presets: {
		description: "Presets to run with their default options beside, or instead of, a suite: names separated by commas or line breaks.",
		example: "https, headers, cookies, health"
	},
	variables: {
		description: "Values for `${name}` in the suite, as lines `name=value`. Not for secrets: they are `$NAME`.",
		example: "region=bangsamoro"
	},
	"expected-sha": {
		description: "The commit that must be live: at least 7 characters, compared as the beginning of what the version page says.",
		example: "0123456789abcdef0123456789abcdef01234567"
	},
	version: {
		description: "Where the site says which commit it runs: `<path>#<JSONPath>` or `<path>~/<regular expression with one group>/`. Without it, the health preset's `version`, else that of the environment's resources.",
		example: "/health/#$.version"
	},
	"wait-ready": {
		description: "Time for the site to answer as it must three times in a row, before anything is checked; `0s` does not wait.",
		default: "2m",
		example: "2m"
	},
	timeout: {
		description: "Time for all checks together, after the site was ready. Clean-up runs all the same.",
		default: "10m",
		example: "10m"
	},
	concurrency: {
		description: "How many checks run at the same time.",
		default: "8",
		example: "8"
	},
	only: {
		description: "Runs only what has one of these tags or ids, separated by commas or line breaks; `all` runs everything, in production also what writes and what makes load.",
		example: "security, health"
	},
	skip: {
		description: "Leaves out what has one of these tags or ids, separated by commas or line breaks.",
		example: "write, headers/csp"
	},
	junit: {
		description: "Path of a JUnit report to write.",
		example: "reports/smoke.xml"
	},
	"ca-file": {
		description: "PEM file of a certificate authority to trust in addition.",
		example: "certificates/authority.pem"
	},
	"http-url": {
		description: "Address of the plain HTTP side of the site, for the checks of the redirect to HTTPS. Without it, port 80 of the host when `base-url` has no port.",
		example: "http://staging.example"
	},
	"allow-insecure": {
		description: "Lets `base-url` be plain HTTP. Certificates are verified all the same.",
		default: "false",
		choices: ["true", "false"],
		example: "true"
	},
	list: {
		description: "Reads the suite, says what would run, and sends nothing. The site is not looked at.",
		default: "false",
		choices: ["true", "false"],
		example: "true"
	}
};
const SMOKE_TEST_OUTPUTS = {
	passed: "Number of checks that held, those with a warning included.",
	failed: "Number of checks and clean-ups that did not hold.",
	skipped: "Number of checks that were not run, or could not be known from here.",
	"p95-ms": "The time in which 95 % of all requests were answered, in whole milliseconds; empty when nothing was sent.",
	"junit-path": "Absolute path of the JUnit report; empty without `junit`."
};
// src/actions/smoke-test-summary.ts
const MOST_PROBLEMS = 40;
const MOST_ROWS = 400;
const SLOWEST = 10;
function smokeTestSummary(outcome) {
	const { details } = outcome;
	const environment = details?.setup.environment;
	const title = environment === void 0 ? "Smoke test" : `Smoke test of ${plain(environment, 60)}`;
	if (details === void 0) return outcome.outcome === "passed" ? "" : verdict(title, outcome);
	const { run } = details;
	const failed = mostTellingFirst(run.results.filter(({ state }) => state === "failed"));
	const warned = run.results.filter(({ state }) => state === "warned");
	return [
		verdict(title, failed.length === 0 ? outcome : {
			...outcome,
			remedy: ""
		}),
		groupsTable(run.results),
		figuresLine(details),
		...failed.slice(0, MOST_PROBLEMS).map((result) => problemPart(result, details)),
		...failed.length > MOST_PROBLEMS ? [`${failed.length - MOST_PROBLEMS} more are in the report.`] : [],
		...warned.length === 0 ? [] : [warnings(warned)],
		...notRun(run.results),
		...run.results.length === 0 ? [] : [folded("Every check", checksTable(run.results))],
		...slowest(run.results)
	].filter((part) => part !== "").join("\n\n");
}
const GROUPS = {
	presets: "Presets",
	logins: "Logins",
	checks: "Checks",
	"clean-up": "Clean-up"
};
function groupsTable(results) {
	const rows = Object.entries(GROUPS).flatMap(([group, title]) => {
		const own = results.filter((result) => result.group === group);
		const amount = (...states) => String(own.filter(({ state }) => states.includes(state)).length);
		return own.length === 0 ? [] : [[
			title,
			amount("passed"),
			amount("warned"),
			amount("failed"),
			amount("skipped", "unfinished")
		]];
	});
	return rows.length === 0 ? "" : table([
		"",
		"Passed",
		"Warnings",
		"Failed",
		"Not run"
	], rows);
}
function figuresLine({ run, figures, setup }) {
	const { times } = figures;
	const asked = `${code(setup.base.href)}, ${inWords(run.duration)} in all`;
	const waited = run.readiness.kind === "ready" ? `; ready after ${inWords(run.readiness.waited)}${run.readiness.version === void 0 ? "" : ` with version ${code(abbreviate(run.readiness.version), 60)}`}` : "";
	if (times === void 0) return `${asked}${waited}.`;
	const { p50, p95, p99 } = times;
	return `${asked}${waited}. ${count(times.requests, "request")}: p50 ${inMs(p50)}, p95 ${inMs(p95)}, p99 ${inMs(p99)}.`;
}
const inMs = (value) => value === void 0 ? "" : `${Math.round(value)} ms`;
function problemPart(result, { setup }) {
	const { source } = setup.suite;
	const lines = result.problems.flatMap((problem) => failureLines(problem, source.file === "" ? void 0 : source));
	const kind = result.group === "clean-up" ? "Clean-up failed" : "Failed";
	const id = result.title === result.id ? "" : ` (${code(result.id, 120)})`;
	return `**${kind}: ${plain(result.title, 200)}**${id}\n\n${block(lines)}`;
}
function warnings(results) {
	return ["**Warnings**", results.slice(0, MOST_PROBLEMS).map(({ id, title, problems, note }) => {
		const [problem] = problems;
		const seen = problem?.actual === void 0 ? note : `${problem.actual}; better: ${problem.expected ?? ""}`;
		return `- **${plain(title, 200)}** (${code(id, 120)}): ${plain(seen, 300)}`;
	}).join("\n")].join("\n\n");
}
function notRun(results) {
	const rows = results.filter(({ state }) => state === "skipped" || state === "unfinished").map(({ id, state, note }) => [
		code(id, 120),
		state,
		plain(note, 300)
	]);
	return rows.length === 0 ? [] : [folded(`Not run (${rows.length})`, table([
		"Check",
		"",
		"Why"
	], rows.slice(0, MOST_ROWS)))];
}
function checksTable(results) {
	const rows = results.slice(0, MOST_ROWS).map(({ id, title, state, note, duration }) => [
		state,
		code(id, 120),
		plain(title === id ? note : `${title}${note === "" ? "" : `: ${note}`}`, 300),
		inMs(duration)
	]);
	return table([
		"",
		"Check",
		"Seen",
		"Time"
	], rows);
}
function slowest(results) {
	const exchanges = results.flatMap((result) => result.exchanges).sort((a, b) => b.total - a.total);
	if (exchanges.length === 0) return [];
	const rows = exchanges.slice(0, SLOWEST).map(exchangeRow);
	return [folded("Slowest requests", table([
		"Request",
		"Status",
		"DNS",
		"Connect",
		"TLS",
		"First byte",
		"Transfer",
		"Total"
	], rows))];
}
function exchangeRow(exchange) {
	const { method, target, status, dns, connect, tls, firstByte, transfer, total } = exchange;
	const phases = [
		dns,
		connect,
		tls,
		firstByte,
		transfer,
		total
	].map(inMs);
	return [
		code(`${method} ${target}`, 120),
		status === void 0 ? "none" : String(status),
		...phases
	];
}
// src/actions/smoke-test.ts
const smokeTest = defineAction({
	name: "smoke-test",
	schemaVersion: 1,
	description: "Asks whether the deployed site works for a real visitor, over the real edge.",
	inputs: SMOKE_TEST_INPUTS,
	outputs: SMOKE_TEST_OUTPUTS,
	reasons: SMOKE_REASONS,
	read: readRequest,
	async run(request, world) {
		const chosen = await chooseEnvironment(request, world);
		const { runSmokeTest } = await import("./smoke-test-run.js");
		return runSmokeTest(request, chosen, world);
	},
	present: (outcome) => ({
		summary: smokeTestSummary(outcome),
		outputs: outputsOf(outcome.details)
	})
});
export { SMOKE_REASONS as a, mostTellingFirst as i, exchangesOf as n, failureLines as o, smokeFacts as r, figuresOf as s, smokeTest, wordsOf as t };
