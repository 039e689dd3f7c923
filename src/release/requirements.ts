import { UserError } from '../core/errors.ts';
import { inSequence, oneLine } from '../core/text.ts';
import type { ResourceSurvey } from './facts.ts';
import type { ReleaseRequest } from './request.ts';

/** What can only be judged once the applications are known. Throws `UserError` for the first thing that does not fit. */
export function requireAll(facts: readonly ResourceSurvey[], request: ReleaseRequest): void {
  requireImage(facts, request);
  requireTasks(facts, request);
  for (const each of facts) requireSite(each, request);
}

/** The resources of a tag are only known here. */
function requireTasks(facts: readonly ResourceSurvey[], request: ReleaseRequest): void {
  const all = facts.map(({ resource }) => resource);
  for (const { resource } of request.afterTasks) {
    if (all.some(({ name, uuid }) => name === resource || uuid === resource)) continue;
    throw new UserError(
      `The input "after-tasks" names the resource "${oneLine(resource, 60)}", which is not deployed here.`,
      {
        reasonCode: 'invalid-input',
        remedy: `Deployed are: ${inSequence(all.map(({ name }) => oneLine(name, 60)))}.`,
      },
    );
  }
}

function requireImage(all: readonly ResourceSurvey[], request: ReleaseRequest): void {
  if (request.imageTag === undefined || all.some(({ application }) => application.buildPack === 'dockerimage')) return;
  const built = inSequence(all.map(({ resource, application }) => `${resource.name} (${application.buildPack})`));
  throw new UserError(`The input "image-tag" is given, but no resource here runs a docker image: ${built}.`, {
    reasonCode: 'invalid-input',
    remedy: 'Leave image-tag out: what is built from git is chosen by its commit.\nwith:\n  sha: ${{ github.sha }}',
  });
}

function requireSite({ resource, application }: ResourceSurvey, request: ReleaseRequest): void {
  if (resource.version === undefined && resource.health === undefined) return;
  const remedy = 'with:\n  base-url: https://staging.example';
  if (request.site !== undefined) return;
  if (application.address === undefined || !URL.canParse(application.address)) {
    throw new UserError(
      `Where to read the version of ${resource.name} is not known: the application has no domain in Coolify.`,
      { reasonCode: 'invalid-input', remedy },
    );
  }
  if (new URL(application.address).protocol === 'http:' && !request.allowInsecure) {
    throw new UserError(
      `The domain of ${resource.name} in Coolify, ${oneLine(application.address, 100)}, is plain HTTP.`,
      {
        reasonCode: 'invalid-input',
        remedy: `Give it an https domain in Coolify, or:\n${remedy}`,
      },
    );
  }
}
