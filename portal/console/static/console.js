/* What was said after an action is read out, and the page's focus follows it. */
document.addEventListener("htmx:afterSettle", () => {
  const said = document.querySelector("[role=status][tabindex]");
  if (said) said.focus();
});

/* Where one is stands in sight, in a menu that is longer than its window. */
document.querySelectorAll("nav [aria-current=page]").forEach((one) => {
  const menu = one.closest("nav");
  menu.scrollLeft = one.offsetLeft - (menu.clientWidth - one.offsetWidth) / 2;
  menu.scrollTop = one.offsetTop - (menu.clientHeight - one.offsetHeight) / 2;
});

/* The shopper's pages in a draft brand: each new look comes in a frame of its own, so that no step back is made of it. */
const previewed = document.querySelector("form[data-preview]");
if (previewed) {
  const buttons = document.querySelectorAll("[data-show]");
  let made = 0, wait = 0;
  /* One after the other: of two submissions of a form at once the browser keeps the last. */
  const show = (left = [...buttons]) => {
    const button = left.shift();
    const glass = button.closest("figure").querySelector(".glass");
    const fresh = glass.firstElementChild.cloneNode();
    glass.querySelectorAll(".coming").forEach((one) => one.remove());
    fresh.name = `${button.dataset.show}-${++made}`;
    fresh.classList.add("coming");
    fresh.addEventListener("load", () => {
      if (fresh.contentDocument.URL === "about:blank") return;
      [...glass.children].filter((one) => one !== fresh).forEach((one) => one.remove());
      fresh.classList.remove("coming");
      if (left.length) show(left);
    });
    glass.append(fresh);
    const target = button.getAttribute("formtarget");
    button.setAttribute("formtarget", fresh.name);
    previewed.requestSubmit(button);
    button.setAttribute("formtarget", target);
  };
  const soon = () => { clearTimeout(wait); wait = setTimeout(() => show(), 350); };
  for (const picker of document.querySelectorAll("[data-colour-of]")) {
    const typed = document.getElementById(picker.dataset.colourOf);
    picker.hidden = false;
    picker.addEventListener("input", () => {
      typed.value = picker.value;
      typed.dispatchEvent(new Event("input", { bubbles: true }));
    });
    typed.addEventListener("input", () => { if (/^#[0-9a-f]{6}$/i.test(typed.value)) picker.value = typed.value; });
  }
  buttons.forEach((button) => { button.hidden = true; });
  document.addEventListener("input", (event) => { if (event.target.form === previewed && event.target !== previewed) soon(); });
  show();
}

/* One box that ticks all of a form's, shown where there is a script to do it. */
const boxes = (form) => document.querySelectorAll(`input[type=checkbox][form="${form}"]`);
document.querySelectorAll("[data-all]").forEach((one) => { one.hidden = false; });
document.addEventListener("htmx:afterSettle", () => document.querySelectorAll("[data-all]").forEach((one) => { one.hidden = false; }));
document.addEventListener("change", (event) => {
  const all = event.target.closest("[data-all]");
  if (all) boxes(all.dataset.all).forEach((box) => { box.checked = event.target.checked; });
});

/* Rules can be dragged where there is a script; the buttons beside them do the same without one. */
document.querySelectorAll("[data-arrange]").forEach((list) => {
  const form = document.getElementById(list.dataset.arrange);
  if (!form) return;
  let from = null;
  list.querySelectorAll(".grip").forEach((grip) => {
    grip.hidden = false;
    grip.addEventListener("dragstart", (event) => {
      from = grip.closest("[data-at]");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", from.dataset.at);
      event.dataTransfer.setDragImage(from, 0, 0);
    });
  });
  list.querySelectorAll("[data-at]").forEach((row) => {
    row.addEventListener("dragover", (event) => { if (from) { event.preventDefault(); row.classList.add("over"); } });
    row.addEventListener("dragleave", () => row.classList.remove("over"));
    row.addEventListener("drop", (event) => {
      event.preventDefault();
      row.classList.remove("over");
      if (!from || from === row) return;
      const step = document.createElement("input");
      Object.assign(step, { type: "hidden", name: "do", value: `move:${from.dataset.at}:${row.dataset.at}` });
      form.append(step);
      form.submit();
    });
  });
});

/* What somebody types while a part of the page is on its way is theirs: it stays in its field. */
let typing = null;
document.addEventListener("htmx:beforeSwap", () => {
  const field = document.activeElement;
  typing = field && field.id && field.matches("input[type=text], textarea, input:not([type])") ? { id: field.id, text: field.value } : null;
});
document.addEventListener("htmx:afterSwap", () => {
  const field = typing && document.getElementById(typing.id);
  if (field && field.matches("input, textarea")) field.value = typing.text;
  typing = null;
});
