import type { Contradiction } from './demand.ts';

/** The points on which the documents disagree with each other or with what runs, and what is done about each. Rules name them in their `source`. */
export const CONTRADICTIONS: readonly Contradiction[] = [
  {
    id: 'C01',
    topic: 'Health path',
    treatment:
      'Nothing is guessed: the path comes from the configuration, the image, Compose or Coolify. A redirect to the form with a slash is a wrong path; a login page is taken with a warning.',
  },
  {
    id: 'C02',
    topic: 'Port',
    treatment:
      "It follows from the server's bind, EXPOSE, the health check and Compose; where they disagree is a finding.",
  },
  {
    id: 'C03',
    topic: 'Django version',
    treatment: '3.2 to 6.1, with a table of what each version reads. What the installed one ignores is a finding.',
  },
  {
    id: 'C04',
    topic: "Target of Celery's -A",
    treatment: 'It is imported. Every spelling that Celery itself finds is right.',
  },
  {
    id: 'C05',
    topic: 'PostgreSQL driver',
    treatment: 'Source, binary and version 3 builds are all accepted; a binary build is noted.',
  },
  {
    id: 'C06',
    topic: 'Build method',
    treatment:
      "Whatever is there is judged: Dockerfile, Compose, buildpack files; Coolify's form says which one is used.",
  },
  {
    id: 'C07',
    topic: 'Settings module',
    treatment: 'The one that image, Compose, worker and workflow name has to exist and to be one.',
  },
  {
    id: 'C08',
    topic: 'Number of workers',
    treatment: 'From two to twice the cores and one, within memory and connections.',
  },
  {
    id: 'C09',
    topic: 'Kind of worker',
    treatment: 'The kind that really runs is judged: threads turn sync into gthread.',
  },
  {
    id: 'C10',
    topic: "Path of the server's configuration",
    treatment: 'It is looked up from the working directory, as the server does, and not from --chdir.',
  },
  {
    id: 'C11',
    topic: 'Timing of health checks',
    treatment: "A check in the image wins over Coolify's form; a start period that is too short is a finding.",
  },
  {
    id: 'C12',
    topic: 'Restart policy',
    treatment: 'unless-stopped, always and on-failure are all accepted for what shall keep running.',
  },
  {
    id: 'C13',
    topic: 'Length of the signing key',
    treatment: '50 characters everywhere, 96 for staging and 128 for production as recommendations of lower severity.',
  },
  {
    id: 'C14',
    topic: 'Length of database passwords',
    treatment: '20, 32 and 48 by profile; characters that an address needs encoded are looked for.',
  },
  {
    id: 'C15',
    topic: 'Time for a page',
    treatment: 'No file shows it.',
    told: 'smoke-test measures it on the live site: `time: "< 3s"` in an expectation',
  },
  {
    id: 'C16',
    topic: 'Frequency of backups',
    treatment: 'No file shows it.',
    told: 'Not judged: the key `gates.backup` of the configuration is kept for it, and no action reads it yet',
  },
  {
    id: 'C17',
    topic: 'Restore drill',
    treatment: 'No file shows it.',
    told: 'Not judged: no action of this project looks at backups yet',
  },
  {
    id: 'C18',
    topic: 'Production data on staging',
    treatment: 'No file shows what is in a database.',
    told: 'Not judged: whoever fills the database decides it',
  },
  {
    id: 'C19',
    topic: 'Mail on staging',
    treatment: 'A console backend is refused in production and noted on staging, where a catcher is fine.',
  },
  {
    id: 'C20',
    topic: 'Where logs go',
    treatment: 'Standard output in containers; files written at import are a finding.',
  },
  {
    id: 'C21',
    topic: 'HSTS',
    treatment: 'A ramp is accepted: short first, a year later; preload only with subdomains.',
  },
  {
    id: 'C22',
    topic: 'Redirect to HTTPS',
    treatment: "Django's or the proxy's, and a loop between them is a finding.",
  },
  {
    id: 'C23',
    topic: 'Local names among the hosts',
    treatment: 'Accepted for probes from inside; wildcards are not.',
  },
  {
    id: 'C24',
    topic: 'Who migrates',
    treatment: 'The places are counted: one is right.',
  },
  {
    id: 'C25',
    topic: 'Script that checks migrations',
    treatment: 'Before a deployment there is a plan, after it nothing is left; a script that mixes both is for people.',
    told: 'migration-safety judges what is pending, before the deployment; who migrates is C24',
  },
  {
    id: 'C26',
    topic: 'CSRF cookie hidden from scripts',
    treatment: 'A note at most: Django dropped its own warning, and pages that read the cookie would break.',
  },
  {
    id: 'C27',
    topic: 'X-XSS-Protection',
    treatment: 'The setting is reported where the installed Django ignores it.',
  },
  {
    id: 'C28',
    topic: 'PostgreSQL version',
    treatment: 'At least what the installed Django supports.',
  },
  {
    id: 'C29',
    topic: 'Published ports of databases',
    treatment: 'Published on all addresses is a finding; on 127.0.0.1 it is none.',
  },
  {
    id: 'C30',
    topic: 'Body size',
    treatment: "The smallest limit on the way has to be at least the application's own.",
  },
  {
    id: 'C31',
    topic: 'Time limits',
    treatment: 'The proxy has to wait at least as long as the server works.',
  },
  {
    id: 'C32',
    topic: 'What Redis evicts',
    treatment: 'Anything but noeviction is a finding where the same Redis is the broker.',
  },
  {
    id: 'C33',
    topic: 'Sharing Redis',
    treatment: 'Broker, results and cache may share a server, and not an index that a cache flushes.',
  },
  {
    id: 'C34',
    topic: 'Port of the pooler',
    treatment: 'The address of the database has to name the port its configuration listens on.',
  },
  {
    id: 'C35',
    topic: 'Spelling of booleans',
    treatment: "They are read as the project's own reader does; a word it does not know is a finding.",
  },
  {
    id: 'C36',
    topic: 'Label of safe migrations',
    treatment: '`django_safemigrate`, its real one.',
  },
  {
    id: 'C37',
    topic: 'Python version',
    treatment: 'One in all files.',
  },
  {
    id: 'C38',
    topic: 'TLS of the database',
    treatment: 'What the evaluated settings hold is judged, whatever the variable is called.',
  },
  {
    id: 'C39',
    topic: 'Memory and CPU',
    treatment: 'Limits in Compose are judged; use is seen on the running server only.',
    told: 'attested as `monitoring-reviewed`',
  },
  {
    id: 'C40',
    topic: 'Log level',
    treatment: 'INFO on staging, WARNING or INFO in production.',
  },
  {
    id: 'C41',
    topic: 'Life of tokens',
    treatment: 'Quarter of an hour to an hour for access, at most 30 days for refresh.',
  },
  {
    id: 'C42',
    topic: 'Compose command',
    treatment: '`docker compose`; the old spelling in scripts is noted.',
  },
  {
    id: 'C43',
    topic: 'Settings of staging',
    treatment: 'Those of production, or a module of its own that protects as much.',
  },
  {
    id: 'C44',
    topic: 'Health of workers',
    treatment: 'An inspect ping for workers, and none for beat, which cannot answer one.',
  },
];
