import { createServer } from 'node:net';

/**
 * Below the ports that Linux (from 32768) and macOS (from 49152) hand out by themselves: whoever listens on "any port" between our look and
 * the program's start never gets this one, and is never taken for the program.
 */
const FIRST = 18_000;
const AMOUNT = 12_000;
const MOST_TRIES = 100;

/** Handed out by this process already: its program may not listen yet. */
const given = new Set<number>();

/** A port of 127.0.0.1 nobody listens on now. Two processes of a machine meet on one with a chance of one in thousands. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const port = FIRST + Math.floor(Math.random() * AMOUNT);
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
  }
  throw new Error(`No port of 127.0.0.1 from ${FIRST} to ${FIRST + AMOUNT - 1} is free.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
