import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { PhaseWatch } from '../../../src/core/wire-timings.ts';

/** A timer may fire a little early by another clock. */
const ABOUT_30 = 25;

const connection = () => new EventEmitter() as Socket;

describe('the time to the first byte', () => {
  test('counts from the kept connection, when the end of the request is told together with the answer', async () => {
    const watch = new PhaseWatch(true);
    const socket = connection();
    watch.socket(socket, true);
    await wait(30);
    socket.emit('data', Buffer.from('HTTP/1.1 200 OK'));
    watch.requestSent();
    const { firstByte, transfer, total } = watch.ended();
    expect(firstByte).toBeGreaterThanOrEqual(ABOUT_30);
    expect(firstByte + transfer).toBeLessThanOrEqual(total);
  });

  test.each([
    [true, 'secureConnect'],
    [false, 'connect'],
  ])('counts from the end of the handshake over a new one (secure: %s)', async (secure, ready) => {
    const watch = new PhaseWatch(secure);
    const socket = connection();
    watch.socket(socket, false);
    await wait(30);
    socket.emit('connect');
    if (secure) socket.emit(ready);
    await wait(30);
    socket.emit('data', Buffer.from('HTTP/1.1 200 OK'));
    watch.requestSent();
    const { connect = 0, firstByte, total } = watch.ended();
    expect(connect).toBeGreaterThanOrEqual(ABOUT_30);
    expect(firstByte).toBeGreaterThanOrEqual(ABOUT_30);
    expect(firstByte).toBeLessThanOrEqual(total - connect);
  });

  test('counts from the end of the request, when that was told before', async () => {
    const watch = new PhaseWatch(false);
    const socket = connection();
    watch.socket(socket, true);
    await wait(30);
    watch.requestSent();
    socket.emit('data', Buffer.from('HTTP/1.1 200 OK'));
    const { firstByte, total } = watch.ended();
    expect(firstByte).toBeLessThan(ABOUT_30);
    expect(total).toBeGreaterThanOrEqual(ABOUT_30);
  });

  test('is all of the time when nothing came', async () => {
    const watch = new PhaseWatch(false);
    watch.socket(connection(), true);
    await wait(30);
    expect(watch.ended()).toMatchObject({ transfer: 0, firstByte: expect.any(Number) });
    expect(watch.ended().firstByte).toBeGreaterThanOrEqual(ABOUT_30);
  });
});
