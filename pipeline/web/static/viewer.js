// What the viewer does beyond reading, which needs no script. Nothing here is fetched from elsewhere.
"use strict";

document.documentElement.classList.add("script");

function isTyping(event) {
  return event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea, [contenteditable]");
}

// "/" puts the cursor into the search field of the page.
document.addEventListener("keydown", (event) => {
  const field = document.querySelector("input[type=search]");
  if (event.key === "/" && field && !isTyping(event)) {
    event.preventDefault();
    field.focus();
    field.select();
  }
});

// A document: its marks in the text and its cards beside it, each leading to the other.
class Reader {
  constructor(text, cards) {
    this.cards = cards;
    this.marks = [...text.querySelectorAll("a.mark")];
    this.active = null;
    text.addEventListener("click", (event) => this.fromText(event));
    cards.addEventListener("click", (event) => this.fromCards(event));
    document.addEventListener("keydown", (event) => this.press(event));
    for (const box of document.querySelectorAll(".kinds input")) {
      box.addEventListener("change", () => this.choose());
    }
    this.choose();
    const tree = document.querySelector(".tree details");
    if (tree && !this.isBeside()) tree.open = false;
    window.addEventListener("hashchange", () => this.arrive());
    this.arrive();
  }

  factsOf(mark) {
    return mark.dataset.facts.trim().split(" ").filter((id) => this.isShown(id));
  }

  card(id) {
    return document.getElementById(`card-${id}`);
  }

  isShown(id) {
    const card = this.card(id);
    return card !== null && !card.hidden;
  }

  // Where a fact begins in the text: a mark, or the empty place before one.
  place(id) {
    const found = document.getElementById(`fact-${id}`);
    return found && !found.matches("a.mark") ? this.marks.find((mark) => this.factsOf(mark).includes(id)) || found : found;
  }

  show(id, { scrollText = false, focus = false } = {}) {
    this.active = id;
    for (const other of document.querySelectorAll(".active")) other.classList.remove("active");
    for (const mark of this.marks) {
      if (mark.dataset.facts.includes(id)) mark.classList.add("active");
    }
    const card = this.card(id);
    if (card) {
      card.classList.add("active");
      // Only the list of cards is moved, not the page with it.
      const offset = card.getBoundingClientRect().top - this.cards.getBoundingClientRect().top;
      this.cards.scrollTop += offset - this.cards.clientHeight / 3;
    }
    const place = this.place(id);
    if (place && scrollText) place.scrollIntoView({ block: "center" });
    if (place && focus) place.focus({ preventScroll: true });
    history.replaceState(null, "", `#fact-${id}`);
  }

  fromText(event) {
    const mark = event.target.closest("a.mark");
    if (!mark) return;
    const facts = this.factsOf(mark);
    // On a phone the card comes into sight as the target of the link; elsewhere it stands beside the text.
    if (!facts.length || !this.isBeside()) return;
    event.preventDefault();
    // What holds this one is shown by the next click.
    const at = facts.indexOf(this.active);
    this.show(facts[at > 0 ? at - 1 : facts.length - 1]);
    mark.focus({ preventScroll: true });
  }

  fromCards(event) {
    const link = event.target.closest('a.value[href^="#fact-"]');
    if (!link) return;
    event.preventDefault();
    this.show(link.hash.slice("#fact-".length), { scrollText: true, focus: true });
  }

  isBeside() {
    return getComputedStyle(this.cards).overflowY === "auto";
  }

  press(event) {
    if (isTyping(event) || (event.key !== "n" && event.key !== "p")) return;
    const order = [...document.querySelectorAll(".card:not([hidden])")].map((card) => card.dataset.fact);
    const placed = order.filter((id) => document.getElementById(`fact-${id}`));
    if (!placed.length) return;
    const at = placed.indexOf(this.active);
    const step = event.key === "n" ? at + 1 : (at < 0 ? placed.length : at) - 1;
    this.show(placed[(step + placed.length) % placed.length], { scrollText: true, focus: true });
  }

  // Show only the kinds that are ticked.
  choose() {
    const boxes = [...document.querySelectorAll(".kinds input")];
    const on = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    for (const card of document.querySelectorAll(".card")) card.hidden = !on.has(card.dataset.kind);
    for (const mark of this.marks) mark.classList.toggle("off", this.factsOf(mark).length === 0);
  }

  arrive() {
    const match = /^#(fact|card)-(.+)$/.exec(location.hash);
    if (match && this.card(match[2]) && match[1] === "fact") this.show(match[2], { scrollText: true });
  }
}

const text = document.querySelector("article.text");
const cards = document.querySelector(".cards");
if (text && cards) new Reader(text, cards);
