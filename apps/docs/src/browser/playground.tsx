import "../styles/playground.css";
import { hydrate } from "preact";
import { takeKeyFromAddress } from "../key-from-address.ts";
import type { FaceForm } from "../playground/form-model.ts";
import { Playground } from "../playground/playground.tsx";

const root = document.getElementById("playground");
if (root) {
  // The page of the same build wrote the attribute.
  const forms = JSON.parse(root.dataset.forms ?? "[]") as readonly FaceForm[];
  hydrate(<Playground forms={forms} givenKey={takeKeyFromAddress()} />, root);
}
