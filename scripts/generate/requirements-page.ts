import { pageOf } from '../../src/checks/page.ts';
import { FAMILIES } from '../../src/checks/profile.ts';
import { RULES } from '../../src/checks/rules.ts';
import { type Account, accountOf, rulesFor } from '../../src/checks/source-documents/accounts.ts';
import { ATTESTED_KEYS } from '../../src/checks/source-documents/attested.ts';
import { CONTRADICTIONS } from '../../src/checks/source-documents/contradictions.ts';
import { DEMANDS } from '../../src/checks/source-documents/index.ts';
import { HAZARDS } from '../../src/migrations/hazards/rules.ts';
import { pageOf as hazardPageOf } from '../../src/migrations/page.ts';
import { type Generator, origin } from './generated.ts';
import { cell, code, table } from './markdown-table.ts';
import { ABOUT, RULE_PAGES } from './rule-pages.ts';

const DOCUMENTS: Readonly<Record<string, string>> = {
  S0: 'S0: plan for a staging environment on Coolify',
  S1: 'S1: review before production',
  S2: 'S2: guide to hosting on Coolify',
  S3: 'S3: strategy for staging',
  S4: 'S4: guide to the neighbouring service',
};

/** The rules of every action. */
export const ALL_RULES = [...RULES, ...HAZARDS];

/** `docs/requirements.md`: every demand of the documents, and who answers it. */
export const requirementsPage: Generator = async () => {
  const sections = Object.entries(DOCUMENTS).flatMap(([document, title]) => {
    const demands = DEMANDS.filter(({ id }) => id.startsWith(`${document}-`));
    const rows = demands.map(demand => [anchor(demand.id), cell(demand.says), answer(accountOf(demand, ALL_RULES))]);
    return [`## ${title}`, table(['', 'demand', 'answered by'], rows)];
  });
  const parts = [
    '# Requirements',
    `<!-- ${origin('src/checks/source-documents/ and the sources of the rules')} -->`,
    `The documents that this project was made from ask ${DEMANDS.length} things that can be looked at before a deployment. Each is answered once: by rules of [check-deploy](deploy-rules/README.md) and [migration-safety](migration-rules/README.md), by people who look and write the day into the configuration, or by another part of this project.`,
    accountsTable(),
    '## What people attest',
    'No file and no API that these actions read shows these. Write the day on which somebody looked; the report lists what is overdue and what nobody has looked at. It never fails a run.',
    '```yaml\nenvironments:\n  production:\n    attested:\n      uptime-monitor: 2026-01-31\n```',
    attestedTable(),
    ...sections,
    '## Where the documents disagree',
    'Some of them contradict each other, or what really runs. What is done about it:',
    contradictionTable(),
  ];
  return [{ path: 'docs/requirements.md', text: `${parts.join('\n\n')}\n` }];
};

/** How many demands are answered by whom. */
export function accountsTable(): string {
  const accounts = DEMANDS.map(demand => accountOf(demand, ALL_RULES));
  const amount = (by: Account['by']) => String(accounts.filter(account => account.by === by).length);
  return table(
    ['answered by', 'demands'],
    [
      ['rules', amount('rules')],
      ['people', amount('people')],
      ['another part of this project', amount('elsewhere')],
      ...(amount('nobody') === '0' ? [] : [['nobody yet', amount('nobody')]]),
      ['all', String(accounts.length)],
    ],
  );
}

/** The families with what they look at and how many rules they have. */
export function familiesTable(): string {
  const rows = FAMILIES.map(family => [
    `[${code(family)}](../../${RULE_PAGES}/README.md#${family})`,
    cell(ABOUT[family]),
    String(RULES.filter(({ id }) => id.startsWith(`${family}/`)).length),
  ]);
  return table(['family', 'what it looks at', 'rules'], [...rows, ['all', '', String(RULES.length)]]);
}

function answer(account: Account): string {
  switch (account.by) {
    case 'rules':
      return account.rules.map(ruleLink).join(', ');
    case 'people':
      return account.rules.length === 0
        ? `attested as ${code(account.key)}`
        : `attested as ${code(account.key)}; what helps: ${account.rules.map(ruleLink).join(', ')}`;
    case 'elsewhere':
      return cell(account.where);
    case 'nobody':
      return 'nobody yet';
  }
}

function attestedTable(): string {
  const rows = Object.entries(ATTESTED_KEYS).map(([key, { title, why, period }]) => [
    code(key),
    cell(title),
    cell(why),
    `${period} days`,
    DEMANDS.filter(({ attested }) => attested === key)
      .map(({ id }) => id)
      .join(', '),
  ]);
  return table(['key', 'what is vouched for', 'why no machine sees it', 'holds for', 'demands'], rows);
}

function contradictionTable(): string {
  const rows = CONTRADICTIONS.map(({ id, topic, treatment, told }) => {
    const rules = rulesFor(id, ALL_RULES).map(ruleLink);
    return [
      anchor(id),
      cell(topic),
      cell(treatment),
      [...rules, ...(told === undefined ? [] : [cell(told)])].join(', '),
    ];
  });
  return table(['', 'topic', 'what is done', 'where'], rows);
}

const anchor = (id: string): string => `<a id="${id.toLowerCase()}"></a>${id}`;
const ruleLink = (id: string): string => {
  const page = HAZARDS.some(hazard => hazard.id === id) ? hazardPageOf(id) : pageOf(id);
  return `[${code(id)}](${page.replace(/^docs\//, '')})`;
};
