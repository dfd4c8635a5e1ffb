/** Pages as people read them. The code blocks of a page are its tests, too: what only the tests need is taken out here. */

/** Code blocks with "Bad", "Fixed" or "Good" above them, without the test's arguments and without the `//~` marks. */
export function readable(markdown: string): string {
  return markdown.replace(
    /^```(\w+) (bad|fixed|good)([^\n]*)\n([^]*?)^```$/gm,
    (_whole, language: string, kind: string, rest: string, code: string) => {
      const why = /\bwhy="([^"]*)"/.exec(rest)?.[1];
      const label = { bad: 'Bad', fixed: 'Fixed', good: 'Good' }[kind] ?? kind;
      return `*${label}${why === undefined ? '' : `: ${why}`}*\n\n\`\`\`${language}\n${withoutMarks(code)}\`\`\``;
    },
  );
}

function withoutMarks(code: string): string {
  return code.replace(/[ \t]*(?:\/\/|#)~[^\n]*/g, '');
}
