import { describe, expect, it } from '@jest/globals';
import { DRIFT_HAZARDS } from '../../../../../src/migrations/hazards/drift/rules.ts';
import { hitsOf, scene } from '../../../../support/played.ts';
import { everyRuleFiresAndIsSilent } from '../../../../support/watched-hazards.ts';

const drifting = async (operation: string, text = 'Something', distribution?: string) => {
  const drift = [{ app: 'parcels', text, operation, place: { file: 'parcels/models.py', line: 7 } }];
  const node = {
    id: 'parcels.0001_initial',
    app: 'parcels',
    name: '0001_initial',
    file: undefined,
    digest: '',
    replaces: [],
    dependencies: [],
    distribution,
  };
  return hitsOf(await scene({ migrations: [], facts: { drift }, head: { nodes: [node] } }), 'drift/missing-migration');
};

describe('a change of a model without a migration', () => {
  it.each([
    ['migrations.AddField(model_name="parcel", name="x", field=models.TextField())', 'blocked'],
    ['migrations.CreateModel("Label", [])', 'blocked'],
    ['migrations.AlterField(model_name="parcel", name="x", field=models.TextField())', 'review'],
    ['migrations.RemoveField(model_name="parcel", name="x")', 'review'],
    ['migrations.AlterModelOptions("parcel", {})', 'safe'],
    ['op.add_column("parcel", sa.Column("x", sa.Text()))', 'blocked'],
  ])('%s: %s', async (operation, verdict) => {
    expect((await drifting(operation)).map(hit => hit.verdict)).toEqual([verdict]);
  });

  it('is shown as the operation that is missing, at its model', async () => {
    const [hit] = await drifting('migrations.AddField("parcel", "x", models.TextField())', '+ Add field x to parcel');

    expect(hit).toMatchObject({
      place: { file: 'parcels/models.py', line: 7 },
      subject: 'parcels: + Add field x to parcel',
    });
    expect(hit?.message).toBe(
      '"Add field x to parcel" has no migration: the new release names in its queries what the database does not have, and they fail.',
    );
    expect(hit?.remedy).toContain('python manage.py makemigrations parcels');
    expect(hit?.remedy).toContain('migrations.AddField("parcel", "x", models.TextField())');
  });

  it('is not there where every change has one', async () => {
    expect(hitsOf(await scene({ migrations: [] }), 'drift/missing-migration')).toEqual([]);
  });

  it('is a note in a package, where nobody here can write one', async () => {
    expect(
      (await drifting('migrations.AlterField("x")', 'Alter field id', 'django-taggit')).map(hit => hit.verdict),
    ).toEqual(['safe']);
  });
});

everyRuleFiresAndIsSilent(DRIFT_HAZARDS);
