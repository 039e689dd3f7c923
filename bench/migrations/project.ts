import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { git } from '../../lab/app/git.ts';

/** How large the project is: figures of a product that has been worked on for years. */
const APPS = 10;
const MODELS_OF_AN_APP = 20;
const MIGRATIONS_OF_AN_APP = 100;

export const MIGRATIONS = APPS * MIGRATIONS_OF_AN_APP;
export const MODELS = APPS * MODELS_OF_AN_APP;

export interface LargeProject {
  readonly directory: string;
  /** Commits: without any migration, with all but the last five, with all. */
  readonly none: string;
  readonly before: string;
}

/** Writes a Django project of a thousand migrations, as a repository. The same bytes on every machine. */
export async function largeProject(directory: string): Promise<LargeProject> {
  await write(directory, 'manage.py', MANAGE);
  await write(directory, 'big/__init__.py', '');
  await write(directory, 'big/settings.py', settings());
  await write(directory, 'big/urls.py', 'urlpatterns = []\n');
  for (let app = 0; app < APPS; app += 1) {
    await write(directory, `${appName(app)}/__init__.py`, '');
    await write(directory, `${appName(app)}/migrations/__init__.py`, '');
    await write(directory, `${appName(app)}/models.py`, models(app, MIGRATIONS_OF_AN_APP));
  }
  await git(['init', '--quiet', '--template=', '--initial-branch=main'], { directory });
  const none = await commit(directory, 'no migrations');
  const files = Array.from({ length: MIGRATIONS_OF_AN_APP }, (_, index) =>
    Array.from({ length: APPS }, (_unused, app) => ({ app, index })),
  ).flat();
  const last = files.length - 5;
  for (const { app, index } of files.slice(0, last)) await write(directory, ...migration(app, index));
  const before = await commit(directory, 'all but five');
  for (const { app, index } of files.slice(last)) await write(directory, ...migration(app, index));
  await commit(directory, 'all');
  return { directory, none, before };
}

async function write(directory: string, path: string, text: string): Promise<void> {
  const file = join(directory, path);
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, text);
}

async function commit(directory: string, message: string): Promise<string> {
  await git(['add', '--all'], { directory });
  const who = ['-c', 'user.name=Bench', '-c', 'user.email=bench@obcms.example'];
  await git([...who, 'commit', '--quiet', '-m', message], { directory });
  return git(['rev-parse', 'HEAD'], { directory });
}

/** Names of indexes are one namespace in the database. */
const indexName = (app: number, model: number) => `p${app}_m${model}_made`;
const appName = (app: number) => `part${app}`;
const fileName = (index: number) => `${String(index + 1).padStart(4, '0')}_step`;

/** The first makes models, two at a time; the others change one field of one of them. */
const CREATING = MODELS_OF_AN_APP / 2;

function migration(app: number, index: number): readonly [path: string, text: string] {
  const needs = index === 0 ? [] : [`("${appName(app)}", "${fileName(index - 1)}")`];
  // A graph that is more than ten lines side by side.
  if (app > 0 && index % 7 === 0) needs.push(`("${appName(app - 1)}", "${fileName(index)}")`);
  const operations =
    index < CREATING ? [create(app, index * 2), create(app, index * 2 + 1)].join('\n') : change(app, index - CREATING);
  return [
    `${appName(app)}/migrations/${fileName(index)}.py`,
    `from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n    dependencies = [${needs.join(', ')}]\n    operations = [\n${operations}\n    ]\n`,
  ];
}

function create(app: number, model: number): string {
  const parent =
    model === 0
      ? ''
      : `\n                ("parent", models.ForeignKey("${appName(app)}.model${model - 1}", models.CASCADE, related_name="+")),`;
  return `        migrations.CreateModel(
            "Model${model}",
            [
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=80)),
                ("amount", models.DecimalField(max_digits=10, decimal_places=2, default=0)),
                ("made", models.DateTimeField(auto_now_add=True)),${parent}
            ],
        ),`;
}

/** Of four kinds in turn, each with a field of its own name. */
function change(app: number, step: number): string {
  const model = `Model${step % MODELS_OF_AN_APP}`;
  const round = Math.floor(step / MODELS_OF_AN_APP);
  const lower = model.toLowerCase();
  if (round === 0)
    return `        migrations.AddField("${lower}", "note", models.CharField(max_length=40, null=True)),`;
  if (round === 1) return `        migrations.AlterField("${lower}", "name", models.CharField(max_length=120)),`;
  if (round === 2)
    return `        migrations.AddIndex("${lower}", models.Index(fields=["made"], name="${indexName(app, step % MODELS_OF_AN_APP)}")),`;
  return `        migrations.AlterField("${lower}", "note", models.CharField(max_length=40, null=True, help_text="${step}")),`;
}

/** As the last migration leaves them; what they say is not measured, but a project without models is none. */
function models(app: number, migrations: number): string {
  const classes = Array.from({ length: MODELS_OF_AN_APP }, (_, model) => {
    const parent =
      model === 0 ? '' : `    parent = models.ForeignKey("Model${model - 1}", models.CASCADE, related_name="+")\n`;
    const steps = migrations - CREATING;
    const rounds = Array.from({ length: Math.ceil(steps / MODELS_OF_AN_APP) }, (_unused, round) => round)
      .map(round => round * MODELS_OF_AN_APP + model)
      .filter(step => step < steps);
    const help = rounds.filter(step => step >= 3 * MODELS_OF_AN_APP).at(-1);
    const told = help === undefined ? '' : `, help_text="${help}"`;
    return `class Model${model}(models.Model):
    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=120)
    amount = models.DecimalField(max_digits=10, decimal_places=2, default=0)
    made = models.DateTimeField(auto_now_add=True)
${parent}    note = models.CharField(max_length=40, null=True${told})

    class Meta:
        indexes = [models.Index(fields=["made"], name="${indexName(app, model)}")]
`;
  });
  return `"""Application ${app}."""\n\nfrom django.db import models\n\n\n${classes.join('\n\n')}`;
}

const MANAGE = `import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "big.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
`;

function settings(): string {
  const apps = Array.from({ length: APPS }, (_, app) => `"${appName(app)}"`);
  return `import os
from urllib.parse import urlsplit

SECRET_KEY = "only for measuring"
ROOT_URLCONF = "big.urls"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [${apps.join(', ')}] + (["django_migration_linter"] if os.environ.get("LINTER") else [])
ADDRESS = urlsplit(os.environ.get("DATABASE_URL", "postgres://nobody@localhost/nothing"))
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": ADDRESS.path[1:],
        "USER": ADDRESS.username,
        "PASSWORD": ADDRESS.password,
        "HOST": ADDRESS.hostname,
        "PORT": ADDRESS.port,
    }
}
`;
}
