import { a as CONFIGURATION_REASONS, i as defineAction, n as chooseEnvironment, r as COMMON_REASONS } from "./environment.js";
import { t as COOLIFY_REASONS } from "./reasons.js";
import { a as isSupported, i as describeCapabilities, n as CoolifyClient, o as hasEnded, r as capabilitiesOf, t as paced } from "./pace.js";
import { a as lastLines, n as cut, o as lowerFirst, r as inSequence, s as oneLine, t as count } from "./text.js";
import { _ as table, d as remedyMarkdown, f as block, g as plain, h as link, m as folded, n as deadlineIn, p as code, u as verdict } from "./world.js";
import { a as waitAfter, i as patiently, n as insist, o as explain, r as isPassingOnceKnown, t as askPatiently } from "./insisting.js";
import { n as namesCommit, r as parseSha, t as abbreviate } from "./commit.js";
import { n as UserError, r as messageOf, t as Cancelled } from "./errors.js";
import { a as isJsonObject, o as isPassing } from "./variables.js";
import { t as inWords } from "./duration.js";
import { t as askGit } from "./git.js";
import { i as versionOf, n as checkQuery, o as describeSource, r as configuredVersion, t as checkConfiguredQuery } from "./version-inputs.js";
import { n as readAnswer, t as probeHeaders } from "./version-page.js";
import { i as readAddress, n as coolifyAddressOf, t as checkToken } from "./coolify-inputs.js";
import { i as siteOf$2, t as authoritiesOf } from "./site-inputs.js";
import { t as RESOURCE_ID } from "./schema-patterns.js";
import { t as nearest } from "./nearest.js";
import { n as timeline } from "./mermaid.js";
// src/release/reasons.ts
const RELEASE_REASONS = {
	deployed: {
		outcome: "passed",
		meaning: "The deployment finished, runs the commit that was asked for, and the live version says so when one is configured.",
		remedy: "Nothing."
	},
	"already-live": {
		outcome: "passed",
		meaning: "The newest finished deployment and the live version both were the commit already; nothing was deployed.",
		remedy: "Nothing. `force: true` deploys all the same."
	},
	triggered: {
		outcome: "passed",
		meaning: "With `wait: false`: the deployment exists in Coolify. Nothing is known about how it ends.",
		remedy: "Leave `wait` at `true` to know."
	},
	planned: {
		outcome: "passed",
		meaning: "With `dry-run: true`: everything was read, and nothing was written.",
		remedy: "Nothing."
	},
	"deployment-failed": {
		outcome: "failed",
		meaning: "Coolify built or started the release and failed, or the new container never became healthy.",
		remedy: "Read the explanation and the log lines in the summary. With a rolling update the old release keeps serving."
	},
	"deployment-interrupted": {
		outcome: "failed",
		meaning: "Coolify marked the deployment failed without a word, as it does to everything that runs while it restarts or updates itself.",
		remedy: "Run the job again."
	},
	"deployment-cancelled": {
		outcome: "failed",
		meaning: "Somebody cancelled the deployment in Coolify.",
		remedy: "Ask who and why, then run the job again."
	},
	"post-deployment-failed": {
		outcome: "failed",
		meaning: "The post-deployment command failed. Coolify finishes the deployment all the same, so the new release is live without it.",
		remedy: "Run the command by hand or mend it and deploy again; one-off commands belong into `after-tasks`, whose exit status counts."
	},
	"wrong-commit": {
		outcome: "failed",
		meaning: "Coolify deployed another commit than the one that was asked for, because the branch moved or a pin was ignored.",
		remedy: "Give a `github-token` (or Coolify 4.2 and a token with write) so that the commit can be guaranteed."
	},
	"wrong-version": {
		outcome: "failed",
		meaning: "The deployment finished, but the live site went on showing another version until `health-timeout` was over.",
		remedy: "Check that the address leads to this application, that no cache is in between, and that the version comes from the running release."
	},
	"version-unreadable": {
		outcome: "failed",
		meaning: "The live site answered, but not with a version: an error page, a redirect, another shape.",
		remedy: "Open the address in the message; mend the site or the input `version`."
	},
	unhealthy: {
		outcome: "failed",
		meaning: "After the deployment Coolify reported the application as stopped or unhealthy until `health-timeout` was over, or its health page did not answer 2xx.",
		remedy: "Read the application log in Coolify."
	},
	"partly-deployed": {
		outcome: "failed",
		meaning: "A resource could not even be triggered, after another one had been: the resources are on different releases.",
		remedy: "Mend what the message names and run the job again: it goes on where it stopped."
	},
	"stale-run": {
		outcome: "failed",
		meaning: "A newer commit is live already; deploying this one would go back.",
		remedy: "Nothing, when an old run was repeated by mistake. To go back on purpose use a rollback."
	},
	"queue-full": {
		outcome: "failed",
		meaning: "The deployment queue of the server was full until `timeout` was over; nothing was queued.",
		remedy: "Look in Coolify for what blocks the queue."
	},
	"commit-not-guaranteed": {
		outcome: "failed",
		meaning: "Coolify would deploy another commit (it builds the branch head), and this version or `pin: never` does not allow to pin the one that was asked for. Nothing was triggered.",
		remedy: "Deploy the head of the branch, update Coolify to 4.2 or later, or allow pinning."
	},
	"after-task-failed": {
		outcome: "failed",
		meaning: "The new release is live, but a command of `after-tasks` ended with an error.",
		remedy: "Read its output in the summary."
	},
	"timed-out": {
		outcome: "inconclusive",
		meaning: "`timeout` was over while the deployment was still queued or running. It was left running.",
		remedy: "Look in Coolify; run the job again: it follows the same deployment."
	},
	"state-unreadable": {
		outcome: "inconclusive",
		meaning: "The deployment was triggered, but its state could no longer be read.",
		remedy: "Look in Coolify; run the job again when it answers."
	},
	"trigger-unknown": {
		outcome: "inconclusive",
		meaning: "The request to deploy was sent and nobody could say whether Coolify queued it.",
		remedy: "Look in Coolify; run the job again when it answers: it follows what was queued."
	},
	"site-unreachable": {
		outcome: "inconclusive",
		meaning: "The deployment finished, but the live site never answered this runner.",
		remedy: "Check the address and whether the runner can reach it."
	}
};
const REDEPLOY_REASONS = {
	...RELEASE_REASONS,
	...CONFIGURATION_REASONS,
	...COOLIFY_REASONS,
	...COMMON_REASONS
};
// src/coolify/gating.ts
const GATED = {
	gated: true,
	rolling: true,
	why: "",
	remedy: ""
};
const OBSTACLES = [
	{
		applies: (application) => application.buildPack === "dockercompose",
		why: "a Compose stack is stopped first and started without waiting for health",
		remedy: "Deploy the web service as an application of its own (build pack Dockerfile), or prove the version with the input \"version\"."
	},
	{
		applies: (application) => application.portMappings !== "",
		why: "it publishes host ports, so the old container is removed before the new one starts",
		remedy: "Empty \"Ports Mappings\" in Coolify and let the proxy reach the exposed port."
	},
	{
		applies: (application) => application.consistentName === true || application.customName !== "",
		why: "its container has a fixed name, so the old one is removed before the new one starts",
		remedy: "Switch off \"Consistent Container Names\" and remove the custom name under Advanced in Coolify."
	},
	{
		applies: (application) => /(^|\s)--ip6?(\s|=|$)/.test(application.runOptions),
		why: "its container has a fixed address (--ip), so the old one is removed before the new one starts",
		remedy: "Remove --ip from the custom Docker options."
	},
	{
		applies: (application) => !application.healthCheck.enabled && !application.healthCheck.fromImage,
		rolling: true,
		why: "it has no health check, so any container that starts counts as healthy",
		remedy: "Enable the health check of the application in Coolify, with the path of your health page, or add a HEALTHCHECK to the Dockerfile."
	}
];
function gatingOf(application) {
	const obstacle = OBSTACLES.find(({ applies }) => applies(application));
	if (obstacle === void 0) return GATED;
	return {
		gated: false,
		rolling: obstacle.rolling === true,
		why: obstacle.why,
		remedy: obstacle.remedy
	};
}
function gatingSeen(gating, sign) {
	if (sign?.checkCannotWork !== true) return gating;
	return {
		gated: false,
		rolling: gating.rolling,
		why: lowerFirst(sign.meaning.replace(/\.$/, "")),
		remedy: sign.remedy
	};
}
// src/coolify/pins.ts
const UNHURRIED = 1e4;
var Pins = class {
	#options;
	#open = new Map();
	constructor(options, open = []) {
		this.#options = options;
		for (const pin of open) this.#open.set(pin.application, pin);
	}
	get open() {
		return [...this.#open.values()];
	}
	async set(pin, patience, signal) {
		this.#open.set(pin.application, pin);
		this.#remember();
		const { reply, mayHaveActed } = await this.#patch(pin.application, pin.pinned, patience, signal);
		if (!reply.ok && !mayHaveActed) {
			this.#open.delete(pin.application);
			this.#remember();
		}
		return reply;
	}
	async restore(application, patience, signal) {
		const pin = this.#open.get(application);
		if (pin === void 0) return void 0;
		const { clock, random } = this.#options;
		const client = patience < UNHURRIED ? this.#options.client.hurried() : this.#options.client;
		const deadline = deadlineIn(clock, patience);
		const current = await patiently(() => client.application(application, signal), {
			clock,
			random,
			signal,
			deadline,
			again: isPassingOnceKnown
		});
		if (!current.ok) return current.problem;
		if (current.value.pin === pin.pinned) {
			const reply = await patiently(() => client.change(application, { git_commit_sha: pin.previous }, signal), {
				clock,
				random,
				signal,
				deadline,
				again: isPassingOnceKnown
			});
			if (!reply.ok) return reply.problem;
		}
		this.#open.delete(application);
		this.#remember();
	}
	async #patch(application, value, patience, signal) {
		const { client, clock, random } = this.#options;
		const deadline = deadlineIn(clock, patience);
		let mayHaveActed = false;
		const reply = await patiently(() => client.change(application, { git_commit_sha: value }, signal), {
			clock,
			random,
			signal,
			deadline,
			again: isPassingOnceKnown,
			waiting: (problem) => {
				mayHaveActed ||= problem.acted === "unknown";
			}
		});
		return {
			reply,
			mayHaveActed: mayHaveActed || reply.ok || reply.problem.acted === "unknown"
		};
	}
	#remember() {
		this.#options.remember(this.open);
	}
};
// src/coolify/watch.ts
const SHARED_FROM = 4;
const SHARED_FOR = 4e3;
var DeploymentWatch = class {
	#client;
	#clock;
	#followers = 0;
	#list;
	constructor(client, clock) {
		this.#client = client;
		this.#clock = clock;
	}
	async following(body) {
		this.#followers += 1;
		try {
			return await body();
		} finally {
			this.#followers -= 1;
		}
	}
	async look(uuid, queued, since, signal) {
		if (queued || this.#followers >= SHARED_FROM) {
			const list = await this.#running(since, signal);
			if (!list.ok) return list;
			const row = list.value.find((entry) => entry.uuid === uuid);
			if (row !== void 0) return {
				ok: true,
				value: {
					row,
					ahead: aheadOf(row, list.value)
				}
			};
		}
		const reply = await this.#client.deployment(uuid, signal);
		return reply.ok ? {
			ok: true,
			value: {
				row: reply.value,
				ahead: void 0
			}
		} : reply;
	}
	#running(since, signal) {
		const now = this.#clock.elapsed();
		if (this.#list === void 0 || this.#list.at <= since || now - this.#list.at >= SHARED_FOR) this.#list = {
			at: now,
			reply: this.#client.running(signal)
		};
		return this.#list.reply;
	}
};
function aheadOf(row, rows) {
	const before = rows.filter((other) => other.serverName === row.serverName && other.uuid !== row.uuid);
	return {
		queued: before.filter((other) => other.status === "queued" && other.id < row.id).length,
		running: before.filter((other) => other.status === "in_progress").length
	};
}
// src/coolify/secret-names.ts
const WORDS = "secret|token|passw|passphrase|pass(?![a-z])|pwd|api[_-]?key|private[_-]?key|access[_-]?key|dsn|credential";
const SECRET_IN_TEXT = new RegExp(WORDS, "i");
const SECRET_VARIABLE = new RegExp(`${WORDS}|key|auth|salt|_url$|^url$`, "i");
// src/coolify/logs.ts
function readLog(log) {
	if (log === void 0 || log === "") return [];
	let entries;
	try {
		entries = JSON.parse(log);
	} catch {
		return [];
	}
	if (!Array.isArray(entries)) return [];
	return entries.filter(isJsonObject).flatMap((entry) => {
		const output = typeof entry["output"] === "string" ? entry["output"] : "";
		const hidden = entry["hidden"] === true || entry["hidden"] === 1;
		return lastLines(output, MOST_LINES_OF_AN_ENTRY).map((text) => ({
			text: withoutCredentials(text),
			hidden
		}));
	});
}
const MOST_LINES_OF_AN_ENTRY = 500;
function visibleLines(log) {
	return readLog(log).filter((line) => !line.hidden).map((line) => line.text);
}
const ADDRESS = /([a-z][a-z0-9+.-]{1,20}:\/\/)(?:([^\s:/@]{0,200}):)?[^\s/]{1,500}@/gi;
const SCHEME = /\b((?:bearer|basic)\s+)[A-Za-z0-9._~+/|=-]{8,}/gi;
const ASSIGNMENT = /(?<![A-Z0-9_.-])([A-Z0-9_.-]{1,100})(["']?\s{0,5}[=:]\s{0,5})("[^"]*"|'[^']*'|[^\s,;]+)/gi;
function withoutCredentials(text) {
	return text.replace(ADDRESS, (_all, scheme, user) => `${scheme}${user ? `${user}:` : ""}***@`).replace(SCHEME, "$1***").replace(ASSIGNMENT, (all, name, separator) => SECRET_IN_TEXT.test(name) ? `${name}${separator}***` : all);
}
function postCommandFailed(log) {
	return readLog(log).some((line) => !line.hidden && /post-deployment command failed/i.test(line.text));
}
const SIGNS = [
	{
		pattern: /server is not functional/i,
		meaning: "Coolify could not reach the server it deploys to.",
		remedy: "Open Servers in Coolify and validate the server, then run this job again."
	},
	{
		pattern: /DisallowedHost|Invalid HTTP_HOST header/i,
		meaning: "Django refused the Host of the health check with 400.",
		remedy: "Add localhost to ALLOWED_HOSTS: Coolify asks with \"Host: localhost:<port>\" from inside the container.",
		checkCannotWork: true
	},
	{
		pattern: /(returned error|error:).{0,40}\b404\b/i,
		meaning: "The health check asks for a page that does not exist (404).",
		remedy: "Set the path of the health check in Coolify to the one of your health page, with its slash at the end.",
		checkCannotWork: true
	},
	{
		pattern: /\b(curl|wget): (command )?not found|(curl|wget)["']?: executable file not found|(curl|wget) is not (installed|available)|(neither|no) curl (nor|or) wget|curl and wget|curl or wget/i,
		meaning: "The health check cannot run: the image has neither curl nor wget.",
		remedy: "Install curl in the image (python:slim has none), or use a HEALTHCHECK written in Python.",
		checkCannotWork: true
	},
	{
		pattern: /ModuleNotFoundError|ImportError|No module named/i,
		meaning: "The application does not boot: a Python import fails.",
		remedy: "Read the traceback in the deployment log; a missing package belongs into the requirements of the image."
	},
	{
		pattern: /ImproperlyConfigured/i,
		meaning: "Django refuses its settings.",
		remedy: "Read the message in the deployment log; most often an environment variable is missing in Coolify."
	},
	{
		pattern: /could not connect to server|connection refused.*5432|OperationalError/i,
		meaning: "The application cannot reach its database.",
		remedy: "Check DATABASE_URL of this environment and that the database runs."
	},
	{
		pattern: /exit(ed)? (with )?code:? 137|OOMKilled|out of memory|Killed$/im,
		meaning: "Something was killed, most likely because memory ran out.",
		remedy: "Give the server more memory or build on a build server."
	},
	{
		pattern: /no space left on device/i,
		meaning: "The disk of the server is full.",
		remedy: "Run the Docker cleanup of the server in Coolify, then run this job again."
	},
	{
		pattern: /port is already allocated|address already in use/i,
		meaning: "A published port is taken, often by the old container.",
		remedy: "Remove the port mapping and let the proxy reach the container."
	},
	{
		pattern: /new container is not healthy|is unhealthy|healthcheck (status|failed)|rolling back/i,
		meaning: "The new container never became healthy, so Coolify removed it and kept the old one.",
		remedy: "Read the container lines in the deployment log; if it only starts slowly, raise the start period or the retries of the health check."
	}
];
const HEALTH_PHASE = /new container is not healthy|is unhealthy|healthcheck (status|logs|failed)/i;
function explainLog(log) {
	const lines = readLog(log);
	const checked = lines.some((line) => !line.hidden && HEALTH_PHASE.test(line.text));
	return SIGNS.filter((sign) => checked || sign.checkCannotWork !== true).find((sign) => lines.some((line) => sign.pattern.test(line.text)));
}
// src/release/after-tasks.ts
const APPEARS_WITHIN = 3e4;
const LOOK_EVERY$1 = 2e3;
const LINES_KEPT = 40;
async function runAfterTasks(result, context) {
	const done = [];
	for (const { task } of result.facts.tasks) {
		const { name } = result.facts.resource;
		const run = await context.world.host.chapter(`${name}: task ${task.name}`, () => runTask(result, task, context));
		done.push(run.task);
		for (const line of run.task.output) context.world.host.line(line);
		if (run.failure !== void 0) return {
			tasks: done,
			failure: run.failure
		};
	}
	return {
		tasks: done,
		failure: void 0
	};
}
async function runTask(result, task, context) {
	const deadline = deadlineIn(context.world.clock, context.request.timeout);
	const resource = result.facts.resource.name;
	const before = await list(result, task, context, deadline);
	if (!before.ok) return unknown(resource, task, before.problem, context);
	const earlier = sinceRelease(result, before.value);
	if (earlier?.status === "success") {
		context.world.host.line(`it ran at ${earlier.startedAt}, after this release went live`);
		return {
			task: {
				resource,
				task: task.name,
				status: "already-run",
				output: []
			},
			failure: void 0
		};
	}
	const started = (earlier?.status === "running" ? earlier : void 0) ?? await start(result, task, new Set(before.value.map(({ uuid }) => uuid)), context, deadline);
	if (!("uuid" in started)) return unknown(resource, task, started.problem, context);
	const execution = await finish(result, task, started, context, deadline);
	return conclude(result.facts.secretsKnown ? execution : {
		...execution,
		output: ""
	}, resource, task, context);
}
function sinceRelease(result, executions) {
	if (result.deployment?.startedBy === "this-run") return void 0;
	const finishedAt = result.deployment?.finishedAt ?? result.facts.rows.find((row) => row.status === "finished")?.finishedAt;
	const released = Date.parse(finishedAt ?? "");
	if (Number.isNaN(released)) return void 0;
	return executions.find(({ startedAt, status }) => status !== "failed" && Date.parse(startedAt) >= released);
}
async function start(result, task, known, context, deadline) {
	const { client, world } = context;
	const reply = await patiently(() => client.execute(result.facts.resource.uuid, task.uuid, world.signal), {
		...world,
		deadline,
		again: (problem) => isPassing(problem) && problem.acted === "no"
	});
	if (!reply.ok && reply.problem.acted === "no") return { problem: reply.problem };
	const appears = reply.ok ? deadline : deadlineIn(world.clock, Math.min(APPEARS_WITHIN, deadline.remaining()));
	for (;;) {
		const now = await list(result, task, context, deadline);
		if (!now.ok) return { problem: now.problem };
		const fresh = now.value.find(({ uuid }) => !known.has(uuid));
		if (fresh !== void 0) return fresh;
		if (appears.passed()) return { problem: reply.ok ? void 0 : reply.problem };
		await world.clock.sleep(LOOK_EVERY$1, world.signal);
	}
}
async function finish(result, task, started, context, deadline) {
	const { world } = context;
	const began = world.clock.elapsed();
	let execution = started;
	while (execution.status === "running" && !deadline.passed()) {
		world.host.progress(`running, ${inWords(world.clock.elapsed() - began)}`);
		await world.clock.sleep(LOOK_EVERY$1, world.signal);
		const now = await list(result, task, context, deadline);
		if (now.ok) execution = now.value.find(({ uuid }) => uuid === started.uuid) ?? execution;
	}
	return execution;
}
function list(result, task, context, deadline) {
	const { client, world } = context;
	return patiently(() => client.executions(result.facts.resource.uuid, task.uuid, world.signal), {
		...world,
		deadline,
		again: isPassingOnceKnown
	});
}
function conclude(execution, resource, task, context) {
	const output = lastLines(execution.output, LINES_KEPT).map(withoutCredentials);
	if (execution.status === "success") return {
		task: {
			resource,
			task: task.name,
			status: "success",
			output
		},
		failure: void 0
	};
	if (execution.status === "failed") return {
		task: {
			resource,
			task: task.name,
			status: "failed",
			output
		},
		failure: {
			reasonCode: "after-task-failed",
			headline: `${resource} is deployed, but the task "${task.name}" failed.`,
			remedy: "Its output is in the summary. The new release stays live; mend the cause and run the job again, which runs the task again."
		}
	};
	return {
		task: {
			resource,
			task: task.name,
			status: "unknown",
			output
		},
		failure: {
			reasonCode: "timed-out",
			headline: `${resource} is deployed, but the task "${task.name}" was still running after ${inWords(context.request.timeout)}. It was left running.`,
			remedy: "Look in Coolify under Scheduled Tasks, or give it more time:\nwith:\n  timeout: 45m"
		}
	};
}
function unknown(resource, task, problem, context) {
	const doing = `run the task "${task.name}" of ${resource}`;
	const explained = problem === void 0 ? void 0 : explain(problem, {
		doing,
		home: context.request.coolify.home
	});
	const unseen = {
		resource,
		task: task.name,
		status: "unknown",
		output: []
	};
	if (problem !== void 0 && explained !== void 0 && problem.acted === "no" && !isPassing(problem)) {
		const headline = `${resource} is deployed, but the task "${task.name}" was not run. ${explained.message}`;
		return {
			task: unseen,
			failure: {
				reasonCode: explained.reasonCode,
				headline,
				remedy: explained.remedy
			}
		};
	}
	return {
		task: unseen,
		failure: {
			reasonCode: "state-unreadable",
			headline: `${resource} is deployed, but whether the task "${task.name}" ran is not known: the answer to the request was lost, and no execution of it was listed. It was not asked for again, because a command that runs twice may do harm.`,
			remedy: "Look in Coolify under Scheduled Tasks. Running the job again runs the task, unless it has succeeded since this release went live."
		}
	};
}
// src/release/facts.ts
function liveCommit(rows) {
	const newest = rows.find((row) => row.status === "finished");
	return newest === void 0 ? void 0 : parseSha(newest.commit);
}
// src/release/decide.ts
function decide(facts, request, capabilities, mayBeLive = true) {
	const confirmable = mayBeLive && !request.force && facts.witness !== void 0;
	return facts.application.buildPack === "dockerimage" ? decideImage(facts, request, confirmable) : decideCommit(facts, request, capabilities, confirmable);
}
function decideCommit(facts, request, capabilities, confirmable) {
	const { sha, force } = request;
	if (sha === void 0) return noCommit(facts);
	const running = facts.rows.filter((row) => !hasEnded(row));
	const finished = facts.rows.find((row) => row.status === "finished");
	if (confirmable && running.length === 0 && finished?.commit === sha) return {
		kind: "confirm",
		row: finished
	};
	const stale = staleness(facts, sha);
	if (stale !== void 0) return stale;
	const same = running.find((row) => row.commit === sha && (!force || row.forced));
	if (same !== void 0) return {
		kind: "adopt",
		row: same
	};
	return pinning(facts, request, sha, capabilities);
}
function noCommit(facts) {
	return {
		kind: "refuse",
		reasonCode: "invalid-input",
		headline: `Which commit ${facts.resource.name} should run is not known: there is no workflow run and no checkout to take it from.`,
		remedy: "with:\n  sha: 0123456789abcdef0123456789abcdef01234567"
	};
}
function staleness(facts, sha) {
	const live = facts.comparedWith ?? liveCommit(facts.rows);
	if (live === void 0 || !facts.relation.known || facts.relation.value !== "older") return void 0;
	return {
		kind: "refuse",
		reasonCode: "stale-run",
		headline: `${abbreviate(sha)} is older than ${abbreviate(live)}, which is ${live === liveCommit(facts.rows) ? "live" : "being deployed"} on ${facts.resource.name}; deploying it would go back.`,
		remedy: "If an old run was repeated by mistake, there is nothing to do. To go back on purpose, use a rollback, which also looks at the database."
	};
}
function pinning(facts, request, sha, capabilities) {
	const { application, head } = facts;
	const deploy = (pin, guaranteed) => ({
		kind: "deploy",
		pin,
		image: void 0,
		force: request.force,
		guaranteed
	});
	const headIsWanted = head.known && head.value === sha;
	if (!capabilities.honoursPin) {
		if (request.pin === "always") return cannotPin(facts, sha, "This version of Coolify ignores pins (4.2 is the first that honours them).");
		if (head.known && !headIsWanted) return cannotPin(facts, sha, `The head of ${application.branch} is ${abbreviate(head.value)}, and this version of Coolify always builds the head (4.2 is the first that honours pins).`);
		return deploy(void 0, headIsWanted);
	}
	if (application.pin === sha) return deploy(void 0, true);
	const needed = application.pin !== "HEAD" || !headIsWanted;
	if (request.pin === "always" || request.pin === "auto" && needed) return deploy({ previous: application.pin }, true);
	if (application.pin !== "HEAD") return cannotPin(facts, sha, `The application is pinned to ${abbreviate(application.pin)}, and pin: never forbids to change that.`);
	if (head.known && !headIsWanted) return cannotPin(facts, sha, `The head of ${application.branch} is ${abbreviate(head.value)}, and pin: never forbids to pin another commit.`);
	return deploy(void 0, headIsWanted);
}
function cannotPin(facts, sha, why) {
	return {
		kind: "refuse",
		reasonCode: "commit-not-guaranteed",
		headline: `${facts.resource.name} would not run ${abbreviate(sha)}: ${why} Nothing was triggered on it.`,
		remedy: "Deploy the head of the branch, or let Coolify 4.2 or later pin the commit:\nwith:\n  pin: auto"
	};
}
function decideImage(facts, request, confirmable) {
	const { application, rows } = facts;
	const tag = request.imageTag ?? application.imageTag;
	const change = tag === application.imageTag ? void 0 : {
		previous: application.imageTag,
		tag
	};
	const running = rows.find((row) => !hasEnded(row));
	const finished = rows.find((row) => row.status === "finished");
	if (!request.force && change === void 0) {
		if (running !== void 0 && request.wait) return {
			kind: "adopt",
			row: running
		};
		if (finished !== void 0 && confirmable) return {
			kind: "confirm",
			row: finished
		};
	}
	return {
		kind: "deploy",
		pin: void 0,
		image: change,
		force: request.force || running !== void 0 || change !== void 0,
		guaranteed: true
	};
}
function wantedVersion(facts, request) {
	if (facts.application.buildPack !== "dockerimage") return request.sha;
	return request.expectedVersion ?? request.imageTag ?? facts.application.imageTag;
}
// src/github/checkout.ts
const LS_REMOTE_TIMEOUT = 2e4;
async function remoteHead(branch, options) {
	const result = await askGit([
		"ls-remote",
		"--exit-code",
		"--",
		"origin",
		`refs/heads/${branch}`
	], {
		directory: options.directory,
		timeout: LS_REMOTE_TIMEOUT
	}, options);
	if (!result.ok && result.reason === "absent") return {
		known: false,
		why: `git could not be asked: ${result.message}`
	};
	const sha = result.ok ? parseSha(result.stdout.split(/\s/)[0] ?? "") : void 0;
	return sha === void 0 ? {
		known: false,
		why: "the checkout's origin has no such branch or cannot be reached"
	} : {
		known: true,
		value: sha
	};
}
async function checkedOutCommit(options) {
	const result = await askGit([
		"rev-parse",
		"--verify",
		"HEAD"
	], {
		directory: options.directory,
		timeout: 5e3
	}, options);
	return result.ok ? parseSha(result.stdout) : void 0;
}
// src/github/repository.ts
const RELATIONS = {
	identical: "identical",
	ahead: "newer",
	behind: "older",
	diverged: "diverged"
};
function githubRepository(options) {
	const [owner = "", repo = ""] = options.repository.split("/");
	let client;
	const ask = async (what, question) => {
		client ??= import("./octokit.js").then(({ octokitFor }) => octokitFor(options));
		try {
			const value = await question(await client);
			return value === void 0 ? {
				known: false,
				why: `GitHub's answer for ${what} was not understood`
			} : {
				known: true,
				value
			};
		} catch (thrown) {
			if (options.signal.aborted) throw new Cancelled();
			return {
				known: false,
				why: reasonOf$1(thrown, what)
			};
		}
	};
	return {
		head: (branch) => ask(`the branch ${branch}`, async (octokit) => {
			const { data } = await octokit.rest.git.getRef({
				owner,
				repo,
				ref: `heads/${branch}`
			});
			return parseSha(data.object.sha);
		}),
		relation: (base, candidate) => ask("the comparison", async (octokit) => {
			const { data } = await octokit.rest.repos.compareCommitsWithBasehead({
				owner,
				repo,
				basehead: `${base}...${candidate}`,
				per_page: 1
			});
			return RELATIONS[data.status];
		})
	};
}
function reasonOf$1(thrown, what) {
	const status = thrown instanceof Error && "status" in thrown ? Number(thrown.status) : void 0;
	if (status === 401) return "GitHub does not accept the token";
	if (status === 403) return `GitHub does not let the token read ${what} (add "contents: read" to the job's permissions)`;
	if (status === 404) return `GitHub does not know ${what}, or the token may not read the repository ("contents: read")`;
	return `GitHub could not be asked for ${what}: ${messageOf(thrown)}`;
}
// src/release/history.ts
function historyFor(request, http, world) {
	const { repository, githubApi, workspace } = world.host.context;
	const token = /^https:|^http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/]/.test(`${githubApi}/`) ? request.githubToken : void 0;
	const github = token === void 0 || repository === void 0 ? void 0 : githubRepository({
		repository,
		token,
		api: githubApi,
		http,
		signal: world.signal
	});
	const answers = new Map();
	const once = (key, ask) => {
		const asked = answers.get(key) ?? ask();
		answers.set(key, asked);
		return asked;
	};
	return {
		head: (application) => {
			const { branch } = application;
			if (!BRANCH.test(branch)) return Promise.resolve({
				known: false,
				why: "the branch of the application is no name of a branch"
			});
			if (!isSameRepository(application.repository, repository)) return Promise.resolve(foreign(application, repository));
			return once(`head ${branch}`, async () => {
				const fromGithub = await github?.head(branch);
				if (fromGithub?.known === true) return fromGithub;
				const fromRemote = await remoteHead(branch, {
					directory: workspace,
					...world
				});
				return fromRemote.known ? fromRemote : fromGithub ?? fromRemote;
			});
		},
		relation: (application, live, candidate) => {
			if (!isSameRepository(application.repository, repository)) return Promise.resolve(foreign(application, repository));
			if (github === void 0) return Promise.resolve({
				known: false,
				why: "no github-token was given"
			});
			return once(`relation ${live} ${candidate}`, () => github.relation(live, candidate));
		}
	};
}
function foreign(application, repository) {
	return {
		known: false,
		why: `the application is built from ${ownerAndName(application.repository)}, not from ${repository ?? "this repository"}`
	};
}
const BRANCH = /^(?!-)[^\p{Cc} ~^:?*[\\]{1,255}$/u;
function ownerAndName(address) {
	return address.replace(/^[a-z+]+:\/\/[^/]+\//i, "").replace(/^[^@/]+@[^:/]+:/, "").replace(/^\/+|\/+$/g, "").replace(/\.git$/i, "");
}
function isSameRepository(address, repository) {
	if (address === "" || repository === void 0) return true;
	return ownerAndName(address).toLowerCase() === repository.toLowerCase();
}
// src/release/plan.ts
function planOf(decision, facts, request) {
	switch (decision.kind) {
		case "refuse": return `would be refused: ${decision.headline}`;
		case "confirm": return "is live already, seen on the live site; nothing would be deployed";
		case "adopt": return `deployment ${decision.row.uuid} is under way; would be followed`;
		case "deploy": {
			const what = decision.image?.tag ?? (facts.application.buildPack === "dockerimage" ? facts.application.imageTag : abbreviate(request.sha ?? ""));
			const how = [
				...decision.pin === void 0 ? [] : [`pinned for the deployment (now ${decision.pin.previous})`],
				...decision.image === void 0 ? [] : [`image tag set (now ${decision.image.previous || "empty"})`],
				...decision.force && facts.application.buildPack !== "dockerimage" ? ["without the build cache"] : [],
				...decision.guaranteed ? [] : ["commit only compared afterwards"]
			];
			return `would deploy ${what}${how.length === 0 ? "" : `, ${how.join(", ")}`}`;
		}
	}
}
// src/coolify/status.ts
function isWell(status) {
	const [state = "", health = ""] = status.replace(/[()]/g, " ").trim().split(/[:\s]+/);
	return state === "running" && health !== "unhealthy";
}
// src/release/live-site.ts
const READ_TIMEOUT = 1e4;
const LARGEST_PAGE = 1048576;
async function readSite(options) {
	const { probe } = options;
	const result = await options.http.send({
		method: "GET",
		url: new URL(probe.path, options.site),
		headers: probeHeaders(probe),
		timeout: READ_TIMEOUT,
		maxBytes: LARGEST_PAGE,
		signal: options.signal
	});
	return result.ok ? readAnswer(result.answer, probe) : {
		kind: "no-answer",
		failure: result.failure
	};
}
const READS_IN_A_ROW = 3;
const READ_EVERY = 700;
const ASK_AGAIN_AFTER = 2e3;
async function prove(options) {
	let inARow = 0;
	let everAnswered = false;
	for (let reads = 1;; reads += 1) {
		const last = await readSite(options);
		everAnswered ||= last.kind !== "no-answer";
		inARow = last.kind === "answered" && options.wanted(last.value) ? inARow + 1 : 0;
		options.progress(last, inARow);
		if (inARow >= READS_IN_A_ROW) return {
			proved: true,
			last,
			reads,
			everAnswered
		};
		const wait = inARow > 0 ? READ_EVERY : ASK_AGAIN_AFTER;
		if (options.deadline.remaining() <= wait || options.once === true && inARow === 0) return {
			proved: false,
			last,
			reads,
			everAnswered
		};
		await options.clock.sleep(wait, options.signal);
	}
}
// src/release/proving.ts
async function proveLive(facts, context, deadline, once) {
	const probe = probeOf(facts);
	const site = siteOf$1(facts.application.address, context);
	let seen = {
		versionProved: void 0,
		liveVersion: void 0,
		failure: void 0
	};
	if (probe !== void 0 && site !== void 0) seen = await look(probe, site, facts, context, deadline, once);
	if (once || seen.failure !== void 0) return {
		...seen,
		status: ""
	};
	const grace = deadlineIn(context.world.clock, Math.max(deadline.remaining(), SCAN_GRACE));
	return {
		...seen,
		...await settleStatus(facts, context, grace)
	};
}
async function confirmLive(facts, context, deadline) {
	const { witness } = facts;
	const nothing = {
		versionProved: void 0,
		liveVersion: void 0,
		status: "",
		failure: void 0
	};
	const site = siteOf$1(witness?.address, context);
	if (witness === void 0 || site === void 0) return {
		...nothing,
		live: false
	};
	const seen = await look(witness.source, site, facts, context, deadline, true);
	const live = seen.versionProved === true;
	return facts.resource.version === void 0 ? {
		...nothing,
		live
	} : {
		...seen,
		status: "",
		live
	};
}
async function look(probe, site, facts, context, deadline, once) {
	const wanted = wantedVersion(facts, context.request) ?? "";
	const { world, http } = context;
	const proof = await prove({
		site,
		probe,
		http,
		signal: world.signal,
		clock: world.clock,
		deadline,
		once,
		wanted: (value) => probe.kind === "health" || isWanted(value, wanted),
		progress: (reading, inARow) => world.host.progress(`${facts.resource.name}: ${describeReading(reading, probe, inARow)}`)
	});
	const liveVersion = proof.last.kind === "answered" && probe.kind !== "health" ? proof.last.value : void 0;
	return {
		versionProved: probe.kind === "health" ? void 0 : proof.proved,
		liveVersion,
		failure: proof.proved ? void 0 : notProved(proof, probe, site, wanted, facts, context)
	};
}
function probeOf(facts) {
	const { version, health } = facts.resource;
	return version ?? (health === void 0 ? void 0 : {
		kind: "health",
		path: health
	});
}
function siteOf$1(address, context) {
	if (context.request.site !== void 0) return context.request.site;
	return address === void 0 || !URL.canParse(address) ? void 0 : new URL(address);
}
function isWanted(value, wanted) {
	const sha = parseSha(wanted);
	return sha === void 0 ? value.trim() === wanted : namesCommit(value, sha);
}
function describeReading(reading, probe, inARow) {
	if (reading.kind === "no-answer") return `${probe.path} does not answer (${reading.failure.message})`;
	if (reading.kind === "wrong-answer") return `${probe.path}: ${reading.why}`;
	const what = probe.kind === "health" ? "well" : `version ${abbreviate(reading.value)}`;
	return inARow > 0 ? `${what}, seen ${inARow} of 3 times in a row` : `${what}, not the new one yet`;
}
function notProved(proof, probe, site, wanted, facts, context) {
	const address = new URL(probe.path, site).href;
	const { name } = facts.resource;
	const waited = inWords(context.request.healthTimeout);
	if (!proof.everAnswered) return {
		reasonCode: "site-unreachable",
		headline: `${name} is deployed according to Coolify, but ${address} did not answer this runner once in ${waited}${proof.last.kind === "no-answer" ? `: ${proof.last.failure.message}` : ""}.`,
		remedy: "Open the address from the machine that runs the job. If its certificate is signed by a private authority:\nwith:\n  ca-file: certificates/authority.pem"
	};
	if (proof.last.kind === "answered" && isWanted(proof.last.value, wanted)) return {
		reasonCode: "wrong-version",
		headline: `${name} is deployed, and ${address} shows ${abbreviate(wanted)} at last, but not three times in a row within ${waited}.`,
		remedy: "If it only needed longer, run the job again or give it more time; if it changes back and forth, an old container still answers:\nwith:\n  health-timeout: 5m"
	};
	if (proof.last.kind === "answered") return {
		reasonCode: "wrong-version",
		headline: `${name} is deployed according to Coolify, but ${address} still shows ${abbreviate(proof.last.value) || "no version"} instead of ${abbreviate(wanted)} after ${waited}.`,
		remedy: "Check that the address leads to this application, that no cache stands in between, and that the version is taken from the running release (Coolify sets SOURCE_COMMIT)."
	};
	const why = proof.last.kind === "wrong-answer" ? proof.last.why : proof.last.failure.message;
	return {
		reasonCode: probe.kind === "health" ? "unhealthy" : "version-unreadable",
		headline: `${name} is deployed according to Coolify, but ${address} does not answer as it should after ${waited}: ${why}.`,
		remedy: probe.kind === "health" ? "Read the application log in Coolify." : `Mend the page, or say where the version is:\nwith:\n  version: ${probe.path}#$.version   # now: ${describeSource(probe)}`
	};
}
const STATUS_EVERY = 3e3;
const SCAN_GRACE = 6e4;
async function settleStatus(facts, context, deadline) {
	const { client, world } = context;
	const began = world.clock.elapsed();
	let status = "";
	for (;;) {
		const reply = await client.application(facts.resource.uuid, world.signal);
		status = reply.ok ? reply.value.status : "";
		if (reply.ok && isWell(status)) return {
			status,
			failure: void 0
		};
		if (deadline.remaining() <= STATUS_EVERY) return {
			status,
			failure: unhealthy(status, facts, world.clock.elapsed() - began)
		};
		world.host.progress(`${facts.resource.name}: Coolify says ${status || "nothing yet"}`);
		await world.clock.sleep(STATUS_EVERY, world.signal);
	}
}
function unhealthy(status, facts, waited) {
	const { name } = facts.resource;
	if (status === "") return {
		reasonCode: "state-unreadable",
		headline: `${name} is deployed, but Coolify could not be asked how it is.`,
		remedy: "Look in Coolify; run the job again when it answers."
	};
	return {
		reasonCode: "unhealthy",
		headline: `${name} is deployed, but Coolify still says "${status}" after ${inWords(waited)}.`,
		remedy: "Read the application log in Coolify. If the container only starts slowly, raise the start period of its health check."
	};
}
// src/release/order.ts
const NOT_ASKED = {
	known: false,
	why: ""
};
const NO_ORDER = {
	head: NOT_ASKED,
	relation: NOT_ASKED,
	comparedWith: void 0
};
async function orderOf(application, rows, request, history) {
	const { sha } = request;
	if (sha === void 0 || application.buildPack === "dockerimage") return NO_ORDER;
	const head = await history.head(application);
	let order = {
		...NO_ORDER,
		head
	};
	for (const other of othersThan(sha, rows)) {
		const relation = await history.relation(application, other, sha);
		order = {
			head,
			relation,
			comparedWith: other
		};
		if (relation.known && relation.value === "older") break;
	}
	return order;
}
function othersThan(sha, rows) {
	const all = [...rows.filter((row) => !hasEnded(row)).map((row) => parseSha(row.commit)), liveCommit(rows)].filter((commit) => commit !== void 0 && commit !== sha);
	return [...new Set(all.filter((commit) => commit !== void 0))];
}
// src/release/rows.ts
const ENOUGH = 10;
const FURTHER = 50;
async function recentRows(client, uuid, signal) {
	const newest = await client.history(uuid, ENOUGH, signal);
	if (!newest.ok || newest.value.some(({ status }) => status === "finished")) return newest;
	return client.history(uuid, FURTHER, signal);
}
// src/release/refresh.ts
const PATIENCE$1 = 6e4;
async function refreshed(facts, history, context) {
	const { client, request, world } = context;
	const { uuid, name } = facts.resource;
	const deadline = deadlineIn(world.clock, PATIENCE$1);
	const application = await asked(() => client.application(uuid, world.signal), deadline, context);
	if (!application.ok) return unreadable(application, name, context);
	const rows = await asked(() => recentRows(client, uuid, world.signal), deadline, context);
	if (!rows.ok) return unreadable(rows, name, context);
	const order = await orderOf(application.value, rows.value, request, history);
	return {
		...facts,
		application: application.value,
		rows: rows.value,
		...order
	};
}
function asked(ask, deadline, { world }) {
	return patiently(ask, {
		...world,
		deadline,
		again: isPassingOnceKnown,
		waiting: () => world.host.progress(`Coolify does not answer; asking again for up to ${inWords(PATIENCE$1)}`)
	});
}
function unreadable(reply, name, { request, version }) {
	const { message, remedy } = explain(reply.problem, {
		doing: `read the application ${name} again`,
		home: request.coolify.home,
		version
	});
	return {
		reasonCode: "state-unreadable",
		headline: `${name} was not deployed: ${message}`,
		remedy
	};
}
// src/coolify/follow.ts
const EAGER = 2400;
const STEADY = 5200;
const EAGER_FOR = 2e4;
const JITTER = .1;
const FINISHED_AT_PATIENCE = 6e4;
const MISSING_PATIENCE = 3e4;
async function follow(uuid, watch, options) {
	return watch.following(() => followAlone(uuid, watch, options));
}
async function followAlone(uuid, watch, options) {
	const { clock, deadline, signal } = options;
	const began = clock.elapsed();
	const transitions = [];
	let row;
	let problem;
	let lastSeen = began;
	let lookedAt = began;
	let endedAt;
	let missingSince;
	let shownLines = 0;
	const result = (end, outage = 0) => ({
		end,
		row,
		problem,
		outage,
		transitions
	});
	for (;;) {
		const since = lookedAt;
		lookedAt = clock.elapsed();
		const reply = await watch.look(uuid, row?.status === "queued" || row === void 0, since, signal);
		const now = clock.elapsed();
		if (reply.ok) {
			const outage = problem === void 0 || problem.kind === "throttled" ? 0 : now - lastSeen;
			row = reply.value.row;
			lastSeen = now;
			problem = void 0;
			missingSince = void 0;
			if (transitions.at(-1)?.state !== row.status) transitions.push({
				state: row.status,
				at: clock.now()
			});
			const lines = visibleLines(row.log);
			for (const line of lines.slice(shownLines)) options.logLine(line);
			shownLines = Math.max(shownLines, lines.length);
			if (hasEnded(row)) {
				endedAt ??= now;
				if (row.status !== "finished" || row.finishedAt !== void 0 || now - endedAt >= FINISHED_AT_PATIENCE) return result("ended", outage);
				options.progress("finished; waiting for the post-deployment command");
			} else {
				if (options.until === "started" && row.status !== "queued") return result("started");
				options.progress(describe(reply.value, now - began, options.showLastLine ? lines.at(-1) : void 0));
			}
		} else {
			problem = reply.problem;
			missingSince = problem.kind === "not-found" ? missingSince ?? now : void 0;
			if (endedAt !== void 0 && now - endedAt >= FINISHED_AT_PATIENCE) return result("ended");
			if (!mayPass(problem, now - (missingSince ?? now))) return result("unreadable", now - lastSeen);
			options.progress(`Coolify does not answer (${inWords(now - lastSeen)}); the deployment goes on without it`);
		}
		if (deadline.passed()) return endedAt !== void 0 ? result("ended") : result(problem === void 0 ? "timeout" : "unreadable");
		await clock.sleep(Math.min(interval(now - began, options.random), Math.max(100, deadline.remaining())), signal);
	}
}
function interval(elapsed, random) {
	return Math.round((elapsed < EAGER_FOR ? EAGER : STEADY) * (1 + random() * JITTER));
}
function mayPass(problem, missingFor) {
	if (isPassing(problem) || problem.kind === "not-coolify") return true;
	return problem.kind === "not-found" && missingFor < MISSING_PATIENCE;
}
function describe(sight, elapsed, lastLine) {
	const { row, ahead } = sight;
	const latest = lastLine === void 0 ? "" : ` (${cut(lastLine.trim(), 80)})`;
	if (row.status !== "queued") return `${row.status.replace(/_/g, " ")}, ${inWords(elapsed)}${latest}`;
	if (ahead === void 0) return `queued, ${inWords(elapsed)}`;
	const before = ahead.running === 0 ? "" : ` behind ${count(ahead.running, "running deployment")}`;
	return `queued, place ${ahead.queued + 1} in line${before}, ${inWords(elapsed)}`;
}
// src/coolify/trigger.ts
const PHANTOM_AFTER = 1e4;
const SETTLED_AFTER = 1e4;
const LOOK_EVERY = 1500;
const MOST_PHANTOMS = 5;
const HISTORY = 10;
async function trigger(options) {
	const { client, clock, deadline, signal } = options;
	let phantoms = 0;
	for (let attempt = 0;; attempt += 1) {
		const shared = attempt === 0 ? options.ask : void 0;
		const reply = await (shared ?? (() => client.deploy({ uuid: options.application }, options.force, signal)))();
		const answeredAt = clock.elapsed();
		const said = reply.ok ? readEntries(reply.value, options.application) : void 0;
		if (said?.kind === "declined") return {
			kind: "declined",
			message: said.message
		};
		if (said?.kind === "accepted") {
			const row = await confirm(said.deployment, options);
			if (row !== void 0) return {
				kind: "following",
				row,
				startedBy: "this-run"
			};
		}
		if (said !== void 0 || !reply.ok && reply.problem.acted === "unknown") {
			const found = await settle(options, answeredAt, said !== void 0);
			if (found.kind !== "nothing") return found;
			phantoms += said === void 0 ? 0 : 1;
			if (phantoms >= MOST_PHANTOMS || deadline.passed()) return {
				kind: "unknown",
				problem: reply.ok ? void 0 : reply.problem
			};
			continue;
		}
		if (reply.ok) continue;
		const { problem } = reply;
		if (problem.kind !== "queue-full" && !isPassing(problem)) return {
			kind: "refused",
			problem
		};
		const before = shared === void 0 ? void 0 : await queuedSince(options);
		if (before !== void 0) return {
			kind: "following",
			row: before,
			startedBy: "unknown"
		};
		const wait = Math.min(problem.kind === "queue-full" ? problem.retryAfter : waitAfter(attempt, options.random), deadline.remaining());
		if (deadline.passed()) return problem.kind === "queue-full" ? {
			kind: "queue-full",
			message: problem.message
		} : {
			kind: "refused",
			problem
		};
		options.progress(await waitingFor(problem, wait, options));
		await clock.sleep(wait, signal);
	}
}
function readEntries(entries, application) {
	const entry = entries.find(({ resource }) => resource === application);
	if (entry === void 0) return entries.find(({ resource }) => resource === "") === void 0 ? {
		kind: "declined",
		message: "Coolify left the resource out of its answer."
	} : { kind: "silent" };
	if (/already queued/i.test(entry.message)) return { kind: "already-queued" };
	if (entry.deployment === void 0) return {
		kind: "declined",
		message: entry.message
	};
	return {
		kind: "accepted",
		deployment: entry.deployment
	};
}
async function confirm(uuid, options) {
	const { clock, signal } = options;
	const until = clock.elapsed() + PHANTOM_AFTER;
	const reply = await patiently(() => options.client.deployment(uuid, signal), {
		...options,
		again: (problem) => isPassing(problem) || problem.kind === "not-coolify" || problem.kind === "not-found" && clock.elapsed() < until,
		waiting: () => options.progress("waiting for the deployment to appear")
	});
	return reply.ok ? reply.value : void 0;
}
async function settle(options, answeredAt, takeRunning) {
	const { client, clock, signal } = options;
	for (;;) {
		let lookedAt = 0;
		const look = () => {
			lookedAt = clock.elapsed();
			return client.history(options.application, HISTORY, signal);
		};
		const reply = await patiently(look, {
			...options,
			again: isPassingOnceKnown,
			waiting: () => options.progress("Coolify does not answer; finding out whether the deployment was queued")
		});
		if (!reply.ok) return {
			kind: "unknown",
			problem: reply.problem
		};
		const fresh = freshOf(reply.value, options);
		if (fresh !== void 0) return {
			kind: "following",
			row: fresh,
			startedBy: starterOf(fresh, options)
		};
		const running = takeRunning ? reply.value.find((row) => !hasEnded(row)) : void 0;
		if (running !== void 0) return {
			kind: "following",
			row: running,
			startedBy: "someone-else"
		};
		if (lookedAt - answeredAt >= SETTLED_AFTER) return { kind: "nothing" };
		if (options.deadline.passed()) return {
			kind: "unknown",
			problem: void 0
		};
		options.progress("finding out whether the deployment was queued");
		await clock.sleep(LOOK_EVERY, signal);
	}
}
function starterOf(row, { expected }) {
	const possible = expected === void 0 || expected.includes(row.commit);
	return row.startedBy === "api" && possible ? "unknown" : "someone-else";
}
async function queuedSince(options) {
	const reply = await patiently(() => options.client.history(options.application, HISTORY, options.signal), options);
	return reply.ok ? freshOf(reply.value, options) : void 0;
}
function freshOf(rows, options) {
	return rows.find((row) => !options.known.has(row.uuid) && isOurs(row, options.commit));
}
function isOurs(row, commit) {
	return !row.restartOnly && !row.rollback && (row.startedBy === "api" || row.commit === commit);
}
async function waitingFor(problem, wait, options) {
	if (problem.kind !== "queue-full") return `Coolify does not answer; asking again in ${inWords(wait)}`;
	const running = await options.client.running(options.signal);
	const queued = running.ok ? running.value.filter((row) => row.status === "queued").length : void 0;
	return `the deployment queue of the server is full${queued === void 0 ? "" : ` (${queued} waiting)`}; asking again in ${inWords(wait)}`;
}
// src/release/cancelling.ts
async function endCancelled(run) {
	const { client, policy } = run;
	const signal = new AbortController().signal;
	if (run.followed === void 0 && run.known === void 0) return {
		row: void 0,
		told: "Nothing was triggered on it."
	};
	const uuid = run.followed ?? await appeared(run, signal);
	if (uuid === void 0) return {
		row: void 0,
		told: "A deployment had just been asked for; whether Coolify queued it is not known."
	};
	if (policy === "leave") {
		const reply = await client.deployment(uuid, signal);
		if (!reply.ok) return {
			row: void 0,
			told: `Deployment ${uuid} was left as it is.`
		};
		const { status } = reply.value;
		const told = hasEnded(reply.value) ? `had ended already (${status})` : "was left running";
		return {
			row: reply.value,
			told: `Deployment ${uuid} ${told}.`
		};
	}
	await client.cancel(uuid, signal);
	const reply = await client.deployment(uuid, signal);
	if (!reply.ok) return {
		row: void 0,
		told: `Coolify was told to cancel deployment ${uuid}, and did not say whether it did.`
	};
	const { status } = reply.value;
	const told = status === "cancelled-by-user" ? `Deployment ${uuid} was cancelled in Coolify.` : `Coolify was told to cancel deployment ${uuid}; its state is ${status.replace(/_/g, " ")}.`;
	return {
		row: reply.value,
		told
	};
}
async function appeared(run, signal) {
	const reply = await run.client.history(run.application, 5, signal);
	return reply.ok ? reply.value.find((row) => row.startedBy === "api" && !row.restartOnly && !row.rollback && (row.commit === run.wanted || row.commit === "HEAD" && !run.pinned) && run.known?.has(row.uuid) === false)?.uuid : void 0;
}
// src/release/judge.ts
function failureState(failure) {
	return REDEPLOY_REASONS[failure.reasonCode].outcome === "inconclusive" ? "unknown" : "failed";
}
function judgeTrigger(triggered, facts, request, version) {
	const { name } = facts.resource;
	switch (triggered.kind) {
		case "refused": {
			const { reasonCode, message, remedy } = explain(triggered.problem, {
				doing: `deploy ${name}`,
				home: request.coolify.home,
				version
			});
			return {
				reasonCode,
				headline: `${message} Nothing was triggered on ${name}.`,
				remedy
			};
		}
		case "declined": return {
			reasonCode: /unauthori[sz]ed/i.test(triggered.message) ? "token-ability" : "coolify-refused",
			headline: `Coolify answered 200 but did not deploy ${name}: "${oneLine(triggered.message, 200)}". Nothing was triggered on it.`,
			remedy: "Check in Coolify that the owner of the token may deploy this application."
		};
		case "queue-full": return {
			reasonCode: "queue-full",
			headline: `The deployment queue of the server stayed full for ${inWords(request.timeout)}; ${name} was not queued.`,
			remedy: "Look in Coolify under Servers, Deployments for what blocks the queue, then run the job again."
		};
		case "unknown": return {
			reasonCode: "trigger-unknown",
			headline: `The request to deploy ${name} was sent, and it could not be found out whether Coolify queued it${triggered.problem === void 0 ? "" : ` (${explain(triggered.problem, {
				doing: `deploy ${name}`,
				home: request.coolify.home
			}).message})`}.`,
			remedy: "Look in Coolify. When it answers again, run the job again: it follows what was queued."
		};
	}
}
function judgeDeployment(followed, facts, request) {
	const { name } = facts.resource;
	const { row } = followed;
	if (followed.end === "timeout") return {
		reasonCode: "timed-out",
		headline: `${name} was still ${row?.status.replace(/_/g, " ") ?? "queued"} after ${inWords(request.timeout)}. The deployment was left running and may still finish.`,
		remedy: "Look in Coolify. Run the job again to follow the same deployment, or give it more time:\nwith:\n  timeout: 45m"
	};
	if (followed.end === "unreadable" || row === void 0) return {
		reasonCode: "state-unreadable",
		headline: `${name} was triggered, but the state of its deployment can no longer be read.${followed.problem === void 0 ? "" : ` ${explain(followed.problem, {
			doing: `read the deployment of ${name}`,
			home: request.coolify.home
		}).message}`}`,
		remedy: "Look in Coolify. When it answers again, run the job again: it finds what is live."
	};
	if (row.status === "cancelled-by-user") return {
		reasonCode: "deployment-cancelled",
		headline: `Somebody cancelled the deployment of ${name} in Coolify. What ran before goes on running.`,
		remedy: "Ask who and why, then run the job again."
	};
	if (row.status !== "finished") return deploymentFailed(followed, row.log, facts);
	if (postCommandFailed(row.log)) return {
		reasonCode: "post-deployment-failed",
		headline: `${name} is deployed, but its post-deployment command failed, and Coolify hides that by calling the deployment finished.`,
		remedy: `The command is:\n${oneLine(facts.application.postCommand, 200)}\nRun it by hand or mend it and deploy again. A command whose failure must count belongs into after-tasks (Coolify 4.3) or into the entrypoint.`
	};
}
function deploymentFailed(followed, log, facts) {
	const { name } = facts.resource;
	const sign = explainLog(log);
	if (sign === void 0 && followed.outage > 0 && followed.row?.finishedAt === void 0) return {
		reasonCode: "deployment-interrupted",
		headline: `Coolify did not answer for ${inWords(followed.outage)} and then called the deployment of ${name} failed: it restarted or updated itself, which ends every deployment under way.`,
		remedy: "Run the job again. What ran before goes on running."
	};
	return {
		reasonCode: "deployment-failed",
		headline: `The deployment of ${name} failed: ${sign === void 0 ? "Coolify does not say why" : lowerFirst(sign.meaning.replace(/\.$/, ""))}. ${whatServes(facts)}`,
		remedy: sign?.remedy ?? "Read the log of the deployment in Coolify."
	};
}
function whatServes(facts) {
	return gatingOf(facts.application).rolling ? "The release before it goes on serving." : "Coolify removes the old container first here, so the application may be down.";
}
function unknownImage(facts) {
	return {
		reasonCode: "state-unreadable",
		headline: `${facts.resource.name} was deployed by others again and again while this run waited; which image runs now is not known.`,
		remedy: "Stop the other deployments, and let the live site tell its version:\nwith:\n  version: /health/#$.version"
	};
}
function wrongCommit(commit, facts, request) {
	const wanted = abbreviate(request.sha ?? "");
	return {
		reasonCode: "wrong-commit",
		headline: `${facts.resource.name} was deployed, but with ${abbreviate(oneLine(commit, 64))} instead of ${wanted}: Coolify built what ${facts.application.branch} pointed at when the job started.`,
		remedy: ["Deploy the newest commit, or let the commit be guaranteed: Coolify 4.2 or later, a token with the ability write, and", "with:\n  pin: auto\n  github-token: ${{ github.token }}"].join("\n")
	};
}
// src/release/preparing.ts
const PUT_BACK_PATIENCE = 6e4;
async function prepare(decision, facts, deadline, context) {
	const { pins, request, world } = context;
	const { name } = facts.resource;
	const application = facts.resource.uuid;
	let reply = {
		ok: true,
		value: true
	};
	let doing = "";
	if (decision.pin !== void 0 && request.sha !== void 0) {
		const { previous } = decision.pin;
		doing = `pin ${name} to a commit`;
		world.host.line(`${name}: pinning to ${request.sha} for this deployment (it was ${previous})`);
		reply = await pins.set({
			application,
			previous,
			pinned: request.sha
		}, deadline.remaining(), world.signal);
	} else if (decision.image !== void 0) {
		const { tag, previous } = decision.image;
		doing = `set the image tag of ${name}`;
		world.host.line(`${name}: setting the image tag to ${tag} (it was ${previous || "empty"})`);
		reply = await setTag(tag, facts, deadline, context);
	}
	if (reply.ok) return void 0;
	const { reasonCode, message, remedy } = explain(reply.problem, {
		doing,
		home: request.coolify.home,
		version: context.version
	});
	return {
		reasonCode,
		headline: `${message} Nothing was triggered on ${name}.`,
		remedy
	};
}
async function putTagBack(decision, facts, context) {
	if (decision.kind !== "deploy" || decision.image === void 0 || decision.image.previous === "") return;
	const { host, clock } = context.world;
	const { previous } = decision.image;
	const told = (await setTag(previous, facts, deadlineIn(clock, PUT_BACK_PATIENCE), context)).ok ? `the image tag is ${previous} again` : `the image tag could not be put back to ${previous}`;
	host.line(`${facts.resource.name}: ${told}`);
}
function setTag(tag, facts, deadline, context) {
	const { client, world } = context;
	const change = { docker_registry_image_tag: tag };
	return patiently(() => client.change(facts.resource.uuid, change, world.signal), {
		...world,
		deadline,
		again: isPassingOnceKnown
	});
}
// src/release/resource.ts
const MOST_ROUNDS = 3;
const CANCEL_PATIENCE = 1400;
const RESTORE_PATIENCE = 6e4;
async function releaseResource(facts, context) {
	const run = new ResourceRun(facts, context);
	try {
		return await run.go();
	} catch (thrown) {
		if (!(thrown instanceof Cancelled)) throw thrown;
		const [result] = await Promise.all([run.cancelled(), run.restorePin()]);
		return result;
	} finally {
		await run.restorePin();
	}
}
var ResourceRun = class {
	#facts;
	#context;
	#began;
	#deadline;
	#deployment;
	#row;
	#pinned = false;
	#hurriedRestore;
	#asked = false;
	#proof = {
		versionProved: void 0,
		liveVersion: void 0,
		status: ""
	};
	constructor(facts, context) {
		this.#facts = facts;
		this.#context = context;
		this.#began = context.world.clock.elapsed();
		this.#deadline = deadlineIn(context.world.clock, context.request.timeout);
	}
	async go() {
		const { request, capabilities } = this.#context;
		let decision = decide(this.#facts, request, capabilities);
		if (decision.kind === "confirm") {
			if (await this.#isLiveAlready()) return this.#result("already-live");
			decision = decide(this.#facts, request, capabilities, false);
		}
		for (let round = 1;; round += 1) {
			const failure = await this.#carryOut(decision);
			await this.restorePin();
			if (failure !== void 0) {
				if (failureState(failure) === "failed" && this.#deployment?.status !== "finished") await putTagBack(decision, this.#facts, this.#context);
				return this.#result(failureState(failure), failure);
			}
			if (!request.wait) return this.#result("triggered");
			const verdict = await this.#prove(round);
			if (verdict !== "another-round") return verdict === void 0 ? this.#result("live") : this.#result(failureState(verdict), verdict);
			const now = await refreshed(this.#facts, this.#context.historyNow(), this.#context);
			if ("reasonCode" in now) return this.#result(failureState(now), now);
			this.#facts = now;
			decision = decide(now, request, capabilities, false);
		}
	}
	async #isLiveAlready() {
		const { world, request } = this.#context;
		const { live, ...proof } = await confirmLive(this.#facts, this.#context, deadlineIn(world.clock, request.healthTimeout));
		this.#proof = proof;
		return live;
	}
	async #carryOut(decision) {
		if (decision.kind === "refuse") return decision;
		if (decision.kind === "adopt") {
			this.#say(`following deployment ${decision.row.uuid}, which is under way for this commit`);
			return this.#follow(decision.row, "someone-else");
		}
		if (decision.kind === "confirm") return void 0;
		const refused = await prepare(decision, this.#facts, this.#deadline, this.#context);
		if (refused !== void 0) return refused;
		this.#pinned ||= decision.pin !== void 0;
		const triggered = await this.#trigger(decision);
		if (triggered.kind !== "following") return judgeTrigger(triggered, this.#facts, this.#context.request, this.#context.version);
		this.#say(triggered.startedBy !== "someone-else" ? `deployment ${triggered.row.uuid} is queued` : `Coolify is deploying already: following ${triggered.row.uuid}`);
		return this.#follow(triggered.row, triggered.startedBy);
	}
	#trigger(decision) {
		const { client, request, world } = this.#context;
		const { rows, resource } = this.#facts;
		const ask = this.#asked ? void 0 : this.#context.ask;
		this.#asked = true;
		this.#deployment = void 0;
		this.#row = void 0;
		return trigger({
			client,
			application: resource.uuid,
			force: decision.force,
			commit: request.sha,
			expected: decision.guaranteed ? [
				request.sha ?? "HEAD",
				"HEAD",
				this.#facts.application.pin
			] : void 0,
			known: new Set(rows.map((row) => row.uuid)),
			clock: world.clock,
			random: world.random,
			signal: world.signal,
			deadline: this.#deadline,
			progress: (text) => this.#progress(text),
			...ask === void 0 ? {} : { ask }
		});
	}
	async #follow(row, startedBy) {
		const { request, world, watch } = this.#context;
		this.#note(row, startedBy, void 0);
		if (!request.wait && !this.#pinned) return void 0;
		const followed = await follow(row.uuid, watch, {
			clock: world.clock,
			random: world.random,
			signal: world.signal,
			deadline: this.#deadline,
			until: request.wait ? "ended" : "started",
			showLastLine: request.logs !== "never" && this.#facts.secretsKnown,
			progress: (text) => this.#progress(text),
			logLine: (line) => request.logs === "always" && this.#facts.secretsKnown && world.host.line(`${this.#facts.resource.name} | ${line}`)
		});
		this.#note(followed.row ?? row, startedBy, followed);
		if (!request.wait) return void 0;
		return judgeDeployment(followed, this.#facts, request);
	}
	#note(row, startedBy, followed) {
		const { request, world } = this.#context;
		this.#row = row;
		this.#deployment = {
			uuid: row.uuid,
			startedBy,
			status: row.status,
			commit: row.commit,
			finishedAt: row.finishedAt,
			page: row.path === "" ? "" : `${request.coolify.home}${row.path.startsWith("/") ? "" : "/"}${row.path}`,
			transitions: followed?.transitions ?? [],
			duration: world.clock.elapsed() - this.#began
		};
	}
	async #prove(round) {
		const { request, world } = this.#context;
		const { application, resource } = this.#facts;
		const deployment = this.#deployment;
		const isImage = application.buildPack === "dockerimage";
		if (deployment !== void 0 && !isImage && deployment.commit !== request.sha) {
			if (deployment.startedBy === "someone-else" && round < MOST_ROUNDS) {
				this.#say(`that deployment was of ${deployment.commit}; now ours`);
				return "another-round";
			}
			return wrongCommit(deployment.commit, this.#facts, request);
		}
		const foreign = isImage && deployment?.startedBy === "someone-else";
		if (foreign && resource.version === void 0) return round < MOST_ROUNDS ? "another-round" : unknownImage(this.#facts);
		this.#say("finished; looking at the live application");
		const doubtful = foreign && round < MOST_ROUNDS;
		const deadline = deadlineIn(world.clock, request.healthTimeout);
		const proof = await proveLive(this.#facts, this.#context, deadline, doubtful);
		this.#proof = proof;
		return doubtful && proof.failure !== void 0 ? "another-round" : proof.failure;
	}
	async cancelled() {
		const { request, client } = this.#context;
		const { name, uuid } = this.#facts.resource;
		const end = await endCancelled({
			client: client.hurried(),
			application: uuid,
			policy: this.#deployment?.startedBy === "someone-else" ? "leave" : request.onCancel,
			wanted: request.sha,
			pinned: this.#pinned,
			followed: this.#deployment?.uuid,
			known: this.#asked ? new Set(this.#facts.rows.map((row) => row.uuid)) : void 0
		});
		if (end.row !== void 0) this.#note(end.row, this.#deployment?.startedBy ?? "unknown", void 0);
		this.#say(end.told);
		return this.#result("unknown", {
			reasonCode: "cancelled",
			headline: `The run was cancelled while ${name} was being deployed. ${end.told}`,
			remedy: "Run the job again: it follows a deployment that is still under way, and finds one that has finished."
		});
	}
	async restorePin() {
		const { pins, world } = this.#context;
		const { signal } = world;
		const { uuid } = this.#facts.resource;
		if (!pins.open.some((pin) => pin.application === uuid)) return;
		if ((signal.aborted ? await this.#restoreHurriedly() : await pins.restore(uuid, RESTORE_PATIENCE, signal).catch(() => this.#restoreHurriedly())) === void 0) this.#say("the pin was taken back");
	}
	#restoreHurriedly() {
		const { pins } = this.#context;
		this.#hurriedRestore ??= pins.restore(this.#facts.resource.uuid, CANCEL_PATIENCE, new AbortController().signal);
		return this.#hurriedRestore;
	}
	#result(state, failure) {
		const { request } = this.#context;
		const shown = (request.logs === "always" || request.logs === "on-failure" && failure !== void 0) && this.#facts.secretsKnown;
		return {
			facts: this.#facts,
			state,
			failure,
			deployment: this.#deployment,
			gating: gatingSeen(gatingOf(this.#facts.application), this.#row?.status === "failed" ? explainLog(this.#row.log) : void 0),
			pinned: this.#pinned,
			imageTag: this.#facts.application.buildPack === "dockerimage" ? request.imageTag ?? this.#facts.application.imageTag : void 0,
			...this.#proof,
			plan: "",
			log: shown ? visibleLines(this.#row?.log).slice(-40) : [],
			logReadable: this.#row !== void 0 && hasEnded(this.#row) ? this.#row.log !== void 0 : void 0,
			tasks: []
		};
	}
	#say(text) {
		this.#context.world.host.line(`${this.#facts.resource.name}: ${text}`);
	}
	#progress(text) {
		this.#context.world.host.progress(`${this.#facts.resource.name}: ${text}`);
	}
};
// src/release/requirements.ts
function requireAll(facts, request) {
	requireImage(facts, request);
	requireTasks(facts, request);
	for (const each of facts) requireSite(each, request);
}
function requireTasks(facts, request) {
	const all = facts.map(({ resource }) => resource);
	for (const { resource } of request.afterTasks) {
		if (all.some(({ name, uuid }) => name === resource || uuid === resource)) continue;
		throw new UserError(`The input "after-tasks" names the resource "${oneLine(resource, 60)}", which is not deployed here.`, {
			reasonCode: "invalid-input",
			remedy: `Deployed are: ${inSequence(all.map(({ name }) => oneLine(name, 60)))}.`
		});
	}
}
function requireImage(all, request) {
	if (request.imageTag === void 0 || all.some(({ application }) => application.buildPack === "dockerimage")) return;
	const built = inSequence(all.map(({ resource, application }) => `${resource.name} (${application.buildPack})`));
	throw new UserError(`The input "image-tag" is given, but no resource here runs a docker image: ${built}.`, {
		reasonCode: "invalid-input",
		remedy: "Leave image-tag out: what is built from git is chosen by its commit.\nwith:\n  sha: ${{ github.sha }}"
	});
}
function requireSite({ resource, application }, request) {
	if (resource.version === void 0 && resource.health === void 0) return;
	const remedy = "with:\n  base-url: https://staging.example";
	if (request.site !== void 0) return;
	if (application.address === void 0 || !URL.canParse(application.address)) throw new UserError(`Where to read the version of ${resource.name} is not known: the application has no domain in Coolify.`, {
		reasonCode: "invalid-input",
		remedy
	});
	if (new URL(application.address).protocol === "http:" && !request.allowInsecure) throw new UserError(`The domain of ${resource.name} in Coolify, ${oneLine(application.address, 100)}, is plain HTTP.`, {
		reasonCode: "invalid-input",
		remedy: `Give it an https domain in Coolify, or:\n${remedy}`
	});
}
// src/release/secrets.ts
async function learnSecrets(resource, request, client, world) {
	if (request.logs === "never" && request.afterTasks.length === 0) return true;
	const reply = await askPatiently(() => client.variables(resource.uuid, world.signal), world);
	if (!reply.ok) return !isPassingOnceKnown(reply.problem);
	for (const { key, values } of reply.value.slice(0, MOST_VARIABLES)) {
		if (!SECRET_VARIABLE.test(key)) continue;
		for (const value of values) for (const secret of secretsIn(value)) world.host.mask(secret);
	}
	return true;
}
const MOST_VARIABLES = 500;
function secretsIn(value) {
	if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(value) || !URL.canParse(value)) return value.length >= 6 ? [value] : [];
	const { username, password, searchParams } = new URL(value);
	const secret = password === "" ? username : password;
	return [
		secret,
		decoded(secret),
		...searchParams.values()
	].filter((part) => part.length >= 6);
}
function decoded(text) {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
// src/release/tag.ts
async function applicationsOfTag(tag, request, client, world) {
	const applications = await insist(`list the applications tagged ${tag}`, () => client.applications(tag, world.signal), request, world);
	const nobodys = `none-${world.random().toString(36).slice(2, 12)}`;
	if ((await insist("list the applications of a tag", () => client.applications(nobodys, world.signal), request, world)).length > 0) throw new UserError("This version of Coolify does not list applications by tag: it answers with all of them.", {
		reasonCode: "coolify-unsupported",
		remedy: "Name the applications:\nwith:\n  resources: web=k0wg4s8k8sgk0c0occ4wkgs0"
	});
	if (applications.length === 0) throw new UserError(`No application that this token can see has the tag "${oneLine(tag, 60)}".`, {
		reasonCode: "resource-not-found",
		remedy: "Add the tag to the applications in Coolify, or name them:\nwith:\n  resources: web=k0wg4s8k8sgk0c0occ4wkgs0"
	});
	return applications.map(({ name, uuid }) => ({
		name,
		uuid,
		version: void 0,
		health: void 0
	}));
}
// src/release/survey.ts
async function survey(request, client, history, world) {
	const { host } = world;
	const ask = (doing, call) => insist(doing, call, request, world);
	const version = await ask("read Coolify's version", () => client.version(world.signal));
	if (!isSupported(version)) throw tooOld(version, request);
	const capabilities = capabilitiesOf(version);
	host.line(`Coolify ${version.text} at ${request.coolify.home}`);
	for (const { title, available, since } of describeCapabilities(version)) host.line(`  ${title}: ${available ? "yes" : `no (since ${since})`}`);
	const steps = request.tag === void 0 ? request.steps : [await applicationsOfTag(request.tag, request, client, world)];
	const surveyOne = async (resource) => {
		const application = await readApplication(resource, request, client, world);
		const rows = await ask(`read the deployments of ${resource.name}`, () => recentRows(client, resource.uuid, world.signal));
		const secretsKnown = await learnSecrets(resource, request, client, world);
		return {
			resource,
			application,
			rows,
			tasks: await findTasks(resource, request, capabilities, version, client, world),
			witness: void 0,
			secretsKnown,
			...await orderOf(application, rows, request, history)
		};
	};
	const surveyed = [];
	for (const step of steps) surveyed.push(await Promise.all(step.map(surveyOne)));
	const complete = withWitnesses(withVersion(surveyed, request));
	requireAll(complete.flat(), request);
	return {
		version,
		capabilities,
		steps: complete
	};
}
function withWitnesses(steps) {
	const isImage = ({ application }) => application.buildPack === "dockerimage";
	const web = steps.flat().find((facts) => facts.resource.version !== void 0 && !isImage(facts));
	return steps.map((step) => step.map((facts) => {
		const speaker = facts.resource.version !== void 0 || isImage(facts) ? facts : web;
		const source = speaker?.resource.version;
		return source === void 0 ? facts : {
			...facts,
			witness: {
				source,
				address: speaker?.application.address
			}
		};
	}));
}
function withVersion(steps, request) {
	const { version } = request;
	if (version === void 0) return steps;
	const all = steps.flat();
	const web = all.find(({ application }) => application.address !== void 0) ?? all[0];
	return steps.map((step) => step.map((facts) => facts === web ? {
		...facts,
		resource: {
			...facts.resource,
			version
		}
	} : facts));
}
async function readApplication(resource, request, client, world) {
	const reply = await client.application(resource.uuid, world.signal);
	if (reply.ok) return reply.value;
	if (reply.problem.kind !== "not-found") return insist(`read the application ${resource.name}`, () => client.application(resource.uuid, world.signal), request, world);
	for (const family of ["services", "databases"]) {
		if (!(await client.exists(family, resource.uuid, world.signal)).ok) continue;
		throw new UserError(`${nameAndId(resource)} is a ${family.slice(0, -1)}, not an application: it has no deployments and no commit.`, {
			reasonCode: "not-an-application",
			remedy: "Leave it out of \"resources\"; services and databases are restarted in Coolify."
		});
	}
	const others = await client.applications(void 0, world.signal);
	const seen = others.ok ? others.value.slice(0, 10).map(({ name, uuid }) => `  ${oneLine(name, 60)}=${uuid}`) : [];
	throw new UserError(`Coolify has no application ${nameAndId(resource)} that this token can see.`, {
		reasonCode: "resource-not-found",
		remedy: ["Copy the id from the address of the application in Coolify; a token sees the resources of one team only.", ...seen.length === 0 ? [] : [
			"This token sees:",
			"resources: |",
			...seen
		]].join("\n")
	});
}
function nameAndId(resource) {
	return resource.name === resource.uuid ? resource.uuid : `${resource.name} (${resource.uuid})`;
}
async function findTasks(resource, request, capabilities, version, client, world) {
	const asked = request.afterTasks.filter((task) => task.resource === resource.name || task.resource === resource.uuid);
	if (asked.length === 0) return [];
	if (!capabilities.executesTasks) throw new UserError(`Coolify ${version.text} cannot run one-off tasks by API, so "after-tasks" cannot be used with it.`, {
		reasonCode: "coolify-unsupported",
		remedy: "Update Coolify to 4.3 or later. Until then run the command in the entrypoint of the image before the server starts (its failure keeps the old container), not as post-deployment command, whose failure Coolify hides."
	});
	const tasks = await insist(`list the scheduled tasks of ${resource.name}`, () => client.tasks(resource.uuid, world.signal), request, world);
	return asked.map((entry) => {
		const task = tasks.find(({ uuid, name }) => uuid === entry.task || name === entry.task);
		if (task !== void 0) return {
			asked: entry,
			task
		};
		const names = tasks.map(({ name }) => oneLine(name, 60));
		throw new UserError(`${resource.name} has no scheduled task "${oneLine(entry.task, 60)}".`, {
			reasonCode: "invalid-input",
			remedy: names.length === 0 ? "It has none: add one in Coolify under Scheduled Tasks; it may be disabled." : `It has: ${inSequence(names)}.`
		});
	});
}
function tooOld(version, request) {
	return new UserError(`Coolify ${version.text} at ${request.coolify.home} is older than 4.0.0.`, {
		reasonCode: "coolify-unsupported",
		remedy: "Update Coolify; nothing is known to work with a beta."
	});
}
// src/release/release.ts
const PINS_STATE = "pins";
async function release(request, world) {
	const http = world.http({ authorities: request.authorities });
	const client = clientFor(request, http, world);
	const historyNow = () => historyFor(request, http, world);
	const facts = await world.host.chapter("Looking around", () => survey(request, client, historyNow(), world));
	const pins = pinsOf(client, request.coolify, world);
	const shared = {
		request,
		version: facts.version.text,
		capabilities: facts.capabilities,
		client,
		watch: new DeploymentWatch(client, world.clock),
		pins,
		historyNow,
		http,
		world
	};
	const resources = request.dryRun ? await Promise.all(facts.steps.flat().map((entry) => planned(entry, shared))) : await carryOut(facts, shared);
	for (const { facts: of, plan } of resources) if (plan !== "") world.host.line(`${of.resource.name}: ${plan}`);
	return {
		request,
		coolifyVersion: facts.version.text,
		resources,
		leftPins: pins.open,
		headUnknown: whyUnknown(facts, ({ head }) => head),
		orderUnknown: whyUnknown(facts, ({ relation }) => relation)
	};
}
function clientFor(request, http, world) {
	return new CoolifyClient({
		address: request.coolify,
		token: request.token,
		http,
		pace: paced(world.clock)
	});
}
function pinsOf(client, { home }, world, open = []) {
	const { clock, random, host } = world;
	const remember = (left) => host.state(PINS_STATE, JSON.stringify({
		home,
		open: left
	}));
	return new Pins({
		client,
		clock,
		random,
		remember
	}, open);
}
async function carryOut(facts, shared) {
	const { host } = shared.world;
	const results = [];
	let stopped = false;
	for (const step of facts.steps) {
		if (stopped) {
			results.push(...step.map((entry) => bare(entry, "not-reached")));
			continue;
		}
		const now = results.length === 0 ? step : await again(step, shared);
		const context = {
			...shared,
			ask: askingByTag(step, shared)
		};
		const names = inSequence(step.map(({ resource }) => resource.name));
		const what = shared.request.sha === void 0 ? shared.request.imageTag ?? "" : abbreviate(shared.request.sha);
		const ended = await host.chapter(`Deploying ${what} to ${names}`, () => Promise.all(now.map((entry) => "state" in entry ? entry : releaseResource(entry, context))));
		results.push(...ended);
		for (const result of ended) await showLog(result, shared);
		stopped = ended.some((result) => result.failure !== void 0);
	}
	return stopped ? results : withTasks(results, {
		...shared,
		ask: void 0
	});
}
function again(step, shared) {
	const history = shared.historyNow();
	return Promise.all(step.map(async (entry) => {
		try {
			const now = await refreshed(entry, history, shared);
			return "reasonCode" in now ? {
				...bare(entry, "not-reached"),
				failure: now
			} : now;
		} catch (thrown) {
			if (!(thrown instanceof Cancelled)) throw thrown;
			return {
				...bare(entry, "not-reached"),
				failure: cancelledBefore(entry)
			};
		}
	}));
}
function cancelledBefore({ resource }) {
	return {
		reasonCode: "cancelled",
		headline: `The run was cancelled before ${resource.name} was deployed. Nothing was triggered on it.`,
		remedy: "Run the job again: it goes on where it stopped."
	};
}
async function showLog(result, { request, world }) {
	if (result.failure === void 0 || result.log.length === 0 || request.logs !== "on-failure") return;
	await world.host.chapter(`Deployment log of ${result.facts.resource.name}`, async () => {
		for (const line of result.log) world.host.line(line);
	});
}
function askingByTag(step, shared) {
	const { tag, force } = shared.request;
	const alike = step.every((entry) => {
		const decision = decide(entry, shared.request, shared.capabilities);
		return decision.kind === "deploy" && decision.pin === void 0 && decision.image === void 0 && decision.force === force;
	});
	if (tag === void 0 || !alike) return void 0;
	let answer;
	return () => {
		answer ??= shared.client.deploy({ tag }, force, shared.world.signal);
		return answer;
	};
}
async function withTasks(results, context) {
	const ended = [];
	for (const result of results) {
		if (ended.some(({ failure }) => failure !== void 0) || result.facts.tasks.length === 0 || !context.request.wait) {
			ended.push(result);
			continue;
		}
		try {
			const { tasks, failure } = await runAfterTasks(result, context);
			ended.push({
				...result,
				tasks,
				failure
			});
		} catch (thrown) {
			if (!(thrown instanceof Cancelled)) throw thrown;
			ended.push({
				...result,
				failure: {
					reasonCode: "cancelled",
					headline: `${result.facts.resource.name} is deployed; the run was cancelled while its tasks ran.`,
					remedy: "Run the job again: it runs the tasks that have not succeeded since."
				}
			});
		}
	}
	return ended;
}
async function planned(facts, shared) {
	const { request, capabilities, world } = shared;
	let decision = decide(facts, request, capabilities);
	if (decision.kind === "confirm") {
		const deadline = deadlineIn(world.clock, request.healthTimeout);
		const { live } = await confirmLive(facts, {
			...shared,
			ask: void 0
		}, deadline);
		if (!live) decision = decide(facts, request, capabilities, false);
	}
	const failure = decision.kind === "refuse" ? decision : void 0;
	return {
		...bare(facts, failure === void 0 ? "planned" : "failed"),
		failure,
		plan: planOf(decision, facts, request)
	};
}
function bare(facts, state) {
	return {
		facts,
		state,
		failure: void 0,
		deployment: void 0,
		gating: gatingOf(facts.application),
		pinned: false,
		imageTag: void 0,
		versionProved: void 0,
		liveVersion: void 0,
		status: "",
		plan: "",
		log: [],
		logReadable: void 0,
		tasks: []
	};
}
function whyUnknown(facts, part) {
	for (const entry of facts.steps.flat()) {
		const answer = part(entry);
		if (!answer.known && answer.why !== "") return answer.why;
	}
	return "";
}
// src/release/verdict.ts
function verdictOf(release) {
	const findings = findingsOf(release);
	const failed = worst(release.resources);
	if (failed?.failure !== void 0) {
		const { headline, remedy } = failed.failure;
		const reasonCode = reasonOf(failed.failure.reasonCode, release);
		return {
			outcome: REDEPLOY_REASONS[reasonCode].outcome,
			reasonCode,
			headline: `${headline}${elsewhere(release, failed)}`,
			remedy,
			findings
		};
	}
	const reasonCode = passedAs(release);
	return {
		outcome: "passed",
		reasonCode,
		headline: passedHeadline(release, reasonCode),
		remedy: "",
		findings
	};
}
const WORST_FIRST = [
	"failed",
	"error",
	"inconclusive"
];
function worst(resources) {
	const rank = ({ failure }) => failure === void 0 ? WORST_FIRST.length : WORST_FIRST.indexOf(REDEPLOY_REASONS[failure.reasonCode].outcome);
	return resources.filter(({ failure }) => failure !== void 0).sort((a, b) => rank(a) - rank(b))[0];
}
function reasonOf(reasonCode, release) {
	return release.resources.some(({ deployment, state, tasks }) => deployment !== void 0 || state === "unknown" || tasks.some(({ status }) => status === "success" || status === "failed")) && REDEPLOY_REASONS[reasonCode].outcome === "error" ? "partly-deployed" : reasonCode;
}
function passedAs(release) {
	if (release.request.dryRun) return "planned";
	if (!release.request.wait) return release.resources.every(({ state }) => state === "already-live") ? "already-live" : "triggered";
	return release.resources.every(({ state }) => state === "already-live") ? "already-live" : "deployed";
}
function elsewhere(release, failed) {
	const live = release.resources.filter((result) => result !== failed && (result.state === "live" || result.state === "already-live"));
	if (live.length === 0) return "";
	return ` Already on the new release: ${inSequence(live.map(({ facts }) => facts.resource.name))}.`;
}
function passedHeadline(release, reason) {
	const { request, resources } = release;
	const names = resources.length > 6 ? count(resources.length, "resource") : inSequence(resources.map(({ facts }) => facts.resource.name));
	const where = request.environment === void 0 ? "" : ` on ${request.environment}`;
	const what = whatIsLive(release);
	switch (reason) {
		case "planned": return `This is what would be done with ${names}${where}; nothing was changed.`;
		case "triggered": return `The deployment of ${what} to ${names}${where} is queued; whether it succeeds was not waited for.`;
		case "already-live": return `${what} is live${where} already (${names}); nothing was deployed.`;
		case "deployed": {
			const seen = resources.filter(({ versionProved }) => versionProved === true);
			return `${what} is live${where} (${names})${seen.length > 0 ? `, seen on the live site of ${inSequence(seen.map(({ facts }) => facts.resource.name))}.` : ", according to Coolify; the live version was not asked."}`;
		}
	}
}
function whatIsLive(release) {
	const { request, resources } = release;
	const images = resources.filter(({ facts }) => facts.application.buildPack === "dockerimage");
	const tag = request.imageTag ?? images[0]?.facts.application.imageTag ?? "";
	if (images.length === resources.length) return `Image tag ${tag}`;
	const commit = `Commit ${abbreviate(request.sha ?? "")}`;
	return images.length === 0 ? commit : `${commit} (image tag ${tag})`;
}
function findingsOf(release) {
	const { request, resources } = release;
	const asked = resources.filter(({ state }) => state !== "not-reached");
	return [
		...release.leftPins.map((pin) => ({
			rule: "redeploy/pin-left",
			severity: "high",
			subject: nameOf(release, pin.application),
			message: `The application is still pinned to ${abbreviate(pin.pinned)}: every later deployment builds that commit.`,
			evidence: `git_commit_sha was ${pin.previous} before`,
			remedy: `Put it back (token with write):\ncurl -X PATCH -H "Authorization: Bearer $COOLIFY_TOKEN" -H "Content-Type: application/json" -d '{"git_commit_sha":"${pin.previous}"}' ${request.coolify.api.href}applications/${pin.application}`
		})),
		...asked.filter(({ gating }) => !gating.gated).map(({ facts, gating }) => ({
			rule: "redeploy/not-health-gated",
			severity: "medium",
			subject: facts.resource.name,
			message: `For ${facts.resource.name} "finished" proves little: ${gating.why}.`,
			evidence: `build pack ${facts.application.buildPack || "unknown"}`,
			remedy: gating.remedy
		})),
		...foreignPins(release),
		...versionFindings(release),
		...logFindings(asked, request.logs),
		...withheldFindings(asked),
		...headFinding(release),
		...orderFinding(release)
	];
}
function nameOf(release, uuid) {
	return release.resources.find(({ facts }) => facts.resource.uuid === uuid)?.facts.resource.name ?? uuid;
}
function foreignPins(release) {
	return release.resources.filter(({ facts }) => facts.application.buildPack !== "dockerimage" && facts.application.pin !== "HEAD").map(({ facts }) => ({
		rule: "redeploy/pinned-before",
		severity: "medium",
		subject: facts.resource.name,
		message: `${facts.resource.name} was pinned to ${abbreviate(facts.application.pin)} before this run, which leaves it so: deployments by others build that commit.`,
		evidence: `git_commit_sha is ${facts.application.pin}`,
		remedy: "If nobody pinned it on purpose, set the commit to HEAD in Coolify (Git Source, Commit SHA)."
	}));
}
function versionFindings(release) {
	const { request, resources } = release;
	const live = resources.filter(({ state }) => state === "live" || state === "already-live");
	if (!request.wait || live.length === 0 || resources.some(({ facts }) => facts.resource.version !== void 0)) return [];
	return [{
		rule: "redeploy/version-not-proved",
		severity: "low",
		subject: request.environment ?? "",
		message: "The commit is proven by Coolify's row alone; the live site was not asked which commit it runs.",
		evidence: "no version is configured",
		remedy: "Let a page tell the commit (Coolify gives the container SOURCE_COMMIT) and name it:\nwith:\n  version: /health/#$.version"
	}];
}
function logFindings(asked, policy) {
	if (policy === "never" || !asked.some(({ logReadable }) => logReadable === false)) return [];
	return [{
		rule: "redeploy/logs-unreadable",
		severity: "low",
		subject: "coolify-token",
		message: `The token may not read deployment logs${asked.some(({ facts }) => facts.application.postCommand !== "") ? ", so a post-deployment command that fails cannot be noticed" : ""}.`,
		evidence: "the deployment came without logs",
		remedy: "Add the ability read:sensitive to the token in Coolify."
	}];
}
function orderFinding(release) {
	if (release.orderUnknown === "" || release.headUnknown !== "") return [];
	return [{
		rule: "redeploy/order-unknown",
		severity: "low",
		subject: "github-token",
		message: `Whether this commit is older than the live one is not known: ${release.orderUnknown}.`,
		evidence: "a run that is repeated by mistake would go back",
		remedy: "Let the job read the repository:\npermissions:\n  contents: read   # to compare the commit with the live one"
	}];
}
function withheldFindings(asked) {
	return asked.filter(({ facts }) => !facts.secretsKnown).map(({ facts }) => ({
		rule: "redeploy/output-withheld",
		severity: "medium",
		subject: facts.resource.name,
		message: `Coolify did not tell the variables of ${facts.resource.name}, so no log line and no output of it is shown: a secret could stand in it.`,
		evidence: "reading the variables failed again and again",
		remedy: "Open the variables of the application in Coolify; one that cannot be decrypted makes the whole list fail."
	}));
}
function headFinding(release) {
	if (release.headUnknown === "") return [];
	return [{
		rule: "redeploy/head-unknown",
		severity: "low",
		subject: "github-token",
		message: `Which commit the branch points at is not known: ${release.headUnknown}.`,
		evidence: "Coolify builds the head of the branch unless the commit is pinned",
		remedy: "Let the job read the repository:\npermissions:\n  contents: read   # to compare the commit with the branch"
	}];
}
// src/actions/redeploy-facts.ts
function releaseFacts(release, duration) {
	const { request, resources } = release;
	return {
		release,
		duration,
		json: {
			environment: request.environment ?? null,
			sha: request.sha ?? null,
			"image-tag": request.imageTag ?? null,
			"coolify-url": request.coolify.home,
			"coolify-version": release.coolifyVersion,
			url: siteOf(release),
			"duration-seconds": seconds(duration),
			"dry-run": request.dryRun,
			resources: resources.map(resourceJson)
		}
	};
}
function resourceJson(result) {
	const { facts, deployment, gating } = result;
	return {
		name: facts.resource.name,
		uuid: facts.resource.uuid,
		application: facts.application.name,
		state: result.state,
		"reason-code": result.failure?.reasonCode ?? null,
		"deployment-uuid": deployment?.uuid ?? null,
		"started-by": deployment?.startedBy ?? null,
		"deployment-status": deployment?.status ?? null,
		commit: liveCommitOf(result) || null,
		image: liveImageOf(result) || null,
		"health-gated": gating.gated,
		pinned: result.pinned,
		"version-proved": result.versionProved ?? false,
		"live-version": result.liveVersion ?? null,
		status: result.status || null,
		"duration-seconds": deployment === void 0 ? null : seconds(deployment.duration),
		plan: result.plan || null,
		tasks: result.tasks.map(({ task, status, output }) => ({
			task,
			status,
			output: [...output]
		}))
	};
}
function outputsOf({ release, duration }) {
	const { resources } = release;
	const deployments = resources.map((result) => ({
		name: result.facts.resource.name,
		uuid: result.facts.resource.uuid,
		"deployment-uuid": result.deployment?.uuid ?? null,
		state: result.state,
		commit: liveCommitOf(result) || null,
		image: liveImageOf(result) || null
	}));
	return {
		"deployment-uuid": resources.find(({ deployment }) => deployment !== void 0)?.deployment?.uuid ?? "",
		deployments: JSON.stringify(deployments),
		"deployed-sha": resources.map(liveCommitOf).find((commit) => commit !== "") ?? "",
		"deployed-image": resources.map(liveImageOf).find((image) => image !== "") ?? "",
		"coolify-version": release.coolifyVersion,
		url: siteOf(release),
		"duration-seconds": String(seconds(duration))
	};
}
function liveCommitOf(result) {
	if (result.facts.application.buildPack === "dockerimage") return "";
	if (result.state === "already-live") return result.facts.rows.find(({ status }) => status === "finished")?.commit ?? "";
	const { deployment } = result;
	return deployment?.status === "finished" ? parseSha(deployment.commit) ?? "" : "";
}
function liveImageOf(result) {
	const { application } = result.facts;
	if (application.buildPack !== "dockerimage") return "";
	if (!(result.state === "live" || result.state === "already-live" || result.deployment?.status === "finished" && result.deployment.startedBy !== "someone-else")) return "";
	return `${application.imageName}:${result.imageTag ?? application.imageTag}`;
}
function siteOf(release) {
	return release.request.site?.href ?? release.resources.find(({ facts }) => facts.application.address !== void 0)?.facts.application.address ?? "";
}
function seconds(duration) {
	return Math.round(duration / 1e3);
}
// src/actions/redeploy-inputs.ts
const PIN_POLICIES = [
	"auto",
	"never",
	"always"
];
const LOG_POLICIES = [
	"on-failure",
	"always",
	"never"
];
const CANCEL_POLICIES = ["leave", "cancel"];
const REDEPLOY_INPUTS = {
	config: {
		description: "Path of the configuration file; `.github/obcms-deploy.yml` is used when it exists.",
		example: ".github/obcms-deploy.yml"
	},
	environment: {
		description: "Environment of the configuration to deploy to; a label when there is no configuration.",
		example: "staging"
	},
	"coolify-url": {
		description: "Address of Coolify, with or without `/api/v1`; or the whole deploy webhook address copied from Coolify, from which the id or tag is taken.",
		example: "https://coolify.example"
	},
	"coolify-token": {
		description: "API token with the abilities `deploy` and `read`; with `read:sensitive` to see deployment logs, with `write` to pin a commit or set an image tag.",
		secret: true,
		variable: "COOLIFY_TOKEN",
		example: "${{ secrets.COOLIFY_TOKEN }}"
	},
	resources: {
		description: "Applications to deploy, as `name=id`, `id`, or a name of the configuration. Lines go one after the other; entries of one line, separated by commas, go together.",
		example: "web=k0wg4s8k8sgk0c0occ4wkgs0\nworker=r4w0c8gkk4s0ocwo8o04kc4s, beat=b8k4kwk0s4cc8ogs0gw4okoc"
	},
	tag: {
		description: "Deploys all applications with this Coolify tag, together, instead of `resources`.",
		example: "staging"
	},
	sha: {
		description: "The full commit id that must be live in the end.",
		default: "${{ github.sha }}",
		example: "0123456789abcdef0123456789abcdef01234567"
	},
	"image-tag": {
		description: "For docker images: the tag to set and deploy.",
		example: "2026-11-20.1"
	},
	"expected-version": {
		description: "For docker images: what the live version must say. Without it, the image tag.",
		example: "2026.11.20"
	},
	force: {
		description: "Deploys even when the commit is live already, and rebuilds without cache.",
		default: "false",
		choices: ["true", "false"],
		example: "true"
	},
	pin: {
		description: "Whether to pin the commit in Coolify for the time of the deployment: `auto` only when the branch head is, or may be, another commit.",
		default: "auto",
		choices: PIN_POLICIES,
		example: "auto"
	},
	wait: {
		description: "Waits for the end and proves it. `false` ends as soon as the deployment exists.",
		default: "true",
		choices: ["true", "false"],
		example: "true"
	},
	timeout: {
		description: "Time for triggering and following each line of `resources`. The deployment is left running when it is over.",
		default: "30m",
		example: "30m"
	},
	version: {
		description: "Where the live site says which commit it runs: `<path>#<JSONPath>` or `<path>~/<regular expression with one group>/`.",
		example: "/health/#$.version"
	},
	"base-url": {
		description: "Address of the live site. Without it, the first domain of the application in Coolify.",
		example: "https://staging.example"
	},
	"health-timeout": {
		description: "Time for the live site to show the new version and for Coolify to call the application well, after the deployment.",
		default: "3m",
		example: "3m"
	},
	logs: {
		description: "When to show the visible lines of Coolify's deployment log.",
		default: "on-failure",
		choices: LOG_POLICIES,
		example: "on-failure"
	},
	"on-cancel": {
		description: "What happens to a running deployment when the job is cancelled.",
		default: "leave",
		choices: CANCEL_POLICIES,
		example: "cancel"
	},
	"allow-insecure": {
		description: "Lets `coolify-url` and the site be plain HTTP. Certificates are verified all the same.",
		default: "false",
		choices: ["true", "false"],
		example: "true"
	},
	"ca-file": {
		description: "PEM file of a certificate authority to trust in addition.",
		example: "certificates/authority.pem"
	},
	"after-tasks": {
		description: "One-off commands after the swap, as lines `resource: scheduled task name or id`; waited for, with their real exit status (Coolify 4.3).",
		example: "web: contract migrations"
	},
	"dry-run": {
		description: "Reads everything a real run would read, says what it would do, and writes nothing.",
		default: "false",
		choices: ["true", "false"],
		example: "true"
	},
	"github-token": {
		description: "To read the head of the branch and to refuse a commit older than the live one. Needs `contents: read`.",
		default: "${{ github.token }}",
		secret: true,
		variable: "GITHUB_TOKEN",
		example: "${{ github.token }}"
	}
};
const REDEPLOY_OUTPUTS = {
	"deployment-uuid": "Id of the first deployment that was followed, whoever started it.",
	deployments: "JSON list of all resources with their deployment, commit and state.",
	"deployed-sha": "The commit that is live; empty for docker images and when it is not known.",
	"deployed-image": "For docker images: name and tag that are live.",
	"coolify-version": "Version of Coolify.",
	url: "Address of the live site.",
	"duration-seconds": "Whole seconds from start to end."
};
// src/actions/redeploy-post.ts
const PATIENCE = 6e4;
async function restorePins(state, inputs, world) {
	const { home, open } = readState(state.get(PINS_STATE));
	if (open.length === 0) return;
	const coolify = readAddress(home, { allowInsecure: true });
	if ("problem" in coolify) throw new Error(`the state of the main step names no Coolify: ${home}`);
	const authorities = await authoritiesOf(inputs, world).catch(() => []);
	const request = {
		coolify,
		token: inputs.text("coolify-token") ?? ""
	};
	const pins = pinsOf(clientFor(request, world.http({ authorities }), world), coolify, world, open);
	for (const pin of open) if (await pins.restore(pin.application, PATIENCE, world.signal) === void 0) world.host.line(`The pin of ${pin.application} was taken back (it is ${pin.previous} again).`);
	else world.host.annotate(leftPinned(pin, coolify));
}
function leftPinned(pin, { home }) {
	return {
		level: "error",
		title: "An application is still pinned",
		message: `Coolify at ${home} could not be told to put ${pin.application} back to ${pin.previous}; every deployment builds ${pin.pinned} until somebody does (Git Source, Commit SHA).`
	};
}
const NOTHING_OPEN = {
	home: "",
	open: []
};
function readState(text) {
	if (text === void 0 || text === "") return NOTHING_OPEN;
	const value = JSON.parse(text);
	const open = property(value, "open");
	const home = property(value, "home");
	return Array.isArray(open) && typeof home === "string" ? {
		home,
		open: open.filter(isPin)
	} : NOTHING_OPEN;
}
function isPin(value) {
	return [
		"application",
		"previous",
		"pinned"
	].every((name) => typeof property(value, name) === "string");
}
function property(value, name) {
	return typeof value === "object" && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : void 0;
}
// src/actions/redeploy-resources.ts
function resourcesOf(inputs, chosen, coolify) {
	const configured = configuredResources(chosen);
	const lines = inputs.lines("resources");
	const tag = inputs.text("tag");
	if (lines.length > 0 && tag !== void 0) throw inputs.refusal("tag", "cannot be used together with \"resources\"; Coolify takes one or the other");
	if (lines.length > 0) return {
		steps: noDoubles(lines.map((line) => lineOf(line, configured, inputs)), inputs),
		tag: void 0
	};
	if (tag !== void 0) return {
		steps: [],
		tag
	};
	if (coolify.uuids.length > 0) return {
		steps: [coolify.uuids.map((uuid) => identified(uuid, configured))],
		tag: void 0
	};
	if (coolify.tag !== void 0) return {
		steps: [],
		tag: coolify.tag
	};
	if (configured.length > 0) return {
		steps: configured.map((resource) => [resource]),
		tag: void 0
	};
	throw inputs.refusal("resources", "names nothing to deploy; name applications, or an environment of the configuration");
}
function configuredResources(chosen) {
	const resources = chosen.configuration?.coolify?.resources ?? {};
	return Object.entries(resources).map(([name, { uuid, health }]) => ({
		name,
		uuid,
		health,
		version: configuredVersion(chosen, name)
	}));
}
function lineOf(line, configured, inputs) {
	return line.split(",").map((entry) => entry.trim()).filter((entry) => entry !== "").map((entry) => {
		const known = configured.find(({ name }) => name === entry);
		if (known !== void 0) return known;
		const [left = "", right] = entry.split("=", 2).map((part) => part.trim());
		const uuid = right ?? left;
		if (!RESOURCE_ID.test(uuid)) throw inputs.refusal("resources", badEntry(entry, right === void 0 ? configured : []));
		return right === void 0 ? identified(uuid, configured) : {
			...identified(uuid, configured),
			name: left
		};
	});
}
function badEntry(entry, configured) {
	const names = configured.map(({ name }) => name);
	const close = nearest(entry, names);
	const meant = close === void 0 ? "" : `; did you mean ${close}?`;
	const unknown = names.length === 0 ? "" : `is no resource of the configuration (${names.join(", ")}) and `;
	return `has the entry "${oneLine(entry, 80)}", which ${unknown}holds no id of Coolify's: 7 to 40 lower-case letters and digits, the last part of the application's address${meant}`;
}
function identified(uuid, configured) {
	return configured.find((resource) => resource.uuid === uuid) ?? {
		name: uuid,
		uuid,
		health: void 0,
		version: void 0
	};
}
function noDoubles(steps, inputs) {
	const seen = new Set();
	for (const { uuid, name } of steps.flat()) {
		if (seen.has(uuid)) throw inputs.refusal("resources", `names ${oneLine(name, 60)} twice`);
		seen.add(uuid);
	}
	return steps;
}
// src/actions/redeploy-request.ts
const SHORTEST_PROOF = 5e3;
function readRequest(inputs) {
	const timeout = inputs.duration("timeout");
	const healthTimeout = inputs.duration("health-timeout");
	if (!timeout) throw inputs.refusal("timeout", "must be longer than nothing");
	if (healthTimeout === void 0 || healthTimeout < SHORTEST_PROOF) throw inputs.refusal("health-timeout", "is too short to see the new version three times in a row; give it at least 5s");
	if (!inputs.flag("wait") && inputs.text("after-tasks") !== void 0) throw inputs.refusal("after-tasks", "needs the end of the deployment, which \"wait: false\" does not wait for");
	return {
		inputs,
		config: inputs.text("config"),
		environment: inputs.text("environment"),
		own: {
			environment: inputs.text("environment"),
			sha: inputs.commit("sha"),
			imageTag: imageTag(inputs),
			expectedVersion: inputs.text("expected-version"),
			allowInsecure: inputs.flag("allow-insecure"),
			force: inputs.flag("force"),
			pin: inputs.choice("pin", PIN_POLICIES),
			wait: inputs.flag("wait"),
			timeout,
			version: versionOf(inputs),
			healthTimeout,
			logs: inputs.choice("logs", LOG_POLICIES),
			onCancel: inputs.choice("on-cancel", CANCEL_POLICIES),
			afterTasks: inputs.lines("after-tasks").map((line) => afterTask(line, inputs)),
			dryRun: inputs.flag("dry-run"),
			githubToken: inputs.text("github-token")
		}
	};
}
const IMAGE_TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
function imageTag(inputs) {
	const tag = inputs.text("image-tag");
	if (tag === void 0 || IMAGE_TAG.test(tag)) return tag;
	throw inputs.refusal("image-tag", "is no image tag: letters, digits, \"_\", \".\" and \"-\" only, at most 128; a digest sha256:<hex> is written sha256-<hex>");
}
function afterTask(line, inputs) {
	const match = /^([^:]+):\s*(.+)$/.exec(line);
	if (match === null) throw inputs.refusal("after-tasks", `has the line "${oneLine(line, 80)}", which is not "resource: task"`);
	return {
		resource: (match[1] ?? "").trim(),
		task: (match[2] ?? "").trim()
	};
}
async function complete(request, chosen, world) {
	const { inputs, own } = request;
	const { allowInsecure } = own;
	const coolify = coolifyAddressOf(inputs, chosen, allowInsecure, world);
	const token = inputs.text("coolify-token");
	if (token === void 0) throw inputs.refusal("coolify-token", "is needed to talk to Coolify; a secret that does not exist, or is not passed to a fork, arrives empty");
	for (const name of ["coolify-token", "github-token"]) checkToken(name, inputs);
	const named = resourcesOf(inputs, chosen, coolify);
	await checkQuery(inputs, own.version);
	for (const { name, version } of named.steps.flat()) await checkConfiguredQuery(chosen, name, version);
	return {
		...own,
		coolify,
		token,
		...named,
		sha: own.sha ?? await commitOfCheckout(world),
		site: siteOf$2(inputs, chosen, allowInsecure),
		authorities: await authoritiesOf(inputs, world)
	};
}
async function commitOfCheckout(world) {
	return checkedOutCommit({
		directory: world.host.context.workspace,
		...world
	});
}
// src/actions/redeploy-summary.ts
function redeploySummary(outcome, world) {
	const { release, duration } = outcome.details;
	const { request, resources } = release;
	return [
		verdict(request.environment === void 0 ? "Deployment" : `Deployment to ${plain(request.environment, 60)}`, outcome),
		table([
			"Resource",
			"State",
			request.dryRun ? "Plan" : "Commit or image",
			"Deployment",
			"Live version",
			"Health-gated"
		], resources.map((result) => row(result, world, request.dryRun))),
		`Coolify ${code(release.coolifyVersion)} at ${link(request.coolify.home, request.coolify.home)}, ${inWords(duration)} in all.`,
		...outcome.findings.map(findingItem),
		...pictureOf(resources, world.clock.now()),
		...resources.filter(({ log }) => log.length > 0).map((result) => folded(`Deployment log of ${plain(result.facts.resource.name, 60)}`, block(result.log))),
		...resources.flatMap(({ tasks }) => tasks).filter(({ output }) => output.length > 0).map((task) => folded(`Output of ${plain(task.task, 60)} on ${plain(task.resource, 60)}`, block(task.output)))
	].join("\n\n");
}
const STATES = {
	live: "live",
	"already-live": "was live already",
	triggered: "queued",
	planned: "planned",
	failed: "failed",
	unknown: "not known",
	"not-reached": "not reached"
};
const SHOWN_OF_ID = 8;
function row(result, world, dryRun) {
	const { facts, deployment, gating } = result;
	return [
		plain(facts.resource.name, 60),
		STATES[result.state],
		dryRun ? plain(result.plan, 300) : whatRuns(result, world),
		deployment === void 0 ? "" : `${deployment.page === "" ? code(deployment.uuid) : link(deployment.uuid.slice(0, SHOWN_OF_ID), deployment.page)}${deployment.startedBy === "someone-else" ? " (started elsewhere)" : ""}, ${inWords(deployment.duration)}`,
		liveVersion(result),
		result.state === "not-reached" ? "" : gating.gated ? "yes" : "no"
	];
}
function liveVersion({ state, versionProved, liveVersion: shown }) {
	if (state === "not-reached") return "";
	if (versionProved === void 0) return "not asked";
	const version = code(abbreviate(shown ?? ""));
	return versionProved ? `${version}, seen 3 times` : version || "not readable";
}
function whatRuns(result, world) {
	const { application, rows } = result.facts;
	const tried = result.state === "failed" && result.deployment?.status !== "finished" ? " (not live)" : "";
	if (result.state === "not-reached") return "";
	if (application.buildPack === "dockerimage") return `${code(`${application.imageName}:${result.imageTag ?? application.imageTag}`)}${tried}`;
	const commit = result.deployment?.commit ?? rows.find(({ status }) => status === "finished")?.commit ?? "";
	const { repository, githubServer } = world.host.context;
	const shown = parseSha(commit) !== void 0 && repository !== void 0 ? link(abbreviate(commit), `${githubServer}/${repository}/commit/${commit}`) : code(abbreviate(commit));
	return commit === "HEAD" ? "not known yet" : `${shown}${tried}`;
}
function findingItem({ subject, message, remedy }) {
	const item = `- **${plain(subject, 60) || "Note"}**: ${plain(message, 500)}`;
	return remedy === "" ? item : `${item}\n\n${remedyMarkdown(remedy).replace(/^(?=.)/gm, "  ")}`;
}
function pictureOf(resources, now) {
	const lanes = resources.flatMap(({ facts, deployment }) => {
		const transitions = deployment?.transitions ?? [];
		const last = transitions.at(-1);
		if (last === void 0) return [];
		const end = hasEnded({ status: last.state }) ? [] : [{
			state: "left running",
			at: now
		}];
		return transitions.length + end.length < 2 ? [] : [{
			name: facts.resource.name,
			transitions: [...transitions, ...end]
		}];
	});
	return lanes.length === 0 ? [] : [folded("Timeline", timeline(lanes))];
}
// src/actions/redeploy.ts
const redeploy = defineAction({
	name: "redeploy",
	schemaVersion: 1,
	description: "Makes Coolify run this commit, and proves that it does.",
	inputs: REDEPLOY_INPUTS,
	outputs: REDEPLOY_OUTPUTS,
	reasons: REDEPLOY_REASONS,
	read: readRequest,
	async run(request, world) {
		const began = world.clock.elapsed();
		const chosen = await chooseEnvironment(request, world);
		const released = await release(await complete(request, chosen, world), world);
		const details = releaseFacts(released, world.clock.elapsed() - began);
		return {
			...verdictOf(released),
			facts: details.json,
			details
		};
	},
	present: (outcome, world) => ({
		summary: redeploySummary(outcome, world),
		outputs: outputsOf(outcome.details)
	}),
	post: restorePins
});
export { redeploy };
