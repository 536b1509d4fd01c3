/* Vietnamese typed with the fonts of before Unicode: the same answers as kernel/old_text.py, from the same tables. */
const UNICODE = /[ăđĩũơưĂĐĨŨƠƯ\u1ea0-\u1ef9]/;
const TELLING = {
  tcvn3: /(?<=[A-Za-z])[\u00a1-\u00bf\u00d7\u00f7]|[\u00a1-\u00bf\u00d7\u00f7](?=[A-Za-z])/,
  vni: /[åäëïöøûüñî]|a[ùâõê]|[eo][ùâõ]|uù/i,
};
const FEWEST = 2;
const WORD = /\p{L}+(?:[\u00ad\u00a8-\u00be\u00d7\u00f7]\p{L}*)*|[\u00ad\u00a8-\u00be\u00d7\u00f7]+\p{L}*/gu;
const ASCII = /^[\0-\x7f]*$/;
const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;
const STOPPED = /(?:ch?|p|t)$/;
const SYLLABLE = new RegExp(
  "^(?:b|ch?|d|đ|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|th?|tr|v|x)?" +
    "(?:[aăâeêioôơuưy]|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|iêu|oa|oă|oai|oay|oe|oeo|oi|ôi|ơi|oo|ua|uâ|uây|uê|ui|uô|uôi|uơ" +
    "|uy|uya|uyê|uyu|ưa|ưi|ươ|ươi|ươu|ưu|yê|yêu)" +
    "(?:ch?|m|ng?|nh|p|t)?$",
);

/* Return {encoding, unicode}, where unicode is null if not certain; null for Unicode and for what tells too little. */
export function findOldText(tables, text) {
  if (ASCII.test(text) || isVietnamese(text)) return null;
  for (const encoding of Object.keys(TELLING)) {
    const unicode = turned(tables[encoding], text);
    if (isVietnamese(unicode)) return { encoding, unicode };
  }
  if (UNICODE.test(text.normalize("NFC"))) return null;
  const words = text.split(/\s+/);
  const counted = (name) => words.filter((word) => TELLING[name].test(word)).length;
  const encoding = counted("vni") > counted("tcvn3") ? "vni" : "tcvn3";
  return counted(encoding) < FEWEST ? null : { encoding, unicode: null };
}

const isVietnamese = (text) => (text.match(WORD) ?? []).every((word) => ASCII.test(word) || isSyllable(word));

function isSyllable(word) {
  const apart = word.toLowerCase().normalize("NFD");
  const tones = apart.match(TONES) ?? [];
  const plain = apart.replace(TONES, "").normalize("NFC");
  if (tones.length > 1) return false;
  if (tones.length && STOPPED.test(plain) && !"\u0301\u0323".includes(tones[0])) return false;
  return SYLLABLE.test(plain);
}

function turned(table, text) {
  const keys = Object.keys(table).sort((one, other) => other.length - one.length);
  return text.replace(new RegExp(keys.join("|"), "g"), (found) => table[found]);
}

/* Beside each long text: say so when a text in an old encoding stands there, and offer to turn it. The words and the
 * address of the tables lie in the page (forms/_old_text.html). */
export function offerUnicode(root, words) {
  const tables = fetch(words.dataset.oldText).then((answer) => answer.json());
  root.addEventListener("change", async ({ target }) => {
    if (!target.matches("textarea, input[data-text]")) return;
    const notice = root.querySelector(`[data-old-text-of="${target.id}"]`);
    notice?.remove();
    const found = findOldText(await tables, target.value);
    if (found) target.after(noticeOf(found, target, words));
  });
}

function noticeOf({ unicode }, target, words) {
  const notice = document.createElement("div");
  notice.className = "notice warn";
  notice.setAttribute("role", "status");
  notice.dataset.oldTextOf = target.id;
  const text = document.createElement("p");
  text.className = "notice-text";
  text.textContent = words.querySelector(unicode ? "[data-certain]" : "[data-uncertain]").textContent;
  notice.append(text);
  if (unicode) {
    const shown = document.createElement("p");
    shown.className = "quote";
    shown.textContent = unicode;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button compact";
    button.textContent = words.querySelector("[data-turn]").textContent;
    button.addEventListener("click", () => {
      target.value = unicode;
      notice.remove();
      target.focus();
    });
    text.append(shown);
    notice.append(button);
  }
  return notice;
}
