import { each, type Requirement } from "./requirement.ts";

const HTML = /\.(?:html?|[jt]sx|vue|svelte|astro|erb|hbs|twig)$/;

/** What elements of a page have to carry. */
export const MARKUP_REQUIREMENTS: readonly Requirement[] = [
  {
    words: /\b(?:images?|`?<?img>?`?)\b.*\balt\b|\balt (?:text|attributes?)\b|`alt`/i,
    files: HTML,
    find: (added) => each(added, /<(?:img|Image)\b[^>]{0,400}>/g, ([tag]) => /\balt[={ ]|:alt=/.test(tag ?? "")),
  },
  {
    words: /\bbuttons?\b.*\btype\b|\btype attributes?\b.*\bbuttons?\b/i,
    files: HTML,
    find: (added) => each(added, /<button\b[^>]{0,400}>/g, ([tag]) => /\btype=/.test(tag ?? "")),
  },
  {
    words: /\bnoopener\b|\bnoreferrer\b|`target="_blank"`/i,
    files: HTML,
    find: (added) =>
      each(added, /<a\b[^>]{0,400}target=["'{]+_blank[^>]{0,200}>/g, ([tag]) => /\brel=/.test(tag ?? "")),
  },
  {
    words: /\b(?:icon[- ])?buttons?\b.*\baria-label\b/i,
    files: HTML,
    find: (added) => each(added, /<(?:button|IconButton)\b[^>]{0,400}>/g, ([tag]) => /aria-label/.test(tag ?? "")),
  },
];
