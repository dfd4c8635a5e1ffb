/**
 * Rewrites of TypeScript and JavaScript that keep what a program does. Each returns undefined where it does not apply: the cases are
 * ordinary programs, and a rewrite that would change their meaning is worse than none.
 */
import { ts } from 'ts-morph';
import { Composer, type Edit, type Rewritten } from './composer';

export interface Program {
  /** Path of the file to rewrite. */
  readonly path: string;
  readonly text: string;
  /** The other files of the case. */
  readonly others: ReadonlyMap<string, string>;
}

export type Rewrite = (program: Program) => Rewritten | undefined;

const CLASSES = new Set([
  'Pair',
  'Publisher',
  'Subscriber',
  'Request',
  'Reply',
  'Dealer',
  'Router',
  'Pull',
  'Push',
  'XPublisher',
  'XSubscriber',
  'Stream',
]);

interface Parsed {
  readonly source: ts.SourceFile;
  readonly typescript: boolean;
  readonly commonJs: boolean;
  /** Top-level statements that must stay at the top: imports, declarations, requires. */
  readonly head: readonly ts.Statement[];
  readonly body: readonly ts.Statement[];
  readonly awaits: boolean;
}

function parse({ path, text }: Program): Parsed {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const head = source.statements.filter((one) => isHead(one));
  return {
    source,
    typescript: path.endsWith('.ts'),
    commonJs: !source.statements.some((one) => ts.isImportDeclaration(one) || isExported(one)),
    head,
    body: source.statements.filter((one) => !isHead(one)),
    awaits: source.statements.some(
      (one) => !ts.isFunctionDeclaration(one) && !ts.isClassDeclaration(one) && hasAwait(one),
    ),
  };
}

function isHead(one: ts.Statement): boolean {
  if (
    ts.isImportDeclaration(one) ||
    ts.isFunctionDeclaration(one) ||
    ts.isClassDeclaration(one) ||
    ts.isInterfaceDeclaration(one) ||
    ts.isTypeAliasDeclaration(one)
  )
    return true;
  return (
    ts.isVariableStatement(one) &&
    one.declarationList.declarations.every(
      (declaration) => declaration.initializer !== undefined && isRequire(declaration.initializer),
    )
  );
}

function isRequire(expression: ts.Expression): boolean {
  return (
    ts.isCallExpression(expression) &&
    ts.isIdentifier(expression.expression) &&
    expression.expression.text === 'require'
  );
}

function isExported(one: ts.Statement): boolean {
  return (
    ts.isExportAssignment(one) ||
    ts.isExportDeclaration(one) ||
    (ts.canHaveModifiers(one) && (ts.getModifiers(one) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword))
  );
}

/** `await` outside any function. */
function hasAwait(node: ts.Node): boolean {
  if (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier)) return true;
  return !ts.isFunctionLike(node) && (ts.forEachChild(node, hasAwait) ?? false);
}

function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}

// ---------------------------------------------------------------- names

function declaredNames(node: ts.Node): Set<string> {
  const names = new Set<string>();
  const bind = (name: ts.BindingName): void => {
    if (ts.isIdentifier(name)) names.add(name.text);
    else for (const element of name.elements) if (ts.isBindingElement(element)) bind(element.name);
  };
  walk(node, (at) => {
    if (ts.isVariableDeclaration(at) || ts.isParameter(at)) bind(at.name);
    else if ((ts.isFunctionDeclaration(at) || ts.isClassDeclaration(at)) && at.name) names.add(at.name.text);
    else if (ts.isNamespaceImport(at) || ts.isImportSpecifier(at)) names.add(at.name.text);
    else if (ts.isImportClause(at) && at.name) names.add(at.name.text);
  });
  names.delete('this');
  return names;
}

