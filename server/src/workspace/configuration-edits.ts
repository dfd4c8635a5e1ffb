/** Edits of `.zmq-threats.jsonc`: comments, order and formatting stay as they are. */
import { applyEdits, modify, type JSONPath, type Node, type ParseError } from 'jsonc-parser';
import { difference, type TextChange } from '../text/edits';
import type { RuleEntry } from '../threats/catalogue';
import type { Accepted } from './acceptance-edits';
import type { RuleSetting } from './configuration';
import { entries, jsonTree } from './jsonc';

/**
 * Sets a rule's level. Undefined when the text is not fit to be edited by a machine: it is broken, or no object.
 * @param names rules by every name they go by, in lower case
 */
export function ruleSetTo(
  text: string,
  rule: string,
  setting: RuleSetting,
  names: ReadonlyMap<string, RuleEntry>,
): readonly TextChange[] | undefined {
  return edited(text, 'rules', (entry) => {
    // The last word on a rule counts, under whatever name it is said.
    const [said = rule] = entry((name) => names.get(name.toLowerCase())?.id === rule);
    return [[[said], setting]];
  });
}

/** Accepts a mitigation, or says anew why and for how long. Undefined as above. */
export function mitigationAccepted(
  text: string,
  mitigation: string,
  { reason, until }: Accepted,
): readonly TextChange[] | undefined {
  return edited(text, 'mitigations', (entry) => {
    const [said, node] = entry((name) => name.toLowerCase() === mitigation);
    if (said === undefined || node?.type !== 'object')
      return [[[said ?? mitigation], { reason, ...(until === undefined ? {} : { until }) }]];
    // One by one: comments inside stay.
    return [
      [[said, 'reason'], reason],
      [[said, 'until'], until],
    ];
  });
}

/** Finds the entry of a section that counts: the last one whose name passes. */
type Entry = (test: (name: string) => boolean) => readonly [name?: string, value?: Node];
/** Paths below the section, and what to put there; undefined takes it away. */
type Settings = readonly (readonly [path: JSONPath, value: unknown])[];

function edited(text: string, section: string, make: (entry: Entry) => Settings): readonly TextChange[] | undefined {
  // The first entry of a new file gets lines of its own.
  const before = text.trim() === '' ? '{}\n' : text;
  const errors: ParseError[] = [];
  const root = jsonTree(before, errors);
  if (errors.length > 0 || root?.type !== 'object') return undefined;
  const node = entries(root).findLast(([key]) => key.value === section)?.[1];
  if (node && node.type !== 'object') return undefined;
  const entry: Entry = (test) => {
    const found = entries(node).findLast(([key]) => test(String(key.value)));
    return found ? [String(found[0].value), found[1]] : [];
  };
  const after = make(entry).reduce((now, [path, value]) => withValue(now, [section, ...path], value), before);
  if (before !== text) return [{ range: { start: 0, end: text.length }, text: after }];
  const change = difference(text, after);
  return change ? [change] : [];
}

function withValue(text: string, path: JSONPath, value: unknown): string {
  if (value === undefined) return applyEdits(text, modify(text, path, undefined, {}));
  let object = jsonTree(text)!;
  for (const [depth, name] of path.entries()) {
    const found = entries(object).findLast(([key]) => key.value === name)?.[1];
    const rest = path.slice(depth + 1);
    if (!found) return inserted(text, object, String(name), nested(rest, value));
    if (rest.length === 0) {
      const indent = indentAt(text, found.offset);
      const by = printed(value, text, isTall(text, object) ? indent : undefined);
      return text.slice(0, found.offset) + by + text.slice(found.offset + found.length);
    }
    object = found;
  }
  return text;
}

function nested(path: JSONPath, value: unknown): unknown {
  return path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
}

/** Behind the last property, with its manners: on a line of its own or not, with a comma at the end or not. */
function inserted(text: string, object: Node, name: string, value: unknown): string {
  const close = object.offset + object.length - 1;
  const last = object.children?.at(-1);
  const property = (indent: string | undefined): string => `${JSON.stringify(name)}: ${printed(value, text, indent)}`;
  if (!last) {
    const outer = indentAt(text, object.offset);
    const inner = outer + unitOf(text);
    const kept = text.slice(0, close).trimEnd();
    return `${kept}${eolOf(text)}${inner}${property(inner)}${eolOf(text)}${outer}${text.slice(close)}`;
  }
  const end = last.offset + last.length;
  const { comma, at } = behind(text, end);
  const indent = isTall(text, object) ? indentAt(text, last.offset) : undefined;
  const gap = indent === undefined ? ' ' : eolOf(text) + indent;
  const own = `${gap}${property(indent)}${comma ? ',' : ''}`;
  return text.slice(0, end) + (comma ? '' : ',') + text.slice(end, at) + own + text.slice(at);
}

/** What belongs to a property on the line where its value ends: a comma and comments. (A comma on a later line becomes a trailing one.) */
function behind(text: string, from: number): { readonly comma: boolean; readonly at: number } {
  const own = /^(?:[ \t]*(?:,|\/\*[^]*?\*\/|\/\/[^\r\n]*))*/.exec(text.slice(from))![0];
  return { comma: /^(?:[ \t]*\/\*[^]*?\*\/)*[ \t]*,/.test(own), at: from + own.length };
}

/** @param indent of the line it begins in; absent: on that line alone */
function printed(value: unknown, text: string, indent: string | undefined): string {
  if (indent !== undefined) return JSON.stringify(value, null, unitOf(text)).replaceAll('\n', eolOf(text) + indent);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inside = Object.entries(value).map(
    ([name, one]) => `${JSON.stringify(name)}: ${printed(one, text, undefined)}`,
  );
  return `{ ${inside.join(', ')} }`;
}

function isTall(text: string, { offset, length }: Node): boolean {
  return /[\r\n]/.test(text.slice(offset, offset + length));
}

function indentAt(text: string, offset: number): string {
  const start = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  return /^[\t ]*/.exec(text.slice(start, offset))![0];
}

function unitOf(text: string): string {
  return /^([\t ]+)\S/m.exec(text)?.[1]?.replace(/^(\t).*/, '$1') ?? '  ';
}

function eolOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}
