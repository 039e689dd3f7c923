import type {
  Comparison,
  Expectation,
  NamedTemplate,
  Step,
  SuiteRequest,
  Template,
  TemplatedJson,
} from '../suite/suite.ts';

/** The names in a part of a suite, each once, in the order of the text. `kind` chooses `${name}` (the default) or `$NAME`. */
type NameKind = 'name' | 'secret';

export function namesIn(template: Template, kind: NameKind = 'name'): readonly string[] {
  return distinct(template.parts.flatMap(part => (part.kind === kind ? [part.name] : [])));
}

export function namesInJson(json: TemplatedJson, kind: NameKind = 'name'): readonly string[] {
  return distinct(templatesOf(json).flatMap(template => namesIn(template, kind)));
}

/** What a request needs before it can be sent. */
function namesInRequest(request: SuiteRequest, kind: NameKind = 'name'): readonly string[] {
  const valuesOf = (fields: readonly NamedTemplate[]) => fields.map(({ value }) => value);
  const templates = [request.target, ...valuesOf(request.headers), ...valuesOf(request.query), ...bodyOf(request)];
  return distinct(templates.flatMap(template => namesIn(template, kind)));

  function bodyOf({ body }: SuiteRequest): readonly Template[] {
    switch (body?.kind) {
      case undefined:
        return [];
      case 'form':
      case 'multipart':
        return valuesOf(body.fields);
      case 'json':
        return templatesOf(body.value);
      case 'text':
        return [body.text];
    }
  }
}

export function namesInExpectation(expectation: Expectation, kind: NameKind = 'name'): readonly string[] {
  return distinct(templatesIn(expectation.comparison).flatMap(template => namesIn(template, kind)));
}

/** What a step needs from before: its request, what it expects and what it waits for. */
export function namesInStep(step: Step, kind: NameKind = 'name'): readonly string[] {
  const expectations = [...step.expect, ...(step.until?.expect ?? [])];
  return distinct([
    ...namesInRequest(step.request, kind),
    ...expectations.flatMap(expectation => namesInExpectation(expectation, kind)),
  ]);
}

function templatesOf(json: TemplatedJson): readonly Template[] {
  switch (json.kind) {
    case 'plain':
      return [];
    case 'text':
      return [json.text];
    case 'list':
      return json.items.flatMap(templatesOf);
    case 'object':
      return json.entries.flatMap(([, value]) => templatesOf(value));
  }
}

function templatesIn(comparison: Comparison): readonly Template[] {
  switch (comparison.kind) {
    case 'equals':
      return templatesOf(comparison.value);
    case 'matches':
      return [comparison.pattern];
    case 'contains':
      return [comparison.text];
    case 'length':
    case 'not':
      return templatesIn(comparison.of);
    case 'any':
    case 'all':
      return comparison.of.flatMap(templatesIn);
    case 'class':
    case 'type':
    case 'order':
    case 'absent':
      return [];
  }
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
