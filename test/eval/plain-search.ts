import Database from "better-sqlite3";

/** What is searched, by the names it is told apart by. */
export interface Text {
  readonly id: string;
  readonly text: string;
}

/** What a recall has to beat: every word of the question with OR in FTS5 with its own stemmer, ranked by its own bm25. */
export const plainSearch = (texts: readonly Text[]): ((question: string, limit: number) => string[]) => {
  const db = new Database(":memory:");
  db.exec("create virtual table t using fts5 (id unindexed, text, tokenize = 'porter unicode61')");
  const insert = db.prepare("insert into t (id, text) values (?, ?)");
  for (const { id, text } of texts) insert.run(id, text);
  const match = db.prepare<[string, number], { id: string }>(
    "select id from t where t match ? order by bm25(t) limit ?",
  );
  return (question, limit) => {
    const words = question.match(/[\p{L}\p{N}]+/gu) ?? [];
    if (words.length === 0) return [];
    return match.all(words.map((word) => `"${word}"`).join(" OR "), limit).map(({ id }) => id);
  };
};
