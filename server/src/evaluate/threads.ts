/** Threads of their own: what they are handed, what they run, and how they end. */
import type { Place } from '../model/model';
import type { EvaluatorApi, Value } from './api';
import { siteKey } from './effects';
import type { Machine } from './machine';
import { optionsOf } from './values';

/** The part of `EvaluatorApi` about worker threads. */
export type ThreadApi = Pick<EvaluatorApi, 'addHandover' | 'addWorker' | 'manageWorker' | 'addAbruptEnd'>;

export function threadApi(m: Machine): ThreadApi {
  return {
    addHandover: (value, api, place, certain) => {
      const found = copiedIn(m, value, place);
      for (const { what, id, place: at } of found)
        m.recorder.list('handovers', { what, id, api, place: at, order: m.now(), certain });
      return found.length > 0;
    },
    addWorker: (site, { specifier, own, imports = [] }) => {
      const key = siteKey(m, site.place.range.start);
      const id = m.workerIds.get(key) ?? m.workerIds.size;
      m.workerIds.set(key, id);
      const file = own ? m.file : specifier === undefined ? undefined : m.input.resolve(m.file, specifier, 0);
      const text = imports.some((module) => m.bindingFor(module)?.abortsWorkers);
      m.recorder.list('workers', {
        id,
        place: site.name,
        order: m.now(),
        ...(file === undefined ? {} : { file }),
        ...(text ? { text } : {}),
      });
      return id;
    },
    manageWorker: (id) => m.recorder.list('managedWorkers', id),
    addAbruptEnd: (api, site, worker) =>
      m.recorder.list('ends', { api, place: site.name, order: m.now(), ...(worker === undefined ? {} : { worker }) }),
  };
}

interface Copied {
  readonly what: 'socket' | 'context';
  readonly id: number;
  readonly place: Place;
}

/** Deeper objects are not looked into. */
const DEEPEST = 3;

/** Sockets and contexts of which a copy has nothing, with what names them there. */
function copiedIn(m: Machine, value: Value, place: Place, depth = 0): readonly Copied[] {
  if (depth > DEEPEST) return [];
  return optionsOf(value).flatMap((one): readonly Copied[] => {
    const handle = one.v === 'handle' ? one.handle : one.v === 'instance' ? one.object.handle : undefined;
    if (handle) {
      const { kind, id } = handle;
      const copied =
        (kind === 'socket' || kind === 'context') && m.bindingById(handle.binding)?.copiesAreEmpty === true;
      return copied ? [{ what: kind, id, place }] : [];
    }
    if (one.v === 'list') return one.list.items.flatMap((item) => copiedIn(m, item, place, depth + 1));
    if (one.v !== 'object' || m.moduleOf.has(one.object)) return [];
    const { fields, keys } = one.object;
    return [...fields].flatMap(([name, field]) => {
      const key = keys.get(name);
      return copiedIn(m, field, key?.value ?? key?.key ?? place, depth + 1);
    });
  });
}
