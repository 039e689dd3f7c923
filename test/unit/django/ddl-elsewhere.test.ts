import { describe, expect, it } from '@jest/globals';
import { saidOf } from '../../support/pending-sql.ts';

const FIRST = 'migrations.CreateModel("Item", [("id", models.BigAutoField(primary_key=True))])';

const SECOND = 'DATABASES["second"] = dict(DATABASES["default"], NAME="second")\n';

/** @param allowed Python, of `db`, the alias */
function routed(allowed: string) {
  return saidOf({
    migrations: { first: FIRST },
    custom: `class Router:\n    def allow_migrate(self, db, app_label, model_name=None, **hints):\n        return ${allowed}\n`,
    settings: `${SECOND}DATABASE_ROUTERS = ["shop.custom.Router"]\n`,
  });
}

describe('a migration that routers send to another database', () => {
  it('is said to be out of sight, and never taken for one that does nothing', async () => {
    const { unknown } = await routed('db == "second"');
    expect(unknown).toMatchObject([{ code: 'other-database', about: 'shop.0001_first' }]);
    expect(unknown[0]?.why).toContain('the database second');
  });

  it.each([
    ['judged where it also goes to default', 'True'],
    ['nothing to tell of where it goes nowhere', 'False'],
    ['told of by the model that the router asks for', 'db == "default" if model_name == "item" else False'],
  ])('is %s', async (_, allowed) => {
    expect((await routed(allowed)).unknown).toEqual([]);
  });
});
