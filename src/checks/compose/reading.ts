import type { Repository } from '../../core/repository.ts';
import { PROFILES, type Profile } from '../profile.ts';
import { characterOf } from './character.ts';
import { choices, type FileCharacter, isCandidate, type StackChoice } from './choice.ts';
import type { ComposeStack } from './facts.ts';
import { loadStack } from './load.ts';
import { schemaCheck } from './schema.ts';
import { stackOf } from './stack.ts';

/** More than any repository has; the rest is left alone. */
const MOST_STACKS = 30;

/** What `readStacks` does once it is known that there is a Compose file. */
export async function stacksOf(
  repository: Repository,
  asked: ReadonlyMap<Profile, readonly (readonly string[])[]>,
  variables: ReadonlyMap<string, string>,
): Promise<readonly ComposeStack[]> {
  const characters = new Map<string, FileCharacter>();
  for (const file of repository.files.filter(isCandidate)) {
    const text = await repository.read(file);
    const character = text === undefined ? undefined : characterOf(text, file);
    if (character !== undefined) characters.set(file, character);
  }
  const chosen = PROFILES.flatMap(profile => choicesFor(profile, asked, choices(characters)));
  if (chosen.length === 0) return [];
  const check = await schemaCheck();
  const stacks: ComposeStack[] = [];
  for (const choice of chosen.slice(0, MOST_STACKS))
    stacks.push(stackOf(choice, await loadStack(choice.files, repository, variables, check)));
  return stacks;
}

/** What the input says; for staging without a word of its own, what it says of production; else what the names say. */
function choicesFor(
  profile: Profile,
  asked: ReadonlyMap<Profile, readonly (readonly string[])[]>,
  found: readonly StackChoice[],
): readonly StackChoice[] {
  const own = asked.get(profile);
  if (own !== undefined) return own.map(files => ({ files, profile, chosen: 'input', note: undefined }));
  const named = found.filter(choice => choice.profile === profile);
  const production = asked.get('production');
  const borrowed = named.every(({ note }) => note !== undefined);
  if (profile !== 'staging' || production === undefined || !borrowed) return named;
  const note = 'nothing is named for staging, so production’s files serve it';
  return production.map(files => ({ files, profile, chosen: 'input', note }));
}
