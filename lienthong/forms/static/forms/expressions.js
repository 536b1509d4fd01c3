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
class State {
  constructor(s, rank) {
    this.s = s;
    this.rank = rank;
  }
}

const STATES = ["", "not_applicable", "blank", "not_reported", "error"].map((s, rank) => new State(s, rank));
const [, NOT_APPLICABLE, BLANK, NOT_REPORTED, ERROR] = STATES;
const FALLBACKS = {
  if_blank: [BLANK],
  if_na: [NOT_APPLICABLE],
  if_nr: [NOT_REPORTED],
  if_missing: [NOT_APPLICABLE, BLANK, NOT_REPORTED],
  if_error: [ERROR],
};

const isState = (value) => value instanceof State;

/* The state of highest rank among the values; undefined when all are there. */
function worst(values) {
  let found;
  for (const value of values) if (isState(value) && !(found?.rank >= value.rank)) found = value;
  return found;
}

/* ── exact numbers ─────────────────────────────────────────────────────────────────────────────────────────────── */

const size = (whole) => (whole < 0n ? -whole : whole);

/* The greatest common divisor. */
function common(one, other) {
  let [found, rest] = [size(one), size(other)];
  while (rest) [found, rest] = [rest, found % rest];
  return found;
}

class Ratio {
  constructor(over, under = 1n) {
    this.over = over;
    this.under = under;
    if (under === 1n) return;
    const divisor = under < 0n ? -common(over, under) : common(over, under);
    this.over /= divisor;
    this.under /= divisor;
  }
}

const ZERO = new Ratio(0n);

function number(text) {
  const [whole, part] = text.split(".");
  return part ? new Ratio(BigInt(whole + part), 10n ** BigInt(part.length)) : new Ratio(BigInt(whole));
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

const mapped = (names, operation) =>
  Object.fromEntries(Object.keys(names).map((name) => [name, (values) => operation(name, ...values)]));

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
  ...mapped(COMPARISONS, compared),
  ...mapped(FALLBACKS, (name, found, instead) => (FALLBACKS[name].includes(found) ? instead : found)),
};

const constant = (value) => () => value;

/* Nodes that hold more than operands: what they hold gives the function that computes them. */
const NODES = {
  n: (text) => constant(number(text)),
  t: constant,
  b: constant,
  s: (rank) => constant(STATES[rank]),
  f: (code, back) => (see) => see(code, back),
  chain: (first, ...rest) => {
    const start = evaluator(first);
    const steps = [];
    for (let at = 0; at < rest.length; at += 2) steps.push([ARITHMETIC[rest[at]], evaluator(rest[at + 1])]);
    const step = (see) => (result, [operation, operand]) => strict(operation)([result, operand(see)]);
    return (see) => steps.reduce(step(see), start(see));
  },
  round: (tree, decimals) => {
    const operand = evaluator(tree);
    const rounded = strict((found) => bounded(new Ratio(scaled(found, decimals), 10n ** BigInt(decimals))));
    return (see) => rounded([operand(see)]);
  },
  is: (tree, rank) => {
    const operand = evaluator(tree);
    return (see) => operand(see) === STATES[rank];
  },
};

const evaluators = new WeakMap();

/* Return the function that computes a tree; each tree is taken apart once. */
function evaluator(tree) {
  if (!evaluators.has(tree)) evaluators.set(tree, built(tree));
  return evaluators.get(tree);
}

function built([name, ...rest]) {
  if (name in NODES) return NODES[name](...rest);
  const operands = rest.map(evaluator);
  return (see) => FUNCTIONS[name](operands.map((operand) => operand(see)));
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
  const found = evaluator(tree)(seeing(fields, read));
  if (isState(found)) return { state: found.s };
  return { value: found instanceof Ratio ? unscaled(scaled(found, decimals), decimals) : found };
}

/* Work a return out: `cells`, by code, the calculated fields as they are stored, {s: "error"} where one comes to no result,
 * and those that do not apply; `skipped`, the codes of the latter. */
export function workedOut(form, read) {
  const cells = {};
  const skipped = new Set();
  // A later formula sees a blank where an earlier one failed, as on the server.
  const see = seeing(form.fields, (code, back) => {
    if (back || !(code in cells)) return read(code, back);
    return cells[code]?.s === ERROR.s ? null : cells[code];
  });
  for (const [code, skips, formula] of form.steps) {
    if (skips.some((tree) => evaluator(tree)(see) === true)) {
      skipped.add(code);
      cells[code] = { s: NOT_APPLICABLE.s };
    } else if (formula) {
      cells[code] = stored(evaluator(formula)(see), form.fields[code].decimals);
    }
  }
  return { cells, skipped };
}

function stored(found, decimals) {
  if (found === BLANK) return null;
  if (isState(found)) return { s: found.s };
  if (!(found instanceof Ratio)) return found;
  const whole = scaled(found, decimals);
  return size(whole) > MAX_SCALED ? { s: ERROR.s } : unscaled(whole, decimals);
}

/* Return what became of every rule: {code, severity, message, fields, outcome: "passed", "failed" or "not_checked"}.
 * A rule that reads a cell in error is not checked. `cells`, what `workedOut` gave, spares computing them again. */
export function check(form, read, { cells } = workedOut(form, read)) {
  const all = (code, back) => (back || !(code in cells) ? read(code, back) : cells[code]);
  const see = seeing(form.fields, all);
  return form.rules.map(({ tree, reads, ...rule }) => {
    const isReadable = reads.every((code) => all(code, 0)?.s !== ERROR.s);
    return { ...rule, outcome: isReadable ? outcome(evaluator(tree)(see)) : outcome(ERROR) };
  });
}

/* Return a decimal text as Vietnamese people write it: points between thousands, a comma before decimals. */
export function shown(text) {
  const [whole, part] = text.split(".");
  const thousands = whole.replace(/\B(?=(\d{3})+$)/g, ".");
  return part ? `${thousands},${part}` : thousands;
}
