/* What was said after an action is read out, and the page's focus follows it. */
document.addEventListener("htmx:afterSettle", () => {
  const said = document.querySelector("[role=status][tabindex]");
  if (said) said.focus();
});
