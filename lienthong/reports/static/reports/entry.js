/* The form of one village: says so when a text was typed with an old font, and puts out of sight what does not apply.
 * Without it the form works as it stands.
 */

const form = document.getElementById("entry");

// Fetched when somebody begins a text: on a slow line the form itself comes first.
const begin = async ({ target }) => {
  if (!target.matches("textarea, input[data-text]")) return;
  form.removeEventListener("focusin", begin);
  const { offerUnicode } = await import("../forms/old-text.js");
  offerUnicode(form, document.querySelector("[data-old-text]"));
};

form?.addEventListener("focusin", begin);

const shape = form?.dataset.shape;
if (shape) {
  const { followSkips } = await import("./skips.js");
  followSkips(form, JSON.parse(shape));
}
