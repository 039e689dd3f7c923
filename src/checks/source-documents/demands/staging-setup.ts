import type { Demand } from '../demand.ts';

/** The plan for a staging environment on Coolify (S0). */
export const STAGING_SETUP: readonly Demand[] = [
  {
    id: 'S0-004',
    says: 'Staging runs like production: it differs in names, hosts, addresses and the length of HSTS, and in nothing that protects',
  },
  {
    id: 'S0-005',
    says: 'The staging server has the size that was planned, its tag and its monitoring',
    attested: 'server-size',
  },
  { id: 'S0-007', says: 'Redis serves the queue and the cache, so that several processes see the same cache' },
  { id: 'S0-008', says: 'Static files are collected, and uploads live where a new container finds them again' },
  { id: 'S0-014', says: 'The database is reached inside a private network or over TLS whose authority is known' },
  { id: 'S0-015', says: "Redis is reached over TLS when it is outside, and the queue's Redis evicts nothing" },
  {
    id: 'S0-017',
    says: 'Keys and passwords of application, database, Redis, mail and outside services are there and random',
  },
  { id: 'S0-021', says: "The database's name, user, password and TLS mode are given" },
  { id: 'S0-022', says: 'Addresses of Redis, of the broker and of the results are given, with TLS when outside' },
  { id: 'S0-023', says: 'The object store has all of its five variables or none, and an address with https' },
  { id: 'S0-025', says: 'One Python version is pinned and is the same everywhere it is named' },
  { id: 'S0-026', says: 'The settings module that staging names exists and is the one of production' },
  { id: 'S0-027', says: 'Debugging is off in the environment and in the settings it leads to' },
  { id: 'S0-028', says: "Allowed hosts are the site's own, without blanks and wildcards" },
  { id: 'S0-029', says: 'Trusted origins begin with https, hold no path and belong to allowed hosts' },
  { id: 'S0-032', says: 'The start command listens on the port that the platform asks' },
  { id: 'S0-033', says: 'Without an object store, uploads have a persistent volume' },
  { id: 'S0-036', says: 'Web, worker and beat share database, Redis and signing key' },
  { id: 'S0-037', says: 'The app that the worker command names can be imported' },
  { id: 'S0-038', says: 'Exactly one beat runs' },
  { id: 'S0-044', says: "Django's deployment checks run against what is deployed" },
  { id: 'S0-049', says: 'Files of variables and what Coolify holds agree in their names' },
  { id: 'S0-050', says: 'Secrets are changed every quarter and when somebody leaves', attested: 'secrets-rotated' },
  { id: 'S0-051', says: 'Feature switches have the same names in staging and production' },
  { id: 'S0-055', says: 'Coolify collects metrics, and logs are forwarded', attested: 'monitoring-reviewed' },
  { id: 'S0-056', says: 'Errors reach people through mail or a tracker (whose login that is, nobody sees here)' },
  { id: 'S0-057', says: 'Somebody outside watches the health address', attested: 'uptime-monitor' },
  { id: 'S0-060', says: 'HTTPS redirects and HSTS come after certificates work' },
  { id: 'S0-078', says: 'Pages that the plan refers to are in the repository', attested: 'staging-routine' },
];
