/* Which cells are chosen, and moving among them: keys, mouse, and the two ways of being in a cell.
 *
 * Ready: the text is marked, arrows move, typing replaces. Editing (typed, F2, double click): arrows move within the text.
 */
export class Selection {
  constructor(sheet) {
    this.sheet = sheet;
    this.anchor = null;
    this.head = null;
    this.editing = false;
    this.leaving = false;
    this.painted = [];
    const { table } = sheet;
    table.addEventListener("focusin", (event) => this.#entered(event.target));
    table.addEventListener("focusout", (event) => this.#left(event.target));
    sheet.addEventListener("cells", () => {
      if (!this.editing && this.cell) this.was = this.cell.value;
    });
    table.addEventListener("input", () => {
      this.editing = true;
    });
    table.addEventListener("dblclick", () => {
      this.editing = true;
    });
    table.addEventListener("pointerdown", (event) => this.#pressed(event));
    table.addEventListener("pointerover", (event) => this.#dragged(event));
  }

  get cell() {
    return this.anchor && this.sheet.cell(this.anchor[0], this.anchor[1]);
  }

  get isBlock() {
    return Boolean(this.anchor) && String(this.anchor) !== String(this.head);
  }

  /* The chosen block: top, left, bottom, right, all included. */
  get block() {
    const [rows, columns] = [0, 1].map((side) => [this.anchor[side], this.head[side]].sort((a, b) => a - b));
    return { top: rows[0], bottom: rows[1], left: columns[0], right: columns[1] };
  }

  /* The chosen cells, row by row. */
  get lines() {
    const { top, bottom, left, right } = this.block;
    return this.sheet.shown.slice(top, bottom + 1).map((row) => row.cells.slice(left, right + 1));
  }

  go(row, column) {
    const cell = this.sheet.cell(row, column);
    if (!cell) return;
    cell.focus();
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  extend(row, column) {
    const cell = this.sheet.cell(row, column);
    if (!cell) return;
    this.head = [row, column];
    this.#paint();
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  collapse() {
    this.head = this.anchor;
    this.#paint();
  }

  /* Give up what is being typed. */
  giveUp() {
    const { cell } = this;
    cell.value = this.was;
    cell.select?.();
    this.editing = false;
    this.sheet.changed([cell]);
  }

  /* End typing in the cell: what changed becomes one act. */
  settle(cell = this.cell) {
    if (cell && this.sheet.isOpen(cell) && cell.value !== this.was) {
      this.sheet.note([{ cell, before: this.was, after: cell.value }]);
      this.was = cell.value;
    }
    this.editing = false;
  }

  #entered(cell) {
    const place = this.sheet.place(cell);
    if (!place) return;
    this.editing = this.leaving = false;
    this.was = cell.value;
    this.anchor = this.head = [place.row.at, place.column.at];
    this.#paint();
    cell.select?.();
    this.sheet.columns.forEach(({ head, at }) => head.classList.toggle("current-column", at === place.column.at));
    this.sheet.dispatchEvent(new CustomEvent("chosen", { detail: cell }));
  }

  #left(cell) {
    if (this.sheet.place(cell)) this.settle(cell);
  }

  #pressed(event) {
    const place = this.sheet.place(event.target);
    if (!place) return;
    if (event.shiftKey && this.anchor) {
      event.preventDefault();
      this.extend(place.row.at, place.column.at);
    } else if (event.target === this.cell && event.target === document.activeElement) {
      this.collapse();
      this.editing = true;
    }
  }

  #dragged(event) {
    const place = this.sheet.place(event.target.firstElementChild ?? event.target) ?? this.sheet.place(event.target);
    if (place && event.buttons === 1 && this.anchor && event.target !== this.cell) {
      getSelection().removeAllRanges();
      this.extend(place.row.at, place.column.at);
    }
  }

  #paint() {
    for (const cell of this.painted) cell.parentElement.classList.remove("chosen");
    this.painted = this.isBlock ? this.lines.flat() : [];
    for (const cell of this.painted) cell.parentElement.classList.add("chosen");
  }
}
