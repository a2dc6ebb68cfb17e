(() => {
  "use strict";
  if (customElements.get("waypost-delivery-date")) return;
  const HOME = document.currentScript ? new URL(document.currentScript.src).origin : "";
  const MEMORY = "waypost-postcode", MINUTE = 60000, DAY = 1440 * MINUTE, CLOCKS_DIFFER = 10 * MINUTE;
  const WORDS = {
    en: {
      label: "Postcode", check: "Check", wrong: "That doesn’t look like a postcode.",
      none: "We can’t name a date for this postcode.",
      within: (h, m) => `Order within ${h ? `${h} h ` : ""}${m} min`,
    },
    ja: {
      label: "郵便番号", check: "確認", wrong: "郵便番号の形式が正しくありません。",
      none: "この郵便番号へのお届け日はご案内できません。",
      within: (h, m) => `${h ? `${h}時間` : ""}${m}分以内のご注文で`,
    },
    ko: {
      label: "우편번호", check: "확인", wrong: "우편번호 형식이 올바르지 않습니다.",
      none: "이 우편번호의 도착일은 안내할 수 없습니다.",
      within: (h, m) => `${h ? `${h}시간 ` : ""}${m}분 안에 주문하면`,
    },
  };
  const LOOK = new CSSStyleSheet();
  LOOK.replaceSync(`
    :host { display: block; color: var(--waypost-text, inherit); font: var(--waypost-font, inherit) }
    :host([hidden]), [hidden] { display: none }
    section { display: grid; gap: .5em; max-width: 26em; padding: var(--waypost-padding, 0);
      background: var(--waypost-background, transparent); border-radius: var(--waypost-radius, 6px) }
    p { margin: 0 }
    #within:empty { display: none }
    #when { font-weight: 600; color: var(--waypost-accent, inherit) }
    form { display: flex; flex-wrap: wrap; gap: .5em; align-items: center }
    input, button { font: inherit; color: inherit; min-height: 2.75em; padding: .4em .75em; background: transparent;
      border: 1px solid var(--waypost-border, currentColor); border-radius: var(--waypost-radius, 6px) }
    input { flex: 1 1 6em; min-width: 6em; max-width: 10em; box-sizing: border-box }
    button { cursor: pointer }
    :focus-visible { outline: 2px solid var(--waypost-accent, currentColor); outline-offset: 2px }
    #trouble { flex-basis: 100% }
  `);
  const BODY = `<section hidden>
    <p id="when" aria-live="polite"></p><p id="within"></p>
    <form novalidate><label for="postcode"></label>
      <input id="postcode" autocomplete="postal-code" maxlength="20" aria-describedby="trouble">
      <button></button><p id="trouble" role="alert"></p></form></section>`;

  const remembered = () => {
    try { return JSON.parse(localStorage.getItem(MEMORY)) || {}; } catch { return {}; }
  };
  const remember = (place) => {
    try { localStorage.setItem(MEMORY, JSON.stringify(place)); } catch { /* a shopper may forbid it */ }
  };

  class DeliveryDate extends HTMLElement {
    static observedAttributes = ["key", "sku", "country", "locale", "service", "base"];

    connectedCallback() {
      if (!this.shadowRoot) {
        const root = this.attachShadow({ mode: "open" });
        root.adoptedStyleSheets = [LOOK];
        root.innerHTML = BODY;
        root.querySelector("form").addEventListener("submit", (event) => {
          event.preventDefault();
          this.ask(this.find("postcode").value.trim(), true);
        });
      }
      const known = remembered();
      const postcode = known.country === this.country ? known.postcode || "" : "";
      this.find("postcode").value = postcode;
      this.ask(postcode, false);
    }

    disconnectedCallback() {
      clearTimeout(this.timer);
      this.turn = (this.turn || 0) + 1;
    }

    attributeChangedCallback(name, before, after) {
      if (this.isConnected && this.shadowRoot && before !== after) this.connectedCallback();
    }

    get language() {
      const tag = this.getAttribute("locale") || this.closest("[lang]")?.lang || "en";
      return WORDS[tag.slice(0, 2).toLowerCase()] ? tag.slice(0, 2).toLowerCase() : "en";
    }

    get country() {
      return (this.getAttribute("country") || navigator.language.split("-").pop()).toUpperCase();
    }

    find(id) {
      return this.shadowRoot.getElementById(id);
    }

    async ask(postcode, byHand) {
      const turn = this.turn = (this.turn || 0) + 1;
      this.asked = postcode;
      const place = { country: this.country, postcode };
      const query = new URLSearchParams({ country: place.country, locale: this.language });
      if (postcode) query.set("postcode", postcode);
      for (const name of ["sku", "service"]) if (this.getAttribute(name)) query.set(name, this.getAttribute(name));
      let answer, told;
      try {
        answer = await fetch(`${this.getAttribute("base") || HOME}/v1/delivery-dates?${query}`, {
          headers: { Authorization: `Bearer ${this.getAttribute("key")}` }, credentials: "omit",
        });
        told = await answer.json();
      } catch {
        answer = { ok: false };
      }
      if (turn !== this.turn) return;
      if (answer.ok) {
        if (byHand) remember(place);
        this.show(told, byHand);
      } else if (answer.status === 422 && postcode && !byHand) {
        this.ask("", false);
      } else {
        this.say(null);
        this.trouble(byHand && answer.status === 422 ? "wrong" : null);
      }
    }

    show(told, byHand) {
      const best = told.options.reduce((one, other) => (one && one.promise <= other.promise ? one : other), null);
      this.say(best);
      this.trouble(byHand && !best ? "none" : null);
      if (!best) return;
      this.shadowRoot.querySelector("section").hidden = false;
      const off = Date.now() - Date.parse(told.quoted_at), until = Date.parse(best.order_by);
      if (Math.abs(off) >= CLOCKS_DIFFER) return;
      if (until > Date.now()) this.count(until);
      else this.timer = setTimeout(() => this.again(), MINUTE); // this clock is ahead of the shop's
    }

    say(option) {
      const words = WORDS[this.language], section = this.shadowRoot.querySelector("section");
      clearTimeout(this.timer);
      section.lang = this.language;
      this.shadowRoot.querySelector("label").textContent = words.label;
      this.shadowRoot.querySelector("button").textContent = words.check;
      if (this.find("when").textContent !== (option?.text || "")) this.find("when").textContent = option?.text || "";
      this.find("within").textContent = "";
    }

    trouble(word) {
      this.find("trouble").textContent = word ? WORDS[this.language][word] : "";
      this.find("postcode").setAttribute("aria-invalid", String(word === "wrong"));
    }

    again() {
      this.ask(this.asked, false); // not what is being typed just then
    }

    count(until) {
      const left = until - Date.now();
      if (left <= 0) return this.again();
      const minutes = Math.ceil(left / MINUTE);
      const words = WORDS[this.language].within(Math.floor(minutes / 60), minutes % 60);
      this.find("within").textContent = left < DAY ? words : "";
      this.timer = setTimeout(() => this.count(until), left % MINUTE || MINUTE);
    }
  }
  customElements.define("waypost-delivery-date", DeliveryDate);
})();
