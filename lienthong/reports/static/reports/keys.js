/* What each key does in the grid. */
const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export function listenToKeys(sheet, selection, acts) {
  sheet.table.addEventListener("keydown", (event) => {
    if (!sheet.place(event.target) || event.isComposing) return;
    const act = actOf(event, sheet, selection, acts);
    if (!act) return;
    event.preventDefault();
    act();
  });
}

function actOf(event, sheet, selection, acts) {
  const control = event.ctrlKey || event.metaKey;
  if (control && !event.altKey) return controlled(event, sheet, selection, acts);
  if (event.key in ARROWS) return arrow(event, sheet, selection, false);
  return plain(event, sheet, selection, acts);
}

function arrow({ key, shiftKey }, sheet, selection, far) {
  const [down, along] = ARROWS[key];
  if (selection.editing && along) return null;
  const [row, column] = shiftKey ? selection.head : selection.anchor;
  const edge = ([bottom, right]) => [down ? bottom : row, along ? right : column];
  const to = far
    ? edge(down + along > 0 ? [sheet.shown.length - 1, sheet.columns.length - 1] : [0, 0])
    : [row + down, column + along];
  return () => (shiftKey ? selection.extend(...to) : selection.go(...to));
}

function plain({ key, shiftKey }, sheet, selection, acts) {
  const [row, column] = selection.anchor;
  const last = sheet.columns.length - 1;
  switch (key) {
    case "Enter":
      return () => selection.go(row + (shiftKey ? -1 : 1), column);
    case "Home":
      return selection.editing ? null : () => selection.go(row, 0);
    case "End":
      return selection.editing ? null : () => selection.go(row, last);
    case "F2":
      return shiftKey ? acts.writeNote : () => edit(selection);
    case "Escape":
      return () => escape(selection);
    case "Delete":
      return selection.editing ? null : acts.clear;
    case "Tab":
      return selection.leaving ? () => acts.leave(shiftKey) : null;
    case "?":
      return acts.showKeys;
    default:
      return null;
  }
}

function controlled(event, sheet, selection, acts) {
  const key = event.key.toLowerCase();
  if (event.key in ARROWS) return arrow(event, sheet, selection, true);
  if (key === "s") return acts.save;
  if (key === "d") return acts.fillDown;
  if (key === "home") return () => selection.go(0, 0);
  if (key === "end") return () => selection.go(sheet.shown.length - 1, sheet.columns.length - 1);
  if (selection.editing) return null;
  if (key === "z") return event.shiftKey ? acts.redo : acts.undo;
  if (key === "y") return acts.redo;
  return null;
}

function edit(selection) {
  const { cell } = selection;
  selection.editing = true;
  cell.setSelectionRange?.(cell.value.length, cell.value.length);
}

/* First what is typed, then the block, then the way out: Escape and Tab leave the grid. */
function escape(selection) {
  const { cell } = selection;
  if (selection.editing && cell.value !== selection.was) selection.giveUp();
  else if (selection.isBlock) selection.collapse();
  else selection.leaving = true;
  selection.editing = false;
}