/** Is this identifier a name of a variable (and not a property, a label, a key)? */
function isVariable(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name !== node;
  if (ts.isQualifiedName(parent)) return parent.right !== node;
  if (
    ts.isPropertyAssignment(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isPropertySignature(parent) ||
    ts.isEnumMember(parent)
  )
    return parent.name !== node;
  if (ts.isBindingElement(parent) || ts.isImportSpecifier(parent)) return parent.propertyName !== node;
  return (
    !ts.isExportSpecifier(parent) &&
    !ts.isNamedTupleMember(parent) &&
    !(ts.isParameter(parent) && ts.isParameterPropertyDeclaration(parent, parent.parent))
  );
}

/** Edits that put `to(name)` in place of a variable, wherever it stands. */
function replaceVariables(root: ts.Node, to: (name: string, node: ts.Identifier) => string | undefined): Edit[] {
  const edits: Edit[] = [];
  walk(root, (node) => {
    if (!ts.isIdentifier(node) || !isVariable(node)) return;
    const text = to(node.text, node);
    if (text === undefined) return;
    const { parent } = node;
    // `{ name }` and `const { name } = …` need their key kept.
    const short =
      ts.isShorthandPropertyAssignment(parent) ||
      (ts.isBindingElement(parent) && parent.propertyName === undefined && ts.isObjectBindingPattern(parent.parent));
    const imported = ts.isImportSpecifier(parent) && parent.propertyName === undefined;
    edits.push({
      start: node.getStart(),
      end: node.end,
      text: short ? `${node.text}: ${text}` : imported ? `${node.text} as ${text}` : text,
    });
  });
  return edits;
}

/** Every variable gets another name. */
export const rename: Rewrite = (program) => {
  const { source } = parse(program);
  const kept = new Set<string>();
  for (const one of source.statements) if (isExported(one)) for (const name of topNames(one)) kept.add(name);
  // Parameter properties are fields as well.
  walk(source, (node) => {
    if (ts.isParameter(node) && ts.isIdentifier(node.name) && ts.isParameterPropertyDeclaration(node, node.parent))
      kept.add(node.name.text);
  });
  const names = [...declaredNames(source)].filter((name) => !kept.has(name));
  if (names.length === 0) return undefined;
  const numbers = new Map(names.map((name, i) => [name, `v${i + 1}_`]));
  const edits = replaceVariables(source, (name) => numbers.get(name));
  return new Composer(program.text, edits).keep(program.path, 0, program.text.length).result(program.others);
};

function topNames(one: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(one))
    return one.declarationList.declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : []));
  return (ts.isFunctionDeclaration(one) || ts.isClassDeclaration(one)) && one.name ? [one.name.text] : [];
}

// ---------------------------------------------------------------- constants

/** A literal that could as well be a constant: an address, an option's value. */
function literals(source: ts.SourceFile): readonly ts.Expression[] {
  const found: ts.Expression[] = [];
  const consider = (node: ts.Expression | undefined): void => {
    if (
      node &&
      (ts.isStringLiteral(node) ||
        ts.isNoSubstitutionTemplateLiteral(node) ||
        ts.isNumericLiteral(node) ||
        (ts.isPrefixUnaryExpression(node) && ts.isNumericLiteral(node.operand)))
    )
      found.push(node);
  };
  walk(source, (node) => {
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { text } = node.expression.name;
      if (/^(bind|bindSync|connect)$/.test(text)) consider(node.arguments[0]);
      if (text === 'setsockopt') consider(node.arguments[1]);
    }
    if (ts.isPropertyAssignment(node)) consider(node.initializer);
    if (
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      ts.isPropertyAccessExpression(node.left)
    )
      consider(node.right);
  });
  return found;
}

