import type { Drift } from '../../facts.ts';
import type { Played } from '../../played.ts';
import { advise } from '../remedies/code.ts';
import { defineHazard, type HazardHit, type HazardRule, type Verdict } from '../rule.ts';

export const missingMigration = defineHazard({
  id: 'drift/missing-migration',
  title: 'Every change of a model has its migration',
  severity: 'medium',
  verdict: 'review',
  why: 'The new release asks for columns that its models have; nobody makes them in the database until a migration does.',
  remedy: 'python manage.py makemigrations, and commit what it writes.',
  source: [
    'S0-073',
    'S1-080',
    'https://docs.djangoproject.com/en/stable/ref/django-admin/#makemigrations',
    'https://alembic.sqlalchemy.org/en/latest/autogenerate.html',
  ],
  judge: played => played.facts.drift.map(drift => hit(played, drift)),
});

function hit({ facts }: Played, drift: Drift): HazardHit {
  const foreign = distributionOf(facts, drift.app);
  const verdict = foreign === undefined ? verdictOf(drift) : 'safe';
  const make =
    facts.framework === 'django'
      ? `python manage.py makemigrations ${drift.app}`
      : 'alembic revision --autogenerate -m "..."';
  return {
    ...(drift.place === undefined ? {} : { place: drift.place }),
    subject: `${drift.app}: ${drift.text}`,
    message:
      foreign === undefined
        ? `${quoted(drift.text)} has no migration: ${HARM[verdict]}.`
        : `${quoted(drift.text)} has no migration in ${foreign}, which is not yours to write: a setting such as DEFAULT_AUTO_FIELD makes the difference.`,
    remedy:
      foreign === undefined
        ? advise('Write the migration and commit it; it would hold this.', make, '', drift.operation)
        : advise(
            'Set what the package expects, for its app alone.',
            `class ${title(drift.app)}Config(AppConfig):`,
            `    name = "${drift.app}"`,
            '    default_auto_field = "django.db.models.AutoField"',
          ),
    verdict,
    severity: SEVERITY[verdict],
  };
}

const HARM: Readonly<Record<Verdict, string>> = {
  blocked: 'the new release names in its queries what the database does not have, and they fail',
  review: 'the database stays as it was, and whether the new release can live with that cannot be seen',
  safe: 'the database would not change by it, but the next makemigrations finds it',
};

const SEVERITY: Readonly<Record<Verdict, HazardRule['severity']>> = {
  blocked: 'critical',
  review: 'medium',
  safe: 'low',
};

/** What the new release asks for and nobody made; what only Django's own memory would note. */
function verdictOf({ operation, text }: Drift): Verdict {
  const kind = /^(?:migrations\.|op\.)?(\w+)\s*\(/.exec(operation.trim())?.[1] ?? text;
  if (
    /^(AddField|CreateModel|RenameField|RenameModel|AlterModelTable|AlterOrderWithRespectTo|add_column|create_table|add_table|rename_table)$/.test(
      kind,
    )
  )
    return 'blocked';
  if (/^(AlterModelOptions|AlterModelManagers|AlterModelTableComment)$/.test(kind)) return 'safe';
  return 'review';
}

function distributionOf({ head }: Played['facts'], app: string): string | undefined {
  const nodes = head.nodes.filter(node => node.app === app);
  return nodes.every(({ distribution }) => distribution !== undefined) ? nodes[0]?.distribution : undefined;
}

function quoted(text: string): string {
  return `"${text.replace(/^[+~-] /, '')}"`;
}

function title(app: string): string {
  return app
    .split('_')
    .map(word => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join('');
}
