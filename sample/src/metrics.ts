import * as zmq from 'zeromq';
import { endpoints, keys } from './config.js';

/** Publishes every measurement; a slow subscriber makes the queue grow without a bound. */
export async function publish(measurements: AsyncIterable<{ sensor: string; value: number }>): Promise<void> {
  const publisher = new zmq.Publisher({ sendHighWaterMark: 0 });
  await publisher.bind(endpoints.metrics);
  for await (const { sensor, value } of measurements) {
    await publisher.send([sensor, JSON.stringify({ value })]);
  }
}

/** The careful twin: encrypted, bounded, and the server's key is known beforehand. */
export async function subscribe(show: (sensor: string, value: number) => void): Promise<void> {
  const { publicKey, secretKey } = zmq.curveKeyPair();
  const subscriber = new zmq.Subscriber({
    curveServerKey: keys.serverPublic,
    curvePublicKey: publicKey,
    curveSecretKey: secretKey,
    receiveHighWaterMark: 1000,
    maxMessageSize: 4096,
  });
  subscriber.connect('tcp://metrics.plant.local:5560');
  subscriber.subscribe('temperature', 'pressure');
  for await (const [sensor, payload] of subscriber) {
    const { value } = JSON.parse(payload.toString()) as { value: number };
    show(sensor.toString(), value);
  }
}
