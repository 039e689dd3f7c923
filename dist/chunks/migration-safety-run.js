import { o as __toESM } from "./rolldown-runtime.js";
import { n as UserError, r as messageOf, t as Cancelled } from "./errors.js";
import { t as askGit } from "./git.js";
import { a as sarifFindings, c as sarif, d as askProbe, f as readyProbe, h as openRepository, i as withinOutput, l as NEVER_STUBBED, m as locateProject, n as commentOn, o as writeSarif, r as pullRequestOf, s as VERSION, t as redactedFinding, u as findPython } from "./redacted-finding.js";
import { _ as otherServer, a as migrationFacts, b as NotCollected, c as placesOf$2, d as commandFor, f as appliedState, g as assumedVersion, h as worstOf, i as migrationEvidence, l as shown$1, m as defineHazard, n as addressOf, o as PLACES, p as VERDICTS, r as tell, s as inBrackets, t as commentParts, u as whereOf$1, v as COLLECT_REASONS, y as MIGRATION_REASONS } from "./migration-safety.js";
import { r as inSequence, s as oneLine, t as count } from "./text.js";
import { r as parseSha } from "./commit.js";
import { b as SEVERITIES } from "./world.js";
import { _ as unknownRule, c as baselineOf, f as pathOf, g as applyIgnore, v as againstBaseline } from "./finding-links.js";
import { r as inWorkspace, t as authoritiesOf } from "./site-inputs.js";
import { isAbsolute, join } from "node:path";
import { setFlagsFromString } from "node:v8";
// src/migrations/checkout/migrating-command.ts
const MANAGE = /(?:manage\.py|django-admin(?:\.py)?|-m["',\s]+django)["',\s]+(?:-[^\s"',;&|]+["',\s]+)*([A-Za-z_]\w*)([^\n;&|]*)/g;
const ALEMBIC = /(?:\balembic["',\s]+(?:-[^\n;&|]*\s)?|\bflask["',\s]+(?:-[^\n;&|]*\s)?db["',\s]+)upgrade\b(?![^\n;&|]*--sql\b)/;
const ONLY_LOOKS = /--(?:check|plan)\b/;
const KNOWN$2 = new Set([
	"migrate",
	"safemigrate",
	"migrate_schemas"
]);
const CALLS_MIGRATE = /call_command\(\s*["']migrate(?:_schemas)?["']|commands(?:\.migrate)?\s+import\s+[^\n]*(?:migrate|Command)/;
const LOCKS$2 = /lock/i;
const DEVELOPMENT_SERVER = /\brunserver(?:_plus)?\b|--reload\b|\bwatchmedo\b/;
const ONLY_SAYS = /^\s*(?:\w+:\s*)?@?(?:echo|printf|log|info|warn)\b/;
const DEVELOPMENT_PATH = /(?:^|[/._-])(?:dev|devel|develop|development|local|tests?|testing|ci|override|debug|e2e|examples?|samples?|docs?)(?=$|[/._-])/i;
function isForDevelopment(path) {
	return DEVELOPMENT_PATH.test(path);
}
function recognizerOf({ files, read }) {
	return async (command) => {
		if (DEVELOPMENT_SERVER.test(command) || ONLY_SAYS.test(command)) return void 0;
		if (ALEMBIC.test(command)) return { takesTurns: false };
		const found = [];
		for (const [, name = "", rest = ""] of command.matchAll(MANAGE)) {
			if (ONLY_LOOKS.test(rest)) continue;
			const known = KNOWN$2.has(name) ? { takesTurns: false } : await ownCommand(name, files, read);
			if (known !== void 0) found.push(known);
		}
		return found.length === 0 ? void 0 : { takesTurns: found.every(({ takesTurns }) => takesTurns) };
	};
}
async function ownCommand(name, files, read) {
	const file = files.find((path) => path.endsWith(`management/commands/${name}.py`));
	if (file === void 0) return /^migrate_|_migrate$/.test(name) ? { takesTurns: LOCKS$2.test(name) } : void 0;
	const text = await read(file) ?? "";
	return CALLS_MIGRATE.test(text) ? { takesTurns: LOCKS$2.test(text) } : void 0;
}
function logicalLines(text) {
	const found = [];
	let open;
	for (const [index, raw] of text.split(/\r?\n/).entries()) {
		if (/^\s*#/.test(raw)) continue;
		const goesOn = /\\\s*$/.test(raw);
		const part = raw.replace(/\\\s*$/, "").trim();
		const line = open === void 0 ? {
			line: index + 1,
			text: part
		} : {
			line: open.line,
			text: `${open.text} ${part}`
		};
		open = goesOn ? line : void 0;
		if (!goesOn) found.push(line);
	}
	return open === void 0 ? found : [...found, open];
}
// src/migrations/asking/facts.ts
function releaseOf$1(side, commit, { nodes, conflicts, dangling, models, upserts }) {
	return {
		side,
		commit,
		nodes: nodes.map(nodeOf),
		conflicts,
		dangling: dangling.map((one) => ({
			...one,
			place: placeOf$2(one.place)
		})),
		models: models.map(modelOf$1),
		upserts
	};
}
function unreadRelease(side, commit) {
	return {
		side,
		commit,
		nodes: [],
		conflicts: [],
		dangling: [],
		models: [],
		upserts: []
	};
}
function pendingOf(answer) {
	const { file, distribution, mark, operations, steps, backwards } = answer;
	return {
		...answer,
		file: file ?? void 0,
		distribution: distribution ?? void 0,
		mark: mark === null ? void 0 : {
			when: mark.when,
			place: placeOf$2(mark.place)
		},
		operations: operations.map(operationOf),
		steps: steps.map(stepOf),
		backwards: backwards ?? void 0
	};
}
function driftOf$1(drift) {
	return drift.map((one) => ({
		...one,
		place: placeOf$2(one.place)
	}));
}
function unreadOf({ code, about, why, remedy, place }) {
	return {
		code,
		about,
		why,
		remedy,
		...place === null || place === void 0 ? {} : { place }
	};
}
function nodeOf(answer) {
	const { file, digest, distribution } = answer;
	return {
		...answer,
		file: file ?? void 0,
		digest: digest ?? void 0,
		distribution: distribution ?? void 0
	};
}
function modelOf$1(answer) {
	return {
		...answer,
		columns: answer.columns.map((column) => ({
			...column,
			references: column.references ?? void 0
		}))
	};
}
function operationOf(answer) {
	const { model, field, before, after, code } = answer;
	return {
		...answer,
		model: model ?? void 0,
		field: field ?? void 0,
		before: fieldOf$2(before),
		after: fieldOf$2(after),
		code: codeOf(code)
	};
}
function fieldOf$2(answer) {
	if (answer === null) return void 0;
	const { type, column, default: initial, dbDefault, references } = answer;
	return {
		...answer,
		type: type ?? void 0,
		column: column ?? void 0,
		default: initial ?? void 0,
		dbDefault: dbDefault ?? void 0,
		references: references ?? void 0
	};
}
function codeOf(answer) {
	if (answer === null) return void 0;
	return {
		...answer,
		place: placeOf$2(answer.place),
		live: answer.live ?? void 0
	};
}
function stepOf(answer) {
	if (answer.step === "code") return answer;
	return {
		...answer,
		operation: answer.operation ?? void 0
	};
}
function placeOf$2(place) {
	return place ?? void 0;
}
// src/migrations/asking/failure.ts
const LONGEST$1 = 300;
function notRead({ failure, django }, python) {
	if (failure === null) return new NotCollected("The migrations were not read, and nothing says why.", { reasonCode: "no-interpreter" });
	const message = `${saying(failure)} while ${DURING[failure.stage]}: ${shown(failure)}`;
	const place = failure.place === null ? {} : { place: failure.place };
	if (django === null || failure.kind === "module-missing") return new NotCollected(python === void 0 ? message : `${message} (asked: ${oneLine(python, LONGEST$1)})`, {
		reasonCode: "not-installed",
		...place
	});
	if (failure.sandboxed === true) return new NotCollected(message, {
		reasonCode: "not-read",
		...place
	});
	if (failure.kind === "timeout") return new NotCollected(message, {
		reasonCode: "timeout",
		...place
	});
	if (failure.kind === "settings-missing") return new NotCollected(message, {
		reasonCode: "import-failed",
		remedy: "Name the settings that are deployed:\nwith:\n  settings: project.settings.production",
		...place
	});
	return new NotCollected(message, {
		reasonCode: "import-failed",
		...place
	});
}
function baseNotRead({ failure, django }, isAppliedKnown) {
	return {
		code: "base-not-read",
		about: "the running release",
		why: `The running release could not be loaded in the Python of the new one; ${django === null || failure === null ? "it said nothing" : `${lowerFirst(saying(failure))} while ${DURING[failure.stage]}: ${shown(failure)}`}. ${isAppliedKnown ? "Whether it can live on the new schema is not known." : "Which migrations are pending is not known, so all of them are judged; nor is whether it can live on the new schema."}`,
		remedy: "Install what the running release needs beside the new requirements, or let the database say what is applied:\nwith:\n  applied: database\n  database-url: ${{ secrets.MIGRATION_SAFETY_DATABASE_URL }}",
		...failure?.place == null ? {} : { place: failure.place }
	};
}
function standIns(modules) {
	const names = modules.join(", ");
	return {
		code: "stand-in",
		about: names,
		why: `Not installed here, and stood in for: ${names}. Fields, operations and migrations that come from there are not known.`,
		remedy: "Install the requirements before this step:\nsteps:\n  - run: pip install -r requirements.txt"
	};
}
const DURING = {
	settings: "the settings were loaded",
	setup: "the applications were loaded",
	checks: "the applications were checked",
	visits: "an address was asked",
	celery: "the Celery app was loaded",
	migrations: "the migrations were read"
};
function saying({ kind }) {
	if (kind === "timeout") return "The time ran out";
	if (kind === "exit" || kind === "died") return "Python itself ended";
	if (kind === "syntax") return "A file that is no Python was met";
	return "The project broke off";
}
function shown({ type, message }) {
	return oneLine(`${type}: ${message}`, LONGEST$1);
}
function lowerFirst(text) {
	return text.slice(0, 1).toLowerCase() + text.slice(1);
}
// src/migrations/asking/question.ts
const EVALUATION_LIMIT = 6e4;
const TOTAL_LIMIT = 15e4;
const SECRET_NAMES = "(?:KEY|SECRET|TOKEN|PASSWORD|PASSWD|PASS|PWD|SALT|CREDENTIALS?|DSN)(?:_|$)|_URL$";
function questionOf(question, { framework, stubs }) {
	return {
		schema: "obcms-deploy/probe-question@1",
		root: question.head.root,
		directory: folderOf(question.head),
		key: "00".repeat(32),
		stubs,
		neverStubbed: NEVER_STUBBED,
		missing: "dummy",
		marks: {
			patterns: [],
			words: []
		},
		settings: {
			names: [],
			prefixes: []
		},
		secretNames: SECRET_NAMES,
		evaluations: [evaluationOf(question, "base", framework), evaluationOf(question, "head", framework)],
		servers: [],
		limits: {
			evaluation: EVALUATION_LIMIT,
			total: TOTAL_LIMIT
		}
	};
}
function evaluationOf(question, side, framework) {
	const tree = question[side];
	return {
		id: side,
		settings: question.settings,
		environment: {},
		variations: false,
		depth: "migrations",
		tree: {
			root: tree.root,
			directory: folderOf(tree)
		},
		migrations: {
			framework,
			side,
			applied: side === "head" ? question.applied ?? null : null,
			postgres: question.postgres ?? null,
			safemigrate: question.safemigrate
		},
		visits: [],
		celery: []
	};
}
function folderOf({ root, directory }) {
	return directory === "" ? root : `${root}/${directory}`;
}
// src/migrations/asking/ask.ts
async function askBothReleases(framework, question, world) {
	const { ready } = question;
	const ask = (asked) => askProbe(asked, question.python, world);
	const answered = (stubs, by = ask) => answersOf(questionOf(question, {
		framework,
		stubs
	}), by, world);
	const first = await answered("never", ready === void 0 ? ask : (asked) => ready.ask(asked));
	if (first.head.migrations != null && first.base.migrations != null) return told$1(question, first);
	if (![first.head, first.base].some(({ failure }) => failure?.kind === "module-missing")) return told$1(question, first);
	return told$1(question, await answered("missing"));
}
async function answersOf(question, ask, world) {
	const reply = await ask(question);
	if (world.signal.aborted) throw new Cancelled();
	if (!reply.ok) throw new NotCollected(reply.message, { reasonCode: reply.reason === "timeout" ? "timeout" : "no-interpreter" });
	return {
		base: sideOf(reply.answer, "base"),
		head: sideOf(reply.answer, "head")
	};
}
function sideOf({ evaluations }, side) {
	const found = evaluations.find(({ id }) => id === side);
	if (found === void 0) throw new NotCollected(`The probe said nothing of ${side}.`, { reasonCode: "no-interpreter" });
	return found;
}
function told$1(question, { base, head }) {
	if (head.migrations == null) throw notRead(head, question.python);
	const said = head.migrations;
	const unknown = said.unknown.map(unreadOf);
	if (base.migrations == null) unknown.push(baseNotRead(base, question.applied !== void 0));
	const stubs = [...new Set([...head.stubs, ...base.stubs])].sort();
	if (stubs.length > 0) unknown.push(standIns(stubs));
	return {
		version: head.django ?? "",
		timeZone: said.timeZone ?? void 0,
		base: base.migrations == null ? unreadRelease("base", question.base.commit) : releaseOf$1("base", question.base.commit, base.migrations),
		head: releaseOf$1("head", question.head.commit, said),
		pending: (said.pending ?? []).map(pendingOf),
		schema: said.schema,
		history: said.history ?? [],
		drift: driftOf$1(said.drift),
		unknown,
		dummies: [...new Set([...head.dummies, ...base.dummies])].sort(),
		stubs
	};
}
// src/migrations/checkout/base-tree.ts
const TIMEOUT$1 = 6e4;
const LARGEST_LISTING = 67108864;
const LARGEST_FILE = 2097152;
async function openBaseTree(base, root, world) {
	const ask = (args, more = {}) => askGit(args, {
		directory: root,
		timeout: TIMEOUT$1,
		mostOutput: LARGEST_LISTING,
		...more
	}, world);
	const where = await ask([
		"rev-parse",
		"--show-prefix",
		"--show-toplevel"
	]);
	if (!where.ok) return noRepository(where.message);
	const [prefix = "", top = root] = where.stdout.split("\n");
	const commit = await resolved$1(base.ref, ask);
	if (commit === void 0) return notThere(base, await ask(["rev-parse", "--is-shallow-repository"]));
	const folder = await world.temporaryFolder();
	try {
		const variables = { GIT_INDEX_FILE: `${folder.path}/index` };
		const [listed, indexed] = await Promise.all([ask([
			"ls-tree",
			"-r",
			"-l",
			"-z",
			"--full-tree",
			commit
		]), ask(["read-tree", commit], { variables })]);
		const written = listed.ok && indexed.ok ? await ask([
			...WITHOUT_FILTERS,
			"checkout-index",
			"-f",
			"-q",
			"-z",
			"--stdin",
			`--prefix=${folder.path}/tree/`
		], {
			directory: top,
			variables,
			input: wanted(listed.stdout)
		}) : listed.ok ? indexed : listed;
		if (!written.ok) {
			await folder.remove();
			return notThere(base, written);
		}
	} catch (thrown) {
		await folder.remove();
		throw thrown;
	}
	const inside = prefix.replace(/\/$/, "");
	return {
		ok: true,
		commit,
		root: inside === "" ? `${folder.path}/tree` : `${folder.path}/tree/${inside}`,
		remove: folder.remove
	};
}
const WITHOUT_FILTERS = [
	"-c",
	"filter.lfs.smudge=",
	"-c",
	"filter.lfs.process=",
	"-c",
	"filter.lfs.required=false"
];
async function resolved$1(ref, ask) {
	if (ref === "" || ref.startsWith("-")) return void 0;
	for (const name of [ref, `refs/remotes/origin/${ref}`]) {
		const answer = await ask([
			"rev-parse",
			"--verify",
			"--quiet",
			`${name}^{commit}`
		]);
		const sha = answer.ok ? parseSha(answer.stdout.trim()) : void 0;
		if (sha !== void 0) return sha;
	}
}
function wanted(listing) {
	return listing.split("\0").flatMap((line) => {
		const tab = line.indexOf("	");
		const [, type, , size] = line.slice(0, tab).split(/ +/);
		return tab > 0 && type === "blob" && Number(size) <= LARGEST_FILE ? [line.slice(tab + 1)] : [];
	}).map((path) => `${path}\0`).join("");
}
const FROM = {
	input: "the input base",
	"pull-request": "the base of the pull request",
	deployment: "the commit that is live according to GitHub Deployments"
};
function notThere({ ref, from }, answer) {
	const name = oneLine(ref, 80);
	if (answer.ok && answer.stdout.trim() === "true") return {
		ok: false,
		reason: "shallow",
		message: `The checkout is shallow and does not hold ${name} (${FROM[from]}), so the two releases cannot be compared.`,
		remedy: `Fetch the history in the step that checks out:\nsteps:\n  - uses: actions/checkout@v6\n    with:\n      fetch-depth: 0`
	};
	const said = answer.ok || answer.message === "" ? "" : ` git said: ${oneLine(answer.message, 200)}`;
	return {
		ok: false,
		reason: "unknown",
		message: `The repository has no commit, branch or tag ${name} (${FROM[from]}).${said}`,
		remedy: `Name a commit, branch or tag that the checkout holds:\nwith:\n  base: origin/production`
	};
}
function noRepository(said) {
	return {
		ok: false,
		reason: "no-repository",
		message: `The checkout is no git repository, so there is no earlier release to compare with. git said: ${oneLine(said, 200)}`,
		remedy: "Check the repository out before this step:\nsteps:\n  - uses: actions/checkout@v6\n    with:\n      fetch-depth: 0"
	};
}
// src/migrations/checkout/places-compose.ts
const COMPOSE = /(?:^|\/)(?:docker-)?compose(?:[._-][^/]*)?\.ya?ml$/i;
const MOST_ALIASES = 200;
const SERVES = /\b(?:gunicorn|uvicorn|daphne|hypercorn|granian|uwsgi|celery|python\s+-m\s+http)\b|\bexec\b/;
function isComposeFile(path) {
	return COMPOSE.test(path) && !isForDevelopment(path);
}
async function composeStarts(file, text, recognize) {
	const services = await servicesOf(text);
	const places = [];
	for (const service of services) {
		const found = await recognize(service.command);
		if (found === void 0) continue;
		const unawaitedBy = SERVES.test(service.command) ? void 0 : unawaited$1(service, services);
		places.push({
			kind: "compose-service",
			place: {
				file,
				line: service.line
			},
			command: service.command,
			service: service.name,
			...found.takesTurns ? { takesTurns: true } : {},
			...unawaitedBy === void 0 ? {} : { unawaitedBy }
		});
	}
	return {
		places,
		commands: services.map(({ command }) => command)
	};
}
function unawaited$1({ name, image }, services) {
	const others = services.filter((each) => each.name !== name && each.image !== void 0 && each.image === image);
	if (others.length === 0) return void 0;
	const byName = new Map(services.map((each) => [each.name, each]));
	const waits = (service, seen) => service.needs.some((need) => {
		if (need.service === name) return need.completed;
		const next = byName.get(need.service);
		return next !== void 0 && !seen.has(next.name) && waits(next, new Set([...seen, next.name]));
	});
	return others.filter((each) => !waits(each, new Set([each.name]))).map((each) => each.name);
}
async function servicesOf(text) {
	const { isAlias, isMap, isScalar, LineCounter, parseDocument } = await import("./dist2.js").then((n) => __toESM(n.t(), 1));
	const lines = new LineCounter();
	try {
		const document = parseDocument(text, {
			lineCounter: lines,
			merge: true,
			uniqueKeys: false,
			logLevel: "silent"
		});
		const root = document.toJS({ maxAliasCount: MOST_ALIASES });
		const values = isRecord(root) && isRecord(root["services"]) ? root["services"] : {};
		const nodes = document.get("services", true);
		if (!isMap(nodes)) return [];
		return nodes.items.flatMap(({ key, value }) => {
			const name = isScalar(key) ? String(key.value) : "";
			const service = values[name];
			if (!isRecord(service) || service["profiles"] !== void 0) return [];
			const own = isAlias(value) ? value.resolve(document) : value;
			const command = isMap(own) ? own.items.find((pair) => isScalar(pair.key) && /^(?:command|entrypoint)$/.test(String(pair.key.value)))?.key : void 0;
			const at = isScalar(command) && !isAlias(value) ? command : key;
			return [{
				name,
				line: isScalar(at) && at.range != null ? lines.linePos(at.range[0]).line : 1,
				command: [service["entrypoint"], service["command"]].map(wordsOf$1).filter(Boolean).join(" "),
				image: imageOf(service),
				needs: needsOf(service["depends_on"])
			}];
		});
	} catch {
		return [];
	}
}
function needsOf(value) {
	if (Array.isArray(value)) return value.map((service) => ({
		service: String(service),
		completed: false
	}));
	if (!isRecord(value)) return [];
	return Object.entries(value).map(([service, given]) => ({
		service,
		completed: isRecord(given) && given["condition"] === "service_completed_successfully"
	}));
}
function imageOf({ build, image }) {
	if (build !== void 0 && build !== null) return JSON.stringify(build);
	return typeof image === "string" ? image : void 0;
}
function wordsOf$1(value) {
	if (Array.isArray(value)) return value.map(String).join(" ");
	return typeof value === "string" ? value.trim().replace(/\s*\n\s*/g, " ") : "";
}
function isRecord(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
// src/migrations/checkout/places-image.ts
const DOCKERFILE = /(?:^|\/)(?:[^/]*\.)?(?:Dockerfile|Containerfile)(?:\.[^/]*)?$/i;
const STARTS = /^(?:ENTRYPOINT|CMD)\s+(.+)$/i;
const COPIES = /^(?:COPY|ADD)\s+((?:--\S+\s+)*)(.+)$/i;
const MOST_SCRIPTS = 20;
function isDockerfile(path) {
	return DOCKERFILE.test(path) && !isForDevelopment(path) && !/\.dockerignore$/i.test(path);
}
async function imageStarts(file, text, recognize) {
	const instructions = logicalLines(text);
	const started = instructions.flatMap(({ line, text: words }) => {
		const command = STARTS.exec(words)?.[1];
		return command === void 0 ? [] : [{
			line,
			text: command
		}];
	});
	return {
		places: await placesOf$1(file, started, recognize),
		commands: started.map(({ text: command }) => command),
		copies: instructions.flatMap(({ text: words }) => copiesOf(words))
	};
}
function copiesOf(words) {
	const [, flags = "", rest = ""] = COPIES.exec(words) ?? [];
	if (flags.includes("--from=")) return [];
	const paths = rest.split(/[\s"',[\]]+/).filter(Boolean);
	const target = paths.at(-1);
	if (target === void 0 || paths.length < 2) return [];
	const folder = paths.length > 2 || /(?:^|\/)\.?$/.test(target);
	return paths.slice(0, -1).map((path) => {
		const from = path.replace(/^\.?\//, "");
		return {
			from,
			name: nameOf$3(folder ? from : target)
		};
	});
}
async function lineStarts(file, text, recognize) {
	const lines = logicalLines(text);
	return {
		places: await placesOf$1(file, lines, recognize),
		commands: lines.map((line) => line.text),
		copies: []
	};
}
async function placesOf$1(file, lines, recognize) {
	return (await Promise.all(lines.map(async ({ line, text }) => {
		const command = await recognize(text);
		if (command === void 0) return [];
		const turns = command.takesTurns ? { takesTurns: true } : {};
		return [{
			kind: "entrypoint",
			place: {
				file,
				line
			},
			command: text,
			...turns
		}];
	}))).flat();
}
async function scriptStarts({ files, read }, commands, copies, recognize) {
	const places = [];
	const seen = new Set();
	const open = [...commands];
	for (let command = open.shift(); command !== void 0 && seen.size < MOST_SCRIPTS; command = open.shift()) for (const file of scriptsIn(command, files, copies)) {
		if (seen.has(file)) continue;
		const text = await read(file);
		if (text === void 0 || !(file.endsWith(".sh") || text.startsWith("#!"))) continue;
		seen.add(file);
		const started = await lineStarts(file, text, recognize);
		places.push(...started.places);
		open.push(...started.commands);
	}
	return places;
}
function scriptsIn(command, files, copies) {
	return (command.match(/[\w./-]*[\w-](?:\.sh)?/g) ?? []).flatMap((word) => {
		const name = nameOf$3(word);
		if (!name.endsWith(".sh") && (name.includes(".") || !word.includes("/"))) return [];
		const copied = copies.filter((copy) => copy.name === name).map(({ from }) => from);
		const fromImage = files.filter((file) => copied.some((from) => file === from || file.endsWith(`/${from}`)));
		if (fromImage.length > 0) return fromImage;
		return files.filter((file) => nameOf$3(file) === name && !isForDevelopment(file));
	});
}
function nameOf$3(path) {
	return path.slice(path.lastIndexOf("/") + 1);
}
// src/migrations/checkout/places.ts
const LISTED_STARTS = /(?:^|\/)(?:Procfile|nixpacks\.toml)$/;
const WORKFLOW = /^\.github\/workflows\/[^/]+\.ya?ml$/;
const DEPLOYS = /(?:^|[/._-])(?:deploy\w*|release|cd|prod|production|staging|migrat\w*)(?=$|[/._-])/i;
const NAMES_ENVIRONMENT = /^\s{4,}environment:/m;
const LONGEST_COMMAND = 160;
async function migratingPlaces(repository, started = []) {
	const recognize = recognizerOf(repository);
	const known = (await Promise.all(repository.files.map((file) => startsOf(file, repository, recognize)))).filter((each) => each !== void 0);
	const scripts = await scriptStarts(repository, [...known.flatMap(({ commands }) => commands), ...started], known.flatMap(({ copies }) => copies), recognize);
	return [...known.flatMap(({ places }) => places), ...scripts].map(shortened);
}
async function startsOf(file, { read }, recognize) {
	const kind = KINDS$1.find(([is]) => is(file));
	const text = kind === void 0 ? void 0 : await read(file);
	return kind === void 0 || text === void 0 ? void 0 : kind[1](file, text, recognize);
}
const KINDS$1 = [
	[isComposeFile, async (...given) => ({
		...await composeStarts(...given),
		copies: []
	})],
	[isDockerfile, imageStarts],
	[(path) => LISTED_STARTS.test(path) && !isForDevelopment(path), lineStarts],
	[(path) => WORKFLOW.test(path), workflowSteps]
];
async function workflowSteps(file, text, recognize) {
	const nothing = {
		places: [],
		commands: [],
		copies: []
	};
	const name = file.slice(file.lastIndexOf("/") + 1);
	if (!DEPLOYS.test(name) && !NAMES_ENVIRONMENT.test(text)) return nothing;
	const places = [];
	for (const { line, text: command } of logicalLines(text)) {
		if (await recognize(command) === void 0) continue;
		places.push({
			kind: "workflow",
			place: {
				file,
				line
			},
			command
		});
	}
	return {
		...nothing,
		places
	};
}
function shortened(place) {
	const { command } = place;
	return command.length <= LONGEST_COMMAND ? place : {
		...place,
		command: `${command.slice(0, 159)}…`
	};
}
// src/migrations/checkout/third-party.ts
const PINS = /(?:^|\/)(?:requirements[^/]*\.(?:txt|in)|requirements\/[^/]+\.(?:txt|in)|constraints[^/]*\.txt|[^/]+\.lock|pyproject\.toml|Pipfile|setup\.(?:cfg|py))$/;
async function changedPackages(nodes, base, head) {
	const packages = [...new Set(nodes.flatMap(({ distribution }) => distribution ?? []))].sort();
	if (packages.length === 0) return [];
	const [before, after] = await Promise.all([pinsOf(base), pinsOf(head)]);
	return packages.filter((name) => linesAbout(name, before) !== linesAbout(name, after)).map((name) => {
		return {
			code: "third-party",
			about: name,
			why: `The requirements of ${name} changed, and its migrations (${[...new Set(nodes.filter((node) => node.distribution === name).map(({ app }) => app))].join(", ")}) can only be read as they are in the new version: which of them are pending is not known from the checkout.`,
			remedy: "Let the database say what is applied:\nwith:\n  applied: database\n  database-url: ${{ secrets.MIGRATION_SAFETY_DATABASE_URL }}"
		};
	});
}
async function pinsOf({ files, read }) {
	return (await Promise.all(files.filter((file) => PINS.test(file)).map((file) => read(file)))).flatMap((text) => (text ?? "").split("\n")).map((line) => line.replace(/#.*$/, "").trim());
}
function linesAbout(name, lines) {
	const pattern = new RegExp(`(?:^|[^a-z0-9-])${name.replaceAll("-", "[-_.]+")}(?![a-z0-9]|[-_.][a-z0-9])`, "i");
	return lines.flatMap((line, index) => pattern.test(line) ? [`${line} ${/^name\s*=/.test(line) ? lines[index + 1] : ""}`] : []).sort().join("\n");
}
// src/migrations/database/read.ts
const TIMEOUT = 15e3;
async function readDatabase(url, framework, world) {
	const opened = await world.database(url, {
		timeout: TIMEOUT,
		signal: world.signal
	});
	if (!opened.ok) return opened;
	const { session } = opened;
	try {
		const before = await ownSettings(session);
		await session.query("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
		await session.query("SET LOCAL lock_timeout = '1s'");
		const facts = {
			applied: await applied(session, framework),
			tables: await tables(session),
			constraints: await constraints(session),
			invalidIndexes: await invalidIndexes(session),
			dependents: await dependents(session),
			lockTimeout: before.lockTimeout,
			timeZone: before.timeZone
		};
		const server = await serverVersion(session);
		await session.query("ROLLBACK");
		return {
			ok: true,
			facts,
			server,
			system: await systemIdentifier(session)
		};
	} catch (thrown) {
		if (thrown instanceof Cancelled) throw thrown;
		return {
			ok: false,
			why: messageOf(thrown)
		};
	} finally {
		await session.end();
	}
}
async function ownSettings(session) {
	const [row] = await session.query("SELECT current_setting('lock_timeout') AS lock_timeout, current_setting('TimeZone') AS time_zone");
	return {
		lockTimeout: text$1(row, "lock_timeout"),
		timeZone: text$1(row, "time_zone")
	};
}
async function applied(session, framework) {
	const table = framework === "django" ? "django_migrations" : "alembic_version";
	const [there] = await session.query("SELECT to_regclass($1) IS NOT NULL AS there", [table]);
	if (there?.["there"] !== true) return [];
	const statement = framework === "django" ? "SELECT app || '.' || name AS id FROM django_migrations ORDER BY id" : "SELECT version_num AS id FROM alembic_version ORDER BY version_num";
	return (await session.query(statement)).flatMap((row) => text$1(row, "id") ?? []);
}
const OWN = "n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_%'";
const NAMED = "CASE WHEN pg_table_is_visible(c.oid) THEN c.relname ELSE n.nspname || '.' || c.relname END";
async function tables(session) {
	const rows = await session.query(`SELECT ${NAMED} AS name, c.reltuples AS tuples, pg_total_relation_size(c.oid) AS bytes
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p', 'm') AND ${OWN}`);
	return new Map(rows.flatMap((row) => {
		const name = text$1(row, "name");
		const tuples = Number(row["tuples"]);
		return name === void 0 ? [] : [[name, {
			...tuples > 0 ? { rows: tuples } : { rows: void 0 },
			bytes: Number(row["bytes"])
		}]];
	}));
}
async function constraints(session) {
	return (await session.query(`SELECT ${NAMED} AS table_name, k.conname AS name, pg_get_constraintdef(k.oid) AS definition, k.convalidated AS validated
       FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE k.contype IN ('c', 'f', 'n', 'p', 'u', 'x') AND ${OWN} ORDER BY 1, 2`)).flatMap((row) => {
		const [table, name, definition] = [
			text$1(row, "table_name"),
			text$1(row, "name"),
			text$1(row, "definition")
		];
		if (table === void 0 || name === void 0 || definition === void 0) return [];
		return [{
			table,
			name,
			definition,
			validated: row["validated"] === true
		}];
	});
}
async function invalidIndexes(session) {
	return (await session.query(`SELECT ${NAMED} AS table_name, o.relname AS name
       FROM pg_index i JOIN pg_class o ON o.oid = i.indexrelid JOIN pg_class c ON c.oid = i.indrelid
       JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE NOT i.indisvalid AND c.relkind <> 'p' AND ${OWN} ORDER BY 1, 2`)).flatMap((row) => {
		const [table, name] = [text$1(row, "table_name"), text$1(row, "name")];
		return table === void 0 || name === void 0 ? [] : [{
			table,
			name
		}];
	});
}
async function dependents(session) {
	return (await session.query(`SELECT DISTINCT ${NAMED} AS table_name, a.attname AS column_name, v.relname AS name
       FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid AND d.classid = 'pg_rewrite'::regclass
       JOIN pg_class v ON v.oid = r.ev_class
       JOIN pg_class c ON c.oid = d.refobjid AND d.refclassid = 'pg_class'::regclass
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid
       JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE d.refobjsubid > 0 AND v.oid <> c.oid AND ${OWN} ORDER BY 1, 2, 3`)).flatMap((row) => {
		const [table, column, name] = [
			text$1(row, "table_name"),
			text$1(row, "column_name"),
			text$1(row, "name")
		];
		return table === void 0 || column === void 0 || name === void 0 ? [] : [{
			table,
			column,
			name
		}];
	});
}
async function serverVersion(session) {
	const [row] = await session.query("SELECT current_setting('server_version_num') AS number");
	const number = Number(text$1(row, "number"));
	return {
		major: Math.floor(number / 1e4),
		minor: number % 1e4,
		from: "database"
	};
}
async function systemIdentifier(session) {
	try {
		const [row] = await session.query("SELECT system_identifier::text || '/' || current_database() AS system FROM pg_control_system()");
		return text$1(row, "system");
	} catch (thrown) {
		if (thrown instanceof Cancelled) throw thrown;
		return;
	}
}
function text$1(row, column) {
	const value = row?.[column];
	return typeof value === "string" ? value : void 0;
}
// src/migrations/collect.ts
async function collectMigrations(request, world) {
	const root = world.host.context.workspace;
	const opening = openBaseTree(request.base, root, world);
	const early = { isOver: false };
	try {
		const repository = await openRepository(root, world);
		const place = await placeOf$1(repository, request);
		const rest = Promise.all([
			pythonFor(request, place, repository, world).then((python) => {
				const directory = folderOf({
					root: repository.root,
					directory: place.directory
				});
				if (!early.isOver) early.ready = readyProbe({
					root: repository.root,
					directory
				}, python, world);
				return python;
			}),
			databaseOf(request, place, world),
			headOf(root, world)
		]);
		rest.catch(() => void 0);
		const base = opened(await opening);
		const [python, database, head] = await rest;
		return await compared$1({
			request,
			repository,
			place,
			base,
			python,
			ready: early.ready,
			database,
			head
		}, world);
	} finally {
		early.isOver = true;
		early.ready?.dismiss();
		const base = await opening.catch(() => void 0);
		if (base?.ok === true) await base.remove();
	}
}
const NO_BASE = {
	shallow: "shallow",
	unknown: "base-missing",
	"no-repository": "base-missing"
};
function opened(base) {
	if (base.ok) return base;
	throw new NotCollected(base.message, {
		reasonCode: NO_BASE[base.reason],
		remedy: base.remedy
	});
}
async function compared$1({ request, repository, place, base, python, ready, database, head }, world) {
	const earlier = await openRepository(base.root, world);
	const before = await placeOf$1(earlier, {
		...request,
		directory: void 0
	}).catch(nothingThere(place));
	const question = {
		head: {
			root: repository.root,
			directory: place.directory,
			commit: head
		},
		base: {
			root: base.root,
			directory: before.directory,
			commit: base.commit
		},
		python,
		settings: request.settings,
		applied: appliedOf$1(request, database),
		postgres: request.postgres?.major ?? database?.server.major,
		safemigrate: request.safemigrate,
		...ready === void 0 ? {} : { ready }
	};
	const asked = await askBothReleases(place.framework, question, world);
	const [unknown, places, measured] = await Promise.all([
		request.applied.from === "base" ? changedPackages(asked.head.nodes, earlier, repository) : [],
		migratingPlaces(repository, request.coolify?.starts),
		measuredBy(request, question, place, asked, database, world)
	]);
	const server = serverOf(request, database, place, asked, measured?.server);
	return {
		framework: place.framework,
		version: asked.version,
		base: asked.base,
		head: asked.head,
		pending: asked.pending,
		schema: asked.schema,
		history: asked.history ?? [],
		database: database?.facts,
		drift: asked.drift,
		timeZone: asked.timeZone,
		server,
		places: [...places, ...request.coolify?.places ?? []],
		coolifyAsked: request.coolify?.notes.length === 0,
		unknown: [
			...asked.unknown,
			...unknown,
			...otherServer(server, measured?.server)
		],
		measured: measured?.statements ?? []
	};
}
async function placeOf$1(repository, { framework, directory }) {
	const place = await locateProject(repository, {
		framework,
		directory,
		action: "migration-safety"
	});
	if (place.framework === "none") throw new NotCollected("There is neither a manage.py nor an alembic.ini in the checkout.", { reasonCode: "nothing-to-judge" });
	return {
		...place,
		framework: place.framework
	};
}
function nothingThere(place) {
	return (thrown) => {
		if (thrown instanceof UserError || thrown instanceof NotCollected) return place;
		throw thrown;
	};
}
async function pythonFor(request, { directory }, repository, world) {
	const { root } = repository;
	const found = await findPython({
		asked: request.python,
		root,
		directory,
		has: (path) => repository.has(path)
	}, world);
	if (found.ok) return found.interpreter.python;
	if (found.reason === "asked") throw new UserError(found.message, {
		reasonCode: "invalid-input",
		remedy: found.remedy
	});
	throw new NotCollected(found.message, {
		reasonCode: "no-interpreter",
		remedy: found.remedy
	});
}
async function databaseOf({ databaseUrl }, { framework }, world) {
	if (databaseUrl === void 0) return void 0;
	const answer = await readDatabase(databaseUrl, framework, world);
	if (answer.ok) return answer;
	throw new NotCollected(`The database of the input "database-url" could not be read: ${answer.why}`, { reasonCode: "database-unreadable" });
}
async function headOf(root, world) {
	const answer = await askGit([
		"rev-parse",
		"--verify",
		"HEAD"
	], {
		directory: root,
		timeout: 5e3
	}, world);
	return answer.ok ? answer.stdout.trim() : void 0;
}
function appliedOf$1({ applied }, database) {
	if (applied.from === "file") return applied.ids;
	return applied.from === "database" ? database?.facts.applied : void 0;
}
function serverOf({ postgres }, database, { framework }, { version }, scratch) {
	if (postgres !== void 0) return {
		...postgres,
		from: "input"
	};
	if (database !== void 0) return database.server;
	if (scratch !== void 0) return {
		...scratch,
		from: "scratch"
	};
	return assumedVersion(framework === "django" ? version : void 0);
}
async function measuredBy({ traceDatabaseUrl, databaseUrl }, question, { framework }, asked, database, world) {
	if (traceDatabaseUrl === void 0 || asked.pending.length === 0) return void 0;
	const { measure } = await import("./ask.js");
	return measure({
		...question,
		framework,
		pending: asked.pending,
		baseNodes: asked.base.nodes.map(({ id }) => id),
		schema: asked.schema,
		traceUrl: traceDatabaseUrl,
		databaseUrl,
		databaseSystem: database?.system
	}, world);
}
// src/migrations/hazards/remedies/code.ts
function advise(sentence, ...code) {
	return [sentence, ...code].join("\n");
}
function steps(...migrations) {
	return migrations.join("\n\n");
}
function djangoMigration(comment, lines, options = {}) {
	const imports = options.imports ?? [];
	return [
		`# ${comment}`,
		...imports,
		...imports.length > 0 ? [""] : [],
		"class Migration(migrations.Migration):",
		...options.atomic === false ? ["    atomic = False"] : [],
		"    operations = [",
		...lines.flatMap((line) => line.split("\n")).map((line) => `        ${line}`),
		"    ]"
	].join("\n");
}
function alembicRevision(comment, lines) {
	return [
		`# ${comment}`,
		"def upgrade() -> None:",
		...lines.flatMap((line) => line.split("\n")).map((line) => `    ${line}`)
	].join("\n");
}
function autocommit(lines) {
	return ["with op.get_context().autocommit_block():", ...lines.flatMap((line) => line.split("\n")).map((line) => `    ${line}`)];
}
function runSql({ framework }, sql, reverse = reverseOf$1(sql)) {
	if (framework === "alembic") return `op.execute(${python(sql)})`;
	return reverse === void 0 || reverse === null ? `migrations.RunSQL(${python(sql)}, migrations.RunSQL.noop),` : `migrations.RunSQL(\n    ${python(sql)},\n    ${python(reverse)},\n),`;
}
function reverseOf$1(sql) {
	const [, table, added] = /^(ALTER TABLE \S+) ADD CONSTRAINT (\S+) /.exec(sql) ?? [];
	if (table !== void 0) return `${table} DROP CONSTRAINT ${added}`;
	const [, column] = /^(ALTER TABLE \S+ ALTER COLUMN \S+) SET NOT NULL$/.exec(sql) ?? [];
	if (column !== void 0) return `${column} DROP NOT NULL`;
	const [, holder, name] = /^(ALTER TABLE \S+) ADD COLUMN (\S+) /.exec(sql) ?? [];
	if (holder !== void 0) return `${holder} DROP COLUMN ${name}`;
	const [, concurrently = "", index] = /^CREATE (?:UNIQUE )?INDEX (CONCURRENTLY )?(\S+) ON /.exec(sql) ?? [];
	return index === void 0 ? void 0 : `DROP INDEX ${concurrently}IF EXISTS ${index}`;
}
function sqlMigration(target, comment, sql, options = {}) {
	const lines = sql.map((text) => runSql(target, text));
	if (target.framework === "django") return djangoMigration(comment, lines, options);
	return alembicRevision(comment, options.atomic === false ? autocommit(lines) : lines);
}
function python(text) {
	return text.includes("'") || !text.includes("\"") ? JSON.stringify(text) : `'${text.replace(/\\/g, "\\\\")}'`;
}
function pythonList(values) {
	return `[${values.map(python).join(", ")}]`;
}
function sqlName(name) {
	return name.split(".").map(quoted$2).join(".");
}
function sqlNames(names) {
	return names.map(quoted$2).join(", ");
}
function quoted$2(name) {
	return /^[a-z_][a-z0-9_$]*$/.test(name) && !RESERVED.has(name) ? name : `"${name.replace(/"/g, "\"\"")}"`;
}
const RESERVED = new Set("all,analyse,analyze,and,any,array,as,asc,both,case,cast,check,collate,column,constraint,create,default,desc,distinct,do,else,end,except,false,fetch,for,foreign,from,grant,group,having,in,initially,into,limit,not,null,offset,on,only,or,order,placing,primary,references,returning,select,some,table,then,to,trailing,true,union,unique,user,using,when,where,window,with".split(","));
function objectName(table, ...parts) {
	return [table.split(".").at(-1) ?? table, ...parts].join("_").replace(/[^A-Za-z0-9_]/g, "_").toLowerCase().slice(0, 63);
}
function indexName(table, ...parts) {
	const name = objectName(table, ...parts);
	return name.length <= 30 ? name : `${name.slice(0, 26)}_idx`;
}
// src/migrations/hazards/wording.ts
function operationInWords(migration, operation, statement) {
	if (operation !== void 0 && operation.text !== "") return `"${operation.text}"`;
	if (operation !== void 0) return `"${operation.kind}"`;
	return statement === void 0 ? migration.name : `"${firstWords$1(statement.text)}"`;
}
function tableInWords(played, table) {
	return `${table} (${played.tables.sizeInWords(table)})`;
}
function waitingInWords(blocks) {
	return blocks === "everybody" ? "nobody can read or write it" : "nobody can write to it";
}
function isInUse(schema, table) {
	const known = schema.tables.get(table);
	return known !== void 0 && !known.isNew;
}
function clause(text) {
	const trimmed = text.trim().replace(/\.$/, "");
	return /^[A-Z][a-z]/.test(trimmed) && !NAMES.test(trimmed) ? `${trimmed.charAt(0).toLowerCase()}${trimmed.slice(1)}` : trimmed;
}
const NAMES = /^(?:PostgreSQL|Django|Alembic|Python|Coolify)\b/;
function subjectOf$1(migration, about) {
	return `${migration.id}: ${about}`;
}
function firstWords$1(sql) {
	const words = sql.trim().split(/\s+/).slice(0, 6).join(" ");
	return words.length > 60 ? `${words.slice(0, 59)}…` : words;
}
// src/migrations/hazards/data/live-model.ts
const liveModel = defineHazard({
	id: "data/live-model",
	title: "Data steps use the models as they were at their time",
	severity: "low",
	verdict: "safe",
	why: "A model that is imported is today's: its queries name columns that the table does not have yet, or no longer has, when the migration runs.",
	remedy: "apps.get_model(\"app\", \"Model\") gives the model as it is at this migration.",
	source: ["https://docs.djangoproject.com/en/stable/topics/migrations/#historical-models"],
	judge: (played) => played.migrations.flatMap(({ migration, statements }) => statements.flatMap((statement) => {
		const { operation } = statement;
		const live = operation?.code?.live;
		if (operation === void 0 || live === void 0) return [];
		const name = live.name.split(".").at(-1) ?? live.name;
		const who = operationInWords(migration, operation, statement);
		const missing = missingColumns(played, statement, name);
		const [first] = missing;
		const app = modelNamed(played, name)?.label.split(".")[0] ?? migration.app;
		return [{
			migration,
			operation,
			statement,
			place: live.place,
			subject: subjectOf$1(migration, `import of ${name}`),
			...first === void 0 ? {} : {
				table: first.table,
				column: first.column
			},
			message: first === void 0 ? `${who} imports ${name} as it is today: once a later migration changes it, this one fails on every new database.` : `${who} imports ${name} as it is today, and its queries name ${inSequence(missing.map(({ column }) => column))}, which ${first.table} does not have when this migration runs: it fails.`,
			remedy: advise("Ask for the model as it is at this migration.", "def forwards(apps, schema_editor):", `    ${name} = apps.get_model("${app}", "${name}")`),
			...first === void 0 ? {} : {
				verdict: "blocked",
				severity: "critical"
			}
		}];
	}))
});
function missingColumns(played, { before }, name) {
	const model = modelNamed(played, name);
	const table = model === void 0 ? void 0 : before.tables.get(model.table);
	if (model === void 0 || table === void 0 || !table.complete) return [];
	return model.columns.filter(({ column }) => !table.columns.has(column)).map(({ column }) => ({
		table: table.name,
		column
	}));
}
function modelNamed({ facts }, name) {
	const named = facts.head.models.filter(({ label }) => label.split(".").at(-1) === name);
	return named.length === 1 ? named[0] : void 0;
}
// src/migrations/postgres/effect.ts
const LOCK_MODES = [
	"access-share",
	"row-share",
	"row-exclusive",
	"share-update-exclusive",
	"share",
	"share-row-exclusive",
	"exclusive",
	"access-exclusive"
];
// src/migrations/hazards/lock/effective.ts
function effectiveOf(statement) {
	const { effect, measured } = statement;
	if (measured === void 0 || measured.error !== void 0 || measured.step === void 0) return effect;
	const locks = measured.locks.flatMap(({ relation, mode }) => lockOf(statement, relation, mode));
	const rewritten = exchangesFile(statement) ? effect.rewrites.map(({ table }) => table) : tablesOf$1(measured.rewritten);
	const built = new Set(effect.builds.map(({ table }) => table));
	const scanned = isAboutRows(statement) ? [] : tablesOf$1(measured.scanned).filter((table) => !built.has(table));
	return {
		...effect,
		rewrites: rewritten.map((table) => effect.rewrites.find((known) => known.table === table) ?? {
			table,
			why: MEASURED
		}),
		scans: scanned.map((table) => effect.scans.find((known) => known.table === table) ?? {
			table,
			why: MEASURED
		}),
		locks: locks.length === 0 ? effect.locks : locks
	};
}
function exchangesFile({ acts }) {
	return acts.some(({ act }) => act === "truncate" || act === "refresh-view");
}
function isAboutRows({ acts, by }) {
	return by === "code" || acts.some(({ act }) => ROWS$1.has(act));
}
const ROWS$1 = new Set([
	"insert",
	"update",
	"delete",
	"merge",
	"select",
	"do"
]);
const MEASURED = "the scratch database was seen doing it";
function lockOf({ effect }, relation, mode) {
	const known = lockMode(mode);
	if (known === void 0) return [];
	const name = withoutPublic$1(relation);
	return [{
		relation: name,
		mode: known,
		role: effect.locks.find((lock) => lock.relation === name)?.role ?? "target"
	}];
}
function lockMode(text) {
	const plain = letters(text).replace(/lock$/, "");
	return LOCK_MODES.find((mode) => letters(mode) === plain);
}
function tablesOf$1(relations) {
	return [...new Set(relations.map(withoutPublic$1))];
}
function withoutPublic$1(name) {
	return name.startsWith("public.") ? name.slice(7) : name;
}
function letters(text) {
	return text.toLowerCase().replace(/[^a-z]/g, "");
}
// src/migrations/hazards/lock/waiting.ts
function blockedBy(mode) {
	if (mode === "access-exclusive") return "everybody";
	return LOCK_MODES.indexOf(mode) >= LOCK_MODES.indexOf("share") ? "writers" : "nobody";
}
function waitingFor(played, statement) {
	const own = effectiveOf(statement).locks.flatMap((lock) => waiting(statement, lock, void 0));
	const earlier = statement.held.flatMap((lock) => waiting(statement, lock, takenBy(played, statement, lock)));
	const strongest = new Map();
	for (const one of [...own, ...earlier]) {
		const known = strongest.get(one.table);
		if (known === void 0 || LOCK_MODES.indexOf(one.mode) > LOCK_MODES.indexOf(known.mode)) strongest.set(one.table, one);
	}
	return [...strongest.values()];
}
function ownWaiting(statement) {
	return effectiveOf(statement).locks.flatMap((lock) => waiting(statement, lock, void 0));
}
function waiting({ before }, lock, since) {
	const blocks = blockedBy(lock.mode);
	if (blocks === "nobody" || !isInUse(before, lock.relation)) return [];
	return [{
		table: lock.relation,
		mode: lock.mode,
		blocks,
		role: lock.role,
		since
	}];
}
const TAKERS = new WeakMap();
function takenBy(played, statement, lock) {
	let takers = TAKERS.get(played);
	if (takers === void 0) {
		takers = takersOf(played);
		TAKERS.set(played, takers);
	}
	const taker = takers.get(key(statement, lock));
	return taker?.statement === statement ? void 0 : taker;
}
function takersOf(played) {
	const takers = new Map();
	for (const migration of played.migrations) for (const statement of migration.statements) for (const lock of effectiveOf(statement).locks) {
		const name = key(statement, lock);
		if (!takers.has(name)) takers.set(name, {
			migration,
			statement
		});
	}
	return takers;
}
function key({ transaction }, { relation, mode }) {
	return `${transaction ?? ""} ${mode} ${relation}`;
}
// src/migrations/hazards/lock/strains.ts
function closedMeanwhile({ worst }) {
	if (worst.rule === "lock/held" || worst.rule === "data/with-schema") return [];
	return worst.waiting.filter(({ table, since, blocks }) => table !== worst.table && blocks === "everybody" && since !== void 0 && (since.migration !== worst.migration || since.statement.operation !== worst.statement.operation));
}
const KNOWN$1 = new WeakMap();
function strainedOperations(played) {
	const known = KNOWN$1.get(played);
	if (known !== void 0) return known;
	const all = played.migrations.flatMap((migration) => byOperation(played, migration));
	KNOWN$1.set(played, all);
	return all;
}
function byOperation(played, migration) {
	const groups = new Map();
	for (const statement of migration.statements) for (const strain of strainsOf(played, migration, statement)) {
		const key = statement.operation === void 0 ? `step ${statement.step}` : `operation ${statement.operation.index}`;
		const group = groups.get(key);
		if (group === void 0) groups.set(key, [strain]);
		else group.push(strain);
	}
	return [...groups.values()].flatMap((group) => {
		const [worst, ...others] = group.toSorted(byWeight$1);
		if (worst === void 0) return [];
		const { operation } = worst.statement;
		return [{
			migration,
			operation,
			worst,
			others: others.filter(({ large }) => large === worst.large)
		}];
	});
}
function strainsOf(played, migration, statement) {
	const works = worksOf(statement);
	if (works.length === 0) return [];
	const waiting = waitingFor(played, statement);
	if (waiting.length === 0) return [];
	return works.flatMap((work) => {
		const sorted = waiting.toSorted((a, b) => Number(b.table === work.table) - Number(a.table === work.table));
		const strain = {
			...work,
			migration,
			statement,
			waiting: sorted
		};
		const large = played.tables.isLarge(work.table, statement.before);
		if (!large && statement.before.tables.get(work.table)?.isNew === true) return [];
		return [{
			...strain,
			large,
			rule: ruleOf(strain)
		}];
	});
}
function worksOf(statement) {
	if (statement.acts.some(({ act }) => act === "truncate")) return [];
	const { rewrites, scans, builds, writes } = effectiveOf(statement);
	const rewritten = new Set(rewrites.map(({ table }) => table));
	const built = builds.filter(({ concurrently, table }) => !concurrently && !rewritten.has(table));
	return [
		...rewrites.map(({ table, why }) => ({
			work: "rewrite",
			table,
			index: void 0,
			why
		})),
		...scans.filter(({ table }) => !rewritten.has(table)).map(({ table, why }) => ({
			work: "scan",
			table,
			index: void 0,
			why
		})),
		...built.map(({ table, index, why }) => ({
			work: "build",
			table,
			index,
			why
		})),
		...writes.filter(({ rows }) => rows !== "some").map(({ table }) => ({
			work: statement.by === "code" ? "code" : "rows",
			table,
			index: void 0,
			why: ""
		}))
	];
}
const MAINTENANCE = new Set([
	"vacuum",
	"cluster",
	"reindex",
	"refresh-view",
	"truncate",
	"lock-table"
]);
function ruleOf({ work, migration, statement, table, waiting }) {
	const { acts } = statement;
	if (acts.some(({ act }) => MAINTENANCE.has(act))) return "lock/maintenance";
	if (acts.some(({ act }) => act === "attach-partition")) return "lock/partitions";
	if (work === "code") return "data/with-schema";
	if (work === "rows") return isOwnWork(migration, statement, waiting) ? "lock/update" : "data/with-schema";
	const here = waiting.find((one) => one.table === table);
	const adds = (one) => one.since?.statement.acts.some(({ act }) => act === "add-constraint") === true;
	if (acts.some(({ act }) => act === "validate-constraint") && waiting.some(adds)) return "order/not-valid-then-validate";
	if (here === void 0) return waiting.every(isParent) ? "lock/parent" : "lock/held";
	if (!(here.since === void 0 || ownsLock(statement, table))) return "lock/held";
	return work === "rewrite" ? "lock/rewrite" : work === "scan" ? "lock/scan" : "lock/index-build";
}
function isParent({ role, since }) {
	return role === "parent" && since === void 0;
}
function isOwnWork(migration, { operation }, waiting) {
	return waiting.some(({ since }) => since === void 0 || since.migration === migration && since.statement.operation?.index === operation?.index);
}
function ownsLock(statement, table) {
	return effectiveOf(statement).locks.filter(({ relation }) => relation === table).some(({ mode }) => mode === "share" || mode === "share-row-exclusive" || mode === "exclusive" || mode === "access-exclusive");
}
const WORKS = [
	"rewrite",
	"rows",
	"code",
	"scan",
	"build"
];
function byWeight$1(a, b) {
	return Number(b.large) - Number(a.large) || Number(locksAll(b)) - Number(locksAll(a)) || ownStrength(b) - ownStrength(a) || WORKS.indexOf(a.work) - WORKS.indexOf(b.work) || a.statement.step - b.statement.step;
}
function locksAll({ waiting }) {
	return waiting.some(({ blocks }) => blocks === "everybody");
}
function ownStrength({ statement, table, work }) {
	if (work === "rows" || work === "code") return LOCK_MODES.length;
	const modes = effectiveOf(statement).locks.filter(({ relation }) => relation === table);
	return Math.max(-1, ...modes.map(({ mode }) => LOCK_MODES.indexOf(mode)));
}
// src/migrations/hazards/remedies/batches.ts
function batches({ framework, table }, set, where, comment) {
	const pieces = `UPDATE ${sqlName(table)} ${set} WHERE ctid = ANY(ARRAY(SELECT ctid FROM ${sqlName(table)} WHERE ${where} LIMIT 5000))`;
	if (framework === "alembic") return alembicRevision(comment, autocommit([`while op.get_bind().exec_driver_sql(${python(pieces)}).rowcount:`, "    pass"]));
	return [
		`# ${comment}`,
		"def fill(apps, schema_editor):",
		"    with schema_editor.connection.cursor() as cursor:",
		"        while True:",
		`            cursor.execute(${python(pieces)})`,
		"            if cursor.rowcount == 0:",
		"                break",
		"",
		"class Migration(migrations.Migration):",
		"    atomic = False",
		"    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]"
	].join("\n");
}
function inBatches(target, statement, set = "SET ...", where = "<not done yet>") {
	const sentence = "Go through the rows in pieces that each commit, in a migration of its own with atomic = False: locks are short, and a second run goes on where the first one stopped.";
	const framed = target.framework === "alembic" ? sentence.replace("with atomic = False", "outside of the transaction") : sentence;
	if (statement === "delete") return advise(framed, batches(target, set, where, "a migration of its own").replace(/UPDATE (\S+) SET \S+ WHERE/, "DELETE FROM $1 WHERE"));
	return advise(framed, batches(target, set, where, "a migration of its own"));
}
// src/migrations/hazards/remedies/target.ts
function targetOf(played, migration, operation, table, columns = []) {
	const own = operation?.after?.column ?? operation?.before?.column;
	const all = columns.length > 0 ? columns : own === void 0 ? [] : [own];
	const [first] = all;
	const type = operation?.after?.type ?? typeOf$1(played, table, first);
	return {
		framework: played.facts.framework,
		version: played.facts.version,
		postgres: played.facts.server.major,
		id: migration.id,
		app: migration.app,
		migration: migration.name,
		table,
		columns: all,
		model: operation?.model?.split(".").at(-1)?.toLowerCase() ?? modelOf(played, table),
		field: operation?.field ?? fieldOf$1(played, table, first),
		before: operation?.before,
		after: operation?.after,
		type
	};
}
function hasDjango({ framework, version }, major, minor) {
	if (framework !== "django") return false;
	const [ours = 4, ourMinor = 2] = (version ?? "4.2").split(".").map((part) => Number.parseInt(part, 10));
	return ours > major || ours === major && ourMinor >= minor;
}
function columnOf$2({ columns }) {
	return columns[0] ?? "<column>";
}
function fieldNameOf(target) {
	return target.field ?? columnOf$2(target);
}
function modelNameOf(target) {
	return target.model ?? target.table.split(".").at(-1) ?? target.table;
}
function modelOf(played, table) {
	return played.facts.head.models.find((known) => known.table === table)?.label.split(".").at(-1)?.toLowerCase();
}
function fieldOf$1(played, table, column) {
	return played.facts.head.models.find((known) => known.table === table)?.columns.find((known) => known.column === column)?.field;
}
function typeOf$1(played, table, column) {
	if (column === void 0) return void 0;
	return [...played.facts.head.models, ...played.facts.base.models].find((known) => known.table === table)?.columns.find((known) => known.column === column)?.type;
}
// src/migrations/hazards/data/steps.ts
function dataSteps({ migrations }) {
	return migrations.flatMap((migration) => migration.statements.filter(({ by, acts }) => by === "code" || by === "person" && acts.some(({ act }) => ROWS.has(act))).map((statement) => ({
		migration,
		statement,
		code: statement.operation?.code
	})));
}
const ROWS = new Set([
	"insert",
	"update",
	"delete",
	"merge",
	"do"
]);
function wholeTables({ statement }) {
	const tables = statement.effect.writes.filter(({ rows }) => rows !== "some").map(({ table }) => table);
	const code = statement.operation?.code;
	const asked = statement.by === "code" && code?.writes === "all" && tables.length === 0 ? code.tables : [];
	return [...new Set([...tables, ...asked])].filter((table) => isInUse(statement.before, table));
}
function onlyInserts({ statement }) {
	return statement.by === "person" && statement.acts.every(({ act }) => act !== "update" && act !== "delete" && act !== "merge");
}
// src/migrations/hazards/data/unbatched.ts
const unbatched = defineHazard({
	id: "data/unbatched",
	title: "Large tables are changed in pieces that each commit",
	severity: "medium",
	verdict: "review",
	why: "One UPDATE or DELETE of all rows keeps every one of them locked until it commits, doubles the table, and holds up replicas; when it is cancelled, all of it was for nothing.",
	remedy: "Go through the rows in batches outside of a transaction, so that each piece commits and the step can be run again.",
	source: ["https://www.postgresql.org/docs/current/routine-vacuuming.html", "https://docs.djangoproject.com/en/stable/howto/writing-migrations/#non-atomic-migrations"],
	judge: (played) => {
		const worse = new Set(strainedOperations(played).flatMap(({ worst, others }) => [worst, ...others].map(({ statement }) => statement)));
		return dataSteps(played).flatMap((step) => {
			const { migration, statement, code } = step;
			const large = wholeTables(step).filter((table) => played.tables.isLarge(table, statement.before));
			const [table] = large;
			const inPieces = code?.batched === true && statement.transaction === void 0;
			if (table === void 0 || worse.has(statement) || inPieces || onlyInserts(step)) return [];
			const { operation } = statement;
			const who = operationInWords(migration.migration, operation, statement);
			const where = inSequence(large.map((name) => tableInWords(played, name)));
			const deletes = statement.acts.some(({ act }) => act === "delete");
			const how = code?.batched === true ? "in pieces, but in one transaction that ends with the migration" : "at once";
			return [{
				migration: migration.migration,
				...operation === void 0 ? {} : { operation },
				statement,
				subject: subjectOf$1(migration.migration, `${operation?.text ?? operation?.kind ?? "SQL"} on ${table}`),
				table,
				message: `${who} changes all rows of ${where} ${how}: every row stays locked until it is done, and the running release cannot write to it meanwhile.`,
				remedy: inBatches(targetOf(played, migration.migration, operation, table), statement.by === "code" ? "code" : deletes ? "delete" : "update")
			}];
		});
	}
});
// src/migrations/hazards/data/unknown.ts
const unknownCost = defineHazard({
	id: "data/unknown",
	title: "What each data step does can be seen",
	severity: "medium",
	verdict: "review",
	why: "Nobody can say how many rows it changes or how long it takes from its source: it may be nothing, and it may keep a table locked for an hour.",
	remedy: "Have a person look at it; try it on a copy of the data, and go through large tables in batches.",
	source: ["https://docs.djangoproject.com/en/stable/ref/migration-operations/#runpython"],
	judge: (played) => dataSteps(played).filter((step) => !isSeen(played, step)).map(({ migration, statement, code }) => {
		const { operation } = statement;
		const about = code === void 0 || code.tables.length === 0 ? "" : ` (it asks for ${inSequence(code.tables)})`;
		const who = operationInWords(migration.migration, operation, statement);
		const name = code === void 0 || code.name === "" ? "" : ` (${code.name})`;
		const held = statement.held.length > 0 ? " Locks that were taken before it in the same transaction are held meanwhile." : "";
		return {
			migration: migration.migration,
			...operation === void 0 ? {} : { operation },
			statement,
			subject: subjectOf$1(migration.migration, `${operation?.text ?? "code"} ${code?.name ?? ""}`.trim()),
			message: `How many rows ${who}${name} changes cannot be seen in its source${about}.${held}`,
			remedy: inBatches(targetOf(played, migration.migration, operation, code?.tables[0] ?? "<table>"), "code")
		};
	})
});
function isSeen({ facts }, { statement, code, migration }) {
	if (statement.by !== "code") return !statement.acts.some(({ act }) => act === "do");
	if (code === void 0) return statement.operation === void 0;
	if (code.writes !== "unknown") return true;
	const fresh = (table) => statement.before.tables.get(table)?.isNew === true;
	if (code.tables.length > 0 && code.tables.every(fresh)) return true;
	return facts.measured.some(({ migration: id, step, error }) => id === migration.migration.id && step === statement.step && error === void 0);
}
// src/migrations/hazards/remedies/separate.ts
function separateMigrations({ framework, app, migration }, first, second) {
	if (framework === "alembic") return advise("Put them into two revisions, and let each have its own transaction.", "# env.py", "context.configure(..., transaction_per_migration=True)", "", `# revision 1: ${first}`, `# revision 2: ${second}`);
	return advise("Put them into two migrations: the locks of the first are released before the second begins.", `# ${app}/migrations/${migration}.py`, `operations = [...]  # ${first}`, "", djangoMigration("the next migration", [`...  # ${second}`]).replace("    operations", `    dependencies = [("${app}", "${migration}")]\n    operations`));
}
function outsideOfTransaction({ framework, app, migration }, text) {
	if (framework === "alembic") return advise("Run it outside of the transaction.", "with op.get_context().autocommit_block():", /^[A-Z]{3,}\b/.test(text) ? `    op.execute(${python(text)})` : `    ...  # ${text}`);
	return advise("Leave it alone in a migration without a transaction.", `# ${app}/migrations/${migration}.py`, "class Migration(migrations.Migration):", "    atomic = False", `    operations = [...]  # only this: ${text}`);
}
// src/migrations/compare/type-family.ts
const FAMILIES = {
	text: "text",
	varchar: "text",
	bpchar: "text",
	char: "text",
	citext: "text",
	name: "text",
	int2: "number",
	int4: "number",
	int8: "number",
	numeric: "number",
	float4: "number",
	float8: "number",
	bool: "boolean",
	date: "date",
	timestamp: "date",
	timestamptz: "date",
	time: "time",
	timetz: "time",
	interval: "interval",
	uuid: "uuid",
	json: "json",
	jsonb: "json",
	bytea: "bytes",
	inet: "network",
	cidr: "network"
};
function familyOfType(type) {
	return FAMILIES[type.name] ?? "other";
}
const CATALOGUE = {
	"character varying": "varchar",
	character: "bpchar",
	char: "bpchar",
	smallint: "int2",
	integer: "int4",
	int: "int4",
	bigint: "int8",
	smallserial: "int2",
	serial: "int4",
	bigserial: "int8",
	decimal: "numeric",
	real: "float4",
	"double precision": "float8",
	boolean: "bool",
	"timestamp with time zone": "timestamptz",
	"timestamp without time zone": "timestamp",
	"time with time zone": "timetz",
	"time without time zone": "time"
};
function sqlTypeOf(text) {
	const array = /\[\d*\]\s*$/.test(text);
	const modifiers = /\(([\d\s,]+)\)/.exec(text)?.[1]?.split(",").map(Number) ?? [];
	const bare = text.replace(/\([^)]*\)/, " ").replace(/(\[\d*\])+\s*$/, "").replace(/ collate .*$/i, "").replace(/\s+/g, " ").trim().toLowerCase();
	return {
		name: CATALOGUE[bare] ?? bare,
		modifiers,
		array
	};
}
function typeInWords({ name, modifiers, array }) {
	return `${name}${modifiers.length > 0 ? `(${modifiers.join(", ")})` : ""}${array ? "[]" : ""}`;
}
// src/migrations/hazards/remedies/concurrent-forms.ts
function concurrentForm(target, act) {
	const table = sqlName(target.table);
	switch (act?.act) {
		case "reindex": return advise("REINDEX can work beside the traffic, outside of a transaction.", sqlMigration(target, "a migration of its own", [`REINDEX ${act.kind.toUpperCase()} CONCURRENTLY ${sqlName(act.name)}`], { atomic: false }));
		case "refresh-view": return advise("With a unique index on it the view can be refreshed while it is read; better outside of migrations, on a schedule.", runSql(target, `REFRESH MATERIALIZED VIEW CONCURRENTLY ${sqlName(act.view)}`));
		case "vacuum":
		case "cluster": return advise("Give the space back with pg_repack, which works on a copy beside the traffic; it does not belong into a migration.", `pg_repack --table=${target.table} --no-order`);
		case "truncate": return advise("Delete in batches as long as a release uses the table, or empty it after the new release no longer does.", `DELETE FROM ${table} WHERE ctid = ANY(ARRAY(SELECT ctid FROM ${table} LIMIT 5000));  -- until nothing is left`);
		case "lock-table": return advise("Leave the lock out: each statement takes the one it needs. If two steps must see the same rows, lock the rows.", `SELECT ... FROM ${table} WHERE ... FOR UPDATE;`);
		default: return advise("Make it a piece of maintenance with a time of its own, when nobody uses the table; not a part of a deployment.", `-- by hand: SET lock_timeout = '3s'; then the statement on ${table}`);
	}
}
// src/migrations/hazards/remedies/concurrent-index.ts
const SENTENCE = "Build the index with CONCURRENTLY, in a migration of its own outside of a transaction: readers and writers go on.";
function concurrentIndex(target, index) {
	if (index?.unique === true) return uniqueIndex(target, index);
	const columns = index === void 0 || index.hasExpressions ? target.columns : index.columns;
	if (target.framework === "alembic") return advise(SENTENCE, alembic(target, index?.name, columns));
	if (index !== void 0 && (index.hasExpressions || index.predicate !== void 0 || index.method !== "btree")) return advise(SENTENCE, likeBefore(target, index));
	const fields = columns.length > 1 ? columns : [fieldNameOf(target)];
	const name = index !== void 0 && index.name.length <= 30 ? index.name : indexName(target.table, ...columns, "idx");
	const note = target.after?.indexed === true ? [`# The model: db_index=False on "${fieldNameOf(target)}", and the index in Meta.indexes.`] : [];
	return advise(SENTENCE, ...note, djangoMigration("a migration of its own", [
		"AddIndexConcurrently(",
		`    model_name="${modelNameOf(target)}",`,
		`    index=models.Index(fields=${pythonList(fields)}, name="${name}"),`,
		"),"
	], {
		atomic: false,
		imports: ["from django.contrib.postgres.operations import AddIndexConcurrently", "from django.db import migrations, models"]
	}));
}
function likeBefore(target, index) {
	return djangoMigration("a migration of its own; the index stays as it is written in Meta.indexes", [
		"AddIndexConcurrently(",
		`    model_name="${modelNameOf(target)}",`,
		`    index=...,  # ${index.name}`,
		"),"
	], {
		atomic: false,
		imports: ["from django.contrib.postgres.operations import AddIndexConcurrently"]
	});
}
function alembic({ table }, name, columns) {
	const index = name ?? indexName(table, ...columns, "idx");
	return alembicRevision("a revision of its own", autocommit([`op.create_index("${index}", "${table}", ${pythonList(columns)}, postgresql_concurrently=True)`]));
}
function uniqueIndex(target, index) {
	const where = index.predicate === void 0 ? "" : ` WHERE ${index.predicate}`;
	const keys = index.hasExpressions ? "..." : sqlNames(index.columns);
	const create = `CREATE UNIQUE INDEX CONCURRENTLY ${sqlName(index.name)} ON ${sqlName(target.table)} (${keys})${where}`;
	const sentence = "Build the unique index with CONCURRENTLY, and tell Django of it in the same operation.";
	if (target.framework === "alembic") return advise(sentence, sqlMigration(target, "a revision of its own", [create], { atomic: false }));
	return advise(sentence, djangoMigration("a migration of its own", [
		"migrations.SeparateDatabaseAndState(",
		"    database_operations=[",
		"        migrations.RunSQL(",
		`            ${JSON.stringify(create)},`,
		`            "DROP INDEX CONCURRENTLY ${sqlName(index.name).replace(/"/g, "\\\"")}",`,
		"        ),",
		"    ],",
		`    state_operations=[migrations.AddConstraint("${modelNameOf(target)}", ...)],  # ${index.name}, as it is now`,
		"),"
	], { atomic: false }));
}
function partitionedIndex(target, index, partitions) {
	const name = index?.name ?? indexName(target.table, ...target.columns, "idx");
	const keys = sqlNames(index?.columns ?? target.columns);
	const built = (partitions.length > 0 ? partitions.slice(0, 3) : ["<partition>"]).flatMap((part) => [`CREATE INDEX CONCURRENTLY ${sqlName(`${part}_idx`)} ON ${sqlName(part)} (${keys})`, `ALTER INDEX ${sqlName(name)} ATTACH PARTITION ${sqlName(`${part}_idx`)}`]);
	const only = `CREATE INDEX ${sqlName(name)} ON ONLY ${sqlName(target.table)} (${keys})`;
	const comment = "a migration of its own";
	return advise("Make the index on the parent alone, build it with CONCURRENTLY on each partition, and attach those.", target.framework === "alembic" ? sqlMigration(target, comment, [only, ...built], { atomic: false }) : djangoMigration(comment, [runSql(target, only), ...built.map((sql) => runSql(target, sql, null))], { atomic: false }));
}
function indexAroundType(target, index) {
	const name = sqlName(index.name);
	const keys = index.hasExpressions || index.columns.length === 0 ? "..." : sqlNames(index.columns);
	return advise("The index is built anew with the type: take it away before and make it again after, both with CONCURRENTLY. Queries go without it meanwhile.", steps(sqlMigration(target, "1. outside of a transaction", [`DROP INDEX CONCURRENTLY ${name}`], { atomic: false }), "# 2. next: the change of the type, as it is now", sqlMigration(target, "3. outside of a transaction, with what the index says now", [`CREATE INDEX CONCURRENTLY ${name} ON ${sqlName(target.table)} (${keys})`], { atomic: false })));
}
// src/migrations/hazards/remedies/keys.ts
function keyThroughIndex(target, name, using) {
	const table = sqlName(target.table);
	const index = using ?? name;
	const build = [`CREATE UNIQUE INDEX CONCURRENTLY ${sqlName(index)} ON ${table} (${sqlNames(target.columns)})`];
	return advise("Make the columns NOT NULL first (a validated CHECK saves the scan), build the index with CONCURRENTLY, and let the key take it over.", steps(...using === void 0 ? [sqlMigration(target, "1. a migration of its own", build, { atomic: false })] : [], sqlMigration(target, "NOT NULL, proven before it is set", target.columns.flatMap((column) => [`ALTER TABLE ${table} ADD CONSTRAINT ${sqlName(`${column}_not_null`)} CHECK (${sqlName(column)} IS NOT NULL) NOT VALID`])), sqlMigration(target, "the next migration", target.columns.map((column) => `ALTER TABLE ${table} VALIDATE CONSTRAINT ${sqlName(`${column}_not_null`)}`)), sqlMigration(target, "the last one", [...target.columns.map((column) => `ALTER TABLE ${table} ALTER COLUMN ${sqlName(column)} SET NOT NULL`), `ALTER TABLE ${table} ADD CONSTRAINT ${sqlName(name)} PRIMARY KEY USING INDEX ${sqlName(index)}`])));
}
function exclusionByHand(target, name) {
	const table = sqlName(target.table);
	return advise("An exclusion constraint can be neither NOT VALID nor built with CONCURRENTLY. Give it to a new table that takes over in batches, or add it by hand while nobody writes.", `SET lock_timeout = '3s';`, `ALTER TABLE ${table} ADD CONSTRAINT ${sqlName(name)} EXCLUDE ...;  -- in a maintenance window`);
}
// src/migrations/hazards/remedies/lock-timeout.ts
function lockTimeout(framework) {
	return advise("Let the role that migrates give up after a few seconds, and try again: while it waits for a lock, every query behind it waits as well.", "-- once, in psql", "ALTER ROLE <role that migrates> SET lock_timeout = '3s';", "", "-- where it migrates, in its shell", `for attempt in 1 2 3 4 5; do ${framework === "django" ? "python manage.py migrate --noinput" : "alembic upgrade head"} && break; [ "$attempt" = 5 ] && exit 1; sleep 10; done`);
}
function whenQuiet(framework, table) {
	return advise(`There is no form of it that lets others go on: run it when ${table} is quiet, with a lock_timeout and another try. The lock is held until the work is done.`, `${firstInTransaction(framework)}  # first in its transaction`);
}
function outOfCode(work, table) {
	if (work === "other") return advise(`Take the statement out of the function, into a migration of its own: there it is put into steps that keep nobody off ${table} for long.`, "migrations.RunSQL(\"...\", \"...\")");
	return advise("Take the index out of the function: as an operation of its own it is built with CONCURRENTLY, while readers and writers go on.", "# a migration of its own, with atomic = False", "AddIndexConcurrently(model_name=\"...\", index=models.Index(fields=[...], name=\"...\"))  # from django.contrib.postgres.operations");
}
function briefly(framework, table) {
	return advise(`Run it when ${table} is quiet, with a lock_timeout and another try: the lock itself lasts milliseconds, the wait for it does not.`, `${firstInTransaction(framework)}  # first in its transaction`);
}
function firstInTransaction(framework) {
	return framework === "django" ? `migrations.RunSQL("SET LOCAL lock_timeout = '2s'", migrations.RunSQL.noop),` : `op.execute("SET LOCAL lock_timeout = '2s'")`;
}
// src/migrations/hazards/remedies/unique.ts
function uniqueThroughIndex(target, constraint) {
	const name = constraint ?? objectName(target.table, ...target.columns, "uniq");
	const table = sqlName(target.table);
	const create = `CREATE UNIQUE INDEX CONCURRENTLY ${sqlName(name)} ON ${table} (${sqlNames(target.columns)})`;
	const attach = `ALTER TABLE ${table} ADD CONSTRAINT ${sqlName(name)} UNIQUE USING INDEX ${sqlName(name)}`;
	const sentence = "Build the unique index with CONCURRENTLY first; the constraint then takes it over in a moment, without a look at the rows.";
	if (target.framework === "alembic") return advise(sentence, steps(sqlMigration(target, "1. a revision of its own", [create], { atomic: false }), sqlMigration(target, "2. the next revision", [attach])));
	return advise(sentence, steps(djangoMigration("1. a migration of its own", [
		"migrations.RunSQL(",
		`    ${python(create)},`,
		`    ${python(`DROP INDEX CONCURRENTLY IF EXISTS ${sqlName(name)}`)},`,
		"),"
	], { atomic: false }), djangoMigration("2. the next migration", [
		"migrations.SeparateDatabaseAndState(",
		"    database_operations=[",
		"        migrations.RunSQL(",
		`            ${python(attach)},`,
		`            ${python(`ALTER TABLE ${table} DROP CONSTRAINT ${sqlName(name)}`)},`,
		"        ),",
		"    ],",
		`    state_operations=[${stateOperation(target, name)}],`,
		"),"
	])));
}
function stateOperation(target, name) {
	if (target.columns.length === 1 && target.after !== void 0) return `migrations.AlterField("${modelNameOf(target)}", "${fieldNameOf(target)}", ${target.after.source})`;
	return `migrations.AddConstraint("${modelNameOf(target)}", models.UniqueConstraint(fields=[${target.columns.map((column) => python(column)).join(", ")}], name="${name}"))`;
}
function uniqueColumnInSteps(target) {
	const column = columnOf$2(target);
	const sentence = `Add the column without UNIQUE and nullable, give each row its own value, and make it unique afterwards.`;
	const constraint = objectName(target.table, column, "uniq");
	const second = uniqueThroughIndex({
		...target,
		columns: [column]
	}, constraint).split("\n").slice(1).join("\n");
	const fill = target.framework === "alembic" ? "# 2. fill it in batches, outside of the migration or in a revision of its own" : "# 2. fill it in batches: RunPython in a migration with atomic = False, a value of its own for each row";
	const add = target.framework === "alembic" ? `# 1. op.add_column("${target.table}", sa.Column("${column}", ${target.type === void 0 ? "..." : `sa.${alembicType(target.type)}`}, nullable=True))` : `# 1. migrations.AddField("${modelNameOf(target)}", "${fieldNameOf(target)}", ${nullableSource(target)}),`;
	return advise(sentence, steps(`${add}\n${fill}\n# 3. make it unique:`, second));
}
function nullableSource({ after }) {
	if (after === void 0) return "models.Field(null=True)";
	const [kind, rest = ""] = splitCall(after.source);
	const kept = splitArguments(rest).filter((argument) => !/^(null|unique|db_index|default|db_default|primary_key)\s*=/.test(argument));
	return `${kind.endsWith("OneToOneField") ? kind.replace("OneToOneField", "ForeignKey") : kind}(${[...kept, "null=True"].join(", ")})`;
}
function splitCall(source) {
	const at = source.indexOf("(");
	return at < 0 ? [source] : [source.slice(0, at), source.slice(at + 1, source.lastIndexOf(")"))];
}
function splitArguments(text) {
	const parts = [];
	let depth = 0;
	let quote = "";
	let part = "";
	for (const letter of text) {
		if (quote !== "") quote = letter === quote ? "" : quote;
		else if (letter === "\"" || letter === "'") quote = letter;
		else if ("([{".includes(letter)) depth += 1;
		else if (")]}".includes(letter)) depth -= 1;
		if (letter === "," && depth === 0 && quote === "") {
			parts.push(part.trim());
			part = "";
		} else part += letter;
	}
	if (part.trim() !== "") parts.push(part.trim());
	return parts;
}
function alembicType(type) {
	const known = {
		integer: "Integer()",
		bigint: "BigInteger()",
		text: "Text()",
		uuid: "Uuid()",
		boolean: "Boolean()"
	};
	const length = /^(?:varchar|character varying)\((\d+)\)$/.exec(type)?.[1];
	return length === void 0 ? known[type] ?? "Text()" : `String(${length})`;
}
// src/migrations/hazards/remedies/new-column.ts
function typeThroughNewColumn(target) {
	const column = columnOf$2(target);
	const field = fieldNameOf(target);
	const type = target.type ?? "<new type>";
	const sentence = "A new column takes over: add it beside the old one, write to both, fill it in batches, read from it, and drop the old one in a later release.";
	const source = target.after?.source;
	const add = target.framework === "django" ? djangoMigration("1. beside the old column", [`migrations.AddField("${modelNameOf(target)}", "${field}_new", ${source === void 0 ? "..." : nullableSource(target)}),`]) : sqlMigration(target, "1. beside the old column", [`ALTER TABLE ${sqlName(target.table)} ADD COLUMN ${sqlName(`${column}_new`)} ${type}`]);
	return advise(sentence, steps(add, `# 2. this release: the model's save() (or a trigger) writes ${field} and ${field}_new`, batches(target, `SET ${sqlName(`${column}_new`)} = ${sqlName(column)}::${type}`, `${sqlName(`${column}_new`)} IS NULL AND ${sqlName(column)} IS NOT NULL`, "3. existing rows, in batches"), `# 4. next release: read ${field}_new only; the release after: drop ${field}`));
}
function lengthAsCheck(target, length) {
	const column = columnOf$2(target);
	const name = objectName(target.table, column, "length");
	const table = sqlName(target.table);
	return advise("Leave the type, and let a check hold the limit: added NOT VALID, and validated while everybody works on.", steps(sqlMigration(target, "1. first migration", [`ALTER TABLE ${table} ADD CONSTRAINT ${sqlName(name)} CHECK (length(${sqlName(column)}) <= ${length}) NOT VALID`]), sqlMigration(target, "2. the next migration", [`ALTER TABLE ${table} VALIDATE CONSTRAINT ${sqlName(name)}`]), ...target.framework === "django" ? [djangoMigration("3. what Django believes", [`migrations.SeparateDatabaseAndState(state_operations=[\n    migrations.AlterField("${modelNameOf(target)}", "${fieldNameOf(target)}", ${target.after?.source ?? "..."}),\n]),`])] : []));
}
function defaultInSteps(target, value) {
	const column = sqlName(columnOf$2(target));
	const table = sqlName(target.table);
	const type = target.type ?? "<type>";
	return advise("Add the column empty, set the default for new rows, and fill the old ones in batches: nothing is rewritten at once.", steps(sqlMigration(target, "1. metadata only", [`ALTER TABLE ${table} ADD COLUMN ${column} ${type}`, `ALTER TABLE ${table} ALTER COLUMN ${column} SET DEFAULT ${value}`]), batches(target, `SET ${column} = ${value}`, `${column} IS NULL`, "2. existing rows, in batches"), ...target.framework === "django" ? [`# 3. what Django believes, in state_operations of the first one:\n# migrations.AddField("${modelNameOf(target)}", "${fieldNameOf(target)}", ${target.after?.source ?? "..."})`] : []));
}
function generatedInSteps(target) {
	const column = columnOf$2(target);
	const virtual = target.postgres >= 18 ? "On PostgreSQL 18 make it VIRTUAL (db_persist=False from Django 6.0): it is worked out when it is read, and adding it touches no row. If it must be stored: " : "";
	const fn = objectName(target.table, column, "fill");
	return advise(`${virtual}${virtual === "" ? "A" : "a"}dd a plain column, keep it up to date by a trigger, and fill the old rows in batches.`, steps(sqlMigration(target, "1. metadata only", [
		`ALTER TABLE ${sqlName(target.table)} ADD COLUMN ${sqlName(column)} ${target.type ?? "<type>"}`,
		`CREATE FUNCTION ${fn}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.${sqlName(column)} := <expression>; RETURN NEW; END $$`,
		`CREATE TRIGGER ${fn} BEFORE INSERT OR UPDATE ON ${sqlName(target.table)} FOR EACH ROW EXECUTE FUNCTION ${fn}()`
	]), batches(target, `SET ${sqlName(column)} = <expression>`, `${sqlName(column)} IS NULL`, "2. existing rows, in batches")));
}
function identityInSteps(target) {
	const column = sqlName(columnOf$2(target));
	const sequence = objectName(target.table, columnOf$2(target), "seq");
	const table = sqlName(target.table);
	return advise("Add the column empty with a sequence as its default, fill the old rows in batches, and make it NOT NULL afterwards.", steps(sqlMigration(target, "1. metadata only", [
		`CREATE SEQUENCE ${sequence}`,
		`ALTER TABLE ${table} ADD COLUMN ${column} bigint`,
		`ALTER TABLE ${table} ALTER COLUMN ${column} SET DEFAULT nextval('${sequence}')`,
		`ALTER SEQUENCE ${sequence} OWNED BY ${table}.${column}`
	]), batches(target, `SET ${column} = nextval('${sequence}')`, `${column} IS NULL`, "2. existing rows, in batches")));
}
const DEFAULT_FIRST = "Give the column a default of the database, so that rows that are there and releases that do not know it have a value.";
function requiredInSteps(target) {
	const field = `"${modelNameOf(target)}", "${fieldNameOf(target)}"`;
	const column = columnOf$2(target);
	if (target.framework === "alembic") return advise(DEFAULT_FIRST, `op.add_column(${python(target.table)}, sa.Column(${python(column)}, ..., nullable=False, server_default=sa.text("'...'")))`);
	const source = target.after?.source;
	if (source === void 0) return advise(DEFAULT_FIRST, sqlMigration(target, "in its place", [`ALTER TABLE ${sqlName(target.table)} ADD COLUMN ${sqlName(column)} ${target.type ?? "<type>"} NOT NULL DEFAULT <value>`]));
	const inDatabase = source.replace(/\bdefault=/, "db_default=");
	const given = inDatabase.includes("db_default=") ? inDatabase : inDatabase.replace(/\)$/, `${inDatabase.endsWith("()") ? "" : ", "}db_default=...)`);
	if (target.version === void 0 || Number.parseInt(target.version, 10) >= 5) return advise(DEFAULT_FIRST, `migrations.AddField(${field}, ${given}),`);
	return advise("Add it nullable, fill it, and make it NOT NULL in a later release (db_default is there from Django 5.0 on).", `migrations.AddField(${field}, ${nullable(source)}),`);
}
function nullable(source) {
	const without = source.replace(/,?\s*\b(null|unique|db_index|primary_key)=(True|False)/g, "").replace(/\(\s*,\s*/, "(");
	return without.replace(/\)$/, `${without.endsWith("()") ? "" : ", "}null=True)`);
}
// src/migrations/hazards/remedies/not-null.ts
function notNullInSteps(target, set = `${sqlName(columnOf$2(target))} = <value>`) {
	const { table, framework } = target;
	const column = columnOf$2(target);
	const where = sqlName(table);
	const name = objectName(table, column, "not_null");
	const newer = target.postgres >= 18;
	const add = newer ? `ALTER TABLE ${where} ADD CONSTRAINT ${sqlName(name)} NOT NULL ${sqlName(column)} NOT VALID` : `ALTER TABLE ${where} ADD CONSTRAINT ${sqlName(name)} CHECK (${sqlName(column)} IS NOT NULL) NOT VALID`;
	const validate = `ALTER TABLE ${where} VALIDATE CONSTRAINT ${sqlName(name)}`;
	const last = newer ? [] : [`ALTER TABLE ${where} ALTER COLUMN ${sqlName(column)} SET NOT NULL`, `ALTER TABLE ${where} DROP CONSTRAINT ${sqlName(name)}`];
	const sentence = newer ? "Fill the missing values first, in batches; then let PostgreSQL 18 take the NOT NULL in two steps: VALIDATE reads the table while everybody works on." : "Fill the missing values first, in batches; then prove the absence of NULL by a CHECK that is validated while everybody works on: SET NOT NULL believes it and reads nothing.";
	const fill = batches(target, `SET ${set}`, `${sqlName(column)} IS NULL`, "1. rows that have no value");
	const one = sqlMigration(target, "2. from now on no NULL comes in", [add]);
	if (framework === "alembic") return advise(sentence, steps(fill, one, sqlMigration(target, "3. a revision of its own", [validate]), ...last.length === 0 ? [] : [sqlMigration(target, "4. the next revision", last)]));
	const altered = `migrations.AlterField("${modelNameOf(target)}", "${fieldNameOf(target)}", ${withoutDefault(target)})`;
	const state = [
		"migrations.SeparateDatabaseAndState(",
		...last.length === 0 ? [] : [
			"    database_operations=[",
			...last.flatMap((sql) => runSql(target, sql).split("\n").map((line) => `        ${line}`)),
			"    ],"
		],
		`    state_operations=[${altered}],`,
		"),"
	];
	return advise(sentence, steps(fill, one, djangoMigration("3. a migration of its own", [`migrations.RunSQL(${python(validate)}, migrations.RunSQL.noop),`]), djangoMigration("4. the next migration", state)));
}
function withoutDefault({ after }) {
	return after?.source ?? "...";
}
function countNulls(target) {
	return `SELECT count(*) FROM ${sqlName(target.table)} WHERE ${sqlName(columnOf$2(target))} IS NULL;`;
}
// src/migrations/hazards/remedies/not-valid.ts
const TWO_STEPS = "Add the constraint NOT VALID, which looks at no row, and validate it in the next migration, while everybody works on.";
function checkNotValid(target, name, text) {
	const constraint = name ?? objectName(target.table, columnOf$2(target), "check");
	if (target.framework === "django" && hasDjango(target, 4, 0) && target.after === void 0) return advise(TWO_STEPS, steps(djangoMigration("1. first migration", [`AddConstraintNotValid("${modelNameOf(target)}", constraint=...),  # ${constraint}, as it is in Meta.constraints`], { imports: ["from django.contrib.postgres.operations import AddConstraintNotValid"] }), djangoMigration("2. the next migration", [`ValidateConstraint("${modelNameOf(target)}", "${constraint}"),`], { imports: ["from django.contrib.postgres.operations import ValidateConstraint"] })));
	const condition = text ?? "...";
	if (target.framework === "alembic") return advise(TWO_STEPS, steps(alembicRevision("1. first revision", [`op.create_check_constraint("${constraint}", "${target.table}", ${python(condition)}, postgresql_not_valid=True)`]), alembicRevision("2. the next revision", [`op.execute(${python(validate(target, constraint))})`])));
	return advise(TWO_STEPS, inSql(target, constraint, `CHECK (${condition})`));
}
function positiveInSteps(target) {
	const column = columnOf$2(target);
	const constraint = objectName(target.table, column, "check");
	const sentence = "A Positive field brings a CHECK that reads the whole table at once, even for a new column that is empty. Add a plain integer first, then the check NOT VALID, and validate it afterwards.";
	const source = target.after?.source;
	const fits = source === void 0 || /\b(null|default|db_default)\s*=/.test(source);
	const fitting = source !== void 0 && fits ? source : nullableSource(target);
	const isNew = target.before === void 0;
	const first = isNew && hasDjango(target, 5, 0) ? fitting.replace(/\bdefault=(?=[-\d"'])/, "db_default=") : fitting;
	const plain = first.replace(/Positive(Big|Small)?IntegerField/, "$1IntegerField");
	const check = `ALTER TABLE ${sqlName(target.table)} ADD CONSTRAINT ${sqlName(constraint)} CHECK (${sqlName(column)} >= 0) NOT VALID`;
	const field = `"${modelNameOf(target)}", "${fieldNameOf(target)}"`;
	const state = `migrations.SeparateDatabaseAndState(state_operations=[\n    migrations.AlterField(${field}, ${isNew && !fits ? `${first}),  # NOT NULL is a step of its own, when every row has a value` : `${isNew ? first : source ?? "..."}),`}\n]),`;
	return advise(sentence, steps(djangoMigration("1. first migration", [...isNew ? [`migrations.AddField(${field}, ${plain}),`] : [], runSql(target, check)]), djangoMigration("2. the next migration", [`migrations.RunSQL(${python(validate(target, constraint))}, migrations.RunSQL.noop),`, state])));
}
function foreignKeyNotValid(target, key) {
	const to = key.references.length > 0 ? ` (${sqlNames(key.references)})` : "";
	const sql = `FOREIGN KEY (${sqlNames(key.columns)}) REFERENCES ${sqlName(key.table)}${to} DEFERRABLE INITIALLY DEFERRED`;
	if (target.framework === "alembic") return advise(TWO_STEPS, steps(alembicRevision("1. first revision", [`op.create_foreign_key("${key.name}", "${target.table}", "${key.table}", [${key.columns.map((name) => python(name)).join(", ")}], [${key.references.map((name) => python(name)).join(", ")}], postgresql_not_valid=True)`]), alembicRevision("2. the next revision", [`op.execute(${python(validate(target, key.name))})`])));
	const field = `"${modelNameOf(target)}", "${fieldNameOf(target)}"`;
	const opening = target.before === void 0 && target.after !== void 0 ? [djangoMigration("1. the column alone", [`migrations.AddField(${field}, ${bareKey(target)}),`]), djangoMigration("2. its index, in a migration of its own", [
		"AddIndexConcurrently(",
		`    "${modelNameOf(target)}", models.Index(fields=["${fieldNameOf(target)}"], name="${objectName(target.table, columnOf$2(target)).slice(0, 26)}_idx"),`,
		"),"
	], {
		atomic: false,
		imports: ["from django.contrib.postgres.operations import AddIndexConcurrently"]
	})] : [];
	return advise(opening.length > 0 ? "Add the column without its constraint and its index, build the index with CONCURRENTLY, add the constraint NOT VALID, and validate it in a migration of its own." : TWO_STEPS, steps(...opening, inSql(target, key.name, sql, opening.length), ...opening.length > 0 ? [`# The model keeps db_constraint=False and db_index=False: the database has both.`] : []));
}
function bareKey(target) {
	return nullableSource(target).replace(/, null=True\)$/, ", null=True, db_constraint=False, db_index=False)");
}
function inSql(target, name, definition, after = 0) {
	const add = `ALTER TABLE ${sqlName(target.table)} ADD CONSTRAINT ${sqlName(name)} ${definition} NOT VALID`;
	return steps(sqlMigration(target, `${after + 1}. ${after === 0 ? "first" : "the next"} migration`, [add]), sqlMigration(target, `${after + 2}. the next migration`, [validate(target, name)]));
}
function validate({ table }, name) {
	return `ALTER TABLE ${sqlName(table)} VALIDATE CONSTRAINT ${sqlName(name)}`;
}
function validateLater(target, name) {
	return advise("Move the validation into the next migration: its scan then runs after the first lock is released.", target.framework === "django" && hasDjango(target, 4, 0) ? djangoMigration("the next migration, alone", [`ValidateConstraint("${modelNameOf(target)}", "${name}"),`], { imports: ["from django.contrib.postgres.operations import ValidateConstraint"] }) : sqlMigration(target, "the next migration, alone", [validate(target, name)]));
}
// src/migrations/hazards/remedies/partitions.ts
function attachChecked(target, partition) {
	const name = sqlName(partition);
	return advise("Prove the bounds by a validated CHECK first: ATTACH PARTITION believes it and reads nothing.", steps(sqlMigration(target, "1. first migration", [`ALTER TABLE ${name} ADD CONSTRAINT ${sqlName(`${partition}_bounds`)} CHECK (<the bounds, with IS NOT NULL>) NOT VALID`]), sqlMigration(target, "2. the next migration", [`ALTER TABLE ${name} VALIDATE CONSTRAINT ${sqlName(`${partition}_bounds`)}`]), sqlMigration(target, "3. the next migration", [`ALTER TABLE ${sqlName(target.table)} ATTACH PARTITION ${name} <bounds>`])));
}
function detachConcurrently(target, partition) {
	if (target.postgres < 14) return advise("PostgreSQL 14 can detach beside the traffic; until then give it a lock_timeout and another try.", sqlMigration(target, "a migration of its own", ["SET LOCAL lock_timeout = '2s'", `ALTER TABLE ${sqlName(target.table)} DETACH PARTITION ${sqlName(partition)}`]));
	return advise("Detach beside the traffic, outside of a transaction.", sqlMigration(target, "a migration of its own", [`ALTER TABLE ${sqlName(target.table)} DETACH PARTITION ${sqlName(partition)} CONCURRENTLY`], { atomic: false }));
}
// src/migrations/hazards/lock/remedy.ts
function strainRemedy(played, strained) {
	const { migration, operation, worst } = strained;
	const acts = actsOf$1(strained);
	const columns = columnsOf$6(acts);
	const target = targetOf(played, migration.migration, operation, worst.table, columns);
	if (worst.rule === "lock/held" || worst.rule === "data/with-schema") return apart$1(target, strained);
	if (worst.rule === "order/not-valid-then-validate") return validateLater(target, nameOf$2(acts, "validate-constraint"));
	if (worst.work === "rows") return operation?.kind === "AlterField" ? notNullInSteps(target, filledWith(worst.statement.text)) : inBatches(target, "update");
	if (worst.work === "code") return inBatches(target, "code");
	for (const act of acts) {
		const recipe = byAct(played, target, worst, act);
		if (recipe !== void 0) return recipe;
	}
	if (worst.statement.by === "code") return outOfCode(worst.work === "build" ? "index" : "other", worst.table);
	return whenQuiet(target.framework, worst.table);
}
function actsOf$1({ migration, operation, worst, others }) {
	const strained = [worst, ...others].flatMap(({ statement }) => statement.acts);
	if (operation === void 0) return strained;
	return [...migration.statements.filter((statement) => statement.operation === operation).flatMap(({ acts }) => acts.filter(({ act }) => act === "add-column")), ...strained];
}
function byAct(played, target, worst, act) {
	switch (act.act) {
		case "add-column": return forColumn(target, worst.work, act.column);
		case "set-not-null": return notNullInSteps({
			...target,
			columns: [act.column]
		});
		case "alter-type": return forType(target, worst, act);
		case "add-constraint": return forConstraint({
			...target,
			columns: constrained(worst, act.constraint)
		}, act.constraint);
		case "create-index": {
			const table = worst.statement.before.tables.get(act.index.table);
			return table?.partitioned === true ? partitionedIndex({
				...target,
				table: act.index.table
			}, act.index, table.partitions) : concurrentIndex({
				...target,
				columns: act.index.columns
			}, act.index);
		}
		case "attach-partition": return attachChecked({
			...target,
			table: act.table
		}, act.partition);
		case "rename-table":
		case "update":
		case "delete": return;
		case "reindex":
		case "vacuum":
		case "cluster":
		case "refresh-view":
		case "truncate":
		case "lock-table":
		case "alter-table": return concurrentForm({
			...target,
			table: played.first.tables.has(worst.table) ? worst.table : target.table
		}, act);
		default: return;
	}
}
function forColumn(given, work, column) {
	const target = {
		...given,
		columns: [column.name],
		type: given.type ?? typeInWords(column.type)
	};
	if (column.generated !== void 0) return generatedInSteps(target);
	if (column.identity || column.serial) return identityInSteps(target);
	if (work === "rewrite" && column.default !== void 0) return defaultInSteps(target, column.default.text);
	const kinds = column.constraints.map(({ kind }) => kind);
	if (kinds.includes("unique") || kinds.includes("primary")) return uniqueColumnInSteps(target);
	const key = column.constraints.find((constraint) => constraint.kind === "foreign-key");
	if (key?.kind === "foreign-key") return foreignKeyNotValid(target, key);
	const check = column.constraints.find((constraint) => constraint.kind === "check");
	if (check?.kind === "check") return isPositive(target) ? positiveInSteps(target) : checkNotValid(target, check.name, check.text);
	return work === "scan" && column.notNull && column.default === void 0 ? requiredInSteps(target) : void 0;
}
function forType(given, { work, statement, index }, act) {
	const target = {
		...given,
		columns: [act.column]
	};
	const before = statement.before.tables.get(act.table)?.columns.get(act.column);
	const [length] = act.type.modifiers;
	const wasText = before?.type.name === "varchar" || before?.type.name === "text" || before?.type.name === "bpchar";
	const shorter = act.type.name === "varchar" && !act.type.array && length !== void 0 && wasText;
	if (work === "rewrite" && shorter) return lengthAsCheck(target, length);
	if (work === "build") {
		const built = index === void 0 ? void 0 : statement.before.tables.get(act.table)?.indexes.get(index);
		return built === void 0 ? concurrentIndex(target, void 0) : indexAroundType(target, built);
	}
	return typeThroughNewColumn(target);
}
function forConstraint(target, constraint) {
	switch (constraint.kind) {
		case "check": return isPositive(target) ? positiveInSteps(target) : checkNotValid({
			...target,
			after: void 0
		}, constraint.name, constraint.text);
		case "foreign-key": return foreignKeyNotValid(target, constraint);
		case "unique": return uniqueThroughIndex(target, constraint.name);
		case "primary": return keyThroughIndex(target, constraint.name, constraint.using);
		case "exclusion": return exclusionByHand(target, constraint.name);
		case "not-null": return notNullInSteps({
			...target,
			columns: [constraint.column]
		});
	}
}
function apart$1(target, { worst, migration, operation }) {
	const [holder] = worst.waiting.flatMap(({ since }) => since ?? []);
	const first = holder === void 0 ? "what takes the lock" : operationInWords(holder.migration.migration, holder.statement.operation, holder.statement);
	return separateMigrations(target, first.replaceAll("\"", ""), operationInWords(migration.migration, operation, worst.statement).replaceAll("\"", ""));
}
function filledWith(sql) {
	return /\bSET\s+(.+?)\s+WHERE\b/is.exec(sql)?.[1];
}
function isPositive({ after }) {
	return /^Positive/.test(after?.kind ?? "");
}
function constrained({ statement, table }, constraint) {
	if (constraint.kind === "not-null") return [constraint.column];
	if (constraint.columns.length > 0 || !("using" in constraint) || constraint.using === void 0) return constraint.columns;
	return statement.before.tables.get(table)?.indexes.get(constraint.using)?.columns ?? ["<column>"];
}
function nameOf$2(acts, kind) {
	const act = acts.find((one) => one.act === kind);
	return act?.act === kind ? act.name : "<constraint>";
}
function columnsOf$6(acts) {
	return acts.flatMap((act) => "column" in act ? [typeof act.column === "string" ? act.column : act.column.name] : []).slice(0, 1);
}
// src/migrations/hazards/lock/telling.ts
function strainHits(played, rule) {
	return strainedOperations(played).filter(({ worst }) => worst.rule === rule).map((strained) => hit$2(played, strained));
}
function closedHits(played) {
	return strainedOperations(played).flatMap((strained) => {
		const { migration, operation, worst } = strained;
		const { statement } = worst;
		const [closed] = closedMeanwhile(strained);
		if (closed?.since === void 0) return [];
		const who = operationInWords(migration.migration, operation, statement);
		const holder = closed.since;
		const first = operationInWords(holder.migration.migration, holder.statement.operation, holder.statement);
		return [{
			migration: migration.migration,
			...operation === void 0 ? {} : { operation },
			statement,
			subject: subjectOf$1(migration.migration, `${closed.table} under ${operation?.text ?? "SQL"} on ${worst.table}`),
			table: closed.table,
			lock: closed.mode,
			blocks: closed.blocks,
			message: `${first} has locked ${closed.table}, and ${who} ${workInWords(played, worst)} in the same transaction: nobody can read or write ${closed.table} until that is done.`,
			remedy: separateMigrations(targetOf(played, migration.migration, operation, closed.table), first.replaceAll("\"", ""), who.replaceAll("\"", "")),
			...worst.large ? {} : {
				verdict: "safe",
				severity: "low"
			}
		}];
	});
}
function hit$2(played, strained) {
	const { migration, operation, worst, others } = strained;
	const { statement, table } = worst;
	const here = worst.waiting.find((one) => one.table === table) ?? worst.waiting[0];
	const { since, until } = effectiveOf(statement);
	const column = columnsOf$5(worst)[0];
	return {
		migration: migration.migration,
		...operation === void 0 ? {} : { operation },
		statement,
		subject: subjectOf$1(migration.migration, `${operation?.text ?? operation?.kind ?? statement.text.slice(0, 80)} on ${table}`),
		table,
		...column === void 0 ? {} : { column },
		...here === void 0 ? {} : {
			lock: here.mode,
			blocks: here.blocks
		},
		rewrite: [worst, ...others].some(({ work }) => work === "rewrite"),
		scan: [worst, ...others].some(({ work }) => work === "scan"),
		...since === void 0 ? {} : { since },
		...until === void 0 ? {} : { until },
		message: message(played, strained, here),
		remedy: strainRemedy(played, strained),
		...worst.large ? {} : {
			verdict: "safe",
			severity: "low"
		}
	};
}
function message(played, strained, here) {
	const { migration, operation, worst, others } = strained;
	const who = operationInWords(migration.migration, operation, worst.statement);
	const why = worst.why === "" || worst.statement.acts.some(({ act }) => act === "create-index") ? "" : `: ${clause(worst.why)}`;
	return [
		`${who} ${workInWords(played, worst)} while ${meanwhile(worst, closedMeanwhile(strained), here)}${why}.`,
		...alsoInWords(worst, others),
		...earlierInWords(worst, here),
		...worst.large ? [] : ["The table is small, so that is over in a moment."]
	].join(" ");
}
function workInWords(played, { work, table, index }) {
	const where = tableInWords(played, table);
	switch (work) {
		case "rewrite": return `writes all of ${where} anew, with its indexes,`;
		case "scan": return `reads all of ${where}`;
		case "build": return index === void 0 || index === "" ? `builds an index on ${where}` : `builds the index ${index} on ${where}`;
		case "rows": return `changes the rows of ${where} in one go`;
		case "code": return `works through ${where}`;
	}
}
function meanwhile(strain, apart, here) {
	const { table, waiting } = strain;
	const others = [...new Set(waiting.filter((one) => one !== here && !apart.includes(one)).map((one) => one.table))];
	if (here === void 0) return "others wait";
	const first = here.table === table ? waitingInWords(here.blocks) : waitingInWords(here.blocks).replace(/it$/, here.table);
	if (others.length === 0) return first;
	const shown = others.length > 3 ? [...others.slice(0, 3), `${others.length - 3} more tables`] : others;
	return `${first}, and ${inSequence(shown)} ${shown.length === 1 ? "is" : "are"} locked as well`;
}
function alsoInWords({ table, work }, others) {
	const rest = others.map((other) => {
		const on = other.table === table ? "it" : other.table;
		if (other.work === "build") return `builds ${other.index === void 0 || other.index === "" ? "an index" : other.index} on ${on}`;
		if (other.work === "scan") return `reads all of ${on}`;
		return other.work === "rewrite" ? `writes ${on} anew` : `changes rows of ${on}`;
	});
	const named = [...new Set(rest)].filter((text) => !(work === "scan" && text === "reads all of it"));
	if (named.length === 0) return [];
	const shown = named.length > 4 ? [...named.slice(0, 4), `${named.length - 4} more such steps`] : named;
	return [`It also ${inSequence(shown)}.`];
}
function earlierInWords({ statement, migration }, here) {
	const { since } = here ?? {};
	if (since === void 0) return [];
	if (since.migration === migration && since.statement.operation === statement.operation) return ["The lock was taken by its first statement, and is kept to the end of the transaction."];
	return [`The lock comes from ${operationInWords(since.migration.migration, since.statement.operation, since.statement)} ${since.migration === migration ? "earlier in the same transaction" : `in ${since.migration.migration.id}, in the same transaction`}.`];
}
function columnsOf$5({ statement }) {
	const act = statement.acts.find((one) => "column" in one);
	if (act === void 0 || !("column" in act)) return [];
	return [typeof act.column === "string" ? act.column : act.column.name];
}
// src/migrations/hazards/data/with-schema.ts
const withSchema = defineHazard({
	id: "data/with-schema",
	title: "Rows and schema are changed in different transactions",
	severity: "high",
	verdict: "blocked",
	why: "The lock of an ALTER TABLE lasts to the end of its transaction: a data step behind it keeps the table closed for as long as it works. In the other order the ALTER TABLE waits with all changed rows locked.",
	remedy: "Two migrations: first the schema, then the rows (or the other way round), each in its own transaction.",
	source: ["https://docs.djangoproject.com/en/stable/howto/writing-migrations/", "https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES"],
	judge: (played) => {
		const strained = strainHits(played, "data/with-schema");
		const told = new Set(strained.map(({ statement }) => statement));
		return [
			...strained,
			...unknowable(played, told),
			...rowsFirst(played)
		];
	}
});
function unknowable(played, told) {
	return dataSteps(played).flatMap(({ migration, statement, code }) => {
		if (told.has(statement) || statement.by !== "code" || code?.writes === "none") return [];
		const [closed] = waitingFor(played, statement).filter(({ since }) => since !== void 0);
		if (closed === void 0) return [];
		const { operation } = statement;
		const who = operationInWords(migration.migration, operation, statement);
		const holder = closed.since;
		const from = holder === void 0 ? "an earlier step" : operationInWords(holder.migration.migration, holder.statement.operation, holder.statement);
		const seen = code?.writes === "some" ? "works on some rows" : "runs for as long as it runs";
		return [{
			...about(migration, statement, `${operation?.text ?? "code"} under the lock of ${closed.table}`),
			table: closed.table,
			lock: closed.mode,
			blocks: closed.blocks,
			message: `${who} ${seen} in the transaction in which ${from} has locked ${closed.table}: ${waitingInWords(closed.blocks)} until both are done.`,
			remedy: separateMigrations(targetOf(played, migration.migration, operation, closed.table), unquoted(from), unquoted(who)),
			verdict: "review",
			severity: "medium"
		}];
	});
}
function rowsFirst(played) {
	const steps = dataSteps(played).filter(({ statement }) => statement.transaction !== void 0);
	const told = new Set();
	return steps.flatMap((step) => {
		const { migration, statement } = step;
		if (told.has(migration)) return [];
		const written = writtenTables(step);
		const later = migration.statements.find((other) => other.step > statement.step && other.transaction === statement.transaction && other.by !== "code" && other.effect.refused.length === 0 && ownWaiting(other).some(({ table, role }) => role === "target" && written.has(table)));
		if (later === void 0) return [];
		told.add(migration);
		const [closed] = ownWaiting(later);
		const first = operationInWords(migration.migration, statement.operation, statement);
		const second = operationInWords(migration.migration, later.operation, later);
		const table = closed?.table ?? "";
		return [{
			...about(migration, later, `rows of ${table} before its schema`),
			table,
			message: `${first} and ${second} share a transaction: the rows that the first one changes stay locked while the second one waits for ${table}.`,
			remedy: separateMigrations(targetOf(played, migration.migration, later.operation, table), unquoted(first), unquoted(second)),
			verdict: "safe",
			severity: "low"
		}];
	});
}
function writtenTables({ statement, code }) {
	const written = statement.effect.writes.map(({ table }) => table);
	const asked = statement.by === "code" && code !== void 0 && code.writes !== "none" ? code.tables : [];
	return new Set([...written, ...asked]);
}
function about({ migration }, statement, what) {
	const { operation } = statement;
	return {
		migration,
		...operation === void 0 ? {} : { operation },
		statement,
		subject: subjectOf$1(migration, what)
	};
}
function unquoted(text) {
	return text.replaceAll("\"", "");
}
// src/migrations/hazards/data/rules.ts
const DATA_HAZARDS = [
	unbatched,
	unknownCost,
	withSchema,
	liveModel
];
// src/migrations/hazards/drift/missing-migration.ts
const missingMigration = defineHazard({
	id: "drift/missing-migration",
	title: "Every change of a model has its migration",
	severity: "medium",
	verdict: "review",
	why: "The new release asks for columns that its models have; nobody makes them in the database until a migration does.",
	remedy: "python manage.py makemigrations, and commit what it writes.",
	source: [
		"S0-073",
		"S1-080",
		"https://docs.djangoproject.com/en/stable/ref/django-admin/#makemigrations",
		"https://alembic.sqlalchemy.org/en/latest/autogenerate.html"
	],
	judge: (played) => played.facts.drift.map((drift) => hit$1(played, drift))
});
function hit$1({ facts }, drift) {
	const foreign = distributionOf(facts, drift.app);
	const verdict = foreign === void 0 ? verdictOf(drift) : "safe";
	const make = facts.framework === "django" ? `python manage.py makemigrations ${drift.app}` : "alembic revision --autogenerate -m \"...\"";
	return {
		...drift.place === void 0 ? {} : { place: drift.place },
		subject: `${drift.app}: ${drift.text}`,
		message: foreign === void 0 ? `${quoted$1(drift.text)} has no migration: ${HARM[verdict]}.` : `${quoted$1(drift.text)} has no migration in ${foreign}, which is not yours to write: a setting such as DEFAULT_AUTO_FIELD makes the difference.`,
		remedy: foreign === void 0 ? advise("Write the migration and commit it; it would hold this.", make, "", drift.operation) : advise("Set what the package expects, for its app alone.", `class ${title(drift.app)}Config(AppConfig):`, `    name = "${drift.app}"`, "    default_auto_field = \"django.db.models.AutoField\""),
		verdict,
		severity: SEVERITY$1[verdict]
	};
}
const HARM = {
	blocked: "the new release names in its queries what the database does not have, and they fail",
	review: "the database stays as it was, and whether the new release can live with that cannot be seen",
	safe: "the database would not change by it, but the next makemigrations finds it"
};
const SEVERITY$1 = {
	blocked: "critical",
	review: "medium",
	safe: "low"
};
function verdictOf({ operation, text }) {
	const kind = /^(?:migrations\.|op\.)?(\w+)\s*\(/.exec(operation.trim())?.[1] ?? text;
	if (/^(AddField|CreateModel|RenameField|RenameModel|AlterModelTable|AlterOrderWithRespectTo|add_column|create_table|add_table|rename_table)$/.test(kind)) return "blocked";
	if (/^(AlterModelOptions|AlterModelManagers|AlterModelTableComment)$/.test(kind)) return "safe";
	return "review";
}
function distributionOf({ head }, app) {
	const nodes = head.nodes.filter((node) => node.app === app);
	return nodes.every(({ distribution }) => distribution !== void 0) ? nodes[0]?.distribution : void 0;
}
function quoted$1(text) {
	return `"${text.replace(/^[+~-] /, "")}"`;
}
function title(app) {
	return app.split("_").map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join("");
}
// src/migrations/hazards/drift/rules.ts
const DRIFT_HAZARDS = [missingMigration];
// src/migrations/hazards/lock/brief.ts
const QUEUE = "https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES";
const hotTable = defineHazard({
	id: "lock/hot-table",
	title: "A hot table is not locked in passing",
	severity: "medium",
	verdict: "review",
	why: "A lock that is held for a millisecond is waited for as long as the longest transaction on the table lasts, and every later query waits behind it.",
	remedy: "Run it when the table is quiet, with a lock_timeout and another try.",
	source: [QUEUE],
	judge: (played) => briefHits(played, ({ role }) => role !== "parent")
});
const parent = defineHazard({
	id: "lock/parent",
	title: "Foreign keys do not hold up the table they refer to",
	severity: "medium",
	verdict: "review",
	why: "A foreign key locks the table it refers to as well: adding one keeps writers from it, dropping one keeps everybody from it, also where the other table is new and empty.",
	remedy: "Run it when the parent is quiet, with a lock_timeout and another try; add the key NOT VALID and validate it later.",
	source: [QUEUE, "https://www.postgresql.org/docs/current/sql-altertable.html"],
	judge: (played) => [...strainHits(played, "lock/parent"), ...briefHits(played, ({ role }) => role === "parent")]
});
function briefHits(played, matters) {
	const told = new Set(strainedOperations(played).filter(({ worst }) => worst.large).flatMap(({ migration, operation, worst }) => worst.waiting.map(({ table }) => keyOf$3(migration, operation, worst.statement, table))));
	const hits = [];
	for (const migration of played.migrations) for (const statement of migration.statements) for (const waiting of ownWaiting(statement)) {
		if (!played.tables.isHot(waiting.table) || !matters(waiting)) continue;
		const key = keyOf$3(migration, statement.operation, statement, waiting.table);
		if (told.has(key)) continue;
		told.add(key);
		hits.push(briefHit(played, migration, statement, waiting));
	}
	return hits;
}
function briefHit(played, { migration }, statement, { table, mode, blocks, role }) {
	const { operation } = statement;
	const who = operationInWords(migration, operation, statement);
	const named = role === "parent" ? `${table}, which is hot and which a foreign key of it refers to,` : `${table}, which is hot,`;
	return {
		migration,
		...operation === void 0 ? {} : { operation },
		statement,
		subject: subjectOf$1(migration, `${operation?.text ?? operation?.kind ?? statement.text.slice(0, 80)} on ${table}`),
		table,
		lock: mode,
		blocks,
		message: `${who} locks ${named} for a moment: ${waitingInWords(blocks)} meanwhile, and while it waits for its turn behind a long transaction every later query waits behind it.`,
		remedy: briefly(played.facts.framework, table)
	};
}
function keyOf$3({ migration }, operation, { step }, table) {
	return `${migration.id} ${operation === void 0 ? `step ${step}` : operation.index} ${table}`;
}
// src/migrations/hazards/lock/no-timeout.ts
const noTimeout = defineHazard({
	id: "lock/no-timeout",
	title: "The role that migrates gives up a lock it cannot have",
	severity: "medium",
	verdict: "safe",
	why: "An ALTER TABLE that waits behind one open transaction has every later query wait behind itself; without lock_timeout there is no end to that.",
	remedy: lockTimeout("django"),
	source: ["https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-LOCK-TIMEOUT"],
	judge: (played) => {
		if (isSet(played.facts.database?.lockTimeout) || setsOne(played)) return [];
		const tables = new Set(played.migrations.flatMap(({ statements }) => statements.flatMap((statement) => ownWaiting(statement).map(({ table }) => table))));
		const [first] = tables;
		if (first === void 0) return [];
		return [{
			subject: "lock_timeout",
			message: `Nothing limits how long these migrations wait for a lock (on ${tables.size === 1 ? first : `${first} and ${count(tables.size - 1, "more table")}`}): behind one long transaction they wait, and every query of the running release waits behind them.`,
			remedy: lockTimeout(played.facts.framework)
		}];
	}
});
function setsOne({ migrations }) {
	return migrations.some(({ statements }) => statements.some(({ acts }) => acts.some((act) => act.act === "set" && act.name.toLowerCase() === "lock_timeout" && isSet(act.value))));
}
function isSet(value) {
	return value !== void 0 && /[1-9]/.test(value);
}
// src/migrations/hazards/lock/concurrent-retry.ts
const concurrentRetry = defineHazard({
	id: "lock/concurrent-retry",
	title: "An interrupted CREATE INDEX CONCURRENTLY can be run again",
	severity: "medium",
	verdict: "review",
	why: "When it is cancelled, by a lock_timeout or by the end of a deployment, an invalid index stays behind: the next try fails because the name is taken, or takes the invalid one for the index it wants.",
	remedy: "Switch lock_timeout off for it, drop what an interrupted try left behind, and build again.",
	source: ["https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY"],
	judge: (played) => {
		const builds = played.migrations.flatMap((migration) => migration.statements.flatMap((statement, at) => statement.acts.flatMap((act) => act.act === "create-index" && act.concurrently ? [{
			migration,
			statement,
			act,
			at
		}] : [])));
		const wanted = new Set(builds.map(({ act }) => act.index.name));
		const invalid = played.facts.database?.invalidIndexes ?? [];
		const dropped = new Set(played.migrations.flatMap(({ statements }) => statements.flatMap(({ acts }) => acts.flatMap((act) => act.act === "drop-index" ? act.indexes : []))));
		return [...invalid.filter(({ name }) => !wanted.has(name) && !dropped.has(name)).map(({ table, name }) => leftover(table, name)), ...builds.flatMap(({ migration, statement, act, at }) => {
			if (invalid.some(({ name }) => name === act.index.name) && !dropped.has(act.index.name)) return [taken(played, migration, statement, act)];
			if (act.ifNotExists && !dropped.has(act.index.name)) return [believed(played, migration, statement, act)];
			return timeLimited(played, migration, at) ? [cancelled(played, migration, statement, act)] : [];
		})];
	}
});
function leftover(table, name) {
	return {
		subject: `${table}: ${name}`,
		table,
		message: `${name} on ${table} is invalid: an interrupted CREATE INDEX CONCURRENTLY left it behind. Every write keeps it up, and no query uses it.`,
		remedy: advise("Drop it by hand, and build it again if it is wanted.", `DROP INDEX CONCURRENTLY ${sqlName(name)};`),
		verdict: "safe",
		severity: "low"
	};
}
function taken(played, migration, statement, act) {
	const kept = act.ifNotExists ? "IF NOT EXISTS takes it for the index it wants, and no query will ever use it" : "the name is taken, and the migration fails";
	return {
		...base(played, migration, statement, act),
		message: `An interrupted try left ${act.index.name} on ${act.index.table} behind as an invalid index: ${kept}.`,
		verdict: "blocked",
		severity: "critical"
	};
}
function believed(played, migration, statement, act) {
	return {
		...base(played, migration, statement, act),
		message: `If this build is interrupted, ${act.index.name} stays behind invalid, and IF NOT EXISTS takes it for the index on the next try: the migration succeeds, and ${act.index.unique ? "duplicates get in" : "no query uses it"}.`,
		verdict: "safe",
		severity: "low"
	};
}
function cancelled(played, migration, statement, act) {
	return {
		...base(played, migration, statement, act),
		message: `${operationInWords(migration.migration, statement.operation, statement)} runs under a lock_timeout: CONCURRENTLY waits for every older transaction, so the limit may end it, and ${act.index.name} then stays behind as an invalid index whose name is taken.`,
		verdict: "safe",
		severity: "low"
	};
}
function base({ facts }, { migration }, statement, { index }) {
	const { operation } = statement;
	const lines = [runSql(facts, "SET lock_timeout = '0'"), runSql(facts, `DROP INDEX CONCURRENTLY IF EXISTS ${sqlName(index.name)}`)];
	const where = facts.framework === "django" ? "in front of it, in the same migration with atomic = False" : "in front of it, in the same autocommit_block()";
	return {
		migration,
		...operation === void 0 ? {} : { operation },
		statement,
		subject: subjectOf$1(migration, index.name),
		table: index.table,
		remedy: advise("Drop what an interrupted try may have left, without a limit for the locks.", `# ${where}`, ...lines)
	};
}
function timeLimited({ facts, migrations }, migration, at) {
	const own = lastTimeout(migration.statements.slice(0, at));
	if (own !== void 0) return isSet(own);
	const earlier = migrations.slice(0, migrations.indexOf(migration)).flatMap(({ statements }) => statements);
	return isSet(lastTimeout(earlier.filter(({ acts }) => !acts.some((act) => act.act === "set" && act.local))) ?? facts.database?.lockTimeout);
}
function lastTimeout(statements) {
	return statements.flatMap(({ acts }) => acts.flatMap((act) => act.act === "set" && act.name.toLowerCase() === "lock_timeout" ? [act.value ?? "0"] : [])).at(-1);
}
// src/migrations/hazards/lock/long.ts
const ALTER_TABLE$1 = "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES";
const LOCKS$1 = "https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES";
const rewrite$1 = defineHazard({
	id: "lock/rewrite",
	title: "No statement writes a whole table anew while it is in use",
	severity: "high",
	verdict: "blocked",
	why: "PostgreSQL copies every row and builds every index again under ACCESS EXCLUSIVE: for as long as that takes, no release can read or write the table.",
	remedy: "Let a new column take over: add it empty, fill it in batches, read from it, drop the old one in a later release.",
	source: [ALTER_TABLE$1],
	judge: (played) => strainHits(played, "lock/rewrite")
});
const scan = defineHazard({
	id: "lock/scan",
	title: "No statement reads a whole table while it keeps others from it",
	severity: "high",
	verdict: "blocked",
	why: "A new constraint is checked against every row under the lock of ALTER TABLE; the release that serves waits for as long as that takes.",
	remedy: "Add the constraint NOT VALID and validate it in the next migration: VALIDATE lets readers and writers go on.",
	source: [ALTER_TABLE$1],
	judge: (played) => strainHits(played, "lock/scan")
});
const indexBuild = defineHazard({
	id: "lock/index-build",
	title: "Indexes of tables in use are built with CONCURRENTLY",
	severity: "high",
	verdict: "blocked",
	why: "CREATE INDEX keeps everybody from writing until it is done, and a unique constraint or a column added before it in the same transaction keeps readers away as well.",
	remedy: "AddIndexConcurrently in a migration of its own with atomic = False; a unique constraint takes over a unique index that was built so.",
	source: ["https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY"],
	judge: (played) => strainHits(played, "lock/index-build")
});
const update$1 = defineHazard({
	id: "lock/update",
	title: "No rows are updated while their table is locked",
	severity: "high",
	verdict: "blocked",
	why: "Django fills a new NOT NULL by an UPDATE of the whole table after the first ALTER TABLE has already taken ACCESS EXCLUSIVE: reading waits for all of it.",
	remedy: "Fill the rows in batches in a migration before, and then change the column.",
	source: [LOCKS$1, "SQL of AlterField(null=False, default=...) in Django 3.2 to 6.1"],
	judge: (played) => strainHits(played, "lock/update")
});
const held = defineHazard({
	id: "lock/held",
	title: "Nothing slow runs while a lock from before is held",
	severity: "high",
	verdict: "blocked",
	why: "A lock is kept to the end of its transaction: a short ALTER TABLE with something slow behind it keeps its table closed for as long as the slow step takes.",
	remedy: "Move the slow step into the next migration; of Alembic, let each revision have its own transaction.",
	source: [LOCKS$1],
	judge: (played) => [...strainHits(played, "lock/held"), ...closedHits(played)]
});
// src/migrations/hazards/lock/maintenance.ts
const maintenance = defineHazard({
	id: "lock/maintenance",
	title: "No maintenance locks a table in use from within a migration",
	severity: "high",
	verdict: "blocked",
	why: "VACUUM FULL, CLUSTER, REINDEX, REFRESH MATERIALIZED VIEW and a move to another tablespace lock their table for as long as they work; LOCK TABLE and TRUNCATE for as long as their transaction lasts.",
	remedy: "The concurrent form where there is one, else a time of its own.",
	source: ["https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES", "https://www.postgresql.org/docs/current/sql-reindex.html#SQL-REINDEX-CONCURRENTLY"],
	judge: (played) => {
		const told = new Set(strainedOperations(played).flatMap(({ worst, others }) => [worst, ...others].map(({ statement }) => statement)));
		return [...strainHits(played, "lock/maintenance"), ...played.migrations.flatMap((migration) => migration.statements.filter((statement) => !told.has(statement)).flatMap((statement) => statement.acts.flatMap((act) => judged$3(played, migration, statement, act))))];
	}
});
function judged$3(played, { migration }, statement, act) {
	const { operation } = statement;
	return saidOf(played, statement, act).map(({ table, what, verdict }) => ({
		migration,
		...operation === void 0 ? {} : { operation },
		statement,
		subject: subjectOf$1(migration, `${act.act} ${table}`),
		table,
		blocks: "everybody",
		message: `${operationInWords(migration, operation, statement)} ${what}.`,
		remedy: concurrentForm(targetOf(played, migration, operation, table), act),
		...verdict === void 0 ? {} : {
			verdict,
			severity: verdict === "safe" ? "low" : "medium"
		}
	}));
}
function saidOf(played, { before }, act) {
	switch (act.act) {
		case "truncate": return act.tables.filter((table) => isInUse(before, table)).map((table) => ({
			table,
			what: `empties ${table}${act.cascade ? " and every table that refers to it" : ""} under ACCESS EXCLUSIVE: nobody can read or write it to the end of the transaction, and the rows that the running release uses are gone`,
			verdict: "review"
		}));
		case "lock-table": return act.tables.filter((table) => isInUse(before, table) && /exclusive$|^share$/i.test(act.mode) && !/^row|^share.update/i.test(act.mode)).map((table) => ({
			table,
			what: `locks ${table} (${act.mode.toLowerCase().replaceAll("-", " ")}) to the end of its transaction, and the running release waits for it`,
			verdict: "review"
		}));
		case "refresh-view": {
			const isNew = before.views.has(act.view) && !played.first.views.has(act.view);
			if (act.concurrently || isNew) return [];
			const what = `works the materialized view ${act.view} out again under ACCESS EXCLUSIVE: nobody can read it until that is done`;
			return [{
				table: act.view,
				what,
				...played.tables.isLarge(act.view, before) ? {} : { verdict: "safe" }
			}];
		}
		case "reindex":
			if (act.concurrently || act.kind === "table") return [];
			return [{
				table: act.name,
				what: `builds ${act.kind === "index" ? `the index ${act.name}` : `every index of the ${act.kind}`} again: writers wait, and so does every query that would use an index that is being built`
			}];
		case "cluster":
		case "vacuum":
			if (act.act === "vacuum" ? !act.full || act.tables.length > 0 : act.table !== void 0) return [];
			return [{
				table: "every table",
				what: "writes every table anew under ACCESS EXCLUSIVE, one after the other"
			}];
		default: return [];
	}
}
// src/migrations/hazards/lock/partitions.ts
const partitions = defineHazard({
	id: "lock/partitions",
	title: "Partitions are attached, detached and changed without closing all of them",
	severity: "medium",
	verdict: "review",
	why: "ALTER TABLE on a partitioned table locks every partition; ATTACH PARTITION reads the whole new partition, DETACH PARTITION keeps everybody from the parent.",
	remedy: "A validated CHECK before ATTACH, DETACH ... CONCURRENTLY from PostgreSQL 14 on, a lock_timeout for the rest.",
	source: ["https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-MAINTENANCE"],
	judge: (played) => [...strainHits(played, "lock/partitions"), ...played.migrations.flatMap((migration) => migration.statements.flatMap((statement) => [...detached(played, migration, statement), ...lockedAll(played, migration, statement)]))]
});
function detached(played, { migration }, statement) {
	return statement.acts.flatMap((act) => {
		if (act.act !== "detach-partition" || act.concurrently || !isInUse(statement.before, act.table)) return [];
		const { operation } = statement;
		return [{
			migration,
			...operation === void 0 ? {} : { operation },
			statement,
			subject: subjectOf$1(migration, `detach ${act.partition}`),
			table: act.table,
			lock: "access-exclusive",
			blocks: "everybody",
			message: `${operationInWords(migration, operation, statement)} takes ${act.partition} out of ${act.table} under ACCESS EXCLUSIVE: nobody can read or write the whole partitioned table until it has its lock and is done.`,
			remedy: detachConcurrently(targetOf(played, migration, operation, act.table), act.partition)
		}];
	});
}
function lockedAll(played, { migration }, statement) {
	const { locks, rewrites, scans, builds } = effectiveOf(statement);
	if (rewrites.length > 0 || scans.length > 0 || builds.length > 0) return [];
	if (statement.acts.some(({ act }) => act === "detach-partition" || act === "attach-partition")) return [];
	const closed = locks.filter(({ role, mode, relation }) => role === "partition" && blockedBy(mode) === "everybody" && isInUse(statement.before, relation));
	const table = locks.find(({ role }) => role === "target")?.relation;
	if (closed.length === 0 || table === void 0 || played.tables.isHot(table)) return [];
	const { operation } = statement;
	return [{
		migration,
		...operation === void 0 ? {} : { operation },
		statement,
		subject: subjectOf$1(migration, `${operation?.text ?? statement.text.slice(0, 80)} on partitions of ${table}`),
		table,
		lock: "access-exclusive",
		blocks: "everybody",
		message: `${operationInWords(migration, operation, statement)} locks ${table} and ${count(closed.length, "partition")} of it at once: it waits until none of them is in use, and all of them wait for it.`,
		remedy: briefly(played.facts.framework, table),
		verdict: "safe",
		severity: "low"
	}];
}
// src/migrations/hazards/lock/transactions.ts
const severalTables = defineHazard({
	id: "lock/several-tables",
	title: "A transaction locks one table in use at a time",
	severity: "low",
	verdict: "safe",
	why: "Locks add up to the end of the transaction: while it waits for the last table, nobody uses the first, and a release that takes them in another order ends in a deadlock.",
	remedy: "One table a migration; of Alembic, transaction_per_migration=True.",
	source: ["https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-DEADLOCKS"],
	judge: (played) => [...byTransaction(played).values()].flatMap((taken) => several(played, taken))
});
function byTransaction(played) {
	const transactions = new Map();
	for (const migration of played.migrations) for (const statement of migration.statements) for (const { table, role, blocks } of ownWaiting(statement)) {
		if (statement.transaction === void 0 || role !== "target" || blocks !== "everybody") continue;
		const taken = transactions.get(statement.transaction) ?? [];
		if (!taken.some((known) => known.table === table)) taken.push({
			migration,
			statement,
			table
		});
		transactions.set(statement.transaction, taken);
	}
	return transactions;
}
function several(played, taken) {
	const tables = taken.map(({ table }) => table);
	const last = taken.at(-1);
	const first = taken[0];
	if (last === void 0 || first === void 0 || tables.length < 2) return [];
	const hot = tables.find((table) => played.tables.isHot(table));
	if (strainedOperations(played).some(({ worst }) => worst.large && worst.statement.transaction === last.statement.transaction)) return [];
	const { migration, statement } = last;
	const { operation } = statement;
	const named = tables.length > 5 ? [...tables.slice(0, 5), `${tables.length - 5} more`] : tables;
	const who = operationInWords(migration.migration, operation, statement);
	return [{
		migration: migration.migration,
		...operation === void 0 ? {} : { operation },
		statement,
		subject: subjectOf$1(migration.migration, `locks ${tables.slice(0, 5).join(", ")}`),
		table: last.table,
		message: `With ${who} one transaction holds ${inSequence(named)}: while it waits for the last of them nobody can read or write the others${hot === void 0 ? "" : `, and ${hot} is hot`}.`,
		remedy: separateMigrations(targetOf(played, migration.migration, operation, last.table), `what changes ${first.table}`, `what changes ${last.table}`),
		...hot === void 0 ? {} : {
			verdict: "review",
			severity: "medium"
		}
	}];
}
// src/migrations/hazards/lock/unindexed-key.ts
const unindexedKey = defineHazard({
	id: "lock/unindexed-key",
	title: "Columns of new foreign keys have an index",
	severity: "low",
	verdict: "safe",
	why: "To delete or renumber a row of the parent, PostgreSQL looks for its children; without an index it reads the whole child table for every one.",
	remedy: "Build an index on the column with CONCURRENTLY, best before the key is added.",
	source: ["https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK"],
	judge: (played) => played.migrations.flatMap((migration) => migration.statements.flatMap((statement) => statement.acts.flatMap(keysOf).flatMap(({ table, key }) => judged$2(played, migration, statement, table, key))))
});
function judged$2(played, { migration }, statement, table, key) {
	const [column] = key.columns;
	const known = played.last.tables.get(table);
	if (known === void 0 || !known.complete || column === void 0 || !known.columns.has(column)) return [];
	if ([...known.indexes.values()].some((index) => index.columns[0] === column && index.predicate === void 0)) return [];
	if ([...known.constraints.values()].some((one) => (one.kind === "unique" || one.kind === "primary") && one.columns[0] === column)) return [];
	const { operation } = statement;
	return [{
		migration,
		...operation === void 0 ? {} : { operation },
		statement,
		subject: subjectOf$1(migration, `${table}.${column}`),
		table,
		column,
		message: `${table}.${column} refers to ${key.table} and has no index: each DELETE of a row of ${key.table} reads all of ${table}.`,
		remedy: concurrentIndex(targetOf(played, migration, operation, table, [column]), void 0)
	}];
}
function keysOf(act) {
	if (act.act === "add-constraint") return act.constraint.kind === "foreign-key" ? [{
		table: act.table,
		key: act.constraint
	}] : [];
	const constraints = act.act === "add-column" ? act.column.constraints : act.act === "create-table" ? act.constraints.concat(act.columns.flatMap((column) => column.constraints)) : [];
	const table = act.act === "add-column" || act.act === "create-table" ? act.table : "";
	return constraints.flatMap((key) => key.kind === "foreign-key" ? [{
		table,
		key
	}] : []);
}
// src/migrations/hazards/lock/rules.ts
const LOCK_HAZARDS = [
	rewrite$1,
	scan,
	indexBuild,
	update$1,
	held,
	hotTable,
	parent,
	partitions,
	maintenance,
	noTimeout,
	concurrentRetry,
	severalTables,
	unindexedKey
];
// src/migrations/hazards/order/database.ts
const SHOWN$1 = 3;
const behindBase = defineHazard({
	id: "order/behind-base",
	title: "The database has every migration of the running release",
	severity: "medium",
	verdict: "review",
	why: "What is compared is the running release with its own schema. A database that lacks some of its migrations is another one, or a deployment before this one stopped half-way.",
	remedy: "Migrate the database to the end of the running release, or name in `base` the release that it belongs to.",
	source: ["S0-073", "Django, showmigrations"],
	judge: ({ facts }) => {
		const { behind } = appliedState(facts);
		if (behind.length === 0) return [];
		const pending = new Set(facts.pending.map(({ id }) => id));
		const unjudged = behind.filter((id) => !pending.has(id));
		return [{
			subject: "database",
			message: `The database ${behind.length === facts.base.nodes.length ? "has no migration at all of the running release: it is empty, or not the one that serves" : `lacks ${behind.length === 1 ? "a migration" : `${behind.length} migrations`} that the running release has (${some$1(behind)})`}${unjudged.length === 0 ? "; what it lacks is judged with the pending ones" : "; what it lacks is not judged here, and runs with the deployment"}.`,
			remedy: facts.framework === "django" ? advise("See what is open, and migrate with the running release before the new one is deployed.", "python manage.py migrate --plan", "python manage.py migrate --noinput", ...unjudged.length === 0 ? [] : ["# or have it judged with the pending ones", "applied: database"]) : advise("See what is open, and migrate with the running release before the new one is deployed.", "alembic current", "alembic upgrade head")
		}];
	}
});
const inconsistentHistory = defineHazard({
	id: "order/inconsistent-history",
	title: "What applied migrations depend on is applied",
	severity: "critical",
	verdict: "blocked",
	why: "Django compares the applied migrations with the graph before it runs anything, and stops with InconsistentMigrationHistory.",
	remedy: "Bring the table django_migrations in line with what the schema really has.",
	source: ["S0-073", "https://docs.djangoproject.com/en/stable/ref/django-admin/#migrate"],
	versions: "Django",
	judge: ({ facts }) => appliedState(facts).inconsistent.filter(({ needs }) => facts.base.nodes.some((node) => node.id === needs)).map(({ id, needs }) => ({
		subject: `${id} needs ${needs}`,
		message: `The database has ${id} and not ${needs}, on which it depends: migrate stops with InconsistentMigrationHistory before the first statement.`,
		remedy: advise(`If the schema has what ${needs} makes, say so; if not, undo ${id} first.`, `python manage.py migrate ${spaced(needs)} --fake`, `# or: python manage.py migrate ${spaced(id).split(" ")[0] ?? ""} <the one before ${id.split(".")[1] ?? id}>`)
	}))
});
const foreignApplied = defineHazard({
	id: "order/foreign",
	title: "The database has no migrations that neither release knows",
	severity: "medium",
	verdict: "review",
	why: "Somebody migrated it from another branch: its schema is not the one that is compared here, and the next migration of the same number meets what is there already.",
	remedy: "Merge that branch, or undo its migrations with its own files.",
	source: ["S0-073"],
	judge: ({ facts }) => {
		const { foreign } = appliedState(facts);
		if (foreign.length === 0) return [];
		const alembic = facts.framework === "alembic";
		return [{
			subject: "database",
			message: alembic ? `The database is at ${some$1(foreign)}, which neither release has: "alembic upgrade" stops because it cannot locate the revision.` : `The database has ${some$1(foreign)}, which neither release has: it was migrated from another branch, and its schema is not the one that is compared.`,
			...alembic ? {
				verdict: "blocked",
				severity: "critical"
			} : {},
			remedy: alembic ? advise("Deploy the release that has the revision, or go back with its files.", "alembic downgrade <revision>") : advise("Merge that branch, or undo them with its own files.", `python manage.py migrate ${foreign[0]?.split(".")[0] ?? ""} <last of the running release>`)
		}];
	}
});
function some$1(ids) {
	return inSequence(ids.length > SHOWN$1 ? [...ids.slice(0, SHOWN$1), `${ids.length - SHOWN$1} more`] : ids);
}
function spaced(id) {
	return id.split(".").join(" ");
}
// src/migrations/hazards/remedies/graph.ts
function merge$1(framework, app, leaves) {
	if (framework === "alembic") return advise("Merge the heads, and commit the revision.", `alembic merge -m "merge" ${leaves.join(" ")}`);
	const [first = "", second = ""] = [...leaves].sort();
	const dependency = first.split(".").map((part) => `"${part}"`).join(", ");
	return advise("Let the later migration depend on the other one; where the order matters to nobody, a merge does as well.", `# ${second}`, `dependencies = [(${dependency})]`, "", `python manage.py makemigrations --merge ${app}`);
}
function renumber(framework, migration, last) {
	const after = last?.name ?? "<the last applied one>";
	if (framework === "alembic") return advise("Let it come after the last applied revision.", `# ${migration.id}`, `down_revision = "${last?.id ?? after}"`);
	const number = /^(\d+)_/.exec(after)?.[1];
	const renamed = number === void 0 ? migration.name : migration.name.replace(/^\d+/, String(Number(number) + 1).padStart(4, "0"));
	return advise("Let it come after the last applied migration, and nothing that is applied depend on it.", `git mv ${migration.name}.py ${renamed}.py`, `dependencies = [("${migration.app}", "${after}")]`);
}
// src/migrations/hazards/order/applied.ts
function appliedIds({ facts }) {
	if (facts.database === void 0) {
		const pending = new Set(facts.pending.map(({ id }) => id));
		return new Set(facts.base.nodes.map(({ id }) => id).filter((id) => !pending.has(id)));
	}
	const applied = new Set(facts.database.applied);
	if (facts.framework !== "alembic") return applied;
	const nodes = new Map([...facts.base.nodes, ...facts.head.nodes].map((node) => [node.id, node]));
	for (const id of applied) for (const needed of nodes.get(id)?.dependencies ?? []) applied.add(needed);
	return applied;
}
function ownNodes(nodes) {
	return nodes.filter(({ distribution }) => distribution === void 0);
}
// src/migrations/hazards/order/graph.ts
const MIGRATIONS = "https://docs.djangoproject.com/en/stable/topics/migrations/";
const conflict = defineHazard({
	id: "order/conflict",
	title: "Each app has one last migration",
	severity: "critical",
	verdict: "blocked",
	why: "With two of them nobody knows which comes first: migrate and alembic upgrade refuse to begin, and the deployment stops there.",
	remedy: "Make a migration that depends on both, or let the later one depend on the other.",
	source: [`${MIGRATIONS}#version-control`, "https://alembic.sqlalchemy.org/en/latest/branches.html"],
	judge: ({ facts }) => facts.head.conflicts.map(({ app, leaves }) => {
		const migration = facts.pending.find(({ id }) => leaves.includes(id));
		return {
			...migration === void 0 ? {} : { migration },
			subject: `${app}: ${[...leaves].sort().join(", ")}`,
			message: `${facts.framework === "django" ? app : "The history"} has ${leaves.length} last migrations (${inSequence(leaves.map((leaf) => called(facts, leaf)))}): ${facts.framework === "django" ? "migrate refuses to begin" : "\"alembic upgrade head\" refuses to begin"}, and nothing is deployed.`,
			remedy: merge$1(facts.framework, app, leaves)
		};
	})
});
function called({ framework, head }, id) {
	const name = framework === "alembic" ? head.nodes.find((node) => node.id === id)?.name : void 0;
	return name === void 0 ? id : `${id} ${name}`;
}
const dangling = defineHazard({
	id: "order/dangling",
	title: "Every migration that another one depends on is there",
	severity: "critical",
	verdict: "blocked",
	why: "The graph cannot be built with a hole in it: migrate stops before the first statement, and so does every other command that loads it.",
	remedy: "Bring the missing migration back, or let the dependency name the one that took its place.",
	source: [`${MIGRATIONS}#dependencies`],
	judge: ({ facts }) => facts.head.dangling.map(({ id, needs, place }) => {
		const migration = facts.pending.find((known) => known.id === id);
		return {
			...migration === void 0 ? {} : { migration },
			...place === void 0 ? {} : { place },
			subject: `${id} needs ${needs}`,
			message: `${id} depends on ${needs}, which does not exist: no migration can run.`,
			remedy: advise("Bring the missing one back, or depend on the one that took its place.", `# ${id}`, facts.framework === "django" ? `dependencies = [(${needs.split(".").map((part) => `"${part}"`).join(", ")})]` : `down_revision = "${needs}"`)
		};
	})
});
const inserted = defineHazard({
	id: "order/inserted",
	title: "New migrations come after the applied ones",
	severity: "critical",
	verdict: "blocked",
	why: "An applied migration that depends on one that is not: Django calls the history inconsistent and refuses to migrate at all; Alembic never runs the one in between.",
	remedy: "Give the new migration a place behind the last applied one.",
	source: [`${MIGRATIONS}#dependencies`],
	judge: (played) => {
		const { facts } = played;
		const applied = appliedIds(played);
		const replaced = new Set(facts.head.nodes.flatMap(({ replaces }) => replaces));
		return facts.pending.flatMap((migration) => {
			if (applied.has(migration.id) || replaced.has(migration.id)) return [];
			if (facts.database !== void 0 && facts.base.nodes.some(({ id }) => id === migration.id)) return [];
			if (migration.replaces.some((id) => applied.has(id))) return [];
			const [first] = facts.head.nodes.filter(({ id, dependencies }) => applied.has(id) && dependencies.includes(migration.id));
			if (first === void 0) return [];
			return [{
				migration,
				subject: `${migration.id} before ${first.id}`,
				message: `${migration.id} is not applied, and ${first.id}, which depends on it, is: ${facts.framework === "django" ? "migrate stops with InconsistentMigrationHistory" : "Alembic never runs it"}.`,
				remedy: renumber(facts.framework, migration, lastApplied(facts.head.nodes, applied, migration.app))
			}];
		});
	}
});
function lastApplied(nodes, applied, app) {
	const own = nodes.filter((node) => node.app === app && applied.has(node.id));
	const needed = new Set(own.flatMap(({ dependencies }) => dependencies));
	return own.find(({ id }) => !needed.has(id)) ?? own.at(-1);
}
const squash = defineHazard({
	id: "order/squash",
	title: "What a squashed migration replaces is applied as a whole or not at all",
	severity: "medium",
	verdict: "review",
	why: "With some of them applied Django cannot take the squashed one: it runs the rest of the old ones, and only as long as their files are there.",
	remedy: "Bring every database to the end of what is replaced before the squashed migration arrives; delete the old files in a later release.",
	source: [`${MIGRATIONS}#squashing-migrations`],
	judge: (played) => {
		const { facts } = played;
		const applied = appliedIds(played);
		return facts.head.nodes.flatMap(({ id, replaces }) => {
			const done = replaces.filter((one) => applied.has(one));
			const open = replaces.filter((one) => !applied.has(one));
			if (replaces.length === 0 || done.length === 0 || open.length === 0 || applied.has(id)) return [];
			const migration = facts.pending.find((known) => known.id === id || open.includes(known.id));
			const shown = open.length > 3 ? [...open.slice(0, 3), `${open.length - 3} more`] : open;
			return [{
				...migration === void 0 ? {} : { migration },
				subject: id,
				message: `${id} replaces ${replaces.length} migrations of which ${done.length} ${done.length === 1 ? "is" : "are"} applied and ${inSequence(shown)} ${open.length === 1 ? "is" : "are"} not: Django runs the old ones as long as their files are there, and fails when they are not.`,
				remedy: advise("Migrate to the end of what is replaced with the release that still has it, then deploy the squashed one.", `python manage.py migrate ${replaces.at(-1)?.split(".").join(" ") ?? ""}`)
			}];
		});
	}
});
// src/migrations/hazards/order/history.ts
const SOURCE = "https://docs.djangoproject.com/en/stable/topics/migrations/#historical-models";
const edited = defineHazard({
	id: "order/edited",
	title: "Applied migrations stay as they are",
	severity: "medium",
	verdict: "review",
	why: "A migration is remembered by its name alone: what is changed in an applied one never reaches this database, and reaches every new one.",
	remedy: "Take the change back, and put it into a migration of its own.",
	source: [SOURCE],
	judge: (played) => {
		const { facts } = played;
		const applied = appliedIds(played);
		const before = new Map(ownNodes(facts.base.nodes).map((node) => [node.id, node]));
		return facts.head.nodes.flatMap((node) => {
			const was = before.get(node.id);
			if (was?.digest === void 0 || node.digest === void 0 || was.digest === node.digest || !applied.has(node.id)) return [];
			return [{
				...placed(node),
				subject: node.id,
				message: `${node.id} is applied, and this release changes what it does: the database that serves never gets the change, and a new one does.`,
				remedy: advise("Take the change back, and put it into a migration of its own.", `git checkout ${facts.base.commit?.slice(0, 7) ?? "<the running release>"} -- ${node.file ?? node.name}`, facts.framework === "django" ? `python manage.py makemigrations ${node.app}` : "alembic revision --autogenerate")
			}];
		});
	}
});
const deleted = defineHazard({
	id: "order/deleted",
	title: "Applied migrations are neither deleted nor renamed",
	severity: "medium",
	verdict: "review",
	why: "The database remembers it by name: a renamed one runs a second time, and without a deleted one a new database is not what the old one is.",
	remedy: "Bring it back under its name; to have fewer of them, squash.",
	source: [SOURCE, "https://docs.djangoproject.com/en/stable/topics/migrations/#squashing-migrations"],
	judge: (played) => {
		const { facts } = played;
		const applied = appliedIds(played);
		const here = new Set(facts.head.nodes.flatMap(({ id, replaces }) => [id, ...replaces]));
		const apps = new Set(facts.head.nodes.map(({ app }) => app));
		const gone = ownNodes(facts.base.nodes).filter(({ id }) => !here.has(id) && applied.has(id));
		const renamed = gone.flatMap((node) => renamedHit(played, node));
		const rest = gone.filter((node) => renamedHit(played, node).length === 0);
		const byApp = Map.groupBy(rest, ({ app }) => app);
		return [...renamed, ...[...byApp].map(([app, nodes]) => deletedHit(played, app, nodes, apps.has(app)))];
	}
});
function renamedHit({ facts }, node) {
	const known = facts.head.nodes.find(({ id, digest }) => digest !== void 0 && digest === node.digest && facts.pending.some((pending) => pending.id === id));
	const migration = facts.pending.find(({ id }) => id === known?.id);
	if (known === void 0 || migration === void 0) return [];
	return [{
		migration,
		subject: `${node.id} became ${known.id}`,
		message: `${node.id} is applied and is now called ${known.id}: it runs a second time and fails on what it made the first time.`,
		remedy: advise("Give it its old name back.", `git mv ${known.file ?? known.name} ${node.file ?? node.name}`),
		verdict: "blocked",
		severity: "critical"
	}];
}
function deletedHit({ facts }, app, nodes, stays) {
	const ids = nodes.map(({ id }) => id).sort();
	const shown = ids.length > 3 ? [...ids.slice(0, 3), `${ids.length - 3} more`] : ids;
	const commit = facts.base.commit?.slice(0, 7) ?? "<the running release>";
	if (!stays) return {
		subject: `${app}: removed`,
		message: `The app ${app} is gone with its ${ids.length === 1 ? "migration" : `${ids.length} migrations`}: its tables stay in the database, and nobody keeps them any more.`,
		remedy: advise("To remove the tables, delete the models in a release before, and remove the app afterwards.", `python manage.py makemigrations ${app}`),
		verdict: "safe",
		severity: "low"
	};
	return {
		subject: `${app}: ${ids.slice(0, 3).join(", ")}`,
		message: `${inSequence(shown)} ${ids.length === 1 ? "is" : "are"} applied and no longer there: a new database is made without ${ids.length === 1 ? "it" : "them"}, and going back beyond ${ids.length === 1 ? "it" : "them"} is not possible.`,
		remedy: advise("Bring what was applied back; to have fewer of them, squash.", ...nodes.slice(0, 3).map(({ file, name }) => `git checkout ${commit} -- ${file ?? name}`))
	};
}
function placed({ file }) {
	return file === void 0 || file.startsWith("/") ? {} : { place: {
		file,
		line: 1
	} };
}
// src/migrations/hazards/order/refused.ts
const inTransaction = defineHazard({
	id: "order/in-transaction",
	title: "What works outside of transactions alone is not put into one",
	severity: "critical",
	verdict: "blocked",
	why: "CONCURRENTLY, VACUUM and their kin commit by themselves; PostgreSQL refuses them inside of a transaction, and Django wraps every migration into one.",
	remedy: "atomic = False on the migration, with nothing else in it; of Alembic, autocommit_block().",
	source: ["https://docs.djangoproject.com/en/stable/howto/writing-migrations/#non-atomic-migrations", "https://www.postgresql.org/docs/current/sql-createindex.html"],
	judge: (played) => [...refusals(played, "in-transaction", ({ target, who, operation, statement }) => ({
		message: `${who} cannot run inside of a transaction, and its migration is one: the deployment fails there.`,
		remedy: outsideOfTransaction(target, wordsOf(operation, statement))
	})), ...refusals(played, "outside-transaction", ({ target, who, refusal }) => ({
		message: `${who} fails: ${clause(refusal.message)}, and its migration has none.`,
		remedy: advise("Let the migration have its transaction.", target.framework === "alembic" ? "# outside of autocommit_block()" : "class Migration(migrations.Migration):\n    atomic = True")
	}))]
});
function wordsOf(operation, { text }) {
	if (operation === void 0 || operation.kind === "RunSQL" || operation.text === "") return oneLineOf(text);
	return operation.text;
}
const pendingEvents = defineHazard({
	id: "order/pending-events",
	title: "No table is altered while its deferred constraints wait to be checked",
	severity: "high",
	verdict: "blocked",
	why: "Django checks its foreign keys at the end of the transaction: rows that were changed before wait for that, and PostgreSQL refuses to ALTER their table (\"pending trigger events\").",
	remedy: "Change rows and schema in two migrations, or check the constraints in between by SET CONSTRAINTS ALL IMMEDIATE.",
	source: ["https://www.postgresql.org/docs/current/sql-set-constraints.html"],
	judge: (played) => refusals(played, "pending-events", ({ target, who, migration, statement, table }) => {
		const writer = writerBefore(migration, statement);
		const first = writer === void 0 ? "a step before it" : operationInWords(migration.migration, writer.operation, writer);
		const certain = writer?.by !== "code" || writer.operation?.code?.writes === "all";
		return {
			message: `${who} alters ${table} after ${first} ${certain ? "has changed" : "may have changed"} rows in the same transaction, whose foreign keys are not checked yet: PostgreSQL refuses it ("pending trigger events").`,
			remedy: `${separateMigrations(target, first.replaceAll("\"", ""), who.replaceAll("\"", ""))}\n\n# or between the two:\n${runSql(target, "SET CONSTRAINTS ALL IMMEDIATE")}`,
			...certain ? {} : {
				verdict: "review",
				severity: "medium"
			}
		};
	})
});
const enumValue = defineHazard({
	id: "order/enum-value",
	title: "A new enum value is used in a later transaction",
	severity: "critical",
	verdict: "blocked",
	why: "PostgreSQL does not let a value be used in the transaction that added it (\"unsafe use of new value\").",
	remedy: "Add the value in a migration of its own.",
	source: ["https://www.postgresql.org/docs/current/sql-altertype.html"],
	judge: (played) => refusals(played, "enum-value", ({ target, who, refusal }) => ({
		message: `${who} fails: ${clause(refusal.message)}.`,
		remedy: separateMigrations(target, "ALTER TYPE ... ADD VALUE", who.replaceAll("\"", ""))
	}))
});
function refusals(played, why, say) {
	const seen = new Set();
	return played.migrations.flatMap((migration) => migration.statements.flatMap((statement) => statement.effect.refused.flatMap((refusal) => {
		const { operation } = statement;
		const key = `${migration.migration.id} ${operation?.index ?? `step ${statement.step}`}`;
		if (refusal.why !== why || seen.has(key)) return [];
		seen.add(key);
		const table = tableOf$2(statement);
		const target = targetOf(played, migration.migration, operation, table ?? "<table>");
		const who = operationInWords(migration.migration, operation, statement);
		return [{
			migration: migration.migration,
			...operation === void 0 ? {} : { operation },
			statement,
			subject: subjectOf$1(migration.migration, operation?.text || oneLineOf(statement.text)),
			...table === void 0 ? {} : { table },
			...say({
				migration,
				statement,
				operation,
				refusal,
				target,
				who,
				table: table ?? "the table"
			})
		}];
	})));
}
function tableOf$2(statement) {
	for (const act of statement.acts) {
		if ("table" in act && typeof act.table === "string") return act.table;
		if (act.act === "create-index") return act.index.table;
	}
	return ownWaiting(statement)[0]?.table;
}
function writerBefore({ statements }, statement) {
	return statements.slice(0, statements.indexOf(statement)).findLast((earlier) => earlier.transaction === statement.transaction && (earlier.effect.writes.length > 0 || earlier.by === "code" && earlier.operation?.code?.writes !== "none"));
}
function oneLineOf(sql) {
	return advise(sql.replace(/\s+/g, " ").trim().slice(0, 120));
}
// src/migrations/compare/type-fit.ts
const ALL = { fit: "all" };
function typeFit(written, column) {
	if (written.array !== column.array) return {
		fit: "none",
		why: column.array ? "it holds arrays now" : "it holds no arrays any more"
	};
	const [from, to] = [familyOfType(written), familyOfType(column)];
	if (from === "other" || to === "other") return unfamiliar(written, column, from, to);
	if (from !== to) return acrossFamilies(written, from, to);
	if (from === "text") return texts(written, column);
	if (from === "number") return numbers(written, column);
	if (from === "network" && written.name === "inet" && column.name === "cidr") return some("it refuses addresses with bits to the right of the mask");
	if (from === "date" && column.name === "date" && written.name !== "date") return some("it drops the time of day");
	return ALL;
}
function some(why) {
	return {
		fit: "some",
		why
	};
}
function unfamiliar(written, column, from, to) {
	if (written.name === column.name && String(written.modifiers) === String(column.modifiers)) return ALL;
	if (to === "text" && from === "other") return texts({
		name: "text",
		modifiers: [],
		array: false
	}, column);
	return some(`whether ${typeInWords(column)} takes every ${typeInWords(written)} is not known`);
}
function texts(written, column) {
	const limit = column.name === "name" ? 63 : column.modifiers[0];
	if (limit === void 0) return ALL;
	const longest = written.modifiers[0];
	return longest !== void 0 && longest <= limit ? ALL : some(`it refuses more than ${limit} ${limit === 1 ? "character" : "characters"}`);
}
const INTEGER_DIGITS = {
	int2: 5,
	int4: 10,
	int8: 19
};
const INTEGERS$2 = [
	"int2",
	"int4",
	"int8"
];
const FLOATS = ["float4", "float8"];
function numbers(written, column) {
	const order = INTEGERS$2.includes(written.name) ? INTEGERS$2 : FLOATS;
	if (order.includes(written.name) && order.includes(column.name)) return order.indexOf(column.name) >= order.indexOf(written.name) ? ALL : some(`it refuses numbers beyond ${column.name}`);
	if (column.name === "numeric") return intoNumeric(written, column);
	if (FLOATS.includes(column.name)) return written.name === "int8" ? some("it rounds large numbers") : ALL;
	return some(`it rounds to whole numbers, and refuses those beyond ${column.name}`);
}
function intoNumeric(written, column) {
	const [precision, scale = 0] = column.modifiers;
	if (precision === void 0) return ALL;
	const whole = precision - scale;
	if (FLOATS.includes(written.name)) return some(`it refuses numbers of more than ${whole} digits before the point`);
	const [digits, decimals = 0] = written.name === "numeric" ? written.modifiers : [INTEGER_DIGITS[written.name] ?? 0];
	if (digits === void 0 || digits - decimals > whole) return some(`it refuses numbers of more than ${whole} digits before the point`);
	return decimals > scale ? some(`it rounds to ${scale} decimals`) : ALL;
}
function acrossFamilies(written, from, to) {
	if (to === "text") return some(`it holds text, which PostgreSQL does not compare with ${typeInWords(written)} in a filter`);
	if (from === "date" && to === "time") return some("it drops the date");
	if (from === "time" && to === "interval") return ALL;
	if (from === "interval" && to === "time") return some("it drops whole days");
	return {
		fit: "none",
		why: `it takes no ${typeInWords(written)}`
	};
}
// src/migrations/hazards/order/state.ts
const stateDisagrees = defineHazard({
	id: "order/state-disagrees",
	title: "After the migrations the database is what the models say",
	severity: "high",
	verdict: "blocked",
	why: "The two halves of SeparateDatabaseAndState, or SQL by hand, are believed and not compared: a column that Django believes in and that nobody made fails at the first query.",
	remedy: "Let database_operations and state_operations say the same.",
	source: ["https://docs.djangoproject.com/en/stable/ref/migration-operations/#separatedatabaseandstate"],
	judge: (played) => {
		const touched = touchedTables(played);
		return played.facts.head.models.flatMap((model) => {
			const table = played.last.tables.get(model.table);
			if (!model.managed || table === void 0 || !table.complete || !touched.has(model.table)) return [];
			if (drifts(played.facts.drift, model, void 0)) return [];
			return (played.facts.framework === "alembic" ? [unknownColumns$1] : [
				missing,
				refusing,
				unfitting,
				unknownColumns$1
			]).flatMap((look) => look(played, model, table));
		});
	}
});
function touchedTables({ migrations }) {
	const touched = new Set();
	for (const { statements } of migrations) for (const { acts } of statements) for (const act of acts) {
		if ("table" in act && typeof act.table === "string") touched.add(act.table);
		if (act.act === "rename-table") touched.add(act.to);
		if (act.act === "other" || act.act === "do") return new Set();
	}
	return touched;
}
function missing(played, model, table) {
	const gone = model.columns.filter((column) => !table.columns.has(column.column) && !drifts(played.facts.drift, model, column));
	const [first] = gone;
	if (first === void 0) return [];
	const names = inSequence(gone.map(({ column }) => column));
	return [{
		...lastTouching(played, model.table),
		subject: `${model.table}.${gone.map(({ column }) => column).join(", ")}`,
		table: model.table,
		column: first.column,
		message: `${model.label} has ${names}, and after all pending migrations ${model.table} does not: every query of the new release that names ${gone.length === 1 ? "it" : "them"} fails.`,
		remedy: advise("Make the column where the state says that it exists.", "migrations.SeparateDatabaseAndState(", `    database_operations=[migrations.RunSQL('ALTER TABLE "${model.table}" ADD COLUMN "${first.column}" ${first.type}${first.nullable ? "" : " NOT NULL"}')],`, `    state_operations=[...],  # ${model.label}.${first.field}`, ")"),
		severity: "critical"
	}];
}
function refusing(played, model, table) {
	return model.columns.flatMap((used) => {
		const column = table.columns.get(used.column);
		if (column === void 0 || !column.notNull || !used.nullable || used.insert === "database") return [];
		if (column.filledBy !== void 0 || !changedHere(played, model.table, used.column) || drifts(played.facts.drift, model, used)) return [];
		return [{
			...lastTouching(played, model.table),
			subject: `${model.table}.${used.column}: null`,
			table: model.table,
			column: used.column,
			message: `${model.label}.${used.field} may be None, and after all pending migrations ${model.table}.${used.column} is NOT NULL: saving one without a value fails.`,
			remedy: advise("Let both say the same.", `migrations.RunSQL('ALTER TABLE "${model.table}" ALTER COLUMN "${used.column}" DROP NOT NULL', migrations.RunSQL.noop),`),
			verdict: used.omitted === "null" ? "blocked" : "review",
			severity: used.omitted === "null" ? "high" : "medium"
		}];
	});
}
function unfitting(played, model, table) {
	return model.columns.flatMap((used) => {
		const column = table.columns.get(used.column);
		if (column === void 0 || !changedHere(played, model.table, used.column)) return [];
		const believed = sqlTypeOf(used.type);
		if ([believed, column.type].some((type) => familyOfType(type) === "other")) return [];
		const fit = typeFit(believed, column.type);
		if (fit.fit === "all" || drifts(played.facts.drift, model, used)) return [];
		return [{
			...lastTouching(played, model.table),
			subject: `${model.table}.${used.column}: type`,
			table: model.table,
			column: used.column,
			message: `${model.label}.${used.field} is believed to be ${typeInWords(believed)}, and ${model.table}.${used.column} is ${typeInWords(column.type)}: ${fit.why}.`,
			remedy: advise("Let both say the same.", `migrations.RunSQL('ALTER TABLE "${model.table}" ALTER COLUMN "${used.column}" TYPE ${used.type}'),`),
			verdict: fit.fit === "none" ? "blocked" : "review",
			severity: fit.fit === "none" ? "high" : "medium"
		}];
	});
}
function unknownColumns$1(played, model, table) {
	const known = new Set(played.facts.head.models.filter((other) => other.table === model.table).flatMap(({ columns }) => columns.map(({ column }) => column)));
	return [...table.columns.values()].filter((column) => mustBeGiven$1(column) && !known.has(column.name)).filter((column) => changedHere(played, model.table, column.name)).map((column) => ({
		...lastTouching(played, model.table),
		subject: `${model.table}.${column.name}: unknown to ${model.label}`,
		table: model.table,
		column: column.name,
		message: `${model.table}.${column.name} must be given, and ${model.label} does not know it: every INSERT of the new release fails.`,
		remedy: advise(`Let the database fill it, or let ${played.facts.framework === "alembic" ? "the class" : "the state"} know it.`, played.facts.framework === "alembic" ? `op.alter_column("${model.table}", "${column.name}", nullable=True)` : `migrations.RunSQL('ALTER TABLE "${model.table}" ALTER COLUMN "${column.name}" DROP NOT NULL', migrations.RunSQL.noop),`),
		severity: "critical"
	}));
}
function mustBeGiven$1({ notNull, default: value, filledBy }) {
	return notNull && value === void 0 && filledBy === void 0;
}
function changedHere({ migrations }, table, column) {
	return migrations.some(({ statements }) => statements.some(({ acts }) => acts.some((act) => {
		if (!("table" in act) || act.table !== table) return false;
		if (act.act === "create-table") return act.columns.some(({ name }) => name === column);
		if (act.act === "rename-column") return act.to === column;
		return "column" in act && (typeof act.column === "string" ? act.column : act.column.name) === column;
	})));
}
function lastTouching({ migrations }, table) {
	const last = migrations.findLast(({ statements }) => statements.some(({ acts }) => acts.some((act) => "table" in act && act.table === table || act.act === "rename-table" && act.to === table)));
	return last === void 0 ? {} : { migration: last.migration };
}
function drifts(drift, { label }, column) {
	const [app = "", model = ""] = label.split(".");
	return drift.some(({ app: own, operation }) => {
		if (own !== app) return false;
		const text = operation.toLowerCase();
		const named = text.includes(`"${model.toLowerCase()}"`) || text.includes(`'${model.toLowerCase()}'`);
		if (column === void 0) return named && /create_?model|rename_?model|alter_?model_?table/i.test(operation);
		return named && (text.includes(`"${column.field}"`) || text.includes(`'${column.field}'`));
	});
}
// src/migrations/hazards/order/transactions.ts
const notValidThenValidate = defineHazard({
	id: "order/not-valid-then-validate",
	title: "A constraint is added and validated in different transactions",
	severity: "high",
	verdict: "blocked",
	why: "VALIDATE itself lets everybody work on, but the lock of the ADD CONSTRAINT before it is kept to the end of the transaction: together they lock as long as a plain ADD CONSTRAINT.",
	remedy: "VALIDATE CONSTRAINT in the next migration, alone.",
	source: ["https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES"],
	judge: (played) => strainHits(played, "order/not-valid-then-validate")
});
const transactionInSql = defineHazard({
	id: "order/transaction-in-sql",
	title: "SQL in a migration leaves its transaction alone",
	severity: "medium",
	verdict: "review",
	why: "A COMMIT ends the transaction that Django or Alembic opened: what comes after it is not undone when something fails, and the migration is half applied and not recorded.",
	remedy: "Leave BEGIN and COMMIT out, and say atomic = False where several transactions are wanted.",
	source: ["https://docs.djangoproject.com/en/stable/howto/writing-migrations/#non-atomic-migrations"],
	judge: (played) => played.migrations.flatMap((migration) => {
		const found = migration.statements.filter(({ by, acts }) => by === "person" && acts.some(isEnd));
		const open = migration.statements.filter(({ by, acts }) => by === "person" && acts.some(isBegin));
		const [first] = migration.migration.atomic ? [...found, ...open] : open.length > found.length ? open.slice(-1) : [];
		return first === void 0 ? [] : [transactionHit(played, migration, first)];
	})
});
function isEnd(act) {
	return act.act === "transaction" && (act.what === "commit" || act.what === "rollback");
}
function isBegin(act) {
	return act.act === "transaction" && act.what === "begin";
}
function transactionHit({ facts }, { migration }, statement) {
	const { operation } = statement;
	const who = operationInWords(migration, operation, statement);
	const word = statement.text.trim().split(/\s/)[0]?.toUpperCase() ?? "COMMIT";
	const ends = statement.acts.some(isEnd);
	const harm = ends ? "ends the transaction of the migration: what runs after it is neither undone nor recorded when something fails" : migration.atomic ? "is without effect, for the migration is in a transaction already" : "opens a transaction that nothing ends";
	return {
		migration,
		...operation === void 0 ? {} : { operation },
		statement,
		subject: subjectOf$1(migration, word),
		message: `${who} sends ${word}, which ${harm}.`,
		remedy: facts.framework === "alembic" ? advise("Leave it out; for statements outside of the transaction there is autocommit_block().", "with op.get_context().autocommit_block():", "    op.execute(\"...\")") : advise("Leave it out; where several transactions are wanted, say so.", djangoMigration(`${migration.app}/migrations/${migration.name}.py`, ["..."], { atomic: false })),
		...ends || !migration.atomic ? {} : {
			verdict: "safe",
			severity: "low"
		}
	};
}
const notAtomic = defineHazard({
	id: "order/not-atomic",
	title: "A migration without a transaction does one thing",
	severity: "medium",
	verdict: "review",
	why: "When the second of several steps fails, the first one stays and the migration is not recorded: the next try fails on what is already there, and somebody has to mend it by hand.",
	remedy: "One operation a migration, or SQL that can be run again (IF NOT EXISTS, IF EXISTS).",
	source: ["https://docs.djangoproject.com/en/stable/howto/writing-migrations/#non-atomic-migrations"],
	judge: (played) => played.migrations.flatMap((migration) => notAtomicHits(played, migration))
});
function notAtomicHits({ facts }, { migration, statements }) {
	if (migration.atomic || facts.framework === "alembic") return [];
	const changing = statements.filter((statement) => changes$1(statement));
	const operations = new Set(changing.map(({ operation, step }) => operation?.index ?? `step ${step}`));
	const stuck = changing.slice(0, -1).filter((statement) => !canRunAgain(statement));
	const [first] = stuck;
	if (operations.size < 2 || first === void 0) return [];
	const last = changing.at(-1);
	if (first.operation !== void 0 && first.operation === last?.operation) return [];
	const onlyIndexes = stuck.every(({ acts }) => acts.every(({ act }) => act === "create-index" || act === "drop-index"));
	const { operation } = first;
	return [{
		migration,
		...operation === void 0 ? {} : { operation },
		statement: first,
		subject: subjectOf$1(migration, "several operations"),
		message: `${migration.id} is not atomic and has ${count(operations.size, "operation")}: if one fails after ${operationInWords(migration, operation, first)}, that stays, the migration is not recorded, and the next try fails on it.`,
		remedy: advise("Give each operation its own migration.", djangoMigration("this one", [`...  # ${operation?.text ?? "the first operation"}`], { atomic: false }), "", djangoMigration("the next one", [`...  # ${last?.operation?.text ?? "the second operation"}`], { atomic: false })),
		...onlyIndexes ? {
			verdict: "safe",
			severity: "low"
		} : {}
	}];
}
function changes$1({ acts, by }) {
	return by === "code" || acts.some(({ act }) => !PASSING.has(act));
}
const PASSING = new Set([
	"set",
	"select",
	"transaction",
	"set-constraints",
	"comment",
	"lock-table",
	"vacuum"
]);
function canRunAgain({ acts, by }) {
	if (by === "code") return true;
	return acts.every((act) => {
		if ("ifNotExists" in act) return act.ifNotExists;
		if ("ifExists" in act) return act.ifExists;
		return REPEATABLE.has(act.act);
	});
}
const REPEATABLE = new Set([
	...PASSING,
	"update",
	"delete",
	"validate-constraint",
	"set-default",
	"drop-default",
	"set-not-null",
	"drop-not-null",
	"reindex",
	"refresh-view",
	"create-function",
	"grant",
	"truncate",
	"alter-table"
]);
// src/migrations/hazards/order/rules.ts
const ORDER_HAZARDS = [
	conflict,
	dangling,
	inserted,
	squash,
	behindBase,
	inconsistentHistory,
	foreignApplied,
	inTransaction,
	pendingEvents,
	enumValue,
	transactionInSql,
	notAtomic,
	notValidThenValidate,
	edited,
	deleted,
	stateDisagrees
];
// src/migrations/hazards/place/moment.ts
const preDeployment = defineHazard({
	id: "place/pre-deployment",
	title: "The migrations that run are those of the new release",
	severity: "high",
	verdict: "review",
	why: "Coolify runs the pre-deployment command in the container that is running, before it builds or pulls anything: it has the old release's files, and does not know the new migrations.",
	remedy: "Migrate in the entrypoint of the new release, or in a migrate service of the Compose file.",
	source: ["S0-031", "S1-078"],
	judge: ({ facts }) => placesOf$2(facts, "pre-deployment").map((place) => ({
		...shown$1(place),
		subject: `pre-deployment${inBrackets(place)}`,
		message: `"${place.command}"${inBrackets(place)} runs in the ${place.container === void 0 ? "container" : `container ${place.container}`} of the running release, before the new one is built: it finds ${facts.pending.length === 1 ? "not the pending migration" : `none of the ${facts.pending.length} pending migrations`}, and on the first deployment it does not run at all.`,
		remedy: `Take it out of the pre-deployment command, and migrate when the new container starts${/\bcollectstatic\b/.test(place.command) ? ", static files with it (migrate first, then collectstatic --noinput)" : ""}:\n${commandFor("entrypoint", facts)}`
	}))
});
const wrongMoment = defineHazard({
	id: "place/moment",
	title: "Migrations run when the configuration says that they run",
	severity: "high",
	verdict: "review",
	why: "The verdict is about a moment. When the project's files run the migrations at another one than `app.migrate` says, it is about a deployment that does not happen.",
	remedy: "Say in `.github/obcms-deploy.yml` when the migrations run:\napp:\n  migrate: after",
	source: ["S3-023", "Coolify, post-deployment command"],
	judge: ({ facts, mode }) => {
		if (mode === "after" || mode === "phased") return [];
		if (placesOf$2(facts, "entrypoint", "compose-service").length > 0) return [];
		return placesOf$2(facts, "post-deployment", "scheduled-task").map((place) => ({
			...shown$1(place),
			subject: `${place.kind}${inBrackets(place)}`,
			message: `"${place.command}"${inBrackets(place)} ${LATE[place.kind] ?? ""}: the new release meets the old schema, and nobody hears when the migration stops.`,
			remedy: `Migrate when the new container starts:\n${commandFor("entrypoint", facts)}\nor say that they run after the deploy, in .github/obcms-deploy.yml:\napp:\n  migrate: after`
		}));
	}
});
const LATE = {
	"post-deployment": "runs after the new release serves, and Coolify does not fail a deployment over it",
	"scheduled-task": "runs in the container that serves, at its hour and not with a deployment"
};
const makesMigrations = defineHazard({
	id: "place/makemigrations",
	title: "Nobody makes migrations where they are run",
	severity: "high",
	verdict: "review",
	why: "makemigrations in a container writes files that no repository has and that the next container lacks: the database then has migrations that nobody can read.",
	remedy: "Make migrations on your machine, commit them, and let the deployment only migrate.",
	source: ["Django, makemigrations", "S1-080"],
	judge: ({ facts }) => facts.places.filter(({ kind, command }) => kind !== "workflow" && /\bmakemigrations\b(?![^&;|]*--(?:check|dry-run)\b)/.test(command)).map((place) => ({
		...shown$1(place),
		subject: `makemigrations${inBrackets(place)}`,
		message: `${capital(PLACES[place.kind])} runs "${place.command}": it makes migrations that are in no commit, and that were judged by nobody.`
	}))
});
const noPlace = defineHazard({
	id: "place/none",
	title: "The project's files say where its migrations run",
	severity: "low",
	verdict: "safe",
	why: "A step that a person has to remember is forgotten once, and then the new release meets the old schema.",
	remedy: "Migrate when the new container starts, or in a service that the others wait for.",
	source: ["S2-036", "S1-087"],
	judge: ({ facts, mode }) => facts.places.length > 0 || facts.pending.length === 0 ? [] : [{
		subject: "places",
		message: `${facts.coolifyAsked === true ? "Neither a file of the project nor a command in Coolify runs its migrations" : "No file of the project runs its migrations (commands that are typed into Coolify are read when coolify-token is given)"}, so a person has to, beside every deployment; the verdict is about ${MOMENT[mode ?? "before"]}.`,
		remedy: `Migrate when the new container starts:\n${commandFor("entrypoint", facts)}`
	}]
});
const MOMENT = {
	before: "the moment before the new release serves",
	after: "the time after the new release began to serve, as app.migrate says",
	phased: "two moments, before and after the new release begins to serve, as app.migrate says"
};
function capital(text) {
	return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
// src/migrations/hazards/place/several.ts
const severalPlaces = defineHazard({
	id: "place/several",
	title: "One place runs the migrations",
	severity: "medium",
	verdict: "safe",
	why: "Django and Alembic take no lock of their own. Two that migrate at the same time both begin with the same migration, and one of them stops with \"already exists\" or waits in a deadlock.",
	remedy: "Let one service migrate and the others wait for it (`service_completed_successfully`), or let a command of your own take an advisory lock around it:\nwith connection.cursor() as cursor:\n    cursor.execute(\"SELECT pg_advisory_lock(%s)\", [LOCK])\n    call_command(\"migrate\", interactive=False)",
	source: [
		"S1-088",
		"S1-078",
		"C24"
	],
	judge: ({ facts }) => {
		const racing = placesOf$2(facts, "entrypoint", "compose-service").filter(races);
		const entrypoint = racing.find(({ kind }) => kind === "entrypoint");
		const files = Map.groupBy(racing.filter(({ kind }) => kind === "compose-service"), ({ place }) => place?.file);
		for (const services of files.values()) {
			const together = [...entrypoint === void 0 ? [] : [entrypoint], ...services];
			const last = together.at(-1);
			if (last === void 0 || together.length < 2) continue;
			return [{
				...shown$1(last),
				subject: "places",
				message: `Migrations run in ${inSequence(together.map(inWords$2))}, and so at the same time when a deployment starts them together: both begin with the same migration, and one of them fails.`
			}];
		}
		return [];
	}
});
function races({ takesTurns, unawaitedBy }) {
	return takesTurns !== true && (unawaitedBy === void 0 || unawaitedBy.length > 0);
}
function inWords$2(place) {
	if (place.kind === "entrypoint") return "the entrypoint of the image";
	return place.service === void 0 ? "a service of the Compose file" : `the service ${place.service}`;
}
const unawaited = defineHazard({
	id: "place/unawaited",
	title: "The other services wait until the migrations have succeeded",
	severity: "medium",
	verdict: "review",
	why: "A service that only migrates ends with 0 when the schema is there. What does not wait for that meets the old schema, and goes on when the migrations have failed.",
	remedy: "Let every service of the image wait for it:\nweb:\n  depends_on:\n    migrate:\n      condition: service_completed_successfully",
	source: ["S1-087", "S3-023"],
	judge: (played) => {
		if (played.mode === "after") return [];
		return placesOf$2(played.facts, "compose-service").flatMap((place) => {
			const { service = "migrate", unawaitedBy = [] } = place;
			if (unawaitedBy.length === 0) return [];
			return [{
				...shown$1(place),
				subject: service,
				message: `The service ${service} migrates (${whereOf$1(place)}), and ${inSequence(unawaitedBy)} ${unawaitedBy.length === 1 ? "does" : "do"} not wait for it: the new release starts on the old schema, also when the migrations fail.`,
				remedy: advise(`Let ${unawaitedBy.length === 1 ? "it" : "them"} wait until it has ended with 0.`, ...unawaitedBy.flatMap((other) => [
					`${other}:`,
					"  depends_on:",
					`    ${service}:`,
					"      condition: service_completed_successfully"
				]))
			}];
		});
	}
});
// src/migrations/hazards/place/rules.ts
const PLACE_HAZARDS = [
	preDeployment,
	wrongMoment,
	severalPlaces,
	unawaited,
	makesMigrations,
	noPlace
];
// src/migrations/compare/comparison.ts
function releaseOf({ side }) {
	return side === "base" ? "running" : "new";
}
function broken$1({ release, model }, statement, column, certain, why) {
	return {
		release,
		model: model.label,
		table: model.table,
		column,
		statement,
		certain,
		why
	};
}
function brokenEach(comparison, statements, column, certain, why) {
	return statements.map((statement) => broken$1(comparison, statement, column, certain, why.replace("{}", `${statement} of ${comparison.model.label}`)));
}
function primaryKeyOf(table) {
	for (const constraint of table?.constraints.values() ?? []) if (constraint.kind === "primary") return constraint.columns;
	return [];
}
// src/migrations/compare/columns.ts
function keptColumns(comparison) {
	const { model, made, now } = comparison;
	if (made === void 0 || now === void 0) return [];
	return model.columns.flatMap((used) => {
		const [then, here] = [made.columns.get(used.column), now.columns.get(used.column)];
		if (then === void 0 || here === void 0 || then === here) return [];
		const generated = refusesValues(comparison, used, then, here);
		if (generated.length > 0) return generated;
		return [...unfilled(comparison, used, then, here), ...misfit(comparison, used, then, here)];
	});
}
function refusesValues(comparison, used, then, here) {
	if (used.insert !== "names" || then.filledBy === here.filledBy) return [];
	const { table } = comparison.model;
	if (here.filledBy === "generated") return brokenEach(comparison, ["INSERT", "UPDATE"], used.column, true, `{} gives ${used.column} a value, and the column of ${table} is generated: PostgreSQL refuses any.`);
	if (here.filledBy === "identity" && then.filledBy !== "serial") return brokenEach(comparison, ["INSERT"], used.column, false, `{} gives ${used.column} a value, which an identity column of ${table} refuses when it is GENERATED ALWAYS.`);
	return [];
}
function unfilled(comparison, used, then, here) {
	if (used.insert !== "database" || !fillsItself(then) || fillsItself(here) || !here.notNull) return [];
	return brokenEach(comparison, ["INSERT"], used.column, true, `{} leaves ${used.column} to the database, which has no default for it on this schema and takes no NULL.`);
}
function fillsItself({ default: value, filledBy }) {
	return filledBy !== void 0 || value !== void 0 && !value.isNull;
}
function misfit(comparison, used, then, here) {
	if (sameType$2(then.type, here.type) || here.filledBy === "generated") return [];
	const fit = milder(typeFit(sqlTypeOf(used.type), here.type), typeFit(then.type, here.type));
	if (fit.fit === "all") return [];
	const { model, now } = comparison;
	const [type, was] = [typeInWords(here.type), typeInWords(then.type)];
	const about = `${used.column} as ${was}; on this schema it is ${type}`;
	if (fit.fit === "none") return brokenEach(comparison, ["INSERT", "UPDATE"], used.column, true, `{} writes ${about}: ${fit.why}.`);
	const filters = fit.why.includes("in a filter");
	const isKey = filters && (primaryKeyOf(now).includes(used.column) || used.references !== void 0);
	if (filters) return brokenEach(comparison, isKey ? [
		"SELECT",
		"UPDATE",
		"DELETE"
	] : ["SELECT"], used.column, isKey, `{} looks for ${about}: ${fit.why}.`);
	return brokenEach(comparison, ["INSERT", "UPDATE"], used.column, false, `{} writes ${about}: ${fit.why}. The model of ${model.label} lets such values pass.`);
}
function sameType$2(a, b) {
	return a.name === b.name && a.array === b.array && String(a.modifiers) === String(b.modifiers);
}
const MILD = [
	"all",
	"some",
	"none"
];
function milder(a, b) {
	return MILD.indexOf(a.fit) <= MILD.indexOf(b.fit) ? a : b;
}
function refusedNulls(comparison) {
	const { model, made, now } = comparison;
	if (made === void 0 || now === void 0) return [];
	return model.columns.filter(({ column, nullable, insert }) => nullable && insert === "names" && refusesNull(now, column) && made.columns.has(column) && !refusesNull(made, column)).flatMap(({ column, omitted }) => {
		const certain = omitted === "null";
		const why = certain ? `{} writes NULL into ${column} when nobody gives a value, which ${model.table} refuses on this schema.` : `{} can write NULL into ${column}, because its model allows it, and ${model.table} refuses that on this schema.`;
		return [...brokenEach(comparison, ["INSERT"], column, certain, why), ...brokenEach(comparison, ["UPDATE"], column, false, `{} can write NULL into ${column}, because its model allows it, and ${model.table} refuses that on this schema.`)];
	});
}
function refusesNull(table, column) {
	if (table.columns.get(column)?.notNull === true) return true;
	for (const constraint of table.constraints.values()) {
		if (constraint.notEnforced) continue;
		if (constraint.kind === "check" && constraint.notNullOf === column) return true;
		if (constraint.kind === "not-null" && constraint.column === column) return true;
	}
	return false;
}
function unknownColumns(comparison) {
	const { model, made, now } = comparison;
	if (made === void 0 || now === void 0 || made === now) return [];
	const named = new Set(model.columns.map(({ column }) => column));
	return [...now.columns.values()].filter((column) => !named.has(column.name) && mustBeNamed(now, column)).filter(({ name }) => !refusesSilence(made, name) && !isRenamed(comparison, name)).map(({ name }) => broken$1(comparison, "INSERT", name, true, `INSERT of ${model.label} does not name the column ${name} of ${model.table}, which takes no NULL and has no default in the database.`));
}
function mustBeNamed(table, column) {
	return !fillsItself(column) && refusesNull(table, column.name);
}
function refusesSilence(table, name) {
	const column = table.columns.get(name);
	return column !== void 0 && mustBeNamed(table, column);
}
function isRenamed({ made, now, model }, name) {
	const here = now?.columns.get(name);
	if (made === void 0 || now === void 0 || here === void 0 || here.isNew) return false;
	if (made.columns.has(name)) return false;
	return model.columns.some(({ column }) => made.columns.has(column) && !now.columns.has(column));
}
function missingEnumValues(comparison) {
	const { model, made, now, schema, madeSchema } = comparison;
	if (made === void 0 || now === void 0 || schema.enums === madeSchema.enums) return [];
	return model.columns.flatMap(({ column }) => {
		const type = now.columns.get(column)?.type.name;
		if (type === void 0 || made.columns.get(column)?.type.name !== type) return [];
		const missing = valuesOf(madeSchema, type).filter((value) => !valuesOf(schema, type).includes(value));
		if (missing.length === 0 || !schema.enums.has(type)) return [];
		const values = missing.map((value) => `'${value}'`).join(", ");
		return brokenEach(comparison, [
			"SELECT",
			"INSERT",
			"UPDATE"
		], column, false, `{} can name the value ${values} in ${column}, which the type ${type} does not have on this schema.`);
	});
}
function valuesOf(schema, type) {
	return schema.enums.get(type) ?? [];
}
// src/migrations/compare/looser.ts
function isLooser(asked, held) {
	const [wanted, given] = [conditionsOf(asked), conditionsOf(held)];
	if (wanted === void 0 || given === void 0) return false;
	return wanted.every((condition) => given.some((each) => implies(each, condition)));
}
function implies(held, asked) {
	if (held.column !== asked.column) return false;
	if (held.kind === "values") {
		const values = [...held.values];
		if (asked.kind === "values") return values.every((value) => asked.values.has(value));
		return values.every((value) => NUMBER.test(value) && passes(Number(value), asked));
	}
	if (asked.kind === "values" || held.side !== asked.side) return false;
	if (held.value === asked.value) return asked.inclusive || !held.inclusive;
	return asked.side === "least" ? held.value > asked.value : held.value < asked.value;
}
function passes(value, { side, value: bound, inclusive }) {
	if (value === bound) return inclusive;
	return side === "least" ? value > bound : value < bound;
}
const NUMBER = /^-?\d{1,15}(?:\.\d{1,6})?$/;
const LITERAL = `'(?:[^']|'')*'|-?\\d{1,15}(?:\\.\\d{1,6})?`;
const COLUMN = "\"[^\"]+\"|[a-z_][a-z0-9_]*";
const TOKENS$1 = new RegExp(`${LITERAL}|${COLUMN}|::|[<>=!]+|[(),[\\]]|\\S`, "gi");
function conditionsOf(text) {
	const conditions = joined$1(unwrapped((withoutCasts(text).match(TOKENS$1) ?? []).map((token) => /^['"]/.test(token) ? token : token.toLowerCase()))).map((part) => conditionOf(unwrapped(part)));
	return conditions.every((condition) => condition !== void 0) ? conditions : void 0;
}
function withoutCasts(text) {
	return text.split(/('(?:[^']|'')*')/).map((part, at) => at % 2 === 1 ? part : part.replace(TEXT_CAST, "")).join("");
}
const TEXT_CAST = /::(?:text|character varying|varchar)(?:\(\d+\))?(?:\[\])?/gi;
function unwrapped(tokens) {
	if (tokens[0] !== "(" || tokens.at(-1) !== ")") return tokens;
	let depth = 0;
	return tokens.findIndex((token) => {
		depth += token === "(" ? 1 : token === ")" ? -1 : 0;
		return depth === 0;
	}) === tokens.length - 1 ? unwrapped(tokens.slice(1, -1)) : tokens;
}
function joined$1(tokens) {
	const parts = [[]];
	let depth = 0;
	for (const token of tokens) {
		depth += token === "(" ? 1 : token === ")" ? -1 : 0;
		if (token === "and" && depth === 0) parts.push([]);
		else parts.at(-1)?.push(token);
	}
	return parts;
}
const BRACKETED = new RegExp(`^\\( (${COLUMN}) \\)`, "i");
const BOUND = new RegExp(`^(${COLUMN}) (<=|>=|<|>) (-?\\d[\\d.]*)$`, "i");
const LIST = new RegExp(`^(${COLUMN}) (?:in|= any) \\( (?:\\( )?(?:array \\[ )?((?:${LITERAL})(?: , (?:${LITERAL}))*)(?: \\])?(?: \\))? \\)$`, "i");
const SAME = new RegExp(`^(${COLUMN}) = (${LITERAL})$`, "i");
function conditionOf(tokens) {
	const text = tokens.join(" ").replace(BRACKETED, "$1");
	const [, bounded, operator, number] = BOUND.exec(text) ?? [];
	if (bounded !== void 0 && operator !== void 0 && number !== void 0 && NUMBER.test(number)) return {
		kind: "bound",
		column: nameOf$1(bounded),
		side: operator.startsWith(">") ? "least" : "most",
		value: Number(number),
		inclusive: operator.endsWith("=")
	};
	const [, column, list] = LIST.exec(text) ?? SAME.exec(text) ?? [];
	if (column === void 0 || list === void 0) return void 0;
	return {
		kind: "values",
		column: nameOf$1(column),
		values: new Set(list.match(new RegExp(LITERAL, "g")) ?? [])
	};
}
function nameOf$1(written) {
	return written.startsWith("\"") ? written.slice(1, -1) : written;
}
// src/migrations/compare/constraints.ts
function newGuards(comparison) {
	const { model, made, now } = comparison;
	if (made === void 0 || now === void 0 || made === now) return [];
	const before = guardsOf(made);
	const known = new Set(before.map(({ identity }) => identity));
	const keys = [primaryKeyOf(made), ...before.filter(({ whole }) => whole).map(({ columns }) => columns)];
	const named = new Set(model.columns.map(({ column }) => column));
	const seen = new Set();
	return guardsOf(now).filter(({ identity, condition }) => {
		if (known.has(identity) || seen.has(identity)) return false;
		seen.add(identity);
		return !before.some((held) => condition !== void 0 && held.condition !== void 0 && isLooser(condition, held.condition));
	}).flatMap((guard) => broken(comparison, guard, keys, named, now));
}
function broken(comparison, guard, keys, named, now) {
	const { kind, columns } = guard;
	if (kind === "unique" && keys.some((key) => key.length > 0 && key.every((column) => columns.includes(column)))) return [];
	const unnamed = columns.filter((column) => !named.has(column));
	const [column] = columns;
	if (unnamed.length === columns.length && columns.length > 0) {
		if (!(kind === "unique" && guard.whole && columns.every((name) => isConstant$1(now.columns.get(name))))) return [];
		return brokenEach(comparison, ["INSERT"], column, true, `{} does not name ${columns.join(", ")}, so that every row gets the same default, and ${guard.why}.`);
	}
	if (unnamed.some((name) => isNullUnlessNamed(now.columns.get(name)))) return [];
	return brokenEach(comparison, ["INSERT", "UPDATE"], column, false, `{} can write what the model lets pass and this schema refuses: ${guard.why}.`);
}
function isConstant$1(column) {
	return column?.default?.constant === true && !column.default.isNull;
}
function isNullUnlessNamed(column) {
	if (column === void 0) return false;
	return column.filledBy === void 0 && (column.default === void 0 || column.default.isNull);
}
function guardsOf(table) {
	return [...[...table.constraints.values()].flatMap((constraint) => guardOfConstraint(table, constraint)), ...[...table.indexes.values()].flatMap((index) => guardOfIndex(table, index))];
}
function guardOfConstraint({ name: table }, constraint) {
	if (constraint.notEnforced) return [];
	switch (constraint.kind) {
		case "unique":
		case "primary": return constraint.columns.length === 0 ? [] : [unique(table, constraint.columns)];
		case "check":
			if (constraint.notNullOf !== void 0) return [];
			return [{
				kind: "check",
				columns: constraint.columns,
				identity: `check ${constraint.text.replace(/\s+/g, " ")}`,
				condition: constraint.text,
				whole: false,
				why: `${table} takes only rows with ${constraint.text}`
			}];
		case "foreign-key": return [{
			kind: "foreign-key",
			columns: constraint.columns,
			identity: `foreign-key ${constraint.columns.join(",")} ${constraint.table}`,
			whole: false,
			why: `${constraint.columns.join(", ")} must name a row of ${constraint.table}`
		}];
		case "exclusion": return [{
			kind: "exclusion",
			columns: constraint.columns,
			identity: `exclusion ${constraint.columns.join(",")}`,
			whole: false,
			why: `${table} takes no two rows whose ${constraint.columns.join(", ")} overlap`
		}];
		case "not-null": return [];
	}
}
function guardOfIndex({ name: table, constraints }, index) {
	if (!index.unique || index.constraint !== void 0 && constraints.has(index.constraint)) return [];
	if (!index.hasExpressions && index.predicate === void 0) return [unique(table, index.columns)];
	const columns = index.uses.length > 0 ? index.uses : index.columns;
	const keys = index.hasExpressions ? columns : index.columns;
	const which = index.predicate === void 0 ? "" : ` where ${index.predicate}`;
	return [{
		kind: "unique",
		columns,
		identity: `unique ${index.columns.join(",")} ${columns.join(",")} ${index.predicate ?? ""} ${index.hasExpressions ? index.name : ""}`,
		whole: false,
		why: `the index ${index.name} takes no two rows alike in ${keys.join(", ")}${which}`
	}];
}
function unique(table, columns) {
	return {
		kind: "unique",
		columns,
		identity: `unique ${[...columns].sort().join(",")}`,
		whole: true,
		why: `${table} takes no two rows with the same ${columns.join(", ")}`
	};
}
function lostConflictTargets(comparison, upserts) {
	const { model, made, now } = comparison;
	if (made === void 0 || now === void 0 || made === now) return [];
	const here = new Set(guardsOf(now).map(({ identity }) => identity));
	return guardsOf(made).filter(({ kind, identity, columns }) => kind === "unique" && !here.has(identity) && columns.every((name) => now.columns.has(name)) && upserts.some((upsert) => canName(upsert, model, columns))).flatMap(({ columns }) => brokenEach(comparison, ["INSERT ON CONFLICT"], columns[0], false, `{} on ${columns.join(", ")} finds no unique index of ${model.table} with these columns on this schema.`));
}
function canName({ model, columns }, { label, columns: used }, keys) {
	if (model !== void 0 && label.slice(label.lastIndexOf(".") + 1) !== model) return false;
	if (columns === void 0) return true;
	const primary = columns.includes("pk");
	const named = columns.map((name) => used.find(({ field, column }) => field === name || column === name)?.column ?? name);
	return primary || named.length === keys.length && keys.every((key) => named.includes(key));
}
// src/migrations/compare/gone.ts
const EVERY_STATEMENT = [
	"SELECT",
	"INSERT",
	"UPDATE",
	"DELETE"
];
function goneTable(comparison) {
	const { model, schema, madeSchema, made, now } = comparison;
	if (now !== void 0) return [];
	const { label, table } = model;
	const wasView = madeSchema.views.has(table);
	if (schema.views.has(table)) {
		if (made === void 0 || isMirrored(table, made, schema)) return [];
		return brokenEach(comparison, [
			"INSERT",
			"UPDATE",
			"DELETE"
		], void 0, false, `{} goes to ${table}, which is a view on this schema; whether that can be written, and has every column, is not known.`);
	}
	if (wasView) return [broken$1(comparison, "SELECT", void 0, true, `SELECT of ${label} reads the view ${table}, which ${absent(comparison)}.`)];
	if (made === void 0) return [];
	const name = otherNameOfTable(table, made, schema, madeSchema);
	return brokenEach(comparison, EVERY_STATEMENT, void 0, true, `{} uses the table ${table}, which ${absent(comparison, name)}.`);
}
function isMirrored(view, made, { queries, tables }) {
	const mirrored = tables.get(queries?.get(view)?.mirrors ?? "");
	if (mirrored === void 0 || mirrored.columns.size !== made.columns.size) return false;
	return [...made.columns.values()].every((column) => {
		const now = mirrored.columns.get(column.name);
		return now !== void 0 && now.notNull === column.notNull && now.type.name === column.type.name;
	});
}
function goneColumns(comparison) {
	const { model, made, now } = comparison;
	if (made === void 0 || now === void 0) return [];
	const key = primaryKeyOf(made);
	return model.columns.filter(({ column }) => isGone(comparison, column)).flatMap(({ column }) => {
		const statements = key.includes(column) ? EVERY_STATEMENT : EVERY_STATEMENT.slice(0, 3);
		const name = otherNameOfColumn(column, made, now);
		return brokenEach(comparison, statements, column, true, `{} names the column ${column} of ${model.table}, which ${absent(comparison, name)}.`);
	});
}
function isGone({ release, made, now }, column) {
	const then = made?.columns.get(column);
	if (then === void 0 || now === void 0 || now.columns.has(column)) return false;
	return release === "running" || now.complete || then.isNew;
}
function absent({ release }, otherName) {
	if (release === "new") return otherName === void 0 ? "is not there yet" : `is still called ${otherName}`;
	return otherName === void 0 ? "is gone" : `is called ${otherName} now`;
}
function otherNameOfColumn(column, made, now) {
	const then = made.columns.get(column);
	if (then === void 0 || then.isNew) return void 0;
	const alike = [...now.columns.values()].filter(({ name, isNew }) => !isNew && !made.columns.has(name)).filter(({ type }) => type.name === then.type.name);
	return alike.length === 1 ? alike[0]?.name : void 0;
}
function otherNameOfTable(table, then, schema, madeSchema) {
	if (then.isNew) return void 0;
	const renamed = [...schema.tables.values()].find(({ formerly }) => formerly === table)?.name;
	if (renamed !== void 0) return renamed;
	if (then.formerly !== void 0 && schema.tables.has(then.formerly)) return then.formerly;
	const candidates = [...schema.tables.values()].filter((other) => !other.isNew && other.complete && !madeSchema.tables.has(other.name) && sharesColumns(then, other));
	return candidates.length === 1 && candidates[0]?.name !== table ? candidates[0]?.name : void 0;
}
function sharesColumns(a, b) {
	return [...a.columns.keys()].filter((name) => b.columns.has(name)).length * 2 >= Math.max(a.columns.size, b.columns.size);
}
function relationIsGone(comparison, { column }) {
	return goneTable(comparison).some(({ certain }) => certain) || isGone(comparison, column);
}
// src/migrations/compare/relations.ts
function brokenDeletes(models) {
	const parents = new Map();
	for (const comparison of models) parents.set(comparison.model.table, [...parents.get(comparison.model.table) ?? [], comparison]);
	return models.filter(({ made, now }) => now === void 0 || made !== now).flatMap((child) => child.model.columns.flatMap((column) => {
		const { references } = column;
		if (references === void 0 || references.table === child.model.table) return [];
		if (!relationIsGone(child, column)) return [];
		return (parents.get(references.table) ?? []).map((parent) => broken$1(parent, "DELETE", void 0, true, `DELETE of ${parent.model.label} first looks for the rows of ${child.model.label} that refer to it by ${column.column}, and ${child.model.table}.${column.column} ${child.release === "new" ? "is not there yet" : "is not there any more"}.`));
	}));
}
function unknownChildren(models, { schema, made, release }) {
	const byTable = new Map(models.map((comparison) => [comparison.model.table, comparison]));
	const known = new Set(models.flatMap(({ model }) => relationsOf(model)));
	return [...schema.tables.values()].filter((table) => made.tables.get(table.name) !== table).flatMap((child) => newParents(child, made.tables.get(child.name), release).map((parent) => ({
		child,
		...parent
	}))).flatMap(({ child, table, columns }) => {
		const parent = byTable.get(table);
		if (parent === void 0 || parent.now === void 0 || known.has(`${child.name} ${columns.join(",")} ${table}`)) return [];
		return [{
			...broken$1(parent, "DELETE", void 0, false, `DELETE of ${parent.model.label} fails for a row that ${child.name}.${columns.join(", ")} refers to: only the other release writes such rows, and this one does not know to look for them.`),
			onlyAfterOthersWrote: true
		}];
	});
}
function relationsOf({ table, columns }) {
	return columns.flatMap(({ column, references }) => references === void 0 ? [] : [`${table} ${column} ${references.table}`]);
}
function newParents({ constraints }, before, release) {
	const had = new Set([...before?.constraints.values() ?? []].flatMap((constraint) => constraint.kind === "foreign-key" ? [`${constraint.columns.join(",")} ${constraint.table}`] : []));
	return [...constraints.values()].flatMap((constraint) => {
		if (constraint.kind !== "foreign-key" || constraint.notEnforced) return [];
		if (release === "running" && !constraint.isNew) return [];
		if (constraint.onDelete !== "none" && constraint.onDelete !== "restrict") return [];
		return had.has(`${constraint.columns.join(",")} ${constraint.table}`) ? [] : [{
			table: constraint.table,
			columns: constraint.columns
		}];
	});
}
// src/migrations/compare/breaks.ts
const breaksOf = (release, schema, made) => {
	if (schema === made) return [];
	const upserts = upsertsOf(release);
	const models = comparisonsOf(release, schema, made);
	return once$1([
		...models.filter(changed).flatMap((comparison) => breaksOfModel(comparison, upserts)),
		...brokenDeletes(models),
		...unknownChildren(models, {
			schema,
			made,
			release: releaseOf(release)
		})
	]);
};
const upsertsByRelease = new WeakMap();
function upsertsOf(release) {
	const before = upsertsByRelease.get(release);
	if (before !== void 0) return before;
	const models = new Set(release.models.map(({ label }) => label.slice(label.lastIndexOf(".") + 1)));
	const upserts = release.upserts.map(({ model, ...rest }) => model !== void 0 && models.has(model) ? {
		...rest,
		model
	} : rest);
	upsertsByRelease.set(release, upserts);
	return upserts;
}
const known = new WeakMap();
function breaksOfModel(comparison, upserts) {
	const before = known.get(comparison.model);
	if (before !== void 0 && before.upserts === upserts && isSame$1(before.comparison, comparison)) return before.breaks;
	const breaks = [
		...goneTable(comparison),
		...goneColumns(comparison),
		...keptColumns(comparison),
		...refusedNulls(comparison),
		...unknownColumns(comparison),
		...missingEnumValues(comparison),
		...newGuards(comparison),
		...upserts.length > 0 ? lostConflictTargets(comparison, upserts) : []
	];
	known.set(comparison.model, {
		comparison,
		upserts,
		breaks
	});
	return breaks;
}
function isSame$1(a, b) {
	return a.release === b.release && a.made === b.made && a.now === b.now && (b.now !== void 0 || b.made?.isNew === true) && [a.schema, a.madeSchema].every((schema, index) => {
		const other = index === 0 ? b.schema : b.madeSchema;
		return schema.enums === other.enums && schema.views === other.views && schema.queries === other.queries;
	});
}
function comparisonsOf(release, schema, made) {
	return release.models.map((model) => ({
		release: releaseOf(release),
		model,
		made: made.tables.get(model.table),
		now: schema.tables.get(model.table),
		madeSchema: made,
		schema
	}));
}
function changed({ made, now, madeSchema, schema }) {
	return made !== now || madeSchema.enums !== schema.enums || now === void 0 && madeSchema.views !== schema.views;
}
function keyOfBreak(broken) {
	const { release, model, table, column, statement, certain, why } = broken;
	const key = keys.get(broken) ?? [
		release,
		model,
		table,
		column ?? "",
		statement,
		certain ? "" : why
	].join("\n");
	keys.set(broken, key);
	return key;
}
const keys = new WeakMap();
function once$1(breaks) {
	return [...new Map(breaks.map((each) => [keyOfBreak(each), each])).values()];
}
function beyond(breaks, others) {
	if (others.length === 0) return breaks;
	const known = new Set(others.map(keyOfBreak));
	return breaks.filter((each) => !known.has(keyOfBreak(each)));
}
// src/migrations/phases/by-hand.ts
function isByHand(played, tables) {
	return played?.statements.some((statement) => isLong(statement, tables)) === true;
}
function isLong(statement, tables) {
	const { effect, acts, operation, before, by } = statement;
	const large = (table) => tables.isLarge(table, before);
	if (effect.builds.some(({ table, concurrently }) => concurrently && large(table))) return true;
	if (acts.some((act) => act.act === "validate-constraint" && large(act.table))) return true;
	if (effect.writes.some(({ table, rows }) => rows !== "some" && large(table))) return true;
	if (by !== "code") return false;
	const code = operation?.code;
	if (code === void 0 || code.writes === "unknown") return true;
	return code.writes === "all" && (code.tables.length === 0 || code.tables.some(large));
}
// src/migrations/phases/unread.ts
const BESIDE_THE_COMPARISON = ["data-step"];
function unreadOfComparison({ facts, migrations }) {
	if (facts.unknown.some(({ code }) => !BESIDE_THE_COMPARISON.includes(code))) return true;
	return migrations.some(({ statements }) => statements.some(({ problem }) => problem !== void 0));
}
// src/migrations/phases/plan.ts
function planPhases(played, mode) {
	const migrations = inPhases(comparedMigrations(played), played);
	return {
		mode,
		migrations,
		ordered: orderProblems(migrations),
		backwardCompatible: compatible(played, migrations, mode)
	};
}
function comparedMigrations({ facts, first, last, migrations }) {
	const atLast = breaksOf(facts.base, last, first);
	let oldBefore = [];
	let newBefore = breaksOf(facts.head, first, last);
	return migrations.map(({ migration, before, after }) => {
		if (before === after) return {
			migration,
			old: [],
			passing: [],
			new: []
		};
		const oldAfter = breaksOf(facts.base, after, first);
		const newAfter = breaksOf(facts.head, after, last);
		const old = beyond(oldAfter, oldBefore);
		const cured = beyond(newBefore, newAfter);
		[oldBefore, newBefore] = [oldAfter, newAfter];
		return {
			migration,
			old,
			passing: beyond(old, atLast),
			new: cured
		};
	});
}
function inPhases(compared, { migrations, tables }) {
	const phases = new Map();
	return compared.map((each, index) => {
		const phase = phaseOf(each, phases);
		phases.set(each.migration.id, phase);
		return {
			...each,
			phase,
			byHand: isByHand(migrations[index], tables)
		};
	});
}
function phaseOf({ migration, old, passing, new: cured }, phases) {
	const lasting = beyond(old, passing).filter(matters);
	const needed = cured.filter(matters);
	if (needed.some(({ certain }) => certain)) return lasting.some(({ certain }) => certain) ? "split" : "before-deploy";
	if (lasting.length > 0 && needed.length === 0) return "after-deploy";
	if (lasting.some(({ certain }) => certain)) return "after-deploy";
	if (needed.length > 0) return "before-deploy";
	return migration.dependencies.some((id) => phases.get(id) === "after-deploy") ? "after-deploy" : "before-deploy";
}
function matters({ onlyAfterOthersWrote }) {
	return onlyAfterOthersWrote !== true;
}
function orderProblems(migrations) {
	const phases = new Map(migrations.map(({ migration, phase }) => [migration.id, phase]));
	return migrations.filter(({ phase }) => phase === "before-deploy").flatMap(({ migration }) => migration.dependencies.filter((needs) => phases.get(needs) === "after-deploy").map((needs) => ({
		migration: migration.id,
		needs
	})));
}
function compatible(played, migrations, mode) {
	const breaks = lastingBreaks(played, migrations, mode).filter(matters);
	if (breaks.some(({ certain }) => certain)) return "false";
	return breaks.length > 0 || unreadOfComparison(played) || isBehind(played) ? "unknown" : "true";
}
function isBehind({ facts }) {
	return appliedState(facts).behind.length > 0;
}
function lastingBreaks({ facts, first, last }, migrations, mode) {
	const atLast = breaksOf(facts.base, last, first);
	if (mode !== "phased") return atLast;
	const early = new Set(migrations.filter(({ phase }) => phase !== "after-deploy").flatMap(({ old }) => old.map(keyOfBreak)));
	return atLast.filter((each) => early.has(keyOfBreak(each)));
}
// src/migrations/phases/planned.ts
const plans = new WeakMap();
function planOf(played) {
	const known = plans.get(played);
	if (known !== void 0) return known;
	const plan = planPhases(played, played.mode ?? "before");
	plans.set(played, plan);
	return plan;
}
// src/migrations/phases/recipes/constrain.ts
function uniqueAcrossReleases(target, constraint) {
	const [sentence = "", ...code] = uniqueThroughIndex(target, constraint).split("\n");
	return advise(`Two releases: in this one the code refuses duplicates of ${fieldNameOf(target)}; in the next one the database does. ${sentence}`, ...code);
}
function narrowAcrossReleases(target) {
	const limit = /\((\d+)\)/.exec(target.type ?? "")?.[1];
	const first = `Two releases: in this one the code refuses values of ${fieldNameOf(target)} that will not fit; in the next one the database does.`;
	if (limit === void 0) return first;
	const [sentence = "", ...code] = lengthAsCheck(target, Number(limit)).split("\n");
	return advise(`${first} ${sentence}`, ...code);
}
function constraintAcrossReleases(target, what) {
	return what === "add" ? `Two releases: in this one the code keeps to the rule about ${columnOf$2(target)}; in the next one the database does. As long as rows of the running release can break it, add it after the deploy.` : `Two releases: in this one the code no longer writes with ON CONFLICT on ${columnOf$2(target)}; in the next one the index goes.`;
}
// src/migrations/phases/recipes/rename.ts
function keepColumnName(target, renamed) {
	const column = columnOf$2(target);
	const { from, to } = renamed ?? {
		from: fieldNameOf(target),
		to: "<new name>"
	};
	const sentence = from === to ? "Keep the name of the column: the database does not change, so both releases and a way back work." : "Rename the field and keep the column: the database does not change, so both releases and a way back work.";
	if (target.framework === "alembic") return advise(sentence, `# in the model, instead of the revision\n${to}: Mapped[...] = mapped_column(${python(column)}, ...)`);
	const pinned = withArgument(target.before?.source ?? target.after?.source ?? "models.<Field>()", `db_column=${python(column)}`);
	const model = modelNameOf(target);
	const inModel = `# in the model\n${to} = ${pinned}`;
	if (from === to) return advise(sentence, inModel);
	return advise(sentence, steps(djangoMigration("neither operation sends SQL", [`migrations.AlterField("${model}", "${from}", ${pinned}),`, `migrations.RenameField("${model}", "${from}", "${to}"),`]), inModel));
}
function keepTableName(target, renamed) {
	const { table, framework } = target;
	const sentence = "Rename the class and keep the table: the database does not change, so both releases and a way back work.";
	if (framework === "alembic") return advise(sentence, `# in the model, instead of the revision\n__tablename__ = ${python(table)}`);
	const name = renamed?.from ?? modelNameOf(target);
	const isSame = renamed === void 0 || renamed.from === renamed.to;
	const inModel = `# in the model\nclass Meta:\n    db_table = ${python(table)}`;
	if (isSame) return advise(sentence.replace("Rename the class and keep", "Keep"), inModel);
	return advise(sentence, steps(djangoMigration("neither operation sends SQL", [`migrations.AlterModelTable("${name}", ${python(table)}),`, `migrations.RenameModel("${name}", "${renamed.to}"),`]), inModel));
}
function withArgument(source, argument) {
	const name = argument.slice(0, argument.indexOf("="));
	if (new RegExp(`\\b${name}=`).test(source) || !source.endsWith(")")) return source;
	return `${source.slice(0, -1)}${source.endsWith("()") ? "" : ", "}${argument})`;
}
// src/migrations/phases/recipes/fill.ts
function columnWithDefault(target) {
	const { framework, table, after } = target;
	const [column, field, model] = [
		columnOf$2(target),
		fieldNameOf(target),
		modelNameOf(target)
	];
	if (framework === "alembic") return advise("Leave a default in the database: rows of the running release, which does not name the column, get it.", alembicRevision("this release", [`op.add_column(${python(table)}, sa.Column(${python(column)}, ..., nullable=False, server_default=sa.text("...")))`]), "", alembicRevision("the next release, if the default is not wanted", [`op.alter_column(${python(table)}, ${python(column)}, server_default=None)`]));
	const source = after?.source ?? "models.<Field>()";
	if (hasDjango(target, 5, 0)) return advise("Leave the default in the database with db_default: rows of the running release, which does not name the column, get it.", `migrations.AddField("${model}", "${field}", ${inDatabase(source, after?.default?.callable === true)}),`);
	const literal = sqlLiteral(after?.default?.text);
	const where = `ALTER TABLE ${sqlName(table)} ALTER COLUMN ${sqlName(column)}`;
	return advise(`Give the column its default in the database as well: rows of the running release, which does not name it, get it (Django before 5.0 takes the default away again).`, steps(djangoMigration("this release", [`migrations.AddField("${model}", "${field}", ${source}),`, runSql(target, `${where} SET DEFAULT ${literal}`, `${where} DROP DEFAULT`)]), djangoMigration("the next release, if the default is not wanted", [runSql(target, `${where} DROP DEFAULT`)])));
}
function inDatabase(source, callable) {
	if (/\bdb_default=/.test(source)) return source;
	if (callable) return withArgument(source, "db_default=...");
	return /\bdefault=/.test(source) ? source.replace(/\bdefault=/, "db_default=") : withArgument(source, "db_default=...");
}
function sqlLiteral(text) {
	if (text === void 0) return "<default>";
	if (/^-?\d+(\.\d+)?$/.test(text)) return text;
	if (text === "True" || text === "False") return text.toLowerCase();
	const quoted = /^(['"])([^'"\\]*)\1$/.exec(text)?.[2];
	return quoted === void 0 ? "<default>" : `'${quoted}'`;
}
function notNullAcrossReleases(target) {
	const field = fieldNameOf(target);
	const [sentence = "", ...code] = notNullInSteps(target).split("\n");
	return advise(`Two releases: in this one the code gives ${field} a value wherever it writes; in the next one the column refuses NULL. ${sentence}`, ...code);
}
// src/migrations/phases/recipes/remove.ts
function dropColumnAcrossReleases(target, ties) {
	const { framework, table, type } = target;
	const [column, field, model] = [
		columnOf$2(target),
		fieldNameOf(target),
		modelNameOf(target)
	];
	const sentence = `Two releases: in this one the code forgets ${field} and the column stays; in the next one the column goes.${becauseOf(ties)}`;
	if (framework === "alembic") {
		const lines = [...ties.foreignKeys.map((name) => `op.drop_constraint(${python(name)}, ${python(table)}, type_="foreignkey")`), ...ties.notNull ? [`op.alter_column(${python(table)}, ${python(column)}, existing_type=..., nullable=True)`] : []];
		return advise(sentence, steps(lines.length > 0 ? alembicRevision("1. this release; the model no longer has the column", lines) : "# 1. this release: the model no longer has the column; no revision", alembicRevision("2. the next release", [`op.drop_column(${python(table)}, ${python(column)})`])));
	}
	const where = `ALTER TABLE ${sqlName(table)}`;
	const loosened = [...ties.foreignKeys.map((name) => `${where} DROP CONSTRAINT ${sqlName(name)}`), ...ties.notNull ? [`${where} ALTER COLUMN ${sqlName(column)} DROP NOT NULL`] : []];
	const drop = `${where} DROP COLUMN ${sqlName(column)}`;
	return advise(sentence, steps(stateOnly(target, "1. this release; the model no longer has the field", loosened, `migrations.RemoveField("${model}", "${field}")`), djangoMigration("2. the next release", [type === void 0 ? `migrations.RunSQL(${python(drop)}),` : runSql(target, drop, `${where} ADD COLUMN ${sqlName(column)} ${type} NULL`)])));
}
function dropTableAcrossReleases(target, { foreignKeys }) {
	const { framework, table } = target;
	const sentence = `Two releases: in this one the code forgets the model and ${table} stays; in the next one the table goes.${becauseOf({
		notNull: false,
		foreignKeys
	})}`;
	if (framework === "alembic") {
		const lines = foreignKeys.map((name) => `op.drop_constraint(${python(name)}, ${python(table)}, type_="foreignkey")`);
		return advise(sentence, steps(lines.length > 0 ? alembicRevision("1. this release; the model is gone from the code", lines) : "# 1. this release: the model is gone from the code; no revision", alembicRevision("2. the next release", [`op.drop_table(${python(table)})`])));
	}
	const loosened = foreignKeys.map((name) => `ALTER TABLE ${sqlName(table)} DROP CONSTRAINT ${sqlName(name)}`);
	return advise(sentence, steps(stateOnly(target, "1. this release; the model is gone from the code", loosened, `migrations.DeleteModel("${modelNameOf(target)}")`), djangoMigration("2. the next release", [`migrations.RunSQL(${python(`DROP TABLE ${sqlName(table)}`)}),`])));
}
function becauseOf({ notNull, foreignKeys }) {
	return [notNull ? " The column takes NULL meanwhile, because the new release no longer fills it." : "", foreignKeys.length > 0 ? " The foreign key goes at once, because the new release no longer looks for such rows when it deletes their parent." : ""].join("");
}
function stateOnly(target, comment, sql, operation) {
	return djangoMigration(comment, [
		"migrations.SeparateDatabaseAndState(",
		...sql.length === 0 ? [] : [
			"    database_operations=[",
			...sql.map((text) => `        ${runSql(target, text)}`),
			"    ],"
		],
		`    state_operations=[${operation}],`,
		"),"
	]);
}
// src/migrations/phases/recipes.ts
function recipeFor(played, migration, operation, breaks) {
	const [first] = breaks;
	const table = first?.table ?? "";
	const columns = first?.column === void 0 ? [] : [first.column];
	const target = targetOf(played, migration, operation, table, columns);
	return (operation === void 0 ? void 0 : RECIPES[operation.kind])?.(target, played) ?? byBreak(target, played, breaks);
}
const RECIPES = {
	RemoveField: dropColumn$2,
	drop_column: dropColumn$2,
	DeleteModel: dropTable$1,
	drop_table: dropTable$1,
	RenameField: keepColumn,
	RenameModel: keepTable,
	AlterModelTable: keepTable,
	rename_table: keepTable,
	AddField: columnWithDefault,
	AlterOrderWithRespectTo: columnWithDefault,
	add_column: columnWithDefault
};
function byBreak(target, played, breaks) {
	const [first] = breaks;
	if (first === void 0) return "Make two migrations of two releases of it: the first adds, the second takes away.";
	const { column, statement, table, why } = first;
	const renamed = renamesOf(played);
	if (column === void 0) return renamed.tables.has(table) ? keepTable(target, played) : dropTable$1(target, played);
	const [then, now] = [columnIn(played.first, table, column), columnIn(played.last, table, column)];
	if (then !== void 0 && now === void 0) return renamed.columns.has(`${table}.${column}`) ? keepColumn(target, played) : dropColumn$2(target, played);
	if (then === void 0 && now !== void 0) return columnWithDefault(target);
	if (statement === "INSERT ON CONFLICT") return constraintAcrossReleases(target, "drop");
	if (then !== void 0 && now !== void 0 && typeInWords(then.type) !== typeInWords(now.type)) return then.type.name === now.type.name ? narrowAcrossReleases(target) : typeThroughNewColumn(target);
	if (then?.notNull === false && now?.notNull === true) return notNullAcrossReleases(target);
	if (why.includes("NULL")) return notNullAcrossReleases(target);
	if (!why.includes("no two rows")) return constraintAcrossReleases(target, "add");
	return uniqueAcrossReleases(target, newUnique(played.last, table, target.columns));
}
function dropColumn$2(target, played) {
	const { table, columns, before } = target;
	const [column = ""] = columns;
	const known = columnIn(played.first, table, column);
	const type = target.type ?? (known === void 0 ? void 0 : typeInWords(known.type));
	return dropColumnAcrossReleases({
		...target,
		type
	}, {
		notNull: known === void 0 ? before?.nullable === false : known.notNull && known.default === void 0,
		foreignKeys: foreignKeysOf$1(played, table, column)
	});
}
function dropTable$1(target, played) {
	return dropTableAcrossReleases(target, { foreignKeys: foreignKeysOf$1(played, target.table) });
}
function foreignKeysOf$1({ first }, table, column) {
	return [...first.tables.get(table)?.constraints.values() ?? []].filter(({ kind }) => kind === "foreign-key").filter((constraint) => column === void 0 || constraint.kind === "foreign-key" && constraint.columns.includes(column)).map(({ name }) => name);
}
function keepColumn(target, played) {
	const { table, columns, after } = target;
	const [column = ""] = columns;
	const name = renamesOf(played).columns.get(`${table}.${column}`) ?? after?.column;
	const from = fieldOf(played.facts.base.models, table, column);
	const to = name === void 0 ? void 0 : fieldOf(played.facts.head.models, table, name);
	return keepColumnName(target, from === void 0 || to === void 0 ? void 0 : {
		from,
		to
	});
}
function keepTable(target, played) {
	const name = renamesOf(played).tables.get(target.table);
	const [from, to] = [classOf(played.facts.base.models, target.table), classOf(played.facts.head.models, name)];
	return keepTableName(target, from === void 0 || to === void 0 ? void 0 : {
		from,
		to
	});
}
function fieldOf(models, table, column) {
	return models.find((model) => model.table === table)?.columns.find((used) => used.column === column)?.field;
}
function classOf(models, table) {
	return models.find((model) => model.table === table)?.label.split(".").at(-1);
}
function columnIn(schema, table, column) {
	return schema.tables.get(table)?.columns.get(column);
}
function renamesOf({ migrations }) {
	const acts = migrations.flatMap(({ statements }) => statements.flatMap((statement) => statement.acts));
	return {
		tables: new Map(acts.flatMap((act) => act.act === "rename-table" ? [[act.table, act.to]] : [])),
		columns: new Map(acts.flatMap((act) => act.act === "rename-column" ? [[`${act.table}.${act.column}`, act.to]] : []))
	};
}
function newUnique(schema, table, columns) {
	return [...schema.tables.get(table)?.constraints.values() ?? []].find((one) => one.isNew && one.kind === "unique" && String(one.columns) === String(columns))?.name;
}
// src/migrations/hazards/release/blame.ts
const blames = new WeakMap();
function blamesOf(played) {
	const known = blames.get(played);
	if (known !== void 0) return known;
	const plan = planOf(played);
	const found = played.migrations.flatMap((each) => ofMigration(played, plan, each));
	blames.set(played, found);
	return found;
}
function ofMigration(played, plan, migration) {
	const phased = plan.migrations.find((each) => each.migration === migration.migration);
	if (phased === void 0 || phased.old.length === 0) return [];
	const culprits = culpritsOf(played, migration, phased.old);
	const passing = new Set(phased.passing.map(keyOfBreak));
	return [...Map.groupBy(phased.old, (each) => {
		const kind = kindOf(each, passing);
		return `${culprits.get(keyOfBreak(each))?.operation?.index ?? ""} ${kind}`;
	}).values()].flatMap((breaks) => {
		const first = breaks.find(({ certain }) => certain) ?? breaks[0];
		if (first === void 0) return [];
		return [{
			played: migration,
			phased,
			statement: culprits.get(keyOfBreak(first)),
			kind: kindOf(first, passing),
			certain: first.certain,
			breaks
		}];
	});
}
function kindOf(each, passing) {
	if (each.onlyAfterOthersWrote === true) return "others";
	return passing.has(keyOfBreak(each)) ? "passing" : "lasting";
}
function culpritsOf({ facts, first }, { statements }, breaks) {
	const wanted = new Set(breaks.map(keyOfBreak));
	const culprits = new Map();
	for (const statement of statements) {
		if (statement.before === statement.after) continue;
		const before = breaksOf(facts.base, statement.before, first);
		for (const each of beyond(breaksOf(facts.base, statement.after, first), before)) if (wanted.has(keyOfBreak(each))) culprits.set(keyOfBreak(each), statement);
	}
	return culprits;
}
function curerOf({ facts, last, migrations }, migration, wanted) {
	const key = keyOfBreak(wanted);
	const breaks = (schema) => breaksOf(facts.head, schema, last).some((each) => keyOfBreak(each) === key);
	return migrations.find((played) => played.migration === migration)?.statements.findLast(({ before, after }) => before !== after && breaks(before) && !breaks(after));
}
// src/migrations/hazards/release/wording.ts
const STATEMENTS = [
	"SELECT",
	"INSERT",
	"UPDATE",
	"DELETE",
	"INSERT ON CONFLICT"
];
function breaksInWords(breaks) {
	const [first] = sorted(breaks);
	if (first === void 0) return {
		who: "",
		fail: "fails",
		why: "",
		more: ""
	};
	const tail = tailOf(first);
	const alike = breaks.filter((each) => each.model === first.model && tailOf(each) === tail);
	const statements = STATEMENTS.filter((statement) => alike.some((each) => each.statement === statement));
	const beside = breaks.filter((each) => each.certain === first.certain && !alike.includes(each));
	const others = [...new Set(beside.map(({ model, column }) => nameOf(model, column)))].filter((name) => name !== nameOf(first.model, first.column));
	return {
		who: `${inSequence(statements)} of ${first.model}`,
		fail: statements.length === 1 ? "fails" : "fail",
		why: `${statements.length === 1 ? "it" : "each"} ${tail}`,
		more: others.length === 0 ? "" : ` So do statements on ${inSequence(others.slice(0, 3))}${others.length > 3 ? ` and ${others.length - 3} more` : ""}.`
	};
}
function sorted(breaks) {
	return [...breaks].sort((a, b) => Number(b.certain) - Number(a.certain) || STATEMENTS.indexOf(a.statement) - STATEMENTS.indexOf(b.statement));
}
function tailOf({ why, statement, model }) {
	const start = `${statement} of ${model} `;
	return why.startsWith(start) ? why.slice(start.length) : why;
}
function nameOf(model, column) {
	return column === void 0 ? model : `${model}.${column}`;
}
// src/migrations/hazards/release/new.ts
const newFirst = defineHazard({
	id: "release/new-first",
	title: "The new release lives with the schema it finds when it starts to serve",
	severity: "critical",
	verdict: "blocked",
	why: "When migrations run after the deploy, the new release meets the old schema first. A column that is not there yet fails every statement of its model until they have run.",
	remedy: "Run the migration before the deploy: in the entrypoint of the new release, or in a migrate service that the others wait for.",
	source: ["S3-023"],
	judge: (played) => {
		if (played.mode !== "after") return [];
		return planOf(played).migrations.flatMap(({ migration, new: cured, phase }) => {
			const needed = sorted(cured.filter(({ onlyAfterOthersWrote }) => onlyAfterOthersWrote !== true));
			const [first] = needed;
			if (first === void 0) return [];
			const { who, fail, why, more } = breaksInWords(needed);
			const column = first.column === void 0 ? "" : `.${first.column}`;
			const cure = curerOf(played, migration, first);
			return [{
				migration,
				...cure === void 0 ? {} : { statement: cure },
				...cure?.operation === void 0 ? {} : { operation: cure.operation },
				subject: subjectOf$1(migration, `${first.table}${column}`),
				table: first.table,
				...first.column === void 0 ? {} : { column: first.column },
				breaks: needed,
				message: `${who} ${first.certain ? fail : "can fail"} in the new release until this migration has run: ${why}${more}`,
				...first.certain ? {} : {
					severity: "medium",
					verdict: "review"
				},
				...phase === "split" ? { remedy: recipeFor(played, migration, void 0, needed) } : {}
			}];
		});
	}
});
const split = defineHazard({
	id: "release/split",
	title: "Each migration has a phase in which both sides live with it",
	severity: "critical",
	verdict: "blocked",
	why: "A migration that the running release does not survive, and that the new one cannot start without, expands and contracts at once: there is no moment at which it can run.",
	remedy: "Make two migrations of two releases of it: the first adds, the second takes away.",
	source: [
		"S1-083",
		"S1-084",
		"S1-085"
	],
	judge: (played) => {
		if (played.mode !== "phased") return [];
		return planOf(played).migrations.flatMap(({ migration, phase, old, new: cured }) => {
			const [running] = sorted(old);
			const [coming] = sorted(cured);
			if (phase !== "split" || running === void 0 || coming === void 0) return [];
			const [before, after] = [breaksInWords(old), breaksInWords(cured)];
			return [{
				migration,
				subject: subjectOf$1(migration, running.table),
				table: running.table,
				...running.column === void 0 ? {} : { column: running.column },
				breaks: [...sorted(old), ...sorted(cured)],
				message: `It fits in neither phase. Before the deploy, ${before.who} ${before.fail} in the running release: ${before.why} After it, ${after.who} ${after.fail} in the new one: ${after.why}`,
				remedy: recipeFor(played, migration, culpritOf(migration.operations, running), sorted(old))
			}];
		});
	}
});
function culpritOf(operations, { model }) {
	const real = operations.filter(({ stateOnly }) => !stateOnly);
	return real.find((operation) => operation.model?.toLowerCase() === model.toLowerCase()) ?? real[0];
}
// src/migrations/hazards/release/null-unexpected.ts
const nullUnexpected = defineHazard({
	id: "release/null-unexpected",
	title: "The running release meets no NULL that its models rule out",
	severity: "low",
	verdict: "safe",
	why: "Once a column takes NULL, the new release writes it, and code of the running release that was made for a value meets None.",
	remedy: "Deploy code that lives with None first, and let NULL in with the release after it.",
	source: ["Django, Field.null"],
	judge: ({ facts, first, migrations, mode }) => {
		if (mode === "after") return [];
		return migrations.flatMap(({ migration, statements }) => statements.flatMap((statement) => statement.acts.flatMap((act) => {
			if (act.act !== "drop-not-null") return [];
			const model = facts.base.models.find(({ table }) => table === act.table);
			const used = model?.columns.find(({ column }) => column === act.column);
			if (model === void 0 || used === void 0 || used.nullable) return [];
			if (first.tables.get(act.table)?.columns.get(act.column)?.notNull !== true) return [];
			if (!(migrations.at(-1)?.after.tables.get(act.table)?.columns.get(act.column)?.notNull === false)) return [];
			return [{
				migration,
				statement,
				...statement.operation === void 0 ? {} : { operation: statement.operation },
				subject: subjectOf$1(migration, `${act.table}.${act.column}`),
				table: act.table,
				column: act.column,
				message: `${act.table}.${act.column} takes NULL from now on. Where the new release writes it, ${model.label} of the running release reads None for ${used.field}, which its model rules out.`
			}];
		})));
	}
});
// src/migrations/hazards/release/order.ts
const phaseOrder = defineHazard({
	id: "order/phase",
	title: "No migration of before-deploy waits for one of after-deploy",
	severity: "high",
	verdict: "blocked",
	why: "A migration that the new release needs before it serves, and that depends on one which only the new release survives, can run neither before nor after the deploy.",
	remedy: "Take the dependency away, or move the clean-up into the next release.",
	source: ["S3-023", "S1-083"],
	judge: (played) => {
		const { mode, ordered, migrations } = planOf(played);
		if (mode !== "phased") return [];
		return ordered.flatMap(({ migration, needs }) => {
			const own = migrations.find((each) => each.migration.id === migration);
			if (own === void 0) return [];
			return [{
				migration: own.migration,
				subject: subjectOf$1(own.migration, needs),
				message: `${migration} must run before the deploy and depends on ${needs}, which must run after it: ${own.new[0]?.why ?? ""}`,
				remedy: `Let the clean-up come last: leave ${needs} out of this release, and let ${migration} depend on the migration before it.\ndependencies = [(${quotedPair(previousOf(needs, own.migration.dependencies, migrations.map((each) => each.migration)))})]`
			}];
		});
	}
});
function previousOf(needs, others, migrations) {
	return migrations.find(({ id }) => id === needs)?.dependencies.at(-1) ?? others.find((id) => id !== needs) ?? "app.0001_the_one_before";
}
function quotedPair(id) {
	const at = id.indexOf(".");
	return at < 0 ? `"${id}"` : `"${id.slice(0, at)}", "${id.slice(at + 1)}"`;
}
const wrongMark = defineHazard({
	id: "order/mark",
	title: "The marks of django-safemigrate agree with the two releases",
	severity: "high",
	verdict: "blocked",
	why: "safemigrate runs a migration when its mark says so. A migration marked `before_deploy` that the running release does not survive takes it down; one marked `after_deploy` that the new release needs comes too late.",
	remedy: "Mark it as the comparison says.",
	source: ["django-safemigrate, Safe", "S1-086"],
	judge: (played) => planOf(played).migrations.flatMap(({ migration, phase, old, passing, new: cured }) => {
		const { mark } = migration;
		if (mark === void 0) return [];
		const certain = {
			old: old.find((each) => each.certain && !passing.includes(each)),
			new: cured.find((each) => each.certain)
		};
		const place = mark.place === void 0 ? {} : { place: mark.place };
		if (mark.when !== "after" && certain.old !== void 0 && phase === "after-deploy") return [{
			migration,
			...place,
			subject: subjectOf$1(migration, `Safe.${mark.when}`),
			breaks: [certain.old],
			message: `It is marked ${MARKS[mark.when]}, so safemigrate runs it while the running release serves, which does not survive it: ${certain.old.why}`,
			remedy: "Mark it for the phase after the deploy:\nsafe = Safe.after_deploy()"
		}];
		if (mark.when === "after" && certain.new !== void 0 && phase === "before-deploy") return [{
			migration,
			...place,
			subject: subjectOf$1(migration, `Safe.${mark.when}`),
			breaks: [certain.new],
			message: `It is marked ${MARKS.after}, so safemigrate leaves it until the new release serves, which needs it: ${certain.new.why}`,
			remedy: "Mark it for the phase before the deploy:\nsafe = Safe.before_deploy()"
		}];
		return [];
	})
});
const MARKS = {
	before: "before_deploy",
	after: "after_deploy",
	always: "always"
};
// src/migrations/hazards/release/running.ts
const PHASES = "Run it after the deploy, or in two releases: first the change that both releases live with, then the clean-up.";
function ofRunning(name, statements, words, source) {
	return defineHazard({
		id: `release/${name}`,
		...words,
		severity: "critical",
		verdict: "blocked",
		remedy: PHASES,
		source,
		judge: (played) => blamesOf(played).filter(({ breaks }) => sorted(breaks).slice(0, 1).some(({ statement }) => statements.includes(statement))).flatMap((blame) => hitOf(played, blame))
	});
}
const selectFails = ofRunning("select-fails", ["SELECT"], {
	title: "The running release can read its models on the new schema",
	why: "Django and SQLAlchemy name every column in their SELECT. When one is gone, every page that reads the model answers 500 from the moment the migration commits until the old containers stop."
}, ["S1-083", "S1-084"]);
const insertFails = ofRunning("insert-fails", ["INSERT", "UPDATE"], {
	title: "The running release can save rows on the new schema",
	why: "The running release does not name a column it does not know. When such a column takes no NULL and the database has no default for it, nothing new can be saved until the old containers stop. A value that its model lets pass and the new schema refuses ends in an error for the person who saves it, new row or old."
}, ["S1-085"]);
const deleteFails = ofRunning("delete-fails", ["DELETE"], {
	title: "The running release can delete rows on the new schema",
	why: "Django works out in Python what else is to be deleted. A table it does not know of is not emptied first, and a table it knows and that is gone cannot be looked through."
}, ["Django, Model.delete and DO_NOTHING", "S1-083"]);
const conflictTarget = ofRunning("conflict-target", ["INSERT ON CONFLICT"], {
	title: "ON CONFLICT of the running release finds its unique index",
	why: "PostgreSQL refuses INSERT ... ON CONFLICT (columns) when no unique index has exactly these columns, whether a row is in the way or not."
}, ["PostgreSQL, INSERT: ON CONFLICT"]);
function hitOf(played, { played: { migration }, phased, statement, kind, certain, breaks }) {
	const mode = played.mode ?? "before";
	const weight = weightOf(kind, certain, mode === "after" || mode === "phased" && phased.phase === "after-deploy", mode === "phased" && phased.phase === "split");
	if (weight === void 0) return [];
	const ordered = sorted(breaks);
	const [first] = ordered;
	if (first === void 0) return [];
	const { who, fail, why, more } = breaksInWords(breaks);
	const column = first.column === void 0 ? "" : `.${first.column}`;
	return [{
		migration,
		...statement === void 0 ? {} : { statement },
		...statement?.operation === void 0 ? {} : { operation: statement.operation },
		subject: subjectOf$1(migration, `${first.table}${column}`),
		table: first.table,
		...first.column === void 0 ? {} : { column: first.column },
		breaks: ordered,
		message: `${who} ${FATE[kind](certain, fail)}: ${why}${more}`,
		...weight,
		...kind === "others" ? { remedy: OTHERS } : { remedy: recipeFor(played, migration, statement?.operation, ordered) }
	}];
}
const OTHERS = "Nothing, while the releases overlap for a minute. When going back, delete the rows of the new table first, or let the database do it with ON DELETE.";
const FATE = {
	lasting: (certain, fail) => `${certain ? fail : "can fail"} in the release that is running`,
	passing: (_, fail) => `${fail} in the release that is running until the later migrations have run as well`,
	others: () => "can fail in the release that is running once the new one has written rows"
};
function weightOf(kind, certain, later, split) {
	if (later || split && certain && kind === "lasting") return void 0;
	if (kind === "others") return {
		severity: "low",
		verdict: "safe"
	};
	if (kind === "passing") return certain ? {
		severity: "medium",
		verdict: "review"
	} : void 0;
	return certain ? {
		severity: "critical",
		verdict: "blocked"
	} : {
		severity: "medium",
		verdict: "review"
	};
}
// src/migrations/hazards/release/rules.ts
const RELEASE_HAZARDS = [
	selectFails,
	insertFails,
	deleteFails,
	conflictTarget,
	newFirst,
	split,
	nullUnexpected,
	phaseOrder,
	wrongMark
];
// src/migrations/hazards/rollback/backup.ts
const SHOWN = 3;
const backup = defineHazard({
	id: "rollback/backup",
	title: "No pending migration needs a backup from just before it",
	severity: "low",
	verdict: "safe",
	why: "Values that a migration takes away come back from a backup alone, and only as far as it is new.",
	remedy: "Take a backup right before the deployment; one that is older than an hour lacks what was written since.",
	source: ["S0-053"],
	judge: (played) => {
		const lost = [...new Set(lostThings(played))];
		if (lost.length === 0) return [];
		const shown = lost.length > SHOWN ? [...lost.slice(0, SHOWN), `${lost.length - SHOWN} more`] : lost;
		const commit = played.facts.base.commit?.slice(0, 7) ?? "deploy";
		return [{
			subject: "backup",
			message: `The pending migrations take away values that no migration brings back (${inSequence(shown)}): the way back is a backup from right before the deployment, not older than 60 minutes.`,
			remedy: advise("Take one when nobody deploys, and look at its size before you go on (in Coolify: the database, Backups, Backup Now).", `pg_dump --format=custom --file=before-${commit}.dump "$DATABASE_URL"`, `pg_restore --list before-${commit}.dump | wc -l`)
		}];
	}
});
function lostThings({ first, migrations }) {
	const wasThere = (table) => first.tables.has(table);
	return migrations.flatMap(({ statements }) => statements.flatMap(({ acts, effect }) => [...acts.flatMap((act) => {
		switch (act.act) {
			case "drop-column": return first.tables.get(act.table)?.columns.has(act.column) === true ? [`${act.table}.${act.column}`] : [];
			case "drop-table":
			case "truncate": return act.tables.filter(wasThere);
			case "delete": return wasThere(act.table) ? [`rows of ${act.table}`] : [];
			default: return [];
		}
	}), ...(effect.cuts ?? []).map(({ table, column }) => `${table}.${column}`)]));
}
// src/migrations/hazards/rollback/data-lost.ts
const dataLost = defineHazard({
	id: "rollback/data-lost",
	title: "No step throws values away",
	severity: "low",
	verdict: "safe",
	why: "A dropped column or table comes back empty: reversing the migration makes the structure again, not the values.",
	remedy: "Take a backup before it runs, and drop it a release later than the code forgets it.",
	source: ["S0-053"],
	judge: (played) => played.migrations.flatMap(({ migration, statements }) => statements.flatMap((statement) => statement.acts.flatMap((act) => thrownAway(played, act, statement).map(({ what, table, column, again }) => ({
		migration,
		statement,
		...statement.operation === void 0 ? {} : { operation: statement.operation },
		subject: subjectOf$1(migration, column === void 0 ? table : `${table}.${column}`),
		table,
		...column === void 0 ? {} : { column },
		message: what,
		...again ? {
			verdict: "review",
			severity: "medium"
		} : {}
	})))))
});
function thrownAway(played, act, { before, by }) {
	const { first, tables } = played;
	if (act.act === "drop-column") {
		const { table, column } = act;
		const known = before.tables.get(table);
		const isForgotten = by === "person" && !act.ifExists && known?.isNew !== true && known?.columns.has(column) !== true;
		if (first.tables.get(table)?.columns.has(column) !== true && !isForgotten) return [];
		const again = isMadeAgain(played, table, column);
		return [{
			table,
			column,
			again,
			what: `The values of ${table}.${column} (${tables.sizeInWords(table)}) are gone when this has run; ${again ? "the column is made anew without them, and both releases go on with that" : "reversing it gives an empty column"}.`
		}];
	}
	if (act.act === "drop-table") return act.tables.filter((table) => first.tables.has(table)).map((table) => {
		const again = isMadeAgain(played, table);
		return {
			table,
			again,
			what: `The rows of ${table} (${tables.sizeInWords(table)}) are gone when this has run; ${again ? "the table is made anew without them, and both releases go on with that" : "reversing it gives an empty table"}.`
		};
	});
	return [];
}
function isMadeAgain({ migrations, last }, table, column) {
	const there = last.tables.get(table);
	if (column === void 0 ? there?.isNew !== true : there?.columns.get(column)?.isNew !== true) return false;
	return migrations.some(({ statements }) => statements.some(({ acts }) => acts.some((act) => column === void 0 ? act.act === "create-table" && act.table === table : act.act === "add-column" && act.table === table && act.column.name === column)));
}
// src/migrations/hazards/rollback/fake-reverse.ts
const fakeReverse = defineHazard({
	id: "rollback/fake-reverse",
	title: "No reverse says that it is done and does nothing",
	severity: "medium",
	verdict: "review",
	why: "A noop lets `migrate` go back and leaves the change where it is: the next run forwards finds an index, a column or rows that are there already, or a table that is gone.",
	remedy: "Write what takes the step back, or leave the reverse out, so that going back stops instead of pretending.",
	source: ["Django, RunSQL.noop and RunPython.noop"],
	judge: (played) => played.migrations.flatMap((migration) => migration.migration.operations.filter(({ reverse, stateOnly }) => reverse === "noop" && !stateOnly).flatMap((operation) => {
		const found = migration.statements.filter((statement) => statement.operation?.index === operation.index).map((statement) => ({
			statement,
			what: leftBehind(played, migration, statement)
		}));
		const worst = found.find(({ what }) => what !== void 0);
		if (worst?.what === void 0) return [];
		const onlyFilled = found.every(({ what, statement }) => what === void 0 || fills(statement));
		return [{
			migration: migration.migration,
			operation,
			statement: worst.statement,
			...onlyFilled ? {
				severity: "low",
				verdict: "safe"
			} : {},
			subject: subjectOf$1(migration.migration, operation.text === "" ? operation.kind : operation.text),
			message: `The reverse of ${operationInWords(migration.migration, operation)} does nothing: ${worst.what}`
		}];
	}))
});
function fills({ by, acts }) {
	return by === "code" || acts.every(({ act }) => act === "update");
}
function leftBehind(played, migration, statement) {
	if (statement.by === "code") return leftByCode(played, statement);
	for (const act of statement.acts) {
		const left = leftByAct(played, migration, act);
		if (left !== void 0) return left;
	}
}
function leftByCode(played, { operation }) {
	const code = operation?.code;
	if (code === void 0 || code.writes === "none" || code.writes === "unknown") return void 0;
	const old = code.tables.filter((table) => !hasNewColumns(played, table));
	if (old.length === 0 || old.length < code.tables.length) return void 0;
	return `what ${code.name} changed in ${old.join(", ")} stays changed.`;
}
function hasNewColumns({ last, migrations }, table) {
	const known = last.tables.get(table) ?? migrations.map(({ after }) => after.tables.get(table)).find((each) => each !== void 0);
	if (known === void 0) return false;
	return known.isNew || [...known.columns.values()].some(({ isNew }) => isNew);
}
function leftByAct(played, { migration }, act) {
	switch (act.act) {
		case "drop-table": return `${act.tables.join(", ")} and its rows are gone.`;
		case "drop-column": return `the column ${act.table}.${act.column} and its values are gone.`;
		case "truncate": return `the rows of ${act.tables.join(", ")} are gone.`;
		case "delete": return `the deleted rows of ${act.table} are gone.`;
		case "update": return hasNewColumns(played, act.table) ? void 0 : `the rows of ${act.table} keep their new values.`;
		case "rename-column": return `the column ${act.to} of ${act.table} keeps its new name.`;
		case "rename-table": return `${act.to} keeps its new name.`;
		case "alter-type": return `${act.table}.${act.column} keeps its new type.`;
		case "add-column": return act.ifNotExists ? void 0 : `the column ${act.table}.${act.column.name} stays, and a second run of ${migration.id} stops at it.`;
		case "create-table": return act.ifNotExists ? void 0 : `the table ${act.table} stays, and a second run of ${migration.id} stops at it.`;
		case "create-index": return act.ifNotExists ? void 0 : `the index ${act.index.name} stays, and a second run of ${migration.id} stops at it.`;
		case "add-constraint": return `the constraint ${act.constraint.name} stays, and a second run of ${migration.id} stops at it.`;
		case "set-not-null": return `${act.table}.${act.column} goes on refusing NULL.`;
		default: return;
	}
}
// src/migrations/hazards/rollback/irreversible.ts
const irreversible = defineHazard({
	id: "rollback/irreversible",
	title: "Every step can be reversed",
	severity: "medium",
	verdict: "review",
	why: "One step without a reverse ends every way back by migrations at this point: `migrate app NNNN` stops with IrreversibleError, also for the steps before it.",
	remedy: "Give the step a reverse, or say with a noop that none is needed.",
	source: ["Django, Migration operations: reversible", "S0-073"],
	judge: ({ facts, migrations }) => migrations.flatMap(({ migration, statements }) => migration.operations.filter(({ reverse, stateOnly }) => reverse === "none" && !stateOnly).flatMap((operation) => {
		const own = statements.filter((statement) => statement.operation?.index === operation.index);
		if (own.length > 0 && own.every(({ by, acts }) => by !== "code" && acts.length > 0 && acts.every(leavesNothing))) return [];
		if (operation.code?.writes === "none") return [];
		const [statement] = own;
		return [{
			migration,
			operation,
			...statement === void 0 ? {} : { statement },
			subject: subjectOf$1(migration, operation.text === "" ? operation.kind : operation.text),
			message: `${operationInWords(migration, operation)} has no reverse: ${facts.framework === "django" ? `"migrate ${migration.app}" to any migration before it` : "a downgrade"} stops here.`,
			remedy: reverseOf(operation, own)
		}];
	}))
});
const SESSION_ONLY = new Set([
	"set",
	"set-constraints",
	"select",
	"lock-table",
	"vacuum",
	"transaction"
]);
function leavesNothing(act) {
	return act.act === "select" ? act.calls.length === 0 : SESSION_ONLY.has(act.act);
}
function reverseOf(operation, own) {
	if (operation.kind === "RunSQL") {
		const reverse = own.flatMap(({ acts }) => acts.map(reverseSql)).find((sql) => sql !== void 0);
		return `Name the SQL that takes it back, or say that nothing has to be:\nmigrations.RunSQL(\n    ${python(own[0]?.text ?? "...")},\n    reverse_sql=${reverse === void 0 ? "migrations.RunSQL.noop" : python(reverse)},\n),`;
	}
	if (operation.kind === "RunPython") return `Write the function that takes it back; when the rows may stay as they are, say so:\nmigrations.RunPython(${operation.code?.name ?? "forwards"}, migrations.RunPython.noop),`;
	return "Give the step a reverse, or say with a noop that none is needed.";
}
function reverseSql(act) {
	switch (act.act) {
		case "create-index": return `DROP INDEX ${act.concurrently ? "CONCURRENTLY " : ""}IF EXISTS ${sqlName(act.index.name)}`;
		case "create-table": return `DROP TABLE ${sqlName(act.table)}`;
		case "add-column": return `ALTER TABLE ${sqlName(act.table)} DROP COLUMN ${sqlName(act.column.name)}`;
		case "add-constraint": return `ALTER TABLE ${sqlName(act.table)} DROP CONSTRAINT ${sqlName(act.constraint.name)}`;
		case "create-view": return `DROP VIEW ${sqlName(act.view)}`;
		case "create-trigger": return `DROP TRIGGER ${sqlName(act.name)} ON ${sqlName(act.table)}`;
		case "rename-column": return `ALTER TABLE ${sqlName(act.table)} RENAME COLUMN ${sqlName(act.to)} TO ${sqlName(act.column)}`;
		case "rename-table": return `ALTER TABLE ${sqlName(act.to)} RENAME TO ${sqlName(act.table.split(".").at(-1) ?? act.table)}`;
		case "set-not-null": return `ALTER TABLE ${sqlName(act.table)} ALTER COLUMN ${sqlName(act.column)} DROP NOT NULL`;
		default: return;
	}
}
// src/migrations/hazards/rollback/rules.ts
const ROLLBACK_HAZARDS = [
	irreversible,
	fakeReverse,
	dataLost,
	backup
];
// src/migrations/hazards/rows/failures.ts
function failureHits(played, on, say) {
	const seen = new Set();
	const hits = [];
	for (const migration of played.migrations) for (const statement of migration.statements) for (const { table, columns, on: kind } of effectiveOf(statement).fails) {
		if (kind !== on || hasNoRows(played, statement, table)) continue;
		const { operation } = statement;
		const key = [
			migration.migration.id,
			operation?.index ?? `step ${statement.step}`,
			table,
			...columns
		].join(" ");
		if (seen.has(key)) continue;
		const validates = statement.acts.every(({ act }) => act === "validate-constraint");
		const who = operationInWords(migration.migration, operation, statement);
		const said = say({
			migration,
			statement,
			operation,
			who,
			table,
			columns,
			validates
		});
		if (said === void 0) continue;
		seen.add(key);
		hits.push(hit({
			migration,
			statement,
			operation,
			who,
			table,
			columns,
			validates
		}, said));
	}
	return hits;
}
function hit({ migration, statement, operation, table, columns, validates }, said) {
	const [column] = columns;
	const verdict = said.verdict ?? (validates ? "safe" : "review");
	return {
		migration: migration.migration,
		...operation === void 0 ? {} : { operation },
		statement,
		subject: subjectOf$1(migration.migration, [table, ...columns].join(".")),
		table,
		...column === void 0 ? {} : { column },
		message: said.message,
		remedy: said.remedy,
		verdict,
		severity: SEVERITY[verdict]
	};
}
const SEVERITY = {
	blocked: "high",
	review: "medium",
	safe: "low"
};
function hasNoRows({ facts }, { before }, table) {
	const known = before.tables.get(table);
	if (known?.isNew === true && !known.filled) return true;
	return known?.isNew !== true && facts.database?.tables.get(table)?.rows === 0;
}
// src/migrations/hazards/rows/cast.ts
const cast = defineHazard({
	id: "rows/cast",
	title: "Every value fits the new type of its column",
	severity: "medium",
	verdict: "review",
	why: "One value that is too long, too large or not to be read as the new type is enough: the migration fails and the deployment stops half-way.",
	remedy: "Count the values that do not fit before the deployment, and settle them in a migration before.",
	source: ["https://www.postgresql.org/docs/current/sql-altertable.html"],
	judge: (played) => [...failureHits(played, "cast", (failure) => {
		const { table, columns, who, statement } = failure;
		const [column = ""] = columns;
		const change = statement.acts.find((act) => act.act === "alter-type" && act.table === table);
		const type = change?.act === "alter-type" ? change.type : void 0;
		const [length] = type?.modifiers ?? [];
		const name = type === void 0 ? "the new type" : typeInWords(type);
		const isShorter = length !== void 0 && (type?.name === "varchar" || type?.name === "bpchar");
		return {
			message: `${who} fails if a single value of ${table}.${column} does not fit ${name}.`,
			remedy: isShorter ? advise("Count them before: the answer must be 0.", `SELECT count(*) FROM ${sqlName(table)} WHERE length(${sqlName(column)}) > ${length};`) : advise("Try it on a copy of the data before, or look at the values.", `SELECT DISTINCT ${sqlName(column)} FROM ${sqlName(table)} ORDER BY 1 DESC LIMIT 50;`)
		};
	}), ...cutValues(played)]
});
function cutValues(played) {
	return played.migrations.flatMap(({ migration, statements }) => statements.flatMap((statement) => (statement.effect.cuts ?? []).map(({ table, column, why }) => {
		const { operation } = statement;
		return {
			migration,
			...operation === void 0 ? {} : { operation },
			statement,
			subject: subjectOf$1(migration, `${table}.${column}: cut`),
			table,
			column,
			message: `${operationInWords(migration, operation, statement)} changes values of ${table}.${column} without a word: ${clause(why)}. What is lost does not come back.`,
			remedy: typeThroughNewColumn(targetOf(played, migration, operation, table, [column]))
		};
	})));
}
// src/migrations/hazards/rows/filled.ts
function filledBefore(played, { statement, table, columns }) {
	let found = { by: "nobody" };
	for (const { migration, statements } of played.migrations) for (const earlier of statements) {
		if (earlier === statement) return found;
		const who = earlier.operation?.text ?? migration.id;
		if (fillsBySql(earlier, table, columns)) found = {
			by: "sql",
			who
		};
		else if (found.by !== "sql" && earlier.by === "code") {
			const writes = writesOf(earlier, table);
			if (writes === "all") found = {
				by: "code",
				who
			};
			else if (writes !== "none" && found.by === "nobody") found = {
				by: "maybe",
				who
			};
		}
	}
	return found;
}
function fillsBySql({ acts }, table, columns) {
	return acts.some((act) => {
		if (act.act !== "update" || act.table !== table) return false;
		if (act.where.kind === "all") return true;
		return act.where.kind === "missing-values" && columns.some((column) => act.where.text.includes(column));
	});
}
function writesOf({ operation, effect }, table) {
	if (effect.writes.some((write) => write.table === table && write.rows !== "some")) return "all";
	const code = operation?.code;
	if (code === void 0) return "unknown";
	if (code.writes === "none") return "none";
	if (code.tables.length > 0 && !code.tables.includes(table)) return "none";
	return code.writes;
}
// src/migrations/hazards/rows/null.ts
const nulls = defineHazard({
	id: "rows/null",
	title: "No NULL stands where a migration forbids it",
	severity: "high",
	verdict: "blocked",
	why: "NOT NULL is refused as long as one row has no value: the migration fails and the deployment stops half-way.",
	remedy: "Give new columns a default of the database, and fill old ones in a migration before.",
	source: ["https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-NOT-NULL"],
	judge: (played) => failureHits(played, "null", (failure) => said(played, failure))
});
function said(played, failure) {
	const { migration, operation, table, columns, statement, who } = failure;
	const [column = ""] = columns;
	const target = targetOf(played, migration.migration, operation, table, columns);
	if (statement.acts.some((act) => act.act === "add-column" && act.table === table)) return {
		message: `${who} adds ${table}.${column} as NOT NULL and gives the rows that are there no value: with a single row in the table it fails.`,
		remedy: requiredInSteps(target),
		verdict: "blocked"
	};
	const check = countNulls(target);
	const filled = filledBefore(played, failure);
	if (filled.by === "sql") return void 0;
	if (filled.by === "code") return {
		message: `${who} fails if ${table}.${column} is NULL in any row; "${filled.who}" is to have filled all of them before.`,
		remedy: advise("Count the rows without a value once it has run: the answer must be 0.", check),
		verdict: "safe"
	};
	const known = statement.before.tables.get(table)?.columns.get(column);
	if (known?.isNew === true && known.default === void 0 && known.filledBy === void 0 && filled.by === "nobody") return {
		message: `${who} fails: ${table}.${column} is new, so it is NULL in every row that is there, and no pending migration fills it.`,
		remedy: notNullInSteps(target),
		verdict: "blocked"
	};
	return {
		message: `${who} fails if ${table}.${column} is NULL in a single row, and the deployment stops there.${filled.by === "maybe" ? ` Whether "${filled.who}" fills all of them cannot be seen.` : ""}`,
		remedy: advise("Count them before: if it is more than 0, fill them in a migration before this one.", check)
	};
}
// src/migrations/hazards/rows/same-value.ts
const sameValue = defineHazard({
	id: "rows/same-value",
	title: "A new unique column does not get one value for all rows",
	severity: "high",
	verdict: "blocked",
	why: "Django asks a Python default once, also a callable like uuid.uuid4, and PostgreSQL gives that one value to every row that is there: the second row is a duplicate.",
	remedy: "Add the column nullable and without UNIQUE, fill each row with its own value, and make it unique afterwards.",
	source: ["https://docs.djangoproject.com/en/stable/howto/writing-migrations/#migrations-that-add-unique-fields"],
	judge: (played) => [...failureHits(played, "same-value", (failure) => {
		const { migration, operation, table, columns, who } = failure;
		const given = operation?.after?.default;
		const asked = given?.callable === true ? ` (${given.text} is asked once, not once a row)` : "";
		return {
			message: `${who} gives every row of ${table} that is there the same ${columns[0] ?? "value"}${asked}, and the column is unique: with two rows it fails.`,
			remedy: uniqueColumnInSteps(targetOf(played, migration.migration, operation, table, columns)),
			verdict: "blocked"
		};
	}), ...oneForAll(played)]
});
function oneForAll(played) {
	return played.migrations.flatMap(({ migration, statements }) => statements.flatMap((statement) => {
		const { operation } = statement;
		const table = addedTo(statement);
		if (operation === void 0 || table === void 0 || !differs(operation)) return [];
		if (statement.effect.fails.some(({ on }) => on === "same-value")) return [];
		const column = operation.after?.column ?? operation.field ?? "";
		const target = targetOf(played, migration, operation, table, [column]);
		return [{
			migration,
			operation,
			statement,
			subject: subjectOf$1(migration, `${table}.${column}: one value for all`),
			table,
			column,
			message: `${operationInWords(migration, operation, statement)} asks ${operation.after?.default?.text ?? "its default"} once: every row of ${table} that is there gets the same ${column}.`,
			remedy: advise("Add the column nullable, and give each row a value of its own.", batches(target, `SET ${sqlName(column)} = gen_random_uuid()`, `${sqlName(column)} IS NULL`, "after it")),
			verdict: "review",
			severity: "medium"
		}];
	}));
}
function addedTo({ acts, before }) {
	const act = acts.find((one) => one.act === "add-column" && one.column.default !== void 0);
	return act?.act === "add-column" && isInUse(before, act.table) ? act.table : void 0;
}
function differs({ after }) {
	if (after?.default?.callable !== true) return false;
	return after.type === "uuid" || /uuid|random|secret|token/i.test(after.default.text);
}
// src/migrations/hazards/rows/values.ts
const CONSTRAINTS = "https://www.postgresql.org/docs/current/ddl-constraints.html";
const duplicates = defineHazard({
	id: "rows/duplicates",
	title: "No duplicates stand where a migration forbids them",
	severity: "medium",
	verdict: "review",
	why: "A unique index is not built over duplicates: the migration fails, and with CONCURRENTLY an invalid index stays behind.",
	remedy: "Look for duplicates before the deployment, and settle them in a migration before.",
	source: [`${CONSTRAINTS}#DDL-CONSTRAINTS-UNIQUE-CONSTRAINTS`],
	judge: (played) => failureHits(played, "duplicates", (failure) => duplicatesSaid(failure))
});
function duplicatesSaid(failure) {
	const { table, columns, who, statement } = failure;
	if (columns.length === 0 || replaces(failure, "unique") || isUnique(failure)) return void 0;
	const known = statement.before.tables.get(table);
	if (columns.some((column) => {
		const one = known?.columns.get(column);
		return one?.isNew === true && !one.notNull && one.default === void 0 && known?.filled !== true;
	}) && !isFilled(failure)) return void 0;
	const keys = sqlNames(columns);
	return {
		message: `${who} fails if two rows of ${table} have the same ${columns.join(" and ")}, and the deployment stops there.`,
		remedy: advise("Look for them before: no row must come back.", `SELECT ${keys}, count(*) FROM ${sqlName(table)} GROUP BY ${keys} HAVING count(*) > 1;`)
	};
}
const violation = defineHazard({
	id: "rows/violation",
	title: "No row breaks a check that a migration adds",
	severity: "medium",
	verdict: "review",
	why: "A check is refused as long as one row breaks it: the migration fails and the deployment stops half-way.",
	remedy: "Count the rows that break it before the deployment, and mend them in a migration before.",
	source: [`${CONSTRAINTS}#DDL-CONSTRAINTS-CHECK-CONSTRAINTS`],
	judge: (played) => failureHits(played, "violation", (failure) => {
		const { table, who, columns } = failure;
		const other = otherRule(failure);
		if (other !== void 0) return other;
		const check = checkOf(failure);
		if (check !== void 0 && isLoosened(failure, check)) return void 0;
		const condition = check ?? "<the condition>";
		return {
			message: `${who} fails if a single row of ${table} breaks ${check === void 0 ? `the check on ${columns.join(", ")}` : `CHECK (${check})`}.`,
			remedy: advise("Count them before: the answer must be 0.", `SELECT count(*) FROM ${sqlName(table)} WHERE NOT (${condition});`)
		};
	})
});
const orphans = defineHazard({
	id: "rows/orphans",
	title: "Every row that a new foreign key looks at has its parent",
	severity: "medium",
	verdict: "review",
	why: "A foreign key is refused as long as one row refers to nothing: the migration fails and the deployment stops half-way.",
	remedy: "Look for orphans before the deployment, and settle them in a migration before.",
	source: [`${CONSTRAINTS}#DDL-CONSTRAINTS-FK`],
	judge: (played) => failureHits(played, "orphans", (failure) => orphansSaid(played, failure))
});
function orphansSaid(played, failure) {
	const { table, columns, who, statement } = failure;
	const key = keyOf$2(statement.acts, table) ?? validated(failure, "foreign-key");
	if (replaces(failure, "foreign-key", key?.kind === "foreign-key" ? key.table : void 0)) return void 0;
	if (key?.kind !== "foreign-key") return {
		message: `${who} fails if a row of ${table} refers to one that does not exist.`,
		remedy: advise("Look for such rows before.", `SELECT ${sqlNames(columns)} FROM ${sqlName(table)};  -- those without a parent`)
	};
	const [column = "", ...more] = key.columns;
	const [reference = primaryOf(played, key.table)] = key.references;
	return {
		message: `${who} fails if a row of ${table} refers by ${[column, ...more].join(", ")} to a row of ${key.table} that does not exist.`,
		remedy: advise("Look for them before: the answer must be 0.", `SELECT count(*) FROM ${sqlName(table)} child LEFT JOIN ${sqlName(key.table)} parent ON parent.${sqlName(reference)} = child.${sqlName(column)}`, `WHERE child.${sqlName(column)} IS NOT NULL AND parent.${sqlName(reference)} IS NULL;`)
	};
}
function replaces({ migration, operation, statement, table }, kind, parent) {
	if (operation === void 0 || statement.by !== "framework") return false;
	const acts = migration.statements.flatMap((one) => one.acts);
	const isHeld = (held) => held?.kind === kind && (held.kind !== "foreign-key" || parent === void 0 || held.table === parent || renamedTo(acts, held.table) === parent);
	return migration.statements.some((earlier) => earlier.operation === operation && earlier.step < statement.step && earlier.acts.some((act) => act.act === "drop-constraint" && (act.table === table || renamedTo(acts, act.table) === table) && isHeld(earlier.before.tables.get(act.table)?.constraints.get(act.name))));
}
function renamedTo(acts, table) {
	const act = acts.find((one) => one.act === "rename-table" && one.table === table);
	return act?.act === "rename-table" ? act.to : void 0;
}
function isUnique({ migration, statement, table, columns }) {
	if (/\bNULLS\s+NOT\s+DISTINCT\b/i.test(statement.text)) return false;
	return [statement.before, ...migration.migration.atomic ? [migration.before] : []].some(({ tables }) => [...tables.get(table)?.indexes.values() ?? []].some(({ unique, hasExpressions, predicate, columns: keys }) => unique && !hasExpressions && predicate === void 0 && keys.every((key) => columns.includes(key))));
}
function isFilled({ migration, statement, table }) {
	return migration.statements.some((one) => one.step < statement.step && (one.by === "code" || one.acts.some((act) => (act.act === "update" || act.act === "insert") && act.table === table)));
}
function otherRule({ statement, table, who, columns }) {
	for (const act of statement.acts) {
		if (act.act === "attach-partition") return {
			message: `${who} fails if a single row of ${table} does not belong to the bounds that it gets.`,
			remedy: advise("Count them before: the answer must be 0.", `SELECT count(*) FROM ${sqlName(table)} WHERE NOT (<the bounds>);`)
		};
		if (act.act === "add-constraint" && act.constraint.kind === "exclusion") return {
			message: `${who} fails if two rows of ${table} exclude each other by ${act.constraint.name}.`,
			remedy: advise("Look for such pairs before: no row must come back.", `SELECT a.*, b.* FROM ${sqlName(table)} a JOIN ${sqlName(table)} b ON a.ctid < b.ctid AND <a.${columns[0] ?? "column"} excludes b.${columns[0] ?? "column"}>;`)
		};
	}
}
function isLoosened({ migration, statement, table }, check) {
	return [statement.before, ...migration.migration.atomic ? [migration.before] : []].some(({ tables }) => [...tables.get(table)?.constraints.values() ?? []].some((held) => held.kind === "check" && held.valid && !held.notEnforced && isLooser(check, held.text)));
}
function checkOf(failure) {
	for (const act of failure.statement.acts) {
		if (act.act === "add-constraint" && act.constraint.kind === "check") return act.constraint.text;
		if (act.act !== "add-column") continue;
		const check = act.column.constraints.find((constraint) => constraint.kind === "check");
		if (check?.kind === "check") return check.text;
	}
	const known = validated(failure, "check");
	return known?.kind === "check" ? known.text : void 0;
}
function validated({ statement, table }, kind) {
	for (const act of statement.acts) {
		if (act.act !== "validate-constraint") continue;
		const known = statement.before.tables.get(table)?.constraints.get(act.name);
		if (known?.kind === kind) return known;
	}
}
function keyOf$2(acts, table) {
	for (const act of acts) {
		if (act.act === "add-constraint" && act.table === table && act.constraint.kind === "foreign-key") return act.constraint;
		if (act.act !== "add-column" || act.table !== table) continue;
		const key = act.column.constraints.find((constraint) => constraint.kind === "foreign-key");
		if (key !== void 0) return key;
	}
}
function primaryOf({ first }, table) {
	const primary = [...first.tables.get(table)?.constraints.values() ?? []].find(({ kind }) => kind === "primary");
	return primary?.kind === "primary" ? primary.columns[0] ?? "id" : "id";
}
// src/migrations/hazards/rows/rules.ts
const ROWS_HAZARDS = [
	nulls,
	duplicates,
	sameValue,
	violation,
	orphans,
	cast
];
// src/migrations/hazards/server/statements.ts
function actHits(played, say) {
	return played.migrations.flatMap((migration) => migration.statements.flatMap((statement) => statement.acts.flatMap((act) => {
		const said = say(act, {
			who: operationInWords(migration.migration, statement.operation, statement),
			statement,
			migration
		});
		return said === void 0 ? [] : [{
			...placedHit(migration, statement, said.about),
			...said.hit
		}];
	})));
}
function placedHit({ migration }, statement, about) {
	const { operation } = statement;
	return {
		migration,
		...operation === void 0 ? {} : { operation },
		statement,
		subject: subjectOf$1(migration, about)
	};
}
// src/migrations/hazards/server/extension.ts
const TRUSTED = new Set([
	"btree_gin",
	"btree_gist",
	"citext",
	"cube",
	"dict_int",
	"fuzzystrmatch",
	"hstore",
	"intarray",
	"isn",
	"lo",
	"ltree",
	"pg_trgm",
	"pgcrypto",
	"plpgsql",
	"seg",
	"tablefunc",
	"tcn",
	"tsm_system_rows",
	"tsm_system_time",
	"unaccent",
	"uuid-ossp"
]);
const extension = defineHazard({
	id: "server/extension",
	title: "Extensions are there before the migrations run",
	severity: "medium",
	verdict: "review",
	why: "CREATE EXTENSION needs the files on the server and a role that may create it; the role that migrates often may not, and the migration fails.",
	remedy: "Have it created once by an administrator.",
	source: ["https://www.postgresql.org/docs/current/sql-createextension.html"],
	versions: "PostgreSQL 13 and newer know trusted extensions",
	judge: (played) => actHits(played, (act, { who }) => {
		if (act.act !== "create-extension") return void 0;
		const trusted = TRUSTED.has(act.name) && played.facts.server.major >= 13;
		return {
			about: act.name,
			hit: {
				message: trusted ? `${who} creates the extension ${act.name}: the role that migrates needs the right CREATE on the database, and the server its files (postgresql-contrib).` : `${who} creates the extension ${act.name}, which only a superuser may${act.name === "vector" || act.name.startsWith("postgis") ? ", and whose files are not part of the official image" : ""}: unless it is there already, the migration fails for the role that migrates.`,
				remedy: advise("Have an administrator create it once, before the deployment.", `CREATE EXTENSION IF NOT EXISTS ${sqlName(act.name)};`),
				...trusted ? {
					verdict: "safe",
					severity: "low"
				} : {}
			}
		};
	})
});
// src/migrations/hazards/server/identifier.ts
const LONGEST_NAME$1 = 63;
const identifier = defineHazard({
	id: "server/identifier",
	title: "Names fit into 63 bytes",
	severity: "low",
	verdict: "safe",
	why: "PostgreSQL cuts a longer name without an error; who looks for the whole name later does not find it, and two that begin alike become one.",
	remedy: "A shorter name.",
	source: ["https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS"],
	judge: (played) => {
		const seen = new Map();
		return played.migrations.flatMap((migration) => migration.statements.filter(({ by, problem }) => by !== "code" && problem === void 0).flatMap((statement) => longNames(statement.text).flatMap((name) => judged$1(migration, statement, name, seen))));
	}
});
function judged$1(migration, statement, name, seen) {
	const kept = cutName(name);
	const other = seen.get(kept);
	if (other === name) return [];
	if (other === void 0) seen.set(kept, name);
	const collides = other !== void 0;
	return [{
		...placedHit(migration, statement, name),
		message: collides ? `${name} and ${other} are the same name for PostgreSQL, which keeps 63 bytes of each (${kept}): the second one fails or meets the first.` : `PostgreSQL keeps 63 bytes of ${name}: it becomes ${kept}.`,
		remedy: advise("Give it a name that fits.", kept.slice(0, 60)),
		...collides ? {
			verdict: "review",
			severity: "medium"
		} : {}
	}];
}
function longNames(sql) {
	const names = new Set();
	for (const [token] of sql.matchAll(TOKENS)) {
		const name = token.startsWith("\"") ? token.slice(1, -1).replaceAll("\"\"", "\"") : /^[A-Za-z_\u0080-\uFFFF]/.test(token) ? token.toLowerCase() : "";
		if (new TextEncoder().encode(name).length > LONGEST_NAME$1) names.add(name);
	}
	return [...names];
}
const TOKENS = /'(?:[^']|'')*'|\$(\w*)\$[\s\S]*?\$\1\$|--[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"]|"")+"|[A-Za-z_\u0080-\uFFFF][\w$\u0080-\uFFFF]*/g;
function cutName(name) {
	const encoder = new TextEncoder();
	let kept = "";
	let bytes = 0;
	for (const letter of name) {
		bytes += encoder.encode(letter).length;
		if (bytes > LONGEST_NAME$1) break;
		kept += letter;
	}
	return kept;
}
// src/migrations/sql/names.ts
function qualified(parts) {
	const [first, ...rest] = parts;
	return rest.length > 0 && (first === "public" || first === "pg_catalog") ? rest.join(".") : parts.join(".");
}
function relationName(relation) {
	const { schemaname, relname = "" } = relation ?? {};
	return qualified(schemaname === void 0 ? [relname] : [schemaname, relname]);
}
function besides(existing, name) {
	const dot = existing.lastIndexOf(".");
	return dot < 0 ? name : `${existing.slice(0, dot)}.${name}`;
}
function bare(name) {
	return name.slice(name.lastIndexOf(".") + 1);
}
const LONGEST_NAME = 63;
function madeName(table, columns, label, taken) {
	for (let count = 0;; count += 1) {
		const name = fitted(bare(table), columns.join("_"), count === 0 ? label : `${label}${count}`);
		if (!taken.has(name)) return name;
	}
}
function fitted(table, columns, label) {
	const room = 63 - label.length - 1 - (columns === "" ? 0 : 1);
	let first = Buffer.byteLength(table);
	let second = Buffer.byteLength(columns);
	while (first + second > room) if (first > second) first -= 1;
	else second -= 1;
	return [
		clipped(table, first),
		...columns === "" ? [] : [clipped(columns, second)],
		label
	].join("_");
}
function clipped(name, bytes = 63) {
	if (Buffer.byteLength(name) <= bytes) return name;
	let kept = "";
	let length = 0;
	for (const character of name) {
		length += Buffer.byteLength(character);
		if (length > bytes) return kept;
		kept += character;
	}
	return kept;
}
// src/migrations/hazards/server/missing-type.ts
const BROUGHT = {
	citext: "citext",
	hstore: "hstore",
	ltree: "ltree",
	lquery: "ltree",
	ltxtquery: "ltree",
	cube: "cube",
	seg: "seg",
	isbn: "isn",
	ean13: "isn",
	vector: "vector",
	halfvec: "vector",
	sparsevec: "vector"
};
const missingType = defineHazard({
	id: "server/missing-type",
	title: "The type of a column is there before the column is",
	severity: "medium",
	verdict: "review",
	why: "A type that an extension brings exists only where the extension was created: without it the statement fails, and the deployment stops there.",
	remedy: "Create the extension in a migration before, or have an administrator create it once.",
	source: ["https://www.postgresql.org/docs/current/sql-createextension.html"],
	judge: (played) => actHits(played, (act, { who, statement }) => {
		const used = columnsOf$4(act).find(({ type }) => isMissing(played, statement, type));
		const brings = BROUGHT[used?.type ?? ""];
		if (used === void 0 || brings === void 0) return void 0;
		return {
			about: `${used.table}.${used.column}: ${used.type}`,
			hit: {
				table: used.table,
				column: used.column,
				message: `${who} gives ${used.table}.${used.column} the type ${used.type}, and no migration and no column that is there tells of the extension ${brings}: where nobody created it by hand, the migration fails ("type ${used.type} does not exist").`,
				remedy: advise("Create it in a migration before this one, or once by hand.", played.facts.framework === "alembic" ? `op.execute("CREATE EXTENSION IF NOT EXISTS ${sqlName(brings).replaceAll("\"", "\\\"")}")` : `from django.contrib.postgres.operations import CreateExtension\nCreateExtension("${brings}"),`)
			}
		};
	})
});
function columnsOf$4(act) {
	if (act.act === "add-column") return [{
		table: act.table,
		column: act.column.name,
		type: bare(act.column.type.name)
	}];
	if (act.act === "alter-type") return [{
		table: act.table,
		column: act.column,
		type: bare(act.type.name)
	}];
	if (act.act !== "create-table") return [];
	return act.columns.map(({ name, type }) => ({
		table: act.table,
		column: name,
		type: bare(type.name)
	}));
}
const MAKES = new Set([
	"create-extension",
	"create-type",
	"do",
	"other"
]);
function isMissing({ facts, first, migrations }, statement, type) {
	const extension = BROUGHT[type];
	if (extension === void 0) return false;
	const isSame = (name) => BROUGHT[bare(name)] === extension;
	const written = new RegExp(`\\b${extension}\\b`, "i");
	if (facts.base.models.some(({ columns }) => columns.some((each) => isSame(/^\w+/.exec(each.type)?.[0] ?? "")))) return false;
	if ([...first.tables.values()].some(({ columns }) => [...columns.values()].some((each) => isSame(each.type.name)))) return false;
	if ((facts.history ?? []).some((text) => written.test(text))) return false;
	const all = migrations.flatMap(({ statements }) => statements);
	return !all.slice(0, all.indexOf(statement)).some(({ acts, text }) => acts.some(({ act }) => MAKES.has(act)) && written.test(text));
}
// src/migrations/hazards/server/types.ts
const json = defineHazard({
	id: "server/json",
	title: "Columns hold jsonb rather than json",
	severity: "low",
	verdict: "safe",
	why: "json has no equality: DISTINCT, UNION and GROUP BY over a row that has such a column fail.",
	remedy: "jsonb, which Django takes for a JSONField by itself.",
	source: ["https://www.postgresql.org/docs/current/datatype-json.html"],
	judge: (played) => actHits(played, (act, { who }) => {
		const found = jsonColumn(act);
		if (found === void 0) return void 0;
		const alter = `ALTER TABLE ${sqlName(found.table)} ADD COLUMN ${sqlName(found.column)} jsonb`;
		return {
			about: `${found.table}.${found.column}`,
			hit: {
				table: found.table,
				column: found.column,
				message: `${who} gives ${found.table}.${found.column} the type json: DISTINCT and UNION over its rows fail, for json values cannot be compared.`,
				remedy: advise("Take jsonb.", played.facts.framework === "alembic" ? `op.add_column("${found.table}", sa.Column("${found.column}", postgresql.JSONB()))` : runSql(played.facts, alter))
			}
		};
	})
});
function jsonColumn(act) {
	const isJson = ({ type }) => type.name === "json" && !type.array;
	if (act.act === "add-column" && isJson(act.column)) return {
		table: act.table,
		column: act.column.name
	};
	if (act.act === "alter-type" && isJson(act)) return {
		table: act.table,
		column: act.column
	};
	if (act.act !== "create-table") return void 0;
	const column = act.columns.find(isJson);
	return column === void 0 ? void 0 : {
		table: act.table,
		column: column.name
	};
}
const cachedPlans = defineHazard({
	id: "server/cached-plans",
	title: "No prepared statement outlives a change of type",
	severity: "low",
	verdict: "safe",
	why: "A driver that keeps prepared statements (asyncpg always, psycopg after a few runs) gets \"cached plan must not change result type\" once for each of them, until it prepares anew.",
	remedy: "Let the pool open new connections after the migration.",
	source: ["https://magicstack.github.io/asyncpg/current/api/index.html#asyncpg.exceptions.InvalidCachedStatementError"],
	judge: (played) => played.facts.framework !== "alembic" ? [] : actHits(played, (act, { who, statement }) => {
		if (act.act !== "alter-type") return void 0;
		const before = statement.before.tables.get(act.table)?.columns.get(act.column);
		if (before === void 0 || before.type.name === act.type.name || statement.before.tables.get(act.table)?.isNew === true) return void 0;
		return {
			about: `${act.table}.${act.column}`,
			hit: {
				table: act.table,
				column: act.column,
				message: `${who} changes the type of ${act.table}.${act.column}: connections that hold prepared statements for it get an error for each of them once ("cached plan must not change result type").`,
				remedy: advise("Let the pool open new connections after the migration, or keep no prepared statements.", "create_async_engine(..., connect_args={\"statement_cache_size\": 0})")
			}
		};
	})
});
const dropSchema = defineHazard({
	id: "server/drop-schema",
	title: "No schema and no database is dropped or renamed",
	severity: "critical",
	verdict: "blocked",
	why: "Everything in it is gone, or no longer where the running release looks for it.",
	remedy: "Drop tables one by one, each after the last release that used it.",
	source: ["https://www.postgresql.org/docs/current/sql-dropschema.html"],
	judge: (played) => actHits(played, (act, { who }) => {
		if (act.act !== "schema" && act.act !== "database" || act.what === "create") return void 0;
		const done = act.what === "drop" ? "drops" : "renames";
		return {
			about: `${act.what} ${act.act} ${act.name}`,
			hit: {
				message: `${who} ${done} the ${act.act} ${act.name}: ${act.what === "drop" ? "all tables in it are gone with their rows" : "every query that names a table in it fails"}.`,
				remedy: advise("Take it out of the migration; drop what is not used table by table, by hand, after a backup.", "pg_dump --schema=<schema> ...")
			}
		};
	})
});
// src/migrations/hazards/server/unread.ts
const notUnderstood = defineHazard({
	id: "server/not-understood",
	title: "What each statement does to the database is known",
	severity: "medium",
	verdict: "review",
	why: "A statement whose locks and effects are not known is not taken for a harmless one.",
	remedy: "Have a person look at it, or measure it: trace-database-url names a scratch database on which every statement is tried.",
	source: ["https://www.postgresql.org/docs/current/explicit-locking.html"],
	judge: (played) => played.migrations.flatMap((migration) => migration.statements.flatMap((statement) => {
		const { problem, effect, measured } = statement;
		if (measured !== void 0 && measured.error === void 0) return [];
		if (statement.acts.some(({ act }) => act === "schema" || act === "database")) return [];
		const why = problem === void 0 ? effect.unknown[0] : `PostgreSQL's parser refuses it (${oneLine(problem, 200)})`;
		if (why === void 0 || statement.by === "code" && problem === void 0) return [];
		const who = operationInWords(migration.migration, statement.operation, statement);
		return [{
			...placedHit(migration, statement, statement.text.replace(/\s+/g, " ").slice(0, 80)),
			message: `What ${who} does to the database is not known: ${clause(why)}.`,
			remedy: advise("Have a person look at it, or let it be measured on a scratch database.", "with:", "  trace-database-url: ${{ secrets.SCRATCH_DATABASE_URL }}")
		}];
	}))
});
const refusedByScratch = defineHazard({
	id: "server/refused",
	title: "The scratch database takes every statement",
	severity: "critical",
	verdict: "blocked",
	why: "What PostgreSQL refuses on a database that is built like the real one, it refuses there as well.",
	remedy: "Mend the statement; the message is PostgreSQL's own.",
	source: ["Measured on the database of trace-database-url"],
	judge: (played) => [...refusedStatements(played), ...refusedCode(played)]
});
function refusedStatements({ migrations }) {
	return migrations.flatMap((migration) => migration.statements.flatMap((statement) => {
		const error = statement.measured?.error;
		if (error === void 0 || statement.effect.refused.length > 0) return [];
		const onRows = statement.effect.fails.length > 0;
		const who = operationInWords(migration.migration, statement.operation, statement);
		return [{
			...placedHit(migration, statement, statement.text.replace(/\s+/g, " ").slice(0, 80)),
			message: `${who} was refused by the scratch database: ${clause(oneLine(error, 300))}.${onRows ? " Its rows are made up; those of the real one may be better." : ""}`,
			remedy: advise("Mend the statement, or the rows it meets.", statement.text.replace(/\s+/g, " ").slice(0, 200)),
			...onRows ? {
				verdict: "review",
				severity: "medium"
			} : {}
		}];
	}));
}
function refusedCode({ facts }) {
	return facts.measured.flatMap(({ migration: id, step, error, sql }) => {
		const migration = facts.pending.find((known) => known.id === id);
		if (step !== void 0 || error === void 0 || migration === void 0) return [];
		return [{
			migration,
			subject: `${id}: ${sql.replace(/\s+/g, " ").slice(0, 80)}`,
			message: `${id} sent a statement that the scratch database refused: ${clause(oneLine(error, 300))}.`,
			remedy: advise("Mend the code that sends it.", oneLine(sql, 200))
		}];
	});
}
// src/migrations/hazards/server/version.ts
const unsupported$1 = defineHazard({
	id: "server/unsupported",
	title: "The server knows every statement",
	severity: "critical",
	verdict: "blocked",
	why: "What a newer PostgreSQL brought is a syntax error for an older one: the migration fails there.",
	remedy: "The form that this version has, or a newer server first.",
	source: ["https://www.postgresql.org/docs/release/"],
	judge: (played) => [...refusals(played, "unsupported", ({ who, refusal }) => ({
		message: `${who} cannot run on PostgreSQL ${played.facts.server.major}: ${clause(refusal.message)}.`,
		remedy: advise("Use the form that this version has, or say which version the server really has.", "with:", "  postgres-version: '18'"),
		...played.facts.server.from === "assumed" ? {
			verdict: "review",
			severity: "medium"
		} : {}
	})), ...refusals(played, "no-cast", ({ who, refusal, target }) => ({
		message: `${who} fails: ${clause(refusal.message)}`,
		remedy: typeThroughNewColumn(target)
	}))]
});
const dependent$1 = defineHazard({
	id: "server/dependent-view",
	title: "No view, rule or trigger uses what is changed",
	severity: "critical",
	verdict: "blocked",
	why: "PostgreSQL refuses to change the type of a column that a view uses, and to drop one; with CASCADE it drops the view as well, without a word.",
	remedy: "Drop the view before and make it again after, in the same transaction.",
	source: ["https://www.postgresql.org/docs/current/ddl-depend.html", "SQL of RemoveField: DROP COLUMN ... CASCADE up to Django 5.2"],
	judge: (played) => {
		const refused = refusals(played, "dependent", ({ who, refusal, target }) => ({
			message: `${who} fails: ${clause(refusal.message)}.`,
			remedy: freed(target, refusal.message)
		}));
		const told = new Set(refused.map(({ statement }) => statement));
		const used = played.facts.database?.dependents ?? [];
		const known = actHits(played, (act, { who, statement }) => {
			if (act.act !== "alter-type" && act.act !== "drop-column" || told.has(statement) || (statement.effect.alsoDropped ?? []).length > 0) return void 0;
			const [first] = used.filter(({ table, column }) => table === act.table && column === act.column);
			if (first === void 0 || isDroppedBefore(played, statement, first.name)) return void 0;
			const cascades = act.act === "drop-column" && act.cascade;
			return {
				about: `${first.name} uses ${act.table}.${act.column}`,
				hit: {
					table: act.table,
					column: act.column,
					message: cascades ? `${who} drops ${act.table}.${act.column} with CASCADE, and ${first.name}, which uses it, goes with it.` : `${who} fails: ${first.name} uses ${act.table}.${act.column}, and PostgreSQL does not ${act.act === "alter-type" ? "change the type of" : "drop"} a column that is in use.`,
					remedy: aroundView({ framework: played.facts.framework }, first.name),
					...cascades ? {
						verdict: "review",
						severity: "medium"
					} : {}
				}
			};
		});
		return [
			...refused,
			...known,
			...cascaded(played)
		];
	}
});
function cascaded(played) {
	return played.migrations.flatMap((migration) => migration.statements.flatMap((statement) => (statement.effect.alsoDropped ?? []).filter(({ kind }) => kind === "view").map(({ name, of }) => {
		const who = operationInWords(migration.migration, statement.operation, statement);
		return {
			...placedHit(migration, statement, `${name} goes with ${of}`),
			message: `${who} drops with CASCADE, and the view ${name}, which uses ${of}, goes with it.`,
			remedy: aroundView(played.facts, name),
			verdict: "review",
			severity: "medium"
		};
	})));
}
function aroundView(target, view) {
	return advise("Drop the view before and make it again after, in the same migration.", runSql(target, `DROP VIEW ${view}`), "...", runSql(target, `CREATE VIEW ${view} AS SELECT ...`));
}
function freed(target, message) {
	const view = /\bview "?([\w.]+)"?/i.exec(message)?.[1];
	if (view !== void 0) return aroundView(target, view);
	return advise("Take away what needs it in a migration before this one.", runSql(target, "ALTER TABLE <table> DROP CONSTRAINT <constraint>"));
}
function isDroppedBefore({ migrations }, statement, view) {
	for (const migration of migrations) for (const earlier of migration.statements) {
		if (earlier === statement) return false;
		if (earlier.acts.some((act) => act.act === "drop-view" && act.views.includes(view))) return true;
	}
	return false;
}
const concurrentCorruption = defineHazard({
	id: "server/concurrent-corruption",
	title: "CONCURRENTLY is not used on a server that spoils indexes by it",
	severity: "high",
	verdict: "blocked",
	why: "From 14.0 to 14.3 an index that was built or rebuilt with CONCURRENTLY may miss rows: queries then give wrong answers and unique indexes let duplicates in.",
	remedy: "Update the server to 14.4 or newer first.",
	source: ["https://www.postgresql.org/docs/release/14.4/"],
	versions: "PostgreSQL 14.0 to 14.3",
	judge: (played) => {
		const { major, minor, from } = played.facts.server;
		if (major !== 14 || minor !== void 0 && minor >= 4 || from === "assumed") return [];
		return actHits(played, (act, { who }) => {
			if (act.act !== "create-index" && act.act !== "reindex" || !act.concurrently) return void 0;
			const version = minor === void 0 ? "14 (below 14.4, if it is that)" : `14.${minor}`;
			return {
				about: act.act === "create-index" ? act.index.name : act.name,
				hit: {
					message: `${who} works with CONCURRENTLY on PostgreSQL ${version}, which may leave rows out of such an index: queries then give wrong answers.`,
					remedy: advise("Update the server first, then look at indexes that were built so.", "SHOW server_version;  -- 14.4 or newer", "REINDEX INDEX CONCURRENTLY <index>;"),
					...minor === void 0 ? {
						verdict: "safe",
						severity: "low"
					} : {}
				}
			};
		});
	}
});
// src/migrations/hazards/server/rules.ts
const SERVER_HAZARDS = [
	unsupported$1,
	dependent$1,
	refusedByScratch,
	notUnderstood,
	extension,
	missingType,
	dropSchema,
	concurrentCorruption,
	json,
	identifier,
	cachedPlans
];
// src/migrations/hazards/rules.ts
const HAZARDS = [
	...RELEASE_HAZARDS,
	...LOCK_HAZARDS,
	...ROWS_HAZARDS,
	...ORDER_HAZARDS,
	...DATA_HAZARDS,
	...ROLLBACK_HAZARDS,
	...DRIFT_HAZARDS,
	...SERVER_HAZARDS,
	...PLACE_HAZARDS
];
// src/migrations/hazards/families.ts
const HAZARD_FAMILIES = [
	"release",
	"lock",
	"rows",
	"order",
	"data",
	"rollback",
	"drift",
	"server",
	"place"
];
// src/migrations/rollback-losses.ts
function lostByReversing({ migrations }) {
	return migrations.flatMap((played) => lossesOf(played).map((what) => ({
		migration: played.migration.id,
		what
	})));
}
function lossesOf({ statements }) {
	const found = statements.flatMap((statement) => [...statement.acts.flatMap((act) => lossOfAct(act, statement)), ...undone(statement)]);
	return [...new Set(found)];
}
function lossOfAct(act, { before }) {
	switch (act.act) {
		case "create-table": return act.temporary ? [] : [`The table ${act.table} is dropped, with every row written to it since.`];
		case "add-column": return before.tables.get(act.table)?.isNew === true ? [] : [`The column ${act.table}.${act.column.name} is dropped, with every value written to it since.`];
		case "drop-table": return act.tables.filter((table) => before.tables.get(table)?.isNew !== true).map((table) => `The table ${table} comes back empty: its rows are gone when this migration has run.`);
		case "drop-column": return droppedColumn(act, before);
		case "alter-type": return alteredType(act, before);
		case "truncate": return [`The rows of ${act.tables.join(", ")} do not come back.`];
		default: return [];
	}
}
function droppedColumn({ table, column }, before) {
	const known = before.tables.get(table)?.columns.get(column);
	if (known?.isNew === true) return [];
	const empty = `The column ${table}.${column} comes back empty: its values are gone when this migration has run.`;
	return [known?.notNull === true && known.default === void 0 && known.filledBy === void 0 ? `${empty} It was NOT NULL without a default in the database, so going back can fail on rows that are there.` : empty];
}
function alteredType({ table, column, type }, before) {
	const was = before.tables.get(table)?.columns.get(column);
	if (was === void 0 || was.isNew || typeFit(type, was.type).fit === "all") return [];
	return [`The column ${table}.${column} becomes ${typeInWords(was.type)} again: going back rewrites the table, and fails on a value that does not fit.`];
}
function undone({ operation, by, effect }) {
	if (operation === void 0 || operation.reverse !== "noop") return [];
	const writes = by === "code" ? (operation.code?.writes ?? "unknown") !== "none" : effect.writes.length > 0;
	const tables = by === "code" ? operation.code?.tables ?? [] : effect.writes.map(({ table }) => table);
	if (!writes) return [];
	const where = tables.length === 0 ? "" : ` in ${[...new Set(tables)].join(", ")}`;
	return [`What "${operation.text}" changed${where} stays as it is: its reverse does nothing.`];
}
// src/migrations/rollback.ts
function answerRollback(played, plan) {
	const { migrations } = plan;
	const breaking = migrations.filter((each) => lasting(each).length > 0);
	const early = plan.mode === "phased" ? breaking.filter(({ phase }) => phase !== "after-deploy") : breaking;
	const certain = early.find((each) => lasting(each).some(isCertain));
	const unread = unreadOfComparison(played);
	const safe = certain !== void 0 ? "false" : early.length > 0 || unread ? "unknown" : "true";
	return {
		safe,
		until: (certain ?? early[0] ?? breaking.find((each) => lasting(each).some(isCertain)) ?? breaking[0])?.migration.id,
		why: inWords$1(played, plan, {
			safe,
			breaking,
			first: certain ?? early[0],
			unread
		}),
		lost: lostByReversing(played),
		irreversible: migrations.filter(({ migration }) => migration.operations.some(({ reverse }) => reverse === "none")).map(({ migration }) => migration.id)
	};
}
function lasting({ old, passing }) {
	return beyond(old, passing).filter(({ onlyAfterOthersWrote }) => onlyAfterOthersWrote !== true);
}
function isCertain({ certain }) {
	return certain;
}
function inWords$1(played, plan, { safe, breaking, first, unread }) {
	if (first !== void 0 && safe === "false") return `From ${first.migration.id} on the code cannot go back: ${lasting(first).find(isCertain)?.why ?? ""}`;
	if (first !== void 0) return `The code can go back, but from ${first.migration.id} on some of its statements may fail: ${lasting(first)[0]?.why ?? ""}`;
	if (unread) return "Whether the code can go back is not known, because not everything that pending migrations do could be read.";
	const [after] = breaking;
	const until = after === void 0 ? "The code can go back to the running release at any time: every statement of its models succeeds on the new schema." : `The code can go back until ${after.migration.id} runs in after-deploy: ${lasting(after)[0]?.why ?? ""}`;
	const children = childrenOnly(played, plan);
	return children.length === 0 ? until : `${until} One thing to know: ${children[0] ?? ""}`;
}
function childrenOnly({ facts, first, last }, { mode, migrations }) {
	if (migrations.length === 0 || mode === "after") return [];
	return breaksOf(facts.base, last, first).filter(({ onlyAfterOthersWrote }) => onlyAfterOthersWrote === true).map(({ why }) => why);
}
// src/migrations/judge.ts
function judge(given, rules, { mode, accepts = () => false }) {
	const played = {
		...given,
		mode
	};
	const plan = planOf(played);
	const hazards = once(rules.flatMap((rule) => rule.judge(played).map((hit) => hazardOf(rule, hit)))).filter((hazard) => !accepts(hazard)).sort(byWeight);
	const general = hazards.filter(({ migration }) => migration === void 0);
	const byMigration = Map.groupBy(hazards, ({ migration }) => migration);
	const migrations = plan.migrations.map((phased) => judged(phased, byMigration.get(phased.migration.id) ?? []));
	const unread = played.facts.unknown.length > 0 ? "review" : "safe";
	return {
		verdict: worstOf([
			...migrations.map(({ verdict }) => verdict),
			...general.map(({ verdict }) => verdict),
			unread
		]),
		migrations,
		general,
		plan,
		rollback: answerRollback(played, plan)
	};
}
function judged({ migration, phase }, hazards) {
	return {
		migration,
		verdict: worstOf(hazards.map(({ verdict }) => verdict)),
		phase,
		reversible: migration.operations.every(({ reverse }) => reverse !== "none"),
		hazards
	};
}
function hazardOf(rule, hit) {
	const { migration, operation, statement } = hit;
	const place = placeOf(hit);
	const sql = statement === void 0 || statement.by === "code" ? void 0 : statement.text;
	return {
		rule: rule.id,
		severity: hit.severity ?? rule.severity,
		subject: hit.subject,
		...place === void 0 ? {} : { place },
		message: hit.message,
		evidence: statement?.text ?? operation?.text ?? "",
		remedy: hit.remedy ?? rule.remedy,
		source: rule.source,
		verdict: hit.verdict ?? rule.verdict,
		migration: migration?.id,
		operation: (operation ?? statement?.operation)?.kind,
		sql,
		table: hit.table,
		column: hit.column,
		lock: hit.lock,
		rewrite: hit.rewrite ?? false,
		scan: hit.scan ?? false,
		blocks: hit.blocks ?? "nobody",
		breaks: hit.breaks ?? [],
		since: hit.since,
		until: hit.until,
		how: statement?.measured === void 0 ? "predicted" : "measured"
	};
}
function placeOf({ place, migration, operation, statement }) {
	if (place !== void 0) return place;
	if (migration === void 0) return void 0;
	const file = fileOf(migration);
	if (file === void 0) return void 0;
	return {
		file,
		line: (operation ?? statement?.operation)?.line ?? migration.line
	};
}
function fileOf({ file }) {
	return file === void 0 || file.startsWith("/") ? void 0 : file;
}
function once(hazards) {
	const seen = new Map();
	for (const hazard of hazards) {
		const { rule, migration, place, subject, message } = hazard;
		const key = JSON.stringify([
			rule,
			migration,
			place?.file,
			place?.line,
			subject,
			message
		]);
		const known = seen.get(key);
		if (known === void 0 || VERDICTS.indexOf(hazard.verdict) > VERDICTS.indexOf(known.verdict)) seen.set(key, hazard);
	}
	return [...seen.values()];
}
function byWeight(a, b) {
	return SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || HAZARD_FAMILIES.indexOf(familyOf(a)) - HAZARD_FAMILIES.indexOf(familyOf(b)) || compare(a.place?.file ?? "", b.place?.file ?? "") || (a.place?.line ?? 0) - (b.place?.line ?? 0) || compare(a.rule, b.rule) || compare(a.subject, b.subject);
}
function familyOf({ rule }) {
	const name = rule.slice(0, rule.indexOf("/"));
	const family = HAZARD_FAMILIES.find((known) => known === name);
	if (family === void 0) throw new Error(`"${rule}" belongs to no family`);
	return family;
}
function compare(a, b) {
	return a < b ? -1 : a > b ? 1 : 0;
}
// src/migrations/alembic/drift.ts
const APP = "alembic";
function alembicDrift(models, schema) {
	return byTable(models).flatMap((model) => {
		const table = schema.tables.get(model.table);
		if (table === void 0) return schema.views.has(model.table) ? [] : [missingTable(model)];
		return table.complete ? columnsOf$3(model, table) : [];
	});
}
function byTable(models) {
	const found = new Map();
	for (const model of models) {
		const first = found.get(model.table);
		const known = new Set(first?.columns.map(({ column }) => column));
		const more = model.columns.filter(({ column }) => !known.has(column));
		found.set(model.table, first === void 0 ? model : {
			...first,
			columns: [...first.columns, ...more]
		});
	}
	return [...found.values()].filter(({ managed }) => managed);
}
function missingTable(model) {
	const columns = model.columns.map((column) => `    ${definition(column)},`);
	const { schema, name } = named(model.table);
	return drift(`Table ${model.table} of ${model.label}`, [
		`op.create_table(${text(name)},`,
		...columns,
		`${schema === void 0 ? "" : `    schema=${text(schema)},\n`})`
	]);
}
function columnsOf$3(model, table) {
	const known = new Set(model.columns.map(({ column }) => column));
	return [...model.columns.flatMap((used) => columnDrift(model, table, used)), ...[...table.columns.values()].filter((column) => !known.has(column.name) && mustBeGiven(column)).map(unmapped(model))];
}
function columnDrift(model, table, used) {
	const column = table.columns.get(used.column);
	const about = `${model.table}.${used.column}`;
	if (column === void 0) return [drift(`Column ${about} of ${model.label}`, [call("add_column", model.table, definition(used))])];
	const found = [];
	if (!fits(used, column)) found.push(drift(`Type of ${about}, which is ${used.type} in ${model.label}`, [call("alter_column", model.table, text(used.column), `type_=${type(used.type)}`)]));
	if (used.nullable && column.notNull && column.filledBy === void 0 && used.insert !== "database") found.push(drift(`NULL in ${about}, which ${model.label} allows`, [call("alter_column", model.table, text(used.column), "nullable=True")]));
	return found;
}
function fits(used, column) {
	const believed = sqlTypeOf(used.type);
	if ([believed, column.type].some((one) => familyOfType(one) === "other")) return true;
	return typeFit(believed, column.type).fit === "all";
}
function unmapped(model) {
	return ({ name }) => drift(`Removal of ${model.table}.${name}, which must be given and ${model.label} does not map`, [call("drop_column", model.table, text(name))]);
}
function mustBeGiven({ notNull, default: value, filledBy }) {
	return notNull && value === void 0 && filledBy === void 0;
}
function drift(about, lines) {
	return {
		app: APP,
		text: about,
		operation: lines.join("\n"),
		place: void 0
	};
}
function call(operation, table, ...rest) {
	const { schema, name } = named(table);
	return `op.${operation}(${[
		text(name),
		...rest,
		...schema === void 0 ? [] : [`schema=${text(schema)}`]
	].join(", ")})`;
}
function named(table) {
	const dot = table.indexOf(".");
	return dot === -1 ? {
		schema: void 0,
		name: table
	} : {
		schema: table.slice(0, dot),
		name: table.slice(dot + 1)
	};
}
function definition({ column, type: of, nullable, references }) {
	const foreign = references === void 0 ? [] : [`sa.ForeignKey(${text(`${references.table}.${references.column}`)})`];
	return `sa.Column(${[
		text(column),
		type(of),
		...foreign,
		...nullable ? [] : ["nullable=False"]
	].join(", ")})`;
}
const TYPES = {
	integer: "sa.Integer()",
	bigint: "sa.BigInteger()",
	smallint: "sa.SmallInteger()",
	boolean: "sa.Boolean()",
	text: "sa.Text()",
	date: "sa.Date()",
	uuid: "sa.Uuid()",
	"double precision": "sa.Double()",
	"timestamp with time zone": "sa.DateTime(timezone=True)",
	"timestamp without time zone": "sa.DateTime()"
};
function type(sql) {
	const sized = /^(varchar|char|numeric)\s*\(([\d, ]+)\)$/.exec(sql);
	if (sized !== null) {
		const [, name = "", size = ""] = sized;
		return `${name === "varchar" ? "sa.String" : name === "char" ? "sa.CHAR" : "sa.Numeric"}(${size})`;
	}
	return TYPES[sql] ?? (sql === "varchar" ? "sa.String()" : `postgresql.${sql.toUpperCase()}`);
}
function text(value) {
	return JSON.stringify(value);
}
// src/migrations/postgres/combine.ts
const NO_EFFECT = {
	locks: [],
	rewrites: [],
	scans: [],
	builds: [],
	writes: [],
	fails: [],
	refused: [],
	alsoDropped: [],
	cuts: [],
	unknown: [],
	since: void 0,
	until: void 0
};
function combine(parts) {
	const rewrites = onceBy(gather(parts, "rewrites"), ({ table, why }) => `${table} ${why}`);
	const rewritten = new Set(rewrites.map(({ table }) => table));
	const scans = gather(parts, "scans").filter(({ table, why }) => !rewritten.has(table) || why === "every row is looked up in the table that the foreign key refers to");
	const builds = onceBy(gather(parts, "builds"), ({ table, index }) => `${table} ${index}`);
	return {
		locks: strongest(gather(parts, "locks")),
		rewrites,
		scans: onceBy(scans, ({ table, why }) => `${table} ${why}`),
		builds,
		writes: onceBy(gather(parts, "writes"), ({ table, rows }) => `${table} ${rows}`),
		fails: onceBy(gather(parts, "fails"), ({ table, columns, on }) => `${table} ${columns.join()} ${on}`),
		refused: onceBy(gather(parts, "refused"), ({ why, message }) => `${why} ${message}`),
		alsoDropped: onceBy(gather(parts, "alsoDropped"), ({ kind, name, of }) => `${kind} ${of} ${name}`),
		cuts: onceBy(gather(parts, "cuts"), ({ table, column }) => `${table} ${column}`),
		unknown: [...new Set(gather(parts, "unknown"))],
		since: extreme(parts, "since", Math.max),
		until: extreme(parts, "until", Math.min)
	};
}
const ORPHANS_LOOKED_FOR = "every row is looked up in the table that the foreign key refers to";
function strongest(locks) {
	const found = new Map();
	for (const lock of locks) {
		const known = found.get(lock.relation);
		if (known === void 0) found.set(lock.relation, lock);
		else if (strength(lock.mode) > strength(known.mode)) found.set(lock.relation, {
			...lock,
			role: known.role === "target" ? "target" : lock.role
		});
	}
	return [...found.values()];
}
function strength(mode) {
	return LOCK_MODES.indexOf(mode);
}
function gather(parts, key) {
	return parts.flatMap((part) => [...part[key] ?? []]);
}
function onceBy(all, key) {
	const found = new Map();
	for (const one of all) {
		const name = key(one);
		if (!found.has(name)) found.set(name, one);
	}
	return [...found.values()];
}
function extreme(parts, key, pick) {
	const all = parts.flatMap((part) => part[key] ?? []);
	return all.length === 0 ? void 0 : pick(...all);
}
// src/migrations/schema/schema.ts
const EMPTY_SCHEMA = {
	tables: new Map(),
	enums: new Map(),
	views: new Map()
};
function unknownTable(name) {
	return {
		name,
		isNew: false,
		filled: false,
		complete: false,
		columns: new Map(),
		constraints: new Map(),
		indexes: new Map(),
		partitioned: false,
		partitions: []
	};
}
function withTable(schema, table) {
	return {
		...schema,
		tables: new Map(schema.tables).set(table.name, table)
	};
}
function changedTable(schema, name, change) {
	return withTable(schema, change(schema.tables.get(name) ?? unknownTable(name)));
}
function changedColumn(schema, table, name, change) {
	return changedTable(schema, table, (before) => {
		const column = before.columns.get(name);
		return column === void 0 ? before : {
			...before,
			columns: new Map(before.columns).set(name, change(column))
		};
	});
}
function tableOfIndex(schema, index) {
	const name = bare(index);
	for (const table of schema.tables.values()) if (table.indexes.has(name) && besides(table.name, name) === index) return table;
}
function without$1(map, gone) {
	return new Map([...map].filter(([name, value]) => !gone(value, name)));
}
function mapped(map, change, rename = (name) => name) {
	return new Map([...map].map(([name, value]) => [rename(name), change(value)]));
}
// src/migrations/schema/renaming.ts
function renameTable(schema, from, to) {
	const rename = (name) => name === from ? to : name;
	const views = new Map([...schema.views].map(([view, reads]) => [rename(view), reads.map(rename)]));
	if (schema.views.has(from)) return {
		...schema,
		views
	};
	if (!schema.tables.has(from) && tableOfIndex(schema, from) !== void 0) return renameIndex$1(schema, from, to);
	const own = schema.tables.get(from) ?? unknownTable(from);
	const tables = new Map(schema.tables).set(from, own);
	return {
		...schema,
		views,
		tables: new Map([...tables].map(([name, table]) => [rename(name), following(table, rename)]))
	};
}
function following(table, rename) {
	const name = rename(table.name);
	const refers = [...table.constraints.values()].some((each) => each.kind === "foreign-key" && rename(each.table) !== each.table);
	const isParent = table.partitions.some((partition) => rename(partition) !== partition);
	if (name === table.name && !refers && !isParent) return table;
	return {
		...table,
		name,
		...name === table.name ? {} : { formerly: table.formerly ?? table.name },
		partitions: table.partitions.map(rename),
		constraints: mapped(table.constraints, (each) => each.kind === "foreign-key" ? {
			...each,
			table: rename(each.table)
		} : each),
		indexes: mapped(table.indexes, (each) => ({
			...each,
			table: name
		}))
	};
}
function renameColumn(schema, tableName, from, to) {
	const rename = (name) => name === from ? to : name;
	const renamed = changedTable(schema, tableName, (table) => ({
		...table,
		columns: mapped(table.columns, (column) => renamedColumn(column, rename), rename),
		constraints: mapped(table.constraints, (each) => withColumns(each, rename)),
		indexes: mapped(table.indexes, (each) => ({
			...each,
			columns: each.columns.map(rename),
			uses: each.uses.map(rename)
		}))
	}));
	return referring(renamed, tableName).reduce((before, { name }) => changedTable(before, name, (table) => ({
		...table,
		constraints: mapped(table.constraints, (each) => each.kind === "foreign-key" && each.table === tableName ? {
			...each,
			references: each.references.map(rename)
		} : each)
	})), renamed);
}
function renamedColumn(column, rename) {
	const { generatedAs } = column;
	return {
		...column,
		name: rename(column.name),
		...generatedAs === void 0 ? {} : { generatedAs: {
			...generatedAs,
			uses: generatedAs.uses.map(rename)
		} }
	};
}
function referring(schema, name) {
	return [...schema.tables.values()].filter((table) => [...table.constraints.values()].some((each) => each.kind === "foreign-key" && each.table === name));
}
function withColumns(constraint, rename) {
	if (constraint.kind === "not-null") return {
		...constraint,
		column: rename(constraint.column)
	};
	const columns = constraint.columns.map(rename);
	if (constraint.kind !== "check") return {
		...constraint,
		columns
	};
	const { notNullOf } = constraint;
	return {
		...constraint,
		columns,
		notNullOf: notNullOf === void 0 ? void 0 : rename(notNullOf)
	};
}
function renameConstraint(schema, tableName, from, to) {
	const rename = (name) => name === from ? to : name;
	return changedTable(schema, tableName, (table) => ({
		...table,
		constraints: mapped(table.constraints, (each) => ({
			...each,
			name: rename(each.name)
		}), rename),
		indexes: mapped(table.indexes, (each) => each.constraint === from ? {
			...each,
			name: to,
			constraint: to
		} : each, (name) => table.indexes.get(name)?.constraint === from ? to : name)
	}));
}
function renameIndex$1(schema, index, to) {
	const table = tableOfIndex(schema, index);
	const [from, name] = [bare(index), bare(to)];
	if (table === void 0) return schema;
	if (table.indexes.get(from)?.constraint !== void 0) return renameConstraint(schema, table.name, from, name);
	const rename = (each) => each === from ? name : each;
	return withTable(schema, {
		...table,
		indexes: mapped(table.indexes, (each) => ({
			...each,
			name: rename(each.name)
		}), rename)
	});
}
// src/migrations/schema/dropping.ts
function dropTables(schema, names) {
	const gone = new Set(names.flatMap((name) => withPartitions(schema, name)));
	const left = [...schema.tables].filter(([name]) => !gone.has(name));
	return {
		...schema,
		tables: new Map(left.map(([name, table]) => [name, parted(table, gone)])),
		views: withoutReaders(schema.views, gone)
	};
}
function withPartitions(schema, name) {
	return [name, ...(schema.tables.get(name)?.partitions ?? []).flatMap((each) => withPartitions(schema, each))];
}
function parted(table, gone) {
	const refers = (each) => each.kind === "foreign-key" && gone.has(each.table);
	if (!([...table.constraints.values()].some(refers) || table.partitions.some((each) => gone.has(each)))) return table;
	return {
		...table,
		partitions: table.partitions.filter((each) => !gone.has(each)),
		constraints: without$1(table.constraints, refers)
	};
}
function withoutReaders(views, gone) {
	const names = new Set(gone);
	for (let before = -1; before !== names.size;) {
		before = names.size;
		for (const [view, reads] of views) if (reads.some((each) => names.has(each))) names.add(view);
	}
	return names.size === gone.size ? views : without$1(views, (_, view) => names.has(view));
}
function dropColumn$1(schema, tableName, column, cascade) {
	const dropped = changedTable(schema, tableName, (table) => {
		const keys = new Set([...table.constraints.values()].filter((each) => usesColumn(each, column)).map(({ name }) => name));
		return {
			...table,
			columns: without$1(table.columns, (_, name) => name === column),
			constraints: without$1(table.constraints, (_, name) => keys.has(name)),
			indexes: without$1(table.indexes, (index) => index.uses.includes(column) || index.constraint !== void 0 && keys.has(index.constraint))
		};
	});
	return cascade ? withoutForeignKeys(dropped, tableName, (columns) => columns.includes(column)) : dropped;
}
function usesColumn(constraint, column) {
	return constraint.kind === "not-null" ? constraint.column === column : constraint.columns.includes(column);
}
function withoutForeignKeys(schema, name, points) {
	return referring(schema, name).reduce((before, table) => changedTable(before, table.name, (each) => ({
		...each,
		constraints: without$1(each.constraints, (constraint) => constraint.kind === "foreign-key" && constraint.table === name && points(constraint.references))
	})), schema);
}
function dropConstraint$1(schema, tableName, name, cascade) {
	const constraint = schema.tables.get(tableName)?.constraints.get(name);
	if (constraint === void 0) return schema;
	const dropped = changedTable(schema, tableName, (table) => ({
		...table,
		constraints: without$1(table.constraints, (_, each) => each === name),
		indexes: without$1(table.indexes, (index) => index.constraint === name)
	}));
	if (constraint.kind === "not-null") return changedColumn(dropped, tableName, constraint.column, (column) => ({
		...column,
		notNull: false
	}));
	if (!(constraint.kind === "unique" || constraint.kind === "primary") || !cascade) return dropped;
	const key = constraint.columns.join();
	return withoutForeignKeys(dropped, tableName, (columns) => columns.join() === key);
}
function dropIndex$1(schema, index) {
	const table = tableOfIndex(schema, index);
	if (table === void 0) return schema;
	return withTable(schema, {
		...table,
		indexes: without$1(table.indexes, (_, name) => name === bare(index))
	});
}
// src/migrations/schema/grown.ts
function grown(map, name, value) {
	if (map.has(name)) return new Map(map).set(name, value);
	const shared = (map instanceof Grown ? map.entriesToGrow() : void 0) ?? new Map([...map].map(([key, each], at) => [key, {
		each,
		at
	}]));
	shared.set(name, {
		each: value,
		at: shared.size
	});
	return new Grown(shared);
}
var Grown = class {
	size;
	#entries;
	constructor(entries) {
		this.#entries = entries;
		this.size = entries.size;
	}
	entriesToGrow() {
		return this.#entries.size === this.size ? this.#entries : void 0;
	}
	get(name) {
		const found = this.#entries.get(name);
		return found !== void 0 && found.at < this.size ? found.each : void 0;
	}
	has(name) {
		const found = this.#entries.get(name);
		return found !== void 0 && found.at < this.size;
	}
	*entries() {
		for (const [name, { each, at }] of this.#entries) {
			if (at >= this.size) return;
			yield [name, each];
		}
	}
	*keys() {
		for (const [name] of this.entries()) yield name;
	}
	*values() {
		for (const [, value] of this.entries()) yield value;
	}
	[Symbol.iterator]() {
		return this.entries();
	}
	forEach(run) {
		for (const [name, value] of this.entries()) run(value, name, this);
	}
};
// src/migrations/schema/making.ts
function addColumn$1(schema, table, definition, ifNotExists, origin) {
	const existing = schema.tables.get(table)?.columns.get(definition.name);
	if (ifNotExists && existing !== void 0 && schema.tables.get(table)?.isNew !== true) return schema;
	const { name, type, notNull, collation } = definition;
	const column = {
		name,
		type,
		notNull,
		default: definition.default?.isNull === true ? void 0 : definition.default,
		filledBy: filledBy(definition),
		...definition.generatedAs === void 0 ? {} : { generatedAs: definition.generatedAs },
		collation,
		isNew: origin.isNew
	};
	const added = changedTable(schema, table, (each) => ({
		...each,
		columns: new Map(each.columns).set(name, column)
	}));
	return definition.constraints.reduce((made, constraint) => addConstraint$1(made, table, constraint, origin), added);
}
function filledBy({ identity, serial, generated }) {
	if (generated !== void 0) return "generated";
	if (identity) return "identity";
	return serial ? "serial" : void 0;
}
function addConstraint$1(schema, tableName, definition, { isNew }) {
	const given = resolved(schema, tableName, definition);
	const constraint = {
		...given,
		name: freeName(schema, tableName, given)
	};
	const valid = !constraint.notValid && !constraint.notEnforced;
	return changedTable(schema, tableName, (table) => ({
		...table,
		constraints: grown(table.constraints, constraint.name, {
			...constraint,
			valid,
			isNew
		}),
		indexes: withIndexOf(table, constraint, isNew),
		columns: withNotNull(table, constraint)
	}));
}
function resolved(schema, table, constraint) {
	if ((constraint.kind === "unique" || constraint.kind === "primary") && constraint.using !== void 0) {
		const columns = schema.tables.get(table)?.indexes.get(bare(constraint.using))?.columns ?? constraint.columns;
		return {
			...constraint,
			columns
		};
	}
	if (constraint.kind === "foreign-key" && constraint.references.length === 0) return {
		...constraint,
		references: primaryKey(schema.tables.get(constraint.table))
	};
	return constraint;
}
function primaryKey(table) {
	for (const constraint of table?.constraints.values() ?? []) if (constraint.kind === "primary") return constraint.columns;
	return [];
}
function freeName(schema, beside, { name, made }) {
	if (made !== true) return name;
	const taken = takenIn(schema, beside);
	let free = name;
	for (let count = 1; taken.has(free); count += 1) free = `${clipped(name, 63 - String(count).length)}${count}`;
	return free;
}
function takenIn(schema, beside) {
	return { has(name) {
		if (schema.tables.has(besides(beside, name))) return true;
		for (const table of schema.tables.values()) if (table.constraints.has(name) || table.indexes.has(name)) return true;
		return false;
	} };
}
function withIndexOf(table, constraint, isNew) {
	if (constraint.kind !== "unique" && constraint.kind !== "primary" && constraint.kind !== "exclusion") return table.indexes;
	const { name } = constraint;
	const using = constraint.kind === "exclusion" ? void 0 : constraint.using;
	const taken = using === void 0 ? void 0 : table.indexes.get(bare(using));
	if (taken !== void 0 && using !== void 0) {
		const others = new Map(table.indexes);
		others.delete(bare(using));
		return others.set(name, {
			...taken,
			name,
			constraint: name
		});
	}
	const index = {
		name,
		table: table.name,
		unique: constraint.kind !== "exclusion",
		columns: constraint.columns,
		uses: constraint.columns,
		hasExpressions: false,
		predicate: void 0,
		operatorClasses: [],
		method: constraint.kind === "exclusion" ? "gist" : "btree",
		constraint: name,
		isNew
	};
	return grown(table.indexes, name, index);
}
function withNotNull(table, constraint) {
	const columns = constraint.kind === "primary" ? constraint.columns : constraint.kind === "not-null" ? [constraint.column] : [];
	const changed = new Map(table.columns);
	for (const name of columns) {
		const column = changed.get(name);
		if (column !== void 0) changed.set(name, {
			...column,
			notNull: true
		});
	}
	return columns.length === 0 ? table.columns : changed;
}
function addIndex(schema, definition, ifNotExists, { isNew }) {
	if (ifNotExists && tableOfIndex(schema, besides(definition.table, definition.name)) !== void 0) return schema;
	const name = freeName(schema, definition.table, definition);
	return changedTable(schema, definition.table, (table) => ({
		...table,
		indexes: grown(table.indexes, name, {
			...definition,
			name,
			constraint: void 0,
			isNew
		})
	}));
}
// src/migrations/schema/partitions.ts
function joinPartition(schema, parentName, name, origin) {
	const joined = withPartition(schema, parentName, name);
	const parent = joined.tables.get(parentName);
	const indexes = [...parent?.indexes.values() ?? []].filter(({ constraint }) => constraint === void 0);
	const constrained = [...parent?.constraints.values() ?? []].reduce((made, each) => addConstraint$1(made, name, constraintFor(name, each), origin), joined);
	return indexes.reduce((made, each) => addIndex(made, indexFor(name, each), false, origin), constrained);
}
function withPartition(schema, parent, name) {
	return changedTable(schema, parent, (table) => ({
		...table,
		partitioned: true,
		partitions: [...table.partitions.filter((each) => each !== name), name]
	}));
}
const PASSED_ON = [
	"add-column",
	"drop-column",
	"rename-column",
	"alter-type",
	"set-default",
	"drop-default",
	"set-not-null",
	"drop-not-null",
	"drop-constraint",
	"validate-constraint",
	"add-constraint"
];
function forPartitions(schema, act) {
	if (act.act === "create-index") return (act.only ? [] : schema.tables.get(act.index.table)?.partitions ?? []).map((partition) => ({
		...act,
		index: indexFor(partition, act.index)
	}));
	if (!isPassedOn(act)) return [];
	return (schema.tables.get(act.table)?.partitions ?? []).map((table) => act.act === "add-constraint" ? {
		...act,
		table,
		constraint: constraintFor(table, act.constraint)
	} : {
		...act,
		table
	});
}
function isPassedOn(act) {
	return PASSED_ON.some((each) => each === act.act);
}
function constraintFor(partition, constraint) {
	if (constraint.kind === "primary") return {
		...constraint,
		name: madeName(partition, [], "pkey", NOTHING),
		made: true
	};
	if (constraint.kind === "unique") return {
		...constraint,
		name: madeName(partition, constraint.columns, "key", NOTHING),
		made: true
	};
	const { made: _, ...kept } = constraint;
	return kept;
}
function indexFor(partition, index) {
	const columns = index.columns.length === 0 ? ["expr"] : index.columns;
	return {
		...index,
		table: partition,
		name: madeName(partition, columns, "idx", NOTHING),
		made: true
	};
}
const NOTHING = new Set();
// src/migrations/schema/tables.ts
function createTable$2(schema, act, origin) {
	if (act.ifNotExists && schema.tables.has(act.table)) return schema;
	const parent = act.partitionOf === void 0 ? void 0 : schema.tables.get(act.partitionOf);
	const likes = (act.like ?? []).map((name) => schema.tables.get(name));
	const known = [...act.partitionOf === void 0 ? [] : [parent], ...likes];
	const table = {
		...unknownTable(act.table),
		isNew: origin.isNew,
		complete: act.columnsUnknown !== true && known.every((each) => each?.complete === true),
		columns: new Map(known.flatMap((each) => [...each?.columns ?? []]).map(([name, column]) => [name, {
			...column,
			isNew: origin.isNew
		}])),
		partitioned: act.partitioned
	};
	const columns = act.columns.reduce((made, column) => addColumn$1(made, act.table, column, true, origin), withTable(schema, table));
	const own = act.constraints.reduce((made, constraint) => addConstraint$1(made, act.table, constraint, origin), columns);
	return act.partitionOf === void 0 ? own : joinPartition(own, act.partitionOf, act.table, origin);
}
// src/migrations/schema/apply.ts
function applyAct(schema, act, origin) {
	return forPartitions(schema, act).reduce((after, each) => applyAct(after, each, origin), apply(schema, act, origin));
}
function apply(schema, act, origin) {
	switch (act.act) {
		case "create-table": return createTable$2(schema, act, origin);
		case "drop-table": return dropTables(schema, act.tables);
		case "rename-table": return renameTable(schema, act.table, act.to);
		case "rename-column": return renameColumn(schema, act.table, act.column, act.to);
		case "rename-constraint": return renameConstraint(schema, act.table, act.name, act.to);
		case "rename-index": return renameIndex$1(schema, act.index, act.to);
		case "add-column": return addColumn$1(schema, act.table, act.column, act.ifNotExists, origin);
		case "drop-column": return dropColumn$1(schema, act.table, act.column, act.cascade);
		case "add-constraint": return addConstraint$1(schema, act.table, act.constraint, origin);
		case "drop-constraint": return dropConstraint$1(schema, act.table, act.name, act.cascade);
		case "validate-constraint": return validateConstraint$1(schema, act.table, act.name);
		case "create-index": return addIndex(schema, act.index, act.ifNotExists, origin);
		case "drop-index": return act.indexes.reduce((before, index) => dropIndex$1(before, index), schema);
		default: return applyToColumn(schema, act) ?? applyToRest(schema, act);
	}
}
function applyToColumn(schema, act) {
	switch (act.act) {
		case "alter-type": {
			const collation = act.collation;
			return changedColumn(schema, act.table, act.column, (column) => ({
				...column,
				type: act.type,
				collation
			}));
		}
		case "set-default": return changedColumn(schema, act.table, act.column, (column) => ({
			...column,
			default: act.value.isNull ? void 0 : act.value
		}));
		case "drop-default": return changedColumn(schema, act.table, act.column, (column) => ({
			...column,
			default: void 0,
			filledBy: column.filledBy === "serial" ? void 0 : column.filledBy
		}));
		case "set-not-null": return changedColumn(schema, act.table, act.column, (column) => ({
			...column,
			notNull: true
		}));
		case "drop-not-null": return dropNotNull(schema, act.table, act.column);
		case "add-identity": return changedColumn(schema, act.table, act.column, (column) => ({
			...column,
			filledBy: "identity"
		}));
		case "drop-identity":
		case "drop-expression": return changedColumn(schema, act.table, act.column, ({ generatedAs: _, ...column }) => ({
			...column,
			filledBy: void 0
		}));
		default: return;
	}
}
function dropNotNull(schema, table, column) {
	const nullable = changedColumn(schema, table, column, (before) => ({
		...before,
		notNull: false
	}));
	return changedTable(nullable, table, (before) => ({
		...before,
		constraints: new Map([...before.constraints].filter(([, each]) => !(each.kind === "not-null" && each.column === column)))
	}));
}
function validateConstraint$1(schema, table, name) {
	const before = schema.tables.get(table)?.constraints.get(name);
	if (before === void 0) return schema;
	const valid = changedTable(schema, table, (each) => ({
		...each,
		constraints: new Map(each.constraints).set(name, {
			...before,
			valid: true
		})
	}));
	return before.kind === "not-null" ? changedColumn(valid, table, before.column, (column) => ({
		...column,
		notNull: true
	})) : valid;
}
function applyToRest(schema, act) {
	switch (act.act) {
		case "attach-partition": return withPartition(schema, act.table, act.partition);
		case "detach-partition": return changedTable(schema, act.table, (table) => ({
			...table,
			partitions: table.partitions.filter((each) => each !== act.partition)
		}));
		case "create-view": return withView(schema, act);
		case "drop-view": return {
			...schema,
			views: new Map([...schema.views].filter(([view]) => !act.views.includes(view)))
		};
		case "create-type": return {
			...schema,
			enums: new Map(schema.enums).set(act.type, act.values)
		};
		case "add-enum-value": return {
			...schema,
			enums: new Map(schema.enums).set(act.type, withValue(schema, act.type, act.value))
		};
		case "rename-enum-value": {
			const values = (schema.enums.get(act.type) ?? []).map((value) => value === act.value ? act.to : value);
			return {
				...schema,
				enums: new Map(schema.enums).set(act.type, values)
			};
		}
		case "drop-type": return {
			...schema,
			enums: new Map([...schema.enums].filter(([type]) => !act.types.includes(type)))
		};
		case "insert": return act.values === true ? schema : filled$1(schema, act.table);
		case "merge": return filled$1(schema, act.table);
		case "truncate": return act.tables.reduce(emptied, schema);
		case "schema": return act.what === "drop" ? dropTables(schema, inSchema(schema, act.name)) : schema;
		default: return schema;
	}
}
function withView(schema, { view, reads, query }) {
	const views = new Map(schema.views).set(view, reads);
	return query === void 0 ? {
		...schema,
		views
	} : {
		...schema,
		views,
		queries: new Map(schema.queries).set(view, query)
	};
}
function withValue(schema, type, value) {
	const values = schema.enums.get(type) ?? [];
	return values.includes(value) ? values : [...values, value];
}
function filled$1(schema, name) {
	const table = schema.tables.get(name);
	return table === void 0 || table.filled || !table.isNew ? schema : withTable(schema, {
		...table,
		filled: true
	});
}
function emptied(schema, name) {
	const table = schema.tables.get(name);
	return table?.filled === true ? withTable(schema, {
		...table,
		filled: false
	}) : schema;
}
function inSchema(schema, name) {
	return [...schema.tables.keys()].filter((table) => table.startsWith(`${name}.`));
}
// src/migrations/postgres/context.ts
function tableOf$1({ schema }, name) {
	return schema.tables.get(name);
}
function columnOf$1(context, table, column) {
	return tableOf$1(context, table)?.columns.get(column);
}
function isComplete(context, table) {
	return tableOf$1(context, table)?.complete === true;
}
function lockTable(context, table, mode, role = "target") {
	const partitions = partitionsOf(context, table).map((relation) => ({
		relation,
		mode,
		role: "partition"
	}));
	return [{
		relation: table,
		mode,
		role
	}, ...partitions];
}
function partitionsOf(context, table) {
	return (tableOf$1(context, table)?.partitions ?? []).flatMap((name) => [name, ...partitionsOf(context, name)]);
}
function foreignKeysOf(context, table) {
	return [...tableOf$1(context, table)?.constraints.values() ?? []].filter((constraint) => constraint.kind === "foreign-key");
}
function referencesTo({ schema }, table) {
	return (childrenIn(schema).get(table) ?? []).filter(({ child }) => child !== table);
}
const CHILDREN = new WeakMap();
function childrenIn(schema) {
	const known = CHILDREN.get(schema.tables);
	if (known !== void 0) return known;
	const children = new Map();
	for (const child of schema.tables.keys()) for (const key of foreignKeysOf({ schema }, child)) {
		const list = children.get(key.table);
		if (list === void 0) children.set(key.table, [{
			child,
			key
		}]);
		else list.push({
			child,
			key
		});
	}
	CHILDREN.set(schema.tables, children);
	return children;
}
function indexesOf(context, table) {
	return [...tableOf$1(context, table)?.indexes.values() ?? []];
}
function indexNamed({ schema }, name) {
	return tableOfIndex(schema, name)?.indexes.get(bare(name));
}
function isEnum({ schema }, type) {
	return (schema.enums.get(type)?.length ?? 0) > 0;
}
function provenNotNull(context, table, column) {
	return [...tableOf$1(context, table)?.constraints.values() ?? []].some((constraint) => constraint.valid && !constraint.notEnforced && (constraint.kind === "check" && constraint.notNullOf === column || constraint.kind === "not-null" && constraint.column === column));
}
function hasNoNull(context, table, column) {
	const unproven = [...tableOf$1(context, table)?.constraints.values() ?? []].some((one) => one.kind === "not-null" && one.column === column && !one.valid);
	if (provenNotNull(context, table, column)) return true;
	return columnOf$1(context, table, column)?.notNull === true && !unproven;
}
function isEmpty(context, table) {
	const known = tableOf$1(context, table);
	return known?.isNew === true && !known.filled && context.populated?.has(table) !== true;
}
function unsupported({ major }, since, what) {
	if (major >= since) return {};
	return {
		refused: [{
			why: "unsupported",
			message: `${what} needs PostgreSQL ${since}; this is ${major}.`
		}],
		since
	};
}
function refusedInTransaction({ inTransaction }, what) {
	if (!inTransaction) return {};
	return { refused: [{
		why: "in-transaction",
		message: `${what} cannot run inside of a transaction.`
	}] };
}
// src/migrations/postgres/locks.ts
const LOCK_OF = {
	"drop-table": "access-exclusive",
	"rename-table": "access-exclusive",
	"rename-column": "access-exclusive",
	"rename-constraint": "access-exclusive",
	"add-column": "access-exclusive",
	"drop-column": "access-exclusive",
	"alter-type": "access-exclusive",
	"set-default": "access-exclusive",
	"drop-default": "access-exclusive",
	"set-not-null": "access-exclusive",
	"drop-not-null": "access-exclusive",
	"add-identity": "access-exclusive",
	"drop-identity": "access-exclusive",
	"drop-expression": "access-exclusive",
	"drop-constraint": "access-exclusive",
	"alter-constraint": "access-exclusive",
	"validate-constraint": "share-update-exclusive",
	"create-trigger": "share-row-exclusive",
	"drop-trigger": "access-exclusive",
	comment: "share-update-exclusive",
	truncate: "access-exclusive",
	cluster: "access-exclusive"
};
const ALTER_TABLE = {
	"set-storage": {
		lock: "access-exclusive",
		rewrites: false
	},
	"set-compression": {
		lock: "access-exclusive",
		rewrites: false
	},
	"set-statistics": {
		lock: "share-update-exclusive",
		rewrites: false
	},
	"set-options": {
		lock: "share-update-exclusive",
		rewrites: false
	},
	"enable-trigger": {
		lock: "share-row-exclusive",
		rewrites: false
	},
	"disable-trigger": {
		lock: "share-row-exclusive",
		rewrites: false
	},
	"enable-row-security": {
		lock: "access-exclusive",
		rewrites: false
	},
	"disable-row-security": {
		lock: "access-exclusive",
		rewrites: false
	},
	"force-row-security": {
		lock: "access-exclusive",
		rewrites: false
	},
	"replica-identity": {
		lock: "access-exclusive",
		rewrites: false
	},
	"set-tablespace": {
		lock: "access-exclusive",
		rewrites: true
	},
	"set-logged": {
		lock: "access-exclusive",
		rewrites: true
	},
	"set-unlogged": {
		lock: "access-exclusive",
		rewrites: true
	},
	"set-access-method": {
		lock: "access-exclusive",
		rewrites: true
	},
	"cluster-on": {
		lock: "share-update-exclusive",
		rewrites: false
	},
	owner: {
		lock: "access-exclusive",
		rewrites: false
	},
	inherit: {
		lock: "access-exclusive",
		rewrites: false
	},
	"no-inherit": {
		lock: "access-exclusive",
		rewrites: false
	},
	"set-schema": {
		lock: "access-exclusive",
		rewrites: false
	},
	other: {
		lock: "access-exclusive",
		rewrites: false
	}
};
function lockModeOf(words) {
	const name = words.trim().toLowerCase().replace(/\s+mode$/, "").replace(/[\s_]+/g, "-");
	return LOCK_MODES.find((mode) => mode === name) ?? "access-exclusive";
}
// src/migrations/postgres/types.ts
const KNOWN = new Set(`bool bytea char name int8 int2 int4 text oid json xml point lseg path box polygon line float4 float8 money macaddr macaddr8 inet cidr
bpchar varchar date time timestamp timestamptz interval timetz bit varbit numeric uuid jsonb jsonpath tsvector tsquery regclass regtype regproc
regconfig regdictionary regnamespace regrole regoperator regprocedure refcursor txid_snapshot pg_lsn pg_snapshot xid xid8 cid tid
int4range int8range numrange tsrange tstzrange daterange int4multirange int8multirange nummultirange tsmultirange tstzmultirange datemultirange citext hstore ltree lquery ltxtquery cube seg isbn ean13 geometry geography raster box2d box3d vector halfvec sparsevec`.split(/\s+/));
function isKnownType(name) {
	return KNOWN.has(name.slice(name.lastIndexOf(".") + 1));
}
// src/migrations/postgres/volatility.ts
function volatilityOf(expression) {
	const calls = expression.calls.map((name) => name.slice(name.lastIndexOf(".") + 1).toLowerCase());
	const volatile = calls.find((name) => VOLATILE.has(name));
	if (volatile !== void 0) return {
		per: "row",
		because: volatile
	};
	const strange = calls.find((name) => !STEADY.has(name) && !isTypeOrGeometry(name));
	return strange === void 0 ? {
		per: "statement",
		because: ""
	} : {
		per: "unknown",
		because: strange
	};
}
function isHarmlessCall(name) {
	const own = name.slice(name.lastIndexOf(".") + 1).toLowerCase();
	return STEADY.has(own) || VOLATILE.has(own) || AGGREGATES.has(own) || isTypeOrGeometry(own) || own.startsWith("pg_");
}
function isTypeOrGeometry(name) {
	return name.startsWith("st_");
}
function words(text) {
	return new Set(text.trim().split(/\s+/));
}
const VOLATILE = words(`
array_sample array_shuffle clock_timestamp current_query currval gen_random_uuid lastval lo_create nextval pg_advisory_lock
pg_advisory_xact_lock pg_advisory_unlock pg_try_advisory_lock pg_try_advisory_xact_lock pg_backend_pid pg_sleep random random_normal
set_config setval timeofday txid_status uuidv4 uuidv7
uuid_generate_v1 uuid_generate_v1mc uuid_generate_v4 gen_random_bytes gen_salt`);
const STEADY = words(`
abs acos acosd acosh age array_agg array_append array_cat array_dims array_fill array_length array_lower array_ndims array_position
array_positions array_prepend array_remove array_replace array_reverse array_sort array_to_json array_to_string array_to_tsvector array_upper
ascii asin asind asinh atan atan2 atan2d atand atanh bit_count bit_length btrim cardinality casefold cbrt ceil ceiling char_length
character_length chr coalesce col_description concat concat_ws convert convert_from convert_to cos cosd cosh cot cotd crc32 crc32c
current_catalog current_database current_date current_role current_schema current_schemas current_setting current_time current_timestamp
current_user date date_add date_bin date_part date_subtract date_trunc daterange decode degrees div encode enum_first enum_last enum_range erf
erfc exp extract factorial family floor format format_type gamma gcd get_bit get_byte greatest has_column_privilege has_schema_privilege
has_table_privilege host hostmask inet_client_addr inet_server_addr initcap int4range int8range isempty isfinite is_normalized json_array
json_array_elements json_array_elements_text json_array_length json_build_array json_build_object json_each json_each_text
json_extract_path json_extract_path_text json_object json_object_keys json_populate_record json_scalar json_serialize json_strip_nulls
json_to_record json_to_tsvector json_typeof json_value jsonb_array_elements jsonb_array_elements_text jsonb_array_length jsonb_build_array
jsonb_build_object jsonb_concat jsonb_each jsonb_each_text jsonb_extract_path jsonb_extract_path_text jsonb_insert jsonb_object
jsonb_object_keys jsonb_path_exists jsonb_path_match jsonb_path_query jsonb_path_query_array jsonb_path_query_first jsonb_populate_record
jsonb_pretty jsonb_set jsonb_set_lax jsonb_strip_nulls jsonb_to_record jsonb_to_tsvector jsonb_typeof justify_days justify_hours
justify_interval lcm least left length lgamma ln localtime localtimestamp log log10 lower lower_inc lower_inf lpad ltrim macaddr8_set7bit
make_date make_interval make_time make_timestamp make_timestamptz masklen md5 min_scale mod multirange netmask network normalize now nullif
num_nonnulls num_nulls numrange numnode obj_description octet_length overlaps overlay parse_ident phraseto_tsquery pi plainto_tsquery
position pow power quote_ident quote_literal quote_nullable radians range_merge regexp_count regexp_instr regexp_like regexp_match
regexp_matches regexp_replace regexp_split_to_array regexp_substr repeat replace reverse right round row_to_json rpad rtrim scale session_user
set_bit set_byte setweight sha224 sha256 sha384 sha512 sign sin sind sinh split_part sqrt starts_with statement_timestamp string_to_array
strip strpos substr substring system_user tan tand tanh text timezone to_ascii to_bin to_char to_date to_hex to_json to_jsonb to_number to_oct
to_regclass to_regtype to_timestamp to_tsquery to_tsvector transaction_timestamp translate trim trim_array trim_scale trunc ts_delete
ts_filter ts_headline ts_rank ts_rank_cd tsrange tstzrange tsvector_to_array unistr upper upper_inc upper_inf user uuid_extract_timestamp
uuid_extract_version version websearch_to_tsquery width_bucket xmlcomment xmlelement xmlforest xmlparse xpath
armor crypt digest hmac f_unaccent hstore immutable_unaccent similarity show_trgm text2ltree unaccent uuid_generate_v3 uuid_generate_v5
uuid_nil uuid_ns_dns uuid_ns_url word_similarity`);
const AGGREGATES = words(`
array_agg avg bool_and bool_or count every json_agg json_object_agg jsonb_agg jsonb_object_agg max min string_agg sum row_number rank dense_rank
lag lead first_value last_value ntile percentile_cont percentile_disc stddev variance generate_series generate_subscripts unnest
jsonb_array_elements json_array_elements regexp_split_to_table string_to_table setval nextval`);
// src/migrations/postgres/add-column.ts
function addColumn(act, context) {
	const { table, column } = act;
	const locks = lockTable(context, table, LOCK_OF["add-column"]);
	if (act.ifNotExists && columnOf$1(context, table, column.name) !== void 0) return { locks };
	const parts = [
		fillRows(table, column, context),
		refuseNull(table, column),
		...inline(table, column, context)
	];
	return combine([{ locks }, ...parts]);
}
function fillRows(table, column, context) {
	if (column.generated === "virtual") return unsupported(context, 18, "A virtual generated column");
	if (column.generated === "stored") return rewrite(table, "a stored generated column is worked out for every row");
	if (column.identity) return rewrite(table, "an identity column gives every row a number of its own");
	if (column.serial) return rewrite(table, "a serial column gives every row a number of its own");
	const { default: value, type } = column;
	if (!isKnownType(type.name) && !isEnum(context, type.name)) return { unknown: [`Whether ${type.name} is a domain with a constraint is not known; adding a column of one to ${table} writes the whole table anew.`] };
	if (!hasValue(column) || value === void 0) return {};
	const { per, because } = volatilityOf(value);
	if (per === "statement") return {};
	if (per === "row") return rewrite(table, `${because}() gives every row a value of its own`);
	return {
		...rewrite(table, `${because}() may give every row a value of its own`),
		unknown: [`Whether ${because}() gives every row of ${table} the same value is not known: it is not one of PostgreSQL's own functions.`]
	};
}
function rewrite(table, why) {
	return { rewrites: [{
		table,
		why
	}] };
}
function hasValue({ default: value, identity, serial, generated }) {
	return identity || serial || generated !== void 0 || value !== void 0 && !value.isNull;
}
function refuseNull(table, column) {
	if (!(column.notNull || column.constraints.some(({ kind }) => kind === "primary" || kind === "not-null")) || hasValue(column)) return {};
	return {
		scans: [{
			table,
			why: "rows that are there have no value for the new column, and NULL is refused"
		}],
		fails: [{
			table,
			columns: [column.name],
			on: "null"
		}]
	};
}
function inline(table, column, context) {
	return column.constraints.map((constraint) => inlineConstraint(table, column, constraint, context));
}
function inlineConstraint(table, column, constraint, context) {
	switch (constraint.kind) {
		case "check":
			if (constraint.notEnforced) return unsupported(context, 18, "NOT ENFORCED");
			return {
				scans: [{
					table,
					why: "the CHECK that comes with the new column is tested on every row"
				}],
				...violations(table, column, constraint)
			};
		case "unique":
		case "primary": {
			const why = constraint.kind === "unique" ? "the new column is UNIQUE" : "the new column is the primary key";
			const sameForAll = column.default?.isNull === false && volatilityOf(column.default).per === "statement";
			return {
				builds: [{
					table,
					index: constraint.name,
					concurrently: false,
					why
				}],
				fails: sameForAll && !column.serial ? [{
					table,
					columns: [column.name],
					on: "same-value"
				}] : []
			};
		}
		case "foreign-key": {
			const parent = constraint.table === table ? [] : lockTable(context, constraint.table, PARENT, "parent");
			if (constraint.notEnforced) return {
				...unsupported(context, 18, "NOT ENFORCED"),
				locks: parent
			};
			if (!givesDefault(column) && !besidesDefault(context)) return { locks: parent };
			const orphans = hasValue(column) ? [{
				table,
				columns: [column.name],
				on: "orphans"
			}] : [];
			return {
				locks: parent,
				scans: [{
					table,
					why: ORPHANS_LOOKED_FOR
				}],
				fails: orphans
			};
		}
		default: return {};
	}
}
function givesDefault({ default: value, serial }) {
	return value !== void 0 || serial;
}
function besidesDefault({ major, statement }) {
	return major < 13 && statement.acts.some((act) => act.act === "add-column" && givesDefault(act.column));
}
const PARENT = "share-row-exclusive";
function violations(table, column, constraint) {
	const others = constraint.columns.filter((name) => name !== column.name);
	const refusesNull = constraint.notNullOf === column.name && !hasValue(column);
	if (others.length === 0 && !refusesNull) return {};
	return { fails: [{
		table,
		columns: constraint.columns,
		on: "violation"
	}] };
}
// src/migrations/postgres/alter-column.ts
function setNotNull({ table, column }, context) {
	const locks = lockTable(context, table, LOCK_OF["set-not-null"]);
	if (hasNoNull(context, table, column)) return { locks };
	return {
		locks,
		scans: [{
			table,
			why: `every row is looked at for a NULL in ${column}`
		}],
		fails: [{
			table,
			columns: [column],
			on: "null"
		}]
	};
}
// src/migrations/postgres/dependents.ts
function dependentsOn(context, table, column, doing) {
	const generated = generatedFrom(context, table, column);
	const views = viewsOn(context, table, column);
	const refused = [...generated.certain.map((name) => `the generated column ${name}`), ...views.certain.map((name) => `the view ${name}`)];
	const possible = [...generated.possible.map((name) => `the generated column ${name} of ${table}`), ...views.possible.map((name) => `the view ${name}, which reads ${table},`)];
	return {
		refused: refused.map((who) => ({
			why: "dependent",
			message: `PostgreSQL does not ${doing} ${table}.${column}: ${who} uses it.`
		})),
		unknown: possible.map((who) => `Whether ${who} uses the column ${column} is not known; if so PostgreSQL refuses to ${doing} it.`)
	};
}
function viewsDroppedWith(context, table, column) {
	const { certain, possible } = viewsOn(context, table, column);
	return {
		locks: certain.map((relation) => ({
			relation,
			mode: "access-exclusive",
			role: "child"
		})),
		alsoDropped: certain.map((name) => ({
			kind: "view",
			name,
			of: table
		})),
		unknown: possible.map((name) => `Whether the view ${name}, which reads ${table}, uses its column ${column} is not known; if so CASCADE drops the view.`)
	};
}
function viewsOn({ schema, dependents = [] }, table, column) {
	const told = dependents.filter((one) => one.table === table);
	const certain = [...new Set(told.filter((one) => one.column === column).map(({ name }) => name))];
	const open = [...schema.views].filter(([, reads]) => reads.includes(table)).filter(([name]) => !told.some((one) => one.name === name));
	const uses = (name, reads) => usedBy(name, reads, schema, table, column);
	return {
		certain: [...certain, ...open.filter(([name, reads]) => uses(name, reads) === true).map(([name]) => name)],
		possible: open.filter(([name, reads]) => uses(name, reads) === void 0).map(([name]) => name)
	};
}
function usedBy(view, reads, { queries, tables }, table, column) {
	const named = queries?.get(view)?.columns;
	if (named === void 0) return void 0;
	if (named === "all") return reads.length === 1 && tables.get(table)?.columns.get(column)?.isNew === false ? true : void 0;
	if (!named.includes(column)) return false;
	return reads.length === 1 ? true : void 0;
}
function generatedFrom(context, table, column) {
	const generated = [...tableOf$1(context, table)?.columns.values() ?? []].filter(({ name, filledBy }) => filledBy === "generated" && name !== column);
	return {
		certain: generated.filter(({ default: value }) => value !== void 0).filter(({ default: value }) => mentions(value?.text ?? "", column)).map(({ name }) => name),
		possible: generated.filter(({ default: value }) => value === void 0).map(({ name }) => name)
	};
}
function mentions(sql, name) {
	const plain = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
	return new RegExp(`(^|[^\\w$])${plain}($|[^\\w$])`, "i").test(sql);
}
// src/migrations/postgres/type-changes.ts
const KEPT = {
	rows: "kept",
	why: "",
	otherOrder: false,
	fails: false,
	cuts: void 0,
	needsUsing: false
};
const REWRITTEN = {
	...KEPT,
	rows: "rewritten",
	why: "the new type stores its values differently"
};
function typeChange(from, to, using, timeZone, isEnum) {
	if (using?.kind === "expression") return byExpression(from, to);
	if (from.array !== to.array) return {
		...REWRITTEN,
		fails: true,
		needsUsing: using === void 0
	};
	if (sameType$1(from, to)) return KEPT;
	if (from.array) return betweenArrays(from, to, using !== void 0, timeZone, isEnum);
	const change = byFamily(from, to, using !== void 0, timeZone, isEnum);
	if (using === void 0) return change;
	return hasNoCast(from, to) ? {
		...change,
		needsUsing: false,
		fails: false,
		hasNoCast: true
	} : {
		...change,
		needsUsing: false
	};
}
function hasNoCast(from, to) {
	const groups = [from, to].map((type) => {
		if (type.name === "uuid") return "uuid";
		if (isNumber(type) || type.name === "bool") return "number";
		return isTemporal(type) ? "moment" : void 0;
	});
	return groups.every((group) => group !== void 0) && groups[0] !== groups[1];
}
function betweenArrays(from, to, explicit, timeZone, isEnum) {
	if (from.name === to.name && to.modifiers.length === 0) return KEPT;
	const change = byFamily(from, to, explicit, timeZone, isEnum);
	if (change.rows === "unknown") return change;
	return {
		...REWRITTEN,
		fails: change.fails,
		cuts: change.cuts,
		needsUsing: change.needsUsing && !explicit
	};
}
function sameType$1(from, to) {
	return from.name === to.name && from.modifiers.join() === to.modifiers.join();
}
function byExpression(from, to) {
	const fails = !(isTemporal(from) && isTemporal(to)) && !(isString(to) && to.modifiers.length === 0);
	return {
		...REWRITTEN,
		why: "the expression after USING is worked out for every row",
		fails
	};
}
function byFamily(from, to, explicit, timeZone, isEnum) {
	const strange = [from, to].find(({ name }) => !isKnownType(name) && !isEnum(name));
	if (strange !== void 0) return {
		...REWRITTEN,
		rows: "unknown",
		why: `what ${strange.name} is, and how its values are stored, is not known`
	};
	if (isString(from) && isString(to)) return betweenStrings(from, to, explicit);
	if (isString(to)) return {
		...REWRITTEN,
		fails: limitOf(to) !== void 0 && !explicit,
		cuts: cutBy(to, explicit)
	};
	if (isString(from)) return {
		...REWRITTEN,
		fails: true,
		needsUsing: true
	};
	if (from.name === "numeric" && to.name === "numeric") return betweenNumerics(from, to);
	if (isNumber(from) && isNumber(to)) return betweenNumbers(from, to);
	if (isTemporal(from) && isTemporal(to)) return betweenTemporals(from, to, timeZone);
	if (isBits(from) && isBits(to)) return betweenBits(from, to, explicit);
	if (KEPT_PAIRS.has(`${from.name}>${to.name}`)) return KEPT;
	const both = new Set([from.name, to.name]);
	if (both.has("bool") && [...both].some((name) => isNumber({ name }))) return {
		...REWRITTEN,
		needsUsing: true
	};
	if (both.has("json") && both.has("jsonb")) return {
		...REWRITTEN,
		why: "jsonb is stored in a form of its own"
	};
	if (both.has("inet") && both.has("cidr")) return {
		...REWRITTEN,
		fails: false
	};
	return {
		...REWRITTEN,
		fails: true,
		needsUsing: true
	};
}
const KEPT_PAIRS = new Set([
	"cidr>inet",
	"int4>oid",
	"oid>int4",
	"xml>text",
	"xml>varchar"
]);
const STRINGS = new Set([
	"text",
	"varchar",
	"bpchar",
	"citext",
	"name",
	"xml",
	"char"
]);
const STORED_AS_TEXT = new Set([
	"text",
	"varchar",
	"citext",
	"xml"
]);
function isString({ name }) {
	return STRINGS.has(name);
}
function limitOf({ name, modifiers }) {
	return name === "bpchar" && modifiers.length === 0 ? void 0 : modifiers[0];
}
function cutBy(to, explicit) {
	const limit = limitOf(to);
	return explicit && limit !== void 0 ? `longer values are cut to ${limit} characters by the cast` : void 0;
}
function betweenStrings(from, to, explicit) {
	if (to.name === "xml") return {
		...REWRITTEN,
		fails: true,
		needsUsing: true
	};
	const [before, after] = [limitOf(from), limitOf(to)];
	const fits = after === void 0 || before !== void 0 && before <= after;
	const fails = !fits && !explicit;
	const cuts = fits ? void 0 : cutBy(to, explicit);
	const otherOrder = from.name === "citext" !== (to.name === "citext") || from.name === "bpchar" || to.name === "bpchar";
	const alike = STORED_AS_TEXT.has(from.name) && STORED_AS_TEXT.has(to.name);
	const paddedAlike = from.name === "bpchar" && to.name === "bpchar" && before === after;
	const unpadded = STORED_AS_TEXT.has(from.name) && to.name === "bpchar" && after === void 0;
	if (fits && (alike || paddedAlike || unpadded)) return {
		...KEPT,
		otherOrder
	};
	const why = fits ? "char(n) is filled up with blanks" : "every value has to be measured against the new length";
	return {
		...REWRITTEN,
		why,
		fails,
		cuts
	};
}
function betweenNumerics(from, to) {
	const [precision, scale = 0] = to.modifiers;
	if (precision === void 0) return KEPT;
	const [wasPrecision, wasScale = 0] = from.modifiers;
	if (wasPrecision !== void 0 && precision >= wasPrecision && scale === wasScale) return KEPT;
	const fails = wasPrecision === void 0 || precision - scale < wasPrecision - wasScale;
	const cuts = wasPrecision === void 0 || scale < wasScale ? `values are rounded to ${scale} decimals` : void 0;
	const why = scale === wasScale ? "every value has to be measured against the new precision" : "the scale changes";
	return {
		...REWRITTEN,
		why,
		fails,
		cuts
	};
}
const INTEGERS$1 = [
	"int2",
	"int4",
	"int8"
];
const NUMBERS = new Set([
	...INTEGERS$1,
	"numeric",
	"float4",
	"float8",
	"money",
	"oid"
]);
const DIGITS = {
	int2: 5,
	int4: 10,
	int8: 19
};
function isNumber({ name }) {
	return NUMBERS.has(name);
}
function betweenNumbers(from, to) {
	if (KEPT_PAIRS.has(`${from.name}>${to.name}`)) return {
		...KEPT,
		otherOrder: true
	};
	const [before, after] = [INTEGERS$1.indexOf(from.name), INTEGERS$1.indexOf(to.name)];
	const why = `${from.name} and ${to.name} take a different number of bytes`;
	if (before >= 0 && after >= 0) return {
		...REWRITTEN,
		why,
		fails: after < before
	};
	if (before >= 0 && to.name === "numeric") {
		const [precision, scale = 0] = to.modifiers;
		return {
			...REWRITTEN,
			fails: precision !== void 0 && precision - scale < (DIGITS[from.name] ?? 0)
		};
	}
	const rounded = after >= 0 ? "fractions are rounded" : void 0;
	const fails = after >= 0 || to.name === "numeric" && to.modifiers.length > 0 || to.name === "float4" || to.name === "money";
	return {
		...REWRITTEN,
		fails,
		cuts: rounded,
		needsUsing: from.name === "money" && to.name !== "numeric"
	};
}
const TEMPORALS = new Set([
	"date",
	"time",
	"timetz",
	"timestamp",
	"timestamptz",
	"interval"
]);
const UTC = /^(etc\/)?(utc|gmt|uct|universal|zulu|greenwich|gmt[+-]?0)$/i;
const FULL_PRECISION = 6;
function isTemporal({ name }) {
	return TEMPORALS.has(name);
}
function betweenTemporals(from, to, timeZone) {
	const [before, after] = [from.modifiers[0] ?? FULL_PRECISION, to.modifiers[0] ?? FULL_PRECISION];
	const precisionCut = after < before ? "fractions of a second are rounded" : void 0;
	const rounded = {
		...REWRITTEN,
		why: "every value has to be rounded to the new precision",
		cuts: precisionCut
	};
	const pair = `${from.name}>${to.name}`;
	if (from.name === to.name) return after >= before ? KEPT : rounded;
	if (pair === "timestamp>timestamptz" || pair === "timestamptz>timestamp") {
		if (after < before) return rounded;
		if (timeZone === void 0) return {
			...REWRITTEN,
			rows: "unknown",
			otherOrder: true,
			why: "it is done without touching the rows only when the time zone of the session is UTC, and that is not known"
		};
		if (UTC.test(timeZone)) return {
			...KEPT,
			otherOrder: true
		};
		return {
			...REWRITTEN,
			why: `the session's time zone is ${timeZone} and not UTC, so every value is moved`
		};
	}
	const cuts = LOSSY.get(pair) ?? precisionCut;
	const castable = CASTABLE_TEMPORALS.has(pair);
	return {
		...REWRITTEN,
		cuts,
		needsUsing: !castable,
		fails: false
	};
}
const LOSSY = new Map([
	["timestamp>date", "the time of day is lost"],
	["timestamptz>date", "the time of day is lost"],
	["timestamp>time", "the date is lost"],
	["timestamptz>time", "the date is lost"],
	["timestamptz>timetz", "the date is lost"],
	["timetz>time", "the time zone is lost"]
]);
const CASTABLE_TEMPORALS = new Set([
	...LOSSY.keys(),
	"date>timestamp",
	"date>timestamptz",
	"time>timetz",
	"time>interval",
	"interval>time"
]);
function isBits({ name }) {
	return name === "bit" || name === "varbit";
}
function betweenBits(from, to, explicit) {
	const [before, after] = [from.modifiers[0], to.modifiers[0]];
	const widens = after === void 0 || from.name === "varbit" && before !== void 0 && before <= after;
	if (to.name === "varbit" && widens) return KEPT;
	return {
		...REWRITTEN,
		fails: !explicit,
		cuts: explicit ? "longer values are cut" : void 0
	};
}
// src/migrations/postgres/alter-type.ts
function alterType$1(act, context) {
	const { table, column } = act;
	const known = columnOf$1(context, table, column);
	const locks = lockTable(context, table, LOCK_OF["alter-type"]);
	const hanging = dependentsOn(context, table, column, "change the type of");
	if (known === void 0) return combine([
		{ locks },
		hanging,
		unknownColumn(act)
	]);
	const change = typeChange(known.type, act.type, act.using, context.timeZone, (name) => isEnum(context, name));
	const rows = rowsOf$1(act, change);
	const numbered = known.filledBy === "identity" && !INTEGERS.has(act.type.name) ? [notForIdentity(act)] : [];
	const collation = act.collation !== known.collation;
	const rewritten = change.rows === "rewritten";
	return combine([
		{ locks },
		rows,
		...numbered,
		hanging,
		...rewritten ? [] : [indexes(act, change.otherOrder || collation, context), checks(act, context)],
		foreignKeys(act, rewritten, context)
	]);
}
const INTEGERS = new Set([
	"int2",
	"int4",
	"int8"
]);
function notForIdentity({ table, column }) {
	return { refused: [{
		why: "unsupported",
		message: `${table}.${column} is an identity column, which must be an integer.`
	}] };
}
function unknownColumn({ table, column, type }) {
	return { unknown: [`The type of ${table}.${column} is not known, so it cannot be said whether its change to ${type.name} writes the whole table anew.`] };
}
function rowsOf$1({ table, column, type }, change) {
	if (change.hasNoCast === true) return { refused: [{
		why: "no-cast",
		message: `PostgreSQL has no cast from the type of ${table}.${column} to ${type.name}, so it refuses the change whatever the rows hold.`
	}] };
	const part = {
		fails: change.fails ? [{
			table,
			columns: [column],
			on: "cast"
		}] : [],
		cuts: change.cuts === void 0 ? [] : [{
			table,
			column,
			why: change.cuts
		}],
		refused: change.needsUsing ? [{
			why: "no-cast",
			message: `PostgreSQL changes ${column} to ${type.name} only when USING says how.`
		}] : []
	};
	if (change.rows === "kept") return part;
	if (change.rows === "rewritten") return {
		...part,
		rewrites: [{
			table,
			why: change.why
		}]
	};
	return {
		...part,
		unknown: [`Whether the new type of ${table}.${column} writes the whole table anew cannot be said: ${change.why}.`]
	};
}
function indexes({ table, column }, otherOrder, context) {
	const why = (index) => {
		if (!index.uses.includes(column)) return void 0;
		if (index.hasExpressions) return `an expression in the index uses ${column}`;
		if (index.predicate !== void 0) return `the index has a WHERE and uses ${column}`;
		return otherOrder && index.columns.includes(column) ? `the index sorts ${column} by other rules` : void 0;
	};
	return { builds: indexesOf(context, table).flatMap((index) => {
		const because = why(index);
		return because === void 0 ? [] : [{
			table,
			index: index.name,
			concurrently: false,
			why: because
		}];
	}) };
}
function checks({ table, column }, context) {
	return { scans: [...tableOf$1(context, table)?.constraints.values() ?? []].filter((constraint) => constraint.kind === "check" && constraint.columns.includes(column) && constraint.valid && !constraint.notEnforced).map(({ name }) => ({
		table,
		why: `the CHECK ${name} uses ${column} and is tested again`
	})) };
}
function foreignKeys({ table, column }, rewritten, context) {
	const own = foreignKeysOf(context, table).filter(({ columns }) => columns.includes(column));
	const others = referencesTo(context, table).filter(({ key }) => key.references.includes(column));
	const scan = (name) => ({
		table: name,
		why: ORPHANS_LOOKED_FOR
	});
	return {
		locks: [...own.filter((key) => key.table !== table).map((key) => key.table).flatMap((parent) => lockTable(context, parent, "access-exclusive", "parent")), ...others.flatMap(({ child }) => lockTable(context, child, "access-exclusive", "child"))],
		scans: rewritten ? [...own.filter(({ valid, notEnforced }) => valid && !notEnforced).map(() => scan(table)), ...others.filter(({ key }) => key.valid && !key.notEnforced).map(({ child }) => scan(child))] : []
	};
}
// src/migrations/postgres/constraints.ts
function addConstraint({ table, constraint }, context) {
	const exclusive = { locks: lockTable(context, table, "access-exclusive") };
	const enforced = constraint.notEnforced ? unsupported(context, 18, "NOT ENFORCED") : {};
	switch (constraint.kind) {
		case "check": return combine([
			exclusive,
			enforced,
			looksAtRows(constraint) ? testCheck(table, constraint) : {}
		]);
		case "not-null": return combine([
			exclusive,
			unsupported(context, 18, "A named NOT NULL constraint"),
			testNotNull(table, constraint, context)
		]);
		case "unique":
		case "primary": return combine([exclusive, makeUnique(table, constraint, context)]);
		case "exclusion": return combine([exclusive, {
			builds: [{
				table,
				index: constraint.name,
				concurrently: false,
				why: "the exclusion constraint has an index of its own"
			}],
			fails: [{
				table,
				columns: constraint.columns,
				on: "violation"
			}]
		}]);
		case "foreign-key": return combine([enforced, addForeignKey(table, constraint, context)]);
	}
}
function looksAtRows({ notValid, notEnforced }) {
	return !notValid && !notEnforced;
}
function testCheck(table, { name, columns }) {
	return {
		scans: [{
			table,
			why: `the CHECK ${name} is tested on every row`
		}],
		fails: [{
			table,
			columns,
			on: "violation"
		}]
	};
}
function testNotNull(table, constraint, context) {
	const { column } = constraint;
	if (!looksAtRows(constraint) || hasNoNull(context, table, column)) return {};
	return {
		scans: [{
			table,
			why: `every row is looked at for a NULL in ${column}`
		}],
		fails: [{
			table,
			columns: [column],
			on: "null"
		}]
	};
}
function makeUnique(table, constraint, context) {
	const columns = (constraint.using === void 0 ? void 0 : tableOf$1(context, table)?.indexes.get(constraint.using))?.columns ?? constraint.columns;
	const parts = (constraint.kind === "primary" ? columns.filter((column) => !hasNoNull(context, table, column)) : []).map((column) => ({
		scans: [{
			table,
			why: `the primary key makes ${column} NOT NULL, so every row is looked at for a NULL`
		}],
		fails: [{
			table,
			columns: [column],
			on: "null"
		}]
	}));
	if (constraint.kind === "primary" && columns.length === 0) parts.push({ unknown: [`Which columns the index ${constraint.using} is on is not known; a nullable one has ${table} looked through.`] });
	if (constraint.using !== void 0) return combine(parts);
	const what = constraint.kind === "primary" ? "the primary key" : "the UNIQUE constraint";
	return combine([...parts, {
		builds: [{
			table,
			index: constraint.name,
			concurrently: false,
			why: `${what} has an index of its own`
		}],
		fails: [{
			table,
			columns,
			on: "duplicates"
		}]
	}]);
}
function addForeignKey(table, constraint, context) {
	const parent = constraint.table === table ? [] : lockTable(context, constraint.table, PARENT, "parent");
	const part = { locks: [...lockTable(context, table, PARENT), ...parent] };
	const partitioned = tableOf$1(context, table)?.partitioned === true;
	if (constraint.notValid && partitioned) return combine([part, unsupported(context, 18, "A foreign key of a partitioned table that is NOT VALID")]);
	if (!looksAtRows(constraint)) return part;
	return {
		...part,
		scans: [{
			table,
			why: ORPHANS_LOOKED_FOR
		}],
		fails: [{
			table,
			columns: constraint.columns,
			on: "orphans"
		}]
	};
}
function validateConstraint({ table, name }, context) {
	const locks = lockTable(context, table, LOCK_OF["validate-constraint"]);
	const constraint = tableOf$1(context, table)?.constraints.get(name);
	if (constraint?.valid === true) return { locks };
	const scans = [{
		table,
		why: `every row is tested against ${name}`
	}];
	if (constraint === void 0) return {
		locks,
		scans,
		unknown: [`The constraint ${name} of ${table} is not known, so neither is what its validation tests.`]
	};
	switch (constraint.kind) {
		case "foreign-key": return {
			locks: [...locks, {
				relation: constraint.table,
				mode: "row-share",
				role: "parent"
			}],
			scans: [{
				table,
				why: ORPHANS_LOOKED_FOR
			}],
			fails: [{
				table,
				columns: constraint.columns,
				on: "orphans"
			}]
		};
		case "not-null": return {
			locks,
			scans,
			fails: [{
				table,
				columns: [constraint.column],
				on: "null"
			}]
		};
		case "check": {
			const column = constraint.notNullOf;
			if (column !== void 0 && columnOf$1(context, table, column)?.notNull === true) return {
				locks,
				scans
			};
			return {
				locks,
				scans,
				fails: [{
					table,
					columns: constraint.columns,
					on: column === void 0 ? "violation" : "null"
				}]
			};
		}
		default: return {
			locks,
			scans
		};
	}
}
function dropConstraint(act, context) {
	const { table, name, cascade } = act;
	const locks = lockTable(context, table, LOCK_OF["drop-constraint"]);
	const constraint = tableOf$1(context, table)?.constraints.get(name);
	if (constraint === void 0) {
		if (act.ifExists && isComplete(context, table)) return { locks };
		return {
			locks,
			unknown: [`${table} has no constraint ${name} that is known; if it is a foreign key, the table it refers to is locked as well.`]
		};
	}
	if (constraint.kind === "foreign-key") return { locks: constraint.table === table ? locks : [...locks, ...lockTable(context, constraint.table, "access-exclusive", "parent")] };
	if (constraint.kind !== "unique" && constraint.kind !== "primary") return { locks };
	return combine([{ locks }, losesKey(context, table, constraint.columns, cascade, `the constraint ${name}`)]);
}
function losesKey(context, table, columns, cascade, what) {
	const own = foreignKeysOf(context, table).filter((key) => key.table === table).map((key) => ({
		child: table,
		key
	}));
	const same = [...columns].sort().join();
	const needing = [...own, ...referencesTo(context, table)].filter(({ key }) => [...key.references].sort().join() === same);
	if (!cascade) return { refused: needing.map(({ child, key }) => ({
		why: "dependent",
		message: `PostgreSQL does not drop ${what} of ${table}: the foreign key ${key.name} of ${child} needs it.`
	})) };
	return {
		locks: needing.flatMap(({ child }) => child === table ? [] : lockTable(context, child, "access-exclusive", "child")),
		alsoDropped: needing.map(({ child, key }) => ({
			kind: "foreign-key",
			name: key.name,
			of: child
		}))
	};
}
function alterConstraint({ table, name }, context) {
	const own = { locks: lockTable(context, table, LOCK_OF["alter-constraint"]) };
	const enforcing = /\b(not\s+)?enforced\b/i.exec(context.statement.text);
	if (enforcing === null) return own;
	const constraint = tableOf$1(context, table)?.constraints.get(name);
	const enforces = enforcing[1] === void 0;
	const parents = constraint?.kind === "foreign-key" && constraint.table !== table ? [constraint.table] : [];
	const mode = enforces ? PARENT : "access-exclusive";
	const parts = [
		own,
		unsupported(context, 18, "ALTER CONSTRAINT ... ENFORCED"),
		{ locks: parents.flatMap((parent) => lockTable(context, parent, mode, "parent")) }
	];
	if (!enforces) return combine(parts);
	return combine([
		...parts,
		{ scans: [{
			table,
			why: ORPHANS_LOOKED_FOR
		}] },
		{ fails: constraint?.kind === "foreign-key" ? [{
			table,
			columns: constraint.columns,
			on: "orphans"
		}] : [] }
	]);
}
// src/migrations/postgres/create-table.ts
function createTable$1(act, context) {
	if (act.temporary || act.ifNotExists && tableOf$1(context, act.table) !== void 0) return {};
	const constraints = [...act.constraints, ...act.columns.flatMap((column) => column.constraints)];
	const parents = constraints.flatMap((constraint) => parentOf(act.table, constraint));
	return combine([
		{ locks: parents.flatMap((parent) => lockTable(context, parent, PARENT, "parent")) },
		partOf(act, context),
		act.columns.some(({ generated }) => generated === "virtual") ? unsupported(context, 18, "A virtual generated column") : {},
		constraints.some(({ notEnforced }) => notEnforced) ? unsupported(context, 18, "NOT ENFORCED") : {}
	]);
}
function parentOf(table, constraint) {
	return constraint.kind === "foreign-key" && constraint.table !== table ? [constraint.table] : [];
}
function partOf({ partitionOf: parent }, context) {
	if (parent === void 0) return {};
	const locks = [{
		relation: parent,
		mode: "access-exclusive",
		role: "parent"
	}];
	const rest = tableOf$1(context, parent)?.partitions.find((name) => /(^|_)default$/i.test(name));
	if (rest === void 0) return { locks };
	return {
		locks: [...locks, {
			relation: rest,
			mode: "access-exclusive",
			role: "partition"
		}],
		scans: [{
			table: rest,
			why: `rows of ${rest} may belong to the new partition`
		}],
		fails: [{
			table: rest,
			columns: [],
			on: "violation"
		}]
	};
}
// src/migrations/postgres/drops.ts
function dropColumn(act, context) {
	const { table, column, cascade } = act;
	const locks = lockTable(context, table, LOCK_OF["drop-column"]);
	if (act.ifExists && isComplete(context, table) && columnOf$1(context, table, column) === void 0) return { locks };
	const parents = foreignKeysOf(context, table).filter((key) => key.columns.includes(column) && key.table !== table);
	const hanging = dependentsOn(context, table, column, "drop");
	const views = cascade ? viewsDroppedWith(context, table, column) : {
		refused: hanging.refused ?? [],
		unknown: hanging.unknown ?? []
	};
	const keys = indexesOf(context, table).filter((index) => index.unique && index.columns.includes(column));
	return combine([
		{ locks: [...locks, ...parents.flatMap((key) => lockTable(context, key.table, "access-exclusive", "parent"))] },
		views,
		...keys.map((key) => losesKey(context, table, key.columns, cascade, `the column ${column}`))
	]);
}
function dropTable({ tables, cascade, ifExists }, context) {
	const gone = new Set(tables);
	const parts = tables.map((table) => {
		if (tableOf$1(context, table) === void 0 && ifExists) return {};
		const parents = foreignKeysOf(context, table).filter((key) => key.table !== table && !gone.has(key.table));
		const children = referencesTo(context, table).filter(({ child }) => !gone.has(child));
		const reading = [...context.schema.views].filter(([, reads]) => reads.includes(table)).map(([name]) => name);
		const told = (context.dependents ?? []).filter((one) => one.table === table).map(({ name }) => name);
		const views = [...new Set([...reading, ...told])];
		const parentOfPartition = partitionedParentOf(context, table);
		const locks = [
			...lockTable(context, table, LOCK_OF["drop-table"]),
			...parents.flatMap((key) => lockTable(context, key.table, "access-exclusive", "parent")),
			...parentOfPartition.map((relation) => ({
				relation,
				mode: "access-exclusive",
				role: "parent"
			}))
		];
		if (!cascade) return {
			locks,
			refused: [...children.map(({ child, key }) => dependent(table, `the foreign key ${key.name} of ${child} refers to it`)), ...views.map((name) => dependent(table, `the view ${name} reads it`))]
		};
		return {
			locks: [
				...locks,
				...children.flatMap(({ child }) => lockTable(context, child, "access-exclusive", "child")),
				...views.map((relation) => ({
					relation,
					mode: "access-exclusive",
					role: "child"
				}))
			],
			alsoDropped: [...children.map(({ child, key }) => ({
				kind: "foreign-key",
				name: key.name,
				of: child
			})), ...views.map((name) => ({
				kind: "view",
				name,
				of: table
			}))]
		};
	});
	return combine(parts);
}
function dependent(table, why) {
	return {
		why: "dependent",
		message: `PostgreSQL does not drop ${table}: ${why}.`
	};
}
function partitionedParentOf({ schema }, table) {
	return [...schema.tables.values()].filter(({ partitions }) => partitions.includes(table)).map(({ name }) => name);
}
function truncate({ tables, cascade }, context) {
	const all = cascade ? withChildren(tables, context) : [...tables];
	const children = all.flatMap((table) => referencesTo(context, table).filter(({ child }) => !all.includes(child)));
	return {
		locks: all.flatMap((table) => lockTable(context, table, LOCK_OF.truncate, tables.includes(table) ? "target" : "child")),
		writes: all.map((table) => ({
			table,
			rows: "all"
		})),
		refused: children.map(({ child, key }) => ({
			why: "dependent",
			message: `PostgreSQL does not truncate ${key.table}: the foreign key ${key.name} of ${child} refers to it, even when ${child} is empty.`
		}))
	};
}
function withChildren(tables, context) {
	const all = new Set(tables);
	for (const table of all) for (const { child } of referencesTo(context, table)) all.add(child);
	return [...all];
}
function dropType({ types }, context) {
	const cascade = mentions(context.statement.text, "cascade");
	const users = [...context.schema.tables.values()].flatMap((table) => [...table.columns.values()].filter(({ type }) => types.includes(type.name)).map((column) => ({
		table: table.name,
		column
	})));
	if (cascade) return {
		locks: users.map(({ table }) => ({
			relation: table,
			mode: "access-exclusive",
			role: "target"
		})),
		unknown: users.map(({ table, column }) => `DROP TYPE ... CASCADE takes the column ${table}.${column.name} along.`)
	};
	return { refused: users.map(({ table, column }) => ({
		why: "dependent",
		message: `PostgreSQL does not drop the type ${column.type.name}: ${table}.${column.name} is of it.`
	})) };
}
// src/migrations/postgres/enum-values.ts
function freshEnumValue(act, context) {
	if (context.freshEnumValues.size === 0 || act.act === "add-enum-value") return {};
	const types = enumsUsedBy(act, context);
	return { refused: [...context.freshEnumValues].filter((name) => {
		const dot = name.lastIndexOf(".");
		const literal = `'${name.slice(dot + 1).replaceAll("'", "''")}'`;
		return types.has(name.slice(0, dot)) && context.statement.text.includes(literal);
	}).map((name) => ({
		why: "enum-value",
		message: `The value ${name} was added in the same transaction: PostgreSQL does not let it be used before the COMMIT.`
	})) };
}
function enumsUsedBy(act, context) {
	const tables = new Set(tablesOf(act));
	const types = new Set();
	for (const table of tables) for (const { type } of tableOf$1(context, table)?.columns.values() ?? []) if (isEnum(context, type.name)) types.add(type.name);
	if (act.act === "add-column") types.add(act.column.type.name);
	if (act.act === "alter-type") types.add(act.type.name);
	if (act.act === "create-table") for (const { type } of act.columns) types.add(type.name);
	return types;
}
function tablesOf(act) {
	const reads = "reads" in act ? act.reads : [];
	if ("table" in act && act.table !== void 0) return [act.table, ...reads];
	return act.act === "create-index" ? [act.index.table, ...reads] : reads;
}
// src/migrations/postgres/indexes.ts
function createIndex$1(act, context) {
	const { index, concurrently } = act;
	const { table, name } = index;
	const known = tableOf$1(context, table);
	const there = act.ifNotExists && indexNamed(context, name) !== void 0;
	const built = {
		builds: [{
			table,
			index: name,
			concurrently,
			why: index.unique ? "a unique index is built" : "an index is built"
		}],
		fails: index.unique ? [{
			table,
			columns: index.uses,
			on: "duplicates"
		}] : []
	};
	if (concurrently) {
		const parts = [refusedInTransaction(context, "CREATE INDEX CONCURRENTLY"), { locks: lockTable({ schema: context.schema }, table, "share-update-exclusive") }];
		if (known?.partitioned === true) parts.push({ refused: [{
			why: "unsupported",
			message: `PostgreSQL builds no index of a partitioned table CONCURRENTLY: make it ON ONLY ${table}, then one for each partition, and attach them.`
		}] });
		return combine([...parts, there ? {} : built]);
	}
	const empty = act.only && known?.partitioned === true;
	const locks = empty ? [{
		relation: table,
		mode: "share",
		role: "target"
	}] : lockTable(context, table, "share");
	return combine([{ locks }, there || empty ? {} : built]);
}
function dropIndex(act, context) {
	const { concurrently } = act;
	const parts = act.indexes.map((name) => {
		const index = indexNamed(context, name);
		if (index === void 0) return { unknown: [`Which table the index ${name} belongs to is not known; dropping it locks that table.`] };
		const needed = index.constraint === void 0 ? {} : { refused: [{
			why: "dependent",
			message: `PostgreSQL does not drop the index ${name}: the constraint ${index.constraint} of ${index.table} needs it.`
		}] };
		const mode = concurrently ? "share-update-exclusive" : "access-exclusive";
		return combine([{ locks: [...lockTable(context, index.table, mode), {
			relation: name,
			mode,
			role: "index"
		}] }, needed]);
	});
	const misused = act.indexes.length > 1 ? "several indexes at once" : act.cascade ? "CASCADE" : void 0;
	const concurrent = concurrently ? combine([refusedInTransaction(context, "DROP INDEX CONCURRENTLY"), misused === void 0 ? {} : { refused: [{
		why: "unsupported",
		message: `DROP INDEX CONCURRENTLY does not take ${misused}.`
	}] }]) : {};
	return combine([...parts, concurrent]);
}
function renameIndex({ index }) {
	return { locks: [{
		relation: index,
		mode: "share-update-exclusive",
		role: "index"
	}] };
}
function reindex$1({ kind, name, concurrently }, context) {
	const refused = concurrently ? refusedInTransaction(context, "REINDEX CONCURRENTLY") : {};
	if (kind === "schema" || kind === "database") return combine([refusedInTransaction(context, `REINDEX ${kind.toUpperCase()}`), { unknown: [`REINDEX ${kind.toUpperCase()} goes through every table of ${name}; how large they are together is not known.`] }]);
	const index = kind === "index" ? indexNamed(context, name) : void 0;
	const table = kind === "table" ? name : index?.table;
	if (table === void 0) return combine([refused, { unknown: [`Which table the index ${name} belongs to is not known; it is locked while the index is built.`] }]);
	const indexes = index === void 0 ? indexesOf(context, table) : [index];
	const builds = indexes.map((one) => ({
		table,
		index: one.name,
		concurrently,
		why: "REINDEX builds it anew"
	}));
	const mode = concurrently ? "share-update-exclusive" : "share";
	const onIndexes = indexes.map((one) => ({
		relation: one.name,
		mode: concurrently ? "share-update-exclusive" : "access-exclusive",
		role: "index"
	}));
	return combine([refused, {
		locks: [...lockTable(context, table, mode), ...onIndexes],
		builds
	}]);
}
// src/migrations/postgres/maintenance.ts
function vacuum$1({ tables, full, only }, context) {
	const refused = only === "analyze" ? {} : refusedInTransaction(context, "VACUUM");
	if (!full) return combine([refused, { locks: tables.flatMap((table) => lockTable(context, table, "share-update-exclusive")) }]);
	const everything = tables.length === 0 ? ["VACUUM FULL without a table writes every table of the database anew."] : [];
	return combine([refused, {
		locks: tables.flatMap((table) => lockTable(context, table, "access-exclusive")),
		rewrites: tables.map((table) => ({
			table,
			why: "VACUUM FULL copies the table"
		})),
		unknown: everything
	}]);
}
function cluster({ table }, context) {
	if (table === void 0) return combine([refusedInTransaction(context, "CLUSTER without a table"), { unknown: ["CLUSTER without a table writes every table anew that was ever clustered; which these are is not known."] }]);
	return {
		locks: lockTable(context, table, LOCK_OF.cluster),
		rewrites: [{
			table,
			why: "CLUSTER copies the table in the order of an index"
		}]
	};
}
function lockTables({ tables, mode }, context) {
	const locks = tables.flatMap((table) => lockTable(context, table, lockModeOf(mode)));
	if (context.inTransaction) return { locks };
	return {
		locks,
		refused: [{
			why: "outside-transaction",
			message: "LOCK TABLE can only run inside of a transaction."
		}]
	};
}
function alterTable$1({ table, what }, context) {
	const { lock, rewrites } = ALTER_TABLE[what];
	const locks = lockTable(context, table, lock);
	if (what === "other") return {
		locks,
		unknown: [`What this ALTER TABLE does to ${table} is not known: "${firstWords(context.statement.text)}".`]
	};
	if (what === "force-row-security" && !/\bNO\s+FORCE\b/i.test(context.statement.text)) return {
		locks,
		unknown: [`FORCE ROW LEVEL SECURITY hides rows of ${table} from its owner too, but for those that a policy lets pass.`]
	};
	const since = what === "set-compression" ? unsupported(context, 14, "SET COMPRESSION") : {};
	const method = what === "set-access-method" ? unsupported(context, 15, "SET ACCESS METHOD") : {};
	if (!rewrites) return combine([{ locks }, since]);
	return combine([
		{
			locks,
			rewrites: [{
				table,
				why: MOVED
			}]
		},
		unlogged(table, what, context),
		method
	]);
}
function unlogged(table, what, context) {
	if (what !== "set-unlogged") return {};
	return { refused: referencesTo(context, table).map(({ child, key }) => ({
		why: "dependent",
		message: `PostgreSQL does not make ${table} UNLOGGED: the foreign key ${key.name} of ${child} refers to it.`
	})) };
}
const MOVED = "every row is copied to where the table is to be kept";
function firstWords(sql) {
	const line = sql.replace(/\s+/g, " ").trim();
	return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
// src/migrations/postgres/objects.ts
function createView({ view, reads, replace }, { schema }) {
	return { locks: [...replace && schema.views.has(view) ? [{
		relation: view,
		mode: "access-exclusive",
		role: "target"
	}] : [], ...reads.map((relation) => ({
		relation,
		mode: "access-share",
		role: "target"
	}))] };
}
function dropView({ views, cascade }, { schema }) {
	const others = [...schema.views].filter(([name, reads]) => !views.includes(name) && reads.some((read) => views.includes(read)));
	const locks = views.map((relation) => ({
		relation,
		mode: "access-exclusive",
		role: "target"
	}));
	if (cascade) return {
		locks,
		alsoDropped: others.map(([name]) => ({
			kind: "view",
			name,
			of: views.join(", ")
		}))
	};
	return {
		locks,
		refused: others.map(([name]) => ({
			why: "dependent",
			message: `PostgreSQL does not drop the view ${views.join(", ")}: the view ${name} reads it.`
		}))
	};
}
function refreshView({ view, concurrently }, { schema }) {
	const reads = (schema.views.get(view) ?? []).map((relation) => ({
		relation,
		mode: "access-share",
		role: "target"
	}));
	if (concurrently) return {
		locks: [{
			relation: view,
			mode: "exclusive",
			role: "target"
		}, ...reads],
		writes: [{
			table: view,
			rows: "some"
		}]
	};
	return {
		locks: [{
			relation: view,
			mode: "access-exclusive",
			role: "target"
		}, ...reads],
		rewrites: [{
			table: view,
			why: "the view is filled anew"
		}]
	};
}
function sequence$1({ what, name }) {
	if (what === "create") return {};
	return { locks: [{
		relation: name,
		mode: what === "alter" ? "share-row-exclusive" : "access-exclusive",
		role: "target"
	}] };
}
function dropExtension({ names }) {
	return { unknown: [`What uses the extension ${names.join(", ")} is not known; PostgreSQL refuses to drop it, or drops that as well.`] };
}
function schemaAct({ what, name }, context) {
	if (what === "create") return {};
	const within = [...context.schema.tables.keys()].filter((table) => table.startsWith(`${name}.`));
	return {
		locks: what === "drop" ? within.flatMap((table) => lockTable(context, table, "access-exclusive")) : [],
		unknown: [`Which tables are in the schema ${name}, and who uses them, is not known.`]
	};
}
function database({ what, name }, context) {
	const statement = `${what.toUpperCase()} DATABASE`;
	return combine([refusedInTransaction(context, statement), what === "drop" ? { unknown: [`What the database ${name} holds is not known.`] } : {}]);
}
function block({ language }) {
	return { unknown: [`What a DO block of ${language} does is only seen when it runs.`] };
}
function createTrigger({ table, name }, context) {
	const locks = lockTable(context, table, LOCK_OF["create-trigger"]);
	if (tableOf$1(context, table)?.isNew === true) return { locks };
	return {
		locks,
		unknown: [`What the trigger ${name} makes of rows that a release writes to ${table} is only seen when it runs.`]
	};
}
const HARMLESS = new Set([
	"CreateStatsStmt",
	"AlterStatsStmt",
	"NotifyStmt",
	"ListenStmt",
	"UnlistenStmt",
	"VariableShowStmt",
	"CreateRoleStmt",
	"SecLabelStmt",
	"CheckPointStmt"
]);
function other$1({ kind }, { statement }) {
	if (HARMLESS.has(kind.replace(/ .*/, ""))) return {};
	return { unknown: [`What this statement (${kind}) does is not known: "${firstWords(statement.text)}".`] };
}
// src/migrations/postgres/partitions.ts
function attachPartition({ table, partition }, context) {
	const checks = [...tableOf$1(context, partition)?.constraints.values() ?? []].filter(({ kind, valid }) => kind === "check" && valid);
	const locks = [
		{
			relation: table,
			mode: "share-update-exclusive",
			role: "target"
		},
		...lockTable(context, partition, "access-exclusive", "partition"),
		...foreignKeysOf(context, table).flatMap((key) => lockTable(context, key.table, "share-row-exclusive", "parent"))
	];
	const proof = checks.length > 0 ? { unknown: [`Whether a CHECK of ${partition} proves that its rows belong to the partition is not known; if not, all of it is read.`] } : {
		scans: [{
			table: partition,
			why: "every row is tested against the bounds of the partition"
		}],
		fails: [{
			table: partition,
			columns: [],
			on: "violation"
		}]
	};
	const own = foreignKeysOf(context, partition).map(({ columns, table: parent }) => `${columns.join()} ${parent}`);
	const keys = foreignKeysOf(context, table).filter((key) => !own.includes(`${key.columns.join()} ${key.table}`));
	return combine([
		{ locks },
		proof,
		{ builds: missingIndexes(table, partition, context) },
		{
			scans: keys.map(() => ({
				table: partition,
				why: ORPHANS_LOOKED_FOR
			})),
			fails: keys.map(({ columns }) => ({
				table: partition,
				columns,
				on: "orphans"
			}))
		}
	]);
}
function missingIndexes(table, partition, context) {
	const shape = ({ unique, uses, predicate, method }) => [
		unique,
		uses.join(),
		predicate,
		method
	].join(" ");
	const there = new Set(indexesOf(context, partition).map(shape));
	return indexesOf(context, table).filter((index) => !there.has(shape(index))).map((index) => ({
		table: partition,
		index: index.name,
		concurrently: false,
		why: `${table} has the index ${index.name} and the partition has none like it`
	}));
}
function detachPartition({ table, partition, concurrently }, context) {
	if (!concurrently) return { locks: [
		{
			relation: table,
			mode: "access-exclusive",
			role: "target"
		},
		...lockTable(context, partition, context.major < 13 ? "share-update-exclusive" : "access-exclusive", "partition"),
		...foreignKeysOf(context, table).flatMap((key) => lockTable(context, key.table, "share-row-exclusive", "parent"))
	] };
	return combine([
		unsupported(context, 14, "DETACH PARTITION ... CONCURRENTLY"),
		refusedInTransaction(context, "DETACH PARTITION ... CONCURRENTLY"),
		{
			locks: [{
				relation: table,
				mode: "share-update-exclusive",
				role: "target"
			}, ...lockTable(context, partition, "access-exclusive", "partition")],
			since: 14
		}
	]);
}
// src/migrations/postgres/rows.ts
function insert({ table, reads }, context) {
	const parents = foreignKeysOf(context, table).filter(({ deferrable }) => !deferrable).map((key) => key.table);
	return {
		locks: [
			...own(table),
			...on(reads, "access-share"),
			...on(parents, "row-share", "parent")
		],
		writes: [{
			table,
			rows: "some"
		}]
	};
}
function update({ table, reads, where }) {
	return {
		locks: [...own(table), ...on(reads, "access-share")],
		writes: [{
			table,
			rows: where.kind
		}]
	};
}
function deleteRows({ table, reads, where }, context) {
	const following = referencesTo(context, table).filter(({ key }) => key.onDelete !== "none" && key.onDelete !== "restrict");
	return {
		locks: [
			...own(table),
			...on(reads, "access-share"),
			...on(following.map(({ child }) => child), "row-exclusive", "child")
		],
		writes: [{
			table,
			rows: where.kind
		}, ...following.map(({ child }) => ({
			table: child,
			rows: "some"
		}))]
	};
}
function merge({ table }, context) {
	return combine([{
		locks: own(table),
		writes: [{
			table,
			rows: "some"
		}]
	}, unsupported(context, 15, "MERGE")]);
}
function select({ reads, calls, locking }) {
	const strange = calls.filter((name) => !isHarmlessCall(name));
	return {
		locks: on(reads, locking ? "row-share" : "access-share"),
		unknown: strange.map((name) => `What the function ${name}() does is not known: it is not one of PostgreSQL's own.`)
	};
}
function own(table) {
	return on([table], "row-exclusive", "target");
}
function on(tables, mode, role = "target") {
	return tables.map((relation) => ({
		relation,
		mode,
		role
	}));
}
// src/migrations/postgres/statement.ts
function effectOf(statement, schema, circumstances) {
	const parts = [];
	let now = schema;
	for (const act of statement.acts) {
		const context = {
			...circumstances,
			schema: now,
			statement
		};
		parts.push(effectOfAct(act, context), freshEnumValue(act, context));
		if (statement.acts.length > 1) now = applyAct(now, act, { isNew: true });
	}
	const [only] = parts;
	if (only === void 0) return NO_EFFECT;
	const effect = onPartitions(combine(parts), schema);
	const fails = effect.fails.filter(({ table }) => !isEmpty({
		...circumstances,
		schema
	}, table));
	return {
		...effect,
		fails
	};
}
function onPartitions(effect, schema) {
	const spread = (all) => all.flatMap((one) => {
		const leaves = partitionsOf({ schema }, one.table).filter((name) => schema.tables.get(name)?.partitioned !== true);
		return leaves.length === 0 ? [one] : leaves.map((table) => ({
			...one,
			table
		}));
	});
	const { rewrites, scans, builds } = effect;
	return {
		...effect,
		rewrites: spread(rewrites),
		scans: spread(scans),
		builds: spread(builds)
	};
}
function effectOfAct(act, context) {
	switch (act.act) {
		case "create-table": return createTable$1(act, context);
		case "drop-table": return dropTable(act, context);
		case "add-column": return addColumn(act, context);
		case "drop-column": return dropColumn(act, context);
		case "alter-type": return alterType$1(act, context);
		case "set-not-null": return setNotNull(act, context);
		case "rename-table": return { locks: [{
			relation: act.table,
			mode: LOCK_OF["rename-table"],
			role: "target"
		}] };
		case "rename-column":
		case "rename-constraint":
		case "set-default":
		case "drop-default":
		case "drop-not-null":
		case "add-identity":
		case "drop-identity":
		case "drop-expression":
		case "drop-trigger": return { locks: lockTable(context, act.table, LOCK_OF[act.act]) };
		case "create-trigger": return createTrigger(act, context);
		case "comment": return act.table === void 0 ? {} : { locks: [{
			relation: act.table,
			mode: LOCK_OF.comment,
			role: "target"
		}] };
		case "add-constraint": return addConstraint(act, context);
		case "drop-constraint": return dropConstraint(act, context);
		case "validate-constraint": return validateConstraint(act, context);
		case "alter-constraint": return alterConstraint(act, context);
		case "create-index": return createIndex$1(act, context);
		case "drop-index": return dropIndex(act, context);
		case "rename-index": return renameIndex(act);
		case "reindex": return reindex$1(act, context);
		case "attach-partition": return attachPartition(act, context);
		case "detach-partition": return detachPartition(act, context);
		case "alter-table": return alterTable$1(act, context);
		case "create-view": return createView(act, context);
		case "drop-view": return dropView(act, context);
		case "refresh-view": return refreshView(act, context);
		case "drop-type": return dropType(act, context);
		case "sequence": return sequence$1(act);
		case "drop-extension": return dropExtension(act);
		case "schema": return schemaAct(act, context);
		case "database": return database(act, context);
		case "insert": return insert(act, context);
		case "update": return update(act);
		case "delete": return deleteRows(act, context);
		case "merge": return merge(act, context);
		case "select": return select(act);
		case "truncate": return truncate(act, context);
		case "lock-table": return lockTables(act, context);
		case "vacuum": return vacuum$1(act, context);
		case "cluster": return cluster(act, context);
		case "do": return block(act);
		case "other": return other$1(act, context);
		case "create-type":
		case "add-enum-value":
		case "rename-enum-value":
		case "create-extension":
		case "create-function":
		case "set":
		case "set-constraints":
		case "transaction":
		case "grant": return {};
	}
}
// src/migrations/playing/code.ts
function effectOfCode(code, schema, parse, circumstances) {
	if (code === void 0) return {
		effect: {
			...NO_EFFECT,
			unknown: ["What this step does is only seen when it runs."]
		},
		after: schema
	};
	const sent = sqlOf(code, schema, parse, circumstances);
	return {
		effect: combine([rowsOf(code), ...sent.parts]),
		after: filled(code, sent.after)
	};
}
function rowsOf({ name, tables, writes }) {
	const locks = (mode) => tables.map((relation) => ({
		relation,
		mode,
		role: "target"
	}));
	if (writes === "none") return { locks: locks("access-share") };
	const unknown = writes === "unknown" ? [`How many rows ${name}() writes is not to be seen in its source.`] : [];
	const rows = writes === "all" ? "all" : "some";
	return {
		locks: locks("row-exclusive"),
		writes: tables.map((table) => ({
			table,
			rows
		})),
		unknown
	};
}
function sqlOf(code, schema, parse, circumstances) {
	const parts = [];
	let after = schema;
	for (const sql of code.sql) {
		const parsed = parse(sql);
		if (!parsed.ok) {
			parts.push({ unknown: [`SQL that ${code.name}() sends could not be read: ${parsed.message}.`] });
			continue;
		}
		for (const statement of parsed.statements) {
			parts.push(effectOf(statement, after, circumstances));
			for (const act of statement.acts) after = applyAct(after, act, { isNew: true });
		}
	}
	return {
		parts,
		after
	};
}
function filled({ tables, writes }, schema) {
	if (writes === "none" || writes === "some") return schema;
	const touched = tables.flatMap((name) => schema.tables.get(name) ?? []).filter((table) => table.isNew && !table.filled);
	if (touched.length === 0) return schema;
	return {
		...schema,
		tables: new Map([...schema.tables, ...touched.map((table) => [table.name, {
			...table,
			filled: true
		}])])
	};
}
// src/migrations/playing/pending-events.ts
function pendingAfter(statement, schema, transaction) {
	let { pending, possible, immediate } = transaction;
	for (const act of statement.acts) {
		if (act.act === "set-constraints") {
			if (!act.immediate) {
				immediate = new Set();
				continue;
			}
			const named = constraintsNamed(statement.text);
			immediate = named === void 0 || immediate === "all" ? "all" : new Set([...immediate, ...named]);
			pending = named === void 0 ? new Map() : without(pending, named);
			if (named === void 0) possible = new Map();
			continue;
		}
		for (const [table, keys] of writtenFor(act, statement.text, schema)) {
			const waiting = keys.filter((name) => immediate !== "all" && !immediate.has(name));
			if (waiting.length > 0) pending = new Map(pending).set(table, new Set([...pending.get(table) ?? [], ...waiting]));
		}
	}
	return {
		pending,
		possible,
		immediate
	};
}
function possibleAfter({ name, tables, writes }, schema, { possible, immediate }) {
	if (writes === "none" || immediate === "all") return {};
	const after = new Map(possible);
	for (const table of tables) {
		const referred = referencesTo({ schema }, table).filter(({ key }) => key.deferrable);
		if ([...deferred(schema, table).map((key) => key.name), ...referred.map(({ key }) => key.name)].some((key) => !immediate.has(key))) after.set(table, name);
	}
	return { possible: after };
}
function doubtedByPending(statement, transaction) {
	if (transaction === void 0 || transaction.possible.size === 0) return [];
	return [...new Set(statement.acts.flatMap(changedBy))].flatMap((table) => {
		const who = transaction.possible.get(table);
		if (who === void 0 || transaction.pending.has(table)) return [];
		return [`When ${who}() inserted rows of ${table} in the same transaction, or changed their keys, PostgreSQL refuses this statement: the table has pending trigger events.`];
	});
}
function refusedByPending(statement, transaction) {
	if (transaction === void 0 || transaction.pending.size === 0) return [];
	return [...new Set(statement.acts.flatMap(changedBy))].flatMap((table) => {
		const keys = transaction.pending.get(table);
		if (keys === void 0) return [];
		const [first = ""] = keys;
		return [{
			why: "pending-events",
			message: `Rows of ${table} were written in the same transaction and ${first} is checked only at its end: PostgreSQL does not change a table that has pending trigger events.`
		}];
	});
}
function changedBy(act) {
	if (act.act === "drop-table" || act.act === "truncate") return act.tables;
	if (act.act === "alter-table" && act.what === "set-schema") return [];
	if (act.act === "create-index") return act.concurrently ? [] : [act.index.table];
	if (ALTERING.has(act.act) && "table" in act && act.table !== void 0) return [act.table];
	return [];
}
const ALTERING = new Set([
	"add-column",
	"drop-column",
	"alter-type",
	"set-default",
	"drop-default",
	"set-not-null",
	"drop-not-null",
	"add-identity",
	"drop-identity",
	"drop-expression",
	"add-constraint",
	"drop-constraint",
	"validate-constraint",
	"alter-constraint",
	"attach-partition",
	"detach-partition",
	"alter-table",
	"cluster"
]);
function writtenFor(act, text, schema) {
	if (act.act === "insert" || act.act === "merge") return [[act.table, deferred(schema, act.table).map(({ name }) => name)]];
	if (act.act === "update") {
		const set = assignedPart(text);
		const keys = deferred(schema, act.table).filter((key) => key.columns.some((column) => mentions(set, column)));
		const referred = referencesTo({ schema }, act.table).filter(({ key }) => key.deferrable && key.references.some((column) => mentions(set, column)));
		return [[act.table, [...keys.map(({ name }) => name), ...referred.map(({ key }) => key.name)]]];
	}
	if (act.act === "delete") {
		const referred = referencesTo({ schema }, act.table).filter(({ key }) => key.deferrable);
		return [[act.table, referred.filter(({ key }) => key.onDelete === "none").map(({ key }) => key.name)]];
	}
	return [];
}
function deferred(schema, table) {
	return foreignKeysOf({ schema }, table).filter(({ deferrable, notEnforced }) => deferrable && !notEnforced);
}
function assignedPart(sql) {
	const from = sql.search(/\bset\b/i);
	const rest = from < 0 ? sql : sql.slice(from);
	const to = rest.search(/\bwhere\b/i);
	return to < 0 ? rest : rest.slice(0, to);
}
function constraintsNamed(sql) {
	const list = /\bset\s+constraints\s+(.+?)\s+(?:immediate|deferred)\b/is.exec(sql)?.[1];
	if (list === void 0 || /^all$/i.test(list.trim())) return void 0;
	return list.split(",").map((name) => {
		const plain = name.trim().split(".").at(-1) ?? "";
		return plain.startsWith("\"") ? plain.slice(1, -1).replaceAll("\"\"", "\"") : plain.toLowerCase();
	});
}
function without(pending, names) {
	const left = [...pending].map(([table, keys]) => [table, new Set([...keys].filter((key) => !names.includes(key)))]);
	return new Map(left.filter(([, keys]) => keys.size > 0));
}
// src/migrations/playing/session.ts
var Session = class {
	#number = 0;
	#transaction;
	#timeZone;
	constructor(timeZone) {
		this.#timeZone = timeZone;
	}
	get transaction() {
		return this.#transaction;
	}
	get timeZone() {
		return this.#timeZone;
	}
	begin() {
		if (this.#transaction !== void 0) return;
		this.#number += 1;
		const types = {
			enumValues: new Set(),
			ownTypes: new Set()
		};
		const rows = {
			pending: new Map(),
			possible: new Map()
		};
		this.#transaction = {
			number: this.#number,
			held: [],
			...types,
			...rows,
			immediate: new Set()
		};
	}
	end() {
		this.#transaction = void 0;
	}
	carry(change) {
		if (this.#transaction !== void 0) this.#transaction = {
			...this.#transaction,
			...change
		};
	}
	setTimeZone(zone) {
		this.#timeZone = zone;
	}
};
// src/migrations/playing/connection.ts
var Connection = class {
	session;
	#major;
	#dependents;
	#populated = new Set();
	constructor(major, timeZone, dependents) {
		this.#major = major;
		this.session = new Session(timeZone);
		this.#dependents = dependents;
	}
	circumstances() {
		const { transaction, timeZone } = this.session;
		return {
			major: this.#major,
			inTransaction: transaction !== void 0,
			timeZone,
			freshEnumValues: transaction?.enumValues ?? new Set(),
			dependents: this.#dependents,
			populated: this.#populated
		};
	}
	hold(locks) {
		const held = this.session.transaction?.held ?? [];
		if (locks.length > 0) this.session.carry({ held: strongest([...held, ...locks]) });
	}
	populate(tables) {
		for (const table of tables) this.#populated.add(table);
	}
	after(statement, before, { atomic }) {
		const { session } = this;
		if (session.transaction !== void 0) session.carry(pendingAfter(statement, before, session.transaction));
		for (const act of statement.acts) {
			const { transaction } = session;
			if (act.act === "rename-table") this.#rename(act.table, act.to);
			if (act.act === "create-type") session.carry({ ownTypes: new Set([...transaction?.ownTypes ?? [], act.type]) });
			if (act.act === "add-enum-value" && transaction?.ownTypes.has(act.type) === false) session.carry({ enumValues: new Set([...transaction.enumValues, `${act.type}.${act.value}`]) });
			if (act.act === "set" && act.name.toLowerCase() === "timezone") session.setTimeZone(act.value);
			if (act.act === "drop-view") this.#dependents = this.#dependents?.filter(({ name }) => !act.views.includes(name));
			if (act.act === "insert" || act.act === "merge") this.populate([act.table]);
			if (act.act === "transaction") this.#change(act.what, atomic);
		}
	}
	#rename(table, to) {
		const held = this.session.transaction?.held ?? [];
		this.session.carry({ held: held.map((lock) => lock.relation === table ? {
			...lock,
			relation: to
		} : lock) });
	}
	#change(what, atomic) {
		if (what === "begin") this.session.begin();
		if (what !== "commit" && what !== "rollback") return;
		this.session.end();
		if (atomic) this.session.begin();
	}
};
// src/migrations/playing/measured.ts
function findMeasured(measured) {
	const bySteps = Map.groupBy(measured, ({ migration, step }) => keyOf$1(migration, step));
	return (migration, step, { text, nth, of }) => {
		const all = bySteps.get(keyOf$1(migration, step)) ?? [];
		if (of === 1 && all.length === 1) return all[0];
		const plain = plainly(text);
		const same = all.filter(({ sql }) => plainly(sql) === plain);
		if (same.length === 1) return same[0];
		return all.length === of ? all[nth] : void 0;
	};
}
function keyOf$1(migration, step) {
	return `${step ?? ""} ${migration}`;
}
function plainly(sql) {
	return sql.replace(/\s+/g, " ").replace(/[;\s]+$/, "").trim();
}
// src/migrations/schema/database.ts
function withDatabase(schema, database, parse) {
	return database.constraints.reduce((before, { table, name, definition, validated }) => {
		if (!before.tables.has(table)) return before;
		const named = withName(before, table, name, definition, parse);
		const constraint = named.tables.get(table)?.constraints.get(name);
		return constraint === void 0 ? named : marked(named, table, constraint, validated);
	}, schema);
}
function withName(schema, table, name, definition, parse) {
	const constraints = schema.tables.get(table)?.constraints;
	if (constraints?.has(name) === true) return schema;
	const parsed = parse(`ALTER TABLE ${quoted(table)} ADD CONSTRAINT ${quoted(name)} ${definition}`);
	const act = parsed.ok ? parsed.statements[0]?.acts[0] : void 0;
	if (act?.act !== "add-constraint") return schema;
	const same = [...constraints?.values() ?? []].find((each) => isSame(each, act.constraint));
	if (same !== void 0) return renameConstraint(schema, table, same.name, name);
	return applyAct(schema, act, { isNew: false });
}
function isSame(one, other) {
	if (one.kind === "unique" || one.kind === "exclusion" || one.kind === "primary") return one.kind === other.kind && one.columns.join() === other.columns.join();
	if (one.kind !== "foreign-key" || other.kind !== "foreign-key") return false;
	return one.columns.join() === other.columns.join() && one.table === other.table;
}
function marked(schema, table, constraint, valid) {
	if (constraint.valid === valid) return schema;
	return changedTable(schema, table, (each) => ({
		...each,
		constraints: new Map(each.constraints).set(constraint.name, {
			...constraint,
			valid,
			notValid: !valid
		})
	}));
}
function quoted(name) {
	return name.split(".").map((part) => `"${part.replaceAll("\"", "\"\"")}"`).join(".");
}
// src/migrations/schema/history.ts
function withHistory(schema, history, parse) {
	const made = {
		tables: new Set(),
		parts: new Set()
	};
	let now = schema;
	for (const sql of history) {
		const parsed = parse(sql);
		if (!parsed.ok) continue;
		for (const { acts } of parsed.statements) for (const act of acts) if (counts(act, now, made)) now = applyAct(now, act, { isNew: false });
	}
	return now;
}
function counts(act, schema, made) {
	switch (act.act) {
		case "create-table":
			if (schema.tables.has(act.table)) return false;
			if (act.partitionOf === void 0) made.tables.add(act.table);
			return true;
		case "drop-table": return act.tables.every((table) => made.tables.delete(table));
		case "create-type":
		case "add-enum-value":
		case "rename-enum-value":
		case "drop-type":
		case "create-view":
		case "drop-view": return true;
		case "create-index": return makes(act.index.table, act.index.name, act.index.uses, schema, made);
		case "drop-index": return act.indexes.every((index) => [...made.parts].some((part) => part.endsWith(`.${index}`)));
		case "rename-table":
			if (!made.tables.delete(act.table)) return false;
			made.tables.add(act.to);
			return true;
		default: return "table" in act && typeof act.table === "string" && changes(act, act.table, schema, made);
	}
}
function changes(act, table, schema, made) {
	if (made.tables.has(table)) return true;
	if (!schema.tables.has(table)) return false;
	switch (act.act) {
		case "add-column": return schema.enums.has(act.column.type.name) && schema.tables.get(table)?.columns.has(act.column.name) === true || makes(table, act.column.name, [], schema, made);
		case "add-constraint": return makes(table, act.constraint.name, columnsOf$2(act), schema, made);
		case "set-default":
		case "drop-default": return schema.tables.get(table)?.columns.has(act.column) === true;
		case "validate-constraint":
		case "drop-constraint": return made.parts.has(`${table}.${act.name}`);
		case "alter-type":
		case "set-not-null":
		case "drop-not-null":
		case "drop-column": return made.parts.has(`${table}.${act.column}`);
		case "attach-partition": return schema.tables.has(act.partition);
		default: return false;
	}
}
function makes(name, part, columns, schema, made) {
	const table = schema.tables.get(name);
	if (table === void 0 || has(table, part)) return false;
	if (!columns.every((column) => table.columns.has(column))) return false;
	made.parts.add(`${name}.${part}`);
	return true;
}
function has({ columns, constraints, indexes }, part) {
	return columns.has(part) || constraints.has(part) || indexes.has(part);
}
function columnsOf$2({ constraint }) {
	return constraint.kind === "not-null" ? [constraint.column] : constraint.columns;
}
// src/migrations/schema/read.ts
function readSchema(ddl, parse) {
	let schema = EMPTY_SCHEMA;
	const problems = [];
	for (const sql of ddl) {
		const parsed = parse(sql);
		if (!parsed.ok) {
			problems.push({
				sql,
				message: parsed.message,
				line: parsed.line
			});
			continue;
		}
		for (const { acts } of parsed.statements) for (const act of acts) schema = applyAct(schema, act, { isNew: false });
	}
	return {
		schema,
		problems
	};
}
// src/migrations/table-knowledge.ts
const LARGE_ROWS = 1e4;
const LARGE_BYTES = 10485760;
function tableKnowledge(database, hot, small) {
	const isHot = matcher(hot);
	const isSmall = matcher(small);
	const sizes = new Map();
	for (const [name, size] of database?.tables ?? []) sizes.set(withoutPublic(name), isLargeSize(size));
	const sizeOf = (name) => database?.tables.get(name) ?? database?.tables.get(`public.${name}`);
	function isLarge(table, schema) {
		if (isSmall(table)) return false;
		const known = schema.tables.get(table);
		if (known?.isNew === true) return known.filled;
		if (known !== void 0 && known.partitions.length > 0) return known.partitions.some((part) => isLarge(part, schema));
		return sizes.get(table) ?? true;
	}
	return {
		isLarge,
		isHot,
		sizeInWords: (table) => {
			const size = sizeOf(table);
			if (isSmall(table) && size === void 0) return "small, as you say";
			return size === void 0 ? "of unknown size" : inWords(size);
		}
	};
}
function isLargeSize({ rows, bytes }) {
	return (rows ?? 0) >= LARGE_ROWS || bytes >= LARGE_BYTES;
}
function inWords({ rows, bytes }) {
	if (rows !== void 0) return rows === 1 ? "about 1 row" : `about ${rounded(rows).toLocaleString("en-US")} rows`;
	const megabytes = bytes / 1024 / 1024;
	return megabytes < 1 ? "less than 1 MB" : `about ${rounded(megabytes).toLocaleString("en-US")} MB`;
}
function rounded(count) {
	const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, count))) - 1);
	return Math.round(count / step) * step;
}
function matcher(names) {
	const exact = new Set(names.filter((name) => !name.includes("*")).map(withoutPublic));
	const patterns = names.filter((name) => name.includes("*")).map((name) => toPattern(withoutPublic(name)));
	return (table) => exact.has(table) || patterns.some((pattern) => pattern.test(table));
}
function toPattern(glob) {
	const parts = glob.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
	return new RegExp(`^${parts.join(".*")}$`);
}
function withoutPublic(name) {
	return name.startsWith("public.") ? name.slice(7) : name;
}
// src/migrations/play.ts
function play(facts, parse, options = {}) {
	const { database } = facts;
	const { schema: told, problems } = readSchema(facts.schema, parse);
	const made = withHistory(told, facts.history ?? [], parse);
	const first = database === void 0 ? made : withDatabase(made, database, parse);
	const connection = new Connection(facts.server.major, options.timeZone ?? facts.timeZone ?? database?.timeZone, database?.dependents);
	const measuredOf = findMeasured(facts.measured);
	let schema = first;
	const migrations = facts.pending.map((migration) => {
		const played = playMigration(migration, schema, {
			facts,
			parse,
			connection,
			measuredOf
		});
		schema = played.after;
		return played;
	});
	return {
		facts: {
			...facts,
			drift: [...facts.drift, ...driftOf(facts, problems.length > 0, schema, migrations)],
			unknown: [...facts.unknown, ...problems.map(unreadSchema)]
		},
		first,
		last: schema,
		migrations,
		tables: tableKnowledge(database, options.hotTables ?? [], options.smallTables ?? [])
	};
}
function driftOf({ framework, head, unknown }, problems, last, migrations) {
	if (framework !== "alembic" || problems || unknown.some(({ code }) => code === "operation-not-read")) return [];
	return migrations.some(({ statements }) => statements.some(({ acts }) => acts.some(({ act }) => act === "other" || act === "do"))) ? [] : alembicDrift(head.models, last);
}
function unreadSchema({ sql, message }) {
	return {
		code: "sql-not-parsed",
		about: sql.length > 100 ? `${sql.slice(0, 99)}…` : sql,
		why: `A statement that makes the tables as they are now could not be read: ${message}.`,
		remedy: "Give `database-url`, so that tables are read from the database."
	};
}
function playMigration(migration, before, playing) {
	const { connection, facts } = playing;
	const { session } = connection;
	const statements = [];
	const operations = operationsOf(migration);
	let schema = before;
	if (facts.framework === "django") session.end();
	if (migration.atomic) session.begin();
	migration.steps.forEach((step, index) => {
		if (step.step === "commit") {
			if (session.transaction === void 0) session.begin();
			else session.end();
			return;
		}
		const common = step.step === "sql" ? {
			step: index,
			operation: operations.get(step.operation ?? -1),
			by: step.by,
			guessed: step.guessed
		} : {
			step: index,
			operation: operations.get(step.operation),
			by: "code",
			guessed: false
		};
		const take = (taken) => {
			const { transaction } = session;
			statements.push({
				...common,
				...taken,
				before: schema,
				transaction: transaction?.number,
				held: transaction?.held ?? []
			});
			connection.hold(taken.effect.locks);
			schema = taken.after;
		};
		if (step.step === "sql") playSql(step, {
			index,
			migration,
			schema,
			take,
			...playing
		});
		else take(playCode(common.operation, {
			index,
			migration,
			schema,
			take,
			...playing
		}));
	});
	if (facts.framework === "django") session.end();
	return {
		migration,
		before,
		after: schema,
		statements
	};
}
function playSql(step, playing) {
	const { parse, connection, migration, index, measuredOf, take } = playing;
	const parsed = parse(step.sql);
	if (!parsed.ok) {
		const text = step.sql.trim();
		const measured = measuredOf(migration.id, index, {
			text,
			nth: 0,
			of: 1
		});
		const unknown = [`What this SQL does is not known, because it could not be read: ${parsed.message}.`];
		const effect = {
			...NO_EFFECT,
			unknown
		};
		take({
			text,
			acts: [],
			problem: parsed.message,
			effect,
			after: playing.schema,
			measured
		});
		return;
	}
	const { session } = connection;
	const of = parsed.statements.length;
	const together = of > 1 && session.transaction === void 0;
	if (together) session.begin();
	let before = playing.schema;
	parsed.statements.forEach((statement, nth) => {
		const after = statement.acts.reduce((now, act) => applyAct(now, act, { isNew: true }), before);
		const { text, acts } = statement;
		const measured = measuredOf(migration.id, index, {
			text,
			nth,
			of
		});
		take({
			text,
			acts,
			problem: void 0,
			effect: effectHere(statement, before, connection),
			after,
			measured
		});
		connection.after(statement, before, migration);
		before = after;
	});
	if (together) session.end();
}
function effectHere(statement, schema, connection) {
	const { transaction } = connection.session;
	const effect = effectOf(statement, schema, connection.circumstances());
	return {
		...effect,
		refused: [...effect.refused, ...refusedByPending(statement, transaction)],
		unknown: [...effect.unknown, ...doubtedByPending(statement, transaction)]
	};
}
function playCode(operation, playing) {
	const { parse, connection, migration, index, measuredOf, schema } = playing;
	const { session } = connection;
	const code = operation?.code;
	const { effect, after } = effectOfCode(code, schema, parse, connection.circumstances());
	const text = code?.name ?? operation?.text ?? "Python code";
	if (code !== void 0 && code.writes !== "none") connection.populate(code.tables);
	if (code !== void 0 && session.transaction !== void 0) session.carry(possibleAfter(code, schema, session.transaction));
	return {
		text,
		acts: [],
		problem: void 0,
		effect,
		after,
		measured: measuredOf(migration.id, index, {
			text,
			nth: 0,
			of: 1
		})
	};
}
function operationsOf({ operations }) {
	const found = new Map();
	for (const operation of operations) {
		const known = found.get(operation.index);
		if (known === void 0 || known.stateOnly && !operation.stateOnly) found.set(operation.index, operation);
	}
	return found;
}
// src/migrations/sql/tree.ts
function nodesOf(tree, kind) {
	const found = [];
	for (const node of objectsOf(tree)) if (Object.hasOwn(node, kind)) found.push(Object.getOwnPropertyDescriptor(node, kind)?.value);
	return found;
}
function holds(tree, kind) {
	for (const node of objectsOf(tree)) if (Object.hasOwn(node, kind)) return true;
	return false;
}
function firstByte(tree) {
	let first;
	for (const node of objectsOf(tree)) {
		const location = Object.getOwnPropertyDescriptor(node, "location")?.value;
		if (typeof location === "number" && location >= 0 && (first === void 0 || location < first)) first = location;
	}
	return first;
}
function* objectsOf(tree) {
	const open = [tree];
	while (open.length > 0) {
		const node = open.pop();
		if (typeof node !== "object" || node === null) continue;
		if (!Array.isArray(node)) yield node;
		const parts = Array.isArray(node) ? node : Object.values(node);
		for (let index = parts.length - 1; index >= 0; index -= 1) open.push(parts[index]);
	}
}
function stringsOf(nodes) {
	return (nodes ?? []).flatMap((node) => "String" in node ? [node.String.sval ?? ""] : []);
}
function nameParts(node) {
	if (node === void 0) return [];
	if ("List" in node) return stringsOf(node.List.items);
	if ("TypeName" in node) return stringsOf(node.TypeName.names);
	if ("String" in node) return [node.String.sval ?? ""];
	if ("ObjectWithArgs" in node) return stringsOf(node.ObjectWithArgs.objname);
	return [];
}
// src/migrations/sql/expressions.ts
function expressionOf(node, source, until) {
	return {
		text: textOf(node, source, until),
		calls: callsOf(node),
		constant: isConstant(node),
		isNull: isNullLiteral(node)
	};
}
function callsOf(tree) {
	const functions = nodesOf(tree, "FuncCall").map(({ funcname }) => stringsOf(funcname).at(-1)?.toLowerCase() ?? "");
	const words = nodesOf(tree, "SQLValueFunction").map(({ op = "" }) => op.replace(/^SVFOP_|_N$/g, "").toLowerCase());
	return [...new Set([...functions, ...words])];
}
function columnsOf$1(tree) {
	return [...new Set(nodesOf(tree, "ColumnRef").flatMap(({ fields }) => stringsOf(fields).slice(-1)))];
}
function columnOf(node) {
	if (node === void 0 || !("ColumnRef" in node)) return void 0;
	return stringsOf(node.ColumnRef.fields).at(-1);
}
function nullTestOf(node, what) {
	if (node === void 0 || !("NullTest" in node) || node.NullTest.nulltesttype !== what) return void 0;
	return columnOf(node.NullTest.arg);
}
function isConstant(node) {
	if (node === void 0) return false;
	if ("A_Const" in node) return true;
	if ("TypeCast" in node) return isConstant(node.TypeCast.arg);
	if ("CollateClause" in node) return isConstant(node.CollateClause.arg);
	if ("A_ArrayExpr" in node) return (node.A_ArrayExpr.elements ?? []).every(isConstant);
	if ("A_Expr" in node) {
		const { name, lexpr, rexpr } = node.A_Expr;
		return lexpr === void 0 && /^[-+]$/.test(stringsOf(name).join(".")) && isConstant(rexpr);
	}
	return false;
}
function isNullLiteral(node) {
	if (node === void 0) return false;
	if ("A_Const" in node) return node.A_Const.isnull === true;
	return "TypeCast" in node && isNullLiteral(node.TypeCast.arg);
}
function whereOf(node, source) {
	if (node === void 0 || alwaysTrue(node)) return {
		kind: "all",
		text: node === void 0 ? "" : textOf(node, source)
	};
	return {
		kind: nullTestOf(node, "IS_NULL") === void 0 ? "some" : "missing-values",
		text: textOf(node, source)
	};
}
function alwaysTrue(node) {
	if ("A_Const" in node) return node.A_Const.boolval?.boolval === true;
	if (!("A_Expr" in node)) return false;
	const { name, lexpr, rexpr } = node.A_Expr;
	return stringsOf(name).join() === "=" && isConstant(lexpr) && withoutPlaces(lexpr) === withoutPlaces(rexpr);
}
function withoutPlaces(node) {
	return JSON.stringify(node, (key, value) => key === "location" ? void 0 : value) ?? "";
}
const AFTER_CONDITION = /^(returning|group|order|limit|offset|on)$/i;
function textOf(tree, source, until) {
	const first = firstByte(tree);
	if (first === void 0) return "";
	const tokens = source.tokens();
	let from = source.tokenAt(first);
	while (tokens[from - 1]?.text === "(") from -= 1;
	const limit = until === void 0 ? tokens.length : source.tokenAt(until);
	let depth = 0;
	let to = from;
	for (; to < limit; to += 1) {
		const text = tokens[to]?.text ?? "";
		if (depth === 0 && (text === "," || text === ";" || AFTER_CONDITION.test(text))) break;
		if (text === "(" || text === "[") depth += 1;
		if (text === ")" || text === "]") depth -= 1;
		if (depth < 0) break;
	}
	return joined(source, from, to);
}
function inParentheses(word, after, source) {
	const tokens = source.tokens();
	let from = source.tokenAt(after);
	while (from < tokens.length && tokens[from]?.text.toLowerCase() !== word) from += 1;
	from += 1;
	let depth = 0;
	for (let to = from; to < tokens.length; to += 1) {
		const text = tokens[to]?.text;
		if (text === "(") depth += 1;
		if (text === ")") depth -= 1;
		if (depth === 0) return joined(source, from, to + 1);
	}
	return "";
}
function joined(source, begin, end) {
	const [from, to] = withoutOuter(source, begin, end);
	const tokens = source.tokens().slice(from, to);
	return tokens.map((token, index) => {
		const before = tokens[index - 1];
		const text = token.text.replace(/\s*\n\s*/g, " ");
		return before !== void 0 && before.end < token.start ? ` ${text}` : text;
	}).join("");
}
function withoutOuter(source, begin, end) {
	const tokens = source.tokens();
	let [from, to] = [begin, end];
	while (tokens[from]?.text === "(" && tokens[to - 1]?.text === ")") {
		let depth = 0;
		for (let index = from; index < to - 1; index += 1) {
			const text = tokens[index]?.text;
			if (text === "(") depth += 1;
			if (text === ")") depth -= 1;
			if (depth === 0) return [from, to];
		}
		from += 1;
		to -= 1;
	}
	return [from, to];
}
// src/migrations/sql/indexes.ts
function createIndex(statement, source) {
	const table = relationName(statement.relation);
	const keys = elementsOf(statement.indexParams);
	const included = elementsOf(statement.indexIncludingParams);
	const columns = keys.flatMap(({ name }) => name === void 0 ? [] : [name]);
	const expressions = keys.flatMap(({ expr }) => expr === void 0 ? [] : [expr]);
	const uses = [
		...columns,
		...columnsOf$1(expressions),
		...columnsOf$1(statement.whereClause),
		...included.flatMap(({ name }) => name === void 0 ? [] : [name])
	];
	const given = statement.idxname;
	return {
		act: "create-index",
		index: {
			name: given === void 0 ? madeName(table, indexWords([...keys, ...included]), "idx", new Set()) : clipped(given),
			...given === void 0 ? { made: true } : {},
			table,
			unique: statement.unique === true,
			columns,
			uses: [...new Set(uses)],
			hasExpressions: expressions.length > 0,
			predicate: statement.whereClause === void 0 ? void 0 : textOf(statement.whereClause, source),
			operatorClasses: keys.flatMap(({ opclass }) => stringsOf(opclass).slice(-1)),
			method: statement.accessMethod ?? "btree"
		},
		concurrently: statement.concurrent === true,
		ifNotExists: statement.if_not_exists === true,
		only: statement.relation?.inh !== true
	};
}
function elementsOf(nodes) {
	return (nodes ?? []).flatMap((node) => "IndexElem" in node ? [node.IndexElem] : []);
}
function indexWords(elements) {
	const words = [];
	for (const { name, expr } of elements) {
		const word = name ?? (expr !== void 0 && "FuncCall" in expr ? callsOf(expr)[0] : void 0) ?? "expr";
		let chosen = word;
		for (let count = 1; words.includes(chosen); count += 1) chosen = `${word}${count}`;
		words.push(chosen);
	}
	return words;
}
// src/migrations/sql/constraints.ts
const ON_DELETE = {
	a: "none",
	r: "restrict",
	c: "cascade",
	n: "set-null",
	d: "set-default"
};
function constraintOf(node, column, naming, source) {
	const name = (columns, label) => {
		const given = node.conname;
		const chosen = given === void 0 ? madeName(naming.table, columns, label, naming.taken) : clipped(given);
		naming.taken.add(chosen);
		return given === void 0 ? {
			name: chosen,
			made: true
		} : { name: chosen };
	};
	const common = {
		deferrable: node.deferrable === true || node.initdeferred === true,
		notValid: node.skip_validation === true,
		notEnforced: false
	};
	const beside = column === void 0 ? [] : [column];
	switch (node.contype) {
		case "CONSTR_CHECK": {
			const columns = columnsOf$1(node.raw_expr);
			return {
				...common,
				...name(columns.length === 1 ? columns : [], "check"),
				notEnforced: node.is_enforced !== true,
				kind: "check",
				columns,
				text: inParentheses("check", node.location ?? 0, source),
				notNullOf: nullTestOf(node.raw_expr, "IS_NOT_NULL")
			};
		}
		case "CONSTR_NOTNULL": {
			const of = stringsOf(node.keys)[0] ?? column;
			if (of === void 0 || node.conname === void 0 && column !== void 0) return void 0;
			return {
				...common,
				...name([of], "not_null"),
				kind: "not-null",
				column: of
			};
		}
		case "CONSTR_UNIQUE":
		case "CONSTR_PRIMARY": return keyOf(node, beside, common, name);
		case "CONSTR_FOREIGN": {
			const columns = node.fk_attrs === void 0 ? beside : stringsOf(node.fk_attrs);
			return {
				...common,
				...name(columns, "fkey"),
				notEnforced: node.is_enforced !== true,
				kind: "foreign-key",
				columns,
				table: relationName(node.pktable),
				references: stringsOf(node.pk_attrs),
				onDelete: onDeleteOf(node.fk_del_action)
			};
		}
		case "CONSTR_EXCLUSION": {
			const elements = nodesOf(node.exclusions, "IndexElem");
			const plain = elements.flatMap((each) => each.name === void 0 ? [] : [each.name]);
			const columns = new Set([...plain, ...columnsOf$1([elements, node.where_clause])]);
			return {
				...common,
				...name(indexWords(elements), "excl"),
				kind: "exclusion",
				columns: [...columns]
			};
		}
		default: return;
	}
}
function keyOf(node, beside, common, name) {
	const kind = node.contype === "CONSTR_PRIMARY" ? "primary" : "unique";
	const columns = node.keys === void 0 ? beside : stringsOf(node.keys);
	const using = node.indexname;
	if (using !== void 0 && node.conname === void 0) return {
		...common,
		name: bare(using),
		kind,
		columns: [],
		using
	};
	return {
		...common,
		...kind === "primary" ? name([], "pkey") : name(columns, "key"),
		kind,
		columns,
		using
	};
}
function onDeleteOf(action) {
	if (action === "r" || action === "c" || action === "n" || action === "d") return ON_DELETE[action];
	return ON_DELETE.a;
}
const SAYS_HOW = {
	CONSTR_ATTR_DEFERRABLE: { deferrable: true },
	CONSTR_ATTR_NOT_DEFERRABLE: { deferrable: false },
	CONSTR_ATTR_DEFERRED: { deferrable: true },
	CONSTR_ATTR_IMMEDIATE: {},
	CONSTR_ATTR_ENFORCED: { notEnforced: false },
	CONSTR_ATTR_NOT_ENFORCED: { notEnforced: true }
};
function constraintsBeside(nodes, column, naming, source) {
	const constraints = [];
	let owner;
	for (const node of nodes) {
		const how = SAYS_HOW[node.contype ?? ""];
		if (how === void 0) {
			owner = constraintOf(node, column, naming, source);
			if (owner !== void 0) constraints.push(owner);
		} else if (owner !== void 0) {
			owner = {
				...owner,
				...how
			};
			constraints[constraints.length - 1] = owner;
		}
	}
	return constraints;
}
// src/migrations/sql/sql-type.ts
const SERIALS = {
	smallserial: "int2",
	serial2: "int2",
	serial: "int4",
	serial4: "int4",
	bigserial: "int8",
	serial8: "int8"
};
const ALL_FIELDS = 32767;
function typeOf(name) {
	const written = qualified(stringsOf(name?.names));
	const integer = SERIALS[written];
	const modifiers = (name?.typmods ?? []).flatMap(numberOf);
	return {
		type: {
			name: integer ?? written,
			modifiers: written === "interval" && modifiers[0] === ALL_FIELDS ? modifiers.slice(1) : modifiers,
			array: (name?.arrayBounds ?? []).length > 0
		},
		serial: integer !== void 0
	};
}
function numberOf(node) {
	if (!("A_Const" in node)) return [];
	const { ival, fval } = node.A_Const;
	if (ival !== void 0) return [ival.ival ?? 0];
	return fval?.fval === void 0 ? [] : [Number(fval.fval)];
}
// src/migrations/sql/columns.ts
function columnDefinition(definition, naming, source) {
	const name = definition.colname ?? "";
	const nodes = (definition.constraints ?? []).flatMap((node) => "Constraint" in node ? [node.Constraint] : []);
	const has = (kind) => nodes.some(({ contype }) => contype === kind);
	const { type, serial } = typeOf(definition.typeName);
	const identity = has("CONSTR_IDENTITY");
	const value = nodes.find(({ contype }) => contype === "CONSTR_DEFAULT");
	const generated = nodes.find(({ contype }) => contype === "CONSTR_GENERATED");
	const collation = definition.collClause === void 0 ? void 0 : qualified(stringsOf(definition.collClause.collname));
	return {
		name,
		type,
		notNull: serial || identity || has("CONSTR_NOTNULL") || has("CONSTR_PRIMARY"),
		default: value?.raw_expr === void 0 ? void 0 : expressionOf(value.raw_expr, source, after(value, definition, nodes)),
		identity,
		serial,
		generated: generated === void 0 ? void 0 : generated.generated_kind === "v" ? "virtual" : "stored",
		...computed(generated, source),
		collation,
		constraints: constraintsBeside(nodes, name, naming, source)
	};
}
function computed(node, source) {
	const expression = node?.raw_expr;
	if (node === void 0 || expression === void 0) return {};
	const text = inParentheses("as", node.location ?? 0, source);
	return { generatedAs: {
		expression: {
			...expressionOf(expression, source),
			text
		},
		uses: columnsOf$1(expression)
	} };
}
function after(node, { collClause }, nodes) {
	const here = node.location ?? 0;
	return [...nodes.map(({ location }) => location), collClause?.location].filter((place) => place !== void 0 && place > here).reduce((least, place) => least === void 0 || (place ?? 0) < least ? place : least, void 0);
}
// src/migrations/sql/alter-table.ts
function alterTable(statement, source) {
	const table = relationName(statement.relation);
	if (statement.objtype === "OBJECT_SEQUENCE") return [{
		act: "sequence",
		what: "alter",
		name: table
	}];
	if (statement.objtype !== "OBJECT_TABLE") return [{
		act: "other",
		kind: `AlterTableStmt ${statement.objtype ?? ""}`
	}];
	const naming = {
		table,
		taken: new Set()
	};
	return (statement.cmds ?? []).flatMap((node) => "AlterTableCmd" in node ? [actionOf(node.AlterTableCmd, table, naming, source)] : []);
}
function actionOf(command, table, naming, source) {
	const { subtype, name = "", def, behavior, missing_ok: missing } = command;
	const column = name;
	const cascade = behavior === "DROP_CASCADE";
	const ifExists = missing === true;
	switch (subtype) {
		case "AT_AddColumn":
			if (def === void 0 || !("ColumnDef" in def)) break;
			return {
				act: "add-column",
				table,
				column: columnDefinition(def.ColumnDef, naming, source),
				ifNotExists: ifExists
			};
		case "AT_DropColumn": return {
			act: "drop-column",
			table,
			column,
			cascade,
			ifExists
		};
		case "AT_AlterColumnType": return alterType(command, table, source);
		case "AT_ColumnDefault":
			if (def === void 0) return {
				act: "drop-default",
				table,
				column
			};
			return {
				act: "set-default",
				table,
				column,
				value: expressionOf(def, source)
			};
		case "AT_SetNotNull": return {
			act: "set-not-null",
			table,
			column
		};
		case "AT_DropNotNull": return {
			act: "drop-not-null",
			table,
			column
		};
		case "AT_AddIdentity": return {
			act: "add-identity",
			table,
			column
		};
		case "AT_DropIdentity": return {
			act: "drop-identity",
			table,
			column
		};
		case "AT_DropExpression": return {
			act: "drop-expression",
			table,
			column
		};
		case "AT_AddConstraint": {
			if (def === void 0 || !("Constraint" in def)) break;
			const constraint = constraintOf(def.Constraint, void 0, naming, source);
			if (constraint === void 0) break;
			return {
				act: "add-constraint",
				table,
				constraint
			};
		}
		case "AT_DropConstraint": return {
			act: "drop-constraint",
			table,
			name,
			cascade,
			ifExists
		};
		case "AT_ValidateConstraint": return {
			act: "validate-constraint",
			table,
			name
		};
		case "AT_AlterConstraint": return {
			act: "alter-constraint",
			table,
			name: (def !== void 0 && "ATAlterConstraint" in def ? def.ATAlterConstraint.conname : void 0) ?? name
		};
		case "AT_AttachPartition":
		case "AT_DetachPartition": {
			if (def === void 0 || !("PartitionCmd" in def)) break;
			const partition = relationName(def.PartitionCmd.name);
			return subtype === "AT_AttachPartition" ? {
				act: "attach-partition",
				table,
				partition
			} : {
				act: "detach-partition",
				table,
				partition,
				concurrently: def.PartitionCmd.concurrent === true
			};
		}
	}
	return {
		act: "alter-table",
		table,
		what: (subtype === void 0 ? void 0 : KINDS[subtype]) ?? "other"
	};
}
function alterType({ name = "", def }, table, source) {
	const definition = def !== void 0 && "ColumnDef" in def ? def.ColumnDef : void 0;
	const { type } = typeOf(definition?.typeName);
	const using = definition?.raw_default;
	const collation = definition?.collClause === void 0 ? void 0 : qualified(stringsOf(definition.collClause.collname));
	const isCast = using !== void 0 && "TypeCast" in using && columnOf(using.TypeCast.arg) === name && sameType(typeOf(using.TypeCast.typeName).type, type);
	return {
		act: "alter-type",
		table,
		column: name,
		type,
		using: using === void 0 ? void 0 : {
			kind: isCast ? "cast" : "expression",
			expression: expressionOf(using, source)
		},
		collation
	};
}
function sameType(one, other) {
	return one.name === other.name && one.array === other.array && one.modifiers.join() === other.modifiers.join();
}
const KINDS = {
	AT_SetStorage: "set-storage",
	AT_SetCompression: "set-compression",
	AT_SetStatistics: "set-statistics",
	AT_SetOptions: "set-statistics",
	AT_ResetOptions: "set-statistics",
	AT_SetRelOptions: "set-options",
	AT_ResetRelOptions: "set-options",
	AT_ReplaceRelOptions: "set-options",
	AT_EnableTrig: "enable-trigger",
	AT_EnableAlwaysTrig: "enable-trigger",
	AT_EnableReplicaTrig: "enable-trigger",
	AT_EnableTrigAll: "enable-trigger",
	AT_EnableTrigUser: "enable-trigger",
	AT_DisableTrig: "disable-trigger",
	AT_DisableTrigAll: "disable-trigger",
	AT_DisableTrigUser: "disable-trigger",
	AT_EnableRowSecurity: "enable-row-security",
	AT_DisableRowSecurity: "disable-row-security",
	AT_ForceRowSecurity: "force-row-security",
	AT_NoForceRowSecurity: "force-row-security",
	AT_ReplicaIdentity: "replica-identity",
	AT_SetTableSpace: "set-tablespace",
	AT_SetLogged: "set-logged",
	AT_SetUnLogged: "set-unlogged",
	AT_SetAccessMethod: "set-access-method",
	AT_ClusterOn: "cluster-on",
	AT_DropCluster: "cluster-on",
	AT_ChangeOwner: "owner",
	AT_AddInherit: "inherit",
	AT_DropInherit: "no-inherit"
};
// src/migrations/sql/reads.ts
function readsOf(tree) {
	const own = new Set(nodesOf(tree, "CommonTableExpr").map(({ ctename }) => ctename));
	const locked = new Set(nodesOf(tree, "LockingClause").flatMap(({ lockedRels }) => nodesOf(lockedRels, "RangeVar")));
	return [...new Set(nodesOf(tree, "RangeVar").filter((relation) => !locked.has(relation)).map(relationName).filter((name) => !own.has(name)))];
}
// src/migrations/sql/create-table.ts
function createTable(statement, source) {
	const table = relationName(statement.relation);
	const naming = {
		table,
		taken: new Set()
	};
	const elements = statement.tableElts ?? [];
	const parents = (statement.inhRelations ?? []).flatMap((node) => "RangeVar" in node ? [relationName(node.RangeVar)] : []);
	const likes = elements.flatMap((node) => "TableLikeClause" in node ? [relationName(node.TableLikeClause.relation)] : []);
	const isPartition = statement.partbound !== void 0;
	const constraints = [...elements, ...statement.constraints ?? []].flatMap((node) => {
		const constraint = "Constraint" in node ? constraintOf(node.Constraint, void 0, naming, source) : void 0;
		return constraint === void 0 ? [] : [constraint];
	});
	const columns = elements.flatMap((node) => "ColumnDef" in node ? [columnDefinition(node.ColumnDef, naming, source)] : []);
	const like = isPartition ? likes : [...likes, ...parents];
	return {
		act: "create-table",
		table,
		columns,
		constraints,
		partitionOf: isPartition ? parents[0] : void 0,
		partitioned: statement.partspec !== void 0,
		temporary: statement.relation?.relpersistence === "t",
		ifNotExists: statement.if_not_exists === true,
		...like.length === 0 ? {} : { like },
		...statement.ofTypename === void 0 ? {} : { columnsUnknown: true }
	};
}
function createFromQuery(statement) {
	const name = relationName(statement.into?.rel);
	const reads = readsOf(statement.query);
	if (statement.objtype === "OBJECT_MATVIEW") return [{
		act: "create-view",
		view: name,
		reads,
		replace: false
	}];
	return [newTableOfQuery(name, statement.into?.rel?.relpersistence === "t", statement.if_not_exists === true), {
		act: "insert",
		table: name,
		reads
	}];
}
function newTableOfQuery(table, temporary, ifNotExists) {
	return {
		act: "create-table",
		table,
		columns: [],
		constraints: [],
		partitionOf: void 0,
		partitioned: false,
		temporary,
		ifNotExists,
		columnsUnknown: true
	};
}
// src/migrations/sql/data.ts
function isData(node) {
	return [
		"InsertStmt",
		"UpdateStmt",
		"DeleteStmt",
		"MergeStmt",
		"SelectStmt"
	].some((kind) => kind in node);
}
function dataActs(node, source) {
	return [
		...nodesOf(node, "CommonTableExpr").flatMap(({ ctequery }) => ctequery !== void 0 && isData(ctequery) && !("SelectStmt" in ctequery) ? [dataAct(ctequery, source)] : []),
		...intoTable(node),
		dataAct(node, source)
	];
}
function dataAct(node, source) {
	if ("InsertStmt" in node) {
		const { relation, selectStmt, withClause } = node.InsertStmt;
		const reads = readsOf([selectStmt, withClause]);
		return {
			act: "insert",
			table: relationName(relation),
			reads,
			...isWrittenOut(selectStmt) ? { values: true } : {}
		};
	}
	if ("UpdateStmt" in node) {
		const { relation, whereClause, targetList, fromClause, withClause } = node.UpdateStmt;
		return {
			act: "update",
			table: relationName(relation),
			reads: readsOf([
				fromClause,
				targetList,
				whereClause,
				withClause
			]),
			where: whereOf(whereClause, source),
			sets: nodesOf(targetList, "ResTarget").flatMap(({ name }) => name === void 0 ? [] : [name])
		};
	}
	if ("DeleteStmt" in node) {
		const { relation, whereClause, usingClause, withClause } = node.DeleteStmt;
		return {
			act: "delete",
			table: relationName(relation),
			reads: readsOf([
				usingClause,
				whereClause,
				withClause
			]),
			where: whereOf(whereClause, source)
		};
	}
	if ("MergeStmt" in node) return {
		act: "merge",
		table: relationName(node.MergeStmt.relation)
	};
	return {
		act: "select",
		reads: readsOf(node),
		calls: callsOf(node),
		locking: holds(node, "LockingClause")
	};
}
function intoTable(node) {
	const into = "SelectStmt" in node ? node.SelectStmt.intoClause?.rel : void 0;
	return into === void 0 ? [] : [newTableOfQuery(relationName(into), into.relpersistence === "t", false)];
}
function isWrittenOut(select) {
	return select === void 0 || "SelectStmt" in select && select.SelectStmt.valuesLists !== void 0;
}
// src/migrations/sql/view-query.ts
function viewQuery(query) {
	return {
		columns: columnsOf(query),
		mirrors: mirrored(query)
	};
}
function columnsOf(query) {
	if (holds(query, "A_Star")) return "all";
	const named = nodesOf(query, "ColumnRef").flatMap(({ fields }) => stringsOf(fields).slice(-1));
	return [...new Set(named)];
}
function mirrored(query) {
	if (query === void 0 || !("SelectStmt" in query)) return void 0;
	const { fromClause = [], targetList = [], op, all: _, limitOption: __, ...rest } = query.SelectStmt;
	const [from] = fromClause;
	const [target] = targetList;
	if (op !== "SETOP_NONE" || Object.keys(rest).length > 0) return void 0;
	if (from === void 0 || fromClause.length > 1 || !("RangeVar" in from)) return void 0;
	if (target === void 0 || targetList.length > 1 || !holds(target, "A_Star")) return void 0;
	return relationName(from.RangeVar);
}
// src/migrations/sql/definitions.ts
function drop(statement) {
	const cascade = statement.behavior === "DROP_CASCADE";
	const ifExists = statement.missing_ok === true;
	const objects = (statement.objects ?? []).map(nameParts);
	const names = objects.map(qualified);
	switch (statement.removeType) {
		case "OBJECT_TABLE": return {
			act: "drop-table",
			tables: names,
			cascade,
			ifExists
		};
		case "OBJECT_INDEX": return {
			act: "drop-index",
			indexes: names,
			concurrently: statement.concurrent === true,
			ifExists,
			cascade
		};
		case "OBJECT_VIEW":
		case "OBJECT_MATVIEW": return {
			act: "drop-view",
			views: names,
			cascade,
			materialized: statement.removeType === "OBJECT_MATVIEW"
		};
		case "OBJECT_SEQUENCE": return {
			act: "sequence",
			what: "drop",
			name: names[0] ?? ""
		};
		case "OBJECT_TYPE":
		case "OBJECT_DOMAIN":
		case "OBJECT_COLLATION": return {
			act: "drop-type",
			types: names
		};
		case "OBJECT_EXTENSION": return {
			act: "drop-extension",
			names
		};
		case "OBJECT_SCHEMA": return {
			act: "schema",
			what: "drop",
			name: names[0] ?? ""
		};
		case "OBJECT_TRIGGER": return {
			act: "drop-trigger",
			table: tableOf(objects[0]),
			name: objects[0]?.at(-1) ?? ""
		};
		case "OBJECT_POLICY":
		case "OBJECT_RULE": return {
			act: "alter-table",
			table: tableOf(objects[0]),
			what: "other"
		};
		default: return {
			act: "other",
			kind: `DropStmt ${statement.removeType ?? ""}`
		};
	}
}
function tableOf(parts) {
	return qualified((parts ?? []).slice(0, -1));
}
function rename(statement) {
	const relation = relationName(statement.relation);
	const { subname: from = "", newname: to = "" } = statement;
	switch (statement.renameType) {
		case "OBJECT_TABLE":
		case "OBJECT_VIEW":
		case "OBJECT_MATVIEW": return {
			act: "rename-table",
			table: relation,
			to: besides(relation, to)
		};
		case "OBJECT_COLUMN": return {
			act: "rename-column",
			table: relation,
			column: from,
			to
		};
		case "OBJECT_TABCONSTRAINT": return {
			act: "rename-constraint",
			table: relation,
			name: from,
			to
		};
		case "OBJECT_INDEX": return {
			act: "rename-index",
			index: relation,
			to: besides(relation, to)
		};
		case "OBJECT_SEQUENCE": return {
			act: "sequence",
			what: "alter",
			name: relation
		};
		case "OBJECT_SCHEMA": return {
			act: "schema",
			what: "rename",
			name: from
		};
		case "OBJECT_TRIGGER":
		case "OBJECT_POLICY":
		case "OBJECT_RULE": return {
			act: "alter-table",
			table: relation,
			what: "other"
		};
		default: return {
			act: "other",
			kind: `RenameStmt ${statement.renameType ?? ""}`
		};
	}
}
function setSchema({ objectType, relation, newschema = "" }) {
	const table = relationName(relation);
	if (objectType !== "OBJECT_TABLE") return [{
		act: "other",
		kind: `AlterObjectSchemaStmt ${objectType ?? ""}`
	}];
	return [{
		act: "alter-table",
		table,
		what: "set-schema"
	}, {
		act: "rename-table",
		table,
		to: qualified([newschema, relation?.relname ?? ""])
	}];
}
function alterEnum({ typeName, oldVal, newVal = "", skipIfNewValExists }) {
	const type = qualified(stringsOf(typeName));
	if (oldVal !== void 0) return {
		act: "rename-enum-value",
		type,
		value: oldVal,
		to: newVal
	};
	return {
		act: "add-enum-value",
		type,
		value: newVal,
		ifNotExists: skipIfNewValExists === true
	};
}
function comment({ objtype, object }) {
	const parts = nameParts(object);
	if (objtype === "OBJECT_TABLE") return {
		act: "comment",
		on: "table",
		table: qualified(parts)
	};
	if (objtype === "OBJECT_COLUMN") return {
		act: "comment",
		on: "column",
		table: tableOf(parts)
	};
	return {
		act: "comment",
		on: "other",
		table: void 0
	};
}
function view({ view: name, query, replace }) {
	return {
		act: "create-view",
		view: relationName(name),
		reads: readsOf(query),
		replace: replace === true,
		query: viewQuery(query)
	};
}
function trigger({ relation, trigname = "" }) {
	return {
		act: "create-trigger",
		table: relationName(relation),
		name: trigname
	};
}
// src/migrations/sql/sessions.ts
function variable({ kind, name = "", args, is_local: local }) {
	const values = (args ?? []).flatMap(textsOf);
	const reset = kind !== "VAR_SET_VALUE" && kind !== "VAR_SET_MULTI";
	return {
		act: "set",
		name: name.toLowerCase(),
		value: reset ? void 0 : values.join(", "),
		local: local === true
	};
}
function textsOf(node) {
	if ("A_Const" in node) return [constantText(node.A_Const)];
	if ("TypeCast" in node && node.TypeCast.arg !== void 0) return textsOf(node.TypeCast.arg);
	return [];
}
function constantText({ ival, fval, sval, boolval }) {
	if (ival !== void 0) return String(ival.ival ?? 0);
	if (boolval !== void 0) return String(boolval.boolval === true);
	return fval?.fval ?? sval?.sval ?? "";
}
function transaction({ kind }) {
	switch (kind) {
		case "TRANS_STMT_BEGIN":
		case "TRANS_STMT_START": return {
			act: "transaction",
			what: "begin"
		};
		case "TRANS_STMT_COMMIT":
		case "TRANS_STMT_PREPARE": return {
			act: "transaction",
			what: "commit"
		};
		case "TRANS_STMT_ROLLBACK": return {
			act: "transaction",
			what: "rollback"
		};
		case "TRANS_STMT_SAVEPOINT":
		case "TRANS_STMT_RELEASE":
		case "TRANS_STMT_ROLLBACK_TO": return {
			act: "transaction",
			what: "savepoint"
		};
		default: return {
			act: "other",
			kind: `TransactionStmt ${kind ?? ""}`
		};
	}
}
const LOCKS = [
	"",
	"access-share",
	"row-share",
	"row-exclusive",
	"share-update-exclusive",
	"share",
	"share-row-exclusive",
	"exclusive",
	"access-exclusive"
];
function lock({ relations, mode = 8 }) {
	return {
		act: "lock-table",
		tables: nodesOf(relations, "RangeVar").map(relationName),
		mode: LOCKS[mode] ?? "access-exclusive"
	};
}
function vacuum({ is_vacuumcmd: isVacuum, rels, options }) {
	const on = (name) => isOn(options, name);
	return {
		act: "vacuum",
		tables: nodesOf(rels, "VacuumRelation").map(({ relation }) => relationName(relation)),
		full: on("full"),
		analyze: isVacuum !== true || on("analyze"),
		...isVacuum === true ? {} : { only: "analyze" }
	};
}
function reindex({ kind, relation, name, params }) {
	const concurrently = isOn(params, "concurrently");
	if (kind === "REINDEX_OBJECT_TABLE") return {
		act: "reindex",
		kind: "table",
		name: relationName(relation),
		concurrently
	};
	if (kind === "REINDEX_OBJECT_INDEX") return {
		act: "reindex",
		kind: "index",
		name: relationName(relation),
		concurrently
	};
	return {
		act: "reindex",
		kind: kind === "REINDEX_OBJECT_SCHEMA" ? "schema" : "database",
		name: name ?? "",
		concurrently
	};
}
function isOn(options, name) {
	const option = nodesOf(options, "DefElem").find(({ defname }) => defname === name);
	if (option === void 0) return false;
	if (option.arg === void 0) return true;
	if ("Integer" in option.arg) return (option.arg.Integer.ival ?? 0) !== 0;
	if ("Boolean" in option.arg) return option.arg.Boolean.boolval === true;
	return !("String" in option.arg && /^(off|false|no|0)$/i.test(option.arg.String.sval ?? ""));
}
// src/migrations/sql/acts.ts
function actsOf(node, source) {
	if (isData(node)) return dataActs(node, source);
	if ("AlterTableStmt" in node) return alterTable(node.AlterTableStmt, source);
	if ("CreateTableAsStmt" in node) return createFromQuery(node.CreateTableAsStmt);
	if ("AlterObjectSchemaStmt" in node) return setSchema(node.AlterObjectSchemaStmt);
	return [tableAct(node, source) ?? typeAct(node) ?? commandAct(node) ?? other(node)];
}
function other(node) {
	return {
		act: "other",
		kind: Object.keys(node)[0] ?? ""
	};
}
function tableAct(node, source) {
	if ("CreateStmt" in node) return createTable(node.CreateStmt, source);
	if ("IndexStmt" in node) return createIndex(node.IndexStmt, source);
	if ("DropStmt" in node) return drop(node.DropStmt);
	if ("RenameStmt" in node) return rename(node.RenameStmt);
	if ("CommentStmt" in node) return comment(node.CommentStmt);
	if ("ViewStmt" in node) return view(node.ViewStmt);
	if ("CreateTrigStmt" in node) return trigger(node.CreateTrigStmt);
	if ("RefreshMatViewStmt" in node) {
		const { relation, concurrent } = node.RefreshMatViewStmt;
		return {
			act: "refresh-view",
			view: relationName(relation),
			concurrently: concurrent === true
		};
	}
	if ("TruncateStmt" in node) {
		const { relations, behavior } = node.TruncateStmt;
		return {
			act: "truncate",
			tables: nodesOf(relations, "RangeVar").map(relationName),
			cascade: behavior === "DROP_CASCADE"
		};
	}
	if ("CopyStmt" in node) {
		const { relation, query, is_from: isFrom } = node.CopyStmt;
		const table = relationName(relation);
		if (isFrom === true) return {
			act: "insert",
			table,
			reads: []
		};
		return {
			act: "select",
			reads: relation === void 0 ? readsOf(query) : [table],
			calls: [],
			locking: false
		};
	}
	if ("CreatePolicyStmt" in node) return {
		act: "alter-table",
		table: relationName(node.CreatePolicyStmt.table),
		what: "other"
	};
	if ("AlterPolicyStmt" in node) return {
		act: "alter-table",
		table: relationName(node.AlterPolicyStmt.table),
		what: "other"
	};
	if ("RuleStmt" in node) return {
		act: "alter-table",
		table: relationName(node.RuleStmt.relation),
		what: "other"
	};
}
function typeAct(node) {
	if ("CreateEnumStmt" in node) {
		const { typeName, vals } = node.CreateEnumStmt;
		return {
			act: "create-type",
			type: qualified(stringsOf(typeName)),
			values: stringsOf(vals)
		};
	}
	if ("CompositeTypeStmt" in node) return newType(relationName(node.CompositeTypeStmt.typevar));
	if ("CreateRangeStmt" in node) return newType(qualified(stringsOf(node.CreateRangeStmt.typeName)));
	if ("CreateDomainStmt" in node) return newType(qualified(stringsOf(node.CreateDomainStmt.domainname)));
	if ("DefineStmt" in node) return newType(qualified(stringsOf(node.DefineStmt.defnames)));
	if ("AlterEnumStmt" in node) return alterEnum(node.AlterEnumStmt);
	if ("CreateSeqStmt" in node) return sequence("create", relationName(node.CreateSeqStmt.sequence));
	if ("AlterSeqStmt" in node) return sequence("alter", relationName(node.AlterSeqStmt.sequence));
	if ("CreateExtensionStmt" in node) {
		const { extname = "", if_not_exists: ifNotExists } = node.CreateExtensionStmt;
		return {
			act: "create-extension",
			name: extname,
			ifNotExists: ifNotExists === true
		};
	}
	if ("CreateFunctionStmt" in node) return {
		act: "create-function",
		name: qualified(stringsOf(node.CreateFunctionStmt.funcname))
	};
	if ("CreateSchemaStmt" in node) return {
		act: "schema",
		what: "create",
		name: node.CreateSchemaStmt.schemaname ?? ""
	};
	if ("CreatedbStmt" in node) return {
		act: "database",
		what: "create",
		name: node.CreatedbStmt.dbname ?? ""
	};
	if ("DropdbStmt" in node) return {
		act: "database",
		what: "drop",
		name: node.DropdbStmt.dbname ?? ""
	};
}
function newType(type) {
	return {
		act: "create-type",
		type,
		values: []
	};
}
function sequence(what, name) {
	return {
		act: "sequence",
		what,
		name
	};
}
function commandAct(node) {
	if ("VariableSetStmt" in node) return variable(node.VariableSetStmt);
	if ("TransactionStmt" in node) return transaction(node.TransactionStmt);
	if ("ConstraintsSetStmt" in node) return {
		act: "set-constraints",
		immediate: node.ConstraintsSetStmt.deferred !== true
	};
	if ("LockStmt" in node) return lock(node.LockStmt);
	if ("VacuumStmt" in node) return vacuum(node.VacuumStmt);
	if ("ReindexStmt" in node) return reindex(node.ReindexStmt);
	if ("ClusterStmt" in node) {
		const { relation } = node.ClusterStmt;
		return {
			act: "cluster",
			table: relation === void 0 ? void 0 : relationName(relation)
		};
	}
	if ("DoStmt" in node) return doBlock(node.DoStmt);
	if ("GrantStmt" in node || "GrantRoleStmt" in node || "AlterDefaultPrivilegesStmt" in node) return { act: "grant" };
}
function doBlock({ args }) {
	const options = new Map(nodesOf(args, "DefElem").map(({ defname = "", arg }) => [defname, nameParts(arg)[0]]));
	return {
		act: "do",
		language: options.get("language") ?? "plpgsql",
		body: options.get("as") ?? ""
	};
}
// src/migrations/sql/tokens.ts
const TOKEN = /(?<blank>\s+|--[^\n\r]*)|(?<comment>\/\*)|(?<string>[eE]'(?:[^'\\]|''|\\[\s\S])*'|(?:[bBxXnN]|[uU]&)?'(?:[^']|'')*'|(?:[uU]&)?"(?:[^"]|"")*")|(?<dollar>\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$)|(?<word>[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*|\d[\w.]*)|(?<sign>[\s\S])/y;
function tokensOf(text, most = Number.POSITIVE_INFINITY) {
	const tokens = [];
	for (let at = 0; at < text.length && tokens.length < most;) {
		TOKEN.lastIndex = at;
		const match = TOKEN.exec(text);
		if (match?.groups === void 0) break;
		const { blank, comment, dollar } = match.groups;
		const end = comment !== void 0 ? endOfComment(text, at) : dollar !== void 0 ? endOfDollar(text, at, dollar) : at + match[0].length;
		if (blank === void 0 && comment === void 0) tokens.push({
			text: text.slice(at, end),
			start: at,
			end
		});
		at = end;
	}
	return tokens;
}
function endOfComment(text, from) {
	let depth = 0;
	for (let at = from; at < text.length; at += 1) {
		const two = text.slice(at, at + 2);
		if (two === "/*") depth += 1;
		else if (two === "*/") depth -= 1;
		else continue;
		at += 1;
		if (depth === 0) return at + 1;
	}
	return text.length;
}
function endOfDollar(text, from, tag) {
	const end = text.indexOf(tag, from + tag.length);
	return end < 0 ? text.length : end + tag.length;
}
// src/migrations/sql/source.ts
function sourceOf(text) {
	const place = placesOf(text);
	let lines = {
		at: 0,
		line: 1
	};
	return { statement(from, length) {
		const begin = place(from);
		const end = length === void 0 || length === 0 ? text.length : place(from + length);
		const start = begin + leadingBlank(text.slice(begin, end));
		lines = {
			at: start,
			line: lines.line + newlines(text, lines.at, start)
		};
		return statement(text, start, end, lines.line, place);
	} };
}
function statement(whole, start, end, line, place) {
	const text = whole.slice(start, end).trimEnd().replace(/;$/, "");
	let tokens;
	const all = () => {
		tokens ??= tokensOf(text);
		return tokens;
	};
	return {
		text,
		line,
		tokens: all,
		tokenAt(byte) {
			const at = place(byte) - start;
			const index = all().findIndex((token) => token.start >= at);
			return index < 0 ? all().length : index;
		}
	};
}
function leadingBlank(text) {
	return tokensOf(text, 1)[0]?.start ?? text.length;
}
function newlines(text, from, to) {
	let count = 0;
	for (let at = text.indexOf("\n", from); at >= 0 && at < to; at = text.indexOf("\n", at + 1)) count += 1;
	return count;
}
function placesOf(text) {
	if (Buffer.byteLength(text) === text.length) return (byte) => byte;
	const places = [];
	let index = 0;
	for (const character of text) {
		const bytes = Buffer.byteLength(character);
		for (let byte = 0; byte < bytes; byte += 1) places.push(index);
		index += character.length;
	}
	return (byte) => places[byte] ?? text.length;
}
// src/migrations/sql/parser.ts
function loadParser() {
	loaded ??= load();
	return loaded;
}
let loaded;
const COMPILED_ONCE = ["--no-wasm-tier-up", "--no-wasm-dynamic-tiering"];
async function load() {
	for (const flag of COMPILED_ONCE) setFlagsFromString(flag);
	const { loadModule, parseSync } = await import("./wasm.js").then((m) => __toESM(m.default, 1));
	await loadModule();
	return (text) => {
		const refused = refusal(text);
		if (refused !== void 0) return refused;
		if (text.trim() === "") return {
			ok: true,
			statements: []
		};
		try {
			return {
				ok: true,
				statements: statementsOf(parseSync(text).stmts ?? [], sourceOf(text))
			};
		} catch (error) {
			return syntaxError(text, error);
		}
	};
}
function statementsOf(statements, source) {
	return statements.flatMap(({ stmt, stmt_location: from = 0, stmt_len: length }) => {
		if (stmt === void 0) return [];
		const statement = source.statement(from, length);
		return [{
			text: statement.text,
			line: statement.line,
			acts: actsOf(stmt, statement)
		}];
	});
}
const DEEPEST = 500;
const LONGEST = 8e6;
function refusal(text) {
	const zero = text.indexOf("\0");
	if (zero >= 0) return {
		ok: false,
		message: "the text holds a zero byte, which PostgreSQL refuses",
		line: lineOf(text, zero)
	};
	if (text.length > LONGEST) return {
		ok: false,
		message: "the text is longer than 8 MB and was not read",
		line: 1
	};
	const deep = tooDeepAt(text);
	return deep === void 0 ? void 0 : {
		ok: false,
		message: `parentheses nest more than ${DEEPEST} deep, and this was not read`,
		line: lineOf(text, deep)
	};
}
function tooDeepAt(text) {
	let depth = 0;
	for (const match of text.matchAll(/[()[\]]/g)) {
		depth += match[0] === "(" || match[0] === "[" ? 1 : -1;
		if (depth < 0) depth = 0;
		if (depth > DEEPEST) return match.index;
	}
}
function syntaxError(text, error) {
	const at = positionOf(text, error);
	return {
		ok: false,
		message: explained(messageOf(error), text.slice(at)),
		line: lineOf(text, at)
	};
}
function explained(message, rest) {
	if (/call stack|memory exhausted/.test(message)) return "the statement nests too deep to be read";
	const command = /^\\[a-z!?]*/i.exec(rest)?.[0];
	if (command !== void 0) return `${message}: ${command} is a command of psql, which no driver understands`;
	const placeholder = /^%(s|\([^)\n]*\)s)/.exec(rest)?.[0];
	if (placeholder !== void 0) return `${message}: ${placeholder} is a placeholder, and no value was given for it`;
	return message;
}
function positionOf(text, error) {
	const details = typeof error === "object" && error !== null && "sqlDetails" in error ? error.sqlDetails : void 0;
	const position = typeof details === "object" && details !== null && "cursorPosition" in details ? details.cursorPosition : 0;
	if (typeof position !== "number") return 0;
	return [...text].slice(0, position).join("").length;
}
function lineOf(text, at) {
	return text.slice(0, at).split("\n").length;
}
// src/migrations/verdict.ts
function migrationVerdict(facts) {
	const hazards = worstOf(facts.fresh.map(({ verdict }) => verdict));
	const verdict = facts.unknown.length === 0 ? hazards : worstOf([hazards, "review"]);
	switch (verdict) {
		case "blocked": return told("blocked", "blocked", blockedHeadline(facts), firstRemedy("blocked", facts));
		case "review": return told(verdict, facts.allow === "review" ? "review" : "needs-review", reviewHeadline(facts), firstRemedy("review", facts));
		case "safe": return facts.pending === 0 ? told(verdict, "nothing-pending", `No migration is pending: both releases have the same ones${apart(facts)}.`, "") : told(verdict, "safe", safeHeadline(facts), "");
	}
}
function told(verdict, reasonCode, headline, remedy) {
	return {
		verdict,
		reasonCode,
		outcome: MIGRATION_REASONS[reasonCode].outcome,
		headline,
		remedy
	};
}
function blockedHeadline(facts) {
	const blocked = facts.fresh.filter(({ verdict }) => verdict === "blocked");
	return `${subjectOf(blocked, facts, "blocked")} ${firstMessage(blocked)}`;
}
function reviewHeadline(facts) {
	const open = facts.fresh.filter(({ verdict }) => verdict === "review");
	const [first] = facts.unknown;
	const unknown = first === void 0 ? "" : `${sentence(first.why)}`;
	if (open.length === 0) return `Nothing is blocked, but not everything could be known: ${unknown}`;
	const also = facts.unknown.length === 0 ? "" : ` ${count(facts.unknown.length, "thing")} could not be known.`;
	return `Nothing is blocked. ${subjectOf(open, facts, "to be looked at")} ${firstMessage(open)}${also}`;
}
function subjectOf(hazards, { pending }, what) {
	const migrations = new Set(hazards.flatMap(({ migration }) => migration ?? []));
	const [only] = migrations;
	if (only === void 0) return `The deployment is ${what}:`;
	if (migrations.size === 1) return `${oneLine(only, 120)} is ${what}:`;
	return `${migrations.size} of ${pending} pending migrations are ${what}. First ${oneLine(only, 120)}:`;
}
function firstMessage(hazards) {
	return sentence((hazards.find(({ migration }) => migration !== void 0) ?? hazards[0])?.message ?? "");
}
function safeHeadline(facts) {
	const accepted = apart(facts);
	const some = facts.pending === 1 ? "the one pending migration" : `the ${facts.pending} pending migrations`;
	const all = facts.pending === 1 ? "The one pending migration" : `All ${facts.pending} pending migrations`;
	return `${accepted === "" ? `${all} ${canRun(facts)}` : `Nothing else stands against ${some}${accepted}`}.${wayBack(facts.rollback)}`;
}
function canRun({ mode, pending }) {
	return mode === "phased" && pending === 1 ? "can run in its phase" : CAN_RUN[mode];
}
function wayBack({ safe, until }) {
	return safe === "true" && until !== void 0 ? ` The code can go back without touching the schema until ${oneLine(until, 120)} runs.` : ROLLBACK[safe];
}
const CAN_RUN = {
	before: "can run while the running release keeps serving",
	after: "can run when the new release serves, which works without them",
	phased: "can run in their phases"
};
const ROLLBACK = {
	true: " Afterwards the code can go back without touching the schema.",
	false: " Afterwards the code cannot go back without touching the schema.",
	unknown: ""
};
function apart({ ignored, known }) {
	const parts = [...ignored === 0 ? [] : [`${count(ignored, "hazard")} ignored`], ...known === 0 ? [] : [`${known} known from the baseline`]];
	return parts.length === 0 ? "" : ` (${inSequence(parts)})`;
}
function firstRemedy(verdict, { fresh, unknown }) {
	const own = fresh.filter((hazard) => hazard.verdict === verdict);
	return (own.find(({ migration }) => migration !== void 0) ?? own[0])?.remedy ?? unknown[0]?.remedy ?? "";
}
function sentence(text) {
	const line = oneLine(text, 400);
	return /[.!?]$/.test(line) ? line : `${line}.`;
}
// src/actions/migration-safety-applied.ts
async function appliedOf({ inputs, own }, world) {
	const { applied } = own;
	if (applied === "from-base") return { from: "base" };
	if (applied === "database") return { from: "database" };
	const text = await world.readFile(inWorkspace(applied.file, world));
	if (text === void 0) throw inputs.refusal("applied", "is neither from-base nor database, and no file; its path starts at the root of the checkout");
	const ids = appliedIn(text);
	if (ids === void 0) throw inputs.refusal("applied", "holds no list of migrations; write the output of \"manage.py showmigrations --plan\" into it");
	return {
		from: "file",
		file: applied.file,
		ids
	};
}
const PLAN_LINE = /^\[([ Xx])\]\s+([A-Za-z_]\w*\.\w+)\b/;
const LIST_LINE = /^\s+\[([ Xx-])\]\s+(\w+)/;
const APP_LINE = /^([A-Za-z_]\w*)$/;
const BARE_LINE = /^([A-Za-z_]\w*\.\w+|[0-9a-z_-]{3,64})(?:\s+\((?:head|effective head|mergepoint|branchpoint)\))*$/;
function appliedIn(text) {
	const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/).map((line) => line.trimEnd()).filter((line) => line !== "" && !line.startsWith("#"));
	const isList = lines.some((line) => LIST_LINE.test(line));
	const ids = [];
	let app = "";
	for (const line of lines) {
		const [, planMark, planned] = PLAN_LINE.exec(line) ?? [];
		const [, listMark, name] = LIST_LINE.exec(line) ?? [];
		if (planned !== void 0) {
			if (/x/i.test(planMark ?? "")) ids.push(planned);
		} else if (name !== void 0) {
			if (/x/i.test(listMark ?? "")) ids.push(`${app}.${name}`);
		} else if (isList) app = APP_LINE.exec(line)?.[1] ?? app;
		else {
			const bare = BARE_LINE.exec(line)?.[1];
			if (bare === void 0) return void 0;
			ids.push(bare);
		}
	}
	return lines.length === 0 ? void 0 : ids;
}
// src/actions/migration-safety-base.ts
async function baseOf(question, world) {
	if (question.base !== void 0) return {
		ref: question.base,
		from: "input"
	};
	const pullRequest = await pullRequestOf(world);
	if (pullRequest?.base !== void 0) return {
		ref: pullRequest.base,
		from: "pull-request"
	};
	if (question.environment === void 0) throw nowhere("there is no pull request, and no environment is named", GIVE_ONE);
	return liveOn(question.environment, question, world);
}
const GIVE_BASE = "with:\n  base: origin/production # commit, branch or tag of what runs now";
const GIVE_ONE = `Name the release, or the environment that it is live on:\n${GIVE_BASE}\n  # or\n  environment: production`;
async function liveOn(environment, { token, authorities }, world) {
	const name = oneLine(environment, 60);
	const { repository, githubApi } = world.host.context;
	if (token === void 0 || repository === void 0) throw nowhere(`what is live on ${name} cannot be asked without ${token === void 0 ? "a token" : "a repository on GitHub"}`, `Name the release:\n${GIVE_BASE}`);
	const { liveCommit } = await import("./live-commit.js");
	const live = await liveCommit(environment, {
		token,
		repository,
		api: githubApi,
		http: world.http({ authorities }),
		signal: world.signal
	});
	if (live.found) return {
		ref: live.commit,
		from: "deployment"
	};
	if (live.reason === "refused") throw nowhere(`${live.why} to see what is live on ${name}`, "Give the job the permission, or name the release in `base`:\npermissions:\n  contents: read\n  deployments: read");
	throw nowhere(oneLine(live.why, 300), `Name the release:\n${GIVE_BASE}`);
}
function nowhere(why, remedy) {
	return new UserError(`Nothing says which release is running now: ${why}.`, {
		reasonCode: "no-base",
		remedy
	});
}
// src/actions/migration-safety-setup.ts
const UNKNOWN_FAMILY = "unknown";
async function complete(request, chosen, rules, world) {
	const { inputs, own } = request;
	for (const line of own.ignore) {
		if (line.rule.startsWith(`${"unknown"}/`)) continue;
		const problem = unknownRule(line, rules, HAZARD_FAMILIES);
		if (problem !== void 0) throw inputs.refusal("ignore", `has a line that ${problem}`);
	}
	const authorities = await authoritiesOf(inputs, world);
	const baseline = await baselineOf(inputs, "migration-safety", world);
	const applied = await appliedOf(request, world);
	const app = await applicationOf(chosen, world);
	const base = await baseOf({
		base: own.base,
		environment: chosen.name,
		token: inputs.text("github-token"),
		authorities
	}, world);
	const coolify = await coolifyOf(request, chosen, authorities, world);
	return {
		environment: chosen.name,
		own,
		allow: own.allow ?? chosen.configuration?.gates?.migrations?.allow ?? "safe",
		baseline,
		authorities,
		sarif: pathOf(inputs.text("sarif"), world),
		request: {
			directory: own.directory ?? app?.directory,
			framework: own.framework === "auto" ? app?.framework ?? "auto" : own.framework,
			settings: own.settings ?? app?.settings,
			python: own.python,
			base,
			applied,
			databaseUrl: own.databaseUrl,
			traceDatabaseUrl: own.traceDatabaseUrl,
			postgres: own.postgres,
			hotTables: [...new Set([...own.hotTables, ...app?.["hot-tables"] ?? []])],
			smallTables: [...new Set([...own.smallTables, ...app?.["small-tables"] ?? []])],
			mode: app?.migrate ?? "before",
			safemigrate: own.safemigrate,
			...coolify === void 0 ? {} : { coolify }
		}
	};
}
async function coolifyOf(request, chosen, authorities, world) {
	const { inputs } = request;
	if (inputs.text("coolify-token") === void 0 && inputs.text("resource") === void 0) return void 0;
	const { coolifyPlacesOf } = await import("./migration-safety-coolify.js");
	return coolifyPlacesOf(request, chosen, authorities, world);
}
async function applicationOf(chosen, world) {
	const { file, name } = chosen;
	if (file === void 0 || name !== void 0) return chosen.app;
	const content = await world.readFile(isAbsolute(file) ? file : join(world.host.context.workspace, file));
	if (content === void 0) return void 0;
	const { parseConfiguration } = await import("./load.js");
	return parseConfiguration(content, file).app;
}
// src/actions/migration-safety-judged.ts
function settled(setup, facts, judgement, host) {
	const found = [...judgement.migrations.flatMap(({ hazards }) => hazards), ...judgement.general].map((hazard) => redactedHazard(hazard, host)).sort(worstFirst);
	const isAboutUnknown = ({ rule }) => rule.startsWith(`${UNKNOWN_FAMILY}/`);
	const lines = setup.own.ignore;
	const everyFamily = () => true;
	const ignoring = applyIgnore(found, lines.filter((line) => !isAboutUnknown(line)), everyFamily, namesOf);
	const unread = applyIgnore(facts.unknown.map(asFinding), lines.filter(isAboutUnknown), everyFamily);
	const against = againstBaseline(ignoring.left, ignoring.ignored.map(({ finding }) => finding), setup.baseline, everyFamily);
	const counting = new Set(against.fresh);
	const migrations = judgement.migrations.map((judged) => {
		const hazards = [...counting].filter(({ migration }) => migration === judged.migration.id);
		return {
			...judged,
			hazards,
			verdict: worstOf(hazards.map(({ verdict }) => verdict))
		};
	});
	const ids = new Set(migrations.map(({ migration }) => migration.id));
	const unknown = unread.left.map(({ unread }) => unread);
	return {
		setup,
		facts,
		judgement,
		ignoring,
		against,
		migrations,
		general: against.fresh.filter(({ migration }) => !ids.has(migration)),
		unknown,
		acceptedUnknown: unread.ignored.map(({ finding, line }) => ({
			unread: finding.unread,
			line
		})),
		stale: [...ignoring.stale, ...unread.stale],
		verdict: migrationVerdict({
			allow: setup.allow,
			mode: setup.request.mode,
			pending: migrations.length,
			fresh: against.fresh,
			unknown,
			ignored: ignoring.ignored.length,
			known: against.known.length,
			rollback: judgement.rollback
		})
	};
}
function namesOf({ migration, table }) {
	const app = migration?.includes(".") === true ? [migration.slice(0, migration.indexOf("."))] : [];
	return [
		...migration === void 0 ? [] : [migration],
		...app,
		...table === void 0 ? [] : [table]
	];
}
function asFinding(unread) {
	const { code, about, why, remedy, place } = unread;
	return {
		rule: `${UNKNOWN_FAMILY}/${code}`,
		severity: "medium",
		subject: about,
		message: why,
		evidence: "",
		remedy,
		...place === void 0 ? {} : { place },
		unread
	};
}
function redactedHazard(hazard, host) {
	const { sql, breaks } = hazard;
	return {
		...redactedFinding(hazard, host),
		sql: sql === void 0 ? void 0 : host.redact(sql),
		breaks: breaks.map((each) => ({
			...each,
			why: host.redact(each.why)
		}))
	};
}
function worstFirst(a, b) {
	return VERDICTS.indexOf(b.verdict) - VERDICTS.indexOf(a.verdict) || SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity);
}
// src/actions/migration-safety-sarif.ts
function sarifOf({ setup, ignoring, against }) {
	const rules = HAZARDS.map(({ id, title, why, remedy, severity }) => ({
		id,
		title,
		why,
		remedy,
		severity,
		help: addressOf(id)
	}));
	const findings = sarifFindings({
		against,
		ignoring,
		compared: setup.baseline !== void 0
	});
	return sarif({
		tool: "migration-safety",
		version: VERSION,
		rules,
		findings
	});
}
// src/actions/migration-safety-run.ts
const MOST_ANNOTATIONS = 10;
const FINDINGS_IN_OUTPUT = 25e3;
async function runMigrationSafety(request, chosen, world) {
	const setup = await complete(request, chosen, HAZARDS, world);
	const judged = await compared(setup, world);
	if (judged instanceof NotCollected) return withoutFacts(judged);
	await tell(judged, world.host);
	const { verdict, against } = judged;
	const shown = withinOutput(against.fresh, FINDINGS_IN_OUTPUT);
	const outcome = {
		outcome: verdict.outcome,
		reasonCode: verdict.reasonCode,
		headline: world.host.redact(verdict.headline),
		remedy: world.host.redact(verdict.remedy),
		findings: shown,
		findingsTold: true,
		mostAnnotations: MOST_ANNOTATIONS,
		decisive: DECISIVE[verdict.reasonCode] ?? "critical",
		facts: migrationFacts(judged),
		evidence: migrationEvidence(judged),
		details: {
			judged,
			sarifPath: await writeSarif(setup.sarif, () => sarifOf(judged), world)
		}
	};
	if (setup.own.comment) {
		const about = {
			marker: `obcms-deploy migration-safety ${setup.environment ?? ""}`.trim(),
			token: request.inputs.text("github-token"),
			authorities: setup.authorities,
			partsBySize: commentParts(outcome, world)
		};
		await commentOn(about, world);
	}
	return outcome;
}
const DECISIVE = {
	blocked: "high",
	"needs-review": "medium"
};
async function compared(setup, world) {
	const { request } = setup;
	try {
		const facts = await collectMigrations(request, world);
		if (world.signal.aborted) throw new Cancelled();
		const played = play(facts, isWithoutSql(facts) ? NEVER_ASKED : await loadParser(), request);
		return settled(setup, played.facts, judge(played, HAZARDS, { mode: request.mode }), world.host);
	} catch (thrown) {
		if (world.signal.aborted) throw new Cancelled();
		if (thrown instanceof NotCollected) return thrown;
		throw thrown;
	}
}
function isWithoutSql({ pending, schema, history = [], database }) {
	return pending.length === 0 && schema.length === 0 && history.length === 0 && database === void 0;
}
const NEVER_ASKED = () => {
	throw new Error("SQL is parsed although there was none");
};
function withoutFacts({ message, reasonCode, remedy, place }) {
	const { outcome } = COLLECT_REASONS[reasonCode];
	return {
		outcome,
		reasonCode,
		headline: message,
		remedy,
		findings: place === void 0 ? [] : [{
			rule: reasonCode,
			severity: "critical",
			subject: "",
			message,
			evidence: "",
			remedy,
			source: [],
			place
		}],
		findingsTold: true,
		facts: {},
		details: void 0
	};
}
export { runMigrationSafety, recognizerOf as t };
