import { inSequence } from '../../../core/text.ts';
import type { MigratingPlace } from '../../facts.ts';
import { advise } from '../remedies/code.ts';
import { defineHazard, type HazardHit } from '../rule.ts';
import { placesOf, shown, whereOf } from './wording.ts';

export const severalPlaces = defineHazard({
  id: 'place/several',
  title: 'One place runs the migrations',
  severity: 'medium',
  verdict: 'safe',
  why: 'Django and Alembic take no lock of their own. Two that migrate at the same time both begin with the same migration, and one of them stops with "already exists" or waits in a deadlock.',
  remedy:
    'Let one service migrate and the others wait for it (`service_completed_successfully`), or let a command of your own take an advisory lock around it:\nwith connection.cursor() as cursor:\n    cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])\n    call_command("migrate", interactive=False)',
  source: ['S1-088', 'S1-078', 'C24'],
  judge: ({ facts }): readonly HazardHit[] => {
    const racing = placesOf(facts, 'entrypoint', 'compose-service').filter(races);
    const entrypoint = racing.find(({ kind }) => kind === 'entrypoint');
    const files = Map.groupBy(
      racing.filter(({ kind }) => kind === 'compose-service'),
      ({ place }) => place?.file,
    );
    // Compose files beside each other are stages; services of one of them start together, and each has the image's entrypoint.
    for (const services of files.values()) {
      const together = [...(entrypoint === undefined ? [] : [entrypoint]), ...services];
      const last = together.at(-1);
      if (last === undefined || together.length < 2) continue;
      return [
        {
          ...shown(last),
          subject: 'places',
          message: `Migrations run in ${inSequence(together.map(inWords))}, and so at the same time when a deployment starts them together: both begin with the same migration, and one of them fails.`,
        },
      ];
    }
    return [];
  },
});

/** It takes no turns, and nobody waits until it has ended. */
function races({ takesTurns, unawaitedBy }: MigratingPlace): boolean {
  return takesTurns !== true && (unawaitedBy === undefined || unawaitedBy.length > 0);
}

function inWords(place: MigratingPlace): string {
  if (place.kind === 'entrypoint') return 'the entrypoint of the image';
  return place.service === undefined ? 'a service of the Compose file' : `the service ${place.service}`;
}

export const unawaited = defineHazard({
  id: 'place/unawaited',
  title: 'The other services wait until the migrations have succeeded',
  severity: 'medium',
  verdict: 'review',
  why: 'A service that only migrates ends with 0 when the schema is there. What does not wait for that meets the old schema, and goes on when the migrations have failed.',
  remedy:
    'Let every service of the image wait for it:\nweb:\n  depends_on:\n    migrate:\n      condition: service_completed_successfully',
  source: ['S1-087', 'S3-023'],
  judge: played => {
    // A project that migrates after the new release serves waits for nobody.
    if (played.mode === 'after') return [];
    return placesOf(played.facts, 'compose-service').flatMap((place): readonly HazardHit[] => {
      const { service = 'migrate', unawaitedBy = [] } = place;
      if (unawaitedBy.length === 0) return [];
      return [
        {
          ...shown(place),
          subject: service,
          message: `The service ${service} migrates (${whereOf(place)}), and ${inSequence(unawaitedBy)} ${unawaitedBy.length === 1 ? 'does' : 'do'} not wait for it: the new release starts on the old schema, also when the migrations fail.`,
          remedy: advise(
            `Let ${unawaitedBy.length === 1 ? 'it' : 'them'} wait until it has ended with 0.`,
            ...unawaitedBy.flatMap(other => [
              `${other}:`,
              '  depends_on:',
              `    ${service}:`,
              '      condition: service_completed_successfully',
            ]),
          ),
        },
      ];
    });
  },
});
