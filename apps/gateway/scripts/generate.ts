import { mkdirSync, writeFileSync } from "node:fs";
import { generateFiles } from "./generated-files.ts";

const folder = new URL("../src/generated/", import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [name, code] of Object.entries(await generateFiles())) writeFileSync(new URL(name, folder), code);
