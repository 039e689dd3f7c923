/** The JSON of `GET /repos/{owner}/{repo}`: mostly links, all made from the repository's two addresses. */
import type { RestEndpointMethodTypes } from '@octokit/rest';
import { type Links, nodeId } from './answers.ts';

export type RepositoryAnswer = RestEndpointMethodTypes['repos']['get']['response']['data'];

export interface RepositoryFacts {
  readonly owner: string;
  readonly name: string;
  readonly isPrivate: boolean;
  readonly defaultBranch: string;
  /** ISO 8601. */
  readonly createdAt: string;
}

export function repositoryAnswer(api: string, links: Links, facts: RepositoryFacts): RepositoryAnswer {
  const { owner, name, isPrivate, defaultBranch, createdAt } = facts;
  const link = (path: string) => `${links.api}${path}`;
  return {
    id: 1,
    node_id: nodeId('Repository', `${owner}/${name}`),
    name,
    full_name: `${owner}/${name}`,
    owner: ownerAnswer(api, owner),
    private: isPrivate,
    visibility: isPrivate ? 'private' : 'public',
    default_branch: defaultBranch,
    description: null,
    homepage: null,
    language: null,
    license: null,
    mirror_url: null,
    fork: false,
    archived: false,
    disabled: false,
    has_issues: true,
    has_projects: true,
    has_wiki: false,
    has_pages: false,
    has_discussions: false,
    forks: 0,
    forks_count: 0,
    network_count: 0,
    open_issues: 0,
    open_issues_count: 0,
    size: 0,
    stargazers_count: 0,
    subscribers_count: 0,
    watchers: 0,
    watchers_count: 0,
    created_at: createdAt,
    pushed_at: createdAt,
    updated_at: createdAt,
    url: links.api,
    html_url: links.html,
    svn_url: links.html,
    clone_url: `${links.html}.git`,
    git_url: `git:${links.html.replace(/^https?:/, '')}.git`,
    ssh_url: `git@github.com:${owner}/${name}.git`,
    archive_url: link('/{archive_format}{/ref}'),
    assignees_url: link('/assignees{/user}'),
    blobs_url: link('/git/blobs{/sha}'),
    branches_url: link('/branches{/branch}'),
    collaborators_url: link('/collaborators{/collaborator}'),
    comments_url: link('/comments{/number}'),
    commits_url: link('/commits{/sha}'),
    compare_url: link('/compare/{base}...{head}'),
    contents_url: link('/contents/{+path}'),
    contributors_url: link('/contributors'),
    deployments_url: link('/deployments'),
    downloads_url: link('/downloads'),
    events_url: link('/events'),
    forks_url: link('/forks'),
    git_commits_url: link('/git/commits{/sha}'),
    git_refs_url: link('/git/refs{/sha}'),
    git_tags_url: link('/git/tags{/sha}'),
    hooks_url: link('/hooks'),
    issue_comment_url: link('/issues/comments{/number}'),
    issue_events_url: link('/issues/events{/number}'),
    issues_url: link('/issues{/number}'),
    keys_url: link('/keys{/key_id}'),
    labels_url: link('/labels{/name}'),
    languages_url: link('/languages'),
    merges_url: link('/merges'),
    milestones_url: link('/milestones{/number}'),
    notifications_url: link('/notifications{?since,all,participating}'),
    pulls_url: link('/pulls{/number}'),
    releases_url: link('/releases{/id}'),
    stargazers_url: link('/stargazers'),
    statuses_url: link('/statuses/{sha}'),
    subscribers_url: link('/subscribers'),
    subscription_url: link('/subscription'),
    tags_url: link('/tags'),
    teams_url: link('/teams'),
    trees_url: link('/git/trees{/sha}'),
  };
}

function ownerAnswer(api: string, login: string): RepositoryAnswer['owner'] {
  const url = `${api}/users/${login}`;
  return {
    login,
    id: 2,
    node_id: nodeId('Organization', login),
    avatar_url: 'https://avatars.githubusercontent.com/u/2?v=4',
    gravatar_id: '',
    url,
    html_url: `https://github.com/${login}`,
    type: 'Organization',
    site_admin: false,
    events_url: `${url}/events{/privacy}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    organizations_url: `${url}/orgs`,
    received_events_url: `${url}/received_events`,
    repos_url: `${url}/repos`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
  };
}
