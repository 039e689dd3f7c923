import { pathToFileURL } from 'node:url';
import { workflowParser } from './tools.ts';

interface Problem {
  readonly message: string;
}

/** The part of `@actions/workflow-parser` that is used; the bundle carries no types. */
interface Parser {
  readonly NoOperationTraceWriter: new () => unknown;
  parseWorkflow(
    file: { readonly name: string; readonly content: string },
    trace: unknown,
  ): { readonly context: { readonly errors: { getErrors(): readonly Problem[] } }; readonly value: unknown };
  convertWorkflowTemplate(
    context: unknown,
    value: unknown,
  ): Promise<{ readonly jobs?: readonly unknown[]; readonly errors?: readonly { readonly Message: string }[] }>;
}

/** What GitHub would say about a workflow file before it runs anything. */
export async function parserProblems(name: string, content: string): Promise<readonly string[]> {
  const parser: Parser = await import(pathToFileURL(await workflowParser()).href);
  const { context, value } = parser.parseWorkflow({ name, content }, new parser.NoOperationTraceWriter());
  const errors = context.errors.getErrors().map(({ message }) => message);
  if (value === undefined || errors.length > 0) return errors.length > 0 ? errors : ['it is no workflow'];
  const template = await parser.convertWorkflowTemplate(context, value);
  const converted = (template.errors ?? []).map(({ Message }) => Message);
  return converted.length > 0 || (template.jobs?.length ?? 0) > 0 ? converted : ['it has no job'];
}
