import { n as UNENDED, t as PROXIED } from "./wire.js";
import { r as messageOf, t as Cancelled } from "./errors.js";
import { t as failureOf } from "./http-failure.js";
import { isIP } from "node:net";
import { Agent, request } from "node:https";
// src/core/wire-builtins.ts
const { Agent: PlainAgent, request: sendPlain } = process.getBuiltinModule("node:http");
const { checkServerIdentity, connect, createSecureContext, getCACertificates } = process.getBuiltinModule("node:tls");
// src/core/wire-body.ts
const MOST_ENCODINGS = 3;
const ZSTD_WINDOW_LOG = 23;
const SMALL_PIECES = 256;
function mostPackedBytes(maxBytes) {
	return maxBytes + Math.ceil(maxBytes / 16) + 1024;
}
const NO_ENCODING = new Set([
	"",
	"identity",
	"none",
	"binary",
	"utf-8",
	"utf8",
	"iso-8859-1"
]);
function encodingsOf(header) {
	return header.join(",").toLowerCase().split(",").map((word) => word.trim()).filter((word) => !NO_ENCODING.has(word));
}
async function readBody(raw, headers, maxBytes) {
	const encodings = encodingsOf(headers["content-encoding"] ?? []);
	const unpacked = raw.bytes.length === 0 ? raw : await unpack(raw, encodings, maxBytes);
	const bytes = unpacked.bytes.subarray(0, maxBytes);
	return {
		text: decode(bytes, headers["content-type"]?.[0] ?? ""),
		truncated: unpacked.cut || bytes.length < unpacked.bytes.length,
		damage: unpacked.damage
	};
}
async function unpack(raw, encodings, maxBytes) {
	if (encodings.length > MOST_ENCODINGS) return {
		...raw,
		damage: `the body says that it was packed ${encodings.length} times; it was left as it came`
	};
	let body = raw;
	for (const encoding of encodings.toReversed()) body = await unpackOnce(body, encoding, mostPackedBytes(maxBytes));
	return body;
}
async function unpackOnce(packed, encoding, most) {
	const decoder = await decoderFor(encoding, packed.bytes);
	if (decoder === void 0) {
		const damage = `the encoding ${JSON.stringify(encoding.slice(0, 40))} is not known; the body was left as it came`;
		return {
			...packed,
			damage: packed.damage ?? damage
		};
	}
	const whole = await drain(decoder(void 0), packed.bytes, most);
	const { bytes, cut, broken } = whole.broken === void 0 ? whole : await drain(decoder(SMALL_PIECES), packed.bytes, most);
	const incomplete = broken !== void 0 && !packed.cut ? `the ${encoding} stream is broken: ${broken}` : void 0;
	return {
		bytes,
		cut: cut || packed.cut,
		damage: packed.damage ?? incomplete
	};
}
async function decoderFor(encoding, packed) {
	const zlib = await import("node:zlib");
	const withSize = (chunkSize) => chunkSize === void 0 ? {} : { chunkSize };
	switch (encoding) {
		case "gzip":
		case "x-gzip": return (size) => zlib.createGunzip(withSize(size));
		case "deflate": {
			const zlibFormat = ((packed[0] ?? 0) & 15) === 8 && packed.length > 1 && packed.readUInt16BE(0) % 31 === 0;
			return (size) => zlibFormat ? zlib.createInflate(withSize(size)) : zlib.createInflateRaw(withSize(size));
		}
		case "br": return (size) => zlib.createBrotliDecompress(withSize(size));
		case "zstd": return (size) => zlib.createZstdDecompress({
			...withSize(size),
			params: { [zlib.constants.ZSTD_d_windowLogMax]: ZSTD_WINDOW_LOG }
		});
		default: return;
	}
}
function drain(decoder, packed, most) {
	return new Promise((resolve) => {
		const pieces = [];
		let size = 0;
		const end = (cut, broken) => {
			decoder.destroy();
			resolve({
				bytes: Buffer.concat(pieces),
				cut,
				broken
			});
		};
		decoder.on("data", (piece) => {
			if (size > most) return;
			pieces.push(piece);
			size += piece.length;
			if (size > most) end(true, void 0);
		});
		decoder.on("error", (error) => end(false, messageOf(error)));
		decoder.on("end", () => end(false, void 0));
		decoder.end(packed);
	});
}
function decode(bytes, contentType) {
	const charset = /;\s*charset\s*=\s*(?:"([^"]*)"|([^\s;,]+))/i.exec(contentType);
	return decoderOf(charset?.[1] ?? charset?.[2] ?? "utf-8").decode(bytes);
}
function decoderOf(charset) {
	try {
		return new TextDecoder(charset.trim());
	} catch {
		return new TextDecoder("utf-8");
	}
}
// src/core/wire-certificate.ts
function certificateOf(certificate) {
	const { subject, issuer } = certificate.toLegacyObject();
	const names = alternativeNames(certificate.subjectAltName ?? "");
	const signer = [firstOf(issuer?.CN), firstOf(issuer?.O)].filter((part) => part !== void 0);
	return {
		subject: firstOf(subject?.CN) ?? names[0] ?? "",
		issuer: signer.join(", "),
		names,
		notBefore: certificate.validFromDate.getTime(),
		notAfter: certificate.validToDate.getTime()
	};
}
function firstOf(value) {
	const first = Array.isArray(value) ? value[0] : value;
	return typeof first === "string" && first !== "" ? first : void 0;
}
function alternativeNames(line) {
	const names = [];
	for (const [, kind, value = ""] of line.matchAll(/(?:^|, )(DNS|IP Address|[^:,"]+):("(?:[^"\\]|\\.)*"|[^,"]*)/gy)) if (kind === "DNS" || kind === "IP Address") names.push(unquoted(value));
	return names;
}
function unquoted(value) {
	if (!value.startsWith("\"")) return value;
	try {
		const text = JSON.parse(value);
		return typeof text === "string" ? text : value;
	} catch {
		return value;
	}
}
// src/core/wire-timings.ts
var PhaseWatch = class {
	#secure;
	#started = performance.now();
	#lookedUp;
	#connected;
	#secured;
	#taken;
	#sent;
	#firstByte;
	#reused = false;
	constructor(secure) {
		this.#secure = secure;
	}
	socket(socket, reused) {
		this.#reused = reused;
		socket.prependOnceListener("data", () => this.answerBegan());
		if (reused) {
			this.#taken = performance.now();
			return;
		}
		socket.once("lookup", () => {
			this.#lookedUp ??= performance.now();
		});
		socket.once("connect", () => {
			this.#connected ??= performance.now();
		});
		socket.once("secureConnect", () => {
			this.#secured ??= performance.now();
		});
	}
	requestSent() {
		this.#sent ??= performance.now();
	}
	answerBegan() {
		this.#firstByte ??= performance.now();
	}
	get answered() {
		return this.#firstByte !== void 0;
	}
	get connected() {
		return this.#reused || (this.#secure ? this.#secured : this.#connected) !== void 0 || this.#sent !== void 0;
	}
	ended() {
		const now = performance.now();
		const firstByte = this.#firstByte ?? now;
		const sent = this.#begunBy(firstByte);
		return {
			...phase("dns", this.#started, this.#lookedUp),
			...phase("connect", this.#lookedUp ?? this.#started, this.#connected),
			...phase("tls", this.#connected ?? this.#started, this.#secured),
			firstByte: firstByte - sent,
			transfer: now - firstByte,
			total: now - this.#started
		};
	}
	#begunBy(firstByte) {
		if (this.#sent !== void 0 && this.#sent < firstByte) return this.#sent;
		const ready = this.#taken ?? (this.#secure ? this.#secured : this.#connected) ?? this.#started;
		return Math.min(ready, firstByte);
	}
};
function phase(name, from, to) {
	const measured = {};
	if (to !== void 0) measured[name] = Math.max(0, to - from);
	return measured;
}
// src/core/wire-exchange.ts
const DEFAULT_MAX_BYTES = 4194304;
const MAX_HEADER_BYTES = 65536;
async function sendOnce(request, agent) {
	const received = await receive(request, agent);
	if ("failure" in received) {
		const { failure, staleConnection } = received;
		return {
			result: {
				ok: false,
				failure
			},
			staleConnection
		};
	}
	const { raw, headers, ...rest } = received;
	const { text, truncated, damage } = await readBody(raw, headers, request.maxBytes ?? DEFAULT_MAX_BYTES);
	return {
		result: {
			ok: true,
			answer: {
				...rest,
				headers,
				body: text,
				bytes: raw.bytes.length,
				truncated,
				damage
			}
		},
		staleConnection: false
	};
}
function receive(request, agent) {
	return new Promise((resolve, reject) => {
		if (request.signal.aborted) return reject(new Cancelled());
		const watch = new PhaseWatch(request.url.protocol === "https:");
		let outgoing;
		let answer;
		let settled = false;
		const settle = (outcome) => {
			if (settled) return;
			settled = true;
			clearTimeout(timer);
			request.signal.removeEventListener("abort", cancel);
			outcome();
		};
		const fail = (failure, staleConnection = false) => settle(() => resolve({
			failure,
			staleConnection
		}));
		const cancel = () => {
			settle(() => reject(new Cancelled()));
			outgoing?.destroy();
		};
		const timer = setTimeout(() => {
			fail(timedOut(request, watch, answer));
			outgoing?.destroy();
		}, request.timeout);
		request.signal.addEventListener("abort", cancel, { once: true });
		try {
			outgoing = open(request, agent);
		} catch (thrown) {
			return fail({
				...failureOf(thrown),
				kind: "other",
				requestSeen: "no"
			});
		}
		const sending = outgoing;
		const complete = (arrived, damage) => settle(() => resolve(arrived.received(watch, damage)));
		sending.on("socket", (socket) => watch.socket(socket, sending.reusedSocket));
		sending.on("finish", () => watch.requestSent());
		sending.on("response", (incoming) => {
			watch.answerBegan();
			const arriving = new IncomingAnswer(incoming, request.maxBytes ?? DEFAULT_MAX_BYTES);
			answer = arriving;
			incoming.on("data", (piece) => {
				if (arriving.take(piece)) return;
				complete(arriving);
				sending.destroy();
			});
			incoming.on("end", () => complete(arriving));
			incoming.on("error", (error) => complete(arriving, brokenOff(error)));
			incoming.on("close", () => complete(arriving, brokenOff(void 0)));
		});
		sending.on("upgrade", (incoming, socket) => {
			complete(new IncomingAnswer(incoming, 0), "the server switched to another protocol instead of answering");
			socket.destroy();
		});
		sending.on("error", (error) => {
			if (answer === void 0) return fail(...unanswered(error, watch, sending.reusedSocket));
			if (answer.whole) return answer.noteTrailing();
			answer.drain();
			complete(answer, brokenOff(error));
		});
		sending.on("close", () => {
			if (answer === void 0) fail(...unanswered(void 0, watch, sending.reusedSocket));
		});
		sending.end(request.body);
	});
}
function open(request$1, agent) {
	const { url, method, body } = request$1;
	const host = url.hostname.replace(/^\[|\]$/g, "");
	const given = new Set(Object.keys(request$1.headers).map((name) => name.toLowerCase()));
	const headers = { ...request$1.headers };
	if (!given.has("accept-encoding")) headers["Accept-Encoding"] = "identity";
	if (body !== void 0 && !given.has("content-length") && !given.has("transfer-encoding")) headers["Content-Length"] = Buffer.byteLength(body);
	if (method === "CONNECT") throw new TypeError("CONNECT asks for a tunnel, which is no exchange");
	const options = {
		agent,
		method,
		hostname: host,
		path: url.pathname + url.search,
		headers,
		maxHeaderSize: MAX_HEADER_BYTES,
		...url.port === "" ? {} : { port: url.port },
		servername: isIP(host) === 0 ? host : ""
	};
	return url.protocol === "https:" ? request(options) : sendPlain(options);
}
var IncomingAnswer = class {
	#incoming;
	#certificate;
	#headers;
	#most;
	#pieces = [];
	#size = 0;
	#cut = false;
	#trailing;
	constructor(incoming, maxBytes) {
		this.#incoming = incoming;
		this.#certificate = certificateOn(incoming.socket);
		this.#headers = headersOf(incoming);
		const packed = encodingsOf(this.#headers["content-encoding"] ?? []).length > 0;
		this.#most = packed ? mostPackedBytes(maxBytes) : maxBytes;
	}
	get size() {
		return this.#size;
	}
	get whole() {
		return this.#incoming.complete;
	}
	take(piece) {
		const kept = piece.subarray(0, this.#most - this.#size);
		this.#cut ||= kept.length < piece.length;
		this.#pieces.push(kept);
		this.#size += kept.length;
		return !this.#cut;
	}
	drain() {
		while (this.#incoming.read() !== null);
	}
	noteTrailing() {
		this.#trailing = "more bytes came after the body than its headers announce";
	}
	received(watch, damage) {
		return {
			status: this.#incoming.statusCode ?? 0,
			headers: this.#headers,
			raw: {
				bytes: Buffer.concat(this.#pieces),
				cut: this.#cut,
				damage: damage ?? this.#trailing
			},
			timings: watch.ended(),
			certificate: this.#certificate
		};
	}
};
function headersOf(incoming) {
	const headers = Object.create(null);
	for (const [name, values] of Object.entries(incoming.headersDistinct)) headers[name] = values ?? [];
	return headers;
}
const certificates = new WeakMap();
function certificateOn(socket) {
	const known = certificates.get(socket);
	if (known !== void 0) return known;
	const shown = "getPeerX509Certificate" in socket && typeof socket.getPeerX509Certificate === "function" ? socket.getPeerX509Certificate() : void 0;
	if (shown === void 0) return void 0;
	const certificate = certificateOf(shown);
	certificates.set(socket, certificate);
	return certificate;
}
function unanswered(error, watch, reused) {
	const failure = error === void 0 ? {
		kind: "reset",
		message: "the connection ended without an answer",
		requestSeen: "unknown",
		code: ""
	} : failureOf(error);
	const stale = reused && failure.kind === "reset" && !watch.answered;
	return [watch.connected ? failure : {
		...failure,
		requestSeen: "no"
	}, stale];
}
function brokenOff(error) {
	return `the connection broke off before the body was complete${error === void 0 ? "" : `: ${failureOf(error).message}`}`;
}
function timedOut(request, watch, answer) {
	const seconds = `within ${request.timeout / 1e3} s`;
	const requestSeen = watch.connected ? "unknown" : "no";
	if (answer === void 0) return {
		kind: "timeout",
		message: `no answer ${seconds}`,
		requestSeen,
		code: ""
	};
	return {
		kind: "timeout",
		message: `the answer did not end ${seconds}; ${answer.size} bytes of its body had come`,
		requestSeen,
		code: UNENDED
	};
}
// src/core/wire-handshake.ts
const REFUSED_VERSION = new Set(["ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION", "ERR_SSL_UNSUPPORTED_PROTOCOL"]);
const REFUSED_PARAMETERS = new Set([
	"ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE",
	"ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE",
	"ERR_SSL_TLSV1_ALERT_INSUFFICIENT_SECURITY"
]);
const OUTDATED = ["TLSv1", "TLSv1.1"];
function shakeHands(request, authorities) {
	return new Promise((resolve, reject) => {
		if (request.signal.aborted) return reject(new Cancelled());
		const host = request.host.replace(/^\[|\]$/g, "");
		let socket;
		let connected = false;
		let settled = false;
		const settle = (outcome) => {
			if (settled) return;
			settled = true;
			clearTimeout(timer);
			request.signal.removeEventListener("abort", cancel);
			socket?.destroy();
			outcome();
		};
		const fail = (failure) => settle(() => resolve(refusal(request, failure)));
		const cancel = () => settle(() => reject(new Cancelled()));
		const timer = setTimeout(() => {
			const message = `${connected ? "no handshake" : "no connection"} within ${request.timeout / 1e3} s`;
			fail({
				kind: "timeout",
				message,
				requestSeen: "no",
				code: ""
			});
		}, request.timeout);
		request.signal.addEventListener("abort", cancel, { once: true });
		try {
			socket = connect(optionsFor(request, host, authorities));
		} catch (thrown) {
			return fail({
				...failureOf(thrown),
				requestSeen: "no"
			});
		}
		const shaking = socket;
		shaking.once("connect", () => {
			connected = true;
		});
		shaking.once("secureConnect", () => {
			const seen = seenOn(shaking, host);
			settle(() => resolve(seen));
		});
		shaking.on("error", (error) => fail({
			...failureOf(error),
			requestSeen: "no"
		}));
		shaking.once("close", () => fail({
			kind: "reset",
			message: "the connection ended during the handshake",
			requestSeen: "no",
			code: ""
		}));
	});
}
function optionsFor(request, host, authorities) {
	const { only, port } = request;
	return {
		...authorities,
		host,
		port,
		rejectUnauthorized: false,
		checkServerIdentity: () => void 0,
		ALPNProtocols: ["http/1.1"],
		...isIP(host) === 0 ? { servername: host } : {},
		...only === void 0 ? {} : {
			minVersion: only,
			maxVersion: only
		},
		...only !== void 0 && OUTDATED.includes(only) ? { ciphers: "DEFAULT@SECLEVEL=0" } : {}
	};
}
function seenOn(socket, host) {
	const shown = socket.getPeerX509Certificate();
	const version = versionOf(socket.getProtocol());
	if (shown === void 0 || version === void 0) return {
		ok: false,
		refusedVersion: false,
		failure: {
			kind: "tls",
			message: shown === void 0 ? "the server showed no certificate" : "the TLS version is not known",
			requestSeen: "no",
			code: ""
		}
	};
	const distrust = socket.authorized ? void 0 : textOf(socket.authorizationError);
	const other = checkServerIdentity(host, shown.toLegacyObject());
	return {
		ok: true,
		version,
		certificate: certificateOf(shown),
		distrust,
		otherHost: other === void 0 ? void 0 : messageOf(other)
	};
}
function textOf(error) {
	return typeof error === "string" ? error : messageOf(error);
}
function versionOf(protocol) {
	return [
		"TLSv1",
		"TLSv1.1",
		"TLSv1.2",
		"TLSv1.3"
	].find((version) => version === protocol);
}
function refusal(request, failure) {
	return {
		ok: false,
		refusedVersion: REFUSED_VERSION.has(failure.code) || request.only !== void 0 && REFUSED_PARAMETERS.has(failure.code),
		failure
	};
}
// src/core/wire-proxy.ts
const VARIABLES = [
	"HTTP_PROXY",
	"HTTPS_PROXY",
	"NO_PROXY",
	"http_proxy",
	"https_proxy",
	"no_proxy"
];
function proxyVariables(environment) {
	const set = VARIABLES.flatMap((name) => {
		const value = environment[name];
		return value === void 0 || value === "" ? [] : [[name, value]];
	});
	return set.some(([name]) => !/^no_proxy$/i.test(name)) ? Object.fromEntries(set) : void 0;
}
function proxyBefore(host, port, environment) {
	const variable = ["https_proxy", "HTTPS_PROXY"].find((name) => (environment[name] ?? "") !== "");
	if (variable === void 0) return void 0;
	const exceptions = (environment["no_proxy"] || environment["NO_PROXY"] || "").toLowerCase().split(/[\s,]+/);
	const name = host.toLowerCase();
	return exceptions.some((exception) => excepts(exception, name, port)) ? void 0 : variable;
}
function excepts(exception, host, port) {
	if (exception === "") return false;
	if (exception === "*") return true;
	const [, name = exception, onlyPort] = /^(.*[^:]):(\d+)$/.exec(exception) ?? [];
	if (onlyPort !== void 0 && Number(onlyPort) !== port) return false;
	const bare = name.replace(/^\[|\]$/g, "");
	const suffix = bare.replace(/^\*?\./, "");
	return host === bare || suffix !== bare && (host.endsWith(`.${suffix}`) || host === suffix);
}
// src/core/wire-node.ts
const KEEP_IDLE = 4e3;
const NEXT_ADDRESS_AFTER = 1e3;
const SAFE = new Set([
	"GET",
	"HEAD",
	"OPTIONS"
]);
async function nodeWire(trust, environment) {
	const proxyEnv = proxyVariables(environment);
	const authorities = authoritiesOf(trust);
	const common = {
		autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_AFTER,
		...proxyEnv === void 0 ? {} : { proxyEnv }
	};
	const secure = {
		...common,
		rejectUnauthorized: true,
		maxCachedSessions: 0,
		...authorities === void 0 ? {} : { secureContext: createSecureContext(authorities) }
	};
	const agents = {
		"http:": pair((keep) => new PlainAgent({
			...common,
			...keep
		})),
		"https:": pair((keep) => new Agent({
			...secure,
			...keep
		}))
	};
	const agentFor = ({ url, fresh }) => {
		const { kept, single } = agents[url.protocol === "https:" ? "https:" : "http:"];
		return fresh === true ? single : kept;
	};
	return {
		exchange: (request) => exchange(request, agentFor),
		async handshake(request) {
			const variable = proxyBefore(request.host, request.port, environment);
			if (variable === void 0) return shakeHands(request, authorities ?? {});
			return {
				ok: false,
				refusedVersion: false,
				failure: {
					kind: "other",
					message: `${variable} puts a proxy between here and ${request.host}: the handshake of the site itself cannot be seen`,
					requestSeen: "no",
					code: PROXIED
				}
			};
		},
		close() {
			for (const { kept, single } of Object.values(agents)) {
				kept.destroy();
				single.destroy();
			}
		}
	};
}
function pair(open) {
	return {
		kept: open({
			keepAlive: true,
			timeout: KEEP_IDLE
		}),
		single: open({ keepAlive: false })
	};
}
function authoritiesOf({ authorities }) {
	return authorities.length === 0 ? void 0 : { ca: [...getCACertificates("default"), ...authorities] };
}
async function exchange(request, agentFor) {
	const started = performance.now();
	const first = await sendOnce(request, agentFor(request));
	if (!first.staleConnection || !SAFE.has(request.method)) return first.result;
	const timeout = Math.max(1, request.timeout - (performance.now() - started));
	const again = {
		...request,
		timeout,
		fresh: true
	};
	return (await sendOnce(again, agentFor(again))).result;
}
export { nodeWire };
