/** Decorators of Python's standard library, and of Tornado's, that leave a function's arguments and what it gives as they are. */
import type { ExternalName } from '../binding';
import { canonical } from './python-sinks';

/**
 * What the manuals say of each: a descriptor, a cache, a mark, or a coroutine of an older style. `retry` and its like of other packages are not
 * among them: a package may have any decorator of that name.
 */
const PASSING =
  /^(property|staticmethod|classmethod|abc\.abstract(method|property|classmethod|staticmethod)|asyncio\.coroutine|types\.coroutine|atexit\.register|contextlib\.(async)?contextmanager|functools\.(cache|cached_property|lru_cache|singledispatch|singledispatchmethod|wraps)|tornado\.gen\.coroutine|tornado\.concurrent\.run_on_executor|(typing|typing_extensions)\.(deprecated|final|no_type_check|overload|override)|warnings\.deprecated)$/;

export function passesArgumentsOn({ module, path }: ExternalName): boolean {
  return PASSING.test(canonical(module, path));
}
