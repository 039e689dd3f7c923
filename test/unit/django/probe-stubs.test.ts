import { describe, expect, test } from '@jest/globals';
import { type Asked, BARE, evaluate, settle, toldValue } from './probing.ts';

const stubbed = { question: { stubs: 'missing' as const } };
const stub = (text: string, asked: Partial<Asked> = {}) => settle(`${BARE}${text}\n`, { ...stubbed, ...asked });

const UNKNOWN = { $: 'unknown', why: 'stub' };

describe('stand-ins for modules', () => {
  test('are made for third-party modules that the project imports, and what comes from them is unknown', async () => {
    const evaluation = await stub(`import heavy_lib
from heavy_lib.sub.deeper import Thing, CONSTANT as OTHER
EMAIL_HOST = heavy_lib.host
EMAIL_PORT = Thing(1)["x"] + 2
STATIC_URL = f"/{OTHER}/"
MEDIA_URL = "/media/"
LOGGING = {"version": 1, "filters": {"a": {"()": heavy_lib.Filter}}}
MIDDLEWARE = ["a.b", heavy_lib.MIDDLEWARE]`);
    expect(evaluation.failure).toBeNull();
    expect(evaluation.stubs).toEqual(['heavy_lib']);
    expect(toldValue(evaluation, 'EMAIL_HOST')).toEqual(UNKNOWN);
    expect(toldValue(evaluation, 'EMAIL_PORT')).toEqual(UNKNOWN);
    expect(toldValue(evaluation, 'STATIC_URL')).toEqual(UNKNOWN);
    expect(toldValue(evaluation, 'MEDIA_URL')).toBe('/media/');
    expect(toldValue(evaluation, 'LOGGING')).toEqual({ version: 1, filters: { a: { '()': UNKNOWN } } });
    expect(toldValue(evaluation, 'MIDDLEWARE')).toEqual(UNKNOWN);
  });

  test('take part in what settings do: calls, classes, decorators, loops, contexts, comparisons', async () => {
    const evaluation = await stub(`import heavy_lib as h
h.init(dsn="x", integrations=[h.Django()])
class Own(h.Base, h.Other):
    value = 1
    def __init__(self):
        super().__init__(1, a=2)
Own().anything.at.all()
@h.task
def one(): return 1
@h.task(bind=True)
def two(): return 2
with h.context() as c:
    pass
for item in h.items:
    raise ValueError
if h.enabled or h.version > 3 or "x" in h.names:
    raise ValueError
h.setting = 1
h.table["x"] = 2
int(h.number); float(h.number); len(h.items); -h.number; h.a | h.b
first, *rest = [h.a, h.b]
EMAIL_TIMEOUT = one() + two()`);
    expect(evaluation.failure).toBeNull();
    expect(toldValue(evaluation, 'EMAIL_TIMEOUT')).toBe(3);
  });

  test('are not made unless asked for', async () => {
    expect((await settle('import heavy_lib\n')).failure).toMatchObject({ kind: 'module-missing', name: 'heavy_lib' });
  });

  test.each(['decouple', 'pydantic_settings', 'dj_database_url', 'dotenv', 'dynaconf', 'split_settings'])(
    'are never made for %s, which decides what the settings are',
    async name => {
      const evaluation = await stub(`import ${name}`);
      expect(evaluation.failure).toMatchObject({ kind: 'module-missing', name });
      expect(evaluation.stubs).toEqual([]);
    },
  );

  test('are never made where the project does without, or only asks whether a module is there', async () => {
    const evaluation = await stub(`import importlib.util
try:
    import heavy_lib
    EMAIL_HOST = "there"
except ImportError:
    EMAIL_HOST = "not there"
EMAIL_HOST_USER = "there" if importlib.util.find_spec("other_lib") else "not there"
try:
    import third_lib
finally:
    pass`);
    expect(toldValue(evaluation, 'EMAIL_HOST')).toBe('not there');
    expect(toldValue(evaluation, 'EMAIL_HOST_USER')).toBe('not there');
    expect(evaluation.stubs).toEqual(['third_lib']);
  });

  test('are never made for a part of an installed package, nor for what a package looks for itself', async () => {
    expect((await stub('import rest_framework.nothing')).failure).toMatchObject({ kind: 'module-missing' });
    const evaluation = await stub('import rest_framework.compat, whitenoise.compress\nEMAIL_HOST = "a"');
    expect(evaluation.failure).toBeNull();
    expect(evaluation.stubs).toEqual([]);
  });

  test("are never made for the project's own modules", async () => {
    const evaluation = await stub('from own.part import x', { files: { 'own/__init__.py': '' } });
    expect(evaluation.failure).toMatchObject({ kind: 'refused', name: 'own.part' });
  });

  test('let Django set up with apps, middleware, context processors and addresses of modules that are missing', async () => {
    const evaluation = await evaluate({
      ...stubbed,
      files: {
        'settings.py': `${BARE}
INSTALLED_APPS = ["heavy_app", "other_app.apps.OtherConfig", "third.contrib.part", "own"]
MIDDLEWARE = ["heavy_app.middleware.Heavy", "django.middleware.common.CommonMiddleware"]
ALLOWED_HOSTS = ["*"]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
  "OPTIONS": {"context_processors": ["heavy_app.context_processors.things"]}}]
`,
        'own/__init__.py': '',
        'own/models.py':
          'from django.db import models\nfrom heavy_lib import Mixin\nclass A(Mixin, models.Model):\n    pass\n',
        'urls.py': `from django.http import HttpResponse
from django.urls import include, path
urlpatterns = [path("heavy/", include("heavy_app.urls")), path("health/", lambda request: HttpResponse("ok"))]
`,
      },
      evaluation: {
        depth: 'deep',
        visits: [{ path: '/health/', host: 'localhost', forwardedProto: undefined }],
      },
    });
    expect(evaluation.failure).toBeNull();
    expect(evaluation.stubs).toEqual(['heavy_app', 'other_app', 'third', 'heavy_lib']);
    expect(evaluation.visits.map(({ status }) => status)).toEqual([200]);
    expect(evaluation.checks?.filter(({ level }) => level >= 40)).toEqual([]);
  });
});
