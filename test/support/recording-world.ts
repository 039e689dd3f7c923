import type { Http, Trust } from '../../src/core/http.ts';
import type { Json } from '../../src/core/outcome.ts';
import type { Processes } from '../../src/core/process.ts';
import { Redactor } from '../../src/core/redaction.ts';
import type { Tree } from '../../src/core/tree.ts';
import type { OpenWire, Wire } from '../../src/core/wire.ts';
import type { Annotation, Host, RunContext, World } from '../../src/core/world.ts';
import { VirtualClock } from './virtual-clock.ts';

/** A host that keeps everything it is told. */
export interface RecordingHost extends Host {
  readonly lines: string[];
  readonly progresses: string[];
  readonly annotations: Annotation[];
  readonly outputs: Map<string, string>;
  readonly summaries: string[];
  readonly states: Map<string, string>;
  readonly reports: Json[];
  readonly masked: string[];
}

export function recordingHost(context: Partial<RunContext> = {}): RecordingHost {
  const redactor = new Redactor();
  const host = {
    kind: 'runner' as const,
    lines: [] as string[],
    progresses: [] as string[],
    annotations: [] as Annotation[],
    outputs: new Map<string, string>(),
    summaries: [] as string[],
    states: new Map<string, string>(),
    reports: [] as Json[],
    masked: [] as string[],
    context: {
      repository: 'org/app',
      githubApi: 'https://api.github.example',
      githubServer: 'https://github.example',
      workspace: '/checkout',
      ...context,
    },
  };
  return {
    ...host,
    mask(secret) {
      host.masked.push(secret);
      redactor.learn(secret);
    },
    redact: text => redactor.redact(text),
    redactJson: value => redactor.json(value),
    line: text => void host.lines.push(redactor.redact(text)),
    progress: text => void host.progresses.push(redactor.redact(text)),
    chapter: (_title, body) => body(),
    annotate: annotation => void host.annotations.push(annotation),
    output: (name, value, safe) => void host.outputs.set(name, safe === undefined ? redactor.redact(value) : value),
    summary: markdown => void host.summaries.push(redactor.redact(markdown)),
    state: (name, value) => void host.states.set(name, value),
    async report(name, content) {
      host.reports.push(redactor.json(content));
      return `/reports/${name}`;
    },
  };
}

export interface RecordingWorld extends World {
  readonly host: RecordingHost;
  readonly clock: VirtualClock;
  /** Files that were written. */
  readonly written: ReadonlyMap<string, string>;
}

export interface WorldParts {
  readonly clock?: VirtualClock;
  readonly http?: Http | ((trust: Trust) => Http);
  readonly wire?: Wire | OpenWire;
  readonly files?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly context?: Partial<RunContext>;
  readonly processes?: Processes;
}

/** A world without network, disk, programs or real time, except for what is handed in. */
export function recordingWorld(parts: WorldParts = {}): RecordingWorld {
  const { http, wire, files = {} } = parts;
  const written = new Map<string, string>();
  return {
    host: recordingHost(parts.context),
    clock: parts.clock ?? new VirtualClock(),
    http: trust => {
      if (http === undefined) throw new Error('this test expects no request');
      return typeof http === 'function' ? http(trust) : http;
    },
    wire: async trust => {
      if (wire === undefined) throw new Error('this test expects no visit');
      return typeof wire === 'function' ? wire(trust) : wire;
    },
    processes: parts.processes ?? {
      run: async () => ({ ok: false, reason: 'not-found', message: 'there are no programs in this test' }),
    },
    environment: {},
    readFile: async path => files[path],
    readBytes: async path => (files[path] === undefined ? undefined : Buffer.from(files[path])),
    tree: treeOf(files),
    writeFile: async (path, content) => void written.set(path, content),
    written,
    temporaryFolder: async () => ({ path: '/temporary', remove: async () => undefined }),
    database: async () => {
      throw new Error('this test expects no database');
    },
    random: () => 0.5,
    signal: parts.signal ?? new AbortController().signal,
  };
}

/** The files as a tree; no link is in it. */
export function treeOf(files: Readonly<Record<string, string>>): Tree {
  const at = (root: string, path: string) => (path === '' ? root : `${root}/${path}`);
  return {
    list: async root =>
      Object.keys(files)
        .filter(path => path.startsWith(`${root}/`))
        .map(path => path.slice(root.length + 1))
        .sort(),
    read: async (root, path, most) => {
      const text = files[at(root, path)];
      return text === undefined || text.length > most ? undefined : text;
    },
    kind: async (root, path) => {
      if (files[at(root, path)] !== undefined) return 'file';
      return Object.keys(files).some(known => known.startsWith(`${at(root, path)}/`)) ? 'folder' : undefined;
    },
  };
}
