/** Secret keys on their way out: what holds one, and where it goes. */
import type { Arguments, CallSite, EvaluatorApi, Value } from '../../evaluate/api';
import { SECRET_KEY } from '../../model/data';

/** Objects in objects. */
const DEPTH = 3;

/** The value is a secret key, or has one in it. */
export function holdsSecret(value: Value | undefined, depth = 0): boolean {
  if (!value || depth > DEPTH) return false;
  switch (value.v) {
    case 'unknown':
      return value.detail === SECRET_KEY;
    case 'text':
      return value.parts.some((part) => typeof part !== 'string' && part.detail === SECRET_KEY);
    case 'oneOf':
      return value.options.some((one) => holdsSecret(one, depth + 1));
    case 'list':
      return value.list.items.some((one) => holdsSecret(one, depth + 1));
    case 'object':
      return [...value.object.fields.values()].some((one) => holdsSecret(one, depth + 1));
    default:
      return false;
  }
}

export function outputOf(name: string, args: Arguments, site: CallSite, api: EvaluatorApi): void {
  if (args.list.some((one) => holdsSecret(one))) api.addSecretUse('output', name, site);
}

/** `fs.writeFileSync(file, secret)`: with a mode, or with options nobody knows, it says who may read it. */
export function fileOf(name: string, args: Arguments, site: CallSite, api: EvaluatorApi): void {
  if (!holdsSecret(args.at(1))) return;
  const options = args.at(2);
  const fields = api.fields(options);
  if (options?.v === 'unknown' || fields?.open !== undefined || fields?.fields.has('mode')) return;
  api.addSecretUse('file', name, site);
}
