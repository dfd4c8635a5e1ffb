import * as zmq from 'zeromq';

export async function alarm(): Promise<void> {
  const alarms = new zmq.Publisher({ sendHighWaterMark: 0 });
  await alarms.bind('tcp://127.0.0.1:5558');
  await alarms.send('too hot');
}
