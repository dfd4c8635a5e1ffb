/**
 * Whether a program looks at the topic of what it was published. Who only prints it, turns it into text or joins it with other texts has not
 * looked; who compares it, searches with it or hands it to code that is not part of the program has, or may have.
 */
import { TOPIC } from '../model/data';
import type { Arguments, Value } from './api';
import type { Machine } from './machine';
import { taintOfValue } from './taint';

/** Operators that make a value of values, and ask nothing of them. */
const JOINS: ReadonlySet<string> = new Set(['+', '%', '&&', '||', '??']);

/** Calls that print a text, measure it, or give it back as another: nobody knows more of it by that. */
const KEEPS =
  /^(log|info|debug|warn|warning|error|critical|exception|trace|print|write|str|String|repr|format|toString|decode|encode|strip|trim|tobytes|bytes|hex|len)$/;

/** `topic === 'admin'`, `topic in ALLOWED` */
export function looksByOperator(m: Machine, op: string, left: Value, right: Value): void {
  if (!m.published || JOINS.has(op)) return;
  looksAt(m, left);
  looksAt(m, right);
}

/** `ALLOWED.has(topic)`, `topic.startsWith('admin.')`, `handle(topic)`: a call that the run does not follow. */
export function looksByCall(m: Machine, name: string, on: Value | undefined, args: Arguments): void {
  if (!m.published || KEEPS.test(name)) return;
  if (on && on.v !== 'list') looksAt(m, on);
  for (const arg of args.list) looksAt(m, arg);
  for (const arg of args.named.values()) looksAt(m, arg);
  if (args.rest) looksAt(m, args.rest);
}

/** `HANDLERS[topic]`, a topic that is given away. */
export function looksAt(m: Machine, value: Value): void {
  if (!m.published) return;
  for (const id of topicsIn(value, 0)) m.recorder.list('topicLooks', id);
}

/** Transfers whose topic is in a value. */
function topicsIn(value: Value, depth: number): readonly number[] {
  switch (value.v) {
    case 'unknown':
      return value.detail === TOPIC ? (value.taint?.transfers ?? []) : [];
    case 'text':
      return value.parts.some((part) => typeof part !== 'string' && part.detail === TOPIC)
        ? (taintOfValue(value)?.transfers ?? [])
        : [];
    case 'oneOf':
      return value.options.flatMap((one) => topicsIn(one, depth));
    case 'promise':
      return topicsIn(value.of, depth);
    case 'list':
      return depth > MAX_DEPTH
        ? []
        : [...value.list.items, ...(value.list.rest ? [value.list.rest] : [])].flatMap((one) =>
            topicsIn(one, depth + 1),
          );
    case 'object':
      return depth > MAX_DEPTH ? [] : [...value.object.fields.values()].flatMap((one) => topicsIn(one, depth + 1));
    default:
      return [];
  }
}

const MAX_DEPTH = 2;
