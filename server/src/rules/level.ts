/** The one place where a level is computed: impact, lowered by exposure and confidence (the policy's table). */
import type { Exposure } from '../model/endpoint';
import type { Level } from '../model/finding';
import type { Impact } from '../threats/catalogue';
import type { Confidence } from './rule';

type Shown = Level | 'silent';

const TABLE: Readonly<Record<Impact, Readonly<Record<'remote' | 'local' | 'inproc', Shown>>>> = {
  critical: { remote: 'error', local: 'warning', inproc: 'warning' },
  high: { remote: 'warning', local: 'note', inproc: 'silent' },
  medium: { remote: 'warning', local: 'note', inproc: 'silent' },
  low: { remote: 'note', local: 'silent', inproc: 'silent' },
};

const LOWER: Readonly<Record<Shown, Shown>> = { error: 'warning', warning: 'note', note: 'silent', silent: 'silent' };

/**
 * @param exposureMatters the page says `exposure: true`; otherwise the first column counts, whoever can reach the socket
 * @returns 'silent' when there is nothing to show
 */
export function levelOf(impact: Impact, exposureMatters: boolean, exposure: Exposure, confidence: Confidence): Shown {
  const row = TABLE[impact];
  const unknown = exposureMatters && exposure === 'unknown';
  const base = row[!exposureMatters || exposure === 'unknown' ? 'remote' : exposure];
  // Nothing is known of the endpoint: a note at most.
  const capped = unknown && base !== 'silent' ? 'note' : base;
  return confidence === 'low' ? LOWER[capped] : capped;
}
