"use strict";
// Keys press the buttons that are on the page; the page works without them. This runs before the
// page is there, so that no key is lost between the first sight of a page and its end.
(() => {
  const all = () => [...document.querySelectorAll(".spot")];
  const isTyping = (element) => element.matches("input, textarea, select");
  const focused = () => all().findIndex((spot) => spot.contains(document.activeElement));

  function moveTo(number) {
    const spots = all();
    const spot = spots[Math.max(0, Math.min(number, spots.length - 1))];
    if (!spot) return;
    spot.focus({ preventScroll: true });
    spot.scrollIntoView({ block: "center" });
  }

  function press(key) {
    const spot = all()[focused()];
    const own = spot && spot.querySelector(`[data-spot-key="${key}"]`);
    const target = own || document.querySelector(`[data-key="${key}"]`);
    if (target && !target.disabled) target.click();
    return Boolean(target);
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (isTyping(event.target)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const key = event.key;
    if (!/^[a-z]$/.test(key)) return;
    const field = document.querySelector(`[data-focus="${key}"]`);
    if (key === "j") moveTo(focused() + 1);
    else if (key === "k" && all().length) moveTo(focused() - 1);
    else if (field) { field.focus(); field.select(); }
    else if (!press(key)) return;
    event.preventDefault();
  });

  document.addEventListener("DOMContentLoaded", () => {
    const place = /^#spot-(\d+)$/.exec(location.hash);
    if (place) moveTo(Number(place[1]));
  });
})();
