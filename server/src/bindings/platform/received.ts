/** Received data in calls of the platform that are a danger only with it: recorded for nothing else, so that the model stays small. */
import type { CallSite, EvaluatorApi, Value } from '../../evaluate/api';
import { frameIn } from '../../model/data';
import type { Place } from '../../model/model';

/** The file of that name is opened, changed or removed. A number leads nowhere: neither `..` nor a slash is in it. */
export function pathSink(
  key: string,
  argument: Value | undefined,
  place: Place | undefined,
  site: CallSite,
  api: EvaluatorApi,
): void {
  if (!argument || !api.taint(argument) || onlyNumbers(argument)) return;
  api.addSink({ kind: 'path', api: key, argument, site, ...(place ? { argumentPlace: place } : {}) });
}

/**
 * As much memory is reserved, or read, as the number says. The length of what was received is no danger: the sender had to send it.
 * @param convertible the call also takes other things than numbers: only what is known to be one counts
 */
export function allocationSink(
  key: string,
  argument: Value | undefined,
  place: Place | undefined,
  site: CallSite,
  api: EvaluatorApi,
  convertible = false,
): void {
  if (!argument || !api.taint(argument)) return;
  const options = argument.v === 'oneOf' ? argument.options : [argument];
  const sized = options.some(
    (one) =>
      one.v === 'unknown' &&
      one.taint !== undefined &&
      !/\b(length|byteLength)$/.test(one.detail ?? '') &&
      (!convertible || one.numeric !== undefined),
  );
  if (sized) api.addSink({ kind: 'allocate', api: key, argument, site, ...(place ? { argumentPlace: place } : {}) });
}

/**
 * Fields of received data, under the names that the sender gave them, go into something that stays. A fresh object (`{}`) takes what it
 * gets; one that the program wrote out says itself which fields there are.
 */
export function mergeSink(
  key: string,
  target: Value,
  sources: readonly Value[],
  site: CallSite,
  api: EvaluatorApi,
): void {
  const argument = sources.find((one) => isWhole(one) && api.taint(one));
  if (argument && api.outlives(target)) api.addSink({ kind: 'merge', api: key, argument, site });
}

function isWhole(value: Value): boolean {
  return value.v === 'oneOf' ? value.options.some(isWhole) : value.v === 'unknown';
}

/** A method of a frame: where the message has fewer of them there is nothing to call. */
export function frameCall(name: string, on: Value & { v: 'unknown' }, site: CallSite, api: EvaluatorApi): void {
  if (!site.optional && !on.sure && frameIn(on.detail) !== undefined) api.addFragile('frame', name, on, site);
}

/** Items were taken from a list, or put before others: which of the rest is at which position is no longer known. */
export function forgetPositions(on: Value & { v: 'list' }, api: EvaluatorApi): void {
  const { list } = on;
  if (!list.open || list.keys || list.items.length === 0) return;
  list.rest = api.oneOf([...list.items, ...(list.rest ? [list.rest] : [])]);
  list.items.length = 0;
}

function onlyNumbers(value: Value): boolean {
  if (value.v === 'oneOf') return value.options.every(onlyNumbers);
  const pieces = value.v === 'text' ? value.parts : [value];
  return pieces.every(
    (one) => typeof one === 'string' || (one.v === 'unknown' && (!one.taint || one.numeric !== undefined)),
  );
}
