/** Pull requests with migrations as teams write them: each passes its tests, on a database of a few rows. */
import type { Edit } from '../../lab/faulty/fault.ts';

const MODELS = 'src/communities/models.py';
const MIGRATIONS = 'src/communities/migrations';

/** On the release `breaking`, which renames a column: a new number that every community has, and an index for a filter. */
export const CENSUS: readonly Edit[] = [
  {
    file: MODELS,
    find: '    residents = models.PositiveIntegerField(null=True, blank=True)\n',
    replace:
      '    residents = models.PositiveIntegerField(null=True, blank=True)\n    households = models.PositiveIntegerField(default=0)\n',
  },
  {
    file: MODELS,
    find: '        ordering = ["name"]\n',
    replace:
      '        ordering = ["name"]\n        indexes = [models.Index(fields=["region"], name="community_region")]\n',
  },
  {
    file: `${MIGRATIONS}/0004_census.py`,
    content: `"""The households of the census, and an index for the filter by region."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("communities", "0003_rename_population_residents")]

    operations = [
        migrations.AddField(
            model_name="community",
            name="households",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddIndex(
            model_name="community",
            index=models.Index(fields=["region"], name="community_region"),
        ),
    ]
`,
  },
];

/** On the release `expand`: nothing that breaks a release, and a lock for as long as the table is read. */
export const HOUSEHOLDS: readonly Edit[] = [
  {
    file: MODELS,
    find: '    population = models.PositiveIntegerField(null=True, blank=True)\n',
    replace:
      '    population = models.PositiveIntegerField(null=True, blank=True)\n    households = models.PositiveIntegerField(null=True, blank=True)\n',
  },
  {
    file: `${MIGRATIONS}/0003_community_households.py`,
    content: `"""The households of the census: not known of every community."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("communities", "0002_community_municipality")]

    operations = [
        migrations.AddField(
            model_name="community",
            name="households",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
    ]
`,
  },
];
