/* Additions to the page of sending; without this file it works as well. The place chooses itself without a new page, photos
   are made small before they travel, and what cannot be sent without a network waits on this machine and goes once. */

const form = document.querySelector("[data-send], [data-letter]");
const told = document.querySelector("[data-told]");
const say = (text) => told && (told.textContent = text);

// ── the place ────────────────────────────────────────────────────────────────────────────────────────────────────────

async function choose(name, value) {
  const words = new FormData(form);
  for (const key of [...words.keys()]) if (words.get(key) instanceof File) words.delete(key);
  for (const key of ["text", "name", "phone", "email"]) words.delete(key);
  words.set(name, value);
  try {
    const answer = await fetch(form.dataset.placeUrl, { method: "POST", body: words });
    if (!answer.ok) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-place]");
    const old = form.querySelector("[data-place]");
    old.replaceWith(fresh);
    fresh.querySelector("[name=picked], #id_commune_of, #id_village, #id_commune")?.focus();
    return true;
  } catch {
    return false;
  }
}

form?.addEventListener("change", (event) => {
  const { name, value } = event.target;
  if (name === "province" && value) choose("do", "province");
  if (name === "commune" && value) choose("do", "commune");
  if (name === "picked") choose("do", "pick");
});

form?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.name === "sought") {
    event.preventDefault();
    form.querySelector("[name=do][value=find]").click();
  }
});

// ── how much was written ─────────────────────────────────────────────────────────────────────────────────────────────

const counter = form?.querySelector("[data-counter]");
if (counter) {
  const text = form.elements.text;
  const most = Number(counter.dataset.counter);
  const count = () => {
    counter.textContent = `${text.value.length.toLocaleString("vi")}/${most.toLocaleString("vi")}`;
    counter.classList.toggle("down", text.value.length > most);
  };
  text.addEventListener("input", count);
  count();
}

// ── photos: small, upright, without what the camera wrote into them ──────────────────────────────────────────────────

const SIDE = 1600;
const photos = form?.querySelector("[data-photos]");
let taken = [];
form?.querySelector("[data-add-photo]")?.classList.add("tile");

async function smaller(file) {
  if (!/^image\/(jpeg|png|webp)$/.test(file.type)) return file;
  try {
    const image = await createImageBitmap(file, { imageOrientation: "from-image" });
    const part = Math.min(1, SIDE / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.width * part);
    canvas.height = Math.round(image.height * part);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.8));
    return made ? new File([made], "anh.jpg", { type: "image/jpeg" }) : file;
  } catch {
    return file; // the server makes it smaller, or says why it does not take it
  }
}

function put(files) {
  const held = new DataTransfer();
  for (const file of files) held.items.add(file);
  form.elements.photos.files = held.files;
}

function show() {
  for (const old of photos.querySelectorAll("[data-shown]")) old.remove();
  taken.forEach((file, place) => {
    const item = document.createElement("li");
    item.dataset.shown = "";
    const image = document.createElement("img");
    image.alt = file.name;
    const reader = new FileReader();
    reader.onload = () => (image.src = reader.result);
    if (file.type.startsWith("image/")) reader.readAsDataURL(file);
    const drop = document.createElement("button");
    drop.type = "button";
    drop.textContent = "×";
    drop.setAttribute("aria-label", `${photos.dataset.drop} ${place + 1}`);
    drop.addEventListener("click", () => {
      taken = taken.filter((other) => other !== file);
      put(taken);
      show();
      form.elements.photos.focus();
    });
    item.append(image, drop);
    photos.append(item);
  });
}

form?.elements.photos?.addEventListener("change", async (event) => {
  const chosen = await Promise.all([...event.target.files].map(smaller));
  taken = [...taken, ...chosen].slice(0, 5);
  put(taken);
  show();
});

// ── without a network: kept here, sent once, cleared when the receipt is there ───────────────────────────────────────

const store = () =>
  new Promise((done, failed) => {
    const request = indexedDB.open("feedback", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("waiting", { keyPath: "key" });
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });

async function inStore(mode, work) {
  const db = await store();
  return new Promise((done, failed) => {
    const step = db.transaction("waiting", mode);
    const request = work(step.objectStore("waiting"));
    step.oncomplete = () => done(request.result);
    step.onerror = () => failed(step.error);
  });
}
const keep = (item) => inStore("readwrite", (rows) => rows.put(item));
const forget = (key) => inStore("readwrite", (rows) => rows.delete(key));
const waiting = () => inStore("readonly", (rows) => rows.getAll());

const box = document.querySelector("[data-waiting]");

async function tell() {
  if (!box) return 0;
  const number = (await waiting()).length;
  box.hidden = number === 0;
  box.querySelector("[data-waiting-count]").textContent = number > 1 ? `(${number})` : "";
  return number;
}

function turnTo(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  document.title = page.title;
  document.body.replaceWith(document.adoptNode(page.body));
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
  scrollTo(0, 0);
  document.getElementById("main").focus({ preventScroll: true });
}

let sending = false;

/* Sends one that waits. Its key makes a second time the same; only an answer with a receipt clears it. */
async function send(item) {
  const words = new FormData();
  for (const [name, value] of item.words) words.append(name, value);
  words.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  const answer = await fetch(item.action, { method: "POST", body: words, redirect: "follow" });
  const html = await answer.text();
  if (answer.status >= 500 || answer.status === 403) throw new Error("not now");
  if (html.includes("data-receipt")) {
    await forget(item.key);
    turnTo(html);
    return true;
  }
  // The server has something to say about it: what was typed stands on the page that it sent, 429 keeps it here as well.
  if (answer.status !== 429) await forget(item.key);
  document.open();
  document.write(html);
  document.close();
  return true;
}

async function sendWaiting() {
  if (sending || !box) return;
  sending = true;
  try {
    const [first] = await waiting();
    if (first) await send(first);
  } catch {
    // still no network: it stays
  } finally {
    sending = false;
    await tell().catch(() => {});
  }
}

if (form?.matches("[data-send]") && "indexedDB" in window) {
  // A page that was kept for times without a network holds the key of an earlier matter: each page load has one of its own.
  if (window.crypto?.randomUUID && !document.querySelector("[data-error-summary]")) {
    form.elements.key.value = crypto.randomUUID();
  }

  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (button && button.name === "do" && button.value !== "send") {
      if (!navigator.onLine) return;
      event.preventDefault();
      if (!(await choose("do", button.value))) form.submit();
      return;
    }
    event.preventDefault();
    if (button) button.disabled = true;
    const words = [...new FormData(form)].filter(([, value]) => !(value instanceof File && !value.size));
    words.push(["do", "send"]);
    const item = { key: form.elements.key.value, action: form.action, words };
    try {
      await keep(item);
    } catch {
      form.submit(); // no room, or a window that keeps nothing: the ordinary way
      return;
    }
    try {
      await send(item);
    } catch {
      await tell();
      box.scrollIntoView();
      say(box.textContent.trim());
      if (button) button.disabled = false;
    }
  });

  box.querySelector("[data-send-now]").addEventListener("click", sendWaiting);
  box.querySelector("[data-forget]").addEventListener("click", async () => {
    for (const item of await waiting()) await forget(item.key);
    await tell();
  });
  addEventListener("online", sendWaiting);
  setInterval(sendWaiting, 30_000);
  tell().then((number) => number && sendWaiting());

  if ("serviceWorker" in navigator) navigator.serviceWorker.register("/phan-anh/giu-lai.js", { scope: "/phan-anh/" }).catch(() => {});
}
