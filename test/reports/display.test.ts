/** Pages as people read them: the library of a block is in its label, since the line that imports it is hidden. */
import { describe, expect, it } from 'vitest';
import { readable } from '../../server/src/threats/display';

const block = (info: string): string => `\`\`\`${info}\nsend()\n\`\`\``;
const label = (info: string): string => readable(block(info)).split('\n')[0]!;

describe('the label of a code block', () => {
  it.each([
    ['ts bad prelude=v6', '*Bad (zeromq.js 6)*'],
    ['js bad prelude=v6cjs fix=none', '*Bad (zeromq.js 6)*'],
    ['js bad prelude=v5', '*Bad (zeromq.js 5)*'],
    ['py good prelude=py why="bound in time"', '*Good (pyzmq): bound in time*'],
    ['ts good file=a.ts why="an import of its own"', '*Good: an import of its own*'],
    ['ts fixed', '*Fixed*'],
  ])('%s', (info, expected) => {
    expect(label(info)).toBe(expected);
  });

  it('is not on what is no test', () => {
    expect(readable(block('ts'))).toBe(block('ts'));
  });
});
