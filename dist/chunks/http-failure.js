import { r as messageOf } from "./errors.js";
// src/core/http-failure.ts
const KINDS = [
	[/^(ENOTFOUND|EAI_AGAIN)$/, "dns"],
	[/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/, "refused"],
	[/^(ERR_TLS|ERR_SSL|EPROTO|CERT_|CRL_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|ERROR_IN_CERT|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH|HOSTNAME_MISMATCH)/, "tls"],
	[/^ETIMEDOUT$/, "timeout"],
	[/^(ECONNRESET|EPIPE|UND_ERR_SOCKET|UND_ERR_RES_CONTENT_LENGTH_MISMATCH)$/, "reset"]
];
const ADVICE = /; if the root CA is installed locally, try running Node\.js with --use-system-ca$/;
const NEVER_SEEN = new Set([
	"dns",
	"refused",
	"tls"
]);
function failureOf(thrown) {
	const { code, message } = rootOf(thrown);
	const kind = KINDS.find(([codes]) => codes.test(code))?.[1] ?? "other";
	return {
		kind,
		message,
		requestSeen: NEVER_SEEN.has(kind) ? "no" : "unknown",
		code
	};
}
function rootOf(thrown) {
	let current = thrown;
	for (let depth = 0; depth < 4; depth += 1) {
		const inner = innerOf(current);
		if (inner === void 0) break;
		current = inner;
	}
	const code = codeOf(current);
	const message = messageOf(current).replace(ADVICE, "");
	return {
		code,
		message: code === "" || message.includes(code) ? message : `${message} (${code})`
	};
}
function innerOf(thrown) {
	if (typeof thrown !== "object" || thrown === null) return void 0;
	const several = "errors" in thrown ? thrown.errors : void 0;
	const inner = Array.isArray(several) ? several[0] : "cause" in thrown ? thrown.cause : void 0;
	return typeof inner === "object" && inner !== null && "message" in inner ? inner : void 0;
}
function codeOf(thrown) {
	return typeof thrown === "object" && thrown !== null && "code" in thrown ? String(thrown.code) : "";
}
export { failureOf as t };
