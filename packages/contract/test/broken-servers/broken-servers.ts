import type { Alteration } from "../support/altering-proxy.ts";

/** Alterations that break a server that keeps the contract, by the element of the spec and the way in which it is broken. */
export type BrokenServers = Readonly<Record<string, Readonly<Record<string, Alteration>>>>;
