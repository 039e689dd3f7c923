import { severityIn } from '../../src/checks/judge.ts';
import { pageOf } from '../../src/checks/page.ts';
import { FAMILIES, type Family, PROFILES, type Profile } from '../../src/checks/profile.ts';
import type { Rule } from '../../src/checks/rule.ts';
import { RULES } from '../../src/checks/rules.ts';
import { changeParts } from '../../src/report/exact-lines.ts';
import { type Generated, type Generator, origin } from './generated.ts';
import { cell, code, table } from './markdown-table.ts';

/** Where the pages are; a page is called like its rule, with a hyphen for the bar. */
export const RULE_PAGES = 'docs/deploy-rules';

/** What a family looks at, for lists. */
export const ABOUT: Readonly<Record<Family, string>> = {
  django: "Django's own deployment checks, run in the project's Python, and what a health probe would see.",
  settings: 'The evaluated settings, as given and with one variable changed at a time.',
  env: 'Files of variables, and the environment the application is judged with.',
  docker: 'Dockerfiles, the scripts they start, and what the build context lets in.',
  compose: 'Compose files as they merge, and the containers that come of them.',
  server: 'gunicorn, uvicorn and their like, with the values they would really use.',
  celery: 'Workers, beat and the task app as it is configured.',
  proxy: 'nginx, Traefik, Caddy and PgBouncer files that something uses.',
  requirements: 'What is installed, against what is declared and what is used.',
  source: 'What lies in git, and what workflows do with it.',
};

/** A page a rule, and a list of them all. */
export const rulePages: Generator = async () => [list(), ...RULES.map(page)];

function list(): Generated {
  const sections = FAMILIES.flatMap(family => {
    const rules = RULES.filter(({ id }) => id.startsWith(`${family}/`));
    if (rules.length === 0) return [];
    const rows = rules.map(rule => [
      `[${code(rule.id)}](${fileOf(rule)})`,
      cell(rule.title),
      ...PROFILES.map(profile => severityOf(rule, profile)),
    ]);
    return [`## ${family}`, ABOUT[family], table(['rule', 'what holds', ...PROFILES], rows)];
  });
  return document('README.md', [
    '# Rules of check-deploy',
    `<!-- ${origin('the rules in src/checks/')} -->`,
    `${RULES.length} rules in ${FAMILIES.length} families. A rule has a severity for each profile; \`off\` is not judged there. A finding may weigh less or more than its rule where its own evidence does. [The documents behind them](../requirements.md) are listed apart.`,
    'One is accepted, with a reason:',
    '```yaml\nwith:\n  ignore: |\n    compose/image-tag docker-compose.dev.yml -- only used on laptops\n```',
    ...sections,
  ]);
}

function page(rule: Rule): Generated {
  const family = rule.id.slice(0, rule.id.indexOf('/'));
  const weights = PROFILES.map(profile => `${profile}: ${severityOf(rule, profile)}`);
  return document(fileOf(rule), [
    `# ${rule.id}`,
    `<!-- ${origin(`src/checks/${family}/`)} -->`,
    `${sentence(rule.title)} Part of the family [${family}](README.md#${family}).`,
    `Severity: ${new Set(PROFILES.map(profile => severityOf(rule, profile))).size === 1 ? severityOf(rule, 'production') : weights.join(', ')}.`,
    ...(rule.versions === undefined ? [] : [`Holds for ${sentence(rule.versions)}`]),
    '## Why',
    sentence(rule.why),
    '## When it does not hold',
    remedy(rule.remedy),
    '## Source',
    rule.source.map(source => `- ${sourceLine(source)}`).join('\n'),
    '## To accept a finding',
    `\`\`\`yaml\nwith:\n  ignore: |\n    ${rule.id} [path] -- and why\n\`\`\``,
  ]);
}

/** Ids are rows of the page of requirements; everything else is the name or address of a manual. */
function sourceLine(source: string): string {
  return /^(?:S\d-\d{3}|C\d{2})$/.test(source) ? `[${source}](../requirements.md#${source.toLowerCase()})` : source;
}

function severityOf(rule: Rule, profile: Profile): string {
  return severityIn(rule, profile);
}

const fileOf = ({ id }: Rule): string => pageOf(id).slice(RULE_PAGES.length + 1);

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** Sentences as they are, settings, YAML or commands as a block. */
function remedy(text: string): string {
  const { prose, exact, language } = changeParts(text);
  if (exact.length === 0) return sentence(prose);
  return [...(prose === '' ? [] : [prose]), `\`\`\`${language}\n${exact.join('\n')}\n\`\`\``].join('\n\n');
}

function document(file: string, parts: readonly string[]): Generated {
  return { path: `${RULE_PAGES}/${file}`, text: `${parts.join('\n\n')}\n` };
}
