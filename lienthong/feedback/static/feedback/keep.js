/* Keeps the page of sending at hand without a network. Only that page and what it is made of; never a receipt, never a code. */
const NAME = "feedback-1";
const PAGE = new URL("./", self.location).pathname;
const KEPT = KEPT_HERE;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll([PAGE, ...KEPT])).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys().then((names) => Promise.all(names.filter((name) => name !== NAME).map((name) => caches.delete(name)))),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const path = new URL(request.url).pathname;
  if (request.method !== "GET" || (path !== PAGE && !KEPT.includes(path))) return;
  event.respondWith(
    fetch(request)
      .then((answer) => {
        if (answer.ok) {
          const copy = answer.clone();
          event.waitUntil(caches.open(NAME).then((cache) => cache.put(path, copy)));
        }
        return answer;
      })
      .catch(() => caches.match(path)),
  );
});
