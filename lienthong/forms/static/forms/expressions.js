/* Rules and formulas of a form, computed in the browser to the same texts as on the server (rules/expressions).
 *
 * A form is what `browser_form` exports: checked trees, never text, so nothing here is compiled or run as code.
 * Numbers are exact fractions of two BigInts. A cell is what JSON stores: a decimal text, a text, true or false, null for
 * blank, {s: "not_applicable"} or {s: "not_reported"}; a page gives {s: "error"} for what it cannot read.
 * `read(code, back)` gives the cell of a return so many periods back; see `reader`.
 */

const LIMIT = 10n ** 40n;
const MAX_SCALED = 10n ** 13n;

/* The rank of a state decides which one wins; values have none. */
const STATES = ["", "not_applicable", "blank", "not_reported", "error"].map((s, rank) => ({ s, rank }));
const [, NOT_APPLICABLE, BLANK, NOT_REPORTED, ERROR] = STATES;
const FALLBACKS = {
  if_blank: [BLANK],
  if_na: [NOT_APPLICABLE],
  if_nr: [NOT_REPORTED],
  if_missing: [NOT_APPLICABLE, BLANK, NOT_REPORTED],
  if_error: [ERROR],
};

const isState = (value) => STATES.includes(value);

/* The state of highest rank among the values; undefined when all are there. */
const worst = (values) => values.filter(isState).sort((one, other) => other.rank - one.rank)[0];

/* ── exact numbers ─────────────────────────────────────────────────────────────────────────────────────────────── */

const size = (whole) => (whole < 0n ? -whole : whole);

class Ratio {
  constructor(over, under = 1n) {
    let [divisor, rest] = [size(under), size(over)];
    while (rest) [divisor, rest] = [rest, divisor % rest];
    if (under < 0n) divisor = -divisor;
    this.over = over / divisor;
    this.under = under / divisor;
  }
}

const ZERO = new Ratio(0n);

function number(text) {
  const [whole, part = ""] = text.split(".");
  return new Ratio(BigInt(whole + part), 10n ** BigInt(part.length));
}

const bounded = (ratio) => (size(ratio.over) > LIMIT || ratio.under > LIMIT ? ERROR : ratio);

const negated = (ratio) => new Ratio(-ratio.over, ratio.under);
const plus = (one, other) => bounded(new Ratio(one.over * other.under + other.over * one.under, one.under * other.under));
const times = (one, other) => bounded(new Ratio(one.over * other.over, one.under * other.under));
const divided = (one, other, otherwise = ERROR) =>
  other.over ? bounded(new Ratio(one.over * other.under, one.under * other.over)) : otherwise;

const ARITHMETIC = { "+": plus, "-": (one, other) => plus(one, negated(other)), "*": times, "/": divided };

/* A number times 10^decimals, rounded half away from zero. */
function scaled(ratio, decimals) {
  const rounded = (2n * size(ratio.over) * 10n ** BigInt(decimals) + ratio.under) / (2n * ratio.under);
  return ratio.over < 0n ? -rounded : rounded;
}

function unscaled(whole, decimals) {
  const digits = String(size(whole)).padStart(decimals + 1, "0");
  const part = digits.slice(digits.length - decimals).replace(/0+$/, "");
  return (whole < 0n ? "-" : "") + digits.slice(0, digits.length - decimals) + (decimals && part ? `.${part}` : "");
}

/* ── trees ─────────────────────────────────────────────────────────────────────────────────────────────────────── */

/* Less than, equal or greater: −1, 0 or 1. Dates are ISO texts, whose order is theirs. */
function order(one, other) {
  if (one instanceof Ratio) [one, other] = [one.over * other.under, other.over * one.under];
  return one < other ? -1 : Number(one > other);
}

const COMPARISONS = {
  "=": (found) => found === 0,
  "<>": (found) => found !== 0,
  "<": (found) => found < 0,
  "<=": (found) => found <= 0,
  ">": (found) => found > 0,
  ">=": (found) => found >= 0,
};

const compared = (sign, one, other) => worst([one, other]) ?? COMPARISONS[sign](order(one, other));

/* What decides alone (true for `or`, false for `and`), else the highest state, else the other. */
const decided = (values, decisive) => (values.includes(decisive) ? decisive : (worst(values) ?? !decisive));

/* A list skips blank and not applicable; not reported and error win. */
function listed(values, operation) {
  const numbers = values.filter((value) => !isState(value));
  const state = worst(values);
  return state && (!numbers.length || state.rank >= NOT_REPORTED.rank) ? state : operation(numbers);
}

const total = (numbers) => numbers.reduce((sum, next) => (isState(sum) ? sum : plus(sum, next)), ZERO);
const extreme = (sign) => (numbers) => numbers.reduce((best, next) => (order(next, best) === sign ? next : best));

function average(numbers) {
  const sum = total(numbers);
  return isState(sum) ? sum : divided(sum, new Ratio(BigInt(numbers.length)));
}

const count = (values, counts) => new Ratio(BigInt(values.filter(counts).length));
const days = (first, last) => new Ratio(BigInt((Date.parse(last) - Date.parse(first)) / 86_400_000));
const strict = (operation) => (values) => worst(values) ?? operation(...values);

