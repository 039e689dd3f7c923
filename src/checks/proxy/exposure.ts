import type { Place } from '../../core/findings.ts';
import { defineRule, type Hit } from '../rule.ts';
import type { Directive } from './facts.ts';
import { everyDirective, used } from './nginx-view.ts';

const CORE = 'https://nginx.org/en/docs/http/ngx_http_core_module.html';

interface Location {
  readonly file: string;
  readonly location: Directive;
  readonly block: readonly Directive[];
}

function locations(project: Parameters<typeof used>[0]): readonly Location[] {
  return used(project, 'nginx').flatMap(({ file, directives }) =>
    everyDirective(directives).flatMap(location =>
      location.name === 'location' && location.block !== undefined ? [{ file, location, block: location.block }] : [],
    ),
  );
}

export const aliasTraversal = defineRule({
  id: 'proxy/alias-traversal',
  title: 'A location with an alias ends in a slash',
  severity: { development: 'off', staging: 'high', production: 'high' },
  why: '`location /static` with `alias /app/static/` also matches /static../settings.py, which is /app/static/../settings.py: strangers read the source code.',
  remedy: 'End both in a slash:\nlocation /static/ {\n    alias /app/staticfiles/;\n}',
  source: ['S1-178', `${CORE}#alias`],
  judge: project =>
    locations(project).flatMap(({ file, location, block }): readonly Hit[] => {
      const [path = '', more] = location.words;
      const alias = block.find(({ name }) => name === 'alias');
      const target = alias?.words[0] ?? '';
      if (more !== undefined || path.endsWith('/') || !target.endsWith('/') || !path.startsWith('/')) return [];
      return [
        {
          place: location.place,
          subject: `${file}: location ${path}`,
          message: `"location ${path}" with "alias ${target}" lets ${path}../ leave the folder: whatever lies beside it can be read.`,
          evidence: `location ${path}, alias ${target}`,
          remedy: `End the location in a slash:\nlocation ${path}/ {\n    alias ${target};\n}`,
        },
      ];
    }),
});

/** Folders of the checkout that are no folder of files for visitors. */
const PROJECT_ROOT = /^\/(app|code|src|srv|project|workspace|usr\/src\/app|home\/\w+\/\w+)(\/src)?\/?$/;

export const sourceServed = defineRule({
  id: 'proxy/source-served',
  title: 'The proxy serves no folder of source code',
  severity: { development: 'off', staging: 'high', production: 'critical' },
  why: 'A root on the project’s folder hands out settings, .env and the database file to whoever guesses their names.',
  remedy:
    'Serve collected static files and uploads only, each from its own folder:\nlocation /static/ { alias /app/staticfiles/; }',
  source: ['S1-178', `${CORE}#root`],
  judge: project =>
    used(project, 'nginx').flatMap(({ file, directives }) =>
      everyDirective(directives)
        .filter(({ name, block }) => block !== undefined && (name === 'server' || name === 'location'))
        .flatMap(({ name, words, block = [] }): readonly Hit[] => {
          const root = (block ?? []).find(directive => directive.name === 'root' || directive.name === 'alias');
          const path = root?.words[0] ?? '';
          // `root /app` under `location /static/` serves /app/static/… and nothing else.
          const narrow = name === 'location' && root?.name === 'root' && !/^(~\*?|\/)$/.test(words[0] ?? '/');
          const all =
            name === 'server' &&
            (block ?? []).some(inner => inner.name === 'location' && inner.words[0] === '/' && hands(inner));
          if (root === undefined || narrow || all || !PROJECT_ROOT.test(path)) return [];
          return [
            {
              place: root.place,
              subject: `${file}: ${root.name} ${path}`,
              message: `nginx serves ${path} itself, the folder of the project: its source and whatever else lies in it can be read by everybody.`,
              evidence: `${root.name} ${path}`,
            },
          ];
        }),
    ),
});

function hands({ block }: Directive): boolean {
  return (block ?? []).some(({ name }) => name === 'proxy_pass' || name === 'return' || name === 'uwsgi_pass');
}

