// Pictures of the plant for whoever asks: what a visitor may choose, and what not.
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Reply } from 'zeromq';
import { guarded } from './config.js';

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
