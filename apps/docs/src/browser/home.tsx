import { hydrate } from "preact";
import { LiveCompletion } from "../home/live-completion.tsx";
import { handOverKey, takeKeyFromAddress } from "../key-from-address.ts";

const root = document.getElementById("live-completion");
if (root === null) throw new Error("The page has no element for the completion.");

const prefersLess = matchMedia("(prefers-reduced-motion: reduce), (prefers-reduced-data: reduce)").matches;
// Only Chromium has it, and TypeScript does not know it.
const { connection } = navigator as Navigator & { readonly connection?: { readonly saveData?: boolean } };

const key = takeKeyFromAddress();
if (key !== undefined) handOverKey(key);

hydrate(<LiveCompletion autoStart={!prefersLess && !connection?.saveData} apiKey={key} />, root);
