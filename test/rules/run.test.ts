import { describe, expect, it } from 'vitest';
import { RULES } from '../../server/src/rules/index';
import { RuleRunner } from '../../server/src/rules/run';
import type { Rule } from '../../server/src/rules/rule';
import { ModelBuilder } from '../support/model-builder';

const throws: Rule = {
  id: 'throws',
  check(_model, report) {
    report({
      place: { file: 'a', range: { start: 0, end: 1 } },
      message: 'half',
      evidence: [],
      confidence: 'high',
      exposure: 'remote',
      holder: 'x',
    });
    throw new Error('boom');
  },
};

const twice: Rule = {
  id: 'twice',
  check(_model, report) {
    const place = { file: 'a', range: { start: 4, end: 8 } };
    report({
      place,
      message: 'guess',
      evidence: [{ place: { file: 'a', range: { start: 20, end: 21 } }, message: 'one' }],
      confidence: 'medium',
      exposure: 'local',
      holder: 'x',
    });
    report({
      place,
      message: 'certain',
      evidence: [{ place: { file: 'a', range: { start: 30, end: 31 } }, message: 'two' }],
      confidence: 'high',
      exposure: 'remote',
      holder: 'y',
    });
  },
};

describe('RuleRunner', () => {
  it('drops the findings of a rule that throws, keeps the others, and logs once', () => {
    const log: string[] = [];
    const runner = new RuleRunner((message) => log.push(message), [throws, twice]);
    const model = new ModelBuilder().model();
    expect(runner.run(model).map(({ rule }) => rule)).toEqual(['twice']);
    runner.run(model);
    expect(log).toHaveLength(1);
    expect(log[0]).toContain('throws');
  });

  it('merges reports of one place: the most certain speaks, evidence adds up', () => {
    const [found, ...rest] = new RuleRunner(() => {}, [twice]).run(new ModelBuilder().model());
    expect(rest).toEqual([]);
    expect(found).toMatchObject({ message: 'certain', exposure: 'remote', holder: 'y' });
    expect(found?.evidence.map(({ message }) => message)).toEqual(['two', 'one']);
  });

  it('does not run a rule that is off', () => {
    expect(
      new RuleRunner(() => {}, [throws, twice]).run(new ModelBuilder().model(), {
        enabled: (rule) => rule !== 'twice',
      }),
    ).toEqual([]);
  });

  it('knows every rule once', () => {
    expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
  });

  it('says nothing about an empty program', () => {
    expect(new RuleRunner(() => {}).run(new ModelBuilder().model())).toEqual([]);
  });
});
