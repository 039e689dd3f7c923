import { y as withoutUserinfo } from "./world.js";
import { n as UserError, r as messageOf } from "./errors.js";
import { s as oneLine } from "./text.js";
import { d as DEFAULT_CONFIGURATION } from "./version-inputs.js";
import { isAbsolute, join } from "node:path";
// src/smoke/version-page.ts
function probeHeaders(probe) {
	return {
		Accept: probe.kind === "text" ? "*/*" : "application/json, */*;q=0.5",
		"Cache-Control": "no-cache",
		"User-Agent": "obcms-deploy"
	};
}
async function readAnswer(answer, probe) {
	const wrong = (why) => ({
		kind: "wrong-answer",
		status: answer.status,
		why
	});
	if (answer.status >= 300 && answer.status < 400) return wrong(`it redirects to ${oneLine([answer.headers["location"] ?? "nowhere"].flat()[0] ?? "nowhere", 120)}`);
	if (answer.status < 200 || answer.status > 299) return wrong(`it answers ${answer.status}`);
	switch (probe.kind) {
		case "health": return {
			kind: "answered",
			value: ""
		};
		case "text": return readText(answer.body, probe.pattern, wrong);
		case "json": return readJson(answer.body, probe.query, wrong);
	}
}
async function readText(body, pattern, wrong) {
	const { bounded, TooMuchWork } = await import("./bounded.js").then((n) => n.r);
	try {
		const value = bounded(() => pattern.exec(body)?.[1]);
		return value === void 0 ? wrong("the regular expression finds nothing in the page") : {
			kind: "answered",
			value: oneLine(value, 200)
		};
	} catch (thrown) {
		if (!(thrown instanceof TooMuchWork)) throw thrown;
		return wrong(`the regular expression was given up on the page: ${messageOf(thrown)}`);
	}
}
async function readJson(body, query, wrong) {
	let document;
	try {
		document = JSON.parse(body);
	} catch {
		return wrong("the page is not JSON");
	}
	const { queryJson } = await import("./json-path.js").then((n) => n.t);
	const nodes = await queryJson(query, document);
	if (!nodes.ok) return wrong(nodes.why);
	const [value] = nodes.values;
	if (value === void 0) return wrong(`${query} finds nothing in the answer`);
	if (typeof value !== "string" && typeof value !== "number") return wrong(`${query} finds something that is neither text nor number`);
	return {
		kind: "answered",
		value: oneLine(String(value), 200)
	};
}
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
export { withoutFile as a, siteOf as i, inConfiguration as n, probeHeaders as o, inWorkspace as r, readAnswer as s, authoritiesOf as t };
