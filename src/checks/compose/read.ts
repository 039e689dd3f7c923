import type { Repository } from '../../core/repository.ts';
import type { Profile } from '../profile.ts';
import { isCandidate } from './choice.ts';
import type { ComposeStack } from './facts.ts';

/**
 * The stacks of every profile: those the input `compose` names, else those the names of the files say. Files are read as Compose reads
 * them: interpolation, anchors, `extends`, `include`, merging. What cannot be read is a problem of its stack; nothing is thrown.
 * @param asked by profile, each stack as its files in the order of `-f`, relative to the root
 * @param variables what `${NAME}` stands for
 */
export async function readStacks(
  repository: Repository,
  asked: ReadonlyMap<Profile, readonly (readonly string[])[]>,
  variables: ReadonlyMap<string, string>,
): Promise<readonly ComposeStack[]> {
  if (asked.size === 0 && !repository.files.some(isCandidate)) return [];
  // The parser of YAML and the schema's validator take longer to load than everything else together.
  const { stacksOf } = await import('./reading.ts');
  return stacksOf(repository, asked, variables);
}
