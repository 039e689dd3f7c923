import { o as __toESM } from "./rolldown-runtime.js";
import { l as PROFILES } from "./check-deploy.js";
import { c as folderOf, l as isInside, u as joined } from "./read.js";
import { t as require_dist } from "./dist2.js";
import { r as messageOf } from "./errors.js";
import { r as inSequence, s as oneLine } from "./text.js";
import { n as choices, r as isCandidate, t as duration } from "./check-deploy-run.js";
import { t as nearest } from "./nearest.js";
// src/checks/compose/canonical-entry.ts
function entry(key, node) {
	return [key, {
		place: node.place,
		node: {
			...node,
			tag: void 0
		}
	}];
}
// src/checks/compose/located.ts
function mapOf(place, entries, tag = void 0) {
	return {
		kind: "map",
		place,
		tag,
		entries: new Map(entries)
	};
}
function listOf(place, items, tag = void 0) {
	return {
		kind: "list",
		place,
		tag,
		items
	};
}
function derived(from, value, written = String(value)) {
	return {
		...from,
		tag: void 0,
		value,
		written
	};
}
function child(node, key) {
	if (node?.kind === "map") return node.entries.get(String(key))?.node;
	if (node?.kind === "list" && typeof key === "number") return node.items[key];
}
function at(node, ...path) {
	return path.reduce((found, key) => child(found, key), node);
}
function placeAt(node, fallback, path) {
	let place = fallback;
	let current = node;
	for (const key of path) if (current?.kind === "map") {
		const entry = current.entries.get(String(key));
		if (entry === void 0) return place;
		place = entry.place;
		current = entry.node;
	} else if (current?.kind === "list" && typeof key === "number") {
		const item = current.items[key];
		if (item === void 0) return place;
		place = item.place;
		current = item;
	} else return place;
	return place;
}
function plain(node) {
	if (node.kind === "scalar") return node.value;
	if (node.kind === "list") return node.items.map(plain);
	const object = {};
	for (const [key, { node: value }] of node.entries) {
		if (value.tag === "reset") continue;
		Object.defineProperty(object, key, {
			value: plain(value),
			enumerable: true,
			configurable: true,
			writable: true
		});
	}
	return object;
}
function textOf(node) {
	return node?.kind === "scalar" && node.value !== null ? String(node.value) : void 0;
}
function textsOf(node) {
	if (node?.kind === "list") return node.items.flatMap((item) => textOf(item) ?? []);
	const single = textOf(node);
	return single === void 0 ? [] : [single];
}
function keys(node) {
	return node?.kind === "map" ? [...node.entries.keys()] : [];
}
// src/checks/compose/short-forms.ts
const PORT = /^(?:(?<host>\[[^\]]*\]|[^:\]]*):)?(?:(?<published>[^:]*):)?(?<target>[^:/]+)(?:\/(?<protocol>[a-z]+))?$/;
function portsOf(item) {
	if (item.kind !== "scalar" || item.value === null) return [item];
	const parts = splitPort(String(item.value));
	if (parts === void 0) return [item];
	const { host, published, target, protocol } = parts;
	return [mapOf(item.place, [
		entry("target", derived(item, target)),
		...published === void 0 ? [] : [entry("published", derived(item, published))],
		...host === void 0 ? [] : [entry("host_ip", derived(item, host))],
		entry("protocol", derived(item, protocol))
	])];
}
function splitPort(text) {
	const found = PORT.exec(text)?.groups;
	const target = found?.["target"];
	if (found === void 0 || target === void 0) return void 0;
	const first = found["host"];
	const second = found["published"];
	const [host, published] = second === void 0 ? [void 0, first] : [first, second];
	const address = host?.replace(/^\[|\]$/g, "");
	return {
		target,
		published: published === void 0 ? void 0 : published,
		host: address === "" ? void 0 : address,
		protocol: found["protocol"] ?? "tcp"
	};
}
function mountOf$1(item, directory) {
	if (item.kind === "map") return longMount(item, directory);
	if (item.kind !== "scalar" || item.value === null) return item;
	const parts = splitMount(String(item.value));
	const [source, target, options] = parts.length === 1 ? [
		void 0,
		parts[0],
		void 0
	] : parts;
	const bind = source !== void 0 && isPath(source);
	const text = (value) => derived(item, value);
	return mapOf(item.place, [
		entry("type", text(bind ? "bind" : "volume")),
		...source === void 0 ? [] : [entry("source", text(bind ? joined(directory, source) : source))],
		entry("target", text(target ?? "")),
		...(options ?? "").split(",").includes("ro") ? [entry("read_only", {
			...text("true"),
			value: true
		})] : []
	]);
}
function longMount(item, directory) {
	const source = item.entries.get("source");
	const type = item.entries.get("type")?.node;
	if (source?.node.kind !== "scalar" || type?.kind !== "scalar" || type.value !== "bind") return item;
	const path = joined(directory, String(source.node.value));
	return {
		...item,
		entries: new Map(item.entries).set("source", {
			...source,
			node: derived(source.node, path)
		})
	};
}
function splitMount(text) {
	const drive = /^[A-Za-z]:[\\/]/.test(text) ? text.slice(0, 2) : "";
	const [first, ...rest] = text.slice(drive.length).split(":");
	return [`${drive}${first ?? ""}`, ...rest];
}
function isPath(source) {
	return /^(\.|\/|~|[A-Za-z]:[\\/])/.test(source);
}
// src/checks/compose/canonical.ts
const PAIRS = [
	"environment",
	"labels",
	"annotations",
	"sysctls"
];
const LISTS = [
	"dns",
	"dns_search",
	"tmpfs"
];
function canonicalService(service, directory) {
	const entries = new Map(service.entries);
	const change = (key, how) => {
		const entry = entries.get(key);
		if (entry !== void 0) entries.set(key, {
			place: entry.place,
			node: how(entry.node)
		});
	};
	for (const key of PAIRS) change(key, pairsAsMap);
	for (const key of LISTS) change(key, asList);
	change("depends_on", (node) => namesAsMap(node, waits));
	change("networks", (node) => namesAsMap(node, nothing));
	change("build", (node) => canonicalBuild(node, directory));
	change("extends", (node) => node.kind === "scalar" ? mapOf(node.place, [entry("service", node)]) : node);
	change("env_file", (node) => environmentFiles(asList(node), directory));
	change("ports", (node) => eachItem(node, portsOf));
	change("volumes", (node) => eachItem(node, (item) => [mountOf$1(item, directory)]));
	change("deploy", (node) => withChange(node, "labels", pairsAsMap));
	return {
		...service,
		entries
	};
}
function canonicalBuild(node, directory) {
	return withChange(withChange(withChange(node.kind === "scalar" ? mapOf(node.place, [entry("context", node)], node.tag) : node, "context", (context) => context.kind === "scalar" ? derived(context, localPath(String(context.value), directory)) : context), "args", pairsAsMap), "labels", pairsAsMap);
}
function localPath(path, directory) {
	return /^[a-z+]+:\/\/|^git@|^github\.com\//.test(path) ? path : joined(directory, path);
}
function environmentFiles(node, directory) {
	return eachItem(node, (item) => {
		return [withChange(item.kind === "scalar" ? mapOf(item.place, [entry("path", item)]) : item, "path", (path) => path.kind === "scalar" ? derived(path, joined(directory, String(path.value))) : path)];
	});
}
function withChange(node, key, how) {
	if (node.kind !== "map") return node;
	const found = node.entries.get(key);
	if (found === void 0) return node;
	return {
		...node,
		entries: new Map(node.entries).set(key, {
			place: found.place,
			node: how(found.node)
		})
	};
}
function pairsAsMap(node) {
	if (node.kind !== "list") return node;
	const pairs = node.items.flatMap((item) => {
		if (item.kind !== "scalar" || item.value === null) return [];
		const text = String(item.value);
		const equals = text.indexOf("=");
		const name = equals === -1 ? text : text.slice(0, equals);
		const writtenEquals = item.written.indexOf("=");
		const value = equals === -1 ? derived(item, null, "") : derived(item, text.slice(equals + 1), item.written.slice(writtenEquals + 1));
		return [[name, {
			place: item.place,
			node: value
		}]];
	});
	return mapOf(node.place, pairs, node.tag);
}
function namesAsMap(node, value) {
	if (node.kind !== "list") return node;
	const names = node.items.flatMap((item) => item.kind === "scalar" && item.value !== null ? [[String(item.value), {
		place: item.place,
		node: value(item)
	}]] : []);
	return mapOf(node.place, names, node.tag);
}
function waits(name) {
	return mapOf(name.place, [entry("condition", derived(name, "service_started"))]);
}
function nothing(name) {
	return derived(name, null, "");
}
function asList(node) {
	return node.kind === "scalar" && node.value !== null ? listOf(node.place, [node], node.tag) : node;
}
function eachItem(node, how) {
	return node.kind === "list" ? {
		...node,
		items: node.items.flatMap(how)
	} : node;
}
function pathBeside(file, node) {
	const path = textOf(node);
	return path === void 0 ? void 0 : joined(folderOf(file), path);
}
// src/checks/compose/document.ts
var import_dist = require_dist();
const MOST_VALUES = 2e4;
const DEEPEST$1 = 60;
const LARGEST_FILE = 1e6;
const MOST_PROBLEMS$2 = 20;
function readDocument(text, file) {
	const top = {
		file,
		line: 1
	};
	const broken = (message, place = top) => ({
		documents: [],
		problems: [{
			place,
			message
		}]
	});
	if (text.length > LARGEST_FILE) return broken(`the file has ${text.length} characters; more than ${LARGEST_FILE} are not read`);
	const deep = deepLine(text);
	if (deep !== void 0) return broken(`more than ${DEEPEST$1} levels are nested here`, {
		file,
		line: deep
	});
	const lines = new import_dist.LineCounter();
	try {
		const parsed = (0, import_dist.parseAllDocuments)(text, {
			lineCounter: lines,
			prettyErrors: false,
			logLevel: "silent",
			uniqueKeys: false
		});
		const all = "empty" in parsed ? [] : parsed;
		const problems = all.flatMap(({ errors }) => errors).slice(0, MOST_PROBLEMS$2).map((error) => ({
			place: {
				file,
				line: lines.linePos(error.pos[0]).line || 1
			},
			message: inWords(error)
		}));
		if (problems.length > 0) return {
			documents: [],
			problems
		};
		const twice = [];
		const documents = all.flatMap((document) => {
			if (document.contents === null) return [];
			const reader = new Reader(file, lines);
			const located = reader.read(document.contents, []);
			twice.push(...reader.twice);
			if (located.kind === "map") return [located];
			if (located.kind === "scalar" && located.value === null) return [];
			throw new Unreadable("a Compose file is a map with \"services\"", located.place);
		});
		return twice.length === 0 ? {
			documents,
			problems: []
		} : {
			documents: [],
			problems: twice.slice(0, MOST_PROBLEMS$2)
		};
	} catch (thrown) {
		if (thrown instanceof Unreadable) return broken(thrown.message, thrown.place);
		return broken(`the file cannot be read: ${oneLine(messageOf(thrown), 200)}`);
	}
}
var Unreadable = class extends Error {
	place;
	constructor(message, place) {
		super(message);
		this.place = place;
	}
};
var Reader = class {
	values = 0;
	twice = [];
	file;
	lines;
	anchors = new Map();
	constructor(file, lines) {
		this.file = file;
		this.lines = lines;
	}
	read(node, above) {
		const place = this.placeOf(node) ?? {
			file: this.file,
			line: 1
		};
		this.values += 1;
		if (this.values > MOST_VALUES) throw new Unreadable(`its values, with what its aliases stand for, are more than ${MOST_VALUES}`, place);
		if (above.length > 120) throw new Unreadable(`more than ${DEEPEST$1} levels are nested here`, place);
		if (node !== null && above.includes(node)) throw new Unreadable("an alias stands for something it is a part of", place);
		if (node === null) return scalar(place, null, "", void 0);
		if ((0, import_dist.isAlias)(node)) {
			const target = this.anchors.get(node.source);
			if (target === void 0) throw new Unreadable(`the anchor "${oneLine(node.source, 60)}" does not exist`, place);
			return this.read(target, [...above, node]);
		}
		if (node.anchor !== void 0) this.anchors.set(node.anchor, node);
		const tag = tagOf(node);
		const inside = [...above, node];
		if ((0, import_dist.isMap)(node)) return mapOf(place, this.entries(node.items, inside), tag);
		if ((0, import_dist.isSeq)(node)) return listOf(place, node.items.map((item) => this.read(item, inside)), tag);
		return (0, import_dist.isScalar)(node) ? this.scalar(node, place, tag) : scalar(place, null, "", tag);
	}
	entries(pairs, above) {
		const own = new Map();
		const merged = [];
		for (const { key, value } of pairs) {
			const name = this.keyOf(key);
			const place = this.placeOf(key) ?? {
				file: this.file,
				line: 1
			};
			if (name === "<<" && (0, import_dist.isScalar)(key) && key.type === "PLAIN") {
				const source = this.read(value, above);
				const maps = source.kind === "list" ? source.items : [source];
				for (const map of maps) {
					if (map.kind !== "map") throw new Unreadable("what \"<<\" names is not a map", place);
					merged.push(map);
				}
				continue;
			}
			const node = this.read(value, above);
			if (own.has(name)) this.twice.push({
				place,
				message: `"${oneLine(name, 60)}" stands twice in the same map`
			});
			own.set(name, {
				place,
				node: value === null || isEmpty(value) ? {
					...node,
					place
				} : node
			});
		}
		for (const map of merged) for (const [name, entry] of map.entries) if (!own.has(name)) own.set(name, entry);
		return own;
	}
	keyOf(key) {
		const node = (0, import_dist.isAlias)(key) ? this.anchors.get(key.source) : key;
		if ((0, import_dist.isScalar)(node)) return String(node.source ?? node.value);
		throw new Unreadable("a key is a word, not a map or a list", this.placeOf(key) ?? {
			file: this.file,
			line: 1
		});
	}
	scalar(node, place, tag) {
		const { value } = node;
		const written = typeof value === "string" ? value : node.source ?? String(value);
		if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return scalar(place, value, written, tag);
		return scalar(place, value === null || value === void 0 ? null : String(value), written, tag);
	}
	placeOf(node) {
		const offset = node?.range?.[0];
		if (offset === void 0) return void 0;
		return {
			file: this.file,
			line: this.lines.linePos(offset).line || 1
		};
	}
};
function scalar(place, value, written, tag) {
	return {
		kind: "scalar",
		place,
		tag,
		value,
		written,
		unsure: false
	};
}
function isEmpty(node) {
	return (0, import_dist.isScalar)(node) && node.value === null && (node.source ?? "") === "";
}
function tagOf({ tag }) {
	return tag === "!reset" ? "reset" : tag === "!override" ? "override" : void 0;
}
function deepLine(text) {
	let line = 1;
	let open = 0;
	let opened = 0;
	let start = true;
	for (let index = 0; index < text.length; index += 1) {
		const sign = text.charCodeAt(index);
		if (sign === 10) {
			line += 1;
			start = true;
			opened = 0;
			continue;
		}
		if (sign === 91 || sign === 123) open += 1;
		else if ((sign === 93 || sign === 125) && open > 0) open -= 1;
		else if (start && (sign === 45 || sign === 63)) opened += 1;
		else if (sign !== 32) start = false;
		if (opened > DEEPEST$1 && start) return line;
		if (open > 240) return line;
	}
}
function inWords({ code, message }) {
	if (code === "TAB_AS_INDENT") return "a tab stands where YAML takes only spaces";
	return `this is not YAML: ${oneLine(message, 160)}`;
}
// src/checks/compose/character.ts
const RELOADS = /\brunserver(_plus)?\b|--reload\b|\bwatchmedo\b|\bwatchfiles\b/;
const DEVELOPMENT_SETTINGS = /(^|[._])(dev|develop|development|local|debug)$/;
function characterOf(text, file) {
	const { documents, problems } = readDocument(text, file);
	const [tree] = documents;
	if (tree === void 0) return problems.length > 0 && /^services:/m.test(text) ? {
		alone: true,
		development: void 0
	} : void 0;
	const found = at(tree, "services");
	if (found?.kind !== "map") return found === void 0 && at(tree, "include") === void 0 ? void 0 : {
		alone: true,
		development: void 0
	};
	const services = new Map();
	for (const [name, { node }] of found.entries) if (node.kind === "map") services.set(name, canonicalService(node, folderOf(file)));
	const whole = services.size === found.entries.size && [...services.values()].every(isWhole);
	const holds = [...services.keys(), ...keys(at(tree, "volumes"))];
	const lacks = namedBy(services).filter((name) => !holds.includes(name));
	return {
		alone: whole && lacks.length === 0 || at(tree, "include") !== void 0,
		...whole ? { lacks } : {},
		holds,
		development: developmentOf(services)
	};
}
function isWhole(service) {
	return [
		"image",
		"build",
		"extends"
	].some((key) => service.entries.has(key));
}
function namedBy(services) {
	return [...services.values()].flatMap((service) => {
		const mounts = items(at(service, "volumes")).filter((mount) => textOf(at(mount, "type")) === "volume");
		return [...keys(at(service, "depends_on")), ...mounts.flatMap((mount) => textOf(at(mount, "source")) ?? [])];
	});
}
function developmentOf(services) {
	for (const [name, service] of services) {
		const words = [...textsOf(at(service, "command")), ...textsOf(at(service, "entrypoint"))].join(" ");
		const sign = RELOADS.exec(words)?.[0];
		if (sign !== void 0) return `${name} starts ${sign}`;
		const settings = textOf(at(service, "environment", "DJANGO_SETTINGS_MODULE")) ?? "";
		if (DEVELOPMENT_SETTINGS.test(settings)) return `${name} uses ${settings}`;
		if (service.entries.has("build") && items(at(service, "volumes")).some((mount) => isCode(mount, service))) return `the code is mounted into ${name}`;
	}
}
function isCode(mount, service) {
	if (textOf(at(mount, "type")) !== "bind") return false;
	const source = textOf(at(mount, "source")) ?? "/";
	const context = textOf(at(service, "build", "context")) ?? "";
	return source === context || [
		"src",
		"app",
		"backend"
	].some((name) => source === (context === "" ? name : `${context}/${name}`));
}
function items(node) {
	return node?.kind === "list" ? node.items : [];
}
// src/checks/compose/interpolation.ts
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const DEEPEST = 20;
function interpolated(text, variables, depth = 0) {
	if (!text.includes("$")) return {
		text,
		unset: [],
		broken: false
	};
	const unset = [];
	let broken = depth > DEEPEST;
	let out = "";
	let index = 0;
	while (index < text.length && !broken) {
		const next = text.indexOf("$", index);
		if (next === -1) break;
		out += text.slice(index, next);
		const following = text[next + 1];
		if (following === "$") {
			out += "$";
			index = next + 2;
		} else if (following === "{") {
			const end = closing(text, next + 2);
			const inner = end === void 0 ? void 0 : braced(text.slice(next + 2, end), variables, depth);
			if (end === void 0 || inner === void 0) broken = true;
			else {
				out += inner.text;
				unset.push(...inner.unset);
				broken = inner.broken;
				index = end + 1;
			}
		} else {
			const name = nameAt(text, next + 1);
			if (name === void 0) out += "$";
			else out += substitute(name, variables, unset);
			index = next + 1 + (name?.length ?? 0);
		}
	}
	return {
		text: broken ? text : out + text.slice(index),
		unset,
		broken
	};
}
function braced(inner, variables, depth) {
	const name = nameAt(inner, 0);
	if (name === void 0) return void 0;
	const rest = inner.slice(name.length);
	if (rest === "") {
		const unset = [];
		return {
			text: substitute(name, variables, unset),
			unset,
			broken: false
		};
	}
	const colon = rest.startsWith(":");
	const sign = rest[colon ? 1 : 0];
	const word = rest.slice(colon ? 2 : 1);
	const value = variables.get(name);
	const there = value !== void 0 && (!colon || value !== "");
	switch (sign) {
		case "-": return there ? known(value) : interpolated(word, variables, depth + 1);
		case "+": return there ? interpolated(word, variables, depth + 1) : known("");
		case "?": return there ? known(value) : {
			text: "",
			unset: [{
				name,
				required: true
			}],
			broken: false
		};
		default: return;
	}
}
function known(text) {
	return {
		text,
		unset: [],
		broken: false
	};
}
function substitute(name, variables, unset) {
	const value = variables.get(name);
	if (value === void 0) unset.push({
		name,
		required: false
	});
	return value ?? "";
}
function nameAt(text, index) {
	NAME.lastIndex = index;
	return NAME.exec(text)?.[0];
}
function closing(text, index) {
	let open = 1;
	for (let at = index; at < text.length; at += 1) if (text[at] === "{" && text[at - 1] === "$") open += 1;
	else if (text[at] === "}") {
		open -= 1;
		if (open === 0) return at;
	}
}
function interpolatedDocument(document, variables) {
	const unset = [];
	const problems = [];
	const scalar = (node) => {
		if (typeof node.value !== "string") return node;
		const result = interpolated(node.value, variables);
		if (result.broken) problems.push({
			place: node.place,
			message: "a \"${\" here is no variable; a \"$\" that is meant is written \"$$\""
		});
		for (const { name, required } of result.unset) unset.push({
			name,
			required,
			place: node.place
		});
		return {
			...node,
			value: result.text,
			unsure: result.unset.length > 0
		};
	};
	const walk = (node) => {
		if (node.kind === "scalar") return scalar(node);
		if (node.kind === "list") return {
			...node,
			items: node.items.map(walk)
		};
		return map(node);
	};
	const map = (node) => ({
		...node,
		entries: new Map([...node.entries].map(([key, entry]) => [key, {
			place: entry.place,
			node: walk(entry.node)
		}]))
	});
	const entries = [...document.entries].filter(([key]) => !key.startsWith("x-"));
	return {
		document: map({
			...document,
			entries: new Map(entries)
		}),
		unset,
		problems
	};
}
// src/checks/compose/merge.ts
const REPLACED = new Set([
	"command",
	"entrypoint",
	"healthcheck.test",
	"deploy.placement",
	"provider"
]);
const BY_KEY = {
	ports: (item) => [
		"host_ip",
		"published",
		"target",
		"protocol"
	].map((key) => part$1(item, key)).join("|"),
	volumes: (item) => part$1(item, "target").replace(/\/+$/, ""),
	env_file: (item) => part$1(item, "path"),
	secrets: (item) => item.kind === "map" ? part$1(item, "target") || part$1(item, "source") : whole(item),
	configs: (item) => item.kind === "map" ? part$1(item, "target") || part$1(item, "source") : whole(item),
	devices: (item) => whole(item).split(":")[1] ?? whole(item),
	expose: whole,
	dns: whole,
	dns_search: whole,
	cap_add: whole,
	cap_drop: whole,
	links: whole,
	tmpfs: whole,
	profiles: whole
};
function mergedService(base, over) {
	return mergedMap(base, over, []);
}
function mergedStack(base, over) {
	const entries = new Map(base.entries);
	for (const [key, { place, node }] of over.entries) {
		const before = entries.get(key)?.node;
		entries.set(key, {
			place,
			node: key === "services" && before?.kind === "map" && node.kind === "map" && node.tag === void 0 ? mergedServices(before, node) : merged(before, node, [""])
		});
	}
	return {
		...over,
		entries: withoutReset(entries)
	};
}
function mergedServices(base, over) {
	const entries = new Map(base.entries);
	for (const [name, { place, node }] of over.entries) entries.set(name, {
		place,
		node: merged(entries.get(name)?.node, node, [])
	});
	return {
		...over,
		entries: withoutReset(entries)
	};
}
function merged(base, over, path) {
	if (over.tag !== void 0 || base === void 0) return over.kind === "map" ? {
		...over,
		entries: withoutReset(over.entries)
	} : over;
	if (over.kind === "scalar" && over.value === null && !REPLACED.has(path.join("."))) return base;
	if (REPLACED.has(path.join("."))) return over;
	if (base.kind === "map" && over.kind === "map") return mergedMap(base, over, path);
	if (base.kind === "list" && over.kind === "list") {
		const key = BY_KEY[path.join(".")];
		return {
			...over,
			items: key === void 0 ? [...base.items, ...over.items] : united([...base.items, ...over.items], key)
		};
	}
	return over;
}
function mergedMap(base, over, path) {
	const entries = new Map(base.entries);
	for (const [key, { place, node }] of over.entries) {
		const before = entries.get(key);
		const value = merged(before?.node, node, [...path, key]);
		entries.set(key, {
			place: value === before?.node ? before.place : place,
			node: value
		});
	}
	return {
		...over,
		entries: withoutReset(entries)
	};
}
function withoutReset(entries) {
	return new Map([...entries].filter(([, { node }]) => node.tag !== "reset"));
}
function united(items, key) {
	const byKey = new Map();
	for (const item of items) byKey.set(key(item), item);
	return [...byKey.values()];
}
function part$1(item, key) {
	return item.kind === "map" ? textOf(item.entries.get(key)?.node) ?? "" : whole(item);
}
function whole(item) {
	return textOf(item) ?? JSON.stringify(item.kind === "map" ? [...item.entries.keys()] : "");
}
// src/checks/compose/load.ts
const MOST_FILES = 40;
const LONGEST_CHAIN = 30;
async function loadStack(files, repository, variables, check) {
	const loader = new Loader(repository, variables, check);
	const [first = ""] = files;
	let tree = mapOf({
		file: first,
		line: 1
	}, []);
	for (const file of files) {
		const own = await loader.file(file, folderOf(first), {
			file: first,
			line: 1
		}, []);
		if (own !== void 0) tree = mergedStack(tree, own);
	}
	return {
		tree,
		problems: loader.problems,
		unset: loader.unset,
		files: [...loader.read.keys()]
	};
}
var Loader = class {
	problems = [];
	unset = [];
	read = new Map();
	repository;
	variables;
	check;
	constructor(repository, variables, check) {
		this.repository = repository;
		this.variables = variables;
		this.check = check;
	}
	async file(file, directory, asked, above) {
		if (above.includes(file)) return this.refuse(asked, `"${oneLine(file, 120)}" includes itself`);
		const canonical = await this.document(file, directory, asked);
		if (canonical === void 0) return void 0;
		const extended = await this.withExtends(canonical, file, directory);
		return this.withIncludes(extended, file, [...above, file]);
	}
	document(file, directory, asked) {
		const before = this.read.get(file);
		if (before !== void 0) return before;
		if (this.read.size >= MOST_FILES) return Promise.resolve(this.refuse(asked, `more than ${MOST_FILES} files belong to this stack`));
		const reading = this.parse(file, directory, asked);
		this.read.set(file, reading);
		return reading;
	}
	async parse(file, directory, asked) {
		if (!isInside(file)) return this.refuse(asked, `"${oneLine(file, 120)}" lies outside of the repository and is not read`, { unknown: true });
		const text = await this.repository.read(file);
		if (text === void 0) return this.refuse(asked, `"${oneLine(file, 120)}" does not exist or is no text`);
		const { documents, problems } = readDocument(text, file);
		this.problems.push(...problems);
		let tree;
		for (const document of documents) {
			const result = interpolatedDocument(document, this.variables);
			this.problems.push(...result.problems, ...this.check(result.document));
			this.unset.push(...result.unset);
			const own = withServices(result.document, (service) => canonicalService(service, directory));
			tree = tree === void 0 ? own : mergedStack(tree, own);
		}
		if (documents.length === 0 && problems.length === 0) return this.refuse({
			file,
			line: 1
		}, "the file is empty");
		return tree;
	}
	async withExtends(tree, file, directory) {
		const services = at(tree, "services");
		if (services?.kind !== "map") return tree;
		const entries = new Map();
		for (const [name, { place, node }] of services.entries) {
			const whole = node.kind === "map" ? await this.extended(tree, file, directory, name, node, []) : node;
			entries.set(name, {
				place,
				node: whole
			});
		}
		return withEntry(tree, "services", {
			...services,
			entries
		});
	}
	async extended(tree, file, directory, name, service, above) {
		const extension = service.entries.get("extends");
		if (extension === void 0) return service;
		const own = {
			...service,
			entries: new Map([...service.entries].filter(([key]) => key !== "extends"))
		};
		const here = `${file}: ${name}`;
		if (above.includes(here) || above.length >= LONGEST_CHAIN) {
			const why = above.includes(here) ? "extends itself" : `extends more than ${LONGEST_CHAIN} services in a row`;
			this.refuse(extension.place, `"${oneLine(name, 80)}" ${why}`);
			return own;
		}
		const baseName = textOf(at(extension.node, "service"));
		const elsewhere = pathBeside(file, at(extension.node, "file"));
		const baseFile = elsewhere ?? file;
		const baseDirectory = elsewhere === void 0 ? directory : folderOf(elsewhere);
		const source = elsewhere === void 0 ? tree : await this.document(baseFile, baseDirectory, extension.place);
		if (source === void 0 || baseName === void 0) return own;
		const base = at(source, "services", baseName);
		if (base?.kind !== "map") {
			this.refuse(extension.place, `"${oneLine(name, 80)}" extends "${oneLine(baseName, 80)}", which is no service of ${oneLine(baseFile, 120)}`);
			return own;
		}
		const whole = await this.extended(source, baseFile, baseDirectory, baseName, base, [...above, here]);
		return mergedService(whole, own);
	}
	async withIncludes(tree, file, above) {
		const include = at(tree, "include");
		if (include?.kind !== "list") return tree;
		let all;
		for (const item of include.items) {
			const paths = includedPaths(item, file);
			const start = pathBeside(file, at(item, "project_directory")) ?? folderOf(paths[0] ?? "");
			for (const path of paths) {
				const own = await this.file(path, start, item.place, above);
				if (own !== void 0) all = all === void 0 ? own : mergedStack(all, own);
			}
		}
		return all === void 0 ? tree : mergedStack(all, tree);
	}
	refuse(place, message, more = {}) {
		this.problems.push({
			place,
			message,
			...more
		});
	}
};
function includedPaths(item, file) {
	const path = item.kind === "map" ? at(item, "path") : item;
	return (path?.kind === "list" ? path.items : [path]).flatMap((node) => pathBeside(file, node) ?? []);
}
function withServices(tree, how) {
	const services = at(tree, "services");
	if (services?.kind !== "map") return tree;
	const entries = [...services.entries].map(([name, { place, node }]) => [name, {
		place,
		node: node.kind === "map" ? how(node) : node
	}]);
	return withEntry(tree, "services", {
		...services,
		entries: new Map(entries)
	});
}
function withEntry(tree, key, node) {
	const place = tree.entries.get(key)?.place ?? tree.place;
	return {
		...tree,
		entries: new Map(tree.entries).set(key, {
			place,
			node
		})
	};
}
// src/checks/compose/schema-words.ts
const TYPES = {
	object: "a map",
	array: "a list",
	string: "a text",
	number: "a number",
	integer: "a whole number",
	boolean: "true or false",
	null: "nothing"
};
function explained(path, errors, node) {
	const where = path.length === 0 ? "a Compose file" : `"${path.join(".")}"`;
	const unknown = errors.find(({ keyword }) => (keyword === "additionalProperties" || keyword === "unevaluatedProperties") && node?.kind === "map");
	if (unknown !== void 0) {
		const key = String(unknown.params["additionalProperty"] ?? unknown.params["unevaluatedProperty"]);
		const close = nearest(key, unknown.keys);
		return {
			words: `"${key}" is no key of ${where}${close === void 0 ? "" : `; did you mean "${close}"?`}`,
			key
		};
	}
	const types = errors.filter(({ keyword }) => keyword === "type").flatMap(({ params }) => wanted(params["type"]));
	if (types.length > 0) {
		const kinds = [...new Set(types)].map((type) => TYPES[type] ?? type);
		return { words: `${where} takes ${inSequence(kinds, "or")}, and this is ${kindOf(node)}` };
	}
	const allowed = errors.find(({ keyword }) => keyword === "enum")?.params["allowedValues"];
	if (Array.isArray(allowed)) return { words: `${where} is one of ${inSequence(allowed.map(String), "or")}` };
	const missing = errors.find(({ keyword }) => keyword === "required");
	if (missing !== void 0) return { words: `${where} lacks "${String(missing.params["missingProperty"])}"` };
	if (errors.find(({ keyword }) => keyword === "uniqueItems") !== void 0) return { words: `${where} names the same thing twice` };
	return { words: `${where} ${errors[0]?.message ?? "is not what Compose takes"}` };
}
function wanted(type) {
	return Array.isArray(type) ? type.map(String) : [String(type)];
}
function kindOf(node) {
	if (node === void 0) return "nothing";
	if (node.kind === "map") return "a map";
	if (node.kind === "list") return "a list";
	if (node.value === null) return "nothing";
	if (typeof node.value === "boolean") return "true or false";
	return typeof node.value === "number" ? "a number" : "a text";
}
// src/checks/compose/schema.ts
const DURATION = /^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h|d|w))+$/;
const DURATIONS = [["stop_grace_period"], ...[
	"interval",
	"timeout",
	"start_period",
	"start_interval"
].map((key) => ["healthcheck", key])];
const MOST_PROBLEMS$1 = 20;
async function schemaCheck() {
	const [{ Ajv2020 }, { COMPOSE_SPEC }] = await Promise.all([import("./2020.js").then((m) => __toESM(m.default, 1)), import("./compose-spec.js")]);
	const ajv = new Ajv2020({
		allErrors: true,
		strict: false,
		verbose: true,
		validateFormats: false,
		logger: false,
		meta: false,
		validateSchema: false,
		code: { optimize: false }
	});
	const { $schema: _, ...schema } = JSON.parse(COMPOSE_SPEC);
	const validate = ajv.compile(schema);
	return (document) => {
		if (validate(plain(document))) return durations(document);
		return [...outermost((validate.errors ?? []).map(({ keyword, instancePath, params, parentSchema, message }) => ({
			keyword,
			path: pathOf(instancePath),
			params,
			keys: keysOf(parentSchema, schema),
			message: message ?? keyword
		})).filter((error) => !isEcho(error))).filter(({ path }) => !unsure(at(document, ...path))).slice(0, MOST_PROBLEMS$1).map(({ path, errors: here }) => {
			const { words, key } = explained(path, here, at(document, ...path));
			return {
				place: placeAt(document, document.place, key === void 0 ? path : [...path, key]),
				message: oneLine(words, 300)
			};
		}), ...durations(document)];
	};
}
function isEcho({ keyword, params, keys }) {
	const key = String(params["unevaluatedProperty"]);
	return keyword === "unevaluatedProperties" && (keys.includes(key) || key.startsWith("x-"));
}
function durations(document) {
	const services = child(document, "services");
	if (services?.kind !== "map") return [];
	return [...services.entries].flatMap(([name, { node }]) => DURATIONS.flatMap((path) => {
		const value = at(node, ...path);
		const written = textOf(value);
		if (value === void 0 || written === void 0 || unsure(value) || DURATION.test(written)) return [];
		const message = `"services.${name}.${path.join(".")}" is no duration: a number and a unit, such as 30s or 1m30s`;
		return [{
			place: value.place,
			message: oneLine(message, 300)
		}];
	}));
}
function outermost(errors) {
	const places = new Map();
	for (const error of errors) {
		const key = JSON.stringify(error.path);
		const known = places.get(key);
		if (known === void 0) places.set(key, {
			path: error.path,
			errors: [error]
		});
		else known.errors.push(error);
	}
	const all = [...places.values()];
	return all.filter(({ path, errors: own }) => own.some(({ keyword }) => keyword === "additionalProperties" || keyword === "unevaluatedProperties") || !all.some((other) => other.path.length > path.length && path.every((part, index) => part === other.path[index])));
}
function unsure(node) {
	if (node?.kind === "scalar") return node.unsure;
	if (node?.kind === "list") return node.items.some(unsure);
	return false;
}
function pathOf(pointer) {
	return pointer.split("/").slice(1).map((part) => part.replace(/~1/g, "/").replace(/~0/g, "~")).map((part) => /^\d+$/.test(part) ? Number(part) : part);
}
function keysOf(schema, root, depth = 0) {
	if (depth > 4) return [];
	const reference = text(part(schema, "$ref"))?.replace("#/$defs/", "");
	const parts = part(schema, "allOf");
	return [
		...Object.keys(part(schema, "properties") ?? {}),
		...Array.isArray(parts) ? parts.flatMap((each) => keysOf(each, root, depth + 1)) : [],
		...reference === void 0 ? [] : keysOf(part(part(root, "$defs"), reference), root, depth + 1)
	];
}
function part(value, key) {
	if (typeof value !== "object" || value === null) return void 0;
	const found = Object.entries(value).find(([name]) => name === key)?.[1];
	return typeof found === "object" && found !== null || typeof found === "string" ? found : void 0;
}
function text(value) {
	return typeof value === "string" ? value : void 0;
}
function hasServices(tree) {
	const services = child(tree, "services");
	return services?.kind === "map" && services.entries.size > 0 && textOf(services) === void 0;
}
// src/checks/compose/quantities.ts
function composeDuration(text) {
	const bare = /^\s*(\d+)\s*$/.exec(text ?? "")?.[1];
	return bare === void 0 ? duration(text) : Number(bare) * 1e3;
}
function bytes(text) {
	const found = /^(\d+(?:\.\d+)?)\s*([kmgt]?)(i?b)?$/i.exec(text?.trim() ?? "");
	if (found === null) return void 0;
	const power = [
		"",
		"k",
		"m",
		"g",
		"t"
	].indexOf((found[2] ?? "").toLowerCase());
	return Number(found[1]) * 1024 ** power;
}
function number(text) {
	const value = text === void 0 || text.trim() === "" ? NaN : Number(text);
	return Number.isFinite(value) ? value : void 0;
}
function truth(text) {
	return /^(true|yes|y|on|1)$/i.test(text ?? "");
}
function words(text) {
	const found = [];
	let word;
	let quote = "";
	for (let index = 0; index < text.length; index += 1) {
		const sign = text.charAt(index);
		if (quote !== "") {
			if (sign === quote) quote = "";
			else if (sign === "\\" && quote === "\"" && /["\\$`]/.test(text.charAt(index + 1))) word = (word ?? "") + text.charAt(++index);
			else word = (word ?? "") + sign;
		} else if (sign === "\"" || sign === "'") {
			quote = sign;
			word ??= "";
		} else if (sign === "\\") word = (word ?? "") + text.charAt(++index);
		else if (/\s/.test(sign)) {
			if (word !== void 0) found.push(word);
			word = void 0;
		} else word = (word ?? "") + sign;
	}
	if (word !== void 0) found.push(word);
	return found;
}
// src/checks/compose/service.ts
function composeService(name, place, node) {
	const text = (...path) => textOf(at(node, ...path));
	const raw = plain(node);
	return {
		name,
		place,
		raw: isRecord(raw) ? raw : {},
		placeOf: (...path) => placeAt(node, place, path),
		image: text("image"),
		build: buildOf(at(node, "build")),
		profiles: textsOf(at(node, "profiles")),
		entrypoint: commandOf(at(node, "entrypoint")),
		command: commandOf(at(node, "command")),
		workingDirectory: text("working_dir"),
		user: text("user"),
		environment: environmentOf(at(node, "environment"), place),
		environmentFiles: environmentFilesOf(at(node, "env_file")),
		healthcheck: healthcheckOf(at(node, "healthcheck"), node, place),
		dependsOn: dependenciesOf(at(node, "depends_on")),
		restart: text("restart"),
		stopGracePeriod: composeDuration(text("stop_grace_period")),
		stopSignal: text("stop_signal"),
		init: truth(text("init")),
		ports: listed(at(node, "ports")).flatMap(portOf),
		expose: textsOf(at(node, "expose")),
		volumes: listed(at(node, "volumes")).flatMap(mountOf),
		networks: keys(at(node, "networks")),
		networkMode: text("network_mode"),
		replicas: number(text("deploy", "replicas") ?? text("scale")),
		limits: {
			memory: bytes(text("deploy", "resources", "limits", "memory") ?? text("mem_limit")),
			cpus: number(text("deploy", "resources", "limits", "cpus") ?? text("cpus"))
		},
		labels: new Map(pairs(at(node, "labels")).map(([key, value]) => [key, textOf(value) ?? ""]))
	};
}
function isRecord(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
function commandOf(node) {
	if (node?.kind === "list") return textsOf(node);
	const text = textOf(node);
	return text === void 0 ? void 0 : words(text);
}
function buildOf(node) {
	if (node?.kind !== "map") return void 0;
	return {
		context: textOf(at(node, "context")) ?? "",
		dockerfile: textOf(at(node, "dockerfile")) ?? "Dockerfile",
		target: textOf(at(node, "target")),
		args: new Map(pairs(at(node, "args")).map(([key, value]) => [key, textOf(value) ?? ""]))
	};
}
function environmentOf(node, fallback) {
	if (node?.kind !== "map") return new Map();
	return new Map([...node.entries].map(([name, { place, node: value }]) => [name, {
		name,
		value: value.kind === "scalar" && value.unsure ? void 0 : textOf(value),
		written: value.kind === "scalar" ? value.written : "",
		place: place ?? fallback
	}]));
}
function environmentFilesOf(node) {
	return listed(node).flatMap((item) => {
		const path = textOf(at(item, "path"));
		return path === void 0 ? [] : [{
			path,
			required: textOf(at(item, "required")) !== "false",
			place: item.place
		}];
	});
}
function healthcheckOf(node, service, own) {
	if (node?.kind !== "map") return void 0;
	const place = placeAt(service, own, ["healthcheck", "test"]);
	const test = at(node, "test");
	const form = test?.kind === "list" ? textsOf(test) : test === void 0 ? [] : ["CMD-SHELL", textOf(test) ?? ""];
	if (truth(textOf(at(node, "disable"))) || form[0] === "NONE") return {
		disabled: true,
		place
	};
	const time = (key) => composeDuration(textOf(at(node, key)));
	return {
		disabled: false,
		test: form,
		interval: time("interval"),
		timeout: time("timeout"),
		retries: number(textOf(at(node, "retries"))),
		startPeriod: time("start_period"),
		place
	};
}
function dependenciesOf(node) {
	if (node?.kind !== "map") return [];
	return [...node.entries].filter(([, { node: value }]) => textOf(at(value, "required")) !== "false").map(([service, { place, node: value }]) => ({
		service,
		condition: textOf(at(value, "condition")) ?? "service_started",
		place
	}));
}
function portOf(item) {
	const target = textOf(at(item, "target"));
	if (target === void 0) return [];
	const published = textOf(at(item, "published"));
	return [{
		host: textOf(at(item, "host_ip")),
		published,
		target,
		place: item.place
	}];
}
function mountOf(item) {
	const target = textOf(at(item, "target"));
	if (target === void 0 || target === "") return [];
	const type = textOf(at(item, "type"));
	return [{
		kind: type === "volume" || type === "bind" || type === "tmpfs" ? type : "other",
		source: textOf(at(item, "source")),
		target: target.length > 1 ? target.replace(/\/+$/, "") : target,
		readOnly: truth(textOf(at(item, "read_only"))),
		place: item.place
	}];
}
function listed(node) {
	return node?.kind === "list" ? node.items : [];
}
function pairs(node) {
	return node?.kind === "map" ? [...node.entries].map(([key, { node: value }]) => [key, value]) : [];
}
// src/checks/compose/stack.ts
const MOST_SERVICES = 500;
const MOST_PROBLEMS = 50;
function stackOf(choice, loaded) {
	const { tree } = loaded;
	const [first = ""] = choice.files;
	const problems = [...loaded.problems];
	if (problems.length === 0 && !hasServices(tree)) problems.push({
		place: {
			file: first,
			line: 1
		},
		message: "there are no services"
	});
	return {
		files: choice.files,
		read: loaded.files,
		profile: choice.profile,
		chosen: choice.chosen,
		note: choice.note,
		name: textOf(at(tree, "name")),
		services: servicesOf(loaded),
		volumes: partsOf(loaded, "volumes"),
		networks: partsOf(loaded, "networks"),
		problems: once(problems, ({ place, message }) => `${place.file}:${place.line}:${message}`).slice(0, MOST_PROBLEMS),
		unset: once(loaded.unset, ({ name, place }) => `${place.file}:${place.line}:${name}`),
		version: tree.entries.get("version")?.place
	};
}
function servicesOf({ tree }) {
	const services = at(tree, "services");
	if (services?.kind !== "map") return [];
	return [...services.entries].slice(0, MOST_SERVICES).flatMap(([name, { place, node }]) => node.kind === "map" ? [composeService(name, place, node)] : []);
}
function partsOf({ tree }, key) {
	const parts = at(tree, key);
	if (parts?.kind !== "map") return [];
	return [...parts.entries].map(([name, { place, node }]) => ({
		name,
		place,
		external: at(node, "external")?.kind === "map" || truth(textOf(at(node, "external"))),
		driver: textOf(at(node, "driver"))
	}));
}
function once(items, key) {
	return [...new Map(items.map((item) => [key(item), item])).values()];
}
// src/checks/compose/reading.ts
const MOST_STACKS = 30;
async function stacksOf(repository, asked, variables) {
	const characters = new Map();
	for (const file of repository.files.filter(isCandidate)) {
		const text = await repository.read(file);
		const character = text === void 0 ? void 0 : characterOf(text, file);
		if (character !== void 0) characters.set(file, character);
	}
	const chosen = PROFILES.flatMap((profile) => choicesFor(profile, asked, choices(characters)));
	if (chosen.length === 0) return [];
	const check = await schemaCheck();
	const stacks = [];
	for (const choice of chosen.slice(0, MOST_STACKS)) stacks.push(stackOf(choice, await loadStack(choice.files, repository, variables, check)));
	return stacks;
}
function choicesFor(profile, asked, found) {
	const own = asked.get(profile);
	if (own !== void 0) return own.map((files) => ({
		files,
		profile,
		chosen: "input",
		note: void 0
	}));
	const named = found.filter((choice) => choice.profile === profile);
	const production = asked.get("production");
	const borrowed = named.every(({ note }) => note !== void 0);
	if (profile !== "staging" || production === void 0 || !borrowed) return named;
	const note = "nothing is named for staging, so production’s files serve it";
	return production.map((files) => ({
		files,
		profile,
		chosen: "input",
		note
	}));
}
export { stacksOf };
