/** AUTH-16: a message with another number of frames ends the receive loop, or the process (TypeError: e10, ValueError: e18). */
import type { Fragile } from '../model/model';
import type { Rule } from './rule';
import { fatalCalls, fatalReport } from './support/fatal';
import type { Source } from './support/sinks';

export const missingFrame: Rule = {
  id: 'missing-frame',
  check(model, report) {
    for (const { call, source } of fatalCalls(model, mayMiss)) {
      const what = call.what === 'count' ? 'another number of frames' : 'no such frame';
      const message = `The message may have ${what}: then this throws, and nobody catches it. One message from any machine ends this loop; look at the number of frames first.`;
      report(fatalReport(model, call, source, message));
    }
  },
};

/** Every message has a frame, and a ROUTER puts the routing id before it (zmq_socket(3)). */
function mayMiss({ what, frame = 0 }: Fragile, { socket }: Source): boolean {
  return what === 'count' || (what === 'frame' && frame >= (socket.type === 'ROUTER' ? 2 : 1));
}
