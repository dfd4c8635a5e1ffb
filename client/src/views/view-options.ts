/** How the sidebar is grouped and filtered. Remembered per workspace; what is read back is checked. Knows nothing of VS Code. */
import type { Status, WireFinding, WireLevel } from '../../../server/src/lsp/protocol';
import { hasChanged, type Changes } from './changes';
import { count, countsText } from './texts';

export const GROUPS = ['threat', 'file', 'socket'] as const;
/** The lowest level that is shown. */
export const LEVELS = ['all', 'warning', 'error'] as const;

export interface ViewChoice {
  readonly group: (typeof GROUPS)[number];
  readonly level: (typeof LEVELS)[number];
  readonly openOnly: boolean;
  /** Changed since the last commit. */
  readonly changedOnly: boolean;
}

export interface ViewOptions extends ViewChoice {
  /** URIs of files in tabs. */
  readonly open: ReadonlySet<string>;
  readonly changes: Changes;
}

export const everything: ViewChoice = { group: 'threat', level: 'all', openOnly: false, changedOnly: false };

/** Takes what is right of a choice that anybody may have written, and the rest from `otherwise`. */
export function checkedChoice(value: unknown, otherwise: ViewChoice = everything): ViewChoice {
  const given = (typeof value === 'object' && value !== null ? value : {}) as Partial<
    Record<keyof ViewChoice, unknown>
  >;
  const flag = (name: 'openOnly' | 'changedOnly'): boolean => {
    const chosen = given[name];
    return typeof chosen === 'boolean' ? chosen : otherwise[name];
  };
  return {
    group: GROUPS.find((one) => one === given.group) ?? otherwise.group,
    level: LEVELS.find((one) => one === given.level) ?? otherwise.level,
    openOnly: flag('openOnly'),
    changedOnly: flag('changedOnly'),
  };
}

export function isFiltered({ level, openOnly, changedOnly }: ViewChoice): boolean {
  return level !== 'all' || openOnly || changedOnly;
}

const SHOWN: Readonly<Record<ViewChoice['level'], readonly WireLevel[]>> = {
  all: ['error', 'warning', 'note'],
  warning: ['error', 'warning'],
  error: ['error'],
};

export function isShown({ level, uri }: WireFinding, options: ViewOptions): boolean {
  if (!SHOWN[options.level].includes(level) || (options.openOnly && !options.open.has(uri))) return false;
  return !options.changedOnly || hasChanged(options.changes, uri) !== false;
}

/** Beside the view's title: the counts of the whole workspace. */
export function viewDescription({ counts }: Status): string {
  return countsText(counts);
}

/** The view's title, short as there is little room; its description VS Code leaves out where the view stands alone. */
export function viewTitle({ group }: ViewChoice): string {
  return { threat: 'Threats', file: 'By File', socket: 'By Socket' }[group];
}

/** Above the tree, when the filter hides something, or cannot do what it should; a filter that hides nothing needs no words. */
export function filterMessage({ folders }: Status, options: ViewOptions): string | undefined {
  const findings = folders.flatMap(({ threats }) => threats.flatMap((threat) => threat.findings));
  const hidden = findings.filter((finding) => !isShown(finding, options));
  const shown = findings.filter((finding) => isShown(finding, options));
  return [unknownText(shown, options), hiddenText(hidden, options)].filter(Boolean).join(' ') || undefined;
}

function hiddenText(hidden: readonly WireFinding[], options: ViewOptions): string {
  if (hidden.length === 0) return '';
  const open = count(hidden);
  const what = open === 0 ? 'Accepted findings are' : open === 1 ? '1 finding is' : `${open} findings are`;
  return `${what} hidden (${filterText(options)}).`;
}

/** What Git cannot tell is shown, and said. */
function unknownText(shown: readonly WireFinding[], { changedOnly, changes }: ViewOptions): string {
  if (!changedOnly) return '';
  if (!changes.known) return `Which files have changed is not known: ${changes.reason}. All are shown.`;
  const outside = shown.some(({ uri }) => hasChanged(changes, uri) === undefined);
  return outside ? 'Files outside of Git repositories are shown, changed or not.' : '';
}

export function filterText({ level, openOnly, changedOnly, changes }: ViewOptions): string {
  const levels = { all: '', warning: 'errors and warnings only', error: 'errors only' }[level];
  const changed = changedOnly && changes.known ? 'changed files only' : '';
  return [levels, openOnly ? 'open files only' : '', changed].filter(Boolean).join(', ');
}
