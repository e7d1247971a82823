import { resolve } from 'node:path';
import ts from 'typescript';
import { root } from '../house/source.ts';

/**
 * Of each of these texts, whether the project would compile with it in the place of this file: errors in that file alone
 * are looked for. All of them are files of one program, beside each other, so that types are worked out once.
 */
export const compilable = (path: string, texts: readonly string[]): readonly boolean[] => {
  if (texts.length === 0) return [];
  const read = ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(read.config, ts.sys, root);
  const full = resolve(root, path);
  const places = new Map(texts.map((text, index) => [full.replace(/\.ts$/, `.mutant${index}.ts`), text]));
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = name => places.has(name) || fileExists(name);
  host.readFile = name => places.get(name) ?? readFile(name);
  host.getSourceFile = (name, how, ...rest) => {
    const text = places.get(name);
    return text === undefined
      ? getSourceFile(name, how, ...rest)
      : ts.createSourceFile(name, text, how, true);
  };
  const program = ts.createProgram([full, ...places.keys()], options, host);
  const isSound = (name: string): boolean => {
    const source = program.getSourceFile(name);
    return (
      program.getSyntacticDiagnostics(source).length === 0 &&
      program.getSemanticDiagnostics(source).length === 0
    );
  };
  if (!isSound(full)) throw new Error(`${path} does not compile as it is`);
  return [...places.keys()].map(isSound);
};
