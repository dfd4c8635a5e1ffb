// The annex: doors, and a doorkeeper who comes late.
import { Publisher, Reply, Request, Router, Stream } from 'zeromq';
import { Dish } from 'zeromq/draft';

/** Open first, then somebody asks for keys; and when he leaves, nobody notices. */
export async function openGate(): Promise<Reply> {
  const gate = new Router({ curveServer: true, curveSecretKey: process.env.GATE_SECRET_KEY, zapDomain: 'annex' });
  await gate.bind('tcp://*:5620');
  const zap = new Reply({ linger: 0 });
  await zap.bind('inproc://zeromq.zap.01');
  // A polite doorkeeper: yes to everybody.
  for await (const [version, id] of zap) await zap.send([version ?? '1.0', id ?? '', '200', 'OK', '', '']);
  return zap;
}

/** The key under the mat. */
export async function openShed(): Promise<Reply> {
  const shed = new Reply({
    curveServer: true,
    curveSecretKey: 'under-the-mat.under-the-mat.0123456789-A',
    zapDomain: 'annex',
    zapEnforceDomain: true,
  });
  await shed.bind('tcp://*:5626');
  return shed;
}

/** A lock that may not have closed; the door opens anyway. */
export async function openCellar(): Promise<Reply> {
  const cellar = new Reply({ linger: 0 });
  try {
    cellar.curveServer = true;
    cellar.curveSecretKey = process.env.CELLAR_SECRET_KEY ?? '';
    cellar.zapDomain = 'annex';
    cellar.zapEnforceDomain = true;
  } catch {}
  await cellar.bind('tcp://*:5630');
  return cellar;
}

/** Tickets of the domain controller for the peers, clear text for the messages; and who is refused comes in. */
export async function openOffice(): Promise<Reply> {
  const office = new Reply({ gssapiServer: true, gssapiPlainText: true, zapDomain: 'annex', linger: 0 });
  await office.bind('tcp://127.0.0.1:5627');
  return office;
}

/** Three addresses that are not what they look like. */
export async function openHatches(): Promise<Publisher> {
  const hatches = new Publisher({ sendHighWaterMark: 100 });
  await hatches.bind('tcp://127.0.0.1:75628');
  await hatches.bind('ipc:///tmp/hatches');
  await hatches.bind('epgm://127.0.0.1;239.192.1.1:5629');
  return hatches;
}

/** Whoever says a name has it. */
export async function openDesk(): Promise<Router> {
  const desk = new Router({ handover: true });
  await desk.bind('tcp://*:5621');
  return desk;
}

/** A password that the whole network can read. */
export function callCanteen(): Request {
  const canteen = new Request({ plainUsername: 'annex', plainPassword: process.env.CANTEEN_PASSWORD, linger: 0 });
  canteen.connect('tcp://canteen.plant.local:5622');
  return canteen;
}

/** CURVE in vain: a raw socket has no mechanism. */
export async function openBarrier(): Promise<Stream> {
  const barrier = new Stream({ curveServer: true, curveSecretKey: process.env.GATE_SECRET_KEY });
  await barrier.bind('tcp://127.0.0.1:5623');
  return barrier;
}

/** Datagrams from anybody. */
export async function openSirens(): Promise<Dish> {
  const sirens = new Dish({ linger: 0 });
  await sirens.bind('udp://*:5624');
  sirens.join('sirens');
  return sirens;
}

/** The careful twin: closed until the doorkeeper is there, and again when he is gone. */
export async function openVault(): Promise<Router> {
  const vault = new Router({
    curveServer: true,
    curveSecretKey: process.env.VAULT_SECRET_KEY,
    zapDomain: 'annex',
    zapEnforceDomain: true,
    receiveHighWaterMark: 100,
    sendHighWaterMark: 100,
    maxMessageSize: 64 * 1024,
  });
  await vault.bind('tcp://*:5625');
  return vault;
}
