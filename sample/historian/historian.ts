// The one part of the plant in which everything is as it should be: nothing here is reported, not even under the strict profile.
import { readFileSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { Pull } from 'zeromq';
import { admit } from './admission.js';

interface Reading {
  readonly sensor: string;
  readonly value: number;
}

await admit('keys/allowed-clients', 'historian');
const readings = new Pull({
  curveServer: true,
  curveSecretKey: readFileSync('keys/historian.secret', 'utf8').trim(),
  zapDomain: 'historian',
  zapEnforceDomain: true,
  receiveHighWaterMark: 1000,
  maxMessageSize: 4096,
  handshakeInterval: 3000,
  heartbeatInterval: 5000,
  heartbeatTimeout: 15_000,
  heartbeatTimeToLive: 15_000,
  linger: 0,
});
await readings.bind('tcp://*:5610');
for await (const [message] of readings) {
  const reading = parse(message);
  if (reading) await appendFile('readings.csv', `${reading.sensor},${reading.value}\n`);
}

/** What is no reading is left out. */
function parse(message: Buffer | undefined): Reading | undefined {
  try {
    const { sensor, value } = JSON.parse(String(message)) as Partial<Reading>;
    return typeof sensor === 'string' && /^\w{1,20}$/.test(sensor) && typeof value === 'number'
      ? { sensor, value }
      : undefined;
  } catch {
    return undefined;
  }
}
