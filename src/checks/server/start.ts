import type { Place } from '../../core/findings.ts';
import type { Service } from '../services/facts.ts';
import type { Command } from '../shell/facts.ts';
import { type StartedServer, serverOf } from './programs.ts';

/** One start of an application server: which service, which command. */
export interface ServerStart {
  readonly id: string;
  readonly service: Service;
  readonly command: Command;
  readonly started: StartedServer;
}

/**
 * Every start of an application server, in the order of the services. Where an unknown condition chooses between several, the ones that surely
 * run are meant; else all but the development server, which is then the branch for a developer's machine.
 */
export function startsOf(services: readonly Service[]): readonly ServerStart[] {
  return services.flatMap(service => {
    const starts: ServerStart[] = [];
    for (const command of service.start.commands) {
      const started = serverOf(command);
      // The same line can be reached by two ways through a script.
      const twin = starts.some(other => JSON.stringify(other.command.words) === JSON.stringify(command.words));
      if (started !== undefined && !twin)
        starts.push({ id: `${service.title} #${starts.length + 1}`, service, command, started });
    }
    const sure = starts.filter(({ command }) => command.conditional !== true);
    const production = starts.filter(({ started }) => started.program !== 'runserver');
    if (sure.length > 0) return sure;
    return production.length > 0 ? production : starts;
  });
}

/** Compose knows the line of a variable; of everything else the service's own place is the nearest. */
export function variablePlace(service: Service, name: string): Place {
  const variable = service.compose?.environment.get(name);
  if (variable !== undefined) return variable.place;
  const image = service.image;
  const line = image?.stage.environment.get(name)?.line;
  return image !== undefined && line !== undefined ? { file: image.dockerfile.file, line } : service.place;
}
