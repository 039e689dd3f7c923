import { r as __exportAll } from "./rolldown-runtime.js";
import { Script, createContext } from "node:vm";
// src/smoke/expect/bounded.ts
var bounded_exports = __exportAll({
	TooMuchWork: () => TooMuchWork,
	bounded: () => bounded
});
const LONGEST_WORK = 1e3;
var TooMuchWork = class extends Error {
	name = "TooMuchWork";
};
function bounded(work, limit = LONGEST_WORK) {
	room ??= createContext({});
	let answer;
	room["work"] = () => {
		answer = { value: work() };
	};
	try {
		CALL.runInContext(room, { timeout: limit });
	} catch (thrown) {
		if (hasCode(thrown, "ERR_SCRIPT_EXECUTION_TIMEOUT")) throw new TooMuchWork(`it takes longer than ${limit / 1e3} s`);
		if (isNamed(thrown, "RangeError")) throw new TooMuchWork("it goes too deep");
		throw thrown;
	} finally {
		room["work"] = void 0;
	}
	if (answer === void 0) throw new TooMuchWork("it came to no end");
	return answer.value;
}
const CALL = new Script("work()");
let room;
function hasCode(thrown, code) {
	return typeof thrown === "object" && thrown !== null && "code" in thrown && thrown.code === code;
}
function isNamed(thrown, name) {
	return typeof thrown === "object" && thrown !== null && "name" in thrown && thrown.name === name;
}
export { bounded as n, bounded_exports as r, TooMuchWork as t };
