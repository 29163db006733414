/** All of the client but what has an import of its own. */
export * from "@completions-api/client";
