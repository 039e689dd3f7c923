import { defineRule, type Hit, type Rule } from '../../rule.ts';
import { deployed } from '../../settings/severities.ts';
import { running } from './running.ts';

export const version: Rule = defineRule({
  id: 'compose/version',
  title: 'Files do not name a version that Compose ignores',
  severity: 'low',
  why: 'Compose v2 ignores the key and warns about it every time; who reads it believes that it decides something.',
  remedy: 'Take the line away.',
  source: ['S1-075', 'C42'],
  judge: ({ stacks }) => {
    const places = new Map(stacks.flatMap(({ version: at }) => (at === undefined ? [] : [[at.file, at] as const])));
    return [...places.values()].map(place => ({
      place,
      subject: place.file,
      message: 'The top-level "version" has no effect any more.',
      evidence: 'version:',
    }));
  },
});

export const name: Rule = defineRule({
  id: 'compose/container-name',
  title: 'Containers are not given fixed names',
  severity: deployed('low'),
  why: 'A name can be had once on a machine: a second copy cannot start, staging and production cannot share a server, and Coolify cannot start the new container while the old one still serves.',
  remedy: 'Take container_name away; inside the stack a service is reached by its own name.',
  source: ['S1-071', 'S4-006', 'https://docs.docker.com/reference/compose-file/services/#container_name'],
  judge: project =>
    running(project).flatMap((service): Hit[] => {
      const fixed = service.compose.raw['container_name'];
      if (typeof fixed !== 'string' || fixed === '') return [];
      const copies = service.compose.replicas ?? 1;
      if (copies <= 1 && !service.own) return [];
      return [
        {
          place: service.compose.placeOf('container_name'),
          subject: service.title,
          message:
            copies > 1
              ? `"${service.name}" asks for ${copies} copies of a container that can have its name only once: Compose refuses to start them.`
              : `"${service.name}" can run only once on a machine, and not beside its successor.`,
          evidence: `container_name: ${fixed}`,
          ...(copies > 1 ? { severity: 'critical' as const } : {}),
        },
      ];
    }),
});

export const links: Rule = defineRule({
  id: 'compose/links',
  title: 'Services reach each other by name, not by links',
  severity: 'low',
  why: 'Links are left over from before networks: services of a stack reach each other by name without them, and a link orders starts in a way nobody sees.',
  remedy: 'Take links away and say what is waited for:\ndepends_on:\n  db: { condition: service_healthy }',
  source: ['S1-073', 'C42', 'https://docs.docker.com/engine/network/links/'],
  judge: project =>
    running(project)
      .filter(({ compose }) => compose.raw['links'] !== undefined)
      .map(service => ({
        place: service.compose.placeOf('links'),
        subject: service.title,
        message: `"${service.name}" uses links, which Docker calls a legacy feature.`,
        evidence: 'links:',
      })),
});

/** Words of the program that was withdrawn in 2023. */
export const program: Rule = defineRule({
  id: 'compose/v1-command',
  title: 'Scripts call the Compose that is still maintained',
  severity: 'low',
  why: '`docker-compose` with a hyphen is version 1: no security fixes since 2023, and not installed on new machines.',
  remedy: 'Write it with a space:\ndocker compose up -d',
  source: ['C42'],
  judge({ source }) {
    const hits = new Map<string, Hit>();
    for (const { file, commands } of source.workflows)
      for (const { command, place } of commands)
        if (command.words[0] === 'docker-compose' && !hits.has(file)) hits.set(file, hit({ file, line: place.line }));
    for (const [file, text] of source.texts) {
      if (!/(\.sh|(^|\/)(Makefile|justfile))$/.test(file)) continue;
      const line = text
        .split('\n')
        .findIndex(words =>
          /^\s*[^#]*(^|[\s;&|@(])docker-compose\s+(-f|--|up|down|run|exec|build|pull|ps|logs|restart|stop|start)/.test(
            words,
          ),
        );
      if (line !== -1 && !hits.has(file)) hits.set(file, hit({ file, line: line + 1 }));
    }
    return [...hits.values()];
  },
});

function hit(place: { readonly file: string; readonly line: number }): Hit {
  return {
    place,
    subject: place.file,
    message: 'This calls docker-compose, version 1, which has had no updates since 2023.',
    evidence: 'docker-compose',
  };
}
