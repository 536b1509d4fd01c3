/* The sheet of a commune as a spreadsheet. Without this script it is a plain form, which posts as it stands. */
import { findOldText, offerUnicode } from "../forms/old-text.js";
import { asTable, asText, asTyped, laid, readBlock, styleOfPairs } from "./clipboard.js";
import { Asking } from "./asking.js";
import { listenToFilter } from "./filter.js";
import { listenToKeys } from "./keys.js";
import { Marks } from "./marks.js";
import { readNumber } from "./numbers.js";
import { Panel } from "./panel.js";
import { Saving } from "./saving.js";
import { Selection } from "./selection.js";
import { Sheet } from "./sheet.js";
import { keepTotals } from "./totals.js";
import { words } from "./words.js";

const find = (name) => document.querySelector(`[data-${name}]`);

const form = document.querySelector("form[data-grid]");
const sheet = new Sheet(form);
const selection = new Selection(sheet);
const marks = new Marks(sheet);
const asking = new Asking(find("ask"));
const saving = new Saving(sheet, marks, asking, find("said"));
const panel = new Panel(sheet, marks, find("panel"));
const oldText = find("old-text");
const background = fetch(form.dataset.grid, { headers: { Accept: "application/json" } }).then((answer) => answer.json());

const tell = (name, places) => {
  find("told").textContent = words(name, places);
};

/* ── acts ──────────────────────────────────────────────────────────────────────────────────────────────────────── */

function replay(step, name) {
  const act = step.call(sheet);
  if (!act) return tell("no-undo");
  act[0].cell.focus();
  return tell(name, { n: act.length });
}

function fillDown() {
  selection.settle();
  const { top, left, bottom, right } = selection.block;
  const first = bottom > top ? top : top - 1;
  const pairs = [];
  for (let row = first + 1; row <= bottom; row += 1) {
    for (let column = left; first >= 0 && column <= right; column += 1) {
      pairs.push([sheet.cell(row, column), sheet.text(sheet.cell(first, column))]);
    }
  }
  tell("filled", { n: sheet.put(pairs) });
}

const clear = () => tell("cleared", { n: sheet.put(selection.lines.flat().map((cell) => [cell, ""])) });

/* From last week: into the chosen block, else into every blank cell of the villages that have not sent. */
async function copyLastWeek() {
  const { rows } = await background;
  const before = (cell) => {
    const { row, column } = sheet.place(cell);
    return rows[row.uid]?.before[column.code];
  };
  const isMissing = (row) => ["missing", "draft", "returned"].includes(row.tr.dataset.rowState);
  const blank = sheet.shown.filter(isMissing).flatMap((row) => row.cells.filter((cell) => sheet.text(cell) === ""));
  const cells = selection.isBlock ? selection.lines.flat() : blank;
  const number = sheet.put(cells.map((cell) => [cell, before(cell)]).filter(([, text]) => text), { carried: true });
  tell(number ? "from-last-week" : "no-last-week", { n: number });
}

function leave(isBack) {
  const to = isBack ? document.getElementById("filter-name") : document.querySelector(".action-bar button");
  to.focus();
}

/* ── the clipboard ─────────────────────────────────────────────────────────────────────────────────────────────── */

function copy(event) {
  if (selection.editing || !sheet.place(event.target)) return;
  const lines = selection.lines.map((line) =>
    line.map((cell) => {
      const { column } = sheet.place(cell);
      const text = sheet.text(cell);
      return { text, number: column.number, value: column.number ? readNumber(column, text).value : null };
    }),
  );
  event.clipboardData.setData("text/plain", asText(lines));
  event.clipboardData.setData("text/html", asTable(lines));
  event.preventDefault();
  tell("copied", { n: lines.flat().length });
}

function paste(event) {
  if (selection.editing || !sheet.place(event.target)) return;
  const block = readBlock(event.clipboardData.getData("text/plain"));
  event.preventDefault();
  if (block.length) putBlock(block);
}

