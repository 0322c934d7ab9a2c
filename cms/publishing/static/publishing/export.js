/* Keeps the state of an export up to date while it is under way; without this the page reloads itself. */
(() => {
  const region = document.getElementById("export-state");
  const isOpen = () => region.querySelector("[data-open]") !== null;
  if (!region) return;
  const SECONDS = 1;

  async function look() {
    try {
      const response = await fetch(region.dataset.address, { credentials: "same-origin" });
      if (response.ok && !response.redirected) region.innerHTML = await response.text();
    } catch {
      /* The server may be away for a moment. */
    }
    // What changed and the history are different now.
    if (isOpen()) setTimeout(look, SECONDS * 1000);
    else location.reload();
  }

  if (isOpen()) setTimeout(look, SECONDS * 1000);
})();
