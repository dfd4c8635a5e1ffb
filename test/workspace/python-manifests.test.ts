/** What Python's installers read: which version of pyzmq is asked for, exactly where, and what else hangs on such files. */
import { beforeAll, describe, expect, it } from 'vitest';
import semver from 'semver';
import { semverRange } from '../../server/src/rules/support/pep440';
import { isManifest, isProjectFile } from '../../server/src/workspace/languages';
import { readPythonManifest } from '../../server/src/workspace/python-manifests';
import { Analyser, loadFrontends } from '../support/analyse';

let analyser: Analyser;
beforeAll(async () => {
  analyser = new Analyser(await loadFrontends());
});

describe('files', () => {
  it.each(['requirements.txt', 'requirements-dev.txt', 'requirements_test.in', 'constraints.txt', 'pyproject.toml'])(
    '%s',
    (name) => expect([isManifest(`/w/${name}`), isProjectFile(`/w/${name}`)]).toEqual([true, true]),
  );
  it.each(['notes.txt', 'requirements.md', 'my-requirements.txt', 'poetry.lock'])('not %s', (name) =>
    expect([isManifest(`/w/${name}`), isProjectFile(`/w/${name}`)]).toEqual([false, false]),
  );
});

describe('places', () => {
  const found = (name: string, text: string): readonly string[] =>
    readPythonManifest(`/w/${name}`, text).map(({ range, place }) => {
      expect(text.slice(place.range.start, place.range.end)).toBe(range);
      return range;
    });

  it.each([
    ['pyzmq==19.0.2', '==19.0.2'],
    ['\uFEFFpyzmq==19.0.2\r\nother==1', '==19.0.2'],
    ['a==1\n  PyZMQ [x] >= 17 , < 20  ; python_version < "3"', '>= 17 , < 20'],
    ['pyzmq ~=18.1 # because', '~=18.1'],
    ['pyzmq==1.0 --hash=sha256:ab \\\n  --hash=sha256:cd', '==1.0'],
  ])('in requirements: %j', (text, range) => expect(found('requirements.txt', text)).toEqual([range]));

  it.each(['pyzmq', 'pyzmq @ https://example.com/x', '#pyzmq==1', 'pyzmqs==1', '-e pyzmq==1', 'pyzmq==', ''])(
    'nothing in %j',
    (text) => expect(found('requirements.txt', text)).toEqual([]),
  );

  it('in pyproject.toml, in the tables that ask for packages', () => {
    const text = `
      [project]
      dependencies = ["a", 'pyzmq==1.0']  # "pyzmq==2.0"
      [project.urls]
      x = "pyzmq==3.0"
      [tool.poetry.dependencies]
      [build-system]
      requires = ["pyzmq==4.0"]
      [[tool.x]]
      y = ["pyzmq==5.0"]`.replaceAll(/^ +/gm, '');
    expect(found('pyproject.toml', text)).toEqual(['==1.0', '==4.0']);
  });
});

it.each([
  ['==19.0.2', '19.0.2', '19.0.1'],
  ['==19', '19.0.0', '19.0.1'],
  ['==22.*', '22.3.0', '23.0.0'],
  ['==22.3.*', '22.3.1', '22.4.0'],
  ['~=25.1', '25.9.0', '26.0.0'],
  ['~=25.1.2', '25.1.9', '25.2.0'],
  ['>=17,<20,!=18.0.1', '19.0.2', '20.0.0'],
  ['>17', '17.0.1', '17.0.0'],
  ['===14.0.1', '14.0.1', '14.1.0'],
  ['==26.0.0b1', '26.0.0', '25.0.0'],
])('%s allows %s and not %s', (specifier, inside, outside) => {
  const range = semverRange(specifier)!;
  expect([semver.satisfies(inside, range), semver.satisfies(outside, range)]).toEqual([true, false]);
});

it.each(['^26', '26', 'latest', '', '==', '@ x'])('%j is no specifier', (text) =>
  expect(semverRange(text)).toBeUndefined(),
);

describe('in a workspace', () => {
  const service = (files: Readonly<Record<string, string>>) => analyser.service(new Map(Object.entries(files)));

  it('a version that is asked for shows that somebody keeps it', () => {
    const state = (text: string): string | undefined =>
      service({ '/page/requirements.txt': text })
        .status()
        .flatMap(({ mitigations }) => mitigations)
        .find(({ id }) => id === 'keep-updated')?.state;
    expect([state('pyzmq>=26\n'), state('pyzmq==19.0.2\n'), state('flask==1\n')]).toEqual([
      'in-place',
      'missing',
      'not-visible',
    ]);
  });

  it('files that do not ask for it are nobody’s business, and no program ends where one is', () => {
    const found = service({
      '/page/requirements.txt': 'flask==1\n',
      '/page/pyproject.toml': '[project]\nname = "x"\n',
      '/page/a.py': 'import zmq\ns = zmq.Context().socket(zmq.PULL)\n',
    });
    expect(found.files()).toEqual(['/page/a.py']);
  });
});
