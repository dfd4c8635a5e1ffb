import * as zmq from 'zeromq';

export async function report(): Promise<void> {
  const reports = new zmq.Pull({ receiveHighWaterMark: 0 });
  await reports.bind('tcp://*:5559');
  for await (const frames of reports) console.log(frames.length);
}
