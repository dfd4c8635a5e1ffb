/** Pages as people read them. The code blocks of a page are its tests, too: what only the tests need is taken out here. */

/** What a block's hidden first line imports (threats/README.md): without it nobody sees which library is meant. */
const LIBRARIES: Readonly<Record<string, string>> = {
  v6: 'zeromq.js 6',
  v6cjs: 'zeromq.js 6',
  v5: 'zeromq.js 5',
  py: 'pyzmq',
};

/** Code blocks with "Bad", "Fixed" or "Good" above them and the library that they are for, without the test's arguments and the `//~` marks. */
export function readable(markdown: string): string {
  return markdown.replace(
    /^```(\w+) (bad|fixed|good)([^\n]*)\n([^]*?)^```$/gm,
    (_whole, language: string, kind: string, rest: string, code: string) => {
      const why = /\bwhy="([^"]*)"/.exec(rest)?.[1];
      const label = { bad: 'Bad', fixed: 'Fixed', good: 'Good' }[kind] ?? kind;
      const library = LIBRARIES[/\bprelude=(\w+)/.exec(rest)?.[1] ?? ''];
      return `*${label}${library === undefined ? '' : ` (${library})`}${why === undefined ? '' : `: ${why}`}*\n\n\`\`\`${language}\n${withoutMarks(code)}\`\`\``;
    },
  );
}

function withoutMarks(code: string): string {
  return code.replace(/[ \t]*(?:\/\/|#)~[^\n]*/g, '');
}
