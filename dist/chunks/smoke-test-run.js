import { o as __toESM } from "./rolldown-runtime.js";
import { n as UserError, r as messageOf } from "./errors.js";
import { n as cut, r as inSequence, s as oneLine, t as count } from "./text.js";
import { a as SMOKE_REASONS, i as mostTellingFirst, n as exchangesOf, o as failureLines, r as smokeFacts, s as figuresOf, t as wordsOf } from "./smoke-test.js";
import { n as parseDuration, t as inWords$2 } from "./duration.js";
import { n as problemOfJsonPath, r as queryJson } from "./json-path.js";
import { n as bounded, t as TooMuchWork } from "./bounded.js";
import { n as deadlineIn } from "./world.js";
import { n as UNENDED, t as PROXIED } from "./wire.js";
import { t as abbreviate } from "./commit.js";
import { n as readAnswer, t as probeHeaders } from "./version-page.js";
import { t as nearest } from "./nearest.js";
import { C as _regex, E as refusal$1, S as _positive, T as readDocument, _ as union, a as boolean, b as _lte, c as int, d as number, f as optional, g as string, h as strictObject, i as array, l as literal, m as refine, n as _lazy, o as describe$1, p as record, r as _null, s as discriminatedUnion, t as _enum, u as meta, v as unknown$1, w as globalRegistry, x as _minLength, y as _gte } from "./schemas.js";
import { a as VERSION_SHAPE, n as checkQuery, r as configuredVersion, s as parseVersionSource, t as checkConfiguredQuery } from "./version-inputs.js";
import { a as withoutFile, i as siteOf, r as inWorkspace, t as authoritiesOf } from "./site-inputs.js";
import { Buffer as Buffer$1 } from "node:buffer";
// src/report/junit.ts
function junit({ suites }) {
	return [
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
		`<testsuites${totals(suites.flatMap(({ cases }) => cases), [
			"tests",
			"failures",
			"errors",
			"time"
		])}>`,
		...suites.flatMap(suiteLines),
		"</testsuites>",
		""
	].join("\n");
}
function suiteLines({ name, cases }) {
	return [
		`  <testsuite${`${attributes({ name })}${totals(cases, [
			"tests",
			"failures",
			"errors",
			"skipped",
			"time"
		])}`}>`,
		...cases.flatMap(caseLines),
		"  </testsuite>"
	];
}
function caseLines(of) {
	const { name, classname, seconds, file, line } = of;
	const head = attributes({
		name,
		classname,
		time: time(seconds),
		file,
		line
	});
	const end = endElement(of);
	return end === void 0 ? [`    <testcase${head}/>`] : [
		`    <testcase${head}>`,
		`      ${end}`,
		"    </testcase>"
	];
}
function endElement(of) {
	const { failure, error, skipped } = of;
	switch (endOf$2(of)) {
		case "failures": return `<failure${attributes({
			message: failure?.message,
			type: "failure"
		})}>${content(failure?.text ?? "")}</failure>`;
		case "errors": return `<error${attributes({
			message: error?.message,
			type: "error"
		})}/>`;
		case "skipped": return `<skipped${attributes({ message: skipped?.message })}/>`;
		case "passed": return;
	}
}
function endOf$2({ failure, error, skipped }) {
	if (failure !== void 0) return "failures";
	if (error !== void 0) return "errors";
	return skipped === void 0 ? "passed" : "skipped";
}
function totals(cases, wanted) {
	const counted = (end) => cases.filter((each) => endOf$2(each) === end).length;
	const amounts = {
		tests: () => cases.length,
		failures: () => counted("failures"),
		errors: () => counted("errors"),
		skipped: () => counted("skipped"),
		time: () => written$1(cases.reduce((sum, { seconds }) => sum + milliseconds(seconds), 0))
	};
	return attributes(Object.fromEntries(wanted.map((name) => [name, amounts[name]()])));
}
function time(seconds) {
	return written$1(milliseconds(seconds));
}
function milliseconds(seconds) {
	return Number.isFinite(seconds) && seconds > 0 ? Math.round(seconds * 1e3) : 0;
}
function written$1(whole) {
	return (whole / 1e3).toFixed(3);
}
function attributes(values) {
	return Object.entries(values).map(([name, value]) => value === void 0 ? "" : ` ${name}="${attribute$1(String(value))}"`).join("");
}
function attribute$1(text) {
	return escaped$1(text).replace(/"/g, "&quot;").replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
function content(text) {
	return escaped$1(text).replace(/\r/g, "&#13;");
}
function escaped$1(text) {
	return text.toWellFormed().replace(NOT_XML, "�").replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
const NOT_XML = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFE\uFFFF]/g;
// src/smoke/junit-report.ts
const SUITES = [
	"presets",
	"logins",
	"checks",
	"clean-up"
];
function junitReport(run, source, redact) {
	return { suites: SUITES.map((name) => ({
		name,
		cases: run.results.filter(({ group }) => group === name).map((result) => redacted(caseOf(result, source), redact))
	})).filter(({ cases }) => cases.length > 0) };
}
function redacted(of, redact) {
	const { failure, error, skipped } = of;
	return {
		...of,
		name: redact(of.name),
		...failure === void 0 ? {} : { failure: {
			message: redact(failure.message),
			text: redact(failure.text)
		} },
		...error === void 0 ? {} : { error: { message: redact(error.message) } },
		...skipped === void 0 ? {} : { skipped: { message: redact(skipped.message) } }
	};
}
function caseOf(result, source) {
	const { group, id, title, place, duration } = result;
	return {
		name: group === "presets" ? `${id}: ${title}` : title,
		classname: group,
		seconds: duration / 1e3,
		...source.file === "" ? {} : { file: source.file },
		...place === void 0 ? {} : { line: place.line },
		...endOf$1(result, source)
	};
}
function endOf$1({ state, title, note, problems }, source) {
	switch (state) {
		case "passed":
		case "warned": return {};
		case "failed": {
			const [problem] = problems;
			const text = problems.flatMap((each) => failureLines(each, source.file === "" ? void 0 : source)).join("\n");
			return { failure: {
				message: problem?.message || title,
				text
			} };
		}
		case "skipped": return { skipped: { message: note } };
		case "unfinished": return { error: { message: note } };
	}
}
// src/smoke/listing.ts
function describe(plan) {
	return [
		"presets",
		"logins",
		"checks"
	].flatMap((group) => {
		const items = plan.items.filter((item) => item.group === group);
		return items.length === 0 ? [] : [group, ...items.flatMap((item) => describeItem(item))];
	});
}
function describeItem(item) {
	const tags = item.group === "presets" || item.tags.length === 0 ? "" : ` [${item.tags.join(", ")}]`;
	const title = item.title === item.id ? "" : `: ${item.title}`;
	const as = item.group === "checks" && item.check.as !== void 0 ? ` as ${item.check.as}` : "";
	const first = `${oneLine(`${item.id}${title}${tags}${as}`)}`;
	if (!item.choice.chosen) return [`  - ${first}`, `      not run: ${oneLine(item.choice.why)}`];
	return [`  + ${first}`, ...detailsOf(item).map((line) => `      ${oneLine(line)}`)];
}
function detailsOf(item) {
	switch (item.group) {
		case "presets": return [];
		case "logins": return describeLogin(item);
		case "checks": return describeCheck(item);
	}
}
function describeLogin({ login }) {
	switch (login.kind) {
		case "django-form": return [`GET ${login.path}`, `POST ${login.path}`];
		case "jwt": return [`POST ${login.path}`];
		case "basic":
		case "bearer": return login.path === void 0 ? ["has no `path` to be tried on"] : [`GET ${login.path} without credentials`, `GET ${login.path} with them`];
	}
}
function describeCheck({ check }) {
	const { load } = check;
	return [
		...check.steps.map(describeStep),
		...load === void 0 ? [] : [`${describeRequest(load.request)}, ${load.rate} times a second over ${load.concurrency} connections for ${inWords$2(load.duration)}`],
		...check.always.map((step) => `always: ${describeStep(step)}`)
	];
}
function describeStep({ request, until }) {
	return `${describeRequest(request)}${until === void 0 ? "" : `, again and again for up to ${inWords$2(until.within)}`}`;
}
function describeRequest({ method, target }) {
	return `${method} ${written(target)}`;
}
function written({ parts }) {
	return parts.map(writtenPart).join("");
}
function writtenPart(part) {
	switch (part.kind) {
		case "text": return part.text;
		case "secret": return `$${part.name}`;
		case "name": return `\${${part.name}}`;
	}
}
// src/smoke/cookies.ts
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f]/;
function parseSetCookie(line) {
	if (CONTROL.test(line)) return void 0;
	const [pair = "", ...attributes] = line.split(";");
	const [name, value] = halves(pair);
	if (name === "" || value === void 0) return void 0;
	const cookie = {
		name,
		value,
		secure: false,
		httpOnly: false,
		sameSite: void 0,
		path: void 0,
		domain: void 0,
		maxAge: void 0,
		expires: void 0
	};
	for (const attribute of attributes) {
		const [word, setting = ""] = halves(attribute);
		switch (word.toLowerCase()) {
			case "secure":
				cookie.secure = true;
				break;
			case "httponly":
				cookie.httpOnly = true;
				break;
			case "samesite":
				cookie.sameSite = SAME_SITE.find((known) => known.toLowerCase() === setting.toLowerCase());
				break;
			case "path":
				cookie.path = setting.startsWith("/") ? setting : void 0;
				break;
			case "domain":
				cookie.domain = setting.replace(/^\./, "").toLowerCase() || void 0;
				break;
			case "max-age":
				if (/^-?\d+$/.test(setting)) cookie.maxAge = Number(setting);
				break;
			case "expires": cookie.expires = parseCookieDate(setting) ?? cookie.expires;
		}
	}
	return cookie;
}
const SAME_SITE = [
	"Strict",
	"Lax",
	"None"
];
function halves(text) {
	const at = text.indexOf("=");
	return at < 0 ? [text.trim(), void 0] : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}
const MONTHS = [
	"jan",
	"feb",
	"mar",
	"apr",
	"may",
	"jun",
	"jul",
	"aug",
	"sep",
	"oct",
	"nov",
	"dec"
];
function parseCookieDate(text) {
	let time;
	let day;
	let month;
	let year;
	for (const token of text.split(/[\t -/;-@[-`{-~]+/)) {
		const clock = /^(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\D|$)/.exec(token);
		const named = MONTHS.indexOf(token.slice(0, 3).toLowerCase());
		if (time === void 0 && clock !== null) time = [
			Number(clock[1]),
			Number(clock[2]),
			Number(clock[3])
		];
		else if (day === void 0 && /^\d{1,2}(?:\D|$)/.test(token)) day = Number.parseInt(token, 10);
		else if (month === void 0 && named >= 0) month = named;
		else if (year === void 0 && /^\d{2,4}(?:\D|$)/.test(token)) year = fullYear(Number.parseInt(token, 10));
	}
	if (time === void 0 || day === void 0 || month === void 0 || year === void 0) return void 0;
	const [hours, minutes, seconds] = time;
	if (year < 1601 || hours > 23 || minutes > 59 || seconds > 59) return void 0;
	const moment = new Date(Date.UTC(year, month, day, hours, minutes, seconds));
	return moment.getUTCDate() === day && moment.getUTCMonth() === month ? moment.getTime() : void 0;
}
function fullYear(year) {
	if (year >= 70 && year <= 99) return 1900 + year;
	return year < 70 ? 2e3 + year : year;
}
// src/smoke/expect/preview.ts
const LONGEST_SHOWN = 200;
const LONGEST_CLEANED = 1e4;
function preview(value, limit = 200, clean = (text) => text) {
	let text = "";
	const write = (part) => {
		if (text.length > limit) return;
		if (typeof part === "string") {
			const cleaned = clean(part.slice(0, LONGEST_CLEANED));
			text += JSON.stringify(cleaned.length > limit ? `${cleaned.slice(0, limit)}…` : cleaned);
		} else if (part === null || typeof part !== "object") text += String(part);
		else if (isList$1(part)) list("[", "]", part, write);
		else list("{", "}", keysOf(part, limit), (key) => {
			write(key);
			text += ": ";
			write(part[key] ?? null);
		});
	};
	const list = (open, close, items, each) => {
		text += open;
		for (const [index, item] of items.entries()) {
			if (text.length > limit) return;
			if (index > 0) text += ", ";
			each(item);
		}
		text += close;
	};
	write(value);
	return oneLine(text, limit);
}
function isList$1(value) {
	return Array.isArray(value);
}
function keysOf(object, most) {
	const keys = [];
	for (const key in object) {
		if (keys.length >= most) break;
		if (Object.hasOwn(object, key)) keys.push(key);
	}
	return keys;
}
// src/smoke/expect/seen.ts
function headerOf(answer, name) {
	const key = name.toLowerCase();
	const lines = Object.hasOwn(answer.headers, key) ? answer.headers[key] : void 0;
	if (lines === void 0 || lines.length === 0) return void 0;
	return lines.join(key === "set-cookie" ? "\n" : ", ");
}
function incomplete(answer) {
	if (answer.damage !== void 0) return `the body is damaged (${answer.damage})`;
	if (answer.truncated) return `the body is longer than what is read of it (${answer.body.length.toLocaleString("en")} characters)`;
}
// src/smoke/expect/json-body.ts
function jsonOf$2(answer) {
	const known = parsed$1.get(answer);
	if (known !== void 0) return known;
	const body = parse(answer);
	parsed$1.set(answer, body);
	return body;
}
const parsed$1 = new WeakMap();
function parse(answer) {
	const broken = incomplete(answer);
	if (broken !== void 0) return {
		ok: false,
		why: broken
	};
	if (answer.body === "") return {
		ok: false,
		why: "the body is empty, not JSON"
	};
	try {
		return {
			ok: true,
			value: JSON.parse(answer.body)
		};
	} catch {
		return {
			ok: false,
			why: `the body is not JSON: ${preview(answer.body, 80)}`
		};
	}
}
// src/smoke/expect/json-schema.ts
async function judgeBySchema(schema, document) {
	try {
		const validate = await compile$1(schema);
		return bounded(() => validate(document) === true) ? { kind: "valid" } : {
			kind: "invalid",
			why: sentence(validate.errors?.[0])
		};
	} catch (thrown) {
		return {
			kind: "unknown",
			why: thrown instanceof TooMuchWork ? `judging it was given up: ${thrown.message}` : messageOf(thrown)
		};
	}
}
async function problemOfSchema(schema) {
	try {
		await compile$1(schema);
		return;
	} catch (thrown) {
		return oneLine(messageOf(thrown), 300);
	}
}
const compiled = new WeakMap();
async function compile$1(schema) {
	const known = typeof schema === "object" ? compiled.get(schema) : void 0;
	if (known !== void 0) return known;
	const judge = await judgeFor(typeof schema === "object" ? schema["$schema"] : void 0);
	const validate = bounded(() => judge.compile(schema), LONGEST_COMPILING);
	if (typeof schema === "object") compiled.set(schema, validate);
	return validate;
}
const LONGEST_COMPILING = 1e4;
const OPTIONS = {
	strict: false,
	validateFormats: false,
	logger: false
};
async function judgeFor(draft) {
	if (draft === void 0 || isDraft(draft, "2020-12/schema")) return new (await (import("./2020.js").then((m) => __toESM(m.default, 1)))).Ajv2020(OPTIONS);
	if (isDraft(draft, "draft-07/schema")) return new (await (import("./ajv.js").then((m) => __toESM(m.default, 1)))).Ajv(OPTIONS);
	throw new Error(`$schema ${preview(draft, 100)} is not known: drafts 2020-12 and draft-07 are`);
}
function isDraft(draft, name) {
	return typeof draft === "string" && /^https?:\/\/json-schema\.org\/(?:draft\/)?(.+?)#?$/.exec(draft)?.[1] === name;
}
function sentence(error) {
	if (error === void 0) return "it is not as the schema says";
	const { instancePath, message = "is not as the schema says", params } = error;
	const more = Object.entries(params).filter(([key]) => key === "additionalProperty" || key === "unevaluatedProperty" || key === "allowedValues" || key === "allowedValue").map(([, value]) => ` (${preview(jsonOf$1(value), 80)})`);
	return oneLine(`${instancePath === "" ? "the whole answer" : instancePath} ${message}${more.join("")}`, 180);
}
function jsonOf$1(value) {
	return value;
}
// src/smoke/expect/redirect.ts
const REDIRECTS$1 = [
	301,
	302,
	303,
	307,
	308
];
function redirectOf({ url, answer }) {
	const location = answer.headers["location"] ?? [];
	const [first] = location;
	if (!REDIRECTS$1.includes(answer.status)) return {
		kind: "none",
		why: `status ${answer.status} is no redirect`
	};
	if (first === void 0) return {
		kind: "none",
		why: `status ${answer.status} without a Location`
	};
	if (location.some((other) => other !== first)) return {
		kind: "unreadable",
		why: "Location was sent several times, each with another address"
	};
	const target = URL.parse(first, url.href);
	if (target === null) return {
		kind: "unreadable",
		why: `Location ${JSON.stringify(first.slice(0, 100))} is no address`
	};
	return {
		kind: "redirect",
		target,
		shown: shownFrom(url, target)
	};
}
function expectedRedirect(text, url) {
	const target = /^(?:\/|https?:)/i.test(text) ? URL.parse(text, url.href) : null;
	return target === null ? text : shownFrom(url, target);
}
function isLoop(seen) {
	const redirect = redirectOf(seen);
	return redirect.kind === "redirect" && withoutFragment(redirect.target) === withoutFragment(seen.url);
}
function shownFrom(url, target) {
	return target.origin === url.origin ? `${target.pathname}${target.search}${target.hash}` : target.href;
}
function withoutFragment(url) {
	return url.href.slice(0, url.href.length - url.hash.length);
}
// src/smoke/expect/observe.ts
const DAY$1 = 864e5;
async function observe(subject, seen) {
	const { answer } = seen;
	switch (subject.kind) {
		case "status": return value(answer.status);
		case "time": return value(answer.timings.total);
		case "days-left": return answer.certificate === void 0 ? {
			kind: "nothing",
			why: "no certificate: the answer came over plain HTTP"
		} : value((answer.certificate.notAfter - seen.now) / DAY$1);
		case "header": {
			const header = headerOf(answer, subject.name);
			return header === void 0 ? {
				kind: "nothing",
				why: "no such header"
			} : text$1(header);
		}
		case "cookie": return cookie$1(subject.name, subject.attribute, seen);
		case "body": {
			const partial = incomplete(answer);
			const body = {
				kind: "value",
				value: answer.body,
				textual: true,
				empty: answer.body === ""
			};
			return partial === void 0 ? body : {
				...body,
				partial
			};
		}
		case "redirect": {
			const redirect = redirectOf(seen);
			if (redirect.kind === "redirect") return text$1(redirect.shown);
			return {
				kind: redirect.kind === "none" ? "nothing" : "unreadable",
				why: redirect.why
			};
		}
		case "json": return json(subject.path, seen);
		case "schema": {
			const body = jsonOf$2(answer);
			if (!body.ok) return {
				kind: "unreadable",
				why: body.why
			};
			const judged = await judgeBySchema(subject.schema, body.value);
			if (judged.kind === "unknown") return {
				kind: "unreadable",
				why: judged.why
			};
			return judged.kind === "valid" ? value(true) : {
				...value(false),
				shown: judged.why
			};
		}
	}
}
async function json(path, { answer }) {
	const body = jsonOf$2(answer);
	if (!body.ok) return {
		kind: "unreadable",
		why: body.why
	};
	const nodes = await queryJson(path, body.value);
	if (!nodes.ok) return {
		kind: "unreadable",
		why: nodes.why
	};
	if (!nodes.one) return {
		kind: "values",
		values: nodes.values,
		path
	};
	const [only] = nodes.values;
	return only === void 0 ? {
		kind: "nothing",
		why: `${path} finds nothing`
	} : value(only);
}
function cookie$1(name, attribute, seen) {
	const set = cookieOf$1(name, seen);
	if (set === void 0) return {
		kind: "nothing",
		why: "the answer does not set this cookie"
	};
	const given = attributeOf(set, attribute, seen.now);
	return given === void 0 ? {
		kind: "nothing",
		why: `the cookie has no ${attribute}`
	} : {
		kind: "value",
		value: given,
		textual: typeof given === "string"
	};
}
function cookieOf$1(name, { answer }) {
	return (answer.headers["set-cookie"] ?? []).map((line) => parseSetCookie(line)).findLast((set) => set?.name === name);
}
function attributeOf(set, attribute, now) {
	switch (attribute) {
		case "value": return set.value;
		case "secure": return set.secure;
		case "http-only": return set.httpOnly;
		case "same-site": return set.sameSite;
		case "path": return set.path;
		case "domain": return set.domain;
		case "max-age": return set.maxAge ?? (set.expires === void 0 ? void 0 : Math.round((set.expires - now) / 1e3));
	}
}
function value(of) {
	return {
		kind: "value",
		value: of,
		textual: false
	};
}
function text$1(of) {
	return {
		kind: "value",
		value: of,
		textual: true
	};
}
// src/smoke/expect/template.ts
var NameUnknown = class extends Error {
	name = "NameUnknown";
	spelling;
	constructor(spelling) {
		super(`${spelling} has no value`);
		this.spelling = spelling;
	}
};
function resolve(template, scope) {
	return template.parts.map((part) => partText(part, scope)).join("");
}
function resolveJson(json, scope) {
	switch (json.kind) {
		case "plain": return json.value;
		case "text": {
			const [only, ...others] = json.text.parts;
			return only?.kind === "name" && others.length === 0 ? valueNamed(only.name, scope) : resolve(json.text, scope);
		}
		case "list": return json.items.map((item) => resolveJson(item, scope));
		case "object": return Object.fromEntries(json.entries.map(([key, value]) => [key, resolveJson(value, scope)]));
	}
}
function resolveShown(template, scope) {
	return template.parts.map((part) => part.kind === "secret" ? `$${part.name}` : partText(part, scope)).join("");
}
function resolveJsonShown(json, scope) {
	return resolveJson(json, {
		value: (name) => scope.value(name),
		secret: (name) => `$${name}`
	});
}
function withoutValue(names) {
	return `${inSequence(names.map((name) => `\${${name}}`))} ${names.length === 1 ? "has" : "have"} no value`;
}
function partText(part, scope) {
	switch (part.kind) {
		case "text": return part.text;
		case "secret": {
			const value = scope.secret(part.name);
			if (value === void 0) throw new NameUnknown(`$${part.name}`);
			return value;
		}
		case "name": {
			const value = valueNamed(part.name, scope);
			return typeof value === "string" ? value : JSON.stringify(value);
		}
	}
}
function valueNamed(name, scope) {
	const value = scope.value(name);
	if (value === void 0) throw new NameUnknown(`\${${name}}`);
	return value;
}
// src/smoke/expect/regex.ts
const LONGEST_TEXT = 1048576;
function problemOfRegex(source) {
	const pattern = compile(source);
	return typeof pattern === "string" ? pattern : void 0;
}
function sourceOf$1(pattern, scope) {
	return pattern.parts.map((part) => part.kind === "text" ? part.text : escaped(resolve({
		...pattern,
		parts: [part]
	}, scope))).join("");
}
function matchEach(source, texts) {
	if (texts.reduce((sum, { length }) => sum + length, 0) > 1048576) return {
		ok: false,
		why: "it is longer than the 1 MiB of text that a regular expression is tried on; use contains"
	};
	return withPattern(source, texts, (pattern) => texts.map((text) => pattern.test(text)));
}
function firstMatch(source, text) {
	return withPattern(source, [text], (pattern) => {
		const match = pattern.exec(text.slice(0, LONGEST_TEXT));
		if (match === null) return {
			text: void 0,
			end: 0
		};
		return {
			text: match.length > 1 ? match[1] : match[0],
			end: match.index + match[0].length
		};
	});
}
function withPattern(source, texts, work) {
	const pattern = compile(source);
	if (typeof pattern === "string") return {
		ok: false,
		why: `the regular expression cannot be used: ${pattern}`
	};
	try {
		return {
			ok: true,
			value: isCheap(source, texts) ? work(pattern) : bounded(() => work(pattern))
		};
	} catch (thrown) {
		if (!(thrown instanceof TooMuchWork)) throw thrown;
		return {
			ok: false,
			why: `the regular expression was given up on this text: ${thrown.message}`
		};
	}
}
function isCheap(source, texts) {
	const [only = "", ...others] = texts;
	if (others.length > 0 || only.length > 4096 || /\\[1-9k]/.test(source)) return false;
	return (source.replace(/\\./g, "").match(/[*+?{|]/g)?.length ?? 0) <= 1;
}
function compile(source) {
	try {
		return new RegExp(source, "u");
	} catch (thrown) {
		return messageOf(thrown).replace(/^Invalid regular expression: .*\/u: /s, "");
	}
}
function escaped(text) {
	return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&").replace(/-/g, "\\x2d");
}
// src/smoke/expect/capture.ts
const DEEPEST$1 = 100;
async function capture({ from, regex }, seen) {
	const observed = await observe(from.kind === "cookie" ? {
		...from,
		attribute: "value"
	} : from, seen);
	const found = only(observed);
	if (!found.found) return found;
	const partial = observed.kind === "value" ? observed.partial : void 0;
	if (regex !== void 0) return matched(regex, found.value, partial);
	if (partial !== void 0) return {
		found: false,
		why: partial
	};
	return isTooDeep(found.value) ? {
		found: false,
		why: `the value is nested deeper than ${DEEPEST$1} levels`
	} : found;
}
function only(observed) {
	switch (observed.kind) {
		case "nothing":
		case "unreadable": return {
			found: false,
			why: observed.why
		};
		case "value": return {
			found: true,
			value: observed.value
		};
		case "values": {
			const { values, path } = observed;
			const [value] = values;
			if (value === void 0) return {
				found: false,
				why: `${path} finds nothing`
			};
			if (values.length > 1) return {
				found: false,
				why: `${path} finds ${values.length} values; a capture needs one`
			};
			return {
				found: true,
				value
			};
		}
	}
}
function matched(regex, value, partial) {
	if (value === null || typeof value === "object") return {
		found: false,
		why: "the value is no text for a regular expression"
	};
	const text = String(value);
	const match = firstMatch(regex, text);
	if (!match.ok) return {
		found: false,
		why: match.why
	};
	if (match.value.text === void 0) return {
		found: false,
		why: partial ?? "the regular expression finds nothing"
	};
	if ((partial !== void 0 || text.length > 1048576) && match.value.end >= Math.min(text.length, 1048576)) return {
		found: false,
		why: partial ?? "the match reaches beyond the 1 MiB of text that is searched"
	};
	return {
		found: true,
		value: match.value.text
	};
}
function isTooDeep(value) {
	let level = [value];
	for (let depth = 0; level.length > 0; depth += 1) {
		if (depth > DEEPEST$1) return true;
		level = level.flatMap((item) => {
			if (item === null || typeof item !== "object") return [];
			return isList$1(item) ? item : Object.values(item);
		});
	}
	return false;
}
// src/smoke/expect/describe.ts
function nameOf$1(subject) {
	switch (subject.kind) {
		case "header": return `header ${preview(subject.name, 80)}`;
		case "cookie": {
			const name = `cookie ${preview(subject.name, 80)}`;
			return subject.attribute === "value" ? name : `${subject.attribute} of ${name}`;
		}
		case "json": return oneLine(subject.path, 100);
		case "schema": return `${subject.name.startsWith("the schema ") ? "" : "schema "}${oneLine(subject.name, 80)}`;
		case "days-left": return "days left of the certificate";
		case "status":
		case "body":
		case "redirect":
		case "time": return subject.kind;
	}
}
function describeExpected(comparison, subject, scope) {
	if (subject.kind === "schema") return `valid by ${oneLine(subject.name, 100)}`;
	return cut(oneLine(words(comparison, {
		scope,
		amount: amountOf(subject)
	}), 200 * 2), 200);
}
function words(comparison, by) {
	switch (comparison.kind) {
		case "equals": {
			const value = resolveJsonShown(comparison.value, by.scope);
			return typeof value === "number" ? by.amount(value) : shown(value, by.scope);
		}
		case "class": return `${comparison.hundreds}xx`;
		case "matches": return `a match of /${cleaned(sourceOf$1(comparison.pattern, hidingSecrets(by.scope)), by.scope)}/`;
		case "contains": return `${shown(resolveShown(comparison.text, by.scope), by.scope)} in it`;
		case "type": return TYPES$2[comparison.type];
		case "order": return `${comparison.operator} ${by.amount(comparison.bound)}`;
		case "length": return `a length of ${words(comparison.of, {
			...by,
			amount: String
		})}`;
		case "absent": return comparison.absent ? "nothing there" : "something there";
		case "not": return comparison.of.kind === "any" ? `none of ${listed$4(comparison.of.of, by, "and")}` : `not ${words(comparison.of, by)}`;
		case "any": return listed$4(comparison.of, by, "or");
		case "all": return listed$4(comparison.of, by, "and");
	}
}
function listed$4(all, by, last) {
	const most = 8;
	const first = all.slice(0, most).map((of) => words(of, by));
	return all.length > most ? `${first.join(", ")} ${last} ${all.length - most} more` : inSequence(first, last);
}
function shown(value, scope) {
	return preview(value, 120, (text) => cleaned(text, scope));
}
function cleaned(text, scope) {
	return scope.redact?.(text) ?? text;
}
function hidingSecrets(scope) {
	return {
		value: (name) => scope.value(name),
		secret: (name) => `$${name}`
	};
}
const TYPES$2 = {
	string: "a text",
	number: "a number",
	integer: "a whole number",
	boolean: "true or false",
	array: "a list",
	object: "an object",
	null: "null"
};
function amountOf(subject) {
	switch (subject.kind) {
		case "time": return (milliseconds) => Math.abs(milliseconds) < 1e3 ? `${rounded(milliseconds, 0)} ms` : `${rounded(milliseconds / 1e3, 2)} s`;
		case "days-left": return (days) => `${rounded(days, 1)} ${rounded(days, 1) === "1" ? "day" : "days"}`;
		default: return String;
	}
}
function rounded(amount, digits) {
	return String(Number(amount.toFixed(digits)));
}
// src/smoke/expect/actual.ts
const LONGEST_PIECE = 100;
const SHORT_PIECE = 60;
const BEFORE_DIFFERENCE = 20;
function describeActual(seen, { subject, comparison, verdict, scope }) {
	const clean = (text) => scope.redact?.(text) ?? text;
	const why = verdict.is === "unknown" ? verdict.why : void 0;
	switch (seen.kind) {
		case "nothing":
		case "unreadable": return oneLine(clean(seen.why), 200);
		case "values": return withWhy(severalValues(seen.values, clean), why);
		case "value": return withWhy(oneValue(), why);
	}
	function oneValue() {
		if (seen.kind !== "value") return "";
		if (seen.shown !== void 0) return oneLine(clean(seen.shown), 200);
		if (typeof seen.value === "number") return amountOf(subject)(seen.value);
		if (typeof seen.value !== "string") return preview(seen.value, 120, clean);
		const expected = plainText(comparison, scope);
		return expected === void 0 ? beginning(seen.value, clean) : difference(seen.value, expected, clean);
	}
}
function withWhy(shown, why) {
	return why === void 0 ? cut(shown, 200) : oneLine(`${cut(shown, SHORT_PIECE)}: ${why}`, 200);
}
function severalValues(values, clean) {
	if (values.length === 0) return "no value";
	const shown = preview(values, LONGEST_PIECE, clean).replace(/^\[|\]$/g, "");
	return values.length === 1 ? shown : `${values.length.toLocaleString("en")} values: ${shown}`;
}
const AROUND = 1e4;
function beginning(text, clean) {
	const cleaned = clean(text.slice(0, AROUND));
	if (text.length <= AROUND && cleaned.length <= LONGEST_PIECE) return preview(cleaned, 200);
	return `${quoted$1(cleaned.slice(0, LONGEST_PIECE))}… (${text.length.toLocaleString("en")} characters)`;
}
function difference(text, expected, clean) {
	const place = firstDifference(text, expected);
	if (place < BEFORE_DIFFERENCE || text.length <= LONGEST_PIECE) return beginning(text, clean);
	const words = `differs from character ${(place + 1).toLocaleString("en")} on`;
	if (place >= text.length) return `${words}: it ends there`;
	const [from, to] = [Math.max(0, place - AROUND), place + AROUND];
	const cleaned = clean(text.slice(from, to));
	const at = firstDifference(cleaned, clean(expected.slice(from, to)));
	const start = Math.max(0, at - BEFORE_DIFFERENCE);
	return `${words}: …${quoted$1(cleaned.slice(start, start + LONGEST_PIECE))}…`;
}
function firstDifference(one, other) {
	let at = 0;
	while (at < one.length && at < other.length && one.charCodeAt(at) === other.charCodeAt(at)) at += 1;
	return at;
}
function quoted$1(text) {
	return oneLine(JSON.stringify(text), 150);
}
function plainText(comparison, scope) {
	if (comparison.kind !== "equals") return void 0;
	const value = resolveJson(comparison.value, scope);
	return typeof value === "string" ? value : void 0;
}
// src/smoke/expect/equal.ts
function equalJson(one, other) {
	if (one === other) return true;
	if (one === null || other === null || typeof one !== "object" || typeof other !== "object") return false;
	if (isList$1(one) || isList$1(other)) return isList$1(one) && isList$1(other) && one.length === other.length && one.every((item, at) => equalJson(item, other[at] ?? null));
	const keys = Object.keys(one);
	return keys.length === Object.keys(other).length && keys.every((key) => Object.hasOwn(other, key) && equalJson(one[key] ?? null, other[key] ?? null));
}
function equalText(text, expected) {
	switch (typeof expected) {
		case "string": return text === expected;
		case "number": return numberIn(text) === expected;
		case "boolean": return text === String(expected);
		default: return false;
	}
}
function numberIn(text) {
	return /^-?\d{1,300}(?:\.\d{1,300})?(?:[eE][+-]?\d{1,3})?$/.test(text) ? Number(text) : void 0;
}
// src/smoke/expect/truth.ts
const TRUE = { is: "true" };
const FALSE = { is: "false" };
function unknown(why) {
	return {
		is: "unknown",
		why
	};
}
function truth(value) {
	return value ? TRUE : FALSE;
}
function not(of) {
	return of.is === "unknown" ? of : truth(of.is === "false");
}
function anyOf(all) {
	return all.find(({ is }) => is === "true") ?? all.find(({ is }) => is === "unknown") ?? FALSE;
}
function allOf(all) {
	if (all.length === 0) return FALSE;
	return all.find(({ is }) => is === "false") ?? all.find(({ is }) => is === "unknown") ?? TRUE;
}
// src/smoke/expect/compare.ts
function compare(comparison, seen, by) {
	switch (comparison.kind) {
		case "not": return not(compare(comparison.of, seen, by));
		case "any": return anyOf(comparison.of.map((of) => compare(of, seen, by)));
		case "all": return allOf(comparison.of.map((of) => compare(of, seen, by)));
		default: return compareOne(comparison, seen, by);
	}
}
function compareOne(leaf, seen, by) {
	switch (seen.kind) {
		case "unreadable": return unknown(seen.why);
		case "nothing": return leaf.kind === "absent" ? truth(leaf.absent) : unknown(seen.why);
		case "values": return ofSeveral(leaf, seen, by);
		case "value": return ofOne(leaf, seen, by);
	}
}
function ofSeveral(leaf, { values, path }, by) {
	if (leaf.kind === "absent") return truth(values.length === 0 === leaf.absent);
	if (leaf.kind === "length") return compare(leaf.of, {
		kind: "value",
		value: values.length,
		textual: false
	}, by);
	const expected = leaf.kind === "equals" ? resolveJson(leaf.value, by.scope) : void 0;
	if (expected !== void 0 && isList$1(expected)) return truth(equalJson(values, expected) || values.length === 1 && equalJson(values[0] ?? null, expected));
	if (values.length === 0) return unknown(`${path} finds nothing`);
	const each = leaf.kind === "matches" ? matchesEach(values.map(textOf$1), sourceOf$1(leaf.pattern, by.scope)) : values.map(one);
	if (leaf.kind === "contains") return anyOf(each);
	const holds = each.filter(({ is }) => is === "true").length;
	if (leaf.kind === "equals" && holds > 0 && values.length > 1) return unknown(`${path} finds ${values.length} values, and a plain value must be the only one`);
	const open = each.find(({ is }) => is === "unknown");
	if (open !== void 0) return open;
	return holds === 0 || holds === values.length ? truth(holds > 0) : unknown(`it holds of ${holds} of ${count(values.length, "value")}`);
	function one(value) {
		return ofOne(leaf.kind === "contains" ? asEqual(leaf) : leaf, {
			kind: "value",
			value,
			textual: false
		}, by);
	}
}
function asEqual({ text }) {
	return {
		kind: "equals",
		value: {
			kind: "text",
			text
		}
	};
}
function ofOne(leaf, seen, by) {
	const { value, textual, partial } = seen;
	if (leaf.kind === "contains") return contains(seen, resolve(leaf.text, by.scope));
	if (partial !== void 0) return unknown(partial);
	switch (leaf.kind) {
		case "equals": {
			const expected = resolveJson(leaf.value, by.scope);
			if (!textual || typeof value !== "string") return sameJson(value, expected);
			return truth(equalText(value, typeof expected === "string" ? by.spelled(expected) : expected));
		}
		case "class": return typeof value === "number" ? truth(Math.floor(value / 100) === leaf.hundreds) : unknown("it is no status");
		case "matches": return allOf(matchesEach([textOf$1(value)], sourceOf$1(leaf.pattern, by.scope)));
		case "type": return truth(isOfType(value, leaf.type));
		case "order": {
			const number = typeof value === "string" && textual ? numberIn(value) : value;
			return typeof number === "number" ? truth(ORDER[leaf.operator](number, leaf.bound)) : unknown("it is no number");
		}
		case "length": {
			const length = lengthOf(value);
			if (length === void 0) return unknown("it is neither a text, a list nor an object");
			return compare(leaf.of, {
				kind: "value",
				value: length,
				textual: false
			}, by);
		}
		case "absent": return truth(seen.empty === true === leaf.absent);
	}
}
function sameJson(value, expected) {
	if (value === null || typeof value !== "object") return truth(value === expected);
	try {
		return truth(bounded(() => equalJson(value, expected)));
	} catch (thrown) {
		if (!(thrown instanceof TooMuchWork)) throw thrown;
		return unknown(`comparing was given up: ${thrown.message}`);
	}
}
function contains({ value, partial }, wanted) {
	if (isList$1(value)) return truth(value.some((item) => textOf$1(item) === wanted));
	const text = textOf$1(value);
	if (text === void 0) return unknown("it is neither a text nor a list");
	if (text.includes(wanted)) return TRUE;
	return partial === void 0 ? FALSE : unknown(`${partial}, and what came does not contain it`);
}
function matchesEach(texts, source) {
	const readable = texts.filter((text) => text !== void 0);
	if (readable.length < texts.length) return [unknown("it is no text")];
	const matched = matchEach(source, readable);
	return matched.ok ? matched.value.map(truth) : [unknown(matched.why)];
}
function textOf$1(value) {
	if (typeof value === "string") return value;
	return value === null || typeof value === "object" ? void 0 : String(value);
}
function isOfType(value, type) {
	switch (type) {
		case "null": return value === null;
		case "array": return isList$1(value);
		case "object": return typeof value === "object" && value !== null && !isList$1(value);
		case "integer": return Number.isInteger(value);
		default: return typeof value === type;
	}
}
function lengthOf(value) {
	if (typeof value === "string") return [...value].length;
	if (value === null || typeof value !== "object") return void 0;
	return isList$1(value) ? value.length : Object.keys(value).length;
}
const ORDER = {
	"<": (value, bound) => value < bound,
	"<=": (value, bound) => value <= bound,
	">": (value, bound) => value > bound,
	">=": (value, bound) => value >= bound
};
// src/smoke/edges-own.ts
function isEdgesOwn({ status, body }) {
	return status === 404 && body.trim() === "404 page not found";
}
// src/smoke/expect/hint.ts
function hintFor({ subject }, seen) {
	const { status } = seen.answer;
	const aboutAccess = subject.kind === "status" || subject.kind === "redirect";
	return CASES.find(({ access, when }) => (aboutAccess || !access) && when(seen, status))?.hint ?? "";
}
const CASES = [
	{
		access: false,
		when: (seen) => isLoop(seen),
		hint: "It redirects to itself: Django does not see that the visitor came over HTTPS. Set SECURE_PROXY_SSL_HEADER = (\"HTTP_X_FORWARDED_PROTO\", \"https\"), and let the edge send that header."
	},
	{
		access: false,
		when: (_, status) => status >= 502 && status <= 504,
		hint: "The edge has no healthy server behind it: look at the state and the health check of the container, and at the port it listens on."
	},
	{
		access: false,
		when: (_, status) => status >= 500,
		hint: "The application broke while it answered: its log has the traceback, and a release without its migrations, its settings or its static manifest looks like this."
	},
	{
		access: false,
		when: (seen) => isEdgesOwn(seen.answer),
		hint: "This 404 is the one of the edge (Traefik), not of the application: no router matches the host, or the container is not healthy."
	},
	{
		access: false,
		when: (_, status) => status === 429,
		hint: "The site asks to slow down: a rate limit or a lockout met the smoke test."
	},
	{
		access: true,
		when: (seen, status) => status === 403 && isAboutCsrf(seen),
		hint: "Django may have refused the form: name the site with its scheme in CSRF_TRUSTED_ORIGINS (\"https://...\"), and set SECURE_PROXY_SSL_HEADER when HTTPS ends at the edge. A form also needs the newest CSRF token."
	},
	{
		access: true,
		when: (_, status) => status === 403,
		hint: "The site knows who asks and refuses: a missing permission, an allow-list of addresses, or a check that needs `as: <login>`."
	},
	{
		access: true,
		when: (_, status) => status === 401,
		hint: "Not signed in: the check needs `as: <login>`, or the token of its login is not accepted here."
	},
	{
		access: true,
		when: (_, status) => status === 400,
		hint: "Django answers 400 to a host that is not in ALLOWED_HOSTS, and to a request that it cannot read."
	},
	{
		access: false,
		when: (seen) => leadsToLogin(seen),
		hint: "It leads to a login page: not signed in. Does the check have `as: <login>`, and may this user see the page?"
	},
	{
		access: false,
		when: (seen, status) => status === 200 && isLoginPage(seen),
		hint: "This looks like a login page instead of what was asked for: not signed in, or the form was refused. Does the check have `as: <login>`?"
	}
];
const UNSAFE = [
	"POST",
	"PUT",
	"PATCH",
	"DELETE"
];
function isAboutCsrf({ method, answer }) {
	return method !== void 0 && UNSAFE.includes(method.toUpperCase()) || beginningOf(answer.body).includes("CSRF");
}
function leadsToLogin(seen) {
	const redirect = redirectOf(seen);
	return redirect.kind === "redirect" && /\/(?:log-?in|sign-?in)(?:\/|$)/i.test(redirect.target.pathname);
}
function isLoginPage({ answer }) {
	const type = headerOf(answer, "content-type") ?? "";
	return /html/i.test(type) && /<input\b[^>]{0,500}\btype\s*=\s*["']?password\b/i.test(beginningOf(answer.body));
}
function beginningOf(body) {
	return body.slice(0, 65536);
}
// src/smoke/expect/judge.ts
async function judge(expectation, seen, scope) {
	const { subject, comparison } = expectation;
	const observed = await observe(subject, seen);
	try {
		const spelled = (text) => subject.kind === "redirect" ? expectedRedirect(text, seen.url) : text;
		const verdict = compare(comparison, observed, {
			scope,
			spelled
		});
		if (verdict.is === "true") return { holds: true };
		return {
			holds: false,
			expected: describeExpected(comparison, subject, scope),
			actual: describeActual(observed, {
				subject,
				comparison,
				verdict,
				scope
			}),
			hint: hintFor(expectation, seen) || hintForKind(expectation, observed, verdict)
		};
	} catch (thrown) {
		if (!(thrown instanceof NameUnknown)) throw thrown;
		return {
			holds: false,
			expected: `the value of ${thrown.spelling}`,
			actual: `${thrown.spelling} has no value`,
			hint: "The step that captures it did not find it."
		};
	}
}
function hintForKind({ comparison }, seen, verdict) {
	if (seen.kind === "nothing" && comparison.kind === "not") return "Where nothing is, `not` does not hold either. If it may be missing, write a list: [{ absent: true }, { not: ... }].";
	if (!(comparison.kind === "equals" && seen.kind === "value" && !seen.textual && verdict.is === "false")) return "";
	const { value } = comparison;
	const numberAsText = typeof seen.value === "number" && value.kind === "text";
	const textAsNumber = typeof seen.value === "string" && value.kind === "plain" && typeof value.value === "number";
	if (!numberAsText && !textAsNumber) return "";
	return "In JSON a number and its text are two things: write the value with quotes for text, without for a number. Captures of headers and bodies are text; `matches` compares both as text.";
}
// src/smoke/expect/names.ts
function namesIn(template, kind = "name") {
	return distinct(template.parts.flatMap((part) => part.kind === kind ? [part.name] : []));
}
function namesInRequest(request, kind = "name") {
	const valuesOf = (fields) => fields.map(({ value }) => value);
	return distinct([
		request.target,
		...valuesOf(request.headers),
		...valuesOf(request.query),
		...bodyOf(request)
	].flatMap((template) => namesIn(template, kind)));
	function bodyOf({ body }) {
		switch (body?.kind) {
			case void 0: return [];
			case "form":
			case "multipart": return valuesOf(body.fields);
			case "json": return templatesOf(body.value);
			case "text": return [body.text];
		}
	}
}
function namesInExpectation(expectation, kind = "name") {
	return distinct(templatesIn(expectation.comparison).flatMap((template) => namesIn(template, kind)));
}
function namesInStep(step, kind = "name") {
	const expectations = [...step.expect, ...step.until?.expect ?? []];
	return distinct([...namesInRequest(step.request, kind), ...expectations.flatMap((expectation) => namesInExpectation(expectation, kind))]);
}
function templatesOf(json) {
	switch (json.kind) {
		case "plain": return [];
		case "text": return [json.text];
		case "list": return json.items.flatMap(templatesOf);
		case "object": return json.entries.flatMap(([, value]) => templatesOf(value));
	}
}
function templatesIn(comparison) {
	switch (comparison.kind) {
		case "equals": return templatesOf(comparison.value);
		case "matches": return [comparison.pattern];
		case "contains": return [comparison.text];
		case "length":
		case "not": return templatesIn(comparison.of);
		case "any":
		case "all": return comparison.of.flatMap(templatesIn);
		case "class":
		case "type":
		case "order":
		case "absent": return [];
	}
}
function distinct(names) {
	return [...new Set(names)];
}
// src/smoke/run/limit.ts
var TimeIsUp = class extends Error {
	name = "TimeIsUp";
	constructor() {
		super("The time limit was over.");
	}
};
function endsByLimit(thrown) {
	const name = typeof thrown === "object" && thrown !== null && "name" in thrown ? thrown.name : void 0;
	return name === "TimeIsUp" || name === "Cancelled";
}
async function exchange(wire, request, limit) {
	const timeout = timeLeft(request.timeout, limit);
	const result = await wire.exchange({
		...request,
		timeout,
		signal: limit.signal
	});
	if (!result.ok && result.failure.kind === "timeout" && limit.deadline.passed()) throw new TimeIsUp();
	return result;
}
async function handshake(wire, request, limit) {
	const timeout = timeLeft(request.timeout, limit);
	const result = await wire.handshake({
		...request,
		timeout,
		signal: limit.signal
	});
	if (!result.ok && result.failure.kind === "timeout" && limit.deadline.passed()) throw new TimeIsUp();
	return result;
}
function timeLeft(wanted, { deadline }) {
	const remaining = deadline.remaining();
	if (remaining <= 0) throw new TimeIsUp();
	return Math.max(1, Math.ceil(Math.min(wanted, remaining)));
}
async function pause(duration, { clock, deadline, signal }) {
	const remaining = deadline.remaining();
	await clock.sleep(Math.min(duration, remaining), signal);
	if (duration >= remaining) throw new TimeIsUp();
}
const GRACE = 15e3;
const GRACE_AFTER_CANCEL = 6e3;
function limitsOf(clock, timeout, cancelled) {
	const run = {
		clock,
		deadline: deadlineIn(clock, timeout),
		signal: cancelled
	};
	const closed = new AbortController();
	const graceOver = new AbortController();
	const startGrace = () => {
		clock.sleep(GRACE_AFTER_CANCEL, closed.signal).then(() => graceOver.abort(), () => void 0);
	};
	if (cancelled.aborted) startGrace();
	else cancelled.addEventListener("abort", startGrace, {
		once: true,
		signal: closed.signal
	});
	return {
		run,
		cleanUp: () => ({
			clock,
			deadline: deadlineIn(clock, Math.max(GRACE, run.deadline.remaining())),
			signal: graceOver.signal
		}),
		close: () => closed.abort()
	};
}
// src/smoke/run/context.ts
const USER_AGENT = "obcms-deploy smoke-test";
const LARGEST_BODY = 4194304;
// src/smoke/run/learning.ts
const SHORTEST = 8;
const MOST_OF_A_BODY = 50;
const MOST_COOKIES = 180;
const SECRET_FIELD = /^(?:csrfmiddlewaretoken|csrf_?token|access|refresh|(?:access_|refresh_|id_)?token|sessionid|password)$/i;
function learnFrom(answer, mask) {
	const learn = (value) => {
		if (value.length >= SHORTEST) mask(value);
	};
	for (const line of (answer.headers["set-cookie"] ?? []).slice(0, MOST_COOKIES)) learn(parseSetCookie(line)?.value.replace(/^"|"$/g, "") ?? "");
	for (const value of secretsIn(answer.body)) learn(value);
}
function learnFromRequest(headers, mask) {
	for (const [name, value] of Object.entries(headers)) {
		if (!/^authorization$/i.test(name)) continue;
		const credential = value.replace(/^[A-Za-z-]{2,20} +/, "");
		if (credential.length >= SHORTEST) mask(credential);
	}
}
function* secretsIn(body) {
	let found = 0;
	for (const [, name, value] of body.matchAll(/"([A-Za-z_]{5,24})"[ \t]{0,4}:[ \t\r\n]{0,8}"([^"\\\s]{8,8192})"/g)) {
		if (found >= MOST_OF_A_BODY) break;
		if (!SECRET_FIELD.test(name ?? "")) continue;
		found += 1;
		yield value ?? "";
	}
	for (const { name, value } of fieldsOf(body)) {
		if (found >= MOST_OF_A_BODY) break;
		if (!SECRET_FIELD.test(name)) continue;
		found += 1;
		yield value;
	}
}
function hiddenField(body, wanted) {
	for (const { name, value } of fieldsOf(body)) if (name === wanted && value !== "") return value;
}
function* fieldsOf(body) {
	for (const [tag] of body.matchAll(/<input\b[^<>]{1,4096}>/gi)) {
		const name = attribute(tag, "name");
		if (name !== void 0) yield {
			name,
			value: attribute(tag, "value") ?? ""
		};
	}
}
function attribute(tag, wanted) {
	for (const [, name, double, single, bare] of tag.matchAll(/[\s"']([a-z][a-z-]{0,30})\s{0,8}=\s{0,8}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi)) if (name?.toLowerCase() === wanted) return double ?? single ?? bare ?? "";
}
function withoutSecretFields(line) {
	return line.replace(/("([A-Za-z_]{5,24})"\s{0,4}:\s{0,4}")[^"]{1,8192}/g, (all, head, name) => SECRET_FIELD.test(name) ? `${head}***` : all).replace(/<input\b[^<>]{1,4096}>?/gi, (tag) => SECRET_FIELD.test(attribute(tag, "name") ?? "") ? tag.replace(/(\svalue\s{0,8}=\s{0,8}["']?)[^"'\s>]+/gi, "$1***") : tag);
}
// src/smoke/run/visitor.ts
const MOST_HOPS$3 = 10;
const SAFE = new Set([
	"GET",
	"HEAD",
	"OPTIONS",
	"TRACE"
]);
var Visitor = class {
	session;
	#context;
	constructor(context, session) {
		this.#context = context;
		this.session = session;
	}
	async visit(visit, limit, record) {
		let hop = visit;
		const cookies = [];
		const path = [];
		for (;;) {
			const { world } = this.#context;
			const carried = this.#cookiesFor(hop.url);
			const began = world.clock.elapsed();
			const result = await exchange(this.#context.wire, this.prepare(hop), limit);
			record(seenOf(hop.method, hop.url, this.#context.base, result, world.clock.elapsed() - began));
			if (!result.ok) return {
				kind: "no-answer",
				url: hop.url,
				method: hop.method,
				failure: result.failure
			};
			const { answer } = result;
			const mask = (secret) => world.host.mask(secret);
			if (this.#own(hop.url)) cookies.push(...this.session.take(hop.url, answer, world.clock.now(), mask));
			else learnFrom(answer, mask);
			const next = visit.follow === true ? nextHop(hop, answer) : void 0;
			if (next === void 0) return {
				kind: "answered",
				url: hop.url,
				answer,
				cookies
			};
			const astray = (why, remedy) => ({
				kind: "astray",
				answer,
				url: hop.url,
				why,
				remedy
			});
			const elsewhere = this.#elsewhere(next.url);
			if (elsewhere !== void 0) return astray(elsewhere.why, elsewhere.remedy);
			if (next.body !== void 0 && next.url.origin !== hop.url.origin) return astray(`a redirect that would send the form to another host, ${next.url.href}`, FORM_REMEDY);
			const step = `${hop.method} ${targetOf$1(hop.url, this.#context.base)} ${carried ?? ""}`;
			if (path.includes(step)) return astray(`a redirect loop: ${route([...path, step])}`, LOOP_REMEDY);
			path.push(step);
			if (path.length > MOST_HOPS$3) return astray(`more than ${MOST_HOPS$3} redirects: ${route(path)}`, LOOP_REMEDY);
			hop = next;
		}
	}
	#cookiesFor(url) {
		return this.#own(url) ? this.session.cookieHeader(url, this.#context.world.clock.now()) : void 0;
	}
	#own(url) {
		return url.origin === this.#context.base.origin;
	}
	#elsewhere(url) {
		const { base, hosts } = this.#context;
		if (isAllowed(url, base, hosts)) return void 0;
		if (url.hostname === base.hostname && url.protocol === "http:") return {
			why: `a redirect away from HTTPS, to ${url.href}`,
			remedy: "The application believes that it is asked over plain HTTP. Let the edge send X-Forwarded-Proto, and Django believe it:\nSECURE_PROXY_SSL_HEADER = (\"HTTP_X_FORWARDED_PROTO\", \"https\")"
		};
		return {
			why: `a redirect to another host, ${url.href}`,
			remedy: `If that is meant, allow the host in the suite:\nhosts: ['${url.host}']`
		};
	}
	prepare(visit) {
		const { method, url, body, timeout, fresh } = visit;
		const { clock } = this.#context.world;
		const defaults = {
			"User-Agent": USER_AGENT,
			Accept: "*/*",
			"Accept-Encoding": "gzip, deflate, br"
		};
		const own = this.#own(url);
		const cookie = this.#cookiesFor(url);
		if (cookie !== void 0) defaults["Cookie"] = cookie;
		if (own && this.session.authorization !== void 0) defaults["Authorization"] = this.session.authorization;
		if (!SAFE.has(method)) {
			const { base } = this.#context;
			defaults["Origin"] = base.origin;
			defaults["Referer"] = own ? this.session.referrer(url) : `${base.origin}/`;
			const token = own ? this.session.csrfToken(url, clock.now()) : void 0;
			if (token !== void 0) defaults["X-CSRFToken"] = token;
		}
		const headers = merged$1(defaults, visit.headers ?? {});
		learnFromRequest(headers, (secret) => this.#context.world.host.mask(secret));
		return {
			method,
			url,
			headers,
			timeout,
			maxBytes: LARGEST_BODY,
			...body === void 0 ? {} : { body },
			...fresh === void 0 ? {} : { fresh }
		};
	}
};
const LOOP_REMEDY = "Behind a proxy this is mostly a missing SECURE_PROXY_SSL_HEADER = (\"HTTP_X_FORWARDED_PROTO\", \"https\") with SECURE_SSL_REDIRECT on, or two redirects (www, trailing slash) that undo each other.";
const FORM_REMEDY = "What is sent may hold a password, and is for the host that the suite names. Ask the other host with a step of its own.";
function route(path) {
	return path.map((step) => step.split(" ").slice(0, 2).join(" ")).join(" -> ");
}
function nextHop(hop, answer) {
	const location = answer.headers["location"]?.[0];
	if (![
		301,
		302,
		303,
		307,
		308
	].includes(answer.status) || location === void 0) return void 0;
	const url = URL.parse(location, hop.url.href);
	if (url === null || url.protocol !== "https:" && url.protocol !== "http:") return void 0;
	const headers = url.origin !== hop.url.origin ? without(hop.headers, (name) => !HARMLESS.has(name.toLowerCase())) : hop.headers;
	if (SAFE.has(hop.method) || answer.status >= 307) return {
		...hop,
		url,
		...headers === void 0 ? {} : { headers }
	};
	const { body: _, ...rest } = hop;
	return {
		...rest,
		url,
		method: "GET",
		headers: without(headers, (name) => /^content-/i.test(name)) ?? {}
	};
}
const HARMLESS = new Set([
	"accept",
	"accept-language",
	"accept-encoding",
	"user-agent"
]);
function without(headers, isOut) {
	return headers === void 0 ? void 0 : Object.fromEntries(Object.entries(headers).filter(([name]) => !isOut(name)));
}
function merged$1(defaults, given) {
	const names = new Set(Object.keys(given).map((name) => name.toLowerCase()));
	const kept = Object.entries(defaults).filter(([name]) => !names.has(name.toLowerCase()));
	return {
		...Object.fromEntries(kept),
		...given
	};
}
function isAllowed(url, base, hosts) {
	if (url.origin === base.origin) return true;
	if (url.protocol !== "https:" && !(url.protocol === "http:" && base.protocol === "http:")) return false;
	const port = url.port === "" ? url.protocol === "https:" ? "443" : "80" : url.port;
	return hosts.some((host) => {
		const entry = host.toLowerCase();
		return entry === `${url.hostname}:${port}` || url.port === "" && entry === url.hostname;
	});
}
function targetOf$1(url, base) {
	return url.origin === base.origin ? `${url.pathname}${url.search}` : url.href;
}
function seenOf(method, url, base, result, took) {
	const timings = result.ok ? result.answer.timings : void 0;
	return {
		method,
		target: targetOf$1(url, base),
		status: result.ok ? result.answer.status : void 0,
		dns: timings?.dns,
		connect: timings?.connect,
		tls: timings?.tls,
		firstByte: timings?.firstByte,
		transfer: timings?.transfer,
		total: timings?.total ?? took
	};
}
function basic(username, password) {
	return `Basic ${Buffer$1.from(`${username}:${password}`, "utf8").toString("base64")}`;
}
// src/smoke/run/request.ts
function visitOf(request, scope, context) {
	const hollow = namesIn(request.target).find((name) => !context.variables.has(name) && isHollow(scope.value(name)));
	if (hollow !== void 0) return {
		ok: false,
		why: `${request.method} was not sent: \${${hollow}} is ${JSON.stringify(scope.value(hollow))}, which names nothing`,
		remedy: "Check the place of the value in the answer that it was captured from."
	};
	const url = addressOf$1(request, scope, context.base);
	if (typeof url === "string" || !isAllowed(url, context.base, context.hosts)) {
		const shown = typeof url === "string" ? url : url.href;
		return {
			ok: false,
			why: `${request.method} was not sent: ${shown} is neither a path of ${context.base.origin} nor on a host that the suite allows`,
			remedy: "See what the names in the address stand for; another host must be named in the suite under `hosts`."
		};
	}
	const headers = Object.fromEntries(request.headers.map(({ name, value }) => [name, resolve(value, scope)]));
	const unfit = Object.entries(headers).find(([, value]) => NO_HEADER.test(value))?.[0];
	if (unfit !== void 0) return {
		ok: false,
		why: `${request.method} was not sent: the value of its header ${unfit} has a line break or a letter that no header can carry`,
		remedy: "See what the names in the header stand for; letters beyond Latin-1 must be encoded."
	};
	const body = bodyOf$1(request.body, scope, context.run);
	const typed = Object.keys(headers).some((name) => name.toLowerCase() === "content-type");
	return {
		ok: true,
		visit: {
			method: request.method,
			url,
			headers: body === void 0 || typed && !body.boundary ? headers : {
				...headers,
				"Content-Type": body.type
			},
			timeout: request.timeout,
			follow: request.follow,
			...body === void 0 ? {} : { body: body.content }
		}
	};
}
function isHollow(value) {
	return value === null || value === "";
}
function addressOf$1(request, scope, base) {
	const target = resolve(request.target, scope);
	const url = URL.parse(target, base.href);
	if (url === null || url.protocol !== "https:" && url.protocol !== "http:" || url.username !== "") return target;
	url.hash = "";
	if (request.query.length > 0) url.search = `${url.search === "" ? "?" : `${url.search}&`}${formText(request.query, scope)}`;
	return url;
}
function bodyOf$1(body, scope, run) {
	switch (body?.kind) {
		case void 0: return;
		case "form": return {
			content: formText(body.fields, scope),
			type: "application/x-www-form-urlencoded"
		};
		case "json": return {
			content: JSON.stringify(resolveJson(body.value, scope)),
			type: "application/json"
		};
		case "text": return {
			content: resolve(body.text, scope),
			type: "text/plain; charset=utf-8"
		};
		case "multipart": return multipart(body.fields, body.files, scope, run);
	}
}
function formText(fields, scope) {
	return new URLSearchParams(fields.map(({ name, value }) => [name, resolve(value, scope)])).toString();
}
function multipart(fields, files, scope, run) {
	const texts = fields.map(({ name, value }) => ({
		name,
		text: resolve(value, scope)
	}));
	const contents = [...texts.map(({ text }) => Buffer$1.from(text, "utf8")), ...files.map(({ content }) => content)];
	let boundary = `----smoke-${run}`;
	while (contents.some((content) => Buffer$1.from(content).includes(boundary))) boundary += "x";
	const parts = [];
	for (const { name, text } of texts) parts.push(`--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"\r\n\r\n${text}\r\n`);
	for (const { name, filename, content } of files) parts.push(`--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"; filename="${quoted(filename)}"\r\nContent-Type: ${typeOf(filename)}\r\n\r\n`, content, "\r\n");
	parts.push(`--${boundary}--\r\n`);
	return {
		content: Buffer$1.concat(parts.map((part) => typeof part === "string" ? Buffer$1.from(part, "utf8") : part)),
		type: `multipart/form-data; boundary=${boundary}`,
		boundary: true
	};
}
const quoted = (name) => name.replace(/\r/g, "%0D").replace(/\n/g, "%0A").replace(/"/g, "%22");
const TYPES$1 = {
	csv: "text/csv",
	gif: "image/gif",
	jpeg: "image/jpeg",
	jpg: "image/jpeg",
	json: "application/json",
	pdf: "application/pdf",
	png: "image/png",
	svg: "image/svg+xml",
	txt: "text/plain",
	webp: "image/webp",
	xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	zip: "application/zip"
};
function typeOf(filename) {
	const ending = /\.([a-z0-9]+)$/i.exec(filename)?.[1]?.toLowerCase() ?? "";
	return (Object.hasOwn(TYPES$1, ending) ? TYPES$1[ending] : void 0) ?? "application/octet-stream";
}
const NO_HEADER = /[^\t\x20-\x7e\x80-\xff]/;
// src/smoke/run/load-check.ts
async function runLoadCheck(item, load, { visitor, signInPath }, scope, context) {
	const { clock } = context.world;
	const began = clock.elapsed();
	const ended = (state, note, problems = []) => ({
		id: item.id,
		group: "checks",
		title: item.title,
		tags: item.tags,
		state,
		note,
		problems,
		duration: clock.elapsed() - began,
		place: item.place,
		exchanges: []
	});
	const addressed = visitOf(load.request, scope, context);
	if (!addressed.ok) return ended("failed", "", [problemAt(load.request.place, addressed.why, addressed.remedy)]);
	const request = visitor.prepare(addressed.visit);
	const { rate, concurrency, duration } = load;
	try {
		const figures = await loaded({
			request,
			rate,
			concurrency,
			duration,
			signInPath
		}, context);
		const { judgeLoad, describeLoad } = await import("./load-limits.js");
		const problems = judgeLoad(load.limits, figures).map(({ limit, expected, actual, hint }) => ({
			message: limit === void 0 ? "The load was not what it should be" : `The limit for ${limit.measure} does not hold`,
			expected,
			actual,
			remedy: hint,
			place: limit?.place ?? load.place,
			excerpt: []
		}));
		return ended(problems.length > 0 ? "failed" : "passed", describeLoad(figures), problems);
	} catch (thrown) {
		if (!endsByLimit(thrown)) throw thrown;
		return ended("unfinished", thrown.message);
	}
}
async function loaded(plan, context) {
	const limit = context.limits.run;
	const { clock } = context.world;
	if (limit.deadline.remaining() < plan.duration) throw new TimeIsUp();
	const { runLoad } = await import("./load2.js");
	const over = new AbortController();
	const done = new AbortController();
	clock.sleep(limit.deadline.remaining(), done.signal).then(() => over.abort(), () => void 0);
	try {
		return await runLoad(plan, context.wire, clock, AbortSignal.any([limit.signal, over.signal]));
	} catch (thrown) {
		throw over.signal.aborted && !limit.signal.aborted ? new TimeIsUp() : thrown;
	} finally {
		done.abort();
	}
}
function problemAt(place, message, remedy) {
	return {
		message,
		expected: void 0,
		actual: void 0,
		remedy,
		place,
		excerpt: []
	};
}
// src/smoke/run/scope.ts
function scopeOf(context) {
	const { variables, run, secret, world } = context;
	const captures = new Map();
	const value = (name) => captures.has(name) ? captures.get(name) : name === "run" ? run : variables.get(name);
	return {
		value,
		secret,
		redact: (text) => world.host.redact(text),
		keep: (name, captured) => void captures.set(name, captured),
		has: (name) => value(name) !== void 0
	};
}
// src/smoke/cookie-jar.ts
const MOST_COOKIES_A_HOST = 50;
const MOST_BYTES_A_COOKIE = 4096;
var CookieJar = class CookieJar {
	#kept = new Map();
	#order = 0;
	store(url, lines, now) {
		return lines.map(parseSetCookie).filter((cookie) => cookie !== void 0).filter((cookie) => this.#accept(url, cookie, now));
	}
	header(url, now) {
		const pairs = this.#matching(url, now).map(({ cookie }) => `${cookie.name}=${cookie.value}`);
		return pairs.length === 0 ? void 0 : pairs.join("; ");
	}
	get(name, url, now) {
		return this.#matching(url, now).find(({ cookie }) => cookie.name === name)?.cookie.value;
	}
	names(url, now) {
		return this.#matching(url, now).map(({ cookie }) => cookie.name);
	}
	copy() {
		const jar = new CookieJar();
		for (const [key, kept] of this.#kept) jar.#kept.set(key, kept);
		jar.#order = this.#order;
		return jar;
	}
	#accept(url, cookie, now) {
		if (refusalOf(cookie, url) !== void 0) return false;
		const domain = cookie.domain ?? url.hostname;
		const path = cookie.path ?? defaultPath(url);
		if (!isSecure(url) && this.#coversSecure(cookie.name, domain, path)) return false;
		const key = JSON.stringify([
			cookie.name,
			domain,
			path
		]);
		const expires = expiryOf(cookie, now);
		if (expires <= now) {
			this.#kept.delete(key);
			return true;
		}
		const order = this.#kept.get(key)?.order ?? this.#order++;
		this.#kept.set(key, {
			cookie,
			domain,
			hostOnly: cookie.domain === void 0,
			path,
			expires,
			order
		});
		this.#makeRoom(domain, now);
		return true;
	}
	#coversSecure(name, domain, path) {
		return [...this.#kept.values()].some((other) => other.cookie.secure && other.cookie.name === name && (domainMatches(domain, other.domain) || domainMatches(other.domain, domain)) && pathMatches(path, other.path));
	}
	#makeRoom(domain, now) {
		const ofDomain = [...this.#kept].filter(([, kept]) => kept.domain === domain);
		if (ofDomain.length <= MOST_COOKIES_A_HOST) return;
		const first = ofDomain.reduce((a, b) => leavesBefore(b[1], a[1], now) ? b : a);
		this.#kept.delete(first[0]);
	}
	#matching(url, now) {
		return [...this.#kept.values()].filter(({ cookie, domain, hostOnly, path, expires }) => expires > now && (hostOnly ? url.hostname === domain : domainMatches(url.hostname, domain)) && pathMatches(url.pathname, path) && (!cookie.secure || isSecure(url))).sort((a, b) => b.path.length - a.path.length || a.order - b.order);
	}
};
function refusalOf(cookie, url) {
	const { name, value, secure, domain, path } = cookie;
	if (Buffer.byteLength(name) + Buffer.byteLength(value) > MOST_BYTES_A_COOKIE) return `is longer than ${MOST_BYTES_A_COOKIE} bytes`;
	if (domain !== void 0 && !domainMatches(url.hostname, domain)) return `is for the domain ${domain}, which ${url.hostname} is not part of`;
	if (domain !== void 0 && domain !== url.hostname && !domain.includes(".")) return `is for the domain ${domain}, which is a whole top-level domain`;
	if (secure && !isSecure(url)) return "is Secure and was set over plain HTTP";
	const prefix = /^__(?:host|secure)-/i.exec(name)?.[0].toLowerCase();
	if (prefix !== void 0 && !secure) return `begins with ${name.slice(0, prefix.length)} and is not Secure`;
	if (prefix === "__host-" && domain !== void 0) return "begins with __Host- and has a Domain";
	if (prefix === "__host-" && path !== "/") return "begins with __Host- and has no Path=/";
}
function isSecure(url) {
	return url.protocol === "https:";
}
function domainMatches(host, domain) {
	return host === domain || host.endsWith(`.${domain}`) && !isAddress(host);
}
function isAddress(host) {
	return host.startsWith("[") || /^\d+\.\d+\.\d+\.\d+$/.test(host);
}
function pathMatches(path, ofCookie) {
	return path === ofCookie || path.startsWith(ofCookie.endsWith("/") ? ofCookie : `${ofCookie}/`);
}
function defaultPath(url) {
	return url.pathname.slice(0, url.pathname.lastIndexOf("/")) || "/";
}
function expiryOf({ maxAge, expires }, now) {
	if (maxAge !== void 0) return maxAge <= 0 ? Number.NEGATIVE_INFINITY : now + maxAge * 1e3;
	return expires ?? Number.POSITIVE_INFINITY;
}
function leavesBefore(a, b, now) {
	const expired = (kept) => kept.expires <= now;
	return expired(a) === expired(b) ? a.order < b.order : expired(a);
}
// src/smoke/run/session.ts
var Session = class Session {
	#jar;
	authorization;
	#csrfCookie;
	#formToken;
	#page;
	constructor(authorization, from) {
		this.authorization = authorization;
		this.#jar = from?.jar ?? new CookieJar();
		this.#csrfCookie = from?.csrfCookie;
		this.#formToken = from?.formToken;
		this.#page = from?.page;
	}
	copy() {
		return new Session(this.authorization, {
			jar: this.#jar.copy(),
			csrfCookie: this.#csrfCookie,
			formToken: this.#formToken,
			page: this.#page
		});
	}
	take(url, answer, now, mask) {
		learnFrom(answer, mask);
		const cookies = this.#jar.store(url, answer.headers["set-cookie"] ?? [], now);
		for (const { name } of cookies) if (/csrf/i.test(name)) this.#csrfCookie = name;
		this.#formToken = hiddenField(answer.body, "csrfmiddlewaretoken") ?? this.#formToken;
		if (answer.status < 300) this.#page = url;
		return cookies;
	}
	cookieHeader(url, now) {
		return this.#jar.header(url, now);
	}
	cookie(name, url, now) {
		return this.#jar.get(name, url, now);
	}
	csrfToken(url, now) {
		return (this.#csrfCookie === void 0 ? void 0 : this.#jar.get(this.#csrfCookie, url, now)) ?? this.#formToken;
	}
	referrer(url) {
		const { origin, pathname, search } = this.#page ?? url;
		return `${origin}${pathname}${search}`;
	}
};
// src/smoke/run/excerpt.ts
const MOST_LINES = 4;
const WIDEST = 160;
const LOOKED_AT$3 = 8192;
function excerptOf(answer, redact) {
	const text = withoutSecretFields(redact(answer.body.slice(0, 2 * LOOKED_AT$3))).slice(0, LOOKED_AT$3);
	const type = answer.headers["content-type"]?.[0] ?? "";
	return (/html/i.test(type) || /^\s*<(?:!doctype|html)/i.test(text) ? wordsOfPage(text) : text.split(/\r\n|\n|\r/)).map((line) => oneLine(line, WIDEST)).filter((line) => line !== "").slice(0, MOST_LINES);
}
function wordsOfPage(html) {
	return html.replace(/<(script|style|svg)\b[^>]{0,2000}>[\s\S]{0,8192}?(?:<\/\1\s*>|$)/gi, " ").replace(/<!--[\s\S]{0,8192}?(?:-->|$)/g, " ").replace(/<\/?(?:title|h[1-6]|p|div|li|tr|br|head|body|form|pre|section|main|header|nav|ul)\b[^>]{0,2000}>/gi, "\n").replace(/<[^>]{0,2000}>/g, " ").split("\n").map((line) => line.replace(/\s+/g, " ").trim());
}
// src/smoke/run/good-status.ts
function sentToSignIn(step, { url, answer }, asked) {
	const { signInPath, base } = asked;
	const location = answer.headers["location"]?.[0];
	const redirected = location !== void 0 && answer.status >= 300 && answer.status <= 399;
	if (signInPath === void 0 || !redirected && asked.url.pathname === signInPath) return [];
	const leads = redirected ? URL.parse(location, url.href) : url;
	if (leads === null || leads.pathname !== signInPath || !leads.searchParams.has("next")) return [];
	if (step.expect.some(redirected ? meansRedirect : looksAtPage)) return [];
	const meant = redirected ? "If the redirect is meant, say so:\nexpect: { status: 302 }" : LOOK_AT_PAGE;
	return [{
		message: `${asked.as}: the site asks to sign in, although the visitor was signed in`,
		expected: "what a visitor sees who is signed in",
		actual: `${redirected ? `${answer.status} to` : "redirects that end on"} ${targetOf$1(leads, base)}`,
		remedy: `The session was lost (a step signed out, another login took its place) or never worked. ${meant}`,
		place: step.place,
		excerpt: []
	}];
}
function meansRedirect({ subject, comparison }) {
	if (subject.kind === "status") return comparison.kind !== "order";
	return subject.kind === "redirect" || subject.kind === "header" && subject.name.toLowerCase() === "location";
}
const LOOK_AT_PAGE = "If it is meant, look at the page itself:\nexpect: { body: { contains: 'Sign in' } }";
function looksAtPage({ subject }) {
	return ![
		"status",
		"time",
		"days-left"
	].includes(subject.kind);
}
function brokenPage(step, { answer }, asked) {
	if (answer.damage === void 0 || answer.status < 200 || answer.status > 299) return [];
	return [{
		message: `${asked.as}: the answer is not complete`,
		expected: "a body that is as its headers say",
		actual: answer.damage,
		remedy: "The application, or a proxy on the way, ended the answer early: a worker that was killed (time limit, memory) or a response that failed half-way. See their logs at this moment.",
		place: step.place,
		excerpt: []
	}];
}
// src/smoke/run/no-answer.ts
var NoAnswer = class extends Error {
	name = "NoAnswer";
	failure;
	asked;
	constructor(asked, failure) {
		super(saidOf(asked, failure));
		this.asked = asked;
		this.failure = failure;
	}
};
function isNoAnswer(thrown) {
	return typeof thrown === "object" && thrown !== null && "name" in thrown && thrown.name === "NoAnswer";
}
function neverArrived(failure) {
	return failure.requestSeen === "no";
}
const REMEDIES = {
	dns: "The name cannot be looked up from this runner. Check the address and its DNS entry.",
	refused: "Nothing listens there, or a firewall is in between. Check that the edge runs and that this runner may reach it.",
	tls: "The certificate or the handshake was refused; a visitor would see a warning. If it is signed by a private authority:\nwith:\n  ca-file: certificates/authority.pem",
	reset: "The connection broke off. The edge or the application ended it: see their logs at this moment.",
	timeout: "The answer did not come in time. Give the request a longer `timeout`, or see what keeps the application busy.",
	other: "What came was no HTTP that a browser would understand. See the log of the edge."
};
const ENDLESS = "The page began to come and did not come to its end: see what keeps the application busy, or give the request a longer `timeout`. What never ends on purpose (an event stream, long polling) cannot be checked so: check a page beside it.";
function saidOf(asked, failure) {
	return failure.code === "UNENDED" ? `${asked}: ${failure.message}` : `${asked} got no answer: ${failure.message}`;
}
function noAnswerProblem(asked, failure, place) {
	return {
		message: saidOf(asked, failure),
		expected: void 0,
		actual: void 0,
		remedy: failure.code === "UNENDED" ? ENDLESS : REMEDIES[failure.kind],
		place,
		excerpt: []
	};
}
// src/smoke/run/retry-after.ts
function retryAfter(answer, now) {
	const value = answer.headers["retry-after"]?.[0]?.trim();
	if (value === void 0 || value === "") return void 0;
	if (/^\d{1,9}$/.test(value)) return Number(value) * 1e3;
	const at = Date.parse(value);
	return Number.isNaN(at) || !/[A-Za-z]/.test(value) ? void 0 : Math.max(0, at - now);
}
// src/smoke/run/steps.ts
async function runStep(step, parts, enough = []) {
	const visit = addressed$1(step, parts);
	if ("problem" in visit) return [visit.problem];
	const end = step.until === void 0 ? await sendOnce(step, visit.visit, parts) : await poll(step, visit.visit, parts, enough);
	if ("problems" in end) return end.problems;
	const { seen } = end;
	if (isEnough(seen, enough)) return [];
	const uncaptured = await captureAll(step, seen, parts);
	noteUnnamed(visit.visit, seen.answer.status, uncaptured.length > 0, parts);
	const { context, signInPath } = parts;
	const asked = {
		as: askedAs$1(visit.visit, context),
		url: visit.visit.url,
		base: context.base,
		signInPath
	};
	const unmet = [...await unmetOf(step.expect, seen, parts, visit.visit), ...sentToSignIn(step, seen, asked)];
	if (unmet.length === 0 && enough.length === 0) unmet.push(...brokenPage(step, seen, asked));
	return unmet.length > 0 ? unmet : uncaptured;
}
function isEnough({ answer }, enough) {
	return enough.includes(answer.status) && !isEdgesOwn(answer);
}
function addressed$1(step, { scope, context }) {
	const { request } = step;
	const problem = (message, remedy) => ({ problem: {
		message,
		expected: void 0,
		actual: void 0,
		remedy,
		place: request.place,
		excerpt: []
	} });
	try {
		const addressed = visitOf(request, scope, context);
		return addressed.ok ? { visit: addressed.visit } : problem(addressed.why, addressed.remedy);
	} catch (thrown) {
		if (!(thrown instanceof NameUnknown)) throw thrown;
		return problem(`The request cannot be made: ${thrown.message}`, "The step that captures it did not find it.");
	}
}
async function sendOnce(step, visit, parts) {
	const visited = await send(step, visit, parts);
	return visited.kind === "answered" ? { seen: seenAt(visited, visit, parts) } : { problems: [unanswered(visited, visit, step, parts)] };
}
const FIRST_PAUSE = 200;
const LONGEST_PAUSE = 2e3;
const SHORTEST_ANSWER$1 = 1e3;
async function poll(step, visit, parts, enough) {
	const { until } = step;
	if (until === void 0) return sendOnce(step, visit, parts);
	const deadline = deadlineIn(parts.limit.clock, until.within);
	let last = [];
	let wait = FIRST_PAUSE;
	for (let times = 1;; times += 1) {
		const over = deadline.passed();
		const timeout = Math.min(visit.timeout, Math.max(deadline.remaining(), SHORTEST_ANSWER$1));
		const visited = await send(step, {
			...visit,
			timeout
		}, parts);
		if (visited.kind === "answered") {
			const seen = seenAt(visited, visit, parts);
			if (isEnough(seen, enough)) return { seen };
			last = await unmetOf(until.expect, seen, parts, visit);
			if (last.length === 0) return { seen };
		} else if (last.length === 0) last = [unanswered(visited, visit, step, parts)];
		if (over || deadline.passed()) return { problems: last.map((problem) => inTime(problem, until.within, times)) };
		const left = inWords$2(deadline.remaining());
		parts.context.world.host.progress(`${askedAs$1(visit, parts.context)}: not as it must be yet (${left} left)`);
		await pause(Math.min(wait, deadline.remaining()), parts.limit);
		wait = Math.min(wait * 2, LONGEST_PAUSE);
	}
}
function inTime(problem, within, times) {
	const asked = times === 1 ? "asked once" : `asked ${times} times`;
	return {
		...problem,
		message: `${problem.message}, not within ${inWords$2(within)} (${asked})`
	};
}
async function send(step, visit, parts) {
	const { context, limit, notes } = parts;
	const first = await visitTraced(visit, parts);
	if (first.kind !== "answered" || first.answer.status !== 429) return first;
	const wait = retryAfter(first.answer, context.world.clock.now());
	if (wait === void 0 || wait >= limit.deadline.remaining()) return first;
	if ((await unmetOf(step.until?.expect ?? step.expect, seenAt(first, visit, parts), parts, visit)).length === 0) return first;
	notes.push(`${askedAs$1(visit, context)} was answered 429 and sent again after ${inWords$2(wait)}, as Retry-After asked`);
	await pause(wait, limit);
	return visitTraced(visit, parts);
}
const CREATES = ["POST", "PUT"];
async function visitTraced(visit, { context, visitor, limit, record, trace }) {
	if (CREATES.includes(visit.method)) trace.lost = `the answer of ${askedAs$1(visit, context)} never came`;
	const visited = await visitor.visit(visit, limit, record);
	trace.silent = visited.kind === "no-answer" && neverArrived(visited.failure);
	if (visited.kind !== "no-answer" || trace.silent) trace.lost = void 0;
	return visited;
}
function noteUnnamed(visit, status, uncaptured, { context, trace }) {
	if (!CREATES.includes(visit.method)) return;
	if (status >= 500) trace.lost = `${askedAs$1(visit, context)} was answered ${status}`;
	else if (uncaptured && status < 400) trace.lost = `the answer of ${askedAs$1(visit, context)} did not name what it made`;
}
function seenAt(visited, visit, { context }) {
	return {
		url: visited.url,
		answer: visited.answer,
		now: context.world.clock.now(),
		method: visit.method
	};
}
async function captureAll(step, seen, { scope }) {
	const problems = [];
	for (const wanted of step.captures) {
		const found = await capture(wanted, seen);
		if (found.found) scope.keep(wanted.name, found.value);
		else problems.push({
			message: `\${${wanted.name}} was not captured`,
			expected: "a value to go on with",
			actual: found.why,
			remedy: "Check the place of the value in the answer.",
			place: wanted.place,
			excerpt: []
		});
	}
	return problems;
}
async function unmetOf(expectations, seen, { scope, context }, visit) {
	const problems = [];
	for (const expectation of expectations) {
		const verdict = await judge(expectation, seen, scope);
		if (verdict.holds) continue;
		problems.push({
			message: `${askedAs$1(visit, context)}: ${nameOf$1(expectation.subject)} is not as expected`,
			expected: verdict.expected,
			actual: verdict.actual,
			remedy: verdict.hint,
			place: expectation.place,
			excerpt: problems.length > 0 ? [] : excerptOf(seen.answer, (text) => context.world.host.redact(text))
		});
	}
	return problems;
}
function unanswered(visited, visit, step, { context }) {
	const { place } = step.request;
	if (visited.kind === "no-answer") return noAnswerProblem(`${visited.method} ${targetOf$1(visited.url, context.base)}`, visited.failure, place);
	return {
		message: `${askedAs$1(visit, context)}: ${visited.why}`,
		expected: void 0,
		actual: void 0,
		remedy: visited.remedy,
		place,
		excerpt: []
	};
}
function askedAs$1({ method, url }, { base }) {
	return `${method} ${targetOf$1(url, base)}`;
}
// src/smoke/run/check.ts
async function runCheck(item, login, context) {
	const leavings = {
		visitor: new Visitor(context, login?.session.copy() ?? new Session()),
		scope: scopeOf(context),
		trace: {
			lost: void 0,
			silent: false
		},
		signInPath: login?.signInPath
	};
	const { check } = item;
	const result = await (check.load === void 0 ? stepsOf(item, leavings, context) : runLoadCheck(item, check.load, leavings, leavings.scope, context));
	const answered = result.exchanges.some(({ status }) => status !== void 0);
	return {
		result: check.always.length === 0 ? withLost(result, leavings.trace) : result,
		cleanUp: check.always.length === 0 ? void 0 : await cleanUp(item, leavings, login, context),
		silent: result.state === "failed" && leavings.trace.silent && !answered
	};
}
async function stepsOf(item, leavings, context) {
	const exchanges = [];
	const notes = [];
	const parts = {
		...leavings,
		context,
		limit: context.limits.run,
		record: (seen) => void exchanges.push(seen),
		notes
	};
	const { clock } = context.world;
	const began = clock.elapsed();
	const ended = (state, problems, why) => ({
		id: item.id,
		group: "checks",
		title: item.title,
		tags: item.tags,
		state,
		note: [...why === void 0 ? [] : [why], ...notes].join("; "),
		problems,
		duration: clock.elapsed() - began,
		place: item.place,
		exchanges
	});
	try {
		for (const step of item.check.steps) {
			const problems = await runStep(step, parts);
			if (problems.length > 0) return ended("failed", problems);
		}
		return ended("passed", []);
	} catch (thrown) {
		if (!endsByLimit(thrown)) throw thrown;
		return ended("unfinished", [], thrown.message);
	}
}
function withLost(result, { lost }) {
	return lost === void 0 ? result : {
		...result,
		note: joined(result.note, leftover(lost))
	};
}
const leftover = (lost) => `${lost}: it may have created something that this run cannot name`;
const joined = (...notes) => notes.filter((note) => note !== "").join("; ");
async function cleanUp(item, leavings, login, context) {
	const { clock } = context.world;
	const began = clock.elapsed();
	const exchanges = [];
	const notes = [];
	const problems = [];
	const { lost } = leavings.trace;
	if (lost !== void 0) notes.push(leftover(lost));
	const parts = {
		...leavings,
		context,
		limit: context.limits.cleanUp(),
		record: (seen) => void exchanges.push(seen),
		notes
	};
	let done = 0;
	for (const step of item.check.always) {
		const missing = namesInStep(step).filter((name) => !leavings.scope.has(name));
		if (missing.length > 0) {
			notes.push(`${step.request.method} was left out: ${withoutValue(missing)}`);
			continue;
		}
		done += 1;
		const left = await cleanUpStep(step, parts);
		const again = left.length === 0 || login === void 0 ? left : await cleanUpStep(step, {
			...parts,
			visitor: new Visitor(context, login.session.copy())
		});
		problems.push(...again);
	}
	return {
		id: `clean-up/${item.id}`,
		group: "clean-up",
		title: `Clean-up of "${item.title}"`,
		tags: item.tags,
		state: problems.length > 0 ? "failed" : done === 0 ? "skipped" : "passed",
		note: notes.join("; "),
		problems,
		duration: clock.elapsed() - began,
		place: item.check.always[0]?.place ?? item.place,
		exchanges
	};
}
async function cleanUpStep(step, parts) {
	try {
		return await runStep(step, parts, GONE);
	} catch (thrown) {
		if (!endsByLimit(thrown)) throw thrown;
		return [{
			message: `${step.request.method} was not finished in the time that clean-up has`,
			expected: void 0,
			actual: void 0,
			remedy: "See by hand whether something with the name of this run is left.",
			place: step.place,
			excerpt: []
		}];
	}
}
const GONE = [404, 410];
// src/smoke/run/login-attempt.ts
const LOGIN_TIMEOUT = 3e4;
function loginProblem(message, remedy, place, more = {}) {
	return {
		message,
		expected: more.expected,
		actual: more.actual,
		remedy,
		place,
		excerpt: more.excerpt ?? []
	};
}
// src/smoke/run/login-form.ts
const FOREIGN$1 = "https://open-redirect.example/";
async function tryForm(login, context, record) {
	const visitor = new Visitor(context, new Session());
	const { limits, base } = context;
	const url = new URL(login.path, base);
	const common = { timeout: LOGIN_TIMEOUT };
	const page = await visitor.visit({
		...common,
		method: "GET",
		url,
		headers: { Accept: "text/html,*/*;q=0.8" }
	}, limits.run, record);
	const noForm = problemOfPage(page, login, context);
	if (page.kind !== "answered" || noForm !== void 0) return {
		kind: "fails",
		problem: noForm ?? loginProblem("The login page cannot be read", "", login.place)
	};
	const scope = scopeOf(context);
	const token = hiddenField(page.answer.body, "csrfmiddlewaretoken") ?? visitor.session.csrfToken(url, scopeNow(context));
	const form = new URLSearchParams([
		...token === void 0 ? [] : [["csrfmiddlewaretoken", token]],
		[login.fields.username, resolve(login.username, scope)],
		[login.fields.password, resolve(login.password, scope)],
		["next", FOREIGN$1]
	]);
	const target = new URL(url);
	target.searchParams.set("next", FOREIGN$1);
	const before = page.cookies;
	return judgePosted(await visitor.visit({
		...common,
		method: "POST",
		url: target,
		headers: {
			"Content-Type": "application/x-www-form-urlencoded",
			Accept: "text/html,*/*;q=0.8"
		},
		body: form.toString()
	}, limits.run, record), before, token !== void 0, visitor, login, context);
}
const scopeNow = ({ world }) => world.clock.now();
function problemOfPage(page, login, context) {
	const asked = `GET ${login.path}`;
	if (page.kind === "no-answer") return noAnswerProblem(asked, page.failure, login.place);
	const { answer } = page;
	if (answer.status === 200) return void 0;
	const leads = ledTo(answer, page.url);
	return loginProblem(`The login page ${login.path} cannot be opened`, leads === void 0 ? "See why the page does not answer with 200, and whether `path` is the address of the login form." : `Write the address of the form itself:\npath: ${leads.origin === context.base.origin ? leads.pathname : "/login/"}`, login.place, {
		expected: "status 200",
		actual: `status ${answer.status}${leads === void 0 ? "" : ` to ${targetOf$1(leads, context.base)}`}`,
		excerpt: excerptOf(answer, (text) => context.world.host.redact(text))
	});
}
function judgePosted(posted, before, hadToken, visitor, login, context) {
	const asked = `POST ${login.path}`;
	if (posted.kind === "no-answer") return {
		kind: "fails",
		problem: noAnswerProblem(asked, posted.failure, login.place)
	};
	const { answer } = posted;
	const fresh = posted.kind === "answered" ? posted.cookies : [];
	const cookies = [...before, ...fresh];
	const leads = ledTo(answer, posted.url);
	const fails = (problem) => ({
		kind: "fails",
		problem,
		session: {
			cookies,
			sessionCookies: [],
			ledTo: leads
		}
	});
	if (answer.status !== 302 && answer.status !== 303 || leads === void 0) return fails(refusal(answer, hadToken, login, context));
	const { base } = context;
	if (leads.origin === base.origin && leads.pathname === new URL(login.path, base).pathname) return fails(loginProblem("The login was refused: it leads back to its own page", REFUSED, login.place, {
		expected: `a redirect to ${login.landsOn ?? "another page of the site"}`,
		actual: `${answer.status} to ${targetOf$1(leads, base)}`
	}));
	const sessionCookies = sessionNames(fresh, before);
	if (sessionCookies.length === 0) return fails(noSession(answer, login, context));
	const session = {
		session: visitor.session,
		cookies,
		sessionCookies,
		ledTo: leads
	};
	const astray = problemOfLanding(leads, login, context);
	const note = `leads to ${targetOf$1(leads, base)}, session cookie ${sessionCookies.join(", ")}`;
	return astray === void 0 ? {
		kind: "works",
		session,
		note
	} : {
		kind: "works",
		session,
		note,
		problem: astray
	};
}
const REFUSED = "A wrong password, an account that is not approved or not active, or a lockout after earlier attempts. It was tried once only, so that this run locks nobody out.";
function refusal(answer, hadToken, login, context) {
	const more = {
		expected: "status 302 with a new session cookie",
		actual: `status ${answer.status}`,
		excerpt: excerptOf(answer, (text) => context.world.host.redact(text))
	};
	const { origin } = context.base;
	if (answer.status === 200) return loginProblem("The login was refused: the form came again", REFUSED, login.place, more);
	if (answer.status === 403 && /csrf/i.test(answer.body)) {
		const settings = `Check the settings of the deployed site:\nCSRF_TRUSTED_ORIGINS = ["${origin}"]\nSECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")   # and the edge sends X-Forwarded-Proto`;
		return loginProblem("The login was refused by the CSRF protection, as it would be for every visitor", hadToken ? settings : `The page had neither a csrf cookie nor a hidden csrfmiddlewaretoken.\n${settings}`, login.place, more);
	}
	if (answer.status === 403 || answer.status === 429) return loginProblem("The login was refused", "A lockout or a rate limit (django-axes, django-ratelimit), or a firewall in front of the site. Wait until it is over, or let the runner through.", login.place, more);
	return loginProblem("The login did not work", "See the log of the application at this moment.", login.place, more);
}
function noSession(answer, login, context) {
	const lines = answer.headers["set-cookie"] ?? [];
	const secureOverPlain = context.base.protocol === "http:" && lines.some((line) => /;\s*secure\b/i.test(line));
	return loginProblem("The login led on, but without a session: nobody is signed in", secureOverPlain ? "The session cookie is `Secure` and the site was visited over plain HTTP, where browsers drop it. Give base-url with https." : "The login may have been refused: see the page that it leads to. Otherwise see whether SESSION_COOKIE_DOMAIN fits the host, and whether something in front of the site takes cookies away.", login.place, {
		expected: "a new session cookie",
		actual: `${answer.status}, ${lines.length === 0 ? "no cookie" : "no cookie that is a new session"}`
	});
}
function problemOfLanding(leads, login, context) {
	const { base } = context;
	if (leads.hostname === new URL(FOREIGN$1).hostname) return loginProblem("The login works, but sends its users to any host that a link names in `next`", "Check `next` with url_has_allowed_host_and_scheme(next, allowed_hosts={request.get_host()}, require_https=True), as LoginView does.", login.place, {
		expected: "a page of this site",
		actual: `a redirect to ${leads.href}`
	});
	if (leads.origin !== base.origin) return loginProblem("The login works, but leads away from the site", "Check LOGIN_REDIRECT_URL, and that the application knows it is asked over HTTPS (SECURE_PROXY_SSL_HEADER).", login.place, {
		expected: `a page of ${base.origin}`,
		actual: `a redirect to ${leads.href}`
	});
	if (login.landsOn === void 0 || sameTarget(leads, new URL(login.landsOn, base))) return void 0;
	return loginProblem("The login works, but leads elsewhere", "Check LOGIN_REDIRECT_URL, or `lands-on` in the suite.", login.place, {
		expected: `a redirect to ${login.landsOn}`,
		actual: `a redirect to ${targetOf$1(leads, base)}`
	});
}
function sameTarget(a, b) {
	return a.pathname === b.pathname && (b.search === "" || a.search === b.search);
}
function ledTo(answer, from) {
	const location = answer.headers["location"]?.[0];
	if (answer.status < 300 || answer.status > 399 || location === void 0) return void 0;
	return URL.parse(location, from.href) ?? void 0;
}
function sessionNames(fresh, before) {
	const known = (cookie) => before.some(({ name, value }) => name === cookie.name && value === cookie.value);
	const candidates = fresh.filter((cookie) => cookie.value !== "" && cookie.value !== "\"\"" && !NO_SESSION.test(cookie.name) && !known(cookie));
	const named = candidates.filter(({ name }) => /sess|login/i.test(name));
	const hidden = candidates.filter(({ httpOnly }) => httpOnly);
	const chosen = named.length > 0 ? named : hidden.length > 0 ? hidden : candidates;
	return [...new Set(chosen.map(({ name }) => name))];
}
const NO_SESSION = /csrf|^(?:messages|django_language|AWSALB\w*|AWSELB\w*|ARRAffinity\w*|INGRESSCOOKIE|SERVERID|__cf\w*|cf_\w+|_ga\w*|_gid|_pk_\w+.*|incap_ses_.*|visid_incap_.*|BIGipServer.*|TS[0-9a-f]{6,})$/i;
// src/smoke/run/login-token.ts
async function tryJwt(login, context, record) {
	const scope = scopeOf(context);
	const fields = {
		[login.fields.username]: resolve(login.username, scope),
		[login.fields.password]: resolve(login.password, scope)
	};
	const json = login.send === "json";
	const visit = {
		method: "POST",
		url: new URL(login.path, context.base),
		headers: {
			Accept: "application/json, */*;q=0.5",
			"Content-Type": json ? "application/json" : "application/x-www-form-urlencoded"
		},
		body: json ? JSON.stringify(fields) : new URLSearchParams({
			grant_type: "password",
			...fields
		}).toString(),
		timeout: LOGIN_TIMEOUT
	};
	const asked = `POST ${login.path}`;
	const visited = await new Visitor(context, new Session()).visit(visit, context.limits.run, record);
	if (visited.kind === "no-answer") return {
		kind: "fails",
		problem: noAnswerProblem(asked, visited.failure, login.place)
	};
	const { answer, url } = visited;
	if (answer.status < 200 || answer.status > 299) return {
		kind: "fails",
		problem: refused(answer, asked, login, context)
	};
	const found = await capture({
		name: "access",
		from: {
			kind: "json",
			path: login.access
		},
		regex: void 0,
		place: login.place
	}, {
		url,
		answer,
		now: context.world.clock.now()
	});
	if (!found.found || typeof found.value !== "string" || found.value === "") return {
		kind: "fails",
		problem: loginProblem(`${asked} gave no access token`, "Name the place of the token in the answer, such as:\naccess: $.access_token", login.place, {
			expected: `a text at ${login.access}`,
			actual: found.found ? "something that is no text" : found.why,
			excerpt: excerptOf(answer, (text) => context.world.host.redact(text))
		})
	};
	context.world.host.mask(found.value);
	return works$1(new Session(`Bearer ${found.value}`), "gave an access token");
}
async function tryBasic(login, context, record) {
	const scope = scopeOf(context);
	const authorization = basic(resolve(login.username, scope), resolve(login.password, scope));
	context.world.host.mask(authorization.slice(6));
	return tryHeader(login, authorization, context, record);
}
async function tryBearer(login, context, record) {
	const token = resolve(login.token, scopeOf(context));
	context.world.host.mask(token);
	return tryHeader(login, `Bearer ${token}`, context, record);
}
async function tryHeader(login, authorization, context, record) {
	const session = new Session(authorization);
	if (login.path === void 0) return {
		kind: "untried",
		session,
		note: "not tried: the login has no `path` that is closed without it"
	};
	const asked = `GET ${login.path}`;
	const visit = {
		method: "GET",
		url: new URL(login.path, context.base),
		timeout: LOGIN_TIMEOUT
	};
	const stranger = await new Visitor(context, new Session()).visit(visit, context.limits.run, record);
	if (stranger.kind === "no-answer") return {
		kind: "fails",
		problem: noAnswerProblem(asked, stranger.failure, login.place)
	};
	if (stranger.answer.status !== 401 && stranger.answer.status !== 403) return {
		kind: "fails",
		problem: loginProblem(`${asked} does not ask for credentials, so it cannot show that these work`, "Close the page to strangers, or give the login a `path` that is closed without it.", login.place, {
			expected: "status 401 or 403 without credentials",
			actual: `status ${stranger.answer.status}`
		})
	};
	const visited = await new Visitor(context, session.copy()).visit(visit, context.limits.run, record);
	if (visited.kind === "no-answer") return {
		kind: "fails",
		problem: noAnswerProblem(asked, visited.failure, login.place)
	};
	if (visited.answer.status >= 400) return {
		kind: "fails",
		problem: refused(visited.answer, asked, login, context)
	};
	return works$1(session, `${asked}: ${stranger.answer.status} without credentials, ${visited.answer.status} with them`);
}
function refused(answer, asked, login, context) {
	const { message, remedy } = meaningOf(answer, asked, `the login "${login.name}"`);
	return loginProblem(message, remedy, login.place, {
		expected: login.kind === "jwt" ? "status 2xx with a token" : "a status below 400 with credentials",
		actual: `status ${answer.status}`,
		excerpt: excerptOf(answer, (text) => context.world.host.redact(text))
	});
}
function meaningOf({ status }, asked, login) {
	switch (status) {
		case 400:
		case 401:
		case 403:
		case 422: return {
			message: `${asked} refused ${login}`,
			remedy: "Wrong or expired credentials, an account that is not active, or other names of fields. It was tried once only."
		};
		case 404:
		case 410: return {
			message: `${asked}: there is no such page, so ${login} was not looked at`,
			remedy: "Check `path` of the login, and that this release has that address."
		};
		case 405: return {
			message: `${asked}: the page takes other methods only, so ${login} was not looked at`,
			remedy: "Check `path` of the login."
		};
		case 429: return {
			message: `${asked} turned ${login} away for now`,
			remedy: "A rate limit or a lockout. Wait until it is over."
		};
	}
	return status >= 300 && status <= 399 ? {
		message: `${asked} leads elsewhere, and ${login} was not looked at`,
		remedy: "Write the address that answers itself as `path` of the login; often it is the slash at the end."
	} : {
		message: `${asked} did not answer ${login}`,
		remedy: "See the log of the application at this moment."
	};
}
function works$1(session, note) {
	return {
		kind: "works",
		session: {
			session,
			cookies: [],
			sessionCookies: [],
			ledTo: void 0
		},
		note
	};
}
// src/smoke/run/login.ts
async function logIn(item, context) {
	const { clock } = context.world;
	const began = clock.elapsed();
	const exchanges = [];
	const { login } = item;
	const ended = (state, note, problems = []) => ({
		id: item.id,
		group: "logins",
		title: item.title,
		tags: item.tags,
		state,
		note,
		problems,
		duration: clock.elapsed() - began,
		place: item.place,
		exchanges
	});
	try {
		const attempt = await tryLogin(login, context, (seen) => void exchanges.push(seen));
		return {
			name: login.name,
			...endOf(attempt, login, ended)
		};
	} catch (thrown) {
		if (!endsByLimit(thrown)) throw thrown;
		return {
			name: login.name,
			result: ended("unfinished", thrown.message),
			session: void 0,
			seen: void 0
		};
	}
}
function tryLogin(login, context, record) {
	switch (login.kind) {
		case "django-form": return tryForm(login, context, record);
		case "jwt": return tryJwt(login, context, record);
		case "basic": return tryBasic(login, context, record);
		case "bearer": return tryBearer(login, context, record);
	}
}
function endOf(attempt, { name, kind }, ended) {
	switch (attempt.kind) {
		case "untried": return {
			result: ended("skipped", attempt.note),
			session: attempt.session,
			seen: void 0
		};
		case "fails": {
			const { cookies = [], ledTo } = attempt.session ?? {};
			return {
				result: ended("failed", attempt.problem.message, [attempt.problem]),
				session: void 0,
				seen: {
					name,
					kind,
					worked: false,
					cookies,
					sessionCookies: [],
					ledTo
				}
			};
		}
		case "works": {
			const { session, cookies, sessionCookies, ledTo } = attempt.session;
			return {
				result: attempt.problem === void 0 ? ended("passed", attempt.note) : ended("failed", attempt.problem.message, [attempt.problem]),
				session,
				seen: {
					name,
					kind,
					worked: true,
					cookies,
					sessionCookies,
					ledTo
				}
			};
		}
	}
}
// src/smoke/run/options.ts
function resolvedOptions(options, scope) {
	const full = {
		value: () => void 0,
		secret: (name) => scope.secret(name)
	};
	return Object.fromEntries(Object.entries(options).map(([name, value]) => [name, isTemplate(value) ? resolve(value, full) : value]));
}
function isTemplate(value) {
	return typeof value === "object" && value !== null && "parts" in value && Array.isArray(value.parts);
}
// src/smoke/run/pool.ts
async function inPool(items, atOnce, work) {
	const ends = new Map();
	const queue = items.entries();
	const worker = async () => {
		for (const [index, item] of queue) ends.set(index, await work(item));
	};
	await Promise.all(Array.from({ length: Math.min(Math.max(1, atOnce), items.length) }, worker));
	return [...ends].sort(([a], [b]) => a - b).map(([, end]) => end);
}
// src/smoke/run/preset-check.ts
async function runPresetCheck(item, site, profile, context) {
	const { clock } = context.world;
	const began = clock.elapsed();
	const exchanges = [];
	const ended = (state, note, problems) => ({
		id: item.id,
		group: "presets",
		title: item.title,
		tags: item.tags,
		state,
		note,
		problems,
		duration: clock.elapsed() - began,
		place: item.place,
		exchanges
	});
	const { check } = item;
	const options = resolvedOptions(item.options, scopeOf(context));
	try {
		const doubts = [];
		const facts = await check.collect(site.seenBy((seen) => void exchanges.push(seen), (doubt) => void doubts.push(doubt)), options);
		const judged = check.judge(facts, options, profile);
		const [doubt] = doubts;
		if (doubt !== void 0 && (judged.verdict === "holds" || judged.verdict === "doubtful")) return {
			result: ended("failed", doubt, [unproven(doubt)]),
			silent: false
		};
		const { state, note, problems } = resultOfPresetCheck(check, judged, profile);
		return {
			result: ended(state, note, problems),
			silent: false
		};
	} catch (thrown) {
		if (endsByLimit(thrown)) return {
			result: ended("unfinished", thrown.message, []),
			silent: false
		};
		if (!isNoAnswer(thrown)) throw thrown;
		const problem = noAnswerProblem(thrown.asked, thrown.failure, void 0);
		return {
			result: ended("failed", problem.message, [problem]),
			silent: neverArrived(thrown.failure)
		};
	}
}
function unproven(doubt) {
	return {
		message: "",
		expected: "an answer of the application",
		actual: doubt,
		remedy: "The edge had no application to ask, limits the rate of this runner, or broke the answer off. See its log at this moment, and run again.",
		place: void 0,
		excerpt: []
	};
}
function resultOfPresetCheck(check, judgement, profile) {
	switch (judgement.verdict) {
		case "holds": return {
			state: "passed",
			note: judgement.actual,
			problems: []
		};
		case "not-knowable": return {
			state: "skipped",
			note: judgement.why,
			problems: []
		};
		case "doubtful": return {
			state: "warned",
			note: judgement.actual,
			problems: [problemOf(check, judgement)]
		};
		case "broken": return {
			state: check.severity === "warning" || check.severity === "failure-in-production" && profile === "staging" ? "warned" : "failed",
			note: judgement.actual,
			problems: [problemOf(check, judgement)]
		};
	}
}
function problemOf(check, { expected, actual, remedy }) {
	return {
		message: "",
		expected,
		actual,
		remedy: remedy ?? check.remedy,
		place: void 0,
		excerpt: []
	};
}
// src/smoke/run/readiness.ts
const IN_A_ROW = 3;
const BETWEEN_GOOD = 700;
const BETWEEN_BAD = 1e3;
const ANSWER_TIMEOUT$1 = 1e4;
const SHORTEST_ANSWER = 2e3;
const LARGEST_PAGE$1 = 1048576;
const SOMEBODY = {
	kind: "health",
	path: "/"
};
const NOT_YET = [
	502,
	503,
	504
];
const FINAL = [
	400,
	401,
	403,
	404
];
async function awaitReady(options) {
	const probe = probeOf(options);
	if (probe === void 0 && options.wait === 0) return { kind: "not-asked" };
	const { path } = probe ?? SOMEBODY;
	const enough = probe === void 0 ? 1 : IN_A_ROW;
	const { clock, host, signal } = options.world;
	const began = clock.elapsed();
	const deadline = deadlineIn(clock, options.wait);
	let inARow = 0;
	let wrong;
	let silence = "";
	for (;;) {
		const look = await lookOnce(options, probe, deadline);
		const waited = clock.elapsed() - began;
		if (look.kind === "good") {
			inARow += 1;
			const version = look.version === "" ? void 0 : look.version;
			if (inARow >= enough) return {
				kind: "ready",
				path,
				waited,
				version
			};
			host.progress(`${path} answers as it must, ${inARow} of ${enough} times in a row`);
			await clock.sleep(BETWEEN_GOOD, signal);
			continue;
		}
		inARow = 0;
		if (look.kind === "silent") silence = look.why;
		else wrong = look.why;
		if (look.kind === "wrong" && look.final) return {
			kind: "wrong",
			path,
			waited,
			why: look.why,
			final: true
		};
		if (deadline.passed()) return wrong === void 0 ? {
			kind: "silent",
			path,
			waited,
			why: silence
		} : {
			kind: "wrong",
			path,
			waited,
			why: wrong,
			final: false
		};
		host.progress(`waiting for ${path}: ${look.why} (${inWords$2(waited)})`);
		await clock.sleep(Math.min(BETWEEN_BAD, deadline.remaining()), signal);
	}
}
async function noLongerShown(options) {
	const probe = probeOf(options);
	if (probe === void 0 || options.expected === void 0) return void 0;
	const { clock, signal } = options.world;
	const deadline = deadlineIn(clock, IN_A_ROW * ANSWER_TIMEOUT$1);
	for (let times = 1;; times += 1) {
		const look = await lookOnce(options, probe, deadline);
		if (look.kind === "good") return void 0;
		if (times === IN_A_ROW) return look.why;
		await clock.sleep(BETWEEN_GOOD, signal);
	}
}
function probeOf({ path, version, expected }) {
	if (expected !== void 0) {
		if (version !== void 0) return version;
		throw new UserError("A commit is expected, but nothing says where the site shows the one that it runs.", {
			reasonCode: "invalid-input",
			remedy: "Name the page in the suite:\npresets:\n  - health: { version: '/health/#$.version' }"
		});
	}
	return path === void 0 ? version : {
		kind: "health",
		path
	};
}
async function lookOnce(options, probe, deadline) {
	const { wire, world, base, expected } = options;
	const result = await wire.exchange({
		method: "GET",
		url: new URL((probe ?? SOMEBODY).path, base),
		headers: {
			...probeHeaders(probe ?? SOMEBODY),
			...options.secret === void 0 ? {} : { Authorization: `Bearer ${options.secret}` }
		},
		timeout: Math.min(ANSWER_TIMEOUT$1, Math.max(deadline.remaining(), SHORTEST_ANSWER)),
		maxBytes: LARGEST_PAGE$1,
		signal: world.signal,
		fresh: probe !== void 0
	});
	if (!result.ok) return silenceOf(result.failure);
	const { answer } = result;
	learnFrom(answer, (secret) => world.host.mask(secret));
	const { status } = answer;
	if (NOT_YET.includes(status)) return {
		kind: "wrong",
		why: `it answers ${status}`,
		final: false
	};
	if (probe === void 0) return {
		kind: "good",
		version: ""
	};
	const reading = await readAnswer(answer, probe);
	if (reading.kind === "wrong-answer") return {
		kind: "wrong",
		why: reading.why,
		final: FINAL.includes(status)
	};
	const version = reading.kind === "answered" ? reading.value : "";
	if (expected === void 0 || startsWith(version, expected)) return {
		kind: "good",
		version
	};
	return {
		kind: "wrong",
		why: `it shows ${oneLine(abbreviate(version), 60) || "no version"} instead of ${abbreviate(expected)}`,
		final: false
	};
}
function silenceOf({ kind, message }) {
	const why = oneLine(message, 300);
	return kind === "tls" ? {
		kind: "wrong",
		why,
		final: true
	} : {
		kind: "silent",
		why
	};
}
const SHORTEST_COMMIT = 7;
function startsWith(shown, expected) {
	const [a, b] = [shown.trim().toLowerCase(), expected.trim().toLowerCase()];
	if (a.length < SHORTEST_COMMIT || b.length < SHORTEST_COMMIT) return false;
	return a.startsWith(b) || /^[0-9a-f]+$/.test(a) && b.startsWith(a);
}
// src/smoke/run/results.ts
var Results = class {
	#plan;
	#cancelled;
	#results = new Map();
	#cleanUps = new Map();
	#cut;
	constructor(plan, cancelled) {
		this.#plan = plan;
		this.#cancelled = cancelled;
	}
	add(item, result, cleanUp) {
		this.#results.set(item.id, result);
		if (cleanUp !== void 0) this.#cleanUps.set(item.id, cleanUp);
		if (result.state === "unfinished") this.cutBy(this.#cancelled.aborted ? "cancelled" : "timeout");
	}
	skipped(item, why) {
		this.#results.set(item.id, notRun(item, "skipped", why));
	}
	unfinished(item, why) {
		this.#results.set(item.id, notRun(item, "unfinished", why));
	}
	cutBy(reason) {
		this.#cut ??= reason;
	}
	cutShort() {
		return this.#cut;
	}
	inOrder() {
		const { items } = this.#plan;
		return [...items.map((item) => this.#results.get(item.id) ?? (item.choice.chosen ? notRun(item, "unfinished", "not begun") : notRun(item, "skipped", item.choice.why))), ...items.map(({ id }) => this.#cleanUps.get(id)).filter((cleanUp) => cleanUp !== void 0)];
	}
};
function notRun({ id, group, title, tags, place }, state, note) {
	return {
		id,
		group,
		title,
		tags,
		state,
		note,
		problems: [],
		duration: 0,
		place,
		exchanges: []
	};
}
// src/smoke/run/site.ts
const ANSWER_TIMEOUT = 1e4;
const LARGEST_PAGE = 2097152;
const MOST_HOPS$2 = 5;
var AskedSite = class {
	#context;
	#parts;
	#answers = new Map();
	#handshakes = new Map();
	constructor(context, parts) {
		this.#context = context;
		this.#parts = parts;
	}
	seenBy(record, mistrust = () => void 0) {
		const { base, run } = this.#context;
		const { plain, profile, logins } = this.#parts;
		const trusted = async (question) => {
			const result = await this.#attempt(question, record);
			const doubt = result.ok && !namesAHost(question) ? doubtOf(result.answer) : void 0;
			if (doubt !== void 0) mistrust(`${askedAs(question)} ${doubt}`);
			return result;
		};
		const attempt = (question) => heeded(trusted(question));
		const answerTo = async (question) => {
			const result = await attempt(question);
			if (!result.ok) throw new NoAnswer(askedAs(question), result.failure);
			return siteAnswer(this.#addressOf(question), result.answer);
		};
		const ask = (question) => heeded(answerTo(question));
		return {
			base,
			plain,
			profile,
			run,
			now: this.#context.world.clock.now(),
			logins,
			ask,
			attempt,
			page: (path) => heeded(pageOf(path, base, ask)),
			handshake: (only) => heeded(this.#handshake(only))
		};
	}
	#attempt(question, record) {
		const key = keyOf(question);
		const known = this.#answers.get(key);
		if (known !== void 0) return known;
		const asked = this.#send(question, record);
		this.#answers.set(key, asked);
		return asked;
	}
	async #send(question, record) {
		const { limits, world } = this.#context;
		const first = await this.#exchange(question, record);
		if (!first.ok || first.answer.status !== 429) return first;
		const wait = retryAfter(first.answer, world.clock.now());
		if (wait === void 0 || wait >= limits.run.deadline.remaining()) return first;
		world.host.line(`${askedAs(question)} was answered 429 and is sent again after ${inWords$2(wait)}, as Retry-After asks.`);
		await pause(wait, limits.run);
		return this.#exchange(question, record);
	}
	async #exchange(question, record) {
		const { wire, limits, world, base } = this.#context;
		const url = this.#addressOf(question);
		const method = question.method ?? "GET";
		const began = world.clock.elapsed();
		const result = await exchange(wire, {
			method,
			url,
			headers: {
				"User-Agent": USER_AGENT,
				Accept: "*/*",
				...question.headers
			},
			timeout: ANSWER_TIMEOUT,
			maxBytes: LARGEST_PAGE,
			...question.body === void 0 ? {} : { body: question.body }
		}, limits.run);
		record(seenOf(method, url, base, result, world.clock.elapsed() - began));
		if (result.ok) learnFrom(result.answer, (secret) => world.host.mask(secret));
		return result;
	}
	#addressOf({ path, plain }) {
		const { base } = this.#context;
		const side = plain === true ? this.#parts.plain : base;
		if (side === void 0) throw new Error("the plain side of this site is not known");
		return addressed(side, path);
	}
	async #handshake(only) {
		const { wire, limits, base } = this.#context;
		if (base.protocol !== "https:") return void 0;
		const key = only ?? "";
		const known = this.#handshakes.get(key);
		if (known !== void 0) return known;
		const shaken = handshake(wire, {
			host: base.hostname,
			port: base.port === "" ? 443 : Number(base.port),
			...only === void 0 ? {} : { only },
			timeout: ANSWER_TIMEOUT
		}, limits.run);
		this.#handshakes.set(key, shaken);
		return shaken;
	}
};
function heeded(asked) {
	asked.catch(() => void 0);
	return asked;
}
function addressed(side, path) {
	const url = new URL(side.origin);
	const [, pathname = "/", search = ""] = /^([^?#]*)(\?[^#]*)?/.exec(path) ?? [];
	url.pathname = pathname;
	url.search = search;
	return url;
}
async function pageOf(path, base, ask) {
	let answer = await ask({ path });
	for (let hop = 0; hop < MOST_HOPS$2; hop += 1) {
		const location = answer.header("location");
		if (answer.status < 300 || answer.status > 399 || location === void 0) return answer;
		const next = URL.parse(location, answer.url.href);
		if (next === null || next.origin !== base.origin) return answer;
		answer = await ask({ path: `${next.pathname}${next.search}` });
	}
	return answer;
}
function siteAnswer(url, answer) {
	const { status, headers, body, truncated } = answer;
	return {
		url,
		status,
		headers,
		header(name) {
			const key = name.toLowerCase();
			return Object.hasOwn(headers, key) ? headers[key]?.join(", ") : void 0;
		},
		cookies: cookiesOf(answer),
		body,
		truncated
	};
}
const NOT_THE_APPLICATION = [
	429,
	502,
	504
];
function doubtOf({ status, headers, damage }) {
	if (damage !== void 0) return `was not answered to its end: ${damage}`;
	const says = headers["content-type"]?.[0] ?? "";
	return NOT_THE_APPLICATION.includes(status) || status === 503 && !/[/+]json\b/i.test(says) ? `was answered ${status}, as if by somebody before the application` : void 0;
}
function namesAHost({ headers = {} }) {
	return Object.keys(headers).some((name) => name.toLowerCase() === "host");
}
function cookiesOf(answer) {
	return (answer.headers["set-cookie"] ?? []).map(parseSetCookie).filter((cookie) => cookie !== void 0);
}
function askedAs({ method = "GET", path, plain }) {
	return `${method} ${path}${plain === true ? " over plain HTTP" : ""}`;
}
function keyOf({ method = "GET", path, headers = {}, body, plain }) {
	const sorted = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]).sort(([a = ""], [b = ""]) => a < b ? -1 : 1);
	return JSON.stringify([
		method,
		path,
		sorted,
		body ?? null,
		plain === true
	]);
}
// src/smoke/run/run.ts
async function runSuite(plan, options) {
	const { world } = options;
	const began = world.clock.elapsed();
	const results = new Results(plan, world.signal);
	const readiness = await readyFor(plan, options, results);
	const broken = new AbortController();
	const limits = limitsOf(world.clock, options.timeout, AbortSignal.any([world.signal, broken.signal]));
	const context = {
		wire: options.wire,
		world,
		limits,
		base: options.base,
		hosts: plan.suite.hosts,
		run: runName(world),
		variables: options.variables,
		secret: secretsOf(world)
	};
	try {
		await new Engine(plan, options, context, results, () => broken.abort()).run(readiness);
	} finally {
		limits.close();
	}
	return {
		readiness: results.cutShort() === void 0 ? await inTheEnd(readiness, plan, options) : readiness,
		results: results.inOrder(),
		cutShort: results.cutShort(),
		duration: world.clock.elapsed() - began
	};
}
async function readyFor(plan, options, results) {
	if (!plan.items.some(({ choice }) => choice.chosen)) return { kind: "not-asked" };
	const asked = readinessOptions(plan, options);
	try {
		return await awaitReady(asked);
	} catch (thrown) {
		if (!endsByLimit(thrown)) throw thrown;
		results.cutBy("cancelled");
		return {
			kind: "silent",
			path: asked.path ?? asked.version?.path ?? "/",
			waited: 0,
			why: thrown.message
		};
	}
}
async function inTheEnd(readiness, plan, options) {
	if (readiness.kind !== "ready") return readiness;
	try {
		const why = await noLongerShown(readinessOptions(plan, options));
		const { path, waited } = readiness;
		return why === void 0 ? readiness : {
			kind: "wrong",
			path,
			waited,
			why: `after the checks ${why}`,
			final: false
		};
	} catch (thrown) {
		if (endsByLimit(thrown)) return readiness;
		throw thrown;
	}
}
function readinessOptions(plan, options) {
	const { wire, world, base, version, expected, waitReady } = options;
	const health = healthOptions(plan, world);
	const [path, secret] = [textOf(health["path"]), textOf(health["secret"])];
	return {
		wire,
		world,
		base,
		wait: waitReady,
		path,
		version,
		expected,
		secret
	};
}
function healthOptions(plan, world) {
	const item = plan.items.find((each) => each.group === "presets" && each.tags.includes("health"));
	return resolvedOptions(item?.options ?? {}, { secret: secretsOf(world) });
}
const textOf = (option) => typeof option === "string" && option !== "" ? option : void 0;
function runName(world) {
	const random = Math.floor(world.random() * 36 ** 6).toString(36);
	return `r${Math.floor(world.clock.now() / 1e3).toString(36)}${random.padStart(6, "0").slice(-6)}`;
}
function secretsOf({ environment, host }) {
	return (name) => {
		const value = environment[name];
		if (value === void 0 || value === "") return void 0;
		host.mask(value);
		return value;
	};
}
const GIVE_UP_AFTER = 3;
var Engine = class {
	#plan;
	#options;
	#context;
	#results;
	#stop;
	#silentInARow = 0;
	#lastSilence = "";
	constructor(plan, options, context, results, stop) {
		this.#plan = plan;
		this.#options = options;
		this.#context = context;
		this.#results = results;
		this.#stop = stop;
	}
	async run(readiness) {
		const items = this.#chosenFor(readiness);
		const logins = await this.#all(items.filter((item) => item.group === "logins"), (item) => this.#login(item));
		const site = new AskedSite(this.#context, {
			plain: this.#options.plain,
			profile: this.#plan.profile,
			logins: logins.map(({ seen }) => seen).filter((seen) => seen !== void 0)
		});
		const sessions = new Map(logins.map((login) => [login.name, login]));
		const others = items.filter((item) => item.group !== "logins");
		const isLoad = (item) => item.group === "checks" && item.check.load !== void 0;
		const one = (item) => item.group === "presets" ? this.#preset(item, site) : this.#check(item, sessions);
		await this.#all(others.filter((item) => !isLoad(item)), one);
		await this.#all(others.filter(isLoad), one, 1);
	}
	#chosenFor(readiness) {
		const items = this.#plan.items.filter(({ choice }) => choice.chosen);
		if (readiness.kind === "ready" || readiness.kind === "not-asked") return items;
		const about = readiness.kind === "wrong" ? items.filter(looksAtTheEdge) : [];
		for (const item of items) if (!about.includes(item)) this.#results.unfinished(item, `the site was not ready: ${readiness.path}: ${oneLine(readiness.why, 200)}`);
		return about;
	}
	async #all(items, run, atOnce = this.#options.concurrency) {
		let defect;
		const ends = await inPool(items, atOnce, async (item) => {
			if (defect !== void 0 || !this.#mayBegin(item)) return void 0;
			try {
				return await run(item);
			} catch (thrown) {
				defect ??= { thrown };
				this.#stop();
				return;
			}
		});
		if (defect !== void 0) throw defect.thrown;
		return ends.filter((end) => end !== void 0);
	}
	#mayBegin(item) {
		const { run } = this.#context.limits;
		if (run.signal.aborted || run.deadline.passed()) {
			const reason = run.signal.aborted ? "cancelled" : "timeout";
			this.#results.cutBy(reason);
			const why = reason === "cancelled" ? "the run was cancelled" : "the time limit was over";
			this.#results.unfinished(item, `not begun: ${why}`);
			return false;
		}
		if (this.#silentInARow < GIVE_UP_AFTER || looksAtTheEdge(item)) return true;
		this.#results.unfinished(item, `not asked: ${GIVE_UP_AFTER} checks in a row could not reach the site (${this.#lastSilence})`);
		return false;
	}
	async #login(item) {
		const end = await logIn(item, this.#context);
		this.#results.add(item, end.result);
		return end;
	}
	async #preset(item, site) {
		const { result, silent } = await runPresetCheck(item, site, this.#plan.profile, this.#context);
		this.#results.add(item, result);
		this.#notice(result, silent);
	}
	async #check(item, logins) {
		const { as } = item.check;
		const login = as === void 0 ? void 0 : logins.get(as);
		if (as !== void 0 && login?.session === void 0) {
			if (login?.result.state === "failed") this.#results.skipped(item, `needs the login "${as}", which failed`);
			else this.#results.unfinished(item, `needs the login "${as}", which was not finished`);
			return;
		}
		const { result, cleanUp, silent } = await runCheck(item, this.#signedIn(login), this.#context);
		this.#results.add(item, result, cleanUp);
		this.#notice(result, silent);
	}
	#signedIn(login) {
		if (login?.session === void 0) return void 0;
		const definition = this.#plan.suite.logins.find(({ name }) => name === login.name);
		const form = definition?.kind === "django-form" ? definition.path : void 0;
		const signInPath = form === void 0 ? void 0 : new URL(form, this.#context.base).pathname;
		return {
			session: login.session,
			signInPath
		};
	}
	#notice({ exchanges, note, problems }, silent) {
		if (silent) {
			this.#silentInARow += 1;
			this.#lastSilence = oneLine(problems[0]?.message ?? note, 200);
		} else if (exchanges.some(({ status }) => status !== void 0)) this.#silentInARow = 0;
	}
};
function looksAtTheEdge(item) {
	return item.group === "presets" && item.tags.includes("https");
}
// src/smoke/verdict.ts
function verdictOf$1(run, site) {
	const { readiness, results, cutShort } = run;
	if (readiness.kind === "wrong") return notReady(readiness, results);
	const failed = results.filter(({ state }) => state === "failed");
	const failedChecks = failed.filter(({ group }) => group !== "clean-up");
	if (failedChecks.length > 0) return checksFailed(mostTellingFirst(failedChecks), failed.length - failedChecks.length, run, site);
	if (failed.length > 0) return cleanUpFailed(failed);
	if (cutShort !== void 0) return endedEarly(cutShort, results);
	if (readiness.kind === "silent") return unreachable(readiness);
	const checks = results.filter(({ group }) => group !== "clean-up");
	const held = checks.filter(({ state }) => state === "passed" || state === "warned");
	if (amount(checks, "unfinished") > 0) return endedEarly("timeout", results);
	return held.length === 0 ? nothingChecked(checks) : works(held, checks, site);
}
function verdict(reasonCode, headline, remedy = "") {
	return {
		outcome: SMOKE_REASONS[reasonCode].outcome,
		reasonCode,
		headline,
		remedy
	};
}
function notReady({ path, waited, why, final }, results) {
	const after = waited < 1e3 ? "" : ` after ${inWords$2(waited)}`;
	const edge = results.filter(({ state, group }) => state === "failed" && group === "presets");
	const also = edge.length === 0 ? "" : ` Failed as well: ${named$1(edge)}.`;
	return verdict("not-ready", `The site is not ready${after}: ${path}: ${oneLine(why, 300)}.${also}`, [edge[0]?.problems[0]?.remedy, final ? finalRemedy(why) : SMOKE_REASONS["not-ready"].remedy].filter((remedy) => remedy !== void 0 && remedy !== "").join("\n"));
}
function finalRemedy(why) {
	switch (/^it answers (\d{3})$/.exec(why)?.[1]) {
		case "400": return "Waiting does not change this: Django answers 400 to a host that is not in ALLOWED_HOSTS.";
		case "401":
		case "403": return "Waiting does not change this: the page is closed to visitors. Open it, or name another one:\npresets:\n  - health: { path: /health/ }";
		case "404": return "Waiting does not change this: there is no such page, or the edge does not know the host. Name the page that there is:\npresets:\n  - health: { path: /health/ }";
		default: return "Waiting does not change this: every visitor is warned of the certificate. Renew it, or name its authority:\nwith:\n  ca-file: certificates/authority.pem";
	}
}
function unreachable({ path, waited, why }) {
	return verdict("unreachable", `${path} did not answer once in ${inWords$2(waited)}: ${oneLine(why, 300)}.`, SMOKE_REASONS.unreachable.remedy);
}
function checksFailed(failed, cleanUps, { results, cutShort }, site) {
	const ran = results.filter(({ state, group }) => group !== "clean-up" && RAN.includes(state)).length;
	const [first] = failed;
	const [problem] = first?.problems ?? [];
	const seen = problem?.actual === void 0 ? "" : ` (${oneLine(problem.actual, 160)})`;
	const what = failed.length === 1 ? `${named$1(failed)}${seen}` : `${failed.length} of ${count(ran, "check")}: ${named$1(failed)}`;
	const more = [...cleanUps > 0 ? [`${count(cleanUps, "clean-up")} failed as well.`] : [], ...cutShort === void 0 ? [] : [`The run was ${cutShort === "timeout" ? "out of time" : "cancelled"} before its end.`]];
	const remedy = failed.length === 1 ? problem?.remedy ?? "" : SMOKE_REASONS["checks-failed"].remedy;
	return verdict("checks-failed", [`${site.host} failed ${what}.`, ...more].join(" "), remedy);
}
const RAN = [
	"passed",
	"warned",
	"failed"
];
function cleanUpFailed(failed) {
	return verdict("clean-up-failed", `Every check that was run holds, but something may be left on the site: ${named$1(failed)} failed.`, SMOKE_REASONS["clean-up-failed"].remedy);
}
function endedEarly(cutShort, results) {
	const open = results.filter(({ state }) => state === "unfinished");
	const checks = results.filter(({ group }) => group !== "clean-up");
	const held = amount(checks, "passed") + amount(checks, "warned");
	return verdict(cutShort, `${cutShort === "timeout" ? "The time was over" : "The run was cancelled"}${open.length === 0 ? "" : ` before ${count(open.length, "check")} had ended (${named$1(open)})`}; ${held} held and none failed so far.`, SMOKE_REASONS[cutShort].remedy);
}
function nothingChecked(checks) {
	return verdict("nothing-checked", `No check was run: ${checks.length === 0 ? "there is none" : `all ${checks.length} were left out, or could not be known from here`}.`, SMOKE_REASONS["nothing-checked"].remedy);
}
function works(held, checks, site) {
	const warned = amount(held, "warned");
	const skipped = amount(checks, "skipped");
	const more = [...warned > 0 ? [`${count(warned, "warning")}`] : [], ...skipped > 0 ? [`${skipped} not run`] : []];
	return verdict("works", `${held.length === 1 ? `${site.host} passed the one check that was run` : `${site.host} passed all ${held.length} checks that were run`}${more.length === 0 ? "" : ` (${inSequence(more)})`}.`);
}
function amount(results, wanted) {
	return results.filter(({ state }) => state === wanted).length;
}
const MOST_NAMED = 3;
function named$1(results) {
	const names = results.slice(0, MOST_NAMED).map(({ id }) => /\s/.test(id) ? `"${oneLine(id, 100)}"` : oneLine(id, 100));
	return inSequence(results.length > MOST_NAMED ? [...names, `${results.length - MOST_NAMED} more`] : names);
}
// src/actions/smoke-test-findings.ts
function findingsOf(run, source) {
	return run.results.flatMap((result) => {
		const severity = severityOf(result);
		return severity === void 0 ? [] : result.problems.map((problem) => finding(result, problem, severity, source));
	});
}
function severityOf({ state }) {
	if (state === "failed") return "critical";
	return state === "warned" ? "medium" : void 0;
}
function finding(result, problem, severity, source) {
	const place = problem.place ?? result.place;
	const seen = [problem.expected === void 0 ? "" : `expected: ${problem.expected}`, problem.actual === void 0 ? "" : `actual: ${problem.actual}`].filter((line) => line !== "");
	return {
		rule: result.group === "presets" ? result.id : `smoke/${result.group}`,
		severity,
		subject: result.title,
		...place === void 0 || source.file === "" || source.file === "suite" ? {} : { place: {
			file: source.file,
			...place
		} },
		message: [problem.message, ...seen].filter((line) => line !== "").join("\n"),
		evidence: problem.actual ?? "",
		remedy: problem.remedy
	};
}
// src/actions/smoke-test-log.ts
const CHAPTERS = {
	presets: "Presets",
	logins: "Logins",
	checks: "Checks",
	"clean-up": "Clean-up"
};
const WORDS = {
	passed: "passed    ",
	warned: "warning   ",
	failed: "FAILED    ",
	skipped: "skipped   ",
	unfinished: "unfinished"
};
async function tell(run, source, host) {
	for (const [group, title] of Object.entries(CHAPTERS)) {
		const own = run.results.filter((result) => result.group === group);
		if (own.length === 0) continue;
		const failed = own.filter(({ state }) => state === "failed").length;
		const amount = `${count(own.length, "check")}${failed === 0 ? "" : `, ${failed} FAILED`}`;
		await host.chapter(`${title} (${amount})`, async () => {
			for (const result of own) for (const line of linesOf(result, source)) host.line(line);
		});
	}
}
function linesOf(result, source) {
	const { id, title, state, note, duration, problems } = result;
	const what = title === id ? title : `${id}: ${title}`;
	const time = duration < 1 ? "" : ` (${Math.round(duration)} ms)`;
	const failed = state === "failed" || state === "warned";
	return [`${WORDS[state]} ${what}${time}${note === "" || failed ? "" : `: ${note}`}`, ...(failed ? problems.flatMap((problem) => failureLines(problem, source.file === "" ? void 0 : source)) : []).map((line) => `    ${line}`)];
}
// src/smoke/plan.ts
const EVERYTHING = "all";
const WITHHELD = ["write", "load"];
function planOf(suite, presets, selection) {
	const choose = chooser(suite, selection);
	const checks = suite.checks.map((check) => checkItem(check, choose));
	const presetChecks = presetItems(suite, presets, selection, choose);
	const logins = loginItems(suite, [...presetChecks, ...checks], selection, choose);
	const leftOut = new Set(logins.filter(({ choice }) => !choice.chosen).map(({ login }) => login.name));
	const items = [
		...presetChecks,
		...logins,
		...checks.map((item) => withoutLogin(item, leftOut))
	];
	refuseTwins(items, suite);
	return {
		suite,
		profile: selection.profile,
		items
	};
}
const CHOSEN = { chosen: true };
function chooser(suite, { only, skip, profile }) {
	const everything = only.length === 0 || only.includes(EVERYTHING);
	return (id, tags) => {
		const names = [id, ...tags];
		if (suite.skip.includes(id)) return {
			chosen: false,
			why: "left out by the suite (`skip`)"
		};
		const skipped = skip.find((word) => names.includes(word) || word === EVERYTHING);
		if (skipped !== void 0) return {
			chosen: false,
			why: `left out by the input skip: ${skipped}`
		};
		if (!everything && !names.some((name) => only.includes(name))) return {
			chosen: false,
			why: `not among the input only: ${only.join(", ")}`
		};
		const withheld = profile === "production" && !only.includes(EVERYTHING) && !only.includes(id) ? tags.find((tag) => WITHHELD.includes(tag) && !only.includes(tag)) : void 0;
		if (withheld === void 0) return CHOSEN;
		return {
			chosen: false,
			why: `tag "${withheld}" is not run in production unless it is asked for (only: ${withheld}, or only: ${EVERYTHING})`
		};
	};
}
function presetItems(suite, presets, selection, choose) {
	const uses = new Map(suite.presets.map((use) => [use.name, use]));
	for (const use of selection.presets) if (!uses.has(use.name)) uses.set(use.name, {
		...use,
		place: void 0
	});
	return [...uses.values()].flatMap(({ name, options, place }) => {
		const preset = Object.hasOwn(presets, name) ? presets[name] : void 0;
		if (preset === void 0) throw new Error(`there is no preset "${name}"`);
		return preset.checks.map((check) => ({
			id: check.id,
			group: "presets",
			title: check.title,
			tags: [name],
			choice: choose(check.id, [name]),
			place,
			check,
			options
		}));
	});
}
function checkItem(check, choose) {
	const tags = check.load === void 0 || check.tags.includes("load") ? check.tags : [...check.tags, "load"];
	const { name, place } = check;
	return {
		id: name,
		group: "checks",
		title: name,
		tags,
		choice: choose(name, tags),
		place,
		check
	};
}
function loginItems(suite, checks, selection, choose) {
	const chosen = checks.filter(({ choice }) => choice.chosen);
	const judged = chosen.some((item) => item.group === "presets" && item.check.looksAtLogins === true);
	const needed = new Set(chosen.map((item) => item.group === "checks" ? item.check.as : void 0));
	return suite.logins.map((login) => {
		const id = `login/${login.name}`;
		const own = choose(id, []);
		const skipped = [id, EVERYTHING].some((word) => selection.skip.includes(word));
		const choice = !own.chosen && !skipped && (judged || needed.has(login.name)) ? CHOSEN : own;
		return {
			id,
			group: "logins",
			title: `Login "${login.name}" works (${login.kind})`,
			tags: [],
			choice,
			place: login.place,
			login
		};
	});
}
function withoutLogin(item, leftOut) {
	const { as } = item.check;
	if (!item.choice.chosen || as === void 0 || !leftOut.has(as)) return item;
	return {
		...item,
		choice: {
			chosen: false,
			why: `needs the login "${as}", which is left out`
		}
	};
}
function refuseTwins(items, suite) {
	const seen = new Set();
	for (const { id, place } of items) {
		if (!seen.has(id)) {
			seen.add(id);
			continue;
		}
		throw new UserError(`The check "${id}" has the name of another part of the run.`, {
			reasonCode: "invalid-suite",
			remedy: "Names are ids in reports and in `only` and `skip`. Give it another one.",
			...place === void 0 ? {} : { place: {
				file: suite.source.file,
				...place
			} }
		});
	}
}
function wordsFor(plan) {
	return [...new Set([
		...plan.items.flatMap(({ id, tags }) => [id, ...tags]),
		...WITHHELD,
		EVERYTHING
	])];
}
function unknownWords(words, plan) {
	const known = wordsFor(plan);
	return words.filter((word) => !known.includes(word)).map((word) => ({
		word,
		nearest: nearest(word, known) ?? known.find((name) => name.endsWith(`/${word}`))
	}));
}
// src/smoke/presets/preset.ts
function definePreset(preset) {
	return preset;
}
function defineCheck(check) {
	return check;
}
// src/smoke/presets/judgements.ts
function holds(actual) {
	return {
		verdict: "holds",
		actual
	};
}
function doubtful(expected, actual, remedy) {
	return {
		verdict: "doubtful",
		expected,
		actual,
		...remedy === void 0 ? {} : { remedy }
	};
}
function broken(expected, actual, remedy) {
	return {
		verdict: "broken",
		expected,
		actual,
		...remedy === void 0 ? {} : { remedy }
	};
}
function notKnowable(why) {
	return {
		verdict: "not-knowable",
		why
	};
}
// src/smoke/presets/https/journey.ts
const REDIRECTS = new Set([
	301,
	302,
	303,
	307,
	308
]);
async function travel(site, path, most, plain = false) {
	const jar = new Map();
	const visited = new Set();
	const answers = [];
	let next = {
		path,
		plain
	};
	for (;;) {
		const headers = cookieHeader(jar, next.plain);
		visited.add(visit(next, headers));
		const answer = await site.ask({
			path: next.path,
			...next.plain ? { plain: true } : {},
			...headers
		});
		answers.push(answer);
		remember(jar, answer.cookies);
		const redirects = answers.filter(isRedirect).length;
		const ended = (end) => ({
			answers,
			last: answer,
			redirects,
			end
		});
		if (!isRedirect(answer)) return ended("page");
		const target = redirectTarget$1(answer);
		if (target === void 0) return ended("nowhere");
		const side = sideOf(site, target);
		if (side === void 0) return ended("elsewhere");
		next = {
			path: `${target.pathname}${target.search}`,
			plain: side === "plain"
		};
		if (redirects > most || visited.has(visit(next, cookieHeader(jar, next.plain)))) return ended("endless");
	}
}
function isRedirect(answer) {
	return REDIRECTS.has(answer.status);
}
function redirectTarget$1(answer) {
	const location = answer.headers["location"]?.[0];
	return location !== void 0 && URL.canParse(location, answer.url.href) ? new URL(location, answer.url) : void 0;
}
function sideOf(site, target) {
	if (target.origin === site.base.origin) return "base";
	return target.origin === site.plain?.origin ? "plain" : void 0;
}
function visit(place, headers) {
	return JSON.stringify([
		place.path,
		place.plain,
		headers
	]);
}
function remember(jar, cookies) {
	for (const cookie of cookies) if (isDeletion$1(cookie)) jar.delete(cookie.name);
	else jar.set(cookie.name, cookie);
}
function isDeletion$1({ value, maxAge }) {
	return value === "" || maxAge !== void 0 && maxAge <= 0;
}
function cookieHeader(jar, plain) {
	const sent = [...jar.values()].filter(({ secure }) => !(plain && secure));
	if (sent.length === 0) return {};
	return { headers: { Cookie: sent.map(({ name, value }) => `${name}=${value}`).join("; ") } };
}
// src/smoke/presets/cookies/seen.ts
const MOST_HOPS$1 = 5;
async function cookiesSeen(site, { path }) {
	const journey = await travel(site, path, MOST_HOPS$1);
	const lasting = (cookies) => cookies.filter((cookie) => !isDeletion(cookie, site.now));
	const sessions = new Set(site.logins.flatMap(({ sessionCookies }) => sessionCookies));
	const seen = (cookie, where) => ({
		cookie,
		role: roleOf(cookie.name, sessions),
		where
	});
	return {
		cookies: [...journey.answers.flatMap(({ cookies, url }) => lasting(cookies).map((cookie) => seen(cookie, oneLine(url.pathname, 80)))), ...site.logins.flatMap(({ name, cookies }) => lasting(cookies).map((cookie) => seen(cookie, `login ${name}`)))],
		encrypted: site.base.protocol === "https:",
		looked: lookedAt(path, site.logins)
	};
}
function lookedAt(path, logins) {
	if (logins.length === 0) return `${oneLine(path, 80)}; the suite has no login`;
	const tried = logins.map(({ name, worked }) => `login ${name}${worked ? "" : " (which did not work)"}`);
	return `${oneLine(path, 80)}, ${tried.join(", ")}`;
}
function roleOf(name, sessions) {
	if (/[cx]srf/i.test(name)) return "csrf";
	return sessions.has(name) || /sess|login/i.test(name) ? "session" : "other";
}
function isDeletion({ maxAge, expires }, now) {
	return maxAge === void 0 ? expires !== void 0 && expires <= now : maxAge <= 0;
}
// src/smoke/presets/cookies/attributes.ts
const OBSERVATORY = "Mozilla Observatory";
const secure = defineCheck({
	id: "cookies/secure",
	title: "Cookies travel over HTTPS only",
	why: "A cookie without Secure goes over plain HTTP as well, where somebody in the same network reads it and is signed in.",
	accepts: ["Secure on every cookie"],
	remedy: "In Django: `SESSION_COOKIE_SECURE = True`, `CSRF_COOKIE_SECURE = True`, `LANGUAGE_COOKIE_SECURE = True`. For a sticky cookie of Traefik: the label `traefik.http.services.<name>.loadbalancer.sticky.cookie.secure=true`.",
	source: `${OBSERVATORY}, -40 for a session cookie without Secure and -20 for others; Django’s security.W010 to W012 and W016`,
	severity: "failure",
	looksAtLogins: true,
	collect: cookiesSeen,
	judge(seen) {
		if (!seen.encrypted) return notKnowable("Secure is for HTTPS, and the site is asked over plain HTTP");
		return judgeCookies(seen, seen.cookies, "cookie", "Secure on every cookie", (cookie) => cookie.secure ? void 0 : "without Secure");
	}
});
const httpOnly = defineCheck({
	id: "cookies/http-only",
	title: "Scripts cannot read the session cookie",
	why: "With HttpOnly a script that got into a page cannot carry the session away.",
	accepts: ["HttpOnly on cookies that carry a session (their name contains sess or login, or a login of the suite got them)"],
	remedy: "In Django: `SESSION_COOKIE_HTTPONLY = True` (the default).",
	source: `${OBSERVATORY}, -30 without; Django’s security.W013 to W015`,
	severity: "failure",
	looksAtLogins: true,
	collect: cookiesSeen,
	judge: (seen) => judgeCookies(seen, ofRole(seen, "session"), "session cookie", "HttpOnly on session cookies", (cookie) => cookie.httpOnly ? void 0 : "without HttpOnly")
});
const sameSite = defineCheck({
	id: "cookies/same-site",
	title: "The session cookie is not sent along with requests of other sites",
	why: "It is what keeps a stranger’s page from acting in a visitor’s name, before any CSRF token is looked at.",
	accepts: ["SameSite=Lax or SameSite=Strict on cookies that carry a session"],
	remedy: "In Django: `SESSION_COOKIE_SAMESITE = 'Lax'` (the default).",
	source: `${OBSERVATORY}, -20 for a bad SameSite; RFC 6265bis 4.1.2.7`,
	severity: "failure",
	looksAtLogins: true,
	collect: cookiesSeen,
	judge: (seen) => judgeCookies(seen, ofRole(seen, "session"), "session cookie", "SameSite=Lax or Strict on session cookies", laxOrStrict)
});
const csrfSameSite = defineCheck({
	id: "cookies/csrf-same-site",
	title: "The CSRF cookie is not sent along with requests of other sites",
	why: "A CSRF cookie that travels with a stranger’s request is half of what that request needs to be taken for the visitor’s own.",
	accepts: ["SameSite=Lax or SameSite=Strict on cookies whose name contains csrf or xsrf"],
	remedy: "In Django: `CSRF_COOKIE_SAMESITE = 'Lax'` (the default).",
	source: `${OBSERVATORY}, -20 for a CSRF cookie without SameSite`,
	severity: "failure",
	looksAtLogins: true,
	collect: cookiesSeen,
	judge: (seen) => judgeCookies(seen, ofRole(seen, "csrf"), "CSRF cookie", "SameSite=Lax or Strict on CSRF cookies", laxOrStrict)
});
const PREFIX_RULES = "__Host-: Secure, Path=/ and no Domain; __Secure-: Secure";
const prefixes = defineCheck({
	id: "cookies/prefixes",
	title: "Cookies with a __Host- or __Secure- name keep what it promises",
	why: "Browsers drop a cookie that breaks the promise of its name: sign-in then fails in every browser and works in every tool.",
	accepts: [PREFIX_RULES, "such names are optional"],
	remedy: "In Django: `SESSION_COOKIE_NAME = '__Host-sessionid'` needs `SESSION_COOKIE_SECURE = True`, `SESSION_COOKIE_PATH = '/'` and `SESSION_COOKIE_DOMAIN = None`; the same for CSRF_COOKIE_*.",
	source: "RFC 6265bis 4.1.3",
	severity: "failure",
	looksAtLogins: true,
	collect: cookiesSeen,
	judge(seen) {
		const prefixed = seen.cookies.filter(({ cookie }) => /^__(?:Host|Secure)-/i.test(cookie.name));
		if (prefixed.length === 0 && seen.cookies.length > 0) return notKnowable(`none of ${names(seen.cookies)} has such a name`);
		return judgeCookies(seen, prefixed, "cookie", PREFIX_RULES, brokenPromise);
	}
});
function brokenPromise({ name, secure, path, domain }) {
	const faults = [
		...secure ? [] : ["without Secure"],
		.../^__Host-/i.test(name) && path !== "/" ? [path === void 0 ? "without Path=/" : `with Path=${path}`] : [],
		.../^__Host-/i.test(name) && domain !== void 0 ? [`with Domain=${domain}`] : []
	];
	return faults.length === 0 ? void 0 : faults.join(", ");
}
function laxOrStrict({ sameSite }) {
	if (sameSite === void 0) return "without SameSite";
	return sameSite === "None" ? "with SameSite=None" : void 0;
}
function ofRole({ cookies }, role) {
	return cookies.filter((seen) => seen.role === role);
}
function judgeCookies({ looked, cookies: all }, chosen, noun, expected, fault) {
	if (chosen.length === 0) {
		const beside = all.length === 0 ? "" : `, only ${names(all)}`;
		return notKnowable(`no ${noun} was set (${looked})${beside}: give a page that sets one as cookies.path, or a login`);
	}
	const faults = chosen.flatMap(({ cookie, where }) => {
		const wrong = fault(cookie);
		return wrong === void 0 ? [] : [`${oneLine(cookie.name, 60)} ${oneLine(wrong, 80)} (${where})`];
	});
	return faults.length === 0 ? holds(names(chosen)) : broken(expected, [...new Set(faults)].slice(0, 5).join("; "));
}
function names(seen) {
	return oneLine([...new Set(seen.map(({ cookie }) => cookie.name))].join(", "), 160);
}
// src/smoke/presets/cookies/index.ts
const cookies = definePreset({
	name: "cookies",
	about: "Cookies that carry a session or a CSRF token are kept from plain HTTP, from scripts and from other sites: those of the page and of every login of the suite.",
	checks: [
		secure,
		httpOnly,
		sameSite,
		csrfSameSite,
		prefixes
	]
});
// src/smoke/presets/answer-words.ts
function answerInWords(answer) {
	const to = redirectTarget(answer);
	if (to !== void 0) return `${answer.status} to ${oneLine(to.origin === answer.url.origin ? `${to.pathname}${to.search}` : to.href, 120)}`;
	const type = mediaType(answer);
	const size = answer.body === "" ? "empty" : count(answer.body.length, "character");
	return `${answer.status}, ${type === "" ? "no content type" : oneLine(type, 60)}, ${size}`;
}
function redirectTarget(answer) {
	const location = answer.header("location");
	if (answer.status < 300 || answer.status > 399 || location === void 0) return void 0;
	return URL.canParse(location, answer.url.href) ? new URL(location, answer.url) : void 0;
}
function mediaType(answer) {
	return answer.header("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
}
function isHtml(answer) {
	const type = mediaType(answer);
	return type === "text/html" || type === "application/xhtml+xml" || type === "" && startsAsHtml(answer.body);
}
function startsAsHtml(body) {
	return /^\s*(?:<!--[\s\S]{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b/i.test(body.slice(0, 4e3));
}
function jsonOf(answer) {
	try {
		return JSON.parse(answer.body);
	} catch {
		return;
	}
}
// src/smoke/presets/html.ts
const RAW_TEXT = new Set([
	"script",
	"style",
	"title",
	"textarea",
	"xmp",
	"iframe",
	"noembed",
	"noframes"
]);
const FIELD_TAGS = new Set([
	"input",
	"textarea",
	"select",
	"button"
]);
function tagsOf(html) {
	const tags = [];
	let at = html.indexOf("<");
	while (at !== -1) {
		const read = html.startsWith("<!--", at) ? afterComment(html, at) : readTag(html, at);
		if (read.tag !== void 0) tags.push(read.tag);
		at = html.indexOf("<", read.end);
	}
	return tags;
}
function formsOf(tags) {
	const forms = [];
	let open = false;
	for (const tag of tags) if (tag.name === "form") {
		open = !tag.closing;
		if (open) {
			const method = (tag.attributes.get("method") ?? "get").trim().toLowerCase();
			forms.push({
				action: tag.attributes.get("action")?.trim(),
				method,
				fields: []
			});
		}
	} else if (open && !tag.closing && FIELD_TAGS.has(tag.name)) forms.at(-1)?.fields.push(fieldOf(tag));
	return forms;
}
function baseOf(tags, page) {
	const href = tags.find((tag) => tag.name === "base" && tag.attributes.has("href"))?.attributes.get("href");
	return addressOf(href, page) ?? page;
}
function addressOf(written, base) {
	const trimmed = written?.trim() ?? "";
	return trimmed === "" || !URL.canParse(trimmed, base.href) ? void 0 : new URL(trimmed, base);
}
function fieldOf(tag) {
	const written = tag.attributes.get("type")?.trim().toLowerCase();
	return {
		name: tag.attributes.get("name") ?? "",
		type: tag.name === "input" ? written ?? "text" : tag.name,
		value: tag.name === "textarea" ? tag.text : tag.attributes.get("value") ?? ""
	};
}
function afterComment(html, at) {
	const end = html.indexOf("-->", at + 2);
	return { end: end === -1 ? html.length : end + 3 };
}
const NAME$1 = /\/?([a-zA-Z][^\s/>]*)/y;
function readTag(html, at) {
	NAME$1.lastIndex = at + 1;
	const name = NAME$1.exec(html)?.[1]?.toLowerCase();
	if (name === void 0) {
		const end = html[at + 1] === "!" || html[at + 1] === "?" ? html.indexOf(">", at) : at;
		return { end: end === -1 ? html.length : end + 1 };
	}
	const closing = html[at + 1] === "/";
	const { attributes, end } = readAttributes(html, NAME$1.lastIndex);
	if (end === void 0) return { end: html.length };
	if (closing || !RAW_TEXT.has(name)) return {
		tag: {
			name,
			closing,
			attributes,
			text: ""
		},
		end
	};
	const text = html.slice(end, rawTextEnd(html, name, end));
	return {
		tag: {
			name,
			closing,
			attributes,
			text
		},
		end: end + text.length
	};
}
function rawTextEnd(html, name, from) {
	const ending = new RegExp(`</${name}(?=[\\s/>])`, "gi");
	ending.lastIndex = from;
	return ending.exec(html)?.index ?? html.length;
}
const SPACE_OR_SLASH = /[\s/]*/y;
const ATTRIBUTE_NAME = /([^\s/>][^\s/>=]*)(\s*=\s*)?/y;
const UNQUOTED = /[^\s>]*/y;
function readAttributes(html, from) {
	const attributes = new Map();
	let at = from;
	for (;;) {
		SPACE_OR_SLASH.lastIndex = at;
		SPACE_OR_SLASH.exec(html);
		at = SPACE_OR_SLASH.lastIndex;
		if (html[at] === ">") return {
			attributes,
			end: at + 1
		};
		ATTRIBUTE_NAME.lastIndex = at;
		const found = ATTRIBUTE_NAME.exec(html);
		if (found === null) return {
			attributes,
			end: void 0
		};
		const value = found[2] === void 0 ? {
			text: "",
			end: ATTRIBUTE_NAME.lastIndex
		} : readValue(html, ATTRIBUTE_NAME.lastIndex);
		if (value === void 0) return {
			attributes,
			end: void 0
		};
		const name = (found[1] ?? "").toLowerCase();
		if (!attributes.has(name)) attributes.set(name, withoutEntities(value.text));
		at = value.end;
	}
}
function readValue(html, at) {
	const quote = html[at];
	if (quote === "\"" || quote === "'") {
		const end = html.indexOf(quote, at + 1);
		return end === -1 ? void 0 : {
			text: html.slice(at + 1, end),
			end: end + 1
		};
	}
	UNQUOTED.lastIndex = at;
	const text = UNQUOTED.exec(html)?.[0] ?? "";
	return {
		text,
		end: at + text.length
	};
}
const ENTITIES = {
	amp: "&",
	lt: "<",
	gt: ">",
	quot: "\"",
	apos: "'",
	nbsp: "\xA0"
};
function withoutEntities(value) {
	if (!value.includes("&")) return value;
	return value.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]+));/g, (whole, decimal, hex, name) => {
		if (typeof name === "string") return ENTITIES[name] ?? whole;
		const code = typeof hex === "string" ? Number.parseInt(hex, 16) : Number(decimal);
		return code > 0 && code <= 1114111 ? String.fromCodePoint(code) : whole;
	});
}
// src/smoke/presets/unknown-path.ts
function unknownPath(site, folder = "/") {
	return `${folder}${folder.endsWith("/") ? "" : "/"}smoke-${site.run}-nothing-here/`;
}
function unknownPage(site) {
	return site.page(unknownPath(site));
}
const COMPARED = 262144;
function samePage(one, other) {
	return one.status === other.status && unchanging(one) === unchanging(other);
}
function unchanging({ url, body }) {
	const text = body.slice(0, COMPARED);
	const { pathname } = url;
	return (pathname.length < 2 ? text : text.replaceAll(pathname, "").replaceAll(pathname.slice(1), "")).replace(/[A-Za-z0-9+/_=-]{16,}/g, "");
}
// src/smoke/presets/application-seen.ts
async function surroundings(site) {
	const [front, unknown] = await Promise.all([site.page("/"), unknownPage(site)]);
	return {
		front,
		unknown
	};
}
function onceSeen(judgement, around, looks = []) {
	if (judgement.verdict !== "holds" && judgement.verdict !== "doubtful") return judgement;
	const why = whyUnseen(around, looks);
	return why === void 0 ? judgement : notKnowable(why);
}
function whyUnseen({ front, unknown }, looks = []) {
	const speaking = [
		front,
		unknown,
		...looks
	].filter((answer) => whySilent(answer) === void 0);
	if (speaking.some((answer) => !isEverywhere(answer, unknown))) return void 0;
	if (speaking.length > 0) return `every address gets the same page (${answerInWords(unknown)}), as when a page for maintenance stands before the application: nothing of the application was seen`;
	const reasons = [...new Set([front, unknown].map((answer) => `${placeOf(answer)}: ${whySilent(answer) ?? ""}`))];
	return `nothing of the application was seen: ${inSequence(reasons)}`;
}
function whySilent(answer) {
	const { status, body } = answer;
	if (isEdgesOwn(answer)) return EDGES_OWN;
	if (status >= 500) return "the site is down";
	if (isDoor(answer) && !TOKENS.test(answer.header("www-authenticate") ?? "")) return "a sign-in or a firewall stands before it";
	if (status === 429) return "too many requests";
	const target = redirectTarget(answer);
	if (target !== void 0) return `it leads to ${oneLine(target.host, 100)}`;
	if (status >= 200 && status <= 299 && body.trim() === "") return "the page is empty";
}
const TOKENS = /^\s*(?:bearer|jwt|token)\b/i;
function isEverywhere(answer, unknown) {
	if (answer.status < 200 || answer.status > 299 || !isHtml(answer) || !samePage(answer, unknown)) return false;
	return !tagsOf(answer.body).some(({ name, attributes }) => name === "script" && isOwnScript(attributes, answer.url) || name === "input" && attributes.get("type")?.trim().toLowerCase() === "password");
}
function isOwnScript(attributes, page) {
	const source = URL.parse(attributes.get("src") ?? "", page.href);
	if (!attributes.has("src") || source === null) return false;
	return source.origin === page.origin || attributes.get("type")?.trim().toLowerCase() === "module";
}
function isDoor({ status }) {
	return status === 401 || status === 403;
}
function placeOf(answer) {
	return `${oneLine(answer.url.pathname, 80)} (${answer.status})`;
}
const EDGES_OWN = "the edge itself answers, because it knows no such site";
// src/smoke/presets/https/address.ts
function withMark(path, mark) {
	return `${path}${path.includes("?") ? "&" : "?"}smoke=${mark}`;
}
function foreignHost(run) {
	return `evil-${run}.example`;
}
// src/smoke/presets/cors/exchange.ts
function foreignOrigin(site) {
	return `https://${foreignHost(site.run)}`;
}
async function askAs(site, { path }, origin) {
	const marked = withMark(path, `${site.run}-${origin.replace(/[^a-z0-9]+/gi, "-")}`);
	const preflight = {
		method: "OPTIONS",
		path: marked,
		headers: {
			Origin: origin,
			"Access-Control-Request-Method": "GET"
		}
	};
	const request = {
		path: marked,
		headers: {
			Origin: origin,
			Cookie: `smoke=${site.run}`
		}
	};
	const [first, second] = await Promise.all([site.ask(preflight), site.ask(request)]);
	return {
		origin,
		preflight: first,
		request: second
	};
}
async function askAsStranger(site, options, origin) {
	const [asked, around] = await Promise.all([askAs(site, options, origin), surroundings(site)]);
	return {
		...asked,
		around
	};
}
function permissionsOf(asked) {
	return [permission("OPTIONS", asked.origin, asked.preflight), permission("GET", asked.origin, asked.request)];
}
function permission(method, origin, answer) {
	return {
		method,
		origin,
		answer,
		allowed: (answer.headers["access-control-allow-origin"] ?? []).map((value) => value.trim()),
		credentials: answer.headers["access-control-allow-credentials"]?.some((value) => value.trim() === "true") === true
	};
}
function admits({ allowed, origin }) {
	return allowed.flatMap((value) => value.split(",")).some((value) => ["*", origin].includes(value.trim()));
}
function inWords$1({ method, allowed, credentials, answer }) {
	const origin = allowed.length === 0 ? "no Access-Control-Allow-Origin" : `Access-Control-Allow-Origin: ${allowed.join(", ")}`;
	const secrets = credentials && allowed.length > 0 ? ", with credentials" : "";
	return `${method} (${answer.status}): ${oneLine(origin, 120)}${secrets}`;
}
function mute({ path }, asked) {
	const { request, preflight, around } = asked;
	if (permissionsOf(asked).some(({ allowed }) => allowed.length > 0)) return void 0;
	const { status } = request;
	const said = `${oneLine(path, 100)} answers ${status}`;
	if (status >= 500) return `${said}: the application, which would set the headers, does not answer`;
	if (isEdgesOwn(request)) return `${said}: ${EDGES_OWN}`;
	if (status === 404 || status === 410) return `${said}: give a path of the API that exists as cors.path`;
	const challenge = request.header("www-authenticate") ?? "";
	if (status === 401 && preflight.status === 401 && /^\s*basic\b/i.test(challenge)) return `${said} and asks for basic auth, preflights too: the edge answers, and not the application`;
	if (status === 401 && preflight.status < 300) return void 0;
	return whyUnseen(around, [request]);
}
// src/smoke/presets/cors/allowed.ts
const NOBODY = "cors.allowed names no origin: list those that may read, as `cors: { path: /api/v1/, allowed: [https://app.obcms.example] }`";
function askAllowed(site, options) {
	return Promise.all(options.allowed.map((origin) => askAs(site, options, origin)));
}
const allowedOrigins = defineCheck({
	id: "cors/allowed-origins",
	title: "Every allowed origin is let in, by its exact name",
	why: "Otherwise the front end is a page that loads and then shows nothing, while every request on its own works.",
	accepts: ["for each origin of cors.allowed Access-Control-Allow-Origin once, with exactly that origin, by OPTIONS and by GET", "the preflight is answered with 2xx: browsers give up on anything else"],
	remedy: "Add the origin to `CORS_ALLOWED_ORIGINS`, with scheme and without a slash at the end, and put `'corsheaders.middleware.CorsMiddleware'` above CommonMiddleware in MIDDLEWARE. A preflight that is redirected or asked to sign in never reached it; a header that comes twice is added by the edge as well.",
	source: "Fetch, \"CORS check\" and \"CORS-preflight fetch\"; django-cors-headers, setup",
	severity: "failure",
	collect: askAllowed,
	judge(asked) {
		if (asked.length === 0) return notKnowable(NOBODY);
		const faults = asked.flatMap(permissionsOf).flatMap((permission) => {
			const fault = faultOf$1(permission);
			return fault === void 0 ? [] : [`${oneLine(permission.origin, 80)}: ${fault}`];
		});
		if (faults.length > 0) return broken("Access-Control-Allow-Origin with the origin that asks", faults.slice(0, 4).join("; "));
		return holds(`${count(asked.length, "origin")} let in by OPTIONS and GET`);
	}
});
function faultOf$1(permission) {
	const { allowed, origin, method, answer } = permission;
	if (allowed.length !== 1 || allowed[0] !== origin) return inWords$1(permission);
	const { status } = answer;
	if (method === "OPTIONS" && (status < 200 || status > 299)) return `the preflight answers ${status}`;
}
const vary = defineCheck({
	id: "cors/vary",
	title: "Caches keep the answers for different origins apart",
	why: "A cache that does not know that the answer depends on Origin gives one origin’s permission to another, which browsers then refuse: a front end that works for some visitors, some of the time.",
	accepts: ["Vary with Origin (or `*`) wherever Access-Control-Allow-Origin names the origin that asked"],
	remedy: "django-cors-headers and Starlette send it by themselves; at the edge the label `traefik.http.middlewares.<name>.headers.addVaryHeader=true`, in nginx `add_header Vary Origin always;`.",
	source: "Fetch, \"CORS protocol and HTTP caches\"",
	severity: "warning",
	async collect(site, options) {
		const origins = [foreignOrigin(site), ...options.allowed];
		return Promise.all(origins.map((origin) => askAs(site, options, origin)));
	},
	judge(asked) {
		const named = asked.flatMap(permissionsOf).filter(({ method, allowed, origin }) => method === "GET" && allowed.includes(origin));
		if (named.length === 0) return notKnowable("no answer named the origin that asked");
		const without = named.filter(({ answer }) => !variesByOrigin(answer.headers["vary"] ?? []));
		if (without.length === 0) return holds(`Vary: Origin for ${count(named.length, "origin")}`);
		const [first] = without;
		return broken("Vary: Origin", `${first?.answer.header("vary") ?? "no Vary"} for ${oneLine(first?.origin ?? "", 80)}`);
	}
});
function variesByOrigin(values) {
	const names = values.flatMap((value) => value.split(",")).map((name) => name.trim().toLowerCase());
	return names.includes("origin") || names.includes("*");
}
// src/smoke/presets/cors/neighbours.ts
function neighboursOf(allowed, run) {
	if (!URL.canParse(allowed)) return [];
	const { protocol, hostname, port, origin } = new URL(allowed);
	if (!["http:", "https:"].includes(protocol) || hostname === "") return [];
	const at = (host, scheme = protocol, itsPort = port) => `${scheme}//${host}${itsPort === "" ? "" : `:${itsPort}`}`;
	const isAddress = /^[\d.]+$|:/.test(hostname);
	const dot = hostname.indexOf(".");
	return [
		at(`${hostname}.${foreignHost(run)}`, protocol, ""),
		at(hostname, protocol === "https:" ? "http:" : "https:"),
		at(hostname, protocol, port === "8443" ? "9443" : "8443"),
		...isAddress ? [] : [at(`evil${hostname}`), at(`evil.${hostname}`)],
		...isAddress || dot === -1 ? [] : [at(`${hostname.slice(0, dot)}x${hostname.slice(dot + 1)}`)]
	].filter((candidate) => candidate !== origin);
}
// src/smoke/presets/cors/strangers.ts
const NO_ORIGIN = "no Access-Control-Allow-Origin";
const EXACT_LIST = "List exact origins: `CORS_ALLOWED_ORIGINS = ['https://app.obcms.example']` (django-cors-headers), `allow_origins=['https://app.obcms.example']` (Starlette’s CORSMiddleware), and remove `CORS_ALLOW_ALL_ORIGINS`, `allow_origins=['*']` and any Access-Control-Allow-Origin that the edge adds.";
const foreign = defineCheck({
	id: "cors/foreign-origin",
	title: "A stranger’s site cannot read answers",
	why: "A page anywhere on the web, opened by somebody who is signed in here or sits in the same network, reads what he could read.",
	accepts: [`${NO_ORIGIN} for a foreign origin, by OPTIONS and by GET`, "a fixed one that names another origin: a warning unless it is in cors.allowed"],
	remedy: EXACT_LIST,
	source: "Fetch, \"CORS check\"; Mozilla Observatory, -50 for a reflected origin with credentials",
	severity: "failure",
	collect: (site, options) => askAsStranger(site, options, foreignOrigin(site)),
	judge(asked, options) {
		const why = mute(options, asked);
		if (why !== void 0) return notKnowable(why);
		const permissions = permissionsOf(asked);
		const expected = `${NO_ORIGIN} for ${asked.origin}`;
		const admitted = permissions.filter(admits);
		if (admitted.length > 0) return broken(expected, admitted.map(inWords$1).join("; "));
		const fixed = permissions.filter(({ allowed }) => !allowed.every((origin) => options.allowed.includes(origin)));
		if (fixed.length > 0) return doubtful(expected, fixed.map(inWords$1).join("; "), "It names another origin whoever asks: list that one in cors.allowed, or stop sending it.");
		return holds(permissions.map(inWords$1).join("; "));
	}
});
const credentials = defineCheck({
	id: "cors/credentials",
	title: "No stranger’s site can ask with a visitor’s cookies and read the answer",
	why: "With credentials a stranger’s page does not only read what is public: it reads what the visitor sees when he is signed in.",
	accepts: ["no `Access-Control-Allow-Credentials: true` together with `*` or with the foreign origin", "Access-Control-Allow-Credentials alone is void, and accepted"],
	remedy: `${EXACT_LIST} With \`*\` set \`CORS_ALLOW_CREDENTIALS = False\` (\`allow_credentials=False\`).`,
	source: "Mozilla Observatory, -50; Fetch, \"CORS check\". Starlette names any origin when `*` is allowed with credentials and a cookie comes",
	severity: "failure",
	collect: (site, options) => askAsStranger(site, options, foreignOrigin(site)),
	judge(asked, options) {
		const why = mute(options, asked);
		if (why !== void 0) return notKnowable(why);
		const open = permissionsOf(asked).filter((permission) => permission.credentials && admits(permission));
		if (open.length > 0) return broken("no credentials for a stranger", open.map(inWords$1).join("; "));
		return holds(permissionsOf(asked).map(inWords$1).join("; "));
	}
});
const nullOrigin = defineCheck({
	id: "cors/null-origin",
	title: "The origin \"null\" cannot read answers",
	why: "Anybody can have the origin null: a sandboxed frame, a file, a data: address. Whoever allows it allows everybody.",
	accepts: [`${NO_ORIGIN} for \`Origin: null\`, by OPTIONS and by GET`],
	remedy: `Take "null" out of the list of origins. ${EXACT_LIST}`,
	source: "Fetch, \"CORS check\"; W3C: the value null should not be used",
	severity: "failure",
	collect: (site, options) => askAsStranger(site, options, "null"),
	judge(asked, options) {
		const why = mute(options, asked);
		if (why !== void 0) return notKnowable(why);
		const admitted = permissionsOf(asked).filter(admits);
		if (admitted.length > 0) return broken(`${NO_ORIGIN} for null`, admitted.map(inWords$1).join("; "));
		return holds(permissionsOf(asked).map(inWords$1).join("; "));
	}
});
const MOST_ORIGINS = 3;
const nearMisses = defineCheck({
	id: "cors/near-misses",
	title: "Origins that only look like an allowed one cannot read answers",
	why: "A list that is compared by \"starts with\", \"ends with\" or a regular expression with open dots lets in a name that anybody can register.",
	accepts: [`${NO_ORIGIN} for an allowed origin with a foreign ending, with letters or a label before it, with a letter for a dot, by the other scheme, on another port`, "tried for the first three of cors.allowed; without any, for the site’s own origin"],
	remedy: "Compare whole origins. In `CORS_ALLOWED_ORIGIN_REGEXES` anchor both ends and escape dots: `r'^https://app\\.obcms\\.example$'`; Starlette’s allow_origin_regex likewise.",
	source: "django-cors-headers: CORS_ALLOWED_ORIGIN_REGEXES; PortSwigger, \"Exploiting CORS misconfigurations\"",
	severity: "failure",
	collect: collectNeighbours,
	judge({ of, left, asked }, options) {
		const [first] = asked;
		if (first === void 0) return notKnowable("cors.allowed has no origin with neighbours, such as https://app.obcms.example");
		const why = asked.map((one) => mute(options, one)).find((reason) => reason !== void 0);
		const admitted = asked.flatMap(permissionsOf).filter(admits);
		if (admitted.length > 0) return broken(`${NO_ORIGIN} for neighbours of ${listed$3(of)}`, admissions(admitted));
		if (why !== void 0) return notKnowable(why);
		const rest = left === 0 ? "" : `; ${count(left, "further origin")} not tried`;
		return holds(`${count(asked.length, "neighbour")} of ${listed$3(of)} refused${rest}`);
	}
});
async function collectNeighbours(site, options) {
	const origins = options.allowed.length === 0 ? [site.base.origin] : options.allowed;
	const of = origins.slice(0, MOST_ORIGINS);
	const welcome = new Set(options.allowed);
	const neighbours = of.flatMap((origin) => neighboursOf(origin, site.run)).filter((origin) => !welcome.has(origin));
	const asked = await Promise.all([...new Set(neighbours)].map((origin) => askAsStranger(site, options, origin)));
	return {
		of,
		left: origins.length - of.length,
		asked
	};
}
function admissions(admitted) {
	const origins = [...new Set(admitted.map(({ origin }) => origin))];
	const [first] = admitted;
	const example = first === void 0 ? "" : ` (${inWords$1(first)})`;
	return `${oneLine(origins.slice(0, 3).join(", "), 200)} let in${example}`;
}
function listed$3(origins) {
	return oneLine(origins.join(", "), 160);
}
// src/smoke/presets/cors/index.ts
const cors = definePreset({
	name: "cors",
	about: "Scripts of other sites can read answers only where they are allowed to. Asked of an API’s path; static files are another matter, because WhiteNoise opens them to everybody by default. Strangers are not judged where nothing of the application is seen.",
	checks: [
		foreign,
		credentials,
		nullOrigin,
		nearMisses,
		allowedOrigins,
		vary
	]
});
// src/smoke/presets/leaks/closed.ts
const REFUSALS$1 = new Set([
	401,
	403,
	404,
	405,
	406,
	410,
	451
]);
const AT_ONCE = 4;
async function lookAt(site, paths) {
	const around = await surroundings(site);
	return {
		looks: await inSmallGroups([...new Set(paths)], async (path) => ({
			path,
			answer: await site.page(path)
		})),
		around
	};
}
async function inSmallGroups(items, work) {
	const results = [];
	for (let from = 0; from < items.length; from += AT_ONCE) results.push(...await Promise.all(items.slice(from, from + AT_ONCE).map(work)));
	return results;
}
function standingOf({ path, answer }, unknown, sign) {
	const standing = (kind, seen) => ({
		path,
		kind,
		seen
	});
	if (REFUSALS$1.has(answer.status)) return standing("closed", `${answer.status}`);
	const target = redirectTarget(answer);
	if (target !== void 0) return standing(leadsToSignIn(target) ? "closed" : "unclear", answerInWords(answer));
	if (answer.status === 429) return standing("unclear", "429: too many requests");
	if (answer.status < 200 || answer.status > 299) return standing("open", answerInWords(answer));
	if (samePage(answer, unknown)) return standing("closed", `${answer.status}, the same page as for any other path`);
	const open = sign(answer);
	if (open !== void 0) return standing("open", `${answer.status}, ${open}`);
	if (isSignInPage(answer)) return standing("closed", `the sign-in page ${oneLine(answer.url.pathname, 80)}`);
	return standing("unclear", answerInWords(answer));
}
function judgeClosed({ looks, around }, sign, texts) {
	const standings = looks.map((look) => standingOf(look, around.unknown, sign));
	const of = (kind) => standings.filter((standing) => standing.kind === kind);
	const { expected, unclear } = texts;
	if (of("open").length > 0) return {
		verdict: "broken",
		expected,
		actual: listed$2(of("open"))
	};
	const accepted = of("unclear").length > 0 ? {
		verdict: "doubtful",
		expected,
		actual: listed$2(of("unclear")),
		remedy: unclear
	} : {
		verdict: "holds",
		actual: listed$2(standings)
	};
	return onceSeen(accepted, around, looks.map(({ answer }) => answer));
}
function listed$2(standings) {
	return [...Map.groupBy(standings, ({ seen }) => seen)].map(([seen, of]) => `${of.map(({ path }) => oneLine(path, 80)).join(", ")}: ${seen}`).join("; ");
}
function isSignInPage(answer) {
	if (/[?&]next=/.test(answer.url.search)) return true;
	return tagsOf(answer.body).some(({ name, attributes }) => name === "input" && attributes.get("type")?.trim().toLowerCase() === "password");
}
function leadsToSignIn(target) {
	return /(?:^|[./_-])(?:log-?in|sign-?in|sso|saml2?|oauth2?|oidc|cas|auth|accounts?|authorize)(?:$|[./_-])/i.test(`${target.hostname}${target.pathname}`);
}
// src/smoke/presets/static/references.ts
function referencesOf(page) {
	const tags = tagsOf(page.body);
	const base = baseOf(tags, page.url);
	const references = resolved(tags.filter(({ closing }) => !closing).map(writtenIn), base);
	const inline = tags.some(({ name, text }) => (name === "style" || name === "script") && text.trim() !== "");
	return {
		...sorted(references, page.url),
		inline
	};
}
function referencesOfCss(css, from, site) {
	const text = css.replace(/\/\*[\s\S]*?(?:\*\/|$)/g, " ");
	const written = [];
	for (const found of text.matchAll(CSS_REFERENCE)) {
		const [whole, imported, quoted, single, bare] = found;
		const address = (imported ?? quoted ?? single ?? bare ?? "").replace(/\\(.)/g, "$1").trim();
		written.push({
			written: address,
			kind: /^@import/i.test(whole) ? "stylesheet" : void 0
		});
	}
	return sorted(resolved(written, from), site);
}
const CSS_REFERENCE = /@import\s{0,20}["']([^"'\n]{1,2000})["']|(?:@import\s{0,20})?\burl\(\s{0,20}(?:"([^"\n]{0,2000})"|'([^'\n]{0,2000})'|([^"'()\s]{1,2000}))\s{0,20}\)/gi;
const MOST_REFERENCES = 1e3;
function resolved(all, base) {
	const first = new Map();
	for (const one of all) {
		if (first.size >= MOST_REFERENCES) break;
		if (one !== void 0 && isFile(one.written) && !first.has(one.written)) first.set(one.written, one);
	}
	return [...first.values()].flatMap(({ written, kind }) => {
		const url = addressOf(written, base);
		return url === void 0 ? [] : [{
			url,
			kind: kind ?? kindByName(url)
		}];
	});
}
function writtenIn({ name, attributes }) {
	const src = attributes.get("src") ?? "";
	if (name === "script") return isScript(attributes.get("type")) ? {
		written: src,
		kind: "script"
	} : void 0;
	if (name === "img") return {
		written: src,
		kind: "image"
	};
	if (name !== "link") return void 0;
	const written = attributes.get("href") ?? "";
	const rels = (attributes.get("rel") ?? "").toLowerCase().split(/\s+/);
	if (rels.includes("stylesheet")) return rels.includes("alternate") ? void 0 : {
		written,
		kind: "stylesheet"
	};
	if (rels.includes("modulepreload")) return {
		written,
		kind: "script"
	};
	if (rels.includes("preload")) return {
		written,
		kind: PRELOADS[attributes.get("as")?.toLowerCase() ?? ""] ?? "other"
	};
	if (rels.some((rel) => rel === "icon" || rel === "apple-touch-icon" || rel === "mask-icon")) return {
		written,
		kind: "image"
	};
	return rels.includes("manifest") ? {
		written,
		kind: "other"
	} : void 0;
}
const PRELOADS = {
	style: "stylesheet",
	script: "script",
	image: "image",
	font: "font"
};
function isScript(type) {
	return /^(?:|module|(?:text|application)\/(?:x-)?(?:java|ecma)script)$/i.test(type?.trim() ?? "");
}
function kindByName(url) {
	if (/\.css$/i.test(url.pathname)) return "stylesheet";
	if (/\.(?:woff2?|ttf|otf|eot)$/i.test(url.pathname)) return "font";
	return /\.(?:png|jpe?g|gif|svg|webp|avif|ico|bmp)$/i.test(url.pathname) ? "image" : "other";
}
function isFile(written) {
	return !/^\s*(?:$|#|(?:data|blob|about|javascript|mailto):)/i.test(written);
}
function sorted(references, site) {
	const own = new Map();
	const plain = new Map();
	const foreign = new Set();
	for (const { url, kind } of references) {
		const address = `${url.origin}${url.pathname}${url.search}`;
		if (url.pathname.startsWith("/cdn-cgi/")) continue;
		if (url.origin === site.origin) own.set(address, own.get(address) ?? {
			url,
			kind
		});
		else if (url.hostname === site.hostname && url.protocol === "http:") plain.set(address, {
			url,
			kind
		});
		else if (url.protocol === "http:" || url.protocol === "https:") foreign.add(url.host);
	}
	return {
		own: [...own.values()],
		plain: [...plain.values()],
		foreignHosts: [...foreign]
	};
}
// src/smoke/presets/static/page-assets.ts
const MOST_ASSETS = 30;
async function assetsOf(site, { page: path }) {
	const page = await site.page(path);
	const references = referencesOf(page);
	const { loaded, left } = await load$1(site, references.own);
	return {
		page,
		references,
		loaded,
		left
	};
}
async function load$1(site, own) {
	const chosen = own.slice(0, 30);
	return {
		loaded: await inSmallGroups(chosen, async (reference) => ({
			reference,
			answer: await asset(site, reference.url)
		})),
		left: own.length - chosen.length
	};
}
async function asset(site, url) {
	const path = `${url.pathname}${url.search}`;
	const answer = await site.ask({
		path,
		headers: { "Accept-Encoding": "gzip, br" }
	});
	return answer.status >= 300 && answer.status < 400 ? site.page(path) : answer;
}
function nothingToSee$1({ page, references }) {
	if (page.status !== 200 || !isHtml(page)) return `${pathOf(page.url)} answers ${answerInWords(page)}, so no stylesheet or script is seen (static/page judges it)`;
	if (references.own.length > 0 || references.plain.length > 0) return void 0;
	if (references.foreignHosts.length > 0) {
		const hosts = oneLine(inSequence(references.foreignHosts.slice(0, 5)), 200);
		return `all files of ${pathOf(page.url)} come from other hosts (${hosts}), which are not asked`;
	}
	return `${pathOf(page.url)} refers to no file at all, which is suspicious; name a page with stylesheets and scripts: \`static: { page: /login/ }\``;
}
function pathOf(url) {
	return oneLine(url.pathname, 120);
}
function some(names) {
	const SHOWN = 5;
	const more = names.length - SHOWN;
	return more > 0 ? `${names.slice(0, SHOWN).join("; ")}; and ${count(more, "other")}` : names.join("; ");
}
function notAsked(left) {
	return left === 0 ? "" : `; ${left} beyond the first ${30} were not asked for`;
}
// src/smoke/presets/static/loading.ts
const MANIFEST$1 = "ValueError: Missing staticfiles manifest entry";
const staticPage = defineCheck({
	id: "static/page",
	title: "The page itself answers, and refers to stylesheets and scripts",
	why: "All other checks of this preset start from the files of this page. A `{% static %}` whose file is not in the manifest turns every page into a 500.",
	accepts: ["200 with HTML that refers to at least one file, or has its styles in itself", "a page without any style is suspicious, and fails: either the wrong page was named, or it lost its files"],
	remedy: "Name a page that a visitor sees without signing in: `static: { page: /login/ }`.",
	source: "OBCMS runbook: a page of the site is asked, and what it names is fetched; Django 5.2: ManifestStaticFilesStorage",
	severity: "failure",
	collect: assetsOf,
	judge: judgePage$1
});
function judgePage$1({ page, references }) {
	const expected = "200 with an HTML page that refers to stylesheets or scripts";
	const actual = `${pathOf(page.url)}: ${answerInWords(page)}`;
	if (page.status >= 500) return {
		verdict: "broken",
		expected,
		actual,
		remedy: `Look into the log of the web resource. With "${MANIFEST$1}" run \`python manage.py collectstatic --noinput\` when the image is built, with the settings of production.`
	};
	if (page.status !== 200 || !isHtml(page)) return {
		verdict: "broken",
		expected,
		actual
	};
	const { own, plain, foreignHosts, inline } = references;
	if (own.length + plain.length + foreignHosts.length > 0) {
		const foreign = foreignHosts.length === 0 ? "" : `, files of ${count(foreignHosts.length, "other host")}`;
		return {
			verdict: "holds",
			actual: `${count(own.length, "own file")}${foreign}`
		};
	}
	if (inline) return {
		verdict: "holds",
		actual: "no files: its styles and scripts stand in the page"
	};
	return {
		verdict: "broken",
		expected,
		actual: `${actual}, without any stylesheet or script`
	};
}
const assetsLoad = defineCheck({
	id: "static/assets-load",
	title: "Every file the page refers to is there, with the right type and content",
	why: "The health page is green and the site has no styles, or no scripts: a blank or broken page for every visitor.",
	accepts: [
		"200, not empty, no HTML page in place of the file",
		"text/css for stylesheets, a JavaScript type for scripts, no text for images: with nosniff browsers refuse anything else",
		`the first ${30} own files; files of other hosts are not asked`
	],
	remedy: "Run `python manage.py collectstatic --noinput` when the image is built.",
	source: "OBCMS runbook: application healthy, static files missing; the asset named in the page answers 200 with the right type",
	severity: "failure",
	collect: assetsOf,
	judge: judgeAssets
});
function judgeAssets(facts) {
	const nothing = nothingToSee$1(facts);
	if (nothing !== void 0) return {
		verdict: "not-knowable",
		why: nothing
	};
	const { loaded, left, references } = facts;
	return judgeLoaded(loaded, references.plain.map(({ url }) => `${pathOf(url)}: asked by plain HTTP, which browsers refuse on this page`), left);
}
function judgeLoaded(loaded, others, left) {
	const expected = "each 200, of its type, not empty";
	const bad = loaded.map(({ reference, answer }) => ({
		reference,
		answer,
		fault: faultOf(reference, answer)
	})).filter(({ fault }) => fault !== void 0);
	const named = [...bad.map(({ reference, fault }) => `${pathOf(reference.url)}: ${fault}`), ...others];
	if (named.length > 0) {
		const remedy = remedyFor(bad.map(({ answer }) => answer), loaded.length);
		return {
			verdict: "broken",
			expected,
			actual: `${some(named)}${notAsked(left)}`,
			remedy
		};
	}
	const away = loaded.filter(({ answer }) => redirectTarget(answer) !== void 0);
	if (away.length > 0) return {
		verdict: "doubtful",
		expected,
		actual: `${some(away.map(({ reference, answer }) => `${pathOf(reference.url)}: ${answerInWords(answer)}`))}`,
		remedy: "Redirects to another host are not followed. Name the files where they are."
	};
	return {
		verdict: "holds",
		actual: `${count(loaded.length, "file")}${notAsked(left)}`
	};
}
function faultOf({ kind }, answer) {
	if (redirectTarget(answer) !== void 0) return redirectTarget(answer)?.origin === answer.url.origin ? answerInWords(answer) : void 0;
	if (answer.status !== 200) return `${answer.status}`;
	if (answer.body === "") return "empty";
	const type = mediaType(answer);
	if (type === "text/html" || (kind === "stylesheet" || kind === "script") && startsAsHtml(answer.body)) return "an HTML page instead of the file";
	const accepted = TYPES[kind];
	return accepted === void 0 || accepted.test(type) ? void 0 : `${type === "" ? "no content type" : type}`;
}
const TYPES = {
	stylesheet: /^text\/css$/,
	script: /^(?:text|application)\/(?:x-)?(?:java|ecma)script$/,
	image: /^(?:image\/|application\/octet-stream$)/
};
function remedyFor(bad, all) {
	if (bad.some((answer) => isHtml(answer) && answer.status === 200)) return "A rule that answers every path with a page answers for files as well, or a sign-in stands in front of them. Serve STATIC_URL before that rule, and let it answer 404 for what is not there.";
	if (bad.length > 0 && bad.length === all && bad.every(({ status }) => status === 404)) return "No file is served. Three things must be there: STATIC_ROOT in the settings; `RUN python manage.py collectstatic --noinput` in the Dockerfile; \"whitenoise.middleware.WhiteNoiseMiddleware\" right after SecurityMiddleware (or the web server serving STATIC_ROOT).";
	if (bad.some(({ status }) => status === 404)) return "Page and files are not of one release: run collectstatic when the image is built, not in a volume that outlives it, and redeploy.";
	return "Fetch the file and see. An empty one often comes of a disk that was full when it was written; a wrong type from the table of the web server.";
}
const cssReferences = defineCheck({
	id: "static/css-references",
	title: "What the stylesheets load is there as well: fonts, images, imported stylesheets",
	why: "collectstatic rewrites addresses in stylesheets; icons and fonts that were missed are gone for visitors, and nowhere in the page.",
	accepts: [`each url(...) and @import of the page's own stylesheets, and of those they import: 200, not empty, no HTML page (the first ${30})`],
	remedy: "Put the file into STATICFILES_DIRS or the static folder of its application, and run collectstatic when the image is built.",
	source: "Django 5.2: ManifestStaticFilesStorage rewrites url() and @import; OBCMS runbook, static files",
	severity: "failure",
	async collect(site, options) {
		const assets = await assetsOf(site, options);
		const sheets = assets.loaded.filter(isSheet);
		const first = referencesIn(sheets, site.base);
		const direct = await load$1(site, first.own);
		const imported = direct.loaded.filter(isSheet);
		const second = referencesIn(imported, site.base);
		const known = new Set(first.own.map(({ url }) => url.href));
		const indirect = await load$1(site, second.own.filter(({ url }) => !known.has(url.href)));
		return {
			assets,
			sheets: sheets.length + imported.length,
			loaded: [...direct.loaded, ...indirect.loaded],
			plain: [...first.plain, ...second.plain],
			left: direct.left + indirect.left
		};
	},
	judge: judgeCss
});
function isSheet({ reference, answer }) {
	return reference.kind === "stylesheet" && answer.status === 200 && mediaType(answer) === "text/css";
}
function referencesIn(sheets, site) {
	const found = sheets.map(({ answer }) => referencesOfCss(answer.body, answer.url, site));
	return {
		own: [...new Map(found.flatMap((references) => references.own).map((reference) => [reference.url.href, reference])).values()],
		plain: found.flatMap((references) => references.plain)
	};
}
function judgeCss({ assets, sheets, loaded, plain, left }) {
	const nothing = nothingToSee$1(assets);
	if (nothing !== void 0) return {
		verdict: "not-knowable",
		why: nothing
	};
	if (sheets === 0) return {
		verdict: "not-knowable",
		why: "the page has no own stylesheet that loads"
	};
	if (loaded.length === 0 && plain.length === 0) return {
		verdict: "not-knowable",
		why: `${count(sheets, "own stylesheet")}, and no own file is named in it`
	};
	return judgeLoaded(loaded, plain.map(({ url }) => `${pathOf(url)}: asked by plain HTTP, which browsers refuse on this page`), left);
}
// src/smoke/presets/django/admin-css.ts
const adminCss = defineCheck({
	id: "django/admin-css",
	title: "The admin has its stylesheets",
	why: "They come from the package django.contrib.admin through collectstatic: when they are missing, collectstatic did not run for this image.",
	accepts: ["each own stylesheet of the admin's sign-in page: 200, text/css, not empty", "not knowable when the admin is closed from here (401, 403, 404), or its files come from another host"],
	remedy: "Run `python manage.py collectstatic --noinput` in the Dockerfile with the settings of production, and keep WhiteNoiseMiddleware right after SecurityMiddleware.",
	source: "OBCMS runbook, static files: /static/admin/css/base.css answers 200, text/css, larger than 0",
	severity: "failure",
	async collect(site, { admin }) {
		if (admin === void 0) return void 0;
		const page = await site.page(admin);
		const { own, foreignHosts } = referencesOf(page);
		const { loaded } = await load$1(site, own.filter(({ kind }) => kind === "stylesheet"));
		return {
			page,
			sheets: loaded,
			foreign: foreignHosts.length
		};
	},
	judge: judgeAdminCss
});
function judgeAdminCss(facts) {
	if (facts === void 0) return {
		verdict: "not-knowable",
		why: "the suite says that the site has no admin"
	};
	const { page, sheets, foreign } = facts;
	const path = oneLine(page.url.pathname, 80);
	const expected = "each 200, text/css, not empty";
	if (page.status >= 500) return {
		verdict: "broken",
		expected,
		actual: `${path}: ${answerInWords(page)}`
	};
	if (page.status !== 200) return {
		verdict: "not-knowable",
		why: `${path} answers ${answerInWords(page)}`
	};
	const faults = sheets.flatMap(({ reference, answer }) => {
		const fault = faultOf(reference, answer);
		return fault === void 0 ? [] : [`${oneLine(reference.url.pathname, 120)}: ${fault}`];
	});
	if (faults.length > 0) return {
		verdict: "broken",
		expected,
		actual: some(faults)
	};
	const [first] = sheets;
	if (first !== void 0) {
		const caching = oneLine(first.answer.header("cache-control") ?? "no Cache-Control", 80);
		return {
			verdict: "holds",
			actual: `${count(sheets.length, "stylesheet")}, ${caching}`
		};
	}
	if (foreign > 0) return {
		verdict: "not-knowable",
		why: `the files of ${path} come from another host, which is not asked`
	};
	return {
		verdict: "broken",
		expected,
		actual: `${path} refers to no stylesheet`
	};
}
const MANIFEST = /Missing staticfiles manifest entry for/;
const staticManifest = defineCheck({
	id: "django/static-manifest",
	title: "No page fails on its way to a visitor",
	why: "A file that collectstatic did not see turns every page that names it into a 500, the page for 404 included; health pages name no files and stay green.",
	accepts: ["the front page, the sign-in page, the admin and a path that does not exist answer below 500, without \"Missing staticfiles manifest entry\""],
	remedy: "Look into the log of the web resource. With \"ValueError: Missing staticfiles manifest entry\" run `python manage.py collectstatic --noinput` in the Dockerfile with the settings of production, and check the spelling in {% static %}.",
	source: "Django 5.2: ManifestStaticFilesStorage raises ValueError for a file without an entry; OBCMS runbook, static files",
	severity: "failure",
	async collect(site, { login, admin }) {
		const paths = [
			"/",
			login,
			...admin === void 0 ? [] : [admin]
		];
		return [...await inSmallGroups([...new Set(paths)], (path) => site.page(path)), await unknownPage(site)];
	},
	judge(pages) {
		const failing = pages.filter(({ status, body }) => status >= 500 || MANIFEST.test(body));
		if (failing.length === 0) return {
			verdict: "holds",
			actual: pages.map((page) => `${oneLine(page.url.pathname, 60)}: ${page.status}`).join(", ")
		};
		const named = failing.map((page) => {
			const cause = MANIFEST.test(page.body) ? ", a static file is missing in the manifest" : "";
			return `${oneLine(page.url.pathname, 60)}: ${page.status}${cause}`;
		});
		return {
			verdict: "broken",
			expected: "an answer below 500 on each",
			actual: some(named)
		};
	}
});
// src/smoke/presets/django/login-form.ts
const TOKEN_FIELD = "csrfmiddlewaretoken";
function loginFormIn(page) {
	const tags = tagsOf(page.body);
	const form = formsOf(tags).find(({ fields }) => fields.some(({ type }) => type === "password"));
	if (form === void 0) return void 0;
	const target = addressOf(form.action, baseOf(tags, page.url)) ?? page.url;
	const token = form.fields.find(({ name }) => name === TOKEN_FIELD)?.value;
	return {
		target,
		token: token === "" ? void 0 : token,
		form
	};
}
function emptyForm({ form }) {
	const body = new URLSearchParams();
	for (const { name, type, value } of form.fields) {
		if (name === "" || LEFT_OUT.has(type)) continue;
		body.append(name, type === "hidden" ? value : "");
	}
	return body.toString();
}
const LEFT_OUT = new Set([
	"submit",
	"button",
	"image",
	"reset",
	"file",
	"checkbox",
	"radio",
	"select"
]);
// src/smoke/presets/django/csrf.ts
const csrfEnforced = defineCheck({
	id: "django/csrf-enforced",
	title: "A form without a CSRF token is refused",
	why: "Otherwise any page on the web can send forms in the name of whoever is signed in.",
	accepts: ["403 to a POST of the sign-in page without token and cookie", "a redirect or 400 is a warning: a CSRF_FAILURE_VIEW of your own may answer so"],
	remedy: "Keep \"django.middleware.csrf.CsrfViewMiddleware\" in MIDDLEWARE and take @csrf_exempt off the view.",
	source: "Django 5.2, measured: no cookie or no token answers 403; OBCMS runbook, CSRF troubles: POST without token 403",
	severity: "failure",
	async collect(site, { login }) {
		const page = await site.page(login);
		if (page.status !== 200) return {
			page,
			answer: void 0
		};
		const target = loginFormIn(page)?.target ?? page.url;
		return {
			page,
			answer: await post(site, target.origin === site.base.origin ? target : page.url, "", {})
		};
	},
	judge: judgeEnforced
});
function judgeEnforced({ page, answer }) {
	if (answer === void 0) return {
		verdict: "not-knowable",
		why: `the sign-in page answers ${answerInWords(page)}`
	};
	const expected = "403 without a token";
	const actual = answerInWords(answer);
	switch (answer.status) {
		case 403: return {
			verdict: "holds",
			actual: /csrf/i.test(answer.body) ? "403, by the CSRF protection" : "403"
		};
		case 401:
		case 404:
		case 405:
		case 429: return {
			verdict: "not-knowable",
			why: `the sign-in page answers ${answer.status} to POST, which is not its CSRF protection`
		};
		case 301:
		case 302:
		case 303:
		case 307:
		case 308:
		case 400: return {
			verdict: "doubtful",
			expected,
			actual,
			remedy: "If CSRF_FAILURE_VIEW answers so, let it keep status 403: scripts and monitors go by it."
		};
		default: return {
			verdict: "broken",
			expected,
			actual
		};
	}
}
const TRUST_REMEDY = "Set CSRF_TRUSTED_ORIGINS = [\"https://obcms.example\"] (scheme and host as visitors see them, no slash at the end) and SECURE_PROXY_SSL_HEADER = (\"HTTP_X_FORWARDED_PROTO\", \"https\"): behind a proxy Django takes the request for plain HTTP, and the Origin of the browser for a foreign one.";
const csrfPasses = defineCheck({
	id: "django/csrf-passes",
	title: "A form with its CSRF token is accepted",
	why: "Behind a proxy every form may answer 403 while every page looks fine: nobody can sign in.",
	accepts: ["a login of the suite by `django-form` that worked", "without one: the empty sign-in form, sent with its token, cookie and the right Origin, is answered with anything but 403 (200 with the form again). No account is named, so nothing can be locked"],
	remedy: TRUST_REMEDY,
	source: "Django 5.2, measured: over HTTPS the Origin must be the host or a trusted origin; OBCMS runbook, CSRF troubles: POST with token is not 403",
	severity: "failure",
	looksAtLogins: true,
	async collect(site, options) {
		const worked = site.logins.filter(({ kind, worked }) => kind === "django-form" && worked).map(({ name }) => name);
		if (worked.length > 0) return {
			worked,
			posted: void 0
		};
		return {
			worked,
			posted: await postEmpty(site, options, site.base.origin)
		};
	},
	judge: judgePasses
});
function judgePasses({ worked, posted }) {
	if (posted === void 0) return {
		verdict: "holds",
		actual: oneLine(`the login ${worked.join(", ")} was let in`, 120)
	};
	const { page, answer } = posted;
	if (answer === void 0) return {
		verdict: "not-knowable",
		why: noForm(page)
	};
	const { status } = answer;
	const expected = "anything but 403, such as the form again";
	const actual = `${answerInWords(answer)} to the empty form with its token`;
	if (status === 403) return {
		verdict: "broken",
		expected,
		actual
	};
	if (status === 401 || status === 404 || status === 405 || status === 429) return {
		verdict: "not-knowable",
		why: `the sign-in form is answered ${status}, which is not its CSRF protection`
	};
	if (status >= 500) return {
		verdict: "broken",
		expected,
		actual,
		remedy: "The view fails on an empty form. Look into the log of the web resource."
	};
	return {
		verdict: "holds",
		actual
	};
}
const FOREIGN = "https://smoke-test.invalid";
const csrfOrigin = defineCheck({
	id: "django/csrf-origin",
	title: "A form with its token, sent from a foreign site, is refused",
	why: "CSRF_TRUSTED_ORIGINS with a wildcard such as \"https://*.example\" lets every site below it send forms.",
	accepts: ["403 to the empty sign-in form with its token and `Origin: https://smoke-test.invalid`, where the own Origin is accepted"],
	remedy: "List whole origins in CSRF_TRUSTED_ORIGINS: [\"https://obcms.example\"], no wildcard such as \"https://*.example\".",
	source: "Django 5.2, measured: an Origin that is neither the host nor trusted answers 403",
	severity: "failure",
	async collect(site, options) {
		return {
			own: await postEmpty(site, options, site.base.origin),
			foreign: await postEmpty(site, options, FOREIGN)
		};
	},
	judge: judgeOrigin
});
function judgeOrigin({ own, foreign }) {
	if (own.answer === void 0 || foreign.answer === void 0) return {
		verdict: "not-knowable",
		why: noForm(own.page)
	};
	const { status } = foreign.answer;
	if (status !== 403 && [
		401,
		404,
		405,
		429
	].includes(status)) return {
		verdict: "not-knowable",
		why: `the sign-in form is answered ${status}, which is not its CSRF protection`
	};
	if (own.answer.status === 403) return {
		verdict: "not-knowable",
		why: "the form is refused from its own origin as well (see django/csrf-passes)"
	};
	if (status === 403) return {
		verdict: "holds",
		actual: `403; ${own.answer.status} from the own origin`
	};
	return {
		verdict: status >= 300 && status < 400 && own.answer.status !== status || status === 400 && own.answer.status !== 400 ? "doubtful" : "broken",
		expected: `403 with Origin: ${FOREIGN}`,
		actual: answerInWords(foreign.answer)
	};
}
async function postEmpty(site, { login }, origin) {
	const page = await site.page(login);
	const form = page.status === 200 ? loginFormIn(page) : void 0;
	if (form?.token === void 0 || form.target.origin !== site.base.origin) return {
		page,
		answer: void 0
	};
	const cookie = page.cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
	const headers = {
		...cookie === "" ? {} : { Cookie: cookie },
		Origin: origin,
		Referer: origin === site.base.origin ? page.url.href : `${origin}/`
	};
	return {
		page,
		answer: await post(site, form.target, emptyForm(form), headers)
	};
}
function post(site, target, body, headers) {
	return site.ask({
		method: "POST",
		path: `${target.pathname}${target.search}`,
		headers: {
			"Content-Type": "application/x-www-form-urlencoded",
			...headers
		},
		body
	});
}
function noForm(page) {
	const cookies = count(page.cookies.length, "cookie");
	return `the sign-in page has no form with a token that is sent to this host (${answerInWords(page)}, ${cookies}; see django/login-page)`;
}
// src/smoke/presets/django/sign-in.ts
const loginPage = defineCheck({
	id: "django/login-page",
	title: "The sign-in page answers with a form",
	why: "It is the door of the site: it needs templates, static files and often the database, which the health page does not.",
	accepts: ["200 with a POST form that has a password field and `csrfmiddlewaretoken`"],
	remedy: "Name the page with `django: { login: /accounts/login/ }`, and look into the log of the web resource when it fails.",
	source: "Django 5.2: LoginView; OBCMS runbook: the sign-in page is what people see first",
	severity: "failure",
	collect: (site, { login }) => site.page(login),
	judge: judgeLoginPage
});
function judgeLoginPage(page) {
	const expected = "200 with a form that has a password field and a CSRF token";
	const path = oneLine(page.url.pathname, 80);
	const broken = (actual, remedy) => ({
		verdict: "broken",
		expected,
		actual: `${path}: ${actual}`,
		...remedy === void 0 ? {} : { remedy }
	});
	const target = redirectTarget(page);
	if (target !== void 0 && target.origin !== page.url.origin) return broken(answerInWords(page), "People sign in at another host. That page is not judged; use the preset `django` with `skip: [django/login-page]`.");
	if (target !== void 0) return broken(`${answerInWords(page)}, and so on`, "The redirects do not end. Django does not see that the visitor came by HTTPS: SECURE_PROXY_SSL_HEADER = (\"HTTP_X_FORWARDED_PROTO\", \"https\").");
	if (page.status === 400) return broken("400", "Django answers 400 to a host it does not know: add it to ALLOWED_HOSTS.");
	if (page.status !== 200) return broken(answerInWords(page));
	const form = loginFormIn(page);
	if (form === void 0) return broken(`${answerInWords(page)}, without a form that asks for a password`);
	if (form.token === void 0) return broken(`the form has no ${TOKEN_FIELD}`, "Put {% csrf_token %} into the form.");
	if (form.form.method !== "post") return broken(`the form is sent by ${form.form.method.toUpperCase()}`, "Write <form method=\"post\">: GET puts the password into addresses and logs.");
	return {
		verdict: "holds",
		actual: `${path}: 200 with its form`
	};
}
const openRedirect = defineCheck({
	id: "django/open-redirect",
	title: "Signing in does not lead to a foreign site",
	why: "A link to the real sign-in page that ends on a copy of the site is the best bait there is.",
	accepts: ["a login of the suite by `django-form`, which carries `next` with a foreign address, ends on this host", "not knowable without such a login, or when it was refused or leads nowhere"],
	remedy: "Check `next` with url_has_allowed_host_and_scheme(next, allowed_hosts={request.get_host()}, require_https=True), as LoginView does.",
	source: "Django 5.2, measured: LoginView ignores a foreign `next` and goes to LOGIN_REDIRECT_URL; OWASP WSTG, open redirect",
	severity: "failure",
	looksAtLogins: true,
	collect: (site) => Promise.resolve({
		base: site.base,
		logins: site.logins
	}),
	judge: ({ base, logins }) => judgeOpenRedirect(base, logins)
});
function judgeOpenRedirect(base, all) {
	const logins = all.filter(({ kind }) => kind === "django-form");
	if (logins.length === 0) return {
		verdict: "not-knowable",
		why: "it rides on a login of the suite by `django-form`, and there is none"
	};
	const led = logins.flatMap(({ name, ledTo }) => ledTo === void 0 ? [] : [{
		name,
		ledTo
	}]);
	const away = led.find(({ ledTo }) => ledTo.host !== base.host);
	if (away !== void 0) {
		const actual = oneLine(`${away.name} led to ${away.ledTo.origin}`, 160);
		return {
			verdict: "broken",
			expected: `a page of ${base.host}`,
			actual
		};
	}
	const [first] = led;
	if (first === void 0) return {
		verdict: "not-knowable",
		why: `the login ${logins.map(({ name }) => name).join(", ")} was refused, or led nowhere`
	};
	return {
		verdict: "holds",
		actual: oneLine(`${first.name} led to ${first.ledTo.pathname}`, 160)
	};
}
const logoutGet = defineCheck({
	id: "django/logout-get",
	title: "A mere link does not sign people out",
	why: "A picture with the address of the sign-out, on any page of the web, would throw people out of their work.",
	accepts: ["405 to GET at /logout/, or beside the sign-in page; a page with a form that asks is fine as well", "not knowable when there is no such page (404), or when it asks to sign in first"],
	remedy: "Sign out by a form: <form method=\"post\" action=\"{% url 'logout' %}\">{% csrf_token %}; Django 5 and newer refuse GET, older ones need http_method_names = [\"post\", \"options\"] on a subclass of LogoutView.",
	source: "Django 5.0 release notes: LogoutView by GET removed; measured on 5.2: 405",
	severity: "failure",
	async collect(site, { login }) {
		const paths = [...new Set([login.replace(/login|signin|sign-in/i, "logout"), "/logout/"])].filter((path) => path !== login);
		const visits = [];
		for (const path of paths) visits.push({
			path,
			answer: await site.ask({ path })
		});
		return {
			login: await site.page(login),
			unknown: await unknownPage(site),
			visits
		};
	},
	judge: judgeLogout
});
function judgeLogout({ login, unknown, visits }) {
	const there = visits.find(({ answer }) => answer.status !== 404 && answer.status !== 410);
	if (there === void 0) return {
		verdict: "not-knowable",
		why: `there is no page at ${visits.map(({ path }) => oneLine(path, 80)).join(" and ")}`
	};
	const { answer } = there;
	const actual = `${oneLine(there.path, 80)}: ${answerInWords(answer)}`;
	if (samePage(answer, unknown)) return {
		verdict: "not-knowable",
		why: `${actual}, as any other path`
	};
	const expected = "405 to GET";
	if (answer.status === 405) return {
		verdict: "holds",
		actual: `${oneLine(there.path, 80)}: 405`
	};
	const target = redirectTarget(answer);
	if (target !== void 0) {
		const asksFirst = target.origin !== answer.url.origin || target.searchParams.has("next") || target.pathname === `${there.path}/`;
		const isAllauth = loginFormIn(login)?.form.fields.some(({ name }) => name === "login") === true;
		if (asksFirst || isAllauth || leadsToSignIn(target) && target.searchParams.size > 0) return {
			verdict: "not-knowable",
			why: `${actual}: it cannot be seen without being signed in`
		};
		return {
			verdict: "broken",
			expected,
			actual
		};
	}
	if (answer.status === 200) return isHtml(answer) && formsOf(tagsOf(answer.body)).some(asksToSignOut) ? {
		verdict: "holds",
		actual: `${actual}, with a form that asks`
	} : {
		verdict: "broken",
		expected,
		actual
	};
	if (answer.status >= 500) return {
		verdict: "broken",
		expected,
		actual
	};
	return {
		verdict: "not-knowable",
		why: actual
	};
}
function asksToSignOut(form) {
	const { method, fields } = form;
	return method === "post" && fields.some(({ name }) => name === "csrfmiddlewaretoken") && fields.every(({ type }) => type !== "password");
}
// src/smoke/presets/django/index.ts
const django = definePreset({
	name: "django",
	about: "Django's sign-in, CSRF protection and admin work behind the proxy as they do at home.",
	checks: [
		loginPage,
		csrfEnforced,
		csrfPasses,
		csrfOrigin,
		openRedirect,
		logoutGet,
		adminCss,
		staticManifest
	]
});
// src/smoke/presets/leaks/debug-page.ts
const DEBUG_PAGES = [
	["Django's page that lists the URLconf", /Using the URLconf defined in/],
	["Django's page for DEBUG = True", /because you have\s+<code>\s*DEBUG\s*=\s*True\s*<\/code>/],
	["Django's debug page for a path that does not exist", /<title>Page not found at \//],
	["Django's page with a traceback", /<th[^>]*>\s*Exception Type:\s*<\/th>|id="traceback_area"/],
	["Django's report of an exception", /^Exception Type: \S+ at \//m],
	["Werkzeug's debugger", /<title>[^<]{0,300}\/\/ Werkzeug Debugger<\/title>|__debugger__=yes|var EVALEX\s*=|EVALEX = (?:true|false)/],
	["Starlette's debugger", /<title>\s*Starlette Debugger\s*<\/title>|class="traceback-title"/]
];
const TRACES = [
	/<th[^>]*>\s*Exception Type:\s*<\/th>|id="traceback_area"|^Exception Type: \S+ at \//m,
	/__debugger__=yes|var EVALEX\s*=/,
	/class="traceback-title"/
];
const TRACEBACK = /Traceback \(most recent call last\):/;
const LOOKED_AT$2 = 524288;
function debugPageIn(answer) {
	const body = answer.body.slice(0, LOOKED_AT$2);
	return DEBUG_PAGES.find(([, mark]) => mark.test(body))?.[0];
}
function tracebackIn(answer) {
	const body = answer.body.slice(0, LOOKED_AT$2);
	if (TRACES.some((mark) => mark.test(body))) return "shown";
	if (!TRACEBACK.test(body)) return void 0;
	return answer.status >= 400 || TRACEBACK.test(body.trimStart().slice(0, 40)) ? "shown" : "mentioned";
}
// src/smoke/presets/leaks/open-signs.ts
const LOOKED_AT$1 = 262144;
const SCHEMA = [["an OpenAPI document", /^[^<]{0,4000}["']?(?:openapi|swagger)["']?\s*:\s*["']?[123]\.\d/], ["an AsyncAPI document", /^[^<]{0,4000}["']?asyncapi["']?\s*:\s*["']?[23]\.\d/]];
const DOCS$1 = [
	["Swagger UI", /swagger-ui|SwaggerUIBundle/i],
	["ReDoc", /<redoc[\s>]|redoc(?:\.standalone|\.min)?\.js|Redoc\.init\(/i],
	["RapiDoc", /<rapi-doc[\s>]/i],
	["Stoplight Elements", /<elements-api[\s>]|@stoplight\/elements/i],
	["Scalar", /@scalar\/api-reference|Scalar\.createApiReference|id="api-reference"/i],
	["GraphiQL", /graphiql(?:\.min)?\.(?:js|css)|GraphiQL\.createFetcher/i],
	["Django REST framework's documentation", /rest_framework\/docs\/|coreapi-\d/]
];
function docsIn(answer) {
	const body = answer.body.slice(0, LOOKED_AT$1);
	return signIn(body, SCHEMA) ?? signIn(body, DOCS$1) ?? drfPageIn(answer);
}
function drfPageIn(answer) {
	if (!isHtml(answer)) return void 0;
	const tags = tagsOf(answer.body.slice(0, LOOKED_AT$1));
	const loads = tags.some(({ attributes }) => /\/rest_framework\/(?:css|js|img)\//.test(attributes.get("href") ?? attributes.get("src") ?? ""));
	const shows = tags.some(({ attributes }) => /(?:^|\s)(?:response-info|request-info)(?:\s|$)/.test(attributes.get("class") ?? ""));
	return loads || shows ? "Django REST framework's browsable page" : void 0;
}
const EXPOSITION = /^# (?:HELP|TYPE|UNIT|EOF)\b|^[a-zA-Z_:][\w:]*(?:\{[^}\n]{0,500}\})? [-+]?(?:\d[\d.e+-]*|NaN|Inf)(?: \d+)?\s*$/m;
function metricsIn(answer) {
	if (isHtml(answer)) return void 0;
	if (/openmetrics|version=0\.0\.4/.test(answer.header("content-type") ?? "")) return "metrics in the format of Prometheus";
	if (EXPOSITION.test(answer.body.slice(0, LOOKED_AT$1))) return "metrics in the format of Prometheus";
	return mediaType(answer) === "application/json" && answer.body.trim() !== "" ? "JSON" : void 0;
}
const TOOLBARS$1 = [
	["django-debug-toolbar", /id=["']?djDebug|djdt-|^\s*\{"content":[\s\S]{0,2000}"scripts":/],
	["Silk", /<title>\s*Silky?\b|\/silk\/lib\/|silk\/css\//i],
	["Werkzeug's console", /<title>[^<]{0,100}Werkzeug Debugger<\/title>|var EVALEX\s*=|__debugger__=yes/]
];
function toolbarIn(answer) {
	return signIn(answer.body.slice(0, LOOKED_AT$1), TOOLBARS$1);
}
const LISTINGS = [
	["a list of files", /<title>\s*(?:Index of|Directory listing for|Listing of|Contents of) ?[/<]/i],
	["a list of files", /<h1>\s*(?:Index of|Directory listing for) \//i],
	["a list of files", /<a href="\.\.\/?">(?:\.\.\/?|Parent Directory|\[To Parent Directory\])<\/a>/i],
	["the list of a bucket", /<ListBucketResult[\s>]/],
	["a list of files as JSON", /^\s*\[\s*\{\s*"name"\s*:\s*"[^"]*"\s*,\s*"type"\s*:\s*"(?:file|directory)"/]
];
function listingIn(answer) {
	return signIn(answer.body.slice(0, LOOKED_AT$1), LISTINGS);
}
const ADMIN = [["the admin's menu of a signed-in person", /id="user-tools"|action="[^"]{0,200}\/logout\/"/], ["the list of its tables", /class="[^"]*\bapp-[\w-]+ module|id="recent-actions-module"/]];
function adminIn(answer) {
	return signIn(answer.body.slice(0, LOOKED_AT$1), ADMIN);
}
function signIn(body, signs) {
	return signs.find(([, mark]) => mark.test(body))?.[0];
}
// src/smoke/presets/fastapi/closed.ts
const DOCS = [
	"/docs",
	"/redoc",
	"/openapi.json"
];
const docsClosed = defineCheck({
	id: "fastapi/docs-closed",
	title: "Swagger UI, ReDoc and the OpenAPI document are not open to everybody",
	why: "FastAPI serves them unless told otherwise: every endpoint, parameter and model, for whoever asks.",
	accepts: ["401, 403 or 404 (or another refusal), or a redirect to a sign-in page, at /docs, /redoc, /openapi.json and the paths of `fastapi: { docs: [...] }`"],
	remedy: "app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None) in production. Public on purpose: skip fastapi/docs-closed.",
	source: "FastAPI manual: conditional OpenAPI; OBCMS hardening guide: 404 on the listed paths",
	severity: "failure",
	collect: (site, { docs }) => lookAt(site, [...DOCS, ...docs]),
	judge: (facts) => judgeClosed(facts, docsIn, {
		expected: "401, 403, 404 or a sign-in page",
		unclear: "It does not look like documentation, and is a page of its own. Look at it; when it is public on purpose, skip fastapi/docs-closed."
	})
});
const debugTraceback = defineCheck({
	id: "fastapi/debug-traceback",
	title: "No answer is a debugger or a traceback",
	why: "With debug=True an error answers with the source code around it.",
	accepts: ["no traceback and no page of a debugger at /, at a path that does not exist, and at the documentation paths"],
	remedy: "FastAPI(debug=False), which is the default; let exception handlers log (logging.exception) and answer {\"detail\": \"Internal Server Error\"}.",
	source: "Starlette: ServerErrorMiddleware answers `Internal Server Error` unless debug; OWASP WSTG, stack traces",
	severity: "failure",
	async collect(site, { docs }) {
		const paths = [...new Set([
			"/",
			...DOCS,
			...docs
		])];
		return { pages: [...await inSmallGroups(paths, (path) => site.page(path)), await unknownPage(site)] };
	},
	judge({ pages }) {
		const shown = pages.filter((page) => tracebackIn(page) === "shown" || debugPageIn(page) !== void 0);
		if (shown.length === 0) return {
			verdict: "holds",
			actual: `none in ${pages.length} answers`
		};
		const named = shown.map((page) => `${oneLine(page.url.pathname, 80)} (${page.status})`);
		return {
			verdict: "broken",
			expected: "no traceback",
			actual: `at ${inSequence(named)}`
		};
	}
});
const DISCLOSING = ["server", "x-powered-by"];
const serverHeader = defineCheck({
	id: "fastapi/server-header",
	title: "Answers do not name the version of the server",
	why: "A version tells which known holes to try.",
	accepts: ["no `Server` and `X-Powered-By`, or a name without a version: uvicorn says `uvicorn`"],
	remedy: "uvicorn --no-server-header, or in front of it a middleware that sets Server to a bare name.",
	source: "Measured: gunicorn and uvicorn send their bare name; OWASP WSTG, fingerprinting",
	severity: "warning",
	collect: unknownPage,
	judge: judgeServer$1
});
function judgeServer$1(answer) {
	const sent = DISCLOSING.flatMap((name) => {
		const value = answer.header(name);
		return value === void 0 ? [] : [{
			name,
			value: oneLine(value, 80)
		}];
	});
	const disclosing = sent.filter(({ value }) => /\d+\.\d+|[a-z][/ ]v?\d/i.test(value));
	const shown = (headers) => headers.map(({ name, value }) => `${name}: ${value}`).join("; ");
	if (disclosing.length > 0) return {
		verdict: "broken",
		expected: "no version",
		actual: shown(disclosing)
	};
	return {
		verdict: "holds",
		actual: sent.length === 0 ? "neither header is sent" : shown(sent)
	};
}
// src/smoke/presets/fastapi/routing.ts
const notFoundJson = defineCheck({
	id: "fastapi/not-found-json",
	title: "A path that does not exist answers 404 in JSON",
	why: "Another 404 says that the request did not get to the application: the route of the proxy, or the path in front, is wrong.",
	accepts: [
		"404 with JSON: `{\"detail\": \"Not Found\"}` or an object of your own",
		"404 in text or HTML is a warning (a handler of your own), except the proxy's own `404 page not found`",
		"not knowable when a front end answers every path, or a sign-in stands in front"
	],
	remedy: "Look at the route in Coolify: the domain and path of the resource, and the port that uvicorn listens on; with a prefix, uvicorn --root-path.",
	source: "FastAPI and Starlette: HTTPException 404 answers {\"detail\": \"Not Found\"}; Traefik answers `404 page not found` itself",
	severity: "failure",
	collect: unknownPage,
	judge: judgeNotFound
});
function judgeNotFound(answer) {
	const expected = "404 with {\"detail\": \"Not Found\"}";
	const actual = answerInWords(answer);
	const debugger_ = debugPageIn(answer);
	if (debugger_ !== void 0) return {
		verdict: "broken",
		expected,
		actual: `${answer.status} with ${debugger_}`
	};
	if ([
		401,
		403,
		429
	].includes(answer.status) || redirectTarget(answer) !== void 0) return {
		verdict: "not-knowable",
		why: `a path that does not exist is answered ${actual}`
	};
	if (answer.status === 200 && isHtml(answer)) return {
		verdict: "not-knowable",
		why: "a path that does not exist gets a page, as front ends do; the API behind it is not seen"
	};
	if (answer.status !== 404) return {
		verdict: "broken",
		expected,
		actual
	};
	const json = jsonOf(answer);
	if (typeof json === "object" && json !== null && /\bjson\b/.test(mediaType(answer))) return {
		verdict: "holds",
		actual: oneLine(`404 ${answer.body}`, 120)
	};
	if (/^\s*404 page not found\s*$/.test(answer.body)) return {
		verdict: "broken",
		expected,
		actual: "the proxy's own 404: the request did not get to the application"
	};
	return {
		verdict: "doubtful",
		expected,
		actual
	};
}
const USUAL = [
	"/",
	"/health",
	"/healthz",
	"/health/",
	"/readyz",
	"/ping"
];
const UNKNOWN_METHOD = "PROPFIND";
const methodNotAllowed = defineCheck({
	id: "fastapi/method-not-allowed",
	title: "A method that a page does not have answers 405",
	why: "A route that takes any method skips the checks that were written for one; an error shows what is behind it.",
	accepts: [`405 (or 501, 403, 400 from the proxy) to ${UNKNOWN_METHOD} at the first of ${USUAL.join(", ")} that answers GET`, "not knowable when none of them answers"],
	remedy: "Declare routes with their methods (@app.get, @app.post), not with @app.api_route and a list of all.",
	source: "Starlette: a route answers 405 with Allow to other methods; RFC 9110 15.5.6",
	severity: "failure",
	async collect(site) {
		const page = await firstPage(site);
		if (page === void 0) return {
			page,
			answer: void 0
		};
		return {
			page,
			answer: await site.ask({
				method: UNKNOWN_METHOD,
				path: page.url.pathname
			})
		};
	},
	judge: judgeMethod
});
function judgeMethod({ page, answer }) {
	if (page === void 0 || answer === void 0) return {
		verdict: "not-knowable",
		why: `none of ${USUAL.join(", ")} answers GET with 200`
	};
	const path = oneLine(page.url.pathname, 80);
	if ([
		400,
		403,
		405,
		501
	].includes(answer.status)) return {
		verdict: "holds",
		actual: `${path}: ${answer.status}`
	};
	if (answer.status === 404 || answer.status === 401 || answer.status === 429) return {
		verdict: "not-knowable",
		why: `${UNKNOWN_METHOD} ${path} is answered ${answer.status}`
	};
	return {
		verdict: "broken",
		expected: `405 to ${UNKNOWN_METHOD}`,
		actual: `${path}: ${answerInWords(answer)}`
	};
}
const redirectScheme = defineCheck({
	id: "fastapi/redirect-scheme",
	title: "The redirect to the path with the right slash stays on HTTPS",
	why: "uvicorn that does not trust the proxy takes the request for plain HTTP and sends people, and their tokens, there.",
	accepts: ["the redirect that a page answers when a slash is missing, or one too many, goes to the scheme and host it was asked with", "not knowable when no usual page answers, or none redirects"],
	remedy: "uvicorn --proxy-headers --forwarded-allow-ips=\"*\" (only the proxy can reach the container), or FORWARDED_ALLOW_IPS=* in the environment.",
	source: "Starlette: redirect_slashes builds the address from the scheme it sees; uvicorn manual, HTTP behind proxies",
	severity: "failure",
	async collect(site) {
		const pages = USUAL.filter((path) => path !== "/");
		for (const path of pages) {
			const { status } = await site.ask({ path });
			if (status !== 200) continue;
			const other = path.endsWith("/") ? path.slice(0, -1) : `${path}/`;
			return {
				path: other,
				answer: await site.ask({ path: other })
			};
		}
		return {
			path: void 0,
			answer: void 0
		};
	},
	judge({ path, answer }) {
		if (path === void 0 || answer === void 0) return {
			verdict: "not-knowable",
			why: "none of the usual pages answers GET with 200"
		};
		const target = redirectTarget(answer);
		if (target === void 0) return {
			verdict: "not-knowable",
			why: `${path} answers ${answer.status} and does not redirect`
		};
		if (target.origin === answer.url.origin) return {
			verdict: "holds",
			actual: `${path}: ${answerInWords(answer)}`
		};
		return {
			verdict: "broken",
			expected: `a redirect to ${answer.url.origin}`,
			actual: `${path}: ${answerInWords(answer)}`
		};
	}
});
async function firstPage(site) {
	for (const path of USUAL) {
		const answer = await site.ask({ path });
		if (answer.status === 200) return answer;
	}
}
// src/smoke/presets/fastapi/index.ts
const fastapi = definePreset({
	name: "fastapi",
	about: "A FastAPI application that keeps its documentation and its errors to itself, and answers in JSON.",
	checks: [
		docsClosed,
		notFoundJson,
		methodNotAllowed,
		redirectScheme,
		debugTraceback,
		serverHeader
	]
});
// src/smoke/presets/headers/pages.ts
async function bothPages(site, { path }) {
	const [page, error] = await Promise.all([site.page(path), unknownPage(site)]);
	return {
		page,
		error
	};
}
const ON_DOCUMENTS = {
	errorPage: "must",
	redirects: false,
	doors: "excuse"
};
const ON_EACH_DOCUMENT = {
	errorPage: "should",
	redirects: false,
	doors: "excuse"
};
const ON_EVERY_ANSWER = {
	errorPage: "must",
	redirects: true,
	doors: "excuse"
};
const NOWHERE = {
	errorPage: "must",
	redirects: true,
	doors: "count"
};
function judgePages(pages, rule, judge) {
	const { page } = pages;
	if (page.status >= 500 || isEdgesOwn(page)) return broken("a page of the site to judge", `${placeOf(page)}: ${isEdgesOwn(page) ? EDGES_OWN : "the site is down"}`, DEAD);
	const verdicts = judged(pages, rule).map((answer) => ({
		where: placeOf(answer),
		answer,
		judgement: judge(answer)
	}));
	if (verdicts.length === 0) return notKnowable(nothingToSee(pages));
	const counted = rule.doors === "count" ? verdicts : verdicts.filter(({ answer }) => !isDoor(answer));
	const excused = verdicts.filter((verdict) => !counted.includes(verdict) && verdict.judgement.verdict === "broken");
	if (counted.length === 0 && excused.length > 0) return notKnowable(behindDoor(excused));
	const failed = counted.find(({ judgement }) => judgement.verdict === "broken");
	if (failed !== void 0) return failedOn(failed, pages, rule);
	const [doubted] = [...excused, ...verdicts.filter(({ judgement }) => judgement.verdict === "doubtful")];
	if (doubted !== void 0) return withPlace(doubted, "doubtful");
	const [first] = verdicts;
	if (first?.judgement.verdict !== "holds") return first?.judgement ?? notKnowable(nothingToSee(pages));
	return holds(`${first.judgement.actual} on ${verdicts.map(({ where }) => where).join(" and ")}`);
}
function judged({ page, error }, rule) {
	return (error.url.href === page.url.href && error.status === page.status ? [page] : [page, ...error.status >= 500 || isEdgesOwn(error) ? [] : [error]]).filter((answer) => rule.redirects || !isRedirect(answer));
}
const DEAD = "Headers can only be judged on a page of the application: see that it runs, that the edge knows its host, and that headers.path is a page.";
function failedOn(failed, { page }, { errorPage }) {
	return withPlace(failed, failed.answer !== page && errorPage === "should" ? "doubtful" : "broken");
}
function withPlace({ where, judgement }, verdict) {
	if (judgement.verdict !== "broken" && judgement.verdict !== "doubtful") return judgement;
	return (verdict === "broken" ? broken : doubtful)(judgement.expected, `${judgement.actual} on ${where}`, judgement.remedy);
}
function behindDoor(excused) {
	return `${excused.map(({ where }) => where).join(" and ")} ask for a sign-in, and the edge may have said so itself, without the application’s headers: give a path that is open as headers.path`;
}
function nothingToSee({ page }) {
	const target = redirectTarget$1(page);
	const led = target === void 0 ? "nowhere" : oneLine(target.host, 100);
	return `${placeOf(page)} leads to ${led}, and no page of this host was seen: give a path that shows one as headers.path`;
}
// src/smoke/presets/headers/banners.ts
const VERSIONED = /[a-z][a-z0-9_.+-]*[/ ]v?\d/i;
const server = defineCheck({
	id: "headers/server",
	title: "The Server header names no version",
	why: "A version tells which known holes are worth a try, and spares an attacker the search.",
	accepts: ["no Server header, or a name without a version, such as `gunicorn` or `cloudflare`"],
	remedy: "nginx: `server_tokens off;`. `WSGIServer` is Django’s development server: start gunicorn or uvicorn instead. At the edge the header can be dropped by the label `traefik.http.middlewares.<name>.headers.customResponseHeaders.Server=`.",
	source: "gunicorn sends `Server: gunicorn`, and Traefik passes it through; OWASP WSTG-INFO-02",
	severity: "warning",
	collect: bothPages,
	judge: (pages) => judgePages(pages, NOWHERE, judgeServer)
});
function judgeServer(answer) {
	const value = answer.header("server") ?? "";
	if (value === "") return holds("no Server header");
	const said = oneLine(value, 100);
	return VERSIONED.test(value) ? broken("no version in Server", `Server: ${said}`) : holds(`Server: ${said}`);
}
const BANNERS = [
	"x-powered-by",
	"x-aspnet-version",
	"x-aspnetmvc-version",
	"x-runtime-version"
];
const poweredBy = defineCheck({
	id: "headers/powered-by",
	title: "No header says what the site is made with",
	why: "It helps nobody but those who look for sites with a known hole.",
	accepts: [`none of ${BANNERS.join(", ")}`],
	remedy: "Switch it off where it is made (Express: `app.disable(\"x-powered-by\")`, Next.js: `poweredByHeader: false`, PHP: `expose_php = Off`), or drop it at the edge: the label `traefik.http.middlewares.<name>.headers.customResponseHeaders.X-Powered-By=`.",
	source: "OWASP WSTG-INFO-02 and WSTG-INFO-08",
	severity: "warning",
	collect: bothPages,
	judge: (pages) => judgePages(pages, NOWHERE, judgeBanners)
});
function judgeBanners(answer) {
	const found = BANNERS.filter((name) => (answer.header(name) ?? "") !== "");
	if (found.length === 0) return holds("none");
	return broken("none", found.map((name) => `${name}: ${oneLine(answer.header(name) ?? "", 60)}`).join(", "));
}
// src/smoke/presets/headers/csp.ts
function parseCsp(values) {
	return values.flatMap((value) => value.split(",")).map(parsePolicy).filter((policy) => policy.size > 0);
}
function parsePolicy(text) {
	const directives = new Map();
	for (const part of text.split(";")) {
		const [name, ...sources] = part.trim().split(/[\t\n\f\r ]+/);
		if (name === void 0 || name === "") continue;
		const lower = name.toLowerCase();
		if (!directives.has(lower)) directives.set(lower, sources);
	}
	return directives;
}
function scriptGaps(policies) {
	const [first, ...others] = policies.map(gapsOf);
	if (first === void 0) return ["nothing said about scripts"];
	if (others.concat([first]).every((gaps) => gaps.has("nothing said about scripts"))) return ["nothing said about scripts"];
	return [...ALL_GAPS].filter((gap) => [first, ...others].every((gaps) => gaps.has(gap)));
}
const ALL_GAPS = [
	"'unsafe-inline'",
	"'unsafe-eval'",
	"scripts from anywhere"
];
const ANYWHERE = /^(?:\*|https?:|ftp:|data:|https?:\/\/\*(?:\.\*)*)$/i;
const HASH = /^'sha(?:256|384|512)-[A-Za-z0-9+/_-]+={0,2}'$/i;
const NONCE = /^'nonce-([A-Za-z0-9+/_-]+={0,2})'$/i;
function gapsOf(policy) {
	const fallback = policy.get("script-src") ?? policy.get("default-src");
	const elements = policy.get("script-src-elem") ?? fallback;
	const attributes = policy.get("script-src-attr") ?? fallback;
	const gaps = new Set();
	if (elements === void 0 && attributes === void 0 && fallback === void 0) return new Set(["nothing said about scripts", ...ALL_GAPS]);
	if (allowsInline(elements) || allowsInline(attributes)) gaps.add("'unsafe-inline'");
	if (fallback === void 0 || has(fallback, "'unsafe-eval'")) gaps.add("'unsafe-eval'");
	if (allowsAnywhere(elements)) gaps.add("scripts from anywhere");
	return gaps;
}
function allowsInline(sources) {
	if (sources === void 0) return true;
	const voided = sources.some((source) => HASH.test(source) || NONCE.test(source)) || has(sources, "'strict-dynamic'");
	return has(sources, "'unsafe-inline'") && !voided;
}
function allowsAnywhere(sources) {
	if (sources === void 0) return true;
	return !has(sources, "'strict-dynamic'") && sources.some((source) => ANYWHERE.test(source));
}
function has(sources, keyword) {
	return sources.some((source) => source.toLowerCase() === keyword);
}
function nonces(policies) {
	const directives = [
		"script-src",
		"script-src-elem",
		"default-src"
	];
	return policies.flatMap((policy) => directives.flatMap((name) => policy.get(name) ?? [])).flatMap((source) => NONCE.exec(source)?.[1] ?? []);
}
function framing(policies) {
	const lists = policies.flatMap((policy) => {
		const sources = policy.get("frame-ancestors");
		return sources === void 0 ? [] : [sources];
	});
	if (lists.length === 0) return "unsaid";
	return lists.some(keepsToItself) ? "own" : "others";
}
function keepsToItself(sources) {
	return sources.every((source) => ["'none'", "'self'"].includes(source.toLowerCase()));
}
// src/smoke/presets/headers/values.ts
function listItems(values) {
	return values.flatMap((value) => splitOutside(value, ",")).map((item) => item.trim());
}
function parameters(item) {
	return splitOutside(item, ";").map((part) => part.trim());
}
function splitOutside(text, separator) {
	const parts = [];
	let start = 0;
	let depth = 0;
	let quoted = false;
	for (let at = 0; at < text.length; at += 1) {
		const character = text[at];
		if (quoted && character === "\\") at += 1;
		else if (character === "\"") quoted = !quoted;
		else if (quoted) continue;
		else if (character === "(") depth += 1;
		else if (character === ")") depth = Math.max(0, depth - 1);
		else if (character === separator && depth === 0) {
			parts.push(text.slice(start, at));
			start = at + 1;
		}
	}
	return [...parts, text.slice(start)];
}
function parseHsts(value) {
	const directives = new Map();
	for (const part of parameters(value)) {
		if (part === "") continue;
		const found = /^([!#$%&'*+.^_`|~0-9a-z-]+)(?:\s*=\s*(?:"([^"]*)"|([!#$%&'*+.^_`|~0-9a-z-]+)))?$/i.exec(part);
		const name = found?.[1]?.toLowerCase();
		if (found === null || name === void 0 || directives.has(name)) return void 0;
		directives.set(name, found[2] ?? found[3]);
	}
	const maxAge = directives.get("max-age");
	if (maxAge === void 0 || !/^\d+$/.test(maxAge)) return void 0;
	return {
		maxAge: Number(maxAge),
		includeSubDomains: directives.has("includesubdomains"),
		preload: directives.has("preload")
	};
}
function parsePermissions(values) {
	const names = listItems(values).map((member) => MEMBER.exec(member)?.[1]);
	return names.every((name) => name !== void 0) ? names : void 0;
}
const ITEM = String.raw`(?:\*|[A-Za-z*][\w:/.*-]*|"(?:[^"\\]|\\.)*")`;
const PARAMETERS = String.raw`(?:\s*;\s*[a-z*][a-z0-9_.*-]*(?:=${ITEM})?)*`;
const MEMBER = new RegExp(`^([a-z*][a-z0-9_.*-]*)=(?:\\(\\s*(?:${ITEM}(?:\\s+${ITEM})*\\s*)?\\)|${ITEM})${PARAMETERS}$`);
function robotsWords(values) {
	return values.flatMap((value) => {
		const words = [];
		let addressed = false;
		for (const item of listItems([value])) {
			const [first = "", ...rest] = item.toLowerCase().split(":");
			const word = first.trim();
			if (rest.length === 0) {
				if (!addressed) words.push(word);
			} else if (!VALUED_WORDS.has(word)) {
				addressed = word !== "*";
				if (!addressed) words.push(rest.join(":").trim());
			}
		}
		return words;
	});
}
const VALUED_WORDS = new Set([
	"unavailable_after",
	"max-snippet",
	"max-image-preview",
	"max-video-preview"
]);
// src/smoke/presets/headers/browser-rules.ts
const contentTypeOptions = defineCheck({
	id: "headers/content-type-options",
	title: "Browsers must not guess content types",
	why: "A browser that guesses runs an uploaded text or picture as a script of this site.",
	accepts: ["X-Content-Type-Options: nosniff"],
	remedy: "In Django: `SECURE_CONTENT_TYPE_NOSNIFF = True` (the default) and `'django.middleware.security.SecurityMiddleware'` first in MIDDLEWARE. At the edge: the label `traefik.http.middlewares.<name>.headers.contentTypeNosniff=true`.",
	source: "Mozilla Observatory, -5 without; Fetch, \"determine nosniff\"",
	severity: "failure",
	collect: bothPages,
	judge: (pages) => judgePages(pages, ON_EVERY_ANSWER, judgeContentTypeOptions)
});
function judgeContentTypeOptions(answer) {
	const expected = "X-Content-Type-Options: nosniff";
	const items = itemsOf(answer, "x-content-type-options");
	const [first] = items;
	if (first === void 0) return broken(expected, "no X-Content-Type-Options");
	if (first.toLowerCase() !== "nosniff") return broken(expected, said$1(items));
	return items.length === 1 ? holds("nosniff") : doubtful(expected, said$1(items), ONCE$1);
}
const frameOptions = defineCheck({
	id: "headers/frame-options",
	title: "Other sites cannot show the page in a frame",
	why: "A stranger’s page that shows this one invisibly lets visitors click on buttons they do not see (clickjacking).",
	accepts: ["Content-Security-Policy with frame-ancestors 'none' or 'self', which goes before X-Frame-Options", "X-Frame-Options: DENY or SAMEORIGIN"],
	remedy: "In Django: `X_FRAME_OPTIONS = 'DENY'` (the default) and `'django.middleware.clickjacking.XFrameOptionsMiddleware'` in MIDDLEWARE. At the edge: the label `traefik.http.middlewares.<name>.headers.frameDeny=true`.",
	source: "Mozilla Observatory, -20 without; Django’s default DENY",
	severity: "failure",
	collect: bothPages,
	judge: (pages) => judgePages(pages, ON_DOCUMENTS, judgeFraming)
});
function judgeFraming(answer) {
	const expected = "X-Frame-Options: DENY or SAMEORIGIN, or frame-ancestors 'none' or 'self'";
	const policy = framing(parseCsp(answer.headers["content-security-policy"] ?? []));
	if (policy === "own") return holds("frame-ancestors of this site only");
	if (policy === "others") return broken(expected, "frame-ancestors lets other sites in, and goes before X-Frame-Options");
	const items = itemsOf(answer, "x-frame-options");
	if (items.length === 0) return broken(expected, "neither X-Frame-Options nor frame-ancestors");
	const distinct = new Set(items.map((item) => item.toUpperCase()));
	const [only] = distinct;
	if (distinct.size > 1 || only === void 0 || !["DENY", "SAMEORIGIN"].includes(only)) return broken(expected, said$1(items));
	return items.length === 1 ? holds(only) : doubtful(expected, `${only}, sent ${items.length} times`, ONCE$1);
}
const GOOD_REFERRER = [
	"no-referrer",
	"same-origin",
	"strict-origin",
	"strict-origin-when-cross-origin"
];
const OTHER_REFERRER = [
	"no-referrer-when-downgrade",
	"origin",
	"origin-when-cross-origin",
	"unsafe-url"
];
const referrerPolicy = defineCheck({
	id: "headers/referrer-policy",
	title: "Other sites do not learn which page a visitor comes from",
	why: "Addresses of inner pages hold ids, search words and reset tokens, and go to every site that is linked or loaded.",
	accepts: [...GOOD_REFERRER, "in a list for older browsers the last known value counts"],
	remedy: "In Django: `SECURE_REFERRER_POLICY = 'same-origin'` (the default). `no-referrer` is accepted, but makes Django’s CSRF check depend on the Origin header alone. At the edge: the label `traefik.http.middlewares.<name>.headers.referrerPolicy=same-origin`.",
	source: "Mozilla Observatory, +5 for these and -5 for the others; W3C Referrer Policy 8.1",
	severity: "failure",
	collect: bothPages,
	judge: (pages) => judgePages(pages, ON_DOCUMENTS, judgeReferrer)
});
function judgeReferrer(answer) {
	const expected = `Referrer-Policy: ${GOOD_REFERRER.join(", ")}`;
	const items = itemsOf(answer, "referrer-policy").map((item) => item.toLowerCase());
	if (items.length === 0) return broken(expected, "no Referrer-Policy");
	const last = items.filter((item) => GOOD_REFERRER.includes(item) || OTHER_REFERRER.includes(item)).at(-1);
	if (last === void 0) return broken(expected, `${said$1(items)}, which no browser knows`);
	return GOOD_REFERRER.includes(last) ? holds(last) : broken(expected, last);
}
const GOOD_OPENERS = [
	"same-origin",
	"same-origin-allow-popups",
	"noopener-allow-popups"
];
const openerPolicy = defineCheck({
	id: "headers/coop",
	title: "Windows of other sites are cut off from this one (COOP)",
	why: "A page that opened this one, or was opened by it, keeps a handle: it can lead the window elsewhere (a false sign-in page) and measure it.",
	accepts: GOOD_OPENERS.map((value) => `Cross-Origin-Opener-Policy: ${value}`),
	remedy: "In Django: `SECURE_CROSS_ORIGIN_OPENER_POLICY = 'same-origin'` (the default since 4.0) with `'django.middleware.security.SecurityMiddleware'`; `'same-origin-allow-popups'` where a sign-in opens a window of another site.",
	source: "Mozilla Observatory, +10; HTML, \"cross-origin opener policies\"; Django’s default same-origin",
	severity: "failure-in-production",
	collect: bothPages,
	judge: (pages) => judgePages(pages, ON_DOCUMENTS, judgeOpener)
});
function judgeOpener(answer) {
	const expected = `Cross-Origin-Opener-Policy: ${GOOD_OPENERS.join(", ")}`;
	const items = itemsOf(answer, "cross-origin-opener-policy");
	if (items.length === 0) return broken(expected, "no Cross-Origin-Opener-Policy");
	const [token] = parameters(items[0] ?? "");
	if (items.length > 1) return broken(expected, `${said$1(items)}, sent more than once, which browsers ignore`);
	return token !== void 0 && GOOD_OPENERS.includes(token) ? holds(token) : broken(expected, said$1(items));
}
const permissionsPolicy = defineCheck({
	id: "headers/permissions-policy",
	title: "The page says which of a browser’s abilities it uses (Permissions-Policy)",
	why: "A script that got into the page, or a frame in it, cannot ask for camera, microphone or place under this site’s name.",
	accepts: ["Permissions-Policy in a form that browsers read, such as `camera=(), microphone=(), geolocation=()`"],
	remedy: "Send `Permissions-Policy: camera=(), microphone=(), geolocation=()`: in Django by a middleware of a few lines or the package django-permissions-policy, at the edge by the label `traefik.http.middlewares.<name>.headers.permissionsPolicy=camera=(), microphone=(), geolocation=()`.",
	source: "W3C Permissions Policy (a structured dictionary, RFC 8941)",
	severity: "failure-in-production",
	collect: bothPages,
	judge: (pages) => judgePages(pages, ON_EACH_DOCUMENT, judgePermissions)
});
function judgePermissions(answer) {
	const expected = "Permissions-Policy: camera=(), microphone=(), geolocation=() or the like";
	const values = answer.headers["permissions-policy"] ?? [];
	const isOldName = answer.headers["feature-policy"] !== void 0;
	if (values.join("").trim() === "") return broken(expected, `no Permissions-Policy${isOldName ? ", only the older Feature-Policy, which browsers no longer read" : ""}`);
	const names = parsePermissions(values);
	if (names === void 0) return broken(expected, `${said$1(values)}, which browsers ignore as malformed`);
	return holds(oneLine(names.join(", "), 120));
}
const ONCE$1 = "Application and edge both set it: leave it to one of them.";
function itemsOf(answer, name) {
	return listItems(answer.headers[name] ?? []).filter((item) => item !== "");
}
function said$1(items) {
	return `"${oneLine(items.join(", "), 120)}"`;
}
// src/smoke/presets/headers/hsts.ts
const YEAR = 31536e3;
const HALF_YEAR = 15552e3;
const hsts = defineCheck({
	id: "headers/hsts",
	title: "Browsers are told to come by HTTPS only (HSTS)",
	why: "Without it every visit that begins with a typed name or an old link begins on plain HTTP, where somebody in the same network can answer first.",
	accepts: [
		`Strict-Transport-Security over HTTPS with max-age of at least ${YEAR} (a year)`,
		`in staging any max-age but 0; less than ${HALF_YEAR} (180 days) and preload are warnings there`,
		"preload without includeSubDomains: a warning, because the preload list refuses it"
	],
	remedy: "In Django: `SECURE_HSTS_SECONDS = 31536000`. It is only sent when Django knows that the visitor came by HTTPS, so it also needs `SECURE_PROXY_SSL_HEADER = ('HTTP_X_FORWARDED_PROTO', 'https')`. At the edge: the label `traefik.http.middlewares.<name>.headers.stsSeconds=31536000`.",
	source: "RFC 6797; Mozilla Observatory passes 15552000, testssl 180 days, the preload list wants 31536000 with includeSubDomains; the length may differ in staging",
	severity: "failure",
	collect: bothPages,
	judge(pages, _options, profile) {
		if (pages.page.url.protocol !== "https:") return notKnowable("HSTS counts over HTTPS only, and the site is asked over plain HTTP");
		return judgePages(pages, ON_EVERY_ANSWER, (answer) => judgeHsts(answer, profile));
	}
});
function judgeHsts(answer, profile) {
	const least = profile === "staging" ? HALF_YEAR : YEAR;
	const expected = `Strict-Transport-Security: max-age=${least} or more`;
	const values = answer.headers["strict-transport-security"] ?? [];
	const [value] = values;
	if (value === void 0) return broken(expected, "no Strict-Transport-Security");
	const said = oneLine(value, 120);
	const parsed = parseHsts(value);
	if (parsed === void 0) return broken(expected, `"${said}", which browsers ignore as malformed`);
	if (parsed.maxAge === 0) return broken(expected, `${said}, which switches it off`);
	if (parsed.maxAge < least) return profile === "staging" ? doubtful(expected, said, RAMP) : broken(expected, said);
	if (values.length > 1) return doubtful("one Strict-Transport-Security", `${values.length} of them, of which the first counts: ${said}`, ONCE);
	return doubtsOf(parsed, profile, said) ?? holds(`${said}${parsed.includeSubDomains ? "" : " (without includeSubDomains)"}`);
}
const RAMP = "Fine while you try HTTPS out on a new host. When it works, `SECURE_HSTS_SECONDS = 15552000` tests what production does.";
const ONCE = "Application and edge both set it: leave it to one of them.";
function doubtsOf({ includeSubDomains, preload }, profile, said) {
	if (preload && profile === "staging") return doubtful("no preload in staging", said, "Set `SECURE_HSTS_PRELOAD = False` in staging: the preload list is for whole domains, lasts for years and is slow to leave.");
	if (preload && !includeSubDomains) return doubtful("preload together with includeSubDomains", said, "The preload list takes both or none: set `SECURE_HSTS_INCLUDE_SUBDOMAINS = True` when every subdomain speaks HTTPS, else `SECURE_HSTS_PRELOAD = False`.");
}
// src/smoke/presets/headers/noindex.ts
const noindex = defineCheck({
	id: "headers/noindex",
	title: "Search engines keep out of staging",
	why: "Copies of production that got into a search index show unfinished pages and test data to everybody, under a name that looks real.",
	accepts: [
		"in staging: `X-Robots-Tag: noindex` (or `none`) for every robot",
		"in staging: a sign-in in front of every page: 401, 403, or a redirect to another host wherever one asks",
		"elsewhere not asked"
	],
	remedy: "Send `X-Robots-Tag: noindex` at the edge of staging, by the label `traefik.http.middlewares.<name>.headers.customResponseHeaders.X-Robots-Tag=noindex`, or put basic auth in front. A robots.txt does not do: it keeps robots from reading the header, not pages out of the index.",
	source: "Google, \"Block search indexing with noindex\"; staging is a copy of production",
	severity: "failure",
	collect: bothPages,
	judge({ page, error }, _options, profile) {
		if (profile !== "staging") return notKnowable("asked of staging only: production is meant to be found");
		if (page.status >= 500) return notKnowable(`${placeOf(page)} is no page that could be indexed; see https/redirect-loop`);
		return judgeIndexing(page, error);
	}
});
function judgeIndexing(page, error) {
	const expected = "X-Robots-Tag: noindex, or a sign-in in front";
	const words = robotsWords(page.headers["x-robots-tag"] ?? []);
	if (words.includes("noindex") || words.includes("none")) return holds(`${words.join(", ")} on ${placeOf(page)}`);
	if (isDoor(page)) return holds(`a sign-in in front: ${placeOf(page)}`);
	const [led, astray] = [leadsTo(page), leadsTo(error)];
	if (led !== void 0 && led === astray) return holds(`every page leads to ${oneLine(led, 100)}`);
	const said = page.header("x-robots-tag");
	return broken(expected, `${said === void 0 ? "no X-Robots-Tag" : `"${oneLine(said, 100)}"`} on ${placeOf(page)}`);
}
function leadsTo(answer) {
	const host = isRedirect(answer) ? redirectTarget$1(answer)?.host : void 0;
	return host === answer.url.host ? void 0 : host;
}
// src/smoke/presets/headers/script-policy.ts
const EXPECTED = "a Content-Security-Policy in force, without 'unsafe-inline' and 'unsafe-eval' for scripts";
const contentSecurityPolicy = defineCheck({
	id: "headers/csp",
	title: "A Content-Security-Policy keeps strangers’ scripts from running",
	why: "One field that is shown without escaping is enough for a script in every visitor’s session; the policy is what stops it then.",
	accepts: [
		"Content-Security-Policy in force (not only Report-Only), which says what scripts may run (script-src, or default-src)",
		"no 'unsafe-inline' there, unless a nonce, a hash or 'strict-dynamic' makes it void; no 'unsafe-eval'",
		"no `*`, `https:`, `http:` or `data:` there, unless 'strict-dynamic' makes it void: Mozilla's Observatory counts them like 'unsafe-inline'",
		"nonces are new in every answer",
		"of several policies every one must agree before a script runs, so one that is strict is enough"
	],
	remedy: "Django 6: `'django.middleware.csp.ContentSecurityPolicyMiddleware'` and `SECURE_CSP = {'default-src': [CSP.SELF], 'script-src': [CSP.SELF, CSP.NONCE]}`; before, the package django-csp. Move inline scripts and onclick attributes into files first, and watch the browser’s console.",
	source: "Mozilla Observatory, -25 without or report-only, -20 unsafe-inline, -10 unsafe-eval; CSP Level 3",
	severity: "failure-in-production",
	collect: bothPages,
	judge(pages) {
		const reused = reusedNonce(pages);
		if (reused !== void 0) return broken("a nonce that is new in every answer", `the nonce ${oneLine(reused, 8)} in two answers: whoever read it once can use it`, "Make the nonce anew for every answer (django-csp and Django 6 do), and keep pages with one out of shared caches.");
		return judgePages(pages, ON_EACH_DOCUMENT, judgePolicy);
	}
});
function judgePolicy(answer) {
	const policies = parseCsp(answer.headers["content-security-policy"] ?? []);
	if (policies.length === 0) {
		const isReported = answer.headers["content-security-policy-report-only"] !== void 0;
		return broken(EXPECTED, isReported ? "a policy that only reports" : "no Content-Security-Policy");
	}
	const gaps = scriptGaps(policies);
	if (gaps.length > 0) return broken(EXPECTED, `a policy with ${gaps.map(inWords).join(" and ")}`);
	const names = [...new Set(policies.flatMap((policy) => [...policy.keys()]))];
	return holds(oneLine(`a policy with ${names.join(", ")}`, 160));
}
function inWords(gap) {
	return gap === "scripts from anywhere" ? "scripts from anywhere (*, https: or data:)" : gap;
}
function reusedNonce(pages) {
	const [first, second] = judged(pages, ON_EACH_DOCUMENT).map((answer) => nonces(parseCsp(answer.headers["content-security-policy"] ?? [])));
	return first?.find((nonce) => second?.includes(nonce) === true);
}
// src/smoke/presets/headers/index.ts
const headers$1 = definePreset({
	name: "headers",
	about: "The headers by which a site tells browsers what they must not do, judged on the page a visitor ends on and on the page for an address that does not exist.",
	checks: [
		hsts,
		contentTypeOptions,
		frameOptions,
		referrerPolicy,
		openerPolicy,
		contentSecurityPolicy,
		permissionsPolicy,
		server,
		poweredBy,
		noindex
	]
});
// src/smoke/presets/health/pages.ts
const ACCEPT = { Accept: "application/json, text/plain;q=0.9, */*;q=0.1" };
function healthQuestion(path) {
	return {
		path,
		headers: ACCEPT
	};
}
function healthPage(site, { path }) {
	return site.ask(healthQuestion(path));
}
async function readyPage(site, { ready }) {
	return ready === void 0 ? void 0 : await site.ask(healthQuestion(ready));
}
async function readyPageInFull(site, options) {
	const secret = secretOf(options);
	if (options.ready === void 0 || secret === void 0) return readyPage(site, options);
	return site.ask({
		path: options.ready,
		headers: {
			...ACCEPT,
			Authorization: `Bearer ${secret}`
		}
	});
}
function secretOf(options) {
	return typeof options.secret === "string" && options.secret !== "" ? options.secret : void 0;
}
const NO_READY_PAGE = "the suite says that the site has no readiness page (`ready: false`), so nothing tells whether its database and cache answer";
// src/smoke/presets/health/status-words.ts
const GOOD = new Set("healthy ok okay up pass passing passed alive live ready success successful true running available working green good connected online".split(" "));
const BAD = new Set("unhealthy error fail failed failing failure down dead not_ready not-ready notready unavailable critical red bad false disconnected offline broken degraded timeout warn warning".split(" "));
const VERDICT_KEYS = new Set([
	"status",
	"state",
	"ok",
	"healthy",
	"ready",
	"up",
	"alive",
	"success",
	"result",
	"available"
]);
const DEEPEST = 6;
const MOST = 100;
function overallVerdict(json) {
	if (typeof json === "boolean" || typeof json === "string") return verdictOf(json);
	if (!isObject(json)) return void 0;
	const said = Object.entries(json).filter(([key]) => VERDICT_KEYS.has(key.toLowerCase())).map(([, value]) => verdictOf(value)).filter((verdict) => verdict !== void 0);
	return said.length === 0 ? void 0 : said.every((verdict) => verdict);
}
function namedChecks(json) {
	const found = [];
	if (isObject(json)) collect(json, [], found);
	else if (Array.isArray(json)) collectList(json, [], found);
	return found;
}
function collect(object, way, found) {
	if (way.length > DEEPEST || found.length >= MOST) return;
	for (const [key, value] of Object.entries(object)) {
		const name = VERDICT_KEYS.has(key.toLowerCase()) ? way : [...way, key];
		const good = verdictOf(value);
		if (isObject(value)) collect(value, name, found);
		else if (Array.isArray(value)) collectList(value, name, found);
		else if (good !== void 0 && name.length > 0) found.push({
			name: name.join("."),
			good
		});
	}
}
function collectList(list, way, found) {
	for (const item of list.slice(0, MOST)) {
		if (!isObject(item)) continue;
		const name = item["name"] ?? item["check"] ?? item["component"] ?? item["service"];
		collect(item, typeof name === "string" ? [...way, name] : way, found);
	}
}
function verdictOf(value) {
	if (typeof value === "boolean") return value;
	if (typeof value !== "string") return void 0;
	const word = value.trim().toLowerCase().replaceAll(" ", "_");
	if (GOOD.has(word)) return true;
	return BAD.has(word) || BAD.has(/^[a-z_-]+/.exec(word)?.[0] ?? "") ? false : void 0;
}
function isObject(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
// src/smoke/presets/health/constant.ts
const constantHealth = defineCheck({
	id: "health/constant-health",
	title: "The health page is no file, and no page that every path gets",
	why: "A proxy that answers \"ok\" by itself, a file in the document root, or a front end that answers every path stays green while the application is dead.",
	accepts: [
		"another answer than a path without meaning gets beside it",
		"no file: not `Last-Modified` together with `ETag` or `Accept-Ranges`, from before the answer",
		"no HTML page"
	],
	remedy: "Route the health path to the application, before the rule that gives the front end for every path; remove the file or the fixed answer (`return 200 \"ok\"`) from the web server.",
	source: "Field habit: a HEALTHCHECK on a static file; OBCMS runbook: a constant 200 is flagged",
	severity: "failure",
	async collect(site, options) {
		const bare = options.path.split("?")[0] ?? options.path;
		const slash = bare.endsWith("/") ? "/" : "";
		const folder = bare.replace(/[^/]*\/?$/, "");
		const beside = `${folder === "" ? "/" : folder}smoke-${site.run}-nothing-here${slash}`;
		return {
			health: await healthPage(site, options),
			beside: await site.ask(healthQuestion(beside))
		};
	},
	judge: judgeConstantHealth
});
function judgeConstantHealth({ health, beside }) {
	if (health.status !== 200) return {
		verdict: "not-knowable",
		why: `the health page answers ${health.status}`
	};
	const expected = "an answer that only the application gives";
	const broken = (actual) => ({
		verdict: "broken",
		expected,
		actual
	});
	if (samePage(health, beside)) return broken(`the same answer as ${oneLine(beside.url.pathname, 100)}, a path that does not exist: ${answerInWords(beside)}`);
	const file = fileSign(health);
	if (file !== void 0) return broken(`a file, by its headers: ${file}`);
	if (isHtml(health)) return broken(`an HTML page: ${answerInWords(health)}`);
	return {
		verdict: "holds",
		actual: `a path beside it answers ${beside.status}`
	};
}
function fileSign(answer) {
	const modified = answer.header("last-modified");
	const other = ["etag", "accept-ranges"].find((name) => !/^(?:none)?$/.test(answer.header(name) ?? ""));
	if (modified === void 0 || other === void 0) return void 0;
	const then = Date.parse(modified);
	const now = Date.parse(answer.header("date") ?? "");
	if (Number.isFinite(then) && Number.isFinite(now) && now - then < JUST_NOW_MS) return void 0;
	return `Last-Modified: ${oneLine(modified, 60)} and ${other}: ${oneLine(answer.header(other) ?? "", 60)}`;
}
const JUST_NOW_MS = 1e4;
const constantReadiness = defineCheck({
	id: "health/constant-readiness",
	title: "The readiness page names what it has asked, the database and the cache among it",
	why: "A page that asks nothing cannot fail: it says \"ready\" while every page that needs the database answers 500.",
	accepts: [
		"JSON with checks by name, such as {\"checks\": {\"database\": true, \"cache\": true}}",
		"the health page under a second path is not accepted, nor a status word alone",
		"names without a database or without a cache are a warning: a site may have neither"
	],
	remedy: "Ask the database (SELECT 1) and the cache (set and get) in the view and answer {\"status\": \"ready\", \"checks\": {\"database\": true, \"cache\": true}}, with 503 when one does not answer. If the names are for who brings a secret: `health: { secret: $HEALTH_CHECK_SECRET }`.",
	source: "OBCMS runbook: readiness covers database and cache, 503 when bad; checks.database and checks.cache are booleans",
	severity: "failure",
	async collect(site, options) {
		const ready = await readyPageInFull(site, options);
		return ready === void 0 ? void 0 : {
			ready,
			health: await healthPage(site, options)
		};
	},
	judge: judgeConstantReadiness
});
const DATABASE = /database|(?:^|[._-])db(?:s|$|[._-])|postgres|mysql|mariadb|(?:^|[._-])sql|mongo|orm/i;
const CACHE = /cache|redis|valkey|memcache/i;
function judgeConstantReadiness(facts) {
	if (facts === void 0) return {
		verdict: "not-knowable",
		why: NO_READY_PAGE
	};
	const { ready, health } = facts;
	if (ready.status !== 200 && ready.status !== 503) return {
		verdict: "not-knowable",
		why: `the readiness page answers ${ready.status}`
	};
	const expected = "checks by name, of the database and the cache";
	const names = namedChecks(jsonOf(ready)).map(({ name }) => name);
	if (names.length === 0) return {
		verdict: "broken",
		expected,
		actual: `${samePage(ready, health) ? "the same text as the health page, " : ""}no check by name: ${oneLine(ready.body, 120)}`
	};
	const missing = [DATABASE, CACHE].flatMap((pattern, index) => names.some((name) => pattern.test(name)) ? [] : [["database", "cache"][index] ?? ""]);
	const shown = oneLine(inSequence(names), 160);
	if (missing.length === 0) return {
		verdict: "holds",
		actual: shown
	};
	return {
		verdict: "doubtful",
		expected,
		actual: `${shown}: no ${inSequence(missing, "or")}`,
		remedy: `If the site uses a ${inSequence(missing, "or")}, ask it in the readiness page; if not, skip health/constant-readiness.`
	};
}
// src/smoke/presets/health/liveness.ts
const answers = defineCheck({
	id: "health/answers",
	title: "The health page answers anybody with 200 and says that it is well",
	why: "Coolify, the edge and monitors ask it without signing in and do not follow redirects. A redirect counts as healthy for curl, although no view has run.",
	accepts: ["200 with JSON or text, without a sign-in and without a redirect", "JSON whose status says that it is not well fails, whatever its status line says; an empty body is a warning"],
	remedy: "Serve a page without login_required at the path of `health: { path: /health/ }`: JsonResponse({\"status\": \"healthy\", \"version\": ...}).",
	source: "OBCMS runbook: GET over HTTPS, 200 JSON, no redirect followed, no authentication",
	severity: "failure",
	collect: healthPage,
	judge: (answer, options) => judgeAnswers(answer, options)
});
function judgeAnswers(answer, { path }) {
	const expected = "200 with JSON or text";
	const broken = (remedy, actual = answerInWords(answer)) => ({
		verdict: "broken",
		expected,
		actual: `${oneLine(path, 80)}: ${actual}`,
		remedy
	});
	const target = redirectTarget(answer);
	if (target !== void 0) return broken(redirectRemedy(target, answer.url));
	if (answer.status === 401 || answer.status === 403) return broken("It asks for a sign-in. Exempt its path from LoginRequiredMiddleware (@login_not_required) or from the access rules of the edge.");
	if (answer.status === 404) return broken("Name the right path: `health: { path: /healthz/ }`.");
	if (answer.status === 400) return broken("Django answers 400 to a host it does not know: add the host to ALLOWED_HOSTS.");
	if (answer.status !== 200) return broken("Look into the log of the web resource.");
	if (isHtml(answer)) return broken("This is a page for people, often that of a front end which answers every path. Name the path of the application itself: `health: { path: /api/health/ }`.");
	const json = jsonOf(answer);
	if (/\bjson\b/.test(mediaType(answer)) && json === void 0) return broken("Its type says JSON, and its body is none.");
	if (overallVerdict(json ?? answer.body.trim()) === false) return broken("It says itself that it is not well. Answer 503 then, so that Coolify and monitors see it.", `200, ${oneLine(answer.body, 120)}`);
	if (answer.body.trim() === "") return {
		verdict: "doubtful",
		expected,
		actual: "200 with an empty body",
		remedy: "Say something that only this page says: {\"status\": \"healthy\"}."
	};
	return {
		verdict: "holds",
		actual: answerInWords(answer)
	};
}
function redirectRemedy(target, from) {
	if (target.protocol === "https:" && from.protocol === "https:" && target.href === from.href) return "It redirects to itself: Django does not see that the visitor came by HTTPS. Set SECURE_PROXY_SSL_HEADER = (\"HTTP_X_FORWARDED_PROTO\", \"https\").";
	if (`${from.pathname}/` === target.pathname) return `Name the path with its slash: \`health: { path: ${target.pathname} }\`.`;
	if (leadsToSignIn(target)) return "It asks for a sign-in. Exempt the view: @login_not_required.";
	return "Answer there instead of redirecting; SECURE_REDIRECT_EXEMPT = [r\"^health/\"] exempts the path from the redirect to HTTPS.";
}
const VERSION_KEYS = /^(?:app_?|git_?|build_?|image_?)?(?:version|commit|commit_?sha|sha|revision|release|release_?id|build)$/i;
const NO_VERSION = /^(?:|unknown|none|null|undefined|dev|development|local|latest|head|main|master|0\.0\.0|n\/?a|\$\{?\w+\}?)$/i;
const version = defineCheck({
	id: "health/version",
	title: "The health page says which version answers",
	why: "Without it nobody can tell from outside whether a deployment, or a rollback, has arrived.",
	accepts: ["JSON with a version, commit, sha, revision, release or build that is not a placeholder such as `unknown` or `latest`"],
	remedy: "Build the image with the commit (`ARG SOURCE_COMMIT`, `ENV APP_VERSION=$SOURCE_COMMIT`) and answer {\"version\": settings.VERSION}.",
	source: "OBCMS runbook: liveness answers status and version",
	severity: "warning",
	collect: healthPage,
	judge: judgeVersion
});
function judgeVersion(answer) {
	if (answer.status !== 200) return {
		verdict: "not-knowable",
		why: `the health page answers ${answer.status}`
	};
	const json = jsonOf(answer);
	const said = (typeof json === "object" && json !== null ? Object.entries(json) : []).filter(([key, value]) => VERSION_KEYS.test(key) && ["string", "number"].includes(typeof value));
	const real = said.find(([, value]) => !NO_VERSION.test(String(value).trim()));
	if (real !== void 0) return {
		verdict: "holds",
		actual: oneLine(`${real[0]}: ${real[1]}`, 120)
	};
	const placeholder = said[0];
	return {
		verdict: "broken",
		expected: "a version in the JSON",
		actual: placeholder === void 0 ? "none" : oneLine(`${placeholder[0]}: "${placeholder[1]}"`, 120)
	};
}
const notCached = defineCheck({
	id: "health/not-cached",
	title: "Health and readiness pages are never cached",
	why: "A cached \"healthy\" goes on after the application is gone.",
	accepts: ["`Cache-Control` with `no-store` or `no-cache`, and no sign that a cache has answered (`Age` above 0, `X-Cache` or `CF-Cache-Status` with HIT)", "`max-age=0` alone is a warning; an `ETag` instead of Cache-Control is not accepted"],
	remedy: "Put @never_cache (django.views.decorators.cache) on both views; in FastAPI: response.headers[\"Cache-Control\"] = \"no-store\".",
	source: "OBCMS runbook: GET only, never cached; RFC 9111 5.2.2",
	severity: "failure",
	collect: async (site, options) => ({
		health: await healthPage(site, options),
		ready: await readyPage(site, options)
	}),
	judge: judgeCaching$1
});
function judgeCaching$1({ health, ready }) {
	const judgements = [];
	if (health.status === 200) judgements.push(cachingOf(health));
	if (ready !== void 0 && (ready.status === 200 || ready.status === 503)) judgements.push(cachingOf(ready));
	const [first] = judgements;
	if (first === void 0) return {
		verdict: "not-knowable",
		why: `the health page answers ${health.status}`
	};
	const worst = (verdict) => judgements.find((judgement) => judgement.verdict === verdict);
	return worst("broken") ?? worst("doubtful") ?? first;
}
function cachingOf(answer) {
	const expected = "Cache-Control: no-store (or no-cache)";
	const path = oneLine(answer.url.pathname, 80);
	const control = answer.header("cache-control");
	const directives = (control ?? "").toLowerCase().split(",").map((directive) => directive.trim());
	const served = [
		"x-cache",
		"cf-cache-status",
		"x-proxy-cache"
	].find((name) => /\bhit\b/i.test(answer.header(name) ?? ""));
	const age = Number(answer.header("age") ?? 0);
	if (served !== void 0 || age > 0) return {
		verdict: "broken",
		expected: "an answer of the application",
		actual: `${path} came from a cache (${served === void 0 ? `Age: ${age}` : `${served}: ${oneLine(answer.header(served) ?? "", 40)}`})`
	};
	const shown = control === void 0 ? `no Cache-Control${answer.header("etag") === void 0 ? "" : ", only an ETag"}` : oneLine(control, 120);
	if (directives.includes("no-store") || directives.includes("no-cache")) return {
		verdict: "holds",
		actual: shown
	};
	return {
		verdict: directives.includes("max-age=0") ? "doubtful" : "broken",
		expected,
		actual: `${path}: ${shown}`
	};
}
const readOnly = defineCheck({
	id: "health/read-only",
	title: "The health page refuses POST",
	why: "A page that takes any method is often a catch-all, and not the view that was meant.",
	accepts: ["405, or 403 from the CSRF protection; 401 and 501 are refusals as well"],
	remedy: "Put @require_safe (or @require_GET) on the view; in FastAPI declare it with @app.get alone.",
	source: "OBCMS runbook: GET only, POST gives 405",
	severity: "failure",
	async collect(site, options) {
		const { path, headers = {} } = healthQuestion(options.path);
		return {
			get: await healthPage(site, options),
			post: await site.ask({
				method: "POST",
				path,
				headers,
				body: ""
			})
		};
	},
	judge({ get, post }) {
		if (get.status !== 200) return {
			verdict: "not-knowable",
			why: `the health page answers ${get.status} to GET`
		};
		if ([
			401,
			403,
			405,
			501
		].includes(post.status)) return {
			verdict: "holds",
			actual: `POST: ${post.status}`
		};
		if (post.status === 429) return {
			verdict: "not-knowable",
			why: "POST is answered 429: too many requests"
		};
		return {
			verdict: "broken",
			expected: "405 or 403 to POST",
			actual: answerInWords(post)
		};
	}
});
const SAMPLES = 5;
const steady = defineCheck({
	id: "health/steady",
	title: `${SAMPLES} questions in a row are all answered well`,
	why: "One dead worker, replica or database connection among several shows as an error now and then.",
	accepts: [`200 from the readiness page, or the health page when there is none or it is closed, ${SAMPLES} times of ${SAMPLES}`],
	remedy: "Look into the log of the web resource for connection errors, worker timeouts and restarts; compare the replicas with each other.",
	source: "OBCMS runbook, database troubles: readiness in repeated samples, 0 of N fail; gunicorn troubles: no 502",
	severity: "failure",
	async collect(site, options) {
		const ready = await readyPage(site, options);
		const path = options.ready !== void 0 && ready?.status === 200 ? options.ready : options.path;
		const statuses = [];
		for (let sample = 1; sample <= SAMPLES; sample += 1) {
			const query = `${path.includes("?") ? "&" : "?"}smoke=${site.run}-${sample}`;
			statuses.push((await site.ask(healthQuestion(`${path}${query}`))).status);
		}
		return {
			path,
			statuses
		};
	},
	judge({ path, statuses }) {
		const wrong = statuses.filter((status) => status !== 200);
		const shown = oneLine(path, 80);
		if (wrong.length === 0) return {
			verdict: "holds",
			actual: `${shown}: ${statuses.length} of ${statuses.length}`
		};
		if (wrong.every((status) => status === 429)) return {
			verdict: "not-knowable",
			why: `${shown} answers 429: too many requests`
		};
		return {
			verdict: "broken",
			expected: `200 each time from ${shown}`,
			actual: `${wrong.length} of ${statuses.length} failed: ${inSequence([...new Set(wrong)].map(String))}`
		};
	}
});
const SLOW_MS = 2e3;
const fast = defineCheck({
	id: "health/fast",
	title: "The health page answers in less than 2 seconds",
	why: "Probes give up after a few seconds, and a restart follows; a page that needs two has no reserve.",
	accepts: ["less than 2 s from the look-up of the name to the last byte"],
	remedy: "Ask nothing in the health page; what asks the database belongs on the readiness page.",
	source: "OBCMS runbook: health time-outs set and tested; Coolify 4 gives a health check 5 s by default",
	severity: "warning",
	async collect(site, { path }) {
		const question = healthQuestion(path);
		const result = await site.attempt(question);
		if (result.ok) return { ms: result.answer.timings.total };
		await site.ask(question);
		return { ms: Number.POSITIVE_INFINITY };
	},
	judge({ ms }) {
		const shown = `${Math.round(ms)} ms`;
		if (ms < SLOW_MS) return {
			verdict: "holds",
			actual: shown
		};
		return {
			verdict: "broken",
			expected: `less than ${SLOW_MS} ms`,
			actual: shown
		};
	}
});
// src/smoke/presets/health/readiness.ts
const ready = defineCheck({
	id: "health/ready",
	title: "The readiness page answers 200, and everything it names is there",
	why: "The site may be up while its database, cache or queue is not: then the first page that needs them fails.",
	accepts: ["200 with JSON that names its checks, all of them good; asked with `health: { secret: $HEALTH_CHECK_SECRET }` when there is one", "not knowable from outside when it answers 401 or 403 and the suite gives no secret: it is closed on purpose"],
	remedy: "See which check is not good, and look at that resource in Coolify: is it running, and is its address in DATABASE_URL or REDIS_URL the current one?",
	source: "OBCMS runbook: readiness covers database and cache; 503 when bad; status=ready, checks{}",
	severity: "failure",
	collect: readyPageInFull,
	judge: (answer, options) => judgeReady(answer, options)
});
function judgeReady(answer, options) {
	if (answer === void 0) return {
		verdict: "not-knowable",
		why: NO_READY_PAGE
	};
	const path = oneLine(options.ready ?? "", 80);
	if (answer.status === 401 || answer.status === 403) {
		if (secretOf(options) !== void 0) return {
			verdict: "broken",
			expected: "200 to who brings the secret",
			actual: `${path}: ${answer.status}`,
			remedy: "The page refuses the secret: is HEALTH_CHECK_SECRET of the site the one the suite has?"
		};
		return {
			verdict: "not-knowable",
			why: `${path} answers ${answer.status}: it is closed to visitors. Give the secret: \`health: { secret: $HEALTH_CHECK_SECRET }\``
		};
	}
	const expected = "200, JSON with named checks, all good";
	const broken = (actual, remedy) => ({
		verdict: "broken",
		expected,
		actual: `${path}: ${actual}`,
		...remedy === void 0 ? {} : { remedy }
	});
	if (answer.status === 404) return broken("404", "Name the right path with `health: { ready: /readyz/ }`, or say that there is none: `health: { ready: false }`.");
	const json = jsonOf(answer);
	const checks = namedChecks(json);
	const bad = checks.filter(({ good }) => !good).map(({ name }) => name);
	if (bad.length > 0) return broken(oneLine(`${answer.status}, not good: ${inSequence(bad)}`, 200));
	if (answer.status !== 200) return broken(answerInWords(answer));
	if (typeof json !== "object" || json === null) return broken(`${answerInWords(answer)}: no JSON`, "Answer JSON that names what was asked: {\"status\": \"ready\", \"checks\": {\"database\": true, \"cache\": true}}.");
	if (overallVerdict(json) === false) return broken(`200, ${oneLine(answer.body, 120)}`, "Answer 503 when it is not ready.");
	if (checks.length === 0) return broken(`200, and no check is named`, "Name what was asked: {\"status\": \"ready\", \"checks\": {\"database\": true, \"cache\": true}}. If it names them to who brings a secret: `health: { secret: $HEALTH_CHECK_SECRET }`.");
	return {
		verdict: "holds",
		actual: oneLine(`good: ${inSequence(checks.map(({ name }) => name))}`, 200)
	};
}
const DETAILS = [
	["a traceback", /Traceback \(most recent call last\)/],
	["an address with credentials", /\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s"'/@]{0,200}:[^\s"'/@]{0,200}@/i],
	["the address of a database or broker", /\b(?:postgres(?:ql)?|postgis|psql|mysql|mariadb|mongodb|rediss?|valkey|amqps?|memcached?)(?:\+\w+)?:\/\//i],
	["an exception", /\b[A-Z][A-Za-z]{0,60}(?:Error|Exception|DoesNotExist|Timeout)\b/],
	["the text of an error", /could not (?:connect|translate)|connection (?:refused|reset|timed out)|password authentication failed|name or service not known|no such host|ECONNREFUSED|ENOTFOUND|WRONGPASS|NOAUTH/i],
	["an address of the network inside", /\b(?:10\.\d{1,3}|127\.0|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3}\b/],
	["a host and port", /\b[a-z][a-z0-9.-]{0,100}:(?:5432|6432|3306|6379|5672|27017|11211)\b/i],
	["a host name", /"(?:host|hostname|host_?name|server|node|pod|container)"\s*:\s*"[^"]+"/i],
	["a path on the server", /\/(?:app|srv|opt|home|usr\/lib|usr\/local)\/(?:[\w-]{1,80}\/){0,10}[\w-]{1,80}\.py\b|site-packages/],
	["the version of a product", /\b(?:PostgreSQL|Redis|Valkey|MySQL|MariaDB|Django|Python|nginx|gunicorn|uvicorn|Celery)(?:_version)?["']?[\s:/]+["']?v?\d+\.\d+/i]
];
const readyDetails = defineCheck({
	id: "health/ready-details",
	title: "The readiness page tells visitors no more than yes or no",
	why: "Exceptions name hosts, users and versions: a map of the network for whoever asks while something is down.",
	accepts: ["no exception, text of an error, address with credentials, address of a database or broker, host name, internal address, path, or version of a product", "the application's own version is fine"],
	remedy: "Answer booleans and write the exception to the log: `except Exception: logger.exception(\"Readiness: database\"); checks[\"database\"] = False`. With django-health-check, keep the page behind a secret.",
	source: "OBCMS hardening guide: /ready/ must not print exceptions; details need HEALTH_CHECK_SECRET",
	severity: "failure",
	collect: readyPage,
	judge: judgeDetails
});
const LOOKED_AT = 65536;
function judgeDetails(answer) {
	if (answer === void 0) return {
		verdict: "not-knowable",
		why: NO_READY_PAGE
	};
	if (answer.status === 404 || answer.status >= 300 && answer.status < 400) return {
		verdict: "not-knowable",
		why: `the readiness page answers ${answer.status}`
	};
	const body = answer.body.slice(0, LOOKED_AT);
	const found = DETAILS.filter(([, pattern]) => pattern.test(body)).map(([what]) => what);
	if (found.length === 0) return {
		verdict: "holds",
		actual: `${answerInWords(answer)}, no details`
	};
	return {
		verdict: "broken",
		expected: "no details",
		actual: `${answer.status} with ${inSequence(found)}`
	};
}
const readySecret = defineCheck({
	id: "health/ready-secret",
	title: "What the readiness page tells for its secret, it tells for nothing else",
	why: "A secret that is not asked for protects nothing, and nobody notices: the page looks the same with it.",
	accepts: ["401 or 403 without the secret, or an answer that names none of the checks it names with it", "not knowable without `health: { secret: $HEALTH_CHECK_SECRET }`"],
	remedy: "Set HEALTH_CHECK_SECRET in the environment of the web resource, and compare with hmac.compare_digest before naming checks.",
	source: "OBCMS runbook: an optional secret for the deep check, 401 without it",
	severity: "failure",
	async collect(site, options) {
		const anybody = await readyPage(site, options);
		const told = secretOf(options) === void 0 ? void 0 : await readyPageInFull(site, options);
		return anybody === void 0 || told === void 0 ? void 0 : {
			told,
			anybody
		};
	},
	judge: judgeSecret
});
function judgeSecret(facts) {
	if (facts === void 0) return {
		verdict: "not-knowable",
		why: "the suite gives no secret (`health: { secret: $HEALTH_CHECK_SECRET }`)"
	};
	const { told, anybody } = facts;
	if (namedChecks(jsonOf(told)).map(({ name }) => name).length === 0) return {
		verdict: "not-knowable",
		why: `the readiness page names no check to who brings the secret (${told.status})`
	};
	const open = namedChecks(jsonOf(anybody)).map(({ name }) => name);
	if (open.length === 0) return {
		verdict: "holds",
		actual: `${anybody.status} without it, and no check is named`
	};
	return {
		verdict: "broken",
		expected: "401, or an answer without names",
		actual: oneLine(`${anybody.status} without it, with ${inSequence(open)}`, 200)
	};
}
// src/smoke/presets/health/index.ts
const health = definePreset({
	name: "health",
	about: "The health and readiness pages answer anybody, say the truth, and could say otherwise.",
	checks: [
		answers,
		version,
		notCached,
		readOnly,
		constantHealth,
		ready,
		constantReadiness,
		readyDetails,
		readySecret,
		steady,
		fast
	]
});
// src/smoke/presets/https/certificate.ts
const DAY = 864e5;
const FEWEST_DAYS = 7;
const SMALLEST_SHARE = .2;
const DOUBTFUL_SHARE = .33;
const TIME_CODES = new Set(["CERT_HAS_EXPIRED", "CERT_NOT_YET_VALID"]);
const PLAIN_SITE = "the site is asked over plain HTTP; give its https:// address as base-url";
const ISSUING = "In Coolify the resource's domain must be written as https://<host>; DNS must lead to the server and port 80 be open to the world, or Let’s Encrypt cannot issue a certificate. The log of the container coolify-proxy says why it was refused.";
const DEFAULT_CERTIFICATE = `Traefik shows its own stand-in certificate, because it has none for this host. ${ISSUING}`;
const certificateTrusted = defineCheck({
	id: "https/certificate-trusted",
	title: "The certificate is signed by an authority that visitors trust",
	why: "Browsers stop visitors with a full-page warning, and API clients refuse to connect at all.",
	accepts: ["a complete chain to an authority of the system, or of the input ca-file"],
	remedy: ISSUING,
	source: "RFC 5280, path validation (OpenSSL’s verify code 0); Mozilla Observatory counts a bad certificate as no redirect at all",
	severity: "failure",
	collect: async (site) => ({
		shake: await site.handshake(),
		now: site.now
	}),
	judge({ shake, now }) {
		if (shake === void 0) return notKnowable(PLAIN_SITE);
		if (!shake.ok) return noHandshake(shake);
		const { certificate, distrust } = shake;
		const issuer = oneLine(certificate.issuer, 80);
		if (distrust === void 0) return holds(`signed by ${issuer}`);
		if (TIME_CODES.has(distrust) && isOutsideItsTime(shake, now)) return notKnowable(`${distrust} hides whether the chain is trusted; see https/certificate-time`);
		return broken("a chain to a trusted authority", `${distrust}: a certificate for ${oneLine(certificate.subject, 80)}, signed by ${issuer}`, remedyForDistrust(shake, distrust));
	}
});
const certificateHost = defineCheck({
	id: "https/certificate-host",
	title: "The certificate is for this host",
	why: "A certificate for another name is a full-page warning in every browser, and tells visitors that they may be talking to somebody else.",
	accepts: ["the host of base-url is one of the names in the certificate, wildcards included"],
	remedy: `Add the host to the domains of the resource, so that a certificate with its name is issued. ${ISSUING}`,
	source: "RFC 9525 (names in certificates)",
	severity: "failure",
	collect: (site) => site.handshake(),
	judge(shake) {
		if (shake === void 0) return notKnowable(PLAIN_SITE);
		if (!shake.ok) return noHandshake(shake);
		const { names } = shake.certificate;
		const listed = names.length === 0 ? "no name at all" : oneLine(names.slice(0, 5).join(", "), 160);
		if (shake.otherHost === void 0) return holds(`for ${listed}`);
		return broken("a certificate for the host of base-url", `one for ${listed}`, isTraefiksDefault(shake) ? DEFAULT_CERTIFICATE : void 0);
	}
});
const certificateTime = defineCheck({
	id: "https/certificate-time",
	title: "The certificate is valid today and not about to expire",
	why: "An expired certificate takes the whole site down for everybody at one moment, and nobody changed anything on that day.",
	accepts: [
		"its first day has come",
		`at least min(${FEWEST_DAYS} days, ${SMALLEST_SHARE * 100} % of its lifetime) left`,
		`a warning below ${DOUBTFUL_SHARE * 100} % of its lifetime: the renewal should have happened`
	],
	remedy: "Renewals run by themselves while port 80 leads to the proxy and DNS to the server. Look for \"acme\" in the log of coolify-proxy, mend what it says, then restart the proxy in Coolify (Server, Proxy, Restart Proxy).",
	source: "By share of the lifetime, because Let’s Encrypt goes from 90 days to 64 (February 2027) and then 45, so that a fixed number of days would always be red",
	severity: "failure",
	collect: async (site) => ({
		shake: await site.handshake(),
		now: site.now
	}),
	judge({ shake, now }) {
		if (shake === void 0) return notKnowable(PLAIN_SITE);
		if (!shake.ok) return noHandshake(shake);
		const { notBefore, notAfter } = shake.certificate;
		const lifetime = notAfter - notBefore;
		const left = notAfter - now;
		const least = Math.min(FEWEST_DAYS * DAY, SMALLEST_SHARE * lifetime);
		const expected = `valid now, with at least ${days(least)} left`;
		if (now < notBefore) return broken(expected, `valid only from ${day(notBefore)} on`);
		if (left <= 0) return broken(expected, `expired ${days(-left)} ago, on ${day(notAfter)}`);
		const actual = `${days(left)} left of ${days(lifetime)}, until ${day(notAfter)}`;
		if (left < least) return broken(expected, actual);
		if (left < DOUBTFUL_SHARE * lifetime) return doubtful(`at least ${days(DOUBTFUL_SHARE * lifetime)} left`, actual);
		return holds(actual);
	}
});
function noHandshake({ failure }) {
	if (failure.code === "PROXIED") return notKnowable(failure.message);
	return broken("a TLS handshake", `none: ${oneLine(failure.message, 200)}`, "Nothing speaks TLS there, or nothing that Node can talk to. Is the host right, does DNS lead to the server, is port 443 open, does coolify-proxy run?");
}
function isOutsideItsTime({ certificate }, now) {
	return now < certificate.notBefore || now >= certificate.notAfter;
}
function isTraefiksDefault({ certificate }) {
	return /traefik default cert/i.test(certificate.subject) || certificate.names.some((name) => /\.traefik\.default$/i.test(name));
}
function remedyForDistrust(shake, code) {
	if (isTraefiksDefault(shake)) return DEFAULT_CERTIFICATE;
	switch (code) {
		case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
		case "UNABLE_TO_GET_ISSUER_CERT":
		case "UNABLE_TO_GET_ISSUER_CERT_LOCALLY": return "The server sends its certificate without the intermediate one: use the file with the full chain (fullchain.pem). When the authority is your own, give its certificate by the input ca-file.";
		case "SELF_SIGNED_CERT_IN_CHAIN": return "The authority is not one of the system’s. When it is your own, give its certificate by the input ca-file; staging certificates of Let’s Encrypt are trusted by nobody.";
		case "CERT_HAS_EXPIRED": return "An intermediate certificate of the chain has expired: install the chain that the authority publishes today.";
		default: return;
	}
}
function days(duration) {
	if (duration < 2 * DAY) return `${Math.floor(duration / 36e5)} h`;
	return `${Math.floor(duration / DAY)} days`;
}
function day(moment) {
	return new Date(moment).toISOString().slice(0, 10);
}
// src/smoke/presets/https/plain-links.ts
const ADDRESSES = [
	"href",
	"src",
	"action",
	"formaction",
	"data",
	"poster",
	"content"
];
const BLOCKED = new Set([
	"script",
	"iframe",
	"object",
	"embed",
	"form",
	"button"
]);
const TOLERATED = new Set([
	"img",
	"audio",
	"video",
	"source",
	"track",
	"input"
]);
const noPlainLinks = defineCheck({
	id: "https/no-plain-links",
	title: "The page links to nothing of its own, and loads nothing, over plain HTTP",
	why: "Absolute http:// links to the own host show that the application does not know that it is behind HTTPS: its redirects, mails and CSRF checks go wrong with them. What a page loads over plain HTTP is blocked by browsers.",
	accepts: [
		"no http:// address of this host in the page",
		"no script, frame, style sheet or form of any host over plain HTTP",
		"pictures of other hosts over plain HTTP: a warning"
	],
	remedy: "Set `SECURE_PROXY_SSL_HEADER = ('HTTP_X_FORWARDED_PROTO', 'https')` in Django, or start uvicorn with `--proxy-headers --forwarded-allow-ips='*'` behind the proxy; write https:// into links that are typed by hand (SITE_URL, BASE_URL, templates).",
	source: "W3C Mixed Content; Django’s SECURE_PROXY_SSL_HEADER",
	severity: "failure",
	collect: (site, { path }) => site.page(path),
	judge(page) {
		if (page.url.protocol !== "https:") return notKnowable(PLAIN_SITE);
		const at = oneLine(page.url.pathname, 100);
		const target = redirectTarget(page);
		if (target !== void 0) return target.protocol === "http:" && target.hostname === page.url.hostname ? broken("a redirect to https://", `${page.status} to ${oneLine(target.href, 120)}`) : notKnowable(`${at} leads away (${answerInWords(page)}): give a path of this host that shows a page`);
		if (!isHtml(page) || page.body === "") return notKnowable(`${at} is no HTML page (${answerInWords(page)}): give a path that shows one`);
		return judgeLinks(plainLinks(page), `${at} (${page.status})`);
	}
});
function judgeLinks(links, where) {
	const own = links.filter(({ kind }) => kind === "own");
	if (own.length > 0) return broken("no http:// address of this host", listed$1(own, where));
	const blocked = links.filter(({ kind }) => kind === "blocked");
	if (blocked.length > 0) return broken("nothing loaded over plain HTTP", listed$1(blocked, where), "Load it over https://, or from this site.");
	const tolerated = links.filter(({ kind }) => kind === "tolerated");
	if (tolerated.length > 0) return doubtful("nothing loaded over plain HTTP", listed$1(tolerated, where), "Load it over https://.");
	return holds(`no plain link on ${where}`);
}
function listed$1(links, where) {
	const some = links.slice(0, 3).map(({ text }) => text);
	return `${count(links.length, "plain address", "plain addresses")} on ${where}: ${some.join("; ")}`;
}
function plainLinks(page) {
	const tags = tagsOf(page.body).filter(({ closing }) => !closing);
	const base = baseOf(tags, page.url);
	return tags.flatMap((tag) => ADDRESSES.flatMap((attribute) => plainLink(tag, attribute, base, page.url) ?? []));
}
function plainLink(tag, attribute, base, page) {
	const written = tag.attributes.get(attribute);
	if (attribute === "content" && !/^\s*http:\/\//i.test(written ?? "")) return void 0;
	const url = addressOf(written, base);
	if (url?.protocol !== "http:") return void 0;
	const kind = url.hostname === page.hostname ? "own" : kindOf(tag, attribute);
	return kind === void 0 ? void 0 : {
		kind,
		text: `${attribute} of ${tag.name}: ${oneLine(url.href, 100)}`
	};
}
function kindOf(tag, attribute) {
	if (tag.name === "link") return loads(tag) ? "blocked" : void 0;
	if (BLOCKED.has(tag.name)) return "blocked";
	if (tag.name === "input") return attribute === "formaction" ? "blocked" : "tolerated";
	return TOLERATED.has(tag.name) ? "tolerated" : void 0;
}
function loads(tag) {
	return (tag.attributes.get("rel") ?? "").toLowerCase().split(/\s+/).some((word) => [
		"stylesheet",
		"preload",
		"modulepreload",
		"manifest",
		"icon"
	].includes(word));
}
// src/smoke/presets/https/redirect.ts
const LONGEST_CHAIN = 3;
const MOST_HOPS = 5;
const PERMANENT = new Set([301, 308]);
const NO_PLAIN_SIDE = "the plain HTTP side is not known, because base-url names a port; give its address as the input http-url";
const redirect = defineCheck({
	id: "https/redirect",
	title: "Plain HTTP leads to HTTPS on the same host at once, and for good",
	why: "A visitor who types the bare name starts on plain HTTP. Whatever is answered there other than a redirect can be read and changed on the way, and a first hop to another host hides this one’s HSTS from the browser.",
	accepts: [
		"301 or 308 as the first answer over plain HTTP, to https:// on the same host",
		`at most ${LONGEST_CHAIN} redirects in all`,
		"302, 303 or 307: a warning in staging, a failure elsewhere"
	],
	remedy: "In Coolify switch on \"Force Https\" of the resource; for a permanent redirect add the label `traefik.http.middlewares.redirect-to-https.redirectscheme.permanent=true`. In Django: `SECURE_SSL_REDIRECT = True`.",
	source: "301 or 308 because browsers keep only those for good; Mozilla Observatory: -20 for none, -10 when the first hop is not HTTPS, -5 for another host",
	severity: "failure",
	async collect(site, { path }) {
		const { base, plain } = site;
		if (base.protocol !== "https:" || plain === void 0) return {
			base,
			entrance: void 0,
			journey: void 0
		};
		const first = await site.attempt({
			path,
			plain: true
		});
		const start = new URL(path, plain);
		const journey = first.ok ? await journeyFrom(site, start, first.answer) : void 0;
		return {
			base,
			entrance: {
				start,
				first
			},
			journey
		};
	},
	judge({ base, entrance, journey }, _options, profile) {
		if (base.protocol !== "https:") return notKnowable(PLAIN_SITE);
		if (entrance === void 0) return notKnowable(NO_PLAIN_SIDE);
		const expected = `301 or 308 to https://${base.host}`;
		const { start, first } = entrance;
		if (!first.ok) return broken(expected, `no answer over plain HTTP: ${oneLine(first.failure.message, 160)}`, "Open port 80 to the world: visitors who type the bare name start there, and Let’s Encrypt’s HTTP challenge asks there.");
		const { status, headers } = first.answer;
		if (!isRedirect({ status })) return broken(expected, `${status} over plain HTTP, and no redirect`);
		const target = redirectTarget$1({
			headers,
			url: start
		});
		if (target === void 0) return broken(expected, `${status} without a Location that is an address`);
		const led = `${status} to ${oneLine(target.href, 120)}`;
		if (target.protocol !== "https:") return broken(expected, `${led}, which is not HTTPS`);
		if (target.host !== base.host) return broken(expected, `${led}, which is not this host`);
		return judgeChain({
			status,
			led,
			expected
		}, journey, profile);
	}
});
function judgeChain({ status, led, expected }, journey, profile) {
	const redirects = 1 + (journey?.redirects ?? 0);
	const chain = `${led}, ${journey === void 0 ? "whose HTTPS side does not answer" : `${count(redirects, "redirect")} in all`}`;
	if (redirects > LONGEST_CHAIN) return broken(`${expected}, at most ${LONGEST_CHAIN} redirects in all`, chain);
	if (PERMANENT.has(status)) return holds(chain);
	return profile === "staging" ? doubtful(expected, led) : broken(expected, led);
}
async function journeyFrom(site, start, { status, headers }) {
	const target = isRedirect({ status }) ? redirectTarget$1({
		headers,
		url: start
	}) : void 0;
	if (target === void 0 || target.origin !== site.base.origin) return void 0;
	const path = `${target.pathname}${target.search}`;
	return (await site.attempt({ path })).ok ? travel(site, path, LONGEST_CHAIN) : void 0;
}
const BEHIND_PROXY = "The classic cause: Django does not know that the visitor came by HTTPS, and SECURE_SSL_REDIRECT sends him there again. Set `SECURE_PROXY_SSL_HEADER = ('HTTP_X_FORWARDED_PROTO', 'https')`; gunicorn trusts that header from 127.0.0.1 only, so the loop shows behind Traefik and not on your machine. Other causes: a proxy in front that talks plain HTTP to this one (Cloudflare’s SSL mode \"Flexible\"), and a login page that itself demands a login.";
const redirectLoop = defineCheck({
	id: "https/redirect-loop",
	title: "Redirects of the start page end on a page",
	why: "A redirect loop is a site that is down for every visitor while its health page is green.",
	accepts: [`within ${MOST_HOPS} redirects an answer that is none and is below 500, or a redirect to another host`],
	remedy: BEHIND_PROXY,
	source: "Django’s SECURE_PROXY_SSL_HEADER and SECURE_SSL_REDIRECT; browsers give up after about twenty redirects, a sound site needs one or two",
	severity: "failure",
	collect: (site, { path }) => travel(site, path, MOST_HOPS),
	judge({ last, redirects, end, answers }) {
		const expected = `a page within ${MOST_HOPS} redirects`;
		const after = redirects === 0 ? "at once" : `after ${count(redirects, "redirect")}`;
		const target = redirectTarget$1(last);
		switch (end) {
			case "page": return judgePage(answers, `${last.status} at ${oneLine(last.url.pathname, 100)} ${after}`);
			case "elsewhere": return target?.protocol === "http:" ? broken(expected, `a redirect to plain HTTP: ${oneLine(target.href, 120)}`) : holds(`leads to ${oneLine(target?.host ?? "another host", 100)} ${after}`);
			case "nowhere": return broken(expected, `${last.status} without a Location that is an address`, "Give the redirect a Location.");
			case "endless": return broken(expected, way(answers));
		}
	}
});
function judgePage(answers, seen) {
	const [first, last] = [answers.at(0), answers.at(-1)];
	if (first === void 0 || last === void 0) return notKnowable("nothing was asked");
	if (last.status >= 500) return broken("a page below 500", seen, PAGE_IS_DEAD);
	if (!(first.url.protocol === "https:" && answers.some(({ url }) => url.protocol === "http:"))) return holds(seen);
	const expected = "HTTPS on the whole way";
	return last.url.protocol === "http:" ? broken(expected, `${seen}, over plain HTTP`) : doubtful(expected, `${seen}, with a detour over plain HTTP`);
}
const PAGE_IS_DEAD = "The edge answers for an application that does not, or the application fails on this page: read the application’s log of this minute. 502, 503 and 504 come from the proxy: no container is healthy, or it listens on another port than the resource’s \"Ports Exposes\".";
function way(answers) {
	const [first] = answers;
	const [target] = first === void 0 ? [] : [redirectTarget$1(first)];
	if (first !== void 0 && target?.href === first.url.href) return `${first.status} from ${oneLine(first.url.href, 120)} to itself`;
	const places = answers.slice(0, 6).map(({ status, url }) => `${url.protocol}//${url.host}${url.pathname} (${status})`);
	return `round and round: ${oneLine(places.join(", "), 300)}`;
}
// src/smoke/presets/https/spoofing.ts
const REFUSALS = new Set([
	400,
	403,
	421
]);
const forwardedProtoSpoof = defineCheck({
	id: "https/forwarded-proto-spoof",
	title: "A visitor cannot claim by X-Forwarded-Proto that he came by HTTPS",
	why: "When the proxy passes the header on, anybody can be served over plain HTTP by a site that believes itself encrypted: no redirect, and cookies marked Secure for a connection that is not.",
	accepts: ["over plain HTTP with `X-Forwarded-Proto: https` the same redirect to HTTPS as without", "400, 403 or 421"],
	remedy: "The proxy must set the header itself, whatever the client sends. Traefik does unless told otherwise: remove `forwardedHeaders.insecure` from its entry points, and keep `forwardedHeaders.trustedIPs` to the addresses of your own proxies. In nginx: `proxy_set_header X-Forwarded-Proto $scheme;`.",
	source: "Django’s warning on SECURE_PROXY_SSL_HEADER; Traefik’s forwardedHeaders",
	severity: "failure",
	async collect(site, { path }) {
		const { base, plain, run } = site;
		if (base.protocol !== "https:" || plain === void 0) return {
			base,
			pair: void 0,
			encrypted: void 0
		};
		const [honest, forged, page] = await Promise.all([
			site.attempt({
				path: withMark(path, `${run}-proto`),
				plain: true
			}),
			site.attempt({
				path: withMark(path, `${run}-proto-forged`),
				plain: true,
				headers: { "X-Forwarded-Proto": "https" }
			}),
			site.attempt({ path })
		]);
		const encrypted = page.ok ? page.answer.status : void 0;
		return {
			base,
			pair: {
				start: new URL(path, plain),
				honest,
				forged
			},
			encrypted
		};
	},
	judge({ base, pair, encrypted }) {
		if (base.protocol !== "https:") return notKnowable(PLAIN_SITE);
		if (pair === void 0) return notKnowable(NO_PLAIN_SIDE);
		const { start, honest, forged } = pair;
		const upgrade = upgradeOf(honest, start);
		if (upgrade === void 0) return notKnowable("plain HTTP leads nobody to HTTPS even without the header; see https/redirect");
		const expected = `${upgrade.status} to https:// with the header as without`;
		if (!forged.ok) return forged.failure.kind === "reset" ? holds("the connection is closed") : notKnowable(`no answer to the forged header: ${oneLine(forged.failure.message, 160)}`);
		const { status } = forged.answer;
		const still = upgradeOf(forged, start);
		if (still !== void 0 && still.host === upgrade.host && still.pathname === upgrade.pathname) return holds(`still ${status} to https://${oneLine(still.host, 100)}`);
		if (REFUSALS.has(status) && status !== encrypted) return holds(`refused with ${status}`);
		const led = redirectTarget$1({
			headers: forged.answer.headers,
			url: start
		});
		const to = isRedirect({ status }) && led !== void 0 ? ` to ${oneLine(led.href, 120)}` : "";
		return broken(expected, `${status}${to}: the header is believed`);
	}
});
function upgradeOf(result, start) {
	if (!result.ok || !isRedirect(result.answer)) return void 0;
	const target = redirectTarget$1({
		headers: result.answer.headers,
		url: start
	});
	if (target?.protocol !== "https:") return void 0;
	return {
		status: result.answer.status,
		host: target.host,
		pathname: target.pathname
	};
}
const forwardedHostSpoof = defineCheck({
	id: "https/forwarded-host-spoof",
	title: "A visitor cannot choose by X-Forwarded-Host where links and redirects lead",
	why: "Links in pages and in mails (a password reset above all) are built from the host that the application believes: whoever can name it sends other people to his own server, secrets in hand.",
	accepts: ["the same status as without the header, and its host nowhere in the answer, nor in that of plain HTTP", "400, 403 or 421"],
	remedy: "The proxy must set X-Forwarded-Host itself: in Traefik remove `forwardedHeaders.insecure`, in nginx `proxy_set_header X-Forwarded-Host $host;`. In Django list exact hosts in ALLOWED_HOSTS (no `*`), and set `USE_X_FORWARDED_HOST = False` unless the proxy changes Host.",
	source: "Django’s warning on USE_X_FORWARDED_HOST. 400 means that the header arrived and ALLOWED_HOSTS refused it",
	severity: "failure",
	async collect(site, { path }) {
		const evil = foreignHost(site.run);
		const lie = {
			path: withMark(path, `${site.run}-host-forged`),
			headers: { "X-Forwarded-Host": evil }
		};
		const [honest, forged, plain] = await Promise.all([
			site.ask({ path: withMark(path, `${site.run}-host`) }),
			site.ask(lie),
			site.plain === void 0 ? void 0 : site.attempt({
				...lie,
				plain: true
			})
		]);
		return {
			evil,
			honest,
			forged,
			plain
		};
	},
	judge({ evil, honest, forged, plain }) {
		const expected = `${honest.status} as without the header, and ${evil} nowhere in the answer`;
		const places = mentions(forged, evil);
		if (places.length > 0) return broken(expected, `${forged.status}, with ${evil} in ${oneLine(places.join(" and "), 120)}`);
		const plainPlaces = plain?.ok === true ? mentions(plain.answer, evil) : [];
		if (plain?.ok === true && plainPlaces.length > 0) {
			const where = oneLine(plainPlaces.join(" and "), 120);
			return broken(expected, `over plain HTTP ${plain.answer.status}, with ${evil} in ${where}`);
		}
		if (honest.status >= 500 || honest.status === 400) return notKnowable(`the page answers ${honest.status} even without the header; see https/redirect-loop`);
		if (forged.status === honest.status && redirectTarget$1(forged)?.host === redirectTarget$1(honest)?.host) return holds(`${forged.status} with and without the header`);
		if (REFUSALS.has(forged.status)) return holds(`refused with ${forged.status}`);
		return broken(expected, `${answerInWords(forged)} with the header, ${answerInWords(honest)} without`);
	}
});
function mentions({ headers, body }, host) {
	return [...Object.entries(headers).filter(([, values]) => values.some((value) => value.toLowerCase().includes(host))).map(([name]) => name), ...body.toLowerCase().includes(host) ? ["the body"] : []];
}
const NO_SUCH_HOST = new Set([
	400,
	403,
	404,
	410,
	421,
	503
]);
const wrongHost = defineCheck({
	id: "https/wrong-host",
	title: "The site does not answer to a name that is not its own",
	why: "A site that serves any Host builds links and password-reset mails with a name that an attacker chose, and can be mirrored under another domain.",
	accepts: [
		"400 (Django), or the edge’s 403, 404, 410, 421 or 503: no such site",
		"a redirect to this site’s own host",
		"a connection closed without an answer"
	],
	remedy: "List exact hosts in Django: `ALLOWED_HOSTS = ['obcms.example']`, never `['*']`. In FastAPI add Starlette’s `TrustedHostMiddleware`. At the edge route by host: no router with `PathPrefix(`/`)` alone.",
	source: "Django’s ALLOWED_HOSTS and security checks; Traefik routes by Host and answers 404 itself",
	severity: "failure",
	async collect(site, { path }) {
		const evil = foreignHost(site.run);
		const [honest, forged] = await Promise.all([site.ask({ path }), site.attempt({
			path,
			headers: { Host: evil }
		})]);
		return {
			evil,
			base: site.base,
			honest,
			forged
		};
	},
	judge({ evil, base, honest, forged }) {
		const expected = `400, 404 or 421 for Host: ${evil}`;
		if (!forged.ok) return forged.failure.kind === "reset" ? holds("the connection is closed") : notKnowable(`no answer to another Host: ${oneLine(forged.failure.message, 160)}`);
		const { status, headers, body } = forged.answer;
		const target = isRedirect({ status }) ? redirectTarget$1({
			headers,
			url: new URL(`${base.protocol}//${evil}/`)
		}) : void 0;
		if (target !== void 0) {
			if (target.hostname === base.hostname) return holds(`${status} to ${oneLine(target.host, 100)}`);
			const led = `${status} to ${oneLine(target.href, 120)}`;
			return target.hostname === evil ? broken(expected, led) : doubtful(expected, led);
		}
		if (NO_SUCH_HOST.has(status) && status !== honest.status) return holds(`${status}`);
		if (status >= 400 && status === honest.status) return notKnowable(`the site answers ${status} to its own name as well, so that nothing can be told apart`);
		if (status < 300 && isAnotherPage(honest.body, body)) return doubtful(expected, `${status} with another page: ${oneLine(titleOf(body) ?? body, 80)}`);
		return broken(expected, `${status}${status === honest.status ? ", as for the site’s own name" : ""}`);
	}
});
function isAnotherPage(own, other) {
	const [mine, theirs] = [titleOf(own), titleOf(other)];
	return mine !== void 0 && theirs !== void 0 && mine !== theirs;
}
function titleOf(body) {
	const start = body.search(/<title[\s>]/i);
	if (start === -1) return void 0;
	return body.slice(body.indexOf(">", start) + 1, start + 1e3).split(/<\/title/i)[0]?.trim();
}
// src/smoke/presets/https/tls-versions.ts
const MODERN = ["TLSv1.2", "TLSv1.3"];
const OBSOLETE = ["TLSv1", "TLSv1.1"];
const tlsVersions = defineCheck({
	id: "https/tls-versions",
	title: "TLS 1.2 or 1.3 is offered, and nothing older",
	why: "TLS 1.0 and 1.1 have known weaknesses that somebody between visitor and site can use, and browsers no longer speak them: nobody loses anything.",
	accepts: ["TLS 1.2, TLS 1.3 or both are offered", "TLS 1.0 and TLS 1.1 are refused"],
	remedy: "Traefik refuses TLS 1.0 and 1.1 by itself unless its dynamic configuration says otherwise: set `tls.options.default.minVersion: VersionTLS12` and remove any lower one. With nginx in front: `ssl_protocols TLSv1.2 TLSv1.3;`.",
	source: "Mozilla server side TLS 5.7, intermediate; SSL Labs caps the grade at B for TLS 1.0 or 1.1 and at C without 1.2; RFC 8996 forbids both",
	severity: "failure",
	async collect(site) {
		const shake = async (version) => [version, await site.handshake(version)];
		const [one, oneOne, oneTwo, oneThree] = (await Promise.all([...OBSOLETE, ...MODERN].map(shake))).map(([, result]) => result);
		if (one === void 0 || oneOne === void 0 || oneTwo === void 0 || oneThree === void 0) return void 0;
		return {
			TLSv1: one,
			"TLSv1.1": oneOne,
			"TLSv1.2": oneTwo,
			"TLSv1.3": oneThree
		};
	},
	judge(shakes) {
		if (shakes === void 0) return notKnowable(PLAIN_SITE);
		const newest = shakes["TLSv1.3"];
		if (!newest.ok && newest.failure.code === "PROXIED") return notKnowable(newest.failure.message);
		const expected = "TLS 1.2 or 1.3 offered, TLS 1.0 and 1.1 refused";
		const offered = MODERN.filter((version) => shakes[version].ok);
		if (offered.length === 0) return broken(expected, `neither TLS 1.2 (${said(shakes["TLSv1.2"])}) nor 1.3 is offered`);
		const accepted = OBSOLETE.filter((version) => shakes[version].ok);
		if (accepted.length > 0) return broken(expected, `${accepted.map(spelled).join(" and ")} accepted`);
		const unclear = OBSOLETE.filter((version) => !isRefusal(shakes[version]));
		if (unclear.length > 0) return notKnowable(`whether ${unclear.map(spelled).join(" and ")} would be accepted could not be tried from here: ${unclear.map((version) => said(shakes[version])).join("; ")}`);
		return holds(`${offered.map(spelled).join(" and ")} offered, older versions refused`);
	}
});
function isRefusal(shake) {
	if (shake.ok) return false;
	const { code, kind } = shake.failure;
	return shake.refusedVersion || /_ALERT_/.test(code) || kind === "reset";
}
function said(shake) {
	if (shake.ok) return "accepted";
	const { code, message } = shake.failure;
	return oneLine(code === "" ? message : code, 120);
}
function spelled(version) {
	return version === "TLSv1" ? "TLS 1.0" : version.replace("TLSv", "TLS ");
}
// src/smoke/presets/https/index.ts
const https = definePreset({
	name: "https",
	about: "Every visitor ends on an encrypted connection to this site and no other: certificate, TLS versions, redirects, and headers that a client may not decide.",
	checks: [
		certificateTrusted,
		certificateHost,
		certificateTime,
		tlsVersions,
		redirect,
		redirectLoop,
		forwardedProtoSpoof,
		forwardedHostSpoof,
		wrongHost,
		noPlainLinks
	]
});
// src/smoke/presets/leaks/admin.ts
const NO_ADMIN = "the suite says that the site has no admin";
const adminClosed = defineCheck({
	id: "leaks/admin",
	title: "The admin shows nothing but its sign-in page",
	why: "Who gets into the admin can read and change every row.",
	accepts: ["a sign-in page, a redirect to one, 401, 403 or 404 (or another refusal)", "a page without signs of the admin is a warning"],
	remedy: "Use admin.site.urls as it is, or a subclass whose has_permission() asks for request.user.is_active and request.user.is_staff; middleware that signs visitors in has no place in production.",
	source: "Django 5.2: AdminSite.has_permission; OBCMS hardening guide, admin",
	severity: "failure",
	collect: async (site, { admin }) => admin === void 0 ? void 0 : await lookAt(site, [admin]),
	judge: judgeAdmin
});
function judgeAdmin(facts) {
	if (facts === void 0) return {
		verdict: "not-knowable",
		why: NO_ADMIN
	};
	return judgeClosed(facts, adminIn, {
		expected: "a sign-in page, 401, 403 or 404",
		unclear: "There is a page without a field for a password. Look at it; name the right path with `leaks: { admin: /path/ }`, or `admin: false`."
	});
}
const SPOOFED = ["127.0.0.1", "10.0.0.1"];
const adminAllowList = defineCheck({
	id: "leaks/admin-allow-list",
	title: "A made-up X-Forwarded-For does not get past the allow-list of the admin",
	why: "Middleware that trusts the first entry of X-Forwarded-For lets in whoever writes 127.0.0.1 there.",
	accepts: ["an admin that answers 403 still refuses (401, 403, 404, 400) with `X-Forwarded-For` and `X-Real-IP` of 127.0.0.1 and 10.0.0.1", "not knowable when the admin has no allow-list (it does not answer 403)"],
	remedy: "Take the last entry that the own proxy has added, not the first: request.META['HTTP_X_FORWARDED_FOR'].split(',')[-1].strip(); and leave Traefik's forwardedHeaders.insecure off.",
	source: "OBCMS middleware that trusted the first entry; MDN, X-Forwarded-For, security concerns",
	severity: "failure",
	async collect(site, { admin }) {
		if (admin === void 0) return void 0;
		const { status: plainly } = await site.page(admin);
		const spoofed = [];
		for (const address of plainly === 403 ? SPOOFED : []) {
			const headers = {
				"X-Forwarded-For": address,
				"X-Real-IP": address
			};
			spoofed.push({
				address,
				status: (await site.ask({
					path: admin,
					headers
				})).status
			});
		}
		return {
			path: admin,
			plainly,
			around: await surroundings(site),
			spoofed
		};
	},
	judge: judgeAllowList
});
function judgeAllowList(facts) {
	if (facts === void 0) return {
		verdict: "not-knowable",
		why: NO_ADMIN
	};
	const path = oneLine(facts.path, 80);
	if (facts.plainly !== 403) return {
		verdict: "not-knowable",
		why: `${path} answers ${facts.plainly}, so no allow-list is seen`
	};
	const entered = facts.spoofed.find(({ status }) => ![
		400,
		401,
		403,
		404
	].includes(status));
	if (entered === void 0) {
		const actual = `${path}: 403, also as ${facts.spoofed.map(({ address }) => address).join(" and ")}`;
		return onceSeen({
			verdict: "holds",
			actual
		}, facts.around);
	}
	return {
		verdict: "broken",
		expected: "403 whatever X-Forwarded-For says",
		actual: `${entered.status} with X-Forwarded-For: ${entered.address}`
	};
}
// src/smoke/presets/leaks/closed-pages.ts
const apiDocs = defineCheck({
	id: "leaks/api-docs",
	title: "The documentation of the API is not open to everybody",
	why: "Documentation lists every endpoint, parameter and field, those that nobody was meant to find included.",
	accepts: ["401, 403 or 404 (405, 406, 410 and 451 are refusals as well), or a redirect to a sign-in page, on each documentation path", "a front end that gives one page for every path is not documentation; another page without signs of documentation is a warning"],
	remedy: "Route the documentation only in development: `if settings.DEBUG: urlpatterns += [...]`; with drf-spectacular SERVE_PERMISSIONS = [\"rest_framework.permissions.IsAdminUser\"]; with FastAPI(docs_url=None, redoc_url=None, openapi_url=None). Public on purpose: skip leaks/api-docs.",
	source: "OBCMS hardening guide: API documentation only in debug; OWASP API Security Top 10, API9 (improper inventory)",
	severity: "failure",
	collect: async (site, { docs }) => docs.length === 0 ? void 0 : await lookAt(site, docs),
	judge: (facts) => judgeApiDocs(facts)
});
function judgeApiDocs(facts) {
	if (facts === void 0) return {
		verdict: "not-knowable",
		why: "the suite gives an empty list of documentation paths"
	};
	return judgeClosed(facts, docsIn, {
		expected: "401, 403, 404 or a sign-in page",
		unclear: "It does not look like documentation of an API, and is a page of its own. Look at it; when it is public on purpose, skip leaks/api-docs or give `docs` without it."
	});
}
const metrics = defineCheck({
	id: "leaks/metrics",
	title: "Metrics are closed to visitors",
	why: "Metrics tell how many people use what, which versions run and where it hurts; some carry paths and names.",
	accepts: ["401, 403 or 404 (or another refusal), or a redirect to a sign-in page, on each metrics path", "a page without metrics in it is a warning, unless it is the one that every path gets"],
	remedy: "Answer 401 without `Authorization: Bearer <METRICS_TOKEN>`, or keep the path off the public router: traefik.http.routers.web.rule=Host(`obcms.example`) && !PathPrefix(`/metrics`).",
	source: "OBCMS hardening guide: metrics 401 or 403 from outside",
	severity: "failure",
	collect: async (site, options) => options.metrics.length === 0 ? void 0 : await lookAt(site, options.metrics),
	judge(facts) {
		if (facts === void 0) return {
			verdict: "not-knowable",
			why: "the suite gives an empty list of metrics paths"
		};
		return judgeClosed(facts, metricsIn, {
			expected: "401, 403, 404 or a sign-in page",
			unclear: "There is a page, and no metrics are seen in it. Look at it; when it is public on purpose, skip leaks/metrics."
		});
	}
});
const TOOLBARS = [
	"/__debug__/render_panel/?store_id=0&panel_id=VersionsPanel",
	"/silk/",
	"/console"
];
const debugToolbar = defineCheck({
	id: "leaks/debug-toolbar",
	title: "The debug toolbar, profilers and consoles are not there",
	why: "The toolbar shows settings, SQL and request data; a console runs any Python a visitor types.",
	accepts: ["404 (or another refusal) at django-debug-toolbar, Silk and Werkzeug console paths, and no toolbar in the front page", "a page without their marks is a page of the site, and accepted"],
	remedy: "Keep `debug_toolbar` and `silk` out of INSTALLED_APPS, MIDDLEWARE and urls of production, and run the site with gunicorn or uvicorn, not `runserver_plus`.",
	source: "django-debug-toolbar, Silk and Werkzeug manuals: not for production",
	severity: "failure",
	collect: (site) => lookAt(site, TOOLBARS),
	judge: judgeToolbar
});
function judgeToolbar({ looks, around }) {
	const found = [...looks, {
		path: "/",
		answer: around.front
	}].flatMap(({ path, answer }) => {
		const sign = toolbarIn(answer);
		return sign === void 0 ? [] : [`${sign} at ${oneLine(path.split("?")[0] ?? path, 80)}`];
	});
	if (found.length > 0) return {
		verdict: "broken",
		expected: "none of them",
		actual: inSequence(found)
	};
	const actual = looks.map(({ path, answer }) => `${path.split("?")[0]}: ${answer.status}`).join(", ");
	return onceSeen({
		verdict: "holds",
		actual
	}, around);
}
const browsableApi = defineCheck({
	id: "leaks/browsable-api",
	title: "The API gives no browsable HTML pages",
	why: "The browsable API is documentation with forms: it lists fields, and its pages cost queries that the API itself does not.",
	accepts: ["asked with `Accept: text/html`, the path of the API answers something that is not HTML, refuses with 401, 403 or 406 without the browsable page, or leads to a sign-in page", "also a refusal counts as open when Django REST framework's own page carries it"],
	remedy: "REST_FRAMEWORK = {\"DEFAULT_RENDERER_CLASSES\": [\"rest_framework.renderers.JSONRenderer\"]} in the settings of production.",
	source: "OBCMS hardening guide: browsable renderer off in production; Django REST framework manual, renderers",
	severity: "failure",
	async collect(site, { api }) {
		if (api === void 0) return void 0;
		return {
			path: api,
			answer: await asBrowser(site, api),
			around: await surroundings(site)
		};
	},
	judge: (facts) => facts === void 0 ? judgeBrowsable(facts) : onceSeen(judgeBrowsable(facts), facts.around, [facts.answer])
});
function judgeBrowsable(facts) {
	if (facts === void 0) return {
		verdict: "not-knowable",
		why: "the suite names no path of an API; name it with `leaks: { api: /api/v1/ }`"
	};
	const { answer, around } = facts;
	const path = oneLine(facts.path, 80);
	const expected = "no HTML for Accept: text/html";
	const actual = `${path}: ${answerInWords(answer)}`;
	const browsable = drfPageIn(answer);
	if (browsable !== void 0) return {
		verdict: "broken",
		expected,
		actual: `${actual}, ${browsable}`
	};
	const target = redirectTarget(answer);
	if (target !== void 0) return leadsToSignIn(target) ? {
		verdict: "holds",
		actual
	} : {
		verdict: "not-knowable",
		why: `${actual}: name the path where the API itself answers, \`leaks: { api: ... }\``
	};
	if (answer.status === 404) return {
		verdict: "not-knowable",
		why: `there is nothing at ${path} (404); name a path of the API`
	};
	if (answer.status >= 500 || answer.status === 429) return {
		verdict: "broken",
		expected,
		actual
	};
	if (!isHtml(answer)) return {
		verdict: "holds",
		actual: `${path}: ${answer.status}, ${mediaType(answer) || "no content type"}`
	};
	if (answer.status >= 400) return {
		verdict: "not-knowable",
		why: `${actual}: a page in front of the API refuses`
	};
	if (samePage(answer, around.unknown)) return {
		verdict: "not-knowable",
		why: `${path} gets the same page as any other path; name a path of the API`
	};
	return {
		verdict: "broken",
		expected,
		actual
	};
}
async function asBrowser(site, path) {
	const headers = { Accept: "text/html" };
	const answer = await site.ask({
		path,
		headers
	});
	const target = redirectTarget(answer);
	if (target === void 0 || target.origin !== site.base.origin || leadsToSignIn(target)) return answer;
	return site.ask({
		path: `${target.pathname}${target.search}`,
		headers
	});
}
// src/smoke/presets/leaks/debug.ts
const DEBUG_OFF = "Set DEBUG = False in the settings the site runs with (DJANGO_SETTINGS_MODULE=<project>.settings.production), and redeploy.";
const debugPage = defineCheck({
	id: "leaks/debug-page",
	title: "A path that does not exist answers 404, without a debug page",
	why: "With DEBUG = True the 404 page lists every address of the site, and an error shows settings, queries and local variables to anybody.",
	accepts: ["404 (or 410) without `Using the URLconf defined in`, `DEBUG = True` or the page of another debugger", "not knowable when every unknown path leads to a sign-in page or to the page of a front end: then no 404 page can be seen"],
	remedy: DEBUG_OFF,
	source: "Marks seen in Django 5.2's technical 404 page; in production Django answers `Not Found`. OWASP WSTG, error handling",
	severity: "failure",
	collect(site, options) {
		const folders = options.api === void 0 ? ["/"] : ["/", options.api];
		return inSmallGroups(folders, (folder) => site.page(unknownPath(site, folder)));
	},
	judge: judgeDebugPage
});
function judgeDebugPage(answers) {
	const expected = "404 without a debug page";
	for (const answer of answers) {
		const page = debugPageIn(answer);
		if (page !== void 0) return {
			verdict: "broken",
			expected,
			actual: `${answer.status} with ${page}`
		};
	}
	const crashed = answers.find(({ status }) => status >= 500);
	if (crashed !== void 0) return {
		verdict: "broken",
		expected,
		actual: answerInWords(crashed),
		remedy: "The page for 404 itself fails: often a `{% static %}` in 404.html whose file is missing in the manifest. Run collectstatic when the image is built, and look into the log of the web resource."
	};
	const notFound = answers.find((answer) => (answer.status === 404 || answer.status === 410) && !isEdgesOwn(answer));
	if (notFound !== void 0) return {
		verdict: "holds",
		actual: `${answerInWords(notFound)}, no debug page`
	};
	const seen = answers.map((answer) => `${oneLine(answer.url.pathname, 80)}: ${isEdgesOwn(answer) ? EDGES_OWN : answerInWords(answer)}`);
	return {
		verdict: "not-knowable",
		why: `no 404 page can be seen: a path that does not exist ends at ${inSequence(seen)}`
	};
}
const debugOnBadHost = defineCheck({
	id: "leaks/debug-on-bad-host",
	title: "A request with a foreign host name gets no debug page",
	why: "Scanners ask by address and with made-up host names all day. With DEBUG = True each gets the settings in a page of 59 KB instead of 143 bytes.",
	accepts: ["with `Host`, and with `X-Forwarded-Host`, of another site: any answer, or none, that is not a debug page (its status is judged by https/wrong-host and https/forwarded-host-spoof)"],
	remedy: `${DEBUG_OFF} List the hosts of the site: ALLOWED_HOSTS = ["obcms.example"].`,
	source: "Measured on Django 5.2: DisallowedHost with DEBUG answers the technical page; without it `Bad Request (400)`",
	severity: "failure",
	async collect(site) {
		const around = await surroundings(site);
		const host = `${site.run}.wrong-host.invalid`;
		const visit = async (sent, headers) => ({
			sent,
			result: await site.attempt({
				path: "/",
				headers
			})
		});
		return {
			around,
			visits: [await visit(`Host: ${host}`, { Host: host }), await visit(`X-Forwarded-Host: ${host}`, { "X-Forwarded-Host": host })]
		};
	},
	judge: (facts) => onceSeen(judgeBadHost(facts), facts.around)
});
function judgeBadHost({ visits }) {
	const expected = "no debug page";
	const seen = [];
	for (const { sent, result } of visits) {
		if (!result.ok) {
			seen.push(`${sent}: no answer (${result.failure.kind})`);
			continue;
		}
		const { status, body } = result.answer;
		const page = debugPageIn({ body });
		if (page !== void 0) return {
			verdict: "broken",
			expected,
			actual: `${sent}: ${status} with ${page}`
		};
		seen.push(`${sent}: ${status}, ${body.length} characters`);
	}
	return {
		verdict: "holds",
		actual: seen.join("; ")
	};
}
const traceback = defineCheck({
	id: "leaks/traceback",
	title: "No page shows a traceback",
	why: "A traceback tells file paths, versions, queries and often secrets.",
	accepts: ["no `Traceback (most recent call last)`, `Exception Type` or page of a debugger on any page this preset asks: the front page, a path that does not exist, the admin, the API, metrics and documentation paths", "the words on a page that otherwise went well are a warning: it may be an article"],
	remedy: `${DEBUG_OFF} Print exceptions to the log (logging.exception), not into an answer.`,
	source: "Marks seen in Django 5.2's technical 500 page; in production it answers `Server Error (500)`. OWASP WSTG, stack traces",
	severity: "failure",
	async collect(site, options) {
		const given = [
			options.admin,
			options.api,
			...options.metrics,
			...options.docs
		].filter((path) => path !== void 0);
		const pages = await inSmallGroups([...new Set(["/", ...given])], async (path) => ({
			path,
			answer: await site.page(path)
		}));
		const around = await surroundings(site);
		return {
			around,
			pages: [...pages, {
				path: unknownPath(site),
				answer: around.unknown
			}]
		};
	},
	judge: (facts) => onceSeen(judgeTraceback(facts), facts.around, facts.pages.map(({ answer }) => answer))
});
function judgeTraceback({ pages }) {
	const expected = "no traceback";
	const having = (kind) => pages.filter(({ answer }) => tracebackIn(answer) === kind).map(({ path, answer }) => `${oneLine(path, 80)} (${answer.status})`);
	if (having("shown").length > 0) return {
		verdict: "broken",
		expected,
		actual: `a traceback on ${inSequence(having("shown"))}`
	};
	if (having("mentioned").length > 0) return {
		verdict: "doubtful",
		expected,
		actual: `the words of a traceback on ${inSequence(having("mentioned"))}`,
		remedy: "If it is a text about Python, skip this check; if an error was caught and printed, log it instead."
	};
	return {
		verdict: "holds",
		actual: `none on ${pages.length} pages`
	};
}
// src/smoke/presets/leaks/secret-files.ts
const START = 4096;
const matching = (pattern) => (body) => pattern.test(body.slice(0, START));
function isEnvironment(body) {
	const lines = body.slice(0, START).split("\n").map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("#")).slice(0, 20);
	const assignments = lines.filter((line) => /^(?:export\s+)?[A-Za-z_][A-Za-z0-9_]*\s*=/.test(line));
	return assignments.length > 0 && assignments.length * 2 >= lines.length;
}
const ENVIRONMENT = {
	what: "variables",
	isReal: isEnvironment
};
const SQL = {
	what: "a database dump",
	isReal: matching(/^PGDMP|^--[^\n]*\b(?:PostgreSQL|MySQL|MariaDB) (?:database )?dump|^\s*(?:CREATE TABLE|INSERT INTO|COPY [\w."]+ \()/im)
};
const PASSWD = {
	what: "the server's users",
	isReal: matching(/^root:[^:\n]*:0:0:/m)
};
const SECRET_FILES = [
	{
		path: "/.env",
		...ENVIRONMENT
	},
	{
		path: "/.env.production",
		...ENVIRONMENT
	},
	{
		path: "/.env.bak",
		...ENVIRONMENT
	},
	{
		path: "/static../.env",
		...ENVIRONMENT
	},
	{
		path: "/static/..%2f.env",
		...ENVIRONMENT
	},
	{
		path: "/static/..%2f..%2f.env",
		...ENVIRONMENT
	},
	{
		path: "/static/%252e%252e%252f.env",
		...ENVIRONMENT
	},
	{
		path: "/media../.env",
		...ENVIRONMENT
	},
	{
		path: "/media/..%2f.env",
		...ENVIRONMENT
	},
	{
		path: "/static/..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
		...PASSWD
	},
	{
		path: "/media/..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
		...PASSWD
	},
	{
		path: "/.git/HEAD",
		what: "a Git repository",
		isReal: matching(/^(?:ref: refs\/|[0-9a-f]{40}\s*$)/)
	},
	{
		path: "/.git/config",
		what: "the configuration of a Git repository",
		isReal: matching(/^\s*\[(?:core|remote|branch)\b/m)
	},
	{
		path: "/db.sqlite3",
		what: "a database",
		isReal: matching(/^SQLite format 3/)
	},
	{
		path: "/backup.sql",
		...SQL
	},
	{
		path: "/dump.sql",
		...SQL
	},
	{
		path: "/manage.py",
		what: "source code",
		isReal: matching(/DJANGO_SETTINGS_MODULE|execute_from_command_line/)
	},
	{
		path: "/docker-compose.yml",
		what: "a Compose file",
		isReal: matching(/^services:\s*$/m)
	}
];
// src/smoke/presets/leaks/files.ts
const dotfiles = defineCheck({
	id: "leaks/dotfiles",
	title: "No .env, repository, backup or source file can be fetched, from the root or out of /static/ and /media/",
	why: "One .env is every secret of the site; a .git folder is its whole history.",
	accepts: [
		"anything that is not the file: a refusal, a redirect, or the page that a front end gives for every path",
		"a file is told by its content (variables, `ref: refs/`, `[core]`, SQLite, SQL, Python, YAML), whatever its status line and type say",
		"a 200 with something else than a page that no other path gets is a warning"
	],
	remedy: "Serve files only from STATIC_ROOT and MEDIA_ROOT, keep `.env` and `.git` out of the image (.dockerignore), and with nginx write `location /static/ { alias /app/static/; }` with both slashes. What was open must be changed: every secret in it is known.",
	source: "OWASP WSTG, unreferenced files and path traversal; OBCMS hardening guide: 404 on .env, .git/HEAD and /static/../",
	severity: "failure",
	async collect(site) {
		const around = await surroundings(site);
		const unknown = await site.attempt({ path: unknownPath(site).slice(0, -1) });
		return {
			around,
			visits: await inSmallGroups(SECRET_FILES, async (file) => ({
				file,
				result: await site.attempt({ path: file.path })
			})),
			unknown
		};
	},
	judge: (facts) => onceSeen(judgeFiles(facts), facts.around)
});
function judgeFiles({ visits, unknown }) {
	const leaked = [];
	const odd = [];
	for (const { file, result } of visits) {
		if (!result.ok || result.answer.status < 200 || result.answer.status > 299) continue;
		const { status, body } = result.answer;
		if (unknown.ok && unknown.answer.status === status && unknown.answer.body === body) continue;
		const isPage = startsAsHtml(body);
		if (!isPage && file.isReal(body)) leaked.push(`${file.path} (${status}, ${file.what})`);
		else if (body !== "" && !isPage && !isSimilar(body, unknown)) odd.push(`${file.path} (${status})`);
	}
	const expected = "none of them";
	if (leaked.length > 0) return {
		verdict: "broken",
		expected,
		actual: leaked.join(", ")
	};
	if (odd.length > 0) return {
		verdict: "doubtful",
		expected,
		actual: `something at ${odd.join(", ")}`,
		remedy: "It is not the file that was looked for, and not the page that other paths get. Fetch it and see."
	};
	return {
		verdict: "holds",
		actual: `none of ${count(visits.length, "path")}`
	};
}
function isSimilar(body, unknown) {
	if (!unknown.ok || unknown.answer.status > 299) return false;
	return body.slice(0, 12) === unknown.answer.body.slice(0, 12);
}
const FOLDERS = [
	"/media/",
	"/static/",
	"/uploads/"
];
const mediaListing = defineCheck({
	id: "leaks/media-listing",
	title: "The folders of uploaded and static files cannot be listed",
	why: "A list of uploads is a list of documents to fetch, personal ones included.",
	accepts: ["at /media/, /static/ and /uploads/: 404 (or another refusal), or a page that is no list of files"],
	remedy: "nginx: `autoindex off;`; Apache: `Options -Indexes`; Caddy: `file_server` without `browse`; a bucket: no public s3:ListBucket.",
	source: "OBCMS hardening guide: no media listing; OWASP WSTG, directory listing",
	severity: "failure",
	collect: (site) => lookAt(site, FOLDERS),
	judge: judgeListing
});
function judgeListing(facts) {
	const judgement = judgeClosed(facts, listingIn, {
		expected: "no list of files",
		unclear: "Nothing was seen of it; ask again later."
	});
	const wasSeen = facts.looks.every(({ answer }) => answer.status !== 429);
	if (judgement.verdict !== "doubtful" || !wasSeen) return judgement;
	const standings = facts.looks.map((look) => standingOf(look, facts.around.unknown, listingIn));
	return {
		verdict: "holds",
		actual: listed$2(standings)
	};
}
// src/smoke/presets/leaks/trace.ts
const trace = defineCheck({
	id: "leaks/trace",
	title: "TRACE is refused",
	why: "TRACE sends a request back, cookies that scripts cannot read and headers that the proxy adds included.",
	accepts: ["405, 501, 400, 403 or another refusal; a redirect; or no answer at all", "a page that does not echo the request is a warning; an echo fails"],
	remedy: "Let views name their methods (@require_safe, @require_http_methods([\"GET\", \"POST\"])); a web server in between: `TraceEnable off` for Apache.",
	source: "RFC 9110 9.3.8; OWASP WSTG, HTTP methods; Django views with named methods answer 405",
	severity: "failure",
	async collect(site) {
		const around = await surroundings(site);
		const token = `trace-${site.run}`;
		return {
			around,
			token,
			result: await site.attempt({
				method: "TRACE",
				path: "/",
				headers: { "X-Smoke-Test": token }
			})
		};
	},
	judge: (facts) => onceSeen(judgeTrace(facts), facts.around)
});
function judgeTrace({ token, result }) {
	const expected = "405 or another refusal";
	if (!result.ok) return {
		verdict: "holds",
		actual: `no answer (${result.failure.kind})`
	};
	const { status, body, headers } = result.answer;
	if (body.includes(token) || headers["content-type"]?.some((type) => type.startsWith("message/http")) === true) return {
		verdict: "broken",
		expected,
		actual: `${status} with the request sent back`
	};
	if (status < 300 || status === 500 || status > 501) return {
		verdict: "doubtful",
		expected,
		actual: `${status} without the request sent back`
	};
	return {
		verdict: "holds",
		actual: `${status}`
	};
}
// src/smoke/presets/leaks/index.ts
const leaks = definePreset({
	name: "leaks",
	about: "Nothing is shown to a visitor that is meant for developers and operators: debug pages, documentation, files, numbers. A check is skipped, with the reason, where nothing of the application is seen: what a dead site refuses says nothing.",
	checks: [
		debugPage,
		debugOnBadHost,
		traceback,
		debugToolbar,
		apiDocs,
		browsableApi,
		metrics,
		adminClosed,
		adminAllowList,
		dotfiles,
		mediaListing,
		trace
	]
});
// src/smoke/presets/static/names.ts
const HEX = /[.-]([0-9a-f]{8,64})(?=\.)/g;
const BUNDLER = /-([A-Za-z0-9_-]{8})\.(?:css|m?js)$/;
function hashIn(pathname) {
	const file = pathname.slice(pathname.lastIndexOf("/") + 1);
	const hex = [...file.matchAll(HEX)].map((found) => found[1] ?? "").find((hash) => isMixed(hash) || hash.length >= 12);
	if (hex !== void 0) return hex;
	const bundled = BUNDLER.exec(file)?.[1];
	return bundled !== void 0 && looksRandom(bundled) ? bundled : void 0;
}
function withOtherHash(pathname, hash) {
	const other = [...hash].map(otherCharacter).join("");
	const at = pathname.lastIndexOf(hash);
	return `${pathname.slice(0, at)}${other}${pathname.slice(at + hash.length)}`;
}
function isCodeFile(pathname) {
	return /\.(?:css|m?js)$/i.test(pathname);
}
function isMixed(hash) {
	return /[0-9]/.test(hash) && /[a-f]/.test(hash);
}
function looksRandom(text) {
	if (/^\d+$/.test(text)) return false;
	return /\d/.test(text) && /[A-Za-z]/.test(text) || /[a-z]/.test(text) && /[A-Z]{2}|[a-z][A-Z].*[a-z][A-Z]/.test(text);
}
function otherCharacter(character) {
	const digits = "0123456789abcdef";
	const at = digits.indexOf(character);
	if (at !== -1) return digits[15 - at] ?? "0";
	return character === "Q" ? "R" : "Q";
}
// src/smoke/presets/static/delivery.ts
const MANIFEST_STORAGE = "STORAGES = {\"staticfiles\": {\"BACKEND\": \"whitenoise.storage.CompressedManifestStaticFilesStorage\"}}, refer to files with {% static %}, and run collectstatic when the image is built.";
const hashedNames = defineCheck({
	id: "static/hashed-names",
	title: "Stylesheets and scripts have names that change with their content",
	why: "After a deployment, browsers go on with the old file of the same name: the new page with the old script.",
	accepts: [
		"each own stylesheet and script is called like `site.3f2a1b9c0d4e.css`: eight or more hex digits before the ending (Django writes twelve), or the hash of a bundler as in `index-BxT3f9aQ.js`",
		"a hash in the query (`site.css?v=3f2a1b9c`) is a warning: caches in between may ignore it, and old pages get new files",
		"scripts without an ending, such as /jsi18n/, are pages and not judged"
	],
	remedy: MANIFEST_STORAGE,
	source: "Django 5.2: ManifestStaticFilesStorage, twelve digits of an MD5; WhiteNoise 6",
	severity: "failure",
	collect: assetsOf,
	judge: judgeNames
});
function judgeNames(facts) {
	const nothing = nothingToSee$1(facts);
	if (nothing !== void 0) return {
		verdict: "not-knowable",
		why: nothing
	};
	const files = codeFiles(facts.references.own);
	if (files.length === 0) return {
		verdict: "not-knowable",
		why: `${pathOf(facts.page.url)} refers to no own stylesheet or script`
	};
	const expected = "a hash in each name";
	const unhashed = files.filter(({ url }) => hashIn(url.pathname) === void 0);
	if (unhashed.length === 0) return {
		verdict: "holds",
		actual: `${count(files.length, "file")}, ${pathOf(files[0]?.url ?? facts.page.url)} first`
	};
	const bare = unhashed.filter(({ url }) => !/[=?&][0-9a-zA-Z_-]{6,}/.test(url.search));
	if (bare.length > 0) return {
		verdict: "broken",
		expected,
		actual: some(bare.map(({ url }) => pathOf(url)))
	};
	return {
		verdict: "doubtful",
		expected,
		actual: `only in the query: ${some(unhashed.map(({ url }) => oneLine(`${url.pathname}${url.search}`, 120)))}`
	};
}
const wrongHash = defineCheck({
	id: "static/wrong-hash-404",
	title: "A file of another release answers 404",
	why: "When a page for every path answers for files that are gone, browsers run HTML as a script (\"Unexpected token <\") and may cache it for a year.",
	accepts: ["404 (or 410) for the name of a file with another hash; 403, as buckets answer, is a warning"],
	remedy: "Take STATIC_URL (and /assets/) out of the rule that answers every path with the page of the front end: nginx `location /assets/ { try_files $uri =404; }`.",
	source: "WhiteNoise 6, measured: a wrong hash answers 404",
	severity: "failure",
	async collect(site, options) {
		const assets = await assetsOf(site, options);
		const hashed = codeFiles(assets.references.own).find(({ url }) => hashIn(url.pathname) !== void 0);
		const hash = hashed === void 0 ? void 0 : hashIn(hashed.url.pathname);
		if (hashed === void 0 || hash === void 0) return {
			assets,
			wrong: void 0
		};
		return {
			assets,
			wrong: await site.ask({ path: withOtherHash(hashed.url.pathname, hash) })
		};
	},
	judge: judgeWrongHash
});
function judgeWrongHash({ assets, wrong }) {
	const nothing = nothingToSee$1(assets);
	if (nothing !== void 0) return {
		verdict: "not-knowable",
		why: nothing
	};
	if (wrong === void 0) return {
		verdict: "not-knowable",
		why: "no own stylesheet or script has a hash in its name"
	};
	const actual = `${pathOf(wrong.url)}: ${answerInWords(wrong)}`;
	if (wrong.status === 404 || wrong.status === 410) return {
		verdict: "holds",
		actual: `${pathOf(wrong.url)}: ${wrong.status}`
	};
	return {
		verdict: wrong.status === 403 ? "doubtful" : "broken",
		expected: "404",
		actual
	};
}
const YEAR_SECONDS = 31536e3;
const cachedFar = defineCheck({
	id: "static/cached-far",
	title: "Files with a hash in their name are kept by browsers for a year",
	why: "Otherwise every visit asks again for files that cannot change, and the application answers each time.",
	accepts: [
		"`Cache-Control: max-age` of at least 31536000 for own stylesheets and scripts with a hash (WhiteNoise sends `max-age=315360000, public, immutable`)",
		"without `immutable` a warning: reloading a page then asks again",
		"a year for a file without a hash is a warning: it cannot be replaced"
	],
	remedy: `${MANIFEST_STORAGE} WhiteNoise then knows the hashed files; with another server: Cache-Control: public, max-age=31536000, immutable.`,
	source: "OBCMS runbook: hashed address has max-age=31536000 and immutable; WhiteNoise 6, measured: ten years; RFC 8246",
	severity: "failure",
	collect: assetsOf,
	judge: judgeCaching
});
function judgeCaching(facts) {
	const nothing = nothingToSee$1(facts);
	if (nothing !== void 0) return {
		verdict: "not-knowable",
		why: nothing
	};
	const code = facts.loaded.filter(({ reference, answer }) => isCodeFile(reference.url.pathname) && answer.status === 200);
	const hashed = code.filter(({ reference }) => hashIn(reference.url.pathname) !== void 0);
	const expected = `max-age of at least ${YEAR_SECONDS}, immutable`;
	const shown = (files) => some(files.map(({ reference, answer }) => `${pathOf(reference.url)}: ${oneLine(answer.header("cache-control") ?? "no Cache-Control", 100)}`));
	const short = hashed.filter(({ answer }) => !isKeptForAYear(answer));
	if (short.length > 0) return {
		verdict: "broken",
		expected,
		actual: shown(short)
	};
	const changeable = code.filter((file) => !hashed.includes(file) && isKeptForAYear(file.answer));
	if (changeable.length > 0) return {
		verdict: "doubtful",
		expected: "a year only for files with a hash",
		actual: shown(changeable),
		remedy: "Give the file a hash in its name, or a short max-age: browsers that have it will not ask for a year."
	};
	if (hashed.length === 0) return {
		verdict: "not-knowable",
		why: "no own stylesheet or script with a hash in its name loads"
	};
	const mutable = hashed.filter(({ answer }) => !directivesOf(answer).includes("immutable"));
	if (mutable.length > 0) return {
		verdict: "doubtful",
		expected,
		actual: shown(mutable)
	};
	return {
		verdict: "holds",
		actual: `${count(hashed.length, "file")}: ${oneLine(hashed[0]?.answer.header("cache-control") ?? "", 100)}`
	};
}
function isKeptForAYear(answer) {
	const directives = directivesOf(answer);
	if (directives.includes("no-store") || directives.includes("no-cache")) return false;
	const age = directives.map((directive) => /^max-age="?(\d{1,12})"?$/.exec(directive)?.[1]).find((found) => found !== void 0);
	return Number(age ?? 0) >= YEAR_SECONDS;
}
function directivesOf(answer) {
	return (answer.header("cache-control") ?? "").toLowerCase().split(",").map((directive) => directive.trim());
}
const WORTH_COMPRESSING = 1024;
const TEXT$1 = /^(?:text\/|application\/(?:javascript|x-javascript|ecmascript|json|manifest\+json|xml)|image\/svg\+xml)/;
const compressed = defineCheck({
	id: "static/compressed",
	title: "Text files come compressed",
	why: "Stylesheets and scripts are three to five times as large otherwise, which is felt on a telephone.",
	accepts: [`Content-Encoding gzip, br, zstd or deflate for own text files of more than ${WORTH_COMPRESSING} bytes, asked with Accept-Encoding: gzip, br`, "without `Vary: Accept-Encoding` a warning: a cache may give the compressed file to who cannot read it"],
	remedy: "whitenoise.storage.CompressedManifestStaticFilesStorage compresses at collectstatic (add the package `brotli` for br); in Traefik: the middleware `compress`.",
	source: "OBCMS runbook: with Accept-Encoding br, gzip the answer has a Content-Encoding; WhiteNoise 6",
	severity: "failure",
	collect: assetsOf,
	judge: judgeCompression
});
function judgeCompression(facts) {
	const nothing = nothingToSee$1(facts);
	if (nothing !== void 0) return {
		verdict: "not-knowable",
		why: nothing
	};
	const files = facts.loaded.filter(({ answer }) => answer.status === 200 && TEXT$1.test(mediaType(answer)) && mediaType(answer) !== "text/html" && answer.body.length > WORTH_COMPRESSING);
	if (files.length === 0) return {
		verdict: "not-knowable",
		why: `no own text file of more than ${WORTH_COMPRESSING} bytes loads`
	};
	const expected = "Content-Encoding: gzip or br";
	const encodingOf = (answer) => answer.header("content-encoding")?.trim().toLowerCase() ?? "";
	const plain = files.filter(({ answer }) => !/^(?:gzip|x-gzip|br|zstd|deflate)$/.test(encodingOf(answer)));
	if (plain.length > 0) {
		const named = plain.map(({ reference, answer }) => `${pathOf(reference.url)}: ${count(answer.body.length, "character")}, not compressed`);
		return {
			verdict: "broken",
			expected,
			actual: some(named)
		};
	}
	const careless = files.filter(({ answer }) => !/(?:^|[\s,])(?:accept-encoding|\*)(?:$|[\s,])/i.test(answer.header("vary") ?? ""));
	if (careless.length > 0) return {
		verdict: "doubtful",
		expected: "Vary: Accept-Encoding",
		actual: some(careless.map(({ reference }) => pathOf(reference.url))),
		remedy: "Send `Vary: Accept-Encoding` with each file that may come compressed."
	};
	return {
		verdict: "holds",
		actual: `${count(files.length, "file")}: ${encodingOf(files[0]?.answer ?? facts.page)}${notAsked(facts.left)}`
	};
}
function codeFiles(references) {
	return references.filter(({ url, kind }) => (kind === "stylesheet" || kind === "script") && isCodeFile(url.pathname));
}
// src/smoke/presets/static/index.ts
const staticFiles = definePreset({
	name: "static",
	about: "What a page refers to is there, has a name that changes with its content, is cached for long and sent compressed.",
	checks: [
		staticPage,
		assetsLoad,
		cssReferences,
		hashedNames,
		wrongHash,
		cachedFar,
		compressed
	]
});
// src/smoke/presets/index.ts
const PRESETS = table([
	https,
	headers$1,
	cookies,
	cors,
	leaks,
	health,
	staticFiles,
	django,
	fastapi
]);
function table(presets) {
	return Object.fromEntries(presets.map((preset) => [preset.name, preset]));
}
// src/smoke/suite/template.ts
const DOLLAR = /\$\$|\$\{(\{[^}]*\}|[^}]*)\}|\$([A-Z][A-Z0-9_]*)/g;
const NAME = /^[a-z][a-z0-9_-]*$/;
function templateOf(text, path, names, compiling) {
	const place = compiling.place(path);
	const parts = [];
	let plain = "";
	let end = 0;
	const add = (part) => {
		if (plain !== "") parts.push({
			kind: "text",
			text: plain
		});
		plain = "";
		parts.push(part);
	};
	for (const match of text.matchAll(DOLLAR)) {
		plain += text.slice(end, match.index);
		end = match.index + match[0].length;
		const [whole, braced, secret] = match;
		if (secret !== void 0) {
			compiling.needSecret(secret, place);
			add({
				kind: "secret",
				name: secret
			});
		} else if (braced !== void 0) {
			checkName(braced, whole, path, names, compiling);
			add({
				kind: "name",
				name: braced
			});
		} else plain += "$";
	}
	plain += text.slice(end);
	if (plain !== "") parts.push({
		kind: "text",
		text: plain
	});
	return {
		parts,
		place
	};
}
function checkName(name, whole, path, names, compiling) {
	if (name.startsWith("{")) throw compiling.refuse(path, `"${oneLine(whole, 60)}" is an expression of GitHub, which fills none in here`, "Give the value to the step and name it in the suite as $SMOKE_VALUE (or as ${name}, by the input `variables`):\nenv:\n  SMOKE_VALUE: ${{ ... }}");
	if (!NAME.test(name)) {
		const upper = /^[A-Z][A-Z0-9_]*$/.test(name);
		throw compiling.refuse(path, `"${oneLine(whole, 60)}" is no name`, upper ? `An environment variable is written without braces: $${name}. A dollar that means itself is written $$.` : "Names start with a lower-case letter and hold lower-case letters, digits, \"-\" and \"_\" only. A dollar that means itself is written $$.");
	}
	if (names.has(name)) return;
	const { problem, remedy } = names.explain(name);
	throw compiling.refuse(path, problem, remedy);
}
function namedTemplates(group, path, names, compiling) {
	return Object.entries(group ?? {}).map(([name, value]) => ({
		name,
		value: templateOf(String(value), [...path, name], names, compiling)
	}));
}
function templatedJson(value, path, names, compiling) {
	if (typeof value === "string") return {
		kind: "text",
		text: templateOf(value, path, names, compiling)
	};
	if (typeof value === "boolean" || value === null || typeof value === "number" && Number.isFinite(value)) return {
		kind: "plain",
		value
	};
	if (Array.isArray(value)) return {
		kind: "list",
		items: value.map((item, index) => templatedJson(item, [...path, String(index)], names, compiling))
	};
	if (typeof value === "object") return {
		kind: "object",
		entries: Object.entries(value).map(([key, item]) => [key, templatedJson(item, [...path, key], names, compiling)])
	};
	throw compiling.refuse(path, `"${path.at(-1)}" is a value that JSON does not have`, "Use texts, finite numbers, true, false, null, lists and groups.");
}
// src/smoke/suite/compile-comparison.ts
const ORDERS = [
	"<",
	"<=",
	">",
	">="
];
function comparisonOf(written, path, names, compiling) {
	const inside = (value, ...keys) => comparisonOf(value, [...path, ...keys], names, compiling);
	if (isList(written)) return {
		kind: "any",
		of: written.map((one, index) => inside(one, String(index)))
	};
	if (typeof written !== "object" || written === null) return {
		kind: "equals",
		value: templatedJson(written, path, names, compiling)
	};
	return together(operatorsOf(written, path, names, compiling));
}
function operatorsOf(written, path, names, compiling) {
	const at = (key) => [...path, key];
	const inside = (value, ...keys) => comparisonOf(value, [...path, ...keys], names, compiling);
	const found = [];
	if ("equals" in written) found.push({
		kind: "equals",
		value: templatedJson(written.equals, at("equals"), names, compiling)
	});
	if (written.matches !== void 0) found.push({
		kind: "matches",
		pattern: patternOf$1(written.matches, at("matches"), names, compiling)
	});
	if (written.contains !== void 0) {
		const text = templateOf(String(written.contains), at("contains"), names, compiling);
		found.push({
			kind: "contains",
			text
		});
	}
	if (written.type !== void 0) found.push({
		kind: "type",
		type: written.type
	});
	found.push(...ordersOf(written));
	if (written.length !== void 0) found.push({
		kind: "length",
		of: inside(written.length, "length")
	});
	if (written.absent !== void 0) found.push({
		kind: "absent",
		absent: written.absent
	});
	if (written.not !== void 0) found.push({
		kind: "not",
		of: inside(written.not, "not")
	});
	if (written.all !== void 0) found.push({
		kind: "all",
		of: written.all.map((one, index) => inside(one, "all", String(index)))
	});
	return found;
}
function together(comparisons) {
	const [only, ...others] = comparisons;
	return only !== void 0 && others.length === 0 ? only : {
		kind: "all",
		of: comparisons
	};
}
function statusOf(written, path, compiling) {
	if (typeof written === "number") return {
		kind: "equals",
		value: {
			kind: "plain",
			value: written
		}
	};
	if (typeof written === "string") return {
		kind: "class",
		hundreds: Number(written[0])
	};
	if (Array.isArray(written)) return {
		kind: "any",
		of: written.map((one) => statusOf(one, path, compiling))
	};
	const { not, ...orders } = written;
	return together([...ordersOf(orders), ...not === void 0 ? [] : [{
		kind: "not",
		of: statusOf(not, [...path, "not"], compiling)
	}]]);
}
function ordersOf(written) {
	return ORDERS.flatMap((operator) => {
		const bound = written[operator];
		return bound === void 0 ? [] : [{
			kind: "order",
			operator,
			bound
		}];
	});
}
function patternOf$1(source, path, names, compiling) {
	const pattern = templateOf(source, path, names, compiling);
	checkRegex(pattern.parts.map((part) => part.kind === "text" ? part.text : "x").join(""), path, compiling);
	return pattern;
}
function checkRegex(source, path, compiling) {
	const problem = problemOfRegex(source);
	if (problem === void 0) return;
	throw compiling.refuse(path, `the regular expression of "${path.at(-1)}" cannot be used: ${problem.replace(/\.$/, "")}`, `Regular expressions are JavaScript's, with the flag u: what means itself has a backslash before it, and YAML wants single quotes around it:\n${path.at(-1)}: '^/communities/\\d+/$'`);
}
function isList(written) {
	return Array.isArray(written);
}
// src/smoke/suite/compile-schema.ts
async function schemaOf(written, path, compiling) {
	const inline = typeof written !== "string";
	const schema = inline ? asJson(written) : await fromFile(written, path, compiling);
	const name = inline ? `the schema in line ${compiling.keyPlace(path).line}` : written;
	const problem = await compiling.once("schema", JSON.stringify(schema), () => problemOfSchema(schema));
	if (problem === void 0) return {
		schema,
		name
	};
	throw compiling.refuse(path, `${inline ? "the schema" : `the schema ${oneLine(name, 120)}`} cannot be used: ${problem.replace(/\.$/, "")}`, "Schemas are JSON Schema, draft 2020-12 (or draft-07, when \"$schema\" says so):\nschema: { type: object, required: [id] }");
}
async function fromFile(file, path, compiling) {
	const content = await compiling.context.readFile(file);
	if (content === void 0) throw compiling.refuse(path, `the schema "${oneLine(file, 120)}" does not exist`, "Check the path, and that the job checks the repository out before this step:\nsteps:\n  - uses: actions/checkout@v6");
	const schema = parsed(typeof content === "string" ? content : new TextDecoder().decode(content));
	if (typeof schema === "string") throw compiling.refuse(path, `the schema "${oneLine(file, 120)}" is not JSON: ${oneLine(schema, 160)}`, "A schema file holds one JSON object.");
	return schema;
}
function parsed(content) {
	try {
		const value = JSON.parse(content);
		if (typeof value === "boolean") return value;
		if (typeof value === "object" && value !== null && !Array.isArray(value)) return asJson({ ...value });
		return "it holds no object";
	} catch (thrown) {
		return messageOf(thrown);
	}
}
function asJson(value) {
	return JSON.parse(JSON.stringify(value));
}
// src/smoke/suite/suite.ts
const COOKIE_ATTRIBUTES = [
	"secure",
	"http-only",
	"same-site",
	"path",
	"domain",
	"max-age"
];
const JSON_TYPES = [
	"string",
	"number",
	"integer",
	"boolean",
	"array",
	"object",
	"null"
];
const LOAD_MEASURES = [
	"p50",
	"p95",
	"p99",
	"max",
	"errors"
];
// src/smoke/suite/compile-expect.ts
async function expectationsOf(written, path, names, compiling) {
	const found = [];
	for (const key of Object.keys(written)) {
		const part = PARTS[key];
		if (part === void 0) throw new Error(`the format has the expectation "${key}", which nobody compiles`);
		found.push(...await part({
			written,
			path: [...path, key],
			names,
			compiling
		}));
	}
	return found;
}
function belowFourHundred(path, compiling) {
	return {
		subject: { kind: "status" },
		comparison: {
			kind: "order",
			operator: "<",
			bound: 400
		},
		place: compiling.place(path)
	};
}
const PARTS = {
	status: ({ written: { status }, path, compiling }) => {
		if (status === void 0) return [];
		const place = compiling.keyPlace(path);
		return [{
			subject: { kind: "status" },
			comparison: statusOf(status, path, compiling),
			place
		}];
	},
	header: ({ written, ...part }) => compared(written.header, part, (name) => ({
		kind: "header",
		name: name.toLowerCase()
	})),
	json: async ({ written, ...part }) => {
		for (const query of Object.keys(written.json ?? {})) await checkJsonPath(query, [...part.path, query], part.compiling, "key");
		return compared(written.json, part, (path) => ({
			kind: "json",
			path
		}));
	},
	body: ({ written: { body }, path, names, compiling }) => {
		if (body === void 0) return [];
		return [{
			subject: { kind: "body" },
			comparison: comparisonOf(body, path, names, compiling),
			place: compiling.keyPlace(path)
		}];
	},
	cookie: ({ written, ...part }) => Object.entries(written.cookie ?? {}).flatMap(([name, cookie]) => cookieOf(name, cookie, part)),
	schema: async ({ written: { schema }, path, compiling }) => {
		if (schema === void 0) return [];
		return [{
			subject: {
				kind: "schema",
				...await schemaOf(schema, path, compiling)
			},
			comparison: {
				kind: "equals",
				value: {
					kind: "plain",
					value: true
				}
			},
			place: compiling.keyPlace(path)
		}];
	},
	redirect: ({ written: { redirect }, path, names, compiling }) => {
		if (redirect === void 0) return [];
		return [{
			subject: { kind: "redirect" },
			comparison: comparisonOf(redirect, path, names, compiling),
			place: compiling.keyPlace(path)
		}];
	},
	certificate: ({ written: { certificate }, path, compiling }) => {
		if (certificate === void 0) return [];
		const { operator, bound } = boundOf(certificate["days-left"], Number);
		const place = compiling.keyPlace([...path, "days-left"]);
		return [{
			subject: { kind: "days-left" },
			comparison: {
				kind: "order",
				operator,
				bound
			},
			place
		}];
	},
	time: ({ written: { time }, path, compiling }) => {
		if (time === void 0) return [];
		const { operator, bound } = boundOf(time, inMilliseconds);
		return [{
			subject: { kind: "time" },
			comparison: {
				kind: "order",
				operator,
				bound
			},
			place: compiling.keyPlace(path)
		}];
	}
};
function compared(group, { path, names, compiling }, subject) {
	return Object.entries(group ?? {}).map(([name, written]) => ({
		subject: subject(name),
		comparison: comparisonOf(written, [...path, name], names, compiling),
		place: compiling.keyPlace([...path, name])
	}));
}
function cookieOf(name, written, part) {
	const { names, compiling } = part;
	const path = [...part.path, name];
	const value = {
		kind: "cookie",
		name,
		attribute: "value"
	};
	if (typeof written !== "object" || written === null || Array.isArray(written)) return [{
		subject: value,
		comparison: comparisonOf(written, path, names, compiling),
		place: compiling.keyPlace(path)
	}];
	const ofValue = operatorsOf(written, path, names, compiling);
	const attributes = COOKIE_ATTRIBUTES.flatMap((attribute) => {
		const expected = written[attribute];
		if (expected === void 0) return [];
		const comparison = comparisonOf(expected, [...path, attribute], names, compiling);
		const place = compiling.keyPlace([...path, attribute]);
		return [{
			subject: {
				kind: "cookie",
				name,
				attribute
			},
			comparison,
			place
		}];
	});
	const first = {
		subject: value,
		comparison: together(ofValue),
		place: compiling.keyPlace(path)
	};
	return ofValue.length === 0 ? attributes : [first, ...attributes];
}
function boundOf(written, read) {
	const [, operator = "", bound = ""] = /^([<>]=?)\s*(.*)$/s.exec(written) ?? [];
	return {
		operator: isOrder(operator) ? operator : "<",
		bound: read(bound)
	};
}
function isOrder(text) {
	return [
		"<",
		"<=",
		">",
		">="
	].includes(text);
}
function inMilliseconds(duration) {
	const milliseconds = parseDuration(duration);
	if (milliseconds === void 0) throw new Error(`the format accepts the duration "${duration}", which cannot be read`);
	return milliseconds;
}
async function checkJsonPath(query, path, compiling, where) {
	const refuse = where === "key" ? compiling.refuseKey : compiling.refuse;
	const name = /\$\{[^}]*\}?/.exec(query)?.[0];
	if (name !== void 0) throw refuse.call(compiling, path, `the JSONPath "${oneLine(query, 120)}" holds ${oneLine(name, 60)}, and names are not replaced in JSONPaths`, "Compare the values that a JSONPath finds with the name instead:\njson: { '$.results[*].name': { contains: 'smoke-${run}' } }");
	const problem = await compiling.once("jsonpath", query, () => problemOfJsonPath(query));
	if (problem === void 0) return;
	throw refuse.call(compiling, path, `the JSONPath "${query}" cannot be used: ${problem.replace(/\.$/, "")}`, "JSONPaths follow RFC 9535, quoted: '$.items[0].id', '$.items[?@.name == \"x\"]'.");
}
// src/smoke/suite/schema-text.ts
const described = (schema, description) => ruled(schema, { description });
const describedHere = (schema, description) => schema.check(describe$1(description));
const ruled = (schema, rule) => {
	globalRegistry.add(schema, {
		...globalRegistry.get(schema),
		...rule
	});
	return schema;
};
const filled = (schema) => ruled(schema.check(refine((group) => Object.keys(group).length > 0)), { minProperties: 1 });
const someOf = (item, description) => described(array(item).check(_minLength(1)), description);
const text = (description) => described(string().check(_minLength(1)), description);
const formed = (form, description) => described(string().check(_regex(form)), description);
const named = (form, value, description) => described(record(string().check(_regex(form)), value), description);
const DURATION = "(?=.*[1-9])(?:\\d+\\s*(?:ms|s|m|h|d)\\s*)+";
const DURATION_FORM = new RegExp(`^${DURATION}$`);
const duration = (description) => described(string().check(_regex(DURATION_FORM), refine((value) => parseDuration(value) !== void 0)), description);
const BOUNDS = {
	time: new RegExp(`^(?:<=?|>=?)\\s*${DURATION}$`),
	latency: new RegExp(`^<=?\\s*${DURATION}$`),
	days: /^(?:<=?|>=?)\s*\d{1,4}$/,
	share: /^<=?\s*(?:\d|[1-9]\d)(?:\.\d+)?\s*%$/
};
const PATH = /^\/(?![/\\])[^\u0000-\u0020]*$/;
const path = (description) => formed(PATH, description);
const TARGET = /^(?:\/(?![/\\])|https:\/\/[^/]|\$)[^\u0000-\u001F]*$/;
const target = (description) => formed(TARGET, description);
const LOGIN_NAME = /^[A-Za-z][A-Za-z0-9_-]*$/;
const CAPTURE_NAME = /^(?!run$)[a-z][a-z0-9_-]*$/;
const TAG = /^[A-Za-z][A-Za-z0-9_-]*$/;
const HOST = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?$/;
const SECRET = /\$[A-Z][A-Z0-9_]*/;
const JSONPATH = /^\$/;
const FORBIDDEN_HEADERS = [
	"host",
	"content-length",
	"transfer-encoding",
	"connection"
];
const anyCase = (word) => word.replace(/[a-z]/g, (letter) => `[${letter.toUpperCase()}${letter}]`);
const HEADER_NAME = new RegExp(`^(?!(?:${FORBIDDEN_HEADERS.map(anyCase).join("|")})$)[!#$%&'*+.^_\`|~0-9A-Za-z-]+$`);
const jsonPath = (description) => formed(JSONPATH, description);
const sendable = union([
	string(),
	number(),
	boolean()
]);
const HEADER_VALUE = /^[\t\u0020-\u007E\u0080-\u00FF]*$/;
const headerValue = union([
	string().check(_regex(HEADER_VALUE)),
	number(),
	boolean()
]);
const headers = (description) => named(HEADER_NAME, headerValue, description);
// src/smoke/suite/schema-comparison.ts
const plain = union([
	string(),
	number(),
	boolean(),
	_null()
]);
const comparison = _lazy(() => anyComparison);
const order = () => optional(described(number(), "A number."));
const operatorKeys = {
	equals: optional(described(unknown$1(), "Any JSON, also a list or a group of keys.")),
	matches: optional(text("A regular expression (JavaScript, with the flag u), quoted. It may match anywhere: anchor it with ^ and $.")),
	contains: optional(union([text("A part of the text."), number()])),
	type: optional(described(_enum(JSON_TYPES), "The type of a JSON value.")),
	"<": order(),
	"<=": order(),
	">": order(),
	">=": order(),
	length: optional(describedHere(comparison, "Compares the characters of a text, the items of a list, the keys of a group.")),
	absent: optional(described(boolean(), "true: it must not be there; false: it must be, whatever it is.")),
	not: optional(describedHere(comparison, "Must not hold.")),
	all: optional(someOf(comparison, "All of these must hold."))
};
const OPERATORS = Object.keys(operatorKeys);
const operators = filled(strictObject(operatorKeys)).check(meta({
	id: "operators",
	description: "Operators; with several, all of them must hold."
}));
const anyComparison = union([
	plain,
	someOf(union([plain, operators]), "Any of these."),
	operators
]).check(meta({
	id: "comparison",
	description: "A plain value is equal, a list means any of, a group holds operators."
}));
const statusCode = int().check(_gte(100), _lte(599));
const STATUS_CLASS = /^[1-5]xx$/;
const statusClass = formed(STATUS_CLASS, "A class of status codes, such as 2xx.");
const statusOrder = () => optional(statusCode);
const oneStatus = union([statusCode, statusClass]);
const statuses = union([oneStatus, someOf(oneStatus, "Any of these.")]);
const status = union([
	oneStatus,
	someOf(oneStatus, "Any of these."),
	filled(strictObject({
		not: optional(statuses),
		"<": statusOrder(),
		"<=": statusOrder(),
		">": statusOrder(),
		">=": statusOrder()
	}))
]);
const cookieAttributes = Object.fromEntries(COOKIE_ATTRIBUTES.map((attribute) => [attribute, optional(describedHere(comparison, `The cookie's attribute ${attribute}.`))]));
const cookie = union([
	plain,
	someOf(union([plain, operators]), "Any of these."),
	filled(strictObject({
		...operatorKeys,
		...cookieAttributes
	}))
]);
const COOKIE_NAME = /^[^\s;=,]+$/;
const expectation = filled(strictObject({
	status: optional(described(status, "A status, a list of them, or a class such as 2xx.")),
	header: optional(filled(named(HEADER_NAME, comparison, "Headers by name."))),
	json: optional(filled(named(JSONPATH, comparison, "JSONPaths (RFC 9535), quoted: '$.id'."))),
	body: optional(describedHere(comparison, "The body as text.")),
	cookie: optional(filled(named(COOKIE_NAME, cookie, "Cookies that the answer sets, by name."))),
	schema: optional(described(union([text("Path of a JSON Schema."), filled(record(string(), unknown$1()))]), "JSON Schema of the answer: the path of a file, or the schema itself.")),
	redirect: optional(describedHere(comparison, "Where the answer redirects to; a path means: on this host.")),
	certificate: optional(strictObject({ "days-left": formed(BOUNDS.days, "Days until the certificate expires, such as '> 7'.") })),
	time: optional(formed(BOUNDS.time, "Time of the whole exchange, such as '< 2s'."))
})).check(meta({
	id: "expectation",
	description: "What must be true of the answer."
}));
const captureGroup = ruled(strictObject({
	json: optional(jsonPath("A JSONPath, quoted.")),
	header: optional(formed(HEADER_NAME, "A header.")),
	cookie: optional(formed(COOKIE_NAME, "A cookie that the answer sets.")),
	body: optional(described(literal(true), "The whole body.")),
	regex: optional(text("A regular expression, quoted; its first group is taken."))
}), { oneOf: [
	"json",
	"header",
	"cookie",
	"body"
].map((source) => ({ required: [source] })) });
const captures = filled(named(CAPTURE_NAME, union([jsonPath("A JSONPath, quoted."), captureGroup]), "Values that later steps use as ${name}."));
// src/smoke/suite/preset-options.ts
const PRESET_NAMES = [
	"https",
	"headers",
	"cookies",
	"cors",
	"leaks",
	"health",
	"static",
	"django",
	"fastapi"
];
const USUAL_DOCS = [
	"/docs",
	"/api/docs",
	"/swagger",
	"/redoc",
	"/schema",
	"/openapi.json",
	"/api/schema/"
];
const FASTAPI_DOCS = [
	"/docs",
	"/redoc",
	"/openapi.json"
];
const PRESET_DEFAULTS = {
	https: { path: "/" },
	headers: { path: "/" },
	cookies: { path: "/" },
	cors: {
		path: "/",
		allowed: []
	},
	leaks: {
		metrics: ["/metrics", "/metrics/"],
		admin: "/admin/",
		docs: USUAL_DOCS,
		api: void 0
	},
	health: {
		path: "/health/",
		ready: "/ready/",
		version: void 0,
		secret: void 0
	},
	static: { page: "/" },
	django: {
		login: "/login/",
		admin: "/admin/"
	},
	fastapi: { docs: FASTAPI_DOCS }
};
// src/smoke/suite/schema-presets.ts
const orNone$1 = (description) => optional(described(union([path(description), literal(false)]), `${description} false: the site has none.`));
const paths = (description) => optional(someOf(path("A path of the site."), description));
const page = (description) => optional(path(description));
const ORIGIN = /^https?:\/\/[a-z0-9.-]+(?::\d{1,5})?$/;
const VERSION = /^\/(?:[^#~]*#\$|.*~\/.+\/$)/;
const options = () => ({
	https: strictObject({ path: page("Where a visitor starts. Default: /.") }),
	headers: strictObject({ path: page("The page whose headers are judged. Default: /.") }),
	cookies: strictObject({ path: page("The page whose cookies are judged. Default: /.") }),
	cors: strictObject({
		path: page("A path that browsers of other sites ask. Default: /."),
		allowed: optional(someOf(formed(ORIGIN, "An origin, such as https://app.obcms.example."), "Origins that must be allowed. Default: none."))
	}),
	leaks: strictObject({
		metrics: paths("Paths of metrics, instead of /metrics and /metrics/."),
		admin: orNone$1("Path of Django's admin. Default: /admin/."),
		docs: paths("Paths of API documentation, beside the usual ones."),
		api: page("A path of the API whose browsable form must not be shown. Default: none.")
	}),
	health: strictObject({
		path: page("The health page. Default: /health/."),
		ready: orNone$1("The readiness page. Default: /ready/."),
		version: optional(formed(VERSION, "Where the running release says which commit it is: <path>#<JSONPath> or <path>~/<regex with one group>/.")),
		secret: optional(formed(SECRET, "What the page asks for before it tells more, as $NAME."))
	}),
	static: strictObject({ page: page("The page whose assets are judged. Default: /.") }),
	django: strictObject({
		login: page("The login page. Default: /login/."),
		admin: orNone$1("Path of Django's admin. Default: /admin/.")
	}),
	fastapi: strictObject({ docs: paths("Paths of API documentation, beside /docs, /redoc and /openapi.json.") })
});
const optionsOf$2 = _lazy(() => {
	const { https, headers, cookies, cors, leaks, health, static: files, django, fastapi } = options();
	return ruled(strictObject({
		https: optional(https),
		headers: optional(headers),
		cookies: optional(cookies),
		cors: optional(cors),
		leaks: optional(leaks),
		health: optional(health),
		static: optional(files),
		django: optional(django),
		fastapi: optional(fastapi)
	}), {
		minProperties: 1,
		maxProperties: 1
	});
});
const preset = union([described(_enum(PRESET_NAMES), "A preset with its usual options."), optionsOf$2]);
// src/smoke/suite/schema.ts
const METHODS = [
	"get",
	"head",
	"post",
	"put",
	"patch",
	"delete",
	"options"
];
const BODIES = [
	"form",
	"files",
	"json",
	"body"
];
const BODILESS = [
	"get",
	"head",
	"options"
];
const required = (keys) => keys.map((key) => ({ required: [key] }));
const both = (left, right) => ({ required: [left, right] });
const ONE_BODY = { not: { anyOf: [
	both("form", "json"),
	both("form", "body"),
	both("json", "body"),
	both("files", "json"),
	both("files", "body"),
	{ allOf: [{ anyOf: required(BODILESS) }, { anyOf: required(BODIES) }] }
] } };
const likeGet = optional(target("Like get."));
const requestKeys = {
	get: optional(target("A path of the site, or an address on one of `hosts`.")),
	head: likeGet,
	post: likeGet,
	put: likeGet,
	patch: likeGet,
	delete: likeGet,
	options: likeGet,
	headers: optional(headers("Headers of the request, beside those of `defaults`.")),
	query: optional(described(record(string(), sendable), "What follows the \"?\", encoded.")),
	form: optional(described(record(string(), sendable), "Fields of a form.")),
	files: optional(described(record(string(), text("Path of a file.")), "Files of a form, which is sent as multipart/form-data.")),
	json: optional(described(unknown$1(), "A JSON body.")),
	body: optional(described(string(), "A body as text.")),
	timeout: optional(duration("Longest time of the whole exchange. Default: 10s."))
};
const stepKeys = {
	...requestKeys,
	follow: optional(described(boolean(), "Follow redirects. Default: false.")),
	expect: described(optional(expectation), "What must be true of the answer. Default: a status below 400."),
	capture: optional(captures),
	until: described(optional(expectation), "Asked again and again until this holds."),
	within: optional(duration("Longest time for `until`. Default: 30s."))
};
const step = _lazy(() => ruled(strictObject(stepKeys), {
	id: "step",
	oneOf: required(METHODS),
	...ONE_BODY,
	dependentRequired: { within: ["until"] }
}));
const steps = (description) => someOf(step, description);
const limit = (description) => optional(formed(BOUNDS.latency, description));
const load = _lazy(() => ruled(strictObject({
	...requestKeys,
	rate: described(number().check(_positive(), _lte(1e3)), "Requests a second."),
	concurrency: optional(described(int().check(_gte(1), _lte(200)), "Connections. Default: 5.")),
	duration: duration("How long, such as 15s."),
	expect: optional(strictObject({
		p50: limit("Half of the answers came in this time: '< 200ms'."),
		p95: limit("95 of 100 answers came in this time: '< 500ms'."),
		p99: limit("99 of 100 answers came in this time: '< 1s'."),
		max: limit("Every answer came in this time: '< 2s'."),
		errors: optional(formed(BOUNDS.share, "Share of requests without an answer or with a status from 400 on. Default: '<= 0%'."))
	}))
}), {
	oneOf: required(METHODS),
	...ONE_BODY
}));
const STEP_KEYS = Object.keys(stepKeys);
const noneOf = (keys) => ({ not: { anyOf: required(keys) } });
const CHECK_NAME = /^(?!(?:login|clean-up)\/)[^\u0000-\u001F]+$/;
const check = ruled(strictObject({
	name: formed(CHECK_NAME, "A sentence that is true when the check holds; each once."),
	tags: optional(described(array(formed(TAG, "A word to choose checks by.")), "Words to choose checks by.")),
	as: optional(text("The login whose session the requests use.")),
	...stepKeys,
	then: optional(described(union([step, steps("Steps after the first.")]), "What follows the request.")),
	steps: optional(steps("Requests in order, sharing cookies and captures; the first that fails ends the check.")),
	always: optional(steps("Clean-up that runs after success, failure and cancel.")),
	load: optional(described(load, "Requests at a steady rate."))
}), {
	oneOf: required([
		...METHODS,
		"steps",
		"load"
	]),
	...ONE_BODY,
	dependentRequired: { within: ["until"] },
	dependentSchemas: {
		steps: noneOf([...STEP_KEYS, "then"]),
		load: noneOf([...STEP_KEYS, "then"])
	}
});
const username = () => text("Who signs in, such as smoke. A name from the environment ($NAME) is masked wherever it is printed.");
const secret = (description) => formed(SECRET, description);
const fields = () => optional(described(strictObject({
	username: optional(text("Default: username.")),
	password: optional(text("Default: password."))
}), "Names of the fields, when the site calls them otherwise."));
const login = _lazy(() => discriminatedUnion("kind", [
	strictObject({
		kind: described(literal("django-form"), "A form with Django's CSRF protection and a session cookie."),
		path: path("The login page."),
		username: username(),
		password: secret("As $NAME: the suite holds no secret."),
		fields: fields(),
		"lands-on": optional(path("Where a good login leads. Default: anywhere on the site."))
	}),
	strictObject({
		kind: described(literal("jwt"), "A token for a user name and a password."),
		path: path("Where the token is made."),
		username: username(),
		password: secret("As $NAME: the suite holds no secret."),
		fields: fields(),
		send: optional(described(_enum(["json", "form"]), "How the credentials are sent. Default: json.")),
		access: optional(jsonPath("JSONPath of the access token. Default: $.access."))
	}),
	strictObject({
		kind: described(literal("basic"), "User name and password with every request."),
		username: username(),
		password: secret("As $NAME: the suite holds no secret."),
		path: optional(path("A page that is closed without the login: it proves that it works."))
	}),
	strictObject({
		kind: described(literal("bearer"), "A token with every request."),
		token: secret("As $NAME: the suite holds no secret."),
		path: optional(path("A page that is closed without the login: it proves that it works."))
	})
]));
const SOMETHING = { anyOf: [
	{
		required: ["presets"],
		properties: { presets: {
			type: "array",
			minItems: 1
		} }
	},
	{
		required: ["logins"],
		properties: { logins: {
			type: "object",
			minProperties: 1
		} }
	},
	{
		required: ["checks"],
		properties: { checks: {
			type: "array",
			minItems: 1
		} }
	}
] };
const suite = strictObject({
	version: described(literal(1), "Version of this format."),
	presets: optional(described(array(preset), "Checks that every site of a kind should pass, by name.")),
	skip: optional(described(array(text("Id of a preset check, such as headers/csp.")), "Preset checks to leave out.")),
	logins: optional(named(LOGIN_NAME, login, "Ways to sign in, each tried once.")),
	hosts: optional(described(array(formed(HOST, "Such as cdn.example or api.example:8443.")), "Other hosts that requests may go to.")),
	defaults: optional(described(strictObject({
		timeout: optional(duration("Longest time of one exchange. Default: 10s.")),
		headers: optional(headers("Headers of every request."))
	}), "What holds for every request that does not say otherwise.")),
	checks: optional(described(array(check), "Checks of this site."))
});
const suiteSchema = ruled(suite, SOMETHING);
// src/smoke/suite/compile-body.ts
async function bodyOf(written, method, path, names, compiling) {
	const kinds = BODIES.filter((kind) => Object.hasOwn(written, kind));
	const [first] = kinds;
	if (first === void 0) return void 0;
	if (BODILESS.some((without) => without === method)) throw compiling.refuseKey([...path, first], `"${first}" cannot be sent with "${method}", whose requests have no body`, `Use "query" for what follows the "?", or "post":\npost: ${oneLine(written[method] ?? "/", 80)}`);
	const { form, files, json, body } = written;
	const other = kinds.find((kind) => kind !== first && !(first === "form" && kind === "files"));
	if (other !== void 0) throw compiling.refuseKey([...path, other], `this has both "${first}" and "${other}", and a request has one body`, `Keep one of ${inSequence(BODIES, "or")}; "form" and "files" may stand together.`);
	if (json !== void 0) return {
		kind: "json",
		value: templatedJson(json, [...path, "json"], names, compiling)
	};
	if (body !== void 0) return {
		kind: "text",
		text: templateOf(body, [...path, "body"], names, compiling)
	};
	const fields = namedTemplates(form, [...path, "form"], names, compiling);
	if (files === void 0) return {
		kind: "form",
		fields
	};
	return {
		kind: "multipart",
		fields,
		files: await filesOf(files, [...path, "files"], compiling)
	};
}
async function filesOf(written, path, compiling) {
	const found = [];
	for (const [name, file] of Object.entries(written)) {
		const content = await compiling.context.readFile(file);
		if (content === void 0) throw compiling.refuse([...path, name], `the file "${oneLine(file, 120)}" does not exist`, "Check the path, and that the job checks the repository out before this step:\nsteps:\n  - uses: actions/checkout@v6");
		found.push({
			name,
			filename: file.split(/[/\\]/).at(-1) ?? file,
			content: typeof content === "string" ? new TextEncoder().encode(content) : content
		});
	}
	return found;
}
// src/smoke/suite/compile-target.ts
const UNKNOWN = "\0";
function targetOf(written, path, names, hosts, compiling) {
	if (/^[a-z]+:\/\/[^/?#]*@/i.test(written)) throw compiling.refuse(path, "the address holds a user name or a password", "Take it out, and sign in by a login:\nlogins:\n  site: { kind: basic, path: /, username: smoke, password: $SMOKE_PASSWORD }");
	const template = templateOf(written, path, names, compiling);
	const known = template.parts.map((part) => knownText(part, compiling)).join("");
	if (known.startsWith(UNKNOWN)) return template;
	if (/^\/(?![/\\])/.test(known)) return template;
	const host = /^https:\/\/([^/?#]*)/.exec(known)?.[1]?.toLowerCase();
	if (host === void 0) throw elsewhere(known, path, compiling);
	if (host.includes(UNKNOWN)) throw compiling.refuse(path, `the host of "${oneLine(written, 120)}" is known only while the suite runs`, "Write the host out, or take it from the input `variables`; paths may hold captures.");
	if (hosts.includes(host.replace(/:443$/, ""))) return template;
	const close = nearest(host, hosts);
	throw compiling.refuse(path, `the host "${oneLine(host, 100)}" is not allowed${close === void 0 ? "" : `; did you mean "${close}"?`}`, `Requests go to the site only. Write a path (/login/) for the site itself, or allow the other host:\nhosts: [${inSequence([...hosts, host]).replace(" and ", ", ")}]`);
}
function knownText(part, { context }) {
	if (part.kind === "text") return part.text;
	return (part.kind === "name" ? context.variables.get(part.name) : void 0) ?? UNKNOWN;
}
function elsewhere(known, path, compiling) {
	return compiling.refuse(path, `"${path.at(-1)}" ${targetProblem(known)}`, TARGET_REMEDY);
}
function targetProblem(text) {
	if (/^http:/i.test(text)) return "goes over plain HTTP, which a suite never does: what is sent could be read on the way";
	if (/^\/[/\\]/.test(text)) return `starts with "${text.slice(0, 2)}", which leads to another host`;
	return "is neither a path of the site nor an address on an allowed host";
}
const TARGET_REMEDY = "Write a path that starts with \"/\", or an address that starts with \"https://\" on one of `hosts`:\nget: /login/";
// src/smoke/suite/compile-request.ts
const DEFAULT_TIMEOUT = 1e4;
async function requestOf(written, path, names, defaults, compiling) {
	const method = methodOf(written, path, compiling);
	return {
		method: METHOD_NAMES[method],
		target: targetOf(written[method] ?? "", [...path, method], names, defaults.hosts, compiling),
		headers: merged(defaults.headers, namedTemplates(written.headers, [...path, "headers"], names, compiling)),
		query: namedTemplates(written.query, [...path, "query"], names, compiling),
		body: await bodyOf(written, method, path, names, compiling),
		timeout: written.timeout === void 0 ? defaults.timeout : inMilliseconds(written.timeout),
		follow: written.follow ?? false,
		place: compiling.keyPlace([...path, method])
	};
}
const METHOD_NAMES = {
	get: "GET",
	head: "HEAD",
	post: "POST",
	put: "PUT",
	patch: "PATCH",
	delete: "DELETE",
	options: "OPTIONS"
};
function methodsIn(written) {
	return METHODS.filter((method) => written[method] !== void 0);
}
function methodOf(written, path, compiling) {
	const [method, second] = methodsIn(written);
	if (method === void 0) throw compiling.refuse(path, "this has no request", `A step has one of ${inSequence(METHODS, "or")}, with the path it asks:\nget: /login/`);
	if (second === void 0) return method;
	throw compiling.refuseKey([...path, second], `this has both "${method}" and "${second}", and can send one request`, `Make two steps of it:\nsteps:\n  - ${method}: ${oneLine(String(written[method]), 80)}\n  - ${second}: ${oneLine(String(written[second]), 80)}`);
}
function merged(defaults, own) {
	const taken = new Set(own.map(({ name }) => name.toLowerCase()));
	return [...defaults.filter(({ name }) => !taken.has(name.toLowerCase())), ...own];
}
// src/smoke/suite/compile-load.ts
const DEFAULT_CONCURRENCY = 5;
async function loadOf(written, path, names, defaults, compiling) {
	const { rate, concurrency, duration, expect, ...request } = written;
	const limits = LOAD_MEASURES.flatMap((measure) => {
		const limit = expect?.[measure];
		if (limit === void 0) return [];
		return [{
			measure,
			...boundOf(limit, measure === "errors" ? percentage : inMilliseconds),
			place: compiling.keyPlace([
				...path,
				"expect",
				measure
			])
		}];
	});
	const none = {
		measure: "errors",
		operator: "<=",
		bound: 0,
		place: compiling.keyPlace(path)
	};
	return {
		request: await requestOf(request, path, names, defaults, compiling),
		rate,
		concurrency: concurrency ?? DEFAULT_CONCURRENCY,
		duration: inMilliseconds(duration),
		limits: limits.some(({ measure }) => measure === "errors") ? limits : [...limits, none],
		place: compiling.keyPlace(path)
	};
}
function percentage(text) {
	return Number(text.replace("%", "").trim());
}
// src/smoke/suite/compile-capture.ts
async function capturesOf(written, path, names, compiling) {
	const found = [];
	for (const [name, source] of Object.entries(written ?? {})) {
		const at = [...path, name];
		if (names.isVariable(name)) throw compiling.refuseKey(at, `the capture "${name}" has the name of a variable`, "Choose another name: a value that changes its meaning on the way is a trap.");
		const from = typeof source === "string" ? {
			kind: "json",
			path: source
		} : sourceOf(source, at, compiling);
		if (from.kind === "json") await checkJsonPath(from.path, typeof source === "string" ? at : [...at, "json"], compiling, "value");
		const regex = typeof source === "string" ? void 0 : source.regex;
		if (regex !== void 0) checkRegex(regex, [...at, "regex"], compiling);
		found.push({
			name,
			from,
			regex,
			place: compiling.keyPlace(at)
		});
	}
	return found;
}
function sourceOf({ json, header, cookie, body }, path, compiling) {
	const sources = [
		...json === void 0 ? [] : [{
			kind: "json",
			path: json
		}],
		...header === void 0 ? [] : [{
			kind: "header",
			name: header.toLowerCase()
		}],
		...cookie === void 0 ? [] : [{
			kind: "cookie",
			name: cookie
		}],
		...body === void 0 ? [] : [{ kind: "body" }]
	];
	const [only, ...others] = sources;
	if (only !== void 0 && others.length === 0) return only;
	const name = path.at(-1);
	throw compiling.refuse(path, `the capture "${name}" has ${only === void 0 ? "no source" : `${sources.length} sources`}, and needs one`, `Write one of:\ncapture: { ${name}: '$.id' }\ncapture: { ${name}: { header: location, regex: '(\\d+)' } }\ncapture: { ${name}: { cookie: csrftoken } }\ncapture: { ${name}: { body: true } }`);
}
// src/smoke/suite/compile-step.ts
const DEFAULT_WITHIN = 3e4;
async function stepOf(written, path, names, defaults, compiling) {
	const { expect, capture, until, within } = written;
	if (within !== void 0 && until === void 0) throw compiling.refuseKey([...path, "within"], "\"within\" stands without \"until\", so that nothing is waited for", `Say what is waited for:\nuntil: { status: 200 }\nwithin: ${within}`);
	const request = await requestOf(written, path, names, defaults, compiling);
	const method = [...path, request.method.toLowerCase()];
	return {
		request,
		expect: [...expect?.status === void 0 && !asksForRedirect(expect) ? [belowFourHundred(method, compiling)] : [], ...expect === void 0 ? [] : await expectationsOf(expect, [...path, "expect"], names, compiling)],
		captures: await capturesOf(capture, [...path, "capture"], names, compiling),
		until: until === void 0 ? void 0 : {
			expect: await expectationsOf(until, [...path, "until"], names, compiling),
			within: within === void 0 ? DEFAULT_WITHIN : inMilliseconds(within)
		},
		place: compiling.keyPlace(method)
	};
}
function asksForRedirect(expect) {
	return expect?.redirect !== void 0 && !JSON.stringify(expect.redirect).includes("\"absent\"");
}
// src/smoke/suite/compile-check.ts
async function checkOf(written, path, { logins, names, defaults }, compiling) {
	const parts = partsOf(written, path, compiling);
	checkLogin(written, path, logins, compiling);
	const always = (written.always ?? []).map((step, index) => ({
		written: step,
		path: [
			...path,
			"always",
			String(index)
		]
	}));
	if (written.as !== void 0) refuseOwnCookies([...parts, ...always], compiling);
	let known = names.forCheck(capturePlaces([...parts, ...always], compiling));
	const run = async (steps) => {
		const compiled = [];
		for (const step of steps) {
			compiled.push(await stepOf(step.written, step.path, known, defaults, compiling));
			known = known.and(Object.keys(step.written.capture ?? {}));
		}
		return compiled;
	};
	const steps = await run(parts);
	const { load, tags = [] } = written;
	return {
		name: written.name,
		tags: load === void 0 || tags.includes("load") ? tags : [...tags, "load"],
		as: written.as,
		steps,
		always: await run(always),
		load: load === void 0 ? void 0 : await loadOf(load, [...path, "load"], names, defaults, compiling),
		place: compiling.place(path)
	};
}
function partsOf(written, path, compiling) {
	const [method] = methodsIn(written);
	const forms = ["steps", "load"].filter((key) => Object.hasOwn(written, key));
	const [form, second] = method === void 0 ? forms : [...forms, method];
	if (form === void 0) throw compiling.refuse(path, `the check "${oneLine(written.name, 80)}" asks nothing`, `Give it a request (${inSequence(METHODS, "or")}), "steps" or "load":\n- name: ${oneLine(written.name, 80)}\n  get: /login/`);
	if (second !== void 0) throw compiling.refuseKey([...path, second], `the check "${oneLine(written.name, 80)}" has both "${form}" and "${second}"`, form === "steps" ? `Move "${second}", and what belongs to it, under "steps":\nsteps:\n  - ${second}: ...` : "Make two checks of it, each with its own name.");
	const { name: _name, tags: _tags, as: _as, steps, always: _always, load: _load, then: following, ...own } = written;
	if (form !== method) {
		const [stray] = [...Object.keys(own), ...following === void 0 ? [] : ["then"]];
		if (stray !== void 0) throw strayKey(stray, form, path, compiling);
	}
	if (steps !== void 0) return placed(steps, [...path, "steps"]);
	if (form === "load") return [];
	const first = {
		written: own,
		path
	};
	if (following === void 0) return [first];
	return Array.isArray(following) ? [first, ...placed(following, [...path, "then"])] : [first, {
		written: following,
		path: [...path, "then"]
	}];
}
function placed(steps, path) {
	return steps.map((written, index) => ({
		written,
		path: [...path, String(index)]
	}));
}
function strayKey(key, form, path, compiling) {
	return compiling.refuseKey([...path, key], `"${key}" stands beside "${form}", where nothing uses it`, form === "steps" ? `Move it into the step it is about:\nsteps:\n  - get: /login/\n    ${key}: ...` : `Move it under "load", or make a check of its own for it. Load is judged by p50, p95, p99, max and errors:\nload: { get: /, rate: 20, duration: 15s, expect: { p95: '< 500ms' } }`);
}
function checkLogin({ as }, path, logins, compiling) {
	if (as === void 0 || logins.includes(as)) return;
	const close = nearest(as, logins);
	throw compiling.refuse([...path, "as"], `there is no login "${oneLine(as, 60)}"${close === void 0 ? "" : `; did you mean "${close}"?`}`, `${logins.length === 0 ? "The suite has no logins." : `It has ${inSequence(logins)}.`} Add it:\nlogins:\n  ${as}: { kind: django-form, path: /login/, username: smoke, password: $SMOKE_PASSWORD }`);
}
function refuseOwnCookies(steps, compiling) {
	for (const { written, path } of steps) {
		const own = Object.keys(written.headers ?? {}).find((name) => name.toLowerCase() === "cookie");
		if (own === void 0) continue;
		throw compiling.refuseKey([
			...path,
			"headers",
			own
		], `the header "${own}" would replace the session of the login`, "Leave it out, or leave \"as\" out: cookies that the site sets are sent back without being named.");
	}
}
function capturePlaces(steps, compiling) {
	const found = new Map();
	for (const { written, path } of steps) for (const name of Object.keys(written.capture ?? {})) if (!found.has(name)) found.set(name, compiling.keyPlace([
		...path,
		"capture",
		name
	]));
	return found;
}
// src/smoke/suite/compile-login.ts
const DEFAULT_ACCESS = "$.access";
async function loginOf(name, written, path, names, compiling) {
	const common = {
		name,
		place: compiling.keyPlace(path)
	};
	const read = (key, text) => templateOf(text, [...path, key], names, compiling);
	if (written.kind === "bearer") return {
		...common,
		kind: "bearer",
		token: read("token", written.token),
		path: written.path
	};
	const credentials = {
		username: read("username", written.username),
		password: read("password", written.password)
	};
	if (written.kind === "basic") return {
		...common,
		kind: "basic",
		...credentials,
		path: written.path
	};
	const fields = {
		username: written.fields?.username ?? "username",
		password: written.fields?.password ?? "password"
	};
	if (written.kind === "django-form") return {
		...common,
		kind: "django-form",
		path: written.path,
		...credentials,
		fields,
		landsOn: written["lands-on"]
	};
	const { access = DEFAULT_ACCESS, send = "json" } = written;
	if (access !== DEFAULT_ACCESS) await checkJsonPath(access, [...path, "access"], compiling, "value");
	return {
		...common,
		kind: "jwt",
		path: written.path,
		...credentials,
		fields,
		send,
		access
	};
}
// src/smoke/suite/compile-version.ts
async function checkVersionSource(written, path, compiling) {
	const source = parseVersionSource(written);
	if (typeof source === "string") throw compiling.refuse(path, `"${oneLine(written, 120)}" ${source}`, `Please ${VERSION_SHAPE}.`);
	if (source.kind === "json") await checkJsonPath(source.query, path, compiling, "value");
}
// src/smoke/suite/compile-presets.ts
async function presetsOf(written, names, compiling) {
	const found = [];
	for (const [index, preset] of written.entries()) {
		const path = ["presets", String(index)];
		const name = nameOf(preset, path, compiling);
		const place = compiling.place(path);
		const earlier = found.find((one) => one.name === name);
		if (earlier !== void 0) throw compiling.refuse(path, `the preset "${name}" stands twice, in lines ${earlier.place?.line} and ${place.line}`, "Keep one of the two, with all its options.");
		found.push({
			name,
			options: await optionsOf$1(preset, name, [...path, name], names, compiling),
			place
		});
	}
	return found;
}
function nameOf(preset, path, compiling) {
	if (typeof preset === "string") return preset;
	const [name, second] = PRESET_NAMES.filter((one) => Object.hasOwn(preset, one));
	if (name !== void 0 && second === void 0) return name;
	throw second === void 0 ? compiling.refuse(path, "this names no preset", "Write its name, or its name with options:\npresets:\n  - https") : compiling.refuseKey([...path, second], `"${second}" stands in the same item as "${name}"`, `Give each preset an item of its own:\npresets:\n  - ${name}: ...\n  - ${second}: ...`);
}
async function optionsOf$1(preset, name, path, names, compiling) {
	if (typeof preset === "string") return { ...PRESET_DEFAULTS[name] };
	switch (name) {
		case "leaks": {
			const usual = PRESET_DEFAULTS.leaks;
			const { metrics = usual.metrics, admin, docs = [], api } = preset.leaks ?? {};
			const all = [...new Set([...usual.docs, ...docs])];
			return {
				metrics,
				admin: orNone(admin, usual.admin),
				docs: all,
				api
			};
		}
		case "health": {
			const usual = PRESET_DEFAULTS.health;
			const { path: page = usual.path, ready, version, secret } = preset.health ?? {};
			if (version !== void 0) await checkVersionSource(version, [...path, "version"], compiling);
			return {
				path: page,
				ready: orNone(ready, usual.ready),
				version,
				secret: secret === void 0 ? void 0 : templateOf(secret, [...path, "secret"], names, compiling)
			};
		}
		case "django": {
			const usual = PRESET_DEFAULTS.django;
			const { login = usual.login, admin } = preset.django ?? {};
			return {
				login,
				admin: orNone(admin, usual.admin)
			};
		}
		case "fastapi": return { docs: [...new Set([...PRESET_DEFAULTS.fastapi.docs, ...preset.fastapi?.docs ?? []])] };
		default: return {
			...PRESET_DEFAULTS[name],
			...preset[name]
		};
	}
}
function orNone(written, usual) {
	if (written === void 0) return usual;
	return written === false ? void 0 : written;
}
// src/smoke/suite/compiling.ts
var Compiling = class {
	context;
	file;
	#places;
	#missing = new Map();
	#judged = new Map();
	constructor(file, places, context) {
		this.file = file;
		this.#places = places;
		this.context = context;
	}
	place(path) {
		return this.#places.of(path);
	}
	keyPlace(path) {
		return this.#places.ofKey(path);
	}
	refuse(path, problem, remedy) {
		return refusal$1(this.file, this.place(path), problem, remedy, "invalid-suite");
	}
	refuseKey(path, problem, remedy) {
		return refusal$1(this.file, this.keyPlace(path), problem, remedy, "invalid-suite");
	}
	needSecret(name, place) {
		const value = this.context.secrets(name);
		if ((value === void 0 || value === "") && !this.#missing.has(name)) this.#missing.set(name, place);
	}
	missingSecrets() {
		const [first] = this.#missing.values();
		if (first === void 0) return void 0;
		const names = [...this.#missing.keys()];
		const are = names.length === 1 ? "is not set, or empty," : "are not set, or empty,";
		return refusal$1(this.file, first, `${inSequence(names.map((name) => `$${name}`))} ${are} in the environment of this step`, [
			`Add the ${names.length === 1 ? "secret" : `${count(names.length, "secret")}`} to the repository or its environment and give the step. A dollar that means itself is written $$.`,
			"env:",
			...names.map((name) => `  ${name}: \${{ secrets.${name} }}`)
		].join("\n"), "secret-missing");
	}
	once(kind, text, judge) {
		const key = `${kind} ${text}`;
		const known = this.#judged.get(key) ?? judge();
		this.#judged.set(key, known);
		return known;
	}
};
// src/smoke/suite/format-words.ts
function wrongValue(issue, where, path, value) {
	const key = path.at(-1) ?? "";
	switch (issue.code) {
		case "invalid_key": return wrongName(key, patternOf(issue.issues[0]));
		case "invalid_format": return wrongForm(issue, where, key, value);
		case "invalid_value": return wrongWord(issue.values.map(String), where, key, value);
		case "invalid_union": return issue.errors.length > 0 || value === void 0 ? void 0 : wrongWord(optionsOf(issue), where, key, value);
		case "invalid_type":
			if (path[0] === "presets" && path.length === 3 && value === null) return withoutOptions(where, key);
			return QUOTED_KEYS$1.includes(key) && value !== void 0 && value !== null ? unquoted(where, key) : void 0;
		case "too_small":
		case "custom": return value !== void 0 && isEmpty(value) ? {
			problem: `${where} is empty`,
			remedy: `Fill it in, or leave "${key}" out.`
		} : beyond(issue, where);
		case "too_big": return beyond(issue, where);
		default: return;
	}
}
const QUOTED_KEYS$1 = [
	"matches",
	"regex",
	"contains",
	"access"
];
function unquoted(where, key) {
	return {
		problem: `${where} is not read as text`,
		remedy: `Quote it: YAML reads "[", "{" and bare numbers as something else.\n${key}: '[a-z]+'`
	};
}
function withoutOptions(where, key) {
	return {
		problem: `${where} has a colon and no options`,
		remedy: `Leave the colon out:\npresets:\n  - ${key}`
	};
}
function isEmpty(value) {
	if (typeof value === "string") return value === "";
	return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
function beyond(issue, where) {
	if (issue.code === "too_small") return {
		problem: `${where} must be ${issue.inclusive === true ? "at least" : "more than"} ${issue.minimum}`,
		remedy: "Give a number in these bounds."
	};
	if (issue.code === "too_big") return {
		problem: `${where} must be at most ${issue.maximum}`,
		remedy: "Give a number in these bounds."
	};
}
function wrongWord(words, where, key, value) {
	if (typeof value !== "string" || words.length < 2) return void 0;
	const close = nearest(value, words);
	const meant = close === void 0 ? "" : `; did you mean "${close}"?`;
	const isPreset = words.includes("https");
	return {
		problem: `${isPreset ? "there is no preset" : `${where} cannot be`} "${oneLine(value, 60)}"${meant}`,
		remedy: isPreset ? `Presets are ${inSequence(words)}.` : `It is ${inSequence(words, "or")}. Write:\n${key}: ${close ?? words[0]}`
	};
}
function wrongName(name, pattern) {
	const shown = `"${oneLine(name, 60)}"`;
	if (pattern === String(HEADER_NAME)) return FORBIDDEN_HEADERS.some((header) => header === name.toLowerCase()) ? {
		problem: `the header ${shown} is the connection's own and cannot be given`,
		remedy: "Leave it out: host and length follow from the request."
	} : {
		problem: `${shown} cannot be the name of a header`,
		remedy: "Header names hold letters, digits and \"-\"."
	};
	if (pattern === String(CAPTURE_NAME)) return name === "run" ? {
		problem: "\"run\" cannot be captured: ${run} is the name that is unique to the run",
		remedy: "Choose another name."
	} : {
		problem: `${shown} cannot be the name of a capture`,
		remedy: "Names start with a lower-case letter and hold lower-case letters, digits, \"-\" and \"_\" only."
	};
	if (pattern === String(JSONPATH)) return {
		problem: `${shown} is no JSONPath: it does not start with "$"`,
		remedy: `Write:\njson: { '$.${/^[\w.-]+$/.test(name) ? name : "id"}': ... }`
	};
	if (pattern === String(COOKIE_NAME)) return {
		problem: `${shown} cannot be the name of a cookie`,
		remedy: "Cookie names hold no spaces, \";\", \"=\" and \",\"."
	};
	if (pattern === String(LOGIN_NAME)) return {
		problem: `${shown} cannot be the name of a login`,
		remedy: "Names start with a letter and hold letters, digits, \"-\" and \"_\" only."
	};
}
function wrongForm(issue, where, key, value) {
	const pattern = patternOf(issue);
	const shown = oneLine(String(value), 80);
	if (pattern === String(TARGET)) return {
		problem: `"${key}" ${targetProblem(String(value))}: "${shown}"`,
		remedy: TARGET_REMEDY
	};
	if (pattern === String(SECRET)) {
		const name = key === "token" ? "SMOKE_TOKEN" : key === "secret" ? "HEALTH_CHECK_SECRET" : "SMOKE_PASSWORD";
		return {
			problem: `${where} stands in the suite as text, and a suite never holds a secret`,
			remedy: `Revoke the value if it was committed, give the step the secret, and write ${key}: $${name} in the suite.\nenv:\n  ${name}: \${{ secrets.${name} }}`
		};
	}
	if ((pattern === String(BOUNDS.time) || pattern === String(BOUNDS.latency)) && NO_TIME.test(shown)) {
		const bound = pattern === String(BOUNDS.time) ? "< 2s" : "< 500ms";
		return {
			problem: `${where} compares with no time at all: "${shown}"`,
			remedy: `Every answer takes longer than that. Write the longest time that is good:\n${key}: '${bound}'`
		};
	}
	const form = FORMS.get(pattern ?? "");
	return form === void 0 ? void 0 : {
		problem: `${where} ${form.is}: "${shown}"`,
		remedy: form.write(key)
	};
}
const NO_TIME = /^[<>]=?\s*(?:0+\s*(?:ms|s|m|h|d)\s*)+$/;
const example = (value) => (key) => `Write:\n${/^\d+$/.test(key) ? `- ${value}` : `${key}: ${value}`}`;
const FORMS = new Map([
	[String(DURATION_FORM), {
		is: "is no length of time",
		write: (key) => `Write a whole number with its unit (ms, s, m, h):\n${key}: ${key === "duration" ? "15s" : "10s"}`
	}],
	[String(BOUNDS.time), {
		is: "is no bound on a time",
		write: example("'< 2s'   # <, <=, > or >=, and a time with its unit (ms, s, m)")
	}],
	[String(BOUNDS.latency), {
		is: "is no limit for a time",
		write: example("'< 500ms'   # < or <=, and a time with its unit (ms, s, m)")
	}],
	[String(BOUNDS.days), {
		is: "is no bound on days",
		write: example("'> 7'")
	}],
	[String(BOUNDS.share), {
		is: "is no limit below 100 %",
		write: example("'< 1%'   # < or <=, and a percentage")
	}],
	[String(PATH), {
		is: "is no path of the site",
		write: example("/login/   # it starts with one \"/\"")
	}],
	[String(HOST), {
		is: "is no host",
		write: () => "Write the host without \"https://\" and without a path, in small letters:\nhosts: [cdn.example]"
	}],
	[String(ORIGIN), {
		is: "is no origin",
		write: () => "Write scheme and host without a path, in small letters:\nallowed: [https://app.obcms.example]"
	}],
	[String(VERSION), {
		is: "says no place of a version",
		write: example("'/health/#$.version'   # <path>#<JSONPath>, or <path>~/<regex with one group>/")
	}],
	[String(JSONPATH), {
		is: "is no JSONPath",
		write: example("'$.id'   # it starts with $")
	}],
	[String(STATUS_CLASS), {
		is: "is no status",
		write: example("200   # without quotes; or [401, 403], or 2xx")
	}],
	[String(TAG), {
		is: "cannot be a tag",
		write: () => "Tags start with a letter and hold letters, digits, \"-\" and \"_\" only:\ntags: [security]"
	}],
	[String(HEADER_VALUE), {
		is: "holds what no header may: a line break, or a letter beyond Latin-1",
		write: () => "Write the value on one line, other letters percent-encoded."
	}],
	[String(CHECK_NAME), {
		is: "cannot be the name of a check",
		write: () => "Names are one line and do not start with \"login/\" or \"clean-up/\", which reports use themselves:\nname: The login page is there"
	}]
]);
function patternOf(issue) {
	if (typeof issue !== "object" || issue === null || !("pattern" in issue)) return void 0;
	return typeof issue.pattern === "string" ? issue.pattern : void 0;
}
function optionsOf(issue) {
	return "options" in issue && Array.isArray(issue.options) ? issue.options.map(String) : [];
}
// src/smoke/suite/format.ts
const EXAMPLES = {
	version: "version: 1",
	presets: "presets:\n  - https\n  - headers: { path: /login/ }",
	skip: "skip: [headers/csp]",
	logins: "logins:\n  web: { kind: django-form, path: /login/, username: smoke, password: $SMOKE_PASSWORD }",
	kind: "kind: django-form   # or jwt, basic, bearer",
	username: "username: smoke",
	password: "password: $SMOKE_PASSWORD",
	token: "token: $METRICS_TOKEN",
	path: "path: /login/",
	hosts: "hosts: [cdn.example]",
	defaults: "defaults: { timeout: 10s, headers: { Accept-Language: en } }",
	checks: "checks:\n  - name: The login page is there\n    get: /login/\n    expect: { status: 200 }",
	name: "name: The login page is there",
	tags: "tags: [security]",
	as: "as: web",
	steps: "steps:\n  - get: /login/\n    expect: { status: 200 }",
	always: "always:\n  - post: '/communities/${id}/delete/'",
	expect: "expect: { status: 200 }",
	until: "until: { json: { '$.state': SUCCESS } }",
	capture: "capture: { id: '$.id' }",
	headers: "headers: { Accept-Language: en }",
	header: "header: { content-type: { contains: json } }",
	json: "json: { '$.id': 42 }",
	form: "form: { name: value }",
	query: "query: { page: 2 }",
	files: "files: { photo: tests/photo.jpg }",
	cookie: "cookie: { sessionid: { secure: true, http-only: true } }",
	certificate: "certificate: { days-left: '> 7' }",
	"days-left": "days-left: '> 7'",
	status: "status: 200   # or [401, 403], or 2xx",
	load: "load: { get: /, rate: 20, concurrency: 5, duration: 15s, expect: { p95: '< 500ms', errors: '< 1%' } }",
	rate: "rate: 20   # requests a second, at most 1000",
	concurrency: "concurrency: 5   # at most 200",
	duration: "duration: 15s",
	follow: "follow: true",
	timeout: "timeout: 10s",
	within: "within: 30s"
};
const QUOTED = `Quote it: regular expressions, JSONPaths and texts with "\${", "#", ": ", "{" or "[" stand in single quotes:\nmatches: '^/communities/\\d+/$'`;
const SUITE_FORMAT = {
	schema: suiteSchema,
	reasonCode: "invalid-suite",
	emptyReasonCode: "nothing-checked",
	schemaFile: "schema/smoke-suite.schema.json",
	examples: EXAMPLES,
	quoting: QUOTED,
	syntax,
	twice,
	unknownKey,
	wrongValue
};
const QUOTED_KEYS = /(?:^|[\s{,-])(matches|regex|contains|access|days-left|time|errors|p50|p95|p99|max|get|head|post|put|patch|delete|options)\s*:\s+([^\s'"{].*)$/;
const BARE_JSONPATH = /(?<!['"])(\$[.[][^\s'"]*?):?(?=[\s,}]|$)/;
function syntax(code, line) {
	if (code === "BAD_DQ_ESCAPE") return `Quote it with single quotes: in double quotes YAML reads the backslash itself.\nmatches: '^/communities/\\d+/$'`;
	const [, key, rest = ""] = QUOTED_KEYS.exec(line) ?? [];
	const value = line.includes("{ ") ? rest.replace(/(?:\s+\}|\s*\]\s*$)+\s*$/, "") : rest.trim();
	if (key !== void 0 && !/[',]/.test(value) && (code !== "UNKNOWN_ALIAS" || value.startsWith("*"))) return `Quote it:\n${key}: '${oneLine(value, 120)}'`;
	if (code === "UNKNOWN_ALIAS") return `Quote it: without quotes YAML takes "*" for the name of an anchor.\nbody: '*'`;
	const [, path] = BARE_JSONPATH.exec(line) ?? [];
	return path === void 0 ? void 0 : `Quote it:\njson: { '${oneLine(path, 120)}': ... }`;
}
function twice(key, first, second) {
	return {
		problem: `"${oneLine(key, 60)}" stands twice in its group, in lines ${first} and ${second}`,
		remedy: "A key may stand only once in its group: remove or rename one of the two."
	};
}
function unknownKey(where, key, path) {
	const inExpectation = path.some((part) => part === "expect" || part === "until");
	const compares = path.some((part) => [
		"json",
		"header",
		"body",
		"redirect"
	].includes(part));
	if (!inExpectation || !compares || nearest(key, OPERATORS) !== void 0) return void 0;
	return {
		problem: `${where} has no operator "${oneLine(key, 60)}"`,
		remedy: `Operators are ${inSequence(OPERATORS)}. To compare with a whole group of keys write:\n${quotedKey(path.at(-1) ?? "")}: { equals: { ${oneLine(key, 40)}: ... } }`
	};
}
function quotedKey(key) {
	return /^[\w-]+$/.test(key) ? key : `'${oneLine(key, 60)}'`;
}
// src/smoke/suite/known-names.ts
const RUN = "run";
var KnownNames = class KnownNames {
	#variables;
	#captured;
	#elsewhere;
	constructor(variables, captured = [], elsewhere = new Map()) {
		this.#variables = new Set(variables);
		this.#captured = new Set(captured);
		this.#elsewhere = elsewhere;
	}
	has(name) {
		return name === RUN || this.#variables.has(name) || this.#captured.has(name);
	}
	isVariable(name) {
		return this.#variables.has(name);
	}
	forCheck(elsewhere) {
		return new KnownNames(this.#variables, this.#captured, elsewhere);
	}
	and(captured) {
		return new KnownNames(this.#variables, [...this.#captured, ...captured], this.#elsewhere);
	}
	explain(name) {
		const later = this.#elsewhere.get(name);
		if (later !== void 0) return {
			problem: `\${${name}} has no value here: it is captured in line ${later.line}, and known from the next step on`,
			remedy: "Move the step that captures it before this one."
		};
		const names = [
			RUN,
			...this.#variables,
			...this.#captured
		];
		const close = nearest(name, names);
		return {
			problem: `there is no \${${oneLine(name, 60)}} here${close === void 0 ? "" : `; did you mean "\${${close}}"?`}`,
			remedy: `Names that can be used here: ${inSequence(names.map((one) => `\${${one}}`))}. Capture it in an earlier step of this check, or give it to the action:\nwith:\n  variables: |\n    ${name}=...`
		};
	}
};
// src/smoke/suite/load.ts
async function loadSuite(text, source, context) {
	const { file } = source;
	const { value: written, places } = readDocument(text, file, SUITE_FORMAT);
	const compiling = new Compiling(file, places, context);
	const names = new KnownNames(context.variables.keys());
	refuseNothing(written, compiling);
	const presets = await presetsOf(written.presets ?? [], names, compiling);
	checkSkip(written.skip ?? [], compiling);
	const logins = await loginsOf(written, names, compiling);
	const defaults = defaultsOf(written, names, compiling);
	const checks = await checksOf(written, {
		logins: logins.map(({ name }) => name),
		names,
		defaults
	}, compiling);
	const missing = compiling.missingSecrets();
	if (missing !== void 0) throw missing;
	return {
		source: {
			file,
			lines: text.split(/\r\n|\n|\r/)
		},
		presets,
		skip: written.skip ?? [],
		logins,
		hosts: defaults.hosts,
		checks
	};
}
function refuseNothing({ presets = [], logins = {}, checks = [] }, compiling) {
	if (presets.length + Object.keys(logins).length + checks.length > 0) return;
	throw refusal$1(compiling.file, compiling.place([]), "the suite has no presets, no logins and no checks, so that nothing would be checked", "Add what is to be checked:\npresets: [https, headers]\nchecks:\n  - name: The login page is there\n    get: /login/\n    expect: { status: 200 }", "nothing-checked");
}
function checkSkip(skip, compiling) {
	const { knownChecks } = compiling.context;
	for (const [index, id] of skip.entries()) {
		if (knownChecks.includes(id)) continue;
		const close = nearest(id, knownChecks);
		const preset = knownChecks.filter((known) => known.startsWith(`${id.split("/")[0]}/`));
		throw compiling.refuse(["skip", String(index)], `there is no preset check "${oneLine(id, 80)}"${close === void 0 ? "" : `; did you mean "${close}"?`}`, preset.length === 0 ? "Ids are <preset>/<check>, such as headers/csp; with `list: true` the action prints them all." : `This preset has ${inSequence(preset)}.`);
	}
}
async function loginsOf(written, names, compiling) {
	const logins = [];
	for (const [name, login] of Object.entries(written.logins ?? {})) logins.push(await loginOf(name, login, ["logins", name], names, compiling));
	return logins;
}
function defaultsOf({ defaults, hosts = [] }, names, compiling) {
	const cookies = Object.keys(defaults?.headers ?? {}).find((name) => name.toLowerCase() === "cookie");
	if (cookies !== void 0) throw compiling.refuseKey([
		"defaults",
		"headers",
		cookies
	], `the header "${cookies}" would replace the session of every login`, "Give it to single requests of checks without \"as\".");
	return {
		timeout: defaults?.timeout === void 0 ? DEFAULT_TIMEOUT : inMilliseconds(defaults.timeout),
		headers: namedTemplates(defaults?.headers, ["defaults", "headers"], names, compiling),
		hosts: hosts.map((host) => host.replace(/:443$/, ""))
	};
}
async function checksOf(written, surroundings, compiling) {
	const checks = [];
	const lines = new Map();
	for (const [index, check] of (written.checks ?? []).entries()) {
		const path = ["checks", String(index)];
		const at = [...path, "name"];
		const { line } = compiling.place(at);
		const earlier = lines.get(check.name);
		if (earlier !== void 0) throw compiling.refuse(at, `the name "${oneLine(check.name, 80)}" stands twice, in lines ${earlier} and ${line}`, "Reports tell checks by their names: give each its own.");
		if (compiling.context.knownChecks.includes(check.name)) throw compiling.refuse(at, `"${check.name}" is the id of a preset check and cannot be the name of another`, "Give the check a sentence that is true when it holds:\nname: The login page is there");
		lines.set(check.name, line);
		checks.push(await checkOf(check, path, surroundings, compiling));
	}
	return checks;
}
// src/actions/smoke-test-setup.ts
async function planned(request, chosen, world) {
	const { inputs, own } = request;
	checkPresets(request);
	const profile = profileOf(chosen);
	const { suite, presets } = await suiteOf(request, chosen, world);
	const everything = planOf(suite, PRESETS, {
		profile,
		presets,
		only: [],
		skip: []
	});
	const only = chosenWords("only", request, everything);
	const skip = chosenWords("skip", request, everything);
	const plan = planOf(suite, PRESETS, {
		profile,
		presets,
		only,
		skip
	});
	const version = await versionPage(request, suite, chosen);
	if (own.expected === void 0 || version !== void 0) return {
		suite,
		plan,
		profile,
		version
	};
	throw inputs.refusal("expected-sha", "cannot be compared, because nothing says where the site shows its commit; give version: \"/health/#$.version\"");
}
async function complete(request, chosen, world) {
	const { inputs, own } = request;
	const base = siteOf(inputs, chosen, own.allowInsecure);
	if (base === void 0) throw inputs.refusal("base-url", `does not say where the site is${withoutFile(chosen, world)}`);
	return {
		...own,
		...await planned(request, chosen, world),
		environment: chosen.name,
		base,
		plain: plainOf(inputs, base),
		authorities: await authoritiesOf(inputs, world),
		junit: junitOf(inputs, world)
	};
}
function chosenWords(name, { inputs, own }, plan) {
	const known = wordsFor(plan);
	const words = own[name].flatMap((line) => known.includes(line) ? [line] : wordsOf(line));
	const [unknown] = unknownWords(words, plan);
	if (unknown === void 0) return words;
	const close = unknown.nearest === void 0 ? "" : ` (did you mean ${unknown.nearest}?)`;
	throw inputs.refusal(name, `has "${oneLine(unknown.word, 60)}", which is neither a tag nor the id of a check here${close}; list: true shows them all`);
}
function checkPresets({ inputs, own }) {
	const unknown = own.presets.find((name) => !Object.hasOwn(PRESETS, name));
	if (unknown === void 0) return;
	const known = Object.keys(PRESETS);
	const close = nearest(unknown, known);
	throw inputs.refusal("presets", `has "${oneLine(unknown, 60)}", which is no preset${close === void 0 ? "" : ` (did you mean ${close}?)`}; there are ${known.join(", ")}`);
}
function profileOf({ name, configuration }) {
	if (/^prod/i.test(name ?? "") || configuration?.["promote-from"] !== void 0) return "production";
	return /^stag/i.test(name ?? "") ? "staging" : "other";
}
async function suiteOf(request, chosen, world) {
	const { inputs, own } = request;
	const given = inputs.text("suite") ?? chosen.configuration?.smoke;
	if (given === void 0 && own.presets.length === 0) throw inputs.refusal("suite", `says nothing to check, and neither does presets${withoutFile(chosen, world)}`);
	const load = (text, file) => loadSuite(text, { file }, {
		variables: own.variables,
		secrets: (name) => declaredSecret(name, world),
		readFile: (path) => world.readBytes(inWorkspace(path, world)),
		knownChecks: Object.values(PRESETS).flatMap(({ checks }) => checks.map(({ id }) => id))
	}).catch((thrown) => {
		throw file === TEXT ? unplaced(thrown) : thrown;
	});
	const named = own.presets.length === 0 ? void 0 : withoutPlaces(await load(presetsAlone(own.presets), ""));
	const suite = given === void 0 ? named : await load(...await suiteText(given, inputs, world));
	if (suite === void 0) throw new Error("there is neither a suite nor a preset");
	return {
		suite,
		presets: named?.presets ?? []
	};
}
function declaredSecret(name, { environment, host }) {
	const value = environment[name] || void 0;
	if (value !== void 0) host.mask(value);
	return value;
}
const presetsAlone = (names) => `version: 1\npresets: [${names.join(", ")}]\n`;
const withoutPlaces = (suite) => ({
	...suite,
	presets: suite.presets.map((use) => ({
		...use,
		place: void 0
	}))
});
const TEXT = "suite";
function unplaced(thrown) {
	if (!(thrown instanceof UserError)) return thrown;
	const { message, reasonCode, remedy } = thrown;
	return new UserError(message, {
		reasonCode,
		remedy
	});
}
async function suiteText(given, inputs, world) {
	if (given.includes("\n")) return [given, TEXT];
	const text = await world.readFile(inWorkspace(given, world));
	if (text !== void 0) return [text, given];
	throw inputs.refusal("suite", `names the file "${oneLine(given, 120)}", which does not exist in the checkout; does the job check the repository out before this step?`);
}
async function versionPage({ inputs, own }, suite, chosen) {
	await checkQuery(inputs, own.version);
	if (own.version !== void 0) return own.version;
	const option = suite.presets.find(({ name }) => name === "health")?.options["version"];
	const source = typeof option === "string" ? parseVersionSource(option) : void 0;
	if (source !== void 0 && typeof source !== "string") return source;
	for (const name of Object.keys(chosen.configuration?.coolify?.resources ?? {})) {
		const version = configuredVersion(chosen, name);
		if (version === void 0) continue;
		await checkConfiguredQuery(chosen, name, version);
		return version;
	}
}
function plainOf(inputs, base) {
	const given = inputs.text("http-url");
	if (given !== void 0) {
		const url = URL.parse(given);
		if (url?.protocol !== "http:") throw inputs.refusal("http-url", "is no address that begins with http://");
		if (url.username !== "" || url.password !== "") throw inputs.refusal("http-url", "holds a user name or password");
		return url;
	}
	return base.protocol === "https:" && base.port === "" ? new URL(`http://${base.hostname}/`) : void 0;
}
function junitOf(inputs, world) {
	const path = inputs.text("junit");
	return path === void 0 ? void 0 : inWorkspace(path, world);
}
// src/actions/smoke-test-run.ts
async function runSmokeTest(request, chosen, world) {
	return request.own.list ? listed(await planned(request, chosen, world), world) : tested(await complete(request, chosen, world), world);
}
async function listed({ plan }, world) {
	const chosen = plan.items.filter(({ choice }) => choice.chosen).length;
	await world.host.chapter("What would run", async () => {
		for (const line of describe(plan)) world.host.line(line);
	});
	return {
		...chosen === 0 ? {
			outcome: "error",
			reasonCode: "nothing-checked",
			headline: "Nothing would be checked: everything is left out."
		} : {
			outcome: "passed",
			reasonCode: "listed",
			headline: `${count(chosen, "check")} would run; nothing was sent.`
		},
		remedy: "",
		findings: [],
		facts: {},
		details: void 0
	};
}
async function tested(setup, world) {
	const wire = await world.wire({ authorities: setup.authorities });
	const run = await runSuite(setup.plan, {
		...setup,
		wire,
		world
	}).finally(() => wire.close());
	const { source } = setup.suite;
	await tell(run, source, world.host);
	return {
		...verdictOf$1(run, setup.base),
		findings: findingsOf(run, source),
		findingsTold: true,
		facts: smokeFacts(setup, run),
		evidence: exchangesOf(run),
		details: {
			setup,
			run,
			figures: figuresOf(run.results),
			junitPath: await junitFile(setup, run, world)
		}
	};
}
async function junitFile({ junit: path, suite }, run, world) {
	if (path === void 0) return "";
	try {
		await world.writeFile(path, junit(junitReport(run, suite.source, (text) => world.host.redact(text))));
		return path;
	} catch (thrown) {
		world.host.annotate({
			level: "warning",
			title: "The JUnit report could not be written",
			message: `${path}: ${messageOf(thrown)}`
		});
		return "";
	}
}
export { runSmokeTest };
