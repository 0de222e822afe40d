"use strict";
(() => {
  const fill = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const place of document.querySelectorAll("dd[data-yours]")) {
    const { language, clock, zones, until, from, named } = place.dataset;
    // The page says these already.
    if (["UTC", "Etc/UTC", undefined].includes(zone) || zones === zone) continue;
    const shown = (options) => new Intl.DateTimeFormat(language, { ...options, timeZone: zone });
    const hours = shown({ hour: "numeric", minute: "2-digit", hourCycle: clock });
    for (const line of place.children) {
      const { start, end, open, weekday } = line.dataset;
      const days = shown({ weekday: weekday ? "long" : undefined, day: "numeric", month: "long" });
      const begins = new Date(start);
      let time = hours.format(begins);
      if (end) {
        const ends = new Date(end);
        const later = days.format(ends) === days.format(begins) ? "" : `${days.format(ends)}, `;
        time = fill(until, { start: time, end: later + hours.format(ends) });
      } else if (open) {
        time = fill(from, { start: time });
      }
      const city = zone.split("/").pop().replaceAll("_", " ");
      line.textContent = `${days.format(begins)}, ${fill(named, { time, city })}`;
    }
    place.hidden = false;
    place.previousElementSibling.hidden = false;
  }
})();
