// Lines to other sites: encryption that is missing, late or only looks like one, and doors that stand open.
import { Dealer, Reply, Request } from 'zeromq';
import { guarded, identified, keys } from './config.js';

/** A site that opens first and locks afterwards: this endpoint stays open. */
export async function openNorth(): Promise<Reply> {
  const north = new Reply();
  await north.bind('tcp://*:5580');
  north.curveServer = true;
  north.curveSecretKey = keys.serverSecret ?? '';
  north.zapDomain = 'plant';
  north.zapEnforceDomain = true;
  return north;
}

/** Enforced, but of which domain? The handler is never asked. */
export async function openSouth(): Promise<Reply> {
  const south = new Reply({ curveServer: true, curveSecretKey: keys.serverSecret, zapEnforceDomain: true });
  await south.bind('tcp://*:5581');
  return south;
}

/** CURVE is an option, not an address. */
export function callWest(): Request {
  const west = new Request({ ...identified, linger: 0 });
  west.connect('curve://west.plant.local:5582');
  return west;
}

/** Patient with everybody: who says nothing may stay. And its commands are so short that no handshake fits. */
export async function openControl(): Promise<Reply> {
  const control = new Reply({ ...guarded, handshakeInterval: 0, maxMessageSize: 128 });
  await control.bind('tcp://*:5584');
  return control;
}

/** All sites do this at once when the headquarters restart, and what they kept back meanwhile is not little. */
export function callHeadquarters(): Dealer {
  const headquarters = new Dealer({ ...identified, reconnectInterval: 1, sendHighWaterMark: 1_000_000 });
  headquarters.connect('tcp://headquarters.plant.local:5585');
  return headquarters;
}

/** The careful twins: everything is set before the door opens, and the other end is known by its key. */
export async function openEast(): Promise<Reply> {
  const east = new Reply({ ...guarded, receiveHighWaterMark: 100, maxMessageSize: 64 * 1024 });
  await east.bind('tcp://*:5583');
  return east;
}

export function joinEast(): Dealer {
  const east = new Dealer({ ...identified, sendHighWaterMark: 100, sendTimeout: 1000, maxMessageSize: 64 * 1024 });
  east.connect('tcp://east.plant.local:5583');
  return east;
}
