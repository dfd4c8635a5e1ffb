/** Spellings of an option that the binding does not take: it ignores them, or throws. */
import type { IgnoredWrite, Model } from '../../model/model';
import type { Report } from '../rule';
import { indexOf } from './index-of';
import { exposureOfSocket } from './reach';

export interface Misspelled extends IgnoredWrite {
  readonly meant: NonNullable<IgnoredWrite['meant']>;
}

/**
 * Reports of the writes that pass the test. A name that is an option nowhere is the program's own business.
 * @param message what the reader is told of a write
 */
export function misspelled(
  model: Model,
  test: (write: IgnoredWrite) => boolean,
  message: (write: Misspelled) => string,
): readonly Report[] {
  const { socket: sockets } = indexOf(model);
  return model.ignored.flatMap((write) => {
    const { meant, place, statement, valuePlace } = write;
    const socket = sockets.get(write.socket);
    if (!test(write) || !meant || !socket) return [];
    return {
      place,
      message: message({ ...write, meant }),
      evidence: [{ place: socket.createdName, message: 'the socket is made here' }],
      confidence: 'high',
      exposure: exposureOfSocket(socket),
      holder: socket.holder,
      socket: socket.id,
      fixes: [
        {
          kind: 'respell-option',
          socket: socket.id,
          place,
          option: meant,
          ...(statement ? { statement } : {}),
          ...(valuePlace ? { valuePlace } : {}),
        },
      ],
    };
  });
}
