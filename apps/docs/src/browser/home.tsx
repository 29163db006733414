import { hydrate } from "preact";
import { LiveCompletion } from "../home/live-completion.tsx";

const root = document.getElementById("live-completion");
if (root === null) throw new Error("The page has no element for the completion.");

const prefersLess = matchMedia("(prefers-reduced-motion: reduce), (prefers-reduced-data: reduce)").matches;
// Only Chromium has it, and TypeScript does not know it.
const { connection } = navigator as Navigator & { readonly connection?: { readonly saveData?: boolean } };

hydrate(<LiveCompletion autoStart={!prefersLess && !connection?.saveData} />, root);
