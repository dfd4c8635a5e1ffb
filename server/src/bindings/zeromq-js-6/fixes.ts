/** Fixes in the idiom of zeromq.js 6: options in the constructor's object where the socket is made in place, properties otherwise. */
import type { Model, OptionWrite, Place, Socket } from '../../model/model';
import type { OptionIntent } from '../../rules/rule';
import type { Edit, FixContext } from '../binding';
import { fixWith, sourceOf, type Idiom } from '../fixes/index';
import { beforeEndpoint, beforeWrite, isSwitch, missing, type Spell } from '../fixes/options';
import { isShorthand, onlyArgument, quoted, replaceValue, samePlace } from '../fixes/places';
import type { Source } from '../fixes/source';
import { propertyOf } from './options';

const idiom: Idiom = {
  id: 'zeromq.js@6',
  language: 'javascript',

  literal(value, option, instead, source) {
    if (isSwitch(option)) return value ? 'true' : 'false';
    return typeof value === 'string' ? quoted(source, value, instead) : String(value);
  },

  setOptions(intent, context) {
    const socket = context.model.sockets.find(({ id }) => id === intent.socket);
    if (!socket) return undefined;
    if (intent.beforeWrite) return besideWrite(intent.beforeWrite, intent.options, context);
    const { options, empty } = missing(context.model, socket, intent.options, intent.before);
    const replaced = replaceEmpty(empty, context);
    if (!replaced) return undefined;
    if (options.length === 0) return replaced.length > 0 ? replaced : undefined;
    const added =
      inConstructor(socket, intent.before?.place, options, context) ??
      (intent.before &&
        beforeEndpoint(sourceAt(intent.before.place, context), intent.before, options, spelled(intent.before.place)));
    return added && [...replaced, ...added];
  },

  respell(intent, context) {
    const source = sourceAt(intent.place, context);
    const property = propertyOf(intent.option);
    // `sock.sndhwm`, or the key of an object that is assigned to it.
    const before = source.code[source.codeBefore(intent.place.range.start)];
    if (property === undefined || !before || !/[.{,]/.test(before) || isShorthand(source, intent.place))
      return undefined;
    const name: Edit = { file: intent.place.file, range: intent.place.range, text: property };
    const { valuePlace } = intent;
    if (!isSwitch(intent.option) || !valuePlace) return [name];
    const value = source.slice(valuePlace.range);
    if (/^(true|false)$/.test(value)) return [name];
    // Anything but a boolean is a TypeError here (e09).
    const text = /^[01]$/.test(value) ? String(value === '1') : `Boolean(${value})`;
    return [name, { file: valuePlace.file, range: valuePlace.range, text }];
  },

  safeDecoder(source, call, key) {
    if (key !== 'v8.deserialize') return undefined;
    const argument = onlyArgument(source, call);
    return argument === undefined
      ? undefined
      : [{ file: call.file, range: call.range, text: `JSON.parse(${argument}.toString())` }];
  },
};

export const fixV6 = fixWith(idiom);

function sourceAt(place: Place, context: FixContext): Source {
  return sourceOf(context, place.file, 'javascript');
}

/** The value of an option in code; `!` where the compiler would ask whether the variable is set. */
function valueOf(intent: OptionIntent, source: Source, strict: boolean): string | undefined {
  if ('env' in intent.value) return `process.env.${intent.value.env}${strict ? '!' : ''}`;
  return idiom.literal(intent.value.literal, intent.option, undefined, source);
}

/** `sock.curveServer = true`, without the semicolon. */
function spelled(at: Place): Spell {
  const strict = /\.[cm]?tsx?$/.test(at.file);
  return (receiver, intent, source) => {
    const property = propertyOf(intent.option);
    const value = valueOf(intent, source, strict);
    return property === undefined || value === undefined ? undefined : `${receiver}.${property} = ${value}`;
  };
}

/** Options that are there but off get the wanted value; undefined when one of them cannot be changed where it stands. */
function replaceEmpty(
  empty: readonly { readonly intent: OptionIntent; readonly write: OptionWrite }[],
  context: FixContext,
): Edit[] | undefined {
  const edits: Edit[] = [];
  for (const { intent, write } of empty) {
    const { valuePlace } = write;
    if (!valuePlace) return undefined;
    const source = sourceAt(valuePlace, context);
    const strict = write.via !== 'constructor' && /\.[cm]?tsx?$/.test(valuePlace.file);
    const edit = replaceValue(source, valuePlace, '', intent.option, () => valueOf(intent, source, strict));
    if (!edit) return undefined;
    edits.push(...edit);
  }
  return edits;
}

// ---------------------------------------------------------------- the constructor's object

/** `key: value` of each option. */
function entries(options: readonly OptionIntent[], source: Source): readonly string[] | undefined {
  const list = options.map((intent) => {
    const property = propertyOf(intent.option);
    const value = valueOf(intent, source, false);
    return property === undefined || value === undefined ? undefined : `${property}: ${value}`;
  });
  return list.every((one) => one !== undefined) ? list : undefined;
}

function inConstructor(
  socket: Socket,
  endpoint: Place | undefined,
  options: readonly OptionIntent[],
  context: FixContext,
): readonly Edit[] | undefined {
  const { created, anchors } = socket;
  if (!onlyFor(socket, endpoint, context.model)) return undefined;
  const source = sourceAt(created, context);
  const list = entries(options, source);
  if (!list) return undefined;
  const object = anchors.optionsObject;
  if (object) return inside(created, object) && anchors.argCount === 1 ? extend(source, object, list) : undefined;
  if (anchors.argCount > 0 || !/\bnew\b|\bsuper\b/.test(source.slice(created.range))) return undefined;
  const text = `({ ${list.join(', ')} })`;
  if (!anchors.args) return [{ file: created.file, range: { start: created.range.end, end: created.range.end }, text }];
  if (!/^\(\s*\)$/.test(source.slice(anchors.args.range))) return undefined;
  return [{ file: anchors.args.file, range: anchors.args.range, text }];
}

/** The same code may make other sockets too, which must not get options meant for this one's endpoint. */
function onlyFor(socket: Socket, endpoint: Place | undefined, model: Model): boolean {
  const unknown = socket.unknowns.some(({ what }) => what === 'origin');
  return (
    !unknown &&
    model.sockets.every(
      (one) =>
        !samePlace(one.created, socket.created) ||
        (endpoint ? one.endpoints.some(({ place }) => samePlace(place, endpoint)) : one.id === socket.id),
    )
  );
}

function inside(outer: Place, inner: Place): boolean {
  return outer.file === inner.file && outer.range.start <= inner.range.start && inner.range.end <= outer.range.end;
}

/** More entries at the end of an object literal, in its own layout. */
function extend(source: Source, object: Place, list: readonly string[]): readonly Edit[] | undefined {
  const { file, range } = object;
  const close = range.end - 1;
  if (source.code[range.start] !== '{' || source.code[close] !== '}') return undefined;
  const last = source.codeBefore(close);
  if (last === range.start) return [{ file, range, text: `{ ${list.join(', ')} }` }];
  const comma = source.code[last] === ',';
  const closeIndent = source.indentAt(close);
  if (closeIndent !== undefined && source.lineStart(close) > last) {
    // One entry per line, the brace on a line of its own.
    const line = source.lineStart(close);
    const eol = source.breakBefore(line);
    const indent = /^[ \t]*/.exec(source.text.slice(source.lineStart(last)))![0];
    const text = list
      .map((entry, index) => `${indent}${entry}${comma || index < list.length - 1 ? ',' : ''}${eol}`)
      .join('');
    const added: Edit = { file, range: { start: line, end: line }, text };
    return comma ? [added] : [{ file, range: { start: last + 1, end: last + 1 }, text: ',' }, added];
  }
  const text = comma ? ` ${list.join(', ')},` : `, ${list.join(', ')}`;
  return [{ file, range: { start: last + 1, end: last + 1 }, text }];
}

/** In front of another option, in the same object or the same list of statements. */
function besideWrite(
  write: OptionWrite,
  options: readonly OptionIntent[],
  context: FixContext,
): readonly Edit[] | undefined {
  const source = sourceAt(write.place, context);
  if (write.via !== 'constructor') return beforeWrite(source, write, options, spelled(write.place));
  const list = entries(options, source);
  const { start } = write.place.range;
  const before = source.code[source.codeBefore(start)];
  if (!list || (before !== '{' && before !== ',')) return undefined;
  const indent = source.indentAt(start);
  const separator =
    indent === undefined ? ', ' : `,${source.breakBefore(source.lineStart(start)) || source.eol}${indent}`;
  return [
    { file: write.place.file, range: { start, end: start }, text: list.map((entry) => entry + separator).join('') },
  ];
}
