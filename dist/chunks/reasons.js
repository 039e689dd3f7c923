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
export { COOLIFY_REASONS as t };
