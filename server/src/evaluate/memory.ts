/** Who writes into the buffers of the program: only of those that something sends the model needs to know, but nobody knows yet which. */
import { memoryKey, type Memory, type MemoryUse } from '../model/memory';
import type { Place } from '../model/model';
import type { CallSite, Value } from './api';
import type { Machine } from './machine';
import { optionsOf } from './values';

/** What a platform may tell of memory. */
export interface MemoryApi {
  /** The value is memory that the call reserves. `size`: bytes. @returns the value, known as such */
  newMemory(value: Value, site: CallSite, size?: number): Value;
  /** Other bytes are put into it, if it is memory of the program. */
  addMemoryWrite(value: Value | undefined, site: CallSite): void;
}

export function memoryApi(m: Machine): MemoryApi {
  return {
    newMemory: (value, site, size) => {
      // A rehearsal does not count: its orders are none.
      if (!m.recorder.recording || value.v !== 'unknown') return value;
      const made: Memory = { place: site.name, order: m.now(), ...(size === undefined ? {} : { size }) };
      return { ...value, memory: made };
    },
    addMemoryWrite: (value, site) => {
      if (value) noteMemory(m, value, 'write', site.name);
    },
  };
}

export function noteMemory(m: Machine, value: Value, what: MemoryUse['what'], place: Place): void {
  if (!m.recorder.recording) return;
  for (const one of optionsOf(value))
    if (one.v === 'unknown' && one.memory)
      m.recorder.list('memoryUses', { of: one.memory, what, place, order: m.now() });
}

/** `buffer = …`: it was the same memory before, or it is other memory from here on. */
export function noteOtherMemory(m: Machine, old: Value, value: Value, place: Place): void {
  if (old.v !== 'unknown' || !old.memory) return;
  const key = memoryKey(old.memory);
  const stays = optionsOf(value).some((one) => one.v === 'unknown' && one.memory && memoryKey(one.memory) === key);
  if (!stays) noteMemory(m, old, 'replace', place);
}
