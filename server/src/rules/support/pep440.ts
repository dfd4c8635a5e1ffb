/** Version specifiers of PyPI (PEP 440) in the terms of npm's, as far as the tables of versions need them. */

/** `~=25.1` is the release and what is compatible with it; `==22.*` any release of 22. */
const CLAUSE = /^(===?|~=|!=|<=?|>=?)\s*v?([\d.]+)(\.\*)?[\w.+!-]*$/;

/** @returns a range of semver; undefined when the text is no specifier (a URL, a tag) */
export function semverRange(specifier: string): string | undefined {
  const clauses = specifier.split(',').map((one) => CLAUSE.exec(one.trim()));
  if (clauses.some((one) => one === null)) return undefined;
  // What is left out of a range (`!=`) settles nothing about the rest.
  const ranges = clauses.flatMap((one) =>
    one![1] === '!=' ? [] : [clause(one![1]!, one![2]!, one![3] !== undefined)],
  );
  return ranges.length === 0 ? undefined : ranges.join(' ');
}

function clause(operator: string, version: string, any: boolean): string {
  const parts = version.split('.').filter(Boolean);
  const whole = [...parts, '0', '0'].slice(0, 3).join('.');
  switch (operator) {
    case '==':
    case '===':
      return any ? `${parts.slice(0, 2).join('.')}.x` : `=${whole}`;
    case '~=': {
      const last = parts.length > 2 ? 1 : 0;
      const next = parts.slice(0, last + 1).map(Number);
      next[last] = next[last]! + 1;
      return `>=${whole} <${[...next, 0, 0].slice(0, 3).join('.')}`;
    }
    default:
      return `${operator}${whole}`;
  }
}
