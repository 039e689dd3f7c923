import { defineRule, type Hit, type Rule } from '../../rule.ts';
import { imageReference } from '../../services/images.ts';
import { deployed } from '../../settings/severities.ts';
import { running } from './running.ts';

export const network: Rule = defineRule({
  id: 'compose/host-network',
  title: 'Containers have a network of their own',
  severity: deployed('high'),
  why: 'On the host’s network every port a program opens is open on the machine, Redis and debug ports too, and services no longer find each other by name.',
  remedy: 'Take network_mode away; the stack has its own network.',
  source: ['S1-073', 'S1-168', 'C29'],
  judge: project =>
    running(project)
      .filter(
        ({ compose, imageName }) => compose.networkMode === 'host' && !WATCHERS.test(imageReference(imageName).short),
      )
      .map(service => ({
        place: service.compose.placeOf('network_mode'),
        subject: service.title,
        message: `"${service.name}" shares the network of the machine: every port it opens is open there.`,
        evidence: 'network_mode: host',
      })),
});

/** Exporters look at the machine itself: that is what they are for. */
const WATCHERS = /^(node-exporter|cadvisor|netdata|telegraf|datadog|agent)/;
/** Programs whose work is to talk to Docker. */
const DOCKER_TOOLS =
  /^(traefik|portainer|watchtower|cadvisor|dozzle|promtail|alloy|autoheal|docker-socket-proxy|socket-proxy|netdata|agent|telegraf|diun)/;

export const privileges: Rule = defineRule({
  id: 'compose/privileges',
  title: 'Containers cannot take over the machine',
  severity: deployed('high'),
  why: 'Who is in a privileged container, or can talk to Docker’s socket, is root on the machine: one hole in the project and everything on the server is lost.',
  remedy:
    'Take privileged and the socket away; what really must talk to Docker gets a proxy that lets single calls through.',
  source: ['S1-168', 'https://docs.docker.com/engine/security/#docker-daemon-attack-surface'],
  judge: project =>
    running(project).flatMap((service): Hit[] => {
      const { compose, name, title } = service;
      const tool = DOCKER_TOOLS.test(imageReference(service.imageName).short);
      const hits: Hit[] = [];
      if (compose.raw['privileged'] === true || compose.raw['privileged'] === 'true')
        hits.push({
          place: compose.placeOf('privileged'),
          subject: `${title}: privileged`,
          message: `"${name}" may do everything the machine’s root may do.`,
          evidence: 'privileged: true',
          ...(tool ? { severity: 'medium' as const } : {}),
        });
      for (const { source, place, readOnly } of compose.volumes)
        if (source !== undefined && /(^|\/)docker\.sock$/.test(source))
          hits.push({
            place,
            subject: `${title}: docker.sock`,
            message: `"${name}" can talk to Docker, and so start containers that read and write everything on the machine${readOnly ? ' (read-only says nothing about what it may ask)' : ''}.`,
            evidence: source,
            ...(tool ? { severity: 'low' as const } : {}),
          });
      return hits;
    }),
});