function extractInto(program: Program, file: string | undefined): Rewritten | undefined {
  const { source, head, commonJs } = parse(program);
  const found = literals(source);
  if (found.length === 0) return undefined;
  const edits = found.map((node, i) => ({ start: node.getStart(), end: node.end, text: `EXTRACTED_${i + 1}` }));
  const names = found.map((_, i) => `EXTRACTED_${i + 1}`);
  const values = found.map((node) => node.getText());
  const last = [...head].filter((one) => ts.isImportDeclaration(one) || ts.isVariableStatement(one)).pop();
  const after = last?.end ?? 0;
  const composer = new Composer(program.text, edits).keep(program.path, 0, after);
  const base = file?.replace(/^.*\//, '').replace(/\.[jt]s$/, '') ?? '';
  if (file === undefined)
    composer.add(program.path, `\n${names.map((name, i) => `const ${name} = ${values[i]};`).join('\n')}`);
  else if (commonJs) {
    composer.add(file, `module.exports = { ${names.map((name, i) => `${name}: ${values[i]}`).join(', ')} };\n`);
    composer.add(program.path, `\nconst { ${names.join(', ')} } = require("./${base}");`);
  } else {
    composer.add(file, names.map((name, i) => `export const ${name} = ${values[i]};\n`).join(''));
    composer.add(program.path, `\nimport { ${names.join(', ')} } from "./${base}.js";`);
  }
  return composer.keep(program.path, after, program.text.length).result(program.others);
}

/** Addresses and option values become constants of the file. */
export const extractConstant: Rewrite = (program) => extractInto(program, undefined);

/** The same, in a file of their own. */
export const importConstant: Rewrite = (program) =>
  extractInto(program, program.path.replace(/[^/]*(\.[jt]s)$/, 'constants_$1'));

// ---------------------------------------------------------------- sockets

interface Made {
  readonly name: string;
  readonly statement: ts.VariableStatement;
  readonly initializer: ts.Expression;
  /** Names of the program's own variables it needs. */
  readonly needs: readonly string[];
}

/** Top-level `const sock = new zmq.Push(…)` and `zmq.socket("push")`. */
function made({ source, body }: Parsed): readonly Made[] {
  const own = new Set(body.flatMap((one) => (ts.isVariableStatement(one) ? topNames(one) : [])));
  return body.flatMap((statement): Made[] => {
    if (
      !ts.isVariableStatement(statement) ||
      isExported(statement) ||
      statement.declarationList.declarations.length !== 1
    )
      return [];
    const { name, initializer } = statement.declarationList.declarations[0]!;
    if (!ts.isIdentifier(name) || !initializer || !isSocket(initializer, source) || reassigned(source, name.text))
      return [];
    return [{ name: name.text, statement, initializer, needs: used(initializer, own) }];
  });
}

function isSocket(node: ts.Expression, source: ts.SourceFile): boolean {
  if (ts.isNewExpression(node)) return CLASSES.has(node.expression.getText(source).split('.').pop() ?? '');
  return (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    node.expression.name.text === 'socket'
  );
}

function reassigned(source: ts.SourceFile, name: string): boolean {
  let found = false;
  walk(source, (node) => {
    if (
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      ts.isIdentifier(node.left) &&
      node.left.text === name
    )
      found = true;
  });
  return found;
}

function used(node: ts.Node, names: ReadonlySet<string>): readonly string[] {
  const found = new Set<string>();
  walk(node, (at) => {
    if (ts.isIdentifier(at) && isVariable(at) && names.has(at.text)) found.add(at.text);
  });
  return [...found];
}

/** Statements one after the other, with the blanks between them as they were. */
function keepAll(composer: Composer, path: string, statements: readonly ts.Statement[]): void {
  for (const one of statements) composer.keep(path, one.getStart(), one.end).add(path, '\n');
}

/** Every socket comes out of a factory function. */
export const factory: Rewrite = (program) => {
  const parsed = parse(program);
  const sockets = made(parsed).filter(({ needs }) => needs.length === 0);
  if (sockets.length === 0) return undefined;
  const composer = new Composer(program.text);
  keepAll(composer, program.path, parsed.head);
  for (const { name, initializer } of sockets) {
    composer
      .add(program.path, `function make_${name}() {\n  return `)
      .keep(program.path, initializer.getStart(), initializer.end)
      .add(program.path, ';\n}\n');
  }
  for (const one of parsed.body) {
    const socket = sockets.find(({ statement }) => statement === one);
    if (socket) composer.add(program.path, `const ${socket.name} = make_${socket.name}();\n`);
    else keepAll(composer, program.path, [one]);
  }
  return composer.result(program.others);
};

/** The whole program in a function that is called once. */
export const wrap: Rewrite = (program) => {
  const parsed = parse(program);
  if (parsed.body.length === 0 || parsed.source.statements.some(isExported) || needsBody(parsed)) return undefined;
  const composer = new Composer(program.text);
  keepAll(composer, program.path, parsed.head);
  composer.add(program.path, `${parsed.awaits ? 'async ' : ''}function main_() {\n`);
  keepAll(composer, program.path, parsed.body);
  composer.add(program.path, `}\n${parsed.awaits ? 'await ' : ''}main_();\n`);
  return composer.result(program.others);
};

/** Functions and classes of the file use its top-level variables: they cannot stay behind. */
function needsBody({ head, body }: Parsed): boolean {
  const own = new Set(body.flatMap((one) => (ts.isVariableStatement(one) ? topNames(one) : [])));
  return head.some((one) => !ts.isImportDeclaration(one) && used(one, own).length > 0);
}

/** Sockets are fields of a class; what used them is in its methods. */
export const classField: Rewrite = (program) => {
  const parsed = parse(program);
  const sockets = made(parsed);
  if (sockets.length === 0 || parsed.source.statements.some(isExported) || needsBody(parsed)) return undefined;
  const names = new Set(sockets.map(({ name }) => name));
  if (parsed.body.some((one) => ownThis(one, names)) || shadowed(parsed, names)) return undefined;
  const declared = new Set(sockets.map(({ statement }) => statement.declarationList.declarations[0]!.name));
  const edits = parsed.body.flatMap((one) =>
    replaceVariables(one, (name, node) => (names.has(name) && !declared.has(node) ? `this.${name}` : undefined)),
  );
  const { path } = program;
  const composer = new Composer(program.text, edits);
  keepAll(composer, path, parsed.head);
  composer.add(path, 'class Holder_ {\n');
  for (const { name, initializer, needs } of sockets) {
    if (needs.length === 0)
      composer.add(path, `  ${name} = `).keep(path, initializer.getStart(), initializer.end).add(path, ';\n');
    else composer.add(path, parsed.typescript ? `  ${name}!: any;\n` : `  ${name};\n`);
  }
  const rest = parsed.body.filter(
    (one) => !sockets.some(({ statement, needs }) => statement === one && needs.length === 0),
  );
  const parts = halves(rest);
  parts.forEach((part, i) => {
    composer.add(path, `  ${parsed.awaits ? 'async ' : ''}step${i}() {\n`);
    for (const one of part) {
      const socket = sockets.find(({ statement }) => statement === one);
      if (socket)
        composer
          .add(path, `this.${socket.name} = `)
          .keep(path, socket.initializer.getStart(), socket.initializer.end)
          .add(path, ';\n');
      else keepAll(composer, path, [one]);
    }
    composer.add(path, '  }\n');
  });
  const wait = parsed.awaits ? 'await ' : '';
  composer.add(
    path,
    `  ${parsed.awaits ? 'async ' : ''}run() {\n${parts.map((_, i) => `    ${wait}this.step${i}();\n`).join('')}  }\n}\n${wait}new Holder_().run();\n`,
  );
  return composer.result(program.others);
};

/** A function with a `this` of its own uses one of the names. */
function ownThis(node: ts.Node, names: ReadonlySet<string>): boolean {
  const own =
    (ts.isFunctionExpression(node) ||
      ts.isFunctionDeclaration(node) ||
      ts.isMethodDeclaration(node) ||
      ts.isClassLike(node)) &&
    used(node, names).length > 0;
  return own || (ts.forEachChild(node, (child) => ownThis(child, names)) ?? false);
}

/** The name is declared again in an inner scope. */
function shadowed({ source }: Parsed, names: ReadonlySet<string>): boolean {
  const seen = new Map<string, number>();
  walk(source, (node) => {
    if (
      (ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node)) &&
      ts.isIdentifier(node.name)
    )
      seen.set(node.name.text, (seen.get(node.name.text) ?? 0) + 1);
  });
  return [...names].some((name) => (seen.get(name) ?? 0) > 1);
}

