// Keeps what is typed into a draft's form while one types, and finds the line a finding is about. Without it the forms work, button by button.

const WAIT = 700;
let timer, dirty = false;

function keep(form, leaving) {
  if (!form || !dirty) return;
  const body = new FormData(form);
  body.set("do", "keep");
  dirty = false;
  fetch(location.pathname, { method: "POST", body, keepalive: leaving, credentials: "same-origin" });
}

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-keep]");
  if (!form) return;
  dirty = true;
  clearTimeout(timer);
  timer = setTimeout(() => keep(form, false), WAIT);
});

document.addEventListener("submit", () => { clearTimeout(timer); dirty = false; });
document.addEventListener("htmx:beforeRequest", () => { clearTimeout(timer); dirty = false; });
window.addEventListener("pagehide", () => keep(document.querySelector("form[data-keep]"), true));

// A new row is there to be filled in.
document.addEventListener("htmx:afterSettle", (event) => {
  const by = event.detail.requestConfig?.elt?.value || "";
  if (!by.startsWith?.("add:")) return;
  const rows = [...document.querySelectorAll(`#form [name^="${CSS.escape(by.slice(4))}/"]:not([type=hidden])`)];
  const last = rows.at(-1);
  const row = last?.closest(".formrow") || last?.closest(".namedrow") || last?.closest(".field, fieldset");
  row?.querySelector("input:not([type=hidden]), select, textarea")?.focus();
});

function showLine(number) {
  const area = document.getElementById("text");
  const lines = area.value.split("\n");
  const start = lines.slice(0, number - 1).join("\n").length + (number > 1 ? 1 : 0);
  area.focus();
  area.setSelectionRange(start, start + (lines[number - 1] || "").length);
  area.scrollTop = Math.max(0, (number - 6) * (area.scrollHeight / lines.length));
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-line]");
  if (link) showLine(Number(link.dataset.line));
});
const asked = location.hash.match(/^#line-(\d+)$/);
if (asked && document.getElementById("text")) showLine(Number(asked[1]));

// On a phone the list of sections would stand before every page.
function foldMenu() {
  if (matchMedia("(max-width: 900px)").matches) document.querySelector(".desk-menu[data-folds]")?.removeAttribute("open");
}
foldMenu();
document.addEventListener("htmx:afterSettle", (event) => { if (event.target.id === "main") foldMenu(); });
