// What a spreadsheet puts on the clipboard as text: tabs between cells, line breaks between rows.
// A cell that holds a tab or a line break stands in quotes, and its own quotes are doubled.

const CELL = /"((?:[^"]|"")*)"(?=[\t\n]|$)|[^\t\n]*/y;

// A word in quotes is no more than that.
const plain = (whole, inner) =>
  inner !== undefined && /[\t\n"]/.test(inner) ? inner.replaceAll('""', '"') : whole;

// Rows of cells. The last line break ends the last row.
export function parse(text) {
  const said = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  const rows = [[]];
  for (let at = 0; ; at += 1) {
    CELL.lastIndex = at;
    const [whole, inner] = CELL.exec(said);
    rows.at(-1).push(plain(whole, inner));
    at += whole.length;
    if (at >= said.length) return rows;
    if (said[at] === "\n") rows.push([]);
  }
}
