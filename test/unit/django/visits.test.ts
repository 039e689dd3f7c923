import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Visit } from '../../../src/django/answer.ts';
import { evaluateProject, type Files, type Packages, settingsText } from '../../support/asked-project.ts';

const URLS = `from django.urls import path
import views

urlpatterns = [
    path("health/", views.health),
    path("decorated/", views.decorated),
    path("page/", views.Page.as_view()),
    path("login/", views.login),
    path("raises/", views.raises),
    path("ready/", views.ready),
    path("constant/", views.constant),
    path("cached/", views.cached),
    path("program/", views.program),
    path("resolves/", views.resolves),
    path("for-ever/", views.for_ever),
    path("sleeps/", views.sleeps),
    path("exits/", views.exits),
    path("echo/", views.echo),
]
`;
const VIEWS = `import socket
import subprocess
import sys
from time import sleep

from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET


def health(request):
    return JsonResponse({"status": "healthy", "version": "1"})


@never_cache
@require_GET
def decorated(request):
    return HttpResponse("ok")


class Page(View):
    def get(self, request):
        return HttpResponse("ok")


def login(request):
    return HttpResponseRedirect("/accounts/login/?next=" + request.path)


def raises(request):
    raise KeyError("version")


def ready(request):
    try:
        connection.ensure_connection()
    except Exception:
        return JsonResponse({"database": False}, status=503)
    return JsonResponse({"database": True})


def constant(request):
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:
        pass
    return JsonResponse(["ok"], safe=False)


def cached(request):
    return HttpResponse(cache.get("x") or "nothing")


def program(request):
    subprocess.run(["true"], check=False)


def resolves(request):
    socket.create_connection(("redis", 6379), 1)


def for_ever(request):
    while True:
        pass


def sleeps(request):
    sleep(60)
    return HttpResponse("ok")


def exits(request):
    sys.exit("no")


def echo(request):
    keys = {request.get_host(): 1, request.scheme: 1, str(request.is_secure()): 1, request.META.get("HTTP_X_FORWARDED_PROTO", "none"): 1}
    return JsonResponse(keys)
`;
const PROXY = 'SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")\n';
const INSIDE = 'localhost:8000';

type Asked = readonly [path: string, host?: string, forwarded?: 'https'];

async function visits(
  asked: readonly Asked[],
  more = '',
  packages: Packages = 'lab',
  files: Files = {},
): Promise<readonly Visit[]> {
  const answer = await evaluateProject(
    { 'settings.py': settingsText(more), 'urls.py': URLS, 'views.py': VIEWS, ...files },
    { visits: asked.map(([path, host = INSIDE, forwardedProto]) => ({ path, host, forwardedProto })) },
    packages,
  );
  return answer.visits;
}

describe.each([
  ['3.2', 'django32'],
  ['4.2', 'django42'],
  ['5.2', 'lab'],
] as const)('Django %s', (_version, packages) => {
  test('200, 400, 301 and 404 are told apart, with the view and its line', async () => {
    const found = await visits(
      [['/health/'], ['/health/', 'evil.example'], ['/health'], ['/nothing/'], ['/raises/']],
      '',
      packages,
    );
    expect(found.map(({ path, view, place, status, location }) => [path, view, place?.line, status, location])).toEqual(
      [
        ['/health/', 'views.health', 14, 200, null],
        ['/health/', 'views.health', 14, 400, null],
        ['/health', null, undefined, 301, '/health/'],
        ['/nothing/', null, undefined, 404, null],
        ['/raises/', 'views.raises', 33, 500, null],
      ],
    );
    expect(found[0]).toEqual({
      path: '/health/',
      host: INSIDE,
      forwardedProto: null,
      view: 'views.health',
      place: { file: 'views.py', line: 14 },
      status: 200,
      location: null,
      contentType: 'application/json',
      keys: ['status', 'version'],
      refused: [],
      error: null,
    });
    expect(found[4]?.error).toBe("KeyError: 'version'");
  });
});

describe('the redirect to https', () => {
  const REDIRECT = `SECURE_SSL_REDIRECT = True\n${PROXY}`;

  test('sends the probe away, and lets pass what came through the proxy', async () => {
    const found = await visits([['/health/'], ['/health/', 'localhost', 'https']], REDIRECT);
    expect(found.map(({ status, location }) => [status, location])).toEqual([
      [301, 'https://localhost:8000/health/'],
      [200, null],
    ]);
  });

  test('is not for exempt paths', async () => {
    const [found] = await visits([['/health/']], `${REDIRECT}SECURE_REDIRECT_EXEMPT = [r"^health/$"]\n`);
    expect(found?.status).toBe(200);
  });
});

