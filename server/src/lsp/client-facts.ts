/** What the client can do, read once from its `initialize`. Everything in there may be missing or of the wrong shape. */
import type { InitializeParams } from 'vscode-languageserver/node';
import type { InitializationOptions } from './protocol';

export interface ClientFacts {
  /** Asks for diagnostics itself and can be told to ask again; then nothing is pushed. */
  readonly pullsDiagnostics: boolean;
  readonly relatedInformation: boolean;
  readonly codeDescription: boolean;
  readonly diagnosticData: boolean;
  readonly markdownHover: boolean;
  /** Takes code actions as objects; without it we have none to give. */
  readonly codeActions: boolean;
  readonly isPreferred: boolean;
  /** Takes edits that name the document's version. */
  readonly documentChanges: boolean;
  /** Makes files as part of an edit. */
  readonly createsFiles: boolean;
  /** Takes edits with placeholders (LSP 3.18). */
  readonly snippetEdits: boolean;
  readonly configuration: boolean;
  readonly watchesConfiguration: boolean;
  readonly workspaceFolders: boolean;
  readonly watchesFiles: boolean;
  readonly workDoneProgress: boolean;
  /** Shows diagnostics in the same window as hovers. */
  readonly diagnosticsInHover: boolean;
  /** Wants diagnostics of notebooks' cells pushed. */
  readonly pushCells: boolean;
  /** Wants to be told when the status has changed. */
  readonly changed: boolean;
  /** Commands the client has registered for our links and actions. */
  readonly commands: ReadonlySet<string>;
}

export const noClient: ClientFacts = {
  pullsDiagnostics: false,
  relatedInformation: false,
  codeDescription: false,
  diagnosticData: false,
  markdownHover: false,
  codeActions: false,
  isPreferred: false,
  documentChanges: false,
  createsFiles: false,
  snippetEdits: false,
  configuration: false,
  watchesConfiguration: false,
  workspaceFolders: false,
  watchesFiles: false,
  workDoneProgress: false,
  diagnosticsInHover: false,
  pushCells: false,
  changed: false,
  commands: new Set(),
};

export function factsOf(params: InitializeParams): ClientFacts {
  const { textDocument, workspace, window } = params.capabilities ?? {};
  const { commands, diagnosticsInHover, changed, pushCells } = optionsOf(params.initializationOptions);
  return {
    pullsDiagnostics: textDocument?.diagnostic !== undefined && workspace?.diagnostics?.refreshSupport === true,
    relatedInformation:
      textDocument?.publishDiagnostics?.relatedInformation === true ||
      textDocument?.diagnostic?.relatedInformation === true,
    codeDescription:
      textDocument?.publishDiagnostics?.codeDescriptionSupport === true ||
      textDocument?.diagnostic?.codeDescriptionSupport === true,
    diagnosticData:
      textDocument?.publishDiagnostics?.dataSupport === true || textDocument?.diagnostic?.dataSupport === true,
    markdownHover: textDocument?.hover?.contentFormat?.includes('markdown') === true,
    codeActions: textDocument?.codeAction?.codeActionLiteralSupport !== undefined,
    isPreferred: textDocument?.codeAction?.isPreferredSupport === true,
    documentChanges: workspace?.workspaceEdit?.documentChanges === true,
    createsFiles: workspace?.workspaceEdit?.resourceOperations?.includes('create') === true,
    snippetEdits:
      workspace?.workspaceEdit?.documentChanges === true && workspace.workspaceEdit.snippetEditSupport === true,
    configuration: workspace?.configuration === true,
    watchesConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    workspaceFolders: workspace?.workspaceFolders === true,
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    workDoneProgress: window?.workDoneProgress === true,
    diagnosticsInHover: diagnosticsInHover === true,
    pushCells: pushCells === true,
    changed: changed === true,
    commands: new Set(Array.isArray(commands) ? commands.filter((command) => typeof command === 'string') : []),
  };
}

function optionsOf(options: unknown): Partial<Record<keyof InitializationOptions, unknown>> {
  return typeof options === 'object' && options !== null ? options : {};
}
