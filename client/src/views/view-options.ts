/** How the sidebar is grouped and filtered. Remembered per workspace; what is read back is checked. Knows nothing of VS Code. */
import type { Status, WireFinding, WireLevel } from '../../../server/src/lsp/protocol';
import { count, countsText } from './texts';

export const GROUPS = ['threat', 'file', 'socket'] as const;
/** The lowest level that is shown. */
export const LEVELS = ['all', 'warning', 'error'] as const;

export interface ViewChoice {
  readonly group: (typeof GROUPS)[number];
  readonly level: (typeof LEVELS)[number];
  readonly openOnly: boolean;
}

export interface ViewOptions extends ViewChoice {
  /** URIs of files in tabs. */
  readonly open: ReadonlySet<string>;
}

export const everything: ViewChoice = { group: 'threat', level: 'all', openOnly: false };

/** Takes what is right of a choice that anybody may have written, and the rest from `otherwise`. */
export function checkedChoice(value: unknown, otherwise: ViewChoice = everything): ViewChoice {
  const { group, level, openOnly } = (typeof value === 'object' && value !== null ? value : {}) as Partial<ViewChoice>;
  return {
    group: GROUPS.find((one) => one === group) ?? otherwise.group,
    level: LEVELS.find((one) => one === level) ?? otherwise.level,
    openOnly: typeof openOnly === 'boolean' ? openOnly : otherwise.openOnly,
  };
}

export function isFiltered({ level, openOnly }: ViewChoice): boolean {
  return level !== 'all' || openOnly;
}

const SHOWN: Readonly<Record<ViewChoice['level'], readonly WireLevel[]>> = {
  all: ['error', 'warning', 'note'],
  warning: ['error', 'warning'],
  error: ['error'],
};

export function isShown({ level, uri }: WireFinding, options: ViewOptions): boolean {
  return SHOWN[options.level].includes(level) && (!options.openOnly || options.open.has(uri));
}

/** Beside the view's title: the counts of the whole workspace, then how it is grouped. */
export function viewDescription({ counts }: Status, { group }: ViewChoice): string {
  return [countsText(counts), group === 'threat' ? '' : `by ${group}`].filter(Boolean).join(' · ');
}

/** Above the tree, when the filter hides something; a filter that hides nothing needs no words. */
export function filterMessage({ folders }: Status, options: ViewOptions): string | undefined {
  const findings = folders.flatMap(({ threats }) => threats.flatMap((threat) => threat.findings));
  const hidden = findings.filter((finding) => !isShown(finding, options));
  if (hidden.length === 0) return undefined;
  const open = count(hidden);
  const accepted = hidden.length > 0 && open === 0;
  const what = accepted ? 'Accepted findings are' : open === 1 ? '1 finding is' : `${open} findings are`;
  return `${what} hidden (${filterText(options)}).`;
}

export function filterText({ level, openOnly }: ViewChoice): string {
  const levels = { all: '', warning: 'errors and warnings only', error: 'errors only' }[level];
  return [levels, openOnly ? 'open files only' : ''].filter(Boolean).join(', ');
}
