import type { Alteration } from "../support/altering-proxy.ts";

/** By the element of the spec that they break and how they do, what makes such a server of one that keeps the contract. */
export type BrokenServers = Readonly<Record<string, Readonly<Record<string, Alteration>>>>;
