/** A version of Coolify, as its own `/version` tells it. */
export interface CoolifyVersion {
  readonly text: string;
  readonly numbers: readonly [major: number, minor: number, patch: number];
}

/** Reads `4.3.10`, `v4.0.0`, `4.0.0-beta.460`, `4.4.0-rc.1`; undefined for anything else. */
export function parseVersion(text: string): CoolifyVersion | undefined {
  const match = /^v?(\d+)\.(\d+)(?:\.(\d+))?(-[0-9A-Za-z.-]+)?$/.exec(text.trim());
  if (match === null) return undefined;
  return { text: text.trim().replace(/^v/, ''), numbers: [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)] };
}

/** What a Coolify can do. The only place in the project that compares its versions. */
export interface Capabilities {
  /** `git_commit_sha` decides which commit is built. Ignored from beta.464 to 4.1.2, which build the branch head. */
  readonly honoursPin: boolean;
  /** `POST /applications/{uuid}/scheduled-tasks/{task}/execute`. */
  readonly executesTasks: boolean;
}

const SINCE: Readonly<
  Record<keyof Capabilities, { readonly version: readonly [number, number, number]; readonly title: string }>
> = {
  honoursPin: { version: [4, 2, 0], title: 'deploys a pinned commit' },
  executesTasks: { version: [4, 3, 0], title: 'runs one-off tasks by API' },
};

/** The oldest version this suite is proven against. */
const OLDEST_SUPPORTED: readonly [number, number, number] = [4, 0, 0];

export function capabilitiesOf(version: CoolifyVersion): Capabilities {
  const has = (name: keyof Capabilities) => isAtLeast(version, SINCE[name].version);
  return {
    honoursPin: has('honoursPin'),
    executesTasks: has('executesTasks'),
  };
}

/** The table for people: what this Coolify can do, and since when it could. */
export function describeCapabilities(
  version: CoolifyVersion,
): readonly { readonly title: string; readonly available: boolean; readonly since: string }[] {
  return Object.values(SINCE).map(({ version: since, title }) => ({
    title,
    available: isAtLeast(version, since),
    since: since.join('.'),
  }));
}

export function isSupported(version: CoolifyVersion): boolean {
  // 4.0.0-beta.N has the numbers of 4.0.0 and is older; its queue and pins behave in ways nobody has proven here.
  return isAtLeast(version, OLDEST_SUPPORTED) && !/^4\.0\.0-beta/.test(version.text);
}

function isAtLeast(version: CoolifyVersion, wanted: readonly [number, number, number]): boolean {
  for (const index of [0, 1, 2] as const) {
    if (version.numbers[index] !== wanted[index]) return version.numbers[index] > wanted[index];
  }
  return true;
}
