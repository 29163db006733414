import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const names = ["chromium", "chromium-browser", "google-chrome"];
const folders = process.env.PATH?.split(delimiter) ?? [];
const paths = names.flatMap((name) => folders.map((folder) => join(folder, name)));

/** The path of Chromium or a browser based on it; only the name if none is installed. */
export const chromiumBinary: string = paths.find(existsSync) ?? "chromium";
