// Runs one command in a process group of its own and sees to it that the group ends.
//
// Its standard input is a pipe that only the process which started it holds open. When that end closes, by intent or
// because the holder was killed, the command gets the stop signal, and after the grace period the whole group SIGKILL.
// When the command ends by itself, what is left of its group ends too. The exit code is the command's own, 128 + n
// after signal n, 127 when it could not be started.
//
// Argument: JSON { command: string[], signal, graceMs, removeAtEnd?, uid?, gid? }. Folder, environment, stdout and
// stderr are handed on as they came.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { constants } from 'node:os';

const GONE_POLL_MS = 10;
/** Where nobody reaps orphans (a container without init) a killed process stays listed; do not wait for those. */
const GONE_LIMIT_MS = 200;

const { command, signal, graceMs, removeAtEnd, uid, gid } = JSON.parse(process.argv[2] ?? '{}');
const [file, ...words] = command;
const child = spawn(file, words, {
  detached: true,
  stdio: ['ignore', 'inherit', 'inherit'],
  ...(uid === undefined ? {} : { uid, gid }),
});
let stopping = false;

child.once('error', error => {
  if (child.pid !== undefined) return;
  process.stderr.write(`${file}: ${'code' in error && error.code === 'ENOENT' ? 'not found' : error.message}\n`);
  end(127);
});
child.once('exit', (code, endedBy) => {
  const status = code ?? 128 + (endedBy === null ? 0 : constants.signals[endedBy]);
  signalGroup('SIGKILL');
  whenGone(Date.now() + GONE_LIMIT_MS, () => end(status));
});

process.stdin.on('end', stop).on('error', stop).resume();
process.on('SIGTERM', stop).on('SIGHUP', stop);
// Ctrl-C reaches everything in the terminal's group; the holder of the pipe decides what it means.
process.on('SIGINT', () => {});

function stop() {
  if (stopping || child.pid === undefined) return;
  stopping = true;
  // As `docker stop`: the signal is for the first process, which ends the others in its own way.
  child.kill(signal);
  setTimeout(() => signalGroup('SIGKILL'), graceMs);
}

function end(status) {
  if (removeAtEnd !== undefined) rmSync(removeAtEnd, { recursive: true, force: true, maxRetries: 3 });
  process.exit(status);
}

function signalGroup(name) {
  if (child.pid === undefined) return false;
  try {
    return process.kill(-child.pid, name);
  } catch {
    return false;
  }
}

function whenGone(deadline, then) {
  if (!signalGroup(0) || Date.now() > deadline) then();
  else setTimeout(whenGone, GONE_POLL_MS, deadline, then);
}
