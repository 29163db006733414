import { readFileSync } from "node:fs";

// `tsdown.config.ts` copies both files to the bundle's folder.
/** The style of the page. */
export const pageStyle: string = readFileSync(new URL("./page.css", import.meta.url), "utf8");

/** The script of the page, which filters the cases. Without it, the page shows all of them. */
export const pageScript: string = readFileSync(new URL("./page.js", import.meta.url), "utf8");
