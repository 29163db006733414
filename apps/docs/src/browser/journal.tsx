import { hydrate } from "preact";
import { Journal } from "../journal/journal.tsx";

const parent = document.getElementById("journal");
if (parent) hydrate(<Journal />, parent);
