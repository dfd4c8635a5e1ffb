/** What is kept of a file, and for how long. */
import { describe, expect, it } from 'vitest';
import type { Frontend } from '../../server/src/frontends/frontend';
import type { IrModule } from '../../server/src/ir/ir';
import { SourceIndex } from '../../server/src/workspace/source-index';
import { stubFrontend } from '../support/memory';

/** An index whose frontend tells what it was given to start from. */
function make() {
  const previous: (IrModule | undefined)[] = [];
  const disk = new Map<string, string>();
  const asked: string[] = [];
  const frontend: Frontend = {
    language: 'python',
    lower: (source, before) => (previous.push(before), stubFrontend.lower(source)),
  };
  const index = new SourceIndex(
    { needles: () => ['zmq'], owns: (module) => module === 'zmq', skips: () => false },
    (path) => (asked.push(path), disk.get(path)),
  );
  const lower = (path: string): IrModule | undefined => index.moduleOf(index.get(path)!, frontend).module;
  return { index, lower, previous, disk, asked };
}

describe('the lowered form of the text before', () => {
  it('is what the next one starts from', () => {
    const { index, lower, previous } = make();
    index.update('/a.py', 'a = 1');
    const first = lower('/a.py');
    index.update('/a.py', 'a = 2');
    lower('/a.py');
    expect(previous).toEqual([undefined, first]);
    expect(previous[1]).toBe(first);
  });
  it('also when texts in between were never lowered', () => {
    const { index, lower, previous } = make();
    index.update('/a.py', 'a = 1');
    const first = lower('/a.py');
    index.update('/a.py', 'a = 2');
    index.update('/a.py', 'a = 3');
    lower('/a.py');
    expect(previous[1]).toBe(first);
  });
  it('is let go once the next one is there, and with the file', () => {
    const { index, lower, previous, disk } = make();
    disk.set('/a.py', 'a = 3');
    index.update('/a.py', 'a = 1');
    lower('/a.py');
    index.update('/a.py', 'a = 2');
    lower('/a.py');
    expect(index.get('/a.py')!.previous).toBeUndefined();
    index.update('/a.py', 'a = 3');
    index.release(() => false);
    lower('/a.py');
    index.remove('/a.py');
    index.update('/a.py', 'a = 4');
    lower('/a.py');
    expect(previous.slice(2)).toEqual([undefined, undefined]);
  });
  it('is nothing to start from for another language', () => {
    const { index, lower, previous } = make();
    index.update('untitled:1', 'a = 1', 'python');
    lower('untitled:1');
    index.update('untitled:1', 'a = 1', 'javascript');
    lower('untitled:1');
    expect(previous).toEqual([undefined, undefined]);
  });
});

describe('a file that does not matter', () => {
  it('keeps its imports alone, and is read again when it is wanted', () => {
    const { index, lower, disk, asked } = make();
    disk.set('/a.py', 'import zmq');
    disk.set('/b.py', 'import os');
    index.update('/a.py', 'import zmq');
    index.update('/b.py', 'import os');
    for (const path of ['/a.py', '/b.py']) {
      lower(path);
      index.linesOf(path);
    }
    index.release((path) => path === '/a.py');
    expect(index.get('/a.py')).toMatchObject({ text: 'import zmq', lowered: {}, lines: {} });
    expect(index.get('/b.py')).toMatchObject({ text: undefined, lowered: undefined, lines: undefined });
    expect(index.get('/b.py')!.imports.map(({ specifier }) => specifier)).toEqual(['os']);
    expect(asked).toEqual([]);
    expect(index.textOf('/b.py')).toBe('import os');
    expect(asked).toEqual(['/b.py']);
  });
});
