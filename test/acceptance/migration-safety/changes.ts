import type { Files } from './scene.ts';
import { type MigrationText, migration, models, pathOf } from './shop.ts';

/** Releases of the shop, by what changes in them. */

/** Builds an index while nobody can write. */
export const INDEXED: Files = {
  'orders/models.py': `${models()}\n    class Meta:\n        indexes = [models.Index(fields=["number"], name="order_number")]\n`,
  ...migration(['migrations.AddIndex("order", models.Index(fields=["number"], name="order_number"))']),
};

/** Drops a column that the running release reads. */
export const dropped = (about: MigrationText = {}): Files => ({
  'orders/models.py': models().replace(/ {4}quantity.*\n/, ''),
  ...migration(['migrations.RemoveField("order", "quantity")'], about),
});

export const ADDED_FIELD = 'models.CharField(max_length=20, null=True)';

/** A migration that is safe as such, with these lines where it is imported. */
export const importing = (head: string, field = ADDED_FIELD): Files => ({
  'orders/models.py': models(`colour = ${field}`),
  ...migration([`migrations.AddField("order", "colour", ${field})`], { head }),
});

export const sql = (text: string, reverse = 'migrations.RunSQL.noop'): Files =>
  migration([`migrations.RunSQL(${JSON.stringify(text)}, ${reverse})`]);

export const mode = (migrate: 'before' | 'after' | 'phased', more = ''): Files => ({
  '.github/obcms-deploy.yml': `version: 1\napp:\n  migrate: ${migrate}\n${more}environments:\n  production: {}\n`,
});

/** A package that has django-safemigrate's words. */
export const SAFEMIGRATE: Files = {
  'django_safemigrate.py':
    'class Safe:\n    @staticmethod\n    def before_deploy():\n        return "before"\n\n    @staticmethod\n    def after_deploy():\n        return "after"\n',
};

export const marked = (mark: 'before_deploy' | 'after_deploy'): Files =>
  dropped({ head: 'from django_safemigrate import Safe\n', body: `safe = Safe.${mark}()` });

export const FILE = pathOf();
export const ID = 'orders.0002_next';
