import type { Files } from '../../migration-safety/scene.ts';
import { migration, models, SHOP } from '../../migration-safety/shop.ts';
import { EVIL_HOST, MARK } from '../hostile-text.ts';

/** A project with the text in one of the places where a project has texts of its own. */
export interface Place {
  readonly name: string;
  next(text: string): Files;
  inputs?(text: string): Readonly<Record<string, string>>;
  readonly quick?: true;
  /** File names and what goes into one line cannot hold everything: once is enough. */
  readonly short?: true;
}

/** What a module can be called: no NUL, no slash, no dot, 200 bytes. */
const NAME = `0002_end]"; click A "https:${EVIL_HOST.replace('.', '_')}" %%{init}%% |\`</code></details>::error title=${MARK}::${MARK}\n::set-output name=${MARK}::1\r\u001b[31m\u202e<b>@all`;
/** What a table can be called: 63 bytes, and Django takes what it is given. */
const TABLE = `o]"; end <b>|\`</code>\n::set-output name=${MARK}::1`;

const READ = `
from pathlib import Path
TEXT = (Path(__file__).parent / "text").read_text(encoding="utf-8")
SHORT = TEXT.replace("\\0", "")[:50]
`;

/** A migration whose operations may say \`TEXT\`; the model says the same where it has to. */
function saying(text: string, operations: readonly string[], head = '', more: Files = {}): Files {
  return { 'orders/migrations/text': text, ...migration(operations, { head: `${READ}${head}` }), ...more };
}

const field = (definition: string): string => `migrations.AddField("order", "evil", ${definition})`;

export const PLACES: readonly Place[] = [
  {
    name: 'texts of a field that blocks',
    quick: true,
    next: text =>
      saying(text, [
        field(
          'models.CharField(max_length=50, default=TEXT, help_text=TEXT, verbose_name=TEXT, choices=[(TEXT, TEXT)])',
        ),
        'migrations.AlterField("order", "number", models.CharField(max_length=4, help_text=TEXT, error_messages={"x": TEXT}))',
      ]),
  },
  {
    name: 'names in the database',
    quick: true,
    next: text =>
      saying(text, [
        'migrations.AddField("order", "evil", models.IntegerField(default=0, db_column=SHORT, db_comment=TEXT))',
        'migrations.AddIndex("order", models.Index(fields=["number"], name=SHORT[:30]))',
        'migrations.AddConstraint("order", models.CheckConstraint(condition=models.Q(number=TEXT), name=SHORT))',
        'migrations.AlterModelTable("order", SHORT)',
      ]),
  },
  {
    name: 'the name of a table in Mermaid’s own words',
    short: true,
    next: () => saying(TABLE, ['migrations.AlterModelTable("order", TEXT)']),
  },
  {
    name: 'a default of the database',
    next: text =>
      saying(
        text,
        [field('models.CharField(max_length=50, db_default=Value(TEXT))'), field('models.TextField(null=True)')],
        'from django.db.models import Value\n',
      ),
  },
  {
    name: 'SQL of a person',
    quick: true,
    next: text =>
      saying(text, [
        'migrations.RunSQL(TEXT)',
        'migrations.RunSQL("-- " + TEXT + "\\nDELETE FROM orders_order WHERE note = \'" + TEXT.replace("\'", "") + "\'")',
        'migrations.RunSQL([(TEXT, [TEXT])], reverse_sql=TEXT)',
      ]),
  },
  {
    name: 'what an operation says of itself',
    quick: true,
    next: text =>
      saying(
        text,
        ['Own()'],
        `
from django.db.migrations.operations.base import Operation
class Own(Operation):
    reversible = False
    def state_forwards(self, app_label, state): pass
    def database_forwards(self, app_label, schema_editor, before, after):
        schema_editor.execute("LOCK TABLE orders_order -- " + TEXT)
    def describe(self): return TEXT
Own.__name__ = Own.__qualname__ = TEXT.replace("\\0", "")
`,
      ),
  },
  {
    name: 'what an operation dies of',
    next: text =>
      saying(
        text,
        ['Own()'],
        `
from django.db.migrations.operations.base import Operation
class Own(Operation):
    def state_forwards(self, app_label, state): raise ValueError(TEXT)
    def database_forwards(self, app_label, schema_editor, before, after): raise ValueError(TEXT)
`,
      ),
  },
  {
    name: 'the name of a function',
    next: text =>
      saying(
        text,
        ['migrations.RunPython(own)'],
        `
def own(apps, schema_editor):
    apps.get_model("orders", "Order").objects.update(note=TEXT)
own.__name__ = own.__qualname__ = TEXT.replace("\\0", "")
`,
      ),
  },
  {
    name: 'an exception while a migration is imported',
    quick: true,
    next: text => saying(text, [], '\nraise type(SHORT, (Exception,), {"__module__": TEXT})(TEXT)\n'),
  },
  {
    name: 'a dependency that is not there',
    next: text => saying(text, [], '', withDependency('(TEXT, TEXT)')),
  },
  {
    name: 'a model without a migration',
    next: text => ({
      'orders/text': text,
      'orders/models.py': `${READ}${models('evil = models.CharField(max_length=50, default=TEXT, help_text=TEXT, db_column=SHORT)')}
class Meta_:
    pass
Order.add_to_class("other", models.CharField(TEXT, max_length=5, null=True))
`,
    }),
  },
  {
    name: 'the name of a migration',
    quick: true,
    short: true,
    next: () => migration([field('models.IntegerField(default=0)')], { name: NAME }),
  },
  {
    name: 'a place that migrates',
    next: text => ({
      ...saying(text, [field('models.IntegerField(default=0)')]),
      Dockerfile: `FROM python:3.13\nCOPY . /app\nENTRYPOINT ["/app/start.sh"]\n`,
      'start.sh': `#!/bin/sh\npython manage.py migrate '${text.replaceAll("'", '').replaceAll('\0', '')}'\ngunicorn shop.wsgi\n`,
    }),
  },
  {
    name: 'lines of ignore',
    short: true,
    next: text => saying(text, [field('models.IntegerField(default=0)')]),
    inputs: text => ({
      ignore: `release/insert-fails [orders.0002_next] -- ${text.replace(/[\r\n\0]/g, ' ').slice(0, 2_000)}`,
    }),
  },
  {
    name: 'a name of a branch',
    short: true,
    next: text => saying(text, []),
    inputs: () => ({ base: `feature/</details>::set-output-name=${MARK}::1|\`"];end` }),
  },
];

function withDependency(needs: string): Files {
  const [[path = '', text = ''] = []] = Object.entries(migration([], { head: READ }));
  return { [path]: String(text).replace('("orders", "0001_initial")', `("orders", "0001_initial"), ${needs}`) };
}

/** The release that is running has the text beside its migrations as well. */
export const RUNNING_SHOP: Files = { ...SHOP, 'orders/migrations/text': 'harmless' };