/* Functions of values that are all computed beforehand. */
const FUNCTIONS = {
  neg: strict(negated),
  abs: strict((ratio) => new Ratio(size(ratio.over), ratio.under)),
  not: strict((truth) => !truth),
  len: strict((text) => new Ratio(BigInt([...text].length))),
  days: strict(days),
  percent: strict((part, whole) => divided(new Ratio(part.over * 100n, part.under), whole, NOT_APPLICABLE)),
  sum: (values) => listed(values, total),
  avg: (values) => listed(values, average),
  min: (values) => listed(values, extreme(-1)),
  max: (values) => listed(values, extreme(1)),
  count: (values) => count(values, (value) => !isState(value)),
  count_blank: (values) => count(values, (value) => value === BLANK),
  and: (values) => decided(values, false),
  or: (values) => decided(values, true),
  between: ([found, low, high]) => decided([compared("<=", low, found), compared("<=", found, high)], false),
  one_of: ([found, ...options]) => decided(options.map((option) => compared("=", found, option)), true),
  if: ([condition, then, otherwise]) => (isState(condition) ? condition : condition ? then : otherwise),
};

/* Nodes that hold more than operands. */
const NODES = {
  n: ([text]) => number(text),
  t: ([text]) => text,
  b: ([truth]) => truth,
  s: ([rank]) => STATES[rank],
  f: ([code, back], see) => see(code, back),
  chain: ([first, ...steps], see) => {
    let result = computed(first, see);
    for (let at = 0; at < steps.length; at += 2) {
      const operand = computed(steps[at + 1], see);
      result = worst([result, operand]) ?? ARITHMETIC[steps[at]](result, operand);
    }
    return result;
  },
  round: ([operand, decimals], see) => {
    const found = computed(operand, see);
    return isState(found) ? found : bounded(new Ratio(scaled(found, decimals), 10n ** BigInt(decimals)));
  },
  is: ([operand, rank], see) => computed(operand, see) === STATES[rank],
};

function computed([name, ...rest], see) {
  if (name in NODES) return NODES[name](rest, see);
  const values = rest.map((operand) => computed(operand, see));
  if (name in COMPARISONS) return compared(name, ...values);
  if (name in FALLBACKS) return FALLBACKS[name].includes(values[0]) ? values[1] : values[0];
  return FUNCTIONS[name](values);
}

/* ── cells ─────────────────────────────────────────────────────────────────────────────────────────────────────── */

/* What an expression sees in a cell. What was never given is blank now, and did not exist before. */
function known(cell, field, back) {
  if (cell === undefined) return back ? NOT_APPLICABLE : BLANK;
  if (cell === null) return BLANK;
  if (cell.s) return STATES.find((state) => state.s === cell.s);
  if (field.type === "number") return number(cell);
  return typeof cell === "string" ? cell.normalize("NFC") : cell;
}

const seeing = (fields, read) => (code, back) => known(read(code, back), fields[code], back);

const outcome = (value) => (isState(value) ? "not_checked" : value ? "passed" : "failed");

/* Return what reads a return and its earlier ones, the nearest first; null where there was none. */
export function reader(values, earlier = []) {
  return (code, back) => {
    const row = back ? earlier[back - 1] : values;
    return row ? row[code] : { s: NOT_REPORTED.s };
  };
}

/* Compute a tree: {state} or {value}, where a number is a decimal text of at most so many decimals. */
export function evaluate(tree, read, fields, decimals = 6) {
  const found = computed(tree, seeing(fields, read));
  if (isState(found)) return { state: found.s };
  return { value: found instanceof Ratio ? unscaled(scaled(found, decimals), decimals) : found };
}

/* Return the calculated fields as they are stored, by code; {s: "error"} where one comes to no result. */
export function calculated(form, read) {
  const cells = {};
  // A later formula sees a blank where an earlier one failed, as on the server.
  const see = seeing(form.fields, (code, back) => {
    if (back || !(code in cells)) return read(code, back);
    return cells[code]?.s === ERROR.s ? null : cells[code];
  });
  for (const [code, tree] of form.formulas) cells[code] = stored(computed(tree, see), form.fields[code].decimals);
  return cells;
}

function stored(found, decimals) {
  if (found === BLANK) return null;
  if (isState(found)) return { s: found.s };
  if (!(found instanceof Ratio)) return found;
  const whole = scaled(found, decimals);
  return size(whole) > MAX_SCALED ? { s: ERROR.s } : unscaled(whole, decimals);
}

/* Return what became of every rule: {code, severity, message, fields, outcome: "passed", "failed" or "not_checked"}.
 * A rule that reads a cell in error is not checked. `cells`, what `calculated` gave, spares computing them again. */
export function check(form, read, cells = calculated(form, read)) {
  const all = (code, back) => (back || !(code in cells) ? read(code, back) : cells[code]);
  const see = seeing(form.fields, all);
  return form.rules.map(({ tree, reads, ...rule }) => {
    const isReadable = reads.every((code) => see(code, 0) !== ERROR);
    return { ...rule, outcome: isReadable ? outcome(computed(tree, see)) : outcome(ERROR) };
  });
}

/* Return a decimal text as Vietnamese people write it: points between thousands, a comma before decimals. */
export function shown(text) {
  const [whole, part] = text.split(".");
  const thousands = whole.replace(/\B(?=(\d{3})+$)/g, ".");
  return part ? `${thousands},${part}` : thousands;
}