async function putBlock(block) {
  const { top, left } = selection.block;
  const isOne = block.length === 1 && block[0].length === 1;
  const spread = isOne && selection.isBlock ? selection.lines.map((line) => line.map(() => block[0][0])) : block;
  const { pairs, left: rest } = laid(sheet, spread, [top, left]);
  const style = await settledStyle(pairs);
  if (!style) return;
  const number = sheet.put(await inUnicode(asTyped(sheet, pairs, style)));
  const what = leftOut(rest, spread);
  tell(what.length ? "clipped" : "pasted", { n: number, what: what.join("; ") });
  find("said").textContent = find("told").textContent;
}

/* How the block writes its numbers; asked where it could be read in two ways. Nothing: do not paste. */
async function settledStyle(pairs) {
  const { style, ask } = styleOfPairs(sheet, pairs);
  if (!ask) return style;
  const [whole, part] = ask.split(/[.,]/);
  const [thousands, decimals] = ask.includes(",") ? ["en", "vi"] : ["vi", "en"];
  return asking.ask(words("ask", { text: ask }), [
    [thousands, words("ask-thousands", { text: ask, plain: whole + part })],
    [decimals, words("ask-decimals", { text: ask, whole, part })],
    [null, words("ask-none")],
  ]);
}

/* Texts of an old font, turned into Unicode if the person says so: asked once for the block. */
async function inUnicode(pairs) {
  const texts = pairs.filter(([cell, text]) => text && !sheet.place(cell).column.number);
  if (!texts.length) return pairs;
  const tables = await fetch(oldText.dataset.oldText).then((answer) => answer.json());
  const turned = new Map(texts.map(([cell, text]) => [cell, findOldText(tables, text)?.unicode]));
  const [first, text] = texts.find(([cell]) => turned.get(cell)) ?? [];
  if (!first) return pairs;
  const answer = await asking.ask(words("old-text", { text, turned: turned.get(first) }), [
    [true, words("turn")],
    [false, words("keep")],
  ]);
  return answer ? pairs.map(([cell, typed]) => [cell, turned.get(cell) ?? typed]) : pairs;
}

function leftOut({ rows, columns, locked, from: [row, column] }, block) {
  return [
    rows && words("left-rows", { n: rows, from: row + 1, first: block[row]?.[0] ?? "" }),
    columns && words("left-columns", { n: columns, from: column + 1 }),
    locked && words("left-locked", { n: locked }),
  ].filter(Boolean);
}

/* ── begin ─────────────────────────────────────────────────────────────────────────────────────────────────────── */

const keys = find("keys");
const acts = {
  undo: () => replay(sheet.undo, "undone"),
  redo: () => replay(sheet.redo, "redone"),
  save: () => {
    selection.settle();
    saving.save("save");
  },
  showKeys: () => keys.showModal(),
  writeNote: () => panel.writeNote(),
  fillDown,
  clear,
  leave,
};
const buttons = { "last-week": copyLastWeek, undo: acts.undo, keys: acts.showKeys, "close-keys": () => keys.close() };

listenToKeys(sheet, selection, acts);
listenToFilter(sheet, document.getElementById("filter-name"), document.getElementById("filter-state"));
sheet.table.addEventListener("input", (event) => {
  const { row, column } = sheet.place(event.target);
  row.carried.delete(column.code);
  sheet.changed([event.target]);
});
sheet.table.addEventListener("copy", copy);
sheet.table.addEventListener("paste", paste);
document.addEventListener("click", (event) => buttons[event.target.closest("[data-do]")?.dataset.do]?.());
document.addEventListener("keydown", (event) => {
  const isTyping = event.target.matches("input, textarea, select");
  if (event.key === "?" && !isTyping) keys.showModal();
});
keepTotals(sheet);
offerUnicode(find("panel"), oldText);
for (const part of document.querySelectorAll("[data-tools], [data-panel], [data-with-script]")) part.hidden = false;
find("entry").classList.add("with-panel");
background.then((data) => {
  marks.begin(data);
  form.dataset.ready = "";
});
