import { writeGenerated } from "../../../scripts/generated-files.ts";
import { generatedFolder, generateFiles } from "./generated-files.ts";

writeGenerated(generatedFolder, await generateFiles());
