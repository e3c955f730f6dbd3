import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { labelledTurns } from "../support/turns.ts";
import { tableOf, trainOn } from "./train.ts";

// `npm run train`: run it whenever a sign or a labelled turn has changed.

const trained = trainOn(labelledTurns());
for (const [head, { f1 }] of Object.entries(trained)) console.log(`${head}: F1 ${f1.toFixed(2)} on voices not seen`);
writeFileSync(join(import.meta.dirname, "../../agent/learn/detect/trained-weights.ts"), tableOf(trained));
