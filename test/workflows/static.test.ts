import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { command } from '../../scripts/command.ts';
import { ROOT } from '../../scripts/root.ts';
import { parserProblems } from '../../scripts/workflows/parser.ts';
import { actionlint, zizmor } from '../../scripts/workflows/tools.ts';
import { ACTIONS, WORKFLOWS } from './files.ts';

const TIMEOUT = 60_000;

interface Finding {
  readonly tool: 'actionlint' | 'zizmor';
  readonly file: string;
  readonly rule: string;
  readonly text: string;
}

/** What a tool says and we do not follow, each with the reason. One that no tool says any more fails the last test. */
const EXCEPTIONS: readonly (Pick<Finding, 'tool' | 'file' | 'rule'> & {
  readonly text: RegExp;
  readonly why: string;
})[] = [
  {
    tool: 'actionlint',
    file: 'examples/workflows/deploy-staging.yml',
    rule: 'syntax-check',
    text: /unexpected key "queue" for "concurrency"/,
    why: 'actionlint 1.7.12 is older than concurrency.queue (May 2026); GitHub accepts it: the parser test below says so',
  },
  {
    tool: 'zizmor',
    file: 'examples/workflows/deploy-staging.yml',
    rule: 'unpinned-uses',
    text: /org\/obcms-deploy@v1/,
    why: 'an example cannot know the commit of a release; the guide says how to pin it',
  },
  {
    tool: 'zizmor',
    file: 'examples/workflows/check-pull-request.yml',
    rule: 'unpinned-uses',
    text: /org\/obcms-deploy\/(?:check-deploy|migration-safety)@v1/,
    why: 'the same',
  },
];

const excepted = (finding: Finding) =>
  EXCEPTIONS.find(
    ({ tool, file, rule, text }) =>
      finding.tool === tool && finding.file === file && finding.rule === rule && text.test(finding.text),
  );

describe('the workflow files and actions', () => {
  test.each(WORKFLOWS)("%s is accepted by GitHub's own parser", async file => {
    expect(await parserProblems(file, await readFile(join(ROOT, file), 'utf8'))).toEqual([]);
  });

  test("GitHub's own parser refuses what GitHub refuses", async () => {
    expect(
      await parserProblems('broken.yml', 'on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - use: y\n'),
    ).not.toEqual([]);
    expect(await parserProblems('empty.yml', 'on: push\njobs: {}\n')).not.toEqual([]);
  });

  test(
    'actionlint finds nothing',
    async () => {
      expect((await actionlintFindings()).filter(finding => excepted(finding) === undefined)).toEqual([]);
    },
    TIMEOUT,
  );

  test(
    'zizmor, as strict as it gets, finds nothing',
    async () => {
      expect((await zizmorFindings()).filter(finding => excepted(finding) === undefined)).toEqual([]);
    },
    TIMEOUT,
  );

  test(
    'every exception is still needed',
    async () => {
      const findings = [...(await actionlintFindings()), ...(await zizmorFindings())];
      const used = new Set(findings.map(excepted));
      expect(EXCEPTIONS.filter(exception => !used.has(exception))).toEqual([]);
    },
    TIMEOUT,
  );
});

async function actionlintFindings(): Promise<readonly Finding[]> {
  // Its other checkers would be found on some machines and not on others.
  const words = ['-no-color', '-shellcheck=', '-pyflakes=', '-format', '{{json .}}', ...WORKFLOWS];
  const { status, output } = await command(await actionlint(), words);
  // 0: no finding, 1: findings, anything else: it could not look.
  if (status > 1) throw new Error(`actionlint: ${output}`);
  const findings: { filepath: string; kind: string; message: string }[] = JSON.parse(output);
  return findings.map(({ filepath, kind, message }) => ({
    tool: 'actionlint',
    file: filepath,
    rule: kind,
    text: message,
  }));
}

async function zizmorFindings(): Promise<readonly Finding[]> {
  const modes = ['--offline', '--persona=auditor', '--strict-collection', '--no-ignores', '--no-progress', '--quiet'];
  const { status, output } = await command(await zizmor(), [
    ...modes,
    '--format=json-v1',
    '.github',
    ...WORKFLOWS,
    ...ACTIONS,
  ]);
  // 0: no finding, 11 to 14: findings by severity, anything else: it could not look.
  if (status !== 0 && (status < 11 || status > 14)) throw new Error(`zizmor: ${output}`);
  const findings: ZizmorFinding[] = JSON.parse(output);
  return findings.map(({ ident, locations }) => {
    const primary = locations.find(({ symbolic }) => symbolic.kind === 'Primary') ?? locations[0];
    return {
      tool: 'zizmor',
      file: primary?.symbolic.key.Local?.verbatim_path ?? '',
      rule: ident,
      text: primary?.concrete.feature ?? '',
    };
  });
}

interface ZizmorFinding {
  readonly ident: string;
  readonly locations: readonly {
    readonly symbolic: {
      readonly kind: unknown;
      readonly key: { readonly Local?: { readonly verbatim_path: string } };
    };
    readonly concrete: { readonly feature: string };
  }[];
}
