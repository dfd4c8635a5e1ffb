/** When a crashed server is started again. */
import { expect, it } from 'vitest';
import { Backoff, restartBackoff } from '../../client/src/server/backoff';

it('waits longer each time, then gives up', () => {
  const backoff = new Backoff({ first: 100, longest: 500, attempts: 4, window: 1_000 });
  expect([0, 1, 2, 3, 4].map((now) => backoff.crashed(now))).toEqual([100, 200, 400, 500, undefined]);
});

it('forgets what is long ago, and everything when the user starts it', () => {
  const backoff = new Backoff({ first: 100, longest: 500, attempts: 1, window: 1_000 });
  expect([backoff.crashed(0), backoff.crashed(2_000), backoff.crashed(2_001)]).toEqual([100, 100, undefined]);
  backoff.reset();
  expect(backoff.crashed(2_002)).toBe(100);
});

it('in practice tries for a while', () => {
  const backoff = new Backoff(restartBackoff);
  const waits = [0, 1, 2, 3, 4, 5].map((now) => backoff.crashed(now));
  expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, undefined]);
});
