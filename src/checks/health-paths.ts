import type { EnvironmentConfiguration } from '../config/schema.ts';

/**
 * Health paths that the configuration names for an environment, first the web's: of the resources `health`, then the page of `version`, which is
 * `<path>#<JSONPath>` or `<path>~/<expression>/`. Without a query, each once.
 */
export function healthPathsOf(environment: EnvironmentConfiguration | undefined): readonly string[] {
  const resources = Object.values(environment?.coolify?.resources ?? {});
  const paths = [...resources.map(({ health }) => health), ...resources.map(({ version }) => pageOf(version))];
  return [...new Set(paths.map(pathOf).filter(path => path !== undefined))];
}

function pageOf(version: string | undefined): string | undefined {
  return version?.split(/#|~\//)[0];
}

/** People write the address of the page as well as its path. */
function pathOf(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  if (text.startsWith('/')) return text.replace(/[?#].*$/, '');
  return URL.canParse(text) ? new URL(text).pathname : undefined;
}
