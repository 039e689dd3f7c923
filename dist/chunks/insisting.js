import { o as isPassing } from "./variables.js";
import { n as deadlineIn } from "./world.js";
import { t as inWords } from "./duration.js";
import { n as UserError } from "./errors.js";
// src/coolify/explain.ts
const TOKEN_YAML = "with:\n  coolify-token: ${{ secrets.COOLIFY_TOKEN }}";
function explain(problem, attempt) {
	const { doing, home } = attempt;
	switch (problem.kind) {
		case "unreachable": return {
			reasonCode: "coolify-unreachable",
			...unreachable(problem.failure.kind, problem.failure.message, home)
		};
		case "unavailable": return {
			reasonCode: "coolify-unavailable",
			message: `Coolify at ${home} answered ${problem.status}${quoted(problem.message)} to "${doing}" and did not recover.`,
			remedy: "Wait until Coolify is back (it restarts to update itself), then run the job again."
		};
		case "not-coolify": return {
			reasonCode: "not-coolify",
			...notCoolify(problem, home)
		};
		case "unauthenticated": return {
			reasonCode: "token-refused",
			message: `Coolify does not accept the token (${problem.status}${quoted(problem.message)}): it is mistyped, expired, or its team is gone.`,
			remedy: `Make a new token in Coolify (Keys & Tokens, API tokens; the default lifetime is 30 days), keep the number and the bar before the secret ("12|abc..."), store it as a secret and pass it:\n${TOKEN_YAML}`
		};
		case "ability-missing": return {
			reasonCode: "token-ability",
			message: `The Coolify token may not ${doing}: it lacks the ability "${problem.ability}".`,
			remedy: abilityRemedy(problem.ability)
		};
		case "role-too-low": return {
			reasonCode: "token-role",
			message: `Coolify refuses to ${doing}${quoted(problem.message)}: the owner of the token is a plain member of the team, and since 4.2 such a token may do nothing once it has more than "read".`,
			remedy: "Let an admin or owner of the team make the token, with the abilities read and deploy."
		};
		case "api-disabled": return {
			reasonCode: "api-disabled",
			message: `The API of Coolify at ${home} is switched off.`,
			remedy: `Open ${home}/settings/advanced as root user and enable "API Access".`
		};
		case "address-not-allowed": return {
			reasonCode: "address-not-allowed",
			message: `Coolify at ${home} does not let this runner use its API: its IP address is not on the list.`,
			remedy: `Add the runner's address at ${home}/settings/advanced under "Allowed IPs for API Access". GitHub's own runners change addresses; a self-hosted runner has one.`
		};
		case "route-missing":
		case "method-refused": return {
			reasonCode: "coolify-unsupported",
			message: `Coolify${attempt.version === void 0 ? "" : ` ${attempt.version}`} cannot ${doing}: ${problem.kind === "route-missing" ? "it has no such route" : "it refuses the method (405)"}${quoted(problem.message)}.`,
			remedy: "Update Coolify to 4.2 or later. If the address has a path of its own, check that it ends before /api/v1."
		};
		case "not-found": return {
			reasonCode: "resource-not-found",
			message: `Coolify does not find what was asked for (${doing})${quoted(problem.message)}.`,
			remedy: "Copy the id from the address of the application in Coolify. A token sees the resources of one team only: make it in the team that owns the application."
		};
		case "queue-full":
		case "throttled": return {
			reasonCode: "coolify-unavailable",
			message: `Coolify at ${home} answered "too many requests" to "${doing}" and did not stop.`,
			remedy: "Coolify allows 200 requests a minute for a user, whatever token. Let fewer jobs run at once, or give this one a token of another user."
		};
		case "forbidden":
		case "conflict":
		case "invalid": return {
			reasonCode: "coolify-refused",
			message: `Coolify refused to ${doing}${quoted(problem.message)}.`,
			remedy: "The words in quotation marks are Coolify's own."
		};
	}
}
function unreachable(kind, reason, home) {
	switch (kind) {
		case "dns": return {
			message: `The host of ${home} does not exist (${reason}).`,
			remedy: "Check the address for typing errors. It is the one under which you open Coolify in a browser."
		};
		case "tls": return {
			message: `The certificate of ${home} is not accepted: ${reason}.`,
			remedy: "Give Coolify a certificate for this host. If a private authority signed it, trust that authority:\nwith:\n  ca-file: certificates/authority.pem"
		};
		default: return {
			message: `Coolify at ${home} cannot be reached: ${reason}.`,
			remedy: "Check the port, and that a firewall lets this runner through. A Coolify without a domain listens on port 8000 with plain HTTP."
		};
	}
}
function notCoolify(problem, home) {
	if (problem.location !== "") return {
		message: `${home} is not the API of Coolify: it redirects to ${problem.location}. The token was not sent there.`,
		remedy: "If that is a login page (Cloudflare Access, SSO), let the runner pass it for /api/v1. If it is the same host with https or another name, use that address in coolify-url."
	};
	const page = problem.title === "" ? "a page that is not JSON" : `a page titled "${problem.title}"`;
	return {
		message: `${home} is not the API of Coolify: it answered ${problem.status} with ${page}.`,
		remedy: "Use the address under which you open Coolify in a browser, not the address of your site:\nwith:\n  coolify-url: https://coolify.example"
	};
}
const NEEDED_FOR = {
	read: "to see the application and its deployments",
	deploy: "to start a deployment",
	write: "to pin a commit or to set an image tag",
	"read:sensitive": "to see deployment logs"
};
function abilityRemedy(ability) {
	const why = NEEDED_FOR[ability];
	return [
		`"${ability}" is needed${why === void 0 ? "" : ` ${why}`}. Make a token with the abilities deploy and read (and read:sensitive for logs, write for pins and image tags).`,
		"Tick deploy first in Coolify: ticking it unticks the others. Then store the token as a secret and pass it:",
		TOKEN_YAML
	].join("\n");
}
function quoted(message) {
	return message === "" ? "" : ` ("${message}")`;
}
// src/coolify/patience.ts
const WAITS = [
	500,
	1e3,
	2e3,
	4e3,
	8e3
];
function waitAfter(attempt, random) {
	const base = WAITS[Math.min(attempt, WAITS.length - 1)] ?? 0;
	return Math.round(base * (.75 + random() / 2));
}
function isPassingOnceKnown(problem) {
	return isPassing(problem) || problem.kind === "not-coolify";
}
async function patiently(ask, patience) {
	const again = patience.again ?? isPassing;
	for (let attempt = 0;; attempt += 1) {
		const reply = await ask();
		if (reply.ok || !again(reply.problem)) return reply;
		const wait = waitAfter(attempt, patience.random);
		if (patience.deadline.remaining() <= wait) return reply;
		patience.waiting?.(reply.problem);
		await patience.clock.sleep(wait, patience.signal);
	}
}
// src/release/insisting.ts
const SURVEY_PATIENCE = 6e4;
const DNS_PATIENCE = 4e3;
async function insist(doing, call, request, world) {
	const reply = await askPatiently(call, world);
	if (reply.ok) return reply.value;
	throw asUserError(reply.problem, doing, request);
}
function askPatiently(call, world) {
	const { clock, random, signal, host } = world;
	const began = clock.elapsed();
	return patiently(call, {
		clock,
		random,
		signal,
		deadline: deadlineIn(clock, SURVEY_PATIENCE),
		again: (problem) => {
			return problem.kind === "unreachable" && problem.failure.kind === "dns" ? clock.elapsed() - began < DNS_PATIENCE : isPassing(problem);
		},
		waiting: () => host.progress(`Coolify does not answer; asking again for up to ${inWords(SURVEY_PATIENCE)}`)
	});
}
function asUserError(problem, doing, request) {
	const { reasonCode, message, remedy } = explain(problem, {
		doing,
		home: request.coolify.home
	});
	return new UserError(message, {
		reasonCode,
		remedy
	});
}
export { waitAfter as a, patiently as i, insist as n, explain as o, isPassingOnceKnown as r, askPatiently as t };
