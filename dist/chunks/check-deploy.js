import { a as CONFIGURATION_REASONS, i as defineAction, n as chooseEnvironment, r as COMMON_REASONS } from "./environment.js";
import { t as COOLIFY_REASONS } from "./reasons.js";
import { _ as table, b as SEVERITIES, f as block, g as plain, m as folded, p as code, u as verdict$1 } from "./world.js";
import { r as inSequence, s as oneLine, t as count } from "./text.js";
import { t as nearest } from "./nearest.js";
import { _ as unknownRule, c as baselineOf, d as inCheckout, f as pathOf$1, h as secretsIn, i as findingsTable, l as folderOf, m as wordsOf, p as settingsOf, r as findingDetails, t as linksOf, u as ignoreLines } from "./finding-links.js";
import { n as UserError } from "./errors.js";
import { r as coolifyGiven } from "./coolify-inputs.js";
import { r as inWorkspace, t as authoritiesOf } from "./site-inputs.js";
// src/checks/reasons.ts
const CHECK_REASONS = {
	fit: {
		outcome: "passed",
		meaning: "Everything that was asked for was judged, and nothing at or above `fail-on` is left after `ignore` and `baseline`.",
		remedy: "Nothing. What is below `fail-on` is in the summary all the same."
	},
	unfit: {
		outcome: "failed",
		meaning: "At least one finding at or above `fail-on`.",
		remedy: "The summary shows each with its line, what shows it and the exact change."
	},
	"settings-missing": {
		outcome: "failed",
		meaning: "An image, a Compose file or the environment names a settings module that does not exist.",
		remedy: "Correct the name on the line in the summary, or commit the module."
	},
	"import-failed": {
		outcome: "failed",
		meaning: "The project's own code breaks while its settings, applications, addresses or entry module are loaded: the release would not start, or not answer.",
		remedy: "The summary shows the innermost line of the project and the exception."
	},
	"missing-variable": {
		outcome: "failed",
		meaning: "The settings demand a variable that the given environment does not have: the release would not start.",
		remedy: "Add the variable where the environment is kept; the summary names it and the line that reads it."
	},
	"settings-refused": {
		outcome: "failed",
		meaning: "The settings themselves refuse to load with the given environment (`ImproperlyConfigured`, `sys.exit`).",
		remedy: "The summary shows their message; correct the variable it is about."
	},
	"not-installed": {
		outcome: "inconclusive",
		meaning: "A third-party module that the project imports is not installed in the interpreter that was asked, so nothing can be said of its settings.",
		remedy: "Install the requirements before this step, name the right interpreter in `python`, or set `stub-imports: missing`."
	},
	"no-variables": {
		outcome: "inconclusive",
		meaning: "The settings demand a variable, and no environment was given to judge them with.",
		remedy: "Give `coolify-token`, `env-file` or `env`; or `missing: dummy`, which marks every finding that rests on a stand-in."
	},
	"not-evaluated": {
		outcome: "inconclusive",
		meaning: "The settings did not load, for a reason that the real start may not have (a connection that is refused while they are judged), or for one that is ignored or known.",
		remedy: "Let settings read variables and nothing else; the message names what they broke off at."
	},
	"variables-unreadable": {
		outcome: "inconclusive",
		meaning: "Coolify names variables of the application and does not show their values to this token.",
		remedy: "Make a token with `read:sensitive` beside `read`; give variables that are shown only once with the input `env`."
	},
	"no-interpreter": {
		outcome: "inconclusive",
		meaning: "No Python was found in which the project could be asked.",
		remedy: "Set Python up and install the requirements before this step, or name the interpreter in `python`."
	},
	timeout: {
		outcome: "inconclusive",
		meaning: "The settings did not load in time.",
		remedy: "Find what takes so long while settings are imported: a network call, a model, a large file."
	},
	"nothing-to-judge": {
		outcome: "inconclusive",
		meaning: "Nothing of what was asked for is in the checkout: no project, no container, no file of variables.",
		remedy: "Check that the job checks the repository out before this step, and the inputs `working-directory`, `files` and `families`."
	},
	...CONFIGURATION_REASONS,
	...COMMON_REASONS
};
// src/checks/verdict.ts
function checkVerdict(facts) {
	const decisive = facts.fresh.filter(({ severity }) => isAtLeast(severity, facts.failOn));
	const [worst] = decisive;
	if (worst !== void 0) return unfit(worst, decisive, facts);
	const unknown = facts.unjudged.filter(({ family, reason }) => facts.asked.has(family) && reason !== "skipped");
	const [first] = unknown;
	if (first !== void 0) return notKnown(first, unknown, facts);
	if (judgedFamilies(facts).length === 0) return nothingThere(facts);
	return withNothingDecisive(facts);
}
function isAtLeast(severity, limit) {
	return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(limit);
}
function countsOf(findings) {
	const amount = (severity) => findings.filter((finding) => finding.severity === severity).length;
	return {
		critical: amount("critical"),
		high: amount("high"),
		medium: amount("medium"),
		low: amount("low")
	};
}
function countsInWords(findings) {
	const counts = countsOf(findings);
	const parts = SEVERITIES.filter((severity) => counts[severity] > 0).map((severity) => `${counts[severity]} ${severity}`);
	return parts.length === 0 ? "no findings" : `${inSequence(parts)} ${findings.length === 1 ? "finding" : "findings"}`;
}
function verdict(reasonCode, headline, remedy = "") {
	return {
		outcome: CHECK_REASONS[reasonCode].outcome,
		reasonCode,
		headline,
		remedy
	};
}
const DOES_NOT_START = {
	"django/settings-missing": "settings-missing",
	"django/import-failed": "import-failed",
	"django/setup-fails": "import-failed",
	"django/wsgi-fails": "import-failed",
	"django/check-fails": "import-failed",
	"django/missing-variable": "missing-variable",
	"django/settings-refuse": "settings-refused"
};
function saysItDoesNotStart(rule) {
	return Object.hasOwn(DOES_NOT_START, rule);
}
function unfit(worst, decisive, { fresh, failOn }) {
	const stopper = decisive.find(({ rule }) => saysItDoesNotStart(rule));
	if (stopper !== void 0) {
		const also = fresh.length - 1 === 0 ? "" : ` Beside it: ${countsInWords(fresh.filter((finding) => finding !== stopper))}.`;
		return verdict(DOES_NOT_START[stopper.rule] ?? "unfit", `The app is not fit to be deployed: ${sentence(stopper.message)}${also}`, stopper.remedy);
	}
	const limit = decisive.length === fresh.length ? "" : `, ${decisive.length} of them ${orWorse(failOn)}`;
	return verdict("unfit", `The app is not fit to be deployed: ${countsInWords(fresh)}${limit}. First: ${sentence(worst.message)}`, worst.remedy);
}
const INCONCLUSIVE = {
	"variables-unreadable": "variables-unreadable",
	"no-interpreter": "no-interpreter",
	"import-failed": "not-installed",
	"missing-variable": "no-variables",
	"not-evaluated": "not-evaluated",
	timeout: "timeout"
};
function notKnown(first, all, { failOn }) {
	const families = inSequence([...new Set(all.map(({ family }) => family))]);
	return verdict(first.reason === "skipped" ? "nothing-to-judge" : INCONCLUSIVE[first.reason], `Nothing that is ${orWorse(failOn)} was found in the rest, but ${families} could not be judged: ${sentence(first.why)}`, first.remedy);
}
function judgedFamilies({ asked, unjudged }) {
	const out = new Set(unjudged.map(({ family }) => family));
	return [...asked].filter((family) => !out.has(family) && (family !== "source" || asked.size === 1));
}
function nothingThere({ asked, unjudged }) {
	const why = [...new Set(unjudged.filter(({ family }) => asked.has(family)).map((each) => each.why))];
	return verdict("nothing-to-judge", `There is nothing to judge: ${sentence(inSequence(why.length === 0 ? ["nothing was found"] : why))}`, CHECK_REASONS["nothing-to-judge"].remedy);
}
function withNothingDecisive(facts) {
	const { fresh, ignored, known, failOn } = facts;
	const left = fresh.length === 0 ? "nothing was found" : `${countsInWords(fresh)}, all below ${failOn}`;
	const apart = [...ignored === 0 ? [] : [`${count(ignored, "finding")} ignored`], ...known === 0 ? [] : [`${known} known from the baseline`]];
	return verdict("fit", `The app is fit to be deployed: ${left}${apart.length === 0 ? "" : `; ${inSequence(apart)}`}.`);
}
function orWorse(severity) {
	return severity === "critical" ? severity : `${severity} or worse`;
}
function sentence(text) {
	const line = oneLine(text, 400);
	return /[.!?]$/.test(line) ? line : `${line}.`;
}
// src/checks/secrets/names.ts
const SECRET_NAMES = "^(?!.*(?:KEY_PREFIX|KEY_FUNCTION|PUBLIC_KEY|PUBLISHABLE|PASSWORD_(?:HASHERS|RESET|VALIDATORS|CHANGE|MIN|MAX|REQUIRE)|PASSWORD_VALIDATORS|KEY_COLUMN|KEY_FIELD|KEYWORD|SITE_KEY|_(?:LIFETIME|AGE|TIMEOUT|EXPIRE|EXPIRES|EXPIRY|EXPIRATION|SECONDS|MINUTES|HOURS|DAYS|LENGTH|NAME|HEADER|HEADERS|HEADER_NAME|HEADER_TYPES|CLASS|CLASSES|BACKEND|MODEL|ALGORITHM|SERIALIZER|SERIALIZERS|ENABLED|REQUIRED|ROTATION|ROTATE|VERSION|PATH|FILE|DIR|LIMIT|TYPE|FORMAT|FIELD|PARAM|ENDPOINT|REGION)$|^(?:ROTATE|UPDATE|BLACKLIST)_|(?:^|_)(?:USE|ALLOW|ENABLE|REQUIRE)_))(?:.*(?:SECRET|PASSWORD|PASSWD|PASSPHRASE|APIKEY|CREDENTIAL|WEBHOOK_URL).*|(?:.*_)?(?:PASS|PWD|PW|KEY|KEYS|TOKEN|TOKENS|SALT|DSN|AUTH|PEPPER)(?:_FALLBACKS|_OLD|_NEW|_PREVIOUS|_ID|_BASE64|_HEX|_[0-9]+|[0-9]*)?)$";
const secret = new RegExp(SECRET_NAMES, "i");
function isSecretName(name) {
	return secret.test(name);
}
const PUBLIC = /^(?:DEBUG|.*_DEBUG|ALLOWED_HOSTS|.*_ALLOWED_HOSTS|.*_HOSTS?|HOST|.*HOSTNAME|PORT|.*_PORT|LOG_LEVEL|.*_LOG_LEVEL|LOGLEVEL|LOG_FORMAT|TIME_ZONE|TZ|.*_TIMEZONE|LANGUAGE_CODE|LANG|LC_ALL|DJANGO_SETTINGS_MODULE|DJANGO_ENV|APP_ENV|ENV|ENVIRONMENT|.*_ENVIRONMENT|NODE_ENV|.*_TRUSTED_ORIGINS|.*_ALLOWED_ORIGINS|CORS_.*|SITE_NAME|SITE_ID|.*_TLS|.*_SSL|.*SSLMODE|SSL_MODE|EMAIL_BACKEND|.*_BACKEND|.*_ENGINE|USE_.*|ENABLE_.*|.*_ENABLED|FEATURE_.*|.*_(?:WORKERS|THREADS|TIMEOUT|SECONDS|MINUTES|HOURS|DAYS|AGE|LIFETIME|CONCURRENCY|REPLICAS|REGION|REGION_NAME|LIMIT|SIZE|COUNT|RATE|PERCENT|MODE|VERSION)|WEB_CONCURRENCY|GUNICORN_CMD_ARGS|WORKERS|THREADS|TIMEOUT|DATABASE_NAME|DB_NAME|DB_ENGINE|POSTGRES_DB|PGDATABASE|PYTHON[A-Z_]*|SECURE_.*|SESSION_COOKIE_.*|CSRF_COOKIE_.*|STATIC_URL|MEDIA_URL|STATIC_ROOT|MEDIA_ROOT|CONN_MAX_AGE|.*_CONN_MAX_AGE|REMAP_SIGTERM)$/i;
function isPublic(name) {
	return PUBLIC.test(name) && !isSecretName(name);
}
const ISSUED = /^(?:AWS|S3|SPACES|DO|DIGITALOCEAN|AZURE|GOOGLE|GCP|GITHUB|GITLAB|STRIPE|PAYPAL|TWILIO|SENDGRID|MAILGUN|MAILJET|POSTMARK|BREVO|SENTRY|OPENAI|ANTHROPIC|GEMINI|SLACK|TELEGRAM|FACEBOOK|RECAPTCHA|HCAPTCHA|TURNSTILE|CLOUDFLARE|CF|EMAIL|SMTP|MAIL|SOCIAL_AUTH|OIDC|LDAP|ALGOLIA|MAPBOX|NEW_RELIC|DATADOG|COOLIFY|HF|HUGGINGFACE)_|_(?:API_KEY|APIKEY|DSN|CLIENT_SECRET|WEBHOOK_URL|AUTH)$|^(?:API_KEY|EMAIL_HOST_PASSWORD)$|ACCESS_KEY(?:_ID)?$/i;
function secretKind(name) {
	if (!isSecretName(name)) return void 0;
	if (/^(?:DJANGO_|APP_|OBCMS_)?SECRET_?KEY(?:_FALLBACKS|_OLD|_PREVIOUS)?$/i.test(name)) return "django-key";
	if (ISSUED.test(name)) return "issued";
	if (/PASS|PWD|_PW$/i.test(name)) return "password";
	return "token";
}
// src/checks/profile.ts
const FAMILIES = [
	"django",
	"settings",
	"env",
	"docker",
	"compose",
	"server",
	"celery",
	"proxy",
	"requirements",
	"source"
];
const PROFILES = [
	"development",
	"staging",
	"production"
];
// src/checks/services/titles.ts
function titlesInWords(titles) {
	const files = new Map();
	for (const title of new Set(titles)) {
		const [, file = title, name] = /^(\S+): (.+)$/.exec(title) ?? [];
		files.set(file, [...files.get(file) ?? [], ...name === void 0 ? [] : [name]]);
	}
	return inSequence([...files].map(([file, names]) => names.length === 0 ? file : `${file}: ${inSequence(names)}`));
}
// src/actions/check-deploy-facts.ts
const MOST_ENTRIES = 50;
function checkFacts(checked, shown, most = MOST_ENTRIES) {
	const { setup, project, judgement, against } = checked;
	const counts = countsOf(against.fresh);
	return {
		environment: setup.environment ?? null,
		profile: setup.request.profile,
		"fail-on": setup.own.failOn,
		framework: project.framework,
		directory: project.directory,
		site: project.site?.origin ?? null,
		python: project.python === void 0 ? null : project.python.version,
		django: djangoOf(project),
		...Object.fromEntries(SEVERITIES.map((severity) => [severity, counts[severity]])),
		"findings-left-out": against.fresh.length - shown,
		rules: judgement.rules,
		families: FAMILIES.map((family) => familyJson(family, checked)),
		...listsOf(checked, most),
		baseline: baselineJson(checked, most),
		attested: attestedJson(setup)
	};
}
function checkEvidence(checked) {
	const everything = Number.POSITIVE_INFINITY;
	return {
		...listsOf(checked, everything),
		baseline: baselineJson(checked, everything),
		"findings-left-out": 0,
		findings: checked.against.fresh.map(findingJson)
	};
}
function listsOf({ setup, project, judgement, ignoring, against }, most) {
	const first = (items, json) => items.slice(0, most).map(json);
	const names = (items) => first([...new Set(items)].sort(), (name) => name);
	return {
		found: {
			"environment-files": names(project.environmentFiles.map(({ file }) => file)),
			dockerfiles: names(project.dockerfiles.map(({ file }) => file)),
			stacks: first(project.stacks, ({ files, profile, chosen }) => ({
				files: [...files],
				profile,
				chosen
			})),
			services: first(project.services, ({ title, role, settings }) => ({
				title,
				role,
				settings: settings ?? null
			})),
			servers: first(project.servers, ({ program, service }) => ({
				program,
				service: service?.title ?? null
			})),
			celery: first(project.celery, ({ program, service }) => ({
				program,
				service: service?.title ?? null
			})),
			proxies: first(project.proxies, ({ file, program, usedBy }) => ({
				file,
				program,
				used: usedBy.length > 0
			})),
			requirements: names(project.requirements.files.map(({ file }) => file)),
			workflows: names(project.source.workflows.map(({ file }) => file))
		},
		evaluations: first(project.evaluations, ({ services, module, answer }) => ({
			services: [...services],
			module: answer.settings?.module ?? module ?? null,
			variations: answer.variations.length,
			checks: answer.checks?.length ?? 0,
			failure: answer.failure === null ? null : {
				kind: answer.failure.kind,
				message: answer.failure.message
			}
		})),
		variables: {
			given: setup.request.given.variables.size,
			unreadable: names(setup.request.given.unreadable),
			"made-up": names(project.evaluations.flatMap(({ answer }) => [...answer.dummies, ...answer.guessed ?? []]))
		},
		stubs: names(project.evaluations.flatMap(({ answer }) => answer.stubs)),
		coolify: setup.coolify === void 0 ? null : {
			url: setup.coolify.home,
			application: setup.coolify.application.name,
			compared: names(setup.coolify.siblings.keys())
		},
		unknown: first(judgement.unknown, ({ rule, subject, why }) => ({
			rule,
			subject,
			why
		})),
		ignored: first(ignoring.ignored, ({ finding, line }) => ({
			...entryJson(finding),
			reason: line.reason
		})),
		"stale-ignores": first(ignoring.stale, ({ text }) => text),
		known: first(against.known, entryJson)
	};
}
function stateOf(family, { setup, unjudged }) {
	const out = unjudged.find((each) => each.family === family && each.reason !== "skipped");
	const skipped = unjudged.find((each) => each.family === family);
	if (!setup.own.families.has(family)) return ["not-asked", "left out by the input families"];
	if (out !== void 0) return ["not-judged", out.why];
	return skipped === void 0 ? ["judged", ""] : ["nothing-there", skipped.why];
}
function familyJson(family, checked) {
	const [state, why] = stateOf(family, checked);
	return {
		family,
		state,
		findings: checked.against.fresh.filter(({ rule }) => rule.startsWith(`${family}/`)).length,
		why
	};
}
function baselineJson({ setup, against }, most) {
	if (setup.baseline === void 0) return null;
	return {
		file: setup.baseline.file,
		known: against.known.length,
		gone: against.gone.slice(0, most).map(({ rule, file, subject, severity }) => ({
			rule,
			severity,
			subject,
			file: file ?? null
		}))
	};
}
function attestedJson({ attested }) {
	return {
		attested: attested.attested.map(({ key, date }) => ({
			key,
			date
		})),
		overdue: attested.overdue.map(({ key, date, period }) => ({
			key,
			date,
			"period-days": period
		})),
		missing: [...attested.missing]
	};
}
function entryJson({ rule, severity, subject, place }) {
	return {
		rule,
		severity,
		subject,
		file: place?.file ?? null,
		line: place?.line ?? null
	};
}
function findingJson(finding) {
	const { message, evidence, remedy, source, dummy } = finding;
	return {
		...entryJson(finding),
		message,
		evidence,
		remedy,
		source: [...source],
		dummy
	};
}
function djangoOf({ evaluations }) {
	return evaluations.map(({ answer }) => answer.django).find((version) => version !== null) ?? null;
}
function outputsOf({ checked, sarifPath }) {
	const counts = countsOf(checked.against.fresh);
	return {
		...Object.fromEntries(SEVERITIES.map((severity) => [severity, String(counts[severity])])),
		"sarif-path": sarifPath
	};
}
// src/checks/health-paths.ts
function healthPathsOf(environment) {
	const resources = Object.values(environment?.coolify?.resources ?? {});
	const paths = [...resources.map(({ health }) => health), ...resources.map(({ version }) => pageOf$1(version))];
	return [...new Set(paths.map(pathOf).filter((path) => path !== void 0))];
}
function pageOf$1(version) {
	return version?.split(/#|~\//)[0];
}
function pathOf(text) {
	if (text === void 0 || text === "") return void 0;
	if (text.startsWith("/")) return text.replace(/[?#].*$/, "");
	return URL.canParse(text) ? new URL(text).pathname : void 0;
}
// src/checks/source-documents/attested.ts
const MONTH = 31;
const QUARTER = 92;
const HALF_A_YEAR = 183;
const ATTESTED_KEYS = {
	"server-size": {
		title: "The server has the cores, memory and disk that the containers need at their peak",
		why: "The size of a machine stands with its provider; this action sees files and Coolify only.",
		period: HALF_A_YEAR
	},
	"secrets-rotated": {
		title: "Secrets were changed this quarter, and when somebody left",
		why: "The age of a value cannot be read from the value, and GitHub tells the age of secrets to administrators only.",
		period: QUARTER
	},
	"images-updated": {
		title: "Base images were rebuilt with their security updates",
		why: "How old a deployed image is stands on the server and in its registry, not in the checkout.",
		period: MONTH
	},
	"advisories-handled": {
		title: "Critical advisories were handled within two days",
		why: "It is about what people did in the past, and asks for a right to read security alerts.",
		period: MONTH
	},
	"uptime-monitor": {
		title: "A monitor outside of this server watches the health page and tells somebody",
		why: "The monitor belongs to another service.",
		period: QUARTER
	},
	"uptime-target": {
		title: "The site was up for as long as was promised, and recovered from what was critical within the hour",
		why: "It takes weeks of samples or a list of incidents.",
		period: QUARTER
	},
	"monitoring-reviewed": {
		title: "Metrics, error log, slow queries, tasks and deployment history are collected and were looked at",
		why: "They live in Coolify, in a tracker or on dashboards, whose settings no API of this action shows.",
		period: MONTH
	},
	"dashboards-alive": {
		title: "Every scrape target is up and every panel has data",
		why: "Prometheus and Grafana are reached from the server only.",
		period: MONTH
	},
	"logs-shipped": {
		title: "Logs are kept in a place that outlives the container",
		why: "Where the output of containers goes is set on the server.",
		period: QUARTER
	},
	"media-storage": {
		title: "The storage of uploads fits their amount: a volume for one server and little, an object store beyond",
		why: "How much has been uploaded is known to the server only.",
		period: HALF_A_YEAR
	},
	"capacity-plan": {
		title: "Replicas, read replicas, a CDN and their monthly cost were weighed",
		why: "It is a decision and a bill.",
		period: HALF_A_YEAR
	},
	"delivery-pace": {
		title: "A change can be released on any day",
		why: "It is a habit of the team; deployments of one environment over months show it.",
		period: QUARTER
	},
	"staging-routine": {
		title: "Staging has its data refresh, feature flags, deployment from CI, alerts and backup written down",
		why: "Only people know whether the pages say what is done.",
		period: QUARTER
	},
	"queries-reviewed": {
		title: "Pages and API answers were looked through for queries in loops",
		why: "It shows under load with real data, in the slow query log or a profiler.",
		period: QUARTER
	}
};
// src/actions/check-deploy-attested.ts
const DAY = 864e5;
function attestationsOf(chosen, world) {
	const dates = chosen.configuration?.attested ?? {};
	const now = world.clock.now();
	for (const [key, date] of Object.entries(dates)) {
		if (!Object.hasOwn(ATTESTED_KEYS, key)) throw unknownKey$1(key, chosen);
		const at = Date.parse(date);
		if (!Number.isFinite(at) || new Date(at).toISOString().slice(0, 10) !== date) throw wrong(chosen, key, `is "${oneLine(date, 40)}", which is no day; write it as 2026-01-31`);
		if (at > now + DAY) throw wrong(chosen, key, `is ${date}, which has not come yet`);
	}
	const known = Object.entries(ATTESTED_KEYS).map(([key, { period }]) => ({
		key,
		period,
		date: dates[key]
	}));
	const given = known.flatMap(({ key, period, date }) => date === void 0 ? [] : [{
		key,
		period,
		date
	}]);
	const isOverdue = ({ date, period }) => Date.parse(date) + period * DAY < now;
	return {
		attested: given.filter((each) => !isOverdue(each)).map(({ key, date }) => ({
			key,
			date
		})),
		overdue: given.filter(isOverdue),
		missing: known.filter(({ date }) => date === void 0).map(({ key }) => key)
	};
}
function unknownKey$1(key, chosen) {
	const keys = Object.keys(ATTESTED_KEYS);
	const close = nearest(key, keys);
	return wrong(chosen, key, `is nothing that can be attested${close === void 0 ? `; there are ${inSequence(keys)}` : `; did you mean "${close}"?`}`, close);
}
function wrong(chosen, key, problem, better = key) {
	const end = problem.endsWith("?") ? "" : ".";
	return new UserError(`${chosen.file ?? "The configuration"}: "environments.${chosen.name}.attested.${oneLine(key, 60)}" ${problem}${end}`, {
		reasonCode: "invalid-configuration",
		remedy: `environments:\n  ${chosen.name ?? "production"}:\n    attested:\n      ${oneLine(better, 60)}: 2026-01-31`
	});
}
// src/actions/check-deploy-environment.ts
function givenFrom(places) {
	const variables = new Map();
	for (const { origin, values } of places) for (const [name, { value, file, line }] of values) {
		const place = file === void 0 || line === void 0 ? {} : { place: {
			file,
			line
		} };
		variables.set(name, {
			name,
			value,
			origin,
			...place
		});
	}
	const unreadable = [...new Set(places.flatMap((place) => place.unreadable))].filter((name) => !variables.has(name));
	return {
		variables,
		unreadable,
		empty: variables.size === 0 && unreadable.length === 0
	};
}
const SHORTEST_UNNAMED = 8;
function maskVariables(places, world) {
	for (const { values } of places) for (const [name, { value }] of values) {
		if (isPublic(name)) continue;
		for (const secret of secretsIn(value)) if (isSecretName(name) || secret.length >= SHORTEST_UNNAMED) world.host.mask(secret);
	}
}
// src/actions/check-deploy-setup.ts
async function complete({ inputs, own, ...request }, chosen, rules, world) {
	const typed = {
		origin: "env",
		values: new Map([...own.variables].map(([name, value]) => [name, { value }])),
		unreadable: []
	};
	maskVariables([typed], world);
	for (const line of own.ignore) {
		const problem = unknownRule(line, rules, FAMILIES);
		if (problem !== void 0) throw inputs.refusal("ignore", `has a line that ${problem}`);
	}
	const file = await fileVariables(inputs, world);
	maskVariables([file], world);
	const authorities = await authoritiesOf(inputs, world);
	const baseline = await baselineOf(inputs, "check-deploy", world);
	const attested = attestationsOf(chosen, world);
	const coolify = await coolifyOf({
		inputs,
		own,
		...request
	}, chosen, authorities, world);
	const answered = coolify === void 0 ? [] : [coolify.variables];
	maskVariables([...answered, ...coolify?.siblings.values() ?? []], world);
	const profile = own.profile ?? profileOf(chosen);
	return {
		environment: chosen.name,
		own,
		baseline,
		attested,
		authorities,
		coolify,
		sarif: pathOf$1(inputs.text("sarif"), world),
		request: {
			profile,
			site: siteOf(chosen, coolify?.application),
			directory: own.directory ?? chosen.app?.directory,
			settings: own.settings,
			framework: own.framework === "auto" ? chosen.app?.framework ?? "auto" : own.framework,
			python: own.python,
			given: givenFrom([
				...coolify === void 0 ? [] : [coolify.added],
				file,
				typed,
				...answered
			]),
			envFile: inCheckout(inputs.text("env-file"), world),
			missing: own.missing,
			stubs: own.stubs,
			compose: own.compose,
			files: own.files,
			healthPaths: healthPathsOf(chosen.configuration),
			application: coolify?.application,
			siblings: new Map([...coolify?.siblings ?? []].map(([name, variables]) => [name, givenFrom([variables])]))
		}
	};
}
function profileOf({ name, configuration }) {
	if (configuration?.["promote-from"] !== void 0) return "production";
	if (/^stag/i.test(name ?? "")) return "staging";
	return /^(dev|local)/i.test(name ?? "") ? "development" : "production";
}
async function fileVariables(inputs, world) {
	const path = inputs.text("env-file");
	if (path === void 0) return {
		origin: "env-file",
		values: new Map(),
		unreadable: []
	};
	const absolute = inWorkspace(path, world);
	const text = await world.readFile(absolute);
	if (text === void 0) throw inputs.refusal("env-file", "does not exist; the path starts at the root of the checkout");
	const { environmentFile } = await import("./read.js").then((n) => n.n);
	const file = inCheckout(path, world);
	const { entries } = environmentFile(path, text, false, "");
	const values = entries.map(({ name, line, values: { dotenv } }) => {
		return [name, {
			value: dotenv,
			...file === void 0 ? {} : {
				file,
				line
			}
		}];
	});
	return {
		origin: "env-file",
		values: new Map(values),
		unreadable: []
	};
}
async function coolifyOf({ inputs, own }, chosen, authorities, world) {
	const given = coolifyGiven(inputs, chosen, own.allowInsecure, world);
	if (given === void 0) return void 0;
	const { coolify, token } = given;
	const [{ askCoolify }, { resourcesOf }, { coolifyClient }] = await Promise.all([
		import("./check-deploy-coolify.js"),
		import("./coolify-resources.js"),
		import("./coolify-client.js")
	]);
	return askCoolify(resourcesOf(inputs, chosen, coolify), coolify.home, coolifyClient(coolify, token, authorities, world), world);
}
function siteOf(chosen, application) {
	const text = [chosen.configuration?.url, ...application?.domains ?? []].find((candidate) => candidate !== void 0 && URL.canParse(candidate));
	return text === void 0 ? void 0 : new URL(text);
}
function profileInWords({ own, request, environment }) {
	if (own.profile !== void 0) return `${request.profile} (from the input profile)`;
	if (environment === void 0) return `${request.profile} (nothing says otherwise)`;
	return `${request.profile} (from the environment ${oneLine(environment, 60)})`;
}
// src/actions/check-deploy-log.ts
const WORDS = {
	critical: "CRITICAL",
	high: "HIGH    ",
	medium: "medium  ",
	low: "low     "
};
async function tell(checked, host) {
	await host.chapter("What is judged", async () => {
		for (const line of scopeLines(checked)) host.line(line);
	});
	for (const family of FAMILIES) {
		const own = checked.against.fresh.filter(({ rule }) => rule.startsWith(`${family}/`));
		const [state] = stateOf(family, checked);
		if (state !== "judged" && own.length === 0) continue;
		await host.chapter(titleOf(family, own), async () => {
			for (const finding of own) for (const line of linesOf(finding)) host.line(line);
			if (own.length === 0) host.line("nothing found");
		});
	}
	const apart = apartLines(checked);
	if (apart.length === 0) return;
	await host.chapter("Set apart", async () => {
		for (const line of apart) host.line(line);
	});
}
function titleOf(family, findings) {
	return `${family.charAt(0).toUpperCase()}${family.slice(1)} (${countsInWords(findings)})`;
}
function scopeLines(checked) {
	const { setup, project, judgement } = checked;
	const files = (paths) => oneLine(inSequence([...new Set(paths)].sort()), 600);
	const rows = [
		["profile", profileInWords(setup)],
		["site", project.site?.origin ?? "not known"],
		["project", projectInWords(checked)],
		["python", project.python === void 0 ? "" : `${project.python.version} at ${project.python.executable}`],
		["variables", variablesInWords(checked)],
		["Coolify", coolifyInWords(checked)],
		["env files", files(project.environmentFiles.map(({ file }) => file))],
		["Dockerfiles", files(project.dockerfiles.map(({ file }) => file))],
		...project.stacks.map((stack) => ["Compose", stackInWords(stack)]),
		["services", titlesInWords(project.services.map(({ title, role }) => `${title} (${role})`).sort())],
		["proxies", files(project.proxies.map(({ file, usedBy }) => `${file}${usedBy.length === 0 ? " (unused)" : ""}`))],
		["requirements", files(project.requirements.files.map(({ file }) => file))],
		...project.evaluations.map((evaluation) => ["settings", evaluationInWords(evaluation)]),
		["rules", `${judgement.rules} asked`]
	];
	const skipped = FAMILIES.map((family) => [family, ...stateOf(family, checked)]).filter(([, state]) => state !== "judged").map(([family, state, why]) => [`${family}`, `${state.replace("-", " ")}: ${why}`]);
	return [...rows, ...skipped].filter(([, text]) => text !== "").map(([name, text]) => `${name.padEnd(13)} ${oneLine(text, 900)}`);
}
function projectInWords({ project }) {
	const django = djangoOf(project);
	const where = project.directory === "" ? "the root of the checkout" : project.directory;
	if (project.framework === "none") return "neither manage.py nor alembic.ini was found";
	return `${project.framework === "django" ? `Django${django === null ? "" : ` ${django}`}` : "Alembic"} in ${where}`;
}
function variablesInWords({ setup }) {
	const { variables, unreadable, empty } = setup.request.given;
	if (empty) return "none were given";
	const origins = inSequence([...new Set([...variables.values()].map(({ origin }) => origin))].sort());
	const hidden = unreadable.length === 0 ? "" : `; ${unreadable.length} cannot be read`;
	return `${count(variables.size, "value")}${origins === "" ? "" : ` from ${origins}`}${hidden}`;
}
function coolifyInWords({ setup }) {
	if (setup.coolify === void 0) return "";
	const { home, application, siblings } = setup.coolify;
	const others = siblings.size === 0 ? "" : `, compared with ${inSequence([...siblings.keys()])}`;
	return `${application.name} at ${home}${others}`;
}
function stackInWords({ files, profile, chosen, services }) {
	const why = chosen === "input" ? "named by the input" : "found by name";
	return `${files.join(" + ")} for ${profile} (${why}), ${count(services.length, "service")}`;
}
function evaluationInWords({ module, services, answer }) {
	const what = answer.settings?.module ?? module ?? "the default settings";
	const tried = answer.variations.length === 0 ? "" : `, and ${count(answer.variations.length, "variation")}`;
	const stubs = answer.stubs.length === 0 ? "" : `; stood in for: ${answer.stubs.join(", ")}`;
	const madeUp = [...answer.dummies, ...answer.guessed ?? []];
	const dummies = madeUp.length === 0 ? "" : `; made up: ${madeUp.join(", ")}`;
	const failure = answer.failure === null ? "" : `; broke off: ${answer.failure.message}`;
	return `${what} as in ${titlesInWords([...services].sort())}${tried}${stubs}${dummies}${failure}`;
}
function linesOf({ severity, rule, place, subject, message, evidence, remedy, dummy }) {
	const where = place === void 0 ? subject : `${place.file}:${place.line}`;
	return [
		`${WORDS[severity]} ${rule}  ${where}`,
		`    ${message}${dummy ? " (rests on a stand-in)" : ""}`,
		...evidence.split("\n").map((line) => line === "" ? "" : `    seen: ${line}`),
		...remedy.split("\n").map((line) => line === "" ? "" : `    ${line}`)
	].filter((line) => line !== "");
}
function apartLines({ setup, ignoring, against, judgement }) {
	const name = ({ rule, subject, severity }) => `${severity} ${rule} ${subject}`;
	return [
		...ignoring.ignored.map(({ finding, line }) => `ignored: ${name(finding)}: ${line.reason}`),
		...ignoring.stale.map(({ text }) => `stale: nothing is ignored by "${text}" any more; remove the line`),
		...against.known.map((finding) => `known: ${name(finding)}`),
		...against.gone.map((entry) => `gone since the baseline: ${name(entry)}`),
		...judgement.unknown.map(({ rule, subject, why }) => `unknown: ${rule} ${subject}: ${why}`),
		...setup.attested.overdue.map(({ key, date, period }) => `overdue: ${key} was attested on ${date}, for ${period} days`)
	];
}
// src/checks/page.ts
function pageOf(rule) {
	return `docs/deploy-rules/${rule.replace("/", "-")}.md`;
}
function addressOf(rule) {
	return `https://github.com/org/obcms-deploy/blob/v1/${pageOf(rule)}`;
}
// src/actions/check-deploy-summary.ts
const FULL = {
	rows: 200,
	details: 60,
	apart: 100
};
function checkDeploySummary(outcome, world) {
	return summaryParts(outcome, world, FULL).join("\n\n");
}
function summaryParts(outcome, world, size) {
	const { checked } = outcome.details;
	const { setup, against } = checked;
	const title = setup.environment === void 0 ? "Check deploy" : `Check deploy of ${plain(setup.environment, 60)}`;
	const links = linksOf(world, addressOf);
	const decided = outcome.outcome === "failed" && against.fresh.length > 0;
	const decisive = against.fresh.filter(({ severity }) => isAtLeast(severity, setup.own.failOn));
	const first = decisive.length === 0 ? against.fresh : decisive;
	const rest = decisive.length === 0 ? [] : against.fresh.filter(({ severity }) => !isAtLeast(severity, setup.own.failOn));
	return [
		verdict$1(title, decided ? {
			...outcome,
			remedy: ""
		} : outcome),
		findingsTable(first, links, size.rows),
		...first.slice(0, size.details).map((finding) => findingDetails(finding, links)),
		...lesser(checked, rest, links, {
			...size,
			details: Math.max(0, size.details - first.length)
		}),
		...notJudged(checked),
		countsTable(checked),
		folded("What was judged, and how", block(scopeLines(checked))),
		...apart(checked, size.apart),
		...attestations(checked)
	].filter((part) => part !== "");
}
const COMMENT_SIZES = [
	{
		rows: 100,
		details: 40,
		apart: 40
	},
	{
		rows: 60,
		details: 15,
		apart: 15
	},
	{
		rows: 40,
		details: 5,
		apart: 5
	},
	{
		rows: 20,
		details: 0,
		apart: 0
	}
];
function commentParts(outcome, world) {
	return COMMENT_SIZES.map((size) => () => summaryParts(outcome, world, size));
}
function lesser({ setup }, findings, links, size) {
	if (findings.length === 0) return [];
	const details = findings.slice(0, size.details).map((finding) => findingDetails(finding, links));
	const inside = [findingsTable(findings, links, size.rows), ...details].join("\n\n");
	return [folded(`Below ${setup.own.failOn}: ${countsInWords(findings)}`, inside)];
}
function countsTable(checked) {
	const rows = FAMILIES.filter((family) => stateOf(family, checked)[0] === "judged").map((family) => {
		const counts = countsOf(checked.against.fresh.filter(({ rule }) => rule.startsWith(`${family}/`)));
		return [family, ...SEVERITIES.map((severity) => counts[severity] === 0 ? "" : String(counts[severity]))];
	});
	return rows.length === 0 ? "" : table([
		"",
		"Critical",
		"High",
		"Medium",
		"Low"
	], rows);
}
function notJudged(checked) {
	const { unjudged, setup } = checked;
	const out = unjudged.filter(({ family, reason }) => reason !== "skipped" && setup.own.families.has(family));
	if (out.length === 0) return [];
	const rows = out.map(({ family, why }) => [family, plain(why, 300)]);
	return [`**Not judged**\n\n${table(["", "Why"], rows)}`];
}
function apart({ setup, ignoring, against, judgement }, most) {
	const list = (title, rows, headings) => {
		const more = rows.length > most ? `\n\n${rows.length - most} more are in the report.` : "";
		return rows.length === 0 ? [] : [folded(`${title} (${rows.length})`, `${table(headings, rows.slice(0, most))}${more}`)];
	};
	const baseline = setup.baseline === void 0 ? "" : ` in ${code(setup.baseline.file, 120)}`;
	return [
		...list("Could not be known", judgement.unknown.map(({ rule, subject, why }) => [
			code(rule, 120),
			code(subject, 120),
			plain(why, 300)
		]), [
			"Rule",
			"About",
			"Why"
		]),
		...list("Ignored", ignoring.ignored.map(({ finding, line }) => [
			finding.severity,
			code(finding.rule, 120),
			code(finding.subject, 120),
			plain(line.reason, 300)
		]), [
			"",
			"Rule",
			"About",
			"Reason"
		]),
		...list("Lines of ignore that nothing needs any more", ignoring.stale.map(({ text }) => [code(text, 300)]), ["Line"]),
		...list(`Known${baseline}`, against.known.map(({ severity, rule, subject, message }) => [
			severity,
			code(rule, 120),
			code(subject, 120),
			plain(message, 300)
		]), [
			"",
			"Rule",
			"About",
			"What"
		]),
		...list(`Gone since${baseline}`, against.gone.map(({ severity, rule, subject, file }) => [
			severity,
			code(rule, 120),
			code(subject, 120),
			code(file ?? "", 160)
		]), [
			"",
			"Rule",
			"About",
			"Where"
		])
	];
}
function attestations({ setup }) {
	const { attested, overdue, missing } = setup.attested;
	if (attested.length + overdue.length === 0) return [];
	const title = (key) => plain(Object.entries(ATTESTED_KEYS).find(([known]) => known === key)?.[1].title ?? "", 300);
	const rows = [
		...overdue.map(({ key, date, period }) => [
			`low: overdue`,
			code(key),
			`${date}, for ${period} days`,
			title(key)
		]),
		...attested.map(({ key, date }) => [
			"attested",
			code(key),
			date,
			title(key)
		]),
		...missing.map((key) => [
			"nobody",
			code(key),
			"",
			title(key)
		])
	];
	const late = overdue.length === 0 ? "" : `, ${count(overdue.length, "entry is", "entries are")} overdue`;
	return [folded(`Attested by people (${attested.length}${late})`, table([
		"",
		"Key",
		"Day",
		"What"
	], rows))];
}
// src/actions/check-deploy-inputs.ts
const FRAMEWORKS = [
	"auto",
	"django",
	"alembic"
];
const MISSING_POLICIES = ["fail", "dummy"];
const STUB_POLICIES = ["never", "missing"];
const KINDS = {
	dockerfile: true,
	env: true,
	requirements: true,
	nginx: true,
	traefik: true,
	procfile: true
};
const FILE_KINDS = Object.keys(KINDS).filter((kind) => Object.hasOwn(KINDS, kind));
const listed = (words) => words.map((word) => `\`${word}\``).join(", ");
const CHECK_DEPLOY_INPUTS = {
	config: {
		description: "Path of the configuration file; `.github/obcms-deploy.yml` is used when it exists.",
		example: ".github/obcms-deploy.yml"
	},
	environment: {
		description: "Environment of the configuration that is judged; a label when there is no configuration. It decides the profile, the address of the site and the applications in Coolify.",
		example: "production"
	},
	"working-directory": {
		description: "Folder of `manage.py` (or `alembic.ini`), from the root of the checkout. Without it, the configuration's `app.directory`, else it is looked for.",
		example: "src"
	},
	settings: {
		description: "Settings module to judge. Without it, what the containers really use, else the project's own default.",
		example: "obc_management.settings.production"
	},
	framework: {
		description: "What the project is made with; `auto` looks. Without Django the families that need it are skipped.",
		default: "auto",
		choices: FRAMEWORKS,
		example: "django"
	},
	python: {
		description: "Interpreter in which the project is installed. Without it: the active virtual environment, `.venv`, uv, poetry, then `python3`.",
		example: ".venv/bin/python"
	},
	profile: {
		description: "How strict to be. Without it, what the name of the environment says, and production when it says nothing.",
		choices: PROFILES,
		example: "staging"
	},
	"env-file": {
		description: "Path of a file of `NAME=value` lines: the environment that the application is judged with.",
		example: "deploy/production.env"
	},
	env: {
		description: "The same as lines `NAME=value`; they win over `env-file`. Every value is masked unless its name is known to be public.",
		hidden: true,
		example: "DJANGO_SETTINGS_MODULE=obc_management.settings.production\nSECRET_KEY=${{ secrets.SECRET_KEY }}"
	},
	"coolify-url": {
		description: "Address of Coolify. Without it, the environment's `coolify.url` in the configuration.",
		example: "https://coolify.example"
	},
	"coolify-token": {
		description: "Token of Coolify with the abilities `read` and `read:sensitive`, to judge with the real variables of the application. They are held in memory only. Without it Coolify is not asked.",
		secret: true,
		optional: true,
		variable: "COOLIFY_TOKEN",
		example: "${{ secrets.COOLIFY_TOKEN }}"
	},
	resource: {
		description: "Applications in Coolify, as names of the configuration or ids, separated by commas or line breaks. The first is judged, the others are compared with it. Without it, all of the environment.",
		example: "web, worker, beat"
	},
	missing: {
		description: "What to do when a variable that the settings demand is absent. With `dummy` a stand-in is made up, and every finding that rests on one is marked.",
		default: "fail",
		choices: MISSING_POLICIES,
		example: "dummy"
	},
	"stub-imports": {
		description: "Whether third-party modules that are not installed are stood in for, so that settings can be judged without them. What comes from a stand-in is unknown.",
		default: "never",
		choices: STUB_POLICIES,
		example: "missing"
	},
	compose: {
		description: "Compose files by profile, as lines `profile: file[, overlay...]`. Without it they are found by their names.",
		example: "production: docker-compose.yml, docker-compose.prod.yml"
	},
	files: {
		description: `Where other files are, as lines \`kind: glob\`. Kinds: ${listed(FILE_KINDS)}.`,
		example: "nginx: infra/nginx/**/*.conf"
	},
	families: {
		description: `Judges only these, separated by commas or line breaks: ${listed(FAMILIES)}.`,
		example: "settings, env, docker"
	},
	ignore: {
		description: "Findings to accept, as lines `rule [path] -- reason`. A reason is required; lines that no longer match anything are reported.",
		example: "compose/image-tag docker-compose.dev.yml -- only used on laptops"
	},
	"fail-on": {
		description: "The least severity that fails the step.",
		default: "high",
		choices: SEVERITIES,
		example: "medium"
	},
	baseline: {
		description: "Path of an earlier report of this action (`report-path`). What it holds already is listed apart and does not fail.",
		example: ".github/check-deploy-baseline.json"
	},
	sarif: {
		description: "Path of a SARIF 2.1.0 report to write, for code scanning.",
		example: "reports/check-deploy.sarif"
	},
	comment: {
		description: "Keeps one comment on the pull request up to date. Needs `pull-requests: write`.",
		default: "false",
		choices: ["true", "false"],
		example: "true"
	},
	"allow-insecure": {
		description: "Lets `coolify-url` be plain HTTP. Certificates are verified all the same.",
		default: "false",
		choices: ["true", "false"],
		example: "true"
	},
	"ca-file": {
		description: "PEM file of a certificate authority to trust in addition.",
		example: "certificates/authority.pem"
	},
	"github-token": {
		description: "For `comment` only. Needs `pull-requests: write`.",
		default: "${{ github.token }}",
		secret: true,
		variable: "GITHUB_TOKEN",
		example: "${{ github.token }}"
	}
};
const CHECK_DEPLOY_OUTPUTS = {
	critical: "Number of critical findings, without ignored and known ones.",
	high: "Number of high findings, without ignored and known ones.",
	medium: "Number of medium findings, without ignored and known ones.",
	low: "Number of low findings, without ignored and known ones.",
	"sarif-path": "Absolute path of the SARIF report; empty without `sarif`."
};
// src/actions/check-deploy-request.ts
function readRequest(inputs) {
	return {
		inputs,
		config: inputs.text("config"),
		environment: inputs.text("environment"),
		own: {
			profile: inputs.text("profile") === void 0 ? void 0 : inputs.choice("profile", PROFILES),
			directory: folderOf(inputs),
			settings: settingsOf(inputs),
			framework: inputs.choice("framework", FRAMEWORKS),
			python: inputs.text("python"),
			missing: inputs.choice("missing", MISSING_POLICIES),
			stubs: inputs.choice("stub-imports", STUB_POLICIES),
			variables: variablesOf(inputs),
			compose: composeOf(inputs),
			files: filesOf(inputs),
			families: familiesOf(inputs),
			ignore: ignoreLines(inputs, "compose/image-tag -- built here"),
			failOn: inputs.choice("fail-on", SEVERITIES),
			comment: inputs.flag("comment"),
			allowInsecure: inputs.flag("allow-insecure")
		}
	};
}
const VARIABLE = /^(?:export\s+)?([A-Za-z_]\w*)\s*=(.*)$/;
function variablesOf(inputs) {
	const variables = new Map();
	for (const line of inputs.lines("env")) {
		const [, name, value = ""] = VARIABLE.exec(line) ?? [];
		if (name === void 0) throw inputs.refusal("env", `has a line ${lineNumber(line, inputs)} that is not NAME=value`);
		if (variables.has(name)) throw inputs.refusal("env", `sets ${name} twice`);
		variables.set(name, unquoted(value.trim()));
	}
	return variables;
}
function lineNumber(line, inputs) {
	return (inputs.text("env") ?? "").split(/\r?\n/).map((text) => text.trim()).indexOf(line) + 1;
}
function unquoted(value) {
	return /^(["'])(.*)\1$/s.exec(value)?.[2] ?? value;
}
function composeOf(inputs) {
	const stacks = new Map();
	for (const line of inputs.lines("compose")) {
		const [key, rest] = pair(line);
		const files = wordsOf(rest).map(insideOf("compose", inputs));
		const profile = PROFILES.find((known) => known === key);
		if (profile === void 0) throw unknownKey("compose", key, "profile", PROFILES, inputs);
		if (files.length === 0) throw inputs.refusal("compose", `names no file for ${profile}`);
		stacks.set(profile, [...stacks.get(profile) ?? [], files]);
	}
	return stacks;
}
function filesOf(inputs) {
	const globs = new Map();
	for (const line of inputs.lines("files")) {
		const [key, rest] = pair(line);
		const kind = FILE_KINDS.find((known) => known === key);
		if (kind === void 0) throw unknownKey("files", key, "kind", FILE_KINDS, inputs);
		const given = wordsOf(rest).map(insideOf("files", inputs));
		if (given.length === 0) throw inputs.refusal("files", `names no file for ${kind}`);
		globs.set(kind, [...globs.get(kind) ?? [], ...given]);
	}
	return globs;
}
function pair(line) {
	const colon = line.indexOf(":");
	return colon < 0 ? [line, ""] : [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
}
function insideOf(name, inputs) {
	return (path) => {
		const relative = path.replace(/^(\.\/+)+/, "");
		if (!relative.startsWith("/") && !relative.split("/").includes("..")) return relative;
		throw inputs.refusal(name, `has the path "${oneLine(path, 80)}", which leads out of the checkout`);
	};
}
function unknownKey(name, key, noun, known, inputs) {
	const close = nearest(key, known) ?? known.find((word) => key.length > 2 && word.startsWith(key.toLowerCase()));
	const meant = close === void 0 ? "" : ` (did you mean ${close}?)`;
	return inputs.refusal(name, `has the line "${oneLine(key, 60)}: ...", which names no ${noun}${meant}; there are ${inSequence(known)}`);
}
function familiesOf(inputs) {
	const words = inputs.lines("families").flatMap(wordsOf);
	if (words.length === 0) return new Set(FAMILIES);
	return new Set(words.map((word) => familyCalled(word, inputs)));
}
function familyCalled(word, inputs) {
	const family = FAMILIES.find((known) => known === word.replace(/\/\*$/, ""));
	if (family !== void 0) return family;
	const close = nearest(word, FAMILIES);
	const meant = close === void 0 ? "" : ` (did you mean ${close}?)`;
	throw inputs.refusal("families", `has "${oneLine(word, 60)}", which is no family of rules${meant}; there are ${inSequence(FAMILIES)}`);
}
// src/actions/check-deploy.ts
const checkDeploy = defineAction({
	name: "check-deploy",
	schemaVersion: 1,
	description: "Asks whether the app is fit to be deployed: what will really run, judged before it runs.",
	inputs: CHECK_DEPLOY_INPUTS,
	outputs: CHECK_DEPLOY_OUTPUTS,
	reasons: {
		...COOLIFY_REASONS,
		...CHECK_REASONS
	},
	read: readRequest,
	async run(request, world) {
		const chosen = await chooseEnvironment(request, world);
		const { runCheckDeploy } = await import("./check-deploy-run.js");
		return runCheckDeploy(request, chosen, world);
	},
	present: (outcome, world) => ({
		summary: checkDeploySummary(outcome, world),
		outputs: outputsOf(outcome.details)
	})
});
export { checkEvidence as a, FAMILIES as c, checkDeploy, isPublic as d, isSecretName as f, saysItDoesNotStart as h, complete as i, PROFILES as l, checkVerdict as m, addressOf as n, checkFacts as o, secretKind as p, tell as r, titlesInWords as s, commentParts as t, SECRET_NAMES as u };
