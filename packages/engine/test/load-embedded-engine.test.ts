import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { loadEmbeddedEngine } from "../src/embedded-engine.ts";

const built = await readFile(new URL("../dist/model.bin", import.meta.url));

/** A file with these bytes, which goes when the test ends; without bytes, none. */
async function modelFile(bytes?: Uint8Array): Promise<URL> {
  const folder = await mkdtemp(join(tmpdir(), "engine-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, "model.bin");
  if (bytes !== undefined) {
    await writeFile(path, bytes);
  }
  return pathToFileURL(path);
}

test("the model that is built is the one that is loaded", async () => {
  const { fingerprint } = await loadEmbeddedEngine();
  expect((await loadEmbeddedEngine(await modelFile(built))).fingerprint).toBe(fingerprint);
});

test.each<[string, Uint8Array | undefined, string]>([
  ["missing", undefined, "ENOENT"],
  ["cut", built.subarray(0, 1000), "not a complete model file"],
  // The last place is outside the book.
  ["garbled", Uint8Array.from(built).fill(255, -4), "bounds"],
])("a model that is %s is an error that says what to do", async (_, bytes, cause) => {
  await expect(loadEmbeddedEngine(await modelFile(bytes))).rejects.toMatchObject({
    message: expect.stringContaining("Run the script `build` of @completions-api/engine."),
    cause: { message: expect.stringContaining(cause) },
  });
});
