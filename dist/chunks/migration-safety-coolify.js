import { o as explain, t as askPatiently } from "./insisting.js";
import { t as Cancelled } from "./errors.js";
import { s as oneLine } from "./text.js";
import { t as recognizerOf } from "./migration-safety-run.js";
import { coolifyClient } from "./coolify-client.js";
import { r as coolifyGiven } from "./coolify-inputs.js";
import { resourcesOf } from "./coolify-resources.js";
// src/actions/migration-safety-coolify.ts
async function coolifyPlacesOf({ inputs, own }, chosen, authorities, world) {
	const given = coolifyGiven(inputs, chosen, own.allowInsecure, world);
	if (given === void 0) return void 0;
	const { coolify, token } = given;
	const resources = resourcesOf(inputs, chosen, coolify);
	const client = coolifyClient(coolify, token, authorities, world);
	const answers = await Promise.all(resources.map((resource) => placesOf(resource, client, coolify.home, world)));
	return {
		places: answers.flatMap(({ places }) => places),
		starts: answers.flatMap(({ starts }) => starts),
		applications: answers.flatMap(({ applications }) => applications),
		notes: [...new Set(answers.flatMap(({ notes }) => notes))]
	};
}
async function placesOf({ name, uuid }, client, home, world) {
	const [form, tasks] = await Promise.all([answerOf(`read the application ${name}`, () => client.form(uuid, world.signal), home, world), answerOf(`read the scheduled tasks of ${name}`, () => client.tasks(uuid, world.signal), home, world)]);
	const title = oneLine(form.value?.name ?? name, 80);
	const typed = [...commandsOf(form.value), ...tasksOf(tasks.value ?? [])];
	const recognize = recognizerOf(NO_FILES);
	const places = await Promise.all(typed.map((command) => placeOf(command, title, recognize)));
	const start = form.value?.startCommand;
	return {
		places: places.flat(),
		starts: start === void 0 ? [] : [start],
		applications: form.value === void 0 ? [] : [title],
		notes: form.note === void 0 ? tasks.note === void 0 ? [] : [tasks.note] : [form.note]
	};
}
const NO_FILES = {
	files: [],
	read: async () => void 0
};
function commandsOf(form) {
	if (form === void 0) return [];
	const { preDeployment, preDeploymentContainer, postDeployment, postDeploymentContainer, startCommand } = form;
	const inContainer = (container) => container === void 0 ? {} : { container };
	return [
		...startCommand === void 0 ? [] : [{
			kind: "entrypoint",
			command: startCommand,
			part: "start command"
		}],
		...preDeployment === void 0 ? [] : [{
			kind: "pre-deployment",
			command: preDeployment,
			...inContainer(preDeploymentContainer)
		}],
		...postDeployment === void 0 ? [] : [{
			kind: "post-deployment",
			command: postDeployment,
			...inContainer(postDeploymentContainer)
		}]
	];
}
function tasksOf(tasks) {
	return tasks.flatMap(({ name, command, enabled }) => command === void 0 || command === "" ? [] : [{
		kind: "scheduled-task",
		command,
		part: `task ${oneLine(name, 80)}${enabled === false ? ", which runs when it is executed" : ""}`
	}]);
}
async function placeOf({ kind, command, container, part }, application, recognize) {
	const found = await recognize(command);
	if (found === void 0) return [];
	return [{
		kind,
		where: `Coolify, application ${application}${part === void 0 ? "" : `, ${part}`}`,
		command: oneLine(command, 160),
		...container === void 0 ? {} : { container },
		...found.takesTurns ? { takesTurns: true } : {}
	}];
}
async function answerOf(doing, call, home, world) {
	const reply = await askPatiently(call, world);
	if (world.signal.aborted) throw new Cancelled();
	if (reply.ok) return { value: reply.value };
	const { message, remedy } = explain(reply.problem, {
		doing,
		home
	});
	return { note: `${message} ${remedy.split("\n")[0] ?? ""}`.trim() };
}
export { coolifyPlacesOf };
