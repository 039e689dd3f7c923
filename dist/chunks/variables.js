import { s as oneLine } from "./text.js";
// src/coolify/problems.ts
function isPassing(problem) {
	if (problem.kind === "unreachable") return problem.failure.kind !== "tls";
	return problem.kind === "unavailable" || problem.kind === "throttled";
}
function ofFailure(failure) {
	return {
		kind: "unreachable",
		failure,
		acted: failure.requestSeen
	};
}
function ofAnswer(answer, body) {
	const { status } = answer;
	if (status >= 300 && status < 400) return {
		kind: "not-coolify",
		status,
		location: oneLine(answer.headers["location"] ?? "", 200),
		title: "",
		acted: "unknown"
	};
	const message = textOf$1(body, "message") ?? "";
	if (status >= 500) {
		const wait = "retry-after" in answer.headers ? { retryAfter: Math.min(retryAfterOf(answer), LONGEST_OUTAGE_WAIT) } : {};
		return {
			kind: "unavailable",
			status,
			message: message || titleOf(answer.body),
			...wait,
			acted: "unknown"
		};
	}
	if (status === 429) return ofTooMany(answer, message);
	if (!isJsonObject(body)) return notUnderstood(answer);
	return ofRefusal(status, message, body);
}
function notUnderstood(answer) {
	return {
		kind: "not-coolify",
		status: answer.status,
		location: "",
		title: titleOf(answer.body),
		acted: "unknown"
	};
}
function ofRefusal(status, message, body) {
	const acted = "no";
	switch (status) {
		case 401: return {
			kind: "unauthenticated",
			status,
			message,
			acted
		};
		case 403: return ofForbidden(message, body);
		case 404: return "docs" in body ? {
			kind: "route-missing",
			message,
			acted
		} : {
			kind: "not-found",
			message,
			acted
		};
		case 405: return {
			kind: "method-refused",
			message,
			acted
		};
		case 409: return {
			kind: "conflict",
			message,
			acted
		};
		case 400: return /invalid token/i.test(message) ? {
			kind: "unauthenticated",
			status,
			message,
			acted
		} : {
			kind: "invalid",
			message,
			acted
		};
		default: return {
			kind: "invalid",
			message: [message, ...validationErrors(body)].filter((part) => part !== "").join(" "),
			acted
		};
	}
}
function ofForbidden(message, body) {
	const acted = "no";
	const ability = /missing required permissions?:\s*([a-z:, ]+)/i.exec(message)?.[1]?.trim();
	if (ability !== void 0) return {
		kind: "ability-missing",
		ability,
		message,
		acted
	};
	if (/exceed your current role|required team role/i.test(message)) return {
		kind: "role-too-low",
		message,
		acted
	};
	if (/api is disabled/i.test(message)) return {
		kind: "api-disabled",
		message,
		acted
	};
	if (/not allowed to access the api/i.test(message) || "success" in body) return {
		kind: "address-not-allowed",
		message,
		acted
	};
	return {
		kind: "forbidden",
		message,
		acted
	};
}
function ofTooMany(answer, message) {
	const retryAfter = retryAfterOf(answer);
	return {
		kind: /queue is full/i.test(message) ? "queue-full" : "throttled",
		retryAfter,
		message,
		acted: "no"
	};
}
const DEFAULT_RETRY_AFTER = 1e4;
const SHORTEST_RETRY_AFTER = 1e3;
const LONGEST_RETRY_AFTER = 12e4;
const LONGEST_OUTAGE_WAIT = 15e3;
function retryAfterOf(answer) {
	const seconds = Number(answer.headers["retry-after"] ?? NaN);
	if (!Number.isFinite(seconds) || seconds < 0) return DEFAULT_RETRY_AFTER;
	return Math.min(Math.max(seconds * 1e3, SHORTEST_RETRY_AFTER), LONGEST_RETRY_AFTER);
}
function validationErrors(body) {
	const errors = Object.getOwnPropertyDescriptor(body, "errors")?.value;
	if (!isJsonObject(errors)) return [];
	return Object.entries(errors).map(([field, value]) => `${oneLine(field, 60)}: ${oneLine(Array.isArray(value) ? value.join(" ") : String(value), 300)}`);
}
function isJsonObject(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
function textOf$1(body, name) {
	const value = isJsonObject(body) ? body[name] : void 0;
	return typeof value === "string" ? oneLine(value, 400) : void 0;
}
function titleOf(page) {
	return oneLine(/<title[^>]*>([^<]*)/i.exec(page.slice(0, 2e4))?.[1] ?? "", 100);
}
// src/coolify/application-form.ts
function addedVariables({ uuid, branch, domains }, commit) {
	const urls = domains.join(",");
	return {
		SOURCE_COMMIT: commit,
		COOLIFY_BRANCH: branch,
		COOLIFY_RESOURCE_UUID: uuid,
		COOLIFY_URL: urls,
		COOLIFY_FQDN: urls.replace(/https?:\/\//g, "")
	};
}
function readApplicationForm(value) {
	if (!isJsonObject(value)) return void 0;
	const text = (name) => textOf(value[name]);
	const uuid = text("uuid");
	if (uuid === void 0) return void 0;
	return {
		uuid,
		name: text("name") ?? uuid,
		branch: text("git_branch") ?? "",
		buildPack: text("build_pack") ?? "",
		startCommand: text("start_command"),
		preDeployment: text("pre_deployment_command"),
		postDeployment: text("post_deployment_command"),
		preDeploymentContainer: text("pre_deployment_command_container"),
		postDeploymentContainer: text("post_deployment_command_container"),
		baseDirectory: (text("base_directory") ?? "").replace(/^\/+|\/+$/g, ""),
		dockerfile: text("dockerfile_location")?.replace(/^\/+/, ""),
		composeFile: text("docker_compose_location")?.replace(/^\/+/, ""),
		health: {
			enabled: isTrue$1(value["health_check_enabled"]),
			path: text("health_check_path") ?? "/",
			port: text("health_check_port")
		},
		ports: listOf(text("ports_exposes")),
		domains: domainsOf(text("fqdn"), text("docker_compose_domains"))
	};
}
function domainsOf(fqdn, byService) {
	const services = byService === void 0 ? void 0 : jsonOf(byService);
	const own = isJsonObject(services) ? Object.values(services).flatMap((service) => listOf(isJsonObject(service) ? textOf(service["domain"]) : void 0)) : [];
	return [...new Set([...listOf(fqdn), ...own])];
}
const listOf = (text) => (text ?? "").split(",").map((item) => item.trim()).filter((item) => item !== "");
function jsonOf(text) {
	try {
		return JSON.parse(text);
	} catch {
		return;
	}
}
function textOf(field) {
	const text = typeof field === "number" ? String(field) : typeof field === "string" ? field.trim() : "";
	return text === "" ? void 0 : text;
}
function isTrue$1(field) {
	return field === true || field === 1 || field === "1" || field === "true";
}
// src/coolify/variables.ts
function readVariableRow(value) {
	if (!isJsonObject(value)) return void 0;
	const { key } = value;
	if (typeof key !== "string" || key === "") return void 0;
	return {
		name: key,
		value: writtenIn(value),
		preview: isTrue(value["is_preview"]),
		literal: isTrue(value["is_literal"]) || isTrue(value["is_multiline"]),
		shownOnce: isTrue(value["is_shown_once"]),
		runtime: value["is_runtime"] === void 0 || isTrue(value["is_runtime"])
	};
}
function runningVariables(rows) {
	const own = rows.filter(({ preview, runtime }) => !preview && runtime);
	const written = new Map(own.flatMap(({ name, value }) => value === void 0 ? [] : [[name, value]]));
	const literal = new Set(own.filter((row) => row.literal).map(({ name }) => name));
	const values = new Map([...written].map(([name, value]) => [name, literal.has(name) ? value : expanded(value, written)]));
	const unreadable = own.filter(({ value }) => value === void 0);
	return {
		values,
		unreadable: unreadable.map(({ name }) => name),
		insensitive: written.size === 0 && unreadable.some(({ shownOnce }) => !shownOnce)
	};
}
function expanded(value, written) {
	return value.replace(/\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g, (text, braced, bare) => written.get(braced ?? bare ?? "") ?? text);
}
function writtenIn(row) {
	const { value, real_value: real } = row;
	if (typeof value !== "string") return value === null && "value" in row ? "" : void 0;
	if (!SHARED.test(value)) return value;
	if (typeof real !== "string" || SHARED.test(real)) return void 0;
	return /^'(.*)'$/s.exec(real)?.[1] ?? real;
}
const SHARED = /\{\{\s*(?:team|project|environment|server)\..*\}\}/;
function isTrue(field) {
	return field === true || field === 1 || field === "1" || field === "true";
}
export { isJsonObject as a, ofAnswer as c, readApplicationForm as i, ofFailure as l, runningVariables as n, isPassing as o, addedVariables as r, notUnderstood as s, readVariableRow as t };
