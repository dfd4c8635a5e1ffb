/**
 * Which libzmq an npm package brings, and which advisories that libzmq has. Sources: libzmq NEWS of the 4.0, 4.1, 4.2 and 4.3 lines,
 * the packages' git tags and build scripts (zeromq `script/build.*`, `preinstall.js`), `npm pack` of zmq 2.15.3. State: 2026-11-23.
 * CVE-2020-36400 is left out on purpose: no released version has it.
 */
export interface Bundle {
  readonly package: string;
  /** First version and the first one after it that is different; open at the end when absent. Prereleases count. */
  readonly from: string;
  readonly before?: string;
  /** As people would say it: two builds may differ by platform. */
  readonly libzmq: string;
  /** The lowest of them. */
  readonly lowest: string;
}

export const BUNDLES: readonly Bundle[] = [
  { package: 'zmq', from: '0.0.0', libzmq: '4.0.4 on Windows, elsewhere the one of the system', lowest: '4.0.4' },
  { package: 'zeromq', from: '0.0.0', before: '3.1.0', libzmq: '4.1.5', lowest: '4.1.5' },
  { package: 'zeromq', from: '3.1.0', before: '3.1.1', libzmq: '4.2.0', lowest: '4.2.0' },
  { package: 'zeromq', from: '3.1.1', before: '4.2.3', libzmq: '4.1.6 on Linux, elsewhere 4.2.0', lowest: '4.1.6' },
  { package: 'zeromq', from: '4.2.3', before: '4.3.0', libzmq: '4.1.6 on Linux, elsewhere 4.2.2', lowest: '4.1.6' },
  { package: 'zeromq', from: '4.3.0', before: '6.0.0-beta.1', libzmq: '4.2.2', lowest: '4.2.2' },
  { package: 'zeromq', from: '6.0.0-beta.1', before: '6.0.0-beta.7', libzmq: '4.3.2', lowest: '4.3.2' },
  { package: 'zeromq', from: '6.0.0-beta.7', libzmq: '4.3.4 or later', lowest: '4.3.4' },
];

/** Advisories by libzmq range (upstream's NEWS decides, not the coarser ranges of the databases), worst first. */
export const ADVISORIES: readonly {
  readonly id: string;
  readonly ranges: readonly (readonly [from: string, before: string])[];
}[] = [
  { id: 'CVE-2019-6250', ranges: [['4.2.0', '4.3.1']] },
  {
    id: 'CVE-2019-13132',
    ranges: [
      ['4.0.0', '4.0.9'],
      ['4.1.0', '4.1.7'],
      ['4.2.0', '4.3.2'],
    ],
  },
  {
    id: 'CVE-2021-20236',
    ranges: [
      ['4.0.0', '4.0.10'],
      ['4.1.0', '4.1.8'],
      ['4.2.0', '4.3.3'],
    ],
  },
  { id: 'CVE-2021-20235', ranges: [['4.2.0', '4.3.3']] },
  {
    id: 'CVE-2020-15166',
    ranges: [
      ['4.0.0', '4.0.10'],
      ['4.1.0', '4.1.8'],
      ['4.2.0', '4.3.3'],
    ],
  },
  { id: 'CVE-2021-20237', ranges: [['4.2.0', '4.3.3']] },
  {
    id: 'CVE-2021-20234',
    ranges: [
      ['4.0.0', '4.0.10'],
      ['4.1.0', '4.1.8'],
      ['4.2.0', '4.3.3'],
    ],
  },
  {
    id: 'CVE-2014-9721',
    ranges: [
      ['4.0.0', '4.0.6'],
      ['4.1.0', '4.1.1'],
    ],
  },
  { id: 'CVE-2014-7202', ranges: [['4.0.0', '4.0.5']] },
  { id: 'CVE-2014-7203', ranges: [['4.0.0', '4.0.5']] },
];

/** What to move to; `zmq` is abandoned and has no such version. */
export const SAFE: Readonly<Record<string, string>> = { zeromq: '^6.8.0' };
