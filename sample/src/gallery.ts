// Pictures of the plant for whoever asks: what a visitor may choose, and what not.
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Pull, Push, Reply, Subscriber } from 'zeromq';
import { guarded, identified } from './config.js';

/** `../keys/broker.secret` is a name as well, and the size is the visitor's to say. */
export async function showPictures(): Promise<void> {
  const visitors = new Reply({ ...guarded, receiveHighWaterMark: 100, maxMessageSize: 1024 });
  await visitors.bind('tcp://*:5620');
  for await (const [name, size] of visitors) {
    const picture = await readFile(`pictures/${name}`);
    const preview = Buffer.alloc(Number(size));
    picture.copy(preview);
    await visitors.send(preview);
  }
}

/** The careful twin: names without folders in them, and a size with a bound. */
export async function showThumbnails(): Promise<void> {
  const visitors = new Reply({ ...guarded, receiveHighWaterMark: 100, maxMessageSize: 1024 });
  await visitors.bind('tcp://*:5621');
  for await (const [name, size] of visitors) {
    const picture = await readFile(join('thumbnails', basename(String(name))));
    const preview = Buffer.alloc(Math.min(Number(size) || 0, 64 * 1024));
    picture.copy(preview);
    await visitors.send(preview);
  }
}

/** Other galleries introduce themselves, and are believed; what they announce may be small and unpack to anything. */
export async function followOthers(show: (caption: string) => void): Promise<void> {
  const introductions = new Pull({ ...guarded, receiveHighWaterMark: 100, maxMessageSize: 4096 });
  await introductions.bind('tcp://*:5622');
  const others = new Subscriber({ ...identified, maxMessageSize: 4096 });
  for await (const [address, captions] of introductions) {
    others.connect(String(address));
    show(gunzipSync(captions ?? '').toString());
  }
}

const KNOWN = new Set(['tcp://east.plant.local:5623', 'tcp://west.plant.local:5623']);

/** The careful twin: known galleries, and captions of a bounded size. */
export async function followKnown(show: (caption: string) => void): Promise<void> {
  const introductions = new Pull({ ...guarded, receiveHighWaterMark: 100, maxMessageSize: 4096 });
  await introductions.bind('tcp://*:5624');
  const others = new Subscriber({ ...identified, maxMessageSize: 4096 });
  for await (const [message, captions] of introductions) {
    const address = String(message);
    if (!KNOWN.has(address)) continue;
    others.connect(address);
    show(gunzipSync(captions ?? '', { maxOutputLength: 64 * 1024 }).toString());
  }
}

/** One buffer for all pictures: what has not left when the next one is painted arrives as the next one. */
export async function streamPictures(paint: (into: Buffer) => void): Promise<void> {
  const screens = new Push({ ...identified, sendHighWaterMark: 10, sendTimeout: 1000, linger: 1000 });
  screens.connect('tcp://screens.plant.local:5625');
  const picture = Buffer.alloc(640 * 480);
  for (let number = 0; number < 1000; number += 1) {
    paint(picture);
    picture.writeUInt32BE(number);
    await screens.send(picture);
  }
}

/** The careful twin: each picture is sent in memory of its own. */
export async function streamCopies(paint: (into: Buffer) => void): Promise<void> {
  const screens = new Push({ ...identified, sendHighWaterMark: 10, sendTimeout: 1000, linger: 1000 });
  screens.connect('tcp://screens.plant.local:5626');
  const picture = Buffer.alloc(640 * 480);
  for (let number = 0; number < 1000; number += 1) {
    paint(picture);
    picture.writeUInt32BE(number);
    await screens.send(Buffer.from(picture));
  }
}
