import { folderOf } from '../../paths.ts';
import type { Project } from '../../project.ts';
import { defineRule, type Hit, type Rule } from '../../rule.ts';
import type { ComposeService, ComposeStack } from '../facts.ts';
import { runningStacks } from './running.ts';

const SPECIFICATION = 'Compose Specification';
/** Coolify fills these itself. */
const MAGIC = /^(SERVICE_(FQDN|URL|NAME|USER|PASSWORD|BASE64|REALBASE64|HEX)_|COOLIFY_|SOURCE_COMMIT$|PORT$|HOST$)/;

export const schema: Rule = defineRule({
  id: 'compose/schema',
  title: 'Compose can read every file of the stack',
  severity: 'critical',
  why: 'Compose reads the whole stack before it starts anything: one wrong key in one service and nothing starts.',
  remedy:
    'Write the key as the Compose file reference has it, and see with:\ndocker compose -f docker-compose.prod.yml config',
  source: [SPECIFICATION, 'https://docs.docker.com/reference/compose-file/'],
  judge({ stacks, profile }) {
    const own = stacks.filter(stack => stack.profile === profile);
    const others = stacks.filter(stack => stack.profile !== profile);
    const hits = new Map<string, Hit>();
    for (const stack of [...own, ...others])
      for (const { place, message, unknown } of stack.problems) {
        const key = `${place.file}:${place.line}:${message}`;
        if (hits.has(key)) continue;
        hits.set(key, {
          place,
          subject: place.file,
          message: unknown
            ? sentence(message)
            : `${sentence(message)} Compose refuses the whole stack, so that nothing of it starts.`,
          evidence: `read for ${stack.profile}`,
          ...(stack.profile === profile ? {} : { severity: 'medium' as const }),
          ...(unknown ? { unknown } : {}),
        });
      }
    return [...hits.values()];
  },
});

