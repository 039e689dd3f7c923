/** What happened, in the order in which it happened: what the terminal tells live and the report tells afterwards. */
import type { Deployment } from '../coolify/index.ts';
import type { EnvironmentName, Role } from './environment.ts';

export interface Chronicle {
  readonly chapters: readonly Chapter[];
  /** What is live at the end. */
  readonly live: readonly LiveRelease[];
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** What took part, with versions. */
  readonly cast: readonly string[];
}

export interface Chapter {
  readonly title: string;
  /** Why it matters, in one or two sentences. */
  readonly why: string;
  readonly parts: readonly (Run | Check)[];
}

/** One run of an action: a deployment, the visit behind it, or the judgement before it. */
export interface Run {
  readonly kind: 'run';
  readonly action: 'redeploy' | 'smoke-test' | 'check-deploy' | 'migration-safety';
  readonly environment: EnvironmentName;
  readonly sha: string;
  /** The first line of the commit's message. */
  readonly title: string;
  readonly outcome: string;
  readonly reasonCode: string;
  readonly headline: string;
  /** The job summary, Markdown. */
  readonly summary: string;
  /** The step's log as GitHub would keep it. */
  readonly log: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly deployments: readonly DeploymentStory[];
  /** Of a visit: how its checks ended. */
  readonly checks: { readonly passed: number; readonly failed: number; readonly skipped: number } | undefined;
  /** How visitors fared meanwhile; undefined where nothing was live yet. */
  readonly visits: { readonly requests: number; readonly failures: number } | undefined;
}

/** One expectation of the story, looked at in the running system. */
export interface Check {
  readonly kind: 'check';
  readonly text: string;
  readonly held: boolean;
  /** What was found instead; empty when it held. */
  readonly found: string;
}

export interface LiveRelease {
  readonly environment: EnvironmentName;
  readonly role: Role;
  readonly application: string;
  readonly sha: string;
  readonly title: string;
  readonly status: string;
  readonly since: number;
}

export type Phase = 'queued' | 'building' | 'proving health' | 'swapping';

/** A deployment of Coolify's with the moments at which it went on. */
export interface DeploymentStory {
  readonly uuid: string;
  readonly environment: EnvironmentName;
  readonly role: Role;
  readonly sha: string;
  readonly status: string;
  readonly phases: readonly { readonly phase: Phase; readonly from: number; readonly to: number }[];
}

/** Each line of Coolify's log that begins a phase. */
const MILESTONES: readonly { readonly phase: Phase; readonly line: RegExp }[] = [
  { phase: 'building', line: /^Starting deployment of / },
  { phase: 'proving health', line: /^New container started\./ },
  { phase: 'swapping', line: /^Removing (old containers|the new container)/ },
];

export function storyOf(deployment: Deployment, environment: EnvironmentName, role: Role): DeploymentStory {
  const end = (deployment.finishedAt ?? deployment.updatedAt).getTime();
  const starts: { phase: Phase; from: number }[] = [{ phase: 'queued', from: deployment.createdAt.getTime() }];
  for (const { phase, line } of MILESTONES) {
    const entry = deployment.entries.find(({ output }) => line.test(output));
    if (entry !== undefined) starts.push({ phase, from: Date.parse(entry.timestamp) });
  }
  const phases = starts.map((start, index) => ({ ...start, to: starts[index + 1]?.from ?? end }));
  return { uuid: deployment.uuid, environment, role, sha: deployment.commit, status: deployment.status, phases };
}

export function checksOf({ chapters }: Pick<Chronicle, 'chapters'>): readonly Check[] {
  return chapters.flatMap(({ parts }) => parts.filter(part => part.kind === 'check'));
}

export function runsOf({ chapters }: Pick<Chronicle, 'chapters'>): readonly Run[] {
  return chapters.flatMap(({ parts }) => parts.filter(part => part.kind === 'run'));
}
