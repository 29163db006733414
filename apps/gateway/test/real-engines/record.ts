import { writeFileSync } from "node:fs";
import { exchangesFile } from "../upstreams/exchanges.ts";
import { recordLlamaCpp } from "./record-llama-cpp.ts";

writeFileSync(exchangesFile("llama.cpp"), await recordLlamaCpp());
