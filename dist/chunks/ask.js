import { d as askProbe, l as NEVER_STUBBED, p as startingEnvironment } from "./redacted-finding.js";
import { b as NotCollected } from "./migration-safety.js";
import { r as messageOf, t as Cancelled } from "./errors.js";
import { fileURLToPath } from "node:url";
// src/migrations/measured/matching.ts
function matchSteps(pending, traced) {
	const byMigration = Map.groupBy(traced, ({ migration }) => migration);
	return pending.flatMap(({ id, steps }) => matched(id, steps, byMigration.get(id) ?? []));
}
function matched(migration, steps, traced) {
	const code = new Map(steps.flatMap((step, index) => step.step === "code" ? [[step.operation, index]] : []));
	const isCode = ({ operation }) => operation !== null && code.has(operation);
	const place = pairs(steps, traced.filter((statement) => !isCode(statement)));
	const merged = Map.groupBy(traced.filter(isCode), ({ operation }) => operation);
	const told = new Set();
	return traced.flatMap((statement) => {
		if (!isCode(statement)) return [measured(migration, place.get(statement), [statement])];
		if (told.has(statement.operation)) return [];
		told.add(statement.operation);
		const all = merged.get(statement.operation) ?? [statement];
		return [measured(migration, code.get(statement.operation ?? -1), all)];
	});
}
function pairs(steps, traced) {
	const found = new Map();
	const open = steps.flatMap((step, index) => step.step === "sql" ? [{
		index,
		text: normalised(step.sql)
	}] : []);
	const taken = new Set();
	for (const statement of traced) {
		const text = normalised(statement.sql);
		const same = open.find(({ index, text: predicted }) => !taken.has(index) && predicted === text);
		if (same === void 0) continue;
		taken.add(same.index);
		found.set(statement, same.index);
	}
	let after = -1;
	for (const [position, statement] of traced.entries()) {
		const own = found.get(statement);
		if (own !== void 0) {
			after = own;
			continue;
		}
		const next = traced.slice(position + 1).find((later) => found.has(later));
		const before = next === void 0 ? Number.POSITIVE_INFINITY : found.get(next) ?? 0;
		const free = open.find(({ index, text }) => index > after && index < before && !taken.has(index) && beginsAlike(text, normalised(statement.sql)));
		if (free === void 0) continue;
		taken.add(free.index);
		found.set(statement, free.index);
		after = free.index;
	}
	return found;
}
function normalised(sql) {
	return sql.replace(/\s+/g, " ").replace(/"([a-z_][a-z0-9_$]*)"/g, "$1").replace(/\s*;\s*$/, "").trim();
}
function beginsAlike(one, other) {
	const begin = (text) => text.split(" ").slice(0, 3).join(" ").toLowerCase();
	return other !== "" && begin(one) === begin(other);
}
const SHOWN = 5;
function measured(migration, step, statements) {
	const names = (of) => [...new Set(statements.flatMap(of))].sort();
	const shown = [...new Set(statements.map(({ sql }) => sql))];
	return {
		migration,
		step,
		sql: shown.length > SHOWN ? `${shown.slice(0, SHOWN).join(";\n")};\n...` : shown.join(";\n"),
		milliseconds: sum(statements.map(({ milliseconds }) => milliseconds)),
		locks: locksOf(statements.flatMap(({ locks }) => locks)),
		held: locksOf(statements[0]?.held ?? []),
		rewritten: names(({ rewritten }) => rewritten),
		scanned: names(({ scanned }) => scanned),
		built: names(({ built }) => built),
		written: writtenOf(statements),
		readerWaited: Math.max(...statements.map(({ readerWaited }) => readerWaited)),
		error: statements.find(({ error }) => error !== null)?.error ?? void 0
	};
}
function locksOf(traced) {
	return [...new Map(traced.map(({ relation, mode }) => [`${relation} ${mode}`, {
		relation,
		mode: modeOf(mode)
	}])).values()];
}
function modeOf(mode) {
	return mode.replace(/Lock$/, "").replace(/([a-z])([A-Z])/g, "$1-$2").toLowerCase();
}
function writtenOf(statements) {
	return [...Map.groupBy(statements.flatMap(({ written }) => written), ([table]) => table)].map(([table, all]) => ({
		table,
		rows: sum(all.map(([, rows]) => rows))
	}));
}
function sum(numbers) {
	return numbers.reduce((total, one) => total + one, 0);
}
// src/migrations/measured/emptying.ts
const AT_ONCE = 40;
async function emptyDatabase(session) {
	await dropAll(session, SCHEMAS);
	await dropAll(session, RELATIONS);
	await dropAll(session, SEQUENCES);
	await dropAll(session, ROUTINES);
	await dropAll(session, TYPES);
	await dropAll(session, COLLATIONS);
}
async function dropAll(session, query) {
	const statements = (await session.query(query)).flatMap((row) => typeof row["statement"] === "string" ? [row["statement"]] : []);
	for (let from = 0; from < statements.length; from += AT_ONCE) await session.query(statements.slice(from, from + AT_ONCE).join(";\n"));
}
const OWN = "n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'";
const member = (catalogue, oid) => `EXISTS (SELECT FROM pg_depend e WHERE e.classid = '${catalogue}'::regclass AND e.objid = ${oid} AND e.deptype = 'e')`;
const SCHEMAS = `SELECT format('DROP SCHEMA IF EXISTS %I CASCADE', n.nspname) AS statement FROM pg_namespace n
  WHERE ${OWN} AND n.nspname <> 'public' AND NOT ${member("pg_namespace", "n.oid")}
    AND NOT EXISTS (SELECT FROM pg_extension x WHERE x.extnamespace = n.oid) ORDER BY 1`;
