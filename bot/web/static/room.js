// What the pages do beyond what they do without it: claims appear as they are checked, and a citation opens its passage beside
// the answer. Markup comes from the server alone, which escapes it.
"use strict";

const form = document.getElementById("ask");
const beside = document.getElementById("beside");

// An article is opened at the cited words, also where the address has lost its fragment.
const cited = document.getElementById("cited");
if (cited && !form) {
  cited.focus({ preventScroll: true });
  cited.scrollIntoView({ block: "center" });
}

if (form) {
  const status = document.getElementById("status");
  const problem = document.getElementById("problem");
  const turns = document.getElementById("turns");
  const words = document.getElementById("words");
  const talk = document.getElementById("talk");
  let events = null;

  const say = (node, text) => { node.textContent = text; };

  const failed = (sentence, draft) => {
    draft.remove();
    say(status, "");
    say(problem, sentence);
    words.focus();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (events) events.close();
    for (const left of turns.querySelectorAll(".draft")) left.remove();
    const query = new URLSearchParams(new FormData(form));
    for (const [name, value] of [...query]) if (value === "") query.delete(name);
    if (!talk) turns.replaceChildren();
    say(problem, "");
    say(status, "Looking it up …");
    const draft = document.createElement("article");
    draft.className = "turn draft";
    draft.setAttribute("aria-live", "polite");
    const asked = document.createElement("h2");
    asked.textContent = words.value;
    draft.append(asked);
    turns.prepend(draft);

    events = new EventSource(form.dataset.events + "?" + query);
    const source = events;
    const over = () => { source.close(); if (events === source) events = null; };
    const on = (name, act) => source.addEventListener(name, (e) => act(JSON.parse(e.data)));
    on("waits", (sentence) => say(status, sentence || "Looking it up …"));
    on("section", (html) => draft.insertAdjacentHTML("beforeend", html));
    on("line", (html) => draft.querySelector(".part:last-child .lines").insertAdjacentHTML("beforeend", html));
    on("answer", (whole) => {
      over();
      draft.insertAdjacentHTML("afterend", whole.html);
      const sources = draft.nextElementSibling.querySelectorAll(".sources > li").length;
      draft.remove();
      say(status, sources === 1 ? "Answered, with one source." : "Answered, with " + sources + " sources.");
      if (talk) {
        talk.value = whole.talk;
        query.set("talk", whole.talk);
        words.value = "";
        form.querySelector("label").textContent = "Ask on";
      }
      history.replaceState(null, "", form.getAttribute("action") + "?" + query);
    });
    on("problem", (sentence) => { over(); failed(sentence, draft); });
    source.onerror = () => { over(); failed("The connection broke off. Please ask again.", draft); };
  });

  let opener = null;
  const close = () => {
    beside.hidden = true;
    beside.replaceChildren();
    if (opener && opener.isConnected) opener.focus();
    opener = null;
  };

  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a.cite");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    const at = new URL(link.href);
    at.searchParams.set("part", "passage");
    const response = await fetch(at).catch(() => null);
    if (!response || !response.ok) {
      location.href = link.href;
      return;
    }
    opener = link;
    beside.innerHTML = await response.text();
    const button = document.createElement("button");
    button.type = "button";
    button.className = "close";
    button.textContent = "Close";
    button.addEventListener("click", close);
    beside.prepend(button);
    beside.hidden = false;
    beside.focus({ preventScroll: true });
    const mark = beside.querySelector("mark");
    if (mark) mark.scrollIntoView({ block: "nearest" });
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !beside.hidden) close();
  });
}
