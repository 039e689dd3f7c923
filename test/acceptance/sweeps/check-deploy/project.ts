import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { git } from '../../../../lab/app/git.ts';

/** Texts by path. `{ to }` is a symbolic link. */
export type Tree = Readonly<Record<string, string | { readonly to: string }>>;

export interface Folder {
  readonly path: string;
  remove(): Promise<void>;
}

/** A checkout of these files, everything in git whatever `.gitignore` says. */
export async function checkoutOf(tree: Tree): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), 'sweep-project-'));
  for (const [name, content] of Object.entries(tree)) {
    const file = join(path, name);
    await mkdir(dirname(file), { recursive: true });
    if (typeof content === 'string') await writeFile(file, content, { mode: content.startsWith('#!') ? 0o755 : 0o644 });
    else await symlink(content.to, file);
  }
  await git(['init', '--quiet', '--template=', '--initial-branch=main'], { directory: path });
  await git(['add', '--all', '--force'], { directory: path });
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

export const MANAGE = `#!/usr/bin/env python
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")
if __name__ == "__main__":
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
`;

export const WSGI = `import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")
application = get_wsgi_application()
`;

/** The smallest project that is evaluated; `settings` is the whole of its settings. */
export function django(settings: string, others: Tree = {}): Tree {
  return {
    'manage.py': MANAGE,
    'site_/__init__.py': '',
    'site_/wsgi.py': WSGI,
    'site_/settings.py': settings,
    ...others,
  };
}
