const BEGIN = "<!-- cairn:begin";
const END = "<!-- cairn:end -->";

/**
 * A CLAUDE.md without the sections that Cairn marked as its own (`<!-- cairn:begin … -->` to `<!-- cairn:end -->`) and the line breaks
 * that came with them. Everything else stays to the byte; a section that is not closed stays too. `text` in latin1, so that every
 * byte is one letter.
 */
export const withoutOwnSections = (text: string): string => {
  let result = "";
  let from = 0;
  for (;;) {
    const begin = text.indexOf(BEGIN, from);
    if (begin === -1) return result + text.slice(from);
    const end = text.indexOf(END, begin);
    if (end === -1) return result + text.slice(from);
    const next = text.indexOf(BEGIN, begin + BEGIN.length);
    // One that was never closed before another begins: only the second is whole.
    const start = next !== -1 && next < end ? text.lastIndexOf(BEGIN, end) : begin;
    result += text.slice(from, start);
    from = end + END.length;
    if (text.startsWith("\r\n", from)) from += 2;
    else if (text.startsWith("\n", from)) from += 1;
  }
};
