/** Fix intents of a report → edits with a title. What an edit looks like is the binding's business; this finds the binding to ask. */
import type { Binding, Edit, FixContext } from '../bindings/binding';
import type { Fix } from '../model/finding';
import type { Const } from '../model/data';
import type { FixIntent } from '../rules/rule';
import type { RuleEntry } from '../threats/catalogue';

/** Fixes of one report. An intent for which no binding has an idiom, or whose edits overlap, is left out: no fix is better than half of one. */
export function fixesOf(
  intents: readonly FixIntent[],
  entry: RuleEntry,
  bindings: readonly Binding[],
  context: FixContext,
  languageOf: (file: string) => string | undefined,
): readonly Fix[] {
  if (entry.fix === 'none') return [];
  const { fix } = entry;
  return intents.flatMap((intent): Fix[] => {
    const edits = editsOf(intent, bindings, context, languageOf);
    return edits && edits.length > 0 && disjoint(edits) ? [{ title: titleOf(intent), class: fix, edits }] : [];
  });
}

function editsOf(
  intent: FixIntent,
  bindings: readonly Binding[],
  context: FixContext,
  languageOf: (file: string) => string | undefined,
): readonly Edit[] | undefined {
  if (intent.kind === 'all') {
    const all: Edit[] = [];
    for (const one of intent.intents) {
      const edits = editsOf(one, bindings, context, languageOf);
      if (!edits) return undefined;
      all.push(...edits);
    }
    return all;
  }
  for (const binding of candidates(intent, bindings, context, languageOf)) {
    const edits = binding.fix?.(intent, context);
    if (edits) return edits;
  }
  return intent.kind === 'replace-text'
    ? [{ file: intent.place.file, range: intent.place.range, text: intent.text }]
    : undefined;
}

/** The socket's own binding; for an intent about a place, every binding of that file's language. */
function candidates(
  intent: Exclude<FixIntent, { kind: 'all' }>,
  bindings: readonly Binding[],
  context: FixContext,
  languageOf: (file: string) => string | undefined,
): readonly Binding[] {
  if ('socket' in intent) {
    const id = context.model.sockets.find((socket) => socket.id === intent.socket)?.binding;
    return bindings.filter((binding) => binding.id === id);
  }
  const language = languageOf('call' in intent ? intent.call.file : intent.place.file);
  return language === undefined ? [] : bindings.filter((binding) => binding.languages.includes(language));
}

function disjoint(edits: readonly Edit[]): boolean {
  const sorted = [...edits].sort((a, b) =>
    a.file < b.file ? -1 : a.file > b.file ? 1 : a.range.start - b.range.start || a.range.end - b.range.end,
  );
  return sorted.every((edit, i) => {
    const before = sorted[i - 1];
    return before === undefined || before.file !== edit.file || before.range.end <= edit.range.start;
  });
}

/** What the light bulb says: an imperative, in libzmq's words. */
export function titleOf(intent: FixIntent): string {
  switch (intent.kind) {
    case 'set-options': {
      // With their values more than two would not fit into a menu; the edit shows them.
      const options = intent.options.map(({ option, value }) => {
        if (intent.options.length > 2) return option;
        return 'env' in value ? `${option} from the environment` : `${option} to ${literal(value.literal)}`;
      });
      return `Set ${enumerate(options)}${intent.before ? ` before the ${intent.before.op}` : ''}`;
    }
    case 'move-before':
      return `Move ${enumerate([...new Set(intent.writes.map((write) => write.option as string))])} before the ${intent.endpoint.op}`;
    case 'replace-value':
      return `${intent.option ? `Set ${intent.option}` : 'Change it'} to ${literal(intent.value)}`;
    case 'clamp':
      return `Limit it to 1 … ${intent.max}`;
    case 'respell-option':
      return `Set ${intent.option} in this binding's spelling`;
    case 'change-scheme':
      return `Change the transport to ${intent.scheme}://`;
    case 'await-call':
      return 'Wait for this call (await)';
    case 'safe-decoder':
      return 'Use the safe decoder';
    case 'copy-object':
      return 'Copy the object for each';
    case 'replace-text':
      return intent.text === ''
        ? 'Remove it'
        : `Change it to ${intent.text.length > 40 ? `${intent.text.slice(0, 40)}…` : intent.text}`;
    case 'all':
      return [...new Set(intent.intents.map(titleOf))]
        .map((title, i) => (i === 0 ? title : title[0]!.toLowerCase() + title.slice(1)))
        .join('; ');
  }
}

function literal(value: Const): string {
  return typeof value === 'string' ? `"${value}"` : String(value);
}

function enumerate(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]!}`;
}
