/* What every page can do without a round trip. No inline script is allowed, so behaviour hangs on attributes. */
"use strict";

const FIELD = "input, textarea, select, [contenteditable]";

/* "/" goes to the search box from anywhere but a field; Escape leaves it. */
document.addEventListener("keydown", (event) => {
  const box = document.getElementById("search-box");
  if (!box || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/" && !event.target.closest(FIELD)) {
    event.preventDefault();
    box.focus();
    box.select();
  } else if (event.key === "Escape" && event.target === box) {
    box.value = "";
    hideHits();
    box.blur();
  }
});

/* A letter opens the act that shows it. By the place of the key, so that an input method does not matter. */
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(FIELD)) return;
  if (!event.code.startsWith("Key")) return;
  const button = document.querySelector(`[data-key="${event.code.slice(3)}"]`);
  if (button) {
    event.preventDefault();
    button.click();
  }
});

/* "?" and F1 open the handbook in a window of its own, where the form in hand has its section if it has one. */
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const isMark = ["?", "？"].includes(event.key) && !event.target.closest(FIELD);
  const links = [...document.querySelectorAll("[data-help]")].filter((link) => link.offsetParent);
  if (links.length && (isMark || event.key === "F1")) {
    event.preventDefault();
    links.at(-1).click();
  }
});

/* Arrow keys walk the hits below the search box; Enter on one opens it. */
document.addEventListener("keydown", (event) => {
  const form = event.target.closest("[data-search]");
  if (!form || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
  const stops = [form.querySelector("input[name=typed]"), ...form.querySelectorAll(".search-hits a")];
  const place = stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
  if (stops[place]) {
    event.preventDefault();
    stops[place].focus();
  }
});

function hideHits() {
  const hits = document.getElementById("search-hits");
  if (hits) hits.replaceChildren();
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-search]")) hideHits();
});

/* What was typed is sent by Enter itself: a reply about fewer letters may not arrive after it. */
document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-search]")) {
    const box = event.target.querySelector("input[name=typed]");
    if (window.htmx) htmx.trigger(box, "htmx:abort");
  }
});

/* A click anywhere in a row of a ledger opens it, unless text is being selected or a control was meant. */
document.addEventListener("click", (event) => {
  const row = event.target.closest("tr[data-href]");
  if (!row || event.target.closest("a, button, input, label, select")) return;
  if (!window.getSelection().toString()) window.location.assign(row.dataset.href);
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

/* One line for what went wrong, where the reader looks; the server's own words when it sent some. */
function notice(text) {
  const place = document.getElementById("notices");
  const line = document.createElement("div");
  line.className = "alert alert-danger";
  line.textContent = text;
  place.replaceChildren(line);
  window.setTimeout(() => line.remove(), 8000);
}

document.addEventListener("htmx:responseError", (event) => {
  const reply = event.detail.xhr;
  const isText = (reply.getResponseHeader("content-type") || "").startsWith("text/plain");
  notice(isText ? reply.responseText : `操作没有完成（${reply.status}），请刷新页面后重试。`);
});
document.addEventListener("htmx:sendError", () => notice("网络不通，操作没有完成。"));

/* A table that scrolls in its box, and has nothing in it to reach by the keyboard, is reached itself. */
function reachScrolledTables() {
  document.querySelectorAll(".table-responsive").forEach((box) => {
    const scrolls = box.scrollWidth > box.clientWidth && !box.querySelector("a, button, input, select");
    if (scrolls) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  });
}
document.addEventListener("htmx:load", reachScrolledTables);
window.addEventListener("resize", reachScrolledTables);
