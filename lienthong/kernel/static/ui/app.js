/* Conveniences of every page. Each of them is an addition: without this file every page still works. */

// A page that refuses a form says why at once, also to somebody who does not see it.
document.querySelector("[data-error-summary]")?.focus();

// Filters that choose from a list act when chosen; the button stays for the keyboard and for typed filters.
for (const form of document.querySelectorAll("[data-act-on-choice]")) {
  form.addEventListener("change", (event) => {
    if (event.target.matches("select")) form.requestSubmit();
  });
}

// What opens on a press closes with Escape and with a press elsewhere.
const opened = () => document.querySelectorAll("details.menu[open], details.confirm[open]");

document.addEventListener("click", (event) => {
  for (const details of opened()) {
    if (!details.contains(event.target)) details.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    for (const details of opened()) {
      details.open = false;
      details.querySelector("summary").focus();
    }
  }
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    const search = document.querySelector(".find input");
    if (search?.checkVisibility()) {
      event.preventDefault();
      search.select();
    }
  }
});

// What is found shows while somebody types; the script for it comes when the box is first used.
for (const form of document.querySelectorAll("[data-palette]")) {
  const attach = async () => (await import(form.dataset.palette)).attach(form);
  form.addEventListener("focusin", attach, { once: true });
}

// A hint that was read goes at once, and what is typed in the page stays.
for (const hint of document.querySelectorAll("[data-hint]")) {
  hint.addEventListener("submit", (event) => {
    event.preventDefault();
    fetch(hint.action, { method: "POST", body: new FormData(hint), redirect: "manual", keepalive: true });
    hint.remove();
    document.getElementById("main").focus();
  });
}

// Back to where one came from, where the browser knows it.
for (const button of document.querySelectorAll("[data-back]")) {
  button.hidden = history.length < 2;
  button.addEventListener("click", () => history.back());
}

// Onto paper: the browser's own print, where there is one.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    button.closest("details")?.removeAttribute("open");
    print();
  });
}
