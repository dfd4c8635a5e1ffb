/**
 * Text from the code inside Markdown. Nothing a file says may become a link, an image, a heading or HTML in a hover or a report: names
 * and endpoints of a repository are somebody else's words.
 */

/**
 * Plain text, escaped. No more than Markdown needs, since many editors (Neovim, Eglot) show its source: brackets, emphasis, code, HTML
 * and entities everywhere; lists, headings and quotes where a line starts; and what turns bare addresses into links.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*[\]<&~|@]|:(?=\/\/)|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|(?<=\bwww)\./gi, '\\$&')
    .replace(/^(\s*)([#+>=-]|\d+(?=[.)]))/gm, (_, blank: string, sign: string) =>
      /\d/.test(sign) ? `${blank}${sign}\\` : `${blank}\\${sign}`,
    );
}

/** Text of the program as a code span on one line. A backtick in it would end the span. */
export function codeSpan(text: string): string {
  return `\`${text.replace(/\s+/g, ' ').replaceAll('`', "'") || ' '}\``;
}

/** A rule's message: code spans stay, everything else is text. */
export function messageMarkdown(message: string): string {
  return message.replace(/`[^`]*`|[^`]+|`/g, (piece) =>
    piece.length > 1 && piece.startsWith('`') ? piece : escapeMarkdown(piece),
  );
}

/** Link to a page of the catalogue; the front turns it into what its client can open. Ids are made of letters, digits, `_` and `-`. */
export function pageLink(text: string, threat: string, rule?: string): string {
  return `[${escapeMarkdown(text)}](zmq-threat:/${threat}.md${rule === undefined ? '' : `#${rule}`})`;
}
