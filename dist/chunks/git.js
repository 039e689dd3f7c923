// src/core/git.ts
async function askGit(args, options, world) {
	const result = await world.processes.run({
		command: "git",
		args: [
			"-c",
			`safe.directory=${options.directory}`,
			"-c",
			"core.fsmonitor=false",
			"-c",
			"core.hooksPath=/dev/null",
			...args
		],
		directory: options.directory,
		environment: {
			...gitEnvironment(world.environment),
			...options.variables
		},
		timeout: options.timeout,
		signal: world.signal,
		...options.mostOutput === void 0 ? {} : { mostOutput: options.mostOutput },
		...options.input === void 0 ? {} : { input: options.input }
	});
	if (!result.ok) return {
		ok: false,
		reason: "absent",
		message: result.message
	};
	if (result.exitCode === 0) return {
		ok: true,
		stdout: result.stdout
	};
	return {
		ok: false,
		reason: "refused",
		message: result.stderr.trim()
	};
}
const NEEDED = [
	"PATH",
	"HOME",
	"SSH_AUTH_SOCK",
	"GIT_SSH_COMMAND",
	"HTTPS_PROXY",
	"https_proxy",
	"NO_PROXY",
	"no_proxy",
	"SSL_CERT_FILE",
	"SYSTEMROOT"
];
function gitEnvironment(environment) {
	const entries = NEEDED.flatMap((name) => environment[name] === void 0 ? [] : [[name, environment[name]]]);
	return {
		...Object.fromEntries(entries),
		GIT_TERMINAL_PROMPT: "0",
		LC_ALL: "C"
	};
}
export { askGit as t };
