import { Pull, Push, Reply } from 'zeromq';
import { endpoints } from './config.js';

type Formula = (values: number[]) => number;

/** Takes jobs from the broker and answers them. */
export async function work(): Promise<void> {
  const jobs = new Reply();
  jobs.connect('tcp://broker.plant.local:5556');

  for await (const [message] of jobs) {
    const job = JSON.parse(message.toString());
    // Whoever reaches the socket runs code here.
    const formula = eval(job.formula) as Formula;
    await jobs.send(JSON.stringify({ id: job.id, result: formula(job.values) }));
  }
}

/** Results go through a pipeline inside the process: bounded, local, nothing to report. */
export async function collect(store: (result: unknown) => Promise<void>): Promise<void> {
  const results = new Pull({ receiveHighWaterMark: 500, maxMessageSize: 64 * 1024 });
  await results.bind(endpoints.results);
  for await (const [message] of results) {
    await store(JSON.parse(message.toString()));
  }
}

export async function report(result: unknown): Promise<void> {
  const results = new Push({ sendHighWaterMark: 500, sendTimeout: 1000 });
  results.connect(endpoints.results);
  await results.send(JSON.stringify(result));
}

void work();
