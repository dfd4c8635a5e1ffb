/**
 * AUTH-18: a subscription to a word, taken for a filter. It is a prefix: `admin` also lets `administrator` and `admin.evil` in (e14), and what a
 * publisher names its messages is its own choice. Only who looks at the topic of what arrives knows what it is.
 */
import { alternatives, constant, type Data } from '../model/data';
import type { OptionWrite, Socket } from '../model/model';
import type { Rule } from './rule';
import { inprocOnly } from './support/reach';
import { aboutSocket } from './support/report';
import { hidden } from './support/sockets';
import { code } from './support/texts';

/** A word, and not a level of a hierarchy (`prices.`, `prices/`): that is meant to be a prefix. */
const WORD = /[\p{L}\p{N}]$/u;

export const topicAsFilter: Rule = {
  id: 'topic-as-filter',
  check(model, report) {
    const looked = new Set(model.topicLooks ?? []);
    for (const socket of model.sockets) {
      if (socket.type !== 'SUB' || inprocOnly(socket) || hidden(socket)) continue;
      const receives = socket.transfers.filter(({ op }) => op === 'receive');
      const [receive] = receives;
      if (!receive || receives.some(({ id }) => looked.has(id))) continue;
      for (const { topic, write } of words(socket))
        report({
          place: write.valuePlace ?? write.place,
          message: `This subscription takes every topic that begins with ${code(topic)}, such as ${code(`${topic}x`)}, and the program never looks at the topic of what it receives. Compare the first frame with the whole topic, or end the topic with a separator.`,
          evidence: [{ place: receive.place, message: 'the topic of what is received here is not looked at' }],
          ...aboutSocket(socket),
        });
    }
  },
};

/** Topics that are words. Who subscribes to everything filters nothing. */
function words(socket: Socket): readonly { readonly topic: string; readonly write: OptionWrite }[] {
  const writes = socket.options.filter(({ option }) => option === 'SUBSCRIBE');
  if (writes.some(({ value }) => alternatives(value).some(isEverything))) return [];
  return writes.flatMap((write) => {
    const topic = constant(write.value)?.value;
    return typeof topic === 'string' && WORD.test(topic) ? [{ topic, write }] : [];
  });
}

/** Or may be. */
function isEverything(data: Data): boolean {
  return data.kind !== 'const' || data.value === '' || typeof data.value !== 'string';
}
