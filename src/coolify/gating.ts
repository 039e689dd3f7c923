import { lowerFirst } from '../core/text.ts';
import type { ApplicationAnswer } from './answers.ts';
import type { LogSign } from './logs.ts';

/** Whether "finished" means that the new container answered a health check before the old one was removed. */
export interface Gating {
  readonly gated: boolean;
  /** Whether the old container keeps running until the new one is up. */
  readonly rolling: boolean;
  /** Why it is not; empty when it is. */
  readonly why: string;
  readonly remedy: string;
}

const GATED: Gating = { gated: true, rolling: true, why: '', remedy: '' };

type Obstacle = Omit<Gating, 'gated' | 'rolling'> & {
  /** The swap itself is still a rolling one. */
  readonly rolling?: true;
  readonly applies: (application: ApplicationAnswer) => boolean;
};

/** The conditions of Coolify's rolling update (ApplicationDeploymentJob, 4.0 to 4.3), first match wins. */
const OBSTACLES: readonly Obstacle[] = [
  {
    applies: application => application.buildPack === 'dockercompose',
    why: 'a Compose stack is stopped first and started without waiting for health',
    remedy:
      'Deploy the web service as an application of its own (build pack Dockerfile), or prove the version with the input "version".',
  },
  {
    applies: application => application.portMappings !== '',
    why: 'it publishes host ports, so the old container is removed before the new one starts',
    remedy: 'Empty "Ports Mappings" in Coolify and let the proxy reach the exposed port.',
  },
  {
    applies: application => application.consistentName === true || application.customName !== '',
    why: 'its container has a fixed name, so the old one is removed before the new one starts',
    remedy: 'Switch off "Consistent Container Names" and remove the custom name under Advanced in Coolify.',
  },
  {
    applies: application => /(^|\s)--ip6?(\s|=|$)/.test(application.runOptions),
    why: 'its container has a fixed address (--ip), so the old one is removed before the new one starts',
    remedy: 'Remove --ip from the custom Docker options.',
  },
  {
    applies: application => !application.healthCheck.enabled && !application.healthCheck.fromImage,
    rolling: true,
    why: 'it has no health check, so any container that starts counts as healthy',
    remedy:
      'Enable the health check of the application in Coolify, with the path of your health page, or add a HEALTHCHECK to the Dockerfile.',
  },
];

export function gatingOf(application: ApplicationAnswer): Gating {
  const obstacle = OBSTACLES.find(({ applies }) => applies(application));
  if (obstacle === undefined) return GATED;
  return { gated: false, rolling: obstacle.rolling === true, why: obstacle.why, remedy: obstacle.remedy };
}

/** What a failed deployment showed: a health check that cannot work lets no release through, good or bad. */
export function gatingSeen(gating: Gating, sign: LogSign | undefined): Gating {
  if (sign?.checkCannotWork !== true) return gating;
  return {
    gated: false,
    rolling: gating.rolling,
    why: lowerFirst(sign.meaning.replace(/\.$/, '')),
    remedy: sign.remedy,
  };
}
