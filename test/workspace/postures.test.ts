/** Postures: no findings in the recommended profile, and told all the same; warnings under the strict one. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { FileResult, ThreatService } from '../../server/src/service-types';
import { Analyser, loadFrontends } from '../support/analyse';
import { folderOf, run } from '../support/cli';

let analyser: Analyser;
beforeAll(async () => {
  analyser = new Analyser(await loadFrontends());
});

const CURVE =
  'curveServer: true, curveSecretKey: process.env.KEY, zapDomain: "x", zapEnforceDomain: true, receiveHighWaterMark: 9';
/** A server that lacks a heartbeat and nothing else. */
const SERVER = `import * as zmq from "zeromq";
const jobs = new zmq.Pull({ ${CURVE}, maxMessageSize: 9000 });
await jobs.bind("tcp://*:5555");
`;

function service(text: string, configuration?: object): ThreatService {
  const found = analyser.service(new Map([['/page/a.ts', text]]));
  if (configuration) found.setConfiguration('/page', JSON.stringify(configuration));
  return found;
}
const result = (text: string, configuration?: object): FileResult => service(text, configuration).results('/page/a.ts');
const levels = ({ findings }: FileResult): readonly string[] => findings.map(({ rule, level }) => `${rule} ${level}`);
const rules = ({ postures }: FileResult): readonly string[] => postures.map(({ rule }) => rule);

describe('the profile', () => {
  it('recommended: no finding', () => {
    const found = result(SERVER);
    expect([levels(found), rules(found)]).toEqual([[], ['no-heartbeat']]);
    expect(service(SERVER).fixes('/page/a.ts', { start: 0, end: SERVER.length })).toEqual([]);
  });

  it('strict: a warning, with its fix', () => {
    const found = result(SERVER, { profile: 'strict' });
    expect([levels(found), rules(found)]).toEqual([['no-heartbeat warning'], []]);
    expect(found.findings[0]!.fixes).toHaveLength(1);
  });

  it.each(['error', 'note'])('and the rule itself: %s, whatever the profile', (level) => {
    const found = result(SERVER, { rules: { 'CONN-02': level } });
    expect([levels(found), rules(found)]).toEqual([[`no-heartbeat ${level}`], []]);
  });

  it('off: nothing at all', () => {
    for (const profile of ['recommended', 'strict']) {
      const found = result(SERVER, { profile, rules: { 'no-heartbeat': 'off' } });
      expect([levels(found), rules(found)]).toEqual([[], []]);
    }
  });
});

describe('a posture that is accepted', () => {
  const ACCEPTED = SERVER.replace('await', '// zmq-threats: accept no-heartbeat because the jobs have one\nawait');

  it.each(['recommended', 'strict'])('needs the acceptance, also where nothing warns of it (%s)', (profile) => {
    const found = result(ACCEPTED, { profile });
    expect(found.notices).toEqual([]);
    const all = [...found.findings, ...found.postures];
    expect(all.map(({ rule, suppression }) => [rule, suppression?.reason])).toEqual([
      ['no-heartbeat', 'the jobs have one'],
    ]);
  });

  it('is told no more', () => {
    const found = service(ACCEPTED);
    expect(found.hover('/page/a.ts', ACCEPTED.indexOf('Pull('))?.markdown).not.toContain('posture');
    expect(found.status().flatMap((one) => one.mitigations.filter(({ id }) => id === 'tcp-keepalive'))).toMatchObject([
      { state: 'accepted', note: 'the jobs have one' },
    ]);
  });

  it('and no acceptance is needed where there is none', () => {
    const text = ACCEPTED.replace('maxMessageSize', 'heartbeatInterval: 1000, maxMessageSize');
    expect(result(text).notices.map(({ code }) => code)).toEqual(['acceptance-unused']);
  });
});

describe('where it is told', () => {
  it('in hovers on the socket and on its endpoint', () => {
    for (const at of ['Pull(', 'tcp:'])
      expect(service(SERVER).hover('/page/a.ts', SERVER.indexOf(at))?.markdown).toContain(
        '- posture: [Server without heartbeat](zmq-threat:/connection_storm_dos.md#no-heartbeat) (line 3)',
      );
  });

  it('in the hover of a warning only as that', () => {
    const found = service(SERVER, { profile: 'strict' }).hover('/page/a.ts', SERVER.indexOf('tcp:'))!.markdown;
    expect(found).toContain('**CONN-02 · Server without heartbeat**');
    expect(found).not.toContain('- posture');
  });

  it('in the status, uncounted, and by the mitigation that it shows missing', () => {
    const storm = service(SERVER)
      .status()
      .find(({ threat }) => threat === 'connection_storm_dos')!;
    expect([storm.level, storm.count, storm.findings.length]).toEqual([undefined, 0, 0]);
    expect(storm.postures.map(({ rule }) => rule)).toEqual(['no-heartbeat']);
    expect(storm.mitigations.find(({ id }) => id === 'tcp-keepalive')).toMatchObject({
      state: 'missing',
      note: 'posture: Server without heartbeat',
      places: [{ file: '/page/a.ts' }],
    });
  });

  it('in every report, and in no exit status', async () => {
    const folder = folderOf({ 'a.ts': SERVER });
    const text = await run(folder, ['scan', '.', '--fail-on', 'note']);
    expect(text.status).toBe(0);
    expect(text.out).toContain('posture: no-heartbeat(CONN-02) Server without heartbeat: a.ts:3:17\n');
    expect(text.out).toContain('0 errors, 0 warnings, 0 notes');
    const json: unknown = JSON.parse((await run(folder, ['scan', '.', '--format', 'json'])).out);
    expect(json).toMatchObject({ findings: [], postures: [{ rule: 'no-heartbeat', file: 'a.ts', line: 3 }] });
    const sarif: unknown = JSON.parse((await run(folder, ['scan', '.', '--format', 'sarif'])).out);
    expect(sarif).toMatchObject({
      runs: [
        { results: [], properties: { postures: [{ ruleId: 'no-heartbeat', file: 'a.ts', line: 3, column: 17 }] } },
      ],
    });
    expect((await run(folder, ['scan', '.', '--profile', 'strict'])).status).toBe(1);
    expect((await run(folder, ['scan', '.', '--profile', 'strict'])).out).not.toContain('posture');
  });

  it('in the text one line for a rule, however many places', async () => {
    const files = Object.fromEntries([1, 2, 3, 4, 5].map((i) => [`${i}.ts`, SERVER]));
    const { out } = await run(folderOf(files), ['scan', '.']);
    expect(out.split('\n').filter((line) => line.startsWith('posture'))).toEqual([
      'posture: no-heartbeat(CONN-02) Server without heartbeat: 1.ts:3:17, 2.ts:3:17, 3.ts:3:17 and 2 more',
    ]);
  });
});
