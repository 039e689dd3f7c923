import { t as DEFAULT_CONFIGURATION } from "./environment.js";
import { n as UserError } from "./errors.js";
import { y as withoutUserinfo } from "./world.js";
import { s as oneLine } from "./text.js";
import { isAbsolute, join } from "node:path";
// src/actions/site-inputs.ts
function siteOf(inputs, chosen, allowInsecure) {
	const given = inputs.text("base-url");
	const text = given ?? chosen.configuration?.url;
	if (text === void 0) return void 0;
	const problem = siteProblem(text, allowInsecure);
	if (problem === void 0) return new URL(text);
	if (given !== void 0) throw inputs.refusal("base-url", problem);
	throw inConfiguration(chosen, "url", text, problem);
}
function siteProblem(text, allowInsecure) {
	if (!URL.canParse(text)) return "is no address: write it with https://";
	const { protocol, username, password, pathname, search, hash } = new URL(text);
	if (username !== "" || password !== "") return "holds a user name or password";
	if (pathname !== "/" || search !== "" || hash !== "") return `has something behind the host (${oneLine(`${pathname}${search}${hash}`, 60)}); paths are written where they are asked for, from the root of the host`;
	if (protocol === "http:" && !allowInsecure) return "is plain HTTP; use https, or set allow-insecure: true";
	return protocol === "https:" || protocol === "http:" ? void 0 : "is neither https nor http";
}
function withoutFile(chosen, world) {
	if (chosen.file !== void 0) return chosen.name === void 0 ? `; give it, or name an environment of ${chosen.file}` : "";
	if (chosen.name === void 0) return "";
	return `, and there is no ${DEFAULT_CONFIGURATION} in ${world.host.context.workspace}: does the job check the repository out before this step?`;
}
const EXAMPLES = {
	url: "url: https://staging.example",
	"coolify.url": "coolify:\n      url: https://coolify.example"
};
function inConfiguration(chosen, key, value, problem) {
	return new UserError(`${chosen.file ?? "The configuration"}: "environments.${chosen.name}.${key}", which is "${oneLine(withoutUserinfo(value), 100)}", ${problem}.`, {
		reasonCode: "invalid-configuration",
		remedy: `environments:\n  ${chosen.name}:\n    ${EXAMPLES[key]}`
	});
}
async function authoritiesOf(inputs, world) {
	const file = inputs.text("ca-file");
	if (file === void 0) return [];
	const content = await world.readFile(inWorkspace(file, world));
	if (content === void 0) throw inputs.refusal("ca-file", "does not exist; the path starts at the root of the checkout");
	if (!content.includes("-----BEGIN CERTIFICATE-----")) throw inputs.refusal("ca-file", "holds no certificate in PEM form");
	return [content];
}
function inWorkspace(path, world) {
	return isAbsolute(path) ? path : join(world.host.context.workspace, path);
}
export { withoutFile as a, siteOf as i, inConfiguration as n, inWorkspace as r, authoritiesOf as t };
