import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { createEmbeddedEngine } from "../src/create-embedded-engine.ts";
import { loadModel, loadModelFile } from "../src/load-model.ts";
import { complete } from "./support/complete.ts";
import { builtFile, mobyDick } from "./support/models.ts";

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

/** Starts a server that responds to every request with a status and these bytes. */
async function serve(status: number, bytes: Uint8Array): Promise<URL> {
  const server = createServer((_, response) => void response.writeHead(status).end(bytes));
  onTestFinished(() => void server.close());
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo; // It listens on a port, not on a pipe.
  return new URL(`http://127.0.0.1:${port}/model.bin`);
}

test("loads the model that the build wrote once", async () => {
  const model = await loadModel();
  expect(model.fingerprint).toBe(mobyDick.fingerprint);
  expect(await loadModel()).toBe(model);
});

test("loads the model from a file and from a server", async () => {
  for (const url of [await modelFile(builtFile), await serve(200, builtFile)]) {
    expect((await loadModelFile(url)).fingerprint).toBe(mobyDick.fingerprint);
  }
});

test.each([
  ["missing", () => modelFile(), "ENOENT"],
  ["cut", () => modelFile(builtFile.subarray(0, 1000)), "not a complete model file"],
  ["missing on its server", () => serve(404, new Uint8Array()), "the status 404"],
])("reports a model that is %s with a hint on what to do", async (_, place, cause) => {
  await expect(loadModelFile(await place())).rejects.toMatchObject({
    message: expect.stringMatching(
      /^Cannot load .*`dist\/model\.bin` .*script `build`\. .*option `model`\.$/,
    ),
    cause: { message: expect.stringContaining(cause) },
  });
});

test("an engine takes the bytes of the model", async () => {
  const options = { seed: 1 };
  const expected = await complete(await createEmbeddedEngine(), "Call me", options);
  const unaligned = new Uint8Array(builtFile.length + 1).subarray(1);
  unaligned.set(builtFile);
  for (const model of [builtFile, Uint8Array.from(builtFile).buffer, unaligned]) {
    const engine = await createEmbeddedEngine({ model });
    expect(engine.fingerprint).toBe(mobyDick.fingerprint);
    expect(await complete(engine, "Call me", options)).toEqual(expected);
  }
  await expect(createEmbeddedEngine({ model: builtFile.subarray(1) })).rejects.toThrow(TypeError);
});
