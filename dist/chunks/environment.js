import { n as UserError } from "./errors.js";
import { t as nearest } from "./nearest.js";
import { r as inSequence, s as oneLine } from "./text.js";
import { isAbsolute, join } from "node:path";
// src/config/reasons.ts
const CONFIGURATION_REASONS = { "unknown-environment": {
	outcome: "error",
	meaning: "The configuration has no environment of this name.",
	remedy: "The message lists the names it has."
} };
// src/core/action.ts
const COMMON_REASONS = {
	"invalid-input": {
		outcome: "error",
		meaning: "An input is missing, misspelt or contradicts another.",
		remedy: "The message names the input and shows a value that would be accepted."
	},
	"invalid-configuration": {
		outcome: "error",
		meaning: "The configuration file cannot be read or does not fit its schema.",
		remedy: "The message gives file, line, column and the nearest valid key."
	},
	cancelled: {
		outcome: "inconclusive",
		meaning: "The run was cancelled before the answer was known.",
		remedy: "Run the job again; the message says what was left running."
	},
	"internal-error": {
		outcome: "error",
		meaning: "A defect of this action, not of your application.",
		remedy: "Please open an issue with the stack that is shown."
	}
};
function defineAction(definition) {
	return definition;
}
// src/config/environment.ts
const DEFAULT_CONFIGURATION = ".github/obcms-deploy.yml";
async function chooseEnvironment(given, world) {
	const file = given.config ?? ".github/obcms-deploy.yml";
	const content = await world.readFile(isAbsolute(file) ? file : join(world.host.context.workspace, file));
	if (content === void 0) {
		if (given.config === void 0) return {
			name: given.environment,
			configuration: void 0,
			file: void 0
		};
		throw new UserError(`The configuration "${file}" does not exist${isAbsolute(file) ? "" : ` in ${world.host.context.workspace}`}.`, {
			reasonCode: "invalid-configuration",
			remedy: "Check the path, and that the job checks the repository out before this step:\nsteps:\n  - uses: actions/checkout@v6"
		});
	}
	if (given.environment === void 0) return {
		name: void 0,
		configuration: void 0,
		file
	};
	const { parseConfiguration } = await import("./load.js");
	const { environments, app } = parseConfiguration(content, file);
	const configuration = Object.hasOwn(environments, given.environment) ? environments[given.environment] : void 0;
	if (configuration !== void 0) return {
		name: given.environment,
		configuration,
		file,
		...app === void 0 ? {} : { app }
	};
	const names = Object.keys(environments);
	const close = nearest(given.environment, names);
	throw new UserError(`${file} has no environment "${oneLine(given.environment, 60)}"${close === void 0 ? "" : `; did you mean "${close}"?`}`, {
		reasonCode: "unknown-environment",
		remedy: `It has ${inSequence(names)}. Write:\nwith:\n  environment: ${close ?? names[0] ?? "staging"}`
	});
}
export { CONFIGURATION_REASONS as a, defineAction as i, chooseEnvironment as n, COMMON_REASONS as r, DEFAULT_CONFIGURATION as t };
