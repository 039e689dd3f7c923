/**
 * Which printed lines are commands, and what they say.
 *
 * Source: actions/runner, ActionCommand. The two forms are found differently: `::name key=value::text` only at the start
 * of a line (after blanks), the old `##[name key=value;]text` anywhere inside one. Only names the runner knows count.
 */
export interface WorkflowCommand {
  /** As printed; compare in lower case. */
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Names that the runner has a handler for. */
export const registeredCommands = [
  'add-mask',
  'add-matcher',
  'remove-matcher',
  'add-path',
  'set-env',
  'set-output',
  'save-state',
  'debug',
  'error',
  'warning',
  'notice',
  'group',
  'endgroup',
  'echo',
  'stop-commands',
] as const;

export function parseCommand(line: string, isKnown: (name: string) => boolean): WorkflowCommand | undefined {
  return parseColonForm(line, isKnown) ?? parseBracketForm(line, isKnown);
}

function parseColonForm(line: string, isKnown: (name: string) => boolean): WorkflowCommand | undefined {
  const text = line.trimStart();
  if (!text.startsWith('::')) return undefined;
  const end = text.indexOf('::', 2);
  if (end < 0) return undefined;
  return build(text.slice(2, end), text.slice(end + 2), isKnown, { separator: ',', unescapes: colonEscapes });
}

function parseBracketForm(line: string, isKnown: (name: string) => boolean): WorkflowCommand | undefined {
  const start = line.indexOf('##[');
  if (start < 0) return undefined;
  const end = line.indexOf(']', start);
  if (end < 0) return undefined;
  return build(line.slice(start + 3, end), line.slice(end + 1), isKnown, {
    separator: ';',
    unescapes: bracketEscapes,
  });
}

interface Form {
  readonly separator: string;
  readonly unescapes: { readonly property: RegExp; readonly text: RegExp };
}

const colonEscapes = { property: /%(0D|0A|3A|2C|25)/g, text: /%(0D|0A|25)/g };
const bracketEscapes = { property: /%(3B|0D|0A|5D)/g, text: /%(3B|0D|0A|5D)/g };

function build(
  head: string,
  text: string,
  isKnown: (name: string) => boolean,
  form: Form,
): WorkflowCommand | undefined {
  const space = head.indexOf(' ');
  const name = space < 0 ? head : head.slice(0, space);
  if (!isKnown(name.toLowerCase())) return undefined;
  const properties: Record<string, string> = {};
  if (space >= 0) {
    for (const pair of head
      .slice(space + 1)
      .trim()
      .split(form.separator)) {
      const equals = pair.indexOf('=');
      if (equals > 0) {
        properties[pair.slice(0, equals).trim().toLowerCase()] = decode(
          pair.slice(equals + 1),
          form.unescapes.property,
        );
      }
    }
  }
  return { name, properties, text: decode(text, form.unescapes.text) };
}

function decode(text: string, escapes: RegExp): string {
  return text.replace(escapes, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
