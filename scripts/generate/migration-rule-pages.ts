import { HAZARD_FAMILIES, type HazardFamily } from '../../src/migrations/hazards/families.ts';
import type { HazardRule } from '../../src/migrations/hazards/rule.ts';
import { HAZARDS } from '../../src/migrations/hazards/rules.ts';
import { pageOf } from '../../src/migrations/page.ts';
import { changeParts } from '../../src/report/exact-lines.ts';
import { type Generated, type Generator, origin } from './generated.ts';
import { cell, code, table } from './markdown-table.ts';

/** Where the pages are; a page is called like its rule, with a hyphen for the bar. */
export const MIGRATION_RULE_PAGES = 'docs/migration-rules';

/** What a family looks at, for lists. */
export const HAZARDS_ABOUT: Readonly<Record<HazardFamily, string>> = {
  release: 'Statements of the running release on the new schema, and of the new release on the old one.',
  lock: 'What is locked, for whom, and for how long: rewrites, scans, builds of indexes, rows changed meanwhile.',
  rows: 'What fails on rows that are there: NULLs, duplicates, orphans, values that do not fit.',
  order: 'Transactions, the graph of migrations, and what cannot run where it stands.',
  data: 'Steps that change rows, and what can be said of Python that does.',
  rollback: 'The way back: what cannot be reversed, and what reversing would lose.',
  drift: 'Models that changed without a migration.',
  server: 'What the version and the extensions of the server decide.',
  place: 'Where this project runs its migrations.',
};

/** A page a rule, and a list of them all. */
export const migrationRulePages: Generator = async () => [list(), ...HAZARDS.map(page)];

function list(): Generated {
  const sections = HAZARD_FAMILIES.flatMap(family => {
    const rules = HAZARDS.filter(({ id }) => id.startsWith(`${family}/`));
    if (rules.length === 0) return [];
    const rows = rules.map(rule => [
      `[${code(rule.id)}](${fileOf(rule)})`,
      cell(rule.title),
      rule.verdict,
      rule.severity,
    ]);
    return [`## ${family}`, HAZARDS_ABOUT[family], table(['rule', 'what holds', 'else', 'severity'], rows)];
  });
  return document('README.md', [
    '# Rules of migration-safety',
    `<!-- ${origin('the rules in src/migrations/hazards/')} -->`,
    `${HAZARDS.length} rules in ${HAZARD_FAMILIES.length} families. A hazard may weigh less than its rule: on a table that is small, for example. \`safe\` is worth knowing, and no more.`,
    'One is accepted, with a reason, for one migration, one table or wherever it is found:',
    '```yaml\nwith:\n  ignore: |\n    lock/rewrite reports.0007_widen_total -- nobody uses reports at night\n```',
    ...sections,
  ]);
}

function page(rule: HazardRule): Generated {
  const family = rule.id.slice(0, rule.id.indexOf('/'));
  return document(fileOf(rule), [
    `# ${rule.id}`,
    `<!-- ${origin(`src/migrations/hazards/${family}/`)} -->`,
    `${sentence(rule.title)} Part of the family [${family}](README.md#${family}).`,
    `When it does not hold: ${rule.verdict}, severity ${rule.severity}.`,
    ...(rule.versions === undefined ? [] : [`Holds for ${sentence(rule.versions)}`]),
    '## Why',
    sentence(rule.why),
    '## What to do',
    remedy(rule.remedy),
    '## Source',
    rule.source.map(source => `- ${sourceLine(source)}`).join('\n'),
    '## To accept a hazard',
    `\`\`\`yaml\nwith:\n  ignore: |\n    ${rule.id} [app.migration] -- and why\n\`\`\``,
  ]);
}

/** Ids are rows of the page of requirements; everything else is the name or address of a manual. */
function sourceLine(source: string): string {
  return /^(?:S\d-\d{3}|C\d{2})$/.test(source) ? `[${source}](../requirements.md#${source.toLowerCase()})` : source;
}

const fileOf = ({ id }: HazardRule): string => pageOf(id).slice(MIGRATION_RULE_PAGES.length + 1);

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** Sentences as they are, code and commands as a block. */
function remedy(text: string): string {
  const { prose, exact, language } = changeParts(text);
  if (exact.length === 0) return sentence(prose);
  return [...(prose === '' ? [] : [prose]), `\`\`\`${language}\n${exact.join('\n')}\n\`\`\``].join('\n\n');
}

function document(file: string, parts: readonly string[]): Generated {
  return { path: `${MIGRATION_RULE_PAGES}/${file}`, text: `${parts.join('\n\n')}\n` };
}

/** The families with what they look at and how many rules they have. */
export function hazardFamiliesTable(): string {
  const rows = HAZARD_FAMILIES.map(family => [
    `[${code(family)}](../../${MIGRATION_RULE_PAGES}/README.md#${family})`,
    cell(HAZARDS_ABOUT[family]),
    String(HAZARDS.filter(({ id }) => id.startsWith(`${family}/`)).length),
  ]);
  return table(['family', 'what it looks at', 'rules'], [...rows, ['all', '', String(HAZARDS.length)]]);
}
