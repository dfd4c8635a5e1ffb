/** The bindings of a run: who explains what, in which language. */
import type { Binding } from '../bindings/binding';

export class Bindings {
  private readonly ids = new Map<string, Binding>();
  private readonly modules = new Map<string, Map<string, Binding | undefined>>();
  private readonly ofLanguage = new Map<string, readonly Binding[]>();
  private readonly receivers = new Map<string, string>();
  private methods: ReadonlySet<string> | undefined;

  constructor(private readonly all: readonly Binding[]) {
    for (const one of all) this.ids.set(one.id, one);
  }

  byId(id: string): Binding | undefined {
    return this.ids.get(id);
  }

  of(language: string): readonly Binding[] {
    let found = this.ofLanguage.get(language);
    if (!found) this.ofLanguage.set(language, (found = this.all.filter((one) => one.languages.includes(language))));
    return found;
  }

  /** The one that explains an outside module. */
  explaining(module: string, language: string): Binding | undefined {
    let known = this.modules.get(language);
    if (!known) this.modules.set(language, (known = new Map<string, Binding | undefined>()));
    let found = known.get(module);
    if (found === undefined && !known.has(module))
      known.set(module, (found = this.of(language).find((one) => one.owns(module))));
    return found;
  }

  /** How the language spells a method's receiver. */
  receiverName(language: string): string {
    let name = this.receivers.get(language);
    if (name === undefined)
      this.receivers.set(language, (name = this.of(language).find((one) => one.receiverName)?.receiverName ?? 'this'));
    return name;
  }

  /** Calling an asynchronous function of the language starts nothing. */
  isLazy(language: string): boolean {
    return this.of(language).some((one) => one.lazyCalls);
  }

  /** Method names sockets of any binding have: only for them a static type is worth asking for. */
  isSocketMethod(name: string): boolean {
    this.methods ??= new Set(this.all.flatMap((one) => one.socketMethods ?? []));
    return this.methods.has(name);
  }
}
