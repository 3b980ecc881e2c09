/* The shared computer: after a while without input the page is covered and the session asks for the password.
   What was typed stays in the page below, which is neither shown nor reachable until then. */
"use strict";

(() => {
  const lock = document.getElementById("lock");
  if (!lock) return;
  const page = document.querySelector(".page");
  const limit = Number(lock.dataset.seconds) * 1000;
  const tabs = new BroadcastChannel("jiceng-lock"); // all pages of a browser have one session
  const TELL_EVERY = 5000;
  let lastInput = Date.now();
  let told = 0;
  let title = "";
  let focused = null;

  const isCovered = () => !lock.hidden;

  function cover() {
    if (isCovered()) return;
    title = document.title;
    focused = document.activeElement;
    document.title = "页面已锁定";
    document.getElementById("notices").replaceChildren();
    page.inert = true;
    page.hidden = true;
    lock.hidden = false;
    lock.querySelector("#lock-password").focus();
  }

  function uncover() {
    if (!isCovered()) return;
    lock.querySelector("#lock-password").value = "";
    lock.querySelector("#unlock-told").replaceChildren();
    lock.hidden = true;
    page.hidden = false;
    page.inert = false;
    document.title = title;
    lastInput = Date.now();
    if (focused) focused.focus();
  }

  function lockSession() {
    cover();
    tabs.postMessage("locked");
    const token = lock.querySelector("[name=csrfmiddlewaretoken]").value;
    fetch(lock.dataset.lockUrl, { method: "POST", headers: { "x-csrftoken": token }, keepalive: true }).catch(() => {});
  }

  function noteInput() {
    if (isCovered()) return;
    lastInput = Date.now();
    if (lastInput - told > TELL_EVERY) {
      told = lastInput;
      tabs.postMessage("input");
    }
  }

  tabs.addEventListener("message", (event) => {
    if (event.data === "locked") cover();
    if (event.data === "unlocked") uncover();
    if (event.data === "input") lastInput = Date.now();
  });

  for (const kind of ["pointerdown", "pointermove", "wheel", "keydown", "input"]) {
    window.addEventListener(kind, noteInput, { capture: true, passive: true });
  }

  /* Shortcuts of the page below do not work through its cover. */
  window.addEventListener("keydown", (event) => {
    if (isCovered() && !lock.contains(event.target)) event.stopImmediatePropagation();
  }, true);

  window.setInterval(() => {
    if (!isCovered() && Date.now() - lastInput >= limit) lockSession();
  }, Math.min(TELL_EVERY, limit / 4));

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-lock]")) lockSession();
  });

  document.addEventListener("unlocked", () => {
    uncover();
    tabs.postMessage("unlocked");
  });

  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status === 423) cover();
  });
})();
