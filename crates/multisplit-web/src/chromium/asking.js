// Runs in each page itself: what needs the user's word waits for it. The browser decides all the same, so a page gains nothing by undoing this.
(() => {
  const tell = globalThis.__multisplitAsk;
  delete globalThis.__multisplitAsk;
  if (!tell || window !== window.top) return;
  const waiting = new Map();
  const ask = (kind) => {
    if (!waiting.has(kind)) {
      const one = Promise.withResolvers();
      waiting.set(kind, one);
      addEventListener(`multisplit answer: ${kind}`, () => { waiting.delete(kind); one.resolve(); }, { once: true });
      tell(kind);
    }
    return waiting.get(kind).promise;
  };
  // A page that comes back as it was has nothing to wait for any more.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const one of waiting.values()) one.resolve();
    waiting.clear();
  });
  const wait = (owner, name, kindsOf) => {
    const own = owner?.[name];
    if (typeof own !== "function") return;
    const waits = { [name](...given) {
      const all = Promise.all(kindsOf(given).map(ask)).then(() => own.apply(this, given));
      return name.endsWith("Position") ? void all : all;
    } };
    owner[name] = waits[name];
  };
  const media = ([wanted]) => [wanted?.audio && "microphone", wanted?.video && "camera"].filter(Boolean);
  wait(globalThis.MediaDevices?.prototype, "getUserMedia", media);
  wait(globalThis.Geolocation?.prototype, "getCurrentPosition", () => ["place"]);
  wait(globalThis.Notification, "requestPermission", () => ["notifications"]);
  for (const name of ["read", "readText"]) wait(globalThis.Clipboard?.prototype, name, () => ["clipboard"]);
})();
