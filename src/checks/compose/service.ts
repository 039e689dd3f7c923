import type { Place } from '../../core/findings.ts';
import type {
  ComposeBuild,
  ComposeHealthcheck,
  ComposeService,
  ComposeVariable,
  Mount,
  PublishedPort,
} from './facts.ts';
import { at, keys, type Located, type LocatedMap, placeAt, plain, textOf, textsOf } from './located.ts';
import { bytes, composeDuration, number, truth, words } from './quantities.ts';

/** A merged service as rules read it. Every value is optional here: what does not fit the schema has been reported already. */
export function composeService(name: string, place: Place, node: LocatedMap): ComposeService {
  const text = (...path: string[]) => textOf(at(node, ...path));
  const raw: unknown = plain(node);
  return {
    name,
    place,
    raw: isRecord(raw) ? raw : {},
    placeOf: (...path) => placeAt(node, place, path),
    image: text('image'),
    build: buildOf(at(node, 'build')),
    profiles: textsOf(at(node, 'profiles')),
    entrypoint: commandOf(at(node, 'entrypoint')),
    command: commandOf(at(node, 'command')),
    workingDirectory: text('working_dir'),
    user: text('user'),
    environment: environmentOf(at(node, 'environment'), place),
    environmentFiles: environmentFilesOf(at(node, 'env_file')),
    healthcheck: healthcheckOf(at(node, 'healthcheck'), node, place),
    dependsOn: dependenciesOf(at(node, 'depends_on')),
    restart: text('restart'),
    stopGracePeriod: composeDuration(text('stop_grace_period')),
    stopSignal: text('stop_signal'),
    init: truth(text('init')),
    ports: listed(at(node, 'ports')).flatMap(portOf),
    expose: textsOf(at(node, 'expose')),
    volumes: listed(at(node, 'volumes')).flatMap(mountOf),
    networks: keys(at(node, 'networks')),
    networkMode: text('network_mode'),
    replicas: number(text('deploy', 'replicas') ?? text('scale')),
    limits: {
      memory: bytes(text('deploy', 'resources', 'limits', 'memory') ?? text('mem_limit')),
      cpus: number(text('deploy', 'resources', 'limits', 'cpus') ?? text('cpus')),
    },
    labels: new Map(pairs(at(node, 'labels')).map(([key, value]) => [key, textOf(value) ?? ''])),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Null leaves the image's, an empty text or list resets it. */
function commandOf(node: Located | undefined): readonly string[] | undefined {
  if (node?.kind === 'list') return textsOf(node);
  const text = textOf(node);
  return text === undefined ? undefined : words(text);
}

function buildOf(node: Located | undefined): ComposeBuild | undefined {
  if (node?.kind !== 'map') return undefined;
  const context = textOf(at(node, 'context')) ?? '';
  return {
    context,
    dockerfile: textOf(at(node, 'dockerfile')) ?? 'Dockerfile',
    target: textOf(at(node, 'target')),
    args: new Map(pairs(at(node, 'args')).map(([key, value]) => [key, textOf(value) ?? ''])),
  };
}

function environmentOf(node: Located | undefined, fallback: Place): ReadonlyMap<string, ComposeVariable> {
  if (node?.kind !== 'map') return new Map();
  return new Map(
    [...node.entries].map(([name, { place, node: value }]): [string, ComposeVariable] => [
      name,
      {
        name,
        value: value.kind === 'scalar' && value.unsure ? undefined : textOf(value),
        written: value.kind === 'scalar' ? value.written : '',
        place: place ?? fallback,
      },
    ]),
  );
}

function environmentFilesOf(node: Located | undefined): ComposeService['environmentFiles'] {
  return listed(node).flatMap(item => {
    const path = textOf(at(item, 'path'));
    return path === undefined ? [] : [{ path, required: textOf(at(item, 'required')) !== 'false', place: item.place }];
  });
}

function healthcheckOf(node: Located | undefined, service: LocatedMap, own: Place): ComposeHealthcheck | undefined {
  if (node?.kind !== 'map') return undefined;
  const place = placeAt(service, own, ['healthcheck', 'test']);
  const test = at(node, 'test');
  const form = test?.kind === 'list' ? textsOf(test) : test === undefined ? [] : ['CMD-SHELL', textOf(test) ?? ''];
  if (truth(textOf(at(node, 'disable'))) || form[0] === 'NONE') return { disabled: true, place };
  const time = (key: string) => composeDuration(textOf(at(node, key)));
  return {
    disabled: false,
    test: form,
    interval: time('interval'),
    timeout: time('timeout'),
    retries: number(textOf(at(node, 'retries'))),
    startPeriod: time('start_period'),
    place,
  };
}

function dependenciesOf(node: Located | undefined): ComposeService['dependsOn'] {
  if (node?.kind !== 'map') return [];
  return [...node.entries]
    .filter(([, { node: value }]) => textOf(at(value, 'required')) !== 'false')
    .map(([service, { place, node: value }]) => ({
      service,
      condition: textOf(at(value, 'condition')) ?? 'service_started',
      place,
    }));
}

function portOf(item: Located): PublishedPort[] {
  const target = textOf(at(item, 'target'));
  if (target === undefined) return [];
  const published = textOf(at(item, 'published'));
  return [{ host: textOf(at(item, 'host_ip')), published, target, place: item.place }];
}

function mountOf(item: Located): Mount[] {
  const target = textOf(at(item, 'target'));
  if (target === undefined || target === '') return [];
  const type = textOf(at(item, 'type'));
  return [
    {
      kind: type === 'volume' || type === 'bind' || type === 'tmpfs' ? type : 'other',
      source: textOf(at(item, 'source')),
      target: target.length > 1 ? target.replace(/\/+$/, '') : target,
      readOnly: truth(textOf(at(item, 'read_only'))),
      place: item.place,
    },
  ];
}

function listed(node: Located | undefined): readonly Located[] {
  return node?.kind === 'list' ? node.items : [];
}

function pairs(node: Located | undefined): readonly (readonly [string, Located])[] {
  return node?.kind === 'map' ? [...node.entries].map(([key, { node: value }]) => [key, value] as const) : [];
}
