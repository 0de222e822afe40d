/** Saves what is left only after the press that left it: a page that moves under a press loses its click. */
let pressed = false;
addEventListener("pointerdown", () => (pressed = true), true);
const ends = ["pointerup", "pointercancel"];
for (const name of ends) addEventListener(name, () => (pressed = false), true);

/** @param {() => void} act */
export const afterPress = (act) => {
  if (!pressed) return void setTimeout(act);
  const ended = () => {
    for (const name of ends) removeEventListener(name, ended);
    setTimeout(act);
  };
  for (const name of ends) addEventListener(name, ended);
};
