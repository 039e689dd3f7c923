import type { Judged } from '../checks/judge.ts';
import { FAMILIES, type Family } from '../checks/profile.ts';
import { titlesInWords } from '../checks/services/titles.ts';
import { countsInWords } from '../checks/verdict.ts';
import type { Finding, Severity } from '../core/findings.ts';
import { count, inSequence, oneLine } from '../core/text.ts';
import type { Host } from '../core/world.ts';
import { type CheckDeployed, djangoOf, stateOf } from './check-deploy-facts.ts';
import { profileInWords } from './check-deploy-setup.ts';

/** All of the same width, so that what follows stands below each other. */
const WORDS: Readonly<Record<Severity, string>> = {
  critical: 'CRITICAL',
  high: 'HIGH    ',
  medium: 'medium  ',
  low: 'low     ',
};

/** Tells a finished judgement to the log: what was looked at, then a chapter a family, then what is apart. */
export async function tell(checked: CheckDeployed, host: Host): Promise<void> {
  await host.chapter('What is judged', async () => {
    for (const line of scopeLines(checked)) host.line(line);
  });
  for (const family of FAMILIES) {
    const own = checked.against.fresh.filter(({ rule }) => rule.startsWith(`${family}/`));
    const [state] = stateOf(family, checked);
    // Chapters are folded on GitHub: their titles have to say which one to open.
    if (state !== 'judged' && own.length === 0) continue;
    await host.chapter(titleOf(family, own), async () => {
      for (const finding of own) for (const line of linesOf(finding)) host.line(line);
      if (own.length === 0) host.line('nothing found');
    });
  }
  const apart = apartLines(checked);
  if (apart.length === 0) return;
  await host.chapter('Set apart', async () => {
    for (const line of apart) host.line(line);
  });
}

function titleOf(family: Family, findings: readonly Judged[]): string {
  return `${family.charAt(0).toUpperCase()}${family.slice(1)} (${countsInWords(findings)})`;
}

/** What was found, what is used of it and what is not looked at, so that "nothing found" can be believed. */
export function scopeLines(checked: CheckDeployed): readonly string[] {
  const { setup, project, judgement } = checked;
  const files = (paths: readonly string[]) => oneLine(inSequence([...new Set(paths)].sort()), 600);
  const rows: readonly (readonly [string, string])[] = [
    ['profile', profileInWords(setup)],
    ['site', project.site?.origin ?? 'not known'],
    ['project', projectInWords(checked)],
    ['python', project.python === undefined ? '' : `${project.python.version} at ${project.python.executable}`],
    ['variables', variablesInWords(checked)],
    ['Coolify', coolifyInWords(checked)],
    ['env files', files(project.environmentFiles.map(({ file }) => file))],
    ['Dockerfiles', files(project.dockerfiles.map(({ file }) => file))],
    ...project.stacks.map(stack => ['Compose', stackInWords(stack)] as const),
    ['services', titlesInWords(project.services.map(({ title, role }) => `${title} (${role})`).sort())],
    ['proxies', files(project.proxies.map(({ file, usedBy }) => `${file}${usedBy.length === 0 ? ' (unused)' : ''}`))],
    ['requirements', files(project.requirements.files.map(({ file }) => file))],
    ...project.evaluations.map(evaluation => ['settings', evaluationInWords(evaluation)] as const),
    ['rules', `${judgement.rules} asked`],
  ];
  const skipped = FAMILIES.map(family => [family, ...stateOf(family, checked)] as const)
    .filter(([, state]) => state !== 'judged')
    .map(([family, state, why]) => [`${family}`, `${state.replace('-', ' ')}: ${why}`] as const);
  return [...rows, ...skipped]
    .filter(([, text]) => text !== '')
    .map(([name, text]) => `${name.padEnd(13)} ${oneLine(text, 900)}`);
}

function projectInWords({ project }: CheckDeployed): string {
  const django = djangoOf(project);
  const where = project.directory === '' ? 'the root of the checkout' : project.directory;
  if (project.framework === 'none') return 'neither manage.py nor alembic.ini was found';
  return `${project.framework === 'django' ? `Django${django === null ? '' : ` ${django}`}` : 'Alembic'} in ${where}`;
}

function variablesInWords({ setup }: CheckDeployed): string {
  const { variables, unreadable, empty } = setup.request.given;
  if (empty) return 'none were given';
  const origins = inSequence([...new Set([...variables.values()].map(({ origin }) => origin))].sort());
  const hidden = unreadable.length === 0 ? '' : `; ${unreadable.length} cannot be read`;
  return `${count(variables.size, 'value')}${origins === '' ? '' : ` from ${origins}`}${hidden}`;
}

function coolifyInWords({ setup }: CheckDeployed): string {
  if (setup.coolify === undefined) return '';
  const { home, application, siblings } = setup.coolify;
  const others = siblings.size === 0 ? '' : `, compared with ${inSequence([...siblings.keys()])}`;
  return `${application.name} at ${home}${others}`;
}

function stackInWords({ files, profile, chosen, services }: CheckDeployed['project']['stacks'][number]): string {
  const why = chosen === 'input' ? 'named by the input' : 'found by name';
  return `${files.join(' + ')} for ${profile} (${why}), ${count(services.length, 'service')}`;
}

function evaluationInWords({ module, services, answer }: CheckDeployed['project']['evaluations'][number]): string {
  const what = answer.settings?.module ?? module ?? 'the default settings';
  const tried = answer.variations.length === 0 ? '' : `, and ${count(answer.variations.length, 'variation')}`;
  const stubs = answer.stubs.length === 0 ? '' : `; stood in for: ${answer.stubs.join(', ')}`;
  const madeUp = [...answer.dummies, ...(answer.guessed ?? [])];
  const dummies = madeUp.length === 0 ? '' : `; made up: ${madeUp.join(', ')}`;
  const failure = answer.failure === null ? '' : `; broke off: ${answer.failure.message}`;
  return `${what} as in ${titlesInWords([...services].sort())}${tried}${stubs}${dummies}${failure}`;
}

function linesOf({ severity, rule, place, subject, message, evidence, remedy, dummy }: Judged): readonly string[] {
  const where = place === undefined ? subject : `${place.file}:${place.line}`;
  return [
    `${WORDS[severity]} ${rule}  ${where}`,
    `    ${message}${dummy ? ' (rests on a stand-in)' : ''}`,
    ...evidence.split('\n').map(line => (line === '' ? '' : `    seen: ${line}`)),
    ...remedy.split('\n').map(line => (line === '' ? '' : `    ${line}`)),
  ].filter(line => line !== '');
}

function apartLines({ setup, ignoring, against, judgement }: CheckDeployed): readonly string[] {
  const name = ({ rule, subject, severity }: Pick<Finding, 'rule' | 'subject' | 'severity'>) =>
    `${severity} ${rule} ${subject}`;
  return [
    ...ignoring.ignored.map(({ finding, line }) => `ignored: ${name(finding)}: ${line.reason}`),
    ...ignoring.stale.map(({ text }) => `stale: nothing is ignored by "${text}" any more; remove the line`),
    ...against.known.map(finding => `known: ${name(finding)}`),
    ...against.gone.map(entry => `gone since the baseline: ${name(entry)}`),
    ...judgement.unknown.map(({ rule, subject, why }) => `unknown: ${rule} ${subject}: ${why}`),
    ...setup.attested.overdue.map(
      ({ key, date, period }) => `overdue: ${key} was attested on ${date}, for ${period} days`,
    ),
  ];
}
