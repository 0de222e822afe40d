"use strict";
(() => {
  const fill = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const place of document.querySelectorAll("dd[data-yours]")) {
    const { language, clock, zones, until, apart, from, named, comma } = place.dataset;
    // The page says these already.
    if (["UTC", "Etc/UTC", undefined].includes(zone) || zones === zone) continue;
    const shown = (options) => new Intl.DateTimeFormat(language, { ...options, timeZone: zone });
    const hours = shown({ hour: "numeric", minute: "2-digit", hourCycle: clock });
    for (const line of place.children) {
      const { start, end, open, weekday } = line.dataset;
      const days = shown({ weekday: weekday ? "long" : undefined, day: "numeric", month: "long" });
      const begins = new Date(start);
      const hour = hours.format(begins);
      const time = document.createElement("span");
      time.textContent = open ? fill(from, { start: hour }) : hour;
      time.className = "hours";
      if (end && days.format(new Date(end)) === days.format(begins)) {
        time.textContent = fill(until, { start: hour, end: hours.format(new Date(end)) });
      } else if (end) {
        time.textContent = `${hour}${apart}${days.format(new Date(end))}${comma}${hours.format(new Date(end))}`;
        time.className = "";
      }
      const city = zone.split("/").pop().replaceAll("_", " ");
      const [before, after] = fill(named, { time: "\n", city }).split("\n");
      line.replaceChildren(`${days.format(begins)}${comma}${before}`, time, after);
    }
    place.hidden = false;
    place.previousElementSibling.hidden = false;
  }
})();
