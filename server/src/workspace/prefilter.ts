/**
 * The byte search: which files may matter, before any of them is decoded. The first round looks for the bindings' names; the second
 * for imports of files the first one found, by the last piece of the specifier. Generous on purpose: what it lets through is read
 * exactly afterwards.
 */
import { familyOf } from './languages';

/** Both a string and a Buffer can do this, so files can be searched before they are decoded. */
export interface Searchable {
  includes(text: string): boolean;
  toString(encoding?: 'latin1'): string;
}

/** True when the content may import a file that matters. */
export type ImportFilter = (language: string, content: Searchable) => boolean;

/** Below this many names a plain search per name is faster than decoding and one pattern for all. */
const FEW = 6;

/** @param tails last pieces of specifiers that mean a file of interest, by language */
export function createImportFilter(tails: ReadonlyMap<string, ReadonlySet<string>>): ImportFilter {
  const tests = new Map<string, (content: Searchable) => boolean>();
  for (const [language, names] of tails)
    tests.set(language, familyOf(language) === 'python' ? python([...names]) : js([...names]));
  return (language, content) => tests.get(language)?.(content) ?? false;
}

function js(names: readonly string[]): (content: Searchable) => boolean {
  const plain = names.filter((name) => name !== '.' && name !== '');
  // `from '.'`, `'..'`, `'./'`, `'../..'`: any specifier that is only dots and slashes.
  const dots = names.length > plain.length ? [`.'`, `."`, `./'`, `./"`] : [];
  const pattern =
    plain.length === 0 ? undefined : new RegExp(`[/'"\`](?:${plain.map(bytes).join('|')})(?:\\.[cm]?[jt]sx?)?/?['"\`]`);
  return (content) => {
    if (dots.some((needle) => content.includes(needle))) return true;
    if (pattern === undefined || (plain.length <= FEW && !plain.some((name) => content.includes(name)))) return false;
    return pattern.test(content.toString('latin1'));
  };
}

function python(names: readonly string[]): (content: Searchable) => boolean {
  const plain = names.filter((name) => name !== '.' && name !== '');
  const whole = names.includes('') ? /\bfrom[ \t]+\.+[ \t]+import\b/ : undefined;
  const pattern = plain.length === 0 ? undefined : new RegExp(`[\\s.,(](?:${plain.map(bytes).join('|')})(?![\\w])`);
  return (content) => {
    if (!content.includes('import')) return false;
    if (whole === undefined && plain.length <= FEW && !plain.some((name) => content.includes(name))) return false;
    const text = content.toString('latin1');
    return whole?.test(text) === true || pattern?.test(text) === true;
  };
}

/** A name as it looks in bytes read as Latin-1, or in a decoded text. */
function bytes(name: string): string {
  const escaped = escape(name);
  const raw = escape(Array.from(new TextEncoder().encode(name), (byte) => String.fromCharCode(byte)).join(''));
  return raw === escaped ? escaped : `${escaped}|${raw}`;
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
