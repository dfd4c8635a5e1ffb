import { readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import type { Log, Result } from 'sarif';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../server/src/threats/load';
import { folderOf, PULL, run } from '../support/cli';

const Z85 = 'rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7';
const SECRETS = `import * as zmq from "zeromq";
const reply = new zmq.Reply({ curveServer: true, curveSecretKey: "${Z85}", plainPassword: "hunter2-hunter2" });
await reply.bind("tcp://*:5555");
const late = new zmq.Reply();
await late.bind("tcp://user:swordfish@*:5556");
late.curveSecretKey = "${Z85}";
late.plainPassword = "hunter2-hunter2";
`;

const schema = JSON.parse(
  readFileSync(path.resolve(__dirname, '../fixtures/sarif/sarif-2.1.0-rtm.5.json'), 'utf8'),
) as Record<string, unknown>;
// The schema is written in draft 4 and uses nothing that changed since, except the name of `id`.
delete schema['$schema'];
delete schema['id'];
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats(ajv);
const validate = ajv.compile(schema);

async function sarif(
  files: Readonly<Record<string, string>>,
  ...options: readonly string[]
): Promise<{ readonly log: Log; readonly results: readonly Result[]; readonly folder: string; readonly text: string }> {
  const folder = folderOf(files);
  const { out } = await run(folder, ['scan', '.', '--format', 'sarif', ...options]);
  const log = JSON.parse(out) as Log;
  expect(validate(log), JSON.stringify(validate.errors?.slice(0, 3), null, 1)).toBe(true);
  return { log, results: log.runs[0]!.results!, folder, text: out };
}

const FILES = {
  'src/a.ts': PULL,
  'src/sp ace#ü.ts': PULL,
  'b.ts': PULL.replace('0 });', '0 }); // zmq-threats: accept HWM-01 because the producer is paced until 2030-01-01'),
  'c.ts': 'import "zeromq";\n// zmq-threats: accept HWM-01\n',
  'package.json': '{ "name": "x", "dependencies": { "zeromq": "5.2.8" } }',
};

describe('SARIF', () => {
  it('is valid, and says so of an empty run, too', async () => {
    await sarif(FILES);
    expect((await sarif({})).results).toEqual([]);
  });

  it('keeps the stars of an address', async () => {
    const { results } = await sarif({ 'a.ts': PULL.replace(/tcp:[^"']*/, 'tcp://*:*') });
    expect(results.map(({ message }) => message.text).filter((text) => text?.includes('tcp://*:*'))).not.toEqual([]);
  });

  it('names the schema right: a deliberate mistake is caught', async () => {
    const { log } = await sarif(FILES);
    (log.runs[0] as unknown as Record<string, unknown>)['columnKind'] = 'bytes';
    expect(validate(log)).toBe(false);
  });

  it('has places relative to the root, one-based, in UTF-16 columns', async () => {
    const { log, results, folder } = await sarif(FILES);
    const run = log.runs[0]!;
    expect(run.columnKind).toBe('utf16CodeUnits');
    expect(run.originalUriBaseIds).toEqual({ '%SRCROOT%': { uri: `file://${folder}/` } });
    const uris = new Set(results.map((one) => one.locations![0]!.physicalLocation!.artifactLocation!.uri));
    expect([...uris].sort()).toEqual(['b.ts', 'package.json', 'src/a.ts', 'src/sp%20ace%23%C3%BC.ts']);
    const hwm = results.find(
      (one) =>
        one.ruleId === 'unbounded-hwm' && one.locations![0]!.physicalLocation!.artifactLocation!.uri === 'src/a.ts',
    )!;
    expect(hwm.locations![0]!.physicalLocation).toMatchObject({
      artifactLocation: { uriBaseId: '%SRCROOT%' },
      region: { startLine: 3, startColumn: 51, endLine: 3, endColumn: 52 },
    });
  });

  it('carries threat, level, evidence and fingerprints', async () => {
    const { results } = await sarif(FILES);
    const enc = results.find((one) => one.ruleId === 'unencrypted-endpoint')!;
    expect(enc.level).toBe('warning');
    expect(enc.properties).toMatchObject({
      threat: 'unencrypted_sensitive_data_transmission',
      code: 'ENC-01',
      confidence: 'high',
    });
    expect(enc.relatedLocations![0]).toMatchObject({
      message: { text: 'the socket is made here' },
      physicalLocation: { region: { startLine: 3 } },
    });
    expect(enc.message.text).not.toContain('`');
    const prints = results.map((one) => one.partialFingerprints!['primaryLocationLineHash']);
    expect(new Set(prints).size).toBe(results.length);
    expect(prints.every((print) => /^[0-9a-f]{64}$/.test(print!))).toBe(true);
  });

  it('has suppressions in every result or in none', async () => {
    const { results } = await sarif(FILES);
    const accepted = results.filter((one) => one.suppressions!.length > 0);
    expect(accepted.map((one) => one.suppressions![0])).toEqual([
      {
        kind: 'inSource',
        status: 'accepted',
        justification: 'the producer is paced (until 2030-01-01)',
        location: {
          physicalLocation: expect.objectContaining({ artifactLocation: { uri: 'b.ts', uriBaseId: '%SRCROOT%' } }),
        },
      },
    ]);
    expect((await sarif({ 'a.ts': PULL })).results.every((one) => one.suppressions === undefined)).toBe(true);
  });

  it('describes every rule in full', async () => {
    const { log } = await sarif({});
    const { rules } = log.runs[0]!.tool.driver;
    expect(rules!.map((rule) => rule.id)).toEqual(
      catalogue()
        .rules.map((rule) => rule.id)
        .sort(),
    );
    for (const rule of rules!) {
      expect(rule.shortDescription!.text).not.toBe('');
      expect(rule.help!.markdown).toContain('## Why');
      expect(rule.help!.markdown).not.toMatch(/^```\w+ (bad|good|fixed)|[/#]~ "/m);
      expect(rule.helpUri).toMatch(/^zmq-threat:\/[\w-]+\.md#[\w-]+$/);
      expect(Number(rule.properties!['security-severity'])).toBeGreaterThan(0);
      expect(rule.properties!.tags).toContain('security');
      expect(['error', 'warning', 'note']).toContain(rule.defaultConfiguration!.level);
    }
  });

  it('tells notices as notifications', async () => {
    const { log } = await sarif(FILES);
    expect(log.runs[0]!.invocations![0]!.toolExecutionNotifications).toMatchObject([
      {
        descriptor: { id: 'acceptance-without-reason' },
        level: 'warning',
        locations: [{ physicalLocation: { artifactLocation: { uri: 'c.ts' } } }],
      },
    ]);
  });
});

describe('key material', () => {
  it.each(['text', 'json', 'sarif'])('is in no %s report', async (format) => {
    const { out } = await run(folderOf({ 'a.ts': SECRETS }), ['scan', '.', '--format', format]);
    expect(out).toContain('security-after-bind');
    for (const secret of [Z85, 'hunter2', 'swordfish']) expect(out).not.toContain(secret);
  });
});

describe('JSON', () => {
  it('has what a script needs', async () => {
    const folder = folderOf(FILES);
    const report = JSON.parse((await run(folder, ['scan', '.', '--format', 'json'])).out) as Record<string, unknown>;
    expect(report).toMatchObject({ version: 1, tool: { name: 'zmq-threats', version: '1.2.3' }, base: folder });
    expect(report['summary']).toMatchObject({ error: 0, accepted: 1, filesScanned: 5, complete: true });
    const findings = report['findings'] as Record<string, unknown>[];
    expect(findings.find((one) => one['file'] === 'src/a.ts' && one['rule'] === 'unbounded-hwm')).toMatchObject({
      code: 'HWM-01',
      threat: 'hwm_overflow_dos',
      level: 'warning',
      line: 3,
      column: 51,
      endLine: 3,
      endColumn: 52,
      fixes: [{ class: 'safe' }],
    });
    expect(findings.find((one) => one['file'] === 'b.ts' && one['accepted'])).toMatchObject({
      accepted: { reason: 'the producer is paced', until: '2030-01-01', line: 3 },
    });
  });
});
