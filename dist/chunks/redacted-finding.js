import { n as UserError, r as messageOf, t as Cancelled } from "./errors.js";
import { r as parseSha } from "./commit.js";
import { n as cut, r as inSequence, s as oneLine } from "./text.js";
import { t as askGit } from "./git.js";
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
// src/core/repository.ts
const LARGEST_FILE = 2097152;
const GIT_TIMEOUT = 2e4;
const LARGEST_LISTING = 67108864;
async function openRepository(root, world) {
	const [staged, others] = await Promise.all([git(root, [
		"ls-files",
		"-z",
		"--stage"
	], world), git(root, [
		"ls-files",
		"-z",
		"--others",
		"--exclude-standard"
	], world)]);
	const entries = staged?.map(entryOf).filter((entry) => entry !== void 0);
	const listed = entries === void 0 || others === void 0 ? await world.tree.list(root) : [...entries.filter(({ mode }) => isFile(mode)).map(({ path }) => path), ...others];
	const texts = new Map();
	return {
		root,
		files: [...new Set(listed)].sort(),
		tracked: entries && new Set(entries.map(({ path }) => path)),
		executable: entries && new Set(entries.filter(({ mode }) => mode === EXECUTABLE).map(({ path }) => path)),
		read(path) {
			const known = texts.get(path) ?? world.tree.read(root, path, LARGEST_FILE);
			texts.set(path, known);
			return known;
		},
		has: async (path) => await world.tree.kind(root, path) !== void 0
	};
}
const EXECUTABLE = "100755";
const isFile = (mode) => mode === EXECUTABLE || mode === "100644";
function entryOf(line) {
	const tab = line.indexOf("	");
	return tab === -1 ? void 0 : {
		mode: line.slice(0, 6),
		path: line.slice(tab + 1)
	};
}
async function git(root, args, world) {
	const answer = await askGit(args, {
		directory: root,
		timeout: GIT_TIMEOUT,
		mostOutput: LARGEST_LISTING
	}, world);
	return answer.ok ? answer.stdout.split("\0").filter((name) => name !== "") : void 0;
}
// src/django/project.ts
async function findDjango(checkout, asked) {
	const directories = checkout.files.filter((file) => file === "manage.py" || file.endsWith("/manage.py")).map((file) => file.slice(0, Math.max(0, file.length - 10)));
	const chosen = asked === void 0 ? await search(checkout, directories) : pick(directories, asked);
	if (chosen.length > 1) return {
		ok: false,
		reason: "several",
		directories: chosen
	};
	const [directory] = chosen;
	if (directory === void 0) return {
		ok: false,
		reason: "none"
	};
	const manage = inFolder(directory, "manage.py");
	return {
		ok: true,
		project: {
			directory,
			manage,
			defaults: await defaultsOf(checkout, directory, manage)
		}
	};
}
const USUAL = [
	"",
	"src",
	"app",
	"backend"
];
function pick(directories, asked) {
	const wanted = asked.replace(/^\.\/|\/+$/g, "").replace(/^\.$/, "");
	return directories.filter((directory) => directory === wanted);
}
async function search(checkout, directories) {
	for (const usual of USUAL) if (directories.includes(usual) && await isDjango(checkout, usual)) return [usual];
	for (const depth of [1, 2]) {
		const near = [];
		for (const directory of directories) if (directory.split("/").length === depth && await isDjango(checkout, directory)) near.push(directory);
		if (near.length > 0) return near;
	}
	return [];
}
async function isDjango(checkout, directory) {
	const text = await checkout.read(inFolder(directory, "manage.py"));
	return text !== void 0 && /DJANGO_SETTINGS_MODULE|execute_from_command_line|\bdjango\b|\bconfigurations\b/.test(text);
}
const ENTRY = /^(wsgi|asgi|celery|celery_app|celeryapp)\.py$/;
async function defaultsOf(checkout, directory, manage) {
	const entries = checkout.files.flatMap((file) => {
		const parts = (directory === "" ? file : file.startsWith(`${directory}/`) ? file.slice(directory.length + 1) : void 0)?.split("/") ?? [];
		const name = ENTRY.exec(parts.at(-1) ?? "")?.[1];
		if (name === void 0 || parts.length > 3) return [];
		return [{
			file,
			kind: name === "wsgi" || name === "asgi" ? name : "celery"
		}];
	});
	const found = [];
	for (const { file, kind } of [{
		file: manage,
		kind: "manage"
	}, ...entries]) {
		const text = await checkout.read(file);
		const said = text === void 0 ? void 0 : settingsDefaultIn(text);
		if (said !== void 0) found.push({
			kind,
			file,
			...said
		});
	}
	return found;
}
const SAID = /environ\s*(?:\.\s*setdefault\s*\(\s*(["'])DJANGO_SETTINGS_MODULE\1\s*,\s*|\[\s*(["'])DJANGO_SETTINGS_MODULE\2\s*\]\s*(=)(?!=)\s*)(?:(["'])([A-Za-z_][\w.]*)\4\s*[,)\n;#]|)/;
function settingsDefaultIn(text) {
	const code = `${text.replace(/^[ \t]*#.*$/gm, "")}\n`;
	const match = SAID.exec(code);
	if (match === null) return void 0;
	const name = code.indexOf("DJANGO_SETTINGS_MODULE", match.index);
	const start = code.slice(match.index, name).includes("\n") ? match.index : name;
	return {
		line: code.slice(0, start).split("\n").length,
		module: match[5],
		forced: match[3] !== void 0
	};
}
function inFolder(directory, name) {
	return directory === "" ? name : `${directory}/${name}`;
}
// src/django/project-place.ts
async function locateProject(repository, { framework, directory, action }) {
	if (framework !== "alembic") {
		const found = await findDjango(repository, directory);
		if (found.ok) return {
			framework: "django",
			directory: found.project.directory,
			defaults: found.project.defaults
		};
		if (found.reason === "several") throw severalProjects(found.directories);
		if (framework === "django") throw noProject("manage.py", directory, action);
	}
	const alembic = repository.files.filter((file) => file === "alembic.ini" || file.endsWith("/alembic.ini")).map(folderOf).find((folder) => directory === void 0 || folder === directory);
	if (alembic !== void 0) return {
		framework: "alembic",
		directory: alembic,
		defaults: []
	};
	if (framework === "alembic") throw noProject("alembic.ini", directory, action);
	if (directory !== void 0 && !hasFolder(repository.files, directory)) throw noProject("manage.py", directory, action);
	return {
		framework: "none",
		directory: directory ?? "",
		defaults: []
	};
}
function hasFolder(files, directory) {
	return directory === "" || files.some((file) => file.startsWith(`${directory}/`));
}
function noProject(file, directory, action) {
	const where = directory === void 0 || directory === "" ? "the checkout" : `"${oneLine(directory, 80)}"`;
	return new UserError(`There is no ${file} in ${where}.`, {
		reasonCode: "invalid-input",
		remedy: `Name the folder of ${file}, from the root of the checkout, and check the repository out before this step:\nsteps:\n  - uses: actions/checkout@v6\n  - uses: org/obcms-deploy/${action}@v1\n    with:\n      working-directory: src`
	});
}
function severalProjects(directories) {
	const [first = "src"] = directories;
	const names = directories.map((directory) => directory === "" ? "the root" : oneLine(directory, 60));
	return new UserError(`There is a manage.py in ${inSequence(names)}, and none of them is the obvious one.`, {
		reasonCode: "invalid-input",
		remedy: `Name the one that is deployed:\nwith:\n  working-directory: ${oneLine(first, 60)}`
	});
}
function folderOf(file) {
	return file.slice(0, Math.max(0, file.lastIndexOf("/")));
}
// src/django/probe.ts
async function askProbe(question, python, world) {
	return replyOf(await world.processes.run({
		...starting(question.directory, python, world),
		args: ["-B", PROBE],
		timeout: question.limits.total + STARTING,
		input: JSON.stringify(question)
	}));
}
function readyProbe({ root, directory }, python, world) {
	const { promise: input, resolve, reject } = Promise.withResolvers();
	const running = world.processes.run({
		...starting(directory, python, world),
		args: [
			"-B",
			PROBE,
			root
		],
		timeout: WAITING,
		input
	});
	running.catch(() => void 0);
	input.catch(() => void 0);
	return {
		async ask(question) {
			resolve(JSON.stringify(question));
			return replyOf(await running);
		},
		dismiss: () => reject(new Error("There is no question."))
	};
}
function starting(directory, command, { environment, signal }) {
	return {
		command,
		directory,
		environment: startingEnvironment(environment),
		signal,
		answer: { bytes: LARGEST_ANSWER }
	};
}
function replyOf(result) {
	if (!result.ok) return {
		ok: false,
		reason: result.reason === "timeout" ? "timeout" : "not-started",
		message: result.message
	};
	if (result.answer === void 0) return {
		ok: false,
		reason: "broken",
		message: `The probe's answer is larger than ${LARGEST_ANSWER} bytes.`
	};
	if (result.answer === "") {
		const said = result.stderr.trim().split("\n").at(-1) ?? "";
		return {
			ok: false,
			reason: said.startsWith("obcms-deploy ") ? "not-started" : "broken",
			message: said === "" ? `The probe ended with status ${result.exitCode} and said nothing.` : said
		};
	}
	return answerIn(result.answer);
}
const PROBE = fileURLToPath(new URL(/\/chunks\/[^/]+\.js$/.test(import.meta.url) ? "../python/probe.py" : "./python/probe.py", import.meta.url));
const STARTING = 1e4;
const WAITING = 4e5;
const LARGEST_ANSWER = 50331648;
const NEEDED = /^(?:PATH|HOME|LANG|LC_[A-Z]+|TMPDIR|VIRTUAL_ENV|PYTHONPATH|SSL_CERT_[A-Z]+)$/;
function startingEnvironment(environment) {
	return Object.fromEntries(Object.entries(environment).filter((entry) => {
		return NEEDED.test(entry[0]) && entry[1] !== void 0;
	}));
}
function answerIn(text) {
	let told;
	try {
		told = JSON.parse(text);
	} catch (thrown) {
		return {
			ok: false,
			reason: "broken",
			message: `The probe's answer is no JSON: ${messageOf(thrown)}`
		};
	}
	if (!isAnswer(told)) return {
		ok: false,
		reason: "broken",
		message: "The probe's answer is not of the version that was asked for."
	};
	return {
		ok: true,
		answer: told
	};
}
function isAnswer(told) {
	return typeof told === "object" && told !== null && "schema" in told && told.schema === "obcms-deploy/probe@1" && "evaluations" in told && Array.isArray(told.evaluations);
}
// src/django/interpreter.ts
async function findPython(question, world) {
	if (question.asked !== void 0) return askedPython(question, question.asked, world);
	const tried = [];
	let first;
	for (const find of SOURCES) for (const { python, why } of await find(question, world)) {
		const started = await start(python, why, question, world);
		tried.push(typeof started === "string" ? `${why}: ${started}` : `${why}: Python ${started.version}`);
		if (typeof started === "string") continue;
		if (started.hasDjango) return {
			ok: true,
			interpreter: started,
			tried
		};
		first ??= started;
	}
	if (first !== void 0) return {
		ok: true,
		interpreter: first,
		tried
	};
	return {
		ok: false,
		reason: "none",
		message: `No Python ${OLDEST.join(".")} or newer was found to evaluate the settings with. Tried ${tried.join("; ")}.`,
		remedy: INSTALL
	};
}
const activeVirtualenv = async (_question, { environment }) => {
	const folder = environment["VIRTUAL_ENV"];
	return folder === void 0 ? [] : [{
		python: `${folder}/bin/python`,
		why: "the active virtualenv"
	}];
};
const virtualenvInCheckout = async ({ root, directory, has }) => {
	const found = [];
	for (const folder of new Set([directory, ""])) for (const name of [
		".venv",
		"venv",
		"env"
	]) {
		const path = folder === "" ? name : `${folder}/${name}`;
		if (await has(`${path}/pyvenv.cfg`)) found.push({
			python: `${root}/${path}/bin/python`,
			why: `${path}`
		});
	}
	return found;
};
const uv = async (question, world) => {
	if (!await anyOf(question, ["uv.lock", "pyproject.toml"])) return [];
	return spoken("uv", [
		"python",
		"find",
		"--offline",
		"--no-python-downloads"
	], "uv", question, world);
};
const poetry = async (question, world) => {
	if (!await anyOf(question, ["poetry.lock"])) return [];
	return spoken("poetry", [
		"env",
		"info",
		"--executable",
		"--no-interaction"
	], "Poetry", question, world);
};
const machine = async () => [{
	python: "python3",
	why: "python3 on PATH"
}, {
	python: "python",
	why: "python on PATH"
}];
const SOURCES = [
	activeVirtualenv,
	virtualenvInCheckout,
	uv,
	poetry,
	machine
];
const OLDEST = [3, 8];
const START_TIMEOUT = 2e4;
const INSTALL = `Install the project's packages before this step, for example:
- uses: actions/setup-python@v6
  with:
    python-version: "3.13"
- run: pip install -r requirements.txt`;
async function askedPython(question, asked, world) {
	const path = asked.includes("/") && !asked.startsWith("/") ? `${question.root}/${asked}` : asked;
	const why = "the input python";
	const attempts = [path, `${path.includes("/") ? path.replace(/\/$/, "") : `${question.root}/${path}`}/bin/python`];
	let problem = "";
	for (const attempt of attempts) {
		const started = await start(attempt, why, question, world);
		if (typeof started !== "string") return {
			ok: true,
			interpreter: started,
			tried: [`${why}: ${asked}`]
		};
		problem ||= started;
	}
	return {
		ok: false,
		reason: "asked",
		message: `The input "python" names "${asked}", which cannot evaluate the settings: ${problem}.`,
		remedy: `Name an interpreter that starts (a command, a path, or the folder of a virtualenv), or leave "python" out.\n${INSTALL}`
	};
}
const TELL = `import sys
sys.path[:] = [path for path in sys.path if path != ""]
import importlib.util as u
d = u.find_spec("django") is not None
print("obcms-deploy", "%d.%d.%d" % sys.version_info[:3], "yes" if d else "no")`;
async function start(python, why, { root, directory }, world) {
	const result = await world.processes.run({
		command: python,
		args: [
			"-B",
			"-c",
			TELL
		],
		directory: directory === "" ? root : `${root}/${directory}`,
		environment: startingEnvironment(world.environment),
		timeout: START_TIMEOUT,
		signal: world.signal
	});
	if (!result.ok) return result.reason === "not-found" ? "not there" : result.message;
	const told = /^obcms-deploy (\d+)\.(\d+)\.(\d+) (yes|no)$/m.exec(result.stdout);
	if (told === null) return `it does not start: ${result.stderr.trim().split("\n").at(-1) || `status ${result.exitCode}`}`;
	const [, major = "", minor = "", patch = "", django] = told;
	const version = `${major}.${minor}.${patch}`;
	if (Number(major) < OLDEST[0] || Number(major) === OLDEST[0] && Number(minor) < OLDEST[1]) return `it is Python ${version}, and ${OLDEST.join(".")} is the oldest that can be used`;
	return {
		python,
		version,
		hasDjango: django === "yes",
		why
	};
}
async function spoken(command, args, why, { root, directory }, world) {
	const result = await world.processes.run({
		command,
		args,
		directory: directory === "" ? root : `${root}/${directory}`,
		environment: startingEnvironment(world.environment),
		timeout: START_TIMEOUT,
		signal: world.signal
	});
	const path = result.ok && result.exitCode === 0 ? result.stdout.trim().split("\n").at(-1) : void 0;
	return path?.startsWith("/") ? [{
		python: path,
		why: `${why}'s interpreter`
	}] : [];
}
async function anyOf({ directory, has }, names) {
	for (const folder of new Set([directory, ""])) for (const name of names) if (await has(folder === "" ? name : `${folder}/${name}`)) return true;
	return false;
}
// src/django/stubbing.ts
const NEVER_STUBBED = [
	"configurations",
	"decouple",
	"dj_database_url",
	"django",
	"dotenv",
	"dynaconf",
	"environ",
	"environs",
	"pydantic",
	"pydantic_settings",
	"split_settings"
];
// src/report/sarif.ts
const LEVELS = {
	critical: "error",
	high: "error",
	medium: "warning",
	low: "note"
};
function sarif({ tool, version, rules, findings }) {
	const ids = rules.map(({ id }) => id);
	const prints = fingerprints(findings.map(({ finding }) => finding));
	const log = {
		$schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
		version: "2.1.0",
		runs: [{
			tool: { driver: {
				name: `obcms-deploy ${tool}`,
				informationUri: "https://github.com/org/obcms-deploy",
				semanticVersion: version,
				rules: rules.map(ruleJson)
			} },
			columnKind: "utf16CodeUnits",
			originalUriBaseIds: { "%SRCROOT%": { description: { text: "The root of the checkout." } } },
			results: findings.map((each, index) => resultJson(each, ids, prints[index] ?? ""))
		}]
	};
	return `${JSON.stringify(log, null, 2)}\n`;
}
function ruleJson({ id, title, why, remedy, severity, help }) {
	return {
		id,
		name: id,
		shortDescription: { text: title },
		fullDescription: { text: why },
		help: { text: remedy },
		helpUri: help,
		defaultConfiguration: { level: LEVELS[severity] },
		properties: {
			tags: ["deployment", id.split("/")[0] ?? ""],
			severity
		}
	};
}
function resultJson({ finding, baseline, accepted }, ids, print) {
	const { rule, severity, subject, message, evidence, remedy, place, source, dummy } = finding;
	const index = ids.indexOf(rule);
	return {
		ruleId: rule,
		...index < 0 ? {} : { ruleIndex: index },
		level: LEVELS[severity],
		message: { text: [message, remedy].filter((text) => text !== "").join("\n\n") || rule },
		locations: [{
			...place === void 0 ? {} : { physicalLocation: {
				artifactLocation: {
					uri: uriOf(place.file),
					uriBaseId: "%SRCROOT%"
				},
				region: {
					startLine: Math.max(1, place.line),
					...place.column === void 0 ? {} : { startColumn: Math.max(1, place.column) }
				}
			} },
			logicalLocations: [{ name: subject === "" ? rule : subject }]
		}],
		partialFingerprints: { "obcmsDeploy/v1": print },
		...baseline === void 0 ? {} : { baselineState: baseline },
		...accepted === void 0 ? {} : { suppressions: [{
			kind: "external",
			status: "accepted",
			justification: accepted
		}] },
		properties: {
			severity,
			evidence,
			source: [...source ?? []],
			dummy: dummy === true
		}
	};
}
function fingerprints(findings) {
	const seen = new Map();
	return findings.map(({ rule, place, subject }) => {
		const text = JSON.stringify([
			rule,
			place?.file ?? "",
			subject
		]);
		const number = (seen.get(text) ?? 0) + 1;
		seen.set(text, number);
		return `${createHash("sha256").update(text).digest("hex").slice(0, 32)}:${number}`;
	});
}
function uriOf(path) {
	return path.replace(/^(\.\/)+/, "").split("/").map((part) => encodeURIComponent(part)).join("/");
}
// src/actions/package-version.ts
const VERSION = "0.1.0";
// src/actions/sarif-file.ts
function sarifFindings({ against, ignoring, compared }) {
	const state = (baseline) => compared ? { baseline } : {};
	return [
		...against.fresh.map((finding) => ({
			finding,
			...state("new")
		})),
		...against.known.map((finding) => ({
			finding,
			...state("unchanged")
		})),
		...ignoring.ignored.map(({ finding, line }) => ({
			finding,
			accepted: line.reason,
			...state("unchanged")
		})),
		...against.gone.map((entry) => ({
			finding: goneFinding(entry),
			...state("absent")
		}))
	];
}
function goneFinding({ rule, file, subject, severity }) {
	return {
		rule,
		severity,
		subject,
		message: "Not found any more.",
		evidence: "",
		remedy: "",
		...file === void 0 ? {} : { place: {
			file,
			line: 1
		} }
	};
}
async function writeSarif(path, text, world) {
	if (path === void 0) return "";
	try {
		await world.writeFile(path, text());
		return path;
	} catch (thrown) {
		const message = `${path}: ${messageOf(thrown)}`;
		world.host.annotate({
			level: "warning",
			title: "The SARIF report could not be written",
			message
		});
		return "";
	}
}
// src/actions/findings-in-output.ts
const MOST_CHARACTERS = 6e4;
const LONGEST_TEXT = 2e3;
function withinOutput(findings, most = MOST_CHARACTERS) {
	let left = most;
	return findings.map(shortened$1).filter((finding) => {
		left -= left <= 0 ? 0 : JSON.stringify(finding).length;
		return left > 0;
	});
}
function shortened$1(finding) {
	const { subject, message, evidence, remedy } = finding;
	return {
		...finding,
		subject: cut(subject, LONGEST_TEXT),
		message: cut(message, LONGEST_TEXT),
		evidence: cut(evidence, LONGEST_TEXT),
		remedy: cut(remedy, LONGEST_TEXT)
	};
}
// src/github/sticky-comment.ts
const ONCE = { request: { retries: 0 } };
const AGAIN = { request: { retries: 1 } };
const LONGEST_COMMENT = 65536;
async function stickyComment(options, markdown) {
	const [owner = "", repo = ""] = options.repository.split("/");
	const first = firstLine(options.marker);
	const body = `${first}\n${markdown}`;
	try {
		const { octokitFor } = await import("./octokit.js");
		const octokit = octokitFor(options);
		const mine = await own(octokit, {
			owner,
			repo,
			issue_number: options.pullRequest
		}, first);
		if (mine === void 0) {
			await octokit.rest.issues.createComment({
				owner,
				repo,
				issue_number: options.pullRequest,
				body,
				...ONCE
			});
			return { done: "created" };
		}
		if (mine.body === body) return { done: "unchanged" };
		await octokit.rest.issues.updateComment({
			owner,
			repo,
			comment_id: mine.id,
			body,
			...ONCE
		});
		return { done: "updated" };
	} catch (thrown) {
		if (options.signal.aborted) throw new Cancelled();
		const status = typeof thrown === "object" && thrown !== null && "status" in thrown ? Number(thrown.status) : 0;
		if (status === 403 || status === 404) return { done: "refused" };
		return {
			done: "failed",
			why: status === 401 ? "GitHub does not accept the token" : messageOf(thrown)
		};
	}
}
function firstLine(marker) {
	return `<!-- ${marker.replace(/[^A-Za-z0-9 ._/-]/g, "_").replace(/-{2,}/g, "-")} -->`;
}
async function own(octokit, where, first) {
	const candidates = [];
	for await (const { data } of octokit.paginate.iterator(octokit.rest.issues.listComments, {
		...where,
		...AGAIN,
		per_page: 100
	})) for (const { id, body, user } of data) {
		if (body === void 0 || !startsWith(body, first)) continue;
		candidates.push({
			id,
			body,
			login: user?.login ?? "",
			isBot: user?.type === "Bot"
		});
	}
	if (candidates.length === 0) return void 0;
	const login = await loginOf(octokit);
	return candidates.find((candidate) => login === void 0 ? candidate.isBot : candidate.login === login);
}
function startsWith(body, first) {
	return body === first || body.startsWith(`${first}\n`) || body.startsWith(`${first}\r\n`);
}
async function loginOf(octokit) {
	try {
		return (await octokit.rest.users.getAuthenticated(ONCE)).data.login;
	} catch {
		return;
	}
}
// src/actions/pull-request.ts
const EVENTS = new Set(["pull_request", "pull_request_target"]);
async function pullRequestOf({ environment, readFile }) {
	if (!EVENTS.has(environment["GITHUB_EVENT_NAME"] ?? "")) return void 0;
	const path = environment["GITHUB_EVENT_PATH"];
	const event = path === void 0 ? void 0 : parsed(await readFile(path));
	const request = field(event, "pull_request");
	const base = field(field(request, "base"), "sha");
	const written = field(request, "number") ?? field(event, "number");
	const number = Number(written ?? /^refs\/pull\/(\d+)\//.exec(environment["GITHUB_REF"] ?? "")?.[1]);
	if (!Number.isInteger(number) || number < 1) return void 0;
	const of = (side) => field(field(field(request, side), "repo"), "full_name");
	return {
		number,
		base: typeof base === "string" ? parseSha(base) : void 0,
		fork: request !== void 0 && of("head") !== of("base")
	};
}
function parsed(text) {
	try {
		return text === void 0 ? void 0 : JSON.parse(text);
	} catch {
		return;
	}
}
function field(value, name) {
	return typeof value === "object" && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : void 0;
}
// src/actions/pull-request-comment.ts
const ROOM = 500;
async function commentOn({ marker, token, authorities, partsBySize }, world) {
	const { host } = world;
	const pullRequest = await pullRequestOf(world);
	const { repository } = host.context;
	if (pullRequest === void 0 || repository === void 0) {
		host.line("No comment: this run belongs to no pull request.");
		return;
	}
	if (token === void 0) return warn("there is no token; leave github-token at its default", world);
	const commented = await stickyComment({
		token,
		repository,
		pullRequest: pullRequest.number,
		api: host.context.githubApi,
		http: world.http({ authorities }),
		signal: world.signal,
		marker
	}, host.redact(shortened(partsBySize)));
	if (commented.done === "refused") return warn(pullRequest.fork ? FORK : PERMISSION, world);
	if (commented.done === "failed") return warn(commented.why, world);
	host.line(`Comment on pull request ${pullRequest.number}: ${commented.done}.`);
}
const REST = "The job summary has the rest.";
function shortened(partsBySize, limit = LONGEST_COMMENT - ROOM) {
	let parts = [];
	for (const partsOf of partsBySize) {
		parts = partsOf();
		const text = parts.join("\n\n");
		if (text.length <= limit) return text;
	}
	let text = "";
	for (const part of parts) if (text.length + part.length + 29 + 4 <= limit) text += `${part}\n\n`;
	return `${text}${REST}`;
}
const PERMISSION = "GitHub does not let the token write to the pull request. Give the job the permission:\npermissions:\n  contents: read\n  pull-requests: write";
const FORK = "runs of pull requests from forks get a token that may only read, whatever the permissions of the job say. The job summary holds the same.";
function warn(why, { host }) {
	host.annotate({
		level: "warning",
		title: "The comment could not be written",
		message: why
	});
}
// src/actions/redacted-finding.ts
function redactedFinding(finding, host) {
	const { subject, message, evidence, remedy } = finding;
	return {
		...finding,
		subject: host.redact(subject),
		message: host.redact(message),
		evidence: host.redact(evidence),
		remedy: host.redact(remedy)
	};
}
export { sarifFindings as a, sarif as c, askProbe as d, readyProbe as f, openRepository as h, withinOutput as i, NEVER_STUBBED as l, locateProject as m, commentOn as n, writeSarif as o, startingEnvironment as p, pullRequestOf as r, VERSION as s, redactedFinding as t, findPython as u };
