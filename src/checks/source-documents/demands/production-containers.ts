import type { Demand } from '../demand.ts';

/** The review before production: images, Compose, migrations and health (S1). */
export const PRODUCTION_CONTAINERS: readonly Demand[] = [
  { id: 'S1-051', says: 'Build tools do not stay in the image, and package lists are removed' },
  { id: 'S1-052', says: 'Static files are collected in the image, with production settings' },
  { id: 'S1-053', says: 'The image runs as a user of its own' },
  { id: 'S1-054', says: 'The server starts in exec form, in a folder where its module is found' },
  {
    id: 'S1-056',
    says: "The collected files hold the admin's",
    told: 'smoke-test: the check `django/admin-css` asks the live site',
  },
  { id: 'S1-059', says: 'System libraries that Python packages need are installed' },
  { id: 'S1-061', says: 'The web process does not migrate when it starts' },
  { id: 'S1-063', says: 'The database service has a version and a health check' },
  { id: 'S1-064', says: 'Redis has a health check' },
  { id: 'S1-065', says: 'The job that migrates runs once' },
  { id: 'S1-066', says: 'The web waits for the migration to succeed' },
  { id: 'S1-067', says: 'So do worker and beat' },
  { id: 'S1-068', says: 'Nobody starts before database and Redis are healthy' },
  { id: 'S1-069', says: 'What shall run is started again' },
  { id: 'S1-070', says: 'The web has a health check with time to start' },
  { id: 'S1-071', says: 'No host port is published where the platform swaps containers' },
  { id: 'S1-072', says: 'Data, static files and uploads have named volumes' },
  { id: 'S1-073', says: 'Services talk over a network of their own' },
  { id: 'S1-074', says: 'Secrets are references, never literals' },
  { id: 'S1-075', says: 'Keys that Compose ignores are gone' },
  { id: 'S1-076', says: 'The worker has limits of tasks and time' },
  { id: 'S1-077', says: 'The worker gets time to finish when it is stopped' },
  { id: 'S1-086', says: 'Safe migrations are installed under their real name' },
  { id: 'S1-089', says: 'There is an address for being alive and one for being ready' },
  { id: 'S1-094', says: 'The program that the health check calls is in the image' },
];
