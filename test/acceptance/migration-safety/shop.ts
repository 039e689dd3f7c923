import type { Files } from './scene.ts';

/** The smallest Django project with something to migrate: nothing but Django is imported, so that it loads quickly. */

const SETTINGS = `import os
from urllib.parse import unquote, urlsplit

SECRET_KEY = os.environ.get("SECRET_KEY", "only-for-tests")
INSTALLED_APPS = ["orders"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
_url = urlsplit(os.environ.get("DATABASE_URL", "postgres://shop@127.0.0.1:5432/shop"))
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": _url.hostname,
        "PORT": _url.port,
        "USER": _url.username,
        "PASSWORD": unquote(_url.password or ""),
        "NAME": _url.path.lstrip("/"),
    }
}
`;

const MANAGE = `#!/usr/bin/env python
import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
`;

/** Fields of `Order` as lines of its class. */
export function models(...fields: readonly string[]): string {
  const lines = [...FIELDS, ...fields].map(field => `    ${field}\n`).join('');
  return `from django.db import models\n\n\nclass Order(models.Model):\n${lines}`;
}

export const FIELDS = [
  'number = models.CharField(max_length=40)',
  'quantity = models.IntegerField(null=True, blank=True)',
  'note = models.TextField(blank=True, default="")',
] as const;

const INITIAL = `from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=40)),
                ("quantity", models.IntegerField(null=True, blank=True)),
                ("note", models.TextField(blank=True, default="")),
            ],
        ),
    ]
`;

/** The release that is running: one app, one model, one migration. Its table is `orders_order`. */
export const SHOP: Files = {
  'manage.py': MANAGE,
  'shop/__init__.py': '',
  'shop/settings.py': SETTINGS,
  'orders/__init__.py': '',
  'orders/models.py': models(),
  'orders/migrations/__init__.py': '',
  'orders/migrations/0001_initial.py': INITIAL,
};

export interface MigrationText {
  /** Default `0002_next`. */
  readonly name?: string;
  readonly after?: string;
  /** Lines before the class. */
  readonly head?: string;
  /** Lines of the class beside its operations. */
  readonly body?: string;
}

/** Path of a migration of the shop. */
export const pathOf = (name = '0002_next'): string => `orders/migrations/${name}.py`;

/** The file of a migration with these operations, by its path. */
export function migration(operations: readonly string[], about: MigrationText = {}): Files {
  const { name = '0002_next', after = '0001_initial', head = '', body = '' } = about;
  const lines = operations.map(operation => `        ${operation},\n`).join('');
  const own = body === '' ? '' : `    ${body}\n`;
  return {
    [pathOf(name)]:
      `from django.db import migrations, models\n${head}\n\nclass Migration(migrations.Migration):\n${own}    dependencies = [("orders", "${after}")]\n    operations = [\n${lines}    ]\n`,
  };
}

/** A release whose one change is a new field, in the model and in a migration. */
export function withField(name: string, field: string, about: MigrationText = {}): Files {
  return {
    'orders/models.py': models(`${name} = ${field}`),
    ...migration([`migrations.AddField("order", "${name}", ${field})`], about),
  };
}

/** What any release tolerates. */
export const SAFE = withField('colour', 'models.CharField(max_length=20, null=True)');
/** What no INSERT of the running release survives. */
export const BLOCKED = withField('weight', 'models.IntegerField(default=0)');
