import { t as RESOURCE_ID } from "./schema-patterns.js";
import { n as runningVariables, r as addedVariables } from "./variables.js";
import { o as explain, t as askPatiently } from "./insisting.js";
import { n as UserError } from "./errors.js";
import { t as nearest } from "./nearest.js";
import { r as inSequence, s as oneLine } from "./text.js";
import { f as wordsOf } from "./check-deploy.js";
// src/actions/check-deploy-coolify.ts
function resourcesOf(inputs, chosen, coolify) {
	const configured = Object.entries(chosen.configuration?.coolify?.resources ?? {}).map(([name, { uuid }]) => ({
		name,
		uuid
	}));
	const words = inputs.lines("resource").flatMap(wordsOf);
	const named = words.length > 0 ? words.map((word) => resourceCalled(word, configured, inputs)) : void 0;
	const pasted = coolify.uuids.map((uuid) => configured.find((each) => each.uuid === uuid) ?? {
		name: uuid,
		uuid
	});
	const resources = named ?? (pasted.length > 0 ? pasted : configured);
	if (resources.length > 0) return [...new Map(resources.map((each) => [each.uuid, each])).values()];
	throw inputs.refusal("resource", "names no application, and neither does the configuration; give the id of the application, or leave coolify-token out");
}
function resourceCalled(word, configured, inputs) {
	const known = configured.find(({ name, uuid }) => name === word || uuid === word);
	if (known !== void 0) return known;
	if (RESOURCE_ID.test(word)) return {
		name: word,
		uuid: word
	};
	const names = configured.map(({ name }) => name);
	const close = nearest(word, names);
	const meant = close === void 0 ? "" : `; did you mean ${close}?`;
	const unknown = names.length === 0 ? "" : `is no application of the environment (${inSequence(names)}) and `;
	throw inputs.refusal("resource", `has the entry "${oneLine(word, 60)}", which ${unknown}is no id of Coolify's: 7 to 40 lower-case letters and digits${meant}`);
}
async function askCoolify(resources, home, client, world) {
	const [first, ...others] = resources;
	if (first === void 0) throw new Error("there is at least one application to ask about");
	const ask = (doing, call) => insist(doing, call, home, world);
	const variablesOf = async ({ name, uuid }) => {
		const rows = await ask(`read the variables of ${name}`, () => client.variableRows(uuid, world.signal));
		return runningVariables(rows);
	};
	const [form, own, ...rest] = await Promise.all([
		ask(`read the application ${first.name}`, () => client.form(first.uuid, world.signal)),
		variablesOf(first),
		...others.map(variablesOf)
	]);
	return {
		home,
		application: applicationOf(form),
		variables: asVariables(own),
		added: addedBy(own.insensitive ? void 0 : form, world),
		siblings: new Map(others.map(({ name }, index) => [name, asVariables(rest[index])])),
		insensitive: own.insensitive
	};
}
async function insist(doing, call, home, world) {
	const reply = await askPatiently(call, world);
	if (reply.ok) return reply.value;
	const { reasonCode, message, remedy } = explain(reply.problem, {
		doing,
		home
	});
	throw new UserError(message, {
		reasonCode,
		remedy
	});
}
function asVariables(running) {
	const values = [...running?.values ?? []].map(([name, value]) => [name, { value }]);
	return {
		origin: "coolify",
		values: new Map(values),
		unreadable: running?.unreadable ?? []
	};
}
function addedBy(form, { environment }) {
	const added = form === void 0 ? {} : addedVariables(form, environment["GITHUB_SHA"] || "HEAD");
	const values = Object.entries(added).map(([name, value]) => [name, { value }]);
	return {
		origin: "coolify",
		values: new Map(values),
		unreadable: []
	};
}
function applicationOf({ uuid: _, branch: __, ...form }) {
	return form;
}
export { askCoolify, resourcesOf };
