/* Files in pieces (tus 1.0.0): a cut line goes on where it stopped. Without this file the form sends them whole. */

const PIECE = 512 * 1024;
const WAITS = [1, 2, 4, 8, 15, 30];

const form = document.querySelector("[data-upload]");
const state = form?.querySelector("[data-upload-state]");
const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

function tell(words, part) {
  state.hidden = false;
  state.querySelector("span").textContent = words;
  state.querySelector("progress").value = part;
}

async function ask(method, url, headers = {}, body = null) {
  const token = form.elements.csrfmiddlewaretoken.value;
  const said = { "Tus-Resumable": "1.0.0", "X-CSRFToken": token, ...headers };
  const answer = await fetch(url, { method, headers: said, body });
  // 409: the two sides disagree on how far it is; that is asked anew, like a cut line. The rest is said as it is.
  if (answer.status === 409 || answer.status > 501) throw new TypeError(answer.status);
  if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).title ?? form.dataset.stopped);
  return answer;
}

async function begin(file) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const words = `filename ${base64(file.name)},sha256 ${base64(sha256)}`;
  return ask("POST", form.dataset.upload, { "Upload-Length": file.size, "Upload-Metadata": words });
}

async function send(file) {
  let url, offset = 0, cuts = 0;
  do {
    try {
      const far = url ? await ask("HEAD", url) : await begin(file);
      url ??= far.headers.get("Location");
      offset = Number(far.headers.get("Upload-Offset"));
      do {
        tell(file.name, offset / file.size);
        const headers = { "Content-Type": "application/offset+octet-stream", "Upload-Offset": offset };
        const answer = await ask("PATCH", url, headers, file.slice(offset, offset + PIECE));
        offset = Number(answer.headers.get("Upload-Offset"));
        cuts = 0;
      } while (offset < file.size);
      return;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      if (cuts >= WAITS.length) throw new Error(form.dataset.stopped);
      tell(form.dataset.broken, offset / file.size);
      await pause(WAITS[cuts++]);
    }
  } while (true);
}

form?.addEventListener("submit", async (event) => {
  const files = [...form.elements.file.files];
  if (!files.length || !globalThis.crypto?.subtle) return;
  event.preventDefault();
  const button = form.querySelector("[type=submit]");
  button.disabled = true;
  const refused = [];
  for (const file of files) {
    await send(file).catch((error) => refused.push(`${file.name}: ${error.message}`));
  }
  if (!refused.length) return location.assign(location.pathname);
  button.disabled = false;
  tell(refused.join("\n"), 0);
});
