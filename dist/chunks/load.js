import { s as oneLine } from "./text.js";
import { C as _regex, S as _positive, T as readDocument, a as boolean, c as int, d as number, f as optional, g as string, h as strictObject, i as array, l as literal, m as refine, o as describe, p as record, t as _enum, x as _minLength } from "./schemas.js";
import { n as parseDuration } from "./duration.js";
import { t as RESOURCE_ID } from "./schema-patterns.js";
// src/config/schema.ts
const described = (schema, description) => schema.check(describe(description));
const text = (description) => described(string().check(_minLength(1)), description);
const duration = (description) => described(string().check(_regex(/^(\d+\s*(ms|s|m|h|d)\s*)+$/), refine((value) => parseDuration(value) !== void 0)), description);
const NAME = /^[A-Za-z][A-Za-z0-9_-]*$/;
const named = (value, description) => described(record(string().check(_regex(NAME)), value), description);
const TABLE = /^[A-Za-z_*][\w.$*]*$/;
const tables = (description) => described(array(described(string().check(_regex(TABLE)), "Name of a table, as it is in the database.")), description);
const ATTESTED_KEY = /^[a-z][a-z0-9-]*$/;
const resource = strictObject({
	uuid: described(string().check(_regex(RESOURCE_ID)), "Id of the application, as in its address in Coolify."),
	health: optional(text("Path that answers 2xx when the resource is well, such as /health/.")),
	version: optional(text("Where the running release says which commit it is: <path>#<JSONPath> or <path>~/<regex with one group>/."))
});
const coolify = strictObject({
	url: text("Address of Coolify, such as https://coolify.example."),
	resources: named(resource, "The applications of this environment, deployed in this order to the same commit.")
});
const freeze = strictObject({
	from: text("Start, such as \"fri 15:00\" or 2026-12-24T12:00."),
	until: text("End, in the same form."),
	timezone: optional(text("IANA time zone, such as Asia/Manila. Default: UTC."))
});
const gates = strictObject({
	checks: optional(described(array(text("Name of a check.")), "Checks that must have succeeded on exactly this commit.")),
	soak: optional(duration("Time the commit has been live and verified on `promote-from`.")),
	smoke: optional(strictObject({ "max-age": optional(duration("Oldest smoke evidence that counts.")) })),
	migrations: optional(strictObject({ allow: described(_enum(["safe", "review"]), "The worst verdict that passes.") })),
	backup: optional(strictObject({ "max-age": duration("Oldest backup that counts.") })),
	"sign-off": optional(strictObject({
		approvers: array(text("A user or a team.")),
		minimum: optional(number().check(int(), _positive())),
		"not-author": optional(boolean())
	})),
	freeze: optional(array(freeze)),
	override: optional(described(array(text("A user or a team.")), "Who may override a gate, with a reason."))
});
const environment = strictObject({
	url: optional(text("Address of the site, such as https://staging.example.")),
	branch: optional(text("Branch that this environment follows.")),
	"promote-from": optional(text("Environment on which a commit must have been proven.")),
	coolify: optional(coolify),
	smoke: optional(text("Path of the smoke suite.")),
	gates: optional(gates),
	attested: optional(described(record(string().check(_regex(ATTESTED_KEY)), text("Day on which somebody looked, such as 2026-01-31.")), "What no machine sees and somebody vouches for, with the day; docs/requirements.md has the keys.")),
	rollback: optional(strictObject({ automatic: optional(boolean()) }))
});
const configurationSchema = strictObject({
	version: described(literal(1), "Version of this format."),
	app: optional(strictObject({
		framework: optional(described(_enum(["django", "alembic"]), "What the application is made with.")),
		directory: optional(text("Folder of manage.py or alembic.ini.")),
		settings: optional(text("Settings module of production.")),
		migrate: optional(described(_enum([
			"before",
			"after",
			"phased"
		]), "When this project runs its migrations: all before the new release serves (default), all after it does, or each in its phase.")),
		"hot-tables": optional(tables("Tables on which even a short lock is worth a look; `*` stands for any letters.")),
		"small-tables": optional(tables("Tables that may be read or rewritten as a whole; `*` stands for any letters."))
	})),
	environments: named(environment, "staging, production and whatever else you have.")
});
// src/config/load.ts
function parseConfiguration(content, file) {
	return readDocument(content, file, CONFIGURATION).value;
}
const CONFIGURATION = {
	schema: configurationSchema,
	reasonCode: "invalid-configuration",
	schemaFile: "schema/obcms-deploy.schema.json",
	examples: {
		version: "version: 1",
		uuid: "uuid: k0wg4s8k8sgk0c0occ4wkgs0   # the last part of the application's address in Coolify",
		resources: "resources:\n  web: { uuid: k0wg4s8k8sgk0c0occ4wkgs0 }",
		coolify: "coolify:\n  url: https://coolify.example\n  resources:\n    web: { uuid: k0wg4s8k8sgk0c0occ4wkgs0 }",
		url: "url: https://coolify.example",
		environments: "environments:\n  staging:\n    coolify: ...",
		soak: "soak: 24h",
		"max-age": "max-age: 2h"
	},
	quoting: "A text with \":\", \"#\", \"{\" or \"[\" in it needs quotation marks: version: \"/health/#$.version\"",
	unknownKey: secretKey
};
function secretKey(where, key) {
	if (!/token|secret|password/i.test(key)) return void 0;
	return {
		problem: `${where} has the key "${oneLine(key, 60)}", but the configuration never holds a secret`,
		remedy: `Remove it (and revoke the value if it was committed). Give the token to the step:\nwith:\n  coolify-token: \${{ secrets.COOLIFY_TOKEN }}`
	};
}
export { parseConfiguration };
