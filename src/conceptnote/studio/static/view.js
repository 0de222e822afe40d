/** What is looked at: it stands in the address, so that a reload shows the same. */

/** @typedef {{language: string, audience: string, more: string, paper: string, file: string}} View */

/** @returns {View} */
export const viewOfAddress = () => {
  const asked = new URLSearchParams(location.search);
  return { language: asked.get("language") ?? "", audience: asked.get("audience") ?? "", more: asked.get("more") ?? "", paper: asked.get("paper") ?? "", file: asked.get("file") ?? "" };
};

/** @param {View} view */
export const queryOf = (view) => new URLSearchParams(Object.entries(view).filter(([, value]) => value)).toString();

/** @param {View} view */
export const keepInAddress = (view) => history.replaceState(null, "", `/?${queryOf(view)}`);
