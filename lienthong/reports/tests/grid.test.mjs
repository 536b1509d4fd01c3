/* The modules of the grid that need no browser; run by test_scripts.py from a folder laid out as the files are served. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { findOldText } from "./forms/old-text.js";
import { asTable, asText, asTyped, laid, readBlock } from "./reports/clipboard.js";
import { fromEnglish, readNumber, scaled, styleOf, unscaled } from "./reports/numbers.js";

const cases = JSON.parse(readFileSync("numbers.json", "utf8"));
const whole = { decimals: 0, minimum: "0" };
const decimal = { decimals: 2, minimum: null };

test("every number is read as on the server", () => {
  for (const { decimals, minimum, text, ...expected } of cases) {
    assert.deepEqual(readNumber({ decimals, minimum }, text), expected, JSON.stringify({ decimals, minimum, text }));
  }
});

test("sums are exact beyond what a float holds", () => {
  assert.equal(unscaled(scaled("9007199254740993", 0) + 1n, 0), "9007199254740994");
  assert.equal(unscaled(scaled("0.1", 2) + scaled("0.2", 2), 2), "0.3");
  assert.equal(unscaled(-5n, 2), "-0.05");
});

test("a block tells how it writes its numbers, or is asked about", () => {
  for (const [texts, field, expected] of [
    [["12", "7"], whole, { style: "vi" }],
    [["1,234"], whole, { ask: "1,234" }],
    [["1.234"], whole, { style: "vi" }],
    [["1.234"], decimal, { ask: "1.234" }],
    [["1,234", "1,234,567"], whole, { style: "en" }],
    [["1,234", "12.5"], decimal, { style: "en" }],
    [["1,234", "12,5"], decimal, { style: "vi" }],
    [["1.234", "1.234.567"], decimal, { style: "vi" }],
    [["1,234", "12,5", "12.5"], decimal, { ask: "1,234" }],
    [["x", ""], whole, { style: "vi" }],
  ]) {
    assert.deepEqual(styleOf(texts.map((text) => [text, field])), expected, texts.join(" "));
  }
});

test("English numbers become the house's, and other texts stay", () => {
  for (const [text, expected] of [
    ["1,234.5", "1234,5"],
    ["1,234,567", "1234567"],
    ["1.234", "1,234"],
    ["-12.5", "-12,5"],
    ["12", "12"],
    ["a.b,c", "a.b,c"],
    ["=1+2", "=1+2"],
  ]) {
    assert.equal(fromEnglish(text), expected);
  }
});

test("a block of a spreadsheet is read with its quotes, tabs and line ends", () => {
  assert.deepEqual(readBlock("1\t2\r\n3\t4\r\n"), [["1", "2"], ["3", "4"]]);
  assert.deepEqual(readBlock('"a\nb"\t"say ""so"""\n'), [["a\nb", 'say "so"']]);
  assert.deepEqual(readBlock("1\t\t\n\t2\t"), [["1", "", ""], ["", "2", ""]]);
  assert.deepEqual(readBlock('6" pipe\t2'), [['6" pipe', "2"]]);
  assert.deepEqual(readBlock("7"), [["7"]]);
  assert.deepEqual(readBlock("1\n\n2"), [["1"], [""], ["2"]]);
  assert.deepEqual(readBlock(""), []);
});

test("a copied block reads back, and carries numbers by their value", () => {
  const lines = [[{ text: "1.234", number: true, value: "1234" }, { text: 'a\t"b"', number: false, value: null }]];
  assert.equal(asText(lines), '1234\t"a\t""b"""');
  assert.deepEqual(readBlock(asText(lines)), [["1234", 'a\t"b"']]);
  assert.ok(asTable(lines).includes('<td x:num="1234">1.234</td><td>a\t&#34;b&#34;</td>'));
});

/* As much of a Sheet as laying a block onto it takes. */
function sheetOf(rows, columns) {
  const heads = Array.from({ length: columns }, (_, at) => ({ at, number: true, ...whole }));
  const shown = Array.from({ length: rows }, (_, at) => ({ at, cells: heads.map((column) => ({ row: at, column })) }));
  const isOpen = (cell) => cell.row !== 1;
  return { shown, columns: heads, isOpen, place: (cell) => ({ column: cell.column }) };
}

test("what does not fit is counted, and where it begins is known", () => {
  const block = Array.from({ length: 500 }, () => Array(40).fill("1"));
  const { pairs, left } = laid(sheetOf(27, 9), block, [0, 0]);
  assert.equal(pairs.length, 26 * 9);
  assert.deepEqual(left, { rows: 473, columns: 31, locked: 9, from: [27, 9] });
  assert.deepEqual(laid(sheetOf(27, 9), [["1"]], [26, 8]).left, { rows: 0, columns: 0, locked: 0, from: [1, 1] });
});

test("numbers are laid down as the house writes them, and what cannot be read as it was", () => {
  const sheet = sheetOf(1, 3);
  const { pairs } = laid(sheet, [["1,234", "abc", "12.5"]], [0, 0]);
  assert.deepEqual(asTyped(sheet, pairs, "en").map(([, text]) => text), ["1.234", "abc", "12,5"]);
  assert.deepEqual(asTyped(sheet, pairs, "vi").map(([, text]) => text), ["1,234", "abc", "12.5"]);
});

test("texts of old fonts are recognised as on the server", () => {
  const tables = JSON.parse(readFileSync("ui/old-encodings.json", "utf8"));
  for (const [text, encoding, unicode] of JSON.parse(readFileSync("old_text.json", "utf8"))) {
    assert.deepEqual(findOldText(tables, text), encoding && { encoding, unicode }, text);
  }
});
