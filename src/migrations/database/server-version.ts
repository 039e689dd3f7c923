import type { ServerVersion, Unread } from '../facts.ts';

/** The newest PostgreSQL that each Django was released and tested with; its release notes and its test matrix say so. */
const NEWEST: readonly (readonly [django: string, postgres: number])[] = [
  ['6.0', 18],
  ['5.1', 17],
  ['5.0', 16],
  ['4.2', 16],
  ['4.1', 15],
  ['3.2', 14],
];
/** What is known here, as major versions. The newest is assumed of projects without Django. */
export const OLDEST_POSTGRES = 12;
export const NEWEST_POSTGRES = 18;

/** What is assumed when neither an input nor a database says which PostgreSQL it is. Pure. */
export function assumedVersion(django: string | undefined): ServerVersion {
  const known = NEWEST.find(([version]) => django !== undefined && compare(django, version) >= 0);
  return { major: known?.[1] ?? NEWEST_POSTGRES, minor: undefined, from: 'assumed' };
}

/** What another PostgreSQL does with a statement is no proof of what this one does. Pure. */
export function otherServer(
  server: ServerVersion,
  scratch: Pick<ServerVersion, 'major'> | undefined,
): readonly Unread[] {
  if (scratch === undefined || scratch.major === server.major) return [];
  return [
    {
      code: 'other-server',
      about: `PostgreSQL ${scratch.major}`,
      why: `The statements were measured on PostgreSQL ${scratch.major}, and the database is PostgreSQL ${server.major}: what was measured need not hold there.`,
      remedy: `Measure on the same version:\nservices:\n  scratch:\n    image: postgres:${server.major}`,
    },
  ];
}

function compare(a: string, b: string): number {
  const numbers = (version: string) => version.split('.').map(Number);
  const [majorA = 0, minorA = 0] = numbers(a);
  const [majorB = 0, minorB = 0] = numbers(b);
  return majorA - majorB || minorA - minorB;
}
