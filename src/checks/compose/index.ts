import type { Rule } from '../rule.ts';
import { eviction, password, persistence } from './rules/broker.ts';
import { budget, safety } from './rules/connections.ts';
import { folder, volume } from './rules/data.ts';
import { code, media, shared, statics } from './rules/files.ts';
import { absent, beatPing, inherited, period } from './rules/health.ts';
import { honest, path, tool } from './rules/health-truth.ts';
import { postgres, tag } from './rules/images.ts';
import { network, privileges } from './rules/isolation.ts';
import { coolify, ignored, migrations, race, restart, twice } from './rules/migrating.ts';
import { links, name, program, version } from './rules/obsolete.ts';
import { mode, port } from './rules/pooler.ts';
import { data, web } from './rules/ports.ts';
import { limits, policy } from './rules/restarting.ts';
import { fallback, grafana, literal, open } from './rules/secrets.ts';
import { grace, signals, swallowed } from './rules/stopping.ts';
import { dependencies, parts, schema, variables } from './rules/valid.ts';
import { lacking, same } from './rules/variables-of-services.ts';
import { database, endless, migrated, unhealthy } from './rules/waiting.ts';

/** What Compose would start, from whether it starts at all to what is left over from older versions. */
export const RULES: readonly Rule[] = [
  ...[schema, variables, dependencies, parts, unhealthy, endless],
  ...[migrations, race, twice, ignored, coolify, restart, migrated, database],
  ...[inherited, absent, tool, honest, path, period, beatPing],
  ...[grace, signals, swallowed, policy, limits],
  ...[data, web, network, privileges],
  ...[literal, fallback, open, grafana],
  ...[volume, folder, media, shared, statics, code],
  ...[eviction, password, persistence],
  ...[lacking, same, port, mode, budget, safety],
  ...[tag, postgres, version, name, links, program],
];
