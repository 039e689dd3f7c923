import { t as RESOURCE_ID } from "./schema-patterns.js";
import { a as withoutFile, n as inConfiguration } from "./site-inputs.js";
// src/coolify/address.ts
function readAddress(text, options) {
	const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
	if (!URL.canParse(withScheme)) return { problem: "not-a-url" };
	const url = new URL(withScheme);
	if (url.protocol !== "https:" && url.protocol !== "http:") return { problem: "not-http" };
	if (url.username !== "" || url.password !== "") return { problem: "credentials" };
	if (url.protocol === "http:" && !options.allowInsecure) return { problem: "insecure" };
	const prefix = url.pathname.replace(/\/+$/, "").replace(/(\/api)?(\/v1)?(\/deploy)?$/, "").replace(/\/+$/, "");
	const home = `${url.origin}${prefix}`;
	const list = (name) => (url.searchParams.get(name) ?? "").split(",").map((item) => item.trim()).filter((item) => item !== "");
	if (url.searchParams.has("pr") || url.searchParams.has("pull_request_id")) return { problem: "preview" };
	const uuids = list("uuid");
	const tags = list("tag");
	if (tags.length > 1) return { problem: "several-tags" };
	if (!uuids.every((uuid) => RESOURCE_ID.test(uuid))) return { problem: "bad-id" };
	return {
		api: new URL(`${home}/api/v1/`),
		home,
		uuids,
		tag: tags[0]
	};
}
// src/actions/coolify-inputs.ts
const NO_TOKEN = /[^\x21-\x7e]|["']/;
function checkToken(name, inputs) {
	if (!NO_TOKEN.test(inputs.text(name) ?? "")) return;
	throw inputs.refusal(name, "holds characters that no token has: a line break, a space or a quotation mark was copied along");
}
const ADDRESS_PROBLEMS = {
	"not-a-url": "is no address",
	"not-http": "is neither https nor http",
	preview: "is the webhook of a pull request preview (pr=...), and previews are not deployed by this action",
	"several-tags": "names several tags; deploy them one after the other",
	"bad-id": "names an id (uuid=...) that is not one of Coolify: 7 to 40 lower-case letters and digits",
	credentials: "holds a user name or password; the token belongs into coolify-token",
	insecure: "is plain HTTP, over which the token could be read by anyone on the way; use https, or, for a loopback or private address you trust, set allow-insecure: true"
};
function coolifyAddressOf(inputs, chosen, allowInsecure, world) {
	const given = inputs.text("coolify-url");
	const text = given ?? chosen.configuration?.coolify?.url;
	if (text === void 0) throw inputs.refusal("coolify-url", `does not say where Coolify is${withoutFile(chosen, world)}`);
	const address = readAddress(text, { allowInsecure });
	if (!("problem" in address)) return address;
	if (given !== void 0) throw inputs.refusal("coolify-url", ADDRESS_PROBLEMS[address.problem]);
	throw inConfiguration(chosen, "coolify.url", text, ADDRESS_PROBLEMS[address.problem]);
}
// src/coolify/reasons.ts
const COOLIFY_REASONS = {
	"coolify-unreachable": {
		outcome: "error",
		meaning: "No connection to the address in `coolify-url`: name, port, certificate or firewall.",
		remedy: "The message says which; check the address from the machine that runs the job."
	},
	"coolify-unavailable": {
		outcome: "error",
		meaning: "Coolify (or the proxy before it) kept answering with server errors before anything was triggered.",
		remedy: "Wait until Coolify is back (it restarts to update itself), then run the job again."
	},
	"not-coolify": {
		outcome: "error",
		meaning: "What answers at `coolify-url` is not the API of Coolify: a login page, a redirect, another site.",
		remedy: "Give the address of Coolify itself and let the runner reach `/api/v1` without a login page before it."
	},
	"token-refused": {
		outcome: "error",
		meaning: "The token is unknown, expired or belongs to no team.",
		remedy: "Make a new token in Coolify under Keys & Tokens; the default lifetime is 30 days."
	},
	"token-ability": {
		outcome: "error",
		meaning: "The token lacks an ability that this action needs.",
		remedy: "Make a token with the abilities the message names; choosing \"deploy\" in Coolify unticks the others."
	},
	"token-role": {
		outcome: "error",
		meaning: "The token's owner is a plain member of the team, whose tokens may only read (since 4.2).",
		remedy: "Let an admin or owner of the team make the token."
	},
	"api-disabled": {
		outcome: "error",
		meaning: "The API of this Coolify is switched off, as it is after installation.",
		remedy: "Settings, Configuration, Advanced in Coolify: enable API Access."
	},
	"address-not-allowed": {
		outcome: "error",
		meaning: "Coolify only lets listed IP addresses use its API, and this runner is not one of them.",
		remedy: "Add the runner under Allowed IPs for API Access, or use a self-hosted runner with a fixed address."
	},
	"resource-not-found": {
		outcome: "error",
		meaning: "No application with this id is visible to the token: a typing error, or another team.",
		remedy: "Copy the id from the address of the application in Coolify; a token sees one team only."
	},
	"not-an-application": {
		outcome: "error",
		meaning: "The id belongs to a service or a database, which have no deployments and no commit.",
		remedy: "Name applications only; services are restarted in Coolify."
	},
	"coolify-unsupported": {
		outcome: "error",
		meaning: "This version of Coolify cannot do what is needed.",
		remedy: "The message names the version that can."
	},
	"coolify-refused": {
		outcome: "error",
		meaning: "Coolify refused the request for a reason of its own.",
		remedy: "Coolify's own words are in the message."
	}
};
export { readAddress as i, checkToken as n, coolifyAddressOf as r, COOLIFY_REASONS as t };
