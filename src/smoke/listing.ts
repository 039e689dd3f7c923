import { inWords } from '../core/duration.ts';
import { oneLine } from '../core/text.ts';
import type { CheckItem, LoginItem, Plan, PlanItem } from './plan.ts';
import type { Step, SuiteRequest, Template, TemplatePart } from './suite/suite.ts';

/** The plan as lines for people: every check with its id and, for a suite's own, the requests it would send. Values of secrets are not in it. */
export function describe(plan: Plan): readonly string[] {
  return (['presets', 'logins', 'checks'] as const).flatMap(group => {
    const items = plan.items.filter(item => item.group === group);
    return items.length === 0 ? [] : [group, ...items.flatMap(item => describeItem(item))];
  });
}

function describeItem(item: PlanItem): readonly string[] {
  const tags = item.group === 'presets' || item.tags.length === 0 ? '' : ` [${item.tags.join(', ')}]`;
  const title = item.title === item.id ? '' : `: ${item.title}`;
  const as = item.group === 'checks' && item.check.as !== undefined ? ` as ${item.check.as}` : '';
  const first = `${oneLine(`${item.id}${title}${tags}${as}`)}`;
  if (!item.choice.chosen) return [`  - ${first}`, `      not run: ${oneLine(item.choice.why)}`];
  return [`  + ${first}`, ...detailsOf(item).map(line => `      ${oneLine(line)}`)];
}

function detailsOf(item: PlanItem): readonly string[] {
  switch (item.group) {
    case 'presets':
      return [];
    case 'logins':
      return describeLogin(item);
    case 'checks':
      return describeCheck(item);
  }
}

function describeLogin({ login }: LoginItem): readonly string[] {
  switch (login.kind) {
    case 'django-form':
      return [`GET ${login.path}`, `POST ${login.path}`];
    case 'jwt':
      return [`POST ${login.path}`];
    case 'basic':
    case 'bearer':
      return login.path === undefined
        ? ['has no `path` to be tried on']
        : [`GET ${login.path} without credentials`, `GET ${login.path} with them`];
  }
}

function describeCheck({ check }: CheckItem): readonly string[] {
  const { load } = check;
  return [
    ...check.steps.map(describeStep),
    ...(load === undefined
      ? []
      : [
          `${describeRequest(load.request)}, ${load.rate} times a second over ${load.concurrency} connections for ${inWords(load.duration)}`,
        ]),
    ...check.always.map(step => `always: ${describeStep(step)}`),
  ];
}

function describeStep({ request, until }: Step): string {
  return `${describeRequest(request)}${until === undefined ? '' : `, again and again for up to ${inWords(until.within)}`}`;
}

function describeRequest({ method, target }: SuiteRequest): string {
  return `${method} ${written(target)}`;
}

/** A template as it stands in the suite. */
function written({ parts }: Template): string {
  return parts.map(writtenPart).join('');
}

function writtenPart(part: TemplatePart): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'secret':
      return `$${part.name}`;
    case 'name':
      return `\${${part.name}}`;
  }
}
