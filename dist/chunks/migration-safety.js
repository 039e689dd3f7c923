import { a as CONFIGURATION_REASONS, i as defineAction, n as chooseEnvironment, r as COMMON_REASONS } from "./environment.js";
import { n as cut, r as inSequence, s as oneLine, t as count } from "./text.js";
import { _ as table, f as block, g as plain, h as link, m as folded, p as code, u as verdict } from "./world.js";
import { a as placeCell, h as secretsIn, l as folderOf, m as wordsOf, n as changeMarkdown, o as ruleCell, p as settingsOf, s as sentence, t as linksOf, u as ignoreLines } from "./finding-links.js";
import { t as stages } from "./mermaid.js";
// src/migrations/reasons.ts
const COLLECT_REASONS = {
	"base-missing": {
		outcome: "inconclusive",
		meaning: "The checkout has no commit, branch or tag that `base` names, or is no git repository.",
		remedy: "Name in `base` a commit that the checkout holds, and check out with `fetch-depth: 0`."
	},
	shallow: {
		outcome: "inconclusive",
		meaning: "The checkout is shallow and does not hold the release that is running.",
		remedy: "Give `actions/checkout` the line `fetch-depth: 0`."
	},
	"not-installed": {
		outcome: "inconclusive",
		meaning: "Django (or Alembic), or a package without which the project says nothing, is not installed in its Python.",
		remedy: "Install the requirements before this step, or name the right interpreter in `python`."
	},
	"import-failed": {
		outcome: "failed",
		meaning: "The project's own settings, models or migrations break while they are loaded: `migrate` would break as well.",
		remedy: "The message names the innermost line of the project and the exception."
	},
	"not-read": {
		outcome: "inconclusive",
		meaning: "Loading the project broke off at something that is not let happen here: a connection, a program, a file that is changed. Elsewhere it may load.",
		remedy: "Let settings, models and migrations only define things while they are imported; the message names the line."
	},
	"no-interpreter": {
		outcome: "inconclusive",
		meaning: "No Python was found in which the project could be asked.",
		remedy: "Set Python up and install the requirements before this step, or name the interpreter in `python`."
	},
	timeout: {
		outcome: "inconclusive",
		meaning: "The project did not load in time.",
		remedy: "Find what takes so long while models or migrations are imported: a network call, a large file, an endless loop."
	},
	"database-unreadable": {
		outcome: "inconclusive",
		meaning: "A database that was given could not be reached, or does not show what was asked.",
		remedy: "Check the address, the network between runner and database, and that the role may connect and read."
	},
	"not-a-scratch-database": {
		outcome: "error",
		meaning: "`trace-database-url` names a database that holds something, or the server of `database-url`. Nothing was changed in it.",
		remedy: "Give an empty database of its own, such as a service container of the job."
	},
	"nothing-to-judge": {
		outcome: "inconclusive",
		meaning: "Neither `manage.py` nor `alembic.ini` is in the checkout.",
		remedy: "Check that the job checks the repository out before this step, and the input `working-directory`."
	}
};
const MIGRATION_REASONS = {
	safe: {
		outcome: "passed",
		meaning: "Every pending migration can run while the previous release keeps serving.",
		remedy: "Nothing. The summary has the order and the commands."
	},
	review: {
		outcome: "passed",
		meaning: "Nothing is blocked, something is to be looked at, and `allow: review` lets that pass.",
		remedy: "Read the hazards in the summary before the deployment."
	},
	"nothing-pending": {
		outcome: "passed",
		meaning: "The new release has no migration that the running one has not.",
		remedy: "Nothing."
	},
	"needs-review": {
		outcome: "failed",
		meaning: "Something is to be looked at, or could not be known, and `allow` is `safe`.",
		remedy: "Mend it, accept single hazards with a reason in `ignore`, or set `allow: review`."
	},
	blocked: {
		outcome: "failed",
		meaning: "A migration breaks a release that serves, holds a lock for long, fails on rows that are there, or cannot run in this order.",
		remedy: "The summary has the exact replacement for each hazard."
	},
	...COLLECT_REASONS,
	"no-base": {
		outcome: "error",
		meaning: "Nothing says which release is running: no `base`, no pull request, no successful deployment on GitHub.",
		remedy: "Give `base`, such as `origin/production`."
	},
	...CONFIGURATION_REASONS,
	...COMMON_REASONS
};
var NotCollected = class extends Error {
	name = "NotCollected";
	reasonCode;
	remedy;
	place;
	constructor(message, options) {
		super(message);
		this.reasonCode = options.reasonCode;
		this.remedy = options.remedy ?? COLLECT_REASONS[options.reasonCode].remedy;
		this.place = options.place;
	}
};
// src/migrations/database/server-version.ts
const NEWEST = [
	["6.0", 18],
	["5.1", 17],
	["5.0", 16],
	["4.2", 16],
	["4.1", 15],
	["3.2", 14]
];
const NEWEST_POSTGRES = 18;
function assumedVersion(django) {
	return {
		major: NEWEST.find(([version]) => django !== void 0 && compare(django, version) >= 0)?.[1] ?? 18,
		minor: void 0,
		from: "assumed"
	};
}
function otherServer(server, scratch) {
	if (scratch === void 0 || scratch.major === server.major) return [];
	return [{
		code: "other-server",
		about: `PostgreSQL ${scratch.major}`,
		why: `The statements were measured on PostgreSQL ${scratch.major}, and the database is PostgreSQL ${server.major}: what was measured need not hold there.`,
		remedy: `Measure on the same version:\nservices:\n  scratch:\n    image: postgres:${server.major}`
	}];
}
function compare(a, b) {
	const numbers = (version) => version.split(".").map(Number);
	const [majorA = 0, minorA = 0] = numbers(a);
	const [majorB = 0, minorB = 0] = numbers(b);
	return majorA - majorB || minorA - minorB;
}
// src/migrations/hazards/rule.ts
const VERDICTS = [
	"safe",
	"review",
	"blocked"
];
function worstOf(verdicts) {
	return VERDICTS.findLast((verdict) => verdicts.includes(verdict)) ?? "safe";
}
function defineHazard(rule) {
	return rule;
}
// src/migrations/applied-state.ts
function appliedState(facts) {
	const nodes = allNodes(facts);
	const isApplied = appliedTest(facts, nodes);
	return {
		from: facts.database === void 0 ? "assumed" : "database",
		apps: appsOf(facts, isApplied),
		behind: facts.database === void 0 ? [] : idsOf(facts.base.nodes.filter(({ id }) => !isApplied(id))),
		inconsistent: facts.database === void 0 ? [] : inconsistentOf(facts, isApplied),
		foreign: foreignOf(facts, nodes)
	};
}
function allNodes({ base, head }) {
	return new Map([...base.nodes, ...head.nodes].map((node) => [node.id, node]));
}
function appliedTest({ framework, database, base, pending }, nodes) {
	if (database === void 0) {
		const open = new Set(idsOf(pending));
		const there = new Set(idsOf(base.nodes).filter((id) => !open.has(id)));
		return (id) => there.has(id);
	}
	const rows = new Set(framework === "alembic" ? withAncestors(database.applied, nodes) : database.applied);
	const covered = new Set([...nodes.values()].filter(({ id }) => rows.has(id)).flatMap(({ replaces }) => replaces));
	return (id) => {
		if (rows.has(id) || covered.has(id)) return true;
		const replaces = nodes.get(id)?.replaces ?? [];
		return replaces.length > 0 && replaces.every((each) => rows.has(each));
	};
}
function withAncestors(ids, nodes) {
	const seen = new Set();
	const open = [...ids];
	for (let id = open.pop(); id !== void 0; id = open.pop()) {
		if (seen.has(id)) continue;
		seen.add(id);
		open.push(...nodes.get(id)?.dependencies ?? []);
	}
	return seen;
}
function appsOf({ head, pending }, isApplied) {
	const open = Map.groupBy(pending, ({ app }) => app);
	return [...Map.groupBy(head.nodes, ({ app }) => app)].map(([app, nodes]) => {
		const applied = nodes.filter(({ id }) => isApplied(id));
		const needed = new Set(applied.flatMap(({ dependencies }) => dependencies));
		const last = applied.findLast(({ id }) => !needed.has(id)) ?? applied.at(-1);
		return {
			app,
			applied: applied.length,
			pending: open.get(app)?.length ?? 0,
			last: last?.id
		};
	});
}
function inconsistentOf({ framework, head, pending }, isApplied) {
	if (framework === "alembic") return [];
	const here = new Set(idsOf(head.nodes));
	const open = new Set(idsOf(pending));
	return head.nodes.filter(({ id }) => isApplied(id)).flatMap(({ id, dependencies }) => dependencies.filter((needs) => here.has(needs) && !open.has(needs) && !isApplied(needs)).map((needs) => ({
		id,
		needs
	})));
}
function foreignOf({ framework, database, base }, nodes) {
	if (database === void 0) return [];
	const known = new Set([...nodes.values()].flatMap(({ id, replaces }) => [id, ...replaces]));
	const unknown = database.applied.filter((id) => !known.has(id));
	if (framework === "alembic") return unknown;
	const highest = new Map();
	for (const { app, name } of base.nodes) highest.set(app, Math.max(highest.get(app) ?? 0, numberOf(name)));
	return unknown.filter((id) => {
		const [app = "", name = ""] = id.split(".");
		const last = highest.get(app);
		return last !== void 0 && numberOf(name) > last;
	});
}
function numberOf(name) {
	return Number(/^(\d{4})_/.exec(name)?.[1] ?? 0);
}
function idsOf(nodes) {
	return nodes.map(({ id }) => id);
}
// src/migrations/phases/commands.ts
function commandsOf(plan, facts) {
	const after = plan.migrations.filter(({ phase }) => phase === "after-deploy");
	const early = plan.migrations.filter(({ phase }) => phase !== "after-deploy");
	const late = plan.mode === "after" ? plan.migrations : plan.mode === "phased" ? after : [];
	const first = plan.mode === "after" ? [] : plan.mode === "phased" ? early : plan.migrations;
	const before = first.length === 0 ? [] : late.length === 0 ? [everything(facts)] : upTo(first, facts);
	return [
		...before.length === 0 ? [] : placesBefore(before),
		...late.length === 0 ? [] : placesAfter(facts),
		...facts.framework === "django" && plan.migrations.some(({ migration }) => migration.mark !== void 0) ? safemigrate(before.length > 0, late.length > 0) : []
	];
}
function commandFor(place, facts) {
	const [found] = placesBefore([everything(facts)]).filter((each) => each.place === place);
	return found?.text ?? everything(facts);
}
function everything({ framework }) {
	return framework === "django" ? "python manage.py migrate --noinput" : "alembic upgrade head";
}
function upTo(migrations, { framework }) {
	if (framework === "alembic") {
		const last = migrations.at(-1)?.migration.name;
		return last === void 0 ? [] : [`alembic upgrade ${last}`];
	}
	const targets = new Map();
	for (const { migration } of migrations) targets.set(migration.app, migration.name);
	return [...targets].map(([app, name]) => `python manage.py migrate ${app} ${name} --noinput`);
}
function placesBefore(commands) {
	const chained = commands.join(" && ");
	return [
		{
			place: "entrypoint",
			title: "Entrypoint of the image, before the new release serves",
			phase: "before-deploy",
			text: `#!/bin/sh\nset -e\n${commands.join("\n")}\nexec "$@"`
		},
		{
			place: "compose-service",
			title: "Service of the Compose file that the others wait for",
			phase: "before-deploy",
			text: [
				"migrate:",
				commands.length === 1 ? `  command: [${chained.split(" ").map((word) => JSON.stringify(word)).join(", ")}]` : `  command: ["sh", "-c", ${JSON.stringify(chained)}]`,
				"  restart: \"no\"",
				"  exclude_from_hc: true",
				"web:",
				"  depends_on:",
				"    migrate:",
				"      condition: service_completed_successfully"
			].join("\n")
		},
		{
			place: "by-hand",
			title: "By hand, in a container of the new release",
			phase: "before-deploy",
			text: commands.join("\n")
		}
	];
}
function placesAfter(facts) {
	const command = everything(facts);
	const url = "https://<coolify>/api/v1/applications/<uuid>/scheduled-tasks";
	return [{
		place: "scheduled-task",
		title: "Scheduled task of Coolify (4.3 or newer), executed when the deployment has finished",
		phase: "after-deploy",
		text: [
			"# once: a task that never runs by itself",
			`curl --fail -X POST -H "Authorization: Bearer $COOLIFY_TOKEN" -H 'Content-Type: application/json' -d '${JSON.stringify({
				name: "migrate",
				command,
				frequency: "yearly",
				enabled: false
			})}' ${url}`,
			"# at each deployment, then read .../executions until its status is success or failed",
			`curl --fail -X POST -H "Authorization: Bearer $COOLIFY_TOKEN" ${url}/<task>/execute`
		].join("\n")
	}, {
		place: "by-hand",
		title: "By hand, in the container that serves",
		phase: "after-deploy",
		text: command
	}];
}
function safemigrate(before, after) {
	return [...before ? [{
		place: "safemigrate",
		title: "django-safemigrate, before the new release serves",
		phase: "before-deploy",
		text: "python manage.py safemigrate --noinput"
	}] : [], ...after ? [{
		place: "safemigrate",
		title: "django-safemigrate, after the deploy",
		phase: "after-deploy",
		text: "python manage.py migrate --noinput"
	}] : []];
}
// src/migrations/hazards/place/wording.ts
const PLACES = {
	entrypoint: "the entrypoint of the image",
	"compose-service": "a service of the Compose file",
	"pre-deployment": "Coolify's pre-deployment command",
	"post-deployment": "Coolify's post-deployment command",
	"scheduled-task": "a scheduled task of Coolify",
	workflow: "a workflow"
};
function whereOf({ place, where }) {
	return where ?? (place === void 0 ? "" : `${place.file}:${place.line}`);
}
function shown({ place }) {
	return place === void 0 ? {} : { place };
}
function inBrackets({ where }) {
	return where === void 0 ? "" : ` (${where})`;
}
function placesOf(facts, ...kinds) {
	return facts.pending.length === 0 ? [] : facts.places.filter(({ kind }) => kinds.includes(kind));
}
// src/actions/migration-safety-pieces.ts
function migrationJson(judged, shown, size) {
	const { migration, verdict, phase, reversible, hazards } = judged;
	return {
		app: cut(migration.app, size.text),
		name: cut(migration.name, size.text),
		file: migration.file === void 0 ? null : cut(migration.file, size.text),
		verdict,
		phase,
		atomic: migration.atomic,
		reversible,
		hazards: shown.map((hazard) => hazardJson(hazard, size)),
		"hazards-left-out": hazards.length - shown.length
	};
}
function hazardJson(hazard, size) {
	const { sql, breaks, table, column, lock, since, until } = hazard;
	return {
		rule: hazard.rule,
		verdict: hazard.verdict,
		severity: hazard.severity,
		subject: cut(hazard.subject, size.text),
		line: hazard.place?.line ?? null,
		operation: hazard.operation ?? null,
		sql: sql === void 0 ? null : cut(sql, size.text),
		table: table === void 0 ? null : cut(table, size.text),
		column: column === void 0 ? null : cut(column, size.text),
		lock: lock ?? null,
		rewrite: hazard.rewrite,
		scan: hazard.scan,
		blocks: hazard.blocks,
		breaks: breaks.slice(0, size.breaks).map((each) => breakJson(each, size)),
		since: since ?? null,
		until: until ?? null,
		evidence: hazard.how,
		message: cut(hazard.message, size.text),
		remedy: cut(hazard.remedy, size.text)
	};
}
function breakJson(each, { text }) {
	return {
		release: each.release,
		model: cut(each.model, text),
		table: cut(each.table, text),
		column: each.column === void 0 ? null : cut(each.column, text),
		statement: each.statement,
		certain: each.certain,
		why: cut(each.why, text)
	};
}
function entryJson(hazard, { text }) {
	const { rule, severity, subject, migration, place } = hazard;
	return {
		rule,
		severity,
		subject: cut(subject, text),
		migration: migration === void 0 ? null : cut(migration, text),
		file: place === void 0 ? null : cut(place.file, text),
		line: place?.line ?? null
	};
}
function findingJson(hazard) {
	const { rule, severity, subject, place, message, evidence, remedy, source } = hazard;
	return {
		rule,
		severity,
		subject,
		file: place?.file ?? null,
		line: place?.line ?? null,
		message,
		evidence,
		remedy,
		source: [...source ?? []]
	};
}
// src/actions/migration-safety-state.ts
function stateJson(facts, { entries, text }) {
	const { from, apps, behind, inconsistent, foreign } = appliedState(facts);
	const ids = (all) => all.slice(0, entries).map((id) => cut(id, text));
	return {
		from,
		apps: apps.slice(0, entries).map(({ app, applied, pending, last }) => ({
			app: cut(app, text),
			applied,
			pending,
			last: last === void 0 ? null : cut(last, text)
		})),
		behind: ids(behind),
		inconsistent: inconsistent.slice(0, entries).map(({ id, needs }) => ({
			migration: cut(id, text),
			needs: cut(needs, text)
		})),
		foreign: ids(foreign)
	};
}
function placesJson({ places }, { entries, text }) {
	return places.slice(0, entries).map(({ kind, place, where, command }) => ({
		kind,
		file: place === void 0 ? null : cut(place.file, text),
		line: place?.line ?? null,
		where: where === void 0 ? null : cut(where, text),
		command: cut(command, text)
	}));
}
function coolifyJson(coolify, { entries, text }) {
	if (coolify === void 0) return null;
	return {
		applications: coolify.applications.slice(0, entries).map((name) => cut(name, text)),
		notes: coolify.notes.slice(0, entries).map((note) => cut(note, text))
	};
}
function statePart(facts, most) {
	const { from, apps } = appliedState(facts);
	if (apps.length === 0) return [];
	const rows = [...apps].sort((a, b) => b.pending - a.pending).map(({ app, applied, pending, last }) => [
		code(app, 80),
		String(applied),
		String(pending),
		last === void 0 ? "" : plain(last, 160)
	]);
	const more = rows.length > most ? `\n\n${rows.length - most} more are in the report.` : "";
	return [folded(from === "database" ? "What is applied, as the database says" : "What is taken for applied", `${table([
		"App",
		"Applied",
		"Pending",
		"Last applied"
	], rows.slice(0, most))}${more}`)];
}
function stateInWords(facts) {
	const { apps, behind, foreign } = appliedState(facts);
	return [
		`${apps.reduce((sum, { applied }) => sum + applied, 0)} applied, ${facts.pending.length} pending`,
		...behind.length === 0 ? [] : [`${behind.length} of the running release not applied`],
		...foreign.length === 0 ? [] : [`${foreign.length} applied that neither release has`]
	].join(", ");
}
// src/actions/migration-safety-facts.ts
const MOST_CHARACTERS = 6e4;
const SIZES = [
	{
		migrations: 100,
		hazards: 20,
		entries: 25,
		breaks: 10,
		text: 400
	},
	{
		migrations: 50,
		hazards: 10,
		entries: 10,
		breaks: 5,
		text: 300
	},
	{
		migrations: 25,
		hazards: 5,
		entries: 5,
		breaks: 3,
		text: 200
	}
];
const SMALLEST = {
	migrations: 10,
	hazards: 2,
	entries: 2,
	breaks: 1,
	text: 120
};
const EVERYTHING = {
	migrations: Number.POSITIVE_INFINITY,
	hazards: Number.POSITIVE_INFINITY,
	entries: Number.POSITIVE_INFINITY,
	breaks: Number.POSITIVE_INFINITY,
	text: Number.POSITIVE_INFINITY
};
function migrationFacts(judged) {
	for (const size of SIZES) {
		const facts = factsWithin(judged, size);
		if (JSON.stringify(facts).length <= MOST_CHARACTERS) return facts;
	}
	return factsWithin(judged, SMALLEST);
}
function factsWithin(judged, size) {
	const { setup, facts, judgement, verdict, migrations } = judged;
	const { base, mode } = setup.request;
	const shown = migrations.slice(0, size.migrations);
	return {
		environment: setup.environment === void 0 ? null : cut(setup.environment, size.text),
		verdict: verdict.verdict,
		allow: setup.allow,
		pending: migrations.length,
		"backward-compatible": judgement.plan.backwardCompatible,
		"rollback-safe": judgement.rollback.safe,
		framework: facts.framework,
		version: facts.version === void 0 ? null : cut(facts.version, size.text),
		base: {
			ref: cut(base.ref, size.text),
			from: base.from,
			commit: facts.base.commit ?? null
		},
		commit: facts.head.commit ?? null,
		postgres: {
			major: facts.server.major,
			minor: facts.server.minor ?? null,
			from: facts.server.from
		},
		migrate: mode,
		applied: setup.request.applied.from,
		state: stateJson(facts, size),
		measured: facts.measured.length,
		phases: phasesJson(judgement.plan, size),
		migrations: shared(shown, size).map(({ migration, hazards }) => migrationJson(migration, hazards, size)),
		"migrations-left-out": migrations.length - shown.length,
		general: judged.general.slice(0, size.hazards).map((hazard) => hazardJson(hazard, size)),
		graph: graphJson(judged, size),
		releases: releasesJson(judged, size),
		rollback: rollbackJson(judged, size),
		places: placesJson(facts, size),
		coolify: coolifyJson(setup.request.coolify, size),
		unknown: judged.unknown.slice(0, size.entries).map(({ code, about, why, remedy, place }) => ({
			code: cut(code, size.text),
			about: cut(about, size.text),
			why: cut(why, size.text),
			remedy: cut(remedy, size.text),
			file: place === void 0 ? null : cut(place.file, size.text),
			line: place?.line ?? null
		})),
		...apartJson(judged, size)
	};
}
function migrationEvidence(judged) {
	return {
		...factsWithin(judged, EVERYTHING),
		findings: judged.against.fresh.map(findingJson)
	};
}
function shared(migrations, { hazards: most }) {
	let left = most;
	return migrations.map((migration) => {
		const hazards = migration.hazards.slice(0, Math.max(left, 0));
		left -= hazards.length;
		return {
			migration,
			hazards
		};
	});
}
function phasesJson({ migrations, ordered }, { migrations: most, text }) {
	const ids = (chosen) => chosen.slice(0, most).map(({ migration }) => cut(migration.id, text));
	return {
		"before-deploy": ids(migrations.filter(({ phase }) => phase === "before-deploy")),
		"after-deploy": ids(migrations.filter(({ phase }) => phase === "after-deploy")),
		split: ids(migrations.filter(({ phase }) => phase === "split")),
		"by-hand": ids(migrations.filter(({ byHand }) => byHand)),
		"out-of-order": ordered.slice(0, most).map(({ migration, needs }) => ({
			migration: cut(migration, text),
			needs: cut(needs, text)
		}))
	};
}
function graphJson({ facts, judgement }, { entries, text }) {
	const hazards = [...judgement.general, ...judgement.migrations.flatMap((each) => each.hazards)];
	const named = (rule) => [...new Set(hazards.filter((hazard) => hazard.rule === rule).map(({ subject }) => cut(subject, text)))].slice(0, entries);
	return {
		conflicts: facts.head.conflicts.slice(0, entries).map(({ app, leaves }) => ({
			app: cut(app, text),
			leaves: leaves.slice(0, entries).map((leaf) => cut(leaf, text))
		})),
		"unknown-nodes": facts.head.dangling.slice(0, entries).map(({ id, needs }) => ({
			migration: cut(id, text),
			needs: cut(needs, text)
		})),
		edited: named("order/edited"),
		deleted: named("order/deleted"),
		inserted: named("order/inserted"),
		drift: facts.drift.slice(0, entries).map((each) => ({
			app: cut(each.app, text),
			text: cut(each.text, text),
			operation: cut(each.operation, text),
			file: each.place === void 0 ? null : cut(each.place.file, text),
			line: each.place?.line ?? null
		}))
	};
}
function releasesJson({ facts, judgement }, size) {
	const { migrations } = judgement.plan;
	const breaks = (side) => migrations.flatMap((phased) => phased[side].map((each) => ({
		migration: cut(phased.migration.id, size.text),
		...breakJson(each, size)
	}))).slice(0, size.entries);
	return {
		running: {
			...releaseJson(facts.base),
			breaks: breaks("old")
		},
		new: {
			...releaseJson(facts.head),
			breaks: breaks("new")
		}
	};
}
function releaseJson({ commit, nodes, models }) {
	return {
		commit: commit ?? null,
		migrations: nodes.length,
		models: models.length
	};
}
function rollbackJson({ judgement }, { entries, text }) {
	const { safe, until, why, lost, irreversible } = judgement.rollback;
	return {
		safe,
		until: until === void 0 ? null : cut(until, text),
		why: cut(why, text),
		lost: lost.slice(0, entries).map(({ migration, what }) => ({
			migration: cut(migration, text),
			what: cut(what, text)
		})),
		irreversible: irreversible.slice(0, entries).map((id) => cut(id, text))
	};
}
function apartJson({ setup, ignoring, against, acceptedUnknown, stale }, size) {
	const first = (items, json) => items.slice(0, size.entries).map(json);
	return {
		ignored: [...first(ignoring.ignored, ({ finding, line }) => ({
			...entryJson(finding, size),
			reason: cut(line.reason, size.text)
		})), ...first(acceptedUnknown, ({ unread, line }) => ({
			rule: cut(`unknown/${unread.code}`, size.text),
			severity: "medium",
			subject: cut(unread.about, size.text),
			migration: null,
			file: unread.place === void 0 ? null : cut(unread.place.file, size.text),
			line: unread.place?.line ?? null,
			reason: cut(line.reason, size.text)
		}))],
		"stale-ignores": first(stale, ({ text }) => cut(text, size.text)),
		known: first(against.known, (finding) => entryJson(finding, size)),
		baseline: setup.baseline === void 0 ? null : {
			file: cut(setup.baseline.file, size.text),
			known: against.known.length,
			gone: first(against.gone, ({ rule, severity, subject, file }) => ({
				rule,
				severity,
				subject: cut(subject, size.text),
				file: file === void 0 ? null : cut(file, size.text)
			}))
		}
	};
}
function outputsOf(details) {
	if (details === void 0) return {};
	const { judgement, migrations, verdict } = details.judged;
	return {
		verdict: verdict.verdict,
		pending: String(migrations.length),
		"backward-compatible": judgement.plan.backwardCompatible,
		"rollback-safe": judgement.rollback.safe,
		phases: JSON.stringify(phasesJson(judgement.plan, PHASES)),
		"sarif-path": details.sarifPath
	};
}
const PHASES = {
	...SMALLEST,
	migrations: 400,
	text: 120
};
// src/actions/migration-safety-breaks.ts
function brokenStatements(breaks) {
	const groups = new Map();
	for (const each of breaks) {
		const { release, model, certain, statement, why } = each;
		const opening = `${statement} of ${model} `;
		const rest = why.startsWith(opening) ? why.slice(opening.length) : why;
		const key = JSON.stringify([
			release,
			model,
			certain,
			rest
		]);
		const group = groups.get(key);
		if (group === void 0) groups.set(key, {
			first: each,
			statements: [statement],
			rest
		});
		else if (!group.statements.includes(statement)) group.statements.push(statement);
	}
	return [...groups.values()].map(({ first, statements, rest }) => ({
		release: first.release,
		model: first.model,
		certain: first.certain,
		statements,
		why: statements.length === 1 ? first.why : rest
	}));
}
function brokenCells({ model, statements, certain, why }) {
	return [
		code(model, 120),
		inSequence(statements),
		certain ? "always" : "for some values",
		sentence(why)
	];
}
// src/actions/migration-safety-words.ts
const FROM = {
	input: "named by the input base",
	"pull-request": "the base of the pull request",
	deployment: "live according to GitHub Deployments"
};
const MODES = {
	before: "all of them before the new release serves, while the running one still does",
	after: "all of them after the new release has taken over",
	phased: "each in its phase"
};
function scopeRows({ setup, facts, judgement }) {
	const { base, mode, hotTables, smallTables } = setup.request;
	const statements = facts.pending.reduce((sum, { steps }) => sum + steps.length, 0);
	return [
		["running", `${releaseInWords(facts.base.commit, base.ref)} (${FROM[base.from]})`],
		["new", releaseInWords(facts.head.commit, "the files of the checkout")],
		["project", `${facts.framework === "django" ? "Django" : "Alembic"}${facts.version === void 0 ? "" : ` ${facts.version}`}`],
		["applied", appliedInWords(setup.request.applied)],
		["state", stateInWords(facts)],
		["PostgreSQL", serverInWords(facts.server)],
		["tables", facts.database === void 0 ? "of unknown size, so each counts as large" : `${count(facts.database.tables.size, "size")} read from the database`],
		["hot", inSequence(hotTables)],
		["small", inSequence(smallTables)],
		["run", MODES[mode]],
		["migrates in", inSequence(facts.places.map(whereOf))],
		["Coolify", coolifyInWords(setup.request.coolify)],
		["statements", `${statements}, ${facts.measured.length === 0 ? "predicted" : `${facts.measured.length} of them measured`}`],
		["models", `${facts.base.models.length} of the running release, ${facts.head.models.length} of the new one`],
		["comparison", `the running release on the new schema: ${compatibleInWords({
			facts,
			judgement
		})}`]
	].filter(([, text]) => text !== "");
}
const COMPATIBLE = {
	true: "it goes on working",
	false: "it breaks",
	unknown: "it depends on the values that it writes"
};
const BEHIND = "not known, because the database lacks migrations of the running release";
function compatibleInWords({ facts, judgement }) {
	const { backwardCompatible } = judgement.plan;
	return backwardCompatible === "unknown" && appliedState(facts).behind.length > 0 ? BEHIND : COMPATIBLE[backwardCompatible];
}
const ROLLBACK = {
	true: "yes",
	false: "no",
	unknown: "not known"
};
function coolifyInWords(coolify) {
	if (coolify === void 0) return "";
	const { applications, notes } = coolify;
	return [...applications.length === 0 ? [] : [`commands of ${inSequence(applications)} read`], ...notes].join("; ");
}
function releaseInWords(commit, name) {
	if (commit === void 0) return name;
	return name === commit ? commit.slice(0, 7) : `${commit.slice(0, 7)}, ${name}`;
}
function appliedInWords(applied) {
	if (applied.from === "base") return "all migrations of the running release";
	if (applied.from === "database") return "what the database says";
	return `${count(applied.ids.length, "migration")} listed in ${applied.file}`;
}
const VERSION_FROM = {
	database: "asked",
	input: "from the input postgres-version",
	scratch: "that of the scratch database",
	assumed: "assumed: the newest that the framework supports"
};
function serverInWords({ major, minor, from }) {
	return `${major}${minor === void 0 ? "" : `.${minor}`} (${VERSION_FROM[from]})`;
}
function operationsInWords({ migration }) {
	const shown = migration.operations.slice(0, MOST_OPERATIONS).map(({ text }) => text);
	const rest = migration.operations.length - shown.length;
	if (shown.length === 0) return "nothing";
	return `${shown.join("; ")}${rest === 0 ? "" : `; and ${rest} more`}`;
}
const MOST_OPERATIONS = 4;
function phaseInWords({ phase }) {
	return phase === "split" ? "in no phase as it is" : phase;
}
// src/actions/migration-safety-log.ts
const WORDS = {
	blocked: "BLOCKED",
	review: "review ",
	safe: "safe   "
};
const MOST_LINES$1 = 60;
async function tell(judged, host) {
	await chapter("What is compared", scopeLines(judged), host);
	await chapter(`Pending migrations (${judged.migrations.length})`, migrationLines(judged), host);
	for (const verdict of [...VERDICTS].reverse()) {
		const hazards = judged.against.fresh.filter((hazard) => hazard.verdict === verdict);
		if (hazards.length === 0) continue;
		await chapter(`${TITLES[verdict]} (${count(hazards.length, "hazard")})`, hazards.flatMap(linesOf), host);
	}
	await chapter("After the deployment", afterwards(judged), host);
	const apart = apartLines(judged);
	if (apart.length > 0) await chapter("Set apart", apart, host);
}
const TITLES = {
	blocked: "Blocked",
	review: "To be looked at",
	safe: "Worth knowing"
};
async function chapter(title, lines, host) {
	await host.chapter(title, async () => {
		for (const line of lines) host.line(line);
	});
}
function scopeLines(judged) {
	return scopeRows(judged).map(([name, text]) => `${name.padEnd(13)} ${oneLine(text, 600)}`);
}
function migrationLines({ migrations }) {
	if (migrations.length === 0) return ["none"];
	return migrations.map((judged) => {
		const { migration, verdict, reversible } = judged;
		const notes = [phaseInWords(judged), ...reversible ? [] : ["not reversible"]].join(", ");
		return `${WORDS[verdict]} ${oneLine(migration.id, 200)} (${notes}): ${oneLine(operationsInWords(judged), 400)}`;
	});
}
function linesOf(hazard) {
	const { verdict, rule, place, subject, migration, message, sql, breaks, remedy } = hazard;
	const where = place === void 0 ? subject : `${place.file}:${place.line}`;
	return [
		`${WORDS[verdict]} ${rule}  ${where}${migration === void 0 ? "" : `  ${migration}`}`,
		`    ${message}`,
		...sql === void 0 ? [] : sql.split("\n").slice(0, MOST_LINES$1).map((line) => `    SQL: ${line}`),
		...brokenLines(breaks),
		...remedy.split("\n").slice(0, MOST_LINES$1).map((line) => `    ${line}`)
	].filter((line) => line.trim() !== "");
}
function brokenLines(breaks) {
	const broken = brokenStatements(breaks);
	if (broken.length < 2 && broken.every(({ certain }) => certain)) return [];
	return broken.slice(0, MOST_LINES$1).map(({ release, model, statements, certain, why }) => statements.length === 1 ? `    ${release} release${certain ? "" : ", for some values"}: ${why}` : `    ${release} release${certain ? "" : ", for some values"}: ${inSequence(statements)} of ${model}: ${why}`);
}
function afterwards({ facts, judgement }) {
	const { rollback } = judgement;
	return [
		`running release on the new schema: ${compatibleInWords({
			facts,
			judgement
		})}`,
		`back to its code without touching the schema: ${ROLLBACK[rollback.safe]}`,
		...rollback.why === "" ? [] : [`    ${rollback.why}`],
		...rollback.lost.map(({ migration, what }) => `reversing ${migration} loses: ${what}`),
		...rollback.irreversible.map((id) => `cannot be reversed: ${id}`)
	].slice(0, MOST_LINES$1);
}
function apartLines({ ignoring, against, unknown, acceptedUnknown, stale }) {
	const name = ({ rule, subject, migration }) => `${rule} ${migration ?? subject}`;
	return [
		...unknown.map(({ about, why }) => `not known: ${about}: ${why}`),
		...ignoring.ignored.map(({ finding, line }) => `ignored: ${name(finding)}: ${line.reason}`),
		...acceptedUnknown.map(({ unread, line }) => `ignored: unknown/${unread.code} ${unread.about}: ${line.reason}`),
		...stale.map(({ text }) => `stale: nothing is ignored by "${text}" any more; remove the line`),
		...against.known.map((hazard) => `known: ${name(hazard)}`),
		...against.gone.map(({ rule, subject }) => `gone since the baseline: ${rule} ${subject}`)
	];
}
// src/migrations/page.ts
function pageOf(rule) {
	return `docs/migration-rules/${rule.replace("/", "-")}.md`;
}
function addressOf(rule) {
	return `https://github.com/org/obcms-deploy/blob/v1/${pageOf(rule)}`;
}
// src/actions/migration-safety-hazards.ts
const MOST_LINES = 80;
const MOST_BREAKS = 12;
function hazardTable(hazards, links, most) {
	if (hazards.length === 0) return "";
	const rows = hazards.slice(0, most).map((hazard) => [
		`**${hazard.verdict}**`,
		hazard.migration === void 0 ? "" : code(hazard.migration, 120),
		ruleCell(hazard, links),
		placeCell(hazard, links),
		sentence(hazard.message)
	]);
	const more = hazards.length > most ? `\n\n${hazards.length - most} more are in the report.` : "";
	return `${table([
		"",
		"Migration",
		"Rule",
		"Where",
		"What"
	], rows)}${more}`;
}
function hazardDetails(hazard, links) {
	const { verdict, rule, migration, subject, message, evidence, sql, remedy } = hazard;
	const where = hazard.place === void 0 ? "" : ` in ${placeCell(hazard, links)}`;
	const shown = sql ?? evidence;
	const parts = [
		sentence(message),
		`About ${code(withoutMigration(subject, migration), 200)}${where}. ${effectOf(hazard)}`.trim(),
		...shown === "" ? [] : [block(shown.split("\n").slice(0, MOST_LINES), sql === void 0 ? "text" : "sql")],
		...breaksTable(hazard),
		...remedy === "" ? [] : ["What to do:", changeMarkdown(remedy, MOST_LINES)]
	];
	const about = migration === void 0 ? plain(subject, 120) : code(migration, 120);
	return folded(`${verdict}: ${code(rule, 120)} ${about}`, parts.join("\n\n"));
}
function withoutMigration(subject, migration) {
	const opening = `${migration}: `;
	return migration !== void 0 && subject.startsWith(opening) ? subject.slice(opening.length) : subject;
}
const BLOCKS = {
	nobody: "",
	writers: "whoever writes waits",
	everybody: "everybody waits, readers as well"
};
function effectOf({ lock, rewrite, scan, blocks, since, until, table: name, how }) {
	const where = name === void 0 ? "" : ` on ${code(name, 120)}`;
	const facts = [
		...lock === void 0 ? [] : [`lock ${plain(lock.replaceAll("-", " ").toUpperCase())}${where}`],
		...blocks === "nobody" ? [] : [BLOCKS[blocks]],
		...rewrite ? ["all rows are written anew"] : [],
		...scan ? ["all rows are read"] : [],
		...versions(since, until),
		...how === "measured" ? ["measured on the scratch database"] : []
	];
	if (facts.length === 0) return "";
	const text = facts.join("; ");
	return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
function versions(since, until) {
	if (since !== void 0 && until !== void 0) return [`PostgreSQL ${since} to ${until}`];
	if (since !== void 0) return [`since PostgreSQL ${since}`];
	return until === void 0 ? [] : [`up to PostgreSQL ${until}`];
}
function breaksTable({ breaks }) {
	const broken = brokenStatements(breaks);
	if (broken.every(({ certain }) => certain) && broken.length < 2) return [];
	const rows = broken.slice(0, MOST_BREAKS).map((each) => [each.release, ...brokenCells(each)]);
	const rest = broken.length - rows.length;
	const more = rest <= 0 ? "" : `\n\n${count(rest, "more reason")}.`;
	return [`${table([
		"Release",
		"Model",
		"Statement",
		"Fails",
		"Why"
	], rows)}${more}`];
}
// src/actions/migration-safety-picture.ts
const MARKS = {
	safe: "none",
	review: "attention",
	blocked: "stop"
};
function phasesPicture({ setup, migrations }) {
	if (migrations.length === 0) return "";
	const box = (title, chosen) => chosen.length === 0 ? [] : [{
		title,
		items: chosen.map(({ migration, verdict }) => ({
			label: migration.id,
			mark: MARKS[verdict]
		}))
	}];
	const deploy = {
		title: "the new release takes over",
		items: []
	};
	const of = (phase) => migrations.filter((each) => each.phase === phase);
	switch (setup.request.mode) {
		case "before": return stages([...box("while the running release serves", migrations), deploy]);
		case "after": return stages([deploy, ...box("while the new release serves", migrations)]);
		case "phased": return stages([
			...box("before-deploy: the running release serves", of("before-deploy")),
			...box("split: in no phase as it is", of("split")),
			deploy,
			...box("after-deploy: the new release serves", of("after-deploy"))
		]);
	}
}
// src/actions/migration-safety-rest.ts
function afterParts(judged, most) {
	if (judged.migrations.length === 0) return [];
	return [
		...releasesPart(judged, most),
		...rollbackPart(judged, most),
		...commandsPart(judged)
	];
}
function answersPart({ facts, judgement, migrations }) {
	if (migrations.length === 0) return "";
	const { rollback } = judgement;
	return [`- The running release on the new schema: **${compatibleInWords({
		facts,
		judgement
	})}**.`, `- Back to its code afterwards, without touching the schema: **${ROLLBACK[rollback.safe]}**. ${wayBack(rollback)}`.trimEnd()].join("\n");
}
function wayBack({ safe, why, until }) {
	if (safe === "false" && until !== void 0) return `It ends with ${code(until, 120)}.`;
	return safe === "true" && until === void 0 ? "" : sentence(why);
}
function commandsPart({ judgement, facts, verdict }) {
	if (verdict.verdict === "blocked") return [];
	const commands = commandsOf(judgement.plan, facts);
	if (commands.length === 0) return [];
	const parts = commands.flatMap(({ title, phase, text }) => [`**${phase}**: ${plain(title)}`, block(text.split("\n"), LANGUAGES.find(([pattern]) => pattern.test(text))?.[1] ?? "sh")]);
	return [folded("How to run them", parts.join("\n\n"))];
}
const LANGUAGES = [[/^[\w-]+:\n/, "yaml"]];
function releasesPart({ judgement }, most) {
	const rows = judgement.plan.migrations.flatMap((phased) => [...breakRows(phased, "old"), ...breakRows(phased, "new")]);
	if (rows.length === 0) return [];
	const more = rows.length > most ? `\n\n${rows.length - most} more are in the report.` : "";
	return [folded(`Which release fails when, if they meet the wrong schema (${rows.length})`, `${table([
		"Migration",
		"Release",
		"Model",
		"Statement",
		"Fails",
		"Why"
	], rows.slice(0, most))}${more}`)];
}
function breakRows(phased, side) {
	const release = side === "old" ? "running, after it" : "new, before it";
	return brokenStatements(phased[side]).map((each) => [
		code(phased.migration.id, 120),
		release,
		...brokenCells(each)
	]);
}
function rollbackPart({ judgement }, most) {
	const { lost, irreversible } = judgement.rollback;
	const rows = [...irreversible.map((id) => [code(id, 120), "cannot be reversed"]), ...lost.map(({ migration, what }) => [code(migration, 120), sentence(what)])];
	if (rows.length === 0) return [];
	const more = rows.length > most ? `\n\n${rows.length - most} more are in the report.` : "";
	return [folded("What reversing the migrations would lose", `${table(["Migration", "Lost"], rows.slice(0, most))}${more}`)];
}
function apartParts(judged, most) {
	const { setup, facts, ignoring, against, acceptedUnknown, stale } = judged;
	const list = (title, rows, headings) => {
		const more = rows.length > most ? `\n\n${rows.length - most} more are in the report.` : "";
		return rows.length === 0 ? [] : [folded(`${title} (${rows.length})`, `${table(headings, rows.slice(0, most))}${more}`)];
	};
	const baseline = setup.baseline === void 0 ? "" : ` in ${code(setup.baseline.file, 120)}`;
	return [
		...statePart(facts, most),
		...list("Where this project migrates today", facts.places.map((place) => [
			place.kind.replaceAll("-", " "),
			code(whereOf(place), 160),
			code(place.command, 200)
		]), [
			"",
			"Where",
			"Command"
		]),
		...list("Models without a migration", facts.drift.map(({ app, text, operation }) => [
			code(app, 80),
			plain(text, 200),
			code(operation, 300)
		]), [
			"App",
			"What",
			"Missing operation"
		]),
		...list("Ignored", [...ignoring.ignored.map(({ finding, line }) => [
			code(finding.rule, 120),
			code(finding.migration ?? finding.subject, 120),
			plain(line.reason, 300)
		]), ...acceptedUnknown.map(({ unread, line }) => [
			code(`unknown/${unread.code}`, 120),
			code(unread.about, 120),
			plain(line.reason, 300)
		])], [
			"Rule",
			"About",
			"Reason"
		]),
		...list("Lines of ignore that nothing needs any more", stale.map(({ text }) => [code(text, 300)]), ["Line"]),
		...list(`Known${baseline}`, against.known.map(({ rule, migration, subject, message }) => [
			code(rule, 120),
			code(migration ?? subject, 120),
			plain(message, 300)
		]), [
			"Rule",
			"About",
			"What"
		]),
		...list(`Gone since${baseline}`, against.gone.map(({ rule, subject, file }) => [
			code(rule, 120),
			code(subject, 120),
			code(file ?? "", 160)
		]), [
			"Rule",
			"About",
			"Where"
		])
	];
}
// src/actions/migration-safety-summary.ts
const FULL = {
	rows: 200,
	details: 60,
	apart: 100
};
const COMMENT_SIZES = [
	{
		rows: 100,
		details: 30,
		apart: 40
	},
	{
		rows: 50,
		details: 10,
		apart: 15
	},
	{
		rows: 25,
		details: 3,
		apart: 5
	},
	{
		rows: 10,
		details: 0,
		apart: 0
	}
];
function migrationSafetySummary(outcome, world) {
	return summaryParts(outcome, world, FULL).join("\n\n");
}
function commentParts(outcome, world) {
	return COMMENT_SIZES.map((size) => () => summaryParts(outcome, world, size));
}
function summaryParts(outcome, world, size) {
	const judged = outcome.details?.judged;
	if (judged === void 0) return [verdict("Migration safety", outcome)];
	const { environment } = judged.setup;
	const title = environment === void 0 ? "Migration safety" : `Migration safety of ${plain(environment, 60)}`;
	const links = linksOf(world, addressOf);
	const decisive = judged.against.fresh.filter((hazard) => hazard.verdict === judged.verdict.verdict);
	const serious = judged.verdict.verdict === "safe" ? [] : decisive;
	const rest = judged.against.fresh.filter((hazard) => !serious.includes(hazard));
	return [
		verdict(title, serious.length > 0 ? {
			...outcome,
			remedy: ""
		} : outcome),
		answersPart(judged),
		migrationTable(judged, links, size.rows),
		phasesPicture(judged),
		hazardTable(serious, links, size.rows),
		...serious.slice(0, size.details).map((hazard) => hazardDetails(hazard, links)),
		...lesser(rest, links, {
			...size,
			details: Math.max(0, size.details - serious.length)
		}),
		...notKnown(judged, size.rows),
		...afterParts(judged, size.apart),
		folded("What was compared, and how", block(scopeLines(judged))),
		...apartParts(judged, size.apart)
	].filter((part) => part !== "");
}
function migrationTable({ migrations }, links, most) {
	if (migrations.length === 0) return "";
	const rows = migrations.slice(0, most).map((judged) => [
		nameCell(judged, links),
		judged.verdict === "safe" ? "safe" : `**${judged.verdict}**`,
		phaseInWords(judged),
		judged.reversible ? "yes" : "no",
		plain(operationsInWords(judged), 240)
	]);
	const more = migrations.length > most ? `\n\n${migrations.length - most} more are in the report.` : "";
	return `${table([
		"Migration",
		"Verdict",
		"Phase",
		"Reversible",
		"What"
	], rows)}${more}`;
}
function nameCell({ migration }, links) {
	const { file, line, id } = migration;
	const address = file === void 0 || file.startsWith("/") ? void 0 : links.place({
		file,
		line
	});
	return address === void 0 ? code(id, 160) : link(id, address);
}
function lesser(hazards, links, size) {
	if (hazards.length === 0) return [];
	const details = hazards.slice(0, size.details).map((hazard) => hazardDetails(hazard, links));
	const inside = [hazardTable(hazards, links, size.rows), ...details].join("\n\n");
	return [folded(titleOf(hazards), inside)];
}
function titleOf(hazards) {
	const amount = (verdict) => hazards.filter((hazard) => hazard.verdict === verdict).length;
	const parts = [
		[amount("blocked"), "blocked"],
		[amount("review"), "to be looked at"],
		[amount("safe"), "worth knowing"]
	];
	return inSequence(parts.flatMap(([found, what]) => found === 0 ? [] : [`${found} ${what}`]));
}
function notKnown({ unknown }, most) {
	if (unknown.length === 0) return [];
	const rows = unknown.slice(0, most).map(({ code: name, about, why, remedy }) => [
		code(`unknown/${name}`, 80),
		code(about, 120),
		plain(why, 300),
		plain(remedy.split("\n")[0] ?? "", 300)
	]);
	const more = unknown.length > most ? `\n\n${unknown.length - most} more are in the report.` : "";
	return [`**Could not be known**\n\n${table([
		"",
		"About",
		"Why",
		"What to do"
	], rows)}${more}`];
}
// src/actions/migration-safety-inputs.ts
const FRAMEWORKS = [
	"auto",
	"django",
	"alembic"
];
const ALLOWED = ["safe", "review"];
const MIGRATION_SAFETY_INPUTS = {
	config: {
		description: "Path of the configuration file; `.github/obcms-deploy.yml` is used when it exists.",
		example: ".github/obcms-deploy.yml"
	},
	environment: {
		description: "Environment that is to be deployed to. Without `base` and outside of a pull request, the commit that is live on it (GitHub Deployments) is the running release.",
		example: "production"
	},
	"working-directory": {
		description: "Folder of `manage.py` (or `alembic.ini`), from the root of the checkout. Without it, the configuration's `app.directory`, else it is looked for.",
		example: "src"
	},
	settings: {
		description: "Settings module that the project is loaded with. Without it, the configuration's `app.settings`, else the project's own default.",
		example: "obc_management.settings.production"
	},
	python: {
		description: "Interpreter in which the project is installed. Without it: the active virtual environment, `.venv`, uv, poetry, then `python3`.",
		example: ".venv/bin/python"
	},
	framework: {
		description: "What the migrations are made with; `auto` looks.",
		default: "auto",
		choices: FRAMEWORKS,
		example: "django"
	},
	base: {
		description: "Commit, branch or tag of the release that is running now. Without it, the base of the pull request, else the commit that is live on `environment` according to GitHub Deployments. The checkout has to hold it (`fetch-depth: 0`).",
		example: "origin/production"
	},
	applied: {
		description: "What the database has already: `from-base` (all migrations of the running release), `database` (what `database-url` says), or the path of a file with the output of `showmigrations` or one name a line.",
		default: "from-base",
		example: "database"
	},
	"database-url": {
		description: "PostgreSQL that the migrations will run on. Read only: applied migrations, sizes of tables, constraints, version of the server. Without it every table counts as large.",
		secret: true,
		optional: true,
		variable: "MIGRATION_SAFETY_DATABASE_URL",
		example: "${{ secrets.DATABASE_URL_READ_ONLY }}"
	},
	"trace-database-url": {
		description: "A scratch PostgreSQL, empty or from an earlier run of this action: the migrations run there, and what they lock, rewrite and read is measured instead of predicted.",
		secret: true,
		optional: true,
		variable: "MIGRATION_SAFETY_TRACE_DATABASE_URL",
		example: "postgres://postgres:postgres@localhost:5432/scratch"
	},
	"postgres-version": {
		description: "Version of the server, 12 to 18. Without it, what `database-url` answers, else the newest that the installed Django supports.",
		example: "\"16\""
	},
	"hot-tables": {
		description: "Tables on which even a short lock is worth a look, separated by commas or line breaks; `*` stands for any letters. Beside `app.hot-tables` of the configuration.",
		example: "communities_community, audit_*"
	},
	"small-tables": {
		description: "Tables that may be read or rewritten as a whole, separated by commas or line breaks; `*` stands for any letters. Beside `app.small-tables` of the configuration.",
		example: "django_site, *_setting"
	},
	allow: {
		description: "The worst verdict that passes; `blocked` never does. Without it, the environment's `gates.migrations.allow` in the configuration, else `safe`.",
		choices: ALLOWED,
		example: "review"
	},
	ignore: {
		description: "Hazards to accept, as lines `rule [app.migration] -- reason`. A reason is required; lines that no longer match anything are reported.",
		example: "lock/rewrite reports.0007_widen_total -- nobody uses reports at night"
	},
	baseline: {
		description: "Path of an earlier report of this action (`report-path`). Hazards that it holds already are listed apart and do not count.",
		example: ".github/migration-safety-baseline.json"
	},
	sarif: {
		description: "Path of a SARIF 2.1.0 report to write, for code scanning.",
		example: "reports/migration-safety.sarif"
	},
	comment: {
		description: "Keeps one comment on the pull request up to date. Needs `pull-requests: write`.",
		default: "false",
		choices: ["true", "false"],
		example: "true"
	},
	safemigrate: {
		description: "Whether the marks of django-safemigrate (`safe = Safe.after_deploy()`) decide when a migration runs; they are checked against what it does.",
		default: "false",
		choices: ["true", "false"],
		example: "true"
	},
	"coolify-url": {
		description: "Address of Coolify. Without it, the environment's `coolify.url` in the configuration.",
		example: "https://coolify.example"
	},
	"coolify-token": {
		description: "Token of Coolify with the ability `read`, to see which commands migrate there: before and after a deployment, at the start, as scheduled tasks. Without it Coolify is not asked.",
		secret: true,
		optional: true,
		variable: "COOLIFY_TOKEN",
		example: "${{ secrets.COOLIFY_TOKEN }}"
	},
	resource: {
		description: "Applications in Coolify, as names of the configuration or ids, separated by commas or line breaks. Without it, all of the environment.",
		example: "web, worker, beat"
	},
	"allow-insecure": {
		description: "Lets `coolify-url` be plain HTTP. Certificates are verified all the same.",
		default: "false",
		choices: ["true", "false"],
		example: "true"
	},
	"ca-file": {
		description: "PEM file of a certificate authority to trust in addition, for Coolify or GitHub Enterprise.",
		example: "certificates/authority.pem"
	},
	"github-token": {
		description: "To find the live commit of `environment` (`deployments: read`), and for `comment` (`pull-requests: write`).",
		default: "${{ github.token }}",
		secret: true,
		optional: true,
		variable: "GITHUB_TOKEN",
		example: "${{ github.token }}"
	}
};
const MIGRATION_SAFETY_OUTPUTS = {
	verdict: "`safe`, `review` or `blocked`; empty when nothing could be judged.",
	pending: "Number of pending migrations.",
	"backward-compatible": "Whether the running release can live on the new schema: `true`, `false` or `unknown`; empty when nothing could be judged.",
	"rollback-safe": "Whether the code can go back to the running release after these migrations, without touching the schema: `true`, `false` or `unknown`.",
	phases: "JSON: the migrations of `before-deploy`, `after-deploy`, `split`, and those better done `by-hand`.",
	"sarif-path": "Absolute path of the SARIF report; empty without `sarif`."
};
// src/actions/migration-safety-request.ts
function readRequest(inputs) {
	const databaseUrl = databaseOf("database-url", inputs);
	const applied = appliedOf(inputs);
	if (applied === "database" && databaseUrl === void 0) throw inputs.refusal("applied", "needs database-url; a secret that does not exist, or is not passed to a fork, arrives empty");
	return {
		inputs,
		config: inputs.text("config"),
		environment: inputs.text("environment"),
		own: {
			directory: folderOf(inputs),
			framework: inputs.choice("framework", FRAMEWORKS),
			settings: settingsOf(inputs),
			python: inputs.text("python"),
			base: baseOf(inputs),
			applied,
			databaseUrl,
			traceDatabaseUrl: databaseOf("trace-database-url", inputs),
			postgres: postgresOf(inputs),
			hotTables: tablesOf("hot-tables", inputs),
			smallTables: tablesOf("small-tables", inputs),
			allow: inputs.text("allow") === void 0 ? void 0 : inputs.choice("allow", ALLOWED),
			ignore: ignoreLines(inputs, "lock/rewrite reports.0007_widen_total -- nobody uses it at night"),
			comment: inputs.flag("comment"),
			allowInsecure: inputs.flag("allow-insecure"),
			safemigrate: inputs.flag("safemigrate")
		}
	};
}
function secretsOf({ own }) {
	return [own.databaseUrl, own.traceDatabaseUrl].flatMap((url) => url === void 0 ? [] : secretsIn(url));
}
function baseOf(inputs) {
	const given = inputs.text("base");
	if (given === void 0) return void 0;
	if (given.startsWith("-") || /[\s~^:?*[\\]|\.\.|@\{/.test(given)) throw inputs.refusal("base", "is no commit, branch or tag");
	return given.replace(/^refs\/heads\//, "");
}
function appliedOf(inputs) {
	const given = inputs.text("applied") ?? "from-base";
	if (given === "from-base" || given === "database") return given;
	return { file: given };
}
const PROTOCOLS = new Set(["postgres:", "postgresql:"]);
function databaseOf(name, inputs) {
	const given = inputs.text(name);
	if (given === void 0) return void 0;
	const url = given.replace(/^(?:postgis|postgres(?:ql)?(?:\+\w+|_psycopg2)?):\/\//, "postgres://");
	if (!URL.canParse(url)) throw inputs.refusal(name, "is no address; write postgres://user:password@host:5432/database, with the password encoded");
	const { protocol, pathname } = new URL(url);
	if (!PROTOCOLS.has(protocol)) throw inputs.refusal(name, "is no address of a PostgreSQL server");
	if (pathname.replace(/^\//, "") === "") throw inputs.refusal(name, "names no database behind the host");
	return url;
}
function postgresOf(inputs) {
	const given = inputs.text("postgres-version");
	if (given === void 0) return void 0;
	const [, major, minor] = /^(\d{1,2})(?:\.(\d{1,2}))?$/.exec(given) ?? [];
	if (major === void 0) throw inputs.refusal("postgres-version", "is no version; write 16 or 16.4");
	if (Number(major) < 12 || Number(major) > 18) throw inputs.refusal("postgres-version", `is outside of what is known here: ${12} to ${18}${Number(major) > 18 ? `; ${18} is the nearest` : ""}`);
	return {
		major: Number(major),
		minor: minor === void 0 ? void 0 : Number(minor)
	};
}
const TABLE = /^[A-Za-z_*][\w.$*]*$/;
function tablesOf(name, inputs) {
	const words = inputs.lines(name).flatMap(wordsOf);
	const wrong = words.filter((word) => !TABLE.test(word));
	if (wrong.length > 0) throw inputs.refusal(name, `has ${inSequence(wrong.slice(0, 3).map((word) => `"${oneLine(word, 60)}"`))}, which ${wrong.length === 1 ? "is no name of a table" : "are no names of tables"}; give names as they are in the database, such as communities_community`);
	return [...new Set(words.map((word) => word.replace(/^public\./, "")))];
}
// src/actions/migration-safety.ts
const migrationSafety = defineAction({
	name: "migration-safety",
	schemaVersion: 1,
	description: "Asks whether the pending migrations can run while the previous release keeps serving, and whether there is a way back.",
	inputs: MIGRATION_SAFETY_INPUTS,
	outputs: MIGRATION_SAFETY_OUTPUTS,
	reasons: MIGRATION_REASONS,
	read: readRequest,
	async run(request, world) {
		for (const secret of secretsOf(request)) world.host.mask(secret);
		const chosen = await chooseEnvironment(request, world);
		const { runMigrationSafety } = await import("./migration-safety-run.js");
		return runMigrationSafety(request, chosen, world);
	},
	present: (outcome, world) => ({
		summary: migrationSafetySummary(outcome, world),
		outputs: outputsOf(outcome.details)
	})
});
export { otherServer as _, migrationFacts as a, NotCollected as b, placesOf as c, commandFor as d, appliedState as f, assumedVersion as g, worstOf as h, migrationEvidence as i, shown as l, defineHazard as m, migrationSafety, addressOf as n, PLACES as o, VERDICTS as p, tell as r, inBrackets as s, commentParts as t, whereOf as u, COLLECT_REASONS as v, MIGRATION_REASONS as y };
