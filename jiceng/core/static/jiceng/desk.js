// Working through a list of duties from the keyboard: open a row, save it, be in the next one.
"use strict";

(() => {
  const OUTCOMES = ["met", "talked", "not_in", "refused", "dead_number"];

  const row = (element) => element.closest("[data-duty-row]");

  const openNext = (done) => {
    let next = done.nextElementSibling;
    while (next && !next.querySelector("[data-duty-open]")) next = next.nextElementSibling;
    const opener = next && next.querySelector("[data-duty-open]");
    if (!opener) return;
    opener.focus();
    if (opener.hasAttribute("hx-get")) opener.click();
  };

  // A form that came into a row is shown, and its save button has the focus: Enter is enough. Not before
  // htmx knows the form, or a quick Enter would leave the page.
  document.addEventListener("htmx:afterSettle", (event) => {
    const place = event.detail.target;
    if (!place.matches(".duty-act")) return;
    place.hidden = false;
    const save = place.querySelector("[data-duty-save]");
    if (save) save.focus();
  });

  // On a new page the first row has the focus. One that was saved gives it on; one that was taken back keeps it.
  document.addEventListener("htmx:load", (event) => {
    const swapped = event.detail.elt;
    if (!swapped.matches) return;
    if (swapped === document.body) {
      const first = document.querySelector("[data-duty-open][hx-get]");
      if (first) first.focus({ preventScroll: true });
      if (first && first.closest("[data-open-first]")) first.click();
    }
    if (swapped.matches("[data-just-saved]")) openNext(swapped);
    if (swapped.matches("[data-just-undone]")) swapped.querySelector("[data-duty-open]").focus();
  });

  // Wrong entries come back as the form alone: keep the row, show the form in it.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status !== 422) return;
    const place = row(event.detail.target).querySelector(".duty-act");
    event.detail.target = place;
    event.detail.swapOverride = "innerHTML";
  });

  document.addEventListener("keydown", (event) => {
    const form = event.target.closest("[data-duty-form]");
    if (!form) return;
    const isTyping = event.target.matches("textarea, input:not([type=checkbox]):not([type=radio])");
    if (event.key === "Escape") {
      const place = form.closest(".duty-act");
      place.hidden = true;
      place.replaceChildren();
      row(place).querySelector("[data-duty-open]").focus();
    } else if (!isTyping && /^[1-5]$/.test(event.key)) {
      const outcome = form.querySelector("[name=outcome]");
      if (outcome) outcome.value = OUTCOMES[Number(event.key) - 1];
      event.preventDefault();
    }
  });
})();
