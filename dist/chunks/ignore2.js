import { t as nearest } from "./nearest.js";
import { b as SEVERITIES } from "./world.js";
import { t as FAMILIES } from "./profile.js";
import { n as secretFacts, o as isSecretName } from "./strength.js";
// src/checks/secrets/conceal.ts
function concealed(text) {
	return withoutSecrets(text, (value) => !isHarmless(value));
}
function concealedAdvice(text) {
	return withoutSecrets(text, (value) => !isHarmless(value) && looksMade(value));
}
const STARS = "***";
const LONGEST = 4e3;
const VALUE = String.raw`"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[^\s"'\`,;)}\]]+`;
const SHAPES = [
	[/([a-z][a-z0-9+.-]*:\/\/[^\s'"@/:]*:)(?!\d+(?:\/|\b))([^\s'"@]+)(@|$)/gi],
	[/([a-z][a-z0-9+.-]*:\/\/)([^\s'"@/:]+)(@)/gi, (_, value) => value === "git" || value === STARS],
	[/(hooks\.slack\.com\/services\/|discord(?:app)?\.com\/api\/webhooks\/)([^\s'"]+)()/gi],
	[new RegExp(String.raw`([A-Za-z_][\w.-]*["']?\]?\s?=\s?)(${VALUE})()`, "g"), (before) => !isSecretName(nameIn(before))],
	[new RegExp(String.raw`([A-Za-z_][\w.-]*["']?:\s+)(${VALUE})()`, "g"), (before, value) => !isSecretName(nameIn(before)) || !looksMade(value)],
	[new RegExp(String.raw`((?:^|\s)--?[A-Za-z][\w-]*[=\s]\s*)(${VALUE})()`, "g"), (before) => !isSecretName(nameIn(before)) && !/requirepass|masterauth|userpass/i.test(before)],
	[new RegExp(String.raw`((?:requirepass|masterauth)\s+)(${VALUE})()`, "gi")],
	[/((?:^|\s)(?:-u|--user|--proxy-user)[=\s]?\s*["']?[^\s:"'$]+:)([^\s"']+)()/g, (_, value) => /^\d+$/.test(value)],
	[new RegExp(String.raw`(redis-cli\b[^\n]*?\s-a\s+)(${VALUE})()`, "g")],
	[/(\b(?:Bearer|Basic|Token|ApiKey)\s+)([\w.~+/=|-]{8,})()/g, (_, value) => !looksMade(value)],
	[/(\b)((?:gh[pousr]_|github_pat_|glpat-|sk_live_|rk_live_|xox[abprs]-|AKIA|eyJ)[\w.-]{12,})()/g]
];
function withoutSecrets(text, isSecret) {
	return SHAPES.reduce((rest, [expression, keeps]) => rest.replace(expression, (whole, before, value, behind) => keeps?.(before, value) === true || !isSecret(bare(value)) ? whole : `${before}${STARS}${behind}`), text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text);
}
function nameIn(before) {
	return ((before.match(/[A-Za-z_][\w.-]*/g) ?? []).at(-1) ?? "").replace(/[.-]/g, "_");
}
const bare = (value) => value.replace(/^["']|["']$/g, "");
function isHarmless(value) {
	return /^(?:\$|\{\{|<|…|\*{3}|%\(|env\b|os\.|config\(|get_|None\b|True\b|False\b|\.{3}|-$|$)/.test(value);
}
function looksMade(value) {
	const { length, placeholder, repetitive, words, distinct } = secretFacts(bare(value), "00");
	return length >= 12 && distinct >= 6 && placeholder === null && !repetitive && words < .45 && /\d|[^\w]/.test(value);
}
// src/checks/judge.ts
function judge(project, rules, families) {
	const asked = rules.filter((rule) => families.has(familyOf(rule)) && severityIn(rule, project.profile) !== "off");
	const hits = asked.flatMap((rule) => rule.judge(project).map((hit) => ({
		rule,
		hit
	})));
	return {
		findings: withinReason(once(hits.filter(({ hit }) => hit.unknown !== true).map(({ rule, hit }) => judged(rule, hit, project.profile))).sort(byWeight)),
		unknown: unknownOf(hits),
		rules: asked.length
	};
}
const MOST_OF_A_RULE = 1e3;
function withinReason(findings) {
	const counts = new Map();
	const firstBeyond = new Map();
	const shown = findings.filter((finding) => {
		const count = (counts.get(finding.rule) ?? 0) + 1;
		counts.set(finding.rule, count);
		if (count === 1001) firstBeyond.set(finding.rule, finding);
		return count <= MOST_OF_A_RULE;
	});
	const rest = [...firstBeyond.values()].map(({ place: _, ...finding }) => {
		const count = (counts.get(finding.rule) ?? 0) - MOST_OF_A_RULE;
		return {
			...finding,
			subject: "the rest",
			message: `${count} more findings of this rule are not listed.`,
			evidence: ""
		};
	});
	return rest.length === 0 ? shown : [...shown, ...rest].sort(byWeight);
}
function unknownOf(hits) {
	return hits.filter(({ hit }) => hit.unknown === true).map(({ rule, hit }) => ({
		rule: rule.id,
		subject: concealed(hit.subject),
		why: concealed(hit.message)
	}));
}
function familyOf({ id }) {
	const name = id.slice(0, id.indexOf("/"));
	const family = FAMILIES.find((known) => known === name);
	if (family === void 0) throw new Error(`"${id}" belongs to no family`);
	return family;
}
function severityIn(rule, profile) {
	return typeof rule.severity === "string" ? rule.severity : rule.severity[profile];
}
function judged(rule, hit, profile) {
	const own = severityIn(rule, profile);
	return {
		rule: rule.id,
		severity: hit.severity ?? (own === "off" ? "low" : own),
		subject: concealed(hit.subject),
		...hit.place === void 0 ? {} : { place: hit.place },
		message: concealed(hit.message),
		evidence: concealed(hit.evidence),
		remedy: concealedAdvice(hit.remedy ?? rule.remedy),
		source: rule.source,
		dummy: hit.dummy === true
	};
}
function once(findings) {
	const seen = new Map();
	for (const finding of findings) {
		const { place } = finding;
		const key = JSON.stringify([
			finding.rule,
			place?.file,
			place?.line,
			finding.subject,
			finding.message
		]);
		if (!seen.has(key)) seen.set(key, finding);
	}
	return [...seen.values()];
}
function byWeight(a, b) {
	return SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || FAMILIES.indexOf(familyOf({ id: a.rule })) - FAMILIES.indexOf(familyOf({ id: b.rule })) || compare(a.place?.file ?? "", b.place?.file ?? "") || (a.place?.line ?? 0) - (b.place?.line ?? 0) || compare(a.rule, b.rule) || compare(a.subject, b.subject);
}
function compare(a, b) {
	return a < b ? -1 : a > b ? 1 : 0;
}
// src/checks/ignore.ts
function parseIgnore(line) {
	const [, what = "", reason = ""] = /^(.*?)(?:\s+--(?:\s+(.*))?)?$/.exec(line.trim()) ?? [];
	if (reason.trim() === "") return "gives no reason; write \"rule -- reason\", such as \"compose/image-tag -- built here\"";
	const [, rule = "", path] = /^(\S+)(?:\s+(.+))?$/.exec(what.trim()) ?? [];
	if (!/^[a-z]+\/(?:\*|[a-z0-9-]+)$/.test(rule)) return "does not begin with a rule, such as \"compose/image-tag\"";
	return {
		rule,
		path: path?.trim().replace(/^\.\//, ""),
		reason: reason.trim(),
		text: line.trim()
	};
}
function unknownRule({ rule }, rules) {
	const ids = rules.map(({ id }) => id);
	if (ids.includes(rule) || FAMILIES.some((family) => rule === `${family}/*`)) return void 0;
	const close = nearest(rule, ids) ?? closeBySecondPart(rule, ids);
	return `names the rule "${rule}", which does not exist${close === void 0 ? "" : ` (did you mean ${close}?)`}`;
}
function closeBySecondPart(rule, ids) {
	const nameOf = (id) => id.slice(id.indexOf("/") + 1);
	const close = nearest(nameOf(rule), ids.map(nameOf));
	return close === void 0 ? void 0 : ids.find((id) => nameOf(id) === close);
}
function applyIgnore(findings, lines, judged) {
	const used = new Set();
	const left = [];
	const ignored = [];
	for (const finding of findings) {
		const matching = lines.filter((line) => accepts(line, finding));
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
		stale: lines.filter((line) => !used.has(line) && isJudged(line, judged))
	};
}
function isJudged({ rule }, judged) {
	const name = rule.slice(0, rule.indexOf("/"));
	return [...judged].some((family) => family === name);
}
function accepts({ rule, path }, finding) {
	const named = rule.endsWith("/*") ? familyOf({ id: finding.rule }) === rule.slice(0, -2) : finding.rule === rule;
	if (!named || path === void 0) return named;
	if (path === finding.subject) return true;
	const file = finding.place?.file;
	return file !== void 0 && (path === file || globOf(path).test(file));
}
function globOf(path) {
	const source = path.replace(/\/$/, "/**").replace(/[.+^${}()|[\]\\?]/g, "\\$&").replace(/\*\*\/|\*\*|\*/g, (stars) => stars === "*" ? "[^/]*" : stars === "**" ? ".*" : "(?:.*/)?");
	return new RegExp(`^${source}$`);
}
export { severityIn as a, judge as i, parseIgnore as n, unknownRule as r, applyIgnore as t };
