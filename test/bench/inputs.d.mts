/** What tests take of the benchmark's code. */
export interface BenchLanguage {
  readonly ending: string;
  readonly languageId: string;
  /** Files that services import, by name. */
  readonly shared: Readonly<Record<string, string>>;
  readonly manifest: { readonly name: string; readonly text: string };
  readonly edits: readonly { readonly find: string; readonly by: string }[];
}

export declare const LANGUAGES: Readonly<Record<'typescript' | 'python', BenchLanguage>>;
export declare function sourceOf(language: 'typescript' | 'python', bytes: number): string;
