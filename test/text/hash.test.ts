/** Texts that differ have other names; the same text has the same name in every thread. */
import { expect, it } from 'vitest';
import { hashOf } from '../../server/src/text/hash';

it('is the same for the same text', () => {
  expect(hashOf('sock.bind("tcp://*:1")')).toBe(hashOf(['sock.bind("', 'tcp://*:1")'].join('')));
});

it('tells apart what differs in one character, in order or in length', () => {
  const texts = ['', '\0', 'a', 'b', 'ab', 'ba', 'aa', 'aaa', '\u0100', 'é', '😀', '\ud83d', '\ude00'];
  for (let i = 0; i < 20_000; i++) texts.push(`port ${i}`, `${i} port`, 'x'.repeat(i % 100) + String(i));
  expect(new Set(texts.map(hashOf)).size).toBe(new Set(texts).size);
});
