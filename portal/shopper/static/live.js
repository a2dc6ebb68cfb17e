(() => {
  "use strict";
  const QUIET = 20000, SPREAD = 10000, LONGEST = 600000;
  const main = () => document.getElementById("main");
  const news = document.getElementById("news");
  let etag = null, seen = main().innerHTML, wait = QUIET, timer = 0, stopped = false, asking = false;

  const later = () => {
    clearTimeout(timer);
    if (!stopped && !document.hidden) timer = setTimeout(ask, wait + Math.random() * SPREAD);
  };

  const swap = (fresh) => {
    const focused = document.activeElement && document.activeElement.id;
    const open = [...document.querySelectorAll("details[open]")].map((one) => one.id);
    const told = main().dataset.news;
    seen = fresh.innerHTML;
    main().replaceWith(document.adoptNode(fresh));
    open.forEach((id) => { const one = document.getElementById(id); if (one) one.open = true; });
    const again = focused && document.getElementById(focused);
    if (again) again.focus({ preventScroll: true });
    if (main().dataset.news !== told) news.textContent = main().dataset.news;
  };

  const ask = async () => {
    if (asking || stopped) return;
    asking = true;
    try {
      const headers = etag ? { "If-None-Match": etag } : {};
      const answer = await fetch(location.href, { headers, cache: etag ? "default" : "no-cache", credentials: "same-origin" });
      if (answer.status === 404 || answer.status === 410) stopped = true;
      else if (answer.status === 200) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const fresh = page.getElementById("main");
        etag = answer.headers.get("ETag");
        if (fresh && fresh.innerHTML !== seen) {
          swap(fresh);
          document.title = page.title;
        }
        wait = QUIET;
      } else wait = answer.status === 304 ? QUIET : Math.min(wait * 2, LONGEST);
    } catch {
      wait = Math.min(wait * 2, LONGEST);
    }
    asking = false;
    later();
  };

  document.documentElement.classList.add("live");
  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : ask()));
  document.addEventListener("click", async (click) => {
    const button = click.target.closest("[data-copy]");
    if (!button) return;
    const number = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(number.textContent);
      news.textContent = button.dataset.copied;
    } catch {
      getSelection().selectAllChildren(number);
    }
  });
  later();
})();
