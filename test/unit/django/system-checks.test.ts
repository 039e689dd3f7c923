import { describe, expect, test } from '@jest/globals';
import type { CheckMessage } from '../../../src/django/answer.ts';
import { evaluateProject, type Files, type Packages, settingsText } from '../../support/asked-project.ts';

const EMPTY_URLS = 'urlpatterns = []\n';

async function messages(files: Files, packages: Packages = 'lab'): Promise<readonly CheckMessage[]> {
  const answer = await evaluateProject({ 'urls.py': EMPTY_URLS, ...files }, { depth: 'checks' }, packages);
  return answer.checks ?? [];
}

const ids = (found: readonly CheckMessage[]): readonly (string | null)[] => found.map(({ id }) => id);

describe.each([
  ['3.2', 'django32'],
  ['4.2', 'django42'],
  ['5.2', 'lab'],
] as const)('Django %s', (_version, packages) => {
  test('says what manage.py check --deploy says, worst first and in the order of ids', async () => {
    const found = await messages(
      {
        'settings.py': settingsText(
          'DEBUG = True\nSTATICFILES_DIRS = ["static"]\nSTATIC_ROOT = "static"\nINSTALLED_APPS += ["django.contrib.staticfiles"]\nSTATIC_URL = "/static/"\n',
        ),
      },
      packages,
    );
    const levels = found.map(({ level }) => level);
    expect(levels).toEqual([...levels].sort((a, b) => b - a));
    expect(ids(found)).toEqual([
      'staticfiles.E002',
      'security.W002',
      'security.W003',
      'security.W004',
      'security.W008',
      'security.W018',
      // Since 4.0.
      ...(packages === 'django32' ? [] : ['staticfiles.W004']),
    ]);
  });

  test('a model’s message stands at its class, a field’s at its own line', async () => {
    const found = await messages(
      {
        'settings.py': settingsText('INSTALLED_APPS += ["shop"]\n'),
        'shop/__init__.py': '',
        'shop/models.py':
          'from django.db import models\n\n\nclass Order(models.Model):\n    name = models.CharField(\n        max_length=-1\n    )\n\n    class Meta:\n        ordering = ["nothing"]\n',
      },
      packages,
    );
    const shop = found.filter(({ object }) => object.startsWith('shop.'));
    expect(shop.map(({ id, object, place }) => ({ id, object, place }))).toEqual(
      [
        { id: 'models.E015', object: 'shop.Order', place: { file: 'shop/models.py', line: 4 } },
        { id: 'fields.E121', object: 'shop.Order.name', place: { file: 'shop/models.py', line: 5 } },
      ].sort((a, b) => (a.id < b.id ? -1 : 1)),
    );
  });
});

