import { writeGenerated } from "../../../generated.shared.ts";
import { generatedFolder, generateFiles } from "./generated-files.ts";

writeGenerated(generatedFolder, await generateFiles());
