/* The line of sums over what stands on the screen, exact, kept up as cells change. */
import { shown } from "../forms/expressions.js";
import { readNumber, scaled, unscaled } from "./numbers.js";

export function keepTotals(sheet) {
  const line = sheet.table.querySelector("[data-live]");
  const places = [...line.querySelectorAll("td")];

  const total = (column) => {
    let sum = 0n;
    for (const row of sheet.rows) {
      const { value } = readNumber(column, sheet.text(row.cells[column.at]));
      if (value) sum += scaled(value, column.decimals);
    }
    places[column.at].textContent = shown(unscaled(sum, column.decimals));
  };

  sheet.addEventListener("cells", ({ detail }) => {
    const columns = new Set(detail.map((cell) => sheet.place(cell).column));
    for (const column of columns) if (column.sum) total(column);
  });
  for (const column of sheet.columns) if (column.sum) total(column);
  line.hidden = false;
}
