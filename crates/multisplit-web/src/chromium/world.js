// Runs in each page, in a world of its own, whose names the page cannot see. Says where the page is, and does what the pane asks.
(() => {
  if (window !== window.top || globalThis.multisplit) return;
  const MAX_FIELDS = 200, MAX_VALUE = 100000, QUIET = 150;
  const say = (what) => {
    try { __multisplit(JSON.stringify(what)); } catch { /* the pane is gone */ }
  };
  const later = (work) => {
    let timer = 0;
    return () => { clearTimeout(timer); timer = setTimeout(work, QUIET); };
  };

  // What happens without end is told from time to time.
  const often = (work, after) => {
    let isDue = false;
    return () => {
      if (isDue) return;
      isDue = true;
      setTimeout(() => { isDue = false; work(); }, after);
    };
  };

  const fields = () => [...document.querySelectorAll("input,textarea,select")].slice(0, MAX_FIELDS);
  // A field that shows a password for a moment is still one.
  const passwords = new WeakSet();
  const isSecret = (field) => {
    if (field.type === "password") passwords.add(field);
    const purposes = (field.autocomplete || "").split(" ");
    return ["file", "hidden"].includes(field.type) || passwords.has(field)
      || purposes.some((one) => one.startsWith("cc-") || one.includes("password") || one === "one-time-code");
  };
  const name = (field, at) => field.id || field.name || `#${at}`;
  const read = () => {
    const values = {};
    fields().forEach((field, at) => {
      if (isSecret(field)) return;
      const isTick = field.type === "checkbox" || field.type === "radio";
      const changed = isTick ? field.checked !== field.defaultChecked
        : field.tagName === "SELECT" ? field.selectedIndex > 0 : field.value !== field.defaultValue;
      // What is too long is left out: half of a text is worse than none.
      if (changed && (isTick || field.value.length <= MAX_VALUE)) values[`${name(field, at)}/${at}`] = isTick ? field.checked : field.value;
    });
    return values;
  };
  const write = (values) => fields().forEach((field, at) => {
    const value = values[`${name(field, at)}/${at}`];
    if (value === undefined || isSecret(field)) return;
    if (typeof value === "boolean") field.checked = value; else field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });

  // The place of a page in its source: parts say the line at which they begin.
  const places = () => [...document.querySelectorAll("[data-line]")]
    .map((part) => ({ line: Number(part.dataset.line), top: part.getBoundingClientRect().top }));
  const firstLine = () => {
    let above = { line: 0, top: -window.scrollY };
    for (const place of places()) {
      if (place.top > 0) return above.line + (place.line - above.line) * Math.max(0, -above.top / (place.top - above.top));
      above = place;
    }
    return above.line;
  };
  const toLine = (line) => {
    let above = { line: 0, top: -window.scrollY };
    let below = null;
    const all = places();
    // What is above the first part belongs to it.
    if (all.length && line <= all[0].line) return void window.scrollTo({ top: 0, behavior: "instant" });
    for (const place of all) {
      if (place.line > line) { below = place; break; }
      above = place;
    }
    const part = below && below.line > above.line ? (line - above.line) / (below.line - above.line) : 0;
    const top = above.top + (below ? (below.top - above.top) * part : 0);
    window.scrollTo({ top: window.scrollY + top, behavior: "instant" });
  };
  const put = (html) => { if (document.body) document.body.innerHTML = html; };
  const hasLines = () => document.querySelector("[data-line]") !== null;

  const sayScroll = often(() => say({ scroll: [window.scrollX, window.scrollY], ...(hasLines() ? { line: firstLine() } : {}) }), 50);
  const sayForm = later(() => {
    const values = read();
    say({ form: Object.keys(values).length ? JSON.stringify(values) : "" });
  });
  addEventListener("scroll", sayScroll, { passive: true, capture: true });
  for (const event of ["input", "change"]) addEventListener(event, sayForm, { passive: true, capture: true });

  const isText = (node) => node && (node.isContentEditable || node.tagName === "TEXTAREA"
    || (node.tagName === "INPUT" && !["button", "checkbox", "radio", "submit", "reset", "range", "color", "file", "image"].includes(node.type)));
  const sayCaret = () => {
    const node = document.activeElement;
    const at = isText(node) ? node.getBoundingClientRect() : null;
    say({ caret: at ? [at.left, at.top, at.right, at.bottom] : [] });
  };
  for (const event of ["focusin", "focusout"]) addEventListener(event, () => setTimeout(sayCaret, 0), true);

  let title = null;
  const sayTitle = () => { if (title !== document.title) { title = document.title; say({ title: title.slice(0, 2000) }); } };

  // The icon is loaded and drawn here, under the rules of the page. One of another server that does not allow it is none.
  const SIDE = 32;
  const draw = async (url) => {
    const picture = new Image(SIDE, SIDE);
    picture.crossOrigin = "anonymous";
    picture.src = url;
    await picture.decode();
    const drawn = new OffscreenCanvas(SIDE, SIDE).getContext("2d");
    drawn.imageSmoothingQuality = "high";
    drawn.drawImage(picture, 0, 0, SIDE, SIDE);
    return btoa(String.fromCharCode(...drawn.getImageData(0, 0, SIDE, SIDE).data));
  };
  let icon = null;
  const sayIcon = often(async () => {
    const link = [...document.querySelectorAll("link[rel~=icon]")].pop();
    const usual = location.protocol.startsWith("http") ? new URL("/favicon.ico", location.href).href : "";
    const url = link?.href || usual;
    if (url === icon) return;
    icon = url;
    const drawn = url ? await draw(url).catch(() => "") : "";
    if (url === icon) say({ icon: drawn });
  }, 300);

  // A page that was left may be kept as it was, and come back without being loaded.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    title = null;
    icon = null;
    for (const sayIt of [sayTitle, sayIcon, sayScroll, sayForm, sayCaret]) sayIt();
  });

  let cursor = "";
  addEventListener("mousemove", (event) => {
    const node = event.composedPath()[0];
    if (!(node instanceof Element)) return;
    let now = getComputedStyle(node).cursor;
    if (now === "auto") {
      const text = document.caretPositionFromPoint?.(event.clientX, event.clientY)?.offsetNode;
      const isOver = text?.nodeType === Node.TEXT_NODE && text.parentNode === node && getComputedStyle(node).userSelect !== "none";
      now = node.closest?.("a[href]") ? "pointer" : isText(node) || isOver ? "text" : "default";
    }
    if (now !== cursor) { cursor = now; say({ cursor }); }
  }, { passive: true, capture: true });

  // A page that has a menu of its own keeps the event.
  addEventListener("contextmenu", (event) => {
    if (!event.isTrusted) return;
    const node = event.composedPath()[0];
    setTimeout(() => event.defaultPrevented || say({ menu: {
      at: [event.clientX, event.clientY],
      link: node.closest?.("a[href]")?.href ?? "",
      text: selected().slice(0, 2000),
      edits: Boolean(isText(node)),
    } }), 0);
  }, { passive: true });

  // The list of a select is drawn by the system elsewhere, so it would be in no frame.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("select, ::picker(select) { appearance: base-select }");
  document.adoptedStyleSheets.push(sheet);

  function selected() {
    const node = document.activeElement;
    if (node && typeof node.selectionStart === "number" && node.type !== "password") {
      return node.value.slice(node.selectionStart, node.selectionEnd);
    }
    return String(getSelection());
  }
  let zoomed = 1;
  const applyZoom = () => { if (document.documentElement) document.documentElement.style.zoom = zoomed === 1 ? "" : String(zoomed); };
  const zoom = (to) => { zoomed = to; applyZoom(); };

  // Says that what is in the page has changed, if somebody who does not see it wants to know.
  let watching = null;
  const onChange = often(() => watching && say({ changed: true }), QUIET);
  const events = ["focusin", "focusout", "input", "change", "scroll", "load", "toggle"];
  const watch = (wants) => {
    if (Boolean(watching) === wants) return;
    for (const event of events) (wants ? addEventListener : removeEventListener)(event, onChange, { passive: true, capture: true });
    if (!wants) { watching.disconnect(); watching = null; return; }
    watching = new MutationObserver(onChange);
    watching.observe(document, { childList: true, subtree: true, characterData: true, attributes: true });
  };

  globalThis.multisplit = {
    selected,
    zoom,
    watch,
    put,
    take: (url) => {
      const link = document.createElement("a");
      link.href = url;
      link.download = "";
      link.click();
    },
    toLine,
    // Without a selection, the letter before the caret would go.
    cut: () => { const text = selected(); if (text) document.execCommand("delete"); return text; },
    find: (text, back) => {
      // A text that grows is looked for from where its begin was found.
      const begin = String(getSelection()).toLowerCase();
      if (!back && begin && begin.length < text.length && text.toLowerCase().startsWith(begin)) getSelection().collapseToStart();
      return window.find(text, false, back, true, false, true);
    },
  };

  const kept = globalThis.multisplitKept;
  const whenReady = (work) => document.readyState === "loading"
    ? addEventListener("DOMContentLoaded", work, { once: true }) : work();
  whenReady(() => {
    const sayHead = () => { sayTitle(); sayIcon(); };
    sayHead();
    new MutationObserver(sayHead).observe(document.head ?? document, { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ["href"] });
  });
  // The pane says how large the page is as soon as it is there, which may be before it has anything to be larger.
  whenReady(() => { if (zoomed !== 1) applyZoom(); });
  const plain = (url) => url.split("#")[0];
  if (kept && plain(kept.url) === plain(location.href)) {
    whenReady(() => { if (kept.form) write(JSON.parse(kept.form)); });
    // A page grows while it loads, so the place may not be there at first.
    const begun = performance.now();
    const toPlace = () => {
      const [x, y] = kept.scroll;
      if (!x && !y) return;
      window.scrollTo({ left: x, top: y, behavior: "instant" });
      const isThere = Math.abs(window.scrollY - y) < 2 && Math.abs(window.scrollX - x) < 2;
      if (!isThere && performance.now() - begun < 10000) setTimeout(toPlace, 100);
    };
    let touched = false;
    for (const event of ["wheel", "keydown", "mousedown"]) addEventListener(event, () => { touched = true; }, { once: true, capture: true });
    whenReady(() => { if (!touched) toPlace(); });
  }
})();
