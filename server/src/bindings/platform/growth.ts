/** Methods of lists, sets and maps as the model sees them: what makes them longer, what shorter, who looks how long they are. */
import type { Arguments, CallSite, EvaluatorApi, Value } from '../../evaluate/api';
import type { CollectionUse } from '../../model/collection';

export type UseOf = CollectionUse['what'];

/** @param uses what each method does; others do nothing to the length */
export function noteMethod(
  on: Value & { v: 'list' },
  uses: Readonly<Record<string, UseOf>>,
  name: string,
  args: Arguments,
  site: CallSite,
  api: EvaluatorApi,
): void {
  if (!Object.hasOwn(uses, name)) return;
  const use = uses[name]!;
  if (use !== 'add') api.noteUse(on, use, site);
  else if (on.list.keys) api.noteUse(on, use, site, { key: args.at(0) });
  else {
    api.noteUse(on, use, site, { item: args.at(0) ?? args.rest });
    // `if (queue.push(item) > MOST)`: what it returns is the new length.
    if (!standsAlone(site)) api.noteUse(on, 'measure', site);
  }
}

/** The call is the whole statement, but for what ends it. */
function standsAlone({ place: { range }, statement }: CallSite): boolean {
  return !statement || (statement.range.start === range.start && statement.range.end - range.end <= 1);
}
