/** What the bindings' fixes share: the intents that are about a place or about order, and a file's text, once per fix. */
import type { Const } from '../../model/data';
import type { Place } from '../../model/model';
import type { OptionName } from '../../model/options';
import type { FixIntent } from '../../rules/rule';
import type { Binding, Edit, FixContext } from '../binding';
import { moveBefore } from './move';
import { awaitCall, changeScheme, clamp, copyObject, ownerOfValue, replaceValue } from './places';
import { Source, type Language } from './source';

/** Where the bindings of one language differ. */
export interface Idiom {
  /** Id of the binding. */
  readonly id: string;
  readonly language: Language;
  /** A value as this binding writes it. `instead` is what stands there now. */
  literal(
    value: Const,
    option: OptionName | undefined,
    instead: string | undefined,
    source: Source,
  ): string | undefined;
  setOptions(intent: FixIntent & { kind: 'set-options' }, context: FixContext): readonly Edit[] | undefined;
  respell(intent: FixIntent & { kind: 'respell-option' }, context: FixContext): readonly Edit[] | undefined;
  safeDecoder(source: Source, call: Place, key: string): readonly Edit[] | undefined;
}

/** Files that were read for the fixes of one verdict: several fixes look at the same ones, and finding strings and comments takes a while. */
const read = new WeakMap<FixContext, Map<string, Source>>();

export function sourceOf(context: FixContext, file: string, language: Language): Source {
  let sources = read.get(context);
  if (!sources) read.set(context, (sources = new Map<string, Source>()));
  const text = context.text(file);
  const known = sources.get(file);
  if (known?.text === text && known.language === language) return known;
  const source = new Source(text, language);
  sources.set(file, source);
  return source;
}

/** `Binding.fix` for an idiom. */
export function fixWith(idiom: Idiom): NonNullable<Binding['fix']> {
  const edits = (intent: FixIntent, context: FixContext): readonly Edit[] | undefined => {
    const source = (place: Place): Source => sourceOf(context, place.file, idiom.language);
    switch (intent.kind) {
      case 'set-options':
        return idiom.setOptions(intent, context);
      case 'respell-option':
        return idiom.respell(intent, context);
      case 'move-before':
        return moveBefore(source(intent.endpoint.place), intent.writes, intent.endpoint);
      case 'replace-value': {
        const owner = ownerOfValue(context.model, intent.place);
        // Another binding of the language spells it its own way.
        if (owner !== undefined && owner !== idiom.id) return undefined;
        const text = source(intent.place);
        return replaceValue(text, intent.place, intent.value, intent.option, (value, option, instead) =>
          idiom.literal(value, option, instead, text),
        );
      }
      case 'clamp':
        return clamp(source(intent.place), intent.place, intent.fallback, intent.max);
      case 'change-scheme':
        return changeScheme(source(intent.place), intent.place, intent.scheme);
      case 'await-call':
        return awaitCall(source(intent.call), intent.call);
      case 'safe-decoder':
        return idiom.safeDecoder(source(intent.call), intent.call, intent.key);
      case 'copy-object':
        return copyObject(source(intent.place), intent.place);
      case 'replace-text':
        return [{ file: intent.place.file, range: intent.place.range, text: intent.text }];
      case 'all': {
        const all = intent.intents.map((one) => edits(one, context));
        return all.every((one) => one !== undefined) ? unique(all.flat()) : undefined;
      }
    }
  };
  // The model may be of another version than the text, or the file gone: then nothing is offered.
  return (intent, context) => {
    const found = edits(intent, context);
    return found?.every(({ file, range }) => range.end <= context.text(file).length && context.text(file) !== '')
      ? found
      : undefined;
  };
}

/** Two intents may both need the same import. */
export function unique(edits: readonly Edit[]): readonly Edit[] {
  const seen = new Set<string>();
  return edits.filter(({ file, range, text }) => {
    const key = `${file}:${range.start}-${range.end}:${text}`;
    return !seen.has(key) && seen.add(key);
  });
}
