/** How often the views ask for what they show. */
import { expect, it } from 'vitest';
import { Refresh } from '../../client/src/server/refresh';

/** A question that is answered when told to. */
function question(): { refresh: Refresh; asked: () => number; answer: () => Promise<void> } {
  const open: (() => void)[] = [];
  let asked = 0;
  const refresh = new Refresh(() => {
    asked++;
    return new Promise((resolve) => open.push(resolve));
  });
  const answer = async (): Promise<void> => {
    open.shift()!();
    // What is done at its end has its turn.
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { refresh, asked: () => asked, answer };
}

it('asks at once, and again with the next news', async () => {
  const { refresh, asked, answer } = question();
  const first = refresh.now();
  expect(asked()).toBe(1);
  await answer();
  await first;
  void refresh.now();
  expect(asked()).toBe(2);
});

it('asks once more for all the news that come in before the answer', async () => {
  const { refresh, asked, answer } = question();
  for (let i = 0; i < 5; i++) void refresh.now();
  expect(asked()).toBe(1);
  await answer();
  expect(asked()).toBe(2);
  await answer();
  expect(asked()).toBe(2);
});

it('whoever waits goes on with the answer that is there, not with the one after it', async () => {
  const { refresh, answer } = question();
  const first = refresh.now();
  const second = refresh.now();
  await answer();
  await Promise.all([first, second]);
});
