import { o as __toESM, r as __exportAll } from "./rolldown-runtime.js";
import { f as isSecretName } from "./check-deploy.js";
import { createHmac } from "node:crypto";
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
// src/checks/secrets/words.ts
const CONFIGURATION = `
  access account actual admin administrator amazon another api app application auth backend backup base beat bearer broker bucket build
  cache celery changed changes change client cloud code config configuration connection container coolify copy create credential credentials
  data database debug default demo deploy deployment details dev develop developer development digitalocean disabled django docker
  domain dummy edit email empty enter env environment example fake fallback field file fill fixme flower generate generated generator
  github gmail google grafana guest hash health here host http https insecure insert internal key keys local localhost login long mail
  manager master metrics mysql name need needed never nginx none number only openssl operation option output passphrase password passwd
  pass path placeholder please port postgres postgresql prod production project provide public python queue quick random real redis
  redacted register release remove rename replace replaced required root sample sandbox secret secrets secure security sendgrid sentry
  server service session setting settings setup shared should sign signing site smtp some something space staging stage static storage strong
  super superuser supabase system task temp template temporary test testing text this token todo unsafe unused update user username value
  values variable version volume weak web webapp website webhook worker write xxx your yours`;
const CHOSEN = `
  abc adobe andrew angel anthony apple april asdf asdfgh asdfghjkl august autumn awesome baby banana baseball basketball batman battery beautiful
  big black blue bubbles butterfly buster charlie cheese chelsea chicken chocolate christmas computer cookie correct crazy daniel december
  diamond dolphin donald dragon eagle easy elephant family february flower football forever freedom friday friend friends ginger gold
  good great green happy harley heaven hello hockey holiday home honey horse hotdog house hunter iloveyou internet jackson january jasmine
  jennifer jessica jesus johnny jordan joseph joshua july june junior justin keyboard killer king letmein liverpool london love lovely
  lucky magic maggie manila march martin master matrix matthew maximus merlin michael michelle mickey midnight mindanao monday money
  monkey monster morning mother mustang naruto nature nicole ninja november october office oliver orange parker patrick peanut pepper
  philippines pizza please pokemon power prince princess purple qazwsx qwer qwert qwerty qwertyuiop rabbit rainbow ranger red robert
  rocket samantha samsung saturday school september shadow silver smile snoopy soccer spider spring staple starwars steelers strawberry
  street stupid success summer sunday sunshine superman sweet taylor thomas thunder thursday tiger tigger trust trustno tuesday
  turtle unicorn vampire victoria water wednesday welcome whatever white winter wizard wolf wonder world yankees yellow zxcv zxcvbn zxcvbnm`;
const BETWEEN = `
  all and any are at be before but by can do each every for from get go has have how if in into is it its just like make may me more must my new
  no not now of off old on one or our out own put run same set she so than that the their them then there these they to too two up us
  use used very was we were what when where which who why will with without you`;
