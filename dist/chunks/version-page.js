import { r as messageOf } from "./errors.js";
import { s as oneLine } from "./text.js";
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
export { readAnswer as n, probeHeaders as t };
