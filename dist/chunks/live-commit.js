import { r as parseSha } from "./commit.js";
import { r as messageOf, t as Cancelled } from "./errors.js";
// src/github/live-commit.ts
const MOST = 30;
const AGAIN = { request: { retries: 1 } };
async function liveCommit(environment, options) {
	const [owner = "", repo = ""] = options.repository.split("/");
	try {
		const { octokitFor } = await import("./octokit.js");
		const octokit = octokitFor(options);
		const { data } = await octokit.rest.repos.listDeployments({
			owner,
			repo,
			environment,
			per_page: MOST,
			...AGAIN
		});
		for (const { id, sha } of data) {
			const { data: statuses } = await octokit.rest.repos.listDeploymentStatuses({
				owner,
				repo,
				deployment_id: id,
				per_page: 1,
				...AGAIN
			});
			const commit = parseSha(sha);
			if (statuses[0]?.state === "success" && commit !== void 0) return {
				found: true,
				commit
			};
		}
		return {
			found: false,
			reason: "none",
			why: `GitHub knows no successful deployment to ${environment}`
		};
	} catch (thrown) {
		if (options.signal.aborted) throw new Cancelled();
		const status = typeof thrown === "object" && thrown !== null && "status" in thrown ? Number(thrown.status) : 0;
		if (status === 403 || status === 404) return {
			found: false,
			reason: "refused",
			why: "GitHub does not let the token read deployments"
		};
		return {
			found: false,
			reason: "failed",
			why: status === 401 ? "GitHub does not accept the token" : messageOf(thrown)
		};
	}
}
export { liveCommit };
