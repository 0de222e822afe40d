// Reads calendar files with ical.js, independently of the library that wrote them: one file a line, as a JSON text,
// and gives what is in each as one line of JSON. Zones are those of the file itself.
import { createInterface } from "node:readline";
import ICAL from "ical.js";

const moment = (event, name) => {
  const property = event.getFirstProperty(name);
  if (!property) return null;
  const value = property.getFirstValue();
  return { utc: value.toUnixTime(), local: value.toString(), zone: property.getParameter("tzid") ?? null };
};

const texts = (event, name) => event.getAllProperties(name).flatMap((property) => property.getValues().map(String));

const read = (text) => {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return {
    method: calendar.getFirstPropertyValue("method"),
    name: calendar.getFirstPropertyValue("x-wr-calname"),
    alarms: calendar.getAllSubcomponents("vevent").flatMap((event) => event.getAllSubcomponents("valarm")).length,
    entries: calendar.getAllSubcomponents("vevent").map((event) => ({
      start: moment(event, "dtstart"),
      end: moment(event, "dtend"),
      stamp: moment(event, "dtstamp"),
      organiser: event.getFirstProperty("organizer")?.getParameter("cn") ?? null,
      ...Object.fromEntries(
        ["uid", "summary", "description", "location", "status", "transp", "sequence", "url", "categories",
          "organizer", "related-to"].map((name) => [name, texts(event, name)])),
    })),
  };
};

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(read(JSON.parse(line))));
}
