import { createServer } from "node:http";
import { gzipSync } from "node:zlib";
import { type RunningServer, startServer } from "@completions-api/testing";
import { build, type Rolldown } from "vite";
import config from "../../vite.config.ts";

/** A page with the panels alone. */
export interface PanelPage extends RunningServer {
  /** The bytes of its scripts after compression, Preact included. */
  readonly scriptBytes: number;
}

/** Builds and serves the page, with the policy of the site. */
export async function startPanelPage(): Promise<PanelPage> {
  const built = await build({
    ...config,
    configFile: false,
    logLevel: "warn",
    build: {
      write: false,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: new URL("panels.tsx", import.meta.url).pathname },
    },
  });
  // One build, which does not watch, has one output.
  const { output } = built as Rolldown.RolldownOutput;
  const files = new Map(
    output.map((file) => [`/${file.fileName}`, file.type === "chunk" ? file.code : file.source]),
  );
  const names = [...files.keys()];
  const entry = output.find((file) => file.type === "chunk" && file.isEntry)?.fileName;
  const style = names.find((name) => name.endsWith(".css"));
  const html = `<!doctype html><html lang="en"><head><title>Panels</title><link rel="stylesheet" href="${style}"><script type="module" src="/${entry}"></script></head><body><main><h1 class="visually-hidden">Panels</h1></main></body></html>`;
  const server = createServer(({ url = "" }, response) => {
    const file = files.get(url);
    response.setHeader("content-security-policy", "default-src 'self'");
    response.setHeader(
      "content-type",
      url.endsWith(".js")
        ? "text/javascript"
        : url.endsWith(".css")
          ? "text/css"
          : "text/html; charset=utf-8",
    );
    response.end(file ?? html);
  });
  const running = await startServer(server);
  const scriptBytes = names
    .filter((name) => name.endsWith(".js"))
    .reduce((sum, name) => sum + gzipSync(files.get(name) ?? "").length, 0);
  return Object.assign(running, { scriptBytes });
}
