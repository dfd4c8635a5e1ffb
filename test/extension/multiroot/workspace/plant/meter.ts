import * as zmq from 'zeromq';

export async function measure(): Promise<void> {
  const meter = new zmq.Push({ sendHighWaterMark: 0 });
  await meter.bind('tcp://*:5557');
  await meter.send('23.5');
}
