import { inSequence, oneLine } from '../../core/text.ts';
import type { Compiling, Path } from './compiling.ts';
import type { KnownNames } from './known-names.ts';
import { BODIES, BODILESS, type WrittenMethod, type WrittenRequest } from './schema.ts';
import type { FileField, RequestBody } from './suite.ts';
import { namedTemplates, templatedJson, templateOf } from './template.ts';

/**
 * The body of a request, if it has one.
 * @throws UserError for a body that would not be sent, two bodies at once, and a file that does not exist
 */
export async function bodyOf(
  written: WrittenRequest,
  method: WrittenMethod,
  path: Path,
  names: KnownNames,
  compiling: Compiling,
): Promise<RequestBody | undefined> {
  // `json: null` is a body: the key counts, not the value.
  const kinds = BODIES.filter(kind => Object.hasOwn(written, kind));
  const [first] = kinds;
  if (first === undefined) return undefined;
  if (BODILESS.some(without => without === method)) {
    throw compiling.refuseKey(
      [...path, first],
      `"${first}" cannot be sent with "${method}", whose requests have no body`,
      `Use "query" for what follows the "?", or "post":\npost: ${oneLine(written[method] ?? '/', 80)}`,
    );
  }
  const { form, files, json, body } = written;
  const other = kinds.find(kind => kind !== first && !(first === 'form' && kind === 'files'));
  if (other !== undefined) {
    throw compiling.refuseKey(
      [...path, other],
      `this has both "${first}" and "${other}", and a request has one body`,
      `Keep one of ${inSequence(BODIES, 'or')}; "form" and "files" may stand together.`,
    );
  }
  if (json !== undefined) return { kind: 'json', value: templatedJson(json, [...path, 'json'], names, compiling) };
  if (body !== undefined) return { kind: 'text', text: templateOf(body, [...path, 'body'], names, compiling) };
  const fields = namedTemplates(form, [...path, 'form'], names, compiling);
  if (files === undefined) return { kind: 'form', fields };
  return { kind: 'multipart', fields, files: await filesOf(files, [...path, 'files'], compiling) };
}

async function filesOf(
  written: Readonly<Record<string, string>>,
  path: Path,
  compiling: Compiling,
): Promise<readonly FileField[]> {
  const found: FileField[] = [];
  for (const [name, file] of Object.entries(written)) {
    const content = await compiling.context.readFile(file);
    if (content === undefined) {
      throw compiling.refuse(
        [...path, name],
        `the file "${oneLine(file, 120)}" does not exist`,
        'Check the path, and that the job checks the repository out before this step:\nsteps:\n  - uses: actions/checkout@v6',
      );
    }
    found.push({
      name,
      filename: file.split(/[/\\]/).at(-1) ?? file,
      content: typeof content === 'string' ? new TextEncoder().encode(content) : content,
    });
  }
  return found;
}
