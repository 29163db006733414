// Builds the site into `dist`: scripts and styles by Vite, then each page as HTML and as Markdown.
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { build, createServer, type Manifest } from "vite";

const folder = new URL("../", import.meta.url);
const dist = new URL("dist/", folder);
const configFile = new URL("vite.config.ts", folder).pathname;

await build({ configFile, logLevel: "warn" });
const manifestFile = new URL("manifest.json", dist);
const manifest = JSON.parse(await readFile(manifestFile, "utf8")) as Manifest;
await rm(manifestFile);

const server = await createServer({
  configFile,
  logLevel: "warn",
  appType: "custom",
  server: { middlewareMode: true, ws: false, watch: null },
  optimizeDeps: { noDiscovery: true },
});
try {
  const { renderSite } = (await server.ssrLoadModule("/src/site.tsx")) as typeof import("../src/site.tsx");
  for (const [path, text] of await renderSite(manifest)) {
    const file = new URL(path, dist);
    await mkdir(dirname(file.pathname), { recursive: true });
    await writeFile(file, text);
  }
} finally {
  await server.close();
}
