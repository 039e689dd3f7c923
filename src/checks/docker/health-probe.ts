import { baseName } from '../paths.ts';
import type { Command } from '../shell/facts.ts';

/** What a health check asks over HTTP. */
export interface HealthProbe {
  readonly tool: 'curl' | 'wget' | 'python' | 'other';
  readonly host: string;
  readonly secure: boolean;
  /** `/` when the address has none; variables as written. */
  readonly path: string;
  /** It ends badly when the answer is 400 or more. */
  readonly fails: boolean;
}

const ADDRESS =
  /\b(https?):\/\/(\[[0-9a-f:]+\]|\$\{[^}]*\}|[^/:\s'"`)$]*(?:\$[A-Za-z_]+)?)(?::(?:\$\{[^}]*\}|[^/\s'"`)]*))?(\/[^\s'"`)|;&]*)?/;

/** The first address that the commands of a health check ask; undefined when they ask in another way. */
export function probeOf(commands: readonly Command[]): HealthProbe | undefined {
  for (const { words, role } of commands) {
    const text = words.join(' ');
    const found = ADDRESS.exec(text);
    if (found === null) continue;
    const program = baseName(words[0] ?? '');
    const tool = program === 'curl' || program === 'wget' ? program : /^python/.test(program) ? 'python' : 'other';
    return {
      tool,
      secure: found[1] === 'https',
      host: found[2] ?? '',
      path: found[3] ?? '/',
      fails: role === 'piped' || failsOn(tool, words),
    };
  }
  return undefined;
}

function failsOn(tool: HealthProbe['tool'], words: readonly string[]): boolean {
  if (tool === 'curl')
    return words.some(
      word => /^-[A-Za-z]*f[A-Za-z]*$|^--fail(?:-with-body)?$/.test(word) || /http_code|response_code/.test(word),
    );
  if (tool !== 'python') return true;
  const code = words.join(' ');
  // urlopen raises by itself; requests and http.client have to be asked.
  return (
    !/requests\.|httpx\.|http\.client|HTTPConnection/.test(code) || /raise_for_status|status|\.ok\b|assert/.test(code)
  );
}

/** `true`, `:` or `exit 0`. */
export function isTrue({ words }: Command): boolean {
  const [name = '', code] = words;
  return (
    name === 'true' ||
    (name === 'exit' && (code === undefined || code === '0')) ||
    (name === 'echo' && words.length > 0)
  );
}
