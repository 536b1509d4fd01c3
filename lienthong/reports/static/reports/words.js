/* The sentences that the page carries for its scripts, with {places} filled in. */
export function words(name, places = {}) {
  const sentence = document.getElementById(`w-${name}`).textContent;
  return sentence.replace(/\{(\w+)\}/g, (place, key) => places[key] ?? place);
}

/* A sentence of the server, with its %(places)s filled in. */
export const filled = (sentence, places) => sentence.replace(/%\((\w+)\)s/g, (_, key) => places[key] ?? "");
