/* Looks every two seconds how far a job is. Without script the page offers a link to itself. */

const EVERY = 2000;

async function look() {
  const shown = document.querySelector("[data-watch]");
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-watch]");
    if (!fresh) return location.reload();
    // The buttons around it change only when the state does; then the whole page is asked for.
    if (fresh.dataset.watch !== shown.dataset.watch) return location.reload();
    if (fresh.innerHTML !== shown.innerHTML) shown.innerHTML = fresh.innerHTML;
  } catch {
    // No network for a moment: the next look tells.
  }
  setTimeout(look, EVERY);
}

setTimeout(look, EVERY);
