// Who comes to the plant says a name and hands in a form: what to believe, and what not.
import { Pull, Router } from 'zeromq';
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

const stock: Record<string, Record<string, number>> = {};

/** A form for the hall `__proto__` is filed as well, in everything there is. */
export async function fileForms(): Promise<void> {
  const forms = new Pull({ ...guarded, receiveHighWaterMark: 100, maxMessageSize: 4096 });
  await forms.bind('tcp://*:5642');
  for await (const [form] of forms) {
    try {
      const { hall, item, amount } = JSON.parse(String(form)) as { hall: string; item: string; amount: number };
      stock[hall] ??= {};
      stock[hall][item] = amount;
    } catch {
      continue;
    }
  }
}

const desk = { open: false, until: 16, keeper: 'keeper-1' };

/** The careful twin: the fields that may be set, by their names. */
export async function setHours(): Promise<void> {
  const forms = new Pull({ ...guarded, receiveHighWaterMark: 100, maxMessageSize: 4096 });
  await forms.bind('tcp://*:5643');
  for await (const [form] of forms) {
    try {
      const { open, until } = JSON.parse(String(form)) as { open: boolean; until: number };
      Object.assign(desk, { open: open === true, until: Number(until) });
    } catch {
      continue;
    }
  }
}

/** The letterbox is on the street. A letter that is no form, or a form without a page, closes it for everybody. */
export async function emptyLetterbox(read: (form: unknown, page: string) => void): Promise<void> {
  const letters = new Pull({ receiveHighWaterMark: 100, maxMessageSize: 4096 });
  await letters.bind('tcp://*:5644');
  for await (const [form, page] of letters) read(JSON.parse(String(form)), page!.toString());
}

/** The careful twin: inside of the gate, and such a letter is thrown away. */
export async function emptyInbox(read: (form: unknown, page: string) => void): Promise<void> {
  const letters = new Pull({ ...guarded, receiveHighWaterMark: 100, maxMessageSize: 4096 });
  await letters.bind('tcp://*:5645');
  for await (const [form, page] of letters) {
    try {
      if (page) read(JSON.parse(String(form)), page.toString());
    } catch {
      continue;
    }
  }
}
