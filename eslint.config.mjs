import js from '@eslint/js';
import tseslint from 'typescript-eslint';

// Only rules that find mistakes. Layout is prettier's, the borders between the layers are test/architecture.test.ts's.
export default tseslint.config(
  {
    ignores: [
      'dist/',
      'out/',
      '.vscode-test/',
      'sample/',
      'threats/',
      'test/**/fixtures/',
      'test/extension/**/workspace/',
      'test/e2e/**/workspace/',
    ],
  },
  js.configs.recommended,
  tseslint.configs.recommended,
  {
    languageOptions: { ecmaVersion: 2023 },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-console': 'off',
      'prefer-const': ['error', { destructuring: 'all' }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true, caughtErrors: 'none' },
      ],
      // `x!` after a check that TypeScript cannot follow (array indices) is shorter and as honest as a second check.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // `let scope = this; while (…) scope = scope.parent` walks a chain; the rule is about callbacks of old.
      '@typescript-eslint/no-this-alias': 'off',
    },
  },
  {
    // These need types: they are worth their seconds because what they find no test finds reliably.
    files: ['client/src/**/*.ts', 'server/src/**/*.ts', 'test/**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    // node:test and mocha return promises nobody has to await.
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/no-floating-promises': 'off' },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'process',
          'console',
          'fetch',
          'URL',
          'setTimeout',
          'clearTimeout',
          'setInterval',
          'clearInterval',
          'performance',
          'Buffer',
          'document',
          'NodeFilter',
          'window',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
);
