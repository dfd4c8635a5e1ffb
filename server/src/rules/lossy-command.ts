/**
 * HWM-10: a command goes out by PUB, which drops. A subscriber that is not there yet, is slow or connects again misses it, and nobody learns of
 * it: 20 000 of 20 000 messages were accepted for one that did not read (e03). Only words that order somebody to do something are looked for.
 */
import { alternatives, type Data } from '../model/data';
import type { Rule } from './rule';
import { inprocOnly } from './support/reach';
import { aboutSocket } from './support/report';
import { hidden, opens } from './support/sockets';
import { code, endpointEvidence } from './support/texts';

/** The whole of a message or topic, or the last word of one. Values and states (`price`, `alarm`) come again; these do not. */
const COMMAND =
  /^(?:[\w-]+[./: -])?(kill|stop|shutdown|terminate|exit|quit|abort|start|restart|pause|resume|reload|command|cmd|job|task|order|payment|invoice)$/i;

export const lossyCommand: Rule = {
  id: 'lossy-command',
  check(model, report) {
    for (const socket of model.sockets) {
      const [use] = opens(socket);
      if ((socket.type !== 'PUB' && socket.type !== 'XPUB') || !use || inprocOnly(socket) || hidden(socket)) continue;
      if (socket.options.some(({ option }) => option === 'XPUB_NODROP')) continue;
      for (const send of socket.transfers) {
        const first = send.op === 'send' ? (send.frames?.[0] ?? send.message) : undefined;
        const word = first && command(first);
        if (word === undefined) continue;
        report({
          place: send.place,
          message: `${code(word)} reads like a command, and ${socket.type} drops what a subscriber is too slow or too late for, without a word. Send what must arrive by PUSH or ROUTER, with an acknowledgement; XPUB_NODROP tells at least of a full queue.`,
          evidence: [endpointEvidence(use)],
          ...aboutSocket(socket),
        });
      }
    }
  },
};

/** The command that a frame is, or the topic that names one. */
function command(data: Data): string | undefined {
  for (const one of alternatives(data)) {
    const text = one.kind === 'const' ? one.value : one.kind === 'text' ? one.parts[0] : undefined;
    if (typeof text === 'string' && COMMAND.test(text.trim())) return text.trim();
  }
  return undefined;
}
