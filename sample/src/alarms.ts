// Alarms: what runs at the same time on one socket, and what piles up when nobody waits for it.
import { setTimeout as delay } from 'node:timers/promises';
import { Publisher, Subscriber } from 'zeromq';
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

async function listen(topic: string): Promise<Subscriber> {
  const subscriber = new Subscriber({ ...identified, receiveHighWaterMark: 100, maxMessageSize: 4096 });
  subscriber.connect('tcp://alarms.plant.local:5562');
  subscriber.subscribe(topic);
  return subscriber;
}

await siren.bind(endpoints.alarms);
