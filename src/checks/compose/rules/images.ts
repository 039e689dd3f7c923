import { defineRule, type Hit, type Rule } from '../../rule.ts';
import { imageReference } from '../../services/images.ts';
import { deployed } from '../../settings/severities.ts';
import { isAtLeast } from '../../versions.ts';
import { postgresMajor } from './data.ts';
import { running } from './running.ts';

export const tag: Rule = defineRule({
  id: 'compose/image-tag',
  title: 'Images are named by version',
  severity: deployed('medium'),
  why: 'An image without a version is whatever is newest on the day it is pulled: a database of the next major version does not start on the old files, and nobody can say what ran yesterday.',
  remedy: 'Name at least the major version:\nimage: redis:7-alpine',
  source: ['S1-063', 'S1-064', 'S4-097', 'S2-046'],
  judge: project =>
    running(project).flatMap((service): Hit[] => {
      const { compose, name } = service;
      if (compose.build !== undefined || compose.image === undefined || compose.image === '') return [];
      const { tag: version, digest } = imageReference(compose.image);
      if (digest !== undefined || (version !== undefined && !/^latest($|-)|-latest$/.test(version))) return [];
      const data = service.role === 'database';
      return [
        {
          place: compose.placeOf('image'),
          subject: service.title,
          message: data
            ? `"${name}" takes whatever version is newest: the next major one does not start on today’s files.`
            : `"${name}" takes whatever version is newest when it is pulled.`,
          evidence: `image: ${compose.image}`,
          ...(data ? { severity: 'high' as const } : {}),
        },
      ];
    }),
});

/** The oldest PostgreSQL that a Django works with. Source: Django's release notes and its databases page. */
const OLDEST: readonly (readonly [django: string, postgres: number])[] = [
  ['6.1', 15],
  ['5.2', 14],
  ['5.1', 13],
  ['4.2', 12],
];
const WANTED = 15;

export const postgres: Rule = defineRule({
  id: 'compose/postgres-version',
  title: 'PostgreSQL is new enough',
  severity: deployed('low'),
  why: 'Django refuses to work with a PostgreSQL older than it supports, and versions without updates keep their holes.',
  remedy:
    'Plan the change with a dump and restore (files of an older major version are not read):\nimage: postgres:17-alpine',
  source: [
    'C28',
    'S1-063',
    'S1-154',
    'S4-042',
    'https://docs.djangoproject.com/en/5.2/ref/databases/#postgresql-notes',
  ],
  judge(project) {
    const django = project.evaluations.find(({ answer }) => answer.django !== null)?.answer.django ?? undefined;
    const oldest = django === undefined ? 14 : (OLDEST.find(([from]) => isAtLeast(django, from))?.[1] ?? 10);
    return running(project).flatMap((service): Hit[] => {
      const major = postgresMajor(service);
      if (major === undefined || major >= WANTED) return [];
      const refused = major < oldest;
      return [
        {
          place: service.compose.placeOf('image'),
          subject: service.title,
          message: refused
            ? `PostgreSQL ${major} is older than Django ${django ?? '5.2'} works with (${oldest}): every page that asks the database fails.`
            : `PostgreSQL ${major} works, but ${WANTED} and newer are what is asked for.`,
          evidence: `image: ${service.imageName}`,
          ...(refused ? { severity: django === undefined ? ('medium' as const) : ('high' as const) } : {}),
        },
      ];
    });
  },
});
