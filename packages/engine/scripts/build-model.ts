import { mkdir, writeFile } from "node:fs/promises";
import { buildModel } from "../src/build-model.ts";
import { mobyDickChapters } from "./moby-dick.ts";

const dist = new URL("../dist/", import.meta.url);

await mkdir(dist, { recursive: true });
await writeFile(new URL("model.bin", dist), buildModel(mobyDickChapters()));