const RELATIONS = `SELECT format('DROP %s IF EXISTS %I.%I CASCADE', CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
    WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END, n.nspname, c.relname) AS statement
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE ${OWN} AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT ${member("pg_class", "c.oid")} ORDER BY 1`;
const SEQUENCES = `SELECT format('DROP SEQUENCE IF EXISTS %I.%I CASCADE', n.nspname, c.relname) AS statement
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE ${OWN} AND c.relkind = 'S' AND NOT ${member("pg_class", "c.oid")} ORDER BY 1`;
const ROUTINES = `SELECT format('DROP ROUTINE IF EXISTS %s CASCADE', p.oid::regprocedure) AS statement
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE ${OWN} AND NOT ${member("pg_proc", "p.oid")} ORDER BY 1`;
const TYPES = `SELECT format('DROP TYPE IF EXISTS %I.%I CASCADE', n.nspname, t.typname) AS statement
  FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_class c ON c.oid = t.typrelid
  WHERE ${OWN} AND (t.typtype IN ('e', 'd', 'r') OR c.relkind = 'c') AND NOT ${member("pg_type", "t.oid")} ORDER BY 1`;
const COLLATIONS = `SELECT format('DROP COLLATION IF EXISTS %I.%I CASCADE', n.nspname, c.collname) AS statement
  FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace WHERE ${OWN} AND NOT ${member("pg_collation", "c.oid")} ORDER BY 1`;
// src/migrations/measured/scratch.ts
const SCRATCH_MARK = "obcms-deploy scratch";
const TIMEOUT = 3e4;
async function prepareScratch(question, world) {
	const opened = await world.database(question.traceUrl, {
		timeout: TIMEOUT,
		signal: world.signal
	});
	if (!opened.ok) throw unreachable(opened.why);
	const { session } = opened;
	try {
		const scratch = await identify(session);
		refuseTheLive(question, scratch);
		if (scratch.marked) await emptyDatabase(session);
		else if (scratch.holds > 0) throw holdsSomething(scratch);
		else await mark(session, scratch.name);
		return {
			major: Math.trunc(scratch.version / 1e4),
			minor: scratch.version % 1e4
		};
	} catch (thrown) {
		if (thrown instanceof Cancelled || thrown instanceof NotCollected) throw thrown;
		throw unreachable(messageOf(thrown));
	} finally {
		await session.end();
	}
}
const IDENTITY = `SELECT current_database()::text AS name, current_setting('server_version_num')::int AS version,
  shobj_description(d.oid, 'pg_database') AS comment,
  (SELECT count(*)::int FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
      AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e'))
  + (SELECT count(*)::int FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
      AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_proc'::regclass AND e.objid = p.oid AND e.deptype = 'e'))
  + (SELECT count(*)::int FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' AND t.typtype IN ('e', 'd', 'r')
      AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_type'::regclass AND e.objid = t.oid AND e.deptype = 'e')) AS holds
  FROM pg_database d WHERE d.datname = current_database()`;
