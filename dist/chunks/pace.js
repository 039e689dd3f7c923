import { t as Cancelled } from "./errors.js";
import { a as isJsonObject, c as ofAnswer, i as readApplicationForm, l as ofFailure, s as notUnderstood, t as readVariableRow } from "./variables.js";
// src/coolify/answers.ts
const ENDS = new Set([
	"finished",
	"failed",
	"cancelled-by-user"
]);
function hasEnded(row) {
	return ENDS.has(row.status);
}
function readDeployment(value) {
	if (!isJsonObject(value)) return void 0;
	const uuid = text(value, "deployment_uuid");
	if (uuid === "") return void 0;
	return {
		uuid,
		id: number(value, "id"),
		status: text(value, "status"),
		commit: text(value, "commit") || "HEAD",
		pullRequest: number(value, "pull_request_id"),
		forced: truth(value, "force_rebuild"),
		restartOnly: truth(value, "restart_only"),
		rollback: truth(value, "rollback"),
		startedBy: truth(value, "is_api") ? "api" : truth(value, "is_webhook") ? "webhook" : "person",
		finishedAt: text(value, "finished_at") || void 0,
		serverName: text(value, "server_name"),
		path: text(value, "deployment_url"),
		log: "logs" in value ? text(value, "logs") : void 0
	};
}
function readList(value, item) {
	return (Array.isArray(value) ? value : isJsonObject(value) ? Object.values(value) : []).map(item).filter((entry) => entry !== void 0);
}
const PIN = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,254}$/;
function readApplication(value) {
	if (!isJsonObject(value)) return void 0;
	const uuid = text(value, "uuid");
	if (uuid === "") return void 0;
	const settings = isJsonObject(value["settings"]) ? value["settings"] : void 0;
	return {
		uuid,
		name: text(value, "name") || uuid,
		status: text(value, "status"),
		address: text(value, "fqdn").split(",")[0]?.trim() || void 0,
		buildPack: text(value, "build_pack"),
		repository: text(value, "git_repository"),
		branch: text(value, "git_branch"),
		pin: PIN.test(text(value, "git_commit_sha")) ? text(value, "git_commit_sha") : "HEAD",
		imageName: text(value, "docker_registry_image_name"),
		imageTag: text(value, "docker_registry_image_tag"),
		healthCheck: {
			enabled: truth(value, "health_check_enabled"),
			fromImage: truth(value, "custom_healthcheck_found")
		},
		portMappings: text(value, "ports_mappings"),
		runOptions: text(value, "custom_docker_run_options"),
		postCommand: text(value, "post_deployment_command"),
		consistentName: settings === void 0 ? void 0 : truth(settings, "is_consistent_container_name_enabled"),
		customName: settings === void 0 ? "" : text(settings, "custom_internal_name")
	};
}
function readDeployAnswer(value) {
	if (!isJsonObject(value)) return void 0;
	if (Array.isArray(value["deployments"])) return readList(value["deployments"], readEntry);
	if (!("message" in value)) return void 0;
	const messages = Array.isArray(value["message"]) ? value["message"].map(String) : [String(value["message"])];
	return [...readList(value["details"], readEntry), ...messages.map((message) => ({
		resource: "",
		message,
		deployment: void 0
	}))];
}
function readEntry(value) {
	if (!isJsonObject(value)) return void 0;
	return {
		resource: text(value, "resource_uuid"),
		message: text(value, "message"),
		deployment: text(value, "deployment_uuid") || void 0
	};
}
function readTask(value) {
	if (!isJsonObject(value)) return void 0;
	const uuid = text(value, "uuid");
	if (uuid === "") return void 0;
	return {
		uuid,
		name: text(value, "name"),
		..."command" in value ? { command: text(value, "command") } : {},
		..."enabled" in value ? { enabled: truth(value, "enabled") } : {}
	};
}
function readExecution(value) {
	if (!isJsonObject(value)) return void 0;
	const uuid = text(value, "uuid");
	if (uuid === "") return void 0;
	return {
		uuid,
		status: text(value, "status"),
		output: text(value, "message"),
		startedAt: text(value, "started_at")
	};
}
function readVariable(value) {
	if (!isJsonObject(value)) return void 0;
	const values = [text(value, "value"), text(value, "real_value")].filter((entry) => entry !== "");
	return {
		key: text(value, "key"),
		values
	};
}
function text(value, name) {
	const field = value[name];
	return typeof field === "string" ? field : typeof field === "number" ? String(field) : "";
}
function number(value, name) {
	const field = Number(value[name] ?? 0);
	return Number.isFinite(field) ? field : 0;
}
function truth(value, name) {
	const field = value[name];
	return field === true || field === 1 || field === "1" || field === "true";
}
// src/coolify/capabilities.ts
function parseVersion(text) {
	const match = /^v?(\d+)\.(\d+)(?:\.(\d+))?(-[0-9A-Za-z.-]+)?$/.exec(text.trim());
	if (match === null) return void 0;
	return {
		text: text.trim().replace(/^v/, ""),
		numbers: [
			Number(match[1]),
			Number(match[2]),
			Number(match[3] ?? 0)
		]
	};
}
const SINCE = {
	honoursPin: {
		version: [
			4,
			2,
			0
		],
		title: "deploys a pinned commit"
	},
	executesTasks: {
		version: [
			4,
			3,
			0
		],
		title: "runs one-off tasks by API"
	}
};
const OLDEST_SUPPORTED = [
	4,
	0,
	0
];
function capabilitiesOf(version) {
	const has = (name) => isAtLeast(version, SINCE[name].version);
	return {
		honoursPin: has("honoursPin"),
		executesTasks: has("executesTasks")
	};
}
function describeCapabilities(version) {
	return Object.values(SINCE).map(({ version: since, title }) => ({
		title,
		available: isAtLeast(version, since),
		since: since.join(".")
	}));
}
function isSupported(version) {
	return isAtLeast(version, OLDEST_SUPPORTED) && !/^4\.0\.0-beta/.test(version.text);
}
function isAtLeast(version, wanted) {
	for (const index of [
		0,
		1,
		2
	]) if (version.numbers[index] !== wanted[index]) return version.numbers[index] > wanted[index];
	return true;
}
// src/coolify/client.ts
const READ_TIMEOUT = 2e4;
const WRITE_TIMEOUT = 6e4;
const LARGEST_ANSWER = 67108864;
const HURRIED_TIMEOUT = 1500;
const UNPACED = {
	turn: () => Promise.resolve(),
	pause: () => void 0
};
var CoolifyClient = class CoolifyClient {
	#address;
	#token;
	#http;
	#pace;
	#options;
	constructor(options) {
		this.#options = options;
		this.#address = options.address;
		this.#token = options.token;
		this.#http = options.http;
		this.#pace = options.pace;
	}
	hurried() {
		return new CoolifyClient({
			...this.#options,
			pace: UNPACED,
			timeout: HURRIED_TIMEOUT
		});
	}
	version(signal) {
		return this.#send({
			method: "GET",
			path: "version",
			signal,
			plain: true,
			read: (body) => parseVersion(String(body))
		});
	}
	application(uuid, signal) {
		return this.#send({
			method: "GET",
			path: `applications/${encodeURIComponent(uuid)}`,
			signal,
			read: readApplication
		});
	}
	applications(tag, signal) {
		const query = tag === void 0 ? {} : { tag };
		return this.#send({
			method: "GET",
			path: "applications",
			query,
			signal,
			read: (body) => readList(body, readApplication)
		});
	}
	exists(family, uuid, signal) {
		return this.#send({
			method: "GET",
			path: `${family}/${encodeURIComponent(uuid)}`,
			signal,
			read: () => true
		});
	}
	deployment(uuid, signal) {
		return this.#send({
			method: "GET",
			path: `deployments/${encodeURIComponent(uuid)}`,
			signal,
			urgent: true,
			read: readDeployment
		});
	}
	async running(signal) {
		const reply = await this.#send({
			method: "GET",
			path: "deployments",
			signal,
			urgent: true,
			read: (body) => readList(body, readDeployment)
		});
		return reply.ok ? {
			ok: true,
			value: [...reply.value].sort((a, b) => a.id - b.id)
		} : reply;
	}
	history(application, take, signal) {
		return this.#send({
			method: "GET",
			path: `deployments/applications/${encodeURIComponent(application)}`,
			query: {
				skip: "0",
				take: String(take)
			},
			signal,
			read: (body) => {
				const rows = typeof body === "object" && body !== null && "deployments" in body ? body.deployments : body;
				return readList(rows, readDeployment).filter((row) => row.pullRequest === 0);
			}
		});
	}
	deploy(what, force, signal) {
		const query = {
			...what,
			...force ? { force: "true" } : {}
		};
		return this.#send({
			method: "POST",
			path: "deploy",
			query,
			signal,
			read: readDeployAnswer
		});
	}
	cancel(deployment, signal) {
		return this.#send({
			method: "POST",
			path: `deployments/${encodeURIComponent(deployment)}/cancel`,
			signal,
			read: () => true
		});
	}
	change(application, change, signal) {
		const path = `applications/${encodeURIComponent(application)}`;
		return this.#send({
			method: "PATCH",
			path,
			body: JSON.stringify(change),
			signal,
			read: () => true
		});
	}
	variables(application, signal) {
		const path = `applications/${encodeURIComponent(application)}/envs`;
		return this.#send({
			method: "GET",
			path,
			signal,
			read: (body) => readList(body, readVariable)
		});
	}
	form(application, signal) {
		const path = `applications/${encodeURIComponent(application)}`;
		return this.#send({
			method: "GET",
			path,
			signal,
			read: readApplicationForm
		});
	}
	variableRows(application, signal) {
		const path = `applications/${encodeURIComponent(application)}/envs`;
		return this.#send({
			method: "GET",
			path,
			signal,
			read: (body) => readList(body, readVariableRow)
		});
	}
	tasks(application, signal) {
		const path = `applications/${encodeURIComponent(application)}/scheduled-tasks`;
		return this.#send({
			method: "GET",
			path,
			signal,
			read: (body) => readList(body, readTask)
		});
	}
	execute(application, task, signal) {
		const path = `applications/${encodeURIComponent(application)}/scheduled-tasks/${encodeURIComponent(task)}/execute`;
		return this.#send({
			method: "POST",
			path,
			signal,
			read: () => true
		});
	}
	executions(application, task, signal) {
		const path = `applications/${encodeURIComponent(application)}/scheduled-tasks/${encodeURIComponent(task)}/executions`;
		return this.#send({
			method: "GET",
			path,
			signal,
			read: (body) => readList(body, readExecution)
		});
	}
	async #send(call) {
		await this.#pace.turn(call.signal, call.urgent === true);
		const url = new URL(call.path, this.#address.api);
		for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.set(name, value);
		const result = await this.#http.send({
			method: call.method,
			url,
			headers: {
				Accept: "application/json",
				Authorization: `Bearer ${this.#token}`,
				"User-Agent": "obcms-deploy",
				...call.body === void 0 ? {} : { "Content-Type": "application/json" }
			},
			...call.body === void 0 ? {} : { body: call.body },
			maxBytes: LARGEST_ANSWER,
			timeout: this.#options.timeout ?? (call.method === "GET" ? READ_TIMEOUT : WRITE_TIMEOUT),
			signal: call.signal
		});
		if (!result.ok) return {
			ok: false,
			problem: ofFailure(result.failure)
		};
		const { answer } = result;
		const body = call.plain === true && answer.status === 200 ? answer.body : parseJson(answer.body);
		if (answer.status >= 200 && answer.status < 300) {
			const value = body === void 0 ? void 0 : call.read(body);
			if (value !== void 0) return {
				ok: true,
				value
			};
			if (body === void 0 && looksLikeJson(answer.body, answer.headers["content-type"] ?? "")) return {
				ok: false,
				problem: {
					kind: "unavailable",
					status: answer.status,
					message: "the answer broke off",
					acted: "unknown"
				}
			};
			return {
				ok: false,
				problem: notUnderstood(answer)
			};
		}
		const problem = ofAnswer(answer, body);
		if ("retryAfter" in problem && problem.kind !== "queue-full") this.#pace.pause(problem.retryAfter ?? 0);
		return {
			ok: false,
			problem
		};
	}
};
function parseJson(text) {
	try {
		return JSON.parse(text);
	} catch {
		return;
	}
}
function looksLikeJson(text, contentType) {
	return contentType.includes("json") || /^\s*[[{]/.test(text);
}
// src/coolify/pace.ts
const BURST = 40;
const EVERY = 500;
function paced(clock) {
	return new TokenBucket(clock);
}
var TokenBucket = class {
	#clock;
	#urgent = [];
	#ordinary = [];
	#calls = 40;
	#filledAt;
	#pausedUntil = 0;
	#serving = false;
	constructor(clock) {
		this.#clock = clock;
		this.#filledAt = clock.elapsed();
	}
	turn(signal, urgent = false) {
		return new Promise((resolve, reject) => {
			if (signal.aborted) return reject(new Cancelled());
			const line = urgent ? this.#urgent : this.#ordinary;
			const leave = () => {
				line.splice(line.indexOf(waiter), 1);
				reject(new Cancelled());
			};
			const waiter = { go: () => {
				signal.removeEventListener("abort", leave);
				resolve();
			} };
			signal.addEventListener("abort", leave, { once: true });
			line.push(waiter);
			this.#serve();
		});
	}
	pause(duration) {
		this.#pausedUntil = Math.max(this.#pausedUntil, this.#clock.elapsed() + duration);
	}
	async #serve() {
		if (this.#serving) return;
		this.#serving = true;
		const { signal } = new AbortController();
		while (this.#urgent.length + this.#ordinary.length > 0) {
			const wait = this.#untilNext();
			if (wait > 0) await this.#clock.sleep(wait, signal);
			else this.#letOneGo();
		}
		this.#serving = false;
	}
	#letOneGo() {
		this.#calls -= 1;
		(this.#urgent.shift() ?? this.#ordinary.shift())?.go();
	}
	#untilNext() {
		const now = this.#clock.elapsed();
		this.#calls = Math.min(40, this.#calls + (now - this.#filledAt) / EVERY);
		this.#filledAt = now;
		if (now < this.#pausedUntil) return this.#pausedUntil - now;
		return this.#calls >= 1 ? 0 : Math.ceil((1 - this.#calls) * EVERY);
	}
};
export { isSupported as a, describeCapabilities as i, CoolifyClient as n, hasEnded as o, capabilitiesOf as r, paced as t };
