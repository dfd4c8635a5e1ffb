import * as zmq from 'zeromq';

export async function report(): Promise<void> {
  const reports = new zmq.Pull({ receiveHighWaterMark: 0 });
  await reports.bind('tcp://*:5559');
  for await (const [line] of reports) console.log(line.toString());
}
