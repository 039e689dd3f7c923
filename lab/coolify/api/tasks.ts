import type { Answer } from '../answer.ts';
import { bareError, json, message, validationFailed } from '../answer.ts';
import type { Call } from '../call.ts';
import { findApplication, jsonBody } from '../call.ts';
import { modelDate } from '../clock.ts';
import { executeTask } from '../engine/tasks.ts';
import type { Application, ScheduledTask, TaskExecution } from '../records.ts';

const FIELDS = ['name', 'command', 'frequency', 'container', 'timeout', 'enabled'];
const NAMED_FREQUENCIES = ['every_minute', 'hourly', 'daily', 'weekly', 'monthly', 'yearly'];
/** The width of the column; more is an exception of the database. */
const LONGEST_COMMAND = 255;
const DEFAULT_TIMEOUT_SECONDS = 300;

export function listTasks(call: Call): Answer {
  const application = findApplication(call);
  if (application === undefined) return message(404, 'Application not found.');
  return json(200, application.tasks.map(taskShape));
}

export function createTask(call: Call): Answer {
  const application = findApplication(call);
  if (application === undefined) return message(404, 'Application not found.');
  const body = jsonBody(call);
  if ('refusal' in body) return body.refusal;
  const { name, command, frequency } = body.fields;
  const refused = refusals(body.fields, ['name', 'command', 'frequency']);
  if (refused !== undefined) return refused;
  if (String(command).length > LONGEST_COMMAND) return bareError();
  const task: ScheduledTask = {
    uuid: call.instance.newUuid(),
    name: String(name),
    command: String(command),
    frequency: String(frequency),
    container: null,
    timeout: DEFAULT_TIMEOUT_SECONDS,
    enabled: true,
    executions: [],
  };
  applyFields(task, body.fields);
  application.tasks.push(task);
  return json(201, taskShape(task));
}

export function updateTask(call: Call): Answer {
  return withTask(call, task => {
    const body = jsonBody(call);
    if ('refusal' in body) return body.refusal;
    const refused = refusals(body.fields, []);
    if (refused !== undefined) return refused;
    if (String(body.fields['command'] ?? '').length > LONGEST_COMMAND) return bareError();
    applyFields(task, body.fields);
    return json(200, taskShape(task));
  });
}

export function deleteTask(call: Call): Answer {
  return withTask(call, (task, application) => {
    application.tasks.splice(application.tasks.indexOf(task), 1);
    return message(200, 'Scheduled task deleted.');
  });
}

/** Newest first; message holds stdout and stderr. */
export function listExecutions(call: Call): Answer {
  return withTask(call, task => json(200, task.executions.toReversed().map(executionShape)));
}

/** POST execute (from 4.3.0): no id of the execution is answered, and a disabled task runs all the same. */
export function execute(call: Call): Answer {
  return withTask(call, (task, application) => {
    void executeTask(call.instance, application, task);
    return message(200, 'Scheduled task execution queued.');
  });
}

function withTask(call: Call, act: (task: ScheduledTask, application: Application) => Answer): Answer {
  const application = findApplication(call);
  if (application === undefined) return message(404, 'Application not found.');
  const task = application.tasks.find(each => each.uuid === call.params['task']);
  return task === undefined ? message(404, 'Scheduled task not found.') : act(task, application);
}

function refusals(fields: Readonly<Record<string, unknown>>, required: readonly string[]): Answer | undefined {
  const errors: Record<string, string[]> = {};
  for (const field of required)
    if (typeof fields[field] !== 'string') errors[field] = [`The ${field} field is required.`];
  for (const field of Object.keys(fields)) if (!FIELDS.includes(field)) errors[field] = ['This field is not allowed.'];
  const frequency = fields['frequency'];
  if (typeof frequency === 'string' && !isFrequency(frequency)) {
    errors['frequency'] = ['Invalid cron expression or frequency format.'];
  }
  return Object.keys(errors).length > 0 ? validationFailed(errors) : undefined;
}

function isFrequency(text: string): boolean {
  return NAMED_FREQUENCIES.includes(text) || text.trim().split(/\s+/).length === 5;
}

function applyFields(task: ScheduledTask, fields: Readonly<Record<string, unknown>>): void {
  if (typeof fields['name'] === 'string') task.name = fields['name'];
  if (typeof fields['command'] === 'string') task.command = fields['command'];
  if (typeof fields['frequency'] === 'string') task.frequency = fields['frequency'];
  if (typeof fields['container'] === 'string') task.container = fields['container'];
  if (typeof fields['timeout'] === 'number') task.timeout = fields['timeout'];
  if (typeof fields['enabled'] === 'boolean') task.enabled = fields['enabled'];
}

function taskShape({ executions: _, ...task }: ScheduledTask): Record<string, unknown> {
  return { ...task };
}

function executionShape(execution: TaskExecution): Record<string, unknown> {
  const { startedAt, finishedAt } = execution;
  const seconds = finishedAt === null ? null : ((finishedAt.getTime() - startedAt.getTime()) / 1000).toFixed(2);
  return {
    uuid: execution.uuid,
    status: execution.status,
    message: execution.message,
    retry_count: 0,
    duration: seconds,
    started_at: modelDate(startedAt),
    finished_at: finishedAt === null ? null : modelDate(finishedAt),
  };
}
