/** Fixes in the idiom of zeromq.js 5: short-key properties, setsockopt for what has no key. */
import type { Place } from '../../model/model';
import type { OptionName } from '../../model/options';
import type { OptionIntent } from '../../rules/rule';
import type { Edit, FixContext } from '../binding';
import { fixWith, sourceOf, type Idiom } from '../fixes/index';
import { beforeEndpoint, beforeWrite, missing, type Spell } from '../fixes/options';
import { isShorthand, quoted } from '../fixes/places';
import type { Source } from '../fixes/source';
import { writeParts } from '../fixes/statements';
import { longName, shortKey } from './options';
import { ID } from './socket';

const idiom: Idiom = {
  id: ID,
  language: 'javascript',

  literal(value, _option, instead, source) {
    // Switches are integers here; true is refused by 5.x ("Option must be an integer").
    if (typeof value === 'boolean') return value ? '1' : '0';
    return typeof value === 'string' ? quoted(source, value, instead) : String(value);
  },

  setOptions(intent, context) {
    const socket = context.model.sockets.find(({ id }) => id === intent.socket);
    if (!socket) return undefined;
    if (intent.beforeWrite)
      return beforeWrite(sourceAt(intent.beforeWrite.place, context), intent.beforeWrite, intent.options, spell);
    if (!intent.before) return undefined;
    const { options, empty } = missing(context.model, socket, intent.options, intent.before);
    // A second write wins, so an option that is off is simply set again.
    const wanted = intent.options.filter((one) => options.includes(one) || empty.some(({ intent: of }) => of === one));
    return beforeEndpoint(sourceAt(intent.before.place, context), intent.before, wanted, spell);
  },

  respell(intent, context) {
    const { place, statement, option, valuePlace } = intent;
    const source = sourceAt(place, context);
    const value = valuePlace && numeric(source, valuePlace);
    const key = shortKey(option);
    const property = source.code[source.codeBefore(place.range.start)] === '.';
    if (key !== undefined && property && !isShorthand(source, place))
      return [{ file: place.file, range: place.range, text: key }, ...(value ? [value] : [])];
    const parts = statement && valuePlace && writeParts(source, { place, valuePlace, statement });
    const constant = constantFor(option, source);
    if (!parts || parts.setter || !valuePlace || constant === undefined) return undefined;
    const start = statement.range.start + parts.receiver.length;
    const end = statement.range.start + source.slice(statement.range).replace(/[\s;]+$/, '').length;
    return [
      { file: place.file, range: { start, end: valuePlace.range.start }, text: `.setsockopt(${constant}, ` },
      ...(value ? [value] : []),
      { file: place.file, range: { start: end, end }, text: ')' },
    ];
  },

  safeDecoder: () => undefined,
};

export const fixV5 = fixWith(idiom);

function sourceAt(place: Place, context: FixContext): Source {
  return sourceOf(context, place.file, 'javascript');
}

/** A boolean where a number has to be. */
function numeric(source: Source, place: Place): Edit | undefined {
  const text = source.slice(place.range);
  return /^(true|false)$/.test(text)
    ? { file: place.file, range: place.range, text: text === 'true' ? '1' : '0' }
    : undefined;
}

/** `zmq.ZMQ_SNDHWM`, by the name the library has in this file. */
function constantFor(option: OptionName, source: Source): string | undefined {
  const constant = longName(option);
  const library =
    /\b(?:const|let|var)\s+([\w$]+)\s*=\s*require\(\s*["'](?:zmq|zeromq(?:\/v5-compat)?)["']\s*\)|\bimport\s+(?:\*\s+as\s+)?([\w$]+)\s+from\s+["'](?:zmq|zeromq(?:\/v5-compat)?)["']/.exec(
      source.text,
    );
  const name = library?.[1] ?? library?.[2];
  return constant === undefined || name === undefined ? undefined : `${name}.${constant}`;
}

const spell: Spell = (receiver, intent, source) => {
  const value = valueOf(intent, source);
  if (value === undefined) return undefined;
  const key = shortKey(intent.option);
  if (key !== undefined) return `${receiver}.${key} = ${value}`;
  const constant = constantFor(intent.option, source);
  return constant === undefined ? undefined : `${receiver}.setsockopt(${constant}, ${value})`;
};

function valueOf(intent: OptionIntent, source: Source): string | undefined {
  if ('env' in intent.value) return `process.env.${intent.value.env}`;
  return idiom.literal(intent.value.literal, intent.option, undefined, source);
}