async function identify(session) {
	const [row] = await session.query(IDENTITY);
	return {
		name: String(row?.["name"]),
		system: await system(session),
		marked: row?.["comment"] === SCRATCH_MARK,
		holds: numberOf(row, "holds"),
		version: numberOf(row, "version")
	};
}
async function system(session) {
	try {
		const [row] = await session.query("SELECT system_identifier::text AS system FROM pg_control_system()");
		const found = row?.["system"];
		return typeof found === "string" ? found : void 0;
	} catch (thrown) {
		if (thrown instanceof Cancelled) throw thrown;
		return;
	}
}
function refuseTheLive({ traceUrl, databaseUrl, databaseSystem }, scratch) {
	const live = databaseSystem?.split("/")[0];
	if (!(live === void 0 || scratch.system === void 0 ? sameAddress(traceUrl, databaseUrl) : live === scratch.system)) return;
	throw new NotCollected(`The input "trace-database-url" names the database server that "database-url" names as well (database "${scratch.name}"). Migrations are tried out only where nothing else lives.`, {
		reasonCode: "not-a-scratch-database",
		remedy: SERVICE
	});
}
function sameAddress(one, other) {
	if (other === void 0 || !URL.canParse(one) || !URL.canParse(other)) return false;
	return addressOf(one) === addressOf(other);
}
function addressOf(url) {
	const { hostname, port } = new URL(url);
	return `${hostname === "localhost" ? "127.0.0.1" : hostname}:${port === "" ? "5432" : port}`;
}
const SERVICE = `Give it a server of its own, such as a service container of the job:
services:
  scratch:
    image: postgres:18
    env: { POSTGRES_PASSWORD: scratch }
    ports: ["5432:5432"]
    options: --health-cmd pg_isready --health-interval 2s --health-retries 20
with "trace-database-url: postgres://postgres:scratch@localhost:5432/postgres".`;
function holdsSomething({ name, holds }) {
	return new NotCollected(`The database "${name}" of the input "trace-database-url" is not empty (${holds} ${holds === 1 ? "object" : "objects"}) and is not marked as one that may be emptied. Nothing was changed in it.`, {
		reasonCode: "not-a-scratch-database",
		remedy: `Give an empty database. If everything in "${name}" may be lost at each run, mark it once:\n${markStatement(name)};`
	});
}
async function mark(session, name) {
	try {
		await session.query(markStatement(name));
	} catch (thrown) {
		if (thrown instanceof Cancelled) throw thrown;
	}
}
function markStatement(name) {
	return `COMMENT ON DATABASE "${name.replaceAll("\"", "\"\"")}" IS '${SCRATCH_MARK}'`;
}
function unreachable(why) {
	return new NotCollected(`The scratch database of the input "trace-database-url" cannot be used: ${why}`, { reasonCode: "database-unreadable" });
}
function numberOf(row, column) {
	const value = row?.[column];
	return typeof value === "number" ? value : 0;
}
// src/migrations/measured/ask.ts
async function measure(question, world) {
	const server = await prepareScratch(question, world);
	const { directory, root } = question.head;
	const folder = directory === "" ? root : `${root}/${directory}`;
	const tracer = await trace(tracerQuestion(question, folder, question.framework === "django" ? await settle(question, folder, world) : NOT_ASKED), question.python, world);
	return {
		statements: matchSteps(question.pending, tracer.statements),
		server,
		tracer
	};
}
const ROWS = 2e3;
function tracerQuestion(question, directory, settled) {
	const { framework, traceUrl, baseNodes, pending } = question;
	return {
		framework,
		directory,
		...settled,
		url: traceUrl,
		baseNodes,
		schema: question.schema ?? [],
		rows: question.rows ?? ROWS,
		reader: question.reader ?? true,
		pending: pending.map(({ id, atomic, steps, operations }) => ({
			id,
			atomic,
			texts: [...sqlOf(steps), ...operations.flatMap(({ code }) => [...code?.tables ?? [], ...code?.sql ?? []])],
			steps: steps.flatMap((step) => step.step === "sql" ? [step.sql] : step.step === "commit" ? [null] : [])
		}))
	};
}
function sqlOf(steps) {
	return steps.flatMap((step) => step.step === "sql" ? [step.sql] : []);
}
const NOT_ASKED = {
	settings: null,
	dummies: []
};
const LIMITS = {
	evaluation: 6e4,
	total: 12e4
};
async function settle(question, directory, world) {
	const reply = await askProbe({
		schema: "obcms-deploy/probe-question@1",
		root: question.head.root,
		directory,
		key: "00",
		stubs: "never",
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
		secretNames: "KEY|SECRET|TOKEN|PASS",
		evaluations: [{
			id: "measured",
			settings: question.settings,
			environment: {},
			variations: false,
			depth: "settings",
			visits: [],
			celery: []
		}],
		servers: [],
		limits: LIMITS
	}, question.python, world);
	if (!reply.ok) throw notLoaded(reply.message);
	const [evaluation] = reply.answer.evaluations;
	if (evaluation === void 0 || evaluation.settings === null) throw notLoaded(evaluation?.failure?.message ?? "the settings say nothing");
	const casts = new Map(evaluation.reads.map(({ name, cast }) => [name, cast]));
	return {
		settings: evaluation.settings.module,
		dummies: evaluation.dummies.map((name) => [name, casts.get(name) ?? null])
	};
}
const TRACER = fileURLToPath(new URL(/\/chunks\/[^/]+\.js$/.test(import.meta.url) ? "../python/measured.py" : "../../django/python/measured.py", import.meta.url));
const LONGEST = 3e5;
const LARGEST_ANSWER = 50331648;
async function trace(question, python, world) {
	const result = await world.processes.run({
		command: python,
		args: ["-B", TRACER],
		directory: question.directory,
		environment: startingEnvironment(world.environment),
		timeout: LONGEST,
		signal: world.signal,
		input: JSON.stringify(question),
		answer: { bytes: LARGEST_ANSWER }
	});
	if (!result.ok) throw new NotCollected(`The migrations could not be measured: ${result.message}.`, { reasonCode: result.reason === "timeout" ? "timeout" : "no-interpreter" });
	const answer = answerIn(result.answer ?? "");
	if (answer === void 0) throw notLoaded(result.stderr.trim().split("\n").at(-1) ?? "");
	if (!answer.ok) throw REFUSALS[answer.reason](answer.message);
	return answer;
}
function answerIn(text) {
	try {
		const told = JSON.parse(text);
		return told.schema === "obcms-deploy/measured@1" ? told : void 0;
	} catch {
		return;
	}
}
const REFUSALS = {
	driver: (message) => new NotCollected(`The migrations could not be measured: ${message}.`, {
		reasonCode: "not-installed",
		remedy: "Install psycopg beside the project: pip install \"psycopg[binary]\"."
	}),
	connection: (message) => new NotCollected(`The project's driver does not reach the scratch database: ${message}`, { reasonCode: "database-unreadable" }),
	project: (message) => notLoaded(message),
	base: (message) => new NotCollected(`The schema of the running release could not be built on the scratch database: ${message}`, {
		reasonCode: "database-unreadable",
		remedy: "Give a scratch database on which the whole history of migrations applies: with the extensions it needs, and a role that may create them."
	})
};
function notLoaded(message) {
	return new NotCollected(`The project did not load to measure its migrations: ${message}`, { reasonCode: "import-failed" });
}
export { measure };
