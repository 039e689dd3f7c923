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
function coolifyGiven(inputs, chosen, allowInsecure, world) {
	const token = inputs.text("coolify-token");
	if (token === void 0) {
		if (inputs.text("resource") === void 0) return void 0;
		throw inputs.refusal("coolify-token", "is needed to read the application that \"resource\" names; a secret that does not exist, or is not passed to a fork, arrives empty");
	}
	checkToken("coolify-token", inputs);
	return {
		coolify: coolifyAddressOf(inputs, chosen, allowInsecure, world),
		token
	};
}
export { readAddress as i, coolifyAddressOf as n, coolifyGiven as r, checkToken as t };
