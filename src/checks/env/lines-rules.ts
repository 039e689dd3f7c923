import { defineRule, type Hit } from '../rule.ts';
import type { EnvironmentEntry, EnvironmentFile } from './facts.ts';
import { named } from './uses.ts';

const DOCKER_ENV_FILE = 'https://docs.docker.com/reference/cli/docker/container/run/#env';
const COMPOSE_SYNTAX =
  'https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/#env-file-syntax';

export const unreadableLine = defineRule({
  id: 'env/unreadable-line',
  title: 'Every line of a file of variables is an assignment or a comment',
  severity: 'medium',
  why: 'Docker and Compose refuse the whole file, python-dotenv leaves the line out: what it should have set is absent or everything is.',
  remedy: 'Write it as an assignment, or as a comment:\nNAME=value\n# a comment',
  source: ['S0-021', DOCKER_ENV_FILE],
  judge: ({ environmentFiles }) =>
    environmentFiles.flatMap(({ file, kind, unreadable }) =>
      unreadable.map(({ line, text }): Hit => {
        const name = /^[A-Za-z_][\w .-]*(?=[:=])/.exec(text)?.[0].trim();
        return {
          place: { file, line },
          subject: `${file}: ${name ?? 'a line'}`,
          message:
            'This line is neither an assignment nor a comment, so readers refuse the file or leave the line out.',
          evidence:
            name === undefined ? `${text.length} characters without a name and "="` : `it begins with "${name}"`,
          ...(kind === 'template' ? { severity: 'low' as const } : {}),
        };
      }),
    ),
});

export const duplicate = defineRule({
  id: 'env/duplicate',
  title: 'Every variable stands once in a file',
  severity: 'medium',
  why: 'The last one wins silently, and whoever changes the first one wonders why nothing happens.',
  remedy: 'Keep one of the lines.',
  source: ['S1-164', 'S0-049'],
  judge: ({ environmentFiles }) =>
    environmentFiles.flatMap(({ file, kind, entries }) => {
      const first = new Map<string, EnvironmentEntry>();
      return entries.flatMap((entry): Hit[] => {
        const before = first.get(entry.name);
        if (before === undefined) {
          first.set(entry.name, entry);
          return [];
        }
        const same = before.values.dotenv === entry.values.dotenv;
        return [
          {
            place: { file, line: entry.line },
            subject: `${file}: ${entry.name}`,
            message: same
              ? `${entry.name} stands twice with the same value.`
              : `${entry.name} stands twice with different values; this one wins over the earlier one.`,
            evidence: `also on line ${before.line}`,
            ...(same || kind === 'template' ? { severity: 'low' as const } : {}),
          },
        ];
      });
    }),
});

export const readersDiffer = defineRule({
  id: 'env/readers-differ',
  title: 'Docker, Compose and Python read the same values from a file',
  severity: 'medium',
  why: 'The same file gives different values to `docker run --env-file` (comments and quotation marks belong to the value), to Compose (`$NAME` is filled in) and to python-dotenv: it works on one machine and not on the other.',
  remedy:
    'Put comments on lines of their own, leave quotation marks out, and write a literal `$` between single quotes:\n# a comment\nNAME=value',
  source: ['S2-026', 'C35', DOCKER_ENV_FILE, COMPOSE_SYNTAX, 'python-dotenv: File format'],
  judge: ({ environmentFiles }) => environmentFiles.flatMap(file => [...differences(file)]),
});

function* differences({ file, kind, entries }: EnvironmentFile): Generator<Hit> {
  const template = kind === 'template';
  for (const entry of entries) {
    const { name, line, inlineComment, quote, values } = entry;
    const place = { file, line };
    const subject = `${file}: ${name}`;
    if (inlineComment) {
      yield {
        place,
        subject,
        message: `A comment follows the value of ${name}: docker run --env-file, and whoever pastes the line into a form, takes it for a part of the value.`,
        evidence: `${name}=... # ...`,
        remedy: `Put the comment on the line above ${name}.`,
        ...(template ? { severity: 'low' as const } : {}),
      };
    } else if (quote !== 'single' && values.compose !== values.dotenv && values.compose !== values.docker) {
      yield {
        place,
        subject,
        message: `Compose fills in the "$" in the value of ${name}, Python does not: the two see different values.`,
        evidence: `${[...values.dotenv].length} characters for Python, ${[...values.compose].length} for Compose`,
        remedy: `Write the value between single quotes: ${name}='...'`,
        ...(template ? { severity: 'low' as const } : {}),
      };
    }
  }
  if (template) return;
  const quoted = entries.filter(({ quote, inlineComment }) => quote !== 'none' && !inlineComment);
  const refused = entries.filter(({ refusedBy }) => refusedBy?.includes('docker') === true);
  const [firstQuoted] = quoted;
  if (firstQuoted !== undefined)
    yield {
      place: { file, line: firstQuoted.line },
      subject: `${file}: quotation marks`,
      message:
        'docker run --env-file hands the quotation marks on as a part of the value; Compose and Python take them away.',
      evidence: named(quoted.map(({ name }) => name)),
      severity: 'low',
    };
  const blanks = entries.filter(
    ({ values: { docker }, quote, inlineComment }) => quote === 'none' && !inlineComment && docker.trim() !== docker,
  );
  const [firstBlank] = blanks;
  if (firstBlank !== undefined)
    yield {
      place: { file, line: firstBlank.line },
      subject: `${file}: blanks`,
      message:
        'docker run --env-file hands blanks round the value on as a part of it; Compose and Python take them away.',
      evidence: named(blanks.map(({ name }) => name)),
      remedy: 'Write NAME=value, without blanks after "=" and at the end of the line.',
      severity: 'low',
    };
  const [firstRefused] = refused;
  if (firstRefused !== undefined)
    yield {
      place: { file, line: firstRefused.line },
      subject: `${file}: names`,
      message: 'docker run --env-file refuses the file: for it "export", or the blank before "=", belongs to the name.',
      evidence: named(refused.map(({ name }) => name)),
      remedy: 'Write NAME=value, without "export" and blanks.',
      severity: 'low',
    };
}

export const encoding = defineRule({
  id: 'env/encoding',
  title: 'Files of variables have no byte order mark and end lines in LF',
  severity: 'medium',
  why: 'A byte order mark becomes a part of the first name, so that variable is absent; a carriage return that a shell reads becomes the last character of every value.',
  remedy:
    'Save the file as UTF-8 without a byte order mark and with LF:\nsed -i "1s/^\\xEF\\xBB\\xBF//; s/\\r$//" <file>',
  source: ['S1-164', 'python-dotenv: files are opened as utf-8'],
  judge: ({ environmentFiles }) =>
    environmentFiles.flatMap(({ file, bom, carriageReturns, carriageReturnAt = 1, entries }): Hit[] => {
      const [first] = entries;
      const hits: Hit[] = [];
      if (bom === true)
        hits.push({
          place: { file, line: 1 },
          subject: `${file}: byte order mark`,
          message: `The file begins with a byte order mark, which python-dotenv takes for a part of the first name${first?.line === 1 ? `: ${first.name} is absent` : ''}.`,
          evidence: 'EF BB BF',
        });
      if (carriageReturns === true)
        hits.push({
          place: { file, line: carriageReturnAt },
          subject: `${file}: line ends`,
          message:
            'Lines end in CRLF: a shell that sources the file, and a form that it is pasted into, keep a carriage return at the end of every value.',
          evidence: 'CRLF',
          severity: 'low',
        });
      return hits;
    }),
});
