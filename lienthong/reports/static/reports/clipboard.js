/* Blocks of cells to and from a spreadsheet: tabs between columns, line ends between rows, quotes around both. */
import { fromEnglish, readNumber, styleOf } from "./numbers.js";
import { shown } from "../forms/expressions.js";

const LONGEST = 10_000;

/* Read what a spreadsheet puts on the clipboard into rows of texts; a quoted cell may hold tabs, line ends and "" for ". */
export function readBlock(text) {
  const rows = [[]];
  const cells = /(?:"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*))(\t|\r\n|\r|\n|$)/gy;
  let found;
  while (cells.lastIndex < text.length && (found = cells.exec(text))) {
    const [, quoted, plain, end] = found;
    rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end && end !== "\t") rows.push([]);
    else if (end === "\t" && cells.lastIndex === text.length) rows.at(-1).push("");
  }
  if (!rows.at(-1).length) rows.pop();
  return rows;
}

/* A block as text; numbers without grouping, so that a spreadsheet of either language reads them. */
export function asText(lines) {
  const quoted = (text) => (/[\t\r\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return lines.map((line) => line.map(({ text, number }) => (number ? bare(text) : quoted(text))).join("\t")).join("\n");
}

/* A block as a table; x:num tells a spreadsheet the number itself, whatever its language. */
export function asTable(lines) {
  const safe = (text) => text.replace(/[&<>"]/g, (letter) => `&#${letter.codePointAt(0)};`);
  const cell = ({ text, value }) => (value ? `<td x:num="${value}">${safe(text)}</td>` : `<td>${safe(text)}</td>`);
  const rows = lines.map((line) => `<tr>${line.map(cell).join("")}</tr>`).join("");
  return `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><body><table>${rows}</table></body></html>`;
}

const bare = (text) => text.replaceAll(".", "");

/* Lay a block onto the grid at a place: the pairs of cell and text that fit, and what does not. */
export function laid(sheet, block, [top, left]) {
  const pairs = [];
  let locked = 0;
  block.forEach((line, down) => {
    const cells = sheet.shown[top + down]?.cells ?? [];
    line.forEach((text, along) => {
      const cell = cells[left + along];
      if (cell && sheet.isOpen(cell)) pairs.push([cell, text.trim().slice(0, LONGEST)]);
      else if (cell) locked += 1;
    });
  });
  const width = Math.max(...block.map((line) => line.length));
  const rows = Math.max(0, block.length - (sheet.shown.length - top));
  const columns = Math.max(0, width - (sheet.columns.length - left));
  return { pairs, left: { rows, columns, locked, from: [block.length - rows, width - columns] } };
}

/* Say how numbers in the pairs are written: see styleOf. */
export function styleOfPairs(sheet, pairs) {
  const numbers = pairs.filter(([cell]) => sheet.place(cell).column.number);
  return styleOf(numbers.map(([cell, text]) => [text, sheet.place(cell).column]));
}

/* The pairs with their numbers as the house writes them; what cannot be read stays as it was, to be flagged. */
export function asTyped(sheet, pairs, style) {
  return pairs.map(([cell, text]) => {
    const { column } = sheet.place(cell);
    if (!column.number) return [cell, text];
    const typed = style === "en" ? fromEnglish(text) : text;
    const { value } = readNumber(column, typed);
    return [cell, value ? shown(value) : typed];
  });
}
