/** Edits of `.zmq-threats.jsonc`: comments, order and formatting stay as they are. */
import { applyEdits, format, modify, type Node, type ParseError } from 'jsonc-parser';
import { difference, type TextChange } from '../text/edits';
import type { RuleEntry } from '../threats/catalogue';
import type { RuleSetting } from './configuration';
import { jsonTree } from './jsonc';

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
  if (text.trim() === '')
    return [
      {
        range: { start: 0, end: text.length },
        text: `{\n  "rules": {\n    ${JSON.stringify(rule)}: ${JSON.stringify(setting)}\n  }\n}\n`,
      },
    ];
  const errors: ParseError[] = [];
  const root = jsonTree(text, errors);
  if (errors.length > 0 || root?.type !== 'object') return undefined;
  const rules = valueOf(root, 'rules');
  if (rules && rules.type !== 'object') return undefined;
  // The last word on a rule counts, under whatever name it is said.
  const said = keysOf(rules).findLast((key) => names.get(key.toLowerCase())?.id === rule);
  const formattingOptions = { ...indentation(text), eol: /\r\n/.test(text) ? '\r\n' : '\n' };
  const plain = modify(text, ['rules', said ?? rule], setting, {})[0];
  const comment = plain && plain.length === 0 ? commentBehind(text, plain.offset) : undefined;
  if (plain?.content.startsWith(',') && comment !== undefined) {
    // The comment stays with the property it stands behind: only the comma goes in front of it.
    const behind = plain.offset + comment.length + 1;
    const { eol } = formattingOptions;
    const indent = /(?:^|[\r\n])([\t ]*)[^\r\n]*$/.exec(text.slice(0, plain.offset))?.[1] ?? '';
    const rest = `${eol}${indent}${plain.content.slice(1)}`;
    const raw = `${text.slice(0, plain.offset)},${comment}${rest}${text.slice(plain.offset + comment.length)}`;
    const tidy = format(raw, { offset: behind + eol.length, length: rest.length - eol.length }, formattingOptions);
    const change = difference(text, applyEdits(raw, tidy));
    return change && [change];
  }
  return modify(text, ['rules', said ?? rule], setting, { formattingOptions }).map(({ offset, length, content }) => ({
    range: { start: offset, end: offset + length },
    text: content,
  }));
}

/** A comment on the rest of the line. */
function commentBehind(text: string, at: number): string | undefined {
  return /^[ \t]*\/[/*][^\r\n]*(?=[\r\n])/.exec(text.slice(at))?.[0];
}

function valueOf(node: Node, name: string): Node | undefined {
  return node.children?.findLast((property) => property.children?.[0]?.value === name)?.children?.[1];
}

function keysOf(node: Node | undefined): readonly string[] {
  return (node?.children ?? []).flatMap((property) => {
    const key: unknown = property.children?.[0]?.value;
    return typeof key === 'string' ? [key] : [];
  });
}

function indentation(text: string): { readonly insertSpaces: boolean; readonly tabSize: number } {
  const first = /^([\t ]+)\S/m.exec(text)?.[1];
  return { insertSpaces: !first?.startsWith('\t'), tabSize: first && !first.startsWith('\t') ? first.length : 2 };
}
