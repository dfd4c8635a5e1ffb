/** What bindings do to values as a whole: fields that are assigned, promises that are settled, sockets that are given away. */
import type { Place } from '../model/model';
import type { CallSite, EvaluatorApi, EventRef, Value } from './api';
import { noteUse } from './collections';
import { Machine } from './machine';
import type { Frame } from './store';
import { optionsOf } from './values';

export function assignFields(m: Machine, target: Value, source: Value, site: CallSite): void {
  const from = m.api.fields(source);
  for (const one of optionsOf(target)) {
    const handle = one.v === 'handle' ? one.handle : one.v === 'instance' ? one.object.handle : undefined;
    if (handle?.kind === 'socket' && (!from || from.open))
      m.recorder.unknown(handle.id, 'options', 'assigned from something not known', site.place, m.now());
    for (const [key, value] of from?.fields ?? []) {
      const place = from!.keys.get(key);
      const write = {
        file: site.file,
        name: place?.key ?? site.name,
        receiver: site.receiver,
        sloppy: m.activation.module.ir.sloppy,
        ...(place?.value ? { valuePlace: place.value } : {}),
        ...(site.statement ? { statement: site.statement } : {}),
      };
      if (handle && m.bindingById(handle.binding)?.writeOn?.(handle, key, value, write, m.api)) continue;
      if (one.v === 'object' || one.v === 'instance') m.store.write(one.object.fields, key, value);
    }
    if (one.v === 'object' && (!from || from.open)) one.object.open = 'assigned from something not known';
  }
}

/** Sites differ by call path and by round of an unrolled loop. */
export function siteKey(m: Machine, offset: number): string {
  const { thisValue } = m.activation;
  const self = thisValue?.v === 'instance' ? thisValue.object.id : '';
  return `${m.file}:${offset}|${m.activation.callPath}|${m.unroll}|${self}`;
}

export function settle(m: Machine, value: Value, how: Parameters<EvaluatorApi['settle']>[1]): void {
  if (value.v === 'oneOf') for (const one of value.options) settle(m, one, how);
  else if (value.v === 'promise') {
    const { event } = value;
    if (event && !m.recorder.tooLate(event, m.loops)) m.recorder.settle(event satisfies EventRef, how);
    if (how !== 'stored') settle(m, value.of, how);
  } else if (value.v === 'list' && (how === 'collected' || how === 'raced')) {
    // A list of promises that is returned or awaited as such waits for none of them.
    for (const item of [...value.list.items, ...(value.list.rest ? [value.list.rest] : [])])
      if (item.v !== 'list') settle(m, item, how);
  }
}

/** Sockets a value gives away: itself, what a plain object or list holds. */
export function idsIn(value: Value, kind: 'socket' | 'context' | 'worker', depth = 0): readonly number[] {
  const found: number[] = [];
  collectIds(value, kind, depth, found);
  return found;
}

function collectIds(value: Value, kind: 'socket' | 'context' | 'worker', depth: number, into: number[]): void {
  switch (value.v) {
    case 'oneOf':
      for (const one of value.options) collectIds(one, kind, depth, into);
      break;
    case 'handle':
      if (value.handle.kind === kind) into.push(value.handle.id);
      break;
    case 'instance':
      if (value.object.handle?.kind === kind) into.push(value.object.handle.id);
      break;
    case 'object':
      if (depth <= 2) for (const field of value.object.fields.values()) collectIds(field, kind, depth + 1, into);
      break;
    case 'list':
      if (depth <= 2) for (const item of value.list.items) collectIds(item, kind, depth + 1, into);
      break;
    default:
  }
}

/** Sockets and contexts a value gives away may be configured or handled by whoever gets it. */
export function handlesEscape(m: Machine, value: Value, reason: string, place: Place): void {
  for (const id of idsIn(value, 'socket')) {
    m.recorder.unknown(id, 'escapes', reason, place, m.now());
    m.recorder.keep(id);
  }
  for (const id of idsIn(value, 'context')) m.recorder.contextEscapes(id);
  for (const id of idsIn(value, 'worker')) m.recorder.list('managedWorkers', id);
}

const CARRIERS: ReadonlySet<Value['v']> = new Set<Value['v']>(['handle', 'instance', 'object', 'list', 'oneOf']);

/** Whoever has the value may keep its sockets when the function that made them is over. */
export function holdSockets(m: Machine, value: Value): void {
  if (CARRIERS.has(value.v) && m.recorder.recording)
    for (const id of idsIn(value, 'socket')) m.recorder.hold(id, { held: true });
}

/** A function is over. Its variables are gone, unless something made in it may look at them. */
export function dropVariables(m: Machine, frame: Frame): void {
  const captured = frame.leave();
  if (!m.recorder.recording) return;
  for (const value of frame.cells.values())
    if (CARRIERS.has(value.v))
      for (const id of idsIn(value, 'socket')) m.recorder.hold(id, captured ? { held: true } : { dropped: m.seq });
}

/** Plain objects a value gives away: who has one may add to it, an option to a socket's options. An instance's fields are its class's business. */
export function openObjects(m: Machine, value: Value, reason: string, place: Place, depth = 0): void {
  if (depth > 2) return;
  for (const one of optionsOf(value)) {
    if (one.v === 'list') {
      noteUse(m, one.list, 'escape', place, '');
      for (const item of one.list.items) openObjects(m, item, reason, place, depth + 1);
    }
    if (one.v !== 'object' || m.moduleOf.has(one.object)) continue;
    one.object.open ??= reason;
    for (const field of one.object.fields.values()) openObjects(m, field, reason, place, depth + 1);
  }
}
