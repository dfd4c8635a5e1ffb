// What is kept: sizes of what comes in, queues of what waits.
import { Context, Publisher, Pull, Push, Subscriber } from 'zeromq';
import { endpoints, guarded } from './config.js';

type Store = (data: Buffer) => Promise<void>;

/** Pictures of the furnace. The cameras are known, but one frame may be as large as it likes. */
export async function keepPictures(store: Store): Promise<void> {
  const pictures = new Pull({ ...guarded, maxMessageSize: -1 });
  await pictures.bind(endpoints.pictures);
  for await (const [picture] of pictures) await store(picture);
}

/** Log files of the controllers. The limit is there, only not in time. */
export async function keepLogs(store: Store): Promise<void> {
  const logs = new Pull(guarded);
  await logs.bind(endpoints.logs);
  logs.maxMessageSize = 1024 * 1024;
  for await (const [log] of logs) await store(log);
}

/** The careful twin: the limit comes before the bind. */
export async function keepReadings(store: Store): Promise<void> {
  const readings = new Pull({ ...guarded, receiveHighWaterMark: 500 });
  readings.maxMessageSize = 64 * 1024;
  await readings.bind(endpoints.readings);
  for await (const [reading] of readings) await store(reading);
}

/** What is on its way to the database. When nobody sets HISTORY_QUEUE, there is no bound. */
export function openHistory(): Push {
  const history = new Push({ sendHighWaterMark: Number(process.env.HISTORY_QUEUE) });
  history.connect(endpoints.history);
  return history;
}

/** The careful twin: what comes from outside is looked at first. */
export function openBoundedHistory(): Push {
  const wanted = Number(process.env.HISTORY_QUEUE ?? 1000);
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > 100_000) throw new Error('HISTORY_QUEUE: 1 to 100000');
  const history = new Push({ sendHighWaterMark: wanted, sendTimeout: 1000 });
  history.connect(endpoints.history);
  return history;
}

/** Copies for the second site. The bound is there, but each copier that connects has the queue of the bind. */
export async function openCopies(): Promise<Push> {
  const copies = new Push({ linger: 1000 });
  await copies.bind(endpoints.copies);
  copies.sendHighWaterMark = 100;
  return copies;
}

/** Only the newest reading counts, and of topic and value only the value is left. */
export async function showNewest(sensor: string, value: string): Promise<void> {
  const newest = new Publisher({ conflate: true, linger: 0 });
  await newest.bind(endpoints.newest);
  await newest.send([sensor, value]);
}

/** The careful twin: one frame, and the option comes before the connect. */
export async function watchNewest(show: (reading: string) => void): Promise<void> {
  const newest = new Subscriber({ conflate: true, maxMessageSize: 4096 });
  newest.connect(endpoints.newest);
  newest.subscribe();
  for await (const [reading] of newest) show(reading.toString());
}

/** A context of its own for the drawings, with a limit that holds back none of them. */
export async function keepDrawings(store: Store): Promise<void> {
  const context = new Context({ maxMessageSize: 64 * 1024 });
  const drawings = new Pull({ context });
  await drawings.bind(endpoints.drawings);
  for await (const [drawing] of drawings) await store(drawing);
}
