/** Hovers. The text is the service's; here its links become what the client can follow. */
import { MarkupKind, type Hover, type HoverParams } from 'vscode-languageserver/node';
import type { HoverResult } from '../service-types';
import type { Analysis } from './analysis';
import { offsetIn, partOf } from './documents';
import { cancelled, request } from './guard';
import { commands, pageUri } from './protocol';
import type { Session } from './session';

export function listenToHover(session: Session, analysis: Analysis): void {
  session.connection.onHover(
    request(
      session,
      'textDocument/hover',
      null,
      async ({ textDocument, position }: HoverParams, token): Promise<Hover | null> => {
        await analysis.current();
        if (token.isCancellationRequested) throw cancelled();
        const document = session.documents.ofUri(textDocument.uri);
        const part = document && partOf(document, textDocument.uri);
        if (!part || !session.settings.enable) return null;
        const hover = session.service.hover(document.path, offsetIn(part, position), session.client.diagnosticsInHover);
        if (!hover) return null;
        const range = session.texts.range(document.path, hover.range);
        const markdown = render(session, hover);
        const contents = session.client.markdownHover
          ? { kind: MarkupKind.Markdown, value: markdown }
          : { kind: MarkupKind.PlainText, value: plain(markdown) };
        return { contents, ...(range ? { range } : {}) };
      },
    ),
  );
}

/** `[text](zmq-threat:/threat.md#rule)`, as the service writes links. Ids are made of letters, digits, `_` and `-`. */
const LINK = /\[([^\]\n]*)\]\(zmq-threat:\/([\w-]+)\.md(?:#([\w-]+))?\)/g;

function render(session: Session, hover: HoverResult): string {
  const linked = new Set<string>();
  const body = hover.markdown.replace(LINK, (_whole, text: string, threat: string, rule: string | undefined) => {
    linked.add(pageUri(threat, rule));
    return link(session, text, threat, rule);
  });
  if (!session.client.commands.has(commands.openPage)) return body;
  const offered = hover.pages
    .filter(({ threat, rule }) => !linked.has(pageUri(threat, rule)))
    .map(({ threat, rule }) => link(session, titleOf(session, threat, rule), threat, rule));
  return offered.length === 0 ? body : `${body}\n\n---\n\n${offered.join(' · ')}`;
}

/**
 * VS Code drops links of schemes it does not know, so only a command link leads anywhere there. Other editors are given the page's file;
 * where there is none the text alone stays.
 */
function link(session: Session, text: string, threat: string, rule: string | undefined): string {
  if (!session.client.commands.has(commands.openPage)) {
    const file = session.environment.pageFile(threat, rule);
    return file === undefined ? text : `[${text}](${file})`;
  }
  const args = encodeURIComponent(JSON.stringify(rule === undefined ? [threat] : [threat, rule]));
  return `[${text}](command:${commands.openPage}?${args} "Open the threat page")`;
}

function titleOf(session: Session, threat: string, rule: string | undefined): string {
  return (rule === undefined ? session.threat(threat)?.title : session.rule(rule)?.title) ?? rule ?? threat;
}

/** For clients without Markdown: emphasis and escapes go, the words stay, and where a link leads. */
function plain(markdown: string): string {
  return markdown
    .replace(/^#+ /gm, '')
    .replace(/\[([^\]\n]*)\]\((file:[^)\s]*)\)/g, '$1 ($2)')
    .replace(/(\*\*|__|`)/g, '')
    .replace(/\\([\\`*_[\]#+\-.|<>=&~@:)])/g, '$1');
}
