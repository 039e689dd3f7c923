import { defineRule, type Hit } from '../rule.ts';
import { isSecretName } from '../secrets/names.ts';
import { placeholderIn } from '../secrets/strength.ts';
import { weaknessOf } from '../secrets/verdict.ts';
import { deployed } from '../settings/severities.ts';
import { type SecretUse, secretsInUse } from './secret-uses.ts';
import { named, standing, usesOf } from './uses.ts';

const KEY_COMMAND = 'python -c "import secrets; print(secrets.token_urlsafe(96))"';
const PASSWORD_COMMAND = 'python -c "import secrets; print(secrets.token_hex(24))"';

/** Marks that no real value of any variable carries. */
const CERTAIN: ReadonlySet<string> = new Set(['change-me', 'replace-me', 'your-', 'unexpanded', 'angle brackets']);

export const placeholder = defineRule({
  id: 'env/placeholder',
  title: 'No variable in use holds a placeholder',
  severity: deployed('critical'),
  why: 'A placeholder passes every check for length and is known to everybody who can read the template: sessions are forged with it, databases are opened with it.',
  remedy: `Put a real value into Coolify’s variables (or wherever the environment comes from), and keep it out of git:\n${KEY_COMMAND}`,
  source: ['S0-017', 'S1-150', 'S1-155', 'S2-020', 'Django security.W009'],
  judge: project => {
    const secrets = secretsInUse(project);
    const seen = new Set(secrets.map(({ use }) => `${use.where}: ${use.name}`));
    const hidden = secrets.flatMap((secret): Hit[] => {
      const mark = secret.facts.placeholder;
      if (mark === null) return [];
      return [
        {
          ...standing(secret.use),
          subject: secret.use.name,
          message: `${capital(secret.title)} is still a placeholder, in ${secret.use.where}.`,
          evidence: `mark: ${mark}; ${secret.facts.length} characters`,
          remedy: remedyFor(secret),
        },
      ];
    });
    const others = usesOf(project).flatMap((use): Hit[] => {
      const mark =
        isSecretName(use.name) || seen.has(`${use.where}: ${use.name}`) ? null : placeholderIn(use.value.trim());
      // Sentences may say "change it" and "your city".
      const sentence = /\s/.test(use.value.replace(/<[^>]*>|\$\([^)]*\)|\{\{[^}]*\}\}/g, '').trim());
      if (mark === null || !CERTAIN.has(mark) || sentence) return [];
      return [
        {
          ...standing(use),
          subject: use.name,
          message: `${use.name} is still a placeholder, in ${use.where}.`,
          evidence: `mark: ${mark}`,
          remedy: `Set ${use.name} to its real value.`,
          severity: 'high',
        },
      ];
    });
    return [...hidden, ...others];
  },
});

export const weakSecret = defineRule({
  id: 'env/weak-secret',
  title: 'Secrets in use are long and random',
  severity: deployed('medium', 'high'),
  why: 'A password that a person made up, or a short one, is found by machines that try millions a second.',
  remedy: `Let a machine make it, and put it into Coolify’s variables:\n${PASSWORD_COMMAND}`,
  source: ['S0-017', 'S1-150', 'S1-155', 'S2-020', 'S4-008', 'S4-009', 'S4-010', 'S4-011', 'S4-093', 'C13', 'C14'],
  judge: project => {
    const secrets = secretsInUse(project).filter(({ facts }) => facts.placeholder === null);
    return secrets.flatMap((secret, index): Hit[] => {
      const { recommended, kind, facts, value } = secret;
      // One weak password in two addresses is one fault.
      if (secrets.slice(0, index).some(before => before.value === value)) return [];
      // And one that is a name beside it is told as that.
      if (secrets.some(other => other.value === value && nameIn(other) !== undefined)) return [];
      const measure = { kind, profile: project.profile, ...(recommended === undefined ? {} : { recommended }) };
      const weakness = weaknessOf(facts, measure);
      if (weakness === undefined || weakness.code === 'empty') return [];
      const also = secrets.slice(index + 1).filter(other => other.value === value);
      const again = [...new Set(also.map(({ use }) => use.name))].filter(name => name !== secret.use.name);
      return [
        {
          ...standing(secret.use),
          subject: secret.use.name,
          message: `${capital(secret.title)} ${weakness.why}, in ${secret.use.where}${again.length === 0 ? '' : `; ${named(again)} too`}.`,
          evidence: `${facts.length} characters, ${facts.distinct} different`,
          severity: weakness.severity,
          remedy: remedyFor(secret),
        },
      ];
    });
  },
});

