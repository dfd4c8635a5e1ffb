/**
 * Key material never leaves the house: whatever a user sees (messages, hovers, reports, logs) goes through here first. What is masked:
 * CURVE keys as Z85 (40 characters) and as hex (64), PLAIN passwords, credentials inside a URL, and every value that the models say
 * was written to a secret option.
 */
import { alternatives, type Data } from '../model/data';
import type { Model } from '../model/model';
import type { OptionName } from '../model/options';

export const MASK = '«key material»';

/** A Z85 key in quotes: the alphabet of ZeroMQ RFC 32, exactly 40 characters. Quoted, since code without blanks is Z85 too. */
const QUOTED_Z85 = /(["'`])[0-9A-Za-z.\-:+=^!/*?&<>()[\]{}@%$#]{40}\1/g;
/** The same in plain text; only where it mixes cases and digits and is no address, so that words and paths stay readable. */
const BARE_Z85 =
  /(?<![0-9A-Za-z.\-:+=^!/*?&<>()[\]{}@%$#])(?![a-z]+:\/\/)(?=\S*[a-z])(?=\S*[A-Z])(?=\S*\d)[0-9A-Za-z.\-:+=^!/*?&<>()[\]{}@%$#]{40}(?![0-9A-Za-z.\-:+=^!/*?&<>()[\]{}@%$#])/g;
const HEX_KEY = /(?<![0-9A-Fa-f])[0-9A-Fa-f]{64}(?![0-9A-Fa-f])/g;
/** `plain_password = "…"`, `plainPassword: '…'`, `ZMQ_PLAIN_PASSWORD, "…"`. */
const PASSWORD = /(plain_?password["'\])]*\s*[:=,(]+\s*[bru]{0,2})(["'`])(?:(?!\2).)+\2/gi;
const URL_CREDENTIALS = /(\w+:\/\/[^\s/:@"'`]*:)[^\s/@"'`]+(?=@)/g;

/** Options whose value is a secret or is useless to a reader. Public keys stay out of reports too: one key pair is easily mistaken for the other. */
const SECRET_OPTIONS: ReadonlySet<OptionName> = new Set<OptionName>([
  'PLAIN_PASSWORD',
  'CURVE_SECRETKEY',
  'CURVE_PUBLICKEY',
  'CURVE_SERVERKEY',
]);

/** The shortest secret that is looked for; shorter ones would mask pieces of anything. */
const SHORTEST = 4;
/** Nothing this long is in a message by chance. */
const KEY_LENGTH = 20;

export function redact(text: string, secrets: readonly string[] = []): string {
  let out = text;
  for (const secret of secrets) out = out.replace(formsOf(secret), () => MASK);
  return out
    .replace(QUOTED_Z85, `$1${MASK}$1`)
    .replace(PASSWORD, `$1$2${MASK}$2`)
    .replace(HEX_KEY, MASK)
    .replace(URL_CREDENTIALS, `$1${MASK}`)
    .replace(BARE_Z85, MASK);
}

/**
 * Where a secret is looked for. A password that is a word of prose ("server") is one only where code would write it: in quotes, after a
 * colon or an equals sign, before an `@`. One that is no word counts wherever it stands by itself; what is as long as a key, everywhere.
 */
function formsOf(secret: string): RegExp {
  const known = forms.get(secret);
  if (known) return known;
  const text = secret.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const form =
    secret.length >= KEY_LENGTH
      ? text
      : /^[a-z]+$/i.test(secret)
        ? `(?<=["':=])${text}(?![A-Za-z0-9_])|(?<![A-Za-z0-9_])${text}(?=["'@])`
        : `(?<![A-Za-z0-9_])${text}(?![A-Za-z0-9_])`;
  const made = new RegExp(form, 'g');
  if (forms.size >= MOST_FORMS) forms.clear();
  forms.set(secret, made);
  return made;
}

const forms = new Map<string, RegExp>();
const MOST_FORMS = 200;

/** Texts that some socket of the model uses as a secret, longest first so that one inside another is masked whole. */
export function secretsOf(model: Model): readonly string[] {
  const found = new Set<string>();
  const add = (value: Data): void => {
    for (const one of alternatives(value))
      if (one.kind === 'const' && typeof one.value === 'string' && one.value.length >= SHORTEST) found.add(one.value);
  };
  for (const socket of model.sockets)
    for (const write of socket.options) if (SECRET_OPTIONS.has(write.option)) add(write.value);
  for (const write of model.ignored) if (write.meant !== undefined && SECRET_OPTIONS.has(write.meant)) add(write.value);
  return [...found].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
}
