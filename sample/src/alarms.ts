// Alarms: what runs at the same time on one socket, and what piles up when nobody waits for it.
import { appendFileSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { Pair, Publisher, Subscriber } from 'zeromq';
import { endpoints, guarded, identified } from './config.js';

export interface Alarm {
  readonly place: string;
  readonly text: string;
}

const siren = new Publisher(guarded);

/** Many alarms at once are when it matters, and when the second send() throws. */
export async function raise(alarms: readonly Alarm[]): Promise<void> {
  for (const { place, text } of alarms) {
    siren.send([place, text]);
  }
}

/** The careful twin: one after the other. */
export async function raiseInOrder(alarms: readonly Alarm[]): Promise<void> {
  for (const { place, text } of alarms) {
    await siren.send([place, text]);
  }
}

/** Calls whoever is on duty. A burst of alarms starts as many calls. */
export async function callOut(call: (alarm: string) => Promise<void>): Promise<void> {
  const alarms = await listen('furnace');
  const report = async (alarm: Buffer): Promise<void> => {
    await call(alarm.toString());
    console.log('told whoever is on duty');
  };
  for await (const [, alarm] of alarms) {
    report(alarm);
  }
}

/** The careful twin: the next alarm is read when the call has ended; until then it waits in a bounded queue. */
export async function callOutInTurn(call: (alarm: string) => Promise<void>): Promise<void> {
  for await (const [, alarm] of await listen('furnace')) {
    await call(alarm.toString());
  }
}

/** Complains of silence. The read that lost the race goes on, and the next round is the second reader. */
export async function watch(): Promise<void> {
  const heartbeats = await listen('heartbeat');
  for (;;) {
    const heartbeat = await Promise.race([heartbeats.receive(), delay(5000)]);
    if (!heartbeat) console.warn('no heartbeat');
  }
}

/** The careful twin: the socket itself knows how long to wait. */
export async function watchByTimeout(): Promise<void> {
  const heartbeats = await listen('heartbeat');
  heartbeats.receiveTimeout = 5000;
  for (;;) {
    await heartbeats.receive().catch(() => console.warn('no heartbeat'));
  }
}

/** The log book. While the disk is busy the whole process stands still, and alarms are lost. */
export async function writeDown(): Promise<void> {
  for await (const [, alarm] of await listen('door')) {
    appendFileSync('alarms.log', alarm);
  }
}

/** The careful twin: everything else goes on meanwhile. */
export async function writeDownInTurn(): Promise<void> {
  for await (const [, alarm] of await listen('door')) {
    await appendFile('alarms.log', alarm);
  }
}

/** Between the two halves of this process. The bind is on its way, and the first read throws. */
export async function openLamp(): Promise<void> {
  const lamp = new Pair();
  lamp.bind('inproc://lamp');
  for await (const [colour] of lamp) console.log(`lamp: ${colour.toString()}`);
}

/** The careful twin: bound first. */
export async function openBell(): Promise<void> {
  const bell = new Pair();
  await bell.bind('inproc://bell');
  for await (const [times] of bell) console.log(`bell: ${times.toString()}`);
}

/** The siren is taken down for a test. Its port stays open. */
export async function silence(): Promise<void> {
  siren.unbindSync(endpoints.alarms);
}

/** The careful twin: it is closed when this is over. */
export async function silenceForSure(): Promise<void> {
  await siren.unbind(endpoints.alarms);
}

/** For the screen on the wall, ten at a time. In a bad night the list has no end. */
export async function show(): Promise<void> {
  const waiting: Buffer[] = [];
  setInterval(() => console.log(waiting.splice(0, 10).map(String)), 2000);
  for await (const [, alarm] of await listen('hall')) {
    waiting.push(alarm);
  }
}

/** The careful twin: the oldest go when the screen cannot keep up. */
export async function showLatest(): Promise<void> {
  const waiting: Buffer[] = [];
  setInterval(() => console.log(waiting.splice(0, 10).map(String)), 2000);
  for await (const [, alarm] of await listen('hall')) {
    waiting.push(alarm);
    if (waiting.length > 100) waiting.shift();
  }
}

async function listen(topic: string): Promise<Subscriber> {
  const subscriber = new Subscriber({ ...identified, receiveHighWaterMark: 100, maxMessageSize: 4096 });
  subscriber.connect('tcp://alarms.plant.local:5562');
  subscriber.subscribe(`${topic}/`);
  return subscriber;
}

await siren.bind(endpoints.alarms);