export const passwordIsName = defineRule({
  id: 'env/password-is-name',
  title: 'No password is the name of its user, its database or its variable',
  severity: deployed('high'),
  why: 'Those are the first that anybody tries, and the ones that no length rule catches.',
  remedy: `Let a machine make it:\n${PASSWORD_COMMAND}`,
  source: ['S1-155', 'S2-020', 'S4-009'],
  judge: project =>
    secretsInUse(project).flatMap((secret): Hit[] => {
      if (nameIn(secret) === undefined || secret.facts.placeholder !== null) return [];
      return [
        {
          ...standing(secret.use),
          subject: secret.use.name,
          message: `${capital(secret.title)} is the name of its user, its database or its variable.`,
          evidence: `${secret.facts.length} characters, the same as a name beside it`,
        },
      ];
    }),
});

/** The name of its user, its database or its variable that a secret repeats. */
function nameIn(secret: SecretUse): string | undefined {
  return [...secret.names, secret.use.name].find(word => plain(word) === plain(secret.value.toLowerCase()));
}

export const sameSecret = defineRule({
  id: 'env/same-secret',
  title: 'Every secret has one purpose',
  severity: deployed('medium'),
  why: 'Whoever gets one of them has both, and neither can be changed without the other.',
  remedy: `Make one value for each:\n${KEY_COMMAND}`,
  source: ['S0-017', 'S0-050', 'S4-096'],
  judge: project => {
    const byValue = new Map<string, SecretUse[]>();
    for (const secret of secretsInUse(project))
      if (secret.facts.length >= 8 && secret.facts.placeholder === null)
        byValue.set(secret.value, [...(byValue.get(secret.value) ?? []), secret]);
    return [...byValue.values()].flatMap((secrets): Hit[] => {
      const [first, ...others] = secrets;
      const other = first && others.find(({ use }) => purposeOf(use.name) !== purposeOf(first.use.name));
      if (first === undefined || other === undefined) return [];
      const pair = [first.use.name, other.use.name].sort();
      return [
        {
          ...standing(other.use),
          subject: pair.join(' and '),
          message: `${capital(first.title)} and ${other.title} are the same secret.`,
          evidence: `equal values of ${first.facts.length} characters`,
        },
      ];
    });
  },
});

/** Names of one purpose may hold one value: a database's address and the password it is made of. */
function purposeOf(name: string): string {
  const groups: readonly (readonly [string, RegExp])[] = [
    ['database', /POSTGRES|DATABASE|^DB_|_DB_|^PG|PGBOUNCER|MYSQL/],
    ['redis', /REDIS|CELERY|BROKER|CACHE|VALKEY|RABBITMQ/],
    ['mail', /EMAIL|SMTP|MAIL|SENDGRID/],
    ['storage', /AWS|S3|SPACES|BUCKET|MINIO/],
    ['key', /^(?:DJANGO_|APP_)?SECRET_KEY$/],
    ['sentry', /SENTRY/],
  ];
  return (
    groups.find(([, pattern]) => pattern.test(name))?.[0] ?? name.replace(/_(?:OLD|FALLBACKS?|PREVIOUS|[0-9]+)$/, '')
  );
}

function remedyFor({ kind, use }: SecretUse): string {
  if (kind === 'issued') return `Set ${use.name} to the value its provider issued.`;
  const command = kind === 'django-key' ? KEY_COMMAND : PASSWORD_COMMAND;
  return `Make a new value for ${use.name}, put it where the environment comes from, and keep it out of git:\n${command}`;
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function capital(text: string): string {
  return text.replace(/^the /, 'The ');
}
