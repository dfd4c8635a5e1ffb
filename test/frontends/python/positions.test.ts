/** Offsets are UTF-16 units of the text as it is, whatever stands in front. */
import { describe, expect, test } from 'vitest';
import type { Expr, Stmt } from '../../../server/src/ir/ir';
import { lower } from './support';

const PREFIXES: Record<string, string> = {
  nothing: '',
  'a byte order mark': '\uFEFF',
  emoji: 's = "😀👨‍👩‍👧" # 😀\n',
  'a name of two units': '𝐱 = 1\n',
  'Windows line ends': '# a\r\n\r\nb = 1\r\n',
  'a line separator in a string': 's = "\u2028\u2029"\n',
  tabs: 'if a:\n\tb\n',
  'a form feed': '\f\n',
  'a lone surrogate': 's = "\ud83d"\n',
};

const PROGRAM = 'sock.bind(f"tcp://é{host!s}:1", opt="😀") # note';

function call(stmt: Stmt | undefined): Expr & { k: 'call' } {
  if (stmt?.k !== 'expr' || stmt.value.k !== 'call') throw new Error('not a call');
  return stmt.value;
}

describe('positions', () => {
  test.each(Object.keys(PREFIXES))('after %s', async (name) => {
    const text = PREFIXES[name]! + PROGRAM;
    const module = await lower(text);
    const at = ({ start, end }: { start: number; end: number }): string => text.slice(start, end);
    const found = call(module.functions[0]!.body.at(-1));
    expect(at(found.range)).toBe('sock.bind(f"tcp://é{host!s}:1", opt="😀")');
    expect(at(found.argsRange!)).toBe('(f"tcp://é{host!s}:1", opt="😀")');
    expect(found.callee.k === 'member' && at(found.callee.nameRange)).toBe('bind');
    const [address, option] = found.args;
    expect(at(address!.value.range)).toBe('f"tcp://é{host!s}:1"');
    expect(address!.value.k === 'format' && address!.value.parts.map((part) => at(part.range))).toEqual([
      'tcp://é',
      'host',
      ':1',
    ]);
    expect(at(option!.nameRange!)).toBe('opt');
    expect(at(option!.value.range)).toBe('"😀"');
    const note = module.comments.at(-1)!;
    expect([at(note.range), note.text]).toEqual(['# note', 'note']);
    expect(module.problems).toEqual([]);
  });

  test('member names behind comments, line breaks and continuations', async () => {
    const text = 'x = (a # one\n  .b\n  . # two\n  c.d\\\n.e)\ny = a . b';
    const module = await lower(text);
    const names: string[] = [];
    for (const stmt of module.functions[0]!.body) {
      for (let at = stmt.k === 'assign' ? stmt.value : undefined; at?.k === 'member'; at = at.object) {
        expect(text.slice(at.nameRange.start, at.nameRange.end)).toBe(at.name);
        names.push(at.name);
      }
    }
    expect(names).toEqual(['e', 'd', 'c', 'b', 'b']);
    expect(module.comments.map((one) => one.text)).toEqual(['one', 'two']);
  });

  test('line ends do not matter to what is understood', async () => {
    const unix = 'class A:\n  x = """a\nb"""\n\n  def f(self):\n    return \\\n      self.x\n';
    const shape = async (text: string): Promise<string> =>
      JSON.stringify({ ...(await lower(text)), comments: [] }).replace(/\{"start":\d+,"end":\d+\}/g, '');
    expect(await shape(unix.replaceAll('\n', '\r\n'))).toBe(await shape(unix));
  });

  test('comments', async () => {
    const { comments } = await lower('#!/usr/bin/python\n# zmq-threats: accept X because Y\nx = "# no" #yes\n');
    expect(comments.map((one) => one.text)).toEqual(['!/usr/bin/python', 'zmq-threats: accept X because Y', 'yes']);
  });
});
