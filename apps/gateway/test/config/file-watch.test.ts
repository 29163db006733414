import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { FileWatch } from "../../src/config/file-watch.ts";
import { readConfig } from "../../src/config/read-config.ts";

let folder: string;
let file: string;
/** The models of the configurations that were read so far. */
let models: string[];
let watch: FileWatch;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "watch-"));
  file = join(folder, "gateway.yaml");
  models = [];
  watch = new FileWatch(file);
});
afterEach(() => rm(folder, { recursive: true }));

const configOf = (model: string, more: object = {}) =>
  JSON.stringify({ deployments: { d: { engine: "openai", urls: ["http://localhost/v1"], model } }, ...more });

async function read(): Promise<void> {
  await watch.note();
  const { deployments, filter } = await readConfig({ file }, {});
  const { d } = deployments;
  models.push([d && "model" in d ? d.model : "", ...(filter?.terms ?? [])].join(" "));
}

/** Waits until the last configuration that was read has this model, followed by the terms of its filter. */
async function expectLast(model: string): Promise<void> {
  await expect.poll(() => models.at(-1), { timeout: 10_000 }).toBe(model);
}

test("notices a file that is written, replaced, linked and relinked, and the files that it names", async () => {
  await writeFile(file, configOf("written"));
  await read();
  void watch.run(read);
  // After many writes in a row, the last one counts.
  for (let count = 0; count < 50; count += 1) await writeFile(file, configOf(`written-${count}`));
  await expectLast("written-49");
  expect(models.length).toBeLessThan(10);

  await writeFile(join(folder, "new"), configOf("replaced"));
  await rename(join(folder, "new"), file);
  await expectLast("replaced");

  // Kubernetes mounts a ConfigMap as links over a link, and swaps that one.
  for (const version of ["1", "2"]) {
    await mkdir(join(folder, version));
    await writeFile(join(folder, version, "gateway.yaml"), configOf(`version-${version}`));
    await symlink(version, join(folder, "..data-new"));
    await rename(join(folder, "..data-new"), join(folder, "..data"));
    if (version === "1") {
      await symlink("..data/gateway.yaml", join(folder, "link"));
      await rename(join(folder, "link"), file);
    }
    await expectLast(`version-${version}`);
  }

  await writeFile(join(folder, "terms.txt"), "Ahab");
  await writeFile(join(folder, "2", "gateway.yaml"), configOf("filtered", { filter: { file: "terms.txt" } }));
  await expectLast("filtered Ahab");
  await writeFile(join(folder, "terms.txt"), "Ahab\nQueequeg");
  await expectLast("filtered Ahab Queequeg");
});

test("misses no change between a look and the start of the watch", async () => {
  await writeFile(file, configOf("first"));
  await read();
  await writeFile(file, configOf("second"));
  void watch.run(read);
  await expectLast("second");
});

test("reads no file that has changed since the look before, and each change once", async () => {
  await writeFile(file, configOf("first"));
  await read();
  const look = async () => {
    const before = models.length;
    await watch.look(read);
    return models.slice(before);
  };
  for (const model of ["longer", "longer-still", "longest-of-all"]) {
    await writeFile(file, configOf(model));
    expect(await look()).toEqual([]);
  }
  expect(await look()).toEqual(["longest-of-all"]);
  expect(await look()).toEqual([]);
});
