import type { SettingJson } from '../../django/answer.ts';
import { defineRule } from '../rule.ts';
import type { SecretFacts } from '../secrets/facts.ts';
import { secretKind } from '../secrets/names.ts';
import { weaknessOf } from '../secrets/verdict.ts';
import { acrossSettings, type Evaluated, type Fault } from './across.ts';
import { databasesOf } from './database.ts';
import { deployed } from './severities.ts';
import { member, placed, secretIn } from './values.ts';

const KEY_PAGE = 'https://docs.djangoproject.com/en/5.2/ref/settings/#secret-key';
const MAKE_ONE =
  'Make one, and keep it in the environment only:\npython -c "import secrets; print(secrets.token_urlsafe(96))"';

export const secretKey = defineRule({
  id: 'settings/secret-key',
  title: 'SECRET_KEY is random, long, and in nobody’s repository',
  severity: deployed('critical'),
  why: 'The key signs sessions, password links and everything else that Django hands out and takes back. Whoever knows or guesses it can be any user.',
  remedy: MAKE_ONE,
  source: ['S0-017', 'S1-150', 'S4-008', 'S4-093', 'S1-184', 'C13', 'Django security.W009', KEY_PAGE],
  judge: project =>
    acrossSettings(project, { needs: ['SECRET_KEY'], of: 'any' }, evaluated => {
      const { setting, profile } = evaluated;
      const key = setting('SECRET_KEY');
      const facts = secretIn(key?.value);
      if (key === undefined || facts === undefined || key.dummy) return [];
      // A variable that was given is judged where it was given, by env/*.
      if (fromGiven(evaluated, key.variables)) return [];
      const weakness = weaknessOf(facts, { kind: 'django-key', profile });
      if (weakness !== undefined && weakness.severity !== 'low')
        return [
          {
            on: 'SECRET_KEY',
            severity: weakness.severity,
            message: `SECRET_KEY ${weakness.why}.`,
            evidence: evidenceOf(facts),
          },
        ];
      return key.variables.length > 0 || key.default
        ? []
        : [
            {
              on: 'SECRET_KEY',
              severity: 'medium',
              evidence: `${evidenceOf(facts)}; no variable is read for it`,
              message:
                'SECRET_KEY comes from no variable: either it stands in this file, and everybody who has read the repository has it, or it is made or read by code that is not followed here.',
            },
          ];
    }),
});

function fromGiven({ project, evaluation }: Evaluated, variables: readonly string[]): boolean {
  return variables.some(
    name =>
      project.given.variables.has(name) || (evaluation.variables.has(name) && project.given.unreadable.includes(name)),
  );
}

function evidenceOf({ length, distinct }: SecretFacts): string {
  return `${length} characters, ${distinct} different ones`;
}

export const keyFallbacks = defineRule({
  id: 'settings/secret-key-fallbacks',
  title: 'Old keys are as good as the new one, and on their way out',
  severity: deployed('medium', 'high'),
  why: 'What an old key signs is accepted as well: a weak or a known one in the list undoes the change of the key.',
  remedy: 'Take it out of SECRET_KEY_FALLBACKS once what it signed has ended (sessions: two weeks).',
  source: ['Django security.W025', 'https://docs.djangoproject.com/en/5.2/ref/settings/#secret-key-fallbacks'],
  versions: 'Django 4.1 and later',
  judge: project =>
    acrossSettings(project, { needs: ['SECRET_KEY_FALLBACKS'], of: 'any' }, evaluated => {
      const { value, since, profile, setting } = evaluated;
      const fallbacks = value('SECRET_KEY_FALLBACKS');
      if (!since('4.1') || !Array.isArray(fallbacks) || setting('SECRET_KEY_FALLBACKS')?.dummy === true) return [];
      const current = secretIn(value('SECRET_KEY'));
      return fallbacks.flatMap((fallback: SettingJson, index): Fault[] => {
        const facts = secretIn(fallback);
        const weakness = facts === undefined ? undefined : weaknessOf(facts, { kind: 'django-key', profile });
        if (facts === undefined) return [];
        const fault = {
          on: 'SECRET_KEY_FALLBACKS',
          subject: `SECRET_KEY_FALLBACKS: ${index}`,
          evidence: evidenceOf(facts),
        };
        if (facts.tag !== '' && facts.tag === current?.tag)
          return [{ ...fault, severity: 'low', message: 'It is the key in use once more.' }];
        return weakness === undefined || weakness.severity === 'low'
          ? []
          : [{ ...fault, message: `An old key that is still accepted ${weakness.why}.` }];
      });
    }),
});

