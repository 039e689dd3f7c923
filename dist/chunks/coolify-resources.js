import { t as RESOURCE_ID } from "./schema-patterns.js";
import { t as nearest } from "./nearest.js";
import { r as inSequence, s as oneLine } from "./text.js";
import { m as wordsOf } from "./finding-links.js";
// src/actions/coolify-resources.ts
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
export { resourcesOf };
