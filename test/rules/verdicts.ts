import type { Relevance } from "../../web/deps.ts";
import { type Scenario, says } from "./scenario.ts";

/** What Cairn saw of each rule in a session: `untouched` where it saw nothing. */
export const verdictsOf = (relevance: Relevance, rules: Scenario["rules"]): Record<string, string> =>
  Object.fromEntries(
    rules.map((rule) => {
      const offer = relevance.offers.find(({ memory }) => says(memory.text, rule));
      return [rule.id, offer?.outcomes[0]?.verdict ?? "untouched"];
    }),
  );
