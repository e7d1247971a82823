import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import ts from 'typescript';
import { root } from '../house/source.ts';

/** Whether one file of the project still compiles with another text: errors in that file alone are looked for. */
export const compiler = (): ((path: string, text: string) => boolean) => {
  const read = ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(read.config, ts.sys, root);
  const texts = new Map<string, { readonly text: string; readonly version: number }>();
  let files: readonly string[] = [];
  const service = ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => [...files],
    getScriptVersion: path => `${texts.get(path)?.version ?? 0}`,
    getScriptSnapshot: path =>
      ts.sys.fileExists(path)
        ? ts.ScriptSnapshot.fromString(texts.get(path)?.text ?? readFileSync(path, 'utf8'))
        : undefined,
    getCurrentDirectory: () => root,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
  });
  let version = 0;
  const isSound = (full: string, text: string): boolean => {
    version += 1;
    texts.set(full, { text, version });
    return (
      service.getSyntacticDiagnostics(full).length === 0 && service.getSemanticDiagnostics(full).length === 0
    );
  };
  return (path, text) => {
    const full = resolve(root, path);
    const original = readFileSync(full, 'utf8');
    if (!files.includes(full)) {
      files = [...files, full];
      if (!isSound(full, original)) throw new Error(`${path} does not compile as it is`);
    }
    const sound = isSound(full, text);
    texts.set(full, { text: original, version: version + 1 });
    version += 1;
    return sound;
  };
};
