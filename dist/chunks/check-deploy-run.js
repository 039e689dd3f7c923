import { o as __toESM, r as __exportAll } from "./rolldown-runtime.js";
import { a as checkEvidence, c as FAMILIES, d as isPublic$1, f as isSecretName, h as saysItDoesNotStart, i as complete, m as checkVerdict, n as addressOf$3, o as checkFacts, p as secretKind, r as tell, s as titlesInWords, t as commentParts, u as SECRET_NAMES } from "./check-deploy.js";
import { n as UserError, r as messageOf, t as Cancelled } from "./errors.js";
import { t as nearest } from "./nearest.js";
import { a as sarifFindings, c as sarif, d as askProbe, h as openRepository, i as withinOutput, l as NEVER_STUBBED, m as locateProject, n as commentOn, o as writeSarif, s as VERSION, t as redactedFinding, u as findPython } from "./redacted-finding.js";
import { r as inSequence, s as oneLine, t as count$1 } from "./text.js";
import { a as MARKS, c as folderOf$1, i as secretFacts, l as isInside, o as globbed, r as placeholderIn, s as baseName, t as readEnvironmentFiles, u as joined$1 } from "./read.js";
import { b as SEVERITIES } from "./world.js";
import { t as inWords } from "./duration.js";
import { g as applyIgnore, v as againstBaseline } from "./finding-links.js";
// src/checks/broken-off.ts
const RESTS_ON_SETTINGS = ["django", "settings"];
function brokenOff$1(project, findings) {
	const failure = project.evaluations[0]?.answer.failure;
	if (failure == null || findings.some(({ rule }) => saysItDoesNotStart(rule))) return [];
	return project.evaluations[0]?.answer.settings === null ? notLoaded(project) : laterStage(failure, project);
}
function laterStage({ stage, message }, { unjudged }) {
	const family = stage === "celery" ? "celery" : "django";
	if (unjudged.some((each) => each.family === family)) return [];
	return [{
		family,
		reason: "not-evaluated",
		why: `what comes after the settings broke off (${stage}: ${message})`,
		remedy: "If the message is about the project, correct it there; if it is about the probe, please open an issue with it."
	}];
}
function notLoaded({ evaluations, given, unjudged }) {
	const answer = evaluations[0]?.answer;
	if (answer == null || answer.failure === null) return [];
	const standIns = answer.dummies.length + (answer.guessed ?? []).length > 0;
	const known = !given.empty && !standIns && answer.failure.kind !== "variable-missing";
	const remedy = known ? remedyOfKnown(answer.failure) : given.empty || standIns ? GIVE_REAL : remedyOfAbsent(answer.failure);
	const why = `the settings did not load (${answer.failure.message})`;
	return RESTS_ON_SETTINGS.filter((family) => !unjudged.some((each) => each.family === family)).map((family) => ({
		family,
		reason: known ? "not-evaluated" : "missing-variable",
		why,
		remedy
	}));
}
const GIVE_REAL = "Give the real variables (from Coolify, or a file); stand-ins are not enough for these settings:\nwith:\n  env: |\n    NAME=value";
function remedyOfKnown({ sandboxed }) {
	return sandboxed === true ? "Settings that reach for a server, a program or a database while they load cannot be judged before they are deployed: let them read variables only." : "See in the report why; what django/* says of it is ignored or known.";
}
function remedyOfAbsent({ name }) {
	return `The service gets ${name ?? "it"} from where nobody can look here, such as an env_file that is not in the checkout. Give what is in it:\nwith:\n  env-file: path/of/that.env`;
}
// src/checks/server/command-line.ts
function optionTable(lines) {
	return lines.trim().split("\n").map((line) => {
		const [name = "", takes = "", ...flags] = line.trim().split(/\s+/);
		return {
			name,
			takes: takesOf(takes),
			flags
		};
	});
}
function readOptions$1(words, table, { shortened = false, start = "all" } = {}) {
	const options = new Map();
	const positional = [];
	const unknown = [];
	const byFlag = new Map(table.flatMap((spec) => spec.flags.map((flag) => [flag, spec])));
	const specOf = (flag) => {
		const exact = byFlag.get(flag);
		if (exact !== void 0 || !shortened || !flag.startsWith("--")) return exact;
		const meant = new Set([...byFlag].filter(([known]) => known.startsWith(flag)).map(([, spec]) => spec));
		return meant.size === 1 ? [...meant][0] : void 0;
	};
	let index = 0;
	const take = (spec, given) => {
		if (spec.takes === "flag" || spec.takes === "off") {
			options.set(spec.name, spec.takes === "flag");
			return;
		}
		const next = words[index];
		let value = given;
		if (value === void 0 && next !== void 0 && (spec.takes !== "optional" || !next.startsWith("-"))) {
			value = next;
			index += 1;
		}
		if (spec.takes === "optional") options.set(spec.name, value ?? true);
		else if (value === void 0) unknown.push(spec.flags[0] ?? spec.name);
		else if (spec.takes === "list") options.set(spec.name, [...listOf(options.get(spec.name)), value]);
		else options.set(spec.name, value);
	};
	while (index < words.length) {
		const word = words[index] ?? "";
		index += 1;
		if (word === "--") {
			positional.push(...words.slice(index));
			break;
		}
		if (!word.startsWith("-") || word === "-") {
			positional.push(word);
			if (start === "first") {
				positional.push(...words.slice(index));
				break;
			}
			continue;
		}
		const equals = word.indexOf("=");
		const flag = equals < 0 ? word : word.slice(0, equals);
		const given = equals < 0 ? void 0 : word.slice(equals + 1);
		const spec = specOf(flag);
		if (spec !== void 0) take(spec, given);
		else if (word.startsWith("--")) unknown.push(flag);
		else readShort(word.slice(1), byFlag, take, unknown);
	}
	return {
		options,
		positional,
		unknown
	};
}
function readShort(letters, byFlag, take, unknown) {
	for (let at = 0; at < letters.length; at += 1) {
		const spec = byFlag.get(`-${letters.charAt(at)}`);
		if (spec === void 0) {
			unknown.push(`-${letters}`);
			return;
		}
		const rest = letters.slice(at + 1);
		if (spec.takes !== "flag" && spec.takes !== "off") {
			take(spec, rest === "" ? void 0 : rest.replace(/^=/, ""));
			return;
		}
		take(spec, void 0);
	}
}
function listOf(value) {
	return Array.isArray(value) ? value : [];
}
function takesOf(word) {
	if (word === "value" || word === "list" || word === "flag" || word === "off" || word === "optional") return word;
	throw new Error(`"${word}" is nothing an option can take`);
}
// src/checks/server/fill-in.ts
function filledIn(text, environment) {
	const filled = text.replace(/\$\{([A-Za-z_]\w*)(?::?-([^${}]*))?\}|\$([A-Za-z_]\w*)/g, (all, braced, fallback, bare) => {
		const name = braced ?? bare ?? "";
		if (environment?.has(name) === true) return environment.get(name) ?? all;
		return fallback ?? all;
	});
	return filled.includes("$") ? void 0 : filled;
}
// src/checks/server/programs.ts
const SERVERS$1 = new Map([
	["gunicorn", "gunicorn"],
	["uvicorn", "uvicorn"],
	["uwsgi", "uwsgi"],
	["hypercorn", "hypercorn"],
	["daphne", "daphne"]
]);
const STARTERS = new Map([
	["ddtrace-run", 1],
	["opentelemetry-instrument", 1],
	["newrelic-admin", 2],
	["exec", 1]
]);
function serverOf({ words }) {
	const [program, ...rest] = withoutStarters(words);
	if (program === void 0) return void 0;
	const server = SERVERS$1.get(baseName(program));
	if (server !== void 0) return {
		program: server,
		words: rest
	};
	const started = moduleOf$2(program, rest) ?? {
		name: baseName(program),
		words: rest
	};
	const module = SERVERS$1.get(started.name.replace(/\.__main__$/, ""));
	if (module !== void 0) return {
		program: module,
		words: started.words
	};
	if (isManage(started.name) && started.words[0] === "runserver") return {
		program: "runserver",
		words: started.words.slice(1)
	};
	if (started.name === "fastapi" && (started.words[0] === "run" || started.words[0] === "dev")) return {
		program: "uvicorn",
		words: [started.words[0] === "dev" ? "--reload" : "--host=0.0.0.0", ...started.words.slice(1)]
	};
}
function moduleOf$2(program, words) {
	if (!/^python[0-9.]*$/.test(baseName(program))) return void 0;
	const at = words.findIndex((word) => word === "-m" || !word.startsWith("-"));
	const named = words[at] === "-m" ? at + 1 : at;
	const name = words[named];
	if (at < 0 || name === void 0) return void 0;
	return {
		name: words[at] === "-m" ? name : baseName(name),
		words: words.slice(named + 1)
	};
}
function withoutStarters(words) {
	let left = words;
	for (let turn = 0; turn < 5; turn += 1) {
		const own = STARTERS.get(baseName(left[0] ?? ""));
		if (own === void 0) return left;
		left = left.slice(own);
	}
	return left;
}
function isManage(name) {
	return name === "manage.py" || name === "django-admin" || name === "django";
}
// src/checks/celery/options.ts
const GLOBAL_OPTIONS = optionTable(`
  app value --app -A
  broker value --broker -b
  result-backend value --result-backend
  loader value --loader
  config value --config
  workdir value --workdir
  no-color flag --no-color -C
  quiet flag --quiet -q
  version flag --version
  skip-checks flag --skip-checks
`);
const DAEMON = `
  app value --app -A
  workdir value --workdir
  logfile value --logfile -f
  pidfile value --pidfile
  uid value --uid
  gid value --gid
  umask value --umask
  executable value --executable
  detach flag --detach
`;
const WORKER_OPTIONS = optionTable(`
  ${DAEMON.trim()}
  hostname value --hostname -n
  detach flag -D
  statedb value --statedb -S
  loglevel value --loglevel -l
  optimization value --optimization -O
  prefetch-multiplier value --prefetch-multiplier
  disable-prefetch flag --disable-prefetch
  concurrency value --concurrency -c
  pool value --pool -P
  pool-start-method value --pool-start-method
  events flag --task-events --events -E
  time-limit value --time-limit
  soft-time-limit value --soft-time-limit
  max-tasks-per-child value --max-tasks-per-child --maxtasksperchild
  max-memory-per-child value --max-memory-per-child
  purge flag --purge --discard
  queues value --queues -Q
  exclude-queues value --exclude-queues -X
  include value --include -I
  without-gossip flag --without-gossip
  without-mingle flag --without-mingle
  without-heartbeat flag --without-heartbeat
  heartbeat-interval value --heartbeat-interval
  autoscale value --autoscale
  beat flag --beat -B
  schedule value --schedule --schedule-filename -s
  scheduler value --scheduler
`);
const BEAT_OPTIONS = optionTable(`
  ${DAEMON.trim()}
  schedule value --schedule -s
  scheduler value --scheduler -S
  max-interval value --max-interval
  hostname value --hostname -n
  remote-control flag --enable-remote-control --no-enable-remote-control
  loglevel value --loglevel -l
`);
const FLOWER_OPTIONS = optionTable(`
  app value --app -A
  basic-auth value --basic-auth --basic_auth
  auth value --auth
  auth-provider value --auth-provider --auth_provider
  address value --address
  port value --port
  url-prefix value --url-prefix --url_prefix
  unauthenticated-api value --unauthenticated-api
  persistent value --persistent
  db value --db
  broker-api value --broker-api --broker_api
  conf value --conf
`);
// src/checks/celery/read.ts
function celeryTargets(services) {
	return [...new Set(startsOf$1(services).flatMap(({ target }) => target ?? []))];
}
async function readCelery(services, evaluations) {
	return startsOf$1(services).map((start) => {
		const evaluation = evaluations.find(({ services: titles }) => titles.includes(start.service?.title ?? ""));
		return {
			...start,
			evaluation,
			answer: answerFor(start.target, evaluation, evaluations)
		};
	});
}
function answerFor(target, own, evaluations) {
	if (target === void 0) return void 0;
	return (own === void 0 ? evaluations : [own]).flatMap(({ answer }) => answer.celery).find((answer) => answer.target === target);
}
function startsOf$1(services) {
	return services.flatMap((service) => {
		const starts = service.start.commands.flatMap((command) => {
			const words = celeryWords(command);
			return words === void 0 ? [] : [{
				sure: command.conditional !== true,
				start: startOf(words, command, service)
			}];
		});
		const sure = starts.filter((found) => found.sure);
		return (sure.length > 0 ? sure : starts).map(({ start }) => start);
	});
}
function celeryWords({ words }) {
	const [program, ...rest] = withoutStarters(words);
	if (program === void 0) return void 0;
	if (baseName(program) === "celery") return rest;
	const module = moduleOf$2(program, rest);
	return module?.name === "celery" ? module.words : void 0;
}
function startOf(words, command, service) {
	const before = readOptions$1(words, GLOBAL_OPTIONS, { start: "first" });
	const [named, ...rest] = before.positional;
	const program = named === "worker" || named === "beat" || named === "flower" ? named : "other";
	const table = {
		worker: WORKER_OPTIONS,
		beat: BEAT_OPTIONS,
		flower: FLOWER_OPTIONS,
		other: GLOBAL_OPTIONS
	}[program];
	const after = readOptions$1(rest, table);
	const options = new Map([...textsOf(before, service), ...textsOf(after, service)]);
	const target = options.get("app");
	return {
		program,
		service,
		place: {
			file: command.file,
			line: command.line
		},
		directory: command.directory,
		target: target?.includes("$") === true ? void 0 : target,
		options,
		command: named,
		targetLate: after.options.has("app") && !before.options.has("app") && program !== "other"
	};
}
function textsOf(line, service) {
	return [...line.options].map(([name, value]) => {
		if (typeof value === "boolean") return [name, String(value)];
		const text = typeof value === "string" ? value : value.join(",");
		return [name, filledIn(text, service.environment) ?? text];
	});
}
// src/checks/compose/choice.ts
const FOLDERS$1 = /^(infra|deploy|deployment|docker|\.docker|compose|\.compose)(\/|$)/;
const BASE = /^(?:docker-)?compose\.ya?ml$/;
const OVERLAY = /^(?:docker-)?compose[._-](?<words>.+)\.ya?ml$/;
const BARE = /^(?<words>production|prod|staging|stage|local|dev|development)\.ya?ml$/;
const ORDER$1 = [
	"compose.yaml",
	"compose.yml",
	"docker-compose.yaml",
	"docker-compose.yml"
];
const WORDS$1 = new Map([
	["production", "production"],
	["prod", "production"],
	["live", "production"],
	["coolify", "production"],
	["staging", "staging"],
	["stage", "staging"],
	["dev", "development"],
	["development", "development"],
	["local", "development"],
	["override", "development"]
]);
const NOT_FOR_USE = new Set([
	"example",
	"sample",
	"template",
	"dist",
	"bak",
	"old",
	"test",
	"tests",
	"ci",
	"e2e"
]);
function isCandidate(path) {
	const directory = folderOf$1(path);
	if (directory !== "" && !FOLDERS$1.test(directory)) return false;
	const name = baseName(path);
	return BASE.test(name) || kindOf(name) !== void 0;
}
function kindOf(name) {
	const words = (OVERLAY.exec(name)?.groups ?? BARE.exec(name)?.groups)?.["words"]?.toLowerCase().split(/[._-]/) ?? [];
	if (words.some((word) => NOT_FOR_USE.has(word))) return void 0;
	for (const word of words) {
		const profile = WORDS$1.get(word);
		if (profile !== void 0) return profile;
	}
}
function choices(files) {
	const folders = new Map();
	for (const file of files.keys()) {
		const folder = folderOf$1(file);
		folders.set(folder, [...folders.get(folder) ?? [], file]);
	}
	const rootBase = baseOf(folders.get("") ?? []);
	return [...folders.values()].flatMap((own) => choicesOf(own, rootBase, files));
}
function choicesOf(own, rootBase, files) {
	const base = baseOf(own);
	const named = (profile) => own.filter((file) => kindOf(baseName(file)) === profile).map((file) => {
		const below = base ?? rootBase;
		return {
			files: below === void 0 || standsAlone(files.get(file), files.get(below)) ? [file] : [below, file],
			profile,
			chosen: "name",
			note: void 0
		};
	});
	const production = withBase("production", named("production"), base, files);
	const staging = named("staging");
	const shared = production.map((choice) => ({
		...choice,
		profile: "staging",
		note: choice.note ?? "nothing is named for staging, so production’s files serve it"
	}));
	const development = named("development");
	return [
		...production,
		...staging.length > 0 ? staging : shared,
		...development.length > 0 || base === void 0 ? development : [{
			files: [base],
			profile: "development",
			chosen: "name",
			note: void 0
		}]
	];
}
function standsAlone(own, base) {
	if (own?.alone === true) return true;
	return own?.lacks !== void 0 && !own.lacks.some((name) => base?.holds?.includes(name));
}
function withBase(profile, named, base, files) {
	if (named.length > 0 || base === void 0 || files.get(base)?.development !== void 0) return named;
	return [{
		files: [base],
		profile,
		chosen: "name",
		note: `no file is named for ${profile}, so ${base} serves it`
	}];
}
function baseOf(files) {
	return ORDER$1.flatMap((name) => files.filter((file) => baseName(file) === name))[0];
}
// src/checks/compose/read.ts
async function readStacks(repository, asked, variables) {
	if (asked.size === 0 && !repository.files.some(isCandidate)) return [];
	const { stacksOf } = await import("./reading.js");
	return stacksOf(repository, asked, variables);
}
// src/checks/docker/checkout.ts
const MOST_SCRIPTS = 100;
async function readCheckout(repository) {
	const paths = new Set(repository.files);
	for (const file of repository.files) for (let end = file.lastIndexOf("/"); end > 0; end = file.lastIndexOf("/", end - 1)) {
		const folder = file.slice(0, end);
		if (paths.has(folder)) break;
		paths.add(folder);
	}
	const scripts = new Map();
	for (const file of repository.files.filter(isScript).slice(0, MOST_SCRIPTS)) {
		const text = await repository.read(file);
		if (text === void 0) continue;
		const first = text.slice(0, text.indexOf("\n") === -1 ? 300 : text.indexOf("\n"));
		scripts.set(file, {
			interpreter: first.startsWith("#!") ? first.slice(2, 300).trim() : void 0,
			windows: first.endsWith("\r")
		});
	}
	return {
		files: new Set(repository.files),
		paths,
		executable: repository.executable,
		scripts,
		secretFiles: repository.files.filter(isSecretFile)
	};
}
function isScript(path) {
	const name = baseName(path);
	return /\.(?:sh|bash)$|entrypoint/i.test(name) || /^(?:start|run|web|worker|beat|init)$/.test(name);
}
function isSecretFile(path) {
	return /(?:^|\/)(?:\.env(?:\.[\w.-]+)?|id_(?:rsa|ed25519|ecdsa)|[\w.-]+\.key)$/.test(path) && !isForCopying(path);
}
function isForCopying(path) {
	return /example|template|sample|dist$|\.tpl$|test|public|fullchain|cert\.pem$|ca\.pem$|bundle\.pem$/i.test(path);
}
// src/checks/docker/expansion.ts
function expand(text, variables) {
	return wordsOf$2(text, variables).join(" ");
}
function wordsOf$2(text, variables) {
	const words = [];
	let word;
	let quote = "";
	for (let index = 0; index < text.length; index++) {
		const character = text.charAt(index);
		if (quote === "" && /\s/.test(character)) {
			if (word !== void 0) words.push(word);
			word = void 0;
		} else if (character === quote) quote = "";
		else if (quote === "" && (character === "\"" || character === "'")) {
			quote = character;
			word ??= "";
		} else if (character === "\\" && quote !== "'" && index + 1 < text.length) {
			const next = text.charAt(++index);
			word = (word ?? "") + (quote === "\"" && !/["$\\]/.test(next) ? `\\${next}` : next);
		} else if (character === "$" && quote !== "'") {
			const reference = referenceAt(text, index);
			word = (word ?? "") + valueOfReference(reference, variables, 0);
			index += reference.length - 1;
		} else word = (word ?? "") + character;
	}
	return word === void 0 ? words : [...words, word];
}
function pairsOf(text, variables) {
	const old = /^([^\s="']+)\s+([\s\S]*)$/.exec(text);
	if (old !== null) return [{
		name: old[1] ?? "",
		value: expand(old[2] ?? "", variables),
		written: old[2] ?? ""
	}];
	return piecesOf$1(text).map((piece) => {
		const equals = piece.indexOf("=");
		if (equals === -1) return {
			name: piece,
			value: void 0,
			written: void 0
		};
		const written = piece.slice(equals + 1);
		return {
			name: piece.slice(0, equals),
			value: expand(written, variables),
			written
		};
	});
}
function piecesOf$1(text) {
	return text.match(/(?:"(?:\\.|[^"\\])*"?|'[^']*'?|\\.|[^\s"'\\]|\\$)+/gs) ?? [];
}
function referenceAt(text, start) {
	if (text.charAt(start + 1) !== "{") return /\$(?:[A-Za-z_][A-Za-z0-9_]*)?/y.exec(text.slice(start, start + 200))?.[0] ?? "$";
	let depth = 0;
	const end = Math.min(text.length, start + 2e3);
	for (let index = start; index < end; index++) if (text.charAt(index) === "{") depth++;
	else if (text.charAt(index) === "}" && --depth === 0) return text.slice(start, index + 1);
	return "$";
}
function valueOfReference(reference, variables, depth) {
	const match = /^\$(?:\{([A-Za-z_][A-Za-z0-9_]*)(?:(:?[-+?])([\s\S]*))?\}|([A-Za-z_][A-Za-z0-9_]*))$/.exec(reference);
	const name = match?.[1] ?? match?.[4];
	if (match === null || name === void 0 || depth > 10) return reference;
	const [, , operator, operand = ""] = match;
	const value = variables.get(name);
	if (operator === void 0) return value ?? reference;
	const other = () => operand.replace(/\$(?:\{[^{}]*\}|\w+)/g, (inner) => valueOfReference(inner, variables, depth + 1));
	const isSet = value !== void 0 && (value !== "" || !operator.startsWith(":"));
	if (operator.endsWith("+")) return isSet ? other() : variables.has(name) ? "" : reference;
	if (isSet) return value;
	return operator.endsWith("-") ? other() : reference;
}
// src/checks/docker/ignore.ts
const MOST_PATTERNS = 2e3;
async function readIgnore(repository, dockerfile, context) {
	for (const file of [`${dockerfile}.dockerignore`, inFolder(context, ".dockerignore")]) {
		const text = await repository.read(file);
		if (text !== void 0) return ignoreFile$1(file, text);
	}
}
async function ignoreFile$1(file, text) {
	const module = await import("./ignore.js").then((m) => __toESM(m.default, 1));
	const patterns = text.replace(/^\uFEFF/, "").split(/\r?\n/).map((line, index) => ({
		line: index + 1,
		pattern: line.trim()
	})).filter(({ pattern }) => pattern !== "" && !pattern.startsWith("#") && isReadable(pattern)).slice(0, MOST_PATTERNS);
	const matcher = module.default.default();
	for (const { pattern } of patterns) try {
		matcher.add(pattern);
	} catch {}
	return {
		file,
		patterns,
		excludes(path) {
			const clean = path.replace(/^(?:\.?\/)+/, "").replace(/\/+$/, "");
			if (clean === "" || clean === "." || clean.startsWith("../")) return false;
			try {
				return matcher.ignores(clean);
			} catch {
				return false;
			}
		}
	};
}
function isReadable(pattern) {
	const doubles = pattern.match(/\*\*/g)?.length ?? 0;
	return pattern.length < 500 && doubles <= 4 && pattern.split("/").every((part) => (part.match(/\*+/g)?.length ?? 0) <= 4);
}
function inFolder(folder, name) {
	return folder === "" || folder === "." ? name : `${folder}/${name}`;
}
// src/checks/docker/find.ts
const FOLDERS = /^(?:(?:docker|infra|deploy|deployment|\.docker|compose|build|ops)(?:\/[^/]+){0,2}\/)?[^/]+$/;
const NAMES = /^(?:Dockerfile|Containerfile|Dockerfile\.[^/]+|[^/]+\.[Dd]ockerfile)$/;
const MOST_FILES$1 = 50;
async function findDockerfiles(repository, asked, builds) {
	const built = new Map();
	for (const build of builds) {
		const file = joined$1("", inFolder(build.context, build.dockerfile));
		if (isInside(file)) built.set(file, [...built.get(file) ?? [], build]);
	}
	const named = asked.length > 0 ? await globbed(repository.files, asked) : repository.files.filter(isDockerfile);
	return [...new Set([...built.keys(), ...named])].sort().slice(0, MOST_FILES$1).map((file) => {
		const own = built.get(file) ?? [];
		return {
			file,
			context: clean$1(own[0]?.context ?? contextOf(file)),
			targets: [...new Set(own.flatMap(({ target }) => target?.toLowerCase() ?? []))],
			args: new Map(own.flatMap(({ args }) => [...args]).reverse())
		};
	});
}
function isDockerfile(path) {
	const name = baseName(path);
	return NAMES.test(name) && !name.endsWith(".dockerignore") && FOLDERS.test(path);
}
function contextOf(file) {
	return FOLDERS.test(file) ? "" : folderOf$1(file);
}
function clean$1(context) {
	const path = joined$1("", context);
	return isInside(path) ? path : "";
}
// src/checks/docker/instructions.ts
const LARGEST$1 = 1e5;
async function readInstructions(text) {
	if (text.length > LARGEST$1) return {
		instructions: [],
		problem: `holds ${text.length} characters: too long to be read`
	};
	const { DockerfileParser } = await import("./main.js").then((m) => __toESM(m.default, 1));
	const normal = text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
	const parsed = DockerfileParser.parse(normal);
	const lines = normal.split("\n");
	const continues = parsed.getEscapeCharacter();
	return {
		instructions: parsed.getInstructions().map((each) => written$4(each, lines, continues)),
		problem: void 0
	};
}
function written$4(parsed, lines, continues) {
	const { start, end } = parsed.getRange();
	const heredocs = heredocsOf(parsed, lines.slice(start.line, end.line + 1)).map((heredoc) => ({
		name: heredoc.getName(),
		range: heredoc.getContentRange()
	}));
	const bodyStart = Math.min(end.line + 1, ...heredocs.map(({ range }) => range?.start.line ?? end.line + 1));
	const head = lines.slice(start.line, bodyStart).map((line, index) => {
		if (index > 0 && /^\s*(?:#|$)/.test(line)) return "\\";
		return continues === "\\" ? line : line.replace(/`[ \t]*$/, "\\");
	});
	const body = lines.slice(bodyStart, end.line + 1);
	const opening = [(head[0] ?? "").trimStart().slice(parsed.getInstruction().length), ...head.slice(1)].join("\n");
	const { flags, rest, offset } = takeFlags(opening);
	const shell = [rest, ...body.length > 0 ? [body.join("\n")] : []].join("\n");
	return {
		keyword: parsed.getKeyword(),
		line: start.line + 1,
		flags,
		text: joined(rest),
		shell,
		shellLine: start.line + 1 + countLines(opening.slice(0, offset)),
		heredocs: heredocs.map(({ name, range }) => ({
			name,
			line: (range?.start.line ?? start.line) + 1,
			body: range === null ? "" : lines.slice(range.start.line, range.end.line + 1).join("\n")
		}))
	};
}
function heredocsOf(parsed, lines) {
	return mayHold(parsed) && lines.some((line) => line.includes("<<")) ? parsed.getHeredocs() : [];
}
function mayHold(parsed) {
	return /^(?:RUN|COPY|ADD)$/.test(parsed.getKeyword());
}
function takeFlags(text) {
	const flags = [];
	const pattern = /(?:[ \t]|\\[ \t]*\n)*--([A-Za-z][A-Za-z-]*)(?:=("[^"\n]*"|\S*))?(?=\s|$)/y;
	let offset = 0;
	for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
		flags.push({
			name: match[1] ?? "",
			value: match[2]?.replace(/^"(.*)"$/, "$1")
		});
		offset = pattern.lastIndex;
	}
	const blanks = /^(?:[ \t]|\\[ \t]*\n)*/.exec(text.slice(offset))?.[0].length ?? 0;
	return {
		flags,
		rest: text.slice(offset + blanks),
		offset: offset + blanks
	};
}
function joined(text) {
	return text.replace(/\\[ \t]*\n/g, "").trim();
}
function countLines(text) {
	return text.split("\n").length - 1;
}
// src/checks/shell/journey.ts
const MOST_STEPS = 2e4;
const MOST_COMMANDS = 2e3;
function newJourney(read, walking) {
	return {
		...walking,
		read,
		commands: [],
		scripts: new Set(),
		endings: [],
		unknown: void 0,
		steps: 0
	};
}
function goesOn(journey) {
	journey.steps++;
	if (journey.steps <= MOST_STEPS && journey.commands.length < MOST_COMMANDS) return true;
	journey.unknown ??= "the scripts are too long to be followed";
	return false;
}
// src/checks/shell/state.ts
const UNKNOWN = { known: false };
function newState(given) {
	return {
		variables: new Map([...given.environment].map(([name, text]) => [name, text === void 0 ? UNKNOWN : {
			known: true,
			text
		}])),
		exported: new Set(given.environment.keys()),
		written: new Set(),
		positional: given.positional,
		self: given.self,
		directory: given.directory,
		functions: new Map(),
		stopsOnFailure: false,
		exportsAll: false,
		trapsTermination: false,
		ended: false,
		returned: false,
		complete: given.complete ?? false
	};
}
function copyOf(state) {
	return {
		...state,
		variables: new Map(state.variables),
		exported: new Set(state.exported),
		written: new Set(state.written),
		functions: new Map(state.functions)
	};
}
function childOf(state, assignments, started) {
	const variables = new Map([...state.variables].filter(([name]) => state.exported.has(name)));
	for (const [name, text] of Object.entries(assignments)) variables.set(name, readValue(text));
	return {
		...state,
		variables,
		exported: new Set(variables.keys()),
		written: new Set(state.written),
		functions: new Map(),
		positional: started.positional,
		self: started.self,
		stopsOnFailure: false,
		exportsAll: false,
		trapsTermination: false,
		ended: false,
		returned: false
	};
}
function join(state, ways) {
	const alive = ways.filter((way) => !way.ended);
	const [first, ...others] = alive;
	if (first === void 0) {
		state.ended = true;
		state.returned = ways.some((way) => way.returned);
		return;
	}
	const names = new Set(alive.flatMap((way) => [...way.variables.keys()]));
	for (const name of names) {
		const value = first.variables.get(name);
		if (value !== void 0 && others.every((way) => same$1(way.variables.get(name), value))) state.variables.set(name, value);
		else state.variables.set(name, UNKNOWN);
		if (alive.some((way) => way.exported.has(name))) state.exported.add(name);
		if (alive.some((way) => way.written.has(name))) state.written.add(name);
	}
	state.positional = agreed(alive.map((way) => way.positional));
	state.directory = agreed(alive.map((way) => way.directory));
	state.stopsOnFailure = alive.some((way) => way.stopsOnFailure);
	state.trapsTermination = alive.some((way) => way.trapsTermination);
	state.exportsAll = alive.some((way) => way.exportsAll);
	for (const way of alive) for (const [name, body] of way.functions) state.functions.set(name, body);
}
function readValue(text) {
	return /\$[A-Za-z_{(0-9@*#?!]|`/.test(text) ? {
		known: false,
		written: text
	} : {
		known: true,
		text
	};
}
function same$1(one, other) {
	if (one === void 0 || one.known !== other.known) return false;
	return !one.known || !other.known || one.text === other.text;
}
function agreed(things) {
	const [first] = things;
	return things.every((thing) => JSON.stringify(thing) === JSON.stringify(first)) ? first : void 0;
}
// src/checks/shell/syntax.ts
const LONGEST$3 = 1e5;
async function readShell(text, at) {
	if (text.length > LONGEST$3 || text.includes("\0")) return void 0;
	const { parse } = await import("./parser.js");
	const normal = text.replaceAll("\r\n", "\n");
	const breaks = [];
	for (let index = normal.indexOf("\n"); index !== -1; index = normal.indexOf("\n", index + 1)) breaks.push(index);
	return {
		script: parse(normal),
		lineOf: (position) => at.line + countBelow(breaks, position)
	};
}
function countBelow(numbers, limit) {
	let low = 0;
	let high = numbers.length;
	while (low < high) {
		const middle = low + high >> 1;
		if ((numbers[middle] ?? 0) < limit) low = middle + 1;
		else high = middle;
	}
	return low;
}
// src/checks/shell/pattern.ts
function fits$1(text, pattern) {
	const tokens = tokensOf(pattern);
	let at = 0;
	let token = 0;
	let star = -1;
	let resume = 0;
	while (at < text.length) {
		const here = tokens[token];
		if (here === "many") {
			star = token++;
			resume = at;
		} else if (here !== void 0 && accepts(here, text.charAt(at))) {
			token++;
			at++;
		} else if (star !== -1) {
			token = star + 1;
			at = ++resume;
		} else return false;
	}
	return tokens.slice(token).every((rest) => rest === "many");
}
function tokensOf(pattern) {
	const tokens = [];
	for (const [piece] of pattern.matchAll(/\[[!^]?\]?[^\]]+\]|\\[\s\S]|[\s\S]/g)) if (piece === "*") tokens.push("many");
	else if (piece === "?") tokens.push("any");
	else if (piece.startsWith("[") && piece.length > 2) {
		const negated = /^\[[!^]/.test(piece);
		tokens.push({
			set: piece.slice(negated ? 2 : 1, -1),
			negated
		});
	} else tokens.push({ character: piece.length === 2 ? piece.charAt(1) : piece });
	return tokens;
}
function accepts(token, character) {
	if (token === "any") return true;
	if ("character" in token) return token.character === character;
	return inSet(token.set, character) !== token.negated;
}
function inSet(set, character) {
	for (let index = 0; index < set.length; index++) {
		const end = set.charAt(index + 1) === "-" ? set.charAt(index + 2) : "";
		if (end !== "") {
			if (set.charAt(index) <= character && character <= end) return true;
			index += 2;
		} else if (set.charAt(index) === character) return true;
	}
	return false;
}
// src/checks/shell/path.ts
function joinPath(directory, path) {
	if (!path.startsWith("/") && directory === void 0) return void 0;
	const parts = [];
	for (const part of (path.startsWith("/") ? path : `${directory}/${path}`).split("/")) if (part === "..") parts.pop();
	else if (part !== "" && part !== ".") parts.push(part);
	return `/${parts.join("/")}`;
}
function parentOf(path) {
	const end = path.replace(/\/+$/, "").lastIndexOf("/");
	if (end === -1) return ".";
	return end === 0 ? "/" : path.slice(0, end);
}
function repositoryPaths(path, sources) {
	return sources.map((source, order) => ({
		...source,
		order
	})).filter(({ container }) => path === container || path.startsWith(container === "/" ? "/" : `${container}/`)).sort((a, b) => b.container.length - a.container.length || b.order - a.order).map(({ container, repository }) => {
		return [repository, path.slice(container === "/" ? 1 : container.length + 1)].filter((part) => part !== "" && part !== ".").join("/");
	});
}
// src/checks/shell/word.ts
function textOf$2(word, state) {
	const pieces = piecesOf(word, state);
	return {
		text: pieces.map(({ text }) => text).join(""),
		known: pieces.every(({ known }) => known)
	};
}
function fieldsOf(word, state) {
	const all = everyArgument(word, state);
	if (all !== void 0) return all;
	const pieces = piecesOf(word, state);
	const fields = [];
	let open;
	for (const piece of pieces) {
		if (!(piece.splits && piece.known)) {
			open = (open ?? "") + piece.text;
			continue;
		}
		const parts = piece.text.split(/[ \t\n]+/);
		for (const [index, part] of parts.entries()) {
			if (index > 0 && open !== void 0) {
				fields.push(open);
				open = void 0;
			}
			if (part !== "") open = (open ?? "") + part;
		}
	}
	return open === void 0 ? fields : [...fields, open];
}
function everyArgument(word, state) {
	return word.text === "\"$@\"" || word.text === "$@" || word.text === "$*" || word.text === "\"${@}\"" ? state.positional : void 0;
}
function piecesOf(word, state) {
	if (word.parts === void 0) return [{
		text: word.value,
		known: true,
		splits: false
	}];
	return word.parts.flatMap((part) => piecesOfPart(part, state));
}
function piecesOfPart(part, state) {
	switch (part.type) {
		case "DoubleQuoted":
		case "LocaleString": return quoted(part.parts, state);
		case "SimpleExpansion":
		case "ParameterExpansion":
		case "CommandExpansion":
		case "ArithmeticExpansion": return [expanded(part, state, true)];
		case "ProcessSubstitution": return [{
			text: part.text,
			known: false,
			splits: false
		}];
		case "ExtendedGlob":
		case "BraceExpansion": return [{
			text: part.text,
			known: true,
			splits: false
		}];
		default: return [{
			text: part.value,
			known: true,
			splits: false
		}];
	}
}
function quoted(parts, state) {
	const inside = parts.map((part) => expanded(part, state, false));
	return inside.length === 0 ? [{
		text: "",
		known: true,
		splits: false
	}] : inside;
}
function expanded(part, state, splits) {
	if (part.type === "Literal") return {
		text: part.value,
		known: true,
		splits: false
	};
	const text = valueOfPart(part, state);
	return text === void 0 ? {
		text: part.text,
		known: false,
		splits: false
	} : {
		text,
		known: true,
		splits
	};
}
function valueOfPart(part, state) {
	if (part.type === "SimpleExpansion") return variable(part.text.slice(1), state).text;
	if (part.type === "ParameterExpansion") return parameter(part, state);
	return part.type === "CommandExpansion" ? ofCommand(part, state) : void 0;
}
function variable(name, state) {
	if (name === "0") return {
		set: true,
		text: state.self
	};
	if (name === "PWD") return {
		set: true,
		text: state.directory
	};
	if (/^[0-9]+$/.test(name)) {
		if (state.positional === void 0) return {
			set: void 0,
			text: void 0
		};
		const text = state.positional[Number(name) - 1];
		return {
			set: text !== void 0,
			text: text ?? ""
		};
	}
	if (name === "#") return {
		set: true,
		text: state.positional?.length.toString()
	};
	if (name === "@" || name === "*") return {
		set: state.positional && state.positional.length > 0,
		text: state.positional?.join(" ")
	};
	const value = state.variables.get(name);
	if (value === void 0) return state.complete ? {
		set: false,
		text: ""
	} : {
		set: void 0,
		text: void 0
	};
	return {
		set: true,
		text: value.known ? value.text : void 0
	};
}
function parameter(part, state) {
	const { operation } = part;
	if (part.prefix !== void 0) return void 0;
	if (part.parameter === "BASH_SOURCE") return operation === void 0 ? state.self : void 0;
	if (part.index !== void 0) return void 0;
	const found = variable(part.parameter, state);
	if (operation === void 0) return found.text;
	if (operation.type === "Default") {
		const { operator } = operation;
		if (found.set === void 0 || operator.startsWith(":") && found.set && found.text === void 0) return void 0;
		const there = found.set && !(operator.startsWith(":") && found.text === "");
		if (operator.endsWith("+")) return there ? operand(operation.operand, state) : "";
		if (there) return found.text;
		return operator.endsWith("?") ? void 0 : operand(operation.operand, state);
	}
	if (operation.type === "Remove" && found.text !== void 0) return removed(found.text, operation.operator, operation.operand, state);
	if (operation.type === "Slice" && found.text !== void 0) return sliced(found.text, operation, state);
}
function operand(word, state) {
	const { text, known } = textOf$2(word, state);
	return known ? text : void 0;
}
function sliced(text, { offset, length }, state) {
	const from = operand(offset, state)?.trim() ?? "";
	const count = length === void 0 ? String(text.length) : operand(length, state)?.trim() ?? "";
	if (!/^[0-9]+$/.test(from) || !/^[0-9]+$/.test(count)) return void 0;
	return text.slice(Number(from), Number(from) + Number(count));
}
function removed(text, operator, word, state) {
	if (text.length > 1e3) return void 0;
	const pattern = operand(word, state);
	if (pattern === void 0 || pattern.length > 100) return void 0;
	const lengths = Array.from({ length: text.length + 1 }, (_, length) => length);
	const fromStart = operator.startsWith("#");
	for (const length of operator.length === 1 ? lengths : lengths.reverse()) {
		const taken = fromStart ? text.slice(0, length) : text.slice(text.length - length);
		if (fits$1(taken, pattern)) return fromStart ? text.slice(length) : text.slice(0, text.length - length);
	}
	return text;
}
function ofCommand(part, state) {
	const only = part.script?.commands.length === 1 ? part.script.commands[0]?.command : void 0;
	if (only?.type === "AndOr") {
		const [going, printing] = only.commands;
		const goes = going?.type === "Command" && going.name?.value === "cd";
		const prints = printing?.type === "Command" && printing.name?.value === "pwd";
		if (!goes || !prints || only.commands.length !== 2) return void 0;
		const target = going.args.map((word) => word.type === "Word" ? textOf$2(word, state) : void 0).at(-1);
		return target?.known === true ? joinPath(state.directory, target.text) : void 0;
	}
	if (only?.type !== "Command") return void 0;
	const name = only.name?.value;
	if (name === "pwd") return state.directory;
	if (name !== "dirname" && name !== "basename" && name !== "readlink" && name !== "realpath") return void 0;
	const last = only.args.at(-1);
	const path = last?.type === "Word" ? textOf$2(last, state) : void 0;
	if (path === void 0 || !path.known) return void 0;
	if (name === "dirname") return parentOf(path.text);
	if (name === "basename") return baseName(path.text);
	return joinPath(state.directory, path.text);
}
// src/checks/shell/condition.ts
function truthOfTest(operands) {
	const [first, second, third] = operands;
	if (first === void 0) return "false";
	if (first.text === "!" && operands.length > 1) return opposite(truthOfTest(operands.slice(1)));
	if (second === void 0) return first.known ? truth$1(first.text !== "") : "unknown";
	if (operands.length === 2) return unary(first.text, second);
	return operands.length === 3 && third !== void 0 ? binary(first, second.text, third, false) : "unknown";
}
function truthOfExpression(expression, state) {
	switch (expression.type) {
		case "TestUnary": return unary(expression.operator, textOf$2(expression.operand, state));
		case "TestBinary": return binary(textOf$2(expression.left, state), expression.operator, textOf$2(expression.right, state), true);
		case "TestNot": {
			const inner = truthOfExpression(expression.operand, state);
			return expression.negations.length % 2 === 1 ? opposite(inner) : inner;
		}
		case "TestGroup": return truthOfExpression(expression.expression, state);
		default: {
			const truths = expression.operands.map((part) => truthOfExpression(part, state));
			const decides = expression.operator === "&&" ? "false" : "true";
			if (truths.includes(decides)) return decides;
			return truths.includes("unknown") ? "unknown" : opposite(decides);
		}
	}
}
function opposite(given) {
	return given === "unknown" ? given : truth$1(given === "false");
}
function unary(operator, { text, known }) {
	if (!known) return "unknown";
	if (operator === "-n") return truth$1(text !== "");
	if (operator === "-z") return truth$1(text === "");
	return operator === "!" ? truth$1(text === "") : "unknown";
}
function binary(left, operator, right, patterns) {
	if (!left.known || !right.known) return "unknown";
	const equal = () => patterns ? fits$1(left.text, right.text) : left.text === right.text;
	if (operator === "=" || operator === "==") return truth$1(equal());
	if (operator === "!=") return truth$1(!equal());
	const compared = NUMBERS[operator];
	if (compared === void 0 || !isNumber(left.text) || !isNumber(right.text)) return "unknown";
	return truth$1(compared(Number(left.text), Number(right.text)));
}
const NUMBERS = {
	"-eq": (a, b) => a === b,
	"-ne": (a, b) => a !== b,
	"-lt": (a, b) => a < b,
	"-le": (a, b) => a <= b,
	"-gt": (a, b) => a > b,
	"-ge": (a, b) => a >= b
};
function isNumber(text) {
	return /^-?[0-9]{1,15}$/.test(text.trim());
}
function truth$1(holds) {
	return holds ? "true" : "false";
}
// src/checks/shell/shells.ts
const SHELLS = new Set([
	"sh",
	"bash",
	"dash",
	"ash",
	"zsh",
	"ksh"
]);
const VALUED = new Set([
	"-o",
	"+o",
	"-O",
	"+O",
	"--rcfile",
	"--init-file"
]);
function shellCall(words) {
	const [first = "", ...rest] = words;
	if (!SHELLS.has(baseName(first))) return void 0;
	let takesText = false;
	let index = 0;
	for (; index < rest.length; index++) {
		const word = rest[index] ?? "";
		if (VALUED.has(word)) index++;
		else if (word === "--") {
			index++;
			break;
		} else if (/^[-+][A-Za-z]/.test(word)) {
			if (word.startsWith("-") && word.includes("c")) takesText = true;
			if (/o$/.test(word)) index++;
		} else if (!word.startsWith("--")) break;
	}
	const [script, ...others] = rest.slice(index);
	if (script === void 0) return void 0;
	if (takesText) return {
		kind: "text",
		text: script,
		self: others[0] ?? first,
		words: others.slice(1)
	};
	return {
		kind: "script",
		path: script,
		words: others
	};
}
function shellNamed(name, sh) {
	const base = baseName(name);
	if (base === "sh") return sh;
	return base === "dash" ? "dash" : base === "ash" ? "ash" : "bash";
}
function shellOfImage(image) {
	if (/alpine|busybox/i.test(image)) return "ash";
	if (/fedora|centos|rockylinux|almalinux|amazonlinux|\bubi\d?\b|redhat|opensuse|archlinux/i.test(image)) return "bash";
	return "dash";
}
// src/checks/shell/wrappers.ts
const EXEC = { replaced: true };
const WAITS$1 = {
	replaced: true,
	afterDashes: true
};
const WRAPPERS = {
	tini: {
		replaced: false,
		passes: "child",
		valued: ["-p", "-e"],
		group: ["-g"]
	},
	"tini-static": {
		replaced: false,
		passes: "child",
		valued: ["-p", "-e"],
		group: ["-g"]
	},
	"docker-init": {
		replaced: false,
		passes: "child",
		valued: ["-p", "-e"],
		group: ["-g"]
	},
	catatonit: {
		replaced: false,
		passes: "child",
		group: ["-g"]
	},
	"dumb-init": {
		replaced: false,
		passes: "group",
		valued: ["-r", "--rewrite"]
	},
	gosu: {
		...EXEC,
		leading: 1,
		switches: true
	},
	"su-exec": {
		...EXEC,
		leading: 1,
		switches: true
	},
	setpriv: {
		...EXEC,
		valued: [
			"--reuid",
			"--regid",
			"--groups",
			"--securebits",
			"--pdeathsig",
			"--inh-caps",
			"--ambient-caps"
		],
		user: ["--reuid"]
	},
	env: {
		...EXEC,
		valued: [
			"-u",
			"--unset",
			"-C",
			"--chdir"
		],
		directory: ["-C", "--chdir"]
	},
	nice: {
		...EXEC,
		valued: ["-n", "--adjustment"]
	},
	ionice: {
		...EXEC,
		valued: [
			"-c",
			"-n",
			"--class",
			"--classdata"
		]
	},
	chrt: {
		...EXEC,
		leading: 1
	},
	stdbuf: {
		...EXEC,
		valued: [
			"-i",
			"-o",
			"-e",
			"--input",
			"--output",
			"--error"
		]
	},
	nohup: EXEC,
	setsid: EXEC,
	command: EXEC,
	builtin: EXEC,
	time: EXEC,
	chpst: {
		...EXEC,
		valued: [
			"-u",
			"-U",
			"-b",
			"-e",
			"-n",
			"-l",
			"-L",
			"-m",
			"-d",
			"-o",
			"-p",
			"-f",
			"-c",
			"-t"
		],
		user: ["-u"]
	},
	timeout: {
		replaced: false,
		passes: "child",
		leading: 1,
		valued: [
			"-s",
			"--signal",
			"-k",
			"--kill-after"
		]
	},
	sudo: {
		replaced: false,
		passes: "child",
		valued: [
			"-u",
			"--user",
			"-g",
			"--group",
			"-D",
			"--chdir",
			"-p",
			"-C",
			"-h"
		],
		user: ["-u", "--user"],
		directory: ["-D", "--chdir"]
	},
	runuser: {
		replaced: false,
		passes: "child",
		valued: [
			"-u",
			"--user",
			"-g",
			"--group"
		],
		user: ["-u", "--user"]
	},
	uv: {
		replaced: false,
		passes: "child",
		subcommand: ["run"],
		python: true,
		valued: [...[
			"--with",
			"--with-requirements",
			"--with-editable",
			"--group",
			"--only-group",
			"--no-group",
			"--extra",
			"--no-extra"
		], ...[
			"-p",
			"--python",
			"--env-file",
			"--directory",
			"--project",
			"--package",
			"--index",
			"--index-url",
			"-i",
			"--cache-dir"
		]],
		directory: ["--directory"]
	},
	poetry: {
		...EXEC,
		subcommand: ["run"],
		valued: [
			"-C",
			"--directory",
			"-P",
			"--project"
		],
		directory: ["-C", "--directory"]
	},
	pipenv: {
		...EXEC,
		subcommand: ["run"]
	},
	pdm: {
		...EXEC,
		subcommand: ["run"],
		valued: ["-p", "--project"]
	},
	rye: {
		...EXEC,
		subcommand: ["run"]
	},
	"ddtrace-run": EXEC,
	"opentelemetry-instrument": {
		...EXEC,
		valued: [
			"--traces_exporter",
			"--metrics_exporter",
			"--service_name"
		]
	},
	"newrelic-admin": {
		...EXEC,
		subcommand: ["run-program"]
	},
	dockerize: {
		replaced: false,
		passes: "child",
		valued: [
			"-wait",
			"-timeout",
			"-template",
			"-stdout",
			"-stderr",
			"-wait-retry-interval",
			"-wait-http-header",
			"-env"
		]
	},
	"wait-for-it": WAITS$1,
	"wait-for-it.sh": WAITS$1,
	"wait-for": WAITS$1,
	"wait-for.sh": WAITS$1,
	wait4ports: WAITS$1,
	doppler: {
		...WAITS$1,
		replaced: false,
		passes: "child"
	},
	infisical: {
		...WAITS$1,
		replaced: false,
		passes: "child"
	},
	chamber: { ...WAITS$1 }
};
const ASSIGNMENT = /^([A-Za-z_][A-Za-z0-9_]*)=([\s\S]*)$/;
function unwrap(words) {
	const [first = "", ...rest] = words;
	const name = baseName(first);
	const wrapper = Object.hasOwn(WRAPPERS, name) ? WRAPPERS[name] : void 0;
	if (wrapper === void 0) return void 0;
	return wrapper.afterDashes === true ? afterDashes(name, wrapper, rest) : afterOptions(name, wrapper, rest);
}
const MOST_WRAPPERS = 10;
function unwrapAll(words) {
	const wrappers = [];
	let rest = words;
	for (let next = unwrap(rest); next !== void 0 && wrappers.length < MOST_WRAPPERS; next = unwrap(rest)) {
		wrappers.push(rest[0] ?? "");
		rest = next.words;
	}
	return {
		wrappers,
		words: rest
	};
}
function afterDashes(name, wrapper, rest) {
	const dashes = rest.indexOf("--");
	const words = dashes === -1 ? [] : rest.slice(dashes + 1);
	if (words.length === 0) return void 0;
	return {
		...plain$2(name, wrapper),
		words
	};
}
function afterOptions(name, wrapper, rest) {
	const found = readOptions(wrapper, rest);
	let left = rest.slice(found.end);
	if (wrapper.subcommand !== void 0) {
		if (!wrapper.subcommand.includes(left[0] ?? "")) return void 0;
		const inner = readOptions(wrapper, left.slice(1));
		left = inner.module === void 0 ? left.slice(1 + inner.end) : [
			"python",
			"-m",
			...left.slice(inner.end)
		];
		for (const [option, value] of inner.values) found.values.set(option, value);
		Object.assign(found.assignments, inner.assignments);
	}
	const leading = left.slice(0, wrapper.leading ?? 0);
	const words = left.slice(leading.length);
	if (words[0] === "--") words.shift();
	if (wrapper.python === true && words[0]?.endsWith(".py")) words.unshift("python");
	if (words.length === 0) return void 0;
	const named = (options = []) => options.map((option) => found.values.get(option)).find(Boolean);
	return {
		wrapper: wrapper.subcommand === void 0 ? name : `${name} ${wrapper.subcommand[0] ?? ""}`,
		words,
		assignments: found.assignments,
		user: wrapper.switches === true ? leading[0] : named(wrapper.user),
		directory: named(wrapper.directory),
		replaced: wrapper.replaced,
		passes: passing(name, wrapper, found.flags)
	};
}
function passing(name, wrapper, flags) {
	if (name === "dumb-init" && (flags.has("-c") || flags.has("--single-child"))) return "child";
	return wrapper.group?.some((flag) => flags.has(flag)) === true ? "group" : wrapper.passes ?? "child";
}
function plain$2(name, wrapper) {
	return {
		wrapper: name,
		assignments: {},
		user: void 0,
		directory: void 0,
		replaced: wrapper.replaced,
		passes: wrapper.passes ?? "child"
	};
}
function readOptions(wrapper, words) {
	const options = {
		values: new Map(),
		flags: new Set(),
		assignments: {}
	};
	for (let index = 0; index < words.length; index++) {
		const word = words[index] ?? "";
		const assigned = ASSIGNMENT.exec(word);
		if (word === "--") return {
			...options,
			end: index + 1,
			module: void 0
		};
		if (wrapper.python === true && (word === "-m" || word === "--module")) return {
			...options,
			end: index + 2,
			module: true
		};
		if (wrapper.valued?.includes(word) === true) options.values.set(word, words[++index] ?? "");
		else if (word.startsWith("-") && word.length > 1) {
			const equals = word.indexOf("=");
			options.flags.add(equals === -1 ? word : word.slice(0, equals));
			if (equals !== -1) options.values.set(word.slice(0, equals), word.slice(equals + 1));
		} else if (assigned !== null && wrapper.leading === void 0 && wrapper.subcommand === void 0) options.assignments[assigned[1] ?? ""] = assigned[2] ?? "";
		else return {
			...options,
			end: index,
			module: void 0
		};
	}
	return {
		...options,
		end: words.length,
		module: void 0
	};
}
// src/checks/shell/program.ts
async function start(call, journey) {
	if (!goesOn(journey) || call.context.depth > 30) return;
	const [first] = call.words;
	if (first === void 0) return;
	const wrapped = unwrap(call.words);
	if (wrapped !== void 0) return start(inside(call, wrapped), journey);
	const shell = shellCall(call.words);
	if (shell?.kind === "text") {
		const runner = {
			...shellProcess(call, shellNamed(first, call.runner.shell)),
			text: true
		};
		const state = childOf(call.state, call.assignments, {
			self: shell.self,
			positional: shell.words
		});
		return run({
			text: shell.text,
			file: call.context.file,
			line: call.context.line,
			state,
			runner,
			call
		}, journey);
	}
	const [path, ...words] = shell === void 0 ? call.words : [shell.path, ...shell.words];
	if (path !== void 0 && await follow(call, {
		path,
		words,
		named: shell !== void 0
	}, journey)) return;
	remember(call, journey);
}
function inside(call, wrapped) {
	const { runner, context } = call;
	const stays = call.replaces && !wrapped.replaced;
	return {
		...call,
		words: wrapped.words,
		assignments: {
			...call.assignments,
			...wrapped.assignments
		},
		state: wrapped.directory === void 0 ? call.state : {
			...call.state,
			directory: joinPath(call.state.directory, wrapped.directory)
		},
		context: {
			...context,
			depth: context.depth + 1,
			through: [...context.through, wrapped.wrapper],
			user: wrapped.user ?? context.user
		},
		runner: stays ? {
			...runner,
			front: wrapped.wrapper,
			main: wrapped.passes !== "no",
			group: wrapped.passes === "group"
		} : runner
	};
}
async function follow(call, script, journey) {
	const path = script.named && !script.path.includes("/") ? `./${script.path}` : script.path;
	const found = await journey.read(path, call.state.directory);
	if (found === void 0) {
		if (looksLikeScript(script.path)) journey.unknown ??= `${baseName(script.path)} is not in the repository`;
		return false;
	}
	const interpreter = interpreterOf(found.text);
	if (!script.named && interpreter !== void 0 && !/(?:^|\/)(?:ba|da|a|k|z)?sh$/.test(interpreter)) return false;
	if (!script.named && interpreter === void 0 && !looksLikeScript(script.path)) return false;
	const shell = shellNamed(script.named ? call.words[0] ?? "sh" : interpreter ?? "sh", call.runner.shell);
	journey.scripts.add(found.file);
	const self = script.path.includes("/") ? script.path : joinPath("/usr/local/bin", script.path) ?? script.path;
	const state = childOf(call.state, call.assignments, {
		self,
		positional: script.words
	});
	if (/^#!.*\s-[a-z]*e/.test(found.text)) state.stopsOnFailure = true;
	await run({
		text: found.text,
		file: found.file,
		line: 1,
		state,
		runner: shellProcess(call, shell),
		call
	}, journey);
	return true;
}
async function run(given, journey) {
	const { state, runner, call } = given;
	const before = journey.commands.length;
	const text = await readShell(given.text, given);
	if (text === void 0) {
		journey.unknown ??= `${given.file} holds a text that no shell reads`;
		return;
	}
	const context = {
		...call.context,
		file: given.file,
		depth: call.context.depth + 1,
		last: true
	};
	await journey.walk({
		text,
		state,
		runner,
		context
	}, journey);
	const started = journey.commands.length > before;
	if (runner.main && !state.ended && started) journey.endings.push({
		program: runner.front,
		passesSignals: runner.group || state.trapsTermination
	});
}
function shellProcess(call, shell) {
	const { runner } = call;
	return {
		shell,
		text: false,
		main: runner.main && call.replaces,
		front: call.context.through.includes(runner.front) ? runner.front : shell === "bash" ? "bash" : "sh",
		group: runner.group
	};
}
function remember({ words, assignments, state, context, runner, replaces }, journey) {
	if (replaces && runner.main) {
		const hasInit = context.through.includes(runner.front);
		journey.endings.push({
			program: hasInit ? runner.front : baseName(words[0] ?? ""),
			passesSignals: true
		});
	}
	journey.commands.push(commandOf({
		words,
		assignments,
		state,
		context,
		replaces
	}));
}
function commandOf({ words, assignments, state, context, replaces }) {
	const exports = {};
	for (const name of state.exported) {
		const value = state.variables.get(name);
		if (value === void 0 || !state.written.has(name)) continue;
		const text = value.known ? value.text : value.written;
		if (text !== void 0) exports[name] = text;
	}
	return {
		words,
		assignments,
		directory: state.directory,
		replacesShell: replaces,
		after: context.after,
		role: context.role,
		file: context.file,
		line: context.line,
		...context.conditional ? { conditional: true } : {},
		...context.forgiven === true ? { forgiven: true } : {},
		...Object.keys(exports).length > 0 ? { exports } : {},
		...context.through.length > 0 ? { through: context.through } : {},
		...context.user === void 0 ? {} : { user: context.user }
	};
}
function interpreterOf(text) {
	const [first, ...rest] = /^#!\s*([^\r\n]{0,200})/.exec(text)?.[1]?.trim().split(/\s+/) ?? [];
	return baseName(first ?? "") === "env" ? rest.find((word) => !word.startsWith("-")) : first;
}
function looksLikeScript(path) {
	return /\.(?:sh|bash)$|entrypoint[^/.]*$/.test(path);
}
// src/checks/shell/builtins.ts
async function builtin(call, journey) {
	const { state } = call.walk;
	const [name] = call.words;
	if (name === void 0) {
		for (const [variable, text] of Object.entries(call.assigned)) assign(state, variable, text);
		return "ran";
	}
	const body = state.functions.get(name);
	if (body !== void 0) return callFunction(call, body, journey);
	const own = Object.hasOwn(BUILTINS, name) ? BUILTINS[name] : void 0;
	return own === void 0 ? void 0 : own(call, journey);
}
const BUILTINS = {
	cd: ({ words, walk: { state } }) => {
		const target = words.slice(1).find((word) => !word.startsWith("-") || word === "-");
		state.directory = target !== void 0 && target !== "-" && readValue(target).known ? joinPath(state.directory, target) : void 0;
		return "ran";
	},
	export: (call) => declared(call, true),
	declare: (call) => declared(call, call.words.some((word) => /^-[a-z]*x/.test(word))),
	typeset: (call) => declared(call, call.words.some((word) => /^-[a-z]*x/.test(word))),
	readonly: (call) => declared(call, false),
	local: (call) => declared(call, false),
	read: ({ words, walk: { state } }) => {
		for (const name of words.slice(1)) if (!name.startsWith("-")) state.variables.set(name, UNKNOWN);
		return "unknown";
	},
	unset: ({ words, walk: { state } }) => {
		for (const name of words.slice(1)) {
			if (state.complete) state.variables.delete(name);
			else state.variables.set(name, {
				known: true,
				text: ""
			});
			state.exported.delete(name);
		}
		return "ran";
	},
	set: ({ words, walk: { state } }) => {
		const dashes = words.indexOf("--");
		if (dashes !== -1) state.positional = rest(words.slice(dashes + 1));
		for (const word of words.slice(1, dashes === -1 ? void 0 : dashes)) {
			if (/^-[a-z]*e/.test(word) || word === "errexit") state.stopsOnFailure = true;
			if (/^\+[a-z]*e/.test(word)) state.stopsOnFailure = false;
			if (/^-[a-z]*a/.test(word) || word === "allexport") state.exportsAll = true;
			if (/^\+[a-z]*a/.test(word)) state.exportsAll = false;
		}
		return "ran";
	},
	shift: ({ words, walk: { state } }) => {
		state.positional = state.positional?.slice(Number(words[1] ?? 1) || 1);
		return "ran";
	},
	trap: ({ words, walk: { state } }) => {
		const [, action = "", ...signals] = words.filter((word) => word !== "--");
		if (signals.some((signal) => /^(?:SIG)?TERM$|^15$/.test(signal))) state.trapsTermination = action !== "" && action !== "-";
		return "ran";
	},
	exec: async (call, journey) => {
		const { state, runner, context } = call.walk;
		const words = withoutExecOptions(call.words.slice(1));
		if (words.length === 0) return "ran";
		const replaces = context.role === "foreground";
		await start({
			words,
			assignments: call.assigned,
			state,
			context,
			runner,
			replaces
		}, journey);
		state.ended = true;
		return "ran";
	},
	exit: (call, journey) => ends(call, journey),
	return: ({ walk: { state } }) => {
		state.returned = true;
		state.ended = true;
		return "ran";
	},
	eval: async (call, journey) => {
		const text = call.words.slice(1).join(" ");
		if (!readValue(text).known) return "ran";
		await inline(call, {
			text,
			file: call.walk.context.file,
			line: call.walk.context.line
		}, journey);
		return "ran";
	},
	".": sourced,
	source: sourced,
	":": () => "true",
	true: (call, journey) => noted(call, journey, "true"),
	false: (call, journey) => noted(call, journey, "false"),
	test: ({ node, walk: { state } }) => truthOfTest(operands(node, state)),
	"[": ({ node, walk: { state } }) => truthOfTest(operands(node, state).slice(0, -1))
};
async function callFunction(call, body, journey) {
	const { state, context } = call.walk;
	const { positional } = state;
	state.positional = rest(call.words.slice(1));
	const inner = {
		...call.walk,
		context: {
			...context,
			last: false,
			depth: context.depth + 1
		}
	};
	const ended = await journey.walkNode(body, inner, journey);
	if (state.returned) state.ended = false;
	state.returned = false;
	state.positional = positional;
	return ended;
}
function declared({ words, walk: { state } }, exports) {
	for (const word of words.slice(1)) {
		if (word.startsWith("-")) continue;
		const equals = word.indexOf("=");
		const name = equals === -1 ? word : word.slice(0, equals);
		if (equals !== -1) assign(state, name, word.slice(equals + 1));
		if (exports) {
			state.exported.add(name);
			if (state.variables.has(name)) state.written.add(name);
		}
	}
	return "ran";
}
function assign(state, name, text) {
	state.variables.set(name, readValue(text));
	state.written.add(name);
	if (state.exportsAll) state.exported.add(name);
}
function ends(call, journey) {
	const { state, context } = call.walk;
	const { words, assigned } = call;
	journey.commands.push(commandOf({
		words,
		assignments: assigned,
		state,
		context,
		replaces: false
	}));
	state.ended = true;
	return "ran";
}
function noted(call, journey, truth) {
	const { state, context } = call.walk;
	const { words, assigned } = call;
	journey.commands.push(commandOf({
		words,
		assignments: assigned,
		state,
		context,
		replaces: false
	}));
	return truth;
}
async function sourced(call, journey) {
	const path = call.words[1];
	const found = path === void 0 ? void 0 : await journey.read(path, call.walk.state.directory);
	if (found === void 0) return "ran";
	journey.scripts.add(found.file);
	await inline(call, {
		...found,
		line: 1
	}, journey);
	return "ran";
}
async function inline(call, script, journey) {
	const text = await readShell(script.text, script);
	if (text === void 0) return;
	const { context } = call.walk;
	const inner = {
		...context,
		file: script.file,
		depth: context.depth + 1,
		last: false
	};
	await journey.walk({
		...call.walk,
		text,
		context: inner
	}, journey);
}
function operands(node, state) {
	return node.args.map((word) => word.type === "Word" ? textOf$2(word, state) : {
		text: word.text,
		known: true
	});
}
function rest(words) {
	return words.some((word) => word === "$@" || word === "$*") ? void 0 : words;
}
function withoutExecOptions(words) {
	const first = words.findIndex((word, index) => !word.startsWith("-") && words[index - 1] !== "-a");
	return first === -1 ? [] : words.slice(first);
}
// src/checks/shell/walk.ts
async function walk(given, journey) {
	await statements(given.text.script.commands, given, journey);
}
async function walkNode(node, given, journey) {
	if (!goesOn(journey) || given.context.depth > 30) return "unknown";
	switch (node.type) {
		case "AndOr": return andOr(node, given, journey);
		case "Pipeline": return pipeline(node, given, journey);
		case "Command": return command(node, given, journey);
		case "Redirected": return walkNode(node.command, given, journey);
		case "CompoundList": return statements(node.commands, given, journey);
		case "BraceGroup": return statements(node.body.commands, asInner(given), journey);
		case "Subshell": return statements(node.body.commands, inSubshell(asInner(given)), journey);
		case "Function":
			given.state.functions.set(node.name.value, node.body);
			return "ran";
		case "Coproc": return walkNode(node.body, inSubshell(withRole(given, "background")), journey);
		case "TestCommand": return truthOfExpression(node.expression, given.state);
		case "If": return condition([node, ...node.elif].map(({ clause, then }) => ({
			clause,
			then
		})), node.else, asInner(given), journey);
		case "Case": return cases(node, asInner(given), journey);
		case "While":
			await statements(node.clause.commands, asInner(given), journey);
			return loop(node.body, asInner(given), journey);
		case "For":
		case "Select": return forEach(node, asInner(given), journey);
		case "ArithmeticFor": return loop(node.body, asInner(given), journey);
		default: return "unknown";
	}
}
async function statements(list, given, journey) {
	let ended = "ran";
	for (const [index, { command: node, background }] of list.entries()) {
		if (given.state.ended || !goesOn(journey)) break;
		const last = given.context.last && index === list.length - 1;
		const after = index === 0 || given.context.after === "failure" ? given.context.after : follows(given.state);
		const next = {
			...given,
			context: {
				...given.context,
				after,
				last
			}
		};
		ended = await walkNode(node, background === true ? inSubshell(withRole(next, "background")) : next, journey);
	}
	return ended;
}
async function andOr({ commands, operators }, given, journey) {
	const count = commands.length;
	const [first] = commands;
	if (first === void 0) return "ran";
	const forgiven = operators.at(-1) === "||" && doesNothing(commands.at(-1));
	const inner = asInner(given);
	let ended = await walkNode(first, forgiven ? {
		...inner,
		context: {
			...inner.context,
			forgiven
		}
	} : inner, journey);
	for (const [index, operator] of operators.entries()) {
		const node = commands[index + 1];
		if (node === void 0 || given.state.ended) return ended;
		if (operator === "&&" ? ended === "false" : ended === "true") continue;
		const certain = operator === "&&" ? ended === "true" || ended === "ran" : ended === "false";
		const after = operator === "&&" ? "success" : "failure";
		const last = given.context.last && index + 2 === count && operators.every((each) => each === "&&");
		const context = {
			...given.context,
			after,
			last
		};
		if (certain) ended = await walkNode(node, {
			...given,
			context
		}, journey);
		else {
			const way = copyOf(given.state);
			await walkNode(node, {
				...given,
				state: way,
				context: {
					...context,
					conditional: true
				}
			}, journey);
			if (ended !== "ran") join(given.state, [copyOf(given.state), way]);
		}
	}
	return ended;
}
function doesNothing(node) {
	const only = node?.type === "Pipeline" && node.commands.length === 1 ? node.commands[0] : node;
	return only?.type === "Command" && /^(?:true|:|echo|printf)$/.test(only.name?.value ?? "");
}
async function pipeline(node, given, journey) {
	const negated = node.prefixes.filter(({ type }) => type === "Negation").length % 2 === 1;
	if (node.commands.length === 1) {
		const [only] = node.commands;
		const ended = only === void 0 ? "ran" : await walkNode(only, asInner(given), journey);
		return ended === "ran" || !negated ? negated ? "unknown" : ended : opposite(ended);
	}
	for (const part of node.commands) await walkNode(part, inSubshell(withRole(given, "piped")), journey);
	return "ran";
}
async function condition(branches, otherwise, given, journey) {
	const ways = [];
	for (const { clause, then } of branches) {
		const ended = await statements(clause.commands, given, journey);
		if (given.state.ended) return "unknown";
		if (ended === "false") continue;
		if (ended === "true" && ways.length === 0) return statements(then.commands, given, journey);
		const way = copyOf(given.state);
		ways.push(way);
		await statements(then.commands, maybe({
			...given,
			state: way
		}), journey);
		if (ended === "true") return settle(given, ways);
	}
	const rest = copyOf(given.state);
	if (otherwise !== void 0) await statements(otherwise.commands, ways.length === 0 ? {
		...given,
		state: rest
	} : maybe({
		...given,
		state: rest
	}), journey);
	return settle(given, [...ways, rest]);
}
async function cases(node, given, journey) {
	const asked = textOf$2(node.word, given.state);
	const ways = [];
	for (const { pattern, body } of node.items) {
		const patterns = pattern.map((word) => textOf$2(word, given.state).text);
		const everything = patterns.includes("*");
		if (asked.known && !patterns.some((each) => fits$1(asked.text, each))) continue;
		if (asked.known) return statements(body.commands, given, journey);
		const way = copyOf(given.state);
		ways.push(way);
		await statements(body.commands, maybe({
			...given,
			state: way
		}), journey);
		if (everything) return settle(given, ways);
	}
	return settle(given, [...ways, copyOf(given.state)]);
}
async function loop(body, given, journey) {
	const way = copyOf(given.state);
	await statements(body.commands, maybe({
		...given,
		state: way
	}), journey);
	join(given.state, [copyOf(given.state), way]);
	return "ran";
}
async function forEach(node, given, journey) {
	const words = node.wordlist?.flatMap((word) => fieldsOf(word, given.state)) ?? given.state.positional ?? [];
	if (!(words.length > 0 && words.length <= 16 && words.every((word) => readValue(word).known && !/[*?[]/.test(word)))) {
		given.state.variables.set(node.name.value, UNKNOWN);
		return loop(node.body, given, journey);
	}
	for (const word of words) {
		given.state.variables.set(node.name.value, {
			known: true,
			text: word
		});
		await statements(node.body.commands, given, journey);
		if (given.state.ended) break;
	}
	return "ran";
}
async function command(node, given, journey) {
	const { state, runner } = given;
	const context = {
		...given.context,
		line: given.text.lineOf(node.pos)
	};
	const assigned = Object.fromEntries(node.prefix.flatMap((part) => part.type === "Assignment" ? [[part.name, part.value.type === "Word" ? textOf$2(part.value, state).text : part.text]] : []));
	const words = [...node.name === void 0 ? [] : fieldsOf(node.name, state), ...node.args.flatMap((word) => {
		if (word.type === "Word") return fieldsOf(word, state);
		return [`${word.name}=${word.value.type === "Word" ? textOf$2(word.value, state).text : word.text}`];
	})];
	const walkable = {
		...given,
		context
	};
	const done = await builtin({
		node,
		words,
		assigned,
		walk: walkable
	}, journey);
	if (done !== void 0) return done;
	const handsOver = runner.text && runner.shell !== "dash" && context.last && context.role === "foreground";
	await start({
		words,
		assignments: assigned,
		state,
		context,
		runner,
		replaces: handsOver
	}, journey);
	if (handsOver) state.ended = true;
	return "ran";
}
function settle(given, ways) {
	join(given.state, ways);
	return "unknown";
}
function follows(state) {
	return state.stopsOnFailure ? "success" : "always";
}
function asInner(given) {
	return {
		...given,
		context: {
			...given.context,
			last: false,
			depth: given.context.depth + 1
		}
	};
}
function maybe(given) {
	return {
		...given,
		context: {
			...given.context,
			conditional: true
		}
	};
}
function withRole(given, role) {
	return {
		...given,
		context: {
			...given.context,
			role,
			last: false
		}
	};
}
function inSubshell(given) {
	return {
		...given,
		state: copyOf(given.state),
		runner: {
			...given.runner,
			main: false
		}
	};
}
// src/checks/shell/parse.ts
async function commandsOf(text, at, scope) {
	const parsed = await readShell(text, at);
	if (parsed === void 0) return [];
	const journey = newJourney(scope.read ?? (async () => void 0), {
		walk,
		walkNode
	});
	const shell = scope.shell ?? "dash";
	await walk({
		text: parsed,
		state: newState(scope),
		runner: {
			shell,
			text: true,
			main: false,
			front: "sh",
			group: false
		},
		context: {
			file: at.file,
			line: at.line,
			after: "start",
			role: "foreground",
			conditional: false,
			depth: 0,
			through: [],
			user: void 0,
			last: true
		}
	}, journey);
	return journey.commands;
}
// src/checks/shell/start.ts
async function followStart(question) {
	const { entrypoint, command, stage, environment, directory, place } = question;
	const words = wordsOf$1(entrypoint, command);
	const journey = newJourney(readerFor({
		...question,
		path: environment.get("PATH")
	}), {
		walk,
		walkNode
	});
	const shell = shellOfImage(stage?.base.text ?? "");
	const [first] = words;
	if (first !== void 0) await start({
		words,
		assignments: {},
		state: newState({
			environment,
			directory,
			complete: question.complete ?? false
		}),
		context: {
			file: place.file,
			line: place.line,
			after: "start",
			role: "foreground",
			conditional: false,
			depth: 0,
			through: [],
			user: void 0,
			last: true
		},
		runner: {
			shell,
			text: false,
			main: true,
			front: "",
			group: false
		},
		replaces: true
	}, journey);
	return ended$1(journey, first ?? "");
}
function wordsOf$1(entrypoint, command) {
	const asWords = (form) => form.form === "exec" ? form.words : [
		"/bin/sh",
		"-c",
		form.text
	];
	if (entrypoint === void 0 || entrypoint.form === "exec" && entrypoint.words.length === 0) return command === void 0 ? [] : asWords(command);
	if (entrypoint.form === "shell" || command === void 0) return asWords(entrypoint);
	return [...entrypoint.words, ...asWords(command)];
}
function combined(image, compose) {
	const own = (words) => words === void 0 || words.length === 0 ? void 0 : {
		form: "exec",
		words
	};
	if (compose.entrypoint !== void 0) return {
		entrypoint: own(compose.entrypoint),
		command: own(compose.command)
	};
	return {
		entrypoint: image.entrypoint,
		command: compose.command === void 0 ? image.command : own(compose.command)
	};
}
const USUAL_PATH = [
	"/usr/local/sbin",
	"/usr/local/bin",
	"/usr/sbin",
	"/usr/bin",
	"/sbin",
	"/bin"
];
const MOST_FOLDERS = 20;
function searchPath(path) {
	const own = (path ?? "").split(":", MOST_FOLDERS).filter((folder) => /^\/[^$]*$/.test(folder));
	return [...new Set([...own.map((folder) => folder.replace(/(?<=.)\/+$/, "")), ...USUAL_PATH])];
}
function readerFor({ repository, sources, path: searched }) {
	const folders = searchPath(searched);
	return async (word, directory) => {
		const paths = word.includes("/") ? [joinPath(directory, word)] : folders.map((folder) => `${folder}/${word}`);
		for (const path of paths) {
			if (path === void 0) continue;
			for (const file of repositoryPaths(path, sources)) {
				const text = await repository.read(file);
				if (text !== void 0) return {
					file,
					text
				};
			}
		}
	};
}
const SILENT = new Set([
	"exit",
	"true",
	"false",
	":"
]);
function ended$1(journey, first) {
	const { endings } = journey;
	const pid1 = endings.find(({ passesSignals }) => !passesSignals) ?? endings.at(-1) ?? {
		program: baseName(first),
		passesSignals: true
	};
	return {
		commands: journey.commands.filter(({ words: [name = ""] }) => !SILENT.has(name)),
		pid1,
		scripts: [...journey.scripts],
		...journey.unknown === void 0 ? {} : { unknown: journey.unknown }
	};
}
// src/checks/docker/form.ts
function formOf(text) {
	if (text.startsWith("[")) try {
		const words = JSON.parse(text);
		if (Array.isArray(words) && words.every((word) => typeof word === "string")) return {
			form: "exec",
			words
		};
	} catch {}
	return {
		form: "shell",
		text
	};
}
function formText(form) {
	return form.form === "exec" ? form.words.join(" ") : form.text;
}
// src/checks/docker/sources.ts
const MOST_SOURCES = 300;
function sourcesOf$3(stage, dockerfile) {
	const known = gathered.get(dockerfile.stages) ?? new Map();
	gathered.set(dockerfile.stages, known);
	return collect(stage.copies, dockerfile, known);
}
const gathered = new WeakMap();
function collect(copies, dockerfile, known) {
	const found = new Map();
	for (const copied of copies) {
		const before = copied.from === void 0 ? void 0 : ofStage(copied.from, dockerfile, known);
		for (const path of copied.paths) {
			const sources = copied.from === void 0 ? fromContext(path, copied, dockerfile.context) : fromStage(path, copied, before ?? []);
			for (const source of sources) {
				if (found.size >= MOST_SOURCES) return [...found.values()];
				const key = `${source.container}\n${source.repository}`;
				found.delete(key);
				found.set(key, source);
			}
		}
	}
	return [...found.values()];
}
function ofStage(from, dockerfile, known) {
	const stage = dockerfile.stages.find(({ name }, index) => name === from || String(index) === from);
	if (stage === void 0) return [];
	const before = known.get(stage);
	if (before !== void 0) return before;
	known.set(stage, []);
	const sources = collect(stage.copies, dockerfile, known);
	known.set(stage, sources);
	return sources;
}
function fromContext(path, { target, intoFolder }, context) {
	if (isRemote(path)) return [];
	const clean = path.replace(/^(?:\.?\/)+/, "").replace(/\/+$/, "");
	const pattern = /^(?:(.*)\/)?[^/]*[*?[]/.exec(clean);
	if (pattern !== null) return [{
		container: target,
		repository: inFolder(context, pattern[1] ?? "").replace(/\/$/, "")
	}];
	if (clean === "" || clean === ".") return [{
		container: target,
		repository: context
	}];
	const source = {
		container: target,
		repository: inFolder(context, clean)
	};
	if (!intoFolder) return [source];
	const name = baseName(clean);
	return [source, {
		container: joinPath(target, name) ?? target,
		repository: source.repository
	}];
}
function isRemote(path) {
	return /^(?:[a-z][a-z0-9+.-]*:\/\/|git@)/i.test(path);
}
function fromStage(path, { target }, sources) {
	const root = joinPath("/", path) ?? "/";
	return sources.flatMap(({ container, repository }) => {
		const inside = below(container, root);
		if (inside !== void 0) return [{
			container: joinPath(target, inside) ?? target,
			repository
		}];
		const above = below(root, container);
		if (above === void 0) return [];
		return [{
			container: target,
			repository: [repository, above].filter((part) => part !== "").join("/")
		}];
	});
}
function below(path, folder) {
	if (path === folder) return "";
	const start = folder === "/" ? "/" : `${folder}/`;
	return path.startsWith(start) ? path.slice(start.length) : void 0;
}
// src/checks/durations.ts
const UNITS = {
	ns: 1e-6,
	us: .001,
	µs: .001,
	ms: 1,
	s: 1e3,
	m: 6e4,
	h: 36e5
};
function duration(text) {
	if (text === void 0 || !/^(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+$/.test(text.trim())) return void 0;
	let total = 0;
	for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)) total += Number(amount) * (UNITS[unit ?? ""] ?? 0);
	return total;
}
// src/checks/docker/health.ts
function healthOf(written, file) {
	if (/^none$/i.test(written.text)) return "none";
	const cmd = /^(\s*cmd\b\s*)([\s\S]*)$/i.exec(written.text);
	if (cmd === null) return void 0;
	const flag = (name) => written.flags.find((each) => each.name === name)?.value;
	const retries = Number(flag("retries") ?? NaN);
	return {
		test: formOf(cmd[2] ?? ""),
		interval: duration(flag("interval")),
		timeout: duration(flag("timeout")),
		retries: Number.isInteger(retries) ? retries : void 0,
		startPeriod: duration(flag("start-period")),
		place: {
			file,
			line: written.line
		}
	};
}
// src/checks/docker/image.ts
function imageName(text) {
	const [named = "", digest] = text.split("@", 2);
	const colon = named.indexOf(":", named.lastIndexOf("/") + 1);
	return {
		text,
		name: colon === -1 ? named : named.slice(0, colon),
		tag: colon === -1 ? void 0 : named.slice(colon + 1),
		digest
	};
}
function shortName({ name }) {
	return name.slice(name.lastIndexOf("/") + 1).toLowerCase();
}
function isOfficial({ name }) {
	return /^(?:(?:docker\.io|registry-1\.docker\.io|index\.docker\.io|mirror\.gcr\.io)\/)?(?:library\/)?[^/]+$|^public\.ecr\.aws\/docker\/library\/[^/]+$/.test(name);
}
// src/checks/docker/stage.ts
function newStage(given) {
	const { name, line, image, parent } = given;
	return {
		name,
		line,
		from: {
			image,
			stage: parent?.name,
			line
		},
		base: parent?.base ?? imageName(image),
		chain: [...parent?.chain ?? [], name],
		instructions: [...parent?.instructions ?? []],
		user: parent?.user,
		workdir: parent?.workdir ?? "/",
		environment: new Map(parent?.environment),
		arguments: new Map(parent?.arguments),
		assigned: [...parent?.assigned ?? []],
		entrypoint: parent?.entrypoint,
		command: parent?.command,
		healthcheck: parent?.healthcheck,
		exposed: [...parent?.exposed ?? []],
		stopSignal: parent?.stopSignal,
		copies: [...parent?.copies ?? []],
		writtenRuns: [...parent?.writtenRuns ?? []],
		shell: parent?.shell
	};
}
const STEPS = {
	ARG: (stage, written, { build }) => {
		for (const { name, value, written: text } of pairsOf(written.text, variablesOf(stage))) {
			const effective = build.given.get(name) ?? value ?? build.global.get(name);
			stage.arguments.set(name, {
				value: effective,
				line: written.line
			});
			stage.assigned.push({
				keyword: "ARG",
				name,
				value: effective,
				written: text,
				line: written.line
			});
		}
	},
	ENV: (stage, written) => {
		for (const { name, value, written: text } of pairsOf(written.text, variablesOf(stage))) {
			stage.environment.set(name, {
				value: value ?? "",
				line: written.line
			});
			stage.assigned.push({
				keyword: "ENV",
				name,
				value,
				written: text,
				line: written.line
			});
		}
	},
	WORKDIR: (stage, written) => {
		stage.workdir = joinPath(stage.workdir, expand(written.text, variablesOf(stage))) ?? stage.workdir;
	},
	USER: (stage, written) => {
		stage.user = {
			value: expand(written.text, variablesOf(stage)),
			line: written.line
		};
	},
	EXPOSE: (stage, written) => {
		for (const value of wordsOf$2(written.text, variablesOf(stage))) stage.exposed.push({
			value,
			line: written.line
		});
	},
	STOPSIGNAL: (stage, written) => {
		stage.stopSignal = {
			value: expand(written.text, variablesOf(stage)),
			line: written.line
		};
	},
	SHELL: (stage, written) => {
		const form = formOf(written.text);
		if (form.form === "exec" && form.words.length > 0) stage.shell = form.words;
	},
	ENTRYPOINT: (stage, written) => {
		stage.entrypoint = {
			value: shellForm(stage, formOf(written.text)),
			line: written.line
		};
		if (!stage.instructions.some(({ keyword, stage: name }) => keyword === "CMD" && name === stage.name)) stage.command = void 0;
	},
	CMD: (stage, written) => {
		stage.command = {
			value: shellForm(stage, formOf(written.text)),
			line: written.line
		};
	},
	HEALTHCHECK: (stage, written, { file }) => {
		const value = healthOf(written, file);
		if (value !== void 0) stage.healthcheck = {
			value,
			line: written.line
		};
	},
	COPY: (stage, written) => copy(stage, written, "COPY"),
	ADD: (stage, written) => copy(stage, written, "ADD"),
	RUN: (stage, written) => {
		stage.writtenRuns.push({
			written,
			user: stage.user?.value ?? "root",
			directory: stage.workdir,
			environment: new Map([...variablesOf(stage)].flatMap(([name, value]) => value === void 0 ? [] : [[name, value]])),
			shell: stage.shell,
			copies: stage.copies.slice()
		});
	}
};
function variablesOf(stage) {
	return new Map([...[...stage.arguments].map(([name, { value }]) => [name, value]), ...[...stage.environment].map(([name, { value }]) => [name, value])]);
}
function shellForm({ shell }, form) {
	if (form.form === "exec" || shell === void 0) return form;
	return {
		form: "exec",
		words: [...shell, form.text]
	};
}
function copy(stage, written, keyword) {
	const variables = variablesOf(stage);
	const form = formOf(written.text);
	const words = form.form === "exec" ? form.words.map((word) => expand(word, variables)) : wordsOf$2(written.text.split("\n")[0] ?? "", variables);
	const target = words.at(-1);
	if (target === void 0 || words.length < 2) return;
	const flag = (name) => written.flags.find((each) => each.name === name)?.value;
	const paths = words.slice(0, -1).filter((path) => !path.startsWith("<<"));
	const from = flag("from");
	stage.copies.push({
		keyword,
		line: written.line,
		from: from === void 0 ? void 0 : expand(from, variables).toLowerCase(),
		paths,
		target: joinPath(stage.workdir, target) ?? target,
		intoFolder: /(?:^|\/)\.?\/?$/.test(target) || target.endsWith("/") || target === "." || paths.length > 1,
		owner: flag("chown"),
		mode: flag("chmod"),
		checked: flag("checksum") !== void 0
	});
}
function shellOf(stage, shell) {
	const named = shell?.[0] ?? "";
	if (/bash$/.test(named)) return "bash";
	return /(?:^|\/)ash$/.test(named) ? "ash" : shellOfImage(stage.base.text);
}
// src/checks/docker/runs.ts
async function readRun(run, stage, place) {
	const { written, user, directory, environment } = run;
	const form = formOf(written.text);
	return {
		line: written.line,
		user,
		directory,
		environment,
		text: form.form === "exec" ? form.words.join(" ") : written.shell,
		mounts: written.flags.filter(({ name }) => name === "mount").map(({ value }) => value ?? ""),
		commands: await commandsIn(run, stage, place)
	};
}
async function readHealth(stage, file) {
	const { healthcheck } = stage;
	if (healthcheck === void 0 || healthcheck.value === "none") return [];
	const { test, place } = healthcheck.value;
	const text = test.form === "exec" ? test.words.map(quote).join(" ") : test.text;
	const environment = new Map([...stage.environment].map(([name, { value }]) => [name, value]));
	return commandsOf(text, {
		file,
		line: place.line
	}, {
		directory: stage.workdir,
		environment,
		shell: shellOf(stage, stage.shell)
	});
}
async function commandsIn(run, stage, { file, repository, dockerfile }) {
	const { written, directory, environment } = run;
	const copied = {
		name: stage.name,
		copies: run.copies
	};
	const scope = {
		directory,
		environment,
		shell: shellOf(stage, run.shell),
		read: readerFor({
			repository,
			sources: sourcesOf$3(copied, dockerfile),
			path: environment.get("PATH")
		})
	};
	const form = formOf(written.text);
	if (form.form === "exec") return commandsOf(form.words.map(quote).join(" "), {
		file,
		line: written.line
	}, scope);
	const bodies = scriptsIn(written);
	if (bodies === void 0) return commandsOf(written.shell, {
		file,
		line: written.shellLine
	}, scope);
	const commands = [];
	for (const { body, line } of bodies) commands.push(...await commandsOf(body, {
		file,
		line
	}, scope));
	return commands;
}
function scriptsIn(written) {
	if (written.heredocs.length === 0) return void 0;
	const rest = written.text.replace(/<<-?\s*(?:"[^"]*"|'[^']*'|[A-Za-z0-9_.-]+)/g, "").trim();
	if (rest !== "" && !/^(?:\/bin\/)?(?:ba|da|a)?sh(?:\s+-[a-z]+)*$/.test(rest)) return void 0;
	return written.heredocs.filter(({ body }) => !/^#!(?!.*sh\b)/.test(body));
}
function quote(word) {
	return `'${word.replaceAll("'", "'\\''")}'`;
}
// src/checks/docker/read.ts
const MOST_STAGES = 200;
async function readDockerfiles(repository, asked, builds) {
	const found = await findDockerfiles(repository, asked, builds);
	const files = [];
	const checkout = await readCheckout(repository);
	for (const { file, context, targets, args } of found) {
		const text = await repository.read(file);
		if (text !== void 0) files.push(await readDockerfile(repository, {
			file,
			context,
			targets,
			args,
			text,
			checkout
		}));
	}
	return files;
}
async function readDockerfile(repository, given) {
	const { file, context } = given;
	const { instructions, problem } = await readInstructions(given.text);
	const { drafts, problems } = goThrough(instructions, given);
	const stages = [];
	const runs = new Map();
	for (const draft of drafts) {
		const { writtenRuns, shell: _, ...stage } = draft;
		for (const run of writtenRuns) if (!runs.has(run)) runs.set(run, await readRun(run, draft, {
			file,
			repository,
			dockerfile: {
				context,
				stages: drafts
			}
		}));
		stages.push({
			...stage,
			runs: writtenRuns.flatMap((run) => runs.get(run) ?? []),
			healthCommands: await readHealth(draft, file)
		});
	}
	const last = drafts.at(-1);
	return {
		file,
		context,
		targets: given.targets.length > 0 || last === void 0 ? given.targets : [last.name],
		stages,
		problems: [...problem === void 0 ? [] : [{
			line: 1,
			message: problem
		}], ...problems],
		ignore: await readIgnore(repository, file, context),
		checkout: given.checkout
	};
}
function goThrough(instructions, { file, args }) {
	const drafts = [];
	const problems = [];
	const global = new Map();
	const build = {
		global,
		given: args
	};
	for (const written of instructions) {
		const { keyword, line } = written;
		const stage = drafts.at(-1);
		if (keyword === "FROM") {
			if (drafts.length >= MOST_STAGES) {
				problems.push({
					line,
					message: `more than ${MOST_STAGES} stages: the rest is not read`
				});
				break;
			}
			drafts.push(begin(written, drafts, global));
		} else if (stage === void 0) {
			if (keyword === "ARG") for (const { name, value } of pairsOf(written.text, global)) global.set(name, args.get(name) ?? value);
			else problems.push({
				line,
				message: `${keyword.slice(0, 40)} stands before the first FROM`
			});
		} else if (KNOWN$1.has(keyword)) {
			STEPS[keyword]?.(stage, written, {
				file,
				build
			});
			stage.instructions.push({
				keyword,
				text: written.text,
				line,
				stage: stage.name
			});
		} else problems.push({
			line,
			message: `"${keyword.slice(0, 40)}" is no instruction`
		});
	}
	return {
		drafts,
		problems
	};
}
const KNOWN$1 = new Set([
	...Object.keys(STEPS),
	"LABEL",
	"MAINTAINER",
	"ONBUILD",
	"VOLUME"
]);
function begin(written, drafts, global) {
	const [image = "", , alias] = written.text.split(/\s+/);
	const named = expand(image, global);
	const parent = drafts.find(({ name }) => name === named.toLowerCase());
	const called = /\sas\s/i.test(written.text) ? alias?.toLowerCase() : void 0;
	const name = called !== void 0 && !drafts.some((each) => each.name === called) ? called : String(drafts.length);
	const stage = newStage({
		name,
		line: written.line,
		image: named,
		parent
	});
	stage.instructions.push({
		keyword: "FROM",
		text: written.text,
		line: written.line,
		stage: name
	});
	return stage;
}
// src/checks/services/programs.ts
const PYTHON = /^python[0-9.]*$/;
const SERVERS = new Set([
	"gunicorn",
	"uvicorn",
	"hypercorn",
	"daphne",
	"uwsgi",
	"granian",
	"waitress-serve"
]);
const WORKERS$1 = new Set([
	"dramatiq",
	"arq",
	"huey_consumer",
	"huey_consumer.py",
	"rqworker"
]);
const WORKER_COMMANDS = new Set([
	"rqworker",
	"qcluster",
	"run_huey",
	"rundramatiq",
	"db_worker",
	"process_tasks"
]);
const OTHERS = {
	nginx: "proxy",
	traefik: "proxy",
	caddy: "proxy",
	haproxy: "proxy",
	httpd: "proxy",
	pgbouncer: "pooler",
	pgcat: "pooler",
	postgres: "database",
	mysqld: "database",
	"redis-server": "cache",
	"valkey-server": "cache",
	memcached: "cache"
};
function programOf$1(words) {
	const [first = "", ...rest] = words;
	const name = baseName(first);
	if (PYTHON.test(name)) return pythonProgram(rest);
	if (name === "manage.py" || name === "django-admin" || name === "django-admin.py") return {
		name: "manage.py",
		words: rest
	};
	return {
		name,
		words: rest
	};
}
function pythonProgram(words) {
	let index = 0;
	while (index < words.length) {
		const word = words[index] ?? "";
		if (word === "-m") {
			const module = words[index + 1] ?? "";
			const rest = words.slice(index + 2);
			return module === "django" ? {
				name: "manage.py",
				words: rest
			} : {
				name: module,
				words: rest
			};
		}
		if (word === "-c") return {
			name: "python",
			words: words.slice(index)
		};
		if (word === "-W" || word === "-X") index += 2;
		else if (word.startsWith("-")) index += 1;
		else return programOf$1(words.slice(index));
	}
	return {
		name: "python",
		words
	};
}
function rolesOfProgram({ name, words }) {
	if (SERVERS.has(name)) return ["web"];
	if (name === "celery") return celeryRoles(words);
	if (name === "manage.py") return managementRoles(words);
	if (name === "alembic") return words.includes("upgrade") ? ["migrate"] : [];
	if (name === "rq") return words.includes("worker") ? ["worker"] : [];
	if (name === "fastapi") return words.some((word) => word === "run" || word === "dev") ? ["web"] : [];
	if (WORKERS$1.has(name)) return ["worker"];
	const other = OTHERS[name];
	return other === void 0 ? [] : [other];
}
function celeryRoles(words) {
	if (words.includes("worker") || words.includes("multi")) return words.some((word) => word === "-B" || word === "--beat") ? ["worker", "beat"] : ["worker"];
	if (words.includes("beat")) return ["beat"];
	return words.includes("flower") ? ["flower"] : [];
}
function managementRoles(words) {
	const command = words.find((word) => !word.startsWith("-")) ?? "";
	if (/^runserver(_plus)?$|^testserver$/.test(command)) return ["web"];
	if (WORKER_COMMANDS.has(command)) return ["worker"];
	if (command === "celery") return celeryRoles(words.slice(words.indexOf("celery") + 1));
	return migrates(words) ? ["migrate"] : [];
}
function migrates(words) {
	const command = words.find((word) => !word.startsWith("-")) ?? "";
	if (words.some((word) => word === "--check" || word === "--plan" || word === "--fake")) return false;
	return /^(safe_?)?migrate(_|$)/.test(command) || command === "safemigrate";
}
function rolesOf(command) {
	return rolesOfProgram(programOf$1(command.words));
}
function settingsOption(words) {
	const at = words.findIndex((word) => word === "--settings" || word.startsWith("--settings="));
	return words[at] === "--settings" ? words[at + 1] : words[at]?.slice(11);
}
// src/checks/settings-default.ts
function settingsDefaultFor(service, { profile, defaults }) {
	const unsaid = profile === "development" ? BY_COMMAND : BY_SERVER;
	const known = defaults.filter(({ module }) => module !== void 0);
	for (const kind of service === void 0 ? unsaid : kindsFor(service)) {
		const found = known.find((each) => each.kind === kind);
		if (found !== void 0) return found;
	}
}
const BY_SERVER = [
	"wsgi",
	"asgi",
	"manage"
];
const BY_ASYNC_SERVER = [
	"asgi",
	"wsgi",
	"manage"
];
const BY_COMMAND = [
	"manage",
	"wsgi",
	"asgi"
];
const BY_CELERY = [
	"celery",
	"manage",
	"wsgi",
	"asgi"
];
function kindsFor({ role, start }) {
	if (role === "migrate") return BY_COMMAND;
	const last = start.commands.map(({ words }) => programOf$1(words)).at(-1);
	if (last?.name === "manage.py") return BY_COMMAND;
	if (role !== "web") return BY_CELERY;
	return last?.words.some((word) => /\basgi\b/.test(word)) ? BY_ASYNC_SERVER : BY_SERVER;
}
// src/checks/evaluations.ts
const DJANGO_ROLES = [
	"web",
	"worker",
	"beat",
	"migrate",
	"flower"
];
const NO_MATTER = new Set([
	"C_FORCE_ROOT",
	"HOST",
	"HOSTNAME",
	"PATH",
	"PORT",
	"PYTHONDONTWRITEBYTECODE",
	"PYTHONUNBUFFERED",
	"REMAP_SIGTERM"
]);
const GIVEN$1 = "the given environment";
function planEvaluations(plan) {
	const running = plan.services.filter((service) => service.own && DJANGO_ROLES.includes(service.role)).sort((a, b) => DJANGO_ROLES.indexOf(a.role) - DJANGO_ROLES.indexOf(b.role));
	if (running.length === 0) return [only(plan)];
	const groups = new Map();
	for (const service of running) {
		const key = JSON.stringify([moduleOf$1(service, plan), distinguishing(environmentOf(service))]);
		groups.set(key, [...groups.get(key) ?? [], service]);
	}
	return [...groups.values()].map((services, index) => evaluationOf$1(services, index === 0, plan));
}
const STAGING = /(^|[._])stag(?:e|ing)(?=$|[._])/;
function planCounterpart(planned, exists) {
	const [first] = planned;
	const own = first?.question.settings;
	if (first === void 0 || own === void 0 || !STAGING.test(own)) return void 0;
	const module = [own.replace(STAGING, "$1production"), own.replace(STAGING, "$1prod")].find(exists);
	if (module === void 0) return void 0;
	const environment = {
		...first.question.environment,
		DJANGO_SETTINGS_MODULE: module
	};
	const id = `${first.question.id} with ${module}`;
	return {
		services: [id],
		question: {
			id,
			settings: module,
			environment,
			unknown: first.question.unknown ?? [],
			variations: false,
			depth: "settings",
			visits: [],
			celery: []
		}
	};
}
function evaluationOf$1(services, first, plan) {
	const [service] = services;
	if (service === void 0) throw new Error("a group of services holds at least one");
	const celery = [...new Set(services.flatMap(plan.celeryTargets))];
	const web = services.some(({ role }) => role === "web");
	return {
		services: services.map(({ title }) => title),
		question: {
			id: service.title,
			settings: moduleOf$1(service, plan),
			environment: environmentOf(service),
			unknown: unknownOf$1(service),
			variations: first,
			depth: web || celery.length > 0 ? "deep" : "settings",
			visits: web ? plan.visits : [],
			celery
		}
	};
}
function only(plan) {
	return {
		services: [GIVEN$1],
		question: {
			id: GIVEN$1,
			settings: chosen(plan.given.variables.get("DJANGO_SETTINGS_MODULE")?.value, void 0, plan),
			environment: Object.fromEntries([...plan.given.variables].map(([name, { value }]) => [name, value])),
			variations: true,
			depth: "deep",
			visits: plan.visits,
			celery: []
		}
	};
}
function moduleOf$1(service, plan) {
	return chosen(service.settings, service, plan);
}
function chosen(named, service, plan) {
	const fallback = settingsDefaultFor(service, plan);
	return plan.settings ?? (fallback?.forced ? fallback.module : named ?? fallback?.module);
}
function environmentOf({ environment }) {
	const known = [...environment].flatMap(([name, value]) => value === void 0 ? [] : [[name, value]]);
	return Object.fromEntries(known);
}
function unknownOf$1({ environment }) {
	return [...environment].flatMap(([name, value]) => value === void 0 ? [name] : []);
}
function distinguishing(environment) {
	return Object.entries(environment).filter(([name]) => !NO_MATTER.has(name)).sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0);
}
// src/checks/settings/wanted.ts
const WANTED_SETTINGS = {
	names: [
		"ADMINS",
		"ALLOWED_HOSTS",
		"APPEND_SLASH",
		"APP_ENV",
		"ASGI_APPLICATION",
		"AUTHENTICATION_BACKENDS",
		"AUTH_PASSWORD_VALIDATORS",
		"AUTH_USER_MODEL",
		"BASE_DIR",
		"CACHES",
		"CONN_HEALTH_CHECKS",
		"CONN_MAX_AGE",
		"DATABASES",
		"DATABASE_ROUTERS",
		"DEBUG",
		"DEBUG_PROPAGATE_EXCEPTIONS",
		"DEFAULT_AUTO_FIELD",
		"DEFAULT_EXCEPTION_REPORTER",
		"DEFAULT_EXCEPTION_REPORTER_FILTER",
		"DEFAULT_FILE_STORAGE",
		"DEFAULT_FROM_EMAIL",
		"DISABLE_SERVER_SIDE_CURSORS",
		"FORCE_SCRIPT_NAME",
		"FORMAT_MODULE_PATH",
		"INSTALLED_APPS",
		"INTERNAL_IPS",
		"LANGUAGE_CODE",
		"LOCALE_PATHS",
		"LOGGING",
		"LOGGING_CONFIG",
		"LOGIN_URL",
		"MAILERS",
		"MIDDLEWARE",
		"MIGRATION_MODULES",
		"PASSWORD_HASHERS",
		"PREPEND_WWW",
		"ROOT_URLCONF",
		"SECRET_KEY",
		"SECRET_KEY_FALLBACKS",
		"SERVER_EMAIL",
		"SILENCED_SYSTEM_CHECKS",
		"STORAGES",
		"TEMPLATES",
		"TEMPLATE_DEBUG",
		"TEST_RUNNER",
		"TIME_ZONE",
		"USE_I18N",
		"USE_L10N",
		"USE_TZ",
		"WSGI_APPLICATION",
		"X_FRAME_OPTIONS",
		"ADMIN_URL",
		"ALLOWED_ADMIN_IPS",
		"BASE_URL",
		"BROKER_TRANSPORT_OPTIONS",
		"BROKER_URL",
		"DOMAIN",
		"ENVIRONMENT",
		"FRONTEND_URL",
		"LOG_FORMAT",
		"LOG_LEVEL",
		"METRICS_TOKEN",
		"CONSTANCE_BACKEND",
		"RATELIMIT_ENABLE",
		"RATELIMIT_USE_CACHE",
		"REDIS_URL",
		"SITE_ID",
		"SITE_NAME",
		"SITE_URL",
		"USE_CLOUDFLARE",
		"USE_S3",
		"ANYMAIL",
		"CHANNEL_LAYERS",
		"DEBUG_TOOLBAR_CONFIG",
		"Q_CLUSTER",
		"REST_FRAMEWORK",
		"RQ_QUEUES",
		"SIMPLE_JWT",
		"SPECTACULAR_SETTINGS"
	],
	prefixes: [
		"ACCOUNT_",
		"AWS_",
		"AXES_",
		"CACHE_MIDDLEWARE_",
		"CELERY",
		"CORS_",
		"CSP_",
		"CSRF_",
		"CONTENT_SECURITY_POLICY",
		"DATA_UPLOAD_",
		"EMAIL_",
		"FILE_UPLOAD_",
		"GS_",
		"HEALTH_CHECK",
		"MEDIA_",
		"PASSWORD_RESET_",
		"PERMISSIONS_POLICY",
		"SECURE_",
		"SENTRY_",
		"SESSION_",
		"STATIC_",
		"STATICFILES_",
		"USE_X_FORWARDED_",
		"WHITENOISE_"
	]
};
// src/checks/visits.ts
const USUAL_PATHS = [
	"/health/",
	"/healthz/",
	"/ready/",
	"/readyz/"
];
const INSIDE = "localhost:8000";
const MOST_PATHS = 8;
function visitsOf(known) {
	const probes = probesOf$1(known);
	const inside = probes[0]?.host ?? INSIDE;
	const named = [...probes.map(({ path }) => path), ...known.paths];
	return [...new Set([...named, ...USUAL_PATHS])].slice(0, MOST_PATHS).flatMap((path) => {
		const hosts = [...new Set(probes.filter((probe) => probe.path === path).map(({ host }) => host))];
		const fromInside = (hosts.length === 0 ? [inside] : hosts).map((host) => ({
			path,
			host,
			forwardedProto: void 0
		}));
		const fromOutside = known.site === void 0 ? [] : [{
			path,
			host: known.site.host,
			forwardedProto: "https"
		}];
		return [...fromInside, ...fromOutside];
	});
}
function probesOf$1({ services, application }) {
	const checked = services.filter(({ role }) => role === "web").flatMap(({ healthcheck }) => healthcheck === void 0 || healthcheck.check === "none" ? [] : probesIn(formText(healthcheck.check.test)));
	const { enabled = false, path = "", port } = application?.health ?? {};
	const coolifys = enabled && path.startsWith("/") ? [{
		host: `localhost:${port ?? application?.ports[0] ?? "8000"}`,
		path
	}] : [];
	return [...checked, ...coolifys];
}
function probesIn(command) {
	return [...command.replace(/\$\{\w+:?-([^}]*)\}/g, "$1").replace(/\$\{?\w+\}?/g, "8000").matchAll(/https?:\/\/[^\s'"`|;&)]+/g)].flatMap(([address]) => {
		if (!URL.canParse(address)) return [];
		const url = new URL(address);
		return isInternal(url.host) ? [{
			host: url.host,
			path: url.pathname
		}] : [];
	});
}
function isInternal(host) {
	return !host.replace(/:\d+$/, "").includes(".") || /^[\d.]+(?::\d+)?$/.test(host);
}
// src/checks/interrogate.ts
const EVALUATION_LIMIT = 6e4;
const TOTAL_LIMIT = 18e4;
async function interrogate(about, world) {
	const { request, place, repository, servers } = about;
	const evaluations = place.framework === "django" && !isUnreadable(request) ? planned(about) : [];
	const counterpart = request.profile === "staging" ? planCounterpart(evaluations, moduleIn(about)) : void 0;
	if (evaluations.length === 0 && servers.length === 0) return nothing({ ok: true });
	const found = await findPython({
		asked: request.python,
		root: repository.root,
		directory: place.directory,
		has: (path) => repository.has(path)
	}, world);
	if (!found.ok) {
		if (found.reason === "asked") throw new UserError(found.message, {
			reasonCode: "invalid-input",
			remedy: found.remedy
		});
		return nothing({
			ok: false,
			reason: "no-interpreter",
			problem: found.message,
			remedy: found.remedy
		});
	}
	const reply = await askProbe(questionOf(about, [...evaluations, ...counterpart === void 0 ? [] : [counterpart]]), found.interpreter.python, world);
	if (!reply.ok) return nothing({
		ok: false,
		reason: reply.reason === "timeout" ? "timeout" : "no-interpreter",
		problem: reply.message,
		remedy: REMEDIES[reply.reason]
	});
	return {
		interpreter: { ok: true },
		installed: reply.answer.python,
		why: found.interpreter.why,
		evaluations: evaluations.flatMap((plan) => evaluationOf(plan, reply.answer.evaluations)),
		counterpart: counterpart && evaluationOf(counterpart, reply.answer.evaluations)[0],
		servers: reply.answer.servers
	};
}
const REMEDIES = {
	"not-started": "Set Python up and install the requirements before this step:\nsteps:\n  - uses: actions/setup-python@v6\n    with:\n      python-version: \"3.13\"\n  - run: pip install -r requirements.txt",
	timeout: "Find what takes so long while settings are imported: a network call, a model, a large file.",
	broken: "The interpreter ended before it could answer. Start it by hand with the same packages; if it works there, please open an issue with the lines above."
};
function nothing(interpreter) {
	return {
		interpreter,
		installed: void 0,
		why: void 0,
		evaluations: [],
		counterpart: void 0,
		servers: []
	};
}
function isUnreadable({ given }) {
	return given.unreadable.length > 0 && given.variables.size === 0;
}
function moduleIn({ place, repository }) {
	const folder = place.directory === "" ? "" : `${place.directory}/`;
	return (module) => repository.files.includes(`${folder}${module.replaceAll(".", "/")}.py`);
}
function planned({ request, place, services }) {
	return planEvaluations({
		services,
		given: request.given,
		settings: request.settings,
		profile: request.profile,
		defaults: place.defaults,
		visits: visitsOf({
			paths: request.healthPaths,
			services,
			application: request.application,
			site: request.site
		}),
		celeryTargets: (service) => celeryTargets([service])
	});
}
function questionOf({ request, place, repository, servers, key }, evaluations) {
	return {
		schema: "obcms-deploy/probe-question@1",
		root: repository.root,
		directory: place.directory === "" ? repository.root : `${repository.root}/${place.directory}`,
		key,
		stubs: request.stubs,
		neverStubbed: NEVER_STUBBED,
		missing: request.missing,
		marks: MARKS,
		settings: WANTED_SETTINGS,
		secretNames: SECRET_NAMES,
		evaluations: evaluations.map(({ question }) => question),
		servers,
		limits: {
			evaluation: EVALUATION_LIMIT,
			total: TOTAL_LIMIT
		}
	};
}
function evaluationOf(plan, answers) {
	const answer = answers.find(({ id }) => id === plan.question.id);
	if (answer === void 0) return [];
	const { settings, environment } = plan.question;
	return [{
		services: plan.services,
		module: settings,
		variables: new Set(Object.keys(environment)),
		answer
	}];
}
// src/checks/proxy/caddy.ts
const DEEPEST$2 = 40;
function parseCaddy(text, file) {
	const root = [];
	const open = [];
	const problems = [];
	const inner = () => open.at(-1)?.block ?? root;
	const leave = () => {
		const closed = open.pop();
		if (closed !== void 0) inner().push({
			name: closed.name,
			words: closed.words,
			place: {
				file,
				line: closed.line
			},
			block: closed.block
		});
	};
	for (const [index, raw] of text.split(/\r?\n/).entries()) {
		const line = index + 1;
		const words = wordsOf(raw);
		if (words.length === 0) continue;
		if (words[0] === "}") {
			if (open.length === 0) problems.push({
				place: {
					file,
					line
				},
				message: "there is a \"}\" too many"
			});
			leave();
			continue;
		}
		if (words.at(-1) !== "{") {
			inner().push({
				name: words[0] ?? "",
				words: words.slice(1),
				place: {
					file,
					line
				},
				block: void 0
			});
			continue;
		}
		if (open.length >= DEEPEST$2) break;
		const named = words.slice(0, -1);
		open.push({
			name: named[0] ?? "",
			words: named.slice(1),
			line,
			block: []
		});
	}
	const unclosed = open.at(-1);
	if (unclosed !== void 0) problems.push({
		place: {
			file,
			line: unclosed.line
		},
		message: `the block "${unclosed.name}" is not closed`
	});
	while (open.length > 0) leave();
	return {
		directives: root,
		problems
	};
}
function wordsOf(line) {
	const words = [];
	for (const [word] of line.slice(0, 2e4).matchAll(/"(?:[^"\\]|\\.)*"|`[^`]*`|\S+/g)) {
		if (word.startsWith("#")) break;
		words.push(/^["`]/.test(word) ? word.slice(1, -1) : word);
	}
	return words;
}
// src/checks/proxy/find.ts
const MOST_FILES = 60;
const NOT_OURS = /(^|\/)(node_modules|vendor|site-packages|\.git|test|tests|fixtures)\//;
async function findProxyFiles(repository, asked) {
	const named = new Set(await globbed(repository.files, asked));
	const candidates = [...new Set([...named, ...repository.files.filter((file) => mayBe(file))])].slice(0, MOST_FILES);
	const found = [];
	for (const file of candidates) {
		const text = await repository.read(file);
		const program = text === void 0 ? void 0 : programOf(file, text);
		if (text !== void 0 && program !== void 0) found.push({
			file,
			program,
			text,
			asked: named.has(file)
		});
	}
	return found.sort((a, b) => a.file < b.file ? -1 : 1);
}
function mayBe(file) {
	if (NOT_OURS.test(file)) return false;
	if (/(^|\/)(nginx|traefik|caddy|pgbouncer|sites-available|sites-enabled|conf\.d)[^/]*\//i.test(file)) return /(\.(conf|ya?ml|toml|ini|nginx|template|tmpl|j2|inc)|\/[^./]+)$/i.test(file);
	return /\.conf(\.(template|tmpl))?$|\.nginx$|(^|\/)nginx\.|traefik[^/]*\.(ya?ml|toml)$|(^|\/)Caddyfile[^/]*$|pgbouncer[^/]*\.ini$/i.test(file);
}
function programOf(file, text) {
	if (/(^|\/)Caddyfile[^/]*$/.test(file)) return "caddy";
	if (/\.ini$/i.test(file)) return /^[ \t]*\[pgbouncer\]/m.test(text) ? "pgbouncer" : void 0;
	if (/\.(ya?ml|toml)$/i.test(file)) return isTraefik(text) ? "traefik" : void 0;
	if (/\.j2$/.test(file) || /\{%|\{\{/.test(text)) return void 0;
	return /^[ \t]*(server|http|events|upstream[ \t]+[\w.-]+|location[ \t][^\n{]*)[ \t\r\n]*\{/m.test(text) || /^[ \t]*(proxy_(pass|set_header|read_timeout)|add_header|client_max_body_size)[ \t]/m.test(text) ? "nginx" : void 0;
}
function isTraefik(text) {
	if (/^(services|apiVersion):/m.test(text)) return false;
	return /^\[?(entry[Pp]oints|providers|certificatesResolvers|http|tcp|api|accessLog|serversTransport)\b/m.test(text);
}
// src/checks/proxy/nginx-words.ts
function nginxWords(text) {
	const tokens = [];
	let line = 1;
	let at = 0;
	const push = (kind, word, start, quoted = false) => {
		tokens.push({
			kind,
			text: word,
			line: start,
			quoted
		});
	};
	while (at < text.length) {
		const character = text.charAt(at);
		if (character === "\n") line += 1;
		if (/\s/.test(character) || character === "﻿") at += 1;
		else if (character === "#") {
			const end = text.indexOf("\n", at);
			at = end < 0 ? text.length : end;
		} else if (character === ";") {
			push("end", ";", line);
			at += 1;
		} else if (character === "}") {
			push("close", "}", line);
			at += 1;
		} else if (character === "{") {
			push("open", "{", line);
			at += 1;
			if (opensLua(tokens)) {
				const end = endOfLua(text, at);
				line += lines(text, at, end);
				at = end;
			}
		} else {
			const word = character === "\"" || character === "'" ? quotedWord(text, at) : bareWord(text, at);
			push("word", word.text, line, word.quoted);
			line += lines(text, at, word.end);
			at = word.end;
		}
	}
	return tokens;
}
function quotedWord(text, start) {
	const mark = text.charAt(start);
	let word = "";
	let at = start + 1;
	while (at < text.length && text.charAt(at) !== mark) {
		if (text.charAt(at) === "\\" && at + 1 < text.length) at += 1;
		word += text.charAt(at);
		at += 1;
	}
	return {
		text: word,
		end: Math.min(at + 1, text.length),
		quoted: true
	};
}
function bareWord(text, start) {
	let at = start;
	let variable = false;
	while (at < text.length) {
		const character = text.charAt(at);
		if (character === "\\") at += 1;
		else if (character === "$" && text.charAt(at + 1) === "{") {
			variable = true;
			at += 1;
		} else if (variable && character === "}") variable = false;
		else if (/[\s;{}]/.test(character)) break;
		at += 1;
	}
	const end = Math.min(at, text.length);
	return {
		text: text.slice(start, end),
		end,
		quoted: false
	};
}
function opensLua(tokens) {
	return tokens.slice(-4, -1).some(({ kind, text }) => kind === "word" && text.endsWith("_by_lua_block"));
}
function endOfLua(text, start) {
	let depth = 1;
	let at = start;
	while (at < text.length) {
		const character = text.charAt(at);
		if (character === "-" && text.charAt(at + 1) === "-") {
			const end = text.indexOf("\n", at);
			at = end < 0 ? text.length : end;
			continue;
		}
		if (character === "\"" || character === "'") {
			at = quotedWord(text, at).end;
			continue;
		}
		if (character === "{") depth += 1;
		if (character === "}") depth -= 1;
		if (depth === 0) return at;
		at += 1;
	}
	return at;
}
function lines(text, start, end) {
	return text.slice(start, end).split("\n").length - 1;
}
// src/checks/proxy/nginx.ts
const DEEPEST$1 = 40;
const MOST_PROBLEMS = 10;
function parseNginx(text, file) {
	const problems = [];
	const root = [];
	const open = [];
	let words = [];
	const problem = (line, message) => {
		if (problems.length < MOST_PROBLEMS) problems.push({
			place: {
				file,
				line
			},
			message
		});
	};
	const inner = () => open.at(-1)?.block ?? root;
	const leave = () => {
		const closed = open.pop();
		if (closed === void 0) return;
		const { name, words: rest, line, block } = closed;
		inner().push({
			name,
			words: rest,
			place: {
				file,
				line
			},
			block
		});
	};
	for (const token of nginxWords(text)) {
		if (token.kind === "word") {
			words.push(token);
			continue;
		}
		const [first, ...rest] = words;
		words = [];
		if (token.kind === "open") {
			if (first === void 0) problem(token.line, "a block begins without a name");
			if (open.length >= DEEPEST$1) {
				problem(token.line, `blocks are nested more than ${DEEPEST$1} deep`);
				break;
			}
			const line = first?.line ?? token.line;
			open.push({
				name: first?.text ?? "",
				words: rest.map(({ text: word }) => word),
				line,
				block: []
			});
			continue;
		}
		if (token.kind === "end") {
			if (first !== void 0) inner().push({
				name: first.text,
				words: rest.map(({ text: word }) => word),
				place: {
					file,
					line: first.line
				},
				block: void 0
			});
			continue;
		}
		if (first !== void 0) {
			problem(first.line, `"${oneLine(first.text, 60)}" is not ended by a ";"`);
			inner().push({
				name: first.text,
				words: rest.map(({ text: word }) => word),
				place: {
					file,
					line: first.line
				},
				block: void 0
			});
		}
		if (open.length === 0) problem(token.line, "there is a \"}\" too many");
		leave();
	}
	const [left] = words;
	if (left !== void 0) problem(left.line, `"${oneLine(left.text, 60)}" is not ended by a ";"`);
	const unclosed = open.at(-1);
	if (unclosed !== void 0) problem(unclosed.line, `the block "${oneLine(unclosed.name, 60)}" is not closed`);
	while (open.length > 0) leave();
	return {
		directives: root,
		problems
	};
}
// src/checks/proxy/nginx-load.ts
const ONCE = new Set(`autoindex client_body_buffer_size client_body_timeout client_header_buffer_size client_header_timeout client_max_body_size
   default_type etag gzip gzip_comp_level gzip_min_length gzip_vary keepalive_requests keepalive_timeout pid proxy_buffering
   proxy_buffers proxy_buffer_size proxy_busy_buffers_size proxy_connect_timeout proxy_http_version proxy_pass proxy_read_timeout
   proxy_request_buffering proxy_send_timeout proxy_ssl_server_name proxy_intercept_errors reset_timedout_connection root
   send_timeout sendfile server_tokens ssl_prefer_server_ciphers ssl_session_tickets ssl_session_timeout ssl_stapling
   tcp_nodelay tcp_nopush try_files types_hash_max_size underscores_in_headers user uwsgi_pass uwsgi_read_timeout worker_connections
   worker_processes worker_rlimit_nofile resolver_timeout alias auth_basic charset expires large_client_header_buffers multi_accept
   proxy_ssl_verify real_ip_header real_ip_recursive satisfy server_names_hash_bucket_size ssl_ciphers ssl_dhparam`.split(/\s+/));
function nginxLoadProblems(directives, expansion) {
	const found = [];
	const visit = (block, inside) => {
		found.push(...twice$1(block, inside));
		for (const { name, words, place, block: inner } of block) {
			if (inner !== void 0) visit(inner, name);
			const literal = words.map((word) => /\$\{([A-Z][A-Z0-9_]*)[^}]*\}/.exec(word)?.[0]).find((word) => word !== void 0);
			if (literal !== void 0 && expansion === "none") found.push({
				place,
				message: `${literal} is left as it is written: nothing fills variables of the environment into this file`
			});
		}
	};
	visit(directives, "");
	return found;
}
function twice$1(block, inside) {
	const found = [];
	const seen = new Map();
	for (const { name, words, place } of block) {
		const key = keyOf$2(name, words, inside);
		if (key === void 0) continue;
		const first = seen.get(key);
		if (first === void 0) seen.set(key, place.line);
		else found.push({
			place,
			message: `"${key}" stands here and on line ${first}, and nginx takes it once in a block`
		});
	}
	return found;
}
function keyOf$2(name, words, inside) {
	if (inside === "map" || inside === "types" || inside === "geo" || inside === "split_clients") return void 0;
	if (name === "location" || name === "upstream") return `${name} ${words.join(" ")}`;
	return ONCE.has(name) ? name : void 0;
}
// src/checks/proxy/pgbouncer.ts
function parsePgbouncer(text, file) {
	const sections = [];
	const problems = [];
	for (const [index, raw] of text.split(/\r?\n/).entries()) {
		const line = raw.trim();
		const place = {
			file,
			line: index + 1
		};
		if (line === "" || line.startsWith(";") || line.startsWith("#") || line.startsWith("%include")) continue;
		const section = /^\[([^\]]*)\]/.exec(line)?.[1];
		if (section !== void 0) {
			sections.push({
				name: section,
				line: index + 1,
				block: []
			});
			continue;
		}
		const equals = line.indexOf("=");
		const current = sections.at(-1);
		if (equals < 1 || current === void 0) {
			if (problems.length < 10) problems.push({
				place,
				message: "the line is no \"key = value\" in a section"
			});
			continue;
		}
		current.block.push({
			name: line.slice(0, equals).trim(),
			words: [line.slice(equals + 1).trim()],
			place,
			block: void 0
		});
	}
	return {
		directives: sections.map(({ name, line, block }) => ({
			name,
			words: [],
			place: {
				file,
				line
			},
			block
		})),
		problems
	};
}
// src/checks/proxy/traefik.ts
const MOST_KEYS = 2e4;
const DEEPEST = 30;
const LARGEST = 2e5;
async function parseTraefikYaml(text, file) {
	if (text.length > LARGEST) return tooLarge(file);
	const { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } = await import("./dist2.js").then((n) => __toESM(n.t(), 1));
	const counter = new LineCounter();
	const document = parseDocument(text, {
		lineCounter: counter,
		uniqueKeys: true,
		prettyErrors: false,
		logLevel: "silent"
	});
	const directives = [];
	const lineAt = (offset) => Math.max(1, counter.linePos(offset ?? 0).line);
	const add = (key, words, offset) => {
		if (directives.length < MOST_KEYS) directives.push({
			name: key,
			words,
			place: {
				file,
				line: lineAt(offset)
			},
			block: void 0
		});
	};
	const visit = (node, key, offset, depth) => {
		if (depth > DEEPEST || directives.length >= MOST_KEYS || isAlias(node)) return;
		if (isMap(node)) for (const pair of node.items) {
			const name = isScalar(pair.key) ? String(pair.key.value) : "";
			const start = isScalar(pair.key) ? pair.key.range?.[0] : offset;
			visit(pair.value, key === "" ? name : `${key}.${name}`, start, depth + 1);
		}
		else if (isSeq(node) && node.items.every(isScalar)) add(key, node.items.map((item) => String(isScalar(item) ? item.value : "")), offset);
		else if (isSeq(node)) for (const [index, item] of node.items.entries()) visit(item, `${key}[${index}]`, offset, depth + 1);
		else if (isScalar(node)) add(key, node.value === null ? [] : [String(node.value)], offset);
		else add(key, [], offset);
	};
	visit(document.contents, "", 0, 0);
	return {
		directives,
		problems: document.errors.slice(0, 5).map((error) => ({
			place: {
				file,
				line: lineAt(error.pos[0])
			},
			message: oneLine(error.message.split("\n")[0] ?? "", 160)
		}))
	};
}
async function parseTraefikToml(text, file) {
	if (text.length > LARGEST) return tooLarge(file);
	const { parse } = await import("./dist.js");
	let values;
	try {
		values = parse(text);
	} catch (thrown) {
		return {
			directives: [],
			problems: [{
				place: {
					file,
					line: Number(/line (\d+)/i.exec(messageOf(thrown))?.[1] ?? lineOf$1(thrown) ?? 1)
				},
				message: oneLine(messageOf(thrown).split("\n")[0] ?? "", 160)
			}]
		};
	}
	const lines = tomlLines(text);
	const directives = [];
	const visit = (value, key, depth) => {
		if (depth > DEEPEST || directives.length >= MOST_KEYS) return;
		if (Array.isArray(value) && value.every((item) => typeof item !== "object")) directives.push({
			name: key,
			words: value.map(String),
			place: {
				file,
				line: lines.get(key) ?? 1
			},
			block: void 0
		});
		else if (Array.isArray(value)) for (const [index, item] of value.entries()) visit(item, `${key}[${index}]`, depth + 1);
		else if (typeof value === "object" && value !== null && !(value instanceof Date)) for (const [name, inner] of Object.entries(value)) visit(inner, key === "" ? name : `${key}.${name}`, depth + 1);
		else directives.push({
			name: key,
			words: [String(value)],
			place: {
				file,
				line: lines.get(key) ?? 1
			},
			block: void 0
		});
	};
	visit(values, "", 0);
	return {
		directives,
		problems: []
	};
}
function tooLarge(file) {
	return {
		directives: [],
		problems: [{
			place: {
				file,
				line: 1
			},
			message: `it is larger than ${LARGEST / 1e3} kB, which is not read here`
		}]
	};
}
function tomlLines(text) {
	const found = new Map();
	let section = "";
	for (const [index, raw] of text.split(/\r?\n/).entries()) {
		const line = raw.trim();
		const header = /^\[+([^\]]+)\]+/.exec(line)?.[1];
		if (header !== void 0) section = unquoted$1(header);
		const key = /^([\w."'-]+)\s*=/.exec(line)?.[1];
		if (key !== void 0 && header === void 0) found.set(section === "" ? unquoted$1(key) : `${section}.${unquoted$1(key)}`, index + 1);
	}
	return found;
}
function unquoted$1(key) {
	return key.replace(/["'\s]/g, "");
}
function lineOf$1(thrown) {
	return typeof thrown === "object" && thrown !== null && "line" in thrown && typeof thrown.line === "number" ? thrown.line : void 0;
}
function traefikLabels(service) {
	return [...service.labels].filter(([label]) => /^traefik\./i.test(label)).map(([label, value]) => ({
		name: label.slice(8),
		words: [value],
		place: service.placeOf("labels", label),
		block: void 0
	}));
}
function traefikFlags(service) {
	return [...service.entrypoint ?? [], ...service.command ?? []].flatMap((word, index) => {
		const [, name, value] = /^--([\w.[\]-]+)(?:=([\s\S]*))?$/.exec(word) ?? [];
		if (name === void 0) return [];
		const at = service.entrypoint === void 0 ? service.placeOf("command", index) : service.placeOf("command");
		return [{
			name,
			words: [value ?? "true"],
			place: at,
			block: void 0
		}];
	});
}
// src/checks/proxy/uses.ts
const READ_FROM = /^\/(etc\/(nginx|traefik|caddy|pgbouncer)|traefik|usr\/local\/(nginx|openresty)|opt\/bitnami|bitnami|config|data\/caddy)(\/|$)/;
const PROGRAMS$1 = {
	nginx: /nginx|openresty|angie/i,
	traefik: /traefik/i,
	caddy: /caddy/i,
	pgbouncer: /pgbouncer/i
};
function usesOf$1({ file, program, asked }, services) {
	const uses = services.flatMap((service) => {
		const target = targetIn(file, program, service);
		return target === void 0 ? [] : [{
			who: service.title,
			service,
			target
		}];
	});
	if (uses.length > 0) return uses;
	if (asked) return [{
		who: "the input files",
		service: void 0,
		target: void 0
	}];
	return services.some(({ place }) => place.file.endsWith(".service")) ? [{
		who: "the machine of the systemd units",
		service: void 0,
		target: void 0
	}] : [];
}
function targetIn(file, program, service) {
	const runs = PROGRAMS$1[program].test(`${service.imageName} ${service.name} ${service.start.commands.at(-1)?.words[0] ?? ""}`);
	for (const { container, repository } of [...service.sources].reverse()) {
		if (repository !== file && repository !== "" && !file.startsWith(`${repository}/`)) continue;
		const rest = repository === file ? "" : file.slice(repository === "" ? 0 : repository.length + 1);
		const target = rest === "" ? container : `${container === "/" ? "" : container}/${rest}`;
		if (!READ_FROM.test(target) && !runs) continue;
		const holds = repositoryPaths(target, service.sources);
		if (holds.length === 0 || holds.includes(file)) return target;
	}
}
function fillsVariables({ service, target }) {
	if (target === void 0 || service === void 0) return true;
	const written = JSON.stringify(service.written) + JSON.stringify(service.start.commands.map(({ words }) => words));
	if (/envsubst|confd|dockerize|gomplate|sed /.test(written) || service.start.unknown !== void 0) return true;
	if (service.image?.stage.runs.some(({ commands }) => commands.some(({ words }) => /envsubst|sed/.test(words.join(" "))))) return true;
	return /^\/etc\/nginx\/templates\/.*\.template$/.test(target);
}
// src/checks/proxy/read.ts
async function readProxies(repository, asked, services) {
	const found = await findProxyFiles(repository, asked);
	return [...withIncludes$1(await Promise.all(found.map(async (file) => {
		const uses = usesOf$1(file, services);
		const parsed = await parse$2(file);
		return {
			file: file.file,
			program: file.program,
			usedBy: uses.map(({ who }) => who),
			directives: parsed.directives,
			problems: [...parsed.problems, ...loadProblems(file, parsed, uses)]
		};
	}))), ...fromCompose(services)];
}
async function parse$2({ file, program, text }) {
	switch (program) {
		case "nginx": return parseNginx(text, file);
		case "caddy": return parseCaddy(text, file);
		case "pgbouncer": return parsePgbouncer(text, file);
		case "traefik": return file.endsWith(".toml") ? parseTraefikToml(text, file) : parseTraefikYaml(text, file);
	}
}
function loadProblems({ program }, { directives, problems }, uses) {
	if (program !== "nginx" || problems.length > 0 || uses.length === 0) return [];
	return nginxLoadProblems(directives, uses.every(fillsVariables) ? "templates" : "none");
}
function withIncludes$1(files) {
	return files.map((file) => {
		if (file.usedBy.length > 0 || file.program !== "nginx") return file;
		const from = files.filter((other) => other.usedBy.length > 0 && other !== file && included(other.directives).some((path) => endsAlike(file.file, path)));
		return from.length === 0 ? file : {
			...file,
			usedBy: from.flatMap(({ usedBy }) => usedBy)
		};
	});
}
function included(directives) {
	return directives.flatMap(({ name, words, block }) => [...name === "include" ? words : [], ...block === void 0 ? [] : included(block)]);
}
function endsAlike(file, path) {
	const wanted = path.split("/").slice(-2);
	const own = file.split("/").slice(-wanted.length);
	return wanted.every((part, index) => matches$1(own[index] ?? "", part)) && wanted.at(-1) !== "mime.types";
}
function matches$1(name, pattern) {
	const [start = "", ...rest] = pattern.split("*");
	if (rest.length === 0) return name === pattern;
	const end = rest.at(-1) ?? "";
	return name.length >= start.length + end.length && name.startsWith(start) && name.endsWith(end);
}
function fromCompose(services) {
	const byFile = new Map();
	for (const { compose, imageName, title, place } of services) {
		if (compose === void 0) continue;
		const isTraefik = /(^|\/)traefik(:|@|$)/.test(imageName);
		const own = [...traefikLabels(compose), ...isTraefik ? traefikFlags(compose) : []];
		if (own.length === 0) continue;
		const entry = byFile.get(place.file) ?? {
			directives: [],
			who: []
		};
		entry.directives.push(...own);
		entry.who.push(title);
		byFile.set(place.file, entry);
	}
	return [...byFile].map(([file, { directives, who }]) => ({
		file,
		program: "traefik",
		usedBy: who,
		directives,
		problems: []
	}));
}
// src/checks/requirements/deployed.ts
function deployedPaths(dockerfiles, files, directory) {
	const known = new Set(files);
	const installed = dockerfiles.flatMap((dockerfile) => installedBy(dockerfile, known));
	if (installed.length > 0) return [...new Set(installed)];
	return usual(directory).filter((path) => known.has(path)).slice(0, 1);
}
function usual(directory) {
	const folders = directory === "" ? [""] : ["", `${directory}/`];
	const names = [
		"uv.lock",
		"poetry.lock",
		"Pipfile.lock",
		"requirements.txt"
	];
	return [...folders.flatMap((folder) => names.map((name) => `${folder}${name}`)), ...folders.map((folder) => `${folder}pyproject.toml`)];
}
function installedBy(dockerfile, known) {
	return builtStages(dockerfile).flatMap((stage) => stage.runs.flatMap((run) => {
		const brought = [...stage.copies.flatMap(broughtBy), ...run.mounts.flatMap(boundBy)];
		return run.commands.flatMap((command) => filesOf(command).flatMap((path) => {
			return [...sourcesOf$2(absolute$1(path, command.directory ?? stage.workdir), brought), path.replace(/^\.?\//, "")].map((candidate) => dockerfile.context === "" ? candidate : `${dockerfile.context}/${candidate}`).find((candidate) => known.has(candidate)) ?? [];
		}));
	}));
}
function builtStages(dockerfile) {
	const byName = new Map(dockerfile.stages.map((stage) => [stage.name, stage]));
	const targets = dockerfile.targets.flatMap((name) => byName.get(name) ?? []);
	const last = dockerfile.stages.at(-1);
	const open = targets.length > 0 ? [...targets] : last === void 0 ? [] : [last];
	const seen = new Set();
	for (let stage = open.shift(); stage !== void 0; stage = open.shift()) {
		if (seen.has(stage)) continue;
		seen.add(stage);
		const names = [stage.from.stage, ...stage.copies.map(({ from }) => from)];
		for (const name of names) {
			const next = name === void 0 ? void 0 : byName.get(name) ?? dockerfile.stages[Number(name)];
			if (next !== void 0) open.push(next);
		}
	}
	return [...seen];
}
function filesOf({ words }) {
	const program = (words[0] ?? "").replace(/^.*\//, "");
	const rest = words.slice(1);
	if (/^python[\d.]*$/.test(program) && rest[0] === "-m") return filesOf({ words: rest.slice(1) });
	if (program === "uv" && rest[0] === "pip") return filesOf({ words: rest });
	if (program === "uv" && (rest[0] === "sync" || rest[0] === "export")) return ["uv.lock"];
	if (program === "poetry" && rest.includes("install")) return ["poetry.lock", "pyproject.toml"];
	if (program === "pipenv" && rest.some((word) => word === "install" || word === "sync")) return ["Pipfile.lock"];
	if (!/^pip[\d.]*$/.test(program)) return [];
	if (rest[0] === "sync") return rest.slice(1).filter((word) => !word.startsWith("-"));
	if (!rest.some((word) => word === "install" || word === "wheel")) return [];
	const named = rest.flatMap((word, index) => {
		if (word === "-r" || word === "--requirement") return rest[index + 1] ?? [];
		return /^(?:--requirement=|-r)(\S+)$/.exec(word)?.[1] ?? [];
	});
	return named.length === 0 && rest.some((word) => /^\.(?:\[.*\])?$/.test(word)) ? ["pyproject.toml"] : named;
}
function broughtBy({ from, paths, target, intoFolder }) {
	if (from !== void 0) return [];
	return paths.flatMap((path) => {
		const source = path.replace(/^\.?\//, "").replace(/\/$/, "");
		const base = baseName(source);
		const folder = {
			source: source === "." ? "" : source,
			target: absolute$1(target, "/")
		};
		return intoFolder && base !== "" && base !== "." ? [{
			source,
			target: absolute$1(base, target)
		}, folder] : [folder];
	});
}
function boundBy(mount) {
	const parts = new Map(mount.split(",").map((part) => [part.split("=")[0] ?? "", part.split("=")[1] ?? ""]));
	if (parts.get("type") !== "bind" || parts.has("from")) return [];
	const target = parts.get("target") ?? parts.get("dst") ?? parts.get("destination") ?? "";
	return [{
		source: (parts.get("source") ?? parts.get("src") ?? "").replace(/^\.?\//, ""),
		target: absolute$1(target, "/")
	}];
}
function sourcesOf$2(wanted, brought) {
	return brought.flatMap(({ source, target }) => {
		if (target === wanted) return [source];
		const folder = slashed(target);
		if (!wanted.startsWith(folder)) return [];
		const within = wanted.slice(folder.length);
		return [source === "" ? within : `${source}/${within}`];
	});
}
function absolute$1(path, directory) {
	const parts = [];
	for (const part of (path.startsWith("/") ? path : `${directory}/${path}`).split("/")) if (part === "..") parts.pop();
	else if (part !== "" && part !== ".") parts.push(part);
	return `/${parts.join("/")}`;
}
function slashed(path) {
	return path.endsWith("/") ? path : `${path}/`;
}
// src/checks/requirements/extras.ts
const DEVELOPMENT_EXTRA = /^(?:dev|develop|development|tests?|testing|docs?|lint|typing|types|ci|qa)$/i;
// src/checks/requirements/line.ts
const REQUIREMENT = /^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[([^\]]*)\])?\s*(?:@\s*(\S+)|\(?((?:\s*(?:===|~=|==|!=|<=|>=|<|>)\s*[A-Za-z0-9.*+!_-]+(?:\s*,)?)*)\s*\)?)\s*(?:;\s*(.+))?$/;
const LONGEST$2 = 2e3;
const PINNED = /^={2,3}\s*([^\s,*]+)$/;
function normalName(name) {
	return name.toLowerCase().replace(/[-_.]+/g, "-");
}
function requirementOf(text, hashed = false) {
	if (text.length > LONGEST$2) return void 0;
	const direct = directOf(text);
	if (direct !== void 0) return {
		...direct,
		hashed
	};
	const match = REQUIREMENT.exec(text.trim());
	if (match === null) return void 0;
	const [, name = "", extras, address, versions = "", marker] = match;
	const specifier = versions.split(",").map((part) => part.replace(/\s+/g, "")).filter((part) => part !== "").join(",");
	return {
		name: normalName(name),
		extras: (extras ?? "").split(",").map((extra) => normalName(extra.trim())).filter((extra) => extra !== ""),
		specifier,
		pinned: PINNED.exec(specifier)?.[1],
		hashed,
		marker: marker?.trim(),
		direct: address
	};
}
function directOf(text) {
	const bare = text.trim().replace(/^(?:-e|--editable)[\s=]+/, "");
	if (!(bare !== text.trim()) && !/^(?:[a-z]+\+)?(?:https?|ssh|git|file):\/\/|^git\+|^\.{0,2}\//i.test(bare)) return void 0;
	const [address = bare, marker] = bare.split(/\s+;\s*/);
	const egg = /[#&]egg=([A-Za-z0-9._-]+)/.exec(address)?.[1];
	const last = address.replace(/[#?].*$/, "").replace(/(?<=[^:/])@[^/]*$/, "").replace(/\/+$/, "").split("/").at(-1) ?? "";
	const name = egg ?? last.replace(/\.git$/, "").replace(/-\d.*$/, "");
	return {
		name: normalName(name === "" || name === "." ? "itself" : name),
		extras: [],
		specifier: "",
		pinned: void 0,
		marker,
		direct: address
	};
}
// src/checks/requirements/toml.ts
function isTable(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
function textIn(table, key) {
	const value = table[key];
	return typeof value === "string" ? value : void 0;
}
async function tomlOf(text) {
	const { parse } = await import("./dist.js");
	try {
		return parse(text.replace(/^\uFEFF/, ""));
	} catch {
		return;
	}
}
function jsonOf(text) {
	try {
		const value = JSON.parse(text);
		return isTable(value) ? value : void 0;
	} catch {
		return;
	}
}
// src/checks/requirements/pyproject.ts
function pyprojectOf(path, text, document) {
	const project = tableIn(document, "project");
	const poetry = tableIn(tableIn(document, "tool"), "poetry");
	const entries = [];
	const unreadable = [];
	const extras = tableIn(project, "optional-dependencies");
	const wanted = Object.keys(extras).filter((name) => !DEVELOPMENT_EXTRA.test(name));
	for (const written of [...listIn(project, "dependencies"), ...wanted.flatMap((name) => listIn(extras, name))]) {
		const place = {
			file: path,
			line: lineOf(text, quotedEither(written))
		};
		const read = requirementOf(written);
		if (read === void 0) unreadable.push({
			place,
			text: written
		});
		else entries.push({
			...read,
			place
		});
	}
	const poetryDependencies = tableIn(poetry, "dependencies");
	for (const [name, value] of Object.entries(poetryDependencies)) {
		if (name.toLowerCase() === "python") continue;
		const line = lineOf(text, new RegExp(`^\\s*"?${escaped$1(name)}"?\\s*=`, "m"));
		entries.push({
			...poetryRequirement(name, value),
			place: {
				file: path,
				line
			}
		});
	}
	const requires = textIn(project, "requires-python") ?? textIn(poetryDependencies, "python");
	return {
		file: {
			file: path,
			kind: "pyproject",
			entries,
			includes: [],
			unreadable
		},
		python: requires === void 0 ? void 0 : {
			version: requires,
			line: lineOf(text, /^\s*(?:requires-python|python)\s*=/m)
		}
	};
}
function poetryRequirement(name, value) {
	const table = isTable(value) ? value : {};
	const written = typeof value === "string" ? value : textIn(table, "version") ?? "";
	const bare = /^\d[\w.]*$/.exec(written)?.[0];
	const pinned = bare ?? /^==\s*([^\s,*]+)$/.exec(written)?.[1];
	return {
		name: normalName(name),
		extras: listIn(table, "extras").map(normalName),
		specifier: bare === void 0 ? written === "*" ? "" : written.replace(/\s+/g, "") : `==${bare}`,
		pinned,
		hashed: false,
		marker: textIn(table, "markers"),
		direct: textIn(table, "git") ?? textIn(table, "url") ?? textIn(table, "path")
	};
}
function tableIn(table, key) {
	const value = table[key];
	return isTable(value) ? value : {};
}
function listIn(table, key) {
	const value = table[key];
	return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
function lineOf(text, pattern) {
	const at = text.search(pattern);
	return at === -1 ? 1 : text.slice(0, at).split("\n").length + (/^\s*\n/.test(text.slice(at)) ? 1 : 0);
}
function quotedEither(written) {
	return new RegExp(`["']${escaped$1(written)}["']`);
}
function escaped$1(text) {
	return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
// src/checks/requirements/locks.ts
function uvLock(file, text, document) {
	const packages = tablesIn(document, "package");
	const lines = packageLines(text);
	const own = packages.filter((entry) => isOwn$1(tableIn(entry, "source")));
	const byName = new Map(packages.map((entry) => [textIn(entry, "name") ?? "", entry]));
	const wanted = new Set();
	const open = own.flatMap((entry) => [...needs(entry), ...extrasOf(entry)]);
	for (let name = open.pop(); name !== void 0; name = open.pop()) {
		if (wanted.has(name)) continue;
		wanted.add(name);
		const entry = byName.get(name);
		if (entry !== void 0) open.push(...needs(entry));
	}
	return lockFile(file, "uv-lock", (own.length === 0 ? packages : packages.filter((entry) => wanted.has(textIn(entry, "name") ?? ""))).filter((entry) => !own.includes(entry)), lines);
}
function poetryLock(file, text, document) {
	return lockFile(file, "poetry-lock", tablesIn(document, "package").filter((entry) => {
		const groups = entry["groups"];
		if (Array.isArray(groups)) return groups.includes("main");
		return textIn(entry, "category") !== "dev";
	}), packageLines(text));
}
function pipfileLock(file, text, document) {
	return {
		file,
		kind: "pipfile-lock",
		entries: Object.entries(tableIn(document, "default")).map(([name, value]) => {
			const table = isTable(value) ? value : {};
			const specifier = textIn(table, "version") ?? "";
			const at = text.indexOf(`"${name}":`);
			return {
				name: normalName(name),
				extras: listIn(table, "extras").map(normalName),
				specifier,
				pinned: /^==(.+)$/.exec(specifier)?.[1],
				hashed: Array.isArray(table["hashes"]),
				marker: textIn(table, "markers"),
				direct: textIn(table, "git") ?? textIn(table, "path"),
				place: {
					file,
					line: at === -1 ? 1 : text.slice(0, at).split("\n").length
				}
			};
		}),
		includes: [],
		unreadable: []
	};
}
function lockFile(file, kind, packages, lines) {
	return {
		file,
		kind,
		entries: packages.map((entry) => {
			const name = textIn(entry, "name") ?? "";
			const version = textIn(entry, "version");
			return {
				name: normalName(name),
				extras: [],
				specifier: version === void 0 ? "" : `==${version}`,
				pinned: version,
				hashed: true,
				marker: void 0,
				direct: textIn(tableIn(entry, "source"), "git"),
				place: {
					file,
					line: lines.get(name) ?? 1
				}
			};
		}),
		includes: [],
		unreadable: []
	};
}
function isOwn$1(source) {
	return [
		"virtual",
		"editable",
		"directory"
	].some((key) => textIn(source, key) !== void 0);
}
function needs(entry) {
	return tablesIn(entry, "dependencies").flatMap((dependency) => textIn(dependency, "name") ?? []);
}
function extrasOf(entry) {
	return Object.keys(tableIn(entry, "optional-dependencies")).filter((name) => !DEVELOPMENT_EXTRA.test(name)).flatMap((name) => tablesIn(tableIn(entry, "optional-dependencies"), name).flatMap((one) => textIn(one, "name") ?? []));
}
function tablesIn(table, key) {
	const value = table[key];
	return Array.isArray(value) ? value.filter(isTable) : [];
}
function packageLines(text) {
	const lines = new Map();
	for (const [index, line] of text.split("\n").entries()) {
		const name = /^name = "([^"]+)"/.exec(line)?.[1];
		if (name !== void 0 && !lines.has(name)) lines.set(name, index + 1);
	}
	return lines;
}
// src/checks/requirements/pythons.ts
const PINS = [
	[
		/(?:^|\/)\.python-version$/,
		"pin",
		/^\s*(?:cpython-|python-?)?(3\.\d+(?:\.\d+)?)\s*$/
	],
	[
		/(?:^|\/)runtime\.txt$/,
		"pin",
		/^\s*python-(3\.\d+(?:\.\d+)?)/
	],
	[
		/(?:^|\/)\.tool-versions$/,
		"pin",
		/^\s*python\s+(3\.\d+(?:\.\d+)?)/
	],
	[
		/(?:^|\/)(?:\.?mise)\.toml$/,
		"pin",
		/^\s*python\s*=\s*"(3\.\d+(?:\.\d+)?)"/
	],
	[
		/(?:^|\/)nixpacks\.toml$/,
		"pin",
		/(?:NIXPACKS_PYTHON_VERSION\s*=\s*["']|["']python)(3(?:\.?\d+)(?:\.\d+)?)["']/
	],
	[
		/(?:^|\/)project\.toml$/,
		"pin",
		/^\s*(?:BP_CPYTHON_VERSION\s*=|value\s*=)\s*["'](3\.\d+(?:\.[\d*]+)?)["']/
	],
	[
		/^\.github\/workflows\/[^/]+\.ya?ml$/,
		"workflow",
		/^\s*(?:-\s*)?python-version:\s*["']?(3\.\d+(?:\.\d+)?)["']?\s*(?:#.*)?$/
	],
	[
		/(?:^|\/)\.?env(?:[.-][^/]*)?$|\.env$/,
		"pin",
		/^\s*(?:export\s+)?(?:BP_CPYTHON_VERSION|BP_PYTHON_VERSION|NIXPACKS_PYTHON_VERSION)\s*=\s*["']?(3\.\d+(?:\.[\d*]+)?)/
	]
];
const ELSEWHERE$4 = /(?:^|\/)(?:node_modules|site-packages|\.venv|venv|fixtures|testdata)\//;
async function pythonsOf(repository, dockerfiles, pyprojects) {
	const found = [];
	for (const { file, version, line } of pyprojects) found.push({
		version,
		kind: "range",
		place: {
			file,
			line
		}
	});
	for (const dockerfile of dockerfiles) found.push(...imagesOf(dockerfile));
	for (const path of repository.files) {
		if (ELSEWHERE$4.test(path)) continue;
		const known = PINS.find(([name]) => name.test(path));
		if (known === void 0) continue;
		const [, kind, pattern] = known;
		const text = await repository.read(path);
		for (const [index, line] of (text ?? "").split(/\r\n|\r|\n/).entries()) {
			const version = pattern.exec(line)?.[1];
			if (version !== void 0) found.push({
				version: dotted(version),
				kind,
				place: {
					file: path,
					line: index + 1
				}
			});
		}
	}
	return found;
}
function imagesOf(dockerfile) {
	return builtStages(dockerfile).flatMap(({ base, from }) => {
		const version = /(?:^|\/)python$/.test(base.name) ? /^(3\.\d+(?:\.\d+)?)/.exec(base.tag ?? "")?.[1] : /(?:^|[-:])python(3\.\d+)/.exec(base.text)?.[1];
		const own = from.stage === void 0;
		return version === void 0 || !own ? [] : [{
			version,
			kind: "image",
			place: {
				file: dockerfile.file,
				line: from.line
			}
		}];
	});
}
function dotted(version) {
	return /^3\d+$/.test(version) ? `3.${version.slice(1)}` : version;
}
// src/checks/requirements/requirements-txt.ts
function plainRequirements(file, text) {
	const entries = [];
	const includes = [];
	const includeLines = [];
	const constraints = [];
	const unreadable = [];
	for (const { line, content } of logicalLines(text)) {
		const include = /^(-r|--requirement|-c|--constraint)[\s=]*(\S.*)$/.exec(content);
		if (include !== null) {
			const [, option = "", path = ""] = include;
			const included = option === "-r" || option === "--requirement";
			(included ? includes : constraints).push(path.trim());
			if (included) includeLines.push(line);
			continue;
		}
		if (/^-(?!e[\s=]|-editable)/.test(content)) continue;
		const [requirement = "", ...options] = content.split(/\s+--(?=hash|config-settings|global-option|install-option)/);
		const hashed = options.some((option) => option.startsWith("hash"));
		const read = requirementOf(requirement, hashed);
		if (read === void 0) unreadable.push({
			place: {
				file,
				line
			},
			text: requirement
		});
		else entries.push({
			...read,
			place: {
				file,
				line
			}
		});
	}
	return {
		entries,
		includes,
		includeLines,
		constraints,
		unreadable
	};
}
function logicalLines(text) {
	const found = [];
	let open;
	for (const [index, raw] of text.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/).entries()) {
		const continued = /\\[ \t]*$/.test(raw) && !/^\s*#/.test(raw);
		const content = (continued ? raw.replace(/\\[ \t]*$/, "") : raw).replace(/(?:^|\s)#.*$/, "").trim();
		if (open === void 0) open = {
			line: index + 1,
			content
		};
		else open = {
			line: open.line,
			content: `${open.content} ${content}`.trim()
		};
		if (continued) continue;
		if (open.content !== "") found.push(open);
		open = void 0;
	}
	if (open !== void 0 && open.content !== "") found.push(open);
	return found;
}
// src/checks/requirements/read.ts
const ELSEWHERE$3 = /(?:^|\/)(?:node_modules|site-packages|\.venv|venv|fixtures|testdata)\//;
async function readRequirements(repository, asked, dockerfiles, directory) {
	const paths = await requirementPaths(repository, asked);
	const plain = new Map();
	const files = [];
	const pyprojects = [];
	for (const path of paths) {
		const text = await repository.read(path);
		if (text === void 0) continue;
		const name = baseName(path);
		if (/\.(?:txt|in|pip)$/.test(name)) plain.set(path, plainRequirements(path, text));
		else if (name === "Pipfile.lock") pushKnown(files, jsonOf(text), (document) => pipfileLock(path, text, document));
		else {
			const document = await tomlOf(text);
			if (name === "uv.lock") pushKnown(files, document, (known) => uvLock(path, text, known));
			if (name === "poetry.lock") pushKnown(files, document, (known) => poetryLock(path, text, known));
			if (name === "pyproject.toml" && document !== void 0) {
				const { file, python } = pyprojectOf(path, text, document);
				files.push(file);
				if (python !== void 0) pyprojects.push({
					file: path,
					...python
				});
			}
		}
	}
	files.push(...[...plain.keys()].map((path) => withIncludes(path, plain)));
	files.sort((a, b) => a.file < b.file ? -1 : 1);
	return {
		files,
		deployed: deployedOf(files, deployedPaths(dockerfiles, namesAny(files), directory)),
		pythons: await pythonsOf(repository, dockerfiles, pyprojects)
	};
}
async function requirementPaths(repository, asked) {
	const named = repository.files.filter((path) => !ELSEWHERE$3.test(path) && isRequirementFile(path));
	return [...new Set([...named, ...await globbed(repository.files, asked)])].sort();
}
function isRequirementFile(path) {
	const name = baseName(path);
	if ([
		"pyproject.toml",
		"uv.lock",
		"poetry.lock",
		"Pipfile.lock"
	].includes(name)) return true;
	if (/(?:^|\/)requirements\/[^/]+\.(?:txt|in|pip)$/.test(path)) return true;
	return /^(?:.*[-_.])?(?:requirements|constraints)(?:[-_.].*)?\.(?:txt|in|pip)$/i.test(name);
}
function withIncludes(path, plain) {
	const entries = [];
	const unreadable = [];
	const includes = [];
	const includedAt = new Map();
	const pins = new Map();
	const seen = new Set();
	const open = [path];
	for (let at = open.shift(); at !== void 0; at = open.shift()) {
		const own = plain.get(at);
		if (own === void 0 || seen.has(at)) continue;
		seen.add(at);
		entries.push(...own.entries);
		unreadable.push(...own.unreadable);
		for (const constraint of own.constraints) for (const { name, pinned } of plain.get(joined$1(folderOf$1(at), constraint))?.entries ?? []) if (pinned !== void 0) pins.set(name, pinned);
		const next = own.includes.map((include) => joined$1(folderOf$1(at), include));
		for (const [index, include] of next.entries()) if (!includedAt.has(include)) includedAt.set(include, {
			file: at,
			line: own.includeLines[index] ?? 1
		});
		includes.push(...next);
		open.push(...next);
	}
	const pinnedEntries = entries.map((entry) => ({
		...entry,
		pinned: entry.pinned ?? pins.get(entry.name)
	}));
	return {
		file: path,
		kind: /constraints/i.test(baseName(path)) ? "constraints" : "requirements",
		entries: pinnedEntries,
		includes,
		includedAt,
		unreadable
	};
}
function namesAny(files) {
	return files.filter(({ entries }) => entries.length > 0).map(({ file }) => file);
}
function deployedOf(files, paths) {
	const chosen = paths.flatMap((path) => files.find(({ file }) => file === path) ?? []);
	const [first, ...others] = chosen;
	if (first === void 0) return void 0;
	return others.length === 0 ? first : {
		...first,
		entries: chosen.flatMap(({ entries }) => entries),
		includes: [...first.includes, ...others.map(({ file }) => file)],
		unreadable: chosen.flatMap(({ unreadable }) => unreadable)
	};
}
function pushKnown(files, document, read) {
	if (document !== void 0) files.push(read(document));
}
// src/checks/server/gunicorn-options.ts
const GUNICORN_OPTIONS = optionTable(`
  access_log_format value --access-logformat
  accesslog value --access-logfile
  asgi_disconnect_grace_period value --asgi-disconnect-grace-period
  asgi_lifespan value --asgi-lifespan
  asgi_loop value --asgi-loop
  backlog value --backlog
  bind list --bind -b
  ca_certs value --ca-certs
  capture_output flag --capture-output
  casefold_http_method flag --casefold-http-method
  cert_reqs value --cert-reqs
  certfile value --certfile
  chdir value --chdir
  check_config flag --check-config
  ciphers value --ciphers
  config value --config -c
  control_socket value --control-socket
  control_socket_disable flag --no-control-socket
  control_socket_mode value --control-socket-mode
  daemon flag --daemon -D
  dirty_apps list --dirty-app
  dirty_graceful_timeout value --dirty-graceful-timeout
  dirty_threads value --dirty-threads
  dirty_timeout value --dirty-timeout
  dirty_workers value --dirty-workers
  disable_redirect_access_to_syslog flag --disable-redirect-access-to-syslog
  do_handshake_on_connect flag --do-handshake-on-connect
  dogstatsd_tags value --dogstatsd-tags
  enable_backlog_metric flag --enable-backlog-metric
  enable_stdio_inheritance flag --enable-stdio-inheritance -R
  errorlog value --error-logfile --log-file
  forwarded_allow_ips value --forwarded-allow-ips
  forwarder_headers value --forwarder-headers
  graceful_timeout value --graceful-timeout
  group value --group -g
  header_map value --header-map
  http2_cleartext value --http2-cleartext
  http2_initial_window_size value --http2-initial-window-size
  http2_max_concurrent_streams value --http2-max-concurrent-streams
  http2_max_frame_size value --http2-max-frame-size
  http2_max_header_list_size value --http2-max-header-list-size
  http_parser value --http-parser
  http_protocols value --http-protocols
  initgroups flag --initgroups
  keepalive value --keep-alive
  keyfile value --keyfile
  limit_request_field_size value --limit-request-field_size
  limit_request_fields value --limit-request-fields
  limit_request_line value --limit-request-line
  logconfig value --log-config
  logconfig_json value --log-config-json
  logger_class value --logger-class
  loglevel value --log-level
  max_requests value --max-requests
  max_requests_jitter value --max-requests-jitter
  websocket_max_message_size value --websocket-max-message-size
  paste value --paste --paster
  permit_obsolete_folding flag --permit-obsolete-folding
  permit_unconventional_http_method flag --permit-unconventional-http-method
  permit_unconventional_http_version flag --permit-unconventional-http-version
  pidfile value --pid -p
  preload_app flag --preload
  print_config flag --print-config
  proc_name value --name -n
  protocol value --protocol
  proxy_allow_ips value --proxy-allow-from
  proxy_protocol optional --proxy-protocol
  pythonpath value --pythonpath
  raw_env list --env -e
  raw_paste_global_conf list --paste-global
  reload flag --reload
  reload_engine value --reload-engine
  reload_extra_files list --reload-extra-file
  reuse_port flag --reuse-port
  root_path value --root-path
  sendfile off --no-sendfile
  spew flag --spew
  ssl_version value --ssl-version
  statsd_host value --statsd-host
  statsd_prefix value --statsd-prefix
  strip_header_spaces flag --strip-header-spaces
  suppress_ragged_eofs flag --suppress-ragged-eofs
  syslog flag --log-syslog
  syslog_addr value --log-syslog-to
  syslog_facility value --log-syslog-facility
  syslog_prefix value --log-syslog-prefix
  threads value --threads
  timeout value --timeout -t
  umask value --umask -m
  user value --user -u
  uwsgi_allow_ips value --uwsgi-allow-from
  worker_class value --worker-class -k
  worker_connections value --worker-connections
  worker_tmp_dir value --worker-tmp-dir
  workers value --workers -w
`);
const GUNICORN_DEFAULTS = {
	accesslog: null,
	backlog: 2048,
	bind: "127.0.0.1:8000",
	capture_output: false,
	certfile: null,
	chdir: null,
	daemon: false,
	errorlog: "-",
	forwarded_allow_ips: "127.0.0.1,::1",
	graceful_timeout: 30,
	group: null,
	keepalive: 2,
	limit_request_field_size: 8190,
	limit_request_fields: 100,
	limit_request_line: 4094,
	loglevel: "info",
	max_requests: 0,
	max_requests_jitter: 0,
	pidfile: null,
	preload_app: false,
	proxy_allow_ips: "127.0.0.1,::1",
	proxy_protocol: "off",
	pythonpath: null,
	reload: false,
	reuse_port: false,
	spew: false,
	threads: 1,
	timeout: 30,
	umask: 0,
	user: null,
	worker_class: "sync",
	worker_connections: 1e3,
	worker_tmp_dir: null,
	workers: 1,
	wsgi_app: null,
	access_log_format: "%(h)s %(l)s %(u)s %(t)s \"%(r)s\" %(s)s %(b)s \"%(f)s\" \"%(a)s\""
};
const GUNICORN_NUMBERS = new Set(Object.entries(GUNICORN_DEFAULTS).filter(([, value]) => typeof value === "number").map(([name]) => name));
// src/checks/server/gunicorn.ts
function gunicornStart(words, command, environment, placeOf) {
	const own = new Map([...environment, ...Object.entries(command.assignments)]);
	return {
		line: readOptions$1(words, GUNICORN_OPTIONS, { shortened: true }),
		extra: readOptions$1(shellWords(own.get("GUNICORN_CMD_ARGS") ?? ""), GUNICORN_OPTIONS, { shortened: true }),
		environment: own,
		place: {
			file: command.file,
			line: command.line
		},
		placeOf
	};
}
function askedConfig({ line, extra }) {
	return textOf$1(line.options.get("config")) ?? textOf$1(extra.options.get("config"));
}
function gunicornValues(start, file, placeOf, doubtful) {
	const values = new Map();
	for (const [name, value] of Object.entries(GUNICORN_DEFAULTS)) values.set(name, {
		value,
		from: "default"
	});
	for (const [name, value] of environmentDefaults(start)) values.set(name, value);
	for (const [name, value] of Object.entries(file ?? {})) {
		const place = placeOf(name);
		values.set(name, {
			value: plain$1(value),
			from: "file",
			...place === void 0 ? {} : { place },
			...doubtful.has(name) ? { unknown: true } : {}
		});
	}
	for (const [name, value] of start.extra.options) values.set(name, {
		value: typed(name, value),
		from: "environment",
		place: start.placeOf("GUNICORN_CMD_ARGS")
	});
	for (const [name, value] of start.line.options) values.set(name, {
		value: typed(name, value),
		from: "command",
		place: start.place
	});
	values.delete("config");
	return Object.fromEntries(values);
}
function environmentDefaults({ environment, placeOf }) {
	const found = [];
	const add = (name, variable, read) => {
		if (!environment.has(variable)) return;
		const text = environment.get(variable);
		found.push([name, {
			value: read(text ?? `$${variable}`),
			from: "environment",
			place: placeOf(variable)
		}]);
	};
	add("workers", "WEB_CONCURRENCY", (text) => number(text));
	add("bind", "PORT", (text) => `0.0.0.0:${text}`);
	add("forwarded_allow_ips", "FORWARDED_ALLOW_IPS", (text) => text);
	return found;
}
function typed(name, value) {
	if (typeof value === "boolean") return value;
	if (typeof value !== "string") return value.join(",");
	return GUNICORN_NUMBERS.has(name) ? number(value) : value;
}
function number(text) {
	return /^[+-]?\d+$/.test(text.trim()) ? Number(text) : text;
}
function plain$1(value) {
	if (value === null || value === void 0) return null;
	if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
	if (Array.isArray(value) && value.every((part) => typeof part === "string")) return value.join(",");
	return JSON.stringify(value);
}
function textOf$1(value) {
	return typeof value === "string" ? value : void 0;
}
function shellWords(text) {
	const words = [];
	for (const match of text.slice(0, 1e4).matchAll(/(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/g)) words.push(match[0].replace(/\\(.)|"((?:[^"\\]|\\.)*)"|'([^']*)'/g, unquoted));
	return words;
}
function unquoted(_all, escaped, double, single) {
	return escaped ?? double?.replace(/\\(["\\$`])/g, "$1") ?? single ?? "";
}
function doubtfulNames(answer, text, environment) {
	const hidden = (answer?.reads ?? []).map(({ name }) => name).filter((name) => environment.has(name) && environment.get(name) === void 0);
	if (answer === void 0 || hidden.length === 0) return new Set();
	const lines = text.split("\n");
	return new Set(Object.entries(answer.lines).filter(([, line]) => hidden.some((name) => statementAt(lines, line).includes(name))).map(([name]) => name));
}
function statementAt(lines, line) {
	const rest = lines.slice(line, line + 12);
	const end = rest.findIndex((text) => /^[^\s)\]}]/.test(text));
	return [lines[line - 1] ?? "", ...rest.slice(0, end < 0 ? rest.length : end)].join("\n");
}
// src/checks/server/locate.ts
function startFolder(service, directory) {
	const folder = directory ?? service?.directory;
	if (folder !== void 0) return folder;
	return service === void 0 || service.sources.length === 0 ? "" : void 0;
}
function inRepository(service, path) {
	if (!path.startsWith("/")) return path.startsWith("../") || path === ".." ? [] : [path];
	return repositoryPaths(path, sourcesOf$1(service)).filter((candidate) => !candidate.startsWith("..")).map((candidate) => joined$1("", candidate));
}
function inContainer$3(service, path) {
	const known = [...sourcesOf$1(service)].filter(({ repository }) => repository === "" || path === repository || path.startsWith(`${repository}/`)).sort((a, b) => b.repository.length - a.repository.length)[0];
	if (known === void 0) return void 0;
	return joined$1(known.container, path.slice(known.repository.length).replace(/^\/+/, "") || ".");
}
function relativeTo(from, to) {
	const start = from.split("/").filter((part) => part !== "");
	const end = to.split("/").filter((part) => part !== "");
	let same = 0;
	while (same < start.length && same < end.length && start[same] === end[same]) same += 1;
	return [...start.slice(same).map(() => ".."), ...end.slice(same)].join("/") || ".";
}
function sourcesOf$1(service) {
	if (service === void 0 || service.sources.length > 0) return service?.sources ?? [];
	const { image, compose, place } = service;
	if (!(image === void 0 && compose === void 0 && !place.file.endsWith(".service")) || service.directory === void 0) return [];
	return [{
		container: service.directory,
		repository: folderOf$1(place.file)
	}];
}
// src/checks/server/application.ts
async function locateApplication(asked, place, folders, service, repository) {
	const [module = "", name] = asked.split(":");
	const path = module.replaceAll(".", "/");
	const answer = {
		asked,
		place,
		searched: folders,
		named: void 0,
		file: void 0
	};
	if (!/^[\p{L}_][\p{L}\p{N}_.]*$/u.test(module)) return {
		...answer,
		exists: void 0
	};
	let everyFolderIsKnown = true;
	for (const folder of folders) {
		const own = inRepository(service, folder);
		if (own.length === 0) everyFolderIsKnown = false;
		for (const file of own.flatMap((base) => [joined$1(base, `${path}.py`), joined$1(base, `${path}/__init__.py`)])) {
			const text = await repository.read(file);
			if (text === void 0) continue;
			return {
				...answer,
				file,
				exists: true,
				named: defines(text, name)
			};
		}
	}
	if (!everyFolderIsKnown || folders.length === 0) return {
		...answer,
		exists: void 0
	};
	const elsewhere = repository.files.find((file) => file === `${path}.py` || file.endsWith(`/${path}.py`));
	if (elsewhere === void 0) return {
		...answer,
		exists: mustBeHere(module, repository) ? false : void 0
	};
	const root = elsewhere.slice(0, elsewhere.length - `${path}.py`.length).replace(/\/$/, "");
	const start = folders[0] ?? "";
	const inside = start.startsWith("/") ? inContainer$3(service, root) : root;
	return {
		...answer,
		exists: false,
		...inside === void 0 ? {} : { wouldExist: relativeTo(start, inside) }
	};
}
function defines(text, name) {
	const word = /^[\p{L}_][\p{L}\p{N}_]*/u.exec(name ?? "application")?.[0];
	return word === void 0 || new RegExp(`\\b${word}\\b`, "u").test(text) || /^from .* import \*/m.test(text);
}
function mustBeHere(module, repository) {
	const first = module.split(".")[0] ?? "";
	const own = repository.files.some((file) => file.includes(`/${first}/`) || file.startsWith(`${first}/`));
	const kind = /(?:^|\.)(wsgi|asgi)$/.exec(module)?.[1];
	const another = kind !== void 0 && repository.files.some((file) => file.endsWith(`/${kind}.py`));
	return own || another;
}
// src/checks/server/unit.ts
const LONGEST$1 = 2e4;
async function unitOf$1({ service }, repository) {
	const { file } = service.place;
	if (!file.endsWith(".service")) return void 0;
	const text = await repository.read(file);
	return text === void 0 ? void 0 : unitValues(text, file);
}
function unitValues(text, file) {
	const values = new Map();
	const lines = text.split(/\r?\n/);
	let section = "";
	for (let index = 0; index < lines.length; index += 1) {
		let line = (lines[index] ?? "").trim();
		const start = index;
		while (line.endsWith("\\") && index + 1 < lines.length && line.length < LONGEST$1) {
			index += 1;
			line = `${line.slice(0, -1)} ${(lines[index] ?? "").trim()}`;
		}
		const named = /^\[([^\]]*)\]$/.exec(line)?.[1];
		if (named !== void 0) section = named;
		const equals = line.indexOf("=");
		if (named !== void 0 || equals < 1 || line.startsWith("#") || line.startsWith(";")) continue;
		values.set(`${section}.${line.slice(0, equals).trim()}`, {
			value: line.slice(equals + 1).trim(),
			place: {
				file,
				line: start + 1
			}
		});
	}
	return values;
}
// src/checks/server/gunicorn-read.ts
const CORES$1 = [
	"1",
	"2",
	"4",
	"8"
];
async function readGunicorn(given) {
	const { start, gunicorn, config, answer, unseen, repository } = given;
	const file = config?.exists === true ? config.file : void 0;
	const text = file === void 0 ? "" : await repository.read(file) ?? "";
	const usable = answer?.problem === null ? answer : void 0;
	const doubtful = doubtfulNames(usable, text, gunicorn.environment);
	const placeOf = (name) => {
		const line = usable?.lines[name];
		return file === void 0 || line === void 0 ? void 0 : {
			file,
			line
		};
	};
	const values = perCores((cores) => gunicornValues(gunicorn, usable === void 0 ? void 0 : usable.cores[cores], placeOf, doubtful));
	return {
		program: "gunicorn",
		service: start.service,
		place: gunicorn.place,
		config,
		application: await applicationOf(start, gunicorn, values, file !== void 0 && usable === void 0, repository),
		values,
		unknownOptions: [...gunicorn.line.unknown, ...gunicorn.extra.unknown],
		unit: await unitOf$1(start, repository),
		problem: unseen ?? (file === void 0 ? void 0 : problemOf$1(answer))
	};
}
function problemOf$1(answer) {
	return answer === void 0 ? "it was not evaluated: no Python of the project was asked" : answer.problem ?? void 0;
}
function perCores(read) {
	const each = CORES$1.map((cores) => [Number(cores), read(cores)]);
	const first = each[0];
	return first !== void 0 && each.every(([, values]) => JSON.stringify(values) === JSON.stringify(first[1])) ? new Map([[0, first[1]]]) : new Map(each);
}
async function applicationOf({ service, command }, gunicorn, values, fileIsUnknown, repository) {
	const merged = values.values().next().value ?? {};
	const word = gunicorn.line.positional[0] ?? gunicorn.extra.positional[0];
	const named = merged["wsgi_app"];
	const asked = word ?? (typeof named?.value === "string" ? named.value : void 0);
	if (asked === void 0 || asked.includes("$") || gunicorn.line.options.has("paste")) return void 0;
	const start = startFolder(service, command.directory);
	const chdir = folder$1(merged["chdir"], start, repository, service);
	const place = word === void 0 ? named?.place ?? gunicorn.place : gunicorn.place;
	const paths = [gunicorn.environment.get("PYTHONPATH"), merged["pythonpath"]?.value].filter((path) => typeof path === "string").flatMap((path) => path.split(/[:,]/)).filter((path) => path !== "");
	if (start === void 0 || chdir === void 0 || gunicorn.environment.has("PYTHONPATH") && paths.length === 0 || fileIsUnknown) {
		const found = await locateApplication(asked, place, start === void 0 ? [] : [start], service, repository);
		return found.exists === true ? found : {
			...found,
			exists: void 0
		};
	}
	const folders = [
		chdir,
		...paths.map((path) => joined$1(start, path)),
		...chdir === start ? [] : [start]
	];
	return locateApplication(asked, place, folders, service, repository);
}
function folder$1(value, start, repository, service) {
	if (value?.unknown === true) return void 0;
	if (typeof value?.value !== "string") return start;
	const path = value.value;
	if (path.includes("$")) return void 0;
	if (path === repository.root || path.startsWith(`${repository.root}/`)) {
		const own = path.slice(repository.root.length + 1);
		return start?.startsWith("/") === true ? inContainer$3(service, own) : own;
	}
	return start === void 0 ? void 0 : joined$1(start, path);
}
// src/checks/server/other-options.ts
const UVICORN_OPTIONS = optionTable(`
  host value --host
  port value --port
  uds value --uds
  fd value --fd
  reload flag --reload
  reload_dir list --reload-dir
  reload_include list --reload-include
  reload_exclude list --reload-exclude
  reload_delay value --reload-delay
  workers value --workers
  loop value --loop
  http value --http
  http2 flag --http2
  reset_contextvars flag --reset-contextvars
  ws value --ws
  ws_max_size value --ws-max-size
  ws_max_queue value --ws-max-queue
  ws_ping_interval value --ws-ping-interval
  ws_ping_timeout value --ws-ping-timeout
  ws_per_message_deflate value --ws-per-message-deflate
  lifespan value --lifespan
  interface value --interface
  env_file value --env-file
  log_config value --log-config
  log_level value --log-level
  access_log flag --access-log
  access_log off --no-access-log
  use_colors flag --use-colors
  use_colors off --no-use-colors
  proxy_headers flag --proxy-headers
  proxy_headers off --no-proxy-headers
  server_header flag --server-header
  server_header off --no-server-header
  date_header flag --date-header
  date_header off --no-date-header
  forwarded_allow_ips value --forwarded-allow-ips
  root_path value --root-path
  limit_concurrency value --limit-concurrency
  backlog value --backlog
  limit_max_requests value --limit-max-requests
  limit_max_requests_jitter value --limit-max-requests-jitter
  timeout_keep_alive value --timeout-keep-alive
  timeout_graceful_shutdown value --timeout-graceful-shutdown
  timeout_worker_healthcheck value --timeout-worker-healthcheck
  ssl_keyfile value --ssl-keyfile
  ssl_certfile value --ssl-certfile
  ssl_keyfile_password value --ssl-keyfile-password
  ssl_version value --ssl-version
  ssl_cert_reqs value --ssl-cert-reqs
  ssl_ca_certs value --ssl-ca-certs
  ssl_ciphers value --ssl-ciphers
  header list --header
  chdir value --app-dir
  h11_max_incomplete_event_size value --h11-max-incomplete-event-size
  factory flag --factory
`);
const UVICORN_DEFAULTS = {
	host: "127.0.0.1",
	port: 8e3,
	uds: null,
	fd: null,
	reload: false,
	workers: 1,
	access_log: true,
	proxy_headers: true,
	forwarded_allow_ips: "127.0.0.1",
	timeout_keep_alive: 5,
	timeout_graceful_shutdown: null,
	limit_max_requests: null,
	log_level: "info"
};
const HYPERCORN_OPTIONS = optionTable(`
  access_log_format value --access-logformat
  accesslog value --access-logfile --access-log
  backlog value --backlog
  bind list --bind -b
  ca_certs value --ca-certs
  certfile value --certfile
  cert_reqs value --cert-reqs
  ciphers value --ciphers
  daemon flag --daemon -D
  keyfile_password value --keyfile-password
  statsd_host value --statsd-host
  statsd_prefix value --statsd-prefix
  verify_mode value --verify-mode
  websocket_ping_interval value --websocket-ping-interval
  config value --config -c
  debug flag --debug
  errorlog value --error-logfile --log-file --error-log
  graceful_timeout value --graceful-timeout
  read_timeout value --read-timeout
  max_requests value --max-requests
  max_requests_jitter value --max-requests-jitter
  group value --group -g
  insecure_bind list --insecure-bind
  keep_alive_timeout value --keep-alive
  keyfile value --keyfile
  log_config value --log-config
  loglevel value --log-level
  pid_path value --pid -p
  quic_bind list --quic-bind
  use_reloader flag --reload
  root_path value --root-path
  server_name list --server-name
  umask value --umask -m
  user value --user -u
  worker_class value --worker-class -k
  workers value --workers -w
`);
const HYPERCORN_DEFAULTS = {
	bind: "127.0.0.1:8000",
	accesslog: null,
	debug: false,
	use_reloader: false,
	graceful_timeout: 3,
	keep_alive_timeout: 5,
	workers: 1,
	worker_class: "asyncio"
};
const DAPHNE_OPTIONS = optionTable(`
  port value --port -p
  bind value --bind -b
  websocket_timeout value --websocket_timeout
  websocket_connect_timeout value --websocket_connect_timeout
  unix_socket value --unix-socket -u
  websocket_max_frame_size value --websocket-max-frame-size
  websocket_max_message_size value --websocket-max-message-size
  file_descriptor value --fd
  endpoint list --endpoint -e
  verbosity value --verbosity -v
  http_timeout value --http-timeout -t
  access_log value --access-log
  log_fmt value --log-fmt
  ping_interval value --ping-interval
  ping_timeout value --ping-timeout
  application_close_timeout value --application-close-timeout
  root_path value --root-path
  proxy_headers flag --proxy-headers
  proxy_headers_host value --proxy-headers-host
  proxy_headers_port value --proxy-headers-port
  server_name value --server-name -s
  no_server_name flag --no-server-name
`);
const DAPHNE_DEFAULTS = {
	bind: "127.0.0.1",
	port: 8e3,
	proxy_headers: false,
	unix_socket: null,
	file_descriptor: null,
	endpoint: null
};
const RUNSERVER_OPTIONS = optionTable(`
  ipv6 flag --ipv6 -6
  threading off --nothreading
  reload off --noreload
  static off --nostatic
  insecure flag --insecure
  skip_checks flag --skip-checks
  settings value --settings
  pythonpath value --pythonpath
  verbosity value --verbosity -v
  traceback flag --traceback
  no_color flag --no-color
  force_color flag --force-color
`);
// src/checks/server/start.ts
function startsOf(services) {
	return services.flatMap((service) => {
		const starts = [];
		for (const command of service.start.commands) {
			const started = serverOf(command);
			const twin = starts.some((other) => JSON.stringify(other.command.words) === JSON.stringify(command.words));
			if (started !== void 0 && !twin) starts.push({
				id: `${service.title} #${starts.length + 1}`,
				service,
				command,
				started
			});
		}
		const sure = starts.filter(({ command }) => command.conditional !== true);
		const production = starts.filter(({ started }) => started.program !== "runserver");
		if (sure.length > 0) return sure;
		return production.length > 0 ? production : starts;
	});
}
function variablePlace$1(service, name) {
	const variable = service.compose?.environment.get(name);
	if (variable !== void 0) return variable.place;
	const image = service.image;
	const line = image?.stage.environment.get(name)?.line;
	return image !== void 0 && line !== void 0 ? {
		file: image.dockerfile.file,
		line
	} : service.place;
}
// src/checks/server/uwsgi.ts
const SWITCHES$1 = new Set([
	"master",
	"M",
	"enable-threads",
	"die-on-term",
	"vacuum",
	"need-app",
	"single-interpreter",
	"strict",
	"lazy-apps",
	"lazy",
	"thunder-lock",
	"disable-logging",
	"L",
	"auto-procname",
	"exit-on-reload",
	"http-keepalive",
	"http-auto-chunked",
	"memory-report",
	"ignore-sigpipe",
	"ignore-write-errors",
	"disable-write-exception",
	"log-master",
	"log-x-forwarded-for",
	"hook-master-start",
	"no-orphans"
]);
const SHORT = new Map([
	["M", "master"],
	["p", "processes"],
	["workers", "processes"],
	["s", "socket"],
	["w", "module"],
	["wsgi", "module"],
	["H", "virtualenv"],
	["d", "daemonize"],
	["L", "disable-logging"],
	["t", "harakiri"],
	["l", "listen"]
]);
async function readUwsgi(start, repository) {
	const { service, command, started } = start;
	const place = {
		file: command.file,
		line: command.line
	};
	const given = lineValues(started.words, place);
	const asked = given.file;
	const folder = startFolder(service, command.directory);
	const path = asked === void 0 || asked.includes("$") || folder === void 0 ? void 0 : inRepository(service, joined$1(folder, asked))[0];
	const text = path === void 0 ? void 0 : await repository.read(path);
	const file = path === void 0 || text === void 0 ? {} : iniValues(text, path);
	return {
		program: "uwsgi",
		service,
		place,
		config: asked === void 0 || path === void 0 ? void 0 : {
			file: path,
			asked,
			resolved: joined$1(folder ?? "", asked),
			exists: text !== void 0
		},
		application: void 0,
		values: new Map([[0, {
			...file,
			...given.values
		}]]),
		unknownOptions: [],
		unit: await unitOf$1(start, repository),
		problem: asked !== void 0 && text === void 0 ? "its configuration file cannot be read here" : void 0
	};
}
function iniValues(text, file) {
	const values = {};
	let own = false;
	for (const [index, raw] of text.split(/\r?\n/).entries()) {
		const line = raw.trim();
		const section = /^\[([^\]]*)\]/.exec(line)?.[1];
		if (section !== void 0) own = section === "uwsgi";
		if (!own || section !== void 0 || line === "" || line.startsWith(";") || line.startsWith("#")) continue;
		const equals = line.indexOf("=");
		const key = (equals < 0 ? line : line.slice(0, equals)).trim();
		const value = equals < 0 ? "true" : line.slice(equals + 1).trim();
		values[longName(key)] = {
			value: read(value),
			from: "file",
			place: {
				file,
				line: index + 1
			}
		};
	}
	return values;
}
function lineValues(words, place) {
	const values = {};
	let file;
	for (let index = 0; index < words.length; index += 1) {
		const word = words[index] ?? "";
		if (!word.startsWith("-")) {
			if (/\.ini$/.test(word)) file = word;
			continue;
		}
		const bare = word.replace(/^--?/, "");
		const equals = bare.indexOf("=");
		const key = equals < 0 ? bare : bare.slice(0, equals);
		let value = equals < 0 ? void 0 : bare.slice(equals + 1);
		const next = words[index + 1];
		if (value === void 0 && !SWITCHES$1.has(key) && next !== void 0 && !next.startsWith("-")) {
			value = next;
			index += 1;
		}
		if (key === "ini") file = value;
		else values[longName(key)] = {
			value: read(value ?? "true"),
			from: "command",
			place
		};
	}
	return {
		values,
		file
	};
}
function longName(key) {
	return SHORT.get(key) ?? key;
}
function read(text) {
	if (/^\d+$/.test(text)) return Number(text);
	if (/^(true|yes|on)$/i.test(text)) return true;
	return /^(false|no|off)$/i.test(text) ? false : text;
}
// src/checks/server/other-read.ts
async function readOther(start, repository) {
	switch (start.started.program) {
		case "uvicorn": return plainServer(start, UVICORN_OPTIONS, UVICORN_DEFAULTS, repository, uvicornEnvironment(start));
		case "hypercorn": return plainServer(start, HYPERCORN_OPTIONS, HYPERCORN_DEFAULTS, repository, {});
		case "daphne": return plainServer(start, DAPHNE_OPTIONS, DAPHNE_DEFAULTS, repository, {});
		case "uwsgi": return readUwsgi(start, repository);
		default: return runserver$1(start);
	}
}
async function plainServer(start, table, defaults, repository, environment) {
	const { service, command, started } = start;
	const line = readOptions$1(started.words, table);
	const place = placeOf$3(start);
	const asked = line.positional[0];
	const folder = startFolder(service, command.directory);
	const chdir = line.options.get("chdir");
	const named = typeof chdir === "string" && folder !== void 0 ? joined$1(folder, chdir) : folder;
	const paths = (service.environment.get("PYTHONPATH") ?? "").split(":").filter((path) => path !== "");
	let application;
	if (asked !== void 0 && !asked.includes("$")) application = await locateApplication(asked, place, named === void 0 ? [] : [named, ...paths.map((path) => joined$1(folder ?? "", path))], service, repository);
	return {
		program: started.program,
		service,
		place,
		config: await fileOf(start, line, repository),
		application,
		values: new Map([[0, {
			...defaultsOf(defaults),
			...environment,
			...optionValues(line, place)
		}]]),
		unknownOptions: line.unknown,
		unit: await unitOf$1(start, repository),
		problem: line.options.has("config") ? "its configuration file is not read by this check" : void 0
	};
}
async function fileOf({ service, command }, line, repository) {
	const asked = line.options.get("config");
	const folder = startFolder(service, command.directory);
	if (typeof asked !== "string" || folder === void 0 || asked.includes(":") || asked.includes("$")) return void 0;
	const resolved = joined$1(folder, asked);
	const [file] = inRepository(service, resolved);
	return file === void 0 ? void 0 : {
		file,
		asked,
		resolved,
		exists: await repository.has(file)
	};
}
function runserver$1(start) {
	const line = readOptions$1(start.started.words, RUNSERVER_OPTIONS);
	const place = placeOf$3(start);
	const address = line.positional[0];
	const bind = address === void 0 ? {
		value: "127.0.0.1:8000",
		from: "default"
	} : {
		value: /^\d+$/.test(address) ? `127.0.0.1:${address}` : address,
		from: "command",
		place
	};
	return {
		program: "runserver",
		service: start.service,
		place,
		config: void 0,
		application: void 0,
		values: new Map([[0, {
			bind,
			...optionValues(line, place)
		}]]),
		unknownOptions: line.unknown,
		unit: void 0,
		problem: void 0
	};
}
function uvicornEnvironment({ service }) {
	const found = {};
	const names = [
		["WEB_CONCURRENCY", "workers"],
		["FORWARDED_ALLOW_IPS", "forwarded_allow_ips"],
		...Object.keys(UVICORN_DEFAULTS).map((name) => [`UVICORN_${name.toUpperCase()}`, name])
	];
	for (const [variable, name] of names) {
		if (!service.environment.has(variable)) continue;
		found[name] = {
			value: plainText(service.environment.get(variable) ?? `$${variable}`),
			from: "environment",
			place: variablePlace$1(service, variable)
		};
	}
	return found;
}
function optionValues(line, place) {
	return Object.fromEntries([...line.options].map(([name, value]) => [name, {
		value: plainValue(value),
		from: "command",
		place
	}]));
}
function defaultsOf(defaults) {
	return Object.fromEntries(Object.entries(defaults).map(([name, value]) => [name, {
		value,
		from: "default"
	}]));
}
function plainValue(value) {
	if (typeof value === "boolean") return value;
	return typeof value === "string" ? plainText(value) : value.join(",");
}
function plainText(text) {
	if (/^-?\d+$/.test(text)) return Number(text);
	return /^(true|false)$/i.test(text) ? text.toLowerCase() === "true" : text;
}
function placeOf$3({ command }) {
	return {
		file: command.file,
		line: command.line
	};
}
// src/checks/server/read.ts
async function serverQuestions(services, repository) {
	const questions = [];
	for (const start of startsOf(services)) {
		if (start.started.program !== "gunicorn") continue;
		const gunicorn = gunicornOf(start);
		const config = await configOf(start, gunicorn, repository);
		if (config === void 0 || !config.exists) continue;
		const known = [...gunicorn.environment].filter((entry) => entry[1] !== void 0);
		questions.push({
			id: start.id,
			file: absolute(repository, config.file),
			directory: absolute(repository, startedIn(start, repository) ?? folderOf$1(config.file)),
			environment: Object.fromEntries(known)
		});
	}
	return questions;
}
function startedIn({ service, command }, { files }) {
	const folder = startFolder(service, command.directory);
	if (folder === void 0) return "";
	return inRepository(service, folder).find((path) => path === "" || files.some((file) => file.startsWith(`${path}/`)));
}
async function readServers(services, repository, answers) {
	return Promise.all(startsOf(services).map(async (start) => {
		if (start.started.program !== "gunicorn") return readOther(start, repository);
		const gunicorn = gunicornOf(start);
		const config = await configOf(start, gunicorn, repository);
		const answer = answers.find(({ id }) => id === start.id);
		const unseen = unseenBy(start, gunicorn, config, repository);
		return readGunicorn({
			start,
			gunicorn,
			config,
			answer,
			unseen,
			repository
		});
	}));
}
function gunicornOf({ service, command, started }) {
	return gunicornStart(started.words, command, service.environment, (name) => variablePlace$1(service, name));
}
async function configOf({ service, command }, gunicorn, repository) {
	const asked = askedConfig(gunicorn);
	const folder = startFolder(service, command.directory);
	if (asked?.includes("$")) return void 0;
	const path = pathOf(asked ?? "./gunicorn.conf.py");
	if (folder === void 0 && !path.startsWith("/")) return void 0;
	const inside = joined$1(folder ?? "", path);
	const files = inRepository(service, inside);
	const named = {
		asked: asked ?? "./gunicorn.conf.py",
		resolved: inside
	};
	for (const file of files) if (await repository.has(file)) return {
		file,
		...named,
		exists: true
	};
	if (asked === void 0) return void 0;
	const meant = await meantByChdir(asked, folder, gunicorn, service, repository);
	if (meant !== void 0) return {
		file: files[0] ?? inside,
		...named,
		exists: false,
		wouldExist: meant
	};
	const [likeliest] = files;
	if (likeliest === void 0) return void 0;
	const wouldExist = nearestTo(asked, folder, service, repository);
	return {
		file: likeliest,
		...named,
		exists: false,
		...wouldExist === void 0 ? {} : { wouldExist }
	};
}
function unseenBy({ service, command }, gunicorn, config, repository) {
	const { environment } = gunicorn;
	if (environment.has("GUNICORN_CMD_ARGS") && environment.get("GUNICORN_CMD_ARGS") === void 0) return "GUNICORN_CMD_ARGS is set and its value cannot be read";
	if (config !== void 0) return void 0;
	const asked = askedConfig(gunicorn);
	if (asked !== void 0) return `its file ${asked} is not in the repository`;
	const folder = startFolder(service, command.directory);
	const hidden = folder === void 0 || inRepository(service, folder).length === 0;
	const some = repository.files.some((file) => file.endsWith("gunicorn.conf.py"));
	return hidden && some ? "it may read a gunicorn.conf.py in a folder that is not known" : void 0;
}
async function meantByChdir(asked, folder, gunicorn, service, repository) {
	const start = folder ?? "";
	const chdir = gunicorn.line.options.get("chdir");
	if (typeof chdir !== "string") return void 0;
	const meant = joined$1(joined$1(start, chdir), pathOf(asked));
	for (const file of inRepository(service, meant)) if (await repository.has(file)) return relativeTo(start, meant);
}
function nearestTo(asked, folder, service, repository) {
	const start = folder ?? "";
	const name = pathOf(asked).split("/").at(-1) ?? "";
	const same = repository.files.filter((file) => file === name || file.endsWith(`/${name}`)).sort((a, b) => a.split("/").length - b.split("/").length)[0];
	const [own] = inRepository(service, start);
	if (same === void 0) return void 0;
	return start.startsWith("/") ? own === void 0 ? void 0 : relativeTo(own, same) : same;
}
function pathOf(asked) {
	if (asked.startsWith("python:")) return `${asked.slice(7).replaceAll(".", "/")}.py`;
	return asked.startsWith("file:") ? asked.slice(5) : asked;
}
function absolute(repository, path) {
	return path === "" || path === "." ? repository.root : `${repository.root}/${path}`;
}
// src/checks/services/images.ts
const ROLES = [
	[/^(pgbouncer|pgcat|pgpool|odyssey)/, "pooler"],
	[/exporter|admin|commander|insight|backup/, "other"],
	[/^(postgres|postgresql|postgis|timescaledb|pgvector|mysql|mariadb|percona)/, "database"],
	[/^(redis|valkey|keydb|dragonfly|memcached)/, "cache"],
	[/^(nginx|traefik|caddy|haproxy|httpd|openresty|swag)/, "proxy"],
	[/^flower/, "flower"]
];
function imageReference(image) {
	const [named = "", digest] = image.split("@");
	const slash = named.lastIndexOf("/");
	const last = named.slice(slash + 1);
	const colon = last.indexOf(":");
	return {
		short: (colon === -1 ? last : last.slice(0, colon)).toLowerCase(),
		tag: colon === -1 ? void 0 : last.slice(colon + 1),
		digest
	};
}
function roleOfImage(image) {
	const { short } = imageReference(image);
	return ROLES.find(([pattern]) => pattern.test(short))?.[1];
}
// src/checks/services/migrations.ts
const LOCK = /advisory_lock|pg_try_advisory|GET_LOCK\(/;
async function migrationsOf(commands, repository) {
	const found = commands.filter((command) => rolesOf(command).includes("migrate"));
	return Promise.all(found.map(async (command) => ({
		place: {
			file: command.file,
			line: command.line
		},
		text: textOf(command),
		locked: await isLocked(command, commands, repository),
		conditional: command.conditional === true
	})));
}
function textOf({ words }) {
	const { name, words: rest } = programOf$1(words);
	return [name, ...rest].join(" ");
}
async function isLocked(command, all, repository) {
	const own = programOf$1(command.words).words.find((word) => !word.startsWith("-")) ?? "";
	if (/lock/i.test(own) || (command.through ?? []).some((wrapper) => /flock|lock/.test(wrapper))) return true;
	if (all.some(({ words, line }) => words[0] === "flock" && line <= command.line)) return true;
	const paths = repository.files.filter((file) => file.endsWith(`/management/commands/${own}.py`));
	for (const path of paths) if (LOCK.test(await repository.read(path) ?? "")) return true;
	return false;
}
// src/checks/services/sources.ts
function sourcesOf(image, service) {
	const copied = image === void 0 ? [] : sourcesOf$3(image.stage, image.dockerfile);
	const mounted = (service?.volumes ?? []).flatMap(({ kind, source, target }) => kind === "bind" && source !== void 0 && isInside(source) ? [{
		container: target,
		repository: source
	}] : []);
	return [...copied, ...mounted];
}
// src/checks/services/container.ts
const MAIN = [
	"web",
	"worker",
	"beat",
	"flower",
	"migrate",
	"database",
	"cache",
	"pooler",
	"proxy"
];
const OURS$1 = [
	"web",
	"worker",
	"beat",
	"flower",
	"migrate"
];
const EXPANSION = /\$[A-Za-z_{(]|`/;
const CONFIGURED = [
	"database",
	"cache",
	"pooler"
];
async function serviceOf$1(container, repository) {
	const { image, compose, imageName } = container;
	const stage = image?.stage;
	const written = writtenStart(container);
	const sources = sourcesOf(image, compose);
	const directory = compose?.workingDirectory ?? stage?.workdir ?? container.directory;
	const start = await followStart({
		...written,
		stage,
		repository,
		environment: container.environment,
		complete: container.complete,
		directory,
		sources,
		place: startPlace$1(container)
	});
	const roles = rolesOfStart(start.commands);
	const known = roleOfImage(imageName);
	const role = MAIN.find((name) => roles.includes(name)) ?? known ?? "other";
	const main = start.commands.findLast((command) => rolesOf(command).includes(role)) ?? start.commands.at(-1);
	const environment = ofProgram(container.environment, main);
	return {
		name: container.name,
		title: container.title,
		place: container.place,
		role,
		roles: roles.length === 0 && role !== "other" ? [role] : roles,
		stack: container.stack,
		compose,
		image,
		imageName,
		start,
		written,
		environment,
		directory,
		user: compose?.user ?? stage?.user?.value,
		healthcheck: container.healthcheck,
		own: OURS$1.includes(role) ? known === void 0 : image !== void 0 && role === "other",
		sources,
		settings: settingsOf$2(main, environment),
		migrations: await migrationsOf(start.commands, repository),
		swallows: await swallowedBy(container, start, repository),
		complete: container.complete,
		configuration: CONFIGURED.includes(role) ? await configurationOf(container, repository) : []
	};
}
function writtenStart({ image, compose, startCommand }) {
	if (startCommand !== void 0) return {
		entrypoint: void 0,
		command: {
			form: "shell",
			text: startCommand.text
		}
	};
	const own = {
		entrypoint: image?.stage.entrypoint?.value,
		command: image?.stage.command?.value
	};
	return compose === void 0 ? own : combined(own, compose);
}
function startPlace$1({ compose, image, startCommand, place }) {
	if (startCommand !== void 0) return startCommand.place;
	if (compose?.command !== void 0) return compose.placeOf("command");
	if (compose?.entrypoint !== void 0) return compose.placeOf("entrypoint");
	const line = image?.stage.command?.line ?? image?.stage.entrypoint?.line;
	return image === void 0 || line === void 0 ? place : {
		file: image.dockerfile.file,
		line
	};
}
function rolesOfStart(commands) {
	const sure = commands.filter(({ conditional }) => conditional !== true).flatMap(rolesOf);
	const maybe = commands.flatMap(rolesOf);
	const whole = sure.some((role) => role !== "migrate") ? [...sure, ...maybe.filter((role) => role === "migrate")] : maybe;
	return [...new Set(whole)];
}
function ofProgram(environment, main) {
	const set = [...Object.entries(main?.exports ?? {}), ...Object.entries(main?.assignments ?? {})];
	return new Map([...environment, ...set.map(([name, value]) => [name, EXPANSION.test(value) ? environment.get(name) : value])]);
}
function settingsOf$2(main, environment) {
	const words = main === void 0 ? [] : programOf$1(main.words).words;
	return settingsOption(words) ?? (environment.get("DJANGO_SETTINGS_MODULE") || void 0);
}
async function swallowedBy({ compose, image }, start, repository) {
	const entrypoint = image?.stage.entrypoint;
	if (image === void 0 || entrypoint === void 0 || compose?.entrypoint !== void 0) return void 0;
	if (compose?.command === void 0 || compose.command.length === 0) return void 0;
	const place = {
		file: image.dockerfile.file,
		line: entrypoint.line
	};
	if (entrypoint.value.form === "shell") return /\$[@*1]|\$\{[@*1]/.test(entrypoint.value.text) ? void 0 : place;
	const [script] = start.scripts;
	const named = entrypoint.value.words.some((word) => word.endsWith(`/${baseName(script ?? "?")}`) || word === baseName(script ?? "?"));
	const text = script === void 0 || !named ? void 0 : await repository.read(script);
	return text === void 0 || /\$[@*1]|\$\{[@*1#]|\bshift\b|\$#/.test(text) ? void 0 : place;
}
async function configurationOf({ compose }, repository) {
	const found = [];
	for (const { kind, source, target } of compose?.volumes ?? []) {
		if (kind !== "bind" || source === void 0 || !isInside(source)) continue;
		const text = repository.files.includes(source) ? await repository.read(source) : void 0;
		if (text !== void 0) found.push({
			file: source,
			target,
			text
		});
	}
	return found;
}
function healthcheckOf(compose, image) {
	const inherited = image?.stage.healthcheck?.value;
	const fromImage = inherited === void 0 ? void 0 : {
		check: inherited,
		inherited: compose !== void 0
	};
	const own = compose?.healthcheck;
	if (own === void 0) return fromImage;
	if (own.disabled) return {
		check: "none",
		inherited: false
	};
	const base = inherited === void 0 || inherited === "none" ? void 0 : inherited;
	const times = {
		interval: own.interval ?? base?.interval,
		timeout: own.timeout ?? base?.timeout,
		retries: own.retries ?? base?.retries,
		startPeriod: own.startPeriod ?? base?.startPeriod
	};
	const [kind, ...rest] = own.test;
	if (kind === void 0) return base === void 0 ? fromImage : {
		check: {
			...base,
			...times
		},
		inherited: true
	};
	return {
		check: {
			test: kind === "CMD-SHELL" ? {
				form: "shell",
				text: rest.join(" ")
			} : {
				form: "exec",
				words: kind === "CMD" ? rest : own.test
			},
			...times,
			place: own.place
		},
		inherited: false
	};
}
// src/checks/services/environment.ts
function ofImage(stage) {
	return new Map([...stage?.environment ?? []].map(([name, { value }]) => [name, value]));
}
function withGiven(image, given) {
	const values = new Map(image);
	for (const { name, value } of given.variables.values()) values.set(name, value);
	for (const name of given.unreadable) values.set(name, void 0);
	return values;
}
function ofService$1(image, service, files, given) {
	const values = new Map(image);
	let complete = true;
	for (const { path } of service.environmentFiles) {
		const file = files.find((known) => known.file === path);
		if (file === void 0) {
			complete = false;
			for (const { name, value } of given.variables.values()) values.set(name, value);
		}
		for (const entry of file?.entries ?? []) values.set(entry.name, entry.values.compose);
	}
	for (const { name, value, written } of service.environment.values()) if (value !== void 0) values.set(name, value);
	else if (written.includes("$")) values.set(name, filled(written, given));
	else passOn(name, values, given);
	return {
		values,
		complete
	};
}
function filled(written, given) {
	const name = /^\$\{?([A-Za-z_][A-Za-z0-9_]*)\}?$/.exec(written)?.[1];
	if (name === void 0 || given.empty || given.unreadable.includes(name)) return void 0;
	return given.variables.get(name)?.value ?? "";
}
function passOn(name, values, given) {
	const known = given.variables.get(name);
	if (known !== void 0) values.set(name, known.value);
	else if (given.empty || given.unreadable.includes(name)) values.set(name, void 0);
}
// src/checks/services/images-to-run.ts
const WORDS = {
	development: /(^|[._-])(dev|development|local)([._-]|$)/i,
	staging: /(^|[._-])(staging|stage)([._-]|$)/i,
	production: /(^|[._-])(prod|production)([._-]|$)/i
};
const NEVER = /(^|[._-])(tests?|ci|lint|docs|builder)([._-]|$)/i;
function dockerfilesFor(question) {
	const { dockerfiles, application, profile } = question;
	if (application !== void 0 && application.buildPack !== "dockerfile") return [];
	const base = application?.baseDirectory.replace(/^\/+/, "") ?? "";
	const built = joined$1(base, (application?.dockerfile ?? "Dockerfile").replace(/^\/+/, ""));
	const named = application === void 0 ? [] : dockerfiles.filter(({ file }) => file === built);
	if (named.length > 0) return named.slice(0, 1);
	const folders = new Map();
	for (const dockerfile of dockerfiles) {
		if (NEVER.test(baseName(dockerfile.file))) continue;
		const folder = folderOf$1(dockerfile.file);
		folders.set(folder, [...folders.get(folder) ?? [], dockerfile]);
	}
	return [...folders.values()].flatMap((own) => forProfile(own, profile));
}
function forProfile(own, profile) {
	const named = (wanted) => own.filter(({ file }) => WORDS[wanted].test(baseName(file)));
	const mine = named(profile);
	if (mine.length > 0) return mine;
	const unnamed = own.filter(({ file }) => !Object.values(WORDS).some((pattern) => pattern.test(baseName(file))));
	if (profile === "staging" && named("production").length > 0) return named("production");
	return unnamed;
}
function targetsOf(dockerfile, application) {
	const asked = dockerfile.stages.filter(({ name }) => dockerfile.targets.includes(name));
	const last = dockerfile.stages.slice(-1);
	return application !== void 0 || asked.length === 0 ? last : asked;
}
// src/checks/services/procfile.ts
const MOST_ENTRIES = 50;
const LONGEST_LINE = 1e4;
async function procfileEntries(repository, directory, asked = []) {
	const found = ["Procfile", directory === "" ? "Procfile" : `${directory}/Procfile`].filter((file) => repository.files.includes(file));
	for (const file of new Set([...await globbed(repository.files, asked), ...found])) {
		const text = await repository.read(file);
		if (text !== void 0) return entriesOf(text, file);
	}
	return [];
}
function entriesOf(text, file) {
	return text.split(/\r?\n/).flatMap((line, index) => {
		const [, name, command] = (line.length > LONGEST_LINE ? null : /^([A-Za-z0-9_-]+):\s*(\S.*)$/.exec(line)) ?? [];
		return name === void 0 || command === void 0 ? [] : [{
			name,
			text: command.trim(),
			place: {
				file,
				line: index + 1
			}
		}];
	}).slice(0, MOST_ENTRIES);
}
// src/checks/services/systemd.ts
const MOST_UNITS = 50;
async function systemdUnits(repository) {
	const units = [];
	for (const file of repository.files.filter((path) => path.endsWith(".service")).slice(0, MOST_UNITS)) {
		const text = await repository.read(file);
		const unit = text === void 0 ? void 0 : unitOf(text, file);
		if (unit !== void 0) units.push(unit);
	}
	return units;
}
function unitOf(text, file) {
	const assignments = assignmentsOf(text);
	const start = assignments.findLast(({ key, value }) => key === "ExecStart" && value !== "");
	if (start === void 0) return void 0;
	const environment = new Map();
	for (const { key, value } of assignments) {
		if (key !== "Environment") continue;
		for (const [, quoted, bare] of value.matchAll(/"([^"]*)"|(\S+)/g)) {
			const pair = quoted ?? bare ?? "";
			const equals = pair.indexOf("=");
			if (equals > 0) environment.set(pair.slice(0, equals), pair.slice(equals + 1));
		}
	}
	return {
		name: baseName(file),
		text: start.value.replace(/^[-@:+!|]+/, ""),
		place: {
			file,
			line: start.line
		},
		environment,
		directory: assignments.findLast(({ key }) => key === "WorkingDirectory")?.value.replace(/^-/, "")
	};
}
function assignmentsOf(text) {
	const found = [];
	let open;
	for (const [index, raw] of text.split(/\r?\n/).entries()) {
		const line = open?.line ?? index + 1;
		const whole = `${open?.text ?? ""}${raw}`;
		if (raw.endsWith("\\") && whole.length < 2e4) {
			open = {
				text: `${whole.slice(0, -1)} `,
				line
			};
			continue;
		}
		open = void 0;
		const [, key, value] = /^([A-Za-z]+)\s*=\s*(.*)$/.exec(whole) ?? [];
		if (key !== void 0 && value !== void 0) found.push({
			key,
			value: value.trim(),
			line
		});
	}
	return found;
}
// src/checks/services/read.ts
async function readServices(question) {
	for (const containersOf of [
		composeContainers,
		imageContainers,
		processContainers
	]) {
		const containers = await containersOf(question);
		if (containers.length > 0) return Promise.all(containers.map((container) => serviceOf$1(container, question.repository)));
	}
	return [];
}
async function composeContainers(question) {
	const { stacks, profile, application } = question;
	const pack = application?.buildPack;
	if (pack !== void 0 && pack !== "dockercompose") return [];
	const mine = stacks.filter((stack) => stack.profile === profile);
	const file = joined$1(application?.baseDirectory.replace(/^\/+/, "") ?? "", (application?.composeFile ?? "").replace(/^\/+/, ""));
	const named = mine.filter(({ files }) => files.includes(file));
	return (named.length > 0 ? named : mine).flatMap((stack) => started(stack, question).map((service) => composeContainer(stack, service, question)));
}
function started(stack, { profile, given }) {
	const active = new Set([profile, ...given.variables.get("COMPOSE_PROFILES")?.value.split(",") ?? []]);
	return stack.services.filter(({ profiles }) => profiles.length === 0 || profiles.some((name) => active.has(name.trim()) || name === "*"));
}
function composeContainer(stack, service, question) {
	const image = service.build === void 0 ? void 0 : builtImage(service, question.dockerfiles);
	const { values, complete } = ofService$1(ofImage(image?.stage), service, question.environmentFiles, question.given);
	return {
		name: service.name,
		title: `${stack.files.at(-1) ?? ""}: ${service.name}`,
		place: service.place,
		stack,
		compose: service,
		image,
		imageName: image === void 0 && service.build === void 0 ? service.image ?? "" : image?.stage.base.text ?? "",
		environment: values,
		complete,
		startCommand: void 0,
		directory: void 0,
		healthcheck: healthcheckOf(service, image)
	};
}
function builtImage({ build }, dockerfiles) {
	if (build === void 0) return void 0;
	const path = joined$1(build.context, build.dockerfile);
	const same = dockerfiles.filter(({ file }) => file === path);
	const dockerfile = same.find(({ context }) => context === build.context) ?? same[0];
	if (dockerfile === void 0) return void 0;
	const wanted = build.target?.toLowerCase();
	const stage = wanted === void 0 ? dockerfile.stages.at(-1) : dockerfile.stages.find(({ name }) => name === wanted);
	return stage === void 0 ? void 0 : {
		dockerfile,
		stage
	};
}
async function imageContainers(question) {
	const { application, given } = question;
	return dockerfilesFor(question).flatMap((dockerfile) => targetsOf(dockerfile, application).map((stage) => {
		const image = {
			dockerfile,
			stage
		};
		const line = (stage.command ?? stage.entrypoint)?.line ?? stage.line;
		const place = {
			file: dockerfile.file,
			line
		};
		const several = targetsOf(dockerfile, application).length > 1;
		return {
			name: several ? `${dockerfile.file} (${stage.name})` : dockerfile.file,
			title: several ? `${dockerfile.file} (${stage.name})` : dockerfile.file,
			place,
			stack: void 0,
			compose: void 0,
			image,
			imageName: stage.base.text,
			environment: withGiven(ofImage(stage), given),
			complete: !given.empty,
			startCommand: void 0,
			directory: void 0,
			healthcheck: healthcheckOf(void 0, image)
		};
	}));
}
async function processContainers(question) {
	const { application, given, repository } = question;
	if (application?.buildPack === "dockerimage" || application?.buildPack === "static") return [];
	const bare = {
		stack: void 0,
		compose: void 0,
		image: void 0,
		imageName: "",
		healthcheck: void 0
	};
	const processes = (await procfileEntries(repository, question.directory, question.procfiles)).map(({ name, text, place }) => ({
		...bare,
		name,
		title: `${place.file}: ${name}`,
		place,
		environment: withGiven(new Map([["PORT", void 0]]), given),
		complete: !given.empty,
		startCommand: {
			text: name === "web" ? application?.startCommand ?? text : text,
			place
		},
		directory: "/app"
	}));
	if (processes.length > 0) return processes;
	return (await systemdUnits(repository)).map(({ name, text, place, environment, directory }) => ({
		...bare,
		name,
		title: place.file,
		place,
		environment: new Map([...withGiven(new Map(), given), ...environment]),
		complete: false,
		startCommand: {
			text,
			place
		},
		directory
	}));
}
// src/checks/source/workflow.ts
async function workflowOf(file, text) {
	const { parseDocument, LineCounter, isMap, isPair, isScalar, isSeq } = await import("./dist2.js").then((n) => __toESM(n.t(), 1));
	const lines = new LineCounter();
	const document = parseDocument(text, {
		lineCounter: lines,
		merge: true,
		uniqueKeys: false
	});
	const [error] = document.errors;
	if (error !== void 0 || !isMap(document.contents)) return {
		file,
		commands: [],
		problem: error?.message.split("\n")[0] ?? "it holds no mapping",
		line: Math.min(error?.linePos?.[0].line ?? 1, Math.max(text.trimEnd().split("\n").length, 1))
	};
	const commands = [];
	const root = scopeOf(document.contents, {
		environment: new Map(),
		tolerated: false
	});
	const jobs = document.contents.get("jobs");
	const runs = document.contents.get("runs");
	if (isMap(jobs)) for (const job of jobs.items) await readJob(job);
	if (isMap(runs)) await readSteps(runs, "runs", root, void 0);
	return {
		file,
		commands
	};
	async function readJob(pair) {
		const { key, value } = pair;
		if (!isMap(value)) return;
		const environment = value.get("environment");
		const named = isMap(environment) ? environment.get("name") : environment;
		const deployment = typeof named === "string" && !named.includes("${{") ? named : void 0;
		await readSteps(value, String(isScalar(key) ? key.value : key), scopeOf(value, root), deployment);
	}
	async function readSteps(parent, job, scope, deployment) {
		const steps = parent.get("steps");
		if (!isSeq(steps)) return;
		for (const step of steps.items) if (isMap(step)) await readStep(step, job, scopeOf(step, scope), deployment);
	}
	async function readStep(step, job, scope, deployment) {
		const run = step.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === "run")?.value;
		if (!isScalar(run) || typeof run.value !== "string") return;
		const shell = step.get("shell");
		if (typeof shell === "string" && !/^(?:bash|sh)\b/.test(shell)) return;
		const block = run.type === "BLOCK_LITERAL" || run.type === "BLOCK_FOLDED";
		const line = lines.linePos(run.range?.[0] ?? 0).line + (block ? 1 : 0);
		const directory = step.get("working-directory");
		const found = await commandsOf(run.value, {
			file,
			line
		}, {
			directory: typeof directory === "string" ? directory : void 0,
			environment: scope.environment,
			shell: "bash"
		});
		for (const command of found) commands.push({
			job,
			command,
			environment: scope.environment,
			place: {
				file,
				line: command.line
			},
			tolerated: scope.tolerated,
			script: run.value,
			...deployment === void 0 ? {} : { deployment }
		});
	}
	function scopeOf(map, outer) {
		const environment = new Map(outer.environment);
		const own = map.get("env");
		if (isMap(own)) {
			for (const { key, value } of own.items) if (isScalar(key)) environment.set(String(key.value), isScalar(value) ? String(value.value ?? "") : "");
		}
		return {
			environment,
			tolerated: outer.tolerated || map.get("continue-on-error") === true
		};
	}
}
// src/checks/source/read.ts
const WORKFLOW = /^\.github\/(?:workflows\/[^/]+|actions\/(?:[^/]+\/)+action)\.ya?ml$/;
const LOOKED_INTO = [
	/\.(?:pem|key|crt|cer|p8|ppk)$/i,
	/(?:^|\/)(?:id_rsa|id_dsa|id_ecdsa|id_ed25519)$/,
	/\.(?:sql|dump|pgdump)$/i,
	/(?:^|\/)userlist\.txt$/i,
	/(?:^|[/_.-])(?:service|account|sa|credentials?|firebase|gcp|google|gcloud|client_secret|key|keyfile|adminsdk)[^/]*\.json$/i,
	/(?:^|\/)\.gitignore$/,
	/(?:^|\/)[^/]*entrypoint[^/]*$|\.(?:sh|bash)$|(?:^|\/)(?:Makefile|Procfile|justfile|release)$/i,
	/^\.github\/dependabot\.ya?ml$|(?:^|\/)\.?renovate(?:rc)?(?:\.json5?)?$|(?:^|\/)\.pyup\.ya?ml$/
];
const ELSEWHERE$2 = /(?:^|\/)(?:node_modules|site-packages|\.venv|venv)\//;
const KEPT = 65536;
async function readSource(repository) {
	const workflows = [];
	const texts = new Map();
	for (const path of repository.files) {
		const workflow = WORKFLOW.test(path);
		if (ELSEWHERE$2.test(path) || !(workflow || LOOKED_INTO.some((pattern) => pattern.test(path)))) continue;
		const text = await repository.read(path);
		if (text === void 0) continue;
		if (workflow) workflows.push(await workflowOf(path, text));
		else texts.set(path, text.slice(0, KEPT));
	}
	const { tracked } = repository;
	const files = tracked === void 0 ? repository.files : repository.files.filter((path) => tracked.has(path));
	return {
		tracked: tracked !== void 0,
		files,
		workflows,
		texts
	};
}
// src/checks/unjudged.ts
const OF_PYTHON = ["django", "settings"];
const OF_VARIABLES = [
	"django",
	"settings",
	"env",
	"celery"
];
function unjudgedOf(project, interpreter) {
	return [
		...unreadable$3(project),
		...unasked(project, interpreter),
		...unanswered(project),
		...absent$3(project)
	];
}
const TICK_SENSITIVE = "Give the token the ability \"read:sensitive\" beside \"read\": Coolify, Keys & Tokens, API tokens, create a new token with both ticked, and store it as the secret that coolify-token reads.";
function unreadable$3({ given }) {
	if (given.unreadable.length === 0) return [];
	const names = inSequence([...given.unreadable].sort().slice(0, 5));
	const more = given.unreadable.length > 5 ? ` and ${given.unreadable.length - 5} more` : "";
	const all = given.variables.size === 0;
	return OF_VARIABLES.map((family) => ({
		family,
		reason: "variables-unreadable",
		why: `Coolify names the variables of this application but does not show the values of ${names}${more}`,
		remedy: all ? TICK_SENSITIVE : `${TICK_SENSITIVE} Variables that are "shown once" can be read by no token: give them with the input env, or clear that mark.`
	}));
}
function unasked({ framework }, interpreter) {
	if (interpreter.ok || framework !== "django") return [];
	return OF_PYTHON.map((family) => ({
		family,
		reason: interpreter.reason,
		why: interpreter.problem,
		remedy: interpreter.remedy
	}));
}
function unanswered({ evaluations, given }) {
	const failure = evaluations[0]?.answer.failure;
	if (failure == null || given.unreadable.length > 0) return [];
	const found = reasonOf(failure, given.empty);
	return found === void 0 ? [] : OF_PYTHON.map((family) => ({
		family,
		...found
	}));
}
const INSTALL = "Install what the project needs before this step; nothing can stand in for this module, because every setting rests on it:\nsteps:\n  - run: pip install -r requirements.txt";
const INSTALL_OR_STUB = "Install what the project needs before this step, or let settings be judged without it:\nsteps:\n  - run: pip install -r requirements.txt\n  - uses: org/obcms-deploy/check-deploy@v1\n    with:\n      stub-imports: missing";
function reasonOf(failure, nothingGiven) {
	if (failure.kind === "module-missing") return {
		reason: "import-failed",
		why: `the module ${failure.name ?? ""} is not installed in the interpreter that was asked`,
		remedy: NEVER_STUBBED.includes(failure.name ?? "") ? INSTALL : INSTALL_OR_STUB
	};
	if (failure.kind === "variable-missing" && nothingGiven) return {
		reason: "missing-variable",
		why: `the settings demand the variable ${failure.name ?? ""}, and no environment was given`,
		remedy: "Give the real variables (from Coolify, or a file), or let absent ones be filled and every finding that rests on one be marked:\nwith:\n  missing: dummy"
	};
	if (failure.kind === "timeout") return {
		reason: "timeout",
		why: `the settings did not load in time (${failure.stage})`,
		remedy: "Find what takes so long while settings are imported: a network call, a model, a large file."
	};
}
function absent$3(project) {
	const nothing = {
		django: project.framework === "django" ? void 0 : "no manage.py was found: this is no Django project",
		settings: project.framework === "django" ? void 0 : "no manage.py was found: this is no Django project",
		env: project.environmentFiles.length > 0 || !project.given.empty ? void 0 : "no file of variables was found and none were given",
		docker: project.dockerfiles.length > 0 ? void 0 : "no Dockerfile was found",
		compose: project.stacks.length > 0 ? void 0 : "no Compose file was found",
		server: project.servers.length > 0 ? void 0 : "nothing starts an application server",
		celery: project.celery.length > 0 ? void 0 : "nothing starts Celery",
		proxy: project.proxies.length > 0 ? void 0 : "no configuration of a proxy was found",
		requirements: project.requirements.files.length > 0 ? void 0 : "no requirements were found",
		source: void 0
	};
	return FAMILIES.flatMap((family) => {
		const why = nothing[family];
		return why === void 0 ? [] : [{
			family,
			reason: "skipped",
			why,
			remedy: ""
		}];
	});
}
// src/checks/collect.ts
async function collectProject(request, world) {
	const { given, profile, application } = request;
	const asked = (kind) => request.files.get(kind) ?? [];
	const repository = await openRepository(world.host.context.workspace, world);
	await refuseAbsent(request, repository);
	const key = await newKey();
	const values = new Map([...given.variables].map(([name, { value }]) => [name, value]));
	const [stacks, environmentFiles, source] = await Promise.all([
		readStacks(repository, request.compose, values),
		readEnvironmentFiles(repository, [...asked("env"), ...request.envFile === void 0 ? [] : [request.envFile]], key),
		readSource(repository)
	]);
	const builds = stacks.flatMap(({ services }) => services.flatMap(({ build }) => build === void 0 ? [] : [build]));
	const dockerfiles = await readDockerfiles(repository, asked("dockerfile"), builds);
	const place = await locateProject(repository, {
		...request,
		action: "check-deploy"
	});
	const services = await readServices({
		repository,
		profile,
		stacks,
		dockerfiles,
		environmentFiles,
		given,
		application,
		directory: place.directory,
		procfiles: asked("procfile")
	});
	const [requirements, proxies, questions] = await Promise.all([
		readRequirements(repository, asked("requirements"), dockerfiles, place.directory),
		readProxies(repository, [...asked("nginx"), ...asked("traefik")], services),
		serverQuestions(services, repository)
	]);
	const python = await interrogate({
		request,
		place,
		services,
		servers: questions,
		key,
		repository
	}, world);
	const project = {
		root: repository.root,
		profile,
		site: request.site,
		directory: place.directory,
		framework: place.framework,
		given,
		siblings: request.siblings,
		application,
		evaluations: python.evaluations,
		counterpart: python.counterpart,
		python: python.installed,
		pythonFrom: python.why,
		environmentFiles,
		dockerfiles,
		stacks,
		services,
		servers: await readServers(services, repository, python.servers),
		celery: await readCelery(services, python.evaluations),
		proxies,
		requirements,
		source
	};
	return {
		...project,
		unjudged: unjudgedOf(project, python.interpreter)
	};
}
async function refuseAbsent({ compose }, repository) {
	for (const [profile, stacks] of compose) for (const file of stacks.flat()) {
		if (await repository.has(file)) continue;
		const close = nearest(file, repository.files.filter((path) => /\.ya?ml$/.test(path)));
		throw new UserError(`The input "compose" names "${oneLine(file, 100)}" for ${profile}, which is not in the checkout${close === void 0 ? "" : `; did you mean ${oneLine(close, 100)}?`}`, {
			reasonCode: "invalid-input",
			remedy: `Write paths from the root of the checkout:\nwith:\n  compose: |\n    ${profile}: ${oneLine(close ?? "docker-compose.yml", 100)}`
		});
	}
}
async function newKey() {
	const { randomBytes } = await import("node:crypto");
	return randomBytes(32).toString("hex");
}
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
	[new RegExp(String.raw`([A-Za-z_][\w.-]*["']?\]?\s?=\s?)(${VALUE})()`, "g"), (before) => !isSecretName(nameIn$1(before))],
	[new RegExp(String.raw`([A-Za-z_][\w.-]*["']?:\s+)(${VALUE})()`, "g"), (before, value) => !isSecretName(nameIn$1(before)) || !looksMade(value)],
	[new RegExp(String.raw`((?:^|\s)--?[A-Za-z][\w-]*[=\s]\s*)(${VALUE})()`, "g"), (before) => !isSecretName(nameIn$1(before)) && !/requirepass|masterauth|userpass/i.test(before)],
	[new RegExp(String.raw`((?:requirepass|masterauth)\s+)(${VALUE})()`, "gi")],
	[/((?:^|\s)(?:-u|--user|--proxy-user)[=\s]?\s*["']?[^\s:"'$]+:)([^\s"']+)()/g, (_, value) => /^\d+$/.test(value)],
	[new RegExp(String.raw`(redis-cli\b[^\n]*?\s-a\s+)(${VALUE})()`, "g")],
	[/(\b(?:Bearer|Basic|Token|ApiKey)\s+)([\w.~+/=|-]{8,})()/g, (_, value) => !looksMade(value)],
	[/(\b)((?:gh[pousr]_|github_pat_|glpat-|sk_live_|rk_live_|xox[abprs]-|AKIA|eyJ)[\w.-]{12,})()/g]
];
function withoutSecrets(text, isSecret) {
	return SHAPES.reduce((rest, [expression, keeps]) => rest.replace(expression, (whole, before, value, behind) => keeps?.(before, value) === true || !isSecret(bare$3(value)) ? whole : `${before}${STARS}${behind}`), text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text);
}
function nameIn$1(before) {
	return ((before.match(/[A-Za-z_][\w.-]*/g) ?? []).at(-1) ?? "").replace(/[.-]/g, "_");
}
const bare$3 = (value) => value.replace(/^["']|["']$/g, "");
function isHarmless(value) {
	return /^(?:\$|\{\{|<|…|\*{3}|%\(|env\b|os\.|config\(|get_|None\b|True\b|False\b|\.{3}|-$|$)/.test(value);
}
function looksMade(value) {
	const { length, placeholder, repetitive, words, distinct } = secretFacts(bare$3(value), "00");
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
		findings: withinReason(once(hits.filter(({ hit }) => hit.unknown !== true).map(({ rule, hit }) => judged$1(rule, hit, project.profile))).sort(byWeight)),
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
function judged$1(rule, hit, profile) {
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
	return SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || FAMILIES.indexOf(familyOf({ id: a.rule })) - FAMILIES.indexOf(familyOf({ id: b.rule })) || compare$1(a.place?.file ?? "", b.place?.file ?? "") || (a.place?.line ?? 0) - (b.place?.line ?? 0) || compare$1(a.rule, b.rule) || compare$1(a.subject, b.subject);
}
function compare$1(a, b) {
	return a < b ? -1 : a > b ? 1 : 0;
}
// src/checks/rule.ts
function defineRule(rule) {
	return rule;
}
// node_modules/@renovatebot/pep440/lib/version.js
const VERSION_PATTERN = [
	"v?",
	"(?:",
	"(?:(?<epoch>[0-9]+)!)?",
	"(?<release>[0-9]+(?:\\.[0-9]+)*)",
	"(?<pre>",
	"[-_\\.]?",
	"(?<pre_l>(a|b|c|rc|alpha|beta|pre|preview))",
	"[-_\\.]?",
	"(?<pre_n>[0-9]+)?",
	")?",
	"(?<post>",
	"(?:-(?<post_n1>[0-9]+))",
	"|",
	"(?:",
	"[-_\\.]?",
	"(?<post_l>post|rev|r)",
	"[-_\\.]?",
	"(?<post_n2>[0-9]+)?",
	")",
	")?",
	"(?<dev>",
	"[-_\\.]?",
	"(?<dev_l>dev)",
	"[-_\\.]?",
	"(?<dev_n>[0-9]+)?",
	")?",
	")",
	"(?:\\+(?<local>[a-z0-9]+(?:[-_\\.][a-z0-9]+)*))?"
].join("");
const validRegex = new RegExp("^" + VERSION_PATTERN + "$", "i");
const cleanRegex = new RegExp("^\\s*" + VERSION_PATTERN + "\\s*$", "i");
function parse$1(version, regex) {
	const { groups } = (regex || validRegex).exec(version) || {};
	if (!groups) return null;
	return {
		epoch: Number(groups.epoch ? groups.epoch : 0),
		release: groups.release.split(".").map(Number),
		pre: normalize_letter_version(groups.pre_l, groups.pre_n),
		post: normalize_letter_version(groups.post_l, groups.post_n1 || groups.post_n2),
		dev: normalize_letter_version(groups.dev_l, groups.dev_n),
		local: parse_local_version(groups.local)
	};
}
function stringify(parsed) {
	if (!parsed) return null;
	const { epoch, release, pre, post, dev, local } = parsed;
	const parts = [];
	if (epoch !== 0) parts.push(`${epoch}!`);
	parts.push(release.join("."));
	if (pre) parts.push(pre.join(""));
	if (post) parts.push("." + post.join(""));
	if (dev) parts.push("." + dev.join(""));
	if (local) parts.push(`+${local}`);
	return parts.join("");
}
function normalize_letter_version(letterIn, numberIn) {
	let letter = letterIn;
	let number = numberIn;
	if (letter) {
		if (!number) number = 0;
		letter = letter.toLowerCase();
		if (letter === "alpha") letter = "a";
		else if (letter === "beta") letter = "b";
		else if ([
			"c",
			"pre",
			"preview"
		].includes(letter)) letter = "rc";
		else if (["rev", "r"].includes(letter)) letter = "post";
		return [letter, Number(number)];
	}
	if (!letter && number) {
		letter = "post";
		return [letter, Number(number)];
	}
	return null;
}
function parse_local_version(local) {
	if (local) return local.split(/[._-]/).map((part) => Number.isNaN(Number(part)) ? part.toLowerCase() : Number(part));
	return null;
}
function explain(version) {
	const parsed = parse$1(version);
	if (!parsed) return parsed;
	const { epoch, release, pre, post, dev, local } = parsed;
	let base_version = "";
	if (epoch !== 0) base_version += epoch + "!";
	base_version += release.join(".");
	const is_prerelease = Boolean(dev || pre);
	const is_devrelease = Boolean(dev);
	const is_postrelease = Boolean(post);
	return {
		epoch,
		release,
		pre,
		post: post ? post[1] : post,
		dev: dev ? dev[1] : dev,
		local: local ? local.join(".") : local,
		public: stringify(parsed).split("+", 1)[0],
		base_version,
		is_prerelease,
		is_devrelease,
		is_postrelease
	};
}
// node_modules/@renovatebot/pep440/lib/operator.js
var operator_exports = __exportAll({
	"!=": () => ne,
	"<": () => lt,
	"<=": () => le,
	"==": () => eq,
	"===": () => arbitrary,
	">": () => gt,
	">=": () => ge,
	compare: () => compare,
	eq: () => eq,
	ge: () => ge,
	gt: () => gt,
	le: () => le,
	lt: () => lt,
	ne: () => ne,
	rcompare: () => rcompare
});
function lt(version, other) {
	return compare(version, other) < 0;
}
function le(version, other) {
	return compare(version, other) <= 0;
}
function eq(version, other) {
	return compare(version, other) === 0;
}
function ne(version, other) {
	return compare(version, other) !== 0;
}
function ge(version, other) {
	return compare(version, other) >= 0;
}
function gt(version, other) {
	return compare(version, other) > 0;
}
function arbitrary(version, other) {
	return version.toLowerCase() === other.toLowerCase();
}
function compare(version, other) {
	const parsedVersion = parse$1(version);
	const parsedOther = parse$1(other);
	return pyCompare(calculateKey(parsedVersion), calculateKey(parsedOther));
}
function rcompare(version, other) {
	return -compare(version, other);
}
function pyCompare(elemIn, otherIn) {
	let elem = elemIn;
	let other = otherIn;
	if (elem === other) return 0;
	if (Array.isArray(elem) !== Array.isArray(other)) {
		elem = Array.isArray(elem) ? elem : [elem];
		other = Array.isArray(other) ? other : [other];
	}
	if (Array.isArray(elem)) {
		const len = Math.min(elem.length, other.length);
		for (let i = 0; i < len; i += 1) {
			const res = pyCompare(elem[i], other[i]);
			if (res !== 0) return res;
		}
		return elem.length - other.length;
	}
	if (elem === -1e400 || other === 1e400) return -1;
	if (elem === 1e400 || other === -1e400) return 1;
	return elem < other ? -1 : 1;
}
function calculateKey(input) {
	const { epoch } = input;
	let { release, pre, post, local, dev } = input;
	release = release.concat();
	release.reverse();
	while (release.length && release[0] === 0) release.shift();
	release.reverse();
	if (!pre && !post && dev) pre = -1e400;
	else if (!pre) pre = 1e400;
	if (!post) post = -1e400;
	if (!dev) dev = 1e400;
	if (!local) local = -1e400;
	else local = local.map((i) => Number.isNaN(Number(i)) ? [-1e400, i] : [Number(i), ""]);
	return [
		epoch,
		release,
		pre,
		post,
		dev,
		local
	];
}
// node_modules/@renovatebot/pep440/lib/specifier.js
const RANGE_PATTERN = [
	"(?<operator>(===|~=|==|!=|<=|>=|<|>))",
	"\\s*",
	"(",
	"(?<version>(?:" + VERSION_PATTERN.replace(/\?<\w+>/g, "?:") + "))",
	"(?<prefix>\\.\\*)?",
	"|",
	"(?<legacy>[^,;\\s)]+)",
	")"
].join("");
const isEqualityOperator = (op) => [
	"==",
	"!=",
	"==="
].includes(op);
const rangeRegex = new RegExp("^" + RANGE_PATTERN + "$", "i");
function parse(ranges) {
	if (!ranges.trim()) return [];
	const specifiers = ranges.split(",").map((range) => rangeRegex.exec(range.trim()) || {}).map(({ groups }) => {
		if (!groups) return null;
		let { ...spec } = groups;
		const { operator, version, prefix, legacy } = groups;
		if (version) {
			spec = {
				...spec,
				...explain(version)
			};
			if (operator === "~=") {
				if (spec.release.length < 2) return null;
			}
			if (!isEqualityOperator(operator) && spec.local) return null;
			if (prefix) {
				if (!isEqualityOperator(operator) || spec.dev || spec.local) return null;
			}
		}
		if (legacy && operator !== "===") return null;
		return spec;
	});
	if (specifiers.filter(Boolean).length !== specifiers.length) return null;
	return specifiers;
}
function pick(versions, specifier, options) {
	const parsed = parse(specifier);
	if (!parsed) return [];
	return versions.filter((version) => {
		const explained = explain(version);
		if (!parsed.length) return explained && !(explained.is_prerelease && !options.prereleases);
		return parsed.reduce((pass, spec) => {
			if (!pass) return false;
			return contains({
				...spec,
				...options
			}, {
				version,
				explained
			});
		}, true);
	});
}
function satisfies(version, specifier, options = {}) {
	return pick([version], specifier, options).length === 1;
}
function arrayStartsWith(array, prefix) {
	if (prefix.length > array.length) return false;
	for (let i = 0; i < prefix.length; i += 1) if (prefix[i] !== array[i]) return false;
	return true;
}
function contains(specifier, input) {
	const { explained } = input;
	let { version } = input;
	const { ...spec } = specifier;
	if (spec.prereleases === void 0) spec.prereleases = spec.is_prerelease;
	if (explained && explained.is_prerelease && !spec.prereleases) return false;
	if (spec.operator === "~=") {
		let compatiblePrefix = spec.release.slice(0, -1).concat("*").join(".");
		if (spec.epoch) compatiblePrefix = spec.epoch + "!" + compatiblePrefix;
		return satisfies(version, `>=${spec.version}, ==${compatiblePrefix}`, { prereleases: spec.prereleases });
	}
	if (spec.prefix) {
		const isMatching = explained.epoch === spec.epoch && arrayStartsWith(explained.release, spec.release);
		return spec.operator !== "!=" ? isMatching : !isMatching;
	}
	if (explained && explained.local && spec.version) {
		if (spec.operator !== "===" && !spec.local) {
			version = explained.public;
			spec.version = explain(spec.version).public;
		}
	}
	if (spec.operator === "<" || spec.operator === ">") {
		if (eq(spec.release.join("."), explained.release.join("."))) return false;
	}
	const op = operator_exports[spec.operator];
	return op(version, spec.version || spec.legacy);
}
// src/checks/versions.ts
function seriesOf(version) {
	return partsOf(version)?.slice(0, 2).join(".");
}
function isExact(version) {
	return (partsOf(version)?.length ?? 0) > 2;
}
function isAtLeast(version, bound) {
	const release = releaseOf(version);
	return release !== void 0 && compare(release, bound) >= 0;
}
function isOlder(version, bound) {
	const release = releaseOf(version);
	return release !== void 0 && compare(release, bound) < 0;
}
function fits(version, specifier) {
	const release = releaseOf(version);
	if (release === void 0) return void 0;
	const own = [version.trim(), release];
	const answers = specifier.split("||").map((range) => {
		const clauses = clausesOf(range).map((clause) => {
			if (clause === void 0) return void 0;
			return own.some((each) => satisfies(each, clause, { prereleases: true }));
		});
		if (clauses.includes(false)) return false;
		return clauses.includes(void 0) ? void 0 : true;
	});
	if (answers.includes(true)) return true;
	return answers.includes(void 0) ? void 0 : false;
}
function fitsSeries(series, specifier) {
	const answers = [
		`${series}.0`,
		`${series}.9999`,
		...turns(specifier).filter((turn) => seriesOf(turn) === series)
	].map((version) => fits(version, specifier));
	if (answers.includes(true)) return true;
	return answers.includes(void 0) ? void 0 : false;
}
function isAlwaysOlder({ pinned, specifier }, bound) {
	if (pinned !== void 0) return isOlder(pinned, bound);
	return [
		bound,
		FAR,
		...turns(specifier).filter((turn) => isAtLeast(turn, bound))
	].every((version) => fits(version, specifier) === false);
}
const FAR = "99999";
function turns(specifier) {
	return [...specifier.matchAll(/\d[^\s,|*]*/g)].flatMap(([written]) => {
		const release = releaseOf(written.replace(/\.$/, ""));
		return release === void 0 ? [] : [release, `${release}.0.1`];
	});
}
function clausesOf(range) {
	return range.split(",").map((clause) => clause.trim()).filter((clause) => clause !== "" && clause !== "*").flatMap((clause) => {
		const [, operator = "", written = ""] = /^(===|~=|==|!=|<=|>=|<|>|\^|~)?\s*(\S+)$/.exec(clause) ?? [];
		const parts = partsOf(written);
		if (parts === void 0) return [void 0];
		if (operator === "^" || operator === "~") return [`>=${written}`, `<${operator === "^" ? ceilingOf(parts) : next(parts.slice(0, 2))}`];
		return [`${operator === "" ? "==" : operator}${written}`];
	});
}
function ceilingOf(parts) {
	const first = parts.findIndex((part) => part > 0);
	return next(first === -1 ? parts : parts.slice(0, first + 1));
}
function next(parts) {
	return parts.map((part, index) => index === parts.length - 1 ? part + 1 : part).join(".");
}
function releaseOf(version) {
	return explain(withoutStar(version))?.base_version;
}
function partsOf(version) {
	return explain(withoutStar(version))?.release;
}
function withoutStar(version) {
	return version.trim().replace(/\.\*$/, "");
}
// src/checks/settings/defaults.ts
const DEFAULTS$1 = {
	ALLOWED_HOSTS: [],
	ADMINS: [],
	APPEND_SLASH: true,
	AUTH_PASSWORD_VALIDATORS: [],
	CACHES: { default: { BACKEND: "django.core.cache.backends.locmem.LocMemCache" } },
	CACHE_MIDDLEWARE_ALIAS: "default",
	CACHE_MIDDLEWARE_KEY_PREFIX: "",
	CSRF_COOKIE_DOMAIN: null,
	CSRF_COOKIE_HTTPONLY: false,
	CSRF_COOKIE_NAME: "csrftoken",
	CSRF_COOKIE_SAMESITE: "Lax",
	CSRF_COOKIE_SECURE: false,
	CSRF_TRUSTED_ORIGINS: [],
	CSRF_USE_SESSIONS: false,
	DATABASES: {},
	DATA_UPLOAD_MAX_MEMORY_SIZE: 2621440,
	DATA_UPLOAD_MAX_NUMBER_FIELDS: 1e3,
	DATA_UPLOAD_MAX_NUMBER_FILES: 100,
	DEBUG: false,
	DEBUG_PROPAGATE_EXCEPTIONS: false,
	DEFAULT_AUTO_FIELD: { since: [["3.2", "django.db.models.AutoField"], ["6.0", "django.db.models.BigAutoField"]] },
	DEFAULT_FROM_EMAIL: "webmaster@localhost",
	EMAIL_BACKEND: "django.core.mail.backends.smtp.EmailBackend",
	EMAIL_HOST: "localhost",
	EMAIL_HOST_USER: "",
	EMAIL_PORT: 25,
	EMAIL_TIMEOUT: null,
	EMAIL_USE_SSL: false,
	EMAIL_USE_TLS: false,
	INSTALLED_APPS: [],
	LOGGING: {},
	LOGGING_CONFIG: "logging.config.dictConfig",
	MEDIA_ROOT: "",
	MEDIA_URL: "/",
	MIDDLEWARE: [],
	PASSWORD_HASHERS: ["django.contrib.auth.hashers.PBKDF2PasswordHasher"],
	SECRET_KEY_FALLBACKS: [],
	SECURE_CONTENT_TYPE_NOSNIFF: true,
	SECURE_CROSS_ORIGIN_OPENER_POLICY: { since: [["4.0", "same-origin"]] },
	SECURE_CSP: { since: [["6.0", {}]] },
	SECURE_CSP_REPORT_ONLY: { since: [["6.0", {}]] },
	SECURE_HSTS_INCLUDE_SUBDOMAINS: false,
	SECURE_HSTS_PRELOAD: false,
	SECURE_HSTS_SECONDS: 0,
	SECURE_PROXY_SSL_HEADER: null,
	SECURE_REDIRECT_EXEMPT: [],
	SECURE_REFERRER_POLICY: "same-origin",
	SECURE_SSL_HOST: null,
	SECURE_SSL_REDIRECT: false,
	SERVER_EMAIL: "root@localhost",
	SESSION_CACHE_ALIAS: "default",
	SESSION_COOKIE_AGE: 1209600,
	SESSION_COOKIE_DOMAIN: null,
	SESSION_COOKIE_HTTPONLY: true,
	SESSION_COOKIE_NAME: "sessionid",
	SESSION_COOKIE_SAMESITE: "Lax",
	SESSION_COOKIE_SECURE: false,
	SESSION_ENGINE: "django.contrib.sessions.backends.db",
	SESSION_FILE_PATH: null,
	SESSION_SERIALIZER: "django.contrib.sessions.serializers.JSONSerializer",
	STATICFILES_DIRS: [],
	STATIC_ROOT: null,
	STATIC_URL: null,
	STORAGES: { since: [["4.2", {
		default: { BACKEND: "django.core.files.storage.FileSystemStorage" },
		staticfiles: { BACKEND: "django.contrib.staticfiles.storage.StaticFilesStorage" }
	}]] },
	TIME_ZONE: "America/Chicago",
	USE_TZ: { since: [["3.2", false], ["5.0", true]] },
	USE_X_FORWARDED_HOST: false,
	USE_X_FORWARDED_PORT: false,
	X_FRAME_OPTIONS: "DENY",
	WHITENOISE_MANIFEST_STRICT: true,
	CORS_ALLOWED_ORIGINS: [],
	CORS_ALLOWED_ORIGIN_REGEXES: [],
	CORS_ALLOW_ALL_ORIGINS: false,
	CORS_ALLOW_CREDENTIALS: false,
	AWS_DEFAULT_ACL: null,
	AWS_QUERYSTRING_AUTH: true,
	AWS_QUERYSTRING_EXPIRE: 3600,
	AWS_S3_FILE_OVERWRITE: true,
	REST_FRAMEWORK: {},
	SIMPLE_JWT: {}
};
function defaultOf(name, django) {
	const known = Object.hasOwn(DEFAULTS$1, name) ? DEFAULTS$1[name] : void 0;
	if (known === void 0 || !isVersioned(known)) return known;
	return known.since.filter(([from]) => django === null || isAtLeast(django, from)).at(-1)?.[1];
}
function isVersioned(value) {
	return typeof value === "object" && value !== null && "since" in value;
}
// src/checks/settings/values.ts
function setting(evaluation, name) {
	const answer = evaluation.answer.settings;
	if (answer === null) return void 0;
	const own = answer.values[name];
	if (own !== void 0) return fromAnswer(name, own);
	if (Object.hasOwn(answer.others, name)) return void 0;
	const value = defaultOf(name, evaluation.answer.django);
	return value === void 0 ? void 0 : {
		name,
		value,
		default: true,
		place: void 0,
		dummy: false,
		variables: []
	};
}
function assigned(evaluation, name) {
	const answer = evaluation.answer.settings;
	const own = answer?.values[name];
	if (own !== void 0 && !own.default) return { place: placed(own.place) };
	const other = answer?.others[name];
	return other === void 0 ? void 0 : { place: placed(other.place) };
}
function member(value, ...path) {
	let found = value;
	for (const key of path) if (typeof key === "number") found = isList(found) ? found[key] : void 0;
	else found = entries(found)?.[key];
	return found;
}
function truth(value) {
	if (value === void 0 || isUnknown(value)) return void 0;
	if (isList(value)) return value.length > 0;
	if (typeof value !== "object" || value === null) return Boolean(value);
	const secret = secretIn(value);
	if (secret !== void 0) return secret.length > 0;
	if (value["$"] === "seconds") return value["value"] !== 0;
	return "$" in value || Object.keys(value).length > 0;
}
function text(value) {
	if (typeof value === "string") return value;
	const kind = mark(value);
	if (kind !== "path" && kind !== "pattern" && kind !== "name") return void 0;
	const inner = isMarked(value) ? value["value"] : void 0;
	return typeof inner === "string" ? inner : void 0;
}
function count(value) {
	if (typeof value === "number") return value;
	const inner = isMarked(value) && value["$"] === "seconds" ? value["value"] : void 0;
	return typeof inner === "number" ? inner : void 0;
}
function list(value) {
	return isList(value) ? value.map(text).filter((item) => item !== void 0) : void 0;
}
function entries(value) {
	return typeof value === "object" && value !== null && !isList(value) && !("$" in value) ? value : void 0;
}
function secretIn(value) {
	const kind = mark(value);
	if (kind === "url") return secretIn(isMarked(value) ? value["password"] : void 0);
	if (!isMarked(value) || kind !== "secret") return void 0;
	return {
		length: count(value["length"]) ?? 0,
		distinct: count(value["distinct"]) ?? 0,
		alphabet: count(value["alphabet"]) ?? 0,
		placeholder: text(value["placeholder"]) ?? null,
		words: count(value["words"]) ?? 0,
		repetitive: value["repetitive"] === true,
		ragged: value["ragged"] === true,
		tag: text(value["tag"]) ?? ""
	};
}
function isSecret(value) {
	return mark(value) === "secret";
}
function addressIn(value) {
	if (isMarked(value) && value["$"] === "url") return {
		scheme: text(value["scheme"]) ?? "",
		host: text(value["host"]) ?? "",
		port: count(value["port"]),
		path: text(value["path"]) ?? "",
		query: text(value["query"]) ?? "",
		user: secretIn(value["user"]),
		password: secretIn(value["password"])
	};
	if (typeof value !== "string" || !/^[a-z][a-z0-9+.-]*:\/\//i.test(value) || !URL.canParse(value)) return void 0;
	const { protocol, hostname, port, pathname, search } = new URL(value);
	return {
		scheme: protocol.slice(0, -1),
		host: hostname,
		port: port === "" ? void 0 : Number(port),
		path: pathname,
		query: search.slice(1),
		user: void 0,
		password: void 0
	};
}
function isUnknown(value) {
	return mark(value) === "unknown" || mark(value) === "object";
}
function placed(place) {
	return place === null || place.file.startsWith("/") ? void 0 : {
		file: place.file,
		line: place.line
	};
}
function shown$2(value) {
	if (value === void 0) return "not set";
	return clip(written$3(value));
}
function written$3(value) {
	if (value === null) return "None";
	if (value === true) return "True";
	if (value === false) return "False";
	if (typeof value === "string") return `'${harmless(shortened(value))}'`;
	if (typeof value === "number") return String(value);
	if (isList(value)) return `[${value.map(written$3).join(", ")}]`;
	const address = addressIn(value);
	if (address !== void 0) return `'${addressText(address)}'`;
	const secret = isSecret(value) ? secretIn(value) : void 0;
	if (secret !== void 0) return `a secret of ${secret.length} characters`;
	if (value["$"] === "seconds") return `${count(value) ?? "?"} s`;
	if ("$" in value) return shortened(text(value) ?? "a value that cannot be told");
	return `{${Object.entries(value).map(([name, inner]) => `'${name}': ${written$3(inner)}`).join(", ")}}`;
}
function withoutLogins(written) {
	return written.replace(/(:\/\/)[^/@\s]+@/g, "$1***@");
}
function harmless(written) {
	return withoutLogins(written).replace(/[\u0000-\u001f\u007f]/g, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`);
}
function shortened(path) {
	const parts = path.split("/");
	return path.startsWith("/") && parts.length > LONGEST_PATH && !/\s/.test(path) ? `.../${parts.slice(-2).join("/")}` : path;
}
const LONGEST_PATH = 4;
function addressText({ scheme, host, port, path, user, password }) {
	return `${scheme}://${user === void 0 && password === void 0 ? "" : "***@"}${host}${port === void 0 ? "" : `:${port}`}${path}`;
}
function clip(shownText) {
	return shownText.length <= EVIDENCE_CHARACTERS ? shownText : `${shownText.slice(0, EVIDENCE_CHARACTERS - 3)}...`;
}
const EVIDENCE_CHARACTERS = 160;
function fromAnswer(name, { value, default: isDefault, place, dummy, variables }) {
	return {
		name,
		value,
		default: isDefault,
		place: placed(place),
		dummy,
		variables
	};
}
function mark(value) {
	const kind = isMarked(value) ? value["$"] : void 0;
	return typeof kind === "string" ? kind : void 0;
}
function isMarked(value) {
	return typeof value === "object" && value !== null && !isList(value) && "$" in value;
}
function isList(value) {
	return Array.isArray(value);
}
// src/checks/settings/across.ts
function acrossSettings(project, { needs, of }, look) {
	const asked = evaluationsFor(of, project).filter(({ answer }) => answer.settings !== null);
	const merged = new Map();
	for (const evaluation of asked) {
		const evaluated = evaluatedOf(project, evaluation);
		const unknown = needs.filter((name) => isUnknown(evaluated.value(name)));
		const hits = unknown.length > 0 ? unknown.map((name) => unknownHit(evaluated, name)) : look(evaluated).map((fault) => hitOf$1(evaluated, fault));
		for (const hit of hits) {
			const key = JSON.stringify([
				hit.place,
				hit.subject,
				hit.message,
				hit.severity,
				hit.unknown
			]);
			const services = [...merged.get(key)?.services ?? [], ...evaluation.services];
			merged.set(key, {
				hit: merged.get(key)?.hit ?? hit,
				services: [...new Set(services)]
			});
		}
	}
	const everybody = new Set(asked.flatMap(({ services }) => services)).size;
	return [...merged.values()].map(({ hit, services }) => services.length === everybody ? hit : {
		...hit,
		message: `${hit.message} This holds for ${services.join(", ")}.`
	});
}
function evaluationsFor(of, project) {
	if (of === "web") return webEvaluations(project);
	return of === "all" ? project.evaluations : stayingEvaluations(project);
}
function stayingEvaluations({ evaluations, services }) {
	const ending = new Set(services.filter(({ role }) => role === "migrate").map(({ title }) => title));
	const staying = evaluations.filter((evaluation) => evaluation.services.some((title) => !ending.has(title)));
	return staying.length > 0 ? staying : evaluations;
}
function webEvaluations({ evaluations, services }) {
	const webs = new Set(services.filter(({ roles }) => roles.includes("web")).map(({ title }) => title));
	const serving = evaluations.filter((evaluation) => evaluation.services.some((title) => webs.has(title)));
	return serving.length > 0 ? serving : evaluations;
}
function headOf({ answer }) {
	if (answer.settings === null) return void 0;
	const { module, files } = answer.settings;
	const path = module.replaceAll(".", "/");
	const file = files.find((file) => [`${path}.py`, `${path}/__init__.py`].some((end) => file === end || file.endsWith(`/${end}`))) ?? files.at(-1);
	return file === void 0 || file.startsWith("/") ? void 0 : {
		file,
		line: 1
	};
}
function evaluatedOf(project, evaluation) {
	const { django } = evaluation.answer;
	const value = (name) => setting(evaluation, name)?.value;
	return {
		evaluation,
		project,
		profile: project.profile,
		value,
		setting: (name) => setting(evaluation, name),
		isSet: (name) => assigned(evaluation, name) !== void 0,
		since: (version) => django === null || isAtLeast(django, version),
		installed: (app) => {
			return [value("INSTALLED_APPS"), value("MIDDLEWARE")].flatMap((found) => Array.isArray(found) ? found : []).some((name) => name === app || typeof name === "string" && name.startsWith(`${app}.`));
		}
	};
}
function hitOf$1(evaluated, fault) {
	const { evaluation } = evaluated;
	const place = fault.place ?? assigned(evaluation, fault.on)?.place ?? headOf(evaluation);
	const rests = [fault.on, ...fault.with ?? []].some((name) => evaluated.setting(name)?.dummy === true);
	return {
		subject: withoutLogins(fault.subject ?? fault.on),
		...place === void 0 ? {} : { place },
		message: withoutLogins(fault.message),
		evidence: withoutLogins(fault.evidence ?? `${fault.on} = ${shown$2(evaluated.value(fault.on))}`),
		...fault.remedy === void 0 ? {} : { remedy: withoutLogins(fault.remedy) },
		...fault.severity === void 0 ? {} : { severity: fault.severity },
		...rests ? { dummy: true } : {}
	};
}
function unknownHit({ evaluation }, name) {
	const place = assigned(evaluation, name)?.place ?? headOf(evaluation);
	return {
		subject: name,
		...place === void 0 ? {} : { place },
		message: `${name} comes from code that was not run here (a module that stub-imports stood in for, or a value that cannot be described), so it cannot be judged.`,
		evidence: `${name} is not known`,
		unknown: true
	};
}
// src/checks/celery/apps.ts
const OLD$1 = {
	broker_url: ["BROKER_URL"],
	broker_transport_options: ["BROKER_TRANSPORT_OPTIONS"],
	task_always_eager: ["CELERY_ALWAYS_EAGER"],
	task_acks_late: ["CELERY_ACKS_LATE"],
	task_time_limit: ["CELERYD_TASK_TIME_LIMIT"],
	task_soft_time_limit: ["CELERYD_TASK_SOFT_TIME_LIMIT"],
	worker_prefetch_multiplier: ["CELERYD_PREFETCH_MULTIPLIER"],
	worker_max_tasks_per_child: ["CELERYD_MAX_TASKS_PER_CHILD"],
	worker_concurrency: ["CELERYD_CONCURRENCY"],
	beat_schedule: ["CELERYBEAT_SCHEDULE"],
	beat_scheduler: ["CELERYBEAT_SCHEDULER"]
};
function appsOf(project) {
	const running = project.celery.filter(({ program }) => program !== "other").map((facts) => appOf(facts.service?.title ?? facts.program, facts, facts.answer, facts.evaluation));
	const covered = new Set(project.celery.map(({ evaluation }) => evaluation));
	const sending = stayingEvaluations(project).filter((evaluation) => !covered.has(evaluation) && usesCelery(evaluation)).map((evaluation) => appOf(evaluation.services.join(", "), void 0, evaluation.answer.celery[0], evaluation));
	return [...running, ...sending];
}
function usesCelery(evaluation) {
	return Object.entries(evaluation.answer.settings?.values ?? {}).some(([name, { default: own }]) => !own && /^(CELERY|BROKER_URL)/.test(name));
}
function appOf(who, facts, answer, evaluation) {
	const asked = answer !== void 0 && Object.keys(answer.configuration).length > 0;
	const own = (name) => {
		if (evaluation === void 0) return void 0;
		return namesOf$2(name).map((known) => setting(evaluation, known)).find((known) => known !== void 0 && !known.default);
	};
	return {
		who,
		facts,
		answer,
		evaluation,
		value(name) {
			const value = asked ? answer.configuration[name] : own(name)?.value;
			return isUnknown(value) ? void 0 : value;
		},
		place(name) {
			return (evaluation === void 0 ? [] : namesOf$2(name).map((known) => assigned(evaluation, known)?.place)).find((place) => place !== void 0) ?? placed(answer?.place ?? null) ?? facts?.place;
		},
		dummy: (name) => own(name)?.dummy === true
	};
}
function namesOf$2(name) {
	return [`CELERY_${name.toUpperCase()}`, ...OLD$1[name] ?? []];
}
function limit(app, option, name) {
	const given = app.facts?.options.get(option);
	if (given !== void 0) return /^\d+(\.\d+)?$/.test(given) ? Number(given) : void 0;
	return count(app.value(name));
}
function limitPlace(app, option, name) {
	return app.facts?.options.has(option) === true ? app.facts.place : app.place(name);
}
function faultsOf$1(project, find) {
	return merged(appsOf(project).map((app) => ({
		who: app.who,
		fault: find(app)
	})));
}
function programFaults(project, programs, find) {
	return merged(project.celery.filter(({ program }) => programs.includes(program)).map((facts) => ({
		who: facts.service?.title ?? facts.program,
		fault: find(facts)
	})));
}
function merged(found) {
	const groups = new Map();
	for (const { who, fault } of found) {
		if (fault === void 0) continue;
		const key = JSON.stringify([
			fault.place,
			fault.on,
			fault.message(""),
			fault.evidence
		]);
		const group = groups.get(key) ?? {
			fault,
			who: []
		};
		if (!group.who.includes(who)) group.who.push(who);
		groups.set(key, group);
	}
	return [...groups.values()].map(({ fault, who }) => ({
		...fault.place === void 0 ? {} : { place: fault.place },
		subject: fault.place?.file.endsWith(".py") === true ? fault.on : `${who.join(", ")}: ${fault.on}`,
		message: fault.message(titlesInWords(who)),
		evidence: fault.evidence,
		...fault.remedy === void 0 ? {} : { remedy: fault.remedy },
		...fault.severity === void 0 ? {} : { severity: fault.severity },
		...fault.dummy === true ? { dummy: true } : {},
		...fault.unknown === void 0 ? {} : { unknown: fault.unknown }
	}));
}
function inContainer$2(project, app) {
	const service = app.facts?.service;
	if (service === void 0) return project.services.some(({ image }) => image !== void 0) || project.application !== void 0;
	return service.compose !== void 0 || service.image !== void 0 || project.application !== void 0;
}
function since(app, project, bound) {
	const version = app.answer?.version ?? project.python?.packages["celery"];
	return version === void 0 || seriesOf(version) === void 0 ? void 0 : isAtLeast(version, bound);
}
// src/checks/celery/beat.ts
const MANUAL$7 = "https://docs.celeryq.dev/en/stable/userguide/periodic-tasks.html";
function beatsOf(project) {
	return project.celery.filter(({ program, options }) => program === "beat" || isEmbedded({
		program,
		options
	}));
}
function isEmbedded({ program, options }) {
	return program === "worker" && options.get("beat") === "true";
}
const oneBeat = defineRule({
	id: "celery/one-beat",
	title: "Exactly one beat sends the schedule",
	severity: {
		development: "off",
		staging: "medium",
		production: "high"
	},
	why: "Every beat sends every task of the schedule. With two, mails go out twice and clean-ups run against each other.",
	remedy: "Run one beat in a service of its own, with one replica, and none inside of workers:\ncommand: [\"celery\", \"-A\", \"project\", \"beat\"]",
	source: [
		"S0-038",
		"S1-162",
		`${MANUAL$7}#starting-the-scheduler`
	],
	judge: (project) => {
		const beats = beatsOf(project);
		const [first, ...others] = beats;
		if (first === void 0) return [];
		const place = others.at(-1)?.place ?? first.place;
		if (others.length > 0 && !beats.every(lockedByPackage)) {
			const who = beats.map(({ service }) => service?.title ?? "beat");
			return [{
				place,
				subject: "beat",
				message: `${inSequence([...new Set(who)])} each send the schedule: every task of it runs ${beats.length} times.`,
				evidence: `${beats.length} beats`
			}];
		}
		const replicas = first.service?.compose?.replicas ?? 1;
		if (others.length > 0) return [];
		if (replicas > 1 && !lockedByPackage(first)) return [{
			place: first.service?.compose?.placeOf("deploy", "replicas") ?? place,
			subject: `${first.service?.title ?? "beat"}: replicas`,
			message: `${first.service?.title ?? "The service"} sends the schedule and has ${replicas} replicas: every task of it runs ${replicas} times.`,
			evidence: `${replicas} replicas of a ${isEmbedded(first) ? "worker with -B" : "beat"}`
		}];
		if (!isEmbedded(first)) return [];
		return [{
			place,
			subject: `${first.service?.title ?? "worker"}: -B`,
			message: `${first.service?.title ?? "A worker"} holds the beat inside (-B): it cannot be scaled, and the schedule stops with it.`,
			evidence: "-B",
			severity: "low"
		}];
	}
});
function lockedByPackage({ options, answer }) {
	const scheduler = options.get("scheduler") ?? text(answer?.configuration["beat_scheduler"]) ?? "";
	return /redbeat/i.test(scheduler);
}
const beatMissing = defineRule({
	id: "celery/beat-missing",
	title: "Somebody sends the schedule",
	severity: {
		development: "off",
		staging: "medium",
		production: "high"
	},
	why: "A schedule without a beat is a list: nothing in it ever runs, and nobody is told.",
	remedy: "Add one service:\nbeat:\n  command: [\"celery\", \"-A\", \"project\", \"beat\", \"--loglevel\", \"info\"]",
	source: [
		"S0-038",
		"S1-162",
		"S1-129",
		MANUAL$7
	],
	judge: (project) => {
		if (project.celery.filter(({ program }) => program === "worker").length === 0 || beatsOf(project).length > 0 || startsElsewhere$1(project)) return [];
		for (const app of appsOf(project)) {
			const names = app.answer?.beat.map(({ name }) => name) ?? Object.keys(entries(app.value("beat_schedule")) ?? {});
			const [name] = names;
			if (name === void 0) continue;
			const place = placed(app.answer?.beat[0]?.place ?? null) ?? app.place("beat_schedule");
			return [{
				subject: "beat_schedule",
				message: `The schedule has ${names.length === 1 ? "a task" : `${names.length} tasks`} (${name}${names.length > 1 ? ", …" : ""}), workers run, and no service starts a beat: nothing of it is ever sent.`,
				evidence: `${names.length} in beat_schedule, no beat`,
				...place === void 0 ? {} : { place }
			}];
		}
		return [];
	}
});
function startsElsewhere$1({ siblings, services, application }) {
	return siblings.size > 0 || application !== void 0 && application.buildPack !== "dockercompose" || services.some(({ own, start, role }) => own && start.unknown !== void 0 && role === "other");
}
const scheduledTasks = defineRule({
	id: "celery/scheduled-task-missing",
	title: "Every scheduled task exists",
	severity: {
		development: "medium",
		staging: "high",
		production: "high"
	},
	why: "Beat sends names. A name that no worker knows is thrown away with a line in the log: the job never runs.",
	remedy: "Write the task’s full name, as `celery inspect registered` lists it, and let autodiscover_tasks find its module.",
	source: ["S1-129", MANUAL$7],
	judge: (project) => appsOf(project).flatMap(({ answer, evaluation }) => {
		if (answer === void 0 || answer.problem !== null || answer.tasks.length === 0) return [];
		if ((evaluation?.answer.stubs.length ?? 0) > 0) return [];
		const known = new Set(answer.tasks);
		return answer.beat.filter(({ task }) => task !== "" && !known.has(task)).map(({ name, task, place }) => {
			const at = placed(place) ?? placed(answer.place);
			return {
				...at === void 0 ? {} : { place: at },
				subject: `beat_schedule: ${name}`,
				message: `The schedule sends ${task} (${name}), and no task of that name is registered: it never runs.`,
				evidence: task
			};
		});
	})
});
const scheduleFile = defineRule({
	id: "celery/schedule-file",
	title: "Beat can write its schedule file, and finds it again",
	severity: {
		development: "off",
		staging: "low",
		production: "low"
	},
	why: "Beat keeps the time of each task’s last run in a file. Where it may not write it ends at the start; where the file is lost with the container, long intervals begin anew at every deployment.",
	remedy: "Keep it in a volume, or in the database:\ncelery -A project beat --schedule /var/lib/celery/celerybeat-schedule\ncelery -A project beat --scheduler django_celery_beat.schedulers:DatabaseScheduler",
	source: [
		"S0-038",
		"S1-162",
		`${MANUAL$7}#starting-the-scheduler (celerybeat-schedule in the working directory)`
	],
	judge: (project) => programFaults(project, ["beat"], ({ options, answer, service, place, directory }) => {
		const scheduler = options.get("scheduler") ?? text(answer?.configuration["beat_scheduler"]) ?? "";
		const inContainer = service?.compose !== void 0 || service?.image !== void 0;
		if (service === void 0 || !inContainer || /database|redbeat/i.test(scheduler)) return void 0;
		const path = options.get("schedule") ?? text(answer?.configuration["beat_schedule_filename"]) ?? "celerybeat-schedule";
		if (path.includes("$")) return void 0;
		const folder = path.startsWith("/") ? path.slice(0, path.lastIndexOf("/")) || "/" : folderOf(directory, options.get("workdir"));
		const mount = (service.compose?.volumes ?? []).find(({ target }) => folder !== void 0 && (folder === target || folder.startsWith(`${target}/`)));
		if (mount !== void 0 && mount.kind !== "tmpfs") return void 0;
		if (!path.startsWith("/") && refusesWriting(service, folder)) return {
			on: "schedule",
			place,
			message: (who) => `${who} runs as ${service.user} and writes ${path} into ${folder}, which the image fills as root: beat ends with “Permission denied”.`,
			evidence: `--schedule ${path}, user ${service.user}`,
			severity: project.profile === "production" ? "high" : "medium",
			remedy: "Write it where the user may:\n--schedule /tmp/celerybeat-schedule"
		};
		return {
			on: "schedule",
			place,
			message: (who) => `${who} keeps its schedule file (${path}) inside of the container: each deployment forgets when tasks ran last.`,
			evidence: `--schedule ${path}`
		};
	})
});
function folderOf(directory, workdir) {
	if (workdir === void 0 || directory === void 0) return directory;
	return workdir.startsWith("/") ? workdir : `${directory}/${workdir}`.replace(/\/\.?$/, "");
}
function refusesWriting(service, folder) {
	const user = service.user?.split(":")[0];
	if (user === void 0 || user === "root" || user === "0" || folder === void 0 || service.image === void 0) return false;
	const { instructions, copies } = service.image.stage;
	if (copies.some(({ owner }) => owner !== void 0)) return false;
	const text = instructions.map((instruction) => instruction.text).join("\n");
	if (/chown|chmod|\binstall\b.*\s-o/.test(text) || new RegExp(`(useradd|adduser).*${escaped(folder)}(\\s|$)`, "m").test(text) || service.start.unknown !== void 0) return false;
	const keywords = instructions.map(({ keyword }) => keyword);
	if (keywords.includes("USER") && keywords.indexOf("USER") < keywords.lastIndexOf("WORKDIR")) return false;
	return repositoryPaths(folder, service.sources).length > 0;
}
function escaped(text) {
	return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
const schedulerInstalled = defineRule({
	id: "celery/scheduler-not-installed",
	title: "The scheduler’s tables exist",
	severity: {
		development: "medium",
		staging: "high",
		production: "high"
	},
	why: "The database scheduler reads its schedule from tables of django_celery_beat. Without the app there are none, and beat ends.",
	remedy: "INSTALLED_APPS += [\"django_celery_beat\"]",
	source: ["S0-038", "https://django-celery-beat.readthedocs.io/en/latest/"],
	judge: (project) => programFaults(project, ["beat"], ({ options, answer, evaluation, place }) => {
		const scheduler = options.get("scheduler") ?? text(answer?.configuration["beat_scheduler"]) ?? "";
		const apps = evaluation === void 0 ? void 0 : list(setting(evaluation, "INSTALLED_APPS")?.value);
		if (!/django_celery_beat|^django$/.test(scheduler) || apps === void 0) return void 0;
		if (apps.some((app) => app.startsWith("django_celery_beat"))) return void 0;
		return {
			on: "scheduler",
			place,
			message: (who) => `${who} takes its schedule from django_celery_beat, which is not in INSTALLED_APPS.`,
			evidence: scheduler
		};
	})
});
// src/checks/celery/broker.ts
const MANUAL$6 = "https://docs.celeryq.dev/en/stable/userguide/configuration.html";
const HERE = /^(localhost|127\.\d+\.\d+\.\d+|::1|0\.0\.0\.0)$/;
const ALONE = /^(memory|filesystem|sqla(\+sqlite)?|sqlalchemy|sqlite|django)(\+|$)/;
const broker = defineRule({
	id: "celery/broker",
	title: "Tasks go to a broker that workers can reach",
	severity: {
		development: "off",
		staging: "high",
		production: "high"
	},
	why: "Without a broker that both the site and the worker reach, every .delay() fails or its task is lost; in a container, localhost is the container itself.",
	remedy: "Take the address from the environment, without a default:\nCELERY_BROKER_URL = env(\"CELERY_BROKER_URL\")\n\nCELERY_BROKER_URL=redis://redis:6379/0",
	source: [
		"S0-007",
		"S0-022",
		"S1-118",
		"S1-162",
		`${MANUAL$6}#broker-url (default amqp://)`
	],
	judge: (project) => faultsOf$1(project, (app) => {
		const value = app.value("broker_url");
		if (value === void 0) return void 0;
		const shared = {
			on: "broker_url",
			place: app.place("broker_url"),
			dummy: app.dummy("broker_url")
		};
		const address = addressIn(value);
		const plain = address === void 0 ? text(value) : void 0;
		if (value === null || plain === "") return {
			...shared,
			message: (who) => `No broker is set for ${who}: Celery then takes amqp://guest@localhost, where nothing listens.`,
			evidence: "broker_url is not set"
		};
		const scheme = address?.scheme ?? /^([\w+]+):\/\//.exec(plain ?? "")?.[1];
		if (scheme !== void 0 && ALONE.test(scheme)) return {
			...shared,
			message: (who) => `${who} sends its tasks to ${scheme}://, which no other container can read.`,
			evidence: `broker_url ${scheme}://`
		};
		if (address === void 0 || !HERE.test(address.host) || !inContainer$2(project, app) || sharesNetwork$1(app)) return void 0;
		if (saidByEnvironment(project, app)) return void 0;
		return {
			...shared,
			message: (who) => `${who} looks for its broker on ${address.host}, which is its own container: no task is ever sent or taken.`,
			evidence: `broker_url ${address.scheme}://${address.host}`
		};
	})
});
function saidByEnvironment({ given }, { facts }) {
	return [...[...given.variables].map(([name, { value }]) => [name, value]), ...facts?.service?.environment ?? []].some(([name, value]) => /(REDIS|BROKER|VALKEY|CACHE)_URL$|^CELERY_RESULT_BACKEND$/.test(name) && /^\w+:\/\/([^@/]*@)?(localhost|127\.|\[::1\])/.test(value ?? ""));
}
function sharesNetwork$1({ facts }) {
	const mode = facts?.service?.compose?.networkMode;
	return mode === "host" || mode?.startsWith("service:") === true;
}
const results = defineRule({
	id: "celery/result-backend",
	title: "Results are kept where they can be read, or not at all",
	severity: {
		development: "off",
		staging: "low",
		production: "low"
	},
	why: "Without a result backend, AsyncResult.get(), chords and the state of a task fail; one on localhost fails only when the first result is stored.",
	remedy: "Name one, or say that no results are wanted:\nCELERY_RESULT_BACKEND = env(\"CELERY_RESULT_BACKEND\")\nCELERY_TASK_IGNORE_RESULT = True",
	source: [
		"S0-022",
		"S1-118",
		`${MANUAL$6}#result-backend`
	],
	judge: (project) => faultsOf$1(project, (app) => {
		const value = app.value("result_backend");
		if (value === void 0 || app.value("task_ignore_result") === true) return void 0;
		const shared = {
			on: "result_backend",
			place: app.place("result_backend"),
			dummy: app.dummy("result_backend")
		};
		const address = addressIn(value);
		const here = address !== void 0 && HERE.test(address.host) && inContainer$2(project, app) && !sharesNetwork$1(app);
		if (here && saidByEnvironment(project, app)) return void 0;
		if (here) return {
			...shared,
			message: (who) => `${who} keeps results on ${address.host}, which is its own container: tasks end with an error when they store theirs.`,
			evidence: `result_backend ${address.scheme}://${address.host}`,
			severity: "high"
		};
		if (!(value === null || text(value) === "" || text(value) === "disabled://")) return void 0;
		return {
			...shared,
			message: (who) => `${who} has no result backend, and nothing says that results are not wanted: .get() and chords fail.`,
			evidence: "result_backend is not set"
		};
	})
});
const UNSAFE = /pickle|x-python-serialize/i;
const serializers = defineRule({
	id: "celery/serializers",
	title: "Messages are JSON",
	severity: {
		development: "low",
		staging: "high",
		production: "high"
	},
	why: "A pickled message runs code while it is read: whoever can write to the broker owns the workers.",
	remedy: "CELERY_ACCEPT_CONTENT = [\"json\"]\nCELERY_TASK_SERIALIZER = \"json\"\nCELERY_RESULT_SERIALIZER = \"json\"",
	source: ["S1-119", "https://docs.celeryq.dev/en/stable/userguide/security.html#serializers"],
	judge: (project) => faultsOf$1(project, (app) => {
		for (const name of [
			"accept_content",
			"result_accept_content",
			"task_serializer",
			"result_serializer"
		]) {
			const value = app.value(name);
			const names = list(value) ?? [text(value) ?? ""];
			const unsafe = names.find((item) => UNSAFE.test(item));
			if (unsafe === void 0) continue;
			const asRoot = app.facts?.service?.environment.has("C_FORCE_ROOT") === true;
			return {
				on: name,
				place: app.place(name),
				message: (who) => `${who} ${name.includes("accept") ? "accepts" : "sends"} ${unsafe}: whoever can write to the broker can run code in the workers${asRoot ? ", as root" : ""}.`,
				evidence: `${name} ${names.join(", ")}`
			};
		}
	})
});
const eager = defineRule({
	id: "celery/eager",
	title: "Tasks run in the worker, not in the request",
	severity: {
		development: "off",
		staging: "high",
		production: "critical"
	},
	why: "With task_always_eager every .delay() runs at once in the web process: visitors wait for it, it dies with their request, and the worker is never asked.",
	remedy: "Leave it to the settings of tests:\nCELERY_TASK_ALWAYS_EAGER = False",
	source: [
		"S1-118",
		"S1-162",
		`${MANUAL$6}#task-always-eager`
	],
	judge: (project) => faultsOf$1(project, (app) => app.value("task_always_eager") !== true ? void 0 : {
		on: "task_always_eager",
		place: app.place("task_always_eager"),
		dummy: app.dummy("task_always_eager"),
		message: (who) => `${who} runs every task at once, in the process that sends it.`,
		evidence: "task_always_eager = True"
	})
});
const timezone = defineRule({
	id: "celery/timezone",
	title: "The schedule and the site mean the same time of day",
	severity: {
		development: "off",
		staging: "low",
		production: "medium"
	},
	why: "crontab(hour=3) is three o’clock in Celery’s zone. When that is not the site’s, backups and reports run in the middle of the day.",
	remedy: "CELERY_TIMEZONE = TIME_ZONE",
	source: ["S1-120", `${MANUAL$6}#timezone (default UTC)`],
	judge: (project) => faultsOf$1(project, (app) => {
		const site = app.evaluation === void 0 ? void 0 : text(setting(app.evaluation, "TIME_ZONE")?.value);
		const value = app.value("timezone");
		if (site === void 0 || value === void 0 || value !== null && text(value) === void 0) return void 0;
		const own = value === null ? "UTC" : text(value) ?? "";
		if (sameZone(own, site)) return void 0;
		const scheduled = (app.answer?.beat.length ?? 0) > 0;
		return {
			on: "timezone",
			place: app.place("timezone"),
			message: (who) => `Celery of ${who} counts in ${own}${value === null ? ", its default," : ""} and the site in ${site}.`,
			evidence: `timezone ${own}, TIME_ZONE ${site}`,
			...scheduled ? {} : { severity: "low" }
		};
	})
});
function sameZone(a, b) {
	const plain = (zone) => /^(Etc\/)?(UTC|GMT|Zulu|UCT|Universal)$/i.test(zone) ? "UTC" : zone;
	return plain(a) === plain(b);
}
const startupRetry = defineRule({
	id: "celery/startup-retry",
	title: "A worker waits for its broker at the start",
	severity: {
		development: "off",
		staging: "low",
		production: "low"
	},
	why: "At a deployment the worker is often there before Redis. When it may not retry, it ends; from Celery 6 on that is the default.",
	remedy: "CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True",
	versions: "Celery 5.3 and later",
	source: ["S1-121", `${MANUAL$6}#broker-connection-retry-on-startup`],
	judge: (project) => faultsOf$1(project, (app) => {
		if (app.facts === void 0 || app.facts.program !== "worker") return void 0;
		const value = app.value("broker_connection_retry_on_startup");
		const shared = {
			on: "broker_connection_retry_on_startup",
			place: app.place("broker_connection_retry_on_startup")
		};
		if (value === false) return {
			...shared,
			message: (who) => `The worker of ${who} ends when its broker does not answer at the start.`,
			evidence: "broker_connection_retry_on_startup = False",
			severity: "medium"
		};
		if (value !== null || since(app, project, "5.3") !== true) return void 0;
		return {
			...shared,
			message: (who) => `${who} leaves the retry at start to a default that changes with Celery 6.`,
			evidence: "broker_connection_retry_on_startup is not set"
		};
	})
});
// src/checks/celery/limits.ts
const MANUAL$5 = "https://docs.celeryq.dev/en/stable/userguide/configuration.html";
const VISIBILITY = 3600;
const timeLimits = defineRule({
	id: "celery/time-limits",
	title: "A task that hangs is ended: first asked, then killed",
	severity: {
		development: "off",
		staging: "low",
		production: "medium"
	},
	why: "A task without a limit that waits for ever holds its worker for ever. A soft limit that is not below the hard one never lets a task clean up.",
	remedy: "CELERY_TASK_SOFT_TIME_LIMIT = 240\nCELERY_TASK_TIME_LIMIT = 300",
	source: [
		"S1-076",
		"S1-123",
		`${MANUAL$5}#task-time-limit, #task-soft-time-limit`
	],
	judge: (project) => faultsOf$1(project, (app) => {
		if (app.facts?.program !== "worker" || !knows(app, "time-limit", "task_time_limit")) return void 0;
		const hard = limit(app, "time-limit", "task_time_limit");
		const soft = limit(app, "soft-time-limit", "task_soft_time_limit");
		if (hard === void 0 || hard === 0) return {
			on: "task_time_limit",
			place: limitPlace(app, "time-limit", "task_time_limit"),
			message: (who) => soft === void 0 || soft === 0 ? `Tasks of ${who} have no time limit: one that hangs holds its worker for ever.` : `Tasks of ${who} have a soft time limit only: one that catches it, or hangs in C code, holds its worker for ever.`,
			evidence: "no task_time_limit, no --time-limit",
			...soft === void 0 || soft === 0 ? {} : { severity: "low" }
		};
		if (soft === void 0 || soft === 0 || soft < hard) return void 0;
		return {
			on: "task_soft_time_limit",
			place: limitPlace(app, "soft-time-limit", "task_soft_time_limit"),
			message: (who) => `Tasks of ${who} are killed after ${hard} seconds, before the soft limit of ${soft} asks them to end.`,
			evidence: `soft ${soft}, hard ${hard}`
		};
	})
});
const visibility = defineRule({
	id: "celery/visibility-timeout",
	title: "Redis does not hand out a task that still runs",
	severity: {
		development: "off",
		staging: "medium",
		production: "high"
	},
	why: "With acks_late a task is acknowledged at its end. One that runs longer than the visibility timeout is given to a second worker, and runs twice at the same time.",
	remedy: "Keep the hard limit below the visibility timeout:\nCELERY_BROKER_TRANSPORT_OPTIONS = {\"visibility_timeout\": 3600}\nCELERY_TASK_TIME_LIMIT = 300",
	source: [
		"S1-123",
		"S1-124",
		"https://docs.celeryq.dev/en/stable/getting-started/backends-and-brokers/redis.html#visibility-timeout"
	],
	judge: (project) => faultsOf$1(project, (app) => {
		const scheme = addressIn(app.value("broker_url"))?.scheme;
		if (app.facts?.program !== "worker" || app.value("task_acks_late") !== true) return void 0;
		if (scheme === void 0 || !/^(rediss?|sentinel|sqs)$/.test(scheme)) return void 0;
		const hard = limit(app, "time-limit", "task_time_limit");
		const options = member(app.value("broker_transport_options"), "visibility_timeout");
		const timeout = count(options) ?? count(app.value("visibility_timeout")) ?? (scheme === "sqs" ? 1800 : VISIBILITY);
		if (hard === void 0 || hard === 0 || hard < timeout) return void 0;
		return {
			on: "visibility_timeout",
			place: app.place(options === void 0 ? "task_time_limit" : "broker_transport_options"),
			message: (who) => `Tasks of ${who} may run ${hard} seconds and are acknowledged at their end, while the broker hands them to another worker after ${timeout}: long ones run twice.`,
			evidence: `visibility_timeout ${timeout}, hard limit ${hard}, acks_late`
		};
	})
});
const poolLimits = defineRule({
	id: "celery/pool-limits",
	title: "The pool can enforce the time limits",
	severity: {
		development: "off",
		staging: "low",
		production: "medium"
	},
	why: "Time limits work by signals to child processes. Threads and the solo pool have none: the limits are read, and nothing is ever ended.",
	remedy: "Use the prefork pool, or end long work inside of the task:\ncelery -A project worker --pool prefork",
	source: [
		"S1-076",
		"S1-123",
		"https://docs.celeryq.dev/en/stable/userguide/workers.html#time-limits"
	],
	judge: (project) => faultsOf$1(project, (app) => {
		const pool = app.facts?.options.get("pool") ?? text(app.value("worker_pool"));
		const hard = limit(app, "time-limit", "task_time_limit");
		if (app.facts?.program !== "worker" || hard === void 0 || hard === 0) return void 0;
		if (pool === void 0 || !/^(solo|threads|.*\.solo.*|.*\.thread.*)$/.test(pool)) return void 0;
		return {
			on: "worker_pool",
			place: limitPlace(app, "pool", "worker_pool"),
			message: (who) => `${who} runs the ${pool} pool, which cannot enforce the time limit of ${hard} seconds.`,
			evidence: `pool ${pool}, time limit ${hard}`
		};
	})
});
const prefetch = defineRule({
	id: "celery/prefetch",
	title: "A worker reserves no more than it can soon do",
	severity: {
		development: "off",
		staging: "low",
		production: "low"
	},
	why: "Reserved tasks wait behind a long one although other workers are idle; at a crash all of them are delayed or lost.",
	remedy: "For tasks that run for minutes:\nCELERY_WORKER_PREFETCH_MULTIPLIER = 1",
	source: ["S1-122", "https://docs.celeryq.dev/en/stable/userguide/optimizing.html#prefetch-limits"],
	judge: (project) => faultsOf$1(project, (app) => {
		const multiplier = limit(app, "prefetch-multiplier", "worker_prefetch_multiplier");
		if (app.facts?.program !== "worker" || multiplier === void 0) return void 0;
		const hard = limit(app, "time-limit", "task_time_limit") ?? 0;
		const shared = {
			on: "worker_prefetch_multiplier",
			place: limitPlace(app, "prefetch-multiplier", "worker_prefetch_multiplier"),
			evidence: `worker_prefetch_multiplier = ${multiplier}`
		};
		if (multiplier === 0) return {
			...shared,
			message: (who) => `${who} reserves every task there is: other workers get none, and all are lost or delayed with it.`,
			severity: "medium"
		};
		if (multiplier > 32) return {
			...shared,
			message: (who) => `${who} reserves ${multiplier} tasks for each of its processes.`,
			severity: "medium"
		};
		if (multiplier <= 1 || hard < 900) return void 0;
		return {
			...shared,
			message: (who) => `${who} reserves ${multiplier} tasks for each process, and one may run for ${hard} seconds: the others wait behind it.`
		};
	})
});
const recycling$1 = defineRule({
	id: "celery/max-tasks",
	title: "Worker processes are replaced now and then",
	severity: {
		development: "off",
		staging: "low",
		production: "low"
	},
	why: "Tasks hold more memory than pages. Without a limit a leak grows until the container is killed, in the middle of a task.",
	remedy: "CELERY_WORKER_MAX_TASKS_PER_CHILD = 1000",
	source: [
		"S1-076",
		"S1-122",
		"S1-162",
		`${MANUAL$5}#worker-max-tasks-per-child`
	],
	judge: (project) => faultsOf$1(project, (app) => {
		if (app.facts?.program !== "worker" || !knows(app, "max-tasks-per-child", "worker_max_tasks_per_child")) return void 0;
		const tasks = limit(app, "max-tasks-per-child", "worker_max_tasks_per_child") ?? 0;
		const memory = limit(app, "max-memory-per-child", "worker_max_memory_per_child") ?? 0;
		const pool = app.facts.options.get("pool") ?? text(app.value("worker_pool")) ?? "prefork";
		if (tasks > 0 || memory > 0 || !/prefork|processes/.test(pool)) return void 0;
		return {
			on: "worker_max_tasks_per_child",
			place: limitPlace(app, "max-tasks-per-child", "worker_max_tasks_per_child"),
			message: (who) => `${who} never replaces its processes, so that a leak grows until the memory is gone.`,
			evidence: "no worker_max_tasks_per_child, no worker_max_memory_per_child"
		};
	})
});
const acknowledgement = defineRule({
	id: "celery/acks-late",
	title: "A task that dies with its worker is done again",
	severity: {
		development: "off",
		staging: "low",
		production: "low"
	},
	why: "By default a task is acknowledged when it starts. Whatever runs when a container is replaced or killed is lost without a trace.",
	remedy: "Acknowledge at the end; tasks must then be safe to run twice:\nCELERY_TASK_ACKS_LATE = True",
	source: ["S1-124", `${MANUAL$5}#task-acks-late`],
	judge: (project) => faultsOf$1(project, (app) => app.facts?.program !== "worker" || app.value("task_acks_late") !== false ? void 0 : {
		on: "task_acks_late",
		place: app.place("task_acks_late"),
		message: (who) => `${who} acknowledges tasks when they start: those that run during a deployment or a crash are lost.`,
		evidence: "task_acks_late = False"
	})
});
function knows(app, option, name) {
	return app.facts?.options.has(option) === true || app.value(name) !== void 0;
}
// src/checks/celery/running.ts
const WORKERS = "https://docs.celeryq.dev/en/stable/userguide/workers.html";
const PROCESS_MEMORY = 100;
const MIB$2 = 1048576;
const concurrency = defineRule({
	id: "celery/concurrency",
	title: "The number of worker processes fits the container",
	severity: {
		development: "off",
		staging: "low",
		production: "medium"
	},
	why: "Without a number, a worker starts one process for each core of the machine, whatever its container may use: on a large machine it is killed for its memory.",
	remedy: "celery -A project worker --concurrency 2",
	source: [
		"S1-076",
		"S1-162",
		`${WORKERS}#concurrency (default: the number of cores)`
	],
	judge: (project) => faultsOf$1(project, (app) => {
		const { facts } = app;
		if (facts?.program !== "worker" || !inContainer$2(project, app)) return void 0;
		const pool = facts.options.get("pool") ?? text(app.value("worker_pool")) ?? "prefork";
		if (!/prefork|processes/.test(pool) || facts.options.has("autoscale")) return void 0;
		const given = facts.options.get("concurrency");
		const own = limit(app, "concurrency", "worker_concurrency");
		const memory = facts.service?.compose?.limits.memory;
		const place = facts.options.has("concurrency") ? facts.place : (app.value("worker_concurrency") ?? null) === null ? facts.place : app.place("worker_concurrency");
		const fits = memory === void 0 ? void 0 : Math.max(1, Math.floor(memory / MIB$2 / PROCESS_MEMORY) - 1);
		if (own !== void 0 && own > 0) {
			if (fits === void 0 || own <= fits) return void 0;
			return {
				on: "concurrency",
				place,
				message: (who) => `${who} starts ${own} processes, and the memory limit of its container has room for about ${fits}.`,
				evidence: `concurrency ${own}`
			};
		}
		if (given !== void 0 || app.value("worker_concurrency") === void 0) return void 0;
		return {
			on: "concurrency",
			place,
			message: (who) => `${who} starts one process for each core of the machine${memory === void 0 ? "" : ", and its container has a memory limit"}.`,
			evidence: "no --concurrency, no worker_concurrency",
			...memory === void 0 ? { severity: "low" } : {}
		};
	})
});
const forceRoot = defineRule({
	id: "celery/force-root",
	title: "Workers do not run as root",
	severity: {
		development: "off",
		staging: "low",
		production: "medium"
	},
	why: "C_FORCE_ROOT only silences Celery’s warning: whoever makes a task do something else does it as root.",
	remedy: "Run the container as a user of its own and leave C_FORCE_ROOT out:\nUSER app",
	source: [
		"S1-053",
		"S1-162",
		`${WORKERS}; Celery refuses pickle as root without C_FORCE_ROOT`
	],
	judge: (project) => programFaults(project, ["worker", "beat"], ({ service, place }) => {
		if (service === void 0 || !service.environment.has("C_FORCE_ROOT")) return void 0;
		const value = service.environment.get("C_FORCE_ROOT");
		const user = service.user?.split(":")[0];
		if (value === "" || user !== void 0 && user !== "root" && user !== "0") return void 0;
		return {
			on: "C_FORCE_ROOT",
			place: service.compose?.environment.get("C_FORCE_ROOT")?.place ?? place,
			message: (who) => `${who} runs as root, and C_FORCE_ROOT hides the warning.`,
			evidence: "C_FORCE_ROOT"
		};
	})
});
const events = defineRule({
	id: "celery/events",
	title: "What watches the workers hears of their tasks",
	severity: {
		development: "off",
		staging: "low",
		production: "medium"
	},
	why: "Flower and exporters live on events, which workers send only when they are told to: without, the pages stay empty and look like a quiet day.",
	remedy: "CELERY_WORKER_SEND_TASK_EVENTS = True\nCELERY_TASK_SEND_SENT_EVENT = True",
	source: ["S1-125", "https://docs.celeryq.dev/en/stable/userguide/monitoring.html"],
	judge: (project) => {
		const watcher = project.services.find(({ role, imageName }) => role === "flower" || /flower|celery-?exporter/i.test(imageName));
		if (watcher === void 0) return [];
		return faultsOf$1(project, (app) => {
			if (app.facts?.program !== "worker" || app.facts.options.get("events") === "true") return void 0;
			if (app.value("worker_send_task_events") !== false) return void 0;
			return {
				on: "worker_send_task_events",
				place: app.place("worker_send_task_events"),
				message: (who) => `${watcher.title} watches the workers, and ${who} sends no events.`,
				evidence: "worker_send_task_events = False, no --task-events"
			};
		});
	}
});
const flowerOpen = defineRule({
	id: "celery/flower-open",
	title: "Flower asks who is there",
	severity: {
		development: "low",
		staging: "high",
		production: "high"
	},
	why: "Flower shows arguments and results of every task and can stop workers. Without a login that is anybody’s.",
	remedy: "Give it a login from the environment, and no published port:\ncommand: [\"celery\", \"-A\", \"project\", \"flower\"]\nenvironment:\n  FLOWER_BASIC_AUTH: ${FLOWER_BASIC_AUTH:?set FLOWER_BASIC_AUTH}",
	source: [
		"S1-125",
		"C29",
		"https://flower.readthedocs.io/en/latest/auth.html"
	],
	judge: (project) => programFaults(project, ["flower"], ({ options, service, place }) => {
		if ([
			"basic-auth",
			"auth",
			"auth-provider",
			"conf"
		].some((name) => options.has(name)) || [
			"FLOWER_BASIC_AUTH",
			"FLOWER_AUTH",
			"FLOWER_AUTH_PROVIDER"
		].some((name) => service?.environment.has(name) === true)) return void 0;
		const port = (service?.compose?.ports ?? []).find(({ host }) => host === void 0 || !/^(127\.|::1|localhost)/.test(host));
		const routed = [...service?.compose?.labels ?? []].find(([label]) => /^traefik\.http\.routers\..*\.rule$/i.test(label));
		if ([...service?.compose?.labels ?? []].some(([label]) => /(basicauth|forwardauth|ipallowlist|ipwhitelist)/i.test(label)) && port === void 0) return void 0;
		const reachable = port !== void 0 || routed !== void 0;
		return {
			on: "flower",
			place: port?.place ?? place,
			message: (who) => reachable ? `Flower of ${who} can be reached from outside and asks for no login.` : `Flower of ${who} asks for no login; whoever reaches its network sees every task.`,
			evidence: port === void 0 ? "no --basic-auth" : `port ${port.published ?? port.target} published, no --basic-auth`,
			...routed !== void 0 ? {} : { severity: port === void 0 ? "low" : "medium" }
		};
	})
});
const ping = defineRule({
	id: "celery/ping",
	title: "A worker’s health check asks this worker",
	severity: {
		development: "off",
		staging: "low",
		production: "medium"
	},
	why: "`celery inspect ping` without a destination asks all workers: a dead one counts as healthy while any other answers.",
	remedy: "test: [\"CMD-SHELL\", \"celery -A project inspect ping --destination celery@$$HOSTNAME --timeout 5\"]",
	source: ["C44", `${WORKERS}#ping`],
	judge: (project) => programFaults(project, ["worker"], ({ service }) => {
		const check = service?.healthcheck?.check;
		if (check === void 0 || check === "none") return void 0;
		const words = formText(check.test);
		if (!/inspect\s+ping/.test(words)) return void 0;
		if (/(\s-d|--destination)[\s=]?/.test(words)) return void 0;
		return {
			on: "healthcheck",
			place: check.place,
			message: (who) => `The health check of ${who} pings all workers: it passes as long as any of them lives.`,
			evidence: "inspect ping without --destination"
		};
	})
});
const logLevel$3 = defineRule({
	id: "celery/log-level",
	title: "Celery’s log says what ran",
	severity: {
		development: "off",
		staging: "low",
		production: "low"
	},
	why: "At debug every message is logged with its arguments; at the default (warning) nobody sees which tasks ran.",
	remedy: "celery -A project worker --loglevel info",
	source: [
		"S2-034",
		"C40",
		WORKERS
	],
	judge: (project) => programFaults(project, ["worker", "beat"], ({ options, place }) => {
		if (options.get("loglevel")?.toLowerCase() !== "debug") return void 0;
		return {
			on: "loglevel",
			place,
			message: (who) => `${who} logs at debug, arguments of tasks included.`,
			evidence: "--loglevel debug"
		};
	})
});
// src/checks/celery/shutdown.ts
const MANUAL$4 = "https://docs.celeryq.dev/en/stable/userguide/workers.html#soft-shutdown";
const softShutdown = defineRule({
	id: "celery/soft-shutdown",
	title: "The soft shutdown that is asked for takes place",
	severity: {
		development: "off",
		staging: "low",
		production: "medium"
	},
	why: "Celery shuts down softly on SIGQUIT only, and from 5.5 on. Containers are stopped by SIGTERM: without a remap the worker waits for its tasks without a limit and is killed with them.",
	remedy: "Make SIGTERM mean SIGQUIT for the worker, and give the container more time than the shutdown takes:\nenvironment:\n  REMAP_SIGTERM: SIGQUIT\nstop_grace_period: 60s",
	versions: "Celery 5.5 and later; older ones ignore the setting",
	source: [
		"S1-126",
		"S1-077",
		`${MANUAL$4}; Celery 5.6.3, celery/apps/worker.py: only SIGQUIT starts it, REMAP_SIGTERM`
	],
	judge: (project) => faultsOf$1(project, (app) => {
		const seconds = count(app.value("worker_soft_shutdown_timeout")) ?? 0;
		const service = app.facts?.service;
		if (app.facts?.program !== "worker" || service === void 0 || seconds <= 0) return void 0;
		const shared = {
			on: "worker_soft_shutdown_timeout",
			place: app.place("worker_soft_shutdown_timeout"),
			evidence: `worker_soft_shutdown_timeout = ${seconds}`
		};
		if (since(app, project, "5.5") === false) return {
			...shared,
			message: (who) => `${who} asks for a soft shutdown of ${seconds} seconds, which Celery ${app.answer?.version ?? "before 5.5"} does not know.`,
			remedy: "Take Celery 5.5 or later, or leave the setting out."
		};
		const signal = service.compose?.stopSignal ?? service.image?.stage.stopSignal?.value;
		const remapped = service.environment.has("REMAP_SIGTERM") ? [
			void 0,
			"SIGQUIT",
			"QUIT"
		].includes(service.environment.get("REMAP_SIGTERM")) : false;
		if (!inContainer$2(project, app) || remapped || /^(SIG)?(QUIT|INT)$|^[23]$/.test(signal ?? "")) return void 0;
		return {
			...shared,
			message: (who) => `${who} asks for a soft shutdown of ${seconds} seconds, and its container is stopped by SIGTERM, which does not start one: REMAP_SIGTERM is not set.`
		};
	})
});
const idleShutdown = defineRule({
	id: "celery/idle-shutdown",
	title: "An idle worker stops at once",
	severity: {
		development: "off",
		staging: "low",
		production: "low"
	},
	why: "With worker_enable_soft_shutdown_on_idle every stop takes the whole time, tasks or not; that is worth it only for tasks with a countdown that Redis would hand out late.",
	remedy: "Leave it out unless tasks are sent with eta or countdown:\nCELERY_WORKER_ENABLE_SOFT_SHUTDOWN_ON_IDLE = False",
	versions: "Celery 5.5 and later",
	source: ["S1-126", MANUAL$4],
	judge: (project) => faultsOf$1(project, (app) => {
		const seconds = count(app.value("worker_soft_shutdown_timeout")) ?? 0;
		if (app.facts?.program !== "worker" || app.value("worker_enable_soft_shutdown_on_idle") !== true || seconds < 20) return void 0;
		return {
			on: "worker_enable_soft_shutdown_on_idle",
			place: app.place("worker_enable_soft_shutdown_on_idle"),
			message: (who) => `${who} takes ${seconds} seconds to stop even when it has nothing to do.`,
			evidence: `on idle, ${seconds} seconds`
		};
	})
});
// src/checks/celery/starting.ts
const MANUAL$3 = "https://docs.celeryq.dev/en/stable/userguide/application.html";
const target = defineRule({
	id: "celery/target",
	title: "The app of -A can be imported",
	severity: {
		development: "medium",
		staging: "high",
		production: "high"
	},
	why: "A worker or beat that does not find its app ends at once; tasks pile up in the broker and nobody sees it on the site.",
	remedy: "Name the package that holds celery.py, from the folder the program runs in (--workdir):\ncelery -A project worker",
	source: [
		"S0-037",
		"S2-034",
		"C04",
		`${MANUAL$3}; celery.app.utils.find_app`
	],
	judge: (project) => programFaults(project, [
		"worker",
		"beat",
		"flower"
	], (facts) => {
		const problem = facts.answer?.problem;
		if (problem === null || problem === void 0) return void 0;
		const said = oneLine(problem, 200);
		const sure = !rests(facts, problem);
		return {
			on: facts.target ?? "celery",
			place: facts.place,
			message: (who) => sure ? `${who} starts celery -A ${facts.target}, which cannot be imported: ${said}.` : `Whether celery -A ${facts.target} of ${who} can be imported is not known here: ${said}.`,
			evidence: said,
			...sure ? {} : { unknown: true }
		};
	})
});
function rests({ target: asked, evaluation }, problem) {
	if ((evaluation?.answer.stubs.length ?? 0) > 0 || /celery cannot be imported/.test(problem)) return true;
	const missing = /No module named ['"]?([\w]+)/.exec(problem)?.[1];
	return missing !== void 0 && missing !== asked?.split(/[.:]/)[0];
}
const exported = defineRule({
	id: "celery/app-not-loaded",
	title: "The site itself knows the task app",
	severity: {
		development: "low",
		staging: "medium",
		production: "medium"
	},
	why: "Tasks of `@shared_task` belong to whichever app was made in the process. Where the site makes none, `.delay()` sends to Celery’s own default broker, amqp on localhost, and ends in an error.",
	remedy: "Load it with the project, in the package’s __init__.py:\nfrom .celery import app as celery_app\n\n__all__ = (\"celery_app\",)",
	source: ["S1-127", "https://docs.celeryq.dev/en/stable/django/first-steps-with-django.html"],
	judge: (project) => programFaults(project, ["worker"], ({ answer, evaluation, target: asked }) => {
		if (answer?.loaded !== false || answer.problem !== null || !answer.tasks.some(isOwn)) return void 0;
		if ((evaluation?.answer.stubs.length ?? 0) > 0 || evaluation?.answer.failure != null) return void 0;
		return {
			on: "app",
			place: placed(answer.place),
			message: (who) => `Nothing that the site loads imports the task app (${asked}) which ${who} runs: shared tasks that it sends go to amqp://localhost.`,
			evidence: "no app after settings, applications and addresses were loaded"
		};
	})
});
function isOwn(task) {
	return !/^(?:celery|django_celery_\w+)\./.test(task);
}
const targetLate = defineRule({
	id: "celery/target-position",
	title: "-A stands before the subcommand",
	severity: {
		development: "medium",
		staging: "critical",
		production: "critical"
	},
	why: "From Celery 5.0 on, `celery worker -A project` prints an error and ends.",
	remedy: "Put it first:\ncelery -A project worker --loglevel info",
	versions: "Celery 5.0 and later",
	source: ["S0-037", "https://docs.celeryq.dev/en/stable/history/whatsnew-5.0.html"],
	judge: (project) => programFaults(project, [
		"worker",
		"beat",
		"flower"
	], (facts) => !facts.targetLate || since(facts, project, "5.0") === false ? void 0 : {
		on: "command",
		place: facts.place,
		message: (who) => `${who} starts celery ${facts.command} -A ${facts.target ?? "…"}; Celery 5 takes -A before the subcommand only, and ends.`,
		evidence: `celery ${facts.command} -A ${facts.target ?? "…"}`,
		remedy: `Put it first:\ncelery -A ${facts.target ?? "project"} ${facts.command}`
	})
});
const DEVELOPMENT$1 = /(^|[._])(dev|devel|develop|development|local|localhost|debug|test|testing)([._]|$)/i;
const developmentSettings$1 = defineRule({
	id: "celery/development-settings",
	title: "Without DJANGO_SETTINGS_MODULE workers do not take development’s settings",
	severity: {
		development: "off",
		staging: "medium",
		production: "medium"
	},
	why: "celery.py sets the module for whoever starts a worker without the variable: it then runs with DEBUG, another database and another broker than the site.",
	remedy: "Fall back to production, or to nothing:\nos.environ.setdefault(\"DJANGO_SETTINGS_MODULE\", \"project.settings.production\")",
	source: [
		"S1-128",
		"C07",
		"https://docs.celeryq.dev/en/stable/django/first-steps-with-django.html"
	],
	judge: (project) => programFaults(project, ["worker", "beat"], ({ answer, service }) => {
		const fallback = answer?.defaultSettings;
		if (fallback === null || fallback === void 0 || !DEVELOPMENT$1.test(fallback.module)) return void 0;
		const used = service !== void 0 && service.settings === void 0;
		return {
			on: "DJANGO_SETTINGS_MODULE",
			place: placed(fallback.place),
			message: (who) => used ? `${who} has no DJANGO_SETTINGS_MODULE, so that it runs with ${fallback.module}.` : `celery.py falls back to ${fallback.module} where DJANGO_SETTINGS_MODULE is missing; ${who} is one lost variable away from it.`,
			evidence: `setdefault("DJANGO_SETTINGS_MODULE", "${fallback.module}")`,
			...used ? { severity: "high" } : {}
		};
	})
});
const detached = defineRule({
	id: "celery/detached",
	title: "Celery stays in the foreground",
	severity: {
		development: "medium",
		staging: "critical",
		production: "critical"
	},
	why: "A container lives as long as its first process. `celery multi` and --detach put the worker into the background and end.",
	remedy: "Start it in the foreground:\nexec celery -A project worker --loglevel info",
	source: [
		"S1-076",
		"S1-162",
		"https://docs.celeryq.dev/en/stable/userguide/daemonizing.html"
	],
	judge: (project) => programFaults(project, [
		"worker",
		"beat",
		"other"
	], ({ options, command, service, place }) => {
		const multi = command === "multi";
		if (!multi && options.get("detach") !== "true" || service === void 0) return void 0;
		if (service.compose === void 0 && service.image === void 0 && project.application === void 0) return void 0;
		const last = service.start.commands.at(-1);
		if (last !== void 0 && (last.file !== place.file || last.line !== place.line)) return void 0;
		return {
			on: "command",
			place,
			message: (who) => `${who} puts Celery into the background; nothing is left in the foreground, so that its container ends.`,
			evidence: multi ? "celery multi" : "--detach"
		};
	})
});
// src/checks/celery/index.ts
const RULES$10 = [
	target,
	targetLate,
	exported,
	developmentSettings$1,
	detached,
	broker,
	results,
	serializers,
	eager,
	timezone,
	startupRetry,
	timeLimits,
	visibility,
	poolLimits,
	prefetch,
	recycling$1,
	acknowledgement,
	softShutdown,
	idleShutdown,
	oneBeat,
	beatMissing,
	scheduledTasks,
	scheduleFile,
	schedulerInstalled,
	concurrency,
	forceRoot,
	events,
	flowerOpen,
	ping,
	logLevel$3
];
// src/checks/settings/severities.ts
function deployed(staging, production = staging) {
	return {
		development: "off",
		staging,
		production
	};
}
// src/checks/compose/rules/redis.ts
function redisDirective(service, name) {
	return fromCommand(service, name) ?? fromFile(service, name);
}
function words({ start, compose }) {
	const server = start.commands.find(({ words: line }) => /^(redis|valkey|keydb)-server$/.test(programOf$1(line).name));
	return server === void 0 ? compose.command ?? [] : programOf$1(server.words).words;
}
function fromCommand(service, name) {
	const line = words(service);
	const index = line.lastIndexOf(`--${name}`);
	if (index === -1) return void 0;
	const rest = line.slice(index + 1);
	const end = rest.findIndex((word) => word.startsWith("--"));
	return {
		value: (end === -1 ? rest : rest.slice(0, end)).join(" ").replace(/^["']|["']$/g, ""),
		place: service.compose.placeOf("command")
	};
}
function fromFile({ configuration }, name) {
	for (const { file, text } of configuration) {
		if (!/\.conf$/.test(file)) continue;
		const lines = text.split(/\r?\n/);
		const line = lines.findLastIndex((entry) => new RegExp(`^\\s*${name}\\s+\\S`, "i").test(entry));
		const found = /^\s*\S+\s+(.*?)\s*$/.exec(lines[line] ?? "")?.[1];
		if (found !== void 0) return {
			value: found.replace(/^["']|["']$/g, ""),
			place: {
				file,
				line: line + 1
			}
		};
	}
}
function redisPassword(service) {
	const directive = redisDirective(service, "requirepass") ?? redisDirective(service, "aclfile");
	if (directive !== void 0 && directive.value !== "") return "some";
	if (service.environment.get("REDIS_PASSWORD") && /bitnami/.test(service.imageName)) return "some";
	return words(service).filter((word) => word.endsWith(".conf")).length > 0 && service.configuration.length === 0 ? "unknown" : "none";
}
function isRedis({ role, imageName }) {
	return role === "cache" && !/memcached/.test(imageName);
}
// src/checks/compose/rules/running.ts
function running({ services }) {
	return services.filter(isRunning);
}
function isRunning(service) {
	return service.stack !== void 0 && service.compose !== void 0;
}
function runningStacks(project) {
	const stacks = new Map();
	for (const service of running(project)) {
		const own = stacks.get(service.stack);
		if (own === void 0) stacks.set(service.stack, [service]);
		else own.push(service);
	}
	return stacks;
}
function neighbours({ stack }, project, ...roles) {
	return running(project).filter((other) => other.stack === stack && roles.includes(other.role));
}
const LASTING = new Set([
	"web",
	"worker",
	"beat",
	"flower",
	"database",
	"cache",
	"pooler",
	"proxy"
]);
function isLasting({ role }) {
	return LASTING.has(role);
}
function waitsFor(service, name, services, conditions, seen = new Set()) {
	if (seen.has(service.name)) return false;
	seen.add(service.name);
	return service.compose.dependsOn.some(({ service: other, condition }) => {
		if (other === name) return conditions.includes(condition);
		if (condition === "service_started") return false;
		const next = services.find((known) => known.name === other);
		return next !== void 0 && waitsFor(next, name, services, conditions, seen);
	});
}
function linesOf(items) {
	const lines = new Map();
	for (const item of items) {
		const key = `${item.place.file}:${item.place.line}`;
		lines.set(key, [...lines.get(key) ?? [], item]);
	}
	return [...lines.values()];
}
// src/checks/compose/rules/broker.ts
const BROKER_NAMES = [
	"CELERY_BROKER_URL",
	"BROKER_URL",
	"CELERY_BROKER"
];
function isBroker(service, project) {
	if (!isRedis(service)) return false;
	const workers = neighbours(service, project, "worker", "beat");
	if (workers.length === 0) return false;
	const said = workers.flatMap((worker) => brokerHosts(worker, project));
	if (said.length > 0) return said.includes(service.name);
	return neighbours(service, project, "cache").filter(isRedis).length === 1;
}
function brokerHosts(worker, project) {
	const named = BROKER_NAMES.flatMap((name) => hostOf(worker.environment.get(name)));
	if (named.length > 0) return named;
	const facts = project.celery.find(({ service }) => service?.title === worker.title);
	const address = addressIn(facts?.answer?.configuration["broker_url"]);
	return address === void 0 ? [] : [address.host];
}
function hostOf(url) {
	const host = /^[a-z+]+:\/\/(?:[^@/]*@)?(?<host>[^:/?#]+)/.exec(url ?? "")?.groups?.["host"];
	return host === void 0 ? [] : [host];
}
const eviction = defineRule({
	id: "compose/broker-eviction",
	title: "The Redis that holds the queue never throws keys away",
	severity: deployed("high"),
	why: "When memory is full, allkeys-* deletes whatever was not used for a while: the queue itself. Tasks vanish without an error, mostly when there are many.",
	remedy: "Let Redis refuse to write instead, and give the cache a Redis of its own:\ncommand: [\"redis-server\", \"--maxmemory-policy\", \"noeviction\"]",
	source: [
		"C32",
		"S0-015",
		"https://docs.celeryq.dev/en/stable/getting-started/backends-and-brokers/redis.html#key-eviction"
	],
	judge: (project) => running(project).flatMap((service) => {
		const policy = redisDirective(service, "maxmemory-policy");
		if (policy === void 0 || policy.value === "noeviction" || policy.value.includes("$")) return [];
		if (!isBroker(service, project)) return [];
		const all = policy.value.startsWith("allkeys");
		return [{
			place: policy.place,
			subject: service.title,
			message: all ? `"${service.name}" holds Celery’s queue and may throw away any key when memory is full: tasks vanish.` : `"${service.name}" holds Celery’s queue and may throw away keys with a lifetime: results and locks vanish early.`,
			evidence: `maxmemory-policy ${policy.value}`,
			...all ? {} : { severity: "medium" }
		}];
	})
});
const password = defineRule({
	id: "compose/redis-password",
	title: "Redis asks for a password",
	severity: deployed("low"),
	why: "Whoever reaches an open Redis reads sessions and puts tasks into the queue; a hole in any container of the network is enough.",
	remedy: "command: [\"sh\", \"-c\", \"exec redis-server --requirepass \\\"$$REDIS_PASSWORD\\\"\"]\nenvironment:\n  REDIS_PASSWORD: ${REDIS_PASSWORD:?}",
	source: [
		"S4-010",
		"S0-015",
		"S1-074"
	],
	judge: (project) => running(project).filter((service) => isRedis(service) && redisPassword(service) === "none").map((service) => ({
		place: service.compose.command === void 0 ? service.place : service.compose.placeOf("command"),
		subject: service.title,
		message: `"${service.name}" answers anybody who reaches it.`,
		evidence: "no requirepass"
	}))
});
const persistence = defineRule({
	id: "compose/redis-persistence",
	title: "The queue outlives a restart of Redis",
	severity: deployed("low"),
	why: "Without a volume and without appendonly, tasks that wait are gone when Redis is restarted or replaced.",
	remedy: "command: [\"redis-server\", \"--appendonly\", \"yes\"]\nvolumes:\n  - queue:/data",
	source: [
		"S2-033",
		"S1-072",
		"S4-030"
	],
	judge: (project) => running(project).flatMap((service) => {
		if (!isBroker(service, project)) return [];
		if (service.compose.volumes.some(({ target, source, kind }) => /\/data$/.test(target) && source !== void 0 && kind !== "tmpfs")) return [];
		return [{
			place: service.place,
			subject: service.title,
			message: `"${service.name}" holds Celery’s queue and keeps nothing: waiting tasks are lost with its container.`,
			evidence: "no volume on /data"
		}];
	})
});
// src/checks/compose/rules/pooler.ts
const port = defineRule({
	id: "compose/pooler-port",
	title: "The project asks the pooler on the port it listens on",
	severity: deployed("high"),
	why: "On another port nobody answers: no page that needs the database works.",
	remedy: "Use the same port on both sides:\nDATABASE_URL: postgres://user:${DB_PASSWORD}@pgbouncer:6432/app",
	source: [
		"C34",
		"S1-144",
		"S1-143"
	],
	judge: (project) => {
		const asking = running(project).filter(({ own }) => own).flatMap((service) => neighbours(service, project, "pooler").flatMap((pooler) => {
			const listens = portOf$1(pooler);
			const wrong = [...service.environment].flatMap(([name, value]) => {
				const found = new RegExp(`^[a-z0-9+]+://(?:[^@/]*@)?${pooler.name}(?::(?<port>\\d+))?(?:[/?]|$)`).exec(value ?? "");
				return found === null ? [] : [{
					name,
					port: found.groups?.["port"] ?? "5432"
				}];
			}).find(({ port: asked }) => listens !== void 0 && asked !== listens);
			if (wrong === void 0 || listens === void 0) return [];
			return [{
				service,
				pooler,
				wrong,
				listens,
				place: service.compose.placeOf("environment", wrong.name)
			}];
		}));
		return linesOf(asking).flatMap(([first, ...others]) => {
			if (first === void 0) return [];
			const { service, pooler, wrong, listens, place } = first;
			const who = inSequence([first, ...others].map((each) => `"${each.service.name}"`));
			return [{
				place,
				subject: `${service.title}: ${wrong.name}`,
				message: `${wrong.name} of ${who} names port ${wrong.port}, and "${pooler.name}" listens on ${listens}.`,
				evidence: `${pooler.name}:${wrong.port}`
			}];
		});
	}
});
const INI = /\.ini$/;
function poolerValue(pooler, ini, ...names) {
	for (const name of names) {
		const value = pooler.environment.get(name);
		if (value !== void 0 && value !== "") return value;
	}
	for (const { file, text } of pooler.configuration) {
		const found = INI.test(file) ? new RegExp(`^\\s*${ini}\\s*=\\s*(\\S+)`, "m").exec(text)?.[1] : void 0;
		if (found !== void 0) return found;
	}
}
function portOf$1(pooler) {
	const said = poolerValue(pooler, "listen_port", "LISTEN_PORT", "PGBOUNCER_LISTEN_PORT", "PGBOUNCER_PORT");
	if (said !== void 0) return /^\d+$/.test(said) ? said : void 0;
	if (pooler.configuration.length > 0 || pooler.image !== void 0) return void 0;
	if (/^(docker\.io\/)?edoburu\/pgbouncer/.test(pooler.imageName)) return "5432";
	return /bitnami[a-z]*\/pgbouncer/.test(pooler.imageName) ? "6432" : void 0;
}
const mode = defineRule({
	id: "compose/pooler-mode",
	title: "The pooler shares connections",
	severity: deployed("medium"),
	why: "In session mode a client keeps its server connection for as long as it is connected: with Django’s persistent connections nothing is shared, and the pool runs dry where PostgreSQL itself would have.",
	remedy: "Pool by transaction, and switch server-side cursors off in Django:\nPOOL_MODE: transaction\nDATABASES[\"default\"][\"DISABLE_SERVER_SIDE_CURSORS\"] = True",
	source: [
		"S1-143",
		"S1-145",
		"S1-026",
		"https://www.pgbouncer.org/features.html"
	],
	judge: (project) => running(project).filter(({ role, configuration }) => role === "pooler" && configuration.length === 0).flatMap((pooler) => {
		const name = ["POOL_MODE", "PGBOUNCER_POOL_MODE"].find((candidate) => pooler.environment.has(candidate));
		const value = name === void 0 ? void 0 : pooler.environment.get(name);
		if (name !== void 0 && value === void 0 || (value ?? "session") === "transaction" || !/pgbouncer/.test(pooler.imageName)) return [];
		if (pooler.start.commands.some(({ words }) => programOf$1(words).name !== "pgbouncer")) return [];
		return [{
			place: name === void 0 ? pooler.place : pooler.compose.placeOf("environment", name),
			subject: pooler.title,
			message: `"${pooler.name}" pools by ${value ?? "session"}: a connection that Django keeps open is shared with nobody.`,
			evidence: name === void 0 ? "no POOL_MODE: session" : `${name}: ${value}`
		}];
	})
});
// src/checks/compose/rules/shown.ts
function shownCommand(text) {
	const harmless = text.replace(/\s+/g, " ").replace(/((?:pass(?:word|wd)?|secret|token|auth|requirepass|masterauth)[\w-]*["']?[=:\s]\s*)("[^"]*"|'[^']*'|[^\s"']+)/gi, "$1***").replace(/(\s-a\s+)(\S+)/g, "$1***").replace(/(:\/\/[^\s:/@]*:)[^\s@/]*@/g, "$1***@");
	return oneLine(harmless, 160);
}
// src/checks/compose/rules/connections.ts
const DEFAULT_CONNECTIONS = 100;
const RESERVE = 10;
const CORES = 4;
const budget = defineRule({
	id: "compose/connection-budget",
	title: "PostgreSQL has a connection for everybody who may want one",
	severity: deployed("medium"),
	why: "When the last connection is taken, the next request fails with \"too many clients already\": under load, at the worst time, and migrations and backups fail with it.",
	remedy: "Fewer workers or threads, a pooler, or more connections:\ncommand: [\"postgres\", \"-c\", \"max_connections=200\"]",
	source: [
		"S4-042",
		"S4-043",
		"S1-143",
		"C08"
	],
	judge: (project) => running(project).filter(({ role, imageName }) => role === "database" && /postg|timescale|pgvector/.test(imageName)).flatMap((database) => {
		const set = flag(database, "max_connections");
		if (set === void 0 && database.configuration.length > 0) return [];
		const most = set === void 0 ? DEFAULT_CONNECTIONS : Number(set);
		const wanted = wants(database, project);
		if (!Number.isFinite(most) || wanted === void 0 || wanted.total <= most - RESERVE) return [];
		return [{
			place: set === void 0 ? database.place : database.compose.placeOf("command"),
			subject: database.title,
			message: `Up to ${wanted.total} connections may be opened on ${CORES} cores (${wanted.parts.join(", ")}), and "${database.name}" has ${most}, of which ${RESERVE} are to be left for migrations, backups and people.`,
			evidence: set === void 0 ? "max_connections is not set: 100" : `max_connections=${set}`
		}];
	})
});
function wants(database, project) {
	const poolers = neighbours(database, project, "pooler");
	const known = (poolers.length > 0 ? poolers.map(ofPooler) : neighbours(database, project, "web", "worker", "beat").map((service) => ofService(service, project))).filter((demand) => demand !== void 0);
	if (known.length === 0) return void 0;
	return {
		total: known.reduce((sum, { amount }) => sum + amount, 0),
		parts: known.map(({ name, amount }) => `${name} ${amount}`)
	};
}
function ofPooler(pooler) {
	const size = Number(poolerValue(pooler, "default_pool_size", "DEFAULT_POOL_SIZE", "PGBOUNCER_DEFAULT_POOL_SIZE") ?? 20);
	const reserve = Number(poolerValue(pooler, "reserve_pool_size", "RESERVE_POOL_SIZE", "PGBOUNCER_RESERVE_POOL_SIZE") ?? 0);
	return Number.isFinite(size + reserve) ? {
		name: pooler.name,
		amount: size + reserve
	} : void 0;
}
function ofService(service, project) {
	if (!service.own) return void 0;
	const amount = service.role === "web" ? ofServer(service, project) : service.role === "worker" ? ofWorker(service, project) : 1;
	return amount === void 0 ? void 0 : {
		name: service.name,
		amount: amount * (service.compose.replicas ?? 1)
	};
}
function ofServer(service, project) {
	const server = project.servers.find((facts) => facts.service?.title === service.title);
	if (server === void 0 || server.problem !== void 0) return void 0;
	const values = server.values.get(CORES) ?? server.values.get(0);
	const workers = values?.["workers"]?.value;
	const threads = values?.["threads"]?.value ?? 1;
	return typeof workers === "number" && typeof threads === "number" ? workers * threads : void 0;
}
function ofWorker(service, project) {
	const facts = project.celery.find(({ service: own, program }) => own?.title === service.title && program === "worker");
	const said = facts?.options.get("concurrency") ?? facts?.answer?.configuration["worker_concurrency"];
	if (said === void 0 || said === null) return facts === void 0 ? void 0 : CORES;
	const amount = Number(said);
	return Number.isFinite(amount) ? amount : void 0;
}
function flag({ compose }, name) {
	const text = (compose.command ?? []).join(" ");
	return new RegExp(`(?:-c\\s*|--)${name}\\s*=\\s*(\\S+)`).exec(text)?.[1];
}
const safety = defineRule({
	id: "compose/postgres-safety",
	title: "PostgreSQL writes before it says that it has written",
	severity: deployed("high"),
	why: "With fsync or full_page_writes off, a power cut or a killed machine leaves a database that cannot be read any more; only a backup helps.",
	remedy: "Take the flag away; for speed, synchronous_commit=off loses the last moments at most.",
	source: ["S4-042", "https://www.postgresql.org/docs/17/runtime-config-wal.html#GUC-FSYNC"],
	judge: (project) => running(project).filter(({ role }) => role === "database").flatMap((database) => {
		const off = ["fsync", "full_page_writes"].find((name) => /^(off|false|0|no)$/i.test(flag(database, name) ?? ""));
		return off === void 0 ? [] : [{
			place: database.compose.placeOf("command"),
			subject: database.title,
			message: `"${database.name}" runs with ${off} off: after a crash its files may be beyond repair.`,
			evidence: shownCommand((database.compose.command ?? []).join(" "))
		}];
	})
});
// src/checks/compose/rules/data.ts
const TIMESCALE_HOME = "/home/postgres";
const POSTGRES = /^(postgres|postgresql|postgis|timescaledb|pgvector)/;
const volume = defineRule({
	id: "compose/data-volume",
	title: "The database’s files outlive its container",
	severity: deployed("critical"),
	why: "Without a named volume the data lies in the container, or in a volume nobody can name: the next `down`, the next deployment or a change of the image begins with an empty database.",
	remedy: "volumes:\n  - database:/var/lib/postgresql/data",
	source: [
		"S1-072",
		"S4-030",
		"S0-033"
	],
	judge: (project) => running(project).filter(({ role, image }) => role === "database" && image === void 0).flatMap((service) => {
		const folder = dataFolder(service);
		if (folder === void 0 || keeper(service, folder) !== void 0 || misplaced(service) !== void 0) return [];
		const lost = service.compose.volumes.find((mount) => covers$1(mount, folder));
		return [{
			place: lost?.place ?? service.place,
			subject: service.title,
			message: lost === void 0 ? `Nothing keeps the files of "${service.name}": its data is gone with its container.` : lost.kind === "tmpfs" ? `"${service.name}" keeps its files in memory: its data is gone with its container.` : `The volume of "${service.name}" has no name: the next container gets a new, empty one.`,
			evidence: lost === void 0 ? `no volume on ${folder}` : `${lost.kind}: ${lost.target}`,
			remedy: `volumes:\n  - database:${folder}`
		}];
	})
});
function dataFolder(service) {
	const { short } = imageReference(service.imageName);
	const named = service.environment.get("PGDATA");
	if (/^(mysql|mariadb|percona)/.test(short)) return "/var/lib/mysql";
	if (!POSTGRES.test(short)) return void 0;
	if (/bitnami/.test(service.imageName)) return "/bitnami/postgresql";
	if (/timescaledb-ha/.test(service.imageName)) return `${TIMESCALE_HOME}/pgdata`;
	if (named !== void 0 && named !== "") return named;
	return (postgresMajor(service) ?? 0) >= 18 ? "/var/lib/postgresql" : "/var/lib/postgresql/data";
}
function keeper(service, folder) {
	return service.compose.volumes.find((mount) => covers$1(mount, folder) && mount.source !== void 0 && mount.source !== "" && mount.kind !== "tmpfs");
}
function covers$1({ target }, folder) {
	return folder === target || folder.startsWith(`${target}/`);
}
function postgresMajor({ imageName }) {
	const { short, tag } = imageReference(imageName);
	if (!POSTGRES.test(short) || tag === void 0) return void 0;
	const major = /(?:^|[-_]pg|pg)?(\d+)/.exec(/pg(\d+)/.exec(tag)?.[0] ?? tag)?.[1];
	const found = major === void 0 ? void 0 : Number(major);
	return found !== void 0 && found >= 8 && found < 100 ? found : void 0;
}
const folder = defineRule({
	id: "compose/postgres-data-path",
	title: "The volume lies where this PostgreSQL writes",
	severity: deployed("critical"),
	why: "Up to 17 the image keeps data in /var/lib/postgresql/data and declares a volume there, which hides one that is mounted above it. From 18 on it keeps it in a folder by version below /var/lib/postgresql and refuses to start with a volume on the old path.",
	remedy: "PostgreSQL 17 and older:\n  - database:/var/lib/postgresql/data\nPostgreSQL 18 and newer:\n  - database:/var/lib/postgresql",
	source: [
		"S1-072",
		"S1-063",
		"C28",
		"https://hub.docker.com/_/postgres (PGDATA)"
	],
	judge: (project) => running(project).flatMap((service) => {
		const { name, title, imageName } = service;
		const wrong = misplaced(service);
		if (wrong === void 0) return [];
		const { mount, right, major } = wrong;
		return [{
			place: mount.place,
			subject: title,
			message: major >= 18 ? `PostgreSQL ${major} does not use ${mount.target} any more: "${name}" refuses to start with a volume there.` : `The image of PostgreSQL ${major} puts a volume without a name on ${right}, below the one of "${name}": its data is not in the named one, and is lost with the container.`,
			evidence: `${mount.source ?? ""}:${mount.target} with ${imageName}`,
			remedy: `volumes:\n  - ${mount.source ?? "database"}:${right}`
		}];
	})
});
function misplaced(service) {
	const major = postgresMajor(service);
	if (major === void 0 || service.environment.has("PGDATA")) return void 0;
	if (!/^(docker\.io\/)?(library\/)?(postgres|postgis\/postgis|pgvector\/pgvector):/.test(service.imageName)) return void 0;
	const wrong = major >= 18 ? "/var/lib/postgresql/data" : "/var/lib/postgresql";
	const right = major >= 18 ? "/var/lib/postgresql" : "/var/lib/postgresql/data";
	const { volumes } = service.compose;
	const mount = volumes.find(({ target }) => target === wrong);
	return mount === void 0 || volumes.some(({ target }) => target === right) ? void 0 : {
		mount,
		right,
		major
	};
}
// src/checks/compose/rules/files.ts
function mediaFolder(service, project) {
	const evaluation = project.evaluations.find(({ services }) => services.includes(service.title));
	if (evaluation === void 0) return void 0;
	const root = setting(evaluation, "MEDIA_ROOT");
	const storage = text(member(setting(evaluation, "STORAGES")?.value, "default", "BACKEND")) ?? text(setting(evaluation, "DEFAULT_FILE_STORAGE")?.value);
	if (storage !== void 0 && !/FileSystemStorage$/.test(storage)) return void 0;
	return root === void 0 || root.default ? void 0 : inContainer$1(fromRoot(text(root.value), project), service);
}
function fromRoot(path, { root }) {
	if (path === void 0 || root === void 0) return path;
	return path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path;
}
function inContainer$1(path, { sources }) {
	if (path === void 0 || path === "") return void 0;
	if (path.startsWith("/")) return path.replace(/\/+$/, "");
	const inside = path.replace(/^\.\//, "").replace(/\/+$/, "");
	const found = sources.filter(({ repository }) => repository === "" || inside === repository || inside.startsWith(`${repository}/`)).sort((a, b) => b.repository.length - a.repository.length)[0];
	if (found === void 0) return void 0;
	const rest = found.repository === "" ? inside : inside.slice(found.repository.length + 1);
	return [found.container === "/" ? "" : found.container, rest].filter((part) => part !== "").join("/");
}
function mountOn({ compose }, folder) {
	return compose.volumes.find(({ target, kind, source }) => (folder === target || folder.startsWith(`${target}/`)) && kind !== "tmpfs" && source !== void 0);
}
const media = defineRule({
	id: "compose/media-volume",
	title: "What people upload outlives the container",
	severity: deployed("high"),
	why: "Without a volume, uploads lie in the container: the next deployment deletes them all, and nothing says so.",
	remedy: "Mount a named volume where MEDIA_ROOT is, or store uploads in S3:\nvolumes:\n  - media:/app/media",
	source: [
		"S0-008",
		"S0-033",
		"S1-072",
		"S4-030",
		"S1-132"
	],
	judge: (project) => running(project).filter(({ role, own }) => own && role === "web").flatMap((service) => {
		const folder = mediaFolder(service, project);
		if (folder === void 0 || mountOn(service, folder) !== void 0) return [];
		return [{
			place: service.place,
			subject: service.title,
			message: `"${service.name}" keeps uploads in ${folder}, and no volume lies there: they are gone with the next deployment.`,
			evidence: `MEDIA_ROOT is ${folder}; no volume on it`,
			remedy: `volumes:\n  - media:${folder}`
		}];
	})
});
const shared = defineRule({
	id: "compose/media-shared",
	title: "Web and workers see the same uploads",
	severity: deployed("medium"),
	why: "A task that is to work on an upload does not find the file: it lies in the volume of the web only.",
	remedy: "Mount the same volume in both:\nworker:\n  volumes:\n    - media:/app/media",
	source: ["S1-072", "S0-033"],
	judge: (project) => running(project).filter(({ role, own }) => own && role === "worker").flatMap((service) => {
		const web = running(project).find(({ stack, role, own }) => stack === service.stack && own && role === "web");
		const named = web?.compose.volumes.find(({ source, target, kind }) => kind === "volume" && /media|upload/i.test(`${source} ${target}`));
		const folder = web === void 0 ? void 0 : mediaFolder(web, project);
		const mount = (web === void 0 || folder === void 0 ? void 0 : mountOn(web, folder)) ?? named;
		if (web === void 0 || mount === void 0 || isInside(mount.source ?? "") === false) return [];
		if (service.compose.volumes.some(({ source }) => source === mount.source)) return [];
		return [{
			place: service.place,
			subject: service.title,
			message: `"${web.name}" keeps uploads in the volume "${mount.source}", which "${service.name}" does not mount: its tasks do not find them.`,
			evidence: `${mount.source}:${mount.target} only in ${web.name}`,
			remedy: `${service.name}:\n  volumes:\n    - ${mount.source}:${mount.target}`
		}];
	})
});
const statics = defineRule({
	id: "compose/static-volume",
	title: "No volume hides the static files of a newer image",
	severity: deployed("medium"),
	why: "Docker fills a named volume from the image once, when it is empty. From then on it hides what newer images collected: pages ask for files that are not there.",
	remedy: "Take the volume away and let WhiteNoise serve what is in the image, or collect when the container starts.",
	source: [
		"S1-072",
		"S0-008",
		"S1-159",
		"https://docs.docker.com/engine/storage/volumes/"
	],
	judge: (project) => running(project).filter(({ role, own }) => own && role === "web").flatMap((service) => {
		if (service.image?.stage.runs.some(({ commands }) => commands.some(({ words }) => words.includes("collectstatic"))) !== true || service.start.unknown !== void 0) return [];
		if (service.start.commands.some(({ words }) => words.includes("collectstatic"))) return [];
		const evaluation = project.evaluations.find(({ services }) => services.includes(service.title));
		const folder = inContainer$1(evaluation === void 0 ? void 0 : text(setting(evaluation, "STATIC_ROOT")?.value), service);
		const mount = service.compose.volumes.find(({ kind, source, target }) => kind === "volume" && source !== void 0 && (folder === void 0 ? /\/static(files|_root|_collected)?$/.test(target) : target === folder));
		if (mount === void 0) return [];
		return [{
			place: mount.place,
			subject: service.title,
			message: `The volume "${mount.source}" keeps the static files of the first image for ever: those that newer images collect are hidden behind it.`,
			evidence: `${mount.source}:${mount.target}; collectstatic runs while the image is built`
		}];
	})
});
const code = defineRule({
	id: "compose/mounted-code",
	title: "What runs is the code in the image",
	severity: deployed("high"),
	why: "A mounted folder hides the code that was built and tested: what runs is whatever lies on the server, Coolify has no checkout there, and going back to an older image changes nothing.",
	remedy: "Take the mount away from this file; it belongs into docker-compose.override.yml for development.",
	source: [
		"S1-054",
		"S1-072",
		"C06"
	],
	judge: (project) => running(project).filter(({ own }) => own).flatMap((service) => service.compose.volumes.filter(({ kind, source, target }) => kind === "bind" && source !== void 0 && hidesCode(source, target, service, project)).map((mount) => ({
		place: mount.place,
		subject: service.title,
		message: `"${service.name}" runs the code that lies in ${mount.source === "" ? "the folder of the file" : mount.source} on the server, not the one in its image.`,
		evidence: `${mount.source === "" ? "." : mount.source}:${mount.target}`
	})))
});
function hidesCode(source, target, { image }, project) {
	if (!isInside(source) || image === void 0) return false;
	const prefix = source === "" ? "" : `${source}/`;
	const { directory } = project;
	const holdsProject = directory === source || directory.startsWith(prefix) || prefix.startsWith(`${directory}/`);
	const holdsPython = project.source.files.some((file) => file.startsWith(prefix) && file.endsWith(".py"));
	if (!holdsProject || project.source.files.length > 0 && !holdsPython) return false;
	return image.stage.copies.some(({ from, target: copied }) => {
		const into = copied.replace(/\/+$/, "") || "/";
		return from === void 0 && (into === target || target.startsWith(`${into}/`) || into.startsWith(`${target}/`));
	});
}
// src/checks/compose/rules/probe.ts
const ADDRESS$2 = /https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|\$\{?HOSTNAME\}?)(?::(?<port>\$\{[^}]*\}|[^/\s"'`)]+))?(?<path>\/[^\s"'`)|;&]*)?/;
function httpProbe({ test }) {
	const text = formText(test);
	const found = ADDRESS$2.exec(text)?.groups;
	if (found === void 0) return void 0;
	const tool = /\bcurl\b/.test(text) ? "curl" : /\bwget\b/.test(text) ? "wget" : /\bpython[0-9.]*\b/.test(text) ? "python" : "other";
	const fails = tool !== "curl" || /(^|\s)(-[A-Za-z]*f[A-Za-z]*|--fail(-with-body)?)(\s|$)/.test(text) || /http_code|grep/.test(text);
	return {
		tool,
		port: found["port"],
		path: found["path"] ?? "/",
		fails
	};
}
function checkOf({ healthcheck }) {
	return healthcheck === void 0 || healthcheck.check === "none" ? void 0 : healthcheck.check;
}
// src/checks/compose/rules/health.ts
const PING = "healthcheck:\n  test: [\"CMD-SHELL\", \"celery -A project inspect ping -d celery@$$HOSTNAME --timeout 5\"]\n  interval: 30s\n  timeout: 15s";
const OFF = "healthcheck:\n  disable: true";
const inherited = defineRule({
	id: "compose/inherited-healthcheck",
	title: "Workers and beat are not asked the web’s health question",
	severity: deployed("high"),
	why: "A worker opens no port. Asked over HTTP it is unhealthy for ever: Coolify shows the deployment as failed or degraded, and nobody sees when the worker is really gone.",
	remedy: `For a worker, a question it can answer; for beat, none:\n${PING}`,
	source: [
		"S1-070",
		"C44",
		"Docker: a container takes the HEALTHCHECK of its image unless it has its own"
	],
	judge: (project) => running(project).filter(({ role, roles, own }) => own && (role === "worker" || role === "beat") && !roles.includes("web")).flatMap((service) => {
		const check = checkOf(service);
		const probe = check === void 0 ? void 0 : httpProbe(check);
		if (check === void 0 || probe === void 0 || service.start.unknown !== void 0) return [];
		if (service.start.commands.some(({ role }) => role === "background")) return [];
		const { inherited: fromImage } = service.healthcheck ?? { inherited: false };
		if (!fromImage && !webPorts(service, project).has(probe.port ?? "80")) return [];
		return [{
			place: fromImage ? service.place : check.place,
			subject: service.title,
			message: fromImage ? `"${service.name}" takes over the image’s health check, which asks a web server on this container: a ${service.role} has none and is unhealthy for ever.` : `"${service.name}" is asked over HTTP, and a ${service.role} answers nothing there: it is unhealthy for ever.`,
			evidence: shownCommand(formText(check.test)),
			remedy: service.role === "beat" ? `Beat answers no question; switch the check off:\n${OFF}` : PING
		}];
	})
});
function webPorts(service, project) {
	const web = neighbours(service, project, "web");
	const probes = web.flatMap((other) => {
		const check = checkOf(other);
		return check === void 0 ? [] : httpProbe(check)?.port ?? "80";
	});
	return new Set([
		...probes,
		...web.flatMap(({ compose }) => [...compose.expose, ...compose.ports.map(({ target }) => target)]),
		"8000"
	]);
}
const absent$2 = defineRule({
	id: "compose/healthcheck",
	title: "The web, the database and the workers say whether they are well",
	severity: deployed("medium"),
	why: "Without a health check a container that hangs counts as running: the proxy keeps sending visitors to it, and what depends on it starts too early.",
	remedy: [
		"healthcheck:",
		"  test: [\"CMD\", \"curl\", \"-fsS\", \"-o\", \"/dev/null\", \"http://localhost:8000/health/\"]",
		"  interval: 30s",
		"  timeout: 10s",
		"  retries: 3",
		"  start_period: 40s"
	].join("\n"),
	source: [
		"S1-063",
		"S1-064",
		"S1-070",
		"C44"
	],
	judge: (project) => running(project).flatMap((service) => {
		const wanted = WANTED$2[service.role];
		if (wanted === void 0 || service.healthcheck !== void 0 && service.healthcheck.check !== "none") return [];
		if (service.healthcheck === void 0 && service.image === void 0 && service.own) return [];
		const off = service.healthcheck?.check === "none";
		return [{
			place: off ? service.compose.placeOf("healthcheck") : service.place,
			subject: service.title,
			message: off ? `The health check of "${service.name}" is switched off: nobody notices when it hangs.` : `"${service.name}" has no health check: nobody notices when it hangs.`,
			evidence: off ? "disable: true" : "no healthcheck in the stack or the image",
			severity: wanted.severity,
			...wanted.remedy === void 0 ? {} : { remedy: wanted.remedy }
		}];
	})
});
const WANTED$2 = {
	web: { severity: "medium" },
	database: {
		severity: "medium",
		remedy: "healthcheck:\n  test: [\"CMD-SHELL\", \"pg_isready -U $$POSTGRES_USER -d $$POSTGRES_DB\"]\n  interval: 10s\n  timeout: 5s\n  retries: 5\n  start_period: 30s"
	},
	cache: {
		severity: "low",
		remedy: "healthcheck:\n  test: [\"CMD\", \"redis-cli\", \"ping\"]\n  interval: 10s\n  timeout: 5s\n  retries: 5"
	},
	worker: {
		severity: "low",
		remedy: PING
	}
};
const period = defineRule({
	id: "compose/start-period",
	title: "Health checks leave time to start",
	severity: deployed("low"),
	why: "Without start_period the first failures count: a container that migrates or warms up is called unhealthy before it could answer, and a deployment fails by chance.",
	remedy: "healthcheck:\n  start_period: 40s",
	source: [
		"S1-158",
		"S1-063",
		"S1-070",
		"C11"
	],
	judge: (project) => running(project).flatMap((service) => {
		const check = checkOf(service);
		if (check === void 0 || service.healthcheck?.inherited === true) return [];
		if (service.role !== "web" && service.role !== "database") return [];
		if ((check.startPeriod ?? 0) > 0) return [];
		const migrates = service.migrations.length > 0;
		const patience = (check.retries ?? 3) * (check.interval ?? 3e4);
		return [{
			place: check.place,
			subject: service.title,
			message: migrates ? `"${service.name}" migrates before it answers, and its health check gives up after about ${inWords(patience)}.` : `The health check of "${service.name}" counts failures from the first second on.`,
			evidence: "no start_period",
			...migrates && patience < 6e4 ? { severity: "medium" } : {}
		}];
	})
});
const beatPing = defineRule({
	id: "compose/beat-healthcheck",
	title: "Beat is not asked by a ping that only workers answer",
	severity: deployed("low"),
	why: "`inspect ping` is answered by workers. On beat it says whether some worker lives, and nothing about beat.",
	remedy: `Switch it off; a beat that ends is started again:\n${OFF}`,
	source: ["C44", "S0-038"],
	judge: (project) => running(project).filter(({ role }) => role === "beat").flatMap((service) => {
		const check = checkOf(service);
		if (check === void 0 || !/inspect\s+ping|status/.test(formText(check.test)) || !/celery/.test(formText(check.test))) return [];
		return [{
			place: service.healthcheck?.inherited === true ? service.place : check.place,
			subject: service.title,
			message: `"${service.name}" counts as healthy while any worker answers, whether beat runs or not.`,
			evidence: shownCommand(formText(check.test))
		}];
	})
});
// src/checks/compose/rules/health-truth.ts
const tool = defineRule({
	id: "compose/healthcheck-tool",
	title: "The program that asks is in the image",
	severity: deployed("high"),
	why: "A health check whose program is not installed always fails: the container is unhealthy for ever, and nothing that waits for it starts.",
	remedy: "Install it in the image, or ask with what is there:\ntest: [\"CMD\", \"python\", \"-c\", \"import urllib.request as r; r.urlopen('http://localhost:8000/health/', timeout=5)\"]",
	source: ["S1-094", "S1-070"],
	judge: (project) => running(project).flatMap((service) => {
		const check = checkOf(service);
		if (check === void 0 || service.healthcheck?.inherited === true || service.image === void 0) return [];
		const asks = httpProbe(check)?.tool;
		if (asks !== "curl" && asks !== "wget" || !lacks(service, asks)) return [];
		return [{
			place: check.place,
			subject: service.title,
			message: `The health check of "${service.name}" calls ${asks}, and its image (${service.imageName}) has none: it can only fail.`,
			evidence: shownCommand(formText(check.test))
		}];
	})
});
function lacks({ image, imageName }, tool) {
	if (image === void 0) return false;
	const bare = /^(docker\.io\/)?(library\/)?(python|debian|ubuntu|node)[:@]/.test(imageName);
	const slim = /slim/.test(imageName) || /^(docker\.io\/)?(library\/)?(debian|ubuntu)[:@]/.test(imageName);
	const alpine = /alpine/.test(imageName);
	if (!bare || !(slim || alpine && tool === "curl")) return false;
	const name = new RegExp(`\\b${tool}\\b`);
	const ran = image.stage.runs.some(({ text, commands }) => name.test(text) || commands.some(({ words }) => name.test(words.join(" "))));
	const scripted = image.stage.runs.some(({ commands }) => commands.some(({ words }) => /\.sh$/.test(words[0] ?? "")));
	const copied = image.stage.copies.some(({ paths }) => paths.some((path) => name.test(path)));
	return !ran && !scripted && !copied;
}
const honest = defineRule({
	id: "compose/healthcheck-verdict",
	title: "A health check fails when the answer is bad",
	severity: deployed("medium"),
	why: "A check that cannot fail keeps a broken container in service, and a bad deployment counts as a good one.",
	remedy: "Let curl fail on bad answers, and let nothing swallow it:\ntest: [\"CMD\", \"curl\", \"-fsS\", \"-o\", \"/dev/null\", \"http://localhost:8000/health/\"]",
	source: [
		"S1-070",
		"C01",
		"C11"
	],
	judge: (project) => running(project).flatMap((service) => {
		const check = checkOf(service);
		if (check === void 0 || service.healthcheck?.inherited === true) return [];
		const text = formText(check.test);
		const swallowed = /(\|\||;)\s*(exit\s+0|true|:|echo\b[^|;&]*)\s*$/.exec(text)?.[0];
		const deaf = httpProbe(check)?.fails === false;
		if (swallowed === void 0 && !deaf) return [];
		return [{
			place: check.place,
			subject: service.title,
			message: swallowed === void 0 ? `curl counts every answer as a good one unless it is told otherwise: "${service.name}" is healthy with an error page.` : `The health check of "${service.name}" ends well whatever happened before.`,
			evidence: shownCommand(text)
		}];
	})
});
const path = defineRule({
	id: "compose/health-path",
	title: "The health check asks an address that answers for itself",
	severity: deployed("medium"),
	why: "A login page costs a database query and templates every time, and moves when the admin’s address does.",
	remedy: "Ask the health address as the project spells it:\ntest: [\"CMD\", \"curl\", \"-fsS\", \"-o\", \"/dev/null\", \"http://localhost:8000/health/\"]",
	source: [
		"C01",
		"S2-017",
		"S1-070",
		"S1-089"
	],
	judge: (project) => running(project).filter(({ role }) => role === "web").flatMap((service) => {
		const check = checkOf(service);
		const probe = check === void 0 ? void 0 : httpProbe(check);
		if (check === void 0 || probe === void 0 || service.healthcheck?.inherited === true) return [];
		const found = fault$1(probe.path.replace(/[?#].*$/, ""), service);
		return found === void 0 ? [] : [{
			place: check.place,
			subject: service.title,
			evidence: shownCommand(formText(check.test)),
			...found
		}];
	})
});
function fault$1(asked, service) {
	if (/\/(admin|login|accounts)(\/|$)/.test(asked)) return {
		message: `The health check of "${service.name}" loads ${asked}: a page for people, which needs the database and may move.`,
		severity: "low"
	};
}
// src/checks/compose/rules/images.ts
const tag = defineRule({
	id: "compose/image-tag",
	title: "Images are named by version",
	severity: deployed("medium"),
	why: "An image without a version is whatever is newest on the day it is pulled: a database of the next major version does not start on the old files, and nobody can say what ran yesterday.",
	remedy: "Name at least the major version:\nimage: redis:7-alpine",
	source: [
		"S1-063",
		"S1-064",
		"S4-097",
		"S2-046"
	],
	judge: (project) => running(project).flatMap((service) => {
		const { compose, name } = service;
		if (compose.build !== void 0 || compose.image === void 0 || compose.image === "") return [];
		const { tag: version, digest } = imageReference(compose.image);
		if (digest !== void 0 || version !== void 0 && !/^latest($|-)|-latest$/.test(version)) return [];
		const data = service.role === "database";
		return [{
			place: compose.placeOf("image"),
			subject: service.title,
			message: data ? `"${name}" takes whatever version is newest: the next major one does not start on today’s files.` : `"${name}" takes whatever version is newest when it is pulled.`,
			evidence: `image: ${compose.image}`,
			...data ? { severity: "high" } : {}
		}];
	})
});
const OLDEST = [
	["6.1", 15],
	["5.2", 14],
	["5.1", 13],
	["4.2", 12]
];
const WANTED$1 = 15;
const postgres = defineRule({
	id: "compose/postgres-version",
	title: "PostgreSQL is new enough",
	severity: deployed("low"),
	why: "Django refuses to work with a PostgreSQL older than it supports, and versions without updates keep their holes.",
	remedy: "Plan the change with a dump and restore (files of an older major version are not read):\nimage: postgres:17-alpine",
	source: [
		"C28",
		"S1-063",
		"S1-154",
		"S4-042",
		"https://docs.djangoproject.com/en/5.2/ref/databases/#postgresql-notes"
	],
	judge(project) {
		const django = project.evaluations.find(({ answer }) => answer.django !== null)?.answer.django ?? void 0;
		const oldest = django === void 0 ? 14 : OLDEST.find(([from]) => isAtLeast(django, from))?.[1] ?? 10;
		return running(project).flatMap((service) => {
			const major = postgresMajor(service);
			if (major === void 0 || major >= WANTED$1) return [];
			const refused = major < oldest;
			return [{
				place: service.compose.placeOf("image"),
				subject: service.title,
				message: refused ? `PostgreSQL ${major} is older than Django ${django ?? "5.2"} works with (${oldest}): every page that asks the database fails.` : `PostgreSQL ${major} works, but ${WANTED$1} and newer are what is asked for.`,
				evidence: `image: ${service.imageName}`,
				...refused ? { severity: django === void 0 ? "medium" : "high" } : {}
			}];
		});
	}
});
// src/checks/compose/rules/isolation.ts
const network = defineRule({
	id: "compose/host-network",
	title: "Containers have a network of their own",
	severity: deployed("high"),
	why: "On the host’s network every port a program opens is open on the machine, Redis and debug ports too, and services no longer find each other by name.",
	remedy: "Take network_mode away; the stack has its own network.",
	source: [
		"S1-073",
		"S1-168",
		"C29"
	],
	judge: (project) => running(project).filter(({ compose, imageName }) => compose.networkMode === "host" && !WATCHERS.test(imageReference(imageName).short)).map((service) => ({
		place: service.compose.placeOf("network_mode"),
		subject: service.title,
		message: `"${service.name}" shares the network of the machine: every port it opens is open there.`,
		evidence: "network_mode: host"
	}))
});
const WATCHERS = /^(node-exporter|cadvisor|netdata|telegraf|datadog|agent)/;
const DOCKER_TOOLS = /^(traefik|portainer|watchtower|cadvisor|dozzle|promtail|alloy|autoheal|docker-socket-proxy|socket-proxy|netdata|agent|telegraf|diun)/;
const privileges = defineRule({
	id: "compose/privileges",
	title: "Containers cannot take over the machine",
	severity: deployed("high"),
	why: "Who is in a privileged container, or can talk to Docker’s socket, is root on the machine: one hole in the project and everything on the server is lost.",
	remedy: "Take privileged and the socket away; what really must talk to Docker gets a proxy that lets single calls through.",
	source: ["S1-168", "https://docs.docker.com/engine/security/#docker-daemon-attack-surface"],
	judge: (project) => running(project).flatMap((service) => {
		const { compose, name, title } = service;
		const tool = DOCKER_TOOLS.test(imageReference(service.imageName).short);
		const hits = [];
		if (compose.raw["privileged"] === true || compose.raw["privileged"] === "true") hits.push({
			place: compose.placeOf("privileged"),
			subject: `${title}: privileged`,
			message: `"${name}" may do everything the machine’s root may do.`,
			evidence: "privileged: true",
			...tool ? { severity: "medium" } : {}
		});
		for (const { source, place, readOnly } of compose.volumes) if (source !== void 0 && /(^|\/)docker\.sock$/.test(source)) hits.push({
			place,
			subject: `${title}: docker.sock`,
			message: `"${name}" can talk to Docker, and so start containers that read and write everything on the machine${readOnly ? " (read-only says nothing about what it may ask)" : ""}.`,
			evidence: source,
			...tool ? { severity: "low" } : {}
		});
		return hits;
	})
});
// src/checks/compose/rules/migrating.ts
const SERVICE_REMEDY = [
	"Let one service migrate and end, and the others wait for it:",
	"migrate:",
	"  command: [\"python\", \"manage.py\", \"migrate\", \"--noinput\"]",
	"  restart: \"no\"",
	"web:",
	"  depends_on:",
	"    migrate: { condition: service_completed_successfully }"
].join("\n");
const MIGRATES = /(?:manage\.py|django-admin|-m\s+django)\s+(?:safe_?)?migrate(?:_\w+)?\b(?!.*--(?:check|plan))|\balembic\b.*\bupgrade\b/;
const migrations = defineRule({
	id: "compose/migrations",
	title: "One place applies the migrations of a deployment",
	severity: deployed("medium"),
	why: "When nothing migrates, new code meets the old schema: pages fail from the moment they touch a new column, while the health check stays green.",
	remedy: SERVICE_REMEDY,
	source: [
		"C24",
		"C06",
		"S1-156",
		"S1-061",
		"Coolify 4 runs its pre-deployment command in the previous container"
	],
	judge(project) {
		const [first] = project.services.filter(({ own, role }) => own && role === "web");
		if (project.framework === "none" || first === void 0) return [];
		if (project.services.some(({ own, migrations: found }) => own && found.length > 0)) return [];
		if (project.services.some(({ image }) => builds(image?.stage.runs ?? []))) return [];
		if (coolifyMigrates(project.application)) return [];
		const lost = project.services.find(({ own, start }) => own && start.unknown !== void 0);
		const hit = {
			place: first.place,
			subject: first.title,
			message: "Nothing that starts here applies migrations: new code would meet the old schema.",
			evidence: byHand(first) ?? "no migrate in any entrypoint or command"
		};
		if (lost !== void 0) return [{
			...hit,
			message: `What ${lost.title} starts is not known: ${lost.start.unknown}.`,
			unknown: true
		}];
		if (project.application === void 0 && first.stack === void 0) return [{
			...hit,
			message: "Nothing here migrates; whether Coolify’s commands do is not known without the resource.",
			unknown: true
		}];
		return [hit];
	}
});
function byHand({ stack }) {
	const service = stack?.services.find(({ name, profiles }) => profiles.length > 0 && /migrat/.test(name));
	return service === void 0 ? void 0 : `"${service.name}" only starts with the profile "${service.profiles[0]}"`;
}
function builds(runs) {
	return runs.some(({ commands }) => commands.some(({ words }) => MIGRATES.test(words.join(" "))));
}
function coolifyMigrates(application) {
	return [
		application?.preDeployment,
		application?.postDeployment,
		application?.startCommand
	].some((text) => text !== void 0 && MIGRATES.test(text));
}
const race = defineRule({
	id: "compose/migration-race",
	title: "Migrations never run twice at the same time",
	severity: deployed("high"),
	why: "Two migrate commands at once apply the same step twice: one fails in the middle of a table change, and what is recorded may no longer be what was done.",
	remedy: SERVICE_REMEDY,
	source: [
		"C24",
		"S1-061",
		"S1-065",
		"S1-156",
		"S4-006"
	],
	judge: (project) => groups$1(project).flatMap((services) => [...replicated(services), ...racing(services, running(project))])
});
function replicated(services) {
	return services.filter(({ service, open }) => (service.compose?.replicas ?? 1) > 1 && open.length > 0).map(({ service, open }) => ({
		place: open[0]?.place ?? service.place,
		subject: service.title,
		message: `"${service.name}" migrates when it starts, and ${count$1(service.compose?.replicas ?? 0, "copy", "copies")} of it start at once.`,
		evidence: open[0]?.text ?? "migrate"
	}));
}
function racing(services, everything) {
	const open = services.filter(({ open: found }) => found.length > 0);
	const apart = open.filter(({ service }) => open.some(({ service: other }) => other !== service && !ordered(service, other, everything)));
	const last = apart.at(-1);
	if (last === void 0) return [];
	const names = inSequence(apart.map(({ service }) => service.name));
	return [{
		place: last.open[0]?.place ?? last.service.place,
		subject: `${last.service.stack?.files.at(-1) ?? last.service.title}: ${names}`,
		message: `${names} all migrate when they start, and nothing makes one wait for the other.`,
		evidence: apart.map(({ service, open: found }) => `${service.name}: ${found[0]?.text}`).join("; ")
	}];
}
const ENDS$1 = ["service_completed_successfully", "service_healthy"];
function ordered(one, other, all) {
	if (!isRunning(one) || !isRunning(other)) return false;
	const same = all.filter(({ stack }) => stack === one.stack);
	return waitsFor(one, other.name, same, ENDS$1) || waitsFor(other, one.name, same, ENDS$1);
}
const twice = defineRule({
	id: "compose/needless-migration",
	title: "Migrations are applied in one place only",
	severity: deployed("low"),
	why: "Two places that migrate are harmless while they wait for each other, but nobody knows any more which of them is the one that counts, and every start of the second costs time.",
	remedy: SERVICE_REMEDY,
	source: [
		"C24",
		"S1-156",
		"S1-061"
	],
	judge: (project) => groups$1(project).flatMap((services) => {
		if (services.length < 2 || racing(services, running(project)).length > 0) return [];
		const names = inSequence(services.map(({ service }) => service.name));
		const last = services.find(({ service }) => service.role === "web") ?? services.at(-1);
		if (last === void 0) return [];
		return [{
			place: last.all[0]?.place ?? last.service.place,
			subject: `${last.service.stack?.files.at(-1) ?? last.service.title}: ${names}`,
			message: `${names} each migrate when they start. They do not get in each other’s way, but one of them is enough.`,
			evidence: services.map(({ service, all }) => `${service.name}: ${all[0]?.text}`).join("; ")
		}];
	})
});
function groups$1(project) {
	return [...runningStacks(project).values()].map((services) => services.filter(({ own }) => own).map((service) => {
		const all = service.migrations.filter(({ conditional }) => !conditional);
		return {
			service,
			all,
			open: all.filter(({ locked }) => !locked)
		};
	}).filter(({ all }) => all.length > 0));
}
const coolify = defineRule({
	id: "compose/coolify-migration",
	title: "Coolify’s deployment commands do not carry the migrations",
	severity: deployed("high"),
	why: "Coolify runs the pre-deployment command inside the container of the previous release, before the new one exists: new migrations are not in it. The post-deployment command runs in the new one, but after the deployment counts as finished, and its failure is not told.",
	remedy: SERVICE_REMEDY,
	source: [
		"C24",
		"S1-156",
		"Coolify 4.3.11, ApplicationDeploymentJob"
	],
	judge({ application }) {
		if (application === void 0) return [];
		const { name, preDeployment, postDeployment } = application;
		const hits = [];
		if (preDeployment !== void 0 && MIGRATES.test(preDeployment)) hits.push({
			subject: `Coolify: ${name}, pre-deployment command`,
			message: `The pre-deployment command of "${name}" migrates, but it runs in the container of the previous release: the new migrations are not in it.`,
			evidence: "the pre-deployment command migrates"
		});
		if (postDeployment !== void 0 && MIGRATES.test(postDeployment)) hits.push({
			subject: `Coolify: ${name}, post-deployment command`,
			message: `The post-deployment command of "${name}" migrates after the new release has begun to serve; when it fails, the deployment counts as finished all the same.`,
			evidence: "the post-deployment command migrates",
			severity: "medium"
		});
		return hits;
	}
});
const restart = defineRule({
	id: "compose/migrate-restart",
	title: "The service that migrates ends and stays ended",
	severity: deployed("high"),
	why: "A service that is always started again never ends: what waits for it to complete hangs or starts too early, and migrations run in a loop.",
	remedy: "Say that it is not started again:\nrestart: \"no\"",
	source: [
		"S1-065",
		"C12",
		"C24"
	],
	judge: (project) => [...runningStacks(project).values()].flat().flatMap((service) => {
		const { restart: policy } = service.compose;
		if (service.role !== "migrate" || policy === void 0 || policy === "no") return [];
		const retries = policy.startsWith("on-failure");
		return [{
			place: service.compose.placeOf("restart"),
			subject: service.title,
			message: retries ? `"${service.name}" is started again when a migration fails: the same broken step is tried over and over.` : `"${service.name}" migrates and is started again when it has ended: it never counts as completed.`,
			evidence: `restart: ${policy}`,
			...retries ? { severity: "low" } : {}
		}];
	})
});
const ignored$1 = defineRule({
	id: "compose/migration-ignored",
	title: "A migration that fails stops the start",
	severity: deployed("medium"),
	why: "When the server starts all the same, new code meets the old schema: the health check is green, and pages fail from the moment they touch a new column.",
	remedy: "Let the script end where a command fails:\n#!/bin/sh\nset -e\npython manage.py migrate --noinput\nexec gunicorn project.wsgi",
	source: [
		"C24",
		"S1-061",
		"POSIX shell, the special built-in set, option -e"
	],
	judge: (project) => {
		const found = new Map();
		for (const { own, migrations: steps, start, role, title } of project.services) {
			if (!own || role !== "web" && role !== "worker" && role !== "beat") continue;
			for (const { place, text } of steps) {
				const index = start.commands.findIndex(({ file, line }) => file === place.file && line === place.line);
				const step = start.commands[index];
				const server = start.commands.slice(index + 1).at(-1);
				if (step === void 0 || server === void 0 || step.role !== "foreground") continue;
				const goesOn = server.after === "always" && server.conditional !== true;
				if (step.forgiven !== true && !goesOn) continue;
				const key = `${place.file}:${place.line}`;
				if (found.has(key)) continue;
				found.set(key, {
					place,
					subject: `${title}: ${place.file}`,
					message: `${title} starts its server also when the migration before it has failed.`,
					evidence: `${text}${step.forgiven === true ? " || ..." : ", and no set -e"}`
				});
			}
		}
		return [...found.values()];
	}
});
// src/checks/compose/rules/obsolete.ts
const version = defineRule({
	id: "compose/version",
	title: "Files do not name a version that Compose ignores",
	severity: "low",
	why: "Compose v2 ignores the key and warns about it every time; who reads it believes that it decides something.",
	remedy: "Take the line away.",
	source: ["S1-075", "C42"],
	judge: ({ stacks }) => {
		return [...new Map(stacks.flatMap(({ version: at }) => at === void 0 ? [] : [[at.file, at]])).values()].map((place) => ({
			place,
			subject: place.file,
			message: "The top-level \"version\" has no effect any more.",
			evidence: "version:"
		}));
	}
});
const name = defineRule({
	id: "compose/container-name",
	title: "Containers are not given fixed names",
	severity: deployed("low"),
	why: "A name can be had once on a machine: a second copy cannot start, staging and production cannot share a server, and Coolify cannot start the new container while the old one still serves.",
	remedy: "Take container_name away; inside the stack a service is reached by its own name.",
	source: [
		"S1-071",
		"S4-006",
		"https://docs.docker.com/reference/compose-file/services/#container_name"
	],
	judge: (project) => running(project).flatMap((service) => {
		const fixed = service.compose.raw["container_name"];
		if (typeof fixed !== "string" || fixed === "") return [];
		const copies = service.compose.replicas ?? 1;
		if (copies <= 1 && !service.own) return [];
		return [{
			place: service.compose.placeOf("container_name"),
			subject: service.title,
			message: copies > 1 ? `"${service.name}" asks for ${copies} copies of a container that can have its name only once: Compose refuses to start them.` : `"${service.name}" can run only once on a machine, and not beside its successor.`,
			evidence: `container_name: ${fixed}`,
			...copies > 1 ? { severity: "critical" } : {}
		}];
	})
});
const links = defineRule({
	id: "compose/links",
	title: "Services reach each other by name, not by links",
	severity: "low",
	why: "Links are left over from before networks: services of a stack reach each other by name without them, and a link orders starts in a way nobody sees.",
	remedy: "Take links away and say what is waited for:\ndepends_on:\n  db: { condition: service_healthy }",
	source: [
		"S1-073",
		"C42",
		"https://docs.docker.com/engine/network/links/"
	],
	judge: (project) => running(project).filter(({ compose }) => compose.raw["links"] !== void 0).map((service) => ({
		place: service.compose.placeOf("links"),
		subject: service.title,
		message: `"${service.name}" uses links, which Docker calls a legacy feature.`,
		evidence: "links:"
	}))
});
const program = defineRule({
	id: "compose/v1-command",
	title: "Scripts call the Compose that is still maintained",
	severity: "low",
	why: "`docker-compose` with a hyphen is version 1: no security fixes since 2023, and not installed on new machines.",
	remedy: "Write it with a space:\ndocker compose up -d",
	source: ["C42"],
	judge({ source }) {
		const hits = new Map();
		for (const { file, commands } of source.workflows) for (const { command, place } of commands) if (command.words[0] === "docker-compose" && !hits.has(file)) hits.set(file, hit$1({
			file,
			line: place.line
		}));
		for (const [file, text] of source.texts) {
			if (!/(\.sh|(^|\/)(Makefile|justfile))$/.test(file)) continue;
			const line = text.split("\n").findIndex((words) => /^\s*[^#]*(^|[\s;&|@(])docker-compose\s+(-f|--|up|down|run|exec|build|pull|ps|logs|restart|stop|start)/.test(words));
			if (line !== -1 && !hits.has(file)) hits.set(file, hit$1({
				file,
				line: line + 1
			}));
		}
		return [...hits.values()];
	}
});
function hit$1(place) {
	return {
		place,
		subject: place.file,
		message: "This calls docker-compose, version 1, which has had no updates since 2023.",
		evidence: "docker-compose"
	};
}
// src/checks/compose/rules/ports.ts
const TOOLS = /^(grafana|prometheus|alertmanager|adminer|pgadmin4?|phpmyadmin|redis-commander|redisinsight|mailhog|mailpit|mailcatcher|portainer|node-exporter|redis-exporter|redis_exporter|postgres-exporter|postgres_exporter|loki|rabbitmq|minio|dozzle|kibana|elasticsearch|opensearch|meilisearch)/;
const data = defineRule({
	id: "compose/published-port",
	title: "Only what visitors need listens on the machine’s addresses",
	severity: deployed("critical"),
	why: "A published port is open to the whole internet: Docker writes its own rules in front of ufw and the like. Databases and Redis found that way are emptied by machines within hours.",
	remedy: "Take the port away (services of the stack reach each other by name), or bind it to the machine itself:\nports:\n  - \"127.0.0.1:5432:5432\"",
	source: [
		"C29",
		"S1-168",
		"S1-073",
		"S4-010",
		"https://docs.docker.com/engine/network/packet-filtering-firewalls/"
	],
	judge: (project) => running(project).flatMap((service) => {
		const verdict = exposure(service);
		if (verdict === void 0) return [];
		return service.compose.ports.filter(isPublic).map((port) => ({
			place: port.place,
			subject: `${service.title}: ${port.target}`,
			message: verdict.message,
			evidence: written$2(port),
			severity: verdict.severity,
			remedy: `Take the port away (services of the stack reach each other by name), or bind it to the machine itself:\nports:\n  - "127.0.0.1:${port.published ?? port.target}:${port.target}"`
		}));
	})
});
function exposure(service) {
	const { name, role, imageName } = service;
	if (role === "database") return {
		message: `The database "${name}" is open to the internet: one password away from all data.`,
		severity: "critical"
	};
	if (role === "cache") return redisPassword(service) === "none" ? {
		message: `"${name}" is open to the internet and asks for no password.`,
		severity: "critical"
	} : {
		message: `"${name}" is open to the internet: its password can be tried a hundred thousand times a second.`,
		severity: "high"
	};
	if (role === "pooler") return {
		message: `The pooler "${name}" opens the database to the internet.`,
		severity: "high"
	};
	if (role === "flower") return {
		message: `Flower ("${name}") is open to the internet: it shows every task with its arguments, and can stop workers.`,
		severity: "high"
	};
	if (TOOLS.test(imageReference(imageName).short)) return {
		message: `"${name}" is a tool for yourselves, and it is open to the internet.`,
		severity: "medium"
	};
}
function isPublic({ host, published }) {
	if (published === void 0) return false;
	return host === void 0 || !(/^127\./.test(host) || host === "localhost" || host === "::1" || host.includes("$") || isPrivate(host));
}
function isPrivate(host) {
	return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/.test(host);
}
function written$2({ host, published, target }) {
	return [
		host,
		published,
		target
	].filter((part) => part !== void 0 && part !== "").join(":");
}
const web = defineRule({
	id: "compose/web-port",
	title: "The web is reached through the proxy only",
	severity: deployed("low"),
	why: "A fixed port of the machine can be held by one container: Coolify cannot start the new release beside the old one, so that every deployment is a gap. And whoever uses it goes past the proxy: no TLS, and forwarded headers as they please.",
	remedy: "Let the proxy reach it inside the network:\nexpose:\n  - \"8000\"",
	source: [
		"S1-071",
		"C02",
		"https://coolify.io/docs/knowledge-base/rolling-updates"
	],
	judge: (project) => running(project).filter(({ role }) => role === "web").flatMap((service) => service.compose.ports.filter(isPublic).map((port) => {
		const proxy = neighbours(service, project, "proxy")[0];
		return {
			place: port.place,
			subject: `${service.title}: ${port.target}`,
			message: proxy === void 0 ? `"${service.name}" takes the machine’s port ${port.published}: no rolling update on Coolify, and a way past its proxy.` : `"${service.name}" can be reached on port ${port.published} past "${proxy.name}".`,
			evidence: written$2(port)
		};
	}))
});
// src/checks/compose/rules/restarting.ts
const KEEPS = /^(always|unless-stopped|on-failure)/;
const policy = defineRule({
	id: "compose/restart",
	title: "What is meant to run for ever is started again",
	severity: deployed("medium"),
	why: "Without a restart policy a container that crashes, and every container after a restart of the machine, stays down until somebody notices.",
	remedy: "restart: unless-stopped",
	source: [
		"S1-069",
		"S2-031",
		"C12"
	],
	judge: (project) => running(project).flatMap((service) => {
		const { compose } = service;
		if (!isLasting(service) && !(service.own && service.role === "other")) return [];
		if (compose.raw["deploy"] !== void 0 && compose.placeOf("deploy", "restart_policy").line !== compose.placeOf("deploy").line) return [];
		if (compose.restart !== void 0 && KEEPS.test(compose.restart)) return [];
		const absent = compose.restart === void 0;
		return [{
			place: absent ? service.place : compose.placeOf("restart"),
			subject: service.title,
			message: `"${service.name}" is not started again when it ends, nor after the machine was restarted.`,
			evidence: absent ? "no restart" : `restart: ${compose.restart}`
		}];
	})
});
const limits = defineRule({
	id: "compose/memory-limit",
	title: "The project’s containers have a limit on memory",
	severity: deployed("low"),
	why: "One container that grows takes the memory of all others: the kernel then ends whichever it likes, often the database.",
	remedy: "deploy:\n  resources:\n    limits:\n      memory: 1G",
	source: ["S4-090", "C39"],
	judge: (project) => running(project).flatMap((service) => !service.own || !["web", "worker"].includes(service.role) || service.compose.limits.memory !== void 0 ? [] : [{
		place: service.place,
		subject: service.title,
		message: `"${service.name}" may take all the memory of the machine.`,
		evidence: "no deploy.resources.limits.memory"
	}])
});
// src/checks/compose/rules/secrets.ts
const GRAFANA = "GF_SECURITY_ADMIN_PASSWORD";
const IN_ADDRESS = /:\/\/[^\s:/@]*:(?<password>[^@/\s]+)@/;
const DEFAULT = /\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*):?-(?<value>[^${}]+)\}/g;
const literal = defineRule({
	id: "compose/literal-secret",
	title: "Secrets are not written in the stack",
	severity: deployed("high"),
	why: "Whoever can read the repository, now or in any of its copies, has the secret, and changing it needs a commit that shows the new one.",
	remedy: "Take it from the environment, and change the secret, because it has been seen:\nPOSTGRES_PASSWORD: ${POSTGRES_PASSWORD:?set POSTGRES_PASSWORD}",
	source: [
		"S1-074",
		"S1-165",
		"S1-155",
		"S4-011",
		"https://docs.docker.com/compose/how-tos/environment-variables/best-practices/"
	],
	judge: (project) => writtenVariables(project).flatMap(({ variable, services }) => {
		const secret = literalIn(variable);
		if (secret === void 0) return [];
		const { name, place } = variable;
		const mark = placeholderIn(secret);
		const key = secretKind(name) === "django-key";
		return [{
			place,
			subject: `${place.file}: ${name}`,
			message: `${name} of ${namesOf$1(services)} is written in the file${mark === null ? "" : ", and it is a placeholder that everybody knows"}: anybody who sees the repository has it.`,
			evidence: `${name}: *** (${count$1(secret.length, "character")})`,
			remedy: `Take it from the environment, and change the secret, because it has been seen:\n${name}: \${${name}:?set ${name}}`,
			...key ? { severity: "critical" } : {}
		}];
	})
});
function literalIn({ name, value, written }) {
	if (value === void 0 || value === "" || name === GRAFANA) return void 0;
	const plain = written.replace(/\$\$/g, "");
	const address = IN_ADDRESS.exec(plain)?.groups?.["password"];
	if (address !== void 0) return address.includes("$") ? void 0 : address;
	if (plain.includes("$") || !isSecretName(name) || /^(true|false|yes|no|on|off|\d{1,3})$/i.test(value)) return void 0;
	return /^\/(run\/secrets|etc|var|app|secrets)\//.test(value) ? void 0 : value;
}
const fallback = defineRule({
	id: "compose/default-secret",
	title: "No secret has a default that everybody can read",
	severity: deployed("high"),
	why: "When the variable is forgotten, the stack starts all the same, with a password that stands in the repository, and nobody notices.",
	remedy: "Let Compose refuse to start without it:\nPOSTGRES_PASSWORD: ${POSTGRES_PASSWORD:?set POSTGRES_PASSWORD}",
	source: [
		"S1-074",
		"S1-155",
		"S0-017"
	],
	judge: (project) => writtenVariables(project).flatMap(({ variable, services }) => {
		if (variable.name === GRAFANA) return [];
		const name = [...variable.written.matchAll(DEFAULT)].find(({ groups, index }) => {
			const own = isSecretName(groups?.["name"] ?? "");
			const whole = isSecretName(variable.name) && variable.written.trim().startsWith("${") && index === 0;
			return own || whole || IN_ADDRESS.test(groups?.["value"] ?? "");
		})?.groups?.["name"];
		if (name === void 0) return [];
		const key = secretKind(name) === "django-key";
		const used = !project.given.empty && !project.given.variables.has(name) && !project.given.unreadable.includes(name);
		return [{
			place: variable.place,
			subject: `${variable.place.file}: ${name}`,
			message: `${namesOf$1(services)} ${services.length === 1 ? "starts" : "start"} with the ${name} that stands in the file when the variable is not set${used ? ", and it is not set" : ""}.`,
			evidence: `\${${name}:-***}`,
			remedy: `Let Compose refuse to start without it:\n\${${name}:?set ${name}}`,
			...key || used ? { severity: "critical" } : {}
		}];
	})
});
const open = defineRule({
	id: "compose/no-password",
	title: "The database asks for a password",
	severity: deployed("high"),
	why: "A database that trusts everybody on its network belongs to whoever gets into any container of it.",
	remedy: "Take the line away and set a password:\nPOSTGRES_PASSWORD: ${POSTGRES_PASSWORD:?set POSTGRES_PASSWORD}",
	source: [
		"S1-155",
		"S0-017",
		"https://hub.docker.com/_/postgres (POSTGRES_HOST_AUTH_METHOD)"
	],
	judge: (project) => writtenVariables(project).flatMap(({ variable: { name, value, place }, services }) => {
		const trusts = name === "POSTGRES_HOST_AUTH_METHOD" && value === "trust";
		const empty = /^(ALLOW_EMPTY_PASSWORD|MYSQL_ALLOW_EMPTY_PASSWORD|MARIADB_ALLOW_EMPTY_ROOT_PASSWORD)$/.test(name) && /^(yes|true|1)$/i.test(value ?? "");
		if (!trusts && !empty) return [];
		return [{
			place,
			subject: `${place.file}: ${name}`,
			message: `${namesOf$1(services)} lets everybody in without a password.`,
			evidence: `${name}: ${value}`
		}];
	})
});
function writtenVariables(project) {
	const found = new Map();
	for (const service of running(project)) for (const variable of service.compose.environment.values()) {
		const key = `${variable.place.file}:${variable.place.line}:${variable.name}`;
		const known = found.get(key);
		if (known === void 0) found.set(key, {
			variable,
			services: [service]
		});
		else known.services.push(service);
	}
	return [...found.values()];
}
function namesOf$1(services) {
	return inSequence(services.map(({ name }) => `"${name}"`));
}
const grafana = defineRule({
	id: "compose/grafana-password",
	title: "Grafana’s admin has a password of its own",
	severity: deployed("high"),
	why: "Without one Grafana starts with admin and admin: whoever finds it reads every metric, and can reach the databases it is connected to.",
	remedy: "environment:\n  GF_SECURITY_ADMIN_PASSWORD: ${GRAFANA_PASSWORD:?set GRAFANA_PASSWORD}",
	source: ["S4-011", "https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/#admin_password"],
	judge: (project) => running(project).filter(({ imageName }) => /(^|\/)grafana(-oss|-enterprise)?(:|@|$)/.test(imageName)).flatMap((service) => {
		const { environment, complete, compose, name, title } = service;
		if (environment.has(`${GRAFANA}__FILE`) || !environment.has(GRAFANA) && !complete) return [];
		const written = compose.environment.get(GRAFANA)?.written ?? "";
		const value = environment.get(GRAFANA);
		const problem = !environment.has(GRAFANA) ? "starts with the password \"admin\"" : /:-[^}]/.test(written) ? "starts with a password that stands in the file when the variable is not set" : !written.includes("$") && compose.environment.has(GRAFANA) && value !== void 0 ? "has its password written in the file" : value !== void 0 && value.length > 0 && value.length < 16 ? `has a password of ${count$1(value.length, "character")}` : void 0;
		if (problem === void 0) return [];
		const short = problem.startsWith("has a password of");
		return [{
			place: compose.environment.get(GRAFANA)?.place ?? service.place,
			subject: title,
			message: `"${name}" ${problem}.`,
			evidence: environment.has(GRAFANA) ? `${GRAFANA}: ***` : `no ${GRAFANA}`,
			...short ? { severity: "medium" } : {}
		}];
	})
});
// src/checks/compose/rules/stopping.ts
const DEFAULT_GRACE = 1e4;
const WORKER_GRACE = 6e4;
const grace = defineRule({
	id: "compose/stop-grace",
	title: "A container that is stopped may finish what it has begun",
	severity: deployed("medium"),
	why: "After stop_grace_period Docker kills: requests end in the middle, and tasks are lost or run again from the start with every deployment.",
	remedy: "Give it longer than its longest task or request:\nstop_grace_period: 60s",
	source: [
		"S1-077",
		"S1-126",
		"S1-162",
		"S1-161",
		"S1-106",
		"Celery user guide, \"Stopping the worker\""
	],
	judge: (project) => running(project).flatMap((service) => {
		if (!service.own) return [];
		if (service.role === "worker") return workerHits(service, project);
		return service.role === "web" ? webHits(service, project) : [];
	})
});
function workerHits(service, project) {
	const grace = service.compose.stopGracePeriod;
	const given = grace ?? DEFAULT_GRACE;
	const { soft, limit } = celeryTimes(service, project);
	const says = {
		place: place(service),
		subject: service.title,
		evidence: evidence(grace)
	};
	if (soft !== void 0) {
		if (given > soft) return [];
		return [{
			...says,
			message: `"${service.name}" takes up to ${inWords(soft)} to hand its tasks back, and is killed after ${inWords(given)}.`,
			remedy: `Longer than worker_soft_shutdown_timeout, with a margin:\nstop_grace_period: ${Math.ceil(soft / 1e3) + 15}s`
		}];
	}
	if (limit !== void 0 && given < limit) return [{
		...says,
		message: `A task of "${service.name}" may take ${inWords(limit)}, and the container is killed after ${inWords(given)}: tasks are cut off with every deployment.`,
		remedy: `As long as the hard time limit, or a soft shutdown that hands tasks back:\nstop_grace_period: ${Math.ceil(limit / 1e3) + 10}s`,
		...given >= WORKER_GRACE ? { severity: "low" } : {}
	}];
	if (limit !== void 0 || given >= WORKER_GRACE / 2) return [];
	return [{
		...says,
		message: `"${service.name}" is killed ${inWords(given)} after it was asked to stop: a task that runs longer is cut off with every deployment.`
	}];
}
function celeryTimes(service, project) {
	const facts = project.celery.find(({ service: own, program }) => own?.title === service.title && program === "worker");
	const configuration = facts?.answer?.configuration ?? {};
	const softly = service.environment.get("REMAP_SIGTERM") === "SIGQUIT";
	const timeout = count(configuration["worker_soft_shutdown_timeout"]);
	const option = Number(facts?.options.get("time-limit") ?? NaN);
	const limit = Number.isFinite(option) ? option : count(configuration["task_time_limit"]);
	return {
		soft: softly && timeout !== void 0 && timeout > 0 ? timeout * 1e3 : void 0,
		limit: limit === void 0 || truth(configuration["task_always_eager"]) === true ? void 0 : limit * 1e3
	};
}
function webHits(service, project) {
	const graceful = [...project.servers.find((facts) => facts.service?.title === service.title && facts.program === "gunicorn")?.values.values() ?? []][0]?.["graceful_timeout"];
	if (graceful === void 0 || typeof graceful.value !== "number") return [];
	const given = service.compose.stopGracePeriod ?? DEFAULT_GRACE;
	const needed = graceful.value * 1e3;
	if (given >= needed) return [];
	return [{
		place: place(service),
		subject: service.title,
		message: `gunicorn gives requests ${inWords(needed)} to finish, and Docker kills it after ${inWords(given)}.`,
		evidence: evidence(service.compose.stopGracePeriod),
		remedy: `A little longer than graceful_timeout:\nstop_grace_period: ${graceful.value + 10}s`,
		...graceful.from === "default" ? { severity: "low" } : {}
	}];
}
function place({ compose, place: own }) {
	return compose.stopGracePeriod === void 0 ? own : compose.placeOf("stop_grace_period");
}
function evidence(grace) {
	return grace === void 0 ? "no stop_grace_period: 10 s" : `stop_grace_period: ${inWords(grace)}`;
}
const signals$1 = defineRule({
	id: "compose/signals",
	title: "The signal that stops a container reaches its program",
	severity: deployed("medium"),
	why: "A shell that stays in front keeps SIGTERM to itself: the program knows nothing, works on, and is killed when the grace period is over.",
	remedy: "Let the program take the shell’s place, or leave the shell out:\ncommand: [\"sh\", \"-c\", \"cd src && exec celery -A project worker\"]",
	source: [
		"S1-077",
		"S1-076",
		"https://docs.docker.com/compose/support-and-feedback/faq/"
	],
	judge: (project) => running(project).flatMap((service) => {
		const { start, compose, own, role } = service;
		if (!own || ![
			"web",
			"worker",
			"beat"
		].includes(role) || start.pid1.passesSignals || start.unknown !== void 0) return [];
		const key = compose.command !== void 0 && compose.command.length > 0 ? "command" : "entrypoint";
		if (compose[key] === void 0 || compose[key].length === 0) return [];
		const written = shownCommand(compose[key].join(" "));
		if (!/(^|\/)(ba|da|a)?sh(\s|$)|\.sh(\s|$)/.test(written)) return [];
		return [{
			place: compose.placeOf(key),
			subject: service.title,
			message: `"${service.name}" runs behind ${start.pid1.program}, which does not pass SIGTERM on: it is killed instead of stopped.`,
			evidence: `${key}: ${written}`
		}];
	})
});
const swallowed = defineRule({
	id: "compose/swallowed-command",
	title: "What command says is what starts",
	severity: deployed("high"),
	why: "An ENTRYPOINT that does not look at its words starts the same program in every container: the worker is a second web, and nothing works on the queue.",
	remedy: "Let the script end in `exec \"$@\"`, or replace the entrypoint where the command is:\nentrypoint: [\"celery\", \"-A\", \"project\", \"worker\"]\ncommand: []",
	source: [
		"S1-053",
		"S2-034",
		"S1-054",
		"Dockerfile reference, \"Understand how CMD and ENTRYPOINT interact\""
	],
	judge: (project) => running(project).flatMap((service) => {
		const { swallows, compose, start } = service;
		if (swallows === void 0) return [];
		const asked = compose.command?.join(" ") ?? "";
		if (start.commands.some(({ words }) => asked.includes(programOf$1(words).name))) return [];
		return [{
			place: compose.placeOf("command"),
			subject: service.title,
			message: `The image’s ENTRYPOINT (${swallows.file}) never looks at what it is given: "${service.name}" does not start its command.`,
			evidence: `command: ${shownCommand(asked)}`
		}];
	})
});
// src/checks/compose/rules/valid.ts
const SPECIFICATION = "Compose Specification";
const MAGIC = /^(SERVICE_(FQDN|URL|NAME|USER|PASSWORD|BASE64|REALBASE64|HEX)_|COOLIFY_|SOURCE_COMMIT$|PORT$|HOST$)/;
const schema = defineRule({
	id: "compose/schema",
	title: "Compose can read every file of the stack",
	severity: "critical",
	why: "Compose reads the whole stack before it starts anything: one wrong key in one service and nothing starts.",
	remedy: "Write the key as the Compose file reference has it, and see with:\ndocker compose -f docker-compose.prod.yml config",
	source: [SPECIFICATION, "https://docs.docker.com/reference/compose-file/"],
	judge({ stacks, profile }) {
		const own = stacks.filter((stack) => stack.profile === profile);
		const others = stacks.filter((stack) => stack.profile !== profile);
		const hits = new Map();
		for (const stack of [...own, ...others]) for (const { place, message, unknown } of stack.problems) {
			const key = `${place.file}:${place.line}:${message}`;
			if (hits.has(key)) continue;
			hits.set(key, {
				place,
				subject: place.file,
				message: unknown ? sentence(message) : `${sentence(message)} Compose refuses the whole stack, so that nothing of it starts.`,
				evidence: `read for ${stack.profile}`,
				...stack.profile === profile ? {} : { severity: "medium" },
				...unknown ? { unknown } : {}
			});
		}
		return [...hits.values()];
	}
});
function sentence(message) {
	return `${message.charAt(0).toUpperCase()}${message.slice(1)}${message.endsWith("?") ? "" : "."}`;
}
const variables = defineRule({
	id: "compose/variables",
	title: "Every variable the stack asks for has a value",
	severity: {
		development: "low",
		staging: "medium",
		production: "medium"
	},
	why: "A variable without a value and without a default becomes an empty text, and a container starts with it; where the file says `:?`, Compose refuses to start.",
	remedy: "Give the variable a value in Coolify, or a default that is safe:\n${NAME:-default}\n${NAME:?what it is for}",
	source: [
		"S1-164",
		"S1-074",
		"https://docs.docker.com/reference/compose-file/interpolation/"
	],
	judge(project) {
		const { given, environmentFiles } = project;
		if (given.empty) return [];
		const whole = [...given.variables.values()].some(({ origin }) => origin !== "env");
		const hits = new Map();
		for (const stack of runningStacks(project).keys()) {
			const beside = [folderOf$1(stack.files[0] ?? ""), ".env"].filter((part) => part !== "").join("/");
			const local = environmentFiles.find(({ file, tracked }) => tracked && file === beside)?.entries ?? [];
			for (const { name, place, required } of stack.unset) {
				if (MAGIC.test(name) || given.unreadable.includes(name) || local.some((entry) => entry.name === name)) continue;
				const key = `${place.file}:${name}`;
				if (hits.get(key)?.severity !== void 0 || hits.has(key) && !required) continue;
				hits.set(key, {
					place,
					subject: `${place.file}: ${name}`,
					message: required ? `${name} has no value, and the file demands one: Compose refuses to start the stack.` : `${name} has no value and no default: what stands here becomes an empty text.`,
					evidence: required ? `\${${name}:?...}` : `\${${name}}`,
					remedy: required ? `Set it where the stack gets its variables (Coolify: Environment Variables):\n${name}=<value>` : `Set it where the stack gets its variables (Coolify: Environment Variables), or say in the file what holds without it:\n\${${name}:-default}\n\${${name}:?what it is for}`,
					...required ? { severity: whole ? "critical" : "high" } : {}
				});
			}
		}
		return [...hits.values()];
	}
});
const dependencies = defineRule({
	id: "compose/dependencies",
	title: "Services depend on services that are there, and not in a circle",
	severity: "critical",
	why: "Compose sorts the services before it starts them. A name that no service has, or a circle, stops it: nothing starts.",
	remedy: "Name a service of the stack under depends_on, and let one side of a circle go.",
	source: ["S4-028", "https://docs.docker.com/reference/compose-file/services/#depends_on"],
	judge: (project) => sound(project).flatMap(([stack, started]) => [...missing$1(stack, started), ...circles(stack)])
});
function missing$1(stack, started) {
	return stack.services.filter(({ name }) => started.has(name)).flatMap((service) => service.dependsOn.filter(({ service: needed }) => !started.has(needed)).map(({ service: needed, place }) => ({
		place,
		subject: `${stack.files.at(-1)}: ${service.name}`,
		message: stack.services.some(({ name }) => name === needed) ? `"${service.name}" depends on "${needed}", which only starts with a profile: without it Compose refuses to start.` : `"${service.name}" depends on "${needed}", and no service has that name: Compose refuses to start.`,
		evidence: `depends_on: ${needed}`
	})));
}
function circles({ services, files }) {
	const byName = new Map(services.map((service) => [service.name, service]));
	const done = new Set();
	const found = [];
	const visit = (service, above) => {
		if (done.has(service.name)) return;
		for (const { service: needed, place } of service.dependsOn) {
			const way = [...above, service.name];
			const next = byName.get(needed);
			if (next === void 0) continue;
			const start = way.indexOf(needed);
			if (start === -1) visit(next, way);
			else if (found.length === 0) found.push({
				place,
				subject: `${files.at(-1)}: ${way.slice(start).sort().join(", ")}`,
				message: "These services wait for each other in a circle: Compose refuses to start.",
				evidence: [...way.slice(start), needed].join(" -> ")
			});
		}
		done.add(service.name);
	};
	for (const service of services) visit(service, []);
	return found;
}
const parts = defineRule({
	id: "compose/undefined-parts",
	title: "Every volume and network a service names is declared",
	severity: "critical",
	why: "A service that names a volume or network the stack does not declare makes Compose refuse the stack.",
	remedy: "Declare it at the top level of the file:\nvolumes:\n  name:",
	source: [
		"S1-072",
		"S1-073",
		"https://docs.docker.com/reference/compose-file/volumes/"
	],
	judge: (project) => sound(project).flatMap(([stack, started]) => {
		const volumes = new Set(stack.volumes.map(({ name }) => name));
		const networks = new Set(["default", ...stack.networks.map(({ name }) => name)]);
		return stack.services.filter(({ name }) => started.has(name)).flatMap((service) => {
			const subject = `${stack.files.at(-1)}: ${service.name}`;
			const hit = (kind, name, place) => ({
				...place === void 0 ? {} : { place },
				subject,
				message: `"${service.name}" uses the ${kind} "${name}", which the stack does not declare: Compose refuses to start.`,
				evidence: name,
				remedy: `Declare it at the top level of the file:\n${kind}s:\n  ${name}:`
			});
			return [...service.volumes.filter(({ kind, source }) => kind === "volume" && source !== void 0 && !volumes.has(source)).map(({ source, place }) => hit("volume", source ?? "", place)), ...service.networks.filter((name) => !networks.has(name)).map((name) => hit("network", name, service.placeOf("networks", name)))];
		});
	})
});
function sound(project) {
	return [...runningStacks(project)].filter(([{ problems }]) => problems.length === 0).map(([stack, services]) => [stack, new Set(services.map(({ name }) => name))]);
}
// src/checks/compose/rules/variables-of-services.ts
const lacking = defineRule({
	id: "compose/service-environment",
	title: "Every service has the variables its settings demand",
	severity: deployed("critical"),
	why: "All services load the same settings. One that lacks a variable they demand ends at its start, again and again, while the web looks well.",
	remedy: "Give all of them the same environment:\nx-environment: &environment\n  DATABASE_URL: ${DATABASE_URL:?}\nservices:\n  web:\n    environment: *environment\n  worker:\n    environment: *environment",
	source: [
		"S0-036",
		"S1-164",
		"S1-008",
		"S1-009"
	],
	judge(project) {
		const services = running(project);
		if (!project.evaluations.filter(({ answer }) => answer.settings !== null).some((evaluation) => evaluation.services.some((title) => services.some((service) => service.title === title)))) return [];
		return project.evaluations.flatMap(({ services: titles, answer }) => {
			const { failure } = answer;
			if (failure?.stage !== "settings" || failure.kind !== "variable-missing" && failure.kind !== "refused") return [];
			return services.filter((service) => titles.includes(service.title) && service.complete).map((service) => ({
				place: service.compose.placeOf("environment"),
				subject: service.title,
				message: failure.name === null ? `The settings refuse to load in "${service.name}", and they load in other services: it ends at its start.` : `"${service.name}" has no ${failure.name}, which the settings demand and other services have: it ends at its start.`,
				evidence: failure.name ?? failure.type
			}));
		});
	}
});
const SAME = [
	"SECRET_KEY",
	"DJANGO_SECRET_KEY",
	"DATABASE_URL",
	"REDIS_URL",
	"CELERY_BROKER_URL",
	"DJANGO_SETTINGS_MODULE"
];
const same = defineRule({
	id: "compose/same-environment",
	title: "Web, workers and beat share keys, database and queue",
	severity: deployed("high"),
	why: "A worker with another key cannot read what the web signed; with another database or queue it works on data nobody looks at, and the tasks of the web wait for ever.",
	remedy: "Write the environment once and use it everywhere:\nx-environment: &environment\n  SECRET_KEY: ${SECRET_KEY:?}",
	source: [
		"S0-036",
		"C07",
		"C43"
	],
	judge: (project) => {
		return [...runningStacks(project)].flatMap(([stack, all]) => {
			const services = all.filter(({ own, role }) => own && [
				"web",
				"worker",
				"beat",
				"migrate"
			].includes(role));
			return SAME.flatMap((name) => {
				const web = services.find(({ role, environment }) => role === "web" && environment.get(name) !== void 0);
				const value = web === void 0 ? void 0 : seenBy(web, name);
				const others = services.filter((other) => differs(name, value, seenBy(other, name)) && mayBeRead(name, other, project));
				const [first] = others;
				if (web === void 0 || value === void 0 || first === void 0) return [];
				const module = name === "DJANGO_SETTINGS_MODULE";
				return [{
					place: first.compose.placeOf("environment", name),
					subject: `${stack.files.at(-1)}: ${name}`,
					message: `${inSequence(others.map((other) => `"${other.name}"`))} ${others.length === 1 ? "has" : "have"} another ${name} than "${web.name}".`,
					evidence: module ? `${value}; ${seenBy(first, name)}` : `${name} differs`,
					...module ? { severity: "medium" } : {}
				}];
			});
		});
	}
});
function mayBeRead(name, { title }, { evaluations }) {
	const own = evaluations.filter(({ services, answer }) => services.includes(title) && answer.settings !== null);
	return name === "DJANGO_SETTINGS_MODULE" || name === "REDIS_URL" || own.length === 0 || own.some(({ answer }) => answer.reads.some((read) => read.name === name));
}
function seenBy({ environment, settings }, name) {
	return name === "DJANGO_SETTINGS_MODULE" ? settings : environment.get(name);
}
function differs(name, one, other) {
	if (one === void 0 || other === void 0 || one === other || other === "") return false;
	if (name === "DATABASE_URL") return databaseIn(one) !== databaseIn(other);
	return true;
}
function databaseIn(url) {
	return /^[a-z0-9+]+:\/\/[^/]*\/(?<name>[^?]*)/.exec(url)?.groups?.["name"] ?? url;
}
// src/checks/compose/rules/waiting.ts
const READY = ["service_healthy", "service_completed_successfully"];
const WAITS = /\b(pg_isready|wait[-_]?for|wait_for_|dockerize|nc\s+-z|redis-cli\b.*ping|until\b)/;
const database = defineRule({
	id: "compose/depends-on",
	title: "The project starts when its database and Redis are ready",
	severity: {
		development: "low",
		staging: "medium",
		production: "medium"
	},
	why: "A started PostgreSQL does not answer yet: after a restart of the machine the project starts first, fails its migrations or its health check, and is restarted until luck helps.",
	remedy: "depends_on:\n  db: { condition: service_healthy }\n  redis: { condition: service_healthy }",
	source: [
		"S1-068",
		"S4-028",
		"https://docs.docker.com/compose/how-tos/startup-order/"
	],
	judge(project) {
		const services = running(project);
		const lacking = services.filter(({ own, role }) => own && [
			"web",
			"worker",
			"beat",
			"migrate"
		].includes(role)).flatMap((service) => {
			const same = services.filter(({ stack }) => stack === service.stack);
			return neighbours(service, project, "database", "cache").filter(({ name }) => uses(service, name) && !waitsFor(service, name, same, READY) && !waitsItself(service)).map((needed) => {
				const own = service.compose.dependsOn.find(({ service: name }) => name === needed.name);
				return {
					service,
					needed,
					own,
					place: own?.place ?? service.place
				};
			});
		});
		const lines = new Map();
		for (const lack of lacking) {
			const key = `${lack.place.file}:${lack.place.line} ${lack.needed.name}`;
			lines.set(key, [...lines.get(key) ?? [], lack]);
		}
		return [...lines.values()].flatMap((together) => {
			const [first] = together;
			if (first === void 0) return [];
			const { needed, own, place, service } = first;
			const names = inSequence(together.map((lack) => `"${lack.service.name}"`));
			const one = together.length === 1;
			return [{
				place,
				subject: one ? `${service.title}: ${needed.name}` : `${service.stack.files.at(-1) ?? service.title}: ${needed.name}`,
				message: own === void 0 ? `${names} ${one ? "uses" : "use"} "${needed.name}" and ${one ? "does" : "do"} not wait for it.` : `${names} ${one ? "waits" : "wait"} only until "${needed.name}" is started, not until it answers.`,
				evidence: own === void 0 ? "no depends_on" : `condition: ${own.condition}`,
				remedy: `depends_on:\n  ${needed.name}: { condition: service_healthy }`,
				...needed.role === "cache" ? { severity: "low" } : {}
			}];
		});
	}
});
function uses({ environment, compose }, name) {
	if (compose.dependsOn.some(({ service }) => service === name)) return true;
	return [...environment.values()].some((value) => value !== void 0 && (value === name || value.includes(`@${name}:`) || value.includes(`//${name}:`)));
}
function waitsItself({ start }) {
	return start.commands.some(({ words, through = [] }) => WAITS.test([...through, ...words].join(" ")));
}
const unhealthy = defineRule({
	id: "compose/healthy-without-check",
	title: "What others wait for as healthy has a health check",
	severity: "critical",
	why: "A container without a health check is never healthy: Compose stops with \"has no healthcheck configured\", and what waits is not started.",
	remedy: "Give it one:\nhealthcheck:\n  test: [\"CMD-SHELL\", \"pg_isready -U $$POSTGRES_USER\"]\n  interval: 10s\n  timeout: 5s\n  retries: 5",
	source: [
		"S1-068",
		"S1-063",
		"S1-064"
	],
	judge: (project) => waitsInVain(project, "service_healthy", surelyUnchecked, (needed) => ({
		until: `until "${needed.name}" is healthy, and "${needed.name}" has no health check`,
		evidence: `condition: service_healthy; ${needed.imageName || "its image"} brings no health check`
	}))
});
function surelyUnchecked({ healthcheck, image, role, imageName }) {
	if (healthcheck?.check === "none") return true;
	if (healthcheck !== void 0) return false;
	if (image !== void 0) return image.stage.base.name.startsWith("python");
	return (role === "database" || role === "cache") && /^(postgres|redis|valkey\/valkey|mysql|mariadb)(:|@|$)/.test(imageName);
}
const migrated = defineRule({
	id: "compose/waits-for-migrate",
	title: "The project waits until its migrations are applied",
	severity: deployed("high"),
	why: "Without waiting, the new code serves and works on the old schema until the migrations are through, and for ever when they fail.",
	remedy: "depends_on:\n  migrate: { condition: service_completed_successfully }",
	source: [
		"S1-066",
		"S1-067",
		"C24"
	],
	judge(project) {
		const services = running(project);
		return services.filter(({ own, role, migrations }) => own && [
			"web",
			"worker",
			"beat"
		].includes(role) && migrations.length === 0).flatMap((service) => {
			const same = services.filter(({ stack }) => stack === service.stack);
			const jobs = neighbours(service, project, "migrate");
			const [job] = jobs;
			if (job === void 0) return [];
			const through = same.filter(({ role, migrations }) => role === "web" && migrations.length > 0);
			if ([...jobs, ...through].some(({ name }) => waitsFor(service, name, same, READY))) return [];
			const own = service.compose.dependsOn.find(({ service: name }) => name === job.name);
			return [{
				place: own?.place ?? service.place,
				subject: service.title,
				message: `"${service.name}" starts without waiting until "${job.name}" has applied the migrations.`,
				evidence: own === void 0 ? `no depends_on: ${job.name}` : `condition: ${own.condition}`,
				remedy: `depends_on:\n  ${job.name}: { condition: service_completed_successfully }`,
				...service.role === "web" ? {} : { severity: "medium" }
			}];
		});
	}
});
const endless = defineRule({
	id: "compose/endless-wait",
	title: "Only services that end are waited for until they end",
	severity: "critical",
	why: "A server never completes: what waits for its end is never started.",
	remedy: "Wait until it is healthy instead:\ncondition: service_healthy",
	source: ["S1-066", "S4-028"],
	judge: (project) => waitsInVain(project, "service_completed_successfully", isLasting, (needed) => ({
		until: `until "${needed.name}" has ended, and a ${needed.role} does not end`,
		evidence: "condition: service_completed_successfully"
	}))
});
function waitsInVain(project, awaited, never, tell) {
	const services = running(project);
	const waiting = services.flatMap((service) => service.compose.dependsOn.filter(({ condition }) => condition === awaited).flatMap(({ service: name, place }) => {
		const needed = services.find((other) => other.stack === service.stack && other.name === name);
		return needed === void 0 || !never(needed) ? [] : [{
			service,
			needed,
			place
		}];
	}));
	return linesOf(waiting).flatMap(([first, ...others]) => {
		if (first === void 0) return [];
		const { service, needed, place } = first;
		const { until, evidence } = tell(needed);
		const who = inSequence([first, ...others].map((each) => `"${each.service.name}"`));
		const [wait, are] = others.length === 0 ? ["waits", "it is"] : ["wait", "they are"];
		return [{
			place,
			subject: `${service.title}: ${needed.name}`,
			message: `${who} ${wait} ${until}: ${are} never started.`,
			evidence
		}];
	});
}
// src/checks/compose/index.ts
const RULES$9 = [
	...[
		schema,
		variables,
		dependencies,
		parts,
		unhealthy,
		endless
	],
	...[
		migrations,
		race,
		twice,
		ignored$1,
		coolify,
		restart,
		migrated,
		database
	],
	...[
		inherited,
		absent$2,
		tool,
		honest,
		path,
		period,
		beatPing
	],
	...[
		grace,
		signals$1,
		swallowed,
		policy,
		limits
	],
	...[
		data,
		web,
		network,
		privileges
	],
	...[
		literal,
		fallback,
		open,
		grafana
	],
	...[
		volume,
		folder,
		media,
		shared,
		statics,
		code
	],
	...[
		eviction,
		password,
		persistence
	],
	...[
		lacking,
		same,
		port,
		mode,
		budget,
		safety
	],
	...[
		tag,
		postgres,
		version,
		name,
		links,
		program
	]
];
// src/checks/django/across.ts
function acrossEvaluations(evaluations, look) {
	const merged = new Map();
	for (const evaluation of evaluations) for (const hit of look(evaluation)) {
		const key = JSON.stringify([
			hit.place,
			hit.subject,
			hit.message,
			hit.severity,
			hit.unknown
		]);
		const before = merged.get(key);
		const services = [...new Set([...before?.services ?? [], ...evaluation.services])];
		merged.set(key, {
			hit: before?.hit ?? hit,
			services
		});
	}
	const everybody = new Set(evaluations.flatMap(({ services }) => services)).size;
	return [...merged.values()].map(({ hit, services }) => services.length === everybody ? hit : {
		...hit,
		message: `${hit.message} This holds for ${titlesInWords(services)}.`
	});
}
function serviceOf(project, { services }) {
	return services.map((name) => project.services.find(({ title }) => title === name)).find((found) => found !== void 0);
}
function variablePlace(service, name) {
	const composed = service?.compose?.environment.get(name)?.place;
	const line = service?.image?.stage.environment.get(name)?.line;
	if (composed !== void 0) return composed;
	if (service?.image !== void 0 && line !== void 0) return {
		file: service.image.dockerfile.file,
		line
	};
	return service?.place;
}
// src/checks/django/broken-off.ts
const REFUSED_HERE = "obcms-deploy lets";
const CODE_ERRORS = new Set(["NameError", "UnboundLocalError"]);
function brokenOff(project, look) {
	return acrossEvaluations(project.evaluations, (evaluation) => {
		const { failure } = evaluation.answer;
		const told = failure === null ? void 0 : look(failure, evaluation);
		if (failure === null || told === void 0) return [];
		const place = told.place ?? placed(failure.place) ?? elsewhere(project, failure, evaluation);
		return [{
			...told,
			...place === void 0 ? {} : { place }
		}];
	});
}
function elsewhere(project, { stage }, evaluation) {
	return (stage === "setup" ? assigned(evaluation, "INSTALLED_APPS")?.place : void 0) ?? variablePlace(serviceOf(project, evaluation), "DJANGO_SETTINGS_MODULE");
}
function moduleOf(evaluation) {
	return evaluation.module ?? evaluation.answer.settings?.module ?? "the settings";
}
function said({ type, message }) {
	return message === "" ? type : `${type}: ${message}`;
}
function isWhole$1({ given, services }, evaluation) {
	const own = services.filter(({ title }) => evaluation.services.includes(title));
	return !given.empty && own.every(({ complete, environment }) => complete && [...environment].every(isSettled));
}
function isSettled([name, value]) {
	return value !== void 0 || name === "PORT";
}
function ownModuleMissing(failure) {
	return failure.kind === "refused" && (failure.type === "ModuleNotFoundError" || failure.type === "ImportError");
}
function during({ stage }) {
	return {
		settings: "the settings are loaded",
		setup: "the applications are loaded",
		checks: "the system checks run",
		visits: "a health address is asked",
		celery: "the Celery app is loaded",
		migrations: "the migrations are loaded"
	}[stage];
}
function ended(failure, what) {
	return failure.kind === "timeout" ? `The time ran out while ${what}, so nothing can be said of what follows.` : `Python itself ended while ${what} (${said(failure)}), so nothing can be said of what follows.`;
}
function isSandboxed({ sandboxed, message }) {
	return sandboxed === true || message.includes("obcms-deploy lets");
}
// src/checks/django/modules.ts
const MOST = 3;
function nearestModules(wanted, { source, directory }) {
	const base = directory === "" ? "" : `${directory}/`;
	const modules = source.files.filter((file) => file.startsWith(base) && file.endsWith(".py") && file.includes("settings")).map((file) => file.slice(base.length, -3).replaceAll("/", ".").replace(/\.__init__$/, "")).filter((module) => module !== "" && !/(^|\.)(tests?|migrations)(\.|$)/.test(module));
	return [...new Set(modules)].map((module) => ({
		module,
		score: likeness(module, wanted)
	})).sort((a, b) => b.score - a.score || (a.module < b.module ? -1 : 1)).slice(0, MOST).map(({ module }) => module);
}
function likeness(a, b) {
	const [left, right] = [a.split("."), b.split(".")];
	return left.filter((part, index) => right[index] === part).length + (left.at(-1) === right.at(-1) ? 2 : 0) + sharedStart(left.at(-1) ?? "", right.at(-1) ?? "") / 10;
}
function sharedStart(a, b) {
	let length = 0;
	while (length < a.length && a[length] === b[length]) length += 1;
	return length;
}
function isOwnModule(name, { source, directory }) {
	const path = directory === "" ? name : `${directory}/${name}`;
	return source.files.some((file) => file === `${path}.py` || file.startsWith(`${path}/`));
}
function namesImport(message, dotted) {
	const missing = /No module named '([^']+)'/.exec(message)?.[1];
	if (missing !== void 0) return dotted.startsWith(`${missing}.`);
	const cut = dotted.lastIndexOf(".");
	return message.includes(`"${dotted.slice(0, cut)}"`) && message.includes(`"${dotted.slice(cut + 1)}"`);
}
// src/checks/django/broken.ts
const WSGI = "obcms_deploy.E001";
const RAISED = "obcms_deploy.E002";
const checkFails = defineRule({
	id: "django/check-fails",
	title: "Django’s checks run to their end",
	severity: {
		development: "medium",
		staging: "high",
		production: "high"
	},
	why: "migrate, runserver and check run them first and end with this traceback. The check of URL patterns is the one that imports all views.",
	remedy: "Correct what raises on this line.",
	source: ["S1-153", "S0-044"],
	judge: (project) => acrossEvaluations(project.evaluations, (evaluation) => {
		const { failure, checks } = evaluation.answer;
		if (failure?.kind === "variable-missing") return [];
		const raised = (checks ?? []).filter(({ id }) => id === RAISED);
		if (raised.length > 0) return [...byFault(raised).values()].map((messages) => raisedHit(messages, project, evaluation));
		if (failure?.stage !== "checks") return [];
		const place = placed(failure.place) ?? headOf(evaluation);
		return [{
			subject: failure.type,
			...place === void 0 ? {} : { place },
			message: "The system checks did not run to their end here, so what they would say is not known.",
			evidence: `${failure.type}: ${failure.message}`,
			unknown: true
		}];
	})
});
function byFault(raised) {
	return Map.groupBy(raised, ({ message, place }) => JSON.stringify([message, place]));
}
function raisedHit(messages, project, evaluation) {
	const [first] = messages;
	const names = messages.map(({ object }) => object);
	const at = placed(first?.place ?? null) ?? headOf(evaluation);
	const said = first?.message ?? "";
	const unsure = isOfThisMachine(said, project, evaluation);
	return {
		subject: names.at(-1) ?? "a check",
		...at === void 0 ? {} : { place: at },
		message: unsure ? `${inSequence(names)} could not run here, so what would be said is not known.` : `What raises here stops ${inSequence(names)}, and with it migrate and every other command that runs the checks.`,
		evidence: said,
		...unsure ? { unknown: true } : {}
	};
}
function isOfThisMachine(message, project, { answer: { stubs } }) {
	if (stubs.length > 0 || message.includes("obcms-deploy lets")) return true;
	const missing = /No module named '([^'.]+)/.exec(message)?.[1];
	return missing !== void 0 && !isOwnModule(missing, project);
}
const wsgiFails = defineRule({
	id: "django/wsgi-fails",
	title: "The WSGI application can be loaded",
	severity: {
		development: "medium",
		staging: "critical",
		production: "critical"
	},
	why: "It is what gunicorn loads first. Settings and middleware that cannot be imported show here, and not in manage.py check.",
	remedy: "Mend what raises on this line; this shows whether the module loads:\npython -c \"import django; from django.core.wsgi import get_wsgi_application; get_wsgi_application()\"",
	source: [
		"S1-054",
		"S1-153",
		"https://docs.djangoproject.com/en/5.2/ref/settings/#wsgi-application"
	],
	judge: (project) => acrossEvaluations(project.evaluations, (evaluation) => (evaluation.answer.checks ?? []).filter(({ id }) => id === WSGI).map((message) => {
		const place = middlewarePlace(message.message, evaluation) ?? placed(message.place) ?? assigned(evaluation, "WSGI_APPLICATION")?.place ?? headOf(evaluation);
		return {
			subject: message.object,
			...place === void 0 ? {} : { place },
			message: `${message.object} cannot be loaded, so no server process starts.`,
			evidence: message.message,
			...isOfThisMachine(message.message, project, evaluation) ? { unknown: true } : {}
		};
	}))
});
function middlewarePlace(message, evaluation) {
	return (list(setting(evaluation, "MIDDLEWARE")?.value) ?? []).some((name) => namesImport(message, name)) ? assigned(evaluation, "MIDDLEWARE")?.place : void 0;
}
// src/checks/settings/attention.ts
const adminAddresses = defineRule({
	id: "settings/admin-addresses",
	title: "The list of addresses that may open the admin is in use",
	severity: {
		development: "off",
		staging: "off",
		production: "low"
	},
	why: "The project can close the admin to everybody but a few addresses, and leaves it open.",
	remedy: "ALLOWED_ADMIN_IPS=203.0.113.7",
	source: ["S1-023"],
	judge: (project) => acrossSettings(project, {
		needs: ["ALLOWED_ADMIN_IPS"],
		of: "web"
	}, ({ value, isSet, installed }) => isSet("ALLOWED_ADMIN_IPS") && installed("django.contrib.admin") && truth(value("ALLOWED_ADMIN_IPS")) === false ? [{
		on: "ALLOWED_ADMIN_IPS",
		message: "The list is empty, so every address may try passwords at the admin."
	}] : [])
});
const clientAddress = defineRule({
	id: "settings/client-address",
	title: "The visitor’s address is told by somebody who knows it",
	severity: deployed("low"),
	why: "CF-Connecting-IP and X-Forwarded-For are what the client wrote, unless only Cloudflare, or only the proxy, can reach the server: rate limits and address lists are then the attacker’s to choose.",
	remedy: "Let the server answer Cloudflare’s addresses only (authenticated origin pulls, a firewall), or leave the setting off.",
	source: [
		"S1-037",
		"S1-038",
		"https://developers.cloudflare.com/fundamentals/reference/http-headers/"
	],
	judge: (project) => acrossSettings(project, {
		needs: [],
		of: "web"
	}, ({ value, isSet }) => [...truth(value("USE_CLOUDFLARE")) === true && isSet("USE_CLOUDFLARE") ? [{
		on: "USE_CLOUDFLARE",
		message: "The visitor’s address is read from a header of Cloudflare’s; nothing here shows that only Cloudflare can reach the server."
	}] : [], ...isSet("AXES_IPWARE_PROXY_COUNT") && value("AXES_IPWARE_PROXY_COUNT") === null ? [{
		on: "AXES_IPWARE_PROXY_COUNT",
		message: "Logins are counted by the address that the client itself writes into X-Forwarded-For."
	}] : []])
});
const errorsReported = defineRule({
	id: "settings/errors-reported",
	title: "Somebody is told of errors",
	severity: {
		development: "off",
		staging: "off",
		production: "low"
	},
	why: "An error that is only a line of a log is found when a visitor complains.",
	remedy: "ADMINS and the handler django.utils.log.AdminEmailHandler, or an error tracker (SENTRY_DSN).",
	source: [
		"S0-056",
		"S2-045",
		"https://docs.djangoproject.com/en/5.2/howto/error-reporting/"
	],
	judge: (project) => acrossSettings(project, {
		needs: ["ADMINS", "LOGGING"],
		of: "web"
	}, ({ value, evaluation, isSet }) => {
		const { answer } = evaluation;
		const tracked = [
			...Object.keys(answer.settings?.others ?? {}),
			...Object.keys(answer.settings?.values ?? {}),
			...answer.reads.map(({ name }) => name)
		].some((name) => TRACKERS.test(name)) || list(value("INSTALLED_APPS"))?.some((name) => TRACKERS.test(name)) === true;
		const mails = truth(value("ADMINS")) === true;
		const handlers = JSON.stringify(member(value("LOGGING"), "handlers") ?? {});
		if (tracked || mails || /slack|telegram|teams|discord|webhook|sentry|rollbar|SMTPHandler|syslog|loki|gelf/i.test(handlers)) return [];
		return [{
			on: isSet("ADMINS") ? "ADMINS" : "LOGGING",
			subject: "ADMINS",
			evidence: `ADMINS = ${shown$2(value("ADMINS"))}, no error tracker`,
			message: "Nobody is told of an error: ADMINS is empty, and no error tracker is set up."
		}];
	})
});
const TRACKERS = /SENTRY|ROLLBAR|BUGSNAG|HONEYBADGER|OPBEAT|ELASTIC_?APM|NEW_?RELIC|GLITCHTIP|RAYGUN|APPSIGNAL|AIRBRAKE|DATADOG|LOGFIRE/i;
const ENVIRONMENTS = [
	[/^prod/i, "production"],
	[/^(?:stag|stg|preprod|uat|qa)/i, "staging"],
	[/^(?:dev|local)/i, "development"]
];
const trackerEnvironment = defineRule({
	id: "settings/tracker-environment",
	title: "Errors are filed under the environment they happened in",
	severity: deployed("low"),
	why: "Errors of staging under production’s name wake people up; production’s under staging’s do not.",
	remedy: "SENTRY_ENVIRONMENT=production",
	source: ["S4-020", "https://docs.sentry.io/platforms/python/configuration/environments/"],
	judge: (project) => acrossSettings(project, {
		needs: [],
		of: "any"
	}, ({ value, isSet, profile, setting }) => {
		const dsn = value("SENTRY_DSN");
		const used = isSecret(dsn) ? (secretIn(dsn)?.length ?? 0) > 0 : truth(dsn) === true;
		const said = text(value("SENTRY_ENVIRONMENT"))?.trim() ?? "";
		if (!used || setting("SENTRY_ENVIRONMENT")?.dummy === true) return [];
		if (said === "") return isSet("SENTRY_ENVIRONMENT") ? [{
			on: "SENTRY_ENVIRONMENT",
			message: "Errors are reported without an environment; Sentry files them under production."
		}] : [];
		const meant = ENVIRONMENTS.find(([name]) => name.test(said))?.[1];
		return meant === void 0 || meant === profile ? [] : [{
			on: "SENTRY_ENVIRONMENT",
			severity: "medium",
			message: `Errors of ${profile} are filed under ${said}.`
		}];
	})
});
// src/checks/settings/mounts.ts
function persistenceOf(services, path) {
	const composed = services.filter(({ compose }) => compose !== void 0);
	if (composed.length === 0) return "unknown";
	return composed.every((service) => isMounted(service, path)) ? "kept" : "lost";
}
function websOf({ services }) {
	return services.filter(({ own, roles }) => own && roles.includes("web"));
}
function isMounted({ compose, sources, directory }, path) {
	const targets = (compose?.volumes ?? []).filter(({ kind }) => kind === "volume" || kind === "bind").map(({ target }) => clean(target));
	const roots = [...sources.map(({ container }) => container), directory ?? "/app"].map(clean);
	const parts = clean(path).split("/").filter((part) => part !== "");
	const places = [clean(path), ...roots.flatMap((root) => parts.map((_, index) => `${root}/${parts.slice(index).join("/")}`))];
	return targets.some((target) => places.some((place) => place === target || place.startsWith(`${target}/`) && !roots.includes(target)));
}
function clean(path) {
	const short = path.replace(/\/+$/, "");
	return short.startsWith("/") ? short : `/${short}`;
}
// src/checks/settings/network.ts
function reach(host) {
	const name = host.toLowerCase().replace(/^\[|\]$/g, "");
	if (name === "" || name.startsWith("/") || name === "localhost" || name === "::1" || name.startsWith("127.")) return "local";
	if (PRIVATE_ADDRESS.test(name) || /^f[cd][0-9a-f]{2}:/.test(name)) return "private";
	if (!name.includes(".") && !name.includes(":")) return "private";
	return PRIVATE_NAME.test(name) ? "private" : "public";
}
const PRIVATE_ADDRESS = /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)[\d.]+$/;
const PRIVATE_NAME = /^private-|\.(?:internal|local|lan|intranet|home\.arpa|svc|cluster\.local|localdomain|docker|cache\.amazonaws\.com|rds\.amazonaws\.com)$/;
// src/checks/settings/database.ts
const SCOPE$7 = {
	needs: ["DATABASES"],
	of: "any"
};
function databasesOf({ value }) {
	return Object.entries(entries(value("DATABASES")) ?? {}).map(([alias, database]) => ({
		alias,
		engine: text(member(database, "ENGINE")) ?? "",
		host: text(member(database, "HOST")) ?? "",
		port: portOf(member(database, "PORT")),
		name: text(member(database, "NAME")),
		values: entries(database) ?? {}
	}));
}
const isPostgres = ({ engine }) => /postg|psql|timescale/i.test(engine);
const isMysql = ({ engine }) => /mysql|mariadb/i.test(engine);
const isSqlite = ({ engine }) => /sqlite|spatialite/i.test(engine);
function portOf(value) {
	const written = count(value) ?? Number.parseInt(text(value) ?? "", 10);
	return Number.isNaN(written) ? void 0 : written;
}
const databaseEngine = defineRule({
	id: "settings/database-engine",
	title: "The database is a server",
	severity: deployed("high", "critical"),
	why: "A SQLite file inside of the container is gone with the next deployment, every other container has its own, and two writers at once are one too many.",
	remedy: "Demand the variable, without a default:\nDATABASES = {\"default\": env.db(\"DATABASE_URL\")}",
	source: [
		"S2-001",
		"S2-022",
		"S0-021",
		"https://docs.djangoproject.com/en/5.2/ref/databases/#sqlite-notes"
	],
	judge: (project) => acrossSettings(project, SCOPE$7, (evaluated) => {
		const databases = databasesOf(evaluated);
		if (databases.length === 0 && evaluated.isSet("DATABASES")) return noneFor(evaluated);
		return databases.flatMap((database) => {
			const subject = database.alias === "default" ? "DATABASES" : `DATABASES: ${database.alias}`;
			if (isSqlite(database)) {
				const persistence = persistenceOf(websOf(project), database.name ?? "");
				const kept = persistence === "kept";
				const maybe = persistence === "unknown" && MOUNTED.test(database.name ?? "");
				const memory = database.name === ":memory:" || database.name?.includes("mode=memory") === true;
				return [{
					on: "DATABASES",
					subject,
					...kept ? { severity: "medium" } : maybe ? { severity: "high" } : {},
					evidence: `${database.alias}: ${database.engine}, ${memory ? "in memory" : shortened(database.name ?? "no file")}`,
					message: kept ? "The database is a SQLite file on a volume: it outlives a deployment, but waits for one writer at a time, and a rolling update has two." : `The database is SQLite${memory ? " in memory" : ", a file inside of the container"}: its data are gone with the next deployment${maybe ? ", unless a volume keeps the folder" : ""}.`
				}];
			}
			return (database.engine === "" || database.engine === "django.db.backends.dummy") && database.alias === "default" ? noneFor(evaluated) : [];
		});
	})
});
const MOUNTED = /^\/(?:data|mnt|srv|var\/lib|volumes?|storage|persist(?:ent)?|litefs)\//;
function noneFor({ installed }) {
	return installed("django.contrib.auth") ? [{
		on: "DATABASES",
		evidence: "default: no ENGINE",
		message: "No database is set, and users and sessions need one: every page that asks fails."
	}] : [];
}
const UNPROVEN = new Set([
	"disable",
	"allow",
	"prefer"
]);
const MYSQL_TLS = [
	"ssl",
	"ssl_mode",
	"ssl_ca"
];
const databaseTls$1 = defineRule({
	id: "settings/database-tls",
	title: "A database outside of the private network is asked over TLS",
	severity: deployed("medium", "high"),
	why: "Without `require` or more, libpq falls back to plain text where the server, or somebody on the way, does not offer TLS: queries and answers can be read.",
	remedy: "In the address, or in OPTIONS:\nDATABASE_URL=postgres://...?sslmode=require",
	source: [
		"S0-014",
		"S2-055",
		"C38",
		"https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-PROTECTION"
	],
	judge: (project) => acrossSettings(project, SCOPE$7, (evaluated) => evaluated.setting("DATABASES")?.dummy === true ? [] : databasesOf(evaluated).flatMap((database) => {
		const where = reach(database.host);
		const options = database.values["OPTIONS"];
		const mode = isPostgres(database) ? modeOf(project, text(member(options, "sslmode"))) : void 0;
		if (!(isPostgres(database) ? text(member(options, "service")) === void 0 && UNPROVEN.has(mode ?? "prefer") : isMysql(database) && MYSQL_TLS.every((name) => truth(member(options, name)) !== true)) || where === "local") return [];
		if (where === "private" && !SHARED_NETWORK.test(database.host)) return [];
		return [{
			on: "DATABASES",
			subject: database.alias === "default" ? "DATABASES: sslmode" : `DATABASES: ${database.alias}: sslmode`,
			...where === "private" ? { severity: "medium" } : {},
			evidence: `${database.alias}: host ${database.host}, sslmode ${mode ?? "not set"}`,
			message: `The database ${database.host} is asked ${mode === "disable" ? "without TLS" : "with TLS only if the other side offers it"}.`
		}];
	}))
});
const SHARED_NETWORK = /^private-|\.rds\.amazonaws\.com$/;
function modeOf({ given, services }, written) {
	if (written !== void 0) return written;
	const inService = services.filter(({ own }) => own).map(({ environment }) => environment.get("PGSSLMODE"));
	return given.variables.get("PGSSLMODE")?.value ?? inService.find((value) => value !== void 0);
}
function isAsynchronous({ project, evaluation }) {
	return project.servers.filter(({ service }) => service === void 0 || evaluation.services.includes(service.title)).some(({ program, values }) => program === "daphne" || program === "uvicorn" || program === "hypercorn" || [...values.values()].some(({ worker_class }) => /uvicorn|asgi/i.test(String(worker_class?.value ?? ""))));
}
const databaseConnections = defineRule({
	id: "settings/database-connections",
	title: "Connections are kept, and looked at before they are used again",
	severity: deployed("low", "medium"),
	why: "A new connection for every request costs more than most queries. A kept one that the server has closed meanwhile (a restart, a failover) ends the next request with 500, unless it is looked at first.",
	remedy: "DATABASES[\"default\"][\"CONN_MAX_AGE\"] = 600\nDATABASES[\"default\"][\"CONN_HEALTH_CHECKS\"] = True",
	source: [
		"S1-142",
		"S1-157",
		"S2-023",
		"S1-026",
		"https://docs.djangoproject.com/en/5.2/ref/databases/#persistent-connections"
	],
	judge: (project) => acrossSettings(project, SCOPE$7, (evaluated) => databasesOf(evaluated).flatMap((database) => {
		const { values } = database;
		if (isSqlite(database) || database.engine === "" || truth(member(values, "OPTIONS", "pool")) === true) return [];
		const age = values["CONN_MAX_AGE"] ?? 0;
		if (isAsynchronous(evaluated)) return [];
		const subject = (name) => database.alias === "default" ? name : `${database.alias}: ${name}`;
		if (age === 0) return [{
			on: "DATABASES",
			subject: subject("CONN_MAX_AGE"),
			severity: "low",
			evidence: `${database.alias}: CONN_MAX_AGE = 0`,
			message: "Every request opens a connection of its own."
		}];
		if (!evaluated.since("4.1") || truth(values["CONN_HEALTH_CHECKS"] ?? false) !== false) return [];
		return [{
			on: "DATABASES",
			subject: subject("CONN_HEALTH_CHECKS"),
			evidence: `${database.alias}: CONN_MAX_AGE = ${shown$2(age)}, CONN_HEALTH_CHECKS = False`,
			message: "Connections are kept, but not looked at before they are used again: after a restart of the database requests end with 500."
		}];
	}))
});
const atomicRequests$1 = defineRule({
	id: "settings/atomic-requests",
	title: "A transaction lasts as long as its work",
	severity: {
		development: "off",
		staging: "off",
		production: "low"
	},
	why: "With ATOMIC_REQUESTS every request holds a transaction, and the locks it took, from its first line to its last: a slow mail server becomes a locked table.",
	remedy: "Leave it out, and put the work that belongs together into transaction.atomic().",
	source: ["https://docs.djangoproject.com/en/5.2/topics/db/transactions/#tying-transactions-to-http-requests"],
	judge: (project) => acrossSettings(project, {
		...SCOPE$7,
		of: "web"
	}, (evaluated) => databasesOf(evaluated).filter(({ values }) => truth(values["ATOMIC_REQUESTS"]) === true).map(({ alias }) => ({
		on: "DATABASES",
		subject: alias === "default" ? "ATOMIC_REQUESTS" : `${alias}: ATOMIC_REQUESTS`,
		evidence: `${alias}: ATOMIC_REQUESTS = True`,
		message: "Every request holds a transaction for as long as it lasts, waiting for other services included."
	})))
});
// src/checks/settings/dead-names.ts
const DEAD_NAMES = [
	{
		name: "TEMPLATE_DEBUG",
		since: "1.10",
		instead: "TEMPLATES follows DEBUG by itself."
	},
	{
		name: "TEMPLATE_DIRS",
		since: "1.10",
		instead: "Name the folders in TEMPLATES[\"DIRS\"]."
	},
	{
		name: "TEMPLATE_LOADERS",
		since: "1.10",
		instead: "Name them in TEMPLATES[\"OPTIONS\"]."
	},
	{
		name: "TEMPLATE_CONTEXT_PROCESSORS",
		since: "1.10",
		instead: "Name them in TEMPLATES[\"OPTIONS\"]."
	},
	{
		name: "TEMPLATE_STRING_IF_INVALID",
		since: "1.10",
		instead: "Name it in TEMPLATES[\"OPTIONS\"]."
	},
	{
		name: "MIDDLEWARE_CLASSES",
		since: "2.0",
		instead: "None of these runs: move them into MIDDLEWARE."
	},
	{
		name: "SEND_BROKEN_LINK_EMAILS",
		since: "1.6",
		instead: "Add BrokenLinkEmailsMiddleware."
	},
	{
		name: "USE_ETAGS",
		since: "2.1",
		instead: "Add ConditionalGetMiddleware."
	},
	{
		name: "DEFAULT_CONTENT_TYPE",
		since: "3.0",
		instead: "Pages are text/html."
	},
	{
		name: "FILE_CHARSET",
		since: "3.1",
		instead: "Files are UTF-8."
	},
	{
		name: "PASSWORD_RESET_TIMEOUT_DAYS",
		since: "4.0",
		instead: "PASSWORD_RESET_TIMEOUT, in seconds."
	},
	{
		name: "DEFAULT_HASHING_ALGORITHM",
		since: "4.0",
		instead: "Everything is signed with SHA-256."
	},
	{
		name: "SECURE_BROWSER_XSS_FILTER",
		since: "4.0",
		instead: "Browsers have no such filter any more; a content security policy does its work."
	},
	{
		name: "USE_L10N",
		since: "5.0",
		instead: "Formats always follow the language."
	},
	{
		name: "USE_DEPRECATED_PYTZ",
		since: "5.0",
		instead: "Zones are zoneinfo’s: look for localize() and normalize() in the code."
	},
	{
		name: "CSRF_COOKIE_MASKED",
		since: "5.0",
		instead: "The cookie is never masked."
	},
	{
		name: "FORMS_URLFIELD_ASSUME_HTTPS",
		since: "6.0",
		instead: "Addresses without a scheme are https."
	},
	{
		name: "DATABASE_ENGINE",
		since: "1.4",
		instead: "Name it in DATABASES."
	},
	{
		name: "DATABASE_NAME",
		since: "1.4",
		instead: "Name it in DATABASES."
	},
	{
		name: "CACHE_BACKEND",
		since: "1.5",
		instead: "Name it in CACHES."
	},
	{
		name: "SECURE_XSS_FILTER",
		since: void 0,
		instead: "No Django ever read it."
	},
	{
		name: "SECURE_HSTS_INCLUDE_SUB_DOMAINS",
		since: void 0,
		instead: "Write SECURE_HSTS_INCLUDE_SUBDOMAINS."
	},
	{
		name: "SECURE_FRAME_DENY",
		since: void 0,
		instead: "Write X_FRAME_OPTIONS = \"DENY\"; the name is django-secure’s."
	},
	{
		name: "HSTS_SECONDS",
		since: void 0,
		instead: "Write SECURE_HSTS_SECONDS."
	},
	{
		name: "SESSION_SECURE_COOKIE",
		since: void 0,
		instead: "Write SESSION_COOKIE_SECURE."
	},
	{
		name: "CSRF_TRUSTED_ORIGIN",
		since: void 0,
		instead: "Write CSRF_TRUSTED_ORIGINS."
	},
	{
		name: "ALLOWED_HOST",
		since: void 0,
		instead: "Write ALLOWED_HOSTS."
	},
	{
		name: "STATIC_DIRS",
		since: void 0,
		instead: "Write STATICFILES_DIRS."
	},
	{
		name: "CORS_ORIGIN_WHITELIST_ALL",
		since: void 0,
		instead: "Write CORS_ALLOW_ALL_ORIGINS."
	}
];
const DATABASE_KEYS = [
	"CONN_MAX_AGE",
	"CONN_HEALTH_CHECKS",
	"DISABLE_SERVER_SIDE_CURSORS",
	"ATOMIC_REQUESTS"
];
// src/checks/settings/dead.ts
const deadSettings = defineRule({
	id: "settings/dead",
	title: "Every setting is one that this Django reads",
	severity: "low",
	why: "A setting that nothing reads looks like protection, or like a choice, and is none.",
	remedy: "Remove it, or write the name that is read.",
	source: [
		"S1-007",
		"S1-020",
		"C27",
		"C03",
		"https://docs.djangoproject.com/en/5.2/internals/deprecation/"
	],
	versions: "the table names the version for each",
	judge: (project) => acrossSettings(project, {
		needs: [],
		of: "any"
	}, ({ isSet, since }) => DEAD_NAMES.filter(({ name, since: end }) => isSet(name) && (end === void 0 || since(end))).map(({ name, since: end, instead }) => ({
		on: name,
		evidence: `${name} is set`,
		...MEANT.has(name) ? { severity: "medium" } : {},
		message: end === void 0 ? `No Django reads ${name}. ${instead}` : `Django does not read ${name} since ${end}. ${instead}`
	})))
});
const MEANT = new Set([
	"MIDDLEWARE_CLASSES",
	"SECURE_HSTS_INCLUDE_SUB_DOMAINS",
	"SECURE_FRAME_DENY",
	"HSTS_SECONDS",
	"SESSION_SECURE_COOKIE",
	"CSRF_TRUSTED_ORIGIN",
	"ALLOWED_HOST"
]);
const misplacedDatabaseKeys = defineRule({
	id: "settings/database-keys",
	title: "What a connection is told stands in DATABASES",
	severity: {
		development: "off",
		staging: "low",
		production: "medium"
	},
	why: "CONN_MAX_AGE and its like are keys of a database. As settings of their own nothing reads them, and what they were meant to change stays as it was.",
	remedy: "DATABASES[\"default\"][\"CONN_MAX_AGE\"] = 600",
	source: [
		"S1-026",
		"S1-142",
		"S1-145",
		"https://docs.djangoproject.com/en/5.2/ref/settings/#databases"
	],
	judge: (project) => acrossSettings(project, {
		needs: ["DATABASES"],
		of: "any"
	}, (evaluated) => {
		const [database] = databasesOf(evaluated);
		return DATABASE_KEYS.filter((name) => evaluated.isSet(name)).flatMap((name) => {
			const wanted = evaluated.value(name);
			const found = database?.values[name];
			return wanted === void 0 || found === wanted || found !== void 0 && found !== false && found !== 0 ? [] : [{
				on: name,
				message: `${name} is a setting of its own, which nothing reads, and the database does not have it.`,
				remedy: `DATABASES["default"]["${name}"] = ${name}`
			}];
		});
	})
});
// src/checks/settings/effects.ts
function effectsOf(project, kinds, say) {
	const found = project.evaluations.flatMap((evaluation) => evaluation.answer.effects.filter(({ kind }) => kinds.includes(kind)).map((effect) => {
		const place = placed(effect.place) ?? headOf(evaluation);
		return {
			subject: effect.kind === "printed" ? "output" : effect.what,
			...place === void 0 ? {} : { place },
			message: say(effect),
			evidence: `${effect.kind}: ${effect.what}${effect.refused ? " (refused here)" : ""}`
		};
	}));
	return [...new Map(found.map((hit) => [JSON.stringify([hit.place, hit.subject]), hit])).values()];
}
const writesAtImport = defineRule({
	id: "settings/writes-at-import",
	title: "Loading the settings writes nothing",
	severity: {
		development: "off",
		staging: "medium",
		production: "medium"
	},
	why: "Settings are loaded by every process and every command, as whoever runs it: in an image that may not write there, with a read-only file system, or under another user, nothing starts.",
	remedy: "Make folders in the Dockerfile (`RUN install -d -o app logs`), and log to standard output.",
	source: [
		"C20",
		"S2-015",
		"S2-040",
		"S1-140"
	],
	judge: (project) => effectsOf(project, ["wrote"], ({ what }) => `Loading the settings writes ${what}: where that is not allowed, nothing starts.`).filter(({ subject }) => !HARMLESS.test(subject))
});
const HARMLESS = /^\/dev\/|__pycache__|\.pyc$|^\/(?:private\/)?(?:tmp|var\/tmp|var\/folders)\//;
const connectsAtImport = defineRule({
	id: "settings/connects-at-import",
	title: "Loading the settings asks nobody else",
	severity: deployed("medium"),
	why: "The image is built, and checks run, where no database, cache or other service can be reached. And when one of them is away, nothing starts, not even the command that would mend it.",
	remedy: "Ask where it is used: in AppConfig.ready() at the earliest, with a time limit.",
	source: ["https://docs.djangoproject.com/en/5.2/topics/settings/"],
	judge: (project) => [...effectsOf(project, ["connected", "resolved"], ({ kind, what }) => `Loading the settings ${kind === "connected" ? "connects to" : "looks up"} ${what}.`), ...effectsOf(project, ["started"], ({ what }) => `Loading the settings starts ${what}.`).map((hit) => hit.subject === "git" ? {
		...hit,
		severity: "low"
	} : hit)]
});
const printsAtImport = defineRule({
	id: "settings/prints-at-import",
	title: "Loading the settings prints nothing",
	severity: {
		development: "off",
		staging: "low",
		production: "low"
	},
	why: "Every command prints it as well: `manage.py dumpdata > file` and whatever reads a command’s output gets lines it does not expect, and what is printed tends to be a setting.",
	remedy: "Remove the print(), or log it.",
	source: ["https://docs.djangoproject.com/en/5.2/ref/django-admin/#dumpdata"],
	judge: (project) => effectsOf(project, ["printed"], () => "Loading the settings prints.")
});
// src/checks/settings/layout.ts
const productionModule = defineRule({
	id: "settings/module",
	title: "What is deployed runs with settings that are made for it",
	severity: {
		development: "off",
		staging: "medium",
		production: "medium"
	},
	why: "Settings for a developer’s machine have open doors on purpose. And when one file serves both, each line has to be right for both.",
	remedy: "A package with a base and one module a purpose:\nDJANGO_SETTINGS_MODULE=config.settings.production",
	source: [
		"S1-002",
		"S1-028",
		"S0-026",
		"C07",
		"C43",
		"https://docs.djangoproject.com/en/5.2/topics/settings/"
	],
	judge: (project) => acrossSettings(project, {
		needs: [],
		of: "all"
	}, ({ evaluation, profile }) => {
		const answer = evaluation.answer.settings;
		if (answer === null) return [];
		const last = answer.module.split(".").at(-1) ?? "";
		const fault = {
			on: "DJANGO_SETTINGS_MODULE",
			subject: answer.module,
			place: headOf(evaluation),
			evidence: `settings module ${answer.module}`
		};
		if (/^(?:dev|devel|development|local|localhost|test|tests|testing|ci|debug)(?:_settings)?$|^settings_(?:dev|development|local|test|testing|ci)$/.test(last)) return [{
			...fault,
			severity: "high",
			message: `${profile === "production" ? "Production" : "Staging"} would run with ${answer.module}, which by its name is for something else.`
		}];
		const own = answer.files.filter((file) => !file.endsWith("/__init__.py") || file.endsWith(`${answer.module.replaceAll(".", "/")}/__init__.py`));
		const [only] = own;
		if (/^(?:base|common|defaults?)$/.test(last)) return [{
			...fault,
			message: `${answer.module} is what the other settings are made from; what makes them safe is missing.`
		}];
		const settingFiles = new Set(Object.values(answer.values).flatMap(({ place }) => place === null ? [] : [place.file]));
		const named = headOf(evaluation)?.file;
		if (named !== void 0 && own.length > 1 && settingFiles.size > 0 && !settingFiles.has(named) && profile === "production" && last !== "settings") return [{
			...fault,
			severity: "low",
			message: `${answer.module} changes nothing: every setting comes from ${[...settingFiles].join(", ")}.`
		}];
		return only !== void 0 && own.length === 1 && profile === "production" && /(?:^|_)settings$/.test(last) ? [{
			...fault,
			severity: "low",
			message: "One file holds the settings of every environment, so production is what its variables make of it."
		}] : [];
	})
});
// src/checks/settings/logging-replaced.ts
const MOST_NAMES = 5;
const logsReplaced = defineRule({
	id: "settings/logs-replaced",
	title: "Production’s LOGGING keeps the loggers of the settings it builds on",
	severity: deployed("low"),
	why: "An assignment replaces the whole dictionary. Loggers that the base settings had levels and handlers for fall back to the root logger: what was quiet floods the log, and what went to a handler of its own goes nowhere.",
	remedy: "Build on what is there instead of replacing it:\nLOGGING[\"root\"] = {\"handlers\": [\"console\"], \"level\": env(\"LOG_LEVEL\", default=\"INFO\")}",
	source: [
		"S1-024",
		"S1-025",
		"https://docs.djangoproject.com/en/5.2/topics/logging/#configuring-logging"
	],
	judge: (project) => acrossSettings(project, {
		needs: ["LOGGING"],
		of: "any"
	}, ({ evaluation, value }) => {
		const replaced = evaluation.answer.settings?.values["LOGGING"]?.replaced;
		if (replaced === void 0) return [];
		const kept = new Set(Object.keys(entries(member(value("LOGGING"), "loggers")) ?? {}));
		const lost = Object.keys(entries(member(replaced.value, "loggers")) ?? {}).filter((name) => !kept.has(name));
		if (lost.length === 0) return [];
		const names = inSequence(lost.slice(0, MOST_NAMES).map((name) => `"${name}"`));
		const more = lost.length > MOST_NAMES ? ` and ${lost.length - MOST_NAMES} more` : "";
		return [{
			on: "LOGGING",
			subject: "LOGGING: loggers",
			message: `This LOGGING replaces the one of ${replaced.place === null ? "an earlier assignment" : `${replaced.place.file}:${replaced.place.line}`}, and ${lost.length === 1 ? "its logger" : "its loggers"} ${names}${more} ${lost.length === 1 ? "is" : "are"} lost.`,
			evidence: `lost: ${lost.slice(0, MOST_NAMES).join(", ")}`
		}];
	})
});
// src/checks/settings/parity.ts
const OWN = /^(?:ALLOWED_HOSTS|CSRF_TRUSTED_ORIGINS|CORS_ALLOWED_.*|DATABASES|CACHES|CELERY_BROKER_URL|CELERY_RESULT_BACKEND|REDIS_URL|BROKER_URL|CHANNEL_LAYERS|SITE_(?:NAME|URL|ID)|BASE_URL|FRONTEND_URL|DOMAIN|EMAIL_.*|MAILERS|ANYMAIL|DEFAULT_FROM_EMAIL|SERVER_EMAIL|ADMINS|MANAGERS|SECURE_HSTS_.*|LOGGING|LOG_.*|SENTRY_.*|ENVIRONMENT|APP_ENV|AWS_(?!DEFAULT_ACL|QUERYSTRING|S3_FILE_OVERWRITE).*|.*_COOKIE_(?:DOMAIN|NAME)|SECRET_KEY.*|METRICS_TOKEN|HEALTH_CHECK.*|ALLOWED_ADMIN_IPS|ADMIN_URL|CACHE_MIDDLEWARE_KEY_PREFIX|BASE_DIR|WSGI_APPLICATION|SILENCED_SYSTEM_CHECKS)$/;
const POSTURE = /^(?:DEBUG|MIDDLEWARE|SECURE_.*|SESSION_.*|CSRF_COOKIE_(?:SECURE|HTTPONLY|SAMESITE)|X_FRAME_OPTIONS|USE_X_FORWARDED_.*|STORAGES|AUTHENTICATION_BACKENDS|AUTH_PASSWORD_VALIDATORS|PASSWORD_HASHERS|CORS_ALLOW_.*|REST_FRAMEWORK|SIMPLE_JWT|CELERY_TASK_(?:ALWAYS_EAGER|ACKS_LATE).*)$/;
const parity = defineRule({
	id: "settings/parity",
	title: "Staging is made like production",
	severity: {
		development: "off",
		staging: "low",
		production: "off"
	},
	why: "What differs is not rehearsed: a middleware that only production has fails for the first time in production.",
	remedy: "from .production import *\nand only what has to differ after it.",
	source: [
		"S0-004",
		"C43",
		"S1-028",
		"https://12factor.net/dev-prod-parity"
	],
	judge: ({ evaluations, counterpart }) => {
		const staging = evaluations.find(({ answer }) => answer.settings !== null);
		if (staging === void 0 || counterpart === void 0 || counterpart.answer.settings === null) return [];
		return namesOf(staging, counterpart).filter((name) => !OWN.test(name)).flatMap((name) => {
			const [own, other] = [setting(staging, name), setting(counterpart, name)];
			if (own === void 0 || other === void 0 || isSecret(own.value) || isSecret(other.value)) return [];
			if (JSON.stringify(own.value) === JSON.stringify(other.value)) return [];
			const place = assigned(staging, name)?.place ?? assigned(counterpart, name)?.place ?? headOf(staging);
			return [{
				subject: name,
				...place === void 0 ? {} : { place },
				...POSTURE.test(name) ? { severity: "medium" } : {},
				...own.dummy || other.dummy ? { dummy: true } : {},
				message: `${name} differs between staging and production (${counterpart.answer.settings?.module ?? "production"}).`,
				evidence: `staging ${shown$2(own.value)}, production ${shown$2(other.value)}`
			}];
		});
	}
});
function namesOf(...evaluations) {
	const names = evaluations.flatMap(({ answer }) => Object.keys(answer.settings?.values ?? {}));
	return [...new Set(names)].sort();
}
// src/checks/settings/processes.ts
function processesOf({ services, servers }) {
	const running = services.filter(({ own, role }) => own && (role === "web" || role === "worker"));
	const containers = running.reduce((sum, { compose }) => sum + (compose?.replicas ?? 1), 0);
	const most = servers.map(({ program, values }) => ({
		program,
		workers: Math.max(1, ...[...values.values()].map((value) => Number(value["workers"]?.value ?? 1)).filter(Number.isFinite))
	})).sort((a, b) => b.workers - a.workers)[0];
	if (most !== void 0 && most.workers > 1) return {
		several: true,
		what: `${most.program} starts ${most.workers} processes`,
		containers
	};
	if (containers > 1) return {
		several: true,
		what: `${running.map(({ title }) => title).join(" and ")} are processes of their own`,
		containers
	};
	const known = most !== void 0 || running.length > 0;
	return {
		several: known ? false : void 0,
		what: known ? "one process" : "nothing here says how many processes run",
		containers
	};
}
// src/checks/settings/cache.ts
const SCOPE$6 = {
	needs: ["CACHES"],
	of: "any"
};
const CACHE_PAGE = "https://docs.djangoproject.com/en/5.2/topics/cache/";
function cachesOf({ value }) {
	return Object.entries(entries(value("CACHES")) ?? {}).map(([alias, cache]) => {
		const backend = text(member(cache, "BACKEND")) ?? "";
		return {
			alias,
			kind: KINDS.find(([part]) => part.test(backend))?.[1] ?? "other",
			backend,
			values: entries(cache) ?? {}
		};
	});
}
const KINDS = [
	[/LocMem/i, "memory"],
	[/dummy/i, "dummy"],
	[/FileBased/i, "file"],
	[/redis|valkey/i, "redis"],
	[/memcache/i, "memcached"],
	[/backends\.db\.|DatabaseCache/i, "database"]
];
function usersOf$2(evaluated) {
	const { value, installed, isSet } = evaluated;
	const engine = text(value("SESSION_ENGINE")) ?? "";
	const rest = value("REST_FRAMEWORK");
	return [
		.../backends\.cache(?:d_db)?$/.test(engine) ? ["sessions"] : [],
		...(list(member(rest, "DEFAULT_THROTTLE_CLASSES")) ?? []).length > 0 ? ["the throttles of the REST framework"] : [],
		...installed("django_ratelimit") || installed("ratelimit") ? ["rate limits"] : [],
		...installed("axes") && /cache/i.test(text(value("AXES_HANDLER")) ?? "") ? ["locked logins"] : [],
		...installed("django.middleware.cache") ? ["cached pages"] : [],
		...installed("constance") && /memory|cache/i.test(text(value("CONSTANCE_BACKEND")) ?? "") ? ["live settings"] : [],
		...isSet("CACHES") ? ["what the project caches"] : []
	];
}
const cacheShared = defineRule({
	id: "settings/cache-shared",
	title: "All processes see one cache",
	severity: deployed("medium", "high"),
	why: "A cache in the memory of one process is another cache in every other: rate limits count a fraction, what one process invalidates the others go on serving, locks lock nobody out.",
	remedy: "CACHES = {\"default\": {\"BACKEND\": \"django.core.cache.backends.redis.RedisCache\", \"LOCATION\": env(\"REDIS_URL\"), \"KEY_PREFIX\": \"site\"}}",
	source: [
		"S0-007",
		"S0-022",
		`${CACHE_PAGE}#local-memory-caching`
	],
	judge: (project) => acrossSettings(project, {
		...SCOPE$6,
		of: "web"
	}, (evaluated) => {
		const { several, what, containers } = processesOf(project);
		const users = usersOf$2(evaluated);
		return cachesOf(evaluated).flatMap(({ alias, kind, backend }) => {
			const fault = {
				on: "CACHES",
				subject: alias === "default" ? "CACHES" : `CACHES: ${alias}`,
				evidence: `${alias}: ${backend}; ${what}`
			};
			if (kind === "file" && containers > 1) return [{
				...fault,
				severity: "medium",
				message: "The cache is a folder of one container; the others have their own."
			}];
			if (kind !== "memory" || several === false) return [];
			if (!(alias === "default" || SHARERS.some((name) => text(evaluated.value(name)) === alias))) return [];
			if (alias !== "default" || users.length > 0) return [{
				...fault,
				...several === void 0 ? { severity: "medium" } : {},
				message: `Each process has a cache of its own${several === void 0 ? "" : `, and ${what}`}; ${users[0] ?? "what uses it"} cannot count on it.`
			}];
			return [{
				...fault,
				severity: "low",
				message: "The cache is each process’s own; nothing seen here uses it, but the first thing that does will not see what other processes put there."
			}];
		});
	})
});
const SHARERS = [
	"SESSION_CACHE_ALIAS",
	"CACHE_MIDDLEWARE_ALIAS",
	"RATELIMIT_USE_CACHE",
	"AXES_CACHE"
];
const cacheDummy = defineRule({
	id: "settings/cache-dummy",
	title: "The cache keeps what it is given",
	severity: deployed("medium"),
	why: "The dummy cache forgets everything at once: sessions in it end with the request that began them, rate limits never count to two.",
	remedy: "CACHES = {\"default\": {\"BACKEND\": \"django.core.cache.backends.redis.RedisCache\", \"LOCATION\": env(\"REDIS_URL\")}}",
	source: ["S0-007", `${CACHE_PAGE}#dummy-caching-for-development`],
	judge: (project) => acrossSettings(project, {
		...SCOPE$6,
		of: "web"
	}, (evaluated) => cachesOf(evaluated).filter(({ kind }) => kind === "dummy").map(({ alias, backend }) => ({
		on: "CACHES",
		subject: alias === "default" ? "CACHES" : `CACHES: ${alias}`,
		evidence: `${alias}: ${backend}`,
		message: `The cache keeps nothing; ${usersOf$2(evaluated)[0] ?? "what uses it"} cannot work.`,
		...alias === "default" && usersOf$2(evaluated).length > 1 ? { severity: "high" } : {}
	})))
});
const cacheRedis = defineRule({
	id: "settings/cache-redis",
	title: "Redis asks for a password, and is reached over TLS where others could listen",
	severity: deployed("low"),
	why: "Whoever reaches a Redis without a password reads every session and can put tasks into the queue.",
	remedy: "REDIS_URL=rediss://:password@host:6379/1",
	source: [
		"S0-015",
		"S2-055",
		"C33",
		"https://redis.io/docs/latest/operate/oss_and_stack/management/security/"
	],
	judge: (project) => acrossSettings(project, SCOPE$6, (evaluated) => evaluated.setting("CACHES")?.dummy === true ? [] : cachesOf(evaluated).flatMap(({ alias, kind, values }) => {
		const address = kind === "redis" ? addressOf$2(values["LOCATION"]) : void 0;
		const where = address === void 0 ? "local" : reach(address.host);
		if (address === void 0 || where === "local" || address.scheme === "unix") return [];
		const subject = alias === "default" ? "CACHES: LOCATION" : `CACHES: ${alias}: LOCATION`;
		const open = address.password === void 0 && truth(member(values["OPTIONS"], "PASSWORD") ?? member(values["OPTIONS"], "password")) !== true;
		const evidence = `${alias}: ${shown$2(values["LOCATION"])}`;
		return [...open ? [{
			on: "CACHES",
			subject,
			evidence,
			...where === "public" ? { severity: "high" } : {},
			message: `${address.host} is asked without a password${where === "public" ? ", across networks that others are in" : ""}.`
		}] : [], ...where === "public" && address.scheme === "redis" ? [{
			on: "CACHES",
			subject: `${subject}: TLS`,
			evidence,
			severity: "high",
			message: `${address.host} lies outside of the private network and is asked without TLS: password, sessions and tasks can be read on the way.`
		}] : []];
	}))
});
const cacheApart = defineRule({
	id: "settings/cache-apart",
	title: "Clearing the cache clears nothing else",
	severity: deployed("low", "medium"),
	why: "cache.clear() of Django’s Redis backend is FLUSHDB: it empties the whole index, whatever the key prefix, with the tasks that wait in it. And a broker needs `noeviction`, under which a cache that grows ends as a broker that takes no task.",
	remedy: "Another index, better another Redis:\nREDIS_URL=redis://:password@redis:6379/1\nCELERY_BROKER_URL=redis://:password@redis:6379/0",
	source: [
		"C33",
		"S0-022",
		"C32",
		"https://redis.io/docs/latest/commands/flushdb/"
	],
	judge: (project) => acrossSettings(project, SCOPE$6, (evaluated) => {
		const queues = [
			"CELERY_BROKER_URL",
			"BROKER_URL",
			"CELERY_RESULT_BACKEND"
		].flatMap((name) => {
			const address = addressIn(evaluated.value(name));
			return address === void 0 ? [] : [{
				name,
				index: indexOf(address)
			}];
		});
		return cachesOf(evaluated).flatMap(({ alias, kind, values }) => {
			const address = kind === "redis" ? addressOf$2(values["LOCATION"]) : void 0;
			const shared = queues.filter(({ index }) => address !== void 0 && index !== void 0 && index === indexOf(address));
			const [queue] = shared;
			return queue === void 0 ? [] : [{
				on: "CACHES",
				subject: alias === "default" ? "CACHES: index" : `CACHES: ${alias}: index`,
				with: shared.map(({ name }) => name),
				evidence: `${alias}: ${shown$2(values["LOCATION"])}, ${queue.name} = ${shown$2(evaluated.value(queue.name))}`,
				message: `The cache and ${shared.map(({ name }) => name).join(", ")} share one index of one Redis: clearing the cache throws away what waits there.`
			}];
		});
	})
});
function addressOf$2(location) {
	return addressIn(location) ?? addressIn(member(location, 0));
}
function indexOf({ scheme, host, port, path }) {
	if (!/^(?:redis|rediss|valkey|valkeys)$/.test(scheme)) return void 0;
	return `${host}:${port ?? 6379}/${path.replace(/^\//, "") || "0"}`;
}
// src/checks/settings/cache-prefix.ts
const cachePrefix = defineRule({
	id: "settings/cache-prefix",
	title: "Two caches in one Redis have different key prefixes",
	severity: deployed("low"),
	why: "Two caches with the same place and the same prefix are one cache: a key of the one is an answer of the other, with another lifetime.",
	remedy: "CACHES[\"sessions\"][\"KEY_PREFIX\"] = \"sessions\"",
	source: ["C33", "https://docs.djangoproject.com/en/5.2/ref/settings/#key-prefix"],
	judge: (project) => acrossSettings(project, {
		needs: ["CACHES"],
		of: "any"
	}, (evaluated) => {
		const caches = cachesOf(evaluated);
		return caches.flatMap((cache, position) => {
			const twin = caches.slice(0, position).find((other) => keyOf$1(other) !== void 0 && keyOf$1(other) === keyOf$1(cache));
			return twin === void 0 ? [] : [{
				on: "CACHES",
				subject: `CACHES: ${cache.alias}: KEY_PREFIX`,
				evidence: `${twin.alias} and ${cache.alias}: ${keyOf$1(cache)}`,
				message: `The caches "${twin.alias}" and "${cache.alias}" share their place and their key prefix, so their keys are the same.`
			}];
		});
	})
});
function keyOf$1({ kind, values }) {
	const address = kind === "redis" ? addressOf$2(values["LOCATION"]) : void 0;
	const place = address === void 0 ? void 0 : indexOf(address);
	if (place === void 0 || values["KEY_FUNCTION"] !== void 0) return void 0;
	return `${place}, prefix '${text(values["KEY_PREFIX"]) ?? ""}', version ${String(values["VERSION"] ?? 1)}`;
}
// src/checks/settings/cookies.ts
const COOKIE_PAGE = "https://docs.djangoproject.com/en/5.2/ref/settings/#session-cookie-secure";
const SESSION$1 = {
	prefix: "SESSION",
	what: "session cookie"
};
const CSRF$1 = {
	prefix: "CSRF",
	what: "CSRF cookie"
};
function cookiesOf({ value, installed }) {
	const sessions = installed("django.contrib.sessions");
	const inSession = truth(value("CSRF_USE_SESSIONS")) === true;
	const csrf = installed("django.middleware.csrf") && !inSession;
	return [...sessions ? [SESSION$1] : [], ...csrf ? [CSRF$1] : []];
}
const cookiesSecure = defineRule({
	id: "settings/cookies-secure",
	title: "Cookies travel over HTTPS only",
	severity: deployed("medium", "high"),
	why: "One plain HTTP request to the name (an image on a foreign page is enough) carries the cookie where every network on its way can read it: whoever listens is logged in.",
	remedy: "SESSION_COOKIE_SECURE = True\nCSRF_COOKIE_SECURE = True",
	source: [
		"S1-014",
		"S1-015",
		"S2-025",
		"Django security.W010 to W012, W016",
		COOKIE_PAGE
	],
	judge: (project) => acrossSettings(project, {
		needs: ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"],
		of: "web"
	}, (evaluated) => cookiesOf(evaluated).filter(({ prefix }) => truth(evaluated.value(`${prefix}_COOKIE_SECURE`)) === false).map(({ prefix, what }) => ({
		on: `${prefix}_COOKIE_SECURE`,
		...prefix === "CSRF" ? { severity: "medium" } : {},
		message: `The ${what} is also sent over plain HTTP.`,
		remedy: `${prefix}_COOKIE_SECURE = True`
	})))
});
const sessionHttpOnly = defineRule({
	id: "settings/session-httponly",
	title: "Scripts cannot read the session cookie",
	severity: deployed("medium", "high"),
	why: "Any script that gets into a page, by a comment or by a library, can send the session away.",
	remedy: "SESSION_COOKIE_HTTPONLY = True",
	source: ["S1-016", "Django security.W013 to W015"],
	judge: (project) => acrossSettings(project, {
		needs: ["SESSION_COOKIE_HTTPONLY"],
		of: "web"
	}, ({ value, installed }) => installed("django.contrib.sessions") && truth(value("SESSION_COOKIE_HTTPONLY")) === false ? [{
		on: "SESSION_COOKIE_HTTPONLY",
		message: "Scripts in the page can read the session cookie."
	}] : [])
});
const cookiesSameSite = defineRule({
	id: "settings/cookies-samesite",
	title: "Cookies stay with the site that set them",
	severity: deployed("low", "medium"),
	why: "With SameSite=None foreign pages make requests in the visitor’s name; and browsers throw such a cookie away unless it is Secure as well, so that nobody can log in.",
	remedy: "SESSION_COOKIE_SAMESITE = \"Lax\"\nCSRF_COOKIE_SAMESITE = \"Lax\"",
	source: ["S1-014", "https://docs.djangoproject.com/en/5.2/ref/settings/#session-cookie-samesite"],
	judge: (project) => acrossSettings(project, {
		needs: ["SESSION_COOKIE_SAMESITE", "CSRF_COOKIE_SAMESITE"],
		of: "web"
	}, (evaluated) => cookiesOf(evaluated).flatMap(({ prefix, what }) => {
		const name = `${prefix}_COOKIE_SAMESITE`;
		const found = evaluated.value(name);
		if (text(found)?.toLowerCase() === "none") {
			const secure = truth(evaluated.value(`${prefix}_COOKIE_SECURE`)) === true;
			return [{
				on: name,
				...secure ? {} : { severity: "high" },
				message: secure ? `Foreign pages send the ${what} along.` : `The ${what} is SameSite=None but not Secure: browsers throw it away${prefix === "SESSION" ? ", so nobody can log in" : ""}.`
			}];
		}
		return found === false || found === null ? [{
			on: name,
			severity: "low",
			message: `SameSite is not sent with the ${what}; what holds then differs between browsers.`
		}] : [];
	}))
});
const cookieDomain = defineRule({
	id: "settings/cookie-domain",
	title: "Cookies are for the site’s own host",
	severity: deployed("medium"),
	why: "A cookie for a parent domain goes to every site below it: staging gets production’s sessions, and can set them. One for a foreign domain is thrown away by browsers.",
	remedy: "Leave the setting out: then the cookie is for the host alone.",
	source: [
		"S0-004",
		"https://docs.djangoproject.com/en/5.2/ref/settings/#session-cookie-domain",
		"RFC 6265 section 5.3"
	],
	judge: (project) => acrossSettings(project, {
		needs: ["SESSION_COOKIE_DOMAIN", "CSRF_COOKIE_DOMAIN"],
		of: "web"
	}, (evaluated) => cookiesOf(evaluated).flatMap(({ prefix, what }) => {
		const name = `${prefix}_COOKIE_DOMAIN`;
		const domain = text(evaluated.value(name))?.trim().replace(/^\./, "").toLowerCase();
		const host = project.site?.hostname;
		if (domain === void 0 || domain === "" || host === void 0 || evaluated.setting(name)?.dummy === true) return [];
		if (domain !== host && !host.endsWith(`.${domain}`)) return [{
			on: name,
			severity: prefix === "SESSION" ? "critical" : "high",
			message: `The ${what} is for ${domain}, but the site is ${host}: browsers throw it away${prefix === "SESSION" ? ", so nobody can log in" : ", so forms end in 403"}.`
		}];
		return domain === host ? [] : [{
			on: name,
			message: `The ${what} is for all of ${domain}: every other site below it gets it, and can set it.`
		}];
	}))
});
const csrfCookieHttpOnly = defineRule({
	id: "settings/csrf-cookie-httponly",
	title: "The CSRF cookie can be read where scripts need it",
	severity: {
		development: "off",
		staging: "off",
		production: "low"
	},
	why: "Whoever can read the cookie can read the same token in the page, so hiding it protects nothing; scripts that copy it into X-CSRFToken (HTMX, fetch) get nothing and end in 403.",
	remedy: "Either leave it readable, or take the token from the page:\nCSRF_COOKIE_HTTPONLY = False",
	source: [
		"S1-017",
		"C26",
		"https://docs.djangoproject.com/en/5.2/ref/settings/#csrf-cookie-httponly"
	],
	judge: (project) => acrossSettings(project, {
		needs: ["CSRF_COOKIE_HTTPONLY"],
		of: "web"
	}, (evaluated) => {
		const { value, installed } = evaluated;
		const scripts = SCRIPTED.filter(installed);
		return truth(value("CSRF_COOKIE_HTTPONLY")) === true && cookiesOf(evaluated).includes(CSRF$1) && scripts.length > 0 ? [{
			on: "CSRF_COOKIE_HTTPONLY",
			message: `Scripts cannot read the CSRF cookie, and ${scripts.join(", ")} is installed, whose requests need the token.`,
			evidence: `CSRF_COOKIE_HTTPONLY = ${shown$2(value("CSRF_COOKIE_HTTPONLY"))}`
		}] : [];
	})
});
const SCRIPTED = [
	"django_htmx",
	"django_unicorn",
	"ninja",
	"sockpuppet"
];
// src/checks/settings/debug.ts
const DJANGO_CHECKLIST = "https://docs.djangoproject.com/en/5.2/howto/deployment/checklist/";
const debug = defineRule({
	id: "settings/debug",
	title: "DEBUG is off",
	severity: deployed("critical"),
	why: "Error pages show settings, local variables and SQL to whoever provokes an error, every query is kept in memory for ever, and static files and hosts are handled as on a developer’s machine.",
	remedy: "Write the value down in the settings of this profile, without a variable:\nDEBUG = False",
	source: [
		"S0-027",
		"S1-003",
		"S1-006",
		"S4-004",
		"Django security.W018",
		DJANGO_CHECKLIST
	],
	judge: (project) => acrossSettings(project, {
		needs: ["DEBUG"],
		of: "any"
	}, ({ value }) => truth(value("DEBUG")) === true ? [{
		on: "DEBUG",
		message: typeof value("DEBUG") === "string" ? "DEBUG is a text, and every text that is not empty is true in Python: the site runs with debugging on." : "The site would run with debugging on."
	}] : [])
});
const debugPropagation = defineRule({
	id: "settings/debug-propagation",
	title: "Exceptions end as an error page of the site",
	severity: deployed("medium", "high"),
	why: "With DEBUG_PROPAGATE_EXCEPTIONS no exception becomes a 500 page: the server cuts the connection, nobody is mailed and error trackers that hook into Django see nothing.",
	remedy: "Remove the setting, or:\nDEBUG_PROPAGATE_EXCEPTIONS = False",
	source: ["https://docs.djangoproject.com/en/5.2/ref/settings/#debug-propagate-exceptions"],
	judge: (project) => acrossSettings(project, {
		needs: ["DEBUG_PROPAGATE_EXCEPTIONS"],
		of: "web"
	}, ({ value }) => truth(value("DEBUG_PROPAGATE_EXCEPTIONS")) === true ? [{
		on: "DEBUG_PROPAGATE_EXCEPTIONS",
		message: "Exceptions are handed on to the server instead of becoming an error page."
	}] : [])
});
const DEVELOPER_APPS = {
	debug_toolbar: "it shows settings, SQL and request data to whoever its callback lets in, and loads on every request",
	silk: "it records every request with its body and shows them on its own pages",
	nplusone: "it watches every query of every request",
	django_browser_reload: "it keeps a connection to every open page and serves an address of its own",
	livereload: "it adds a script to every page that asks a server on the visitor’s own machine",
	template_profiler_panel: "it is a panel of the debug toolbar",
	django_pdb: "it opens a debugger on the server’s terminal, where the request then waits for ever",
	pympler: "it measures the memory of every request",
	test_without_migrations: "it is for tests",
	django_nose: "it is for tests"
};
const developerTools = defineRule({
	id: "settings/developer-tools",
	title: "Tools for developers stay on their machines",
	severity: deployed("medium"),
	why: "What makes an error easy to study for its developer makes it easy to study for everybody else.",
	remedy: "Add it in the development settings only:\nINSTALLED_APPS += [\"debug_toolbar\"]",
	source: ["https://django-debug-toolbar.readthedocs.io/en/latest/installation.html", "S1-002"],
	judge: (project) => acrossSettings(project, {
		needs: ["INSTALLED_APPS"],
		of: "web"
	}, ({ value }) => (list(value("INSTALLED_APPS")) ?? []).flatMap((app) => {
		const [name = app] = app.split(".");
		const harm = DEVELOPER_APPS[name];
		return harm === void 0 ? [] : [{
			on: "INSTALLED_APPS",
			subject: name,
			message: `${name} is installed: ${harm}.`,
			evidence: `INSTALLED_APPS holds '${app}'`
		}];
	}))
});
// src/checks/settings/entrance.ts
function entranceOf(project) {
	const webs = project.services.filter(({ roles, own }) => own && roles.includes("web"));
	const values = project.servers.flatMap((server) => [...server.values.values()]);
	const given = (names) => values.flatMap((value) => names.map((name) => value[name]?.value)).filter((value) => typeof value === "string");
	const trusted = [...given(["forwarded_allow_ips", "forwarded-allow-ips"]), ...webs.map(({ environment }) => environment.get("FORWARDED_ALLOW_IPS") ?? "")];
	return {
		known: project.servers.length > 0 || webs.length > 0,
		serverKnowsHttps: trusted.some(covers) || project.servers.some(isBesideItsProxy) || given(["bind", "uds"]).some((address) => /^(?:unix:|\/)/.test(address)),
		serverSpeaksHttps: given([
			"certfile",
			"ssl_certfile",
			"ssl-certfile"
		]).some((file) => file !== ""),
		published: webs.filter(({ compose }) => compose?.ports.some(({ host }) => host === void 0 || host === "0.0.0.0" || host === "::"))
	};
}
function isBesideItsProxy({ unit, program, values }) {
	if (unit === void 0 || program !== "gunicorn" && program !== "uvicorn") return false;
	return [...values.values()].some(({ bind, host }) => /^(?:127\.|localhost|\[?::1)/.test(String((bind ?? host)?.value ?? "")));
}
function covers(addresses) {
	return addresses.split(",").map((address) => address.trim()).some((address) => address !== "" && reach(address) !== "local");
}
function proxiesSay({ proxies, services }, wanted) {
	const inFile = ({ usedBy, directives }) => usedBy.length > 0 && directives.some(said);
	const said = ({ name, words, block }) => wanted.test([name, ...words].join(" ")) || (block?.some(said) ?? false);
	return services.some(({ compose }) => [...compose?.labels ?? []].some(([name, value]) => wanted.test(`${name}=${value}`))) || proxies.some(inFile);
}
function proxiesSend(project, header) {
	return proxiesSay({
		...project,
		proxies: project.proxies.map(withoutFileLocations)
	}, header);
}
function withoutFileLocations(file) {
	const kept = (directives) => directives.filter((directive) => !servesFiles(directive)).map((directive) => directive.block === void 0 ? directive : {
		...directive,
		block: kept(directive.block)
	});
	return {
		...file,
		directives: kept(file.directives)
	};
}
function servesFiles({ name, block }) {
	if (name !== "location" || block === void 0) return false;
	const has = (wanted) => block.some((directive) => wanted.test(directive.name));
	return has(/^(alias|root|return)$/) && !has(/^(\w+_pass|include|try_files|if|location)$/);
}
function hasOwnProxy({ services, proxies }) {
	return services.some(({ role }) => role === "proxy") || proxies.some(({ usedBy, program }) => program !== "pgbouncer" && usedBy.length > 0);
}
// src/checks/settings/headers.ts
const frames = defineRule({
	id: "settings/frames",
	title: "Foreign pages cannot frame the site",
	severity: deployed("low", "medium"),
	why: "A page in an invisible frame gets the clicks of a visitor who thinks of something else.",
	remedy: "X_FRAME_OPTIONS = \"DENY\"\nMIDDLEWARE += [\"django.middleware.clickjacking.XFrameOptionsMiddleware\"]",
	source: [
		"S1-019",
		"Django security.W002",
		"Django security.W019",
		"RFC 7034"
	],
	judge: (project) => acrossSettings(project, {
		needs: ["X_FRAME_OPTIONS", "MIDDLEWARE"],
		of: "web"
	}, ({ value, installed }) => {
		if (framesPolicy(value("SECURE_CSP")) || framesPolicy(value("CONTENT_SECURITY_POLICY")) || value("CSP_FRAME_ANCESTORS") !== void 0) return [];
		if (!installed("django.middleware.clickjacking.XFrameOptionsMiddleware")) return proxiesSend(project, /x-frame-options|frame-ancestors|framedeny/i) ? [] : [{
			on: "MIDDLEWARE",
			subject: "XFrameOptionsMiddleware",
			message: "Nothing sends X-Frame-Options: any page may frame the site.",
			evidence: "MIDDLEWARE has no XFrameOptionsMiddleware"
		}];
		const option = text(value("X_FRAME_OPTIONS"))?.toUpperCase();
		if (option === "DENY" || option === void 0) return [];
		return option === "SAMEORIGIN" ? [{
			on: "X_FRAME_OPTIONS",
			severity: "low",
			message: "The site may frame itself; DENY is stricter where it never does."
		}] : [{
			on: "X_FRAME_OPTIONS",
			message: `Browsers know only DENY and SAMEORIGIN, and ignore ${shown$2(option)}.`
		}];
	})
});
function framesPolicy(policy) {
	return member(policy, "frame-ancestors") !== void 0 || member(policy, "DIRECTIVES", "frame-ancestors") !== void 0;
}
const nosniff = defineRule({
	id: "settings/nosniff",
	title: "Browsers do not guess the type of a file",
	severity: deployed("low", "medium"),
	why: "A browser that guesses takes an uploaded text for a page, and runs the scripts in it.",
	remedy: "SECURE_CONTENT_TYPE_NOSNIFF = True",
	source: ["S1-018", "Django security.W006"],
	judge: (project) => acrossSettings(project, {
		needs: ["SECURE_CONTENT_TYPE_NOSNIFF"],
		of: "web"
	}, ({ value }) => truth(value("SECURE_CONTENT_TYPE_NOSNIFF")) === false && !proxiesSend(project, /x-content-type-options|contenttypenosniff/i) ? [{
		on: "SECURE_CONTENT_TYPE_NOSNIFF",
		message: "X-Content-Type-Options is not sent."
	}] : [])
});
const REFERRER_POLICIES = new Set([
	"no-referrer",
	"no-referrer-when-downgrade",
	"origin",
	"origin-when-cross-origin",
	"same-origin",
	"strict-origin",
	"strict-origin-when-cross-origin",
	"unsafe-url"
]);
const referrer = defineRule({
	id: "settings/referrer-policy",
	title: "Addresses of pages stay on the site",
	severity: deployed("low"),
	why: "The Referer header tells other sites which page a visitor came from, with everything in its address: search words, tokens of password links.",
	remedy: "SECURE_REFERRER_POLICY = \"strict-origin-when-cross-origin\"",
	source: [
		"Django security.W022",
		"Django security.E023",
		"https://www.w3.org/TR/referrer-policy/"
	],
	judge: (project) => acrossSettings(project, {
		needs: ["SECURE_REFERRER_POLICY"],
		of: "web"
	}, ({ value }) => {
		const found = value("SECURE_REFERRER_POLICY");
		const policies = (list(found) ?? text(found)?.split(",") ?? []).map((policy) => policy.trim());
		const [wrong] = policies.filter((policy) => !REFERRER_POLICIES.has(policy));
		if (truth(found) === false) return proxiesSend(project, /referrer-?policy/i) ? [] : [{
			on: "SECURE_REFERRER_POLICY",
			message: "Referrer-Policy is not sent."
		}];
		if (wrong !== void 0) return [{
			on: "SECURE_REFERRER_POLICY",
			severity: "medium",
			message: `${shown$2(wrong)} is no policy: browsers ignore it, and Django’s own check fails with security.E023.`
		}];
		return policies.at(-1) === "unsafe-url" ? [{
			on: "SECURE_REFERRER_POLICY",
			severity: "medium",
			message: "Whole addresses are told to every other site."
		}] : [];
	})
});
const opener = defineRule({
	id: "settings/opener-policy",
	title: "Windows of other sites are kept apart",
	severity: deployed("low"),
	why: "A page that opens the site in a window keeps a handle on it, and can lead it elsewhere.",
	remedy: "SECURE_CROSS_ORIGIN_OPENER_POLICY = \"same-origin\"",
	source: ["Django security.E024", "https://docs.djangoproject.com/en/5.2/ref/middleware/#cross-origin-opener-policy"],
	versions: "Django 4.0 and later",
	judge: (project) => acrossSettings(project, {
		needs: ["SECURE_CROSS_ORIGIN_OPENER_POLICY"],
		of: "web"
	}, ({ value, since }) => {
		const found = value("SECURE_CROSS_ORIGIN_OPENER_POLICY");
		if (!since("4.0") || found === void 0) return [];
		const policy = text(found);
		if (policy !== void 0 && OPENER_POLICIES.has(policy)) return [];
		return truth(found) === false || policy === "unsafe-none" ? [{
			on: "SECURE_CROSS_ORIGIN_OPENER_POLICY",
			message: "Cross-Origin-Opener-Policy does not keep other windows apart."
		}] : [{
			on: "SECURE_CROSS_ORIGIN_OPENER_POLICY",
			severity: "medium",
			message: `${shown$2(found)} is no policy: browsers ignore it, and Django’s own check fails with security.E024.`
		}];
	})
});
const OPENER_POLICIES = new Set(["same-origin", "same-origin-allow-popups"]);
const contentPolicy = defineRule({
	id: "settings/content-policy",
	title: "The content security policy is in force, and lets no foreign script in",
	severity: deployed("medium"),
	why: "The policy is what stops a script that got into a page. One that allows inline scripts or every source stops nothing, and one under a name that nothing reads is not sent.",
	remedy: "Django 6.0 and later (before that, the package django-csp has settings of its own):\nSECURE_CSP = {\"default-src\": [\"'self'\"], \"script-src\": [\"'self'\", CSP.NONCE]}",
	source: [
		"Django security.E026",
		"https://docs.djangoproject.com/en/6.0/ref/csp/",
		"https://django-csp.readthedocs.io/en/latest/migration-guide.html"
	],
	judge: (project) => acrossSettings(project, {
		needs: [],
		of: "web"
	}, ({ value, isSet, since, installed }) => {
		const faults = [];
		for (const name of ["SECURE_CSP", "SECURE_CSP_REPORT_ONLY"]) {
			const policy = value(name);
			if (policy === void 0 || !isSet(name)) continue;
			if (!since("6.0")) faults.push({
				on: name,
				message: `This Django does not read ${name} (6.0 is the first that does): no policy is sent.`
			});
			else if (entries(policy) === void 0) faults.push({
				on: name,
				message: `${name} is no dictionary: Django’s own check fails with security.E026.`
			});
			else if (truth(policy) === true && !installed("django.middleware.csp.ContentSecurityPolicyMiddleware")) faults.push({
				on: name,
				message: "ContentSecurityPolicyMiddleware is not installed, so the policy is not sent."
			});
			else if (name === "SECURE_CSP") faults.push(...openSources(name, policy));
		}
		const version = project.python?.packages["django-csp"];
		if (isSet("CSP_DEFAULT_SRC") && version !== void 0 && isAtLeast(version, "4")) faults.push({
			on: "CSP_DEFAULT_SRC",
			message: `django-csp ${version} does not read CSP_* settings any more: no policy is sent.`,
			remedy: "Move them into CONTENT_SECURITY_POLICY = {\"DIRECTIVES\": {...}}."
		});
		const directives = member(value("CONTENT_SECURITY_POLICY"), "DIRECTIVES");
		return [...faults, ...directives === void 0 ? [] : openSources("CONTENT_SECURITY_POLICY", directives)];
	})
});
function openSources(name, policy) {
	const directive = member(policy, "script-src") === void 0 ? "default-src" : "script-src";
	const found = member(policy, directive);
	const sources = list(found) ?? (text(found) ?? "").split(/\s+/);
	const nonce = sources.some((source) => /nonce|sha(?:256|384|512)-|strict-dynamic/i.test(source));
	return sources.filter((source) => source === "*" || source === "https:" || source === "'unsafe-inline'" && !nonce || source === "'unsafe-eval'").map((source) => ({
		on: name,
		subject: `${name}: ${directive} ${source}`,
		severity: "low",
		evidence: `${directive} ${sources.join(" ")}`,
		message: `${directive} allows ${source}, which lets in most of what a policy is there to stop.`
	}));
}
// src/checks/settings/hosts.ts
const HOSTS_PAGE = "https://docs.djangoproject.com/en/5.2/ref/settings/#allowed-hosts";
const SCOPE$5 = {
	needs: ["ALLOWED_HOSTS"],
	of: "web"
};
const hostsEmpty = defineRule({
	id: "settings/hosts-empty",
	title: "ALLOWED_HOSTS names a host",
	severity: deployed("critical"),
	why: "With DEBUG off and no allowed host, Django answers every request with 400.",
	remedy: "Demand the variable, and stop the start when it is missing:\nALLOWED_HOSTS = env.list(\"ALLOWED_HOSTS\")",
	source: [
		"S0-028",
		"S1-008",
		"Django security.W020",
		HOSTS_PAGE
	],
	judge: (project) => acrossSettings(project, SCOPE$5, ({ value }) => {
		return list(value("ALLOWED_HOSTS"))?.every((host) => host.trim() === "") === true ? [{
			on: "ALLOWED_HOSTS",
			message: "No host is allowed, so every request is answered with 400."
		}] : [];
	})
});
const hostsWildcard = defineRule({
	id: "settings/hosts-wildcard",
	title: "Hosts are named one by one",
	severity: deployed("medium", "high"),
	why: "Django makes the links of password mails and redirects from the Host header. When any host is allowed, whoever sends the request decides where they lead, and caches keep it.",
	remedy: "Name the site, and what the health check asks for:\nALLOWED_HOSTS = [\"www.example.org\", \"localhost\"]",
	source: [
		"S0-028",
		"S1-151",
		"C23",
		HOSTS_PAGE
	],
	judge: (project) => acrossSettings(project, SCOPE$5, ({ value }) => (list(value("ALLOWED_HOSTS")) ?? []).flatMap((host) => {
		const name = host.trim();
		if (name === "*" || name === ".") return [{
			on: "ALLOWED_HOSTS",
			message: "Every host is allowed: a request with a foreign Host header decides where links in mails and redirects lead."
		}];
		if (!name.startsWith(".")) return [];
		const whole = name.split(".").filter((part) => part !== "").length < 2;
		return [{
			on: "ALLOWED_HOSTS",
			subject: `ALLOWED_HOSTS: ${name}`,
			severity: whole ? "high" : "low",
			message: whole ? `${name} allows every name below a whole top-level domain.` : `${name} allows every subdomain, those that others may get one day among them.`
		}];
	}))
});
const hostsShape = defineRule({
	id: "settings/hosts-shape",
	title: "Each allowed host can match a Host header",
	severity: deployed("medium"),
	why: "Django compares the Host header, without its port, with each entry as it is written. A blank, a scheme, a port or a path makes an entry that no request ever matches.",
	remedy: "Split and strip, and keep names only:\nALLOWED_HOSTS = [host.strip() for host in env.list(\"ALLOWED_HOSTS\") if host.strip()]",
	source: [
		"S1-005",
		"S0-028",
		HOSTS_PAGE
	],
	judge: (project) => acrossSettings(project, SCOPE$5, ({ value, profile, project: { site } }) => {
		const hosts = list(value("ALLOWED_HOSTS")) ?? [];
		return hosts.flatMap((host) => {
			const flaw = flawOf$1(host);
			if (flaw === void 0) return [];
			const name = bare$2(host);
			const sites = site !== void 0 && name === site.hostname && !hosts.includes(site.hostname);
			return [{
				on: "ALLOWED_HOSTS",
				subject: `ALLOWED_HOSTS: ${host}`,
				evidence: `ALLOWED_HOSTS holds ${shown$2(host)}`,
				...weightOf(host, hosts, sites, profile),
				message: `An entry ${flaw}, so it matches no request${sites ? ", and the site’s own name is refused with 400" : ""}.`
			}];
		});
	})
});
function weightOf(host, hosts, sites, profile) {
	if (host.trim() === "") return { severity: "low" };
	if (sites) return { severity: "critical" };
	return profile === "production" && !hosts.includes(bare$2(host)) ? { severity: "high" } : {};
}
function flawOf$1(host) {
	if (host.trim() === "") return "is blank";
	if (host !== host.trim()) return `has blanks at its ends (${shown$2(host)})`;
	if (host.includes("://")) return `carries a scheme (${shown$2(host)})`;
	if (/["'<>${}]/.test(host)) return `holds a character that no host name has (${shown$2(host)})`;
	if (host.includes("/")) return `carries a path (${shown$2(host)})`;
	if (/[,;\s]/.test(host)) return `is a list in one entry (${shown$2(host)})`;
	if (/^[^[\]:]+:\d+$|\]:\d+$/.test(host)) return `carries a port (${shown$2(host)})`;
	if (host.includes("*") && host !== "*") return `holds a "*", which only counts alone (${shown$2(host)})`;
}
function bare$2(host) {
	return host.trim().replace(/^[a-z]+:\/\//i, "").replace(/[:/].*$/, "").toLowerCase();
}
const hostsSite = defineRule({
	id: "settings/hosts-site",
	title: "The site’s own name is an allowed host",
	severity: deployed("critical"),
	why: "Visitors ask for the public name. When it is not allowed, each of them gets 400.",
	remedy: "Add the public name to the variable:\nALLOWED_HOSTS=www.example.org,localhost",
	source: [
		"S0-028",
		"S1-151",
		HOSTS_PAGE
	],
	judge: (project) => acrossSettings(project, SCOPE$5, ({ value, setting, project: { site } }) => {
		const hosts = list(value("ALLOWED_HOSTS"));
		if (site === void 0 || hosts === void 0 || setting("ALLOWED_HOSTS")?.dummy === true) return [];
		const named = hosts.filter((host) => host.trim() !== "");
		if (named.length === 0 || named.some((host) => allows$1(bare$2(host), site.hostname) || host === "*")) return [];
		return [{
			on: "ALLOWED_HOSTS",
			message: `The public name ${site.hostname} is not among the allowed hosts, so visitors get 400.`,
			remedy: `Add it where the hosts come from:\nALLOWED_HOSTS=${site.hostname},${named.join(",")}`
		}];
	})
});
function allows$1(entry, host) {
	const name = host.toLowerCase();
	if (entry === "*") return true;
	return entry.startsWith(".") ? name.endsWith(entry) || name === entry.slice(1) : name === entry;
}
const hostsPlaceholder = defineRule({
	id: "settings/hosts-placeholder",
	title: "Allowed hosts are real names",
	severity: deployed("low", "medium"),
	why: "A name from a template means that nobody went through the list: the site’s own may be missing, and whoever owns the example’s name is trusted.",
	remedy: "Take it out, and name the site.",
	source: [
		"S0-028",
		"S1-164",
		"RFC 2606"
	],
	judge: (project) => acrossSettings(project, SCOPE$5, ({ value, project: { site } }) => (list(value("ALLOWED_HOSTS")) ?? []).filter((host) => PLACEHOLDER.test(host) && !PLACEHOLDER.test(site?.hostname ?? "")).map((host) => ({
		on: "ALLOWED_HOSTS",
		subject: `ALLOWED_HOSTS: ${host}`,
		message: `${host} is a name from a template.`
	})))
});
const PLACEHOLDER = /(?:^|[.-])(?:example\.(?:com|org|net)|your-?(?:domain|site|app|host|server|name)|my-?domain|change-?me|placeholder|domain\.(?:com|tld))/i;
// src/checks/settings/hsts.ts
const YEAR = 31536e3;
const DAY = 86400;
const HSTS_PAGE = "https://hstspreload.org/#deployment-recommendations";
const hsts = defineRule({
	id: "settings/hsts",
	title: "Browsers are told to stay on HTTPS, for long enough",
	severity: deployed("low", "medium"),
	why: "Until a browser has seen the header, the first request of every visit can be led astray. Too long before TLS is proven locks visitors out; too short protects nobody.",
	remedy: "In steps: 3600 until TLS is proven, then 86400, then for good:\nSECURE_HSTS_SECONDS = 31536000",
	source: [
		"S1-011",
		"S0-060",
		"C21",
		"Django security.W004",
		HSTS_PAGE
	],
	judge: (project) => acrossSettings(project, {
		needs: ["SECURE_HSTS_SECONDS"],
		of: "web"
	}, ({ value, profile }) => {
		const seconds = count(value("SECURE_HSTS_SECONDS"));
		if (seconds === void 0 || proxiesSend(project, /strict-transport-security|stsseconds/i)) return [];
		if (seconds <= 0) return [{
			on: "SECURE_HSTS_SECONDS",
			message: "Strict-Transport-Security is not sent."
		}];
		if (profile !== "production" || seconds >= YEAR) return [];
		return [{
			on: "SECURE_HSTS_SECONDS",
			severity: "low",
			message: `Browsers forget it after ${seconds < DAY ? "less than a day" : `${Math.floor(seconds / DAY)} days`}; fine as a step, short for good.`
		}];
	})
});
const hstsPreload = defineRule({
	id: "settings/hsts-preload",
	title: "HSTS covers subdomains and asks for preloading where that can work",
	severity: deployed("low"),
	why: "A subdomain over plain HTTP can set cookies for the whole site. And the browsers’ list only takes a registrable domain that promises a year for all of its subdomains: asked for otherwise it does nothing, and is hard to take back.",
	remedy: "SECURE_HSTS_SECONDS = 31536000\nSECURE_HSTS_INCLUDE_SUBDOMAINS = True\nSECURE_HSTS_PRELOAD = True",
	source: [
		"S1-012",
		"S1-013",
		"C21",
		"Django security.W005",
		"Django security.W021",
		HSTS_PAGE
	],
	judge: (project) => acrossSettings(project, {
		needs: [
			"SECURE_HSTS_SECONDS",
			"SECURE_HSTS_INCLUDE_SUBDOMAINS",
			"SECURE_HSTS_PRELOAD"
		],
		of: "web"
	}, ({ value, profile }) => {
		const seconds = count(value("SECURE_HSTS_SECONDS")) ?? 0;
		const subdomains = truth(value("SECURE_HSTS_INCLUDE_SUBDOMAINS"));
		const preload = truth(value("SECURE_HSTS_PRELOAD"));
		if (seconds <= 0) return [];
		if (preload === true && (subdomains !== true || seconds < YEAR)) return [{
			on: "SECURE_HSTS_PRELOAD",
			severity: "medium",
			evidence: `SECURE_HSTS_PRELOAD = True, SECURE_HSTS_SECONDS = ${seconds}, SECURE_HSTS_INCLUDE_SUBDOMAINS = ${shown$2(subdomains ?? null)}`,
			message: `Preloading is asked for ${subdomains === true ? "with less than a year" : "without subdomains"}: the browsers’ list refuses that.`
		}];
		if (profile !== "production" || seconds < YEAR || !isApex(project.site?.hostname)) return [];
		if (subdomains === false) return [{
			on: "SECURE_HSTS_INCLUDE_SUBDOMAINS",
			message: "Subdomains are not covered: one over plain HTTP can set cookies for the whole site."
		}];
		return preload === false ? [{
			on: "SECURE_HSTS_PRELOAD",
			message: "A year for all subdomains is promised, but not asked into the browsers’ list: the very first visit stays open."
		}] : [];
	})
});
function isApex(host) {
	return host === void 0 || host.split(".").length <= 2 || host.startsWith("www.");
}
// src/checks/settings/logging.ts
const LOGGING_PAGE = "https://docs.djangoproject.com/en/5.2/topics/logging/";
const SCOPE$4 = {
	needs: ["LOGGING", "LOGGING_CONFIG"],
	of: "any"
};
function handlersOf({ value }) {
	return Object.entries(entries(member(value("LOGGING"), "handlers")) ?? {}).map(([name, handler]) => {
		const type = text(member(handler, "class")) ?? text(member(handler, "()")) ?? "";
		return {
			name,
			kind: HANDLERS.find(([part]) => part.test(type))?.[1] ?? "other",
			type,
			values: entries(handler) ?? {}
		};
	});
}
const HANDLERS = [
	[/FileHandler$/, "file"],
	[/StreamHandler$|RichHandler$/, "stream"],
	[/AdminEmailHandler$|SMTPHandler$/, "mail"],
	[/NullHandler$/, "null"]
];
function loggersOf({ value }) {
	const named = Object.entries(entries(member(value("LOGGING"), "loggers")) ?? {});
	const root = member(value("LOGGING"), "root");
	return [...named, ...root === void 0 ? [] : [["", root]]].map(([name, logger]) => ({
		name,
		handlers: list(member(logger, "handlers")) ?? [],
		level: text(member(logger, "level")),
		propagates: member(logger, "propagate") !== false
	}));
}
function own(evaluated) {
	const configured = evaluated.value("LOGGING_CONFIG");
	if (configured !== void 0 && text(configured) !== "logging.config.dictConfig") return "code";
	return Object.keys(entries(evaluated.value("LOGGING")) ?? {}).length > 0 ? "dict" : "default";
}
const logsToStdout = defineRule({
	id: "settings/logs-stdout",
	title: "Errors are written where the container’s log is",
	severity: deployed("medium"),
	why: "Django prints its log only while DEBUG is on; after that errors go by mail to ADMINS, which is empty. A 500 then leaves no trace in the log that Coolify shows.",
	remedy: "LOGGING = {\n    \"version\": 1,\n    \"disable_existing_loggers\": False,\n    \"handlers\": {\"console\": {\"class\": \"logging.StreamHandler\"}},\n    \"root\": {\"handlers\": [\"console\"], \"level\": \"INFO\"},\n    \"loggers\": {\"django\": {\"handlers\": [], \"propagate\": True}},\n}",
	source: [
		"S1-024",
		"C20",
		"S1-141",
		`${LOGGING_PAGE}#default-logging-configuration`,
		"https://12factor.net/logs"
	],
	judge: (project) => acrossSettings(project, SCOPE$4, (evaluated) => {
		const how = own(evaluated);
		if (how === "code") return [];
		if (how === "default") return [{
			on: "LOGGING",
			evidence: "LOGGING is not set",
			message: "With DEBUG off, Django’s own logging prints nothing: errors leave no trace in the container’s log."
		}];
		const handlers = handlersOf(evaluated);
		const seen = (names) => names.some((name) => handlers.some((handler) => handler.name === name && (handler.kind === "stream" || handler.kind === "other") && !debugOnly(evaluated, handler)));
		const loggers = loggersOf(evaluated);
		const root = loggers.find(({ name }) => name === "");
		const django = loggers.find(({ name }) => name === "django.request") ?? loggers.find(({ name }) => name === "django");
		if (seen(django?.handlers ?? [])) return [];
		if (django?.propagates !== false && seen(root?.handlers ?? [])) return [];
		return [{
			on: "LOGGING",
			evidence: `handlers: ${handlers.map(({ name, type }) => `${name} (${type.replace(/^.*\./, "")})`).join(", ") || "none"}; root: ${root?.handlers.join(", ") || "none"}`,
			message: django === void 0 ? "No handler that writes to the container’s log is attached to the root logger, so errors of requests leave no trace there." : `What Django logs reaches no handler that writes to the container’s log (logger ${shown$2(django.name)}).`
		}];
	})
});
function debugOnly({ value }, { values }) {
	return (list(values["filters"]) ?? []).some((name) => {
		const filter = member(value("LOGGING"), "filters", name);
		return /RequireDebugTrue/.test(`${text(member(filter, "()")) ?? ""}${text(member(filter, "class")) ?? ""}`) || name === "require_debug_true";
	});
}
const logsToFiles$1 = defineRule({
	id: "settings/logs-files",
	title: "No log is a file of the container",
	severity: deployed("medium"),
	why: "The file is gone with the container, nobody sees it in Coolify, it fills the disk; rotated by several processes at once it loses lines; and in an image that may not write there nothing starts.",
	remedy: "\"handlers\": {\"console\": {\"class\": \"logging.StreamHandler\"}}",
	source: [
		"S1-140",
		"S2-040",
		"S2-015",
		"C20",
		"https://12factor.net/logs"
	],
	judge: (project) => acrossSettings(project, SCOPE$4, (evaluated) => {
		const used = new Set(loggersOf(evaluated).flatMap(({ handlers }) => handlers));
		return handlersOf(evaluated).filter(({ kind, name, values }) => kind === "file" && !/^\/(?:dev\/std|proc\/)/.test(text(values["filename"]) ?? "") && (used.has(name) || used.size === 0)).map(({ name, type, values }) => ({
			on: "LOGGING",
			subject: `LOGGING: ${name}`,
			evidence: `${name}: ${type.replace(/^.*\./, "")}, ${shortened(text(values["filename"]) ?? "no filename")}`,
			message: `The handler "${name}" writes into a file of the container, which ends with it.`
		}));
	})
});
const logsLost = defineRule({
	id: "settings/logs-lost",
	title: "Every logger that exists goes on logging",
	severity: deployed("low"),
	why: "dictConfig switches off each logger that was made before it and is not named in it, unless told otherwise: what gunicorn, Celery and the project’s own early imports log is lost without a word.",
	remedy: "LOGGING = {\"version\": 1, \"disable_existing_loggers\": False, ...}",
	source: [
		"S1-024",
		"S1-025",
		`${LOGGING_PAGE}#configuring-logging`
	],
	judge: (project) => acrossSettings(project, SCOPE$4, (evaluated) => {
		if (own(evaluated) !== "dict") return [];
		const logging = evaluated.value("LOGGING");
		const existing = member(logging, "disable_existing_loggers");
		const security = loggersOf(evaluated).find(({ name }) => name === "django.security" || name === "django.security.DisallowedHost");
		return [...existing === false || member(logging, "incremental") === true ? [] : [{
			on: "LOGGING",
			subject: "disable_existing_loggers",
			evidence: `disable_existing_loggers = ${existing === void 0 ? "not set, which is True" : shown$2(existing)}`,
			message: "Loggers that exist already and are not named are switched off."
		}], ...security !== void 0 && security.name === "django.security" && (quiet(security, evaluated) || levelOf$1(security.level) > WARNING) ? [{
			on: "LOGGING",
			subject: "django.security",
			severity: "medium",
			evidence: `django.security: level ${security.level ?? "not set"}, handlers ${security.handlers.join(", ") || "none"}`,
			message: "Attacks that Django notices (forged hosts, tampered sessions) are not logged."
		}] : []];
	})
});
function quiet({ handlers, propagates }, evaluated) {
	return !propagates && !handlersOf(evaluated).some(({ name, kind }) => handlers.includes(name) && kind !== "null");
}
const LEVELS$1 = {
	NOTSET: 0,
	DEBUG: 10,
	INFO: 20,
	WARN: 30,
	WARNING: 30,
	ERROR: 40,
	FATAL: 50,
	CRITICAL: 50
};
const WARNING = 30;
function levelOf$1(level) {
	return level === void 0 ? WARNING : LEVELS$1[level.toUpperCase()] ?? WARNING;
}
const logLevel$2 = defineRule({
	id: "settings/log-level",
	title: "The log says enough, and not everything",
	severity: deployed("low"),
	why: "At DEBUG a log holds SQL with its values, headers and tokens, and costs more than the work it is about; above WARNING it is silent until it is too late.",
	remedy: "\"root\": {\"handlers\": [\"console\"], \"level\": env(\"LOG_LEVEL\", default=\"INFO\")}",
	source: [
		"S4-005",
		"S4-094",
		"C40",
		"S1-024",
		"S1-025"
	],
	judge: (project) => acrossSettings(project, SCOPE$4, (evaluated) => own(evaluated) !== "dict" ? [] : loggersOf(evaluated).flatMap((logger) => {
		const { name, level } = logger;
		const fault = {
			on: "LOGGING",
			subject: name === "" ? "LOGGING: root" : `LOGGING: ${name}`,
			evidence: `${name === "" ? "root" : name}: level ${level ?? "not set"}`
		};
		if (level !== void 0 && LEVELS$1[level.toUpperCase()] === void 0) return [{
			...fault,
			severity: "high",
			message: `${shown$2(level)} is no level: logging cannot be configured, and nothing starts.`
		}];
		const own = levelOf$1(level);
		const main = name === "" || name === "django";
		if (level !== void 0 && own > 0 && own <= 10) return [{
			...fault,
			...main && evaluated.profile === "production" ? { severity: "medium" } : {},
			message: `${name === "" ? "Everything" : name} is logged down to DEBUG.`
		}];
		return main && own > WARNING ? [{
			...fault,
			message: "Warnings are not logged: slow answers, forged hosts and failing logins stay unseen."
		}] : [];
	}))
});
const logFormat = defineRule({
	id: "settings/log-format",
	title: "The log is in the format that was asked for",
	severity: deployed("low"),
	why: "Whoever set LOG_FORMAT=json collects lines as JSON; lines of text are lost there or end up unparsed.",
	remedy: "\"formatters\": {\"json\": {\"()\": \"pythonjsonlogger.json.JsonFormatter\"}}",
	source: ["S4-019"],
	judge: (project) => acrossSettings(project, {
		...SCOPE$4,
		of: "web"
	}, (evaluated) => {
		const asked = project.given.variables.get("LOG_FORMAT")?.value ?? text(evaluated.value("LOG_FORMAT"));
		const formatters = JSON.stringify(member(evaluated.value("LOGGING"), "formatters") ?? {});
		return asked?.toLowerCase() === "json" && own(evaluated) === "dict" && !/json|structlog|ecs|logfmt/i.test(formatters) ? [{
			on: "LOGGING",
			subject: "LOG_FORMAT",
			evidence: "LOG_FORMAT = json, no formatter that writes JSON",
			message: "LOG_FORMAT asks for JSON, and no formatter writes it."
		}] : [];
	})
});
// src/checks/settings/mail.ts
const MAIL_PAGE = "https://docs.djangoproject.com/en/5.2/topics/email/";
const OLD_NAMES = {
	host: "EMAIL_HOST",
	port: "EMAIL_PORT",
	username: "EMAIL_HOST_USER",
	password: "EMAIL_HOST_PASSWORD",
	use_tls: "EMAIL_USE_TLS",
	use_ssl: "EMAIL_USE_SSL",
	timeout: "EMAIL_TIMEOUT"
};
function mailersOf({ value, since, isSet }) {
	const mailers = since("6.1") && isSet("MAILERS") ? entries(value("MAILERS")) : void 0;
	if (mailers !== void 0) return Object.entries(mailers).map(([alias, mailer]) => ({
		on: "MAILERS",
		alias,
		backend: text(member(mailer, "BACKEND")) ?? SMTP,
		option: (name) => member(mailer, "OPTIONS", name)
	}));
	return [{
		on: "EMAIL_BACKEND",
		alias: void 0,
		backend: text(value("EMAIL_BACKEND")) ?? SMTP,
		option: (name) => value(OLD_NAMES[name])
	}];
}
const SMTP = "django.core.mail.backends.smtp.EmailBackend";
const SCOPE$3 = {
	needs: ["EMAIL_BACKEND", "MAILERS"],
	of: "any"
};
const onOf = ({ on, alias }, option) => alias === void 0 ? OLD_NAMES[option] : on;
const subjectOf = ({ alias }, name) => alias === void 0 ? name : `MAILERS: ${alias}: ${name}`;
const mailBackend = defineRule({
	id: "settings/mail-backend",
	title: "Mail leaves the machine",
	severity: deployed("low", "high"),
	why: "These backends print mail, keep it or throw it away, and report success: password links, invitations and error reports reach nobody.",
	remedy: "EMAIL_BACKEND = \"django.core.mail.backends.smtp.EmailBackend\"",
	source: [
		"S1-027",
		"S1-166",
		"C19",
		"Django mail.E001",
		`${MAIL_PAGE}#email-backends`
	],
	judge: (project) => acrossSettings(project, SCOPE$3, (evaluated) => mailersOf(evaluated).flatMap((mailer) => {
		const kind = /mail\.backends\.(console|dummy|locmem|filebased)\b/.exec(mailer.backend)?.[1];
		if (kind === void 0 || mailer.alias !== void 0 && mailer.alias !== "default") return [];
		return [{
			on: mailer.on,
			subject: subjectOf(mailer, mailer.alias === void 0 ? "EMAIL_BACKEND" : "BACKEND"),
			evidence: `${mailer.alias === void 0 ? "EMAIL_BACKEND" : `MAILERS['${mailer.alias}']`}: ${mailer.backend}`,
			message: `Mail ${FATE[kind] ?? "goes nowhere"}: it reaches nobody.`
		}];
	}))
});
const FATE = {
	console: "is printed into the log, links to reset passwords included",
	dummy: "is thrown away",
	locmem: "is kept in memory",
	filebased: "is written into a folder of the container"
};
const mailServer = defineRule({
	id: "settings/mail-server",
	title: "The mail server is another machine",
	severity: deployed("low", "medium"),
	why: "In a container nothing listens on port 25 of localhost: whatever sends mail, resetting a password first, ends with 500.",
	remedy: "EMAIL_HOST = env(\"EMAIL_HOST\")",
	source: [
		"S1-173",
		"S2-027",
		"S1-166",
		`${MAIL_PAGE}#smtp-backend`
	],
	judge: (project) => {
		if (project.servers.length > 0 && project.servers.every(({ unit }) => unit !== void 0)) return [];
		return acrossSettings(project, SCOPE$3, (evaluated) => mailersOf(evaluated).flatMap((mailer) => {
			const host = text(mailer.option("host")) ?? "localhost";
			if (!isSmtp(mailer) || reach(host) !== "local" || host.startsWith("/")) return [];
			const asked = [
				"EMAIL_HOST",
				"EMAIL_BACKEND",
				"EMAIL_PORT",
				"DEFAULT_FROM_EMAIL",
				"MAILERS"
			].some(evaluated.isSet);
			return [{
				on: onOf(mailer, "host"),
				subject: subjectOf(mailer, "EMAIL_HOST"),
				evidence: `host ${shown$2(host)}`,
				...asked ? {} : { severity: "low" },
				message: "Mail is handed to a server on the same machine, which a container has not."
			}];
		}));
	}
});
const isSmtp = ({ backend }) => /smtp/i.test(backend);
const mailTls = defineRule({
	id: "settings/mail-tls",
	title: "Mail is sent over TLS, the way its port expects it",
	severity: deployed("medium"),
	why: "Port 465 speaks TLS from the first byte, 587 after STARTTLS: the wrong one waits until it times out. Without either, password and mail can be read on the way. Django refuses both at once.",
	remedy: "EMAIL_PORT = 587\nEMAIL_USE_TLS = True\nEMAIL_USE_SSL = False",
	source: [
		"S1-173",
		"S2-027",
		"S4-017",
		"RFC 8314 section 3.3",
		`${MAIL_PAGE}#django.core.mail.backends.smtp.EmailBackend`
	],
	judge: (project) => acrossSettings(project, SCOPE$3, (evaluated) => mailersOf(evaluated).filter(isSmtp).flatMap((mailer) => {
		const tls = truth(mailer.option("use_tls")) === true;
		const ssl = truth(mailer.option("use_ssl")) === true;
		const port = count(mailer.option("port")) ?? 25;
		const host = text(mailer.option("host")) ?? "localhost";
		const fault = {
			on: onOf(mailer, ssl ? "use_ssl" : tls ? "use_tls" : "port"),
			subject: subjectOf(mailer, "TLS"),
			evidence: `port ${port}, STARTTLS ${shown$2(tls)}, TLS from the start ${shown$2(ssl)}`
		};
		if (tls && ssl) return [{
			...fault,
			severity: "high",
			message: "EMAIL_USE_TLS and EMAIL_USE_SSL exclude each other: Django refuses to send."
		}];
		if (port === 465 && !ssl) return [{
			...fault,
			on: onOf(mailer, "port"),
			severity: "high",
			message: "Port 465 waits for TLS from the first byte, which EMAIL_USE_SSL is for: no mail goes out.",
			remedy: "EMAIL_PORT = 465\nEMAIL_USE_SSL = True\nEMAIL_USE_TLS = False"
		}];
		if (port === 587 && ssl) return [{
			...fault,
			severity: "high",
			message: "Port 587 begins in plain text and switches by STARTTLS, which EMAIL_USE_TLS is for: no mail goes out."
		}];
		if (tls || ssl || reach(host) === "local") return [];
		const login = hasLogin(mailer);
		if (reach(host) === "private" && !login) return [];
		return [{
			...fault,
			on: onOf(mailer, "use_tls"),
			severity: login ? "medium" : "low",
			message: `Mail${login ? " and the password of the mail account are" : " is"} sent in plain text.`
		}];
	}))
});
function hasLogin(mailer) {
	const password = mailer.option("password");
	return isSecret(password) ? (secretIn(password)?.length ?? 0) > 0 : truth(mailer.option("username")) === true;
}
const mailSender = defineRule({
	id: "settings/mail-sender",
	title: "Mail comes from an address of the site",
	severity: deployed("low", "medium"),
	why: "Mail from a name that does not exist is refused or sorted out by the receiver: password links are never seen.",
	remedy: "DEFAULT_FROM_EMAIL = \"site@example.org\"\nSERVER_EMAIL = DEFAULT_FROM_EMAIL",
	source: [
		"S2-026",
		"S1-166",
		"https://docs.djangoproject.com/en/5.2/ref/settings/#default-from-email"
	],
	judge: (project) => acrossSettings(project, {
		needs: ["DEFAULT_FROM_EMAIL"],
		of: "any"
	}, (evaluated) => {
		const { value, isSet, setting } = evaluated;
		const sends = [
			"EMAIL_HOST",
			"EMAIL_BACKEND",
			"MAILERS",
			"ANYMAIL"
		].some(isSet) && mailersOf(evaluated).some(({ backend }) => !/backends\.(?:console|dummy|locmem|filebased)/.test(backend));
		const sender = text(value("DEFAULT_FROM_EMAIL")) ?? "";
		const domain = /@([^>\s]+)/.exec(sender)?.[1]?.toLowerCase() ?? "";
		if (!sends || setting("DEFAULT_FROM_EMAIL")?.dummy === true) return [];
		const flaw = domain === "" ? "is no address" : reach(domain) === "local" ? "ends in a name that no receiver can look up" : /^(?:example\.(?:com|org|net)|(?:your|my)-?(?:domain|site|company)\.)/.test(domain) ? "is an address from a template" : void 0;
		return flaw === void 0 ? [] : [{
			on: "DEFAULT_FROM_EMAIL",
			message: `The sender ${shown$2(sender)} ${flaw}.`
		}];
	})
});
const mailTimeout = defineRule({
	id: "settings/mail-timeout",
	title: "A mail server that does not answer is given up",
	severity: {
		development: "off",
		staging: "off",
		production: "low"
	},
	why: "Without a time limit a request that sends mail waits for as long as the operating system does, minutes, and holds its process.",
	remedy: "EMAIL_TIMEOUT = 10",
	source: ["S1-173", "https://docs.djangoproject.com/en/5.2/ref/settings/#email-timeout"],
	judge: (project) => acrossSettings(project, {
		...SCOPE$3,
		of: "web"
	}, (evaluated) => mailersOf(evaluated).filter((mailer) => isSmtp(mailer) && reach(text(mailer.option("host")) ?? "localhost") !== "local").filter((mailer) => (mailer.option("timeout") ?? null) === null).map((mailer) => ({
		on: onOf(mailer, "timeout"),
		subject: subjectOf(mailer, "EMAIL_TIMEOUT"),
		evidence: "EMAIL_TIMEOUT = None",
		message: "A mail server that does not answer holds a process for minutes."
	})))
});
// src/checks/settings/middleware.ts
const ORDER_PAGE = "https://docs.djangoproject.com/en/5.2/ref/middleware/#middleware-ordering";
const SCOPE$2 = {
	needs: ["MIDDLEWARE"],
	of: "web"
};
const SECURITY = "django.middleware.security.SecurityMiddleware";
const SESSION = "django.contrib.sessions.middleware.SessionMiddleware";
const COMMON = "django.middleware.common.CommonMiddleware";
const CSRF = "django.middleware.csrf.CsrfViewMiddleware";
const AUTH = "django.contrib.auth.middleware.AuthenticationMiddleware";
const MESSAGES = "django.contrib.messages.middleware.MessageMiddleware";
const LOCALE = "django.middleware.locale.LocaleMiddleware";
const GZIP = "django.middleware.gzip.GZipMiddleware";
const CONDITIONAL = "django.middleware.http.ConditionalGetMiddleware";
const CORS = "corsheaders.middleware.CorsMiddleware";
const UPDATE = "django.middleware.cache.UpdateCacheMiddleware";
const FETCH = "django.middleware.cache.FetchFromCacheMiddleware";
const ORDER = [
	{
		first: SESSION,
		second: AUTH,
		severity: "critical",
		harm: "there is no session yet when the visitor is looked up: every request ends with 500"
	},
	{
		first: SESSION,
		second: MESSAGES,
		severity: "critical",
		harm: "there is no session yet to keep messages in: every request ends with 500"
	},
	{
		first: SESSION,
		second: LOCALE,
		severity: "low",
		harm: "the language of the session is not known yet"
	},
	{
		first: AUTH,
		second: "django.contrib.auth.middleware.LoginRequiredMiddleware",
		severity: "critical",
		harm: "nobody is logged in yet when a login is asked for"
	},
	{
		first: AUTH,
		second: "django_otp.middleware.OTPMiddleware",
		severity: "critical",
		harm: "nobody is logged in yet when the second factor is asked for"
	},
	{
		first: AUTH,
		second: "django.contrib.auth.middleware.RemoteUserMiddleware",
		severity: "high",
		harm: "the visitor is looked up again afterwards, and the remote user is lost"
	},
	{
		first: CORS,
		second: COMMON,
		severity: "medium",
		harm: "answers that CommonMiddleware makes (the redirect to the slash) have no CORS headers, and browsers drop them"
	},
	{
		first: CORS,
		second: CSRF,
		severity: "low",
		harm: "a refused form has no CORS headers, so the page cannot say why"
	},
	{
		first: SECURITY,
		second: SESSION,
		severity: "low",
		harm: "a request over plain HTTP costs a session before it is redirected"
	},
	{
		first: GZIP,
		second: CONDITIONAL,
		severity: "low",
		harm: "the answer is compared before it is compressed, so it never counts as unchanged"
	},
	{
		first: SESSION,
		second: CSRF,
		severity: "low",
		harm: "with CSRF_USE_SESSIONS there is no session yet to keep the token in"
	}
];
const middlewareOrder = defineRule({
	id: "settings/middleware-order",
	title: "Middleware stands in an order in which it works",
	severity: deployed("medium"),
	why: "Each one relies on what those before it did with the request. In the wrong order it fails, or does nothing.",
	remedy: "SecurityMiddleware, WhiteNoise, CORS, sessions, locale, common, CSRF, authentication, messages, clickjacking.",
	source: [
		"S1-047",
		ORDER_PAGE,
		"https://github.com/adamchainz/django-cors-headers#setup"
	],
	judge: (project) => acrossSettings(project, SCOPE$2, ({ value }) => {
		const names = list(value("MIDDLEWARE")) ?? [];
		return ORDER.flatMap(({ first, second, severity, harm }) => {
			const before = names.indexOf(first);
			const after = names.indexOf(second);
			if (before < 0 || after < 0 || before < after) return [];
			return [{
				on: "MIDDLEWARE",
				subject: `${short(first)} before ${short(second)}`,
				severity,
				evidence: `MIDDLEWARE: ${short(second)} is number ${after + 1}, ${short(first)} number ${before + 1}`,
				message: `${short(second)} comes before ${short(first)}: ${harm}.`,
				remedy: `Put ${first} before ${second}.`
			}];
		});
	})
});
const middlewareMissing = defineRule({
	id: "settings/middleware-missing",
	title: "What protects every request is installed",
	severity: deployed("medium", "high"),
	why: "The settings of a middleware that is not installed do nothing: no redirect, no HSTS, no check of forms.",
	remedy: "MIDDLEWARE = [\"django.middleware.security.SecurityMiddleware\", ..., \"django.middleware.csrf.CsrfViewMiddleware\", ...]",
	source: [
		"S1-010",
		"S1-011",
		"Django security.W001",
		"Django security.W003",
		"https://docs.djangoproject.com/en/5.2/ref/middleware/"
	],
	judge: (project) => acrossSettings(project, SCOPE$2, ({ value, isSet, installed }) => {
		const names = list(value("MIDDLEWARE")) ?? [];
		const api = installed("rest_framework") || installed("ninja");
		const has = (wanted) => names.some((name) => name === wanted || name.endsWith(`.${short(wanted)}`));
		const inert = ["SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS"].filter((name) => isSet(name) && truth(value(name)) === true);
		return [...has(SECURITY) ? [] : [{
			on: "MIDDLEWARE",
			subject: "SecurityMiddleware",
			evidence: "MIDDLEWARE has no SecurityMiddleware",
			...inert.length > 0 ? {} : { severity: "medium" },
			message: `SecurityMiddleware is not installed${inert.length > 0 ? `: ${inert.join(" and ")} ${inert.length === 1 ? "does" : "do"} nothing` : ": no HSTS, no nosniff, no redirect"}.`
		}], ...has(CSRF) || names.some((name) => /csrf/i.test(name)) ? [] : [{
			on: "MIDDLEWARE",
			subject: "CsrfViewMiddleware",
			evidence: "MIDDLEWARE has no CsrfViewMiddleware",
			...has(SESSION) ? api ? { severity: "medium" } : {} : { severity: "low" },
			message: "Forms of other sites are accepted in the name of whoever is logged in."
		}]];
	})
});
const cacheMiddleware = defineRule({
	id: "settings/cache-middleware",
	title: "The cache of whole pages is complete, and knows whose page it is",
	severity: deployed("low"),
	why: "UpdateCache has to come first and FetchFromCache last, or pages are stored before Vary is known and served to the wrong visitor. A page with somebody’s name in it that says nothing of cookies is served to everybody.",
	remedy: "MIDDLEWARE = [\"django.middleware.cache.UpdateCacheMiddleware\", ..., \"django.middleware.cache.FetchFromCacheMiddleware\"]\nCACHE_MIDDLEWARE_KEY_PREFIX = \"site\"",
	source: ["S2-043", "https://docs.djangoproject.com/en/5.2/topics/cache/#order-of-middleware"],
	judge: (project) => acrossSettings(project, SCOPE$2, ({ value }) => {
		const names = list(value("MIDDLEWARE")) ?? [];
		const keep = names.indexOf(UPDATE);
		const lookup = names.indexOf(FETCH);
		if (keep < 0 && lookup < 0) return [];
		const fault = {
			on: "MIDDLEWARE",
			subject: "cache middleware"
		};
		if (keep < 0 || lookup < 0) return [{
			...fault,
			severity: "medium",
			message: `${short(keep < 0 ? UPDATE : FETCH)} is missing: ${keep < 0 ? "no page is ever stored" : "no stored page is ever served"}.`,
			evidence: `MIDDLEWARE has ${short(keep < 0 ? FETCH : UPDATE)} only`
		}];
		const outside = [
			SESSION,
			LOCALE,
			GZIP
		].filter((name) => names.includes(name) && names.indexOf(name) < keep);
		if (keep > lookup || outside.length > 0) return [{
			...fault,
			severity: "high",
			evidence: `UpdateCacheMiddleware is number ${keep + 1}, FetchFromCacheMiddleware number ${lookup + 1} of ${names.length}`,
			message: keep > lookup ? "FetchFromCacheMiddleware comes before UpdateCacheMiddleware: pages are stored before their Vary header is complete." : `${outside.map(short).join(", ")} ${outside.length === 1 ? "stands" : "stand"} before the cache middleware: one visitor’s page can be served to another.`
		}];
		const prefix = text(value("CACHE_MIDDLEWARE_KEY_PREFIX")) ?? "";
		return [{
			...fault,
			evidence: `CACHE_MIDDLEWARE_SECONDS = ${shown$2(count(value("CACHE_MIDDLEWARE_SECONDS")) ?? 600)}, CACHE_MIDDLEWARE_KEY_PREFIX = ${shown$2(prefix)}`,
			message: `Every page is kept for everybody unless its view says otherwise${prefix === "" ? ", under keys that another site in the same cache would share" : ""}.`,
			remedy: "Mark pages of logged-in visitors with @never_cache or cache_control(private=True)."
		}];
	})
});
function short(name) {
	return name.replace(/^.*\./, "");
}
// src/checks/settings/origins.ts
const ORIGINS_PAGE = "https://docs.djangoproject.com/en/5.2/ref/settings/#csrf-trusted-origins";
const SCOPE$1 = {
	needs: ["CSRF_TRUSTED_ORIGINS"],
	of: "web"
};
const originScheme = defineRule({
	id: "settings/csrf-origin-scheme",
	title: "Each trusted origin is written as this Django compares it",
	severity: deployed("high"),
	why: "Since 4.0 Django compares whole origins. Without its scheme an entry matches nothing, and 4_0.E001 stops `manage.py migrate` and every other command that runs the checks.",
	remedy: "Write the scheme:\nCSRF_TRUSTED_ORIGINS=https://www.example.org",
	source: [
		"S0-029",
		"S1-039",
		"Django 4_0.E001",
		ORIGINS_PAGE
	],
	judge: (project) => acrossSettings(project, SCOPE$1, ({ value, since }) => (list(value("CSRF_TRUSTED_ORIGINS")) ?? []).flatMap((origin) => {
		const schemed = origin.includes("://");
		if (schemed === since("4.0")) return [];
		return [{
			on: "CSRF_TRUSTED_ORIGINS",
			subject: `CSRF_TRUSTED_ORIGINS: ${origin}`,
			evidence: `CSRF_TRUSTED_ORIGINS holds ${shown$2(origin)}`,
			message: schemed ? "Before Django 4.0 entries are host names; one with a scheme matches nothing." : "An entry has no scheme, so it matches nothing, and Django’s own check stops management commands.",
			remedy: schemed ? "Write the host name alone." : `Write the scheme:\nCSRF_TRUSTED_ORIGINS=https://${origin.trim()}`
		}];
	}))
});
const originShape = defineRule({
	id: "settings/csrf-origin-shape",
	title: "Each trusted origin can match an Origin header",
	severity: deployed("medium"),
	why: "Browsers send scheme, host and port, and nothing after them. With a path, a slash or a blank an entry matches no request, and the forms it was meant for end in 403.",
	remedy: "End it after the host:\nCSRF_TRUSTED_ORIGINS=https://www.example.org",
	source: [
		"S0-029",
		"S1-039",
		"RFC 6454 section 7",
		ORIGINS_PAGE
	],
	judge: (project) => acrossSettings(project, SCOPE$1, ({ value }) => (list(value("CSRF_TRUSTED_ORIGINS")) ?? []).flatMap((origin) => {
		const flaw = flawOf(origin);
		return flaw === void 0 ? [] : [{
			on: "CSRF_TRUSTED_ORIGINS",
			subject: `CSRF_TRUSTED_ORIGINS: ${origin}`,
			evidence: `CSRF_TRUSTED_ORIGINS holds ${shown$2(origin)}`,
			message: `An entry ${flaw}, so it matches no request.`
		}];
	}))
});
function flawOf(origin) {
	if (origin.trim() === "") return "is blank";
	if (origin !== origin.trim()) return "has blanks at its ends";
	const [, rest] = origin.split("://");
	if (rest === void 0) return void 0;
	if (rest.endsWith("/") && rest.indexOf("/") === rest.length - 1) return "ends with a slash";
	if (rest.includes("/")) return "has a path";
	if (rest === "*" || rest === "") return "names no host";
	if (/["'<>{}\s,;]/.test(rest)) return "holds a character that no origin has";
	return rest.endsWith(":443") && origin.startsWith("https:") ? "names the port 443, which browsers leave out" : void 0;
}
const originPlain = defineRule({
	id: "settings/csrf-origin-plain",
	title: "Trusted origins are HTTPS",
	severity: deployed("low", "medium"),
	why: "Whoever can change a page on its way (any shared network) can make a page of a plain HTTP origin post a visitor’s forms.",
	remedy: "CSRF_TRUSTED_ORIGINS=https://www.example.org",
	source: [
		"S0-029",
		"S1-039",
		ORIGINS_PAGE
	],
	judge: (project) => acrossSettings(project, SCOPE$1, ({ value }) => (list(value("CSRF_TRUSTED_ORIGINS")) ?? []).filter((origin) => /^http:\/\//i.test(origin.trim())).map((origin) => ({
		on: "CSRF_TRUSTED_ORIGINS",
		subject: `CSRF_TRUSTED_ORIGINS: ${origin}`,
		evidence: `CSRF_TRUSTED_ORIGINS holds ${shown$2(origin)}`,
		message: "Forms are accepted from a page that came over plain HTTP.",
		...isLocal$1(origin) ? { severity: "low" } : {}
	})))
});
function isLocal$1(origin) {
	const address = origin.trim();
	return URL.canParse(address) && reach(new URL(address).hostname) === "local";
}
const originHosts = defineRule({
	id: "settings/csrf-origin-hosts",
	title: "Trusted origins and allowed hosts name the same site",
	severity: deployed("low"),
	why: "A form is accepted when its origin is the address Django sees, or is trusted. Behind a proxy whose headers Django does not read, only the list helps; and an origin that is nobody’s host here trusts another site with the visitors’ sessions.",
	remedy: "One origin for each public host:\nCSRF_TRUSTED_ORIGINS=https://www.example.org",
	source: [
		"S0-029",
		"S1-009",
		"S1-152",
		"S1-021",
		ORIGINS_PAGE
	],
	judge: (project) => acrossSettings(project, {
		needs: ["CSRF_TRUSTED_ORIGINS", "ALLOWED_HOSTS"],
		of: "web"
	}, (evaluated) => [...siteLeftOut(evaluated), ...foreignOrigins(evaluated)])
});
function siteLeftOut({ value, setting, since, project, project: { site } }) {
	if (site?.protocol !== "https:" || !since("4.0") || setting("CSRF_TRUSTED_ORIGINS")?.dummy === true) return [];
	if ((list(value("CSRF_TRUSTED_ORIGINS")) ?? []).filter((origin) => origin.includes("://")).some((origin) => matches(origin.trim().replace(/\/$/, ""), site))) return [];
	const { serverKnowsHttps, serverSpeaksHttps, known } = entranceOf(project);
	const seen = truth(value("SECURE_PROXY_SSL_HEADER")) === true || serverKnowsHttps || serverSpeaksHttps;
	return [{
		on: "CSRF_TRUSTED_ORIGINS",
		subject: `CSRF_TRUSTED_ORIGINS: ${site.origin}`,
		severity: seen ? "low" : known ? "high" : "medium",
		message: seen ? `The site’s own origin ${site.origin} is not trusted by name; forms work only as long as the proxy hands on host and scheme.` : `The site’s own origin ${site.origin} is not trusted, and behind the proxy Django takes requests for plain HTTP: every form ends in 403.`,
		remedy: `CSRF_TRUSTED_ORIGINS=${site.origin}`
	}];
}
function foreignOrigins({ value, setting }) {
	const hosts = list(value("ALLOWED_HOSTS")) ?? [];
	if (hosts.length === 0 || setting("ALLOWED_HOSTS")?.dummy === true || setting("CSRF_TRUSTED_ORIGINS")?.dummy === true) return [];
	return (list(value("CSRF_TRUSTED_ORIGINS")) ?? []).flatMap((origin) => {
		const host = /^https?:\/\/(?:\*\.)?([^/:]+)/i.exec(origin.trim())?.[1];
		if (host === void 0 || hosts.some((entry) => allows$1(entry.trim().toLowerCase(), host))) return [];
		if (hosts.some((entry) => entry.trim().endsWith(`.${host}`))) return [];
		return [{
			on: "CSRF_TRUSTED_ORIGINS",
			subject: `CSRF_TRUSTED_ORIGINS: ${origin}`,
			evidence: `CSRF_TRUSTED_ORIGINS holds ${shown$2(origin)}`,
			message: `${origin} is trusted with forms, but is no host of this site.`,
			remedy: "Take it out, unless that site posts forms here."
		}];
	});
}
function matches(origin, site) {
	if (origin.toLowerCase() === site.origin) return true;
	const [scheme, host] = origin.toLowerCase().split("://");
	return `${scheme}:` === site.protocol && host?.startsWith("*.") === true && allows$1(host.slice(1), site.hostname);
}
// src/checks/settings/passwords.ts
const passwordHasher = defineRule({
	id: "settings/password-hasher",
	title: "Passwords are stored so that guessing them is slow",
	severity: deployed("high"),
	why: "A graphics card tries thousands of millions of MD5 or SHA-1 sums a second: from a copy of the table nearly every password is read back within days.",
	remedy: "Keep Django’s order; the fast hasher is for tests only:\nPASSWORD_HASHERS = [\"django.contrib.auth.hashers.PBKDF2PasswordHasher\", ...]",
	source: [
		"S4-003",
		"https://docs.djangoproject.com/en/5.2/topics/auth/passwords/",
		"https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html"
	],
	judge: (project) => acrossSettings(project, {
		needs: ["PASSWORD_HASHERS"],
		of: "any"
	}, ({ value }) => {
		const [first, ...rest] = (list(value("PASSWORD_HASHERS")) ?? []).map((name) => name.replace(/^.*\./, ""));
		if (first === void 0) return [];
		if (/^(?:Unsalted)?(?:MD5|SHA1)PasswordHasher$|^CryptPasswordHasher$|^Plain/i.test(first)) return [{
			on: "PASSWORD_HASHERS",
			evidence: `first: ${first}`,
			message: `New passwords are stored with ${first}, which a machine guesses by the million.`
		}];
		const weak = rest.filter((name) => /^Unsalted|^Plain/i.test(name));
		return weak.length === 0 ? [] : [{
			on: "PASSWORD_HASHERS",
			subject: "PASSWORD_HASHERS: old",
			severity: "low",
			evidence: `also accepted: ${weak.join(", ")}`,
			message: "Passwords that were stored without salt still let their owners in; they are renewed only when their owners log in."
		}];
	})
});
const passwordValidators = defineRule({
	id: "settings/password-validators",
	title: "Passwords are looked at before they are taken",
	severity: deployed("low", "medium"),
	why: "Without validators \"1\" is a password; Django has none unless the settings name them.",
	remedy: "AUTH_PASSWORD_VALIDATORS = [\n    {\"NAME\": \"django.contrib.auth.password_validation.MinimumLengthValidator\", \"OPTIONS\": {\"min_length\": 12}},\n    {\"NAME\": \"django.contrib.auth.password_validation.CommonPasswordValidator\"},\n]",
	source: ["S2-053", "https://docs.djangoproject.com/en/5.2/topics/auth/passwords/#password-validation"],
	judge: (project) => acrossSettings(project, {
		needs: ["AUTH_PASSWORD_VALIDATORS", "INSTALLED_APPS"],
		of: "web"
	}, ({ value, installed }) => {
		const validators = value("AUTH_PASSWORD_VALIDATORS");
		return installed("django.contrib.auth") && Array.isArray(validators) && validators.length === 0 ? [{
			on: "AUTH_PASSWORD_VALIDATORS",
			message: "Every password is taken, \"1\" too."
		}] : [];
	})
});
// src/checks/settings/pooling.ts
const SCOPE = {
	needs: ["DATABASES"],
	of: "any"
};
const POOL_PAGE = "https://docs.djangoproject.com/en/5.2/ref/databases/#transaction-pooling-server-side-cursors";
function poolerOf({ host, port }, project) {
	const service = project.services.find(({ role, name }) => role === "pooler" && name === host);
	if (service !== void 0) return {
		what: service.title,
		mode: modeIn(service.environment.get("POOL_MODE") ?? service.environment.get("PGBOUNCER_POOL_MODE") ?? modeInFiles(project))
	};
	if (/pgbouncer|pgcat|pgpool|supavisor|-pooler\b|\bpooler\b/i.test(host)) return {
		what: host,
		mode: modeIn(modeInFiles(project))
	};
	return POOLER_PORTS.has(port ?? 0) ? {
		what: `${host}:${port}`,
		mode: modeIn(modeInFiles(project))
	} : void 0;
}
const POOLER_PORTS = new Set([6432, 6543]);
function modeIn(written) {
	const mode = written?.trim().toLowerCase();
	return mode === "session" || mode === "transaction" || mode === "statement" ? mode : "unknown";
}
function modeInFiles({ proxies }) {
	const every = (directives) => directives.flatMap((directive) => [directive, ...every(directive.block ?? [])]);
	return proxies.filter(({ program }) => program === "pgbouncer").flatMap(({ directives }) => every(directives)).find(({ name }) => name === "pool_mode" || name.endsWith(".pool_mode"))?.words.at(-1);
}
const serverSideCursors = defineRule({
	id: "settings/server-side-cursors",
	title: "Behind a transaction pooler no cursor outlives its transaction",
	severity: deployed("medium", "high"),
	why: "A pooler in transaction mode gives the next query another connection, where a cursor opened before does not exist: QuerySet.iterator(), dumpdata and exports fail in the middle.",
	remedy: "DATABASES[\"default\"][\"DISABLE_SERVER_SIDE_CURSORS\"] = True",
	source: [
		"S1-026",
		"S1-145",
		"S1-143",
		"S1-144",
		POOL_PAGE
	],
	judge: (project) => acrossSettings(project, SCOPE, (evaluated) => databasesOf(evaluated).flatMap((database) => {
		const pooler = isPostgres(database) ? poolerOf(database, project) : void 0;
		if (pooler === void 0 || pooler.mode === "session") return [];
		if (truth(database.values["DISABLE_SERVER_SIDE_CURSORS"] ?? false) !== false) return [];
		const known = pooler.mode !== "unknown";
		return [{
			on: "DATABASES",
			subject: database.alias === "default" ? "DISABLE_SERVER_SIDE_CURSORS" : `${database.alias}: DISABLE_SERVER_SIDE_CURSORS`,
			...known ? {} : { severity: "medium" },
			evidence: `${database.alias}: host ${database.host}, pool mode ${pooler.mode}, DISABLE_SERVER_SIDE_CURSORS = False`,
			message: known ? `${pooler.what} pools by ${pooler.mode}, and server-side cursors are on: QuerySet.iterator() fails.` : `${pooler.what} is a pooler; if it pools by transaction, QuerySet.iterator() fails, because server-side cursors are on.`
		}];
	}))
});
const preparedStatements = defineRule({
	id: "settings/prepared-statements",
	title: "Behind a transaction pooler nothing is prepared on one connection and used on another",
	severity: deployed("medium"),
	why: "A statement prepared on one connection does not exist on the next that the pooler hands out: queries fail now and then, under load first.",
	remedy: "DATABASES[\"default\"][\"OPTIONS\"][\"prepare_threshold\"] = None",
	source: [
		"S1-143",
		"https://www.psycopg.org/psycopg3/docs/advanced/prepare.html",
		POOL_PAGE
	],
	versions: "Django 4.2 and later, with psycopg 3",
	judge: (project) => acrossSettings(project, SCOPE, (evaluated) => databasesOf(evaluated).flatMap((database) => {
		const threshold = member(database.values["OPTIONS"], "prepare_threshold");
		const pooler = isPostgres(database) ? poolerOf(database, project) : void 0;
		return pooler === void 0 || pooler.mode === "session" || count(threshold) === void 0 ? [] : [{
			on: "DATABASES",
			subject: "prepare_threshold",
			evidence: `${database.alias}: host ${database.host}, prepare_threshold = ${shown$2(threshold)}`,
			message: `Statements are prepared, and ${pooler.what} hands out another connection for each transaction.`
		}];
	}))
});
const connectionPool = defineRule({
	id: "settings/connection-pool",
	title: "Django’s own pool can start",
	severity: deployed("critical"),
	why: "Django refuses a pool beside persistent connections, or without psycopg 3, on the first query; before 5.1 the option goes to the driver, which refuses it as well. Every page that asks the database fails.",
	remedy: "DATABASES[\"default\"][\"CONN_MAX_AGE\"] = 0\nDATABASES[\"default\"][\"OPTIONS\"] = {\"pool\": True}",
	source: [
		"S1-157",
		"S1-026",
		"https://docs.djangoproject.com/en/5.2/ref/databases/#connection-pool"
	],
	judge: (project) => acrossSettings(project, SCOPE, (evaluated) => databasesOf(evaluated).flatMap((database) => {
		const pool = member(database.values["OPTIONS"], "pool");
		if (!isPostgres(database) || pool === void 0 || truth(pool) === false) return [];
		const flaw = poolFlaw(database, evaluated.since("5.1"), project);
		return flaw === void 0 ? [] : [{
			on: "DATABASES",
			subject: "OPTIONS: pool",
			evidence: `${database.alias}: pool = ${shown$2(pool)}, CONN_MAX_AGE = ${shown$2(database.values["CONN_MAX_AGE"] ?? 0)}`,
			message: flaw
		}];
	}))
});
function poolFlaw({ values }, knowsPools, { python }) {
	if (!knowsPools) return "This Django knows no pool (5.1 is the first that does): the option reaches the driver, which refuses to connect.";
	if ((values["CONN_MAX_AGE"] ?? 0) !== 0) return "A pool and persistent connections exclude each other: Django refuses every query.";
	const packages = python?.packages ?? {};
	const old = packages["psycopg2"] ?? packages["psycopg2-binary"];
	if (packages["psycopg"] === void 0) return old === void 0 ? void 0 : "The pool needs psycopg 3, and psycopg2 is installed: Django refuses every query.";
	if (packages["psycopg-pool"] === void 0) return "The pool needs the package psycopg-pool (`psycopg[pool]`), which is not installed: Django refuses every query.";
}
// src/checks/settings/proxy-header.ts
const HEADER_PAGE = "https://docs.djangoproject.com/en/5.2/ref/settings/#secure-proxy-ssl-header";
const proxyHeaderMissing = defineRule({
	id: "settings/proxy-header-missing",
	title: "Django is told that requests came over HTTPS",
	severity: deployed("medium"),
	why: "The proxy ends TLS and speaks plain HTTP to Django. Without its header Django takes every request for plain HTTP: with the redirect on, it sends visitors to the address they came from, for ever; HSTS is never sent, links in mails are http://.",
	remedy: "SECURE_PROXY_SSL_HEADER = (\"HTTP_X_FORWARDED_PROTO\", \"https\")",
	source: [
		"S1-021",
		"S1-040",
		"C22",
		HEADER_PAGE,
		"https://docs.gunicorn.org/en/stable/settings.html#forwarded-allow-ips"
	],
	judge: (project) => acrossSettings(project, {
		needs: ["SECURE_PROXY_SSL_HEADER", "SECURE_SSL_REDIRECT"],
		of: "web"
	}, (evaluated) => {
		const { value, installed, profile } = evaluated;
		if (value("SECURE_PROXY_SSL_HEADER") !== null || seesHttps(evaluated)) return [];
		if (truth(value("SECURE_SSL_REDIRECT")) === true && installed(SECURITY_MIDDLEWARE)) return [{
			on: "SECURE_SSL_REDIRECT",
			subject: "SECURE_PROXY_SSL_HEADER",
			severity: entranceOf(project).known ? "critical" : "high",
			evidence: `SECURE_SSL_REDIRECT = True, SECURE_PROXY_SSL_HEADER = None${loopSeen(evaluated)}`,
			message: "The redirect to HTTPS is on, but nothing tells Django that a request already came over HTTPS: behind a proxy every page redirects to itself."
		}];
		if (project.site?.protocol !== "https:" && !meansHttps(evaluated)) return [];
		if (refusesForms(evaluated) && entranceOf(project).known) return [{
			on: "SECURE_PROXY_SSL_HEADER",
			severity: profile === "production" ? "high" : "medium",
			evidence: "SECURE_PROXY_SSL_HEADER = None, no https:// in CSRF_TRUSTED_ORIGINS",
			message: "Behind the proxy that ends TLS, Django takes every request for plain HTTP, and no origin is trusted: browsers send Origin: https://..., so that every form, the login among them, ends in 403.",
			remedy: "SECURE_PROXY_SSL_HEADER = (\"HTTP_X_FORWARDED_PROTO\", \"https\")\nCSRF_TRUSTED_ORIGINS = [\"https://www.example.org\"]",
			with: ["CSRF_TRUSTED_ORIGINS"]
		}];
		return [{
			on: "SECURE_PROXY_SSL_HEADER",
			message: "Behind the proxy that ends TLS, Django takes every request for plain HTTP: HSTS is not sent, and links it makes begin with http://."
		}];
	})
});
function meansHttps({ value }) {
	const seconds = value("SECURE_HSTS_SECONDS");
	return truth(value("SESSION_COOKIE_SECURE")) === true || truth(value("CSRF_COOKIE_SECURE")) === true || typeof seconds === "number" && seconds > 0;
}
function refusesForms({ value, installed, since }) {
	const origins = list(value("CSRF_TRUSTED_ORIGINS"));
	return since("4.0") && installed("django.middleware.csrf.CsrfViewMiddleware") && origins !== void 0 && !origins.some((origin) => origin.startsWith("https://"));
}
const SECURITY_MIDDLEWARE = "django.middleware.security.SecurityMiddleware";
function seesHttps({ project, evaluation }) {
	const { serverKnowsHttps, serverSpeaksHttps } = entranceOf(project);
	const { visits } = evaluation.answer;
	const told = visits.some(({ path, forwardedProto, status }) => forwardedProto === "https" && (status === 200 || status === 404) && visits.some((plain) => plain.path === path && plain.forwardedProto === null && plain.status === 301));
	return serverKnowsHttps || serverSpeaksHttps || told;
}
function loopSeen({ evaluation }) {
	const looped = evaluation.answer.visits.find(({ forwardedProto, status, location, path }) => forwardedProto === "https" && (status === 301 || status === 302) && location?.endsWith(path) === true);
	return looped === void 0 ? "" : `; ${looped.path} with X-Forwarded-Proto: https was redirected to ${looped.location}`;
}
const proxyHeaderShape = defineRule({
	id: "settings/proxy-header-shape",
	title: "The proxy’s header is named as Django looks for it",
	severity: deployed("high"),
	why: "Django looks the name up in the WSGI environment, where X-Forwarded-Proto is HTTP_X_FORWARDED_PROTO. Under any other name it is never found, which is as bad as no header; with anything but a pair every request ends in 500.",
	remedy: "SECURE_PROXY_SSL_HEADER = (\"HTTP_X_FORWARDED_PROTO\", \"https\")",
	source: ["S1-021", HEADER_PAGE],
	judge: (project) => acrossSettings(project, {
		needs: ["SECURE_PROXY_SSL_HEADER", "SECURE_SSL_REDIRECT"],
		of: "web"
	}, ({ value }) => {
		const header = value("SECURE_PROXY_SSL_HEADER");
		if (header === void 0 || header === null) return [];
		const flaw = headerFlaw(list(header), Array.isArray(header) ? header.length : 0);
		const loops = truth(value("SECURE_SSL_REDIRECT")) === true || flaw?.breaks === true;
		return flaw === void 0 ? [] : [{
			on: "SECURE_PROXY_SSL_HEADER",
			message: `${flaw.message}${truth(value("SECURE_SSL_REDIRECT")) === true && !flaw.breaks ? " With the redirect on, every page redirects to itself." : ""}`,
			...loops ? { severity: "critical" } : {}
		}];
	})
});
function headerFlaw(pair, length) {
	const [name, secure] = pair ?? [];
	if (name === void 0 || secure === void 0 || length !== 2) return {
		message: "It is no pair of header and value: Django stops every request with an error.",
		breaks: true
	};
	if (!name.startsWith("HTTP_") || name !== name.toUpperCase() || name.includes("-")) return {
		message: `The header is named ${shown$2(name)}, which is no key of a WSGI environment, so it is never found.`,
		breaks: false
	};
	if (name.endsWith("_PROTO") && secure !== "https") return {
		message: secure === "http" ? "Requests that came over plain HTTP are taken for HTTPS, and the others for plain HTTP." : `The proxy never sends the value ${shown$2(secure)}, so no request counts as HTTPS.`,
		breaks: false
	};
}
const proxyHeaderTrust = defineRule({
	id: "settings/proxy-header-trust",
	title: "Forwarded headers come from a proxy only",
	severity: deployed("medium"),
	why: "A header that a client may send itself proves nothing: it turns plain HTTP into \"HTTPS\", or decides the host of links in mails.",
	remedy: "Publish the port on the proxy only (`expose` in the place of `ports`), or let the proxy set and strip the header.",
	source: [
		"S1-021",
		"S1-022",
		HEADER_PAGE,
		"https://docs.djangoproject.com/en/5.2/ref/settings/#use-x-forwarded-host"
	],
	judge: (project) => acrossSettings(project, {
		needs: [],
		of: "web"
	}, ({ value }) => {
		const { published } = entranceOf(project);
		const wildcard = (list(value("ALLOWED_HOSTS")) ?? []).includes("*");
		const open = published[0];
		return [
			"SECURE_PROXY_SSL_HEADER",
			"USE_X_FORWARDED_HOST",
			"USE_X_FORWARDED_PORT"
		].flatMap((name) => {
			if (truth(value(name)) !== true) return [];
			if (open !== void 0 && !hasOwnProxy(project)) return [{
				on: name,
				message: `The header is believed, but ${open.title} also publishes its port to everybody, past any proxy.`
			}];
			if (name === "USE_X_FORWARDED_HOST" && wildcard) return [{
				on: name,
				message: "The forwarded host is believed and every host is allowed: a header decides where links lead."
			}];
			return [];
		});
	})
});
// src/checks/settings/redirect.ts
const redirectOff = defineRule({
	id: "settings/redirect-off",
	title: "Plain HTTP is redirected",
	severity: deployed("low", "medium"),
	why: "Who types the bare name starts on plain HTTP, where everything can be read and changed. Either the proxy redirects or Django does.",
	remedy: "SECURE_SSL_REDIRECT = True\nSECURE_PROXY_SSL_HEADER = (\"HTTP_X_FORWARDED_PROTO\", \"https\")",
	source: [
		"S1-010",
		"S1-033",
		"S2-025",
		"C22",
		"Django security.W008"
	],
	judge: (project) => acrossSettings(project, {
		needs: ["SECURE_SSL_REDIRECT"],
		of: "web"
	}, ({ value }) => {
		if (truth(value("SECURE_SSL_REDIRECT")) === true) return [];
		if (proxiesSay(project, /redirectscheme|redirections?\.entrypoint|return 30[128] https:|rewrite .*https:\/\//i)) return [];
		return [{
			on: "SECURE_SSL_REDIRECT",
			message: "Django does not redirect plain HTTP, and no proxy file here does: it rests on a switch of the proxy that nothing here shows (\"Force Https\" in Coolify)."
		}];
	})
});
const redirectExempt = defineRule({
	id: "settings/redirect-exempt",
	title: "Exemptions from the redirect match the paths they mean, and no more",
	severity: deployed("medium"),
	why: "Django takes the leading slash off a path before it compares. A pattern that begins with one never matches, and the health check is redirected: its 301 passes for success and proves nothing.",
	remedy: "SECURE_REDIRECT_EXEMPT = [r\"^health/$\", r\"^ready/$\"]",
	source: ["S1-010", "https://docs.djangoproject.com/en/5.2/ref/settings/#secure-redirect-exempt"],
	judge: (project) => acrossSettings(project, {
		needs: ["SECURE_REDIRECT_EXEMPT", "SECURE_SSL_REDIRECT"],
		of: "web"
	}, ({ value }) => truth(value("SECURE_SSL_REDIRECT")) !== true ? [] : (list(value("SECURE_REDIRECT_EXEMPT")) ?? []).flatMap((pattern) => {
		const broad = /^\^?(?:\.\*|\(\.\*\))?\$?$/.test(pattern);
		if (!broad && !/^\^?\//.test(pattern)) return [];
		return [{
			on: "SECURE_REDIRECT_EXEMPT",
			subject: `SECURE_REDIRECT_EXEMPT: ${pattern}`,
			evidence: `SECURE_REDIRECT_EXEMPT holds ${shown$2(pattern)}`,
			message: broad ? pattern === "^$" ? "The start page is exempt from the redirect." : "Every path is exempt: the redirect does nothing." : `${pattern} begins with a slash, so it matches no path.`,
			remedy: broad ? "Name the health paths only." : `Without the slash:\nSECURE_REDIRECT_EXEMPT = [r"${pattern.replace("/", "")}"]`
		}];
	}))
});
// src/checks/settings/rest.ts
const REST_PAGE = "https://www.django-rest-framework.org/api-guide/settings/";
const restFramework = defineRule({
	id: "settings/rest-framework",
	title: "The API is closed, limited and answers with data",
	severity: deployed("low"),
	why: "What a view does not say, the defaults do: open to everybody, as often as anybody likes, with a page full of forms for whoever opens it in a browser.",
	remedy: "REST_FRAMEWORK = {\n    \"DEFAULT_PERMISSION_CLASSES\": [\"rest_framework.permissions.IsAuthenticated\"],\n    \"DEFAULT_RENDERER_CLASSES\": [\"rest_framework.renderers.JSONRenderer\"],\n    \"DEFAULT_THROTTLE_CLASSES\": [\"rest_framework.throttling.AnonRateThrottle\"],\n    \"DEFAULT_THROTTLE_RATES\": {\"anon\": \"60/min\"},\n}",
	source: [
		"S2-053",
		REST_PAGE,
		"https://www.django-rest-framework.org/api-guide/throttling/"
	],
	judge: (project) => acrossSettings(project, {
		needs: ["REST_FRAMEWORK"],
		of: "web"
	}, ({ value, installed }) => {
		if (!installed("rest_framework")) return [];
		const rest = value("REST_FRAMEWORK");
		const classes = (name) => list(member(rest, name));
		const open = classes("DEFAULT_PERMISSION_CLASSES");
		const fault = (name, message) => ({
			on: "REST_FRAMEWORK",
			subject: `REST_FRAMEWORK: ${name}`,
			evidence: `${name}: ${shown$2(member(rest, name))}`,
			message
		});
		return [
			...open === void 0 || open.length === 0 || open.some((name) => name.endsWith("AllowAny")) ? [{
				...fault("DEFAULT_PERMISSION_CLASSES", "A view that says nothing is open to everybody."),
				severity: "medium"
			}] : [],
			...(classes("DEFAULT_THROTTLE_CLASSES") ?? []).length === 0 ? [fault("DEFAULT_THROTTLE_CLASSES", "Nothing limits how often a client may ask: passwords can be tried, and lists be read out.")] : [],
			...classes("DEFAULT_RENDERER_CLASSES")?.some((name) => name.endsWith("BrowsableAPIRenderer")) ?? true ? [fault("DEFAULT_RENDERER_CLASSES", "The browsable API is on: pages with forms, and a query for each choice of each relation.")] : [],
			...classes("DEFAULT_AUTHENTICATION_CLASSES")?.some((name) => name.endsWith(".BasicAuthentication")) === true ? [fault("DEFAULT_AUTHENTICATION_CLASSES", "Passwords are accepted with every request, and can be tried with every request.")] : []
		];
	})
});
const ACCESS = {
	wanted: 900,
	most: 3600
};
const REFRESH = {
	wanted: 2592e3,
	most: 2592e3
};
const tokenLife = defineRule({
	id: "settings/token-life",
	title: "Tokens end soon",
	severity: deployed("medium"),
	why: "An access token cannot be called back: whoever stole it has until it ends. A refresh token can make new ones all that time.",
	remedy: "SIMPLE_JWT = {\n    \"ACCESS_TOKEN_LIFETIME\": timedelta(minutes=15),\n    \"REFRESH_TOKEN_LIFETIME\": timedelta(days=30),\n    \"ROTATE_REFRESH_TOKENS\": True,\n    \"BLACKLIST_AFTER_ROTATION\": True,\n}",
	source: [
		"S4-013",
		"C41",
		"https://django-rest-framework-simplejwt.readthedocs.io/en/latest/settings.html"
	],
	judge: (project) => acrossSettings(project, {
		needs: ["SIMPLE_JWT"],
		of: "web"
	}, ({ value, isSet, installed }) => {
		const jwt = entries(value("SIMPLE_JWT"));
		if (jwt === void 0 || !isSet("SIMPLE_JWT")) return [];
		const fault = (name, message) => ({
			on: "SIMPLE_JWT",
			subject: `SIMPLE_JWT: ${name}`,
			evidence: `${name}: ${shown$2(jwt[name])}`,
			message
		});
		const access = count(jwt["ACCESS_TOKEN_LIFETIME"]) ?? 0;
		const refresh = count(jwt["REFRESH_TOKEN_LIFETIME"]) ?? 0;
		const rotates = truth(jwt["ROTATE_REFRESH_TOKENS"]) === true;
		return [
			...access > ACCESS.wanted ? [{
				...fault("ACCESS_TOKEN_LIFETIME", `An access token is good for ${span(access)}.`),
				...access > 86400 ? { severity: "high" } : access <= ACCESS.most ? { severity: "low" } : {}
			}] : [],
			...refresh > REFRESH.most ? [fault("REFRESH_TOKEN_LIFETIME", `A refresh token is good for ${span(refresh)}.`)] : [],
			...rotates && truth(jwt["BLACKLIST_AFTER_ROTATION"]) !== true ? [{
				...fault("BLACKLIST_AFTER_ROTATION", "Refresh tokens are exchanged, but the old one stays good: a stolen one is never noticed."),
				severity: "low"
			}] : [],
			...truth(jwt["BLACKLIST_AFTER_ROTATION"]) === true && !installed("rest_framework_simplejwt.token_blacklist") ? [fault("BLACKLIST_AFTER_ROTATION", "rest_framework_simplejwt.token_blacklist is not installed, so no token is ever refused.")] : [],
			...text(jwt["ALGORITHM"])?.toLowerCase() === "none" ? [{
				...fault("ALGORITHM", "Tokens are not signed: anybody can make one."),
				severity: "critical"
			}] : []
		];
	})
});
function span(seconds) {
	const [size, unit] = [
		[86400, "day"],
		[3600, "hour"],
		[60, "minute"]
	].find(([length]) => seconds >= length) ?? [1, "second"];
	const number = Math.round(seconds / size);
	return `${number} ${unit}${number === 1 ? "" : "s"}`;
}
const cors = defineRule({
	id: "settings/cors",
	title: "Other origins that may read the API are named one by one, and are HTTPS",
	severity: deployed("medium"),
	why: "Every page on the internet may read what the API answers; with credentials, in the name of whoever looks at that page.",
	remedy: "CORS_ALLOW_ALL_ORIGINS = False\nCORS_ALLOWED_ORIGINS = [\"https://app.example.org\"]",
	source: [
		"S4-018",
		"S0-004",
		"https://github.com/adamchainz/django-cors-headers#configuration",
		"https://fetch.spec.whatwg.org/#http-cors-protocol"
	],
	judge: (project) => acrossSettings(project, {
		needs: [
			"CORS_ALLOWED_ORIGINS",
			"CORS_ALLOW_ALL_ORIGINS",
			"CORS_ALLOW_CREDENTIALS"
		],
		of: "web"
	}, ({ value, installed, isSet }) => {
		if (!installed("corsheaders")) return [];
		const credentials = truth(value("CORS_ALLOW_CREDENTIALS")) === true;
		const all = ["CORS_ALLOW_ALL_ORIGINS", "CORS_ORIGIN_ALLOW_ALL"].find((name) => truth(value(name)) === true);
		const patterns = list(value("CORS_ALLOWED_ORIGIN_REGEXES")) ?? [];
		const names = isSet("CORS_ORIGIN_WHITELIST") && !isSet("CORS_ALLOWED_ORIGINS") ? "CORS_ORIGIN_WHITELIST" : "CORS_ALLOWED_ORIGINS";
		if (all !== void 0) return [{
			on: all,
			...credentials ? { severity: "high" } : {},
			evidence: `${all} = True, CORS_ALLOW_CREDENTIALS = ${shown$2(credentials)}`,
			message: credentials ? "Every page on the internet may read the API with the session of whoever looks at it." : "Every page on the internet may read the API."
		}];
		return [
			...!installed("corsheaders.middleware") && (list(value(names)) ?? []).length > 0 ? [{
				on: "MIDDLEWARE",
				subject: "CorsMiddleware",
				evidence: "MIDDLEWARE has no CorsMiddleware",
				message: "CorsMiddleware is not installed, so the list of origins does nothing."
			}] : [],
			...patterns.filter((pattern) => /^\^?(?:https\??:\/\/)?\.[*+]\$?$/.test(pattern) || !/(?:\$|\\Z)$/.test(pattern)).map((pattern) => ({
				on: "CORS_ALLOWED_ORIGIN_REGEXES",
				subject: `CORS_ALLOWED_ORIGIN_REGEXES: ${pattern}`,
				evidence: `CORS_ALLOWED_ORIGIN_REGEXES holds ${shown$2(pattern)}`,
				...credentials ? { severity: "high" } : {},
				message: "The pattern is not bound to the whole origin, so names that somebody else can register match it."
			})),
			...(list(value(names)) ?? []).flatMap((origin) => {
				const flaw = originFlaw(origin);
				return flaw === void 0 ? [] : [{
					on: names,
					subject: `${names}: ${origin}`,
					evidence: `${names} holds ${shown$2(origin)}`,
					...flaw.low ? { severity: "low" } : {},
					message: flaw.message
				}];
			})
		];
	})
});
function originFlaw(origin) {
	if (origin === "null") return {
		message: "The origin \"null\" is that of every sandboxed frame and every local file.",
		low: false
	};
	if (!origin.includes("://")) return {
		message: "An origin without a scheme matches nothing, and the check of corsheaders stops management commands.",
		low: false
	};
	if (/^[a-z]+:\/\/[^/]*\//i.test(origin)) return {
		message: "An origin ends after the host; with a slash or a path it matches nothing.",
		low: false
	};
	if (/^http:\/\/(?:localhost|127\.|\[::1\])/.test(origin)) return {
		message: "A page on a developer’s machine may read this API; nothing but habit says whose machine that is.",
		low: true
	};
	return origin.startsWith("http://") ? {
		message: "A page that came over plain HTTP may read the API: whoever can change that page can, too.",
		low: false
	} : void 0;
}
// src/checks/secrets/verdict.ts
const RECOMMENDED$1 = {
	"django-key": {
		development: 50,
		staging: 96,
		production: 128
	},
	password: {
		development: 0,
		staging: 32,
		production: 48
	},
	token: {
		development: 0,
		staging: 32,
		production: 32
	}
};
const SHORTEST_KEY = 50;
const FEWEST_DISTINCT = 5;
const MOST_WORDS = .45;
const LONG_SENTENCE = 40;
const GUESSABLE_BITS = 64;
const COMFORTABLE_BITS = 96;
const COMFORTABLE_LENGTH = 16;
function weaknessOf(facts, measure) {
	if (facts.length === 0) return {
		code: "empty",
		severity: "critical",
		why: "is empty"
	};
	return obvious(facts, measure) ?? (measure.kind === "issued" ? void 0 : tooShort(facts, measure, measure.kind));
}
function bitsOf({ length, alphabet }) {
	return Math.floor(length * Math.log2(alphabet));
}
function obvious(facts, { kind }) {
	if (facts.placeholder !== null) return {
		code: "placeholder",
		severity: "critical",
		why: `carries the mark of a placeholder (${facts.placeholder})`
	};
	if (facts.repetitive || kind === "django-key" && facts.distinct < FEWEST_DISTINCT) return {
		code: "repetitive",
		severity: "critical",
		why: `is a sequence or a repetition (${facts.distinct} different characters in ${facts.length})`
	};
	const longSentence = kind !== "django-key" && facts.length >= LONG_SENTENCE;
	if (facts.words > MOST_WORDS && !longSentence && kind !== "issued") return {
		code: "words",
		severity: kind === "django-key" ? "critical" : "high",
		why: `is made of dictionary words (${Math.round(facts.words * 100)} % of it)`
	};
	if (facts.ragged) return {
		code: "ragged",
		severity: "medium",
		why: "has blanks or quotation marks at its ends, which some readers keep and others take away"
	};
}
function tooShort(facts, { profile, recommended }, kind) {
	const { length } = facts;
	const bits = bitsOf(facts);
	const counted = `has ${length} characters (at most ${bits} bits)`;
	if (kind === "django-key" && length < SHORTEST_KEY) return {
		code: "short",
		severity: "critical",
		why: `has ${length} characters; Django calls fewer than ${SHORTEST_KEY} weak`
	};
	if (bits < GUESSABLE_BITS) return {
		code: "short",
		severity: "high",
		why: `${counted}: few enough to be guessed by a machine`
	};
	if (bits < COMFORTABLE_BITS || length < COMFORTABLE_LENGTH) return {
		code: "short",
		severity: "medium",
		why: `${counted}; below ${COMFORTABLE_LENGTH} random characters or ${COMFORTABLE_BITS} bits guessing is a matter of effort`
	};
	const wanted = recommended ?? RECOMMENDED$1[kind][profile];
	if (length < wanted) return {
		code: "below-recommendation",
		severity: "low",
		why: `${counted}; for ${profile} ${wanted} are asked for`
	};
}
function looksReal({ placeholder, repetitive, words, length, alphabet, distinct }) {
	return placeholder === null && !repetitive && words < .45 && length >= 12 && distinct >= 8 && bitsOf({
		length,
		alphabet
	}) >= 60;
}
// src/checks/settings/secret-keys.ts
const KEY_PAGE = "https://docs.djangoproject.com/en/5.2/ref/settings/#secret-key";
const MAKE_ONE = "Make one, and keep it in the environment only:\npython -c \"import secrets; print(secrets.token_urlsafe(96))\"";
const secretKey = defineRule({
	id: "settings/secret-key",
	title: "SECRET_KEY is random, long, and in nobody’s repository",
	severity: deployed("critical"),
	why: "The key signs sessions, password links and everything else that Django hands out and takes back. Whoever knows or guesses it can be any user.",
	remedy: MAKE_ONE,
	source: [
		"S0-017",
		"S1-150",
		"S4-008",
		"S4-093",
		"S1-184",
		"C13",
		"Django security.W009",
		KEY_PAGE
	],
	judge: (project) => acrossSettings(project, {
		needs: ["SECRET_KEY"],
		of: "any"
	}, (evaluated) => {
		const { setting, profile } = evaluated;
		const key = setting("SECRET_KEY");
		const facts = secretIn(key?.value);
		if (key === void 0 || facts === void 0 || key.dummy) return [];
		if (fromGiven(evaluated, key.variables)) return [];
		const weakness = weaknessOf(facts, {
			kind: "django-key",
			profile
		});
		if (weakness !== void 0 && weakness.severity !== "low") return [{
			on: "SECRET_KEY",
			severity: weakness.severity,
			message: `SECRET_KEY ${weakness.why}.`,
			evidence: evidenceOf$1(facts)
		}];
		return key.variables.length > 0 || key.default ? [] : [{
			on: "SECRET_KEY",
			severity: "medium",
			evidence: `${evidenceOf$1(facts)}; no variable is read for it`,
			message: "SECRET_KEY comes from no variable: either it stands in this file, and everybody who has read the repository has it, or it is made or read by code that is not followed here."
		}];
	})
});
function fromGiven({ project, evaluation }, variables) {
	return variables.some((name) => project.given.variables.has(name) || evaluation.variables.has(name) && project.given.unreadable.includes(name));
}
function evidenceOf$1({ length, distinct }) {
	return `${length} characters, ${distinct} different ones`;
}
const keyFallbacks = defineRule({
	id: "settings/secret-key-fallbacks",
	title: "Old keys are as good as the new one, and on their way out",
	severity: deployed("medium", "high"),
	why: "What an old key signs is accepted as well: a weak or a known one in the list undoes the change of the key.",
	remedy: "Take it out of SECRET_KEY_FALLBACKS once what it signed has ended (sessions: two weeks).",
	source: ["Django security.W025", "https://docs.djangoproject.com/en/5.2/ref/settings/#secret-key-fallbacks"],
	versions: "Django 4.1 and later",
	judge: (project) => acrossSettings(project, {
		needs: ["SECRET_KEY_FALLBACKS"],
		of: "any"
	}, (evaluated) => {
		const { value, since, profile, setting } = evaluated;
		const fallbacks = value("SECRET_KEY_FALLBACKS");
		if (!since("4.1") || !Array.isArray(fallbacks) || setting("SECRET_KEY_FALLBACKS")?.dummy === true) return [];
		const current = secretIn(value("SECRET_KEY"));
		return fallbacks.flatMap((fallback, index) => {
			const facts = secretIn(fallback);
			const weakness = facts === void 0 ? void 0 : weaknessOf(facts, {
				kind: "django-key",
				profile
			});
			if (facts === void 0) return [];
			const fault = {
				on: "SECRET_KEY_FALLBACKS",
				subject: `SECRET_KEY_FALLBACKS: ${index}`,
				evidence: evidenceOf$1(facts)
			};
			if (facts.tag !== "" && facts.tag === current?.tag) return [{
				...fault,
				severity: "low",
				message: "It is the key in use once more."
			}];
			return weakness === void 0 || weakness.severity === "low" ? [] : [{
				...fault,
				message: `An old key that is still accepted ${weakness.why}.`
			}];
		});
	})
});
function heldBy(evaluated) {
	const { value, evaluation } = evaluated;
	const held = (of, on, found) => {
		const facts = secretIn(found);
		return facts === void 0 || facts.length < SHORTEST$1 || facts.tag === "" ? [] : [{
			of,
			on,
			facts
		}];
	};
	const others = Object.entries(evaluation.answer.settings?.others ?? {}).filter(([name]) => secretKind(name) === "token" && /JWT|SIGNING|ENCRYPT|FERNET|FIELD|HASHID|SALT|WEBHOOK/i.test(name)).flatMap(([name, { secret }]) => held(name, name, secret ?? void 0));
	return [
		...held("SECRET_KEY", "SECRET_KEY", value("SECRET_KEY")),
		...databasesOf(evaluated).slice(0, 1).flatMap(({ values }) => held("the database’s password", "DATABASES", values["PASSWORD"])),
		...held("the password of Redis", "CACHES", member(value("CACHES"), "default", "LOCATION")),
		...held("the password of Redis", "CELERY_BROKER_URL", value("CELERY_BROKER_URL")),
		...held("the mail account’s password", "EMAIL_HOST_PASSWORD", value("EMAIL_HOST_PASSWORD")),
		...held("the object store’s key", "AWS_SECRET_ACCESS_KEY", value("AWS_SECRET_ACCESS_KEY")),
		...held("the token of the metrics", "METRICS_TOKEN", value("METRICS_TOKEN")),
		...others
	];
}
const SHORTEST$1 = 6;
const secretsApart = defineRule({
	id: "settings/secrets-apart",
	title: "Each lock has a key of its own",
	severity: deployed("medium"),
	why: "A value that opens two things gets out twice as easily, and changing it for one breaks the other.",
	remedy: MAKE_ONE,
	source: [
		"S0-017",
		"S1-184",
		KEY_PAGE
	],
	judge: (project) => acrossSettings(project, {
		needs: [],
		of: "any"
	}, (evaluated) => {
		const held = heldBy(evaluated).filter(({ on }) => evaluated.setting(on)?.dummy !== true);
		return held.flatMap((one, index) => {
			const twin = held.slice(0, index).find(({ of, facts }) => of !== one.of && facts.tag === one.facts.tag);
			if (twin === void 0 || [one, twin].every(({ on }) => fromGiven(evaluated, evaluated.setting(on)?.variables ?? []))) return [];
			const place = placed(evaluated.evaluation.answer.settings?.others[one.on]?.place ?? null);
			return [{
				on: one.on,
				...place === void 0 ? {} : { place },
				subject: `${one.of} and ${twin.of}`,
				.../JWT|SIGNING/i.test(one.of) ? { severity: "low" } : {},
				evidence: "equal values",
				message: `${twin.of} and ${one.of} are one value.`
			}];
		});
	})
});
// src/checks/settings/sessions.ts
const SESSION_PAGE = "https://docs.djangoproject.com/en/5.2/topics/http/sessions/";
const sessionStore = defineRule({
	id: "settings/session-store",
	title: "Sessions are where every process finds them",
	severity: deployed("high"),
	why: "A session in the memory or in a folder of one process does not exist in the next: visitors are logged out at random, and all of them with every deployment.",
	remedy: "SESSION_ENGINE = \"django.contrib.sessions.backends.cached_db\"",
	source: ["S0-007", `${SESSION_PAGE}#configuring-the-session-engine`],
	judge: (project) => acrossSettings(project, {
		needs: ["SESSION_ENGINE", "CACHES"],
		of: "web"
	}, ({ value, installed }) => {
		if (!installed("django.contrib.sessions")) return [];
		const engine = (text(value("SESSION_ENGINE")) ?? "").replace(/^.*\./, "");
		const alias = text(value("SESSION_CACHE_ALIAS")) ?? "default";
		const kind = cachesOf({ value }).find((cache) => cache.alias === alias)?.kind;
		const { several, what } = processesOf(project);
		const evidence = `SESSION_ENGINE = ...${engine}${engine.startsWith("cache") ? `, CACHES['${alias}'] is a ${kind ?? "missing"} cache` : ""}; ${what}`;
		if (engine === "cache" && kind === "dummy") return [{
			on: "SESSION_ENGINE",
			severity: "critical",
			evidence,
			message: "Sessions are kept in a cache that keeps nothing: nobody can log in."
		}];
		if (engine === "cache" && kind === "memory") return [{
			on: "SESSION_ENGINE",
			...several === true ? {} : { severity: "medium" },
			evidence,
			message: several === true ? "Sessions are kept in the memory of one process: the next request may reach another, where the visitor is not logged in." : "Sessions are kept in the memory of the process: everybody is logged out by every restart."
		}];
		if (engine === "cached_db" && kind === "memory" && several === true) return [{
			on: "SESSION_ENGINE",
			severity: "medium",
			evidence,
			message: "Each process keeps its own copy of a session: one that was changed or ended elsewhere goes on in the others."
		}];
		return engine === "file" ? [{
			on: "SESSION_ENGINE",
			severity: "medium",
			evidence,
			message: "Sessions are files of one container: everybody is logged out by every deployment."
		}] : [];
	})
});
const sessionSerializer = defineRule({
	id: "settings/session-serializer",
	title: "Sessions are data, not code",
	severity: deployed("medium", "high"),
	why: "Unpickling runs what it reads: whoever can write a session (a leaked key with signed cookies, an open Redis) runs code on the server.",
	remedy: "SESSION_SERIALIZER = \"django.contrib.sessions.serializers.JSONSerializer\"",
	source: [`${SESSION_PAGE}#session-serialization`],
	judge: (project) => acrossSettings(project, {
		needs: ["SESSION_SERIALIZER"],
		of: "web"
	}, ({ value }) => /pickle/i.test(text(value("SESSION_SERIALIZER")) ?? "") ? [{
		on: "SESSION_SERIALIZER",
		message: "Sessions are pickles."
	}] : [])
});
const LONG_SESSION = 7776e3;
const sessionAge = defineRule({
	id: "settings/session-age",
	title: "A session ends",
	severity: {
		development: "off",
		staging: "off",
		production: "low"
	},
	why: "A session that was left open on a shared machine, or stolen, is good until it ends.",
	remedy: "SESSION_COOKIE_AGE = 1209600",
	source: ["https://docs.djangoproject.com/en/5.2/ref/settings/#session-cookie-age"],
	judge: (project) => acrossSettings(project, {
		needs: ["SESSION_COOKIE_AGE"],
		of: "web"
	}, ({ value, installed }) => {
		const seconds = count(value("SESSION_COOKIE_AGE")) ?? 0;
		return seconds > LONG_SESSION && installed("django.contrib.sessions") ? [{
			on: "SESSION_COOKIE_AGE",
			message: `A session lasts ${Math.floor(seconds / 86400)} days.`
		}] : [];
	})
});
// src/checks/settings/static-files.ts
const STATIC_PAGE = "https://docs.djangoproject.com/en/5.2/ref/contrib/staticfiles/";
const WHITENOISE = "whitenoise.middleware.WhiteNoiseMiddleware";
function staticStorage({ value, since }) {
	return (since("5.1") ? void 0 : text(value("STATICFILES_STORAGE"))) ?? text(member(value("STORAGES"), "staticfiles", "BACKEND")) ?? PLAIN;
}
const PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage";
function hashes$1(storage) {
	if (/Manifest/.test(storage)) return true;
	return storage === PLAIN || storage === "whitenoise.storage.CompressedStaticFilesStorage" ? false : void 0;
}
const LONG_AGE = 86400;
const staticHashed = defineRule({
	id: "settings/static-hashed",
	title: "Files that are cached for long carry a hash in their names",
	severity: deployed("high"),
	why: "A browser that was told to keep site.css for a year shows new pages with the old stylesheet for a year. Only a name that changes with its content may be kept.",
	remedy: "STORAGES[\"staticfiles\"] = {\"BACKEND\": \"whitenoise.storage.CompressedManifestStaticFilesStorage\"}\nWHITENOISE_MAX_AGE = 60",
	source: [
		"S1-049",
		"S1-050",
		"S0-008",
		"https://whitenoise.readthedocs.io/en/stable/django.html#WHITENOISE_MAX_AGE"
	],
	judge: (project) => acrossSettings(project, {
		needs: ["STORAGES", "WHITENOISE_MAX_AGE"],
		of: "web"
	}, (evaluated) => {
		const { value, installed, since } = evaluated;
		if (!installed(WHITENOISE)) return [];
		const storage = staticStorage(evaluated);
		const age = value("WHITENOISE_MAX_AGE");
		const long = age !== null && (count(age) ?? 60) >= LONG_AGE;
		const on = since("4.2") ? "STORAGES" : "STATICFILES_STORAGE";
		if (hashes$1(storage) === false && long) return [{
			on: "WHITENOISE_MAX_AGE",
			with: [on],
			evidence: `WHITENOISE_MAX_AGE = ${shown$2(age)}, static files: ${storage}`,
			message: `Names do not change with their content, and browsers are told to keep them for ${days(age)}: visitors see old files with new pages.`
		}];
		if (hashes$1(storage) === false) return [{
			on,
			subject: "static files",
			severity: "low",
			evidence: `static files: ${storage}`,
			message: "Names do not change with their content, so browsers ask for every file again and again, and may mix old files with new pages for as long as they keep them."
		}];
		return long && hashes$1(storage) === true ? [{
			on: "WHITENOISE_MAX_AGE",
			severity: "low",
			message: `Names with a hash are kept for good without it; it only makes browsers keep the others (favicon, robots.txt) for ${days(age)}.`,
			remedy: "WHITENOISE_MAX_AGE = 60"
		}] : [];
	})
});
function days(age) {
	const number = Math.floor((count(age) ?? 0) / 86400);
	return number >= 365 ? "a year" : `${number} day${number === 1 ? "" : "s"}`;
}
const staticRoot = defineRule({
	id: "settings/static-root",
	title: "Static files are collected into a folder of their own",
	severity: deployed("high"),
	why: "Without STATIC_ROOT collectstatic stops with an error; inside of a source folder it collects its own output; shared with uploads, what visitors upload is served as part of the site.",
	remedy: "STATIC_ROOT = BASE_DIR / \"staticfiles\"",
	source: [
		"S1-048",
		"Django staticfiles.E002",
		`${STATIC_PAGE}#collectstatic`
	],
	judge: (project) => acrossSettings(project, {
		needs: [
			"STATIC_ROOT",
			"STATICFILES_DIRS",
			"STORAGES"
		],
		of: "web"
	}, (evaluated) => {
		const { value, installed } = evaluated;
		if (!installed("django.contrib.staticfiles")) return [];
		const root = text(value("STATIC_ROOT"))?.replace(/\/+$/, "") ?? "";
		const local = hashes$1(staticStorage(evaluated)) !== void 0;
		if (root === "") return local ? [{
			on: "STATIC_ROOT",
			...truth(value("WHITENOISE_USE_FINDERS")) === true ? { severity: "medium" } : {},
			message: "STATIC_ROOT is not set: collectstatic fails, and nothing is there to be served."
		}] : [];
		const within = (Array.isArray(value("STATICFILES_DIRS")) ? foldersOf(value("STATICFILES_DIRS")) : []).find((folder) => root === folder || root.startsWith(`${folder}/`));
		if (within !== void 0) return [{
			on: "STATIC_ROOT",
			evidence: `STATIC_ROOT = ${shown$2(value("STATIC_ROOT"))}, STATICFILES_DIRS = ${shown$2(value("STATICFILES_DIRS"))}`,
			message: root === within ? "STATIC_ROOT is one of the source folders: collectstatic refuses (staticfiles.E002)." : "STATIC_ROOT lies inside of a source folder, so each collectstatic also collects what the last one left.",
			...root === within ? {} : { severity: "medium" }
		}];
		return root === text(value("MEDIA_ROOT"))?.replace(/\/+$/, "") ? [{
			on: "STATIC_ROOT",
			message: "Static files and uploads share one folder: what visitors upload is served as part of the site."
		}] : [];
	})
});
function foldersOf(value) {
	return (Array.isArray(value) ? value : []).flatMap((item) => text(item) ?? list(item)?.[1] ?? []).map((folder) => folder.replace(/\/+$/, ""));
}
const staticServed = defineRule({
	id: "settings/static-served",
	title: "Somebody serves the static files",
	severity: deployed("medium", "high"),
	why: "With DEBUG off Django serves no static file. Without WhiteNoise, a web server or an object store every stylesheet and script, the admin’s too, is 404.",
	remedy: "MIDDLEWARE = [\"django.middleware.security.SecurityMiddleware\", \"whitenoise.middleware.WhiteNoiseMiddleware\", ...]",
	source: [
		"S1-042",
		"S1-047",
		"S2-041",
		"https://docs.djangoproject.com/en/5.2/howto/static-files/deployment/"
	],
	judge: (project) => acrossSettings(project, {
		needs: [
			"MIDDLEWARE",
			"STATIC_URL",
			"STORAGES"
		],
		of: "web"
	}, (evaluated) => {
		const { value, installed, isSet } = evaluated;
		if (!installed("django.contrib.staticfiles") || !isSet("STATIC_URL") || installed("whitenoise.middleware")) return [];
		if (hashes$1(staticStorage(evaluated)) === void 0 || /^(?:https?:)?\/\//.test(text(value("STATIC_URL")) ?? "")) return [];
		if ((list(value("MIDDLEWARE")) ?? []).some((name) => /whitenoise|static|servestatic/i.test(name)) || project.services.some(({ role }) => role === "proxy") || proxiesSay(project, /\bstatic/i)) return [];
		return [{
			on: "MIDDLEWARE",
			subject: "static files",
			...entranceOf(project).known ? {} : { severity: "medium" },
			evidence: "MIDDLEWARE has no WhiteNoise, and no proxy here serves a folder",
			message: "Nothing here serves the static files: every stylesheet and script is 404."
		}];
	})
});
const whitenoiseOrder = defineRule({
	id: "settings/whitenoise-order",
	title: "WhiteNoise comes right after SecurityMiddleware",
	severity: deployed("low"),
	why: "What stands before it works for every stylesheet: a session is read from the database, a page is looked up in the cache. Before SecurityMiddleware, files go out without its headers and its redirect.",
	remedy: "MIDDLEWARE = [\"django.middleware.security.SecurityMiddleware\", \"whitenoise.middleware.WhiteNoiseMiddleware\", ...]",
	source: ["S1-047", "https://whitenoise.readthedocs.io/en/stable/django.html#enable-whitenoise"],
	judge: (project) => acrossSettings(project, {
		needs: ["MIDDLEWARE"],
		of: "web"
	}, ({ value }) => {
		const names = list(value("MIDDLEWARE")) ?? [];
		const own = names.indexOf(WHITENOISE);
		const security = names.indexOf("django.middleware.security.SecurityMiddleware");
		if (own < 0 || own === security + 1) return [];
		const before = names.slice(security + 1, own).filter((name) => !HARMLESS_BEFORE.test(name));
		const evidence = `MIDDLEWARE: ${names.slice(0, own + 1).map((name) => name.replace(/^.*\./, "")).join(", ")}`;
		if (security > own) return [{
			on: "MIDDLEWARE",
			subject: "WhiteNoiseMiddleware",
			evidence,
			message: "WhiteNoise comes before SecurityMiddleware: static files go out without HSTS, nosniff and the redirect."
		}];
		const costly = before.filter((name) => COSTLY_BEFORE.test(name));
		const slow = costly.length > 0 ? costly : before;
		return before.length === 0 ? [] : [{
			on: "MIDDLEWARE",
			subject: "WhiteNoiseMiddleware",
			evidence,
			...costly.length > 0 ? { severity: "medium" } : {},
			message: `${inSequence(slow.map((name) => name.replace(/^.*\./, "")))} ${slow.length === 1 ? "works" : "work"} for every static file before WhiteNoise answers.`
		}];
	})
});
const HARMLESS_BEFORE = /corsheaders|prometheus|opentelemetry|health|request_?id|correlation|structlog/i;
const COSTLY_BEFORE = /contrib\.(?:sessions|auth|messages)|middleware\.(?:cache|gzip|locale|csrf)/;
const whitenoiseMode = defineRule({
	id: "settings/whitenoise-mode",
	title: "WhiteNoise serves what was collected, and looks at it once",
	severity: deployed("medium"),
	why: "Autorefresh looks at the disk for every request, and the finders serve files that nobody collected: both are for a developer’s machine, slow, and hide that collectstatic is missing.",
	remedy: "WHITENOISE_AUTOREFRESH = False\nWHITENOISE_USE_FINDERS = False",
	source: ["S1-050", "https://whitenoise.readthedocs.io/en/stable/django.html#WHITENOISE_AUTOREFRESH"],
	judge: (project) => acrossSettings(project, {
		needs: [
			"WHITENOISE_AUTOREFRESH",
			"WHITENOISE_USE_FINDERS",
			"WHITENOISE_MANIFEST_STRICT"
		],
		of: "web"
	}, ({ value, installed, isSet }) => {
		if (!installed(WHITENOISE)) return [];
		return [
			...truth(value("WHITENOISE_AUTOREFRESH")) === true ? [{
				on: "WHITENOISE_AUTOREFRESH",
				message: "WhiteNoise looks for files on the disk for every request; its authors say never to do that in production."
			}] : [],
			...truth(value("WHITENOISE_USE_FINDERS")) === true ? [{
				on: "WHITENOISE_USE_FINDERS",
				message: "WhiteNoise serves files from the sources that collectstatic never saw: without a hash, uncompressed."
			}] : [],
			...isSet("WHITENOISE_MANIFEST_STRICT") && truth(value("WHITENOISE_MANIFEST_STRICT")) === false ? [{
				on: "WHITENOISE_MANIFEST_STRICT",
				severity: "low",
				message: "A name that is missing from the manifest is served without a hash and ends as 404, where a strict manifest would show the mistake at once."
			}] : []
		];
	})
});
// src/checks/settings/storages.ts
const STORAGES_PAGE = "https://docs.djangoproject.com/en/5.2/ref/settings/#std-setting-STORAGES";
const FILES = "django.core.files.storage.FileSystemStorage";
function mediaStorage({ value, since }) {
	return (since("5.1") ? void 0 : text(value("DEFAULT_FILE_STORAGE"))) ?? text(member(value("STORAGES"), "default", "BACKEND")) ?? FILES;
}
const isLocal = (storage) => /^django\.core\.files\.storage\.(?:filesystem\.)?FileSystemStorage$/.test(storage);
const storagesIgnored = defineRule({
	id: "settings/storages-ignored",
	title: "The storages are named where this Django reads them",
	severity: deployed("medium"),
	why: "From 5.1 on Django reads STORAGES only. What DEFAULT_FILE_STORAGE and STATICFILES_STORAGE say is silently ignored: uploads go to the container’s disk, static files lose their hashes.",
	remedy: "STORAGES = {\n    \"default\": {\"BACKEND\": \"...\"},\n    \"staticfiles\": {\"BACKEND\": \"...\"},\n}",
	source: [
		"S1-049",
		"C03",
		"https://docs.djangoproject.com/en/5.1/releases/5.1/#features-removed-in-5-1"
	],
	versions: "Django 5.1 and later; STORAGES itself from 4.2 on",
	judge: (project) => acrossSettings(project, {
		needs: ["STORAGES"],
		of: "any"
	}, ({ value, since, isSet }) => {
		if (!since("4.2")) return isSet("STORAGES") ? [{
			on: "STORAGES",
			severity: "high",
			message: "This Django does not read STORAGES (4.2 is the first that does): uploads go to the disk, static files have no hashes.",
			remedy: "STATICFILES_STORAGE = \"...\"\nDEFAULT_FILE_STORAGE = \"...\""
		}] : [];
		if (!since("5.1")) return [];
		return OLD.flatMap(({ name, key }) => {
			if (!isSet(name)) return [];
			const wanted = text(value(name));
			const found = text(member(value("STORAGES"), key, "BACKEND"));
			if (wanted === void 0 || wanted === found) return [];
			const lost = key === "default" && found !== void 0 && isLocal(found);
			return [{
				on: name,
				...lost ? { severity: "high" } : {},
				evidence: `${name} = ${shown$2(value(name))}, in force: ${found ?? "nothing"}`,
				message: `${name} is not read any more; ${found ?? "nothing"} is used instead${lost ? ", so uploads stay on the container’s disk" : ""}.`,
				remedy: `STORAGES = {..., "${key}": {"BACKEND": "${wanted}"}}`
			}];
		});
	})
});
const OLD = [{
	name: "DEFAULT_FILE_STORAGE",
	key: "default"
}, {
	name: "STATICFILES_STORAGE",
	key: "staticfiles"
}];
const storagesWhole = defineRule({
	id: "settings/storages-whole",
	title: "STORAGES names both storages",
	severity: deployed("high"),
	why: "STORAGES replaces Django’s default as a whole. Without `staticfiles` collectstatic stops (staticfiles.E005), without `default` the first upload ends with 500.",
	remedy: "STORAGES = {\n    \"default\": {\"BACKEND\": \"django.core.files.storage.FileSystemStorage\"},\n    \"staticfiles\": {\"BACKEND\": \"whitenoise.storage.CompressedManifestStaticFilesStorage\"},\n}",
	source: [
		"S1-049",
		"Django staticfiles.E005",
		STORAGES_PAGE
	],
	versions: "Django 4.2 and later",
	judge: (project) => acrossSettings(project, {
		needs: ["STORAGES"],
		of: "web"
	}, ({ value, since, isSet, installed }) => {
		const storages = entries(value("STORAGES"));
		if (!since("4.2") || !isSet("STORAGES") || storages === void 0) return [];
		return ["default", ...installed("django.contrib.staticfiles") ? ["staticfiles"] : []].filter((key) => storages[key] === void 0).map((key) => ({
			on: "STORAGES",
			subject: `STORAGES: ${key}`,
			evidence: `STORAGES names ${Object.keys(storages).join(", ") || "nothing"}`,
			...key === "default" ? { severity: "medium" } : {},
			message: key === "default" ? "STORAGES has no \"default\": whatever saves an upload ends with 500." : "STORAGES has no \"staticfiles\": collectstatic and every {% static %} end with an error."
		}));
	})
});
const mediaKept = defineRule({
	id: "settings/media-kept",
	title: "Uploads outlive the container",
	severity: deployed("low"),
	why: "What is written into a container is gone with the next deployment, and every other container has its own: a worker cannot open what the web was sent.",
	remedy: "In Coolify: \"Persistent Storage\" of the resource, with the folder of MEDIA_ROOT as its destination; or an object store.",
	source: [
		"S0-008",
		"S0-033",
		"S1-132",
		"https://coolify.io/docs/knowledge-base/persistent-storage"
	],
	judge: (project) => acrossSettings(project, {
		needs: ["STORAGES", "MEDIA_ROOT"],
		of: "web"
	}, (evaluated) => {
		const root = text(evaluated.value("MEDIA_ROOT")) ?? "";
		if (!isLocal(mediaStorage(evaluated)) || root === "" || !evaluated.isSet("MEDIA_ROOT")) return [];
		return persistenceOf(websOf(project), root) !== "unknown" ? [] : [{
			on: "MEDIA_ROOT",
			message: "Uploads are files of the container, and nothing here shows a volume at their place: without a persistent storage in Coolify they are gone with the next deployment."
		}];
	})
});
const mediaS3 = defineRule({
	id: "settings/media-s3",
	title: "Uploads in an object store are private, and none replaces another",
	severity: deployed("medium"),
	why: "A public object is for everybody who has, or guesses, its address, for ever. And django-storages replaces a file that has the same name: the second \"scan.pdf\" is the first one’s end.",
	remedy: "AWS_DEFAULT_ACL = \"private\"\nAWS_QUERYSTRING_AUTH = True\nAWS_QUERYSTRING_EXPIRE = 3600\nAWS_S3_FILE_OVERWRITE = False",
	source: ["S1-135", "https://django-storages.readthedocs.io/en/latest/backends/amazon-S3.html"],
	judge: (project) => acrossSettings(project, {
		needs: ["STORAGES"],
		of: "web"
	}, (evaluated) => {
		const { value, isSet } = evaluated;
		const storage = mediaStorage(evaluated);
		if (!/^storages\.backends\.s3/.test(storage)) return [];
		const option = (key, name) => member(value("STORAGES"), "default", "OPTIONS", key) ?? value(name);
		const on = (name) => isSet(name) ? name : "STORAGES";
		const acl = text(option("default_acl", "AWS_DEFAULT_ACL"));
		return [
			...acl?.startsWith("public") === true ? [{
				on: on("AWS_DEFAULT_ACL"),
				subject: "AWS_DEFAULT_ACL",
				evidence: `default_acl = '${acl}'`,
				message: `Uploads are ${acl}: whoever has an address can ${acl === "public-read-write" ? "read and replace" : "read"} them, for ever.`,
				...acl === "public-read-write" ? { severity: "critical" } : {}
			}] : [],
			...truth(option("querystring_auth", "AWS_QUERYSTRING_AUTH")) === false && acl?.startsWith("public") !== true ? [{
				on: on("AWS_QUERYSTRING_AUTH"),
				subject: "AWS_QUERYSTRING_AUTH",
				evidence: "querystring_auth = False",
				message: "Addresses of uploads are not signed: either the bucket is public, or nobody can open them."
			}] : [],
			...truth(option("file_overwrite", "AWS_S3_FILE_OVERWRITE")) === true ? [{
				on: on("AWS_S3_FILE_OVERWRITE"),
				subject: "AWS_S3_FILE_OVERWRITE",
				evidence: "file_overwrite = True",
				message: "An upload replaces an earlier one of the same name."
			}] : []
		];
	})
});
const uploads = defineRule({
	id: "settings/uploads",
	title: "A request body has a limit",
	severity: deployed("medium"),
	why: "Without a limit one request can fill the memory of a process, or keep it busy with a million fields.",
	remedy: "DATA_UPLOAD_MAX_MEMORY_SIZE = 2621440\nDATA_UPLOAD_MAX_NUMBER_FIELDS = 1000",
	source: [
		"S4-038",
		"S2-053",
		"C30",
		"https://docs.djangoproject.com/en/5.2/ref/settings/#data-upload-max-memory-size"
	],
	judge: (project) => acrossSettings(project, {
		needs: [],
		of: "web"
	}, ({ value }) => [
		"DATA_UPLOAD_MAX_MEMORY_SIZE",
		"DATA_UPLOAD_MAX_NUMBER_FIELDS",
		"DATA_UPLOAD_MAX_NUMBER_FILES"
	].flatMap((name) => {
		const found = value(name);
		if (found === null) return [{
			on: name,
			message: `${name} is None: there is no limit.`
		}];
		return name === "DATA_UPLOAD_MAX_MEMORY_SIZE" && typeof found === "number" && found > LARGE_BODY ? [{
			on: name,
			severity: "low",
			message: `A body of ${Math.round(found / 1048576)} MB is read into memory as a whole; files do not count, they have a limit of their own.`
		}] : [];
	}))
});
const LARGE_BODY = 104857600;
const templatesCached = defineRule({
	id: "settings/templates-cached",
	title: "Templates are compiled once",
	severity: {
		development: "off",
		staging: "off",
		production: "low"
	},
	why: "Loaders that are named one by one read and compile a template for every page; Django’s own choice caches them.",
	remedy: "Leave `loaders` out of OPTIONS and use \"APP_DIRS\": True.",
	source: ["https://docs.djangoproject.com/en/5.2/ref/templates/api/#django.template.loaders.cached.Loader"],
	judge: (project) => acrossSettings(project, {
		needs: ["TEMPLATES"],
		of: "web"
	}, ({ value }) => {
		const loaders = member(value("TEMPLATES"), 0, "OPTIONS", "loaders");
		const named = list(loaders) ?? [];
		return named.length > 0 && !JSON.stringify(loaders).includes("cached.Loader") ? [{
			on: "TEMPLATES",
			subject: "TEMPLATES: loaders",
			evidence: `loaders: ${named.join(", ")}`,
			message: "Templates are read and compiled for every page."
		}] : [];
	})
});
// src/checks/settings/time-zone.ts
const timeZone = defineRule({
	id: "settings/time-zone",
	title: "Times are stored in UTC and shown in the site’s own zone",
	severity: deployed("low", "medium"),
	why: "Without USE_TZ times are stored as they look on the wall: one hour a year happens twice, and two services with different clocks disagree. Without TIME_ZONE Django takes Chicago’s.",
	remedy: "USE_TZ = True\nTIME_ZONE = \"UTC\"",
	source: ["S1-120", "https://docs.djangoproject.com/en/5.2/topics/i18n/timezones/"],
	judge: (project) => acrossSettings(project, {
		needs: ["USE_TZ", "TIME_ZONE"],
		of: "any"
	}, ({ value, isSet, since, setting }) => [...truth(value("USE_TZ")) === false ? [{
		on: "USE_TZ",
		message: since("5.0") || isSet("USE_TZ") ? "Times are stored without their zone." : "USE_TZ is not set, and false before Django 5.0: times are stored without their zone."
	}] : [], ...setting("TIME_ZONE") !== void 0 && !isSet("TIME_ZONE") ? [{
		on: "TIME_ZONE",
		severity: "low",
		message: "TIME_ZONE is not set: pages show the time of Chicago."
	}] : []])
});
const autoField = defineRule({
	id: "settings/auto-field",
	title: "Keys of new tables have room",
	severity: {
		development: "low",
		staging: "off",
		production: "low"
	},
	why: "A key of 32 bits ends at two thousand million rows, and changing it then means rewriting the table. And the day Django’s default changes (6.0), every model without a choice asks for a migration.",
	remedy: "DEFAULT_AUTO_FIELD = \"django.db.models.BigAutoField\"",
	source: ["Django models.W042", "https://docs.djangoproject.com/en/5.2/ref/settings/#default-auto-field"],
	versions: "Django 3.2 to 5.2",
	judge: (project) => acrossSettings(project, {
		needs: ["DEFAULT_AUTO_FIELD"],
		of: "any"
	}, ({ isSet, since, value }) => since("6.0") || isSet("DEFAULT_AUTO_FIELD") || value("DEFAULT_AUTO_FIELD") === void 0 ? [] : [{
		on: "DEFAULT_AUTO_FIELD",
		message: "New tables get keys of 32 bits."
	}])
});
// src/checks/settings/safety.ts
const SAFETY = [
	debug,
	debugPropagation,
	developerTools,
	hostsEmpty,
	hostsWildcard,
	hostsShape,
	hostsSite,
	hostsPlaceholder,
	originScheme,
	originShape,
	originPlain,
	originHosts,
	proxyHeaderMissing,
	proxyHeaderShape,
	proxyHeaderTrust,
	redirectOff,
	redirectExempt,
	hsts,
	hstsPreload,
	cookiesSecure,
	sessionHttpOnly,
	cookiesSameSite,
	cookieDomain,
	csrfCookieHttpOnly,
	frames,
	nosniff,
	referrer,
	opener,
	contentPolicy,
	middlewareMissing,
	middlewareOrder,
	cacheMiddleware,
	databaseEngine,
	databaseTls$1,
	databaseConnections,
	serverSideCursors,
	preparedStatements,
	connectionPool,
	atomicRequests$1,
	cacheShared,
	cacheDummy,
	cacheRedis,
	cacheApart,
	cachePrefix,
	sessionStore,
	sessionSerializer,
	sessionAge,
	staticServed,
	staticHashed,
	staticRoot,
	whitenoiseOrder,
	whitenoiseMode,
	storagesIgnored,
	storagesWhole,
	mediaKept,
	mediaS3,
	uploads,
	templatesCached,
	mailBackend,
	mailServer,
	mailTls,
	mailSender,
	mailTimeout,
	logsToStdout,
	logsToFiles$1,
	logsLost,
	logLevel$2,
	logFormat,
	secretKey,
	keyFallbacks,
	secretsApart,
	passwordHasher,
	passwordValidators,
	restFramework,
	tokenLife,
	cors,
	timeZone
];
// src/checks/settings/services-agree.ts
const SHARED$1 = [
	{
		name: "SECRET_KEY",
		of: (value) => secretIn(value)?.tag,
		harm: "what one signs the other refuses, so sessions and links in mails of the worker end in errors"
	},
	{
		name: "DATABASES",
		of: (value) => {
			const database = entries(entries(value)?.["default"]);
			return database === void 0 ? void 0 : [database["ENGINE"], database["NAME"]].map(shown$2).join(" ");
		},
		harm: "they work on different data"
	},
	{
		name: "CELERY_BROKER_URL",
		of: (value) => {
			const address = addressIn(value);
			return address === void 0 ? void 0 : `${address.host}:${address.port ?? ""}${address.path}`;
		},
		harm: "tasks are put where nobody takes them"
	},
	{
		name: "TIME_ZONE",
		of: text,
		harm: "the same moment is another time for each",
		severity: "medium"
	},
	{
		name: "MEDIA_ROOT",
		of: text,
		harm: "what one saves the other does not find",
		severity: "medium"
	}
];
const servicesAgree = defineRule({
	id: "settings/services-agree",
	title: "Services of one site have the same key, data and queue",
	severity: deployed("high"),
	why: "Web, worker and beat are one site in several processes. A variable that one of them lacks, or another settings module, makes two sites of it.",
	remedy: "Give them one block of variables:\nx-environment: &environment\n  SECRET_KEY: ${SECRET_KEY:?}\nservices:\n  worker:\n    environment: *environment",
	source: [
		"S0-036",
		"C07",
		"C43",
		"https://docs.docker.com/reference/compose-file/fragments/"
	],
	judge: (project) => {
		const working = project.evaluations.filter((evaluation) => evaluation.answer.settings !== null && !onlyMigrates(project, evaluation));
		return SHARED$1.flatMap(({ name, of, harm, severity }) => {
			const told = working.flatMap((evaluation) => {
				const found = setting(evaluation, name);
				const value = found === void 0 || found.dummy ? void 0 : of(found.value);
				return found === void 0 || value === void 0 ? [] : [{
					evaluation,
					found,
					value
				}];
			});
			const [first, ...rest] = told;
			const other = rest.find(({ value }) => value !== first?.value);
			if (first === void 0 || other === void 0) return [];
			const { variables } = first.found;
			const inStack = ({ evaluation }) => evaluation.services.every((title) => project.services.some((each) => each.title === title && each.compose));
			if (told.every(inStack) && variables.some((variable) => told.every(({ evaluation }) => evaluation.variables.has(variable)))) return [];
			const place = other.found.place ?? first.found.place ?? headOf(first.evaluation);
			return [{
				subject: name,
				...place === void 0 ? {} : { place },
				...severity === void 0 ? {} : { severity },
				evidence: `${first.evaluation.services.join(", ")} | ${other.evaluation.services.join(", ")}`,
				message: `${other.evaluation.services.join(", ")} has another ${name} than ${first.evaluation.services.join(", ")}: ${harm}.`
			}];
		});
	}
});
function onlyMigrates({ services }, evaluation) {
	const own = services.filter(({ title }) => evaluation.services.includes(title));
	return own.length > 0 && own.every(({ role }) => role === "migrate" || role === "flower");
}
// src/checks/settings/variations.ts
function changedIn({ evaluations }) {
	return evaluations.flatMap((evaluation) => evaluation.answer.variations.filter(({ end }) => end === "differs").map((variation) => {
		const given = truth(setting(evaluation, "DEBUG")?.value) === true;
		const difference = variation.differences.find((found) => found.setting === "DEBUG");
		return {
			evaluation,
			variation,
			debug: {
				given,
				changed: difference === void 0 ? given : truth(difference.then) === true
			}
		};
	}));
}
const debugDefault = defineRule({
	id: "settings/debug-default",
	title: "DEBUG is off unless somebody switches it on",
	severity: deployed("high"),
	why: "Variables get lost: a new server, a renamed resource, a typing mistake. Then the site starts with debugging on, works, and shows everybody its settings.",
	remedy: "DEBUG = env.bool(\"DEBUG\", default=False)",
	source: [
		"S1-003",
		"S0-027",
		"S2-025",
		"Django security.W018"
	],
	judge: (project) => changedIn(project).filter(({ variation, debug }) => variation.change === "absent" && !debug.given && debug.changed).map(({ evaluation, variation }) => ({
		subject: variation.variable,
		...placeIn$1(evaluation, variation, "DEBUG"),
		message: `Without ${variation.variable} the site starts with debugging on.`,
		evidence: `${variation.variable} absent: DEBUG = True`
	}))
});
const debugVariable$1 = defineRule({
	id: "settings/debug-variable",
	title: "No variable can switch debugging on",
	severity: deployed("low", "medium"),
	why: "Somebody sets it for an hour of searching, on a site that everybody can reach; whoever may change variables may read every secret of the process.",
	remedy: "Write the value down in the settings of this profile:\nDEBUG = False",
	source: ["S1-006", "S0-027"],
	judge: (project) => changedIn(project).filter(({ variation, debug }) => variation.change === "on" && !debug.given && debug.changed).map(({ evaluation, variation }) => ({
		subject: variation.variable,
		...placeIn$1(evaluation, variation, "DEBUG"),
		message: `${variation.variable} switches debugging on.`,
		evidence: `${variation.variable} on: DEBUG = True`
	}))
});
const dependsOnDebug = defineRule({
	id: "settings/depends-on-debug",
	title: "Nothing but DEBUG hangs on the variable that sets it",
	severity: deployed("medium"),
	why: "When a base module reads the variable and a later one only sets DEBUG = False, everything that was made from it before stays as on a developer’s machine: storage without hashes, caching for a year, open cookies. DEBUG itself looks right.",
	remedy: "Decide it in the settings of the profile, not from the variable:\nSTORAGES[\"staticfiles\"] = {\"BACKEND\": \"whitenoise.storage.CompressedManifestStaticFilesStorage\"}",
	source: [
		"S1-003",
		"S1-049",
		"S1-050",
		"S2-025",
		"Order of evaluation: base.py computes, production.py overrides DEBUG afterwards"
	],
	judge: (project) => {
		const hits = changedIn(project).filter(({ variation, debug }) => variation.change !== "on" && isDebugLike(variation.variable, project) && !debug.given && !debug.changed).flatMap(({ evaluation, variation }) => {
			const worse = weighed(variation, (part) => weakened(project, evaluation, part));
			const better = weighed(variation, (part) => strengthened(project, evaluation, part));
			return variation.differences.map(({ setting: name, given, then }) => {
				const absent = variation.change === "absent";
				const harm = worse(name);
				return {
					subject: name,
					...placeIn$1(evaluation, variation, name),
					severity: absent && (harm === "critical" || harm === "high") ? "high" : harm === void 0 && better(name) === void 0 ? "low" : "medium",
					message: absent ? `${name} changes when ${variation.variable} is absent, although DEBUG stays off.` : `${name} is what a developer’s machine has, because ${variation.variable} does not say otherwise; DEBUG itself is off.`,
					evidence: contrast(name, given, then, `${variation.variable} ${variation.change}`)
				};
			});
		});
		const once = new Map();
		for (const hit of hits) if (!once.has(hit.subject)) once.set(hit.subject, hit);
		return [...once.values()];
	}
});
const silentDefault = defineRule({
	id: "settings/silent-default",
	title: "What may not be missing stops the start when it is",
	severity: deployed("medium"),
	why: "A default that suits a developer’s machine takes over when a variable gets lost, and nothing says so: a new, empty SQLite database looks like a site whose data are gone.",
	remedy: "Read it without a default:\nDATABASES = {\"default\": env.db(\"DATABASE_URL\")}",
	source: [
		"S2-022",
		"S1-008",
		"S1-009",
		"S1-003",
		"S0-007",
		"https://12factor.net/config"
	],
	judge: (project) => changedIn(project).filter(({ variation, debug }) => variation.change === "absent" && !(debug.changed && !debug.given)).filter(({ variation }) => !isDebugLike(variation.variable, project)).flatMap(({ evaluation, variation }) => {
		const [first] = [...weakened(project, evaluation, variation).filter(({ severity, hit }) => severity !== "low" || hit.subject.startsWith("CSRF_TRUSTED_ORIGINS"))].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
		if (first === void 0) return [];
		const at = variation.differences.find(({ setting: name }) => first.hit.subject.startsWith(name)) ?? variation.differences[0];
		return [{
			subject: variation.variable,
			...placeIn$1(evaluation, variation, at?.setting ?? ""),
			severity: lighter(first.severity, first.hit.subject),
			message: `Without ${variation.variable} the settings load all the same. ${first.hit.message}`,
			evidence: `${variation.variable} absent: ${first.hit.evidence}`,
			remedy: demanding(variation.variable, at?.setting ?? "")
		}];
	})
});
function demanding(variable, name) {
	if (name === "DATABASES") return `Read it without a default:\nDATABASES = {"default": env.db("${variable}")}`;
	if (/^(?:ALLOWED_HOSTS|.*_ORIGINS)$/.test(name)) return `Read it without a default:\n${name} = env.list("${variable}")`;
	if (!/^(?:EMAIL_\w+|DEFAULT_FROM_EMAIL|SERVER_EMAIL|SECRET_KEY|\w+_URL|\w+_BACKEND)$/.test(name)) return `Read ${variable} without a default, so that nothing starts when it is missing.`;
	return `Read it without a default:\n${name} = env("${variable}")`;
}
function isDebugLike(variable, project) {
	const switched = changedIn(project).some(({ variation, debug }) => variation.variable === variable && debug.given !== debug.changed);
	return /DEBUG/i.test(variable) || switched;
}
function weakened(project, evaluation, variation) {
	return beyond(findings(changedProject(project, variation), applied(evaluation, variation)), findings(project, evaluation));
}
function strengthened(project, evaluation, variation) {
	return beyond(findings(project, evaluation), findings(changedProject(project, variation), applied(evaluation, variation)));
}
function changedProject(project, { variable, change }) {
	if (change !== "absent") return project;
	const variables = new Map([...project.given.variables].filter(([name]) => name !== variable));
	return {
		...project,
		given: {
			...project.given,
			variables
		}
	};
}
function beyond(found, known) {
	const said = new Set(known.map(({ hit }) => `${hit.subject} ${hit.message}`));
	return found.filter(({ hit }) => !said.has(`${hit.subject} ${hit.message}`));
}
function findings(project, evaluation) {
	const alone = {
		...project,
		evaluations: [evaluation]
	};
	return SAFETY.flatMap((rule) => {
		const own = severityIn(rule, project.profile);
		if (own === "off") return [];
		return rule.judge(alone).filter(({ unknown }) => unknown !== true).map((hit) => ({
			hit,
			severity: hit.severity ?? own
		}));
	});
}
function applied(evaluation, { differences }) {
	const { settings } = evaluation.answer;
	if (settings === null) return evaluation;
	const changed = differences.map(({ setting: name, then, place }) => {
		const own = settings.values[name];
		return [name, {
			default: false,
			dummy: false,
			variables: own?.variables ?? [],
			value: then,
			place: place ?? own?.place ?? null
		}];
	});
	return {
		...evaluation,
		answer: {
			...evaluation.answer,
			settings: {
				...settings,
				values: {
					...settings.values,
					...Object.fromEntries(changed)
				}
			}
		}
	};
}
function weighed(variation, judgeChange) {
	const whole = judgeChange(variation);
	return (name) => {
		const without = {
			...variation,
			differences: variation.differences.filter((difference) => difference.setting !== name)
		};
		const due = beyond(whole, judgeChange(without));
		return SEVERITIES.find((known) => due.some(({ severity }) => severity === known));
	};
}
function contrast(name, given, then, change) {
	const [before, after] = [entries(given), entries(then)];
	const key = before === void 0 || after === void 0 ? void 0 : Object.keys({
		...before,
		...after
	}).find((inner) => JSON.stringify(before[inner]) !== JSON.stringify(after[inner]));
	const inner = key === void 0 ? void 0 : [before?.[key], after?.[key]];
	if (key !== void 0 && inner?.[0] !== void 0 && inner[1] !== void 0) return contrast(`${name}['${key}']`, inner[0], inner[1], change);
	return `${name} = ${shown$2(given)}; with ${change}: ${shown$2(then)}`;
}
function lighter(severity, subject) {
	if (/^DATABASES$|^SECRET_KEY/.test(subject)) return severity === "critical" ? "high" : severity;
	return severity === "critical" || severity === "high" ? "medium" : "low";
}
function placeIn$1(evaluation, { differences }, name) {
	const place = assigned(evaluation, name)?.place ?? placed(differences.find((difference) => difference.setting === name)?.place ?? null) ?? headOf(evaluation);
	return {
		...place === void 0 ? {} : { place },
		...setting(evaluation, name)?.dummy === true ? { dummy: true } : {}
	};
}
// src/checks/settings/index.ts
const RULES$8 = [
	debugDefault,
	debugVariable$1,
	dependsOnDebug,
	silentDefault,
	...SAFETY,
	productionModule,
	servicesAgree,
	parity,
	logsReplaced,
	deadSettings,
	misplacedDatabaseKeys,
	autoField,
	writesAtImport,
	connectsAtImport,
	printsAtImport,
	adminAddresses,
	clientAddress,
	errorsReported,
	trackerEnvironment
];
// src/checks/django/covered.ts
const COVERED = {
	"4_0.E001": "settings/csrf-origin-scheme",
	"mail.E001": "settings/mail-backend",
	"models.W042": "settings/auto-field",
	"security.E023": "settings/referrer-policy",
	"security.E024": "settings/opener-policy",
	"security.E026": "settings/content-policy",
	"security.W001": "settings/middleware-missing",
	"security.W002": "settings/frames",
	"security.W003": "settings/middleware-missing",
	"security.W004": "settings/hsts",
	"security.W005": "settings/hsts-preload",
	"security.W006": "settings/nosniff",
	"security.W008": "settings/redirect-off",
	"security.W009": "settings/secret-key",
	"security.W010": "settings/cookies-secure",
	"security.W011": "settings/cookies-secure",
	"security.W012": "settings/cookies-secure",
	"security.W013": "settings/session-httponly",
	"security.W014": "settings/session-httponly",
	"security.W015": "settings/session-httponly",
	"security.W016": "settings/cookies-secure",
	"security.W018": "settings/debug",
	"security.W019": "settings/frames",
	"security.W020": "settings/hosts-empty",
	"security.W021": "settings/hsts-preload",
	"security.W022": "settings/referrer-policy",
	"security.W025": "settings/secret-key-fallbacks",
	"staticfiles.E002": "settings/static-root",
	"staticfiles.E005": "settings/storages-whole"
};
function isCovered(id, profile) {
	const name = id === null ? void 0 : COVERED[id];
	const rule = name === void 0 ? void 0 : RULES$8.find((one) => one.id === name);
	return rule !== void 0 && severityIn(rule, profile) !== "off";
}
// src/checks/django/known.ts
const KNOWN = {
	"security.W027": {
		severity: "medium",
		setting: "SECURE_CSP",
		remedy: "Without it templates have no nonce, and browsers block the inline code that should have one.\n\"context_processors\": [..., \"django.template.context_processors.csp\"]"
	},
	"security.E100": {
		severity: "medium",
		setting: "DEFAULT_HASHING_ALGORITHM"
	},
	"security.E101": {
		severity: "high",
		setting: "CSRF_FAILURE_VIEW"
	},
	"security.E102": {
		severity: "high",
		setting: "CSRF_FAILURE_VIEW"
	},
	"async.E001": {
		severity: "high",
		remedy: "Take DJANGO_ALLOW_ASYNC_UNSAFE out of the environment: with it, database code runs in the event loop and can corrupt data."
	},
	"caches.E001": {
		severity: "high",
		setting: "CACHES"
	},
	"caches.W002": {
		severity: "high",
		setting: "CACHES",
		remedy: "Give the cache a folder of its own: in a served folder visitors can read it, and whoever can upload there runs code through pickled entries."
	},
	"caches.W003": {
		severity: "low",
		setting: "CACHES"
	},
	"mail.W001": {
		severity: "medium",
		setting: "MAILERS"
	},
	"files.E001": {
		severity: "high",
		setting: "FILE_UPLOAD_TEMP_DIR"
	},
	"staticfiles.E001": {
		severity: "high",
		setting: "STATICFILES_DIRS"
	},
	"staticfiles.E003": {
		severity: "high",
		setting: "STATICFILES_DIRS"
	},
	"staticfiles.W004": {
		severity: "low",
		setting: "STATICFILES_DIRS",
		remedy: "Commit the folder, or take it out of STATICFILES_DIRS: collectstatic ignores what is not there."
	},
	"sites.E101": {
		severity: "high",
		setting: "SITE_ID"
	},
	"urls.E006": { severity: "high" },
	"urls.E007": {
		severity: "high",
		setting: "ROOT_URLCONF"
	},
	"urls.E008": {
		severity: "high",
		setting: "ROOT_URLCONF"
	}
};
const TIDY = /^(?:admin|auth|contenttypes|fields|models|signals|sites|staticfiles|templates|translation|urls)\.W\d/;
const DEPLOYED_ONLY = /^(?:security\.W|mail\.E001|caches\.W002|async\.E001)/;
function severityOf(id, level) {
	const known = id === null ? void 0 : KNOWN[id];
	if (known !== void 0) return known.severity;
	if (level >= 40) return "high";
	if (level < 30 || id !== null && TIDY.test(id)) return "low";
	return "medium";
}
function onlyDeployed(id) {
	return id !== null && DEPLOYED_ONLY.test(id);
}
function isDjangos(id) {
	return id !== null && /^(?:4_0|admin|async|auth|caches|commands|compatibility|contenttypes|database|fields|files|gis|mail|models|mysql|postgres|security|signals|sites|staticfiles|templates|translation|urls)\.[EWI]\d/.test(id);
}
// src/checks/django/check.ts
const CHECKS_PAGE = "https://docs.djangoproject.com/en/6.0/ref/checks/";
const MOST_APART = 4;
const check = defineRule({
	id: "django/check",
	title: "Django’s own checks, those for deployments included, have nothing to say",
	severity: {
		development: "medium",
		staging: "high",
		production: "high"
	},
	why: "Django and the installed packages know what they cannot work with. Errors stop migrate and every other command that runs the checks.",
	remedy: "Do what the message asks for.",
	source: [
		"S0-044",
		"S1-001",
		"S1-032",
		"S1-033",
		"S1-153",
		CHECKS_PAGE
	],
	versions: "Django 3.2 to 6.1",
	judge: (project) => acrossEvaluations(project.evaluations, (evaluation) => {
		const spoken = (evaluation.answer.checks ?? []).filter((message) => isToldHere(message, project));
		return [...Map.groupBy(spoken, ({ id }) => id).values()].flatMap((messages) => messages.length >= MOST_APART && messages[0]?.id != null ? [together(messages, evaluation)] : messages.map((message) => hitOf(message, evaluation)));
	})
});
function isToldHere({ id, silenced, level }, { profile }) {
	if (silenced || id === "obcms_deploy.E001" || id === "obcms_deploy.E002" || isCovered(id, profile)) return false;
	return profile !== "development" || level >= 40 && !onlyDeployed(id);
}
function hitOf(message, evaluation) {
	const { id, level, object } = message;
	const about = object === "?" ? "" : `: ${object}`;
	const place = placeOf$2(message, evaluation);
	return {
		subject: `${id ?? "a check without id"}${about}`,
		...place === void 0 ? {} : { place },
		message: message.message,
		evidence: `${id ?? "no id"}, ${levelOf(level)}${about}`,
		remedy: remedyOf(message),
		severity: severityOf(id, level),
		...restsOnDummy(id, evaluation) ? { dummy: true } : {}
	};
}
function together(messages, evaluation) {
	const [first, ...rest] = messages.map((message) => hitOf(message, evaluation));
	if (first === void 0) throw new Error("a group of messages holds at least one");
	const [message] = messages;
	const objects = messages.slice(0, 3).map(({ object }) => object);
	return {
		...first,
		subject: message?.id ?? first.subject,
		message: `${message?.message ?? ""} (${messages.length} times: ${objects.join(", ")} and ${rest.length - 2} more.)`,
		evidence: `${message?.id}, ${messages.length} times`
	};
}
function levelOf(level) {
	return level >= 50 ? "critical" : level >= 40 ? "error" : level >= 30 ? "warning" : "info";
}
function placeOf$2({ id, place }, evaluation) {
	const name = id === null ? void 0 : KNOWN[id]?.setting;
	const set = name === void 0 ? void 0 : assigned(evaluation, name)?.place;
	return placed(place) ?? set ?? headOf(evaluation);
}
function remedyOf({ id, hint }) {
	const known = id === null ? void 0 : KNOWN[id]?.remedy;
	if (known !== void 0) return known;
	if (hint !== null) return hint;
	return isDjangos(id) ? `See ${id} in ${CHECKS_PAGE}` : "See the documentation of the package that the check belongs to.";
}
function restsOnDummy(id, evaluation) {
	const name = id === null ? void 0 : KNOWN[id]?.setting;
	return name !== void 0 && setting(evaluation, name)?.dummy === true;
}
// src/checks/django/failures.ts
const settingsMissing = defineRule({
	id: "django/settings-missing",
	title: "The settings module that is asked for exists",
	severity: "critical",
	why: "Nothing of the project starts: gunicorn, Celery and manage.py all end with ModuleNotFoundError before they do anything.",
	remedy: "Name a module that exists in DJANGO_SETTINGS_MODULE, or commit the one that is named.",
	source: [
		"S0-026",
		"S1-002",
		"C07",
		"https://docs.djangoproject.com/en/5.2/topics/settings/#designating-the-settings"
	],
	judge: (project) => brokenOff(project, (failure, evaluation) => {
		if (failure.kind !== "settings-missing") return void 0;
		const wanted = failure.name ?? moduleOf(evaluation);
		const near = nearestModules(wanted, project);
		const [nearest] = near;
		return {
			subject: wanted,
			message: `There is no settings module ${wanted} in this checkout, so what is started with it ends at once.`,
			evidence: said(failure),
			...nearest === void 0 ? {} : { remedy: `Name a module that exists. Near to it: ${near.join(", ")}.\nDJANGO_SETTINGS_MODULE=${nearest}` }
		};
	})
});
const importFailed = defineRule({
	id: "django/import-failed",
	title: "The settings and applications can be imported",
	severity: "critical",
	why: "A release whose own code cannot be imported does not start: every process of it ends with a traceback.",
	remedy: "Correct the import or the syntax on this line.",
	source: ["S1-153", "reference: https://docs.djangoproject.com/en/5.2/ref/applications/#how-applications-are-loaded"],
	judge: (project) => brokenOff(project, (failure, { answer }) => {
		if (failure.stage !== "settings" && failure.stage !== "setup") return void 0;
		if (failure.kind === "syntax") return {
			subject: failure.place?.file ?? "syntax",
			message: `Python cannot read this file (while ${during(failure)}), so the release does not start.`,
			evidence: said(failure)
		};
		if (failure.kind === "module-missing") return notInstalled(failure, project, answer);
		if (!ownModuleMissing(failure)) return void 0;
		return {
			subject: failure.name ?? failure.type,
			message: `The project imports what is not there (while ${during(failure)}), so the release does not start.`,
			evidence: said(failure),
			remedy: `Commit ${failure.name ?? "the module"}, or take the import away on the line that names it.`
		};
	})
});
function notInstalled(failure, project, { django }) {
	const name = failure.name ?? "a module";
	return {
		subject: name,
		message: `${django === null ? "Django itself is" : `The module ${name} is`} not installed in the interpreter that was asked (${project.python?.executable ?? "python"}), so the settings cannot be judged. Install the project's requirements before this step, or set stub-imports to missing.`,
		evidence: said(failure),
		unknown: true
	};
}
const missingVariable = defineRule({
	id: "django/missing-variable",
	title: "The environment has every variable that the settings demand",
	severity: "critical",
	why: "The process ends before it answers one request; after a deployment the new container never becomes healthy.",
	remedy: "Add the variable to the environment of every service that runs the project (in Coolify: Environment Variables).",
	source: [
		"S1-164",
		"S2-026",
		"S0-036",
		"S1-032"
	],
	judge: (project) => brokenOff(project, (failure, evaluation) => {
		if (failure.kind !== "variable-missing") return void 0;
		const name = failure.name ?? "a variable";
		const subject = failure.name ?? failure.type;
		const evidence = said(failure);
		if (failure.name !== null && project.given.unreadable.includes(failure.name)) return {
			subject,
			evidence,
			unknown: true,
			message: `${name} exists, but its value could not be read.`
		};
		if (!isWhole$1(project, evaluation)) return {
			subject,
			evidence,
			unknown: true,
			message: `The settings demand ${name}, and the environment they will really have is not known here. Give env-file, env or coolify-token, or set missing to dummy.`
		};
		return {
			subject,
			evidence,
			message: `${moduleOf(evaluation)} cannot load without ${name}, and the environment does not have it.`,
			remedy: `Add ${name} to the environment of every service this holds for (in Coolify: Environment Variables), or give the setting a default that is safe in production.\n${failure.name ?? "NAME"}=<value>`
		};
	})
});
function reasonIn({ message }) {
	const text = oneLine(message, 160).replace(/[.!]$/, "");
	return text === "" ? "" : ` (${text})`;
}
const settingsRefuse = defineRule({
	id: "django/settings-refuse",
	title: "The settings load with the environment they are given",
	severity: "critical",
	why: "Settings that raise stop every process of the release. Refusing a bad environment is right; shipping one is not.",
	remedy: "Read the message and correct the variable or the setting it is about.",
	source: [
		"S1-008",
		"S1-009",
		"S1-032",
		"S1-153"
	],
	judge: (project) => brokenOff(project, (failure, evaluation) => {
		if (failure.stage !== "settings" || ownModuleMissing(failure)) return void 0;
		const evidence = said(failure);
		const subject = moduleOf(evaluation);
		if (failure.kind === "timeout" || failure.kind === "died") return {
			subject,
			evidence,
			unknown: true,
			message: ended(failure, `${subject} was evaluated`)
		};
		if (failure.kind !== "refused" && failure.kind !== "exit") return void 0;
		if (isSandboxed(failure)) return {
			subject,
			evidence,
			unknown: true,
			message: `${subject} asks something else, or starts a program, while it is imported, which is not let happen here: whether it loads is not known (see settings/connects-at-import).`
		};
		return {
			subject,
			evidence,
			message: `${subject} ${failure.kind === "exit" ? "ends the process" : "refuses to load"} with this environment${reasonIn(failure)}, so nothing that uses it starts.`,
			...!isWhole$1(project, evaluation) && !CODE_ERRORS.has(failure.type) ? { unknown: true } : {}
		};
	})
});
// src/checks/django/probes.ts
function probesOf({ services, application }) {
	const dockers = services.filter(({ roles }) => roles.includes("web")).flatMap(({ healthcheck, title }) => {
		if (healthcheck === void 0 || healthcheck.check === "none") return [];
		const { test, place } = healthcheck.check;
		const command = formText(test);
		return probesIn(command).map(({ host, path }) => ({
			host,
			path,
			by: title,
			place,
			follows: !/\bcurl\b/.test(command) || /\s(-\w*L\w*|--location)\b/.test(command),
			forwards: /x-forwarded-proto/i.test(command),
			renames: /['"\s]host\s*:/i.test(command)
		}));
	});
	const { enabled = false, path = "", port } = application?.health ?? {};
	if (!enabled || !path.startsWith("/")) return dockers;
	const coolifys = {
		host: `localhost:${port ?? application?.ports[0] ?? "8000"}`,
		path,
		by: "Coolify",
		place: void 0,
		follows: false,
		forwards: false,
		renames: false
	};
	return [...dockers, coolifys];
}
// src/checks/django/addresses.ts
function addressesOf$1(project, { answer: { visits } }) {
	const probes = probesOf(project);
	return [...new Set(visits.map(({ path }) => path))].map((path) => {
		const own = visits.filter((visit) => visit.path === path);
		const asking = probes.filter((probe) => probe.path === path);
		const inside = own.filter(({ forwardedProto }) => forwardedProto === null);
		const outside = own.filter(({ forwardedProto }) => forwardedProto !== null);
		return {
			path,
			readiness: /ready|readiness/i.test(path),
			probes: asking,
			named: asking.length > 0 || !USUAL_PATHS.includes(path) && inside.some(({ host }) => isInternal(host)),
			exists: own.some(({ view, status }) => view !== null || status !== null && status < 300),
			inside,
			reached: [...inside, ...outside].find(wasReached)
		};
	});
}
function wasReached({ view, status, error, refused }) {
	if (view === null && (status === null || status >= 300)) return false;
	if (status === null) return error !== null;
	return status !== 400 && (status < 300 || status >= 400 || refused.length > 0);
}
function askedBy$1(address, { host }) {
	return address.inside.find((visit) => visit.host === host);
}
// src/checks/django/health-address.ts
const FACTS = "Django’s answers to its own test client, with the Host that the probe sends";
function acrossAddresses(project, look) {
	return acrossEvaluations(webEvaluations(project), (evaluation) => addressesOf$1(project, evaluation).flatMap((address) => look(address, evaluation)));
}
function at(place) {
	return place === void 0 ? {} : { place };
}
function whoAsks(probes) {
	const names = [...new Set(probes.map(({ by }) => by))];
	return names.length === 0 ? "A probe" : `The probe of ${names.join(" and ")}`;
}
const healthPath = defineRule({
	id: "django/health-path",
	title: "The health address exists",
	severity: "high",
	why: "A probe that is answered 404 calls the container unhealthy for ever: Coolify takes the deployment back, Compose never starts what waits for it.",
	remedy: "Name a path that the URLconf knows, with its slash at the end.",
	source: [
		"C01",
		"S1-089",
		"S1-070",
		FACTS
	],
	judge: (project) => acrossAddresses(project, (address, evaluation) => {
		const { path, named, exists, probes, inside } = address;
		if (!named || exists || inside.every(({ status }) => status === null)) return [];
		const others = addressesOf$1(project, evaluation);
		const withSlash = others.find((other) => other.exists && other.path === `${path}/`);
		const place = probes.find((probe) => probe.place !== void 0)?.place;
		if (withSlash !== void 0) return [slashMissing(path, withSlash.path, probes, place)];
		const existing = others.filter((other) => other.exists).map((other) => other.path);
		const status = inside.find((visit) => visit.status !== null)?.status;
		return [{
			subject: path,
			...at(place),
			message: `${whoAsks(probes)} asks ${path}, and no URL pattern matches it.`,
			evidence: `${path}: no view, status ${status}`,
			...existing.length === 0 ? {} : { remedy: `Ask an address that exists: ${existing.join(", ")}.` }
		}];
	})
});
function slashMissing(path, right, probes, place) {
	return {
		subject: path,
		...at(place),
		severity: "medium",
		message: `${whoAsks(probes)} asks ${path}, which Django only redirects to ${right}: for curl -f a redirect is a success, so nothing is checked.`,
		evidence: `${path}: no view of its own; ${right} has one`,
		remedy: `Write the slash: ${right}`
	};
}
const healthMissing$1 = defineRule({
	id: "django/health-missing",
	title: "The project has an address for health checks",
	severity: {
		development: "off",
		staging: "medium",
		production: "medium"
	},
	why: "Without one a deployment counts as done when the process runs, whether it can answer a request or not.",
	remedy: "Add two views: one that answers 200 as long as the process lives, one that asks database and cache.\npath(\"health/\", health)\npath(\"ready/\", ready)",
	source: [
		"S1-089",
		"C01",
		FACTS
	],
	judge: (project) => acrossEvaluations(webEvaluations(project), (evaluation) => {
		const addresses = addressesOf$1(project, evaluation);
		if (!addresses.some(({ inside }) => inside.some(({ status }) => status !== null)) || addresses.some(({ named, exists }) => named && !exists)) return [];
		const place = assigned(evaluation, "ROOT_URLCONF")?.place ?? headOf(evaluation);
		const existing = addresses.filter(({ exists }) => exists);
		if (existing.length === 0) return [{
			subject: "health address",
			...at(place),
			...absent$1(addresses)
		}];
		const asks = existing.some(({ readiness, reached }) => readiness || (reached?.refused.length ?? 0) > 0);
		const readiness = addresses.filter((address) => address.readiness);
		if (asks || readiness.length === 0) return [];
		return [{
			subject: "readiness address",
			...at(place),
			severity: "low",
			...absent$1(readiness)
		}];
	})
});
function absent$1(addresses) {
	const paths = addresses.map(({ path }) => path);
	return {
		message: `${paths.length === 1 ? paths[0] : `None of ${paths.join(", ")}`} ${paths.length === 1 ? "does not exist" : "exists"}, and nothing names another address.`,
		evidence: paths.map((path) => `${path}: no view`).join("; ")
	};
}
const healthHost = defineRule({
	id: "django/health-host",
	title: "Django accepts the Host that the probe sends",
	severity: {
		development: "medium",
		staging: "high",
		production: "high"
	},
	why: "The probe asks from inside the container and says localhost. A host that is not allowed is answered 400 before any view, so the container is unhealthy for ever.",
	remedy: "ALLOWED_HOSTS=<your domain>,localhost,127.0.0.1",
	source: [
		"C23",
		"S2-024",
		"S0-028",
		FACTS
	],
	judge: (project) => acrossAddresses(project, (address, evaluation) => address.probes.filter(({ renames }) => !renames).flatMap((probe) => {
		if (askedBy$1(address, probe)?.status !== 400 || !address.exists) return [];
		const hosts = setting(evaluation, "ALLOWED_HOSTS");
		const patterns = list(hosts?.value) ?? [];
		const name = hostnameOf(probe.host);
		if (patterns.some((pattern) => allows$1(pattern.toLowerCase(), name))) return [];
		return [{
			subject: `${name} in ALLOWED_HOSTS`,
			...at(hosts?.place ?? headOf(evaluation) ?? probe.place),
			message: `${whoAsks([probe])} asks ${probe.path} with the Host ${probe.host}, which is not allowed: it is answered 400, and the container never becomes healthy.`,
			evidence: `ALLOWED_HOSTS = ${shown$2(hosts?.value)}; ${probe.path} from ${probe.host}: 400`,
			remedy: `Add the name the probe uses:\nALLOWED_HOSTS=${[...patterns, name].join(",")}`,
			...hosts?.dummy === true ? { dummy: true } : {}
		}];
	}))
});
function hostnameOf(host) {
	return host.replace(/:\d+$/, "").toLowerCase();
}
const healthRedirect = defineRule({
	id: "django/health-redirect",
	title: "The health address answers by itself, without a redirect",
	severity: {
		development: "off",
		staging: "high",
		production: "high"
	},
	why: "The probe speaks plain HTTP from inside. For curl -f a redirect is a success, so a site that answers nothing but redirects is healthy; wget and curl -L follow it to a port where nobody speaks TLS, and the container is unhealthy for ever.",
	remedy: "SECURE_REDIRECT_EXEMPT = [r\"^health/$\", r\"^ready/$\"]",
	source: [
		"C01",
		"C22",
		"S1-089",
		FACTS
	],
	judge: (project) => acrossAddresses(project, (address, evaluation) => {
		if (!address.exists) return [];
		const { probes } = address;
		if (probes.length === 0) return notAsked(address, evaluation);
		return probes.filter(({ forwards }) => !forwards).flatMap((probe) => {
			const visit = askedBy$1(address, probe);
			return visit === void 0 || !isRedirect(visit) ? [] : [redirected(visit, probe, evaluation)];
		});
	})
});
function notAsked({ inside }, evaluation) {
	const visit = inside.find(isRedirect);
	return visit === void 0 ? [] : [redirected(visit, void 0, evaluation, "low")];
}
function isRedirect({ status }) {
	return status !== null && status >= 300 && status < 400 && status !== 304;
}
function redirected(visit, probe, evaluation, severity) {
	const { path, status, location } = visit;
	const secure = location?.startsWith("https://") === true && location.endsWith(path);
	const place = (secure ? assigned(evaluation, "SECURE_REDIRECT_EXEMPT")?.place ?? assigned(evaluation, "SECURE_SSL_REDIRECT")?.place : placed(visit.place)) ?? probe?.place ?? headOf(evaluation);
	const who = probe === void 0 ? "A probe from inside the container" : whoAsks([probe]);
	const effect = probe?.follows === true ? "it follows to where nobody answers, so the container is unhealthy for ever" : "for curl -f that is a success, so nothing is checked";
	return {
		subject: path,
		...at(place),
		message: `${who} that asks ${path} is sent to ${location ?? "another address"}: ${effect}.`,
		evidence: `${path} from ${visit.host} without X-Forwarded-Proto: ${status}, Location ${location ?? "?"}`,
		remedy: secure ? `Exempt it from the redirect (the pattern has no slash in front):\nSECURE_REDIRECT_EXEMPT = [r"^${pattern(path)}$"]` : "Let the view answer everybody: no login, no redirect.",
		...severity === void 0 ? {} : { severity }
	};
}
function pattern(path) {
	return path.replace(/^\//, "").replace(/[.+*?^$()[\]{}|\\]/g, "\\$&");
}
const HEALTH_ADDRESS_RULES = [
	healthPath,
	healthMissing$1,
	healthHost,
	healthRedirect
];
// src/checks/django/health-answer.ts
const REFUSED = "Django’s test client, while databases, sockets and processes were refused to the view";
const SERVICES = {
	database: "the database",
	cache: "the cache",
	socket: "another service"
};
function acrossAnswers(project, look) {
	return acrossEvaluations(webEvaluations(project), (evaluation) => addressesOf$1(project, evaluation).flatMap((address) => {
		const told = address.reached === void 0 ? void 0 : look(address.reached, address, evaluation);
		if (address.reached === void 0 || told === void 0) return [];
		const place = told.place ?? placed(address.reached.place) ?? address.probes.find((probe) => probe.place !== void 0)?.place ?? headOf(evaluation);
		const stubbed = evaluation.answer.stubs.length > 0 ? { unknown: true } : {};
		return [{
			subject: address.path,
			...told,
			...stubbed,
			...place === void 0 ? {} : { place }
		}];
	}));
}
function asked(refused) {
	return Object.entries(SERVICES).flatMap(([kind, words]) => refused.includes(kind) ? [words] : []);
}
function outcome({ path, status, error, refused }) {
	const away = refused.length === 0 ? "asked nothing" : `was refused ${refused.join(", ")}`;
	return `${path}: ${status ?? error}, ${away}`;
}
const healthFails = defineRule({
	id: "django/health-fails",
	title: "The health address answers 200",
	severity: {
		development: "medium",
		staging: "high",
		production: "high"
	},
	why: "Whoever asks it takes the container for unhealthy, however well it serves visitors.",
	remedy: "Let the view answer 200 to everybody who asks with GET.",
	source: [
		"S1-089",
		"C01",
		REFUSED
	],
	judge: (project) => acrossAnswers(project, (visit, { probes, named }, { answer }) => {
		const { status, error, refused, path } = visit;
		if (refused.length > 0 || error?.startsWith("TooLong") === true || isBroken(answer)) return void 0;
		if (status !== null && status < 400) return void 0;
		const severity = probes.length > 0 || named ? void 0 : "medium";
		return {
			message: `${path} ${fault(status, error).replace(/\.+$/, "")}, although nothing it could depend on was taken from it.`,
			evidence: outcome(visit),
			...severity === void 0 ? {} : { severity }
		};
	})
});
function isBroken({ checks, failure }) {
	return failure?.stage === "checks" || (checks ?? []).some(({ id }) => id === "obcms_deploy.E001" || id === "obcms_deploy.E002");
}
function fault(status, error) {
	if (error !== null) return `ends with ${error}`;
	if (status === 401 || status === 403) return `wants a login or refuses (${status})`;
	if (status === 405) return "does not answer GET (405)";
	return `answers ${status}`;
}
const healthSlow = defineRule({
	id: "django/health-slow",
	title: "The health address answers within seconds, also when a service is away",
	severity: {
		development: "low",
		staging: "medium",
		production: "medium"
	},
	why: "Probes give up after a few seconds. A view that waits for a service holds a worker each time it is asked, until none is left for visitors.",
	remedy: "Give every question a time limit of one or two seconds (connect_timeout, socket_connect_timeout), and do not retry.",
	source: ["S1-089", REFUSED],
	judge: (project) => acrossAnswers(project, (visit) => visit.error?.startsWith("TooLong") === true ? {
		message: `${visit.path} had not answered after three seconds, while every connection was refused at once.`,
		evidence: outcome(visit)
	} : void 0)
});
const readinessConstant = defineRule({
	id: "django/readiness-constant",
	title: "The readiness address says no when a service is away",
	severity: {
		development: "low",
		staging: "medium",
		production: "medium"
	},
	why: "A page that always answers 200 lets a release without a database take the place of one that works.",
	remedy: "Ask what the site needs, and answer 503 when it does not answer:\nwith connection.cursor() as cursor:\n    cursor.execute(\"SELECT 1\")",
	source: ["S1-089", REFUSED],
	judge: (project) => acrossAnswers(project, (visit, { readiness }, evaluation) => {
		if (!readiness || visit.status !== 200 || !hasDatabase(evaluation)) return void 0;
		const known = asked(visit.refused);
		return {
			message: known.length === 0 ? `${visit.path} answers 200 without asking the database or anything else.` : `${visit.path} answers 200 although ${inSequence(known)} did not answer it.`,
			evidence: outcome(visit)
		};
	})
});
function hasDatabase(evaluation) {
	const engine = text(member(setting(evaluation, "DATABASES")?.value, "default", "ENGINE"));
	return engine !== void 0 && engine !== "" && !engine.endsWith(".dummy");
}
const livenessAsks = defineRule({
	id: "django/liveness-asks",
	title: "The liveness address asks no service",
	severity: {
		development: "off",
		staging: "medium",
		production: "medium"
	},
	why: "When the database is away for a minute, every container is called unhealthy at once: they are restarted, or taken out of the proxy, and come back together.",
	remedy: "Let the liveness view only answer; ask the services in a readiness view of its own (/ready/).\nreturn JsonResponse({\"status\": \"healthy\"})",
	source: ["S1-089", REFUSED],
	judge: (project) => acrossAnswers(project, (visit, { readiness, probes }, evaluation) => {
		const known = asked(visit.refused);
		if (readiness || known.length === 0 || visit.path.startsWith("/admin/")) return void 0;
		const atomic = atomicRequests(evaluation) && visit.refused.includes("database");
		return {
			message: `${visit.path} asks ${inSequence(known)}${visit.status === 200 ? "" : ` and answers ${visit.status ?? "nothing"} without`}${atomic ? ": ATOMIC_REQUESTS opens a transaction for every view" : ""}.`,
			evidence: outcome(visit),
			...atomic ? { remedy: "Take this view out of ATOMIC_REQUESTS:\nfrom django.db import transaction\n@transaction.non_atomic_requests" } : {},
			...probes.length === 0 ? { severity: "low" } : {}
		};
	})
});
function atomicRequests(evaluation) {
	const databases = entries(setting(evaluation, "DATABASES")?.value) ?? {};
	return Object.values(databases).some((database) => truth(member(database, "ATOMIC_REQUESTS")) === true);
}
const healthAdmin = defineRule({
	id: "django/health-admin",
	title: "The health address is a view made for it",
	severity: {
		development: "off",
		staging: "low",
		production: "low"
	},
	why: "A login page costs a template and often the database each time, moves with the name of the admin, and is closed by an address list.",
	remedy: "Add a small view for probes and ask that.\npath(\"health/\", health)",
	source: ["C01", "S2-017"],
	judge: (project) => acrossEvaluations(webEvaluations(project), (evaluation) => addressesOf$1(project, evaluation).flatMap(({ path, probes, inside, named }) => {
		const view = inside.find((visit) => visit.view !== null)?.view;
		if (!named || view == null || !/^django\.contrib\.(admin|auth)\./.test(view)) return [];
		const place = probes.find((probe) => probe.place !== void 0)?.place;
		return [{
			subject: path,
			...place === void 0 ? {} : { place },
			message: `Health is asked of ${path}, a page for people.`,
			evidence: `${path} is ${view}`
		}];
	}))
});
const HEALTH_ANSWER_RULES = [
	healthFails,
	healthSlow,
	readinessConstant,
	livenessAsks,
	healthAdmin
];
// src/checks/django/setup.ts
const setupFails = defineRule({
	id: "django/setup-fails",
	title: "django.setup() succeeds",
	severity: "critical",
	why: "Every process of the project begins with it: gunicorn loads it with the WSGI module, Celery and manage.py before their work.",
	remedy: "Correct what raises on this line.",
	source: ["S1-153", "https://docs.djangoproject.com/en/5.2/ref/applications/#initialization-process"],
	judge: (project) => brokenOff(project, (failure) => {
		if (failure.stage !== "setup" || ownModuleMissing(failure)) return void 0;
		const evidence = said(failure);
		const subject = failure.type;
		if (failure.kind === "timeout" || failure.kind === "died") return {
			subject,
			evidence,
			unknown: true,
			message: ended(failure, "the applications were loaded")
		};
		if (failure.kind !== "refused" && failure.kind !== "exit") return void 0;
		if (isSandboxed(failure)) return {
			subject,
			evidence,
			unknown: true,
			message: "Loading the applications asks a service, see setup-asks."
		};
		return {
			subject,
			evidence,
			message: "Loading the applications of INSTALLED_APPS raises, so no process of the release starts."
		};
	})
});
const setupAsks = defineRule({
	id: "django/setup-asks",
	title: "Loading the applications asks no database and no other service",
	severity: "medium",
	why: "collectstatic in the image, the first migrate of an empty database and every start while the service is away break.",
	remedy: "Move the query out of AppConfig.ready() (and out of module level) to where its result is used, or do it on the first request.",
	source: ["https://docs.djangoproject.com/en/5.2/ref/applications/#django.apps.AppConfig.ready"],
	judge: (project) => brokenOff(project, (failure) => failure.stage === "setup" && isSandboxed(failure) ? {
		subject: failure.place?.file ?? failure.type,
		message: "While the applications are loaded the project asks a database or another service. Without it nothing starts.",
		evidence: said(failure)
	} : void 0)
});
// src/checks/django/silenced.ts
const UNFORGIVABLE = {
	"security.W009": "high",
	"security.W018": "high",
	"security.W020": "high",
	"security.W001": "high",
	"security.W003": "high",
	"security.W010": "high",
	"security.W011": "high",
	"security.W012": "high",
	"security.W016": "high",
	"security.W004": "medium",
	"security.W008": "medium",
	"async.E001": "high",
	"mail.E001": "medium"
};
const silenced = defineRule({
	id: "django/silenced",
	title: "No check of what keeps the site safe is silenced, and none that has something to say",
	severity: "low",
	why: "A silenced check says nothing on the day it matters, to nobody who runs manage.py check.",
	remedy: "Correct what it is about and take the id out of SILENCED_SYSTEM_CHECKS.",
	source: [
		"S1-153",
		"S1-033",
		"https://docs.djangoproject.com/en/5.2/ref/settings/#silenced-system-checks"
	],
	judge: (project) => acrossEvaluations(project.evaluations, (evaluation) => {
		const quiet = (evaluation.answer.checks ?? []).filter((message) => message.silenced && message.id !== null);
		const place = assigned(evaluation, "SILENCED_SYSTEM_CHECKS")?.place ?? headOf(evaluation);
		const at = place === void 0 ? {} : { place };
		const applying = [...Map.groupBy(quiet, ({ id }) => id ?? "")].map(([id, [first]]) => {
			const severity = project.profile === "development" ? "low" : severityOfSilence(id, first?.level ?? 30);
			return {
				subject: id,
				...at,
				severity,
				message: `${id} is silenced, and it applies: ${first?.message ?? ""}`,
				evidence: `SILENCED_SYSTEM_CHECKS holds ${id}`
			};
		});
		const listed = list(setting(evaluation, "SILENCED_SYSTEM_CHECKS")?.value) ?? [];
		const waiting = [...new Set(listed)].filter((id) => UNFORGIVABLE[id] === "high" && quiet.every((message) => message.id !== id));
		return [...applying, ...waiting.map((id) => ({
			subject: id,
			...at,
			severity: "low",
			message: `${id} is silenced. It does not apply today; on the day it does, nobody is told.`,
			evidence: `SILENCED_SYSTEM_CHECKS holds ${id}`
		}))];
	})
});
function severityOfSilence(id, level) {
	return UNFORGIVABLE[id] ?? (level >= 40 ? "medium" : "low");
}
// src/checks/django/releases.ts
const ENDS = {
	"3.2": "April 2024",
	"4.0": "April 2023",
	"4.1": "December 2023",
	"4.2": "April 2026",
	"5.0": "April 2025",
	"5.1": "December 2025"
};
const OLDEST_SUPPORTED = "5.2";
function endOf(version) {
	const series = seriesOf(version);
	if (series === void 0 || isAtLeast(version, "5.2")) return void 0;
	return {
		series,
		month: ENDS[series]
	};
}
// src/checks/django/version.ts
const LOCKS = new Set([
	"poetry-lock",
	"uv-lock",
	"pipfile-lock"
]);
const versionDiffers = defineRule({
	id: "django/version-differs",
	title: "The Django that was asked is the one that will run",
	severity: "medium",
	why: "Checks, defaults and removed settings change from version to version: what is judged here is not what the release does.",
	remedy: "Install the locked requirements before this step, in the interpreter that it asks.",
	source: ["C03", "S1-044"],
	judge: (project) => acrossEvaluations(project.evaluations, ({ answer }) => {
		const declared = declaredDjango(project);
		if (answer.django === null || declared === void 0) return [];
		const hit = differing(answer.django, declared);
		return hit === void 0 ? [] : [hit];
	})
});
function differing(installed, { specifier, pinned, place }) {
	const wanted = pinned === void 0 ? specifier : `==${pinned}`;
	if (fits(installed, wanted) !== false) return void 0;
	return {
		subject: "Django",
		place,
		severity: pinned !== void 0 && seriesOf(pinned) === seriesOf(installed) ? "low" : "medium",
		message: `The interpreter that was asked has Django ${installed}, and this file installs ${wanted}: the settings were judged with the wrong version.`,
		evidence: `installed ${installed}, required ${wanted}`
	};
}
function declaredDjango({ requirements: { deployed, files } }) {
	const naming = (file) => file.entries.filter(({ name, marker }) => name === "django" && marker === void 0);
	const found = deployed === void 0 ? [] : naming(deployed);
	if (found.length > 0) return found.find(({ pinned }) => pinned !== void 0) ?? found[0];
	const locked = files.filter(({ kind }) => LOCKS.has(kind)).flatMap(naming);
	const candidates = locked.length > 0 ? locked : files.flatMap(naming);
	return new Set(candidates.map(({ specifier, pinned }) => pinned ?? specifier)).size === 1 ? candidates[0] : void 0;
}
const versionEnded = defineRule({
	id: "django/version-ended",
	title: "Django is of a series that gets security fixes",
	severity: {
		development: "low",
		staging: "medium",
		production: "medium"
	},
	why: "Holes that are found from now on stay open: fixes are published for supported series only, with the description of the attack.",
	remedy: `Go to ${"5.2"} (long-term support) or later, one series at a time, with python -W error::DeprecationWarning before each step.`,
	source: [
		"C03",
		"S1-044",
		"S2-002",
		"https://www.djangoproject.com/download/#supported-versions"
	],
	judge: (project) => acrossEvaluations(project.evaluations, ({ answer: { django } }) => {
		const ended = django === null ? void 0 : endOf(django);
		if (django === null || ended === void 0) return [];
		const place = declaredDjango(project)?.place;
		const when = ended.month === void 0 ? "for years" : `since ${ended.month}`;
		return [{
			subject: "Django",
			...place === void 0 ? {} : { place },
			message: `Django ${ended.series} has had no security fixes ${when}.`,
			evidence: `installed ${django}`
		}];
	})
});
const versionKnown = defineRule({
	id: "django/version-known",
	title: `Django is one the rules know (${"3.2"} to ${"6.1"})`,
	severity: "low",
	why: "Settings and checks of other versions may be judged by what another version does.",
	remedy: "Read findings about renamed settings with that in mind, or use a release of this action that knows the version.",
	source: ["C03"],
	judge: (project) => acrossEvaluations(project.evaluations, ({ answer: { django } }) => {
		const series = django === null ? void 0 : seriesOf(django);
		if (series === void 0) return [];
		if (isAtLeast(series, "3.2") && !isOlder("6.1", series)) return [];
		return [{
			subject: "Django",
			message: `Django ${django} is not one these rules were made for (${"3.2"} to ${"6.1"}).`,
			evidence: `installed ${django}`
		}];
	})
});
const VERSION_RULES = [
	versionDiffers,
	versionEnded,
	versionKnown
];
// src/checks/django/index.ts
const RULES$7 = [
	settingsMissing,
	importFailed,
	missingVariable,
	settingsRefuse,
	setupFails,
	setupAsks,
	check,
	checkFails,
	silenced,
	wsgiFails,
	...HEALTH_ADDRESS_RULES,
	...HEALTH_ANSWER_RULES,
	...VERSION_RULES
];
// src/checks/docker/running.ts
function runningImages({ services }) {
	const images = new Map();
	const files = new Map();
	for (const service of services) {
		if (service.image === void 0) continue;
		const { stage, dockerfile } = service.image;
		images.set(stage, [...images.get(stage) ?? [], service]);
		files.set(stage, dockerfile);
	}
	return [...images].flatMap(([stage, own]) => {
		const dockerfile = files.get(stage);
		if (dockerfile === void 0) return [];
		return [{
			dockerfile,
			stage,
			services: own,
			title: dockerfile.stages.length === 1 || dockerfile.stages.at(-1) === stage ? dockerfile.file : `${dockerfile.file}: ${stage.name}`
		}];
	});
}
function stagesBehind({ dockerfile, stage }) {
	const found = new Set();
	const waiting = [stage];
	for (let next = waiting.pop(); next !== void 0; next = waiting.pop()) {
		if (found.has(next)) continue;
		found.add(next);
		const names = new Set([...next.chain, ...next.copies.map(({ from }) => from ?? "")]);
		waiting.push(...dockerfile.stages.filter(({ name }, index) => names.has(name) || names.has(String(index))));
	}
	return dockerfile.stages.filter((each) => found.has(each));
}
function placeIn({ dockerfile }, line) {
	return {
		file: dockerfile.file,
		line
	};
}
function usersOf$1(services) {
	return inSequence([...new Set(services.filter(({ compose }) => compose !== void 0).map(({ name }) => name))].sort());
}
function isKnownBase({ base }) {
	return isOfficial(base) && /^(?:.*\/)?(?:python|debian|ubuntu|alpine|node|buildpack-deps|bitnami)$/.test(base.name) || /^ghcr\.io\/astral-sh\/uv$/.test(base.name);
}
// src/checks/docker/installed.ts
const MANAGERS = new Set([
	"apt-get",
	"apt",
	"apk",
	"dnf",
	"microdnf",
	"yum",
	"aptitude"
]);
const INSTALLING = /^(?:install|add|reinstall)$/;
const REMOVING = /^(?:purge|remove|del|autoremove)$/;
function packagesIn({ words }, doing = "install") {
	if (!MANAGERS.has(baseName(words[0] ?? ""))) return [];
	const verb = words.findIndex((word, index) => index > 0 && (doing === "install" ? INSTALLING : REMOVING).test(word));
	if (verb === -1) return [];
	const packages = [];
	for (let index = verb + 1; index < words.length; index++) {
		const word = words[index] ?? "";
		if (/^(?:-t|--target-release|--virtual|-o|-c|--repository|-X)$/.test(word)) index++;
		else if (!word.startsWith("-") && !word.startsWith(".")) packages.push(word.replace(/[=:<>~@].*$/, ""));
	}
	return packages;
}
function packagesOf({ runs }) {
	const packages = new Set();
	for (const command of runs.flatMap(({ commands }) => commands)) {
		for (const name of packagesIn(command)) packages.add(name);
		for (const name of packagesIn(command, "remove")) packages.delete(name);
	}
	return packages;
}
const BROUGHT_BY = {
	curl: /^curl$/,
	wget: /^wget$/,
	nc: /^(?:netcat.*|nmap-ncat|ncat|busybox(?:-extras)?)$/,
	http: /^httpie$/
};
function hasProgram(stage, program) {
	const packages = packagesOf(stage);
	const pattern = BROUGHT_BY[program];
	if (pattern !== void 0 && [...packages].some((name) => pattern.test(name))) return true;
	if (stage.copies.some(({ paths, target }) => [...paths, target].some((path) => baseName(path) === program))) return true;
	if (/^python/.test(program)) return /(?:^|\/)python$/.test(stage.base.name) ? true : void 0;
	if (!isKnownBase(stage)) return void 0;
	if ([...packages].some((name) => name.includes("$")) || stage.runs.some(({ text, commands }) => mayInstall(text, program) && !commands.some((command) => packagesIn(command, "remove").includes(program)))) return void 0;
	if (stage.runs.some(({ commands }) => commands.some(({ words }) => /\.sh$/.test(words[0] ?? "")))) return void 0;
	const { tag = "", name } = stage.base;
	if (/alpine/.test(tag) || /alpine$/.test(name)) return program === "wget" || program === "nc";
	if (/slim/.test(tag) || /(?:^|\/)(?:debian|ubuntu|bitnami)$/.test(name)) return false;
	return program === "curl" || program === "wget" ? true : void 0;
}
function mayInstall(text, program) {
	return /install|\badd\b/.test(text) && new RegExp(`\\b${program}\\b`).test(text);
}
// src/checks/docker/apt.ts
const apt = defineRule({
	id: "docker/apt",
	title: "apt installs from a fresh list, only what is named, and cleans up",
	severity: deployed("low"),
	why: "A list from another layer is old, so packages are not found or lack fixes; recommended packages and lists make the image larger and give scanners more to find.",
	remedy: "RUN apt-get update \\\n    && apt-get install --yes --no-install-recommends curl \\\n    && rm -rf /var/lib/apt/lists/*",
	source: [
		"S1-051",
		"hadolint DL3009",
		"hadolint DL3015",
		"CKV_DOCKER_5"
	],
	judge: (project) => runningImages(project).flatMap((image) => image.stage.runs.flatMap(({ commands, text, mounts, line }) => {
		const installs = commands.filter((command) => /^apt(?:-get)?$/.test(baseName(command.words[0] ?? "")) && packagesIn(command).length > 0);
		const [first] = installs;
		if (first === void 0) return [];
		const cached = mounts.some((mount) => /\/var\/(?:lib|cache)\/apt/.test(mount));
		const lacks = [
			commands.some(({ words }) => /^apt(?:-get)?$/.test(baseName(words[0] ?? "")) && words.includes("update")) ? void 0 : "apt-get update in the same RUN",
			installs.every(({ words }) => words.some((word) => /^--no-install-recommends$|APT::Install-Recommends=(?:0|false)/.test(word))) ? void 0 : "--no-install-recommends",
			cached || /\/var\/lib\/apt\/lists|apt-get distclean|apt-get dist-clean/.test(text) ? void 0 : "the removal of /var/lib/apt/lists"
		].filter((each) => each !== void 0);
		if (lacks.length === 0) return [];
		return [{
			subject: `${image.dockerfile.file}: ${first.words.slice(0, 2).join(" ")} ${packagesIn(first).slice(0, 3).join(" ")}`,
			place: placeIn(image, line),
			message: `This RUN lacks ${inSequence(lacks)}.`,
			evidence: first.words.join(" ").slice(0, 160)
		}];
	}))
});
const aptAsks = defineRule({
	id: "docker/apt-asks",
	title: "Package managers are not asked to wait for an answer",
	severity: deployed("medium"),
	why: "apt asks before it installs what a package needs besides; nobody answers in a build, and it ends with \"Abort\".",
	remedy: "apt-get install --yes --no-install-recommends ...",
	source: ["hadolint DL3014"],
	judge: (project) => runningImages(project).flatMap((image) => stagesBehind(image).flatMap(({ runs }) => runs.flatMap(({ commands, text }) => commands.flatMap((command) => {
		const { words, file, line, role } = command;
		if (!/^apt(?:-get)?$/.test(baseName(words[0] ?? "")) || packagesIn(command).length === 0) return [];
		if (words.some((word) => /^-[a-zA-Z]*y|^--(?:yes|assume-yes|quiet=2)$|^-qq|Assume-Yes/.test(word)) || role === "piped" || /Assume-Yes|yes \|/i.test(text)) return [];
		return [{
			subject: `${image.dockerfile.file}: ${words.slice(0, 3).join(" ")}`,
			place: {
				file,
				line
			},
			message: "apt asks whether to go on, and nobody answers.",
			evidence: words.join(" ").slice(0, 160)
		}];
	}))))
});
// src/checks/docker/bases.ts
function basesOf(image) {
	const stages = stagesBehind(image);
	const names = new Set(image.dockerfile.stages.flatMap(({ name }, index) => [name, String(index)]));
	const froms = stages.flatMap((stage) => stage.from.stage === void 0 ? [{
		name: imageName(stage.from.image),
		line: stage.from.line,
		how: "FROM"
	}] : []);
	const copies = stages.flatMap(({ copies: all }) => all.flatMap(({ from, line }) => from === void 0 || names.has(from) ? [] : [{
		name: imageName(from),
		line,
		how: "COPY"
	}]));
	const lines = new Set();
	return [...froms, ...copies].filter(({ line }) => !lines.has(line) && lines.add(line) !== void 0);
}
const EXACT = "Name at least the minor version, and better a digest that an update robot raises:\nFROM python:3.13-slim-bookworm";
const pinned = defineRule({
	id: "docker/base-unpinned",
	title: "Base images are named by a version",
	severity: deployed("medium", "high"),
	why: "Without a version the next build takes whatever was published last: another Python, another Debian, and a deployment that fails or behaves differently although nothing was changed.",
	remedy: EXACT,
	source: [
		"S2-046",
		"hadolint DL3006",
		"hadolint DL3007",
		"CKV_DOCKER_7"
	],
	judge: (project) => runningImages(project).flatMap((image) => basesOf(image).flatMap(({ name, line, how }) => {
		const { text, tag, digest } = name;
		if (digest !== void 0 || text.toLowerCase() === "scratch" || text.includes("$")) return [];
		const floating = tag === void 0 || /^(?:latest|stable|rolling|edge|devel)$/.test(tag);
		const wide = !floating && isWide(name);
		if (!floating && !wide) return [];
		const hit = {
			subject: `${image.dockerfile.file}: ${text}`,
			place: placeIn(image, line),
			evidence: how === "FROM" ? `FROM ${text}` : `COPY --from=${text}`
		};
		const message = floating ? `${text} names ${tag === void 0 ? "no version" : `"${tag}"`}: every build may get another one.` : `${text} leaves the minor version open: a new one arrives with the next build.`;
		if (how === "COPY") return [{
			...hit,
			message,
			severity: "low"
		}];
		return [wide ? {
			...hit,
			message,
			severity: "medium"
		} : {
			...hit,
			message
		}];
	}))
});
function isWide(name) {
	if (!isOfficial(name) || shortName(name) !== "python") return false;
	return !/^[0-9]+\.[0-9]+/.test(name.tag ?? "");
}
const ENDED = [
	{
		pattern: /(?:^|-)(?:wheezy|jessie|stretch)(?:-|$)/,
		what: "Debian 9 and older",
		since: "June 2022"
	},
	{
		pattern: /(?:^|-)buster(?:-|$)/,
		what: "Debian 10 (buster)",
		since: "June 2024"
	},
	{
		pattern: /(?:^|-)bullseye(?:-|$)/,
		what: "Debian 11 (bullseye)",
		since: "August 2026"
	},
	{
		pattern: /^(?:8|9|10|11)(?:[.-]|$)/,
		only: "debian",
		what: "Debian 11 and older",
		since: "August 2026"
	},
	{
		pattern: /^(?:trusty|xenial|bionic|focal|14\.04|16\.04|18\.04|20\.04)(?:-|$)/,
		only: "ubuntu",
		what: "Ubuntu 20.04 and older",
		since: "May 2025"
	},
	{
		pattern: /alpine3\.(?:[0-9]|1[0-9]|20)$/,
		what: "Alpine 3.20 and older",
		since: "April 2026"
	},
	{
		pattern: /^3\.(?:[0-9]|1[0-9]|20)(?:\.|$)/,
		only: "alpine",
		what: "Alpine 3.20 and older",
		since: "April 2026"
	},
	{
		pattern: /^(?:2(?:\.|-|$)|3\.[0-8](?:[.-]|$))/,
		only: "python",
		what: "Python 3.8 and older",
		since: "October 2024"
	},
	{
		pattern: /^3\.9(?:[.-]|$)/,
		only: "python",
		what: "Python 3.9",
		since: "October 2025"
	},
	{
		pattern: /^3\.10(?:[.-]|$)/,
		only: "python",
		what: "Python 3.10",
		since: "October 2026"
	}
];
const supported = defineRule({
	id: "docker/old-base",
	title: "The base image still gets security updates",
	severity: deployed("medium"),
	why: "Holes that are found from now on stay open in every image made from it.",
	remedy: "Move to a supported release:\nFROM python:3.13-slim-bookworm",
	source: [
		"S2-010",
		"S2-046",
		"https://endoflife.date/debian",
		"https://devguide.python.org/versions/",
		"https://endoflife.date/alpine"
	],
	judge: (project) => runningImages(project).flatMap((image) => groundsOf(image).flatMap((stage) => {
		const { text, tag } = imageName(stage.from.image);
		const short = shortName(imageName(stage.from.image));
		const old = ENDED.filter(({ pattern, only }) => (only === void 0 || only === short) && pattern.test(tag ?? ""));
		if (old.length === 0) return [];
		return [{
			subject: `${image.dockerfile.file}: ${text}`,
			place: placeIn(image, stage.from.line),
			message: `${old.map(({ what, since }) => `${what} has had no security updates since ${since}`).join("; ")}.`,
			evidence: `FROM ${text}`
		}];
	}))
});
function groundsOf({ dockerfile, stage }) {
	return dockerfile.stages.filter(({ name, from }) => stage.chain.includes(name) && from.stage === void 0);
}
// src/checks/docker/build-tools.ts
const COMPILERS = /^(?:gcc|g\+\+|clang|make|build-essential|build-base|cargo|rustc|cmake|musl-dev|linux-headers)$/;
const HEADERS$1 = /^(?:python3?(?:\.[0-9]+)?-dev|.*-dev|.*-devel|.*-headers)$/;
const buildTools = defineRule({
	id: "docker/build-tools-left",
	title: "Compilers stay in a stage of their own",
	severity: deployed("low"),
	why: "A compiler in the image that runs is weight at every deployment, more for scanners to find, and a tool for whoever breaks in.",
	remedy: "Build in one stage, run in another:\nFROM python:3.13-slim-bookworm AS build\nRUN apt-get update && apt-get install --yes --no-install-recommends build-essential libpq-dev\nRUN python -m venv /venv && /venv/bin/pip install -r requirements.txt\nFROM python:3.13-slim-bookworm\nCOPY --from=build /venv /venv",
	source: [
		"S2-013",
		"S1-051",
		"S1-167"
	],
	judge: (project) => runningImages(project).flatMap((image) => {
		const left = leftBehind(image.stage);
		const [first] = left;
		if (first === void 0) return [];
		const names = [...new Set(left.map(({ name }) => name))];
		const hidden = left.filter(({ laterRemoved }) => laterRemoved).length === left.length ? " They are removed in a later RUN, which hides them and makes the image no smaller." : "";
		return [{
			subject: `${image.title}: build tools`,
			place: placeIn(image, first.line),
			message: `The image that runs holds ${names.slice(0, 6).join(", ")}${names.length > 6 ? " and others" : ""}.${hidden}`,
			evidence: first.command.words.join(" ").slice(0, 160)
		}];
	})
});
function leftBehind({ runs }) {
	const removedIn = (run) => new Set(run.commands.flatMap((command) => packagesIn(command, "remove")));
	const found = runs.flatMap((run, index) => {
		const removed = removedIn(run);
		const virtual = /(?:apk del|apt-mark auto)/.test(run.text);
		const later = new Set(runs.slice(index + 1).flatMap((each) => [...removedIn(each)]));
		return run.commands.flatMap((command) => packagesIn(command).flatMap((name) => (COMPILERS.test(name) || HEADERS$1.test(name)) && !removed.has(name) && !virtual ? [{
			name,
			line: run.line,
			command,
			laterRemoved: later.has(name)
		}] : []));
	});
	return found.some(({ name }) => COMPILERS.test(name)) ? found : [];
}
// src/checks/docker/context.ts
function ownCopies(image) {
	const all = stagesBehind(image).flatMap(({ copies }) => copies.filter(({ from }) => from === void 0));
	return all.filter((copied, index) => all.findIndex(({ line }) => line === copied.line) === index);
}
function cleaned(path) {
	return path.replace(/^(?:\.?\/)+/, "").replace(/\/+$/, "");
}
const copyMissing = defineRule({
	id: "docker/copy-missing",
	title: "What COPY names is there, and .dockerignore lets it in",
	severity: "critical",
	why: "The build ends at the line: \"not found\".",
	remedy: "Name a path of the repository, relative to the folder that is built.",
	source: ["S2-019", "Dockerfile reference, COPY: \"source files ... in the build context\""],
	judge: (project) => runningImages(project).flatMap((image) => ownCopies(image).flatMap(({ paths, line, keyword }) => paths.flatMap((path) => {
		const clean = cleaned(path);
		if (clean === "" || clean === "." || /[*?[$]/.test(clean) || isRemote(path) || path.startsWith("..")) return [];
		const { context, checkout, ignore, file } = image.dockerfile;
		const hit = {
			subject: `${file}: ${clean}`,
			place: placeIn(image, line),
			evidence: `${keyword} ${paths.join(" ")}`.slice(0, 160)
		};
		if (!checkout.paths.has(inFolder(context, clean))) {
			const made = /(?:^|\/)(?:dist|build|out|target|staticfiles|static|node_modules|public|wheels?|\.next)(?:\/|$)|\.whl$/.test(clean);
			return [{
				...hit,
				message: `${clean} is not in the repository${context === "" ? "" : ` (the build starts in ${context})`}: the build ends here.`,
				...made ? { severity: "medium" } : {},
				...moved(clean, image)
			}];
		}
		if (ignore?.excludes(clean) !== true || holdsException(clean, image)) return [];
		return [{
			...hit,
			message: `${clean} is left out of the build by ${ignore.file}: the build ends here.`,
			remedy: `Let it in, after the pattern that excludes it:\n!${clean}`
		}];
	})))
});
function holdsException(path, { dockerfile }) {
	const prefix = `${inFolder(dockerfile.context, path)}/`;
	const strip = dockerfile.context === "" ? 0 : dockerfile.context.length + 1;
	return [...dockerfile.checkout.files].some((file) => file.startsWith(prefix) && dockerfile.ignore?.excludes(file.slice(strip)) === false);
}
function moved(path, { dockerfile }) {
	const name = baseName(path);
	const found = [...dockerfile.checkout.paths].filter((each) => each.endsWith(`/${name}`) || each === name).slice(0, 3);
	return found.length === 0 ? {} : { remedy: `The repository has ${found.join(", ")}.` };
}
const UNWANTED = [
	{
		shows: ".env",
		sample: ".env",
		secret: true
	},
	{
		shows: ".git",
		sample: ".git",
		secret: false
	},
	{
		shows: ".venv",
		sample: ".venv",
		secret: false
	},
	{
		shows: "**/__pycache__",
		sample: "a/__pycache__/b.cpython-313.pyc",
		secret: false
	},
	{
		shows: "*.sqlite3",
		sample: "db.sqlite3",
		secret: false
	},
	{
		shows: "node_modules",
		sample: "node_modules",
		secret: false,
		when: /(?:^|\/)package\.json$/
	}
];
const ignoreFile = defineRule({
	id: "docker/ignore",
	title: ".dockerignore keeps out what does not belong into an image",
	severity: deployed("low"),
	why: "COPY . . takes everything along: a developer’s .env with its secrets, a local database, the whole history of the repository, packages for another system.",
	remedy: "Write .dockerignore:\n.git\n.env\n.env.*\n.venv\n**/__pycache__\n**/*.pyc\n**/*.sqlite3\nnode_modules",
	source: ["S2-019"],
	judge: (project) => runningImages(project).flatMap((image) => {
		const whole = ownCopies(image).find(({ paths }) => paths.some((path) => ["", "."].includes(cleaned(path))));
		if (whole === void 0) return [];
		const { ignore, checkout, file, context } = image.dockerfile;
		const place = placeIn(image, whole.line);
		if (ignore === void 0) return [{
			subject: `${file}: .dockerignore`,
			place,
			message: `${whole.keyword} takes everything in the folder that is built, and no .dockerignore keeps anything out.`,
			evidence: `no ${inFolder(context, ".dockerignore")}`,
			severity: "medium",
			remedy: `Write ${inFolder(context, ".dockerignore")}:\n.git\n.env\n.env.*\n.venv\n**/__pycache__\n**/*.pyc\n**/*.sqlite3\nnode_modules`
		}];
		const open = UNWANTED.filter(({ sample, when }) => (when === void 0 || [...checkout.files].some((each) => when.test(each))) && !ignore.excludes(sample) && !(sample === ".venv" && ignore.excludes("venv")));
		if (open.length === 0) return [];
		const secret = open.some((each) => each.secret);
		return [{
			subject: `${ignore.file}: ${open.map(({ shows }) => shows).join(" ")}`,
			place: {
				file: ignore.file,
				line: ignore.patterns.at(-1)?.line ?? 1
			},
			message: `${ignore.file} lets ${open.map(({ shows }) => shows).join(", ")} into the image${secret ? ": a build on a machine with an .env puts its secrets there" : ""}.`,
			evidence: `${ignore.patterns.length} patterns`,
			remedy: `Add:\n${open.map(({ shows }) => shows).join("\n")}`,
			...secret ? { severity: "medium" } : {}
		}];
	})
});
const copyOrder = defineRule({
	id: "docker/copy-order",
	title: "Requirements are copied and installed before the code",
	severity: deployed("low"),
	why: "Every change of the code throws the layer of installed packages away: builds take minutes longer, and so does each deployment.",
	remedy: "COPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY . .",
	source: ["Docker, \"Building best practices\": order layers"],
	judge: (project) => runningImages(project).flatMap((image) => stagesBehind(image).flatMap((stage) => {
		const own = stage.copies.find(({ from, line, paths }) => from === void 0 && line > stage.line && paths.some((path) => ["", "."].includes(cleaned(path))));
		const install = stage.runs.find(({ line, commands }) => own !== void 0 && line > own.line && commands.some(installsRequirements));
		const before = stage.runs.some(({ line, commands }) => own !== void 0 && line < own.line && commands.some(installsRequirements));
		if (own === void 0 || install === void 0 || before) return [];
		return [{
			subject: `${image.dockerfile.file}: ${stage.name}`,
			place: placeIn(image, own.line),
			message: `All of the code is copied before the packages are installed in line ${install.line}: each change of the code installs them again.`,
			evidence: `${own.keyword} ${own.paths.join(" ")} before ${install.commands.find(installsRequirements)?.words.slice(0, 3).join(" ")}`
		}];
	}))
});
function installsRequirements({ words }) {
	const text = words.slice(0, 4).join(" ");
	if (/^uv sync|^poetry install|^pipenv (?:install|sync)/.test(text)) return true;
	return words.some((word) => /^(?:-r|--requirements?)/.test(word)) && /(?:^|\/)pip[0-9.]* install|-m pip install|^uv pip install/.test(text);
}
// src/checks/docker/health-probe.ts
const ADDRESS$1 = /\b(https?):\/\/(\[[0-9a-f:]+\]|\$\{[^}]*\}|[^/:\s'"`)$]*(?:\$[A-Za-z_]+)?)(?::(?:\$\{[^}]*\}|[^/\s'"`)]*))?(\/[^\s'"`)|;&]*)?/;
function probeOf(commands) {
	for (const { words, role } of commands) {
		const text = words.join(" ");
		const found = ADDRESS$1.exec(text);
		if (found === null) continue;
		const program = baseName(words[0] ?? "");
		const tool = program === "curl" || program === "wget" ? program : /^python/.test(program) ? "python" : "other";
		return {
			tool,
			secure: found[1] === "https",
			host: found[2] ?? "",
			path: found[3] ?? "/",
			fails: role === "piped" || failsOn(tool, words)
		};
	}
}
function failsOn(tool, words) {
	if (tool === "curl") return words.some((word) => /^-[A-Za-z]*f[A-Za-z]*$|^--fail(?:-with-body)?$/.test(word) || /http_code|response_code/.test(word));
	if (tool !== "python") return true;
	const code = words.join(" ");
	return !/requests\.|httpx\.|http\.client|HTTPConnection/.test(code) || /raise_for_status|status|\.ok\b|assert/.test(code);
}
function isTrue({ words }) {
	const [name = "", code] = words;
	return name === "true" || name === "exit" && (code === void 0 || code === "0") || name === "echo" && words.length > 0;
}
// src/checks/docker/health-rules.ts
function checked$1(project) {
	return runningImages(project).flatMap((image) => {
		const check = image.stage.healthcheck?.value;
		if (check === void 0 || check === "none") return [];
		const services = image.services.filter(({ compose, healthcheck, roles, role }) => (compose === void 0 || healthcheck?.inherited === true) && (role === "web" || roles.includes("web") || role === "other"));
		return services.length === 0 ? [] : [{
			image,
			check,
			services
		}];
	});
}
const GOOD = "HEALTHCHECK --interval=30s --timeout=10s --start-period=40s --retries=3 \\\n    CMD [\"curl\", \"--fail\", \"--silent\", \"--output\", \"/dev/null\", \"http://localhost:8000/health/\"]";
function hit({ image, check }, rest) {
	const text = formText(check.test);
	return {
		subject: `${image.title}: HEALTHCHECK`,
		place: check.place,
		evidence: text.replace(/\s+/g, " ").slice(0, 160),
		...rest
	};
}
const healthMissing = defineRule({
	id: "docker/healthcheck",
	title: "The image says how one sees that the web is well",
	severity: deployed("medium"),
	why: "Without a health check a container counts as running as soon as its process exists: Coolify sends visitors to a server that cannot answer, and takes the old one away.",
	remedy: GOOD,
	source: [
		"S1-094",
		"S2-017",
		"CKV_DOCKER_2",
		"hadolint DL3057"
	],
	judge: (project) => runningImages(project).flatMap((image) => {
		if (image.services.find(({ compose, role, own }) => compose === void 0 && own && role === "web") === void 0 || project.application?.health.enabled === true) return [];
		const { healthcheck, from } = image.stage;
		if (healthcheck !== void 0 && healthcheck.value !== "none") return [];
		return [{
			subject: `${image.title}: HEALTHCHECK`,
			place: placeIn(image, healthcheck?.line ?? from.line),
			message: healthcheck === void 0 ? "The image has no HEALTHCHECK, and Coolify was not seen to have one of its own." : "The image switches its health check off.",
			evidence: healthcheck === void 0 ? "no HEALTHCHECK instruction" : "HEALTHCHECK NONE"
		}];
	})
});
const healthTool = defineRule({
	id: "docker/healthcheck-tool",
	title: "The program that asks for health is in the image",
	severity: deployed("high"),
	why: "Docker runs the check inside of the container. A program that is not there fails every time: the container is unhealthy for ever, and no deployment ends well.",
	remedy: "Install it (Coolify’s own probe wants curl or wget as well), or ask with what is there:\nRUN apt-get update && apt-get install --yes --no-install-recommends curl && rm -rf /var/lib/apt/lists/*",
	source: ["S1-094", "Coolify asks with `curl ... || wget ...` inside of the container"],
	judge: (project) => checked$1(project).flatMap((found) => {
		const { stage } = found.image;
		const missing = stage.healthCommands.filter(({ conditional }) => conditional !== true).map(({ words }) => words[0] ?? "").find((program) => /^(?:curl|wget|nc|http)$/.test(program) && hasProgram(stage, program) === false);
		const other = stage.healthCommands.some(({ after, words }) => after === "failure" && /^(?:curl|wget|python3?)$/.test(words[0] ?? "") && hasProgram(stage, words[0] ?? "") !== false);
		if (missing === void 0 || other) return [];
		return [hit(found, { message: `The check calls ${missing}, and ${stage.base.text} has none, nor does any line install it: it can only fail.` })];
	})
});
const healthVerdict = defineRule({
	id: "docker/healthcheck-verdict",
	title: "The health check fails when the answer is bad",
	severity: deployed("medium"),
	why: "A check that cannot fail keeps a broken container in service, and a bad deployment counts as a good one.",
	remedy: GOOD,
	source: [
		"S2-017",
		"S1-094",
		"C01"
	],
	judge: (project) => checked$1(project).flatMap((found) => {
		const { healthCommands } = found.image.stage;
		if (healthCommands.length === 0) return [];
		if (healthCommands.every(isTrue)) return [hit(found, {
			message: "The check asks nothing: it is always well.",
			severity: "high"
		})];
		const last = healthCommands.at(-1);
		if (last !== void 0 && isTrue(last) && last.after !== "success") return [hit(found, {
			message: `"${last.words.join(" ")}" makes every answer a good one: the container is never unhealthy.`,
			severity: "high"
		})];
		const probe = probeOf(healthCommands);
		if (probe === void 0 || probe.fails) return [];
		return [hit(found, { message: probe.tool === "curl" ? "curl counts 404 and 500 as success unless --fail is given: the check sees only whether something listens." : "The answer’s status is never looked at: an error page counts as well." })];
	})
});
const healthAddress = defineRule({
	id: "docker/healthcheck-address",
	title: "The health check asks this container, as it speaks, for a page made for it",
	severity: deployed("medium"),
	why: "What another machine, a redirect or a login page answers says little of this container, and changes for other reasons.",
	remedy: GOOD,
	source: ["C01", "S2-017"],
	judge: (project) => checked$1(project).flatMap((found) => {
		const probe = probeOf(found.image.stage.healthCommands);
		if (probe === void 0) return [];
		if (!/^(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|\$.*)$/.test(probe.host)) return [hit(found, { message: `The check asks ${probe.host}, which is another machine or the proxy: while that answers, this container counts as well.` })];
		if (probe.secure && !servesTls(found.services)) return [hit(found, {
			message: "The check speaks TLS, and the server in the container speaks plain HTTP: it can only fail.",
			severity: "high"
		})];
		if (/(?:^|\/)(?:admin|login|accounts)(?:\/|$)/.test(probe.path)) return [hit(found, { message: `The check loads ${probe.path}, a page for people: it needs the database and templates every time, an allow-list of addresses blocks it, and it moves when the admin’s address does.` })];
		const seen = project.evaluations.some(({ answer }) => answer.visits.length > 0);
		if (project.framework === "django" && !seen && /\/[^/.?#]+$/.test(probe.path)) return [hit(found, {
			message: `${probe.path} has no slash at its end: if the project’s address has one, it is answered by a redirect, which counts as success.`,
			severity: "low"
		})];
		return [];
	})
});
function servesTls(services) {
	return services.some(({ start }) => start.commands.some(({ words }) => words.some((word) => /^--?(?:certfile|ssl|https)|nginx|caddy/.test(word)))) || services.every(({ role }) => role !== "web");
}
const DEFAULTS = {
	interval: 3e4,
	retries: 3
};
const SLOW_START = 3e4;
const SHORT_PERIOD = 1e4;
const healthTimes = defineRule({
	id: "docker/healthcheck-times",
	title: "The health check leaves time to start",
	severity: deployed("low"),
	why: "Failures after start-period count: a container that migrates or warms up is called unhealthy before it could answer, and a deployment fails by chance.",
	remedy: GOOD,
	source: [
		"S2-017",
		"C11",
		"A HEALTHCHECK in the image wins over the times in Coolify’s form"
	],
	judge: (project) => checked$1(project).flatMap((found) => {
		const { interval = DEFAULTS.interval, retries = DEFAULTS.retries, startPeriod = 0 } = found.check;
		const patience = startPeriod + interval * retries;
		const migrates = found.services.some(({ migrations }) => migrations.length > 0);
		if (patience < (migrates ? 2 * SLOW_START : SLOW_START)) return [hit(found, {
			message: `The container has ${inWords(patience)} until it is called unhealthy${migrates ? ", and it migrates in that time" : ""}.`,
			evidence: `start-period ${inWords(startPeriod)}, interval ${inWords(interval)}, retries ${retries}`,
			severity: "medium"
		})];
		if (startPeriod >= SHORT_PERIOD) return [];
		return [hit(found, {
			message: startPeriod === 0 ? "The check counts failures from the first second on." : `The check counts failures from ${inWords(startPeriod)} on.`,
			evidence: `start-period ${inWords(startPeriod)}`
		})];
	})
});
// src/checks/docker/logs.ts
const logsDirectory = defineRule({
	id: "docker/logs-directory",
	title: "The image has a folder for logs only when something is logged into files",
	severity: deployed("low"),
	why: "A container’s log is its output. An empty folder for logs makes people look where nothing is, and mount a volume for it.",
	remedy: "Take the line out; the log is what `docker logs` and Coolify show.",
	source: ["S2-015", "S1-140"],
	judge: (project) => {
		const known = project.evaluations.filter(({ answer }) => answer.settings !== null);
		if (known.length === 0 || known.some(logsToFiles)) return [];
		return runningImages(project).flatMap((image) => image.stage.runs.flatMap(({ commands }) => commands.flatMap(({ words, file, line }) => {
			const folder = words.slice(1).find((word) => /(?:^|\/)logs?\/?$/.test(word) && !word.startsWith("-"));
			if (baseName(words[0] ?? "") !== "mkdir" || folder === void 0) return [];
			return [{
				subject: `${image.title}: ${folder}`,
				place: {
					file,
					line
				},
				message: `${folder} is made for logs, and LOGGING writes to no file.`,
				evidence: words.join(" ").slice(0, 160)
			}];
		})));
	}
});
function logsToFiles(evaluation) {
	const logging = setting(evaluation, "LOGGING")?.value;
	const handlers = entries(member(logging, "handlers"));
	if (logging === void 0 || handlers === void 0) return true;
	return Object.values(handlers).some((handler) => /File/.test(text(member(handler, "class")) ?? "") || member(handler, "filename") !== void 0);
}
// src/checks/docker/management.ts
function managementRuns({ runs }) {
	return runs.flatMap((run) => run.commands.flatMap((command) => {
		const called = managementCommand(command);
		if (called === void 0) return [];
		const settings = settingsOf$1(command, called.words) ?? (run.environment.get("DJANGO_SETTINGS_MODULE") || void 0);
		return [{
			run,
			command,
			...called,
			settings
		}];
	}));
}
function managementCommand(command) {
	const program = programOf$1(command.words);
	if (program.name !== "manage.py") return void 0;
	const index = program.words.findIndex((word, at) => !word.startsWith("-") && program.words[at - 1] !== "--settings");
	return index === -1 ? void 0 : {
		name: program.words[index] ?? "",
		words: program.words
	};
}
function settingsOf$1(command, words) {
	return settingsOption(words) ?? command.assignments["DJANGO_SETTINGS_MODULE"] ?? command.exports?.["DJANGO_SETTINGS_MODULE"];
}
function isDevelopment(module) {
	return /(?:^|[._])(?:dev|devel|development|local|debug|tests?|testing|ci)$/.test(module);
}
function modulesOf(services) {
	return [...new Set(services.flatMap(({ own, settings }) => own && settings !== void 0 && !settings.includes("$") ? [settings] : []))];
}
// src/checks/docker/migrating.ts
const CHANGES = /^(?:migrate|migrate_schemas|syncdb|makemigrations)$/;
const migratesInBuild = defineRule({
	id: "docker/migrate-in-build",
	title: "Building an image changes no database",
	severity: deployed("high"),
	why: "While an image is built the database is another one or none: the build ends, or it migrates a file that is thrown away, or production before anything of the new release runs.",
	remedy: "Migrate once a deployment, in a service of its own or before the web starts:\npython manage.py migrate --noinput",
	source: ["S1-061", "Coolify builds before it starts anything"],
	judge: (project) => runningImages(project).flatMap((image) => managementRuns(image.stage).flatMap(({ name, command, words }) => {
		if (!CHANGES.test(name) || words.some((word) => /^--(?:check|plan|help|dry-run)$/.test(word))) return [];
		return [{
			subject: `${image.title}: ${name}`,
			place: {
				file: command.file,
				line: command.line
			},
			message: name === "makemigrations" ? "Migrations are written while the image is built: they exist in no repository, and every build may number them differently." : "The schema is changed while the image is built.",
			evidence: command.words.join(" ").slice(0, 160),
			...name === "makemigrations" ? { remedy: "Run it on your machine and commit what it writes." } : {}
		}];
	}))
});
// src/checks/docker/python-image.ts
const pipCache = defineRule({
	id: "docker/pip-cache",
	title: "pip leaves no cache in the image",
	severity: deployed("low"),
	why: "The cache is a second copy of every package, which no container ever reads.",
	remedy: "ENV PIP_NO_CACHE_DIR=1",
	source: ["S2-011", "hadolint DL3042"],
	judge: (project) => runningImages(project).flatMap((image) => {
		const run = image.stage.runs.find(({ commands, environment, mounts, text }) => {
			if (environment.has("PIP_NO_CACHE_DIR") || mounts.some((mount) => /type=cache/.test(mount)) || /rm -[a-z]+ .*\.cache/.test(text)) return false;
			return commands.some((command) => isPipInstall(command) && !command.words.some((word) => /^--(?:no-cache-dir|no-cache)$/.test(word)) && command.assignments["PIP_NO_CACHE_DIR"] === void 0);
		});
		const command = run?.commands.find(isPipInstall);
		if (run === void 0 || command === void 0) return [];
		return [{
			subject: `${image.dockerfile.file}: pip install`,
			place: {
				file: command.file,
				line: command.line
			},
			message: "pip keeps everything it downloads in this layer.",
			evidence: command.words.join(" ").slice(0, 160)
		}];
	})
});
function isPipInstall({ words, through }) {
	return /(?:^|\/)pip[0-9.]* install\b|^\S*python[0-9.]* -m pip install\b/.test(words.join(" ")) && through === void 0;
}
const pythonFlags = defineRule({
	id: "docker/python-flags",
	title: "Python writes its log at once and no bytecode",
	severity: deployed("low"),
	why: "Without PYTHONUNBUFFERED the last lines before a crash are lost; bytecode that is written at run time makes every container’s layer grow.",
	remedy: "ENV PYTHONUNBUFFERED=1 \\\n    PYTHONDONTWRITEBYTECODE=1",
	source: ["S2-011"],
	judge: (project) => runningImages(project).flatMap((image) => {
		const own = image.services.filter((each) => each.own);
		if (own.length === 0 || !/python|uv$/.test(image.stage.base.name)) return [];
		const lacks = ["PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"].filter((name) => own.some(({ environment }) => !environment.has(name)));
		if (lacks.length === 0 || !lacks.includes("PYTHONUNBUFFERED")) return [];
		return [{
			subject: `${image.title}: ${lacks.join(" ")}`,
			place: placeIn(image, image.stage.line),
			message: `${lacks.join(" and ")} ${lacks.length === 1 ? "is" : "are"} not set.`,
			evidence: `ENV without ${lacks.join(", ")}`
		}];
	})
});
// src/checks/docker/pythons.ts
const pythonDrift$1 = defineRule({
	id: "docker/python-drift",
	title: "One Python version from the first stage to the last command",
	severity: "critical",
	why: "The official image has one interpreter. Another version’s name is \"command not found\", and packages installed for another version are not found by this one.",
	remedy: "Say python3 (or python), and give all stages the same version:\nARG PYTHON=3.13-slim-bookworm\nFROM python:${PYTHON} AS build\nFROM python:${PYTHON}",
	source: [
		"S2-009",
		"S0-025",
		"C37"
	],
	judge: (project) => runningImages(project).flatMap((image) => [...named$1(image), ...carried(image)])
});
function named$1(image) {
	const seen = new Set();
	return stagesBehind(image).flatMap((stage) => {
		const own = versionOf$1(stage);
		if (own === void 0 || bringsPythons(stage)) return [];
		return [...stage.runs.flatMap(({ commands }) => commands), ...stage === image.stage ? [...image.services.flatMap(({ start }) => start.commands), ...stage.healthCommands] : []].flatMap((command) => {
			const other = /^(?:python|pip)([0-9]+\.[0-9]+)$/.exec(baseName(command.words[0] ?? ""))?.[1];
			const [program = ""] = command.words;
			const key = `${command.file}:${command.line}:${program}`;
			if (other === void 0 || other === own || program.includes("/") || seen.has(key)) return [];
			seen.add(key);
			return [{
				subject: `${image.dockerfile.file}: ${program}`,
				place: {
					file: command.file,
					line: command.line
				},
				message: `${program} is called in ${stage.base.text}, which has Python ${own} only: "command not found".`,
				evidence: command.words.join(" ").slice(0, 120),
				remedy: `Call the interpreter of the image:\n${["python", ...command.words.slice(1)].join(" ").slice(0, 200)}`
			}];
		});
	});
}
function carried(image) {
	return image.stage.copies.flatMap((copied) => {
		const source = image.dockerfile.stages.find(({ name }, index) => name === copied.from || String(index) === copied.from);
		if (source === void 0 || !(holdsPackages(copied) || isPrefix(copied, source))) return [];
		const here = versionOf$1(image.stage);
		const there = versionOf$1(source);
		if (here === void 0 || there === void 0 || here === there) return [];
		return [{
			subject: `${image.dockerfile.file}: ${copied.from}`,
			place: placeIn(image, copied.line),
			message: `The packages come from a stage with Python ${there}, and are run by Python ${here}: it does not look into lib/python${there}.`,
			evidence: `${source.base.text} -> ${image.stage.base.text}: ${copied.paths.join(" ")}`
		}];
	});
}
function holdsPackages({ paths }) {
	return paths.some((path) => /site-packages|\/\.?v?env\/?$|\/usr\/local(?:\/lib)?\/?$|^\/root\/\.local|\/(?:opt\/)?(?:venv|virtualenv)/.test(path));
}
function isPrefix({ paths }, { runs }) {
	const prefixes = runs.flatMap(({ commands }) => commands.flatMap(({ words }) => !words.includes("install") ? [] : words.flatMap((word, at) => /^--prefix(?:=(.+))?$/.exec(word)?.[1] ?? (word === "--prefix" ? words[at + 1] ?? [] : []))));
	return paths.some((path) => prefixes.includes(path.replace(/\/+$/, "")));
}
function versionOf$1({ base }) {
	if (base.name === "ghcr.io/astral-sh/uv") return /^(?:.*-)?python([0-9]+\.[0-9]+)/.exec(base.tag ?? "")?.[1];
	if (!isOfficial(base) || shortName(base) !== "python") return void 0;
	return /^([0-9]+\.[0-9]+)/.exec(base.tag ?? "")?.[1];
}
function bringsPythons({ runs, copies }) {
	const installs = ({ words }) => /python[0-9]\.[0-9]|pyenv|deadsnakes|conda|uv python/.test(words.slice(1).join(" ")) && !/^(?:python|pip)/.test(baseName(words[0] ?? ""));
	return runs.some(({ commands, text }) => /pyenv|deadsnakes|uv python|make (?:alt)?install/.test(text) || commands.some(installs)) || copies.some(({ from, paths }) => from !== void 0 && paths.some((path) => /^\/usr\/local\/?$|\/bin\/python/.test(path)));
}
// src/checks/docker/remote.ts
const remoteScript = defineRule({
	id: "docker/remote-script",
	title: "Nothing is run or added from the network unchecked",
	severity: deployed("medium"),
	why: "Whoever controls the address, or the way to it, decides what every later build contains.",
	remedy: "Compare with a checksum, or take a released image:\nADD --checksum=sha256:... https://example.org/tool.tar.gz /tmp/\nCOPY --from=ghcr.io/astral-sh/uv:0.9.8 /uv /bin/uv",
	source: [
		"hadolint DL4006",
		"CKV_DOCKER_4",
		"Dockerfile reference, ADD --checksum"
	],
	judge: (project) => runningImages(project).flatMap((image) => {
		const hits = stagesBehind(image).flatMap((stage) => [...stage.runs.flatMap((run) => pipedScripts(run, image)), ...stage.instructions.flatMap(({ keyword, text, line }) => {
			const address = keyword === "ADD" ? /(?:^|\s)(https?:\/\/[^\s"',]+)/.exec(text)?.[1] : void 0;
			if (address === void 0 || stage.copies.some((copied) => copied.line === line && copied.checked)) return [];
			return [{
				subject: `${image.dockerfile.file}: ADD`,
				place: placeIn(image, line),
				message: "ADD takes a file from the network without a checksum.",
				evidence: `ADD ${bare$1(address)}`
			}];
		})]);
		return hits.filter((hit, index) => hits.findIndex(({ place }) => place?.line === hit.place?.line && place?.file === hit.place?.file) === index);
	})
});
function pipedScripts({ commands, text }, image) {
	if (/sha(?:256|512)sum|gpg --verify|cosign/.test(text)) return [];
	return commands.flatMap(({ words, role, file, line }, index) => {
		const next = commands[index + 1];
		if (!(/^(?:curl|wget)$/.test(baseName(words[0] ?? "")) && role === "piped") || next?.role !== "piped" || !/^(?:ba|da|a|z)?sh$|^python[0-9.]*$/.test(baseName(next.words[0] ?? ""))) return [];
		const address = words.find((word) => /^https?:/.test(word)) ?? "an address";
		return [{
			subject: `${image.dockerfile.file}: ${bare$1(address)}`,
			place: {
				file,
				line
			},
			message: `What ${bare$1(address)} answers is run as it comes.`,
			evidence: `${words[0]} ${bare$1(address)} | ${next.words[0]}`
		}];
	});
}
function bare$1(address) {
	return address.replace(/\/\/[^/@]*@/, "//").replace(/[?#].*$/, "").slice(0, 120);
}
// src/checks/docker/repeated.ts
const repeated = defineRule({
	id: "docker/repeated",
	title: "CMD, ENTRYPOINT and HEALTHCHECK stand once in a stage",
	severity: deployed("low"),
	why: "Only the last one counts; whoever reads or changes the first one is misled.",
	remedy: "Take the earlier lines out.",
	source: [
		"hadolint DL3012",
		"hadolint DL4003",
		"hadolint DL4004"
	],
	judge: (project) => runningImages(project).flatMap((image) => [
		"CMD",
		"ENTRYPOINT",
		"HEALTHCHECK"
	].flatMap((keyword) => {
		const lines = image.stage.instructions.filter((each) => each.keyword === keyword && each.stage === image.stage.name);
		const [first] = lines;
		if (first === void 0 || lines.length < 2) return [];
		return [{
			subject: `${image.title}: ${keyword}`,
			place: placeIn(image, first.line),
			message: `${keyword} stands ${lines.length} times in this stage; only line ${lines.at(-1)?.line} counts.`,
			evidence: lines.map(({ line }) => `line ${line}`).join(", ")
		}];
	}))
});
// src/checks/docker/secrets.ts
const AT_RUN = "Give it when the container starts (Coolify: Environment Variables; Compose: environment). For one command of the build:\nRUN --mount=type=secret,id=token TOKEN=\"$(cat /run/secrets/token)\" ...";
const secretInImage = defineRule({
	id: "docker/secret-in-image",
	title: "No secret is written into the image",
	severity: deployed("high"),
	why: "ENV and ARG stand in the image’s history: whoever can pull the image, or read the repository, reads them, and a later line does not take them back.",
	remedy: AT_RUN,
	source: [
		"hadolint DL3064",
		"Docker build check SecretsUsedInArgOrEnv",
		"S1-165"
	],
	judge: (project) => runningImages(project).flatMap((image) => {
		const hits = stagesBehind(image).flatMap((stage) => [...stage.assigned.flatMap((assigned) => [...assignedHit(image, stage, assigned), ...handedInHit(image, stage, assigned)]), ...stage.runs.flatMap(({ commands }) => commands.flatMap((command) => typedHit(image, command)))]);
		return hits.filter((hit, index) => hits.findIndex(({ subject, place }) => subject === hit.subject && place?.line === hit.place?.line) === index);
	})
});
function assignedHit(image, stage, { keyword, name, value, written, line }) {
	if (value === void 0 || value === "" || written === void 0 || isOnlyReference(written)) return [];
	const place = placeIn(image, line);
	const subject = `${image.dockerfile.file}: ${keyword} ${name}`;
	const evidence = `${keyword} ${name}=… (${value.length} characters)`;
	if (hasCredentials(value)) return [{
		subject,
		place,
		evidence,
		message: `${keyword} ${name} holds an address with a password in it.`
	}];
	if (!isSecretName(name)) return [];
	const facts = secretFacts(value, "00");
	if (looksReal(facts)) return [{
		subject,
		place,
		evidence,
		message: `${keyword} ${name} holds what looks like a real secret.`
	}];
	if (keyword === "ARG" || stage !== image.stage) return [];
	return image.services.every(({ own, compose }) => !own || compose?.environment.get(name) !== void 0) ? [] : [{
		subject,
		place,
		evidence,
		severity: "medium",
		message: `${name} has a value in the image: a container that is started without one runs with this, which everybody can read.`,
		remedy: `Say it for the one command that needs it, so that the start fails without a real one:\nRUN ${name}=only-for-this-line python manage.py collectstatic --noinput`
	}];
}
function handedInHit(image, stage, { keyword, name, written, line }) {
	if (!isSecretName(name)) return [];
	const place = placeIn(image, line);
	const subject = `${image.dockerfile.file}: ${keyword} ${name}`;
	const argument = /^["']?\$(?:\{([A-Za-z_]\w*)(?:[:-][^}]*)?\}|([A-Za-z_]\w*))["']?$/.exec(written ?? "");
	const from = argument?.[1] ?? argument?.[2];
	if (keyword !== "ENV" || from === void 0) return [];
	return stage.assigned.some((other) => other.keyword === "ARG" && other.name === from && other.written === void 0) ? [{
		subject,
		place,
		evidence: `ARG ${from}, ENV ${name}=$${from}`,
		message: `${name} of the build is written into the image: whoever can pull it reads it there.`
	}] : [];
}
function typedHit(image, { words, assignments, file, line }) {
	const place = {
		file,
		line
	};
	if (words.find((each) => hasCredentials(each) && !/\$/.test(each)) !== void 0 && /^(?:curl|wget|git|pip|pip3|uv|poetry|npm|python|python3)$/.test(words[0]?.split("/").at(-1) ?? "")) return [{
		subject: `${image.dockerfile.file}: ${words[0]}`,
		place,
		evidence: `${words[0]} … (an address with a password)`,
		message: "An address with a password stands in a RUN: it is in the image’s history."
	}];
	return Object.entries(assignments).flatMap(([name, value]) => {
		if (value.includes("$") || !isSecretName(name) || PHRASE.test(value) || !looksReal(secretFacts(value, "00"))) return [];
		return [{
			subject: `${image.dockerfile.file}: ${name}`,
			place,
			evidence: `${name}=… (${value.length} characters)`,
			message: `${name} holds what looks like a real secret; the line is in the image’s history.`
		}];
	});
}
const PHRASE = /^[a-z]+(?:[-_. ][a-z]+)+$/i;
function isOnlyReference(written) {
	return /^["']?\$(?:\{[^}]*\}|\w+)["']?$/.test(written);
}
const WITH_PASSWORD = /^["']?(?:git\+)?[a-z][a-z0-9+.-]*:\/\/([^/@\s:]*):?([^/@\s]*)@([^/\s:]+)/i;
function hasCredentials(value) {
	const match = WITH_PASSWORD.exec(value);
	const secret = match?.[2] || (/^(?:https?|git\+https)/.test(value) ? match?.[1] : "");
	if (match === null || secret === void 0 || secret === "" || secret.includes("$")) return false;
	if (/^(?:localhost|127\.0\.0\.1|db|postgres|redis|database|example\.|host$)/.test(match[3] ?? "")) return looksReal(secretFacts(secret, "00"));
	const facts = secretFacts(secret, "00");
	return facts.placeholder === null && !facts.repetitive && secret !== match[1] && secret.length >= 6 && facts.words < .9;
}
const environmentCopied = defineRule({
	id: "docker/secret-file-copied",
	title: "No file of secrets is copied into the image",
	severity: deployed("high"),
	why: "Every layer can be read by whoever can pull the image, and the file lies where a hole in the application finds it.",
	remedy: AT_RUN,
	source: ["S1-165", "S2-019"],
	judge: (project) => runningImages(project).flatMap((image) => stagesBehind(image).flatMap(({ copies }) => copies.flatMap((copied) => secretFilesIn(copied, image).map((path) => ({
		subject: `${image.dockerfile.file}: ${path}`,
		place: placeIn(image, copied.line),
		message: `${copied.keyword} puts ${path} into the image.`,
		evidence: `${copied.keyword} ${copied.paths.join(" ")} ${copied.target}`.slice(0, 160)
	}))))).filter((hit, index, all) => all.findIndex(({ subject }) => subject === hit.subject) === index)
});
const NAMED_SECRET = /\.env$|\.(?:pem|p12|pfx)$/;
function secretFilesIn({ from, paths }, { dockerfile }) {
	if (from !== void 0) return [];
	const { context, checkout, ignore } = dockerfile;
	const prefix = context === "" ? "" : `${context}/`;
	return paths.filter((path) => !isRemote(path)).flatMap((path) => {
		const clean = path.replace(/^(?:\.?\/)+/, "").replace(/\/$/, "");
		if (isSecretFile(clean) || NAMED_SECRET.test(clean) && !isForCopying(clean)) return [clean];
		const folder = clean === "" || clean === "." ? prefix : `${prefix}${clean}/`;
		return checkout.secretFiles.filter((file) => file.startsWith(folder)).filter((file) => ignore?.excludes(file.slice(prefix.length)) !== true).slice(0, 5);
	});
}
// src/checks/docker/settings-modules.ts
const settingsExist = defineRule({
	id: "docker/settings-missing",
	title: "Settings modules that images name exist",
	severity: "critical",
	why: "Django imports the module by its name: a file that was renamed or never committed ends the build, or the start.",
	remedy: "Name a module that is there:\nENV DJANGO_SETTINGS_MODULE=project.settings.production",
	source: [
		"S1-046",
		"C07",
		"S2-014"
	],
	judge: (project) => project.framework !== "django" ? [] : runningImages(project).flatMap((image) => namesIn$1(image, project).flatMap(({ module, line, file, evidence, builds }) => {
		if (exists(module, image.dockerfile.checkout) !== false) return [];
		return [{
			subject: `${image.dockerfile.file}: ${module}`,
			place: {
				file,
				line
			},
			message: `${module} is no module of the repository: ${builds ? "the build ends at this line" : "nothing that runs with it starts"}.`,
			evidence,
			...nearby(module, image.dockerfile.checkout)
		}];
	}))
});
function namesIn$1(image, project) {
	const built = stagesBehind(image).flatMap((stage) => managementRuns(stage).flatMap(({ settings, command }) => {
		const line = stage.environment.get("DJANGO_SETTINGS_MODULE");
		const own = line?.value !== settings;
		if (settings === void 0 || command.conditional === true) return [];
		const at = own || line === void 0 ? command : {
			file: image.dockerfile.file,
			line: line.line
		};
		return [{
			module: settings,
			file: at.file,
			line: at.line,
			evidence: command.words.join(" ").slice(0, 160),
			builds: own
		}];
	}));
	const asked = project.evaluations.length > 0;
	const { stage } = image;
	const set = stage.environment.get("DJANGO_SETTINGS_MODULE");
	const env = set !== void 0 && image.services.some(({ settings }) => settings === set.value) && !asked ? [{
		module: set.value,
		...placeIn(image, set.line),
		evidence: `ENV DJANGO_SETTINGS_MODULE=${set.value}`,
		builds: false
	}] : [];
	const lines = new Set();
	return [...built, ...env].filter(({ module, file, line }) => {
		const key = `${module} ${file} ${line}`;
		return !lines.has(key) && lines.add(key) !== void 0;
	});
}
function exists(module, { files }) {
	if (!/^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/.test(module)) return void 0;
	const path = module.replaceAll(".", "/");
	const first = path.split("/")[0] ?? "";
	let known = false;
	for (const file of files) {
		if (endsAt(file, `${path}.py`) || endsAt(file, `${path}/__init__.py`)) return true;
		known ||= file.startsWith(`${first}/`) || file.includes(`/${first}/`);
	}
	return known ? false : void 0;
}
function endsAt(file, path) {
	return file === path || file.endsWith(`/${path}`);
}
function nearby(module, { files }) {
	const folder = module.slice(0, module.lastIndexOf(".")).replaceAll(".", "/");
	const siblings = [...files].flatMap((file) => {
		const name = /^(?:.*\/)?([^/]+)\.py$/.exec(file)?.[1];
		return name !== void 0 && name !== "__init__" && endsAt(file, `${folder}/${name}.py`) && /settings|production|staging|base|dev|local/.test(file) ? [`${module.slice(0, module.lastIndexOf("."))}.${name}`] : [];
	});
	return siblings.length === 0 ? {} : { remedy: `Name a module that is there: ${siblings.slice(0, 6).join(", ")}.` };
}
const developmentSettings = defineRule({
	id: "docker/development-settings",
	title: "Images are built for the settings they run with in production",
	severity: deployed("high"),
	why: "Settings of a developer’s machine have debugging on, open hosts and local stores; everything that forgets to name others starts with them.",
	remedy: "ENV DJANGO_SETTINGS_MODULE=project.settings.production",
	source: [
		"C07",
		"S2-014",
		"S1-052"
	],
	judge: (project) => runningImages(project).flatMap((image) => {
		const set = image.stage.environment.get("DJANGO_SETTINGS_MODULE");
		if (set === void 0 || !isDevelopment(set.value)) return [];
		const evaluated = project.evaluations.some(({ answer }) => answer.settings?.module === set.value);
		const using = image.services.filter(({ settings, own }) => own && settings === set.value);
		if (evaluated && using.length > 0) return [];
		return [{
			subject: `${image.title}: DJANGO_SETTINGS_MODULE`,
			place: placeIn(image, set.line),
			message: using.length > 0 ? `The image runs with ${set.value}, settings of a developer’s machine.` : `The image names ${set.value}; whatever is started without another name (a shell, a one-off command) gets those.`,
			evidence: `ENV DJANGO_SETTINGS_MODULE=${set.value}`,
			...using.length > 0 ? {} : { severity: "medium" }
		}];
	})
});
const oneModule = defineRule({
	id: "docker/settings-differ",
	title: "Web, worker, beat and migrations run with the same settings",
	severity: deployed("medium"),
	why: "Processes with other settings talk to other databases, queues and caches, or without the safety of production, and nobody notices until data differ.",
	remedy: "Set it once, in the image:\nENV DJANGO_SETTINGS_MODULE=project.settings.production",
	source: ["C07"],
	judge: (project) => {
		const modules = modulesOf(project.services);
		const web = project.services.find(({ own, role, settings }) => own && role === "web" && settings !== void 0);
		if (web?.settings === void 0 || modules.length < 2) return [];
		const { settings: main } = web;
		return project.services.flatMap((service) => {
			const { own, settings, title, name, place, compose } = service;
			if (!own || settings === void 0 || settings === main || settings.includes("$")) return [];
			if (compose !== void 0) return [];
			return [{
				subject: title,
				place,
				message: `${name} runs with ${settings}, the web with ${main}.`,
				evidence: `DJANGO_SETTINGS_MODULE: ${settings}`,
				...isDevelopment(settings) && !isDevelopment(main) ? { severity: "high" } : {}
			}];
		});
	}
});
// src/checks/docker/signals.ts
const signals = defineRule({
	id: "docker/signals",
	title: "The signal that stops the container reaches the server",
	severity: deployed("medium"),
	why: "A shell as PID 1 keeps SIGTERM to itself: requests and tasks are cut off when Docker loses patience and kills everything, at every deployment.",
	remedy: "Use the exec form, or exec in the shell:\nCMD [\"gunicorn\", \"project.wsgi:application\"]\nCMD [\"sh\", \"-c\", \"exec gunicorn --bind 0.0.0.0:${PORT:-8000} project.wsgi:application\"]",
	source: [
		"S1-054",
		"S1-077",
		"hadolint DL3025",
		"dash stays the parent of what -c starts (tried with 0.5.12); bash takes its place"
	],
	judge: (project) => runningImages(project).flatMap((image) => {
		const held = image.services.filter((service) => isHeld(service) && fromImage(service));
		const [first] = held;
		if (first === void 0) return [];
		const names = usersOf$1(held);
		const last = first.start.commands.at(-1);
		const script = last !== void 0 && first.start.scripts.includes(last.file) ? last : void 0;
		const { stage } = image;
		const program = baseName(last?.words[0] ?? "");
		return [{
			subject: `${image.title}: ${first.start.pid1.program}`,
			place: script === void 0 ? placeIn(image, stage.command?.line ?? stage.entrypoint?.line ?? stage.line) : {
				file: script.file,
				line: script.line
			},
			message: `${first.start.pid1.program} stays in front of ${program}${names === "" ? "" : ` in ${names}`} and does not pass SIGTERM on: ${program} is killed when the time to stop is over.`,
			evidence: last?.words.join(" ").slice(0, 160) ?? first.start.pid1.program,
			...script === void 0 ? {} : { remedy: `Let the script end in it:\nexec ${script.words.join(" ").slice(0, 200)}` }
		}];
	})
});
function isHeld({ start, role }) {
	return !start.pid1.passesSignals && (role === "web" || role === "worker" || role === "beat");
}
function fromImage({ compose, written, image }) {
	if (compose === void 0) return written.command === image?.stage.command?.value || written.entrypoint !== void 0;
	if (compose.entrypoint !== void 0) return false;
	return compose.command === void 0 || written.entrypoint !== void 0;
}
const stopSignal = defineRule({
	id: "docker/stop-signal",
	title: "STOPSIGNAL asks for a graceful stop",
	severity: deployed("medium"),
	why: "gunicorn finishes its requests on SIGTERM only; on SIGINT and SIGQUIT it drops them. SIGKILL nobody can answer.",
	remedy: "Take the line out; Docker sends SIGTERM by itself.",
	source: ["S1-077", "https://docs.gunicorn.org/en/stable/signals.html"],
	judge: (project) => runningImages(project).flatMap((image) => {
		const { stopSignal: found } = image.stage;
		if (found === void 0) return [];
		const signal = found.value.toUpperCase().replace(/^SIG/, "");
		const kills = signal === "KILL" || signal === "9";
		const quick = /^(?:INT|QUIT|2|3)$/.test(signal) && image.services.some(startsGunicorn);
		if (!kills && !quick) return [];
		return [{
			subject: `${image.title}: STOPSIGNAL`,
			place: placeIn(image, found.line),
			message: kills ? "The container is killed outright at every stop." : `On SIG${signal} gunicorn stops at once, with requests unanswered.`,
			evidence: `STOPSIGNAL ${found.value}`,
			...kills ? { severity: "high" } : {}
		}];
	})
});
function startsGunicorn({ start, compose }) {
	return compose?.stopSignal === void 0 && start.commands.some(({ words }) => programOf$1(words).name === "gunicorn");
}
// src/checks/docker/starting.ts
const startFile = defineRule({
	id: "docker/start-missing",
	title: "The script that starts the container is in the image and can be run",
	severity: "critical",
	why: "The container ends at once with \"no such file or directory\" or \"permission denied\", however good the code in it is.",
	remedy: "COPY --chmod=755 docker/entrypoint.sh /entrypoint.sh\nENTRYPOINT [\"/entrypoint.sh\"]",
	source: [
		"S1-054",
		"C10",
		"Dockerfile reference, ENTRYPOINT",
		"execve(2): ENOENT, EACCES, ENOEXEC"
	],
	judge: (project) => runningImages(project).flatMap((image) => {
		return onePerMessage(image.services.flatMap((service) => {
			const started = startedBy(service);
			if (started === void 0) return [];
			const fault = faultOf(started, image, service);
			if (fault === void 0) return [];
			return [{
				subject: `${image.dockerfile.file}: ${started.word}`,
				place: startLine(image, service),
				evidence: wordsOf$1(service.written.entrypoint, service.written.command).join(" ").slice(0, 160),
				...fault
			}];
		}));
	})
});
function startedBy(service) {
	const { words } = unwrapAll(wordsOf$1(service.written.entrypoint, service.written.command));
	const call = shellCall(words);
	if (call?.kind === "text") return void 0;
	const script = call?.kind === "script" ? call.path : void 0;
	const python = /^python[0-9.]*$/.test(baseName(words[0] ?? "")) ? words.slice(1).find((word) => !word.startsWith("-")) : void 0;
	const isPython = python !== void 0 && words[1] === python && python.endsWith(".py");
	const word = script ?? (isPython ? python : words[0]);
	if (word === void 0 || word.includes("$")) return void 0;
	const direct = script === void 0 && !isPython;
	if (direct && !word.includes("/") && !/\.(?:sh|bash)$/.test(word)) return void 0;
	if (word.includes("/") || !direct) {
		const path = joinPath(service.directory, word);
		return path === void 0 ? void 0 : {
			word,
			path,
			direct
		};
	}
	const files = service.image?.dockerfile.checkout.files;
	return {
		word,
		path: searchPath(service.environment.get("PATH")).map((folder) => `${folder}/${word}`).find((each) => repositoryPaths(each, service.sources).some((file) => files?.has(file) === true)) ?? `/usr/local/bin/${word}`,
		direct
	};
}
function faultOf(started, image, service) {
	const { checkout, ignore, context } = image.dockerfile;
	const candidates = repositoryPaths(started.path, service.sources);
	const file = candidates.find((path) => checkout.files.has(path));
	if (file === void 0) return absent(started, image, candidates);
	const relative = context === "" ? file : file.slice(context.length + 1);
	const mounted = service.compose?.volumes.some(({ kind, target }) => kind === "bind" && isUnder(started.path, target)) === true;
	if (!mounted && ignore?.excludes(relative) === true) return {
		message: `${file} is left out of the build by ${ignore.file}, so ${started.path} does not exist in the container.`,
		remedy: `Let it in, after the pattern that excludes it:\n!${relative}`
	};
	if (!started.direct) return void 0;
	if (checkout.scripts.get(file)?.windows === true) return {
		message: `The lines of ${file} end in CRLF: the kernel looks for an interpreter whose name ends in a carriage return, and finds none.`,
		remedy: "Keep its lines as LF, in .gitattributes:\n*.sh text eol=lf"
	};
	if (!mounted && !mayRun(started, file, image)) return {
		message: `${file} is not executable in git, and no line of the image makes it so: "permission denied".`,
		remedy: `git update-index --chmod=+x ${file}`
	};
}
function absent(started, image, candidates) {
	const { stage } = image;
	const name = baseName(started.word);
	if (stage.runs.some(({ text }) => text.includes(name))) return void 0;
	if (stage.copies.some(({ from, target, paths }) => from !== void 0 && (isUnder(started.path, target) || paths.some((path) => path.endsWith(name))))) return void 0;
	if (!/\.(?:sh|bash|py)$|entrypoint/.test(name)) return void 0;
	const copied = stage.copies.some(({ paths }) => paths.some((path) => baseName(path) === name));
	if (candidates.length === 0 && (copied || !isKnownBase(stage))) return void 0;
	const elsewhere = [...image.dockerfile.checkout.files].filter((path) => baseName(path) === name).slice(0, 3);
	const hint = elsewhere.length === 0 ? "" : ` The repository has ${elsewhere.join(", ")}.`;
	return { message: `Nothing puts ${started.path} into the image.${hint}` };
}
function mayRun(started, file, { dockerfile, stage }) {
	const { executable } = dockerfile.checkout;
	if (executable === void 0 || executable.has(file)) return true;
	if (stage.copies.some(({ mode, target }) => mode !== void 0 && /[1357]|x/.test(mode) && (isUnder(started.path, target) || target === started.path))) return true;
	return stage.runs.some(({ text }) => /\bchmod\b|\binstall\b/.test(text) || /\bdos2unix\b/.test(text));
}
function isUnder(path, folder) {
	return path === folder || path.startsWith(folder === "/" ? "/" : `${folder}/`);
}
function startLine(image, service) {
	const { compose } = service;
	if (compose?.entrypoint !== void 0) return compose.placeOf("entrypoint");
	const line = image.stage.entrypoint?.line;
	if (line !== void 0) return placeIn(image, line);
	if (compose?.command !== void 0) return compose.placeOf("command");
	return placeIn(image, image.stage.command?.line ?? image.stage.line);
}
function onePerMessage(hits) {
	return hits.filter((hit, index) => hits.findIndex(({ message, place }) => message === hit.message && place?.line === hit.place?.line && place?.file === hit.place?.file) === index);
}
const startsNothing = defineRule({
	id: "docker/starts-nothing",
	title: "The image says what it starts",
	severity: deployed("critical"),
	why: "Without CMD or ENTRYPOINT the base image’s own command runs: for Python an interpreter without input, which ends at once.",
	remedy: "CMD [\"gunicorn\", \"--bind\", \"0.0.0.0:8000\", \"project.wsgi:application\"]",
	source: ["S1-054", "Dockerfile reference, CMD"],
	judge: (project) => runningImages(project).flatMap((image) => {
		const idle = image.services.filter(({ written, start }) => written.command === void 0 && written.entrypoint === void 0 && start.commands.length === 0);
		if (idle.length === 0 || !isOfficial(image.stage.base) || shortName(image.stage.base) !== "python") return [];
		const names = usersOf$1(idle);
		return [{
			subject: `${image.title}: CMD`,
			place: placeIn(image, image.stage.line),
			message: `Neither CMD nor ENTRYPOINT stands in this stage${names === "" ? "" : `, and ${names} ${idle.length > 1 ? "give" : "gives"} no command`}: the container ends as soon as it is started.`,
			evidence: `FROM ${image.stage.from.image}`
		}];
	})
});
const unreadable$2 = defineRule({
	id: "docker/unreadable",
	title: "Docker can read the Dockerfile",
	severity: "critical",
	why: "The build ends before its first step.",
	remedy: "Mend the line; an instruction that goes on in the next line ends in a backslash.",
	source: ["Dockerfile reference, \"Format\""],
	judge: ({ dockerfiles }) => dockerfiles.flatMap(({ file, problems, stages, targets }) => [...problems.map(({ line, message }) => ({
		subject: `${file}: ${message}`,
		place: {
			file,
			line
		},
		message: `${message}.`,
		evidence: `${file}, line ${line}`
	})), ...targets.filter((target) => stages.length > 0 && !stages.some(({ name }, index) => name === target || String(index) === target)).map((target) => ({
		subject: `${file}: target ${target}`,
		place: {
			file,
			line: stages.at(-1)?.line ?? 1
		},
		message: `The stage "${target}" is built, and no stage is called that.`,
		evidence: `stages: ${stages.map(({ name }) => name).join(", ").slice(0, 160)}`
	}))])
});
// src/checks/env/reads.ts
function askedBy({ evaluations }) {
	const reads = new Map();
	const required = new Set();
	let varied = false;
	const decided = new Set();
	for (const { answer } of evaluations) {
		for (const read of answer.reads) if (reads.get(read.name)?.cast == null) reads.set(read.name, read);
		for (const name of answer.dummies) required.add(name);
		if (answer.failure?.kind === "variable-missing" && answer.failure.name !== null) required.add(answer.failure.name);
		for (const { variable, change, end } of answer.variations) {
			varied = true;
			decided.add(variable);
			if (change === "absent" && end === "closed") required.add(variable);
		}
	}
	if (varied) {
		for (const { name, present } of reads.values()) if (present && !decided.has(name)) required.add(name);
	}
	required.delete("DJANGO_SETTINGS_MODULE");
	return {
		reads,
		required,
		complete: evaluations.length > 0 && reads.size > 0 && evaluations.every(({ answer }) => answer.settings !== null)
	};
}
function isEvaluated({ evaluations }) {
	return evaluations.some(({ answer }) => answer.settings !== null);
}
// src/checks/docker/static-files.ts
const IN_IMAGE = "RUN SECRET_KEY=only-for-this-line DATABASE_URL=postgres://localhost/unused \\\n    python manage.py collectstatic --noinput";
function collecting(image) {
	return stagesBehind(image).flatMap(managementRuns).filter(({ name }, index, all) => name === "collectstatic" && all.findIndex(({ run }) => run === all[index]?.run) === index);
}
const collectedWith = defineRule({
	id: "docker/collectstatic-settings",
	title: "Static files are collected with the settings that serve them",
	severity: deployed("medium"),
	why: "The storage decides the names of the files. Collected with other settings there is no manifest, or not the one the site looks into: pages without style, or status 500.",
	remedy: "RUN python manage.py collectstatic --noinput --settings=project.settings.production",
	source: [
		"S1-052",
		"S2-014",
		"C07"
	],
	judge: (project) => runningImages(project).flatMap((image) => {
		const running = modulesOf(image.services);
		return collecting(image).flatMap(({ settings, command, words }) => {
			if (settings === void 0 || settings.includes("$") || running.length === 0 || running.includes(settings)) return [];
			if (exists(settings, image.dockerfile.checkout) === false) return [];
			if (sameStorage(project, settings, running)) return [];
			return [{
				subject: `${image.title}: collectstatic`,
				place: {
					file: command.file,
					line: command.line
				},
				message: `Static files are collected with ${settings}, and served with ${running.join(", ")}.`,
				evidence: `manage.py ${words.join(" ")}`.slice(0, 160),
				remedy: `RUN python manage.py collectstatic --noinput --settings=${running[0]}`,
				...isDevelopment(settings) ? { severity: "high" } : {}
			}];
		});
	})
});
function sameStorage({ evaluations, counterpart }, one, others) {
	const all = counterpart === void 0 ? evaluations : [...evaluations, counterpart];
	const storage = (module) => {
		const found = all.find(({ answer }) => answer.settings?.module === module);
		return found === void 0 ? void 0 : JSON.stringify([setting(found, "STATIC_ROOT")?.value, storageOf(found)]);
	};
	const mine = storage(one);
	return mine !== void 0 && others.every((other) => storage(other) === mine);
}
function storageOf(evaluation) {
	return text(member(setting(evaluation, "STORAGES")?.value, "staticfiles", "BACKEND")) ?? text(setting(evaluation, "STATICFILES_STORAGE")?.value);
}
const collectedFor = defineRule({
	id: "docker/collectstatic-variables",
	title: "The build has the variables that collectstatic’s settings demand",
	severity: deployed("medium"),
	why: "Settings that refuse to load without a variable end the build, on every machine that does not happen to pass it.",
	remedy: `Give them values that last for one command:\n${IN_IMAGE}`,
	source: ["S1-052", "Coolify passes build variables as ARG when their box is ticked"],
	judge: (project) => project.application !== void 0 ? [] : runningImages(project).flatMap((image) => collecting(image).flatMap(({ run, command, settings }) => {
		const evaluation = project.evaluations.find(({ answer, module }) => settings !== void 0 && (answer.settings?.module ?? module) === settings);
		if (evaluation === void 0 || run.mounts.some((mount) => /type=secret/.test(mount))) return [];
		const given = new Set([
			...run.environment.keys(),
			...Object.keys(command.assignments),
			...Object.keys(command.exports ?? {}),
			...image.stage.arguments.keys()
		]);
		const { required } = askedBy({
			...project,
			evaluations: [evaluation]
		});
		const missing = [...required].sort().filter((name) => !given.has(name) && name !== "DJANGO_SETTINGS_MODULE");
		if (missing.length === 0) return [];
		return [{
			subject: `${image.title}: collectstatic`,
			place: {
				file: command.file,
				line: command.line
			},
			message: `${settings} does not load without ${missing.join(", ")}, and nothing sets ${missing.length === 1 ? "it" : "them"} at this line: the build ends here unless the platform passes ${missing.length === 1 ? "it" : "them"} as build arguments.`,
			evidence: command.words.join(" ").slice(0, 160)
		}];
	}))
});
const collectedOnce = defineRule({
	id: "docker/collectstatic",
	title: "Static files are collected once, while the image is built",
	severity: deployed("medium"),
	why: "Nowhere: the admin and every page come without style. At every start: each replica does it again before it answers, and with another result if a build differs.",
	remedy: IN_IMAGE,
	source: [
		"S1-159",
		"S1-052",
		"S2-037",
		"S0-008"
	],
	judge: (project) => runningImages(project).flatMap((image) => {
		const web = image.services.find(({ own, role }) => own && role === "web");
		if (project.framework !== "django" || web === void 0) return [];
		const inImage = collecting(image);
		const atStart = web.start.commands.find((command) => managementCommand(command)?.name === "collectstatic");
		const [first] = inImage;
		if (atStart !== void 0 && first !== void 0) return [{
			subject: `${image.title}: collectstatic`,
			place: {
				file: atStart.file,
				line: atStart.line
			},
			message: "Static files are collected in the image and again at every start: the second time only makes the start slower.",
			evidence: atStart.words.join(" ").slice(0, 160),
			severity: "low",
			remedy: "Take the command out of the start."
		}];
		const swallowed = inImage.find((run) => isSwallowed(run));
		if (swallowed !== void 0) return [{
			subject: `${image.title}: collectstatic`,
			place: {
				file: swallowed.command.file,
				line: swallowed.command.line
			},
			message: "The image is built even when collectstatic fails: the site then runs without static files.",
			evidence: swallowed.run.text.replace(/\s+/g, " ").slice(0, 160),
			severity: "high",
			remedy: `Let the build end with it:\n${IN_IMAGE}`
		}];
		if (first !== void 0 || atStart !== void 0 || collectsElsewhere(project, image) || web.start.unknown !== void 0) return [];
		const needs = servesStatic(project);
		if (needs === false) return [];
		return [{
			subject: `${image.title}: collectstatic`,
			place: placeIn(image, image.stage.command?.line ?? image.stage.line),
			message: "No line of the image, of its start or of a workflow collects static files.",
			evidence: "no collectstatic",
			...needs === true ? { severity: "high" } : {}
		}];
	})
});
function isSwallowed({ run, command }) {
	const next = run.commands[run.commands.indexOf(command) + 1];
	return next?.after === "failure" && /^(?:true|:|echo)$/.test(next.words[0] ?? "");
}
function collectsElsewhere({ application, services, source }, { stage }) {
	const commands = [...services.flatMap(({ start }) => start.commands), ...source.workflows.flatMap((file) => file.commands.map(({ command }) => command))];
	const typed = [
		application?.preDeployment,
		application?.postDeployment,
		application?.startCommand
	];
	const copied = stage.copies.some(({ paths }) => paths.some((path) => /static/.test(path)));
	const hidden = stage.runs.some((run) => /collectstatic/.test(run.text) || run.commands.some(({ words }) => /\.sh$|^make$|^just$|^invoke$/.test(words[0] ?? "")));
	return copied || hidden || typed.some((line) => line?.includes("collectstatic")) || commands.some(({ words }) => words.includes("collectstatic"));
}
function servesStatic({ evaluations }) {
	const known = evaluations.filter(({ answer }) => answer.settings !== null);
	if (known.length === 0) return void 0;
	if (known.some((evaluation) => list(setting(evaluation, "MIDDLEWARE")?.value)?.some((name) => /whitenoise/i.test(name)) === true)) return true;
	const installed = known.flatMap((evaluation) => list(setting(evaluation, "INSTALLED_APPS")?.value) ?? []);
	return installed.length > 0 && !installed.includes("django.contrib.staticfiles") ? false : void 0;
}
// src/checks/docker/system-libraries.ts
const NEEDS = [
	{
		distribution: "psycopg2",
		library: "libpq",
		runs: /^(?:libpq5|libpq|libpq-dev|postgresql.*)$/,
		builds: /^(?:libpq-dev|postgresql-dev|postgresql[0-9]*-dev|libpq-devel)$/,
		debian: "libpq5"
	},
	{
		distribution: "psycopg",
		unless: ["binary"],
		library: "libpq",
		runs: /^(?:libpq5|libpq|libpq-dev|postgresql.*)$/,
		debian: "libpq5"
	},
	{
		distribution: "pycairo",
		library: "cairo",
		runs: /^(?:libcairo2|libcairo2-dev|cairo|cairo-dev)$/,
		builds: /^(?:libcairo2-dev|cairo-dev)$/,
		debian: "libcairo2"
	},
	{
		distribution: "rlpycairo",
		library: "cairo",
		runs: /^(?:libcairo2|libcairo2-dev|cairo|cairo-dev)$/,
		builds: /^(?:libcairo2-dev|cairo-dev)$/,
		debian: "libcairo2"
	},
	{
		distribution: "reportlab",
		extra: "pycairo",
		library: "cairo",
		runs: /^(?:libcairo2|libcairo2-dev|cairo|cairo-dev)$/,
		builds: /^(?:libcairo2-dev|cairo-dev)$/,
		debian: "libcairo2"
	},
	{
		distribution: "cairocffi",
		library: "cairo",
		runs: /^(?:libcairo2|libcairo2-dev|cairo|cairo-dev|libpangocairo.*)$/,
		debian: "libcairo2"
	},
	{
		distribution: "cairosvg",
		library: "cairo",
		runs: /^(?:libcairo2|libcairo2-dev|cairo|cairo-dev|libpangocairo.*)$/,
		debian: "libcairo2"
	},
	{
		distribution: "weasyprint",
		library: "Pango",
		runs: /^(?:libpango.*|pango|weasyprint|py3-weasyprint)$/,
		debian: "libpangoft2-1.0-0"
	},
	{
		distribution: "mysqlclient",
		library: "libmariadb",
		runs: /^(?:libmariadb.*|default-libmysqlclient-dev|mariadb-(?:connector-c|client|dev).*|libmysqlclient.*)$/,
		builds: /^(?:default-libmysqlclient-dev|libmariadb-dev.*|mariadb-dev|mariadb-connector-c-dev|libmysqlclient-dev)$/,
		debian: "libmariadb3"
	},
	{
		distribution: "python-magic",
		library: "libmagic",
		runs: /^(?:libmagic1.*|libmagic|libmagic-dev|file)$/,
		debian: "libmagic1"
	},
	{
		distribution: "python-ldap",
		library: "libldap",
		runs: /^(?:libldap.*|openldap.*)$/,
		builds: /^(?:libldap2?-dev|openldap-dev)$/,
		debian: "libldap-2.5-0"
	}
];
const systemLibraries = defineRule({
	id: "docker/system-library",
	title: "Libraries that packages need from the system are in the image",
	severity: deployed("high"),
	why: "Without headers the package does not install and the build ends; without the library it fails when it is first used: \"no library called cairo\", \"libpq.so.5: cannot open shared object file\".",
	remedy: "RUN apt-get update && apt-get install --yes --no-install-recommends libcairo2 && rm -rf /var/lib/apt/lists/*",
	source: [
		"S1-059",
		"C05",
		"https://www.psycopg.org/docs/install.html",
		"https://doc.courtbouillon.org/weasyprint/stable/first_steps.html"
	],
	judge: (project) => runningImages(project).filter(isBare).flatMap((image) => NEEDS.flatMap((need) => hitsOf(need, image, project)))
});
function isBare({ stage, services, dockerfile }) {
	const { base, runs, copies } = stage;
	const names = new Set(dockerfile.stages.flatMap(({ name }, index) => [name, String(index)]));
	const foreign = copies.some(({ from, paths }) => from !== void 0 && (!names.has(from) || paths.some((path) => /^\/(?:usr(?:\/lib.*)?|lib.*)?\/?$/.test(path))));
	const hidden = runs.some(({ commands }) => commands.some(({ words }) => /\.sh$/.test(words[0] ?? "") || words.some((word) => /\$|^(?:xargs|@.*)$/.test(word) && words[0] === "apt-get")));
	const listed = runs.some(({ text }) => /xargs|\$\(cat|apt\.txt|packages\.txt/.test(text));
	return isKnownBase(stage) && /slim|alpine/.test(base.tag ?? "") && services.some(({ own }) => own) && !foreign && !hidden && !listed;
}
function hitsOf(need, image, project) {
	const entry = entryFor(need, project);
	if (entry === void 0) return [];
	const here = [...packagesOf(image.stage)];
	const hit = {
		subject: `${image.title}: ${need.distribution}`,
		evidence: `${entry.name}${entry.extras.length === 0 ? "" : `[${entry.extras.join(",")}]`}${entry.specifier} in ${entry.place.file}`
	};
	const installing = stagesBehind(image).find(installs);
	if (need.builds !== void 0 && installing !== void 0 && isSlim(installing)) {
		if (![...packagesOf(installing)].some((name) => need.builds?.test(name) === true)) return [{
			...hit,
			place: placeIn(image, installing.runs.find(({ text }) => /install|sync/.test(text) && !/apt|apk/.test(text))?.line ?? installing.line),
			severity: "critical",
			message: `${entry.name} is built from source, and the stage that installs it has no headers of ${need.library}: the build ends here.`,
			remedy: need.distribution === "psycopg2" ? "Use a wheel that brings the library along (psycopg[binary], psycopg2-binary), or install what it is built with:\napt-get install --yes --no-install-recommends gcc libpq-dev" : `Install what it is built with: gcc and the headers of ${need.library}.`
		}];
	}
	if (here.some((name) => need.runs.test(name))) return [];
	return [{
		...hit,
		place: placeIn(image, image.stage.line),
		message: `${entry.name} needs ${need.library} from the system, and no line of this image installs it.`,
		remedy: `RUN apt-get update && apt-get install --yes --no-install-recommends ${need.debian} && rm -rf /var/lib/apt/lists/*`
	}];
}
function isSlim({ base }) {
	return /slim|alpine/.test(base.tag ?? "");
}
function installs({ runs }) {
	return runs.some(({ commands }) => commands.some(({ words }) => /pip[0-9.]* (?:install|wheel)|uv (?:pip install|sync)|poetry install|pipenv (?:install|sync)/.test(words.join(" "))));
}
function entryFor(need, { requirements }) {
	return requirements.deployed?.entries.find(({ name, extras, marker }) => {
		if (name !== need.distribution || need.extra !== void 0 && !extras.includes(need.extra)) return false;
		if (marker !== void 0 && /win32|Windows|darwin/.test(marker)) return false;
		return need.unless?.some((extra) => extras.includes(extra) || requirements.deployed?.entries.some((other) => other.name === `${need.distribution}-${extra}`)) !== true;
	});
}
// src/checks/docker/users.ts
const RUN_AS = "Make a user and switch to it before CMD:\nRUN useradd --system --create-home --uid 1000 app\nUSER app";
const rootUser = defineRule({
	id: "docker/root-user",
	title: "The application does not run as root",
	severity: deployed("high"),
	why: "Whoever finds a hole in the application or a library is root in the container: free to change the code and to use every hole of the kernel.",
	remedy: RUN_AS,
	source: [
		"S1-053",
		"S2-012",
		"hadolint DL3002",
		"CKV_DOCKER_3",
		"CKV_DOCKER_8"
	],
	judge: (project) => runningImages(project).flatMap((image) => {
		const asRoot = image.services.filter(({ user, start }) => isRoot(user) && !switches(start.commands));
		if (asRoot.length === 0 || !image.services.some(({ own }) => own)) return [];
		const { user, from, base } = image.stage;
		const names = usersOf$1(asRoot);
		const hit = {
			subject: `${image.title}: USER`,
			place: placeIn(image, user?.line ?? from.line),
			evidence: user === void 0 ? "no USER instruction" : `USER ${user.value}`
		};
		if (user === void 0 && !isKnownBase(image.stage)) return isNonRoot(base.text) ? [] : [{
			...hit,
			unknown: true,
			message: `No USER instruction, and the user of ${base.text} is not known.`
		}];
		const who = names === "" ? "The container runs" : `The containers of ${names} run`;
		return [{
			...hit,
			message: `${who} as root.`
		}];
	})
});
function isRoot(user) {
	return user === void 0 || user === "" || /^(?:root|0)(?::|$)/.test(user);
}
function switches(commands) {
	const staying = commands.filter(({ replacesShell }) => replacesShell);
	return staying.length > 0 && staying.every(({ user }) => user !== void 0 && !isRoot(user));
}
function isNonRoot(image) {
	return /nonroot|unprivileged|^cgr\.dev\/chainguard\/|bitnami\//.test(image);
}
const BROUGHT = new Set("root nobody daemon bin sys sync games man lp mail news uucp proxy www-data backup list irc gnats operator ftp guest _apt".split(" "));
const OF_IMAGE = {
	node: "node",
	postgres: "postgres",
	nginx: "nginx",
	redis: "redis",
	ubuntu: "ubuntu"
};
const userExists = defineRule({
	id: "docker/user-missing",
	title: "Users that are named exist in the image",
	severity: "critical",
	why: "Docker looks the name up in the image’s /etc/passwd: without an entry no container starts, and a COPY for that user ends the build.",
	remedy: "Make the user in a line before, or name a number:\nRUN useradd --system --uid 1000 app",
	source: ["S1-053", "Dockerfile reference, USER"],
	judge: (project) => runningImages(project).flatMap((image) => {
		const { stage } = image;
		if (!isKnownBase(stage) || mayMakeUsers(stage)) return [];
		const made = usersMade(stage);
		const missing = (owner, line) => {
			const name = owner?.split(":")[0] ?? "";
			if (name === "" || /^[0-9]+$|\$/.test(name) || BROUGHT.has(name)) return false;
			if (OF_IMAGE[shortName(stage.base)] === name && isOfficial(stage.base)) return false;
			return !made.some((each) => each.name === name && each.line < line);
		};
		const hits = [];
		const { user } = stage;
		if (user !== void 0 && missing(user.value, user.line)) hits.push({
			subject: `${image.title}: USER ${user.value}`,
			place: placeIn(image, user.line),
			message: `No line of the image makes the user "${user.value.split(":")[0]}", and ${stage.base.text} has none of that name: no container starts.`,
			evidence: `USER ${user.value}`
		});
		for (const { owner, line, keyword } of stage.copies) if (missing(owner, line)) hits.push({
			subject: `${image.title}: ${keyword} --chown=${owner}`,
			place: placeIn(image, line),
			message: `The user "${owner?.split(":")[0]}" does not exist yet when this line is reached: the build ends here.`,
			evidence: `${keyword} --chown=${owner}`
		});
		return hits;
	})
});
function usersMade({ runs }) {
	return runs.flatMap(({ commands, line }) => commands.flatMap(({ words }) => {
		const program = baseName(words[0] ?? "");
		if (program !== "useradd" && program !== "adduser") return [];
		return words.slice(1).flatMap((name) => name.startsWith("-") ? [] : [{
			name,
			line
		}]);
	}));
}
function mayMakeUsers({ runs, copies }) {
	return copies.some(({ target, from }) => /^\/etc(?:\/passwd)?\/?$/.test(target) || target === "/" && from !== void 0) || runs.some(({ commands, text }) => {
		if (/\/etc\/passwd|newusers/.test(text)) return true;
		return commands.some(({ words, file }) => /(?:user|^adduser|^useradd)/.test(baseName(words[0] ?? "")) && words.some((word) => word.includes("$")) || /\.(?:sh|py)$/.test(words[0] ?? "") && file !== "");
	});
}
const ROOTS_OWN = new Set([
	"apt-get",
	"apt",
	"apk",
	"dnf",
	"microdnf",
	"yum",
	"dpkg",
	"useradd",
	"adduser",
	"groupadd",
	"addgroup"
]);
const needsRoot = defineRule({
	id: "docker/needs-root",
	title: "Packages and users are installed before the image stops being root",
	severity: "critical",
	why: "After USER every RUN is that user: the package manager may not write, and the build ends there.",
	remedy: "Move the RUN above USER, or switch back for it:\nUSER root\nRUN ...\nUSER app",
	source: ["S1-053", "Dockerfile reference, USER: \"runs ... for the remainder of the current stage\""],
	judge: (project) => runningImages(project).flatMap((image) => image.stage.runs.flatMap(({ user, commands }) => {
		if (isRoot(user) || user.includes("$")) return [];
		const refused = commands.find(({ words, through, after, conditional }) => ROOTS_OWN.has(baseName(words[0] ?? "")) && !through?.includes("sudo") && after !== "failure" && conditional !== true);
		if (refused === void 0 || refused.words.some((word) => /^--(?:version|help|download-only|root)/.test(word))) return [];
		return [{
			subject: `${image.title}: ${refused.words.slice(0, 2).join(" ")}`,
			place: {
				file: refused.file,
				line: refused.line
			},
			message: `This runs as "${user}", and only root may: the build ends here.`,
			evidence: `${shown$1(refused)} after USER ${user}`
		}];
	}))
});
function shown$1({ words }) {
	return words.join(" ").slice(0, 120);
}
// src/checks/docker/wrappers.ts
const INSTALLED_BY = {
	tini: "RUN apt-get update && apt-get install --yes --no-install-recommends tini && rm -rf /var/lib/apt/lists/*",
	"dumb-init": "RUN apt-get update && apt-get install --yes --no-install-recommends dumb-init && rm -rf /var/lib/apt/lists/*",
	gosu: "RUN apt-get update && apt-get install --yes --no-install-recommends gosu && rm -rf /var/lib/apt/lists/*",
	"su-exec": "RUN apk add --no-cache su-exec",
	uv: "COPY --from=ghcr.io/astral-sh/uv:0.9.8 /uv /bin/uv",
	dockerize: "COPY --from=powerman/dockerize:0.19.0 /usr/local/bin/dockerize /usr/local/bin/"
};
const wrapperInstalled = defineRule({
	id: "docker/start-wrapper",
	title: "The program in front of the server is in the image",
	severity: "critical",
	why: "The container ends at once: \"executable file not found in $PATH\".",
	remedy: "Install it, or start the server without it:\nCMD [\"gunicorn\", \"project.wsgi:application\"]",
	source: ["S1-054", "Dockerfile reference, ENTRYPOINT"],
	judge: (project) => runningImages(project).flatMap((image) => {
		const names = new Set();
		const requirements = new Set(project.requirements.deployed?.entries.map((each) => each.name));
		const { stage } = image;
		return image.services.flatMap((service) => wrappersOf(service).flatMap((name) => {
			if (names.has(name) || !Object.hasOwn(INSTALLED_BY, name) || !isAbsent(name, image, requirements)) return [];
			names.add(name);
			return [{
				subject: `${image.title}: ${name}`,
				place: startPlace(image, service),
				message: `${name} starts the server, and neither ${stage.base.text} has it nor does any line put it there.`,
				evidence: wordsOf$1(service.written.entrypoint, service.written.command).join(" ").slice(0, 160),
				remedy: INSTALLED_BY[name] ?? ""
			}];
		}));
	})
});
function startPlace(image, { compose }) {
	if (compose?.entrypoint !== void 0) return compose.placeOf("entrypoint");
	const { entrypoint, command, line } = image.stage;
	if (entrypoint === void 0 && compose?.command !== void 0) return compose.placeOf("command");
	return placeIn(image, entrypoint?.line ?? command?.line ?? line);
}
function wrappersOf({ written }) {
	const { wrappers } = unwrapAll(wordsOf$1(written.entrypoint, written.command));
	return wrappers.filter((word) => !word.includes("/"));
}
function isAbsent(name, image, requirements) {
	const { stage } = image;
	if (!isKnownBase(stage) || name === "uv" && /\/uv$/.test(stage.base.name) || requirements.has(name)) return false;
	const word = new RegExp(`(?:^|[^a-z])${name}(?![a-z])`);
	const inRuns = stage.runs.some(({ text, commands }) => word.test(text) || commands.some(({ words }) => /\.sh$/.test(words[0] ?? "")));
	const copied = stage.copies.some(({ paths, from, target }) => [
		...paths,
		from ?? "",
		target
	].some((path) => word.test(path)) || paths.some((path) => /^\/usr\/(?:local\/)?(?:bin\/?)?$|\/s?bin\/?$/.test(path)));
	const made = stagesBehind(image).some((other) => other !== stage && other.runs.some(({ commands }) => commands.some(({ words }) => words.includes("install") && words.some((each) => each.split(/[=<>~[]/)[0] === name))));
	return !inRuns && !copied && !made;
}
// src/checks/docker/index.ts
const RULES$6 = [
	unreadable$2,
	copyMissing,
	startFile,
	wrapperInstalled,
	startsNothing,
	rootUser,
	userExists,
	needsRoot,
	pinned,
	supported,
	pythonDrift$1,
	settingsExist,
	developmentSettings,
	oneModule,
	collectedOnce,
	collectedWith,
	collectedFor,
	migratesInBuild,
	healthMissing,
	healthTool,
	healthVerdict,
	healthAddress,
	healthTimes,
	signals,
	stopSignal,
	secretInImage,
	environmentCopied,
	ignoreFile,
	copyOrder,
	apt,
	aptAsks,
	pipCache,
	buildTools,
	remoteScript,
	pythonFlags,
	systemLibraries,
	logsDirectory,
	repeated
];
// src/checks/env/connection.ts
const ADDRESS = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/is;
function connectionOf(value) {
	const match = ADDRESS.exec(value.trim());
	if (match === null) return void 0;
	const [, scheme = "", rest = ""] = match;
	const credentialsEnd = rest.lastIndexOf("@");
	const credentials = credentialsEnd === -1 ? "" : rest.slice(0, credentialsEnd);
	const after = rest.slice(credentialsEnd + 1);
	const colon = credentials.indexOf(":");
	const user = colon === -1 ? credentials : credentials.slice(0, colon);
	const password = colon === -1 ? void 0 : credentials.slice(colon + 1);
	const [, authority = "", path = "", query = ""] = /^([^/?#]*)\/?([^?#]*)\??([^#]*)/.exec(after) ?? [];
	const bracketed = /^\[([^\]]*)\](?::(\d*))?$/.exec(authority);
	const lastColon = authority.lastIndexOf(":");
	const host = bracketed?.[1] ?? (lastColon === -1 ? authority : authority.slice(0, lastColon));
	const port = bracketed === null ? lastColon === -1 ? void 0 : authority.slice(lastColon + 1) : bracketed[2];
	return {
		scheme: scheme.toLowerCase(),
		user,
		password,
		host: host.toLowerCase(),
		port: port === "" ? void 0 : port,
		path,
		query: new Map([...new URLSearchParams(query)]),
		unencoded: [...new Set([...unsafeIn(user), ...unsafeIn(password ?? "")])]
	};
}
function passwordOf({ password }) {
	if (password === void 0) return void 0;
	try {
		return decodeURIComponent(password);
	} catch {
		return password;
	}
}
function reachOf(host) {
	if (host === "localhost" || host === "::1" || /^127\./.test(host) || host.startsWith("/") || host === "") return "local";
	if (/^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|f[cd][0-9a-f]{2}:)/.test(host)) return "private";
	if (!host.includes(".") && !host.includes(":")) return "network";
	return /\.(?:internal|local|lan|svc|cluster\.local|home\.arpa)$/.test(host) || /^private-/.test(host) ? "private" : "public";
}
function unsafeIn(text) {
	return [...text.matchAll(/[/?#[\]@ ]|%(?![0-9a-f]{2})/gi)].map(([character]) => character);
}
// src/checks/env/uses.ts
const GIVEN = "the given environment";
function givenUses({ given }) {
	return [...given.variables.values()].map(({ name, value, origin, place }) => ({
		name,
		value,
		place,
		where: GIVEN,
		dummy: origin === "dummy"
	}));
}
function filesInUse(project) {
	const loaded = new Set(project.services.flatMap(({ compose }) => compose?.environmentFiles.map(({ path }) => path) ?? []));
	for (const { place } of project.given.variables.values()) if (place !== void 0) loaded.add(place.file);
	return project.environmentFiles.filter(({ file, kind, profile }) => loaded.has(file) || kind === "values" && profile === project.profile);
}
function usesOf(project) {
	const given = givenUses(project);
	const known = new Set(given.map(keyOf));
	const inFiles = filesInUse(project).flatMap(({ file, entries }) => lastOfEach(entries).map((entry) => useOf(file, entry)));
	const values = new Set(given.map(({ name, value }) => `${name}=${value}`));
	return [...given, ...inFiles.filter((use) => !known.has(keyOf(use)) && !values.has(`${use.name}=${use.value}`))];
}
function serviceUses(project) {
	const known = new Set(usesOf(project).map(({ name, value }) => `${name}=${value}`));
	const found = new Map();
	for (const { own, title, place, compose, environment } of project.services) {
		if (!own) continue;
		for (const [name, value] of environment) {
			const key = `${name}=${value}`;
			if (value === void 0 || known.has(key) || found.has(key)) continue;
			found.set(key, {
				name,
				value,
				place: compose?.environment.get(name)?.place ?? place,
				where: title,
				dummy: false
			});
		}
	}
	return [...found.values()];
}
function lastOfEach(entries) {
	return [...new Map(entries.map((entry) => [entry.name, entry])).values()];
}
function useOf(file, { name, line, values }) {
	return {
		name,
		value: values.dotenv,
		place: {
			file,
			line
		},
		where: file,
		dummy: false
	};
}
function evidenceOf(name, value) {
	if (value === "") return `${name} is empty`;
	return isPublic$1(name) ? `${name}=${value.slice(0, 120)}` : `${name} (${[...value].length} characters)`;
}
function standing({ place, dummy }) {
	return {
		...place === void 0 ? {} : { place },
		...dummy ? { dummy: true } : {}
	};
}
function named(names, most = 6) {
	const shown = names.slice(0, most);
	const rest = names.length - shown.length;
	if (rest > 0) return `${shown.join(", ")} and ${rest} more`;
	const last = shown.pop();
	return shown.length === 0 ? last ?? "" : `${shown.join(", ")} and ${last}`;
}
function keyOf({ name, place, value }) {
	return place === void 0 ? `${name}=${value}` : `${name}@${place.file}:${place.line}`;
}
// src/checks/env/addresses-rules.ts
const DATABASE_NAMES = /^(?:.*_)?DATABASE_URL$|^(?:DB|POSTGRES|PG)_URL$/;
const REDIS_NAMES = /^(?:.*_)?(?:REDIS|CACHE|BROKER|VALKEY)_URL$|^CELERY_RESULT_BACKEND$/;
const LIBPQ = "https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS";
const DATABASE_SCHEMES = /^(?:postgres(?:ql)?(?:\+\w+)?|pgsql|psql|postgis|timescale(?:gis)?|cockroach|redshift|mysql2?|mysql-connector|mysqlgis|mssql(?:ms)?|oracle(?:gis)?|sqlite|spatialite|django[.\w+-]*|unix|ldap)$/;
function isReplaced({ name, value, where }, { services }) {
	const own = services.filter((service) => service.own);
	if (own.length === 0 || own.some(({ title }) => title === where)) return false;
	return own.every(({ environment }) => environment.get(name) !== void 0 && environment.get(name) !== value);
}
function addressed(project, names) {
	return [...usesOf(project), ...serviceUses(project)].filter((use) => names.test(use.name) && !use.dummy && !isReplaced(use, project)).flatMap((use) => {
		const address = connectionOf(use.value);
		return address === void 0 || address.scheme === "sqlite" ? [] : [{
			use,
			address
		}];
	});
}
const addressShape = defineRule({
	id: "env/address",
	title: "Addresses of databases and brokers are read as they are meant",
	severity: "high",
	why: "In an address \"/\", \"?\", \"#\", \"@\" and \"%\" end or split the password: the program tries another host, another database or a shorter password.",
	remedy: "Percent-encode user and password:\npython -c \"from urllib.parse import quote; import getpass; print(quote(getpass.getpass(), safe=''))\"",
	source: [
		"C14",
		"S0-021",
		"S0-022",
		"RFC 3986, section 2.2",
		LIBPQ
	],
	judge: (project) => [...addressed(project, DATABASE_NAMES), ...addressed(project, REDIS_NAMES)].flatMap(({ use, address }) => {
		const said = problemOf(use.name, address);
		return said === void 0 ? [] : [{
			...standing(use),
			subject: `${use.where}: ${use.name}`,
			...said
		}];
	})
});
function problemOf(name, address) {
	const { unencoded, scheme, host, port, path } = address;
	if (unencoded.length > 0) return {
		message: `User or password in ${name} hold characters that mean something else in an address.`,
		evidence: `not encoded: ${unencoded.map((sign) => JSON.stringify(sign)).join(" ")}`
	};
	if (port !== void 0 && !/^\d{1,5}$/.test(port)) return {
		message: `The port in ${name} is no number.`,
		evidence: "the text after the last \":\" of the host",
		remedy: `Write the port as a number, and encode user and password.`
	};
	if (!DATABASE_NAMES.test(name)) return void 0;
	if (!DATABASE_SCHEMES.test(scheme)) return {
		message: `Nothing knows the scheme of ${name}.`,
		evidence: `${scheme}://`,
		remedy: "Begin it with postgres://"
	};
	if (path === "" && host !== "") return {
		message: `${name} names no database: the library takes the one that is called like the user.`,
		evidence: "nothing after the host",
		remedy: "End it with the name: postgres://user:password@host:5432/name"
	};
}
const ownLoopback = defineRule({
	id: "env/loopback",
	title: "Addresses do not lead back into the container that asks",
	severity: deployed("high"),
	why: "In a container localhost is the container itself: no database and no broker listens there.",
	remedy: "Name the service of the Compose file, or the internal address that Coolify shows for the database.",
	source: [
		"S0-014",
		"S0-021",
		"S0-022",
		"S1-144"
	],
	judge: (project) => {
		if (!inContainers(project)) return [];
		return [...addressed(project, DATABASE_NAMES), ...addressed(project, REDIS_NAMES)].flatMap(({ use, address: { host } }) => reachOf(host) !== "local" || host === "" || host.startsWith("/") ? [] : [{
			...standing(use),
			subject: `${use.where}: ${use.name}`,
			message: `${use.name} leads to ${host}, which is the container itself.`,
			evidence: `host ${host}`
		}]);
	}
});
function inContainers({ services, application, dockerfiles }) {
	const own = services.filter((service) => service.own);
	if (own.some(({ compose }) => compose?.networkMode === "host")) return false;
	return application !== void 0 || dockerfiles.length > 0 && (own.length === 0 || own.some(({ image, compose }) => image !== void 0 || compose !== void 0));
}
const databaseTls = defineRule({
	id: "env/database-tls",
	title: "The way to a database outside of the network is encrypted and checked",
	severity: deployed("high"),
	why: "Without TLS the password and every row can be read on the way; with sslmode=require and no authority the server may be anybody.",
	remedy: "Ask for TLS, best with the provider’s authority:\nDATABASE_URL=postgres://...?sslmode=verify-full&sslrootcert=/path/ca.pem",
	source: [
		"S0-014",
		"S0-021",
		"S2-055",
		"C38",
		"https://www.postgresql.org/docs/current/libpq-ssl.html"
	],
	judge: (project) => {
		if (isEvaluated(project)) return [];
		const values = new Map(usesOf(project).map(({ name, value }) => [name, value]));
		return addressed(project, DATABASE_NAMES).flatMap(({ use, address }) => {
			const mode = address.query.get("sslmode") ?? values.get("PGSSLMODE") ?? values.get("DB_SSLMODE") ?? "";
			if (reachOf(address.host) !== "public" || /^(?:require|verify-ca|verify-full)$/.test(mode)) return [];
			return [{
				...standing(use),
				subject: `${use.where}: ${use.name}`,
				message: `${use.name} leads to a public host and does not insist on TLS.`,
				evidence: mode === "" ? "no sslmode" : `sslmode=${mode}`
			}];
		});
	}
});
function redisUnjudged(project) {
	return isEvaluated(project) ? [] : addressed(project, REDIS_NAMES);
}
const redisTls = defineRule({
	id: "env/redis-tls",
	title: "Redis outside of the network is reached by TLS and with a password",
	severity: deployed("high"),
	why: "Redis speaks in the clear: its password, sessions in the cache and arguments of tasks can be read on the way, and whoever can write to the broker runs tasks.",
	remedy: "Use the address with TLS and a password:\nREDIS_URL=rediss://:password@host:6379/0",
	source: [
		"S0-015",
		"S0-022",
		"S2-055",
		"S4-010"
	],
	judge: (project) => redisUnjudged(project).flatMap(({ use, address: { scheme, host, password } }) => {
		if (!/^(?:redis|valkey)s?$/.test(scheme) || reachOf(host) !== "public") return [];
		const open = !/ss$/.test(scheme) && scheme !== "valkeys";
		const bare = password === void 0 || password === "";
		if (!open && !bare) return [];
		return [{
			...standing(use),
			subject: `${use.where}: ${use.name}`,
			message: `${use.name} leads to a public host ${open ? "without TLS" : ""}${open && bare ? " and " : ""}${bare ? "without a password" : ""}.`,
			evidence: `${scheme}://, ${bare ? "no password" : "with a password"}`,
			...bare ? {} : { severity: "medium" }
		}];
	})
});
const redisSharing = defineRule({
	id: "env/redis-index",
	title: "Broker and cache have a Redis database each",
	severity: deployed("low"),
	why: "Clearing the cache (`cache.clear()` sends FLUSHDB) then takes the queued tasks with it.",
	remedy: "Give each its own number; moving the cache loses nothing that waits:\nREDIS_URL=redis://.../1\nCELERY_BROKER_URL=redis://.../0",
	source: [
		"C33",
		"S0-007",
		"S0-022"
	],
	judge: (project) => {
		const all = redisUnjudged(project).filter(({ address }) => /^(?:redis|valkey)/.test(address.scheme));
		const cache = all.find(({ use }) => /^(?:CACHE|REDIS|DJANGO_REDIS|REDIS_CACHE)_URL$/.test(use.name));
		const broker = all.find(({ use }) => /BROKER/.test(use.name));
		if (cache === void 0 || broker === void 0) return [];
		const placeOf = ({ address: { host, port, path } }) => `${host}:${port ?? "6379"}/${path === "" ? "0" : path}`;
		if (placeOf(cache) !== placeOf(broker)) return [];
		return [{
			...standing(broker.use),
			subject: `${broker.use.name} and ${cache.use.name}`,
			message: `${broker.use.name} and ${cache.use.name} are the same Redis database.`,
			evidence: placeOf(broker)
		}];
	}
});
const pooler = defineRule({
	id: "env/pooler",
	title: "The site goes through the connection pooler that it runs",
	severity: deployed("medium"),
	why: "A pooler that nobody connects to costs memory and saves no connection.",
	remedy: "Name the pooler in the address of web and workers; migrations keep the database’s own:\nDATABASE_URL=postgres://user:password@pgbouncer:6432/name",
	source: [
		"S1-144",
		"S1-143",
		"C34"
	],
	judge: (project) => {
		const poolers = project.services.filter(({ role }) => role === "pooler").map(({ name }) => name);
		const webs = project.services.filter(({ own, role }) => own && role === "web").map(({ title }) => title);
		if (poolers.length === 0) return [];
		return [...addressed(project, DATABASE_NAMES)].flatMap(({ use, address: { host } }) => {
			if (!(webs.includes(use.where) || !project.services.some(({ title }) => title === use.where)) || use.name !== "DATABASE_URL" || poolers.includes(host) || /bouncer|pool/.test(host)) return [];
			return [{
				...standing(use),
				subject: `${use.where}: ${use.name}`,
				message: `${use.name} leads to ${host}, past the pooler ${poolers.join(", ")}.`,
				evidence: `host ${host}`
			}];
		});
	}
});
// src/checks/env/booleans.ts
const TRUE = /^(?:true|on|ok|y|yes|1)$/i;
const FALSE = /^(?:false|off|no|n|0|f|none|null|)$/i;
const SWITCH_NAMES = /DEBUG|(?:^|_)(?:USE|ENABLE|ENABLED|ALLOW|FEATURE|REQUIRE|DISABLE)(?:_|$)|_(?:TLS|SSL|SECURE|REDIRECT|PRELOAD)$/;
const SWITCHES = /^(?:SECURE_SSL_REDIRECT|SECURE_HSTS_(?:INCLUDE_SUBDOMAINS|PRELOAD)|SESSION_COOKIE_(?:SECURE|HTTPONLY)|CSRF_COOKIE_(?:SECURE|HTTPONLY)|EMAIL_USE_(?:TLS|SSL)|USE_X_FORWARDED_(?:HOST|PORT)|CORS_(?:ALLOW_ALL_ORIGINS|ORIGIN_ALLOW_ALL|ALLOW_CREDENTIALS)|CELERY_TASK_ALWAYS_EAGER|WHITENOISE_(?:USE_FINDERS|AUTOREFRESH)|AWS_QUERYSTRING_AUTH|USE_S3)$/;
const boolean = defineRule({
	id: "env/boolean",
	title: "Switches are spelled as their reader spells them",
	severity: "medium",
	why: "django-environ takes true, on, ok, y, yes and 1 for true and everything else for false without a word: `DEBUG=flase` happens to be safe, `EMAIL_USE_TLS=ture` sends passwords in the clear.",
	remedy: "Write it as 1 or 0, True or False, without blanks and quotation marks.",
	source: [
		"C35",
		"S0-027",
		"S4-004",
		"django-environ: environ.Env.BOOLEAN_TRUE_STRINGS"
	],
	judge: (project) => {
		const { reads } = askedBy(project);
		return [...candidates(project).flatMap((use) => {
			const cast = reads.get(use.name)?.cast;
			const { value } = use;
			if (TRUE.test(value) || FALSE.test(value)) return [];
			const trimmed = value.trim().replace(/^["']|["']$/g, "").trim();
			const meant = TRUE.test(trimmed) || FALSE.test(trimmed) ? trimmed : mistyped(trimmed);
			if (cast !== "bool" && (meant === void 0 || (cast ?? null) !== null || !SWITCH_NAMES.test(use.name))) return [];
			return [{
				...standing(use),
				subject: use.name,
				message: meant === void 0 ? `${use.name} is read as a switch, and this is neither of its ways to say true: it is off.` : `${use.name} looks like "${meant}" and is not spelled so: django-environ takes it for false.`,
				evidence: evidenceOf(use.name, value)
			}];
		}), ...textsAsSwitches(project)];
	}
});
function textsAsSwitches(project) {
	const uses = new Map([...serviceUses(project), ...usesOf(project)].map((use) => [use.name, use]));
	const found = new Map();
	for (const { answer } of project.evaluations) for (const [name, { value, variables, place, dummy }] of Object.entries(answer.settings?.values ?? {})) {
		if (!SWITCHES.test(name) || typeof value !== "string" || !/^(?:false|off|no|n|0)$/i.test(value.trim())) continue;
		const variable = variables[0] ?? name;
		const use = uses.get(variable);
		const at = place === null || place.file.startsWith("/") ? use?.place : {
			file: place.file,
			line: place.line
		};
		found.set(name, {
			...at === void 0 ? {} : { place: at },
			subject: name,
			message: `${name} is the text of ${variable}, and every text that is not empty is true in Python: it is on although the variable says "${value.trim()}".`,
			evidence: `${name} = '${value}'`,
			remedy: `Read it as a switch: ${name} = env.bool("${variable}", default=False)`,
			severity: "high",
			...dummy ? { dummy: true } : {}
		});
	}
	return [...found.values()];
}
function candidates(project) {
	const inUse = [...usesOf(project), ...serviceUses(project)];
	const known = new Set(inUse.map(({ place }) => place === void 0 ? "" : `${place.file}:${place.line}`));
	const elsewhere = project.environmentFiles.flatMap(({ file, entries }) => lastOfEach(entries).map((entry) => useOf(file, entry))).filter(({ place }) => place !== void 0 && !known.has(`${place.file}:${place.line}`));
	return [...inUse, ...elsewhere];
}
function mistyped(value) {
	if (!/^[a-z]{4,6}$/i.test(value)) return void 0;
	const word = nearest(value, ["true", "false"]);
	return word !== void 0 && Math.abs(word.length - value.length) <= 1 && sharesLetters(word, value.toLowerCase()) ? word : void 0;
}
function sharesLetters(word, value) {
	const rest = [...value];
	let missing = 0;
	for (const letter of word) {
		const at = rest.indexOf(letter);
		if (at === -1) missing += 1;
		else rest.splice(at, 1);
	}
	return missing <= 1 && rest.length <= 1;
}
// src/checks/env/secret-uses.ts
const NO_KEY = "00";
const RECOMMENDED = [[/REDIS|CELERY|BROKER|VALKEY|CACHE/, 24], [/GRAFANA|FLOWER|PGADMIN/, 16]];
function secretsInUse(project) {
	const uses = usesOf(project).filter(({ dummy }) => !dummy);
	const values = new Map(uses.map(({ name, value }) => [name, value]));
	return uses.flatMap((use) => secretOf(use, values) ?? []);
}
function secretOf(use, values) {
	const { name, value } = use;
	const connection = connectionOf(value);
	const password = connection === void 0 ? void 0 : passwordOf(connection);
	const recommended = RECOMMENDED.find(([pattern]) => pattern.test(name))?.[1];
	if (connection !== void 0 && password !== void 0 && !/DSN$|WEBHOOK/.test(name)) {
		const title = `the password in ${name}`;
		const names = [connection.user, connection.path].filter((word) => word !== "");
		return {
			use,
			title,
			kind: "password",
			value: password,
			facts: secretFacts(password, NO_KEY),
			recommended,
			names
		};
	}
	if (/CREDENTIALS$/.test(name) && /^\.{0,2}\/|\.json$/.test(value.trim())) return void 0;
	const kind = secretKind(name);
	if (kind === void 0 || !isSecretName(name) || value === "") return void 0;
	return {
		use,
		title: name,
		kind,
		value,
		facts: secretFacts(value, NO_KEY),
		recommended,
		names: besides(name, values)
	};
}
function besides(name, values) {
	const stem = /^(.*?)_?(?:PASSWORD|PASSWD|PASS|PWD)$/.exec(name)?.[1];
	if (stem === void 0) return [];
	return [
		"USER",
		"USERNAME",
		"DB",
		"NAME",
		"DATABASE"
	].flatMap((last) => values.get(stem === "" ? last : `${stem}_${last}`) ?? []);
}
// src/checks/env/committed.ts
const committedSecret = defineRule({
	id: "env/committed-secret",
	title: "No secret that is in use stands in git",
	severity: "critical",
	why: "Everybody who can read the repository, and every copy of it for ever, holds the secret; taking the file away later does not take it back.",
	remedy: "Change the secret where it is used, then take the file out of git and keep it out:\ngit rm --cached <file>\necho \"<file>\" >> .gitignore",
	source: [
		"S1-165",
		"S0-017",
		"S0-049",
		"S3-016"
	],
	judge: ({ environmentFiles }) => environmentFiles.filter(({ kind, tracked }) => kind === "values" && tracked).flatMap((file) => secretsOf(file).filter(({ facts }) => looksReal(facts)).map(({ entry, title, facts }) => {
		const lesser = file.profile === "development" || /DSN$/.test(entry.name);
		return {
			place: {
				file: file.file,
				line: entry.line
			},
			subject: `${file.file}: ${entry.name}`,
			message: `${title} stands in a file that git tracks, and it looks like a real one.`,
			evidence: `${entry.name} (${facts.length} characters, no mark of a placeholder)`,
			remedy: `Change ${entry.name} where it is used, then take the file out of git:\ngit rm --cached ${file.file}\necho "/${file.file}" >> .gitignore`,
			...lesser ? { severity: "medium" } : {}
		};
	}))
});
const templateSecret = defineRule({
	id: "env/template-secret",
	title: "Templates hold no value that could be real",
	severity: "medium",
	why: "Nobody can tell it from a secret in use, and who copies the template runs with a key that the repository shows.",
	remedy: "Leave the value empty, and say in a comment how one is made:\nSECRET_KEY=",
	source: [
		"S3-016",
		"S1-165",
		"S1-029"
	],
	judge: ({ environmentFiles }) => environmentFiles.filter(({ kind, tracked }) => kind === "template" && tracked).flatMap((file) => secretsOf(file).filter(({ facts, entry }) => looksReal(facts) && !/DSN$/.test(entry.name)).map(({ entry, facts }) => {
		const key = secretKind(entry.name) === "django-key";
		return {
			place: {
				file: file.file,
				line: entry.line
			},
			subject: `${file.file}: ${entry.name}`,
			message: `The template’s ${entry.name} cannot be told from a real secret.`,
			evidence: `${facts.length} characters, no mark of a placeholder`,
			...key ? { severity: "high" } : {}
		};
	}))
});
const templateBoots = defineRule({
	id: "env/template-boots",
	title: "What is copied from a template does not start before its secrets are filled in",
	severity: {
		development: "off",
		staging: "medium",
		production: "medium"
	},
	why: "Django accepts a placeholder of 50 characters as a key: a site that runs with the template’s own looks healthy, and its sessions can be forged by whoever reads the repository.",
	remedy: "Leave the value empty, so that the settings refuse to load:\nSECRET_KEY=",
	source: [
		"S1-150",
		"S3-016",
		"Django security.W009"
	],
	judge: ({ environmentFiles }) => environmentFiles.filter((file) => file.kind === "template" && file.profile !== "development" && !forDevelopers(file)).flatMap((file) => secretsOf(file).flatMap(({ entry, facts }) => {
		const key = secretKind(entry.name) === "django-key";
		const passes = facts.length >= 50 && facts.distinct >= 5 && !entry.values.dotenv.startsWith("django-insecure-");
		if (!(key ? passes : file.profile !== void 0 && secretKind(entry.name) === "password") || facts.placeholder === null || facts.placeholder === "unexpanded" || entry.values.dotenv.startsWith("<")) return [];
		return [{
			place: {
				file: file.file,
				line: entry.line
			},
			subject: `${file.file}: ${entry.name}`,
			message: key ? `The template’s ${entry.name} passes every check for length: a copy that nobody filled in starts.` : `The template’s ${entry.name} is a working password: a copy that nobody filled in starts.`,
			evidence: `mark: ${facts.placeholder}; ${facts.length} characters`,
			remedy: `Leave it empty, and say in a comment how one is made:\n${entry.name}=`,
			...key ? {} : { severity: "low" }
		}];
	}))
});
function forDevelopers({ entries }) {
	return entries.some(({ name, values: { dotenv } }) => /^(?:DJANGO_)?DEBUG$/.test(name) && /^(?:true|on|ok|y|yes|1)$/i.test(dotenv) || name === "DJANGO_SETTINGS_MODULE" && /(?:dev|development|local|test)$/.test(dotenv));
}
function secretsOf({ file, entries }) {
	return lastOfEach(entries).flatMap((entry) => {
		const use = useOf(file, entry);
		if (use.value === "" || /^(?:AWS_ACCESS_KEY_ID|.*_CLIENT_ID)$/.test(entry.name)) return [];
		const secret = secretOf(use, new Map());
		if (secret === void 0) return [];
		return [{
			entry,
			title: isSecretName(entry.name) ? entry.name : secret.title.replace(/^the/, "The"),
			facts: secret.facts
		}];
	});
}
// src/checks/env/groups.ts
const ON$2 = /^(?:true|on|ok|y|yes|1)$/i;
const GROUPS = [
	{
		title: "the login to the mail server",
		when: [/^EMAIL_HOST_USER$/, /^EMAIL_HOST_PASSWORD$/],
		needs: [
			["EMAIL_HOST_USER"],
			["EMAIL_HOST_PASSWORD"],
			[
				"EMAIL_HOST",
				"EMAIL_URL",
				"EMAIL_BACKEND"
			]
		]
	},
	{
		title: "the access to the bucket",
		when: [/^AWS_ACCESS_KEY_ID$/, /^AWS_SECRET_ACCESS_KEY$/],
		needs: [["AWS_ACCESS_KEY_ID"], ["AWS_SECRET_ACCESS_KEY"]]
	},
	{
		title: "the access to the bucket (AWS_S3_...)",
		when: [/^AWS_S3_ACCESS_KEY_ID$/, /^AWS_S3_SECRET_ACCESS_KEY$/],
		needs: [["AWS_S3_ACCESS_KEY_ID"], ["AWS_S3_SECRET_ACCESS_KEY"]]
	},
	{
		title: "storage in a bucket",
		when: [/^USE_(?:S3|SPACES)$/],
		needs: [
			[
				"AWS_STORAGE_BUCKET_NAME",
				"S3_BUCKET",
				"AWS_BUCKET_NAME",
				"SPACES_BUCKET"
			],
			[
				"AWS_ACCESS_KEY_ID",
				"AWS_S3_ACCESS_KEY_ID",
				"AWS_ROLE_ARN",
				"S3_ACCESS_KEY",
				"SPACES_KEY"
			],
			[
				"AWS_SECRET_ACCESS_KEY",
				"AWS_S3_SECRET_ACCESS_KEY",
				"AWS_ROLE_ARN",
				"S3_SECRET_KEY",
				"SPACES_SECRET"
			],
			[
				"AWS_S3_REGION_NAME",
				"AWS_REGION",
				"AWS_DEFAULT_REGION",
				"AWS_S3_ENDPOINT_URL",
				"S3_ENDPOINT"
			]
		]
	},
	{
		title: "the login to the database",
		when: [/^POSTGRES_USER$/, /^POSTGRES_HOST$/],
		needs: [[
			"POSTGRES_PASSWORD",
			"POSTGRES_PASSWORD_FILE",
			"DATABASE_URL"
		]]
	},
	{
		title: "the login to the database (DB_...)",
		when: [/^DB_USER$/, /^DB_HOST$/],
		needs: [[
			"DB_PASSWORD",
			"DB_PASS",
			"DATABASE_URL"
		], ["DB_NAME", "DATABASE_URL"]]
	},
	{
		title: "sign-in with Google",
		when: [/^GOOGLE_(?:OAUTH_)?CLIENT_ID$/, /^GOOGLE_(?:OAUTH_)?CLIENT_SECRET$/],
		needs: [["GOOGLE_CLIENT_ID", "GOOGLE_OAUTH_CLIENT_ID"], ["GOOGLE_CLIENT_SECRET", "GOOGLE_OAUTH_CLIENT_SECRET"]]
	},
	{
		title: "the account at Twilio",
		when: [/^TWILIO_ACCOUNT_SID$/, /^TWILIO_AUTH_TOKEN$/],
		needs: [["TWILIO_ACCOUNT_SID"], ["TWILIO_AUTH_TOKEN", "TWILIO_API_KEY"]]
	}
];
const groups = defineRule({
	id: "env/group",
	title: "Variables that only work together are set together",
	severity: deployed("medium"),
	why: "With half of a login the settings load and the first mail, upload or sign-in fails.",
	remedy: "Set the missing one, or remove the others.",
	source: [
		"S0-021",
		"S0-023",
		"S1-136",
		"S1-173",
		"S2-026",
		"S2-027"
	],
	judge: (project) => placesToLook(project).flatMap(({ where, values }) => GROUPS.flatMap(({ title, when, needs }) => {
		const cause = [...values].find(([name, { value }]) => isUsed(name, value, when));
		if (cause === void 0) return [];
		const missing = needs.filter((names) => !names.some((name) => hasValue(values.get(name)?.value, name, project))).flatMap(([first]) => first ?? []);
		if (missing.length === 0) return [];
		const [name, { place }] = cause;
		return [{
			...place === void 0 ? {} : { place },
			subject: `${where}: ${title}`,
			message: `${name} is set and ${named(missing)} ${missing.length === 1 ? "is" : "are"} not: ${title} needs all of them.`,
			evidence: `in ${where}`,
			remedy: `Set ${named(missing)}, or remove ${name}.`
		}];
	}))
});
function isUsed(name, value, when) {
	return when.some((pattern) => pattern.test(name)) && (name.startsWith("USE_") ? ON$2.test(value) : value !== "");
}
function hasValue(value, name, { given, services }) {
	return value !== void 0 && value !== "" || given.unreadable.includes(name) || services.some(({ own, environment }) => own && environment.has(name) && environment.get(name) !== "");
}
function placesToLook(project) {
	const { given } = project;
	const files = filesInUse(project).filter(({ file }) => ![...given.variables.values()].some(({ place }) => place?.file === file)).map(({ file, entries }) => ({
		where: file,
		values: new Map(lastOfEach(entries).map(({ name, line, values }) => [name, {
			value: values.dotenv,
			place: {
				file,
				line
			}
		}]))
	}));
	return [{
		where: GIVEN,
		values: new Map([...given.variables].map(([name, { value, place }]) => [name, {
			value,
			place
		}]))
	}, ...files];
}
// src/checks/env/lines-rules.ts
const DOCKER_ENV_FILE = "https://docs.docker.com/reference/cli/docker/container/run/#env";
const COMPOSE_SYNTAX = "https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/#env-file-syntax";
const unreadableLine = defineRule({
	id: "env/unreadable-line",
	title: "Every line of a file of variables is an assignment or a comment",
	severity: "medium",
	why: "Docker and Compose refuse the whole file, python-dotenv leaves the line out: what it should have set is absent or everything is.",
	remedy: "Write it as an assignment, or as a comment:\nNAME=value\n# a comment",
	source: ["S0-021", DOCKER_ENV_FILE],
	judge: ({ environmentFiles }) => environmentFiles.flatMap(({ file, kind, unreadable }) => unreadable.map(({ line, text }) => {
		const name = /^[A-Za-z_][\w .-]*(?=[:=])/.exec(text)?.[0].trim();
		return {
			place: {
				file,
				line
			},
			subject: `${file}: ${name ?? "a line"}`,
			message: "This line is neither an assignment nor a comment, so readers refuse the file or leave the line out.",
			evidence: name === void 0 ? `${text.length} characters without a name and "="` : `it begins with "${name}"`,
			...kind === "template" ? { severity: "low" } : {}
		};
	}))
});
const duplicate = defineRule({
	id: "env/duplicate",
	title: "Every variable stands once in a file",
	severity: "medium",
	why: "The last one wins silently, and whoever changes the first one wonders why nothing happens.",
	remedy: "Keep one of the lines.",
	source: ["S1-164", "S0-049"],
	judge: ({ environmentFiles }) => environmentFiles.flatMap(({ file, kind, entries }) => {
		const first = new Map();
		return entries.flatMap((entry) => {
			const before = first.get(entry.name);
			if (before === void 0) {
				first.set(entry.name, entry);
				return [];
			}
			const same = before.values.dotenv === entry.values.dotenv;
			return [{
				place: {
					file,
					line: entry.line
				},
				subject: `${file}: ${entry.name}`,
				message: same ? `${entry.name} stands twice with the same value.` : `${entry.name} stands twice with different values; this one wins over the earlier one.`,
				evidence: `also on line ${before.line}`,
				...same || kind === "template" ? { severity: "low" } : {}
			}];
		});
	})
});
const readersDiffer = defineRule({
	id: "env/readers-differ",
	title: "Docker, Compose and Python read the same values from a file",
	severity: "medium",
	why: "The same file gives different values to `docker run --env-file` (comments and quotation marks belong to the value), to Compose (`$NAME` is filled in) and to python-dotenv: it works on one machine and not on the other.",
	remedy: "Put comments on lines of their own, leave quotation marks out, and write a literal `$` between single quotes:\n# a comment\nNAME=value",
	source: [
		"S2-026",
		"C35",
		DOCKER_ENV_FILE,
		COMPOSE_SYNTAX,
		"python-dotenv: File format"
	],
	judge: ({ environmentFiles }) => environmentFiles.flatMap((file) => [...differences(file)])
});
function* differences({ file, kind, entries }) {
	const template = kind === "template";
	for (const entry of entries) {
		const { name, line, inlineComment, quote, values } = entry;
		const place = {
			file,
			line
		};
		const subject = `${file}: ${name}`;
		if (inlineComment) yield {
			place,
			subject,
			message: `A comment follows the value of ${name}: docker run --env-file, and whoever pastes the line into a form, takes it for a part of the value.`,
			evidence: `${name}=... # ...`,
			remedy: `Put the comment on the line above ${name}.`,
			...template ? { severity: "low" } : {}
		};
		else if (quote !== "single" && values.compose !== values.dotenv && values.compose !== values.docker) yield {
			place,
			subject,
			message: `Compose fills in the "$" in the value of ${name}, Python does not: the two see different values.`,
			evidence: `${[...values.dotenv].length} characters for Python, ${[...values.compose].length} for Compose`,
			remedy: `Write the value between single quotes: ${name}='...'`,
			...template ? { severity: "low" } : {}
		};
	}
	if (template) return;
	const quoted = entries.filter(({ quote, inlineComment }) => quote !== "none" && !inlineComment);
	const refused = entries.filter(({ refusedBy }) => refusedBy?.includes("docker") === true);
	const [firstQuoted] = quoted;
	if (firstQuoted !== void 0) yield {
		place: {
			file,
			line: firstQuoted.line
		},
		subject: `${file}: quotation marks`,
		message: "docker run --env-file hands the quotation marks on as a part of the value; Compose and Python take them away.",
		evidence: named(quoted.map(({ name }) => name)),
		severity: "low"
	};
	const blanks = entries.filter(({ values: { docker }, quote, inlineComment }) => quote === "none" && !inlineComment && docker.trim() !== docker);
	const [firstBlank] = blanks;
	if (firstBlank !== void 0) yield {
		place: {
			file,
			line: firstBlank.line
		},
		subject: `${file}: blanks`,
		message: "docker run --env-file hands blanks round the value on as a part of it; Compose and Python take them away.",
		evidence: named(blanks.map(({ name }) => name)),
		remedy: "Write NAME=value, without blanks after \"=\" and at the end of the line.",
		severity: "low"
	};
	const [firstRefused] = refused;
	if (firstRefused !== void 0) yield {
		place: {
			file,
			line: firstRefused.line
		},
		subject: `${file}: names`,
		message: "docker run --env-file refuses the file: for it \"export\", or the blank before \"=\", belongs to the name.",
		evidence: named(refused.map(({ name }) => name)),
		remedy: "Write NAME=value, without \"export\" and blanks.",
		severity: "low"
	};
}
const encoding = defineRule({
	id: "env/encoding",
	title: "Files of variables have no byte order mark and end lines in LF",
	severity: "medium",
	why: "A byte order mark becomes a part of the first name, so that variable is absent; a carriage return that a shell reads becomes the last character of every value.",
	remedy: "Save the file as UTF-8 without a byte order mark and with LF:\nsed -i \"1s/^\\xEF\\xBB\\xBF//; s/\\r$//\" <file>",
	source: ["S1-164", "python-dotenv: files are opened as utf-8"],
	judge: ({ environmentFiles }) => environmentFiles.flatMap(({ file, bom, carriageReturns, carriageReturnAt = 1, entries }) => {
		const [first] = entries;
		const hits = [];
		if (bom === true) hits.push({
			place: {
				file,
				line: 1
			},
			subject: `${file}: byte order mark`,
			message: `The file begins with a byte order mark, which python-dotenv takes for a part of the first name${first?.line === 1 ? `: ${first.name} is absent` : ""}.`,
			evidence: "EF BB BF"
		});
		if (carriageReturns === true) hits.push({
			place: {
				file,
				line: carriageReturnAt
			},
			subject: `${file}: line ends`,
			message: "Lines end in CRLF: a shell that sources the file, and a form that it is pasted into, keep a carriage return at the end of every value.",
			evidence: "CRLF",
			severity: "low"
		});
		return hits;
	})
});
// src/checks/env/modes.ts
const ON$1 = /^(?:true|on|ok|y|yes|1)$/i;
const DEVELOPMENT_MODULE = /(?:^|[._])(?:dev|development|develop|local|debug|test|testing)$/;
function everywhere(project) {
	const running = [...usesOf(project), ...serviceUses(project)].map((use) => ({
		use,
		template: false
	}));
	const templates = project.environmentFiles.filter(({ kind, profile }) => kind === "template" && (profile === "staging" || profile === "production")).flatMap(({ file, entries }) => lastOfEach(entries).map((entry) => ({
		use: useOf(file, entry),
		template: true
	})));
	return [...running, ...templates];
}
const debugVariable = defineRule({
	id: "env/debug",
	title: "No variable switches debugging on",
	severity: deployed("critical"),
	why: "Error pages show settings, local variables and SQL to whoever provokes an error.",
	remedy: "Take the variable away, or switch it off:\nDEBUG=0",
	source: [
		"S0-027",
		"S4-004",
		"S2-026",
		"C35",
		"Django security.W018"
	],
	judge: (project) => {
		const settled = isEvaluated(project);
		return everywhere(project).flatMap(({ use, template }) => {
			if (!/^(?:DJANGO_|APP_)?DEBUG$/.test(use.name) || !ON$1.test(use.value.trim())) return [];
			return [{
				...standing(use),
				subject: `${use.where}: ${use.name}`,
				message: template ? `The template for a deployed environment switches debugging on.` : settled ? `${use.name} is on in ${use.where}; only the settings stand between it and the visitors.` : `${use.name} is on in ${use.where}.`,
				evidence: evidenceOf(use.name, use.value),
				...template ? { severity: "medium" } : settled ? { severity: "low" } : {}
			}];
		});
	}
});
const settingsModule = defineRule({
	id: "env/settings-module",
	title: "DJANGO_SETTINGS_MODULE names the settings of this environment",
	severity: deployed("high"),
	why: "Settings for a developer’s machine have debugging on, any host and a database file.",
	remedy: "Name the module of this environment:\nDJANGO_SETTINGS_MODULE=config.settings.production",
	source: [
		"S0-026",
		"C07",
		"C43"
	],
	judge: (project) => everywhere(project).flatMap(({ use, template }) => use.name !== "DJANGO_SETTINGS_MODULE" || !DEVELOPMENT_MODULE.test(use.value) ? [] : [{
		...standing(use),
		subject: `${use.where}: DJANGO_SETTINGS_MODULE`,
		message: `For ${project.profile}, ${use.where} names the settings of a developer’s machine.`,
		evidence: evidenceOf(use.name, use.value),
		...template ? { severity: "medium" } : {}
	}])
});
const LEVELS = /^(?:CRITICAL|FATAL|ERROR|WARNING|WARN|INFO|DEBUG|NOTSET)$/;
const logLevel$1 = defineRule({
	id: "env/log-level",
	title: "The log level suits the environment",
	severity: deployed("medium"),
	why: "At DEBUG Django logs every SQL statement with its parameters: personal data in the logs, and a disk that fills. A level that Python does not know stops the settings from loading.",
	remedy: "INFO in staging, WARNING (or INFO) in production:\nLOG_LEVEL=INFO",
	source: [
		"S4-005",
		"S4-094",
		"S1-024",
		"C40"
	],
	judge: (project) => everywhere(project).flatMap(({ use, template }) => {
		if (!/^(?:DJANGO_|ROOT_|APP_)?LOG_?LEVEL$/.test(use.name) || use.value === "") return [];
		if (!template && isEvaluated(project)) return [];
		const level = use.value.trim();
		const known = LEVELS.test(level.toUpperCase()) || /^\d+$/.test(level);
		if (known && !/^(?:DEBUG|NOTSET)$/i.test(level)) return [];
		return [{
			...standing(use),
			subject: `${use.where}: ${use.name}`,
			message: known ? `The level in ${use.where} is ${level.toUpperCase()}, which writes every SQL statement.` : `Python’s logging knows no level "${level.slice(0, 20)}".`,
			evidence: evidenceOf(use.name, use.value),
			...template || !known ? { severity: "low" } : {}
		}];
	})
});
const errorTracker = defineRule({
	id: "env/error-tracker",
	title: "Errors are reported under the environment they happen in",
	severity: deployed("low"),
	why: "Sentry files everything under \"production\" when nobody says otherwise: alarms go off for what happens on staging, and real ones are lost among them.",
	remedy: "Name the environment:\nSENTRY_ENVIRONMENT=staging",
	source: ["S4-020", "https://docs.sentry.io/platforms/python/configuration/options/#environment"],
	judge: (project) => {
		if (isEvaluated(project)) return [];
		const uses = usesOf(project);
		const dsn = uses.find(({ name, value }) => name === "SENTRY_DSN" && value !== "");
		if (dsn === void 0) return [];
		const own = uses.find(({ name }) => name === "SENTRY_ENVIRONMENT");
		const other = uses.some(({ name, value }) => /^(?:APP_ENV|DJANGO_ENV|ENVIRONMENT|ENV|DEPLOY_ENV)$/.test(name) && value !== "");
		if (own === void 0 || own.value === "") {
			if (other || project.profile === "production" || project.given.unreadable.includes("SENTRY_ENVIRONMENT")) return [];
			return [{
				...standing(dsn),
				subject: "SENTRY_ENVIRONMENT",
				message: `SENTRY_DSN is set and SENTRY_ENVIRONMENT is not: what happens in ${project.profile} is filed under "production".`,
				evidence: "SENTRY_ENVIRONMENT is absent",
				remedy: `SENTRY_ENVIRONMENT=${project.profile}`
			}];
		}
		const said = own.value.toLowerCase();
		if ([
			"development",
			"staging",
			"production"
		].find((name) => said.startsWith(name.slice(0, 4)) && name !== project.profile) === void 0) return [];
		return [{
			...standing(own),
			subject: "SENTRY_ENVIRONMENT",
			message: `Errors of ${project.profile} are filed under "${own.value.slice(0, 30)}".`,
			evidence: evidenceOf("SENTRY_ENVIRONMENT", own.value),
			remedy: `SENTRY_ENVIRONMENT=${project.profile}`,
			severity: "medium"
		}];
	}
});
const modeFlag = defineRule({
	id: "env/mode",
	title: "Mode flags say production wherever visitors come",
	severity: deployed("medium"),
	why: "Libraries and front ends look at them: in development mode they skip minified files, caches and checks, so staging proves nothing.",
	remedy: "Say what it is:\nAPP_ENV=production",
	source: ["S4-012", "S0-004"],
	judge: (project) => everywhere(project).flatMap(({ use, template }) => !/^(?:APP_ENV|NODE_ENV|FLASK_ENV|RAILS_ENV|DJANGO_ENV)$/.test(use.name) || !/^(?:dev|development|local|debug|test)$/i.test(use.value) ? [] : [{
		...standing(use),
		subject: `${use.where}: ${use.name}`,
		message: `${use.name} says "${use.value.slice(0, 20)}" in ${use.where}.`,
		evidence: evidenceOf(use.name, use.value),
		remedy: `Say what it is:\n${use.name}=production`,
		...template ? { severity: "low" } : {}
	}])
});
const workerCount = defineRule({
	id: "env/workers",
	title: "Numbers of workers and threads are whole numbers above zero",
	severity: "high",
	why: "gunicorn reads WEB_CONCURRENCY with int(): anything else stops it before it listens.",
	remedy: "WEB_CONCURRENCY=3",
	source: [
		"S1-113",
		"S1-102",
		"C08",
		"gunicorn 23: gunicorn/config.py, Workers.default"
	],
	judge: (project) => everywhere(project).flatMap(({ use, template }) => {
		if (!/^(?:WEB_CONCURRENCY|GUNICORN_(?:WORKERS|THREADS|TIMEOUT)|WORKERS|CELERY_(?:WORKER_)?CONCURRENCY)$/.test(use.name)) return [];
		const empty = use.value.trim() === "";
		if (/^\s*[1-9]\d{0,4}\s*$/.test(use.value) || template && empty || empty && use.name !== "WEB_CONCURRENCY") return [];
		return [{
			...standing(use),
			subject: `${use.where}: ${use.name}`,
			message: `${use.name} is no whole number above zero.`,
			evidence: evidenceOf(use.name, use.value),
			remedy: `Write a number:\n${use.name}=${/TIMEOUT$/.test(use.name) ? "120" : "3"}`,
			...template ? { severity: "low" } : use.name === "WEB_CONCURRENCY" ? {} : { severity: "medium" }
		}];
	})
});
// src/checks/env/required.ts
const required = defineRule({
	id: "env/required",
	title: "Every variable that the settings demand is there",
	severity: deployed("critical"),
	why: "Settings that refuse to load start nothing: no web, no worker, no migration.",
	remedy: "Add it to the variables of the application in Coolify, for every service that runs the project’s code.",
	source: [
		"S0-021",
		"S0-022",
		"S0-017",
		"S1-008",
		"S1-009",
		"S1-164",
		"S2-026"
	],
	judge: (project) => {
		if (project.given.empty) return [];
		const unreadable = new Set(project.given.unreadable);
		return project.evaluations.flatMap(({ answer, services, variables }) => {
			const broken = answer.failure?.kind === "variable-missing" ? answer.failure.name : null;
			return [...new Set(answer.dummies.filter((name) => name !== broken))].sort().flatMap((name) => {
				if (unreadable.has(name)) return [];
				const at = answer.reads.find((known) => known.name === name)?.place ?? null;
				const place = at === null || at.file.startsWith("/") ? void 0 : {
					file: at.file,
					line: at.line
				};
				return [{
					...place === void 0 ? {} : { place },
					subject: name,
					dummy: true,
					message: `${name} is not set for ${named(services)}, and the settings refuse to load without it.`,
					evidence: `read without a default; ${variables.size} variables are there`,
					remedy: `Set ${name} for ${named(services)}.`
				}];
			});
		});
	}
});
const ESSENTIAL = [
	[/^(?:DJANGO_)?SECRET_KEY$/, []],
	[/^(?:DJANGO_)?ALLOWED_HOSTS$/, []],
	[/^(?:DJANGO_)?CSRF_TRUSTED_ORIGINS$/, []],
	[/^DATABASE_URL$/, [/^(?:POSTGRES|PG|DB|DATABASE)_?HOST/]],
	[/^(?:POSTGRES|DB|DATABASE)_(?:HOST|PASSWORD)$/, [/^DATABASE_URL$/, /^PGHOST$/]],
	[/^REDIS_URL$/, [/^REDIS_HOST$/, /^CACHE_URL$/]],
	[/^CELERY_BROKER_URL$/, [/^REDIS_URL$/, /^BROKER_URL$/]],
	[/^CELERY_RESULT_BACKEND$/, [
		/^REDIS_URL$/,
		/^CELERY_BROKER_URL$/,
		/^BROKER_URL$/
	]],
	[/^EMAIL_HOST$/, [
		/^EMAIL_URL$/,
		/API_KEY$/,
		/^EMAIL_BACKEND$/
	]]
];
const silentDefaults = defineRule({
	id: "env/silent-default",
	title: "What every deployed site needs of its own is not left to a default",
	severity: deployed("low"),
	why: "The settings go on without it and take what was meant for a developer’s machine: a database file, a cache in memory, mail to localhost.",
	remedy: "Set it for this environment, and let the settings refuse to load without it.",
	source: [
		"S0-007",
		"S0-021",
		"S0-022",
		"S1-164",
		"S1-173",
		"S2-022",
		"S2-026"
	],
	judge: (project) => {
		if (project.given.empty) return [];
		const there = namesThere(project);
		const { reads } = askedBy(project);
		return [...reads.values()].flatMap(({ name, present, optional, place }) => {
			const essential = ESSENTIAL.find(([pattern]) => pattern.test(name));
			if (essential === void 0 || present || !optional || there.has(name)) return [];
			if (essential[1].some((pattern) => [...there].some((known) => pattern.test(known)))) return [];
			return [{
				...place === null || place.file.startsWith("/") ? {} : { place: {
					file: place.file,
					line: place.line
				} },
				subject: name,
				message: `${name} is not set, and the settings go on with their default.`,
				evidence: `read with a default; absent in ${GIVEN}`,
				remedy: `Set ${name} for this environment.`
			}];
		});
	}
});
function namesThere({ given, services }) {
	return new Set([
		...given.variables.keys(),
		...given.unreadable,
		...services.filter(({ own }) => own).flatMap(({ environment }) => [...environment.keys()])
	]);
}
// src/checks/env/secrets-rules.ts
const KEY_COMMAND = "python -c \"import secrets; print(secrets.token_urlsafe(96))\"";
const PASSWORD_COMMAND = "python -c \"import secrets; print(secrets.token_hex(24))\"";
const CERTAIN = new Set([
	"change-me",
	"replace-me",
	"your-",
	"unexpanded",
	"angle brackets"
]);
const placeholder = defineRule({
	id: "env/placeholder",
	title: "No variable in use holds a placeholder",
	severity: deployed("critical"),
	why: "A placeholder passes every check for length and is known to everybody who can read the template: sessions are forged with it, databases are opened with it.",
	remedy: `Put a real value into Coolify’s variables (or wherever the environment comes from), and keep it out of git:\n${KEY_COMMAND}`,
	source: [
		"S0-017",
		"S1-150",
		"S1-155",
		"S2-020",
		"Django security.W009"
	],
	judge: (project) => {
		const secrets = secretsInUse(project);
		const seen = new Set(secrets.map(({ use }) => `${use.where}: ${use.name}`));
		const hidden = secrets.flatMap((secret) => {
			const mark = secret.facts.placeholder;
			if (mark === null) return [];
			return [{
				...standing(secret.use),
				subject: secret.use.name,
				message: `${capital(secret.title)} is still a placeholder, in ${secret.use.where}.`,
				evidence: `mark: ${mark}; ${secret.facts.length} characters`,
				remedy: remedyFor$1(secret)
			}];
		});
		const others = usesOf(project).flatMap((use) => {
			const mark = isSecretName(use.name) || seen.has(`${use.where}: ${use.name}`) ? null : placeholderIn(use.value.trim());
			const sentence = /\s/.test(use.value.replace(/<[^>]*>|\$\([^)]*\)|\{\{[^}]*\}\}/g, "").trim());
			if (mark === null || !CERTAIN.has(mark) || sentence) return [];
			return [{
				...standing(use),
				subject: use.name,
				message: `${use.name} is still a placeholder, in ${use.where}.`,
				evidence: `mark: ${mark}`,
				remedy: `Set ${use.name} to its real value.`,
				severity: "high"
			}];
		});
		return [...hidden, ...others];
	}
});
const weakSecret = defineRule({
	id: "env/weak-secret",
	title: "Secrets in use are long and random",
	severity: deployed("medium", "high"),
	why: "A password that a person made up, or a short one, is found by machines that try millions a second.",
	remedy: `Let a machine make it, and put it into Coolify’s variables:\n${PASSWORD_COMMAND}`,
	source: [
		"S0-017",
		"S1-150",
		"S1-155",
		"S2-020",
		"S4-008",
		"S4-009",
		"S4-010",
		"S4-011",
		"S4-093",
		"C13",
		"C14"
	],
	judge: (project) => {
		const secrets = secretsInUse(project).filter(({ facts }) => facts.placeholder === null);
		return secrets.flatMap((secret, index) => {
			const { recommended, kind, facts, value } = secret;
			if (secrets.slice(0, index).some((before) => before.value === value)) return [];
			if (secrets.some((other) => other.value === value && nameIn(other) !== void 0)) return [];
			const measure = {
				kind,
				profile: project.profile,
				...recommended === void 0 ? {} : { recommended }
			};
			const weakness = weaknessOf(facts, measure);
			if (weakness === void 0 || weakness.code === "empty") return [];
			const also = secrets.slice(index + 1).filter((other) => other.value === value);
			const again = [...new Set(also.map(({ use }) => use.name))].filter((name) => name !== secret.use.name);
			return [{
				...standing(secret.use),
				subject: secret.use.name,
				message: `${capital(secret.title)} ${weakness.why}, in ${secret.use.where}${again.length === 0 ? "" : `; ${named(again)} too`}.`,
				evidence: `${facts.length} characters, ${facts.distinct} different`,
				severity: weakness.severity,
				remedy: remedyFor$1(secret)
			}];
		});
	}
});
const passwordIsName = defineRule({
	id: "env/password-is-name",
	title: "No password is the name of its user, its database or its variable",
	severity: deployed("high"),
	why: "Those are the first that anybody tries, and the ones that no length rule catches.",
	remedy: `Let a machine make it:\n${PASSWORD_COMMAND}`,
	source: [
		"S1-155",
		"S2-020",
		"S4-009"
	],
	judge: (project) => secretsInUse(project).flatMap((secret) => {
		if (nameIn(secret) === void 0 || secret.facts.placeholder !== null) return [];
		return [{
			...standing(secret.use),
			subject: secret.use.name,
			message: `${capital(secret.title)} is the name of its user, its database or its variable.`,
			evidence: `${secret.facts.length} characters, the same as a name beside it`
		}];
	})
});
function nameIn(secret) {
	return [...secret.names, secret.use.name].find((word) => plain(word) === plain(secret.value.toLowerCase()));
}
const sameSecret = defineRule({
	id: "env/same-secret",
	title: "Every secret has one purpose",
	severity: deployed("medium"),
	why: "Whoever gets one of them has both, and neither can be changed without the other.",
	remedy: `Make one value for each:\n${KEY_COMMAND}`,
	source: [
		"S0-017",
		"S0-050",
		"S4-096"
	],
	judge: (project) => {
		const byValue = new Map();
		for (const secret of secretsInUse(project)) if (secret.facts.length >= 8 && secret.facts.placeholder === null) byValue.set(secret.value, [...byValue.get(secret.value) ?? [], secret]);
		return [...byValue.values()].flatMap((secrets) => {
			const [first, ...others] = secrets;
			const other = first && others.find(({ use }) => purposeOf(use.name) !== purposeOf(first.use.name));
			if (first === void 0 || other === void 0) return [];
			const pair = [first.use.name, other.use.name].sort();
			return [{
				...standing(other.use),
				subject: pair.join(" and "),
				message: `${capital(first.title)} and ${other.title} are the same secret.`,
				evidence: `equal values of ${first.facts.length} characters`
			}];
		});
	}
});
function purposeOf(name) {
	return [
		["database", /POSTGRES|DATABASE|^DB_|_DB_|^PG|PGBOUNCER|MYSQL/],
		["redis", /REDIS|CELERY|BROKER|CACHE|VALKEY|RABBITMQ/],
		["mail", /EMAIL|SMTP|MAIL|SENDGRID/],
		["storage", /AWS|S3|SPACES|BUCKET|MINIO/],
		["key", /^(?:DJANGO_|APP_)?SECRET_KEY$/],
		["sentry", /SENTRY/]
	].find(([, pattern]) => pattern.test(name))?.[0] ?? name.replace(/_(?:OLD|FALLBACKS?|PREVIOUS|[0-9]+)$/, "");
}
function remedyFor$1({ kind, use }) {
	if (kind === "issued") return `Set ${use.name} to the value its provider issued.`;
	const command = kind === "django-key" ? KEY_COMMAND : PASSWORD_COMMAND;
	return `Make a new value for ${use.name}, put it where the environment comes from, and keep it out of git:\n${command}`;
}
function plain(text) {
	return text.toLowerCase().replace(/[^a-z0-9]/g, "");
}
function capital(text) {
	return text.replace(/^the /, "The ");
}
// src/checks/env/shapes.ts
const ON = /^(?:true|on|ok|y|yes|1)$/i;
function written$1(project) {
	const evaluated = isEvaluated(project);
	const given = new Set(evaluated ? [...project.given.variables.values()].map(({ place }) => place?.file) : []);
	const files = project.environmentFiles.filter(({ file }) => !given.has(file)).map(({ file, entries }) => lastOfEach(entries).map((entry) => useOf(file, entry)));
	const others = evaluated ? [] : usesOf(project).filter(({ place, dummy }) => place === void 0 && !dummy);
	return [...files, others];
}
const hostList = defineRule({
	id: "env/hosts",
	title: "Lists of hosts hold bare names",
	severity: deployed("medium"),
	why: "Django compares the Host header with these texts: one with a scheme, a port or a blank never matches, and every request of that host is answered with 400.",
	remedy: "Names alone, separated by commas:\nALLOWED_HOSTS=www.example.org,example.org",
	source: [
		"S0-028",
		"S1-005",
		"S1-151",
		"S2-024",
		"C23",
		"https://docs.djangoproject.com/en/5.2/ref/settings/#allowed-hosts"
	],
	judge: (project) => written$1(project).flat().filter(({ name, value }) => /^(?:.*_)?ALLOWED_HOSTS$/.test(name) && !/^[[{]|\$/.test(value)).flatMap((use) => {
		const items = use.value.split(",");
		const bad = items.find((item) => /:\/\/|\/|:\d+$|["']/.test(item.trim()));
		const blank = items.find((item) => item !== item.trim() && item.trim() !== "");
		const open = items.some((item) => item.trim() === "*");
		if (bad === void 0 && blank === void 0 && !open) return [];
		const said = bad !== void 0 ? `${use.name} holds "${bad.trim()}", which is no bare host name and never matches.` : open ? `${use.name} lets in every host.` : `${use.name} holds blanks round its names, which most readers keep.`;
		return [{
			...standing(use),
			subject: `${use.where}: ${use.name}`,
			message: said,
			evidence: evidenceOf(use.name, use.value),
			...bad === void 0 && !open ? { severity: "low" } : {}
		}];
	})
});
const originList = defineRule({
	id: "env/origins",
	title: "Origins are written with their scheme and nothing after the host",
	severity: deployed("medium"),
	why: "Django 4 and later refuse to start with an origin that has no scheme, and one with a path or a slash never matches what browsers send: every form and every call of another site is refused.",
	remedy: "Scheme and host, separated by commas:\nCSRF_TRUSTED_ORIGINS=https://www.example.org",
	source: [
		"S0-029",
		"S1-039",
		"S1-152",
		"S4-018",
		"Django 4_0.E001"
	],
	judge: (project) => written$1(project).flat().filter(({ name, value }) => /(?:TRUSTED|ALLOWED)_ORIGINS$|^CORS_ORIGIN_WHITELIST$/.test(name) && !/^[[{]|\$/.test(value)).flatMap((use) => {
		const bad = use.value.split(",").map((item) => item.trim()).find((item) => item !== "" && !/^https?:\/\/[^/\s"']+$/.test(item));
		if (bad === void 0) return [];
		const why = /^https?:\/\//.test(bad) ? "has something after the host" : "has no scheme";
		return [{
			...standing(use),
			subject: `${use.where}: ${use.name}`,
			message: `"${bad.slice(0, 80)}" in ${use.name} ${why}.`,
			evidence: evidenceOf(use.name, use.value)
		}];
	})
});
const mailPair = defineRule({
	id: "env/mail",
	title: "Port and encryption of the mail server belong together",
	severity: deployed("medium"),
	why: "Port 465 waits for TLS from the first byte, 587 begins in the clear: with the wrong one of EMAIL_USE_TLS and EMAIL_USE_SSL sending mail hangs until the worker is killed, with both Django refuses.",
	remedy: "One of the two pairs:\nEMAIL_PORT=587\nEMAIL_USE_TLS=1\nor\nEMAIL_PORT=465\nEMAIL_USE_SSL=1",
	source: [
		"S1-173",
		"S2-027",
		"S4-017",
		"https://docs.djangoproject.com/en/5.2/ref/settings/#email-use-ssl"
	],
	judge: (project) => written$1(project).flatMap((uses) => {
		const find = (name) => uses.find((use) => use.name === name);
		const port = find("EMAIL_PORT");
		const tls = ON.test(find("EMAIL_USE_TLS")?.value ?? "");
		const ssl = ON.test(find("EMAIL_USE_SSL")?.value ?? "");
		const at = find("EMAIL_USE_SSL") ?? port ?? find("EMAIL_USE_TLS");
		const said = tls && ssl ? "EMAIL_USE_TLS and EMAIL_USE_SSL are both on: Django refuses to send." : port?.value === "465" && !ssl ? "Port 465 expects TLS from the first byte, and EMAIL_USE_SSL is not on." : port?.value === "587" && ssl ? "Port 587 begins in the clear, and EMAIL_USE_SSL is on: the connection fails." : void 0;
		if (said === void 0 || at === void 0) return [];
		return [{
			...standing(at),
			subject: `${at.where}: EMAIL_PORT`,
			message: said,
			evidence: `EMAIL_PORT=${port?.value ?? ""}, TLS ${tls ? "on" : "off"}, SSL ${ssl ? "on" : "off"}`
		}];
	})
});
// src/checks/env/siblings.ts
const SHARED = [
	"SECRET_KEY",
	"DATABASE_URL",
	"REDIS_URL",
	"CELERY_BROKER_URL",
	"CELERY_RESULT_BACKEND",
	"DJANGO_SETTINGS_MODULE"
];
const siblings = defineRule({
	id: "env/siblings",
	title: "The resources of an environment share key, database and broker",
	severity: deployed("high"),
	why: "A worker with another key cannot read what the web signed; with another database it works on other rows; with another broker it waits for tasks that never come.",
	remedy: "Make it one shared variable of the environment in Coolify, and refer to it from every resource.",
	source: [
		"S0-036",
		"S0-021",
		"S0-022",
		"C07"
	],
	judge: ({ given, siblings: others }) => [...others].flatMap(([resource, environment]) => SHARED.flatMap((name) => {
		if (given.unreadable.includes(name) || environment.unreadable.includes(name)) {
			const where = given.unreadable.includes(name) ? GIVEN : resource;
			return [{
				subject: `${resource}: ${name}`,
				message: `${name} of ${where} may not be read, so it cannot be compared.`,
				evidence: "value not readable",
				unknown: true
			}];
		}
		const own = given.variables.get(name);
		const other = environment.variables.get(name);
		if (own === void 0 || own.origin === "dummy" || own.value === other?.value) return [];
		if (other === void 0 && name === "DJANGO_SETTINGS_MODULE") return [];
		return [{
			...own.place === void 0 ? {} : { place: own.place },
			subject: `${resource}: ${name}`,
			message: other === void 0 ? `${resource} has no ${name}, which the application that is judged has.` : `${resource} has another ${name} than the application that is judged.`,
			evidence: other === void 0 ? "absent" : "the values differ",
			...name === "DJANGO_SETTINGS_MODULE" ? { severity: "medium" } : {}
		}];
	}))
});
const unreadable$1 = defineRule({
	id: "env/unreadable-values",
	title: "The values of the environment may be read",
	severity: deployed("low"),
	why: "What cannot be read cannot be judged: it is neither taken for absent nor for good.",
	remedy: "Give the Coolify token the ability read:sensitive, and do not mark variables as shown once.",
	source: ["S1-164", "Coolify: API tokens, read:sensitive"],
	judge: (project) => {
		const { reads } = askedBy(project);
		const names = project.given.unreadable.filter((name) => reads.size === 0 || reads.has(name));
		if (names.length === 0) return [];
		return [{
			subject: GIVEN,
			message: `${names.length === 1 ? "One variable" : `${names.length} variables`} that the settings read may not be read here: ${named(names)}.`,
			evidence: named(names),
			unknown: true
		}];
	}
});
// src/checks/env/storage.ts
const bucketEndpoint = defineRule({
	id: "env/bucket-endpoint",
	title: "The endpoint of the bucket is that of its region, over HTTPS",
	severity: deployed("medium"),
	why: "boto3 puts the name of the bucket in front of the endpoint: with the bucket already in it every upload fails, and over http:// the keys’ signatures and the files travel in the clear.",
	remedy: "The region’s address, without the bucket:\nAWS_S3_ENDPOINT_URL=https://fra1.digitaloceanspaces.com\nAWS_S3_REGION_NAME=fra1",
	source: [
		"S0-023",
		"S2-055",
		"S1-136",
		"https://docs.digitalocean.com/products/spaces/reference/s3-sdk-examples/"
	],
	judge: (project) => {
		const uses = usesOf(project);
		const valueNamed = (name) => uses.find((use) => use.name === name)?.value ?? "";
		const bucket = valueNamed("AWS_STORAGE_BUCKET_NAME");
		const region = valueNamed("AWS_S3_REGION_NAME");
		return uses.filter(({ name, value }) => /^(?:AWS_)?S3_ENDPOINT(?:_URL)?$/.test(name) && value !== "").flatMap((use) => {
			const address = connectionOf(use.value);
			const host = address?.host ?? "";
			const spaces = /^([a-z]{3}\d)\.digitaloceanspaces\.com$/.exec(host)?.[1];
			const said = address === void 0 ? `${use.name} has no scheme.` : address.scheme !== "https" && host.includes(".") ? `${use.name} is not HTTPS.` : bucket !== "" && (host.startsWith(`${bucket}.`) || address.path.startsWith(bucket)) ? `${use.name} holds the name of the bucket.` : spaces !== void 0 && region !== "" && /^[a-z]{3}\d$/.test(region) && region !== spaces ? `${use.name} is that of ${spaces}, and AWS_S3_REGION_NAME says ${region}.` : void 0;
			if (said === void 0) return [];
			return [{
				...standing(use),
				subject: `${use.where}: ${use.name}`,
				message: said,
				evidence: host === "" ? evidenceOf(use.name, use.value) : `host ${host}`
			}];
		});
	}
});
const googleCredentials = defineRule({
	id: "env/google-credentials",
	title: "GOOGLE_APPLICATION_CREDENTIALS is the path of a file that the container has",
	severity: deployed("medium"),
	why: "The library opens the path at the first call: with a relative path, the file’s own content or a file that is in no image it fails then, in front of a visitor.",
	remedy: "Mount the file as a secret and name its absolute path:\nGOOGLE_APPLICATION_CREDENTIALS=/run/secrets/google.json",
	source: ["S2-028", "S2-026"],
	judge: (project) => usesOf(project).filter(({ name, value }) => name === "GOOGLE_APPLICATION_CREDENTIALS" && value !== "").flatMap((use) => {
		const { value } = use;
		const content = value.trim().startsWith("{");
		const mapped = project.services.flatMap(({ own, sources }) => own ? sources : []).flatMap(({ container, repository }) => {
			const folder = container.endsWith("/") ? container : `${container}/`;
			return value.startsWith(folder) ? [`${repository === "" ? "" : `${repository}/`}${value.slice(folder.length)}`] : [];
		});
		const mounted = project.services.some(({ compose }) => compose?.volumes.some(({ target }) => value === target || value.startsWith(`${target}/`)));
		const committed = mapped.find((path) => project.source.tracked && project.source.files.includes(path));
		const said = content ? "The variable holds the credentials themselves, and the library opens it as a path." : !value.startsWith("/") ? "The path is relative: it depends on the folder that each program starts in." : committed !== void 0 ? `The path leads to ${committed}, which git tracks.` : mapped.length > 0 && !mounted ? "The path lies in the image, and the repository has no such file." : void 0;
		if (said === void 0) return [];
		return [{
			...standing(use),
			subject: "GOOGLE_APPLICATION_CREDENTIALS",
			message: said,
			evidence: content ? "it begins with \"{\"" : `${[...value].length} characters, ${value.startsWith("/") ? "absolute" : "relative"}`,
			...content || committed !== void 0 ? { severity: "high" } : {}
		}];
	})
});
// src/checks/env/templates.ts
const templateLacks = defineRule({
	id: "env/template-lacks",
	title: "The template names what the settings demand",
	severity: deployed("medium"),
	why: "Whoever sets up the next environment copies the template, and the settings refuse to load, or fall back silently.",
	remedy: "Add the names, with empty values and a comment on how each is made.",
	source: [
		"S1-029",
		"S3-016",
		"S0-017",
		"S1-164",
		"S2-026"
	],
	judge: (project) => {
		const { required, complete } = askedBy(project);
		const template = templateOf(project);
		if (template === void 0 || !complete) return [];
		const here = namesIn(template);
		const provided = providedByFiles(project);
		const lacking = [...required].filter((name) => !here.has(name) && !provided.has(name) && name !== "DJANGO_SETTINGS_MODULE").sort();
		if (lacking.length === 0) return [];
		return [{
			place: {
				file: template.file,
				line: 1
			},
			subject: template.file,
			message: `The template lacks ${lacking.length === 1 ? "a name" : `${lacking.length} names`} that the settings do not load without.`,
			evidence: named(lacking),
			remedy: `Add to ${template.file}:\n${lacking.map((name) => `${name}=`).join("\n")}`
		}];
	}
});
const drift = defineRule({
	id: "env/drift",
	title: "Staging and production know the same names",
	severity: deployed("low"),
	why: "A name that only one of them has is what staging cannot prove: the feature, the mail server or the bucket is first tried in production.",
	remedy: "Add the names to the other file too, with the value that is right there, or say in a comment why they are missing.",
	source: [
		"S0-004",
		"S0-049",
		"S0-051",
		"S3-016"
	],
	judge: ({ environmentFiles }) => {
		return ["template", "values"].flatMap((kind) => {
			const of = (profile) => environmentFiles.find((file) => file.kind === kind && file.profile === profile);
			const [staging, production] = [of("staging"), of("production")];
			return staging === void 0 || production === void 0 ? [] : [{
				staging,
				production
			}];
		}).flatMap(({ staging, production }) => [...lacksOf(staging, production), ...lacksOf(production, staging)]);
	}
});
const templateAgainstGiven = defineRule({
	id: "env/not-as-template",
	title: "The environment has the names of its template",
	severity: deployed("low"),
	why: "The template says what this environment needs; a name that is not set was forgotten, or the template is out of date.",
	remedy: "Set them, or take them out of the template.",
	source: [
		"S0-049",
		"S0-051",
		"S1-164",
		"S2-026"
	],
	judge: (project) => {
		const { given } = project;
		const template = project.environmentFiles.find(({ kind, profile }) => kind === "template" && profile === project.profile);
		if (template === void 0 || given.empty) return [];
		const there = new Set([
			...given.variables.keys(),
			...given.unreadable,
			...providedByFiles(project)
		]);
		const absent = template.entries.filter(({ name }) => !there.has(name));
		const flags = absent.filter(({ name }) => name.startsWith("FEATURE_"));
		const [first] = absent;
		if (first === void 0) return [];
		return [{
			place: {
				file: template.file,
				line: first.line
			},
			subject: template.file,
			message: `${absent.length === 1 ? "One name" : `${absent.length} names`} of the template ${absent.length === 1 ? "is" : "are"} not set in ${GIVEN}.`,
			evidence: named(absent.map(({ name }) => name)),
			...flags.length > 0 ? { severity: "medium" } : {}
		}];
	}
});
function lacksOf(file, other) {
	const here = namesIn(file);
	const lacking = [...new Set(other.entries.map(({ name }) => name))].filter((name) => !here.has(name));
	if (lacking.length === 0) return [];
	const flags = lacking.some((name) => name.startsWith("FEATURE_"));
	return [{
		place: {
			file: file.file,
			line: 1
		},
		subject: `${file.file} and ${other.file}`,
		message: `${other.file} has ${lacking.length === 1 ? "a name" : `${lacking.length} names`} that ${file.file} lacks.`,
		evidence: named(lacking),
		...flags ? { severity: "medium" } : {}
	}];
}
function templateOf({ environmentFiles, profile }) {
	const templates = environmentFiles.filter(({ kind }) => kind === "template");
	const own = templates.find((file) => file.profile === profile);
	const general = templates.filter((file) => file.profile === void 0);
	const others = templates.some((file) => file.profile !== void 0);
	return own ?? (others ? void 0 : general[0]);
}
function namesIn({ entries, mentions }) {
	return new Set([...entries.map(({ name }) => name), ...mentions ?? []]);
}
function providedByFiles(project) {
	const { services, dockerfiles, given } = project;
	const loaded = filesInUse(project).filter(({ kind }) => kind === "values");
	return new Set([
		...services.flatMap(({ compose }) => [...compose?.environment.values() ?? []].flatMap(({ name, written }) => written === "" ? [] : [name])),
		...dockerfiles.flatMap(({ stages }) => stages.flatMap(({ environment }) => [...environment.keys()])),
		...loaded.flatMap(({ entries }) => entries.map(({ name }) => name)),
		...services.filter(({ own }) => own).flatMap(({ environment }) => [...environment.keys()].filter((name) => !given.variables.has(name)))
	]);
}
// src/checks/env/unread.ts
const ELSEWHERE$1 = /^(?:PATH|HOME|HOST|HOSTNAME|PORT|TZ|LANG|LC_.*|TERM|SHELL|USER|UID|GID|PUID|PGID|TMPDIR|PYTHON.*|PIP_.*|UV_.*|POETRY_.*|VIRTUAL_ENV|PG[A-Z]+|POSTGRES_.*|REDIS_.*|VALKEY_.*|RABBITMQ_.*|MINIO_.*|GRAFANA_.*|GF_.*|PROMETHEUS_.*|FLOWER_.*|PGBOUNCER_.*|GUNICORN_.*|UVICORN_.*|UWSGI_.*|WEB_CONCURRENCY|WEB_.*|CELERY_.*|C_FORCE_ROOT|REMAP_SIGTERM|DJANGO_SETTINGS_MODULE|DJANGO_SUPERUSER_.*|DJANGO_ALLOW_ASYNC_UNSAFE|AWS_.*|S3_.*|SENTRY_.*|OTEL_.*|DD_.*|NEW_RELIC_.*|GOOGLE_.*|HTTPS?_PROXY|NO_PROXY|SSL_CERT_.*|REQUESTS_CA_BUNDLE|COOLIFY_.*|SERVICE_.*|SOURCE_COMMIT|NIXPACKS_.*|BP_.*|COMPOSE_.*|DOCKER_.*|TRAEFIK_.*|NODE_.*|NPM_.*|CI|GITHUB_.*|BACKUP_.*|DOMAIN|IMAGE.*|TAG|VERSION)$/i;
const SHORTEST = 5;
const mistypedName = defineRule({
	id: "env/mistyped-name",
	title: "No variable is one slip away from the name that the settings read",
	severity: deployed("medium"),
	why: "The value is there and nobody reads it, while the settings go on with a default or refuse to load.",
	remedy: "Give it the name that the settings read.",
	source: [
		"S1-164",
		"S0-021",
		"S2-026"
	],
	judge: (project) => {
		const { reads, required, complete } = askedBy(project);
		if (!complete && required.size === 0) return [];
		const known = [...new Set([...reads.keys(), ...required])];
		return lists(project).flatMap(({ where, names }) => {
			const here = new Set(names.map(({ name }) => name));
			const absent = known.filter((name) => name.length >= SHORTEST && !here.has(name));
			return names.flatMap(({ name, place }) => {
				if (reads.has(name) || required.has(name) || name.length < SHORTEST || readElsewhere(name, project, true)) return [];
				const meant = absent.find((candidate) => isSlip(name, candidate));
				if (meant === void 0) return [];
				return [{
					...place === void 0 ? {} : { place },
					subject: `${where}: ${name}`,
					message: `Nothing reads ${name}; the settings read ${meant}, which is absent here.`,
					evidence: `${name} in ${where}`,
					remedy: `Rename it to ${meant}.`,
					...required.has(meant) ? { severity: "high" } : {}
				}];
			});
		});
	}
});
const unread = defineRule({
	id: "env/unread",
	title: "Every variable is read by somebody",
	severity: deployed("low"),
	why: "What nobody reads misleads: people change it and wait for something to happen.",
	remedy: "Remove them, or have the settings read them.",
	source: [
		"S1-029",
		"S1-164",
		"S0-049"
	],
	judge: (project) => {
		const { reads, required, complete } = askedBy(project);
		if (!complete) return [];
		return lists(project).flatMap(({ where, place, names }) => {
			const unknown = names.filter(({ name }) => !reads.has(name) && !required.has(name) && !readElsewhere(name, project, false));
			const [first] = unknown;
			if (first === void 0) return [];
			const at = first.place ?? place;
			return [{
				...at === void 0 ? {} : { place: at },
				subject: where,
				message: `${unknown.length === 1 ? "One name" : `${unknown.length} names`} in ${where} ${unknown.length === 1 ? "is" : "are"} read neither by the settings nor by anything else that was looked at.`,
				evidence: named(unknown.map(({ name }) => name))
			}];
		});
	}
});
function isSlip(name, meant) {
	const [a, b] = [name, meant].map((text) => text.toUpperCase().replace(/_/g, ""));
	if (a === void 0 || b === void 0 || a === b) return a === b;
	let start = 0;
	while (start < Math.min(a.length, b.length) && a[start] === b[start]) start += 1;
	let end = 0;
	while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
	const [inA, inB] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
	if (/[0-9]/.test(inA + inB)) return false;
	if (inA.length <= 1 && inB.length <= 1) return true;
	return inA.length === 2 && inB.length === 2 && inA[0] === inB[1] && inA[1] === inB[0];
}
function readElsewhere(name, project, exactly) {
	if (!exactly && ELSEWHERE$1.test(name)) return true;
	const { stacks, services, dockerfiles, source } = project;
	const word = new RegExp(`\\b${name}\\b`);
	return stacks.some((stack) => stack.unset.some((unset) => unset.name === name) || stack.services.some((service) => word.test(JSON.stringify(service.raw)) || [...service.environment.values()].some(({ written }) => word.test(written)))) || services.some(({ start }) => start.commands.some(({ words }) => words.some((text) => word.test(text)))) || dockerfiles.some(({ stages }) => stages.some(({ instructions }) => instructions.some(({ text }) => word.test(text)))) || [...source.texts.values()].some((text) => word.test(text)) || project.servers.some(({ values }) => [...values.values()].some((set) => name in set));
}
function lists(project) {
	const { given, environmentFiles, profile } = project;
	const used = new Set(filesInUse(project).map(({ file }) => file));
	const files = environmentFiles.filter((file) => used.has(file.file) || file.kind === "template" && file.profile === profile).map(({ file, entries }) => {
		return {
			where: file,
			place: void 0,
			names: lastOfEach(entries).map(({ name, line }) => ({
				name,
				place: {
					file,
					line
				}
			}))
		};
	});
	const listed = new Set(files.map(({ where }) => where));
	const own = [...given.variables.values()].filter(({ origin, place }) => origin !== "dummy" && !(place !== void 0 && listed.has(place.file))).map(({ name, place }) => ({
		name,
		place
	}));
	return own.length === 0 ? files : [{
		where: GIVEN,
		place: void 0,
		names: own
	}, ...files];
}
// src/checks/env/index.ts
const RULES$5 = [
	required,
	silentDefaults,
	groups,
	mistypedName,
	unread,
	placeholder,
	weakSecret,
	passwordIsName,
	sameSecret,
	committedSecret,
	templateSecret,
	templateBoots,
	templateLacks,
	templateAgainstGiven,
	drift,
	debugVariable,
	settingsModule,
	modeFlag,
	boolean,
	hostList,
	originList,
	addressShape,
	ownLoopback,
	databaseTls,
	redisTls,
	redisSharing,
	pooler,
	mailPair,
	bucketEndpoint,
	googleCredentials,
	logLevel$1,
	errorTracker,
	workerCount,
	siblings,
	unreadable$1,
	readersDiffer,
	duplicate,
	unreadableLine,
	encoding
];
// src/checks/server/values.ts
function known(server, name, cores) {
	const found = (server.values.get(cores ?? 0) ?? server.values.get(0) ?? server.values.values().next().value)?.[name];
	if (found === void 0 || found.unknown === true) return void 0;
	if ((server.problem !== void 0 || server.config?.exists === false) && (found.from === "default" || found.from === "environment")) return void 0;
	if (typeof found.value !== "string") return found;
	const text = filledIn(found.value, server.service?.environment);
	return text === void 0 ? void 0 : {
		...found,
		value: text
	};
}
function knownNumber(server, name, cores) {
	const value = known(server, name, cores)?.value;
	if (typeof value === "number") return value;
	return typeof value === "string" && /^\d+$/.test(value) ? Number(value) : void 0;
}
function knownText(server, name) {
	const value = known(server, name)?.value;
	return typeof value === "string" ? value : void 0;
}
function overCores(server, name) {
	const pairs = [...server.values.keys()].flatMap((cores) => {
		const value = knownNumber(server, name, cores);
		return value === void 0 ? [] : [[cores, value]];
	});
	const first = pairs[0];
	return first !== void 0 && pairs.every(([, value]) => value === first[1]) ? [[0, first[1]]] : pairs;
}
function workerClass(server) {
	const asked = knownText(server, "worker_class");
	const threads = knownNumber(server, "threads");
	if (asked === void 0 || threads === void 0) return asked;
	return (asked === "sync" || asked.endsWith("SyncWorker")) && threads > 1 ? "gthread" : asked;
}
function inContainer(server, project) {
	const { service } = server;
	return service?.compose !== void 0 || service?.image !== void 0 || project.application !== void 0;
}
function faultsOf(project, programs, find) {
	const groups = new Map();
	for (const server of project.servers) {
		if (!programs.includes(server.program)) continue;
		const fault = find(server);
		if (fault === void 0) continue;
		const who = server.service?.title ?? server.program;
		const key = JSON.stringify([
			fault.place,
			fault.setting,
			fault.message(""),
			fault.evidence
		]);
		const group = groups.get(key) ?? {
			fault,
			services: []
		};
		if (!group.services.includes(who)) group.services.push(who);
		groups.set(key, group);
	}
	return [...groups.values()].map(({ fault, services }) => ({
		place: fault.place,
		subject: `${isShared(fault, project) ? fault.place.file : services.join(", ")}: ${fault.setting}`,
		message: fault.message(titlesInWords(services)),
		evidence: fault.evidence,
		...fault.remedy === void 0 ? {} : { remedy: fault.remedy },
		...fault.severity === void 0 ? {} : { severity: fault.severity },
		...fault.unknown === void 0 ? {} : { unknown: fault.unknown }
	}));
}
function isShared(fault, project) {
	return project.servers.some(({ config }) => config?.file === fault.place.file);
}
function shown(name, value) {
	if (value === void 0) return name;
	const text = value.value === null ? "None" : String(value.value);
	return value.from === "default" ? `${name} is not set, so ${text}` : `${name} = ${text}`;
}
function placeOf$1(server, value) {
	if (value?.place !== void 0) return value.place;
	return server.config?.exists === true ? {
		file: server.config.file,
		line: 1
	} : server.place;
}
// src/checks/server/bind.ts
function addressesOf(server) {
	if (server.program === "uvicorn" || server.program === "daphne") return hostAndPort(server);
	const value = (server.program === "uwsgi" ? [
		"http",
		"http-socket",
		"socket"
	] : ["bind"]).map((name) => known(server, name)).find((found) => found !== void 0);
	if (value === void 0 || typeof value.value !== "string") return void 0;
	const found = [];
	for (const text of value.value.split(",").map((part) => part.trim())) {
		const address = addressOf$1(text);
		if (address === void 0) return void 0;
		found.push({
			...address,
			text,
			value
		});
	}
	return found;
}
function addressOf$1(text) {
	if (/^(unix|fd):/.test(text) || text.startsWith("/")) return void 0;
	const plain = text.replace(/^\w+:\/\//, "");
	const six = /^\[([^\]]*)\](?::(\d+))?$/.exec(plain);
	if (six !== null) return {
		host: six[1] ?? "",
		port: six[2] ?? "8000"
	};
	if (/^\d+$/.test(plain)) return {
		host: "0.0.0.0",
		port: plain
	};
	const [, host = "", port] = /^([^:]*)(?::(\d+))?$/.exec(plain) ?? [];
	return {
		host: host === "" ? "0.0.0.0" : host,
		port: port ?? "8000"
	};
}
function isLoopback(host) {
	return /^(127\.|localhost$|::1$)/.test(host);
}
const bindLoopback = defineRule({
	id: "server/bind-loopback",
	title: "The server listens where the proxy can reach it",
	severity: {
		development: "high",
		staging: "critical",
		production: "critical"
	},
	why: "Inside a container, 127.0.0.1 is the container itself: neither the proxy nor a published port reaches a server that listens there, and visitors get a 502.",
	remedy: "Listen on every address of the container:\n--bind 0.0.0.0:8000",
	source: [
		"S0-032",
		"S1-101",
		"S1-054",
		"C02",
		"https://docs.gunicorn.org/en/stable/settings.html#bind (default 127.0.0.1:8000)"
	],
	judge: (project) => faultsOf(project, [
		"gunicorn",
		"uvicorn",
		"hypercorn",
		"daphne",
		"runserver",
		"uwsgi"
	], (server) => {
		if (!inContainer(server, project) || sharesNetwork(server)) return void 0;
		const addresses = addressesOf(server);
		if (addresses === void 0 || addresses.length === 0) return void 0;
		const [first] = addresses;
		if (first === void 0 || !addresses.every(({ host }) => isLoopback(host))) return void 0;
		const set = first.value.from !== "default";
		const remedy = remedyFor(server, first.port ?? "8000");
		return {
			setting: "bind",
			place: placeOf$1(server, first.value),
			message: (who) => `${server.program} of ${who} listens on ${first.text}${set ? "" : ", its default,"} and that is only the container itself: nothing outside of it gets an answer.`,
			evidence: set ? first.text : `no address given, so ${first.text}`,
			remedy
		};
	})
});
function remedyFor({ program, config }, port) {
	switch (program) {
		case "uvicorn": return `Listen on every address of the container:\n--host 0.0.0.0 --port ${port}`;
		case "daphne": return `Listen on every address of the container:\n-b 0.0.0.0 -p ${port}`;
		case "runserver": return `Listen on every address of the container:\nmanage.py runserver 0.0.0.0:${port}`;
		case "uwsgi": return `Listen on every address of the container:\nhttp = 0.0.0.0:${port}`;
		default: return config?.exists === true && program === "gunicorn" ? `Listen on every address of the container:\nbind = "0.0.0.0:${port}"` : `Listen on every address of the container:\n--bind 0.0.0.0:${port}`;
	}
}
function sharesNetwork({ service }) {
	const mode = service?.compose?.networkMode;
	if (mode !== void 0 && (mode === "host" || mode.startsWith("service:") || mode.startsWith("container:"))) return true;
	return (service?.stack?.services ?? []).some((other) => other.networkMode === `service:${service?.name}`);
}
function hostAndPort(server) {
	const hostName = server.program === "daphne" ? "bind" : "host";
	if ([
		"uds",
		"fd",
		"unix_socket",
		"file_descriptor",
		"endpoint"
	].some((name) => (server.values.get(0)?.[name]?.value ?? null) !== null)) return void 0;
	const host = known(server, hostName);
	const text = knownText(server, hostName);
	if (host === void 0 || text === void 0) return void 0;
	const port = knownNumber(server, "port");
	return [{
		host: text,
		port: port === void 0 ? void 0 : String(port),
		text: `${text}:${port ?? "?"}`,
		value: host
	}];
}
// src/checks/proxy/nginx-view.ts
function used(project, program) {
	return project.proxies.filter((file) => file.program === program && file.usedBy.length > 0);
}
function handovers(project) {
	return used(project, "nginx").flatMap((file) => {
		const upstreams = upstreamsOf(project, file);
		const outer = outerBlocks(project, file);
		const found = [];
		const visit = (block, blocks, server) => {
			for (const directive of block) {
				if (directive.block === void 0) continue;
				const inside = [...blocks, directive.block];
				const own = directive.name === "server" ? directive : server;
				const pass = directive.block.find(({ name }) => name === "proxy_pass" || name === "uwsgi_pass");
				if (pass !== void 0 && directive.name !== "upstream") found.push({
					file,
					pass,
					location: directive,
					server: own,
					blocks: inside,
					...addressOf(pass, upstreams)
				});
				visit(directive.block, inside, own);
			}
		};
		visit(file.directives, [...outer, file.directives], void 0);
		return found;
	});
}
function webHandovers(project) {
	const all = handovers(project);
	const hosts = new Set(all.map(({ host }) => host));
	const byName = new Map(project.services.map((service) => [service.name, service]));
	return all.filter(({ host }) => {
		const service = host === void 0 ? void 0 : byName.get(host);
		if (service !== void 0) return service.role === "web";
		if (hosts.size === 1) return true;
		return host !== void 0 && /^(web|app|django|gunicorn|backend|api|127\.0\.0\.1|localhost|server)([-_\d]|$)/i.test(host);
	});
}
function effective(handover, name) {
	for (const block of [...handover.blocks].reverse()) {
		const found = block.find((directive) => directive.name === name);
		if (found !== void 0) return found;
	}
}
function effectiveList(handover, name) {
	for (const block of [...handover.blocks].reverse()) {
		const found = block.filter((directive) => directive.name === name);
		if (found.length > 0) return found;
	}
	return [];
}
function includesUnknown(handover) {
	return handover.blocks.some((block) => block.some(({ name, words }) => name === "include" && !/mime\.types|uwsgi_params|conf\.d\/|sites-enabled/.test(words[0] ?? "")));
}
function listensWithTls(server) {
	return listensOf(server).some(({ words }) => words.includes("ssl") || /(^|:)443$/.test(words[0] ?? ""));
}
function listensOf(server) {
	return server?.block?.filter(({ name }) => name === "listen") ?? [];
}
function everyDirective(directives) {
	return directives.flatMap((directive) => [directive, ...directive.block === void 0 ? [] : everyDirective(directive.block)]);
}
function bytesOf(text) {
	const [, digits, unit = ""] = /^(\d{1,15})([kKmMgG]?)$/.exec(text ?? "") ?? [];
	if (digits === void 0) return void 0;
	return Number(digits) * ({
		k: 1024,
		m: 1024 ** 2,
		g: 1024 ** 3
	}[unit.toLowerCase()] ?? 1);
}
function secondsOf(text) {
	if (text === void 0 || !/^(\d+(ms|s|m|h|d)?)+$/.test(text) || text.length > 40) return void 0;
	let total = 0;
	for (const [, digits, unit] of text.matchAll(/(\d+)(ms|s|m|h|d)?/g)) total += Number(digits) * ({
		ms: .001,
		s: 1,
		m: 60,
		h: 3600,
		d: 86400
	}[unit ?? "s"] ?? 1);
	return total;
}
function usersOf(project, file) {
	return project.services.filter(({ title }) => file.usedBy.includes(title));
}
function placeOf(handover, directive) {
	return directive?.place ?? handover.pass.place;
}
function outerBlocks(project, file) {
	if (file.directives.some(({ name }) => name === "http")) return [];
	return used(project, "nginx").filter((other) => other !== file && other.usedBy.some((who) => file.usedBy.includes(who))).flatMap(({ directives }) => directives.filter(({ name }) => name === "http").flatMap(({ block }) => block === void 0 ? [] : [block]));
}
function upstreamsOf(project, file) {
	const near = used(project, "nginx").filter((other) => other === file || other.usedBy.some((who) => file.usedBy.includes(who)));
	const found = new Map();
	for (const { name, words, block } of near.flatMap(({ directives }) => everyDirective(directives))) {
		const server = name === "upstream" ? block?.find((directive) => directive.name === "server") : void 0;
		if (server !== void 0) found.set(words[0] ?? "", server.words[0] ?? "");
	}
	return found;
}
function addressOf(pass, upstreams) {
	const [, authority = ""] = /^(?:\w+:\/\/)?([^/]*)/.exec(pass.words[0] ?? "") ?? [];
	const real = upstreams.get(authority) ?? authority;
	if (real.includes("$") || real.startsWith("unix:") || real === "") return {
		host: void 0,
		port: void 0
	};
	const [, host, port] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(real) ?? [];
	return {
		host,
		port: port ?? (pass.name === "proxy_pass" ? "80" : void 0)
	};
}
// src/checks/proxy/answers.ts
const HEALTH = /^\/(api\/)?(health|healthz|health-check|healthcheck|ready|readyz|readiness|live|livez|liveness|up|status)\/?$/;
const constantHealth = defineRule({
	id: "proxy/constant-health",
	title: "Health is answered by the application, not by the proxy",
	severity: {
		development: "off",
		staging: "medium",
		production: "medium"
	},
	why: "A proxy that answers its own constant says “healthy” while the application behind it is dead: no alarm, no restart, and a deployment that passes.",
	remedy: "Hand the path on, or give the proxy’s own answer a name that nobody takes for the site’s:\nlocation /health/ {\n    proxy_pass http://web;\n}",
	source: ["S1-089", "https://nginx.org/en/docs/http/ngx_http_rewrite_module.html#return"],
	judge: (project) => {
		const real = new Set(project.evaluations.flatMap(({ answer }) => answer.visits.filter(({ view }) => view !== null).map(({ path }) => path)));
		const asked = project.application?.health.enabled === true ? project.application.health.path : void 0;
		const hit = (file, path, place, shows) => {
			const hides = path === asked || [...real].some((known) => known.replace(/\/$/, "") === path.replace(/\/$/, ""));
			return {
				place,
				subject: `${file}: ${path}`,
				message: `The proxy answers ${path} itself with a constant${hides ? ", although the site has a view for it" : ""}: it says nothing about the application.`,
				evidence: shows,
				...hides ? { severity: "high" } : {}
			};
		};
		const nginx = used(project, "nginx").flatMap(({ file, directives }) => everyDirective(directives).flatMap(({ name, words, block }) => {
			const path = words.at(-1) ?? "";
			const constant = block?.find((inner) => inner.name === "return" && /^2\d\d$/.test(inner.words[0] ?? ""));
			if (name !== "location" || constant === void 0 || !HEALTH.test(path)) return [];
			return [hit(file, path, constant.place, `location ${path}, return ${constant.words[0]}`)];
		}));
		const caddy = used(project, "caddy").flatMap(({ file, directives }) => everyDirective(directives).flatMap(({ name, words, place }) => {
			const path = words.find((word) => word.startsWith("/")) ?? "";
			return name === "respond" && HEALTH.test(path) ? [hit(file, path, place, `respond ${words.join(" ")}`)] : [];
		}));
		return [...nginx, ...caddy];
	}
});
const OURS = [
	["Strict-Transport-Security", (read, own) => security(own) && Number(read("SECURE_HSTS_SECONDS")) > 0],
	["X-Content-Type-Options", (read, own) => security(own) && read("SECURE_CONTENT_TYPE_NOSNIFF") === true],
	["X-Frame-Options", (_, own) => own.some((name) => name.endsWith("XFrameOptionsMiddleware"))],
	["Referrer-Policy", (read, own) => security(own) && typeof read("SECURE_REFERRER_POLICY") === "string"],
	["Cross-Origin-Opener-Policy", (read, own) => security(own) && typeof read("SECURE_CROSS_ORIGIN_OPENER_POLICY") === "string"]
];
function security(middleware) {
	return middleware.some((name) => name.endsWith("SecurityMiddleware"));
}
const duplicateHeaders = defineRule({
	id: "proxy/duplicate-headers",
	title: "Each security header is sent once",
	severity: {
		development: "off",
		staging: "low",
		production: "medium"
	},
	why: "A header that is there twice with two values is read differently by each browser: a frame policy may count as none at all, and of HSTS the first wins.",
	remedy: "Let one of the two send it; with Django’s middleware leave it out of nginx, or hide Django’s:\nproxy_hide_header X-Frame-Options;",
	source: [
		"S1-178",
		"RFC 6797, section 8.1; RFC 7034",
		"https://nginx.org/en/docs/http/ngx_http_headers_module.html"
	],
	judge: (project) => {
		const sent = sentByDjango(project);
		const found = [];
		for (const handover of webHandovers(project)) {
			const own = effectiveList(handover, "add_header");
			const hidden = handover.blocks.flatMap((block) => block.filter(({ name }) => name === "proxy_hide_header")).map(({ words }) => words[0]?.toLowerCase());
			const seen = new Set();
			for (const { words, place } of own) {
				const name = (words[0] ?? "").toLowerCase();
				const known = OURS.find(([header]) => header.toLowerCase() === name)?.[0];
				const twice = seen.has(name) && known !== void 0;
				seen.add(name);
				if (known === void 0 || !twice && (!sent.has(known) || hidden.includes(name))) continue;
				const key = `${handover.file.file}: ${known}`;
				if (found.some(({ subject }) => subject === key)) continue;
				found.push({
					place,
					subject: key,
					message: twice ? `nginx adds ${known} twice.` : `nginx adds ${known} to answers that already have it from Django: it is sent twice.`,
					evidence: `add_header ${words.slice(0, 2).join(" ")}`
				});
			}
		}
		return found;
	}
});
function sentByDjango(project) {
	const sent = new Set();
	for (const evaluation of project.evaluations) {
		const middleware = list(setting(evaluation, "MIDDLEWARE")?.value) ?? [];
		const read = (name) => {
			const value = setting(evaluation, name)?.value;
			return count(value) ?? text(value) ?? truth(value);
		};
		for (const [header, sends] of OURS) if (sends(read, middleware)) sent.add(header);
	}
	return sent;
}
const upstreamMissing = defineRule({
	id: "proxy/upstream-missing",
	title: "The proxy hands requests to a container that exists, on its port",
	severity: {
		development: "medium",
		staging: "high",
		production: "high"
	},
	why: "nginx looks names up when it starts and ends with “host not found in upstream” when one is unknown; a port where nothing listens is a 502 for everybody.",
	remedy: "Use the name of the Compose service and the port its server listens on:\nproxy_pass http://web:8000;",
	source: [
		"C02",
		"S4-028",
		"https://nginx.org/en/docs/http/ngx_http_upstream_module.html"
	],
	judge: (project) => onePerTarget(handovers(project)).flatMap((handover) => {
		const { host, port, pass, file } = handover;
		const users = usersOf(project, file).filter(({ stack }) => stack !== void 0);
		const stack = users[0]?.stack;
		if (host === void 0 || stack === void 0 || users.some(({ compose }) => compose?.networkMode === "host")) return [];
		const names = stack.services.flatMap(({ name, raw }) => [
			name,
			...strings(raw["container_name"]),
			...strings(raw["hostname"]),
			...aliases(raw["networks"])
		]);
		const shared = stack.networks.some(({ external }) => external) || users.some(({ compose }) => "extra_hosts" in (compose?.raw ?? {}) || "links" in (compose?.raw ?? {}) || "external_links" in (compose?.raw ?? {}));
		if (!names.includes(host)) {
			if (shared || host.includes(".") || host.startsWith("[") || host === "localhost") return [];
			return [{
				place: pass.place,
				subject: `${file.file}: ${host}`,
				message: `nginx hands requests to ${host}, and no service of ${stack.files.join(" and ")} has that name: it does not start.`,
				evidence: pass.words.join(" ")
			}];
		}
		const server = project.servers.find(({ service }) => service?.stack === stack && service.name === host);
		const ports = server === void 0 ? void 0 : addressesOf(server)?.map((address) => address.port);
		if (ports === void 0 || ports.length === 0 || ports.includes(void 0) || port === void 0 || ports.includes(port)) return [];
		return [{
			place: pass.place,
			subject: `${file.file}: ${host}:${port}`,
			message: `nginx hands requests to ${host}:${port}, where ${server?.program} listens on ${ports.join(" and ")}: every request ends in a 502.`,
			evidence: `${host}:${port}`
		}];
	})
});
function onePerTarget(found) {
	const key = ({ file, host, port }) => JSON.stringify([
		file.file,
		host,
		port
	]);
	return found.filter((handover, index) => found.findIndex((other) => key(other) === key(handover)) === index);
}
function strings(value) {
	return typeof value === "string" ? [value] : [];
}
function aliases(networks) {
	if (typeof networks !== "object" || networks === null || Array.isArray(networks)) return [];
	return Object.values(networks).flatMap((network) => typeof network === "object" && network !== null && "aliases" in network && Array.isArray(network.aliases) ? network.aliases.flatMap(strings) : []);
}
// src/checks/proxy/forwarding.ts
const NGINX = "https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_set_header";
const HEADERS = [
	{
		name: "Host",
		wanted: "$host",
		without: "Django sees the name of its own container as the host and refuses every request with a 400",
		severity: "high"
	},
	{
		name: "X-Forwarded-Proto",
		wanted: "$scheme",
		without: "Django takes every request for plain HTTP",
		severity: "medium"
	},
	{
		name: "X-Forwarded-For",
		wanted: "$proxy_add_x_forwarded_for",
		without: "every visitor has the proxy’s address",
		severity: "low"
	}
];
const forwardedHeaders = defineRule({
	id: "proxy/forwarded-headers",
	title: "The proxy tells Django who asked for what, and how",
	severity: {
		development: "off",
		staging: "medium",
		production: "medium"
	},
	why: "Behind a proxy Django knows host, scheme and client only from headers. Without them hosts are refused, redirects loop and logs name the proxy.",
	remedy: "proxy_set_header Host $host;\nproxy_set_header X-Real-IP $remote_addr;\nproxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;\nproxy_set_header X-Forwarded-Proto $scheme;",
	source: [
		"S1-178",
		"S1-021",
		NGINX
	],
	judge: (project) => HEADERS.flatMap(({ name, wanted, without, severity }) => {
		return onePerFile(proxied(project).filter((handover) => !includesUnknown(handover) && headerOf(handover, name) === void 0)).map((handover) => {
			const loops = name === "X-Forwarded-Proto" && redirects(project);
			const level = loops ? "high" : severity;
			return {
				place: handover.pass.place,
				subject: `${handover.file.file}: ${name}`,
				message: `nginx hands requests on without ${name}: ${without}${loops ? ", and SECURE_SSL_REDIRECT sends them round for ever" : ""}.`,
				evidence: `no proxy_set_header ${name}`,
				remedy: `proxy_set_header ${name} ${wanted};`,
				...level === void 0 ? {} : { severity: level }
			};
		});
	})
});
const schemeBehindProxy = defineRule({
	id: "proxy/scheme-behind-proxy",
	title: "A proxy behind another one passes on the scheme it was told",
	severity: {
		development: "off",
		staging: "high",
		production: "high"
	},
	why: "TLS ends at the first proxy. The second one speaks HTTP, so that its $scheme is http: Django then redirects to https for ever, or refuses every form.",
	remedy: "Pass on what the first proxy said:\nmap $http_x_forwarded_proto $forwarded_proto {\n  default $http_x_forwarded_proto;\n  \"\"      $scheme;\n}\nproxy_set_header X-Forwarded-Proto $forwarded_proto;",
	source: [
		"S1-178",
		"S1-021",
		"S1-040",
		NGINX
	],
	judge: (project) => {
		if (project.site?.protocol !== "https:" || tlsEndsHere(project)) return [];
		const wrong = proxied(project).filter((handover) => {
			const value = headerOf(handover, "X-Forwarded-Proto")?.words[1];
			return (value === "$scheme" || value === "http") && !listensWithTls(handover.server);
		});
		const believed = project.evaluations.some((evaluation) => truth(setting(evaluation, "SECURE_PROXY_SSL_HEADER")?.value) === true);
		return onePerFile(wrong).map((handover) => {
			const header = headerOf(handover, "X-Forwarded-Proto");
			return {
				place: placeOf(handover, header),
				subject: `${handover.file.file}: X-Forwarded-Proto`,
				message: `This nginx listens without TLS behind another proxy and overwrites X-Forwarded-Proto with ${header?.words[1]}: Django takes https visitors for http${redirects(project) ? " and redirects them for ever" : ""}.`,
				evidence: `proxy_set_header X-Forwarded-Proto ${header?.words[1]}`,
				...believed || redirects(project) ? {} : { severity: "medium" }
			};
		});
	}
});
const clientClaims = defineRule({
	id: "proxy/client-claims",
	title: "The first proxy does not pass on what clients claim of themselves",
	severity: {
		development: "off",
		staging: "low",
		production: "medium"
	},
	why: "Where TLS ends, X-Forwarded-Proto and X-Forwarded-For of the client are claims of a stranger. Passed on as they are, he chooses his address and whether he came by https.",
	remedy: "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;\nproxy_set_header X-Forwarded-Proto $scheme;",
	source: [
		"S1-035",
		"S1-178",
		NGINX
	],
	judge: (project) => [
		"X-Forwarded-Proto",
		"X-Forwarded-For",
		"X-Real-IP"
	].flatMap((name) => {
		const own = `$http_${name.toLowerCase().replaceAll("-", "_")}`;
		return onePerFile(proxied(project).filter((handover) => listensWithTls(handover.server) && headerOf(handover, name)?.words[1] === own)).map((handover) => ({
			place: placeOf(handover, headerOf(handover, name)),
			subject: `${handover.file.file}: ${name}`,
			message: `TLS ends at this nginx, and it passes on ${name} as the client sent it.`,
			evidence: `proxy_set_header ${name} ${own}`
		}));
	})
});
function proxied(project) {
	return webHandovers(project).filter(({ pass }) => pass.name === "proxy_pass");
}
function headerOf(handover, name) {
	return effectiveList(handover, "proxy_set_header").find(({ words }) => words[0]?.toLowerCase() === name.toLowerCase());
}
function onePerFile(found) {
	return found.filter((handover, index) => found.findIndex(({ file }) => file === handover.file) === index);
}
function redirects(project) {
	return project.evaluations.some((evaluation) => truth(setting(evaluation, "SECURE_SSL_REDIRECT")?.value) === true);
}
function tlsEndsHere(project) {
	const nginx = webHandovers(project).some(({ server }) => listensWithTls(server));
	const services = project.services.filter(({ imageName }) => /(^|\/)(traefik|caddy)(:|@|$)/.test(imageName));
	const machine = project.proxies.some((file) => file.usedBy.length > 0 && usersOf(project, file).length === 0);
	return nginx || services.length > 0 || machine;
}
// src/checks/proxy/chain.ts
const MIB$1 = 1024 ** 2;
const NGINX_BODY = MIB$1;
const DJANGO_BODY = 2.5 * MIB$1;
const NGINX_READ = 60;
const bodySize = defineRule({
	id: "proxy/body-size",
	title: "Every proxy lets through what the site accepts",
	severity: {
		development: "off",
		staging: "medium",
		production: "medium"
	},
	why: "The smallest limit of the chain decides. A proxy below the site’s own limit answers uploads with a bare 413 that no log of Django’s shows.",
	remedy: "Set the same limit on every proxy, not below the site’s:\nclient_max_body_size 20m;",
	source: [
		"S1-178",
		"S4-038",
		"C30",
		"https://nginx.org/en/docs/http/ngx_http_core_module.html#client_max_body_size (default 1m)"
	],
	judge: (project) => {
		const wanted = acceptedBySite(project);
		const nginx = onePerFile(webHandovers(project).filter((handover) => {
			const bytes = bytesOf(effective(handover, "client_max_body_size")?.words[0] ?? "1m");
			return !(effective(handover, "client_max_body_size") === void 0 && includesUnknown(handover)) && bytes !== void 0 && bytes !== 0 && bytes < Math.max(wanted.bytes, NGINX_BODY + 1);
		})).map((handover) => {
			const own = effective(handover, "client_max_body_size");
			const limit = own?.words[0] ?? "1m";
			return {
				place: placeOf(handover, own),
				subject: `${handover.file.file}: client_max_body_size`,
				message: `nginx refuses bodies above ${limit}${own === void 0 ? " (its default)" : ""}, while the site accepts ${inMib(wanted.bytes)}${wanted.said}: larger uploads end in a 413.`,
				evidence: own === void 0 ? "no client_max_body_size, so 1m" : `client_max_body_size ${limit}`,
				...wanted.explicit || wanted.uploads ? {} : { severity: "low" }
			};
		});
		const endless = onePerFile(webHandovers(project).filter((handover) => bytesOf(effective(handover, "client_max_body_size")?.words[0]) === 0)).map((handover) => ({
			place: placeOf(handover, effective(handover, "client_max_body_size")),
			subject: `${handover.file.file}: client_max_body_size`,
			message: "nginx takes bodies of any size: one visitor can fill the disk.",
			evidence: "client_max_body_size 0",
			severity: "low"
		}));
		const traefik = used(project, "traefik").flatMap(({ file, directives }) => directives.flatMap(({ name, words, place }) => {
			const bytes = /buffering\.maxrequestbodybytes$/i.test(name) ? Number(words[0]) : 0;
			if (!(bytes > 0) || bytes >= wanted.bytes) return [];
			return [{
				place,
				subject: `${file}: maxRequestBodyBytes`,
				message: `Traefik refuses bodies above ${inMib(bytes)}, while the site accepts ${inMib(wanted.bytes)}${wanted.said}.`,
				evidence: `maxRequestBodyBytes ${bytes}`
			}];
		}));
		return [
			...nginx,
			...endless,
			...traefik
		];
	}
});
function acceptedBySite(project) {
	const limits = project.evaluations.flatMap((evaluation) => {
		const found = setting(evaluation, "DATA_UPLOAD_MAX_MEMORY_SIZE");
		const bytes = count(found?.value);
		return bytes === void 0 ? [] : [{
			bytes,
			explicit: found?.default === false
		}];
	});
	const uploads = project.evaluations.some((evaluation) => (text(setting(evaluation, "MEDIA_ROOT")?.value) ?? "") !== "");
	const own = limits.filter(({ explicit }) => explicit).sort((a, b) => b.bytes - a.bytes)[0];
	return own === void 0 ? {
		bytes: DJANGO_BODY,
		explicit: false,
		uploads,
		said: " and files of any size"
	} : {
		...own,
		uploads,
		said: " (DATA_UPLOAD_MAX_MEMORY_SIZE)"
	};
}
function inMib(bytes) {
	return `${Math.round(bytes / MIB$1 * 10) / 10} MiB`;
}
const timeouts = defineRule({
	id: "proxy/timeouts",
	title: "The proxy waits at least as long as the server works",
	severity: {
		development: "off",
		staging: "low",
		production: "medium"
	},
	why: "When the proxy gives up first, the visitor gets a 504 while the worker goes on with work that nobody waits for; he tries again, and it is done twice.",
	remedy: "Let the proxy wait longer than gunicorn’s timeout:\nproxy_read_timeout 130s;",
	source: [
		"S4-039",
		"S1-106",
		"C31",
		"https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_read_timeout (default 60s)"
	],
	judge: (project) => {
		const worker = workerTimeout(project);
		if (worker === void 0) return [];
		const nginx = onePerFile(webHandovers(project).filter((handover) => {
			const own = effective(handover, readTimeoutName(handover.pass.name));
			if (own === void 0 && includesUnknown(handover)) return false;
			const seconds = own === void 0 ? NGINX_READ : secondsOf(own.words[0]);
			return seconds !== void 0 && seconds < worker;
		})).map((handover) => {
			const name = readTimeoutName(handover.pass.name);
			const own = effective(handover, name);
			const waits = own?.words[0] ?? "60s";
			return {
				place: placeOf(handover, own),
				subject: `${handover.file.file}: ${name}`,
				message: `nginx gives up after ${waits}${own === void 0 ? " (its default)" : ""}, while gunicorn lets a worker go on for ${worker} seconds: slow requests end in a 504 and are worked on all the same.`,
				evidence: `${name} ${waits}, gunicorn timeout ${worker}`,
				remedy: `Let the proxy wait longer:\n${name} ${worker + 10}s;`
			};
		});
		const traefik = used(project, "traefik").flatMap(({ file, directives }) => directives.flatMap(({ name, words, place }) => {
			if (!/(forwardingtimeouts\.responseheadertimeout|respondingtimeouts\.writetimeout)$/i.test(name)) return [];
			const seconds = secondsOf(words[0]);
			if (seconds === void 0 || seconds === 0 || seconds >= worker) return [];
			const key = name.slice(name.lastIndexOf(".") + 1);
			return [{
				place,
				subject: `${file}: ${key}`,
				message: `Traefik gives up after ${words[0]}, while gunicorn lets a worker go on for ${worker} seconds.`,
				evidence: `${key} ${words[0]}, gunicorn timeout ${worker}`,
				remedy: `Let the proxy wait longer:\n${key}: ${worker + 10}s`
			}];
		}));
		return [...nginx, ...traefik];
	}
});
function readTimeoutName(pass) {
	return pass === "uwsgi_pass" ? "uwsgi_read_timeout" : "proxy_read_timeout";
}
function workerTimeout(project) {
	const seconds = project.servers.filter(({ program }) => program === "gunicorn").map((server) => knownNumber(server, "timeout")).filter((value) => value !== void 0);
	return seconds.length === 0 ? void 0 : Math.max(...seconds);
}
// src/checks/proxy/exposure.ts
const CORE = "https://nginx.org/en/docs/http/ngx_http_core_module.html";
function locations(project) {
	return used(project, "nginx").flatMap(({ file, directives }) => everyDirective(directives).flatMap((location) => location.name === "location" && location.block !== void 0 ? [{
		file,
		location,
		block: location.block
	}] : []));
}
const aliasTraversal = defineRule({
	id: "proxy/alias-traversal",
	title: "A location with an alias ends in a slash",
	severity: {
		development: "off",
		staging: "high",
		production: "high"
	},
	why: "`location /static` with `alias /app/static/` also matches /static../settings.py, which is /app/static/../settings.py: strangers read the source code.",
	remedy: "End both in a slash:\nlocation /static/ {\n    alias /app/staticfiles/;\n}",
	source: ["S1-178", `${CORE}#alias`],
	judge: (project) => locations(project).flatMap(({ file, location, block }) => {
		const [path = "", more] = location.words;
		const target = block.find(({ name }) => name === "alias")?.words[0] ?? "";
		if (more !== void 0 || path.endsWith("/") || !target.endsWith("/") || !path.startsWith("/")) return [];
		return [{
			place: location.place,
			subject: `${file}: location ${path}`,
			message: `"location ${path}" with "alias ${target}" lets ${path}../ leave the folder: whatever lies beside it can be read.`,
			evidence: `location ${path}, alias ${target}`,
			remedy: `End the location in a slash:\nlocation ${path}/ {\n    alias ${target};\n}`
		}];
	})
});
const PROJECT_ROOT = /^\/(app|code|src|srv|project|workspace|usr\/src\/app|home\/\w+\/\w+)(\/src)?\/?$/;
const sourceServed = defineRule({
	id: "proxy/source-served",
	title: "The proxy serves no folder of source code",
	severity: {
		development: "off",
		staging: "high",
		production: "critical"
	},
	why: "A root on the project’s folder hands out settings, .env and the database file to whoever guesses their names.",
	remedy: "Serve collected static files and uploads only, each from its own folder:\nlocation /static/ { alias /app/staticfiles/; }",
	source: ["S1-178", `${CORE}#root`],
	judge: (project) => used(project, "nginx").flatMap(({ file, directives }) => everyDirective(directives).filter(({ name, block }) => block !== void 0 && (name === "server" || name === "location")).flatMap(({ name, words, block = [] }) => {
		const root = (block ?? []).find((directive) => directive.name === "root" || directive.name === "alias");
		const path = root?.words[0] ?? "";
		const narrow = name === "location" && root?.name === "root" && !/^(~\*?|\/)$/.test(words[0] ?? "/");
		const all = name === "server" && (block ?? []).some((inner) => inner.name === "location" && inner.words[0] === "/" && hands(inner));
		if (root === void 0 || narrow || all || !PROJECT_ROOT.test(path)) return [];
		return [{
			place: root.place,
			subject: `${file}: ${root.name} ${path}`,
			message: `nginx serves ${path} itself, the folder of the project: its source and whatever else lies in it can be read by everybody.`,
			evidence: `${root.name} ${path}`
		}];
	}))
});
function hands({ block }) {
	return (block ?? []).some(({ name }) => name === "proxy_pass" || name === "return" || name === "uwsgi_pass");
}
const listing = defineRule({
	id: "proxy/listing",
	title: "Folders are not listed, and uploads are not run",
	severity: {
		development: "off",
		staging: "low",
		production: "medium"
	},
	why: "A list of all uploads tells every name that was meant to be known only to its owner; an uploaded HTML or SVG file runs its scripts as the site.",
	remedy: "autoindex off;\nlocation /media/ {\n    alias /app/media/;\n    add_header X-Content-Type-Options nosniff always;\n    add_header Content-Disposition attachment always;\n}",
	source: ["S1-178", "https://nginx.org/en/docs/http/ngx_http_autoindex_module.html"],
	judge: (project) => [...used(project, "nginx").flatMap(({ file, directives }) => everyDirective(directives).filter(({ name, words }) => name === "autoindex" && words[0] === "on").map(({ place }) => ({
		place,
		subject: `${file}: autoindex`,
		message: "nginx lists the files of a folder to everybody.",
		evidence: "autoindex on"
	}))), ...locations(project).flatMap(({ file, location, block }) => {
		const path = location.words.at(-1) ?? "";
		const served = block.find(({ name }) => name === "alias" || name === "root");
		if (!/^\/?(media|uploads?)\b/.test(path.replace(/^[\^/]+/, "")) || served === void 0) return [];
		if (block.some(({ name, words }) => name === "add_header" && /^(x-content-type-options|content-disposition|content-security-policy)$/i.test(words[0] ?? ""))) return [];
		if (block.some(({ name }) => name === "internal" || name === "include")) return [];
		return [{
			place: location.place,
			subject: `${file}: location ${path}`,
			message: `Uploads are served from the site’s own address without a header that keeps browsers from running them.`,
			evidence: `location ${path} without X-Content-Type-Options or Content-Disposition`,
			severity: "low"
		}];
	})]
});
const hiddenFiles = defineRule({
	id: "proxy/hidden-files",
	title: "Files that begin with a dot are not served",
	severity: {
		development: "off",
		staging: "low",
		production: "low"
	},
	why: "With a root for everything, .env and .git are files like any other.",
	remedy: "location ~ /\\.(?!well-known) {\n    deny all;\n}",
	source: ["S1-178", `${CORE}#location`],
	judge: (project) => used(project, "nginx").flatMap(({ file, directives }) => everyDirective(directives).filter(({ name }) => name === "server").flatMap(({ block = [] }) => {
		const inner = block ?? [];
		const root = inner.find(({ name }) => name === "root");
		const path = root?.words[0] ?? "";
		const closed = inner.some(({ name, words }) => name === "location" && /\\?\/?\\\./.test(words.join(" ")));
		const everything = inner.some(({ name, words, block: own }) => name === "location" && words[0] === "/" && !hands({
			name,
			words,
			place: root?.place ?? {
				file,
				line: 1
			},
			block: own
		}));
		if (root === void 0 || closed || !everything || /static|media|html|well-known|dist|build/.test(path)) return [];
		return [{
			place: root.place,
			subject: `${file}: root ${path}`,
			message: `nginx serves every file under ${path}, those that begin with a dot too.`,
			evidence: `root ${path}`
		}];
	}))
});
const serverTokens = defineRule({
	id: "proxy/server-tokens",
	title: "The proxy does not tell its version",
	severity: {
		development: "off",
		staging: "low",
		production: "low"
	},
	why: "The version in every answer and error page says which known holes to try.",
	remedy: "server_tokens off;",
	source: ["S1-178", `${CORE}#server_tokens`],
	judge: (project) => {
		const files = used(project, "nginx").filter(({ directives }) => everyDirective(directives).some(({ name }) => name === "server"));
		const said = used(project, "nginx").flatMap(({ directives }) => everyDirective(directives)).filter(({ name }) => name === "server_tokens");
		const [first] = files;
		if (first === void 0 || said.some(({ words }) => words[0] !== "on")) return [];
		return [{
			place: said[0]?.place ?? first.directives[0]?.place ?? {
				file: first.file,
				line: 1
			},
			subject: `${first.file}: server_tokens`,
			message: "nginx tells its version in every answer.",
			evidence: said.length > 0 ? "server_tokens on" : "no server_tokens off"
		}];
	}
});
// src/checks/proxy/loading.ts
const doesNotLoad = defineRule({
	id: "proxy/does-not-load",
	title: "The proxy can load its configuration",
	severity: {
		development: "medium",
		staging: "critical",
		production: "critical"
	},
	why: "A proxy that cannot read its file does not start, and with it no site behind it can be reached; at a reload it silently goes on with the old one.",
	remedy: "Mend the line. This checks the whole configuration in the container:\nnginx -t",
	source: [
		"S1-178",
		"C30",
		"https://nginx.org/en/docs/beginners_guide.html#conf_structure"
	],
	judge: (project) => project.proxies.filter(({ usedBy }) => usedBy.length > 0).flatMap(({ file, program, problems, usedBy }) => problems.slice(0, 3).map(({ place, message }) => ({
		place,
		subject: `${file}: ${message.replace(/\bline \d+/, "another line")}`,
		message: `${program} of ${usedBy.join(", ")} cannot load ${file}: ${message}.`,
		evidence: message
	})))
});
const unused = defineRule({
	id: "proxy/unused",
	title: "A proxy’s configuration in the repository is the one that is used",
	severity: {
		development: "off",
		staging: "low",
		production: "low"
	},
	why: "A file that nothing mounts or copies is believed to hold, by whoever reads it, and holds nothing.",
	remedy: "Mount it where the proxy reads it, or take it out of the repository:\nvolumes:\n  - ./nginx.conf:/etc/nginx/conf.d/default.conf:ro",
	source: ["S1-178", "S4-038"],
	judge: (project) => project.proxies.filter(({ usedBy }) => usedBy.length === 0).map(({ file, program }) => ({
		place: {
			file,
			line: 1
		},
		subject: file,
		message: `Nothing that runs under ${project.profile} mounts or copies this ${program} configuration, so that it is not judged.`,
		evidence: "not mounted, not copied, not included"
	}))
});
// src/checks/proxy/pooler.ts
const MANUAL$2 = "https://www.pgbouncer.org/config.html";
function key(file, name) {
	return file.directives.filter((directive) => directive.name === "pgbouncer").flatMap(({ block }) => block ?? []).findLast((directive) => directive.name.toLowerCase() === name);
}
function head(file) {
	return file.directives.find(({ name }) => name === "pgbouncer")?.place ?? {
		file: file.file,
		line: 1
	};
}
const poolMode = defineRule({
	id: "proxy/pool-mode",
	title: "The pooler’s mode fits Django",
	severity: {
		development: "off",
		staging: "medium",
		production: "medium"
	},
	why: "In statement mode transactions fail, and Django cannot work without. In session mode a persistent connection of Django holds its place in the pool for ever, so that the pool saves nothing and runs out.",
	remedy: "pool_mode = transaction",
	source: [
		"S1-026",
		"S1-143",
		`${MANUAL$2}#pool_mode (default session)`
	],
	judge: (project) => used(project, "pgbouncer").flatMap((file) => {
		const own = key(file, "pool_mode");
		const mode = own?.words[0]?.toLowerCase() ?? "session";
		const place = own?.place ?? head(file);
		if (mode === "statement") return [{
			place,
			subject: `${file.file}: pool_mode`,
			message: "PgBouncer pools statements: every transaction of Django fails.",
			evidence: "pool_mode statement",
			severity: "high"
		}];
		if (mode !== "session") return [];
		if (!project.evaluations.some((evaluation) => {
			const age = member(setting(evaluation, "DATABASES")?.value, "default", "CONN_MAX_AGE");
			return age === null || (count(age) ?? 0) > 0;
		})) return [];
		return [{
			place,
			subject: `${file.file}: pool_mode`,
			message: `PgBouncer pools sessions${own === void 0 ? " (its default)" : ""}, and Django keeps its connections open (CONN_MAX_AGE): each holds one of the database’s all the time.`,
			evidence: own === void 0 ? "pool_mode is not set, so session" : "pool_mode session"
		}];
	})
});
const poolerLogin = defineRule({
	id: "proxy/pooler-login",
	title: "The pooler asks for a password and holds none in the repository",
	severity: {
		development: "low",
		staging: "high",
		production: "high"
	},
	why: "With auth_type any or trust whoever reaches the port is the user he says he is. A password in the file is in everybody’s copy of the repository.",
	remedy: "auth_type = scram-sha-256\nauth_file = /etc/pgbouncer/userlist.txt",
	source: [
		"S1-143",
		"S1-074",
		`${MANUAL$2}#auth_type`
	],
	judge: (project) => used(project, "pgbouncer").flatMap((file) => {
		const type = key(file, "auth_type");
		const open = type !== void 0 && /^(any|trust)$/i.test(type.words[0] ?? "");
		const secrets = file.directives.filter(({ name }) => name === "databases").flatMap(({ block }) => block ?? []).filter(({ words }) => /\bpassword\s*=\s*(?!\$|'\$)\S+/i.test(words[0] ?? ""));
		return [...open && type !== void 0 ? [{
			place: type.place,
			subject: `${file.file}: auth_type`,
			message: `PgBouncer lets everybody in as whoever he says he is (auth_type ${type.words[0]}).`,
			evidence: `auth_type ${type.words[0]}`
		}] : [], ...secrets.map(({ name, place }) => ({
			place,
			subject: `${file.file}: ${name}`,
			message: `The password of the database ${name} stands in the file.`,
			evidence: `${name} = … password=***`
		}))];
	})
});
const poolerPort = defineRule({
	id: "proxy/pooler-port",
	title: "Django asks the pooler where it listens",
	severity: {
		development: "off",
		staging: "high",
		production: "high"
	},
	why: "PgBouncer listens on a port of its own (6432), and without listen_addr on no address at all: Django then finds no database.",
	remedy: "listen_addr = 0.0.0.0\nlisten_port = 6432",
	source: [
		"C34",
		"S1-144",
		`${MANUAL$2}#listen_addr, #listen_port (default 6432)`
	],
	judge: (project) => used(project, "pgbouncer").flatMap((file) => {
		const users = usersOf(project, file);
		const address = key(file, "listen_addr");
		if (users.length > 0 && (address === void 0 || /^(localhost|127\.[\d.]+|::1|)$/.test(address.words[0] ?? ""))) return [{
			place: address?.place ?? head(file),
			subject: `${file.file}: listen_addr`,
			message: `PgBouncer listens on ${address === void 0 ? "no address" : "its own container"} only: no other container reaches it.`,
			evidence: address === void 0 ? "no listen_addr" : `listen_addr ${address.words[0]}`
		}];
		const port = key(file, "listen_port");
		const listens = port?.words[0] ?? "6432";
		const names = users.map(({ name }) => name);
		const wrong = databases(project).find(({ host, asked }) => names.includes(host) && asked !== listens);
		if (wrong === void 0 || saidByStack(project, wrong.host)) return [];
		return [{
			place: port?.place ?? head(file),
			subject: `${file.file}: listen_port`,
			message: `PgBouncer listens on ${listens}${port === void 0 ? " (its default)" : ""}, and Django asks ${wrong.host} on port ${wrong.asked}: no connection is ever made.`,
			evidence: `listen_port ${listens}, DATABASES port ${wrong.asked}`
		}];
	})
});
function saidByStack({ services }, host) {
	return services.filter(({ role, compose }) => role === "pooler" && compose !== void 0).map(({ name }) => name).includes(host) && services.some(({ own, compose, environment }) => own && compose !== void 0 && [...environment.values()].some((value) => /^\w[\w+]*:\/\/(?:[^@/]*@)?(?<name>[\w.-]+)/.exec(value ?? "")?.groups?.["name"] === host));
}
function databases(project) {
	return project.evaluations.flatMap((evaluation) => Object.values(entries(setting(evaluation, "DATABASES")?.value) ?? {}).flatMap((database) => {
		const host = text(member(database, "HOST"));
		const port = member(database, "PORT");
		const asked = typeof port === "number" ? String(port) : text(port) ?? "";
		return host === void 0 || host === "" ? [] : [{
			host,
			asked: asked === "" ? "5432" : asked
		}];
	}));
}
const poolerClients = defineRule({
	id: "proxy/pooler-clients",
	title: "The pooler takes as many clients as there are",
	severity: {
		development: "off",
		staging: "low",
		production: "medium"
	},
	why: "Beyond max_client_conn PgBouncer refuses: in the busiest minute, requests end in “no more connections allowed”.",
	remedy: "max_client_conn = 1000\ndefault_pool_size = 20",
	source: [
		"S1-143",
		"S4-043",
		`${MANUAL$2}#max_client_conn (default 100)`
	],
	judge: (project) => used(project, "pgbouncer").flatMap((file) => {
		const own = key(file, "max_client_conn");
		const most = Number(own?.words[0] ?? "100");
		const wanted = clients(project);
		if (!Number.isFinite(most) || wanted <= most) return [];
		return [{
			place: own?.place ?? head(file),
			subject: `${file.file}: max_client_conn`,
			message: `PgBouncer takes ${most} clients${own === void 0 ? " (its default)" : ""}, and servers and workers may open ${wanted} connections.`,
			evidence: `max_client_conn ${most}, up to ${wanted} clients`
		}];
	})
});
function clients(project) {
	let sum = 0;
	for (const server of project.servers) {
		const workers = overCores(server, "workers").at(-1)?.[1] ?? 1;
		sum += workers * (knownNumber(server, "threads") ?? 1) * (server.service?.compose?.replicas ?? 1);
	}
	for (const { program, options, service } of project.celery) {
		if (program !== "worker") continue;
		const processes = Number(options.get("concurrency") ?? 1);
		sum += (Number.isFinite(processes) ? processes : 1) * (service?.compose?.replicas ?? 1);
	}
	return sum;
}
// src/checks/proxy/tls.ts
const tlsVersions = defineRule({
	id: "proxy/tls-versions",
	title: "Only TLS 1.2 and 1.3 are spoken",
	severity: {
		development: "off",
		staging: "medium",
		production: "medium"
	},
	why: "TLS 1.0 and 1.1 are broken and refused by browsers; payment and health standards forbid them.",
	remedy: "ssl_protocols TLSv1.2 TLSv1.3;",
	source: [
		"S1-178",
		"RFC 8996",
		"https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_protocols"
	],
	judge: (project) => [...used(project, "nginx").flatMap(({ file, directives }) => everyDirective(directives).flatMap(({ name, words, place }) => {
		const old = name === "ssl_protocols" ? words.filter((word) => /^(SSLv[23]|TLSv1(\.1)?)$/.test(word)) : [];
		if (old.length === 0) return [];
		return [{
			place,
			subject: `${file}: ssl_protocols`,
			message: `nginx speaks ${old.join(" and ")}.`,
			evidence: `ssl_protocols ${words.join(" ")}`
		}];
	})), ...used(project, "traefik").flatMap(({ file, directives }) => directives.flatMap(({ name, words, place }) => /tls\.options\..*minversion$/i.test(name) && /^VersionTLS1[01]$/.test(words[0] ?? "") ? [{
		place,
		subject: `${file}: minVersion`,
		message: `Traefik speaks ${words[0]}.`,
		evidence: `minVersion ${words[0]}`,
		remedy: "minVersion: VersionTLS12"
	}] : []))]
});
const httpsRedirect = defineRule({
	id: "proxy/https-redirect",
	title: "Plain HTTP is sent on to HTTPS",
	severity: {
		development: "off",
		staging: "medium",
		production: "medium"
	},
	why: "Where the site also answers over plain HTTP, passwords and sessions of whoever types the address without https travel in the open.",
	remedy: "server {\n    listen 80;\n    return 301 https://$host$request_uri;\n}",
	source: [
		"S1-178",
		"C22",
		"https://nginx.org/en/docs/http/ngx_http_rewrite_module.html#return"
	],
	judge: (project) => {
		const all = webHandovers(project);
		if (!all.some(({ server }) => listensWithTls(server))) return [...temporary(project), ...traefikPlain(project)];
		const plain = all.filter(({ server }) => server !== void 0 && !listensWithTls(server) && onPort80(server));
		const seen = new Set();
		return [
			...plain.filter(({ server }) => !seen.has(server) && seen.add(server) !== void 0).map(({ file, pass }) => ({
				place: pass.place,
				subject: `${file.file}: listen 80`,
				message: "This nginx has a certificate and hands requests on port 80 to the site all the same, without sending them to https.",
				evidence: "listen 80 with proxy_pass"
			})),
			...temporary(project),
			...traefikPlain(project)
		];
	}
});
function onPort80(server) {
	const listens = listensOf(server);
	return listens.length === 0 || listens.some(({ words }) => /(^|:)80$/.test(words[0] ?? ""));
}
function temporary(project) {
	return used(project, "nginx").flatMap(({ file, directives }) => everyDirective(directives).filter(({ name, words }) => name === "return" && /^30[27]$/.test(words[0] ?? "") && /^https:\/\/(\$host|\$server_name|\$http_host)/.test(words[1] ?? "")).map(({ place, words }) => ({
		place,
		subject: `${file}: return ${words[0]}`,
		message: `The way to https is a ${words[0]}, which browsers and search engines forget.`,
		evidence: `return ${words.join(" ")}`,
		severity: "low"
	})));
}
function traefikPlain(project) {
	const all = used(project, "traefik").flatMap(({ directives }) => directives);
	const points = all.filter(({ name }) => /^entrypoints\.[^.]+\.address$/i.test(name));
	const on = (port) => points.find(({ words }) => new RegExp(`:${port}(/tcp)?$`).test(words[0] ?? ""));
	const plain = on("80");
	const sends = all.some(({ name }) => /\.http\.redirections\.entrypoint\.to$|redirectscheme\.scheme$/i.test(name));
	if (plain === void 0 || on("443") === void 0 || sends) return [];
	return [{
		place: plain.place,
		subject: `${plain.place.file}: ${plain.name}`,
		message: "Traefik listens on port 80 and 443, and nothing sends requests from the first to the second.",
		evidence: `${plain.name} ${plain.words.join(" ")}`,
		remedy: "entryPoints:\n  web:\n    address: \":80\"\n    http:\n      redirections:\n        entryPoint:\n          to: websecure\n          scheme: https\n          permanent: true"
	}];
}
// src/checks/proxy/trust.ts
const TRAEFIK = "https://doc.traefik.io/traefik/routing/entrypoints/#forwarded-headers";
const CLOUDFLARE_LIST = "https://www.cloudflare.com/ips-v4";
const CLOUDFLARE = [
	"103.21.244.0/22",
	"103.22.200.0/22",
	"103.31.4.0/22",
	"104.16.0.0/13",
	"104.24.0.0/14",
	"108.162.192.0/18",
	"131.0.72.0/22",
	"141.101.64.0/18",
	"162.158.0.0/15",
	"172.64.0.0/13",
	"173.245.48.0/20",
	"188.114.96.0/20",
	"190.93.240.0/20",
	"197.234.240.0/22",
	"198.41.128.0/17"
];
const EVERYBODY = /^(0\.0\.0\.0\/[01]|::\/0|\*)$/;
const PRIVATE = /^(10\.|127\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|::1|f[cd][0-9a-f]{2}:|fe80:|unix:|localhost)/i;
function trustedLists(project) {
	const nginx = used(project, "nginx").flatMap(({ file, directives }) => {
		const all = everyDirective(directives).filter(({ name }) => name === "set_real_ip_from");
		const [first] = all;
		return first === void 0 ? [] : [{
			file,
			key: "set_real_ip_from",
			addresses: all.flatMap(({ words }) => words),
			place: first.place,
			all
		}];
	});
	const traefik = used(project, "traefik").flatMap(({ file, directives }) => directives.filter(({ name }) => /(forwardedheaders|proxyprotocol)\.trustedips(\[\d+\])?$/i.test(name)).map(({ name, words, place }) => ({
		file,
		key: name,
		addresses: words.flatMap((word) => word.split(",")).map((word) => word.trim()),
		place
	})));
	const caddy = used(project, "caddy").flatMap(({ file, directives }) => everyDirective(directives).filter(({ name }) => name === "trusted_proxies").map(({ name, words, place }) => ({
		file,
		key: name,
		addresses: words.filter((word) => word !== "static"),
		place
	})));
	return [
		...nginx.map(({ all, ...list }) => ({
			...list,
			place: all.find(({ words }) => words.some((word) => EVERYBODY.test(word)))?.place ?? list.place
		})),
		...traefik,
		...caddy
	];
}
const trustsEverybody = defineRule({
	id: "proxy/trusts-everybody",
	title: "Forwarded headers are believed from known proxies only",
	severity: {
		development: "off",
		staging: "high",
		production: "high"
	},
	why: "A proxy that believes X-Forwarded-For and X-Forwarded-Proto of anybody lets every stranger choose his address and claim https: rate limits, allow-lists and secure cookies fall.",
	remedy: "Name the networks of the proxies before it:\nforwardedHeaders:\n  insecure: false\n  trustedIPs:\n    - \"127.0.0.1/32\"\n    - \"10.0.0.0/8\"",
	source: [
		"S1-035",
		"S1-036",
		TRAEFIK,
		"https://nginx.org/en/docs/http/ngx_http_realip_module.html"
	],
	judge: (project) => [...used(project, "traefik").flatMap(({ file, directives }) => directives.filter(({ name, words }) => /(forwardedheaders|proxyprotocol)\.insecure$/i.test(name) && words[0]?.toLowerCase() === "true").map(({ name, place }) => ({
		place,
		subject: `${file}: ${name}`,
		message: "Traefik believes forwarded headers from everybody: strangers choose their address, host and scheme.",
		evidence: `${name} = true`
	}))), ...trustedLists(project).filter(({ addresses }) => addresses.some((address) => EVERYBODY.test(address))).map(({ file, key, place, addresses }) => ({
		place,
		subject: `${file}: ${key}`,
		message: `${key} names every address there is: whoever sends the header is believed.`,
		evidence: `${key} ${addresses.find((address) => EVERYBODY.test(address))}`,
		remedy: "Name the networks of the proxies before it:\n10.0.0.0/8"
	}))]
});
const trustedRanges = defineRule({
	id: "proxy/trusted-ranges",
	title: "Trusted addresses are those of proxies",
	severity: {
		development: "off",
		staging: "low",
		production: "medium"
	},
	why: "A public range that is nobody’s proxy makes everybody in it believed; a list of Cloudflare that is not whole shows some visitors as Cloudflare.",
	remedy: `Keep private ranges and, behind Cloudflare, its whole list: ${CLOUDFLARE_LIST}`,
	source: [
		"S1-036",
		"S1-037",
		CLOUDFLARE_LIST,
		TRAEFIK
	],
	judge: (project) => {
		return trustedLists(project).filter(({ addresses }) => !addresses.some((address) => EVERYBODY.test(address))).flatMap(({ file, key, addresses, place }) => {
			const own = addresses.filter((address) => CLOUDFLARE.includes(address));
			const left = CLOUDFLARE.filter((range) => !addresses.includes(range));
			if (own.length > 0 && left.length > 0) return [{
				place,
				subject: `${file}: ${key}`,
				message: `${key} holds ${own.length} of Cloudflare’s ${CLOUDFLARE.length} ranges; visitors that come through the others are taken for Cloudflare itself.`,
				evidence: `missing ${left.slice(0, 3).join(", ")}${left.length > 3 ? ", …" : ""}`
			}];
			const wide = addresses.find((address) => {
				const size = Number(/\/(\d+)$/.exec(address)?.[1] ?? 32);
				return !PRIVATE.test(address) && !CLOUDFLARE.includes(address) && /^\d+\.\d+\.\d+\.\d+\/\d+$/.test(address) && size < 24;
			});
			if (wide === void 0 || own.length > 0) return [];
			return [{
				place,
				subject: `${file}: ${key}`,
				message: `${key} believes the public network ${wide}; anybody with an address in it chooses what the site takes him for.`,
				evidence: `${key} ${wide}`
			}];
		});
	}
});
const dashboard = defineRule({
	id: "proxy/dashboard-open",
	title: "Traefik’s dashboard is closed",
	severity: {
		development: "off",
		staging: "high",
		production: "high"
	},
	why: "api.insecure opens dashboard and API on port 8080 without a login: they tell every service, route and middleware.",
	remedy: "api:\n  dashboard: true\n  insecure: false",
	source: [
		"S1-035",
		"C29",
		"https://doc.traefik.io/traefik/operations/api/#insecure"
	],
	judge: (project) => used(project, "traefik").flatMap(({ file, directives }) => directives.filter(({ name, words }) => name.toLowerCase() === "api.insecure" && words[0]?.toLowerCase() === "true").map(({ name, place }) => ({
		place,
		subject: `${file}: ${name}`,
		message: "Traefik’s dashboard and API answer everybody who reaches port 8080.",
		evidence: "api.insecure = true"
	})))
});
// src/checks/proxy/index.ts
const RULES$4 = [
	doesNotLoad,
	unused,
	forwardedHeaders,
	schemeBehindProxy,
	clientClaims,
	trustsEverybody,
	trustedRanges,
	dashboard,
	constantHealth,
	duplicateHeaders,
	upstreamMissing,
	bodySize,
	timeouts,
	httpsRedirect,
	tlsVersions,
	aliasTraversal,
	sourceServed,
	listing,
	hiddenFiles,
	serverTokens,
	poolMode,
	poolerLogin,
	poolerPort,
	poolerClients
];
// src/checks/requirements/declared.ts
function entryOf(file, ...names) {
	return file?.entries.find(({ name }) => names.includes(name));
}
function versionOf(project, name) {
	const entry = entryOf(project.requirements.deployed, name);
	const version = entry?.pinned ?? project.python?.packages[name];
	return version === void 0 ? void 0 : {
		version,
		entry
	};
}
function isWhole(file) {
	const own = file.entries.some(({ direct, name }) => direct !== void 0 && (name === "itself" || direct.startsWith(".")));
	return file.entries.length > 0 && file.unreadable.length === 0 && !own;
}
function written({ name, extras, specifier, direct }) {
	const more = extras.length === 0 ? "" : `[${extras.join(",")}]`;
	return direct === void 0 ? `${name}${more}${specifier}` : `${name}${more} from an address`;
}
// src/checks/requirements/needed.ts
const DRIVERS = [
	"psycopg",
	"psycopg2",
	"psycopg2-binary",
	"psycopg2cffi"
];
const driver = defineRule({
	id: "requirements/driver",
	title: "The driver of the database is installed with the site",
	severity: {
		development: "medium",
		staging: "high",
		production: "high"
	},
	why: "Without it the first import of the database backend fails: nothing starts.",
	remedy: "Add it to the file that the image installs:\npsycopg[binary]>=3.2",
	source: [
		"C05",
		"S1-043",
		"S2-001",
		"S2-008",
		"https://docs.djangoproject.com/en/5.2/ref/databases/#postgresql-notes"
	],
	judge: (project) => {
		const { deployed } = project.requirements;
		if (deployed === void 0 || !isWhole(deployed) || !usesPostgres(project)) return [];
		if (entryOf(deployed, ...DRIVERS) !== void 0) return [];
		return [{
			place: {
				file: deployed.file,
				line: 1
			},
			subject: deployed.file,
			message: `The site uses PostgreSQL, and ${deployed.file} installs no driver for it.`,
			evidence: "neither psycopg nor psycopg2"
		}];
	}
});
function usesPostgres(project) {
	const engines = project.evaluations.map((evaluation) => text(member(setting(evaluation, "DATABASES")?.value, "default", "ENGINE")));
	if (engines.some((engine) => engine !== void 0)) return engines.some((engine) => /postg/.test(engine ?? ""));
	return usesOf(project).some(({ name, value }) => name === "DATABASE_URL" && /^postg/.test(connectionOf(value)?.scheme ?? ""));
}
const driverKind = defineRule({
	id: "requirements/driver-kind",
	title: "The driver of the database is the kind its makers advise for deployment",
	severity: "low",
	why: "psycopg2-binary carries its own libpq and OpenSSL: its makers advise against it in production, and updates of the system’s libraries do not reach it. psycopg without [binary] or [c] needs the system’s libpq.",
	remedy: "psycopg[binary] (the successor, whose makers do advise it), or psycopg2 built in the image with libpq-dev:\npsycopg[binary]>=3.2",
	source: [
		"C05",
		"S1-043",
		"https://www.psycopg.org/docs/install.html#psycopg-vs-psycopg-binary"
	],
	judge: (project) => {
		const { deployed } = project.requirements;
		const binary = entryOf(deployed, "psycopg2-binary");
		if (binary !== void 0) return [{
			place: binary.place,
			subject: "psycopg2-binary",
			message: "The deployed file installs psycopg2-binary, with libraries that the system does not update.",
			evidence: written(binary)
		}];
		const plain = deployed?.entries.find(({ name, extras }) => name === "psycopg" && !extras.some((extra) => extra === "binary" || extra === "c"));
		const lock = deployed !== void 0 && /lock$/.test(deployed.kind);
		if (plain === void 0 || lock || entryOf(deployed, "psycopg-binary", "psycopg-c") !== void 0) return [];
		const images = project.dockerfiles;
		const library = images.some(({ stages }) => stages.some(({ runs }) => runs.some(({ commands }) => commands.some(({ words }) => words.some((word) => /^libpq|^postgresql/.test(word))))));
		if (images.length === 0 || library) return [];
		return [{
			place: plain.place,
			subject: "psycopg",
			message: "psycopg is installed without its binary part, and no image installs libpq: the import fails.",
			evidence: written(plain),
			severity: "high"
		}];
	}
});
const need = (name, ...instead) => ({
	package: name,
	instead
});
const PROGRAMS = {
	gunicorn: need("gunicorn"),
	celery: need("celery", "django-celery-beat", "django-celery-results"),
	uvicorn: need("uvicorn", "uvicorn-worker", "fastapi"),
	daphne: need("daphne", "channels"),
	hypercorn: need("hypercorn"),
	uwsgi: need("uwsgi", "pyuwsgi"),
	flower: need("flower"),
	granian: need("granian"),
	waitress: need("waitress")
};
const APPS = {
	whitenoise: need("whitenoise"),
	rest_framework: need("djangorestframework", "djangorestframework-simplejwt", "drf-spectacular", "drf-yasg", "dj-rest-auth"),
	rest_framework_simplejwt: need("djangorestframework-simplejwt"),
	corsheaders: need("django-cors-headers"),
	storages: need("django-storages"),
	django_filters: need("django-filter"),
	django_extensions: need("django-extensions"),
	django_celery_beat: need("django-celery-beat"),
	django_celery_results: need("django-celery-results"),
	django_redis: need("django-redis"),
	axes: need("django-axes"),
	csp: need("django-csp"),
	health_check: need("django-health-check"),
	django_safemigrate: need("django-safemigrate"),
	drf_spectacular: need("drf-spectacular"),
	django_prometheus: need("django-prometheus"),
	auditlog: need("django-auditlog"),
	simple_history: need("django-simple-history"),
	channels: need("channels"),
	allauth: need("django-allauth", "dj-rest-auth")
};
const missing = defineRule({
	id: "requirements/missing",
	title: "What commands and settings use is installed with the site",
	severity: {
		development: "medium",
		staging: "high",
		production: "high"
	},
	why: "The image is built and cannot start: the program is not found, or Django cannot import an app or a middleware.",
	remedy: "Add the package to the file that the image installs.",
	source: [
		"S0-008",
		"S1-042",
		"S1-045",
		"S1-134",
		"S2-006",
		"S2-008"
	],
	judge: (project) => {
		const { deployed } = project.requirements;
		if (deployed === void 0 || !isWhole(deployed)) return [];
		const hits = new Map();
		for (const { needed, because, place } of neededBy(project)) {
			if (hits.has(needed.package) || entryOf(deployed, needed.package, ...needed.instead) !== void 0) continue;
			hits.set(needed.package, {
				place: place ?? {
					file: deployed.file,
					line: 1
				},
				subject: needed.package,
				message: `${because}, and ${deployed.file} does not install ${needed.package}.`,
				evidence: `${deployed.entries.length} packages, none of them ${needed.package}`,
				remedy: `Add to ${deployed.file}:\n${needed.package}`
			});
		}
		return [...hits.values()];
	}
});
function* neededBy(project) {
	for (const { own, title, start } of project.services) {
		if (!own) continue;
		for (const { words, file, line } of start.commands) {
			const first = words[0]?.replace(/^.*\//, "") ?? "";
			const program = /^python[\d.]*$/.test(first) && words[1] === "-m" ? words[2] ?? "" : first;
			const needed = PROGRAMS[program];
			if (needed !== void 0) yield {
				needed,
				because: `${title} starts ${program}`,
				place: {
					file,
					line
				}
			};
		}
	}
	for (const evaluation of project.evaluations) {
		for (const name of ["INSTALLED_APPS", "MIDDLEWARE"]) {
			const of = setting(evaluation, name);
			for (const dotted of list(of?.value) ?? []) {
				const needed = APPS[dotted.split(".")[0] ?? ""];
				if (needed !== void 0) yield {
					needed,
					because: `${name} holds "${dotted}"`,
					place: of?.place
				};
			}
		}
		const cache = setting(evaluation, "CACHES");
		const backend = text(member(cache?.value, "default", "BACKEND")) ?? "";
		if (backend.startsWith("django.core.cache.backends.redis")) yield {
			needed: need("redis", "django-redis", "celery", "redis-py"),
			because: "The cache is in Redis",
			place: cache?.place
		};
		if (backend.startsWith("django_redis")) yield {
			needed: need("django-redis"),
			because: "The cache is in Redis",
			place: cache?.place
		};
		const storages = setting(evaluation, "STORAGES");
		if (/S3|s3boto/.test(JSON.stringify(storages?.value ?? ""))) yield {
			needed: need("django-storages"),
			because: "Files are stored in a bucket",
			place: storages?.place
		};
		if (assigned(evaluation, "AWS_STORAGE_BUCKET_NAME") !== void 0 && /storages\.backends\.s3/.test(JSON.stringify(storages?.value ?? ""))) yield {
			needed: hasExtra(project, "django-storages", ["s3", "boto3"]) ? need("django-storages") : need("boto3"),
			because: "Files are stored in a bucket",
			place: placed(evaluation.answer.settings?.others["AWS_STORAGE_BUCKET_NAME"]?.place ?? null) ?? storages?.place
		};
	}
}
function hasExtra({ requirements: { deployed } }, name, extras) {
	return entryOf(deployed, name)?.extras.some((extra) => extras.includes(extra)) === true;
}
// src/checks/requirements/packages.ts
const MINIMUM = {
	celery: "5.3",
	redis: "5.0",
	gunicorn: "20.1",
	pillow: "10.0",
	"django-environ": "0.11",
	djangorestframework: "3.14",
	whitenoise: "6.0",
	psycopg2: "2.9",
	"psycopg2-binary": "2.9",
	"django-storages": "1.14",
	boto3: "1.34"
};
const minimum = defineRule({
	id: "requirements/minimum",
	title: "Packages are new enough for what is asked of them",
	severity: "medium",
	why: "Older ones lack what the settings rely on, do not know the installed Django and Python, or have known holes (Pillow).",
	remedy: "Raise the version, and let the tests run.",
	source: [
		"S1-042",
		"S1-043",
		"S1-045",
		"S1-134",
		"S2-002",
		"S2-008"
	],
	judge: ({ requirements: { deployed } }) => (deployed?.entries ?? []).flatMap((entry) => {
		const least = MINIMUM[entry.name];
		if (least === void 0 || !isAlwaysOlder(entry, least)) return [];
		return [{
			place: entry.place,
			subject: entry.name,
			message: `${entry.name} is older than ${least}.`,
			evidence: written(entry),
			remedy: `${entry.name}>=${least}`
		}];
	})
});
const CONTRADICTIONS = [
	{
		package: "django",
		since: "4.2",
		setting: ["STORAGES"],
		effect: "it is ignored: static files and media are stored as STATICFILES_STORAGE and DEFAULT_FILE_STORAGE say"
	},
	{
		package: "django",
		since: "6.1",
		setting: ["MAILERS"],
		effect: "it is ignored: mail goes where EMAIL_BACKEND says"
	},
	{
		package: "django",
		since: "5.1",
		setting: [
			"DATABASES",
			"default",
			"OPTIONS",
			"pool"
		],
		effect: "the option reaches the driver, which refuses to connect"
	},
	{
		package: "django",
		since: "4.1",
		setting: [
			"DATABASES",
			"default",
			"CONN_HEALTH_CHECKS"
		],
		effect: "connections are kept without being checked"
	},
	{
		package: "django",
		since: "6.0",
		setting: ["SECURE_CSP"],
		effect: "no policy is sent"
	},
	{
		package: "django",
		since: "4.1",
		setting: ["SECRET_KEY_FALLBACKS"],
		effect: "old sessions end when the key changes"
	},
	{
		package: "celery",
		since: "5.5",
		setting: ["CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT"],
		effect: "it is ignored: workers end as they did"
	},
	{
		package: "celery",
		since: "5.1",
		setting: ["CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS"],
		effect: "it is ignored"
	}
];
const contradiction = defineRule({
	id: "requirements/contradiction",
	title: "The deployed versions know the settings that are used",
	severity: {
		development: "medium",
		staging: "high",
		production: "high"
	},
	why: "A setting that a version does not know is ignored without a word; the site runs with another behaviour than the one that is written down.",
	remedy: "Raise the version, or use the setting that this version knows.",
	source: [
		"C03",
		"S1-049",
		"S1-126",
		"S1-142",
		"S1-044",
		"https://docs.djangoproject.com/en/5.2/releases/"
	],
	judge: (project) => {
		const django = versionOf(project, "django");
		const psycopg = entryOf(project.requirements.deployed, "psycopg");
		const old = django !== void 0 && isOlder(django.version, "4.2");
		const driver = psycopg === void 0 || !old ? [] : [{
			place: psycopg.place,
			subject: "psycopg",
			message: `Django ${django.version} only knows psycopg2: with psycopg 3 alone no connection is made.`,
			evidence: written(psycopg),
			remedy: "Django>=4.2, or psycopg2"
		}];
		const settings = CONTRADICTIONS.flatMap(({ package: name, since, setting: [first, ...path], effect }) => {
			const version = versionOf(project, name);
			if (version === void 0 || !isOlder(version.version, since)) return [];
			const found = project.evaluations.find((evaluation) => {
				const own = setting(evaluation, first);
				if (path.length === 0) return own === void 0 ? assigned(evaluation, first) !== void 0 : !own.default;
				const value = own?.default === false ? member(own.value, ...path) : void 0;
				return value !== void 0 && value !== false && value !== null;
			});
			if (found === void 0) return [];
			const place = setting(found, first)?.place ?? assigned(found, first)?.place ?? version.entry?.place;
			return [{
				...place === void 0 ? {} : { place },
				subject: first,
				message: `${[first, ...path].join(".")} is known from ${name} ${since} on, and ${version.version} is deployed: ${effect}.`,
				evidence: `${name} ${version.version}`,
				remedy: `${name}>=${since}`,
				...first === "STORAGES" || path.includes("pool") ? {} : { severity: "medium" }
			}];
		});
		return [...driver, ...settings];
	}
});
const OBSOLETE = {
	"django-secure": "Django’s own checks and settings, which have all of it since 1.8",
	raven: "sentry-sdk",
	"raven-aiohttp": "sentry-sdk",
	"django-celery": "celery itself, with django-celery-beat and django-celery-results",
	djcelery: "celery itself, with django-celery-beat and django-celery-results",
	south: "Django’s own migrations",
	nose: "pytest",
	"django-nose": "pytest-django",
	pycrypto: "cryptography, or pycryptodome",
	boto: "boto3",
	"django-storages-redux": "django-storages",
	"python-memcached": "pymemcache",
	"django-redis-cache": "django-redis, or Django’s own Redis cache",
	"django-heroku": "the settings that it sets, written down",
	"django-sslify": "SECURE_SSL_REDIRECT",
	"django-cors-middleware": "django-cors-headers",
	"django-rest-swagger": "drf-spectacular",
	"djangorestframework-jwt": "djangorestframework-simplejwt",
	"django-rest-auth": "dj-rest-auth",
	"django-jsonfield": "models.JSONField",
	jsonfield: "models.JSONField",
	"django-nested-admin-inline": "django-nested-admin",
	"django-jet": "django-unfold, or the admin itself",
	six: "nothing, because Python 2 is gone"
};
const DANGEROUS = new Set(["pycrypto", "djangorestframework-jwt"]);
const obsolete = defineRule({
	id: "requirements/obsolete",
	title: "No package is abandoned",
	severity: "low",
	why: "Nobody fixes its holes, and it stops the move to the next Django and Python.",
	remedy: "Replace it by its successor.",
	source: [
		"S1-042",
		"S2-002",
		"django-secure: merged into Django 1.8"
	],
	judge: ({ requirements: { files } }) => {
		const found = new Map();
		for (const { kind, entries } of files) for (const entry of entries) {
			const instead = OBSOLETE[entry.name];
			if (instead === void 0 || found.has(entry.name) || /lock$/.test(kind) && entry.name === "six" || entry.hashed) continue;
			if (entry.name === "six" && entry.pinned !== void 0) continue;
			found.set(entry.name, {
				place: entry.place,
				subject: entry.name,
				message: `${entry.name} is not kept up any more; today one takes ${instead}.`,
				evidence: written(entry),
				remedy: `Remove ${entry.name}, and take instead: ${instead}.`,
				...DANGEROUS.has(entry.name) ? { severity: "medium" } : {}
			});
		}
		return [...found.values()];
	}
});
const DEVELOPMENT = /^(?:pytest(?:-.+)?|django-debug-toolbar|ipdb|pdbpp|pudb|ipython|jupyter(?:lab)?|notebook|black|flake8(?:-.+)?|isort|mypy|pylint(?:-.+)?|ruff|coverage|factory-boy|faker|model-bakery|pre-commit|tox|nox|nose|selenium|playwright|watchdog|django-browser-reload|django-stubs|bandit|locust|responses|freezegun|vcrpy|djlint|autopep8|pip-tools)$/;
const developmentPackages = defineRule({
	id: "requirements/development",
	title: "The image holds no tools of developers and tests",
	severity: {
		development: "off",
		staging: "low",
		production: "low"
	},
	why: "They make the image larger and slower to load, and each is one more package with holes of its own.",
	remedy: "Move them to a file that only developers and tests install:\nrequirements/development.txt",
	source: ["S2-008", "S1-051"],
	judge: ({ requirements: { deployed } }) => {
		const found = (deployed?.entries ?? []).filter(({ name }) => DEVELOPMENT.test(name));
		const [first] = found;
		if (first === void 0 || deployed === void 0) return [];
		return [{
			place: first.place,
			subject: deployed.file,
			message: `${found.length === 1 ? "One package of the deployed file only helps" : `${found.length} packages of the deployed file only help`} developers and tests.`,
			evidence: named(found.map(({ name }) => name))
		}];
	}
});
// src/checks/requirements/pinning.ts
const unpinned = defineRule({
	id: "requirements/unpinned",
	title: "The image installs versions that are written down",
	severity: {
		development: "low",
		staging: "medium",
		production: "medium"
	},
	why: "Two builds of one commit hold different packages: what was tested on staging is not what production gets, and a rollback does not bring back what ran.",
	remedy: "Keep what you ask for in one file and let a tool pin it in another:\nuv pip compile --generate-hashes requirements/production.in -o requirements/production.txt",
	source: [
		"S2-008",
		"S1-044",
		"S1-045",
		"https://pip.pypa.io/en/stable/topics/repeatable-installs/"
	],
	judge: ({ requirements: { deployed } }) => {
		if (deployed === void 0 || /lock$/.test(deployed.kind)) return [];
		const loose = deployed.entries.filter(({ pinned, direct }) => pinned === void 0 && direct === void 0);
		const [first] = loose.filter(({ specifier }) => specifier === "").concat(loose);
		if (first === void 0) return [];
		const any = loose.filter(({ specifier }) => specifier === "").length;
		return [{
			place: first.place,
			subject: deployed.file,
			message: any > 0 ? `${any} of ${deployed.entries.length} packages may be of any version: each build takes the newest.` : `${loose.length} of ${deployed.entries.length} packages are given as a range: each build takes the newest in it.`,
			evidence: named((any > 0 ? loose.filter(({ specifier }) => specifier === "") : loose).map(written)),
			...any > 0 ? {} : { severity: "low" }
		}];
	}
});
const movingSource = defineRule({
	id: "requirements/moving-source",
	title: "Packages from repositories are named by commit",
	severity: {
		development: "low",
		staging: "medium",
		production: "medium"
	},
	why: "A branch moves: the next build holds code that nobody looked at.",
	remedy: "Name the commit:\nname @ git+https://host/owner/name@<40 hexadecimal digits>",
	source: ["https://pip.pypa.io/en/stable/topics/vcs-support/", "S2-008"],
	judge: ({ requirements: { deployed } }) => (deployed?.entries ?? []).flatMap(({ name, direct, place }) => {
		if (direct === void 0 || !/^git\+/.test(direct) || /@[0-9a-f]{7,40}(?:#|$)|@v?\d+(?:\.\d+)+(?:#|$)/.test(direct)) return [];
		return [{
			place,
			subject: name,
			message: `${name} is installed from whatever its repository’s branch holds at that moment.`,
			evidence: "git+ without a commit or a tag"
		}];
	})
});
const hashes = defineRule({
	id: "requirements/hashes",
	title: "Either every requirement has hashes or none",
	severity: "high",
	why: "One hash switches pip to its strict mode, in which it refuses the whole file because of those without.",
	remedy: "Make the file anew with a tool that writes all hashes:\nuv pip compile --generate-hashes requirements/production.in -o requirements/production.txt",
	source: ["https://pip.pypa.io/en/stable/topics/secure-installs/#hash-checking-mode", "S2-008"],
	judge: ({ requirements: { files } }) => files.flatMap(({ file, kind, entries }) => {
		const bare = entries.filter(({ hashed, direct }) => !hashed && direct === void 0);
		const [first] = bare;
		if (kind !== "requirements" || first === void 0 || bare.length === entries.length) return [];
		if (entries.every(({ hashed }) => !hashed)) return [];
		return [{
			place: first.place,
			subject: file,
			message: `${bare.length} of ${entries.length} requirements have no hash, so pip refuses to install the file.`,
			evidence: named(bare.map(({ name }) => name))
		}];
	})
});
const contradicting = defineRule({
	id: "requirements/contradicting",
	title: "No package is asked for in two versions",
	severity: "medium",
	why: "pip refuses two versions of one package; what is installed then is what the image had before.",
	remedy: "Keep one of the lines.",
	source: ["S2-008", "https://pip.pypa.io/en/stable/topics/dependency-resolution/"],
	judge: ({ requirements: { files } }) => {
		const found = new Map();
		for (const { kind, entries } of files) {
			if (kind !== "requirements") continue;
			for (const [index, entry] of entries.entries()) {
				const before = entries.slice(0, index).find(({ name }) => name === entry.name);
				if (before === void 0 || entry.marker !== void 0 || before.marker !== void 0) continue;
				const versions = [before, entry].map(({ specifier }) => /^==(.+)$/.exec(specifier)?.[1]);
				if (versions[0] === void 0 || versions[1] === void 0 || versions[0] === versions[1]) continue;
				found.set(`${entry.place.file}:${entry.place.line}`, {
					place: entry.place,
					subject: entry.name,
					message: `${entry.name} is asked for as ${versions[1]} here and as ${versions[0]} ${before.place.file === entry.place.file ? "on an earlier line" : `in ${before.place.file}`}.`,
					evidence: `${written(before)}, ${written(entry)}`
				});
			}
		}
		return [...found.values()];
	}
});
const unreadable = defineRule({
	id: "requirements/unreadable",
	title: "pip can read the requirements, and the files they include are there",
	severity: "high",
	why: "pip stops at the first line it cannot read or the first file it does not find: the image is not built.",
	remedy: "Write it as PEP 508 says (name, versions, marker), and name included files relative to the file:\n-r base.txt",
	source: [
		"S2-008",
		"PEP 508",
		"https://pip.pypa.io/en/stable/reference/requirements-file-format/"
	],
	judge: ({ requirements: { files, deployed } }) => {
		const known = new Set(files.map(({ file }) => file));
		const found = new Map();
		for (const { file, kind, unreadable: lines, includes, includedAt } of files) {
			if (kind !== "requirements") continue;
			const severity = deployed?.file === file || deployed?.includes.includes(file) === true ? {} : { severity: "low" };
			for (const { place, text } of lines) found.set(`${place.file}:${place.line}`, {
				place,
				subject: place.file,
				message: "pip cannot read this line.",
				evidence: text.slice(0, 60),
				...severity
			});
			for (const include of includes) {
				if (known.has(include)) continue;
				const place = includedAt?.get(include) ?? {
					file,
					line: 1
				};
				const key = `${place.file}:${place.line}`;
				if (found.has(key) && severity.severity === "low") continue;
				found.set(key, {
					place,
					subject: place.file,
					message: `${place.file} includes ${include}, which is not there.`,
					evidence: `-r ${include}`,
					...severity
				});
			}
		}
		return [...found.values()];
	}
});
const WATCHED = [
	"celery",
	"gunicorn",
	"whitenoise",
	"djangorestframework",
	"redis",
	"django-environ",
	"psycopg",
	"psycopg2"
];
const installedDrift = defineRule({
	id: "requirements/installed",
	title: "What is installed here is what the image installs",
	severity: "low",
	why: "The installed versions decide what was judged: another Celery or Redis client has other defaults.",
	remedy: "Install the file that is deployed before the check:\npip install -r requirements/production.txt",
	source: [
		"C03",
		"S1-044",
		"S2-002"
	],
	judge: (project) => {
		const packages = project.python?.packages;
		const { deployed } = project.requirements;
		if (packages === void 0 || deployed === void 0) return [];
		const different = WATCHED.flatMap((name) => {
			const entry = deployed.entries.find((known) => known.name === name && known.marker === void 0);
			const installed = packages[name];
			return entry?.pinned === void 0 || installed === void 0 || entry.pinned === installed ? [] : [{
				entry,
				installed
			}];
		});
		const [first] = different;
		if (first === void 0) return [];
		return [{
			place: first.entry.place,
			subject: deployed.file,
			message: `${different.length === 1 ? "One package is" : `${different.length} packages are`} installed here in another version than ${deployed.file} says.`,
			evidence: named(different.map(({ entry, installed }) => `${entry.name} ${installed} here, ${entry.pinned} deployed`))
		}];
	}
});
// src/checks/requirements/python.ts
const pythonDrift = defineRule({
	id: "requirements/python",
	title: "One version of Python is named everywhere",
	severity: "medium",
	why: "What is tested with one version runs with another: packages have other files for it, and what one accepts the other refuses.",
	remedy: "Name the same version in FROM, .python-version, workflows and build variables, within requires-python.",
	source: [
		"C37",
		"S0-025",
		"S2-009"
	],
	judge: ({ requirements: { pythons } }) => {
		const named = pythons.filter(({ kind }) => kind !== "range");
		const chosen = named.find(({ kind }) => kind === "image") ?? named.find(({ place }) => place.file.endsWith(".python-version")) ?? named.find(({ kind }) => kind === "pin");
		if (chosen === void 0) return [];
		const series = seriesOf(chosen.version) ?? chosen.version;
		return [...testedElsewhere(named.flatMap(({ version, kind, place }) => {
			if (seriesOf(version) === series) return [];
			return [{
				place,
				subject: place.file,
				message: place.file === chosen.place.file ? `${place.file} names Python ${version} here, and ${chosen.version} on another line.` : `${place.file} names Python ${version}, ${chosen.place.file} ${chosen.version}.`,
				evidence: `Python ${version}`,
				remedy: `Name ${series} in both.`,
				...kind === "workflow" ? { severity: "low" } : {}
			}];
		}), named, series), ...outside(pythons, chosen)];
	}
});
function testedElsewhere(hits, named, series) {
	const tested = named.some(({ kind, version }) => kind === "workflow" && seriesOf(version) === series);
	return hits.filter(({ severity }) => severity !== "low" || !tested);
}
function outside(pythons, chosen) {
	return pythons.flatMap(({ kind, version, place }) => {
		if (kind !== "range" || allows(version, chosen.version)) return [];
		return [{
			place,
			subject: `${place.file}: requires-python`,
			message: `${place.file} allows Python ${version}, and ${chosen.place.file} names ${chosen.version}.`,
			evidence: `requires ${version}`
		}];
	});
}
function allows(range, version) {
	const series = seriesOf(version);
	if (series === void 0) return true;
	return (isExact(version) ? fits(version, range) : fitsSeries(series, range)) !== false;
}
const updates = defineRule({
	id: "requirements/updates",
	title: "A robot proposes updates of the dependencies",
	severity: {
		development: "off",
		staging: "low",
		production: "low"
	},
	why: "Nobody notices that a package has a hole until somebody looks; a robot looks every week.",
	remedy: "Add .github/dependabot.yml:\nversion: 2\nupdates:\n  - package-ecosystem: pip\n    directory: /\n    schedule:\n      interval: monthly\n  - package-ecosystem: docker\n    directory: /\n    schedule:\n      interval: weekly",
	source: [
		"S2-047",
		"S2-046",
		"S2-076",
		"S4-097"
	],
	judge: ({ requirements, source }) => {
		if (source.files.some((file) => /^\.github\/dependabot\.ya?ml$|(?:^|\/)\.?renovate(?:rc)?(?:\.json5?)?$|(?:^|\/)\.pyup\.ya?ml$/.test(file)) || requirements.files.every(({ entries }) => entries.length === 0)) return [];
		return [{
			subject: "dependency updates",
			message: "Neither Dependabot nor Renovate is configured in the repository.",
			evidence: "no .github/dependabot.yml, no renovate.json"
		}];
	}
});
// src/checks/requirements/index.ts
const RULES$3 = [
	driver,
	missing,
	unreadable,
	hashes,
	contradicting,
	contradiction,
	minimum,
	unpinned,
	movingSource,
	installedDrift,
	pythonDrift,
	driverKind,
	obsolete,
	developmentPackages,
	updates
];
// src/checks/server/development-server.ts
const runserver = defineRule({
	id: "server/runserver",
	title: "A server made for production serves the site",
	severity: {
		development: "off",
		staging: "high",
		production: "critical"
	},
	why: "Django’s runserver is not made for strangers: it has gone through no security audit, reloads itself, and says so itself at every start.",
	remedy: "Start gunicorn in its place:\ngunicorn --config gunicorn.conf.py project.wsgi:application",
	source: [
		"S0-032",
		"S1-054",
		"https://docs.djangoproject.com/en/stable/ref/django-admin/#runserver"
	],
	judge: (project) => faultsOf(project, ["runserver"], (server) => ({
		setting: "runserver",
		place: server.place,
		message: (who) => `${who} serves visitors with Django’s development server${server.values.get(0)?.["insecure"]?.value === true ? ", and --insecure makes it serve static files without DEBUG" : ""}.`,
		evidence: "manage.py runserver"
	}))
});
const RELOADERS = [
	["reload", "restarts its workers whenever a file changes"],
	["use_reloader", "restarts its workers whenever a file changes"],
	["py-autoreload", "looks for changed files all the time"],
	["spew", "prints every line of Python it runs"],
	["debug", "runs in debug mode"]
];
const reload = defineRule({
	id: "server/reload",
	title: "The server runs without its tools for development",
	severity: {
		development: "off",
		staging: "high",
		production: "high"
	},
	why: "Reloading watches all files, costs memory and time, cuts requests off in their middle, and with uvicorn there is only one process.",
	remedy: "Leave the option out of what is deployed.",
	source: ["S1-099", "https://docs.gunicorn.org/en/stable/settings.html#reload"],
	judge: (project) => faultsOf(project, [
		"gunicorn",
		"uvicorn",
		"hypercorn",
		"uwsgi"
	], (server) => {
		for (const [name, does] of RELOADERS) {
			const value = known(server, name);
			if (value === void 0 || value.value === false || value.value === null || value.value === 0) continue;
			return {
				setting: name,
				place: placeOf$1(server, value),
				message: (who) => `${server.program} of ${who} ${does}, which is for a developer’s machine.`,
				evidence: shown(name, value)
			};
		}
	})
});
// src/checks/server/logs.ts
const SETTINGS$2 = "https://docs.gunicorn.org/en/stable/settings.html";
const STANDARD = new Set([
	"-",
	"/dev/stdout",
	"/dev/stderr",
	"/proc/1/fd/1",
	"/proc/1/fd/2",
	"/dev/fd/1",
	"/dev/fd/2"
]);
const accessLog = defineRule({
	id: "server/access-log",
	title: "The server writes which requests it answered, and how long they took",
	severity: {
		development: "off",
		staging: "low",
		production: "medium"
	},
	why: "Without an access log nobody can say afterwards which addresses failed or were slow; gunicorn writes none unless it is asked to.",
	remedy: "Write it to standard output, with the time each request took:\naccesslog = \"-\"\naccess_log_format = '%(h)s %(t)s \"%(r)s\" %(s)s %(b)s \"%(f)s\" \"%(a)s\" %(D)s'",
	source: [
		"S1-107",
		"S1-161",
		`${SETTINGS$2}#accesslog (default none), #access-log-format`
	],
	judge: (project) => faultsOf(project, [
		"gunicorn",
		"uvicorn",
		"hypercorn",
		"uwsgi"
	], (server) => {
		const value = accessLogOf(server);
		if (value === void 0 || usesOwnLogging(server)) return void 0;
		const place = placeOf$1(server, value);
		if (value.value === null || value.value === false || value.value === "") return {
			setting: "accesslog",
			place,
			message: (who) => `${server.program} of ${who} writes no access log.`,
			evidence: shown("access log", value)
		};
		const format = server.program === "gunicorn" ? known(server, "access_log_format") : void 0;
		if (format === void 0 || typeof format.value !== "string" || /%\([TDLM]\)s/.test(format.value)) return void 0;
		return {
			setting: "access_log_format",
			place: format.from === "default" ? place : placeOf$1(server, format),
			message: (who) => `The access log of ${who} does not say how long a request took.`,
			evidence: format.from === "default" ? "access_log_format is gunicorn’s own, which has no duration" : format.value,
			severity: "low"
		};
	})
});
function accessLogOf(server) {
	switch (server.program) {
		case "uvicorn": return known(server, "access_log");
		case "uwsgi": {
			const off = known(server, "disable-logging");
			return off === void 0 || off.value === false ? void 0 : {
				...off,
				value: false
			};
		}
		default: return known(server, "accesslog");
	}
}
function usesOwnLogging(server) {
	const values = server.values.values().next().value ?? {};
	return [
		"logconfig",
		"logconfig_dict",
		"logconfig_json",
		"log_config",
		"logger_class"
	].some((name) => {
		const value = values[name]?.value;
		return value !== void 0 && value !== null && value !== "{}";
	});
}
const logFiles = defineRule({
	id: "server/log-files",
	title: "Logs go to standard output",
	severity: {
		development: "off",
		staging: "medium",
		production: "medium"
	},
	why: "A file inside of a container is seen by nobody, grows until the disk is full and is gone with the container.",
	remedy: "Write both logs to standard output:\naccesslog = \"-\"\nerrorlog = \"-\"",
	source: [
		"S1-107",
		"C20",
		`${SETTINGS$2}#errorlog`
	],
	judge: (project) => faultsOf(project, [
		"gunicorn",
		"hypercorn",
		"uwsgi",
		"daphne"
	], (server) => {
		if (!inContainer(server, project)) return void 0;
		const names = server.program === "uwsgi" ? [
			"logto",
			"logto2",
			"daemonize"
		] : [
			"errorlog",
			"accesslog",
			"access_log"
		];
		for (const name of names) {
			const value = known(server, name);
			if (typeof value?.value !== "string" || value.value === "" || STANDARD.has(value.value)) continue;
			if (name === "daemonize") continue;
			const path = value.value;
			return {
				setting: name,
				place: placeOf$1(server, value),
				message: (who) => `${server.program} of ${who} writes its ${name} into ${path}, inside of the container.`,
				evidence: shown(name, value)
			};
		}
	})
});
const logLevel = defineRule({
	id: "server/log-level",
	title: "The server’s log says enough and not too much",
	severity: {
		development: "off",
		staging: "low",
		production: "medium"
	},
	why: "At debug every connection is a line and headers may be in it; at error nobody sees that workers were killed for their timeout.",
	remedy: "Use info:\nloglevel = \"info\"",
	source: [
		"S1-107",
		"S1-113",
		"C40",
		`${SETTINGS$2}#loglevel (default info)`
	],
	judge: (project) => faultsOf(project, [
		"gunicorn",
		"uvicorn",
		"hypercorn"
	], (server) => {
		const name = server.program === "uvicorn" ? "log_level" : "loglevel";
		const value = known(server, name);
		const level = typeof value?.value === "string" ? value.value.toLowerCase() : "";
		if (/^(debug|trace)$/.test(level)) return {
			setting: name,
			place: placeOf$1(server, value),
			message: (who) => `${server.program} of ${who} logs at ${level}, which fills the log with every connection.`,
			evidence: shown(name, value)
		};
		if (!/^(error|critical)$/.test(level)) return void 0;
		return {
			setting: name,
			place: placeOf$1(server, value),
			message: (who) => `${server.program} of ${who} logs at ${level}: starts of workers and killed ones leave no trace.`,
			evidence: shown(name, value),
			severity: "low"
		};
	})
});
// src/checks/server/ports.ts
const portDiffers = defineRule({
	id: "server/port-differs",
	title: "Whoever speaks to the server uses the port it listens on",
	severity: {
		development: "medium",
		staging: "high",
		production: "high"
	},
	why: "A proxy or a health check that asks another port gets no answer: the site is a 502, or the container counts as unhealthy and is never put into service.",
	remedy: "Use one port everywhere: bind, EXPOSE, the health check, Compose and Coolify’s “Ports Exposes”.",
	source: [
		"S0-032",
		"S1-101",
		"S2-016",
		"C02"
	],
	judge: (project) => faultsOf(project, [
		"gunicorn",
		"uvicorn",
		"hypercorn",
		"daphne",
		"uwsgi",
		"runserver"
	], (server) => {
		const ports = addressesOf(server)?.map(({ port }) => port);
		if (ports === void 0 || ports.length === 0 || ports.includes(void 0)) return void 0;
		const wrong = beliefsOf(server, project.application).filter(({ port }) => !ports.includes(port));
		const first = wrong.find(({ used }) => used) ?? wrong[0];
		if (first === void 0) return void 0;
		const listening = inSequence(ports.filter((port) => port !== void 0));
		return {
			setting: "port",
			place: first.place,
			message: (who) => `${server.program} of ${who} listens on port ${listening}, while ${inSequence(wrong.map(({ what, port }) => `${what} says ${port}`))}${first.used ? ": nothing answers there" : ""}.`,
			evidence: `${listening} and ${inSequence([...new Set(wrong.map(({ port }) => port))])}`,
			...first.used ? {} : { severity: "low" }
		};
	})
});
function beliefsOf(server, application) {
	const { service } = server;
	if (service === void 0) return [];
	const found = [];
	const stage = service.image;
	for (const { value, line } of stage?.stage.exposed ?? []) {
		const port = /^(\d+)(?:\/tcp)?$/.exec(value)?.[1];
		if (port !== void 0 && stage !== void 0 && stage.stage.exposed.length === 1) found.push({
			port,
			what: "EXPOSE",
			place: {
				file: stage.dockerfile.file,
				line
			},
			used: false
		});
	}
	for (const { target, place } of service.compose?.ports ?? []) {
		const port = /^(\d+)(?:\/tcp)?$/.exec(target)?.[1];
		if (port !== void 0 && service.compose?.ports.length === 1) found.push({
			port,
			what: "the published port",
			place,
			used: true
		});
	}
	for (const [label, value] of service.compose?.labels ?? []) if (/^traefik\.http\.services\.[^.]+\.loadbalancer\.server\.port$/i.test(label) && /^\d+$/.test(value)) found.push({
		port: value,
		what: "the label for Traefik",
		place: service.compose?.placeOf("labels", label) ?? service.place,
		used: true
	});
	found.push(...checked(server));
	if (application !== void 0 && service.compose === void 0) {
		for (const port of application.ports.length === 1 ? application.ports : []) if (/^\d+$/.test(port)) found.push({
			port,
			what: "Coolify’s “Ports Exposes”",
			place: service.place,
			used: true
		});
	}
	return found;
}
function checked({ service }) {
	const check = service?.healthcheck?.check;
	if (service === void 0 || check === void 0 || check === "none") return [];
	const ports = [...formText(check.test).replace(/\$\{(\w+):?-(\d+)\}|\$\{?(\w+)\}?/g, (all, name, fallback, bare) => {
		const variable = name ?? bare ?? "";
		return service.environment.has(variable) ? service.environment.get(variable) ?? all : fallback ?? all;
	}).matchAll(/\b(?:localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0):(\d+)/g)].map((match) => match[1] ?? "");
	const asked = [...new Set(ports)];
	const [port] = asked;
	return asked.length === 1 && port !== void 0 ? [{
		port,
		what: "its health check",
		place: check.place,
		used: true
	}] : [];
}
// src/checks/server/process.ts
const SETTINGS$1 = "https://docs.gunicorn.org/en/stable/settings.html";
const daemon = defineRule({
	id: "server/daemon",
	title: "The server stays in the foreground",
	severity: {
		development: "high",
		staging: "critical",
		production: "critical"
	},
	why: "A container lives as long as its first process. A server that detaches itself ends that process, and the container with it; under systemd the unit counts as dead.",
	remedy: "Leave the option out:\ndaemon = False",
	source: ["S1-108", `${SETTINGS$1}#daemon`],
	judge: (project) => faultsOf(project, ["gunicorn", "uwsgi"], (server) => {
		const name = server.program === "uwsgi" ? "daemonize" : "daemon";
		const value = known(server, name);
		const off = value === void 0 || value.value === false || value.value === null || value.value === "";
		const forks = /^forking$/i.test(server.unit?.get("Service.Type")?.value ?? "");
		if (off || value === void 0 || forks) return void 0;
		return {
			setting: name,
			place: placeOf$1(server, value),
			message: (who) => `${server.program} of ${who} detaches itself: ${inContainer(server, project) ? "its container ends at once" : "whatever started it takes it for ended"}.`,
			evidence: shown(name, value)
		};
	})
});
const switchUser = defineRule({
	id: "server/user-switch",
	title: "Only root asks for another user",
	severity: {
		development: "medium",
		staging: "high",
		production: "high"
	},
	why: "A process that is not root may not become somebody else: gunicorn’s workers end with “Operation not permitted”.",
	remedy: "Leave user and group to the image (USER) or the unit (User=), and out of gunicorn’s settings.",
	source: ["S1-053", `${SETTINGS$1}#user`],
	judge: (project) => faultsOf(project, ["gunicorn"], (server) => {
		const user = server.service?.user?.split(":")[0];
		const value = known(server, "user");
		const asked = value?.value;
		if (user === void 0 || user === "root" || user === "0" || value === void 0) return void 0;
		if (asked === null || asked === "" || String(asked) === user) return void 0;
		if (typeof asked !== "string" || /^\d+$/.test(asked) !== /^\d+$/.test(user)) return void 0;
		return {
			setting: "user",
			place: placeOf$1(server, value),
			message: (who) => `gunicorn of ${who} is started as ${user} and told to become ${asked}, which only root may.`,
			evidence: `${shown("user", value)}, started as ${user}`
		};
	})
});
const preload = defineRule({
	id: "server/preload",
	title: "Nothing that must not be shared is opened before the workers fork",
	severity: {
		development: "off",
		staging: "low",
		production: "low"
	},
	why: "With preload the application is loaded once and copied: a database connection, a pool or a thread made while it loads is shared by all workers or dead in them.",
	remedy: "Open connections only while a request is served, or close them after the fork:\ndef post_fork(server, worker):\n    from django import db\n    db.connections.close_all()",
	source: ["S1-110", `${SETTINGS$1}#preload-app`],
	judge: (project) => {
		const connected = project.evaluations.flatMap(({ answer }) => answer.effects).find(({ kind }) => kind === "connected" || kind === "started");
		return faultsOf(project, ["gunicorn"], (server) => {
			const value = known(server, "preload_app");
			if (value?.value !== true || server.values.values().next().value?.["post_fork"] !== void 0) return void 0;
			return {
				setting: "preload_app",
				place: placeOf$1(server, value),
				message: (who) => connected === void 0 ? `gunicorn of ${who} loads the application once and forks it. That saves memory, and needs every connection and thread to be made after the fork; nothing here closes them.` : `gunicorn of ${who} loads the application once and forks it, and loading it opens what must not be shared (${connected.what}).`,
				evidence: shown("preload_app", value),
				...connected === void 0 ? {} : { severity: "medium" }
			};
		});
	}
});
const workerTemporary = defineRule({
	id: "server/worker-tmp-dir",
	title: "The heartbeat of the workers lies in memory",
	severity: {
		development: "off",
		staging: "low",
		production: "low"
	},
	why: "Each worker touches a file to show that it lives. On the disk of a container that can block for so long that healthy workers are killed.",
	remedy: "Keep the file in memory:\nworker_tmp_dir = \"/dev/shm\"",
	source: ["S1-106", "https://docs.gunicorn.org/en/stable/faq.html#how-do-i-avoid-gunicorn-excessively-blocking-in-os-fchmod"],
	judge: (project) => faultsOf(project, ["gunicorn"], (server) => {
		const value = known(server, "worker_tmp_dir");
		if (!inContainer(server, project) || value === void 0) return void 0;
		if (typeof value.value === "string" && value.value !== "" && !/^\/(var\/)?tmp\b/.test(value.value)) return void 0;
		return {
			setting: "worker_tmp_dir",
			place: placeOf$1(server, value),
			message: (who) => `The workers of ${who} show that they live by a file on the container’s disk.`,
			evidence: shown("worker_tmp_dir", value)
		};
	})
});
const forwarded = defineRule({
	id: "server/forwarded-allow-ips",
	title: "Forwarded headers are believed from the proxy only",
	severity: {
		development: "off",
		staging: "low",
		production: "low"
	},
	why: "Who may set X-Forwarded-Proto decides what the application takes for https; with uvicorn who may set X-Forwarded-For decides the client’s address.",
	remedy: "Name the proxy’s network:\nforwarded_allow_ips = \"10.0.0.0/8\"",
	source: [
		"S1-035",
		"S1-036",
		`${SETTINGS$1}#forwarded-allow-ips`
	],
	judge: (project) => faultsOf(project, ["gunicorn", "uvicorn"], (server) => {
		const value = known(server, "forwarded_allow_ips");
		const text = knownText(server, "forwarded_allow_ips");
		if (value === void 0 || text === void 0) return void 0;
		const everyone = text.split(",").some((part) => part.trim() === "*" || part.trim() === "0.0.0.0/0");
		const open = (server.service?.compose?.ports ?? []).find(({ host }) => host === void 0 || !/^(127\.|::1)/.test(host));
		if (everyone && open !== void 0) return {
			setting: "forwarded_allow_ips",
			place: placeOf$1(server, value),
			message: (who) => `${server.program} of ${who} believes forwarded headers from everybody, and its port is published: whoever comes past the proxy decides what counts as https.`,
			evidence: shown("forwarded_allow_ips", value),
			severity: "medium"
		};
		if (!(server.program === "uvicorn" && known(server, "proxy_headers")?.value === false) || !inContainer(server, project)) return void 0;
		const headers = known(server, "proxy_headers");
		return {
			setting: "proxy_headers",
			place: placeOf$1(server, headers),
			message: (who) => `uvicorn of ${who} ignores forwarded headers: every client has the proxy’s address.`,
			evidence: shown("proxy_headers", headers),
			remedy: "Believe them from the proxy:\n--proxy-headers --forwarded-allow-ips 10.0.0.0/8"
		};
	})
});
const LIMITS = [
	["limit_request_line", 8190],
	["limit_request_fields", 1e3],
	["limit_request_field_size", 65536]
];
const requestLimits = defineRule({
	id: "server/request-limits",
	title: "Requests have a limit of line and headers",
	severity: {
		development: "off",
		staging: "low",
		production: "medium"
	},
	why: "The limits keep a stranger from filling the memory of a worker with one endless request line or header.",
	remedy: "Keep gunicorn’s own:\nlimit_request_line = 4094\nlimit_request_fields = 100\nlimit_request_field_size = 8190",
	source: ["S1-109", `${SETTINGS$1}#security`],
	judge: (project) => LIMITS.flatMap(([name, most]) => faultsOf(project, ["gunicorn"], (server) => {
		const value = known(server, name);
		const limit = knownNumber(server, name);
		if (value === void 0 || limit === void 0 || limit > 0 && limit <= most) return void 0;
		return {
			setting: name,
			place: placeOf$1(server, value),
			message: (who) => `gunicorn of ${who} takes ${limit === 0 ? "any" : `up to ${limit} for`} ${name}.`,
			evidence: shown(name, value),
			...limit === 0 ? {} : { severity: "low" }
		};
	}))
});
const backlog = defineRule({
	id: "server/backlog",
	title: "Connections may wait for a moment",
	severity: {
		development: "off",
		staging: "low",
		production: "low"
	},
	why: "A short queue refuses connections in every small burst; so does a small number of connections a worker.",
	remedy: "Keep gunicorn’s own:\nbacklog = 2048\nworker_connections = 1000",
	source: ["S1-111", `${SETTINGS$1}#backlog, #worker-connections`],
	judge: (project) => [["backlog", 128], ["worker_connections", 100]].flatMap(([name, least]) => faultsOf(project, ["gunicorn", "uvicorn"], (server) => {
		const value = known(server, String(name));
		const size = knownNumber(server, String(name));
		if (value === void 0 || size === void 0 || size >= Number(least)) return void 0;
		return {
			setting: String(name),
			place: placeOf$1(server, value),
			message: (who) => `${server.program} of ${who} has a ${name} of ${size}: more clients at one moment are refused.`,
			evidence: shown(String(name), value)
		};
	}))
});
// src/checks/server/starting.ts
const GUNICORN_MANUAL = "https://docs.gunicorn.org/en/stable/configure.html";
const configMissing = defineRule({
	id: "server/config-missing",
	title: "The file of --config is where the server looks for it",
	severity: {
		development: "high",
		staging: "critical",
		production: "critical"
	},
	why: "gunicorn ends at once when the file it is told to read does not exist, so that the container never answers and is restarted for ever.",
	remedy: "Write the path as it is seen from the working directory of the container: --chdir is followed only later.",
	source: [
		"S1-100",
		"S1-112",
		"S1-174",
		"C10",
		`gunicorn 26.2, gunicorn/app/base.py; ${GUNICORN_MANUAL}`
	],
	judge: (project) => faultsOf(project, [
		"gunicorn",
		"uwsgi",
		"hypercorn"
	], ({ config, place, program }) => {
		if (config === void 0 || config.exists) return void 0;
		const better = config.wouldExist;
		return {
			setting: "config",
			place,
			message: (who) => `${program} of ${who} is told to read ${config.asked}, which is ${config.resolved} from its working directory and does not exist: it ends before it serves anything.${program === "gunicorn" ? " --chdir is followed only later." : ""}`,
			evidence: `--config ${config.asked}`,
			...better === void 0 ? {} : { remedy: `Name the file from the working directory:\n--config ${better}` }
		};
	})
});
const BROKEN = /\b(SyntaxError|IndentationError|TabError|NameError|TypeError|ZeroDivisionError)\b/;
const configFails = defineRule({
	id: "server/config-fails",
	title: "gunicorn’s file can be run",
	severity: {
		development: "high",
		staging: "critical",
		production: "critical"
	},
	why: "The file is a Python program. When it raises, gunicorn ends before it serves anything.",
	remedy: "Mend the file; this shows whether it loads and what it comes to:\ngunicorn --check-config --config gunicorn.conf.py",
	source: ["S1-100", GUNICORN_MANUAL],
	judge: (project) => faultsOf(project, ["gunicorn"], ({ config, problem }) => {
		if (config?.exists !== true || problem === void 0) return void 0;
		const broken = BROKEN.test(problem);
		const line = Number(/\bline (\d+)/.exec(problem)?.[1] ?? 1);
		const said = oneLine(problem, 200);
		return {
			setting: "config",
			place: {
				file: config.file,
				line: broken ? line : 1
			},
			message: (who) => broken ? `${config.file}, which ${who} starts with, cannot be run: ${said}. gunicorn ends before it serves anything.` : `What ${config.file} sets is not known here: ${said}. Rules about values it may set say nothing.`,
			evidence: said,
			...broken ? {} : { unknown: true }
		};
	})
});
const applicationMissing = defineRule({
	id: "server/application-missing",
	title: "The server finds the application it is asked to serve",
	severity: {
		development: "high",
		staging: "critical",
		production: "critical"
	},
	why: "A worker that cannot import its application ends, gunicorn gives up after the first try, and the container is restarted for ever.",
	remedy: "Name the module as it is found from the folder the server runs in, and that folder with --chdir (gunicorn) or --app-dir (uvicorn).",
	source: [
		"S1-054",
		"S1-174",
		"S2-018",
		"https://docs.gunicorn.org/en/stable/run.html"
	],
	judge: (project) => faultsOf(project, [
		"gunicorn",
		"uvicorn",
		"hypercorn",
		"daphne"
	], ({ application, program }) => {
		if (application === void 0) return void 0;
		const { asked, place, searched, wouldExist, file } = application;
		const [module = "", name = "application"] = asked.split(":");
		if (application.exists === false) return {
			setting: "application",
			place,
			message: (who) => `${program} of ${who} is asked to serve ${asked}, and there is no module ${module} in ${folders(searched)}: no worker can start.`,
			evidence: asked,
			...wouldExist === void 0 ? {} : { remedy: `Start it in the folder above the package:\n${program === "uvicorn" ? "--app-dir" : "--chdir"} ${wouldExist}` }
		};
		if (application.named !== false || file === void 0) return void 0;
		return {
			setting: "application",
			place,
			message: (who) => `${program} of ${who} is asked to serve ${asked}, and nothing in ${file} is called ${name}: no worker can start.`,
			evidence: asked
		};
	})
});
const unknownOption = defineRule({
	id: "server/unknown-option",
	title: "Every option is one the server knows",
	severity: {
		development: "high",
		staging: "critical",
		production: "critical"
	},
	why: "An option it does not know makes the server print its usage and end.",
	remedy: "Spell the option as the server’s --help does, or leave it out.",
	source: [
		"S0-032",
		"S2-018",
		"https://docs.gunicorn.org/en/stable/settings.html"
	],
	versions: "Spellings of gunicorn 26 and uvicorn 0.54",
	judge: (project) => faultsOf(project, ["gunicorn", "uvicorn"], (server) => {
		const flags = (server.program === "gunicorn" ? GUNICORN_OPTIONS : UVICORN_OPTIONS).flatMap((spec) => spec.flags).filter((flag) => flag.startsWith("--"));
		for (const option of server.unknownOptions) {
			const meant = flags.find((flag) => bare(flag) === bare(option)) ?? nearest(option, flags);
			if (meant === void 0 || !option.startsWith("--") || flags.includes(option)) continue;
			return {
				setting: option,
				place: server.place,
				message: (who) => `${server.program} of ${who} has no option ${option}; it prints its usage and ends. The option is called ${meant}.`,
				evidence: option,
				remedy: `Write it as the server spells it:\n${meant}`
			};
		}
	})
});
const ASYNC_SERVERS = /uvicorn|^asgi$/i;
const interfaceDiffers = defineRule({
	id: "server/interface-differs",
	title: "WSGI servers serve WSGI applications and ASGI servers ASGI ones",
	severity: {
		development: "high",
		staging: "critical",
		production: "critical"
	},
	why: "The server starts and looks healthy from outside, and every request ends in a 500, because the application is called with what it does not expect.",
	remedy: "Serve the module that fits the worker:\ngunicorn project.wsgi:application\ngunicorn --worker-class uvicorn.workers.UvicornWorker project.asgi:application",
	source: ["S1-103", "https://docs.djangoproject.com/en/stable/howto/deployment/asgi/uvicorn/"],
	judge: (project) => faultsOf(project, [
		"gunicorn",
		"daphne",
		"hypercorn"
	], (server) => {
		const module = server.application?.asked.split(":")[0] ?? "";
		const kind = /(?:^|\.)(wsgi|asgi)$/.exec(module)?.[1];
		const worker = server.program === "gunicorn" ? workerClass(server) : void 0;
		if (kind === void 0 || server.application === void 0) return void 0;
		if (server.program === "hypercorn" || server.program === "gunicorn" && worker === void 0) return void 0;
		const speaks = server.program === "daphne" || ASYNC_SERVERS.test(worker ?? "") ? "asgi" : "wsgi";
		if (speaks === kind || !/^(?:sync|gthread|gevent|eventlet|asgi|.*uvicorn.*|)$/i.test(worker ?? "")) return void 0;
		const how = server.program === "gunicorn" ? `workers of the class ${worker}` : "daphne";
		const { place, asked } = server.application;
		return {
			setting: "application",
			place,
			message: (who) => `${who} serves ${asked} with ${how}, which speak ${speaks.toUpperCase()}: every request ends in an error.`,
			evidence: `${asked}${worker === void 0 ? "" : `, worker_class ${worker}`}`
		};
	})
});
const workerClassNamed = defineRule({
	id: "server/worker-class",
	title: "The worker class says what runs",
	severity: {
		development: "off",
		staging: "low",
		production: "low"
	},
	why: "gunicorn silently runs gthread when sync has more than one thread, and ignores threads for asynchronous workers: whoever reads the file plans with other numbers than the server.",
	remedy: "Name the class that is meant:\nworker_class = \"gthread\"\nthreads = 2",
	source: [
		"S1-103",
		"S1-104",
		"C09",
		"gunicorn 26.2, Config.worker_class: sync with threads > 1 is gthread"
	],
	judge: (project) => faultsOf(project, ["gunicorn"], (server) => {
		const asked = knownText(server, "worker_class");
		const first = server.values.values().next().value;
		const threads = first?.["threads"];
		if (asked === void 0 || typeof threads?.value !== "number" || threads.value < 2) return void 0;
		const real = workerClass(server);
		const place = placeOf$1(server, threads);
		if (real === "gthread" && asked !== "gthread" && first?.["worker_class"]?.from !== "default") return {
			setting: "worker_class",
			place,
			message: (who) => `${who} asks for ${asked} workers with ${threads.value} threads; what runs is gthread (--print-config goes on to say ${asked}).`,
			evidence: `worker_class = ${asked}, threads = ${threads.value}`
		};
		if (!/gevent|eventlet|uvicorn|tornado|^asgi$/i.test(asked)) return void 0;
		return {
			setting: "threads",
			place,
			message: (who) => `${who} sets ${threads.value} threads for ${asked} workers, which do not use them.`,
			evidence: `worker_class = ${asked}, threads = ${threads.value}`,
			remedy: "Leave threads out; asynchronous workers are limited by worker_connections."
		};
	})
});
function bare(option) {
	return option.replace(/[-_]/g, "").toLowerCase();
}
function folders(searched) {
	const named = [...new Set(searched)].map((folder) => folder === "" ? "the root of the repository" : folder);
	return named.length === 0 ? "the folders it looks in" : named.join(" or ");
}
// src/checks/server/timeouts.ts
const SETTINGS = "https://docs.gunicorn.org/en/stable/settings.html";
const timeout = defineRule({
	id: "server/timeout",
	title: "The worker timeout ends what hangs and nothing else",
	severity: {
		development: "off",
		staging: "low",
		production: "medium"
	},
	why: "A worker that is silent for that long is killed with the request it serves. Too short kills uploads and reports, without an error page; none at all leaves hung workers in the number for ever.",
	remedy: "Set it above the longest request, and the proxy’s read timeout above it:\ntimeout = 120",
	source: [
		"S1-099",
		"S1-106",
		"S0-032",
		"S2-018",
		"S2-041",
		"C31",
		`${SETTINGS}#timeout (default 30)`
	],
	judge: (project) => faultsOf(project, ["gunicorn"], (server) => {
		const value = known(server, "timeout");
		const seconds = knownNumber(server, "timeout");
		if (value === void 0 || seconds === void 0) return void 0;
		const place = placeOf$1(server, value);
		const evidence = shown("timeout", value);
		if (seconds === 0) return {
			setting: "timeout",
			place,
			message: (who) => `${who} switches the worker timeout off: a worker that hangs is never replaced.`,
			evidence
		};
		if (seconds < 15) return {
			setting: "timeout",
			place,
			message: (who) => `${who} kills a worker after ${seconds} seconds: every slower upload, export or cold start ends in a 502.`,
			evidence
		};
		if (seconds > 600) return {
			setting: "timeout",
			place,
			message: (who) => `${who} waits ${seconds} seconds before a hung worker is replaced.`,
			evidence,
			severity: "low"
		};
		if (value.from !== "default") return void 0;
		return {
			setting: "timeout",
			place,
			message: (who) => `${who} leaves gunicorn’s timeout of 30 seconds as it is: ${workerClass(server) === "sync" ? "a request that takes longer is cut off with its worker." : "nobody decided how long a worker may be silent."}`,
			evidence,
			severity: "low"
		};
	})
});
const gracefulTimeout = defineRule({
	id: "server/graceful-timeout",
	title: "Requests may finish when the server is replaced",
	severity: {
		development: "off",
		staging: "low",
		production: "medium"
	},
	why: "At every deployment, requests that still run after this time are cut off.",
	remedy: "Leave it at 30 seconds, and let the container’s stop_grace_period be longer:\ngraceful_timeout = 30",
	source: [
		"S1-106",
		"S1-161",
		`${SETTINGS}#graceful-timeout (default 30)`
	],
	judge: (project) => faultsOf(project, ["gunicorn", "uvicorn"], (server) => {
		const name = server.program === "gunicorn" ? "graceful_timeout" : "timeout_graceful_shutdown";
		const value = known(server, name);
		const seconds = knownNumber(server, name);
		if (value === void 0 || seconds === void 0) return void 0;
		const unit = server.unit?.get("Service.TimeoutStopSec");
		const stop = /^(\d+)s?$/.exec(unit?.value ?? "")?.[1];
		if (stop !== void 0 && Number(stop) <= seconds && unit !== void 0) return {
			setting: name,
			place: unit.place,
			message: (who) => `systemd kills ${who} after ${stop} seconds, before gunicorn’s ${seconds} seconds for running requests are over.`,
			evidence: `TimeoutStopSec=${unit.value}, ${name} ${seconds}`,
			remedy: `Give systemd more time than gunicorn:\nTimeoutStopSec=${seconds + 10}`
		};
		if (seconds >= 5) return void 0;
		return {
			setting: name,
			place: placeOf$1(server, value),
			message: (who) => `${who} gives running requests ${count$1(seconds, "second")} when it stops: each deployment cuts some of them off.`,
			evidence: shown(name, value)
		};
	})
});
const keepalive = defineRule({
	id: "server/keepalive",
	title: "Idle connections are closed in time",
	severity: {
		development: "off",
		staging: "low",
		production: "low"
	},
	why: "Each idle connection of a client holds a place of the worker; with sync workers the setting does nothing at all.",
	remedy: "Between two and some seconds, behind a proxy up to a minute:\nkeepalive = 5",
	source: ["S1-106", `${SETTINGS}#keepalive (default 2)`],
	judge: (project) => faultsOf(project, ["gunicorn", "uvicorn"], (server) => {
		const name = server.program === "gunicorn" ? "keepalive" : "timeout_keep_alive";
		const value = known(server, name);
		const seconds = knownNumber(server, name);
		if (value === void 0 || seconds === void 0 || seconds <= 90) return void 0;
		return {
			setting: name,
			place: placeOf$1(server, value),
			message: (who) => `${who} keeps idle connections for ${seconds} seconds.`,
			evidence: shown(name, value)
		};
	})
});
const recycling = defineRule({
	id: "server/max-requests",
	title: "Workers are replaced now and then, and not all at once",
	severity: {
		development: "off",
		staging: "low",
		production: "low"
	},
	why: "A leak in any library grows until the container is out of memory. Workers that are all replaced at the same request leave a moment in which nobody answers.",
	remedy: "Replace workers after some requests, at different times:\nmax_requests = 1000\nmax_requests_jitter = 100",
	source: ["S1-105", `${SETTINGS}#max-requests (default 0, never)`],
	judge: (project) => faultsOf(project, ["gunicorn"], (server) => {
		const value = known(server, "max_requests");
		const requests = knownNumber(server, "max_requests");
		const jitter = known(server, "max_requests_jitter");
		if (value === void 0 || requests === void 0) return void 0;
		if (requests === 0) return {
			setting: "max_requests",
			place: placeOf$1(server, value),
			message: (who) => `${who} never replaces its workers, so that a leak grows until the memory is gone.`,
			evidence: shown("max_requests", value)
		};
		if (requests < 100) return {
			setting: "max_requests",
			place: placeOf$1(server, value),
			message: (who) => `${who} replaces each worker after ${requests} requests: it is busy importing Django most of the time.`,
			evidence: shown("max_requests", value),
			severity: "medium"
		};
		if (jitter?.value !== 0) return void 0;
		return {
			setting: "max_requests_jitter",
			place: placeOf$1(server, jitter.from === "default" ? value : jitter),
			message: (who) => `${who} replaces all its workers after the same ${requests} requests, which is at about the same moment.`,
			evidence: shown("max_requests_jitter", jitter)
		};
	})
});
// src/checks/server/unit-rules.ts
const MANUAL$1 = "systemd.service(5), systemd.exec(5)";
const ALL = [
	"gunicorn",
	"uvicorn",
	"hypercorn",
	"daphne",
	"uwsgi"
];
const unitRestart = defineRule({
	id: "server/unit-restart",
	title: "systemd starts the server again when it ends",
	severity: {
		development: "off",
		staging: "low",
		production: "medium"
	},
	why: "Without Restart= one crash, or one kill for memory, takes the site down until somebody sees it; without WantedBy= a reboot does.",
	remedy: "[Service]\nRestart=on-failure\nRestartSec=2\n\n[Install]\nWantedBy=multi-user.target",
	source: [
		"S1-069",
		"C12",
		MANUAL$1
	],
	judge: (project) => faultsOf(project, ALL, (server) => {
		if (server.unit === void 0 || server.service === void 0) return void 0;
		const restart = server.unit.get("Service.Restart");
		const start = server.unit.get("Service.ExecStart");
		if (restart !== void 0 && restart.value !== "no") return void 0;
		return {
			setting: "Restart",
			place: restart?.place ?? start?.place ?? server.service.place,
			message: (who) => `${who} is not started again when the server ends.`,
			evidence: restart === void 0 ? "no Restart=" : "Restart=no"
		};
	})
});
const unitUser = defineRule({
	id: "server/unit-user",
	title: "systemd does not run the server as root",
	severity: {
		development: "off",
		staging: "high",
		production: "high"
	},
	why: "Whoever finds a way into the application owns the whole machine.",
	remedy: "Run it as a user of its own:\n[Service]\nUser=app\nGroup=app",
	source: ["S1-053", MANUAL$1],
	judge: (project) => faultsOf(project, ALL, (server) => {
		const { unit, service } = server;
		if (unit === void 0 || service === void 0 || unit.has("Service.DynamicUser")) return void 0;
		if (/(^|\/)(user|\.config\/systemd)\//.test(service.place.file) || unit.get("Install.WantedBy")?.value === "default.target") return void 0;
		const user = unit.get("Service.User");
		const own = server.values.values().next().value?.["user"]?.value;
		if (typeof own === "string" && own !== "root") return void 0;
		if (user !== void 0 && user.value !== "root" && user.value !== "0") return void 0;
		return {
			setting: "User",
			place: user?.place ?? unit.get("Service.ExecStart")?.place ?? service.place,
			message: (who) => `${who} runs ${server.program} as root.`,
			evidence: user === void 0 ? "no User=" : `User=${user.value}`
		};
	})
});
// src/checks/server/uwsgi-rules.ts
const MANUAL = "https://uwsgi-docs.readthedocs.io/en/latest/ThingsToKnow.html";
const WANTED = [
	{
		key: "master",
		without: "workers that die are not replaced, and signals are not handled",
		severity: "medium"
	},
	{
		key: "die-on-term",
		without: "SIGTERM makes it reload in place of stopping, so that its container is killed at every deployment",
		severity: "medium",
		when: "container"
	},
	{
		key: "need-app",
		without: "it starts without the application and answers every request with an error",
		severity: "medium"
	},
	{
		key: "harakiri",
		without: "a worker that hangs is never replaced",
		severity: "low"
	},
	{
		key: "enable-threads",
		without: "threads of Python do not run, and with them those of Sentry and other reporters",
		severity: "low"
	},
	{
		key: "vacuum",
		without: "sockets and pid files stay behind",
		severity: "low"
	}
];
const uwsgiWanted = defineRule({
	id: "server/uwsgi",
	title: "uWSGI is told what it does not do by itself",
	severity: {
		development: "off",
		staging: "low",
		production: "medium"
	},
	why: "uWSGI’s defaults are those of 2008: without these options it loses workers, signals or the whole application without a word.",
	remedy: "[uwsgi]\nmaster = true\ndie-on-term = true\nneed-app = true\nharakiri = 120\nenable-threads = true\nvacuum = true",
	source: ["S1-099", MANUAL],
	judge: (project) => WANTED.flatMap(({ key, without, severity, when }) => faultsOf(project, ["uwsgi"], (server) => {
		const values = server.values.get(0) ?? {};
		if (server.problem !== void 0 || when === "container" && !inContainer(server, project)) return void 0;
		if (key === "die-on-term" && values["hook-master-start"] !== void 0) return void 0;
		const sockets = typeof values["socket"]?.value === "string" && values["socket"].value.startsWith("/");
		if (key === "vacuum" && !sockets) return void 0;
		const value = values[key];
		if (value !== void 0 && value.value !== false && value.value !== 0) return void 0;
		return {
			setting: key,
			place: placeOf$1(server, value),
			message: (who) => `uWSGI of ${who} runs without ${key}: ${without}.`,
			evidence: value === void 0 ? `${key} is not set` : `${key} = ${String(value.value)}`,
			remedy: `[uwsgi]\n${key} = ${key === "harakiri" ? "120" : "true"}`,
			severity: project.profile === "production" ? severity : "low"
		};
	}))
});
const uwsgiSocket = defineRule({
	id: "server/uwsgi-socket",
	title: "What speaks to uWSGI speaks its protocol",
	severity: {
		development: "off",
		staging: "high",
		production: "high"
	},
	why: "`socket` speaks uWSGI’s own protocol. Traefik, Coolify and health checks speak HTTP and get no answer from it.",
	remedy: "Speak HTTP, unless an nginx with uwsgi_pass stands before it:\n[uwsgi]\nhttp-socket = 0.0.0.0:8000",
	source: ["S1-101", MANUAL],
	judge: (project) => {
		const passes = project.proxies.some(({ program, directives }) => program === "nginx" && JSON.stringify(directives).includes("uwsgi_pass"));
		return faultsOf(project, ["uwsgi"], (server) => {
			const values = server.values.get(0) ?? {};
			const socket = values["socket"];
			const http = values["http"] ?? values["http-socket"] ?? values["https"];
			if (passes || server.problem !== void 0 || socket === void 0 || http !== void 0) return void 0;
			if (!inContainer(server, project) || !/:\d+$/.test(String(socket.value))) return void 0;
			if (project.services.some(({ role }) => role === "proxy")) return void 0;
			return {
				setting: "socket",
				place: placeOf$1(server, socket),
				message: (who) => `uWSGI of ${who} listens on ${String(socket.value)} for its own protocol only; nothing that speaks HTTP gets an answer.`,
				evidence: `socket = ${String(socket.value)}`
			};
		});
	}
});
// src/checks/server/workers.ts
const WORKER_MEMORY = 100;
const MIB = 1048576;
const DESIGN = "https://docs.gunicorn.org/en/stable/design.html#how-many-workers";
const most = (cores) => 2 * cores + 1;
const workersTooMany = defineRule({
	id: "server/workers-too-many",
	title: "The number of workers fits the cores and the memory of the container",
	severity: {
		development: "off",
		staging: "low",
		production: "medium"
	},
	why: "More workers than cores can use answer nothing faster; each takes the memory of a whole Django and connections to the database, until the kernel ends one in the middle of a request.",
	remedy: "Take the number from the environment, with a ceiling where it counts cores:\nworkers = int(os.environ.get(\"WEB_CONCURRENCY\") or min(2 * multiprocessing.cpu_count() + 1, 5))",
	source: [
		"S1-099",
		"S1-102",
		"S1-114",
		"S2-041",
		"C08",
		DESIGN
	],
	judge: (project) => faultsOf(project, [
		"gunicorn",
		"uvicorn",
		"hypercorn",
		"uwsgi"
	], (server) => {
		const excess = excessOf(server, inContainer(server, project));
		if (excess === void 0) return void 0;
		const name = server.program === "uwsgi" ? "processes" : "workers";
		const value = known(server, name, [...server.values.keys()].at(-1));
		const counts = overCores(server, name);
		return {
			setting: name,
			place: placeOf$1(server, value),
			message: (who) => `${server.program} of ${who} ${wordsFor(excess)}`,
			evidence: counts.length > 1 ? `${name}: ${counts.map(([cores, workers]) => `${workers} for ${cores} ${cores === 1 ? "core" : "cores"}`).join(", ")}` : shown(name, value)
		};
	})
});
function excessOf(server, container) {
	const counts = overCores(server, server.program === "uwsgi" ? "processes" : "workers");
	const { cpus, memory } = server.service?.compose?.limits ?? {
		cpus: void 0,
		memory: void 0
	};
	const fits = memory === void 0 ? void 0 : Math.max(1, Math.floor(memory / MIB / WORKER_MEMORY));
	const [fixed] = counts;
	if (counts.length === 1 && fixed !== void 0) {
		const workers = fixed[1];
		const cores = cpus === void 0 ? void 0 : Math.max(1, Math.ceil(cpus));
		if (cores !== void 0 && workers > most(cores)) return {
			kind: "too-many",
			cores,
			workers,
			told: true
		};
		if (fits !== void 0 && workers > fits) return {
			kind: "memory",
			cores: 0,
			workers,
			fits
		};
		return workers > most(16) ? {
			kind: "too-many",
			cores: 16,
			workers,
			told: false
		} : void 0;
	}
	const over = counts.find(([cores, workers]) => workers > most(cores));
	if (over !== void 0) return {
		kind: "too-many",
		cores: over[0],
		workers: over[1],
		told: true
	};
	const last = counts.at(-1);
	const before = counts.at(-2);
	if (!container || last === void 0 || before === void 0 || last[1] <= before[1]) return void 0;
	if (fits !== void 0 && last[1] > fits) return {
		kind: "memory",
		cores: last[0],
		workers: last[1],
		fits
	};
	return {
		kind: "unbounded",
		workers: last[1]
	};
}
function wordsFor(excess) {
	switch (excess.kind) {
		case "too-many":
			if (!excess.told) return `starts ${excess.workers} workers, more than even a machine of ${excess.cores} cores can use (twice the cores and one); the rest only costs memory and database connections.`;
			return `starts ${excess.workers} workers for ${excess.cores} ${excess.cores === 1 ? "core" : "cores"}; more than ${most(excess.cores)} (twice the cores and one) only cost memory and database connections.`;
		case "memory": return `starts ${excess.workers} workers${excess.cores === 0 ? "" : ` on a machine of ${excess.cores} cores`}, and the memory limit of its container has room for about ${excess.fits}: the kernel ends workers in the middle of requests.`;
		case "unbounded": return `counts the cores of the whole machine without a ceiling (${excess.workers} workers on 8), not the share its container has of them.`;
	}
}
const oneWorker = defineRule({
	id: "server/one-worker",
	title: "One slow request does not block all the others",
	severity: {
		development: "off",
		staging: "low",
		production: "medium"
	},
	why: "A single worker without threads answers one request at a time. One slow upload or report makes everybody wait, the health check too, so that the container is restarted in its middle.",
	remedy: "Start two workers or more, or give the worker threads:\nworkers = 2\nworker_class = \"gthread\"\nthreads = 2",
	source: [
		"S0-032",
		"S1-099",
		"S1-103",
		"S1-104",
		"S1-115",
		"S2-018",
		"C08",
		DESIGN
	],
	judge: (project) => faultsOf(project, ["gunicorn", "uwsgi"], (server) => {
		const name = server.program === "uwsgi" ? "processes" : "workers";
		const counts = overCores(server, name);
		const threads = knownNumber(server, "threads") ?? 1;
		const single = server.program === "uwsgi" ? server.problem === void 0 && (knownNumber(server, name) ?? 1) === 1 : counts.length > 0 && counts.every(([, workers]) => workers === 1);
		const oneAtATime = server.program === "uwsgi" || workerClass(server) === "sync";
		const replicas = server.service?.compose?.replicas ?? 1;
		if (!single || threads > 1 || !oneAtATime || replicas > 1) return void 0;
		const value = known(server, name);
		return {
			setting: name,
			place: placeOf$1(server, value),
			message: (who) => `${server.program} of ${who} has one worker without threads: it answers one request at a time.`,
			evidence: shown(name, value ?? {
				value: 1,
				from: "default"
			})
		};
	})
});
const manyThreads = defineRule({
	id: "server/threads",
	title: "A worker has as many threads as Python can keep busy",
	severity: {
		development: "off",
		staging: "low",
		production: "low"
	},
	why: "Threads of one process share one interpreter lock, and each may hold a database connection of its own.",
	remedy: "Two to four threads a worker serve pages that wait for the database; beyond that take more workers:\nthreads = 4",
	source: [
		"S1-104",
		"S1-103",
		DESIGN
	],
	judge: (project) => faultsOf(project, ["gunicorn"], (server) => {
		const value = known(server, "threads");
		const threads = knownNumber(server, "threads");
		if (threads === void 0 || threads <= 16) return void 0;
		return {
			setting: "threads",
			place: placeOf$1(server, value),
			message: (who) => `${who} gives every worker ${threads} threads; each may hold a database connection.`,
			evidence: shown("threads", value)
		};
	})
});
// src/checks/server/index.ts
const RULES$2 = [
	configMissing,
	configFails,
	applicationMissing,
	unknownOption,
	interfaceDiffers,
	runserver,
	reload,
	bindLoopback,
	portDiffers,
	daemon,
	switchUser,
	workersTooMany,
	oneWorker,
	workerClassNamed,
	manyThreads,
	timeout,
	gracefulTimeout,
	keepalive,
	recycling,
	accessLog,
	logFiles,
	logLevel,
	preload,
	workerTemporary,
	forwarded,
	requestLimits,
	backlog,
	uwsgiWanted,
	uwsgiSocket,
	unitRestart,
	unitUser
];
// src/checks/source/committed.ts
const REMOVE = "Take it out of git, keep it out, and change whatever secret it holds: it stays in the history.\ngit rm --cached <file>\necho \"<file>\" >> .gitignore";
const ELSEWHERE = /(?:^|\/)(?:node_modules|site-packages|fixtures?|testdata|tests?|__fixtures__|docs?|examples?)\//;
function unlessUnknown(source, judged) {
	if (source.tracked) return judged();
	return [{
		subject: "git",
		message: "Git did not answer, so it is not known what is committed.",
		evidence: "no list of tracked files",
		unknown: true
	}];
}
const privateKey = defineRule({
	id: "source/private-key",
	title: "No private key is in git",
	severity: "critical",
	why: "Whoever can read the repository can log in, sign or decrypt with it, and the history keeps it for ever.",
	remedy: REMOVE,
	source: [
		"S1-165",
		"S2-028",
		"S0-017"
	],
	judge: ({ source }) => unlessUnknown(source, () => source.files.flatMap((file) => {
		const text = source.texts.get(file);
		const line = text === void 0 ? void 0 : lineWith(text, /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----|PuTTY-User-Key-File-\d/);
		const account = text !== void 0 && /"private_key"\s*:\s*"-----BEGIN/.test(text);
		const store = /\.(?:p12|pfx|jks|keystore)$/i.test(file);
		if (line === void 0 && !account && !store) return [];
		const example = ELSEWHERE.test(file) || /(?:example|sample|dummy|test|snakeoil|localhost)/i.test(file);
		return [{
			place: {
				file,
				line: line ?? (account && text !== void 0 ? lineWith(text, /"private_key"/) ?? 1 : 1)
			},
			subject: file,
			message: account ? "The key of a service account is in git." : store ? "A store of keys is in git." : "A private key is in git.",
			evidence: account ? "\"private_key\" in JSON" : store ? file.slice(file.lastIndexOf(".")) : "BEGIN PRIVATE KEY",
			remedy: REMOVE.replaceAll("<file>", file),
			...example ? { severity: "low" } : store ? { severity: "high" } : {}
		}];
	}))
});
const databaseInGit = defineRule({
	id: "source/database",
	title: "No database and no dump is in git",
	severity: "high",
	why: "It holds people’s data, their password hashes and sessions, for everybody who can read the repository; as a SQLite file it is also copied into the image, and every deployment brings the old one back.",
	remedy: REMOVE,
	source: [
		"S1-165",
		"S2-019",
		"S2-001"
	],
	judge: ({ source }) => unlessUnknown(source, () => source.files.flatMap((file) => {
		if (ELSEWHERE.test(file)) return [];
		const text = source.texts.get(file);
		const sqlite = /\.(?:sqlite3?|db3)$|(?:^|\/)db\.sqlite\d?$/i.test(file);
		const archive = /\.(?:dump|pgdump|sql\.(?:gz|bz2|xz|zst)|bak)$/i.test(file) && !/\.(?:py|conf|cfg|ya?ml|json|md)\.bak$/i.test(file);
		const line = /\.sql$/i.test(file) && text !== void 0 ? lineWith(text, /^-- (?:PostgreSQL|MySQL|MariaDB) (?:database )?dump|^COPY \S+ (?:\([^)]*\) )?FROM stdin;|^SET statement_timeout = 0;/m) : void 0;
		if (!sqlite && !archive && line === void 0) return [];
		return [{
			place: {
				file,
				line: line ?? 1
			},
			subject: file,
			message: sqlite ? "A SQLite database is in git." : "A dump of a database is in git.",
			evidence: line === void 0 ? baseName(file) : "written by a dump program",
			remedy: REMOVE.replaceAll("<file>", file)
		}];
	}))
});
const userlist = defineRule({
	id: "source/userlist",
	title: "No list of database users and passwords is in git",
	severity: "high",
	why: "PgBouncer’s userlist.txt holds passwords, or hashes that log in as well as they do.",
	remedy: "Have PgBouncer ask the database (auth_query), or make the file when the container starts, from variables.",
	source: ["S1-165", "https://www.pgbouncer.org/config.html#authentication-file-format"],
	judge: ({ source }) => unlessUnknown(source, () => source.files.filter((file) => /(?:^|\/)userlist\.txt$/i.test(file)).flatMap((file) => {
		const line = lineWith(source.texts.get(file) ?? "", /^\s*"[^"]+"\s+"(?![<$]|"|.*\$\{)[^"]+"/m);
		return line === void 0 ? [] : [{
			place: {
				file,
				line
			},
			subject: file,
			message: "PgBouncer’s users and their passwords are in git.",
			evidence: "a name and a password between quotation marks"
		}];
	}))
});
const LITTER = [
	{
		title: "schedules of Celery beat",
		file: /(?:^|\/)celerybeat-schedule(?:\.(?:db|dat|bak|dir|pag))?$|(?:^|\/)celerybeat\.pid$/,
		why: "beat starts with the times that somebody’s machine left, and runs everything that was due since"
	},
	{
		title: "uploaded files",
		file: /(?:^|\/)(?:media|mediafiles|uploads)\/(?!.*(?:\.gitkeep|\.gitignore|README(?:\.md)?|\.htaccess)$).+/,
		why: "they are people’s files, and each deployment brings the old ones back"
	},
	{
		title: "collected static files",
		file: /(?:^|\/)(?:staticfiles|static_root|collected_static|static_collected)\/(?!\.git).+/,
		why: "the image collects them anew; the old ones lie between"
	},
	{
		title: "compiled Python files",
		file: /(?:^|\/)__pycache__\/|\.pyc$/,
		why: "Python may load them instead of the source"
	},
	{
		title: "logs",
		file: /(?:^|\/)logs?\/[^/]+\.log(?:\.\d+)?$|(?:^|\/)(?:debug|django|error|celery|gunicorn)\.log$/,
		why: "they name people and addresses"
	}
];
const litter = defineRule({
	id: "source/litter",
	title: "Nothing that programs make or people upload is in git",
	severity: "low",
	why: "It goes into every image, hides what really changed in a commit, and may be people’s data.",
	remedy: "git rm -r --cached <path>\necho \"<path>\" >> .gitignore",
	source: [
		"S1-165",
		"S2-019",
		"S0-008"
	],
	judge: ({ source }) => unlessUnknown(source, () => LITTER.flatMap(({ title, file, why }) => {
		const found = source.files.filter((path) => file.test(path) && !/(?:^|\/)(?:node_modules|tests?|fixtures?|templates?|docs?)\//.test(path) && !/\.(?:py|html)$/.test(path));
		const [first] = found;
		if (first === void 0) return [];
		return [{
			place: {
				file: first,
				line: 1
			},
			subject: title,
			message: `Git tracks ${title}: ${why}.`,
			evidence: named(found, 3),
			...exactly(found),
			.../uploaded|beat/.test(title) ? { severity: "medium" } : {}
		}];
	}))
});
function exactly(found) {
	if (found.length > 3 || !found.every((path) => /^[\w./-]+$/.test(path))) return {};
	const ignore = found.map((path) => `echo "/${path}" >> .gitignore`);
	return { remedy: [
		"Take it out of git, and keep it out:",
		`git rm --cached ${found.join(" ")}`,
		...ignore
	].join("\n") };
}
const ignored = defineRule({
	id: "source/gitignore",
	title: "Git ignores .env",
	severity: "medium",
	why: "One `git add .` on a machine with a real .env puts every secret into the history.",
	remedy: "Add to .gitignore:\n.env\n.env.*\n!.env*.example",
	source: [
		"S1-165",
		"S0-049",
		"S2-019"
	],
	judge: (project) => {
		const { source } = project;
		const uses = project.environmentFiles.length > 0 || project.framework === "django";
		if (!source.tracked || !uses) return [];
		const root = source.texts.get(".gitignore");
		if (root !== void 0 && ignoresEnv(root)) return [];
		return [{
			...root === void 0 ? {} : { place: {
				file: ".gitignore",
				line: 1
			} },
			subject: ".gitignore",
			message: root === void 0 ? "The repository has no .gitignore, so nothing keeps a .env out." : ".gitignore does not keep .env out.",
			evidence: root === void 0 ? "no .gitignore" : `${root.split("\n").length} lines, none for .env`
		}];
	}
});
function ignoresEnv(text) {
	let is = false;
	for (const raw of text.split(/\r?\n/)) {
		const line = raw.trim();
		if (line === "" || line.startsWith("#")) continue;
		const negated = line.startsWith("!");
		const pattern = line.replace(/^!/, "").replace(/^\/|^\*\*\//, "");
		if (new RegExp(`^${pattern.replace(/[.+^${}()|\\]/g, "\\$&").replace(/\*+/g, ".*").replace(/\?/g, ".")}$`).test(".env")) is = !negated;
	}
	return is;
}
function lineWith(text, pattern) {
	const at = text.search(pattern);
	return at === -1 ? void 0 : text.slice(0, at).split("\n").length;
}
// src/checks/source/workflows.ts
const CHECKLIST = "https://docs.djangoproject.com/en/5.2/ref/django-admin/#check";
function managed(words) {
	const at = words.findIndex((word) => /(?:^|\/)manage\.py$|(?:^|\/)django-admin$/.test(word) || word === "django");
	const start = words[at] === "django" && words[at - 1] !== "-m" ? -1 : at;
	if (start === -1) return void 0;
	const rest = words.slice(start + 1);
	const name = rest.find((word) => !word.startsWith("-"));
	return name === void 0 ? void 0 : {
		name,
		words: rest
	};
}
function* steps({ source }) {
	for (const { commands } of source.workflows) for (const step of commands) {
		const found = managed(step.command.words);
		if (found !== void 0) yield {
			step,
			managed: found
		};
	}
}
const deployCheck = defineRule({
	id: "source/deploy-check",
	title: "Workflows run check --deploy with the settings that are deployed, and stop when it fails",
	severity: "medium",
	why: "With the settings of a developer’s machine it says nothing about the site, and a step that may fail says nothing at all.",
	remedy: "Name the settings, and let warnings count:\npython manage.py check --deploy --fail-level WARNING\n  env:\n    DJANGO_SETTINGS_MODULE: config.settings.production",
	source: [
		"S0-044",
		"S1-032",
		"S1-033",
		"S1-153",
		CHECKLIST
	],
	judge: (project) => {
		const found = [];
		for (const { step, managed: command } of steps(project)) {
			if (command.name !== "check" || !command.words.includes("--deploy")) continue;
			const settings = settingsOf(step, command);
			const said = settings !== void 0 && /(?:^|[._])(?:dev|development|local|test|testing|ci)$/.test(settings) ? {
				message: `check --deploy runs with ${settings}, which is not what is deployed.`,
				evidence: settings
			} : isForgiven(step) ? {
				message: "check --deploy may fail here without anything turning red.",
				evidence: step.tolerated === true ? "continue-on-error" : "|| true"
			} : settings === void 0 && !startsElsewhere(step) ? {
				message: "check --deploy runs with the settings that manage.py takes by itself, which are often a developer’s.",
				evidence: "neither --settings nor DJANGO_SETTINGS_MODULE",
				severity: "low"
			} : void 0;
			if (said !== void 0) found.push({
				place: step.place,
				subject: `${step.place.file}: ${step.job}`,
				...said
			});
		}
		return found;
	}
});
function settingsOf({ command, environment }, { words }) {
	return settingsOption(words) ?? command.assignments["DJANGO_SETTINGS_MODULE"] ?? command.exports?.["DJANGO_SETTINGS_MODULE"] ?? environment.get("DJANGO_SETTINGS_MODULE");
}
function startsElsewhere({ command, script }) {
	return command.words[0] === "docker" || command.words.includes("compose") || /GITHUB_ENV/.test(script ?? "");
}
function isForgiven({ tolerated, script, command }) {
	if (tolerated === true) return true;
	const line = (script ?? "").split(/\n(?!.*\\\n)/).find((text) => /check\b.*--deploy/.test(text)) ?? "";
	return /--deploy[^|&;]*\|\|\s*(?:true|:|echo\b|exit 0)/.test(line) || /^\s*set \+e/m.test(script ?? "") && command.after !== "success";
}
const makemigrations = defineRule({
	id: "source/makemigrations",
	title: "Migrations are made on a developer’s machine and committed",
	severity: "high",
	why: "A migration that is made in a container or a workflow is in no commit: the next deployment makes another one of the same name, and the database and the code part.",
	remedy: "Make them locally, commit them, and let the workflow only look:\npython manage.py makemigrations --check --dry-run",
	source: [
		"S1-156",
		"C24",
		"https://docs.djangoproject.com/en/5.2/topics/migrations/#workflow"
	],
	judge: (project) => {
		const found = new Map();
		const add = (place, subject, more = {}) => found.set(`${place.file}:${place.line}`, {
			place,
			subject,
			message: "Migrations are made here, where nobody commits them.",
			evidence: "makemigrations without --check",
			...more
		});
		for (const { title, own, start } of project.services) if (own) {
			for (const { words, file, line } of start.commands) if (makes(words)) add({
				file,
				line
			}, title);
		}
		for (const { file, stages } of project.dockerfiles) for (const { runs } of stages) for (const { commands } of runs) for (const { words, line } of commands) if (makes(words)) add({
			file,
			line
		}, file);
		for (const { step, managed: command } of steps(project)) if (makesMigrations(command) && !/git (?:commit|diff)/.test(step.script ?? "")) add(step.place, `${step.place.file}: ${step.job}`, { severity: "medium" });
		for (const [file, text] of project.source.texts) {
			if (!/entrypoint|\.sh$|(?:^|\/)(?:Procfile|release)$/i.test(file)) continue;
			for (const [index, line] of text.split("\n").entries()) if (/^[^#]*manage\.py\s+makemigrations\b(?!.*--(?:check|dry-run))/.test(line)) {
				if (!found.has(`${file}:${index + 1}`)) add({
					file,
					line: index + 1
				}, file, { severity: "medium" });
			}
		}
		return [...found.values()];
	}
});
function makes(words) {
	const command = managed(words);
	return command !== void 0 && makesMigrations(command);
}
function makesMigrations({ name, words }) {
	return name === "makemigrations" && !words.some((word) => word === "--check" || word === "--dry-run");
}
const migrateInWorkflow = defineRule({
	id: "source/migrate-in-workflow",
	title: "No workflow migrates a database that is in use",
	severity: "medium",
	why: "The runner reaches the database over the internet with its password, and the schema changes before or after the code that goes with it, with nobody who holds the two together.",
	remedy: "Migrate where the release starts: a migrate service of the Compose file that the others wait for, or an entrypoint that takes a lock.",
	source: [
		"C24",
		"S1-061",
		"S1-156",
		"S0-014"
	],
	judge: (project) => {
		const found = [];
		for (const { step, managed: command } of steps(project)) {
			if (command.name !== "migrate" || command.words.some((word) => word === "--check" || word === "--plan")) continue;
			const secret = [...step.environment, ...Object.entries(step.command.assignments)].find(([name, value]) => /DATABASE|POSTGRES|^DB_|^PG/.test(name) && /\$\{\{\s*secrets\./.test(value) && !/TEST|_CI\b|CI_/i.test(value));
			if (secret === void 0) continue;
			found.push({
				place: step.place,
				subject: `${step.place.file}: ${step.job}`,
				message: `The job ${step.job} migrates the database of the secret in ${secret[0]}.`,
				evidence: `${secret[0]} from secrets`
			});
		}
		return found;
	}
});
const printedSecret = defineRule({
	id: "source/printed-secret",
	title: "Workflows print no secrets",
	severity: "medium",
	why: "GitHub masks a secret only in the form it is stored in: encoded, cut or as a part of JSON it stands in a log that everybody with access can read.",
	remedy: "Hand secrets on by env: or a file, and print names only.",
	source: [
		"S1-165",
		"S0-017",
		"https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/use-secrets"
	],
	judge: ({ source }) => source.workflows.flatMap(({ file, commands }) => commands.flatMap(({ command, job, place, script, environment }) => {
		const [program = "", ...words] = command.words;
		const line = (script ?? "").split("\n").find((text) => text.includes(program) && words.every((word) => text.includes(word.slice(0, 12)))) ?? "";
		if (command.role === "piped" || /[>|]/.test(line.replace(/\$\{\{[^}]*\}\}/g, ""))) return [];
		const everything = (program === "printenv" || program === "env") && words.length === 0 && holdsSecrets(environment);
		const printed = (program === "echo" || program === "printf") && showsSecret(words.join(" "), environment) && !words.some((word) => word.startsWith("::add-mask::"));
		const dumped = program === "cat" && words.some((word) => /(?:^|\/)\.env(?:\.(?:production|staging|prod))?$/.test(word));
		if (!everything && !printed && !dumped) return [];
		return [{
			place,
			subject: `${file}: ${job}`,
			message: everything ? "The step prints its whole environment, secrets and all." : dumped ? "The step prints a file of variables." : "The step prints a secret.",
			evidence: program
		}];
	}))
});
function showsSecret(word, environment) {
	if (/\$\{\{\s*secrets\.(?!GITHUB_TOKEN)/.test(word)) return true;
	return [...word.matchAll(/\$\{?([A-Za-z_][A-Za-z0-9_]*)\}?/g)].some(([, name = ""]) => isSecretName(name) && /\$\{\{\s*secrets\./.test(environment.get(name) ?? ""));
}
function holdsSecrets(environment) {
	return [...environment.values()].some((value) => /\$\{\{\s*secrets\./.test(value));
}
const brokenWorkflow = defineRule({
	id: "source/workflow",
	title: "Workflows are YAML that can be read",
	severity: "low",
	why: "GitHub does not start a workflow that it cannot read: its checks are silently gone.",
	remedy: "Repair the YAML where the parser stopped; the place stands in what it says.",
	source: ["S0-044", "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax"],
	judge: ({ source }) => source.workflows.flatMap(({ file, problem, line = 1 }) => problem === void 0 ? [] : [{
		place: {
			file,
			line
		},
		subject: file,
		message: "This workflow is not YAML that can be read, so GitHub never starts it.",
		evidence: problem.slice(0, 160)
	}])
});
const safemigrate = defineRule({
	id: "source/safemigrate",
	title: "django-safemigrate is installed under its own name",
	severity: "high",
	why: "The app is called django_safemigrate: under \"safemigrate\" Django does not start, and without it the command safemigrate is unknown.",
	remedy: "INSTALLED_APPS += [\"django_safemigrate\"]",
	source: ["C36", "S1-086"],
	judge: (project) => {
		const hits = new Map();
		for (const evaluation of project.evaluations) {
			const apps = setting(evaluation, "INSTALLED_APPS");
			const names = (list(apps?.value) ?? []).map((name) => name.split(".")[0]);
			if (names.includes("safemigrate")) hits.set("label", {
				...apps?.place === void 0 ? {} : { place: apps.place },
				subject: "INSTALLED_APPS",
				message: "INSTALLED_APPS names \"safemigrate\", which is no module of django-safemigrate.",
				evidence: "safemigrate"
			});
			else if (apps !== void 0 && !names.includes("django_safemigrate")) {
				for (const { own, start, title } of project.services) if (own) {
					for (const { words, file, line } of start.commands) if (managed(words)?.name === "safemigrate") hits.set(`${file}:${line}`, {
						place: {
							file,
							line
						},
						subject: title,
						message: "safemigrate is run, and django_safemigrate is not among INSTALLED_APPS: the command is unknown.",
						evidence: "manage.py safemigrate"
					});
				}
			}
		}
		return [...hits.values()];
	}
});
// src/checks/source/index.ts
const RULES$1 = [
	privateKey,
	databaseInGit,
	userlist,
	ignored,
	litter,
	makemigrations,
	migrateInWorkflow,
	deployCheck,
	printedSecret,
	brokenWorkflow,
	safemigrate
];
// src/checks/rules.ts
const RULES = [
	...RULES$7,
	...RULES$8,
	...RULES$5,
	...RULES$6,
	...RULES$9,
	...RULES$2,
	...RULES$10,
	...RULES$4,
	...RULES$3,
	...RULES$1
];
// src/actions/check-deploy-sarif.ts
function sarifOf({ setup, ignoring, against }) {
	const findings = sarifFindings({
		against,
		ignoring,
		compared: setup.baseline !== void 0
	});
	return sarif({
		tool: "check-deploy",
		version: VERSION,
		rules: rulesFor(setup.request.profile),
		findings
	});
}
function rulesFor(profile) {
	return RULES.map((rule) => {
		const severity = severityIn(rule, profile);
		const { id, title, why, remedy } = rule;
		return {
			id,
			title,
			why,
			remedy,
			severity: severity === "off" ? "low" : severity,
			help: addressOf$3(id)
		};
	});
}
// src/actions/check-deploy-run.ts
const MOST_ANNOTATIONS = 10;
async function runCheckDeploy(request, chosen, world) {
	const setup = await complete(request, chosen, RULES, world);
	const project = await collectProject(setup.request, world);
	if (world.signal.aborted) throw new Cancelled();
	refuseUnknownSettings(request, project);
	const checked = judged(setup, project, world.host);
	await tell(checked, world.host);
	const verdict = checkVerdict({
		failOn: setup.own.failOn,
		asked: setup.own.families,
		unjudged: checked.unjudged,
		fresh: checked.against.fresh,
		ignored: checked.ignoring.ignored.length,
		known: checked.against.known.length
	});
	const shown = withinOutput(checked.against.fresh);
	const outcome = {
		...verdict,
		findings: shown,
		findingsTold: true,
		mostAnnotations: MOST_ANNOTATIONS,
		decisive: setup.own.failOn,
		facts: checkFacts(checked, shown.length),
		evidence: checkEvidence(checked),
		details: {
			checked,
			sarifPath: await writeSarif(setup.sarif, () => sarifOf(checked), world)
		}
	};
	if (setup.own.comment) {
		const about = {
			marker: `obcms-deploy check-deploy ${setup.environment ?? ""}`.trim(),
			token: request.inputs.text("github-token"),
			authorities: setup.authorities,
			partsBySize: commentParts(outcome, world)
		};
		await commentOn(about, world);
	}
	return outcome;
}
function judged(setup, project, host) {
	const { families } = setup.own;
	const out = new Set(project.unjudged.filter(({ reason }) => reason !== "skipped").map(({ family }) => family));
	const asked = new Set([...families].filter((family) => !out.has(family)));
	const raw = judge(project, RULES, asked);
	const judgement = {
		...raw,
		findings: raw.findings.map((finding) => redactedFinding(finding, host))
	};
	const isJudged = (name) => !FAMILIES.some((family) => family === name && !asked.has(family));
	const ignoring = applyIgnore(judgement.findings, setup.own.ignore, isJudged);
	const against = againstBaseline(ignoring.left, ignoring.ignored.map(({ finding }) => finding), setup.baseline, isJudged);
	return {
		setup,
		project,
		judgement,
		ignoring,
		against,
		unjudged: [...project.unjudged, ...brokenOff$1(project, against.fresh)]
	};
}
function refuseUnknownSettings({ inputs, own }, { evaluations, directory }) {
	if (own.settings === void 0) return;
	const failure = evaluations.map(({ answer }) => answer.failure).find((each) => each?.kind === "settings-missing");
	if (failure === void 0 || failure === null) return;
	const from = directory === "" ? "the root of the checkout" : directory;
	throw inputs.refusal("settings", `is no module that can be imported from ${from}`);
}
export { choices as n, isCandidate as r, runCheckDeploy, duration as t };
