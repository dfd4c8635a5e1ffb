/** Fixes in the idiom of pyzmq: attributes in front of the bind, bytes for texts, keys from `os.environ`. */
import type { Place } from '../../model/model';
import type { OptionIntent } from '../../rules/rule';
import type { Edit, FixContext } from '../binding';
import { fixWith, sourceOf, type Idiom } from '../fixes/index';
import { beforeEndpoint, beforeWrite, missing, type Spell } from '../fixes/options';
import { quoted, renameCallee, samePlace } from '../fixes/places';
import { importModule } from '../fixes/python-imports';
import type { Source } from '../fixes/source';
import { ID } from './context';
import { attributeOf, takesBytes } from './options';

const idiom: Idiom = {
  id: ID,
  language: 'python',

  literal(value, option, instead, source) {
    if (typeof value === 'boolean')
      return option === 'CURVE_SERVER' || option === 'PLAIN_SERVER' ? (value ? 'True' : 'False') : value ? '1' : '0';
    if (typeof value !== 'string') return value === null || value === undefined ? 'None' : String(value);
    const text = quoted(source, value, instead);
    // A str is a TypeError for these options (e31), bytes where text stood are one for set_string.
    const bytes = instead === undefined || !/^["']/.test(instead) ? option !== undefined && takesBytes(option) : false;
    return text === undefined ? undefined : bytes ? `b${text}` : text;
  },

  setOptions(intent, context) {
    const socket = context.model.sockets.find(({ id }) => id === intent.socket);
    if (!socket) return undefined;
    const { before } = intent;
    const place = intent.beforeWrite?.place ?? before?.place;
    if (!place) return undefined;
    const source = sourceAt(place, context);
    let wanted = intent.options;
    if (!intent.beforeWrite) {
      const { options, empty } = missing(context.model, socket, intent.options, before);
      // A second write wins, so an option that is off is simply set again.
      wanted = intent.options.filter((one) => options.includes(one) || empty.some(({ intent: of }) => of === one));
    }
    const edits = intent.beforeWrite
      ? beforeWrite(source, intent.beforeWrite, wanted, spell)
      : beforeEndpoint(source, before!, wanted, spell);
    return edits && [...imports(wanted, source, place), ...edits];
  },

  // Unknown attributes of sockets raise AttributeError; what is silently ignored is an option that is assigned to a stream.
  respell({ place }, context) {
    const source = sourceAt(place, context);
    const ignored = context.model.ignored.some((one) => one.effect === 'ignored' && samePlace(one.place, place));
    return ignored && source.code[source.codeBefore(place.range.start)] === '.'
      ? [{ file: place.file, range: place.range, text: `socket.${source.slice(place.range)}` }]
      : undefined;
  },

  safeDecoder(source, call, key) {
    return key === 'recv_json' ? renameCallee(source, call, 'recv_pyobj', 'recv_json') : undefined;
  },
};

export const fixPyzmq = fixWith(idiom);

function sourceAt(place: Place, context: FixContext): Source {
  return sourceOf(context, place.file, 'python');
}

function imports(options: readonly OptionIntent[], source: Source, place: Place): readonly Edit[] {
  return options.some(({ value }) => 'env' in value) ? importModule(source, place.file, 'os') : [];
}

const spell: Spell = (receiver, intent, source) => {
  const attribute = attributeOf(intent.option);
  const value =
    'env' in intent.value
      ? `os.environ[${source.quote}${intent.value.env}${source.quote}]${takesBytes(intent.option) ? '.encode()' : ''}`
      : idiom.literal(intent.value.literal, intent.option, undefined, source);
  return attribute === undefined || value === undefined ? undefined : `${receiver}.${attribute} = ${value}`;
};
