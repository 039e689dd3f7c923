import type { SettingsDefault } from '../django/project.ts';
import type { Profile } from './profile.ts';
import type { Service } from './services/facts.ts';
import { programOf } from './services/programs.ts';
import type { Command } from './shell/facts.ts';

type Kind = SettingsDefault['kind'];
type Started = Pick<Service, 'role'> & { readonly start: { readonly commands: readonly Pick<Command, 'words'>[] } };

/**
 * The line that decides which settings a service runs with when its environment does not: each way to start reads another file, and many
 * teams let manage.py mean a laptop and wsgi.py the server.
 * @param service undefined: nothing says how the project is started; whatever is deployed is looked at as its visitors will see it
 */
export function settingsDefaultFor(
  service: Started | undefined,
  { profile, defaults }: { readonly profile: Profile; readonly defaults: readonly SettingsDefault[] },
): SettingsDefault | undefined {
  const unsaid = profile === 'development' ? BY_COMMAND : BY_SERVER;
  const known = defaults.filter(({ module }) => module !== undefined);
  for (const kind of service === undefined ? unsaid : kindsFor(service)) {
    const found = known.find(each => each.kind === kind);
    if (found !== undefined) return found;
  }
  return undefined;
}

const BY_SERVER: readonly Kind[] = ['wsgi', 'asgi', 'manage'];
const BY_ASYNC_SERVER: readonly Kind[] = ['asgi', 'wsgi', 'manage'];
const BY_COMMAND: readonly Kind[] = ['manage', 'wsgi', 'asgi'];
const BY_CELERY: readonly Kind[] = ['celery', 'manage', 'wsgi', 'asgi'];

function kindsFor({ role, start }: Started): readonly Kind[] {
  if (role === 'migrate') return BY_COMMAND;
  const programs = start.commands.map(({ words }) => programOf(words));
  // What runs last is what stays; commands before it prepare.
  const last = programs.at(-1);
  if (last?.name === 'manage.py') return BY_COMMAND;
  if (role !== 'web') return BY_CELERY;
  return last?.words.some(word => /\basgi\b/.test(word)) ? BY_ASYNC_SERVER : BY_SERVER;
}
