/* The form of one village: fields that do not apply, by what stands in the others, are put out of sight as one types.
 *
 * The server judges again by the same trees when the form is sent; what stands in such a field is put aside then.
 */
import { reader, workedOut } from "../forms/expressions.js";
import { readNumber } from "./numbers.js";

const NOT_APPLICABLE = { s: "not_applicable" };
const UNREADABLE = { s: "error" };
const DAY = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/;

/* What stands in an input, as it would be stored. */
const READERS = {
  number(text, field) {
    const { value, problem } = readNumber(field, text);
    return problem ? UNREADABLE : value;
  },
  text: (text) => text.trim() || null,
  yesno: (text) => ({ yes: true, no: false })[text] ?? null,
  date(text) {
    const [, day, month, year] = DAY.exec(text.trim()) ?? [];
    if (year) return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
    return text.trim() ? UNREADABLE : null;
  },
};

/* Follow what is typed. `shape`: what views/entering.py says of the form, and what stood there in earlier weeks. */
export function followSkips(form, { earlier, ...shape }) {
  const places = [...form.querySelectorAll("[data-may-skip]")];
  for (const words of form.querySelectorAll("[data-skip-words]")) words.remove();

  const read = (code) => {
    if (form.elements[`na.${code}`]?.checked) return NOT_APPLICABLE;
    const field = shape.fields[code];
    return READERS[field.type](form.elements[code]?.value ?? "", field);
  };

  const follow = () => {
    const values = Object.fromEntries(Object.keys(shape.fields).map((code) => [code, read(code)]));
    const { skipped } = workedOut(shape, reader(values, earlier));
    for (const place of places) place.hidden = skipped.has(place.dataset.maySkip);
    for (const set of form.querySelectorAll("fieldset")) {
      set.hidden = ![...set.children].some((part) => part.tagName !== "LEGEND" && !part.hidden);
    }
  };

  form.addEventListener("input", follow);
  follow();
}
