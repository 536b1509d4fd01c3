/* Which rows are shown: by name without marks, and by how they stand. */
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();

const KINDS = {
  missing: (row) => ["missing", "draft", "returned"].includes(row.tr.dataset.rowState),
  err: (row) => Boolean(row.tr.querySelector('[data-state="err"]')),
  warn: (row) => Boolean(row.tr.querySelector('[data-state="warn"]')),
  changed: (row, sheet) => row.cells.some((cell) => sheet.isChanged(cell)),
};

export function listenToFilter(sheet, name, kind) {
  const filter = () => {
    const wanted = plain(name.value.trim());
    const fits = KINDS[kind.value] ?? (() => true);
    sheet.show((row) => plain(row.name).includes(wanted) && fits(row, sheet));
  };
  name.addEventListener("input", filter);
  kind.addEventListener("change", filter);
}
