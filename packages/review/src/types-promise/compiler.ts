import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

export type SideName = "base" | "head";

/** Declarations of both sides, as modules of one program. */
export interface Compiler {
  readonly checker: ts.TypeChecker;
  /** Returns the type that a side exports under a name, such as `components`. */
  exportedType(side: SideName, name: string): ts.Type | undefined;
  /**
   * Compiles snippets against the declarations of both sides, which they import from `./openapi`. Returns the first
   * message for each, in their order.
   */
  check(codes: readonly string[]): readonly Readonly<Record<SideName, string | undefined>>[];
}

const options: ts.CompilerOptions = {
  strict: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  // Snippets use nothing newer than this, and its file is a tenth of all libraries.
  lib: ["lib.es5.d.ts"],
  types: [],
  noEmit: true,
  skipLibCheck: true,
};

const libraries = join(dirname(fileURLToPath(import.meta.resolve("typescript"))));
const libraryFiles = new Map<string, ts.SourceFile | undefined>();

/** Creates a compiler for the declarations of both sides. */
export function createCompiler(declarations: Readonly<Record<SideName, string>>): Compiler {
  const files = new Map<string, ts.SourceFile>();
  const add = (name: string, text: string) => files.set(name, parse(name, text));
  add("/base/openapi.d.ts", declarations.base);
  add("/head/openapi.d.ts", declarations.head);
  const program = ts.createProgram([...files.keys()], options, createHost(files));
  const checker = program.getTypeChecker();
  return {
    checker,
    exportedType(side, name) {
      const file = files.get(`/${side}/openapi.d.ts`);
      const module = file && checker.getSymbolAtLocation(file);
      const symbol = module && checker.getExportsOfModule(module).find((found) => found.name === name);
      return symbol && checker.getDeclaredTypeOfSymbol(symbol);
    },
    check(codes) {
      const paths = codes.map((code, index) => {
        const names = { base: `/base/${index}.ts`, head: `/head/${index}.ts` };
        add(names.base, code);
        add(names.head, code);
        return names;
      });
      const snippets = ts.createProgram([...files.keys()], options, createHost(files));
      return paths.map(({ base, head }) => ({
        base: firstError(snippets, files.get(base)),
        head: firstError(snippets, files.get(head)),
      }));
    },
  };
}

function firstError(program: ts.Program, file: ts.SourceFile | undefined): string | undefined {
  const [error] = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
  return error && ts.flattenDiagnosticMessageText(error.messageText, "\n");
}

function createHost(files: ReadonlyMap<string, ts.SourceFile>): ts.CompilerHost {
  return {
    getSourceFile: (name) => files.get(name) ?? readLibrary(name),
    fileExists: (name) => files.has(name),
    readFile: (name) => files.get(name)?.text,
    getDefaultLibFileName: () => join(libraries, "lib.es5.d.ts"),
    getDefaultLibLocation: () => libraries,
    getCurrentDirectory: () => "/",
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    writeFile() {},
  };
}

/** Reads a library of the compiler once for all programs. */
function readLibrary(name: string): ts.SourceFile | undefined {
  if (!libraryFiles.has(name)) {
    const text = name.startsWith(libraries) ? ts.sys.readFile(name) : undefined;
    libraryFiles.set(name, text === undefined ? undefined : parse(name, text));
  }
  return libraryFiles.get(name);
}

function parse(name: string, text: string): ts.SourceFile {
  return ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true);
}
