import { logDate } from './clock.ts';
import type { Instance } from './instance.ts';
import type { Deployment, LogEntry } from './records.ts';

const REDACTED = '<REDACTED>';

/**
 * Writes the `logs` of a deployment as Coolify does: one entry for a chunk of output, not for a line.
 *
 * Milestones are visible and always carry batch 1; a milestone that opens the log has no `order`. Entries of remote
 * commands count batches up and are hidden unless asked otherwise. Redaction covers what Coolify covers (variables shown
 * once, passwords in URLs) and no more: other secrets stay readable in hidden entries.
 */
export interface DeploymentLog {
  milestone(output: string, type?: LogEntry['type']): void;
  /** Starts a remote command; its output goes to the hidden entries that follow. */
  command(command: string): CommandLog;
}

export interface CommandLog {
  line(line: string, type?: LogEntry['type']): void;
  /** Writes what is still held back. Returns everything the command printed. */
  end(): string;
}

export function deploymentLog(instance: Instance, deployment: Deployment): DeploymentLog {
  const { entries, application } = deployment;
  let batch = 1;
  const redact = (text: string) => {
    const shownOnce = application.environment.filter(row => row.is_shown_once).map(row => row.value ?? '');
    const withoutValues = shownOnce
      .filter(value => value !== '')
      .reduce((t, value) => t.replaceAll(value, REDACTED), text);
    return withoutValues.replace(/(\w+:\/\/[^\s:/@]+):[^\s@/]+@/g, `$1:${REDACTED}@`);
  };
  const stamp = () => logDate(instance.clock.now());

  return {
    milestone(output, type = 'stdout') {
      const order = entries.length === 0 ? {} : { order: entries.length + 1 };
      entries.push({
        command: null,
        output: redact(output),
        type,
        timestamp: stamp(),
        hidden: false,
        batch: 1,
        ...order,
      });
    },
    command(command) {
      batch += 1;
      const own = batch;
      const everything: string[] = [];
      let chunk: string[] = [];
      let chunkType: LogEntry['type'] = 'stdout';
      const flush = () => {
        if (chunk.length === 0) return;
        entries.push({
          command: redact(command),
          output: redact(chunk.join('\n')),
          type: chunkType,
          timestamp: stamp(),
          hidden: true,
          batch: own,
          order: entries.length + 1,
        });
        chunk = [];
      };
      return {
        line(line, type = 'stdout') {
          if (type !== chunkType) flush();
          // The first line of a chunk books the flush: what arrives in the same turn of the loop is one chunk.
          if (chunk.length === 0) setImmediate(flush);
          chunkType = type;
          chunk.push(line);
          everything.push(line);
        },
        end() {
          flush();
          return everything.join('\n');
        },
      };
    },
  };
}
