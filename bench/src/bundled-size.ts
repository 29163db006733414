import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { rolldown } from "rolldown";

/** The size of a module with all that it needs, bundled for browsers, minified and gzipped, in bytes. */
export async function bundledSize(module: URL): Promise<number> {
  await using build = await rolldown({ input: fileURLToPath(module), platform: "browser" });
  const { output } = await build.generate({ format: "esm", minify: true });
  return gzipSync(output[0].code).length;
}
