/** What a server does when nobody needs it: memory goes back, once everything is judged and nobody types. */
import { memoryUsage } from 'node:process';
import { describe, expect, it } from 'vitest';
import { releaseMemory } from '../../server/src/host/memory';
import { eventually, quiet } from './support/client';
import { inProcess } from './support/in-process';

const A = 'file:///w/a.ts';

/** Bytes of the heap while much is held that nobody holds afterwards. */
function used(): number {
  const heap = Array.from({ length: 400_000 }, (_, i) => ({ i }));
  return heap.length && memoryUsage().heapUsed;
}

describe('rest', () => {
  it('comes after a pause, as often as it shall, and not while somebody types; a pause that is cut short is not counted', async () => {
    let rested = 0;
    const after = 300;
    const { client } = inProcess({}, { rest: { after, times: 2, run: () => ++rested } });
    await client.start();
    await client.open(A, 'zmq\n');
    for (let i = 0; i < 30; i++) {
      await client.replace(A, '\n', ' BAD\n');
      await quiet(10);
    }
    const whileTyping = rested;
    await eventually(() => rested === 2);
    expect(whileTyping).toBe(0);
    await quiet(3 * after);
    expect(rested).toBe(2);
    await client.replace(A, '\n', ' x\n');
    await eventually(() => rested === 3);
    await client.replace(A, '\n', ' y\n');
    await eventually(() => rested === 5);
    await quiet(3 * after);
    expect(rested).toBe(5);
  });

  it('collects what nobody holds, and leaves no way to collect behind', () => {
    const before = used();
    releaseMemory();
    releaseMemory();
    expect(memoryUsage().heapUsed).toBeLessThan(before - 5_000_000);
    expect((globalThis as { gc?: unknown }).gc).toBeUndefined();
  });
});