/** Two methods, where no variable of the first half is needed in the second. */
function halves(statements: readonly ts.Statement[]): readonly (readonly ts.Statement[])[] {
  for (let at = 1; at < statements.length; at++) {
    const first = statements.slice(0, at);
    const names = new Set(first.flatMap((one) => [...declaredNames(one)]));
    if (statements.slice(at).every((one) => used(one, names).length === 0)) return [first, statements.slice(at)];
  }
  return [statements];
}

/** The sockets are made in another file and imported. */
export const splitFile: Rewrite = (program) => {
  const parsed = parse(program);
  const sockets = made(parsed).filter(
    ({ needs, initializer }) => needs.length === 0 && !usesFunctions(parsed, initializer),
  );
  if (sockets.length === 0) return undefined;
  const { path } = program;
  const file = path.replace(/[^/]*(\.[jt]s)$/, 'sockets_$1');
  const composer = new Composer(program.text);
  const libraries = parsed.head.filter(
    (one) => (ts.isImportDeclaration(one) || ts.isVariableStatement(one)) && /["'](zeromq|zmq)/.test(one.getText()),
  );
  composer.add(file, `${libraries.map((one) => one.getText()).join('\n')}\n`);
  for (const { name, initializer } of sockets) {
    composer
      .add(file, `${parsed.commonJs ? '' : 'export '}const ${name} = `)
      .keep(file, initializer.getStart(), initializer.end)
      .add(file, ';\n');
  }
  const names = sockets.map(({ name }) => name).join(', ');
  if (parsed.commonJs) composer.add(file, `module.exports = { ${names} };\n`);
  composer.add(
    path,
    parsed.commonJs ? `const { ${names} } = require("./sockets_");\n` : `import { ${names} } from "./sockets_.js";\n`,
  );
  keepAll(
    composer,
    path,
    parsed.source.statements.filter((one) => !sockets.some(({ statement }) => statement === one)),
  );
  return composer.result(program.others);
};

function usesFunctions({ head }: Parsed, node: ts.Node): boolean {
  const names = new Set(
    head.filter((one) => !ts.isImportDeclaration(one) && !ts.isVariableStatement(one)).flatMap(topNames),
  );
  return used(node, names).length > 0;
}

export const REWRITES: Readonly<Record<string, Rewrite>> = {
  rename,
  extractConstant,
  importConstant,
  classField,
  factory,
  wrap,
  splitFile,
};