describe('a view', () => {
  /** Asked together: none of them may disturb the next. */
  const asked = [
    '/decorated/',
    '/page/',
    '/login/',
    '/health/',
    '/ready/',
    '/constant/',
    '/program/',
    '/resolves/',
    '/sleeps/',
    '/exits/',
    '/for-ever/',
    '/health/?x=1',
  ];
  let found: ReadonlyMap<string, Visit>;
  const at = (path: string): Visit => {
    const visit = found.get(path);
    if (visit === undefined) throw new Error(`${path} was not asked`);
    return visit;
  };
  beforeAll(async () => {
    const answers = await visits(asked.map(path => [path]));
    found = new Map(answers.map(visit => [visit.path, visit]));
  });

  test('is found behind decorators and classes', () => {
    expect(['/decorated/', '/page/'].map(at).map(({ view, place }) => [view, place?.line])).toEqual([
      ['views.decorated', 20],
      ['views.Page', 24],
    ]);
  });

  test('sees the Host and the header as they were asked', async () => {
    const echoes = await visits([['/echo/'], ['/echo/', 'localhost', 'https']], PROXY);
    expect(echoes.map(({ keys }) => keys)).toEqual([
      ['False', 'http', 'localhost:8000', 'none'],
      ['True', 'https', 'localhost'],
    ]);
  });

  test('that is sent to a login is not followed', () => {
    expect(at('/login/')).toMatchObject({ status: 302, location: '/accounts/login/?next=/login/' });
  });

  test('that asks is told apart from one that does not, and one that does not care', () => {
    expect(
      ['/health/', '/ready/', '/constant/'].map(at).map(({ status, refused, keys }) => [status, refused, keys]),
    ).toEqual([
      [200, [], ['status', 'version']],
      [503, ['database'], ['database']],
      [200, ['database'], null],
    ]);
  });

  test('that starts a program or opens a connection is refused it', () => {
    expect(at('/program/')).toMatchObject({ status: 500, refused: ['process'] });
    expect(at('/resolves/')).toMatchObject({ status: 500, refused: ['socket'] });
  });

  test('that asks a cache behind a socket is said to ask the cache', async () => {
    const [cached] = await visits(
      [['/cached/']],
      'CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://cache:6379"}}\n',
    );
    expect(cached).toMatchObject({ status: 500, refused: ['cache'] });
  });

  test('asks the database when ATOMIC_REQUESTS is on, whatever it does itself', async () => {
    const [health] = await visits([['/health/']], 'DATABASES["default"]["ATOMIC_REQUESTS"] = True\n');
    expect(health).toMatchObject({ status: 500, refused: ['database'] });
  });

  test('that sleeps does not keep anybody waiting', () => {
    expect(at('/sleeps/').status).toBe(200);
  });

  test('that ends the process ends only its own answer', () => {
    expect(at('/exits/')).toMatchObject({ status: null, error: 'SystemExit: no' });
  });

  test('that never ends is left after three seconds, and the next is asked', () => {
    expect(at('/for-ever/')).toMatchObject({ status: null, error: 'TooLong: no answer within 3 s' });
    expect(at('/health/?x=1')).toMatchObject({ view: 'views.health', status: 200 });
  });
});

describe('what cannot answer', () => {
  test('an error of the URLconf is told for every address', async () => {
    const found = await visits([['/health/']], '', 'lab', { 'urls.py': 'import gone\n' });
    expect(found[0]).toMatchObject({ status: null, view: null, error: "ModuleNotFoundError: No module named 'gone'" });
  });

  test('a middleware answers without any view', async () => {
    const found = await visits([['/alive/']], 'MIDDLEWARE = ["alive.Alive"] + MIDDLEWARE\n', 'lab', {
      'alive.py':
        'from django.http import HttpResponse\n\n\nclass Alive:\n    def __init__(self, get_response):\n        self.get_response = get_response\n\n    def __call__(self, request):\n        return HttpResponse("ok") if request.path == "/alive/" else self.get_response(request)\n',
    });
    expect(found[0]).toMatchObject({ view: null, status: 200, contentType: 'text/html; charset=utf-8' });
  });

  test('a cookie of one answer is not sent with the next question', async () => {
    const found = await visits([['/cookie/'], ['/cookie/']], '', 'lab', {
      'urls.py':
        'from django.http import JsonResponse\nfrom django.urls import path\n\n\ndef cookie(request):\n    answer = JsonResponse({name: 1 for name in request.COOKIES})\n    answer.set_cookie("seen", "1")\n    return answer\n\n\nurlpatterns = [path("cookie/", cookie)]\n',
    });
    expect(found.map(({ keys }) => keys)).toEqual([[], []]);
  });

  test('an error that mails the admins does not count as a connection', async () => {
    const [found] = await visits(
      [['/raises/']],
      'ADMINS = [("a", "a@example.org")]\nEMAIL_HOST = "mail.example.org"\n',
    );
    expect(found).toMatchObject({ status: 500, refused: [] });
  });
});
