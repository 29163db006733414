import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { rolldown } from "rolldown";

/** Bundles a module with all its dependencies for browsers, minified and gzipped, and returns the size in kilobytes. */
export async function measureBundle(module: URL): Promise<number> {
  await using build = await rolldown({ input: fileURLToPath(module), platform: "browser" });
  const { output } = await build.generate({ format: "esm", minify: true });
  return gzipSync(output[0].code).length / 1000;
}
