import { describe, expect, test } from '@jest/globals';
import { systemProcesses } from '../../../../src/core/process.ts';
import { readyProbe } from '../../../../src/django/probe.ts';
import { askBothReleases } from '../../../../src/migrations/asking/ask.ts';
import { pythonOf } from '../../../support/asked-project.ts';
import {
  ADD_PAGES,
  askReleases,
  BOOK_WITH_PAGES,
  CREATE_BOOK,
  migration,
  SETTINGS,
  SHOP,
  withReleases,
} from '../../../support/django-releases.ts';

const ADDED = {
  'shop/models.py': BOOK_WITH_PAGES,
  'shop/migrations/0002_pages.py': migration('("shop", "0001_initial")', ADD_PAGES),
};
const OTHER = 'migrations.AddField("book", "price", models.IntegerField(null=True))';

describe('two releases of a Django project', () => {
  test.each([
    ['lab', '5.2'],
    ['django42', '4.2'],
    ['django32', '3.2'],
  ] as const)('are told apart by their graphs and models (%s)', async (packages, version) => {
    const told = await askReleases({ base: SHOP, head: ADDED }, {}, packages);
    expect(told.version.startsWith(version)).toBe(true);
    expect(told.pending).toMatchObject([
      { id: 'shop.0002_pages', file: 'shop/migrations/0002_pages.py', atomic: true, dependencies: [] },
    ]);
    expect(told.pending[0]?.steps).toMatchObject([
      { step: 'sql', sql: 'ALTER TABLE "shop_book" ADD COLUMN "pages" integer NULL' },
    ]);
    const columns = (models: typeof told.base.models) =>
      models
        .find(({ table }) => table === 'shop_book')
        ?.columns.map(({ column, type, insert, omitted }) => {
          return `${column} ${type} ${insert} ${omitted}`;
        });
    const before = ['id bigint database value', 'title varchar(80) names required'];
    expect(columns(told.base.models)).toEqual(before);
    expect(columns(told.head.models)).toEqual([...before, 'pages integer names null']);
    expect([told.drift, told.unknown, told.stubs]).toEqual([[], [], []]);
  });

  test('are told by a Python that was begun before the question as by one that was begun with it', async () => {
    const releases = { base: SHOP, head: ADDED };
    const python = await pythonOf('lab');
    const early = await withReleases(releases, roots => {
      const place = { root: roots.head, directory: '' };
      const environment = { PATH: process.env['PATH'], HOME: roots.head };
      const world = { processes: systemProcesses, environment, signal: AbortSignal.timeout(60_000) };
      const ready = readyProbe({ root: roots.head, directory: roots.head }, python, world);
      const base = { root: roots.base, directory: '', commit: undefined };
      const asked = { base, head: { ...place, commit: undefined }, python, settings: 'settings', ready };
      return askBothReleases(
        'django',
        { ...asked, applied: undefined, postgres: undefined, safemigrate: false },
        world,
      );
    });
    expect(early).toEqual(await askReleases(releases));
    expect(early.pending).toHaveLength(1);
  });

  test('nothing is pending when nothing was added, and a comment or a docstring does not make a file another', async () => {
    const told = await askReleases({
      base: SHOP,
      head: { 'shop/migrations/0001_initial.py': `"""Words."""\n# more\n${SHOP['shop/migrations/0001_initial.py']}` },
    });
    expect(told.pending).toEqual([]);
    const digests = [told.base, told.head].map(({ nodes }) => nodes.find(({ app }) => app === 'shop')?.digest);
    expect(digests[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(digests[0]).toBe(digests[1]);
  });

  test('a migration that says something else has another digest', async () => {
    const edited = migration('', CREATE_BOOK.replace('80', '90'), '    initial = True\n');
    const told = await askReleases({ base: SHOP, head: { 'shop/migrations/0001_initial.py': edited } });
    const digests = [told.base, told.head].map(({ nodes }) => nodes.find(({ app }) => app === 'shop')?.digest);
    expect(digests[0]).not.toBe(digests[1]);
  });

  test('what is applied may be given instead', async () => {
    const told = await askReleases({ base: { ...SHOP, ...ADDED }, head: {} }, { applied: ['shop.0001_initial'] });
    expect(told.pending.map(({ id }) => id)).toEqual([
      'contenttypes.0001_initial',
      'contenttypes.0002_remove_content_type_name',
      'shop.0002_pages',
    ]);
  });

  test('a squash of what base has is applied already; of what it has half of, the old ones are pending', async () => {
    const both = { ...SHOP, ...ADDED };
    const squash = migration(
      '',
      `${CREATE_BOOK}, ${ADD_PAGES}`,
      '    replaces = [("shop", "0001_initial"), ("shop", "0002_pages")]\n',
    );
    const head = { ...ADDED, 'shop/migrations/0001_squashed_0002_pages.py': squash };
    expect((await askReleases({ base: both, head })).pending).toEqual([]);
    expect((await askReleases({ base: { ...both, ...head }, head: {} })).pending).toEqual([]);
    expect((await askReleases({ base: SHOP, head })).pending.map(({ id }) => id)).toEqual(['shop.0002_pages']);
  });

  test('two leaves are a conflict, and both are pending', async () => {
    const told = await askReleases({
      base: SHOP,
      head: { ...ADDED, 'shop/migrations/0002_price.py': migration('("shop", "0001_initial")', OTHER) },
    });
    expect(told.head.conflicts).toEqual([{ app: 'shop', leaves: ['shop.0002_pages', 'shop.0002_price'] }]);
    expect(told.pending.map(({ id }) => id)).toEqual(['shop.0002_pages', 'shop.0002_price']);
  });

  test('a dependency on what is not there is told with its place, and the rest all the same', async () => {
    const told = await askReleases({
      base: SHOP,
      head: {
        ...ADDED,
        'shop/migrations/0002_pages.py': migration('("shop", "0001_initial"), ("shop", "0009_gone")', ADD_PAGES),
      },
    });
    expect(told.head.dangling).toEqual([
      { id: 'shop.0002_pages', needs: 'shop.0009_gone', place: { file: 'shop/migrations/0002_pages.py', line: 3 } },
    ]);
    expect(told.pending.map(({ id }) => id)).toEqual(['shop.0002_pages']);
  });

  test('folders of MIGRATION_MODULES and run_before are Django’s own matter', async () => {
    const settings = `${SETTINGS}MIGRATION_MODULES = {"shop": "history.shop"}\n`;
    const base = {
      'settings.py': settings,
      'shop/__init__.py': '',
      'shop/models.py': SHOP['shop/models.py'] ?? '',
      'history/__init__.py': '',
      'history/shop/__init__.py': '',
      'history/shop/0001_initial.py': migration('', CREATE_BOOK),
    };
    const told = await askReleases({
      base,
      head: {
        'shop/models.py': BOOK_WITH_PAGES,
        'history/shop/0002_pages.py': migration('("shop", "0001_initial")', ADD_PAGES),
        'history/shop/0001_z_first.py': migration(
          '("shop", "0001_initial")',
          'migrations.RunSQL("SELECT 1")',
          '    run_before = [("shop", "0002_pages")]\n',
        ),
      },
    });
    expect(told.pending.map(({ id, file, dependencies }) => [id, file, dependencies])).toEqual([
      ['shop.0001_z_first', 'history/shop/0001_z_first.py', []],
      ['shop.0002_pages', 'history/shop/0002_pages.py', ['shop.0001_z_first']],
    ]);
  });

  test('a model without its migration is drift, at its line, as the operation that is missing', async () => {
    const told = await askReleases({ base: SHOP, head: { 'shop/models.py': BOOK_WITH_PAGES } });
    expect(told.drift).toMatchObject([
      { app: 'shop', text: 'Add field pages to book', place: { file: 'shop/models.py', line: 3 } },
    ]);
    expect(told.drift[0]?.operation).toContain("name='pages'");
  });

  test('marks of django-safemigrate are read in the source, also when the package is not there', async () => {
    const marked = `from django_safemigrate import Safe\n${migration('("shop", "0001_initial")', ADD_PAGES, '    safe = Safe.after_deploy()\n')}`;
    const told = await askReleases(
      { base: SHOP, head: { ...ADDED, 'shop/migrations/0002_pages.py': marked } },
      { safemigrate: true },
    );
    expect(told.pending[0]?.mark).toEqual({ when: 'after', place: { file: 'shop/migrations/0002_pages.py', line: 7 } });
    expect(told.stubs).toEqual(['django_safemigrate']);
    expect(told.unknown).toMatchObject([{ code: 'stand-in', about: 'django_safemigrate' }]);
  });

  test('lines that write with ON CONFLICT are told, those of tests and migrations are not', async () => {
    const upsert = 'def save(books):\n    Book.objects.bulk_create(books, update_conflicts=True)\n';
    const told = await askReleases({
      base: { ...SHOP, 'shop/save.py': upsert, 'shop/tests/test_save.py': upsert, 'shop/test_it.py': upsert },
      head: {},
    });
    expect(told.base.upserts).toEqual([{ file: 'shop/save.py', line: 2, model: 'Book' }]);
  });
});
