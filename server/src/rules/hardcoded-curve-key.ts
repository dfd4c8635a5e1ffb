/**
 * ENC-06: a CURVE secret key that stands in the source. Everybody who has the source is this peer. The keys of the manual page
 * zmq_curve(7) are known to everybody: found in at least ten public repositories.
 */
import type { Rule } from './rule';
import { literalIn, secretWrites } from './support/secrets';
import { code } from './support/texts';

/** 32 bytes as Z85 (RFC 32/Z85), as hexadecimal digits, or as they are. */
const Z85 = /^[0-9A-Za-z.\-:+=^!/*?&<>()[\]{}@%$#]{40}$/;
const HEX = /^[0-9A-Fa-f]{64}$/;

/** Starts of the secret test keys in zmq_curve(7), in both spellings: enough to know them by. */
const PUBLISHED = ['D:)Q[IlAW!', 'JTKVSB%%)w', '7bb864b489', '8e0bdd6976'];

/** `xxxxxxxx…` is a place to write a key, not a key. */
const FEWEST = 8;

export const hardcodedCurveKey: Rule = {
  id: 'hardcoded-curve-key',
  check(model, report) {
    for (const socket of model.sockets)
      secretWrites(socket, 'CURVE_SECRETKEY', isKey, (write) =>
        literalIn(write.value, isPublished)
          ? {
              message: `The secret key in ${code(write.spelling)} is the test key of the manual page zmq_curve(7), which everybody knows: this encryption protects from nobody. Make a key pair of your own and load it at start.`,
              impact: 'critical',
            }
          : {
              message: `The secret key in ${code(write.spelling)} stands in the source: who can read the code can decrypt, and be this peer. Make a new pair, and load it from a file with mode 0600 or a secret store.`,
            },
      ).forEach(report);
  },
};

function isKey(text: string): boolean {
  return (Z85.test(text) || HEX.test(text)) && new Set(text).size >= FEWEST;
}

function isPublished(text: string): boolean {
  return isKey(text) && PUBLISHED.some((start) => text.startsWith(start) || text.toLowerCase().startsWith(start));
}