describe('system checks', () => {
  test('a silenced message is told as silenced', async () => {
    const found = await messages({
      'settings.py': settingsText('DEBUG = True\nSILENCED_SYSTEM_CHECKS = ["security.W018"]\n'),
    });
    expect(found.find(({ id }) => id === 'security.W018')?.silenced).toBe(true);
    expect(found.find(({ id }) => id === 'security.W004')?.silenced).toBe(false);
  });

  test('a project’s own check is called, and its unknown id passes', async () => {
    const found = await messages({
      'settings.py': settingsText('INSTALLED_APPS += ["shop.apps.Shop"]\n'),
      'shop/__init__.py': '',
      'shop/apps.py': `from django.apps import AppConfig
from django.core.checks import Error, register


class Shop(AppConfig):
    name = "shop"


@register(deploy=True)
def till(app_configs, **options):
    return [Error("The till\\n   is open.", hint="Close it.", obj=Shop, id="shop.E001")]
`,
    });
    expect(found.find(({ id }) => id === 'shop.E001')).toEqual({
      id: 'shop.E001',
      level: 40,
      message: 'The till is open.',
      hint: 'Close it.',
      object: "<class 'shop.apps.Shop'>",
      silenced: false,
      place: { file: 'shop/apps.py', line: 5 },
    });
  });

  test('a check that raises is named with its line, and the others are kept', async () => {
    const answer = await evaluateProject(
      {
        'settings.py': settingsText('DEBUG = True\n'),
        'urls.py': 'from django.urls import path\nimport views\n\nurlpatterns = [path("", views.nothing)]\n',
        'views.py': '',
      },
      { depth: 'checks' },
    );
    const raised = answer.checks?.filter(({ id }) => id === 'obcms_deploy.E002') ?? [];
    expect(raised.map(({ object }) => object)).toContain('django.core.checks.urls.check_url_config');
    expect(raised[0]).toMatchObject({
      level: 40,
      message: "AttributeError: module 'views' has no attribute 'nothing'",
      place: { file: 'urls.py', line: 4 },
    });
    expect(ids(answer.checks ?? [])).toContain('security.W018');
    expect(answer.failure).toMatchObject({
      stage: 'checks',
      type: 'AttributeError',
      place: { file: 'urls.py', line: 4 },
    });
  });

  test('a check that asks the database is refused, and breaks nothing else', async () => {
    const answer = await evaluateProject(
      {
        'settings.py': settingsText('DEBUG = True\nINSTALLED_APPS += ["shop"]\n'),
        'urls.py': EMPTY_URLS,
        'shop/__init__.py': '',
        'shop/models.py': `from django.core.checks import Tags, register
from django.db import connection


@register(Tags.models)
def counts(app_configs, **options):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return []
`,
      },
      { depth: 'checks' },
    );
    const [raised] = answer.checks?.filter(({ id }) => id === 'obcms_deploy.E002') ?? [];
    expect(raised).toMatchObject({ object: 'shop.models.counts', place: { file: 'shop/models.py', line: 7 } });
    expect(raised?.message).toContain('OperationalError: obcms-deploy lets nothing reach a database');
    expect(ids(answer.checks ?? [])).toContain('security.W018');
  });

  test('a check of the database is left out, as check without --database leaves it out', async () => {
    const answer = await evaluateProject(
      {
        'settings.py': settingsText('INSTALLED_APPS += ["shop"]\n'),
        'urls.py': EMPTY_URLS,
        'shop/__init__.py': '',
        'shop/models.py':
          'from django.core.checks import Error, Tags, register\n\n\n@register(Tags.database)\ndef rows(app_configs, databases, **options):\n    return [Error("asked", id="shop.E002")]\n',
      },
      { depth: 'checks' },
    );
    expect(ids(answer.checks ?? [])).not.toContain('shop.E002');
  });

  test('a check that returns no messages, or the wrong things, is told and survived', async () => {
    const found = await messages({
      'settings.py': settingsText('INSTALLED_APPS += ["shop"]\n'),
      'shop/__init__.py': '',
      'shop/models.py': `from django.core.checks import register


@register()
def text(app_configs, **options):
    return ["a text"]


@register()
def nothing(app_configs, **options):
    return None
`,
    });
    expect(found.find(({ id }) => id === null)?.message).toBe('a check returned str instead of a message');
    expect(found.find(({ object }) => object === 'shop.models.nothing')?.id).toBe('obcms_deploy.E002');
  });

  test('a WSGI application that cannot be loaded is told, with the line of the project', async () => {
    const found = await messages({
      'settings.py': settingsText('WSGI_APPLICATION = "wsgi.application"\nMIDDLEWARE += ["gone.Middleware"]\n'),
      'wsgi.py': 'from django.core.wsgi import get_wsgi_application\n\napplication = get_wsgi_application()\n',
    });
    expect(found.find(({ id }) => id === 'obcms_deploy.E001')).toMatchObject({
      object: 'wsgi.application',
      level: 40,
      message: "ModuleNotFoundError: No module named 'gone'",
      place: { file: 'wsgi.py', line: 3 },
    });
  });

  test('a good WSGI application is no message', async () => {
    const found = await messages({
      'settings.py': settingsText('WSGI_APPLICATION = "wsgi.application"\n'),
      'wsgi.py': 'from django.core.wsgi import get_wsgi_application\n\napplication = get_wsgi_application()\n',
    });
    expect(ids(found)).not.toContain('obcms_deploy.E001');
  });
});
