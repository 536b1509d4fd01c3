/* Numbers as people write them, read to the same answers as on the server (forms/rules/reading.py), and the two ways of
 * writing them in a pasted block. Never floats: a number is a decimal text or a scaled BigInt.
 */
import { shown } from "../forms/expressions.js";

const LONGEST = 40;
const MOST = 10n ** 13n;

const PLAIN = /^(-?)([0-9]+)$/;
const GROUPED = /^(-?)([1-9][0-9]{0,2}(?:\.[0-9]{3})+)$/;
const WITH_COMMA = /^(-?)([0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+),([0-9]+)$/;
const TWO_READINGS = /^-?[1-9][0-9]{0,2},[0-9]{3}$/;
const COMMA_GROUPS = /^-?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?$/;
const WITH_POINT = /^-?[0-9]+\.[0-9]+$/;
const POINTS = /^-?[0-9]+(?:\.[0-9]+)+$/;
const SPACED = /^-?[0-9.,]+(?:\s+-?[0-9.,]+)+$/;
const FOREIGN_DIGIT = /(?![0-9])\p{Nd}/u;
const CONTROL = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]/gu;
const EDGES = /^(?:[^\S\ufeff]|[\x1c-\x1f\x85])+|(?:[^\S\ufeff]|[\x1c-\x1f\x85])+$/g;

const problem = (code, text, params = {}) => ({ problem: { code, params: { text: echoed(text), ...params } } });

function echoed(text) {
  const letters = [...text];
  const short = letters.length <= LONGEST ? text : `${letters.slice(0, LONGEST).join("")}…`;
  return short.replace(CONTROL, "\ufffd");
}

/* A number times 10^decimals; it must not have more of them. */
export function scaled(text, decimals) {
  const [whole, part = ""] = text.split(".");
  return BigInt(whole + part.replace(/0+$/, "").padEnd(decimals, "0"));
}

/* A scaled number as the shortest decimal text. */
export function unscaled(number, decimals) {
  const digits = String(number < 0n ? -number : number).padStart(decimals + 1, "0");
  const cut = digits.length - decimals;
  const part = digits.slice(cut).replace(/0+$/, "");
  return (number < 0n ? "-" : "") + digits.slice(0, cut) + (part && `.${part}`);
}

/* Read a typed number: {value}, null for blank, else {problem: {code, params}}. field: {decimals, minimum}. */
export function readNumber(field, typed) {
  const text = typed.replace(EDGES, "").replaceAll("−", "-");
  if (!text) return { value: null };
  const limit = () => ({ limit: shown(unscaled(MOST, field.decimals)) });
  if ([...text].length > LONGEST) return problem(PLAIN.test(text) ? "overflow" : "not_number", text, limit());
  const found = decimalText(field, text);
  if (found.problem) return found;
  const decimals = (found.split(".")[1] ?? "").replace(/0+$/, "").length;
  if (decimals > field.decimals) {
    return problem(field.decimals ? "too_many_decimals" : "not_whole", text, { decimals: String(field.decimals) });
  }
  const number = scaled(found, field.decimals);
  if (number > MOST || number < -MOST) return problem("overflow", text, limit());
  const value = unscaled(number, field.decimals);
  if (value.startsWith("-") && field.minimum && !field.minimum.startsWith("-")) {
    return problem("negative", text);
  }
  return { value };
}

function decimalText(field, text) {
  const whole = PLAIN.exec(text) ?? GROUPED.exec(text);
  if (whole) return whole[1] + whole[2].replaceAll(".", "");
  if (TWO_READINGS.test(text) && field.decimals < 3) {
    return problem(field.decimals ? "two_readings_decimal" : "two_readings", text, {
      whole: text.replaceAll(",", ""),
      grouped: text.replaceAll(",", "."),
      decimals: String(field.decimals),
    });
  }
  const comma = WITH_COMMA.exec(text);
  if (comma) {
    if (!field.decimals) return problem("not_whole", text);
    return `${comma[1]}${comma[2].replaceAll(".", "")}.${comma[3]}`;
  }
  return misshapen(field, text);
}

function misshapen(field, text) {
  if (COMMA_GROUPS.test(text)) return problem("comma_groups", text);
  if (WITH_POINT.test(text)) {
    return problem(field.decimals ? "point_decimal" : "not_whole", text, { better: text.replaceAll(".", ",") });
  }
  if (POINTS.test(text)) return problem("grouping", text);
  if (SPACED.test(text)) return problem("space_inside", text);
  return problem(FOREIGN_DIGIT.test(text) ? "foreign_digits" : "not_number", text);
}

/* ── a pasted block: Vietnamese 1.234,5 or English 1,234.5 ─────────────────────────────────────────────────────── */

const EITHER = /^-?[1-9][0-9]{0,2}([.,])[0-9]{3}$/;
const VIETNAMESE = /^-?(?:[1-9][0-9]{0,2}(?:\.[0-9]{3})+,[0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,}|[0-9]+,[0-9]+)$/;
const ENGLISH = /^-?(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+\.[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3}){2,}|[0-9]+\.[0-9]+)$/;

/* Tell how a block writes its numbers: {style: "vi" or "en"}, or {ask: a text that could be read in two ways}.
 * entries: pairs of text and field. A point before three digits is the house's own grouping where a field has no decimals.
 */
export function styleOf(entries) {
  let [vietnamese, english, ask] = [false, false, null];
  for (const [text, field] of entries) {
    const either = EITHER.exec(text);
    if (either) {
      if (either[1] === "," || field.decimals) ask ??= text;
    } else {
      vietnamese ||= VIETNAMESE.test(text);
      english ||= ENGLISH.test(text);
    }
  }
  if (ask && vietnamese === english) return { ask };
  return { style: english && !vietnamese ? "en" : "vi" };
}

/* Turn a number written the English way into the house's; what is none stays as it is. */
export function fromEnglish(text) {
  const isNumber = ENGLISH.test(text) || EITHER.test(text);
  return isNumber ? text.replaceAll(",", "").replace(".", ",") : text;
}
