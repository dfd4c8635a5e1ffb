/**
 * Which libzmq a wheel of pyzmq brings. Source: `buildutils/bundle.py` (later `CMakeLists.txt`) at every tag. State: 2026-11-23. A build from
 * source, conda's package and a distribution's have the system's. The wheels of 21.0 to 23.2 for Linux on ARM have an older libzmq than the
 * others (changelog of 23.2.1); which patches it has is not known, so the table leaves them out.
 */
import type { Bundle } from '../rules/support/npm-advisories';

const PYZMQ: readonly (readonly [from: string, libzmq: string])[] = [
  ['13.0.0', '3.2.2'],
  ['14.0.0', '4.0.1'],
  ['14.0.1', '4.0.3'],
  ['14.1.0', '4.0.4'],
  ['14.4.0', '4.0.5'],
  ['14.7.0', '4.1.2'],
  ['15.3.0', '4.1.5'],
  ['16.0.1', '4.1.6'],
  ['17.1.0', '4.2.5'],
  ['18.0.0', '4.3.1'],
  ['18.1.0', '4.3.2'],
  ['20.0.0', '4.3.3'],
  ['22.0.0', '4.3.4'],
  ['26.0.0', '4.3.5'],
];

export const WHEELS: readonly Bundle[] = PYZMQ.map(([from, libzmq], i) => ({
  package: 'pyzmq',
  from,
  ...(i + 1 < PYZMQ.length ? { before: PYZMQ[i + 1]![0] } : {}),
  libzmq,
  lowest: libzmq,
}));
