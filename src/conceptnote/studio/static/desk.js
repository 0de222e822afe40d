/** The pages of one paper, one below the other, with a button over each value. */
import { html, useEffect, useLayoutEffect, useMemo, useRef, useState } from "./vendor/preact.js";
import { get } from "./api.js";
import { around, markOf, valuesOf } from "./values.js";
import { say } from "./words.js";
import { Line } from "./line.js";
import { Prose } from "./prose.js";

/** @typedef {import("./types.js").Sheet} Sheet */
/** @typedef {import("./types.js").Value} Value */

/** @param {string} id @param {number} page @param {number} dots */
const address = (id, page, dots) => `/pages/${id}/${page}?dots=${(Math.ceil(dots * 4) / 4).toFixed(2)}`;

/** Loads a picture, and gives it once it can be shown at once. @param {string} src */
const decoded = async (src) => {
  const image = new Image();
  image.src = src;
  image.alt = "";
  await image.decode();
  return image;
};

/** The pictures of the new pages take the place of the old ones only when they are ready. */
const Picture = ({ id, page, dots }) => {
  const holder = useRef(null);
  useEffect(() => {
    let wanted = true;
    decoded(address(id, page, dots)).then((image) => wanted && holder.current?.replaceChildren(image), () => {});
    return () => {
      wanted = false;
    };
  }, [id, page, dots]);
  return html`<div class="picture" ref=${holder}></div>`;
};

/**
 * The sheet that is shown: the last one, until all that is seen of the next is ready.
 * @param {Sheet | undefined} sheet @param {number} dots
 */
const useReady = (sheet, dots) => {
  const [ready, setReady] = useState(/** @type {{sheet: Sheet, values: Value[]} | null} */ (null));
  useEffect(() => {
    if (!sheet) return undefined;
    let wanted = true;
    (async () => {
      const boxes = await get(`/api/boxes/${sheet.id}`);
      const seen = [...document.querySelectorAll(".page")].filter((page) => {
        const { top, bottom } = page.getBoundingClientRect();
        return bottom > 0 && top < innerHeight;
      });
      const numbers = seen.map((page) => Number(page.getAttribute("data-page"))).filter((page) => page <= sheet.pages.length);
      await Promise.allSettled(numbers.map((page) => decoded(address(sheet.id, page, dots))));
      if (wanted && boxes) setReady({ sheet, values: valuesOf(boxes) });
    })();
    return () => {
      wanted = false;
    };
  }, [sheet?.id, sheet?.name]);
  return ready && sheet && ready.sheet.name === sheet.name ? ready : null;
};

const percent = (/** @type {number} */ part, /** @type {number} */ whole) => `${(100 * part) / whole}%`;

/** @param {number[]} place @param {[number, number]} size */
export const placed = ([left, top, width, height], [across, down]) => ({
  left: percent(left, across), top: percent(top, down), width: percent(width, across), height: percent(height, down),
});

const Values = ({ values, wrong, marks, size, scale, lit, glow, pending, onChoose, onPoint }) =>
  values.map((value, at) => {
    const [first, ...others] = value.lines;
    const isLit = value.path && value.path === lit;
    const problem = value.path ? wrong?.[value.path] : null;
    const mark = markOf(value, marks);
    const marked = (line) => (mark?.lines.has(line) ? " marked" : "");
    const state = `${value.path ? "" : " fixed"}${others.length > 1 ? " several" : ""}${problem ? " wrong" : ""}${isLit ? " lit" : ""}${value.path && value.path === glow ? " glow" : ""}`;
    const point = (on) => () => onPoint(on ? value.path : null);
    const label = [value.text || say("picture"), problem, mark?.note].filter(Boolean).join(". ");
    return html`
      <button key=${at} type="button" class=${`value${state}${marked(0)}`} style=${placed(first, size)} tabindex=${value.path && value.first ? 0 : -1}
        aria-label=${label} title=${problem ?? mark?.note} data-path=${value.path} data-row=${value.row || null} onClick=${(event) => onChoose(value, event.currentTarget, 0)}
        onMouseEnter=${point(true)} onMouseLeave=${point(false)} onFocus=${point(true)} onBlur=${point(false)}></button>
      ${others.map((line, number) => html`
        <span key=${`${at}-${number}`} class=${`value more${state}${marked(number + 1)}`} style=${placed(line, size)} aria-hidden="true"
          onClick=${(event) => onChoose(value, event.currentTarget, number + 1)} onMouseEnter=${point(true)} onMouseLeave=${point(false)}></span>`)}
      ${isLit && others.length > 1 ? html`<span class="around" style=${placed(around(value.lines), size)} aria-hidden="true"></span>` : null}
      ${value.path && value.first && pending?.path === value.path
        ? html`<span class="pending" style=${{ ...placed(around(value.lines), size), fontSize: `${first[3] * scale * 0.68}px`, lineHeight: `${first[3] * scale}px` }} aria-hidden="true">${pending.text}</span>` : null}
    `;
  });

/**
 * @param {{sheet?: Sheet, title: string, zoom: number, editing: any, lit: string | null, glow: string | null, pending: any,
 *   choose: (value: Value, element: Element) => void, point: (path: string | null) => void, save: any, leave: any, shown: (values: Value[]) => void}} props
 */
export const Desk = ({ sheet, title, zoom, editing, lit, glow, pending, wrong, marks, broken, choose, point, save, leave, shown }) => {
  const desk = useRef(null);
  const [room, setRoom] = useState(800);
  useLayoutEffect(() => {
    const watch = new ResizeObserver(([entry]) => setRoom(entry.contentRect.width));
    watch.observe(desk.current);
    return () => watch.disconnect();
  }, []);
  const widest = sheet ? Math.max(...sheet.pages.map(([width]) => width)) : 210;
  const scale = zoom || Math.min(4.2, room / widest);
  const dots = scale * devicePixelRatio;
  const ready = useReady(sheet, dots);
  useEffect(() => {
    if (ready) shown(ready.values);
  }, [ready]);
  const pages = useMemo(() => ready?.sheet.pages.map((size, at) => ({ size, number: at + 1, values: ready.values.filter((one) => one.page === at + 1) })), [ready]);
  return html`
    <div class="desk" ref=${desk}>
      ${pages?.map(({ size, number, values }) => html`
        <section key=${number} class="page" data-page=${number} aria-label=${say("page_of", { paper: title, page: number, pages: pages.length })}
          style=${{ width: `${size[0] * scale}px`, height: `${size[1] * scale}px` }}>
          <${Picture} id=${ready.sheet.id} page=${number} dots=${dots} />
          <${Values} values=${values} wrong=${wrong} marks=${marks} size=${size} scale=${scale} lit=${lit} glow=${glow} pending=${pending} onChoose=${(value, element, at) => choose(value, element, at, ready.sheet.id)} onPoint=${point} />
          ${editing && editing.value.page === number && editing.sheet === ready.sheet.name
            ? html`<${editing.target.kind === "prose" ? Prose : Line} key=${editing.target.path} target=${editing.target}
                lines=${editing.value.lines} at=${editing.at} words=${editing.value.texts[editing.at]} size=${size} scale=${scale} save=${save} leave=${leave} start=${editing.start} />` : null}
        </section>`) ?? html`<p class="loading">${say(broken ? "no_pages" : "loading")}</p>`}
    </div>`;
};
