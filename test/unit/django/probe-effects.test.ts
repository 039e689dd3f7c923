import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { BARE, evaluate, settle, toldValue, withProject } from './probing.ts';

describe('what settings do on the side', () => {
  test('connections are refused before they are made, and told', async () => {
    let visitors = 0;
    const server = createServer(() => {
      visitors += 1;
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const evaluation = await settle(`${BARE}import socket
try:
    socket.create_connection(("127.0.0.1", ${port}), 1)
except ConnectionRefusedError as error:
    EMAIL_HOST = "refused" if "obcms-deploy" in str(error) else "by the kernel"
try:
    socket.getaddrinfo("db.example", 5432)
except socket.gaierror:
    LANGUAGE_CODE = "unknown"
one = socket.socket(socket.AF_UNIX)
try:
    one.connect("/tmp/nothing.sock")
except OSError:
    pass
`);
    server.close();
    expect(visitors).toBe(0);
    expect(toldValue(evaluation, 'EMAIL_HOST')).toBe('refused');
    expect(toldValue(evaluation, 'LANGUAGE_CODE')).toBe('unknown');
    expect(evaluation.effects).toEqual([
      { kind: 'connected', what: `127.0.0.1:${port}`, place: { file: 'settings.py', line: 6 }, refused: true },
      { kind: 'resolved', what: 'db.example:5432', place: { file: 'settings.py', line: 10 }, refused: true },
      { kind: 'connected', what: '/tmp/nothing.sock', place: { file: 'settings.py', line: 15 }, refused: true },
    ]);
  });

  test('a driver written in C is refused by the kernel, where there is one that can', async () => {
    if (process.platform !== 'linux') return;
    let visitors = 0;
    const server = createServer(socket => {
      visitors += 1;
      socket.destroy();
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const evaluation = await settle(`${BARE}import ctypes, psycopg, socket, struct
try:
    psycopg.connect("host=127.0.0.1 port=${port} user=x password=y dbname=z connect_timeout=3")
except psycopg.OperationalError as error:
    EMAIL_HOST = "refused" if "refused" in str(error) else str(error)
pair = socket.socketpair()
pair[0].sendall(b"still")
EMAIL_HOST_USER = pair[1].recv(5).decode()
libc = ctypes.CDLL(None, use_errno=True)
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
target = struct.pack("=HH4s8x", 2, socket.htons(${port}), bytes([127, 0, 0, 1]))
EMAIL_PORT = ctypes.get_errno() if libc.sendto(udp.fileno(), b"x", 1, 0, target, 16) < 0 else 0
`);
    server.close();
    expect(evaluation.failure).toBeNull();
    expect(toldValue(evaluation, 'EMAIL_HOST')).toBe('refused');
    expect(toldValue(evaluation, 'EMAIL_HOST_USER')).toBe('still');
    expect(toldValue(evaluation, 'EMAIL_PORT')).toBe(111);
    expect(visitors).toBe(0);
  });

  test("names of this machine are looked up, as a debug toolbar's settings do", async () => {
    const evaluation = await settle(
      `${BARE}import socket\nsocket.gethostbyname("localhost")\nsocket.getaddrinfo("127.0.0.1", 80)\n`,
    );
    expect(evaluation.failure).toBeNull();
    expect(evaluation.effects).toEqual([]);
  });

  test.each([
    ['subprocess', 'subprocess.check_output(["git", "rev-parse", "HEAD"])', 'git'],
    ['a shell', 'os.system("touch MARK")', 'touch'],
    ['exec', 'os.execv("/bin/touch", ["touch", "MARK"])', '/bin/touch'],
    ['spawn', 'os.spawnv(os.P_WAIT, "/bin/touch", ["touch", "MARK"])', 'a process'],
    ['posix_spawn', 'os.posix_spawn("/bin/touch", ["touch", "MARK"], {})', '/bin/touch'],
    ['fork', 'os.fork()', 'a process'],
  ])('no program is started through %s', async (_name, line, program) => {
    const mark = join(tmpdir(), `started-${process.pid}`);
    const evaluation = await settle(
      `${BARE}import os, subprocess\ntry:\n    ${line.replaceAll('MARK', mark)}\nexcept OSError:\n    EMAIL_HOST = "refused"\n`,
    );
    expect(toldValue(evaluation, 'EMAIL_HOST')).toBe('refused');
    expect(evaluation.effects[0]).toEqual({
      kind: 'started',
      what: program,
      place: { file: 'settings.py', line: 6 },
      refused: true,
    });
    expect(existsSync(mark)).toBe(false);
  });

  test('a failure on what was refused is marked: elsewhere the settings may load', async () => {
    const texts = [
      'import subprocess\nsubprocess.check_output(["git"])',
      'import socket\nsocket.gethostbyname("a.example")',
    ];
    for (const text of texts) {
      expect((await settle(`${text}\n`)).failure).toMatchObject({
        kind: 'refused',
        sandboxed: true,
        place: { line: 2 },
      });
    }
    expect((await settle('raise ValueError("own")\n')).failure).not.toHaveProperty('sandboxed');
  });

  test('a log file that cannot be opened here stops nothing, and a broken logging does', async () => {
    const logging = (handler: string) =>
      `${BARE}LOGGING = {"version": 1, "handlers": {"a": ${handler}}, "root": {"handlers": ["a"]}}\n`;
    const file = logging('{"class": "logging.FileHandler", "filename": "/nowhere/at/all.log"}');
    expect((await settle(file, { evaluation: { depth: 'checks' } })).failure).toBeNull();
    const broken = logging('{"class": "logging.NoSuchHandler"}');
    expect((await settle(broken, { evaluation: { depth: 'checks' } })).failure).toMatchObject({ stage: 'setup' });
  });

  test('files and folders are written, and told with their path', async () => {
    await withProject({}, async elsewhere => {
      const evaluation = await settle(`${BARE}import os, pathlib
os.makedirs("logs", exist_ok=True)
open("logs/a.log", "a").close()
pathlib.Path("${elsewhere}/b.txt").write_text("x")
os.rename("${elsewhere}/b.txt", "${elsewhere}/c.txt")
open("settings.py").read()
os.open("d.txt", os.O_CREAT | os.O_WRONLY)
`);
      expect(evaluation.effects.map(({ kind, what, place, refused }) => [kind, what, place?.line, refused])).toEqual([
        ['wrote', 'logs', 5, false],
        ['wrote', 'logs/a.log', 6, false],
        ['wrote', `${elsewhere}/b.txt`, 7, false],
        ['wrote', `${elsewhere}/c.txt`, 8, false],
        ['wrote', 'd.txt', 10, false],
      ]);
      expect(readFileSync(`${elsewhere}/c.txt`, 'utf8')).toBe('x');
    });
  });

  test('no bytecode is left beside the sources', async () => {
    const text = `${BARE}import other, os\nMEDIA_URL = ",".join(sorted(os.listdir(".")))\n`;
    expect(toldValue(await settle(text, { files: { 'other.py': '' } }), 'MEDIA_URL')).toBe(
      'other.py,settings.py,urls.py',
    );
  });

  test('a database is never reached, not through Django and not through its driver', async () => {
    const evaluation = await evaluate({
      files: {
        'settings.py': `${BARE}INSTALLED_APPS = ["asking"]
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "HOST": "127.0.0.1", "NAME": "x"}}
`,
        'asking/__init__.py': '',
        'asking/apps.py': `from django.apps import AppConfig
class Asking(AppConfig):
    name = "asking"
    def ready(self):
        from django.conf import settings
        from django.db import OperationalError, connection
        try:
            connection.cursor()
        except OperationalError as error:
            settings.TIME_ZONE = str(error)
            raise
`,
      },
      evaluation: { depth: 'checks' },
    });
    expect(evaluation.failure).toMatchObject({
      kind: 'refused',
      stage: 'setup',
      type: 'OperationalError',
      place: { file: 'asking/apps.py', line: 8 },
    });
    expect(evaluation.failure?.message).toContain('obcms-deploy lets nothing reach a database');
  });
});
