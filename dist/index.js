import { S as cancellation, T as load, c as perform, i as runnerHost, l as performPost, s as exitCodeOf, t as worldFor, x as leave } from "./chunks/world.js";
// src/host/runner-inputs.ts
function rawInputs(specs, environment) {
	const values = new Map();
	for (const name of Object.keys(specs)) {
		const value = environment[`INPUT_${name.replace(/ /g, "_").toUpperCase()}`];
		if (value !== void 0) values.set(name, value);
	}
	return values;
}
function rawState(environment) {
	const values = new Map();
	for (const [name, value] of Object.entries(environment)) if (name.startsWith("STATE_") && value !== void 0) values.set(name.slice(6), value);
	return values;
}
// src/main.ts
async function main(name, heard) {
	const host = runnerHost(process.env);
	const world = worldFor(host, process.env, cancellation(heard));
	const action = await load(name);
	const outcome = await perform(action, rawInputs(action.inputs, process.env), world);
	leave(exitCodeOf(outcome));
}
async function post(name, heard) {
	const host = runnerHost(process.env);
	const world = worldFor(host, process.env, cancellation(heard));
	const action = await load(name);
	const done = await performPost(action, rawState(process.env), rawInputs(action.inputs, process.env), world);
	leave(done ? 0 : 1);
}
export { main, post };
