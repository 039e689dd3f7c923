import type { Repository } from '../../core/repository.ts';
import type { SourceFacts, WorkflowFile } from './facts.ts';
import { workflowOf } from './workflow.ts';

const WORKFLOW = /^\.github\/(?:workflows\/[^/]+|actions\/(?:[^/]+\/)+action)\.ya?ml$/;
/** Files that a rule looks into: keys and certificates, dumps, service accounts, user lists, what git ignores, scripts, update robots. */
const LOOKED_INTO: readonly RegExp[] = [
  /\.(?:pem|key|crt|cer|p8|ppk)$/i,
  /(?:^|\/)(?:id_rsa|id_dsa|id_ecdsa|id_ed25519)$/,
  /\.(?:sql|dump|pgdump)$/i,
  /(?:^|\/)userlist\.txt$/i,
  /(?:^|[/_.-])(?:service|account|sa|credentials?|firebase|gcp|google|gcloud|client_secret|key|keyfile|adminsdk)[^/]*\.json$/i,
  /(?:^|\/)\.gitignore$/,
  /(?:^|\/)[^/]*entrypoint[^/]*$|\.(?:sh|bash)$|(?:^|\/)(?:Makefile|Procfile|justfile|release)$/i,
  /^\.github\/dependabot\.ya?ml$|(?:^|\/)\.?renovate(?:rc)?(?:\.json5?)?$|(?:^|\/)\.pyup\.ya?ml$/,
];
const ELSEWHERE = /(?:^|\/)(?:node_modules|site-packages|\.venv|venv)\//;
/** What a rule looks for stands at the beginning; the rest of a dump is not kept. */
const KEPT = 64 * 1024;

export async function readSource(repository: Repository): Promise<SourceFacts> {
  const workflows: WorkflowFile[] = [];
  const texts = new Map<string, string>();
  for (const path of repository.files) {
    const workflow = WORKFLOW.test(path);
    if (ELSEWHERE.test(path) || !(workflow || LOOKED_INTO.some(pattern => pattern.test(path)))) continue;
    const text = await repository.read(path);
    if (text === undefined) continue;
    if (workflow) workflows.push(await workflowOf(path, text));
    else texts.set(path, text.slice(0, KEPT));
  }
  const { tracked } = repository;
  const files = tracked === undefined ? repository.files : repository.files.filter(path => tracked.has(path));
  return { tracked: tracked !== undefined, files, workflows, texts };
}
