/** Placeholder: a language server that can nothing yet. Replaced by the LSP front. */
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';

const connection = createConnection(ProposedFeatures.all);
connection.onInitialize(() => ({ capabilities: {}, serverInfo: { name: 'zeromq-threat-model' } }));
connection.listen();
