import Ajv from 'ajv';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../server/src/threats/load';
import { readConfiguration, type Configuration } from '../../server/src/workspace/configuration';
import { configurationSchema } from '../../server/src/workspace/configuration-schema';

const read = (text: string): Configuration => readConfiguration('/w/.zmq-threats.jsonc', text, catalogue());
const said = (text: string): readonly string[] =>
  read(text).notices.map((notice) => `${notice.code} ${text.slice(notice.range.start, notice.range.end)}`);

describe('a configuration', () => {
  it('is read with comments and trailing commas', () => {
    const { profile, rules, notices, includes } = read(`{
      // ours
      "$schema": "./x.json",
      "profile": "strict",
      "rules": { "unbounded-hwm": "error", "ENC-01": "off", },
      "include": ["src/**"],
      "exclude": ["**/*.test.ts"],
    }`);
    expect(notices).toEqual([]);
    expect(profile).toBe('strict');
    expect([...rules]).toEqual([
      ['unbounded-hwm', 'error'],
      ['unencrypted-endpoint', 'off'],
    ]);
    expect(['src/a.ts', 'src/a.test.ts', 'lib/a.ts'].map(includes)).toEqual([true, false, false]);
  });

  it('vouches for mitigations, and keeps the place', () => {
    const text = '{ "mitigations": { "Sandboxing": { "reason": " runs in gVisor ", "until": "2027-01-31" } } }';
    const { mitigations, notices } = read(text);
    expect(notices).toEqual([]);
    const { reason, until, place } = mitigations.get('sandboxing')!;
    expect([reason, until]).toEqual(['runs in gVisor', '2027-01-31']);
    expect(text.slice(place.range.start, place.range.end)).toMatch(/^"Sandboxing": \{.*"2027-01-31" \}$/);
  });

  it('accepts nothing where something is wrong', () => {
    for (const entry of [
      '"so"',
      '{}',
      '{ "reason": "ok" }',
      '{ "reason": "runs in gVisor", "until": "soon" }',
      '5',
      'null',
    ])
      expect([...read(`{ "mitigations": { "sandboxing": ${entry} } }`).mitigations]).toEqual([]);
  });

  it('without a word is the default', () => {
    expect(read('')).toMatchObject({ profile: 'recommended', notices: [] });
    expect(read('{}').includes('any.ts')).toBe(true);
  });

  it.each([
    ['an unknown key', '{ "rulez": {} }', ['config-unknown-key "rulez"']],
    ['an unknown profile', '{ "profile": "paranoid" }', ['config-unknown-value "paranoid"']],
    ['an unknown rule', '{ "rules": { "no-such": "off" } }', ['config-unknown-rule "no-such"']],
    ['an unknown level', '{ "rules": { "unbounded-hwm": "fatal" } }', ['config-unknown-value "fatal"']],
    ['rules that are no object', '{ "rules": [] }', ['config-unknown-value []']],
    [
      'globs that are none',
      '{ "include": "src" , "exclude": ["a", 5] }',
      ['config-unknown-value "src"', 'config-unknown-value 5'],
    ],
    ['no object', '[]', ['config-malformed []']],
    ['an unknown mitigation', '{ "mitigations": { "sandbox": {} } }', ['config-unknown-mitigation "sandbox"']],
    ['mitigations that are no object', '{ "mitigations": [] }', ['config-unknown-value []']],
    ['a bare reason', '{ "mitigations": { "sandboxing": "so" } }', ['config-unknown-value "so"']],
    ['no reason', '{ "mitigations": { "sandboxing": {} } }', ['acceptance-without-reason {}']],
    [
      'a reason that is none, and a key that is none',
      '{ "mitigations": { "sandboxing": { "reason": "TODO", "by": "me" } } }',
      ['config-unknown-key "by"', 'acceptance-without-reason "TODO"'],
    ],
    [
      'a day that is none',
      '{ "mitigations": { "sandboxing": { "reason": "runs in gVisor", "until": "2026-02-30" } } }',
      ['acceptance-malformed "2026-02-30"'],
    ],
  ])('%s is said at its place', (_, text, expected) => {
    expect(said(text)).toEqual(expected);
  });

  it('that is malformed leaves the rest in force', () => {
    const { rules, notices } = read('{ "rules": { "unbounded-hwm": "off" }, "profile" }');
    expect(rules.get('unbounded-hwm')).toBe('off');
    expect(notices.length).toBeGreaterThan(0);
    expect(notices[0]!.code).toBe('config-malformed');
  });

  it('that is nested beyond all measure is said to be unreadable', () => {
    expect(read('['.repeat(20_000)).notices.map((notice) => notice.code)).toContain('config-malformed');
  });

  it('suggests what may have been meant', () => {
    expect(read('{ "rules": { "unbouded-hwm": "off" } }').notices[0]!.message).toContain(
      'Did you mean "unbounded-hwm"?',
    );
    expect(read('{ "mitigations": { "sandboxin": {} } }').notices[0]!.message).toContain('Did you mean "sandboxing"?');
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void read(text)));
  });
});

describe('its schema', () => {
  const schema = configurationSchema(catalogue());
  const validate = new Ajv({ strict: false }).compile(schema);

  it('is the one that is shipped (`npx vitest run test/workspace/configuration.test.ts -u` writes it)', async () => {
    await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(
      '../../server/schemas/zmq-threats.schema.json',
    );
  });

  it.each([
    ['{ "profile": "strict", "rules": { "unbounded-hwm": "off", "ENC-01": "note" }, "include": ["a"] }', true],
    ['{ "profile": "paranoid" }', false],
    ['{ "rules": { "unbounded-hwm": "fatal" } }', false],
    ['{ "rules": { "no-such-rule": "off" } }', false],
    ['{ "rulez": {} }', false],
    ['{ "mitigations": { "sandboxing": { "reason": "runs in gVisor", "until": "2027-01-31" } } }', true],
    [
      '{ "mitigations": { "sandboxing": { "reason": "runs in gVisor" }, "conflate-sub": { "reason": "why not" } } }',
      true,
    ],
    ['{ "mitigations": { "sandboxing": { "until": "2027-01-31" } } }', false],
    ['{ "mitigations": { "sandboxing": { "reason": "runs in gVisor", "until": "tomorrow" } } }', false],
    ['{ "mitigations": { "sandboxing": { "reason": "runs in gVisor", "who": "me" } } }', false],
    ['{ "mitigations": { "no-such": { "reason": "runs in gVisor" } } }', false],
  ])('and the reader agree on %s', (text, valid) => {
    expect(validate(JSON.parse(text))).toBe(valid);
    expect(read(text).notices.length === 0).toBe(valid);
  });
});