/** As it stands in a report: a capital where there is a letter, and an end. */
function sentence(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}${message.endsWith('?') ? '' : '.'}`;
}

export const variables: Rule = defineRule({
  id: 'compose/variables',
  title: 'Every variable the stack asks for has a value',
  severity: { development: 'low', staging: 'medium', production: 'medium' },
  why: 'A variable without a value and without a default becomes an empty text, and a container starts with it; where the file says `:?`, Compose refuses to start.',
  remedy: 'Give the variable a value in Coolify, or a default that is safe:\n${NAME:-default}\n${NAME:?what it is for}',
  source: ['S1-164', 'S1-074', 'https://docs.docker.com/reference/compose-file/interpolation/'],
  judge(project) {
    const { given, environmentFiles } = project;
    if (given.empty) return [];
    // Lines of an input are often only a part of what the stack is started with.
    const whole = [...given.variables.values()].some(({ origin }) => origin !== 'env');
    const hits = new Map<string, Hit>();
    for (const stack of runningStacks(project).keys()) {
      const beside = [folderOf(stack.files[0] ?? ''), '.env'].filter(part => part !== '').join('/');
      const local = environmentFiles.find(({ file, tracked }) => tracked && file === beside)?.entries ?? [];
      for (const { name, place, required } of stack.unset) {
        if (MAGIC.test(name) || given.unreadable.includes(name) || local.some(entry => entry.name === name)) continue;
        const key = `${place.file}:${name}`;
        if (hits.get(key)?.severity !== undefined || (hits.has(key) && !required)) continue;
        hits.set(key, {
          place,
          subject: `${place.file}: ${name}`,
          message: required
            ? `${name} has no value, and the file demands one: Compose refuses to start the stack.`
            : `${name} has no value and no default: what stands here becomes an empty text.`,
          evidence: required ? `\${${name}:?...}` : `\${${name}}`,
          remedy: required
            ? `Set it where the stack gets its variables (Coolify: Environment Variables):\n${name}=<value>`
            : `Set it where the stack gets its variables (Coolify: Environment Variables), or say in the file what holds without it:\n\${${name}:-default}\n\${${name}:?what it is for}`,
          ...(required ? { severity: whole ? ('critical' as const) : ('high' as const) } : {}),
        });
      }
    }
    return [...hits.values()];
  },
});

export const dependencies: Rule = defineRule({
  id: 'compose/dependencies',
  title: 'Services depend on services that are there, and not in a circle',
  severity: 'critical',
  why: 'Compose sorts the services before it starts them. A name that no service has, or a circle, stops it: nothing starts.',
  remedy: 'Name a service of the stack under depends_on, and let one side of a circle go.',
  source: ['S4-028', 'https://docs.docker.com/reference/compose-file/services/#depends_on'],
  judge: project => sound(project).flatMap(([stack, started]) => [...missing(stack, started), ...circles(stack)]),
});

function missing(stack: ComposeStack, started: ReadonlySet<string>): readonly Hit[] {
  return stack.services
    .filter(({ name }) => started.has(name))
    .flatMap(service =>
      service.dependsOn
        .filter(({ service: needed }) => !started.has(needed))
        .map(({ service: needed, place }) => ({
          place,
          subject: `${stack.files.at(-1)}: ${service.name}`,
          message: stack.services.some(({ name }) => name === needed)
            ? `"${service.name}" depends on "${needed}", which only starts with a profile: without it Compose refuses to start.`
            : `"${service.name}" depends on "${needed}", and no service has that name: Compose refuses to start.`,
          evidence: `depends_on: ${needed}`,
        })),
    );
}

function circles({ services, files }: ComposeStack): readonly Hit[] {
  const byName = new Map(services.map(service => [service.name, service]));
  const done = new Set<string>();
  const found: Hit[] = [];
  const visit = (service: ComposeService, above: readonly string[]) => {
    if (done.has(service.name)) return;
    for (const { service: needed, place } of service.dependsOn) {
      const way = [...above, service.name];
      const next = byName.get(needed);
      if (next === undefined) continue;
      const start = way.indexOf(needed);
      if (start === -1) visit(next, way);
      else if (found.length === 0)
        found.push({
          place,
          subject: `${files.at(-1)}: ${way.slice(start).sort().join(', ')}`,
          message: 'These services wait for each other in a circle: Compose refuses to start.',
          evidence: [...way.slice(start), needed].join(' -> '),
        });
    }
    done.add(service.name);
  };
  for (const service of services) visit(service, []);
  return found;
}

export const parts: Rule = defineRule({
  id: 'compose/undefined-parts',
  title: 'Every volume and network a service names is declared',
  severity: 'critical',
  why: 'A service that names a volume or network the stack does not declare makes Compose refuse the stack.',
  remedy: 'Declare it at the top level of the file:\nvolumes:\n  name:',
  source: ['S1-072', 'S1-073', 'https://docs.docker.com/reference/compose-file/volumes/'],
  judge: project =>
    sound(project).flatMap(([stack, started]) => {
      const volumes = new Set(stack.volumes.map(({ name }) => name));
      const networks = new Set(['default', ...stack.networks.map(({ name }) => name)]);
      return stack.services
        .filter(({ name }) => started.has(name))
        .flatMap((service): Hit[] => {
          const subject = `${stack.files.at(-1)}: ${service.name}`;
          const hit = (kind: string, name: string, place: Hit['place']): Hit => ({
            ...(place === undefined ? {} : { place }),
            subject,
            message: `"${service.name}" uses the ${kind} "${name}", which the stack does not declare: Compose refuses to start.`,
            evidence: name,
            remedy: `Declare it at the top level of the file:\n${kind}s:\n  ${name}:`,
          });
          return [
            ...service.volumes
              .filter(({ kind, source }) => kind === 'volume' && source !== undefined && !volumes.has(source))
              .map(({ source, place }) => hit('volume', source ?? '', place)),
            ...service.networks
              .filter(name => !networks.has(name))
              .map(name => hit('network', name, service.placeOf('networks', name))),
          ];
        });
    }),
});

/** Stacks that run and can be read whole: in half of one, names are missing that are there. */
function sound(project: Project): readonly (readonly [ComposeStack, ReadonlySet<string>])[] {
  return [...runningStacks(project)]
    .filter(([{ problems }]) => problems.length === 0)
    .map(([stack, services]) => [stack, new Set(services.map(({ name }) => name))] as const);
}
