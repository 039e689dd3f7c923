import { PRESETS } from '../../src/smoke/presets/index.ts';
import type { Preset, PresetCheck } from '../../src/smoke/presets/preset.ts';
import { type Generated, type Generator, origin } from './generated.ts';
import { cell, code, table } from './markdown-table.ts';

/** Where the pages are; a page is called like its check, with a hyphen for the bar. */
export const CHECK_PAGES = 'docs/smoke-checks';

type Check = PresetCheck<never, never>;

const SEVERITIES: Readonly<Record<Check['severity'], string>> = {
  failure: 'fails',
  'failure-in-production': 'fails, in an environment called staging it warns',
  warning: 'warns',
};

/** A page a preset check, and a list of them all. */
export const checkPages: Generator = async () => {
  const presets: readonly Preset<never>[] = Object.values(PRESETS);
  return [list(presets), ...presets.flatMap(preset => preset.checks.map(check => page(preset, check)))];
};

function list(presets: readonly Preset<never>[]): Generated {
  const sections = presets.flatMap(({ name, about, checks }) => [
    `## ${name}`,
    about,
    table(
      ['check', 'what', 'when it does not hold'],
      checks.map(check => [`[${code(check.id)}](${fileOf(check)})`, cell(check.title), SEVERITIES[check.severity]]),
    ),
  ]);
  return document('README.md', [
    '# Checks of the presets',
    `<!-- ${origin('the tables in src/smoke/presets/')} -->`,
    'Name a preset in the suite, or in the input `presets`, and all its checks are run. A single one is left out by its id:',
    '```yaml\npresets: [https, headers]\nskip: [headers/csp] # and why\n```',
    ...sections,
  ]);
}

function page({ name }: Preset<never>, check: Check): Generated {
  return document(fileOf(check), [
    `# ${check.id}`,
    `<!-- ${origin(`src/smoke/presets/${name}`)} -->`,
    `${sentence(check.title)} Part of the preset [${name}](README.md#${name}); when it does not hold, it ${SEVERITIES[check.severity]}.`,
    '## Why',
    sentence(check.why),
    '## Accepted',
    check.accepts.map(value => `- ${value}`).join('\n'),
    '## When it does not hold',
    remedy(check.remedy),
    '## Source',
    sentence(check.source),
    '## To leave it out',
    `\`\`\`yaml\nskip: [${check.id}] # and why\n\`\`\``,
  ]);
}

const fileOf = ({ id }: Check): string => `${id.replace('/', '-')}.md`;

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** Sentences as they are, the settings or labels after them as a block. */
function remedy(text: string): string {
  const [prose = '', ...code] = text.split('\n');
  return code.length === 0 ? sentence(prose) : `${prose}\n\n\`\`\`text\n${code.join('\n')}\n\`\`\``;
}

function document(file: string, parts: readonly string[]): Generated {
  return { path: `${CHECK_PAGES}/${file}`, text: `${parts.join('\n\n')}\n` };
}
