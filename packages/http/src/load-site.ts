import { type Dirent, promises as fs } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sendResponse } from "./send-response.ts";
import { createFileSender, type SiteResponder } from "./send-site-file.ts";
import { siteHeaders } from "./site-headers.ts";

/** A built static site, all of it in memory: requests never reach the disk. */
export interface Site {
  /**
   * Finds the file for a request. A folder is its `index.html`; a folder without the slash at its end is a redirect.
   *
   * @param path - the path of the request's URL, percent-encoded.
   * @returns undefined if the site has no such file or the method is neither GET nor HEAD.
   */
  find(method: string, path: string): SiteResponder | undefined;
}

const indexFile = "index.html";

/**
 * Loads every file of a built site. Skips hidden files and symbolic links.
 *
 * @throws Error of `node:fs` if the folder cannot be read.
 */
export async function loadSite(folder: URL): Promise<Site> {
  const responders = new Map<string, SiteResponder>();

  async function addFolder(path: string, urlPath: string): Promise<void> {
    const entries = await fs.readdir(path, { withFileTypes: true });
    await Promise.all(entries.filter(isVisible).map((entry) => addEntry(entry, path, urlPath)));
  }

  async function addEntry(entry: Dirent, parent: string, parentUrlPath: string): Promise<void> {
    const path = join(parent, entry.name);
    const urlPath = parentUrlPath + encodeURIComponent(entry.name);
    if (entry.isDirectory()) return addFolder(path, `${urlPath}/`);
    if (!entry.isFile()) return;
    const send = createFileSender(urlPath, await fs.readFile(path));
    responders.set(urlPath, send);
    if (entry.name !== indexFile) return;
    responders.set(parentUrlPath, send);
    if (parentUrlPath !== "/") responders.set(parentUrlPath.slice(0, -1), redirectTo(parentUrlPath));
  }

  await addFolder(fileURLToPath(folder), "/");
  return {
    find: (method, path) => (method === "GET" || method === "HEAD" ? responders.get(path) : undefined),
  };
}

function isVisible({ name }: Dirent): boolean {
  return !name.startsWith(".");
}

/** Redirects to a folder of the site, and keeps the query. */
function redirectTo(path: string): SiteResponder {
  return ({ message, response }) => {
    const query = /\?.*/.exec(message.url ?? "")?.[0] ?? "";
    const headers = { ...siteHeaders, location: path + query };
    return sendResponse(response, { status: 308, headers, body: "" });
  };
}