export const listing = defineRule({
  id: 'proxy/listing',
  title: 'Folders are not listed, and uploads are not run',
  severity: { development: 'off', staging: 'low', production: 'medium' },
  why: 'A list of all uploads tells every name that was meant to be known only to its owner; an uploaded HTML or SVG file runs its scripts as the site.',
  remedy:
    'autoindex off;\nlocation /media/ {\n    alias /app/media/;\n    add_header X-Content-Type-Options nosniff always;\n    add_header Content-Disposition attachment always;\n}',
  source: ['S1-178', 'https://nginx.org/en/docs/http/ngx_http_autoindex_module.html'],
  judge: project => [
    ...used(project, 'nginx').flatMap(({ file, directives }) =>
      everyDirective(directives)
        .filter(({ name, words }) => name === 'autoindex' && words[0] === 'on')
        .map(({ place }) => ({
          place,
          subject: `${file}: autoindex`,
          message: 'nginx lists the files of a folder to everybody.',
          evidence: 'autoindex on',
        })),
    ),
    ...locations(project).flatMap(({ file, location, block }): readonly Hit[] => {
      const path = location.words.at(-1) ?? '';
      const served = block.find(({ name }) => name === 'alias' || name === 'root');
      if (!/^\/?(media|uploads?)\b/.test(path.replace(/^[\^/]+/, '')) || served === undefined) return [];
      if (
        block.some(
          ({ name, words }) =>
            name === 'add_header' &&
            /^(x-content-type-options|content-disposition|content-security-policy)$/i.test(words[0] ?? ''),
        )
      )
        return [];
      if (block.some(({ name }) => name === 'internal' || name === 'include')) return [];
      return [
        {
          place: location.place,
          subject: `${file}: location ${path}`,
          message: `Uploads are served from the site’s own address without a header that keeps browsers from running them.`,
          evidence: `location ${path} without X-Content-Type-Options or Content-Disposition`,
          severity: 'low',
        },
      ];
    }),
  ],
});

export const hiddenFiles = defineRule({
  id: 'proxy/hidden-files',
  title: 'Files that begin with a dot are not served',
  severity: { development: 'off', staging: 'low', production: 'low' },
  why: 'With a root for everything, .env and .git are files like any other.',
  remedy: 'location ~ /\\.(?!well-known) {\n    deny all;\n}',
  source: ['S1-178', `${CORE}#location`],
  judge: project =>
    used(project, 'nginx').flatMap(({ file, directives }) =>
      everyDirective(directives)
        .filter(({ name }) => name === 'server')
        .flatMap(({ block = [] }): readonly Hit[] => {
          const inner = block ?? [];
          const root = inner.find(({ name }) => name === 'root');
          const path = root?.words[0] ?? '';
          const closed = inner.some(({ name, words }) => name === 'location' && /\\?\/?\\\./.test(words.join(' ')));
          const everything = inner.some(
            ({ name, words, block: own }) =>
              name === 'location' &&
              words[0] === '/' &&
              !hands({ name, words, place: root?.place ?? { file, line: 1 }, block: own }),
          );
          if (root === undefined || closed || !everything || /static|media|html|well-known|dist|build/.test(path))
            return [];
          return [
            {
              place: root.place,
              subject: `${file}: root ${path}`,
              message: `nginx serves every file under ${path}, those that begin with a dot too.`,
              evidence: `root ${path}`,
            },
          ];
        }),
    ),
});

export const serverTokens = defineRule({
  id: 'proxy/server-tokens',
  title: 'The proxy does not tell its version',
  severity: { development: 'off', staging: 'low', production: 'low' },
  why: 'The version in every answer and error page says which known holes to try.',
  remedy: 'server_tokens off;',
  source: ['S1-178', `${CORE}#server_tokens`],
  judge: project => {
    const files = used(project, 'nginx').filter(({ directives }) =>
      everyDirective(directives).some(({ name }) => name === 'server'),
    );
    const said = used(project, 'nginx')
      .flatMap(({ directives }) => everyDirective(directives))
      .filter(({ name }) => name === 'server_tokens');
    const [first] = files;
    if (first === undefined || said.some(({ words }) => words[0] !== 'on')) return [];
    const place: Place = said[0]?.place ?? first.directives[0]?.place ?? { file: first.file, line: 1 };
    return [
      {
        place,
        subject: `${first.file}: server_tokens`,
        message: 'nginx tells its version in every answer.',
        evidence: said.length > 0 ? 'server_tokens on' : 'no server_tokens off',
      },
    ];
  },
});
