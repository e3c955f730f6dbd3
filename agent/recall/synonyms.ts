import { termsOf } from "../../sync/core/terms.ts";

/**
 * Words that people use for one another: those of software, then those of any day. Each group is one meaning; a word may be in several.
 * Few and common ones: each costs a look into the index, and says less than the very word.
 */
const MEANINGS = `
  config configuration settings|repo repository|env environment|db database|dir directory folder|auth authentication login
  dependency package library lib|docs documentation|delete remove drop|error exception failure|crash failure|k8s kubernetes
  ts typescript|js javascript|py python|postgres postgresql|param parameter argument|async asynchronous|function func method
  perf performance slow|msg message|btn button|impl implementation|production prod|development dev|secret credential password token
  deploy rollout release|test spec|upgrade bump|execute run|https tls ssl certificate|gpu cuda|basket cart|log logging
  customer client|invoice bill|shell terminal|mail email|scope namespace
  kid child|mom mother mum|dad father|movie film|holiday vacation trip travel|job career work|pic photo picture image
  house home flat apartment|ill sick|buy purchase|prize award|contest competition race|pet dog cat|newspaper paper article
  concert show performance|shop store|sea ocean coast beach|hobby pastime|start begin launch|town city|wedding marriage marry
  bike bicycle cycling|doctor physician hospital|school college university|car drive|food meal dinner|music song band
  book novel read|art painting paint draw|exercise workout gym|afraid scared fear|happy glad|angry upset`;

const GROUPS: ReadonlyMap<string, readonly string[]> = (() => {
  const groups = new Map<string, string[]>();
  for (const meaning of MEANINGS.split(/[|\n]/)) {
    const terms = [...new Set(termsOf(meaning))];
    for (const term of terms)
      groups.set(term, [...(groups.get(term) ?? []), ...terms.filter((other) => other !== term)]);
  }
  return groups;
})();

/** Terms that mean about the same. */
export const synonymsOf = (term: string): readonly string[] => GROUPS.get(term) ?? [];
