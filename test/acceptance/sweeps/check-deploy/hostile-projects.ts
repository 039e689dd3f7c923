import { django, type Tree } from './project.ts';

/** A project that does something to whoever looks at it. */
export interface Deed {
  readonly name: string;
  tree(): Tree;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly ended: RegExp;
  /** Milliseconds; default 30 s. */
  readonly within?: number;
  readonly quick?: true;
}

/** The file that is made when something of the project is executed outside of the sandbox. */
export const EXECUTED = '/hostile/executed';

const HEAD = `import os, sys
SECRET_KEY = "k7Zp4Kd9LwXrVn2TyJbq8Wm3Rt6Yu1Io5Pa0Sd"
ALLOWED_HOSTS = ["app.example"]
ROOT_URLCONF = "site_.urls"
`;
export const site = (more: string, others: Tree = {}): Tree =>
  django(`${HEAD}${more}`, { 'site_/urls.py': 'urlpatterns = []\n', ...others });
/** What must never be shown: it is the machine's. */
export const OUTSIDE = /root:x:0:0|HOSTILE_OUTSIDE_MARK|PATH=\/|RUNNER_TEMP=/;

/** Whatever comes of it, it is said, and no defect of ours. */
export const ANY = /^(failed|passed|inconclusive)\/(?!internal-error)/;

