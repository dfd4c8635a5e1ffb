// Numbers: medians and percentiles, and the table they are printed in.

export const median = (values) => percentile(values, 0.5);

export function percentile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
}

/**
 * One line of the table.
 * @param alone the same with the time taken off that a busy machine made it wait; judged in place of `measured` where it is given
 */
export function row(what, unit, measured, { budget, alone, note = '' } = {}) {
  return { what, unit, measured, budget, alone, note };
}

export function printTable(rows) {
  const cells = rows.map(({ what, unit, measured, budget, alone, note }) => [
    what,
    budget === undefined ? '' : `≤ ${shown(budget)} ${unit}`,
    `${shown(measured)} ${unit}`,
    alone === undefined ? '' : `${shown(alone)} ${unit}`,
    verdict(measured, alone, budget),
    note,
  ]);
  const head = ['what', 'budget', 'measured', 'machine to itself', 'verdict', 'also'];
  const widths = head.map((title, i) => Math.max(title.length, ...cells.map((line) => line[i].length)));
  const print = (line) =>
    console.log(
      line
        .map((cell, i) => cell.padEnd(widths[i]))
        .join('  ')
        .trimEnd(),
    );
  print(head);
  print(widths.map((width) => '─'.repeat(width)));
  for (const line of cells) print(line);
}

function verdict(measured, alone, budget) {
  if (budget === undefined) return '';
  if (measured <= budget) return 'met';
  if (alone !== undefined && alone <= budget) return 'met alone';
  return `${(Math.min(measured, alone ?? Infinity) / budget).toFixed(1)} × over`;
}

const shown = (value) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(0) : value.toFixed(1));
