import { _ as table, b as SEVERITIES, f as block, g as plain, h as link, m as folded, p as code } from "./world.js";
import { t as nearest } from "./nearest.js";
import { s as oneLine } from "./text.js";
import { r as inWorkspace } from "./site-inputs.js";
import { isAbsolute, relative } from "node:path";
// src/report/baseline.ts
function parseBaseline(text, file, action) {
	const report = parsed(text);
	if (!isObject(report)) return "is no JSON; give the file at the output report-path of an earlier run";
	const { schema, findings, known } = report;
	if (typeof schema !== "string" || !schema.startsWith(`obcms-deploy/${action}@`)) return `is no report of ${action}; give the file at the output report-path of an earlier run`;
	if (schema !== `obcms-deploy/${action}@1`) return `is a report of another version (${schema.slice(0, 60)})`;
	if (!Array.isArray(findings)) return "holds no list of findings; that run ended before it had judged anything";
	return {
		file,
		entries: [...findings, ...Array.isArray(known) ? known : []].map(entryOf).filter((entry) => entry !== void 0)
	};
}
function againstBaseline(findings, ignored, baseline, judged) {
	if (baseline === void 0) return {
		fresh: findings,
		known: [],
		gone: []
	};
	const before = new Map();
	for (const entry of baseline.entries) {
		const key = identityOf(entry);
		before.set(key, Math.min(before.get(key) ?? SEVERITIES.length, SEVERITIES.indexOf(entry.severity)));
	}
	const isKnown = (finding) => {
		const worst = before.get(identityOf(asEntry(finding)));
		return worst !== void 0 && SEVERITIES.indexOf(finding.severity) >= worst;
	};
	const now = new Set([...findings, ...ignored].map((finding) => identityOf(asEntry(finding))));
	return {
		fresh: findings.filter((finding) => !isKnown(finding)),
		known: findings.filter(isKnown),
		gone: baseline.entries.filter((entry) => !now.has(identityOf(entry)) && judged(entry.rule.slice(0, entry.rule.indexOf("/"))))
	};
}
function identityOf({ rule, file, subject }) {
	return JSON.stringify([
		rule,
		file ?? "",
		subject
	]);
}
function asEntry({ rule, place, subject, severity }) {
	return {
		rule,
		file: place?.file,
		subject,
		severity
	};
}
function entryOf(value) {
	if (!isObject(value)) return void 0;
	const { rule, file, subject } = value;
	const severity = SEVERITIES.find((known) => known === value["severity"]);
	if (typeof rule !== "string" || typeof subject !== "string" || severity === void 0) return void 0;
	return {
		rule,
		subject,
		severity,
		file: typeof file === "string" ? file : void 0
	};
}
function parsed(text) {
	try {
		return JSON.parse(text);
	} catch {
		return;
	}
}
function isObject(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
// src/report/ignore.ts
function parseIgnore(line, example) {
	const [, what = "", reason = ""] = /^(.*?)(?:\s+--(?:\s+(.*))?)?$/.exec(line.trim()) ?? [];
	if (reason.trim() === "") return `gives no reason; write "rule -- reason", such as "${example}"`;
	const [, rule = "", path] = /^(\S+)(?:\s+(.+))?$/.exec(what.trim()) ?? [];
	if (!/^[a-z]+\/(?:\*|[a-z0-9-]+)$/.test(rule)) return `does not begin with a rule, such as "${example.split(" ")[0] ?? ""}"`;
	return {
		rule,
		path: path?.trim().replace(/^\.\//, ""),
		reason: reason.trim(),
		text: line.trim()
	};
}
function unknownRule({ rule }, rules, families) {
	const ids = rules.map(({ id }) => id);
	if (ids.includes(rule) || families.some((family) => rule === `${family}/*`)) return void 0;
	const close = nearest(rule, ids) ?? closeBySecondPart(rule, ids);
	return `names the rule "${rule}", which does not exist${close === void 0 ? "" : ` (did you mean ${close}?)`}`;
}
function closeBySecondPart(rule, ids) {
	const nameOf = (id) => id.slice(id.indexOf("/") + 1);
	const close = nearest(nameOf(rule), ids.map(nameOf));
	return close === void 0 ? void 0 : ids.find((id) => nameOf(id) === close);
}
function applyIgnore(findings, lines, judged, namesOf = () => []) {
	const used = new Set();
	const left = [];
	const ignored = [];
	for (const finding of findings) {
		const matching = lines.filter((line) => accepts(line, finding, namesOf(finding)));
		for (const line of matching) used.add(line);
		const [line] = matching;
		if (line === void 0) left.push(finding);
		else ignored.push({
			finding,
			line
		});
	}
	return {
		left,
		ignored,
		stale: lines.filter((line) => !used.has(line) && judged(familyOf(line.rule)))
	};
}
function familyOf(rule) {
	return rule.slice(0, rule.indexOf("/"));
}
function accepts({ rule, path }, finding, names) {
	const named = rule.endsWith("/*") ? familyOf(finding.rule) === rule.slice(0, -2) : finding.rule === rule;
	if (!named || path === void 0) return named;
	if (path === finding.subject || names.includes(path)) return true;
	const file = finding.place?.file;
	return file !== void 0 && (path === file || globOf(path).test(file));
}
function globOf(path) {
	const source = path.replace(/\/$/, "/**").replace(/[.+^${}()|[\]\\?]/g, "\\$&").replace(/\*\*\/|\*\*|\*/g, (stars) => stars === "*" ? "[^/]*" : stars === "**" ? ".*" : "(?:.*/)?");
	return new RegExp(`^${source}$`);
}
// src/actions/secrets-in-value.ts
function secretsIn(value) {
	const text = value.trim();
	if (text === "") return [];
	if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text) || !URL.canParse(text)) return [text];
	const { username, password, searchParams } = new URL(text);
	const written = /^[^:]+:\/\/[^/@\s]*:([^/@\s]*)@/.exec(text)?.[1] ?? "";
	const user = password === "" ? username : "";
	return [
		text,
		password,
		written,
		decoded(password),
		user,
		...searchParams.values()
	].filter((part) => part === text || part.length >= 6);
}
function decoded(text) {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
// src/actions/project-inputs.ts
function folderOf(inputs) {
	const given = inputs.text("working-directory");
	if (given === void 0) return void 0;
	const path = given.replace(/^(\.\/+)+/, "").replace(/\/+$/, "");
	if (given.startsWith("/") || path.split("/").includes("..")) throw inputs.refusal("working-directory", "leads out of the checkout; write the folder from its root, such as src");
	return path === "." ? "" : path;
}
const MODULE = /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/;
function settingsOf(inputs) {
	const given = inputs.text("settings");
	if (given === void 0 || MODULE.test(given)) return given;
	const meant = given.replace(/\.py$/, "").replace(/^\.?\/+/, "").replaceAll("/", ".");
	const hint = MODULE.test(meant) ? ` (did you mean ${meant}?)` : "";
	throw inputs.refusal("settings", `is no dotted module name${hint}`);
}
function ignoreLines(inputs, example) {
	return inputs.lines("ignore").map((line) => {
		const parsed = parseIgnore(line, example);
		if (typeof parsed !== "string") return parsed;
		throw inputs.refusal("ignore", `has the line "${oneLine(line, 80)}", which ${parsed}`);
	});
}
function wordsOf(line) {
	return line.split(",").map((word) => word.trim()).filter((word) => word !== "");
}
async function baselineOf(inputs, action, world) {
	const path = inputs.text("baseline");
	if (path === void 0) return void 0;
	const text = await world.readFile(inWorkspace(path, world));
	if (text === void 0) throw inputs.refusal("baseline", "does not exist; the path starts at the root of the checkout");
	const baseline = parseBaseline(text, path, action);
	if (typeof baseline !== "string") return baseline;
	throw inputs.refusal("baseline", baseline);
}
function inCheckout(path, world) {
	if (path === void 0) return void 0;
	const inside = relative(world.host.context.workspace, inWorkspace(path, world));
	return inside.startsWith("..") || isAbsolute(inside) ? void 0 : inside;
}
function pathOf(path, world) {
	return path === void 0 ? void 0 : inWorkspace(path, world);
}
// src/report/exact-lines.ts
function changeParts(remedy) {
	const [first = "", ...rest] = remedy.split("\n");
	const exact = isExact(first) ? [first, ...rest] : rest;
	return {
		prose: exact.length > rest.length ? "" : first,
		exact,
		language: languageOf(exact)
	};
}
const YAML_KEY = /^\s*(?:-\s+)?[A-Za-z][\w.-]*:(?:\s|$)/;
const INSTRUCTION = /^(?:FROM|RUN|COPY|ADD|USER|HEALTHCHECK|CMD|ENTRYPOINT|ENV|ARG|WORKDIR|EXPOSE|STOPSIGNAL)\s+[^a-z\s]|^(?:FROM|RUN|COPY|USER|CMD|ENV) \S/;
const PYTHON = /^\s*(?:from |import |def |if |with |class |MIDDLEWARE|@|operations\b|(?:migrations|models|op|sa)\.\w+\(|\w+ = (?:models|migrations)\.)/;
const SQL = /^\s*(?:ALTER|CREATE|DROP|UPDATE|DELETE|INSERT|SELECT|SET|VALIDATE|REINDEX|COMMENT) \w/;
const ASSIGNMENT = /^[A-Z][A-Z0-9_]*(?:\[.*\])?\s*(?:=|\+=)\s/;
function isExact(line) {
	if (/ .*\S:$/.test(line)) return false;
	return ASSIGNMENT.test(line) || INSTRUCTION.test(line) || /^[a-z][\w.-]*:(?:\s|$)/.test(line) || /^[A-Z][A-Z0-9_]*=/.test(line) || /^[a-z][\w.-]*(?:\[\w+\])?(?:[<>=]=|\s=\s)\S*/.test(line) || /^\[\w+\]$/.test(line) || /[;{[\\]$/.test(line) || /^"[\w-]+": /.test(line) || /^(?:from \S+ import|import|git (?:rm|add)|celery|gunicorn|docker compose|apt-get install|python -[cm]) \S/.test(line);
}
function languageOf(lines) {
	const first = lines.find((line) => !/^\s*(?:#(?!!)|$)/.test(line)) ?? "";
	if (YAML_KEY.test(first)) return "yaml";
	if (INSTRUCTION.test(first)) return "dockerfile";
	if (ASSIGNMENT.test(first) || PYTHON.test(first)) return "python";
	if (SQL.test(first)) return "sql";
	return "text";
}
// src/report/findings-table.ts
function findingsTable(findings, links, most = 100) {
	if (findings.length === 0) return "";
	const rows = findings.slice(0, most).map((finding) => [
		`**${finding.severity}**`,
		ruleCell(finding, links),
		placeCell(finding, links),
		`${plain(finding.message, 400)}${finding.dummy === true ? " (rests on a stand-in)" : ""}`
	]);
	const more = findings.length > most ? `\n\n${findings.length - most} more are in the report.` : "";
	return `${table([
		"",
		"Rule",
		"Where",
		"What"
	], rows)}${more}`;
}
function findingDetails(finding, links) {
	const { severity, subject, message, evidence, remedy } = finding;
	const where = finding.place === void 0 ? "" : ` in ${placeCell(finding, links)}`;
	const parts = [
		sentence(message),
		...subject === "" ? [] : [`About ${code(subject, 200)}${where}.`],
		...evidence === "" ? [] : ["What shows it:", block(evidence.split("\n").slice(0, MOST_LINES))],
		...remedy === "" ? [] : ["What to do:", changeMarkdown(remedy)]
	];
	return folded(`${severity}: ${code(finding.rule, 120)} ${plain(subject, 120)}`, parts.join("\n\n"));
}
const MOST_LINES = 40;
function changeMarkdown(remedy, most = MOST_LINES) {
	const { prose, exact, language } = changeParts(remedy);
	return [...prose === "" ? [] : [sentence(prose)], ...exact.length === 0 ? [] : [block(exact.slice(0, most), language)]].join("\n\n");
}
function sentence(text) {
	const parts = oneLine(text, 1e3).split("`");
	if (parts.length % 2 === 0) return plain(text, 1e3);
	return parts.map((part, index) => index % 2 === 0 ? spaced(part) : code(part)).join("");
}
function spaced(part) {
	return `${/^ ./.test(part) ? " " : ""}${plain(part, 1e3)}${/ $/.test(part) ? " " : ""}`;
}
function ruleCell({ rule }, links) {
	const address = links.rule(rule);
	return address === void 0 ? code(rule, 120) : link(rule, address);
}
function placeCell({ place, subject }, links) {
	if (place === void 0) return code(subject, 120);
	const address = links.place(place);
	const label = `${place.file}:${place.line}`;
	return address === void 0 ? code(label, 160) : link(label, address);
}
// src/actions/finding-links.ts
function linksOf({ host, environment }, rule) {
	const { githubServer, repository } = host.context;
	const commit = environment["GITHUB_SHA"];
	const base = repository === void 0 || commit === void 0 || commit === "" ? void 0 : `${githubServer}/${repository}/blob/${commit}`;
	const path = (file) => file.split("/").map(encodeURIComponent).join("/").replace(/[()]/g, encodeURIComponent);
	return {
		rule,
		place: ({ file, line }) => base === void 0 ? void 0 : `${base}/${path(file)}#L${line}`
	};
}
export { unknownRule as _, placeCell as a, baselineOf as c, inCheckout as d, pathOf as f, applyIgnore as g, secretsIn as h, findingsTable as i, folderOf as l, wordsOf as m, changeMarkdown as n, ruleCell as o, settingsOf as p, findingDetails as r, sentence as s, linksOf as t, ignoreLines as u, againstBaseline as v };
