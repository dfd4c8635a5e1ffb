/**
 * AUTH-02: a ZAP handler that says yes to everybody: its only answer is "200", or it was told to admit any key (pyzmq's CURVE_ALLOW_ANY).
 * Unknown keys were accepted (e07, e21).
 */
import { always } from '../model/data';
import type { Order, Socket, Transfer } from '../model/model';
import type { Evidence, Rule } from './rule';
import { code } from './support/texts';
import { exposureOfAsked, handlersOf } from './support/zap';

/** Of the frames of a reply: version, request id, status code (RFC 27/ZAP). */
const STATUS = 2;

export const zapAdmitsEverybody: Rule = {
  id: 'zap-admits-everybody',
  check(model, report) {
    for (const { socket, bind } of handlersOf(model)) {
      const common = { exposure: exposureOfAsked(model, socket), holder: socket.holder, socket: socket.id };
      const evidence: Evidence[] = [{ place: bind.place, message: 'the handler is bound here' }];
      for (const rule of socket.admissions ?? [])
        if (rule.kind === 'any-key')
          report({
            ...common,
            place: rule.place,
            message: `${code(rule.spelling)} admits every client with a key of its own making: nobody is authenticated. Name a directory with the public keys of your clients.`,
            evidence,
            confidence: 'high',
            fixes: [],
          });
      const yes = onlyYes(socket);
      if (yes)
        report({
          ...common,
          place: yes.place,
          message: `This ZAP handler answers 200 to every request: whatever key or password a client has, it is let in. Compare it with a list first, and answer 400 otherwise.`,
          evidence,
          confidence: 'high',
          fixes: [],
        });
    }
  },
};

/** The handler's answer, when there is no other and nothing decides about it. */
function onlyYes(socket: Socket): Transfer | undefined {
  if (socket.type !== 'REP' || socket.unknowns.some(({ what }) => what === 'escapes' || what === 'origin'))
    return undefined;
  const sends = socket.transfers.filter(({ op }) => op === 'send');
  const receives = socket.transfers.filter(({ op }) => op === 'receive');
  const yes = sends.every(({ frames, order }) => {
    const status = frames?.[STATUS];
    return (
      status !== undefined && always(status, (value) => value === '200') && receives.some((one) => follows(order, one))
    );
  });
  return yes ? sends[0] : undefined;
}

/** What is received is answered, whatever it is. The body of `for await` is a branch of its own: there may be no message. */
function follows(send: Order, receive: Transfer): boolean {
  const iterates = receive.continuous && send.loops.some((loop) => receive.order.loops.includes(loop));
  const deciding = send.arms.filter(
    ([branch, arm]) => !receive.order.arms.some(([other, otherArm]) => other === branch && otherArm === arm),
  );
  return deciding.length <= (iterates ? 1 : 0);
}
