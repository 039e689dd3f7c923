import { defineRule, type Hit } from '../rule.ts';
import type { SecretFacts } from '../secrets/facts.ts';
import { isSecretName, secretKind } from '../secrets/names.ts';
import { looksReal } from '../secrets/verdict.ts';
import type { EnvironmentEntry, EnvironmentFile } from './facts.ts';
import { secretOf } from './secret-uses.ts';
import { lastOfEach, useOf } from './uses.ts';

export const committedSecret = defineRule({
  id: 'env/committed-secret',
  title: 'No secret that is in use stands in git',
  severity: 'critical',
  why: 'Everybody who can read the repository, and every copy of it for ever, holds the secret; taking the file away later does not take it back.',
  remedy:
    'Change the secret where it is used, then take the file out of git and keep it out:\ngit rm --cached <file>\necho "<file>" >> .gitignore',
  source: ['S1-165', 'S0-017', 'S0-049', 'S3-016'],
  judge: ({ environmentFiles }) =>
    environmentFiles
      .filter(({ kind, tracked }) => kind === 'values' && tracked)
      .flatMap(file =>
        secretsOf(file)
          .filter(({ facts }) => looksReal(facts))
          .map(({ entry, title, facts }): Hit => {
            // A DSN only lets others send reports.
            const lesser = file.profile === 'development' || /DSN$/.test(entry.name);
            return {
              place: { file: file.file, line: entry.line },
              subject: `${file.file}: ${entry.name}`,
              message: `${title} stands in a file that git tracks, and it looks like a real one.`,
              evidence: `${entry.name} (${facts.length} characters, no mark of a placeholder)`,
              remedy: `Change ${entry.name} where it is used, then take the file out of git:\ngit rm --cached ${file.file}\necho "/${file.file}" >> .gitignore`,
              ...(lesser ? { severity: 'medium' as const } : {}),
            };
          }),
      ),
});

export const templateSecret = defineRule({
  id: 'env/template-secret',
  title: 'Templates hold no value that could be real',
  severity: 'medium',
  why: 'Nobody can tell it from a secret in use, and who copies the template runs with a key that the repository shows.',
  remedy: 'Leave the value empty, and say in a comment how one is made:\nSECRET_KEY=',
  source: ['S3-016', 'S1-165', 'S1-029'],
  judge: ({ environmentFiles }) =>
    environmentFiles
      .filter(({ kind, tracked }) => kind === 'template' && tracked)
      .flatMap(file =>
        secretsOf(file)
          .filter(({ facts, entry }) => looksReal(facts) && !/DSN$/.test(entry.name))
          .map(({ entry, facts }): Hit => {
            const key = secretKind(entry.name) === 'django-key';
            return {
              place: { file: file.file, line: entry.line },
              subject: `${file.file}: ${entry.name}`,
              message: `The template’s ${entry.name} cannot be told from a real secret.`,
              evidence: `${facts.length} characters, no mark of a placeholder`,
              ...(key ? { severity: 'high' as const } : {}),
            };
          }),
      ),
});

export const templateBoots = defineRule({
  id: 'env/template-boots',
  title: 'What is copied from a template does not start before its secrets are filled in',
  severity: { development: 'off', staging: 'medium', production: 'medium' },
  why: 'Django accepts a placeholder of 50 characters as a key: a site that runs with the template’s own looks healthy, and its sessions can be forged by whoever reads the repository.',
  remedy: 'Leave the value empty, so that the settings refuse to load:\nSECRET_KEY=',
  source: ['S1-150', 'S3-016', 'Django security.W009'],
  judge: ({ environmentFiles }) =>
    environmentFiles
      .filter(file => file.kind === 'template' && file.profile !== 'development' && !forDevelopers(file))
      .flatMap(file =>
        secretsOf(file).flatMap(({ entry, facts }): Hit[] => {
          const key = secretKind(entry.name) === 'django-key';
          const passes =
            facts.length >= 50 && facts.distinct >= 5 && !entry.values.dotenv.startsWith('django-insecure-');
          // A password boots whatever it is; only a template for real visitors must not carry one.
          const boots = key ? passes : file.profile !== undefined && secretKind(entry.name) === 'password';
          if (
            !boots ||
            facts.placeholder === null ||
            facts.placeholder === 'unexpanded' ||
            entry.values.dotenv.startsWith('<')
          )
            return [];
          return [
            {
              place: { file: file.file, line: entry.line },
              subject: `${file.file}: ${entry.name}`,
              message: key
                ? `The template’s ${entry.name} passes every check for length: a copy that nobody filled in starts.`
                : `The template’s ${entry.name} is a working password: a copy that nobody filled in starts.`,
              evidence: `mark: ${facts.placeholder}; ${facts.length} characters`,
              remedy: `Leave it empty, and say in a comment how one is made:\n${entry.name}=`,
              ...(key ? {} : { severity: 'low' as const }),
            },
          ];
        }),
      ),
});

/** Its other lines say that it is for a developer's machine. */
function forDevelopers({ entries }: EnvironmentFile): boolean {
  return entries.some(
    ({ name, values: { dotenv } }) =>
      (/^(?:DJANGO_)?DEBUG$/.test(name) && /^(?:true|on|ok|y|yes|1)$/i.test(dotenv)) ||
      (name === 'DJANGO_SETTINGS_MODULE' && /(?:dev|development|local|test)$/.test(dotenv)),
  );
}

function secretsOf({ file, entries }: EnvironmentFile): readonly {
  readonly entry: EnvironmentEntry;
  readonly title: string;
  readonly facts: SecretFacts;
}[] {
  return lastOfEach(entries).flatMap(entry => {
    const use = useOf(file, entry);
    // A public part of a key is no secret, and an empty one is none yet.
    if (use.value === '' || /^(?:AWS_ACCESS_KEY_ID|.*_CLIENT_ID)$/.test(entry.name)) return [];
    const secret = secretOf(use, new Map());
    if (secret === undefined) return [];
    return [
      {
        entry,
        title: isSecretName(entry.name) ? entry.name : secret.title.replace(/^the/, 'The'),
        facts: secret.facts,
      },
    ];
  });
}
