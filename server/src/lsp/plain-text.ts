/** Messages name code in backticks; where no Markdown is rendered (diagnostics, trees) quotes are what readers know. */
export function plainText(message: string): string {
  return message.replace(/`([^`\n]*)`/g, "'$1'");
}
