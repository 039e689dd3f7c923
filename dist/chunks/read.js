import { o as __toESM, r as __exportAll } from "./rolldown-runtime.js";
import { n as secretFacts, o as isSecretName } from "./strength.js";
// src/checks/paths.ts
function baseName(path) {
	return path.slice(path.lastIndexOf("/") + 1);
}
function folderOf(path) {
	const slash = path.lastIndexOf("/");
	return slash < 0 ? "" : slash === 0 ? "/" : path.slice(0, slash);
}
function joined(folder, path) {
	if (path.startsWith("~")) return path;
	const absolute = folder.startsWith("/") || path.startsWith("/");
	const parts = [];
	for (const part of (path.startsWith("/") ? path : `${folder}/${path}`).split("/")) {
		if (part === "" || part === ".") continue;
		if (part !== "..") parts.push(part);
		else if (parts.length > 0 && parts.at(-1) !== "..") parts.pop();
		else if (!absolute) parts.push("..");
	}
	return absolute ? `/${parts.join("/")}` : parts.join("/");
}
function isInside(path) {
	return !path.startsWith("/") && !path.startsWith("~") && path !== ".." && !path.startsWith("../");
}
// src/checks/source/globs.ts
async function globbed(paths, globs) {
	if (globs.length === 0) return [];
	const matcherOf = (await import("./picomatch.js").then((m) => __toESM(m.default, 1))).default;
	const plain = globs.filter((glob) => !/[*?[{(!]/.test(glob));
	return [...new Set([...plain, ...paths.filter(matcherOf([...globs], { dot: true }))])];
}
// src/checks/env/lines.ts
const ASSIGNMENT = /^[ \t]*(export[ \t]+)?([A-Za-z_][A-Za-z0-9_.-]*)([ \t]*)=(.*)$/;
const MENTION = /\b([A-Z][A-Z0-9_]{2,})(?==|\s+(?:and|or|follows?)\b)/g;
const MOST_LINES = 120;
function linesOf(text) {
	const bom = text.startsWith("﻿");
	const plain = bom ? text.slice(1) : text;
	const lines = plain.split(/\r\n|\r|\n/);
	const assignments = [];
	const unreadable = [];
	const mentions = [];
	for (let index = 0; index < lines.length; index += 1) {
		const line = lines[index] ?? "";
		const trimmed = line.trim();
		if (trimmed.startsWith("#")) for (const [, name = ""] of trimmed.matchAll(MENTION)) mentions.push(name);
		if (trimmed === "" || trimmed.startsWith("#")) continue;
		const match = ASSIGNMENT.exec(line);
		if (match === null) {
			if (!/^(?:export[ \t]+)?[A-Za-z_][A-Za-z0-9_]*$/.test(trimmed)) unreadable.push({
				line: index + 1,
				text: trimmed
			});
			continue;
		}
		const [, exported, name = "", before = "", rest = ""] = match;
		const value = valueAt(rest, lines, index);
		assignments.push({
			name,
			line: index + 1,
			exported: exported !== void 0,
			rest,
			spaced: before !== "",
			...value.parts
		});
		index += value.more;
	}
	const returns = plain.indexOf("\r");
	return {
		assignments,
		unreadable,
		mentions: [...new Set(mentions)],
		bom,
		carriageReturns: returns !== -1,
		carriageReturnAt: returns === -1 ? void 0 : plain.slice(0, returns).split("\n").length
	};
}
function valueAt(rest, lines, at) {
	const start = rest.trimStart();
	const mark = start[0];
	if (mark === "\"" || mark === "'") {
		const quoted = quotedAt(start, mark, lines, at);
		if (quoted !== void 0) return quoted;
	}
	const comment = /(?:^|[ \t])#/.exec(rest);
	return {
		parts: {
			quote: "none",
			inner: (comment === null ? rest : rest.slice(0, comment.index)).trim(),
			inlineComment: comment !== null,
			multiline: false
		},
		more: 0
	};
}
function quotedAt(start, mark, lines, at) {
	let text = start.slice(1);
	for (let more = 0; more < MOST_LINES; more += 1) {
		const end = closingMark(text, mark);
		if (end !== void 0) {
			const after = text.slice(end + 1).trim();
			if (after !== "" && !after.startsWith("#")) return void 0;
			return {
				parts: {
					quote: mark === "\"" ? "double" : "single",
					inner: text.slice(0, end),
					inlineComment: after !== "",
					multiline: more > 0
				},
				more
			};
		}
		const next = lines[at + more + 1];
		if (next === void 0 || more === 0 && ASSIGNMENT.test(next)) return void 0;
		text += `\n${next}`;
	}
}
function closingMark(text, mark) {
	for (let index = 0; index < text.length; index += 1) if (text[index] === "\\") index += 1;
	else if (text[index] === mark) return index;
}
// src/checks/env/names.ts
const NO_LINES = /\.(?:py|pyc|pyi|[cm]?[jt]sx?|d\.ts|sh|bash|zsh|fish|ps1|bat|json|ya?ml|toml|ini|md|rst|html?|css|go|rs|rb|php|java|lock|gpg|asc|age|enc|sops|vault|j2|jinja2?|tpl\.yml|tf|png|svg|zip|gz)$/i;
const ELSEWHERE = /(?:^|\/)(?:node_modules|site-packages|\.venv|venv|vendor|fixtures|testdata|__fixtures__)\//;
const TEMPLATE = /(?:^|[._-])(?:example|sample|template|tmpl|tpl|dist|defaults?|skeleton|skel|blank)(?:[._-]|$)/i;
const PROFILES = [
	["staging", /(?:^|[._-])(?:staging|stage|stg|uat|preprod|pre-?production)(?:[._-]|$)/i],
	["production", /(?:^|[._-])(?:production|prod|prd|live)(?:[._-]|$)/i],
	["development", /(?:^|[._-])(?:development|develop|dev|local|test|testing|ci|docker-dev|debug)(?:[._-]|$)/i]
];
function isEnvironmentFile(path) {
	const name = baseName(path);
	if (NO_LINES.test(name) || ELSEWHERE.test(path)) return false;
	return /^\.?env(?:[._-]|$)/i.test(name) || /\.env$/i.test(name) || /\.env[._-]/i.test(name) && TEMPLATE.test(name);
}
function kindOf(path) {
	return TEMPLATE.test(baseName(path)) ? "template" : "values";
}
function profileOf(path) {
	const parts = path.split("/").reverse();
	for (const part of parts.slice(0, 2)) {
		const found = PROFILES.find(([, pattern]) => pattern.test(part));
		if (found !== void 0) return found[0];
	}
}
// src/checks/env/readings.ts
function readingsOf(assignment, earlier) {
	const { quote, inner, rest } = assignment;
	const unescaped = quote === "double" ? escapesRead(inner) : quote === "single" ? inner.replace(/\\'/g, "'") : inner;
	return {
		docker: rest,
		compose: quote === "single" ? inner : expandForCompose(unescaped, earlier.compose),
		dotenv: expandForDotenv(unescaped, earlier.dotenv)
	};
}
function refusalsOf({ exported, spaced, name }) {
	const docker = exported || spaced;
	const compose = name.includes("-") && !/^[A-Za-z0-9_.-]+$/.test(name);
	return [...docker ? ["docker"] : [], ...compose ? ["compose"] : []];
}
const ESCAPES = {
	n: "\n",
	r: "\r",
	t: "	",
	"\"": "\"",
	"'": "'",
	"\\": "\\"
};
function escapesRead(text) {
	return text.replace(/\\(.)/g, (whole, letter) => ESCAPES[letter] ?? whole);
}
const LONGEST_EXPANDED = 32768;
function expandForCompose(text, earlier) {
	if (text.length > LONGEST_EXPANDED) return text;
	return text.replace(/\$\$|\$\{([A-Za-z_][A-Za-z0-9_]*)(?:(:?)([-+?])([^}]{0,500}))?\}|\$([A-Za-z_][A-Za-z0-9_]*)/g, (whole, braced, colon, operator, word, bare) => {
		if (whole === "$$") return "$";
		const value = earlier.get(braced ?? bare ?? "");
		const there = value !== void 0 && (colon !== ":" || value !== "");
		if (operator === "-") return there ? value : word ?? "";
		if (operator === "+") return there ? word ?? "" : "";
		return value ?? "";
	});
}
function expandForDotenv(text, earlier) {
	if (text.length > LONGEST_EXPANDED) return text;
	return text.replace(/\$\{([^}:]{0,200})(?::-([^}]{0,500}))?\}/g, (_, name, fallback) => earlier.get(name) ?? fallback ?? "");
}
// src/checks/env/read.ts
var read_exports = __exportAll({ environmentFile: () => environmentFile });
async function readEnvironmentFiles(repository, asked, secretKey) {
	const paths = new Set(repository.files.filter(isEnvironmentFile));
	for (const path of await globbed(repository.files, asked)) paths.add(path);
	const files = [];
	for (const path of [...paths].sort()) {
		const text = await repository.read(path);
		if (text !== void 0) files.push(environmentFile(path, text, repository.tracked?.has(path) === true, secretKey));
	}
	return files;
}
function environmentFile(file, text, tracked, secretKey) {
	const { assignments, ...rest } = linesOf(text);
	const earlier = {
		docker: new Map(),
		compose: new Map(),
		dotenv: new Map()
	};
	const entries = assignments.map((assignment) => {
		const values = readingsOf(assignment, earlier);
		const { name, line, exported, quote, inlineComment, multiline } = assignment;
		for (const reader of [
			"docker",
			"compose",
			"dotenv"
		]) earlier[reader].set(name, values[reader]);
		return {
			name,
			line,
			exported,
			values,
			quote,
			inlineComment,
			secret: isSecretName(name) ? secretFacts(values.dotenv, secretKey) : void 0,
			refusedBy: refusalsOf(assignment),
			multiline
		};
	});
	return {
		file,
		kind: kindOf(file),
		profile: profileOf(file),
		tracked,
		entries,
		...rest
	};
}
export { folderOf as a, baseName as i, read_exports as n, isInside as o, globbed as r, joined as s, readEnvironmentFiles as t };