const WORDS = [...new Set(`${CONFIGURATION} ${CHOSEN} ${BETWEEN}`.split(/\s+/).filter((word) => word !== ""))].sort();
// src/checks/secrets/marks.ts
const PATTERNS = [
	{
		name: "django-insecure",
		pattern: "^django-insecure-"
	},
	{
		name: "change-me",
		pattern: "changeme|change-me|(?:^|[^a-z0-9])change[-_. ]{0,2}(?:me|this|it|in|before|after|for|the|to|your|key|password|secret|now)"
	},
	{
		name: "change-me",
		pattern: "^(?:please[-_. ]?)?change(?:d|[-_. ][a-z]+)?[0-9!]*$|to[-_. ]be[-_. ]changed|needs?[-_. ]to[-_. ]change"
	},
	{
		name: "replace-me",
		pattern: "replace[-_. ]?(?:me|this|with|by|it)|^replaced?(?:[^a-z0-9]|$)"
	},
	{
		name: "your-",
		pattern: "(?:^|[^a-z0-9])your[-_. ]|^your[a-z]{0,12}(?:key|secret|password|token|domain|host|user|name|email)"
	},
	{
		name: "unexpanded",
		pattern: "\\$\\{[a-z_][a-z0-9_]*(?::?[-?+=][^}]*)?\\}|\\$\\([a-z][a-z0-9_.-]* [^)]*\\)?|^\\$\\([^)]*\\)$|`[a-z]+ [^`]*`"
	},
	{
		name: "unexpanded",
		pattern: "\\{\\{[^{}]*\\}\\}|^\\$[a-z_][a-z_]{3,}$|^%[a-z_]{3,}%$|^@[a-z_]{3,}@$|^__[a-z][a-z0-9_]*__$"
	},
	{
		name: "angle brackets",
		pattern: "^<[^<>]*>$|<[a-z][a-z]+(?:[-_ ][a-z]+)*>"
	},
	{
		name: "square brackets",
		pattern: "^\\[[a-z][a-z _-]*\\]$"
	},
	{
		name: "generate",
		pattern: "generate[-_. ]|[-_. ]generate|^generated?$|openssl[-_. ]rand|get_random_secret_key"
	},
	{
		name: "random",
		pattern: "(?:^|[-_. ])random[-_. ](?:secret|key|string|value|password|token|[0-9])|(?:a|the|some|long|very)[-_. ]random[-_. ]"
	},
	{
		name: "example",
		pattern: "example|sample"
	},
	{
		name: "placeholder",
		pattern: "placeholder|place[-_ ]holder"
	},
	{
		name: "dummy",
		pattern: "(?:^|[^a-z0-9])dummy|dummy(?:[^a-z0-9]|$)|(?:^|[^a-z0-9])(?:fake|foobar|lorem|ipsum)(?:[^a-z0-9]|$)"
	},
	{
		name: "insecure",
		pattern: "insecure|not[-_. ]?(?:so[-_. ]?)?(?:secure|secret|safe)|unsafe"
	},
	{
		name: "here",
		pattern: "(?:^|[-_. ])(?:goes|put|enter|insert|fill|paste|set|add|key|secret|password|token|value|string)[-_. ](?:[a-z]+[-_. ])*here$|[-_. ]here$"
	},
	{
		name: "here",
		pattern: "^(?:put|enter|insert|fill|paste)[-_. ](?:in|your|the|a|here|it)"
	},
	{
		name: "to do",
		pattern: "^(?:todo|tbd|tba|fixme|none|null|nil|undefined|unset|empty|n/a|blank|redacted|removed|hidden|masked|set-?me)[!.:]*$|^(?:todo|fixme)[-_: ]"
	},
	{
		name: "xxx",
		pattern: "^x{3,}(?:[^a-z0-9]|$)|^x{6,}|x{6,}$|(?:^|[-_])x{4,}(?:[-_]|$)|^[*.#?]{3,}$|\\.\\.\\.$"
	},
	{
		name: "test",
		pattern: "(?:^|[^a-z0-9])(?:test|testing|demo|dev|development|local|staging|temp|temporary|unused|only)[-_. ](?:[a-z]+[-_. ])*(?:key|secret|password|pass|token|only)(?:[^a-z]|$)"
	},
	{
		name: "test",
		pattern: "^(?:test|testing|demo|temp|dev|foo|bar|baz|abc|asdf)[-_.]?[0-9!]*$"
	},
	{
		name: "says secret",
		pattern: "s[e3]cr[e3]t[-_. ]?(?:key|token|string|value|password)|(?:^|[^a-z0-9])s[e3]cr[e3]ts?(?:[^a-z]|$)|^(?:my|the|a|super|top|very|jwt|app|django)[-_. ]?(?:[a-z]+[-_. ])?s[e3]cr[e3]t"
	},
	{
		name: "says password",
		pattern: "p[a@4][s$5]{2}w[o0]r[dt]|passwd|^p[a@4][s$5]{2}[-_@]?[0-9]*[!@#$]*$|[-_.@](?:pass|pwd|pw)[0-9!@#$]*$|kennwort|contrase|wachtwoord"
	},
	{
		name: "a default",
		pattern: "^(?:admin|administrator|root|user|guest|postgres|postgresql|redis|rabbitmq|django|grafana|minio|minioadmin|mysql|default|master|welcome|letmein|changeit|qwerty|iloveyou|dragon|monkey|login|hello|trustno1|1q2w3e4r[a-z0-9]*|1qaz2wsx[a-z0-9]*|zaq1[a-z0-9]*|q1w2e3r4[a-z0-9]*)[-_.@#!]*[0-9]{0,6}[-_.@#!$*]*$"
	}
];
const MARKS = {
	patterns: PATTERNS,
	words: WORDS
};
// src/checks/secrets/strength.ts
const MOST_CHARACTERS = 4096;
const ENDS = /^[ \t\r\n\f\v"'`]+|[ \t\r\n\f\v"'`]+$/g;
const ALPHABETS = [
	[10, "0-9"],
	[
		16,
		"0-9a-f",
		"0-9A-F"
	],
	[
		26,
		"a-z",
		"A-Z"
	],
	[
		36,
		"a-z0-9",
		"A-Z0-9"
	],
	[52, "a-zA-Z"],
	[62, "a-zA-Z0-9"],
	[
		64,
		"a-zA-Z0-9_=-",
		"a-zA-Z0-9+/=-"
	],
	[95, " -~"]
];
const LETTERS = {
	"0": "o",
	"1": "i",
	"3": "e",
	"4": "a",
	"5": "s",
	"@": "a",
	$: "s"
};
const SHORTEST_INSIDE = 4;
const patterns = MARKS.patterns.map(({ name, pattern }) => ({
	name,
	expression: new RegExp(pattern, "i")
}));
const words = new Set(MARKS.words);
const beginnings = new Set(MARKS.words.map((word) => word.slice(0, SHORTEST_INSIDE)));
const longestWord = Math.max(...MARKS.words.map(({ length }) => length));
const alphabets = ALPHABETS.map(([size, ...classes]) => ({
	size,
	expressions: classes.map((inside) => new RegExp(`^[${inside}]*$`))
}));
function secretFacts(value, key) {
	const bare = value.replace(ENDS, "");
	const characters = [...bare].slice(0, MOST_CHARACTERS);
	const measured = characters.join("");
	return {
		length: [...bare].length,
		distinct: new Set(characters).size,
		alphabet: alphabetOf(measured),
		placeholder: placeholderIn(measured),
		words: wordShare(characters),
		repetitive: isRepetitive(characters),
		ragged: bare !== value,
		tag: tagOf(value, key)
	};
}
function tagOf(value, key) {
	return createHmac("sha256", Buffer.from(key, "hex")).update(value, "utf8").digest("hex");
}
function placeholderIn(value) {
	return patterns.find(({ expression }) => expression.test(value))?.name ?? null;
}
function alphabetOf(value) {
	return alphabets.find(({ expressions }) => expressions.some((expression) => expression.test(value)))?.size ?? 95;
}
function wordShare(characters) {
	if (characters.length === 0) return 0;
	const folded = characters.map(fold).join("");
	let covered = 0;
	for (const [run] of folded.matchAll(/[a-z]+/g)) covered += coveredOf(run);
	return Math.round(covered / characters.length * 1e3) / 1e3;
}
function fold(character) {
	if (character >= "A" && character <= "Z") return character.toLowerCase();
	return LETTERS[character] ?? (character.length === 1 ? character : "?");
}
function coveredOf(run) {
	if (words.has(run)) return run.length;
	let covered = 0;
	let at = 0;
	while (at + SHORTEST_INSIDE <= run.length) {
		let length = beginnings.has(run.slice(at, at + SHORTEST_INSIDE)) ? Math.min(longestWord, run.length - at) : 0;
		while (length >= SHORTEST_INSIDE && !words.has(run.slice(at, at + length))) length -= 1;
		if (length >= SHORTEST_INSIDE) covered += length;
		at += length >= SHORTEST_INSIDE ? length : 1;
	}
	return covered;
}
function isRepetitive(characters) {
	const { length } = characters;
	if (length < 4) return false;
	if (new Set(characters).size <= 2) return true;
	if (hasPeriod(characters)) return true;
	const codes = characters.map((character) => character.codePointAt(0) ?? 0);
	return codes.filter((code, index) => index > 0 && Math.abs(code - (codes[index - 1] ?? 0)) <= 1).length >= .75 * (length - 1);
}
function hasPeriod(characters) {
	const border = [0];
	for (let index = 1; index < characters.length; index += 1) {
		let length = border[index - 1] ?? 0;
		while (length > 0 && characters[index] !== characters[length]) length = border[length - 1] ?? 0;
		border.push(characters[index] === characters[length] ? length + 1 : 0);
	}
	return characters.length - (border.at(-1) ?? 0) <= characters.length / 2;
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
export { MARKS as a, folderOf as c, secretFacts as i, isInside as l, read_exports as n, globbed as o, placeholderIn as r, baseName as s, readEnvironmentFiles as t, joined as u };
