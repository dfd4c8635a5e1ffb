/** Classes of the package's errors (`zmq/error.py` of 27.2.0; e60): Again is a ZMQError, and neither is an OSError. */
import type { Failure } from '../binding';

const EVERY: ReadonlySet<string> = new Set(['ZMQError', 'ZMQBaseError']);
const OTHERS: ReadonlySet<string> = new Set([
  'ContextTerminated',
  'NotDone',
  'InterruptedSystemCall',
  'ZMQBindError',
  'ZMQVersionError',
]);

/** @returns undefined for a name that is no error known here */
export function catchesFailure(path: string, failure: Failure): boolean | undefined {
  const name = path.replace(/^error\./, '');
  if (EVERY.has(name)) return true;
  if (name === 'Again') return failure === 'no-room';
  return OTHERS.has(name) ? false : undefined;
}
