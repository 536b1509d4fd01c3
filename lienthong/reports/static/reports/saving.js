/* Saving without leaving the page: what changed goes to the server, and each row says what became of it. */
import { words } from "./words.js";

export class Saving {
  constructor(sheet, marks, asking, said) {
    Object.assign(this, { sheet, marks, asking, said, busy: null, turn: 0, lost: "" });
    sheet.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.save(event.submitter?.value ?? "save");
    });
    sheet.addEventListener("cells", () => this.#sayUnsaved());
    addEventListener("beforeunload", (event) => {
      if (this.#changed().length) event.preventDefault();
    });
  }

  /* Save; a second press while the first is on its way waits for it. */
  save(action) {
    this.busy = (this.busy ?? Promise.resolve()).then(() => this.#send(action));
    return this.busy;
  }

  #changed() {
    return this.sheet.rows.flatMap((row) => row.cells.filter((cell) => this.sheet.isChanged(cell)));
  }

  #sayUnsaved() {
    const number = this.#changed().length;
    this.said.textContent = number ? words("unsaved", { n: number }) : "";
  }

  async #send(action) {
    const cells = this.#changed();
    if (!cells.length && action === "save") {
      this.said.textContent = words("nothing");
      return;
    }
    this.said.textContent = words("saving");
    const sent = new Map(cells.map((cell) => [cell, cell.value]));
    const answer = await this.#post(this.#withKey(this.#body(action, sent)));
    if (answer) await this.#settle(answer, sent);
  }

  #body(action, sent) {
    const { elements } = this.sheet.form;
    const body = new FormData();
    for (const name of ["csrfmiddlewaretoken", "form"]) body.set(name, elements[name].value);
    body.set("action", action);
    for (const [cell, text] of sent) {
      const { row } = this.sheet.place(cell);
      body.set(row.seen.name, row.seen.value);
      body.set(cell.name, text);
    }
    return body;
  }

  /* What got no answer and is sent again as it was keeps its key, so that it is saved once; anything else gets another. */
  #withKey(body) {
    const text = JSON.stringify([...body]);
    if (text !== this.lost) this.turn += 1;
    this.lost = text;
    body.set("key", `${this.sheet.form.elements.key.value}.${this.turn}`);
    return body;
  }

  /* Return what the server answered, or nothing after having said why there is no answer. */
  async #post(body) {
    try {
      const response = await fetch(location.pathname, { method: "POST", body, headers: { Accept: "application/json" } });
      if (!response.headers.get("Content-Type")?.includes("json")) {
        this.said.textContent = words("signed-out");
        return null;
      }
      const answer = await response.json();
      this.lost = "";
      if (response.ok) return answer;
      this.said.textContent = answer.sentence;
    } catch {
      this.said.textContent = words("offline");
    }
    return null;
  }

  async #settle({ rows, faults, clashes, sums, counts }, sent) {
    for (const row of this.sheet.rows) {
      if (row.uid in rows) this.#keep(row, rows[row.uid], sent);
    }
    const said = this.#faultsByCell(faults);
    this.marks.say(said);
    this.#showSums(sums, counts);
    const failed = new Set([...Object.keys(faults).map((key) => key.split(":")[0]), ...Object.keys(clashes)]);
    const saved = words("saved", { n: Object.keys(rows).length });
    this.said.textContent = failed.size ? `${saved} ${words("kept", { n: failed.size })}` : saved;
    for (const row of this.sheet.rows) {
      if (row.uid in clashes) await this.#choose(row, clashes[row.uid]);
    }
  }

  /* The row as the server now holds it; what was typed meanwhile stays unsaved. */
  #keep(row, { seen, state, label, texts }, sent) {
    row.seen.value = seen;
    row.tr.dataset.rowState = state;
    const tag = row.tr.querySelector("th .tag");
    tag.lastChild.textContent = label;
    row.cells.forEach((cell, at) => {
      if (!this.sheet.isOpen(cell)) return;
      const text = texts[this.sheet.columns[at].code];
      const isTypedMeanwhile = sent.has(cell) ? cell.value !== sent.get(cell) : this.sheet.isChanged(cell);
      cell.defaultValue = text;
      if (!isTypedMeanwhile) cell.value = text;
    });
    row.carried.clear();
    this.marks.judge(row);
  }

  /* Pairs of cell and sentences; a fault of the whole row, or of a field outside the grid, stands at its first cell. */
  #faultsByCell(faults) {
    const pairs = new Map();
    for (const [key, sentences] of Object.entries(faults)) {
      const [uid, code] = key.split(":");
      const row = this.sheet.rows.find((one) => one.uid === uid);
      const at = Math.max(0, this.sheet.columns.findIndex((column) => column.code === code));
      pairs.set(row.cells[at], [...(pairs.get(row.cells[at]) ?? []), ...sentences]);
    }
    return [...pairs];
  }

  #showSums(sums, counts) {
    const places = this.sheet.table.querySelectorAll("[data-sent] td");
    places.forEach((place, at) => {
      place.textContent = sums[at];
    });
    document.querySelector("[data-missing]").textContent = counts.missing;
  }

  /* Two people, two values: ask for each cell; what somebody else changed alone is simply shown. */
  async #choose(row, { seen, theirs, texts }) {
    this.sheet.columns.forEach(({ at, code }) => {
      const cell = row.cells[at];
      if (!(code in theirs) && !this.sheet.isChanged(cell)) cell.value = cell.defaultValue = texts[code];
    });
    for (const [code, text] of Object.entries(theirs)) {
      const cell = row.cells[this.sheet.columns.findIndex((column) => column.code === code)];
      const shownAs = (value) => value || words("empty");
      const answer = await this.asking.ask(words("clash", { name: `${row.name}, ${this.#labelOf(code)}` }), [
        ["mine", words("mine", { text: shownAs(cell.value) })],
        ["theirs", words("theirs", { text: shownAs(text) })],
      ]);
      cell.defaultValue = text;
      if (answer === "theirs") cell.value = text;
      cell.focus();
    }
    row.seen.value = seen;
    this.marks.judge(row);
    this.#sayUnsaved();
  }

  #labelOf(code) {
    return this.sheet.columns.find((column) => column.code === code).head.textContent;
  }
}
