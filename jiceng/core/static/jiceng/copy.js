/* "复制表格": puts a table with its heads on the clipboard, for WPS and Excel, as text and as HTML.
   It copies what the page shows, with identity numbers masked, so no reason is asked for. */
"use strict";

(() => {
  const TABLES = "main table.ledger-table, main table.report-table";
  const NUMBER = /^[+-]?[\d,]+(\.\d+)?%?$/;

  /* The text of a cell without what is only for the screen, on one line. */
  function textOf(cell) {
    const copy = cell.cloneNode(true);
    copy.querySelectorAll(".d-print-none, button, meter, .visually-hidden").forEach((part) => part.remove());
    const text = copy.textContent.replace(/\s+/g, " ").trim();
    /* A spreadsheet would take it for a formula. */
    return /^[=+\-@]/.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  }

  function linesOf(table) {
    return [...table.querySelectorAll("tr")].map((row) =>
      [...row.cells].filter((cell) => !cell.classList.contains("d-print-none")),
    );
  }

  function escaped(text) {
    return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  }

  /* Codes and masked numbers stay text in the spreadsheet; plain numbers become numbers. */
  function htmlOf(table) {
    const rows = linesOf(table).map((cells) =>
      cells
        .map((cell) => {
          const name = cell.tagName.toLowerCase();
          const text = textOf(cell);
          const style = NUMBER.test(text) && !cell.classList.contains("kind-code") ? "" : " style='mso-number-format:\"\\@\"'";
          return `<${name}${style}>${escaped(text)}</${name}>`;
        })
        .join(""),
    );
    return `<meta charset="utf-8"><table border="1">${rows.map((row) => `<tr>${row}</tr>`).join("")}</table>`;
  }

  function tsvOf(table) {
    return linesOf(table).map((cells) => cells.map(textOf).join("\t")).join("\r\n");
  }

  /* The older way works without a permission and without https, as in an office network; the newer is second. */
  function copied(table) {
    const html = htmlOf(table);
    const text = tsvOf(table);
    const fill = (event) => {
      event.preventDefault();
      event.clipboardData.setData("text/html", html);
      event.clipboardData.setData("text/plain", text);
    };
    document.addEventListener("copy", fill, { once: true });
    let done = false;
    try {
      done = document.execCommand("copy");
    } finally {
      document.removeEventListener("copy", fill);
    }
    if (done) return Promise.resolve();
    if (!navigator.clipboard || !window.ClipboardItem) return Promise.reject();
    const blob = (content, type) => new Blob([content], { type });
    return navigator.clipboard.write([
      new ClipboardItem({ "text/html": blob(html, "text/html"), "text/plain": blob(text, "text/plain") }),
    ]);
  }

  /* Where nothing may be put on the clipboard the table is marked, so that Ctrl+C takes it. */
  function marked(table) {
    const range = document.createRange();
    range.selectNode(table);
    window.getSelection().removeAllRanges();
    window.getSelection().addRange(range);
  }

  function told(button, text) {
    const label = button.querySelector("span");
    label.textContent = text;
    window.setTimeout(() => { label.textContent = "复制表格"; }, 3000);
  }

  function button(table) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn-sm copy-table d-print-none";
    made.innerHTML = '<i class="ti ti-copy" aria-hidden="true"></i><span aria-live="polite">复制表格</span>';
    made.addEventListener("click", () => {
      const rows = table.tBodies[0].rows.length;
      copied(table).then(
        () => told(made, `已复制${rows}行`),
        () => { marked(table); told(made, "请按 Ctrl+C 复制"); },
      );
    });
    return made;
  }

  /* In the bar above the table where there is one, else in a line of its own. */
  function place(table, made) {
    const box = table.closest(".table-responsive, .report-box") || table;
    const bar = box.previousElementSibling;
    if (bar && bar.matches(".ledger-bar, .card-header")) return bar.append(made);
    const line = document.createElement("div");
    line.className = "copy-line d-print-none";
    line.append(made);
    return box.before(line);
  }

  function equip() {
    for (const table of document.querySelectorAll(TABLES)) {
      if (table.dataset.copies || !table.tBodies.length || !table.tBodies[0].rows.length) continue;
      table.dataset.copies = "1";
      place(table, button(table));
    }
  }

  document.addEventListener("DOMContentLoaded", equip);
  document.addEventListener("htmx:afterSettle", equip);
})();
