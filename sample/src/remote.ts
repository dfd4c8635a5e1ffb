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
