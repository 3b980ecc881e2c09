/* The person and household pages and the intake: Enter and Escape in acts, focus, copying. */
"use strict";

const WHOLE_NUMBER_SHOWN_FOR = 20000;

/* Enter saves from every field of an act; a new line in a text takes Shift. */
document.addEventListener("keydown", (event) => {
  const form = event.target.closest("form[data-enter-saves]");
  if (!form || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  if (!event.target.closest(FIELD)) return;
  event.preventDefault();
  const moves = form.hasAttribute("data-enter-moves") && !event.ctrlKey;
  const next = moves ? nextField(form, event.target) : null;
  if (next) next.focus();
  else form.requestSubmit();
});

function nextField(form, current) {
  const fields = visibleFields(form);
  return fields[fields.indexOf(current) + 1];
}

function visibleFields(form) {
  return [...form.querySelectorAll(FIELD)].filter((field) => field.type !== "hidden" && field.offsetParent);
}

/* Escape leaves what is open: a value being changed, else the act beside the page. */
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing) return;
  const editor = event.target.closest(".fact.is-editing");
  if (editor) {
    event.preventDefault();
    editor.querySelector("[data-cancel]").click();
  } else {
    closePanel();
  }
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-close-panel]")) {
    event.preventDefault();
    closePanel();
  }
});

let openedBy = "";

function closePanel() {
  const panel = document.getElementById("act-panel");
  if (!panel || !panel.childElementCount) return;
  panel.replaceChildren();
  const opener = document.querySelector(`[hx-get="${openedBy}"]`);
  if (opener) opener.focus();
}

document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt, target } = event.detail;
  if (target && target.id === "act-panel" && elt.hasAttribute("hx-get")) openedBy = elt.getAttribute("hx-get");
});

/* After a swap: the first field of what opened, or what the answer asks for. */
document.addEventListener("htmx:afterSettle", (event) => {
  const place = event.detail.elt;
  const page = document.getElementById("subject");
  if (place === page || place.contains(page)) {
    const wanted = page.dataset.focus && page.querySelector(page.dataset.focus);
    if (wanted) wanted.focus();
    return;
  }
  const value = place.matches(".fact") && place.querySelector(".fact-value");
  if (value) value.focus();
  const form = place.querySelector("form[data-enter-saves]") || place.closest("form.fact");
  if (!form || !place.querySelector(FIELD)) return;
  const field = form.querySelector("[aria-invalid=true]") || visibleFields(form)[0];
  if (field) {
    field.focus();
    if (field.select) field.select();
  }
});

/* A whole number goes to the clipboard and is masked again after a while. */
document.addEventListener("htmx:afterSettle", () => {
  document.querySelectorAll("[data-copy]").forEach((shown) => {
    copy(shown.dataset.copy);
    delete shown.dataset.copy;
    window.setTimeout(() => {
      shown.textContent = shown.dataset.masked;
      const told = shown.parentElement.querySelector(".copied");
      if (told) told.remove();
    }, WHOLE_NUMBER_SHOWN_FOR);
  });
});

/* Without a secure context there is no clipboard to ask: a selected field is copied as by hand. */
function copy(text) {
  if (navigator.clipboard) {
    navigator.clipboard.writeText(text).catch(() => copyByHand(text));
  } else {
    copyByHand(text);
  }
}

function copyByHand(text) {
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}

/* The time line by subject matter. */
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-tag-filter]");
  if (!button) return;
  button.parentElement.querySelectorAll("button").forEach((each) => {
    each.setAttribute("aria-pressed", String(each === button));
  });
  const tag = button.dataset.tagFilter;
  button.closest("section").querySelectorAll("[data-tag]").forEach((line) => {
    line.hidden = tag !== "" && line.dataset.tag !== tag;
  });
});

/* A small button that fills the field above it. */
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fill]");
  if (!button) return;
  const field = document.getElementById(button.dataset.fill);
  field.value = button.dataset.value;
  field.focus();
});
