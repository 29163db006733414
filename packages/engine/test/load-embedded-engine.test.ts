import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { loadEmbeddedEngine } from "../src/embedded-engine.ts";

const built = await readFile(new URL("../dist/model.bin", import.meta.url));

/** Writes a file with these bytes, which is removed when the test ends. Without bytes the file does not exist. */
async function modelFile(bytes?: Uint8Array): Promise<URL> {
  const folder = await mkdtemp(join(tmpdir(), "engine-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, "model.bin");
  if (bytes !== undefined) {
    await writeFile(path, bytes);
  }
  return pathToFileURL(path);
}

test("loads the model that the build wrote", async () => {
  const { fingerprint } = await loadEmbeddedEngine();
  expect((await loadEmbeddedEngine(await modelFile(built))).fingerprint).toBe(fingerprint);
});

test.each<[string, Uint8Array | undefined, string]>([
  ["missing", undefined, "ENOENT"],
  ["cut", built.subarray(0, 1000), "not a complete model file"],
  // The last offset is outside the book.
  ["garbled", Uint8Array.from(built).fill(255, -4), "bounds"],
])("reports a model that is %s with a hint on what to do", async (_, bytes, cause) => {
  await expect(loadEmbeddedEngine(await modelFile(bytes))).rejects.toMatchObject({
    message: expect.stringContaining("Run the script `build` of @completions-api/engine."),
    cause: { message: expect.stringContaining(cause) },
  });
});
