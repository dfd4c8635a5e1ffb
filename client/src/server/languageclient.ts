/**
 * The library that talks to the server: by far the largest part of the client. A chunk of its own (esbuild.mjs), loaded with the first
 * start of the server, so that activation in a workspace without ZeroMQ does not even parse it.
 */
export { CloseAction, ErrorAction, LanguageClient, TransportKind } from 'vscode-languageclient/node';
