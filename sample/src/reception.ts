// Who comes to the plant says a name and hands in a form: what to believe, and what not.
import { Router } from 'zeromq';
import { guarded } from './config.js';

const KEEPERS = new Set(['keeper-1', 'keeper-2']);

/** Whoever calls himself keeper-1 is one: the key that the doorkeeper saw is not asked. */
export async function openGate(open: (gate: string) => void): Promise<void> {
  const gates = new Router({ ...guarded, receiveHighWaterMark: 100, maxMessageSize: 1024 });
  await gates.bind('tcp://*:5640');
  for await (const [id, gate] of gates) {
    if (KEEPERS.has(String(id))) open(String(gate));
    await gates.send([id ?? '', 'noted']);
  }
}

/** The careful twin: the name finds the way back and nothing else, the message proves who wrote it. */
export async function openSignedGate(
  open: (gate: string) => void,
  isSigned: (gate: Buffer, signature: Buffer) => boolean,
): Promise<void> {
  const gates = new Router({ ...guarded, receiveHighWaterMark: 100, maxMessageSize: 1024 });
  await gates.bind('tcp://*:5641');
  for await (const [id, gate, signature] of gates) {
    if (gate && signature && isSigned(gate, signature)) open(String(gate));
    await gates.send([id ?? '', 'noted']);
  }
}
