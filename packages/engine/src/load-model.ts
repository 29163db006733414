import { type Model, readModelFile } from "./model-file.ts";

let builtModel: Promise<Model> | undefined;

/**
 * Loads a model.
 *
 * @param bytes a model file. By default the one that is built with this package, which all callers share.
 * @throws Error if that file is missing or damaged, or cannot be read here. TypeError if `bytes` are not a model file.
 */
export async function loadModel(bytes?: Uint8Array | ArrayBuffer): Promise<Model> {
  if (bytes !== undefined) return readModelFile(ArrayBuffer.isView(bytes) ? bytes : new Uint8Array(bytes));
  builtModel ??= loadModelFile().catch((error: unknown) => {
    builtModel = undefined;
    throw error;
  });
  return builtModel;
}

/**
 * Loads a model file.
 *
 * @param file by default the one that is built with this package.
 * @throws Error if the file is missing or damaged, or cannot be read here.
 */
export async function loadModelFile(file?: URL): Promise<Model> {
  try {
    // The path is the same from `src` and from `dist`. Bundlers find the file by this expression, and copy it. It throws where a
    // module has no URL.
    return readModelFile(await readBytes(file ?? new URL("../dist/model.bin", import.meta.url)));
  } catch (cause) {
    const message =
      "Cannot load the language model, `dist/model.bin` of @completions-api/engine. In a clone of the repository, run the " +
      "package's script `build`. Where code can read neither files nor URLs, pass the bytes of " +
      "`@completions-api/engine/model.bin` as the option `model`.";
    throw new Error(message, { cause });
  }
}

/** The parts of Node's global variable `process` that are used. Browsers do not have it, and Node has not always had this function. */
interface NodeGlobals {
  readonly process?: {
    getBuiltinModule?(name: "node:fs/promises"): { readFile(file: URL): Promise<Uint8Array> };
  };
}

/**
 * Reads a file in Node and in runtimes like it, and elsewhere by `fetch`. An import of `node:fs`, even a conditional one,
 * would fail in bundlers for browsers.
 */
async function readBytes(file: URL): Promise<Uint8Array> {
  // The cast adds an optional property, which the types of browsers do not have.
  const { process } = globalThis as NodeGlobals;
  const fileSystem = file.protocol === "file:" ? process?.getBuiltinModule?.("node:fs/promises") : undefined;
  if (fileSystem !== undefined) return fileSystem.readFile(file);
  const response = await fetch(file);
  if (!response.ok) throw new Error(`The server responded with the status ${response.status}.`);
  return new Uint8Array(await response.arrayBuffer());
}