/** One secret in the settings, and what it opens. Names of one class may well hold one value. */
interface Held {
  readonly of: string;
  readonly on: string;
  readonly facts: SecretFacts;
}

function heldBy(evaluated: Evaluated): readonly Held[] {
  const { value, evaluation } = evaluated;
  const held = (of: string, on: string, found: SettingJson | undefined): Held[] => {
    const facts = secretIn(found);
    return facts === undefined || facts.length < SHORTEST || facts.tag === '' ? [] : [{ of, on, facts }];
  };
  const others = Object.entries(evaluation.answer.settings?.others ?? {})
    .filter(
      ([name]) => secretKind(name) === 'token' && /JWT|SIGNING|ENCRYPT|FERNET|FIELD|HASHID|SALT|WEBHOOK/i.test(name),
    )
    .flatMap(([name, { secret }]) => held(name, name, secret ?? undefined));
  return [
    ...held('SECRET_KEY', 'SECRET_KEY', value('SECRET_KEY')),
    ...databasesOf(evaluated)
      .slice(0, 1)
      .flatMap(({ values }) => held('the database’s password', 'DATABASES', values['PASSWORD'])),
    ...held('the password of Redis', 'CACHES', member(value('CACHES'), 'default', 'LOCATION')),
    ...held('the password of Redis', 'CELERY_BROKER_URL', value('CELERY_BROKER_URL')),
    ...held('the mail account’s password', 'EMAIL_HOST_PASSWORD', value('EMAIL_HOST_PASSWORD')),
    ...held('the object store’s key', 'AWS_SECRET_ACCESS_KEY', value('AWS_SECRET_ACCESS_KEY')),
    ...held('the token of the metrics', 'METRICS_TOKEN', value('METRICS_TOKEN')),
    ...others,
  ];
}

/** Shorter values are equal by chance, or empty. */
const SHORTEST = 6;

export const secretsApart = defineRule({
  id: 'settings/secrets-apart',
  title: 'Each lock has a key of its own',
  severity: deployed('medium'),
  why: 'A value that opens two things gets out twice as easily, and changing it for one breaks the other.',
  remedy: MAKE_ONE,
  source: ['S0-017', 'S1-184', KEY_PAGE],
  judge: project =>
    acrossSettings(project, { needs: [], of: 'any' }, evaluated => {
      const held = heldBy(evaluated).filter(({ on }) => evaluated.setting(on)?.dummy !== true);
      return held.flatMap((one, index): Fault[] => {
        const twin = held.slice(0, index).find(({ of, facts }) => of !== one.of && facts.tag === one.facts.tag);
        // Two variables that were given are env/*'s to compare.
        if (
          twin === undefined ||
          [one, twin].every(({ on }) => fromGiven(evaluated, evaluated.setting(on)?.variables ?? []))
        )
          return [];
        const place = placed(evaluated.evaluation.answer.settings?.others[one.on]?.place ?? null);
        return [
          {
            on: one.on,
            ...(place === undefined ? {} : { place }),
            subject: `${one.of} and ${twin.of}`,
            // Libraries that sign tokens fall back to SECRET_KEY themselves.
            ...(/JWT|SIGNING/i.test(one.of) ? { severity: 'low' as const } : {}),
            evidence: 'equal values',
            message: `${twin.of} and ${one.of} are one value.`,
          },
        ];
      });
    }),
});
