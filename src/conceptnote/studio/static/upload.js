/** Files to and from the server: as JSON has them, in Base64. */

/** Bytes that a file may have. */
export const LARGEST = 24 * 1024 * 1024;

/** @param {string} text in Base64 */
export const bytesOf = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));

/** @param {Blob} file @returns {Promise<string>} in Base64 */
export const base64Of = (file) =>
  new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result).replace(/^[^,]*,/, ""));
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(file);
  });
