// The shifts: who is sent where, and how the day ends.
import { Dealer, Publisher, Push, Router, Subscriber } from 'zeromq';

/** The floor's machines, by name. One that is switched off misses its order, and nobody learns of it. */
export async function assign(): Promise<void> {
  const floor = new Router({ sendHighWaterMark: 100 });
  await floor.bind('tcp://127.0.0.1:5650');
  await floor.send(['press-1', 'batch 7']);
}

/** The careful twin: what cannot be delivered is an error, and somebody is told. */
export async function assignForSure(tell: (problem: unknown) => void): Promise<void> {
  const floor = new Router({ mandatory: true, sendHighWaterMark: 100 });
  await floor.bind('tcp://127.0.0.1:5651');
  await floor.send(['press-1', 'batch 7']).catch(tell);
}

/** Everybody goes home, except who was just connecting again. */
export async function closeDown(): Promise<void> {
  const speaker = new Publisher({ sendHighWaterMark: 100 });
  await speaker.bind('tcp://127.0.0.1:5652');
  await speaker.send('shutdown');
}

/** The last report of the day. If the office is closed already, this program never ends. */
export async function report(hours: number): Promise<void> {
  const office = new Push({ sendHighWaterMark: 100 });
  office.connect('tcp://127.0.0.1:5653');
  await office.send(String(hours));
  office.close();
}

/** The careful twin: after a second the report is for tomorrow. */
export async function reportInTime(hours: number): Promise<void> {
  const office = new Dealer({ sendHighWaterMark: 100, linger: 1000 });
  office.connect('tcp://127.0.0.1:5654');
  await office.send(String(hours));
  office.close();
}

/** What is called out in hall 1, and in halls 10 to 19 as well. */
export async function listenInHall1(): Promise<void> {
  const calls = new Subscriber({ receiveHighWaterMark: 100 });
  calls.connect('tcp://127.0.0.1:5655');
  calls.subscribe('hall-1');
  for await (const [, call] of calls) console.log(String(call));
}

/** The careful twin: in hall 2 and nowhere else. */
export async function listenInHall2(): Promise<void> {
  const calls = new Subscriber({ receiveHighWaterMark: 100 });
  calls.connect('tcp://127.0.0.1:5655');
  calls.subscribe('hall-2');
  for await (const [hall, call] of calls) if (String(hall) === 'hall-2') console.log(String(call));
}
