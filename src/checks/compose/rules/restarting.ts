import { defineRule, type Hit, type Rule } from '../../rule.ts';
import { deployed } from '../../settings/severities.ts';
import { isLasting, running } from './running.ts';

const KEEPS = /^(always|unless-stopped|on-failure)/;

export const policy: Rule = defineRule({
  id: 'compose/restart',
  title: 'What is meant to run for ever is started again',
  severity: deployed('medium'),
  why: 'Without a restart policy a container that crashes, and every container after a restart of the machine, stays down until somebody notices.',
  remedy: 'restart: unless-stopped',
  source: ['S1-069', 'S2-031', 'C12'],
  judge: project =>
    running(project).flatMap((service): Hit[] => {
      const { compose } = service;
      if (!isLasting(service) && !(service.own && service.role === 'other')) return [];
      if (
        compose.raw['deploy'] !== undefined &&
        compose.placeOf('deploy', 'restart_policy').line !== compose.placeOf('deploy').line
      )
        return [];
      if (compose.restart !== undefined && KEEPS.test(compose.restart)) return [];
      const absent = compose.restart === undefined;
      return [
        {
          place: absent ? service.place : compose.placeOf('restart'),
          subject: service.title,
          message: `"${service.name}" is not started again when it ends, nor after the machine was restarted.`,
          evidence: absent ? 'no restart' : `restart: ${compose.restart}`,
        },
      ];
    }),
});

export const limits: Rule = defineRule({
  id: 'compose/memory-limit',
  title: 'The project’s containers have a limit on memory',
  severity: deployed('low'),
  why: 'One container that grows takes the memory of all others: the kernel then ends whichever it likes, often the database.',
  remedy: 'deploy:\n  resources:\n    limits:\n      memory: 1G',
  source: ['S4-090', 'C39'],
  judge: project =>
    running(project).flatMap((service): Hit[] =>
      !service.own || !['web', 'worker'].includes(service.role) || service.compose.limits.memory !== undefined
        ? []
        : [
            {
              place: service.place,
              subject: service.title,
              message: `"${service.name}" may take all the memory of the machine.`,
              evidence: 'no deploy.resources.limits.memory',
            },
          ],
    ),
});
