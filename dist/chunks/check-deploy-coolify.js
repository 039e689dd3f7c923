import { n as runningVariables, r as addedVariables } from "./variables.js";
import { o as explain, t as askPatiently } from "./insisting.js";
import { n as UserError } from "./errors.js";
// src/actions/check-deploy-coolify.ts
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
export { askCoolify };
