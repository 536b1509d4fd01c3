/* The side panel of the chosen cell: what is wrong with it at once, and what the server knows of it a moment later. */
import { words } from "./words.js";

const REST = 250;

export class Panel {
  constructor(sheet, marks, place) {
    Object.assign(this, { sheet, marks, place, timer: 0, asked: null, cell: null });
    this.body = place.querySelector("[data-panel-body]");
    this.faults = place.querySelector("[data-panel-faults]");
    sheet.addEventListener("chosen", ({ detail }) => this.choose(detail));
    sheet.addEventListener("cells", () => this.#showFaults());
    place.addEventListener("submit", (event) => this.#write(event));
    place.addEventListener("keydown", ({ key }) => {
      if (key === "Escape") this.cell?.focus();
    });
  }

  choose(cell) {
    this.cell = cell;
    this.#showFaults();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#load(this.#address(cell)), REST);
  }

  /* Go to the note of the chosen cell. */
  writeNote() {
    this.body.querySelector("textarea")?.focus();
  }

  #address(cell) {
    const { row, column } = this.sheet.place(cell);
    return new URL(`../o/${column.code}/?part=1`, row.link.href);
  }

  #showFaults() {
    const { err, warn } = this.cell ? this.marks.of(this.cell) : { err: [], warn: [] };
    const line = (sentence, kind) => {
      const item = document.createElement("li");
      item.className = kind;
      item.textContent = sentence;
      return item;
    };
    this.faults.replaceChildren(...err.map((one) => line(one, "err")), ...warn.map((one) => line(one, "warn")));
  }

  async #load(address, options = {}) {
    this.asked?.abort();
    this.asked = new AbortController();
    try {
      const response = await fetch(address, { ...options, signal: this.asked.signal });
      if (!response.ok && response.status !== 409 && response.status !== 422) throw new Error(response.status);
      this.body.innerHTML = await response.text();
    } catch (error) {
      if (error.name === "AbortError") return;
      this.body.textContent = words("panel-failed");
    }
  }

  async #write(event) {
    event.preventDefault();
    const { row, column } = this.sheet.place(this.cell);
    const body = new FormData(event.target);
    await this.#load(event.target.action, { method: "POST", body });
    if (body.get("text").trim() || body.has("flagged")) row.notes[column.code] = body.has("flagged");
    else delete row.notes[column.code];
    this.marks.judge(row);
  }
}
