import { readdirSync } from "node:fs";
import { defaultClientConditions, defaultServerConditions, defineConfig, type UserConfig } from "vite";

// Packages resolve to each other's source, so the site needs no build of them.
const source = "@completions-api/source";
const browser = new URL("src/browser/", import.meta.url);

const config: UserConfig = defineConfig({
  root: import.meta.dirname,
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  resolve: { conditions: [source, ...defaultClientConditions] },
  ssr: { resolve: { conditions: [source, ...defaultServerConditions], externalConditions: [source] } },
  build: {
    manifest: "manifest.json",
    // The policy of the pages allows no `data:` addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: readdirSync(browser)
        .filter((name) => /\.tsx?$/.test(name))
        .map((name) => new URL(name, browser).pathname),
    },
  },
});

export default config;
