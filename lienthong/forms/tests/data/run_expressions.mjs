// Runs expressions.js outside a browser: reads {fields, forms, runs} from standard input, writes the results.
// A run is {tree, values, earlier}; of a form, {form, values, earlier}, come its fields worked out and rules.
import { readFileSync } from "node:fs";

const [, , path] = process.argv;
// Older versions of Node take a file for a module by its name only; a browser goes by its type.
const source = readFileSync(path).toString("base64");
const { check, evaluate, reader, shown, workedOut } = await import(`data:text/javascript;base64,${source}`);

const { fields, runs, forms, texts } = JSON.parse(readFileSync(0, "utf8"));

const wrapped = ({ state, value }) => (state ? { s: state } : value);

process.stdout.write(
  JSON.stringify({
    runs: runs.map(({ tree, values, earlier }) => wrapped(evaluate(tree, reader(values, earlier), fields))),
    forms: forms.map(({ form, values, earlier }) => {
      const read = reader(values, earlier);
      const { cells, skipped } = workedOut(form, read);
      return { calculated: cells, skipped: [...skipped].sort(), rules: check(form, read) };
    }),
    texts: texts.map(shown),
  }),
);
