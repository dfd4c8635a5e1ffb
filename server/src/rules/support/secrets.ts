/** Secrets that stand in the source. Nothing here returns or prints one: only what kind it is, and where. */
import { alternatives, type Data } from '../../model/data';
import type { OptionName } from '../../model/options';
import type { OptionWrite, Socket } from '../../model/model';
import type { Confidence, Report } from '../rule';
import { exposureOfSocket } from './reach';
import { endpointEvidence } from './texts';
import { opens } from './sockets';

/** Text that is a secret on some path; surer when it is one on every path. */
export function literalIn(value: Data, test: (text: string) => boolean): Confidence | undefined {
  const all = alternatives(value);
  const found = all.filter((one) => one.kind === 'const' && typeof one.value === 'string' && test(one.value));
  return found.length === 0 ? undefined : found.length === all.length ? 'high' : 'medium';
}

/** A report on each write of an option whose value stands in the source. */
export function secretWrites(
  socket: Socket,
  option: OptionName,
  test: (text: string) => boolean,
  message: (write: OptionWrite) => Pick<Report, 'message' | 'impact'>,
): readonly Report[] {
  return socket.options.flatMap((write): Report[] => {
    const confidence = write.option === option ? literalIn(write.value, test) : undefined;
    if (!confidence) return [];
    return [
      {
        ...message(write),
        place: write.valuePlace ?? write.place,
        evidence: opens(socket).slice(0, 1).map(endpointEvidence),
        confidence,
        exposure: exposureOfSocket(socket),
        holder: socket.holder,
        socket: socket.id,
        fixes: [],
      },
    ];
  });
}
