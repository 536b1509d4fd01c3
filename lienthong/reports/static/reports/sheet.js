/* The table of inputs as rows and columns, and the one way in which cells change: acts, which can be undone.
 *
 * A cell is an input, or an output where nothing can be typed. Its text as the server holds it is its defaultValue.
 */
export class Sheet extends EventTarget {
  constructor(form) {
    super();
    this.form = form;
    this.table = form.querySelector("table.grid");
    this.columns = [...this.table.querySelectorAll("thead tr:last-child th")].map((head, at) => ({
      at,
      head,
      code: head.dataset.code,
      decimals: Number(head.dataset.decimals),
      minimum: "0",
      number: "number" in head.dataset,
      sum: "sum" in head.dataset,
    }));
    this.places = new Map();
    this.rows = [...this.table.tBodies[0].rows].map((tr) => this.#row(tr));
    this.shown = this.rows;
    this.#number();
    this.done = [];
    this.undone = [];
  }

  #row(tr) {
    const link = tr.querySelector("th a");
    const seen = this.form.elements[`${tr.dataset.uid}.seen`];
    const row = { tr, link, seen, uid: tr.dataset.uid, name: link.textContent, cells: [], carried: new Set(), notes: {} };
    for (const td of tr.querySelectorAll("td")) {
      const cell = td.firstElementChild;
      if (cell.tagName === "OUTPUT") cell.tabIndex = -1;
      this.places.set(cell, { row, column: this.columns[row.cells.length] });
      row.cells.push(cell);
    }
    return row;
  }

  #number() {
    this.shown.forEach((row, at) => {
      row.at = at;
    });
  }


  place(cell) {
    return this.places.get(cell);
  }

  cell(row, column) {
    return this.shown[row]?.cells[column];
  }

  text(cell) {
    return cell.tagName === "INPUT" ? cell.value : cell.textContent;
  }

  isOpen(cell) {
    return cell.tagName === "INPUT";
  }

  isChanged(cell) {
    return this.isOpen(cell) && cell.value !== cell.defaultValue;
  }

  /* Show only some rows; moves, copies and pastes go over what is shown. */
  show(wanted) {
    for (const row of this.rows) row.tr.hidden = !wanted(row);
    this.shown = this.rows.filter((row) => !row.tr.hidden);
    this.#number();
  }

  /* Put texts into cells as one act: pairs of cell and text. Return how many changed. */
  put(pairs, { carried = false } = {}) {
    const act = [];
    for (const [cell, after] of pairs) {
      if (this.isOpen(cell) && cell.value !== after) act.push({ cell, before: cell.value, after, carried });
    }
    this.#take(act, "after");
    this.note(act);
    return act.length;
  }

  /* Remember what has been typed already. */
  note(act) {
    if (act.length) {
      this.done.push(act);
      this.undone = [];
    }
  }

  undo() {
    return this.#replay(this.done, this.undone, "before");
  }

  redo() {
    return this.#replay(this.undone, this.done, "after");
  }

  #replay(from, onto, side) {
    const act = from.pop();
    if (!act) return null;
    onto.push(act);
    this.#take(act, side);
    return act;
  }

  #take(act, side) {
    for (const step of act) {
      const { row, column } = this.place(step.cell);
      step.cell.value = step[side];
      if (step.carried && side === "after") row.carried.add(column.code);
      else row.carried.delete(column.code);
    }
    this.changed(act.map((step) => step.cell));
  }

  /* Tell whoever reckons with cells that these have changed. */
  changed(cells) {
    if (cells.length) this.dispatchEvent(new CustomEvent("cells", { detail: cells }));
  }
}
