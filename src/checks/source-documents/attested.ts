/** Something that nobody can see in a checkout, and that somebody looks at from time to time. */
export interface Attestable {
  /** What is vouched for. */
  readonly title: string;
  /** Why no machine sees it here. */
  readonly why: string;
  /** Days after which it has to be looked at again. */
  readonly period: number;
}

const MONTH = 31;
const QUARTER = 92;
const HALF_A_YEAR = 183;

/** The keys of `environments.<name>.attested`. */
export const ATTESTED_KEYS = {
  'server-size': {
    title: 'The server has the cores, memory and disk that the containers need at their peak',
    why: 'The size of a machine stands with its provider; this action sees files and Coolify only.',
    period: HALF_A_YEAR,
  },
  'secrets-rotated': {
    title: 'Secrets were changed this quarter, and when somebody left',
    why: 'The age of a value cannot be read from the value, and GitHub tells the age of secrets to administrators only.',
    period: QUARTER,
  },
  'images-updated': {
    title: 'Base images were rebuilt with their security updates',
    why: 'How old a deployed image is stands on the server and in its registry, not in the checkout.',
    period: MONTH,
  },
  'advisories-handled': {
    title: 'Critical advisories were handled within two days',
    why: 'It is about what people did in the past, and asks for a right to read security alerts.',
    period: MONTH,
  },
  'uptime-monitor': {
    title: 'A monitor outside of this server watches the health page and tells somebody',
    why: 'The monitor belongs to another service.',
    period: QUARTER,
  },
  'uptime-target': {
    title: 'The site was up for as long as was promised, and recovered from what was critical within the hour',
    why: 'It takes weeks of samples or a list of incidents.',
    period: QUARTER,
  },
  'monitoring-reviewed': {
    title: 'Metrics, error log, slow queries, tasks and deployment history are collected and were looked at',
    why: 'They live in Coolify, in a tracker or on dashboards, whose settings no API of this action shows.',
    period: MONTH,
  },
  'dashboards-alive': {
    title: 'Every scrape target is up and every panel has data',
    why: 'Prometheus and Grafana are reached from the server only.',
    period: MONTH,
  },
  'logs-shipped': {
    title: 'Logs are kept in a place that outlives the container',
    why: 'Where the output of containers goes is set on the server.',
    period: QUARTER,
  },
  'media-storage': {
    title: 'The storage of uploads fits their amount: a volume for one server and little, an object store beyond',
    why: 'How much has been uploaded is known to the server only.',
    period: HALF_A_YEAR,
  },
  'capacity-plan': {
    title: 'Replicas, read replicas, a CDN and their monthly cost were weighed',
    why: 'It is a decision and a bill.',
    period: HALF_A_YEAR,
  },
  'delivery-pace': {
    title: 'A change can be released on any day',
    why: 'It is a habit of the team; deployments of one environment over months show it.',
    period: QUARTER,
  },
  'staging-routine': {
    title: 'Staging has its data refresh, feature flags, deployment from CI, alerts and backup written down',
    why: 'Only people know whether the pages say what is done.',
    period: QUARTER,
  },
  'queries-reviewed': {
    title: 'Pages and API answers were looked through for queries in loops',
    why: 'It shows under load with real data, in the slow query log or a profiler.',
    period: QUARTER,
  },
} as const satisfies Readonly<Record<string, Attestable>>;

export type AttestedKey = keyof typeof ATTESTED_KEYS;
