/** Type questions: which module declares the class or interface an expression is an instance of. */
import { ts } from 'ts-morph';
import type { Range } from '../../text/lines';
import type { TypeName, TypeProject } from '../frontend';
import { declaredModule } from './type-declarations';
import { TypeHost } from './type-host';
import { LIBRARY_PATH } from './type-library';

/** Made when the first question comes: most files are understood without. */
export class TypeQuestions {
  private host: TypeHost | undefined;
  private service: ts.LanguageService | undefined;
  private readonly answers = new Map<string, TypeName | undefined>();

  typeAt(path: string, range: Range, project: TypeProject): TypeName | undefined {
    const { host, service } = this.serviceFor(project);
    if (host.prepare(path)) this.answers.clear();
    const key = `${range.start}-${range.end} ${path}`;
    if (this.answers.has(key)) return this.answers.get(key);
    const answer = answerOf(service, host, path, range);
    this.answers.set(key, answer);
    return answer;
  }

  private serviceFor(project: TypeProject): { readonly host: TypeHost; readonly service: ts.LanguageService } {
    if (this.host?.project !== project || !this.service) {
      this.service?.dispose();
      this.answers.clear();
      this.host = new TypeHost(project);
      this.service = ts.createLanguageService(this.host);
    }
    return { host: this.host, service: this.service };
  }
}

function answerOf(service: ts.LanguageService, host: TypeHost, path: string, range: Range): TypeName | undefined {
  const program = service.getProgram();
  const file = program?.getSourceFile(path);
  const node = file && nodeAt(file, range);
  if (!program || !node) return undefined;
  const checker = program.getTypeChecker();
  return nameOf(checker, host, checker.getTypeAtLocation(node), 0);
}

/** The innermost node of exactly this range. */
function nodeAt(file: ts.SourceFile, { start, end }: Range): ts.Node | undefined {
  let exact: ts.Node | undefined;
  const find = (node: ts.Node): ts.Node | undefined =>
    node.pos <= start && node.end >= end && node.getStart(file) <= start ? node : undefined;
  for (let node: ts.Node | undefined = file; node; node = ts.forEachChild(node, find)) {
    if (node.end === end && node.getStart(file) === start) exact = node;
  }
  return exact;
}

// ---------------------------------------------------------------- types

function nameOf(checker: ts.TypeChecker, host: TypeHost, asked: ts.Type, depth: number): TypeName | undefined {
  if (depth > 5) return undefined;
  const type = checker.getNonNullableType(checker.getBaseConstraintOfType(asked) ?? asked);
  if (type.isUnion()) {
    const names = type.types.map((one) => nameOf(checker, host, one, depth + 1));
    const [first] = names;
    return first && names.every((one) => one?.module === first.module && one.name === first.name) ? first : undefined;
  }
  if (type.isIntersection()) {
    // `Push & Extra`: the part that a library declares says more than what was added to it.
    const names = type.types.flatMap((one) => nameOf(checker, host, one, depth + 1) ?? []);
    return names.find(({ module }) => !module.startsWith('/')) ?? names[0];
  }
  const symbol = instanceSymbol(type);
  return symbol && declaredName(checker, host, symbol);
}

/** The class or interface a type is an instance of, or the alias of a type literal; not the class itself as a value. */
function instanceSymbol(type: ts.Type): ts.Symbol | undefined {
  const target = (type as ts.TypeReference).target ?? type;
  if (target.isClassOrInterface()) return type.getSymbol();
  // A class, function or namespace as a value is no instance of anything.
  const isValue = ((type.getSymbol()?.getFlags() ?? 0) & VALUES) !== 0;
  return (type.getFlags() & ts.TypeFlags.Object) !== 0 && !isValue ? type.aliasSymbol : undefined;
}

const VALUES = ts.SymbolFlags.Class | ts.SymbolFlags.Function | ts.SymbolFlags.ValueModule | ts.SymbolFlags.Enum;

function declaredName(checker: ts.TypeChecker, host: TypeHost, symbol: ts.Symbol): TypeName | undefined {
  const file = symbol.declarations?.[0]?.getSourceFile();
  if (!file || file.fileName === LIBRARY_PATH) return undefined;
  return { module: moduleOf(host, file.fileName), name: exportedName(checker, file, symbol) };
}

function moduleOf(host: TypeHost, path: string): string {
  const declared = declaredModule(path);
  if (declared !== undefined) return declared;
  const at = path.lastIndexOf('/node_modules/');
  if (at < 0) return path;
  const reached = host.reachedAs.get(path);
  const name = reached ?? /^(?:@[^/]+\/)?[^/]+/.exec(path.slice(at + '/node_modules/'.length))![0];
  // DefinitelyTyped: `@types/a__b` declares `@a/b`.
  return name.replace(/^@types\/(?:([^/]+?)__)?/, (_, scope: string | undefined) => (scope ? `@${scope}/` : ''));
}

/** The name under which its file exports a symbol; its own name where it does not. */
function exportedName(checker: ts.TypeChecker, file: ts.SourceFile, symbol: ts.Symbol): string {
  const module = checker.getSymbolAtLocation(file);
  const exported = module && checker.getExportsOfModule(module);
  const same =
    exported?.find((one) => one === symbol) ??
    exported?.find((one) => one.getFlags() & ts.SymbolFlags.Alias && checker.getAliasedSymbol(one) === symbol);
  return (same ?? symbol).getName();
}
