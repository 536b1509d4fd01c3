/* Suggestions below the find box while somebody types: a combobox with a list. app.js brings this in at its first use.

The form says where to ask (data-suggest), its style sheet (data-sheet) and its words (data-label, data-all, data-none,
data-some with a #). Without this file the box still leads to the page of the search. */

const WAIT = 120;

export function attach(form) {
  const box = form.querySelector("input");
  const list = document.createElement("div");
  const told = document.createElement("p");
  let asked, timer, active = -1;

  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = form.dataset.sheet;
  document.head.append(sheet);
  list.id = "palette";
  list.className = "pop palette";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.label);
  told.className = "vh";
  told.setAttribute("role", "status");
  form.append(list, told);
  box.autocomplete = "off";
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"]]) {
    box.setAttribute(name, value);
  }

  const options = () => [...list.querySelectorAll("[role=option]")];

  function close() {
    clearTimeout(timer);
    asked?.abort();
    list.hidden = true;
    active = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }

  function choose(place) {
    const all = options();
    active = (place + all.length + 1) % (all.length + 1);
    all.forEach((option, number) => option.setAttribute("aria-selected", String(number === active)));
    if (active === all.length) {
      box.removeAttribute("aria-activedescendant");
    } else {
      box.setAttribute("aria-activedescendant", all[active].id);
      all[active].scrollIntoView({ block: "nearest" });
    }
  }

  function option(title, detail, url) {
    const made = document.createElement("a");
    made.href = url;
    made.id = `palette-${list.querySelectorAll("a").length}`;
    made.tabIndex = -1;
    made.setAttribute("role", "option");
    made.setAttribute("aria-selected", "false");
    made.append(title);
    if (detail) {
      const below = document.createElement("small");
      below.append(detail);
      made.append(below);
    }
    return made;
  }

  function group(name) {
    const made = document.createElement("div");
    const head = document.createElement("h2");
    made.setAttribute("role", "group");
    made.setAttribute("aria-label", name);
    head.setAttribute("aria-hidden", "true");
    head.append(name);
    made.append(head);
    list.append(made);
    return made;
  }

  function show(hits, text) {
    const groups = new Map();
    list.replaceChildren();
    for (const hit of hits) {
      if (!groups.has(hit.kind)) groups.set(hit.kind, group(hit.kind));
      groups.get(hit.kind).append(option(hit.title, hit.detail, hit.url));
    }
    list.append(option(form.dataset.all, "", `${form.action}?q=${encodeURIComponent(text)}`));
    told.textContent = hits.length ? form.dataset.some.replace("#", hits.length) : form.dataset.none;
    active = -1;
    list.hidden = false;
    box.removeAttribute("aria-activedescendant");
    box.setAttribute("aria-expanded", "true");
  }

  async function ask() {
    const text = box.value.trim();
    if (!text) return close();
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(text.slice(0, 200))}`, { signal: asked.signal });
      const kind = answer.headers.get("content-type") ?? "";
      if (answer.ok && kind.startsWith("application/json")) show((await answer.json()).hits, text);
      else close();
    } catch (fault) {
      if (fault.name !== "AbortError") close();
    }
  }

  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  box.addEventListener("keydown", (event) => {
    if (list.hidden) {
      if (event.key === "ArrowDown") ask();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(event.key === "ArrowDown" ? active + 1 : active < 0 ? options().length - 1 : active - 1);
    } else if (event.key === "Enter" && options()[active]) {
      event.preventDefault();
      options()[active].click();
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) close();
  });
  // A press keeps the focus in the box, so that the list is still there when the button is let go.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  if (box.value.trim()) ask();
}
