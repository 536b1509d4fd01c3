/* What is wrong or unusual about cells, as the server would say it, and how each cell shows its state: twice, by a fill and
 * by a mark, and in words for who does not see them.
 */
import { check, reader, shown, workedOut } from "../forms/expressions.js";
import { readNumber, scaled } from "./numbers.js";
import { filled, words } from "./words.js";

export class Marks {
  constructor(sheet) {
    this.sheet = sheet;
    this.data = null;
    this.fromServer = new Map();
    for (const span of sheet.table.querySelectorAll("td > span.vh")) {
      this.fromServer.set(span.previousElementSibling, [span.textContent]);
    }
    sheet.addEventListener("cells", ({ detail }) => {
      for (const cell of detail) this.fromServer.delete(cell);
      for (const row of new Set(detail.map((cell) => sheet.place(cell).row))) this.judge(row);
      this.count();
    });
  }

  /* Begin to judge by the form and the weeks before: see views/grid.py. */
  begin(data) {
    this.data = data;
    for (const column of this.sheet.columns) column.minimum = data.fields[column.code].minimum;
    for (const row of this.sheet.rows) {
      row.notes = data.rows[row.uid]?.notes ?? {};
      this.judge(row);
    }
    this.count();
  }

  /* What the server said about cells: pairs of cell and sentences. They stand until the cell is changed. */
  say(pairs) {
    for (const [cell, sentences] of pairs) this.fromServer.set(cell, sentences);
    for (const row of new Set(pairs.map(([cell]) => this.sheet.place(cell).row))) this.judge(row);
    this.count();
  }

  /* Sentences on a cell: {err: […], warn: […]}. */
  of(cell) {
    const { row, column } = this.sheet.place(cell);
    return row.found?.get(column.code) ?? { err: [], warn: [] };
  }

  judge(row) {
    row.found = new Map();
    const at = (code) => {
      if (!row.found.has(code)) row.found.set(code, { err: [], warn: [] });
      return row.found.get(code);
    };
    for (const { at: place, code } of this.sheet.columns) {
      const said = this.fromServer.get(row.cells[place]);
      if (said) at(code).err.push(...said);
    }
    if (this.data && row.seen) this.#judgeByForm(row, at);
    for (const column of this.sheet.columns) this.#paint(row, column);
  }

  #judgeByForm(row, at) {
    const { form, rows } = this.data;
    const { values, earlier } = rows[row.uid];
    const current = { ...values };
    for (const column of this.sheet.columns) {
      if (this.sheet.isOpen(row.cells[column.at])) current[column.code] = this.#read(row, column, at);
    }
    const read = reader(current, earlier);
    const worked = workedOut(form, read);
    this.#showCalculated(row, worked.cells);
    this.#warnOfSkipped(row, worked.skipped, at);
    const began = this.sheet.columns.some(({ code }) => current[code] !== null && current[code] !== undefined);
    for (const rule of began ? check(form, read, worked) : []) {
      if (rule.outcome === "failed") this.#add(at(this.#columnOf(rule)), rule.severity === "error" ? "err" : "warn", rule.message);
    }
  }

  /* The field that a rule is shown at: the first of its fields that stands in the grid. */
  #columnOf(rule) {
    return rule.fields.find((code) => this.sheet.columns.some((column) => column.code === code)) ?? this.sheet.columns[0].code;
  }

  #add(found, kind, sentence) {
    if (!found[kind].includes(sentence)) found[kind].push(sentence);
  }

  #read(row, column, at) {
    const text = row.cells[column.at].value;
    const field = this.data.fields[column.code];
    const say = (code, params) => this.#add(at(column.code), "err", filled(this.data.sentences[code], { ...params, name: field.label }));
    if (!field.number) return text.trim() || null;
    const { value, problem } = readNumber(field, text);
    if (problem) {
      say(problem.code, problem.params);
      return { s: "error" };
    }
    if (value !== null) {
      for (const [code, bound, sign] of [["below_minimum", field.minimum, -1], ["above_maximum", field.maximum, 1]]) {
        if (bound !== null && this.#differs(value, bound, field.decimals) === sign) {
          say(code, { text: shown(value), limit: shown(bound) });
        }
      }
    }
    return value;
  }

  #differs(value, bound, decimals) {
    const [one, other] = [scaled(value, decimals), scaled(bound, decimals)];
    return one < other ? -1 : Number(one > other);
  }

  #showCalculated(row, cells) {
    for (const { at, code } of this.sheet.columns) {
      if (!(code in cells) || this.sheet.isOpen(row.cells[at])) continue;
      const value = cells[code];
      row.cells[at].textContent = typeof value === "string" ? shown(value) : "";
    }
  }

  /* What stands in a cell that does not apply will be put aside when it is saved. */
  #warnOfSkipped(row, skipped, at) {
    for (const { at: place, code } of this.sheet.columns) {
      const cell = row.cells[place];
      if (skipped.has(code) && this.sheet.isOpen(cell) && cell.value) this.#add(at(code), "warn", words("skipped"));
    }
  }

  #paint(row, column) {
    const cell = row.cells[column.at];
    const found = this.of(cell);
    const state = stateOf(found, this.sheet.isChanged(cell), row, column.code);
    const td = cell.parentElement;
    if ((td.dataset.state ?? "") !== state) {
      if (state) td.dataset.state = state;
      else delete td.dataset.state;
    }
    if (this.sheet.isOpen(cell)) describe(cell, found, state, row.notes[column.code]);
  }

  /* Say at the top how many cells are wrong, and how many worth a second look. */
  count() {
    for (const pill of document.querySelectorAll("[data-count]")) {
      const number = this.sheet.table.querySelectorAll(`[data-state="${pill.dataset.count}"]`).length;
      pill.querySelector("b").textContent = String(number);
      pill.hidden = !number;
    }
  }
}

function stateOf(found, isChanged, row, code) {
  if (found.err.length) return "err";
  if (found.warn.length) return "warn";
  if (isChanged) return row.carried.has(code) ? "carry" : "wait";
  return code in row.notes ? "note" : "";
}

/* The state in words: the sentences themselves, or one of those that the page holds. */
function describe(cell, found, state, flagged) {
  const sentences = [...found.err, ...found.warn].join(" ");
  let span = cell.nextElementSibling;
  if (sentences && !span) {
    span = document.createElement("span");
    span.className = "vh";
    span.id = `f-${cell.name}`;
    cell.after(span);
  }
  if (span && span.textContent !== sentences) span.textContent = sentences;
  const said = sentences ? span.id : { wait: "w-wait", carry: "w-carry", note: flagged ? "w-flag" : "w-note" }[state];
  if (said) cell.setAttribute("aria-describedby", said);
  else if (cell.hasAttribute("aria-describedby")) cell.removeAttribute("aria-describedby");
  if (state === "err") cell.setAttribute("aria-invalid", "true");
  else if (cell.hasAttribute("aria-invalid")) cell.removeAttribute("aria-invalid");
}
