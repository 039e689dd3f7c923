import type { Repository } from '../../core/repository.ts';
import type { MigrationNode, Unread } from '../facts.ts';

/** Files in which projects say which versions they install. */
const PINS =
  /(?:^|\/)(?:requirements[^/]*\.(?:txt|in)|requirements\/[^/]+\.(?:txt|in)|constraints[^/]*\.txt|[^/]+\.lock|pyproject\.toml|Pipfile|setup\.(?:cfg|py))$/;

/**
 * Packages with migrations whose version differs between the two releases. Both releases are asked in the Python of the new one, so the older
 * migrations of such a package cannot be told from its new ones: that is said, and not guessed.
 */
export async function changedPackages(
  nodes: readonly MigrationNode[],
  base: Pick<Repository, 'files' | 'read'>,
  head: Pick<Repository, 'files' | 'read'>,
): Promise<readonly Unread[]> {
  const packages = [...new Set(nodes.flatMap(({ distribution }) => distribution ?? []))].sort();
  if (packages.length === 0) return [];
  const [before, after] = await Promise.all([pinsOf(base), pinsOf(head)]);
  return packages
    .filter(name => linesAbout(name, before) !== linesAbout(name, after))
    .map(name => {
      const apps = [...new Set(nodes.filter(node => node.distribution === name).map(({ app }) => app))].join(', ');
      return {
        code: 'third-party',
        about: name,
        why: `The requirements of ${name} changed, and its migrations (${apps}) can only be read as they are in the new version: which of them are pending is not known from the checkout.`,
        remedy:
          'Let the database say what is applied:\nwith:\n  applied: database\n  database-url: ${{ secrets.MIGRATION_SAFETY_DATABASE_URL }}',
      };
    });
}

async function pinsOf({ files, read }: Pick<Repository, 'files' | 'read'>): Promise<readonly string[]> {
  const texts = await Promise.all(files.filter(file => PINS.test(file)).map(file => read(file)));
  return texts.flatMap(text => (text ?? '').split('\n')).map(line => line.replace(/#.*$/, '').trim());
}

/** PEP 503: `_`, `.` and `-` are one, case does not count. A lock file has the version on the line after the name. */
function linesAbout(name: string, lines: readonly string[]): string {
  const pattern = new RegExp(`(?:^|[^a-z0-9-])${name.replaceAll('-', '[-_.]+')}(?![a-z0-9]|[-_.][a-z0-9])`, 'i');
  return lines
    .flatMap((line, index) => (pattern.test(line) ? [`${line} ${/^name\s*=/.test(line) ? lines[index + 1] : ''}`] : []))
    .sort()
    .join('\n');
}