/** What settings can do while they run. */
export const RUNNING: readonly Deed[] = [
  {
    name: 'settings loop',
    tree: () => site('while True:\n    pass\n'),
    ended: /^(failed|inconclusive)\//,
    within: 75_000,
  },
  {
    name: 'settings sleep and catch alarms',
    tree: () =>
      site(
        'import signal, time\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\nwhile True:\n    try:\n        time.sleep(1000)\n    except BaseException:\n        pass\n',
      ),
    ended: /^(failed|inconclusive)\//,
    within: 75_000,
  },
  {
    name: 'settings fork',
    quick: true,
    tree: () => site('for _ in range(50):\n    try:\n        os.fork()\n    except BaseException:\n        pass\n'),
    ended: ANY,
  },
  {
    name: 'settings fork without Python',
    tree: () =>
      site(
        'import ctypes\nlibc = ctypes.CDLL(None)\nfor _ in range(5):\n    if libc.fork() == 0:\n        import time\n        time.sleep(600)\n',
      ),
    ended: ANY,
  },
  {
    name: 'settings leave a daemon',
    tree: () =>
      site(
        'import ctypes, time\nlibc = ctypes.CDLL(None)\nif libc.fork() == 0:\n    libc.setsid()\n    time.sleep(600)\n    os._exit(0)\n',
      ),
    ended: ANY,
  },
  {
    name: 'settings kill their parent',
    quick: true,
    tree: () => site('import signal\nos.kill(os.getppid(), signal.SIGKILL)\n'),
    ended: /^(inconclusive|failed)\//,
  },
  {
    name: 'settings stop their parent',
    tree: () => site('import signal\nos.kill(os.getppid(), signal.SIGSTOP)\n'),
    ended: /^(inconclusive|failed)\//,
    within: 200_000,
  },
  {
    name: 'settings kill their group',
    tree: () => site('import signal\nos.killpg(0, signal.SIGKILL)\n'),
    ended: /^(inconclusive|failed)\//,
  },
  {
    name: 'settings close every descriptor',
    quick: true,
    tree: () => site('os.closerange(0, 4096)\n'),
    ended: /^(inconclusive|failed)\//,
  },
  {
    name: 'settings write into every descriptor',
    quick: true,
    tree: () =>
      site(`
for number in range(3, 64):
    try:
        os.write(number, b'{"answer": {"failure": null, "settings": {"values": {}}}}\\n')
    except OSError:
        pass
for name in os.listdir("/proc/%d/fd" % os.getppid()):
    try:
        with open("/proc/%d/fd/%s" % (os.getppid(), name), "wb", buffering=0) as other:
            other.write(b'{"schema":"obcms-deploy/probe@1","evaluations":[]}')
    except OSError:
        pass
`),
    ended: ANY,
  },
  {
    name: 'settings answer with nonsense',
    tree: () =>
      site(
        'for number in range(3, 64):\n    try:\n        os.write(number, b"nonsense\\n\\n[1]\\n{}\\n" + b"9" * 100000 + b"\\n")\n    except OSError:\n        pass\n',
      ),
    ended: /^(inconclusive|failed|passed)\/(?!internal)/,
  },
  {
    name: 'settings write a gigabyte',
    quick: true,
    tree: () =>
      site(
        'block = "x" * (1 << 20)\nfor _ in range(1024):\n    print(block)\n    sys.__stderr__.write(block)\n    os.write(1, block.encode())\n    os.write(2, block.encode())\n',
      ),
    ended: ANY,
  },
  {
    name: 'settings hold a gigabyte',
    tree: () =>
      site(
        'DEFAULT_FROM_EMAIL = "x" * (1 << 28)\nALLOWED_HOSTS = ["h%d" % n for n in range(1000000)]\nLOGGING = {str(n): {} for n in range(1000000)}\n',
      ),
    ended: ANY,
  },
  {
    name: 'settings hold themselves',
    quick: true,
    tree: () =>
      site(
        'LOGGING = {}\nLOGGING["self"] = LOGGING\nCACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}\nCACHES["default"]["OPTIONS"] = CACHES\nCORS_ALLOWED_ORIGINS = []\nCORS_ALLOWED_ORIGINS.append(CORS_ALLOWED_ORIGINS)\nDEEP = []\nfor _ in range(100000):\n    DEEP = [DEEP]\nTEMPLATES = DEEP\n',
      ),
    ended: ANY,
  },
  {
    name: 'settings replace what everybody uses',
    quick: true,
    tree: () =>
      site(`
import json, builtins, io
class Evil:
    def __getattr__(self, name): raise SystemExit(0)
    def __call__(self, *a, **k): raise SystemExit(0)
json.dumps = json.dump = Evil()
sys.stdout = sys.stderr = Evil()
os.write = os.read = os._exit = Evil()
os.environ = {}
builtins.str = builtins.len = builtins.isinstance = Evil()
`),
    ended: /^(inconclusive|failed)\//,
  },
  {
    name: 'settings lie about types',
    tree: () =>
      site(`
class Text(str):
    def __eq__(self, other): return True
    def __hash__(self): return 1
    def __str__(self): raise SystemExit(3)
    def __len__(self): return -1
    __repr__ = __str__
    def encode(self, *a, **k): raise SystemExit(3)
class Map(dict):
    def items(self):
        while True:
            yield ("a", 1)
ALLOWED_HOSTS = [Text("x")]
STATIC_URL = Text("/static/")
LOGGING = Map(a=1)
LOGGING_CONFIG = None
`),
    ended: ANY,
    within: 75_000,
  },
  {
    name: 'settings take the trace away',
    tree: () =>
      site(
        'sys.settrace(None)\nsys.setprofile(None)\nimport gc\nfor one in gc.get_objects():\n    if type(one).__name__ in ("Recorder", "Sandbox", "Redactor", "Serialiser"):\n        one.__dict__.clear()\n',
      ),
    ended: ANY,
  },
  {
    name: 'settings crash',
    tree: () => site('import ctypes\nctypes.string_at(0)\n'),
    ended: /^(inconclusive|failed)\//,
  },
  {
    name: 'settings recurse',
    tree: () => site('sys.setrecursionlimit(10**9)\ndef f():\n    return f()\nf()\n'),
    ended: /^(inconclusive|failed)\//,
  },
  {
    name: 'settings eat memory',
    tree: () =>
      site(
        'import resource\nresource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))\nx = []\nwhile True:\n    x.append(bytearray(1 << 26))\n',
      ),
    ended: /^(inconclusive|failed)\//,
  },
  {
    name: 'threads and exit handlers stay',
    quick: true,
    tree: () =>
      site(
        'import atexit, threading, time\natexit.register(lambda: time.sleep(600))\nfor _ in range(20):\n    threading.Thread(target=lambda: time.sleep(600)).start()\n',
      ),
    ended: ANY,
  },
  {
    name: 'modules of the probe are shadowed',
    quick: true,
    tree: () =>
      site(
        '',
        Object.fromEntries(
          [
            'json',
            'select',
            'ast',
            'sandbox',
            'parent',
            'kernel',
            'evaluate',
            'struct',
            'ctypes',
            'sitecustomize',
            'importlib',
          ].map(name => [
            `${name}.py`,
            `import os\nos.system("touch ${EXECUTED}")\nraise SystemExit("shadowed ${name}")\n`,
          ]),
        ),
      ),
    ended: ANY,
  },
];
