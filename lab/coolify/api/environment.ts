import type { Answer } from '../answer.ts';
import { bareError, json, message, validationFailed } from '../answer.ts';
import type { Call } from '../call.ts';
import { findApplication, jsonBody, trimmed } from '../call.ts';
import { modelDate } from '../clock.ts';
import type { Instance } from '../instance.ts';
import type { Application, EnvironmentVariable } from '../records.ts';

const FIELDS = [
  'key',
  'value',
  'is_preview',
  'is_literal',
  'is_multiline',
  'is_shown_once',
  'is_runtime',
  'is_buildtime',
  'comment',
];

type Fields = Readonly<Record<string, unknown>>;

/** GET envs: production and preview rows in one list. Values only for sensitive tokens, and never those shown once. */
export function listEnvironment(call: Call): Answer {
  const application = findApplication(call);
  if (application === undefined) return message(404, 'Application not found');
  return json(
    200,
    application.environment.map(row => shape(call, row)),
  );
}

/** POST envs: 409 when the key exists; a production variable gets a preview twin. */
export function createVariable(call: Call): Answer {
  return withFields(call, (application, fields) => {
    const key = String(fields['key']);
    const isPreview = fields['is_preview'] === true;
    if (find(application, key, isPreview) !== undefined) {
      return message(409, 'Environment variable already exists. Use PATCH request to update it.');
    }
    return json(201, { uuid: add(call.instance, application, fields).uuid });
  });
}

/** PATCH envs, by key and is_preview: replaces the row rather than patching it. */
export function updateVariable(call: Call): Answer {
  return withFields(call, (application, fields) => {
    const row = find(application, String(fields['key']), fields['is_preview'] === true);
    if (row === undefined) return message(404, 'Environment variable not found.');
    return replace(row, fields) ? json(201, shape(call, row)) : bareError();
  });
}

/** PATCH envs/bulk {data: [...]}: an upsert item by item; what came before a bad item stays saved. */
export function updateInBulk(call: Call): Answer {
  const application = findApplication(call);
  if (application === undefined) return message(404, 'Application not found');
  const body = jsonBody(call);
  if ('refusal' in body) return body.refusal;
  const items = body.fields['data'];
  if (!Array.isArray(items)) return message(400, 'Bulk data is required.');
  const rows: EnvironmentVariable[] = [];
  for (const item of items) {
    const fields = trimmedFields(item);
    if (typeof fields['key'] !== 'string') return validationFailed({ key: ['The key field is required.'] });
    const row = find(application, fields['key'], fields['is_preview'] === true);
    if (row !== undefined && !replace(row, fields)) return bareError();
    rows.push(row ?? add(call.instance, application, fields));
  }
  return json(
    201,
    rows.map(row => shape(call, row)),
  );
}

export function deleteVariable(call: Call): Answer {
  const application = findApplication(call);
  if (application === undefined) return message(404, 'Application not found');
  const index = application.environment.findIndex(row => row.uuid === call.params['variable']);
  if (index < 0) return message(404, 'Environment variable not found.');
  application.environment.splice(index, 1);
  return message(200, 'Environment variable deleted.');
}

/** The row of a new variable and, for production, of its twin. */
export function add(instance: Instance, application: Application, fields: Fields): EnvironmentVariable {
  const row = newRow(instance, fields, fields['is_preview'] === true);
  application.environment.push(row);
  if (!row.is_preview && find(application, row.key, true) === undefined) {
    application.environment.push(newRow(instance, fields, true));
  }
  return row;
}

function newRow(instance: Instance, fields: Fields, isPreview: boolean): EnvironmentVariable {
  return {
    uuid: instance.newUuid(),
    key: String(fields['key']),
    value: valueFrom(fields),
    is_preview: isPreview,
    is_literal: fields['is_literal'] === true,
    is_multiline: fields['is_multiline'] === true,
    is_shown_once: fields['is_shown_once'] === true,
    is_runtime: fields['is_runtime'] !== false,
    is_buildtime: fields['is_buildtime'] !== false,
    comment: typeof fields['comment'] === 'string' ? fields['comment'] : null,
  };
}

/**
 * Writes a row from the fields of a request: an omitted value becomes null, an omitted is_literal false. Omitting
 * is_multiline or is_shown_once where it is true writes null into a column that takes none: false is returned for the
 * error that follows.
 */
function replace(row: EnvironmentVariable, fields: Fields): boolean {
  if (row.is_multiline && fields['is_multiline'] === undefined) return false;
  if (row.is_shown_once && fields['is_shown_once'] === undefined) return false;
  row.value = valueFrom(fields);
  row.is_literal = fields['is_literal'] === true;
  row.is_multiline = fields['is_multiline'] === true;
  row.is_shown_once = fields['is_shown_once'] === true;
  if (typeof fields['is_runtime'] === 'boolean') row.is_runtime = fields['is_runtime'];
  if (typeof fields['is_buildtime'] === 'boolean') row.is_buildtime = fields['is_buildtime'];
  if (typeof fields['comment'] === 'string') row.comment = fields['comment'];
  return true;
}

function withFields(call: Call, act: (application: Application, fields: Fields) => Answer): Answer {
  const application = findApplication(call);
  if (application === undefined) return message(404, 'Application not found');
  const body = jsonBody(call);
  if ('refusal' in body) return body.refusal;
  const unknown = Object.keys(body.fields).filter(field => !FIELDS.includes(field));
  if (unknown.length > 0) {
    return validationFailed(Object.fromEntries(unknown.map(field => [field, ['This field is not allowed.']])));
  }
  if (typeof body.fields['key'] !== 'string') return validationFailed({ key: ['The key field is required.'] });
  return act(application, body.fields);
}

function shape({ instance, sensitive }: Call, row: EnvironmentVariable): Record<string, unknown> {
  const now = modelDate(instance.clock.now());
  const { value, ...flags } = row;
  const visible = sensitive && !row.is_shown_once ? { value, real_value: value } : {};
  return { ...flags, ...visible, created_at: now, updated_at: now };
}

function find(application: Application, key: string, isPreview: boolean): EnvironmentVariable | undefined {
  return application.environment.find(row => row.key === key && row.is_preview === isPreview);
}

function valueFrom(fields: Fields): string | null {
  const value = fields['value'];
  return value === undefined || value === null ? null : String(value);
}

function trimmedFields(item: unknown): Fields {
  if (typeof item !== 'object' || item === null) return {};
  return Object.fromEntries(Object.entries(item).map(([key, value]) => [key, trimmed(value)]));
}
