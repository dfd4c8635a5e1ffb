/** For how long a finding can be accepted. Knows no VS Code. */

export interface Expiry {
  readonly label: string;
  readonly description?: string;
  /** ISO date, inclusive; absent: for good. */
  readonly day?: string;
}

const DAYS = [30, 90, 180];

/** @param neighbour the day an acceptance beside it ends: with the same day both are one comment */
export function expiries(today: Date, neighbour?: string): readonly Expiry[] {
  const spans = DAYS.map((days): Expiry => {
    const day = dayAfter(today, days);
    return { label: `For ${days} days`, description: `until ${day}`, day };
  });
  const same =
    neighbour === undefined ? [] : [{ label: `Until ${neighbour}`, description: 'as beside it', day: neighbour }];
  return [...same, { label: 'For good', description: 'no expiry' }, ...spans];
}

/** Days are counted as the server counts them: in UTC. */
function dayAfter(today: Date, days: number): string {
  return new Date(today.getTime() + days * 86_400_000).toISOString().slice(0, 10);
}
